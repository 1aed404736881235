"""The page of immune reconstitution in a real window: by keyboard, and what a patient without Day 0 gets."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.patient import PatientEntry
from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.services import lab_results, patients, transplants
from hsct_desktop.views.patient import PatientPage
from hsct_desktop.views.reconstitution import ReconstitutionPage
from tests.views.ward import ON


def key(qtbot: QtBot, which: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), which, modifier)  # type: ignore[no-untyped-call]


def test_each_part_is_read_by_keyboard_and_follows_a_new_value(shell: Shell, qtbot: QtBot) -> None:
    ws = shell.ctx.ready()
    patient_id = next(hit.id for hit in patients.find(ws, "MS-0107"))
    shell.ctx.show_patient(patient_id, "therapy")
    key(qtbot, Qt.Key.Key_I, Qt.KeyboardModifier.ShiftModifier)
    page = shell.window.page("patient")
    assert isinstance(page, PatientPage)
    over = page.over
    assert isinstance(over, ReconstitutionPage)
    assert over.picture.hasFocus()
    key(qtbot, Qt.Key.Key_Right)
    assert over._said.text().startswith("Neutrophils")
    assert "cannot tell" in over._said.text()
    shell.ctx.save(lambda: lab_results.put_cells(ws, patient_id, [CellEntry("ANC", Sample(ON, "07:00"), "2.1", "")]))
    picture = over.picture.picture()
    assert picture is not None
    assert "recovered" in picture.texts
    key(qtbot, Qt.Key.Key_Escape)
    assert page.over is None
    assert page.therapy.isVisible()


def test_the_page_goes_when_day_0_is_taken_away(shell: Shell, qtbot: QtBot) -> None:
    ws = shell.ctx.ready()
    entry = PatientEntry("MS-0501", "Blu", "Eva", ON.replace(year=1990), disease_id="ms")
    saved = patients.register(ws, entry, TransplantEntry("ahsct-ms", ON))
    assert saved.patient_id is not None
    shell.ctx.show_patient(saved.patient_id, "reconstitution")
    page = shell.window.page("patient")
    assert isinstance(page, PatientPage)
    assert page.over is not None
    held = transplants.entry_of(ws, saved.patient_id)
    assert held is not None
    moved = replace(held[0], day0=ON + timedelta(days=7))
    with qtbot.waitSignal(shell.ctx.error_wanted) as told:
        shell.ctx.save(lambda: transplants.revise(ws, held[2], held[1], moved))
    assert "Day 0" in str(told.args)
    assert page.over is None


def test_before_day_0_a_sentence_says_why_nothing_is_shown(shell: Shell, qtbot: QtBot) -> None:
    entry = PatientEntry("MS-0500", "Blu", "Ada", ON.replace(year=1990), disease_id="ms")
    saved = patients.register(shell.ctx.ready(), entry, None)
    assert saved.patient_id is not None
    with qtbot.waitSignal(shell.ctx.error_wanted) as told:
        shell.ctx.show_patient(saved.patient_id, "reconstitution")
    assert "Day 0" in str(told.args)
    page = shell.window.page("patient")
    assert isinstance(page, PatientPage)
    assert page.over is None
    assert page.isVisible()
