"""Toxicities: episodes of a CTCAE term with their dated grades."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain.adverse_event import (
    Action,
    AdverseEventEntry,
    Attribution,
    Causality,
    Episode,
    Grade,
    GradeStep,
    Judgement,
    Outcome,
    SeriousnessCriterion,
)
from hsct_desktop.store.base import Base, ReadSession, Recorded, WriteSession, fetch, touch, void
from hsct_desktop.store.criteria_check import CriteriaCheck
from hsct_desktop.store.grade_decision import GradeDecision
from hsct_desktop.store.held import read_once
from hsct_desktop.store.infection import Infection
from hsct_desktop.store.lab_result import LabResult
from hsct_desktop.store.many import ids_text, of_many_patients
from hsct_desktop.store.patient import REMOVED
from hsct_desktop.store.supportive_therapy import SupportiveTherapy
from hsct_desktop.store.visit import Visit


class AdverseEvent(Recorded, Base):
    """One episode. `label` is the term's English label when it was entered; attributions are a JSON list of texts.

    `seriousness` is the first criterion, `seriousness_also` the others; `causality` says how sure each attribution is.
    The columns that may be empty came with revision 0003.
    """

    __tablename__ = "adverse_event"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    term_id: Mapped[str]
    label: Mapped[str]
    soc: Mapped[str]
    ctcae_version: Mapped[str]
    onset: Mapped[date]
    ended_on: Mapped[date | None]
    outcome: Mapped[Outcome]
    attributions: Mapped[list[str]] = mapped_column(sa.JSON)
    serious: Mapped[bool]
    seriousness: Mapped[SeriousnessCriterion | None]
    action: Mapped[Action]
    specify: Mapped[str]
    note: Mapped[str]
    seriousness_also: Mapped[list[str] | None] = mapped_column(sa.JSON(none_as_null=True), sort_order=98)
    causality: Mapped[dict[str, str] | None] = mapped_column(sa.JSON(none_as_null=True), sort_order=98)
    narrative: Mapped[str | None] = mapped_column(sort_order=98)
    baseline: Mapped[bool | None] = mapped_column(sort_order=98)
    visit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("visit.id"), sort_order=98)
    therapy_id: Mapped[int | None] = mapped_column(sa.ForeignKey("supportive_therapy.id"), sort_order=98)
    infection_id: Mapped[int | None] = mapped_column(sa.ForeignKey("infection.id"), sort_order=98)
    merged_into: Mapped[int | None] = mapped_column(sa.ForeignKey("adverse_event.id"), sort_order=98)


class AdverseEventGrade(Recorded, Base):
    """A grade and the day from which it held; where it came from a result, which one and by which rule.

    `until` is its last day where a gap follows before the next grade.
    """

    __tablename__ = "adverse_event_grade"

    adverse_event_id: Mapped[int] = mapped_column(sa.ForeignKey("adverse_event.id"), index=True)
    start: Mapped[date]
    grade: Mapped[int]
    ctcae_version: Mapped[str | None] = mapped_column(sort_order=98)
    lab_result_id: Mapped[int | None] = mapped_column(sa.ForeignKey("lab_result.id"), sort_order=98)
    rule: Mapped[str | None] = mapped_column(sort_order=98)
    until: Mapped[date | None] = mapped_column(sort_order=98)

    __table_args__ = (sa.CheckConstraint("grade BETWEEN 1 AND 5", name="grade"),)


_EVENTS = sa.select(
    AdverseEvent.id, AdverseEvent.version, AdverseEvent.patient_id, AdverseEvent.term_id, AdverseEvent.label,
    AdverseEvent.soc, AdverseEvent.ctcae_version, AdverseEvent.onset, AdverseEvent.ended_on, AdverseEvent.outcome,
    AdverseEvent.attributions, AdverseEvent.serious, AdverseEvent.seriousness, AdverseEvent.action,
    AdverseEvent.specify, AdverseEvent.note, AdverseEvent.seriousness_also, AdverseEvent.causality,
    AdverseEvent.narrative, AdverseEvent.baseline, AdverseEvent.visit_id, AdverseEvent.therapy_id,
    AdverseEvent.infection_id,
).where(AdverseEvent.voided_at.is_(None))  # fmt: skip
_OF_PATIENT = _EVENTS.where(AdverseEvent.patient_id == sa.bindparam("key")).order_by(
    AdverseEvent.onset, AdverseEvent.id
)
_ONE = _EVENTS.where(AdverseEvent.id == sa.bindparam("key"))
_GRADES = (
    sa.select(
        AdverseEventGrade.adverse_event_id, AdverseEventGrade.start, AdverseEventGrade.grade,
        AdverseEventGrade.ctcae_version, AdverseEventGrade.lab_result_id, AdverseEventGrade.rule,
        AdverseEventGrade.until,
    )
    .join(AdverseEvent, AdverseEvent.id == AdverseEventGrade.adverse_event_id)
    .where(AdverseEventGrade.voided_at.is_(None), AdverseEvent.voided_at.is_(None))
    .order_by(AdverseEventGrade.adverse_event_id, AdverseEventGrade.start, AdverseEventGrade.id)
)  # fmt: skip
_GRADES_OF_PATIENT = _GRADES.where(AdverseEvent.patient_id == sa.bindparam("key"))
_OF_MANY = of_many_patients(_EVENTS, AdverseEvent.patient_id).order_by(AdverseEvent.onset, AdverseEvent.id)
_GRADES_OF_MANY = of_many_patients(_GRADES, AdverseEvent.patient_id)
_GRADES_OF_ONE = _GRADES.where(AdverseEventGrade.adverse_event_id == sa.bindparam("key"))

_INFECTIONS = (
    sa.select(Infection.id, Infection.found_on, Infection.organism, Infection.site)
    .where(Infection.patient_id == sa.bindparam("key"), Infection.voided_at.is_(None))
    .order_by(Infection.found_on, Infection.id)
)


def add(session: WriteSession, entry: AdverseEventEntry, label: str, soc: str = "") -> AdverseEvent:
    """Record an episode with its grades; the row has its id. `label` and `soc` are the term's, in English."""
    row = AdverseEvent()
    _fill(row, entry, label, soc)
    session.add(row)
    session.flush()
    set_grades(session, row.id, entry.grades, entry.ctcae_version)
    return row


