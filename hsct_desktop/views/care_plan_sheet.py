"""A line of the care plan: what, who, until when; over what the record says, or of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.care_plan import MAX_TEXT, CareActor, CareEntry, CareRow, CareState, check_entry
from hsct_desktop.domain.problem import Problem
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChoiceField, DayField, TextField
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, enum_choices, field_row
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes


class CareLineSheet(RecordSheet):
    """Changes a line (`row`), or adds one for `who`. What the record says stands below and is not lost."""

    def __init__(self, ctx: Context, patient_id: int, row: CareRow | None, who: CareActor | None = None) -> None:
        super().__init__(ctx, patient_id, "", draft="care_line" if row is None else f"care_line:{row.key}")
        self._row = row
        self._heading = self.tr("New line of the care plan") if row is None else self.tr("Line of the care plan")
        self.set_title(self._heading, "")
        words = ctx.wording
        self._text = captioned(TextField(), self.tr("What is to be done"), "text")
        self._text.line().setMaxLength(MAX_TEXT)
        self._who = captioned(ChoiceField(), self.tr("Who"), "who")
        self._who.set_choices(enum_choices(words, "care_actor", CareActor))
        self._until = captioned(DayField(), self.tr("Until (may stay empty)"), "until")
        self._until.bind(ctx)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(12)
        column.addWidget(self._text)
        column.addWidget(field_row(self._who, self._until))
        if row is not None and row.source is not None:
            said = words.text("care_plan.record_says", text=row.source.text)
            column.addWidget(PlainLabel(said, "muted", wrap=True))
        elif row is not None and row.state is CareState.GONE:
            column.addWidget(PlainLabel(words.text("care_plan.record_gone"), "muted", wrap=True))
        column.addStretch(1)
        self._who.set_value(row.who if row is not None else who)
        if row is not None:
            self._text.set_text(row.text[:MAX_TEXT])
            self._until.set_date(row.until)
        self.set_body(body)
        self.begin()

    def first_field(self) -> QWidget | None:
        return self._text.line()

    def entry(self) -> CareEntry:
        """The line as it stands in the form."""
        who = self._who.value()
        actor = CareActor(who) if isinstance(who, str) else None
        return CareEntry(self.patient_id, actor, self._text.text(), self._until.date())

    def problems(self) -> Iterator[Problem]:
        yield from check_entry(self.entry(), self.ctx.today())

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {"text": self._text, "who": self._who, "until": self._until}
        return fields.get(field, self._text)

    def write(self) -> Changes:
        from hsct_desktop.services import care_plan

        ws, row = self.ctx.ready(), self._row
        if row is None:
            return care_plan.record(ws, self.entry())
        return care_plan.revise(ws, row.key, row.edit.version if row.edit is not None else 0, self.entry())

    def content(self) -> Content:
        who = self._who.value()
        return {"text": self._text.text(), "who": str(who) if who is not None else None, "until": self._until.typed()}

    def restore(self, content: Content) -> None:
        self._text.set_text(content["text"])
        if content["who"] is not None:
            self._who.set_value(CareActor(content["who"]))
        self._until.set_typed(content["until"])
