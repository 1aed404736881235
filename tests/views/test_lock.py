"""The window locks and opens again: nobody sees what was there, and nothing of it is lost."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from hsct_desktop.app import Options, Shell
from hsct_desktop.services import access, drafts
from hsct_desktop.vault import key_file
from hsct_desktop.views.adverse_event_sheet import AdverseEventSheet
from hsct_desktop.views.front_memory import COMPUTER_NAME
from hsct_desktop.views.one_window import OneWindow
from hsct_desktop.views.patient_visits import VisitsTab
from hsct_desktop.views.preferences import Preferences
from hsct_desktop.views.unlock_facts import Try
from hsct_desktop.views.unlock_page import UnlockPage
from hsct_desktop.views.visit_sheet import VisitSheet
from tests.views.locked_ward import CONTI, PIRAS, RECOVERY, SERRA, USERS, copy_locked, make_locked, slot
from tests.views.ward import ON

Start = Callable[..., Shell]
PATIENT = 3


@pytest.fixture(scope="session")
def locked_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed encrypted file, to be copied."""
    path = tmp_path_factory.mktemp("locked") / "unit.hsct"
    make_locked(path)
    return path


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, locked_once: Path, tmp_path: Path) -> Iterator[Start]:
    """Starts the program on a copy of the encrypted file, and stops at the unlock page."""
    made: list[Shell] = []

    def begin(**options: object) -> Shell:
        path = tmp_path / "unit.hsct"
        if not path.exists():
            copy_locked(locked_once, path)
        given = {"language": "en", "scheme": "light", "on": ON, **options}
        shell = Shell(qapp, Options(path, **given), Preferences(tmp_path / "settings.ini"))  # type: ignore[arg-type]
        shell.window.resize(1366, 768)
        with qtbot.waitExposed(shell.window):
            shell.window.show()
        shell.window.activateWindow()
        made.append(shell)
        return shell

    yield begin
    for shell in made:
        shell.window.close()


def page_of(shell: Shell) -> UnlockPage:
    """The unlock page that is shown."""
    page = shell.lock.page
    assert isinstance(page, UnlockPage)
    assert isValid(page)
    return page


def unlock(shell: Shell, qtbot: QtBot, uid: str = "uid-conti", secret: str = CONTI, pin: str = "") -> None:
    """Unlock with a passphrase, and a PIN for today."""
    with qtbot.waitSignal(shell.lock.unlocked, timeout=10_000):
        shell.lock.attempt(Try("passphrase", uid, secret, pin))


def reopen(shell: Shell, qtbot: QtBot, pin: str, uid: str = "uid-conti") -> None:
    """Unlock with the PIN of today."""
    with qtbot.waitSignal(shell.lock.unlocked, timeout=10_000):
        shell.lock.attempt(Try("pin", uid, pin=pin))


def refused(shell: Shell, qtbot: QtBot, attempt: Try) -> str:
    """Try in vain; what the page says."""
    with qtbot.waitSignal(shell.lock.ready, timeout=10_000):
        shell.lock.attempt(attempt)
    return page_of(shell).forms.problem.text()


def lock(shell: Shell, qtbot: QtBot, why: str = "key") -> None:
    """Lock, and wait until the file is closed."""
    with qtbot.waitSignal(shell.lock.locked, timeout=3_000):
        shell.window.lock_wanted.emit(why)
    qtbot.wait(1)


def author(shell: Shell) -> str:
    """The name of who works."""
    found = shell.ctx.ready().author
    assert found is not None
    return found.name


def test_the_unlock_page_comes_first_and_names_no_patient(start: Start) -> None:
    shell = start()
    page = page_of(shell)
    assert not shell.window.is_open
    assert shell.ctx.workspace is None
    words = " ".join(widget.accessibleName() for widget in page.findChildren(QWidget))
    words += " ".join(str(page.users.model().index(row, 0).data()) for row in range(3))
    assert "M. Conti, nurse" in words
    assert "Rossi" not in words
    assert shell.window.windowTitle() == "HSCT Desktop"


