"""Gives the focus back to where one worked on a page, once the sheet that lay over it is gone."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from hsct_desktop.views.context import Context
from hsct_desktop.views.widgets.side_sheet import SideSheet


class FocusKeeper(QObject):
    """For a page that hides its form beside a sheet: the sheet itself cannot give the focus back to a hidden field.

    `usual` has the focus where the field of before is gone.
    """

    def __init__(self, ctx: Context, page: QWidget, usual: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._usual = usual
        self._last: QWidget | None = None
        self._before: QWidget | None = None
        self._sheet: SideSheet | None = None
        self._step: SideSheet | None = None
        self._waits = False
        ctx.sheet_wanted.connect(self._on_sheet)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def sheet(self) -> SideSheet | None:
        """The sheet that lies over the page."""
        held = self._sheet
        return held if held is not None and isValid(held) and not held.isHidden() else None

    def follow(self, sheet: SideSheet) -> None:
        """This sheet is a step of the page: it goes when the page goes."""
        self._step = sheet

    def leave_step(self) -> None:
        """Close the step under way, keeping its draft."""
        step, self._step = self._step, None
        if step is not None and isValid(step) and not step.isHidden():
            step.keep_draft()

    def enter_sheet(self) -> bool:
        """Put the focus into the open sheet; False where there is none."""
        sheet = self.sheet()
        focus = self._page.window().focusWidget()
        if sheet is None:
            return False
        if focus is None or not sheet.isAncestorOf(focus):
            sheet.save_button().setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def give_back(self) -> None:
        """Put the focus where it was before the sheet, as soon as that is seen again."""
        if not self._waits or self.sheet() is not None or not isValid(self._page) or not self._page.isVisible():
            return
        before = self._before
        if before is not None and isValid(before) and before.isVisible() and before.isEnabled():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._usual.isVisible():
            self._usual.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            return  # there is no room for the form yet
        self._waits = False

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and not self._waits and self.sheet() is None and self._page.isAncestorOf(new):
            self._last = new

    def _on_sheet(self, sheet: object) -> None:
        if not isinstance(sheet, SideSheet) or not self._page.isVisible():
            return
        if not self._waits:  # one sheet after the other: what matters is where one was before the first
            self._before = self._last
        self._sheet = sheet
        sheet.closed.connect(self._on_closed)

    def _on_closed(self) -> None:
        self._waits = True
        QTimer.singleShot(0, self, self._late)

    def _late(self) -> None:
        # The layout takes a turn of the loop to make the room.
        QTimer.singleShot(0, self, self.give_back)
