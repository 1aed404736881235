"""One registry: each action does something, each key is one action's, the sheet of keys shows them all."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.views.actions import FILE, GO, HELP, PATIENT, VIEW, Actions
from hsct_desktop.views.help_topics import keys_window


def test_every_action_has_a_handler(qapp: QApplication) -> None:
    actions = Actions()
    with pytest.raises(KeyError):
        actions.connect_all({})


def test_each_key_is_one_actions(qapp: QApplication) -> None:
    keys = [entry.key for entry in Actions().entries if entry.key]
    assert len(keys) == len(set(keys))
    for key in keys:
        assert QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText) == key


def test_letters_stay_out_of_fields(qapp: QApplication) -> None:
    actions = Actions()
    letters = {entry.key: entry.id for entry in actions.letters()}
    assert letters == {
        "R": "record_visit", "T": "record_toxicity", "M": "record_therapy",
        "C": "log_contact", "L": "write_letter", "W": "explain_visit", "S": "stop_therapy", "B": "book_visit",
        "X": "miss_visit", "K": "record_task", "F": "finish_task",
        "H": "done_elsewhere", "A": "report_arrived", "D": "move_day0",
        "O": "open_flowsheet", "G": "engraftment", "J": "record_transfusion",
        "I": "record_infection", "Q": "check_criteria",
        "Shift+A": "show_alerts", "V": "review_results", "Shift+R": "unit_alerts",
        "Shift+B": "unbook_visit", "Shift+X": "visit_not_applicable",
        "U": "record_vaccine", "Y": "long_term_check", "Shift+W": "show_strips",
        "Shift+S": "extend_therapy", "Shift+N": "confirm_none",
        "Shift+D": "record_dmt", "Shift+J": "print_patient_card",
        "Shift+M": "print_medicine_plan", "Shift+U": "print_emergency", "Shift+K": "show_care_plan",
        "Shift+I": "show_reconstitution", "Shift+F": "record_fertility",
        "N": "record_neurology", "Shift+G": "record_mri", "Shift+E": "record_relapse", "Shift+H": "show_history",
        "Shift+Q": "show_selection", "Shift+T": "show_treatment", "Shift+Y": "record_measure",
        "Shift+L": "show_registry",
    }  # fmt: skip
    for entry in actions.letters():
        assert entry.action.shortcutContext() == Qt.ShortcutContext.WidgetWithChildrenShortcut


def test_menus_hold_every_action(shell: Shell) -> None:
    shown = {
        action.objectName() for menu in shell.window._menu.actions() if (sub := menu.menu()) for action in sub.actions()
    }
    assert shown == {f"action_{entry.id}" for entry in shell.window.actions_.entries}
    for group in (FILE, PATIENT, GO, VIEW, HELP):
        assert shell.window.actions_.in_group(group)


def test_the_sheet_of_keys_shows_every_key(shell: Shell) -> None:
    window = keys_window(shell.window.actions_, "Keys", "Close", shell.window)
    words = {label.text() for label in window.findChildren(QLabel)}
    for entry in shell.window.actions_.entries:
        if entry.key:
            assert QKeySequence(entry.key).toString(QKeySequence.SequenceFormat.NativeText) in words
            assert entry.action.text().rstrip("…") in words
    window.close()


@pytest.mark.soak
@pytest.mark.parametrize(
    ("key", "place"), [("2", "patients"), ("3", "unit"), ("4", "protocols"), (",", "settings"), ("1", "today")]
)
def test_places_by_key(shell: Shell, qtbot: QtBot, key: str, place: str) -> None:
    shell.window.show_page("patients" if place == "today" else "today")
    qtbot.keyClick(shell.window, key, Qt.KeyboardModifier.ControlModifier)
    assert shell.window.place == place


def test_what_needs_a_file_says_so(shell: Shell) -> None:
    shell.desk.close()
    for name in ("print_list", "undo", "who", "record_visit", "new_patient"):
        shell.window.error_strip.hide()
        shell.window.trigger(name)
        assert shell.window.error_strip.text(), name
