"""A table that is typed like a spreadsheet: a row is saved as soon as it is left, and what is refused stays in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QWidget

from hsct_desktop.views.entry_delegate import NOTE_HEIGHT, EntryDelegate, paint_note
from hsct_desktop.views.entry_editor import ChoiceList, EntryEditor
from hsct_desktop.views.entry_model import EntryLine, EntryModel
from hsct_desktop.views.flowsheet_editor import move_of
from hsct_desktop.views.theme.tokens import Height
from hsct_desktop.views.widgets.table import TableView

if TYPE_CHECKING:
    from hsct_desktop.services.history_rows import HistoryTable
    from hsct_desktop.views.entry_paste import PastedBlock

_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_ALT: Final = Qt.KeyboardModifier.AltModifier
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LEAVES: Final = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class EntryTable(TableView):
    """`saved` carries the Changes of each write, `moved` tells of the cursor or of what stands in its row, `left` asks
    for the table after (1) or before (-1) this one; `opened` and `void_wanted` are about the row under the cursor.
    """

    saved = Signal(object)
    moved = Signal()
    touched = Signal()
    left = Signal(int)
    opened = Signal()
    void_wanted = Signal()
    pasted = Signal(object)
    undo_wanted = Signal(str)

    def __init__(
        self, table: HistoryTable, name: str, heads: Sequence[str], widths: Sequence[int], host: QWidget,
        invitation: str = "",
    ) -> None:  # fmt: skip
        super().__init__(name)
        self.table, self.invitation = table, invitation
        self.not_saved = ""
        """What a row says that was left in the middle of a word."""
        self.may_write = True
        """False once the file of the table is closed."""
        self.rows = EntryModel(table, heads, self)
        self._host, self._widths = host, tuple(widths)
        self.block: PastedBlock | None = None
        """What was pasted last, as long as nothing else was done here."""
        self._typed_into: tuple[EntryLine, int] | None = None
        self._run_start: int | None = None
        """Where a row of Tabs began: Enter goes on below it, as in every spreadsheet."""
        self.setModel(self.rows)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setItemDelegate(EntryDelegate(self))
        self.editor = EntryEditor(self.viewport())
        self.proposals = ChoiceList(host)
        self._connect()
        self._lay_columns()

    def _connect(self) -> None:
        self.editor.committed.connect(self._commit)
        self.editor.given_up.connect(self._give_up)
        self.editor.textEdited.connect(self._propose)
        self.editor.stepped.connect(self.proposals.step)
        self.editor.proposals_closed.connect(self._close_proposals)
        self.proposals.itemClicked.connect(lambda _item: self._commit("right"))
        self.rows.modelReset.connect(self._lay_rows)
        self.rows.rowsInserted.connect(lambda *_: self._lay_rows())
        self.rows.rowsRemoved.connect(lambda *_: self._lay_rows())
        self.rows.dataChanged.connect(lambda *_: self._lay_rows())
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._seat_editor())
        self.verticalScrollBar().rangeChanged.connect(lambda *_: self._keep_in_sight())

    def _lay_columns(self) -> None:
        heads = self.horizontalHeader()
        for number, width in enumerate(self._widths):
            mode = QHeaderView.ResizeMode.Stretch if width < 0 else QHeaderView.ResizeMode.Fixed
            heads.setSectionResizeMode(number, mode)
            if width > 0:
                self.setColumnWidth(number, width)

    def _lay_rows(self) -> None:
        for number, line in enumerate(self.rows.lines):
            high = Height.ROW + (NOTE_HEIGHT if line.note else 0)
            if self.rowHeight(number) != high:
                self.setRowHeight(number, high)
        self._seat_editor()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        for number, line in enumerate(self.rows.lines):
            if line.note:
                top, wide = self.rowViewportPosition(number), self.viewport().width()
                paint_note(painter, QRectF(0, top, wide, self.rowHeight(number)), line)
        painter.end()

    # what it shows ----------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read what is recorded; cursor, unsaved rows and what is being typed stay."""
        held = self.line(), self.currentIndex().column()
        self.rows.show_rows(self.table.rows())
        line, column = held
        if line is not None:
            lines = self.rows.lines
            at = lines.index(line) if line in lines else len(lines) - 1
            self._set_current(at, column)
        self._seat_editor()
        self.moved.emit()

    def line(self) -> EntryLine | None:
        """The line under the cursor."""
        at = self.currentIndex()
        return self.rows.lines[at.row()] if at.isValid() and at.row() < len(self.rows.lines) else None

    def column(self) -> str:
        """The name of the column under the cursor, "" without one."""
        at = self.currentIndex()
        return self.table.columns[at.column()] if at.isValid() else ""

    def has_keys(self) -> bool:
        """Whether the keys act here."""
        return self.hasFocus() or self.editor.hasFocus()

    def focus_new(self) -> None:
        """Take the keys where one goes on typing: in the first empty cell of a row that always stands there, else in
        the blank row.
        """
        lines = self.rows.lines
        places = [(at, self._first_open(line)) for at, line in enumerate(lines) if line.is_blank or self._waits(line)]
        if lines:
            self._set_current(*(places[0] if places else (0, self._first_open(lines[0]))))
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.moved.emit()

    def _waits(self, line: EntryLine) -> bool:
        """Whether it is a row that always stands there, and its first cell is still empty."""
        return line.row is not None and bool(line.row.locked) and not line.texts[self._first_open(line)]

    # cursor -----------------------------------------------------------------------------------------------------

    def _set_current(self, row: int, column: int) -> None:
        index = self.rows.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def cell_rect(self) -> QRect:
        """Where the cursor's cell stands in this widget; no rectangle without a cursor."""
        rect = self.visualRect(self.currentIndex())
        return rect.translated(self.viewport().pos()) if rect.isValid() else QRect()

    def _keep_in_sight(self) -> None:
        """Scroll to the cell under the cursor: rows grow by what is said in them, and what is said below takes room."""
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def go(self, row: int, column: int) -> None:
        """Put the cursor on a cell; the row that is left is saved."""
        before, wanted = self.line(), self.rows.lines[row]
        if before is not None and before is not wanted:
            self.finish(before)
            row = self.rows.lines.index(wanted) if wanted in self.rows.lines else min(row, len(self.rows.lines) - 1)
        self._set_current(row, column)
        self.viewport().update()
        self.moved.emit()

    def _first_open(self, line: EntryLine) -> int:
        return next((at for at in range(len(self.table.columns)) if self.rows.is_open(line, at)), 0)

    def _open_cell(self, row: int, column: int, by: int) -> tuple[int, int] | None:
        """The next cell that can be typed in, in this row or the next ones; None beyond the ends."""
        lines, last = self.rows.lines, len(self.table.columns) - 1
        column += by
        while 0 <= row < len(lines):
            while 0 <= column <= last:
                if self.rows.is_open(lines[row], column):
                    return row, column
                column += by
            row, column = row + by, 0 if by > 0 else last
        return None

    def step(self, move: str) -> None:
        """Move the cursor: down and up, right and left over the cells that can be typed in; out at the ends."""
        at, line = self.currentIndex(), self.line()
        if not at.isValid() or line is None:
            return
        row, column = at.row(), at.column()
        if move in ("right", "left"):
            self._sideways(line, row, column, 1 if move == "right" else -1)
        elif move == "enter":
            self._enter(line, row, column)
        elif move == "down":
            self.go(min(row + 1, len(self.rows.lines) - 1), column)
        elif move == "up":
            self.go(max(0, row - 1), column)
        elif move in ("first", "last"):
            self._run_start = None
            self.go(0 if move == "first" else len(self.rows.lines) - 1, column)
        elif move == "done":
            self.finish(line, explicit=True)
            self.moved.emit()

    def _sideways(self, line: EntryLine, row: int, column: int, by: int) -> None:
        found = self._open_cell(row, column, by)
        if found is None:
            self.finish(line)
            self.left.emit(by)
            return
        if by > 0 and self._run_start is None:
            self._run_start = column
        self.go(*found)

    def _enter(self, line: EntryLine, row: int, column: int) -> None:
        """The row is done, and what was only asked is let through. Below the last row the next table follows."""
        start, self._run_start = self._run_start, None
        if line.is_blank and not line.changed:
            self.left.emit(1)
            return
        self.finish(line, explicit=True)
        lines = self.rows.lines
        at = lines.index(line) if line in lines else row - 1
        if at + 1 >= len(lines):
            self.left.emit(1)
            return
        below, wanted = lines[at + 1], column if start is None else start
        begins = below.is_blank or not self.rows.is_open(below, wanted)
        self.go(at + 1, self._first_open(below) if begins else wanted)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self._run_start = None
        if not index.isValid():
            super().mousePressEvent(event)
            return
        # A saved row may move the others: what was pressed is looked up again. Qt's own would take what is there now.
        wanted, column = self.rows.lines[index.row()], index.column()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._typed_into is not None:
            self._commit("")
        if wanted in self.rows.lines:
            self.go(self.rows.lines.index(wanted), column)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.indexAt(event.position().toPoint()).isValid():
            self.begin(mend=True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()
        self.moved.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
        if event.reason() in _LEAVES:
            return
        self.block, line = None, self.line()
        if line is not None and self._typed_into is None:
            self.finish(line)

    # saving -----------------------------------------------------------------------------------------------------

    def finish(self, line: EntryLine, *, explicit: bool = False) -> None:
        """Save a line that was changed; refused, it stays as it is and says why."""
        was = line.changed
        if not self.may_write:
            return
        changes = self.rows.save(line, explicit=explicit)
        if changes is not None:
            self.block = None
            self.read()
            self.saved.emit(changes)
        if was:
            self.touched.emit()

    def finish_all(self) -> None:
        """Save the line under the cursor, as when the page is left; one that is being typed is held."""
        typed = self._typed_into
        self._commit("")
        line = self.line()
        if typed is not None:
            self.rows.hold(typed[0], self.not_saved)
        if line is not None:
            self.finish(line)

    # typing -----------------------------------------------------------------------------------------------------

    def is_typing(self) -> bool:
        """Whether a cell is being typed."""
        return self._typed_into is not None

    def typed_now(self) -> tuple[EntryLine, int, str] | None:
        """The line, the column and the text that stands in the editor."""
        return (*self._typed_into, self.editor.text()) if self._typed_into is not None else None

    def begin(self, text: str = "", *, mend: bool = False) -> None:
        """Open the editor over the cursor's cell, with a first sign or with what stands there."""
        line, column = self.line(), self.currentIndex().column()
        if line is None or not self.rows.is_open(line, column):
            return
        self._typed_into, self.block = (line, column), None
        self.editor.mending = mend
        self.editor.setText(" ".join(line.texts[column].split("\n")) if mend else text)
        self._seat_editor()
        self.editor.show()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        if mend:
            self.editor.end(False)
        self._propose(text)

    def _seat_editor(self) -> None:
        if self._typed_into is None:
            return
        line, column = self._typed_into
        if line not in self.rows.lines:
            self._typed_into = None
            self.editor.hide()
            self._close_proposals()
            return
        rect = self.visualRect(self.rows.index(self.rows.lines.index(line), column))
        self.editor.setGeometry(QRect(rect.left(), rect.top(), rect.width() - 1, Height.ROW - 1))

    def _propose(self, typed: str) -> None:
        if self._typed_into is None:
            return
        name = self.table.columns[self._typed_into[1]]
        choices = self.table.choices(name, typed)
        place = QRect(self.editor.mapTo(self._host, QPoint(0, 0)), self.editor.size())
        begun = bool(typed.strip()) and not typed.rstrip().endswith((",", ";", "+"))
        self.proposals.propose(choices, place, chosen=begun)
        self.editor.proposing = bool(choices)
        self.touched.emit()

    def _close_proposals(self) -> None:
        self.editor.proposing = False
        self.proposals.hide()

    def _commit(self, move: str) -> None:
        place, self._typed_into = self._typed_into, None
        if place is None:
            return
        line, column = place
        # Whoever clicks elsewhere has not chosen what is proposed.
        text, had_focus = (move and self.proposals.value()) or self.editor.text(), self.editor.hasFocus()
        self._close_proposals()
        self.editor.hide()
        if had_focus or move:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.rows.put(line, column, text)
        self.touched.emit()
        if move:
            self.step(move)
        elif not had_focus and self._is_near(QApplication.focusWidget()):
            self.finish(line)
        elif not had_focus:
            self.rows.hold(line, self.not_saved)
        self.moved.emit()

    def _is_near(self, widget: QWidget | None) -> bool:
        """Whether the keys went to another place of the same page."""
        return widget is not None and self._host.isAncestorOf(widget)

    def _give_up(self) -> None:
        self._typed_into = None
        self._close_proposals()
        self.editor.hide()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.touched.emit()

    # keys -------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self._takes(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self.step(move_of(event))
                return True
        return super().event(event)

    def _takes(self, event: QKeyEvent) -> bool:
        """Which keys belong to the table though the window around knows them too."""
        if event.matches(QKeySequence.StandardKey.Undo):
            line = self.line()
            return self.block is not None or (line is not None and line.changed)
        edits = event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        opens = event.key() in _ENTER and bool(event.modifiers() & _ALT)
        return bool(move_of(event)) or self._begins(event) or edits or opens

    @staticmethod
    def _begins(event: QKeyEvent) -> bool:
        return bool(event.text()) and event.text().isprintable() and not event.modifiers() & (_CTRL | _ALT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, move, held = event.key(), move_of(event), event.modifiers()
        if key in _ENTER and held & _ALT:
            self.opened.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QGuiApplication.clipboard().text())
        elif event.matches(QKeySequence.StandardKey.Undo):
            self._take_back()
        elif key in _ENTER and not held & (_CTRL | Qt.KeyboardModifier.ShiftModifier):
            self.step("enter")
        elif move:
            self.step(move)
        elif self._begins(event):
            self.begin(event.text().strip())
        elif key in (Qt.Key.Key_F2, Qt.Key.Key_Backspace):
            self.begin(mend=True)
        elif key == Qt.Key.Key_Delete:
            self._delete(whole=bool(held & _CTRL))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
            self._walk(key)
        else:
            super().keyPressEvent(event)

    def _walk(self, key: int) -> None:
        """Arrows and Home and End go over all cells of the row, also those that only show something."""
        at, last = self.currentIndex(), len(self.table.columns) - 1
        self._run_start = None
        places = {Qt.Key.Key_Left: at.column() - 1, Qt.Key.Key_Right: at.column() + 1, Qt.Key.Key_Home: 0}
        if at.isValid():
            self.go(at.row(), min(max(places.get(Qt.Key(key), last), 0), last))

    def _take_back(self) -> None:
        line, block, self.block = self.line(), self.block, None
        if block is not None:
            for unsaved in block.unsaved():
                self.rows.drop(unsaved)
            if block.txn:
                self.undo_wanted.emit(block.txn)
        elif line is None or not self.rows.take_back(line):
            return
        self.touched.emit()
        self.moved.emit()

    def _delete(self, *, whole: bool) -> None:
        """Del empties the cell; with Ctrl an unsaved row forgets its texts, a saved one is taken back with a reason."""
        line, column = self.line(), self.currentIndex().column()
        if line is None:
            return
        self.block = None
        if whole and line.changed:
            self.rows.drop(line)
        elif whole and line.row is not None:
            self.void_wanted.emit()
        elif self.rows.is_open(line, column):
            self.rows.put(line, column, "")
        self.touched.emit()
        self.moved.emit()

    # blocks -----------------------------------------------------------------------------------------------------

    def _copy(self) -> None:
        line = self.line()
        if line is not None:
            QGuiApplication.clipboard().setText("\t".join(line.texts) + "\n")

    def paste(self, text: str) -> None:
        """One cell goes into the cursor's cell; a block makes new rows from the cursor's column on, saved together.

        Rows that cannot be saved stay with their reason. Ctrl+Z takes the whole block back until something else is
        done here.
        """
        line = self.line()
        if line is None or not text.strip():
            return
        if "\n" not in text.strip("\r\n") and "\t" not in text:
            if self.rows.is_open(line, self.currentIndex().column()):
                self.rows.put(line, self.currentIndex().column(), text)
                self.touched.emit()
        elif self.table.adds and self.may_write:
            from hsct_desktop.views.entry_paste import paste_block

            self.finish(line)
            self.block = paste_block(self, text)
            self._set_current(len(self.rows.lines) - 1, self._first_open(self.rows.lines[-1]))
            if self.block is not None:
                self.pasted.emit(self.block)
            self.touched.emit()
            self.moved.emit()
