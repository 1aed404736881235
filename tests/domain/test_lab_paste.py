"""Pasted blocks: placed by what they bring or from the cursor, and whatever the text, nothing raises."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.lab_paste import MOST_SIGNS, BlockKind, PastePlan, PasteTarget, place_block
from hsct_desktop.domain.lab_result import Sample
from hsct_desktop.domain.lab_value import read_value

TODAY = date(2026, 11, 20)
COLUMNS = [Sample(TODAY - timedelta(days=back), "07:00") for back in (3, 2, 1, 0)]
TARGET = PasteTarget(
    Catalogue().analytes, ["HGB", "WBC", "ANC", "PLT"], COLUMNS[1:], COLUMNS, TODAY, TODAY - timedelta(days=20)
)


def cells(plan: PastePlan) -> list[tuple[str, int, str, str]]:
    """Analyte, day of the month, text and unit of each cell."""
    return [(cell.analyte, cell.sample.taken_on.day, cell.text, cell.unit) for cell in plan.cells]


def keys(plan: PastePlan) -> list[tuple[int, int, str]]:
    return [(problem.line, problem.column, problem.problem.key) for problem in plan.problems]


def test_numbers_are_no_dates() -> None:
    plan = place_block("3.9\t4.1\n3.2\t4.0", TARGET)
    assert plan.kind is BlockKind.CURSOR
    assert cells(plan) == [
        ("HGB", 18, "3.9", ""),
        ("HGB", 19, "4.1", ""),
        ("WBC", 18, "3.2", ""),
        ("WBC", 19, "4.0", ""),
    ]


@pytest.mark.parametrize(
    "head",
    ["18/11/2026\t19/11/2026", "18/11\t19/11", "2026-11-18\t2026-11-19", "18 nov 2026\t19 nov", "Day +18\tDay +19"],
)
def test_days_of_every_kind_head_columns(head: str) -> None:
    plan = place_block(f"Test\t{head}\nHb\t98\t96", TARGET)
    assert cells(plan) == [("HGB", 18, "98", ""), ("HGB", 19, "96", "")]
    assert plan.fits


def test_a_date_with_a_time_is_that_sample() -> None:
    (cell,) = place_block("\t19/11/2026 18:30\nPLT\t22", TARGET).cells
    assert cell.sample == Sample(date(2026, 11, 19), "18:30")


def test_a_table_of_one_report_has_a_unit_and_a_range() -> None:
    plan = place_block("Esame\tEsito\tU.M.\tRif.\nHb\t9,8\tg/dL\t12-15,5\nNeutrofili\t<0,1\t10^9/L\t1.8-7.5", TARGET)
    assert cells(plan) == [("HGB", 18, "9,8", "g/dL"), ("ANC", 18, "<0,1", "10^9/L")]


def test_a_unit_in_brackets_belongs_to_its_name() -> None:
    assert cells(place_block("Emoglobina (g/dL)\t9,8", TARGET)) == [("HGB", 18, "9,8", "g/dL")]


def test_a_printout_line_by_line() -> None:
    lines = ("Emoglobina: 9,8 g/dL [12.0 - 15.5]", "Globuli bianchi * 0,4 10^9/L (4-10)", "PLT 12 10^3/uL 150 - 400")
    text = "\n".join(("EMOCROMO", *lines))
    plan = place_block(text, TARGET)
    assert plan.kind is BlockKind.PRINTOUT
    assert cells(plan) == [
        ("HGB", 18, "9,8 g/dL", ""), ("WBC", 18, "* 0,4 10^9/L", ""), ("PLT", 18, "12 10^3/uL", "")
    ]  # fmt: skip
    assert plan.fits


def test_a_block_on_its_side() -> None:
    plan = place_block("\tHb\tPLT\n18/11\t98\t22\n19/11\t97\t21", TARGET)
    assert sorted(cells(plan)) == [
        ("HGB", 18, "98", ""),
        ("HGB", 19, "97", ""),
        ("PLT", 18, "22", ""),
        ("PLT", 19, "21", ""),
    ]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("1\t2\t3\t4", [(0, 3, "paste_too_wide")]),
        ("1\n2\n3\n4\n5", [(4, 0, "paste_too_long")]),
        ("98\nabc", [(1, 0, "lab_value_unreadable")]),
        ("Hb\t98\nPippo\t3", [(1, 0, "paste_name_unknown")]),
        ("Emoglobina 9,8\nPippo 3", [(1, 0, "paste_line_unknown")]),
        ("\t18/11/2026\tmorgen\nHb\t98\t97", [(0, 2, "paste_day_unreadable")]),
        ("", [(0, 0, "paste_empty")]),
        ("\t\t\n\t\t", [(0, 0, "paste_empty")]),
        ("9" * (MOST_SIGNS + 1), [(0, 0, "too_many_cells")]),
        ("\n".join("9" for _ in range(3000)), [(0, 0, "too_many_cells")]),
    ],
)
def test_what_does_not_fit_is_said_with_its_place(text: str, wrong: list[tuple[int, int, str]]) -> None:
    assert keys(place_block(text, TARGET)) == wrong


def test_an_unknown_name_would_only_be_left_out() -> None:
    plan = place_block("Hb\t98\nPippo\t3", TARGET)
    assert [problem.soft for problem in plan.problems] == [True]
    assert cells(plan) == [("HGB", 18, "98", "")]


def test_empty_cells_of_a_block_change_nothing() -> None:
    assert cells(place_block("98\t\n\t0.3", TARGET)) == [("HGB", 18, "98", ""), ("WBC", 19, "0.3", "")]


PIECES = st.sampled_from(
    ["98", "9,8 g/dL", "<0.1", "Hb", "Emoglobina", "PLT", "18/11/2026", "Day +3", "g/dL", "12-15", "[1 - 2]", "abc",
     "neg", "\u202e", "=1+1", "", "1e9", "-3", "Unit", "\x00", "20/13/2026", "99999999999999999999", "\"98\""]
)  # fmt: skip
BLOCKS = st.one_of(
    st.text(max_size=200),
    st.lists(st.lists(PIECES, min_size=1, max_size=5), min_size=1, max_size=6).map(
        lambda rows: "\n".join("\t".join(row) for row in rows)
    ),
    st.lists(st.lists(PIECES, min_size=1, max_size=5).map(" ".join), min_size=1, max_size=6).map("\r\n".join),
)


@given(BLOCKS)
@settings(max_examples=max(50, settings.default.max_examples // 10), deadline=None)
def test_any_text_is_placed_or_refused(text: str) -> None:
    plan = place_block(text, TARGET)
    assert plan.cells or plan.problems
    assert len(plan.cells) == len(plan.places)
    for cell, (line, column) in zip(plan.cells, plan.places, strict=True):
        assert read_value(cell.text)
        assert cell.text in plan.grid[line][column] or plan.kind is BlockKind.PRINTOUT


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("PCR <0,5 mg/dL <0,5", "<0,5 mg/dL"),
        ("PCR < 0,5", "< 0,5"),
        ("PCR 12 mg/L <5,0 mg/L", "12 mg/L"),
        ("PCR 12 mg/L fino a 5", "12 mg/L"),
        ("CRP 12 * (<5)", "12 *"),
    ],
)
def test_a_range_with_one_limit_is_no_part_of_the_value(line: str, text: str) -> None:
    plan = place_block(f"{line}\nHb 98", TARGET)
    assert cells(plan) == [("CRP", 18, text, ""), ("HGB", 18, "98", "")]
    assert plan.fits


def test_ranges_with_one_and_two_limits_are_a_column_without_a_head() -> None:
    plan = place_block("Hb\t9,8\tg/dL\t12-15,5\nPCR\t3\tmg/L\t<5", TARGET)
    assert cells(plan) == [("HGB", 18, "9,8", "g/dL"), ("CRP", 18, "3", "mg/L")]


@pytest.mark.parametrize(
    "line", ["Data prelievo 19/11/2026 18:30", "Collected: 2026-11-19T18:30", "Prelievo del 19.11.2026 ore 18.30"]
)
def test_a_printout_that_names_the_day_of_its_sample_goes_there(line: str) -> None:
    plan = place_block(f"Nato il 03/05/1961\n{line}\nEmoglobina 98", TARGET)
    (cell,) = plan.cells
    assert cell.sample == Sample(date(2026, 11, 19), "18:30")
    assert keys(plan) == [(0, 0, "paste_line_unknown"), (1, 0, "paste_printout_day")]


def test_two_days_of_samples_or_a_day_of_something_else_place_nothing() -> None:
    two = place_block("Prelievo 18/11/2026\nPrelievo 19/11/2026\nEmoglobina 98", TARGET)
    other = place_block("Stampato il 19/11/2026\nEmoglobina 98", TARGET)
    for plan in (two, other):
        assert cells(plan) == [("HGB", 18, "98", "")]
        assert "paste_printout_day" not in [key for _line, _column, key in keys(plan)]


@pytest.mark.parametrize(
    "text",
    ["\n" * 900_000 + "98", "[" * 30_000 + "1", "Hb " + "(" * 30_000 + " 1", "a" * 60_000 + "(" * 60_000,
     "a (" * 20_000, "1" + ", " * 60_000 + "1", "9\x008"],
)  # fmt: skip
def test_a_clipboard_that_is_meant_to_hang_the_window_is_placed_or_refused(text: str) -> None:
    plan = place_block(text, TARGET)
    assert all(len(cell.text) <= MOST_SIGNS for cell in plan.cells)
    assert "98" not in [cell.text for cell in plan.cells if "\x00" in text]
