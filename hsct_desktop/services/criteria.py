"""Checklists of criteria: filled from what is recorded, judged by a person, kept, turned into a toxicity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from hsct_desktop.catalogue.criteria_words import evidence, severity_in_words, stored_verdict, verdict_in_words
from hsct_desktop.domain.adverse_event import AdverseEventEntry
from hsct_desktop.domain.criteria import RULES_VERSION, ChecklistId, SosFindings
from hsct_desktop.domain.criteria_check import CriteriaCheckEntry, Said, check_criteria
from hsct_desktop.domain.criteria_facts import Facts, Found, Measured, derive, is_classical, sos_findings
from hsct_desktop.domain.lab_result import LabResult, conditioning_start
from hsct_desktop.domain.names import clean_lines
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.services import adverse_events, engraftment, toxicity_links
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.course_days import course_days
from hsct_desktop.services.grading_settings import ctcae_version
from hsct_desktop.services.person import (
    birth_date_of,
    changes,
    died_on,
    name_of,
    record_of,
    refuse_problems,
    required_reason,
)
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import criteria_check, lab_result, visit
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.criteria_check import CriteriaCheck
from hsct_desktop.store.patient import PatientCard

FINDINGS: Final = "severity"
"""Under this name the answers keep what the severity of SOS/VOD was judged by."""
_CODES: Final = ("TEMP", "WEIGHT", "ANC", "BILT", "ALT", "AST", "CREA")
_DIARRHOEA: Final = "diarrhea"
_TERMS: Final = {
    ChecklistId.ES_MAIOLINO: "immune_system_disorders_other_specify",
    ChecklistId.ES_SPITZER: "immune_system_disorders_other_specify",
    ChecklistId.SOS_EBMT2023: "sinusoidal_obstruction_syndrome",
    ChecklistId.FEBRILE_NEUTROPENIA: "febrile_neutropenia",
}
"""The CTCAE term of each complication; the terms have the same ids in both versions."""


@dataclass(frozen=True)
class Filled:
    """A checklist filled from the record as of a day: answers with their evidence, and what frames them.

    `frame` says in words how the day lies to Day 0 and engraftment; `findings` and `severity_evidence` are those of
    the severity of SOS/VOD (None and empty elsewhere).
    """

    checklist: ChecklistId
    on: date
    said: Mapping[str, Said]
    frame: tuple[str, ...]
    findings: SosFindings | None = None
    severity_evidence: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Judged:
    """A checklist that was judged before, in words."""

    id: int
    version: int
    checklist: str
    title: str
    on: date
    verdict: str
    severity: str
    decision: str
    note: str
    by: str
    at: datetime
    rules_version: str
    event_id: int | None


def filled(ws: Workspace, patient_id: int, checklist: ChecklistId, on: date) -> Filled:
    """A checklist filled from what is recorded, as of a day; KnownError `stale_row` for a patient who is gone."""
    with ws.read() as session:
        record_of(session, patient_id)
        facts = _facts(ws, session, patient_id, on)
    said = {name: _said(ws, found) for name, found in derive(checklist, facts).items()}
    frame = _frame(ws, checklist, facts)
    if checklist is not ChecklistId.SOS_EBMT2023:
        return Filled(checklist, on, said, frame)
    findings, sources = sos_findings(facts)
    told = {name: evidence(ws.wording, found) for name, found in sources.items()}
    return Filled(checklist, on, said, frame, findings, told)


def _said(ws: Workspace, found: Found) -> Said:
    return Said(found.answer, False, evidence(ws.wording, found))


def _frame(ws: Workspace, checklist: ChecklistId, facts: Facts) -> tuple[str, ...]:
    words = ws.wording
    lines = []
    classical = is_classical(facts)
    if checklist is ChecklistId.SOS_EBMT2023 and classical is not None:
        lines.append(words.text("criteria.frame.classical" if classical else "criteria.frame.late"))
    if checklist in (ChecklistId.ES_MAIOLINO, ChecklistId.ES_SPITZER):
        if facts.engrafted is None or facts.day0 is None:
            lines.append(words.text("criteria.frame.not_engrafted"))
        else:
            day = words.day(facts.day0, facts.engrafted)
            lines.append(words.text("criteria.frame.engrafted", day=day, on=facts.engrafted))
    return tuple(lines)


def _facts(ws: Workspace, session: ReadSession | WriteSession, patient_id: int, on: date) -> Facts:
    """What the record says, of the course that had begun by the day."""
    courses = [c for c in course_days(ws, session, patient_id) if c.day0 is not None]
    begun = [c for c in courses if (start := conditioning_start(c)) is not None and start <= on]
    course = begun[-1] if begun else None
    day0 = course.day0 if course is not None else None
    engrafted = engraftment.neutrophil_day(ws, session, patient_id)
    if engrafted is not None and (day0 is None or engrafted < day0):
        engrafted = None
    return Facts(
        on,
        day0,
        conditioning_start(course) if course is not None else None,
        engrafted,
        _values(ws, session, patient_id),
        _diarrhoea(ws, session, patient_id),
    )


def _values(ws: Workspace, session: ReadSession | WriteSession, patient_id: int) -> dict[str, list[Measured]]:
    found: dict[str, list[Measured]] = {code: [] for code in _CODES}
    for result in lab_result.of_patient(session, patient_id, _CODES):
        if result.canonical is not None:
            found[result.analyte].append(_measured(ws, result, result.canonical))
    for seen in visit.of_patient(session, patient_id):
        vitals, on = seen.entry.vitals, seen.entry.on
        for code, value, unit in (("TEMP", vitals.temperature, "°C"), ("WEIGHT", vitals.weight, "kg")):
            if value is not None and on is not None:
                words = f"{ws.wording.number(value)} {unit}"
                found[code].append(Measured(code, on, value, words=words))
    return found


def _measured(ws: Workspace, result: LabResult, canonical: Decimal) -> Measured:
    """A result with the multiples of ULN and baseline, both kept with it in the unit as typed."""
    of_uln, of_baseline = (
        result.value / limit if limit and result.value is not None else None for limit in (result.uln, result.baseline)
    )
    return Measured(
        result.analyte,
        result.taken_on,
        canonical,
        result.comparator,
        result.taken_at,
        of_uln,
        of_baseline,
        toxicity_links.in_words(ws, result),
        result.value,
        result.unit,
    )


def _diarrhoea(
    ws: Workspace, session: ReadSession | WriteSession, patient_id: int
) -> tuple[tuple[date, date, str], ...]:
    found = []
    for episode in adverse_events.episodes(ws, session, patient_id):
        if episode.term_id == _DIARRHOEA and not episode.baseline:
            grade, last = int(episode.worst), episode.end or max(ws.today(), episode.onset)
            words = ws.wording.text("criteria.evidence.episode", term=episode.label, grade=grade, on=episode.onset)
            found.append((episode.onset, last, words))
    return tuple(found)


# judged by a person ---------------------------------------------------------------------------------------------


def for_patient(ws: Workspace, patient_id: int) -> list[Judged]:
    """What was judged before, the latest day first."""
    with ws.read() as session:
        held = criteria_check.of_patient(session, patient_id)
    words = ws.wording
    return [
        Judged(
            row.id,
            row.version,
            row.checklist_id,
            words.enum("checklist", row.checklist_id),
            row.assessed_on,
            verdict_in_words(words, row.checklist_id, row.verdict),
            severity_in_words(words, row.severity),
            words.enum("criteria_decision", row.decision),
            row.note,
            row.judged_by,
            row.judged_at,
            row.rules_version,
            row.adverse_event_id,
        )
        for row in held
    ]


def problems(
    session: ReadSession | WriteSession, ws: Workspace, card: PatientCard, entry: CriteriaCheckEntry
) -> Iterator[Problem]:
    """What is wrong with a checklist as filled."""
    yield from check_criteria(entry, birth_date_of(card), ws.today(), died_on(session, entry.patient_id))


def record(ws: Workspace, entry: CriteriaCheckEntry) -> Changes:
    """Keep a checklist with answers, verdict and the person's decision; the rules that judged it stay with it."""
    with ws.write("criteria_check.record") as session:
        card = record_of(session, entry.patient_id)
        entry = replace(entry, note=clean_lines(entry.note))
        refuse_problems(problems(session, ws, card, entry))
        row_id = criteria_check.add(session, _columns(entry)).id
        decision = entry.decision.value if entry.decision is not None else ""
        text = ws.wording.text(
            "saved.criteria_check",
            name=name_of(card),
            checklist=ws.wording.enum("checklist", entry.checklist),
            decision=ws.wording.enum("criteria_decision", decision),
        )
        return changes(session, {"infection"}, text, entry.patient_id, row_id)


