"""What a stop rule says of a therapy: met, not met, cannot tell, and what each part of it found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.rule_facts import Truth
from hsct_desktop.views.theme import icons
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.stop_rules import FoundLine, StopView

KINDS: Final = {"met": "success", "not_met": "warn", "cannot_tell": "wait", "person": "info"}
"""The note that shows a verdict."""
_SIGNS: Final = {Truth.YES: ("check", "success"), Truth.NO: ("close", "warn"), Truth.UNKNOWN: ("help", "wait")}
_SIZE: Final = 14


class _Sign(QLabel):
    """The sign of a part: held, holding, not known; painted in the theme of the day."""

    def __init__(self, truth: Truth, spoken: str) -> None:
        super().__init__()
        self._look = _SIGNS[truth]
        self.setAccessibleName(spoken)
        self.setFixedSize(QSize(_SIZE, _SIZE + 4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.paint_icon(painter, QRectF(0, 2, _SIZE, _SIZE), *self._look)


class VerdictBlock(QWidget):
    """The verdict as a note, its parts below, what holds the therapy first."""

    def __init__(self, words: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.note = AlertNote("", "")
        self._parts = QVBoxLayout()
        self._parts.setSpacing(3)
        self._parts.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        column.addWidget(self.note)
        column.addLayout(self._parts)

    def show_view(self, view: StopView) -> None:
        """Show what the rule says; without a rule that judges it, the written rule or nothing."""
        while (item := self._parts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.setVisible(bool(view.key or view.rule))
        if not view.key:
            self.note.set_note("", view.rule, "info")
            return
        gap = self._words.text("stop.gap", alert=view.gap) if view.gap else ""
        said = "\n".join(part for part in (view.rule, gap) if part)
        self.note.set_note(self._words.text(f"stop.verdict.{view.key}"), said, KINDS[view.key])
        for line in view.found:
            self._parts.addWidget(self._part(line))

    def _part(self, line: FoundLine) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(14, 0, 0, 0)
        layout.setSpacing(8)
        spoken = self._words.text(f"rule.truth.{line.truth.name.lower()}")
        layout.addWidget(_Sign(line.truth, spoken), 0, Qt.AlignmentFlag.AlignTop)
        role = "muted" if line.truth is Truth.YES else ""
        label = PlainLabel(line.text[:1].upper() + line.text[1:], role, wrap=True)
        layout.addWidget(label, 1)
        return row

    def texts(self) -> list[str]:
        """The parts as they are written, for tests and for whoever reads aloud."""
        return [label.text() for label in self.findChildren(PlainLabel) if label.parent() is not self.note]
