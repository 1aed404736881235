"""Sign a letter, and record how a signed one left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.letter import (
    DispatchEntry,
    Letter,
    SentBy,
    check_change,
    check_dispatch,
    check_signature,
)
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.views.context import NOBODY, Context
from hsct_desktop.views.form_fields import ChipsField, DayField, NotesField, TextField
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, enum_choices, field_row
from hsct_desktop.views.widgets.note import AlertNote

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.letters import LetterLine, Preview


class SignSheet(RecordSheet):
    """Name and role under the letter; what was read in the preview is what is signed.

    `refused` tells that the letter or the record behind it has changed meanwhile: the page shows it as it is now.
    """

    refused = Signal()

    def __init__(self, ctx: Context, letter: Letter, shown: Preview, reader: str) -> None:
        from hsct_desktop.services import letters

        entry = letter.entry
        sub = " · ".join(part for part in (ctx.wording.enum("letter_kind", entry.kind), reader) if part)
        super().__init__(ctx, entry.patient_id, "", sub, draft=f"sign_letter:{letter.id}")
        self._heading = self.tr("Sign the letter")
        self.set_title(self._heading, sub)
        self._letter, self._preview = letter, shown
        name, role = letters.usual_signature(ctx.ready(), entry.language)
        self._name = captioned(TextField(), self.tr("Name, as under the letter"), "name")
        self._role = captioned(TextField(), self.tr("Role"), "role")
        self._role.set_hint(self.tr("for example: consultant haematologist"))
        self._name.set_text(name)
        self._role.set_text(role)
        self._changed = captioned(NotesField(), self.tr("What changed"), "changed")
        self._why = captioned(NotesField(), self.tr("Why you sign, not being a physician"), "why")
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(11)
        self._about = AlertNote("")
        self.show_preview(letter, shown)
        for part in (self._about, self._changed, self._name, self._role, self._why):
            column.addWidget(part)
        column.addStretch(1)
        self.set_body(body)
        # Within the sheet only: shown before it has a place in it, a field is a window of its own.
        self._changed.setVisible(letter.replaces_id is not None)
        self._why.setVisible(not letters.signs_as_physician(ctx.ready()))
        self.save_button().setText(self.tr("Sign"))
        self.begin()

    def show_preview(self, letter: Letter, shown: Preview) -> None:
        """Take what is signed now: the letter and its pages as they were last shown."""
        self._letter, self._preview = letter, shown
        final = self.tr(
            "What is signed never changes. A correction is a new version that says which letter it replaces."
        )
        lacking = len({(one.key, tuple(one.params.items())) for one in self._preview.missing})
        pages = self._preview.pages
        size = self.tr("{} pages").format(pages) if pages != 1 else self.tr("1 page")
        if not lacking:
            self._about.set_note(size, final, "info")
            return
        marked = self.tr("1 item to look at stands above the letter")
        if lacking != 1:
            marked = self.tr("{} items to look at stand above the letter").format(lacking)
        self._about.set_note(f"{size}; {marked}", final, "warn")

    def first_field(self) -> QWidget | None:
        if self._asks(self._changed):
            return self._changed
        return self._name.line() if not self._name.text().strip() else self._role.line()

    def problems(self) -> Iterator[Problem]:
        yield from check_signature(self._name.text(), self._role.text())
        yield from check_change(
            self._changed.text(), self._why.text(), replaces=self._asks(self._changed),
            is_physician=not self._asks(self._why),
        )  # fmt: skip

    @staticmethod
    def _asks(field: QWidget) -> bool:
        """Whether a field is one of those that this signature asks for."""
        return not field.isHidden()

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {"name": self._name, "changed": self._changed, "why": self._why}
        return fields.get(field, self._role)

    def _ask(self, *, confirmed: bool) -> None:
        """The button keeps its word: it signs, and a reason is what lets a nurse sign."""

    def write(self) -> Changes:
        from hsct_desktop.services import letters

        held, mark = self._letter, self._preview.fingerprint
        role, name = self._role.text(), self._name.text()
        try:
            signed = letters.sign(
                self.ctx.ready(), held.id, held.version, role, name, shown=mark, changed=self._changed.text(),
                why=self._why.text(),
            )  # fmt: skip
        except KnownError:
            QTimer.singleShot(0, self.refused.emit)
            raise
        return replace(signed, txn="")  # no Undo is offered: what is signed stays

    def content(self) -> Content:
        return {
            "name": self._name.text(), "role": self._role.text(), "changed": self._changed.text(),
            "why": self._why.text(),
        }  # fmt: skip

    def restore(self, content: Content) -> None:
        self._name.set_text(content["name"])
        self._role.set_text(content["role"])
        self._changed.set_text(content.get("changed", ""))
        self._why.set_text(content.get("why", ""))


class DispatchSheet(RecordSheet):
    """How signed letters left, to whom, when. Of one letter to its reader, with the copies it names; of several each
    to its own reader and copies.
    """

    def __init__(self, ctx: Context, letter: Letter, reader: str = "", lines: Sequence[LetterLine] = ()) -> None:
        from hsct_desktop.services import letters

        entry, is_one = letter.entry, len(lines) < 2
        sub = ctx.wording.enum("letter_kind", entry.kind)
        name = f"send_letter:{letter.id}" if is_one else "send_letters:" + ",".join(str(one.letter.id) for one in lines)
        super().__init__(ctx, entry.patient_id if is_one else NOBODY, "", sub, draft=name)
        known = lines or letters.for_patient(ctx.ready(), entry.patient_id)
        self._lines = tuple(lines or (one for one in known if one.letter.id == letter.id))
        self._heading = self.tr("Letter sent")
        if not is_one:
            self._heading, self._words = self.tr("Letters sent"), self.tr("{} letters").format(len(lines))
        self.set_title(self._heading, self._words)
        self._letter = letter
        self._way = captioned(ChipsField(), self.tr("How"), "way")
        self._to = captioned(TextField(), self.tr("To whom"), "toWhom")
        self._copies = captioned(ChipsField(), self.tr("Copies that left with it"), "copies")
        self._on = captioned(DayField(), self.tr("When"), "sentOn")
        self._notes = captioned(NotesField(), self.tr("Note"), "note")
        self._way.set_choices(enum_choices(ctx.wording, "sent_by", SentBy))
        self._on.bind(ctx)
        self._on.set_date(ctx.today())
        self._propose(reader)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(11)
        if not is_one:
            about = self.tr("Each is recorded as sent to its reader and to those whom it names for a copy.")
            column.addWidget(AlertNote(self._words, about, "info"))
        self._to.setVisible(is_one)
        for part in (self._way, field_row(self._to, self._on), self._copies, self._notes):
            column.addWidget(part)
        column.addStretch(1)
        self.set_body(body)
        self.begin()

    def _propose(self, reader: str) -> None:
        """Who has not got it yet: the reader with all copies, else the first copy; sent as the last time."""
        from hsct_desktop.services import letters

        (line, *others) = self._lines
        left = letters.waiting(line) if not others else []
        first, *copies = left or [reader]
        self._to.set_text(reader if first == line.reader and reader else first)
        self._copies.set_choices([(name, name) for name in copies], multi=True)
        self._copies.choice().set_values(copies)
        self._copies.setVisible(bool(copies))
        if line.sent and not others:
            self._way.set_value(line.sent[-1].entry.way)

    def first_field(self) -> QWidget | None:
        return self._way

    def _entries(self) -> list[DispatchEntry]:
        """What is recorded: nothing while the way or the day is missing."""
        from hsct_desktop.services import letters

        way, on, note = self._way.value(), self._on.date(), self._notes.text()
        if not isinstance(way, SentBy) or on is None:
            return []
        if len(self._lines) > 1:
            pairs = [(line.letter.id, name) for line in self._lines for name in letters.waiting(line)]
        else:
            also = [str(name) for name in self._copies.choice().values()] if not self._copies.isHidden() else []
            pairs = [(self._letter.id, name) for name in (self._to.text(), *also)]
        return [DispatchEntry(letter_id, way, name, on, note) for letter_id, name in pairs]

    def problems(self) -> Iterator[Problem]:
        if self._way.value() is None:
            yield Problem("way", "letter_way_missing")
        if self._on.date() is None and not self._on.unreadable():
            yield Problem("sent_on", "date_missing")
        signed = [line.letter.signature.signed_at for line in self._lines if line.letter.signature is not None]
        entries = self._entries()
        if entries and signed:
            last = max(signed).astimezone().date()
            found = (problem for entry in entries for problem in check_dispatch(entry, last, self.ctx.today()))
            yield from {(problem.field, problem.key): problem for problem in found}.values()

    def target_of(self, field: str) -> QWidget:
        return {"way": self._way, "sent_on": self._on, "note": self._notes}.get(field, self._to)

    def write(self) -> Changes:
        from hsct_desktop.services import letters

        return letters.dispatch_all(self.ctx.ready(), self._entries())

    def content(self) -> Content:
        way = self._way.value()
        return {
            "way": way.value if isinstance(way, SentBy) else "", "to": self._to.text(), "on": self._on.typed(),
            "note": self._notes.text(), "copies": [str(name) for name in self._copies.choice().values()],
        }  # fmt: skip

    def restore(self, content: Content) -> None:
        self._way.set_value(SentBy(content["way"]) if content["way"] else None)
        self._to.set_text(content["to"])
        self._on.set_typed(content["on"])
        self._notes.set_text(content["note"])
        self._copies.choice().set_values(content.get("copies", []))
