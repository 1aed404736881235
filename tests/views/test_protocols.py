"""The Protocols place in the real window, on real files of a unit's folder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.patient import PatientEntry, Sex
from hsct_desktop.domain.reschedule import Choice
from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.services import patients, protocol_files, protocol_moves, protocols, transplants, visits
from hsct_desktop.views.protocol_card import VERSIONS, WHAT_IF
from hsct_desktop.views.protocol_sheets import ApproveSheet
from hsct_desktop.views.protocols import ProtocolsPage
from hsct_desktop.views.reason_sheet import ReasonSheet
from tests.views.protocol_desk import MS, change, checked, folder, own_copy, page, press, settle, shell, words_of
from tests.views.ward import ON, physician

__all__ = ["folder", "page", "shell"]
"""Fixtures."""


# --- reading ---


@pytest.mark.soak
def test_the_list_says_version_origin_approval_and_patients(shell: Shell, page: ProtocolsPage) -> None:
    assert [item.key for item in page.list.items()] == list(shell.ctx.ready().catalogue.protocols)
    first = page.list.items()[0]
    assert first.words == "Autologous HSCT for multiple sclerosis, version 1 · Shipped, not approved, 4 patients"
    own_copy(shell, page)
    first = page.list.items()[0]
    assert "version 2 · Unit's own" in first.words
    assert first.older == "4 on older texts"


def test_a_protocol_is_read_as_a_document(shell: Shell, page: ProtocolsPage) -> None:
    rows = {line.cells[0].words: [cell.words for cell in line.cells] for line in page.card.document.visits.rows.lines}
    assert rows["Day +100"][1:3] == ["100 days after Day 0", "±14 days"]
    assert rows["Year n"][3] == "every year, for life"
    assert "Month 9 (optional)" in rows
    table = page.card.document.tests
    assert table is not None
    tests = {line.cells[0].words: [cell.words for cell in line.cells[1:]] for line in table.rows.lines}
    heads = [item.id for item in shell.ctx.ready().catalogue.protocols[MS].items]
    assert tests["CMV DNA PCR"][heads.index("d30")] == "X"
    assert tests["CMV DNA PCR"][heads.index("m6")] == "(X)"
    assert page.card.document.picture.picture() is not None
    assert shell.ctx.ready().catalogue.protocols[MS].source in words_of(page)


@pytest.mark.soak
def test_keys_go_from_the_list_through_the_document_and_back(shell: Shell, page: ProtocolsPage) -> None:
    page.focus_first()
    press(shell, Qt.Key.Key_Down)
    assert page.list.key() == list(shell.ctx.ready().catalogue.protocols)[1]
    press(shell, Qt.Key.Key_Up, Qt.Key.Key_Return)
    document = page.card.document
    assert document.visits.hasFocus()
    for _ in range(11):
        press(shell, Qt.Key.Key_Down)
    assert document.visits.key() == "yearly"
    assert document.verticalScrollBar().value() > 0
    document.picture.setFocus()
    press(shell, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert "Day +30" in document.picture.accessibleDescription()
    press(shell, Qt.Key.Key_Escape)
    assert page.list.hasFocus()
    press(shell, Qt.Key.Key_Tab)
    assert page.card.approve.hasFocus()


@pytest.mark.soak
def test_it_prints_with_its_key(
    qtbot: QtBot, shell: Shell, page: ProtocolsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.focus_first()
    with qtbot.waitSignal(shell.window.printer.printed, timeout=20_000):
        press(shell, Qt.Key.Key_P, control=True)
    document = pypdfium2.PdfDocument(tmp_path / "prints" / f"protocol-{MS}.pdf")
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "Autologous HSCT for multiple sclerosis" in text
    assert shell.window.place == "print_preview"


@pytest.mark.soak
def test_a_file_that_is_not_used_is_named_and_can_be_mended(
    qtbot: QtBot, shell: Shell, page: ProtocolsPage, folder: Path
) -> None:
    (folder / "protocols").mkdir()
    (folder / "protocols" / "mine.yaml").write_text("id: mine\nversion: 1\nlabl: x\n", encoding="utf-8")
    shell.ctx.ready().catalogue = Catalogue(folder)
    page.refresh()
    page.choose("file:mine.yaml")
    settle()
    assert "mine.yaml, line 3" in words_of(page)
    assert "labl" in words_of(page)
    page.edit()
    checked(qtbot, page.editor)
    assert 3 in page.editor.editor.marks()


@pytest.mark.soak
def test_a_protocol_that_only_the_data_file_holds_is_still_read(
    shell: Shell, page: ProtocolsPage, folder: Path
) -> None:
    ws = shell.ctx.ready()
    path = protocol_files.copy_to_unit(ws, MS, "ours")
    entry = PatientEntry("MS-0200", "Lindqvist", "Anna", date(1990, 1, 2), Sex.FEMALE, disease_id="ms")
    patients.register(ws, entry, TransplantEntry("ours", ON - timedelta(days=5)))
    path.unlink()
    ws.catalogue = Catalogue(folder)
    page.refresh()
    page.choose("ours")
    settle()
    assert page.rows["ours"].patients == 1
    assert "Kept in the data file" in page.list.items()[-1].origin
    assert len(page.card.document.visits.rows.lines) == page.rows["ours"].visits
    card = page.card
    assert not any(button.isVisible() for button in (card.edit, card.copy, card.move_, card.approve))
    card.tabs.setCurrentIndex(WHAT_IF)
    assert card.what_if.table.rows.lines


# --- approving ---


@pytest.mark.soak
def test_an_approval_belongs_to_the_very_text(shell: Shell, page: ProtocolsPage) -> None:
    page.card.approve.click()
    settle()
    sheet = shell.window.sheet()
    assert isinstance(sheet, ApproveSheet)
    press(shell, Qt.Key.Key_Return, control=True)
    assert shell.window.sheet() is sheet, "a name is missing"
    sheet._by.set_text("Dr A. Ferri")
    sheet._note.set_text("Board of 18 November")
    press(shell, Qt.Key.Key_Return, control=True)
    assert shell.window.sheet() is None
    assert "approved by Dr A. Ferri on 20 Nov 2026 · Board of 18 November" in words_of(page).replace("\xa0", " ")
    assert not page.card.approve.isVisible()
    assert "approved" in page.list.items()[0].standing
    own_copy(shell, page)
    change(shell, "offset: 30d", "offset: 33d")
    page.refresh()
    assert "changed since approval" in page.list.items()[0].standing
    assert page.card.approve.isVisible()


@pytest.mark.soak
def test_an_approval_is_withdrawn_with_a_reason_and_comes_back(shell: Shell, page: ProtocolsPage) -> None:
    protocols.approve(physician(shell.ctx.ready()), MS, "Dr A. Ferri", ON)
    page.refresh()
    page.card.withdraw.click()
    settle()
    sheet = shell.window.sheet()
    assert isinstance(sheet, ReasonSheet)
    sheet._reason.set_text("Board did not meet")
    press(shell, Qt.Key.Key_Return, control=True)
    assert page.rows[MS].approval is None
    page.focus_first()
    press(shell, Qt.Key.Key_Z, control=True)
    assert page.rows[MS].approval is not None


# --- versions, what if ---


@pytest.mark.soak
def test_any_two_texts_are_compared_and_an_older_one_is_read(shell: Shell, page: ProtocolsPage) -> None:
    own_copy(shell, page)
    change(shell, "offset: 30d", "offset: 33d")
    page.refresh()
    page.card.tabs.setCurrentIndex(VERSIONS)
    versions = page.card.versions
    assert [line.cells[0].words for line in versions.table.rows.lines] == ["2 (present)", "1"]
    assert "30 days after Day 0 → 33 days after Day 0" in " ".join(
        line.cells[2].words for line in versions.diff.rows.lines
    )
    versions.focus_first()
    press(shell, Qt.Key.Key_Down, Qt.Key.Key_Return)
    rows = {line.key: line.cells[1].words for line in page.card.document.visits.rows.lines}
    assert rows["d30"] == "30 days after Day 0"
    assert "kept text: version 1" in page.card._kept.text()
    page.card.back.click()
    rows = {line.key: line.cells[1].words for line in page.card.document.visits.rows.lines}
    assert rows["d30"] == "33 days after Day 0"


def test_what_if_counts_from_any_day_0_and_saves_nothing(shell: Shell, page: ProtocolsPage) -> None:
    page.card.tabs.setCurrentIndex(WHAT_IF)
    tab = page.card.what_if
    tab.dates.day0.set_typed("2 Mar 2027")
    rows = {line.key: [cell.words.replace("\xa0", " ") for cell in line.cells] for line in tab.table.rows.lines}
    assert rows["d30"][1:3] == ["Thu 01 Apr 2027", "Day +30"]
    assert not any(str(key).startswith("weekly-") for key in rows)
    assert "Weekly blood test" in tab._waiting.text()
    tab.dates.discharge.set_typed("d+18")
    assert any(str(line.key).startswith("weekly-") for line in tab.table.rows.lines)
    closed = [line.cells for line in tab.table.rows.lines if line.cells[4].words]
    assert all("proposed" in cells[4].words for cells in closed)
    assert closed
    tab.dates.mobilisation.set_typed("3 Mar 2027")
    assert tab.dates.mobilisation.error()
    assert shell.ctx.ready().catalogue.protocols[MS].version == "1"


# --- moving patients ---


def targets(shell: Shell, patient_id: int) -> dict[str, tuple[date | None, date | None]]:
    rows = visits.for_patient(shell.ctx.ready(), patient_id, ON)
    return {row.label: (row.target, row.booked) for row in rows if row.status.awaits}


def test_two_patients_move_by_keyboard_and_one_undo_brings_both_back(shell: Shell, page: ProtocolsPage) -> None:
    ws = shell.ctx.ready()
    people = {hit.code: hit.id for hit in patients.browse(ws)}
    marta, ayse = people["MS-0031"], people["MS-0112"]
    booked = next(row for row in visits.for_patient(ws, marta, ON) if row.label == "Month 6, MRI re-baseline")
    assert booked.scheduled_id is not None
    assert booked.target is not None
    visits.book(ws, booked.scheduled_id, booked.version, booked.target)
    own_copy(shell, page)
    change(shell, "offset: 6m", "offset: 7m")
    page.refresh()
    before = {who: targets(shell, who) for who in (marta, ayse)}
    page.card.move_.click()
    settle()
    moving = page.moving
    assert moving.table.hasFocus()
    names = [line.cells[0].words for line in moving.table.rows.lines]
    assert names == sorted(names, key=str.casefold)
    assert len(names) == 4
    assert not moving.go.isEnabled()
    at = [one.patient_id for one in moving.patients.values()]
    press(shell, *[Qt.Key.Key_Down] * at.index(marta), Qt.Key.Key_Space)
    assert moving.panel.preview() is not None
    assert moving.undecided.text() == "1 visit not decided stays as it is"
    moving.panel.table.setFocus()
    press(shell, Qt.Key.Key_2)
    assert moving.undecided.text() == ""
    moving.table.setFocus()
    step = at.index(ayse) - at.index(marta)
    press(shell, *[Qt.Key.Key_Down if step > 0 else Qt.Key.Key_Up] * abs(step), Qt.Key.Key_Space)
    assert moving.go.text() == "Move 2 patients"
    press(shell, Qt.Key.Key_Return, control=True)
    now = {one.patient_id: one.is_current for one in protocol_moves.patients_on(ws, MS)}
    assert now == {who: who in (marta, ayse) for who in people.values()}
    after = targets(shell, marta)["Month 6, MRI re-baseline"]
    assert after[0] != before[marta]["Month 6, MRI re-baseline"][0]
    assert after[1] != before[marta]["Month 6, MRI re-baseline"][1], "the booked day was let go with key 2"
    assert page.rows[MS].older == 2
    press(shell, Qt.Key.Key_Z, control=True)
    assert {who: targets(shell, who) for who in (marta, ayse)} == before
    assert not any(one.is_current for one in protocol_moves.patients_on(ws, MS))
    assert page.rows[MS].older == 4


@pytest.mark.soak
def test_decisions_stay_with_their_patient(shell: Shell, page: ProtocolsPage) -> None:
    ws = shell.ctx.ready()
    marta = next(hit.id for hit in patients.browse(ws) if hit.code == "MS-0031")
    booked = next(row for row in visits.for_patient(ws, marta, ON) if row.label == "Month 6, MRI re-baseline")
    assert booked.scheduled_id is not None
    assert booked.target is not None
    visits.book(ws, booked.scheduled_id, booked.version, booked.target)
    own_copy(shell, page)
    change(shell, "offset: 6m", "offset: 7m")
    page.refresh()
    page.move_patients()
    moving = page.moving
    key = next(key for key, one in moving.patients.items() if one.patient_id == marta)
    moving.table.choose(key)
    moving.panel.choose("m6", Choice.MOVE)
    other = next(found for found in moving.patients if found != key)
    moving.table.choose(other)
    assert moving.panel.content() == {}
    moving.table.choose(key)
    assert moving.panel.decisions().by_key == {"m6": Choice.MOVE}
    press(shell, Qt.Key.Key_Escape)
    assert page.list.hasFocus()
    assert not any(one.is_current for one in protocol_moves.patients_on(ws, MS))


@pytest.mark.soak
def test_a_course_changed_meanwhile_is_shown_anew_and_nobody_moves(shell: Shell, page: ProtocolsPage) -> None:
    ws = shell.ctx.ready()
    own_copy(shell, page)
    change(shell, "offset: 6m", "offset: 7m")
    page.refresh()
    page.move_patients()
    moving = page.moving
    moving.tick_all()
    assert len(moving.ticked) == 4
    who = next(iter(moving.patients.values()))
    found = transplants.entry_of(ws, who.patient_id)
    assert found is not None
    entry, version, course_id = found
    assert entry.day0 is not None
    transplants.revise(ws, course_id, version, replace(entry, day0=entry.day0 + timedelta(days=1)))
    moving.confirm()
    settle()
    assert shell.window.error_strip.isVisible()
    assert not any(one.is_current for one in protocol_moves.patients_on(ws, MS))
    assert page.stack.currentWidget() is moving
    assert len(moving.ticked) == 4
    moving.confirm()
    assert all(one.is_current for one in protocol_moves.patients_on(ws, MS))


def test_news_leave_the_reader_where_they_are(shell: Shell, page: ProtocolsPage) -> None:
    bar = page.card.document.verticalScrollBar()
    bar.setValue(300)
    protocols.approve(physician(shell.ctx.ready()), MS, "Dr A. Ferri", ON)
    page.refresh()
    settle()
    assert page.rows[MS].approval is not None
    assert bar.value() == 300


# --- room ---


def test_a_missing_folder_is_one_sentence_and_one_button(
    shell: Shell, page: ProtocolsPage, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not page._folder_button.isVisible()
    folder.rmdir()
    page.refresh()
    assert page._folder_button.isVisible()
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.setattr("hsct_desktop.views.file_dialogs.ask_folder", lambda *_: other)
    page._folder_button.click()
    settle()
    assert shell.ctx.ready().catalogue.unit_folder == other
    assert not page._folder_button.isVisible()


@pytest.mark.parametrize(
    ("width", "height"),
    [(960, 540), *(pytest.param(*size, marks=pytest.mark.soak) for size in ((1366, 768), (1100, 700)))],
)
def test_every_part_fits_the_window(qtbot: QtBot, shell: Shell, page: ProtocolsPage, width: int, height: int) -> None:
    own_copy(shell, page)
    shell.window.resize(width, height)
    settle()
    assert page.list.isVisible() != page.choice.isVisible()
    shell.window.show_page("protocols")
    assert (page.list if page.list.isVisible() else page.choice.box()).hasFocus()
    for show in (page.refresh, page.move_patients, page.edit):
        show()
        settle()
        assert shell.window.width() == width
        assert shell.window.rect().contains(page.mapTo(shell.window, page.rect().bottomRight()))
    checked(qtbot, page.editor)
