"""Letters: those that are due, those signed and not sent yet, each with what it lacks; a tab of the unit's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views.context import Context, Subject
from hsct_desktop.views.file_dialogs import ask_folder
from hsct_desktop.views.letter_batch import LetterBatch
from hsct_desktop.views.letter_missing import sentence
from hsct_desktop.views.letters_due_lacks import LackReader
from hsct_desktop.views.password_dialog import ask_password
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.ticked_table import OFF, ON, TickedTable
from hsct_desktop.views.widgets.buttons import IconButton, KeyButton
from hsct_desktop.views.widgets.empty_state import EmptyState
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import ElidedLabel

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.letter_ask import Missing
    from hsct_desktop.services.letters import LetterLine
    from hsct_desktop.services.letters_due import DueLetter
    from hsct_desktop.services.patients import Banner
    from hsct_desktop.views.printing import Printer

Key = tuple[str, int]
DUE, SIGNED = "due", "signed"
_WIDTHS: Final = (216, 96, 94, 0, 96, 0, -1)
_DROP: Final = (4, 2, 1)
_TOLD_EVERY_MS: Final = 150
_LOWER: Final = 190
PAGE: Final = "letter"
"""The page over a patient's tabs where a letter is written."""


class LettersDuePage(QWidget):
    """The page. What each letter lacks is read beside the window, one letter after the other."""

    def __init__(self, ctx: Context, prints: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._prints = prints or Path.home()
        self.due: dict[Key, DueLetter] = {}
        self.signed: dict[Key, tuple[LetterLine, Banner]] = {}
        self.ticked: set[Key] = set()
        self.lacks = LackReader(self)
        self.batch: LetterBatch | None = None
        self._build()
        self._lay_out()
        self._listen()

    # building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        heads = (
            self.tr("Patient"), self.tr("Born"), self.tr("Code"), self.tr("Letter"), self.tr("Day"), self.tr("By"),
            self.tr("To look at"),
        )  # fmt: skip
        self.table = TickedTable(self.tr("Letters"), heads, _WIDTHS)
        self.table.set_drop_order(_DROP)
        self.missing = RowsTable(self.tr("To look at in the letter"), (self.tr("To look at"),), (-1,))
        self.missing.horizontalHeader().hide()
        self.empty = EmptyState(self.tr("No letter is due, and every signed one has left."), icon="check")
        self.words = ElidedLabel("", "muted")
        self.all_button = KeyButton(self.tr("Tick all"), hint="Ctrl+A", small=True)
        self.open_button = KeyButton(self.tr("Open letter"), hint="Enter", small=True)
        self.files_button = KeyButton(self.tr("One PDF each…"), icon="export", small=True)
        self.protect_button = IconButton("lock", self.tr("One PDF each, with a password…"))
        self.sent_button = KeyButton(self.tr("Sent…"), icon="check", hint="Ctrl+Enter", small=True)
        self.stop_button = KeyButton(self.tr("Stop"), icon="close", hint="Esc", small=True)
        self.jump_button = KeyButton(self.tr("Enter it"), kind="link", hint="F8", small=True)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(Space.SMALL)
        bar.addWidget(self.words, 1)
        for button in (
            self.stop_button, self.all_button, self.open_button, self.sent_button, self.files_button,
            self.protect_button,
        ):  # fmt: skip
            bar.addWidget(button)
        self._upper = Panel(flush=True)
        self._upper.add(self.table, 1)
        self._lower = Panel(self.tr("To look at in the letter"), flush=True)
        self._lower.add_to_head(self.jump_button)
        self._lower.add(self.missing, 1)
        self._lower.setFixedHeight(_LOWER)
        lists = QWidget()
        column = QVBoxLayout(lists)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.MEDIUM)
        column.addLayout(bar)
        column.addWidget(self._upper, 1)
        column.addWidget(self._lower)
        inside = QWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Space.LARGE, Space.SMALL, Space.LARGE, Space.LARGE)
        whole.addWidget(inside)
        self._stack = QStackedLayout(inside)
        self._stack.addWidget(lists)
        self._stack.addWidget(self.empty)

    def _listen(self) -> None:
        self.table.toggled.connect(self.toggle)
        self.table.entered.connect(self.open_letter)
        self.table.moved.connect(self._show_missing)
        self.missing.entered.connect(self._jump)
        for button, do in (
            (self.all_button, self.tick_all), (self.open_button, lambda: self.open_letter(self.table.key())),
            (self.files_button, self.make_files), (self.protect_button, self.make_protected),
            (self.stop_button, self.stop), (self.jump_button, self.jump), (self.sent_button, self.record_sent),
        ):  # fmt: skip
            button.clicked.connect(do)
        own = {"Ctrl+A": self.tick_all, "F8": self.jump, "Esc": self.stop, "Ctrl+Return": self.record_sent}
        for keys, act in own.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self.lacks.told.connect(self._fill)
        self.lacks.unread.connect(self._ctx.report_error)
        self.table.verticalScrollBar().valueChanged.connect(lambda _value: self._say_first())
        self._ctx.news.changed.connect(self._on_news)
        self._ctx.workspace_changed.connect(self._on_workspace)

    # what the unit's page asks of its tabs ----------------------------------------------------------------------

    def focus_first(self) -> None:
        """Read what is due now and put the keyboard into it."""
        self.refresh()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def subject(self) -> Subject | None:
        """Whom the letters act on: the patient of the chosen line."""
        patient_id = self._patient_id(self.table.key())
        return Subject(patient_id) if patient_id else None

    def print_name(self) -> str:
        """What the print button says."""
        return self.tr("Print as one job")

    def print_shown(self, printer: Printer) -> None:
        """Print what is ticked as one job."""
        batch = self._wanted(None)
        if batch is not None:
            printer.letters(batch)

    # reading ----------------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether it is still being read what the letters lack."""
        return self.lacks.busy

    def refresh(self) -> None:
        """Read which letters are due and which have not left; all that are due are ticked when first seen."""
        ws = self._ctx.workspace
        if ws is None:
            self._forget()
            return
        from hsct_desktop.services import letters, letters_due, patients

        seen = set(self.due)
        try:
            found = letters_due.due(ws)
            unsent = [(line, patients.banner(ws, line.letter.entry.patient_id)) for line in letters.unsent(ws)]
        except KnownError as error:
            self._ctx.report_error(error)
            return
        self.due = {(DUE, one.patient_id): one for one in found}
        self.signed = {(SIGNED, line.letter.id): (line, banner) for line, banner in unsent}
        self.ticked &= set(self.due) | set(self.signed)
        self.ticked |= set(self.due) - seen
        self._fill()
        self.lacks.read(ws, tuple(self.due.values()))

    def _forget(self) -> None:
        self.due, self.signed = {}, {}
        self.ticked = set()
        self.lacks.forget()
        self.lacks.stop()
        self._fill()

    def _say_first(self) -> None:
        """What is in view is read first."""
        self.lacks.show_first(
            (one.patient_id, one.kind) for key in self.table.keys_in_view() if (one := self.due.get(key))
        )

    # showing ----------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        due = [self._due_line(key, one) for key, one in self.due.items()]
        signed = [self._signed_line(key, *held) for key, held in self.signed.items()]
        lines: list[Line] = []
        for title, part in (
            (self.tr("Due: made as drafts, to be read and signed"), due),
            (self.tr("Signed, not sent yet"), signed),
        ):
            if part:
                lines += [Line((Cell(title),), group=len(part)), *part]
        self.table.update_lines(lines)
        self._say_first()
        self._stack.setCurrentIndex(0 if lines else 1)
        self._say()

    def _due_line(self, key: Key, one: DueLetter) -> Line:
        words = self._ctx.wording
        missing = self.lacks.known.get((one.patient_id, one.kind))
        lacks = "…" if missing is None else self._lacks(missing)
        by = words.date(one.due)
        if one.late:
            late = self.tr("1 day late") if one.late == 1 else self.tr("{} days late").format(one.late)
            by = f"{by} · {late}"
        kind = words.enum("letter_kind", one.kind)
        return Line(
            (
                self._name(key, one.name), Cell(words.date(one.birth_date)), Cell(one.code),
                Cell(f"{kind} · {one.visit}"), Cell(words.date(one.seen_on)),
                Cell(by, "danger" if one.late else "", bold=bool(one.late)),
                Cell(lacks, "warn" if missing else "muted"),
            ),
            key,
        )  # fmt: skip

    def _lacks(self, missing: Sequence[Missing]) -> str:
        said = self._said(missing)
        return f"{len(said)} · {'; '.join(said)}" if said else "–"

    def _signed_line(self, key: Key, line: LetterLine, banner: Banner) -> Line:
        words, entry = self._ctx.wording, line.letter.entry
        kind = words.enum("letter_kind", entry.kind)
        about = kind if line.reader == kind else f"{kind} · {line.reader}"
        return Line(
            (
                self._name(key, banner.name), Cell(words.date(banner.birth_date)), Cell(banner.code), Cell(about),
                Cell(words.date(entry.written_on)), Cell(""), Cell(""),
            ),
            key,
        )  # fmt: skip

    def _name(self, key: Key, name: str) -> Cell:
        on = key in self.ticked
        said = self.tr("ticked") if on else self.tr("not ticked")
        return Cell(name, bold=True, paint=ON if on else OFF, tip=f"{name}: {said}")

    def _say(self) -> None:
        batch = self.batch
        late = sum(one.late > 0 for one in self.due.values())
        parts = [
            self.tr("1 due") if len(self.due) == 1 else self.tr("{} due").format(len(self.due)),
            self.tr("{} late").format(late) if late else "",
            self._unsent_words(),
            self.tr("{} ticked").format(len(self.ticked)),
        ]
        if batch is None:
            self.words.setText(" · ".join(filter(None, parts)))
        self.stop_button.setVisible(batch is not None)
        for button in (self.files_button, self.protect_button):
            button.setEnabled(batch is None and bool(self.ticked))
        self.sent_button.setVisible(bool(self.signed))
        self._show_missing()

    def _unsent_words(self) -> str:
        count = len(self.signed)
        if count == 1:
            return self.tr("1 signed, not sent")
        return self.tr("{} signed, not sent").format(count) if count else ""

    def _said(self, missing: Sequence[Missing]) -> dict[str, Missing]:
        """What is missing in words, each once, with the first place where it is entered."""
        words = self._ctx.wording
        said: dict[str, Missing] = {}
        for one in missing:
            said.setdefault(sentence(words.text(f"letter.missing.{one.key}", **one.params)), one)
        return said

    def _show_missing(self) -> None:
        key = self.table.key()
        one = self.due.get(key) if key else None
        missing = self.lacks.known.get((one.patient_id, one.kind), ()) if one is not None else ()
        said = self._said(missing)
        lines = [Line((Cell(words, "" if found.place else "muted"),), found) for words, found in said.items()]
        self.missing.set_lines(lines)
        self.sent_button.setEnabled(bool(self._leaving()))
        name = one.name if one is not None else ""
        self._lower.setVisible(bool(lines))
        self._lower.set_title(self.tr("To look at in the letter"), f"{name} · {len(lines)}")

    # ticking ----------------------------------------------------------------------------------------------------

    def toggle(self, key: object) -> None:
        """Tick a letter or take its tick away."""
        if key in self.due or key in self.signed:
            self.ticked ^= {key}
            self._fill()

    def tick_all(self) -> None:
        """Tick every letter, or none when every one is."""
        every = set(self.due) | set(self.signed)
        self.ticked = set() if self.ticked == every else every
        self._fill()

    # acting -----------------------------------------------------------------------------------------------------

    def _patient_id(self, key: object) -> int:
        if key in self.due:
            return self.due[key].patient_id
        return self.signed[key][0].letter.entry.patient_id if key in self.signed else 0

    def open_letter(self, key: object) -> None:
        """Go to the letter of a line, to be written, read and signed or sent."""
        patient_id = self._patient_id(key)
        if key in self.due:
            self._ctx.show_patient(patient_id, f"{PAGE}@{self.due[key].kind}")
        elif patient_id:
            self._ctx.show_patient(patient_id, f"{PAGE}@{self.signed[key][0].letter.id}")  # type: ignore[index]

    def _leaving(self) -> list[LetterLine]:
        """The signed letters that are meant: those that are ticked, else the chosen one."""
        key = self.table.key()
        ticked = [line for one, (line, _banner) in self.signed.items() if one in self.ticked]
        return ticked or ([self.signed[key][0]] if key in self.signed else [])

    def record_sent(self) -> None:
        """Record how the signed letters that are ticked have left, or the chosen one."""
        from hsct_desktop.views.letter_sheets import DispatchSheet

        lines = self._leaving()
        if not lines:
            self._ctx.toast(self.tr("Tick the signed letters that have left"))
            return
        self._ctx.open_sheet(DispatchSheet(self._ctx, lines[0].letter, lines[0].reader, lines))

    def jump(self) -> None:
        """Go where the chosen missing fact is entered, or the first that is entered anywhere."""
        chosen = self.missing.key()
        first = next((line.key for line in self.missing.rows.lines if line.key.place), None)
        self._jump(chosen if chosen is not None and chosen.place else first)

    def _jump(self, missing: Missing | None) -> None:
        patient_id = self._patient_id(self.table.key())
        if missing is None or not patient_id:
            return
        if missing.place == "settings":
            self._ctx.action_wanted.emit("go_settings")
        elif missing.place:
            self._ctx.show_patient(patient_id, missing.place)
        else:
            self.open_letter(self.table.key())

    def make_files(self) -> None:
        """Ask for a folder and write what is ticked there, one PDF each."""
        self._make_files("")

    def make_protected(self) -> None:
        """As `make_files`, each file closed with a password that is asked for first."""
        password = ask_password(self._ctx, self) if self.batch is None and self.ticked else ""
        if password:
            self._make_files(password)

    def _make_files(self, password: str) -> None:
        if self.batch is not None or not self.ticked:
            return
        folder = ask_folder(self, self.tr("Folder for the letters"), self._prints)
        batch = self._wanted(folder, password) if folder is not None else None
        if batch is not None:
            self._ctx.letters_print_wanted.emit(batch)

    def _wanted(self, folder: Path | None, password: str = "") -> LetterBatch | None:
        """A batch of what is ticked; None where nothing is, or one is under way."""
        if self.batch is not None:
            return None
        due = [replace(one) for key, one in self.due.items() if key in self.ticked]
        signed = [line.letter.id for key, (line, _banner) in self.signed.items() if key in self.ticked]
        if not due and not signed:
            self._ctx.toast(self.tr("No letter is ticked"))
            return None
        self.batch = batch = LetterBatch(due, signed, folder, password)
        batch.progressed.connect(self._on_progress)
        batch.ended.connect(self._on_ended)
        self._on_progress(0, batch.count)
        self._say()
        return batch

    def _on_progress(self, done: int, total: int) -> None:
        self.words.setText(self.tr("{0} of {1} letters made · Esc stops").format(done, total))

    def _on_ended(self, _made: object) -> None:
        self.batch = None
        self._say()

    def stop(self) -> None:
        """End the batch after the letter that is being made."""
        if self.batch is not None:
            self.batch.stop()
            self.words.setText(self.tr("Stopping …"))

    # events -----------------------------------------------------------------------------------------------------

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        # The file may be closed next: nothing is read any more. The list is read anew when it is shown.
        self.lacks.stop()
        if not self.window().isVisible():
            self.lacks.wait()

    def _on_news(self, changes: Changes, _initiator: object) -> None:
        self.lacks.forget(changes.patient_id)
        if self.isVisible():
            self.refresh()

    def _on_workspace(self) -> None:
        self._forget()
        if self.isVisible():
            self.refresh()
