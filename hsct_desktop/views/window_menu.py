"""The menus of the window, made of the registry of actions: one at the foot of the rail, and the system's menu bar."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from hsct_desktop.views.actions import FILE, GO, HELP, PATIENT, VIEW, Actions
from hsct_desktop.views.context import Context
from hsct_desktop.views.rights import why_not
from hsct_desktop.views.theme.icons import icon
from hsct_desktop.views.widgets.plain_label import plain_tooltip


class WindowMenu(QMenu):
    """Every action, group by group."""

    def __init__(self, ctx: Context, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._ctx = ctx
        self._actions = actions
        titles = (
            (FILE, self.tr("&File")),
            (PATIENT, self.tr("&Patient")),
            (GO, self.tr("&Go to")),
            (VIEW, self.tr("&View")),
            (HELP, self.tr("&Help")),
        )
        for group, title in titles:
            menu = QMenu(title, self)
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(partial(self._hold_back, group))
            menu.aboutToHide.connect(partial(self._let_go, group))
            for entry in actions.in_group(group):
                entry.action.setIcon(icon(entry.icon, "muted"))
                menu.addAction(entry.action)
            self.addMenu(menu)

    def _hold_back(self, group: str) -> None:
        """While the menu is open, what this person may not do is grey and says why."""
        for entry in self._actions.in_group(group):
            why = why_not(self._ctx, entry.id)
            entry.action.setEnabled(not why)
            entry.action.setToolTip(plain_tooltip(why) if why else "")

    def _let_go(self, group: str) -> None:
        """Their keys stay: pressed, they say why too."""
        for entry in self._actions.in_group(group):
            entry.action.setEnabled(True)

    def fill_bar(self, window: QMainWindow) -> None:
        """Give the window its keys, and the same menus where the system keeps a bar outside the window."""
        for entry in self._actions.entries:
            if not entry.letter:
                window.addAction(entry.action)
        bar = window.menuBar()
        for action in self.actions():
            bar.addAction(action)
        # The places of the rail and the keys are enough inside the window.
        bar.setVisible(bar.isNativeMenuBar())

    def show_at(self, button: QWidget) -> None:
        """Open beside a button at the foot of the window, ready for the keyboard."""
        self.popup(button.mapToGlobal(QPoint(button.width(), 0)) - QPoint(0, 60))
        self.setActiveAction(self.actions()[0])
