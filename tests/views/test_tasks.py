"""Tasks in the window: recorded with K, done with F or Ctrl+Enter, taken back; on the overview of their patient."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.task import TaskEntry
from hsct_desktop.services import drafts, patients, staff, tasks
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.context import NOBODY, Context, Subject
from hsct_desktop.views.patient_actions import PatientActions
from hsct_desktop.views.patient_tasks import PatientTasks
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.task_sheet import TaskSheet
from tests.views.ward import ON


@pytest.fixture
def host(qtbot: QtBot, ctx: Context) -> QWidget:
    """A place for sheets over a page of several patients."""
    place = QWidget()
    qtbot.addWidget(place)
    place.resize(1282, 700)
    ctx.set_sheet_place(place, 48)
    ctx.sheet_wanted.connect(lambda sheet: sheet.open_sheet())
    place.show()
    return place


@pytest.fixture
def pid(workspace: Workspace) -> int:
    return next(hit.id for hit in patients.browse(workspace) if hit.code == "MS-0107")


def put(ws: Workspace, words: str = "Ring", due: int = 0, patient_id: int | None = None) -> int:
    saved = tasks.record(ws, TaskEntry(words, ON + timedelta(days=due), patient_id))
    assert saved.record_id is not None
    return saved.record_id


def test_a_new_task_reads_days_as_typed_and_names_an_owner(host: QWidget, ctx: Context, workspace: Workspace) -> None:
    sheet = TaskSheet(ctx)
    ctx.open_sheet(sheet)
    sheet.save()
    assert sheet._words_field.error()
    sheet._words_field.set_text("Ring the laboratory")
    sheet._due.set_typed("fri")
    sheet._owner.set_value(staff.everybody(workspace)[0].id)
    sheet.save()
    (row,) = tasks.open_tasks(workspace)
    assert (row.words, row.due, row.owner, row.patient) == (
        "Ring the laboratory", ON + timedelta(days=7), "M. Conti", None
    )  # fmt: skip
    assert sheet.isHidden()


def test_a_task_of_the_chosen_patient_or_of_nobody(host: QWidget, ctx: Context, workspace: Workspace, pid: int) -> None:
    for about, whose in ((pid, pid), (NOBODY, None)):
        sheet = TaskSheet(ctx, pid)
        ctx.open_sheet(sheet)
        sheet._words_field.set_text("Ask for the MRI")
        sheet._due.set_typed("+3")
        sheet._about.set_value(about)
        sheet.save()
        row = tasks.open_tasks(workspace)[-1]
        assert (row.patient.id if row.patient else None) == whose
        tasks.done(workspace, row.id, row.version)


def test_the_draft_of_a_task_of_nobody_is_kept(host: QWidget, ctx: Context, workspace: Workspace) -> None:
    sheet = TaskSheet(ctx)
    ctx.open_sheet(sheet)
    sheet._words_field.set_text("half a")
    sheet.keep_draft()
    again = TaskSheet(ctx)
    ctx.open_sheet(again)
    assert again._words_field.text() == "half a"
    again.save()
    assert drafts.find(workspace, "task", None) is None
    assert [row.words for row in tasks.open_tasks(workspace)] == ["half a"]


def test_done_is_the_button_until_something_changes(host: QWidget, ctx: Context, workspace: Workspace) -> None:
    task_id = put(workspace)
    sheet = TaskSheet(ctx, task_id=task_id)
    ctx.open_sheet(sheet)
    assert sheet.save_button().text() == "Done"
    sheet._due.set_typed("+2")
    assert sheet.save_button().text() == "Save"
    sheet._due.set_typed("t")
    assert sheet.save_button().text() == "Done"
    sheet._due.set_typed("+2")
    sheet.save()
    held = tasks.get(workspace, task_id)
    assert (held.due, held.is_open) == (ON + timedelta(days=2), True)
    sheet = TaskSheet(ctx, task_id=task_id)
    ctx.open_sheet(sheet)
    sheet.save()
    assert not tasks.get(workspace, task_id).is_open
    sheet = TaskSheet(ctx, task_id=task_id)
    assert sheet.save_button().text() == "Open again"
    sheet.save()
    assert tasks.get(workspace, task_id).is_open


def test_a_task_is_taken_back_with_a_reason(host: QWidget, ctx: Context, workspace: Workspace) -> None:
    sheets: list[object] = []
    ctx.sheet_wanted.connect(sheets.append)
    sheet = TaskSheet(ctx, task_id=put(workspace))
    ctx.open_sheet(sheet)
    sheet._take_back()
    reason = sheets[-1]
    assert isinstance(reason, ReasonSheet)
    reason._reason.set_text("came by mail")
    reason.save()
    assert tasks.open_tasks(workspace) == []


def test_f_marks_the_chosen_task_as_done(host: QWidget, ctx: Context, workspace: Workspace, pid: int) -> None:
    toasts: list[str] = []
    ctx.toast_wanted.connect(lambda words, _txn: toasts.append(words))
    actions = PatientActions(ctx)
    actions.run("finish_task", Subject(pid))
    assert toasts == ["Choose a task first."]
    task_id = put(workspace)
    actions.run("finish_task", Subject(NOBODY, task_id=task_id))
    assert toasts[-1] == "Done: Ring"
    assert tasks.open_tasks(workspace) == []


@pytest.mark.soak
def test_k_on_today_without_a_row_is_a_task_of_the_ward(shell: Shell, qtbot: QtBot) -> None:
    shell.window.show_page("today")
    shell.window.trigger("record_task")
    sheet = shell.window.sheet()
    assert isinstance(sheet, TaskSheet)
    shell.window.leave_sheet()
    shell.window.show_page("protocols")
    shell.window.trigger("record_task")
    sheet = shell.window.sheet()
    assert isinstance(sheet, TaskSheet)
    assert sheet.patient_id == NOBODY
    qtbot.keyClicks(sheet._words_field.line(), "Order platelets")
    qtbot.keyClick(sheet._words_field.line(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [row.words for row in tasks.open_tasks(shell.ctx.ready())] == ["Order platelets"]


def test_the_overview_shows_open_tasks_and_does_them(
    qtbot: QtBot, ctx: Context, workspace: Workspace, pid: int
) -> None:
    panel = PatientTasks(ctx)
    qtbot.addWidget(panel)
    panel.set_tasks(tasks.for_patient(workspace, pid))
    assert panel.isHidden()
    for number in range(4):
        put(workspace, f"task {number}", number - 1, pid)
    panel.set_tasks(tasks.for_patient(workspace, pid))
    assert not panel.isHidden()
    words = " ".join(str(label.property("text")) for label in panel.findChildren(QWidget))
    assert "overdue" in words
    assert "1 more" in words
    done = [button for button in panel.findChildren(QPushButton) if button.accessibleName() == "Done: task 0"]
    done[0].click()
    assert [row.words for row in tasks.for_patient(workspace, pid)] == ["task 1", "task 2", "task 3"]


def test_enter_on_a_task_of_today_opens_it_and_f_does_it(shell: Shell, qtbot: QtBot) -> None:
    task_id = put(shell.ctx.ready(), "Order platelets")
    shell.window.show_page("today")
    page = shell.window.today_page
    page.refresh()
    page.choose_list("tasks")
    page.focus_first()
    assert page.subject() == Subject(NOBODY, task_id=task_id)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    sheet = shell.window.sheet()
    assert isinstance(sheet, TaskSheet)
    assert sheet.save_button().text() == "Done"
    shell.window.leave_sheet()
    page.focus_first()
    qtbot.keyClick(page.table, Qt.Key.Key_F)
    assert tasks.open_tasks(shell.ctx.ready()) == []
