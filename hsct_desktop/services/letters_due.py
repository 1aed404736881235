"""Which letters are due: after the visit of Day 100, the annual reviews, and the visits that the unit chose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.names import fold
from hsct_desktop.domain.setting import whole_of
from hsct_desktop.services.letter_ask import Missing
from hsct_desktop.services.person import display_name
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import letters_due as store
from hsct_desktop.store import setting
from hsct_desktop.store.letters_due import SeenVisit

AFTER_VISIT, DUE_DAYS = "letters.after_visit", "letters.due_days"
REGISTRY, PLANNED, ALL = "registry", "planned", "all"
DAY100, ANNUAL = "day100", "annual"
"""Registry forms that scheduled visits feed."""
LOOK_BACK: Final = timedelta(days=365)
"""A visit longer ago asks for no letter any more: its next one does."""


@dataclass(frozen=True)
class DueLetter:
    """A letter that should leave: for which visit, seen when, by when; `late` counts the days past that."""

    patient_id: int
    code: str
    name: str
    birth_date: date
    kind: LetterKind
    visit: str
    seen_on: date
    due: date
    late: int
    missing: tuple[Missing, ...] = ()


def due(ws: Workspace, on: date | None = None, language: str | None = None) -> list[DueLetter]:
    """The letters due on a day, the longest waiting first: one a patient, for the last visit that asks for one."""
    day = on or ws.today()
    with ws.read() as session:
        stored = setting.all_of(session)
        rule = stored.get(AFTER_VISIT, ws.catalogue.settings[AFTER_VISIT].default)
        days = whole_of(stored.get(DUE_DAYS, ws.catalogue.settings[DUE_DAYS].default)) or 0
        visits = store.seen(session, day - LOOK_BACK, day)
        letters = store.last_letters(session, day)
    asking = _asking(visits, letters, rule)
    found = [_due(one, day, days, language or ws.language) for one in asking]
    return sorted(found, key=lambda one: (one.due, fold(one.name), one.code))


def _asking(
    visits: Iterable[SeenVisit], letters: Mapping[tuple[int, LetterKind], date], rule: str
) -> Iterator[SeenVisit]:
    """The last visit of each patient that asks for a letter and got none; an annual one before any other."""
    last: dict[int, SeenVisit] = {}
    for visit in visits:
        if _asks(visit, rule) and not _answered(visit, letters):
            before = last.get(visit.patient_id)
            if before is None or before.form != ANNUAL or visit.form == ANNUAL:
                last[visit.patient_id] = visit
    yield from last.values()


def _asks(visit: SeenVisit, rule: str) -> bool:
    if visit.form in (DAY100, ANNUAL) or rule == ALL:
        return True
    return (rule in (REGISTRY, PLANNED) and bool(visit.form)) or (rule == PLANNED and visit.here)


def _answered(visit: SeenVisit, letters: Mapping[tuple[int, LetterKind], date]) -> bool:
    """Whether a letter written that day or later tells of the visit; of an annual review its own letter does."""
    kinds = (LetterKind.ANNUAL,) if visit.form == ANNUAL else LetterKind
    written = (letters.get((visit.patient_id, kind)) for kind in kinds)
    return any(day is not None and day >= visit.seen_on for day in written)


def _due(visit: SeenVisit, on: date, days: int, language: str) -> DueLetter:
    words = wording(language)
    until = visit.seen_on + timedelta(days=days)
    return DueLetter(
        patient_id=visit.patient_id,
        code=visit.code,
        name=display_name(visit.family_name, visit.given_name),
        birth_date=visit.birth_date,
        kind=LetterKind.ANNUAL if visit.form == ANNUAL else LetterKind.NEUROLOGIST,
        visit=visit.label.text(language) if visit.label is not None else words.text("visit.unscheduled"),
        seen_on=visit.seen_on,
        due=until,
        late=max((on - until).days, 0),
    )
