"""Registration: nothing is saved before the last step, doubles are asked about, drafts survive."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hsct_desktop.domain.professional import ProfessionalEntry, ProfessionalKind
from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.services import patients, professionals, transplants, visits
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.context import Context
from hsct_desktop.views.registration import RegistrationPage
from tests.views.ward import ON


@pytest.fixture
def page(qtbot: QtBot, ctx: Context) -> RegistrationPage:
    made = RegistrationPage(ctx)
    qtbot.addWidget(made)
    made.resize(1282, 744)
    made.show()
    made.start()
    return made


def fill(page: RegistrationPage, code: str = "MS-0200", name: str = "Lindqvist") -> None:
    ui = page.patient.ui
    ui.code.set_text(code)
    ui.familyName.set_text(name)
    ui.givenName.set_text("Tove")
    ui.birthDate.set_typed("9/6/1987")
    ui.disease.set_value("ms")


def found(workspace: Workspace, code: str) -> int | None:
    return next((hit.id for hit in patients.browse(workspace) if hit.code == code), None)


def test_the_whole_way(page: RegistrationPage, workspace: Workspace, ctx: Context) -> None:
    opened: list[int] = []
    ctx.patient_wanted.connect(lambda patient_id, _tab: opened.append(patient_id))
    fill(page)
    page.go_on()
    assert page.step() == 1
    assert page.transplant.ui.protocol.value() == "ahsct-ms"
    page.transplant.ui.day0.set_typed("12/1")
    page.go_on()
    assert page.step() == 2
    assert found(workspace, "MS-0200") is None, "nothing is saved before the last step"
    keys = {line.key for line in page.schedule.table.rows.lines if line.group is None}
    assert {"d30", "d60", "d100", "m6", "m9", "m12"} <= keys
    assert "m9" not in page.schedule.chosen
    page.schedule.toggle("m9")
    page.schedule.toggle("d60")
    page.go_on()
    patient_id = found(workspace, "MS-0200")
    assert patient_id is not None
    assert opened == [patient_id]
    rows = {row.label: row.status for row in visits.for_patient(workspace, patient_id, ON)}
    assert rows["Day +60"] is VisitStatus.CANCELLED
    assert rows["Month 9"] is not VisitStatus.CANCELLED


def test_problems_hold_the_step_and_are_counted(page: RegistrationPage) -> None:
    page.go_on()
    assert page.step() == 0
    assert page.patient.ui.code.error()
    assert page.patient.ui.birthDate.error()
    assert str(len(page._problems)) in page._missing.text()
    page.patient.ui.birthDate.set_typed("9/6/87")
    page.recheck()
    assert any("four digits" in text or "birth date" in text for text, _widget, _step in page._problems)


def test_a_taken_code_blocks(page: RegistrationPage, workspace: Workspace) -> None:
    fill(page, code="ms-0107")
    page.go_on()
    assert page.step() == 0
    assert "Rossi" in page.patient.ui.code.error()


def test_the_same_person_is_asked_about(page: RegistrationPage, workspace: Workspace) -> None:
    fill(page)
    ui = page.patient.ui
    ui.familyName.set_text("ROSSI")
    ui.givenName.set_text("elena")
    ui.birthDate.set_typed("14/3/1984")
    page.go_on()
    assert page.step() == 0
    assert page.patient._duplicate.isVisible()
    assert "MS-0107" in page.patient._duplicate.accessibleName()
    page.patient.confirm_distinct()
    page.go_on()
    page.transplant.ui.planned.setChecked(False)
    page.go_on()
    assert found(workspace, "MS-0200") is not None


def test_windows_closed_before_today_start_unticked_and_say_so(page: RegistrationPage) -> None:
    fill(page)
    page.go_on()
    page.transplant.ui.day0.set_typed("13/8/2024")
    page.go_on()
    closed = [line for line in page.schedule.table.rows.lines if line.group is None and line.key == "d30"]
    assert closed[0].key not in page.schedule.chosen
    assert closed[0].cells[-1].words


@pytest.mark.soak
def test_a_draft_comes_back_with_its_ticks(page: RegistrationPage, workspace: Workspace) -> None:
    fill(page)
    page.go_on()
    page.transplant.ui.day0.set_typed("12/1")
    page.go_on()
    page.schedule.toggle("d60")
    page.leave()
    page.start()
    assert page.patient.ui.familyName.text() == "Lindqvist"
    assert page.patient.ui.birthDate.date() == date(1987, 6, 9)
    page.go_on()
    page.go_on()
    assert "d60" not in page.schedule.chosen
    page.discard()
    assert page.patient.ui.familyName.text() == ""
    assert found(workspace, "MS-0200") is None


def test_a_neurologist_is_added_on_the_way(page: RegistrationPage, workspace: Workspace, qtbot: QtBot) -> None:
    field = page.patient.ui.neurologist
    field.setFocus()
    qtbot.keyClicks(field.line(), "sanna")
    assert [row.words for row in field.picker().found()] == ["Add…"]
    qtbot.keyClick(field.line(), Qt.Key.Key_Return)
    card = page.patient._card
    assert card is not None
    assert card._ui.name.text() == "sanna"
    card._ui.name.set_text("")
    card.add_card()
    assert card._ui.name.error()
    card._ui.name.set_text("Dr A. Sanna")
    card._ui.letterLanguage.set_value("it")
    card.add_card()
    (held,) = [c for c in professionals.everybody(workspace) if c.entry.name == "Dr A. Sanna"]
    assert held.entry.letter_language == "it"
    assert page.patient.entry().neurologist_id == held.id


def test_a_gp_is_found_by_any_part_of_the_name(page: RegistrationPage, workspace: Workspace, qtbot: QtBot) -> None:
    for name in ("Dr Paola Müller", "Dr Piero Melis"):
        professionals.add(workspace, ProfessionalEntry(name, ProfessionalKind.GP, "Cagliari"))
    page.start()
    field = page.patient.ui.gp
    field.setFocus()
    qtbot.keyClick(field.line(), Qt.Key.Key_Down)
    assert [row.words.split(" ·")[0] for row in field.picker().found()] == ["Dr Paola Müller", "Dr Piero Melis", "Add…"]
    qtbot.keyClicks(field.line(), "mull")
    assert [row.words for row in field.picker().found()] == ["Dr Paola Müller · Cagliari", "Add…"]
    qtbot.keyClick(field.line(), Qt.Key.Key_Return)
    (held,) = [c for c in professionals.everybody(workspace) if "Müller" in c.entry.name]
    assert page.patient.entry().gp_id == held.id
    assert field.line().text() == "Dr Paola Müller · Cagliari"
    assert not field.line().hasFocus(), "Enter goes on"


def test_words_that_find_nobody_are_said_and_count_for_nobody(page: RegistrationPage, qtbot: QtBot) -> None:
    field = page.patient.ui.gp
    field.setFocus()
    qtbot.keyClicks(field.line(), "zzz")
    page.patient.ui.code.setFocus()
    assert page.patient.entry().gp_id is None
    assert field.line().text() == "zzz"
    assert field.line().accessibleDescription()


def test_finished_steps_are_ticked(page: RegistrationPage) -> None:
    fill(page)
    page.go_on()
    assert [chip._icon for chip in page._steps] == ["check", None, None]
    assert [chip.isChecked() for chip in page._steps] == [False, True, False]


def test_editing_moves_day0_after_a_look_at_the_schedule(page: RegistrationPage, workspace: Workspace) -> None:
    patient_id = found(workspace, "MS-0031")
    assert patient_id is not None
    page.start(patient_id)
    page.patient.ui.phone.set_text("070 555 0142")
    page.transplant.ui.day0.set_typed("1/11/2026")
    page.go_on()
    page.go_on()
    assert page.step() == 2
    page.go_on()
    entry, _version = patients.entry_of(workspace, patient_id)
    course = transplants.entry_of(workspace, patient_id)
    assert entry.phone == "070 555 0142"
    assert course is not None
    assert isinstance(course[0], TransplantEntry)
    assert course[0].day0 == date(2026, 11, 1)


def test_cells_that_are_no_graft_ask_for_nothing_of_a_graft(page: RegistrationPage) -> None:
    ui = page.transplant.ui
    fill(page)
    page.go_on()
    asked = (ui.mobilisationStart, ui.mobilisationRegimen, ui.conditioningRegimen, ui.cd34Dose, ui.graftManipulation)
    assert [field.isVisible() for field in asked] == [True] * 5
    ui.cd34Dose.set_text("5")
    ui.protocol.set_value("msc-ms")
    ui.protocol.edited.emit()
    assert [field.isVisible() for field in asked] == [False, False, False, True, False], "what was typed stays in sight"
    ui.cd34Dose.set_text("")
    ui.protocol.set_value("cart-sle")
    ui.protocol.edited.emit()
    assert [field.isVisible() for field in asked] == [False, False, True, False, False]