def test_a_passphrase_opens_for_its_owner(start: Start, qtbot: QtBot) -> None:
    shell = start()
    unlock(shell, qtbot)
    assert author(shell) == "M. Conti"
    assert shell.window.today_page.model.rowCount() > 0
    assert shell.ctx.unlocked is not None
    assert shell.desk.memory.unit(shell.ctx.unlocked.path) == "Unit of the tests"


def test_another_user_is_told_by_the_passphrase(start: Start, qtbot: QtBot) -> None:
    shell = start()
    page_of(shell).other.click()
    page_of(shell).forms.secret.take(SERRA)
    with qtbot.waitSignal(shell.lock.unlocked, timeout=10_000):
        page_of(shell).forms.submit()
    assert author(shell) == "Dr. Serra"


@pytest.mark.soak
def test_a_wrong_passphrase_is_one_sentence_and_soon_waits(start: Start, qtbot: QtBot) -> None:
    shell = start()
    wrong = Try("passphrase", "uid-conti", "not the passphrase at all")
    said = [refused(shell, qtbot, wrong) for _ in range(3)]
    assert said[0].count(".") <= 2
    assert len(set(said)) == 1
    forms = page_of(shell).forms
    assert not forms.button.isEnabled()
    assert "Try again in 1 second" in forms.button.text()
    shell.lock.attempt(wrong)  # it is not even tried before the time is over
    assert not shell.lock._trying
    qtbot.waitUntil(forms.button.isEnabled, timeout=3_000)
    unlock(shell, qtbot)


def test_the_passphrase_given_at_the_start_unlocks_by_itself(start: Start, qtbot: QtBot) -> None:
    shell = start(passphrase=PIRAS)
    qtbot.waitUntil(lambda: shell.window.is_open and shell.ctx.workspace is not None, timeout=10_000)
    assert author(shell) == "A. Piras"


def open_form(shell: Shell, words: str) -> None:
    """Begin a toxicity on a patient's page, and leave it unfinished."""
    shell.ctx.show_patient(PATIENT, "toxicity")
    shell.window.trigger("record_toxicity")
    sheet = shell.window.sheet()
    assert isinstance(sheet, AdverseEventSheet)
    sheet.findChildren(QPlainTextEdit)[0].setPlainText(words)


def test_the_pin_comes_back_to_the_unfinished_form(start: Start, qtbot: QtBot) -> None:
    shell = start()
    unlock(shell, qtbot, pin="2468")
    open_form(shell, "began at noon")
    lock(shell, qtbot)
    person = page_of(shell).users.person()
    assert person is not None
    assert (person.uid, person.forms, person.pin_digits) == ("uid-conti", 1, 4)
    reopen(shell, qtbot, "2468")
    assert shell.window.place == "patient"
    assert shell.window.page("patient").tabs.currentIndex() == 3  # type: ignore[attr-defined]
    sheet = shell.window.sheet()
    assert isinstance(sheet, AdverseEventSheet)
    assert sheet.findChildren(QPlainTextEdit)[0].toPlainText() == "began at noon"


def test_it_opens_again_where_it_was_left(start: Start, qtbot: QtBot) -> None:
    shell = start()
    unlock(shell, qtbot, pin="2468")
    today = shell.window.today_page
    rows = [n for n, line in enumerate(today.model.lines()) if line.row is not None and line.row.scheduled_id]
    today.table.choose(rows[-1])
    chosen = today.subject()
    shell.window.trigger("record_visit")
    sheet = shell.window.sheet()
    assert isinstance(sheet, VisitSheet)
    sheet._ui.on.set_typed("31 foo 2026")
    assert not sheet._ui.on.check()
    sheet._ui.pulse.set_text("88")
    pressure = sheet._ui.bloodPressure.editor()
    assert isinstance(pressure, QLineEdit)
    sheet._ui.bloodPressure.set_text("120/8")
    pressure.setFocus(Qt.FocusReason.TabFocusReason)
    pressure.setCursorPosition(5)
    lock(shell, qtbot)
    reopen(shell, qtbot, "2468")
    assert shell.window.today_page.subject() == chosen
    assert shell.window.today_page.inspector.isVisible()
    sheet = shell.window.sheet()
    assert isinstance(sheet, VisitSheet)
    assert sheet._ui.on.error(), "what was wrong is still said"
    again = sheet._ui.bloodPressure.editor()
    assert shell.window.focusWidget() is again
    assert isinstance(again, QLineEdit)
    assert not again.hasSelectedText()
    QTest.keyClicks(again, "0")
    assert again.text() == "120/80"


