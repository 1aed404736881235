"""The program never uses the network: a whole journey in a process that may not, and proof that the guard bites."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e import offline_journey
from tests.views.locked_ward import copy_locked

ROOT = Path(__file__).resolve().parents[2]
GUARDED = "from tests.e2e import offline; held = offline.forbid_in_kernel(); offline.refuse_sockets(); "


def child(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, arguments)], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120
    )


def test_a_morning_at_the_desk_uses_no_socket(locked_once: Path, tmp_path: Path) -> None:
    path = copy_locked(locked_once, tmp_path / "unit.hsct")
    done = child("-m", offline_journey.__name__, path, tmp_path)
    assert done.stderr == ""
    assert (done.returncode, offline_journey.DONE in done.stdout) == (0, True)


@pytest.mark.parametrize(
    "reach",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.socket(socket.AF_INET6)",
        "import socket; socket.getaddrinfo('example.org', 80)",
        "from urllib.request import urlopen; urlopen('http://127.0.0.1')",
    ],
)
def test_who_reaches_for_the_network_is_told(reach: str) -> None:
    done = child("-c", f"{GUARDED}{reach}")
    assert done.returncode == 1
    assert "NetworkUsedError" in done.stderr


def test_a_library_that_reaches_for_it_past_python_is_ended() -> None:
    """Where the kernel can be asked: a socket of this computer alone stays allowed, another one ends the process."""
    stays = "import ctypes, sys; call = ctypes.CDLL(None).socket; assert call(1, 1, 0) >= 0; "
    done = child("-c", f"{GUARDED}{stays}print('held' if held else 'not asked'); sys.stdout.flush(); call(2, 1, 0)")
    if done.stdout == "held\n":
        assert done.returncode == -signal.SIGSYS
    else:
        assert (done.returncode, done.stdout) == (0, "not asked\n"), done.stderr
