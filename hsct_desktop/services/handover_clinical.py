"""Handover sentences of all records beside visits: states, toxicities, therapies, contacts, reports, tasks, cards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final

from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.services.handover_alerts import alerts, rules
from hsct_desktop.services.handover_care_plan import care_plan_items
from hsct_desktop.services.handover_disease import disease_histories, phenotypes, relapses
from hsct_desktop.services.handover_engraftment import drugs_for_disease, engraftments, transfusions
from hsct_desktop.services.handover_import import imports
from hsct_desktop.services.handover_infection import criteria_checks, infections
from hsct_desktop.services.handover_laboratory import laboratories
from hsct_desktop.services.handover_letters import dispatches, letters, registry_entries
from hsct_desktop.services.handover_long_term import fertility, late_effects, rechecks
from hsct_desktop.services.handover_measures import measures
from hsct_desktop.services.handover_medication import allergies, allergy_text, doses, reasons
from hsct_desktop.services.handover_monitoring import monitoring_marks
from hsct_desktop.services.handover_neurology import examinations, references, scans
from hsct_desktop.services.handover_results import decisions, results
from hsct_desktop.services.handover_selection import death_reviews, selection_meetings, trials
from hsct_desktop.services.handover_signatures import signatures
from hsct_desktop.services.handover_statements import rule_settings, statements
from hsct_desktop.services.handover_therapy_plan import therapy_decisions
from hsct_desktop.services.handover_treatment import collections, conditioning, infusions
from hsct_desktop.services.handover_vaccines import vaccinations, vaccine_decisions
from hsct_desktop.services.handover_values import Values, low
from hsct_desktop.services.handover_visits import schedule, transplants, visits
from hsct_desktop.services.handover_write import Told, Write, common, detailed, listed
from hsct_desktop.store.handover import Edit, Row

Teller = Callable[[Values, Write], Iterator[Told]]


def patients(v: Values, w: Write) -> Iterator[Told]:
    """A new patient, changed personal data, allergies, tags."""
    state = w.peek("state_change")
    for edit in w.take("patient"):
        if edit.is_new:
            listed_now = [allergy_text(v, e.after) for e in w.take("allergy", lambda e: e.is_new)]
            known = v.text("patient.allergies", what=", ".join(listed_now)) if listed_now else ""
            disease = v.value("patient", "disease_id", edit.after)
            yield "patient", detailed(v.text("patient.new", disease=disease), [known])
        else:
            # Why follow-up ended is told by the change of state that ended it.
            yield from common(v, edit, v.text("what.patient"), ["follow_up"] if state else [])
    yield from allergies(v, w)
    for edit in w.take("patient_tag"):
        if edit.is_new:
            yield "patient_tag", v.text("tag.new", tag=edit.after["tag"])
        else:
            yield from common(v, edit, v.text("what.tag", tag=edit.after["tag"]))


def states(v: Values, w: Write) -> Iterator[Told]:
    """Discharged, died, transferred, withdrew, lost, followed again; taken back."""
    for edit in w.take("state_change"):
        row = edit.after
        what = v.text("state", state=v.value("state_change", "kind", row), on=v.day(row["changed_on"]))
        if edit.is_new:
            text = detailed(what, [v.note(row["detail"])])
            is_anchor = row["kind"] == StateChangeKind.DISCHARGED
            yield "state_change", w.with_effect(v, text) if is_anchor else text
        else:
            yield from ((t, w.with_effect(v, s)) for t, s in common(v, edit, what))


def toxicities(v: Values, w: Write) -> Iterator[Told]:
    """Toxicities new, worse, better, resolved, corrected, taken back."""
    seen: set[int] = set()
    for edit in w.take("adverse_event"):
        seen.add(edit.row_id)
        grades = w.children("adverse_event_grade", "adverse_event_id", edit.row_id)
        yield from _toxicity(v, edit, grades)
    while grades := w.peek("adverse_event_grade")[:1]:
        event = grades[0].after["adverse_event_id"]
        grades = w.children("adverse_event_grade", "adverse_event_id", event)
        row = v.log.row("adverse_event", event)
        if row is not None:
            yield from _graded(v, row, grades)


def _toxicity(v: Values, edit: Edit, grades: list[Edit]) -> Iterator[Told]:
    row = edit.after
    term = v.term(row)
    if edit.is_new:
        steps = [e.after for e in grades]
        parts = [_ended(v, row), _steps(v, steps) if len(steps) > 1 else ""]
        parts += [v.text("quoted", text=v.note(row["note"]))] if row["note"] else []
        last = _latest(steps)
        text = v.text("toxicity.new", term=term, grade=last, since=v.day(row["onset"]))
        yield "adverse_event", detailed(text, parts)
        return
    if edit.is_voided and row["merged_into"] is not None:
        yield "adverse_event", v.text("toxicity.merged", term=term, reason=v.note(row["void_reason"]))
        return
    if edit.is_voided or edit.is_back:
        yield from common(v, edit, v.text("what.toxicity", term=term))
        return
    yield from _graded(v, row, grades)
    told = {"label", "soc"}
    if edit.changed("ended_on"):
        told |= {"ended_on", "outcome"}
        key = "toxicity.ended" if row["ended_on"] else "toxicity.reopened"
        outcome = low(v.value("adverse_event", "outcome", row))
        text = v.text(key, term=term, on=v.day(row["ended_on"]), outcome=outcome)
        yield "adverse_event", text
    yield from common(v, edit, v.text("what.toxicity", term=term), told)


def _graded(v: Values, row: Row, grades: list[Edit]) -> Iterator[Told]:
    """How the grade that holds now changed, or which earlier one was corrected."""
    if not grades:
        return
    touched = {e.row_id for e in grades}
    before = v.log.grades_before(row["id"], min(e.seq for e in grades))
    after = [grade for grade in before if grade["id"] not in touched]
    after += [e.after for e in grades if e.after["voided_at"] is None]
    old, new = _latest(before), _latest(after)
    if old == new:
        text = v.text("toxicity.grades", term=v.term(row), steps=_steps(v, after))
    else:
        key = "toxicity.worse" if new > old else "toxicity.better"
        since = max((g["start"] for g in after), default=row["onset"])
        text = v.text(key, term=v.term(row), old=old, new=new, since=v.day(since))
    yield "adverse_event", text


def _latest(grades: list[Row]) -> int:
    """The grade that holds at the end; 0 before the first."""
    return int(max(grades, key=lambda g: g["start"])["grade"]) if grades else 0


def _steps(v: Values, grades: list[Row]) -> str:
    steps = sorted(grades, key=lambda g: str(g["start"]))
    return ", ".join(v.text("toxicity.step", grade=g["grade"], since=v.day(g["start"])) for g in steps)


def _ended(v: Values, row: Row) -> str:
    if row["ended_on"] is None:
        return ""
    return v.text("toxicity.until", on=v.day(row["ended_on"]), outcome=low(v.value("adverse_event", "outcome", row)))


def therapies(v: Values, w: Write) -> Iterator[Told]:
    """Therapies started, planned, changed, interrupted, stopped, taken back."""
    for edit in w.take("supportive_therapy"):
        row = edit.after
        pauses = w.children("therapy_interruption", "supportive_therapy_id", edit.row_id)
        drug = v.drug(row)
        if edit.is_new:
            yield "supportive_therapy", _started(v, edit, pauses)
            continue
        told: set[str] = set()
        if edit.changed("stop") and not (edit.is_voided or edit.is_back):
            told = {"stop", "stop_reason", "stop_detail"}
            yield "supportive_therapy", _stopped(v, edit)
        if edit.changed("name"):
            told |= {"catalogue_id"}
        yield from common(v, edit, v.text("what.therapy", drug=drug), told)
        if not edit.is_voided:
            yield from _pauses(v, drug, pauses)
    while pauses := w.peek("therapy_interruption")[:1]:
        therapy = pauses[0].after["supportive_therapy_id"]
        pauses = w.children("therapy_interruption", "supportive_therapy_id", therapy)
        row_now = v.log.row("supportive_therapy", therapy)
        if row_now is not None:
            yield from _pauses(v, v.drug(row_now), pauses)


def _started(v: Values, edit: Edit, pauses: list[Edit]) -> str:
    row = edit.after
    ahead = date.fromisoformat(row["start"]) > v.on
    text = v.text("therapy.planned" if ahead else "therapy.started", drug=v.drug(row), since=v.day(row["start"]))
    stopped = v.text("therapy.until", on=v.day(row["stop"])) if row["stop"] else ""
    planned = v.text("therapy.planned_stop", on=v.day(row["planned_stop"])) if row["planned_stop"] else ""
    note = v.text("quoted", text=v.note(row["note"])) if row["note"] else ""
    return detailed(
        text,
        [
            v.dose(row),
            stopped,
            "" if stopped else planned,
            *reasons(v, row),
            note,
            listed(_pause(v, p) for p in pauses),
        ],
    )


def _stopped(v: Values, edit: Edit) -> str:
    row = edit.after
    if row["stop"] is None:
        return v.text("therapy.runs_again", drug=v.drug(row))
    reason = listed([low(v.value("supportive_therapy", "stop_reason", row)), v.note(row["stop_detail"])])
    return v.text("therapy.stopped", drug=v.drug(row), on=v.day(row["stop"]), reason=reason)


def _pauses(v: Values, drug: str, pauses: list[Edit]) -> Iterator[Told]:
    for edit in pauses:
        if edit.is_new:
            yield "supportive_therapy", v.text("therapy.pause", drug=drug, pause=_pause(v, edit))
        elif edit.changed("ended_on") and edit.after["ended_on"] is not None and not edit.is_voided:
            yield "supportive_therapy", v.text("therapy.resumed", drug=drug, on=v.day(edit.after["ended_on"]))
        else:
            yield from common(v, edit, v.text("what.pause", drug=drug, pause=_pause(v, edit)))


def _pause(v: Values, edit: Edit) -> str:
    row = edit.after
    key = "pause.span" if row["ended_on"] else "pause.since"
    text = v.text(key, start=v.day(row["start"]), end=v.day(row["ended_on"]))
    return f"{text} ({v.note(row['reason'])})" if row["reason"] else text


def contacts(v: Values, w: Write) -> Iterator[Told]:
    """Calls and letters with what came of them, and when to try again."""
    for edit in w.take("contact"):
        row = edit.after
        kind, whom = v.value("contact", "kind", row), low(v.value("contact", "contact_with", row))
        if edit.is_new:
            outcome = low(v.value("contact", "outcome", row))
            text = v.text("contact.new", kind=kind, whom=whom, on=v.day(row["contact_date"]), outcome=outcome)
            again = v.text("contact.next_try", on=v.day(row["next_try"])) if row["next_try"] else ""
            yield "contact", detailed(text, [again, v.text("quoted", text=v.note(row["note"])) if row["note"] else ""])
        else:
            what = v.text("what.contact", kind=kind, whom=whom, on=v.day(row["contact_date"]))
            yield from common(v, edit, what)


def reports(v: Values, w: Write) -> Iterator[Told]:
    """Reports awaited and arrived, papers kept."""
    for edit in w.take("awaited_report"):
        row = edit.after
        label = _report_label(v, row)
        if edit.is_new and row["arrived_on"] is None:
            text = v.text("report.awaited", label=label, on=v.day(row["done_on"]), place=row["place"] or v.text("none"))
            yield "awaited_report", text
        elif (edit.is_new or edit.changed("arrived_on")) and not edit.is_voided:
            came = row["arrived_on"] is not None
            yield (
                "awaited_report",
                v.text("report.arrived" if came else "report.again", label=label, on=v.day(row["arrived_on"])),
            )
            # The scheduled visit that its report closes is told by the report.
            w.take("scheduled_visit", lambda e, row=row: e.row_id == row["scheduled_visit_id"] and _closed_by_report(e))  # type: ignore[misc]
            yield from common(v, edit, v.text("what.report", label=label), ["arrived_on"])
        else:
            yield from common(v, edit, v.text("what.report", label=label))
    for edit in w.take("attachment"):
        title = edit.after["title"] or edit.after["file_name"]
        if edit.is_new:
            yield "attachment", v.text("attachment.new", title=title)
        else:
            yield from common(v, edit, v.text("what.attachment", title=title))


def _closed_by_report(edit: Edit) -> bool:
    before = edit.before or {}
    return edit.changed("closing") and "awaited" in (before.get("closing"), edit.after["closing"])


def _report_label(v: Values, row: Row) -> str:
    if row["assessment_id"]:
        return v.assessment(row)
    planned = v.log.row("scheduled_visit", row["scheduled_visit_id"])
    return v.scheduled(planned) if planned is not None else str(row["label"])


def tasks(v: Values, w: Write) -> Iterator[Told]:
    """Tasks given, done, opened again, changed, taken back."""
    for edit in w.take("task"):
        row = edit.after
        words = v.note(row["words"])
        if edit.is_new:
            owner = v.text("task.unit") if row["owner_id"] is None else v.value("task", "owner_id", row)
            yield "task", v.text("task.new", words=words, due=v.day(row["due"]), owner=owner)
            continue
        told = ["done_on", "done_by"] if edit.changed("done_on") else []
        if told:
            yield "task", v.text("task.done" if row["done_on"] else "task.reopened", words=words)
        yield from common(v, edit, v.text("what.task", words=words), told)


def ward(v: Values, w: Write) -> Iterator[Told]:
    """What concerns no patient: staff, correspondents, the unit's settings, protocols approved."""
    named: dict[str, Callable[[Row], Any]] = {
        "staff": lambda row: row["name"],
        "professional": lambda row: row["name"],
        "protocol_approval": lambda row: v.protocol(row["protocol_snapshot_id"]),
    }
    for table, name in named.items():
        for edit in w.take(table):
            what = v.text(f"what.{table}", name=name(edit.after))
            if edit.is_new:
                yield table, v.text("added", what=what)
            else:
                yield from common(v, edit, what)
    if w.take("setting"):
        yield "setting", v.text("settings")


TELLERS: Final[tuple[Teller, ...]] = (
    patients, states, transplants, visits, reports, schedule, results, toxicities, decisions, infections,
    criteria_checks, therapies, doses, transfusions, engraftments, contacts, tasks, laboratories, ward, alerts, rules,
    drugs_for_disease, statements, rule_settings, therapy_decisions, late_effects, fertility, rechecks,
    vaccinations, vaccine_decisions, monitoring_marks, care_plan_items, disease_histories, phenotypes, relapses,
    examinations, scans, references, measures,
    collections, conditioning, infusions, selection_meetings, trials, death_reviews,
    letters, dispatches, registry_entries, signatures, imports,
)  # fmt: skip
"""Who puts what into words, in the order in which a write is told."""
NOT_TOLD: Final = frozenset(
    {"protocol_snapshot", "saved_filter", "official_wording", "lab_mapping", "phrase", "letterhead_logo"}
)
"""Logged tables that change nothing about a patient or the ward's work: kept texts, filters, how files are read,
phrases and paper of letters."""
