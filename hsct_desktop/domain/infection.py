"""An infection: what was found where, how sure it is, whether a line was the source, and how it was treated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from hsct_desktop.domain.adverse_event import Outcome
from hsct_desktop.domain.problem import Problem

MAX_WORDS: Final = 200
"""Characters of an organism, a site, a specimen."""
MAX_NOTE: Final = 4000
MOST_NEUTROPHILS: Final = Decimal(200)
"""10^9/L; more is a count per microlitre that was not converted."""


class InfectionKind(StrEnum):
    """What kind of organism; wording `enum.infection_kind.*`."""

    BACTERIAL = "bacterial"
    VIRAL = "viral"
    FUNGAL = "fungal"
    PROTOZOAL = "protozoal"
    UNKNOWN = "unknown"


class InfectionCertainty(StrEnum):
    """How sure the infection is; wording `enum.infection_certainty.*`."""

    PROVEN = "proven"
    PROBABLE = "probable"
    POSSIBLE = "possible"


class LineRelated(StrEnum):
    """Whether a venous line is the source; wording `enum.line_related.*`."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class InfectionEntry:
    """What the infection form hands over; neutrophils at onset in 10^9/L, None where they were not counted.

    `certainty` is None until somebody has judged it. `organism`, `site` and `specimen` (where the organism was found)
    are free texts with suggestions; the treatment is text with its first and last day.
    """

    patient_id: int
    found_on: date | None
    kind: InfectionKind = InfectionKind.UNKNOWN
    certainty: InfectionCertainty | None = None
    organism: str = ""
    site: str = ""
    specimen: str = ""
    line_related: LineRelated = LineRelated.UNKNOWN
    resistance: str = ""
    treatment: str = ""
    treated_from: date | None = None
    treated_until: date | None = None
    anc_at_onset: Decimal | None = None
    outcome: Outcome = Outcome.ONGOING
    ended_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Infection:
    """A recorded infection as lists and documents need it."""

    id: int
    version: int
    entry: InfectionEntry
    found_on: date

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.entry.ended_on is None and not self.entry.outcome.is_over


def check_infection(
    entry: InfectionEntry, birth_date: date, today: date, died: date | None = None
) -> Iterator[Problem]:
    """Yield what is wrong with an infection: days, what was found, neutrophils, lengths of texts."""
    if entry.found_on is None:
        yield Problem("found_on", "date_missing")
    if not entry.organism.strip() and not entry.site.strip():
        yield Problem("organism", "infection_empty")
    if entry.certainty is None:
        yield Problem("certainty", "infection_certainty_missing")
    elif entry.certainty is InfectionCertainty.PROVEN and not entry.organism.strip() and entry.site.strip():
        yield Problem("organism", "infection_proven_without_organism", soft=True)
    for name in ("found_on", "treated_from", "treated_until", "ended_on"):
        yield from _check_day(name, getattr(entry, name), birth_date, today, died)
    yield from _check_order(entry)
    yield from _check_outcome(entry)
    count = entry.anc_at_onset
    if count is not None and not 0 <= count <= MOST_NEUTROPHILS:
        yield Problem("anc_at_onset", "infection_neutrophils", {"limit": MOST_NEUTROPHILS})
    for name in ("organism", "site", "specimen"):
        if len(getattr(entry, name)) > MAX_WORDS:
            yield Problem(name, "too_long", {"limit": MAX_WORDS})
    for name in ("resistance", "treatment", "note"):
        if len(getattr(entry, name)) > MAX_NOTE:
            yield Problem(name, "too_long", {"limit": MAX_NOTE})


def _check_day(name: str, day: date | None, birth_date: date, today: date, died: date | None) -> Iterator[Problem]:
    if day is None:
        return
    if day < birth_date:
        yield Problem(name, "before_birth", {"birth_date": birth_date})
    elif died is not None and day > died:
        yield Problem(name, "after_death", {"died": died})
    elif day > today:
        yield Problem(name, "date_in_future")


def _check_order(entry: InfectionEntry) -> Iterator[Problem]:
    """A prophylaxis may run before the infection, so that only the treatment's own days are compared."""
    start, stop = entry.treated_from, entry.treated_until
    if start is not None and stop is not None and stop < start:
        yield Problem("treated_until", "end_before_onset", {"onset": start})
    if entry.found_on is not None and entry.ended_on is not None and entry.ended_on < entry.found_on:
        yield Problem("ended_on", "end_before_onset", {"onset": entry.found_on})


def _check_outcome(entry: InfectionEntry) -> Iterator[Problem]:
    if entry.ended_on is None and entry.outcome.is_over:
        yield Problem("ended_on", "end_missing")
    if entry.ended_on is not None and entry.outcome is Outcome.ONGOING:
        yield Problem("outcome", "outcome_missing")
