"""What others save while a file is being judged and graded: it is neither kept waiting nor overwritten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import event

from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.domain.reference_range import LaboratoryEntry, ReferenceRange
from hsct_desktop.services import lab_files, lab_results, laboratories, undo
from hsct_desktop.services.lab_file_check import Progress
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.engine import open_store
from tests.services.test_lab_files import WHO, check, stored, write
from tests.services.ward import change_state, register

SAMPLE = Sample(date(2026, 11, 19), "08:30")
OTHER = "MS-002;02/01/1990"


@pytest.fixture
def other_window(ws: Workspace) -> Iterator[Workspace]:
    """Another workstation that has the same file open."""
    other = open_store(ws.store.path)
    yield Workspace(other, ws.catalogue, author=ws.author, clock=ws.clock)
    other.close()


def once(act: Callable[[], object]) -> Progress:
    """Does something at the first report of progress, while the file is being made ready."""
    done: list[object] = []

    def progress(_done: int, _total: int) -> None:
        if not done:
            done.append(act())

    return progress


def test_another_window_saves_meanwhile_and_its_value_stays(
    ws: Workspace, other_window: Workspace, tmp_path: Path
) -> None:
    pid, untouched = register(ws, 20), register(ws, 10, "MS-002", birth_date=date(1990, 1, 2), family_name="Verdi")
    path = write(
        tmp_path,
        f"{WHO};19/11/2026;08:30;Emoglobina;9,1;g/dL;;",
        f"{WHO};19/11/2026;08:30;Piastrine;20;;;",
        f"{OTHER};19/11/2026;08:30;Emoglobina;10,1;g/dL;;",
    )
    run = check(ws, path)
    typed = [CellEntry("HGB", SAMPLE, "95 g/L")]
    taken = lab_files.take(ws, run, progress=once(lambda: lab_results.put_cells(other_window, pid, typed)))
    assert (taken.added, taken.changed, taken.not_taken, taken.patients) == (2, 0, 1, 2)
    assert {result.analyte: result.value for result in stored(ws, pid)} == {"HGB": Decimal(95), "PLT": Decimal(20)}
    assert [result.value for result in stored(ws, untouched)] == [Decimal("10.1")]


def test_a_range_that_is_changed_meanwhile_grades_the_file(
    ws: Workspace, other_window: Workspace, tmp_path: Path
) -> None:
    pid = register(ws, 20)
    lab = laboratories.put_laboratory(ws, LaboratoryEntry("City")).record_id
    assert lab is not None
    run = check(ws, write(tmp_path, f"{WHO};19/11/2026;;ALT;130;U/L;;"), laboratory_id=lab)
    limits = ReferenceRange("ALT", "U/L", Decimal(0), Decimal(40))
    lab_files.take(ws, run, progress=once(lambda: laboratories.put_range(other_window, lab, limits)))
    assert [(result.uln, result.grade) for result in stored(ws, pid)] == [(Decimal(40), 2)]


def test_a_death_that_is_recorded_meanwhile_refuses_what_comes_after_it(
    ws: Workspace, other_window: Workspace, tmp_path: Path
) -> None:
    pid = register(ws, 20)
    run = check(ws, write(tmp_path, f"{WHO};19/11/2026;;ALT;130;U/L;;", f"{WHO};17/11/2026;;ALT;130;U/L;;"))
    died = date(2026, 11, 18)
    taken = lab_files.take(ws, run, progress=once(lambda: change_state(other_window, pid, StateChangeKind.DIED, died)))
    assert (taken.added, taken.not_taken) == (1, 1)
    assert [result.taken_on for result in stored(ws, pid)] == [date(2026, 11, 17)]


def statements(ws: Workspace, act: Callable[[], object]) -> int:
    """How many statements something sends to the file."""
    sent: list[object] = []

    def count(*facts: object) -> None:
        sent.append(facts)

    event.listen(ws.store.engine, "before_cursor_execute", count)
    act()
    event.remove(ws.store.engine, "before_cursor_execute", count)
    return len(sent)


def test_taking_and_undoing_need_as_many_statements_for_many_results_as_for_few(ws: Workspace, tmp_path: Path) -> None:
    pid = register(ws, 20)
    takes, undos = [], []
    for year, rows in ((2024, 2), (2025, 80)):
        lines = (f"{WHO};{1 + n % 28:02d}/{1 + n // 28:02d}/{year};08:30;Emoglobina;13,1;g/dL;;" for n in range(rows))
        run = check(ws, write(tmp_path, *lines))
        done: list[lab_files.Taken] = []
        takes.append(statements(ws, lambda run=run, done=done: done.append(lab_files.take(ws, run))))  # type: ignore[misc]
        assert len(stored(ws, pid)) == done[0].added == rows
        undos.append(statements(ws, lambda done=done: undo.undo(ws, done[0].changes.txn)))  # type: ignore[misc]
        assert stored(ws, pid) == []
    assert takes[0] == takes[1]
    assert undos[0] == undos[1]


def test_other_values_are_changed_in_one_statement_and_wait_for_review_again(ws: Workspace, tmp_path: Path) -> None:
    pid = register(ws, 20)
    days = [f"{1 + n % 28:02d}/{1 + n // 28:02d}/2025" for n in range(60)]
    lab_files.take(ws, check(ws, write(tmp_path, *(f"{WHO};{day};08:30;Emoglobina;13,1;g/dL;;" for day in days))))
    lab_results.review(ws, pid, {result.id: result.version for result in stored(ws, pid)})
    counts = []
    for value, some in (("12,1", days[:2]), ("11,1", days)):
        run = check(ws, write(tmp_path, *(f"{WHO};{day};08:30;Emoglobina;{value};g/dL;;" for day in some)))
        choices = lab_files.Choices(take_conflicts=True)
        counts.append(statements(ws, lambda run=run, choices=choices: lab_files.take(ws, run, choices)))  # type: ignore[misc]
    found = stored(ws, pid)
    assert {(result.value, result.reviewed_at) for result in found} == {(Decimal("11.1"), None)}
    assert sorted({result.version for result in found}) == [3, 4]
    assert abs(counts[0] - counts[1]) <= 3
