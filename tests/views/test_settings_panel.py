"""The settings made from their table: shown, checked beside the field, saved together, undone, found by the palette."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSpinBox
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.services import settings as service
from hsct_desktop.services.undo import undo_last
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.context import Context
from hsct_desktop.views.preferences import Preferences
from hsct_desktop.views.setting_editors import RegionEditor
from hsct_desktop.views.settings import SettingsPage
from hsct_desktop.views.settings_panel import SettingField, UnitSettingsPanel
from hsct_desktop.views.widgets.plain_label import PlainLabel


@pytest.fixture
def page(qtbot: QtBot, ctx: Context, tmp_path: Path) -> SettingsPage:
    made = SettingsPage(ctx, Preferences(tmp_path / "settings.ini"))
    qtbot.addWidget(made)
    made.resize(1300, 700)
    made.show()
    return made


def field(page: SettingsPage, name: str) -> SettingField:
    return next(panel.fields[name] for panel in page.panels if name in panel.fields)


def schedule(page: SettingsPage) -> UnitSettingsPanel:
    return next(p for p in page.panels if isinstance(p, UnitSettingsPanel) and service.COUNTRY in p.fields)


def fill(page: SettingsPage, name: str, text: str) -> None:
    """As a person does it: the editor changes and says so."""
    field(page, name).editor.set_text(text)


@pytest.mark.soak
def test_every_setting_of_the_table_stands_on_the_page_with_its_help(page: SettingsPage, workspace: Workspace) -> None:
    shown = {name for panel in page.panels for name in panel.fields}
    assert shown == set(workspace.catalogue.settings)
    for definition in workspace.catalogue.settings.values():
        words = [label.text() for label in field(page, definition.id).findChildren(PlainLabel)]
        assert definition.label.en in words
        assert definition.help.en in words
        assert any(definition.acts.en in text and text.startswith("Default: ") for text in words), definition.id


@pytest.mark.soak
def test_a_change_is_saved_as_one_write_and_undone(
    page: SettingsPage, ctx: Context, workspace: Workspace, qtbot: QtBot
) -> None:
    panel = schedule(page)
    assert not panel.save_button.isEnabled()
    fill(page, service.COUNTRY, "IT")
    fill(page, service.REGION, "MI")
    fill(page, service.CLINIC_DAYS, "tue, thu")
    fill(page, service.CLOSED_DAYS, "2026-12-24 Christmas Eve")
    fill(page, service.PLACES_A_DAY, "9")
    assert panel.save_button.isEnabled()
    with qtbot.waitSignal(ctx.toast_wanted) as toast:
        panel.save_button.click()
    assert toast.args == ["Setting saved", toast.args[1]]
    assert toast.args[1], "the toast offers to undo"
    assert service.value(workspace, service.REGION) == "MI"
    assert service.value(workspace, service.CLOSED_DAYS) == "2026-12-24 Christmas Eve"
    assert not panel.save_button.isEnabled()
    changes = undo_last(workspace)
    assert changes is not None
    ctx.news.send(changes)
    assert field(page, service.REGION).editor.text() == ""
    assert field(page, service.PLACES_A_DAY).editor.text() == "6"


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_written(page: SettingsPage, workspace: Workspace) -> None:
    days = field(page, service.CLOSED_DAYS)
    area = days.editor.widget
    assert isinstance(area, QPlainTextEdit)
    area.setPlainText("24/12/2026 Christmas Eve\n25 Dec")
    fill(page, service.PLACES_A_DAY, "9")
    schedule(page).save()
    assert days.frame.error().startswith("Line 2: “25 Dec” does not begin with a day;")
    assert area.textCursor().selectedText().strip("\u2029") == "25 Dec"
    assert service.value(workspace, service.PLACES_A_DAY) == "6"
    area.setPlainText("24/12/2026 Christmas Eve")
    assert not days.frame.error()
    schedule(page).save()
    assert service.value(workspace, service.PLACES_A_DAY) == "9"
    assert area.toPlainText() == "24/12/2026 Christmas Eve"


def test_regions_follow_their_country(page: SettingsPage, workspace: Workspace) -> None:
    region = field(page, service.REGION).editor
    assert isinstance(region, RegionEditor)
    assert not region.widget.isEnabled()
    fill(page, service.COUNTRY, "IT")
    assert region.widget.isEnabled()
    fill(page, service.REGION, "MI")
    schedule(page).save()
    fill(page, service.COUNTRY, "DE")
    assert region.text() == ""
    schedule(page).save()
    assert service.value(workspace, service.REGION) == ""
    fill(page, service.COUNTRY, "JP")
    assert not region.widget.isEnabled(), "a country without regions of its own"


def test_back_to_the_default_is_a_change_like_others(page: SettingsPage, workspace: Workspace) -> None:
    places = field(page, service.PLACES_A_DAY)
    assert places.back.isHidden()
    fill(page, service.PLACES_A_DAY, "9")
    schedule(page).save()
    assert not places.back.isHidden()
    places.back.click()
    schedule(page).save()
    assert not any(row.is_set for row in service.all_values(workspace))


@pytest.mark.soak
def test_what_is_being_typed_survives_news(page: SettingsPage, ctx: Context, workspace: Workspace) -> None:
    fill(page, service.PLACES_A_DAY, "9")
    changes = service.put_all(workspace, {service.COUNTRY: "IT", service.REGION: "MI"})
    ctx.news.send(changes)
    assert field(page, service.PLACES_A_DAY).editor.text() == "9"
    assert field(page, service.REGION).editor.text() == "MI"
    ctx.news.send(service.put(workspace, service.COUNTRY, "DE"))
    assert field(page, service.REGION).editor.text() == ""
    assert not field(page, service.REGION).is_edited()


@pytest.mark.soak
def test_another_window_is_not_overwritten(
    page: SettingsPage, ctx: Context, workspace: Workspace, qtbot: QtBot
) -> None:
    fill(page, service.PLACES_A_DAY, "9")
    service.put(workspace, service.PLACES_A_DAY, "7")
    with qtbot.waitSignal(ctx.error_wanted):
        schedule(page).save()
    assert service.value(workspace, service.PLACES_A_DAY) == "7"
    schedule(page).discard()
    assert field(page, service.PLACES_A_DAY).editor.text() == "7"


@pytest.mark.soak
def test_a_stored_value_that_can_no_longer_be_used_is_told(
    page: SettingsPage, ctx: Context, workspace: Workspace
) -> None:
    from hsct_desktop.store import setting

    with workspace.write("patient.revise") as session:
        setting.put(session, service.COUNTRY, "ZZ")
    page.refresh()
    assert field(page, service.COUNTRY).frame.error().startswith("The holidays of “ZZ” are not known;")
    assert field(page, service.COUNTRY).editor.text() == "ZZ"


def test_without_a_file_the_page_says_what_to_do(qtbot: QtBot, tmp_path: Path) -> None:
    page = SettingsPage(Context(None), Preferences(tmp_path / "settings.ini"))
    qtbot.addWidget(page)
    page.show()
    assert not field(page, service.COUNTRY).isEnabled()
    sentences = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert any(text.startswith("Open a data file to change these") for text in sentences)
    assert field(page, service.AGENDA_VIEW).isEnabled(), "a setting of this computer needs no file"


def test_a_setting_of_this_computer_acts_at_once(page: SettingsPage, workspace: Workspace, tmp_path: Path) -> None:
    fill(page, service.AGENDA_VIEW, "week")
    again = Preferences(tmp_path / "settings.ini")
    definition = workspace.catalogue.settings[service.AGENDA_VIEW]
    assert again.setting(definition) == "week"
    again._set("setting/agenda.view", "year")
    assert again.setting(definition) == "month", "an unusable value is no value"
    field(page, service.AGENDA_VIEW).back.click()
    assert Preferences(tmp_path / "settings.ini").setting(definition) == "month"


def test_the_whole_panel_is_reached_by_the_keyboard(page: SettingsPage, qtbot: QtBot, workspace: Workspace) -> None:
    page.show_setting(service.PLACES_A_DAY)
    spin = field(page, service.PLACES_A_DAY).editor.widget
    assert isinstance(spin, QSpinBox)
    assert spin.hasFocus()
    qtbot.keyClick(spin, Qt.Key.Key_Up)
    qtbot.keyClick(spin, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert service.value(workspace, service.PLACES_A_DAY) == "7"
    reached = set()
    for tab in ("unit", "rules"):
        page.show_part(tab)
        page.focus_first()
        for _step in range(90):
            reached |= {f.definition.id for panel in page.panels for f in panel.fields.values() if _holds_focus(f)}
            qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Tab)
    assert reached == set(workspace.catalogue.settings) - {service.REGION}, "all but the region of no country"


def _holds_focus(found: SettingField) -> bool:
    focused = found.window().focusWidget()
    return focused is not None and found.isAncestorOf(focused)


@pytest.mark.soak
def test_the_palette_finds_every_setting_and_goes_there(shell: Shell, qtbot: QtBot) -> None:
    palette = shell.window.palette_
    workspace = shell.ctx.workspace
    assert workspace is not None
    for definition in workspace.catalogue.settings.values():
        palette.open_palette()
        palette.edit.setText(definition.label.en)
        palette.search()
        assert definition.label.en in [item.text for item in palette.model.items()]
    palette.edit.setText("patron saint")
    palette.search()
    rows = [item.text for item in palette.model.items()]
    palette._act(rows.index("Region"))
    assert shell.window.place == "settings"
    palette.open_palette()
    palette.edit.setText("places for visits")
    palette.search()
    rows = [item.text for item in palette.model.items()]
    palette._act(rows.index("Places for visits a day"))
    page = shell.window.page("settings")
    assert isinstance(page, SettingsPage)
    assert field(page, service.PLACES_A_DAY).editor.widget.hasFocus()
