"""The treatment as given: record, revise and take back collections, days of conditioning, cells infused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final, TypeVar

from hsct_desktop.domain.names import clean, clean_lines
from hsct_desktop.domain.problem import KnownError, Problem, refuse
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.treatment import (
    Apheresis,
    ApheresisEntry,
    CellInfusion,
    ConditioningEntry,
    ConditioningGiven,
    CourseDays,
    InfusionEntry,
    OrderState,
    check_apheresis,
    check_conditioning,
    check_infused_twice,
    check_infusion,
    check_sessions,
)
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.conditioning import drug_key, drug_names, same_drug
from hsct_desktop.services.person import (
    birth_date_of,
    changes,
    check_alive,
    name_of,
    record_of,
    refuse_odd_numbers,
    refuse_problems,
    required_reason,
)
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import transplant
from hsct_desktop.store import treatment as store
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.patient import PatientCard
from hsct_desktop.store.transplant import Course

_KINDS: Final = frozenset({"treatment"})
Session = ReadSession | WriteSession
Entry = ApheresisEntry | ConditioningEntry | InfusionEntry
Held = TypeVar("Held", Apheresis, ConditioningGiven, CellInfusion)


# what is wrong with an entry ----------------------------------------------------------------------------------------


def days_of(card: PatientCard, course: Course, ws: Workspace) -> CourseDays:
    """The days against which a course's treatment is checked."""
    return CourseDays(birth_date_of(card), ws.today(), course.entry.mobilisation_start, course.entry.day0)


def course_in(session: Session, patient_id: int, transplant_id: int) -> Course:
    """A course of a patient; KnownError `stale_row` when it is not there."""
    found = next((one for one in transplant.of_patient(session, patient_id) if one.id == transplant_id), None)
    if found is None:
        raise KnownError("stale_row")
    return found


def days_for(ws: Workspace, patient_id: int, transplant_id: int) -> CourseDays:
    """The same in a read of its own, for a form that checks while somebody types."""
    with ws.read() as session:
        return days_of(record_of(session, patient_id), course_in(session, patient_id, transplant_id), ws)


def problems(
    session: Session, ws: Workspace, card: PatientCard, entry: Entry, row_id: int | None = None
) -> Iterator[Problem]:
    """What is wrong with an entry beside all that is recorded; `row_id` is the row that is being revised."""
    days = days_of(card, course_in(session, entry.patient_id, entry.transplant_id), ws)
    if isinstance(entry, ApheresisEntry):
        yield from check_apheresis(entry, days)
        yield from check_alive(session, entry.patient_id, entry.collected_on, "collected_on")
        others = [one for one in store.collections_of(session, entry.patient_id) if one.id != row_id]
        same = (one.entry for one in others if one.entry.transplant_id == entry.transplant_id)
        yield from check_sessions(entry, same)
    elif isinstance(entry, ConditioningEntry):
        yield from check_conditioning(entry, days)
        yield from check_alive(session, entry.patient_id, entry.given_on, "given_on")
        yield from _twice(session, ws, entry, row_id)
    else:
        yield from check_infusion(entry, days)
        for field in ("infused_on", "crs_on", "icans_on", "expansion_on"):
            yield from check_alive(session, entry.patient_id, getattr(entry, field), field)
        held = (one for one in store.infusions_of(session, entry.patient_id) if one.id != row_id)
        yield from check_infused_twice(entry, (o.entry for o in held if o.entry.transplant_id == entry.transplant_id))


def _twice(session: Session, ws: Workspace, entry: ConditioningEntry, row_id: int | None) -> Iterator[Problem]:
    """One drug has one record a day: what was given twice a day is one record with its dose in words.

    A drug is the same whether it comes from the regimen or is typed, in any letters and any language of the program.
    """
    names = drug_names(ws.catalogue.regimens.values())
    drug = same_drug(entry, names)
    for one in store.conditioning_of(session, entry.patient_id):
        held = one.entry
        same_day = held.given_on == entry.given_on and held.transplant_id == entry.transplant_id
        if one.id != row_id and same_day and same_drug(held, names) == drug:
            yield Problem("given_on", "order_twice", {"drug": held.drug, "on": held.given_on})


