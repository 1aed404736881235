"""How the disease began and which forms (phenotypes) it took; dates as far as they are known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hsct_desktop.domain.partial_date import PartialDate, shown
from hsct_desktop.domain.problem import Problem

MAX_NOTE = 4000
_NO_ORDER: Final[Mapping[str, Collection[str]]] = {}


@dataclass(frozen=True)
class HistoryEntry:
    """What form or table hands over: first symptoms, diagnosis, a note."""

    patient_id: int
    onset: PartialDate | None = None
    diagnosed: PartialDate | None = None
    note: str = ""


@dataclass(frozen=True)
class DiseaseHistory:
    """A patient's recorded history with its version; a patient has one at most."""

    id: int
    version: int
    entry: HistoryEntry


@dataclass(frozen=True)
class PhenotypeEntry:
    """What form or table hands over: a phenotype of the patient's disease and since when, None where it is unknown."""

    patient_id: int
    since: PartialDate | None
    phenotype_id: str
    note: str = ""


@dataclass(frozen=True)
class PhenotypeChange:
    """A recorded phenotype with its version."""

    id: int
    version: int
    patient_id: int
    since: PartialDate | None
    phenotype_id: str
    note: str = ""

    @property
    def entry(self) -> PhenotypeEntry:
        """The change as a form edits it."""
        return PhenotypeEntry(self.patient_id, self.since, self.phenotype_id, self.note)


def check_history(entry: HistoryEntry, birth_date: date, today: date) -> Iterator[Problem]:
    """Yield what is wrong with an entry, as the table shows it beside its fields.

    A diagnosis before the first symptoms is asked about: a scan may find the disease first.
    """
    yield from _check_day("onset", entry.onset, birth_date, today)
    yield from _check_day("diagnosed", entry.diagnosed, birth_date, today)
    if entry.onset is not None and entry.diagnosed is not None and entry.diagnosed.last < entry.onset.first:
        yield Problem("diagnosed", "diagnosed_before_onset", soft=True)
    if len(entry.note) > MAX_NOTE:
        yield Problem("note", "too_long", {"limit": MAX_NOTE})


def check_phenotype(
    entry: PhenotypeEntry,
    known: Collection[str],
    birth_date: date,
    today: date,
    others: Sequence[PhenotypeChange] = (),
    follows: Mapping[str, Collection[str]] = _NO_ORDER,
) -> Iterator[Problem]:
    """Yield what is wrong with a phenotype; `known` are those of the patient's disease, `others` the recorded ones.

    `follows` says of a phenotype which can come before it: another order is asked about.
    """
    if not entry.phenotype_id:
        yield Problem("phenotype_id", "phenotype_missing")
    elif entry.phenotype_id not in known:
        yield Problem("phenotype_id", "phenotype_unknown")
    yield from _check_day("since", entry.since, birth_date, today)
    if any(held.since == entry.since for held in others):
        yield Problem("since", "phenotype_same_time", soft=True)
    elif any(_out_of_order(entry, held, follows) for held in others):
        yield Problem("since", "phenotype_order", soft=True)
    if len(entry.note) > MAX_NOTE:
        yield Problem("note", "too_long", {"limit": MAX_NOTE})


def _out_of_order(entry: PhenotypeEntry, held: PhenotypeChange, follows: Mapping[str, Collection[str]]) -> bool:
    """Whether of two phenotypes one surely began after one that it cannot follow."""
    if entry.since is None or held.since is None or entry.phenotype_id == held.phenotype_id:
        return False
    if entry.since.last < held.since.first:
        first, then = entry.phenotype_id, held.phenotype_id
    elif held.since.last < entry.since.first:
        first, then = held.phenotype_id, entry.phenotype_id
    else:
        return False
    return then in follows and first not in follows[then]


def check_onset(field: str, day: PartialDate | None, onset: PartialDate | None) -> Iterator[Problem]:
    """Ask about a relapse or an examination that surely lies before the first symptoms."""
    if day is not None and onset is not None and day.last < onset.first:
        yield Problem(field, "before_onset", {"onset": shown(onset)}, soft=True)


def _check_day(field: str, day: PartialDate | None, birth_date: date, today: date) -> Iterator[Problem]:
    if day is None:
        return
    if day.last < birth_date:
        yield Problem(field, "before_birth", {"birth_date": birth_date})
    elif day.first > today:
        yield Problem(field, "disease_in_future")


def order(held: PhenotypeChange) -> tuple[date, date, int]:
    """By the day since when, earliest first; one without a date was there from the beginning."""
    return (held.since.first, held.since.last, held.id) if held.since is not None else (date.min, date.min, held.id)


def latest(changes: Iterable[PhenotypeChange]) -> PhenotypeChange | None:
    """The phenotype that holds by the history, None where none is recorded."""
    return max(changes, key=order, default=None)
