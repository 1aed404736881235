"""A death adjudicated: what it came from by whose judgement; the review before it can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.death_review import DeathRelation, DeathReviewEntry, check_review
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChipsField, DayField, NotesField, TextField
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, enum_choices
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.note import AlertNote

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes


class DeathReviewSheet(RecordSheet):
    """Relation, cause, members, day and reasons. KnownError `death_review_none` where no death is recorded."""

    def __init__(self, ctx: Context, patient_id: int) -> None:
        from hsct_desktop.services import death_reviews, patients

        state = death_reviews.of_patient(ctx.ready(), patient_id)
        if state is None:
            raise KnownError("death_review_none")
        super().__init__(ctx, patient_id, "", draft="death_review")
        self._heading = self.tr("Adjudication of the death")
        self.set_title(self._heading)
        self._died_on, self._review = state.died_on, state.review
        words = ctx.wording
        self._relation = captioned(ChipsField(), self.tr("Relation"), "relation")
        self._relation.set_choices(enum_choices(words, "death_relation", DeathRelation))
        self._cause = captioned(TextField(), self.tr("Cause of death"), "cause")
        self._members = captioned(NotesField(), self.tr("Adjudicated by, one a line"), "members")
        self._members.set_lines(4)
        self._on = captioned(DayField(), self.tr("On"), "reviewedOn")
        self._on.bind(ctx, patients.banner(ctx.ready(), patient_id).day0)
        self._reason = captioned(NotesField(), self.tr("Reasons"), "reason")
        self._reason.set_lines(4)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(11)
        said = words.text("death.as_recorded", day=state.died_on, cause=state.cause)
        for part in (AlertNote(said), self._relation, self._cause, self._members, self._on, self._reason):
            column.addWidget(part)
        if state.review is not None:
            back = KeyButton(self.tr("Take back the adjudication"), icon="undo", small=True)
            back.clicked.connect(self._take_back)
            column.addWidget(back)
        column.addStretch(1)
        self.set_body(body)
        self._fill(state.cause)
        self.begin()

    def _fill(self, cause: str) -> None:
        held = self._review
        entry = held.entry if held is not None else DeathReviewEntry(self.patient_id, None, cause)
        self._relation.set_value(entry.relation)
        self._cause.set_text(entry.cause)
        self._members.set_text(entry.members)
        self._on.set_date(entry.reviewed_on or self.ctx.today())
        self._reason.set_text(entry.reason)

    def _take_back(self) -> None:
        held = self._review
        if held is None:
            return
        from hsct_desktop.services import death_reviews

        title, what = self.tr("Take back the adjudication"), self.tr("Adjudication of the death")
        self.close_sheet()
        self.ctx.open_sheet(
            ReasonSheet(
                self.ctx,
                self.patient_id,
                title,
                what,
                lambda ws, reason: death_reviews.void_review(ws, held.id, reason, held.version),
                draft=f"death_review_void:{held.id}",
            )
        )

    def _entry(self) -> DeathReviewEntry:
        relation = self._relation.value()
        return DeathReviewEntry(
            self.patient_id,
            relation if isinstance(relation, DeathRelation) else None,
            self._cause.text(),
            self._members.text(),
            self._on.date(),
            self._reason.text(),
        )

    def problems(self) -> Iterator[Problem]:
        yield from check_review(self._entry(), self._died_on, self.ctx.today())

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {
            "cause": self._cause, "members": self._members, "reviewed_on": self._on, "reason": self._reason,
        }  # fmt: skip
        return fields.get(field, self._relation)

    def write(self) -> Changes:
        from hsct_desktop.services import death_reviews

        return death_reviews.save(self.ctx.ready(), self._entry(), self._review.version if self._review else 0)

    def content(self) -> Content:
        return {
            "relation": str(self._relation.value() or ""),
            "cause": self._cause.text(),
            "members": self._members.text(),
            "reviewed_on": self._on.typed(),
            "reason": self._reason.text(),
        }

    def restore(self, content: Content) -> None:
        self._relation.set_value(DeathRelation(content["relation"]) if content["relation"] else None)
        self._cause.set_text(content["cause"])
        self._members.set_text(content["members"])
        self._on.set_typed(content["reviewed_on"])
        self._reason.set_text(content["reason"])