def void_check(ws: Workspace, check_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back a checklist recorded by mistake, with the reason; `version` is the one that was shown."""
    why = required_reason(reason)
    with ws.write("criteria_check.void") as session:
        row = fetch(session, CriteriaCheck, check_id, version)
        void(session, row, why)
        text = ws.wording.text("saved.criteria_check_voided", name=name_of(record_of(session, row.patient_id)))
        return changes(session, {"infection"}, text, row.patient_id, check_id)


def _columns(entry: CriteriaCheckEntry) -> dict[str, Any]:
    if entry.assessed_on is None or entry.decision is None:
        raise ValueError("an entry is checked before it is stored")
    answers: dict[str, Any] = {
        name: {"answer": said.answer.value, "by": "person" if said.by_person else "record", "evidence": said.evidence}
        for name, said in entry.said.items()
    }
    if entry.findings is not None:
        kept = {name: value for name, value in asdict(entry.findings).items() if value is not None}
        answers[FINDINGS] = {name: str(v) if isinstance(v, Decimal) else v for name, v in kept.items()}
    return {
        "patient_id": entry.patient_id,
        "checklist_id": entry.checklist.value,
        "rules_version": RULES_VERSION,
        "assessed_on": entry.assessed_on,
        "answers": answers,
        "verdict": stored_verdict(entry.verdict),
        "severity": str(int(entry.severity)) if entry.severity is not None else "",
        "decision": entry.decision.value,
        "adverse_event_id": None,
        "note": entry.note,
    }


# the toxicity that comes of it ----------------------------------------------------------------------------------


def toxicity_entry(ws: Workspace, patient_id: int, check_id: int) -> AdverseEventEntry:
    """The toxicity of a confirmed checklist, filled in advance without a grade. KnownError `stale_row`."""
    with ws.read() as session:
        row = fetch(session, CriteriaCheck, check_id)
        if row.patient_id != patient_id:
            raise KnownError("stale_row")
        version = ctcae_version(ws, session)
        checklist, on = ChecklistId(row.checklist_id), row.assessed_on
        severity, verdict = row.severity, row.verdict
    words = ws.wording
    is_es = checklist in (ChecklistId.ES_MAIOLINO, ChecklistId.ES_SPITZER)
    severe = severity_in_words(words, severity)
    said = [words.enum("checklist", checklist), verdict_in_words(words, checklist, verdict)]
    said += [words.text("criteria.severity", severity=severe)] if severe else []
    return AdverseEventEntry(
        patient_id,
        _TERMS[checklist],
        version,
        on,
        (),
        specify=words.text("criteria.engraftment_syndrome") if is_es else "",
        note=" · ".join(said),
    )


def record_toxicity(ws: Workspace, check_id: int, entry: AdverseEventEntry, death_cause: str = "") -> Changes:
    """Record the toxicity of a checklist and link both, in one write."""
    with ws.write("criteria_check.toxicity") as session:
        card = record_of(session, entry.patient_id)
        if fetch(session, CriteriaCheck, check_id).patient_id != entry.patient_id:
            raise KnownError("stale_row")
        event_id, label, kinds = adverse_events.put(session, ws, card, entry, death_cause)
        criteria_check.link(session, check_id, event_id)
        grade = int(max(step.grade for step in entry.grades))
        text = ws.wording.text("saved.adverse_event", name=name_of(card), term=label, grade=grade)
        return changes(session, kinds | {"infection"}, text, entry.patient_id, event_id)
