"""Record what somebody confirms about a patient: a question, its answer, the day; those before stand below."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.statement import StatementAnswer, StatementEntry, StatementKind, check_statement
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChipsField, ChoiceField, DayField, NotesField
from hsct_desktop.views.past_entries import PastEntries, PastEntry
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, enum_choices, field_row
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.domain.statement import Statement
    from hsct_desktop.services.changes import Changes

_MOST_PAST: Final = 30
"""So many statements are listed below the form, the latest first."""


class StatementSheet(RecordSheet):
    """A statement of any kind. The answer is never chosen beforehand."""

    def __init__(self, ctx: Context, patient_id: int, kind: StatementKind = StatementKind.IMMUNOSUPPRESSION) -> None:
        super().__init__(ctx, patient_id, "", draft="statement")
        self._heading = self.tr("Confirm a statement")
        self.set_title(self._heading, "")
        from hsct_desktop.services import patients

        banner = patients.banner(ctx.ready(), patient_id)
        self._birth_date = banner.birth_date
        self._kind = captioned(ChoiceField(), self.tr("What"), "kind")
        self._question = PlainLabel("", "muted", wrap=True)
        self._answer = captioned(ChipsField(), self.tr("Answer"), "answer")
        self._on = captioned(DayField(), self.tr("As of"), "statedOn")
        self._note = captioned(NotesField(), self.tr("Note"), "note")
        self._kind.set_choices(enum_choices(ctx.wording, "statement_kind", StatementKind), self.tr("Choose"))
        self._answer.set_choices(enum_choices(ctx.wording, "statement_answer", StatementAnswer))
        self._on.bind(ctx, banner.day0)
        self._kind.set_value(kind)
        self._on.set_date(ctx.today())
        self._kind.edited.connect(self._on_kind)
        self._lay_form()
        self._ask_question()
        self.begin()

    def _lay_form(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(11)
        for part in (self._kind, self._question, field_row(self._answer, self._on), self._note, self._past()):
            column.addWidget(part)
        column.addStretch(1)
        self.set_body(body)

    def _on_kind(self) -> None:
        self._ask_question()
        self.changed()

    def _ask_question(self) -> None:
        self._question.setText(self.ctx.wording.text(f"statement.question.{self._chosen().value}"))

    def _chosen(self) -> StatementKind:
        kind = self._kind.value()
        return kind if isinstance(kind, StatementKind) else StatementKind.IMMUNOSUPPRESSION

    # what was stated before -------------------------------------------------------------------------------------

    def _past(self) -> QWidget:
        from hsct_desktop.services import statements

        held = statements.for_patient(self.ctx.ready(), self.patient_id)[:_MOST_PAST]
        return PastEntries(self.ctx.wording, [self._past_entry(row) for row in held], wide=True)

    def _past_entry(self, held: Statement) -> PastEntry:
        from hsct_desktop.services import statements

        said = statements.in_words(self.ctx.ready(), held.entry)
        detail = " · ".join(part for part in (held.by, held.entry.note) if part)
        on = held.entry.stated_on or self.ctx.today()
        return PastEntry(
            on, said[:1].upper() + said[1:], detail,
            lambda: self.ctx.open_sheet(StatementBackSheet(self.ctx, self.patient_id, held)),
        )  # fmt: skip

    # the sheet --------------------------------------------------------------------------------------------------

    def first_field(self) -> QWidget | None:
        return self._kind.box()

    def _entry(self) -> StatementEntry:
        answer = self._answer.value()
        return StatementEntry(
            self.patient_id,
            self._chosen(),
            answer if isinstance(answer, StatementAnswer) else None,
            self._on.date(),
            self._note.text(),
        )

    def problems(self) -> Iterator[Problem]:
        yield from check_statement(self._entry(), self._birth_date, self.ctx.today())

    def target_of(self, field: str) -> QWidget:
        return {"answer": self._answer, "stated_on": self._on, "note": self._note}.get(field, self._kind)

    def write(self) -> Changes:
        from hsct_desktop.services import statements

        return statements.record(self.ctx.ready(), self._entry())

    def content(self) -> Content:
        return {
            "kind": str(self._chosen()),
            "answer": str(self._answer.value() or ""),
            "on": self._on.typed(),
            "note": self._note.text(),
        }

    def restore(self, content: Content) -> None:
        self._kind.set_value(StatementKind(content["kind"]))
        self._answer.set_value(StatementAnswer(content["answer"]) if content["answer"] else None)
        self._on.set_typed(content["on"])
        self._note.set_text(content["note"])
        self._ask_question()


class StatementBackSheet(ReasonSheet):
    """Asks why a statement is taken back."""

    def __init__(self, ctx: Context, patient_id: int, held: Statement) -> None:
        from hsct_desktop.services import statements

        said = statements.in_words(ctx.ready(), held.entry)
        super().__init__(
            ctx,
            patient_id,
            "",
            said[:1].upper() + said[1:],
            lambda ws, reason: statements.void_statement(ws, held.id, reason, held.version),
            draft=f"statement_void:{held.id}",
        )
        self._heading = self.tr("Take back a statement")
        self.set_title(self._heading)
