"""Infections: record, revise, void, list; the neutrophils of the day on which one was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from hsct_desktop.catalogue.infections import shown
from hsct_desktop.domain.infection import Infection, InfectionEntry, check_infection
from hsct_desktop.domain.lab_result import LabResult
from hsct_desktop.domain.names import clean, clean_lines
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.services import alerts, toxicity_links
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import (
    birth_date_of,
    changes,
    died_on,
    name_of,
    record_of,
    refuse_odd_numbers,
    refuse_problems,
    required_reason,
)
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import adverse_event, infection, lab_result
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.patient import PatientCard

NEUTROPHILS: Final = "ANC"
_NEAR: Final = timedelta(days=1)
_WRITES: Final = frozenset({"infection", "alert"})


@dataclass(frozen=True)
class InfectionRow:
    """An infection as a list shows it; `organism`, `site` and `specimen` in the reader's language where known.

    `toxicities` are the terms of the episodes that are linked with it.
    """

    infection: Infection
    organism: str
    site: str
    specimen: str
    toxicities: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """Organism and site."""
        return ", ".join(part for part in (self.organism, self.site) if part)


@dataclass(frozen=True)
class NeutrophilsThen:
    """The count nearest to a day, proposed as the neutrophils at onset; `count` in 10^9/L, `words` says which it is.

    A count behind `<` has no number that could be taken over: `count` is None then and the words say it.
    """

    count: Decimal | None
    words: str


def for_patient(ws: Workspace, patient_id: int) -> list[InfectionRow]:
    """A patient's infections, the latest first."""
    with ws.read() as session:
        return rows(ws, session, patient_id)


def rows(
    ws: Workspace, session: ReadSession | WriteSession, patient_id: int, language: str | None = None
) -> list[InfectionRow]:
    """The infections of `for_patient` within a session, in a language of the caller's choice."""
    spoken, items = language or ws.language, ws.catalogue.infections
    linked: dict[int, list[str]] = {}
    for episode in adverse_event.of_patient(session, patient_id):
        if episode.infection_id is not None:
            term = ws.catalogue.terms(episode.ctcae_version).term(episode.term_id)
            label = episode.extra.get("specify") or (episode.label if term is None else term.label.text(spoken))
            linked.setdefault(episode.infection_id, []).append(label)
    return [
        InfectionRow(
            found,
            shown(items, "organism", found.entry.organism, spoken),
            shown(items, "site", found.entry.site, spoken),
            shown(items, "specimen", found.entry.specimen, spoken),
            tuple(linked.get(found.id, ())),
        )
        for found in reversed(infection.of_patient(session, patient_id))
    ]


def entry_of(ws: Workspace, infection_id: int) -> tuple[InfectionEntry, int]:
    """An infection as entered and its version, for the form that edits it. KnownError `stale_row`."""
    with ws.read() as session:
        found = infection.get(session, infection_id)
    return found.entry, found.version


def neutrophils_on(ws: Workspace, patient_id: int, on: date | None) -> NeutrophilsThen | None:
    """The neutrophils nearest to a day: of the day itself, else of the day before, else of the day after."""
    if on is None:
        return None
    days = {on - _NEAR: 1, on: 0, on + _NEAR: 2}
    with ws.read() as session:
        found = [r for r in lab_result.on_days(session, patient_id, days) if r.analyte == NEUTROPHILS]
    counts = [result for result in found if result.canonical is not None]
    if not counts:
        return None
    nearest = min(counts, key=lambda result: days[result.taken_on])
    chosen = _worst([result for result in counts if result.taken_on == nearest.taken_on])
    words = f"{toxicity_links.in_words(ws, chosen)} · {ws.wording.date(chosen.taken_on)}"
    return NeutrophilsThen(None if chosen.comparator else chosen.canonical, words)


def _worst(counts: list[LabResult]) -> LabResult:
    """The lowest count of a day; one behind `<` is the lowest."""
    return min(counts, key=lambda result: (result.comparator != "<", result.canonical or 0))


def problems(
    session: ReadSession | WriteSession, ws: Workspace, card: PatientCard, entry: InfectionEntry
) -> Iterator[Problem]:
    """What is wrong with an entry."""
    died = died_on(session, entry.patient_id)
    yield from check_infection(entry, birth_date_of(card), ws.today(), died)


def record(ws: Workspace, entry: InfectionEntry, *, confirmed: bool = False) -> Changes:
    """Record an infection. Soft problems pass once `confirmed`."""
    with ws.write("infection.record") as session:
        card = record_of(session, entry.patient_id)
        entry = _sound(session, ws, card, entry, confirmed)
        row_id = infection.add(session, entry).id
        alerts.after_results(session, ws, entry.patient_id, {"infection"})
        return changes(session, _WRITES, _saved(ws, card, entry), entry.patient_id, row_id)


def revise(
    ws: Workspace, infection_id: int, version: int, entry: InfectionEntry, *, confirmed: bool = False
) -> Changes:
    """Change an infection. KnownError `stale_row`."""
    with ws.write("infection.revise") as session:
        card = record_of(session, entry.patient_id)
        entry = _sound(session, ws, card, entry, confirmed)
        if infection.get(session, infection_id).entry.patient_id != entry.patient_id:
            raise KnownError("stale_row")
        infection.revise(session, infection_id, version, entry)
        alerts.after_results(session, ws, entry.patient_id, {"infection"})
        return changes(session, _WRITES, _saved(ws, card, entry), entry.patient_id, infection_id)


def void_infection(ws: Workspace, infection_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back an infection recorded by mistake, with the reason; `version` is the one that was shown."""
    why = required_reason(reason)
    with ws.write("infection.void") as session:
        row = fetch(session, infection.Infection, infection_id, version)
        void(session, row, why)
        session.flush()
        alerts.after_results(session, ws, row.patient_id, {"infection"})
        text = ws.wording.text("saved.infection_voided", name=name_of(record_of(session, row.patient_id)))
        return changes(session, _WRITES, text, row.patient_id, infection_id)


def _sound(
    session: WriteSession, ws: Workspace, card: PatientCard, entry: InfectionEntry, confirmed: bool
) -> InfectionEntry:
    """The entry tidied and found sound; InputError says what is wrong."""
    refuse_odd_numbers(entry)
    entry = replace(
        entry,
        organism=clean(entry.organism),
        site=clean(entry.site),
        specimen=clean(entry.specimen),
        resistance=clean_lines(entry.resistance),
        treatment=clean_lines(entry.treatment),
        note=clean_lines(entry.note),
    )
    refuse_problems(problems(session, ws, card, entry), confirmed=confirmed)
    return entry


def _saved(ws: Workspace, card: PatientCard, entry: InfectionEntry) -> str:
    return ws.wording.text("saved.infection", name=name_of(card), what=entry.organism or entry.site)
