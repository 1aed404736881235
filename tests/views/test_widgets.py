"""The base widgets in one window: nothing clipped, nothing read as markup, everything reached by keyboard."""

import datetime
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontInfo, QHoverEvent, QImage, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import delete

from hsct_desktop.views.theme import fonts
from hsct_desktop.views.theme.apply import apply
from hsct_desktop.views.theme.tokens import DARK, LIGHT, Height, contrast, current
from hsct_desktop.views.widgets import choice_box, paint
from hsct_desktop.views.widgets.buttons import IconButton, KeyButton
from hsct_desktop.views.widgets.chip import Chip, ChipButton
from hsct_desktop.views.widgets.chip_choice import ChipChoice
from hsct_desktop.views.widgets.date_field import DateField
from hsct_desktop.views.widgets.empty_state import EmptyState
from hsct_desktop.views.widgets.field import FieldFrame
from hsct_desktop.views.widgets.glyphs import STATUSES, paint_status_glyph
from hsct_desktop.views.widgets.grade_badge import GradeBadge, paint_grade
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel, plain_tooltip
from hsct_desktop.views.widgets.segmented import SegmentedChoice
from hsct_desktop.views.widgets.side_sheet import SideSheet
from hsct_desktop.views.widgets.table import TableView
from hsct_desktop.views.widgets.toast import Toast
from tests.views.gallery import TODAY, Gallery, describe, parse

# The plugin without a screen cannot raise popups or grab keys for them, and says so.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

_ALIVE: list[QWidget] = []
DONE = [("done", "done"), ("not_done", "not done"), ("elsewhere", "elsewhere")]


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    apply(qapp, "light")
    yield
    _ALIVE.clear()
    apply(qapp, "light")


@pytest.fixture
def gallery(qtbot) -> Gallery:
    window = Gallery()
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def shown(qtbot, *widgets: QWidget) -> QWidget:
    """A window with widgets below each other."""
    window = QWidget()
    _ALIVE.append(window)  # qtbot itself holds no more than a weak reference
    column = QVBoxLayout(window)
    for widget in widgets:
        column.addWidget(widget)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def drawn(draw) -> QImage:
    """A picture of 20 x 20 on the surface, painted by `draw(painter, rect)`."""
    picture = QPixmap(20, 20)
    picture.fill(paint.colour("surface"))
    painter = QPainter(picture)
    try:
        draw(painter, QRectF(0, 0, 20, 20))
    finally:
        painter.end()
    return picture.toImage()


def clipped(window: QWidget) -> list[str]:
    """Words that have less room than they need."""
    found = []
    for child in window.findChildren(QWidget):
        icon_only = isinstance(child, QToolButton) and child.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
        if not child.isVisible() or icon_only or isinstance(child, ElidedLabel):
            continue
        if isinstance(child, QLabel) and child.text():
            needed = child.heightForWidth(child.width()) if child.wordWrap() else child.sizeHint().height()
            if child.height() < needed or (not child.wordWrap() and child.width() < child.sizeHint().width()):
                found.append(child.text())
        elif isinstance(child, QAbstractButton | Chip) and child.text():
            hint = child.sizeHint()
            if child.width() < hint.width() or child.height() < hint.height():
                found.append(child.text())
    return found


@pytest.mark.soak
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_gallery_in_both_schemes(qapp: QApplication, gallery: Gallery, scheme: str, tmp_path) -> None:
    apply(qapp, scheme)
    qapp.processEvents()
    assert clipped(gallery) == []
    image = gallery.grab().toImage()
    assert image.pixelColor(4, 4).name().upper() == current().window
    gallery.sheet.open_sheet()
    gallery.toast.show_message("Saved: Febrile neutropenia, Rossi Elena", "Undo")
    qapp.processEvents()
    assert clipped(gallery) == []
    assert gallery.grab().save(str(tmp_path / f"gallery-{scheme}.png"))


