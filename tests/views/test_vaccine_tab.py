"""The Vaccines tab in a real window: the plan, a due dose in four keys, decisions by keyboard, what holds, printing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.vaccination import VaccinationEntry
from hsct_desktop.domain.vaccine import VaccineDecision, VaccineStatus
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services import drafts, undo, vaccine_printing, vaccines
from hsct_desktop.views.patient import TABS, PatientPage
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.today import TodayPage
from hsct_desktop.views.vaccination_sheet import VaccinationSheet
from hsct_desktop.views.vaccine_tab import VaccineTab
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.side_sheet import SideSheet
from tests.views.test_patient_page import page_of
from tests.views.ward import ON

CODE = "MS-0107"
"""Day +99: the pneumococcal vaccine has just become due."""


@pytest.fixture
def tab(shell: Shell) -> VaccineTab:
    """The tab of a patient to whom nothing has been given."""
    return page_of(shell, CODE, "vaccines").vaccines


def who(shell: Shell) -> int:
    return shell.window.page("patient").patient_id  # type: ignore[attr-defined,no-any-return]


def give(shell: Shell, vaccine: str, ago: int, **more: object) -> int:
    entry = VaccinationEntry(who(shell), vaccine, ON - timedelta(days=ago), lot="FX 1", given_by="GP Dr Melis")
    saved = vaccines.record(shell.ctx.ready(), replace(entry, **more), confirmed=True)  # type: ignore[arg-type]
    shell.ctx.news.send(saved)
    return saved.record_id or 0


def sheets(shell: Shell) -> list[SideSheet]:
    return [sheet for sheet in shell.window.findChildren(SideSheet) if sheet.isVisible()]


def the_sheet(shell: Shell) -> VaccinationSheet:
    (sheet,) = sheets(shell)
    assert isinstance(sheet, VaccinationSheet)
    return sheet


def key(qtbot: QtBot, which: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> int:
    qtbot.keyClick(QApplication.focusWidget(), which, modifier)
    return 1


def heads(tab: VaccineTab) -> list[str]:
    return [line.cells[0].words for line in tab.table.rows.lines if line.group is not None]


def status(shell: Shell, series: str) -> VaccineStatus:
    return vaccines.for_patient(shell.ctx.ready(), who(shell)).line(series).status


def said(widget: SideSheet | VaccineTab) -> str:
    shown = [label.text() for label in widget.findChildren(PlainLabel) if label.isVisible()]
    return " | ".join(shown).replace("\u00a0", " ")


def test_the_rows_stand_by_what_is_to_be_done(tab: VaccineTab) -> None:
    assert [head.split(",")[0] for head in heads(tab)] == [
        "Due now", "On course", "Asks", "Live vaccines",
    ]  # fmt: skip
    keys = [line.key for line in tab.table.rows.lines if line.group is None]
    assert keys[0] == "pcv"
    assert not {"bcg", "rotavirus"} & set(keys)
    assert "oral polio, BCG" in said(tab)


@pytest.mark.soak
def test_a_due_dose_is_recorded_in_four_keys_from_the_overview(shell: Shell, qtbot: QtBot) -> None:
    page_of(shell, CODE, "overview")
    keys = key(qtbot, Qt.Key.Key_6, Qt.KeyboardModifier.AltModifier)
    keys += key(qtbot, Qt.Key.Key_Return)
    sheet = the_sheet(shell)
    assert QApplication.focusWidget() is sheet._lot.line()
    keys += key(qtbot, Qt.Key.Key_7)  # a lot of one sign
    keys += key(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert keys == 4
    (given,) = vaccines.for_patient(shell.ctx.ready(), who(shell)).line("pcv").given
    assert given.given is not None
    assert (given.given.given_on, given.given.lot, given.given.dose_number) == (ON, "7", 1)
    assert not sheets(shell)


@pytest.mark.soak
def test_u_records_a_dose_that_is_typed_by_its_trade_name(shell: Shell, qtbot: QtBot) -> None:
    page_of(shell, CODE, "overview")
    key(qtbot, Qt.Key.Key_U)
    qtbot.keyClicks(QApplication.focusWidget(), "prev")
    assert [found.via for found in the_sheet(shell)._product.found()] == ["Prevenar 13", "Prevenar 20"]
    key(qtbot, Qt.Key.Key_Return)
    qtbot.keyClicks(QApplication.focusWidget(), "Z22")
    key(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(vaccines.for_patient(shell.ctx.ready(), who(shell)).line("pcv").given) == 1


def test_a_combination_says_what_it_counts_for(shell: Shell, tab: VaccineTab) -> None:
    tab.choose("dtap")
    tab.record()
    sheet = the_sheet(shell)
    sheet._product.look_for("hexa")
    sheet._product.take()
    words = sheet._counts.text()
    assert words.startswith("Counts for Diphtheria")
    assert "Hepatitis B" in words
    assert sheet._number.text() == "1"


@pytest.mark.soak
def test_a_dose_against_a_rule_asks_once_for_a_reason_and_keeps_it(shell: Shell, tab: VaccineTab) -> None:
    tab.choose("mmr")
    tab.record()
    sheet = the_sheet(shell)
    assert not sheet._reason.isVisible()
    sheet.save()
    assert sheet._reason.isVisible()
    assert vaccines.for_patient(shell.ctx.ready(), who(shell)).line("mmr").given == ()
    sheet.save()
    assert vaccines.for_patient(shell.ctx.ready(), who(shell)).line("mmr").given == ()
    sheet._reason.set_text("given elsewhere, not knowing")
    sheet.save()
    (given,) = vaccines.for_patient(shell.ctx.ready(), who(shell)).line("mmr").given
    assert given.given is not None
    assert given.given.reason == "given elsewhere, not knowing"
    assert given.status is VaccineStatus.NOT_COUNTED


@pytest.mark.soak
def test_what_cannot_be_is_said_beside_its_field(shell: Shell, tab: VaccineTab) -> None:
    tab.record()
    sheet = the_sheet(shell)
    sheet._on.set_date(ON + timedelta(days=3))
    sheet.save()
    assert sheet.isVisible()
    assert "future" in said(sheet)
    assert vaccines.for_patient(shell.ctx.ready(), who(shell)).line("pcv").given == ()


def test_a_draft_comes_back(shell: Shell, tab: VaccineTab) -> None:
    tab.record()
    sheet = the_sheet(shell)
    sheet._lot.set_text("FX 4471 B")
    sheet._site.look_for("left deltoid")
    sheet.store_draft()
    assert drafts.find(shell.ctx.ready(), "vaccination:pcv", who(shell)) is not None
    sheet.close_sheet()
    tab.record()
    again = next(one for one in sheets(shell) if one is not sheet)
    assert isinstance(again, VaccinationSheet)
    assert (again._lot.text(), again._site.text()) == ("FX 4471 B", "left deltoid")


@pytest.mark.soak
def test_the_next_dose_proposes_the_same_product_and_the_next_number(shell: Shell, tab: VaccineTab) -> None:
    give(shell, "pcv20", 7)
    tab.choose("pcv")
    tab.record()
    sheet = the_sheet(shell)
    assert sheet._product.text() == "PCV20"
    assert sheet._number.text() == "2"


@pytest.mark.soak
def test_doses_are_listed_with_lot_and_who_and_what_does_not_count_says_why(shell: Shell, tab: VaccineTab) -> None:
    give(shell, "pcv20", 7)
    give(shell, "pcv20", 2)
    tab.choose("pcv")
    first, second = tab.given.table.rows.lines
    assert first.cells[0].words == "1"
    assert "FX 1" in [cell.words for cell in first.cells]
    assert "GP Dr Melis" in [cell.words for cell in first.cells]
    assert second.cells[0].words == "×"
    assert "Too early, not counted" in second.cells[-1].words
    assert tab.given.record_button.text() == "Record dose 2"


def test_a_dose_is_revised_and_taken_back_from_its_line(shell: Shell, tab: VaccineTab, qtbot: QtBot) -> None:
    dose = give(shell, "pcv20", 7)
    tab.choose("pcv")
    tab.given.table.setFocus()
    key(qtbot, Qt.Key.Key_Return)
    sheet = the_sheet(shell)
    assert sheet._vaccination_id == dose
    sheet._lot.set_text("FX 2")
    sheet.save()
    assert vaccines.entry_of(shell.ctx.ready(), dose)[0].lot == "FX 2"
    tab.given.table.setFocus()
    key(qtbot, Qt.Key.Key_Delete)
    (back,) = sheets(shell)
    assert isinstance(back, ReasonSheet)
    back._reason.set_text("wrong patient")
    back.save()
    assert vaccines.for_patient(shell.ctx.ready(), who(shell)).line("pcv").given == ()


@pytest.mark.soak
def test_a_series_that_asks_is_planned_and_left_out_by_keyboard(shell: Shell, tab: VaccineTab, qtbot: QtBot) -> None:
    tab.choose("hpv")
    tab.table.setFocus()
    assert status(shell, "hpv") is VaccineStatus.ASKS
    key(qtbot, Qt.Key.Key_Minus)
    (sheet,) = sheets(shell)
    assert isinstance(sheet, ReasonSheet)
    sheet._reason.set_text("age 42, not offered")
    sheet.save()
    assert status(shell, "hpv") is VaccineStatus.LEFT_OUT
    tab.choose("hpv")
    assert "age 42, not offered" in tab.chosen_series().facts.why  # type: ignore[union-attr]
    tab.table.setFocus()
    key(qtbot, Qt.Key.Key_Plus)
    assert status(shell, "hpv") is not VaccineStatus.LEFT_OUT
    assert status(shell, "hpv") is not VaccineStatus.ASKS


@pytest.mark.soak
def test_the_words_in_the_row_plan_it_too(shell: Shell, tab: VaccineTab, qtbot: QtBot) -> None:
    tab.choose("hav")
    row = next(n for n, line in enumerate(tab.table.rows.lines) if line.key == "hav")
    rect = tab.table.visualRect(tab.table.rows.index(row, 3))
    facts = tab.chosen_series().facts  # type: ignore[union-attr]
    place = tab.table.links(rect.adjusted(8, 0, -8, -1).toRectF(), facts)[-1][0]
    qtbot.mouseClick(
        tab.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(int(place.center().x()), int(place.center().y()))
    )
    line = vaccines.for_patient(shell.ctx.ready(), who(shell)).line("hav")
    assert line.choice is not None
    assert line.choice.decision is VaccineDecision.PLAN


@pytest.mark.soak
def test_a_decision_is_not_asked_where_nothing_is_to_be_decided(shell: Shell, tab: VaccineTab) -> None:
    tab.decide("pcv", "leave_out")
    assert not sheets(shell)
    assert vaccines.for_patient(shell.ctx.ready(), who(shell)).line("pcv").choice is None


def test_a_held_vaccine_shows_each_condition_with_its_state(tab: VaccineTab) -> None:
    tab.choose("mmr")
    words = said(tab)
    assert "Measles, mumps, rubella: what holds it" in words
    assert "24 months since Day 0" in words
    assert "13 Aug 2028" in words
    series = tab.chosen_series()
    assert series is not None
    opened = len(series.line.open_conditions)
    assert tab.why.chip.text() == f"{opened} of {len(series.line.conditions)} not met or unknown"
    assert series.facts.why.startswith("Not before 13\u00a0Aug\u00a02028")


@pytest.mark.soak
def test_another_guideline_is_shown_until_another_patient_comes(shell: Shell, tab: VaccineTab) -> None:
    assert tab._variants is not None
    assert tab._variants.values() == ("ecil7",)
    tab._variants.chip("agiho").click()
    assert tab._board is not None
    assert tab._board.plan.variant == "agiho"
    page_of(shell, "MS-0115", "vaccines")
    assert tab._board.plan.variant == "ecil7"


@pytest.mark.soak
def test_an_undone_dose_is_gone_from_the_plan(shell: Shell, tab: VaccineTab) -> None:
    ws = shell.ctx.ready()
    saved = vaccines.record(ws, VaccinationEntry(who(shell), "pcv20", ON))
    shell.ctx.news.send(saved)
    assert tab.given.table.rows.lines
    shell.ctx.news.send(undo.undo(ws, saved.txn))
    assert tab.given.table.rows.lines == []


def test_without_a_day_0_the_page_says_so(shell: Shell, tab: VaccineTab, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = vaccines.for_patient(shell.ctx.ready(), who(shell))
    monkeypatch.setattr(vaccines, "for_patient", lambda *_: replace(whole, day0=None))
    tab.show_patient(who(shell))
    assert tab._empty.isVisible()
    assert not tab.table.isVisible()
    assert tab.chosen() is not None or tab.first_stop() is tab._empty.button()


@pytest.mark.soak
def test_ctrl_p_prints_the_plan_here_and_the_day_list_elsewhere(
    shell: Shell, tab: VaccineTab, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    printed: list[str] = []
    monkeypatch.setattr(shell.window.printer, "vaccine_plan", lambda pid, variant="": printed.append(f"plan {pid}"))
    monkeypatch.setattr(shell.window.printer, "day_list", lambda: printed.append("list"))
    tab.table.setFocus()
    key(qtbot, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    page_of(shell, CODE, "visits")
    key(qtbot, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert printed == [f"plan {who(shell)}", "list"]
    path = vaccine_printing.vaccine_plan(shell.ctx.ready(), who(shell), tmp_path / "plan.pdf", "it")
    assert path.read_bytes().startswith(b"%PDF")


def test_the_tab_stands_between_therapy_and_the_long_term() -> None:
    assert TABS.index("therapy") + 1 == TABS.index("vaccines") == 5
    assert TABS.index("vaccines") + 1 == TABS.index("disease") == TABS.index("long_term") - 1


@pytest.mark.soak
def test_a_place_names_the_series_that_is_chosen(shell: Shell) -> None:
    page = page_of(shell, CODE, "vaccines@mmr")
    assert page.vaccines.chosen() == "mmr"
    subject = page.subject()
    assert subject is not None
    assert subject.vaccine == "mmr"


@pytest.mark.soak
@pytest.mark.parametrize("code", [None, "vaccines"])
def test_u_takes_the_chosen_series_only_from_its_tab(shell: Shell, qtbot: QtBot, code: str | None) -> None:
    page = page_of(shell, CODE, "vaccines@flu" if code else "overview")
    page.focus_first()
    key(qtbot, Qt.Key.Key_U)
    assert the_sheet(shell)._product.text() == ("Influenza" if code else "")


@pytest.mark.soak
def test_a_patient_who_is_vaccinated_elsewhere_is_left_out_at_once_and_taken_up_again(
    shell: Shell, tab: VaccineTab
) -> None:
    assert tab._all.isVisible()
    tab._all.click()
    (sheet,) = sheets(shell)
    assert isinstance(sheet, ReasonSheet)
    sheet._reason.set_text("followed by the home hospital")
    sheet.save()
    assert vaccines.for_patient(shell.ctx.ready(), who(shell)).due == ()
    assert tab._all.text() == "Plan again"
    tab._all.click()
    assert vaccines.for_patient(shell.ctx.ready(), who(shell)).due
    give(shell, "pcv20", 3)
    assert not tab._all.isVisible()


def today_row(shell: Shell) -> TodayPage:
    """Today with the mark on the first row of due vaccines."""
    shell.window.show_page("today")
    page = shell.window.page("today")
    assert isinstance(page, TodayPage)
    page.choose_list(WorklistKind.VACCINES)
    number = next(n for n, line in enumerate(page.model.lines()) if line.row is not None)
    page.table.selectRow(number)
    page.table.setFocus()
    return page


def test_todays_row_opens_the_plan_on_the_series_that_has_waited_longest(shell: Shell, qtbot: QtBot) -> None:
    page = today_row(shell)
    row = page.model.line(page.table.currentIndex().row()).row
    assert row is not None
    assert row.vaccines is not None
    key(qtbot, Qt.Key.Key_Return)
    shown = shell.window.stack.currentWidget()
    assert isinstance(shown, PatientPage)
    assert shown.patient_id == row.patient_id
    assert shown.vaccines.chosen() == row.vaccines.first.series.id
    series = shown.vaccines.chosen_series()
    assert series is not None
    follow = series.line.next
    assert follow is not None
    assert (follow.due_from, follow.due_to) == (row.vaccines.since, row.vaccines.until)


def test_u_on_todays_row_records_its_vaccine_and_the_row_says_what_is_left(shell: Shell, qtbot: QtBot) -> None:
    page = today_row(shell)
    row = page.model.line(page.table.currentIndex().row()).row
    assert row is not None
    assert row.vaccines is not None
    before, first = row.task, row.vaccines.first.series
    key(qtbot, Qt.Key.Key_U)
    sheet = the_sheet(shell)
    assert sheet._product.text() == first.label.en
    key(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    after = [line.row for line in page.model.lines() if line.row is not None and line.row.patient_id == row.patient_id]
    assert before not in [line.task for line in after]


def test_the_documents_tab_offers_the_plan_and_the_other_papers(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[str] = []
    for paper in ("vaccine_plan", "summary"):
        monkeypatch.setattr(shell.window.printer, paper, lambda *_args, paper=paper: printed.append(paper))
    page = page_of(shell, CODE, "documents")
    for name in ("print_vaccine_plan", "print_summary"):
        button = page.documents.papers.findChild(KeyButton, f"papers_{name}")
        assert isinstance(button, KeyButton)
        assert button.isVisible()
        button.click()
    assert printed == ["vaccine_plan", "summary"]
