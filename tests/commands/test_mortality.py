"""`mortality`: deaths after Day 0 by what was adjudicated; nobody counts as related before somebody has said so."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.death_review import DeathRelation, DeathReviewEntry
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.services import death_reviews, files, patients
from tests.commands.running import Capture, run
from tests.services.conftest import open_workspace
from tests.services.ward import ANNA, TODAY, change_state, course, days, register


def test_each_horizon_counts_what_was_adjudicated(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "unit.hsct"
    files.create(path, "Unit", "Ann Nurse", Role.NURSE).close()
    ws = open_workspace(path, Catalogue())
    early = register(ws, 150, "MS-001")
    late = register(ws, 250, "MS-002")
    register(ws, 20, "MS-003")
    register(ws, None, "MS-004")
    never = register(ws, 5, "MS-005")  # died before the day that was planned
    change_state(ws, never, StateChangeKind.DIED, days(-6), "sepsis")
    stromal = patients.register(ws, replace(ANNA, code="MS-006"), course(150, "msc-ms"), distinct=True).patient_id
    assert stromal is not None
    change_state(ws, stromal, StateChangeKind.DIED, days(-149), "accident")
    change_state(ws, early, StateChangeKind.DIED, days(-100), "sepsis")  # Day 50
    change_state(ws, late, StateChangeKind.DIED, days(-10), "unknown")  # Day 240
    death_reviews.save(ws, DeathReviewEntry(early, DeathRelation.TREATMENT, "sepsis", "Dr Verdi", TODAY))
    ws.store.close()

    def told(*more: str, on: date = TODAY) -> tuple[list[tuple[int, ...]], str]:
        line: tuple[str | Path, ...] = (
            "mortality",
            "--database",
            path,
            "--on",
            on.isoformat(),
            "--format",
            "json",
            *more,
        )
        answer, aside = run(*line, capsys=capsys)[:2]
        return [tuple(row.values()) for row in json.loads(answer)], aside

    rows, aside = told()
    assert rows == [(100, 3, 1, 0, 0, 1, 0, 1), (365, 3, 1, 0, 0, 1, 1, 1), (1826, 3, 1, 0, 0, 1, 1, 1)]
    assert "1 patient had mesenchymal stromal cells alone and is not counted here" in aside
    assert told("--product", "msc")[0] == [
        (100, 1, 0, 0, 0, 0, 1, 0), (365, 1, 0, 0, 0, 0, 1, 0), (1826, 1, 0, 0, 0, 0, 1, 0),
    ]  # fmt: skip
    # What lay ahead then counts for nothing: MS-001 was not infused, MS-002 alive.
    assert told(on=days(-200))[0] == [
        (100, 1, 0, 0, 0, 0, 0, 1),
        (365, 1, 0, 0, 0, 0, 0, 1),
        (1826, 1, 0, 0, 0, 0, 0, 1),
    ]
