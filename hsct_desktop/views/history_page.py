"""The disease before the transplant as a page of the patient: tables that are typed, each row saved when it is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.views.context import Context
from hsct_desktop.views.entry_table import EntryTable
from hsct_desktop.views.history_drafts import HistoryDrafts
from hsct_desktop.views.over_page import OverPage
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.paint import native_keys
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel, plain_tooltip

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.history_rows import HistoryTable, TableRow
    from hsct_desktop.views.entry_paste import PastedBlock
    from hsct_desktop.views.printing import Printer

_WIDTHS: Final = {
    "course": {"since": 84, "what": -3, "note": -2},
    "relapses": {"onset": 104, "systems": -3, "steroid": 66, "recovery": 88, "note": -2},
    "therapies": {
        "drug": -2, "line": 86, "started": 88, "stopped": 88, "reason": -2, "status": 82, "washout": 112,
    },
    "edss": {"assessed": 104, "edss": 58, "note": -1},
    "mri": {"scanned": 104, "new_t2": 66, "gd": 46, "region": 78, "note": -1},
}  # fmt: skip
"""Widths of the columns in pixels; below 0 they share what is left."""
_WIDE: Final = {
    "course": (0, 0, 1, 4), "therapies": (0, 4, 1, 8),
    "relapses": (1, 0, 1, 5), "edss": (1, 5, 1, 3), "mri": (1, 8, 1, 4),
}  # fmt: skip
"""Row, column, rows and columns of each table in a grid of twelve columns."""
_NARROW: Final = {
    "course": (0, 0, 1, 12), "relapses": (1, 0, 1, 12), "therapies": (2, 0, 1, 12),
    "edss": (3, 0, 1, 5), "mri": (3, 5, 1, 7),
}  # fmt: skip
"""The same below `_NARROW_BELOW` pixels, as beside an open sheet: one below the other, scrolled."""
_NARROW_BELOW: Final = 1040
_LEAST_HIGH: Final = 196


class HistoryPage(OverPage):
    """Course, relapses, drugs for the disease, EDSS and scans. Keys: Tab and Enter go on, F6 goes to the next table,
    Alt+Enter opens the whole record, Ctrl+Del takes a row back, Ctrl+Z the last cell or the last entry.
    """

    def __init__(self, ctx: Context, patient_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from hsct_desktop.services.history_tables import tables

        self._ctx = ctx
        self.patient_id = patient_id
        self._telling = self._file_closed = False
        self._begin_table = self._begin_row = ""
        self._title = PlainLabel(ctx.wording.text("history.title"), "page")
        self._count = ElidedLabel("", "warn")
        self._detail = PlainLabel("", "muted", wrap=True)
        self._differs = PlainLabel("", "warn", wrap=True)
        self._adopt = KeyButton(self.tr("Change the card"), small=True)
        self._adopt.clicked.connect(self.adopt)
        self.tables = {table.name: self._make_table(table) for table in tables(ctx.ready(), patient_id)}
        self._panels: dict[str, Panel] = {}
        self._last: EntryTable | None = None
        self._drafts = HistoryDrafts(ctx, patient_id, list(self.tables.values()), self)
        self._hints: dict[KeyButton, str] = {}
        self._buttons = self._make_buttons()
        self._lay_out()
        self._keys()
        self.read()
        self._drafts.restore(self._tables()[0].not_saved)
        self._show_state()
        ctx.workspace_changed.connect(self._close_file)

    # making -----------------------------------------------------------------------------------------------------

    def _titles(self) -> dict[str, str]:
        return {
            "course": self.tr("Course"),
            "relapses": self.tr("Relapses"),
            "therapies": self.tr("Drugs for the disease"),
            "edss": self.tr("EDSS"),
            "mri": self.tr("MRI"),
        }

    def _invitations(self) -> dict[str, str]:
        """What the first cell of the blank row says."""
        day = self.tr("such as 04/2019")
        drug, form = self.tr("Drug: a few letters"), self.tr("Form: a few letters")
        return {"course": form, "relapses": day, "therapies": drug, "edss": day, "mri": day}

    def _make_table(self, table: HistoryTable) -> EntryTable:
        name = table.name
        heads = [self._ctx.wording.text(f"history.head.{column}") for column in table.columns]
        widths = [_WIDTHS[name][column] for column in table.columns]
        made = EntryTable(table, self._titles()[name], heads, widths, self, self._invitations()[name])
        made.setObjectName(f"history_{name}")
        made.not_saved = self.tr("Not saved yet: Enter saves this row.")
        made.saved.connect(self._on_saved)
        made.moved.connect(self._show_state)
        made.touched.connect(self._show_state)
        made.left.connect(self._go_on)
        made.opened.connect(self.open_chosen)
        made.void_wanted.connect(self.void_chosen)
        made.pasted.connect(self._on_pasted)
        made.undo_wanted.connect(self._undo)
        return made

    def _make_buttons(self) -> dict[str, KeyButton]:
        made: dict[str, tuple[KeyButton, Callable[[], object]]] = {
            "open": (KeyButton(self.tr("Whole record"), icon="edit", hint="Alt+Enter", small=True), self.open_chosen),
            "void": (KeyButton(self.tr("Take back"), icon="undo", hint="Ctrl+Del", small=True), self.void_chosen),
            "next": (KeyButton(self.tr("Next table"), hint="F6", small=True), lambda: self._go_on(1)),
            "back": (KeyButton(self.tr("Back"), hint="Esc", small=True), self.closed.emit),
        }
        for button, slot in made.values():
            self._hints[button] = button.hint()
            button.setToolTip(plain_tooltip(f"{button.text()} ({native_keys(button.hint())})"))
            # The table keeps the keys: a press must not count as leaving its row.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(slot)
        return {name: button for name, (button, _) in made.items()}

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(Space.SMALL)
        bar.addWidget(self._title)
        bar.addWidget(self._count, 1)
        for button in self._buttons.values():
            bar.addWidget(button)
        self._grid = QGridLayout()
        self._grid.setSpacing(Space.PANEL_GAP)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for name, table in self.tables.items():
            panel = self._panels[name] = Panel(self._titles()[name], flush=True)
            panel.add(table, 1)
            if name == "course":
                panel.body().addLayout(self._card_line())
        for column in range(12):
            self._grid.setColumnStretch(column, 1)
        inside = QWidget()
        inside.setLayout(self._grid)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        self._scroll.verticalScrollBar().rangeChanged.connect(lambda *_: self._keep_in_sight())
        self._arrange(narrow=False)
        below = Panel()
        below.add(self._detail)
        self._detail.setMinimumHeight(34)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(Space.PAGE_EDGE, Space.MEDIUM, Space.PAGE_EDGE, Space.MEDIUM)
        column_.setSpacing(Space.SMALL)
        column_.addLayout(bar)
        column_.addWidget(self._scroll, 1)
        column_.addWidget(below)

    def _arrange(self, *, narrow: bool) -> None:
        """Lay the tables out for the width; relapses take the whole line where there is neither EDSS nor scan."""
        self._is_narrow = narrow
        alone = self.tables.keys().isdisjoint(("edss", "mri"))
        for name, panel in self._panels.items():
            place = (_NARROW if narrow else _WIDE)[name]
            self._grid.addWidget(panel, *((1, 0, 1, 12) if alone and name == "relapses" else place))
            panel.setMinimumHeight(_LEAST_HIGH if narrow else 0)
        for row, stretch in enumerate((1, 1, 1, 1) if narrow else (5, 6, 0, 0)):
            self._grid.setRowStretch(row, stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_bar()
        narrow = self.width() < _NARROW_BELOW
        if narrow != self._is_narrow:
            self._arrange(narrow=narrow)

    def _fit_bar(self) -> None:
        """Where the bar has too little room for the title and all buttons, these show no keys; tooltips do."""
        for keys in (True, False):
            for button, hint in self._hints.items():
                button.set_hint(hint if keys else "")
            buttons = sum(button.sizeHint().width() + Space.SMALL for button in self._hints)
            told = self._title.sizeHint().width() + (self._count.sizeHint().width() if self._count.text() else 0)
            if told + 2 * Space.SMALL + buttons <= self.width() - 2 * Space.PAGE_EDGE:
                return

    def _card_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(Space.MEDIUM, 0, Space.SMALL, Space.SMALL)
        line.addWidget(self._differs, 1)
        line.addWidget(self._adopt, 0, Qt.AlignmentFlag.AlignBottom)
        return line

    def _keys(self) -> None:
        for key, by in (("F6", 1), ("Shift+F6", -1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=by: self._go_on(by))

    # showing ----------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read all tables; rows that are not saved, cursors and what is being typed stay."""
        if self._telling or self._file_closed:  # a table has read what it wrote itself
            return
        for table in self.tables.values():
            table.read()
        self._show_state()

    def go_to(self, part: str) -> None:
        """Begin in a table by its name, on one of its rows: `therapies`, `therapies.12`."""
        name, _dot, self._begin_row = part.partition(".")
        self._begin_table = name if name in self.tables else ""

    def focus_first(self) -> None:
        """Give the keys to the table that is typed first, or to the one that was asked for."""
        table = self.tables.get(self._begin_table) or self._tables()[0]
        table.focus_new()
        rows = [line.row.key if line.row is not None else "" for line in table.rows.lines]
        if self._begin_row in filter(None, rows):
            table.go(rows.index(self._begin_row), 0)
        self._begin_row = ""

    def _tables(self) -> list[EntryTable]:
        return list(self.tables.values())

    def chosen(self) -> EntryTable | None:
        """The table that has the keys, else the one that had them last."""
        keyed = next((table for table in self._tables() if table.has_keys()), None)
        if keyed is not None and keyed is not self._last:
            self._scroll.ensureWidgetVisible(keyed, 0, Space.SMALL)
        self._last = keyed or self._last
        return self._last

    def _show_state(self) -> None:
        from hsct_desktop.services.history_course_rows import CourseTable

        table = self.chosen()
        line = table.line() if table is not None else None
        saved = line is not None and line.row is not None and not line.row.locked
        self._buttons["open"].setEnabled(saved and table is not None and table.table.name != "course")
        self._buttons["void"].setEnabled(saved or (line is not None and line.changed))
        waiting = sum(bool(line.note) for each in self._tables() for line in each.rows.lines)
        self._count.setText(self._ctx.wording.count("history.not_saved", waiting) if waiting else "")
        self._fit_bar()
        course = self.tables["course"].table
        differs = course.differs if isinstance(course, CourseTable) else ""
        self._differs.setText(differs)
        self._differs.setVisible(bool(differs))
        self._adopt.setVisible(bool(differs))
        self._say_detail(table)
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        """Scroll the page until all of the cell under the cursor is seen."""
        table, body = self._last, self._scroll.widget()
        if table is None or body is None or not table.has_keys():
            return
        cell = table.cell_rect()
        if cell.isValid():
            middle = table.mapTo(body, cell.center())
            self._scroll.ensureVisible(middle.x(), middle.y(), 0, cell.height())

    def _say_detail(self, table: EntryTable | None) -> None:
        """The sentence about the row under the cursor: why it is not saved, what else is known, or how to type."""
        line = table.line() if table is not None else None
        if line is not None and line.note:
            again = self.tr("Enter in this row saves it as it is.") if line.soft and line.asked else ""
            self._detail.set_role("warn" if line.soft else "danger")
            self._detail.setText(f"{line.note} {again}".strip())
            return
        if table is not None and table.block is not None:
            self._detail.set_role("warn" if table.block.unsaved() else "muted")
            self._detail.setText(table.block.said)
            return
        self._detail.set_role("muted")
        told = line.row.detail if line is not None and line.row is not None else ""
        help_ = self._ctx.wording.text("history.help") if table is None or line is None else self._help(table)
        self._detail.setText(told or help_)

    def _help(self, table: EntryTable) -> str:
        key = f"history.help.{table.table.name}.{table.column()}"
        words = self._ctx.wording
        return f"{words.text(key)} {words.text('history.help')}" if words.has(key) else words.text("history.help")

    # acting -----------------------------------------------------------------------------------------------------

    def _on_saved(self, changes: Changes) -> None:
        if not self._telling:
            self._tell(changes)
            self._ctx.toast(changes.text, changes.txn)

    def _tell(self, changes: Changes) -> None:
        """The other pages hear of it; this one has read it already."""
        self._telling = True
        try:
            self._ctx.news.send(changes, self)
        finally:
            self._telling = False

    def _on_pasted(self, block: PastedBlock) -> None:
        if block.changes is not None:
            self._tell(block.changes)
        self._ctx.toast(block.said, block.txn or None)

    def _undo(self, txn: str) -> None:
        """Take a pasted block back whole."""
        from hsct_desktop.services import undo

        try:
            changes = undo.undo(self._ctx.ready(), txn)
        except (KnownError, InputError) as error:
            self._ctx.report_error(error)
            return
        self._ctx.news.send(changes, self)
        self._ctx.toast(changes.text)
        self.read()

    def _go_on(self, by: int) -> None:
        """The keys go to the next table, or to the one before."""
        tables, table = self._tables(), self.chosen()
        at = tables.index(table) if table is not None else -by
        tables[(at + by) % len(tables)].focus_new()

    def adopt(self) -> None:
        """Make the card say what the history ends with."""
        from hsct_desktop.services import disease_history

        self._ctx.save(lambda: disease_history.adopt_phenotype(self._ctx.ready(), self.patient_id), initiator=self)
        self.read()

    def open_chosen(self) -> None:
        """Open the whole record of the row under the cursor."""
        table = self.chosen()
        line = table.line() if table is not None else None
        if table is None or line is None:
            return
        table.finish(line)
        if line.row is not None and not line.changed and table.table.name != "course":
            self._ctx.open_sheet(self._sheet(table.table.name, int(line.row.key)))

    def _sheet(self, name: str, row_id: int) -> QWidget:
        if name == "relapses":
            from hsct_desktop.views.relapse_sheet import RelapseSheet

            return RelapseSheet(self._ctx, self.patient_id, row_id)
        if name == "therapies":
            from hsct_desktop.views.disease_modifying_therapy_sheet import DmtSheet

            return DmtSheet(self._ctx, self.patient_id, row_id)
        if name == "edss":
            from hsct_desktop.views.neurology_sheet import NeurologySheet

            return NeurologySheet(self._ctx, self.patient_id, row_id)
        from hsct_desktop.views.mri_sheet import MriSheet

        return MriSheet(self._ctx, self.patient_id, row_id)

    def void_chosen(self) -> None:
        """Forget an unsaved row; a saved one is taken back with a reason."""
        table = self.chosen()
        line = table.line() if table is not None else None
        if table is None or line is None:
            return
        if line.changed:
            table.rows.drop(line)
            self._show_state()
        elif line.row is not None and not line.row.locked:
            self._ctx.open_sheet(self._back_sheet(table.table, line.row))

    def _back_sheet(self, table: HistoryTable, row: TableRow) -> QWidget:
        from hsct_desktop.views.reason_sheet import ReasonSheet

        what = ", ".join(text for text in row.texts if text)
        return ReasonSheet(
            self._ctx, self.patient_id, self.tr("Take back a row of the history"), what,
            lambda _ws, reason: table.void(row, reason), draft=f"history_void:{table.name}:{row.key}",
        )  # fmt: skip

    def print_shown(self, printer: Printer) -> None:
        """What Ctrl+P prints here: the summary, which holds the history."""
        printer.summary(self.patient_id)

    def hideEvent(self, event: QHideEvent) -> None:
        """Save the row under the cursor; what cannot be saved waits as a draft."""
        self._put_away()
        super().hideEvent(event)

    def _put_away(self) -> None:
        if not self._file_closed:
            for table in self._tables():
                table.finish_all()
            self._drafts.put_away()

    def _close_file(self) -> None:
        """The window goes to another file; this one is still open for a moment."""
        if not self._file_closed:
            self._telling = True  # what is saved now is no news in the other file
            self._put_away()
            self._file_closed = True
            self._drafts.stop()
            for table in self._tables():
                table.may_write = False
