"""The unit as a place: what concerns all patients together, one tab for each kind of work."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from hsct_desktop.views.agenda import MONTH, AgendaPage
from hsct_desktop.views.context import Context, Subject
from hsct_desktop.views.handover import HandoverPage
from hsct_desktop.views.letters_due_page import LettersDuePage
from hsct_desktop.views.monitoring import MonitoringPage
from hsct_desktop.views.preferences import Preferences
from hsct_desktop.views.top_tabs import TopTabs

if TYPE_CHECKING:
    from hsct_desktop.views.printing import Printer


class UnitPage(QWidget):
    """The page; its tabs stand in the top bar. `titled` tells that the words of the print button have changed.

    A tab's widget may have `focus_first`, `subject`, `print_name` and `print_shown`.
    """

    titled = Signal()
    own_keys = AgendaPage.own_keys

    def __init__(self, ctx: Context, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        view = MONTH
        if ctx.workspace is not None:
            view = preferences.setting(ctx.workspace.catalogue.settings["agenda.view"])
        self.agenda = AgendaPage(ctx, view)
        self.agenda.titled.connect(self.titled)
        self.handover = HandoverPage(ctx)
        self.monitoring = MonitoringPage(ctx)
        self.letters = LettersDuePage(ctx, preferences.print_folder)
        self.tabs = TopTabs([self.tr("Agenda"), self.tr("Monitoring"), self.tr("Shift handover"), self.tr("Letters")])
        self.tabs.setAccessibleName(self.tr("Parts of the unit"))
        self._stack = QStackedWidget()
        for part in (self.agenda, self.monitoring, self.handover, self.letters):
            self._stack.addWidget(part)
        self.tabs.currentChanged.connect(self._on_tab)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        # The tabs stand in the top bar, so they listen to the same keys as the page below.
        for place in (self, self.tabs):
            for key, by in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
                shortcut = QShortcut(QKeySequence(key), place)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(partial(self._step, by))

    def _on_tab(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        self.titled.emit()
        self.focus_first()

    def _step(self, by: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())

    def show_part(self, name: str) -> None:
        """Show a tab, whichever was shown last: agenda, monitoring, handover or letters. KeyError for another name."""
        parts: dict[str, QWidget] = {
            "agenda": self.agenda,
            "monitoring": self.monitoring,
            "handover": self.handover,
            "letters": self.letters,
        }
        self.tabs.setCurrentIndex(self._stack.indexOf(parts[name]))

    def focus_first(self) -> None:
        """Put the keyboard into the shown tab."""
        ask = getattr(self._stack.currentWidget(), "focus_first", None)
        if callable(ask):
            ask()

    def subject(self) -> Subject | None:
        """Whom the letters act on."""
        ask = getattr(self._stack.currentWidget(), "subject", None)
        return cast("Callable[[], Subject | None]", ask)() if callable(ask) else None

    def print_name(self) -> str:
        """What the print button says, empty for a tab that is not printed."""
        ask = getattr(self._stack.currentWidget(), "print_name", None)
        return str(ask()) if callable(ask) else ""

    def primary_button(self) -> QWidget | None:
        """The unit has no main button of its own."""
        return None

    def print_shown(self, printer: Printer) -> None:
        """Print what the tab shows."""
        ask = getattr(self._stack.currentWidget(), "print_shown", None)
        if callable(ask):
            ask(printer)
