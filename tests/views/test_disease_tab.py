"""The tab of the disease in the real window: its name, its picture by keyboard, verdicts that point at it."""

from __future__ import annotations

from datetime import date
from html import escape

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.patient import PatientEntry, Sex
from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.pictures.disability import Range
from hsct_desktop.services import patients
from hsct_desktop.views.context import Context
from hsct_desktop.views.disability_page import DisabilityPage
from hsct_desktop.views.disease_tab import DiseaseTab
from hsct_desktop.views.measure_sheet import MeasureSheet
from hsct_desktop.views.mri_sheet import MriSheet
from hsct_desktop.views.neurology_sheet import NeurologySheet
from hsct_desktop.views.outcome_panel import marks
from hsct_desktop.views.patient import TABS, PatientPage
from hsct_desktop.views.relapse_sheet import RelapseSheet
from tests import disease_rows
from tests.pictures.disability_samples import DAY0, typical


def key(qtbot: QtBot, which: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget(), which)  # type: ignore[no-untyped-call]


def pid_of(ctx: Context, code: str = "MS-0031") -> int:
    return next(hit.id for hit in patients.browse(ctx.ready()) if hit.code == code)


@pytest.fixture
def pid(ctx: Context) -> int:
    """A patient nearly five years after the transplant, with a disease to tell."""
    entry = PatientEntry("MS-0900", "Serra", "Ada", date(1986, 12, 19), Sex.FEMALE, disease_id="ms")
    pid = patients.register(ctx.ready(), entry, TransplantEntry("ahsct-ms", DAY0)).patient_id
    assert pid is not None
    disease_rows.write(ctx.ready(), pid, typical())
    return pid


@pytest.fixture
def page(qtbot: QtBot, ctx: Context, pid: int) -> DisabilityPage:
    page = DisabilityPage(ctx)
    qtbot.addWidget(page)
    page.resize(1240, 600)
    page.show()
    page.activateWindow()
    page.show_patient(pid)
    page.canvas.setFocus()
    return page


def said(page: DisabilityPage) -> str:
    return page.explanation().replace("\u00a0", " ")


def test_keys_walk_the_marks_and_the_line_below_says_what_stands_there(page: DisabilityPage, qtbot: QtBot) -> None:
    assert "EDSS" in said(page), "the latest examination"
    key(qtbot, Qt.Key.Key_Right)
    chosen = page.canvas.chosen()
    assert chosen is not None
    assert chosen.id.startswith("edss:")
    key(qtbot, Qt.Key.Key_Home)
    assert "EDSS 2.0" in said(page)
    key(qtbot, Qt.Key.Key_Down)
    assert said(page).startswith("Relapse")
    key(qtbot, Qt.Key.Key_Down)
    assert said(page).startswith("MRI")
    assert page.canvas.accessibleDescription() != ""


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_pointer_explains_every_kind_of_mark(page: DisabilityPage, qtbot: QtBot) -> None:
    at_rest = said(page)
    by_kind = {hit.id.partition(":")[0]: hit for hit in page.canvas.hits()}
    assert {"pole", "change", "edss", "relapse", "scan", "sdmt", "therapy", "phase"} <= set(by_kind)
    for kind, hit in by_kind.items():
        place = QPoint(round(hit.x + hit.width / 2) + 4, round(hit.y + hit.height / 2) + 4)
        qtbot.mouseMove(page.canvas, place)
        first = hit.text.replace("\u00a0", " ").splitlines()[0]
        assert first in said(page), kind
        QApplication.sendEvent(page.canvas, QHelpEvent(QEvent.Type.ToolTip, place, page.canvas.mapToGlobal(place)))
        assert escape(first, quote=False) in QToolTip.text().replace("\u00a0", " "), kind
    QToolTip.hideText()
    qtbot.mouseMove(page.canvas, QPoint(1, 1))
    assert said(page) == at_rest


def test_a_pressed_component_rings_what_it_rests_on(page: DisabilityPage, qtbot: QtBot) -> None:
    page.show_range(Range.SINCE)
    by_name = {row.line.name: row for row in page.outcomes.rows}
    assert set(by_name) == {"relapse", "disability", "mri"}
    held = by_name["disability"]
    assert held.line.evidence
    held.click()
    wanted = set(marks(line.seen for line in held.line.evidence))
    assert page.canvas.marked() == wanted
    assert wanted <= {hit.id for hit in page.canvas.hits()}, "all years are shown where evidence lies before Day 0"
    by_name["mri"].click()
    assert not held.isChecked()
    assert all(id.startswith("scan:") for id in page.canvas.marked())
    by_name["mri"].setFocus()
    key(qtbot, Qt.Key.Key_Return)
    assert page.canvas.marked() == frozenset()


