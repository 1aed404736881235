"""The one door to threads: work that takes longer than a blink, such as a PDF. Record keeping stays synchronous."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal


class _Report(QObject):
    """Brings a job's outcome from its thread to the window's."""

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, done: Callable[[Any], None], failed: Callable[[Exception], None]) -> None:
        super().__init__()
        self._tell_done = done
        self._tell_failed = failed
        # The receiver is an object of the window's thread, so that both calls are made there.
        self.done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)
        self.failed.connect(self._on_failed, Qt.ConnectionType.QueuedConnection)

    def _on_done(self, result: object) -> None:
        self._tell_done(result)

    def _on_failed(self, error: Exception) -> None:
        self._tell_failed(error)


class _Job(QRunnable):
    def __init__(self, work: Callable[[], Any], report: _Report) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self.report = report
        self._work = work

    def run(self) -> None:
        try:
            result = self._work()
        except Exception as error:  # noqa: BLE001 - carried to the window's thread, where `failed` judges it
            self.report.failed.emit(error)
        else:
            self.report.done.emit(result)


class Jobs(QObject):
    """Runs work beside the window; `done` and `failed` are called in the window's thread."""

    def __init__(self, parent: QObject | None = None, *, threads: int = 0) -> None:
        """`threads` limits how many pieces of work run at once; 0 leaves it to the computer."""
        super().__init__(parent)
        self._pool = QThreadPool(self)
        if threads:
            self._pool.setMaxThreadCount(threads)
        self._running: set[_Job] = set()
        self._own: set[_Job] = set()
        self._pages = 0
        self.ending = False

    @property
    def busy(self) -> bool:
        """Whether any work is under way, or its outcome not told yet."""
        return bool(self._running)

    @property
    def asked(self) -> bool:
        """Whether work is under way that somebody asked for, not only the program's own."""
        return bool(self._running - self._own)

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        *,
        own: bool = False,
    ) -> None:
        """Start `work`; its result goes to `done`, what it raises to `failed`. `own`: nobody asked for it."""

        pages = self._pages

        def tell(listener: Callable[[Any], None], outcome: object) -> None:
            self._running.discard(job)
            self._own.discard(job)
            try:
                listener(outcome)
            except RuntimeError as error:
                # The page that asked went when the window was locked: nobody is there to be told.
                if pages == self._pages or "already deleted" not in str(error):
                    raise

        job = _Job(work, _Report(lambda result: tell(done, result), lambda error: tell(failed, error)))
        self._running.add(job)
        if own:
            self._own.add(job)
        self._pool.start(job)

    def pages_gone(self) -> None:
        """The pages that asked for work so far are deleted: its outcome may find nobody there."""
        self._pages += 1

    def wait(self, milliseconds: int = 30_000) -> bool:
        """Wait for all work, at the end of the program; False when some was still running.

        Work of many steps looks at `ending` between them and stops.
        """
        self.ending = True
        return self._pool.waitForDone(milliseconds)
