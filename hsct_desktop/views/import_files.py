"""The files that belong to an import: template, refused rows, report, saved mapping. Each asks for its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.domain.import_run import RowKey, RowState
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.views.context import Context

if TYPE_CHECKING:
    from hsct_desktop.services.import_check import DryRun, SheetPlan
    from hsct_desktop.views.import_session import ImportSession


class ImportFiles(QObject):
    """Writes beside the window and says how it went. `refused_written` carries the name of their file."""

    refused_written = Signal(str)

    def __init__(self, ctx: Context, session: ImportSession, page: QWidget) -> None:
        super().__init__(page)
        self._ctx, self._session, self._page = ctx, session, page
        self.refused_keys: frozenset[RowKey] = frozenset()
        """The rows that were written last as refused, and `refused_name` the name of their file."""
        self.refused_name = ""

    def forget(self) -> None:
        """Another file: none of its refused rows is written."""
        self.refused_keys, self.refused_name = frozenset(), ""

    def _ask_place(self, title: str, name: str, kinds: str) -> Path | None:
        folder = self._session.path.parent if self._session.path is not None else Path.home()
        chosen, _kind = QFileDialog.getSaveFileName(self._page, title, str(folder / name), kinds)
        return Path(chosen) if chosen else None

    def _write(self, path: Path, work: Callable[[], object], told: Callable[[object], str]) -> None:
        """What cannot be written is told; nothing else is changed by it, the file that is read least of all."""
        from hsct_desktop.services.output_file import same_place

        read = self._session.path

        def checked() -> object:
            if read is not None and same_place(path, read):
                raise KnownError("import_over_source", path=path)
            return work()

        self._session.do(checked, lambda result: self._ctx.toast(told(result)), self._ctx.report_error, "writing")

    def _shown_run(self) -> DryRun | None:
        """What was taken, else what would be."""
        return self._session.done.run if self._session.done is not None else self._session.run

    def _stem(self) -> str:
        return self._session.path.stem if self._session.path is not None else ""

    def write_template(self, kind: ImportKind) -> None:
        """Ask for a place and write an empty workbook of a kind."""
        label = self._ctx.wording.enum("import_kind", kind.value)
        path = self._ask_place(
            self.tr("Template"), self.tr("{0} template.xlsx").format(label), self.tr("Workbooks (*.xlsx)")
        )
        if path is not None:
            self.template_to(kind, path)

    def template_to(self, kind: ImportKind, path: Path) -> None:
        """Write an empty workbook of a kind."""
        from hsct_desktop.services import import_template

        workspace = self._ctx.ready()
        self._write(
            path,
            lambda: import_template.write_template(workspace, kind, path, overwrite=True),
            lambda _result: self.tr("Template written to {0}").format(path.name),
        )

    def write_refused(self) -> None:
        """Ask for a place and write the rows that are refused, as they stand in the file, with the reasons."""
        if self._session.run is None:
            return
        book = self._session.book
        ending = "csv" if book is not None and book.delimiter else "xlsx"
        name = self.tr("{0} refused.{1}").format(self._stem(), ending)
        path = self._ask_place(self.tr("Refused rows"), name, self.tr("Tables (*.csv *.xlsx)"))
        if path is not None:
            self.refused_to(path)

    def refused_to(self, path: Path) -> None:
        """Write the refused rows."""
        from hsct_desktop.services import import_report

        run, book, workspace = self._shown_run(), self._session.book, self._ctx.ready()
        if run is None:
            return
        keys = frozenset(row.key for row in run.rows if row.state is RowState.REFUSED)

        def told(rows: object) -> str:
            self.refused_keys, self.refused_name = keys, path.name
            self.refused_written.emit(path.name)
            return self._ctx.wording.count("import_page.written", int(str(rows)), file=path.name)

        self._write(path, lambda: import_report.write_refused(workspace, run, path, book, overwrite=True), told)

    def write_report(self) -> None:
        """Ask for a place and write the report, as PDF or as table by the ending of its name."""
        if self._session.run is None:
            return
        name = self.tr("{0} report.pdf").format(self._stem())
        path = self._ask_place(
            self.tr("Report of the import"), name, self.tr("PDF (*.pdf);;Tables (*.csv);;JSON (*.json)")
        )
        if path is not None:
            self.report_to(path)

    def report_to(self, path: Path) -> None:
        """Write the report."""
        from hsct_desktop.services import import_report

        run, is_dry, workspace = self._shown_run(), self._session.done is None, self._ctx.ready()
        if run is not None:
            self._write(
                path,
                lambda: import_report.write_report(workspace, run, path, is_dry=is_dry, overwrite=True),
                lambda _result: self.tr("Report written to {0}").format(path.name),
            )

    def save_mapping(self, plan: SheetPlan, name: str) -> None:
        """Keep how a sheet is read under a name."""
        from dataclasses import replace

        from hsct_desktop.services import import_mappings

        workspace, mapping = self._ctx.ready(), replace(plan.mapping, name=name)
        try:
            path = import_mappings.save(workspace, mapping).path
        except (InputError, KnownError) as error:
            self._ctx.report_error(error)
            return
        self._session.use(plan.sheet, mapping)
        self._ctx.toast(self.tr("Mapping kept: {0}").format(path))
