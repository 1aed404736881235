"""The history of the disease in a real window, typed by keyboard alone; what is refused stays and is never lost."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.disease_history import HistoryEntry
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.relapse import RelapseEntry
from hsct_desktop.services import disease_history, disease_modifying_therapies, drafts, patients, relapses
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.card_differs import CardDiffers
from hsct_desktop.views.context import Context
from hsct_desktop.views.entry_table import EntryTable
from hsct_desktop.views.history_page import HistoryPage
from hsct_desktop.views.patient import PatientPage
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.relapse_sheet import RelapseSheet
from hsct_desktop.views.widgets.buttons import KeyButton
from tests.views.ward import open_workspace

KEYS = {"⇥": Qt.Key.Key_Tab, "⏎": Qt.Key.Key_Return, "⎋": Qt.Key.Key_Escape, "↑": Qt.Key.Key_Up, "↓": Qt.Key.Key_Down}
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
COURSE = "2012⏎ 5/2013⏎ rel⇥2012⏎ sec⇥2022⏎ ⏎"
RELAPSES = "2012⇥vis⇥y⇥c⏎ 4/2014⇥sen,pyr⇥y⇥p⇥afterflu⏎ 12/3/2017⇥brain⇥n⇥c⏎ apr2019⇥cerebel⇥y⇥p⏎ 7/2021⇥bow⇥y⇥n⏎ ⏎"
DRUGS = "rebif⇥3/2013⇥2016⏎ tysa⇥3/2016⇥5/2019⇥JCV⏎ ocre⇥7/2019⇥6/2026⏎ pred⇥2011⇥2012⏎ ⏎"
EDSS = "6/2012⇥2⏎ 6/2014⇥2,5⏎ 6/2017⇥3⏎ 6/2019⇥4⏎ 6/2022⇥4.5⏎ 5/2026⇥5.5⏎ ⏎"
MRI = "5/2012⇥3⇥1⏎ 5/2016⇥2⇥0⏎ 5/2019⇥4⇥2⏎ 5/2026⇥1⏎"


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)  # type: ignore[no-untyped-call]


def keys(qtbot: QtBot, typed: str) -> int:
    """Type a text sign by sign; ⇥ ⏎ ⎋ ↑ ↓ are keys, a blank only parts rows. How many keys it took."""
    signs = [sign for sign in typed if sign != " "]
    for sign in signs:
        if sign in KEYS:
            press(qtbot, KEYS[sign])
        else:
            qtbot.keyClicks(QApplication.focusWidget(), sign)  # type: ignore[no-untyped-call]
    return len(signs)


def shown(table: EntryTable) -> list[tuple[str, ...]]:
    return [line.texts for line in table.rows.lines if not line.is_blank]


def history_of(page: PatientPage) -> HistoryPage:
    assert isinstance(page.over, HistoryPage)
    return page.over


@pytest.mark.soak
def test_the_page_opens_by_its_key_saves_a_row_and_ctrl_z_takes_it_back(shell: Shell, qtbot: QtBot) -> None:
    ws = shell.ctx.ready()
    patient_id = next(hit.id for hit in patients.find(ws, "MS-0107"))
    shell.ctx.show_patient(patient_id)
    page = shell.window.page("patient")
    assert isinstance(page, PatientPage)
    press(qtbot, Qt.Key.Key_H, Qt.KeyboardModifier.ShiftModifier)
    history = history_of(page)
    press(qtbot, Qt.Key.Key_F6)
    keys(qtbot, "2019⏎ 4/2015⏎")
    assert [row[0] for row in shown(history.tables["relapses"])] == ["2019", "04/2015"]  # as typed, not sorted anew
    press(qtbot, Qt.Key.Key_Z, CTRL)
    assert [row.onset for row in relapses.for_patient(ws, patient_id)] == ["2019"]
    assert [row[0] for row in shown(history.tables["relapses"])] == ["2019"]
    press(qtbot, Qt.Key.Key_Escape)
    assert not history.isVisible()
    assert drafts.find(ws, "history", patient_id) is None


@pytest.fixture
def patient_id(workspace: Workspace) -> int:
    return next(hit.id for hit in patients.browse(workspace) if hit.code == "MS-0107")


@pytest.fixture
def page(qtbot: QtBot, ctx: Context, patient_id: int) -> HistoryPage:
    """The page alone, with a place for its sheets."""
    place = QWidget()
    qtbot.addWidget(place)
    ctx.set_sheet_place(place, 94)
    ctx.sheet_wanted.connect(lambda sheet: sheet.open_sheet())
    made = HistoryPage(ctx, patient_id, place)
    place.resize(1282, 600)
    made.resize(1282, 600)
    place.show()
    return made


def relapse(workspace: Workspace, patient_id: int, *onset: int) -> int:
    saved = relapses.record(workspace, RelapseEntry(patient_id, PartialDate(*onset)))
    assert saved.record_id is not None
    return saved.record_id


def test_a_whole_history_is_typed_and_saved_row_by_row(
    qtbot: QtBot, ctx: Context, page: HistoryPage, patient_id: int
) -> None:
    page.focus_first()
    taken = sum(keys(qtbot, typed) for typed in (COURSE, RELAPSES, DRUGS, EDSS, MRI))
    assert taken <= 330  # two beginnings, two forms, five relapses, four drugs, six EDSS, four scans: dates included
    tables = page.tables
    assert [row[1] for row in shown(tables["course"])] == ["2012", "05/2013", "2012", "2022"]
    assert shown(tables["relapses"])[1] == ("04/2014", "Pyramidal, Sensory", "Yes", "Partial", "afterflu")
    assert shown(tables["relapses"])[3][:2] == ("04/2019", "Cerebellar")
    assert [row[:2] for row in shown(tables["therapies"])] == [
        ("Interferon beta", "First line"), ("Natalizumab", "Second line"), ("Ocrelizumab", "Second line"),
        ("Prednisone or prednisolone, long term", "Other"),
    ]  # fmt: skip
    assert [row[1] for row in shown(tables["edss"])] == ["2.0", "2.5", "3.0", "4.0", "4.5", "5.5"]
    assert [row[1:4] for row in shown(tables["mri"])][3] == ("1", "", "Brain")
    assert not any(line.changed for table in tables.values() for line in table.rows.lines)
    again = HistoryPage(ctx, patient_id, page.parentWidget())
    assert [row[0] for row in shown(again.tables["relapses"])] == [
        "2012", "04/2014", "12 Mar 2017", "04/2019", "07/2021",
    ]  # fmt: skip


def test_a_refused_row_keeps_its_text_says_why_and_comes_back_as_a_draft(
    qtbot: QtBot, ctx: Context, page: HistoryPage, patient_id: int, workspace: Workspace
) -> None:
    table = page.tables["relapses"]
    table.focus_new()
    keys(qtbot, "7/2030⇥vis⇥y⏎ 4/2019⇥knee⏎ 2017⇥pyr⏎")
    assert [row.onset for row in relapses.for_patient(workspace, patient_id)] == ["2017"]
    first, second, third = table.rows.lines[:3]
    assert (first.texts[:3], first.changed, first.soft) == (("07/2030", "Visual", "Yes"), True, False)
    assert "in the future" in first.note
    assert "“knee” is not in the list" in second.note
    assert (third.changed, page._count.text()) == (False, "2 rows are not saved")
    page.hide()
    kept = drafts.find(workspace, "history", patient_id)
    assert kept is not None
    assert [texts[0] for _, _, texts, *_ in kept.content["relapses"]] == ["07/2030", "04/2019"]
    again = HistoryPage(ctx, patient_id, page.parentWidget())
    again.show()
    table = again.tables["relapses"]
    assert [(line.texts[0], line.soft) for line in table.rows.unsaved()] == [("07/2030", False), ("04/2019", False)]
    assert "in the future" in table.rows.unsaved()[0].note  # why, as before
    table.setFocus()
    table.go(1, 0)
    keys(qtbot, "7/2020⏎")  # mended: it is saved
    table.go(2, 1)
    press(qtbot, Qt.Key.Key_Delete, CTRL)  # and this one forgotten
    again.hide()
    assert drafts.find(workspace, "history", patient_id) is None
    assert [row.onset for row in relapses.for_patient(workspace, patient_id)] == ["2017", "07/2020"]


@pytest.mark.soak
@pytest.mark.parametrize("size", [(1282, 600), (744, 420)])
def test_after_a_refused_row_the_row_that_is_typed_next_is_seen(
    qtbot: QtBot, page: HistoryPage, size: tuple[int, int]
) -> None:
    page.resize(*size)
    table = page.tables["relapses"]
    table.focus_new()

    def is_seen() -> bool:
        cell, shown = table.visualRect(table.currentIndex()), table.viewport().visibleRegion().boundingRect()
        return cell.isValid() and shown.contains(cell)

    for year in range(2031, 2037):
        keys(qtbot, f"7/{year}⇥vis⏎")
        qtbot.waitUntil(is_seen, timeout=1000)
    assert is_seen()
    assert table.line() is table.rows.lines[-1]


def test_what_is_only_asked_is_let_through_by_enter_in_the_row_also_when_one_comes_back_to_it(
    qtbot: QtBot, ctx: Context, page: HistoryPage, patient_id: int, workspace: Workspace
) -> None:
    relapse(workspace, patient_id, 2019, 4, 10)
    page.read()
    table = page.tables["relapses"]
    table.focus_new()
    keys(qtbot, "2/5/2019⇥sen⏎")
    assert "one relapse or two?" in table.rows.lines[1].note
    keys(qtbot, "↑↓↑↑")  # the arrows only pass by
    assert len(relapses.for_patient(workspace, patient_id)) == 1
    keys(qtbot, "↓")
    assert "Enter in this row saves it" in page._detail.text()
    page.hide()
    again = HistoryPage(ctx, patient_id, page.parentWidget())
    again.show()
    (line,) = again.tables["relapses"].rows.unsaved()
    assert (line.soft, "one relapse or two?" in line.note) == (True, True)  # still asked, and not as an error
    again.tables["relapses"].setFocus()
    again.tables["relapses"].go(1, 0)
    keys(qtbot, "⏎")
    assert [row.onset.replace("\u00a0", " ") for row in relapses.for_patient(workspace, patient_id)] == [
        "10 Apr 2019", "02 May 2019",
    ]  # fmt: skip


def test_a_narrow_page_keeps_its_title_and_the_words_of_its_buttons(page: HistoryPage) -> None:
    wide = {button: (button.hint(), button.text()) for button in page._buttons.values()}
    page.resize(620, 400)
    layout = page.layout()
    assert layout is not None
    layout.activate()
    assert page._title.width() >= page._title.sizeHint().width()
    assert all(button.width() >= button.sizeHint().width() for button in page._buttons.values())
    assert {button.text() for button in page._buttons.values()} == {text for _, text in wide.values()}
    assert all(not button.hint() and button.toolTip() for button in page._buttons.values())
    page.resize(1282, 600)
    assert all(button.hint() == hint for button, (hint, _) in wide.items())


def test_a_typed_cell_is_taken_back_before_the_row_is_saved(qtbot: QtBot, page: HistoryPage) -> None:
    table = page.tables["relapses"]
    table.focus_new()
    keys(qtbot, "2019⇥vis⇥")
    line = table.line()
    assert line is not None
    assert line.texts[:2] == ("2019", "Visual")
    press(qtbot, Qt.Key.Key_Z, CTRL)
    assert (line.texts[:2], line.changed) == (("2019", ""), True)
    press(qtbot, Qt.Key.Key_Z, CTRL)
    assert (line.texts[0], line.changed) == ("", False)
    keys(qtbot, "2018⎋")
    assert line.texts[0] == ""


def test_a_click_on_another_row_saves_the_one_that_was_typed(
    qtbot: QtBot, page: HistoryPage, patient_id: int, workspace: Workspace
) -> None:
    relapse(workspace, patient_id, 2015)
    page.read()
    table = page.tables["relapses"]
    table.focus_new()
    keys(qtbot, "2018⇥vis")
    cell = table.visualRect(table.rows.index(0, 4)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell)  # type: ignore[no-untyped-call]
    found = relapses.for_patient(workspace, patient_id)
    assert [(row.onset, row.systems) for row in found] == [("2015", ""), ("2018", "Visual")]
    assert (table.currentIndex().row(), table.currentIndex().column(), table.hasFocus()) == (0, 4, True)
    keys(qtbot, "late⏎")
    held = relapses.for_patient(workspace, patient_id)[0].held
    assert held.entry.note == "late"
    relapses.revise(workspace, held.id, held.version, replace(held.entry, note="late\nagain"))
    page.read()
    table.go(0, 4)
    press(qtbot, Qt.Key.Key_F2)
    keys(qtbot, "⏎")  # looked at only: the note keeps its lines
    assert relapses.for_patient(workspace, patient_id)[0].held.entry.note == "late\nagain"


def test_what_is_being_typed_survives_a_crash_and_news_from_others(
    qtbot: QtBot, page: HistoryPage, patient_id: int, workspace: Workspace
) -> None:
    table = page.tables["relapses"]
    table.focus_new()
    keys(qtbot, "4/20")
    relapse(workspace, patient_id, 2015)
    page.read()  # as when another page wrote
    assert (table.editor.isVisible(), table.editor.text()) == (True, "4/20")
    page._drafts.put_away()
    kept = drafts.find(workspace, "history", patient_id)
    assert kept is not None
    assert kept.content["relapses"] == [["", 0, ["4/20", "", "", "", ""], [""] * 5, []]]
    keys(qtbot, "19⏎")
    assert [row.onset for row in relapses.for_patient(workspace, patient_id)] == ["2015", "04/2019"]


def test_a_row_changed_by_somebody_else_is_shown_before_it_is_overwritten(
    qtbot: QtBot, page: HistoryPage, patient_id: int, workspace: Workspace
) -> None:
    row_id = relapse(workspace, patient_id, 2015)
    page.read()
    table = page.tables["relapses"]
    table.setFocus()
    table.go(0, 1)
    keys(qtbot, "vis⇥")
    relapses.revise(workspace, row_id, 1, RelapseEntry(patient_id, PartialDate(2016)))
    keys(qtbot, "⏎")
    line = table.rows.lines[0]
    assert line.note == "Somebody changed this row meanwhile; it now says: 2016."
    assert relapses.entry_of(workspace, row_id)[0].systems == ()
    table.go(0, 1)
    keys(qtbot, "⏎")
    entry, version = relapses.entry_of(workspace, row_id)
    assert (entry.onset, len(entry.systems), version) == (PartialDate(2015), 1, 3)


def test_rows_of_a_spreadsheet_are_pasted_and_bad_ones_stay(
    qtbot: QtBot, page: HistoryPage, patient_id: int, workspace: Workspace
) -> None:
    table = page.tables["relapses"]
    table.focus_new()
    block = "Onset\tSystems\tSteroid\n04/2019\tvisual\tyes\n13/2019\tsensory\n\n2016\tpyramidal, sensory\tno\r\n"
    QGuiApplication.clipboard().setText(block)
    press(qtbot, Qt.Key.Key_V, CTRL)
    assert [row.onset for row in relapses.for_patient(workspace, patient_id)] == ["2016", "04/2019"]
    (bad,) = table.rows.unsaved()
    assert bad.texts[:2] == ("13/2019", "Sensory")
    assert "“13/2019” is no date" in bad.note
    assert page._detail.text() == (
        "2 rows saved. 1 row is not saved: it says why. The row of headings was left out. "
        "Ctrl+Z takes the whole block back."
    )
    press(qtbot, Qt.Key.Key_Z, CTRL)
    assert (relapses.for_patient(workspace, patient_id), shown(table)) == ([], [])


def test_a_block_for_another_table_is_said_clearly_and_goes_out_as_one(
    qtbot: QtBot, page: HistoryPage, patient_id: int, workspace: Workspace
) -> None:
    relapse(workspace, patient_id, 2015)
    page.read()
    table = page.tables["relapses"]
    table.focus_new()
    QGuiApplication.clipboard().setText("3/2019\t3.5\n5/2020\t4.0\n2021\tsensory\n")
    press(qtbot, Qt.Key.Key_V, CTRL)
    assert page._detail.text().startswith("Nothing was saved: 2 of 3 pasted rows do not fit the table “Relapses”.")
    assert [row.onset for row in relapses.for_patient(workspace, patient_id)] == ["2015"]
    assert [line.texts[1] for line in table.rows.unsaved()] == ["3.5", "4.0", "Sensory"]
    press(qtbot, Qt.Key.Key_Z, CTRL)
    assert [row[0] for row in shown(table)] == ["2015"]
    assert page._count.text() == ""
    workspace.author = None  # nobody is chosen: the file takes nothing
    QGuiApplication.clipboard().setText("3/2019\tsensory\n5/2020\tvisual\n")
    press(qtbot, Qt.Key.Key_V, CTRL)
    assert [line.texts[1] for line in table.rows.unsaved()] == ["Sensory", "Visual"]
    assert {line.note for line in table.rows.unsaved()} == {page._detail.text()} != {""}


def test_the_whole_record_opens_and_a_row_is_taken_back_with_a_reason(
    qtbot: QtBot, page: HistoryPage, patient_id: int, workspace: Workspace
) -> None:
    relapse(workspace, patient_id, 2015)
    page.read()
    table = page.tables["relapses"]
    table.setFocus()
    table.go(0, 0)
    press(qtbot, Qt.Key.Key_Return, ALT)
    host = page.parentWidget()
    assert host is not None
    sheet = host.findChild(RelapseSheet)
    assert isinstance(sheet, RelapseSheet)
    assert sheet._onset.text() == "2015"
    sheet._systems.choice().set_values(("visual",))
    sheet.save()
    page.read()
    assert table.rows.lines[0].texts[1] == "Visual"
    table.setFocus()
    press(qtbot, Qt.Key.Key_Delete, CTRL)
    back = host.findChild(ReasonSheet)
    assert isinstance(back, ReasonSheet)
    back._reason.set_text("another patient's")
    back.save()
    page.read()
    assert shown(table) == []


def test_the_card_is_made_to_follow_where_the_two_differ(qtbot: QtBot, page: HistoryPage, patient_id: int) -> None:
    ws = page._ctx.ready()
    entry, version = patients.entry_of(ws, patient_id)
    patients.revise(ws, patient_id, version, replace(entry, phenotype_id="pp"))
    table = page.tables["course"]
    table.focus_new()
    keys(qtbot, "2012⏎ 2013⏎ rel⇥2012⏎")
    assert page._differs.text().startswith("The patient's card says “Primary progressive”")
    line = CardDiffers(page._ctx)
    qtbot.addWidget(line)
    line.show_patient(patient_id)
    assert line.said.text() == (
        "The patient's card says “Primary progressive”, the history says “Relapsing-remitting” since 2012."
    )
    line.adopt.click()
    assert line.isHidden()
    patients.revise(ws, patient_id, version + 2, replace(entry, phenotype_id="pp"))
    page.read()
    page._adopt.click()
    assert patients.entry_of(ws, patient_id)[0].phenotype_id == "rr"
    assert not page._differs.isVisibleTo(page)


def test_one_relapse_is_recorded_on_its_sheet_by_keyboard(
    qtbot: QtBot, ctx: Context, page: HistoryPage, patient_id: int, workspace: Workspace
) -> None:
    relapse(workspace, patient_id, 2025, 4, 10)
    sheet = RelapseSheet(ctx, patient_id)
    sheet.open_sheet()
    keys(qtbot, "2/5/2025")
    assert "before Day 0" in sheet._onset.note()
    keys(qtbot, "⏎ 13⏎")  # visual and pyramidal by their numbers
    press(qtbot, Qt.Key.Key_Return, CTRL)
    assert sheet.save_button().text() == "Save anyway"  # one relapse or two?
    assert (sheet._onset.error(), sheet._onset.editor().property("state")) == ("", "warn")  # asked, not refused
    assert "one relapse or two?" in sheet._onset.note()
    assert [b.kind() for b in sheet.findChildren(KeyButton) if b.text() == "1 question"] == ["warn"]
    press(qtbot, Qt.Key.Key_Return, CTRL)
    found = relapses.for_patient(workspace, patient_id)[-1]
    assert (found.onset.replace("\u00a0", " "), found.systems) == ("02 May 2025", "Visual, Pyramidal")
    draft = RelapseSheet(ctx, patient_id)
    draft.open_sheet()
    keys(qtbot, "2030")
    draft.store_draft()
    again = RelapseSheet(ctx, patient_id)
    again.open_sheet()
    assert again._onset.text() == "2030"
    press(qtbot, Qt.Key.Key_Return, CTRL)
    assert len(relapses.for_patient(workspace, patient_id)) == 2


def test_whoever_leaves_in_the_middle_of_a_word_finds_it_again_and_nothing_was_saved(
    qtbot: QtBot, ctx: Context, page: HistoryPage, patient_id: int, workspace: Workspace
) -> None:
    table = page.tables["therapies"]
    table.focus_new()
    keys(qtbot, "cycl")
    assert table.proposals.isVisible()
    page.hide()
    assert disease_modifying_therapies.for_patient(workspace, patient_id) == []
    again = HistoryPage(ctx, patient_id, page.parentWidget())
    again.show()
    table = again.tables["therapies"]
    (line,) = table.rows.unsaved()
    assert (line.texts[0], line.note) == ("cycl", "Not saved yet: Enter saves this row.")
    table.setFocus()
    table.go(0, 0)
    keys(qtbot, "tysa⏎")
    assert [row.name for row in disease_modifying_therapies.for_patient(workspace, patient_id)] == ["Natalizumab"]


def test_a_draft_does_not_overwrite_what_somebody_wrote_since(
    qtbot: QtBot, ctx: Context, page: HistoryPage, patient_id: int, workspace: Workspace
) -> None:
    page.tables["course"].focus_new()
    keys(qtbot, "2011")
    page.hide()
    disease_history.record(workspace, HistoryEntry(patient_id, PartialDate(2009)))
    again = HistoryPage(ctx, patient_id, page.parentWidget())
    again.show()
    table = again.tables["course"]
    table.setFocus()
    table.go(0, 1)
    keys(qtbot, "⏎")
    assert "it now says: First symptoms, 2009" in table.rows.lines[0].note
    table.go(0, 1)
    keys(qtbot, "⏎")
    held = disease_history.of_patient(workspace, patient_id).history
    assert held is not None
    assert held.entry.onset == PartialDate(2011)


def test_what_is_typed_stays_with_its_file_when_the_window_opens_another(
    qtbot: QtBot,
    ctx: Context,
    page: HistoryPage,
    patient_id: int,
    workspace: Workspace,
    made_once: Path,
    tmp_path: Path,
) -> None:
    table = page.tables["relapses"]
    table.focus_new()
    keys(qtbot, "7/2030⏎ 2018⇥vis⇥")
    other = open_workspace(Path(shutil.copy(made_once, tmp_path / "other.hsct")))
    ctx.set_workspace(other)
    assert [row.onset for row in relapses.for_patient(workspace, patient_id)] == ["2018"]
    kept = drafts.find(workspace, "history", patient_id)
    assert kept is not None
    assert len(kept.content["relapses"]) == 1
    workspace.store.close()
    table.go(0, 0)
    keys(qtbot, "2019⏎")
    page.hide()
    assert relapses.for_patient(other, patient_id) == []
    assert drafts.find(other, "history", patient_id) is None
    ctx.set_workspace(None)
    other.store.close()
