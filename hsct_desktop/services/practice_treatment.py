"""The practice ward's treatments: collections, cells infused; for two of its patients cells that are no graft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from hsct_desktop.domain.author import Author
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.treatment import ApheresisEntry, InfusionEntry, InfusionTiming
from hsct_desktop.services import regimen_approvals
from hsct_desktop.services import treatment as services_treatment
from hsct_desktop.services.conditioning import drug_key
from hsct_desktop.services.practice_story import Story
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import transplant, treatment
from hsct_desktop.store.base import WriteSession

_COLLECTED: Final = (timedelta(days=10), timedelta(days=11))
"""The days of the two collections after the start of mobilisation."""
_BLOOD_CD34: Final = (Decimal(46), Decimal(31))
_BY_DAY: Final = (0, 14, 16)
"""The patients, by their place in the ward, whose conditioning is recorded day by day."""
_APPROVED: Final = ("beam_atg_ms", "cy200_ratg6")
_APPROVED_BEFORE: Final = timedelta(days=200)


def write(session: WriteSession, ws: Workspace, story: Story, patient_id: int, cells: Mapping[str, Any] | None) -> None:
    """Write what was collected and infused; `cells` tell of cells other than stem cells."""
    course = next(iter(transplant.of_patient(session, patient_id)), None)
    if course is None or story.day0 is None:
        return
    if cells is not None:
        treatment.add_infusion(session, _cells(cells, story.day0, patient_id, course.id))
    elif course.entry.cd34_dose is not None and story.mobilisation is not None:
        _collect(session, course.entry.cd34_dose, story.mobilisation, patient_id, course.id)
        if story.day0 <= ws.today():
            dose = course.entry.cd34_dose
            infused = InfusionEntry(patient_id, course.id, Product.HSC, story.day0, dose=dose)
            treatment.add_infusion(session, infused)


def approve_and_confirm(ws: Workspace, registered: Sequence[tuple[int, Story]], physician: Author) -> None:
    """A physician approves two regimens; what some patients got day by day is confirmed as the regimen has it."""
    approving = replace(ws, author=physician)
    for regimen_id in _APPROVED:
        regimen_approvals.approve(approving, regimen_id, physician.name, ws.today() - _APPROVED_BEFORE)
    for patient_id, story in registered:
        if story.index in _BY_DAY:
            with ws.read() as session:
                course = transplant.of_patient(session, patient_id)[0]
            regimen = ws.catalogue.regimens[course.entry.conditioning_regimen_id]
            days = [(drug_key(order), day) for order in regimen.orders for day in order.days if day <= 0]
            services_treatment.confirm_planned(ws, patient_id, course.id, days)


def _collect(session: WriteSession, total: Decimal, mobilisation: date, patient_id: int, transplant_id: int) -> None:
    first = (total * Decimal("0.7")).quantize(Decimal("0.1"))
    for number, dose in enumerate((first, total - first)):
        on = mobilisation + _COLLECTED[number]
        entry = ApheresisEntry(patient_id, transplant_id, number + 1, on, dose, _BLOOD_CD34[number], Decimal(210))
        treatment.add_apheresis(session, entry)


def _cells(cells: Mapping[str, Any], day0: date, patient_id: int, transplant_id: int) -> InfusionEntry:
    crs, icans, expansion = (cells.get(name, ()) for name in ("crs", "icans", "expansion"))
    return InfusionEntry(
        patient_id,
        transplant_id,
        Product(cells["kind"]),
        day0,
        cells["product"],
        Decimal(cells["dose"]),
        InfusionTiming(cells.get("timing", InfusionTiming.NOT_STATED)),
        cells.get("target", ""),
        cells.get("lymphodepletion", ""),
        crs_grade=crs[0] if crs else None,
        crs_on=_after(day0, crs[1]) if crs else None,
        icans_grade=icans[0] if icans else None,
        icans_on=_after(day0, icans[1]) if icans else None,
        expansion_peak=Decimal(expansion[0]) if expansion else None,
        expansion_unit=expansion[1] if expansion else "",
        expansion_on=_after(day0, expansion[2]) if expansion else None,
    )


def _after(day0: date, days: int | None) -> date | None:
    return None if days is None else day0 + timedelta(days=days)
