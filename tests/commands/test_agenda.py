"""`agenda`, `handover` and the papers of the agenda: the same facts as the pages, and nothing half-written."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest

from hsct_desktop.commands.agenda import AGENDA_COLUMNS
from hsct_desktop.commands.handover import HANDOVER_COLUMNS
from tests.commands.running import ON, Capture, refuse, run
from tests.services.calendars import read

Rows = list[dict[str, str | None]]
FROM, TO = "2026-11-16", "2026-11-29"


def agenda(ward: Path, capsys: Capture, form: str = "json", *more: str) -> str:
    command = ("agenda", "--database", ward, "--on", ON, "--from", FROM, "--to", TO, "--format", form, *more)
    return run(*command, capsys=capsys)[0]


def test_every_form_holds_the_same_rows(ward: Path, capsys: Capture) -> None:
    rows: Rows = json.loads(agenda(ward, capsys))
    assert rows
    assert all(list(row) == AGENDA_COLUMNS for row in rows)
    written = list(csv.DictReader(io.StringIO(agenda(ward, capsys, "csv"))))
    assert [{k: "" if v is None else str(v) for k, v in row.items()} for row in rows] == written
    assert len(agenda(ward, capsys, "table").splitlines()) == len(rows) + 1


def test_visits_stand_on_their_day_and_windows_have_theirs(ward: Path, capsys: Capture) -> None:
    rows: Rows = json.loads(agenda(ward, capsys))
    for row in rows:
        if row["kind"] == "visit":
            assert FROM <= (row["on"] or "") <= TO
            assert row["earliest"] is None
            assert row["status"] in ("booked", "due", "late", "done", "missed", "report_awaited")
        else:
            assert row["on"] is None
            assert (row["earliest"] or "") <= (row["target"] or "") <= (row["latest"] or "")
            assert (row["earliest"] or "") <= TO
            assert (row["latest"] or "") >= FROM
            weekend = date.fromisoformat(row["target"] or "").weekday() >= 5
            assert not weekend or row["closed"]
    assert {row["kind"] for row in rows} == {"visit", "window"}


def test_statuses_are_those_of_today(ward: Path, capsys: Capture) -> None:
    listed: Rows = json.loads(run("worklist", "--database", ward, "--on", ON, "--format", "json", capsys=capsys)[0])
    of_today = {(row["code"], row["visit"]): row["status"] for row in listed if row["earliest"]}
    rows: Rows = json.loads(agenda(ward, capsys))
    both = [row for row in rows if (row["code"], row["visit"]) in of_today and row["status"] != "done"]
    assert both
    assert all(row["status"] == of_today[row["code"], row["visit"]] for row in both)


def test_a_week_from_today_unless_told(ward: Path, capsys: Capture) -> None:
    usual = run("agenda", "--database", ward, "--on", ON, capsys=capsys)[0]
    last = (date.fromisoformat(ON) + timedelta(days=6)).isoformat()
    assert usual == run("agenda", "--database", ward, "--on", ON, "--from", ON, "--to", last, capsys=capsys)[0]


def test_a_calendar_file_without_and_with_names(ward: Path, capsys: Capture) -> None:
    content = agenda(ward, capsys, "ics")
    events = read(content.encode())
    assert events
    assert "Rossi" not in content
    command = ("agenda", "--database", ward, "--on", ON, "--from", FROM, "--to", TO, "--format", "ics", "--names")
    named, beside = run(*command, capsys=capsys)
    assert read(named.encode()).keys() == events.keys()
    assert "Rossi" in named
    assert "names" in beside


@pytest.mark.parametrize(
    "arguments",
    [
        ["--from", TO, "--to", FROM],
        ["--from", "2026-11-31"],
        ["--from", "2020-01-01", "--to", "2026-01-01"],
        ["--names"],
        ["--format", "xml"],
    ],
)
def test_agendas_that_are_refused(ward: Path, arguments: list[str], capsys: Capture) -> None:
    assert refuse("agenda", "--database", ward, *arguments, capsys=capsys)


# --- handover


@pytest.mark.soak
def test_a_handover_in_rows(ward: Path, capsys: Capture) -> None:
    command = ("handover", "--database", ward, "--on", ON, "--since", "2026-11-19", "--format")
    rows: Rows = json.loads(run(*command, "json", capsys=capsys)[0])
    assert all(list(row) == HANDOVER_COLUMNS for row in rows)
    assert {row["kind"] for row in rows} <= {"change", "task", "try"}
    written = list(csv.DictReader(io.StringIO(run(*command, "csv", capsys=capsys)[0])))
    assert len(written) == len(rows)
    assert run(*command, "table", capsys=capsys)[0].split("\n")[0].split() == HANDOVER_COLUMNS


@pytest.mark.soak
def test_a_handover_on_paper(ward: Path, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "handover.pdf"
    command = ("handover", "--database", ward, "--on", ON, "--since", "07:00", "--output", path)
    assert run(*command, capsys=capsys)[0] == f"{path}\n"
    assert "--overwrite" in refuse(*command, capsys=capsys)
    run(*command, "--overwrite", "--language", "it", capsys=capsys)
    assert pages(path) >= 1


@pytest.mark.parametrize("since", ["noon", "", "2027-01-01", "2026-02-30", "25:00"])
def test_times_that_are_refused(ward: Path, since: str, capsys: Capture) -> None:
    assert refuse("handover", "--database", ward, "--on", ON, "--since", since, capsys=capsys)


# --- papers


def pages(path: Path) -> int:
    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


PAPERS: dict[str, tuple[str, ...]] = {
    "weeklist": ("--from", "2026-11-16"),
    "month": ("--month", "2026-12"),
    "patientplan": ("MS-0101",),
    "medicineplan": ("MS-0101",),
    "vaccineplan": ("MS-0101",),
    "careplan": ("MS-0101",),
    "selection": ("MS-0101",),
}


@pytest.mark.soak
@pytest.mark.parametrize("name", PAPERS)
def test_papers_of_the_agenda(ward: Path, tmp_path: Path, name: str, capsys: Capture) -> None:
    path = tmp_path / "paper.pdf"
    command = (name, *PAPERS[name], "--database", ward, "--on", ON, "--output", path, "--language", "en")
    assert run(*command, capsys=capsys)[0] == f"{path}\n"
    assert pages(path) >= 1
    before = path.read_bytes()
    assert "--overwrite" in refuse(*command, capsys=capsys)
    assert path.read_bytes() == before
    run(*command, "--overwrite", "--language", "it", capsys=capsys)
    assert path.read_bytes() != before
    assert refuse(name, *PAPERS[name], "--database", ward, "--output", tmp_path / "no" / "such.pdf", capsys=capsys)
    assert [p.name for p in tmp_path.iterdir()] == ["paper.pdf"]


def test_papers_that_are_refused(ward: Path, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "paper.pdf"
    assert refuse("patientplan", "NOBODY", "--database", ward, "--output", path, capsys=capsys)
    for month in ("2026-13", "2026", "12/2026", "2026-12-01", "9999-01"):
        refuse("month", "--month", month, "--database", ward, "--output", path, capsys=capsys)
    assert refuse("weeklist", "--from", "soon", "--database", ward, "--output", path, capsys=capsys)
    assert not path.exists()
