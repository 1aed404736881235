"""The pages in front of a file: every control is named and in reach, and a plain file is opened after a warning."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Options, Shell
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.views.plain_page import PlainPage
from hsct_desktop.views.preferences import Preferences
from hsct_desktop.views.unlock_facts import Fact, FrontFacts, Person
from hsct_desktop.views.unlock_page import UnlockPage
from hsct_desktop.views.unlock_users import initial

NAMES = ("M. Conti", "A. Piras", "Dr. Serra", "G. Manca", "F. Lai", "P. Melis", "S. Carta", "R. Usai", "N. Deiana",
         "L. Sanna", "T. Floris", "B. Zedda")  # fmt: skip


def facts(users: int, published: str = "", chosen: str = "") -> FrontFacts:
    people = tuple(Person(str(number), NAMES[number], "nurse", forms=number % 2) for number in range(users))
    lines = (Fact("shield", "success", "Backup proven 2 hours ago", "restore proven 11 days ago"),) * 3
    return FrontFacts("Unit", "HSCT Desktop · 3", "unit.hsct", bool(published), people, lines, published, chosen)


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[list[QWidget]]:
    pages: list[QWidget] = []
    yield pages
    for page in pages:
        page.close()
        page.deleteLater()


def show(page: QWidget, shown: list[QWidget], qtbot: QtBot, width: int = 1366, height: int = 768) -> None:
    shown.append(page)
    page.resize(width, height)
    with qtbot.waitExposed(page):
        page.show()


@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("width", [800, 1366])
def test_every_control_is_named_and_inside(qtbot: QtBot, shown: list[QWidget], language: str, width: int) -> None:
    page = UnlockPage(wording(language), facts(12))
    show(page, shown, qtbot, width, 500)
    for kind in (QAbstractButton, QAbstractItemView, QLineEdit):
        for control in page.findChildren(kind):
            if control.isVisible() and not control.objectName().startswith("qt_"):
                assert control.accessibleName() or getattr(control, "text", str)(), control
                right = control.mapTo(page, control.rect().topRight()).x()
                assert 0 < right <= width, control
    assert page.users.height() % 52 == 0, "whole rows"
    assert page.forms.button.height() >= 30


def test_the_practice_passphrase_is_shown_and_enter_is_enough(qtbot: QtBot, shown: list[QWidget]) -> None:
    page = UnlockPage(wording("en"), facts(4, published="ward practice only"))
    show(page, shown, qtbot)
    page.focus_first()
    assert "ward practice only" in page.forms._note.text()
    with qtbot.waitSignal(page.tried) as tried:
        QTest.keyClick(page.forms.secret.edit, Qt.Key.Key_Return)
    attempt = tried.args[0]
    assert (attempt.uid, attempt.secret, attempt.pin) == ("0", "ward practice only", "")
    assert "ward practice only" not in repr(attempt)


def test_digits_choose_while_the_practice_passphrase_is_as_filled_in(qtbot: QtBot, shown: list[QWidget]) -> None:
    page = UnlockPage(wording("en"), facts(4, published="ward practice only"))
    show(page, shown, qtbot)
    page.focus_first()
    edit = page.forms.secret.edit
    QTest.keyClick(edit, Qt.Key.Key_3)
    person = page.users.person()
    assert person is not None
    assert (person.name, edit.text()) == ("Dr. Serra", "ward practice only")
    QTest.keyClicks(edit, "x3")
    assert edit.text() == "ward practice onlyx3"
    page.forms.show_problem("It is wrong.")
    QTest.keyClicks(edit, "12")
    assert edit.text() == "12"


def test_enter_while_one_must_wait_leaves_the_keys_in_the_field(qtbot: QtBot, shown: list[QWidget]) -> None:
    page = UnlockPage(wording("en"), facts(2, chosen="1"))
    show(page, shown, qtbot)
    page.focus_first()
    edit = page.forms.secret.edit
    page.forms.set_busy("Try again in 2 seconds")
    QTest.keyClicks(edit, "quiet harbour")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    QTest.qWait(1)
    assert page.focusWidget() is edit
    assert edit.text() == "quiet harbour"
    page.forms.set_busy("")
    with qtbot.waitSignal(page.tried):
        QTest.keyClick(edit, Qt.Key.Key_Return)
    page.forms.set_busy("The practice ward is being made…", typing=False)
    assert not edit.isEnabled()


def test_the_passphrase_is_hidden_until_it_is_shown(qtbot: QtBot, shown: list[QWidget]) -> None:
    page = UnlockPage(wording("en"), facts(1))
    show(page, shown, qtbot)
    secret = page.forms.secret
    QTest.keyClicks(secret.edit, "quiet")
    assert secret.edit.echoMode() is QLineEdit.EchoMode.Password
    secret.show_button.click()
    assert secret.edit.echoMode() is QLineEdit.EchoMode.Normal
    page.forms.ask_other()
    assert secret.edit.echoMode() is QLineEdit.EchoMode.Password
    assert secret.text() == ""


@pytest.mark.parametrize("pin", ["123", "123456789", "12a4", "٤٤٤٤"])
def test_what_is_no_pin_is_said(qtbot: QtBot, shown: list[QWidget], pin: str) -> None:
    page = UnlockPage(wording("en"), facts(1))
    show(page, shown, qtbot)
    page.forms.secret.take("some passphrase")
    edit = page.forms.today_pin.editor()
    assert isinstance(edit, QLineEdit)
    edit.setMaxLength(20)
    edit.setText(pin)
    tried: list[object] = []
    page.tried.connect(tried.append)
    page.forms.submit()
    assert tried == []
    assert "4 to 8 digits" in page.forms.today_pin.note()


@pytest.mark.parametrize(
    ("name", "letter"), [("M. Conti", "M"), ("Dr. Serra", "S"), ("Dr L. Serra", "L"), ("Żaneta", "Ż"), ("Dr.", "D")]
)
def test_the_letter_in_the_ring(name: str, letter: str) -> None:
    assert initial(name) == letter


@pytest.fixture
def plain(qtbot: QtBot, qapp: QApplication, database: Path, tmp_path: Path) -> Iterator[Shell]:
    """The program started on a file without encryption."""
    made = Shell(qapp, Options(database, language="en", scheme="light"), Preferences(tmp_path / "settings.ini"))
    with qtbot.waitExposed(made.window):
        made.window.show()
    yield made
    made.window.close()


def test_a_plain_file_opens_after_a_warning(plain: Shell, qtbot: QtBot) -> None:
    page = plain.lock.page
    assert isinstance(page, PlainPage)
    assert plain.ctx.workspace is None
    page.open_plain.click()
    qtbot.waitUntil(lambda: plain.ctx.workspace is not None)
    assert plain.window.is_open
    assert plain.window.today_page.model.rowCount() > 0
    plain.window.lock_wanted.emit("key")
    assert plain.window.is_open, "there is nothing to lock"


def test_the_form_says_what_is_missing(plain: Shell) -> None:
    page = plain.lock.page
    assert isinstance(page, PlainPage)
    page.encrypt.click()
    page.submit()
    assert "your name" in page.person.note()
    page.person.editor().setText("A. Nurse")  # type: ignore[attr-defined]
    page.secret.take("quiet harbour nine lamps")
    page.again.take("quiet harbour nine lamp")
    page.submit()
    assert "not the same" in page.again.frame.note()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert page._pages.currentIndex() == 0
