"""Neurology visits and scans in a real window: by keyboard, what stands beside the fields, refused, chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.disease_history import HistoryEntry
from hsct_desktop.domain.edss import Coding, FunctionalSystems
from hsct_desktop.domain.edss_assessment import EdssEntry
from hsct_desktop.domain.mri import MriEntry, Region, ScanRole
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.relapse import RelapseEntry
from hsct_desktop.services import disease_history, drafts, measures, mri, neurology, patients, relapses, settings
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import TextField
from hsct_desktop.views.mri_list import MriListSheet, ReferenceBackSheet, ReferenceSheet
from hsct_desktop.views.mri_sheet import MriSheet
from hsct_desktop.views.neurology_sheet import NeurologyBackSheet, NeurologySheet
from hsct_desktop.views.relapse_sheet import RelapseSheet
from hsct_desktop.views.widgets.buttons import IconButton, KeyButton
from hsct_desktop.views.widgets.plain_label import PlainLabel
from tests.views.ward import ON

GRADES = FunctionalSystems(1, 0, 3, 2, 2, 1, 1, 1)


@pytest.fixture
def host(qtbot: QtBot, ctx: Context) -> QWidget:
    """A place for sheets over a patient's page."""
    place = QWidget()
    qtbot.addWidget(place)
    place.resize(1282, 700)
    ctx.set_sheet_place(place, 94)
    ctx.sheet_wanted.connect(lambda sheet: sheet.open_sheet())
    place.show()
    return place


@pytest.fixture
def pid(workspace: Workspace) -> int:
    return the_patient(workspace)


def the_patient(workspace: Workspace) -> int:
    """Somebody with MS and a Day 0."""
    found = [patients.banner(workspace, hit.id) for hit in patients.browse(workspace)]
    return next(b.id for b in found if b.disease_id == "ms" and b.day0 is not None and b.day0 <= ON)


def day0_of(ws: Workspace, pid: int) -> date:
    day0 = patients.banner(ws, pid).day0
    assert day0 is not None
    return day0


def on(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def words_in(widget: QWidget) -> str:
    shown = [label.text() for label in widget.findChildren(PlainLabel) if not label.isHidden()]
    return " | ".join(shown).replace("\u00a0", " ")


def typed(qtbot: QtBot, keys: str) -> int:
    """Type into whatever has the focus, "\\n" is Enter; how many keys that were."""
    for letter in keys:
        if letter == "\n":
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        else:
            qtbot.keyClicks(QApplication.focusWidget(), letter)
    return len(keys)


@pytest.mark.soak
def test_a_whole_visit_takes_a_key_a_grade(shell: Shell, qtbot: QtBot) -> None:
    ws = shell.ctx.ready()
    pid = the_patient(ws)
    shell.ctx.show_patient(pid)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QWidget))
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_N)
    (sheet,) = shell.window.findChildren(NeurologySheet)
    # Seven systems, then ambulation 1, which Enter ends: it might have become 10 to 16.
    keys = typed(qtbot, "1032211" + "1\n")
    assert "Computed 3.5" in words_in(sheet)
    assert "Ambulation 1: fully ambulatory, not without limits" in words_in(sheet)
    keys += typed(qtbot, "4\n")
    assert "EDSS 4.0 and the grades (3.5) differ." in words_in(sheet)
    keys += typed(qtbot, "7.2\n21.4\n22.8\n49\n38\n")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert keys + 2 <= 35, "a visit takes under a minute"
    (row,) = neurology.for_patient(ws, pid)
    assert (row.held.entry.edss, row.held.entry.systems, row.held.day) == (Decimal(4), GRADES, ON)
    values = {held.entry.measure_id: held.entry.value for held in measures.for_patient(ws, pid)}
    assert list(values.values()) == [Decimal(text) for text in ("7.2", "21.4", "22.8", "49", "38")]
    assert list(values) == ["t25fw", "hpt9_right", "hpt9_left", "sdmt", "mfis"]


def test_enter_after_every_grade_skips_no_field(qtbot: QtBot, host: QWidget, ctx: Context, pid: int) -> None:
    sheet = NeurologySheet(ctx, pid)
    ctx.open_sheet(sheet)
    typed(qtbot, "0\n3\n2\n\n1\n")
    grades = {name: field.text() for name, field in sheet._grades.items()}
    assert list(grades.values()) == ["0", "3", "2", "", "1", "", "", ""], "a second Enter leaves a field empty"
    typed(qtbot, "2\n1\n1\n4\n")
    assert [field.text() for field in sheet._grades.values()][5:] == ["2", "1", "1"]
    assert sheet._edss.text() == "4"


