"""The patient's page in the real window: banner, tabs, keys, and what a write changes on it."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Options, Shell
from hsct_desktop.domain.adverse_event import AdverseEventEntry, Grade, GradeStep
from hsct_desktop.domain.patient import StateChange, StateChangeKind
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.services import adverse_events, patients, states, supportive_therapies, visits
from hsct_desktop.views.adverse_event_sheet import AdverseEventSheet
from hsct_desktop.views.overview import _CARD_HEIGHT, OverviewTab
from hsct_desktop.views.patient import TABS, PatientPage
from hsct_desktop.views.preferences import Preferences
from hsct_desktop.views.visit_sheet import VisitSheet
from hsct_desktop.views.widgets.chip import Chip
from hsct_desktop.views.widgets.side_sheet import SideSheet
from tests.views.ward import ON


def patient_id(shell: Shell, code: str) -> int:
    return next(hit.id for hit in patients.browse(shell.ctx.ready()) if hit.code == code)


def page_of(shell: Shell, code: str, tab: str = "overview") -> PatientPage:
    shell.ctx.show_patient(patient_id(shell, code), tab)
    page = shell.window.stack.currentWidget()
    assert isinstance(page, PatientPage)
    return page


def open_sheet(shell: Shell) -> SideSheet | None:
    return next((sheet for sheet in shell.window.findChildren(SideSheet) if sheet.isVisible()), None)


def words(widget: QWidget) -> str:
    # Widgets put into a layout that is shown appear with the next events.
    QApplication.processEvents()
    shown = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    return " ".join([*shown, *(chip.text() for chip in widget.findChildren(Chip) if chip.isVisible())])


def test_banner_names_the_patient_and_the_other_of_that_name(shell: Shell) -> None:
    said: list[str] = []
    shell.ctx.toast_wanted.connect(lambda text, _undo: said.append(text))
    page = page_of(shell, "MS-0107")
    text = words(page._lines).replace("\u00a0", " ")
    for fact in ("Rossi, Elena", "14 Mar 1984", "(42 y)", "MS-0107", "Day +99", "MS-0115", "Multiple sclerosis"):
        assert fact in text
    assert any("MS-0115" in line and "same name" in line for line in said)


def test_tabs_count_what_they_hold(shell: Shell) -> None:
    page = page_of(shell, "MS-0031")
    assert page.tabs.count() == len(TABS)
    counts = patients.banner(shell.ctx.ready(), patient_id(shell, "MS-0031")).counts
    page.show_tab("visits")
    assert sum(line.group is None for line in page.visits.table.rows.lines) == counts["visits"] > 5
    assert page.tabs.accessibleTabName(4) == f"Therapy {counts['therapies']}"
    page.show_tab("therapy")
    assert sum(line.group is None for line in page.therapy.table.rows.lines) == counts["therapies"] == 1


def test_every_tab_shows_every_row_of_its_service(shell: Shell) -> None:
    page = page_of(shell, "MS-0107", "visits")
    expected = visits.for_patient(shell.ctx.ready(), page.patient_id or 0, ON)
    assert len([line for line in page.visits.table.rows.lines if line.group is None]) == len(expected) > 3
    groups = [line for line in page.visits.table.rows.lines if line.group is not None]
    assert sum(line.group or 0 for line in groups) == len(expected)


@pytest.mark.soak
def test_febrile_neutropenia_by_keys(shell: Shell, qtbot: QtBot) -> None:
    page = page_of(shell, "MS-0107")
    shell.window.activateWindow()
    page.focus_first()
    qtbot.keyClick(shell.window.focusWidget() or page, Qt.Key.Key_T)
    sheet = open_sheet(shell)
    assert isinstance(sheet, AdverseEventSheet)
    qtbot.keyClicks(sheet._picker.line(), "febr")
    qtbot.keyClick(sheet._picker.line(), Qt.Key.Key_Return)
    assert [choice.grade for choice in sheet._grades.choices()] == [3, 4, 5]
    qtbot.keyClick(sheet._grades._list, Qt.Key.Key_3)
    qtbot.keyClick(sheet._grades._list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (episode,) = adverse_events.for_patient(shell.ctx.ready(), page.patient_id or 0)
    assert (episode.label, episode.worst, episode.onset, episode.ctcae_version) == (
        "Febrile neutropenia",
        Grade.SEVERE,
        ON,
        "5.0",
    )
    assert open_sheet(shell) is None
    assert page.tabs.accessibleTabName(3) == "Toxicity 1"
    assert "Febrile neutropenia" in words(page.overview)


@pytest.mark.soak
def test_a_recorded_visit_moves_on_to_the_next(shell: Shell, qtbot: QtBot) -> None:
    page = page_of(shell, "MS-0107", "visits")
    row = page.visits.chosen()
    assert row is not None
    assert row.status.awaits
    qtbot.keyClick(page.visits.table, Qt.Key.Key_Return)
    sheet = open_sheet(shell)
    assert isinstance(sheet, VisitSheet)
    sheet.save()
    rows = {r.scheduled_id: r for r in visits.for_patient(shell.ctx.ready(), page.patient_id or 0, ON)}
    assert rows[row.scheduled_id].status is VisitStatus.DONE
    assert rows[row.scheduled_id].seen_by == "M. Conti"
    after = page.visits.chosen()
    assert after is not None


@pytest.mark.soak
def test_a_visit_is_missed_with_a_reason_and_reopened(shell: Shell, qtbot: QtBot) -> None:
    page = page_of(shell, "MS-0107", "visits")
    row = page.visits.chosen()
    assert row is not None
    qtbot.keyClick(page.visits.table, Qt.Key.Key_X)
    sheet = open_sheet(shell)
    assert sheet is not None
    sheet.save_button().click()
    assert sheet.isVisible(), "without a reason nothing is written"
    qtbot.keyClicks(shell.window.focusWidget(), "no answer")
    sheet.save_button().click()
    after = next(
        r for r in visits.for_patient(shell.ctx.ready(), page.patient_id or 0, ON) if r.scheduled_id == row.scheduled_id
    )
    assert (after.status, after.reason) == (VisitStatus.MISSED, "no answer")
    page.visits.table.choose(f"s{row.scheduled_id}")
    page.visits._buttons["reopen"].click()
    after = next(
        r for r in visits.for_patient(shell.ctx.ready(), page.patient_id or 0, ON) if r.scheduled_id == row.scheduled_id
    )
    assert after.status.awaits


@pytest.mark.soak
def test_a_therapy_is_stopped_by_its_key(shell: Shell, qtbot: QtBot) -> None:
    page = page_of(shell, "MS-0031", "therapy")
    shell.window.activateWindow()
    qtbot.keyClick(page.therapy.table, Qt.Key.Key_S)
    sheet = open_sheet(shell)
    assert sheet is not None
    qtbot.keyClick(shell.window.focusWidget(), "N")  # type: ignore[arg-type]
    sheet.save_button().click()
    (therapy,) = supportive_therapies.for_patient(shell.ctx.ready(), page.patient_id or 0)
    assert therapy.stop == ON
    assert not page.therapy._buttons["stop"].isEnabled()
    heads = [line.cells[0].words for line in page.therapy.table.rows.lines if line.group is not None]
    assert heads == ["Stopped"], "stopped today is not current"
    page.show_tab("overview")
    assert "Co-trimoxazole" not in words(page.overview)


def test_of_who_is_no_longer_followed_nothing_is_asked(shell: Shell) -> None:
    ws = shell.ctx.ready()
    patient_id = next(hit.id for hit in patients.browse(ws) if hit.code == "MS-0031")
    left = StateChange(StateChangeKind.WITHDREW, ON - timedelta(days=9), "own wish")
    shell.ctx.save(lambda: states.change(ws, patient_id, left))
    page = page_of(shell, "MS-0031")
    shown = words(page.overview)
    assert "Record visit" not in shown
    day = shell.ctx.wording.date(left.on)
    for title in (f"Follow-up ended, {day}", f"Therapy when last recorded, {day}"):
        assert title in shown


@pytest.mark.soak
def test_the_dead_are_shown_as_such_and_the_state_can_be_taken_back(shell: Shell) -> None:
    page = page_of(shell, "MS-0107")
    ws, pid = shell.ctx.ready(), page.patient_id or 0
    changes = states.change(ws, pid, StateChange(StateChangeKind.DIED, ON - timedelta(days=1), "Sepsis <b>"))
    shell.ctx.news.send(changes)
    assert "19" in words(page._lines)
    assert "No visit lies ahead." in words(page.overview)
    (row,) = states.for_patient(ws, pid)
    shell.ctx.news.send(states.take_back(ws, row.id, "wrong patient"))
    assert "No visit lies ahead." not in words(page.overview)


@pytest.mark.soak
@pytest.mark.parametrize("width", [1366, 1100, 900])
def test_the_overview_keeps_its_cards_apart(shell: Shell, width: int) -> None:
    shell.window.resize(width, 768)
    page = page_of(shell, "MS-0107")
    cards = page.overview._cards
    for number, card in enumerate(cards):
        for other in cards[number + 1 :]:
            assert not card.geometry().intersects(other.geometry())
    assert isinstance(page.overview, OverviewTab)


def test_the_whole_overview_fits_1366_by_768(shell: Shell) -> None:
    page = page_of(shell, "MS-0107")
    assert page.overview._body.height() <= page.overview.height()


@pytest.mark.soak
def test_the_overview_of_every_practice_patient_fits_1366_by_768(
    qapp: QApplication, qtbot: QtBot, practice_ward: Path, tmp_path: Path
) -> None:
    ward = Path(shutil.copy(practice_ward, tmp_path / "practice.hsct"))
    options = Options(ward, practice=True, language="en", scheme="light", on=date(2026, 11, 20), plain_accepted=True)
    shell = Shell(qapp, options, Preferences(tmp_path / "settings.ini"))
    shell.window.resize(1366, 768)
    with qtbot.waitSignal(shell.desk.opened, timeout=20_000):
        shell.window.show()
    page = shell.window.page("patient")
    assert isinstance(page, PatientPage)
    for hit in patients.browse(shell.ctx.ready(), limit=100):
        shell.ctx.show_patient(hit.id)
        for _ in range(8):
            qapp.processEvents()
        assert page.overview._body.height() <= page.overview.height(), hit.code
        crowded = [card.sizeHint().height() for card in page.overview._cards]
        assert max(crowded) <= _CARD_HEIGHT + 1, hit.code
    shell.window.close()


def test_grades_over_time_are_drawn_as_a_course(shell: Shell) -> None:
    page = page_of(shell, "MS-0107", "toxicity")
    ws, start = shell.ctx.ready(), ON - timedelta(days=9)
    term = next(t for t in ws.catalogue.terms().all if t.label.en == "Mucositis oral")
    steps = tuple(GradeStep(start + timedelta(days=3 * n), Grade(g)) for n, g in enumerate((1, 3, 2)))
    entry = AdverseEventEntry(page.patient_id or 0, term.id, "5.0", start, steps)
    shell.ctx.news.send(adverse_events.record(ws, entry))
    line = next(line for line in page.toxicity.table.rows.lines if line.group is None)
    assert line.cells[0].grade == 3
    assert line.cells[1].paint == (1, 3, 2)


class Strays(QObject):
    """Notes every widget that is shown as a window of its own."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._window = window
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if shown and watched is not self._window:
            self.seen.append(type(watched).__name__)
        return False


