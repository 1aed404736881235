"""From what a letter lists to where it is entered, and back to the next item; who still waits for a copy."""

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.disease_modifying_therapy import DiseaseModifyingTherapyEntry
from hsct_desktop.domain.letter import (
    Dispatch,
    DispatchEntry,
    Letter,
    LetterEntry,
    LetterKind,
    LetterStatus,
    SentBy,
    Signature,
)
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.services import disease_modifying_therapies, patients
from hsct_desktop.services.letters import LetterLine
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.context import Context
from hsct_desktop.views.history_page import HistoryPage
from hsct_desktop.views.letter_facts import LetterFacts
from hsct_desktop.views.letter_page import LetterPage
from hsct_desktop.views.patient import PatientPage
from hsct_desktop.views.widgets.plain_label import PlainLabel


def on_letter(page: PatientPage, qtbot: QtBot) -> LetterPage:
    qtbot.waitUntil(lambda: isinstance(page.over, LetterPage), timeout=5_000)
    letter = page.over
    assert isinstance(letter, LetterPage)
    qtbot.waitUntil(lambda: not letter._jobs.busy and not letter._preview_timer.isActive(), timeout=10_000)
    return letter


def test_a_reason_to_look_at_is_found_in_its_row_and_esc_comes_back_to_the_list(shell: Shell, qtbot: QtBot) -> None:
    found = next(hit.id for hit in patients.find(shell.ctx.ready(), "MS-0107"))
    for name, reason in (("Drug one", ""), ("Drug two", "not tolerated")):
        entry = DiseaseModifyingTherapyEntry(
            found, name=name, started=PartialDate(2012), stopped=PartialDate(2014), reason=reason
        )
        disease_modifying_therapies.record(shell.ctx.ready(), entry, confirmed=True)
    shell.ctx.show_patient(found, "letter@neurologist")
    page = shell.window.page("patient")
    assert isinstance(page, PatientPage)
    letter = on_letter(page, qtbot)
    letter.form.language.set_value("it")
    letter.form.edited.emit()
    letter = on_letter(page, qtbot)
    listed = [(said, place) for said, place in letter.form.missing._shown if letter.form.missing.place_name(place)]
    at = next(at for at, (_said, place) in enumerate(listed) if place.startswith("history@therapies."))
    assert letter.form.missing.place_name(listed[at][1]) == "Drugs for the disease"
    letter.form.missing.doors()[at].click()  # type: ignore[attr-defined]
    history = page.over
    assert isinstance(history, HistoryPage)
    table = history.tables["therapies"]
    assert table.has_keys()
    line = table.line()
    assert line is not None
    assert line.texts[0] == "Drug two", "the row whose reason is to be looked at"
    while isinstance(page.over, HistoryPage):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)  # type: ignore[no-untyped-call]
    letter = on_letter(page, qtbot)
    qtbot.waitUntil(lambda: letter.form.missing.doors()[at].hasFocus(), timeout=5_000)


def test_a_copy_that_has_not_left_is_named_beside_what_was_sent(
    qtbot: QtBot, ctx: Context, workspace: Workspace
) -> None:
    day = ctx.today()
    entry = LetterEntry(1, LetterKind.NEUROLOGIST, "en", day, None, "Dr F. Neri", copies="Dr J. Hart\nDr P. Melis")
    signature = Signature(1, "Dr L. Serra", "consultant", datetime(2026, 5, 1, tzinfo=UTC), "f" * 64, "s")
    letter = Letter(7, 2, entry, LetterStatus.SIGNED, signature=signature)
    sent = tuple(
        Dispatch(at, 1, DispatchEntry(7, SentBy.POST, name, day))
        for at, name in enumerate(("Dr F. Neri", "dr p. melis"))
    )
    facts = LetterFacts(ctx)
    qtbot.addWidget(facts)
    facts.show_letter(letter, [LetterLine(letter, "Dr F. Neri", sent)], LetterKind.NEUROLOGIST)
    said = [label.text() for label in facts.findChildren(PlainLabel)]
    assert [one for one in said if one.startswith("not yet")] == ["not yet: Dr J. Hart"]
    replaced = replace(letter, replaced_by_id=8)
    facts.show_letter(replaced, [LetterLine(replaced, "Dr F. Neri", sent)], LetterKind.NEUROLOGIST)
    shown = [label.text() for label in facts.findChildren(PlainLabel) if not label.isHidden()]
    assert not [one for one in shown if one.startswith("not yet")]
