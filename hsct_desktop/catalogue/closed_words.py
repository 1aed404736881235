"""Closed days, clinic days and the day proposed instead of a closed one, in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hsct_desktop.catalogue.wording import NBSP

if TYPE_CHECKING:
    from hsct_desktop.catalogue.wording import Wording
    from hsct_desktop.domain.working_days import ClosedDay, Proposal, WorkingDays


def closed_words(words: Wording, closed: ClosedDay) -> str:
    """Sun 07 Feb is closed; a holiday and the unit's own day with their name: Wed 06 Jan is closed (Epiphany)."""
    day = _short(words, closed.day)
    return words.text("closed.named", day=day, name=closed.name) if closed.name else words.text("closed.day", day=day)


def proposal_words(words: Wording, closed: ClosedDay, proposal: Proposal | None) -> str:
    """Why a target is not proposed and what is: Sun 07 Feb is closed; Mon 08 Feb 2027 proposed."""
    why = closed_words(words, closed)
    if proposal is None:
        return words.text("closed.none_open", closed=why)
    return words.text("closed.proposed", closed=why, proposed=words.date_weekday(proposal.day))


def proposal_in_brief(words: Wording, closed: ClosedDay, proposal: Proposal | None) -> str:
    """The same beside the target's date: closed; Mon 08 Feb proposed. Epiphany; Thu 07 Jan proposed."""
    why = closed.name or words.text("closed.closed")
    if proposal is None:
        return words.text("closed.none_open", closed=why)
    return words.text("closed.proposed", closed=why, proposed=_short(words, proposal.day))


def clinic_words(words: Wording, days: WorkingDays, day: date) -> str:
    """That an open day is none of the clinic's: Wed 10 Feb is no clinic day (Tue, Thu)."""
    names = words.text("date.weekday.short").split()
    clinic = ", ".join(names[weekday] for weekday in sorted(days.clinic_weekdays))
    return words.text("closed.no_clinic", day=_short(words, day), clinic=clinic)


def _short(words: Wording, day: date) -> str:
    return f"{words.weekday(day)}{NBSP}{words.day_month(day)}"
