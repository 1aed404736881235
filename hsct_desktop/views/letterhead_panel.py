"""The letter paper on the page of settings: its fields, the logo, and the page as it will be printed beside them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.problem import InputError
from hsct_desktop.views.context import Context
from hsct_desktop.views.file_dialogs import ask_file
from hsct_desktop.views.settings_panel import UnitSettingsPanel
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.paint import colour
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.catalogue.catalogue import Catalogue
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.views.pdf_pages import PdfPages

GROUP: Final = "letterhead"
_WAIT_MS: Final = 250
"""The page is drawn anew so long after the last key."""
_WIDTH: Final = 480
"""The page's width where there is room for it; where there is not, it stands below the fields, as wide as they are."""
_BESIDE: Final = 1000
"""From this width on the fields and the page have room beside each other."""
_LEAST_PAGE: Final = 240
_A4: Final = 297 / 210


class PaperPage(QWidget):
    """The first page of a PDF."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages: PdfPages | None = None
        self.set_width(_WIDTH)

    def set_width(self, width: int) -> None:
        """Take this width, with the height of the paper."""
        self.setFixedSize(width, round(width * _A4))

    def set_pages(self, pages: PdfPages) -> None:
        """Show another PDF."""
        self.let_go()
        self.pages = pages
        self.update()

    def let_go(self) -> None:
        """Close the PDF."""
        if self.pages is not None:
            self.pages.close()
        self.pages = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        sheet = self.rect()
        painter.fillRect(sheet, colour("line_strong"))
        if self.pages is not None:
            inside = sheet.adjusted(1, 1, -1, -1)
            painter.drawImage(inside, self.pages.image(0, round(inside.width() * self.devicePixelRatioF())))
        painter.end()


class LetterheadPanel(UnitSettingsPanel):
    """The settings of the group with a live page: it shows what stands in the fields, saved or not."""

    def __init__(self, ctx: Context, catalogue: Catalogue) -> None:
        self._timer = QTimer()
        super().__init__(ctx, catalogue, GROUP, wide=True)
        self._timer.setParent(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self.draw)
        self.page = PaperPage()
        self.page.setAccessibleName(self.tr("Letter paper as it will be printed"))
        self.note = AlertNote("", "", "warn")
        self.note.hide()
        self.choose = KeyButton(self.tr("Choose a logo…"), icon="import", small=True)
        self.clear = KeyButton(self.tr("No logo"), small=True)
        self.choose.clicked.connect(self._on_choose)
        self.clear.clicked.connect(self._on_clear)
        self._place()
        for field in self.fields.values():
            field.edited.connect(self._timer.start)

    def _place(self) -> None:
        """The fields keep their column, the page stands right of them with the logo's buttons above."""
        logo = QHBoxLayout()
        logo.setSpacing(Space.SMALL)
        logo.addWidget(self.choose)
        logo.addWidget(self.clear)
        logo.addStretch(1)
        side = QVBoxLayout()
        side.setSpacing(Space.SMALL)
        about = self.tr("PNG or JPEG, 4 MB at most. The page shows what stands in the fields, saved or not.")
        side.addLayout(logo)
        side.addWidget(PlainLabel(about, "caption", wrap=True))
        side.addWidget(self.note)
        side.addWidget(self.page)
        side.addStretch(1)
        body = self.body()
        first = body.itemAt(0)
        fields = first.layout() if first is not None else None
        self._row = QHBoxLayout()
        self._row.setSpacing(Space.WIDE)
        if fields is not None:
            body.removeItem(fields)
            fields.setParent(None)
            self._row.addLayout(fields, 1)
        self._row.addLayout(side)
        body.insertLayout(0, self._row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The page goes below the fields where their words would stand one or two a line."""
        super().resizeEvent(event)
        beside = self.width() >= _BESIDE
        way = QHBoxLayout.Direction.LeftToRight if beside else QHBoxLayout.Direction.TopToBottom
        if self._row.direction() != way:
            self._row.setDirection(way)
        room = self.contentsRect().width() - 2 * Space.LARGE
        self.page.set_width(_WIDTH if beside else max(_LEAST_PAGE, min(_WIDTH, room)))

    def refresh(self) -> None:
        """Show what is kept; the page follows."""
        super().refresh()
        self._timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def typed(self) -> dict[str, str]:
        """What stands in the fields, by the settings' ids."""
        return {name: field.editor.text() for name, field in self.fields.items()}

    def draw(self) -> None:
        """Draw the page as the fields say, where it can be seen."""
        workspace = self._ctx.workspace
        for button in (self.choose, self.clear):
            button.setEnabled(workspace is not None)
        if workspace is None or not self.isVisible():
            return
        from hsct_desktop.services.letterhead_specimen import specimen
        from hsct_desktop.views.pdf_pages import PdfPages

        self.page.set_pages(PdfPages(specimen(workspace, self._ctx.language, self.typed())))

    def _on_choose(self) -> None:
        kinds = self.tr("Pictures (*.png *.jpg *.jpeg);;All files (*)")
        path = ask_file(self, self.tr("Logo"), kinds, Path.home())
        if path is not None:
            self.take(path)

    def take(self, path: Path) -> None:
        """Take a file as the logo; what is wrong with it is said above the page."""
        from hsct_desktop.services import letterhead

        workspace = self._ctx.ready()
        self._write(lambda: letterhead.put_logo(workspace, path))

    def _on_clear(self) -> None:
        from hsct_desktop.services import letterhead

        workspace = self._ctx.ready()
        self._write(lambda: letterhead.clear_logo(workspace))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.page.let_go()

    def _write(self, work: Callable[[], Changes]) -> None:
        self.note.hide()
        try:
            self._ctx.save(work, self)
        except InputError as error:
            self.note.set_note(self.tr("The logo was not taken."), self._ctx.wording.problems(error), "warn")
            self.note.show()
        self.draw()
