"""What waits to be seen, in words; and how the results of a write are told to the next shift: in one line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.services import lab_results, proposals, review, rule_sets, staff, undo
from hsct_desktop.services.handover import handover
from hsct_desktop.services.review import WaitingResult
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import history, lab_result
from hsct_desktop.store.engine import create_store
from tests.services.ward import TODAY, days, register


def put(ws: Workspace, who: int, day: int = 0, at: str = "", **values: str) -> None:
    cells = [CellEntry(analyte, Sample(days(day), at), text) for analyte, text in values.items()]
    lab_results.put_cells(ws, who, cells, confirmed=True)


def see_all(ws: Workspace, who: int) -> str:
    return lab_results.review(ws, who, review.for_patient(ws, who).versions).txn


def only(ws: Workspace, who: int) -> WaitingResult:
    (row,) = review.for_patient(ws, who).results
    return row


def test_samples_come_newest_first_and_results_in_the_order_of_the_catalogue(ws: Workspace) -> None:
    who = register(ws)
    put(ws, who, -2, "07:30", PLT="61", HGB="110")
    put(ws, who, 0, K="4.1")
    found = review.for_patient(ws, who)
    assert [(s.sample.taken_on, s.sample.taken_at, s.day) for s in found.samples] == [
        (TODAY, "", 45), (days(-2), "07:30", 43),
    ]  # fmt: skip
    assert [row.label for row in found.results] == ["Potassium", "Haemoglobin", "Platelets"]


def test_the_value_before_is_that_of_the_sample_before_in_the_same_unit(ws: Workspace) -> None:
    who = register(ws)
    put(ws, who, -2, HGB="11.0 g/dL")
    put(ws, who, -1, PLT="61")
    put(ws, who, 0, HGB="96")
    row = next(row for row in review.for_patient(ws, who).results if row.result.taken_on == TODAY)
    assert (row.value, row.unit, row.before) == ("96", "g/L", "110")


def test_a_changed_value_says_how_it_read_when_it_was_seen(ws: Workspace) -> None:
    who = register(ws)
    put(ws, who, PLT="60")
    put(ws, who, PLT="62")
    assert only(ws, who).seen is None
    see_all(ws, who)
    put(ws, who, PLT="40")
    put(ws, who, PLT="41")
    seen = only(ws, who).seen
    assert seen is not None
    assert (seen.value, seen.grade) == ("62", 2)
    assert seen.by == "Ann Nurse"


def test_what_was_seen_by_mistake_and_undone_was_not_seen(ws: Workspace) -> None:
    who = register(ws)
    put(ws, who, PLT="60")
    undo.undo(ws, see_all(ws, who))
    put(ws, who, PLT="40")
    assert only(ws, who).seen is None
    with ws.read() as session:
        (held,) = lab_result.waiting(session, who)
        assert review.last_seen(history.history(session, "lab_result", held.id)) is None


def test_a_proposal_stands_under_the_result_that_gave_the_grade(ws: Workspace) -> None:
    who = register(ws)
    rule_sets.approve(ws, "grading", "Dr Ada Rossi", TODAY, "")
    put(ws, who, -3, PLT="60")
    put(ws, who, 0, PLT="55", K="4.1")
    by_day = {row.result.taken_on: row for row in review.for_patient(ws, who).results if row.label == "Platelets"}
    assert [p.term for p in by_day[days(-3)].proposals] == ["Platelet count decreased"]
    assert by_day[TODAY].proposals == ()
    see_all(ws, who)
    put(ws, who, 1 - 1, PLT="56")
    # The result that gave the grade has been seen: the proposal is left to the Toxicity tab.
    assert only(ws, who).proposals == ()


def test_results_say_who_has_seen_them(ws: Workspace) -> None:
    who = register(ws)
    put(ws, who, PLT="60")
    result_id = only(ws, who).result.id
    assert lab_results.seen_by(ws, lab_results.result(ws, result_id)) == ""
    see_all(ws, who)
    assert lab_results.seen_by(ws, lab_results.result(ws, result_id)) == "Ann Nurse"


def test_the_next_of_a_list_is_the_first_with_anything_to_see(ws: Workspace) -> None:
    first, second, third = (register(ws, code=code) for code in ("MS-001", "MS-002", "MS-003"))
    put(ws, third, PLT="60")
    assert review.next_waiting(ws, [first, second, third]) == third
    assert review.next_waiting(ws, [first, second]) is None


def test_a_file_of_years_is_seen_in_steps_of_whole_samples(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review, "MOST_SHOWN", 3)
    who = register(ws)
    for day in (-3, -2, -1):
        put(ws, who, day, K="4.1", NA="140")
    first = review.for_patient(ws, who)
    assert [sample.sample.taken_on for sample in first.samples] == [days(-1), days(-2)]
    assert first.left == 2
    see_all(ws, who)
    second = review.for_patient(ws, who)
    assert [sample.sample.taken_on for sample in second.samples] == [days(-3)]
    assert second.left == 0


def test_italian_words(ws: Workspace) -> None:
    who = register(ws)
    ws.language = "it"
    put(ws, who, K="2,9")
    row = only(ws, who)
    assert (row.label, row.value, row.unit) == ("Potassio", "2,9", "mmol/L")


# the shift handover ---------------------------------------------------------------------------------------------------


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 6, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def ward(tmp_path: Path, catalogue: Catalogue) -> Iterator[Workspace]:
    clock = Clock()
    store = create_store(tmp_path / "unit.hsct", clock=clock, machine_clock=clock)
    ws = Workspace(store, catalogue, None, "en", clock)
    ws.author = staff.author(ws, staff.add(ws, "Ann Nurse", Role.PHYSICIAN).record_id or 0)
    rule_sets.approve(ws, "grading", "Dr Ada Rossi", TODAY, "")
    yield ws
    store.close()


def told(ws: Workspace, since: datetime, language: str = "en") -> list[str]:
    found = handover(ws, since, None, language)
    return [line.text.replace("\u00a0", " ") for patient in found.patients for line in patient.lines]


def test_many_results_of_one_write_are_one_line(ward: Workspace) -> None:
    who = register(ward)
    since = ward.clock()
    put(ward, who, PLT="40", HGB="96", K="4.1", NA="139", CREA="70")
    assert told(ward, since) == ["5 results of Fri 20 Nov, worst grade 3"]
    assert told(ward, since, "it") == ["5 risultati del ven 20 nov, grado peggiore 3"]


def test_results_of_several_days_name_the_first_and_the_last(ward: Workspace) -> None:
    who = register(ward)
    since = ward.clock()
    cells = [CellEntry("K", Sample(days(-day)), "4.1") for day in range(4)]
    lab_results.put_cells(ward, who, cells)
    assert told(ward, since) == ["4 results of Tue 17 Nov to Fri 20 Nov"]


def test_few_results_are_named_with_value_and_grade(ward: Workspace) -> None:
    who = register(ward)
    since = ward.clock()
    put(ward, who, PLT="40", K="4.1")
    assert told(ward, since) == ["Results of Fri 20 Nov: Platelets 40 ×10⁹/L (grade 3), Potassium 4.1 mmol/L"]


def test_a_changed_result_says_from_what_to_what_and_a_removed_one_that_it_is_gone(ward: Workspace) -> None:
    who = register(ward)
    put(ward, who, PLT="40", K="4.1")
    since = ward.clock()
    put(ward, who, PLT="60")
    put(ward, who, K="")
    changed, gone = told(ward, since)
    assert changed == "Changed, Platelets of Fri 20 Nov: value 40 → 60; grade 3 → 2"
    assert "Potassium of Fri 20 Nov" in gone


def test_seen_results_and_decisions_are_told_once(ward: Workspace) -> None:
    who = register(ward)
    put(ward, who, PLT="40", NA="127")
    since = ward.clock()
    see_all(ward, who)
    by_term = {row.proposal.term_id: row for row in proposals.for_patient(ward, who).new}
    proposals.accept(ward, who, by_term["platelet_count_decreased"].key)
    proposals.dismiss(ward, who, by_term["hyponatremia"].key, "haemolysed")
    assert told(ward, since) == [
        "2 results of Fri 20 Nov seen",
        "New toxicity: Platelet count decreased, grade 3, since Fri 20 Nov",
        "Proposal dismissed: Hyponatremia, grade 2; “haemolysed”",
    ]
