"""What the practice ward has done elsewhere: visits and scans whose reports are awaited or came, one with a paper."""

from __future__ import annotations

from datetime import date, timedelta

from hsct_desktop.domain.attachment import PaperEntry
from hsct_desktop.domain.awaited_report import ArrivalEntry, ElsewhereEntry
from hsct_desktop.domain.visit import AssessmentEntry, AssessmentState
from hsct_desktop.services import reports
from hsct_desktop.services.practice_story import Story, people
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import awaited_report, scheduled_visit
from hsct_desktop.store.awaited_report import AwaitedReport, Report
from hsct_desktop.store.base import WriteSession, fetch
from hsct_desktop.store.patient import PatientCard
from hsct_desktop.store.scheduled_visit import Scheduled

MRI = "mri"
"""How the ids of the protocols' MRI begin."""
_AFTER = (3, 24)
"""An unremarkable report comes so many days later."""


def home_hospital() -> str:
    """Where the ward's patients go elsewhere."""
    return str(people()["neurologists"][0][1])


def keep(session: WriteSession, ws: Workspace, card: PatientCard, planned: Scheduled, left: date) -> None:
    """Record a visit as done at the home hospital, on its target or the last day one can."""
    entry = ElsewhereEntry(planned.id, min(planned.target, left), home_hospital(), "letter announced by telephone")
    reports.put_elsewhere(session, ws, card, planned, entry, confirmed=True)


def scanned(line: AssessmentEntry, story: Story, planned: Scheduled) -> AssessmentEntry:
    """A line of a checklist; the MRI of a story's scan was done elsewhere."""
    if planned.key in story.stage.scans and line.assessment_id.startswith(MRI):
        return AssessmentEntry(line.assessment_id, line.label, AssessmentState.ELSEWHERE, detail=home_hospital())
    return line


def settle(session: WriteSession, ws: Workspace, card: PatientCard, story: Story) -> None:
    """Have the reports come that have come by the ward's date; those of the story wait, or come with a paper."""
    for report in awaited_report.of_patient(session, card.id):
        key = _key(session, report)
        if report.is_whole_visit and key in story.stage.elsewhere:
            continue
        papers: tuple[PaperEntry, ...] = ()
        days = story.chance(f"{key}/{report.assessment_id}/report").randint(*_AFTER)
        if report.assessment_id.startswith(MRI) and key in story.stage.scans:
            if not story.stage.scans[key]:
                continue
            papers, days = (PaperEntry("mri-report.pdf", specimen(report.done_on)),), 2
        on = report.done_on + timedelta(days=days)
        if on <= ws.today():
            row = fetch(session, AwaitedReport, report.id)
            reports.put_arrival(session, ws, row, ArrivalEntry(on), papers)


def _key(session: WriteSession, report: Report) -> str:
    if report.scheduled_visit_id is None:
        return ""
    planned = scheduled_visit.get(session, report.scheduled_visit_id)
    return planned.key if planned is not None else ""


def specimen(on: date) -> bytes:
    """A page that any PDF program shows, and that says it is invented."""
    lines = (
        "SYNTHETIC DOCUMENT - PRACTICE WARD",
        "",
        f"MRI of the brain, {on.isoformat()}",
        "Invented report of an invented patient. No new T2 lesion, no enhancement.",
        "",
        "Not a medical document: nothing on this page concerns a person.",
    )
    shown = "\n".join(f"({line}) Tj T*" for line in lines)
    content = f"BT /F1 12 Tf 18 TL 56 770 Td\n{shown}\nET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    )
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))
    return made + head + table + trailer
