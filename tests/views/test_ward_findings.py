"""What a nurse on the ward stumbled over, so that nobody does again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Options, Shell
from hsct_desktop.domain.names import fold
from hsct_desktop.views.adverse_event_sheet import AdverseEventSheet
from hsct_desktop.views.preferences import Preferences
from hsct_desktop.views.visit_sheet import VisitSheet
from hsct_desktop.views.widgets.paint import elided
from tests.views.ward import ON


def settle() -> None:
    for _ in range(5):
        QApplication.processEvents()


def fits(line: QLineEdit) -> bool:
    """Whether the whole text of a line is in sight, beside its unit."""
    margins = line.textMargins()
    room = line.width() - margins.left() - margins.right() - 16
    return line.fontMetrics().horizontalAdvance(line.text()) <= room


@pytest.fixture(params=["en", "it"])
def spoken(
    request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, database: object, tmp_path: object
) -> Shell:
    """The window in each language."""
    made = Shell(
        qapp,
        Options(database, language=request.param, scheme="light", on=ON, plain_accepted=True),
        Preferences(tmp_path / "s.ini"),  # type: ignore[arg-type,operator]
    )
    made.window.show()
    qtbot.waitUntil(lambda: made.ctx.workspace is not None)
    return made


def test_weeks_cut_short_are_still_told_apart(qapp: QApplication) -> None:
    four, five = (f"Esami settimanali, settimana {week}" for week in (4, 5))
    assert elided(four, 100) == elided(five, 100)
    assert elided(four, 100, whole_end=True) != elided(five, 100, whole_end=True)


def test_languages_stand_in_the_order_of_their_names(spoken: Shell) -> None:
    spoken.ctx.show_registration()
    box = spoken.window.page("registration").patient.ui.language.box()  # type: ignore[attr-defined]
    shown = [box.itemText(at) for at in range(1, box.count())]
    assert shown == sorted(shown, key=fold)
    assert len(shown) > 5


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1100, 700), (960, 540)])
def test_vital_signs_and_the_checklist_are_read_whole(spoken: Shell, width: int, height: int) -> None:
    spoken.window.resize(width, height)
    spoken.window.trigger("record_visit")
    settle()
    sheet = spoken.window.sheet()
    assert isinstance(sheet, VisitSheet)
    ui = sheet._ui
    ui.bloodPressure.set_text("188/118")
    ui.weight.set_text("118.25")
    ui.temperature.set_text("36.75")
    settle()
    for field in (ui.bloodPressure, ui.weight, ui.temperature):
        assert fits(field.line()), field.text()
    row = sheet._rows._rows[0]
    row._choice.set_value(row._choice._values[1])
    settle()
    for at in range(row._reason.count()):
        row._reason.setCurrentIndex(at)
        words = row._reason.fontMetrics().horizontalAdvance(row._reason.currentText())
        assert words <= row._reason.width() - 30, row._reason.currentText()
    for row in sheet._rows._rows:
        name = row._name
        assert name.height() >= name.heightForWidth(name.width()), name.text()
        assert row.rect().contains(name.geometry())


@pytest.mark.parametrize("place", ["today", "patient"])
@pytest.mark.parametrize("typed", ["tox", "toxicity"])
def test_an_action_found_by_its_word_is_for_whom_the_page_shows(
    shell: Shell, qtbot: QtBot, place: str, typed: str
) -> None:
    if place == "patient":
        shell.ctx.show_patient(3)
    subject = shell.window.subject()
    assert subject is not None
    shell.window.trigger("find")
    palette = shell.window.palette_
    qtbot.keyClicks(palette.edit, typed)
    qtbot.waitUntil(lambda: any(item.key == "T" for item in palette.model.items()))
    qtbot.keyClick(palette.edit, Qt.Key.Key_Return)
    sheet = shell.window.sheet()
    assert isinstance(sheet, AdverseEventSheet)
    assert sheet.patient_id == subject.patient_id
