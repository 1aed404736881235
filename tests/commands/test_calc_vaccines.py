"""`calc vaccines`: doses given in, the plan out; a bad row is told and the plan is made from the others."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest

from hsct_desktop.__main__ import main
from hsct_desktop.commands.calc_vaccines import OUTPUT_COLUMNS
from tests.commands.running import Capture, refuse, run

HEAD = "vaccine,dose,date,lot"
DAY0, ON = "2026-01-14", "2027-02-20"
Row = dict[str, str]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tmp_path / "given.csv"


def planned(source: Path, text: str, capsys: Capture, *more: str, on: str = ON) -> tuple[list[Row], str, int]:
    """The rows of the answer, what was said beside it, and the exit code."""
    source.write_text(text, encoding="utf-8")
    target = source.with_name("out.csv")
    days = ["--day0", DAY0, "--on", on]
    code = main(["calc", "vaccines", str(source), "--output", str(target), "--overwrite", *days, *more])
    output, beside = capsys.readouterr()
    assert output.strip() == str(target)
    reader = csv.DictReader(io.StringIO(target.read_text(encoding="utf-8")))
    rows = list(reader)
    assert tuple(reader.fieldnames or ()) == OUTPUT_COLUMNS
    assert all(row["why"].strip() for row in rows)
    assert "\u00a0" not in target.read_text(encoding="utf-8")
    return rows, beside, code


def of(rows: list[Row], vaccine: str) -> list[tuple[str, str, str]]:
    return [(row["dose"], row["status"], row["earliest"]) for row in rows if row["vaccine"] == vaccine]


def test_one_row_for_each_dose_given_and_each_still_to_give(source: Path, capsys: Capture) -> None:
    text = f"{HEAD}\npcv,1,2026-04-20,A1\npcv,2,2026-05-25,A1\npcv,2,2026-06-10,A2\nmenb,1,2026-08-01,\n"
    rows, beside, code = planned(source, text, capsys)
    assert (beside, code) == ("", 0)
    assert of(rows, "pcv") == [
        ("1", "given", "2026-04-14"), ("2", "given", "2026-05-20"), ("2", "not_counted", "2026-06-25"),
        ("3", "overdue", "2026-06-25"),
    ]  # fmt: skip
    early = next(row for row in rows if row["status"] == "not_counted")
    assert "Too early, not counted: 16 days after dose 2".casefold() in early["why"].casefold()
    assert of(rows, "menb") == [("1", "given", "2026-07-14"), ("2", "overdue", "2026-09-01")]


def test_a_dose_has_the_number_as_which_it_counts_and_says_what_was_written(source: Path, capsys: Capture) -> None:
    text = f"{HEAD}\npcv,1,2026-04-20,\npcv,2,2026-05-10,\npcv,3,2026-05-20,\n"
    rows, beside, code = planned(source, text, capsys, on="2026-05-25")
    assert (beside, code) == ("", 0)
    assert of(rows, "pcv") == [
        ("1", "given", "2026-04-14"), ("2", "not_counted", "2026-05-20"), ("2", "given", "2026-05-20"),
        ("3", "planned", "2026-06-20"),
    ]  # fmt: skip
    assert [row["why"] for row in rows if row["vaccine"] == "pcv" and "ocumented" in row["why"]] == [
        "Given 20 May 2026 · counts as dose 2 · documented as dose 3"
    ]


def test_ppsv23_has_a_row_that_says_why_it_is_not_needed(source: Path, capsys: Capture) -> None:
    days = ("2026-04-20", "2026-05-25", "2026-06-30", "2027-01-20")
    for fourth, status, word in (
        ("pcv20", "not_needed", "PCV20"),
        ("pcv", "asks", "To be decided"),
        ("pcv13", "planned", ""),
    ):
        given = [f"pcv20,,{day}," for day in days[:3]] + [f"{fourth},,{days[3]},"]
        rows, _, _ = planned(source, "\n".join([HEAD, *given, ""]), capsys)
        (found,) = [row for row in rows if row["vaccine"] == "ppsv23"]
        assert (found["dose"], found["status"]) == ("1", status)
        assert word in found["why"]


def test_influenza_says_from_when_a_dose_given_counts_and_one_dose_is_no_doses(source: Path, capsys: Capture) -> None:
    text = f"{HEAD}\nflu,1,2026-10-20,\nflu,1,2026-11-20,\nppsv23,1,2027-01-20,\nppsv23,2,2027-02-15,\n"
    rows, _, _ = planned(source, text, capsys)
    assert of(rows, "flu") == [
        ("1", "given", "2026-04-14"), ("1", "not_counted", "2027-10-01"), ("2", "planned", "2027-10-01"),
    ]  # fmt: skip
    further = [row["why"] for row in rows if row["vaccine"] == "ppsv23"][1]
    assert further == "Given 15 Feb 2027 · further dose: the series of 1 dose was complete"


def test_live_vaccines_are_held_with_the_unknown_conditions_named(source: Path, capsys: Capture) -> None:
    for on in ("2026-03-01", "2029-06-01"):
        rows, _, _ = planned(source, f"{HEAD}\n", capsys, on=on)
        for vaccine in ("mmr", "vzv_live", "yf", "dengue_live", "chik_live"):
            live = [row for row in rows if row["vaccine"] == vaccine]
            assert live
            assert {row["status"] for row in live} == {"held"}
            for word in ("immunosuppression", "relapse", "immunoglobulin", "blood products"):
                assert all(word in row["why"].casefold() for row in live), (vaccine, word)
            assert all(row["earliest"] >= "2028-01-14" for row in live)


def test_a_combination_gives_a_row_for_each_of_its_components(source: Path, capsys: Capture) -> None:
    rows, _, code = planned(source, f"{HEAD}\nhexavalent,1,2026-07-20,C\n", capsys)
    given = [row for row in rows if row["status"] == "given"]
    assert code == 0
    assert [row["vaccine"] for row in given] == ["dtap", "ipv", "hib", "hbv"]
    assert all("exavalent" in row["why"] for row in given)


def test_guidelines_differ_as_the_reference_says(source: Path, capsys: Capture) -> None:
    first = {
        variant: {vaccine: of(planned(source, f"{HEAD}\n", capsys, "--variant", variant)[0], vaccine)[0][2]
                  for vaccine in ("hib", "flu")}
        for variant in ("ecil7", "idsa", "agiho")
    }  # fmt: skip
    assert first == {
        "ecil7": {"hib": "2026-04-14", "flu": "2026-07-14"},
        "idsa": {"hib": "2026-07-14", "flu": "2026-07-14"},
        "agiho": {"hib": "2026-07-14", "flu": "2026-04-14"},
    }


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("foo,1,2026-06-01,x", "no vaccine of the catalogue"),
        ("pvc,1,2026-06-01,x", "did you mean “pcv”"),
        (",1,2026-06-01,x", "No vaccine is named"),
        ("rzv,1,2026-13-01,x", "cannot be read"),
        ("rzv,1,,x", "date"),
        ("rzv,1,2025-12-01,x", "lies before Day 0"),
        ("rzv,1,2027-12-01,x", "lies after 20 Feb 2027"),
        ("rzv,one,2026-06-01,x", "no number of a dose"),
        ("rzv,0,2026-06-01,x", "no number of a dose"),
        ("pcv,1,2026-04-20,x", "already given on 20 Apr 2026"),
        ("pcv20,2,2026-04-20,x", "already given on 20 Apr 2026"),
        ("dtap,3,2026-09-01,x", "has no dose 2 before it"),
        ("pcv,3,2026-06-20,x", "has no dose 2 before it"),
        ("rzv,1,2026-06-01", "columns"),
    ],
)
def test_each_mistake_is_one_clear_sentence_and_the_good_rows_go_on(
    source: Path, capsys: Capture, row: str, sentence: str
) -> None:
    rows, beside, code = planned(source, f"{HEAD}\npcv,1,2026-04-20,A\n{row}\n", capsys)
    told, summary = beside.splitlines()
    assert code == 1
    assert told.startswith(f"{source}:3: ")
    assert sentence in told
    assert "1 of 2 rows was refused" in summary
    assert of(rows, "pcv")[0] == ("1", "given", "2026-04-14")


def test_dose_3_before_dose_2_is_told_even_where_both_are_there(source: Path, capsys: Capture) -> None:
    text = f"{HEAD}\nhbv,1,2026-07-20,\nhbv,3,2026-08-20,\nhbv,2,2026-09-30,\n"
    rows, beside, code = planned(source, text, capsys)
    assert code == 1
    assert beside.startswith(f"{source}:3: Dose 3 of hbv has no dose 2 before it")
    assert [found[:2] for found in of(rows, "hbv")] == [("1", "given"), ("2", "given"), ("3", "due")]


def test_rows_without_numbers_are_counted_by_their_days_in_any_order(source: Path, capsys: Capture) -> None:
    days = [date(2026, 4, 20) + timedelta(days=40 * n) for n in range(3)]
    there = "\n".join(f"pcv,,{day}," for day in days)
    back = "\n".join(f"pcv,,{day}," for day in reversed(days))
    one, beside, _ = planned(source, f"{HEAD}\n{there}\n", capsys)
    other, _, _ = planned(source, f"{HEAD}\n{back}\n", capsys)
    assert beside == ""
    assert one == other
    assert [found[:2] for found in of(one, "pcv")] == [("1", "given"), ("2", "given"), ("3", "given")]


def test_files_are_not_mixed_up(source: Path, capsys: Capture) -> None:
    source.write_text(f"{HEAD}\n", encoding="utf-8")
    target = source.with_name("out.csv")
    ask = ("calc", "vaccines", source, "--day0", DAY0, "--on", ON)
    assert "choose another name" in refuse(*ask, "--output", source, capsys=capsys)
    assert run(*ask, "--output", target, capsys=capsys)
    assert "exist" in refuse(*ask, "--output", target, capsys=capsys)
    assert run(*ask, "--output", target, "--overwrite", capsys=capsys)
    target.write_text("mine", encoding="utf-8")
    assert refuse(*ask, "--output", target, "--overwrite", capsys=capsys)
    assert target.read_text(encoding="utf-8") == "mine"
    other = source.with_name("o.csv")
    assert "columns" in refuse("calc", "vaccines", target, *ask[3:], "--output", other, capsys=capsys)
    assert "years" in refuse(
        "calc", "vaccines", source, "--day0", "0001-01-01", "--on", ON, "--output", other, capsys=capsys
    )
    assert "lies after --on" in refuse(
        "calc", "vaccines", source, "--day0", "2899-01-01", "--on", ON, "--output", other, capsys=capsys
    )
    assert "not a date" in refuse(
        "calc", "vaccines", source, "--day0", "soon", "--on", ON, "--output", other, capsys=capsys
    )
