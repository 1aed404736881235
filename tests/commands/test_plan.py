"""`plan` with closed days, as a calendar file, and for whole tables: every row or none."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from hsct_desktop.__main__ import main
from hsct_desktop.commands.plan import CLOSED_COLUMNS, PLAN_COLUMNS
from tests.commands.running import Capture, refuse, run

ONE = ("plan", "--protocol", "ahsct-ms", "--day0")


def rows(capsys: Capture, day0: str, *more: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(run(*ONE, day0, "--format", "json", *more, capsys=capsys)[0])
    return found


# --- closed days


def test_closed_days_have_a_name_and_a_proposal(capsys: Capture) -> None:
    # Day 0 on 26 November 2024: Day +30 is St Stephen's Day, a Thursday; the Friday after it is open.
    found = {row["visit"]: row for row in rows(capsys, "2024-11-26", "--holidays", "IT")}
    assert (found["d30"]["target"], found["d30"]["proposed"]) == ("2024-12-26", "2024-12-27")
    assert "Stephen" in found["d30"]["closed"]
    assert all(list(row) == PLAN_COLUMNS + CLOSED_COLUMNS for row in found.values())
    for row in found.values():
        target = date.fromisoformat(row["target"])
        if target.weekday() >= 5:
            assert row["closed"]
        assert bool(row["closed"]) == bool(row["proposed"])
        if row["proposed"]:
            assert row["earliest"] <= row["proposed"] <= row["latest"]
            assert date.fromisoformat(row["proposed"]).weekday() < 5


def test_a_region_has_holidays_of_its_own(capsys: Capture) -> None:
    # 7 December is Saint Ambrose in Milan: a Monday in 2026. Day 0 on 7 November makes it Day +30.
    assert rows(capsys, "2026-11-07", "--holidays", "IT")[0]["closed"] == ""
    milan = rows(capsys, "2026-11-07", "--holidays", "IT:MI")[0]
    assert "Ambrose" in milan["closed"]
    assert milan["proposed"] == "2026-12-09"  # the Tuesday is the Immaculate Conception
    assert rows(capsys, "2026-11-07", "--holidays", "it-mi")[0] == milan


def test_without_holidays_there_are_no_such_columns(capsys: Capture) -> None:
    assert list(rows(capsys, "2024-11-26")[0]) == PLAN_COLUMNS


@pytest.mark.parametrize("place", ["XX", "IT:Atlantis", "", ":MI", "IT:MI:MI", "MI"])
def test_places_that_are_not_known(place: str, capsys: Capture) -> None:
    assert refuse(*ONE, "2024-11-26", "--holidays", place, capsys=capsys)


# --- calendar file


def test_a_plan_as_calendar_file(capsys: Capture) -> None:
    table = rows(capsys, "2024-11-26", "--holidays", "IT")
    command = (*ONE, "2024-11-26", "--holidays", "IT", "--format", "ics")
    content = run(*command, capsys=capsys)[0]
    events = Calendar.from_ical(content).events
    assert [(str(e["SUMMARY"]), e.start.isoformat()) for e in events] == [
        (f"{row['label']} (to be booked)", row["proposed"] or row["target"]) for row in table
    ]
    assert {str(e["STATUS"]) for e in events} == {"TENTATIVE"}
    assert len({str(e["UID"]) for e in events}) == len(events)
    assert run(*command, capsys=capsys)[0] == content


# --- whole tables


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "in.csv"


def bulk(table: Path, *more: str) -> tuple[str | Path, ...]:
    return ("plan", "--bulk", table, "--output", table.with_name("out.csv"), *more)


def test_a_table_gives_what_each_course_gives_alone(table: Path, capsys: Capture) -> None:
    courses = [
        ("P1", "ahsct-ms", "2024-08-31"),
        ("P2", "ahsct-generic", "2024-02-29"),
        ("P3", "ahsct-ms", "2026-01-31"),
    ]
    table.write_text("\n".join(",".join(c) for c in [("id", "protocol", "day0"), *courses]) + "\n", encoding="utf-8")
    printed, beside = run(*bulk(table, "--holidays", "IT"), capsys=capsys)
    out = table.with_name("out.csv")
    assert printed == f"{out}\n"
    assert "weekly: not listed, since the date of discharge is not in the table" in beside
    found = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert list(found[0]) == ["id", *PLAN_COLUMNS, *CLOSED_COLUMNS]
    alone: list[dict[str, str]] = []
    for name, protocol, day0 in courses:
        command = ("plan", "--protocol", protocol, "--day0", day0, "--holidays", "IT", "--format", "csv")
        lines = csv.DictReader(io.StringIO(run(*command, capsys=capsys)[0]))
        alone += [{"id": name, **line} for line in lines]
    assert found == alone


def test_a_table_of_a_spreadsheet(table: Path, capsys: Capture) -> None:
    """Semicolons, a byte-order mark, carriage returns, other order, a cell with a formula."""
    table.write_bytes("\ufeffday0;id;protocol\r\n2024-08-31;=1+1;ahsct-ms\r\n\r\n".encode())
    run(*bulk(table), capsys=capsys)
    lines = table.with_name("out.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1].startswith("'=1+1,d30,Day +30,day0,30d,2024-09-30,")


def test_every_bad_row_is_told_and_nothing_is_written(table: Path, capsys: Capture) -> None:
    bad = {
        3: ("a,ahsct-ms,2024-01-01", "stands in line 2 already"),
        4: ("b,nope,2024-01-01", "There is no protocol “nope”. Known protocols: ahsct-ms, "),
        5: ("c,ahsct-ms,31/1/2024", "31/1/2024"),
        6: (",ahsct-ms,2024-01-01", "id is missing"),
        7: ("d,ahsct-ms", "id, protocol, day0"),
        8: ("e,ahsct-ms,2024-01-01,x", "id, protocol, day0"),
        9: ("f,ahsct-ms,1980-01-01", "1995"),
        10: ("g,ahsct-ms,9999-12-01", "outside the calendar"),
    }
    lines = ["id,protocol,day0", "a,ahsct-ms,2024-01-01", *(line for line, _ in bad.values()), "z,ahsct-ms,2024-01-01"]
    table.write_text("\n".join(lines), encoding="utf-8")
    code = main([str(part) for part in bulk(table)])
    output, beside = capsys.readouterr()
    assert (code, output) == (2, "")
    said = beside.splitlines()
    assert len(said) == len(bad) + 1
    for sentence, (number, (_, hint)) in zip(said, bad.items(), strict=False):
        assert sentence.startswith(f"{table}:{number}: ")
        assert hint in sentence
    assert said[-1] == "hsct-desktop: 8 of 10 rows were refused; nothing was written"
    assert [path.name for path in table.parent.iterdir()] == ["in.csv"]


@pytest.mark.parametrize(
    "content", [b"", b"id,day0\n1,2024-01-01\n", b"id,protocol,day0,name\n", b"\xff\xfe", b'id,protocol,day0\n"a,b,c\n']
)
def test_tables_that_are_refused_whole(table: Path, content: bytes, capsys: Capture) -> None:
    table.write_bytes(content)
    assert refuse(*bulk(table), capsys=capsys)
    assert [path.name for path in table.parent.iterdir()] == ["in.csv"]


HEAD = b"id,protocol,day0\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (HEAD + b'a,ahsct-ms,2024-01-01\n"b,ahsct-ms,2024-01-01\n', "after line 2: a quotation mark is opened"),
        (HEAD + b"a" * 200_000 + b",ahsct-ms,2024-01-01\n", "after line 1: a cell has more than 131072"),
        (b"a" * 200_000 + b",b\n", "after line 1: a cell has more than 131072"),
        (HEAD + b'a,"ahsct-ms"x,2024-01-01\n', "behind a closing quotation mark"),
        (b"x" * 600_000, "line 1, has more than 500000 characters"),
        (HEAD + b"," * 600_000, "line 2, has more than 500000 characters"),
        (b"\0" * 600_000, "line 1, has more than 500000 characters"),
    ],
    ids=["open quote", "long cell", "long head", "after quote", "long line", "long row", "zeros"],
)
def test_each_way_to_be_no_table_has_its_own_sentence(table: Path, content: bytes, words: str, capsys: Capture) -> None:
    table.write_bytes(content)
    said = refuse(*bulk(table), capsys=capsys)
    assert words in said
    assert len(said) < 500
    assert [path.name for path in table.parent.iterdir()] == ["in.csv"]


@pytest.mark.soak
def test_a_huge_line_is_not_read_to_its_end(table: Path) -> None:
    """A sparse file: reading the line would take as much memory as the file is long."""
    with table.open("wb") as stream:
        stream.truncate(2**40)
    script = "import sys; from hsct_desktop.__main__ import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", script, *map(str, bulk(table))]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 2
    assert "500000" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_a_pipe_is_not_waited_for_and_a_device_not_read(table: Path, capsys: Capture) -> None:
    os.mkfifo(table)
    out = table.with_name("out.csv")
    for source in (table, Path("/dev/zero")):
        assert "not an ordinary file" in refuse("plan", "--bulk", source, "--output", out, capsys=capsys)
    assert not out.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_a_pipe_among_the_units_protocols_is_a_sentence(usual: Path, table: Path, capsys: Capture) -> None:
    (usual / "unit" / "protocols").mkdir(parents=True)
    os.mkfifo(usual / "unit" / "protocols" / "p.yaml")
    table.write_bytes(HEAD + b"a,ahsct-ms,2024-01-01\n")
    for command in (("plan", "--protocol", "ahsct-ms", "--day0", "2024-01-01"), bulk(table)):
        assert "unit/protocols/p.yaml: this is a device or a pipe" in refuse(*command, capsys=capsys)


def test_refused_cells_reach_the_terminal_cleaned(table: Path, capsys: Capture) -> None:
    esc = "\x1b[31m"
    rows = [
        f"{esc}a,ahsct-ms,2024-01-01", "b\0c,ahsct-ms,2024-01-01", "\u202ed,ahsct-ms,2024-01-01",
        f"e,{esc}no,2024-01-01", f"f,ahsct-ms,{esc}2024-01-01", "g,ahsct-ms,20240101", "h,ahsct-ms,2024-W01-1",
        f"i,{'x' * 5000},2024-01-01",
    ]  # fmt: skip
    table.write_text("\n".join(["id,protocol,day0", *rows]), encoding="utf-8")
    assert main([str(part) for part in bulk(table)]) == 2
    said = capsys.readouterr().err
    assert said.splitlines()[-1] == f"hsct-desktop: {len(rows)} of {len(rows)} rows were refused; nothing was written"
    assert said.count("control characters") == 3
    assert said.count("is not a date") == 3
    assert not set(said) & set("\x1b\0\u202e")
    assert max(map(len, said.splitlines())) < 500


def test_the_table_read_is_never_the_table_written(table: Path, capsys: Capture) -> None:
    table.write_bytes(HEAD + b"a,ahsct-ms,2024-01-01\n")
    before = table.read_bytes()
    linked = table.with_name("linked.csv")
    os.link(table, linked)
    for output in (table, linked):
        for more in ((), ("--overwrite",)):
            said = refuse("plan", "--bulk", table, "--output", output, *more, capsys=capsys)
            assert "is a file that is read" in said
    assert table.read_bytes() == before


@pytest.mark.parametrize("day", ["20240831", "2024-W35-6", "2024-8-31", "٢٠٢٤-08-31"])
def test_a_day_is_written_in_one_way(day: str, capsys: Capture) -> None:
    assert "write it as 2026-11-20" in refuse("plan", "--protocol", "ahsct-ms", "--day0", day, capsys=capsys)


def test_bytes_that_are_no_text_far_down(table: Path, capsys: Capture) -> None:
    table.write_bytes(
        b"id,protocol,day0\n" + b"".join(b"p%d,ahsct-ms,2024-01-01\n" % n for n in range(2000)) + b"\xff,x,y\n"
    )
    assert "UTF-8" in refuse(*bulk(table), capsys=capsys)
    assert [path.name for path in table.parent.iterdir()] == ["in.csv"]


def test_only_an_earlier_output_is_replaced(table: Path, capsys: Capture) -> None:
    table.write_text("id,protocol,day0\n1,ahsct-ms,2024-01-01\n", encoding="utf-8")
    out = table.with_name("out.csv")
    run(*bulk(table), capsys=capsys)
    before = out.read_bytes()
    assert "--overwrite" in refuse(*bulk(table), capsys=capsys)
    run(*bulk(table, "--overwrite"), capsys=capsys)
    assert out.read_bytes() == before
    out.write_text("name,phone\nAnna,1\n", encoding="utf-8")
    assert refuse(*bulk(table, "--overwrite"), capsys=capsys)
    assert refuse("plan", "--bulk", table, "--output", table, "--overwrite", capsys=capsys)
    assert refuse("plan", "--bulk", table, "--output", table.parent / "no" / "such.csv", capsys=capsys)
    assert refuse("plan", "--bulk", table, "--output", table.parent, capsys=capsys)
    assert refuse(
        "plan", "--bulk", table.with_name("missing.csv"), "--output", table.with_name("new.csv"), capsys=capsys
    )
    assert out.read_text(encoding="utf-8").startswith("name,phone")
    assert table.read_text(encoding="utf-8").startswith("id,protocol")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--bulk", "in.csv"],
        ["--bulk", "in.csv", "--output", "o.csv", "--protocol", "ahsct-ms"],
        ["--bulk", "in.csv", "--output", "o.csv", "--day0", "2024-01-01"],
        ["--bulk", "in.csv", "--output", "o.csv", "--format", "json"],
        ["--day0", "2024-01-01"],
        ["--protocol", "ahsct-ms"],
        ["--protocol", "ahsct-ms", "--day0", "2024-01-01", "--output", "o.csv"],
        ["--protocol", "ahsct-ms", "--day0", "2024-01-01", "--overwrite"],
    ],
)
def test_one_course_or_many_not_both(arguments: list[str], capsys: Capture) -> None:
    assert refuse("plan", *arguments, capsys=capsys)


@pytest.mark.soak
def test_a_long_table_takes_no_more_memory_than_a_short_one(table: Path) -> None:
    """Rows are written as they are read: of 40 times as many courses only the list of ids grows."""
    script = (
        "import resource, sys; from hsct_desktop.__main__ import main; main(sys.argv[1:]);"
        "sys.stderr.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))"
    )
    peaks = []
    for count in (50, 2000):
        first = date(2010, 1, 1)
        lines = [f"p{n},ahsct-ms,{first + timedelta(days=n % 3000)}" for n in range(count)]
        table.write_text("\n".join(["id,protocol,day0", *lines]), encoding="utf-8")
        command = [str(part) for part in bulk(table, "--overwrite")]
        done = subprocess.run([sys.executable, "-c", script, *command], capture_output=True, text=True, check=True)
        peaks.append(int(done.stderr.splitlines()[-1].rpartition("table")[2]))
    assert peaks[1] < peaks[0] * 1.15
    assert os.path.getsize(table.with_name("out.csv")) > 1_000_000