@pytest.mark.soak
def test_the_row_of_a_tab_is_chosen_again(start: Start, qtbot: QtBot) -> None:
    shell = start()
    unlock(shell, qtbot, pin="2468")
    shell.ctx.show_patient(PATIENT, "visits")
    tab = next(iter(shell.window.findChildren(VisitsTab)))
    tab.table.step(3)
    row = tab.chosen()
    assert row is not None
    lock(shell, qtbot)
    assert "background" not in page_of(shell).forms.problem.text(), "nothing was under way"
    reopen(shell, qtbot, "2468")
    tab = next(iter(shell.window.findChildren(VisitsTab)))
    again = tab.chosen()
    assert again is not None
    assert again.scheduled_id == row.scheduled_id


@pytest.mark.soak
def test_only_work_that_was_asked_for_is_told_of(start: Start, qtbot: QtBot) -> None:
    shell = start()
    unlock(shell, qtbot)
    end = threading.Event()
    shell.window.jobs.run(lambda: end.wait(5), lambda _: None, lambda _: None, own=True)
    lock(shell, qtbot)
    assert "background" not in page_of(shell).forms.problem.text()
    end.set()
    qtbot.waitUntil(lambda: not shell.window.jobs.busy)


def test_the_unit_is_named_from_the_first_lock(start: Start, qtbot: QtBot) -> None:
    shell = start()
    unlock(shell, qtbot)
    assert shell.ctx.unlocked is not None
    shell.desk.memory.set_unit(shell.ctx.unlocked.path, "")  # as for a file that was made just now
    lock(shell, qtbot)
    assert page_of(shell)._unit.text() == "Unit of the tests"


def test_what_is_locked_is_gone(start: Start, qtbot: QtBot) -> None:
    shell = start()
    unlock(shell, qtbot, pin="2468")
    open_form(shell, "unfinished")
    pages = [shell.window.today_page, shell.window.page("patient"), shell.window.sheet(), shell.window.rail]
    secrets = [weakref.ref(shell.ctx.ready().store), weakref.ref(shell.ctx.unlocked)]
    other = QWidget()
    other.show()
    lock(shell, qtbot)
    assert not any(isValid(page) for page in pages)
    assert not other.isVisible()
    assert (shell.ctx.workspace, shell.ctx.unlocked) == (None, None)
    assert shell.window.actions() == []
    del pages
    gc.collect()
    assert [secret() for secret in secrets] == [None, None], "somebody holds the file or its key"
    held = next(iter(shell.lock._sessions.values())).held
    assert held is not None
    assert set(vars(held)) == {"_salt", "_nonce", "_sealed", "tries_left"}
    other.deleteLater()


def test_a_dialog_closes_with_the_lock(start: Start, qtbot: QtBot) -> None:
    shell = start()
    unlock(shell, qtbot)
    dialog = QDialog(shell.window)
    with qtbot.waitSignal(shell.lock.locked, timeout=3_000):
        shell.lock._midnight.singleShot(0, lambda: shell.lock.lock("idle"))
        dialog.exec()
    assert not dialog.isVisible()
    assert shell.ctx.workspace is None


def test_five_wrong_pins_need_the_passphrase(start: Start, qtbot: QtBot) -> None:
    shell = start()
    unlock(shell, qtbot, pin="2468")
    lock(shell, qtbot)
    said = []
    for _ in range(5):
        shell.lock._left = 0
        said.append(refused(shell, qtbot, Try("pin", "uid-conti", pin="1111")))
    assert "4 tries" in said[0]
    assert "passphrase" in said[4]
    shell.lock._left = 0
    page = page_of(shell)
    assert page.forms.mode == "passphrase"
    session = shell.lock._sessions["uid-conti"]
    assert session.held is None
    page.forms.set_busy("")
    unlock(shell, qtbot)


