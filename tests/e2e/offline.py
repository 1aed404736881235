"""What a process may not do when it has given up the network: the guard, and who guards the guard.

Two nets lie under a process: Python's own audit events, which name the call, and on Linux the kernel, which ends it
when anything in it, Qt's and the database's C++ among it, makes a socket that could leave the computer.
"""

from __future__ import annotations

import ctypes
import platform
import socket
import struct
import sys
from typing import Final

ALLOWED: Final = {int(getattr(socket, name)) for name in ("AF_UNIX", "AF_NETLINK") if hasattr(socket, name)}
"""Families that stay on this computer: the display server's, and the kernel's own list of network cards."""
LOOKUPS: Final = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
_SOCKET_CALL: Final = {"x86_64": (41, 0xC000003E), "aarch64": (198, 0xC00000B7)}
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2


class NetworkUsedError(BaseException):
    """Nothing in the program catches it."""


def refuse_sockets() -> None:
    """From here on whatever Python code reaches for the network is refused and told, in every thread."""

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event == "socket.__new__" and len(arguments) > 1 and arguments[1] not in (*ALLOWED, -1):
            raise NetworkUsedError(f"{event} {arguments[1:]}")
        if event in LOOKUPS or event.startswith(("urllib.", "http.client", "ftplib.", "smtplib.")):
            raise NetworkUsedError(event)
        if event in ("socket.connect", "socket.bind", "socket.sendto"):
            one = arguments[0]
            if isinstance(one, socket.socket) and one.family not in ALLOWED:
                raise NetworkUsedError(f"{event} {one.family}")

    sys.addaudithook(watch)


def forbid_in_kernel() -> bool:
    """Ask the kernel to end this process when it makes a socket of another family; whether it can be asked here."""
    call = _SOCKET_CALL.get(platform.machine())
    if not sys.platform.startswith("linux") or call is None:
        return False
    number, machine = call
    families = sorted(ALLOWED)
    steps = [
        (_LOAD, 0, 0, 4),  # for which machine the call is made
        (_EQUAL, 1, 0, machine),
        (_RETURN, 0, 0, _ALLOW),
        (_LOAD, 0, 0, 0),  # which call it is
        (_EQUAL, 1, 0, number),
        (_RETURN, 0, 0, _ALLOW),
        (_LOAD, 0, 0, 16),  # the first argument: the family
        *((_EQUAL, len(families) - at, 0, family) for at, family in enumerate(families)),
        (_RETURN, 0, 0, _KILL),
        (_RETURN, 0, 0, _ALLOW),
    ]
    program = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    whole = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(program)))
    control = ctypes.CDLL(None, use_errno=True).prctl
    control.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    if control(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return int(control(_SECCOMP, _FILTER, ctypes.addressof(whole), 0, 0)) == 0
