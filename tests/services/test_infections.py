"""Infections on a real file: recorded, changed, taken back, undone, told at the handover; neutrophils at onset."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from hsct_desktop.domain.infection import InfectionCertainty, InfectionEntry, InfectionKind, LineRelated
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.services import adverse_events, infections, lab_results, undo
from hsct_desktop.services.handover import handover
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import TODAY, change_state, days, register, toxicity


def coli(patient_id: int, **more: object) -> InfectionEntry:
    entry = InfectionEntry(
        patient_id, days(-2), InfectionKind.BACTERIAL, InfectionCertainty.PROVEN, "Escherichia coli", "Lung",
        "Blood culture from the line", LineRelated.YES, "ESBL", "Meropenem", days(-2), anc_at_onset=Decimal("0.1"),
    )  # fmt: skip
    return replace(entry, **more)  # type: ignore[arg-type]


def count(ws: Workspace, pid: int, on: int, text: str, at: str = "07:00") -> None:
    lab_results.put_cells(ws, pid, [CellEntry("ANC", Sample(days(on), at), text)], confirmed=True)


def problems(error: pytest.ExceptionInfo[InputError]) -> list[tuple[str, str]]:
    return [(problem.field, problem.key) for problem in error.value.problems]


def test_it_is_kept_as_entered_and_shown_in_the_readers_language(ws: Workspace) -> None:
    pid = register(ws)
    saved = infections.record(ws, coli(pid, organism="  Escherichia   coli "))
    assert saved.kinds >= {"infection"}
    assert "Escherichia coli" in saved.text
    (row,) = infections.for_patient(ws, pid)
    assert row.infection.entry == coli(pid)
    assert row.what == "Escherichia coli, Lung"
    ws.language = "it"
    (row,) = infections.for_patient(ws, pid)
    assert (row.site, row.specimen) == ("Polmone", "Emocoltura da catetere")


def test_it_is_changed_taken_back_and_undone(ws: Workspace) -> None:
    pid = register(ws)
    key = infections.record(ws, coli(pid)).record_id or 0
    entry, version = infections.entry_of(ws, key)
    infections.revise(ws, key, version, replace(entry, site="Bloodstream"))
    with pytest.raises(KnownError, match="stale_row"):
        infections.revise(ws, key, version, entry)
    gone = infections.void_infection(ws, key, "wrong patient")
    assert infections.for_patient(ws, pid) == []
    back = undo.undo(ws, gone.txn)
    assert "infection" in back.kinds
    assert "Undone" in back.text
    assert [row.site for row in infections.for_patient(ws, pid)] == ["Bloodstream"]


def test_what_is_wrong_is_refused_and_a_soft_doubt_passes_once_confirmed(ws: Workspace) -> None:
    pid = register(ws)
    with pytest.raises(InputError) as wrong:
        infections.record(ws, coli(pid, organism="", site="", found_on=days(1)))
    assert problems(wrong) == [("organism", "infection_empty"), ("found_on", "date_in_future")]
    with pytest.raises(InputError) as odd:
        infections.record(ws, coli(pid, anc_at_onset=Decimal("NaN")))
    assert problems(odd) == [("anc_at_onset", "number_unreadable")]
    with pytest.raises(InputError) as doubt:
        infections.record(ws, coli(pid, organism=""))
    assert problems(doubt) == [("organism", "infection_proven_without_organism")]
    assert infections.record(ws, coli(pid, organism=""), confirmed=True).record_id


def test_nothing_is_found_after_the_death(ws: Workspace) -> None:
    pid = register(ws)
    change_state(ws, pid, StateChangeKind.DIED, days(-3))
    with pytest.raises(InputError) as late:
        infections.record(ws, coli(pid))
    assert ("found_on", "after_death") in problems(late)


def test_an_entry_of_another_patient_is_stale(ws: Workspace) -> None:
    pid, stranger = register(ws), register(ws, code="MS-002", family_name="Verdi")
    key = infections.record(ws, coli(pid)).record_id or 0
    with pytest.raises(KnownError, match="stale_row"):
        infections.revise(ws, key, 1, coli(stranger))


def test_the_neutrophils_are_those_of_the_day_then_of_the_day_before_then_after(ws: Workspace) -> None:
    pid = register(ws)
    assert infections.neutrophils_on(ws, pid, days(-5)) is None
    count(ws, pid, -4, "0.7")
    then = infections.neutrophils_on(ws, pid, days(-5))
    assert then is not None
    assert then.count == Decimal("0.7")
    count(ws, pid, -6, "0.4")
    then = infections.neutrophils_on(ws, pid, days(-5))
    assert then is not None
    assert then.count == Decimal("0.4")
    count(ws, pid, -5, "0.3")
    count(ws, pid, -5, "0.2", at="19:00")
    then = infections.neutrophils_on(ws, pid, days(-5))
    assert then is not None
    assert (then.count, then.words) == (Decimal("0.2"), "ANC 0.2 ×10⁹/L · 15\u00a0Nov\u00a02026")
    assert infections.neutrophils_on(ws, pid, None) is None


def test_a_count_behind_a_sign_is_said_and_not_taken_over(ws: Workspace) -> None:
    pid = register(ws)
    count(ws, pid, -5, "<0.1")
    then = infections.neutrophils_on(ws, pid, days(-5))
    assert then is not None
    assert then.count is None
    assert "<0.1" in then.words


def test_a_toxicity_names_its_infection(ws: Workspace) -> None:
    pid = register(ws)
    key = infections.record(ws, coli(pid)).record_id
    adverse_events.record(ws, toxicity(pid, "sepsis", 4, onset=days(-2), infection_id=key))
    assert [row.toxicities for row in infections.for_patient(ws, pid)] == [("Sepsis",)]


def test_the_handover_tells_of_it(ws: Workspace) -> None:
    pid = register(ws)
    key = infections.record(ws, coli(pid)).record_id or 0
    infections.revise(ws, key, 1, coli(pid, specimen="Sputum"))
    (patient,) = handover(ws, TODAY).patients
    told = [line.text for line in patient.lines]
    assert any("Infection found on" in text and "Escherichia coli, Lung" in text for text in told)
    assert any("specimen" in text and "Sputum" in text for text in told)
