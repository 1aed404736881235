"""Protocols edited as YAML in the real window: mistakes, preview, drafts, conflicts."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.services import drafts
from hsct_desktop.views.protocol_sheets import CopySheet
from hsct_desktop.views.protocols import ProtocolsPage
from tests.views.protocol_desk import MS, checked, edit, folder, page, press, settle, shell
from tests.views.ward import open_workspace

__all__ = ["folder", "page", "shell"]
"""Fixtures."""


# --- editing ---


def test_a_copy_goes_into_the_units_folder_and_into_the_editor(
    qtbot: QtBot, shell: Shell, page: ProtocolsPage, folder: Path
) -> None:
    page.card.copy.click()
    settle()
    assert isinstance(shell.window.sheet(), CopySheet)
    press(shell, Qt.Key.Key_Return, control=True)
    checked(qtbot, page.editor)
    assert (folder / "protocols" / f"{MS}-unit.yaml").exists()
    assert page.stack.currentWidget() is page.editor
    assert page.editor.editor.hasFocus()
    assert page.editor.count.text() == "no mistake"
    press(shell, Qt.Key.Key_Escape)
    assert page.list.key() == f"{MS}-unit"


@pytest.mark.soak
def test_a_broken_text_names_its_line_and_is_not_saved(
    qtbot: QtBot, shell: Shell, page: ProtocolsPage, folder: Path
) -> None:
    editor = edit(qtbot, shell, page)
    file = folder / "protocols" / f"{MS}.yaml"
    before = file.read_bytes()
    line = next(n for n, words in enumerate(editor.editor.text().split("\n"), start=1) if "offset: 60d" in words)
    editor.editor.go_to(line)
    press(shell, Qt.Key.Key_End)
    QTest.keyClicks(editor.editor, "x")
    checked(qtbot, editor)
    assert [problem.line for problem in editor.problems] == [line]
    assert list(editor.editor.marks()) == [line]
    row = editor.table.rows.lines[0]
    assert row.cells[0].words == str(line)
    assert "60dx" in row.cells[2].words
    assert "such as 30d" in row.cells[2].words
    assert editor.preview.stale.isVisible()
    press(shell, Qt.Key.Key_S, control=True)
    assert editor.note.accessibleName().startswith("Not saved: 1 mistake.")
    assert file.read_bytes() == before
    editor.editor.go_to(1)
    editor.table.setFocus()
    press(shell, Qt.Key.Key_Return)
    assert editor.editor.line() == line
    assert editor.editor.hasFocus()
    press(shell, Qt.Key.Key_End, Qt.Key.Key_Backspace)
    checked(qtbot, editor)
    assert not editor.problems
    assert not editor.note.isVisible()


@pytest.mark.soak
def test_the_preview_follows_the_typing_and_saving_keeps_the_former_text(
    qtbot: QtBot, shell: Shell, page: ProtocolsPage, folder: Path
) -> None:
    editor = edit(qtbot, shell, page)
    editor.preview.dates.day0.set_typed("1/3/2027")
    checked(qtbot, editor)

    def day_100() -> str:
        lines = editor.preview.table.rows.lines
        return next(line.cells[1].words for line in lines if line.key == "d100").replace("\xa0", " ")

    assert day_100() == "Wed 09 Jun 2027"
    editor.editor.replace_all(editor.editor.text().replace("offset: 100d", "offset: 101d"))
    checked(qtbot, editor)
    assert day_100() == "Thu 10 Jun 2027"
    press(shell, Qt.Key.Key_S, control=True)
    assert "offset: 101d" in (folder / "protocols" / f"{MS}.yaml").read_text(encoding="utf-8")
    assert "offset: 100d" in (folder / "protocols" / f"{MS}.1.bak").read_text(encoding="utf-8")
    assert drafts.find(shell.ctx.ready(), f"protocol_text:{MS}.yaml", None) is None
    assert not editor.is_changed()


@pytest.mark.soak
def test_hard_spaces_and_letters_of_any_script_are_saved_as_typed(
    qtbot: QtBot, shell: Shell, page: ProtocolsPage, folder: Path
) -> None:
    editor = edit(qtbot, shell, page)
    editor.editor.replace_all(editor.editor.text().replace('"Day +30"', '"Day\u00a0+30 — Ωλ"'))
    editor.save()
    assert '"Day\u00a0+30 — Ωλ"' in (folder / "protocols" / f"{MS}.yaml").read_text(encoding="utf-8")


def test_an_unsaved_text_is_kept_when_the_window_closes_and_put_back(
    qtbot: QtBot, shell: Shell, page: ProtocolsPage, database: Path
) -> None:
    editor = edit(qtbot, shell, page)
    editor.editor.replace_all(editor.editor.text() + "# mine\n")
    shell.window.close()
    workspace = open_workspace(database)
    kept = drafts.find(workspace, f"protocol_text:{MS}.yaml", None)
    workspace.store.close()
    assert kept is not None
    assert kept.content["text"].endswith("# mine\n")


def test_leaving_keeps_a_draft_and_coming_back_says_so(qtbot: QtBot, shell: Shell, page: ProtocolsPage) -> None:
    editor = edit(qtbot, shell, page)
    editor.editor.replace_all(editor.editor.text() + "# mine\n")
    press(shell, Qt.Key.Key_Escape)
    page.edit()
    checked(qtbot, editor)
    assert editor.editor.text().endswith("# mine\n")
    assert "put back" in editor.note.accessibleName()
    press(shell, Qt.Key.Key_Z, control=True)
    assert not editor.is_changed()


@pytest.mark.soak
def test_a_file_changed_by_another_program_is_not_overwritten(
    qtbot: QtBot, shell: Shell, page: ProtocolsPage, folder: Path
) -> None:
    editor = edit(qtbot, shell, page)
    file = folder / "protocols" / f"{MS}.yaml"
    theirs = file.read_text(encoding="utf-8") + "# theirs\n"
    file.write_text(theirs, encoding="utf-8")
    mine = editor.editor.text() + "# mine\n"
    editor.editor.replace_all(mine)
    press(shell, Qt.Key.Key_Return, control=True)
    assert editor.editor.text() == mine, "Ctrl+Enter saves and writes no line"
    assert file.read_text(encoding="utf-8") == theirs
    assert "changed by another program" in editor.note.accessibleName()
    editor._anew.click()
    assert editor.editor.text() == theirs
    press(shell, Qt.Key.Key_Z, control=True)
    assert editor.editor.text() == mine
    editor.save()
    assert file.read_text(encoding="utf-8") == mine


@pytest.mark.soak
def test_a_draft_on_a_file_changed_since_says_so_at_once(
    qtbot: QtBot, shell: Shell, page: ProtocolsPage, folder: Path
) -> None:
    editor = edit(qtbot, shell, page)
    editor.editor.replace_all(editor.editor.text() + "# mine\n")
    press(shell, Qt.Key.Key_Escape)
    file = folder / "protocols" / f"{MS}.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# theirs\n", encoding="utf-8")
    page.edit()
    checked(qtbot, editor)
    assert "changed by another program" in editor.note.accessibleName()
    assert editor.editor.text().endswith("# mine\n")
    editor._over.click()
    editor.save()
    assert file.read_text(encoding="utf-8").endswith("# mine\n")
    assert any("# theirs" in backup.read_text(encoding="utf-8") for backup in file.parent.glob("*.bak"))


@pytest.mark.soak
def test_the_editor_survives_another_language(qtbot: QtBot, shell: Shell, page: ProtocolsPage) -> None:
    editor = edit(qtbot, shell, page)
    editor.editor.replace_all(editor.editor.text() + "# mine\n")
    shell.window.language_wanted.emit("it")
    settle()
    kept = drafts.find(shell.ctx.ready(), f"protocol_text:{MS}.yaml", None)
    assert kept is not None
    assert kept.content["text"].endswith("# mine\n")
    again = shell.window.page("protocols")
    assert isinstance(again, ProtocolsPage)
    assert again.isVisible()
    assert again.rows[MS].label == "TCSE autologo per sclerosi multipla"


@pytest.mark.soak
@pytest.mark.parametrize("name", ["A B", "", "../escape", "ahsct-ssc"])
def test_an_id_that_cannot_be_is_refused_in_one_sentence(
    shell: Shell, page: ProtocolsPage, folder: Path, name: str
) -> None:
    page.copy()
    sheet = shell.window.sheet()
    assert isinstance(sheet, CopySheet)
    sheet._id.set_text(name)
    sheet.save()
    settle()
    made = [file.name for file in folder.rglob("*.yaml")]
    if name:
        assert made == []
        assert shell.window.sheet() is sheet
        assert shell.window.error_strip.isVisible() or sheet._id.error()
    else:
        assert made == [f"{MS}-unit.yaml"], "an empty field takes the id that is proposed"
