"""Transfusions, drugs for the disease and irradiated blood in a real window, by keyboard."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.domain.disease_modifying_therapy import DmtStatus
from hsct_desktop.domain.irradiation import IrradiationState
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.transfusion import BloodProduct, Irradiated, TransfusionReaction
from hsct_desktop.services import disease_modifying_therapies as dmts
from hsct_desktop.services import irradiation, lab_results, patients, transfusions
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.banner import BannerLines
from hsct_desktop.views.blood_block import BloodBlock
from hsct_desktop.views.context import Context
from hsct_desktop.views.disease_modifying_therapy_sheet import DmtBackSheet, DmtSheet
from hsct_desktop.views.transfusion_sheet import TransfusionSheet
from hsct_desktop.views.widgets.chip import ChipButton
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


@pytest.fixture
def pid(workspace: Workspace) -> int:
    return next(hit.id for hit in patients.browse(workspace) if hit.code == "MS-0115")


def save(qtbot: QtBot, sheet: QWidget) -> None:
    QTest.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_transfusion_takes_the_counts_of_its_day(
    qtbot: QtBot, ctx: Context, host: QWidget, workspace: Workspace, pid: int
) -> None:
    cells = [CellEntry(code, Sample(ON, "06:00"), text) for code, text in (("PLT", "9"), ("HGB", "74"))]
    lab_results.put_cells(workspace, pid, cells, confirmed=True)
    sheet = TransfusionSheet(ctx, pid)
    sheet.open_sheet()
    assert sheet._f.pre.text() == "9"
    sheet._f.product.set_value(BloodProduct.RED_CELLS)
    sheet._f.product.edited.emit()
    assert (sheet._f.pre.text(), sheet._f.pre.unit()) == ("74", "g/L")
    sheet._f.post.set_text("8,5")
    save(qtbot, sheet)
    assert "15 to 250" in sheet._f.post.error()
    sheet._f.post.set_text("85,5")
    sheet._f.reaction.set_value(TransfusionReaction.FEBRILE)
    save(qtbot, sheet)
    (held,) = transfusions.for_patient(workspace, pid)
    assert (held.pre_count, held.post_count, held.reaction) == (
        Decimal(74), Decimal("85.5"), TransfusionReaction.FEBRILE,
    )  # fmt: skip


def test_a_product_that_was_not_irradiated_asks_why(
    qtbot: QtBot, ctx: Context, host: QWidget, workspace: Workspace, pid: int
) -> None:
    sheet = TransfusionSheet(ctx, pid)
    sheet.open_sheet()
    sheet._f.irradiated.set_value(Irradiated.NO)
    save(qtbot, sheet)
    assert "why this one was not" in sheet._f.note.error()
    assert transfusions.for_patient(workspace, pid) == []
    sheet._f.note.set_text("massive bleeding")
    save(qtbot, sheet)
    assert [held.note for held in transfusions.for_patient(workspace, pid)] == ["massive bleeding"]


def test_a_prior_drug_by_a_few_letters_and_a_year(
    qtbot: QtBot, ctx: Context, host: QWidget, workspace: Workspace, pid: int
) -> None:
    sheet = DmtSheet(ctx, pid)
    sheet.open_sheet()
    QTest.keyClicks(sheet._drug.line(), "clad")
    QTest.keyClick(sheet._drug.line(), Qt.Key.Key_Return)
    assert sheet._drug.text() == "Cladribine"
    assert "blood bank" in sheet._note.note()
    sheet._started.set_text("04/2019")
    sheet._stopped.set_text("2018")
    assert sheet._status.value() is DmtStatus.STOPPED
    save(qtbot, sheet)
    assert "stops before it starts" in sheet._stopped.error()
    sheet._stopped.set_text("2020")
    save(qtbot, sheet)
    (row,) = dmts.for_patient(workspace, pid)
    assert (row.name, row.span, row.held.entry.drug_id) == ("Cladribine", "04/2019 to 2020", "clad")
    found = irradiation.for_patient(workspace, pid)
    assert found is not None
    assert found.verdict.state is IrradiationState.BLOOD_BANK


def test_overlapping_drugs_ask_once(qtbot: QtBot, ctx: Context, host: QWidget, workspace: Workspace, pid: int) -> None:
    for start, stop in (("2015", "2019"), ("2016", "2018")):
        sheet = DmtSheet(ctx, pid)
        sheet.open_sheet()
        sheet._drug.set_chosen(None, "Natalizumab")
        sheet._started.set_text(start)
        sheet._stopped.set_text(stop)
        save(qtbot, sheet)
    assert len(dmts.for_patient(workspace, pid)) == 1
    assert sheet.save_button().text() == "Save anyway"
    save(qtbot, sheet)
    assert len(dmts.for_patient(workspace, pid)) == 2


def test_the_block_confirms_the_list_and_its_rows_open(
    qtbot: QtBot, ctx: Context, host: QWidget, workspace: Workspace, pid: int
) -> None:
    sheet = DmtSheet(ctx, pid)
    sheet._drug.set_chosen(None, "Ocrelizumab")
    sheet._stopped.set_text("2025")
    sheet.save()
    block = BloodBlock(ctx)
    qtbot.addWidget(block)
    block.show_patient(pid)
    # Nobody has recorded the conditioning of this patient: it may hold anything.
    assert "missing: total body irradiation, purine analogue" in block.strip._said.text()
    assert "never confirmed" in block.drugs._state.text()
    block.drugs._complete.click()
    block.show_patient(pid)
    assert "M. Conti" in block.drugs._state.text()
    opened: list[object] = []
    ctx.sheet_wanted.connect(opened.append)
    block.drugs.table.entered.emit(block.drugs.table.key())
    block.drugs._take_back()
    assert [type(one) for one in opened] == [DmtSheet, DmtBackSheet]


def test_the_banner_says_until_when(qtbot: QtBot, ctx: Context, workspace: Workspace, pid: int) -> None:
    dmts.confirm_complete(workspace, pid)
    lines = BannerLines(ctx)
    qtbot.addWidget(lines)
    lines.show_patient(patients.banner(workspace, pid))
    chip = lines.findChild(ChipButton, "banner_irradiation")
    assert isinstance(chip, ChipButton)
    assert chip.text().replace("\u00a0", " ") == "Irradiated blood at least until 10 Jan 2027"
