"""Long-term checks in a letter: what a visit's checklist says of them beside "done", in the reader's words."""

from __future__ import annotations

from typing import Final

from hsct_desktop.domain.visit import NotDoneReason
from hsct_desktop.services.late_effect_lines import Line
from hsct_desktop.services.late_effects import LongTermRow
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_care_words import as_typed
from hsct_desktop.services.letter_facts import until

_PLACE: Final = "visits"


def is_due(ask: LetterAsk, row: LongTermRow) -> bool:
    """Whether somebody has to do it by the letter's last day."""
    due = row.standing.due
    return row.standing.state.waits and due is not None and due <= until(ask)


def said(ask: LetterAsk, line: Line) -> str:
    """The line in the reader's words: "15 Jan 2026: not needed"."""
    words = ask.words.in_tables
    if line.is_elsewhere:
        place = as_typed(ask, line.entry.detail, _PLACE)
        key = "elsewhere" if place else "elsewhere_bare"
        text = words.text(f"letter_care.late.{key}", day=line.on, place=place)
        if line.arrived_on is not None:
            return f"{text}, {words.text('letter_care.late.arrived', day=line.arrived_on)}"
        return f"{text}, {words.text('letter_care.late.awaited')}" if line.is_awaited else text
    reason = line.entry.reason
    if reason is NotDoneReason.OTHER and line.entry.detail:
        why = as_typed(ask, line.entry.detail, _PLACE)
    else:
        why = words.text(f"letter_care.late.why.{reason}") if reason not in (None, NotDoneReason.OTHER) else ""
    key = "not_done" if why else "not_done_bare"
    return words.text(f"letter_care.late.{key}", day=line.on, why=why)
