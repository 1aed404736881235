"""The medication page: sections, picture, keys; the sheet that asks; a change of dose by keyboard."""

from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolTip, QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.domain.patient import AllergyStatus
from hsct_desktop.domain.supportive_therapy import Interruption, SupportiveTherapyEntry, TherapyClass
from hsct_desktop.services import patients, supportive_therapies, therapy_doses
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.context import Context
from hsct_desktop.views.patient_therapy import TherapyTab
from hsct_desktop.views.therapy_dose_sheet import DoseSheet
from hsct_desktop.views.therapy_sheet import TherapySheet
from tests.views.ward import ON


@pytest.fixture
def host(qtbot: QtBot, ctx: Context) -> QWidget:
    """A place for the page and its sheets."""
    place = QWidget()
    qtbot.addWidget(place)
    place.resize(1282, 700)
    ctx.set_sheet_place(place, 94)
    place.show()
    return place


@pytest.fixture
def pid(workspace: Workspace) -> int:
    """A patient with a running, a planned, a paused and a stopped drug."""
    who = next(hit.id for hit in patients.browse(workspace) if hit.code == "MS-0107")
    for name, start, more in (
        ("Aciclovir", -30, {"dose": Decimal(800), "unit": "mg", "times": "8 20"}),
        ("Fluconazole", 5, {}),
        ("Baclofen", -20, {"interruptions": (Interruption(ON - timedelta(days=1), None, "tired"),)}),
    ):
        entry = SupportiveTherapyEntry(who, name, TherapyClass.OTHER, ON + timedelta(days=start), **more)  # type: ignore[arg-type]
        supportive_therapies.record(workspace, entry)
    return who


@pytest.fixture
def page(host: QWidget, ctx: Context, pid: int) -> TherapyTab:
    made = TherapyTab(ctx, host)
    made.resize(host.size())
    made.show_patient(pid)
    made.show()
    return made


def cells(page: TherapyTab, key: object) -> list[str]:
    line = next(line for line in page.table.rows.lines if line.key == key)
    return [cell.words.replace("\u00a0", " ") for cell in line.cells]


def of(page: TherapyTab, name: str) -> int:
    return next(therapy.id for therapy in page._therapies if therapy.name == name)


def test_sections_and_words(page: TherapyTab) -> None:
    heads = [line.cells[0].words for line in page.table.rows.lines if line.group is not None]
    assert heads == ["Current", "Planned", "Interrupted"]
    assert cells(page, of(page, "Aciclovir"))[:5] == [
        "Aciclovir", "800 mg · Oral", "08:00 · 20:00", "21 Oct 2026", "none planned",
    ]  # fmt: skip
    assert "interrupted since" in cells(page, of(page, "Baclofen"))[5]
    picture = page.picture.canvas.picture()
    assert picture is not None
    assert {"Aciclovir", "Fluconazole", "Baclofen", "800 mg"} <= set(picture.texts)
    assert page.picture.canvas.height() >= picture.height


def test_up_on_the_first_row_goes_to_the_picture_and_enter_there_opens(
    qtbot: QtBot, ctx: Context, page: TherapyTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QToolTip, "showText", lambda *_words: None)
    opened: list[object] = []
    ctx.sheet_wanted.connect(opened.append)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Up)
    assert page.picture.canvas.hasFocus()
    qtbot.keyClick(page.picture.canvas, Qt.Key.Key_Up)
    hit = page.picture.canvas._chosen_hit()
    assert hit is not None
    qtbot.keyClick(page.picture.canvas, Qt.Key.Key_Return)
    assert [type(sheet) for sheet in opened] == [TherapySheet]
    assert hit.id == f"therapy:{page.table.key()}"


def test_another_dose_by_keyboard(qtbot: QtBot, ctx: Context, page: TherapyTab, pid: int) -> None:
    opened: list[DoseSheet] = []
    ctx.sheet_wanted.connect(opened.append)
    ctx.sheet_wanted.connect(lambda sheet: sheet.open_sheet())
    page.table.choose(of(page, "Aciclovir"))
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    (sheet,) = opened
    assert (sheet._dose.text(), sheet._times.text()) == ("800", "08:00 20:00")
    sheet.save()
    assert "holds already" in sheet._dose.error()
    sheet._dose.line().selectAll()
    qtbot.keyClicks(sheet._dose.line(), "400")
    sheet._times.set_text("8 14 22")
    sheet.save()
    therapy = next(t for t in supportive_therapies.for_patient(ctx.ready(), pid) if t.name == "Aciclovir")
    assert (therapy.dose, therapy.times) == ("400 mg", "08:00 14:00 22:00")
    page.show_patient(pid)
    picture = page.picture.canvas.picture()
    assert picture is not None
    assert {"800 mg", "400 mg"} & set(picture.texts)
    step = therapy_doses.steps(ctx.ready(), therapy.id)[0]
    again = DoseSheet(ctx, pid, therapy.id, step)
    assert again.entry().from_on == step.from_on


def test_the_sheet_asks_about_an_allergy_and_keeps_the_reason(
    host: QWidget, ctx: Context, workspace: Workspace, pid: int
) -> None:
    entry, version = patients.entry_of(workspace, pid)
    listed = {"allergy_status": AllergyStatus.LISTED, "allergies": ("Sulfamidici: rash",)}
    patients.revise(workspace, pid, version, entry.__class__(**{**vars(entry), **listed}))
    sheet = TherapySheet(ctx, pid)
    sheet.open_sheet()
    sheet._picker.look_for("bactrim")
    sheet._picker.take()
    assert sheet._ui.allergyWhy.isVisibleTo(sheet)
    assert not sheet._ui.overlapWhy.isVisibleTo(sheet)
    assert sheet._ui.indication.value() == "pjp"
    sheet._ui.times.set_text("8")
    sheet.save()
    assert "Sulfamidici: rash" in sheet._ui.allergyWhy.error()
    sheet._ui.allergyWhy.set_text("desensitised")
    sheet.save()
    held = {t.name: t for t in supportive_therapies.for_patient(workspace, pid)}
    assert held["Co-trimoxazole"].allergy_why == "desensitised"
    assert (held["Co-trimoxazole"].times, held["Co-trimoxazole"].indication) == ("08:00", "pjp")


def test_a_running_drug_is_marked_until_somebody_says_why(page: TherapyTab, workspace: Workspace, pid: int) -> None:
    key = of(page, "Aciclovir")
    entry, version = patients.entry_of(workspace, pid)
    told = {"allergy_status": AllergyStatus.LISTED, "intolerances": ("aciclovir: headache",)}
    patients.revise(workspace, pid, version, entry.__class__(**{**vars(entry), **told}))
    page.show_patient(pid)
    assert "Intolerance: aciclovir: headache" in cells(page, key)[5]
    therapy, number = supportive_therapies.entry_of(workspace, key)
    supportive_therapies.revise(workspace, key, number, therapy.__class__(**{**vars(therapy), "allergy_why": "mild"}))
    page.show_patient(pid)
    assert "headache" not in cells(page, key)[5]


def test_nothing_recorded_says_so(host: QWidget, ctx: Context, workspace: Workspace) -> None:
    who = next(hit.id for hit in patients.browse(workspace) if hit.code == "MS-0112")
    made = TherapyTab(ctx, host)
    made.show_patient(who)
    assert made._empty.isVisibleTo(made)
    assert not made._picture_panel.isVisibleTo(made)
    assert made.first_stop() is not made.table