def test_nothing_is_clipped_in_a_wider_type(qapp: QApplication, qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's font is a setting. DejaVu Sans stands for it: wider than ours and than most."""
    monkeypatch.setattr(fonts.QFontDatabase, "systemFont", lambda _kind: QFont("DejaVu Sans"))
    fonts.use_system_font(True)
    try:
        apply(qapp, "light")
        window = Gallery()
        qtbot.addWidget(window)
        window.show()
        window.sheet.open_sheet()
        window.toast.show_message("Saved: Febrile neutropenia, Rossi Elena", "Undo")
        qapp.processEvents()
        assert QFontInfo(fonts.font()).family() == "DejaVu Sans"
        assert clipped(window) == []
    finally:
        fonts.use_system_font(False)


@pytest.mark.soak
@pytest.mark.parametrize("factor", ["1.5", "2"])
def test_gallery_scaled(factor: str, tmp_path) -> None:
    """In a process of its own, since the scale is set at start."""
    program = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
        "from hsct_desktop.views.theme.apply import apply; apply(app, 'light');"
        "from tests.views.gallery import Gallery; from tests.views.test_widgets import clipped;"
        "window = Gallery(); window.show(); app.processEvents(); picture = window.grab();"
        "print(picture.devicePixelRatio(), clipped(window)); picture.save(sys.argv[1])"
    )
    env = os.environ | {"QT_SCALE_FACTOR": factor, "QT_QPA_PLATFORM": "offscreen"}
    target = tmp_path / "gallery.png"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, str(target)], env=env, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == f"{float(factor)} []", done.stderr
    assert target.stat().st_size > 10_000


def test_every_control_has_a_name(gallery: Gallery) -> None:
    for child in gallery.findChildren(QWidget):
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible() and child.focusProxy() is None:
            spoken = child.accessibleName() or getattr(child, "text", str)()
            assert spoken or child.inherits("QTabBar") or child.inherits("QScrollArea"), child


def test_labels_show_markup_as_it_is(qtbot) -> None:
    label = PlainLabel("<b>Rossi</b>")
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.sizeHint().width() > PlainLabel("Rossi").sizeHint().width() + 20
    assert plain_tooltip("<b>Rossi & Bianchi</b>\nx") == "<qt>&lt;b&gt;Rossi &amp; Bianchi&lt;/b&gt;<br>x</qt>"
    assert plain_tooltip("") == ""


def test_an_elided_label_keeps_the_whole_in_its_tooltip(qapp: QApplication, qtbot) -> None:
    label = ElidedLabel("Cytomegalovirus infection <reactivation>")
    shown(qtbot, label).resize(90, 40)
    qapp.processEvents()
    assert label.is_elided()
    qapp.sendEvent(label, QEvent(QEvent.Type.ToolTip))
    assert "&lt;reactivation&gt;" in label.toolTip()
    label.window().resize(600, 40)
    qapp.processEvents()
    qapp.sendEvent(label, QEvent(QEvent.Type.ToolTip))
    assert label.toolTip() == ""


def test_a_date_is_read_while_it_is_typed(qtbot) -> None:
    field = DateField("Onset", parse, describe, explain=lambda error: f"Not read: {error}")
    shown(qtbot, field, QLineEdit())
    days: list[object] = []
    field.dateChanged.connect(days.append)
    field.line().setFocus()
    qtbot.keyClicks(field.line(), "t")
    assert (field.date(), field.note()) == (TODAY, "Fri 20 Nov 2026 · Day +99")
    qtbot.keyClicks(field.line(), "x")
    assert (field.date(), field.error()) == (None, "")
    qtbot.keyClick(field.line(), Qt.Key.Key_Return)
    assert field.error() == "Not read: tx is not a day"
    assert field.line().property("state") == "error"
    assert not field.check()
    field.set_date(datetime.date(2026, 8, 13))
    assert (field.line().text(), field.error(), field.note()) == ("13 Aug 2026", "", "Thu 13 Aug 2026 · Day +0")
    assert days == [TODAY, None, datetime.date(2026, 8, 13)]
    field.set_date(None)
    assert field.check()
    assert field.note() == ""


@pytest.mark.parametrize(("key", "modifier"), [("F4", "NoModifier"), ("Down", "AltModifier")])
def test_a_day_from_the_calendar(qtbot, key: str, modifier: str) -> None:
    field = DateField("Onset", parse, describe)
    shown(qtbot, field)
    field.line().setText("t")
    qtbot.keyClick(field.line(), getattr(Qt.Key, f"Key_{key}"), getattr(Qt.KeyboardModifier, modifier))
    popup = QApplication.activePopupWidget()
    assert popup is not None
    grid = popup.findChild(QWidget, "qt_calendar_calendarview")
    QTest.keyClick(grid, Qt.Key.Key_Left)
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert field.date() == TODAY - datetime.timedelta(days=1)
    assert QApplication.activePopupWidget() is None


