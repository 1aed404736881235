"""What a toxicity links to, which results speak for it, and what is recorded of the day of a fever."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hsct_desktop.domain.adverse_event import Grade, GradeStep
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.visit import VisitEntry, Vitals
from hsct_desktop.services import adverse_events, lab_results, supportive_therapies, toxicity_links, undo, visits
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import lab_result
from tests.services.ward import TODAY, days, drug, register, toxicity


def put(ws: Workspace, who: int, analyte: str, text: str, at: str = "07:00") -> int:
    """Enter a result of today; its id."""
    lab_results.put_cells(ws, who, [CellEntry(analyte, Sample(TODAY, at), text)], confirmed=True)
    with ws.read() as session:
        return max(result.id for result in lab_result.of_patient(session, who, [analyte]))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_only_febrile_neutropenia_asks_what_is_recorded_of_its_day(ws: Workspace) -> None:
    who = register(ws, 9)
    assert toxicity_links.day_context(ws, who, "nausea", TODAY) is None
    assert toxicity_links.day_context(ws, who, "febrile_neutropenia", None) is None


def test_what_is_not_recorded_is_said_and_never_silent(ws: Workspace) -> None:
    found = toxicity_links.day_context(ws, register(ws, 9), "febrile_neutropenia", TODAY)
    assert found is not None
    assert found.facts == ""
    assert "neutropenia is possible" in found.missing
    assert "temperature" in found.missing
    assert found.action.startswith("Unit rule fn: Cultures from each lumen")


def test_the_last_neutrophils_and_the_highest_temperature_of_the_day_stand_there(ws: Workspace) -> None:
    who = register(ws, 9)
    put(ws, who, "ANC", "0.9", "06:00")
    put(ws, who, "ANC", "<0.4", "18:00")
    put(ws, who, "TEMP", "38.2", "06:00")
    visits.record(ws, VisitEntry(who, TODAY, seen_by="Dr A", vitals=Vitals(temperature=Decimal("38.7"))))
    found = toxicity_links.day_context(ws, who, "febrile_neutropenia", TODAY)
    assert found is not None
    assert (plain(found.facts), found.missing) == ("ANC <0.4 ×10⁹/L · Temperature 38.7 °C", "")
    yesterday = toxicity_links.day_context(ws, who, "febrile_neutropenia", days(-1))
    assert yesterday is not None
    assert yesterday.facts == ""


def test_results_that_gave_grades_are_named_until_they_are_taken_back(ws: Workspace) -> None:
    who = register(ws, 60)
    result = put(ws, who, "ALT", "210")
    step = GradeStep(TODAY, Grade.SEVERE, "5.0", result, "ALT > 5 x ULN")
    entry = replace(toxicity(who, "alanine_aminotransferase_increased", 3), grades=(step,))
    event = adverse_events.record(ws, entry).record_id or 0
    held, version = adverse_events.entry_of(ws, event)
    assert held.grades == (step,)
    ((key, words),) = toxicity_links.evidence(ws, held.result_ids)
    assert (key, plain(words)) == (result, "ALT 210 U/L · 20 Nov 2026")
    other = replace(held, grades=(replace(step, start=TODAY),), term_id="nausea")
    adverse_events.revise(ws, event, version, other)
    assert adverse_events.entry_of(ws, event)[0].result_ids == (), "a result speaks for the term that it graded"
    assert undo.undo_last(ws) is not None
    assert adverse_events.entry_of(ws, event)[0].result_ids == (result,)


def test_a_patients_own_visits_and_drugs_can_be_linked(ws: Workspace) -> None:
    who, other = register(ws, 60), register(ws, 60, code="MS-002", family_name="Verdi")
    visits.record(ws, VisitEntry(who, TODAY, seen_by="Dr A"))
    supportive_therapies.record(ws, drug(who))
    supportive_therapies.record(ws, drug(other))
    found = toxicity_links.linkable(ws, who)
    assert (len(found.visits), len(found.therapies), found.infections) == (1, 1, ())
    assert toxicity_links.last_visit(ws, who, days(1)) == TODAY
    assert toxicity_links.last_visit(ws, who, TODAY) is None
    assert toxicity_links.last_visit(ws, other, days(1)) is None