def test_what_was_last_stands_beside_the_fields_and_what_changed_below(host: QWidget, ctx: Context, pid: int) -> None:
    ws = ctx.ready()
    before = EdssEntry(pid, on(day0_of(ws, pid) - timedelta(20)), Decimal("5.0"), GRADES)
    neurology.record(ws, before, {"sdmt": Decimal(49)})
    sheet = NeurologySheet(ctx, pid)
    ctx.open_sheet(sheet)
    assert sheet._grades["pyramidal"].note() == "last 3"
    assert sheet._values["sdmt"].note() == "last 49"
    sheet._edss.set_text("4")
    assert "5.0 → 4.0, −1.0; this would be an improvement, to be confirmed" in words_in(sheet)
    sheet._edss.set_text("4.0")
    sheet._date.set_text((day0_of(ws, pid) - timedelta(30)).strftime("%d/%m/%Y"))
    assert sheet._grades["pyramidal"].note() == ""
    assert sheet._change.isHidden()


WRONG = [
    ("edss", "4.25", "no EDSS of 4.25"),
    ("edss", "0.5", "no EDSS of 0.5"),
    ("visual", "7", "enter 0 to 6"),
    ("ambulation", "17", "enter 0 to 16"),
    ("cerebral", "x", "is no grade"),
    ("assessed", "31/2/2026", "no date"),
    ("assessed", "2026", "the very day is needed"),
    ("assessed", "", "date is missing"),
]


def test_what_cannot_be_is_said_beside_its_field(host: QWidget, ctx: Context, pid: int) -> None:
    sheet = NeurologySheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet._edss.set_text("3.5")
    for field, text, said in WRONG:
        target = sheet.target_of(field)
        assert isinstance(target, TextField)
        before = target.text()
        target.set_text(text)
        sheet.save()
        assert said in target.note().replace("\u00a0", " ")
        target.set_text(before)
        assert target.error() == ""
    assert neurology.for_patient(ctx.ready(), pid) == []


def test_a_wrong_grade_is_said_when_its_field_is_left(qtbot: QtBot, host: QWidget, ctx: Context, pid: int) -> None:
    sheet = NeurologySheet(ctx, pid)
    sheet.open_sheet()
    typed(qtbot, "900")
    visual = sheet._grades["visual"]
    assert (visual.text(), visual.error()) == ("900", ""), "nothing is said while one types, and no digit is lost"
    typed(qtbot, "\n")
    assert "enter 0 to 6" in visual.error()
    assert sheet._edss.error() == "", "what is still to be typed is no mistake yet"


def test_a_day_that_has_its_edss_says_so_before_anything_is_typed(host: QWidget, ctx: Context, pid: int) -> None:
    ws = ctx.ready()
    neurology.record(ws, EdssEntry(pid, on(ON), Decimal("3.5")))
    sheet = NeurologySheet(ctx, pid)
    ctx.open_sheet(sheet)
    assert "An EDSS of 3.5 is recorded on this day." in words_in(sheet)
    sheet._date.set_text("-1")
    assert sheet._there.isHidden()
    sheet._date.set_text("t")
    next(b for b in sheet.findChildren(KeyButton) if b.objectName() == "reviseThatOne").click()
    (revised,) = [found for found in host.findChildren(NeurologySheet) if found is not sheet]
    assert (revised._edss.text(), revised._there.isHidden()) == ("3.5", True)


def test_an_unfinished_visit_is_kept_and_comes_back(host: QWidget, ctx: Context, pid: int) -> None:
    sheet = NeurologySheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet._grades["visual"].set_text("1")
    sheet._coding.set_value(Coding.SHORT)
    sheet._values["sdmt"].set_text("49")
    sheet.keep_draft()
    back = NeurologySheet(ctx, pid)
    assert (back._grades["visual"].text(), back._coding.value(), back._values["sdmt"].text()) == (
        "1", Coding.SHORT, "49",
    )  # fmt: skip
    assert back._grades["ambulation"].unit() == "0–12"
    assert drafts.find(ctx.ready(), "neurology", pid) is not None


def test_a_visit_is_revised_and_taken_back_from_the_list_below(host: QWidget, ctx: Context, pid: int) -> None:
    ws = ctx.ready()
    entry = EdssEntry(pid, on(ON - timedelta(9)), Decimal("3.5"), replace(GRADES, ambulation=2))
    neurology.record(ws, entry, {"sdmt": Decimal(49)})
    (row,) = neurology.for_patient(ws, pid)
    assert "EDSS 3.5" in words_in(NeurologySheet(ctx, pid))
    sheet = NeurologySheet(ctx, pid, row.held.id)
    ctx.open_sheet(sheet)
    assert (sheet._edss.text(), sheet._values["sdmt"].text()) == ("3.5", "49")
    sheet._edss.set_text("4.5")
    sheet.save()
    assert [row.held.entry.edss for row in neurology.for_patient(ws, pid)] == [Decimal("4.5")]
    away = NeurologyBackSheet(ctx, pid, neurology.for_patient(ws, pid)[0])
    away._reason.set_text("other patient")
    away.save()
    assert (neurology.for_patient(ws, pid), measures.for_patient(ws, pid)) == ([], [])


