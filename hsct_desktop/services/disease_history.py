"""How the disease began and the forms it took; the card's phenotype follows a history that it agreed with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from hsct_desktop.catalogue.items import Phenotype
from hsct_desktop.domain.disease_history import (
    DiseaseHistory,
    HistoryEntry,
    PhenotypeChange,
    PhenotypeEntry,
    check_history,
    check_phenotype,
    latest,
)
from hsct_desktop.domain.names import clean_lines
from hsct_desktop.domain.partial_date import shown
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import (
    birth_date_of,
    changes,
    check_alive,
    name_of,
    record_of,
    refuse_problems,
    required_reason,
)
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import disease_history as store
from hsct_desktop.store import patient
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.patient import PatientCard

_WRITES: Final = frozenset({"disease"})


@dataclass(frozen=True)
class HistoryOf:
    """What is recorded of a patient: beginning and diagnosis, phenotypes with the earliest first, and their words.

    `phenotypes_known` are id and label of those the patient's disease has. `card_differs` says that the card has
    another phenotype than the last of the history, in a sentence; "" where they agree or one says nothing.
    """

    history: DiseaseHistory | None
    phenotypes: tuple[PhenotypeChange, ...]
    phenotypes_known: tuple[tuple[str, str], ...]
    card_differs: str = ""


def of_patient(ws: Workspace, patient_id: int) -> HistoryOf:
    """The recorded history of a patient. KnownError `stale_row` when the patient is gone."""
    with ws.read() as session:
        card = record_of(session, patient_id)
        held = store.phenotypes_of(session, patient_id)
        known = tuple((p.id, p.label.text(ws.wording.language)) for p in _phenotypes(ws, card))
        return HistoryOf(store.of_patient(session, patient_id), tuple(held), known, _differs(ws, card, held))


def card_differs(ws: Workspace, patient_id: int) -> str:
    """Where card and history differ, in a sentence; "" where they agree, one says nothing or the patient is gone."""
    with ws.read() as session:
        card = patient.get(session, patient_id)
        return "" if card is None else _differs(ws, card, store.phenotypes_of(session, patient_id))


def _phenotypes(ws: Workspace, card: PatientCard) -> tuple[Phenotype, ...]:
    disease = ws.catalogue.diseases.get(card.entry.disease_id)
    return disease.phenotypes if disease is not None else ()


def _label(ws: Workspace, card: PatientCard, phenotype_id: str) -> str:
    found = next((p for p in _phenotypes(ws, card) if p.id == phenotype_id), None)
    return found.label.text(ws.wording.language) if found is not None else phenotype_id


def _differs(ws: Workspace, card: PatientCard, held: Iterable[PhenotypeChange]) -> str:
    last, on_card = latest(held), card.entry.phenotype_id
    if last is None or not on_card or on_card == last.phenotype_id:
        return ""
    said = {"card": _label(ws, card, on_card), "history": _label(ws, card, last.phenotype_id)}
    if last.since is not None:
        return ws.wording.text("history.card_differs_since", since=shown(last.since), **said)
    return ws.wording.text("history.card_differs", **said)


# beginning and diagnosis ----------------------------------------------------------------------------------------


def problems(
    session: ReadSession | WriteSession, ws: Workspace, card: PatientCard, entry: HistoryEntry
) -> Iterator[Problem]:
    """What is wrong with beginning and diagnosis, as the page shows it beside its fields."""
    yield from check_history(entry, birth_date_of(card), ws.today())
    for field, day in (("onset", entry.onset), ("diagnosed", entry.diagnosed)):
        yield from check_alive(session, entry.patient_id, day.first if day is not None else None, field)


def record(ws: Workspace, entry: HistoryEntry, *, confirmed: bool = False) -> Changes:
    """Record beginning and diagnosis of a patient of whom none are recorded. KnownError `stale_row` where some are."""
    with ws.write("disease_history.record") as session:
        card, entry = record_of(session, entry.patient_id), replace(entry, note=clean_lines(entry.note))
        refuse_problems(problems(session, ws, card, entry), confirmed=confirmed)
        if store.of_patient(session, entry.patient_id) is not None:
            raise KnownError("stale_row")
        row_id = store.add(session, entry).id
        return changes(session, _WRITES, _saved(ws, card), entry.patient_id, row_id)


def revise(ws: Workspace, row_id: int, version: int, entry: HistoryEntry, *, confirmed: bool = False) -> Changes:
    """Change beginning and diagnosis. KnownError `stale_row`."""
    with ws.write("disease_history.revise") as session:
        card, entry = record_of(session, entry.patient_id), replace(entry, note=clean_lines(entry.note))
        refuse_problems(problems(session, ws, card, entry), confirmed=confirmed)
        if store.revise(session, row_id, version, entry).patient_id != entry.patient_id:
            raise KnownError("stale_row")
        return changes(session, _WRITES, _saved(ws, card), entry.patient_id, row_id)


def _saved(ws: Workspace, card: PatientCard) -> str:
    return ws.wording.text("saved.disease_history", name=name_of(card))


# phenotypes -----------------------------------------------------------------------------------------------------


def phenotype_problems(
    session: ReadSession | WriteSession,
    ws: Workspace,
    card: PatientCard,
    entry: PhenotypeEntry,
    row_id: int | None = None,
) -> Iterator[Problem]:
    """What is wrong with a phenotype; one that the list no longer has stays on the row that holds it."""
    held = store.phenotypes_of(session, entry.patient_id)
    known = {p.id for p in _phenotypes(ws, card)} | {change.phenotype_id for change in held if change.id == row_id}
    others = [change for change in held if change.id != row_id]
    follows = {p.id: p.follows for p in _phenotypes(ws, card) if p.follows is not None}
    yield from check_phenotype(entry, known, birth_date_of(card), ws.today(), others, follows)
    yield from check_alive(session, entry.patient_id, entry.since.first if entry.since is not None else None, "since")


def record_phenotype(ws: Workspace, entry: PhenotypeEntry, *, confirmed: bool = False) -> Changes:
    """Record a phenotype and since when; the card follows where it said what the history said before."""
    with ws.write("phenotype.record") as session:
        card, entry = record_of(session, entry.patient_id), replace(entry, note=clean_lines(entry.note))
        refuse_problems(phenotype_problems(session, ws, card, entry), confirmed=confirmed)
        before = store.phenotypes_of(session, entry.patient_id)
        row_id = store.add_phenotype(session, entry).id
        return _written(ws, session, card, before, row_id)


def revise_phenotype(
    ws: Workspace, row_id: int, version: int, entry: PhenotypeEntry, *, confirmed: bool = False
) -> Changes:
    """Change a phenotype. KnownError `stale_row`."""
    with ws.write("phenotype.revise") as session:
        card, entry = record_of(session, entry.patient_id), replace(entry, note=clean_lines(entry.note))
        refuse_problems(phenotype_problems(session, ws, card, entry, row_id), confirmed=confirmed)
        before = store.phenotypes_of(session, entry.patient_id)
        if store.revise_phenotype(session, row_id, version, entry).patient_id != entry.patient_id:
            raise KnownError("stale_row")
        return _written(ws, session, card, before, row_id)


def void_phenotype(ws: Workspace, row_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back a phenotype recorded by mistake, with the reason."""
    why = required_reason(reason)
    with ws.write("phenotype.void") as session:
        row = fetch(session, store.PhenotypeChange, row_id, version)
        card, before = record_of(session, row.patient_id), store.phenotypes_of(session, row.patient_id)
        void(session, row, why)
        session.flush()
        return _written(ws, session, card, before, row_id, voided=True)


