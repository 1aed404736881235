"""The sheet of a square that no result fills: record the visit, type the values, or say why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.monitoring import Column, MarkEntry, MarkKind, MonitoringTest, Square, check_mark
from hsct_desktop.domain.problem import Problem
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChipsField, DayField, NotesField
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, enum_choices
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes


class MonitoringSheet(RecordSheet):
    """What is to be said of one square. Nothing is chosen beforehand."""

    def __init__(self, ctx: Context, patient_id: int, test: MonitoringTest, column: Column, square: Square) -> None:
        super().__init__(ctx, patient_id, "", draft=f"monitoring:{test.id}:{square.key}")
        from hsct_desktop.services import monitoring_words, patients

        words = monitoring_words.Words(ctx.ready())
        self._test, self._square = test, square
        self._day0 = patients.banner(ctx.ready(), patient_id).day0
        self._heading = f"{test.label.text(ctx.language)}, {words.columns([square.column])}"
        self.set_title(self._heading, "")
        said = words.square(test, column, (square,)).partition(": ")[2]
        self._said = PlainLabel(said[:1].upper() + said[1:], wrap=True)
        self._kind = captioned(ChipsField(), self.tr("What is known"), "kind")
        self._on = captioned(DayField(), self.tr("On"), "on")
        self._reason = captioned(NotesField(), self.tr("Where, or why not"), "reason")
        self._kind.set_choices(enum_choices(ctx.wording, "monitoring_mark", MarkKind))
        self._on.bind(ctx, self._day0)
        self._on.set_date(ctx.today())
        self._lay_form()
        self.begin()

    def _lay_form(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(11)
        for part in (self._said, self._ways(), self._kind, self._on, self._reason, self._take_back_button()):
            column.addWidget(part)
        column.addStretch(1)
        self.set_body(body)

    def _ways(self) -> QWidget:
        """The two ways to fill the square with a record of its own."""
        self.visit_button = KeyButton(self.tr("Record the visit"), icon="edit", small=True)
        self.values_button = KeyButton(self.tr("Type the values"), icon="flask", small=True)
        self.visit_button.clicked.connect(self._record_visit)
        self.values_button.clicked.connect(self._type_values)
        status = self._square.status
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self.visit_button, self.values_button):
            row.addWidget(button)
        row.addStretch(1)
        self.visit_button.setVisible(status is not None and status.awaits)
        return line

    def _record_visit(self) -> None:
        from hsct_desktop.views.visit_sheet import VisitSheet

        self.ctx.open_sheet(VisitSheet(self.ctx, self.patient_id, scheduled_id=self._square.scheduled_id))

    def _type_values(self) -> None:
        day = self._square.on or self.ctx.today()
        if self._square.occasion is not None and self._square.scheduled_id is None:
            day = min(self._square.occasion.target, self.ctx.today())  # a week in hospital: its own column
        self.ctx.show_patient(self.patient_id, f"flowsheet@{day.isoformat()}")

    def _take_back_button(self) -> QWidget:
        button = KeyButton(self.tr("Take back what was said"), icon="undo", kind="danger", small=True)
        button.clicked.connect(self._take_back)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(button)
        button.setVisible(self._square.mark is not None)
        row.addStretch(1)
        return line

    def _take_back(self) -> None:
        from hsct_desktop.services import monitoring

        held = self._square.mark
        if held is None:
            return
        sheet = ReasonSheet(
            self.ctx,
            self.patient_id,
            self.tr("Take back what was said"),
            self._heading,
            lambda ws, reason: monitoring.take_back_mark(ws, held.id, held.version, reason),
            draft=f"monitoring_void:{held.id}",
        )
        self.ctx.open_sheet(sheet)

    # the sheet --------------------------------------------------------------------------------------------------

    def first_field(self) -> QWidget | None:
        return self._kind.choice()

    def _entry(self) -> MarkEntry:
        kind = self._kind.value()
        chosen = kind if isinstance(kind, MarkKind) else None
        key = self._square.key
        return MarkEntry(self.patient_id, self._test.id, key, chosen, self._on.date(), self._reason.text())

    def problems(self) -> Iterator[Problem]:
        yield from check_mark(self._entry(), self._day0, self.ctx.today())

    def target_of(self, field: str) -> QWidget:
        return {"on": self._on, "reason": self._reason}.get(field, self._kind)

    def write(self) -> Changes:
        from hsct_desktop.services import monitoring

        return monitoring.mark(self.ctx.ready(), self._entry(), over=self._square.mark)

    def content(self) -> Content:
        return {
            "kind": str(self._kind.value() or ""),
            "on": self._on.typed(),
            "reason": self._reason.text(),
        }

    def restore(self, content: Content) -> None:
        self._kind.set_value(MarkKind(content["kind"]) if content["kind"] else None)
        self._on.set_typed(content["on"])
        self._reason.set_text(content["reason"])
