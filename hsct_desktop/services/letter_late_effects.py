"""Late effects in the annual letter: what was looked at, with its result and day, and when it is due next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hsct_desktop.catalogue.wording import NBSP, in_sentence
from hsct_desktop.documents.letter_inputs import LetterSection, Rows, Words
from hsct_desktop.documents.text import Text, bold, joined
from hsct_desktop.domain.care_plan import CareActor
from hsct_desktop.domain.lab_result import LabResult
from hsct_desktop.domain.late_effect import (
    CheckResult,
    Done,
    LateEffectSection,
    LateEffectSource,
    LateEffectState,
    Standing,
)
from hsct_desktop.services import late_effects
from hsct_desktop.services.care_plan_lines import OF_GP
from hsct_desktop.services.late_effects import LongTermRow
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_care_words import long_term
from hsct_desktop.services.letter_facts import is_dead
from hsct_desktop.services.letter_long_term import is_due, said
from hsct_desktop.services.trends import text_of
from hsct_desktop.store import lab_result

_WIDTHS: Final = (78.0, 0.0, 37.0)
_PLACE: Final = "long_term"
_KEEP: Final = 3


def section(ask: LetterAsk) -> LetterSection | None:
    """The table; shortened to what is abnormal or due where pages run short. None before the first item is due."""
    if is_dead(ask):
        return None
    words, reading = ask.words, _Reading(ask)
    held = long_term(ask)
    rows = [row for row in held.of(LateEffectSection.LATE) if _is_shown(ask, row)]
    if not rows:
        return None
    never = [row.label for row in rows if row.standing.last is None and is_due(ask, row) and row.line is None]
    if never:
        ask.lacks("late_effects", _PLACE, names="; ".join(map(in_sentence, never)))
    heads = tuple(words.text(f"letter_care.late.head.{name}") for name in ("looked_at", "result", "next"))
    urgent = [row for row in rows if row.standing.is_abnormal or is_due(ask, row)]
    short = (
        Rows(heads, tuple(map(reading.row, urgent)), _WIDTHS) if urgent else Words(words.text("letter_care.late.none"))
    )
    note = words.text("letter_care.late.brief_note")
    blocks = (Rows(heads, tuple(map(reading.row, rows)), _WIDTHS),)
    brief = (short, Words(note)) if len(urgent) < len(rows) else None
    return LetterSection("late_effects", words.text("letter.section.late_effects"), blocks, brief=brief, keep=_KEEP)


def _is_shown(ask: LetterAsk, row: LongTermRow) -> bool:
    """Whether an item concerns the patient and was looked at since the transplant, or should be by now.

    A visit's line may stand for several items, such as all screenings: it says nothing of those for others. A
    questionnaire that nobody filled in is the unit's affair.
    """
    standing, last = row.standing, row.standing.last
    if standing.why.key == "not_for" and (last is None or last.source is not LateEffectSource.CHECK):
        return False
    told = (last is not None and standing.is_told) or row.line is not None
    return told or (standing.state.waits and standing.item.total is None)


@dataclass(frozen=True)
class _Reading:
    ask: LetterAsk

    def text(self, key: str, **params: object) -> str:
        return self.ask.words.in_tables.text(f"letter_care.late.{key}", **params)

    def row(self, row: LongTermRow) -> tuple[Text, ...]:
        """An item: bold where it was abnormal."""
        standing, line = row.standing, row.line
        is_told = standing.last is not None and standing.is_told
        found = self._found(standing) if is_told or line is None else ""
        if line is not None:
            found = "; ".join(part for part in (found, said(self.ask, line)) if part)
        if standing.is_abnormal:
            return bold(row.label), bold(found), self._next(row)
        return row.label, found, self._next(row)

    def _found(self, standing: Standing) -> str:
        last = standing.last
        if last is None or not standing.is_told:
            return self.ask.words.text("letter.not_recorded")
        if last.source is LateEffectSource.RESULT:
            return self._measured(standing, last)
        if standing.item.total is not None and last.words:
            scale = late_effects.total_words(self.ask.words.in_tables, standing.item)
            what = self.text("total", value=last.words, scale=scale) if scale else last.words
            return self.text("found", what=what, day=last.on)
        result = ""
        if last.result is not None and last.result is not CheckResult.NOT_DONE:
            result = self.text(f"result.{last.result}")
        parts = [part for part in (result, last.words) if part]
        if not parts:
            return self.text("done", day=last.on)
        return self.text("found", what=": ".join(parts), day=last.on)

    def _measured(self, standing: Standing, last: Done) -> str:
        """Each value of that day with its unit and the laboratory's range."""
        ask = self.ask
        results = lab_result.of_patient(ask.session, ask.patient_id, sorted(standing.item.analytes))
        of_day = {result.analyte: result for result in results if result.taken_on == last.on}
        values = [self._value(of_day[code]) for code in standing.item.analytes if code in of_day]
        return self.text("found", what="; ".join(values) or last.words, day=last.on)

    def _value(self, result: LabResult) -> str:
        words, table = self.ask.words.in_tables, self.ask.ws.catalogue.analytes.analytes
        known = table.get(result.analyte)
        name = known.short.text(words.language) if known is not None else result.analyte
        sign = {"high": " \u2191", "low": " \u2193"}.get(result.flag, "")
        limits = self._limits(result)
        value = f"{name} {text_of(result, words)}{sign}".replace(" ", NBSP)
        return f"{value} ({limits})" if limits else value

    def _limits(self, result: LabResult) -> str:
        number = self.ask.words.in_tables.number
        if result.lln is not None and result.uln is not None:
            return f"{number(result.lln)}\u2013{number(result.uln)}"
        if result.uln is not None:
            return f"< {number(result.uln)}"
        return f"> {number(result.lln)}" if result.lln is not None else ""

    def _next(self, row: LongTermRow) -> Text:
        """When it is due, now by whom; whom the patient was sent to for it."""
        standing = row.standing
        sent = standing.referral
        referred = ""
        if sent is not None:
            key = "referred_on" if sent.referred_on is not None else "referred"
            referred = self.text(key, to=sent.refer_to, day=sent.referred_on or "")
        due = standing.due
        if is_due(self.ask, row):
            who = CareActor.GP if row.id in OF_GP else CareActor.UNIT
            when: Text = bold(self.text("due", who=self.ask.words.text(f"letter_care.plan.who.{who}")))
        elif standing.state is LateEffectState.NOT_APPLICABLE:
            when = self.text("no_more")
        elif due is not None:
            when = self.ask.words.in_tables.date(due)
        else:
            when = self.text("once")
        return joined([bold(referred) if referred else "", when], "; ")
