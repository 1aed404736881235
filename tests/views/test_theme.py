"""The look: every contrast computed again, fonts and icons that are there, one style sheet that follows the scheme."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

import hsct_desktop.views as views
from hsct_desktop.resource import resource
from hsct_desktop.views.theme import apply as apply_module
from hsct_desktop.views.theme import icons
from hsct_desktop.views.theme.apply import apply, palette, set_variant, system_tokens, theme
from hsct_desktop.views.theme.fonts import FAMILIES, POINTS, font, load_fonts, points
from hsct_desktop.views.theme.style import style_sheet
from hsct_desktop.views.theme.tokens import DARK, LIGHT, Tokens, contrast, current

SCHEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])

# What the specification of the look says: ground and ratio in the light and in the dark theme.
TEXT = """
text window 15.3 14.9|text surface 16.9 13.7|text raised 16.9 12.2|text sunken 14.3 15.5|text selection 13.3 8.7
text alt 16.0 13.3|text hover 15.2 12.3|text accent_soft 14.4 11.2|text success_soft 14.5 11.3|text warn_soft 14.8 10.8
text danger_soft 14.0 11.6|text wait_soft 14.1 11.8|text band 14.7 12.2
muted window 5.9 7.8|muted surface 6.5 7.2|muted raised 6.5 6.4|muted sunken 5.5 8.2|muted selection 5.1 4.6
muted alt 6.2 7.0|muted hover 5.9 6.5|muted accent_soft 5.6 5.9
accent window 6.1 8.3|accent surface 6.7 7.7|accent accent_soft 5.7 6.3|on_accent accent 6.7 8.1
success surface 6.5 8.4|success success_soft 5.6 6.9|warn surface 6.7 8.9|warn warn_soft 5.8 7.0
danger window 6.3 8.4|danger surface 6.9 7.8|danger danger_soft 5.7 6.6|danger selection 5.4 4.9
wait surface 7.2 8.0|wait wait_soft 6.0 6.8|today surface 6.9 7.8|practice_text practice 9.2 9.0|s1 band 5.8 6.8
"""
GRAPHICS = """
control window 3.3 4.4|control surface 3.6 4.1|control raised 3.6 3.6
focus window 6.1 10.3|focus surface 6.7 9.5|focus raised 6.7 8.4|focus selection 5.3 6.0
s1 surface 6.7 7.7|s2 surface 5.0 8.0|s3 surface 5.2 8.4|s4 surface 6.6 8.0|s5 surface 6.5 7.2
"""
# Grade: L* light and dark, digit on fill, edge on surface.
GRADES = {
    1: (93, 29, 14.2, 9.0, 4.0, 5.2),
    2: (78, 45, 9.2, 5.4, 4.7, 6.5),
    3: (48, 61, 4.8, 6.3, 4.8, 5.5),
    4: (30, 76, 9.3, 9.5, 9.3, 8.6),
    5: (6, 95, 18.5, 16.3, 18.5, 14.7),
}
# Class: hue on surface, hue on tint, text on tint; light and dark each.
THERAPIES = {
    "antiviral": (5.2, 6.7, 4.2, 5.3, 13.7, 10.8),
    "pjp": (5.4, 7.2, 4.5, 5.6, 13.9, 10.8),
    "antifungal": (4.8, 8.3, 4.1, 6.5, 14.6, 10.8),
    "antibacterial": (5.8, 7.1, 4.8, 5.8, 13.8, 11.1),
    "gcsf": (6.6, 6.3, 5.2, 5.2, 13.2, 11.3),
    "immunoglobulin": (6.1, 6.6, 4.9, 5.3, 13.5, 11.1),
    "transfusion": (7.5, 7.0, 5.9, 5.7, 13.2, 11.2),
    "immunosuppression": (7.6, 7.2, 6.1, 5.6, 13.6, 10.7),
    "other": (4.8, 5.5, 4.2, 4.7, 14.5, 11.7),
}
# Simulation of full dichromacy in linear RGB: Machado, Oliveira, Fernandes 2009, severity 1.
SIGHT = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
ICONS = """
today patients unit protocols settings lock search plus check close chevron-down chevron-right chevron-left filter
print edit undo move stop extend phone letter calendar clock hourglass inbox alert info help shield key user users
backup restore import export document sign syringe pill drop flask brain mri fever relapse cell zoom-in zoom-out
fit history empty theme language keyboard tag link merge split
"""


def linear(value: str) -> list[float]:
    parts = [int(value[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def lightness(rgb: list[float]) -> float:
    y = sum(weight * min(1.0, max(0.0, part)) for weight, part in zip((0.2126, 0.7152, 0.0722), rgb, strict=True))
    return 116 * (y ** (1 / 3) if y > 216 / 24389 else (24389 / 27 * y + 16) / 116) - 16


def ratio(first: str, second: str) -> float:
    light = [sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear(c), strict=True)) for c in (first, second)]
    return (max(light) + 0.05) / (min(light) + 0.05)


def pairs(table: str) -> list[tuple[str, str, float, float]]:
    cells = [cell.split() for cell in table.replace("\n", "|").split("|") if cell.strip()]
    return [(ink, ground, float(light), float(dark)) for ink, ground, light, dark in cells]


@pytest.mark.parametrize(("ink", "ground", "light", "dark"), pairs(TEXT))
def test_text_reads_on_its_ground(ink: str, ground: str, light: float, dark: float) -> None:
    for tokens, figure in ((LIGHT, light), (DARK, dark)):
        found = ratio(tokens.color(ink), tokens.color(ground))
        assert found >= 4.5
        assert found == pytest.approx(figure, abs=0.11)


@pytest.mark.parametrize(("ink", "ground", "light", "dark"), pairs(GRAPHICS))
def test_graphics_are_seen_on_their_ground(ink: str, ground: str, light: float, dark: float) -> None:
    for tokens, figure in ((LIGHT, light), (DARK, dark)):
        found = ratio(tokens.color(ink), tokens.color(ground))
        assert found >= 3
        assert found == pytest.approx(figure, abs=0.11)


@pytest.mark.parametrize("grade", GRADES)
def test_grade_figures(grade: int) -> None:
    figures = GRADES[grade]
    for column, tokens in enumerate((LIGHT, DARK)):
        colours = tokens.grade(grade)
        assert lightness(linear(colours.fill)) == pytest.approx(figures[column], abs=1)
        assert ratio(colours.text, colours.fill) == pytest.approx(figures[2 + column], abs=0.11)
        assert ratio(colours.text, colours.fill) >= 4.5
        assert ratio(colours.edge, tokens.surface) == pytest.approx(figures[4 + column], abs=0.11)
        assert ratio(colours.edge, tokens.surface) >= 3


@SCHEMES
@pytest.mark.parametrize("sight", [None, *SIGHT])
def test_grades_keep_their_order_without_colour(tokens: Tokens, sight: str | None) -> None:
    """Steps of at least 12 L*, away from the ground, also for those who do not see red, green or blue."""
    steps = []
    for grade in range(1, 6):
        rgb = linear(tokens.grade(grade).fill)
        if sight:
            rgb = [sum(m * part for m, part in zip(row, rgb, strict=True)) for row in SIGHT[sight]]
        steps.append(lightness(rgb))
    direction = 1 if tokens.dark else -1
    assert all((after - before) * direction >= 12 for before, after in pairwise(steps)), steps


@pytest.mark.parametrize("name", THERAPIES)
def test_therapy_figures(name: str) -> None:
    figures = THERAPIES[name]
    for column, tokens in enumerate((LIGHT, DARK)):
        colours = tokens.therapy(name)
        assert ratio(colours.hue, tokens.surface) == pytest.approx(figures[column], abs=0.11)
        assert ratio(colours.hue, colours.tint) == pytest.approx(figures[2 + column], abs=0.11)
        assert ratio(tokens.text, colours.tint) == pytest.approx(figures[4 + column], abs=0.11)
        assert ratio(colours.hue, colours.tint) >= 3


def test_contrast_is_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_names_of_colours() -> None:
    assert LIGHT.color("accentSoft") == LIGHT.color("accent_soft") == LIGHT.accent_soft
    assert LIGHT.color("grade3.fill") == LIGHT.grade(3).fill
    assert DARK.color("therapy.pjp.hue") == DARK.therapy("PJP").hue
    assert DARK.color("s2") == DARK.series[1]
    assert LIGHT.therapy("disease_modifying") == LIGHT.therapy("immunosuppression")
    assert LIGHT.therapy("something else") == LIGHT.therapy("other")
    with pytest.raises(KeyError, match="mauve"):
        LIGHT.color("mauve")
    with pytest.raises(KeyError):
        LIGHT.grade(6)


def test_colours_are_written_in_one_place() -> None:
    """No widget holds a colour or a style sheet of its own."""
    root = Path(views.__file__).parent
    literal = re.compile(r"#[0-9A-Fa-f]{6}\b|QColor\(\s*[\"'\d]|GlobalColor\.(?!transparent)")
    for path in sorted(root.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if path.name != "tokens.py" and "forms" not in path.parts:
            assert not literal.search(source), path
        if path != Path(apply_module.__file__):
            assert "setStyleSheet(" not in source, path


def test_fonts_are_shipped_and_found(qapp: QApplication) -> None:
    assert load_fonts() & set(FAMILIES)
    assert resource("fonts/LICENSE.txt").read_text(encoding="utf-8").count("Arev") >= 2
    shown = font("body")
    assert QFontInfo(shown).family().startswith("DejaVu Sans")
    metrics = QFontMetricsF(shown)
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1
    assert metrics.horizontalAdvance("Rossi") < QFontMetricsF(font("body", bold=True)).horizontalAdvance("Rossi")


def test_sizes_never_fall_below_eight_points(monkeypatch: pytest.MonkeyPatch) -> None:
    assert min(size for role, size in POINTS.items() if role != "badge") == 8
    assert POINTS["badge"] == 7.5
    monkeypatch.setattr("sys.platform", "linux")
    assert points("body") == 9
    monkeypatch.setattr("sys.platform", "darwin")
    assert points("body") == pytest.approx(12)


@pytest.mark.parametrize("name", ICONS.split())
def test_icon_is_drawn_to_the_rules(qapp: QApplication, name: str) -> None:
    root = ET.fromstring(resource(f"icons/{name}.svg").read_text(encoding="utf-8"))
    assert root.get("viewBox") == "0 0 24 24"
    assert (root.get("stroke"), root.get("fill"), root.get("stroke-width")) == ("currentColor", "none", "1.75")
    assert (root.get("stroke-linecap"), root.get("stroke-linejoin")) == ("round", "round")
    image = icons.pixmap(name, "danger", 24).toImage()
    inked = [(x, y) for x in range(24) for y in range(24) if image.pixelColor(x, y).alpha() > 60]
    assert inked
    assert {at for at in inked if not (1 <= at[0] <= 22 and 1 <= at[1] <= 22)} == set(), "outside its area of 20"


def test_icons_are_tinted_and_cached_for_each_scale(qapp: QApplication) -> None:
    apply(qapp, "light")
    once = icons.pixmap("stop", "danger", 16, 1.0)
    assert icons.pixmap("stop", "danger", 16, 1.0) is once
    twice = icons.pixmap("stop", "danger", 16, 2.0)
    assert (twice.width(), twice.devicePixelRatio()) == (32, 2.0)
    assert icons.pixmap("stop", "text", 16, 1.0) is not once
    solid = [twice.toImage().pixelColor(x, 16) for x in range(32) if twice.toImage().pixelColor(x, 16).alpha() == 255]
    assert solid
    assert all(abs(c.red() - QColor(LIGHT.danger).red()) <= 2 for c in solid)
    sharp = icons.icon("stop").pixmap(QSize(16, 16), 2.0)
    assert (sharp.width(), sharp.devicePixelRatio()) == (32, 2.0)
    with pytest.raises(KeyError, match="unicorn"):
        icons.icon("unicorn")


def test_an_icon_follows_the_scheme(qapp: QApplication) -> None:
    def ink() -> int:
        image = shown.pixmap(QSize(16, 16)).toImage()
        cells = [image.pixelColor(x, y) for x in range(16) for y in range(16)]
        return max((c for c in cells if c.alpha() > 200), key=lambda c: c.alpha()).lightness()

    apply(qapp, "light")
    shown = icons.icon("close", "text")
    dark_ink = ink()
    apply(qapp, "dark")
    assert ink() > dark_ink + 100
    apply(qapp, "light")
    assert ink() == dark_ink


def test_schemes_change_palette_sheet_and_tell_painters(qapp: QApplication, qtbot) -> None:
    apply(qapp, "light")
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == LIGHT.window
    with qtbot.waitSignal(theme().changed):
        apply(qapp, "dark")
    assert current() is DARK
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == DARK.surface
    assert DARK.accent in qapp.styleSheet()
    assert LIGHT.accent not in qapp.styleSheet()
    apply(qapp, "light")
    assert current() is LIGHT


def test_only_the_system_scheme_follows_the_system(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    apply(qapp, "light")
    turned_dark = qapp.styleHints().colorSchemeChanged
    # Without a desktop Qt knows no scheme, so what the system says is put in its place.
    monkeypatch.setattr(apply_module, "_system_is_dark", lambda _app: True)
    turned_dark.emit(Qt.ColorScheme.Dark)
    assert current() is LIGHT
    apply(qapp, "system")
    assert current() is DARK
    monkeypatch.setattr(apply_module, "_system_is_dark", lambda _app: False)
    turned_dark.emit(Qt.ColorScheme.Light)
    assert current() is LIGHT


@SCHEMES
def test_the_sheet_is_filled(tokens: Tokens) -> None:
    sheet = style_sheet(tokens, lambda name, token: f"/{name}-{token}.svg")
    assert "$" not in sheet
    assert sheet.count("{") == sheet.count("}")


@SCHEMES
def test_palette_roles(qapp: QApplication, tokens: Tokens) -> None:
    role, made = QPalette.ColorRole, palette(tokens)
    expected = {role.Highlight: tokens.selection, role.Accent: tokens.accent, role.PlaceholderText: tokens.muted}
    for name, value in expected.items():
        assert made.color(name).name().upper() == value
    assert made.color(QPalette.ColorGroup.Disabled, role.Text).name().upper() == tokens.muted


def test_high_contrast_keeps_the_users_colours(qapp: QApplication) -> None:
    made = QPalette(QColor("black"))
    made.setColor(QPalette.ColorRole.WindowText, QColor("yellow"))
    made.setColor(QPalette.ColorRole.Highlight, QColor("cyan"))
    tokens = system_tokens(made)
    assert (tokens.window, tokens.surface, tokens.danger_soft) == ("#000000",) * 3
    assert (tokens.text, tokens.danger, tokens.control) == ("#ffff00",) * 3
    assert tokens.focus == "#00ffff"


def test_a_focus_ring_moves_nothing(qapp: QApplication, qtbot) -> None:
    apply(qapp, "light")
    window = QWidget()
    line, other = QLineEdit("x", window), QLineEdit(window)
    line.setGeometry(10, 10, 120, 30)
    other.setGeometry(10, 50, 120, 30)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    other.setFocus()
    before, cursor = line.sizeHint(), line.cursorRect().left()
    picture = line.grab().toImage()
    line.setFocus()
    qapp.processEvents()
    assert (line.sizeHint(), line.cursorRect().left()) == (before, cursor)
    assert line.grab().toImage() != picture


def test_a_variant_changes_at_once(qapp: QApplication) -> None:
    apply(qapp, "light")
    label = QLabel("late")
    label.ensurePolished()
    assert label.palette().color(label.foregroundRole()).name().upper() == LIGHT.text
    set_variant(label, role="danger")
    assert label.palette().color(label.foregroundRole()).name().upper() == LIGHT.danger
    assert label.font().pointSizeF() == points("caption")
