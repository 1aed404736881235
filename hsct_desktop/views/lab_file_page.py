"""A laboratory's file: chosen, mapped, checked as a dry run, then taken in one step that one undo takes back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from hsct_desktop.domain.lab_file import LabMapping
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.views.context import Context
from hsct_desktop.views.file_dialogs import ask_file
from hsct_desktop.views.jobs import Jobs
from hsct_desktop.views.lab_file_mapping import MappingPanel
from hsct_desktop.views.lab_file_rows import RowsPanel
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.empty_state import EmptyState
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.exchange.table_file import Table
    from hsct_desktop.services.lab_file_check import DryRun
    from hsct_desktop.services.lab_files import Taken

_SOON_MS: Final = 150
_TOLD_EVERY_MS: Final = 200
WESTERN: Final = "cp1252"
_BLANK: Final = LabMapping("", ())


class CancelledError(Exception):
    """A person stopped the reading or the taking: nothing is written."""


class LabFilePage(QWidget):
    """`closed` asks to go back. Reading and taking run beside the window; Esc stops them."""

    closed = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._jobs = Jobs(self)
        self._path: Path | None = None
        self._table: Table | None = None
        self._run: DryRun | None = None
        self._taken = False
        self._again = False
        self._cancelled = False
        self._done = (0, 0)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._check)
        self._ticking = QTimer(self)
        self._ticking.setInterval(_TOLD_EVERY_MS)
        self._ticking.timeout.connect(self._tell_progress)
        self.mapping_panel = MappingPanel(ctx)
        self.rows_panel = RowsPanel(ctx)
        self._build()
        self.mapping_panel.changed.connect(self._soon.start)
        self.mapping_panel.reread.connect(self._read_again)
        self.mapping_panel.save_wanted.connect(self._save_mapping)
        self.rows_panel.chosen.connect(self._show_foot)
        ctx.workspace_changed.connect(self.start)

    # building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.title = PlainLabel(self.tr("Laboratory file"), "page")
        self.facts = ElidedLabel("", "muted")
        self.choose = KeyButton(self.tr("Choose file…"), icon="inbox")
        self.choose.clicked.connect(self._on_choose)
        head = QHBoxLayout()
        head.setContentsMargins(Space.LARGE, 0, Space.LARGE, 0)
        head.setSpacing(Space.MEDIUM)
        head.addWidget(self.title)
        head.addWidget(self.facts, 1)
        head.addWidget(self.choose)
        self.problem = AlertNote("", "", "danger")
        self.western = KeyButton(self.tr("Read it as Windows-1252"), small=True)
        self.western.clicked.connect(self._read_western)
        self.problem.add(self.western)
        self.problem.hide()
        self.empty = EmptyState(
            self.tr("Results of a laboratory, CSV or XLSX, are checked before they are taken."),
            self.tr("Choose file…"),
        )
        self.empty.button().clicked.connect(self._on_choose)
        work = QWidget()
        row = QHBoxLayout(work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.PANEL_GAP)
        self.mapping_panel.setFixedWidth(452)
        row.addWidget(self.mapping_panel)
        row.addWidget(self.rows_panel, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(work)
        middle = QVBoxLayout()
        middle.setContentsMargins(Space.LARGE, 0, Space.LARGE, Space.SMALL)
        middle.setSpacing(Space.SMALL)
        middle.addWidget(self.problem)
        middle.addWidget(self.stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QWidget()
        top.setFixedHeight(Height.TOP_BAR)
        top.setLayout(head)
        column.addWidget(top)
        column.addLayout(middle, 1)
        column.addWidget(self._foot())

    def _foot(self) -> QWidget:
        foot = QFrame()
        foot.setProperty("role", "panel")
        foot.setFixedHeight(50)
        self.words = ElidedLabel("", "")
        self.rejected = KeyButton(self.tr("Refused rows…"), icon="document")
        self.leave = KeyButton(self.tr("Leave"), hint="Esc")
        self.take = KeyButton(self.tr("Take"), kind="primary", hint="Ctrl+Enter")
        self.rejected.clicked.connect(self._on_rejected)
        self.leave.clicked.connect(self._on_leave)
        self.take.clicked.connect(self._on_take)
        row = QHBoxLayout(foot)
        row.setContentsMargins(Space.LARGE, 0, Space.LARGE, 0)
        row.setSpacing(Space.SMALL)
        row.addWidget(self.words, 1)
        for button in (self.rejected, self.leave, self.take):
            row.addWidget(button)
        for keys, handler in (
            ("Ctrl+Return", self._on_take), ("Ctrl+Enter", self._on_take), ("Esc", self._on_leave),
            ("F8", self.rows_panel.next_problem),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(handler)
        return foot

    # the file ---------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Forget the file that was shown."""
        self._path = self._table = self._run = None
        self.facts.setText("")
        self.problem.hide()
        self.stack.setCurrentIndex(0)
        self._show_foot()

    def focus_first(self) -> None:
        """Put the keyboard onto what comes first."""
        if self._path is None:
            self.start()
            self.empty.button().setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.mapping_panel.columns.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_choose(self) -> None:
        kinds = self.tr("Tables (*.xlsx *.csv *.txt);;All files (*)")
        folder = self._path.parent if self._path is not None else Path.home()
        path = ask_file(self, self.tr("File of laboratory results"), kinds, folder)
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Read a file: by the remembered mapping that fits its columns, else by a first suggestion."""
        if self._jobs.busy:
            return
        self._path, self._run, self._taken = path, None, False
        self.mapping_panel.mapping = _BLANK
        self._load_known()
        self._read(first=True)

    def _load_known(self) -> None:
        from hsct_desktop.services import lab_files, laboratories

        workspace = self._ctx.ready()
        self.mapping_panel.set_known(laboratories.everything(workspace), lab_files.mappings(workspace))

    def _read_again(self) -> None:
        self._read(first=False)

    def _read_western(self) -> None:
        self.mapping_panel.mapping = replace(self.mapping_panel.mapping, encoding=WESTERN)
        self._read(first=not self.mapping_panel.mapping.columns)

    def _read(self, *, first: bool) -> None:
        from hsct_desktop.services import lab_files

        path, mapping = self._path, self.mapping_panel.mapping
        if path is None or self._jobs.busy:
            return
        self.problem.hide()
        self._begin()
        self._jobs.run(
            lambda: lab_files.read(path, mapping, self._progress),
            lambda table: self._on_read(table, first=first),
            self._on_failed,
        )

    def _on_read(self, table: Table, *, first: bool) -> None:
        from hsct_desktop.services import lab_files

        self._end()
        self._table = table
        panel, workspace = self.mapping_panel, self._ctx.ready()
        asks = False
        if first:
            saved = lab_files.fitting(workspace, table)
            if saved is not None:
                panel.use(saved)
            else:
                found = lab_files.suggestion(workspace, table)
                panel.mapping = replace(found.mapping, encoding=panel.mapping.encoding)
                asks = len(found.date_formats) > 1
        panel.show_table(table, panel.mapping, asks_date=asks)
        self._show_facts(table)
        self.stack.setCurrentIndex(1)
        self._check()
        panel.columns.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_facts(self, table: Table) -> None:
        words = self._ctx.wording
        parts = [self._path.name if self._path is not None else ""]
        if table.sheet:
            parts.append(self.tr("sheet {0}").format(table.sheet))
        parts.append(words.count("lab_file.rows", len(table.rows)))
        if table.formulas:
            parts.append(words.count("lab_file.formulas", table.formulas))
        if table.merged:
            parts.append(words.count("lab_file.merged", len(table.merged)))
        if table.encoding:
            parts.append(table.encoding)
        self.facts.setText(" · ".join(parts))

    # the dry run ------------------------------------------------------------------------------------------------

    def _check(self) -> None:
        from hsct_desktop.services import lab_files

        if self._table is None or self._path is None:
            return
        if self._jobs.busy:
            self._again = True
            return
        workspace, table, name = self._ctx.ready(), self._table, self._path.name
        mapping, laboratory_id = self.mapping_panel.named(), self.mapping_panel.laboratory_id()
        self._begin()
        self._jobs.run(
            lambda: lab_files.check_table(workspace, name, table, mapping, laboratory_id, self._progress),
            self._on_checked,
            self._on_failed,
        )

    def _on_checked(self, run: DryRun) -> None:
        self._end()
        self._run = run
        self.problem.hide()
        self.rows_panel.show_run(run)
        self._show_foot()

    def _on_failed(self, error: Exception) -> None:
        self._end()
        self._run = None
        self.rows_panel.show_run(None)
        self._show_foot()
        if isinstance(error, CancelledError):
            self._ctx.toast(self.tr("Stopped: nothing was taken"))
        elif isinstance(error, InputError):
            self._complain(self.tr("The mapping does not fit this file"), self._ctx.wording.problems(error))
        elif isinstance(error, KnownError):
            self._complain(self.tr("This file cannot be used"), self._ctx.wording.known_error(error))
            self.western.setVisible(error.key == "tablefile_not_utf8")
        else:
            raise error

    def _complain(self, fact: str, sentence: str) -> None:
        self.problem.set_note(fact, sentence)
        self.western.hide()
        self.problem.show()

    # beside the window ------------------------------------------------------------------------------------------

    def _progress(self, done: int, total: int) -> None:
        """Called by the work, in its thread."""
        if total:
            self._done = (done, total)
        if self._cancelled:
            raise CancelledError

    def _begin(self) -> None:
        self._cancelled, self._done = False, (0, 0)
        self._ticking.start()
        for button in (self.take, self.rejected, self.choose):
            button.setEnabled(False)

    def _end(self) -> None:
        self._ticking.stop()
        self.choose.setEnabled(True)
        if self._again:
            self._again = False
            self._soon.start()

    def _tell_progress(self) -> None:
        done, total = self._done
        if total:
            self.words.setText(self.tr("{0} of {1} · Esc stops").format(done, total))
        else:
            self.words.setText(self.tr("Reading · Esc stops"))

    # the end ----------------------------------------------------------------------------------------------------

    def _show_foot(self) -> None:
        wanted, behind = self._counted()
        asks = self.mapping_panel.asks_date
        self.take.setText(self._ctx.wording.count("lab_file.take", wanted))
        self.take.setEnabled(wanted > 0 and not asks and not self._jobs.busy)
        self.rejected.setEnabled(behind > 0)
        if asks and self._run is not None:
            self.words.setText(self.tr("The form of the dates must be chosen first."))
        elif self._run is not None and self._taken and not wanted:
            self.words.setText(self.tr("Taken in. Ctrl+Z takes it out again."))
        elif self._run is not None:
            self.words.setText(self.tr("Nothing is saved yet. One step takes it in, one undo takes it out."))
        else:
            self.words.setText("")

    def _counted(self) -> tuple[int, int]:
        """How many results are to be taken, and how many stay behind."""
        if self._run is None:
            return 0, 0
        from hsct_desktop.services import lab_files

        choices = self.rows_panel.choices()
        wanted = sum(n for state, n in self._run.counts.items() if state in choices.states)
        return wanted, len(lab_files.not_taken(self._run, choices))

    def _on_take(self) -> None:
        from hsct_desktop.services import lab_files

        run, choices = self._run, self.rows_panel.choices()
        if run is None or not self.take.isEnabled() or self._jobs.busy:
            return
        workspace = self._ctx.ready()
        self._begin()
        self._jobs.run(lambda: lab_files.take(workspace, run, choices, self._progress), self._on_taken, self._on_failed)

    def _on_taken(self, taken: Taken) -> None:
        self._end()
        self._taken = True
        self._ctx.news.send(taken.changes, self)
        self._ctx.toast(taken.changes.text, taken.changes.txn)
        self._check()

    def _on_rejected(self) -> None:

        run, path = self._run, self._path
        if run is None or path is None or not self.rejected.isEnabled():
            return
        suggested = path.with_name(self.tr("{0} refused.csv").format(path.stem))
        chosen, _kind = QFileDialog.getSaveFileName(
            self, self.tr("File of refused rows"), str(suggested), self.tr("Tables (*.csv)"),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        if chosen:
            self.write_rejected(Path(chosen))

    def write_rejected(self, target: Path) -> None:
        """Write the rows that are not taken, with the reason, and say how many."""
        from hsct_desktop.services import lab_files

        run, choices, workspace = self._run, self.rows_panel.choices(), self._ctx.ready()
        if run is None or self._jobs.busy:
            return
        self._begin()
        self._ticking.stop()  # no more than a few seconds, and not to be stopped half-way
        self.words.setText(self.rejected.text())
        self._jobs.run(
            lambda: lab_files.write_rejected(workspace, run, target, choices),
            lambda rows: self._on_written(rows, target),
            self._on_not_written,
        )

    def _on_written(self, rows: int, target: Path) -> None:
        self._end()
        self._show_foot()
        self._ctx.toast(self._ctx.wording.count("lab_file.written", rows, file=target.name))

    def _on_not_written(self, error: Exception) -> None:
        self._end()
        self._show_foot()
        if not isinstance(error, KnownError):
            raise error
        self._ctx.report_error(error)

    def _save_mapping(self) -> None:
        from hsct_desktop.services import lab_files

        workspace, panel = self._ctx.ready(), self.mapping_panel
        mapping, laboratory_id = panel.named(), panel.laboratory_id()
        try:
            self._ctx.save(lambda: lab_files.save_mapping(workspace, mapping, laboratory_id), self)
        except InputError as error:
            self._complain(self.tr("This mapping cannot be saved"), self._ctx.wording.problems(error))
            return
        panel.name.setEditText(mapping.name)
        self._load_known()

    def _on_leave(self) -> None:
        """Stop what is under way, else go back."""
        if self._jobs.busy:
            self._cancelled = True
        else:
            self.closed.emit()

    def shut(self) -> None:
        """Stop and wait, at the end of the program."""
        self._cancelled = True
        self._jobs.wait()

    def event(self, event: Any) -> bool:
        if event.type() == event.Type.DeferredDelete:
            self.shut()
        return super().event(event)
