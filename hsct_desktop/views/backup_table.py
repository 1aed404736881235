"""The list of backups: grouped by place, older ones folded in, each with what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent

from hsct_desktop.catalogue.wording import Wording, in_sentence
from hsct_desktop.domain.backup import Proof
from hsct_desktop.views.backup_words import age, grouped, megabytes
from hsct_desktop.views.rows_model import PAINT, Cell, Line, RowsTable
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.paint import LEFT, colour, text, text_width
from hsct_desktop.views.widgets.table import Index, RowDelegate, TableRole

if TYPE_CHECKING:
    from hsct_desktop.services.backups import BackupRow

SHOWN_HERE: Final = 10
"""How many backups of this computer are shown before the older ones are folded in."""
SHOWN_THERE: Final = 4
_ICON: Final = 14
_GAP: Final = 6
_PROOF: Final = 5
_PROOF_LEAST: Final = 210
_SIGNS: Final = {
    Proof.PROVEN: ("shield", "success"),
    Proof.DRILLED: ("shield", "success"),
    Proof.UNREAD: ("hourglass", "warn"),
    Proof.DAMAGED: ("alert", "danger"),
    Proof.OTHER_KEY: ("alert", "warn"),
}


@dataclass(frozen=True)
class Shelf:
    """A place with its backups, newest first. `note` stands behind its name, `trouble` below it in red."""

    folder: Path
    name: str
    rows: tuple[BackupRow, ...] = ()
    note: str = ""
    trouble: str = ""
    shown: int = SHOWN_HERE


@dataclass(frozen=True)
class Fold:
    """Stands for the older backups of a place."""

    folder: Path


class ProofDelegate(RowDelegate):
    """Paints a sign before the words of a proof."""

    def paint_content(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        icon = index.data(PAINT)
        if not icon:
            super().paint_content(painter, rect, index)
            return
        token = str(index.data(TableRole.TOKEN))
        sign = QRectF(rect.left(), round(rect.center().y() - _ICON / 2), _ICON, _ICON)
        paint_icon(painter, sign, str(icon), token)
        words = rect.adjusted(_ICON + _GAP, 0, 0, 0)
        if rect.height() > Height.ROW:
            painter.setFont(font())
            painter.setPen(colour(token))
            painter.drawText(words, int(LEFT) | int(Qt.TextFlag.TextWordWrap), str(index.data() or ""))
        else:
            text(painter, words, str(index.data() or ""), token)


class BackupTable(RowsTable):
    """The table. `chosen` asks to look at a backup, as Enter does."""

    chosen = Signal(object)

    def __init__(self, words: Wording, name: str, heads: Sequence[str]) -> None:
        super().__init__(name, heads, (124, 54, 108, 76, 76, -1, 104))
        self._words = words
        self._shelves: tuple[Shelf, ...] = ()
        self._unfolded: set[Path] = set()
        self.setItemDelegate(ProofDelegate(self))
        self.set_drop_order((2, 6, 3))
        self.entered.connect(self._on_entered)

    def _need(self, column: int) -> int:
        """What is known of a backup goes before how it was made."""
        return max(super()._need(column), _PROOF_LEAST) if column == _PROOF else super()._need(column)

    def show_shelves(self, shelves: Sequence[Shelf], now: datetime) -> None:
        """Show the backups of each place; the chosen one stays chosen."""
        self._shelves = tuple(shelves)
        lines: list[Line] = []
        for shelf in self._shelves:
            lines += self._lines(shelf, now)
        self.set_lines(lines)
        for number, line in enumerate(lines):
            if isinstance(line.key, Fold | str):
                self.setSpan(number, 0, 1, self.rows.columnCount())
        self._fit_sentences()

    def _fit_sentences(self) -> None:
        """What is wrong with a place is read whole: its row grows to two lines where one has no room."""
        room = self.viewport().width() - 2 * Space.CELL - _ICON - _GAP
        for number, line in enumerate(self.rows.lines):
            if isinstance(line.key, str):
                lines = -int(-text_width(line.cells[0].words) // max(room, 1))
                self.setRowHeight(number, Height.ROW + 1 if lines < 2 else 16 * lines + Space.MEDIUM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_sentences()

    def _lines(self, shelf: Shelf, now: datetime) -> list[Line]:
        head = " · ".join(part for part in (shelf.name, shelf.note) if part)
        lines = [Line((Cell(head, bold=True, tip=str(shelf.folder)),), group=len(shelf.rows))]
        if shelf.trouble:
            lines.append(Line((Cell(shelf.trouble, "danger", paint="alert"),), key=f"trouble {shelf.folder}"))
        hidden = shelf.rows[shelf.shown :]
        is_open = shelf.folder in self._unfolded
        if len(hidden) < 2 or is_open:
            lines += [self._line(row, now) for row in shelf.rows]
        else:
            lines += [self._line(row, now) for row in shelf.rows[: shelf.shown]]
        if len(hidden) >= 2:
            kept = dict.fromkeys(kept_words(self._words, row) for row in hidden)
            older = self._words.count("backup_page.older", len(hidden), kept=", ".join(kept))
            said = self._words.text("backup_page.fewer") if is_open else older
            lines.append(Line((Cell(said, "accent"),), key=Fold(shelf.folder)))
        return lines

    def _line(self, row: BackupRow, now: datetime) -> Line:
        words = self._words
        at = row.made_at.astimezone()
        icon, token = _SIGNS[row.proof]
        is_read = row.proof not in (Proof.DAMAGED, Proof.OTHER_KEY)
        return Line(
            (
                Cell(words.date_weekday(at.date()), bold=True, tip=row.path.name),
                Cell(f"{at:%H:%M}"),
                Cell(in_sentence(words.text(f"backup.why.{row.why}")) if row.why else "", "muted"),
                Cell(f"{megabytes(words, row.size)} MB"),
                Cell(grouped(row.entries) if is_read or row.entries else ""),
                Cell(proof_words(words, row, now), token, paint=icon),
                Cell(kept_words(words, row), "muted"),
            ),
            key=row.path,
        )

    def _on_entered(self, key: object) -> None:
        if isinstance(key, Fold):
            self._unfolded ^= {key.folder}
            self.show_shelves(self._shelves, datetime.now().astimezone())
            self.choose(key)
            return
        row = next((row for shelf in self._shelves for row in shelf.rows if row.path == key), None)
        if row is not None:
            self.chosen.emit(row)


def proof_words(words: Wording, row: BackupRow, now: datetime) -> str:
    """What is known of a backup, in words."""
    if row.proof is Proof.DRILLED and row.drilled_at is not None:
        return words.text("backup.drill_ago", age=age(words, row.drilled_at, now))
    if row.damage:
        return words.text("backup.damaged", what=words.text(f"backup.damaged.{row.damage}"))
    return in_sentence(words.text(f"backup.proof.{row.proof}"))


def kept_words(words: Wording, row: BackupRow) -> str:
    """As what a backup is kept; nothing for what the next one replaces."""
    return in_sentence(words.text(f"backup.kept.{row.kept}")) if row.kept is not None else ""
