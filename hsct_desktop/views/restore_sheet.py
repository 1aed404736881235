"""Restoring a backup: what is in it, its last entries, what would go, and the words that confirm it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from hsct_desktop.catalogue.wording import MINUS
from hsct_desktop.domain.backup import Level
from hsct_desktop.domain.permission import Right
from hsct_desktop.views.backup_table import proof_words
from hsct_desktop.views.backup_words import Said, confirmation, grouped, leaving, to_go
from hsct_desktop.views.context import Context
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.choice_box import ChoiceBox
from hsct_desktop.views.widgets.field import FieldFrame
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.paint import MIDDLE, box, text
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel
from hsct_desktop.views.widgets.side_sheet import SideSheet

if TYPE_CHECKING:
    from hsct_desktop.services.backups import BackupRow
    from hsct_desktop.services.restoring import Count, LastEntry, Preview

_COUNT_ROW: Final = Height.SMALL_CONTROL
_CIRCLE: Final = 18
_KINDS: Final = {Level.OK: "info", Level.WARN: "warn", Level.DANGER: "danger"}


class StepNumber(QWidget):
    """A number in a ring."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = str(number)
        self.setFixedSize(_CIRCLE, _CIRCLE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, edge="accent", radius=_CIRCLE / 2, width=1.5)
        text(painter, rect, self._words, "accent", type_=font("caption", bold=True), align=MIDDLE, elide=False)


