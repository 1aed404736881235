"""The tab Long term and the possible pseudo-relapse in a real window: by keyboard, beside a sheet, in Italian."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.adverse_event import AdverseEventEntry, Grade, GradeStep
from hsct_desktop.domain.fertility import FertilityEntry, FertilityKind
from hsct_desktop.domain.infection import InfectionCertainty, InfectionEntry
from hsct_desktop.domain.late_effect import CheckEntry, CheckResult
from hsct_desktop.domain.patient import PatientEntry, Sex
from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.services import (
    adverse_events,
    fertility,
    infections,
    late_effects,
    neuro_rechecks,
    patients,
    tasks,
    today,
)
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.context import Context
from hsct_desktop.views.fertility_sheet import FertilitySheet
from hsct_desktop.views.late_effect_sheet import CheckSheet
from hsct_desktop.views.late_effect_tab import LongTermTab
from hsct_desktop.views.neuro_recheck import RecheckBlock
from hsct_desktop.views.neuro_recheck_sheet import DismissSheet, OutcomeSheet, RecheckSheet
from hsct_desktop.views.today_inspector import TodayInspector
from hsct_desktop.views.visit_sheet import VisitSheet
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.plain_label import PlainLabel
from tests.views.ward import ON


@pytest.fixture
def host(qtbot: QtBot, ctx: Context) -> QWidget:
    """A place for sheets over a patient's page."""
    place = QWidget()
    qtbot.addWidget(place)
    place.resize(1282, 700)
    ctx.set_sheet_place(place, 94)
    ctx.sheet_wanted.connect(lambda sheet: sheet.open_sheet())
    place.show()
    return place


def make(ws: Workspace) -> int:
    """A man two years after his transplant."""
    entry = PatientEntry("MS-0400", "Ferri", "Ugo", date(1984, 5, 6), Sex.MALE, disease_id="ms")
    saved = patients.register(ws, entry, TransplantEntry("ahsct-ms", ON - timedelta(days=730)))
    assert saved.patient_id is not None
    return saved.patient_id


@pytest.fixture
def pid(workspace: Workspace) -> int:
    return make(workspace)


