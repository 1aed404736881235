"""The flowsheet as a table that is typed like a spreadsheet: one cursor, one editor, everything by key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QTableView, QWidget

from hsct_desktop.domain.flowsheet import RowKind
from hsct_desktop.views.context import Context
from hsct_desktop.views.flowsheet_delegate import FlowsheetDelegate
from hsct_desktop.views.flowsheet_editor import CellEditor, move_of
from hsct_desktop.views.flowsheet_heads import GROUP_HEIGHT, HEAD_HEIGHT, ROW_HEIGHT, CornerHead, DayHeads, RowHeads
from hsct_desktop.views.flowsheet_model import FlowsheetModel, Refused

LEAST_COLUMN: Final = 62
_NARROW: Final = 900
"""Below this width of the table range and curve give way to days."""
_STARTS: Final = "0123456789<>.,-+≤≥*"
"""Signs that begin a value; a letter is a key of the page, but in rows whose results are words."""
_WORDY: Final = frozenset({"viral"})
"""Groups of tests that are answered "neg" and "pos"."""
Writer = Callable[[int, int, str], bool]


class FlowsheetView(QTableView):
    """Typing calls `writer`, which answers whether the text was saved. `emptied` and `pasted` are about the marked
    cells, `opened` asks for the versions of a cell, `moved` tells of the cursor, `scrolled` of the span.

    A text that was not saved stays in its cell and holds the cursor there: what is typed on blindly is not heard
    (`unheard`), so that no value of the next row lands in this one. Backspace or F2 changes the text, Esc drops it.
    """

    moved = Signal()
    scrolled = Signal()
    opened = Signal()
    emptied = Signal()
    pasted = Signal(str)
    finished = Signal()
    unheard = Signal()
    sample_wanted = Signal()

    def __init__(self, ctx: Context, model: FlowsheetModel, writer: Writer) -> None:
        super().__init__()
        self._flow, self._writer = model, writer
        # Qt lays the table out at the first setting of it: the heads must be there before.
        self.heads, self.days = RowHeads(ctx, model, self), DayHeads(ctx, model, self)
        self._corner = CornerHead(self.heads, self)
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # Qt's own would walk a cell on whenever the editor hides; `_tab` does what it did.
        self.setTabKeyNavigation(False)
        self.setAccessibleName(self.tr("Flowsheet"))
        self.setVerticalHeader(self.heads)
        self.setHorizontalHeader(self.days)
        self.setItemDelegate(FlowsheetDelegate(self, model))
        self.editor = CellEditor(self.viewport())
        self.editor.committed.connect(self._commit)
        self.editor.given_up.connect(self._give_up)
        self._typed_into: tuple[int, int] | None = None
        self._deaf = False
        """Whether something was typed onto a text that was not saved: Enter and Down no longer mean this cell."""
        self._settled = QTimer(self, singleShot=True, interval=60)
        self._settled.timeout.connect(self.heads.viewport().update)
        self.horizontalScrollBar().valueChanged.connect(self._on_scroll)
        self.verticalScrollBar().valueChanged.connect(self._close_editor_quietly)
        self.days.sectionPressed.connect(self._choose_column)
        self.setSizeAdjustPolicy(QAbstractItemView.SizeAdjustPolicy.AdjustIgnored)
        model.modelReset.connect(self._lay_rows)

    # layout -----------------------------------------------------------------------------------------------------

    def _lay_rows(self) -> None:
        for number, row in enumerate(self._flow.rows):
            self.setRowHeight(number, GROUP_HEIGHT if row.kind is RowKind.GROUP else ROW_HEIGHT)
        self._fit()

    def page(self) -> int:
        """How many columns fit."""
        return max(1, self.viewport().width() // LEAST_COLUMN)

    def _fit(self) -> None:
        """Whole columns fill the width."""
        self.heads.set_narrow(self.width() < _NARROW)
        step = max(LEAST_COLUMN, self.viewport().width() // self.page())
        if step != self.days.defaultSectionSize():
            self.days.setDefaultSectionSize(step)
            self.updateGeometries()
        self._corner.setGeometry(self.frameWidth(), self.frameWidth(), self.heads.width(), HEAD_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        if self.currentIndex().isValid() and event.oldSize().width() > 0:
            self.scrollTo(self.currentIndex())
        self._seat_editor()
        self.scrolled.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._align()
        self._corner.setGeometry(self.frameWidth(), self.frameWidth(), self.heads.width(), HEAD_HEIGHT)

    def _align(self) -> None:
        """The first column in sight stands whole at the left edge.

        After a change of width Qt keeps the pixels it had scrolled by, and at the end it aligns to the right.
        """
        before = self.days.offset()
        self.days.setOffsetToSectionPosition(self.horizontalScrollBar().value())
        if self.days.offset() != before:
            self.viewport().update()

    def span(self) -> tuple[int, int]:
        """The first and the last column in sight; (0, -1) without columns."""
        first, last = self.columnAt(0), self.columnAt(self.viewport().width() - 1)
        count = len(self._flow.columns)
        return max(0, first), last if last >= 0 else count - 1

    def show_from(self, column: int) -> None:
        """Scroll so that a column is the first in sight."""
        self.horizontalScrollBar().setValue(column)

    def _on_scroll(self) -> None:
        self._align()
        self._seat_editor()
        self._settled.start()
        self.scrolled.emit()

    # cursor -----------------------------------------------------------------------------------------------------

    def place(self) -> tuple[int, int] | None:
        """Row and column of the cursor."""
        index = self.currentIndex()
        return (index.row(), index.column()) if index.isValid() else None

    def go(self, row: int, column: int) -> None:
        """Put the cursor on a cell and show it."""
        index = self._flow.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self._deaf = False
        if current.column() != previous.column():
            self.viewport().update()
            self.days.viewport().update()
        else:
            self.update(previous)
            self.update(current)
        self.moved.emit()

    def _choose_column(self, column: int) -> None:
        found = self.place()
        self.go(found[0] if found else self.first_row(), column)
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def first_row(self) -> int:
        return next((n for n, row in enumerate(self._flow.rows) if row.is_typed), 0)

    def _last_row(self) -> int:
        return max((n for n, row in enumerate(self._flow.rows) if row.kind is not RowKind.GROUP), default=0)

    def step(self, move: str) -> None:
        """Move the cursor: down, up, left, right, to the next filled cell of the row, to the first or last cell."""
        found = self.place()
        if found is None:
            return
        row, column = found
        last = len(self._flow.columns) - 1
        if move in ("down", "up"):
            self.go(self._row_beyond(row, 1 if move == "down" else -1), column)
        elif move in ("left", "right"):
            self.go(row, min(max(column + (1 if move == "right" else -1), 0), last))
        elif move in ("next_filled", "previous_filled"):
            self.go(row, self._filled(row, column, 1 if move == "next_filled" else -1))
        elif move == "first":
            self.go(self.first_row(), 0)
        elif move == "last":
            self.go(self._last_row(), last)
        elif move == "done":
            self.finished.emit()

    def _row_beyond(self, row: int, by: int) -> int:
        """The next row that is not the head of a group, else the same row."""
        at = row + by
        while 0 <= at < len(self._flow.rows) and self._flow.rows[at].kind is RowKind.GROUP:
            at += by
        return at if 0 <= at < len(self._flow.rows) else row

    def _filled(self, row: int, column: int, by: int) -> int:
        """The next filled cell of the row, else the last column on that side."""
        at = column + by
        while 0 <= at < len(self._flow.columns):
            if self._flow.cell(row, at).text or self._flow.refusal(row, at):
                return at
            at += by
        return len(self._flow.columns) - 1 if by > 0 else 0

    def marked(self) -> list[tuple[int, int]]:
        """The marked cells, else the one under the cursor."""
        found = sorted((index.row(), index.column()) for index in self.selectionModel().selectedIndexes())
        at = self.place()
        return found or ([at] if at else [])

    # typing -----------------------------------------------------------------------------------------------------

    def is_typing(self) -> bool:
        """Whether a value is being typed."""
        return self._typed_into is not None

    def begin(self, text: str = "", *, mend: bool = False) -> None:
        """Open the editor over the cursor's cell, with a first sign or with what stands there."""
        at = self.place()
        if at is None or not self._flow.is_open(*at):
            self.opened.emit()
            return
        refused = self._flow.refusal(*at)
        held = refused.entry.text if refused is not None else self._flow.cell(*at).text
        self._typed_into, self._deaf = at, False
        self.editor.mending = mend
        self.editor.setText(held if mend else text)
        self._seat_editor()
        self.editor.show()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        if refused is not None and mend:
            self.editor.selectAll()
        elif mend:
            self.editor.end(False)

    def _seat_editor(self) -> None:
        if self._typed_into is not None:
            rect: QRect = self.visualRect(self._flow.index(*self._typed_into))
            wide = max(rect.width(), self.editor.fontMetrics().horizontalAdvance(self.editor.text()) + 24)
            self.editor.setGeometry(QRect(rect.right() - wide, rect.top(), wide, rect.height() - 1))

    def _close_editor_quietly(self) -> None:
        self._seat_editor()

    def commit(self) -> None:
        """Save what is being typed, as when the page is left."""
        self._commit("")

    def _commit(self, move: str) -> None:
        place, self._typed_into = self._typed_into, None
        if place is None:
            return
        text, had_focus = self.editor.text(), self.editor.hasFocus()
        self.editor.hide()
        if had_focus or move:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        taken = self._writer(*place, text)
        if move and (taken or move not in ("down", "done")):
            self.step(move)
        self.moved.emit()

    def _give_up(self) -> None:
        self._typed_into = None
        self.editor.hide()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # keys -------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self._takes(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                return self._tab(event)
        return super().event(event)

    def _tab(self, event: QKeyEvent) -> bool:
        """Tab goes right; behind the last column, and back before the first, it leaves the table."""
        found, move = self.place(), move_of(event)
        edge = len(self._flow.columns) - 1 if move == "right" else 0
        if found is None or not move or found[1] == edge:
            return super().event(event)
        self.step(move)
        return True

    def _takes(self, event: QKeyEvent) -> bool:
        """Which keys belong to the sheet though the page around knows them too."""
        if event.key() == Qt.Key.Key_Escape:
            return self._refused() is not None
        return bool(move_of(event)) or self._begins(event) or event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Delete)

    def _begins(self, event: QKeyEvent) -> bool:
        text, held = event.text(), event.modifiers()
        if not text or held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        at = self.place()
        analyte = self._flow.rows[at[0]].analyte if at is not None else None
        wordy = analyte is not None and analyte.group in _WORDY
        return text in _STARTS or (wordy and text.isalpha())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move, key = move_of(event), event.key()
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self._refused() is not None and self._held(event, move):
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif move:
            self.step(move)
        elif self._begins(event):
            self.begin(event.text())
        elif key == Qt.Key.Key_F2:
            self.opened.emit()
        elif key == Qt.Key.Key_Backspace:
            self.begin(mend=True)
        elif key == Qt.Key.Key_Delete:
            self.emptied.emit()
        elif key == Qt.Key.Key_T and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.sample_wanted.emit()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and not shifted:
            found = self.place()
            if found is not None:
                self.go(found[0], 0 if key == Qt.Key.Key_Home else len(self._flow.columns) - 1)
        else:
            super().keyPressEvent(event)

    def _refused(self) -> Refused | None:
        """The text under the cursor that was not saved."""
        at = self.place()
        return self._flow.refusal(*at) if at is not None else None

    def _held(self, event: QKeyEvent, move: str) -> bool:
        """What a key does on a text that was not saved; False for a key that means what it always means.

        Enter keeps what only asked, unless something was typed since: that was meant for another cell.
        """
        at, refused, key = self.place(), self._refused(), event.key()
        if at is None or refused is None:
            return False
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self._begins(event) or (self._deaf and move in ("down", "done")) or (enter and not refused.soft):
            self._deaf = self._deaf or self._begins(event)
            QApplication.beep()
            self.unheard.emit()
        elif enter:
            if self._writer(*at, refused.entry.text):
                self.step(move)
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_F2):
            self.begin(mend=True)
        elif key == Qt.Key.Key_Escape:
            self._flow.drop(refused.entry)
            self._deaf = False
            self.moved.emit()
        else:
            return False
        return True

    def copy(self) -> None:
        """Put the marked block into the clipboard, as a spreadsheet reads it."""
        cells = set(self.marked())
        rows = sorted({row for row, _column in cells if self._flow.rows[row].kind is not RowKind.GROUP})
        columns = sorted({column for _row, column in cells})
        lines = ["\t".join(self._flow.cell(row, column).text for column in columns) for row in rows]
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines) + "\n")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.indexAt(event.position().toPoint()).isValid():
            self.begin(mend=True)

    def host(self) -> QWidget:
        """The widget over which the editor lies, for the tests."""
        return self.viewport()