class StepHead(QWidget):
    """A numbered head: its name bold, what was found muted behind it."""

    def __init__(self, number: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = ElidedLabel("", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.SMALL)
        row.addWidget(StepNumber(number))
        row.addWidget(PlainLabel(name, "bold"))
        row.addWidget(self.note, 1)


class CountsTable(RowsTable):
    """How many of each kind there are now, in the backup, and how many would go."""

    def __init__(self, name: str, heads: Sequence[str]) -> None:
        super().__init__(name, heads, (-1, 84, 92, 84), row=_COUNT_ROW)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(RowsTable.SelectionMode.NoSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_counts(self, lines: list[Line]) -> None:
        """Show the counts; the table is as high as they are."""
        self.set_lines(lines)
        self.setFixedHeight(Height.HEADER + _COUNT_ROW * len(lines))


class LastEntries(QWidget):
    """The last entries of a backup, one a line: when, who, what."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(_CIRCLE + Space.SMALL, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.MEDIUM)
        self._grid.setVerticalSpacing(Space.TIGHT)
        self._grid.setColumnStretch(2, 1)

    def show_entries(self, entries: Sequence[tuple[str, str, str]]) -> None:
        """Show other entries."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for number, (at, who, what) in enumerate(entries):
            self._grid.addWidget(PlainLabel(at, "muted"), number, 0)
            self._grid.addWidget(PlainLabel(who), number, 1)
            self._grid.addWidget(ElidedLabel(what), number, 2)


class RestoreSheet(SideSheet):
    """The sheet. `wanted` asks for the restore, with its reason, once the words have been typed exactly.

    What is in the backup comes later, by `show_preview` or `show_trouble`: it is read beside the window.
    """

    wanted = Signal(str)

    def __init__(self, ctx: Context, row: BackupRow) -> None:
        at = row.made_at.astimezone()
        words = ctx.wording
        super().__init__(ctx.sheet_host(), "", "", top=ctx.sheet_top())
        self.set_title(self.tr("Restore this backup"), f"{words.date_weekday(at.date())} {at:%H:%M}")
        self._ctx, self.row = ctx, row
        self._confirmation = confirmation(words, at.date())
        self._is_read = False
        self._build()
        self._word_foot()
        self._check()

    # building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._inside = StepHead(1, self.tr("What is in it"))
        self._inside.note.setText(self.tr("reading…"))
        heads = [self.tr("Count"), self.tr("Now") + "\t", self.tr("In the backup") + "\t", self.tr("Would go") + "\t"]
        self._counts = CountsTable(self.tr("What is in the backup"), heads)
        self._card = Panel(flush=True)
        self._card.add(self._counts)
        self._last = StepHead(2, self.tr("Its last entries"))
        self._entries = LastEntries()
        self.note = AlertNote("", "", "danger")
        self._step = StepHead(3, self.tr("Confirm"))
        self._step.note.setText(self.tr("this cannot be undone with Ctrl+Z"))
        self.refusal = AlertNote("", "", "warn")
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(Space.MEDIUM)
        for widget in (self._inside, self._card, self._last, self._entries, self.note, self._step, self.refusal):
            column.addWidget(widget)
        self._form = self._make_form()
        column.addWidget(self._form)
        column.addStretch(1)
        self.set_body(body)
        for part in (self._card, self._last, self._entries, self.note, self._step, self._form, self.refusal):
            part.hide()

    def _make_form(self) -> QWidget:
        self.typed = QLineEdit()
        self.typed.textChanged.connect(self._check)
        self._typed_field = FieldFrame(self.tr("Type {}").format(self._confirmation), self.typed)
        self.reason = ChoiceBox()
        for words in self._reasons():
            self.reason.addItem(words)
        self.reason.activated.connect(self._check)
        self.other = QLineEdit()
        self.other.textChanged.connect(self._check)
        self._other_field = FieldFrame(self.tr("Which other reason"), self.other)
        form = QWidget()
        grid = QGridLayout(form)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.MEDIUM)
        grid.addWidget(self._typed_field, 0, 0)
        grid.addWidget(FieldFrame(self.tr("Reason"), self.reason), 0, 1)
        grid.addWidget(self._other_field, 1, 0, 1, 2)
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(1, 3)
        self._other_field.hide()
        return form

    def _reasons(self) -> list[str]:
        return [
            "",
            self.tr("wrong import taken in"),
            self.tr("the data file is damaged"),
            self.tr("entered in the wrong file"),
            self.tr("another computer or disk"),
            self.tr("another reason"),
        ]

    def _word_foot(self) -> None:
        author = self._ctx.ready().author
        words = f"{self._ctx.wording.enum('role', author.role).lower()}: {author.name}" if author is not None else ""
        foot = self.draft_button().parentWidget()
        row = foot.layout() if foot is not None else None
        if isinstance(row, QHBoxLayout):
            row.insertSpacing(0, Space.TIGHT)
            row.insertWidget(1, ElidedLabel(words, "caption"), 1)
        self.draft_button().setText(self.tr("Leave"))
        save = self.save_button()
        save.setText(self.tr("Restore"))
        save.set_kind("plain")
        save.set_hint("")
        # What cannot be undone has no key of its own.
        for shortcut in self.findChildren(QShortcut):
            if shortcut.key().toString() in ("Ctrl+Return", "Ctrl+Enter"):
                shortcut.setEnabled(False)
        self.saved.connect(lambda: self.wanted.emit(self.chosen_reason()))

    # what was found ---------------------------------------------------------------------------------------------

    def show_preview(self, preview: Preview, kept_as: str) -> None:
        """Show what the backup holds beside what the open file holds; `kept_as` is what the latter will be called."""
        words, head = self._ctx.wording, preview.row.head
        found = self.tr("opened read-only, integrity and chain hold")
        if preview.older:
            found = self.tr("opened read-only and whole; of an older version, is brought up to date")
        self._inside.note.setText(found)
        self._counts.show_counts([self._count_line(count) for count in preview.counts if count.then is not None])
        self._card.setFixedHeight(self._counts.height() + 2)  # the body scrolls; no count is squeezed out
        short = " ".join(head.mac[n : n + 4] for n in range(0, min(12, len(head.mac)), 4))
        entry = self.tr("entry {}").format(grouped(head.seq))
        self._last.note.setText(self.tr("head {head}, {entry}").format(head=short, entry=entry) if short else entry)
        self._entries.show_entries([self._entry_line(line) for line in preview.last])
        self._show_note(leaving(words, preview, kept_as))
        for part in (self._card, self._last, self._entries, self._step):
            part.show()
        refused = self._why_not()
        self.refusal.set_note(refused)
        self.refusal.setVisible(bool(refused))
        self._form.setVisible(not refused)
        self._is_read = not refused
        self._check()
        if not refused:
            self.typed.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_trouble(self, sentence: str) -> None:
        """Say in one sentence why this backup cannot be restored."""
        self._is_read = False
        self._inside.note.setText(proof_words(self._ctx.wording, self.row, datetime.now(UTC)))
        self._show_note(Said(Level.DANGER, sentence, self.tr("It stays where it is. Choose another backup.")))
        for part in (self._card, self._last, self._entries, self._step, self._form, self.refusal):
            part.hide()
        self._check()

    def _show_note(self, said: Said) -> None:
        self.note.set_note(said.fact, said.note, _KINDS[said.level])
        self.note.show()

    def _why_not(self) -> str:
        from hsct_desktop.services import permissions

        return permissions.why_not(self._ctx.ready(), Right.RESTORE)

    def _count_line(self, count: Count) -> Line:
        words, then = self._ctx.wording.text(f"backup.count.{count.kind}"), count.then or 0
        if count.now is None:
            return Line((Cell(words), Cell("?", "muted"), Cell(grouped(then), bold=True), Cell("?", "muted")))
        gone = then - count.now
        sign = MINUS if gone < 0 else "+" if gone > 0 else ""
        change = Cell(f"{sign}{grouped(abs(gone))}", "danger" if gone < 0 else "muted")
        return Line((Cell(words), Cell(grouped(count.now)), Cell(grouped(then), bold=True), change))

    def _entry_line(self, line: LastEntry) -> tuple[str, str, str]:
        local = line.at.astimezone()
        return f"{self._ctx.wording.day_month(local.date())} {local:%H:%M}", line.who, line.what

    # confirming -------------------------------------------------------------------------------------------------

    def chosen_reason(self) -> str:
        """The reason, "" while there is none."""
        if self.reason.currentIndex() == self.reason.count() - 1:
            return self.other.text().strip()
        return self.reason.currentText()

    def _check(self, *_whatever: object) -> None:
        """Enable the button at the exact words with a reason; say what is missing."""
        other = self.reason.currentIndex() == self.reason.count() - 1
        self._other_field.setVisible(other and self._is_read)
        typed = self.typed.text()
        missing = to_go(self._ctx.wording, typed, self._confirmation)
        is_wrong = bool(typed) and not self._confirmation.startswith(typed)
        self._typed_field.set_error(missing if is_wrong else None)
        self._typed_field.set_understood("" if is_wrong else missing)
        self.save_button().setEnabled(self._is_read and not missing and bool(self.chosen_reason()))
