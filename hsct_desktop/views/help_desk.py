"""Opens the windows of help over the program's window; their texts are loaded when somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from hsct_desktop.views.actions import Actions

if TYPE_CHECKING:
    from hsct_desktop.views.help_topics import Topic


class HelpDesk(QObject):
    """About, licences, the sheet of keys, and the topics that the palette finds."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def about(self) -> None:
        """Version and intended use."""
        from hsct_desktop.views.help_topics import Help

        self.show_topic(Help(self._window).about())

    def licences(self) -> None:
        """The licences of the program and of what it is made with."""
        from hsct_desktop.views.help_topics import Help

        self.show_topic(Help(self._window).licences())

    def keys(self, actions: Actions) -> None:
        """Every key with what it does."""
        from hsct_desktop.views.help_topics import keys_window

        keys_window(actions, self.tr("Keys"), self.tr("Close"), self._window).open()

    def show_topic(self, topic: Topic) -> None:
        """One topic in a window of its own."""
        from hsct_desktop.views.help_topics import topic_window

        topic_window(topic, self.tr("Close"), self._window).open()
