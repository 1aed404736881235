"""Done elsewhere, the report's arrival and the Documents tab, in the real window with real files."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.attachment import MAX_BYTES, PaperEntry
from hsct_desktop.domain.patient import PatientEntry
from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.domain.visit import AssessmentEntry, AssessmentState, VisitEntry, VisitStatus
from hsct_desktop.pictures.glyphs import sign_of
from hsct_desktop.services import attachments, drafts, patients, reports, visits
from hsct_desktop.services.visits import VisitRow
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import access_log
from hsct_desktop.views.context import Context
from hsct_desktop.views.paper_desk import LOCK, PREFIX, PaperDesk
from hsct_desktop.views.patient import TABS, PatientPage
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.report_sheets import ArrivalSheet, ElsewhereSheet, PaperSheet
from hsct_desktop.views.reschedule import ReschedulePage
from hsct_desktop.views.visit_papers import VisitPapers
from hsct_desktop.views.visit_sheet import VisitSheet
from hsct_desktop.views.widgets.chip import Chip
from tests.services.test_schedule import HANGING
from tests.views.ward import ON

PDF = b"%PDF-1.4 synthetic\n"
KILLED = """
import os, sys
from PySide6.QtCore import QLockFile
lock = QLockFile(sys.argv[1])
lock.tryLock(0)
os._exit(9)
"""


@pytest.fixture
def ws(shell: Shell) -> Workspace:
    return shell.ctx.ready()


@pytest.fixture
def pid(ws: Workspace) -> int:
    """Elena Rossi, Day +99."""
    return next(hit.id for hit in patients.browse(ws) if hit.code == "MS-0107")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    place = tmp_path / "Referto Rossi.pdf"
    place.write_bytes(PDF)
    return place


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What the system was asked to show; no program is started."""
    shown: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(Path(url.toLocalFile())) or True)
    return shown


def page(shell: Shell) -> PatientPage:
    found = shell.window.page("patient")
    assert isinstance(found, PatientPage)
    return found


def open_visit(ws: Workspace, pid: int) -> VisitRow:
    return next(row for row in visits.for_patient(ws, pid, ON) if row.status.awaits)


def wait_for(ws: Workspace, pid: int) -> int:
    """A visit done elsewhere yesterday; its report's id."""
    row = open_visit(ws, pid)
    reports.done_elsewhere(ws, row.scheduled_id or 0, row.version, ON, "Northfield", "late", confirmed=True)
    return reports.waiting(ws, pid)[-1].id


