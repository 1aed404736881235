"""The palette finds by any words, marks what it found, acts on the text as typed, and is driven by keys."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.views.highlight import found_spans, has_all
from hsct_desktop.views.palette import Palette
from hsct_desktop.views.palette_model import ACTIONS, HELP, PATIENTS, PaletteItem


@pytest.fixture
def palette(shell: Shell) -> Palette:
    shell.window.trigger("find")
    return shell.window.palette_


def names(palette: Palette, group: str) -> list[str]:
    return [item.text for item in palette.model.items() if item.group == group and not item.is_head]


def chosen(palette: Palette) -> PaletteItem:
    return palette.model.items()[palette.list.currentIndex().row()]


def type_(palette: Palette, text: str) -> None:
    palette.edit.setText(text)
    palette.edit.textEdited.emit(text)
    palette.search()


@pytest.mark.soak
@pytest.mark.parametrize(
    "typed",
    ["ross", "elena ros", "ROSSI e", "ms-0107", "14/3/1984", "1984-03-14", "ozdemir", "dangelo mar", "d'angelo"],
)
def test_finds_by_any_words(palette: Palette, typed: str) -> None:
    type_(palette, typed)
    assert names(palette, PATIENTS)


def test_finds_nobody(palette: Palette) -> None:
    type_(palette, "zzzz")
    assert not names(palette, PATIENTS)
    assert names(palette, ACTIONS) == ["New patient"]
    assert palette.isVisible()


def test_two_patients_with_one_name_are_told_apart(palette: Palette) -> None:
    type_(palette, "rossi")
    found = [item for item in palette.model.items() if item.group == PATIENTS and not item.is_head]
    assert [item.same_name for item in found] == [True, True]
    assert len({item.born for item in found}) == 2


def test_enter_opens_the_patient_found_for_the_text_as_typed(palette: Palette, shell: Shell, qtbot: QtBot) -> None:
    wanted = []
    shell.ctx.patient_wanted.disconnect()
    shell.ctx.patient_wanted.connect(lambda patient_id, _tab: wanted.append(patient_id))
    type_(palette, "rossi")
    palette.edit.setText("dangelo")
    palette.edit.textEdited.emit("dangelo")  # the search waits; Enter must not open a Rossi
    qtbot.keyClick(palette.edit, Qt.Key.Key_Return)
    assert wanted == [4]
    assert not palette.isVisible()


def test_the_chosen_patient_has_a_second_line(palette: Palette) -> None:
    type_(palette, "dangelo")
    assert "Co-trimoxazole" in palette._delegate.glance
    assert palette._delegate.glance_row == palette.list.currentIndex().row()


def test_actions_name_the_patient_chosen_above(palette: Palette, qtbot: QtBot) -> None:
    type_(palette, "ross")
    first = chosen(palette)
    assert first.group == PATIENTS
    qtbot.keyClick(palette.edit, Qt.Key.Key_Down)
    second = chosen(palette)
    notes = [item.note for item in palette.model.items() if item.target == "record_visit"]
    assert notes == [f"{second.text}, {second.born}"]
    qtbot.keyClick(palette.edit, Qt.Key.Key_Tab)
    assert chosen(palette).target == "record_visit"
    qtbot.keyClick(palette.edit, Qt.Key.Key_Tab)
    assert chosen(palette).group in (PATIENTS, HELP)


def test_an_action_acts_on_the_chosen_patient(palette: Palette, qtbot: QtBot) -> None:
    acted = []
    palette.acted.disconnect()
    palette.acted.connect(lambda name, patient_id: acted.append((name, patient_id)))
    type_(palette, "dangelo")
    qtbot.keyClick(palette.edit, Qt.Key.Key_Tab)
    qtbot.keyClick(palette.edit, Qt.Key.Key_Down)
    qtbot.keyClick(palette.edit, Qt.Key.Key_Return)
    assert acted == [("record_toxicity", 4)]


def test_actions_and_help_are_found_by_word(palette: Palette, shell: Shell, qtbot: QtBot) -> None:
    type_(palette, "protocols")
    assert "Protocols" in names(palette, ACTIONS)
    qtbot.keyClick(palette.edit, Qt.Key.Key_Return)
    assert shell.window.place == "protocols"
    shell.window.trigger("find")
    type_(palette, "one name")
    assert names(palette, HELP)


def test_escape_gives_the_focus_back(shell: Shell, qtbot: QtBot) -> None:
    table = shell.window.today_page.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert shell.window.palette_.isVisible()
    qtbot.keyClick(shell.window.palette_.edit, Qt.Key.Key_Escape)
    assert not shell.window.palette_.isVisible()
    assert shell.window.focusWidget() is table


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Rossi, Elena", "ele ros", ["Ros", "Ele"]),
        ("Özdemir, Ayşe", "ozd ayse", ["Özd", "Ayşe"]),
        ("D'Angelo, Marta", "dangelo", ["D'Angelo"]),
        ("De Rosa, Carla", "ros", ["Ros"]),
        ("Straße", "strasse", ["Straße"]),
        ("Rossi", "x", []),
        ("Rossi", "", []),
    ],
)
def test_found_letters(text: str, typed: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in found_spans(text, typed)] == marked


def test_all_words_must_occur() -> None:
    assert has_all("Record toxicity adverse event", "TOX rec")
    assert not has_all("Record toxicity", "tox visit")