def test_a_horizon_of_ones_own_is_judged(page: DisabilityPage) -> None:
    assert page.outcomes.shown is not None
    page.outcomes.choose_horizon(36)
    assert page.outcomes.shown.horizon_months == 36
    assert 36 in page.outcomes.shown.horizons
    page.outcomes.choose_horizon(24)
    assert page.outcomes.shown.neda is not None
    assert page.outcomes.shown.neda.verdict.horizon_months == 24


def test_every_kind_of_mark_opens_its_sheet(page: DisabilityPage, ctx: Context, qtbot: QtBot) -> None:
    ctx.set_sheet_place(page, 0)
    opened: list[QWidget] = []
    ctx.sheet_wanted.connect(opened.append)
    key(qtbot, Qt.Key.Key_Right)
    key(qtbot, Qt.Key.Key_Return)
    for kind in ("scan", "relapse", "therapy"):
        hits = (hit.id for hit in page.canvas.hits() if hit.id.startswith(f"{kind}:"))
        page.canvas.activated.emit(next(hits))
    names = [type(sheet).__name__ for sheet in opened]
    assert names == ["NeurologySheet", "MriSheet", "RelapseSheet", "DmtSheet"]
    for none in ("change:2016-05-30:worsening", "therapy:transplant", "relapse:none", "scan:0"):
        page.canvas.activated.emit(none)
    assert len(opened) == 4, "these are no rows"


def test_no_form_of_the_disease_flashes_up_as_a_window(page: DisabilityPage, ctx: Context, pid: int) -> None:
    ctx.set_sheet_place(page, 0)
    shown: list[str] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                shown.append(f"{type(watched).__name__} {watched.objectName()}")
            return False

    watch, app = Watch(), QApplication.instance()
    assert app is not None
    app.installEventFilter(watch)
    forms = [RelapseSheet(ctx, pid), MriSheet(ctx, pid), NeurologySheet(ctx, pid), MeasureSheet(ctx, pid)]
    app.removeEventFilter(watch)
    assert len(forms) == 4
    assert shown == []


def test_in_the_smallest_window_nothing_is_out_of_reach(qtbot: QtBot, ctx: Context, pid: int) -> None:
    tab = DiseaseTab(ctx)
    qtbot.addWidget(tab)
    tab.show()
    for disease_id in ("ms", "sle"):
        tab.show_patient(pid, disease_id)
        tab.resize(744, 381)
        qtbot.wait(1)
        buttons = [button for button in tab.findChildren(QPushButton) if button.objectName().startswith("disease_")]
        assert {button.height() for button in buttons if button.isVisible()} == {24}
    course = tab.course
    assert course is not None
    picture = course.canvas.picture()
    assert picture is not None
    assert course.canvas.width() <= course._area.viewport().width()
    assert picture.width <= course.canvas.width()


@pytest.mark.soak
def test_the_tab_is_named_by_the_disease(shell: Shell) -> None:
    shell.ctx.show_patient(pid_of(shell.ctx), "disease")
    page = shell.window.stack.currentWidget()
    assert isinstance(page, PatientPage)
    assert page.tabs.tabText(TABS.index("disease")) == "Neurology"
    page.disease.show_patient(pid_of(shell.ctx), "ssc")
    assert page.disease.shows_scores


def test_what_is_shown_is_printed(qtbot: QtBot, ctx: Context, pid: int) -> None:
    asked: list[str] = []
    ctx.action_wanted.connect(asked.append)
    tab = DiseaseTab(ctx)
    qtbot.addWidget(tab)
    tab.show_patient(pid, "ms")
    button = tab.findChild(QPushButton, "disease_print")
    assert isinstance(button, QPushButton)
    button.click()
    tab.show_part(scores=True)
    button.click()
    assert asked == ["print_disease", "print_measures"]


def test_without_anything_recorded_one_button_begins(qtbot: QtBot, ctx: Context) -> None:
    asked: list[str] = []
    ctx.action_wanted.connect(asked.append)
    page = DisabilityPage(ctx)
    qtbot.addWidget(page)
    page.show()
    page.show_patient(pid_of(ctx))
    button = page.first_stop()
    assert button is not page.canvas
    button.click()  # type: ignore[attr-defined]
    assert asked == ["record_neurology"]
