"""No time zone anywhere: clinical days are plain dates, and the machine's clock is read in few places, each named here.

The day tests run again on machines at both ends of the date line, with an Italian locale; the whole suite in the long
run.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "hsct_desktop"
ZONES = ("Pacific/Kiritimati", "America/Los_Angeles")
"""UTC+14 and UTC-8: at any moment, one of them is on another day than UTC for most of the day."""
DAY_TESTS = (
    "tests/domain/test_dates.py",
    "tests/domain/test_schedule.py",
    "tests/domain/test_visit.py",
    "tests/domain/test_worklist.py",
    "tests/domain/test_working_days.py",
    "tests/exchange/test_calendar_file.py",
    "tests/services/test_states.py",
)

READS_THE_CLOCK = {
    ("services/workspace.py", "local_now"): "the one clock of the program",
    ("store/engine.py", "utc_now"): "the machine's clock, for the change log",
    ("store/engine.py", "create_store"): "the age of half-made files",
    ("store/engine.py", "open_store"): "the age of half-made files",
    ("vault/key_file.py", "sweep"): "the age of half-made files",
    ("services/access.py", "utc_now"): "the machine's clock, for the change log",
    ("services/backups.py", "_untrusted"): "the age of a backup without a manifest",
    ("services/backups.py", "local_now"): "when a backup is made and due",
    ("store/building.py", "sweep_one"): "the age of half-made files",
    ("store/encrypting.py", "encrypt"): "the age of half-made files",
    ("views/backup_desk.py", "_now"): "when a backup is due",
    ("views/backup_page.py", "refresh"): "the age of backups",
    ("views/backup_table.py", "_on_entered"): "the age of backups",
    ("views/lock_desk.py", "local_now"): "idle time, and midnight, when a PIN ends",
    ("views/restore_sheet.py", "show_trouble"): "the age of a backup",
    ("views/status_bar.py", "show_backups"): "the age of backups",
    ("views/unlock_page.py", "tick"): "the clock of the unlock page",
    ("documents/output.py", "_is_left_behind"): "the age of half-made files",
    ("views/context.py", "today"): "the day before a file is open",
    ("views/crash.py", "write"): "the name of a crash report",
    ("views/status_bar.py", "_tick"): "the clock of the status bar",
}
"""Where the machine's clock may be read, by file and function, and what for."""
CHANGES_ZONE = {
    ("services/exports.py", "_past"): "when exports were made, on the wall's clock",
    ("services/export_tables.py", "_whole_day"): "moments leave as their day here",
    ("views/import_start.py", "show_runs"): "when imports were taken, on the wall's clock",
    ("views/alert_rules_panel.py", "_sentences"): "shown as the wall clock has it",
    ("views/alert_rules_panel.py", "_line"): "shown as the wall clock has it",
    ("views/stop_rules_panel.py", "_sentences"): "shown as the wall clock has it",
    ("views/stop_rules_panel.py", "_line"): "shown as the wall clock has it",
    ("views/alert_sheet.py", "_told"): "shown as the wall clock has it",
    ("services/access_log.py", "_line"): "shown as the wall clock has it",
    ("services/audit.py", "_is_wanted"): "the ward's day of a moment in the log",
    ("services/audit.py", "lines_of"): "shown as the wall clock has it",
    ("services/audit.py", "field_history"): "shown as the wall clock has it",
    ("services/audit.py", "_verified"): "shown as the wall clock has it",
    ("services/audit_words.py", "moment"): "shown as the wall clock has it",
    ("services/audit_check.py", "_findings"): "shown as the wall clock has it",
    ("services/audit_report.py", "_noted"): "shown as the wall clock has it",
    ("services/audit_report.py", "_midnight"): "the ward's midnight as a moment of the log",
    ("services/workspace.py", "local_now"): "the machine's own zone",
    ("services/workspace.py", "now"): "another day at the machine's time of day",
    ("services/visits.py", "_registered_on"): "the ward's day of a moment in the log",
    ("store/monitoring_facts.py", "_monitored"): "the ward's day of a moment in the log",
    ("services/replanning.py", "reconcile"): "the ward's day of a moment in the log",
    ("services/attachments.py", "_row"): "the ward's day of a moment in the log",
    ("services/official_wording.py", "loaded"): "the ward's day of a moment in the log",
    ("services/letters.py", "_sendable"): "the ward's day of a signature",
    ("services/drafts.py", "keep"): "shown as the wall clock has it",
    ("services/drafts.py", "find"): "shown as the wall clock has it",
    ("services/why.py", "_history"): "shown as the wall clock has it",
    ("services/flowsheet_inspector.py", "_moment"): "shown as the wall clock has it",
    ("services/flowsheet_inspector.py", "_version"): "shown as the wall clock has it",
    ("views/result_sheet.py", "_say_facts"): "shown as the wall clock has it",
    ("services/handover_since.py", "local"): "a wall-clock time as a moment",
    ("services/handover_since.py", "shown"): "a moment as a wall-clock time",
    ("commands/backup.py", "_shown"): "shown as the wall clock has it",
    ("domain/backup.py", "_day"): "the wall's day of a backup",
    ("services/backup_state.py", "words"): "shown as the wall clock has it",
    ("services/backups.py", "_sweep"): "the age of half-made files",
    ("services/backups.py", "_untrusted"): "when a file was written, on the wall's clock",
    ("services/backups.py", "local_now"): "the machine's own zone",
    ("services/patient_record.py", "_day"): "moments leave as their day here",
    ("services/patient_record.py", "_plain"): "shown as the wall clock has it",
    ("services/restoring.py", "_raw_entries"): "shown as the wall clock has it",
    ("services/restoring.py", "_told_entries"): "shown as the wall clock has it",
    ("services/restoring.py", "gap_words"): "shown as the wall clock has it",
    ("services/signing.py", "_refuse_clock"): "both clocks of a refusal, on the wall's clock",
    ("services/users.py", "last_drill"): "the ward's day of a moment in the log",
    ("store/backup_manifest.py", "time_in_name"): "a backup's name has the wall's clock",
    ("views/audit_panel.py", "_read_looks"): "a wall-clock day as a moment",
    ("views/backup_desk.py", "_now"): "the machine's own zone",
    ("views/backup_desk.py", "done"): "shown as the wall clock has it",
    ("views/backup_page.py", "_shelves"): "shown as the wall clock has it",
    ("views/backup_page.py", "refresh"): "the machine's own zone",
    ("views/backup_table.py", "_line"): "shown as the wall clock has it",
    ("views/backup_table.py", "_on_entered"): "the machine's own zone",
    ("views/backup_words.py", "leaving"): "shown as the wall clock has it",
    ("views/backup_words.py", "restored"): "shown as the wall clock has it",
    ("views/data_protection_sheet.py", "_lay"): "shown as the wall clock has it",
    ("views/lock_desk.py", "local_now"): "the machine's own zone",
    ("views/opening.py", "workspace_of"): "the log's clock of a practice day",
    ("views/restore_sheet.py", "__init__"): "shown as the wall clock has it",
    ("views/restore_sheet.py", "_entry_line"): "shown as the wall clock has it",
    ("views/sign_line.py", "_told"): "shown as the wall clock has it",
    ("views/status_bar.py", "show_backups"): "the machine's own zone",
    ("views/unlock_page.py", "tick"): "the clock of the unlock page",
    ("views/protocol_versions.py", "_kept"): "shown as the wall clock has it",
    ("views/engraftment_panel.py", "_confirmed"): "the ward's day of a moment in the log",
    ("views/sheet.py", "_say_kept"): "shown as the wall clock has it",
    ("views/criteria_sheet.py", "_past_entry"): "shown as the wall clock has it",
    ("views/letter_page.py", "_tell"): "shown as the wall clock has it",
    ("views/letter_page.py", "_say_state"): "the ward's day of a signature",
    ("views/letter_facts.py", "_say_signed"): "shown as the wall clock has it",
    ("views/letter_facts.py", "_say_waiting"): "the ward's day of a signature",
    ("views/letter_sheets.py", "problems"): "the ward's day of a signature",
    ("views/status_bar.py", "_tick"): "shown as the wall clock has it",
    ("services/practice_results.py", "_moment"): "a wall-clock time as a moment",
    ("store/base.py", "utc_text"): "moments are stored in UTC",
}
"""Where a moment may go from one zone to another, and what for: nowhere else can a day shift."""
_CLOCKS = {
    ("date", "today"), ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"), ("time", "time"),
    ("time", "localtime"), ("datetime", "fromtimestamp"), ("date", "fromtimestamp"), ("datetime", "utcfromtimestamp"),
    ("QDate", "currentDate"), ("QDateTime", "currentDateTime"), ("QTime", "currentTime"),
}  # fmt: skip

