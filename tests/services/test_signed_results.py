"""What is taken from files over a signed visit: refused row by row with a sentence, by both drivers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import sqlcipher3

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.domain.import_run import Decisions, RowKey
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import lab_files, lab_results, signing, undo
from hsct_desktop.services.lab_files import Choices
from hsct_desktop.services.workspace import Workspace, clock_on
from hsct_desktop.store import staff
from hsct_desktop.store.engine import create_store, open_store
from tests.services.conftest import noon
from tests.services.importing import plan_of, run_of
from tests.services.test_lab_files import WHO, check, problems, states, stored, write
from tests.services.ward import TODAY, register, see

ON = f"{TODAY:%d/%m/%Y}"
ALL = Choices(take_conflicts=True, take_unusual=True)


@pytest.fixture(params=["sqlite3", "sqlcipher3"])
def ward(request: pytest.FixtureRequest, tmp_path: Path, catalogue: Catalogue) -> Iterator[Workspace]:
    """A file of each driver, in which a physician works."""
    key = bytes(range(32)) if request.param == "sqlcipher3" else None
    driver: Any = sqlcipher3.dbapi2 if key is not None else None
    create_store(tmp_path / "unit.hsct", unit_name="Unit", driver=driver, key=key, clock=noon).close()
    held = open_store(tmp_path / "unit.hsct", driver=driver, key=key, clock=noon)
    held.machine_clock = lambda: datetime(2030, 1, 1, 8, tzinfo=UTC)
    with held.write(None, "staff.add") as session:
        author_id = staff.add(session, "Paula Physician", Role.PHYSICIAN).id
    ws = Workspace(held, catalogue, Author(author_id, "Paula Physician", Role.PHYSICIAN), "en", clock_on(TODAY))
    ws.reason = "as the tests say"
    yield ws
    held.close()


@pytest.fixture
def patient(ward: Workspace) -> int:
    """A patient with a signed visit of today, haemoglobin 95 in it."""
    patient_id = register(ward, 20)
    visit_id = see(ward, patient_id, None)
    lab_results.put_cells(ward, patient_id, [CellEntry("HGB", Sample(TODAY), "95 g/L")], confirmed=True)
    signing.sign(ward, visit_id)
    return patient_id


def test_a_laboratorys_file_takes_all_but_what_is_signed(ward: Workspace, patient: int, tmp_path: Path) -> None:
    path = write(tmp_path, f"{WHO};{ON};;Emoglobina;9,1;g/dL;;", f"{WHO};{ON};;Piastrine;20;;;")
    run = check(ward, path)
    assert (states(run), problems(run)[0]) == (["refused", "new"], "lab_signed")
    problem = run.lines[0].problem
    assert problem is not None
    assert "Paula Physician" in ward.wording.problem(problem)
    taken = lab_files.take(ward, run, ALL)
    assert (taken.added, taken.changed, taken.not_taken) == (1, 0, 1)
    assert {one.analyte: one.value for one in stored(ward, patient)} == {"HGB": Decimal(95), "PLT": Decimal(20)}


def test_an_unlocked_visit_lets_the_file_in(ward: Workspace, patient: int, tmp_path: Path) -> None:
    with ward.read() as session:
        visit_id = session.execute(sa.text("SELECT record_id FROM record_signature")).scalar_one()
    signing.unlock(ward, visit_id, "wrong tube")
    run = check(ward, write(tmp_path, f"{WHO};{ON};;Emoglobina;9,1;g/dL;;"))
    assert lab_files.take(ward, run, ALL).changed == 1
    assert stored(ward, patient)[0].value == Decimal("9.1")


def test_an_import_refuses_the_row_and_names_the_day(ward: Workspace, patient: int) -> None:
    heads = {
        "Code": "patient.code", "Test": "lab_result.analyte", "Day": "lab_result.taken_on", "Value": "lab_result.value",
        "Unit": "lab_result.unit",
    }  # fmt: skip
    rows = [["MS-001", "HGB", TODAY.isoformat(), "111", "g/L"], ["MS-001", "PLT", TODAY.isoformat(), "20", ""]]
    plan = plan_of(ImportKind.LAB_RESULTS, heads, rows)
    taken = Decisions(take_file=frozenset({(RowKey("Sheet 1", 2), "lab_result.value")}))
    run = run_of(ward, plan, decisions=taken)
    told = {one.key.number: [told.problem for told in one.problems] for one in run.rows if one.problems}
    assert [(row, [one.key for one in found]) for row, found in told.items()] == [(2, ["lab_signed"])]
    assert told[2][0].params["on"] == TODAY


def test_taking_back_what_is_signed_since_says_why(ward: Workspace, tmp_path: Path) -> None:
    patient_id = register(ward, 20)
    visit_id = see(ward, patient_id, None)
    taken = lab_files.take(ward, check(ward, write(tmp_path, f"{WHO};{ON};;Emoglobina;9,1;g/dL;;")), ALL)
    signing.sign(ward, visit_id)
    with pytest.raises(KnownError, match="entry_locked"):
        undo.undo(ward, taken.changes.txn)
    assert stored(ward, patient_id)[0].taken_on == TODAY


def test_a_statement_that_passes_the_services_by_is_told_by_name(ward: Workspace, patient: int) -> None:
    with pytest.raises(KnownError, match="entry_locked"), ward.write("visit.revise") as session:
        session.execute(sa.text("UPDATE lab_result SET text = '99'"))
    assert stored(ward, patient)[0].value == Decimal(95)
