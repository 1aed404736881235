"""Puts the look on the application and follows the system between light and dark."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QObject, QSysInfo, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from hsct_desktop.resource import resource
from hsct_desktop.views.theme import icons
from hsct_desktop.views.theme.fonts import font, load_fonts
from hsct_desktop.views.theme.style import style_sheet
from hsct_desktop.views.theme.tokens import DARK, LIGHT, Tokens, current, use

Scheme = Literal["system", "light", "dark"]

_QT_SCHEME: Final = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


class Theme(QObject):
    """Tells painters with caches that the colours have changed. One for the application: `theme()`."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._scheme: Scheme = "system"
        app.styleHints().colorSchemeChanged.connect(self._on_system_change)

    def set_scheme(self, scheme: Scheme) -> None:
        """Follow the system, or stay light or dark."""
        self._scheme = scheme
        self._app.styleHints().setColorScheme(_QT_SCHEME[scheme])
        self._refresh()

    def _on_system_change(self) -> None:
        if self._scheme == "system":
            self._refresh()

    def _refresh(self) -> None:
        tokens = self._chosen()
        use(tokens)
        icons.clear_cache()
        if not high_contrast():
            self._app.setPalette(palette(tokens))
        self._app.setStyleSheet(style_sheet(tokens, _tinted))
        self.changed.emit()

    def _chosen(self) -> Tokens:
        if high_contrast():
            return system_tokens(self._app.palette())
        if self._scheme == "system":
            return DARK if _system_is_dark(self._app) else LIGHT
        return DARK if self._scheme == "dark" else LIGHT


def _system_is_dark(app: QApplication) -> bool:
    return app.styleHints().colorScheme() == Qt.ColorScheme.Dark


_themes: dict[int, Theme] = {}


def theme() -> Theme:
    """The application's theme. RuntimeError before there is an application."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("the theme needs a QApplication")
    found = _themes.get(id(app))
    if found is None:
        found = _themes[id(app)] = Theme(app)
    return found


def apply(app: QApplication, scheme: Scheme = "system") -> Theme:
    """Give the application its fonts, style, palette and style sheet; call it again to change the scheme."""
    load_fonts()
    app.setStyle("Fusion")
    app.setFont(font("body"))
    result = theme()
    result.set_scheme(scheme)
    return result


def high_contrast() -> bool:
    """True when Windows shows a high-contrast scheme, whose colours are the user's own and stay."""
    if QSysInfo.productType() != "windows":
        return False
    # Both are held by name: the second is gone as soon as Python lets go of the first.
    hints = QGuiApplication.styleHints()
    accessibility = hints.accessibility()
    return accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast


def set_variant(widget: QWidget, **properties: object) -> None:
    """Set style properties such as kind, role or state, and have the style sheet read them again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def palette(tokens: Tokens) -> QPalette:
    """The Qt palette of a scheme."""
    role = QPalette.ColorRole
    roles = {
        role.Window: tokens.window,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.alt,
        role.Button: tokens.surface,
        role.WindowText: tokens.text,
        role.Text: tokens.text,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.on_accent,
        role.PlaceholderText: tokens.muted,
        role.Highlight: tokens.selection,
        role.HighlightedText: tokens.text,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text,
        role.Light: tokens.surface,
        role.Midlight: tokens.line,
        role.Mid: tokens.line_strong,
        role.Dark: tokens.control,
        role.Shadow: tokens.text,
    }
    result = QPalette()
    for name, value in roles.items():
        result.setColor(name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        result.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.muted))
    for name in (role.Mid, role.Dark):
        result.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.line))
    return result


def system_tokens(system: QPalette) -> Tokens:
    """Tokens made from the user's high-contrast palette: its few colours everywhere, shapes and words unchanged."""

    def value(role: QPalette.ColorRole) -> str:
        return system.color(QPalette.ColorGroup.Active, role).name()

    role = QPalette.ColorRole
    ground, ink, chosen = value(role.Window), value(role.WindowText), value(role.Highlight)
    base = DARK if QColor(ground).lightness() < 128 else LIGHT
    return replace(
        base,
        window=ground,
        surface=ground,
        raised=ground,
        sunken=ground,
        alt=ground,
        hover=ground,
        selection=ground,
        accent_soft=ground,
        success_soft=ground,
        warn_soft=ground,
        danger_soft=ground,
        wait_soft=ground,
        line=ink,
        line_strong=ink,
        control=ink,
        text=ink,
        muted=ink,
        success=ink,
        warn=ink,
        danger=ink,
        wait=ink,
        today=ink,
        accent=chosen,
        info=chosen,
        focus=chosen,
        on_accent=value(role.HighlightedText),
    )


@lru_cache(maxsize=1)
def _folder() -> Path:
    """A folder for the few tinted marks the style sheet reads as files; removed at exit."""
    path = Path(tempfile.mkdtemp(prefix="hsct-look-"))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


def _tinted(name: str, token: str) -> str:
    colour = current().color(token)
    path = _folder() / f"{name}-{colour.lstrip('#')}.svg"
    if not path.exists():
        svg = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
        path.write_text(svg.replace("currentColor", colour), encoding="utf-8")
    return path.as_posix()
