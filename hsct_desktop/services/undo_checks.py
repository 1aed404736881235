"""What an undo would put back is checked as its form would check it: nothing may stand beside its own replacement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar

from hsct_desktop.domain.problem import InputError, KnownError, Problem
from hsct_desktop.services import (
    disease_history,
    disease_modifying_therapies,
    measures,
    mri,
    neurology,
    relapses,
    selection,
    supportive_therapies,
    therapy_checks,
    therapy_doses,
    treatment,
    trials,
    vaccines,
    visits,
)
from hsct_desktop.services.person import record_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import disease_history as history_store
from hsct_desktop.store import disease_modifying_therapy as dmt_store
from hsct_desktop.store import (
    edss_assessment,
    measure_value,
    relapse,
    scheduled_visit,
    supportive_therapy,
    therapy_dose,
    visit,
)
from hsct_desktop.store import mri as mri_store
from hsct_desktop.store import selection as selection_store
from hsct_desktop.store import treatment as treatment_store
from hsct_desktop.store.base import Base, WriteSession
from hsct_desktop.store.history import Change
from hsct_desktop.store.patient import PatientCard
from hsct_desktop.store.undo import has_twin


@dataclass(frozen=True)
class _Row:
    """A standing row that an undo has put back or changed, with the columns that it changed."""

    session: WriteSession
    ws: Workspace
    card: PatientCard
    id: int
    columns: frozenset[str]


Check = Callable[[_Row], Iterable[Problem]]
"""What is wrong with a row beside all else that stands."""
TWINS: Final = frozenset(
    {"session_same_day", "infused_twice", "mri_twice", "relapse_near", "phenotype_same_time", "dmt_overlaps"}
)
"""What a form only asks about, because two such rows may be meant; nobody was asked about the two that would meet."""


def refuse_misfits(ws: Workspace, session: WriteSession, reverted: Sequence[Change]) -> None:
    """Refuse an undo that would leave what a form would have refused; call it inside the undo's write.

    KnownError `undo_in_the_way` with the sentences that the form would show. What else only asks for a second look was
    answered when it was entered, and passes.
    """
    columns: dict[tuple[str, int], set[str]] = {}
    for change in reverted:
        columns.setdefault((change.table, change.row_id), set()).update(change.old)
    new = {(change.table, change.row_id) for change in reverted if change.inserted}
    for (table, row_id), changed in columns.items():
        if (table, row_id) in new:
            continue
        told = list(_misfits(ws, session, table, row_id, frozenset(changed)))
        if told:
            raise KnownError("undo_in_the_way", why=ws.wording.problems(InputError(told)))


def _misfits(
    ws: Workspace, session: WriteSession, table: str, row_id: int, columns: frozenset[str]
) -> Iterator[Problem]:
    found = _problems(ws, session, table, row_id, columns) if table in CHECKS else ()
    hard = [problem for problem in found if not problem.soft]
    is_twin = table in KEYED and has_twin(session, table, row_id, KEYED[table])
    if hard:
        yield from hard
    elif is_twin or any(problem.key in TWINS for problem in found):
        yield Problem("", "undo_twin")


def _problems(
    ws: Workspace, session: WriteSession, table: str, row_id: int, columns: frozenset[str]
) -> Sequence[Problem]:
    row: Any = session.get_one(_MODELS[table], row_id)
    if row.is_voided:
        return ()
    try:
        card = record_of(session, _patient_of(session, row))
        return list(CHECKS[table](_Row(session, ws, card, row_id, columns)))
    except InputError as error:
        return error.problems


def _patient_of(session: WriteSession, row: Any) -> int:
    if isinstance(row, therapy_dose.TherapyDose):
        return session.get_one(supportive_therapy.SupportiveTherapy, row.supportive_therapy_id).patient_id
    return int(row.patient_id)


class _Held(Protocol):
    @property
    def id(self) -> int: ...

    @property
    def entry(self) -> Any: ...


Held = TypeVar("Held", bound=_Held)


def _one(rows: Iterable[Held], row_id: int) -> Held:
    return next(row for row in rows if row.id == row_id)


# the disease --------------------------------------------------------------------------------------------------------


def _assessment(row: _Row) -> Iterable[Problem]:
    taken = {held.entry.measure_id: held.entry.value for held in measure_value.of_assessment(row.session, row.id)}
    entry = edss_assessment.get(row.session, row.id).entry
    return neurology.problems(row.session, row.ws, row.card, entry, taken, row.id)


def _measure(row: _Row) -> Iterable[Problem]:
    held = _one(measure_value.of_patient(row.session, row.card.id), row.id)
    return measures.problems(row.session, row.ws, row.card, [held.entry], row.id)


def _scan(row: _Row) -> Iterable[Problem]:
    return mri.problems(row.session, row.ws, row.card, mri_store.get(row.session, row.id).entry, row.id)


def _reference(row: _Row) -> Iterable[Problem]:
    return mri.reference_problems(row.session, row.card.id, row.id)


def _relapse(row: _Row) -> Iterable[Problem]:
    held = _one(relapse.of_patient(row.session, row.card.id), row.id)
    return relapses.problems(row.session, row.ws, row.card, held.entry, row.id)


def _history(row: _Row) -> Iterable[Problem]:
    held = history_store.of_patient(row.session, row.card.id)
    return disease_history.problems(row.session, row.ws, row.card, held.entry) if held is not None else ()


def _phenotype(row: _Row) -> Iterable[Problem]:
    held = _one(history_store.phenotypes_of(row.session, row.card.id), row.id)
    return disease_history.phenotype_problems(row.session, row.ws, row.card, held.entry, row.id)


def _dmt(row: _Row) -> Iterable[Problem]:
    held = _one(dmt_store.of_patient(row.session, row.card.id), row.id)
    return disease_modifying_therapies.problems(row.session, row.ws, row.card, held.entry, row.id)


# selection and treatment --------------------------------------------------------------------------------------------


def _meeting(row: _Row) -> Iterable[Problem]:
    return selection.standing_problems(row.session, row.card.id, row.id)


def _trial(row: _Row) -> Iterable[Problem]:
    held = _one(selection_store.trials_of(row.session, row.card.id), row.id)
    return trials.problems(row.session, row.ws, row.card, held.entry)


def _collection(row: _Row) -> Iterable[Problem]:
    return _of_treatment(row, treatment_store.collections_of(row.session, row.card.id))


def _conditioning(row: _Row) -> Iterable[Problem]:
    return _of_treatment(row, treatment_store.conditioning_of(row.session, row.card.id))


def _infusion(row: _Row) -> Iterable[Problem]:
    return _of_treatment(row, treatment_store.infusions_of(row.session, row.card.id))


def _of_treatment(row: _Row, held: Iterable[_Held]) -> Iterable[Problem]:
    return treatment.problems(row.session, row.ws, row.card, _one(held, row.id).entry, row.id)


# visits, drugs, doses -----------------------------------------------------------------------------------------------


def _visit(row: _Row) -> Iterable[Problem]:
    held = _one(visit.of_patient(row.session, row.card.id), row.id)
    wanted = held.entry.scheduled_id
    planned = scheduled_visit.get(row.session, wanted) if wanted is not None else None
    return visits.problems(row.session, row.ws, row.card, held.entry, planned)


def _therapy(row: _Row) -> Iterable[Problem]:
    held = supportive_therapy.entry_of(row.session, row.id)
    if held is None:
        return
    yield from supportive_therapies.problems(row.session, row.ws, row.card, held[1])
    yield from supportive_therapies.moved_past_dose(row.session, row.id, held[1])
    if row.columns & _ASK_ANEW:
        yield from therapy_checks.unanswered(row.ws, row.session, held[1], row.id)


def _dose(row: _Row) -> Iterable[Problem]:
    return therapy_doses.standing_problems(row.session, row.id)


def _vaccination(row: _Row) -> Iterable[Problem]:
    return vaccines.standing_problems(row.session, row.ws, row.card, row.id)


_ASK_ANEW: Final = frozenset({"voided_at", "catalogue_id", "name", "start", "stop"})
"""The columns of a therapy by which allergies and a second course of the same drug are asked about."""
CHECKS: Final[Mapping[str, Check]] = {
    "edss_assessment": _assessment,
    "measure_value": _measure,
    "mri": _scan,
    "mri_reference": _reference,
    "relapse": _relapse,
    "disease_history": _history,
    "phenotype_change": _phenotype,
    "disease_modifying_therapy": _dmt,
    "selection_meeting": _meeting,
    "trial_enrolment": _trial,
    "apheresis": _collection,
    "conditioning_given": _conditioning,
    "cell_infusion": _infusion,
    "visit": _visit,
    "supportive_therapy": _therapy,
    "therapy_dose": _dose,
    "vaccination": _vaccination,
}
"""The tables whose rows have to go with others. Results, visits of a plan and the like are kept apart by the file."""
KEYED: Final[Mapping[str, tuple[str, ...]]] = {
    "vaccine_decision": ("patient_id", "vaccine"),
    "therapy_decision": ("patient_id", "transplant_id", "phase", "item"),
    "care_plan_item": ("patient_id", "source_key"),
    "laboratory": ("name",),
    "lab_mapping": ("laboratory_id", "name"),
    "reference_range": ("laboratory_id", "unit", "sex", "age_from", "age_to", "valid_from", "analyte"),
    "saved_filter": ("owner_id", "name"),
    "letter": ("replaces_id",),
}
"""The tables of which one row of a key stands at a time, by what their use cases do."""
_MODELS: Final = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
