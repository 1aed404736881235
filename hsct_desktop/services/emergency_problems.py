"""What is wrong now, for the emergency page: a pregnancy, severe results, infections with their grade, toxicities.

Nothing stands twice: a toxicity that is an infection gives its grade there, a count that says that nothing has
engrafted stands with the engraftment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hsct_desktop.catalogue.wording import NBSP, in_sentence
from hsct_desktop.documents.text import Text, bold, joined
from hsct_desktop.domain.adverse_event import Episode
from hsct_desktop.domain.engraftment import EngraftmentStatus
from hsct_desktop.domain.infection import Infection
from hsct_desktop.services import (
    engraftment,
    infections,
    letter_facts,
    letter_findings,
    letter_infections,
    letter_results,
    letter_today,
)
from hsct_desktop.services.engraftment import ANALYTES, LineageState
from hsct_desktop.services.infections import InfectionRow
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_care_words import as_typed
from hsct_desktop.services.letter_results import Found

RESISTANT: Final = timedelta(days=183)
"""How long a resistant organism is named after its infection: the next fever is treated against it."""
LATELY: Final = timedelta(days=14)
"""How long another infection is named that is over."""
COUNTS: Final = ("HGB", "ANC", "PLT")
"""Severe counts are told also where the treatment explains them: whoever treats has to know them."""
FRESH: Final = timedelta(days=30)
"""An older count says nothing of today."""
_SHORT: Final = 30
"""Characters of a typed text that stays on one line."""
AWAITED_DAYS: Final = 100
"""Days after Day 0 for which it is said that no count shows engraftment; a graft failure is always said."""


@dataclass(frozen=True)
class EmergencyProblems:
    """Reads the open problems of one patient for one page."""

    ask: LetterAsk

    def _text(self, key: str, **params: object) -> str:
        return letter_facts.words_of(self.ask).text(f"emergency.{key}", **params)

    # engraftment ------------------------------------------------------------------------------------------------

    def waiting(self) -> Iterator[str]:
        """The lineages that have not engrafted, each with its last count and the one before."""
        for state in self._waiting():
            found = self._found(ANALYTES[state.lineage])
            failed = state.status is EngraftmentStatus.GRAFT_FAILURE
            key = f"{'failed' if failed else 'waiting'}.{state.lineage}"
            if found is None or found.last.taken_on < state.day0:
                yield self._text(f"{key}.no_count")
            else:
                yield self._text(key, count=_begun(letter_findings.words(self.ask, found)))

    def _waiting(self) -> list[LineageState]:
        ask = self.ask
        if not letter_facts.is_graft(ask):
            return []
        found = engraftment.states(ask.ws, ask.session, ask.patient_id, on=ask.on)
        return [one for one in found if _is_waiting(one, ask.on)]

    def _found(self, code: str) -> Found | None:
        return next((one for one in letter_results.all_found(self.ask) if one.analyte.code == code), None)

    # problems ---------------------------------------------------------------------------------------------------

    def all(self) -> list[Text]:
        """Every line, what matters most first."""
        pregnant = [bold(said) for said in letter_findings.pregnancy(self.ask)]
        open_, episodes = self._open(), letter_today.open_episodes(self.ask)
        told = {row.infection.id for row in open_}
        others = [one for one in episodes if one.infection_id not in told]
        return [
            *pregnant,
            *self._severe(),
            *(self._infection(row, episodes) for row in open_),
            *(f"{_begun(letter_today.open_words(self.ask, one, self.ask.on))}." for one in others),
            *(self._over(row) for row in self._recent()),
        ]

    def _severe(self) -> Iterator[Text]:
        """What is news, then severe counts that the treatment explains."""
        waiting = {ANALYTES[one.lineage] for one in self._waiting()}
        news = letter_findings.results(self.ask)
        known = {one.analyte.code for one in news}
        counts = [
            one for one in letter_results.all_found(self.ask)
            if one.analyte.code in COUNTS and one.analyte.code not in known and letter_findings.severity(one)
            and one.last.taken_on >= self.ask.on - FRESH
        ]  # fmt: skip
        for one in sorted((*news, *counts), key=letter_findings.severity, reverse=True):
            if one.analyte.code not in waiting:
                said = f"{_begun(letter_findings.words(self.ask, one))}."
                yield bold(said) if letter_findings.severity(one) else said

    def _rows(self) -> list[InfectionRow]:
        ask = self.ask
        found = infections.rows(ask.ws, ask.session, ask.patient_id, ask.language)
        return [row for row in found if row.infection.found_on <= ask.on]

    def _open(self) -> list[InfectionRow]:
        return [row for row in self._rows() if row.infection.is_open]

    def _infection(self, row: InfectionRow, episodes: list[Episode]) -> Text:
        """Organism, site, day and treatment, the grade of the toxicity that it is, its resistance."""
        ask = self.ask
        details = [letter_infections.details(ask, row, virus=True, dated=True)]
        grades = [grade for one in episodes if one.infection_id == row.infection.id and (grade := one.grade_on(ask.on))]
        if grades:
            details.append(self._text("grade", grade=int(max(grades))).replace(" ", NBSP))
        if row.infection.entry.resistance:
            details.append(self._resistance(row.infection))
        said = f"{', '.join(details)}."
        return joined((bold(row.organism), said), ", ") if row.organism else _begun(said)

    def _recent(self) -> list[InfectionRow]:
        """Infections that are over: a resistant one for half a year, another for two weeks."""
        return [
            row for row in self._rows()
            if (ended := row.infection.entry.ended_on) is not None and not row.infection.is_open
            and ended >= self.ask.on - (RESISTANT if row.infection.entry.resistance else LATELY)
        ]  # fmt: skip

    def _over(self, row: InfectionRow) -> Text:
        entry = row.infection.entry
        site = in_sentence(row.site)
        parts = [row.organism or site, site if row.organism else ""]
        what = ", ".join(part for part in parts if part)
        days = self._text("over", found=row.infection.found_on, ended=entry.ended_on or "")
        resistance = bold(f"{_begun(self._resistance(row.infection))}.") if entry.resistance else ""
        return joined((bold(f"{_begun(what)}:"), days, resistance), " ")

    def _resistance(self, one: Infection) -> str:
        """As it was typed: sensitivity and resistance are a person's words."""
        typed = as_typed(self.ask, " ".join(one.entry.resistance.split()), "toxicity")
        return self._text("resistance", typed=typed.replace(" ", NBSP) if len(typed) <= _SHORT else typed)


def _is_waiting(state: LineageState, on: date) -> bool:
    """Whether a lineage of the last weeks has not engrafted, or a graft was lost."""
    if state.status is EngraftmentStatus.GRAFT_FAILURE:
        return True
    is_open = state.status in (EngraftmentStatus.NOT_YET, EngraftmentStatus.NOT_REACHED, EngraftmentStatus.NO_VALUES)
    return is_open and (on - state.day0).days <= AWAITED_DAYS


def _begun(text: str) -> str:
    """With a capital letter at its beginning."""
    return f"{text[:1].upper()}{text[1:]}"
