"""The form of outcome measures and the page of the other diseases in a real window, by keyboard."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.domain.measure import MeasureEntry
from hsct_desktop.pictures.measures import Range
from hsct_desktop.services import measures
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.context import Context
from hsct_desktop.views.measure_sheet import MeasureBackSheet, MeasureSheet
from hsct_desktop.views.measures_page import MeasuresPage
from hsct_desktop.views.widgets.plain_label import PlainLabel
from tests.services.ward import register
from tests.views.ward import ON


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


def somebody(ws: Workspace, disease: str, *before: tuple[str, str]) -> int:
    """A patient on Day +300 with a disease, and values of a month before Day 0."""
    pid = register(ws, 300, code=f"{disease.upper()}-900", disease_id=disease, phenotype_id="")
    if before:
        on = ON - timedelta(days=330)
        measures.record(ws, [MeasureEntry(pid, measure_id, on, Decimal(value)) for measure_id, value in before])
    return pid


def words_in(widget: QWidget) -> str:
    shown = [label.text() for label in widget.findChildren(PlainLabel) if not label.isHidden()]
    return " | ".join(shown).replace("\u00a0", " ")


def typed(qtbot: QtBot, keys: str) -> None:
    """Type into whatever has the focus; "\\n" is Enter."""
    for letter in keys:
        if letter == "\n":
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        else:
            qtbot.keyClicks(QApplication.focusWidget(), letter)


def today(ws: Workspace, pid: int) -> dict[str, tuple[Decimal | None, dict[str, str]]]:
    """The values recorded on the ward's day."""
    found = [one.entry for one in measures.for_patient(ws, pid) if one.entry.measured_on == ON]
    return {one.measure_id: (one.value, dict(one.items)) for one in found}


def test_items_take_a_key_each_and_the_total_follows(qtbot: QtBot, ctx: Context, host: QWidget) -> None:
    ws = ctx.ready()
    pid = somebody(ws, "cidp", ("incat", "8"), ("irods", "40"))
    sheet = MeasureSheet(ctx, pid)
    sheet.open_sheet()
    block = sheet._blocks["incat"]
    assert "last 8" in block.total.note()
    block.toggle.click()
    typed(qtbot, "2")
    assert block.total.note() == "1 of 2 scored, 2 so far"
    typed(qtbot, "3")
    assert block.total.text() == "5"
    sheet._values["irods"].set_text("47,5")
    qtbot.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert today(ws, pid) == {"incat": (Decimal(5), {"arm": "2", "leg": "3"}), "irods": (Decimal("47.5"), {})}
    page = MeasuresPage(ctx)
    qtbot.addWidget(page)
    page.show_patient(pid)
    assert page.first_stop() is page.canvas
    assert "INCAT | improved" in words_in(page.verdicts)


def test_what_is_said_beside_a_field_is_scrolled_into_view(qtbot: QtBot, ctx: Context, host: QWidget) -> None:
    sheet = MeasureSheet(ctx, somebody(ctx.ready(), "sle"))
    sheet.open_sheet()
    field, area, body = sheet._values["phga"], sheet._scroll, sheet.body()
    assert body is not None
    for by_saving in (False, True):
        field.set_text("")
        field.line().setFocus()
        # The field stands at the very foot, so that nothing below it is seen.
        foot = field.mapTo(body, field.rect().bottomLeft()).y()
        area.verticalScrollBar().setValue(foot - area.viewport().height())
        qtbot.keyClicks(field.line(), "9")
        if by_saving:
            qtbot.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        else:
            qtbot.keyClick(field.line(), Qt.Key.Key_Tab)
        assert field.error()

        def is_seen() -> bool:
            return not field.visibleRegion().isEmpty() and field.visibleRegion().boundingRect() == field.rect()

        qtbot.waitUntil(is_seen, timeout=1000)
        assert is_seen()


def test_lupus_items_count_by_their_weight(qtbot: QtBot, ctx: Context, host: QWidget) -> None:
    ws = ctx.ready()
    pid = somebody(ws, "sle")
    sheet = MeasureSheet(ctx, pid)
    sheet.open_sheet()
    block = sheet._blocks["sledai2k"]
    block.toggle.setChecked(True)
    block.scores["arthritis"].line().setFocus()
    typed(qtbot, "1")
    assert block.scores["arthritis"].text() == "4"
    assert QApplication.focusWidget() is block.scores["myositis"].line()
    block.fill_rest()
    assert block.total.text() == "4"
    assert "low activity" in block.total.note()
    block.scores["rash"].set_text("3")
    sheet.save()
    assert "0, 2" in block.scores["rash"].error()
    assert today(ws, pid) == {}
    block.scores["rash"].set_text("2")
    sheet.save()
    assert today(ws, pid)["sledai2k"][0] == 6


