"""The menus of the window, made of the registry of actions: one at the foot of the rail, and the system's menu bar."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from hsct_desktop.views.actions import FILE, GO, HELP, PATIENT, VIEW, Actions
from hsct_desktop.views.theme.icons import icon


class WindowMenu(QMenu):
    """Every action, group by group."""

    def __init__(self, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
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
            for entry in actions.in_group(group):
                entry.action.setIcon(icon(entry.icon, "muted"))
                menu.addAction(entry.action)
            self.addMenu(menu)

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
