"""`calc labs`: a table of results in, their CTCAE grades out; a bad row is told and the others go on."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from hsct_desktop.__main__ import main
from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.grading_json import grading_rules
from hsct_desktop.commands.calc_labs import COLUMNS, OUTPUT_COLUMNS
from tests.commands.running import Capture, refuse, run

HEAD = ",".join(COLUMNS)
Row = dict[str, str]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tmp_path / "in.csv"


def graded(source: Path, text: str | bytes, capsys: Capture, *more: str) -> tuple[list[Row], str, int]:
    """The rows of the answer, what was said beside it, and the exit code."""
    source.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    target = source.with_name("out.csv")
    code = main(["calc", "labs", str(source), "--output", str(target), "--overwrite", *more])
    output, beside = capsys.readouterr()
    assert output.strip() == str(target)
    with target.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        rows = list(reader)
    assert tuple(reader.fieldnames or ()) == OUTPUT_COLUMNS
    return rows, beside, code


def one(source: Path, row: str, capsys: Capture, *more: str) -> list[tuple[str, str, str, str]]:
    """Term, direction, grade and proposal of one good row."""
    rows, beside, code = graded(source, f"{HEAD}\n{row}\n", capsys, *more)
    assert (beside, code) == ("", 0)
    return [(found["term"], found["direction"], found["grade"], found["proposed"]) for found in rows]


@pytest.mark.parametrize("version", ["5.0", "6.0"])
def test_all_analytes_give_each_of_their_terms_once(source: Path, capsys: Capture, version: str) -> None:
    analytes = Catalogue().analytes.analytes
    lines = [f"{code},{code},{a.probable[1] or 1},{a.unit},,,".replace("E+", "e") for code, a in analytes.items()]
    rows, beside, code = graded(source, "\n".join([HEAD, *lines]), capsys, "--ctcae", version)
    expected = [
        (analyte, rule.term, rule.direction.value)
        for analyte in analytes
        for rule in grading_rules(version).of(analyte)
    ]
    assert [(row["case"], row["term"], row["direction"]) for row in rows] == expected
    assert code == 0
    assert "rows have no line" in beside
    assert "PHOS" in beside
    assert {row["grade"] for row in rows} <= {"", "0", "1", "2", "3", "4"}


def test_the_columns_say_grade_rule_and_question(source: Path, capsys: Capture) -> None:
    rows, _, code = graded(source, f"{HEAD}\nA-1,K,3.2,mmol/L,3.5,5.1,\nA-2,HGB,120,g/L,,170,\n", capsys)
    assert code == 0
    assert rows == [
        {"case": "A-1", "term": "Hypokalemia", "direction": "low", "grade": "1", "proposed": "1",
         "rule": "<LLN (3.5 mmol/L)", "question": "Symptoms? Then grade 2."},
        {"case": "A-1", "term": "Hyperkalemia", "direction": "high", "grade": "0", "proposed": "0",
         "rule": "≤ULN (5.1 mmol/L)", "question": ""},
        {"case": "A-2", "term": "Anemia", "direction": "low", "grade": "", "proposed": "",
         "rule": "LLN is missing", "question": ""},
        {"case": "A-2", "term": "Hemoglobin increased", "direction": "high", "grade": "0", "proposed": "0",
         "rule": "≤ULN (170 g/L)", "question": ""},
    ]  # fmt: skip


def test_the_versions_differ_where_ctcae_does(source: Path, capsys: Capture) -> None:
    row = "1,ANC,0.4,10^9/L,1.8,7,"
    assert one(source, row, capsys) == [("Neutrophil count decreased", "low", "4", "4")]
    assert one(source, row, capsys, "--ctcae", "6.0") == [("Neutrophil count decreased", "low", "3", "3")]
    assert one(source, "1,PLT,20,10^9/L,150,400,", capsys, "--ctcae", "6.0") == [("Thrombocytopenia", "low", "3", "3")]
    assert one(source, "1,CK,500,U/L,,190,", capsys) == [("CPK increased", "high", "2", "2")]


@pytest.mark.parametrize(
    "unit",
    ["10^9/L", "x10^9/L", "×10⁹/L", "10*9/L", "10e9/L", "G/L", "10^3/uL", "10^3/µL", "K/uL"],
)
def test_a_count_s_unit_may_be_spelled_in_many_ways(source: Path, capsys: Capture, unit: str) -> None:
    assert one(source, f"1,ANC,0.9,{unit},,,", capsys) == [("Neutrophil count decreased", "low", "3", "3")]


@pytest.mark.parametrize("unit", ["/uL", "/µl", "/mm3", "/mm³", "cells/uL"])
def test_a_count_per_volume_has_its_own_limits(source: Path, capsys: Capture, unit: str) -> None:
    assert one(source, f"1,ANC,900,{unit},,,", capsys) == [("Neutrophil count decreased", "low", "3", "3")]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("case;analyte;value;unit;lln;uln;baseline\n1;HGB;9,5;g/dL;12,0;16;\n", ";"),
        (f'{HEAD}\n1,HGB,"9,5",g/dL,12,16,', ","),
    ],
)
def test_semicolons_decimal_commas_and_a_byte_order_mark(
    source: Path, capsys: Capture, text: str, delimiter: str
) -> None:
    assert delimiter in text
    for raw in (text.encode("utf-8-sig"), text.replace("\n", "\r\n").encode()):
        rows, beside, code = graded(source, raw, capsys)
        assert (rows[0]["grade"], rows[1]["grade"], beside, code) == ("2", "0", "", 0)


def test_columns_stand_in_any_order_and_limits_may_be_left_out(source: Path, capsys: Capture) -> None:
    rows, _, code = graded(source, "Unit,value,Analyte,case\nmmol/L,7.1,k,7\n", capsys)
    assert [(row["case"], row["grade"]) for row in rows] == [("7", ""), ("7", "4")]
    assert code == 0


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1,HGB,95,10^9/L,130,170,", "The unit “10^9/L” does not belong to HGB: write g/L, g/dL, mmol/L."),
        ("1,PLT,95,g/L,150,400,", "The unit “g/L” does not belong to PLT: write 10^9/L, 10^3/uL, /uL, /mm3."),
        ("1,HGB,95,,130,170,", "The unit is missing: write g/L, g/dL, mmol/L."),
        ("1,HGB,95,g/L,170,130,", "LLN 170 is above ULN 130: exchange or correct them."),
        ("1,HGB,-95,g/L,130,170,", "“value” is negative: check the number."),
        ("1,HGB,0,g/L,130,170,", "“value” cannot be 0 for HGB: leave it empty if it is not known."),
        ("1,HGB,inf,g/L,130,170,", "“value” is “inf”, which is not a number: write one such as 9.8."),
        ("1,HGB,NaN,g/L,130,170,", "“value” is “NaN”, which is not a number: write one such as 9.8."),
        ("1,HGB,neg,g/L,130,170,", "“value” is “neg”, which is not a number: write one such as 9.8."),
        ("1,HGB,1e40,g/L,130,170,", "“value” is too large or too small to be a laboratory result: check the number."),
        ("1,HGB,,g/L,130,170,", "The value is missing: write a number such as 9.8."),
        ("1,HGB,<,g/L,130,170,", "“value” is “”, which is not a number: write one such as 9.8."),
        ("1,HGB,95,g/L,low,170,", "“lln” is “low”, which is not a number: write one such as 9.8."),
        ("1,HGB,95,g/L,,-1,", "“uln” is negative: check the number."),
        ("1,HGB,95,g/L,,,x", "“baseline” is “x”, which is not a number: write one such as 9.8."),
        ('1,PLT,"75,000",/mm3,,,', "“value” is “75,000”: write it without a sign for thousands."),
        ("1,PLT,1.234.567,/mm3,,,", "“value” is “1.234.567”: write it without a sign for thousands."),
        ("1,PLT,75 000,/mm3,,,", "“value” is “75 000”: write it without a sign for thousands."),
        ("1,HGB,9.8.1,g/dL,,,", "“value” is “9.8.1”, which is not a number: write one such as 9.8."),
        ("1,XYZ,95,g/L,,,", "The analyte “XYZ” is not known: write its code, such as HGB, ANC or CREA."),
        (",HGB,95,g/L,,,", "The case is missing: name it in each row."),
        ("1,HGB,95,g/L", "The row must have the columns"),
        ("1,HGB,95,g/L,,,,,", "The row must have the columns"),
    ],
)
def test_a_bad_row_is_told_and_the_others_go_on(source: Path, capsys: Capture, row: str, said: str) -> None:
    good = "2,ALB,19,g/L,35,50,"
    rows, beside, code = graded(source, f"{HEAD}\n{good}\n{row}\n{good}\n", capsys)
    assert [found["grade"] for found in rows] == ["3", "3"]
    assert code == 1
    told, count = beside.splitlines()
    assert told.startswith(f"{source}:3: ")
    assert said in told
    assert ": 1: " in told or row.startswith(",")
    assert count == "hsct-desktop: 1 of 3 rows was refused; the others are written."


def test_empty_lines_are_no_rows(source: Path, capsys: Capture) -> None:
    rows, beside, code = graded(source, f"{HEAD}\n\n1,ALB,19,g/L,,,\n,,,,,,\n , ,,,,,\n,,\n", capsys)
    assert ([row["grade"] for row in rows], beside, code) == (["3"], "", 0)


def test_a_name_that_a_spreadsheet_would_calculate_is_made_harmless(source: Path, capsys: Capture) -> None:
    rows, _, _ = graded(source, f"{HEAD}\n=1+1,ALB,19,g/L,,,\n-5,ALB,19,g/L,,,\n@x,ALB,19,g/L,,,\n", capsys)
    assert [row["case"] for row in rows] == ["'=1+1", "'-5", "'@x"]
    _, beside, code = graded(source, f"{HEAD}\n\x1b[31m,ALB,19,g/L,,,\n".encode(), capsys)
    assert code == 1
    assert "\x1b" not in beside


def test_a_result_that_is_only_less_than_a_number(source: Path, capsys: Capture) -> None:
    assert one(source, "1,ANC,<0.1,10^9/L,,,", capsys) == [("Neutrophil count decreased", "low", "4", "4")]
    assert one(source, "1,ANC,< 0.6,10^9/L,,,", capsys) == [("Neutrophil count decreased", "low", "", "")]
    assert one(source, "1,PLT,> 500,10^9/L,150,400,", capsys) == [("Platelet count decreased", "low", "0", "0")]


def test_limits_are_those_printed_for_the_unit_as_typed(source: Path, capsys: Capture) -> None:
    """Calcium 8.0 mg/dL is 1.996 mmol/L: on the limit of one unit, beyond that of the other."""
    assert one(source, "1,CA,8.0,mg/dL,8.6,10.2,", capsys)[0][2] == "1"
    assert one(source, "1,CA,1.996,mmol/L,2.15,2.55,", capsys)[0][2] == "2"
    assert one(source, f"1,ICA,{Decimal('1.0') / Decimal('0.2495'):.20f},mg/dL,4.6,5.3,", capsys)[0][2] == "1"


def test_a_long_table_goes_through(source: Path, capsys: Capture) -> None:
    lines = "\n".join(f"{n},ANC,{n % 40 / 10},10^9/L,1.8,7,{'x' if n == 2999 else ''}" for n in range(3000))
    rows, beside, code = graded(source, f"{HEAD}\n{lines}\n", capsys)
    assert (len(rows), code) == (2999, 1)
    assert f"{source}:3001: 2999: " in beside


@pytest.mark.parametrize(
    "text",
    [b"", b"case,analyte,value\n1,HGB,9\n", f"{HEAD},note\n".encode(), f"{HEAD},value\n".encode(),
     HEAD.encode() + b"\n\xff\xfe,HGB,1,g/L,,,\n", HEAD.encode() + b'\n"1,HGB,1,g/L,,,\n'],
)  # fmt: skip
def test_what_is_no_such_table_is_refused_whole(source: Path, capsys: Capture, text: bytes) -> None:
    source.write_bytes(text)
    target = source.with_name("out.csv")
    assert refuse("calc", "labs", source, "--output", target, capsys=capsys)
    assert not target.exists()


def test_files_are_not_mixed_up(source: Path, capsys: Capture) -> None:
    source.write_text(f"{HEAD}\n1,ALB,19,g/L,,,\n", encoding="utf-8")
    target = source.with_name("out.csv")
    assert "choose another name" in refuse("calc", "labs", source, "--output", source, capsys=capsys)
    assert run("calc", "labs", source, "--output", target, capsys=capsys)
    assert "exist" in refuse("calc", "labs", source, "--output", target, capsys=capsys)
    assert run("calc", "labs", source, "--output", target, "--overwrite", capsys=capsys)
    target.write_text("mine", encoding="utf-8")
    assert refuse("calc", "labs", source, "--output", target, "--overwrite", capsys=capsys)
    assert target.read_text(encoding="utf-8") == "mine"
    assert refuse("calc", "labs", source.with_name("none.csv"), "--output", target.with_name("o.csv"), capsys=capsys)
    assert "4.03" in refuse("calc", "labs", source, "--output", target, "--ctcae", "4.03", capsys=capsys)
