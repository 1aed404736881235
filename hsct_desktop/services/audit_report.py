"""The unit's report of the change log: who wrote what in a time, as counts and lines, on paper and as CSV."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from hsct_desktop.documents.audit_report import write_audit_report
from hsct_desktop.documents.audit_report_inputs import AuditCount, AuditLine, AuditReport
from hsct_desktop.domain.data_table import DataColumn, DataTable, DataType
from hsct_desktop.domain.permission import RIGHTS, Right
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.exchange.table_writer import write_csv
from hsct_desktop.services import audit, audit_notes
from hsct_desktop.services.audit_words import AuditWords, table_words
from hsct_desktop.services.output_file import PAPER, PDF, write_file
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.undo import KINDS
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import audit_lines, records
from hsct_desktop.store.audit_lines import AuditLog, NoteLine
from hsct_desktop.store.base import utc_text
from hsct_desktop.store.handover import Edit
from hsct_desktop.store.models import METADATA

MOST: Final = 20_000
"""Entries that a report tells one by one; its counts are of all."""
READERS: Final = frozenset(role for role, rights in RIGHTS.items() if Right.AUDIT in rights)
"""The roles that read the report."""
_COLUMNS: Final = (
    ("entry", DataType.WHOLE), ("at", DataType.TEXT), ("who", DataType.TEXT), ("role", DataType.TEXT),
    ("workstation", DataType.TEXT), ("patient", DataType.TEXT), ("record", DataType.TEXT), ("field", DataType.TEXT),
    ("before", DataType.TEXT), ("after", DataType.TEXT), ("reason", DataType.TEXT), ("undone", DataType.YES_NO),
)  # fmt: skip


def kinds(ws: Workspace) -> list[tuple[str, str]]:
    """The kinds of record by which history and report can be narrowed, with their words, in alphabetical order."""
    first = {kind: table for table, kind in reversed(KINDS.items())}
    found = [(kind, table_words(ws.wording, table)) for kind, table in first.items()]
    return sorted(found, key=lambda one: one[1].casefold())


def report_kinds(ws: Workspace) -> list[tuple[str, str]]:
    """The same with what is no record: exports, restorings and the like, last."""
    return [*kinds(ws), (audit_notes.KIND, table_words(ws.wording, audit_notes.KIND))]


def unit_report(
    ws: Workspace,
    staff_id: int | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    chosen: Collection[str] = (),
) -> AuditReport:
    """What was written from a day to a day (both of them included), by one member of staff or everybody, of some kinds
    or all. KnownError `not_permitted`."""
    ws.require(Right.AUDIT)
    tables = sorted(table for table, kind in KINDS.items() if kind in chosen)
    if audit_notes.KIND in chosen:
        tables += audit_notes.NOTES
    begin = "" if since is None else _midnight(since)
    end = "~" if until is None else _midnight(until + dt.timedelta(days=1))
    with ws.read() as session:
        counts = audit_lines.counted(session, begin, end, staff_id, tables)
        found = audit_lines.of_time(session, begin, end, staff_id, tables, MOST)
        words = audit.audit_words(ws, session, found)
        codes = audit_lines.codes(session)
        context = print_context(ws, session, ws.language, ws.today())
    lines = tuple(_lines(words, found, codes))
    by_count = sorted(counts, key=lambda one: (words.who(one.staff_id)[0], words.table(one.table)))
    total = sum(one.new + one.changed for one in counts)
    facts = _facts(ws, words, staff_id, since, until, chosen)
    told = tuple(
        AuditCount(words.who(one.staff_id)[0], words.table(one.table), one.new, one.changed) for one in by_count
    )
    shown = len(found.log.edits) + len(found.notes)
    return AuditReport(context, facts, audit.verified(ws).text, told, lines, total, shown)


def _midnight(day: dt.date) -> str:
    """The beginning of a day here, as the log has it."""
    return utc_text(dt.datetime.combine(day, dt.time()).astimezone())


def _facts(
    ws: Workspace,
    words: AuditWords,
    staff_id: int | None,
    since: dt.date | None,
    until: dt.date | None,
    chosen: Collection[str],
) -> tuple[tuple[str, str], ...]:
    text = ws.wording.text
    named = [label for kind, label in report_kinds(ws) if kind in chosen]
    return (
        (text("audit.report.fact.since"), text("audit.report.beginning") if since is None else ws.wording.date(since)),
        (text("audit.report.fact.until"), text("audit.report.now") if until is None else ws.wording.date(until)),
        (text("audit.report.fact.who"), words.who(staff_id)[0] if staff_id is not None else text("audit.report.all")),
        (text("audit.report.fact.kinds"), ", ".join(named) or text("audit.report.all_kinds")),
    )


def _lines(words: AuditWords, found: AuditLog, codes: dict[int, str]) -> Iterator[AuditLine]:
    entries: list[Edit | NoteLine] = sorted((*found.log.edits, *found.notes), key=lambda one: one.seq, reverse=True)
    for edit in entries:
        if isinstance(edit, NoteLine):
            yield _noted(words, edit, codes)
            continue
        whose = codes.get(_patient_of(found, edit) or 0, "")
        for one in audit.lines_of(words, found, edit):
            yield AuditLine(
                one.seq, f"{one.at:%Y-%m-%d %H:%M:%S}", one.when, one.who, one.role, one.workstation, whose,
                one.record, one.field, one.before, one.after, one.reason, one.undone,
            )  # fmt: skip


def _noted(words: AuditWords, line: NoteLine, codes: dict[int, str]) -> AuditLine:
    """An entry that is about no record, such as an export."""
    at = line.at.astimezone()
    who, role = words.who(line.staff_id)
    what, before, after = audit_notes.told(words, line)
    whose = codes.get(audit_notes.patient_of(line) or 0, "")
    return AuditLine(
        line.seq, f"{at:%Y-%m-%d %H:%M:%S}", words.moment(at), who, role, line.workstation, whose,
        words.table(line.about), what, before, after, audit_notes.reason(line), undone=False,
    )  # fmt: skip


def _patient_of(found: AuditLog, edit: Edit) -> int | None:
    """Whose record it is; None for the unit's own."""
    if edit.table == "patient":
        return edit.row_id
    known = records.tables().get(edit.table)
    if known is None or not known.parent:
        return None
    parent = edit.after.get(known.parent)
    if known.parent == "patient_id" or parent is None:
        return parent if isinstance(parent, int) else None
    (key,) = METADATA.tables[edit.table].columns[known.parent].foreign_keys
    row = found.log.row(key.column.table.name, parent)
    return None if row is None else row.get("patient_id")