def test_an_error_hides_a_warning_and_both_are_spoken(qtbot) -> None:
    field = FieldFrame("Weight", QLineEdit(), unit="kg")
    shown(qtbot, field)
    field.set_understood("59.8 kg")
    assert field.note() == "59.8 kg"
    field.set_warning("More than on 13 Nov")
    field.set_error("Not a number")
    assert (field.note(), field.editor().property("state")) == ("Not a number", "error")
    assert field.editor().accessibleDescription() == "Not a number"
    field.set_error(None)
    assert (field.note(), field.editor().property("state")) == ("More than on 13 Nov", "warn")
    field.set_warning(None)
    assert field.editor().property("state") == ""
    assert field.editor().accessibleName() == "Weight (kg)"
    assert field.label().buddy() is field.editor()
    assert field.editor().height() == Height.FIELD


def test_enter_goes_on_but_not_in_many_lines(qtbot) -> None:
    first, second, notes = FieldFrame("A", QLineEdit()), FieldFrame("B", QLineEdit()), FieldFrame("N", QPlainTextEdit())
    window = shown(qtbot, first, second, notes)
    first.setFocus()
    assert first.editor().hasFocus()
    with qtbot.waitSignals([first.entered, first.editor().returnPressed]):
        qtbot.keyClick(first.editor(), Qt.Key.Key_Return)
    assert window.focusWidget() is second.editor()
    qtbot.keyClick(second.editor(), Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert window.focusWidget() is notes.editor()
    qtbot.keyClick(notes.editor(), Qt.Key.Key_Return)
    assert window.focusWidget() is notes.editor()
    assert notes.editor().toPlainText() == "\n"


def test_segments_by_digit_and_arrow(qtbot) -> None:
    choice, after = SegmentedChoice(DONE, name="Examination"), QLineEdit()
    window = shown(qtbot, choice, after)
    heard: list[object] = []
    choice.chosen.connect(heard.append)
    assert choice.value() is None
    choice.setFocus()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_2)
    assert choice.value() == "not_done"
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Right)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Right)
    assert heard == ["not_done", "elsewhere"]
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.focusWidget() is after
    choice.set_value(None)
    assert choice.value() is None
    choice.set_value("done")
    assert heard[-1] == "done"
    with pytest.raises(ValueError, match="list"):
        choice.set_value("later")


def test_enter_leaves_the_segments(qtbot) -> None:
    choice, after = SegmentedChoice(DONE, "done"), QLineEdit()
    window = shown(qtbot, choice, after)
    choice.setFocus()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert window.focusWidget() is after


def test_several_chips_or_one(qtbot) -> None:
    many, one = ChipChoice(DONE, name="Attribution"), ChipChoice(DONE, multi=False)
    window = shown(qtbot, many, one)
    many.setFocus()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Right)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_3)
    assert many.values() == ("done", "elsewhere")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert one.isAncestorOf(window.focusWidget())
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_1)
    with qtbot.waitSignal(one.changed) as heard:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_2)
    assert heard.args == [("not_done",)]
    assert one.value() == "not_done"
    one.chip("not_done").click()
    assert one.value() == "not_done"
    with pytest.raises(ValueError, match="later"):
        many.set_values(["later"])


def test_a_digit_chooses_the_grade_of_its_name_not_of_its_place(qtbot) -> None:
    grades = ChipChoice([(grade, str(grade)) for grade in range(6)], multi=False)
    window = shown(qtbot, grades)
    grades.setFocus()
    for key, grade in ((Qt.Key.Key_2, 2), (Qt.Key.Key_5, 5), (Qt.Key.Key_6, 5), (Qt.Key.Key_0, 0)):
        qtbot.keyClick(window.focusWidget(), key)
        assert grades.value() == grade


def test_the_ring_begins_on_the_chosen_chip(qtbot) -> None:
    one = ChipChoice(DONE, multi=False)
    window = shown(qtbot, one)
    one.set_values(["not_done"])
    one.setFocus()
    assert window.focusWidget() is one.chip("not_done")


def test_chips_wrap_when_the_line_is_full(qapp: QApplication, qtbot) -> None:
    chips = ChipChoice([(n, f"Choice number {n}") for n in range(6)])
    window = shown(qtbot, chips)
    window.resize(700, 60)
    qapp.processEvents()
    wide = chips.heightForWidth(680)
    assert chips.heightForWidth(230) >= 3 * wide
    window.resize(250, 300)
    qapp.processEvents()
    lines = {chips.chip(n).y() for n in range(6)}
    assert len(lines) == 3
    assert all(chips.chip(n).geometry().right() < chips.width() for n in range(6))