def test_another_nurse_works_under_her_own_name(start: Start, qtbot: QtBot) -> None:
    shell = start()
    unlock(shell, qtbot, pin="2468")
    open_form(shell, "of Conti")
    lock(shell, qtbot, "switch")
    unlock(shell, qtbot, "uid-piras", PIRAS)
    assert author(shell) == "A. Piras"
    assert shell.window.sheet() is None
    assert drafts.find(shell.ctx.ready(), "adverse_event", PATIENT) is None
    lock(shell, qtbot)
    reopen(shell, qtbot, "2468")
    assert author(shell) == "M. Conti"
    assert isinstance(shell.window.sheet(), AdverseEventSheet)


def test_the_pin_ends_at_midnight(start: Start, qtbot: QtBot) -> None:
    shell = start()
    unlock(shell, qtbot, pin="2468")
    lock(shell, qtbot)
    assert page_of(shell).forms.mode == "pin"
    tomorrow = datetime.now().astimezone() + timedelta(days=1)
    shell.lock._now = lambda: tomorrow
    shell.lock.end_sessions()
    assert page_of(shell).forms.mode == "passphrase"
    assert shell.lock._sessions["uid-conti"].held is None


def test_idleness_locks_and_work_does_not(start: Start, qtbot: QtBot) -> None:
    shell = start()
    unlock(shell, qtbot)
    idle, now = shell.guard.idle, [0.0]
    idle._clock = lambda: now[0]
    idle.touch()
    now[0] = 299
    idle.look()
    assert shell.window.is_open
    now[0] = 301
    shell.window.jobs.run(lambda: time.sleep(0.05), lambda _: None, lambda _: None)
    idle.look()
    assert shell.window.is_open, "a job is work"
    qtbot.waitUntil(lambda: not shell.window.jobs.busy)
    now[0] = 700
    with qtbot.waitSignal(shell.lock.locked, timeout=3_000):
        idle.look()
    assert not shell.window.is_open


@pytest.mark.soak
def test_work_that_does_not_end_holds_up_no_lock(start: Start, qtbot: QtBot) -> None:
    shell = start()
    unlock(shell, qtbot)
    end = threading.Event()
    told: list[object] = []
    shell.window.jobs.run(lambda: end.wait(5), told.append, told.append)
    lock(shell, qtbot)
    assert shell.ctx.workspace is None
    assert "background" in page_of(shell).forms.problem.text()
    end.set()
    qtbot.waitUntil(lambda: bool(told))


def test_the_page_speaks_the_other_language(start: Start, qtbot: QtBot) -> None:
    shell = start()
    page_of(shell).status.languages["it"].click()
    qtbot.waitUntil(lambda: shell.ctx.language == "it")
    assert "inferm" in str(page_of(shell).users.model().index(0, 0).data()).lower()
    unlock(shell, qtbot)
    assert shell.ctx.ready().language == "it"


def test_a_removed_key_file_is_said_on_the_page(start: Start, qtbot: QtBot, tmp_path: Path, locked_once: Path) -> None:
    copy_locked(locked_once, tmp_path / "unit.hsct")
    key_file.key_file_of(tmp_path / "unit.hsct").unlink()
    shell = start()
    qtbot.waitUntil(lambda: bool(page_of(shell).forms.problem.text()))
    assert "unit.hsct.keys" in page_of(shell).forms.problem.text()
    assert not shell.window.is_open


def test_the_recovery_key_sets_a_new_passphrase(start: Start, qtbot: QtBot) -> None:
    shell = start()
    forms = page_of(shell).forms
    forms.have_recovery.click()
    assert "Dr. Serra" in forms._sub.text()
    forms.recovery.editor().setText(RECOVERY)  # type: ignore[attr-defined]
    forms.new.take("the very new passphrase")
    forms.again.take("something else")
    forms.submit()
    assert "not the same" in forms.again.frame.note()
    forms.again.take("the very new passphrase")
    with qtbot.waitSignal(shell.lock.unlocked, timeout=20_000):
        forms.submit()
    assert author(shell) == "Dr. Serra"
    lock(shell, qtbot)
    assert "another one" in refused(shell, qtbot, Try("passphrase", "uid-serra", SERRA))


