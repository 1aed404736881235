"""Opens the sheet of exports and has the tables written beside the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.views.context import Context
from hsct_desktop.views.export_sheet import ANALYSIS, ARCHIVE, ExportSheet, ExportWish
from hsct_desktop.views.jobs import Jobs

if TYPE_CHECKING:
    from hsct_desktop.services.workspace import Workspace

_Written = tuple[Path, list[str]]
"""Where it lies, and what is to be said of it."""


class StoppedError(Exception):
    """Somebody ended an export: nothing of it is left."""


class _Export(QObject):
    """One export under way; `progressed` brings its progress to the window's thread."""

    progressed = Signal(int, int)

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self.stopped = False

    def tell(self, done: int, of: int) -> None:
        """Called in the thread of the work, between two steps."""
        if self.stopped or self._jobs.ending:
            raise StoppedError
        self.progressed.emit(done, of)


class ExportDesk(QObject):
    """`written` carries the path of what was written, `ended` comes after each export however it went."""

    written = Signal(str)
    ended = Signal()

    def __init__(self, ctx: Context, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._jobs = jobs
        self._sheet: ExportSheet | None = None
        self._running: _Export | None = None

    def ask(self) -> None:
        """Ask what shall be exported."""
        try:
            self._sheet = ExportSheet(self._ctx)
        except KnownError as error:
            self._ctx.report_error(error)
            return
        self._sheet.wanted.connect(self.write)
        self._sheet.stop_wanted.connect(self.stop)
        if self._running is not None:
            self._running.progressed.connect(self._sheet.show_progress)
            self._sheet.show_progress(0, 1)  # one export at a time
        self._ctx.open_sheet(self._sheet)

    def stop(self) -> None:
        """End what is being written."""
        if self._running is not None:
            self._running.stopped = True

    def write(self, wish: ExportWish, path: Path) -> None:
        """Write the tables; the sheet, or a toast where it was closed, says what became of it."""
        workspace, running = self._ctx.ready(), _Export(self._jobs)
        sheet = self._open_sheet()
        if sheet is not None:
            running.progressed.connect(sheet.show_progress)
            sheet.show_progress(0, 1)
        self._running = running

        self._jobs.run(lambda: _write(workspace, wish, path, running), self._done, self._failed)

    def _open_sheet(self) -> ExportSheet | None:
        """The sheet, while somebody sees it."""
        sheet = self._sheet
        return sheet if sheet is not None and isValid(sheet) and not sheet.isHidden() else None

    def _done(self, written: _Written) -> None:
        path, lines = written
        self._running = None
        sheet = self._open_sheet()
        if sheet is not None:
            sheet.show_written(path, lines)
        else:
            self._ctx.toast(self.tr("Export written to {}").format(path))
        self.written.emit(str(path))
        self.ended.emit()

    def _failed(self, error: Exception) -> None:
        self._running = None
        sheet = self._open_sheet()
        if not isinstance(error, KnownError | InputError | StoppedError):
            if sheet is not None:
                sheet.show_outcome(self.tr("The export failed. Nothing was written."), "", "danger")
            raise error
        if isinstance(error, StoppedError):
            said = self.tr("Cancelled. Nothing was written.")
        elif isinstance(error, KnownError):
            said = self._ctx.wording.known_error(error)
        else:
            said = self._ctx.wording.problems(error)
        if sheet is not None:
            sheet.show_outcome(said, "", "info" if isinstance(error, StoppedError) else "danger")
        elif isinstance(error, KnownError | InputError):
            self._ctx.report_error(error)
        else:
            self._ctx.toast(said)
        self.ended.emit()


def _write(ws: Workspace, wish: ExportWish, path: Path, running: _Export) -> _Written:
    """Write it, in the thread of the work."""
    from hsct_desktop.services import exports

    words = ws.wording
    if wish.what == ANALYSIS:
        from hsct_desktop.services import analysis_set

        request = wish.request
        found = analysis_set.write(
            ws, path, as_days=request.as_days, purpose=request.purpose, progress=running.tell
        )  # fmt: skip
        counts = (("patients", found.patients), ("rows", found.rows), ("tables", len(found.tables)))
        said = " · ".join(words.count(f"export.count.{key}", number) for key, number in counts)
        lines = [said]
        if found.without_consent:
            lines.append(words.count("export.told.without_consent", found.without_consent))
        if found.refused_research:
            lines.append(words.count("export.told.refused_research", found.refused_research))
        if lost := exports.left_out_in(words, found.left_out):
            lines.append(lost)
        return path, lines
    if wish.what == ARCHIVE:
        from hsct_desktop.services import archive

        made = archive.write(ws, path, wish.request.reason, running.tell)
        return path, [words.count("export.count.rows", made.rows)]
    done = exports.export(ws, wish.request, path, running.tell)
    return path, exports.told(words, done)
