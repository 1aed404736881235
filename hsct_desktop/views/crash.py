"""What happens to an error nobody expected: a report without patient data, one sentence, and the window lives on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from platformdirs import user_state_path
from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler, qVersion

from hsct_desktop import __version__
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.views.own_file import keep_own
from hsct_desktop.views.preferences import APP

_KEPT = 20
"""Reports kept; older ones go."""


def report_text(
    kind: type[BaseException], trace: TracebackType | None, at: datetime, error: BaseException | None = None
) -> str:
    """Type, places and versions, also of what led to `error`.

    No message and no values: they may hold what stands in a record.
    """
    import platform

    lines = [
        f"{APP} {__version__}",
        f"Python {platform.python_version()}, Qt {qVersion()}, {platform.system()} {platform.release()}",
        f"{at:%Y-%m-%d %H:%M:%S} UTC",
        "",
        *_part(kind, trace),
    ]
    for cause in _causes(error):
        lines += ["", "after", *_part(type(cause), cause.__traceback__)]
    return "\n".join(lines) + "\n"


def _part(kind: type[BaseException], trace: TracebackType | None) -> list[str]:
    import traceback

    frames = traceback.extract_tb(trace)
    places = [f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames]
    return [f"{kind.__module__}.{kind.__qualname__}", *places]


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """What an error was raised from or while handling, nearest first; each once, since a chain may bite its tail."""
    seen = {id(error)}
    while error is not None:
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if error is None or id(error) in seen:
            return
        seen.add(id(error))
        yield error


def _short(path: str) -> str:
    """The path from the package on: what stands before it names the user."""
    parts = Path(path).parts
    for marker in ("hsct_desktop", "site-packages"):
        if marker in parts:
            return "/".join(parts[len(parts) - 1 - parts[::-1].index(marker) :])
    return parts[-1] if parts else path


class CrashHandler(QObject):
    """Stands at `sys.excepthook` and at Qt's messages. `told` carries a sentence for the window."""

    known = Signal(object)
    crashed = Signal(str)

    def __init__(self, folder: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder or user_state_path(APP, appauthor=False) / "crash reports"
        self._before: Callable[..., object] = sys.excepthook

    def install(self) -> None:
        """Take over from here on."""
        self._before = sys.excepthook
        sys.excepthook = self.handle
        qInstallMessageHandler(self._on_qt_message)

    def remove(self) -> None:
        """Give both places back."""
        sys.excepthook = self._before
        qInstallMessageHandler(None)

    def handle(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """A known failure is told in a sentence; anything else is reported."""
        if issubclass(kind, KeyboardInterrupt):
            self._before(kind, error, trace)
        elif isinstance(error, KnownError | InputError):
            self.known.emit(error)
        else:
            self.crashed.emit(str(self.write(kind, trace, error)))

    def write(self, kind: type[BaseException], trace: TracebackType | None, error: BaseException | None = None) -> Path:
        """Write the report and return its path; on a disk that refuses it, standard error has it."""
        now = datetime.now(UTC)
        text = report_text(kind, trace, now, error)
        path = self.folder / f"crash-{now:%Y%m%d-%H%M%S-%f}.txt"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for old in sorted(self.folder.glob("crash-*.txt"))[: -_KEPT + 1]:
                old.unlink(missing_ok=True)
            keep_own(path)
            path.write_text(text, encoding="utf-8")
        except OSError:
            sys.stderr.write(text)
        return path

    @staticmethod
    def _on_qt_message(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            sys.stderr.write(f"Qt: {message}\n")
