"""The selection page in a real window, by keyboard alone; a death adjudicated from the overview."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.death_review import DeathRelation
from hsct_desktop.domain.patient import StateChange, StateChangeKind
from hsct_desktop.domain.selection import MeetingDecision, Tick
from hsct_desktop.services import death_reviews, patients, states, trials
from hsct_desktop.views.death_review_sheet import DeathReviewSheet
from hsct_desktop.views.patient import PatientPage
from hsct_desktop.views.selection_page import SelectionPage
from hsct_desktop.views.selection_sheets import CriterionSheet, MeetingSheet, TrialSheet
from tests.views.ward import ON, work_as

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def key(qtbot: QtBot, which: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), which, modifier)  # type: ignore[no-untyped-call]


def type_(qtbot: QtBot, words: str) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), words)  # type: ignore[no-untyped-call]


def patient(shell: Shell) -> int:
    return next(hit.id for hit in patients.find(shell.ctx.ready(), "MS-0107"))


def opened(shell: Shell, qtbot: QtBot) -> SelectionPage:
    """A patient's checklist, opened by its key."""
    shell.ctx.show_patient(patient(shell))
    page = shell.window.page("patient")
    assert isinstance(page, PatientPage)
    key(qtbot, Qt.Key.Key_Q, SHIFT)
    assert isinstance(page.over, SelectionPage)
    assert page.over.table.hasFocus()
    return page.over


def ticks(page: SelectionPage) -> list[Tick | None]:
    assert page.listed is not None
    return [row.mark.tick for row in page.listed.rows[:4]]


def test_a_meeting_is_ticked_commented_and_signed_by_keyboard(shell: Shell, qtbot: QtBot) -> None:
    work_as(shell.ctx.ready(), Role.PHYSICIAN)
    page = opened(shell, qtbot)
    key(qtbot, Qt.Key.Key_1)
    key(qtbot, Qt.Key.Key_2)  # the mark has gone on to the next line
    key(qtbot, Qt.Key.Key_Space)
    assert ticks(page) == [Tick.MET, Tick.NOT_MET, Tick.MET, None]
    key(qtbot, Qt.Key.Key_0)
    key(qtbot, Qt.Key.Key_3)
    assert isinstance(shell.window.findChild(CriterionSheet), CriterionSheet)  # an exception says why
    type_(qtbot, "fit for her age")
    key(qtbot, Qt.Key.Key_Return, CTRL)
    assert ticks(page) == [Tick.MET, Tick.NOT_MET, Tick.EXCEPTION, None]
    page.focus_first()
    key(qtbot, Qt.Key.Key_Return, CTRL)
    sheet = shell.window.findChild(MeetingSheet)
    assert isinstance(sheet, MeetingSheet)
    sheet._members.set_text("Dr Verdi\nDr Neri")
    sheet._decision.set_value(MeetingDecision.ACCEPTED)
    sheet._reason.set_text("rescue")
    sheet._signed_by.set_text("Dr Verdi")
    sheet.save()
    assert sheet.isVisible()  # criteria without a tick are asked about once
    key(qtbot, Qt.Key.Key_Return, CTRL)
    assert page.listed is not None
    assert page.listed.is_signed
    page.history.setFocus()
    key(qtbot, Qt.Key.Key_1)  # a signed meeting takes no tick, and says so
    assert ticks(page) == [Tick.MET, Tick.NOT_MET, Tick.EXCEPTION, None]
    assert "This meeting is signed" in shell.window.error_strip.text()
    key(qtbot, Qt.Key.Key_Insert)
    assert not page.listed.is_signed
    assert ticks(page) == [None, None, None, None]


def test_a_trial_is_recorded_and_taken_back_from_the_list_below(shell: Shell, qtbot: QtBot) -> None:
    page = opened(shell, qtbot)
    key(qtbot, Qt.Key.Key_Insert, SHIFT)
    assert isinstance(shell.window.findChild(TrialSheet), TrialSheet)
    type_(qtbot, "net-ms")
    key(qtbot, Qt.Key.Key_Return)
    type_(qtbot, "AHSCT")
    key(qtbot, Qt.Key.Key_Return, CTRL)
    rows = trials.for_patient(shell.ctx.ready(), page.patient_id)
    assert [(row.name, row.held.entry.arm) for row in rows] == [("NET-MS", "AHSCT")]
    page.history.setFocus()
    key(qtbot, Qt.Key.Key_Delete)
    type_(qtbot, "wrong patient")
    key(qtbot, Qt.Key.Key_Return, CTRL)
    assert trials.for_patient(shell.ctx.ready(), page.patient_id) == []


def test_the_overview_of_the_dead_says_whether_the_death_was_adjudicated(shell: Shell, qtbot: QtBot) -> None:
    ws, patient_id = shell.ctx.ready(), patient(shell)
    shell.ctx.show_patient(patient_id)
    page = shell.window.page("patient")
    assert isinstance(page, PatientPage)
    assert not page.overview.death.isVisible()
    shell.ctx.save(lambda: states.change(ws, patient_id, StateChange(StateChangeKind.DIED, ON, "sepsis")))
    assert "not adjudicated yet" in page.overview.death.words.text()
    page.overview.death.button.click()
    sheet = shell.window.findChild(DeathReviewSheet)
    assert isinstance(sheet, DeathReviewSheet)
    sheet._relation.set_value(DeathRelation.TREATMENT)
    sheet._members.set_text("Dr Verdi")
    key(qtbot, Qt.Key.Key_Return, CTRL)
    assert death_reviews.mortality(ws)[0].related == (patient_id,)
    assert "treatment-related (sepsis)" in page.overview.death.words.text()
