"""`calc engraftment`: a table of cases in, a table of answers out, end to end."""

import csv
from pathlib import Path

import pytest

from hsct_desktop.__main__ import main
from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.commands.calc_engraftment import HIGHEST, OUTPUT_COLUMNS
from tests.commands.running import Capture, refuse, run

HEAD = "case,date,day,anc,plt,plt_transfusion"
Answers = dict[tuple[str, str], dict[str, str]]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "in.csv"


def calc(table: Path, *rows: str, head: str = HEAD, more: tuple[str, ...] = ()) -> tuple[str | Path, ...]:
    table.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return ("calc", "engraftment", table, "--output", table.with_name("out.csv"), *more)


def answers(table: Path) -> Answers:
    with table.with_name("out.csv").open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        found = {(row["case"], row["lineage"]): row for row in reader}
        assert tuple(reader.fieldnames or ()) == OUTPUT_COLUMNS
    return found


def partly(*command: str | Path, capsys: Capture) -> str:
    """Run a command some of whose rows are refused; what it says beside."""
    assert main([str(part) for part in command]) == 1
    return capsys.readouterr().err


def test_dates_status_and_evidence_of_each_lineage(table: Path, capsys: Capture) -> None:
    days = [
        "2,90,",
        "0.4,15,2",
        "<0.1,22,",
        "0.5,22,",
        "0.6,25,",
        "0.7,30,",
        ",30,",
        ",30,",
        ",30,",
        ",30,",
        ",31,",
        ",32,",
    ]
    rows = [f"A,2026-01-{day + 1:02d},{day},{counts}" for day, counts in enumerate(days)]
    printed, beside = run(*calc(table, *rows), capsys=capsys)
    found = answers(table)

    assert (printed, beside) == (f"{table.with_name('out.csv')}\n", "")
    assert list(found) == [("A", "neutrophils"), ("A", "platelets")]
    assert found["A", "neutrophils"] == {
        "case": "A", "lineage": "neutrophils", "status": "engrafted", "date": "2026-01-04", "day": "3", "preset": "",
        "provisional": "no", "missing": "", "evidence": "3: 0.5; 4: 0.6; 5: 0.7", "nadir": "1: 0.4",
        "secondary_failure": "",
        "note": "",
    }  # fmt: skip
    plt = found["A", "platelets"]
    assert (plt["date"], plt["day"], plt["preset"]) == ("2026-01-10", "9", "three_values")
    assert plt["evidence"] == "9: 30; 10: 31; 11: 32"


def test_the_other_preset(table: Path, capsys: Capture) -> None:
    rows = [f"A,,{day},,{15 if day == 1 else 25},{'yes' if day == 1 else ''}" for day in range(9)]
    run(*calc(table, *rows, more=("--preset", "seven-days")), capsys=capsys)
    plt = answers(table)["A", "platelets"]

    assert (plt["status"], plt["day"], plt["preset"], plt["date"]) == ("engrafted", "2", "seven_days", "")


def test_provisional_names_the_missing_days(table: Path, capsys: Capture) -> None:
    run(*calc(table, "A,,0,0.1,,", "A,,4,0.6,,", "A,,5,0.6,,", "A,,7,0.7,,"), capsys=capsys)
    anc = answers(table)["A", "neutrophils"]

    assert (anc["status"], anc["day"], anc["provisional"], anc["missing"]) == ("provisional", "4", "yes", "1 to 3; 6")
    assert "no count on Day +1 to +3, +6" in anc["note"]


def test_day_or_date_alone_where_a_row_has_both(table: Path, capsys: Capture) -> None:
    rows = ("A,,5,0.8,,", "A,2026-01-02,,0.1,,", "A,2026-01-04,3,0.6,,", "A,2026-01-05,,0.7,,", "A,,2,0.2,,")
    run(*calc(table, *rows), capsys=capsys)
    anc = answers(table)["A", "neutrophils"]

    assert (anc["status"], anc["date"], anc["day"], anc["nadir"]) == ("engrafted", "2026-01-04", "3", "1: 0.1")


def test_whole_numbers_as_some_programs_write_them(table: Path, capsys: Capture) -> None:
    rows = ["A,,0.0,,15.0,1.0", *(f"A,,{day}.0,,25.0,0.0" for day in range(1, 11)), "A,,11.0,,30.0,False"]
    run(*calc(table, *rows), capsys=capsys)
    assert answers(table)["A", "platelets"]["day"] == "8"


def test_a_failure_a_fall_and_counts_left_open_are_noted(table: Path, capsys: Capture) -> None:
    fall = [f"B,,{day},{anc},," for day, anc in enumerate(["0.1", "0.6", "0.6", "0.6", "0.1", "0.2", "0.3"])]
    run(*calc(table, "A,,3,0.1,9,", "A,,30,0.2,9,", *fall, "C,,1,<1,,"), capsys=capsys)
    found = answers(table)

    assert found["A", "neutrophils"]["status"] == "graft_failure"
    assert "No neutrophil engraftment by Day +30" in found["A", "neutrophils"]["note"]
    assert found["A", "platelets"]["status"] == "not_yet"
    assert found["B", "neutrophils"]["secondary_failure"] == "4: 0.1; 5: 0.2; 6: 0.3"
    assert "Possible secondary graft failure" in found["B", "neutrophils"]["note"]
    assert found["C", "neutrophils"]["status"] == "no_values"
    assert "either side of 0.5 ×10⁹/L: Day +1: <1." in found["C", "neutrophils"]["note"]


