"""Results wait on Today until somebody has seen them; a changed one waits again; who is not followed waits no more."""

from __future__ import annotations

from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services import lab_results, today, undo
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import lab_result
from tests.services.ward import TODAY, change_state, days, register


def put(ws: Workspace, patient: int, text: str, analyte: str = "PLT", day: int = 0) -> None:
    lab_results.put_cells(ws, patient, [CellEntry(analyte, Sample(days(day)), text)], confirmed=True)


def waiting(ws: Workspace) -> list[today.TodayRow]:
    lists = today.lists(ws, TODAY)
    found = [row for row in lists.rows if row.kind is WorklistKind.RESULTS_TO_REVIEW]
    assert len(found) == lists.counts[WorklistKind.RESULTS_TO_REVIEW]
    return found


def see_all(ws: Workspace, patient: int) -> str:
    with ws.read() as session:
        shown = {result.id: result.version for result in lab_result.waiting(session, patient)}
    return lab_results.review(ws, patient, shown).txn


def test_one_row_a_patient_with_the_worst_grade(ws: Workspace) -> None:
    patient = register(ws)
    put(ws, patient, "60", day=-2)
    put(ws, patient, "40")
    put(ws, patient, "4.1", "K")
    (row,) = waiting(ws)
    assert (row.patient_id, row.task) == (patient, "3 results")
    assert row.why.startswith("Worst grade 3")


def test_severe_results_stand_first_and_the_others_by_age(ws: Workspace) -> None:
    found = {}
    for name, text, day in (("old", "140", -9), ("three", "40", -1), ("mild", "130", -4), ("four", "20", 0)):
        found[register(ws, code=f"MS-9{len(found)}", family_name=f"Prova{name.title()}")] = name
        put(ws, list(found)[-1], text, day=day)
    assert [found[row.patient_id or 0] for row in waiting(ws)] == ["four", "three", "old", "mild"]


def test_seen_results_leave_and_changed_ones_come_back(ws: Workspace) -> None:
    patient = register(ws)
    put(ws, patient, "60")
    see_all(ws, patient)
    assert waiting(ws) == []
    put(ws, patient, "61")
    assert [row.patient_id for row in waiting(ws)] == [patient]


def test_seeing_is_undone(ws: Workspace) -> None:
    patient = register(ws)
    put(ws, patient, "60")
    undo.undo(ws, see_all(ws, patient))
    assert [row.patient_id for row in waiting(ws)] == [patient]


def test_nobody_is_asked_about_a_patient_who_is_not_followed(ws: Workspace) -> None:
    patient = register(ws)
    put(ws, patient, "60")
    change = change_state(ws, patient, StateChangeKind.DIED)
    assert change
    assert waiting(ws) == []
