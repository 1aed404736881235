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
from hsct_desktop.domain.mri import Region
from hsct_desktop.domain.protocol import Product
from hsct_desktop.services import patients, reports, supportive_therapies, treatment_board, visits
from hsct_desktop.services.downtime_screens import COLUMNS, ONLY_ON_PAPER, SCREENS
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.adverse_event_sheet import AdverseEventSheet
from hsct_desktop.views.contact_sheet import ContactSheet
from hsct_desktop.views.context import Context
from hsct_desktop.views.infection_sheet import InfectionSheet
from hsct_desktop.views.infusion_sheet import InfusionSheet
from hsct_desktop.views.mri_sheet import MriSheet
from hsct_desktop.views.neurology_sheet import NeurologySheet
from hsct_desktop.views.registration import RegistrationPage
from hsct_desktop.views.relapse_sheet import RelapseSheet
from hsct_desktop.views.report_sheets import ArrivalSheet
from hsct_desktop.views.state_sheet import StateSheet
from hsct_desktop.views.task_sheet import TaskSheet
from hsct_desktop.views.therapy_dose_sheet import DoseSheet
from hsct_desktop.views.therapy_sheet import TherapySheet
from hsct_desktop.views.transfusion_sheet import TransfusionSheet
from hsct_desktop.views.treatment_sheets import ApheresisSheet, GivenSheet
from hsct_desktop.views.vaccination_sheet import VaccinationSheet
from hsct_desktop.views.visit_sheet import VisitSheet
from hsct_desktop.views.widgets.field import FieldFrame
from tests.views.ward import ON

SHEETS = {
    "toxicity": AdverseEventSheet, "infection": InfectionSheet, "transfusion": TransfusionSheet,
    "therapy": TherapySheet, "vaccine": VaccinationSheet, "contact": ContactSheet, "task": TaskSheet,
    "neurology": NeurologySheet, "relapse": RelapseSheet, "mri": MriSheet, "state": StateSheet,
}  # fmt: skip
OF_TREATMENT = {"collection": ApheresisSheet, "given": GivenSheet, "infusion": InfusionSheet}
ALL = ("visit", *SHEETS, *OF_TREATMENT, "dose", "arrival", "patient", "transplant")
FOLDED = {
    "toxicity": {"Action taken", "Provvedimento", "Note", "Nota", "Seriousness criteria", "Criteri di serietà"},
    "infusion": {"Time of infusion", "Momento dell’infusione"},
}
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
    sheet: QWidget
    if screen in OF_TREATMENT:
        sheet = OF_TREATMENT[screen](ctx, treatment_board.for_patient(ws, patient_id))
    elif screen == "arrival":
        row = next(row for row in visits.for_patient(ws, patient_id, ON) if row.status.awaits)
        reports.done_elsewhere(ws, row.scheduled_id or 0, row.version, ON, "Northfield", "late", confirmed=True)
        sheet = ArrivalSheet(ctx, reports.waiting(ws)[0].id)
    elif screen == "dose":
        people = (hit.id for hit in patients.browse(ws))
        given = next((who, one.id) for who in people for one in supportive_therapies.for_patient(ws, who)
                     if one.stop is None)  # fmt: skip
        sheet = DoseSheet(ctx, *given)
    elif screen == "visit":
        row = next(row for row in visits.for_patient(ws, patient_id, ON) if row.status.awaits)
        sheet = VisitSheet(ctx, patient_id, row.scheduled_id)
    else:
        sheet = SHEETS[screen](ctx, patient_id)
    if isinstance(sheet, TherapySheet):  # a pause stands there once it was asked for
        sheet._pauses._on_add()
    if isinstance(sheet, MriSheet):
        sheet._region.set_value(Region.BRAIN_CORD)
        sheet._on_region()
    if isinstance(sheet, InfusionSheet):
        sheet._kind.set_value(Product.CAR_T)
        sheet._on_kind()
    sheet.open_sheet()  # type: ignore[attr-defined]
    QApplication.processEvents()
    return sheet


def labels(screen: QWidget) -> tuple[list[str], set[str]]:
    """The labels of the screen that are seen, as they stand; and the captions of all its fields, folded ones too."""
    shown = [label for label in screen.findChildren(QLabel) if label.isVisibleTo(screen) and label.text()]
    places = [(label.mapTo(screen, QPoint()), label.text()) for label in shown]
    in_order = [text for at, text in sorted(places, key=lambda pair: (pair[0].y(), pair[0].x()))]
    return list(map(_one_apostrophe, in_order)), {
        _one_apostrophe(field._label.text()) for field in screen.findChildren(FieldFrame)
    }


def _one_apostrophe(text: str) -> str:
    """The papers set the typographic one."""
    return text.replace("'", "’")


def on_paper(screen: str, language: str) -> list[str]:
    """The labels of the form's fields that the screen has too."""
    names = [field[0] for field in SCREENS[screen]] if screen in SCREENS else [column[0] for column in COLUMNS[screen]]
    words = wording(language)
    return [_one_apostrophe(words.text(f"downtime.field.{screen}.{n}")) for n in names if n not in ONLY_ON_PAPER]


@pytest.mark.parametrize("screen", ALL)
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
@pytest.mark.parametrize("screen", ALL)
def test_no_field_of_a_screen_is_missing_on_paper(screen: str, spoken: Context, language: str) -> None:
    made = opened(screen, spoken)
    asked = {_one_apostrophe(f._label.text()) for f in made.findChildren(FieldFrame) if f.isVisibleTo(made)}
    assert asked - set(on_paper(screen, language)) == set()


def test_every_form_has_its_words_and_a_page(workspace: Workspace) -> None:
    assert set(SCREENS) - {"next", "day"} | set(COLUMNS) - {"stopped"} == set(ALL)
    assert all(sum(field[1] for field in fields) >= 4 for fields in SCREENS.values())
