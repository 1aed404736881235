"""Below the plan: the doses of the chosen series, and what holds it or why it stands where it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.rule_facts import Truth
from hsct_desktop.domain.vaccine import VaccineStatus
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import IconButton, KeyButton
from hsct_desktop.views.widgets.chip import Chip
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.vaccine_board import Fact, GivenLine, SeriesBoard

_ROW: Final = 23
_SIGN: Final = 14
_LEAST: Final = 150
_ASKS: Final = 120
"""The room of the first column of reasons, in pixels."""


class GivenPanel(Panel):
    """The doses given of a series. `record` asks for the next one, `choice` for a decision, the rest for a dose."""

    record = Signal()
    choice = Signal(str)
    revise = Signal(int)
    take_back = Signal(int)

    def __init__(self, words: Wording) -> None:
        super().__init__(" ", "", flush=True)
        self._words = words
        self._lines: dict[int, GivenLine] = {}
        heads = [
            self.tr("Dose"), self.tr("Given"), self.tr("Month") + "\t", self.tr("Product"), self.tr("Lot"),
            self.tr("Site"), self.tr("By"),
        ]  # fmt: skip
        self.table = RowsTable(self.tr("Doses given"), heads, [50, 0, 62, 0, 0, 0, -1], row=_ROW)
        self.table.set_drop_order((2, 3, 5))
        self.none = PlainLabel(self.tr("No dose is recorded."), "muted")
        self.none.setContentsMargins(Space.PANEL_INSIDE, Space.SMALL, Space.PANEL_INSIDE, 0)
        self.revise_button = IconButton("edit", self.tr("Revise dose"), hint="Enter")
        self.back_button = IconButton("undo", self.tr("Take back dose"), hint="Del")
        self.plan_button = KeyButton(self.tr("Plan"), hint="+", small=True)
        self.leave_button = KeyButton(self.tr("Leave out"), hint="−", small=True)
        self.record_button = KeyButton("", icon="syringe", hint="Enter", kind="primary", small=True)
        for part in (
            self.revise_button, self.back_button, self.plan_button, self.leave_button, self.record_button,
        ):  # fmt: skip
            self.add_to_head(part)
        self.none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.add(self.none, 1)
        self.add(self.table, 1)
        self.setMinimumHeight(_LEAST)
        self._connect()

    def _connect(self) -> None:
        self.record_button.clicked.connect(self.record)
        self.plan_button.clicked.connect(lambda: self.choice.emit("plan"))
        self.leave_button.clicked.connect(lambda: self.choice.emit("leave_out"))
        self.revise_button.clicked.connect(lambda: self._tell(self.revise))
        self.back_button.clicked.connect(lambda: self._tell(self.take_back))
        self.table.entered.connect(lambda _key: self._tell(self.revise))
        shortcut = QShortcut(QKeySequence("Del"), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: self._tell(self.take_back))

    def _tell(self, signal: SignalInstance) -> None:
        key = self.table.key()
        if isinstance(key, int):
            signal.emit(key)

    def show_series(self, series: SeriesBoard) -> None:
        """Show the doses of a series, and offer what can be done with it now."""
        facts, status = series.facts, series.line.status
        self.set_title(f"{facts.name}, {facts.detail}" if facts.detail else facts.name, series.summary)
        self.table.set_lines([self._line(one) for one in series.given])
        some = bool(series.given)
        for part in (self.table, self.revise_button, self.back_button):
            part.setVisible(some)
        self.none.setVisible(not some)
        asks, left = status is VaccineStatus.ASKS, status is VaccineStatus.LEFT_OUT
        self.plan_button.setVisible(asks or left)
        self.leave_button.setVisible(asks or (series.line.choice is not None and not left and not some))
        number = series.next_number
        self.record_button.setText(self.tr("Record dose {}").format(number) if number else self.tr("Record a dose"))
        # What is held or has not been decided is still recorded when somebody gave it; the button does not invite to.
        held = status is VaccineStatus.HELD
        self.record_button.set_kind("plain" if held or asks or left or number is None else "primary")

    def _line(self, one: GivenLine) -> Line:
        token = "" if one.counted else "danger"
        number = one.number if one.counted else "×"
        cells = (
            Cell(number, token, bold=one.counted, tip=one.said),
            Cell(self._words.date(one.on), token, tip=one.said),
            Cell(one.month),
            Cell(one.product, "muted", tip=one.product),
            Cell(one.lot, tip=one.lot),
            Cell(one.site, "muted", tip=one.site),
            Cell(one.by if one.counted else one.said, "" if one.counted else "danger", tip=one.said or one.by),
        )
        return Line(cells, one.id)


class _Sign(QWidget):
    """Met, not met, or not known: a tick, a cross or a question mark."""

    LOOKS: Final = {
        Truth.YES: ("check", "success"),
        Truth.NO: ("close", "danger"),
        Truth.UNKNOWN: ("help", "wait"),
    }

    def __init__(self) -> None:
        super().__init__()
        self._truth: Truth | None = None
        self.setFixedSize(_SIGN, 16)

    def show_truth(self, truth: Truth | None, words: str) -> None:
        """Show a truth; None shows nothing."""
        self._truth = truth
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._truth is None:
            return
        painter = QPainter(self)
        icon, token = self.LOOKS[self._truth]
        paint_icon(painter, QRectF(0, 1, _SIGN, _SIGN), icon, token)
        painter.end()


class WhyPanel(Panel):
    """What holds a live vaccine, condition by condition with what was found; of the others why they stand so."""

    def __init__(self) -> None:
        super().__init__(" ")
        self.chip = Chip("", "wait")
        self.add_to_head(self.chip)
        self._rows: list[tuple[_Sign, PlainLabel, PlainLabel]] = []
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.SMALL)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnMinimumWidth(1, _ASKS)
        self._grid.setColumnStretch(1, 2)
        self._grid.setColumnStretch(2, 3)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inside)
        self._area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self.add(self._area, 1)
        self.setMinimumHeight(_LEAST)

    def show_series(self, series: SeriesBoard) -> None:
        """Show the reasons of a series."""
        facts = series.reasons
        judged = [fact for fact in facts if fact.truth is not None]
        live = bool(series.line.conditions)
        title = self.tr("{}: what holds it") if series.is_held else self.tr("{}: why")
        self.set_title(title.format(series.facts.name))
        opened = sum(fact.truth is not Truth.YES for fact in judged)
        self.chip.setVisible(live)
        if opened:
            words = self.tr("{open} of {all} not met or unknown").format(open=opened, all=len(judged))
            self.chip.set_kind("wait")
        else:
            words = self.tr("all {} met").format(len(judged))
            self.chip.set_kind("success")
        self.chip.set_text(words)
        while len(self._rows) < len(facts):
            self._add_row()
        for number, row in enumerate(self._rows):
            self._show_fact(row, facts[number] if number < len(facts) else None)
        self._area.verticalScrollBar().setValue(0)

    def _add_row(self) -> None:
        number = len(self._rows)
        row = (_Sign(), PlainLabel("", wrap=True), PlainLabel("", "muted", wrap=True))
        for column, part in enumerate(row):
            self._grid.addWidget(part, number, column, Qt.AlignmentFlag.AlignTop)
            self._grid.setRowStretch(number, 0)
        self._grid.setRowStretch(number + 1, 1)
        self._rows.append(row)

    def _show_fact(self, row: tuple[_Sign, PlainLabel, PlainLabel], fact: Fact | None) -> None:
        sign, asks, found = row
        for part in row:
            part.setVisible(fact is not None)
        if fact is None:
            return
        said: dict[Truth | None, Callable[[], str]] = {
            Truth.YES: lambda: self.tr("met"),
            Truth.NO: lambda: self.tr("not met"),
            Truth.UNKNOWN: lambda: self.tr("not known"),
        }
        sign.show_truth(fact.truth, said[fact.truth]() if fact.truth is not None else "")
        sign.setVisible(fact.truth is not None)
        asks.setText(fact.asks)
        found.setText(fact.found)
