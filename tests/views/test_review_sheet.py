"""Results to review in the real window, by keys: seen and on to the next patient, accepted, dismissed, refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from hsct_desktop.app import Shell
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services import adverse_events, flowsheet, lab_results, proposals, review, rule_sets
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import grade_decision, lab_result
from hsct_desktop.views.adverse_event_sheet import AdverseEventSheet
from hsct_desktop.views.patient_toxicity import ToxicityTab
from hsct_desktop.views.proposal_card import ProposalCard
from hsct_desktop.views.result_sheet import ResultSheet
from hsct_desktop.views.review_rows import ResultRow
from hsct_desktop.views.review_sheet import ReviewSheet
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.side_sheet import SideSheet
from tests.views.test_patient_page import page_of, patient_id
from tests.views.ward import ON, physician

CTRL = Qt.KeyboardModifier.ControlModifier
FIRST, SECOND = "MS-0107", "MS-0112"


def put(ws: Workspace, who: int, day: int = 0, **values: str) -> None:
    sample = Sample(ON + timedelta(days=day))
    cells = [CellEntry(analyte, sample, text) for analyte, text in values.items()]
    lab_results.put_cells(ws, who, cells, confirmed=True)


@pytest.fixture
def ward(shell: Shell) -> Shell:
    """Two patients with results to see, under approved rules; Today shows them."""
    ws = shell.ctx.ready()
    rule_sets.approve(physician(ws), "grading", "Dr Ada Rossi", ON, "")
    put(ws, patient_id(shell, FIRST), PLT="40", NA="127", K="4.4")
    put(ws, patient_id(shell, SECOND), HGB="96")
    shell.window.today_page.refresh()
    return shell


def press(shell: Shell, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    target = shell.window.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifier)
    QApplication.processEvents()


def on_today(shell: Shell, code: str = FIRST) -> None:
    page = shell.window.today_page
    found = [
        n
        for n, line in enumerate(page.model.lines())
        if line.kind is WorklistKind.RESULTS_TO_REVIEW and line.row is not None and line.row.code == code
    ]
    page.table.setFocus()
    page.table.choose(found[0])


def sheet_of(shell: Shell) -> ReviewSheet:
    sheet = shell.window.sheet()
    assert isinstance(sheet, ReviewSheet)
    return sheet


def waiting(shell: Shell, code: str) -> int:
    with shell.ctx.ready().read() as session:
        return len(lab_result.waiting(session, patient_id(shell, code)))


def terms(shell: Shell, code: str = FIRST) -> list[tuple[str, int]]:
    return [(e.label, int(e.worst)) for e in adverse_events.for_patient(shell.ctx.ready(), patient_id(shell, code))]


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


@pytest.mark.soak
def test_a_list_is_worked_through_with_one_key_a_patient(ward: Shell) -> None:
    on_today(ward)
    press(ward, Qt.Key.Key_Return)
    first = sheet_of(ward)
    assert first.patient_id == patient_id(ward, FIRST)
    assert "patient 1 of 2" in " ".join(words(first))
    press(ward, Qt.Key.Key_Return, CTRL)
    second = sheet_of(ward)
    assert second.patient_id == patient_id(ward, SECOND)
    assert "patient 2 of 2" in " ".join(words(second))
    assert (waiting(ward, FIRST), waiting(ward, SECOND)) == (0, 1)
    press(ward, Qt.Key.Key_Return, CTRL)
    assert ward.window.sheet() is None
    assert waiting(ward, SECOND) == 0
    kinds = {line.kind for line in ward.window.today_page.model.lines() if line.row is not None}
    assert WorklistKind.RESULTS_TO_REVIEW not in kinds
    press(ward, Qt.Key.Key_Z, CTRL)
    assert waiting(ward, SECOND) == 1


def test_from_another_list_the_results_of_the_others_come_next(ward: Shell) -> None:
    page = ward.window.today_page
    lines = page.model.lines()
    kinds = (WorklistKind.RESULTS_TO_REVIEW,)
    listed = [line.row.patient_id for line in lines if line.kind in kinds and line.row is not None]
    other = next(n for n, line in enumerate(lines) if line.row is not None and line.kind not in kinds
                 and line.row.patient_id not in (None, *listed))  # fmt: skip
    page.table.setFocus()
    page.table.choose(other)
    subject = page.subject()
    assert subject is not None
    assert list(subject.then) == listed
    press(ward, Qt.Key.Key_Return, CTRL)
    assert ward.window.stack.currentWidget() is page, "Ctrl+Enter saves, it opens no patient"


@pytest.mark.soak
def test_the_letter_opens_it_from_any_page_of_the_patient(ward: Shell) -> None:
    page_of(ward, FIRST)
    press(ward, Qt.Key.Key_V)
    sheet = sheet_of(ward)
    assert [row.found.label for row in sheet.rows()] == ["Platelets", "Sodium", "Potassium"]
    assert sheet.save_button().text() == "Seen"


def test_rows_say_value_flag_grade_and_what_was_before(ward: Shell) -> None:
    who = patient_id(ward, FIRST)
    put(ward.ctx.ready(), who, -3, PLT="61")
    page_of(ward, FIRST)
    press(ward, Qt.Key.Key_V)
    row = sheet_of(ward).rows()[0]
    assert row.accessibleName() == "Platelets, 40 ×10⁹/L, grade 3, before 61"


@pytest.mark.soak
def test_a_value_that_changed_since_it_was_seen_shows_the_old_one(ward: Shell) -> None:
    on_today(ward)
    press(ward, Qt.Key.Key_Return)
    press(ward, Qt.Key.Key_Return, CTRL)
    ward.window.leave_sheet()
    put(ward.ctx.ready(), patient_id(ward, FIRST), PLT="44")
    page_of(ward, FIRST)
    press(ward, Qt.Key.Key_V)
    (row,) = sheet_of(ward).rows()
    assert row.accessibleName().endswith("40 when M. Conti saw it")


@pytest.mark.soak
def test_a_proposal_is_accepted_by_keys_and_undone(ward: Shell) -> None:
    on_today(ward)
    press(ward, Qt.Key.Key_Return)
    assert [card.row.term for card in sheet_of(ward).cards()] == ["Platelet count decreased", "Hyponatremia"]
    press(ward, Qt.Key.Key_Tab)
    assert isinstance(ward.window.focusWidget(), ProposalCard)
    press(ward, Qt.Key.Key_A)
    assert terms(ward) == [("Platelet count decreased", 3)]
    (left,) = sheet_of(ward).cards()
    assert left.row.term == "Hyponatremia"
    assert ward.window.focusWidget() is left
    press(ward, Qt.Key.Key_Z, CTRL)
    assert terms(ward) == []
    assert len(sheet_of(ward).cards()) == 2


def test_the_answer_to_the_question_decides_the_grade(ward: Shell) -> None:
    on_today(ward)
    press(ward, Qt.Key.Key_Return)
    card = sheet_of(ward).cards()[1]
    assert card.row.question
    card.setFocus()
    press(ward, Qt.Key.Key_3)
    press(ward, Qt.Key.Key_A)
    assert terms(ward) == [("Hyponatremia", 3)]


def test_a_proposal_is_dismissed_with_a_reason(ward: Shell) -> None:
    on_today(ward)
    press(ward, Qt.Key.Key_Return)
    press(ward, Qt.Key.Key_Tab)
    press(ward, Qt.Key.Key_X)
    press(ward, Qt.Key.Key_Return)
    assert "Say why: a few words are enough." in words(sheet_of(ward))
    QTest.keyClicks(ward.window.focusWidget(), "clumped")
    press(ward, Qt.Key.Key_Return)
    assert [card.row.term for card in sheet_of(ward).cards()] == ["Hyponatremia"]
    with ward.ctx.ready().read() as session:
        (decided,) = grade_decision.of_patient(session, patient_id(ward, FIRST))
    assert (decided.decision, decided.reason) == ("dismissed", "clumped")


def test_esc_leaves_the_reason_and_then_the_sheet(ward: Shell) -> None:
    on_today(ward)
    press(ward, Qt.Key.Key_Return)
    press(ward, Qt.Key.Key_Tab)
    press(ward, Qt.Key.Key_Delete)
    card = sheet_of(ward).cards()[0]
    assert card.is_asking()
    press(ward, Qt.Key.Key_Escape)
    assert not card.is_asking()
    assert ward.window.focusWidget() is card
    press(ward, Qt.Key.Key_Escape)
    assert ward.window.sheet() is None
    assert waiting(ward, FIRST) == 3


def test_a_reason_half_typed_is_finished_first(ward: Shell) -> None:
    on_today(ward)
    press(ward, Qt.Key.Key_Return)
    press(ward, Qt.Key.Key_Tab)
    press(ward, Qt.Key.Key_X)
    QTest.keyClicks(ward.window.focusWidget(), "clumped")
    press(ward, Qt.Key.Key_Return, CTRL)
    assert waiting(ward, FIRST) == 3
    assert len(sheet_of(ward).cards()) == 1


@pytest.mark.soak
def test_a_result_changed_meanwhile_is_refused_and_shown(ward: Shell) -> None:
    on_today(ward)
    press(ward, Qt.Key.Key_Return)
    put(ward.ctx.ready(), patient_id(ward, FIRST), K="5.9")
    press(ward, Qt.Key.Key_Return, CTRL)
    assert waiting(ward, FIRST) == 3
    sheet = sheet_of(ward)
    assert sheet.patient_id == patient_id(ward, FIRST)
    potassium = next(row for row in sheet.rows() if row.found.label == "Potassium")
    assert "5.9" in potassium.accessibleName()
    assert "4.4 mmol/L changed while this was open" in potassium.accessibleName()
    press(ward, Qt.Key.Key_Return, CTRL)
    assert waiting(ward, FIRST) == 0


@pytest.mark.soak
def test_more_than_is_shown_at_once_comes_before_the_next_patient(ward: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review, "MOST_SHOWN", 2)
    put(ward.ctx.ready(), patient_id(ward, FIRST), -1, K="4.2")
    ward.window.today_page.refresh()
    on_today(ward)
    press(ward, Qt.Key.Key_Return)
    assert "1 older result comes after these." in words(sheet_of(ward))
    press(ward, Qt.Key.Key_Return, CTRL)
    assert sheet_of(ward).patient_id == patient_id(ward, FIRST)
    assert [row.found.value for row in sheet_of(ward).rows()] == ["4.2"]
    press(ward, Qt.Key.Key_Return, CTRL)
    assert sheet_of(ward).patient_id == patient_id(ward, SECOND)


@pytest.mark.soak
def test_up_and_down_go_through_all_and_enter_to_the_flowsheet(ward: Shell) -> None:
    on_today(ward)
    press(ward, Qt.Key.Key_Return)
    seen = [ward.window.focusWidget()]
    for _ in range(4):
        press(ward, Qt.Key.Key_Down)
        seen.append(ward.window.focusWidget())
    assert [type(stop) for stop in seen] == [ResultRow, ProposalCard, ResultRow, ProposalCard, ResultRow]
    press(ward, Qt.Key.Key_Return)
    page = ward.window.stack.currentWidget()
    assert page.tabs.tabText(page.tabs.currentIndex()).startswith("Flowsheet")  # type: ignore[union-attr]
    assert ward.window.sheet() is None
    assert waiting(ward, FIRST) == 3


def test_without_approval_nothing_is_proposed_but_all_can_be_seen(shell: Shell) -> None:
    put(shell.ctx.ready(), patient_id(shell, FIRST), PLT="40")
    shell.window.today_page.refresh()
    on_today(shell)
    press(shell, Qt.Key.Key_Return)
    sheet = sheet_of(shell)
    assert "Rules not approved: proposals do not act" in words(sheet)
    (card,) = sheet.cards()
    card.setFocus()
    press(shell, Qt.Key.Key_A)
    assert terms(shell) == []
    press(shell, Qt.Key.Key_Return, CTRL)
    assert waiting(shell, FIRST) == 0


@pytest.mark.soak
def test_the_note_leads_to_where_rules_are_approved(shell: Shell) -> None:
    put(shell.ctx.ready(), patient_id(shell, FIRST), PLT="40")
    page_of(shell, FIRST)
    press(shell, Qt.Key.Key_V)
    button = sheet_of(shell).findChild(KeyButton, "review_to_rules")
    assert button is not None
    button.click()
    QApplication.processEvents()
    assert shell.window.place == "settings"
    focused = shell.window.focusWidget()
    assert focused is not None
    assert shell.window.stack.currentWidget().rule_sets.isAncestorOf(focused)  # type: ignore[union-attr]


@pytest.mark.soak
def test_expected_cytopenias_are_folded_behind_their_count(ward: Shell) -> None:
    put(ward.ctx.ready(), patient_id(ward, FIRST), -92, ANC="0.1")
    page_of(ward, FIRST)
    press(ward, Qt.Key.Key_V)
    sheet = sheet_of(ward)
    before = len(sheet.cards())
    button = sheet.findChild(KeyButton, "review_expected")
    assert button is not None
    assert button.text() == "1 proposal expected in aplasia"
    button.click()
    assert len(sheet.cards()) == before + 1


# the Toxicity tab -----------------------------------------------------------------------------------------------------


@pytest.fixture
def tab(ward: Shell) -> ToxicityTab:
    return page_of(ward, FIRST, "toxicity").toxicity


@pytest.mark.soak
def test_the_tab_shows_no_block_without_proposals(ward: Shell) -> None:
    tab = page_of(ward, "MS-0115", "toxicity").toxicity
    assert tab.proposals.isHidden()


@pytest.mark.soak
def test_the_first_proposal_has_the_keys_where_nothing_is_recorded(ward: Shell, tab: ToxicityTab) -> None:
    cards = tab.proposals.cards()
    assert {card.row.term for card in cards} == {"Hyponatremia", "Platelet count decreased"}
    assert ward.window.focusWidget() is cards[0]
    press(ward, Qt.Key.Key_X)
    QTest.keyClicks(ward.window.focusWidget(), "clumped")
    press(ward, Qt.Key.Key_Return)
    (left,) = tab.proposals.cards()
    assert ward.window.focusWidget() is left
    press(ward, Qt.Key.Key_A)
    assert terms(ward) == [(left.row.term, left.row.proposal.grade)]
    assert tab.proposals.isHidden()
    assert ward.window.focusWidget() is tab.table
    assert ward.window.sheet() is None


def test_enter_accepts_and_opens_the_toxicity(ward: Shell, tab: ToxicityTab) -> None:
    assert tab.proposals.cards()
    press(ward, Qt.Key.Key_Return)
    assert len(terms(ward)) == 1
    sheet: SideSheet | None = ward.window.sheet()
    assert isinstance(sheet, AdverseEventSheet)


@pytest.mark.soak
def test_of_many_proposals_three_lines_stand_there_and_the_keys_go_on_to_the_rest(ward: Shell) -> None:
    put(ward.ctx.ready(), patient_id(ward, FIRST), K="6.4", HGB="70", WBC="1.5")
    tab = page_of(ward, FIRST, "toxicity").toxicity
    assert len(tab.proposals.cards()) == 3
    assert tab.proposals._rest_button.text() == "2 more"
    press(ward, Qt.Key.Key_Down)
    press(ward, Qt.Key.Key_Down)
    press(ward, Qt.Key.Key_Down)
    cards = tab.proposals.cards()
    assert len(cards) == 5
    assert ward.window.focusWidget() is cards[3]
    tab.proposals.set_most(0)
    tab.proposals._switch_rest()
    assert tab.proposals.cards() == []
    tab.table.setFocus()
    press(ward, Qt.Key.Key_Up)
    assert ward.window.focusWidget() is tab.proposals.cards()[-1]


@pytest.mark.soak
def test_up_from_the_table_goes_to_the_proposals_and_down_back(ward: Shell, tab: ToxicityTab) -> None:
    press(ward, Qt.Key.Key_A)
    tab.table.setFocus()
    press(ward, Qt.Key.Key_Up)
    (card,) = tab.proposals.cards()
    assert ward.window.focusWidget() is card
    press(ward, Qt.Key.Key_Down)
    assert ward.window.focusWidget() is tab.table


@pytest.mark.soak
def test_what_a_colleague_decided_meanwhile_is_refused(ward: Shell, tab: ToxicityTab) -> None:
    ws, card = ward.ctx.ready(), tab.proposals.cards()[0]
    proposals.dismiss(ws, patient_id(ward, FIRST), card.row.key, "clumped")
    card.accept()
    assert terms(ward) == []
    assert len(tab.proposals.cards()) == 1


@pytest.mark.soak
def test_the_sheet_of_a_value_decides_on_what_it_proposes(ward: Shell) -> None:
    page_of(ward, FIRST, "flowsheet")
    ws, who = ward.ctx.ready(), patient_id(ward, FIRST)
    shown = flowsheet.sheet(ws, who, "daily")
    row = next(row for row in shown.rows if row.code == "PLT")
    column = next(column for column in shown.columns if "PLT" in column.values)
    sheet = ResultSheet(ward.ctx, shown, row, column, column.values["PLT"])
    ward.ctx.open_sheet(sheet)
    (card,) = sheet.findChildren(ProposalCard)
    card.setFocus()
    press(ward, Qt.Key.Key_A)
    assert terms(ward) == [("Platelet count decreased", 3)]
    assert ward.window.sheet() is None


@pytest.mark.soak
def test_the_sheet_of_a_seen_value_says_by_whom(ward: Shell) -> None:
    page_of(ward, FIRST)
    press(ward, Qt.Key.Key_V)
    press(ward, Qt.Key.Key_Return, CTRL)
    shown = flowsheet.sheet(ward.ctx.ready(), patient_id(ward, FIRST), "daily")
    row = next(row for row in shown.rows if row.code == "PLT")
    column = next(column for column in shown.columns if "PLT" in column.values)
    sheet = ResultSheet(ward.ctx, shown, row, column, column.values["PLT"])
    ward.ctx.open_sheet(sheet)
    assert any(said.endswith("· M. Conti") for said in words(sheet))
    assert sheet.save_button().isHidden()
