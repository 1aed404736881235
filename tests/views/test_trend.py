"""The trend page in a real file: what is painted, the cursor by keys, zoom, panels, paper; and its painter's pixels."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QDesktopServices, QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.pictures.primitives import Disc, Picture, Polyline, Rect
from hsct_desktop.pictures.trend import Period, TrendShown, layout
from hsct_desktop.services import lab_results
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.context import Context
from hsct_desktop.views.flowsheet_tab import FlowsheetTab
from hsct_desktop.views.painting import measure, paint
from hsct_desktop.views.theme.apply import apply
from hsct_desktop.views.theme.tokens import DARK, LIGHT, Tokens, contrast
from hsct_desktop.views.trend_page import TrendPage
from tests.pictures.trends import FACTS, ten_years
from tests.views.trend_ward import DAY0, fill

EN = wording("en")


@pytest.fixture(autouse=True)
def _look(qapp: QApplication) -> Iterator[None]:
    apply(qapp, "light")
    yield
    apply(qapp, "light")


@pytest.fixture
def page(qtbot: QtBot, ctx: Context, workspace: Workspace) -> TrendPage:
    patient_id = fill(workspace)
    made = TrendPage(ctx)
    qtbot.addWidget(made)
    made.resize(1282, 650)
    with qtbot.waitExposed(made):
        made.show()
    made.show_patient(patient_id, DAY0)
    made.canvas.setFocus()
    QApplication.processEvents()
    return made


def press(page: TrendPage, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(page.canvas, key, modifier)


def image(picture: Picture, tokens: Tokens) -> QImage:
    shot = QImage(int(picture.width), int(picture.height) + 1, QImage.Format.Format_RGB32)
    shot.fill(QColor(tokens.surface))
    painter = QPainter(shot)
    paint(painter, picture, tokens)
    painter.end()
    return shot


# --- pixels ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_bands_and_digits_have_the_colours_of_their_grade(tokens: Tokens) -> None:
    shown = layout(FACTS, 1225, measure, EN, height=620)
    shot = image(shown.picture, tokens)
    box = shown.plots[0]
    band = next(i for i in shown.picture.items if isinstance(i, Rect) and i.fill == "grade2.wash")
    # Just after the left end: no grid, no curve.
    assert shot.pixelColor(int(band.x) + 3, int((band.y + band.bottom) / 2)).name().upper() == tokens.color(
        "grade2.wash"
    )
    strip = next(i for i in shown.picture.items if isinstance(i, Rect) and i.fill == "grade4.fill")
    assert strip.x >= shown.axis.right
    found = {shot.pixelColor(x, y).name().upper() for x in range(int(strip.x) + 2, int(strip.right) - 2)
             for y in range(int(strip.y) + 2, int(strip.bottom) - 2)}  # fmt: skip
    assert tokens.grade(4).fill in found
    assert len(found) > 1, "the digit is drawn"
    disc = next(i for i in shown.picture.items if isinstance(i, Disc) and i.fill == "s2")
    assert box.top <= disc.y <= box.bottom
    assert shot.pixelColor(int(disc.x), int(disc.y)).name().upper() == tokens.color("s2")


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_curves_stay_legible_on_every_ground(tokens: Tokens) -> None:
    for grade in (1, 2, 3, 4):
        ground = tokens.color(f"grade{grade}.wash")
        for series in ("s1", "s2", "s3", "s4", "s5"):
            assert contrast(tokens.color(series), ground) >= 3, (grade, series)
        assert contrast(tokens.color(f"grade{grade}.halfText"), tokens.color(f"grade{grade}.half")) >= 4


def test_a_long_curve_is_painted_as_one() -> None:
    points = tuple((float(x), 20 + 10 * (x % 2)) for x in range(400))
    shot = image(Picture(400, 50, (Polyline(points, "s1", 1.75),)), LIGHT)
    for x in range(5, 395):
        column = {shot.pixelColor(x, y).name().upper() for y in range(50)}
        assert len(column) > 1, x


# --- keys -----------------------------------------------------------------------------------------------------------


def test_arrows_move_the_cursor_from_value_to_value_and_the_line_says_it(page: TrendPage) -> None:
    canvas = page.canvas
    assert canvas.day() == 96
    press(page, Qt.Key.Key_Left)
    assert canvas.day() == 89
    said = {cell.label: cell for cell in page.words.cells()}
    assert said["Platelets"].value == "171 ×10⁹/L"
    assert said["Neutrophils"].grade == 2
    assert "1.5" in said["Neutrophils"].note
    assert "Day +89" in page.words.cells()[0].value.replace("\u00a0", " ")
    assert "171" in canvas.accessibleName()
    press(page, Qt.Key.Key_Right)
    press(page, Qt.Key.Key_Right)
    assert canvas.day() == 96, "there is none after the last"
    press(page, Qt.Key.Key_Home)
    assert canvas.day() == -20
    press(page, Qt.Key.Key_End)
    assert canvas.day() == 96


def test_the_cursor_brings_the_view_with_it(page: TrendPage) -> None:
    page.periods.set_values([Period.IN_PATIENT])
    first, last = page.canvas.span()
    assert last < 96
    press(page, Qt.Key.Key_Left)
    first, last = page.canvas.span()
    assert first <= page.canvas.day() <= last  # type: ignore[operator]


def test_plus_minus_and_0_zoom_around_the_cursor(page: TrendPage) -> None:
    canvas = page.canvas
    before = canvas.span()
    shown = canvas.shown()
    assert shown is not None
    x = shown.axis.x(96)
    press(page, Qt.Key.Key_Plus)
    first, last = canvas.span()
    assert last - first == pytest.approx((before[1] - before[0]) / 1.25)
    zoomed = canvas.shown()
    assert zoomed is not None
    assert zoomed.axis.x(96) == pytest.approx(x)
    press(page, Qt.Key.Key_Minus)
    assert canvas.span() == pytest.approx(before)
    press(page, Qt.Key.Key_Minus)
    press(page, Qt.Key.Key_0)
    assert canvas.span() == pytest.approx(before)


def test_shift_and_arrows_pan(page: TrendPage) -> None:
    first, last = page.canvas.span()
    press(page, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    moved = page.canvas.span()
    assert moved[0] == pytest.approx(first - 0.1 * (last - first))
    assert page.canvas.day() == 96


def test_the_wheel_zooms_at_the_pointer_and_pans_sideways(page: TrendPage) -> None:
    def turn(dx: int, dy: int, keys: Qt.KeyboardModifier) -> None:
        at = QPointF(600, 200)
        event = QWheelEvent(
            at, page.canvas.mapToGlobal(at), QPoint(), QPoint(dx, dy), Qt.MouseButton.NoButton, keys,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(page.canvas, event)

    first, last = page.canvas.span()
    turn(0, 120, Qt.KeyboardModifier.ControlModifier)
    assert page.canvas.span()[1] - page.canvas.span()[0] < last - first
    before = page.canvas.span()
    turn(-120, 0, Qt.KeyboardModifier.NoModifier)
    assert page.canvas.span()[0] > before[0]
    turn(0, 120, Qt.KeyboardModifier.NoModifier)
    assert page.canvas.span()[0] > before[0]


def test_a_click_puts_the_cursor_on_the_nearest_value_and_a_drag_moves_the_view(page: TrendPage) -> None:
    shown = page.canvas.shown()
    assert shown is not None
    at = QPoint(int(shown.axis.x(12)) + 4, 200)
    QTest.mouseClick(page.canvas, Qt.MouseButton.LeftButton, pos=at)
    assert page.canvas.day() == 12
    first, _last = page.canvas.span()
    QTest.mousePress(page.canvas, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(page.canvas, at + QPoint(100, 0))
    QTest.mouseRelease(page.canvas, Qt.MouseButton.LeftButton, pos=at + QPoint(100, 0))
    assert page.canvas.span()[0] < first
    assert page.canvas.day() == 12


@pytest.mark.qt_log_ignore("does not support raise")
def test_up_and_down_go_through_what_the_picture_says(page: TrendPage) -> None:
    press(page, Qt.Key.Key_Down)
    first = page.canvas.accessibleName()
    press(page, Qt.Key.Key_Down)
    assert page.canvas.accessibleName() != first
    press(page, Qt.Key.Key_Up)
    assert page.canvas.accessibleName() == first


# --- panels and news ------------------------------------------------------------------------------------------------


def test_panels_and_single_analytes(page: TrendPage) -> None:
    def drawn() -> list[str]:
        shown = page.canvas.shown()
        return [box.series.code for box in shown.plots] if shown is not None else []

    assert drawn() == ["ANC", "PLT", "HGB", "ALT", "CMV"]
    page.panels.set_values(["viral"])
    assert drawn() == ["CMV"]
    page.show_analyte("HGB")
    assert drawn() == ["HGB"]
    assert page.panels.value() is None
    page.toggle("PLT")
    assert drawn() == ["HGB", "PLT"]
    page.toggle("HGB")
    page.toggle("PLT")
    assert drawn() == ["PLT"], "the last one stays"


def test_the_menu_offers_what_has_values(page: TrendPage) -> None:
    actions = page.analyte_menu().actions()
    codes = [action.data() for action in actions]
    assert set(codes) == {"ANC", "PLT", "HGB", "ALT", "CMV"}
    assert all(action.isChecked() for action in actions)
    next(action for action in actions if action.data() == "ALT").trigger()
    assert page.analytes() == ("ANC", "PLT", "HGB", "CMV")


def test_a_panel_without_values_and_a_patient_without_results_say_so(page: TrendPage, workspace: Workspace) -> None:
    page.panels.set_values(["thyroid"])
    assert page._empty.isVisible()
    assert not page.words.isVisible()
    heard: list[bool] = []
    page.table_wanted.connect(lambda: heard.append(True))
    page._empty.button().click()
    assert heard == [True]
    other = next(row for row in _patients(workspace) if row != page._patient_id)
    page.show_patient(other)
    assert page._empty.isVisible()


def _patients(ws: Workspace) -> list[int]:
    from hsct_desktop.services import patients

    return [hit.id for code in ("MS-0107", "MS-0031") for hit in patients.find(ws, code)]


def test_a_new_result_is_drawn_at_once(page: TrendPage, ctx: Context, workspace: Workspace) -> None:
    from hsct_desktop.domain.lab_result import CellEntry, Sample
    from tests.views.ward import ON

    changes = lab_results.put_cells(workspace, page._patient_id, [CellEntry("PLT", Sample(ON, "08:00"), "155")])
    ctx.news.send(changes, None)
    facts = page.facts()
    assert facts is not None
    platelets = next(series for series in facts.series if series.code == "PLT")
    assert platelets.points[-1].value == 155
    press(page, Qt.Key.Key_End)
    assert page.canvas.day() == 99


def test_print_asks_for_what_is_shown(page: TrendPage, ctx: Context) -> None:
    asked: list[tuple[int, TrendShown]] = []
    ctx.trend_print_wanted.connect(lambda patient_id, shown: asked.append((patient_id, shown)))
    page.panels.set_values(["viral"])
    page.print_shown()
    ((patient_id, shown),) = asked
    assert patient_id == page._patient_id
    assert shown.analytes == ("CMV",)
    assert shown.span == page.canvas.span()


def test_it_fits_the_smallest_screen_in_italian(qtbot: QtBot, workspace: Workspace) -> None:
    patient_id = fill(workspace)
    workspace.language = "it"
    page = TrendPage(Context(workspace, language="it"))
    qtbot.addWidget(page)
    page.resize(1282, 600)
    page.show()
    page.show_patient(patient_id)
    QApplication.processEvents()
    assert page.minimumSizeHint().width() <= 1282
    assert [cell.label for cell in page.words.cells() if cell.label][:2] == ["Neutrofili", "Piastrine"]
    for box in page.canvas.shown().plots:  # type: ignore[union-attr]
        assert box.bottom - box.top >= 55


def test_frames_are_painted_from_the_cache_until_something_changes(page: TrendPage) -> None:
    page.grab()
    layer = page.canvas._cache
    press(page, Qt.Key.Key_Left)
    page.grab()
    assert page.canvas._cache is layer, "moving the cursor paints no plot anew"
    apply(QApplication.instance(), "dark")  # type: ignore[arg-type]
    page.grab()
    assert page.canvas._cache is not layer
    press(page, Qt.Key.Key_Plus)
    assert page.canvas._cache is None


def test_ten_years_of_daily_values_are_drawn(page: TrendPage) -> None:
    page.canvas.set_facts(ten_years(), EN, Period.ALL)
    shot = page.canvas.grab().toImage()
    shown = page.canvas.shown()
    assert shown is not None
    middle = int((shown.axis.left + shown.axis.right) / 2)
    for box in shown.plots:
        column = {shot.pixelColor(middle, y).name().upper() for y in range(int(box.top), int(box.bottom))}
        assert LIGHT.color("s2") in column


def test_a_trend_is_printed_in_both_languages(page: TrendPage, workspace: Workspace, tmp_path: Path) -> None:
    from hsct_desktop.services import trend_printing

    for language, word in (("en", "Trend of results"), ("it", "Andamento dei risultati")):
        shown = TrendShown(page.analytes(), page.canvas.span())
        path = trend_printing.trend(workspace, page._patient_id, shown, tmp_path / f"{language}.pdf", language)
        assert word in _text(path)


def _text(path: Path) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        texts = []
        for page in document:
            texts.append(page.get_textpage().get_text_bounded())
            page.close()
        return "\n".join(texts)


# --- the whole window -----------------------------------------------------------------------------------------------


@pytest.mark.soak
def test_by_keys_alone_from_the_patient_to_a_value_and_onto_paper(
    shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    patient_id = fill(shell.ctx.ready())
    shell.ctx.show_patient(patient_id, "flowsheet")
    QApplication.processEvents()
    tab = shell.window.findChild(FlowsheetTab)
    tab.switch.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    page = shell.window.findChild(TrendPage)
    assert page is not None
    qtbot.waitUntil(lambda: page.canvas.hasFocus())
    QTest.keyClick(page.canvas, Qt.Key.Key_Left)
    QTest.keyClick(page.canvas, Qt.Key.Key_Left)
    assert page.canvas.day() == 82
    assert "188" in page.canvas.accessibleName()
    QTest.keyClick(page.canvas, Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    with qtbot.waitSignal(shell.window.printer.printed, timeout=20000) as printed:
        pass
    text = _text(Path(printed.args[0])).replace("\u00a0", " ")
    assert "Neutrophils" in text
    assert "ROSSI Elena" in text
    assert "Rossi" not in Path(printed.args[0]).name
