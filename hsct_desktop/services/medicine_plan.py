"""Gathers the patient's medicine plan, in the patient's language, and has it written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

from hsct_desktop.catalogue.items import PlanSection
from hsct_desktop.catalogue.wording import Wording, written_in
from hsct_desktop.documents.medicine_inputs import MedicinePlanData, PlanMedicine
from hsct_desktop.documents.medicine_plan import write_medicine_plan
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.supportive_therapy import Therapy, TherapyClass, TherapyStatus
from hsct_desktop.domain.times_of_day import PartOfDay, part_of_day, read_times
from hsct_desktop.services import supportive_therapies
from hsct_desktop.services.agenda_papers import UNIT_PHONE
from hsct_desktop.services.output_file import check_place, not_written
from hsct_desktop.services.person import birth_date_of, name_of, record_of
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import setting

_TAKEN = (TherapyStatus.RUNNING, TherapyStatus.INTERRUPTED)


def medicine_plan(ws: Workspace, patient_id: int, path: Path, language: str | None = None) -> Path:
    """Write a patient's medicine plan as PDF; the whole file or nothing.

    Its language is the given one, else the patient's own where the program speaks it, else the window's.
    """
    data = medicine_plan_data(ws, patient_id, language)
    check_place(path, ws.store.path)
    try:
        write_medicine_plan(data, path)
    except OSError as error:
        raise not_written(error, path) from error
    return path


def medicine_plan_data(ws: Workspace, patient_id: int, language: str | None = None) -> MedicinePlanData:
    """What stands on the plan today; KnownError `plan_not_followed` when nobody follows the patient any more."""
    on = ws.today()
    with ws.read() as session:
        record = record_of(session, patient_id)
        if not record.follow_up.is_followed:
            raise KnownError("plan_not_followed", name=name_of(record))
        own = written_in(record.entry.language, ws.language)
        spoken = language or own
        context = print_context(ws, session, spoken, on)
        found = supportive_therapies.therapies(ws, session, patient_id, spoken)
        phone = setting.get(session, UNIT_PHONE, ws.catalogue.settings[UNIT_PHONE].default)
    words, entry = paper_wording(spoken), record.entry
    listed = [t for t in found if t.is_listed(on) and t.therapy_class is not TherapyClass.TRANSFUSION]
    heading = [
        line.label.text(spoken)
        for line in ws.catalogue.patient_plan.values()
        if line.section is PlanSection.CALL_HEADING and line.shown
    ]
    return MedicinePlanData(
        context,
        entry.family_name,
        entry.given_name,
        birth_date_of(record),
        entry.sex,
        phone,
        " ".join(heading),
        tuple(_medicine(ws, therapy, words, on) for therapy in listed if therapy.status(on) in _TAKEN),
        tuple(_medicine(ws, therapy, words, on) for therapy in listed if therapy.status(on) is TherapyStatus.PLANNED),
        ", ".join(entry.allergies),
        ", ".join(entry.intolerances),
    )


def _medicine(ws: Workspace, therapy: Therapy, words: Wording, on: date) -> PlanMedicine:
    is_planned = therapy.status(on) is TherapyStatus.PLANNED
    route = f"medicine_plan.route.{therapy.route}"
    changed = max((step.from_on for step in therapy.doses if therapy.start < step.from_on <= on), default=None)
    return PlanMedicine(
        therapy.name,
        purpose(ws, therapy, words),
        dose_words(therapy, words),
        _by_part(therapy.times),
        therapy.frequency,
        words.text(route) if words.has(route) else "",
        therapy.start,
        _until(therapy, words, on),
        words.text("medicine_plan.dose_since", date=changed) if changed is not None else "",
        "" if is_planned else _paused(therapy, words, on),
        is_planned,
    )


def dose_words(therapy: Therapy, words: Wording) -> str:
    """The dose with the reader's decimal sign: "0,5 mg"."""
    number, _, unit = therapy.dose.partition(" ")
    return f"{words.number(Decimal(number))}\u00a0{unit}" if unit else therapy.dose


def purpose(ws: Workspace, therapy: Therapy, words: Wording) -> str:
    """What a medicine is for, in lay words: by the drug, by the indication; empty where nobody said."""
    drug = ws.catalogue.drugs.get(therapy.catalogue_id)
    items = (therapy.catalogue_id, therapy.indication, drug.therapy_id if drug is not None else "")
    return _first(words, (f"medicine_plan.for.{item}" for item in items if item))


def _first(words: Wording, keys: Iterable[str]) -> str:
    return next((words.text(key) for key in keys if words.has(key)), "")


def _by_part(times: str) -> dict[PartOfDay, tuple[str, ...]]:
    found: dict[PartOfDay, tuple[str, ...]] = {}
    for at in read_times(times):
        part = part_of_day(at)
        found[part] = (*found.get(part, ()), f"{at:%H:%M}")
    return found


def _until(therapy: Therapy, words: Wording, on: date) -> str:
    """The planned end; a day that has come waits for the doctor, and no day is a promise."""
    if therapy.planned_stop is None:
        return words.text("medicine_plan.until_told")
    if therapy.planned_stop <= on:
        return words.text("medicine_plan.until_reviewed")
    return words.text("medicine_plan.until", date=therapy.planned_stop)


def _paused(therapy: Therapy, words: Wording, on: date) -> str:
    pause = therapy.pause_on(on)
    if pause is None:
        return ""
    if pause.end is None:
        return words.text("medicine_plan.paused", date=pause.start)
    return words.text("medicine_plan.paused_until", date=pause.end)
