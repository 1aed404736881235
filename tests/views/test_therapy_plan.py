"""The plan on the Therapy tab: decided by the keys, changed on a sheet, opened from the Overview."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from hsct_desktop.app import Shell
from hsct_desktop.domain.patient import AllergyStatus, PatientEntry, Sex
from hsct_desktop.domain.therapy_plan import PlanAnswer
from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.services import patients, supportive_therapies, therapy_plan
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.therapy_plan import PlanBlock
from hsct_desktop.views.therapy_plan_hint import PlanHint
from hsct_desktop.views.therapy_plan_sheet import PlanSheet
from hsct_desktop.views.widgets.side_sheet import SideSheet
from tests.views.ward import ON

W = TypeVar("W", bound=QWidget)


@pytest.fixture
def who(shell: Shell) -> int:
    """A patient in conditioning, Day -5."""
    entry = PatientEntry("MS-0200", "Neri", "Paola", date(1990, 5, 4), Sex.FEMALE, disease_id="ms")
    day0 = ON + timedelta(days=5)
    course = TransplantEntry("ahsct-ms", day0, ON - timedelta(days=25), "mob_cy2_gcsf", "beam_atg_ms")
    saved = patients.register(shell.ctx.ready(), entry, course)
    shell.ctx.news.send(saved)
    assert saved.patient_id is not None
    return saved.patient_id


def block_of(shell: Shell, who: int, tab: str = "therapy@plan") -> PlanBlock:
    shell.ctx.show_patient(who, tab)
    return found(shell, PlanBlock)


def found(shell: Shell, kind: type[W]) -> W:
    widget = shell.window.findChild(kind)
    assert widget is not None
    return widget


def items(block: PlanBlock) -> list[str]:
    return [card.proposal.item for card in block.cards()]


def answers(shell: Shell, who: int) -> dict[str, PlanAnswer]:
    held = therapy_plan.plan(shell.ctx.ready(), who).answered
    return {answered.decision.item: answered.decision.answer for answered in held}


def press(block: PlanBlock, key: Qt.Key, card: int = 0) -> None:
    QTest.keyClick(block.cards()[card], key)


@pytest.mark.soak
def test_enter_accepts_and_the_next_line_has_the_keys(shell: Shell, who: int) -> None:
    block = block_of(shell, who)
    assert items(block) == ["hsv", "fungal", "blood", "atg_pre", "vte", "steroid"]
    block.cards()[1].setFocus()
    press(block, Qt.Key.Key_Return, 1)
    (made,) = supportive_therapies.for_patient(shell.ctx.ready(), who)
    assert (made.name, made.indication) == ("Fluconazole", "fungal")
    assert items(block) == ["hsv", "blood", "atg_pre", "vte", "steroid"]
    assert shell.window.focusWidget() is block.cards()[1]
    assert answers(shell, who) == {"fungal": PlanAnswer.ACCEPTED}


@pytest.mark.soak
def test_x_asks_why_and_enter_in_the_field_declines(shell: Shell, who: int) -> None:
    block = block_of(shell, who)
    press(block, Qt.Key.Key_X)
    card = block.cards()[0]
    assert card.is_asking()
    QTest.keyClick(card._reason.line(), Qt.Key.Key_Return)
    assert answers(shell, who) == {}  # without a reason nothing is declined
    card._reason.line().setText("given by the transplant centre")
    QTest.keyClick(card._reason.line(), Qt.Key.Key_Return)
    assert answers(shell, who) == {"hsv": PlanAnswer.DECLINED}
    assert "hsv" not in items(block)
    assert supportive_therapies.for_patient(shell.ctx.ready(), who) == []


def test_c_opens_the_sheet_and_saving_it_is_the_answer(shell: Shell, who: int) -> None:
    block = block_of(shell, who)
    press(block, Qt.Key.Key_C, 1)
    sheet = found(shell, PlanSheet)
    assert sheet.entry().catalogue_id == "fluconazole"
    assert sheet.entry().note == ""
    sheet._ui.dose.set_text("200")
    sheet.save()
    (made,) = supportive_therapies.for_patient(shell.ctx.ready(), who)
    assert (made.dose, made.indication) == ("200 mg", "fungal")
    assert answers(shell, who) == {"fungal": PlanAnswer.CHANGED}


def test_what_a_person_must_say_first_is_asked_on_the_sheet(shell: Shell, who: int) -> None:
    ws = shell.ctx.ready()
    entry, version = patients.entry_of(ws, who)
    listed = replace(entry, allergy_status=AllergyStatus.LISTED, allergies=("Fluconazole: rash",))
    shell.ctx.news.send(patients.revise(ws, who, version, listed, distinct=True))
    block = block_of(shell, who)
    press(block, Qt.Key.Key_Return, 1)
    assert supportive_therapies.for_patient(ws, who) == []
    assert found(shell, PlanSheet).entry().catalogue_id == "fluconazole"


def test_a_line_says_more_while_it_has_the_keys(shell: Shell, who: int) -> None:
    block = block_of(shell, who)
    first, second = block.cards()[:2]
    block._on_focus(None, first)
    assert all(not part.isHidden() for part in first._more)
    assert all(part.isHidden() for part in second._more)
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert shell.window.focusWidget() is second
    QTest.keyClick(second, Qt.Key.Key_Up)
    assert shell.window.focusWidget() is first


@pytest.mark.soak
def test_what_was_decided_is_folded_and_a_refusal_can_be_proposed_again(shell: Shell, who: int) -> None:
    shell.ctx.news.send(therapy_plan.decline(shell.ctx.ready(), who, "steroid", "part of the ATG order"))
    block = block_of(shell, who)
    assert block._answered_button.text() == "Decided: 1"
    block._answered_button.click()
    (answered,) = block.found.answered if block.found is not None else ()
    assert "part of the ATG order" in answered.text
    block._reopen(answered)
    sheet = next(s for s in shell.window.findChildren(SideSheet) if isinstance(s, ReasonSheet))
    sheet._reason.set_text("order changed")
    sheet.save()
    assert "steroid" in items(block)


def test_the_overview_says_how_many_and_goes_there(shell: Shell, who: int) -> None:
    shell.ctx.show_patient(who)
    hint = found(shell, PlanHint)
    hint.read()
    assert not hint.isHidden()
    assert hint.text() == "The plan proposes 5 therapies"
    hint.click()
    block = found(shell, PlanBlock)
    assert shell.window.focusWidget() is block.cards()[0]
