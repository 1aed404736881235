"""A field that takes files: chosen in a dialog or dropped onto it, each judged at once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.attachment import MAX_MEGABYTES, kind_of
from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.views.context import Context
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import IconButton, KeyButton
from hsct_desktop.views.widgets.field import NoteLine
from hsct_desktop.views.widgets.paint import box
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.domain.attachment import PaperEntry


def dropped_files(data: QMimeData) -> list[Path]:
    """The files of this computer that somebody drags."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def size_words(ctx: Context, size: int) -> str:
    """A size in bytes as people read it: kB below a megabyte, then MB with one decimal."""
    from decimal import Decimal

    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} kB"
    return f"{ctx.wording.number((Decimal(size) / (1024 * 1024)).quantize(Decimal('0.1')))} MB"


class PaperField(QWidget):
    """The files taken so far, each with a way to leave it out; what is wrong with one stands below and takes none."""

    edited = Signal()

    def __init__(self, ctx: Context, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._held: list[tuple[Path, PaperEntry]] = []
        self._refused: tuple[Problem, ...] = ()
        self._over = False
        self.setAcceptDrops(True)
        self._button = KeyButton(self.tr("Attach file…"), icon="plus", small=True)
        self._button.setAccessibleName(f"{caption}: " + self.tr("Attach file…"))
        self._button.clicked.connect(self.ask)
        self._hint = PlainLabel(
            self.tr("or drop it here: PDF, PNG or JPEG, up to {} MB").format(MAX_MEGABYTES), "caption", wrap=True
        )
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self._note = NoteLine()
        self._without = IconButton("close", self.tr("Go on without this file"))
        self._without.clicked.connect(self.put_away)
        for part in (self._note, self._without):
            part.hide()
        place = QHBoxLayout()
        place.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
        place.setSpacing(Space.SMALL)
        place.addWidget(self._button)
        place.addWidget(self._hint, 1)
        self._place = QWidget()
        self._place.setLayout(place)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        column.addWidget(PlainLabel(caption, "caption"))
        column.addWidget(self._place)
        column.addLayout(self._list)
        foot = QHBoxLayout()
        foot.setSpacing(Space.SMALL)
        foot.addWidget(self._note, 1)
        foot.addWidget(self._without)
        column.addLayout(foot)
        self.setFocusProxy(self._button)

    # the files --------------------------------------------------------------------------------------------------

    def papers(self) -> tuple[PaperEntry, ...]:
        """The files taken."""
        return tuple(paper for _path, paper in self._held)

    def problems(self) -> tuple[Problem, ...]:
        """Why the last files were not taken; empty once others were, or the refusal was put away."""
        return self._refused

    def ask(self) -> None:
        """Ask for files in the system's dialog."""
        kinds = self.tr("PDF and pictures (*.pdf *.png *.jpg *.jpeg);;All files (*)")
        chosen, _kind = QFileDialog.getOpenFileNames(self, self.tr("Attach file"), "", kinds)
        if chosen:
            self.take([Path(name) for name in chosen])

    def take(self, paths: Iterable[Path]) -> None:
        """Take files; the sentence of each that is no paper stands below, and the others are taken."""
        from hsct_desktop.services import attachments

        refused: list[Problem] = []
        for path in paths:
            try:
                paper = attachments.read(path)
            except InputError as error:
                refused += error.problems
            else:
                if all(held != path for held, _paper in self._held):
                    self._held.append((path, paper))
        self._refused = tuple(refused)
        self._show()
        self.edited.emit()

    def put_away(self) -> None:
        """Go on without the files that were not taken."""
        self._refused = ()
        self._show()
        self.edited.emit()

    def leave_out(self, at: int) -> None:
        """Take a file off again."""
        del self._held[at]
        self._refused = ()
        self._show()
        self.edited.emit()

    def _show(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        for at, (_path, paper) in enumerate(self._held):
            self._list.addWidget(self._line(at, paper))
        self._without.setVisible(bool(self._refused))
        self.set_error(" ".join(self._ctx.wording.problem(problem) for problem in self._refused))

    def _line(self, at: int, paper: PaperEntry) -> QWidget:
        plain = paper.cleaned()
        kind = kind_of(paper.content)
        words = self._ctx.wording.enum("paper_kind", kind) if kind is not None else ""
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.SMALL)
        row.addWidget(ElidedLabel(plain.file_name, "bold"), 1)
        row.addWidget(PlainLabel(f"{words}, {size_words(self._ctx, len(paper.content))}", "muted"))
        out = IconButton("close", self.tr("Leave out {}").format(plain.file_name))
        out.clicked.connect(lambda: self.leave_out(at))
        row.addWidget(out)
        return line

    def set_error(self, sentence: str | None) -> None:
        """Say below what is wrong; None or an empty text when nothing is."""
        self._note.show_text(sentence or "", "error" if sentence else "")

    def error(self) -> str:
        """The sentence shown."""
        return self._note.text() if not self._note.isHidden() else ""

    # the draft --------------------------------------------------------------------------------------------------

    def content(self) -> list[str]:
        """Where the files lie, for the draft: the draft holds no bytes."""
        return [str(path) for path, _paper in self._held]

    def restore(self, content: list[str]) -> None:
        """Read the files of a draft again; one that is gone says so."""
        self.take([Path(name) for name in content])

    # dropping ---------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()
            self._hover(over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._hover(over=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._hover(over=False)
        event.setDropAction(Qt.DropAction.CopyAction)  # the file stays where it is
        event.accept()
        self.take(dropped_files(event.mimeData()))

    def _hover(self, *, over: bool) -> None:
        self._over = over
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        edge, fill = ("accent", "accent_soft") if self._over else ("control", None)
        box(painter, QRectF(self._place.geometry()), fill=fill, edge=edge, dashed=True)
        painter.end()
