"""One patient's history as a file: the lines that the History tab shows, all of them, as PDF or CSV."""

from __future__ import annotations

from pathlib import Path

from hsct_desktop.documents.audit_report_inputs import AuditLine, AuditReport
from hsct_desktop.domain.look import Look
from hsct_desktop.domain.permission import Right
from hsct_desktop.services import access_log, audit, audit_report, patients
from hsct_desktop.services.audit import HistoryFilter, HistoryLine
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.workspace import Workspace


def history_report(ws: Workspace, patient_id: int, wish: HistoryFilter) -> AuditReport:
    """Every line that the filter lets through, the last one first. KnownError `not_permitted`."""
    ws.require(Right.AUDIT)
    page = audit.record_history(ws, patient_id, wish, limit=audit_report.MOST)
    code = patients.banner(ws, patient_id).code
    lines = tuple(_line(one, code) for one in page.lines)
    with ws.read() as session:
        context = print_context(ws, session, ws.language, ws.today())
    facts = ((ws.wording.text("audit.report.head.patient"), code),)
    return AuditReport(context, facts, audit.verified(ws).text, (), lines, len(lines), len(lines))


def export(ws: Workspace, patient_id: int, wish: HistoryFilter, path: Path, *, overwrite: bool = False) -> Path:
    """Write it, by the ending of the name; that it was exported goes on record.

    KnownError `not_permitted`, `audit_report_ending`, and what is wrong with the place.
    """
    written = audit_report.export(ws, history_report(ws, patient_id, wish), path, overwrite=overwrite)
    access_log.viewed(ws, patient_id, Look.EXPORT)
    return written


def _line(one: HistoryLine, code: str) -> AuditLine:
    return AuditLine(
        one.seq, f"{one.at:%Y-%m-%d %H:%M:%S}", one.when, one.who, one.role, one.workstation, code, one.record,
        one.field, one.before, one.after, one.reason, one.undone,
    )  # fmt: skip