def key(qtbot: QtBot, which: Qt.Key, control: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(QApplication.focusWidget(), which, modifier)  # type: ignore[no-untyped-call]


def press(widget: QWidget, words: str) -> None:
    next(b for b in widget.findChildren(KeyButton) if words in b.text() and not b.isHidden()).click()


def state_of(tab: LongTermTab, item: str) -> str:
    """The words in the State column of an item's row."""
    return next(line.cells[1].words for line in tab.table.rows.lines if line.key == item)


@pytest.mark.soak
def test_a_check_is_recorded_by_keyboard_alone(shell: Shell, qtbot: QtBot) -> None:
    ws = shell.ctx.ready()
    pid = make(ws)
    shell.ctx.show_patient(pid, "long_term")
    tab = shell.window.findChild(LongTermTab)
    assert tab is not None
    tab.table.choose("skin")
    tab.table.setFocus()
    assert state_of(tab, "skin") == "Overdue"
    key(qtbot, Qt.Key.Key_Y)
    sheet = shell.window.sheet()
    assert isinstance(sheet, CheckSheet)
    assert sheet.content()["item"] == "skin"
    key(qtbot, Qt.Key.Key_Space)  # the first choice: normal
    key(qtbot, Qt.Key.Key_Return, control=True)
    assert state_of(tab, "skin") == "Done"
    (check,) = late_effects.for_patient(ws, pid).checks
    assert (check.entry.item, check.entry.result, check.done_on) == ("skin", CheckResult.NORMAL, ON)


def test_enter_opens_the_sheet_that_fits_the_row(qtbot: QtBot, ctx: Context, host: QWidget, pid: int) -> None:
    opened: list[QWidget] = []
    ctx.sheet_wanted.connect(opened.append)
    tab = LongTermTab(ctx, host)
    tab.show_patient(pid)
    tab.record(tab.table.key())
    tab.table.choose("wish")
    tab.record("wish")
    assert [type(sheet) for sheet in opened] == [CheckSheet, FertilitySheet]
    assert opened[1].content()["kind"] == FertilityKind.WISH  # type: ignore[attr-defined]


def test_an_abnormal_result_proposes_the_referral_and_becomes_a_task(
    ctx: Context, host: QWidget, workspace: Workspace, pid: int
) -> None:
    sheet = CheckSheet(ctx, pid, "thyroid")
    sheet.open_sheet()
    sheet._f.result.set_value(CheckResult.ABNORMAL)
    sheet._on_result()
    assert sheet.content()["refer_to"] == "Thyroid clinic"
    sheet._f.finding.set_text("nodule")
    sheet.save()
    assert not sheet.isHidden(), "a referral needs its day"
    sheet._f.referred_on.set_typed("+14")
    sheet.save()
    assert [t.due for t in tasks.for_patient(workspace, pid)] == [ON + timedelta(days=14)]
    sheet = CheckSheet(ctx, pid, "thyroid")
    sheet._f.result.set_value(CheckResult.ABNORMAL)
    sheet._on_result()
    sheet._f.result.set_value(CheckResult.NORMAL)
    sheet._on_result()
    assert sheet.content()["refer_to"] == "", "what was only proposed goes again"


def test_a_man_is_offered_his_partner_s_pregnancy_only(ctx: Context, host: QWidget, pid: int) -> None:
    sheet = FertilitySheet(ctx, pid)
    offered = [sheet._kind.box().itemText(n) for n in range(sheet._kind.box().count())]
    assert "Partner's pregnancy" in offered
    assert "Pregnancy" not in offered


def test_a_pregnancy_stands_in_the_table_and_ends_with_its_outcome(
    ctx: Context, host: QWidget, workspace: Workspace, pid: int
) -> None:
    began = ON - timedelta(days=100)
    fertility.record(workspace, FertilityEntry(pid, FertilityKind.PARTNER_PREGNANCY, began))
    tab = LongTermTab(ctx, host)
    tab.show_patient(pid)
    (record,) = fertility.for_patient(workspace, pid)
    assert state_of(tab, f"record:{record.id}") == "Going on"
    sheet = FertilitySheet(ctx, pid, record_id=record.id)
    sheet._ended.set_typed("t")
    assert [p.key for p in sheet.problems()] == ["fertility_outcome_missing"]
    content = sheet.content()
    sheet.restore({**content, "outcome": "live_birth"})
    sheet.save()
    tab.show_patient(pid)
    assert state_of(tab, f"record:{record.id}") == "Ended"


def test_the_last_check_is_taken_back_with_a_reason(
    ctx: Context, host: QWidget, workspace: Workspace, pid: int
) -> None:
    opened: list[QWidget] = []
    ctx.sheet_wanted.connect(opened.append)
    late_effects.record(workspace, CheckEntry(pid, "skin", ON, CheckResult.NORMAL))
    tab = LongTermTab(ctx, host)
    tab.show_patient(pid)
    tab.table.choose("skin")
    assert tab._buttons["void"].isEnabled()
    tab._void()
    opened[0].restore({"reason": "wrong patient"})  # type: ignore[attr-defined]
    opened[0].save()  # type: ignore[attr-defined]
    assert not late_effects.for_patient(workspace, pid).checks
    tab.show_patient(pid)
    assert not tab._buttons["void"].isEnabled()


def test_beside_a_sheet_the_names_keep_their_room(ctx: Context, host: QWidget, pid: int) -> None:
    tab = LongTermTab(ctx, host)
    tab.resize(720, 600)
    tab.show()
    tab.show_patient(pid)
    assert tab.table.isColumnHidden(4)
    tab.resize(1260, 600)
    assert not tab.table.isColumnHidden(4)


def test_the_tab_speaks_italian(ctx: Context, host: QWidget, pid: int) -> None:
    ctx.set_language("it")
    tab = LongTermTab(ctx, host)
    tab.show_patient(pid)
    words = [line.cells[0].words for line in tab.table.rows.lines]
    assert "Visita odontoiatrica" in words
    assert "Effetti tardivi" in words
    assert state_of(tab, "dental") == "In ritardo"


# fever next to neurology --------------------------------------------------------------------------------------------


def beside_infection(ws: Workspace, pid: int) -> None:
    infections.record(
        ws, InfectionEntry(pid, ON - timedelta(days=3), certainty=InfectionCertainty.PROBABLE, site="Lung")
    )
    on = ON - timedelta(days=1)
    adverse_events.record(ws, AdverseEventEntry(pid, "paresthesia", "5.0", on, (GradeStep(on, Grade(2)),)))


def test_a_possible_pseudo_relapse_is_taken_up_and_concluded(
    ctx: Context, host: QWidget, workspace: Workspace, pid: int
) -> None:
    opened: list[QWidget] = []
    ctx.sheet_wanted.connect(opened.append)
    block = RecheckBlock(ctx, host)
    block.show_patient(pid)
    assert block.isHidden()
    beside_infection(workspace, pid)
    block.show_patient(pid)
    press(block, "Recheck on")
    sheet = opened[-1]
    assert isinstance(sheet, RecheckSheet)
    sheet.save()
    assert len(tasks.for_patient(workspace, pid)) == 1
    block.show_patient(pid)
    press(block, "Seen again")
    outcome = opened[-1]
    assert isinstance(outcome, OutcomeSheet)
    outcome.restore({"outcome": "persists", "on": "t"})
    outcome.save()
    block.show_patient(pid)
    assert block.isHidden()
    assert "still present" in neuro_rechecks.for_patient(workspace, pid).held[0][1]


def test_an_offer_is_dismissed_with_a_reason_only(ctx: Context, host: QWidget, workspace: Workspace, pid: int) -> None:
    opened: list[QWidget] = []
    ctx.sheet_wanted.connect(opened.append)
    beside_infection(workspace, pid)
    block = RecheckBlock(ctx, host)
    block.show_patient(pid)
    press(block, "Dismiss")
    sheet = opened[-1]
    assert isinstance(sheet, DismissSheet)
    sheet.save()
    assert neuro_rechecks.for_patient(workspace, pid).offers
    sheet.restore({"reason": "new lesion on MRI"})
    sheet.save()
    block.show_patient(pid)
    assert block.isHidden()


def test_today_and_a_new_visit_say_what_waits(shell: Shell) -> None:
    ws = shell.ctx.ready()
    pid = make(ws)
    row = next(row for row in today.lists(ws, ON).rows if row.patient_id == pid)
    inspector = TodayInspector(shell.ctx)
    inspector.show_row(row)
    assert "long-term items due at this visit" in " ".join(inspector.words())
    sheet = VisitSheet(shell.ctx, pid)
    told = [label.text() for label in sheet.findChildren(PlainLabel)]
    assert any("long-term items due at this visit" in text for text in told)
