"""A page that stands in the place of a patient's tabs until Esc or a tab is pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from hsct_desktop.views.printing import Printer


class OverPage(QWidget):
    """What the patient's page asks of such a page; `closed` asks to leave it.

    `jumped` asks to go to a place (a tab, a page, an action, `edit`, `settings`) and, from there, to come back to the
    second one.
    """

    closed = Signal()
    jumped = Signal(str, str)

    def read(self) -> None:
        """Read anew what is shown. KnownError where there is nothing to show any more."""
        raise NotImplementedError

    def go_to(self, part: str) -> None:
        """Show a part of the page by its name, as `letter@12` asks for; a page of one part has none."""

    def focus_first(self) -> None:
        """Put the focus where the keys act."""
        raise NotImplementedError

    def print_shown(self, printer: Printer) -> None:
        """Print what is shown."""
        raise NotImplementedError
