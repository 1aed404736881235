"""What the services hand to the documents: doses as printed, therapies as recorded, telephones, decisions."""

from __future__ import annotations

import pytest

from hsct_desktop.catalogue.items import Order
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.patient import StateChange, StateChangeKind
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.supportive_therapy import SupportiveTherapyEntry, TherapyClass
from hsct_desktop.domain.visit import VisitEntry
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services import printing, states, supportive_therapies, visits
from hsct_desktop.services.summary import printed_dose, summary_data
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import TODAY, days, register

DRUG = Label("Drug", "Farmaco")


@pytest.mark.parametrize(
    ("order", "english", "italian"),
    [
        (
            Order(DRUG, "50", "mg", "kg/d", total="200 mg/kg"),
            "50 mg/kg per day, 200 mg/kg in total",
            "50 mg/kg/die, 200 mg/kg in totale",
        ),
        (Order(DRUG, "300", "mg", "m2", total="300 mg/m²"), "300 mg/m²", "300 mg/m²"),
        (
            Order(DRUG, "200", "mg", "m2", every="12 h", total="1600 mg/m²"),
            "200 mg/m² every 12 h, 1600 mg/m² in total",
            "200 mg/m² ogni 12 h, 1600 mg/m² in totale",
        ),
        (Order(DRUG, "5-10", "ug", "kg/d"), "5–10 µg/kg per day", "5–10 µg/kg/die"),
        (Order(DRUG, total="7.5-10 mg/kg"), "7.5–10 mg/kg in total", "7,5–10 mg/kg in totale"),
        (Order(DRUG), "dose not known", "dose non nota"),
    ],
)
def test_doses_as_printed(order: Order, english: str, italian: str) -> None:
    assert printed_dose(order, wording("en")) == english
    assert printed_dose(order, wording("it")) == italian


def _therapy(patient_id: int, rule: str = "") -> SupportiveTherapyEntry:
    return SupportiveTherapyEntry(
        patient_id, "Aciclovir", TherapyClass.ANTIVIRAL, days(-40), planned_stop=days(-1), stop_rule=rule
    )


def test_paper_has_no_stop_that_nobody_recorded(ws: Workspace) -> None:
    patient_id = register(ws)
    supportive_therapies.record(ws, _therapy(patient_id))
    states.change(ws, patient_id, StateChange(StateChangeKind.DIED, days(-2), "sepsis"))
    data = summary_data(ws, patient_id, "en")
    assert [therapy.stop for therapy in data.therapies] == [None]
    assert data.as_of == days(-2)
    assert [therapy.stop for therapy in data.timeline.therapies] == [days(-2)]


def test_the_summary_knows_what_the_catalogue_marks(ws: Workspace) -> None:
    data = summary_data(ws, register(ws), "en")
    marked = [order for order in data.orders if order.unchecked]
    assert marked
    assert all(order.note for order in marked)
    assert data.lifelong
    assert data.reference_regimen
    assert not summary_data(ws, register(ws, None, "MS-002", family_name="Verdi"), "en").has_transplant


@pytest.mark.parametrize(("rule", "boxes"), [("CD4 > 200", ("Decide: stop or extend",)), ("", ("Stop", "Extend"))])
def test_a_conditional_stop_is_a_decision(ws: Workspace, rule: str, boxes: tuple[str, ...]) -> None:
    patient_id = register(ws, phone="0555 010 7059")
    supportive_therapies.record(ws, _therapy(patient_id, rule))
    rows = printing.day_list_data(ws, TODAY, "en").rows
    assert [row.to_do for row in rows if row.kind is WorklistKind.TO_STOP] == [boxes]
    assert {row.phone for row in rows} == {"0555 010 7059"}


def test_why_has_the_dates_of_paper(ws: Workspace) -> None:
    supportive_therapies.record(ws, _therapy(register(ws)))
    (row,) = [row for row in printing.day_list_data(ws, TODAY, "it").rows if row.kind is WorklistKind.TO_STOP]
    assert "19/11" in row.why


def test_an_optional_visit_that_took_place_is_printed(ws: Workspace) -> None:
    patient_id = register(ws, 280)
    rows = visits.for_patient(ws, patient_id, TODAY)
    left_out = next(row for row in rows if row.optional and row.scheduled_id is not None)
    assert left_out.label not in [visit.label for visit in summary_data(ws, patient_id, "en").visits]
    visits.reopen(ws, left_out.scheduled_id or 0, left_out.version)
    visits.record(ws, VisitEntry(patient_id, TODAY, left_out.scheduled_id, "Ann"), True)
    assert left_out.label in [visit.label for visit in summary_data(ws, patient_id, "en").visits]
