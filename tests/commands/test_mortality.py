"""`mortality`: deaths after Day 0 by what was adjudicated; nobody counts as related before somebody has said so."""

import json
from datetime import date
from pathlib import Path

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.death_review import DeathRelation, DeathReviewEntry
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.services import death_reviews, files
from tests.commands.running import Capture, run
from tests.services.conftest import open_workspace
from tests.services.ward import TODAY, change_state, days, register


def test_each_horizon_counts_what_was_adjudicated(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "unit.hsct"
    files.create(path, "Unit", "Ann Nurse", Role.NURSE).close()
    ws = open_workspace(path, Catalogue())
    early = register(ws, 150, "MS-001")
    late = register(ws, 250, "MS-002")
    register(ws, 20, "MS-003")
    register(ws, None, "MS-004")
    change_state(ws, early, StateChangeKind.DIED, days(-100), "sepsis")  # Day 50
    change_state(ws, late, StateChangeKind.DIED, days(-10), "unknown")  # Day 240
    death_reviews.save(ws, DeathReviewEntry(early, DeathRelation.TREATMENT, "sepsis", "Dr Verdi", TODAY))
    ws.store.close()
    told = run("mortality", "--database", path, "--on", date.isoformat(TODAY), "--format", "json", capsys=capsys)[0]
    rows = [tuple(row.values()) for row in json.loads(told)]
    assert rows == [(100, 3, 1, 0, 0, 1), (365, 3, 1, 0, 1, 1), (1826, 3, 1, 0, 1, 1)]