def drop_on(target: QWidget, *paths: Path) -> None:
    """Drag files onto a widget, as a person does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    actions, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(5, 5), actions, data, left, none)
    target.dragEnterEvent(entering)  # type: ignore[attr-defined]
    assert entering.isAccepted()
    target.dropEvent(QDropEvent(QPointF(5, 5), actions, data, left, none))  # type: ignore[attr-defined]


# done elsewhere -------------------------------------------------------------------------------------------------


@pytest.mark.soak
def test_h_on_a_row_of_today_records_a_visit_done_elsewhere(shell: Shell, ws: Workspace, qtbot: QtBot) -> None:
    today = shell.window.today_page
    at = next(i for i, line in enumerate(today.model.lines()) if line.row is not None and line.row.scheduled_id)
    today.table.choose(at)
    subject = today.subject()
    assert subject is not None
    qtbot.keyClick(today.table, Qt.Key.Key_H)
    sheet = shell.window.sheet()
    assert isinstance(sheet, ElsewhereSheet)
    sheet._place.set_text("Northfield Hospital")
    sheet._note.set_text("seen there")
    sheet.save()
    assert sheet.isHidden()
    (found,) = reports.waiting(ws)
    assert (found.scheduled_id, found.place, found.done_on) == (subject.scheduled_id, "Northfield Hospital", ON)
    assert subject.scheduled_id not in [line.row.scheduled_id for line in today.model.lines() if line.row is not None]
    shell.window.undo_toast()
    assert reports.waiting(ws) == []
    assert subject.scheduled_id in [line.row.scheduled_id for line in today.model.lines() if line.row is not None]


def test_what_is_missing_stands_beside_its_field_and_nothing_is_written(shell: Shell, ws: Workspace, pid: int) -> None:
    row = open_visit(ws, pid)
    sheet = ElsewhereSheet(shell.ctx, row.scheduled_id or 0)
    shell.ctx.open_sheet(sheet)
    sheet._on.set_date(ON + timedelta(days=1))
    sheet.save()
    assert "cannot have a report" in sheet._on.error()
    assert "place" in sheet._place.error().lower()
    assert sheet.isVisible()
    assert reports.waiting(ws) == []


def test_outside_the_window_asks_why(shell: Shell, ws: Workspace, pid: int) -> None:
    row = open_visit(ws, pid)
    assert row.earliest is not None
    sheet = ElsewhereSheet(shell.ctx, row.scheduled_id or 0)
    shell.ctx.open_sheet(sheet)
    sheet._place.set_text("Northfield")
    sheet._on.set_date(row.earliest - timedelta(days=1))
    assert "Outside the window" in sheet._on.warning()
    sheet.save()
    assert "window" in sheet._note.error()
    sheet._note.set_text("earlier appointment")
    sheet.save()
    if sheet.isVisible():  # before registration: asked once more
        sheet.save()
    assert reports.waiting(ws, pid)[0].note == "earlier appointment"


def test_a_visit_on_whose_day_others_hang_is_previewed_first(shell: Shell, ws: Workspace, tmp_path: Path) -> None:
    (tmp_path / "unit" / "protocols").mkdir(parents=True)
    (tmp_path / "unit" / "protocols" / "hanging.yaml").write_text(HANGING, encoding="utf-8")
    ws.catalogue = Catalogue(tmp_path / "unit")
    entry = PatientEntry("H-1", "Hanging", "Hanna", date(1990, 1, 1), disease_id="ms")
    who = patients.register(ws, entry, TransplantEntry("hanging", ON - timedelta(days=12))).patient_id or 0

    def row(label: str) -> VisitRow:
        return next(row for row in visits.for_patient(ws, who, ON) if row.label == label)

    first = visits.record(ws, VisitEntry(who, ON - timedelta(days=2), row("First").scheduled_id, "Ann"), True)
    second = row("Second")
    visits.book(ws, second.scheduled_id or 0, second.version, ON + timedelta(days=28))
    visits.void_visit(ws, first.record_id or 0, "was elsewhere")
    shell.window.show_patient(who, "visits")
    sheet = ElsewhereSheet(shell.ctx, row("First").scheduled_id or 0)
    shell.ctx.open_sheet(sheet)
    sheet._place.set_text("Northfield")
    sheet._on.set_date(ON)
    sheet.save()
    if sheet.isVisible():  # before registration: asked once more
        sheet.save()
    assert reports.waiting(ws) == []
    preview = page(shell).replan
    assert isinstance(preview, ReschedulePage)
    assert preview.change.title() == "Done elsewhere"
    preview.confirm()
    (waiting,) = reports.waiting(ws)
    assert (waiting.label, waiting.place, waiting.done_on) == ("First", "Northfield", ON)
    assert row("First").status is VisitStatus.REPORT_AWAITED
    assert row("Second").booked == ON + timedelta(days=28)  # nobody decided otherwise


def test_the_draft_of_a_visit_done_elsewhere_is_kept(shell: Shell, ws: Workspace, pid: int) -> None:
    scheduled_id = open_visit(ws, pid).scheduled_id or 0
    sheet = ElsewhereSheet(shell.ctx, scheduled_id)
    shell.ctx.open_sheet(sheet)
    sheet._place.set_text("Northfield")
    sheet.keep_draft()
    again = ElsewhereSheet(shell.ctx, scheduled_id)
    shell.ctx.open_sheet(again)
    assert again._place.text() == "Northfield"


@pytest.mark.soak
def test_the_visits_tab_says_that_a_report_is_awaited_and_takes_its_arrival(
    shell: Shell, ws: Workspace, pid: int, qtbot: QtBot
) -> None:
    shell.window.show_patient(pid, "visits")
    tab = page(shell).visits
    row = tab.chosen()
    assert row is not None
    assert row.status.awaits
    qtbot.keyClick(tab.table, Qt.Key.Key_H)
    sheet = shell.window.sheet()
    assert isinstance(sheet, ElsewhereSheet)
    sheet._place.set_text("Northfield")
    sheet._note.set_text("x")
    sheet.save()
    tab.table.set_lines(tab.table.rows.lines, f"s{row.scheduled_id}")
    chosen = tab.chosen()
    assert chosen is not None
    assert chosen.status is VisitStatus.REPORT_AWAITED
    line = next(line for line in tab.table.rows.lines if line.key == f"s{row.scheduled_id}")
    assert line.cells[0].status == sign_of(VisitStatus.REPORT_AWAITED, booked=False)
    assert line.cells[-1].words.startswith("Report awaited · Northfield")
    assert tab._buttons["arrived"].isEnabled()
    assert not tab._buttons["elsewhere"].isEnabled()
    qtbot.keyClick(tab.table, Qt.Key.Key_A)
    arrival = shell.window.sheet()
    assert isinstance(arrival, ArrivalSheet)
    arrival.save()
    chosen = tab.chosen()
    assert chosen is not None
    assert chosen.status is VisitStatus.DONE


# arrival --------------------------------------------------------------------------------------------------------


def test_a_report_arrives_with_a_dropped_file(shell: Shell, ws: Workspace, pid: int, report: Path) -> None:
    report_id = wait_for(ws, pid)
    sheet = ArrivalSheet(shell.ctx, report_id)
    shell.ctx.open_sheet(sheet)
    drop_on(sheet._papers, report)
    assert [paper.file_name for paper in sheet._papers.papers()] == ["Referto Rossi.pdf"]
    sheet.save()
    assert sheet.isHidden()
    (paper,) = attachments.for_patient(ws, pid)
    assert attachments.content(ws, paper.id) == PDF
    assert report.read_bytes() == PDF  # copied, not moved
    assert reports.waiting(ws) == []


@pytest.mark.soak
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"%PDF-".ljust(MAX_BYTES + 1, b"0"), "larger than 20 MB"),
        (b"PK\x03\x04", "neither a PDF nor"),
    ],
)
def test_a_file_that_is_refused_says_why_and_the_form_stays(
    shell: Shell, ws: Workspace, pid: int, tmp_path: Path, report: Path, content: bytes, sentence: str
) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(content)
    sheet = ArrivalSheet(shell.ctx, wait_for(ws, pid))
    shell.ctx.open_sheet(sheet)
    sheet._note.set_text("by post")
    sheet.take_files([bad, report])
    assert sentence in sheet._papers.error()
    assert len(sheet._papers.papers()) == 1
    sheet.save()
    assert sheet.isVisible()
    assert sentence in sheet._papers.error()
    assert sheet._note.text() == "by post"
    assert len(reports.waiting(ws)) == 1
    sheet._papers.put_away()
    assert sheet._papers.error() == ""
    sheet.save()
    assert sheet.isHidden()
    assert len(attachments.for_patient(ws, pid)) == 1


def test_a_file_is_chosen_in_the_systems_dialog_and_left_out_again(
    shell: Shell, ws: Workspace, pid: int, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(report)], ""))
    sheet = ArrivalSheet(shell.ctx, wait_for(ws, pid))
    shell.ctx.open_sheet(sheet)
    sheet._papers.ask()
    sheet._papers.ask()
    assert len(sheet._papers.papers()) == 1  # the same file twice is one
    sheet._papers.leave_out(0)
    assert sheet._papers.papers() == ()


def test_a_draft_remembers_where_the_file_lies(shell: Shell, ws: Workspace, pid: int, report: Path) -> None:
    report_id = wait_for(ws, pid)
    sheet = ArrivalSheet(shell.ctx, report_id)
    shell.ctx.open_sheet(sheet)
    sheet.take_files([report])
    sheet.keep_draft()
    kept = drafts.find(ws, f"arrival:{report_id}", pid)
    assert kept is not None
    again = ArrivalSheet(shell.ctx, report_id)
    assert len(again._papers.papers()) == 1
    again.deleteLater()
    report.unlink()
    gone = ArrivalSheet(shell.ctx, report_id)
    shell.ctx.open_sheet(gone)
    assert gone._papers.papers() == ()
    assert "cannot be read" in gone._papers.error()


def test_who_comes_second_is_told_and_keeps_the_form(shell: Shell, ws: Workspace, pid: int) -> None:
    report_id = wait_for(ws, pid)
    sheet = ArrivalSheet(shell.ctx, report_id)
    shell.ctx.open_sheet(sheet)
    reports.arrived(ws, report_id, reports.one(ws, report_id).version, ON)
    sheet.save()
    assert sheet.isVisible()
    assert "Somebody has changed this entry" in shell.window.error_strip.text()


def test_a_on_a_row_of_today_closes_it(shell: Shell, ws: Workspace, pid: int, qtbot: QtBot) -> None:
    report_id = wait_for(ws, pid)
    today = shell.window.today_page
    today.refresh()
    at = next(
        i for i, line in enumerate(today.model.lines()) if line.row is not None and line.row.report_id == report_id
    )
    today.table.choose(at)
    qtbot.keyClick(today.table, Qt.Key.Key_A)
    sheet = shell.window.sheet()
    assert isinstance(sheet, ArrivalSheet)
    sheet.save()
    assert [line for line in today.model.lines() if line.row is not None and line.row.report_id is not None] == []
    assert reports.one(ws, report_id).arrived_on == ON


@pytest.mark.soak
def test_a_goes_to_the_only_report_or_to_the_documents(shell: Shell, ws: Workspace, pid: int) -> None:
    shell.window.show_patient(pid)
    shell.window.trigger("report_arrived")
    assert page(shell).tabs.currentIndex() == TABS.index("documents")
    assert shell.window.sheet() is None
    wait_for(ws, pid)
    shell.window.trigger("report_arrived")
    assert isinstance(shell.window.sheet(), ArrivalSheet)


# the Documents tab ----------------------------------------------------------------------------------------------


def test_an_empty_tab_says_so_and_offers_to_attach(shell: Shell, pid: int) -> None:
    shell.window.show_patient(pid, "documents")
    tab = page(shell).documents
    assert tab._empty.isVisible()
    assert not tab.table.isVisible()
    tab._empty.button().click()
    sheet = shell.window.sheet()
    assert isinstance(sheet, PaperSheet)
    sheet.save()
    assert "file is missing" in sheet._papers.error()


@pytest.mark.soak
def test_awaited_reports_stand_above_the_papers(
    shell: Shell, ws: Workspace, pid: int, opened: list[Path], qtbot: QtBot
) -> None:
    report_id = wait_for(ws, pid)
    paper_id = attachments.add(ws, pid, PaperEntry("<b>x</b>.pdf", PDF, "ECG & <i>more</i>")).record_id
    shell.window.show_patient(pid, "documents")
    tab = page(shell).documents
    assert [line.key for line in tab.table.rows.lines] == [None, f"r{report_id}", None, f"p{paper_id}"]
    assert tab.table.rows.lines[3].cells[0].words == "ECG & <i>more</i>"
    assert page(shell).tabs.accessibleTabName(TABS.index("documents")) == "Documents 2"
    tab.table.set_lines(tab.table.rows.lines, f"p{paper_id}")
    qtbot.keyClick(tab.table, Qt.Key.Key_Return)
    (copy,) = opened
    assert copy.read_bytes() == PDF
    assert copy.name == f"paper-{paper_id}.pdf"
    tab.table.set_lines(tab.table.rows.lines, f"r{report_id}")
    qtbot.keyClick(tab.table, Qt.Key.Key_Return)
    assert isinstance(shell.window.sheet(), ArrivalSheet)


@pytest.mark.soak
def test_a_file_dropped_on_the_tab_is_attached(shell: Shell, ws: Workspace, pid: int, report: Path) -> None:
    visit_id = visits.record(ws, VisitEntry(pid, ON, open_visit(ws, pid).scheduled_id, "Ann"), True).record_id
    shell.window.show_patient(pid, "documents")
    drop_on(page(shell).documents, report)
    sheet = shell.window.sheet()
    assert isinstance(sheet, PaperSheet)
    sheet._name.set_text("Letter")
    sheet._visit.set_value(visit_id)
    sheet.save()
    (paper,) = attachments.for_patient(ws, pid)
    assert (paper.title, paper.visit_id) == ("Letter", visit_id)
    assert [line.key for line in page(shell).documents.table.rows.lines] == [None, f"p{paper.id}"]


@pytest.mark.soak
def test_an_arrival_without_a_file_can_be_mended(shell: Shell, ws: Workspace, pid: int, report: Path) -> None:
    report_id = wait_for(ws, pid)
    reports.arrived(ws, report_id, reports.one(ws, report_id).version, ON)
    shell.window.show_patient(pid, "documents")
    tab = page(shell).documents
    tab.table.set_lines(tab.table.rows.lines, f"r{report_id}")
    sheet = tab.attach()
    sheet.take_files([report])
    sheet.save()
    assert reports.one(ws, report_id).papers == 1
    assert tab.chosen_report() is None
    shell.window.undo_toast()
    tab.table.set_lines(tab.table.rows.lines, f"r{report_id}")
    tab._buttons["again"].click()
    assert [row.id for row in reports.waiting(ws)] == [report_id]


@pytest.mark.soak
def test_taking_back_asks_why(shell: Shell, ws: Workspace, pid: int, qtbot: QtBot) -> None:
    report_id = wait_for(ws, pid)
    attachments.add(ws, pid, PaperEntry("x.pdf", PDF))
    shell.window.show_patient(pid, "documents")
    tab = page(shell).documents
    for key in (tab.table.rows.lines[3].key, f"r{report_id}"):
        tab.table.set_lines(tab.table.rows.lines, key)
        qtbot.keyClick(tab.table, Qt.Key.Key_Delete)
        sheet = shell.window.sheet()
        assert isinstance(sheet, ReasonSheet)
        sheet._reason.set_text("wrong patient")
        sheet.save()
    assert attachments.for_patient(ws, pid) == []
    assert reports.for_patient(ws, pid) == []
    assert tab._empty.isVisible()


# the visit's own sheet ------------------------------------------------------------------------------------------


@pytest.mark.soak
def test_the_visit_shows_its_awaited_lines_and_opens_its_papers(
    shell: Shell, ws: Workspace, pid: int, opened: list[Path]
) -> None:
    row = open_visit(ws, pid)
    (line, *_rest) = visits.form(ws, pid, row.scheduled_id).assessments
    entry = AssessmentEntry(line.id, line.label, AssessmentState.ELSEWHERE, detail="Northfield")
    visit_id = (
        visits.record(ws, VisitEntry(pid, ON, row.scheduled_id, "Ann", assessments=(entry,)), True).record_id or 0
    )
    attachments.add(ws, pid, PaperEntry("x.pdf", PDF), visit_id)
    sheet = VisitSheet(shell.ctx, pid, visit_id=visit_id)
    shell.ctx.open_sheet(sheet)
    shown = sheet._rows.row(line.id)
    assert shown is not None
    assert shown._chip.isVisible()
    assert shown._chip.text() == "report awaited · Northfield · 20\u00a0Nov\u00a02026"
    papers = sheet.findChild(VisitPapers)
    assert papers is not None
    assert [chip.text() for chip in papers.findChildren(Chip)] == ["report awaited"]
    shell.ctx.open_paper(papers.papers[0].id)
    assert opened[0].read_bytes() == PDF
    (report,) = reports.waiting(ws)
    reports.arrived(ws, report.id, report.version, ON)
    again = VisitSheet(shell.ctx, pid, visit_id=visit_id)
    shell.ctx.open_sheet(again)
    shown = again._rows.row(line.id)
    assert shown is not None
    assert shown._chip.text().startswith("report arrived")
    shown.set_state(AssessmentState.DONE)
    assert not shown._chip.isVisible()


def test_a_line_says_at_once_that_its_report_will_be_awaited(shell: Shell, ws: Workspace, pid: int) -> None:
    row = open_visit(ws, pid)
    sheet = VisitSheet(shell.ctx, pid, scheduled_id=row.scheduled_id)
    shell.ctx.open_sheet(sheet)
    line = sheet._rows._rows[0]
    assert not line._chip.isVisible()
    line.set_state(AssessmentState.ELSEWHERE)
    assert line._chip.isVisible()
    assert line._chip.text() == "report awaited"


# copies ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(ctx: Context, tmp_path: Path) -> Iterator[PaperDesk]:
    made = PaperDesk(ctx, tmp_path / "copies")
    yield made
    made.clear()
    made.deleteLater()


def keep(workspace: Workspace) -> int:
    hit = patients.browse(workspace)[0]
    return attachments.add(workspace, hit.id, PaperEntry("Rossi Elena.pdf", PDF)).record_id or 0


def test_copies_are_private_neutral_and_gone_with_the_window(
    workspace: Workspace, desk: PaperDesk, tmp_path: Path
) -> None:
    copy = desk.copy(paper_id := keep(workspace))
    assert copy.read_bytes() == PDF
    assert "Rossi" not in str(copy)
    if sys.platform != "win32":
        assert stat.S_IMODE(copy.stat().st_mode) == 0o400
        assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    assert desk.copy(paper_id) == copy
    copy.chmod(0o600)
    copy.write_bytes(b"changed by somebody")
    assert desk.copy(paper_id).read_bytes() == PDF
    desk.clear()
    assert list((tmp_path / "copies").iterdir()) == []


def test_who_opens_a_document_is_on_record(workspace: Workspace, desk: PaperDesk) -> None:
    paper_id = keep(workspace)
    desk.copy(paper_id)
    with workspace.read() as session:
        looks = access_log.looks(session, patient_id=attachments.one(workspace, paper_id).patient_id)
    assert [one.what for one in looks] == ["document"]


def test_what_a_killed_program_left_goes_at_the_next_start_and_another_windows_stays(
    ctx: Context, workspace: Workspace, desk: PaperDesk, tmp_path: Path
) -> None:
    in_use = desk.copy(keep(workspace))
    left = tmp_path / "copies" / f"{PREFIX}killed"
    left.mkdir()
    (left / "paper-1.pdf").write_bytes(PDF)
    (left / "paper-1.pdf").chmod(0o400)
    subprocess.run([sys.executable, "-c", KILLED, str(left / LOCK)], check=False)
    assert (left / LOCK).exists()
    elsewhere = tmp_path / "mine.pdf"
    elsewhere.write_bytes(PDF)
    (tmp_path / "copies" / f"{PREFIX}link").symlink_to(tmp_path)
    other = PaperDesk(ctx, tmp_path / "copies")
    other.sweep()
    assert not left.exists()
    assert in_use.exists()
    assert elsewhere.exists()
    other.deleteLater()


def test_a_paper_that_is_gone_is_not_shown(shell: Shell, ws: Workspace, pid: int, opened: list[Path]) -> None:
    shell.ctx.open_paper(12345)
    assert "This document was taken back" in shell.window.error_strip.text()
    assert opened == []


def test_save_as_proposes_a_neutral_name(
    shell: Shell, ws: Workspace, pid: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper_id = attachments.add(ws, pid, PaperEntry("Rossi Elena.pdf", PDF)).record_id or 0
    asked: list[str] = []

    def answer(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        asked.append(name)
        return str(tmp_path / "saved.pdf"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    shell.ctx.save_paper(paper_id)
    assert asked == [f"document-{paper_id}.pdf"]
    assert (tmp_path / "saved.pdf").read_bytes() == PDF
    (tmp_path / "saved.pdf").write_bytes(b"an older one")  # the dialog has asked whether to replace it
    shell.ctx.save_paper(paper_id)
    assert (tmp_path / "saved.pdf").read_bytes() == PDF


def test_save_as_never_replaces_a_data_file(
    shell: Shell, ws: Workspace, pid: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper_id = attachments.add(ws, pid, PaperEntry("x.pdf", PDF)).record_id or 0
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(ws.store.path), ""))
    shell.ctx.save_paper(paper_id)
    assert "is a data file" in shell.window.error_strip.text()
    assert attachments.content(ws, paper_id) == PDF


def test_without_a_program_for_it_the_window_says_so(
    shell: Shell, ws: Workspace, pid: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper_id = attachments.add(ws, pid, PaperEntry("x.pdf", PDF)).record_id or 0
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    shell.ctx.open_paper(paper_id)
    assert "No program for this kind of file" in shell.window.error_strip.text()
