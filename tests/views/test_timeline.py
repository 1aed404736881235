"""The timeline and ruler widgets and their painter, on real pixels."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.pictures.primitives import Line, Picture, Rect, Text
from hsct_desktop.pictures.ruler import RulerFacts, visit_ruler
from hsct_desktop.pictures.timeline import Preset, TimelineFacts, layout
from hsct_desktop.views.painting import measure, paint
from hsct_desktop.views.ruler import RulerWidget
from hsct_desktop.views.theme.apply import apply
from hsct_desktop.views.theme.tokens import DARK, LIGHT, Tokens
from hsct_desktop.views.timeline import TimelineWidget
from tests.pictures.course import COURSE, EPISODES, TODAY, episode

EN, IT = wording("en"), wording("it")


@pytest.fixture(autouse=True)
def _look(qapp: QApplication) -> Iterator[None]:
    apply(qapp, "light")
    yield
    apply(qapp, "light")


@pytest.fixture
def widget(qtbot: QtBot) -> TimelineWidget:
    shown = TimelineWidget()
    qtbot.addWidget(shown)
    shown.resize(1225, 460)
    shown.show()
    shown.set_facts(COURSE, EN)
    qtbot.waitExposed(shown)
    return shown


def image(picture: Picture, tokens: Tokens, ratio: float = 1.0) -> QImage:
    size = QImage(int(picture.width * ratio), int(picture.height * ratio + 1), QImage.Format.Format_RGB32)
    size.setDevicePixelRatio(ratio)
    size.fill(QColor(tokens.surface))
    painter = QPainter(size)
    paint(painter, picture, tokens)
    painter.end()
    return size


def colour_at(shot: QImage, x: float, y: float) -> str:
    ratio = shot.devicePixelRatio()
    return shot.pixelColor(int(x * ratio), int(y * ratio)).name().upper()


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_grade_bar_has_the_colour_of_its_token(tokens: Tokens, ratio: float) -> None:
    picture = layout(replace(COURSE, episodes=EPISODES[:1]), 1225, measure, EN)
    bar = next(i for i in picture.items if isinstance(i, Rect) and i.fill == "grade3.fill")
    shot = image(picture, tokens, ratio)
    assert colour_at(shot, bar.right - 6, bar.y + bar.height / 2) == tokens.grade(3).fill
    assert colour_at(shot, bar.x - 6, bar.y + bar.height / 2) == tokens.surface


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0, 3.0])
def test_lines_cover_whole_device_pixels(qapp: QApplication, ratio: float) -> None:
    lines = (Line(10.3, 2, 10.3, 18, "text", 1), Line(20.7, 2, 20.7, 18, "text", 2))
    shot = image(Picture(40, 20, lines), LIGHT, ratio)
    row = {shot.pixelColor(x, int(10 * ratio)).name().upper() for x in range(shot.width())}
    assert row == {LIGHT.text, LIGHT.surface}, "a half-covered pixel would show a third colour"


def test_text_is_drawn_where_its_anchor_says(qapp: QApplication) -> None:
    text = Text(50, 14, "|||||", "text", 9, True, "end")
    shot = image(Picture(100, 20, (text,)), LIGHT)
    dark = [x for x in range(100) for y in range(20) if shot.pixelColor(x, y).lightness() < 100]
    assert dark
    assert max(dark) < 50
    assert min(dark) >= 50 - measure("|||||", 9, True) - 1


def test_late_window_is_red_in_a_row_of_today(qapp: QApplication) -> None:
    late = RulerFacts(TODAY - timedelta(12), TODAY - timedelta(19), TODAY - timedelta(5), VisitStatus.LATE)
    picture = visit_ruler(late, TODAY, 204)
    bar = next(i for i in picture.items if isinstance(i, Rect))
    shot = image(picture, LIGHT)
    assert colour_at(shot, bar.x + 6, 14) == LIGHT.danger_soft
    assert colour_at(shot, 102, 3) == LIGHT.today


def test_widget_shows_the_course_in_the_colours_of_the_scheme(qtbot: QtBot, widget: TimelineWidget) -> None:
    picture = widget.canvas.picture()
    assert picture is not None
    bar = next(i for i in picture.items if isinstance(i, Rect) and i.fill == "grade3.fill")
    at = QPoint(round(bar.right - 6) + 4, round(bar.y + bar.height / 2) + 4)
    assert widget.canvas.grab().toImage().pixelColor(at).name().upper() == LIGHT.grade(3).fill
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply(app, "dark")
    assert widget.canvas.grab().toImage().pixelColor(at).name().upper() == DARK.grade(3).fill


def test_widget_says_the_course_in_a_sentence(widget: TimelineWidget) -> None:
    assert widget.canvas.accessibleName().startswith("Course: Day\xa0+99")
    widget.set_facts(COURSE, IT)
    assert widget.canvas.accessibleName().startswith("Decorso: giorno\xa0+99")


def test_preset_chip_changes_the_days_shown(qtbot: QtBot, widget: TimelineWidget) -> None:
    whole = widget.canvas.axis()
    widget.set_preset(Preset.IN_PATIENT)
    stay = widget.canvas.axis()
    assert whole is not None
    assert stay is not None
    assert (whole.last, stay.is_linear) == (731, True)
    assert stay.last == 21


def _wheel(widget: TimelineWidget, x: float, turns: int) -> None:
    at = QPointF(x, 100)
    event = QWheelEvent(
        at, widget.canvas.mapToGlobal(at), QPoint(), QPoint(0, 120 * turns), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget.canvas, event)


def test_wheel_zooms_at_the_pointer_on_an_even_scale(widget: TimelineWidget) -> None:
    before = widget.canvas.axis()
    assert before is not None
    x = before.x(10) + 4
    _wheel(widget, x, 1)
    _wheel(widget, x, 1)
    after = widget.canvas.axis()
    assert after is not None
    assert after.is_linear
    assert after.day(x - 4) == pytest.approx(10, abs=0.01)
    assert after.last - after.first < before.last - before.first


def test_keys_pan_zoom_and_fit(qtbot: QtBot, widget: TimelineWidget) -> None:
    canvas = widget.canvas
    unmoved = canvas.axis()
    assert unmoved is not None
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    first = canvas.axis()
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    second = canvas.axis()
    assert first is not None
    assert second is not None
    assert second.first > first.first
    assert second.last - second.first == pytest.approx(first.last - first.first)
    qtbot.keyClick(canvas, Qt.Key.Key_0)
    whole = canvas.axis()
    assert whole is not None
    assert (whole.first, whole.last) == (unmoved.first, unmoved.last)


def test_panning_for_ever_stays_in_the_calendar(qtbot: QtBot, widget: TimelineWidget) -> None:
    widget.set_facts(TimelineFacts(TODAY), EN)
    for _ in range(400):
        widget.canvas.zoom(0.5)
        widget.canvas.pan(-1)
    assert widget.canvas.picture() is not None


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_keyboard_reaches_each_thing_and_enter_opens_it(qtbot: QtBot, widget: TimelineWidget) -> None:
    canvas, picture = widget.canvas, widget.canvas.picture()
    assert picture is not None
    names = []
    for _ in picture.hits:
        qtbot.keyClick(canvas, Qt.Key.Key_Down)
        names.append(canvas.accessibleName())
    assert names == [hit.text for hit in picture.hits]
    with qtbot.waitSignal(widget.activated) as heard:
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert heard.args == [picture.hits[-1].id]


def test_double_click_opens_what_lies_there(qtbot: QtBot, widget: TimelineWidget) -> None:
    picture = widget.canvas.picture()
    assert picture is not None
    hit = next(h for h in picture.hits if h.id == "episode:6")
    at = QPoint(round(hit.x + hit.width / 2) + 4, round(hit.y + hit.height / 2) + 4)
    with qtbot.waitSignal(widget.activated) as heard:
        qtbot.mouseDClick(widget.canvas, Qt.MouseButton.LeftButton, pos=at)
    assert heard.args == ["episode:6"]


def test_forty_toxicities_fit_and_open_by_a_click_on_the_line(qtbot: QtBot, widget: TimelineWidget) -> None:
    many = tuple(episode(n, f"Term {n:02d}", [(n, 1 + n % 4)], n + 3) for n in range(40))
    widget.set_facts(replace(COURSE, episodes=many), EN)
    canvas, picture = widget.canvas, widget.canvas.picture()
    assert picture is not None
    assert canvas.height() <= widget.height()
    more = next(h for h in picture.hits if h.id == "more:toxicity")
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(more.x + 20), round(more.y + 10)))
    opened = canvas.picture()
    assert opened is not None
    assert len([t for t in opened.texts if t.startswith("Term")]) == 40
    assert opened.height > widget.height()


def test_narrow_window_lays_out_anew(qtbot: QtBot, widget: TimelineWidget) -> None:
    widget.resize(640, 460)
    QApplication.processEvents()
    picture = widget.canvas.picture()
    assert picture is not None
    assert picture.width <= 640


def test_ruler_widget_is_as_high_as_its_labels_need(qtbot: QtBot) -> None:
    ruler = RulerWidget()
    qtbot.addWidget(ruler)
    assert ruler.picture() is None
    facts = RulerFacts(TODAY + timedelta(1), TODAY - timedelta(13), TODAY + timedelta(15), VisitStatus.DUE, TODAY)
    ruler.set_facts(facts, TODAY, IT)
    ruler.resize(256, ruler.heightForWidth(256))
    ruler.show()
    picture = ruler.picture()
    assert picture is not None
    assert "data prevista 21\xa0nov" in picture.texts
    assert ruler.accessibleName().startswith("Data prevista 21\xa0nov\xa02026")
    assert ruler.heightForWidth(110) > ruler.heightForWidth(256)
    assert ruler.grab().toImage().pixelColor(20, 14).name().upper() == LIGHT.accent_soft
