"""Forms of the treatment page: a collection, a drug on a day of conditioning, the approval of a regimen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.treatment import (
    Apheresis,
    ApheresisEntry,
    ConditioningEntry,
    ConditioningGiven,
    OrderState,
    check_apheresis,
    check_conditioning,
)
from hsct_desktop.views.context import NOBODY, Context
from hsct_desktop.views.form_fields import ChipsField, ChoiceField, DayField, NotesField, NumberField, TextField
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, enum_choices, field_row
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.conditioning import DaySquare, DrugRow
    from hsct_desktop.services.regimen_approvals import RegimenState
    from hsct_desktop.services.treatment_board import RegimenCard, TreatmentBoard

Field = TextField | NotesField | DayField | ChipsField | ChoiceField


def content_of(fields: Mapping[str, Field]) -> Content:
    """What stands in some fields, for a draft."""
    found: Content = {}
    for name, field in fields.items():
        if isinstance(field, DayField):
            found[name] = field.typed()
        elif isinstance(field, ChipsField | ChoiceField):
            value = field.value()
            found[name] = "" if value is None else str(value.value if isinstance(value, Enum) else value)
        else:
            found[name] = field.text()
    return found


def put_back(fields: Mapping[str, Field], content: Content, kinds: Mapping[str, type[Enum] | type[int]]) -> None:
    """Put a draft back; `kinds` are what the values of chips and lists are."""
    for name, field in fields.items():
        text = str(content.get(name, ""))
        if isinstance(field, DayField):
            field.set_typed(text)
        elif isinstance(field, ChipsField | ChoiceField):
            field.set_value(kinds[name](text) if text else None)
        else:
            field.set_text(text)


def stacked(*widgets: QWidget) -> QWidget:
    """Fields one below the other, as the body of a sheet."""
    body = QWidget()
    column = QVBoxLayout(body)
    column.setSpacing(11)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return body


class ApheresisSheet(RecordSheet):
    """A collection, new or to be revised. A new one takes the next number and today."""

    def __init__(self, ctx: Context, board: TreatmentBoard, held: Apheresis | None = None) -> None:
        name = f"apheresis:{board.course.id}" if held is None else f"apheresis:{held.id}:revise"
        super().__init__(ctx, board.patient_id, "", draft=name)
        self._heading = self.tr("Record collection") if held is None else self.tr("Revise collection")
        self.set_title(self._heading, "")
        self._board, self._held = board, held
        from hsct_desktop.services import treatment

        self._days = treatment.days_for(ctx.ready(), board.patient_id, board.course.id)
        self._session = captioned(NumberField(), self.tr("Session"), "session")
        self._on = captioned(DayField(), self.tr("Collected on"), "collectedOn")
        self._dose = captioned(NumberField(), self.tr("CD34+ dose"), "cd34Dose")
        self._dose.set_unit("×10⁶/kg")
        self._blood = captioned(NumberField(), self.tr("CD34+ in blood before"), "bloodCd34")
        self._blood.set_unit("/µL")
        self._volume = captioned(NumberField(), self.tr("Volume"), "volume")
        self._volume.set_unit("mL")
        self._note = captioned(NotesField(), self.tr("Note"), "note")
        self._on.bind(ctx, board.course.entry.day0)
        self._fields: dict[str, Field] = {
            "session": self._session, "collected_on": self._on, "cd34_dose": self._dose, "blood_cd34": self._blood,
            "volume": self._volume, "note": self._note,
        }  # fmt: skip
        self.set_body(
            stacked(
                field_row(self._session, self._on), self._dose, field_row(self._blood, self._volume), self._note,
                PlainLabel(self.tr("The dose in millions per kg of body weight: 2,000,000 cells/kg are 2.0."),
                           "caption", wrap=True),
            )
        )  # fmt: skip
        self._fill()
        self.begin()

    def _fill(self) -> None:
        sessions = [row.held.entry.session or 0 for row in self._board.collections]
        board, words = self._board, self.ctx.wording
        entry = ApheresisEntry(board.patient_id, board.course.id, max(sessions, default=0) + 1, self.ctx.today())
        entry = self._held.entry if self._held is not None else entry
        self._session.set_text(str(entry.session or ""))
        self._on.set_date(entry.collected_on)
        for field, value in (
            (self._dose, entry.cd34_dose),
            (self._blood, entry.blood_cd34),
            (self._volume, entry.volume),
        ):
            field.set_text("" if value is None else words.number(value))
        self._note.set_text(entry.note)

    def first_field(self) -> QWidget | None:
        return self._dose.line()

    def _entry(self) -> ApheresisEntry:
        return ApheresisEntry(
            self.patient_id, self._board.course.id, self._session.whole(), self._on.date(), self._dose.number(),
            self._blood.number(), self._volume.number(), self._note.text(),
        )  # fmt: skip

    def problems(self) -> Iterator[Problem]:
        yield from check_apheresis(self._entry(), self._days)

    def target_of(self, field: str) -> QWidget:
        return self._fields.get(field, self._on)

    def write(self) -> Changes:
        from hsct_desktop.services import treatment

        ws, entry, held = self.ctx.ready(), self._entry(), self._held
        if held is None:
            return treatment.record_apheresis(ws, entry, confirmed=self.confirmed)
        return treatment.revise_apheresis(ws, held.id, held.version, entry, confirmed=self.confirmed)

    def content(self) -> Content:
        return content_of(self._fields)

    def restore(self, content: Content) -> None:
        put_back(self._fields, content, {})


class GivenSheet(RecordSheet):
    """A drug on a day of conditioning: as planned, otherwise, or left out; also a drug that the regimen has not."""

    def __init__(
        self, ctx: Context, board: TreatmentBoard, drug: DrugRow | None = None, square: DaySquare | None = None
    ) -> None:
        self._held: ConditioningGiven | None = square.held if square is not None else None
        place = f"{drug.key if drug is not None else ''}:{square.day if square is not None else ''}"
        super().__init__(ctx, board.patient_id, "", draft=f"given:{board.course.id}:{place}")
        self._heading = self.tr("Conditioning on a day")
        self.set_title(self._heading, drug.name if drug is not None else "")
        self._board, self._drug, self._square = board, drug, square
        from hsct_desktop.services import treatment

        self._days = treatment.days_for(ctx.ready(), board.patient_id, board.course.id)
        self._name = captioned(TextField(), self.tr("Drug"), "drug")
        self._on = captioned(DayField(), self.tr("Given on"), "givenOn")
        self._state = captioned(ChipsField(), self.tr("What was done"), "state")
        self._state.set_choices(enum_choices(ctx.wording, "order_state", OrderState))
        self._dose = captioned(TextField(), self.tr("Dose as given"), "dose")
        self._dose.set_hint(self.tr("as written on the chart; empty: as the regimen has it"))
        self._note = captioned(NotesField(), self.tr("Reason or note"), "note")
        self._on.bind(ctx, board.course.entry.day0)
        self._fields: dict[str, Field] = {
            "drug": self._name, "given_on": self._on, "state": self._state, "dose": self._dose, "note": self._note,
        }  # fmt: skip
        said = square.says if square is not None else ""
        plan = AlertNote(self.tr("As the regimen describes it"), said, "info")
        self.set_body(stacked(self._name, self._on, plan, self._state, self._dose, self._note))
        plan.setVisible(bool(said))  # once it has a parent: before, it would open as a window and take the keyboard
        self._fill()
        self.begin()

    def _fill(self) -> None:
        drug, square = self._drug, self._square
        if self._held is not None:
            entry = self._held.entry
        else:
            on = square.on if square is not None else self.ctx.today()
            name = drug.name if drug is not None else ""
            entry = ConditioningEntry(self.patient_id, self._board.course.id, on, drug=name)
        self._name.set_text(entry.drug)
        self._name.line().setReadOnly(drug is not None and drug.key != "")
        self._on.set_date(entry.given_on)
        self._state.set_value(entry.state)
        self._dose.set_text(entry.dose)
        self._note.set_text(entry.note)

    def first_field(self) -> QWidget | None:
        return self._name.line() if self._drug is None else self._state

    def _entry(self) -> ConditioningEntry:
        state = self._state.value()
        key = self._drug.key if self._drug is not None else ""
        if self._held is not None:
            key = self._held.entry.order_key
        return ConditioningEntry(
            self.patient_id, self._board.course.id, self._on.date(), key, self._name.text(),
            state if isinstance(state, OrderState) else OrderState.GIVEN, self._dose.text(), self._note.text(),
        )  # fmt: skip

    def problems(self) -> Iterator[Problem]:
        yield from check_conditioning(self._entry(), self._days)

    def target_of(self, field: str) -> QWidget:
        return self._fields.get(field, self._on)

    def write(self) -> Changes:
        from hsct_desktop.services import treatment

        ws, entry, held = self.ctx.ready(), self._entry(), self._held
        if held is None:
            return treatment.record_given(ws, entry, confirmed=self.confirmed)
        return treatment.revise_given(ws, held.id, held.version, entry, confirmed=self.confirmed)

    def content(self) -> Content:
        return content_of(self._fields)

    def restore(self, content: Content) -> None:
        put_back(self._fields, content, {"state": OrderState})


class ApproveRegimenSheet(RecordSheet):
    """Who approved a regimen as it reads now, when, and a note; the whole text stands above."""

    def __init__(self, ctx: Context, card: RegimenCard) -> None:
        super().__init__(ctx, NOBODY, "", card.name, draft=f"approve_regimen:{card.regimen.id}")
        self._regimen_id = card.regimen.id
        self._heading = self.tr("Approve regimen")
        self.set_title(self._heading, card.name)
        mark = ctx.wording.text("treatment.approval.fingerprint", version=card.approval.text.version)
        text = "\n".join([*card.lines, *card.notes, card.source, mark])
        note = AlertNote(card.name, self.tr("Whoever approves has read it and answers for its use in this unit."))
        self._by = captioned(TextField(), self.tr("Approved by"), "approvedBy")
        self._on = captioned(DayField(), self.tr("On"), "approvedOn")
        self._note = captioned(NotesField(), self.tr("Note (optional)"), "note")
        self._on.bind(ctx)
        self._on.set_date(ctx.today())
        self._fields: dict[str, Field] = {"approved_by": self._by, "approved_on": self._on, "note": self._note}
        self.set_body(stacked(note, PlainLabel(text, "caption", wrap=True), self._by, self._on, self._note))
        self.save_button().setText(self.tr("Approve"))
        self.begin()

    def first_field(self) -> QWidget | None:
        return self._by.line()

    def problems(self) -> Iterator[Problem]:
        if not self._by.text().strip():
            yield Problem("approved_by", "approved_by_missing")
        if self._on.date() is None:
            yield Problem("approved_on", "approved_on_missing")

    def target_of(self, field: str) -> QWidget:
        return self._fields.get(field, self._by)

    def write(self) -> Changes:
        from hsct_desktop.services import regimen_approvals

        return regimen_approvals.approve(
            self.ctx.ready(), self._regimen_id, self._by.text(), self._on.date(), self._note.text()
        )

    def content(self) -> Content:
        return content_of(self._fields)

    def restore(self, content: Content) -> None:
        put_back(self._fields, content, {})


def withdraw_sheet(ctx: Context, title: str, name: str, state: RegimenState) -> ReasonSheet | None:
    """Asks why the approval of a regimen is withdrawn; None where there is none."""
    approval = state.approval
    if approval is None:
        return None
    from hsct_desktop.services import regimen_approvals

    return ReasonSheet(
        ctx,
        NOBODY,
        title,
        name,
        lambda ws, reason: regimen_approvals.withdraw(ws, approval.id, approval.version, reason),
        draft=f"withdraw_regimen:{approval.id}",
    )