def test_a_chip_is_hit_on_24_pixels(qtbot) -> None:
    chip = ChipButton("Late", count=4)
    assert chip.sizeHint().height() == Height.SMALL_CONTROL
    assert chip.accessibleName() == "Late 4"
    before = chip.sizeHint().width()
    chip.set_count(None)
    assert chip.sizeHint().width() < before
    with pytest.raises(KeyError):
        Chip("x", "mauve")


def test_a_button_shows_its_key(qtbot) -> None:
    button = KeyButton("Print list", icon="print", hint="Ctrl+P")
    with_key = button.sizeHint().width()
    paint.show_key_hints(False)
    try:
        assert button.sizeHint().width() < with_key - 20
    finally:
        paint.show_key_hints(True)
    assert button.sizeHint().height() == Height.BUTTON
    shown(qtbot, button)
    with qtbot.waitSignal(button.clicked):
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert IconButton("close", "Close", hint="Esc").accessibleName() == "Close"


def test_grades_are_drawn_with_their_digit(qapp: QApplication) -> None:
    for scheme, tokens in (("light", LIGHT), ("dark", DARK)):
        apply(qapp, scheme)
        for grade in range(1, 6):
            image = drawn(lambda painter, rect, grade=grade: paint_grade(painter, rect, grade))
            assert image.pixelColor(4, 4).name().upper() == tokens.grade(grade).fill
            inks = [image.pixelColor(x, y).name() for x in range(6, 14) for y in range(5, 15)]
            assert max(contrast(ink, tokens.grade(grade).fill) for ink in inks) > 3.5
            faded = drawn(lambda painter, rect, grade=grade: paint_grade(painter, rect, grade, faded=True))
            ground = faded.pixelColor(4, 4).name()
            inks = [faded.pixelColor(x, y).name() for x in range(6, 14) for y in range(5, 15)]
            assert max(contrast(ink, ground) for ink in inks) > 3
            assert contrast(ground, tokens.surface) < contrast(tokens.grade(grade).fill, tokens.surface)
    with pytest.raises(KeyError):
        GradeBadge(0)


def test_signs_differ_without_colour(qapp: QApplication) -> None:
    """Each status has a sign of its own; due and done differ by colour in a list and by the tick in squares."""
    shapes = {}
    for status in STATUSES:
        image = drawn(lambda painter, rect, status=status: paint_status_glyph(painter, rect, status))
        inked = frozenset((x, y) for x in range(20) for y in range(20) if image.pixelColor(x, y).lightness() < 200)
        assert inked, status
        shapes[status] = inked
    same = {"upcoming": "open", "done": "due"}
    distinct = {shape for status, shape in shapes.items() if status not in same}
    assert len(distinct) == len(STATUSES) - len(same)
    with pytest.raises(KeyError):
        drawn(lambda painter, rect: paint_status_glyph(painter, rect, "someday"))


def test_a_note_speaks_and_refuses_unknown_kinds(qtbot) -> None:
    note = AlertNote("Blood count today: ANC 0.4", "Call the doctor now.", "danger")
    assert note.accessibleName() == "Blood count today: ANC 0.4 Call the doctor now."
    with pytest.raises(KeyError):
        AlertNote("x", kind="pink")


def test_an_empty_page_offers_its_button(qtbot) -> None:
    empty = EmptyState("No visit is due this week.", "Show all")
    shown(qtbot, empty)
    with qtbot.waitSignal(empty.activated):
        empty.button().click()
    empty.set_text("Nothing here.")
    assert empty.button().isHidden()


def test_the_row_under_the_pointer(qapp: QApplication, gallery: Gallery) -> None:
    view = gallery.findChild(TableView, "table")
    place = QPointF(100, view.rowViewportPosition(1) + 5)
    qapp.sendEvent(view.viewport(), QHoverEvent(QEvent.Type.HoverMove, place, place, QPointF(-1, -1)))
    assert view.hover_row == 1
    image = view.viewport().grab().toImage()
    middle = image.width() - 6
    colours = [image.pixelColor(middle, view.rowViewportPosition(row) + 5).name().upper() for row in (0, 1, 2, 4)]
    assert colours == [LIGHT.alt, LIGHT.hover, LIGHT.surface, LIGHT.selection]
    qapp.sendEvent(view.viewport(), QHoverEvent(QEvent.Type.HoverLeave, QPointF(-1, -1), place, place))
    assert view.hover_row == -1
    assert (view.rowHeight(0), view.horizontalHeader().height()) == (Height.ROW, Height.HEADER)


