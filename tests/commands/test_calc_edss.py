"""`calc edss`: a table of grades in, the same table with EDSS and rule out; a bad row is told and the others go on."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from hsct_desktop.__main__ import main
from tests.commands.running import Capture, refuse

HEAD = "case,visual,brainstem,pyramidal,cerebellar,sensory,bowel_bladder,cerebral,ambulation"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tmp_path / "in.csv"


def answers(source: Path, text: str, capsys: Capture, *more: str) -> tuple[list[dict[str, str]], str, int]:
    """The rows of the answer, what was said beside it, and the exit code."""
    source.write_text(text, encoding="utf-8")
    target = source.with_name("out.csv")
    code = main(["calc", "edss", str(source), "--output", str(target), "--overwrite", *more])
    output, beside = capsys.readouterr()
    assert output.strip() == str(target)
    with target.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream)), beside, code


@pytest.mark.parametrize(
    ("row", "edss", "rule"),
    [
        ("a,0,0,0,0,0,0,0,0", "0.0", "none: every system at grade 0"),
        ("a,1,0,3,2,2,1,1,1", "3.5", "threes: no grade 4; grade 3: 1, grade 2: 2"),
        ("a,,,,,,,,5", "6.0", "ambulation: ambulation 5 decides alone"),
        ("a,0,0,2,2,0,0,0,2", "4.5", "at_least: ambulation 2 sets the floor; the systems alone give 2.5"),
        ("a,0,,2,NA,0,0,0,0", "", "missing: not computed: brainstem, cerebellar missing"),
        ("a,0,0,3.0,0,0,0,0,0", "3.0", "threes: no grade 4; grade 3: 1, grade 2: 0"),
    ],
)
def test_each_row_gets_its_edss_and_the_rule(source: Path, capsys: Capture, row: str, edss: str, rule: str) -> None:
    rows, beside, code = answers(source, f"{HEAD}\n{row}\n", capsys)
    assert [(found["edss"], found["rule"]) for found in rows] == [(edss, rule)]
    assert (beside, code) == ("", 0)


def test_the_coding_of_ambulation_stands_in_its_column(source: Path, capsys: Capture) -> None:
    text = f"{HEAD},coding\na,,,,,,,,7,short\nb,,,,,,,,7,Neurostatus\nc,,,,,,,,7,\nd,,,,,,,,12,12 grade\n"
    rows, _, code = answers(source, text, capsys)
    assert [found["edss"] for found in rows] == ["7.0", "6.0", "6.0", "9.5"]
    assert code == 0


@pytest.mark.parametrize(("option", "edss"), [("counts", "1.0"), ("ignored", "0.0")])
def test_a_cerebral_grade_one_may_be_left_out(source: Path, capsys: Capture, option: str, edss: str) -> None:
    rows, _, _ = answers(source, f"{HEAD}\na,0,0,0,0,0,0,1,0\n", capsys, "--cerebral-one", option)
    assert rows[0]["edss"] == edss


def test_other_columns_are_kept_and_formulas_are_made_harmless(source: Path, capsys: Capture) -> None:
    text = f"Centre,{HEAD.upper()},Note\nCagliari,a,0,0,0,0,0,0,0,0,=1+1\n"
    rows, _, _ = answers(source, text, capsys)
    assert list(rows[0]) == ["Centre", *HEAD.split(","), "Note", "edss", "rule"]
    assert (rows[0]["Centre"], rows[0]["Note"], rows[0]["edss"]) == ("Cagliari", "'=1+1", "0.0")


def test_bad_rows_are_told_by_line_and_good_rows_go_on(source: Path, capsys: Capture) -> None:
    lines = ["a,7,0,0,0,0,6,0,0,", "b,0,0,0,0,0,0,0,13,short", "c,0,0,x,0,0,0,0,0,zz", ",0,0,0,0,0,0,0,0,", "d,0",
             "", "e,-1,-0.0,0,0,0,0,0,17,", "f,0,0,0,0,0,0,0,0,"]  # fmt: skip
    rows, beside, code = answers(source, "\n".join([f"{HEAD},coding", *lines]), capsys)
    assert [found["case"] for found in rows] == ["f"]
    assert code == 1
    said = beside.splitlines()
    assert [line.split(":", 2)[1] for line in said[:-1]] == ["2", "3", "4", "5", "6", "8"]
    assert "a: visual: 7 is no grade here: enter 0 to 6." in said[0]
    assert "short coding" in said[1]
    assert "pyramidal: “x” is no grade" in said[2]
    assert "coding: “zz” is no coding" in said[2]
    assert "brainstem: “-0.0” is no grade" in said[5]
    assert "ambulation: 17 is no grade of ambulation: enter 0 to 16." in said[5]
    assert said[-1] == "hsct-desktop: 6 of 7 rows were refused; the others are written."


def test_what_is_told_gives_the_terminal_no_orders(source: Path, capsys: Capture) -> None:
    _, beside, code = answers(source, f"{HEAD},no\x1b[31m\u202ete\u2028\na,0\n", capsys)
    assert code == 1
    assert beside.count("\n") == 2
    assert "no[31mte" in beside
    assert not {"\x1b", "\u202e", "\u2028"} & set(beside)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (HEAD.replace("sensory,", ""), "Missing: sensory."),
        (f"{HEAD},edss", "Not wanted: edss."),
        (f"{HEAD},note,note", "Not wanted: note."),
        (HEAD + "".join(f",c{n:02},c{n:02}" for n in range(30)), "c19, …."),
        ("", "Missing: case"),
    ],
)
def test_a_table_with_other_columns_is_refused(source: Path, capsys: Capture, head: str, said: str) -> None:
    source.write_text(f"{head}\n", encoding="utf-8")
    sentence = refuse("calc", "edss", source, "--output", source.with_name("out.csv"), capsys=capsys)
    assert said in sentence
    assert not source.with_name("out.csv").exists()


def test_the_table_is_not_overwritten_by_its_answers(source: Path, capsys: Capture) -> None:
    source.write_text(f"{HEAD}\n", encoding="utf-8")
    assert refuse("calc", "edss", source, "--output", source, "--overwrite", capsys=capsys)


def test_a_table_without_rows_has_its_head(source: Path, capsys: Capture) -> None:
    rows, _, code = answers(source, f"{HEAD}\n", capsys)
    assert (rows, code) == ([], 0)
    assert source.with_name("out.csv").read_text(encoding="utf-8") == f"{HEAD},edss,rule\n"


def test_its_own_answer_is_replaced_and_another_table_is_not(source: Path, capsys: Capture) -> None:
    answers(source, f"{HEAD}\na,0,0,0,0,0,0,0,0\n", capsys)
    rows, _, _ = answers(source, f"{HEAD}\nb,0,0,0,0,0,0,0,0\n", capsys)
    assert [row["case"] for row in rows] == ["b"]
    cases = source.with_name("cases.csv")
    cases.write_text(f"{HEAD}\n", encoding="utf-8")
    sentence = refuse("calc", "edss", source, "--output", cases, "--overwrite", capsys=capsys)
    assert "left as it is" in sentence
    assert cases.read_text(encoding="utf-8") == f"{HEAD}\n"