def test_a_mistyped_recovery_key_is_said_beside_it(start: Start, qtbot: QtBot) -> None:
    shell = start()
    forms = page_of(shell).forms
    forms.ask_recovery()
    forms.recovery.editor().setText(RECOVERY[:-1] + ("2" if RECOVERY[-1] != "2" else "3"))  # type: ignore[attr-defined]
    forms.new.take("the very new passphrase")
    forms.again.take("the very new passphrase")
    with qtbot.waitSignal(shell.lock.ready, timeout=10_000):
        forms.submit()
    assert "recovery key" in forms.recovery.note()


@pytest.mark.soak
def test_a_temporary_passphrase_is_replaced_at_once(
    start: Start, qtbot: QtBot, locked_once: Path, tmp_path: Path
) -> None:
    path = copy_locked(locked_once, tmp_path / "unit.hsct")
    keys = key_file.read(path)
    key = unlocked_key(path)
    temporary = slot(key, *USERS[0], must_change=True)
    key_file.write(path, keys.with_slot(temporary), key)
    shell = start()
    with qtbot.waitSignal(shell.lock.ready, timeout=10_000):
        shell.lock.attempt(Try("passphrase", "uid-conti", CONTI, "2468"))
    forms = page_of(shell).forms
    assert forms.mode == "new"
    forms.new.take("short")
    forms.again.take("short")
    with qtbot.waitSignal(shell.lock.ready, timeout=10_000):
        forms.submit()
    assert "12" in forms.new.frame.note()
    forms.new.take("my own river passphrase")
    forms.again.take("my own river passphrase")
    with qtbot.waitSignal(shell.lock.unlocked, timeout=20_000):
        forms.submit()
    assert author(shell) == "M. Conti"
    lock(shell, qtbot)
    reopen(shell, qtbot, "2468")


def unlocked_key(path: Path) -> bytes:
    """The data key, as the first user has it."""
    return access.unlock(path, CONTI, "uid-conti").key


def test_a_file_that_another_window_has_is_not_opened(
    start: Start, qtbot: QtBot, tmp_path: Path, locked_once: Path
) -> None:
    other = OneWindow()
    other.take(copy_locked(locked_once, tmp_path / "unit.hsct"))
    shell = start()
    assert "open already" in page_of(shell).forms.problem.text()
    shell.lock.attempt(Try("passphrase", "uid-conti", CONTI))
    assert not shell.lock.is_trying
    other.release()
    unlock(shell, qtbot)


def test_an_error_while_locked_stands_on_the_page(start: Start, qtbot: QtBot) -> None:
    shell = start()
    shell.window.show_crash("report.txt")
    assert "report.txt" in page_of(shell).forms.problem.text()
    shell.ctx.toast("nobody sees this")
    shell.ctx.show_patient(PATIENT)
    shell.ctx.action_wanted.emit("find")
    assert not shell.window.is_open


@pytest.mark.soak
def test_from_an_open_file_to_another_one(start: Start, qtbot: QtBot, tmp_path: Path, locked_once: Path) -> None:
    shell = start()
    unlock(shell, qtbot, pin="2468")
    second = copy_locked(locked_once, tmp_path / "second.hsct")
    other = OneWindow()
    other.take(second)
    assert shell.desk.open_path(second)
    assert "open already" in shell.window.error_strip.text()
    assert shell.window.is_open
    other.release()
    assert shell.desk.open_path(second)
    assert not shell.window.is_open
    assert (shell.ctx.workspace, shell.ctx.unlocked) == (None, None)
    assert page_of(shell).forms.mode == "passphrase", "the PIN of one file opens no other"
    unlock(shell, qtbot, "uid-piras", PIRAS)
    assert shell.ctx.ready().store.path == second


def test_the_name_of_the_computer_is_a_setting_and_stands_in_the_log(start: Start, qtbot: QtBot) -> None:
    shell = start()
    unlock(shell, qtbot)
    definition = shell.ctx.ready().catalogue.settings[COMPUTER_NAME]
    shell.preferences.set_setting(definition, "workstation 3")
    lock(shell, qtbot)
    assert page_of(shell)._above.text().endswith("workstation 3")
    unlock(shell, qtbot)
    assert shell.ctx.ready().store.workstation == "workstation 3"
