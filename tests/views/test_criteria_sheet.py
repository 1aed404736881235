"""Checklists in a real window: filled from the record, answered with three keys, decided, led on to the toxicity."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.criteria import Answer, ChecklistId, CriteriaDecision
from hsct_desktop.domain.criteria_check import CriteriaCheckEntry, Said
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.services import adverse_events, criteria, lab_results, patients
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.context import Context
from hsct_desktop.views.criteria_sheet import CriteriaBackSheet, CriteriaSheet, CriteriaToxicitySheet
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.plain_label import PlainLabel
from tests.views.ward import ON

DAY0 = ON - timedelta(days=28)


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
    return next(hit.id for hit in patients.browse(workspace) if hit.code == "MS-0031")


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


def put(ws: Workspace, pid: int, code: str, values: dict[int, str]) -> None:
    cells = [CellEntry(code, Sample(on(day), "07:00"), text) for day, text in values.items()]
    lab_results.put_cells(ws, pid, cells, confirmed=True)


def words_in(widget: QWidget) -> str:
    shown = [label.text() for label in widget.findChildren(PlainLabel) if not label.isHidden()]
    return " | ".join(shown).replace("\u00a0", " ")


def press(widget: QWidget, words: str) -> None:
    next(b for b in widget.findChildren(KeyButton) if b.text() == words and not b.isHidden()).click()


def key(qtbot: QtBot, which: Qt.Key, control: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(QApplication.focusWidget(), which, modifier)


def letter(qtbot: QtBot, text: str) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), text)


@pytest.mark.soak
def test_febrile_neutropenia_by_keyboard_from_the_key_to_the_toxicity(shell: Shell, qtbot: QtBot) -> None:
    ws = shell.ctx.ready()
    pid = the_patient(ws)
    put(ws, pid, "ANC", {28: "0.2"})
    shell.ctx.show_patient(pid)
    key(qtbot, Qt.Key.Key_Q)
    (sheet,) = shell.window.findChildren(CriteriaSheet)
    key(qtbot, Qt.Key.Key_4)
    rows = sheet.rows().rows
    assert sheet._checklist() is ChecklistId.FEBRILE_NEUTROPENIA
    assert rows["anc_below_0_5"].answer() is Answer.YES
    assert "Cannot tell yet" in words_in(sheet._verdict)
    assert "Temperature ≥ 38.3 °C" in words_in(sheet._verdict)
    rows["temperature_over_38_3"].setFocus()
    for answer in ("n", "y", "u"):
        letter(qtbot, answer)
    answered = [rows[name].answer() for name in ("temperature_over_38_3", "temperature_38_3", "temperature_38_1h")]
    assert answered == [Answer.NO, Answer.YES, Answer.UNKNOWN]
    assert rows["anc_below_1"].isAncestorOf(QApplication.focusWidget())
    assert "Febrile neutropenia by the clinical rule" in words_in(sheet._verdict)
    assert not shell.window.findChildren(CriteriaToxicitySheet)
    sheet._decision.setFocus()
    key(qtbot, Qt.Key.Key_1)
    assert not sheet._then.isHidden()
    key(qtbot, Qt.Key.Key_Return, control=True)
    (held,) = criteria.for_patient(ws, pid)
    assert (held.verdict, held.decision) == ("Febrile neutropenia by the clinical rule", "Confirmed")
    (toxicity,) = shell.window.findChildren(CriteriaToxicitySheet)
    assert toxicity.entry().term_id == "febrile_neutropenia"
    key(qtbot, Qt.Key.Key_3)
    key(qtbot, Qt.Key.Key_Return, control=True)
    (episode,) = adverse_events.for_patient(ws, pid)
    assert (episode.term_id, int(episode.worst), episode.onset) == ("febrile_neutropenia", 3, ON)
    assert criteria.for_patient(ws, pid)[0].event_id == episode.id


def test_the_record_answers_with_its_evidence_and_a_person_may_say_otherwise(
    host: QWidget, ctx: Context, pid: int
) -> None:
    put(ctx.ready(), pid, "BILT", {28: "60"})
    put(ctx.ready(), pid, "WEIGHT", {-8: "60", 28: "66"})
    sheet = CriteriaSheet(ctx, pid, ChecklistId.SOS_EBMT2023)
    ctx.open_sheet(sheet)
    rows = sheet.rows().rows
    assert "Bilirubin 60 µmol/L · 20 Nov 2026" in words_in(rows["bilirubin_2"])
    assert "+10.0 % against admission" in words_in(rows["weight_5"])
    assert "late: more than 21 days" in words_in(sheet)
    rows["bilirubin_2"].set_answer(Answer.NO)
    assert "the record says otherwise" in words_in(rows["bilirubin_2"])
    said = sheet.rows().said()
    assert (said["bilirubin_2"].by_person, said["weight_5"].by_person) == (True, False)
    assert (said["histology"].answer, said["histology"].by_person) == (Answer.UNKNOWN, False)


def test_the_severity_shows_what_each_criterion_speaks_for(host: QWidget, ctx: Context, pid: int) -> None:
    put(ctx.ready(), pid, "BILT", {28: "150"})
    put(ctx.ready(), pid, "WEIGHT", {-8: "60", 28: "67"})
    sheet = CriteriaSheet(ctx, pid, ChecklistId.SOS_EBMT2023)
    ctx.open_sheet(sheet)
    told = words_in(sheet._severity.votes)
    assert "Severity: Very severe" in told
    assert "Bilirubin: Very severe" in told
    assert "Transaminases: not known" in told
    sheet._severity.days.set_text("x")
    sheet.save()
    assert sheet._severity.days.error()
    assert criteria.for_patient(ctx.ready(), pid) == []
    sheet._severity.days.set_text("3")
    sheet.rows().rows["histology"].set_answer(Answer.YES)
    sheet._decision.set_value(CriteriaDecision.CONFIRMED)
    sheet._then.set_value(False)
    sheet.save()
    (held,) = criteria.for_patient(ctx.ready(), pid)
    assert (held.verdict, held.severity) == ("Proven SOS/VOD", "Very severe")
    assert not host.findChildren(CriteriaToxicitySheet)


def test_another_day_reads_the_record_again_and_keeps_what_a_person_said(host: QWidget, ctx: Context, pid: int) -> None:
    put(ctx.ready(), pid, "ANC", {6: "0.2", 28: "2.0"})
    sheet = CriteriaSheet(ctx, pid, ChecklistId.FEBRILE_NEUTROPENIA)
    ctx.open_sheet(sheet)
    rows = sheet.rows().rows
    rows["temperature_38_1h"].set_answer(Answer.YES)
    assert rows["anc_below_0_5"].answer() is Answer.NO
    sheet._on.set_typed("d+6")
    assert rows["anc_below_0_5"].answer() is Answer.YES
    assert rows["temperature_38_1h"].answer() is Answer.YES


def test_a_decision_against_the_rules_asks_why(host: QWidget, ctx: Context, pid: int) -> None:
    sheet = CriteriaSheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet.save()
    assert "The decision is missing" in sheet._decision.frame().error()
    sheet._decision.set_value(CriteriaDecision.CONFIRMED)
    sheet.save()
    assert "write why" in sheet._note.error()
    assert criteria.for_patient(ctx.ready(), pid) == []


def test_a_draft_keeps_only_what_a_person_answered(host: QWidget, ctx: Context, pid: int) -> None:
    put(ctx.ready(), pid, "ANC", {28: "0.2"})
    sheet = CriteriaSheet(ctx, pid, ChecklistId.FEBRILE_NEUTROPENIA)
    ctx.open_sheet(sheet)
    sheet.rows().rows["temperature_38_3"].set_answer(Answer.YES)
    sheet._note.set_text("shivering")
    sheet.keep_draft()
    put(ctx.ready(), pid, "ANC", {28: "2.0"})
    again = CriteriaSheet(ctx, pid)
    ctx.open_sheet(again)
    rows = again.rows().rows
    assert again._checklist() is ChecklistId.FEBRILE_NEUTROPENIA
    assert (rows["temperature_38_3"].answer(), rows["anc_below_0_5"].answer()) == (Answer.YES, Answer.NO)
    assert again._note.text() == "shivering"


def test_earlier_judgements_are_listed_with_who_and_when_and_taken_back(host: QWidget, ctx: Context, pid: int) -> None:
    ws = ctx.ready()
    said = {"temperature_38_3": Said(Answer.YES), "anc_below_0_5": Said(Answer.YES)}
    entry = CriteriaCheckEntry(pid, ChecklistId.FEBRILE_NEUTROPENIA, on(6), said, CriteriaDecision.CONFIRMED)
    criteria.record(ws, entry)
    sheet = CriteriaSheet(ctx, pid)
    ctx.open_sheet(sheet)
    assert "Confirmed · Febrile neutropenia by the clinical rule · M. Conti, 20 Nov 2026" in words_in(sheet)
    press(sheet, "Toxicity")
    assert host.findChildren(CriteriaToxicitySheet)[0].entry().onset == on(6)
    press(sheet, "Take back")
    (back,) = host.findChildren(CriteriaBackSheet)
    back._reason.set_text("wrong day")
    back.save()
    assert criteria.for_patient(ws, pid) == []


def test_in_italian_the_same_keys_and_s_for_yes(host: QWidget, ctx: Context, qtbot: QtBot, pid: int) -> None:
    ctx.set_language("it")
    sheet = CriteriaSheet(ctx, pid, ChecklistId.SOS_EBMT2023)
    ctx.open_sheet(sheet)
    row = sheet.rows().rows["histology"]
    assert "Istologia di SOS/VOD" in words_in(row)
    row.setFocus()
    qtbot.keyClicks(row.choice.focusProxy(), "s")
    assert row.answer() is Answer.YES
    assert "SOS/VOD dimostrata" in words_in(sheet._verdict)
