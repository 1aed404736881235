"""The blank forms follow the screens: the same fields, in the same words, in the same order, in both languages.

Each screen is opened and its labels are read as they stand, from the top, line by line.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Languages
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.services import patients, visits
from hsct_desktop.services.downtime_screens import COLUMNS, NOT_ON_PAPER, ONLY_ON_PAPER, SCREENS
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.adverse_event_sheet import AdverseEventSheet
from hsct_desktop.views.contact_sheet import ContactSheet
from hsct_desktop.views.context import Context
from hsct_desktop.views.infection_sheet import InfectionSheet
from hsct_desktop.views.neurology_sheet import NeurologySheet
from hsct_desktop.views.registration import RegistrationPage
from hsct_desktop.views.relapse_sheet import RelapseSheet
from hsct_desktop.views.task_sheet import TaskSheet
from hsct_desktop.views.therapy_sheet import TherapySheet
from hsct_desktop.views.transfusion_sheet import TransfusionSheet
from hsct_desktop.views.vaccination_sheet import VaccinationSheet
from hsct_desktop.views.visit_sheet import VisitSheet
from hsct_desktop.views.widgets.field import FieldFrame
from tests.views.ward import ON

SHEETS = {
    "toxicity": AdverseEventSheet, "infection": InfectionSheet, "transfusion": TransfusionSheet,
    "therapy": TherapySheet, "vaccine": VaccinationSheet, "contact": ContactSheet, "task": TaskSheet,
    "neurology": NeurologySheet, "relapse": RelapseSheet,
}  # fmt: skip
FOLDED = {"toxicity": {"Action taken", "Provvedimento", "Note", "Nota"}}
"""What the screen shows only when asked: it has to be there, in whichever place."""


@pytest.fixture(params=["en", "it"])
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    languages = Languages(qapp)
    languages.use(request.param)
    yield request.param
    languages.silence()


@pytest.fixture
def spoken(qtbot: QtBot, workspace: Workspace, language: str) -> Context:
    """A context in that language, with a place for sheets that is high enough for each of them."""
    workspace.language = language
    ctx, place = Context(workspace, language=language), QWidget()
    qtbot.addWidget(place)
    place.resize(1366, 2400)
    ctx.set_sheet_place(place, 94)
    place.show()
    return ctx


def opened(screen: str, ctx: Context) -> QWidget:
    """The screen as it is for a new record."""
    ws = ctx.ready()
    patient_id = next(hit.id for hit in patients.browse(ws) if hit.code == "MS-0107")
    if screen in ("patient", "transplant"):
        page = RegistrationPage(ctx)
        page.start(None)
        part = page.patient if screen == "patient" else page.transplant
        part.setParent(ctx.sheet_host())
        part.resize(1366, 1200)
        page.deleteLater()
        part.show()
        return part
    if screen == "visit":
        row = next(row for row in visits.for_patient(ws, patient_id, ON) if row.status.awaits)
        sheet: QWidget = VisitSheet(ctx, patient_id, row.scheduled_id)
    else:
        sheet = SHEETS[screen](ctx, patient_id)
    sheet.open_sheet()  # type: ignore[attr-defined]
    QApplication.processEvents()
    return sheet


def labels(screen: QWidget) -> tuple[list[str], set[str]]:
    """The labels of the screen that are seen, as they stand; and the captions of all its fields, folded ones too."""
    shown = [label for label in screen.findChildren(QLabel) if label.isVisibleTo(screen) and label.text()]
    places = [(label.mapTo(screen, QPoint()), label.text()) for label in shown]
    in_order = [text for at, text in sorted(places, key=lambda pair: (pair[0].y(), pair[0].x()))]
    return in_order, {field._label.text() for field in screen.findChildren(FieldFrame)}


def on_paper(screen: str, language: str) -> list[str]:
    """The labels of the form's fields that the screen has too."""
    names = [field[0] for field in SCREENS[screen]] if screen in SCREENS else [name for name, _ in COLUMNS[screen]]
    words = wording(language)
    return [words.text(f"downtime.field.{screen}.{name}") for name in names if name not in ONLY_ON_PAPER]


@pytest.mark.parametrize("screen", ["visit", *SHEETS, "patient", "transplant"])
def test_a_form_follows_its_screen(screen: str, spoken: Context, language: str) -> None:
    seen, fields = labels(opened(screen, spoken))
    wanted = on_paper(screen, language)
    for label in [label for label in wanted if label not in FOLDED.get(screen, ())]:
        start = next((n for n, text in enumerate(seen) if text == label or text.startswith(f"{label} v")), None)
        assert start is not None, (label, seen)
        seen = seen[start + 1 :]
    folded = set(wanted) & FOLDED.get(screen, set())
    assert folded <= fields


@pytest.mark.parametrize("language", ["en"], indirect=True)
@pytest.mark.parametrize("screen", ["visit", *SHEETS, "patient", "transplant"])
def test_no_field_of_a_screen_is_missing_on_paper(screen: str, spoken: Context, language: str) -> None:
    made = opened(screen, spoken)
    asked = {field._label.text() for field in made.findChildren(FieldFrame) if field.isVisibleTo(made)}
    assert asked - set(on_paper(screen, language)) == set(NOT_ON_PAPER.get(screen, ()))


def test_every_form_has_its_words_and_a_page(workspace: Workspace) -> None:
    assert set(SCREENS) - {"next", "day"} | set(COLUMNS) - {"stopped"} == {*SHEETS, "visit", "patient", "transplant"}
    assert all(sum(field[1] for field in fields) >= 4 for fields in SCREENS.values())
