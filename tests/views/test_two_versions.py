"""The unit changes its CTCAE version: new events by the new one, recorded ones by theirs, and no count of both."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hsct_desktop.app import Shell
from hsct_desktop.services import adverse_events, settings
from hsct_desktop.services.grading_settings import CTCAE_VERSION
from hsct_desktop.views.adverse_event_sheet import AdverseEventSheet
from hsct_desktop.views.patient import PatientPage
from hsct_desktop.views.widgets.plain_label import PlainLabel
from tests.views.test_patient_page import page_of


def choose_version(shell: Shell, version: str) -> None:
    shell.ctx.news.send(settings.put(shell.ctx.ready(), CTCAE_VERSION, version))


def new_sheet(shell: Shell) -> AdverseEventSheet:
    """The sheet as key T opens it, its first field in focus."""
    shell.window.trigger("record_toxicity")
    QApplication.processEvents()
    (sheet,) = [sheet for sheet in shell.window.findChildren(AdverseEventSheet) if sheet.isVisible()]
    return sheet


def find(sheet: AdverseEventSheet, typed: str) -> None:
    """Type letters of a term and take the first by Enter."""
    QTest.keyClicks(sheet._picker.line(), typed)
    QTest.qWait(1)
    QTest.keyClick(sheet._picker.line(), Qt.Key.Key_Return)


def record(shell: Shell, typed: str, grade: int, specify: str = "") -> AdverseEventSheet:
    sheet = new_sheet(shell)
    find(sheet, typed)
    if specify:
        sheet._specify.set_text(specify)
    grades = sheet._grades.focusProxy()
    assert grades is not None
    QTest.keyClicks(grades, str(grade))
    QTest.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    return sheet


def recorded(shell: Shell, page: PatientPage) -> dict[str, str]:
    with shell.ctx.ready().read() as session:
        found = adverse_events.episodes(shell.ctx.ready(), session, page.patient_id or 0)
    return {episode.label: episode.ctcae_version for episode in found}


def foot(shell: Shell) -> list[str]:
    return [label.text() for label in shell.window.findChildren(PlainLabel) if label.text().startswith("CTCAE v")]


def test_new_events_follow_the_setting_and_recorded_ones_keep_theirs(shell: Shell) -> None:
    page = page_of(shell, "MS-0107", "toxicity")
    record(shell, "lung inf", 3)
    assert recorded(shell, page)["Lung infection"] == "5.0"
    assert "CTCAE v5.0" in foot(shell)
    choose_version(shell, "6.0")
    assert "CTCAE v6.0" in foot(shell)
    record(shell, "lung inf", 2)
    record(shell, "immune system disorders oth", 3, "engraftment syndrome")
    found = recorded(shell, page)
    names = ("Lung infection", "Pneumonia", "engraftment syndrome")
    assert [found[name] for name in names] == ["5.0", "6.0", "6.0"]
    who = page.patient_id or 0
    old = next(e for e in adverse_events.for_patient(shell.ctx.ready(), who) if e.label == "Lung infection")
    again = AdverseEventSheet(shell.ctx, who, old.id)
    assert again.entry().ctcae_version == "5.0"
    assert again.entry().term_id == "lung_infection"
    again.deleteLater()


def test_only_grades_of_the_unit_s_version_are_offered(shell: Shell) -> None:
    page_of(shell, "MS-0107", "toxicity")
    choose_version(shell, "6.0")
    sheet = new_sheet(shell)
    find(sheet, "hypertension")
    assert [choice.grade for choice in sheet._grades.choices()] == [2, 3, 4, 5]
    assert not sheet._grades.choose(1)
    assert sheet._missing_grades.text() == "grade 1 does not exist for this term"


@pytest.mark.soak
def test_severe_events_of_two_versions_have_no_count_together(shell: Shell) -> None:
    page = page_of(shell, "MS-0107", "toxicity")
    record(shell, "lung inf", 3)
    chip = page.toxicity._choice.chip("severe")
    assert chip.accessibleName().split()[-1].isdigit()
    choose_version(shell, "6.0")
    record(shell, "pneumonia", 3)
    page.toxicity.show_patient(page.toxicity._patient_id, page.toxicity._day0)
    assert chip.accessibleName() == "Grade ≥3"
    assert page.toxicity._choice.chip("all").accessibleName().split()[-1].isdigit()
