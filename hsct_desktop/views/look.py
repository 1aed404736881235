"""How this person wants the program to look on this computer, taken over before anything is drawn."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from hsct_desktop.views.preferences import Preferences
from hsct_desktop.views.theme.apply import Scheme, apply
from hsct_desktop.views.theme.fonts import use_system_font
from hsct_desktop.views.widgets.paint import show_key_hints


def use_look(app: QApplication, preferences: Preferences, scheme: Scheme) -> None:
    """Take over type, keys in buttons and colours; what is already built has to be built anew to follow."""
    use_system_font(preferences.system_font)
    show_key_hints(preferences.key_hints)
    apply(app, scheme)
