"""The registry page in a real window: forms by key, jumps to what is missing and back, typed in, undone, saved."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.patient import Consent, Sex
from hsct_desktop.domain.registry import RegistryFact, RegistryForm
from hsct_desktop.services import patients, registry
from hsct_desktop.services.registry_facts import place_of
from hsct_desktop.views.actions import Actions
from hsct_desktop.views.history_page import HistoryPage
from hsct_desktop.views.mri_sheet import MriSheet
from hsct_desktop.views.over_pages import OVER
from hsct_desktop.views.patient import TABS, PatientPage
from hsct_desktop.views.registry_page import RegistryPage
from hsct_desktop.views.registry_sheet import TypedSheet
from tests.services.ward import register

CONTROL = Qt.KeyboardModifier.ControlModifier


def key(qtbot: QtBot, which: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), which, modifier)  # type: ignore[no-untyped-call]


def opened(shell: Shell, qtbot: QtBot, day: int = 800) -> tuple[PatientPage, RegistryPage]:
    """The registry forms of a patient who is so many days after Day 0, opened by their key."""
    patient_id = register(shell.ctx.ready(), day, f"MS-{day}", consent_registry=Consent.YES)
    shell.ctx.show_patient(patient_id)
    key(qtbot, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    page = shell.window.page("patient")
    assert isinstance(page, PatientPage)
    return page, shown(page)


def shown(page: PatientPage) -> RegistryPage:
    assert isinstance(page.over, RegistryPage)
    return page.over


def over(page: PatientPage) -> object:
    """What stands over the tabs now."""
    return page.over


def form_of(held: RegistryPage) -> tuple[RegistryForm, int]:
    assert held.state is not None
    return held.state.due.form, held.state.due.span.year


def test_forms_by_key_and_what_is_missing(shell: Shell, qtbot: QtBot) -> None:
    _page, held = opened(shell, qtbot)
    assert held.table.hasFocus()
    assert form_of(held) == (RegistryForm.DAY0, 0)
    years = [(RegistryForm.ANNUAL, 2), (RegistryForm.ANNUAL, 1)]
    keys = (Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_4)
    for which, form in zip(keys, [(RegistryForm.MONTH6, 0), *years], strict=True):
        key(qtbot, which)
        assert form_of(held) == form
    key(qtbot, Qt.Key.Key_1)
    key(qtbot, Qt.Key.Key_F8)
    assert held.sheet is not None
    assert held.table.key() == held.sheet.missing[0].id
    row = next(line for line in held.table.rows.lines if line.key == held.table.key())
    assert row.cells[2].words.startswith("▲ ")
    assert "not recorded" in row.cells[2].words
    _page, held = opened(shell, qtbot, 28)
    key(qtbot, Qt.Key.Key_4)
    assert "not due before 23" in shell.window.error_strip.text()
    assert form_of(held) == (RegistryForm.DAY0, 0)


def test_enter_goes_to_where_it_is_entered_and_comes_back_to_the_item(shell: Shell, qtbot: QtBot) -> None:
    page, held = opened(shell, qtbot)
    key(qtbot, Qt.Key.Key_4)
    key(qtbot, Qt.Key.Key_4)
    held.table.choose("karnofsky")
    key(qtbot, Qt.Key.Key_Return)
    assert over(page) is None
    assert page.tabs.currentIndex() == TABS.index("visits")
    key(qtbot, Qt.Key.Key_Escape)
    held = shown(page)
    assert (form_of(held), held.table.key()) == ((RegistryForm.ANNUAL, 1), "karnofsky")
    held.table.choose("mri")
    key(qtbot, Qt.Key.Key_Return)
    assert isinstance(shell.window.sheet(), MriSheet), "a sheet opens beside the form"
    key(qtbot, Qt.Key.Key_Escape)
    assert (over(page), held.table.key()) == (held, "mri")
    key(qtbot, Qt.Key.Key_1)
    held.table.choose("onset")
    key(qtbot, Qt.Key.Key_Return)
    assert isinstance(over(page), HistoryPage)
    key(qtbot, Qt.Key.Key_Escape)
    assert shown(page).table.key() == "onset"
    key(qtbot, Qt.Key.Key_Escape)
    assert over(page) is None
    assert page.overview.isVisible(), "Esc on the form itself goes to where one came from"


def test_from_the_data_of_the_patient_one_comes_back_to_the_item(shell: Shell, qtbot: QtBot) -> None:
    page, held = opened(shell, qtbot, 28)
    held.enter("sex")
    assert shell.window.place == "registration"
    key(qtbot, Qt.Key.Key_Escape)
    assert shell.window.place == "patient"
    assert shown(page).sheet is not None
    shown(page).enter("birth_date")
    shell.ctx.show_patient(held.patient_id)  # what registration asks for once it has saved
    assert shown(page).table.key() == "birth_date"
    key(qtbot, Qt.Key.Key_Escape)
    assert over(page) is None
    assert page.overview.isVisible(), "Esc on the form itself goes to where one came from"


def test_every_place_is_a_tab_a_page_an_action_or_a_form(qapp: QApplication) -> None:
    places = {place_of(fact) for fact in RegistryFact} - {""}
    known = {*TABS, *OVER, *(entry.id for entry in Actions().entries if entry.for_patient), "edit", "settings"}
    assert places - known == set()


def test_typed_in_changed_since_and_undone(shell: Shell, qtbot: QtBot) -> None:
    _page, held = opened(shell, qtbot)
    key(qtbot, Qt.Key.Key_Return, CONTROL)
    sheet = shell.window.sheet()
    assert isinstance(sheet, TypedSheet)
    assert sheet.entry().typed_by_name == shell.ctx.ready().require_author().name
    assert sheet.entry().typed_on == shell.ctx.today()
    sheet._reference.set_text("EBMT 4711")
    key(qtbot, Qt.Key.Key_Return, CONTROL)
    assert "EBMT 4711" in held._typed.text()
    assert held.chips.chips[(RegistryForm.DAY0, 0)].text().startswith("✓")
    assert held._note.isHidden()
    key(qtbot, Qt.Key.Key_Return, CONTROL)  # typed in and not changed since
    assert shell.window.sheet() is None
    assert held._file_kind() == "registry-day0"
    ws = shell.ctx.ready()
    entry, version = patients.entry_of(ws, held.patient_id)
    shell.ctx.save(lambda: patients.revise(ws, held.patient_id, version, replace(entry, sex=Sex.OTHER), True))
    assert held._note.isVisible()
    row = next(line for line in held.table.rows.lines if line.key == "sex")
    assert row.cells[2].words == "▲ changed; typed in: nothing"
    assert held._buttons["typed"].isVisible()
    qtbot.waitUntil(lambda: held.chips.chips[(RegistryForm.DAY0, 0)].text() == "▲ Day 0: changed since")
    shell.window.trigger("undo")
    assert held._note.isHidden()
    shell.window.trigger("undo")
    assert registry.typed(ws, held.patient_id) == []
    assert held._typed.text() == ""


def test_saved_as_a_table(shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _page, held = opened(shell, qtbot)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "form"), "Table (*.csv)"))
    key(qtbot, Qt.Key.Key_S, CONTROL)
    assert held.sheet is not None
    with (tmp_path / "form.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["item"] for row in csv.DictReader(stream)] == [item.id for item in held.sheet.items]