def revise(
    session: WriteSession, event_id: int, version: int, entry: AdverseEventEntry, label: str, soc: str = ""
) -> AdverseEvent:
    """Change an episode and its grades."""
    row = fetch(session, AdverseEvent, event_id, version)
    touch(session, row)
    _fill(row, entry, label, soc)
    set_grades(session, event_id, entry.grades, entry.ctcae_version)
    return row


def _fill(row: AdverseEvent, entry: AdverseEventEntry, label: str, soc: str) -> None:
    for name, value in columns(entry, label, soc).items():
        setattr(row, name, value)


def columns(entry: AdverseEventEntry, label: str, soc: str) -> dict[str, Any]:
    """An episode as its columns, without its grades."""
    values = {field.name: getattr(entry, field.name) for field in fields(entry) if field.name not in ("grades", "end")}
    return {
        **values,
        "ended_on": entry.end,
        "attributions": [attribution.value for attribution in entry.attributions],
        # A row from before revision 0003 has nothing there: it stays so until there is something to say.
        "seriousness_also": [criterion.value for criterion in entry.seriousness_also] or None,
        "causality": {judged.agent.value: judged.level.value for judged in entry.causality} or None,
        "narrative": entry.narrative or None,
        "label": label,
        "soc": soc,
    }


def grade_columns(event_id: int, step: GradeStep, ctcae_version: str) -> dict[str, Any]:
    """A grade of an episode as its columns; it has its own version or else the episode's."""
    return {
        "adverse_event_id": event_id, "start": step.start, "grade": int(step.grade),
        "ctcae_version": step.ctcae_version or ctcae_version, "lab_result_id": step.lab_result_id,
        "rule": step.rule or None, "until": step.until,
    }  # fmt: skip


def set_grades(session: WriteSession, event_id: int, steps: Sequence[GradeStep], ctcae_version: str) -> None:
    """Make the episode's grades read `steps`: by start day, changed, voided or added.

    A recorded grade keeps the version that graded it; a new one has its own or else the episode's `ctcae_version`.
    """
    statement = sa.select(AdverseEventGrade).where(
        AdverseEventGrade.adverse_event_id == event_id, AdverseEventGrade.voided_at.is_(None)
    )
    held = {row.start: row for row in session.execute(statement).scalars()}
    for start in held.keys() - {step.start for step in steps}:
        void(session, held[start], REMOVED)
    for step in steps:
        values = grade_columns(event_id, step, ctcae_version)
        row = held.get(step.start)
        if row is None:
            session.add(AdverseEventGrade(**values))
            continue
        for name, value in values.items():
            if getattr(row, name) != value:
                setattr(row, name, value)
    session.flush()


@read_once
def of_patient(session: Session, patient_id: int) -> list[Episode]:
    """A patient's episodes with their grades, by onset (two statements)."""
    return [_episode(*pair) for pair in _rows(session, _OF_PATIENT, _GRADES_OF_PATIENT, {"key": patient_id})]


def entry_of(session: Session, event_id: int) -> tuple[int, AdverseEventEntry] | None:
    """Version and entry of one episode, for the form that edits it; None when there is none (any more)."""
    for row, steps in _rows(session, _ONE, _GRADES_OF_ONE, {"key": event_id}):
        return row.version, _entry(row, steps)
    return None