def test_wrong_values_stand_beside_their_fields(ctx: Context, host: QWidget) -> None:
    ws = ctx.ready()
    pid = somebody(ws, "ssc")
    sheet = MeasureSheet(ctx, pid)
    sheet.open_sheet()
    sheet.save()
    assert "enter at least one" in sheet._blocks["mrss"].total.error()
    sheet._blocks["mrss"].toggle.setChecked(False)
    sheet._blocks["mrss"].total.set_text("52")
    sheet._values["fvc"].set_text("eighty")
    sheet.save()
    assert "from 0 to 51" in sheet._blocks["mrss"].total.error()
    assert sheet._values["fvc"].error()
    sheet._blocks["mrss"].total.set_text("14")
    sheet._values["fvc"].set_text("20")
    sheet.save()
    assert sheet.save_button().text() == "Save anyway"
    sheet.save()
    assert {name: value for name, (value, _items) in today(ws, pid).items()} == {"mrss": 14, "fvc": 20}
    again = MeasureSheet(ctx, pid)
    again._values["fvc"].set_text("70")
    assert [problem.key for problem in again.hard_problems()] == ["measure_twice"]


def test_a_value_is_revised_from_the_table(qtbot: QtBot, ctx: Context, host: QWidget) -> None:
    ws = ctx.ready()
    pid = somebody(ws, "ssc", ("mrss", "30"), ("fvc", "70"))
    page = MeasuresPage(ctx)
    qtbot.addWidget(page)
    page.resize(1200, 560)
    page.show_patient(pid)
    assert page.canvas.range() is Range.SINCE
    page.show_table()
    row_id = page.table.key()
    opened: list[QWidget] = []
    ctx.sheet_wanted.connect(opened.append)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    sheet = opened[-1]
    assert isinstance(sheet, MeasureSheet)
    held, _version = measures.entry_of(ws, row_id)
    sheet._note.set_text("read again")
    sheet.save()
    assert measures.entry_of(ws, row_id)[0].note == "read again"
    entry = next(one for one in measures.for_patient(ws, pid) if one.id == row_id)
    back = MeasureBackSheet(ctx, pid, entry, "x")
    back._reason.set_text("wrong patient")
    back.save()
    assert row_id not in [one.id for one in measures.for_patient(ws, pid)]
    assert held.measure_id in ws.catalogue.measures


def test_a_disease_without_values_offers_the_form(qtbot: QtBot, ctx: Context, host: QWidget) -> None:
    ws = ctx.ready()
    pid = somebody(ws, "crohn")
    page = MeasuresPage(ctx)
    qtbot.addWidget(page)
    page.show_patient(pid)
    wanted: list[str] = []
    ctx.action_wanted.connect(wanted.append)
    stop = page.first_stop()
    qtbot.keyClick(stop, Qt.Key.Key_Space)
    assert wanted == ["record_measure"]
    assert "cannot tell" in words_in(page.verdicts)


def test_a_draft_comes_back_with_items_and_totals(ctx: Context, host: QWidget) -> None:
    ws = ctx.ready()
    pid = somebody(ws, "ssc")
    sheet = MeasureSheet(ctx, pid)
    sheet._blocks["mrss"].toggle.setChecked(True)
    sheet._blocks["mrss"].scores["face"].set_text("2")
    sheet._values["dlco"].set_text("44")
    sheet.store_draft()
    again = MeasureSheet(ctx, pid)
    assert again._blocks["mrss"].items() == {"face": "2"}
    assert again._values["dlco"].text() == "44"
    assert today(ws, pid) == {}


def test_enter_passes_the_items_and_what_is_refused_stays(qtbot: QtBot, ctx: Context, host: QWidget) -> None:
    ws = ctx.ready()
    pid = somebody(ws, "sle", ("sledai2k", "12"))
    sheet = MeasureSheet(ctx, pid)
    sheet.open_sheet()
    block = sheet._blocks["sledai2k"]
    assert QApplication.focusWidget() is block.total.line()
    typed(qtbot, "900\n0.4\n5\n")
    assert [sheet._values[name].text() for name in ("phga", "prednisolone")] == ["0.4", "5"]
    assert block.total.text() == "900"
    assert "from 0 to 105" in block.total.error(), "said as soon as the field is left"
    assert block.toggle.accessibleName() == "Items of SLEDAI-2K"
    sheet.keep_draft()
    again = MeasureSheet(ctx, pid)
    again.open_sheet()
    assert (again._blocks["sledai2k"].total.text(), today(ws, pid)) == ("900", {})
    assert "from 0 to 105" in again._blocks["sledai2k"].total.error()


def test_a_total_waits_behind_its_items(qtbot: QtBot, ctx: Context, host: QWidget) -> None:
    ws = ctx.ready()
    pid = somebody(ws, "sle", ("sledai2k", "12"))
    sheet = MeasureSheet(ctx, pid)
    sheet.open_sheet()
    block = sheet._blocks["sledai2k"]
    typed(qtbot, "14")
    qtbot.keyClick(block.total.line(), Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is block.scores["seizure"].line()
    typed(qtbot, "900\n")
    assert block.scores["seizure"].text() == "900"
    assert "0, 8" in block.scores["seizure"].error()
    assert "typed before: 14" in block.total.note()
    sheet.store_draft()
    again = MeasureSheet(ctx, pid)
    kept = again._blocks["sledai2k"]
    assert (kept.scored(), kept.typed_total()) == ({"seizure": "900"}, "14")
    kept.toggle.click()
    assert kept.total.text() == "14"
    again.save()
    assert today(ws, pid) == {"sledai2k": (Decimal(14), {})}
