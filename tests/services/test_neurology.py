"""Neurology visits and scans on a real file: written with their tests, refused, taken back, undone; the re-baseline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hsct_desktop.domain.edss import FunctionalSystems
from hsct_desktop.domain.edss_assessment import EdssEntry
from hsct_desktop.domain.measure import MeasureEntry
from hsct_desktop.domain.mri import MriEntry, Region, ScanRole
from hsct_desktop.domain.partial_date import PartialDate, parse_partial
from hsct_desktop.domain.patient import StateChange, StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.services import measures, mri, neurology, neurology_sheet, settings, states, transplants, undo
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import TODAY, days, register

DAY = 700
"""Today is Day +700."""
GRADES = FunctionalSystems(1, 0, 3, 2, 2, 1, 1, 1)


def on(day: date | str) -> PartialDate:
    found = parse_partial(day if isinstance(day, str) else day.isoformat())
    assert found is not None
    return found


def exam(pid: int, day: date | str = TODAY, edss: str | None = "3.5", **more: Any) -> EdssEntry:
    return EdssEntry(pid, on(day), Decimal(edss) if edss is not None else None, **more)


def scan(pid: int, after: int, **more: Any) -> MriEntry:
    """A scan so many days after Day 0."""
    return MriEntry(pid, on(days(after - DAY)), **more)


def done(ws: Workspace, entry: MriEntry) -> int:
    saved = mri.record(ws, entry, confirmed=True)
    assert saved.record_id is not None
    return saved.record_id


def seen(ws: Workspace, entry: EdssEntry, values: dict[str, Decimal | None] | None = None) -> int:
    saved = neurology.record(ws, entry, values or {})
    assert saved.record_id is not None
    return saved.record_id


def refused(call: Any) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as error:
        call()
    return [(problem.field, problem.key) for problem in error.value.problems]


def values_of(ws: Workspace, pid: int) -> dict[str, Decimal | None]:
    return {held.entry.measure_id: held.entry.value for held in measures.for_patient(ws, pid)}


def roles(ws: Workspace, pid: int) -> list[ScanRole | None]:
    return [row.role for row in mri.listed(ws, pid)]


@pytest.fixture
def pid(ws: Workspace) -> int:
    return register(ws, day=DAY)


def test_a_visit_and_its_tests_are_one_write(ws: Workspace, pid: int) -> None:
    saved = neurology.record(ws, exam(pid, systems=GRADES, rater=" Dr Serra "), {"sdmt": Decimal(49), "t25fw": None})
    assert saved.kinds == {"neurology", "measure"}
    assert saved.text == "Neurology visit saved: Bianchi, Anna, EDSS 3.5"
    row = neurology.for_patient(ws, pid)[0]
    assert (row.held.entry.systems, row.held.entry.rater, row.computed.edss) == (GRADES, "Dr Serra", Decimal("3.5"))
    assert values_of(ws, pid) == {"sdmt": Decimal(49)}
    assert undo.undo(ws, saved.txn).kinds == {"neurology", "measure"}
    assert (neurology.for_patient(ws, pid), values_of(ws, pid)) == ([], {})


def test_the_clinicians_edss_stands_beside_another_computed_one(ws: Workspace, pid: int) -> None:
    seen(ws, exam(pid, edss="4.0", systems=GRADES))
    row = neurology.for_patient(ws, pid)[0]
    assert (row.held.entry.edss, row.computed.edss, row.differs) == (Decimal("4.0"), Decimal("3.5"), True)


def test_a_visit_is_revised_with_its_tests(ws: Workspace, pid: int) -> None:
    row_id = seen(ws, exam(pid), {"sdmt": Decimal(49), "mfis": Decimal(38)})
    entry, version = neurology.entry_of(ws, row_id)
    neurology.revise(ws, row_id, version, replace(entry, edss=Decimal("4.0")), {"sdmt": Decimal(50), "mfis": None})
    assert neurology.entry_of(ws, row_id)[0].edss == Decimal("4.0")
    assert values_of(ws, pid) == {"sdmt": Decimal(50)}
    with pytest.raises(KnownError, match="stale_row"):
        neurology.revise(ws, row_id, version, entry)


def test_a_visit_is_not_moved_onto_the_day_of_a_value_recorded_alone(ws: Workspace, pid: int) -> None:
    measures.record(ws, [MeasureEntry(pid, "sdmt", days(-3), Decimal(52))])
    row_id = seen(ws, exam(pid), {"sdmt": Decimal(49)})
    entry, version = neurology.entry_of(ws, row_id)
    moved = replace(entry, assessed=on(days(-3)))
    assert refused(lambda: neurology.revise(ws, row_id, version, moved, {"sdmt": Decimal(49)})) == [
        ("sdmt", "measure_twice")
    ]
    neurology.revise(ws, row_id, version, moved, {"sdmt": None})
    assert values_of(ws, pid) == {"sdmt": Decimal(52)}


def test_a_visit_taken_back_takes_its_tests_along(ws: Workspace, pid: int) -> None:
    row_id = seen(ws, exam(pid), {"sdmt": Decimal(49)})
    assert refused(lambda: neurology.void_assessment(ws, row_id, " ")) == [("reason", "reason_missing")]
    neurology.void_assessment(ws, row_id, "other patient")
    assert (neurology.for_patient(ws, pid), values_of(ws, pid)) == ([], {})


@pytest.mark.parametrize("edss", ["0.5", "4.25", "11", "NaN"])
def test_what_is_no_edss_is_not_written(ws: Workspace, pid: int, edss: str) -> None:
    assert refused(lambda: neurology.record(ws, exam(pid, edss=edss)))
    assert neurology.for_patient(ws, pid) == []


def test_days_and_values_that_cannot_be_are_refused(ws: Workspace, pid: int) -> None:
    seen(ws, exam(pid))
    assert refused(lambda: neurology.record(ws, exam(pid, edss="4.0"))) == [("assessed", "edss_twice")]
    assert refused(lambda: neurology.record(ws, exam(pid, days(1)))) == [("assessed", "date_in_future")]
    assert refused(lambda: neurology.record(ws, exam(pid, "1980"))) == [("assessed", "before_birth")]
    assert refused(lambda: neurology.record(ws, exam(pid, "2026-03"))) == [("assessed", "whole_day_needed")]
    assert refused(lambda: neurology.record(ws, exam(pid, days(-1)), {"sdmt": Decimal(999)}))[0][0] == "sdmt"
    early = exam(pid, "2019-04")
    assert refused(lambda: neurology.record(ws, early, {"sdmt": Decimal(40)})) == [
        ("assessed", "neurology_values_need_day")
    ]
    dead = register(ws, DAY, "MS-002")
    states.change(ws, dead, StateChange(StateChangeKind.DIED, days(-5), "sepsis"))
    assert refused(lambda: neurology.record(ws, exam(dead, days(-4)))) == [("assessed", "after_death")]


def test_an_edss_of_the_same_visit_may_stay_on_its_day(ws: Workspace, pid: int) -> None:
    row_id = seen(ws, exam(pid))
    entry, version = neurology.entry_of(ws, row_id)
    assert neurology.revise(ws, row_id, version, replace(entry, note="walked well")).record_id == row_id


def test_a_cerebral_grade_one_follows_the_units_setting(ws: Workspace, pid: int) -> None:
    seen(ws, exam(pid, edss="1.0", systems=FunctionalSystems(0, 0, 0, 0, 0, 0, 1, 0)))
    assert neurology.for_patient(ws, pid)[0].computed.edss == 1
    settings.put(ws, neurology.CEREBRAL_ONE, "ignored")
    assert neurology.for_patient(ws, pid)[0].computed.edss == 0


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def change(ws: Workspace, pid: int, edss: str, day: date = TODAY) -> list[str]:
    found = neurology_sheet.facts(ws, pid)
    return plain(neurology_sheet.change_words(ws.wording, found, day, Decimal(edss))).splitlines()


def test_the_change_is_said_since_the_last_and_since_the_reference(ws: Workspace, pid: int) -> None:
    assert change(ws, pid, "3.5") == []
    seen(ws, exam(pid, days(-DAY - 20), "5.0"))
    assert change(ws, pid, "5.5") == [
        "Since the last before Day 0 (30 Nov 2024): 5.0 → 5.5, +0.5; +1.0 would be a worsening, to be confirmed"
    ]
    seen(ws, exam(pid, days(-100), "3.5"))
    assert change(ws, pid, "4.0") == [
        "Since 12 Aug 2026: 3.5 → 4.0, +0.5",
        "Since the last before Day 0 (30 Nov 2024): 5.0 → 4.0, −1.0; this would be an improvement, to be confirmed",
    ]
    assert change(ws, pid, "6.0")[1].endswith("5.0 → 6.0, +1.0; this would be a worsening, to be confirmed")
    assert change(ws, pid, "3.5")[0] == "Since 12 Aug 2026: 3.5 → 3.5, no change"
    assert change(ws, pid, "6.5", days(-DAY - 3)) == [
        "Since 30 Nov 2024: 5.0 → 6.5, +1.5; this would be a worsening, to be confirmed"
    ]


def test_a_reference_known_by_its_month_is_named_by_it(ws: Workspace, pid: int) -> None:
    seen(ws, replace(exam(pid, edss="5.0"), assessed=PartialDate(2024, 10)))
    assert change(ws, pid, "5.5")[0].startswith("Since the last before Day 0 (10/2024): 5.0 → 5.5")


def test_the_last_values_are_those_before_the_day(ws: Workspace, pid: int) -> None:
    seen(ws, exam(pid, days(-100), systems=GRADES), {"sdmt": Decimal(49)})
    seen(ws, exam(pid, days(-10)), {"sdmt": Decimal(51)})
    found = neurology_sheet.facts(ws, pid)
    last, value = found.last(days(-50)), found.last_value("sdmt", TODAY)
    assert last is not None
    assert last.entry.systems == GRADES
    assert value is not None
    assert value.entry.value == 51
    assert found.last(days(-100)) is None


# scans ------------------------------------------------------------------------------------------------------------


def test_the_rebaseline_by_rule_and_what_counts_before_and_after_it(ws: Workspace, pid: int) -> None:
    for after in (-200, 90, 180, 260, 400):
        done(ws, scan(pid, after, new_t2=0, gd=0))
    assert roles(ws, pid) == [
        ScanRole.BEFORE, ScanRole.BETWEEN, ScanRole.REBASELINE, ScanRole.COUNTED, ScanRole.COUNTED,
    ]  # fmt: skip
    found = mri.rebaseline(ws, pid)
    assert found is not None
    assert found.scan is not None
    assert (found.scan.day, found.by_person) == (days(180 - DAY), None)
    assert (found.first, found.last) == (days(150 - DAY), days(274 - DAY))
    assert plain(mri.reference_words(ws.wording, found)[0]) == "Re-baseline: scan of 18 Jun 2025"


def test_a_person_chooses_another_scan_and_gives_the_rule_back(ws: Workspace, pid: int) -> None:
    done(ws, scan(pid, 180))
    later = done(ws, scan(pid, 400))
    asked = refused(lambda: mri.choose_reference(ws, pid, later, "first scan moved"))
    assert asked == [("mri_id", "mri_reference_late")]
    assert refused(lambda: mri.choose_reference(ws, pid, later, "", confirmed=True)) == [("reason", "reason_missing")]
    saved = mri.choose_reference(ws, pid, later, "first scan moved", confirmed=True)
    assert saved.kinds == {"mri"}
    assert roles(ws, pid) == [ScanRole.BETWEEN, ScanRole.REBASELINE]
    found = mri.rebaseline(ws, pid)
    assert found is not None
    assert found.by_person is not None
    assert mri.reference_words(ws.wording, found)[1] == "Chosen by a person: first scan moved"
    mri.void_reference(ws, found.by_person.id, "was right at first", found.by_person.version)
    assert roles(ws, pid) == [ScanRole.REBASELINE, ScanRole.COUNTED]


def test_a_second_choice_replaces_the_first_and_undo_brings_it_back(ws: Workspace, pid: int) -> None:
    first, second = done(ws, scan(pid, 160)), done(ws, scan(pid, 200))
    mri.choose_reference(ws, pid, second, "a")
    seen_choice = choice(ws, pid)
    saved = mri.choose_reference(ws, pid, first, "b", seen=seen_choice)
    for stale in (seen_choice, None):  # a window that has not heard of the second choice
        with pytest.raises(KnownError, match="stale_row"):
            mri.choose_reference(ws, pid, second, "c", seen=stale)
    found = mri.rebaseline(ws, pid)
    assert found is not None
    assert found.by_person is not None
    assert (found.by_person.mri_id, found.by_person.reason) == (first, "b")
    undo.undo(ws, saved.txn)
    assert roles(ws, pid) == [ScanRole.BETWEEN, ScanRole.REBASELINE]


def choice(ws: Workspace, pid: int) -> tuple[int, int]:
    held = mri.board(ws, pid).choice
    assert held is not None
    return held.id, held.version


def test_a_choice_that_no_longer_fits_is_seen_and_taken_back(ws: Workspace, pid: int) -> None:
    mri.choose_reference(ws, pid, done(ws, scan(pid, 160)), "first of two")
    held = transplants.courses_of(ws, pid)[-1]
    later = replace(held.entry, day0=days(170 - DAY))
    transplants.revise(ws, held.id, held.version, later)
    (left,) = mri.board(ws, pid).choices
    assert (left.is_current, left.is_taken, roles(ws, pid)) == (True, False, [ScanRole.BEFORE])
    assert "does not lie after Day 0, 08 Jun 2025" in plain(mri.choice_words(ws.wording, left)[0])
    settings.put(ws, "outcomes.rebaseline", "0")
    assert "without re-baseline" in mri.choice_words(ws.wording, mri.board(ws, pid).choices[0], is_off=True)[0]
    settings.put(ws, "outcomes.rebaseline", "6")
    mri.void_reference(ws, left.held.id, "Day 0 was moved", left.held.version)
    assert (mri.board(ws, pid).choices, mri.board(ws, pid).choice) == ((), None)


def test_the_choice_of_an_earlier_transplant_is_seen_and_taken_back(ws: Workspace, pid: int) -> None:
    early = done(ws, scan(pid, 160))
    mri.choose_reference(ws, pid, early, "first of two")
    held = transplants.courses_of(ws, pid)[-1]
    second = replace(held.entry, day0=days(-300), mobilisation_start=days(-330))
    transplants.open_next(ws, pid, held.version, second)
    late = done(ws, scan(pid, DAY - 300 + 200))
    mri.choose_reference(ws, pid, late, "the only one")
    with pytest.raises(KnownError, match="mri_is_reference"):
        mri.void_mri(ws, early, "other patient")
    first, now = mri.board(ws, pid).choices
    assert (first.number, first.is_current, now.number, now.is_taken) == (1, False, 2, True)
    assert plain(mri.choice_words(ws.wording, first)[0]) == (
        "Transplant 1 (Day 0 20 Dec 2024): the scan of 29 May 2025 was chosen as re-baseline"
    )
    mri.void_reference(ws, first.held.id, "not needed", first.held.version)
    mri.void_mri(ws, early, "other patient")
    assert [one.number for one in mri.board(ws, pid).choices] == [2]


def test_no_scan_in_the_window_leaves_the_later_ones_undecided(ws: Workspace, pid: int) -> None:
    done(ws, scan(pid, 300))
    found = mri.rebaseline(ws, pid)
    assert found is not None
    assert (found.scan, roles(ws, pid)) == (None, [ScanRole.UNDECIDED])
    assert "cannot be judged" in mri.reference_words(ws.wording, found)[0]


def test_only_a_scan_of_the_brain_after_day_0_can_be_chosen(ws: Workspace, pid: int) -> None:
    before, cord = done(ws, scan(pid, -5)), done(ws, scan(pid, 180, region=Region.CORD))
    for wrong in (before, cord, 999):
        found = refused(lambda wrong=wrong: mri.choose_reference(ws, pid, wrong, "why not"))
        assert found == [("mri_id", "mri_reference_missing")]


def test_a_unit_without_rebaseline_counts_from_the_last_scan_before_day_0(ws: Workspace, pid: int) -> None:
    for after in (-200, -20, 90):
        done(ws, scan(pid, after))
    settings.put(ws, "outcomes.rebaseline", "0")
    assert roles(ws, pid) == [ScanRole.BEFORE, ScanRole.REFERENCE, ScanRole.COUNTED]
    found = mri.rebaseline(ws, pid)
    assert (
        plain(mri.reference_words(ws.wording, found)[0]) == f"Reference: scan of {plain(ws.wording.date(days(-720)))}"
    )
    with pytest.raises(KnownError, match="mri_rebaseline_off"):
        mri.choose_reference(ws, pid, 1, "anyway")


def test_without_a_day_0_there_is_no_reference(ws: Workspace) -> None:
    alone = register(ws, None, "MS-009")
    scan_id = done(ws, MriEntry(alone, on("2019-04"), new_t2=2))
    assert (mri.rebaseline(ws, alone), roles(ws, alone)) == (None, [None])
    with pytest.raises(KnownError, match="mri_no_day0"):
        mri.choose_reference(ws, alone, scan_id, "why")


def test_a_scan_is_not_compared_with_a_later_one(ws: Workspace, pid: int) -> None:
    first, last = done(ws, scan(pid, 180)), done(ws, scan(pid, 400))
    wrong = scan(pid, 300, compared_with_id=last)
    assert refused(lambda: mri.record(ws, wrong)) == [("compared_with_id", "mri_compared_later")]
    done(ws, scan(pid, 300, compared_with_id=first))
    entry, version = mri.entry_of(ws, first)
    moved = replace(entry, scanned=on(days(350 - DAY)))
    assert refused(lambda: mri.revise(ws, first, version, moved)) == [("scanned", "mri_comparer_earlier")]


def test_a_scan_that_others_rest_on_is_not_taken_back(ws: Workspace, pid: int) -> None:
    first = done(ws, scan(pid, 180))
    second = done(ws, scan(pid, 400, compared_with_id=first))
    with pytest.raises(KnownError, match="mri_is_compared"):
        mri.void_mri(ws, first, "twice")
    mri.choose_reference(ws, pid, second, "moved", confirmed=True)
    with pytest.raises(KnownError, match="mri_is_reference"):
        mri.void_mri(ws, second, "twice")
    entry, version = mri.entry_of(ws, second)
    cord = replace(entry, region=Region.CORD)
    assert ("region", "mri_reference_needs_brain") in refused(lambda: mri.revise(ws, second, version, cord))
    found = mri.rebaseline(ws, pid)
    assert found is not None
    assert found.by_person is not None
    mri.void_reference(ws, found.by_person.id, "not needed")
    mri.void_mri(ws, second, "twice")
    mri.void_mri(ws, first, "twice")
    assert mri.listed(ws, pid) == ()


def test_what_a_scan_showed_in_words(ws: Workspace, pid: int) -> None:
    entry = scan(pid, 180, region=Region.BRAIN_CORD, site="City", field_tesla=Decimal(3), new_t2=1, gd=0,
                 pbvc=Decimal("-0.3"), cord_new=0)  # fmt: skip
    assert mri.found_words(ws.wording, entry) == "new T2 1 · Gd+ 0 · brain volume −0.3 % · cord, new 0"
    assert mri.scanner_words(ws.wording, entry) == "Brain and cord · 3 T · City"
    assert mri.found_words(ws.wording, scan(pid, 180)) == "no counts given"
