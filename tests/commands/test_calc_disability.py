"""`calc disability`: visits, relapses and settings in, one row an event out; bad rows are told, the others used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hsct_desktop.__main__ import main
from hsct_desktop.commands.calc_disability import OUTPUT_COLUMNS
from tests.commands.running import Capture, refuse

VISITS = "id,date,EDSS\na,2021-01-01,4\na,2021-04-11,5\na,2021-07-20,5\nb,2021-01-01,2.0\n"
PLAIN: list[dict[str, Any]] = [{"id": "default", "kw": {}}]


class Files:
    """The files of a run in one folder."""

    def __init__(self, folder: Path, capsys: Capture) -> None:
        self.folder, self._capsys = folder, capsys
        self.visits, self.settings, self.output = (folder / name for name in ("v.csv", "s.json", "out.csv"))
        self.relapses: Path | None = None

    def arguments(self, *more: str) -> list[str]:
        relapses = [] if self.relapses is None else ["--relapses", str(self.relapses)]
        files = [str(self.visits), *relapses, "--settings", str(self.settings), "--output", str(self.output)]
        return ["calc", "disability", *files, "--overwrite", *more]

    def write(self, visits: str, settings: Any = PLAIN, relapses: str = "") -> None:
        self.visits.write_text(visits, encoding="utf-8")
        self.settings.write_text(settings if isinstance(settings, str) else json.dumps(settings), encoding="utf-8")
        if relapses:
            self.relapses = self.folder / "r.csv"
            self.relapses.write_text(relapses, encoding="utf-8")

    def run(self, *more: str) -> tuple[list[str], list[str], int]:
        """The rows below the head, what was said beside them without the folder, and the exit code."""
        code = main(self.arguments(*more))
        output, beside = self._capsys.readouterr()
        assert output.strip() == str(self.output)
        head, *rows = self.output.read_text(encoding="utf-8").splitlines()
        assert head == ",".join(OUTPUT_COLUMNS)
        return rows, beside.replace(f"{self.folder}/", "").splitlines(), code or 0


@pytest.fixture
def files(tmp_path: Path, capsys: Capture) -> Files:
    return Files(tmp_path, capsys)


def test_a_row_for_each_event_and_one_for_a_patient_without(files: Files) -> None:
    # Onset 11 April (100 days), confirmed 20 July (100 days later, within 77 to 814).
    files.write(VISITS)
    rows, beside, code = files.run()
    assert (beside, code) == ([], 0)
    assert rows == [
        "default,a,1,CDW,,2021-04-11,5.0,2021-01-01,4.0,200,100,100.0,100.0,True,2021-07-20",
        "default,b,0,,,,,,,0,0,,,,",
    ]


def test_settings_and_scales_stand_in_one_file(files: Files) -> None:
    visits = "ID;Date;site;edss;Score\n01;2021-01-01;x;4;54\n01;2021-04-11;x;5,0;50\n"
    visits += "01;2021-07-20;y;5;49\n02;2021-01-01;x;;51\n"
    settings = [
        {"id": "two periods", "kw": {"conf_days": [84, 30], "RAW_PIRA": True}},
        {"id": "sdmt", "kw": {"outcome": "sdmt", "value_col": "Score"}},
        {"id": "better"},
        {"id": 4, "kw": {"event": "firstCDI"}},
    ]
    files.write(visits, settings, "date,id,note\n2021-04-01,01,x\n2021-04-01,99,y\n")
    rows, beside, code = files.run()
    assert rows == [
        "two periods,01,1,CDW,RAW,2021-04-11,5.0,2021-01-01,4.0,200,100,100.0,100.0,True,2021-07-20;2021-07-20",
        "sdmt,01,1,CDW,,2021-04-11,50.0,2021-01-01,54.0,200,100,100.0,100.0,True,2021-07-20",
        "sdmt,02,0,,,,,,,0,0,,,,",
        "better,01,1,CDW,,2021-04-11,5.0,2021-01-01,4.0,200,100,100.0,100.0,True,2021-07-20",
        "4,01,0,,,,,,,200,200,,,,",
    ]
    assert code == 0
    assert beside == [
        "hsct-desktop: 1 patient has no EDSS that can be used and is left out: 02.",
        "hsct-desktop: 1 patient has relapses but no visit; the relapses are left out: 99.",
    ]


BAD = [
    ("a,2021-02-01,0.5", "There is no EDSS of 0.5"),
    ("a,2021-02-01,11", "There is no EDSS of 11"),
    ("a,2021-02-01,4.25", "There is no EDSS of 4.25"),
    ("a,2021-02-01,-1", "There is no EDSS of -1"),
    ("a,2021-02-01,-0.0", "There is no EDSS of -0.0"),
    ("a,2021-02-01,four", "There is no EDSS of four"),
    ("a,2021-04-11,6", "There is another EDSS on 11 Apr 2021, in line 3, and they differ"),
    ("a,2021-04-11,5.0", "The same EDSS on 11 Apr 2021 stands in line 3 already"),
    ("a,11/04/2021,5", "“11/04/2021” is not written in the declared order: write it as 2026-11-20"),
    ("a,2021-4-31,5", "“2021-4-31” does not exist"),
    ("a,21-04-11,5", "“21-04-11” is not written in the declared order"),
    ("a,1021-04-11,5", "“1021-04-11” cannot be right"),
    ("a,,5", "The date is missing"),
    (",2021-02-01,5", "The patient's id is missing"),
    ("a,2021-02-01", "The row must have the columns id, date, EDSS"),
    ("a,2021-02-01,5,6", "The row must have the columns id, date, EDSS"),
]


@pytest.mark.parametrize(("row", "said"), BAD)
def test_a_bad_row_is_told_by_its_line_and_the_others_are_used(files: Files, row: str, said: str) -> None:
    files.write(f"{VISITS}{row}\n")
    rows, beside, code = files.run()
    assert code == 1
    at = [line for line in beside if line.startswith("v.csv:6: ")]
    assert len(at) == 1
    assert said in at[0]
    assert rows[-1] == "default,b,0,,,,,,,0,0,,,,"
    refused = 2 if "differ" in said else 1  # neither of two that differ is used: the worsening is gone
    assert beside[-1].startswith(f"hsct-desktop: {refused} of 5 rows")
    assert rows[0].startswith("default,a,0," if refused == 2 else "default,a,1,CDW,,2021-04-11")


def test_empty_values_are_no_visits_and_empty_rows_nothing(files: Files) -> None:
    files.write(VISITS.replace("\nb", "\na,2021-05-01,\na,2021-05-02,NA\n,,\nb"))
    rows, beside, code = files.run()
    assert (len(rows), beside, code) == (2, [], 0)
    assert rows[0].startswith("default,a,1,CDW,,2021-04-11")


@pytest.mark.parametrize(("order", "days"), [("dmy", "{d}/{m}/2021"), ("mdy", "{m}-{d}-2021"), ("ymd", "2021/{m}/{d}")])
def test_dates_are_read_in_the_declared_order_only(files: Files, order: str, days: str) -> None:
    on = [days.format(d=d, m=m) for d, m in (("1", "1"), ("11", "4"), ("20", "7"))]
    files.write("id,date,EDSS\n" + "".join(f"a,{day},{edss}\n" for day, edss in zip(on, (4, 5, 5), strict=True)))
    rows, beside, code = files.run("--dates", order)
    assert (beside, code) == ([], 0)
    assert rows == ["default,a,1,CDW,,2021-04-11,5.0,2021-01-01,4.0,200,100,100.0,100.0,True,2021-07-20"]
    other = {"dmy": "mdy", "mdy": "dmy", "ymd": "dmy"}[order]
    _, beside, code = files.run("--dates", other)
    assert code == 1
    assert any(line.startswith("v.csv:4: ") for line in beside)


def test_a_relapse_or_visit_in_the_future_is_refused(files: Files) -> None:
    files.write(f"{VISITS}a,2301-01-01,6\n", PLAIN, "id,date\na,2300-01-01\na,2021-07-01\na,x\n")
    rows, beside, code = files.run()
    assert code == 1
    assert "r.csv:2: A relapse on 01 Jan 2300 lies in the future: check the date." in beside
    assert any(line.startswith("r.csv:4: The date “x”") for line in beside)
    assert "v.csv:6: A visit on 01 Jan 2301 lies in the future: check the date." in beside
    assert rows[0].startswith("default,a,0,")  # the relapse of 1 July leaves no visit that confirms


def test_names_that_a_spreadsheet_would_run_are_harmless(files: Files) -> None:
    files.write("id,date,EDSS\n=1+1,2021-01-01,4\n", [{"id": "@x", "kw": {}}])
    assert files.run()[0] == ["'@x,'=1+1,0,,,,,,,0,0,,,,"]


WRONG_SETTINGS = [
    ("{", "is not JSON"), ("{}", "must be a list"), ("[]", "must be a list"), ("[1]", "entry 1"),
    ('[{"id": "a"}, {"id": "a"}]', "twice"), ('[{"id": " ", "kw": {}}]', "entry 1"),
    ('[{"id": "\\ud800", "kw": {}}]', "half letters"), ('[{"id": "a\\u202e", "kw": {}}]', "control characters"),
    ('[{"id": "a", "kw": []}]', "entry 1"), ('[{"id": "a", "arguments": {}}]', "entry 1"),
    ('[{"id": "a", "kw": {"conf_days": 84, "conf_days": 168}}]', "“conf_days” stands twice"),
    ('[{"id": "a", "kw": {}, "id": "b"}]', "“id” stands twice"),
    ('[{"id": "a", "kw": {"require_sust_days": 1' + "0" * 400 + "}}]", "from 0 to 1"),
    ('[{"id": "a", "kw": {"conf_days": NaN}}]', "conf_days"), (" " * 1_000_001, "more than 1 MB"),
    ('[{"id": "a", "kw": {"event": "last"}}]', "choose first, firstCDW"),
    ('[{"id": "a", "kw": {"value_col": "MSFC"}}]', "has no column MSFC"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "said"), WRONG_SETTINGS)
def test_wrong_settings_are_refused_whole(files: Files, capsys: Capture, settings: str, said: str) -> None:
    files.write(VISITS, settings)
    try:
        code = main(files.arguments())
    except SystemExit as stop:
        code = int(str(stop.code))
    output, beside = capsys.readouterr()
    assert (code, output) == (2, "")
    assert beside.count("\n") == 1
    assert said in beside
    assert not files.output.exists()


def test_what_cannot_be_read_or_written_is_refused(files: Files, capsys: Capture) -> None:
    files.write(VISITS)
    again = files.arguments()
    assert "no column id" in _with(files, VISITS.replace("id,", "patient,"), capsys)
    assert "EDSS twice" in _with(files, VISITS.replace("id,date,EDSS", "id,date,EDSS,EDSS"), capsys)
    files.write(VISITS)
    settings = str(files.settings)
    assert "is a file that is read" in refuse(*again[:-2], settings, "--overwrite", capsys=capsys)
    files.relapses = files.visits
    assert "for the visits and for the relapses" in refuse(*files.arguments(), capsys=capsys)
    files.relapses = None
    files.settings.unlink()
    assert "There is no file" in refuse(*again, capsys=capsys)
    files.settings.mkdir()
    assert "is a folder" in refuse(*again, capsys=capsys)
    files.visits.unlink()
    files.settings.rmdir()
    files.settings.write_text(json.dumps(PLAIN))
    assert "There is no table" in refuse(*again, capsys=capsys)
    files.visits.mkdir()
    assert "is a folder: give the CSV file" in refuse(*again, capsys=capsys)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="only Linux has files that open and cannot be read")
def test_a_file_that_opens_and_cannot_be_read_is_told(files: Files, capsys: Capture) -> None:
    files.write(VISITS)
    files.visits = Path("/proc/self/mem")
    assert "“/proc/self/mem” cannot be read" in refuse(*files.arguments(), capsys=capsys)
    files.visits, files.settings = files.folder / "v.csv", Path("/proc/self/mem")
    assert "/proc/self/mem cannot be read" in refuse(*files.arguments(), capsys=capsys)


def _with(files: Files, visits: str, capsys: Capture) -> str:
    files.write(visits)
    return refuse(*files.arguments(), capsys=capsys)