def of_many(session: Session, ids: Collection[int]) -> dict[int, list[tuple[int, int, AdverseEventEntry]]]:
    """Id, version and entry of the episodes of some patients, for those who have one (two statements)."""
    found: dict[int, list[tuple[int, int, AdverseEventEntry]]] = {}
    for row, steps in _rows(session, _OF_MANY, _GRADES_OF_MANY, ids_text(ids)):
        found.setdefault(row.patient_id, []).append((row.id, row.version, _entry(row, steps)))
    return found


def _entry(row: Any, steps: tuple[GradeStep, ...]) -> AdverseEventEntry:
    return AdverseEventEntry(
        row.patient_id, row.term_id, row.ctcae_version, row.onset, steps, row.ended_on, row.outcome,
        _attributions(row.attributions), row.serious, row.seriousness, row.action, row.specify, row.note,
        _criteria(row.seriousness_also), _judgements(row.causality), row.narrative or "", row.baseline,
        row.visit_id, row.therapy_id, row.infection_id,
    )  # fmt: skip


def absorb(session: WriteSession, event_id: int, version: int, into: int, reason: str) -> None:
    """Take an episode back because another one now holds its grades; what was decided on it goes with them."""
    row = fetch(session, AdverseEvent, event_id, version)
    row.merged_into = into
    void(session, row, reason)
    decided = sa.select(GradeDecision).where(
        GradeDecision.adverse_event_id == event_id, GradeDecision.voided_at.is_(None)
    )
    for decision in session.execute(decided).scalars():
        decision.adverse_event_id = into
    checked = sa.select(CriteriaCheck).where(
        CriteriaCheck.adverse_event_id == event_id, CriteriaCheck.voided_at.is_(None)
    )
    for check in session.execute(checked).scalars():
        check.adverse_event_id = into
    session.flush()


def infections_of(session: ReadSession, patient_id: int) -> list[tuple[int, date, str, str]]:
    """A patient's infections that a toxicity can be linked with: id, day, organism, site."""
    found = session.execute(_INFECTIONS, {"key": patient_id})
    return [(row.id, row.found_on, row.organism, row.site) for row in found]


def strange_links(session: ReadSession | WriteSession, entry: AdverseEventEntry) -> list[str]:
    """Which links of an entry lead to no standing row of its patient: names of fields, `grade` for a result."""
    wanted: list[tuple[str, type[Visit | SupportiveTherapy | Infection | LabResult], set[int | None]]] = [
        ("visit_id", Visit, {entry.visit_id}),
        ("therapy_id", SupportiveTherapy, {entry.therapy_id}),
        ("infection_id", Infection, {entry.infection_id}),
        ("grade", LabResult, set(entry.result_ids)),
    ]
    found = []
    for name, model, keys in wanted:
        keys = keys - {None}
        if keys:
            own = (model.id.in_(keys), model.patient_id == entry.patient_id, model.voided_at.is_(None))
            if len(session.execute(sa.select(model.id).where(*own)).all()) < len(keys):
                found.append(name)
    return found


def _rows(
    session: Session, events: Any, grades: Any, given: Mapping[str, object]
) -> list[tuple[Any, tuple[GradeStep, ...]]]:
    by_event: dict[int, list[GradeStep]] = {}
    for step in session.execute(grades, given):
        by_event.setdefault(step.adverse_event_id, []).append(
            GradeStep(step.start, Grade(step.grade), step.ctcae_version or "", step.lab_result_id, step.rule or "",
                      step.until)
        )  # fmt: skip
    return [(row, tuple(by_event.get(row.id, ()))) for row in session.execute(events, given)]


def _episode(row: Any, steps: tuple[GradeStep, ...]) -> Episode:
    extra = {"specify": row.specify, "note": row.note, "action": row.action.value}
    extra["seriousness"] = row.seriousness.value if row.seriousness is not None else ""
    first = [row.seriousness] if row.seriousness is not None else []
    return Episode(
        row.id, row.term_id, row.label, row.onset, row.ended_on, steps, row.outcome, row.ctcae_version, row.soc,
        _attributions(row.attributions), row.serious, row.version, extra,
        (*first, *_criteria(row.seriousness_also)), _judgements(row.causality), row.narrative or "",
        bool(row.baseline), row.visit_id, row.therapy_id, row.infection_id,
    )  # fmt: skip


def _attributions(stored: list[str]) -> tuple[Attribution, ...]:
    return tuple(Attribution(value) for value in stored)


def _criteria(stored: list[str] | None) -> tuple[SeriousnessCriterion, ...]:
    return tuple(SeriousnessCriterion(value) for value in stored or ())


def _judgements(stored: dict[str, str] | None) -> tuple[Judgement, ...]:
    return tuple(Judgement(Attribution(agent), Causality(level)) for agent, level in (stored or {}).items())
