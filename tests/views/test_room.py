"""Where room is short, nothing is cut and nothing lies on what somebody has to read."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Options, Shell
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.pictures.glyphs import sign_of
from hsct_desktop.services import drafts
from hsct_desktop.views.preferences import Preferences
from hsct_desktop.views.sheet import RecordSheet
from hsct_desktop.views.side_list import ListChips, ListItem
from tests.views.ward import ON, open_workspace


def area(widget: QWidget) -> QRect:
    """Where a widget lies in its window."""
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def settle() -> None:
    for _ in range(5):
        QApplication.processEvents()


@pytest.mark.soak
@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1100, 700), (960, 600), (900, 600)])
def test_a_toast_never_lies_on_a_sheet(shell: Shell, width: int, height: int) -> None:
    window = shell.window
    window.resize(width, height)
    shell.ctx.show_patient(1)
    window.trigger("log_contact")
    settle()
    shell.ctx.toast(
        "This is Rossi, Elena, born 14 Mar 1984, MS-0107. Another patient has the same name: MS-0115 (1991)"
    )
    settle()
    sheet = window.sheet()
    assert sheet is not None
    toast = area(window.toast)
    assert window.rect().contains(toast)
    if width > 960:
        assert toast.right() <= area(sheet).left() + 10, "the shade of the sheet is no part of it"
    else:
        assert toast.bottom() < area(sheet.save_button()).top()
    assert window.toast._words.width() >= 100


def test_a_notice_goes_with_the_patient_it_is_about(shell: Shell) -> None:
    shell.ctx.show_patient(1)
    assert shell.window.toast.isVisible()
    shell.window.show_page("patients")
    assert not shell.window.toast.isVisible()


@pytest.fixture
def italian(qtbot: QtBot, qapp: QApplication, database: Path, tmp_path: Path) -> Shell:
    made = Shell(
        qapp,
        Options(database, language="it", scheme="light", on=ON, plain_accepted=True),
        Preferences(tmp_path / "it.ini"),
    )
    made.window.resize(1100, 700)
    made.window.show()
    qtbot.waitUntil(lambda: made.ctx.workspace is not None)
    return made


@pytest.mark.soak
def test_the_foot_of_a_narrow_sheet_cuts_nothing(italian: Shell) -> None:
    italian.ctx.show_patient(1)
    italian.window.trigger("record_toxicity")
    settle()
    sheet = italian.window.sheet()
    assert isinstance(sheet, RecordSheet)
    sheet.save()
    settle()
    for button in (sheet._missing, sheet._draft, sheet._save):
        assert button.width() >= button.sizeHint().width(), button.text()
        assert area(sheet).contains(area(button))
    assert "2" in sheet._missing.accessibleName()


def test_lists_beside_a_sheet_are_all_to_be_had(italian: Shell) -> None:
    italian.window.trigger("log_contact")
    settle()
    chips = italian.window.today_page.chips
    shown = [chip for chip in chips._chips.values() if chip.isVisible()]
    for chip in shown:
        assert chip.width() >= chip.sizeHint().width()
        assert area(chips).contains(area(chip))
    assert len(shown) + len(chips.hidden_items()) == len(chips._chips)
    assert chips._more.isVisible() == bool(chips.hidden_items())


def test_the_chosen_list_keeps_its_chip(qtbot: QtBot) -> None:
    chips = ListChips("Lists")
    qtbot.addWidget(chips)
    items = [ListItem(str(number), f"List number {number}", "due", number) for number in range(8)]
    chips.resize(300, 24)
    chips.show()
    chips.set_items(items, "7")
    assert "7" not in {item.key for item in chips.hidden_items()}
    assert chips.hidden_items()
    assert str(len(chips.hidden_items())) in chips._more.text()


def test_at_200_percent_the_window_is_written_instead_of_drawn(shell: Shell) -> None:
    from hsct_desktop.views.today_model import Column

    shell.window.resize(960, 540)
    settle()
    page = shell.window.today_page
    line = next(line for line in page.model.lines() if line.row is not None and line.row.earliest is not None)
    row = page.model.lines().index(line)
    assert not page.table.isColumnHidden(Column.RULER)
    words = str(page.model.index(row, Column.RULER).data())
    assert line.row is not None
    assert line.row.latest is not None
    assert f"{line.row.latest:%d}" in words


def test_a_registration_is_kept_when_the_window_closes(shell: Shell, database: Path) -> None:
    shell.window.trigger("new_patient")
    page = shell.window.page("registration")
    page.patient.ui.familyName.set_text("Lindqvist")  # type: ignore[attr-defined]
    shell.window.close()
    workspace = open_workspace(database)
    kept = drafts.find(workspace, "registration", None)
    workspace.store.close()
    assert kept is not None
    assert kept.content["patient"]["family_name"] == "Lindqvist"


def test_what_is_booked_shows_its_diamond_unless_late_or_closed() -> None:
    waiting = (VisitStatus.UPCOMING, VisitStatus.OPEN, VisitStatus.DUE, VisitStatus.BOOKED)
    for status in VisitStatus:
        assert sign_of(status, booked=False) is status
        assert sign_of(status, booked=True) is (VisitStatus.BOOKED if status in waiting else status)
