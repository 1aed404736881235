"""The disease courses that outcomes, pictures and cohorts read: of one patient, or of all with fixed statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from hsct_desktop.domain.disability_settings import StepConvention
from hsct_desktop.domain.disease_course import CourseTherapy, CourseTransplant, DiseaseCourse
from hsct_desktop.domain.dmt import Dmt, DmtLine
from hsct_desktop.domain.measure_outcome import NoAttackTest
from hsct_desktop.domain.outcome_settings import OutcomeSettings, Preset, ReferenceDay
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.setting import YES, whole_of
from hsct_desktop.domain.statement import StatementAnswer, StatementKind
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import disease_course as store
from hsct_desktop.store import setting
from hsct_desktop.store.base import ReadSession, WriteSession
from hsct_desktop.store.disease_course import CourseRows

PRESET, STEP, REFERENCE = "outcomes.preset", "outcomes.step", "outcomes.reference"
REBASELINE, GADOLINIUM = "outcomes.rebaseline", "outcomes.gadolinium"
MEDA, HORIZON = "outcomes.meda_new_t2", "outcomes.horizon"
MOST_APART: Final = 100
"""Days; no disease counts onsets further from each other as one attack."""


def of_patient(ws: Workspace, patient_id: int, transplant_id: int | None = None) -> DiseaseCourse:
    """A patient's course around a transplant: the latest with a Day 0 unless asked. KnownError `stale_row`."""
    with ws.read() as session:
        return course_in(session, ws, patient_id, transplant_id)


def course_in(
    session: ReadSession | WriteSession, ws: Workspace, patient_id: int, transplant_id: int | None = None
) -> DiseaseCourse:
    """The course within a session. KnownError `stale_row` when patient or transplant is gone."""
    rows = store.of_patients(session, patient_id).get(patient_id)
    if rows is None or (transplant_id is not None and all(t.id != transplant_id for t in rows.transplants)):
        raise KnownError("stale_row")
    return _course(ws, rows, settings_in(session, ws), ws.today(), transplant_id)


def of_all(ws: Workspace, settings: OutcomeSettings | None = None) -> dict[int, DiseaseCourse]:
    """Every patient's course around the latest transplant with a Day 0, by patient; the statements are fixed in number.

    `settings` stand in for the unit's own.
    """
    with ws.read() as session:
        found, own, today = store.of_patients(session), settings or settings_in(session, ws), ws.today()
    return {patient_id: _course(ws, rows, own, today, None) for patient_id, rows in found.items()}


def of_transplants(ws: Workspace) -> dict[int, list[DiseaseCourse]]:
    """By patient a course around each transplant whose Day 0 has come; for a patient without, the one of `of_all`."""
    with ws.read() as session:
        found, own, today = store.of_patients(session), settings_in(session, ws), ws.today()
    courses: dict[int, list[DiseaseCourse]] = {}
    for patient_id, rows in found.items():
        done = [one.id for one in rows.transplants if one.day0 is not None and one.day0 <= today]
        courses[patient_id] = [_course(ws, rows, own, today, transplant_id) for transplant_id in done or (None,)]
    return courses


def settings(ws: Workspace) -> OutcomeSettings:
    """The unit's decisions about outcomes."""
    with ws.read() as session:
        return settings_in(session, ws)


def settings_in(session: ReadSession | WriteSession, ws: Workspace) -> OutcomeSettings:
    """The unit's decisions within a session, in one statement."""
    stored = setting.all_of(session)

    def value(name: str) -> str:
        return stored.get(name, ws.catalogue.settings[name].default)

    return OutcomeSettings(
        Preset(value(PRESET)),
        StepConvention(value(STEP)),
        ReferenceDay(value(REFERENCE)),
        whole_of(value(REBASELINE)) or 0,
        value(GADOLINIUM) == YES,
        whole_of(value(MEDA)) or 0,
        whole_of(value(HORIZON)) or 0,
    )


def _course(
    ws: Workspace, rows: CourseRows, own: OutcomeSettings, today: date, transplant_id: int | None
) -> DiseaseCourse:
    asked = _in_question(rows.transplants, today, transplant_id)
    return DiseaseCourse(
        rows.patient_id,
        rows.disease_id,
        asked,
        tuple(rows.transplants),
        _until(rows.transplants, asked),
        rows.diagnosed,
        rows.onset,
        tuple(rows.phenotypes),
        tuple(rows.assessments),
        tuple(rows.relapses),
        tuple(rows.scans),
        rows.references.get(asked.id) if asked is not None else None,
        _therapies(ws, rows.therapies),
        _said(rows.statements, StatementKind.PRIOR_DRUGS_COMPLETE, StatementAnswer.NO),
        tuple(rows.measures),
        rows.phenotype_id,
        (),
        tuple(day for day in rows.looked if day <= today),
        _said(rows.statements, StatementKind.RELAPSE, StatementAnswer.YES),
        rows.died_on,
        rows.death_relation,
        today,
        own,
        _attack_apart(ws, rows),
    )


def _attack_apart(ws: Workspace, rows: CourseRows) -> int:
    """How many days apart onsets are attacks of their own in this disease, 0 where each is one.

    The catalogue is asked only where two onsets lie close to each other.
    """
    known = sorted((one.onset for one in rows.relapses if one.onset is not None), key=lambda onset: onset.first)
    if not any((later.last - one.first).days <= MOST_APART for one, later in pairwise(known)):
        return 0
    conditions = (one for of in ws.catalogue.measure_book.outcomes_of(rows.disease_id) for one in of.conditions)
    return max((one.test.apart for one in conditions if isinstance(one.test, NoAttackTest)), default=0)


def _in_question(
    transplants: list[CourseTransplant], today: date, transplant_id: int | None
) -> CourseTransplant | None:
    """The transplant asked for, else the latest whose Day 0 has come, else the first planned."""
    if transplant_id is not None:
        return next(one for one in transplants if one.id == transplant_id)
    done = [one for one in transplants if one.day0 is not None and one.day0 <= today]
    return done[-1] if done else next(iter(transplants), None)


def _until(transplants: list[CourseTransplant], asked: CourseTransplant | None) -> date | None:
    """The day before the next transplant began."""
    if asked is None:
        return None
    later = [one.mobilisation or one.day0 for one in transplants if one.number > asked.number]
    begun = [day for day in later if day is not None]
    return min(begun) - timedelta(days=1) if begun else None


def _said(statements: Mapping[str, tuple[str, date]], kind: StatementKind, wanted: StatementAnswer) -> date | None:
    """The day of the last statement of a kind, where it gives the wanted answer."""
    answer, on = statements.get(kind.value, ("", None))
    return on if answer == wanted.value else None


def _therapies(ws: Workspace, therapies: Sequence[CourseTherapy]) -> tuple[CourseTherapy, ...]:
    """The drugs with what the catalogue says of them; the catalogue is asked only where a drug is named by it."""
    if not therapies:
        return ()
    known = ws.catalogue.dmts
    return tuple(replace(one, is_modifying=_is_modifying(known.get(one.drug_id))) for one in therapies)


def _is_modifying(drug: Dmt | None) -> bool:
    """A drug that is only named may be any; what treats a relapse, and vitamins, do not change the disease."""
    return drug is None or not (drug.relapse or drug.line is DmtLine.AUXILIARY)
