"""The actions of the window by role; a sheet of somebody who may only read keeps no draft and saves nothing."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMenu

from hsct_desktop.app import Shell
from hsct_desktop.domain.author import Role
from hsct_desktop.services import drafts, patients
from hsct_desktop.store import staff as stored
from hsct_desktop.views import rights
from hsct_desktop.views.context import NOBODY
from hsct_desktop.views.task_sheet import TaskSheet
from tests.views.ward import work_as


def read_only(shell: Shell) -> None:
    ws = shell.ctx.ready()
    with ws.store.write(None, "staff.add") as session:
        stored.add(session, "Karl Keeper", Role.ADMINISTRATOR)
        stored.revise(session, ws.require_author().staff_id, "M. Conti", Role.READ_ONLY, True)
        ws.author = stored.now(session, ws.require_author().staff_id)


def test_each_action_with_a_right_is_one_of_the_window(shell: Shell) -> None:
    assert set(rights.ACTIONS) <= {entry.id for entry in shell.window.actions_.entries}


@pytest.mark.parametrize(
    ("role", "held"),
    [(Role.NURSE, {"approve_regimen"}), (Role.PHYSICIAN, set()), (Role.READ_ONLY, set(rights.ACTIONS))],
)
def test_what_a_role_may_not_begin(shell: Shell, role: Role, held: set[str]) -> None:
    read_only(shell) if role is Role.READ_ONLY else work_as(shell.ctx.ready(), role)
    assert {name for name in rights.ACTIONS if not rights.may(shell.ctx, name)} == held
    assert rights.may(shell.ctx, "show_history")
    assert all(rights.why_not(shell.ctx, name).startswith("Only ") for name in held)
    assert rights.why_not(shell.ctx, "go_today") == ""


def test_what_may_not_be_begun_is_grey_with_the_reason_and_its_key_says_why(shell: Shell) -> None:
    window, why = shell.window, "Only a nurse, a physician or a data manager may record"
    patient_menu = window._menu.actions()[1].menu()
    assert isinstance(patient_menu, QMenu)
    action = window.actions_["new_patient"]
    patient_menu.aboutToShow.emit()
    assert action.isEnabled(), "a nurse may"
    patient_menu.aboutToHide.emit()
    read_only(shell)
    patient_menu.aboutToShow.emit()
    assert not action.isEnabled()
    assert why in action.toolTip()
    assert patient_menu.toolTipsVisible()
    patient_menu.aboutToHide.emit()
    window.palette_.open_palette()
    window.palette_.edit.setText("new patient")
    (item,) = [one for one in window.palette_.model.items() if one.target == "new_patient"]
    assert item.held
    assert why in item.note
    window.palette_.close_palette()
    action.trigger()
    assert window.place == "today"
    assert why in window.toast.text()


def test_who_may_only_read_leaves_no_draft_and_is_told_so(shell: Shell) -> None:
    read_only(shell)
    ws = shell.ctx.ready()
    sheet = TaskSheet(shell.ctx, NOBODY)
    shell.ctx.open_sheet(sheet)
    assert not sheet.save_button().isEnabled()
    assert "Only a nurse, a physician or a data manager may record" in sheet.save_button().toolTip()
    sheet.store_draft()
    assert shell.window.error_strip.text() == ""
    assert drafts.find(ws, "task", None) is None
    assert patients.browse(ws)
