"""The command line: what it prints, and that whatever is refused is one sentence and leaves everything as it was."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path

import pypdfium2
import pytest

from hsct_desktop import SUFFIX, __version__
from hsct_desktop.__main__ import main
from hsct_desktop.commands.plan import PLAN_COLUMNS
from hsct_desktop.commands.worklist import WORKLIST_COLUMNS
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services import files, practice
from tests.commands.running import ON, Capture, refuse, run


def worklist(path: Path, form: str, capsys: Capture, *more: str) -> str:
    return run("worklist", "--database", path, "--on", ON, "--format", form, *more, capsys=capsys)[0]


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


# --- worklist


@pytest.mark.soak
def test_json_and_csv_hold_the_same_rows(ward: Path, capsys: Capture) -> None:
    rows = json.loads(worklist(ward, "json", capsys))
    assert all(list(row) == [*WORKLIST_COLUMNS, "rule"] for row in rows)
    assert {bool(row.pop("rule")) == bool(row["earliest"]) for row in rows} == {True}
    for row in rows:
        assert row["list"] in list(WorklistKind)
        assert row["why"]
        assert row["status"]
        assert bool(row["code"]) == bool(row["birth_date"])  # a task may be about nobody in particular
        assert row["birth_date"] is None or date.fromisoformat(row["birth_date"])
        for name in ("target", "earliest", "latest", "booked"):
            assert row[name] is None or date.fromisoformat(row[name])
        assert row["day"] is None or isinstance(row["day"], int)
        assert "\u00a0" not in row["why"]
    unique = {(row["list"], row["code"], row["visit"], row["target"]) for row in rows}
    assert len(unique) == len(rows)
    read = list(csv.DictReader(io.StringIO(worklist(ward, "csv", capsys))))
    assert list(read[0]) == WORKLIST_COLUMNS
    assert [{k: "" if v is None else str(v) for k, v in row.items()} for row in rows] == read
    table = worklist(ward, "table", capsys).splitlines()
    assert len(table) == len(rows) + 1
    assert table[0].split() == WORKLIST_COLUMNS


@pytest.mark.soak
def test_the_database_stands_before_or_after_the_subcommand(ward: Path, capsys: Capture) -> None:
    before = run("--database", ward, "worklist", "--on", ON, "--format", "csv", capsys=capsys)[0]
    assert before == worklist(ward, "csv", capsys)
    assert len(before.splitlines()) == len(json.loads(worklist(ward, "json", capsys))) + 1 > 20
    both = run("--database", "no.hsct", "worklist", "--database", ward, "--on", ON, capsys=capsys)[0]
    assert both == worklist(ward, "table", capsys)


@pytest.mark.soak
def test_practice_is_made_where_it_is_missing_and_kept(
    usual: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(practice, "create", partial(practice.create, patients=4))  # the whole ward takes seconds
    made = run("--practice", "worklist", "--format", "json", capsys=capsys)[0]
    assert json.loads(made)
    assert [path.name for path in usual.iterdir() if path.suffix == SUFFIX] == [files.PRACTICE_NAME]
    assert run("worklist", "--practice", "--format", "json", capsys=capsys)[0] == made


def test_cells_that_a_spreadsheet_would_run_are_defused(copied: Path, capsys: Capture) -> None:
    with closing(sqlite3.connect(copied)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        for code, name in (("MS-0101", "=1+1"), ("MS-0102", "+1"), ("MS-0103", "-1"), ("MS-0104", "@A1")):
            connection.execute("UPDATE patient SET family_name = ? WHERE code = ?", (name, code))
        connection.commit()
    read = list(csv.DictReader(io.StringIO(worklist(copied, "csv", capsys))))
    assert {row["patient"][:4] for row in read if row["code"] < "MS-0105" and row["code"].startswith("MS")} == {
        "'=1+",
        "'+1,",
        "'-1,",
        "'@A1",
    }
    assert all(not row["patient"].startswith(("=", "+", "-", "@")) for row in read)


def test_two_rows_that_read_the_same_are_told_apart(copied: Path, capsys: Capture) -> None:
    with closing(sqlite3.connect(copied)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        columns = [row[1] for row in connection.execute("PRAGMA table_info(supportive_therapy)") if row[1] != "id"]
        listing = ", ".join(columns)
        query = f"INSERT INTO supportive_therapy ({listing}) SELECT {listing} FROM supportive_therapy"  # noqa: S608
        connection.execute(query)
        connection.commit()
    rows = [row for row in json.loads(worklist(copied, "json", capsys)) if row["list"] == "to_stop"]
    assert sorted(row["visit"] for row in rows) == [
        "Co-trimoxazole 960 mg",
        "Co-trimoxazole 960 mg (2)",
    ]


# --- plan, against tables worked out by hand from the rules

RULES = {
    # per visit: target, earliest, latest
    "2024-08-31": """
        d30 2024-09-30 2024-09-23 2024-10-07|d60 2024-10-30 2024-10-23 2024-11-06|d100 2024-12-09 2024-11-25 2024-12-23
        m4 2024-12-31 2024-12-21 2025-01-10|m5 2025-01-31 2025-01-21 2025-02-10|m6 2025-02-28 2025-01-29 2025-03-30
        m9 2025-05-31 2025-05-01 2025-06-30|m12 2025-08-31 2025-08-01 2025-09-30|m18 2026-02-28 2026-01-29 2026-03-30
        m24 2026-08-31 2026-07-17 2026-10-15|y3 2027-08-31 2027-07-02 2027-10-30|y4 2028-08-31 2028-07-02 2028-10-30
        y5 2029-08-31 2029-07-02 2029-10-30""",
    "2024-02-29": """
        d30 2024-03-30 2024-03-23 2024-04-06|d60 2024-04-29 2024-04-22 2024-05-06|d100 2024-06-08 2024-05-25 2024-06-22
        m4 2024-06-29 2024-06-19 2024-07-09|m5 2024-07-29 2024-07-19 2024-08-08|m6 2024-08-29 2024-07-30 2024-09-28
        m9 2024-11-29 2024-10-30 2024-12-29|m12 2025-02-28 2025-01-29 2025-03-30|m18 2025-08-29 2025-07-30 2025-09-28
        m24 2026-02-28 2026-01-14 2026-04-14|y3 2027-02-28 2026-12-30 2027-04-29|y4 2028-02-29 2027-12-31 2028-04-29
        y5 2029-02-28 2028-12-30 2029-04-29""",
    "2025-01-31": """
        d30 2025-03-02 2025-02-23 2025-03-09|d60 2025-04-01 2025-03-25 2025-04-08|d100 2025-05-11 2025-04-27 2025-05-25
        m4 2025-05-31 2025-05-21 2025-06-10|m5 2025-06-30 2025-06-20 2025-07-10|m6 2025-07-31 2025-07-01 2025-08-30
        m9 2025-10-31 2025-10-01 2025-11-30|m12 2026-01-31 2026-01-01 2026-03-02|m18 2026-07-31 2026-07-01 2026-08-30
        m24 2027-01-31 2026-12-17 2027-03-17|y3 2028-01-31 2027-12-02 2028-03-31|y4 2029-01-31 2028-12-02 2029-04-01
        y5 2030-01-31 2029-12-02 2030-04-01""",
}


def planned(capsys: Capture, day0: str, *more: str) -> dict[str, list[str]]:
    arguments = ("plan", "--protocol", "ahsct-ms", "--day0", day0, "--format", "csv", *more)
    rows = list(csv.DictReader(io.StringIO(run(*arguments, capsys=capsys)[0])))
    assert list(rows[0]) == PLAN_COLUMNS
    assert [row["target"] for row in rows] == sorted(row["target"] for row in rows)
    return {row["visit"]: [row["target"], row["earliest"], row["latest"]] for row in rows}


@pytest.mark.parametrize("day0", RULES)
def test_the_plan_agrees_with_the_rules(day0: str, capsys: Capture) -> None:
    lines = RULES[day0].replace("\n", "|").split("|")
    by_hand = {parts[0]: parts[1:] for line in lines if (parts := line.split())}
    assert planned(capsys, day0) == by_hand


def test_weekly_visits_from_discharge_to_day_100(capsys: Capture) -> None:
    found = planned(capsys, "2025-01-31", "--discharge", "2025-02-20")
    # Feb 27 and Mar 6 fall into Day +30 (Feb 23 - Mar 9), Mar 27 and Apr 3 into Day +60 (Mar 25 - Apr 8),
    # May 1 and 8 into Day +100 (Apr 27 - May 25); Day +100 itself is May 11.
    weekly = {visit: dates[0] for visit, dates in found.items() if visit.startswith("weekly")}
    assert weekly == {
        "weekly-3": "2025-03-13",
        "weekly-4": "2025-03-20",
        "weekly-7": "2025-04-10",
        "weekly-8": "2025-04-17",
        "weekly-9": "2025-04-24",
    }
    assert found["weekly-3"] == ["2025-03-13", "2025-03-11", "2025-03-15"]


def test_until_bounds_the_plan(capsys: Capture) -> None:
    assert list(planned(capsys, "2024-08-31", "--until", "2025-01-31")) == ["d30", "d60", "d100", "m4", "m5"]
    longer = planned(capsys, "2024-08-31", "--until", "2044-08-31")
    assert [visit for visit in longer if visit.startswith("y")] == [f"y{n}" for n in range(3, 21)]
    assert longer["y20"][0] == "2044-08-31"


def test_columns_of_the_plan(capsys: Capture) -> None:
    arguments = ("plan", "--protocol", "ahsct-ms", "--day0", "2024-08-31", "--discharge", "2024-09-15")
    rows = json.loads(run(*arguments, "--format", "json", capsys=capsys)[0])
    by_visit = {row["visit"]: (row["label"], row["anchor"], row["offset"]) for row in rows}
    assert by_visit["d100"] == ("Day +100", "day0", "100d")
    assert by_visit["weekly-4"] == ("Weekly blood test, week 4", "discharge", "28d")
    assert by_visit["y5"] == ("Year 5", "day0", "5y")
    generic = run("plan", "--protocol", "ahsct-generic", "--day0", "2024-08-31", capsys=capsys)[0]
    assert "2025-08-31" in generic


def test_the_plan_leaves_no_folder_behind(usual: Path, capsys: Capture) -> None:
    run("plan", "--protocol", "ahsct-ms", "--day0", "2024-08-31", capsys=capsys)
    assert not usual.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--protocol", "nope", "--day0", "2024-08-31"],
        ["--protocol", "ahsct-ms", "--day0", "31/8/2024"],
        ["--protocol", "ahsct-ms", "--day0", "2024-02-30"],
        ["--protocol", "ahsct-ms", "--day0", "0001-01-01"],
        ["--protocol", "ahsct-ms", "--day0", "1994-12-31"],
        ["--protocol", "ahsct-ms", "--day0", "9999-12-31"],
        ["--protocol", "ahsct-ms", "--day0", "2024-08-31", "--discharge", "2024-08-30"],
        ["--protocol", "ahsct-ms", "--day0", "2024-08-31", "--mobilisation", "2024-08-31"],
        ["--protocol", "ahsct-ms"],
        ["--protocol", "ahsct-ms", "--day0", "2024-08-31", "--format", "xml"],
    ],
)
def test_plans_that_are_refused(arguments: list[str], capsys: Capture) -> None:
    assert refuse("plan", *arguments, capsys=capsys)


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        ("colour: red", "colour"),
        ("window: {before: -2d, after: 2d}", "window"),
        ("anchor: moon", "moon"),
        ("anchor: 'visit:one'", "one"),
        ("window: [", ""),
    ],
)
def test_a_broken_protocol_of_the_unit_is_refused(usual: Path, wrong: str, hint: str, capsys: Capture) -> None:
    lines = {"id": "one", "label": "{en: One, it: Uno}", "anchor": "day0", "offset": "3d", "assessments": "[fbc]"}
    lines["window"] = "{before: 2d, after: 2d}"
    key, _, value = wrong.partition(": ")
    lines[key] = value
    items = "\n    ".join(f"{name}: {text}" for name, text in lines.items())
    (usual / "unit" / "protocols").mkdir(parents=True)
    head = 'id: ahsct-ms\nversion: "2"\nlabel: {en: Own, it: Proprio}\nsource: own\nstatus: reference default\nitems:\n'
    (usual / "unit" / "protocols" / "own.yaml").write_text(f"{head}  - {items}\n", encoding="utf-8")
    said = refuse("plan", "--protocol", "ahsct-ms", "--day0", "2024-08-31", capsys=capsys)
    assert "own.yaml" in said
    assert hint in said


# --- practice


@pytest.mark.soak
def test_practice(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "w.hsct"
    assert run("practice", "--database", path, "--patients", "1", "--on", ON, capsys=capsys)[0] == f"{path}\n"
    before = path.read_bytes()
    assert "exists already" in refuse("practice", "--database", path, capsys=capsys)
    assert path.read_bytes() == before
    there = [path, path.with_name("w.hsct.keys")]
    assert sorted(tmp_path.iterdir()) == there
    for wrong in (["--patients", "0"], ["--patients", "many"], ["--seed", "x"], ["--on", "0001-01-01"]):
        refuse("practice", "--database", tmp_path / "new.hsct", *wrong, capsys=capsys)
    for place in (tmp_path, tmp_path / "no" / "w.hsct", tmp_path / ("x" * 300)):
        refuse("practice", "--database", place, "--patients", "1", capsys=capsys)
    assert sorted(tmp_path.iterdir()) == there


# --- documents


def test_summary_and_daylist(copied: Path, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "s.pdf"
    assert run("summary", "ms-0101", "--database", copied, "--output", path, capsys=capsys)[0] == f"{path}\n"
    assert "MS-0101" in text_of(path)
    assert "exists already" in refuse("summary", "MS-0101", "--database", copied, "--output", path, capsys=capsys)
    run("summary", "MS-0101", "--database", copied, "--output", path, "--overwrite", "--language", "it", capsys=capsys)
    assert "Visite" in text_of(path)
    listed = tmp_path / "d.pdf"
    run("daylist", "--on", ON, "--database", copied, "--output", listed, capsys=capsys)
    assert "SSC-0105" in text_of(listed)
    before = copied.read_bytes()
    assert refuse("daylist", "--on", ON, "--database", copied, "--output", copied, capsys=capsys)
    assert refuse("daylist", "--on", ON, "--database", copied, "--output", copied, "--overwrite", capsys=capsys)
    assert copied.read_bytes() == before


@pytest.mark.parametrize("place", [".", "no/such.pdf", "x" * 300])
def test_bad_places_for_a_pdf(ward: Path, tmp_path: Path, place: str, capsys: Capture) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    assert refuse("summary", "MS-0101", "--database", ward, "--output", folder / place, capsys=capsys)
    assert refuse("daylist", "--database", ward, "--output", folder / place, capsys=capsys)
    assert list(folder.iterdir()) == []


def test_an_unknown_code(ward: Path, tmp_path: Path, capsys: Capture) -> None:
    assert "MS-9999" in refuse("summary", "MS-9999", "--database", ward, "--output", tmp_path / "x.pdf", capsys=capsys)
    assert list(tmp_path.iterdir()) == []


# --- files that cannot be used


def missing(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def foreign(path: Path) -> None:
    path.write_bytes(b"%PDF-1.4 this is no database" * 100)


def another_programs(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE song (name TEXT)")
        connection.commit()


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'zz99_from_the_future'")
        connection.commit()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def test_a_name_that_is_too_long(tmp_path: Path, capsys: Capture) -> None:
    assert refuse("worklist", "--database", tmp_path / ("x" * 300), capsys=capsys)


@pytest.mark.parametrize("spoil", [missing, empty, foreign, another_programs, truncated, newer, folder])
@pytest.mark.parametrize("command", ["worklist", "summary", "daylist"])
def test_a_file_that_cannot_be_used(copied: Path, tmp_path: Path, spoil: object, command: str, capsys: Capture) -> None:
    spoil(copied)  # type: ignore[operator]
    before = copied.read_bytes() if copied.is_file() else None
    more = {"worklist": [], "summary": ["MS-0101", "--output", str(tmp_path / "x.pdf")]}
    arguments = more.get(command, ["--output", str(tmp_path / "x.pdf")])
    said = refuse(command, *arguments, "--database", copied, capsys=capsys)
    assert copied.name in said
    assert (copied.read_bytes() if copied.is_file() else None) == before
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_read_only_file(copied: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    copied.chmod(0o444)
    monkeypatch.setattr(os, "access", lambda path, *_, **__: Path(path) != copied)  # also for root
    assert "read-only" in refuse("worklist", "--database", copied, capsys=capsys)


@pytest.mark.parametrize(
    "arguments",
    [
        ["worklist"],
        ["daylist", "--output", "x.pdf"],
        ["worklist", "--on", "20/11/2026", "--practice"],
        ["worklist", "--on", "9999-12-31", "--practice"],
        ["summary", "--practice", "--output", "x.pdf"],
        ["summary", "X", "--practice"],
        ["nonsense"],
        ["worklist", "--nonsense"],
    ],
)
def test_commands_that_are_refused(arguments: list[str], usual: Path, capsys: Capture) -> None:
    assert refuse(*arguments, capsys=capsys)
    assert not usual.exists()


# --- a process of its own


def process(*arguments: str | Path, **more: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hsct_desktop", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", **more)  # type: ignore[call-overload,no-any-return]


def test_version() -> None:
    done = process("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"hsct-desktop {__version__}\n", "")


@pytest.mark.soak
def test_letters_come_through_a_plain_terminal(ward: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    done = process("worklist", "--database", ward, "--on", ON, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Özdemir, Ayşe" in done.stdout


@pytest.mark.soak
def test_a_reader_that_has_gone_is_no_error(ward: Path) -> None:
    for form in ("table", "json"):
        command = f'"{sys.executable}" -m hsct_desktop worklist --database "{ward}" --on {ON} --format {form} | true'
        done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_no_window_is_loaded_for_a_list(ward: Path) -> None:
    code = (
        "import sys; from hsct_desktop.__main__ import main; "
        f"main(['worklist', '--database', {str(ward)!r}]); "
        "sys.exit(sum(name.startswith('PySide6') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0


@pytest.mark.soak
def test_an_error_of_a_process_is_one_sentence(tmp_path: Path) -> None:
    done = process("worklist", "--database", tmp_path / "no.hsct")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "no.hsct" in done.stderr


@pytest.mark.soak
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full to stand for a full disk")
def test_a_full_disk_under_the_output_is_a_sentence() -> None:
    command = [sys.executable, "-m", "hsct_desktop", "plan", "--protocol", "ahsct-ms", "--day0", "2024-08-31"]
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ended.returncode == 2
    assert "cannot be written" in ended.stderr
    assert "Traceback" not in ended.stderr


# --- odd paths


@pytest.mark.skipif(os.name == "nt", reason="neither pipes nor links")
def test_odd_databases_are_one_sentence(tmp_path: Path, capsys: Capture) -> None:
    loop, pipe, odd = tmp_path / "loop.hsct", tmp_path / "pipe.hsct", tmp_path / os.fsdecode(b"w\xff.hsct")
    loop.symlink_to(loop)
    os.mkfifo(pipe)
    before = sorted(tmp_path.iterdir())
    for place in (loop, pipe, odd, loop / "below.hsct", Path("/dev/null"), Path("x" * 300), pipe / "x"):
        for practice_too in ((), ("--practice",)):
            refuse("worklist", *practice_too, "--database", place, capsys=capsys)
        refuse("practice", "--database", place, capsys=capsys)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.soak
@pytest.mark.skipif(os.name == "nt", reason="neither pipes nor links")
def test_odd_outputs_are_refused_also_with_overwrite(copied: Path, tmp_path: Path, capsys: Capture) -> None:
    link, pipe, loop = tmp_path / "link.pdf", tmp_path / "pipe.pdf", tmp_path / "loop.pdf"
    (tmp_path / "target.pdf").write_bytes(b"%PDF-1.4 old")
    link.symlink_to(tmp_path / "target.pdf")
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    own = [copied.with_name(copied.name + end) for end in ("", "-wal", "-shm", "-journal")]
    before = sorted(path for path in tmp_path.rglob("*") if not path.name.endswith(("-wal", "-shm")))
    for place in (link, pipe, loop, Path("/dev/null"), *own):
        for more in ((), ("--overwrite",)):
            refuse("daylist", "--database", copied, "--output", place, *more, capsys=capsys)
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "target.pdf").read_bytes() == b"%PDF-1.4 old"


def test_a_print_whose_name_is_no_text_is_made(copied: Path, tmp_path: Path, capsys: Capture) -> None:
    place = tmp_path / os.fsdecode(b"d\xff.pdf")
    run("daylist", "--database", copied, "--on", ON, "--output", place, capsys=capsys)
    assert text_of(place)


def test_a_plan_that_ends_before_it_begins_or_never(capsys: Capture) -> None:
    plan = ("plan", "--protocol", "ahsct-ms", "--day0", "2024-08-31", "--until")
    assert "before Day 0" in refuse(*plan, "2024-08-30", capsys=capsys)
    assert "more than 500 times" in refuse(*plan, "9999-01-01", capsys=capsys)
    run(*plan, "2024-08-31", capsys=capsys)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_no_display_is_a_sentence(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main(["--practice"]) == 2
    assert "no display" in capsys.readouterr().err


def test_a_pdf_is_named_as_one(ward: Path, tmp_path: Path, usual: Path, capsys: Capture) -> None:
    """Every command that writes a PDF; a file of another name is left as it is."""
    data = ("--database", ward, "--on", ON)
    commands = (
        ("daylist", *data), ("weeklist", *data), ("month", *data), ("handover", *data, "--since", "07:00"),
        ("summary", "HSCT-0001", "--database", ward), ("patientplan", "HSCT-0001", *data),
        ("vaccineplan", "HSCT-0001", *data), ("medicineplan", "HSCT-0001", *data),
        ("careplan", "HSCT-0001", *data),
        ("selection", "HSCT-0001", *data),
        ("protocol", "show", "ahsct-ms"),
    )  # fmt: skip
    for name in ("d.txt", "d", "d.pdf.bak"):
        for command in commands:
            said = refuse(*command, "--output", tmp_path / name, capsys=capsys)
            assert "does not end in .pdf" in said
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("d")] == []
    run("daylist", *data, "--output", tmp_path / "D.PDF", capsys=capsys)
    assert (tmp_path / "D.PDF").read_bytes().startswith(b"%PDF-")
