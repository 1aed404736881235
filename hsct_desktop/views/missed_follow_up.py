"""What follows a missed visit: a next try on a day, a new date, or nothing more."""

from __future__ import annotations

import datetime
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.visit import AfterMissed, NewDate, NextTry, NothingMore
from hsct_desktop.domain.working_days import WorkingDays
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChipsField, DayField
from hsct_desktop.views.sheet import Content, captioned

TRY_AFTER: Final = 3
"""So many working days later the next try is proposed."""
_TRY, _NEW_DATE, _NOTHING = "try", "new_date", "nothing"


class MissedFollowUp(QWidget):
    """One of three; the next try stands chosen, so that whoever only hurries on loses nobody. `chosen` tells a change.

    Digits 1 to 3 choose, as arrows do.
    """

    chosen = Signal()

    def __init__(self, ctx: Context, days: WorkingDays, day0: datetime.date | None) -> None:
        super().__init__()
        self.choice = captioned(ChipsField(), self.tr("What follows"), "followUp")
        self.choice.set_choices(
            ((_TRY, self.tr("Try again")), (_NEW_DATE, self.tr("New date")), (_NOTHING, self.tr("Nothing more")))
        )
        self.choice.set_value(_TRY)
        self.next_try = captioned(DayField(), self.tr("Try again on"), "nextTry")
        self.next_try.bind(ctx, day0)
        self.next_try.set_date(days.later(ctx.today(), TRY_AFTER))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.choice)
        column.addWidget(self.next_try)
        self.choice.edited.connect(self._on_choice)

    def tab_between(self, before: QWidget, *after: QWidget) -> None:
        """Put the fields into the tab order as they stand below each other."""
        chips = [self.choice.choice().chip(value) for value in (_TRY, _NEW_DATE, _NOTHING)]
        order = [before, *chips, self.next_try.line(), *after]
        for first, second in zip(order, order[1:], strict=False):
            QWidget.setTabOrder(first, second)

    def _on_choice(self) -> None:
        self.next_try.setVisible(self.choice.value() == _TRY)
        self.chosen.emit()

    def wants_new_date(self) -> bool:
        """Whether the visit is to be booked anew."""
        return self.choice.value() == _NEW_DATE

    def follow_up(self, booking: NewDate) -> AfterMissed | None:
        """What was chosen; `booking` is the day and time that stand in the form, for a new date."""
        found: dict[object, AfterMissed] = {_TRY: NextTry(self.next_try.date()), _NEW_DATE: booking}
        return {**found, _NOTHING: NothingMore()}.get(self.choice.value())

    def content(self) -> Content:
        """What stands here, for the draft."""
        return {"follow_up": self.choice.value(), "next_try": self.next_try.typed()}

    def restore(self, content: Content) -> None:
        """Put a draft back; one from before this question leaves what is proposed."""
        if "follow_up" in content:
            self.choice.set_value(content["follow_up"])
            self.next_try.set_typed(content["next_try"])
