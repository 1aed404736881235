"""Supportive therapies: record, revise, stop, void, list; the planned stop that the catalogue's rule proposes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from hsct_desktop.catalogue.therapy_words import DrugWords, RuleWords
from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.names import clean, clean_lines
from hsct_desktop.domain.problem import KnownError, Problem, refuse
from hsct_desktop.domain.schedule import Anchors
from hsct_desktop.domain.supportive_therapy import (
    Interruption,
    StopReason,
    SupportiveTherapyEntry,
    Therapy,
    check_supportive_therapy,
)
from hsct_desktop.domain.times_of_day import tidy_times
from hsct_desktop.services import alerts, stop_rules, therapy_checks
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import (
    MAX_REASON,
    birth_date_of,
    changes,
    check_alive,
    course_of,
    died_on,
    name_of,
    record_of,
    refuse_odd_numbers,
    refuse_problems,
    required_reason,
)
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import supportive_therapy, therapy_dose
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, touch, void
from hsct_desktop.store.patient import PatientCard
from hsct_desktop.store.supportive_therapy import SupportiveTherapy

KINDS = frozenset({"therapy", "alert"})
"""What a therapy's record touches: a prophylaxis that is not given fires an alert."""
_ASKED = frozenset({"therapy"})


def for_patient(ws: Workspace, patient_id: int) -> list[Therapy]:
    """A patient's therapies by start, drugs and rules of the catalogue in the reader's language."""
    with ws.read() as session:
        return therapies(ws, session, patient_id)


def therapies(
    ws: Workspace, session: ReadSession | WriteSession, patient_id: int, language: str | None = None
) -> list[Therapy]:
    """The therapies of `for_patient` within a session, in a language of the caller's choice."""
    spoken, died = language or ws.language, died_on(session, patient_id)
    return [
        ended_by_death(localized(ws, found, spoken), died)
        for found in supportive_therapy.of_patient(session, patient_id)
    ]


def ended_by_death(therapy: Therapy, died: date | None) -> Therapy:
    """A therapy that nobody stopped ended with the patient's death: shown so everywhere, the record stays as it is."""
    if died is None or therapy.stop is not None:
        return therapy
    return replace(therapy, stop=max(died, therapy.start), stop_reason=StopReason.DEATH)


def localized(ws: Workspace, therapy: Therapy, language: str) -> Therapy:
    """The therapy as it is given today, with the catalogue's name of the drug; a free entry stays as typed."""
    drug = ws.catalogue.drug_words.get(therapy.catalogue_id)
    if drug is None:
        return therapy.as_of(ws.today())
    rule = rule_words(drug, therapy.stop_rule_id, therapy.stop_rule)
    frequencies = {text for text in (drug.frequency.en, drug.frequency.it) if text}

    def often(text: str) -> str:
        return drug.frequency.text(language) if text in frequencies else text

    return replace(
        therapy,
        name=drug.label.text(language),
        stop_rule=rule.text.text(language) if rule is not None else therapy.stop_rule,
        stop_rule_short=rule.short.text(language) if rule is not None and rule.short is not None else "",
        frequency=often(therapy.frequency),
        doses=tuple(replace(step, frequency=often(step.frequency)) for step in therapy.doses),
    ).as_of(ws.today())


def rule_words(drug: DrugWords, rule_id: str, text: str) -> RuleWords | None:
    """The words of a therapy's stop rule: by its id, else by the text that was kept; None for words of one's own."""
    by_id = next((rule for rule in drug.rules if rule_id and rule.id == rule_id), None)
    return by_id or next((rule for rule in drug.rules if text in (rule.text.en, rule.text.it)), None)


def entry_of(ws: Workspace, therapy_id: int) -> tuple[SupportiveTherapyEntry, int]:
    """A therapy as entered and its version, for the form that edits it."""
    with ws.read() as session:
        found = supportive_therapy.entry_of(session, therapy_id)
    if found is None:
        raise KnownError("stale_row")
    return found[1], found[0]


def propose_stop(ws: Workspace, patient_id: int, stop_rule_id: str, start: date | None) -> date | None:
    """The earliest day on which a catalogue rule can be met, as far as a calendar tells; None where it cannot."""
    with ws.read() as session:
        course = course_of(session, patient_id)
        rules = stop_rules.rules_in_force(ws, session)
    anchors = Anchors()
    if course is not None:
        anchors = Anchors(course.entry.day0, course.entry.mobilisation_start, course.discharged_on)
    rule = rules.get(stop_rule_id)
    return rule.earliest.on(anchors, start) if rule is not None and rule.earliest is not None else None


def record(ws: Workspace, entry: SupportiveTherapyEntry) -> Changes:
    """Record a therapy."""
    with ws.write("therapy.record") as session:
        card = record_of(session, entry.patient_id)
        row_id = put(session, ws, card, entry)
        text = ws.wording.text("saved.therapy", name=name_of(card), drug=entry.name)
        return changes(session, KINDS, text, entry.patient_id, row_id)


def put(session: WriteSession, ws: Workspace, card: PatientCard, entry: SupportiveTherapyEntry) -> int:
    """Check and write a therapy within a write; return its id."""
    entry = _clean(entry)
    refuse_problems(problems(session, ws, card, entry))
    refuse_problems(therapy_checks.unanswered(ws, session, entry))
    row_id = supportive_therapy.add(session, entry).id
    alerts.after_results(session, ws, entry.patient_id, _ASKED)
    return row_id


