"""The toxicity picture in its tab: the switch, what is painted, keys, and the way to an episode."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.pictures.primitives import Rect
from hsct_desktop.pictures.timeline import Preset
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.context import Context
from hsct_desktop.views.patient_toxicity import ToxicityTab
from hsct_desktop.views.theme.apply import apply
from hsct_desktop.views.theme.tokens import LIGHT
from tests.views.trend_ward import DAY0, add_toxicities, fill


@pytest.fixture(autouse=True)
def _look(qapp: QApplication) -> Iterator[None]:
    apply(qapp, "light")
    yield
    apply(qapp, "light")


@pytest.fixture
def tab(qtbot: QtBot, ctx: Context, workspace: Workspace) -> ToxicityTab:
    patient_id = fill(workspace)
    add_toxicities(workspace, patient_id)
    made = ToxicityTab(ctx)
    qtbot.addWidget(made)
    made.resize(1282, 650)
    with qtbot.waitExposed(made):
        made.show()
    made.show_patient(patient_id, DAY0)
    return made


def switch(tab: ToxicityTab) -> None:
    """Go to the picture as a hand does: the other half of the switch."""
    tab.picture.switch.setFocus()
    buttons = tab.picture.switch.findChildren(type(tab.picture.switch.children()[-1]))
    QTest.mouseClick(buttons[-1], Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def test_the_switch_shows_the_picture_instead_of_the_table(tab: ToxicityTab) -> None:
    assert tab.table.isVisible()
    switch(tab)
    assert tab.picture.is_shown
    assert not tab.table.isVisible()
    assert tab.picture.panel.isVisible()
    picture = tab.picture.picture().canvas.picture()
    assert picture is not None
    assert {"Febrile neutropenia", "Gastrointestinal"} <= set(picture.texts)


def test_grades_are_painted_in_their_colours_and_expected_ones_at_half_strength(tab: ToxicityTab) -> None:
    switch(tab)
    canvas = tab.picture.picture().canvas
    canvas.clearFocus()
    picture = canvas.picture()
    assert picture is not None
    shot = canvas.grab().toImage()
    for fill_ in ("grade3.fill", "grade4.half"):
        bar = next(i for i in picture.items if isinstance(i, Rect) and i.fill == fill_)
        pixel = shot.pixelColor(int(bar.right - 4 + 4), int(bar.y + bar.height / 2 + 4))
        assert pixel.name().upper() == LIGHT.color(fill_)


def test_keys_zoom_choose_and_open_an_episode(tab: ToxicityTab, ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    switch(tab)
    opened: list[int] = []
    tab.picture.opened.disconnect()
    tab.picture.opened.connect(opened.append)
    canvas = tab.picture.picture().canvas
    before = canvas.axis()
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    zoomed = canvas.axis()
    assert before is not None
    assert zoomed is not None
    assert zoomed.last - zoomed.first < before.last - before.first
    QTest.keyClick(canvas, Qt.Key.Key_0)
    picture = canvas.picture()
    assert picture is not None
    hits = picture.hits
    place = next(n for n, hit in enumerate(hits) if hit.id.startswith("episode:"))
    canvas._chosen = place
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert opened == [int(hits[place].id.removeprefix("episode:"))]


def test_presets_show_a_part(tab: ToxicityTab) -> None:
    switch(tab)
    shown = tab.picture.picture()
    shown.set_preset(Preset.IN_PATIENT)
    axis = shown.canvas.axis()
    assert axis is not None
    assert axis.is_linear
    picture = shown.canvas.picture()
    assert picture is not None
    assert "Febrile neutropenia" in picture.texts


def test_a_change_is_drawn_and_without_toxicities_there_is_no_switch(tab: ToxicityTab, workspace: Workspace) -> None:
    from hsct_desktop.services import adverse_events, patients

    switch(tab)
    first = adverse_events.for_patient(workspace, tab._patient_id)[0]
    adverse_events.void_event(workspace, first.id, "typing error", first.version)
    tab.show_patient(tab._patient_id, DAY0)
    picture = tab.picture.picture().canvas.picture()
    assert picture is not None
    assert first.label not in picture.texts
    other = patients.find(workspace, "MS-0031")[0].id
    tab.show_patient(other, None)
    assert not tab.picture.switch.isVisible()
    assert not tab.picture.panel.isVisible()


def test_the_switch_by_keys_puts_the_focus_into_the_picture(tab: ToxicityTab, qtbot: QtBot) -> None:
    tab.picture.switch.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: tab.picture.picture().canvas.hasFocus())
    assert tab.picture.is_shown