@pytest.mark.soak
def test_no_part_flashes_as_a_window_of_its_own(shell: Shell, qapp: QApplication) -> None:
    """A widget shown before it has a parent takes the keyboard from the window."""
    strays = Strays(shell.window)
    qapp.installEventFilter(strays)
    for tab in TABS:
        page_of(shell, "MS-0107", tab)
    for action in ("record_visit", "record_toxicity", "record_therapy", "log_contact", "change_state"):
        shell.window.trigger(action)
        qapp.processEvents()
    shell.ctx.show_registration()
    qapp.processEvents()
    qapp.removeEventFilter(strays)
    assert strays.seen == []


@pytest.mark.soak
def test_esc_leaves_the_sheet_and_keeps_the_page(shell: Shell, qtbot: QtBot) -> None:
    page = page_of(shell, "MS-0107", "visits")
    shell.window.activateWindow()
    qtbot.keyClick(page.visits.table, Qt.Key.Key_R)
    assert isinstance(open_sheet(shell), VisitSheet)
    qtbot.keyClick(shell.window.focusWidget(), Qt.Key.Key_Escape)
    assert open_sheet(shell) is None
    assert shell.window.stack.currentWidget() is page


@pytest.mark.soak
@pytest.mark.parametrize("key", [Qt.Key.Key_X, Qt.Key.Key_B])
def test_keys_on_a_closed_visit_touch_no_other_visit(shell: Shell, qtbot: QtBot, key: Qt.Key) -> None:
    page = page_of(shell, "MS-0107", "visits")
    row = page.visits.chosen()
    assert row is not None
    assert row.scheduled_id is not None
    shell.ctx.save(lambda: visits.cancel(shell.ctx.ready(), row.scheduled_id or 0, row.version, "ill"))
    page.visits.table.choose(f"s{row.scheduled_id}")
    closed = page.visits.chosen()
    assert closed is not None
    assert closed.status is VisitStatus.CANCELLED
    qtbot.keyClick(page.visits.table, key)
    assert open_sheet(shell) is None


@pytest.mark.soak
def test_what_was_refused_of_one_patient_is_not_said_of_the_next(shell: Shell) -> None:
    banners = [patients.banner(shell.ctx.ready(), hit.id) for hit in patients.browse(shell.ctx.ready())]
    one, other, *_ = [banner.code for banner in banners if not banner.same_name]
    page_of(shell, one)
    shell.ctx.report_error(KnownError("death_review_none"))
    page_of(shell, one, "visits")
    assert "this patient" in shell.window.error_strip.text()
    page_of(shell, other)
    assert shell.window.error_strip.text() == ""
    shell.window.show_crash("report.txt")
    page_of(shell, one)
    assert "report.txt" in shell.window.error_strip.text()
