"""The window as a whole: opening, undo, languages, colours, errors, prints."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Options, Shell
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.visit import VisitEntry
from hsct_desktop.services import practice, staff, visits
from hsct_desktop.views.context import Subject
from hsct_desktop.views.file_dialogs import NewFileDialog
from hsct_desktop.views.preferences import Preferences
from hsct_desktop.views.theme.tokens import current
from hsct_desktop.views.who import StaffDialog, WhoMenu
from tests.views.ward import ON, leave_preview

PASSPHRASE = "window gravel otter seven"


def words(shell: Shell) -> str:
    return " ".join(label.text() for label in shell.window.findChildren(QLabel))


@pytest.mark.soak
def test_the_title_never_names_a_patient(shell: Shell) -> None:
    assert shell.window.windowTitle() == "HSCT Desktop"
    shell.window.today_page.open_selected()
    assert shell.window.windowTitle() == "HSCT Desktop"


def test_the_only_nurse_works_and_the_file_is_named(shell: Shell) -> None:
    assert "unit.hsct" in words(shell)
    assert shell.window.status.who_button().text() == "M. Conti, nurse"
    assert not shell.window.status._practice.isVisible()


def record_first(shell: Shell) -> int:
    row = next(line.row for line in shell.window.today_page.model.lines() if line.row is not None)
    entry = VisitEntry(row.patient_id, ON, scheduled_id=row.scheduled_id, seen_by="M. Conti")
    assert shell.ctx.save(lambda: visits.record(shell.ctx.ready(), entry)) is not None
    return row.patient_id


@pytest.mark.soak
@pytest.mark.parametrize("by_toast", [True, False])
def test_undo_brings_the_row_back(shell: Shell, by_toast: bool) -> None:
    keys = [line.key for line in shell.window.today_page.model.lines()]
    record_first(shell)
    assert shell.window.toast.isVisible()
    assert [line.key for line in shell.window.today_page.model.lines()] != keys
    if by_toast:
        shell.window.toast.undo.emit()
    else:
        shell.window.trigger("undo")
    assert [line.key for line in shell.window.today_page.model.lines()] == keys


def test_undo_with_nothing_to_take_back(shell: Shell) -> None:
    for _ in range(30):
        shell.window.trigger("undo")
    assert shell.window.toast.isVisible() or shell.window.error_strip.text()


@pytest.mark.soak
def test_italian_words_everything_anew(shell: Shell, qtbot: QtBot) -> None:
    shell.window.show_page("settings")
    shell.window.trigger("language_it")
    qtbot.waitUntil(lambda: shell.ctx.language == "it")
    assert shell.window.place == "settings"
    assert shell.window.actions_["go_settings"].text() == "Impostazioni"
    shell.window.show_page("today")
    assert "venerdì 20 novembre 2026" in words(shell).replace("\u00a0", " ")
    assert [item.name for item in shell.window.today_page.lists.items()][1] == "In ritardo"
    assert shell.preferences.language == "it"
    record_first(shell)


def test_colours_change_and_are_remembered(shell: Shell) -> None:
    shell.window.trigger("theme_dark")
    assert current().dark
    assert shell.preferences.scheme == "dark"
    shell.window.trigger("theme_light")
    assert not current().dark


def test_a_known_error_is_one_sentence_and_the_page_stays(shell: Shell) -> None:
    before = shell.window.place

    def fail() -> None:
        raise KnownError("stale_row")

    assert shell.ctx.save(fail) is None  # type: ignore[arg-type]
    assert len(shell.window.error_strip.text()) > 20
    assert shell.window.place == before


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["missing", "empty", "foreign"])
def test_a_bad_file_is_refused_in_words_and_the_open_one_stays(shell: Shell, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "other.hsct"
    if kind != "missing":
        path.write_bytes(b"" if kind == "empty" else b"no database" * 400)
    before = shell.ctx.workspace
    assert not shell.desk.open_path(path)
    assert shell.window.error_strip.text()
    assert shell.ctx.workspace is before
    assert path.exists() == (kind != "missing")


def test_a_new_file_by_its_form(shell: Shell, tmp_path: Path) -> None:
    dialog = NewFileDialog(shell.ctx, tmp_path / "new.hsct", shell.desk.create, shell.window)
    dialog.show()
    dialog.accept()
    assert dialog.isVisible()
    assert dialog.ui.problem.isVisible()
    dialog.ui.unit.setText("Ward 7")
    dialog.ui.person.setText("A. Nurse")
    dialog.ui.passphrase.setText(PASSPHRASE)
    dialog.ui.again.setText(PASSPHRASE)
    dialog.accept()
    assert not dialog.isVisible()
    assert not (tmp_path / "new.hsct").read_bytes().startswith(b"SQLite")
    assert dialog.recovery_key.count("-") == 8
    assert shell.window.status.who_button().text().startswith("A. Nurse")
    assert shell.preferences.last_file == tmp_path / "new.hsct"
    assert shell.window.today_page.empty.isVisible()


@pytest.mark.soak
@pytest.mark.parametrize("place", [".", "..", "/", "~nobody-of-that-name/x", "a\0b", "no/such/folder/x"])
def test_what_is_no_place_for_a_file_is_one_sentence(shell: Shell, place: str) -> None:
    dialog = NewFileDialog(shell.ctx, Path(place), shell.desk.create, shell.window)
    dialog.ui.unit.setText("Ward 7")
    dialog.ui.person.setText("A. Nurse")
    dialog.ui.passphrase.setText(PASSPHRASE)
    dialog.ui.again.setText(PASSPHRASE)
    dialog.show()
    before = shell.ctx.workspace
    dialog.accept()
    assert dialog.isVisible()
    assert dialog.ui.problem.text()
    assert shell.ctx.workspace is before
    dialog.close()


def test_a_name_with_a_point_gets_the_files_ending(shell: Shell, tmp_path: Path) -> None:
    dialog = NewFileDialog(shell.ctx, tmp_path / "new.2026", shell.desk.create, shell.window)
    assert dialog.path() == tmp_path / "new.2026.hsct"


def test_an_existing_file_is_not_overwritten(shell: Shell, database: Path) -> None:
    size = database.stat().st_size
    dialog = NewFileDialog(shell.ctx, database, shell.desk.create, shell.window)
    dialog.ui.unit.setText("Ward 7")
    dialog.ui.person.setText("A. Nurse")
    dialog.ui.passphrase.setText(PASSPHRASE)
    dialog.ui.again.setText(PASSPHRASE)
    dialog.show()
    dialog.accept()
    assert dialog.isVisible()
    assert dialog.ui.problem.text()
    assert database.stat().st_size >= size
    dialog.close()


def test_who_is_working(shell: Shell) -> None:
    dialog = StaffDialog(shell.ctx, parent=shell.window)
    dialog.accept()
    assert dialog.ui.problem.text()
    dialog.ui.person.setText("Dr <b>Serra</b> & Co")
    dialog.accept()
    assert dialog.staff_id is not None
    menu = WhoMenu(shell.ctx, shell.window)
    assert any("&&" in action.text() for action in menu.actions())
    menu.choose(dialog.staff_id)
    workspace = shell.ctx.ready()
    assert workspace.author is not None
    assert workspace.author.name == "Dr <b>Serra</b> & Co"
    assert shell.window.status.who_button().text().startswith("Dr <b>Serra</b> & Co")
    row = next(r for r in staff.everybody(workspace) if r.id == dialog.staff_id)
    retire = StaffDialog(shell.ctx, row, shell.window)
    retire.ui.active.setChecked(False)
    retire.accept()
    assert workspace.author is None
    assert shell.window.status.who_button().text() == "Who is working?"


def test_the_author_is_remembered_for_the_file(shell: Shell, database: Path) -> None:
    author = shell.ctx.ready().author
    assert author is not None
    assert shell.preferences.staff_id(database) == author.staff_id


def test_the_day_list_prints_to_a_neutral_name(
    shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.preferences.print_folder = tmp_path / "prints"
    room = shell.window.papers.room()
    for name in ("day-list-2026-11-20.pdf", "day-list-2026-11-20-2.pdf"):
        with qtbot.waitSignal(shell.window.printer.printed, timeout=20_000):
            shell.window.trigger("print_list")
        assert (room / name).read_bytes().startswith(b"%PDF")
        assert str(shell.window.page("print_preview").path).endswith(name)  # type: ignore[attr-defined]
        leave_preview(shell)
    shell.window.close()
    assert not room.exists()  # what was only looked at stays nowhere
    assert not (tmp_path / "prints").exists()


def test_a_print_that_is_saved_is_kept(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(shell.window.printer.printed, timeout=20_000):
        shell.window.trigger("print_list")
    page = shell.window.page("print_preview")
    assert page.view.save_to(tmp_path / "list.pdf")  # type: ignore[attr-defined]
    assert page.view.path == tmp_path / "list.pdf"  # type: ignore[attr-defined]
    shell.window.close()
    assert (tmp_path / "list.pdf").read_bytes().startswith(b"%PDF")


def test_a_folder_that_cannot_be_made_is_told(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    shell.window.papers._folder = tmp_path / "file" / "below"
    shell.window.trigger("print_list")
    assert str(tmp_path / "file" / "below") in shell.window.error_strip.text()


@pytest.mark.soak
def test_the_practice_ward_is_made_and_said(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(practice, "create", partial(practice.create, patients=8))  # the whole ward takes seconds
    path = tmp_path / "practice.hsct"
    options = Options(path, practice=True, language="en", scheme="light", on=ON, plain_accepted=True)
    made = Shell(qapp, options, Preferences(tmp_path / "settings.ini"))
    made.window.show()
    qtbot.waitUntil(lambda: made.ctx.workspace is not None, timeout=30_000)
    assert made.window.status._practice.isVisible()
    assert made.preferences.last_file is None
    assert made.window.today_page.model.rowCount() > 10
    made.window.close()


@pytest.mark.soak
def test_a_start_without_any_file(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    made = Shell(
        qapp, Options(language="en", scheme="light", plain_accepted=True), Preferences(tmp_path / "settings.ini")
    )
    with qtbot.waitSignal(made.desk.opened):
        made.window.show()
    assert made.window.today_page.empty.isVisible()
    assert made.window.today_page.empty.button().text() == "New file…"
    for place in ("patients", "unit", "protocols", "settings", "today"):
        made.window.show_page(place)
    made.window.trigger("find")
    assert made.window.palette_.isVisible()
    made.window.close()


LETTERS = {
    "R": "VisitSheet",
    "T": "AdverseEventSheet",
    "M": "TherapySheet",
    "C": "ContactSheet",
    "S": "StopSheet",
    "B": "BookingSheet",
    "X": "BookingSheet",
}


@pytest.mark.parametrize(("letter", "sheet"), LETTERS.items())
def test_letters_on_today_open_the_sheet_of_the_row(shell: Shell, qtbot: QtBot, letter: str, sheet: str) -> None:
    page = shell.window.today_page
    lines = page.model.lines()
    rows = {i: line.row for i, line in enumerate(lines) if line.row is not None}
    wanted = [i for i, row in rows.items() if (row.therapy if letter == "S" else row.visit) is not None]
    page.table.choose(wanted[-1])
    qtbot.keyClicks(page.table, letter.lower())
    opened = shell.window.sheet()
    assert type(opened).__name__ == sheet
    assert getattr(opened, "patient_id", None) == lines[wanted[-1]].row.patient_id


@pytest.mark.soak
@pytest.mark.parametrize("letter", ["R", "T", "M", "C"])
def test_letters_on_the_patients_page(shell: Shell, qtbot: QtBot, letter: str) -> None:
    shell.ctx.show_patient(3)
    assert shell.window.place == "patient"
    qtbot.keyClicks(shell.window.focusWidget() or shell.window.page("patient"), letter.lower())
    opened = shell.window.sheet()
    assert type(opened).__name__ == LETTERS[letter]
    assert getattr(opened, "patient_id", None) == 3


def test_a_letter_in_a_field_is_only_a_letter(shell: Shell, qtbot: QtBot) -> None:
    shell.window.show_page("patients")
    qtbot.keyClicks(shell.window.focusWidget(), "rtm")
    assert shell.window.sheet() is None


@pytest.mark.soak
def test_stop_without_a_therapy_shows_the_therapies(shell: Shell, qtbot: QtBot) -> None:
    row = next(line.row for line in shell.window.today_page.model.lines() if line.row is not None)
    assert row.therapy_id is None
    qtbot.keyClicks(shell.window.today_page.table, "s")
    assert shell.window.place == "patient"
    assert shell.window.sheet() is None


@pytest.mark.soak
def test_leaving_a_patient_goes_back(shell: Shell) -> None:
    shell.window.show_page("patients")
    shell.ctx.show_patient(2)
    shell.window.page("patient").closed.emit()  # type: ignore[attr-defined]
    assert shell.window.place == "patients"


def test_another_sheet_keeps_the_first_ones_draft(shell: Shell, qtbot: QtBot) -> None:
    shell.window.trigger("log_contact")
    first = shell.window.sheet()
    assert first is not None
    with qtbot.waitSignal(first.draft_kept):
        shell.window.trigger("record_toxicity")
    assert shell.window.sheet() is not first


def test_a_patient_who_is_gone_is_told(shell: Shell) -> None:
    shell.ctx.show_patient(999)
    assert shell.window.place == "today"
    assert shell.window.error_strip.text()


@pytest.mark.soak
def test_registration_opens_and_goes_back_to_where_one_was(shell: Shell, qtbot: QtBot) -> None:
    qtbot.keyClick(shell.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert shell.window.place == "registration"
    shell.window.page("registration").closed.emit()  # type: ignore[attr-defined]
    assert shell.window.place == "today"
    shell.ctx.show_patient(2)
    shell.ctx.show_registration(2)
    assert shell.window.place == "registration"
    shell.window.page("registration").closed.emit()  # type: ignore[attr-defined]
    assert shell.window.place == "patient"
    assert shell.window.subject() == Subject(2, getattr(shell.window.subject(), "scheduled_id", None))


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_who_is_working_by_keyboard(shell: Shell, qtbot: QtBot) -> None:
    added = staff.add(shell.ctx.ready(), "A. Other", Role.PHYSICIAN)
    qtbot.keyClick(shell.window, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, WhoMenu)
    qtbot.keyClick(menu, Qt.Key.Key_1)
    author = shell.ctx.ready().author
    assert author is not None
    assert author.staff_id == added.record_id
    assert shell.window.status.who_button().text() == "A. Other, physician"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_by_keyboard(shell: Shell, qtbot: QtBot) -> None:
    qtbot.keyClick(shell.window, Qt.Key.Key_F10)
    assert shell.window._menu.isVisible()
    opened = QApplication.activePopupWidget()
    assert isinstance(opened, QMenu)
    assert {"action_new_file", "action_open_file"} <= {action.objectName() for action in opened.actions()}
    opened.close()
    shell.window._menu.close()