_ZONE_CHANGES = ("astimezone", "toLocalTime")
Place = tuple[str, str]


def calls(source: str) -> Iterator[tuple[str, str, str]]:
    """The enclosing function, the last name of what a method is called on, and the method, for each method call."""

    def walk(node: ast.AST, function: str) -> Iterator[tuple[str, str, str]]:
        for child in ast.iter_child_nodes(node):
            inside = child.name if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else function
            if isinstance(child, ast.Call) and isinstance(child.func, ast.Attribute):
                owner = child.func.value
                name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
                yield inside, name, child.func.attr
            yield from walk(child, inside)

    yield from walk(ast.parse(source), "")


def clock_places(name: str, source: str) -> set[Place]:
    """Where a file reads the machine's clock."""
    if not any(f"{owner}.{method}" in source for owner, method in _CLOCKS):
        return set()  # spares the reading of most files
    return {(name, function) for function, owner, method in calls(source) if (owner, method) in _CLOCKS}


def zone_places(name: str, source: str) -> set[Place]:
    """Where a file takes a moment to another zone."""
    if not any(method in source for method in _ZONE_CHANGES):
        return set()
    return {(name, function) for function, _, method in calls(source) if method in _ZONE_CHANGES}


def sources() -> Iterator[tuple[str, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), path.read_text(encoding="utf-8")


def test_the_clock_is_read_in_the_named_places_only() -> None:
    found = {place for name, source in sources() for place in clock_places(name, source)}
    assert found == set(READS_THE_CLOCK)


def test_a_moment_changes_its_zone_in_the_named_places_only() -> None:
    found = {place for name, source in sources() for place in zone_places(name, source)}
    assert found == set(CHANGES_ZONE)


@pytest.mark.parametrize(
    "line",
    ["date.today()", "dt.date.today()", "dt.datetime.now()", "datetime.utcnow()", "time.time()", "QDate.currentDate()"],
)
def test_a_clock_that_hides_is_found(line: str) -> None:
    assert clock_places("x.py", f"def f():\n    return {line}") == {("x.py", "f")}
    assert clock_places("x.py", "def f(ws):\n    return ws.today()") == set()
    assert zone_places("x.py", "def f(m):\n    return m.astimezone().date()") == {("x.py", "f")}


def test_a_zone_is_named_nowhere() -> None:
    """`zoneinfo` and its like would bring a zone into the dates; UTC for the log is all there is."""
    zones = {"zoneinfo", "pytz", "dateutil", "tzlocal"}
    for name, source in sources():
        for node in ast.walk(ast.parse(source if any(zone in source for zone in zones) else "")):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {m.partition(".")[0] for m in modules} & zones, name


# --- elsewhere on the globe


def run_in(zone: str, *arguments: str, seconds: int) -> None:
    """Run tests as a machine there would, with an Italian locale; the output is shown when they fail."""
    environment = {**os.environ, "TZ": zone, "LC_ALL": "it_IT.UTF-8", "LANG": "it_IT.UTF-8", "LANGUAGE": "it"}
    for name in [name for name in environment if name.startswith("PYTEST")]:
        del environment[name]  # of the process that runs this test
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not soak", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=seconds, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert " passed" in done.stdout


def test_the_zone_reaches_the_program() -> None:
    """The proof that the runs below are elsewhere: local time there is 14 hours ahead of UTC, or 7 to 8 behind."""
    script = "from hsct_desktop.services.workspace import local_now as now; print(now().utcoffset().total_seconds())"
    hours = []
    for zone in ZONES:
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env={**os.environ, "TZ": zone}, capture_output=True, text=True,
            check=True,
        )  # fmt: skip
        hours.append(float(done.stdout) / 3600)
    assert hours[0] == 14
    assert hours[1] in (-7, -8)


@pytest.mark.soak
@pytest.mark.parametrize("zone", ZONES)
def test_days_are_the_same_elsewhere(zone: str) -> None:
    run_in(zone, "-n", "0", "-k", "not stretch or 350", *DAY_TESTS, seconds=600)


@pytest.mark.soak
@pytest.mark.parametrize("zone", ZONES)
def test_the_whole_suite_elsewhere(zone: str) -> None:
    run_in(zone, "-n", "2", "--ignore", "tests/test_time_zones.py", "tests", seconds=3600)
