"""One computer, one file: a lock beside the data file, and a second start that raises the window of the first."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLockFile, QObject, Signal

from hsct_desktop.domain.problem import KnownError

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

ENDING: Final = ".lock"
_ANSWER_MS: Final = 800
_RAISE: Final = b"raise"


class OneWindow(QObject):
    """Holds the lock of the open file. `raise_wanted` tells that somebody started the program on it once more.

    A lock whose program was killed is taken at once: it goes by whether that program still runs, never by its age.
    """

    raise_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock: QLockFile | None = None
        self._path: Path | None = None
        self._server: QLocalServer | None = None

    def take(self, path: Path) -> None:
        """Hold the file at `path` in the place of the one before. KnownError file_open_elsewhere says who has it."""
        path = _real(path)
        if path == self._path or not path.parent.is_dir():
            return
        lock = QLockFile(str(path) + ENDING)
        lock.setStaleLockTime(0)
        taken = lock.tryLock(0)
        if not taken and lock.error() == QLockFile.LockError.LockFailedError:
            raise _held(path, lock)
        self.release()
        if taken:  # a folder that takes no lock takes no entries either: opening says so
            self._lock, self._path = lock, path

    def release(self) -> None:
        """Let the file go."""
        if self._server is not None:
            self._server.close()
            self._server = None
        if self._lock is not None:
            self._lock.unlock()
        self._lock = self._path = None

    def listen(self) -> None:
        """Hear of a second start by the same user; without it that start says where the file is open."""
        if self._path is None or self._server is not None:
            return
        from PySide6.QtNetwork import QLocalServer

        name = server_name(self._path)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(name)
        server.newConnection.connect(self._on_call)
        if server.listen(name):
            self._server = server

    def _on_call(self) -> None:
        if self._server is None:
            return
        caller = self._server.nextPendingConnection()
        caller.disconnected.connect(caller.deleteLater)
        self.raise_wanted.emit()
        caller.write(_RAISE)
        caller.flush()
        caller.disconnectFromServer()


def raise_first(path: Path) -> bool:
    """Have the window that holds the file come to the front; False where none answers, as another user's."""
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(server_name(_real(path)))
    if not socket.waitForConnected(_ANSWER_MS):
        return False
    answered = bool(socket.waitForReadyRead(_ANSWER_MS)) and bytes(socket.readAll().data()).startswith(_RAISE)
    socket.disconnectFromServer()
    return answered


def server_name(path: Path) -> str:
    """The name under which a window hears of a second start; it names neither file nor user."""
    return f"hsct-desktop-{hashlib.sha256(str(path).encode('utf-8', 'surrogateescape')).hexdigest()[:20]}"


def _real(path: Path) -> Path:
    return path.absolute().resolve()


def _held(path: Path, lock: QLockFile) -> KnownError:
    number, computer, _program = lock.getLockInfo()
    return KnownError("file_open_elsewhere", file=path.name, computer=computer or "?", number=number)
