"""Neurological examinations: record, revise, void, list; what the sheet shows beside its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from hsct_desktop.catalogue.edss_words import edss_text
from hsct_desktop.domain.disease_history import check_onset
from hsct_desktop.domain.edss import ComputedEdss, computed_edss
from hsct_desktop.domain.edss_assessment import EdssAssessment, EdssEntry, Life, check_edss
from hsct_desktop.domain.names import clean, clean_lines
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.services import measures, settings
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
from hsct_desktop.store import disease_history, edss_assessment, transplant
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.patient import PatientCard

CEREBRAL_ONE: Final = "edss.cerebral_one"
_WRITES: Final = frozenset({"neurology", "measure"})
Values = Mapping[str, Decimal | None]
"""Timed tests and totals by the id of their measure; None takes a value away."""
_NO_VALUES: Final[Values] = {}


@dataclass(frozen=True)
class NeurologyRow:
    """An examination as a list shows it, with the EDSS that follows from its grades."""

    held: EdssAssessment
    computed: ComputedEdss

    @property
    def differs(self) -> bool:
        """Whether the clinician's EDSS is another than the computed one."""
        stated, computed = self.held.entry.edss, self.computed.edss
        return stated is not None and computed is not None and stated != computed


def cerebral_one_counts(ws: Workspace) -> bool:
    """Whether the unit counts a cerebral grade 1."""
    return settings.value(ws, CEREBRAL_ONE) == "counts"


def for_patient(ws: Workspace, patient_id: int) -> list[NeurologyRow]:
    """A patient's examinations, the latest first."""
    counts = cerebral_one_counts(ws)
    with ws.read() as session:
        found = edss_assessment.of_patient(session, patient_id)
    return [
        NeurologyRow(held, computed_edss(held.entry.systems, cerebral_one_counts=counts)) for held in reversed(found)
    ]


def entry_of(ws: Workspace, row_id: int) -> tuple[EdssEntry, int]:
    """An examination as entered and its version, for the form that edits it. KnownError `stale_row`."""
    with ws.read() as session:
        found = edss_assessment.get(session, row_id)
    return found.entry, found.version


def life_of(session: ReadSession | WriteSession, ws: Workspace, card: PatientCard, patient_id: int) -> Life:
    """The days between which an examination or a scan of a patient can lie."""
    courses = transplant.of_patient(session, patient_id)
    day0 = min((course.entry.day0 for course in courses if course.entry.day0 is not None), default=None)
    return Life(birth_date_of(card), ws.today(), day0, died_on(session, patient_id))


def life(ws: Workspace, patient_id: int) -> Life:
    """The same for a form that checks while somebody types."""
    with ws.read() as session:
        return life_of(session, ws, record_of(session, patient_id), patient_id)


def problems(
    session: ReadSession | WriteSession,
    ws: Workspace,
    card: PatientCard,
    entry: EdssEntry,
    values: Values = _NO_VALUES,
    row_id: int | None = None,
) -> Iterator[Problem]:
    """What is wrong with an examination, as the form shows it beside its fields; of a value by its measure's id."""
    others = [held for held in edss_assessment.of_patient(session, entry.patient_id) if held.id != row_id]
    given = any(value is not None for value in values.values())
    yield from check_edss(entry, life_of(session, ws, card, entry.patient_id), others, has_values=given)
    yield from check_onset("assessed", entry.assessed, disease_history.onset_of(session, entry.patient_id))
    if given and not entry.assessed.is_whole:
        yield Problem("assessed", "neurology_values_need_day")
    elif given:
        yield from measures.put_problems(session, ws, card, entry.assessed.first, dict(values), row_id)


def record(ws: Workspace, entry: EdssEntry, values: Values = _NO_VALUES, *, confirmed: bool = False) -> Changes:
    """Record an examination with its timed tests and totals in one write. Soft problems pass once `confirmed`."""
    with ws.write("neurology.record") as session:
        card = record_of(session, entry.patient_id)
        entry = _sound(session, ws, card, entry, values, None, confirmed)
        row_id = edss_assessment.add(session, entry).id
        _put(session, ws, entry, values, row_id)
        return changes(session, _WRITES, _saved(ws, card, entry), entry.patient_id, row_id)


def revise(
    ws: Workspace, row_id: int, version: int, entry: EdssEntry, values: Values = _NO_VALUES, *, confirmed: bool = False
) -> Changes:
    """Change an examination and what was measured with it. KnownError `stale_row`."""
    with ws.write("neurology.revise") as session:
        card = record_of(session, entry.patient_id)
        entry = _sound(session, ws, card, entry, values, row_id, confirmed)
        if edss_assessment.get(session, row_id).entry.patient_id != entry.patient_id:
            raise KnownError("stale_row")
        edss_assessment.revise(session, row_id, version, entry)
        _put(session, ws, entry, values, row_id)
        return changes(session, _WRITES, _saved(ws, card, entry), entry.patient_id, row_id)


def _put(session: WriteSession, ws: Workspace, entry: EdssEntry, values: Values, row_id: int) -> None:
    measures.put(session, ws, entry.patient_id, entry.assessed.first, dict(values), row_id)


def void_assessment(ws: Workspace, row_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back an examination made by mistake and what was measured with it, with the reason."""
    why = required_reason(reason)
    with ws.write("neurology.void") as session:
        row = fetch(session, edss_assessment.EdssAssessment, row_id, version)
        measures.void_of_assessment(session, row_id, why)
        void(session, row, why)
        session.flush()
        text = ws.wording.text("saved.neurology_voided", name=name_of(record_of(session, row.patient_id)))
        return changes(session, _WRITES, text, row.patient_id, row_id)


def _sound(
    session: WriteSession,
    ws: Workspace,
    card: PatientCard,
    entry: EdssEntry,
    values: Values,
    row_id: int | None,
    confirmed: bool,
) -> EdssEntry:
    """The entry tidied and found sound; InputError says what is wrong."""
    refuse_odd_numbers(entry)
    entry = replace(entry, rater=clean(entry.rater), note=clean_lines(entry.note))
    refuse_problems(problems(session, ws, card, entry, values, row_id), confirmed=confirmed)
    return entry


def _saved(ws: Workspace, card: PatientCard, entry: EdssEntry) -> str:
    if entry.edss is None:
        return ws.wording.text("saved.neurology_without", name=name_of(card))
    return ws.wording.text("saved.neurology", name=name_of(card), edss=edss_text(ws.wording, entry.edss))
