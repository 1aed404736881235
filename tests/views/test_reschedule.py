"""The before/after preview in the real window: it shows, asks, writes once, and comes back whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.patient import PatientEntry, Sex
from hsct_desktop.domain.reschedule import Choice, MoveKind
from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.services import patients, transplants, visits
from hsct_desktop.services.visits import VisitRow
from hsct_desktop.views.reschedule import ReschedulePage
from hsct_desktop.views.reschedule_changes import read_day
from hsct_desktop.views.reschedule_lines import series_name
from hsct_desktop.views.visit_sheet import VisitSheet
from hsct_desktop.views.widgets.buttons import KeyButton
from tests.services.test_schedule import HANGING
from tests.views.ward import ON

MARTA = "MS-0031"
"""28 days after Day 0; nothing of hers has been recorded."""


def the(shell: Shell, code: str) -> int:
    return next(hit.id for hit in patients.browse(shell.ctx.ready()) if hit.code == code)


def plan(shell: Shell, who: int) -> dict[str, VisitRow]:
    return {row.label: row for row in visits.for_patient(shell.ctx.ready(), who, ON)}


def day0(shell: Shell, who: int) -> date:
    found = transplants.entry_of(shell.ctx.ready(), who)
    assert found is not None
    assert found[0].day0 is not None
    return found[0].day0


def shape(shell: Shell, who: int) -> dict[str, tuple[object, ...]]:
    return {k: (r.target, r.earliest, r.latest, r.booked, r.status) for k, r in plan(shell, who).items()}


def book(shell: Shell, who: int, label: str, on: date) -> None:
    row = plan(shell, who)[label]
    assert row.scheduled_id is not None
    visits.book(shell.ctx.ready(), row.scheduled_id, row.version, on, reason="asked")


def preview_of(shell: Shell, who: int) -> ReschedulePage:
    shell.window.show_patient(who)
    shell.window.trigger("move_day0")
    page = shell.window.page("patient").replan  # type: ignore[attr-defined]
    assert isinstance(page, ReschedulePage)
    return page


def type_day(page: ReschedulePage, words: str) -> None:
    page.day.setText(words)
    QTest.keyClick(page.day, Qt.Key.Key_Return)


def press(shell: Shell, key: Qt.Key, control: bool = False) -> None:
    held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(shell.window.focusWidget() or shell.window, key, held)
    QApplication.processEvents()


def test_it_shows_asks_and_writes_nothing(shell: Shell) -> None:
    who = the(shell, MARTA)
    book(shell, who, "Day +60", ON + timedelta(days=30))
    before = shape(shell, who)
    page = preview_of(shell, who)
    type_day(page, "-3")
    found = page.panel.preview()
    assert found is not None
    assert found.counts[MoveKind.ASKS] == 1
    assert found.counts[MoveKind.MOVED] > 5
    assert page.panel.chips.texts()[0] == "1 asks"
    assert shape(shell, who) == before
    page.leave()
    assert shell.window.page("patient").replan is None  # type: ignore[attr-defined]
    assert shape(shell, who) == before


@pytest.mark.soak
def test_keys_decide_and_confirm_and_undo_brings_it_back(shell: Shell) -> None:
    who = the(shell, MARTA)
    book(shell, who, "Day +60", ON + timedelta(days=30))
    before, old = shape(shell, who), day0(shell, who)
    page = preview_of(shell, who)
    type_day(page, "-3")
    press(shell, Qt.Key.Key_2)
    assert page.panel.decisions().by_key == {"d60": Choice.MOVE}
    press(shell, Qt.Key.Key_Return, control=True)
    assert day0(shell, who) == old - timedelta(days=3)
    moved = plan(shell, who)["Day +60"]
    assert moved.booked == moved.target or (moved.booked is not None and moved.booked.weekday() < 5)
    assert moved.booked != ON + timedelta(days=30)
    press(shell, Qt.Key.Key_Z, control=True)
    assert (shape(shell, who), day0(shell, who)) == (before, old)


def test_what_was_not_shown_is_not_written(shell: Shell) -> None:
    who = the(shell, MARTA)
    old = day0(shell, who)
    page = preview_of(shell, who)
    page.day.setText("-3")
    page.confirm()
    assert day0(shell, who) == old
    assert page.panel.preview() is not None
    page.confirm()
    assert day0(shell, who) == old - timedelta(days=3)


@pytest.mark.soak
@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Type the new day"), ("+0", "present Day 0"), ("yellow", "yellow"), ("+9000", "months ahead")],
)
def test_what_cannot_be_stands_beside_the_day(shell: Shell, typed: str, words: str) -> None:
    who = the(shell, MARTA)
    old = day0(shell, who)
    page = preview_of(shell, who)
    type_day(page, typed)
    assert words in page.problem()
    page.confirm()
    assert day0(shell, who) == old
    assert page.panel.preview() is None
    type_day(page, "-1")
    assert page.problem() == ""


def test_two_people_move_the_same_patient(shell: Shell) -> None:
    who = the(shell, MARTA)
    old, ws = day0(shell, who), shell.ctx.ready()
    page = preview_of(shell, who)
    type_day(page, "-3")
    entry, version, course = transplants.entry_of(ws, who) or pytest.fail("no course")
    transplants.revise(ws, course, version, entry.__class__(**{**entry.__dict__, "day0": old - timedelta(days=1)}))
    page.confirm()
    assert day0(shell, who) == old - timedelta(days=1)
    assert page.day.text() == "-3"
    assert page.change.before == old - timedelta(days=1)
    assert shell.window.error_strip.isVisible()
    page.confirm()
    assert day0(shell, who) == old - timedelta(days=4)


@pytest.mark.soak
def test_a_patient_whose_day0_is_not_known_gets_one(shell: Shell) -> None:
    who, ws = the(shell, MARTA), shell.ctx.ready()
    from dataclasses import replace

    entry, version, course = transplants.entry_of(ws, who) or pytest.fail("no course")
    transplants.revise(ws, course, version, replace(entry, day0=None))
    page = preview_of(shell, who)
    assert page.change.title() == "Enter Day 0"
    type_day(page, "+14")
    found = page.panel.preview()
    assert found is not None
    assert found.counts[MoveKind.ADDED] + found.counts[MoveKind.MOVED] > 5
    page.confirm()
    assert day0(shell, who) == ON + timedelta(days=14)


@pytest.mark.soak
def test_a_click_decides(shell: Shell, qtbot: QtBot) -> None:
    from hsct_desktop.views.reschedule_table import CHOICE

    who = the(shell, MARTA)
    book(shell, who, "Day +60", ON + timedelta(days=30))
    page = preview_of(shell, who)
    type_day(page, "-3")
    table = page.panel.table
    cell = table.visualRect(table.model().index(1, CHOICE))
    for right in range(cell.left() + 10, cell.right(), 10):
        at = cell.center()
        at.setX(right)
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
        if page.panel.decisions().by_key == {"d60": Choice.MOVE}:
            break
    assert page.panel.decisions().by_key == {"d60": Choice.MOVE}


def test_days_read_from_the_present_one() -> None:
    present = date(2026, 12, 3)
    assert read_day("+6", ON, present) == date(2026, 12, 9)
    assert read_day("\u22122", ON, present) == date(2026, 12, 1)
    assert read_day("+1w", ON, present) == date(2026, 12, 10)
    assert read_day("t", ON, present) == ON
    assert read_day("fri", ON, present) == ON + timedelta(days=7)
    assert read_day("9/12/2026", ON, present) == date(2026, 12, 9)
    assert read_day("+6", ON, None) == ON + timedelta(days=6)


def test_a_series_is_named_by_what_its_dates_share() -> None:
    assert series_name(["Weekly blood test, week 1", "Weekly blood test, week 12"]) == "Weekly blood test"
    assert series_name(["Year 3", "Year 4", "Year 5"]) == "Year"


def replan(shell: Shell) -> ReschedulePage:
    page = shell.window.page("patient").replan  # type: ignore[attr-defined]
    assert isinstance(page, ReschedulePage)
    return page


def fill_discharge(shell: Shell, who: int, on: str) -> None:
    from hsct_desktop.domain.patient import StateChangeKind
    from hsct_desktop.views.state_sheet import StateSheet

    shell.window.show_patient(who)
    shell.window.trigger("change_state")
    sheet = shell.window.sheet()
    assert isinstance(sheet, StateSheet)
    sheet._ui.kind.set_value(StateChangeKind.DISCHARGED)
    sheet._ui.on.set_typed(on)
    sheet.save()


def test_a_discharge_is_looked_at_first_and_taken_back_the_same_way(shell: Shell) -> None:
    from hsct_desktop.services import states
    from hsct_desktop.views.reason_sheet import ReasonSheet
    from hsct_desktop.views.state_sheet import StateSheet

    who, ws = the(shell, MARTA), shell.ctx.ready()
    before = shape(shell, who)
    fill_discharge(shell, who, "-2")
    page = replan(shell)
    found = page.panel.preview()
    assert found is not None
    assert found.counts[MoveKind.ADDED] > 3
    assert any("dates" in line.cells[1].words for line in page.panel.table.rows.lines if line.group is None)
    assert states.for_patient(ws, who) == []
    page.leave()
    sheet = shell.window.sheet()
    assert isinstance(sheet, StateSheet), "what was typed is there again"
    assert sheet._ui.on.date() == ON - timedelta(days=2)
    sheet.save()
    replan(shell).confirm()
    (row,) = states.for_patient(ws, who)
    assert len(shape(shell, who)) > len(before)
    shell.window.trigger("change_state")
    again = shell.window.sheet()
    assert isinstance(again, StateSheet)
    assert again._kind() is None, "the draft went with the record"
    again._take_back(row)
    reason = shell.window.sheet()
    assert isinstance(reason, ReasonSheet)
    reason._reason.set_text("another patient")
    reason.save()
    assert len(states.for_patient(ws, who)) == 1
    assert replan(shell).panel.preview().counts[MoveKind.DROPPED] > 3  # type: ignore[union-attr]
    replan(shell).confirm()
    assert states.for_patient(ws, who) == []
    assert shape(shell, who) == before


@pytest.mark.soak
def test_a_change_of_the_edit_form_is_previewed_and_decided(shell: Shell) -> None:
    who, ws = the(shell, MARTA), shell.ctx.ready()
    book(shell, who, "Day +60", ON + timedelta(days=30))
    before, old = shape(shell, who), day0(shell, who)
    shell.window.show_registration(who)
    page = shell.window.page("registration")
    page.go_to(1)  # type: ignore[attr-defined]
    page.transplant.ui.day0.set_date(old - timedelta(days=4))  # type: ignore[attr-defined]
    page.go_on()  # type: ignore[attr-defined]
    panel = page.replan  # type: ignore[attr-defined]
    assert panel.isVisible()
    assert panel.preview().counts[MoveKind.ASKS] == 1
    panel.choose("d60", Choice.MOVE)
    assert shape(shell, who) == before
    page.go_on()  # type: ignore[attr-defined]
    assert day0(shell, who) == old - timedelta(days=4)
    assert plan(shell, who)["Day +60"].booked != ON + timedelta(days=30)
    from hsct_desktop.services import undo

    undo.undo_last(ws)
    assert shape(shell, who) == before


@pytest.mark.soak
def test_the_next_transplant_closes_the_course_before(shell: Shell) -> None:
    from hsct_desktop.views.next_transplant_sheet import NextTransplantSheet

    who, ws = the(shell, MARTA), shell.ctx.ready()
    book(shell, who, "Day +60", ON + timedelta(days=30))
    before = shape(shell, who)
    shell.window.show_patient(who)
    shell.window.trigger("next_transplant")
    sheet = shell.window.sheet()
    assert isinstance(sheet, NextTransplantSheet)
    sheet._step.ui.day0.set_typed("-30")
    sheet.save()
    assert shell.window.sheet() is sheet, "an impossible day is said in the form"
    assert sheet._step.ui.day0.error()
    sheet._step.ui.day0.set_typed("+20")
    sheet.save()
    page = replan(shell)
    found = page.panel.preview()
    assert found is not None
    assert found.counts[MoveKind.ASKS] == 1
    assert found.counts[MoveKind.DROPPED] > 5
    assert found.counts[MoveKind.ADDED] > 5
    assert shape(shell, who) == before
    page.panel.choose("d60", Choice.DROP)
    page.confirm()
    first, second = transplants.courses_of(ws, who)
    assert (first.closed_on, second.entry.day0) == (ON, ON + timedelta(days=20))
    patient = shell.window.page("patient")
    heads = [line.cells[0].words for line in patient.visits.table.rows.lines if line.group is not None]  # type: ignore[attr-defined]
    assert [head.split(",")[0] for head in heads] == ["To come", "Closed", "Transplant 1"]
    assert patient._banner.day == -20  # type: ignore[attr-defined]
    shell.window.trigger("undo")
    assert shape(shell, who) == before
    assert len(transplants.courses_of(ws, who)) == 1


def hanging(shell: Shell, folder: Path) -> int:
    """A patient on a protocol whose second visit hangs on the first."""
    protocols = folder / "unit" / "protocols"
    protocols.mkdir(parents=True)
    (protocols / "hanging.yaml").write_text(HANGING, encoding="utf-8")
    ws = shell.ctx.ready()
    ws.catalogue = Catalogue(folder / "unit")
    entry = TransplantEntry("hanging", ON - timedelta(days=12))
    saved = patients.register(
        ws, PatientEntry("MS-0300", "Okafor", "Ada", date(1990, 1, 2), Sex.FEMALE, disease_id="ms"), entry
    )
    assert saved.patient_id is not None
    return saved.patient_id


@pytest.mark.soak
def test_a_visit_others_hang_on_is_looked_at_first(shell: Shell, tmp_path: Path) -> None:
    who = hanging(shell, tmp_path)
    book(shell, who, "Second", ON + timedelta(days=30))
    before = shape(shell, who)
    first = plan(shell, who)["First"]
    shell.ctx.show_patient(who)
    shell.ctx.open_sheet(VisitSheet(shell.ctx, who, first.scheduled_id))
    sheet = shell.window.sheet()
    assert isinstance(sheet, VisitSheet)
    sheet.save()
    page = replan(shell)
    assert [row.label for row in page.panel.preview().asks] == ["Second"]  # type: ignore[union-attr]
    assert shape(shell, who) == before
    page.panel.choose(page.panel.preview().asks[0].key, Choice.MOVE)  # type: ignore[union-attr]
    page.confirm()
    now = plan(shell, who)
    assert now["First"].seen_on == ON
    assert now["Second"].target == ON + timedelta(days=30)
    shell.window.trigger("undo")
    assert shape(shell, who) == before


def test_a_visit_nothing_hangs_on_is_written_at_once(shell: Shell) -> None:
    who = the(shell, MARTA)
    row = plan(shell, who)["Day +30"]
    shell.ctx.show_patient(who)
    shell.ctx.open_sheet(VisitSheet(shell.ctx, who, row.scheduled_id))
    sheet = shell.window.sheet()
    assert isinstance(sheet, VisitSheet)
    sheet.save()
    assert plan(shell, who)["Day +30"].seen_on == ON
    assert shell.window.page("patient").replan is None  # type: ignore[attr-defined]


@pytest.mark.soak
def test_leaving_the_page_by_a_tab_a_sheet_or_another_patient_saves_nothing(shell: Shell) -> None:
    who, other = the(shell, MARTA), the(shell, "MS-0112")
    before = shape(shell, who)
    patient = shell.window.page("patient")
    ways: list[Callable[[], object]] = [
        lambda: patient.show_tab("therapy"),  # type: ignore[attr-defined]
        lambda: shell.window.trigger("record_toxicity"),
        lambda: shell.ctx.show_patient(other),
    ]
    for leave in ways:
        type_day(preview_of(shell, who), "-3")
        leave()
        QApplication.processEvents()
        assert patient.replan is None  # type: ignore[attr-defined]
        assert shape(shell, who) == before


@pytest.mark.soak
def test_the_table_is_read_aloud(shell: Shell) -> None:
    who = the(shell, MARTA)
    book(shell, who, "Day +60", ON + timedelta(days=30))
    page = preview_of(shell, who)
    type_day(page, "-3")
    line = next(line for line in page.panel.table.rows.lines if line.key == "asks:d60")
    words = [cell.words.replace("\u00a0", " ") for cell in line.cells]
    assert words[0] == "asks"
    assert words[4].startswith("before 22 Dec 2026 (")
    assert "Keep Sun 20 Dec is chosen; booked" in words[5]
    assert page.accessibleName().startswith("Move Day 0")
    assert all(button.text() for button in page.findChildren(KeyButton))


@pytest.mark.soak
def test_what_only_asks_for_a_second_look_is_asked_on_the_page(shell: Shell, tmp_path: Path) -> None:
    who = hanging(shell, tmp_path)
    book(shell, who, "Second", ON + timedelta(days=30))
    shell.ctx.show_patient(who)
    shell.ctx.open_sheet(VisitSheet(shell.ctx, who, plan(shell, who)["First"].scheduled_id))
    sheet = shell.window.sheet()
    assert isinstance(sheet, VisitSheet)
    sheet._ui.on.set_date(ON - timedelta(days=1))
    sheet.save()
    page = replan(shell)
    page.confirm()
    assert plan(shell, who)["First"].seen_on is None
    assert page.problem()
    page.confirm()
    assert plan(shell, who)["First"].seen_on == ON - timedelta(days=1)
    assert plan(shell, who)["Second"].booked == ON + timedelta(days=30), "kept unless decided"
