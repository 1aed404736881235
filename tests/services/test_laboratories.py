"""Laboratories and reference ranges on a real file: which limits hold for whom and when, and what no range may be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsct_desktop.domain.patient import Sex
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.reference_range import LaboratoryEntry, ReferenceRange, overlaps
from hsct_desktop.services import laboratories, range_files, undo
from hsct_desktop.services.laboratories import RangeBook, range_book
from hsct_desktop.services.workspace import Workspace
from tests.exchange.xlsx import workbook

BORN = date(1985, 3, 7)
ON = date(2026, 11, 20)
WOMEN = ReferenceRange("HGB", "g/dL", Decimal("12.0"), Decimal("16.0"), "female", 18)


@pytest.fixture
def own(ws: Workspace) -> int:
    found = laboratories.put_laboratory(ws, LaboratoryEntry("Own", True)).record_id
    assert found is not None
    return found


def book(ws: Workspace) -> RangeBook:
    with ws.read() as session:
        return range_book(session)


def refused(ws: Workspace, laboratory_id: int, entry: ReferenceRange) -> list[str]:
    before = laboratories.ranges(ws, laboratory_id)
    with pytest.raises(InputError) as caught:
        laboratories.put_range(ws, laboratory_id, entry)
    assert laboratories.ranges(ws, laboratory_id) == before
    assert ws.wording.problems(caught.value)
    return [problem.key for problem in caught.value.problems]


def test_the_range_is_that_of_sex_age_day_and_laboratory(ws: Workspace, own: int) -> None:
    other = laboratories.put_laboratory(ws, LaboratoryEntry("City")).record_id
    assert other is not None
    laboratories.put_range(ws, own, WOMEN)
    laboratories.put_range(ws, own, replace(WOMEN, sex="male", lln=Decimal("13.5")))
    laboratories.put_range(ws, own, replace(WOMEN, age_from=None, age_to=18, sex="", lln=Decimal(11)))
    laboratories.put_range(ws, other, replace(WOMEN, unit="g/L", lln=Decimal(115), uln=Decimal(155), sex=""))
    found = book(ws)
    assert found.find("HGB", None, Sex.FEMALE, BORN, ON) == WOMEN
    assert found.find("HGB", own, Sex.FEMALE, BORN, ON) == WOMEN
    male = found.find("HGB", None, Sex.MALE, BORN, ON)
    assert male is not None
    assert male.lln == Decimal("13.5")
    child = found.find("HGB", None, Sex.MALE, date(2008, 11, 21), ON)
    assert child is not None
    assert child.lln == Decimal(11)
    assert found.find("HGB", None, Sex.MALE, date(2008, 11, 20), ON) == male
    assert found.find("HGB", None, Sex.UNKNOWN, BORN, ON) is None
    assert found.why_none("HGB", None, Sex.UNKNOWN, BORN, ON) == "patient"
    assert found.why_none("PLT", None, Sex.FEMALE, BORN, ON) == "missing"
    assert (found.usual_unit("HGB", other), found.usual_unit("HGB", None)) == ("g/L", "g/dL")
    assert found.usual_unit("PLT", None) is None


def test_a_sample_outside_the_validity_has_no_range(ws: Workspace, own: int) -> None:
    old = replace(WOMEN, valid_from=date(2020, 1, 1), valid_to=date(2024, 12, 31))
    new = replace(WOMEN, valid_from=date(2025, 1, 1), lln=Decimal("11.8"))
    laboratories.put_range(ws, own, old)
    laboratories.put_range(ws, own, new)
    found = book(ws)
    assert found.find("HGB", None, Sex.FEMALE, BORN, date(2024, 12, 31)) == old
    assert found.find("HGB", None, Sex.FEMALE, BORN, date(2025, 1, 1)) == new
    before = (Sex.FEMALE, BORN, date(2019, 12, 31))
    assert found.find("HGB", None, *before) is None
    assert found.why_none("HGB", None, *before) == "outdated"
    assert ws.wording.text("range.none.outdated")


REFUSED = {
    "range_reversed": replace(WOMEN, lln=Decimal(17)),
    "unit_not_of_analyte": replace(WOMEN, unit="mmHg"),
    "analyte_unknown": replace(WOMEN, analyte="NOPE"),
    "range_without_limits": replace(WOMEN, lln=None, uln=None),
    "range_limit_negative": replace(WOMEN, lln=Decimal(-1)),
    "range_limit_impossible": replace(WOMEN, uln=Decimal(160)),
    "number_unreadable": replace(WOMEN, uln=Decimal("Infinity")),
    "range_sex_unknown": replace(WOMEN, sex="x"),
    "range_age_impossible": replace(WOMEN, age_from=200),
    "range_ages_reversed": replace(WOMEN, age_from=60, age_to=18),
    "range_validity_reversed": replace(WOMEN, valid_from=ON, valid_to=BORN),
}


@pytest.mark.parametrize("key", REFUSED)
def test_what_can_be_no_range_is_refused(ws: Workspace, own: int, key: str) -> None:
    assert refused(ws, own, REFUSED[key]) == [key]


def test_overlapping_ranges_are_refused_and_a_changed_one_does_not_meet_itself(ws: Workspace, own: int) -> None:
    saved = laboratories.put_range(ws, own, WOMEN)
    assert refused(ws, own, replace(WOMEN, sex="")) == ["range_overlaps"]
    row = laboratories.ranges(ws, own)[0]
    laboratories.put_range(ws, own, replace(WOMEN, uln=Decimal("15.5")), row.id, row.version)
    assert laboratories.ranges(ws, own)[0].range.uln == Decimal("15.5")
    with pytest.raises(KnownError, match="stale_row"):
        laboratories.put_range(ws, own, WOMEN, row.id, row.version)
    assert saved.kinds == {"laboratory"}


ages = st.none() | st.integers(0, 90)
days = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))
some = st.builds(
    ReferenceRange, st.just("HGB"), st.just("g/L"), st.just(Decimal(1)), st.just(Decimal(2)),
    st.sampled_from(("", "female", "male")), ages, ages, days, days,
)  # fmt: skip


@settings(max_examples=max(40, settings.default.max_examples // 10))
@given(some, some, st.sampled_from((Sex.FEMALE, Sex.MALE)), st.integers(0, 95), st.dates(date(2019, 1, 1)))
def test_who_has_two_ranges_has_overlapping_ones(
    one: ReferenceRange, other: ReferenceRange, sex: Sex, age: int, on: date
) -> None:
    both = all(r.holds_for(sex, age) and r.holds_on(on) for r in (one, other))
    assert overlaps(one, other) or not both
    assert overlaps(one, other) == overlaps(other, one)


def test_one_own_laboratory_and_no_name_twice(ws: Workspace, own: int) -> None:
    for entry, key in (
        (LaboratoryEntry("Other", True), "laboratory_own_twice"),
        (LaboratoryEntry("OWN"), "laboratory_twice"),
        (LaboratoryEntry(" "), "laboratory_name_missing"),
    ):
        with pytest.raises(InputError, match=key):
            laboratories.put_laboratory(ws, entry)
    assert len(laboratories.everything(ws)) == 1
    card = laboratories.everything(ws)[0]
    laboratories.put_laboratory(ws, replace(card.entry, name="Our own"), card.id, card.version)
    assert laboratories.everything(ws)[0].entry == LaboratoryEntry("Our own", True)
    laboratories.remove_laboratory(ws, card.id, card.version + 1)
    assert laboratories.everything(ws) == []


def test_the_example_is_copied_once_and_undone_at_once(ws: Workspace, own: int) -> None:
    taken = laboratories.copy_example(ws, own)
    assert taken.added == len(ws.catalogue.example_ranges) > 60
    again = laboratories.copy_example(ws, own)
    assert (again.added, again.same, again.overlapping) == (0, taken.added, ())
    assert again.changes.txn == ""
    undo.undo(ws, taken.changes.txn)
    assert laboratories.ranges(ws, own) == []


def test_the_example_does_not_push_out_the_laboratorys_own(ws: Workspace, own: int) -> None:
    laboratories.put_range(ws, own, replace(WOMEN, lln=Decimal("11.7")))
    taken = laboratories.copy_example(ws, own)
    assert [entry.analyte for entry in taken.overlapping] == ["HGB"]


TABLE = (
    ("Esame", "Unità", "Sesso", "Età da", "Età fino a", "Valido dal", "Valido al", "Min", "Max"),
    ("Emoglobina", "g/dL", "F", 18, None, ("date", "43831"), None, 12, 16),
    ("Piastrine", "10^9/L", "", None, None, "01/01/2020", "", "150", "400"),
    ("Piastrine", "10^9/L", "M", None, None, "", "", "140", "390"),
    ("ALT", "mg/dL", "", "", "", "", "", "0", "40"),
    ("Sconosciuto", "U/L", "", "", "", "", "", "0", "40"),
    ("GGT", "U/L", "", "", "", "31/31/2020", "", "60", "x"),
    ("CREA", "umol/L", "", "", "", "", "", "1.000", "1.200"),
)


def test_ranges_from_a_file(ws: Workspace, own: int, tmp_path: Path) -> None:
    path = tmp_path / "ranges.xlsx"
    path.write_bytes(workbook(TABLE))
    run = range_files.check(ws, own, path)
    assert [line.is_new for line in run.lines] == [True, True, False, False, False, False, False]
    keys = [[problem.key for problem in line.problems] for line in run.lines[2:]]
    assert keys == [
        ["range_overlaps"], ["unit_not_of_analyte"], ["analyte_unknown"],
        ["number_unreadable", "lab_date_unreadable"], ["range_thousands", "range_thousands"],
    ]  # fmt: skip
    assert range_files.take(ws, own, run).added == 2
    assert [line.same for line in range_files.check(ws, own, path).lines][:2] == [True, True]
    haemoglobin = laboratories.ranges(ws, own)[0].range
    assert haemoglobin == replace(WOMEN, valid_from=date(2020, 1, 1), lln=Decimal(12), uln=Decimal(16))


def test_a_file_without_the_columns_is_refused(ws: Workspace, own: int, tmp_path: Path) -> None:
    path = tmp_path / "ranges.csv"
    path.write_text("Esame;Min\nHGB;12\n", encoding="utf-8")
    with pytest.raises(InputError, match="range_columns_missing"):
        range_files.check(ws, own, path)
    assert laboratories.ranges(ws, own) == []
