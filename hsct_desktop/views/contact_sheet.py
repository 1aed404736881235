"""Log a contact: a call, a letter, a message; with whom and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.contact import (
    ContactEntry,
    ContactKind,
    ContactOutcome,
    ContactWith,
    Ladder,
    Rung,
    check_contact,
    proposal,
)
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.domain.problem import Problem
from hsct_desktop.views.contact_ladder import ContactLadder, tried
from hsct_desktop.views.context import Context
from hsct_desktop.views.forms.ui_contact_form import Ui_ContactForm
from hsct_desktop.views.past_entries import PastEntries, PastEntry
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.sheet import Content, RecordSheet, enum_choices

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.contacts import ContactRow

_PAST: Final = 5
"""So many earlier contacts stand below the form."""


class ContactSheet(RecordSheet):
    """A new contact, today, as the next step of the ladder proposes it; what came of it is always said.

    Letters choose the outcome: N says that nobody answered and goes to the next try.
    """

    def __init__(self, ctx: Context, patient_id: int) -> None:
        from hsct_desktop.services import contacts

        super().__init__(ctx, patient_id, "", draft="contact")
        self._heading = self.tr("Log contact")
        self.set_title(self._heading, "")
        self._ui = Ui_ContactForm()
        body, ui, words = QWidget(), self._ui, ctx.wording
        ui.setupUi(body)
        ui.contactWith.set_choices(enum_choices(words, "contact_with", ContactWith))
        ui.kind.set_choices(enum_choices(words, "contact_kind", ContactKind))
        # Who did not come is said where a visit is marked as missed.
        outcomes = [outcome for outcome in ContactOutcome if outcome is not ContactOutcome.DID_NOT_COME]
        ui.outcome.set_choices(enum_choices(words, "contact_outcome", outcomes))
        self._propose(contacts.ladder_of(ctx.ready(), patient_id))
        ui.on.bind(ctx)
        ui.nextTry.bind(ctx)
        ui.on.set_date(ctx.today())
        ui.note.set_lines(4)
        ui.kind.edited.connect(self._on_kind)
        column = body.layout()
        if isinstance(column, QVBoxLayout):
            if self._steps.is_begun:
                column.insertWidget(0, self._ladder())
            column.insertWidget(column.count() - 1, self._past())
        self.set_body(body)
        self._letters()
        self.begin()

    def _propose(self, steps: Ladder) -> None:
        """Fill in how the next step is usually taken; after the last one, another call."""
        self._steps = steps
        kind, whom, outcome = proposal(steps.proposed or Rung.CALL_1)
        self._ui.kind.set_value(kind)
        self._ui.contactWith.set_value(whom)
        self._ui.outcome.set_value(outcome)

    def _ladder(self) -> QWidget:
        self.ladder = ContactLadder(self.ctx.wording, self._steps)
        self.ladder.lost_wanted.connect(self._lose)
        return self.ladder

    def _lose(self) -> None:
        """Every step was in vain: the sheet for the change of state, with what was tried as the reason."""
        from hsct_desktop.views.state_sheet import StateSheet

        sheet = StateSheet(self.ctx, self.patient_id)
        sheet.propose(StateChangeKind.LOST, tried(self.ctx.wording, self._steps))
        self.ctx.open_sheet(sheet)

    def _letters(self) -> None:
        """A letter chooses the outcome; N is the quickest way through a call in vain."""
        letters = {
            "R": ContactOutcome.REACHED,
            "M": ContactOutcome.MESSAGE_LEFT,
            "W": ContactOutcome.WRONG_NUMBER,
            "S": ContactOutcome.SENT,
        }
        for field in (self._ui.contactWith, self._ui.kind, self._ui.outcome):
            self._letter("N", field, self.no_answer)
            for letter, outcome in letters.items():
                self._letter(letter, field, partial(self._came_of_it, outcome))

    def _letter(self, letter: str, field: QWidget, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(letter), field)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _came_of_it(self, outcome: ContactOutcome) -> None:
        self._ui.outcome.set_value(outcome)
        self.changed()
        (self._ui.note if outcome is ContactOutcome.REACHED else self._ui.nextTry).setFocus()

    def _past(self) -> QWidget:
        from hsct_desktop.services import contacts

        rows = contacts.for_patient(self.ctx.ready(), self.patient_id, _PAST)
        return PastEntries(self.ctx.wording, [self._past_entry(row) for row in rows])

    def _past_entry(self, row: ContactRow) -> PastEntry:
        words = self.ctx.wording
        what = f"{words.enum('contact_kind', row.kind)}, {words.enum('contact_with', row.contact_with)}"
        detail = " · ".join(part for part in (words.enum("contact_outcome", row.outcome), row.note) if part)
        return PastEntry(row.on, what, detail, lambda: self._take_back(row, what))

    def _take_back(self, row: ContactRow, what: str) -> None:
        from hsct_desktop.services import contacts

        sheet = ReasonSheet(
            self.ctx,
            self.patient_id,
            self.tr("Take back a contact"),
            f"{what}, {self.ctx.wording.date(row.on)}",
            lambda ws, reason: contacts.void_contact(ws, row.id, reason, row.version),
            draft=f"void_contact:{row.id}",
        )
        self.ctx.open_sheet(sheet)

    def no_answer(self) -> None:
        """Nobody answered the call: ask when to try again."""
        if self._ui.kind.value() in (ContactKind.LETTER, ContactKind.EMAIL):
            self._ui.kind.set_value(ContactKind.CALL)
        self._ui.outcome.set_value(ContactOutcome.NO_ANSWER)
        self._ui.nextTry.setFocus()

    def _on_kind(self) -> None:
        """A letter or e-mail is sent; what came of a call only a person can say."""
        sent = self._ui.kind.value() in (ContactKind.LETTER, ContactKind.EMAIL)
        outcome = self._ui.outcome.value()
        if sent and outcome in (None, ContactOutcome.REACHED):
            self._ui.outcome.set_value(ContactOutcome.SENT)
        elif not sent and outcome is ContactOutcome.SENT:
            self._ui.outcome.set_value(None)

    def first_field(self) -> QWidget | None:
        return self._ui.contactWith

    def entry(self) -> ContactEntry:
        """The contact as it stands in the form."""
        ui = self._ui
        kind, whom, outcome = ui.kind.value(), ui.contactWith.value(), ui.outcome.value()
        return ContactEntry(
            self.patient_id,
            ui.on.date(),
            kind if isinstance(kind, ContactKind) else ContactKind.CALL,
            whom if isinstance(whom, ContactWith) else ContactWith.PATIENT,
            outcome if isinstance(outcome, ContactOutcome) else ContactOutcome.REACHED,
            ui.note.text(),
            ui.nextTry.date(),
        )

    def problems(self) -> Iterator[Problem]:
        if self._ui.outcome.value() is None:
            yield Problem("outcome", "contact_outcome_missing")
        yield from check_contact(self.entry(), self.ctx.today())

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {"next_try": self._ui.nextTry, "note": self._ui.note, "outcome": self._ui.outcome}
        return fields.get(field, self._ui.on)

    def write(self) -> Changes:
        from hsct_desktop.services import contacts

        return contacts.record(self.ctx.ready(), self.entry())

    def content(self) -> Content:
        entry, ui = self.entry(), self._ui
        outcome = str(ui.outcome.value() or "")
        chosen = {"kind": str(entry.kind), "with": str(entry.contact_with), "outcome": outcome}
        return {**chosen, "on": ui.on.typed(), "next_try": ui.nextTry.typed(), "note": ui.note.text()}

    def restore(self, content: Content) -> None:
        ui = self._ui
        ui.kind.set_value(ContactKind(content["kind"]))
        ui.contactWith.set_value(ContactWith(content["with"]))
        ui.outcome.set_value(ContactOutcome(content["outcome"]) if content["outcome"] else None)
        ui.on.set_typed(content["on"])
        ui.nextTry.set_typed(content["next_try"])
        ui.note.set_text(content["note"])
