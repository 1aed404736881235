"""A PDF in the window, as it will print: small pictures, size, search, and printing, saving or revealing the file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QMarginsF, QRectF, QSize, QSizeF, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QPageLayout, QPageSize, QPainter, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.views.context import Context
from hsct_desktop.views.password_dialog import ask_password
from hsct_desktop.views.pdf_canvas import PdfCanvas, PdfThumbs
from hsct_desktop.views.pdf_pages import Hit, PdfPages
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.buttons import IconButton, KeyButton
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_PRINT_DPI = 300
_LEAST = 330
"""Narrower than this the bar cannot be."""


class PdfView(QWidget):
    """Shows one PDF. With `doors` it offers to print, save and reveal; without, its page does that.

    A copy with a password is offered in any case.

    `saved` carries the path of a copy that was written.
    """

    saved = Signal(str)

    def __init__(
        self, ctx: Context, title: str = "", *, doors: bool = True, patient_id: int | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._ctx = ctx
        self._patient_id = patient_id  # whose paper it is, where nobody has put that on record before
        self._pages: PdfPages | None = None
        self._open = open_ = set[PdfPages]()
        self.destroyed.connect(lambda: _close(open_))  # `self` is no more by then
        application = QCoreApplication.instance()
        if application is not None:  # PDFium would speak of what is still open on the terminal
            application.aboutToQuit.connect(self.clear)
        self._content = b""
        self._name = "document.pdf"
        self.path: Path | None = None
        self.folder: Path | None = None  # where saving begins
        self._hits: list[Hit] = []
        self._hit = -1
        self.canvas = PdfCanvas()
        self.canvas.setAccessibleName(self.tr("Pages as they print"))
        self.thumbs = PdfThumbs()
        self.thumbs.setAccessibleName(self.tr("Pages"))
        self._title = PlainLabel(title or self.tr("Preview"), "bold")
        self._note = ElidedLabel("", "muted")
        self._find = QLineEdit()
        self._find.setPlaceholderText(self.tr("Search"))
        self._find.setAccessibleName(self.tr("Search in the text"))
        self._find.setClearButtonEnabled(True)
        self._find.setMinimumWidth(70)
        self._find.setMaximumWidth(130)
        self._found = PlainLabel("", "muted")
        self._size = PlainLabel("100 %", "")
        self._buttons = self._make_buttons(doors)
        self._lay_out()
        self._connect(doors)

    # building ---------------------------------------------------------------------------------------------------

    def _make_buttons(self, doors: bool) -> dict[str, QWidget]:
        smaller, larger = IconButton("zoom-out", self.tr("Smaller")), IconButton("zoom-in", self.tr("Larger"))
        smaller.clicked.connect(lambda: self.canvas.zoom_by(-1))
        larger.clicked.connect(lambda: self.canvas.zoom_by(1))
        made: dict[str, QWidget] = {"smaller": smaller, "larger": larger}
        for name, words in (("width", self.tr("Width")), ("page", self.tr("Page"))):
            fit = KeyButton(words, small=True)
            fit.setCheckable(True)
            fit.setAccessibleName(self.tr("Fit: {}").format(words))
            fit.clicked.connect(lambda _checked=False, fit=name: self.canvas.set_fit(fit))
            made[name] = fit
        protect = IconButton("lock", self.tr("Save with a password…"), hint="Ctrl+Shift+S")
        acts: list[tuple[str, KeyButton | IconButton, Callable[[], object]]] = [
            ("protect", protect, self.save_protected)
        ]
        if doors:
            acts += [
                ("print", KeyButton(self.tr("Print"), icon="print", hint="Ctrl+P", small=True), self.print_shown),
                ("save", KeyButton(self.tr("Save as…"), icon="export", hint="Ctrl+S", small=True), self.save_as),
                ("reveal", KeyButton(self.tr("Show in folder"), icon="link", small=True), self.reveal),
            ]
        for name, button, act in acts:
            button.clicked.connect(act)
            made[name] = button
        for name, widget in made.items():
            widget.setObjectName(f"pdf_{name}")
        return made

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(Space.MEDIUM, 0, Space.MEDIUM, 0)
        bar.setSpacing(Space.SMALL)
        bar.addWidget(self._title)
        bar.addWidget(self._note, 1)
        bar.addWidget(self._found)
        bar.addWidget(self._find)
        for name in ("smaller", "", "larger", "width", "page", "print", "save", "protect", "reveal"):
            widget = self._size if not name else self._buttons.get(name)
            if widget is not None:
                bar.addWidget(widget)
        head = QWidget()
        head.setLayout(bar)
        head.setFixedHeight(Height.BUTTON + 2 * Space.SMALL)
        self._head = head
        pages = QHBoxLayout()
        pages.setContentsMargins(0, 0, 0, 0)
        pages.setSpacing(0)
        pages.addWidget(self.thumbs)
        pages.addWidget(self.canvas, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addLayout(pages, 1)

    def _connect(self, doors: bool) -> None:
        self.canvas.moved.connect(self.thumbs.set_page)
        self.canvas.scaled.connect(self._on_scale)
        self.thumbs.chosen.connect(self.canvas.go)
        self._find.textChanged.connect(self.search)
        self._find.returnPressed.connect(lambda: self.next_hit(1))
        keys: list[tuple[str, Callable[[], object]]] = [
            ("Ctrl+F", self._begin_search), ("F3", lambda: self.next_hit(1)), ("Shift+F3", lambda: self.next_hit(-1)),
            ("Ctrl++", lambda: self.canvas.zoom_by(1)), ("Ctrl+=", lambda: self.canvas.zoom_by(1)),
            ("Ctrl+-", lambda: self.canvas.zoom_by(-1)), ("Ctrl+0", lambda: self.canvas.set_fit("width")),
        ]  # fmt: skip
        if doors:
            # Ctrl+P is the window's own, which asks the page that is shown.
            keys += [("Ctrl+S", self.save_as), ("Ctrl+Shift+S", self.save_protected)]  # without, they are the page's
        for key, act in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def only_show(self) -> None:
        """For a page to be printed and put away: nothing to search for, no copy with a password."""
        for widget in (self._find, self._found, self._buttons["protect"]):
            widget.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the title goes before a button is cut."""
        super().resizeEvent(event)
        for words in (self._title, self._note):
            words.setVisible(True)
        bar = self._head.layout()
        least = bar.minimumSize().width() if bar is not None else 0
        for words in (self._note, self._title):
            words.setVisible(least <= self.width())
            if bar is not None and not words.isVisibleTo(self):
                least = bar.minimumSize().width()

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, super().minimumSizeHint().height())

    # showing ----------------------------------------------------------------------------------------------------

    def show_pdf(self, content: bytes, name: str = "", note: str = "") -> None:
        """Show a PDF from memory; `name` is proposed when it is saved. The place in it stays where it was."""
        before = self._pages
        self._pages = PdfPages(content)
        self._open.add(self._pages)
        self._content, self._name, self.path = content, name or self._name, None
        self._note.setText(note)
        self._reveal_shown()
        self.canvas.set_pages(self._pages)
        self.thumbs.set_pages(self._pages)
        self.thumbs.set_page(min(self.canvas.page(), len(self._pages) - 1))
        if before is not None:
            before.close()
            self._open.discard(before)
        if self._find.text():
            self._search(stay=True)

    def clear(self) -> None:
        """Let go of the PDF, at the end: nothing is shown any more."""
        if self._pages is not None:
            self._pages.close()
            self._pages, self._content, self.path = None, b"", None

    def show_file(self, path: Path) -> None:
        """Show a PDF that lies in a folder. OSError where it cannot be read."""
        self.show_pdf(path.read_bytes(), path.name)
        self.path = path
        self._reveal_shown()

    def set_note(self, note: str) -> None:
        """Say something beside the title, as how old the preview is."""
        self._note.setText(note)

    def content(self) -> bytes:
        """The PDF that is shown."""
        return self._content

    def pages(self) -> int:
        """How many pages are shown."""
        return len(self._pages) if self._pages is not None else 0

    def _reveal_shown(self) -> None:
        if "reveal" in self._buttons:
            self._buttons["reveal"].setVisible(self.path is not None)

    def _on_scale(self, scale: float) -> None:
        self._size.setText(f"{round(scale * 100)} %")
        for name in ("width", "page"):
            button = self._buttons[name]
            if isinstance(button, KeyButton):
                button.setChecked(self.canvas.fit == name)

    # searching --------------------------------------------------------------------------------------------------

    def _begin_search(self) -> None:
        self._find.setFocus()
        self._find.selectAll()

    def end_search(self) -> bool:
        """Clear the search and go to the pages; False where nobody was searching."""
        if not (self._find.hasFocus() or self._find.text()):
            return False
        self._find.clear()
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def search(self, words: str) -> None:
        """Mark where words stand and go to the first place."""
        if self._find.text() != words:
            self._find.setText(words)  # comes back here
            return
        self._search(stay=False)

    def _search(self, *, stay: bool) -> None:
        words = self._find.text()
        self._hits = self._pages.find(words) if self._pages is not None else []
        self._hit = min(max(self._hit, 0), len(self._hits) - 1) if stay else (0 if self._hits else -1)
        self._show_hits(move=not stay)

    def next_hit(self, step: int) -> None:
        """Go to the next place found, round and round."""
        if self._hits:
            self._hit = (self._hit + step) % len(self._hits)
            self._show_hits(move=True)

    def _show_hits(self, *, move: bool) -> None:
        count = self.tr("{} of {}").format(self._hit + 1, len(self._hits)) if self._hits else self.tr("not found")
        self._found.setText(count if self._find.text().strip() else "")
        self.canvas.set_hits(self._hits, self._hit if move or self._hit >= 0 else -1)

    def hits(self) -> int:
        """How many places were found."""
        return len(self._hits)

    # paper, copy, folder ----------------------------------------------------------------------------------------

    def print_shown(self) -> bool:
        """Ask the system's print dialog, with its own printer and tray, and print. False when cancelled or failed."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        if self._pages is None:
            return False
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._name)
        first = self._pages.size(0)
        turned = first.width() > first.height()
        printer.setPageOrientation(QPageLayout.Orientation.Landscape if turned else QPageLayout.Orientation.Portrait)
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, len(self._pages))
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        if not dialog.exec():
            return False
        return self.print_on(printer)

    def print_on(self, printer: object) -> bool:
        """Print the pages asked for on a QPrinter, each on paper of its own size, without enlarging it.

        False where the printer is gone or fails on the way, which is told with what to do.
        """
        from PySide6.QtPrintSupport import QPrinter

        if self._pages is None or not isinstance(printer, QPrinter):
            return False
        first = (printer.fromPage() or 1) - 1
        last = min(printer.toPage() or len(self._pages), len(self._pages))
        printer.setFullPage(True)
        self._set_paper(printer, first)
        painter = QPainter()
        done = painter.begin(printer) and self._draw_pages(painter, printer, first, last)
        done = painter.end() and done if painter.isActive() else done
        if not done or printer.printerState() is QPrinter.PrinterState.Error:
            self._say_not_printed(printer.printerName())
            return False
        self._put_on_record()
        return True

    def _draw_pages(self, painter: QPainter, printer: QPrinter, first: int, last: int) -> bool:
        """Draw one page after the other; False where the printer takes no further page."""
        if self._pages is None:
            return False
        for page in range(first, last):
            if page > first:
                self._set_paper(printer, page)
                if not printer.newPage():
                    return False
            image = self._pages.rendered(page, _PRINT_DPI / 72)
            size, dots = self._pages.size(page), printer.resolution() / 72
            painter.drawImage(QRectF(0, 0, size.width() * dots, size.height() * dots), image)
        return True

    def _say_not_printed(self, name: str) -> None:
        told = self.tr("The printer does not answer, so the document was not printed or not to its end")
        what = self.tr("check it and print once more, choose another one, or save the PDF.")
        self._ctx.error_wanted.emit(f"{told} ({name}): {what}" if name else f"{told}: {what}")

    def _set_paper(self, printer: object, page: int) -> None:
        from PySide6.QtPrintSupport import QPrinter

        if self._pages is None or not isinstance(printer, QPrinter):
            return
        size = self._pages.size(page)
        turned = size.width() > size.height()
        paper = QPageSize(
            QSizeF(min(size.width(), size.height()), max(size.width(), size.height())),
            QPageSize.Unit.Point,
            "",
            QPageSize.SizeMatchPolicy.FuzzyMatch,
        )
        orientation = QPageLayout.Orientation.Landscape if turned else QPageLayout.Orientation.Portrait
        printer.setPageLayout(QPageLayout(paper, orientation, QMarginsF(0, 0, 0, 0)))
        printer.setFullPage(True)

    def _put_on_record(self) -> None:
        """That a patient's paper was printed or saved, in the log of who looked at whose record."""
        if self._patient_id is None:
            return
        from hsct_desktop.domain.look import Look
        from hsct_desktop.services import access_log

        try:
            access_log.viewed(self._ctx.ready(), self._patient_id, Look.PAPER)
        except KnownError as error:
            self._ctx.report_error(error)

    def save_as(self) -> bool:
        """Ask where to save a copy, and write it. False when it was cancelled or failed, which is told."""
        return self._save_chosen("")

    def save_protected(self) -> bool:
        """Ask for a password and then where to save a copy that opens with it alone."""
        password = ask_password(self._ctx, self)
        return bool(password) and self._save_chosen(password)

    def _save_chosen(self, password: str) -> bool:
        kinds = self.tr("PDF (*.pdf)")
        proposed = str(self.folder / self._name) if self.folder is not None else self._name
        chosen, _kind = QFileDialog.getSaveFileName(self, self.tr("Save as"), proposed, kinds)
        return bool(chosen) and self.save_to(Path(chosen), password)

    def save_to(self, path: Path, password: str = "") -> bool:
        """Write what is shown to a file, the whole of it or nothing. False where that failed, which is told."""
        from hsct_desktop.services import pdf_copy

        target = path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
        try:
            pdf_copy.save(self._ctx.ready(), self._content, target, password)
        except (KnownError, InputError) as error:
            self._ctx.report_error(error)
            return False
        self.path = target
        self._put_on_record()
        self._reveal_shown()
        words = self.tr("Saved with a password to {}") if password else self.tr("Saved to {}")
        self._ctx.toast(words.format(target))
        self.saved.emit(str(target))
        return True

    def reveal(self) -> None:
        """Show the file in the system's file manager."""
        if self.path is not None:
            show_in_folder(self.path)


def _close(pages: set[PdfPages]) -> None:
    for held in pages:
        held.close()


def show_in_folder(path: Path) -> None:
    """Open the folder of a file, with the file marked where the system can do that."""
    if sys.platform == "win32":
        subprocess.Popen(["explorer", f"/select,{path}"])
    elif sys.platform == "darwin":
        subprocess.Popen(["open", "-R", str(path)])
    else:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
