"""Patients, Protocols and Settings on a real file."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.services import unit
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.context import Context
from hsct_desktop.views.patients import Column, PatientsPage
from hsct_desktop.views.preferences import Preferences
from hsct_desktop.views.settings import SettingsPage


@pytest.fixture
def patients(qtbot: QtBot, ctx: Context) -> PatientsPage:
    page = PatientsPage(ctx)
    qtbot.addWidget(page)
    page.resize(1200, 600)
    page.show()
    return page


def test_everybody_is_listed_by_name(patients: PatientsPage) -> None:
    names = [patients.model.index(row, Column.NAME).data() for row in range(patients.model.rowCount())]
    assert sorted(names) == ["D'Angelo, Marta", "Rossi, Elena", "Rossi, Elena", "Özdemir, Ayşe"]
    assert len(names) == 4


def test_typing_filters_and_enter_opens(patients: PatientsPage, ctx: Context, qtbot: QtBot) -> None:
    patients.focus_first()
    qtbot.keyClicks(patients.filter, "angelo")
    with qtbot.waitSignal(ctx.patient_wanted) as caught:
        qtbot.keyClick(patients.filter, Qt.Key.Key_Return)  # before the pause has ended
    assert caught.args == [4, "overview"]
    assert patients.model.rowCount() == 1


def test_arrows_in_the_filter_choose_a_row(patients: PatientsPage, qtbot: QtBot) -> None:
    first = patients.subject()
    qtbot.keyClick(patients.filter, Qt.Key.Key_Down)
    assert patients.subject() != first


def test_nobody_found_is_worded(patients: PatientsPage) -> None:
    patients.filter.setText("zzz")
    patients.refresh()
    assert patients.empty.isVisible()
    patients.empty.button().click()
    assert patients.model.rowCount() == 4


@pytest.fixture
def settings(qtbot: QtBot, ctx: Context, tmp_path: Path) -> SettingsPage:
    page = SettingsPage(ctx, Preferences(tmp_path / "settings.ini"))
    qtbot.addWidget(page)
    page.show()
    return page


@pytest.mark.soak
def test_the_units_name_is_saved_and_an_empty_one_is_refused(settings: SettingsPage, workspace: Workspace) -> None:
    settings.unit.setText("Ward 7")
    settings.unit.textEdited.emit("Ward 7")
    settings._unit_save.click()
    assert unit.unit_name(workspace) == "Ward 7"
    settings.unit.setText(" ")
    settings.unit.textEdited.emit(" ")
    settings._unit_save.click()
    assert settings._unit_field.error()
    assert unit.unit_name(workspace) == "Ward 7"


def test_language_and_colours_ask_the_window(settings: SettingsPage, ctx: Context, qtbot: QtBot) -> None:
    settings.language.setCurrentIndex(1)
    with qtbot.waitSignal(ctx.action_wanted) as caught:
        settings.language.activated.emit(1)
    assert caught.args == ["language_it"]


def test_preferences_last(tmp_path: Path) -> None:
    file = tmp_path / "settings.ini"
    first = Preferences(file)
    first.language, first.scheme, first.last_file = "it", "dark", tmp_path / "a.hsct"
    first.set_staff_id(tmp_path / "a.hsct", 3)
    second = Preferences(file)
    assert (second.language, second.scheme, second.last_file) == ("it", "dark", tmp_path / "a.hsct")
    assert second.staff_id(tmp_path / "a.hsct") == 3
    assert second.staff_id(tmp_path / "b.hsct") is None
    file.write_text("[General]\nlanguage=klingon\ntheme=pink\n", encoding="utf-8")
    third = Preferences(file)
    assert (third.language, third.scheme) == ("", "system")


def test_the_last_file_is_found_from_every_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    typed = Path("p.hsct")
    preferences = Preferences(tmp_path / "settings.ini")
    preferences.last_file = typed
    preferences.set_staff_id(typed, 3)
    monkeypatch.chdir("/")
    assert preferences.last_file == tmp_path / "p.hsct"
    assert preferences.staff_id(tmp_path / "p.hsct") == 3


@pytest.mark.skipif(os.name == "nt", reason="Windows goes by the rights of the folder")
@pytest.mark.parametrize("former", [None, 0o644])
def test_settings_belong_to_their_user_alone(tmp_path: Path, former: int | None) -> None:
    file = tmp_path / "new folder" / "settings.ini"
    if former is not None:
        file.parent.mkdir()
        file.write_text("[General]\nkey_hints=no\n", encoding="utf-8")
        file.chmod(former)
    preferences = Preferences(file)
    for language in ("it", "en"):
        preferences.language = language
        assert file.stat().st_mode & 0o777 == 0o600
    again = Preferences(file)
    assert (again.language, again.key_hints) == ("en", former is None)


@pytest.mark.parametrize(
    ("width", "language"),
    [
        (1366, "en"),
        (820, "it"),
        *(
            pytest.param(width, language, marks=pytest.mark.soak)
            for width, language in ((1100, "en"), (820, "en"), (1366, "it"), (1100, "it"))
        ),
    ],
)
def test_every_place_opens_in_every_width_and_language(shell: Shell, qtbot: QtBot, width: int, language: str) -> None:
    if language == "it":
        shell.window.trigger("language_it")
        qtbot.waitUntil(lambda: shell.ctx.language == "it")
    shell.window.resize(width, 700)
    for place in ("patients", "unit", "protocols", "settings", "today"):
        shell.window.show_page(place)
        shell.window.repaint()
    assert shell.window.width() == width