def _tidy_apheresis(entry: ApheresisEntry) -> ApheresisEntry:
    return replace(entry, note=clean_lines(entry.note))


def _tidy_given(entry: ConditioningEntry) -> ConditioningEntry:
    return replace(entry, drug=clean(entry.drug), dose=clean(entry.dose), note=clean_lines(entry.note))


def _tidy_infusion(entry: InfusionEntry) -> InfusionEntry:
    tidy = replace(
        entry, product=clean(entry.product), target=clean(entry.target), note=clean_lines(entry.note),
        lymphodepletion=clean(entry.lymphodepletion), expansion_unit=clean(entry.expansion_unit),
    )  # fmt: skip
    return _only_of_kind(tidy)


def _only_of_kind(entry: InfusionEntry) -> InfusionEntry:
    """What another kind of cells has is not kept: a grade of CRS belongs to CAR T cells."""
    plain = InfusionEntry(entry.patient_id, entry.transplant_id)
    if entry.kind is not Product.MSC:
        entry = replace(entry, timing=plain.timing)
    if entry.kind is not Product.CAR_T:
        entry = replace(
            entry, target="", lymphodepletion="", crs_grade=None, crs_on=None, icans_grade=None, icans_on=None,
            expansion_peak=None, expansion_unit="", expansion_on=None,
        )  # fmt: skip
    return entry


def _checked(ws: Workspace, session: WriteSession, entry: Entry, row_id: int | None, *, confirmed: bool) -> PatientCard:
    """The patient of an entry that may be written; InputError else."""
    card = record_of(session, entry.patient_id)
    refuse_odd_numbers(entry)
    refuse_problems(problems(session, ws, card, entry, row_id), confirmed=confirmed)
    return card


def _said(ws: Workspace, card: PatientCard, key: str, **params: Any) -> str:
    return ws.wording.text(f"saved.{key}", name=name_of(card), **params)


# collections --------------------------------------------------------------------------------------------------------


def record_apheresis(ws: Workspace, entry: ApheresisEntry, *, confirmed: bool = False) -> Changes:
    """Record a collection; with `confirmed` what only asks for a second look is let through."""
    with ws.write("apheresis.record") as session:
        entry = _tidy_apheresis(entry)
        card = _checked(ws, session, entry, None, confirmed=confirmed)
        row = store.add_apheresis(session, entry)
        return changes(session, _KINDS, _said(ws, card, "apheresis", session=entry.session), card.id, row.id)


def revise_apheresis(
    ws: Workspace, row_id: int, version: int, entry: ApheresisEntry, *, confirmed: bool = False
) -> Changes:
    """Change a collection."""
    with ws.write("apheresis.revise") as session:
        entry = _tidy_apheresis(entry)
        card = _checked(ws, session, entry, row_id, confirmed=confirmed)
        store.revise_apheresis(session, row_id, version, entry)
        return changes(session, _KINDS, _said(ws, card, "apheresis", session=entry.session), card.id, row_id)