def adopt_phenotype(ws: Workspace, patient_id: int) -> Changes:
    """Make the card say what the history ends with. KnownError `stale_row` where it ends with nothing."""
    with ws.write("phenotype.adopt") as session:
        card, last = record_of(session, patient_id), latest(store.phenotypes_of(session, patient_id))
        if last is None:
            raise KnownError("stale_row")
        return changes(session, _WRITES | {"patient"}, _on_card(ws, session, card, last), patient_id)


def _written(
    ws: Workspace,
    session: WriteSession,
    card: PatientCard,
    before: list[PhenotypeChange],
    row_id: int,
    *,
    voided: bool = False,
) -> Changes:
    """What was written, with the card put right: it follows only a history that it agreed with, so that the first
    phenotypes typed of a long course do not overwrite what the card says of today.
    """
    was, now = latest(before), latest(store.phenotypes_of(session, card.id))
    on_card = card.entry.phenotype_id
    if now is not None and now.phenotype_id != on_card and on_card == (was.phenotype_id if was is not None else ""):
        return changes(session, _WRITES | {"patient"}, _on_card(ws, session, card, now), card.id, row_id)
    key = "saved.phenotype_voided" if voided else "saved.phenotype"
    return changes(session, _WRITES, ws.wording.text(key, name=name_of(card)), card.id, row_id)


def _on_card(ws: Workspace, session: WriteSession, card: PatientCard, last: PhenotypeChange) -> str:
    """Write the phenotype on the card; the sentence says that it now stands there."""
    patient.revise(session, card.id, card.version, replace(card.entry, phenotype_id=last.phenotype_id))
    said = _label(ws, card, last.phenotype_id)
    return ws.wording.text("saved.phenotype_on_card", name=name_of(card), phenotype=said)
