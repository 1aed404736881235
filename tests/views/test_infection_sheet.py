"""Infections and viruses in a real window: by keyboard, on the Toxicity tab, in Italian."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.adverse_event import Outcome
from hsct_desktop.domain.infection import InfectionCertainty, InfectionEntry, InfectionKind, LineRelated
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.services import adverse_events, drafts, infections, lab_results, patients
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.adverse_event_sheet import AdverseEventSheet
from hsct_desktop.views.context import Context
from hsct_desktop.views.infection_sheet import InfectionBackSheet, InfectionSheet
from hsct_desktop.views.patient_toxicity import ToxicityTab
from hsct_desktop.views.virus_panel import StateChip
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.plain_label import PlainLabel
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
    return the_patient(workspace)


def the_patient(workspace: Workspace) -> int:
    return next(hit.id for hit in patients.browse(workspace) if hit.code == "MS-0115")


def ago(days: int) -> date:
    return ON - timedelta(days=days)


def put(ws: Workspace, pid: int, code: str, values: dict[int, str], unit: str = "") -> None:
    cells = [CellEntry(code, Sample(ago(days), "07:00"), text, unit) for days, text in values.items()]
    lab_results.put_cells(ws, pid, cells, confirmed=True)


def coli(pid: int) -> InfectionEntry:
    return InfectionEntry(
        pid, ago(3), InfectionKind.BACTERIAL, InfectionCertainty.PROVEN, "Escherichia coli", "Lung",
        line_related=LineRelated.YES,
    )  # fmt: skip


def words_in(widget: QWidget) -> str:
    shown = [label.text() for label in widget.findChildren(PlainLabel) if not label.isHidden()]
    return " | ".join(shown).replace("\u00a0", " ")


def press(widget: QWidget, words: str) -> None:
    button = next(b for b in widget.findChildren(KeyButton) if b.text() == words and not b.isHidden())
    button.click()


def key(qtbot: QtBot, which: Qt.Key, control: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(QApplication.focusWidget(), which, modifier)


def test_an_infection_is_recorded_by_keyboard_alone(shell: Shell, qtbot: QtBot) -> None:
    ws = shell.ctx.ready()
    pid = the_patient(ws)
    put(ws, pid, "ANC", {0: "0.3"})
    shell.ctx.show_patient(pid)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QWidget))
    key(qtbot, Qt.Key.Key_I)
    (sheet,) = shell.window.findChildren(InfectionSheet)
    qtbot.keyClicks(QApplication.focusWidget(), "esch")
    key(qtbot, Qt.Key.Key_Return)
    qtbot.keyClicks(QApplication.focusWidget(), "bloods")
    key(qtbot, Qt.Key.Key_Return)
    qtbot.keyClicks(QApplication.focusWidget(), "line")
    key(qtbot, Qt.Key.Key_Return)
    assert sheet._f.kind.value() is InfectionKind.BACTERIAL
    key(qtbot, Qt.Key.Key_Return)
    key(qtbot, Qt.Key.Key_1)
    assert sheet._f.anc.text() == "0.3"
    key(qtbot, Qt.Key.Key_Return, control=True)
    (row,) = infections.for_patient(ws, pid)
    entry = row.infection.entry
    assert (entry.organism, entry.site, entry.specimen) == (
        "Escherichia coli", "Bloodstream", "Blood culture from the line",
    )  # fmt: skip
    assert (entry.certainty, entry.found_on, entry.anc_at_onset) == (InfectionCertainty.PROVEN, ON, Decimal("0.3"))


def test_what_the_lists_do_not_have_is_taken_as_written(host: QWidget, ctx: Context, pid: int) -> None:
    sheet = InfectionSheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet._pickers["organism"].look_for("Roseomonas mucosa")
    assert sheet._pickers["organism"].found() == []
    sheet._f.certainty.set_value(InfectionCertainty.PROVEN)
    sheet.save()
    assert [row.organism for row in infections.for_patient(ctx.ready(), pid)] == ["Roseomonas mucosa"]


def test_the_count_nearest_to_the_day_is_proposed_until_somebody_types(host: QWidget, ctx: Context, pid: int) -> None:
    put(ctx.ready(), pid, "ANC", {0: "0.3", 5: "1.1", 9: "<0.1"})
    sheet = InfectionSheet(ctx, pid)
    ctx.open_sheet(sheet)
    assert sheet._f.anc.text() == "0.3"
    sheet._f.found_on.set_typed("-5")
    assert sheet._f.anc.text() == "1.1"
    sheet._f.found_on.set_typed("-9")
    assert sheet._f.anc.text() == ""
    assert "<0.1" in words_in(sheet)
    sheet._f.anc.set_text("0.05")
    sheet._f.found_on.set_typed("t")
    assert sheet._f.anc.text() == "0.05"


def test_mistakes_stand_at_their_fields_and_a_doubt_asks_once(host: QWidget, ctx: Context, pid: int) -> None:
    sheet = InfectionSheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet.save()
    assert "both missing" in words_in(sheet._pickers["organism"])
    assert "choose proven" in sheet._f.certainty.frame().error()
    sheet._pickers["site"].set_chosen(None, "Lung")
    sheet._f.certainty.set_value(InfectionCertainty.PROVEN)
    sheet.save()
    assert infections.for_patient(ctx.ready(), pid) == []
    assert sheet.save_button().text() == "Save anyway"
    sheet.save()
    assert [row.what for row in infections.for_patient(ctx.ready(), pid)] == ["Lung"]


def test_a_draft_comes_back_and_an_end_resolves(host: QWidget, ctx: Context, pid: int) -> None:
    sheet = InfectionSheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet._pickers["organism"].set_chosen(None, "Norovirus")
    sheet._f.certainty.set_value(InfectionCertainty.POSSIBLE)
    sheet._f.found_on.set_typed("-4")
    sheet._f.ended_on.set_typed("t")
    assert sheet._f.outcome.value() is Outcome.RESOLVED
    sheet.keep_draft()
    again = InfectionSheet(ctx, pid)
    ctx.open_sheet(again)
    assert again._entry() == sheet._entry()
    again.save()
    assert drafts.find(ctx.ready(), "infection", pid) is None
    assert infections.for_patient(ctx.ready(), pid)[0].infection.entry.outcome is Outcome.RESOLVED


def test_a_recorded_one_is_revised_and_taken_back(host: QWidget, ctx: Context, pid: int) -> None:
    ws = ctx.ready()
    saved = infections.record(ws, coli(pid)).record_id or 0
    sheet = InfectionSheet(ctx, pid)
    ctx.open_sheet(sheet)
    assert "Escherichia coli, Lung" in words_in(sheet)
    press(sheet, "Revise")
    revise = next(s for s in host.findChildren(InfectionSheet) if s._infection_id == saved)
    revise._f.resistance.set_text("ESBL")
    revise.save()
    assert infections.for_patient(ws, pid)[0].infection.entry.resistance == "ESBL"
    fresh = InfectionSheet(ctx, pid)
    ctx.open_sheet(fresh)
    press(fresh, "Take back")
    (back,) = host.findChildren(InfectionBackSheet)
    back._reason.set_text("wrong patient")
    back.save()
    assert infections.for_patient(ws, pid) == []


@pytest.mark.soak
def test_the_tab_says_how_they_stand_and_opens_to_all(shell: Shell, qtbot: QtBot) -> None:
    ws = shell.ctx.ready()
    pid = the_patient(ws)
    shell.ctx.show_patient(pid, "toxicity")
    tab = shell.window.findChild(ToxicityTab)
    assert isinstance(tab, ToxicityTab)
    assert tab.clinical.isHidden()
    infections.record(ws, coli(pid))
    put(ws, pid, "CMV", {20: "neg", 9: "300", 2: "3000"})
    tab.show_patient(pid, None)
    assert "Infections: 1, open: 1" in words_in(tab.clinical)
    assert "CMV DNA 3000 IU/mL" in words_in(tab.clinical)
    assert [c.text() for c in tab.clinical._line.findChildren(StateChip)] == ["above the limit"]
    tab.clinical.switch()
    assert tab._upper.isHidden()
    assert not tab.clinical.infections.isHidden()
    told = words_in(tab.clinical.viruses)
    assert "×10 (1.00 log10) in 7 days" in told
    assert "threshold not set: Settings, Alerts" in told
    assert "matrix not stated" in told
    tab.clinical.switch()
    assert tab.clinical.infections.isHidden()


@pytest.mark.soak
def test_a_reactivation_and_an_infection_lead_to_their_toxicity(shell: Shell, qtbot: QtBot) -> None:
    ws = shell.ctx.ready()
    pid = the_patient(ws)
    saved = infections.record(ws, coli(pid)).record_id
    put(ws, pid, "CMV", {20: "neg", 9: "300"})
    shell.ctx.show_patient(pid, "toxicity")
    tab = shell.window.findChild(ToxicityTab)
    assert isinstance(tab, ToxicityTab)
    tab.clinical.switch()
    press(tab.clinical.viruses, "Record as toxicity")
    sheet = shell.window.findChildren(AdverseEventSheet)[-1]
    assert sheet.entry().term_id == "cytomegalovirus_infection_reactivation"
    assert (sheet.entry().onset, sheet.entry().grades) == (ago(9), ())
    sheet.close_sheet()
    press(tab.clinical.infections, "Record as toxicity")
    linked = shell.window.findChildren(AdverseEventSheet)[-1]
    assert linked.entry().infection_id == saved
    linked._picker.look_for("sepsis")
    key(qtbot, Qt.Key.Key_Return)
    key(qtbot, Qt.Key.Key_4)
    key(qtbot, Qt.Key.Key_Return, control=True)
    (episode,) = adverse_events.for_patient(ws, pid)
    assert (episode.term_id, episode.infection_id) == ("sepsis", saved)
    tab.show_patient(pid, None)
    assert [b.text() for b in tab.clinical.infections.findChildren(KeyButton) if not b.isHidden()] == [
        "Record infection", "Revise",
    ]  # fmt: skip


def test_in_italian_what_the_lists_know_is_translated(host: QWidget, ctx: Context, pid: int) -> None:
    infections.record(ctx.ready(), coli(pid))
    ctx.set_language("it")
    sheet = InfectionSheet(ctx, pid)
    ctx.open_sheet(sheet)
    assert "Escherichia coli, Polmone" in words_in(sheet)
    sheet._pickers["organism"].look_for("citom")
    assert [found.words for found in sheet._pickers["organism"].found()] == ["Citomegalovirus"]
    assert [label for label in words_in(sheet).split(" | ") if "Certa" in label]