def void_apheresis(ws: Workspace, row_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back a collection entered by mistake."""
    return _void(ws, "apheresis", store.Apheresis, row_id, reason, version)


# conditioning -------------------------------------------------------------------------------------------------------


def record_given(ws: Workspace, entry: ConditioningEntry, *, confirmed: bool = False) -> Changes:
    """Record a day of a drug as given, changed or left out."""
    with ws.write("conditioning.record") as session:
        entry = _tidy_given(entry)
        card = _checked(ws, session, entry, None, confirmed=confirmed)
        row = store.add_conditioning(session, entry)
        said = _said(ws, card, f"conditioning_{entry.state.value}", drug=entry.drug, on=entry.given_on)
        return changes(session, _KINDS, said, card.id, row.id)


def revise_given(
    ws: Workspace, row_id: int, version: int, entry: ConditioningEntry, *, confirmed: bool = False
) -> Changes:
    """Change a day of a drug."""
    with ws.write("conditioning.revise") as session:
        entry = _tidy_given(entry)
        card = _checked(ws, session, entry, row_id, confirmed=confirmed)
        store.revise_conditioning(session, row_id, version, entry)
        said = _said(ws, card, f"conditioning_{entry.state.value}", drug=entry.drug, on=entry.given_on)
        return changes(session, _KINDS, said, card.id, row_id)


def confirm_planned(ws: Workspace, patient_id: int, transplant_id: int, orders: Iterable[tuple[str, int]]) -> Changes:
    """Record planned days of drugs (key, day from Day 0) as given as the regimen has them: one write.

    No dose is written: "as the regimen has it" is what somebody confirms. InputError for a day to come and for what
    the regimen does not plan; KnownError `regimen_without_day0`. A day that is recorded already stays as it is.
    """
    with ws.write("conditioning.confirm") as session:
        course = course_in(session, patient_id, transplant_id)
        day0, card = course.entry.day0, record_of(session, patient_id)
        if day0 is None:
            raise KnownError("regimen_without_day0")
        regimen = ws.catalogue.regimens.get(course.entry.conditioning_regimen_id)
        planned = {(drug_key(o), d): o for o in (regimen.orders if regimen is not None else ()) for d in o.days}
        names = drug_names(ws.catalogue.regimens.values())
        held = {
            (same_drug(one.entry, names), one.entry.given_on)
            for one in store.conditioning_of(session, patient_id)
            if one.entry.transplant_id == transplant_id
        }
        count = 0
        for key, day in orders:
            order = planned.get((key, day))
            if order is None:
                raise refuse("given_on", "order_planned")
            on = day0 + timedelta(days=day)
            drug = order.drug.text(ws.language)
            entry = ConditioningEntry(patient_id, transplant_id, on, key, drug, OrderState.GIVEN)
            if (same_drug(entry, names), on) in held:
                continue
            refuse_problems(problems(session, ws, card, entry))
            store.add_conditioning(session, entry)
            count += 1
        if not count:
            raise KnownError("nothing_to_confirm")
        said = ws.wording.count("saved.conditioning_confirmed", count, name=name_of(card))
        return changes(session, _KINDS, said, patient_id)


def void_given(ws: Workspace, row_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back a day of a drug entered by mistake."""
    return _void(ws, "conditioning", store.ConditioningGiven, row_id, reason, version)


# cells --------------------------------------------------------------------------------------------------------------


def record_infusion(ws: Workspace, entry: InfusionEntry, *, confirmed: bool = False) -> Changes:
    """Record cells infused."""
    with ws.write("infusion.record") as session:
        entry = _tidy_infusion(entry)
        card = _checked(ws, session, entry, None, confirmed=confirmed)
        row = store.add_infusion(session, entry)
        return changes(session, _KINDS, _said(ws, card, "infusion", on=entry.infused_on), card.id, row.id)


def revise_infusion(
    ws: Workspace, row_id: int, version: int, entry: InfusionEntry, *, confirmed: bool = False
) -> Changes:
    """Change cells infused."""
    with ws.write("infusion.revise") as session:
        entry = _tidy_infusion(entry)
        card = _checked(ws, session, entry, row_id, confirmed=confirmed)
        store.revise_infusion(session, row_id, version, entry)
        return changes(session, _KINDS, _said(ws, card, "infusion", on=entry.infused_on), card.id, row_id)


def void_infusion(ws: Workspace, row_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back cells entered by mistake."""
    return _void(ws, "infusion", store.CellInfusion, row_id, reason, version)


def _void(ws: Workspace, action: str, model: Any, row_id: int, reason: str, version: int | None) -> Changes:
    why = required_reason(reason)
    with ws.write(f"{action}.void") as session:
        row = fetch(session, model, row_id, version)
        void(session, row, why)
        session.flush()
        card = record_of(session, row.patient_id)
        return changes(session, _KINDS, _said(ws, card, f"{action}_voided"), row.patient_id, row_id)


def apheresis_of(ws: Workspace, patient_id: int, row_id: int) -> Apheresis:
    """A collection for the form that edits it. KnownError `stale_row`."""
    with ws.read() as session:
        return _one(store.collections_of(session, patient_id), row_id)


def _one(rows: Iterable[Held], row_id: int) -> Held:
    found = next((one for one in rows if one.id == row_id), None)
    if found is None:
        raise KnownError("stale_row")
    return found