BAD = {
    "A,,1,500,,": "ANC 500 ×10⁹/L is impossible (highest: 200): write counts in ×10⁹/L, not per µL.",
    "A,,1,,20000,": "PLT 20000 ×10⁹/L is impossible (highest: 3000)",
    "A,,1,-1,,": "ANC “-1” is not a count",
    "A,,1,nan,,": "ANC “nan” is not a count",
    "A,,1,,inf,": "PLT “inf” is not a count",
    "A,,1,low,,": "ANC “low” is not a count",
    "A,,x,1,,": "The day “x” is not a whole number",
    "A,,1.5,1,,": "The day “1.5” is not a whole number",
    "A,,999999,1,,": "The day “999999” is not a whole number",
    "A,31/01/2026,1,1,,": "The date “31/01/2026” cannot be read",
    "A,,,1,,": "Neither day nor date is given",
    "A,,1,1,,maybe": "The platelet transfusion “maybe” is unclear",
    "A,,1,1,,-2": "The platelet transfusion “-2” is unclear",
    "A,,1,1": "The row must have the columns case, date, day, anc, plt, plt_transfusion",
    "A,2026-01-03,1,1,,": "gives another Day 0 (02 Jan 2026) than line 2 (01 Jan 2026)",
}


@pytest.mark.parametrize(("row", "words"), BAD.items(), ids=BAD)
def test_a_bad_row_is_told_and_the_other_cases_go_on(table: Path, row: str, words: str, capsys: Capture) -> None:
    good = [f"B,,{day},{anc},," for day, anc in enumerate(["0.1", "0.6", "0.6", "0.6"])]
    beside = partly(*calc(table, "A,2026-01-01,0,1,,", row, *good), capsys=capsys)
    found = answers(table)

    assert beside.startswith(f"{table}:3: ")
    assert words in beside.replace("\u00a0", " ")
    assert {found["A", lineage]["status"] for lineage in ("neutrophils", "platelets")} == {"error"}
    assert words in found["A", "platelets"]["note"].replace("\u00a0", " ")
    assert (found["B", "neutrophils"]["status"], found["B", "neutrophils"]["day"]) == ("engrafted", "1")


def test_dates_alone_know_no_day0(table: Path, capsys: Capture) -> None:
    beside = partly(*calc(table, "A,2026-01-01,,1,,", "B,,1,1,,"), capsys=capsys)

    assert "Day 0 cannot be known from dates alone" in beside
    assert answers(table)["B", "neutrophils"]["status"] == "never_below"


def test_a_table_of_a_spreadsheet(table: Path, capsys: Capture) -> None:
    """Semicolons, a byte-order mark, carriage returns, capitals, decimal commas, another order, a formula."""
    rows = ["Day;CASE;ANC", "0;=1+1;0,1", "+1;=1+1;0,5", "", "2;=1+1; <0,5", "3;=1+1;≥0,5", "4;=1+1;> 10", "5;=1+1;,6"]
    table.write_bytes(("\ufeff" + "\r\n".join(rows) + "\r\n").encode())
    run("calc", "engraftment", table, "--output", table.with_name("out.csv"), capsys=capsys)
    found = answers(table)

    assert found["'=1+1", "neutrophils"]["evidence"] == "3: >=0.5; 4: >10; 5: 0.6"
    assert found["'=1+1", "platelets"]["status"] == "no_values"


HEADS = {
    "case,anc": "day or date",
    "day,anc": "names the columns: case",
    "case,day,neutrophils": "Not wanted: neutrophils.",
    "case,day,anc,anc": "Not wanted: anc.",
    "case,day": "anc or plt",
}


@pytest.mark.parametrize(("head", "words"), HEADS.items())
def test_other_columns_are_refused(table: Path, head: str, words: str, capsys: Capture) -> None:
    assert words in refuse(*calc(table, head=head), capsys=capsys)
    assert not table.with_name("out.csv").exists()


def test_the_table_read_is_never_the_table_written(table: Path, capsys: Capture) -> None:
    command = calc(table, "A,,1,1,,")
    assert "is a file that is read" in refuse(*command[:3], "--output", table, "--overwrite", capsys=capsys)


def test_answers_are_replaced_only_on_demand(table: Path, capsys: Capture) -> None:
    run(*calc(table, "A,,1,1,,"), capsys=capsys)
    assert "exists" in refuse(*calc(table, "B,,1,1,,"), capsys=capsys)
    run(*calc(table, "B,,1,1,,", more=("--overwrite",)), capsys=capsys)
    assert ("B", "neutrophils") in answers(table)


def test_the_highest_counts_are_those_of_the_catalogue() -> None:
    held = Catalogue().analytes.analytes
    assert {name: held[name.upper()].possible[1] for name in HIGHEST} == HIGHEST
