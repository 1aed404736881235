"""In the account each record is named by what makes it known, and no value stands there as the program stores it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from hsct_desktop.domain.author import Role
from hsct_desktop.services import audit, audit_report, exports, patient_export
from hsct_desktop.services.audit_names import NAMES
from hsct_desktop.services.exports import ExportRequest
from hsct_desktop.services.handover_values import BOOKKEEPING, DERIVED
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import audit_lines, change_log
from hsct_desktop.store.models import METADATA
from tests.services.ward import register, work_as

_RAW = re.compile(r'[{\[]"|"[}\]]|\b[a-z]+_[a-z]+\b|\b\d{4}-\d\d(-\d\d)?\b|[@~][a-z]|[a-z]:\d')
"""JSON, ids of the catalogue, stored dates, the program's own marks, "lab_result:17"."""
_TYPED = {"sha256", "code", "email", "content", "rules_version", "file_name", "screening_number", "address"}
_TABLES = [table.name for table in change_log.logged_tables(METADATA)]


@pytest.mark.parametrize("language", ["en", "it"])
def test_no_record_of_a_ward_is_nameless_and_no_value_raw(practised: Workspace, language: str) -> None:
    ws = replace(practised, language=language)
    raw: set[tuple[str, str, str]] = set()
    with ws.read() as session:
        parts = [audit_lines.of_time(session, "", "~", None, [name], 120) for name in _TABLES]
        told = [(found, audit.audit_words(ws, session, found)) for found in parts]
    for found, words in told:
        for edit in found.log.edits:
            record = words.record(edit.table, edit.after)
            if edit.table in NAMES and edit.table != "awaited_report":
                assert " · " in record, record
            hidden = BOOKKEEPING | DERIVED.get(edit.table, set()) | _TYPED
            values = {name: words.value(edit.table, name, edit.after) for name in edit.after if name not in hidden}
            raw |= {(edit.table, name, value) for name, value in values.items() if _RAW.search(value)}
            raw |= {(edit.table, "", record)} if _RAW.search(record) else set()
    assert raw == set()


def test_a_corrected_result_says_which_test_it_is(practised: Workspace) -> None:
    with practised.read() as session:
        found = audit_lines.of_time(session, "", "~", None, ["lab_result"], 1)
        words = audit.audit_words(practised, session, found)
    (edit,) = found.log.edits
    test = practised.catalogue.analytes.analytes[edit.after["analyte"]].label.text("en")
    assert words.record("lab_result", edit.after).split(" · ")[:2] == ["Laboratory results", test]


def test_fields_are_called_what_they_are() -> None:
    from hsct_desktop.catalogue.wording import wording
    from hsct_desktop.services.audit_words import field_words

    words = wording("it")
    found = {
        f"{table}.{column}": field_words(words, table, column)
        for table, column in (
            ("vaccination", "given_on"), ("conditioning_given", "given_on"), ("transfusion", "given_on"),
            ("vaccine_decision", "product"), ("cell_infusion", "product"), ("cell_infusion", "target"),
        )
    }  # fmt: skip
    assert found == {
        "vaccination.given_on": "Somministrata il", "conditioning_given.given_on": "Somministrato il",
        "transfusion.given_on": "Data di trasfusione", "vaccine_decision.product": "Prodotto",
        "cell_infusion.product": "Prodotto", "cell_infusion.target": "Antigene bersaglio",
    }  # fmt: skip
    assert field_words(wording("en"), "care_plan_item", "text") == "Words"


def test_what_is_no_record_stands_in_the_report_and_is_counted(ws: Workspace, tmp_path: Path) -> None:
    patient_id = register(ws)
    work_as(ws, Role.PHYSICIAN)
    ws.reason = ""
    patient_export.export(ws, patient_id, tmp_path, reason="asked for by the patient")
    exports.export(ws, ExportRequest(identified=True, reason="audit of the unit"), tmp_path / "tables.xlsx")
    with ws.store.write(ws.require_author().staff_id, "note") as session:
        connection = session.connection()
        change_log.note(connection, "clock", {"at": "2026-11-20T10:00:00Z"}, {"at": "2026-11-20T09:00:00Z"})
        change_log.note(connection, "recovery", None, {"drill": True})
        change_log.note(connection, "sqlite_master", None, {"missing": ["log_visit_update"]})
        change_log.note(connection, "redaction", None, {"lines": {"1": "", "2": ""}})
        change_log.note(connection, "restore", None, {"from": "b.hsct", "by": "Ada", "reason": "stick lost", "seq": 7})
        change_log.note(connection, "chain", {"seq": 1}, {"entries": 12})
        change_log.note(connection, "archive", {"file": "f"}, {})
    assert exports.past(ws)[1].kinds == "All of one patient"
    report = audit_report.unit_report(ws)
    assert {line.seq for line in report.lines} == set(range(1, report.total + 1))
    assert report.total == report.shown == sum(one.new + one.changed for one in report.counts)
    only = audit_report.unit_report(ws, chosen=["file"])
    told = {line.record: line for line in only.lines}
    assert len(only.lines) == only.total >= 9
    assert [(line.patient, line.reason) for line in only.lines if line.record == "Exports"] == [
        ("", "audit of the unit"), ("MS-001", "asked for by the patient"),
    ]  # fmt: skip
    assert all(line.field == "Export with identities" for line in only.lines if line.record == "Exports")
    assert told["Restored from a backup"].after == "b.hsct; as it stood at entry 7; by Ada"
    assert told["Restored from a backup"].reason == "stick lost"
    assert told["Recovery key"].after == "tried: it opens the file"
    assert told["Pseudonymising"].after == "entries emptied: 2"
    assert not any("{" in part or "_" in part for line in only.lines for part in (line.record, line.field, line.after))


def test_an_entry_that_changed_nothing_to_be_read_has_its_line(practised: Workspace) -> None:
    report = audit_report.unit_report(practised, chosen=["patient", "therapy", "schedule", "visit", "letter"])
    assert len({line.seq for line in report.lines}) == report.total
