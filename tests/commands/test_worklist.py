"""`worklist` over several days and of one list."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from hsct_desktop.commands.worklist import WORKLIST_COLUMNS
from hsct_desktop.domain.worklist import WorklistKind
from tests.commands.running import ON, Capture, refuse, run

Rows = list[dict[str, str]]


def rows(ward: Path, capsys: Capture, *more: str, on: str = ON) -> Rows:
    found: Rows = json.loads(
        run("worklist", "--database", ward, "--on", on, "--format", "json", *more, capsys=capsys)[0]
    )
    return found


@pytest.mark.soak
def test_several_days_are_the_single_days_one_after_the_other(ward: Path, capsys: Capture) -> None:
    several = rows(ward, capsys, "--days", "9")
    single: Rows = []
    for index in range(9):
        day = (date.fromisoformat(ON) + timedelta(days=index)).isoformat()
        single += [{"on": day, **row} for row in rows(ward, capsys, on=day)]
    assert several == single
    assert all(list(row) == ["on", *WORKLIST_COLUMNS, "rule"] for row in several)
    form = ("worklist", "--database", ward, "--on", ON, "--days", "9", "--format", "csv")
    read = list(csv.DictReader(io.StringIO(run(*form, capsys=capsys)[0])))
    assert [row["on"] for row in read] == [row["on"] for row in several]


def test_one_day_has_no_such_column(ward: Path, capsys: Capture) -> None:
    assert list(rows(ward, capsys)[0]) == [*WORKLIST_COLUMNS, "rule"]
    assert list(rows(ward, capsys, "--days", "1")[0]) == ["on", *WORKLIST_COLUMNS, "rule"]


@pytest.mark.soak
def test_each_list_alone_makes_the_whole(ward: Path, capsys: Capture) -> None:
    every = rows(ward, capsys)
    alone = [row for kind in WorklistKind for row in rows(ward, capsys, "--list", kind.value)]
    assert alone == every
    assert {row["list"] for row in rows(ward, capsys, "--list", "late", "--days", "3")} == {"late"}


def test_each_visit_tells_its_rule(ward: Path, capsys: Capture) -> None:
    by_visit = {(row["code"], row["visit"]): row["rule"] for row in rows(ward, capsys)}
    rule = by_visit["MS-0106", "Day +100"]
    assert "Day 0" in rule
    assert "02 Nov – 30 Nov 2026" in rule
    assert "\u00a0" not in rule
    moved = by_visit["MS-0101", "Day +100"]
    assert "2026" in moved
    assert moved != rule


@pytest.mark.parametrize(
    "arguments",
    [
        ["--days", "0"],
        ["--days", "-1"],
        ["--days", "1001"],
        ["--days", "many"],
        ["--list", "early"],
        ["--on", "9998-12-20", "--days", "800"],
        ["--on", "0001-01-01"],
        ["--on", "1899-12-31"],
        ["--on", "9999-01-01"],
    ],
)
def test_what_is_refused(ward: Path, arguments: list[str], capsys: Capture) -> None:
    assert refuse("worklist", "--database", ward, *arguments, capsys=capsys)


@pytest.mark.parametrize("count", ["0", "-1", "1001", "100001"])
def test_how_many_days_can_be_listed_is_one_sentence(ward: Path, count: str, capsys: Capture) -> None:
    said = refuse("worklist", "--database", ward, f"--days={count}", capsys=capsys)
    assert f'"{count}" is out of range: 1 to 1000 days can be listed' in said
