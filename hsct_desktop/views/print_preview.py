"""What was made for paper, shown in the window as it prints: read first, printed, saved.

A print lies in a private folder of this window, emptied at lock and exit: it is kept only where somebody saves it.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.views.context import Context
from hsct_desktop.views.pdf_view import PdfView
from hsct_desktop.views.preferences import Preferences
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.views.main_window import MainWindow
    from hsct_desktop.views.printing import Printer

PLACE: Final = "print_preview"


class PrintPreviewPage(QWidget):
    """The page of the last print. `closed` asks to go back to where it was asked for."""

    closed = Signal()

    def __init__(self, ctx: Context, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._preferences = preferences
        self.view: PdfView | None = None
        self.path: Path | None = None
        self._name = ElidedLabel("", "muted")
        self.outside = KeyButton(self.tr("Open with another program"), icon="link")
        self.leave = KeyButton(self.tr("Back"), hint="Esc")
        self.outside.clicked.connect(self._open_outside)
        self.leave.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(Space.LARGE, 0, Space.LARGE, 0)
        head.setSpacing(Space.MEDIUM)
        head.addWidget(PlainLabel(self.tr("Print preview"), "page"))
        head.addWidget(self._name, 1)
        head.addWidget(self.outside)
        head.addWidget(self.leave)
        top = QWidget()
        top.setFixedHeight(Height.TOP_BAR)
        top.setLayout(head)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(top)
        shortcut = QShortcut(QKeySequence("Esc"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._escape)
        # What is shown is what prints: Enter on the pages goes on to the printer.
        self._enter = [QShortcut(QKeySequence(key), self) for key in ("Return", "Enter")]
        for enter in self._enter:
            enter.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            enter.activated.connect(self._go_on)
        ctx.workspace_changed.connect(self.forget)

    def _escape(self) -> None:
        """Out of the search first, then back to where the print was asked for."""
        if self.view is None or not self.view.end_search():
            self.closed.emit()

    def show_file(self, path: Path, *, kept: bool = False) -> None:
        """Show a print; `kept` says that it lies where somebody wanted it. OSError where it cannot be read any more."""
        if self.view is None:
            self.view = PdfView(self._ctx, self.tr("As it prints"))
            self.view.folder = self._preferences.print_folder
            self._column.addWidget(self.view, 1)
        if path != self.path:
            self.view.search("")  # what was looked for in another print is not looked for in this one
        if kept:
            self.view.show_file(path)
        else:
            self.view.show_pdf(path.read_bytes(), path.name)
        self.path = path
        self._name.setText(str(path) if kept else self.tr("{} · kept only if it is saved").format(path.name))

    def forget(self) -> None:
        """Show nothing of a file that was closed."""
        if self.view is not None:
            self.view.hide()
            self._column.removeWidget(self.view)
            self.view.clear()
            self.view.deleteLater()
        self.view = self.path = None
        self._name.setText("")

    def focus_first(self) -> None:
        """Put the keyboard onto the pages; with none to show, go back."""
        if self.view is None:
            QTimer.singleShot(0, self.closed.emit)
        else:
            self.view.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def print_shown(self, _printer: Printer) -> None:
        """Print on paper what is shown."""
        if self.view is not None:
            self.view.print_shown()

    def _go_on(self) -> None:
        focus = self.focusWidget()
        if isinstance(focus, QAbstractButton):
            focus.click()
        elif self.view is not None and (focus is None or focus is self.view.canvas):
            self.view.print_shown()

    def _open_outside(self) -> None:
        from hsct_desktop.views.printing import open_outside

        if self.path is not None:
            open_outside(self._ctx, self.path)


class PreviewDesk(QObject):
    """Shows each print that is made; whoever is typing in a sheet is not drawn away from it."""

    def __init__(self, ctx: Context, window: MainWindow) -> None:
        super().__init__(window)
        self._ctx, self._window = ctx, window
        self._lit = ""
        ctx.preview_wanted.connect(self.show)

    def show(self, name: str) -> None:
        """Show a print that lies in a folder."""
        path, window = Path(name), self._window
        private = path.is_relative_to(window.papers.root())
        if window.sheet() is not None or window.place == "registration":
            self._keep(path) if private else self._ctx.toast(self.tr("Printed to {}").format(path))
            return
        page = window.page(PLACE)
        try:
            page.show_file(path, kept=not private)  # type: ignore[attr-defined]
        except OSError:
            self._ctx.error_wanted.emit(self.tr("The print cannot be read any more: {}").format(path))
            return
        if window.place != PLACE:  # a second print leaves the mark where the first one found it
            self._lit = window.place if window.place not in ("patient", "lab_file", "import_file") else ""
        window.show_page(PLACE)
        if self._lit:
            window.rail.choose(self._lit)

    def _keep(self, path: Path) -> None:
        """Whoever types in a sheet finds the print in the folder for prints."""
        from hsct_desktop.views.printing import free_path

        folder = self._window.preferences.print_folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            place = Path(shutil.copyfile(path, free_path(folder / path.name)))
        except OSError:
            self._ctx.error_wanted.emit(self.tr("The folder for prints cannot be made: {}").format(folder))
        else:
            self._ctx.toast(self.tr("Printed to {}").format(place))