def as_table(ws: Workspace, lines: Collection[AuditLine]) -> DataTable:
    """Lines as a table that leaves the program."""
    text = ws.wording.text
    columns = tuple(DataColumn(name, kind, text(f"audit.report.head.{name}")) for name, kind in _COLUMNS)
    rows = [
        (one.seq, one.at, one.who, one.role, one.workstation, one.patient, one.record, one.field, one.before,
         one.after, one.reason, one.undone)
        for one in lines
    ]  # fmt: skip
    return DataTable("audit", text("audit.report.title"), columns, rows)


def check_name(path: Path) -> None:
    """KnownError `audit_report_ending` for a name that is neither of a PDF nor of a CSV file."""
    if path.suffix.casefold() not in (".pdf", ".csv"):
        raise KnownError("audit_report_ending", name=path.name)


def export(ws: Workspace, report: AuditReport, path: Path, *, overwrite: bool = False) -> Path:
    """Write a report as PDF or CSV, by the ending of the name; the whole file or nothing.

    KnownError `not_permitted`, `audit_report_ending`, and what is wrong with the place.
    """
    ws.require(Right.AUDIT)
    check_name(path)
    stream = io.BytesIO()
    if path.suffix.casefold() == ".csv":
        write_csv(as_table(ws, report.lines), stream)
        return write_file(stream.getvalue(), path, ws.store.path, PAPER, overwrite=overwrite)
    write_audit_report(report, stream)
    return write_file(stream.getvalue(), path, ws.store.path, PDF, overwrite=overwrite)
