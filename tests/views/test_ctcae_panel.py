"""The NCI's wording in the window: loaded on the page of settings, shown in the grade picker, never without asking."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from pytestqt.qtbot import QtBot

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.services import grading_settings, official_wording, settings
from hsct_desktop.services.undo import undo_last
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.context import Context
from hsct_desktop.views.ctcae_panel import OfficialWordingPanel
from hsct_desktop.views.grade_choices import grade_choices, new_version
from hsct_desktop.views.grade_picker import GradeChoice, GradePicker
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.plain_label import PlainLabel
from tests.exchange.ctcae_tables import csv_text, nci_rows


@pytest.fixture(scope="module")
def rows() -> list[list[str]]:
    return nci_rows(Catalogue().terms("6.0"))


@pytest.fixture
def file(tmp_path: Path, rows: list[list[str]]) -> Path:
    path = tmp_path / "v6 &amp; more.csv"
    path.write_text(csv_text(rows), encoding="utf-8")
    return path


@pytest.fixture
def panel(qtbot: QtBot, ctx: Context) -> OfficialWordingPanel:
    made = OfficialWordingPanel(ctx)
    qtbot.addWidget(made)
    made.resize(620, 500)
    made.show()
    return made


def look(qtbot: QtBot, panel: OfficialWordingPanel, path: Path) -> None:
    panel.read(path)
    qtbot.waitUntil(lambda: panel.choose.isEnabled())


def said(panel: OfficialWordingPanel) -> str:
    QCoreApplication.processEvents()  # a line added to a layout is shown by the next round of events
    return "\n".join(label.text() for label in panel.findChildren(PlainLabel) if label.isVisibleTo(panel))


def test_a_file_is_shown_before_it_is_taken(
    qtbot: QtBot, panel: OfficialWordingPanel, workspace: Workspace, file: Path
) -> None:
    assert said(panel).count("not loaded") == 2
    look(qtbot, panel, file)
    assert "v6 &amp; more.csv is CTCAE v6.0: 850 terms." in said(panel)
    assert "exactly those offered here" in said(panel)
    assert official_wording.loaded(workspace) == []
    panel.take.click()
    (row,) = official_wording.loaded(workspace)
    assert (row.ctcae_version, row.terms) == ("6.0", 850)
    assert f"850 terms · {row.source_name} · {row.by}" in said(panel)
    assert said(panel).count("not loaded") == 1
    assert not panel.take.isVisible()


def test_a_file_that_was_only_looked_at_is_forgotten(
    qtbot: QtBot, panel: OfficialWordingPanel, workspace: Workspace, file: Path
) -> None:
    look(qtbot, panel, file)
    panel.leave.click()
    assert "850 terms" not in said(panel)
    assert official_wording.loaded(workspace) == []


def test_differences_are_named(
    qtbot: QtBot, panel: OfficialWordingPanel, tmp_path: Path, rows: list[list[str]]
) -> None:
    changed = [list(row) for row in rows[:-6]] + [["1", "Gut", "Tummy ache", "a"]]
    changed[1][3:8] = ["-", "b", "c", "d", "e"]
    path = tmp_path / "other.csv"
    path.write_text(csv_text(changed), encoding="utf-8")
    look(qtbot, panel, path)
    assert "Terms not known here, left out: Tummy ache" in said(panel)
    assert "and 2 more" in said(panel)
    assert "Grades that differ (ours stay as they are): Anemia: 1" in said(panel)


def test_a_bad_file_is_said_and_another_encoding_only_when_asked_for(
    qtbot: QtBot, panel: OfficialWordingPanel, tmp_path: Path, rows: list[list[str]]
) -> None:
    path = tmp_path / "western.csv"
    western = csv_text([rows[0], [*rows[1][:3], "café", *rows[1][4:]], *rows[2:]]).encode("cp1252")
    path.write_bytes(western)
    look(qtbot, panel, path)
    assert panel.problem.isVisible()
    assert panel.western.isVisible()
    assert "UTF-8" in said(panel)
    path.write_text("no table at all\n", encoding="utf-8")
    look(qtbot, panel, path)
    assert "CTCAE Term" in said(panel)
    assert not panel.western.isVisible()
    path.write_bytes(western)
    look(qtbot, panel, path)
    panel.western.click()
    qtbot.waitUntil(lambda: panel.choose.isEnabled())
    assert "is CTCAE v6.0" in said(panel)
    assert not panel.problem.isVisible()


def test_a_wording_is_removed_and_comes_back_by_undo(
    qtbot: QtBot, panel: OfficialWordingPanel, workspace: Workspace, file: Path
) -> None:
    look(qtbot, panel, file)
    panel.take.click()
    assert "850 terms" in said(panel)
    remove = next(b for b in panel.findChildren(KeyButton) if b.text() == "Remove" and b.isVisible())
    assert remove.accessibleName() == "Remove the NCI's wording of CTCAE v6.0"
    remove.click()
    assert official_wording.loaded(workspace) == []
    assert said(panel).count("not loaded") == 2
    assert undo_last(workspace) is not None
    panel.refresh()
    assert said(panel).count("not loaded") == 1


def test_without_a_file_open_nothing_can_be_loaded(qtbot: QtBot) -> None:
    panel = OfficialWordingPanel(Context(None))
    qtbot.addWidget(panel)
    assert not panel.choose.isEnabled()
    assert "Open a data file to load it." in said(panel)


def test_the_picker_s_grades_carry_both_wordings(ctx: Context, workspace: Workspace, file: Path) -> None:
    term = workspace.catalogue.terms("6.0").term("hypertension")
    assert [choice.official for choice in grade_choices(ctx, "6.0", term)] == ["", "", "", ""]
    official_wording.take(workspace, official_wording.load_file(workspace, file))
    choices = grade_choices(ctx, "6.0", term, death="Closes follow-up")
    assert [choice.grade for choice in choices] == [2, 3, 4, 5]
    assert choices[0].meaning.startswith("Systolic 140")
    assert choices[0].official == "official Hypertension of grade 2"
    assert (choices[3].meaning, choices[3].official) == ("Closes follow-up", "")
    assert grade_choices(ctx, "6.0", None) == []
    before = workspace.catalogue.terms("5.0").term("hypertension")
    assert [choice.official for choice in grade_choices(ctx, "5.0", before)] == [""] * 5


def test_the_version_of_new_events_follows_the_setting(ctx: Context, workspace: Workspace) -> None:
    assert (new_version(ctx), new_version(Context(None))) == ("5.0", "5.0")
    settings.put(workspace, grading_settings.CTCAE_VERSION, "6.0")
    assert new_version(ctx) == "6.0"


LONG = "a long official text with <b>signs</b> & more " * 12


@pytest.fixture
def picker(qtbot: QtBot) -> GradePicker:
    made = GradePicker("Grade")
    qtbot.addWidget(made)
    made.resize(440, 300)
    made.set_choices([GradeChoice(1, "Mild", "short", LONG), GradeChoice(3, "Severe", "also short", "brief")])
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_official_text_is_one_line_until_w_shows_it_whole(qtbot: QtBot, picker: GradePicker) -> None:
    listed = picker.focusProxy()
    assert listed is not None
    one_line = listed.height()
    assert picker.whole.isVisible()
    qtbot.keyClick(listed, Qt.Key.Key_W)
    assert picker.whole.isChecked()
    assert listed.height() > one_line + 60
    assert picker.whole.text() == "NCI wording in one line"
    qtbot.keyClick(listed, Qt.Key.Key_W)
    assert listed.height() == one_line
    qtbot.keyClick(listed, Qt.Key.Key_3)
    assert picker.value() == 3


def test_the_whole_official_text_is_read_aloud_and_shown_as_plain_text(picker: GradePicker) -> None:
    index = picker._model.index(0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == f"1 Mild: short (NCI: {LONG})"
    assert "&lt;b&gt;signs&lt;/b&gt; &amp; more" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_without_official_texts_there_is_nothing_to_show_whole(qtbot: QtBot, picker: GradePicker) -> None:
    picker.set_choices([GradeChoice(2, "Moderate", "ours")])
    assert not picker.whole.isVisible()
    listed = picker.focusProxy()
    assert listed is not None
    qtbot.keyClick(listed, Qt.Key.Key_W)
    assert not picker.whole.isChecked()
    assert picker._model.index(0).data(Qt.ItemDataRole.ToolTipRole) is None
