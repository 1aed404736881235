"""Tells when the system locks its screen, changes its user or goes to sleep: the window is locked with it.

Windows sends its windows a message; Linux tells it on D-Bus. Each is asked only where it is.
"""

from __future__ import annotations

import os
from typing import Any, Final, cast

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal, Slot

_WM_WTSSESSION_CHANGE: Final = 0x02B1
_WM_POWERBROADCAST: Final = 0x0218
_LOCKING: Final = frozenset({0x2, 0x4, 0x6, 0x7})
"""WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOGOFF, WTS_SESSION_LOCK."""
_SUSPENDING: Final = 0x4
_SAVERS: Final = tuple(f"org.{desktop}.ScreenSaver" for desktop in ("freedesktop", "gnome", "mate", "cinnamon"))
_LOGIN: Final = "org.freedesktop.login1"
_ON_ACTIVE: Final = cast("bytes", SLOT("on_active(bool)"))
_ON_LOCK: Final = cast("bytes", SLOT("on_lock()"))
"""Slots as Qt takes them; its types say bytes, and mean what SLOT gives."""


class SystemLock(QObject):
    """`locked` is told each time. `listen` says whether anything there could be asked."""

    locked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._filter: _SessionMessages | None = None

    def listen(self, window_id: int) -> bool:
        """Ask the system to be told."""
        return self._listen_windows(window_id) if os.name == "nt" else self._listen_dbus()

    def _listen_dbus(self) -> bool:
        heard = False
        if os.environ.get("DBUS_SESSION_BUS_ADDRESS") or os.path.exists(f"/run/user/{_user()}/bus"):
            heard = self._listen_savers()
        if os.path.exists("/run/dbus/system_bus_socket") or os.environ.get("DBUS_SYSTEM_BUS_ADDRESS"):
            heard = self._listen_login() or heard
        return heard

    def _listen_savers(self) -> bool:
        from PySide6.QtDBus import QDBusConnection

        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return False
        heard = [bus.connect("", "", face, "ActiveChanged", self, _ON_ACTIVE) for face in _SAVERS]
        return any(heard)

    def _listen_login(self) -> bool:
        from PySide6.QtDBus import QDBusConnection

        bus = QDBusConnection.systemBus()
        if not bus.isConnected():
            return False
        slept = bus.connect(_LOGIN, "", f"{_LOGIN}.Manager", "PrepareForSleep", self, _ON_ACTIVE)
        # Lock is told of every session of the computer: a lock too many costs a PIN, one too few costs more.
        asked: bool = bus.connect(_LOGIN, "", f"{_LOGIN}.Session", "Lock", self, _ON_LOCK)
        return asked or slept

    @Slot(bool)
    def on_active(self, active: bool) -> None:
        """The screen saver, or the sleep, begins or ends."""
        if active:
            self.locked.emit()

    @Slot()
    def on_lock(self) -> None:
        """The session is locked."""
        self.locked.emit()

    def _listen_windows(self, window_id: int) -> bool:
        import ctypes

        library = getattr(ctypes, "windll").wtsapi32  # noqa: B009 - there is none elsewhere
        if not library.WTSRegisterSessionNotification(window_id, 0):
            return False
        self._filter = _SessionMessages(self)
        app = QCoreApplication.instance()
        if app is not None:
            app.installNativeEventFilter(self._filter)
        return True

    def stop(self) -> None:
        """Listen no more, at the end of the program."""
        app = QCoreApplication.instance()
        if self._filter is not None and app is not None:
            app.removeNativeEventFilter(self._filter)
        self._filter = None


def is_locking(message: int, parameter: int) -> bool:
    """Whether a message of Windows says that the session is locked or left, or the computer goes to sleep."""
    return (message == _WM_WTSSESSION_CHANGE and parameter in _LOCKING) or (
        message == _WM_POWERBROADCAST and parameter == _SUSPENDING
    )


class _SessionMessages(QAbstractNativeEventFilter):
    def __init__(self, told: SystemLock) -> None:
        super().__init__()
        self._told = told

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> Any:
        if bytes(QByteArray(kind).data()) == b"windows_generic_MSG":
            from ctypes import wintypes

            told = wintypes.MSG.from_address(int(message))
            if is_locking(told.message, int(told.wParam or 0)):
                self._told.locked.emit()
        return False, 0


def _user() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0