def _clean(entry: SupportiveTherapyEntry) -> SupportiveTherapyEntry:
    pauses = tuple(Interruption(p.start, p.end, clean(p.reason)) for p in entry.interruptions)
    return replace(
        entry,
        name=clean(entry.name),
        unit=clean(entry.unit),
        frequency=clean(entry.frequency),
        stop_rule=clean(entry.stop_rule),
        stop_detail=clean(entry.stop_detail),
        note=clean_lines(entry.note),
        interruptions=pauses,
        times=tidy_times(entry.times),
        allergy_why=clean(entry.allergy_why),
        overlap_why=clean(entry.overlap_why),
    )


def problems(
    session: WriteSession, ws: Workspace, card: PatientCard, entry: SupportiveTherapyEntry
) -> Iterator[Problem]:
    """What is wrong with a therapy in itself."""
    refuse_odd_numbers(entry)
    yield from check_supportive_therapy(entry, birth_date_of(card), ws.today())
    yield from check_alive(session, entry.patient_id, entry.start, "start")
    yield from check_alive(session, entry.patient_id, entry.stop, "stop")


def revise(ws: Workspace, therapy_id: int, version: int, entry: SupportiveTherapyEntry) -> Changes:
    """Change a therapy: dose, planned stop, interruptions."""
    with ws.write("therapy.revise") as session:
        card = record_of(session, entry.patient_id)
        entry = _clean(entry)
        refuse_problems(problems(session, ws, card, entry))
        refuse_problems(moved_past_dose(session, therapy_id, entry))
        held = supportive_therapy.entry_of(session, therapy_id)
        if held is not None and held[1].stop is None:
            refuse_problems(stop_rules.checked_stop(ws, session, therapy_id, entry))
        if _is_other(held, entry):
            refuse_problems(therapy_checks.unanswered(ws, session, entry, therapy_id))
        supportive_therapy.revise(session, therapy_id, version, entry)
        alerts.after_results(session, ws, entry.patient_id, _ASKED)
        text = ws.wording.text("saved.therapy", name=name_of(card), drug=entry.name)
        return changes(session, KINDS, text, entry.patient_id, therapy_id)


def moved_past_dose(session: WriteSession, therapy_id: int, entry: SupportiveTherapyEntry) -> Iterator[Problem]:
    """A start on or after the first change of dose would leave that change before it."""
    changed = [change.from_on for _, _, change in therapy_dose.of_therapy(session, therapy_id) if change.from_on]
    if entry.start is not None and changed and entry.start >= min(changed):
        yield Problem("start", "start_after_dose_change", {"on": min(changed)})


def _is_other(before: tuple[int, SupportiveTherapyEntry] | None, now: SupportiveTherapyEntry) -> bool:
    """Whether what the checks against allergies and other courses go by has changed: the drug, its days."""
    if before is None:
        return True
    then = before[1]
    same_drug = (then.catalogue_id, then.name) == (now.catalogue_id, now.name)
    longer = now.stop is None and then.stop is not None
    return not same_drug or then.start != now.start or longer


def stop(ws: Workspace, therapy_id: int, version: int, on: date, reason: StopReason, detail: str = "") -> Changes:
    """End a therapy: `on` is its last day."""
    with ws.write("therapy.stop") as session:
        found = supportive_therapy.entry_of(session, therapy_id)
        if found is None:
            raise KnownError("stale_row")
        entry = _clean(replace(found[1], stop=on, stop_reason=reason, stop_detail=detail))
        card = record_of(session, entry.patient_id)
        refuse_problems(problems(session, ws, card, entry))
        refuse_problems(stop_rules.checked_stop(ws, session, therapy_id, entry))
        supportive_therapy.revise(session, therapy_id, version, entry)
        alerts.after_results(session, ws, entry.patient_id, _ASKED)
        text = ws.wording.text("saved.therapy_stopped", name=name_of(card), drug=entry.name, on=on)
        return changes(session, KINDS, text, entry.patient_id, therapy_id)


def extend(ws: Workspace, therapy_id: int, until: date | None = None, why: str = "") -> Changes:
    """Put the planned stop off to a day, or to the next sensible one: a month on. The reason may be left open."""
    reason = clean(why)
    if len(reason) > MAX_REASON:
        raise refuse("stop_detail", "too_long", limit=MAX_REASON)
    with ws.write("therapy.extend") as session:
        row = fetch(session, SupportiveTherapy, therapy_id)
        if row.stop is not None:
            raise KnownError("therapy_already_stopped")
        card = record_of(session, row.patient_id)
        day = until or extended_to(row.planned_stop, ws.today())
        if day < max(row.start, ws.today()):
            raise refuse("planned_stop", "extended_into_past")
        refuse_problems(check_alive(session, row.patient_id, day, "planned_stop"))
        touch(session, row)
        row.planned_stop, row.extended_why = day, reason
        session.flush()
        alerts.after_results(session, ws, row.patient_id, _ASKED)
        text = ws.wording.text("saved.therapy_extended", name=name_of(card), drug=row.name, on=day)
        return changes(session, KINDS, text, row.patient_id, therapy_id)


def extended_to(planned_stop: date | None, today: date) -> date:
    """The next sensible planned stop: a month after the one that stands, or after today where that has passed."""
    return add_months(max(planned_stop or today, today), 1)


def void_therapy(ws: Workspace, therapy_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back a therapy recorded by mistake, with the reason; `version` is the one that was shown."""
    why = required_reason(reason)
    with ws.write("therapy.void") as session:
        row = fetch(session, SupportiveTherapy, therapy_id, version)
        void(session, row, why)
        alerts.after_results(session, ws, row.patient_id, _ASKED)
        text = ws.wording.text("saved.therapy_voided", name=name_of(record_of(session, row.patient_id)))
        return changes(session, KINDS, text, row.patient_id, therapy_id)
