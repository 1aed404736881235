"""The calendar file from the window: the sheet asks, names only when confirmed, and the file is written beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from icalendar import Calendar
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.services import patients
from hsct_desktop.views.calendar_sheet import USUAL_SPAN, CalendarSheet
from tests.views.ward import ON


def sheet_of(shell: Shell) -> CalendarSheet:
    sheet = shell.window.sheet()
    assert isinstance(sheet, CalendarSheet)
    return sheet


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, list[str]]:
    """The dialog answers with a place without an ending; the names that were proposed."""
    proposed: list[str] = []
    chosen = tmp_path / "chosen"

    def answer(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        proposed.append(name)
        return str(chosen), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(answer))
    return chosen.with_name("chosen.ics"), proposed


def summaries(path: Path) -> list[str]:
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(path.read_bytes()).events]


def test_the_units_file(shell: Shell, qtbot: QtBot, place: tuple[Path, list[str]]) -> None:
    path, proposed = place
    shell.window.trigger("calendar_unit")
    wish = sheet_of(shell).wish()
    assert wish is not None
    assert (wish.first, wish.last, wish.names) == (ON, ON + USUAL_SPAN, False)
    with qtbot.waitSignal(shell.window.calendars.written):
        sheet_of(shell).save_button().click()
    assert shell.window.sheet() is None
    assert proposed == ["calendar-unit-2026-11-20.ics"]
    assert summaries(path)
    assert b"Rossi" not in path.read_bytes()
    assert str(path) in shell.window.toast.text()


@pytest.mark.soak
def test_a_patients_file_from_the_page_and_the_palette(
    shell: Shell, qtbot: QtBot, place: tuple[Path, list[str]]
) -> None:
    path, proposed = place
    who = patients.find(shell.ctx.ready(), "MS-0107")[0].id
    for ask in (
        lambda: shell.window.trigger("calendar_patient"),
        lambda: shell.window._on_palette_action("calendar_patient", who),
    ):
        shell.window.show_patient(who)
        ask()
        with qtbot.waitSignal(shell.window.calendars.written):
            sheet_of(shell).save_button().click()
        assert {text.partition(" · ")[0] for text in summaries(path)} == {"MS-0107"}
        path.unlink()
    assert proposed == [f"calendar-{who}-2026-11-20.ics"] * 2


def test_names_must_be_confirmed_each_time(shell: Shell, qtbot: QtBot, place: tuple[Path, list[str]]) -> None:
    path, _ = place
    shell.window.trigger("calendar_unit")
    sheet = sheet_of(shell)
    assert sheet.save_button().isEnabled()
    assert not sheet.confirmed.isVisible()
    sheet.names.click()
    assert sheet.confirmed.isVisible()
    assert not sheet.save_button().isEnabled()
    sheet.saved.emit()  # Ctrl+Enter does nothing either
    assert not path.exists()
    sheet.confirmed.click()
    sheet.names.click()
    sheet.names.click()
    assert not sheet.confirmed.isChecked()
    assert not sheet.save_button().isEnabled()
    sheet.confirmed.click()
    with qtbot.waitSignal(shell.window.calendars.written):
        sheet.save_button().click()
    assert any(text.startswith("Rossi, Elena (MS-0107) · ") for text in summaries(path))


def test_days_the_wrong_way_round_are_told_and_not_written(shell: Shell) -> None:
    shell.window.trigger("calendar_unit")
    sheet = sheet_of(shell)
    sheet._last.set_typed("1/11/2026")
    assert sheet.wish() is None
    assert not sheet.save_button().isEnabled()
    sheet._last.set_typed("1/12/2026")
    assert sheet.wish() is not None


def test_a_place_that_cannot_be_written_is_a_sentence(
    shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear colleague", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(letter), "")))
    shell.window.trigger("calendar_unit")
    sheet_of(shell).save_button().click()
    qtbot.waitUntil(lambda: "not a calendar file" in shell.window.error_strip.text())
    assert letter.read_text(encoding="utf-8") == "Dear colleague"


def test_leaving_the_dialog_leaves_the_sheet(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: ("", "")))
    shell.window.trigger("calendar_unit")
    sheet_of(shell).save_button().click()
    assert shell.window.sheet() is not None


def test_without_a_file_it_says_so(shell: Shell) -> None:
    shell.desk.close()
    shell.window.trigger("calendar_unit")
    assert shell.window.error_strip.text()
