"""The account of a record: who changed which field from what to what, when, where and why; and that the log holds."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import sqlalchemy as sa

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.contact import ContactEntry
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import audit, audit_report, contacts, letters, patients, undo
from hsct_desktop.services.audit import Anchor, HistoryFilter
from hsct_desktop.services.audit_words import field_keys, table_words
from hsct_desktop.services.handover_values import BOOKKEEPING
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import chain, change_log, staff
from hsct_desktop.store import letter as stored_letter
from hsct_desktop.store.models import METADATA
from hsct_desktop.store.patient import Patient
from hsct_desktop.store.redaction import redact
from tests.services.ward import TODAY, register, work_as


@pytest.fixture
def patient_id(ws: Workspace) -> int:
    """A patient whose telephone was corrected, with a reason, and whose contact was taken back."""
    ws.reason = ""
    found = register(ws, None, phone="0555 1")
    revised(ws, found, "0555 2")
    with ws.because("the patient told the new number"):
        revised(ws, found, "0555 3")
    txn = contacts.record(ws, ContactEntry(found, TODAY, note="reached")).txn
    undo.undo(ws, txn)
    return found


def revised(ws: Workspace, patient_id: int, phone: str) -> None:
    entry, version = patients.entry_of(ws, patient_id)
    patients.revise(ws, patient_id, version, replace(entry, phone=phone))


def other(ws: Workspace) -> Author:
    """Another physician."""
    with ws.store.write(None, "staff.add") as session:
        row = staff.add(session, "Otto Other", Role.PHYSICIAN)
    return Author(row.id, row.name, row.role)


def test_the_history_of_a_record_tells_each_field(ws: Workspace, patient_id: int) -> None:
    page = audit.record_history(ws, patient_id)
    assert page.more is None
    assert [line.seq for line in page.lines] == sorted((line.seq for line in page.lines), reverse=True)
    phones = [line for line in page.lines if line.column == "phone"]
    assert [(line.before, line.after) for line in phones] == [("0555 2", "0555 3"), ("0555 1", "0555 2")]
    last = phones[0]
    assert (last.who, last.workstation, last.kind) == (ws.require_author().name, ws.store.workstation, "patient")
    assert (last.record, last.field, last.reason) == ("Patients", "Telephone", "the patient told the new number")
    assert last.when == ws.wording.moment(last.at)
    assert phones[1].reason == ""
    (new,) = [line for line in page.lines if line.table == "patient" and line.column == ""]
    assert "Telephone: 0555 1" in new.after
    assert "Birth date: 07\xa0Mar\xa01985" in new.after  # with its year, however near


def test_what_was_undone_says_so(ws: Workspace, patient_id: int) -> None:
    undone, made = [line for line in audit.record_history(ws, patient_id).lines if line.table == "contact"]
    assert (made.undone, undone.undone) == (True, False)
    assert (undone.before, undone.after, undone.reason) == ("stands", "taken back", "")


def test_the_history_is_narrowed(ws: Workspace, patient_id: int) -> None:
    def told(**wish: object) -> set[tuple[str, str]]:
        lines = audit.record_history(ws, patient_id, HistoryFilter(**wish)).lines  # type: ignore[arg-type]
        return {(line.table, line.column) for line in lines}

    assert told(kinds=frozenset({"contact"})) == {("contact", ""), ("contact", "voided_at")}
    assert told(with_reason_only=True) == {("patient", "phone")}
    assert told(staff_id=999) == set()
    on = ws.store.machine_clock().astimezone().date()
    assert told(since=on, until=on) == told()
    assert told(until=on - timedelta(days=1)) == told(since=on + timedelta(days=1)) == set()


def test_pages_hang_together(ws: Workspace, patient_id: int) -> None:
    whole = audit.record_history(ws, patient_id).lines
    found: list[audit.HistoryLine] = []
    more: int | None = None
    while True:
        page = audit.record_history(ws, patient_id, before_seq=more, limit=2)
        found += page.lines
        more = page.more
        if more is None:
            break
    assert tuple(found) == whole


def counted(ws: Workspace, work: Callable[[], object]) -> int:
    statements: list[str] = []

    def tell(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    sa.event.listen(ws.store.engine, "before_cursor_execute", tell)
    try:
        work()
    finally:
        sa.event.remove(ws.store.engine, "before_cursor_execute", tell)
    return len(statements)


def test_the_statements_do_not_grow_with_the_lines(ws: Workspace, patient_id: int) -> None:
    contacts.record(ws, ContactEntry(patient_id, TODAY))

    def read() -> object:
        return audit.record_history(ws, patient_id)

    before = counted(ws, read)
    for number in range(12):
        contacts.record(ws, ContactEntry(patient_id, TODAY - timedelta(days=number), note=f"{number}"))
    assert counted(ws, read) == before < 20


def test_every_patient_of_a_ward_can_be_told(practised: Workspace) -> None:
    """Whatever the practice ward holds has words, in both languages, and no line raises."""
    for language in ("en", "it"):
        ws = replace(practised, language=language)
        tables = {line.table for line in audit.record_history(ws, 2, limit=10_000).lines}
        assert {"patient", "transplant", "scheduled_visit", "visit", "lab_result"} <= tables


@pytest.mark.parametrize("language", ["en", "it"])
def test_every_logged_table_and_column_has_a_name(language: str) -> None:
    words = wording(language)
    for table in change_log.logged_tables(METADATA):
        assert table_words(words, table.name) != table.name
        told = {column.name for column in table.columns} - BOOKKEEPING
        assert [name for name in sorted(told) if not any(map(words.has, field_keys(table.name, name)))] == []


def test_the_versions_of_a_field(ws: Workspace, patient_id: int) -> None:
    versions = audit.field_history(ws, "patient", patient_id, "phone")
    assert [one.value for one in versions] == ["0555 3", "0555 2", "0555 1"]
    assert versions[0].reason == "the patient told the new number"
    assert {one.role for one in versions} == {ws.wording.enum("role", ws.require_author().role)}
    assert not any(one.voided for one in versions)
    assert audit.field_title(ws, "patient", "phone") == "Patients · Telephone"
    (contact,) = {line.row_id for line in audit.record_history(ws, patient_id).lines if line.table == "contact"}
    assert [one.voided for one in audit.field_history(ws, "contact", contact, "note")] == [True, False]
    assert audit.field_history(ws, "patient", 999, "phone") == []


def without_phone(values: dict[str, Any] | None) -> dict[str, Any] | None:
    return values and {name: "" if name == "phone" else value for name, value in values.items()}


def test_what_pseudonymising_left_is_told_as_such(ws: Workspace, patient_id: int) -> None:
    with ws.store.write(None, "patient.pseudonymise") as session:
        session.execute(sa.update(Patient).values(phone=""))
        seqs = range(1, chain.head(session).seq + 1)
        redact(session, seqs, lambda _table, _row, old, new: (without_phone(old), without_phone(new)))
    lines = audit.record_history(ws, patient_id).lines
    assert {line.redacted for line in lines if line.table == "patient"} == {True}
    assert not any("0555" in line.before + line.after for line in lines)
    assert audit.verify(ws).holds


# the unit's report ----------------------------------------------------------------------------------------------------


def test_the_report_counts_and_tells_by_person_day_and_kind(ws: Workspace, patient_id: int, tmp_path: Path) -> None:
    nurse = ws.require_author()
    ws.author = other(ws)
    contacts.record(ws, ContactEntry(patient_id, TODAY, note='=1+2 "x"'))
    report = audit_report.unit_report(ws)
    assert report.total == sum(one.new + one.changed for one in report.counts) == report.shown
    own = audit_report.unit_report(ws, staff_id=ws.author.staff_id)
    assert {(one.who, one.kind, one.new, one.changed) for one in own.counts} == {("Otto Other", "Contacts", 1, 0)}
    (line,) = own.lines
    record = f"Contacts · Call · {ws.wording.date(TODAY)}"
    assert (line.who, line.patient, line.record) == ("Otto Other", "MS-001", record)
    assert '=1+2 "x"' in line.after
    kinds = audit_report.unit_report(ws, chosen=["contact"])
    assert {one.who for one in kinds.counts} == {nurse.name, "Otto Other"}
    assert ("contact", "Contacts") in audit_report.kinds(ws)
    assert audit_report.unit_report(ws, until=date(2020, 1, 1)).total == 0
    on = ws.store.machine_clock().astimezone().date()
    assert audit_report.unit_report(ws, since=on, until=on).total == report.total
    place = audit_report.export(ws, own, tmp_path / "own.csv")
    text = place.read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].startswith("entry,at,who,role,workstation,patient,record,field,before,after,reason")
    assert not re.search(r'(^|,)"?=', text, re.MULTILINE)  # nothing that a spreadsheet would compute


@pytest.mark.parametrize("language", ["en", "it"])
def test_the_report_on_paper(ws: Workspace, patient_id: int, tmp_path: Path, language: str) -> None:
    work_as(ws, Role.PHYSICIAN)
    told = replace(ws, language=language)
    audit.verify(told)
    place = audit_report.export(told, audit_report.unit_report(told), tmp_path / "report.pdf")
    pages = pypdfium2.PdfDocument(io.BytesIO(place.read_bytes()))
    text = " ".join(page.get_textpage().get_text_range() for page in pages).replace("\xa0", " ")
    assert {"en": "Change log", "it": "Registro delle modifiche"}[language] in text
    assert "0555 2 → 0555 3" in " ".join(text.split())
    assert {"en": "Verified to entry", "it": "Verificato fino alla voce"}[language] in " ".join(text.split())


def test_the_report_is_not_everybodys(ws: Workspace, patient_id: int, tmp_path: Path) -> None:
    work_as(ws, Role.PHYSICIAN)
    report = audit_report.unit_report(ws)
    with pytest.raises(KnownError, match="audit_report_ending"):
        audit_report.export(ws, report, tmp_path / "report.txt")
    work_as(ws, Role.NURSE)
    for refused in (lambda: audit_report.unit_report(ws), lambda: audit_report.export(ws, report, tmp_path / "r.csv")):
        with pytest.raises(KnownError, match="not_permitted"):
            refused()
    assert list(tmp_path.glob("r*")) == []


# whether the log holds ------------------------------------------------------------------------------------------------


def test_what_is_known_of_the_log_grows_with_what_is_looked_at(ws: Workspace, patient_id: int) -> None:
    assert audit.verified(ws).holds is None
    first = audit.verify(ws)
    assert (first.holds, first.seq, first.head) == (True, audit.head(ws).seq, audit.head(ws))
    assert first.text.replace("\xa0", " ").startswith(f"Verified to entry {first.seq}, ")
    assert audit.verified(ws) == first
    revised(ws, patient_id, "0555 4")
    steps: list[int] = []
    second = audit.verify(ws, lambda done, of: steps.append(of))
    assert second.seq > first.seq
    assert audit.verify(ws, whole=True).seq == second.seq


def test_places_kept_elsewhere_are_held_against_the_log(ws: Workspace, patient_id: int) -> None:
    place = audit.head(ws)
    held = audit.verify(ws, anchors=[Anchor("backup of Monday", place)])
    assert (held.holds, held.missing) == (True, ())
    assert held.anchored == f"anchored in backup of Monday (entry {place.seq})"
    ahead = Anchor("backup of Tuesday", chain.Head(place.seq + 5, place.mac))
    found = audit.verify(ws, anchors=[Anchor("backup of Monday", place), ahead])
    assert (found.holds, found.first_bad, found.missing) == (False, None, ("backup of Tuesday",))
    assert "backup of Tuesday" in found.text


def test_the_foot_of_a_signed_letter_names_where_the_log_ended(ws: Workspace, patient_id: int) -> None:
    work_as(ws, Role.PHYSICIAN)
    saved = letters.create(ws, letters.prepare(ws, patient_id, LetterKind.GP, language="en"))
    assert saved.record_id is not None
    before = audit.head(ws)
    letters.sign(ws, saved.record_id, letters.get(ws, saved.record_id).version, "consultant")
    pages = pypdfium2.PdfDocument(io.BytesIO(letters.pdf(ws, saved.record_id)))
    text = pages[0].get_textpage().get_text_range().replace("\xa0", " ")
    (seq, mark), = re.findall(r"log entry (\d+) ((?:[0-9a-f]{4} ?){3})", text)  # fmt: skip
    assert (int(seq), mark.replace(" ", "")) == (before.seq, before.short)
    with ws.read() as session:
        kept = stored_letter.facts(session, saved.record_id)
        assert chain.holds(session, chain.Head(kept["record"], bytes.fromhex(kept["record_mark"])))
    assert json.dumps(kept["letter"]["state"]).count(before.short) == 1