def test_the_sheet_keeps_the_focus(qapp: QApplication, qtbot, gallery: Gallery) -> None:
    sheet = gallery.sheet
    outside = gallery.findChild(DateField, "onset").line()
    outside.setFocus()
    sheet.open_sheet()
    assert gallery.focusWidget() is gallery.onset.line()
    seen = []
    for _ in range(12):
        qtbot.keyClick(gallery.focusWidget(), Qt.Key.Key_Tab)
        seen.append(gallery.focusWidget())
        assert sheet.isAncestorOf(gallery.focusWidget())
    assert len(set(seen)) >= 6
    qtbot.keyClick(gallery.onset.line(), Qt.Key.Key_Backtab)
    assert sheet.isAncestorOf(gallery.focusWidget())
    with qtbot.waitSignals([sheet.draft_kept, sheet.closed]):
        qtbot.keyClick(gallery.focusWidget(), Qt.Key.Key_Escape)
    assert sheet.isHidden()
    assert gallery.focusWidget() is outside
    gone = QLineEdit(gallery)
    gone.show()
    gone.setFocus()
    sheet.open_sheet()
    delete(gone)  # what had the focus may go with the page while the sheet is open
    with qtbot.waitSignal(sheet.closed):
        sheet.close_sheet()


def test_every_box_takes_the_letters_typed_into_it() -> None:
    views = Path(choice_box.__file__).parent.parent
    written = [file for file in views.rglob("*.py") if file.parent.name != "forms"]
    assert len(written) > 100
    assert [file.name for file in written if "QComboBox(" in file.read_text(encoding="utf-8")] == []


def test_the_sheet_saves_and_jumps(qtbot, gallery: Gallery) -> None:
    sheet = gallery.sheet
    sheet.open_sheet()
    with qtbot.waitSignal(sheet.saved):
        qtbot.keyClick(gallery.onset.line(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sheet.isVisible()
    sheet.jump()
    assert gallery.focusWidget() is gallery.criterion.editor()
    sheet.set_problems([("a", gallery.onset), ("b", gallery.criterion)])
    words = [button.text() for button in sheet.findChildren(KeyButton)]
    assert "2 fields to complete" in words
    sheet.set_problems([])
    sheet.jump()
    with qtbot.waitSignal(sheet.closed):
        sheet.close_sheet()


@pytest.mark.parametrize("editor", [QPlainTextEdit, QComboBox, lambda: SegmentedChoice(DONE), lambda: ChipChoice(DONE)])
def test_the_sheets_keys_work_in_every_editor(qtbot, gallery: Gallery, editor) -> None:
    inside = editor()
    gallery.sheet.body().layout().addWidget(inside)
    gallery.sheet.open_sheet()
    inside.setFocus()
    assert inside is gallery.focusWidget() or inside.isAncestorOf(gallery.focusWidget())
    with qtbot.waitSignal(gallery.sheet.saved):
        qtbot.keyClick(gallery.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(gallery.sheet.closed):
        qtbot.keyClick(gallery.focusWidget(), Qt.Key.Key_Escape)


@pytest.mark.soak
@pytest.mark.parametrize(("window", "width"), [(1366, 480), (1100, 420), (900, 900)])
def test_the_sheet_follows_its_host(qapp: QApplication, gallery: Gallery, window: int, width: int) -> None:
    for child in gallery.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if not isinstance(child, SideSheet | Toast):
            child.setMinimumSize(0, 0)
            child.hide()
    gallery.sheet.open_sheet()
    gallery.resize(window, 800)
    qapp.processEvents()
    sheet = gallery.sheet
    assert sheet.width() == width + 10
    assert sheet.geometry().right() == window - 1
    assert (sheet.y(), sheet.height()) == (48, 752)


def test_a_toast_offers_undo_and_goes(qapp: QApplication, qtbot, gallery: Gallery) -> None:
    toast = gallery.toast
    toast.show_message("Saved: visit, Rossi Elena", "Undo")
    assert toast.isVisible()
    assert toast.geometry().bottom() == gallery.height() - Height.STATUS_BAR - 20 - 1
    assert abs(toast.geometry().center().x() - gallery.rect().center().x()) <= 1
    button = toast.findChild(KeyButton)
    button.setFocus()
    toast._timer.timeout.emit()
    assert toast.isVisible(), "it stays while it has the focus"
    with qtbot.waitSignal(toast.undo):
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert toast.isHidden()
    toast.show_message("Saved")
    assert button.isHidden()
    gallery.findChild(DateField, "onset").setFocus()
    toast._timer.timeout.emit()
    assert toast.isHidden() or toast.rect().contains(toast.mapFromGlobal(QPoint(0, 0)))
