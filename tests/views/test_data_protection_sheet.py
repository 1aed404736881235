"""What a patient may ask about their data, in a real window: consents, export, looks, the end of the record."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.look import Look
from hsct_desktop.domain.patient import Consent
from hsct_desktop.services import access_log, patient_export, patients
from hsct_desktop.store.staff import Staff
from hsct_desktop.views.data_protection_sheet import DataProtectionSheet
from hsct_desktop.views.export_sheet import ExportSheet
from hsct_desktop.views.pseudonymise_sheet import PseudonymiseSheet
from hsct_desktop.views.registration_patient import PatientStep
from hsct_desktop.views.widgets.plain_label import PlainLabel
from tests.services.ward import TODAY, register

CODE = "MS-901"


def work_as(shell: Shell, role: Role, *, administers: bool = False) -> None:
    ws = shell.ctx.ready()
    assert ws.author is not None
    with ws.store.write(None, "staff.revise") as session:
        row = session.get_one(Staff, ws.author.staff_id)
        row.role, row.administers = role, administers
    ws.author = Author(ws.author.staff_id, ws.author.name, role, administers)


def opened(shell: Shell) -> DataProtectionSheet:
    """The sheet of a new patient, opened by its action."""
    patient_id = register(
        shell.ctx.ready(), 45, CODE, family_name="Quixote", phone="0555 010 4711", consent_research=Consent.WITHDRAWN,
        consent_research_on=TODAY,
    )  # fmt: skip
    shell.ctx.show_patient(patient_id)
    shell.window.trigger("data_protection")
    found = shell.window.sheet()
    assert isinstance(found, DataProtectionSheet)
    return found


def words(sheet: DataProtectionSheet | PseudonymiseSheet) -> str:
    return " ".join(label.text() for label in sheet.findChildren(PlainLabel) if label.isVisibleTo(sheet))


def test_consents_with_their_days(shell: Shell) -> None:
    work_as(shell, Role.PHYSICIAN)
    sheet = opened(shell)
    said = words(sheet)
    assert "Withdrawn" in said
    assert shell.ctx.wording.date(TODAY) in said
    assert "Not asked" in said
    sheet.change.click()
    assert shell.window.sheet() is None
    assert shell.window.findChild(PatientStep) is not None


def test_export_into_a_folder(shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work_as(shell, Role.PHYSICIAN)
    sheet = opened(shell)
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(out))
    sheet.language.set_value("it")
    qtbot.keyClick(sheet.change, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)  # type: ignore[no-untyped-call]
    assert not sheet.save_button().isEnabled()
    qtbot.waitUntil(lambda: sheet.save_button().isEnabled(), timeout=10_000)
    assert [path.name[:14] for path in out.iterdir()] == [f"patient-{CODE}"]
    assert str(out) in sheet.outcome.accessibleName()
    sheet.write(tmp_path / "nowhere")
    qtbot.waitUntil(lambda: sheet.save_button().isEnabled(), timeout=10_000)
    assert "Nothing was written" in sheet.outcome.accessibleName()


def test_who_may_not_is_told_who_may(shell: Shell) -> None:
    work_as(shell, Role.NURSE)
    sheet = opened(shell)
    assert not sheet.save_button().isEnabled()
    said = words(sheet)
    assert said.count("works here as nurse") == 3
    assert not hasattr(sheet, "end")


def test_who_looked(shell: Shell) -> None:
    work_as(shell, Role.PHYSICIAN)
    opened(shell).close_sheet()
    ws = shell.ctx.ready()
    sheet = DataProtectionSheet(shell.ctx, patient_export.by_code(ws, CODE))
    before = len(sheet.found.looks)
    access_log.viewed(ws, sheet.patient_id, Look.PAPER)
    sheet = DataProtectionSheet(shell.ctx, sheet.patient_id)
    assert len(sheet.found.looks) == before + 1
    assert sheet.found.looks[0].who == ws.require_author().name
    assert sheet.found.looks[0].when in words(sheet)


def end_of(shell: Shell) -> PseudonymiseSheet:
    work_as(shell, Role.PHYSICIAN, administers=True)
    opened(shell).end.click()
    found = shell.window.sheet()
    assert isinstance(found, PseudonymiseSheet)
    return found


def test_pseudonymise(shell: Shell, qtbot: QtBot) -> None:
    sheet = end_of(shell)
    patient_id = sheet.found.patient_id
    said = words(sheet)
    assert "This cannot be undone" in said
    assert "Quixote" in said
    assert "Copies elsewhere" in said
    qtbot.keyClick(sheet.code, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)  # type: ignore[no-untyped-call]
    assert sheet.code.line().accessibleDescription()
    assert sheet.reason.line().accessibleDescription()
    sheet.code.set_text(CODE.lower())
    sheet.code.edited.emit()
    sheet.reason.set_text("Quixote asked for it")
    sheet.save_button().click()
    assert "names the patient" in sheet.reason.line().accessibleDescription()
    assert patients.entry_of(shell.ctx.ready(), patient_id)[0].code == CODE
    copy = shell.window.papers.room() / "1.pdf"
    copy.write_bytes(b"Quixote")
    sheet.reason.set_text("an erasure that the law allows")
    sheet.save_button().click()
    assert shell.window.sheet() is None
    assert not copy.exists()
    entry, _ = patients.entry_of(shell.ctx.ready(), patient_id)
    assert entry.code.startswith("P-")
    shell.window.trigger("data_protection")
    after = shell.window.sheet()
    assert isinstance(after, DataProtectionSheet)
    assert "was pseudonymised on" in words(after)
    after.clear.click()
    assert not hasattr(after, "end")


def test_leaving_it_changes_nothing_and_keeps_no_draft(shell: Shell, qtbot: QtBot) -> None:
    sheet = end_of(shell)
    sheet.code.set_text(CODE)
    qtbot.keyClick(sheet.code, Qt.Key.Key_Escape)  # type: ignore[no-untyped-call]
    assert shell.window.sheet() is None
    assert patients.entry_of(shell.ctx.ready(), sheet.found.patient_id)[0].code == CODE


def test_every_control_has_a_name_and_tab_goes_through(shell: Shell) -> None:
    work_as(shell, Role.PHYSICIAN, administers=True)
    stops = opened(shell)._stops()
    assert all(stop.accessibleName() or getattr(stop, "text", str)() for stop in stops)
    assert len(stops) == len(set(map(id, stops))) > 5


def test_the_card_gives_an_answer_its_day(shell: Shell) -> None:
    patient_id = register(shell.ctx.ready(), None, CODE)
    shell.ctx.show_registration(patient_id)
    step = next(one for one in shell.window.findChildren(PatientStep) if one.isVisible())
    assert not step.ui.consentResearchOn.isEnabled()
    step.ui.consentResearch.set_value(Consent.YES)
    step.ui.consentResearch.edited.emit()
    assert step.entry().consent_research_on == shell.ctx.today()
    assert not [one for one in step.problems() if one.field.startswith("consent")]
    step.ui.consentResearchOn.set_typed("31/2/2020")
    assert [one.field for one in step.problems()] == ["consent_research_on"]
    held = step.content()
    step.restore(held)
    assert step.ui.consentResearchOn.typed() == "31/2/2020"
    assert step.entry().consent_research is Consent.YES
    step.ui.consentResearch.set_value(Consent.NOT_ASKED)
    step.ui.consentResearch.edited.emit()
    assert step.entry().consent_research_on is None


def test_the_export_sheet_counts_who_did_not_consent(shell: Shell) -> None:
    opened(shell).close_sheet()
    shell.window.trigger("export_tables")
    sheet = shell.window.sheet()
    assert isinstance(sheet, ExportSheet)
    everybody = sheet._extent.patients
    sheet.purpose.set_value("research")
    sheet.purpose.edited.emit()
    assert sheet._extent.patients + sheet._extent.without_consent == everybody
    assert sheet._extent.without_consent > 0
    wish = sheet.wish()
    assert wish is not None
    assert wish.request.purpose == "research"
    assert "no consent" in sheet._consent_note.text()
    assert QApplication.focusWidget() is not None
