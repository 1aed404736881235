"""The worst grade in each phase of the course: by system, opened to its terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.adverse_event import Grade
from hsct_desktop.views.context import Context
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.toxicity_phases import PhaseTable

_DASH: Final = "\u2013"
_OPEN, _CLOSED = "\u25be", "\u25b8"
_ROW: Final = 24
_COLUMN: Final = 102
_LEAST: Final = 4 * _ROW
_ASKED: Final = 5
_ALL: Final = "*"
"""The name that stands for all systems in a key."""
_TOGGLE: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
Key = tuple[str, str]
"""A row of a system: its name and the CTCAE version."""


class _Table(RowsTable):
    """Enter and Space open and close a system, Right opens, Left closes. A row is marked while the keys act here."""

    def sizeHint(self) -> QSize:
        """As high as its rows, but asking for some of them only: the episodes above come first."""
        return QSize(super().sizeHint().width(), min(self.whole(), Height.HEADER + _ROW * _ASKED + 3))

    def whole(self) -> int:
        """The height of all its rows."""
        return Height.HEADER + _ROW * len(self.rows.lines) + 3

    def show_mark(self) -> None:
        """Mark the current row, or none without the focus: the page's own table has the mark then."""
        if self.hasFocus():
            self.selectRow(max(0, self.currentIndex().row()))
        else:
            self.clearSelection()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.show_mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.show_mark()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = self.key()
        if key is not None and event.key() in (*_TOGGLE, Qt.Key.Key_Left, Qt.Key.Key_Right):
            panel = self.parent()
            while panel is not None and not isinstance(panel, PhasePanel):
                panel = panel.parent()
            if isinstance(panel, PhasePanel):
                wanted = {Qt.Key.Key_Right: True, Qt.Key.Key_Left: False}.get(Qt.Key(event.key()))
                panel.toggle(key, wanted)
                return
        super().keyPressEvent(event)


class PhasePanel(Panel):
    """The table with the sentence below it that says what stands in for an unknown date.

    Where the page is low (`set_room`) it is one line with the worst of all systems, until it is opened as a system is.
    """

    def __init__(self, ctx: Context) -> None:
        super().__init__(flush=True)
        self._ctx = ctx
        self._open: set[Key] = set()
        self._folds = self._bare = self._opened = False
        self._shown: PhaseTable | None = None
        words = ctx.wording
        names = ("mobilisation", "engraftment", "day100", "year", "later")
        heads = [self.tr("Worst grade by phase"), *(words.enum("phase", name) for name in names)]
        self.table = _Table(self.tr("Worst grade by phase"), heads, [-1, *([_COLUMN] * len(names))], row=_ROW)
        self.table.clicked.connect(lambda _index: self.toggle(self.table.key()))
        self._stand_in = PlainLabel("", "caption", wrap=True)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(12, 4, 12, 4)
        column.addWidget(self._stand_in)
        self._below = below
        self.add(self.table, 1)
        self.add(below)

    def show_table(self, table: PhaseTable) -> None:
        """Show the worst grades; without a Day 0 or without a grade there is nothing to show."""
        self._shown = table
        note = table.note(self._ctx.wording)
        self._stand_in.setText(note)
        self._fill()

    def set_room(self, *, folds: bool, bare: bool) -> None:
        """`folds`: one line until it is opened; `bare`: not even the heads and grades have room in it."""
        if (folds, bare) != (self._folds, self._bare):
            self._folds, self._bare = folds, bare
            self._fill()

    def has_rows(self) -> bool:
        """Whether there is a grade to show."""
        return self._shown is not None and bool(self._shown.rows)

    def toggle(self, key: object, wanted: bool | None = None) -> None:
        """Open or close a system's terms; `wanted` says which, None the other one."""
        if not isinstance(key, tuple) or len(key) != 2:
            return
        if key[0] == _ALL:
            if wanted is None or wanted is not self._opened:
                self._opened = not self._opened
                self._fill(key)
            return
        is_open = key in self._open
        if wanted is None or wanted is not is_open:
            self._open ^= {key}
            self._fill(key)

    def _fill(self, choose: object = None) -> None:
        table = self._shown
        if table is None:
            return
        several = len({row.ctcae_version for row in table.rows}) > 1
        every = self._versions(table)
        folds = self._folds and len(table.rows) > len(every)
        folded = folds and not self._opened
        lines = [self._of_all(table, version, several) for version in every] if folds else []
        for row in () if folded else table.rows:
            key, is_open = (row.soc, row.ctcae_version), (row.soc, row.ctcae_version) in self._open
            version = self.tr(", v{}").format(row.ctcae_version) if several else ""
            state = self.tr("terms shown") if is_open else self.tr("terms hidden")
            name = Cell(f"{_OPEN if is_open else _CLOSED}  {row.soc}{version}", tip=f"{row.soc}{version}, {state}")
            lines.append(Line((name, *self._cells(table, row.worst)), key))
            if is_open:
                lines += [
                    Line((Cell(f"      {term.label}", "muted", tip=term.label), *self._cells(table, term.worst)))
                    for term in row.terms
                ]
        self.table.set_lines(lines, choose)
        self.table.show_mark()
        self._below.setVisible(bool(self._stand_in.text()) and not folded)
        self.table.horizontalHeader().setVisible(not (folded and self._bare))
        height = self.table.whole() - (Height.HEADER if folded and self._bare else 0)
        self.table.setMinimumHeight(min(height, _LEAST))
        self.table.setMaximumHeight(height)
        self.table.updateGeometry()
        # No higher than its rows and its sentence: the room left over belongs below it.
        below = self._below.sizeHint().height() + Space.SMALL if self._stand_in.text() and not folded else 0
        self.setMaximumHeight(height + below + 4)

    @staticmethod
    def _versions(table: PhaseTable) -> list[str]:
        return sorted({row.ctcae_version for row in table.rows})

    def _of_all(self, table: PhaseTable, version: str, several: bool) -> Line:
        """The worst of every system in each phase, of one version: grades of two are not compared."""
        rows = [row.worst for row in table.rows if row.ctcae_version == version]
        worst = tuple(max((grade for grade in phase if grade), default=None) for phase in zip(*rows, strict=True))
        bare = self._bare and not self._opened
        name = self.tr("Worst grade by phase") if bare else self.tr("All systems")
        said = name + (self.tr(", v{}").format(version) if several else "")
        cell = Cell(f"{_OPEN if self._opened else _CLOSED}  {said}", bold=True, tip=said)
        return Line((cell, *([Cell()] * len(worst) if bare else self._cells(table, worst))), (_ALL, version))

    @staticmethod
    def _cells(table: PhaseTable, worst: tuple[Grade | None, ...]) -> list[Cell]:
        """A badge with its number; a dash where a phase has begun without a toxicity; nothing before it begins."""
        return [
            Cell(grade=int(grade)) if grade else Cell(_DASH if table.begun(column) else "", "muted")
            for column, grade in enumerate(worst)
        ]
