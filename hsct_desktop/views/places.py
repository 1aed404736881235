"""The places of the window, each made when somebody first goes there, so that the start loads none of them."""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from hsct_desktop.views.context import Context
from hsct_desktop.views.preferences import Preferences

DAY_KINDS: Final = frozenset({"patient", "transplant", "visit", "schedule", "adverse_event", "therapy", "state"})
"""Records whose standing depends on the day."""
OWN_HEAD: Final = ("patient", "registration", "lab_file", "import_file", "print_preview")
"""Places that bring their own head instead of the top bar."""
TALL_HEAD: Final = ("patient", "registration")
"""Those whose head is a banner."""
WITH_TABS: Final = ("unit", "settings")
"""Those whose tabs stand in the top bar."""
LETTER_PAGES: Final = ("today", "patients", "patient", "unit")
"""Places where a single letter acts on the chosen patient."""


class TabbedPage(Protocol):
    """What the window asks of a page whose tabs stand in the top bar."""

    tabs: QWidget

    def print_name(self) -> str:
        """What the print button says; nothing, no button."""

    def primary_button(self) -> QWidget | None:
        """The main button at the right, where the page has one."""


class FirstPainted(QWidget):
    """The middle of the window, which tells of its first paint: after it the heavy modules may load."""

    painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._told = False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._told:
            self._told = True
            QTimer.singleShot(0, self.painted.emit)


def make_page(name: str, ctx: Context, preferences: Preferences) -> QWidget:
    """The page of a place. KeyError for a place that is not made here."""
    if name == "patients":
        from hsct_desktop.views.patients import PatientsPage

        return PatientsPage(ctx)
    if name == "unit":
        from hsct_desktop.views.unit import UnitPage

        return UnitPage(ctx, preferences)
    if name == "protocols":
        from hsct_desktop.views.protocols import ProtocolsPage

        return ProtocolsPage(ctx, preferences)
    if name == "settings":
        from hsct_desktop.views.settings import SettingsPage

        return SettingsPage(ctx, preferences)
    if name == "patient":
        from hsct_desktop.views.patient import PatientPage

        return PatientPage(ctx)
    if name == "registration":
        from hsct_desktop.views.registration import RegistrationPage

        return RegistrationPage(ctx)
    if name == "lab_file":
        from hsct_desktop.views.lab_file_page import LabFilePage

        return LabFilePage(ctx)
    if name == "import_file":
        from hsct_desktop.views.import_page import ImportPage

        return ImportPage(ctx)
    if name == "print_preview":
        from hsct_desktop.views.print_preview import PrintPreviewPage

        return PrintPreviewPage(ctx, preferences)
    raise KeyError(name)