# scans ------------------------------------------------------------------------------------------------------------


def scan(ws: Workspace, pid: int, after: int, **counts: int) -> int:
    saved = mri.record(ws, MriEntry(pid, on(day0_of(ws, pid) + timedelta(after)), **counts), confirmed=True)  # type: ignore[arg-type]
    assert saved.record_id is not None
    return saved.record_id


def test_a_scan_is_compared_with_the_latest_before_it(host: QWidget, ctx: Context, pid: int) -> None:
    ws = ctx.ready()
    first, second = scan(ws, pid, -300), scan(ws, pid, -30)
    sheet = MriSheet(ctx, pid)
    ctx.open_sheet(sheet)
    assert sheet._compared.value() == second
    sheet._date.set_text((day0_of(ws, pid) - timedelta(100)).strftime("%d/%m/%Y"))
    assert sheet._compared.value() == first
    sheet._counts["new_t2"].set_text("2")
    sheet._counts["gd"].set_text("1.5")
    sheet.save()
    assert "1.5" in sheet._counts["gd"].note()
    sheet._counts["gd"].set_text("1")
    sheet.save()
    (made,) = [held for held in mri.for_patient(ws, pid) if held.entry.new_t2 == 2]
    assert (made.entry.gd, made.entry.compared_with_id, made.entry.region) == (1, first, Region.BRAIN)


def test_the_cord_has_its_fields_where_it_was_scanned(host: QWidget, ctx: Context, pid: int) -> None:
    sheet = MriSheet(ctx, pid)
    ctx.open_sheet(sheet)
    assert sheet._cord.isHidden()
    sheet._region.set_value(Region.CORD)
    assert (sheet._cord.isHidden(), sheet._brain.isHidden()) == (False, True)
    sheet._region.set_value(Region.BRAIN_CORD)
    sheet._counts["cord_new"].set_text("0")
    sheet._region.set_value(Region.BRAIN)
    assert not sheet._cord.isHidden()
    sheet.save()
    assert "not scanned" in sheet._counts["cord_new"].note()


def test_the_list_says_what_counts_and_a_person_chooses_another_reference(
    host: QWidget, ctx: Context, pid: int, qtbot: QtBot
) -> None:
    ws = ctx.ready()
    back_then = (ON - day0_of(ws, pid)).days
    scan(ws, pid, -30)
    last = scan(ws, pid, min(back_then, 40), new_t2=1)
    listed = MriListSheet(ctx, pid)
    ctx.open_sheet(listed)
    assert "No re-baseline scan: MRI activity cannot be judged" in words_in(listed)
    next(b for b in listed.findChildren(KeyButton) if b.text() == "Re-baseline…").setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
    (chosen,) = host.findChildren(ReferenceSheet)
    chosen.save()
    assert "Say why" in chosen._reason.note()
    chosen._reason.set_text("nothing later yet")
    chosen.save()
    assert chosen.save_button().text() == "Save anyway"
    chosen.save()
    assert [row.role for row in mri.listed(ws, pid)] == [ScanRole.BEFORE, ScanRole.REBASELINE]
    again = MriListSheet(ctx, pid)
    assert "Chosen by a person: nothing later yet" in words_in(again)
    assert not [b for b in again.findChildren(KeyButton) if b.text() == "Re-baseline…"]
    assert len(again.findChildren(IconButton)) >= 4
    settings.put(ws, "outcomes.rebaseline", "0")  # the choice stands, unused
    unused = MriListSheet(ctx, pid)
    assert "is not used: your unit counts without re-baseline" in words_in(unused)
    next(b for b in unused.findChildren(KeyButton) if b.text() == "Take the choice back").click()
    (away,) = host.findChildren(ReferenceBackSheet)
    assert "is not used" in words_in(away)
    away._reason.set_text("month 6 came")
    away.save()
    assert mri.board(ws, pid).choices == ()
    assert last in {row.mri.id for row in mri.listed(ws, pid)}


def test_all_questions_about_a_field_stand_beside_it_before_one_answer_lets_them_through(
    ctx: Context, host: QWidget, pid: int
) -> None:
    ws = ctx.ready()
    disease_history.record(ws, HistoryEntry(pid, PartialDate(2015)))
    relapses.record(ws, RelapseEntry(pid, PartialDate(2012, 4, 10)), confirmed=True)
    sheet = RelapseSheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet._onset.set_text("02/05/2012")
    sheet.save()
    assert "one relapse or two?" in sheet._onset.note()
    assert "The first symptoms are recorded for 2015" in sheet._onset.note()
    assert sheet.confirmed


def test_half_a_lesion_is_refused_for_what_it_is(ctx: Context, host: QWidget, pid: int) -> None:
    sheet = MriSheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet._counts["gd"].set_text("1.5")
    sheet.save()
    assert sheet._counts["gd"].note() == "“1.5” is no whole number; write it without decimals, such as 2."
