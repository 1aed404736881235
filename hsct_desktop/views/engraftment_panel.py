"""What the counts say of a lineage, with the rows that say it, and what was confirmed; and the overview's one line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from hsct_desktop.domain.engraftment import EngraftmentStatus, Lineage
from hsct_desktop.views.context import Context
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip import Chip
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.panel import Panel, rule
from hsct_desktop.views.widgets.plain_label import PlainLabel, plain_tooltip

if TYPE_CHECKING:
    from hsct_desktop.services.engraftment import LineageState

_MOST_ROWS: Final = 7
_SHOWN_FOR: Final = timedelta(days=100)
"""So long after Day 0 the overview shows a line that asks for nothing; later the course's picture says it."""
_KINDS: Final = {
    EngraftmentStatus.ENGRAFTED: "success",
    EngraftmentStatus.PROVISIONAL: "warn",
    EngraftmentStatus.GRAFT_FAILURE: "danger",
    EngraftmentStatus.NEVER_BELOW: "plain",
}


def status_chip(ctx: Context, state: LineageState) -> Chip:
    """The status with its day; plain while nothing is known."""
    words, status = ctx.wording, state.status
    text = words.enum("engraftment_status", status)
    if state.on is not None:
        text = f"{text} · {words.day(state.day0, state.on)}"
    icon = "check" if state.confirmed is not None else "alert" if status is EngraftmentStatus.GRAFT_FAILURE else None
    return Chip(text, _KINDS.get(status, "quiet"), icon=icon)


class LineagePanel(Panel):
    """One lineage: status, what the counts say, its rows as a small table, what was confirmed and by whom."""

    withdraw_wanted = Signal()

    def __init__(self, ctx: Context, state: LineageState) -> None:
        words = ctx.wording
        super().__init__(words.enum("lineage", state.lineage), self._preset(ctx, state))
        self.add_to_head(status_chip(ctx, state))
        said = PlainLabel(state.sentence(words), wrap=True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.add(said)
        grave = bool(state.derived.fall) or state.status is EngraftmentStatus.GRAFT_FAILURE
        for remark in state.remarks(words):
            fact, _, rest = remark.partition(": ")
            self.add(AlertNote(fact, rest[:1].upper() + rest[1:], "danger" if grave else "warn"))
        if state.derived.evidence:
            self.add(self._rows(ctx, state))
        if state.confirmed is not None:
            self.add(self._confirmed(ctx, state))

    @staticmethod
    def _preset(ctx: Context, state: LineageState) -> str:
        preset = state.derived.preset
        return ctx.wording.enum("platelet_preset", preset) if preset is not None else ""

    def _rows(self, ctx: Context, state: LineageState) -> QWidget:
        from hsct_desktop.catalogue.engraftment_words import count_in_words

        words = ctx.wording
        name = self.tr("ANC ×10⁹/L") if state.lineage is Lineage.NEUTROPHILS else self.tr("PLT ×10⁹/L")
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.MEDIUM)
        grid.setVerticalSpacing(2)
        for row, head in enumerate((self.tr("Day"), self.tr("Date"), name)):
            grid.addWidget(PlainLabel(head, "caption"), 2 * row, 0)
        for row in (1, 3):
            grid.addWidget(rule(), row, 0, 1, _MOST_ROWS + 2)
        for column, (day, on, count) in enumerate(state.evidence()[:_MOST_ROWS], start=1):
            cells = (words.signed_day(day), words.day_month(on), count_in_words(words, count))
            for row, cell in enumerate(cells):
                label = PlainLabel(cell, "bold" if row == 2 else "")
                grid.addWidget(label, 2 * row, column, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(_MOST_ROWS + 1, 1)
        return table

    def _confirmed(self, ctx: Context, state: LineageState) -> QWidget:
        from hsct_desktop.services.engraftment import confirmed_in_words

        held, words = state.confirmed, ctx.wording
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.SMALL)
        if held is not None:
            by = self.tr("Confirmed by {0}, {1}").format(held.by, words.date(held.at.astimezone().date()))
            text = PlainLabel(f"{by}: {confirmed_in_words(words, state)}", "muted", wrap=True)
            text.setToolTip(plain_tooltip(held.note))
            row.addWidget(text, 1)
        back = KeyButton(self.tr("Take back"), icon="undo", small=True)
        back.setAccessibleName(self.tr("Take back") + f": {words.enum('lineage', state.lineage)}")
        back.clicked.connect(self.withdraw_wanted)
        row.addWidget(back)
        return line


class EngraftmentLine(Panel):
    """The overview's line: both lineages with status and day, and their sheet; hidden while nothing is known."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._line = QWidget()
        self._row = QHBoxLayout(self._line)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Space.SMALL)
        self.add(self._line)
        self.body().setContentsMargins(Space.PANEL_INSIDE, 0, Space.PANEL_INSIDE, Space.SMALL)
        self.hide()

    def set_states(self, states: Sequence[LineageState], on: date) -> None:
        """Show what is known on a day."""
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        self.setVisible(any(_is_of_interest(state, on) for state in states))
        self._row.addWidget(PlainLabel(self.tr("Engraftment"), "bold"))
        for state in states:
            self._row.addWidget(PlainLabel(self._ctx.wording.enum("lineage", state.lineage)))
            self._row.addWidget(status_chip(self._ctx, state))
            remark = self._remark(state)
            if remark:
                self._row.addWidget(PlainLabel(remark, "danger" if state.derived.fall else "muted"))
        self._row.addStretch(1)
        button = KeyButton(self.tr("Engraftment"), hint="G", small=True)
        button.clicked.connect(lambda: self._ctx.action_wanted.emit("engraftment"))
        self._row.addWidget(button)
        self.setAccessibleName(self.tr("Engraftment"))

    def _remark(self, state: LineageState) -> str:
        if state.derived.fall:
            return self.tr("below the limit again")
        if state.differs:
            return self.tr("counts say otherwise")
        if state.confirmed is None and state.status.has_date:
            return self.tr("not confirmed")
        return ""


def _is_of_interest(state: LineageState, on: date) -> bool:
    if state.status is EngraftmentStatus.NO_VALUES:
        return False
    asks = state.differs or bool(state.derived.fall) or (state.confirmed is None and state.status.has_date)
    return asks or on - state.day0 <= _SHOWN_FOR
