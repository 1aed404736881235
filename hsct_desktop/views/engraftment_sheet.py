"""Engraftment of a patient: what the counts say of both lineages, and the confirmation by a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.engraftment import EngraftmentStatus, Lineage
from hsct_desktop.domain.engraftment_entry import CONFIRMABLE, EngraftmentEntry, confirmable
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.views.context import Context
from hsct_desktop.views.engraftment_panel import LineagePanel
from hsct_desktop.views.form_fields import ChipsField, DayField, NotesField
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, enum_choices, field_row
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.engraftment import LineageState


class EngraftmentSheet(RecordSheet):
    """Both lineages with their evidence; below, the one that is confirmed. KnownError before Day 0 has come."""

    def __init__(self, ctx: Context, patient_id: int) -> None:
        states = _read(ctx, patient_id)
        super().__init__(ctx, patient_id, "", draft="engraftment")
        self._states = states
        day0 = self._states[Lineage.NEUTROPHILS].day0
        self._heading = self.tr("Engraftment")
        self._words = self.tr("Day 0 {}").format(ctx.wording.date(day0))
        self.set_title(self._heading, self._words)
        self._panels = QWidget()
        QVBoxLayout(self._panels).setContentsMargins(0, 0, 0, 0)
        self._lineage = captioned(ChipsField(), self.tr("Confirm for"), "lineage")
        self._status = captioned(ChipsField(), self.tr("Result"), "status")
        self._on = captioned(DayField(), self.tr("Day of engraftment"), "on")
        self._note = captioned(NotesField(), self.tr("Note, or why it is other than the counts say"), "note")
        self._on.bind(ctx, day0)
        self._lineage.set_choices(enum_choices(ctx.wording, "lineage", Lineage))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(12)
        said = self.tr("The confirmed value is what prints. The program proposes; a person decides.")
        hint = PlainLabel(said, "caption", wrap=True)
        for part in (self._panels, field_row(self._lineage, self._on), self._status, self._note, hint):
            column.addWidget(part)
        column.addStretch(1)
        self._show_panels()
        self._lineage.edited.connect(self._on_lineage)
        self._status.edited.connect(self._on_status)
        self._lineage.set_value(self._first())
        self._on_lineage()
        self.set_body(body)
        self.begin()
        self.save_button().setText(self.tr("Confirm"))

    def _first(self) -> Lineage:
        """The lineage that waits to be confirmed, else the one whose counts changed, else the neutrophils."""
        waiting = [s for s in self._states.values() if s.confirmed is None and confirmable(s.derived.status)]
        changed = [s for s in self._states.values() if s.differs]
        return (waiting or changed or list(self._states.values()))[0].lineage

    def _show_panels(self) -> None:
        column = self._panels.layout()
        if column is None:
            return
        while (item := column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        for state in self._states.values():
            panel = LineagePanel(self.ctx, state)
            panel.withdraw_wanted.connect(lambda held=state: self._withdraw(held))
            column.addWidget(panel)

    def _withdraw(self, state: LineageState) -> None:
        from hsct_desktop.services import engraftment

        held = state.confirmed
        if held is None:
            return
        what = self.tr("Engraftment") + f", {self.ctx.wording.enum('lineage', state.lineage)}"
        sheet = ReasonSheet(
            self.ctx,
            self.patient_id,
            self.tr("Take back a confirmation"),
            what,
            lambda ws, reason: engraftment.withdraw(ws, held.id, reason, held.version),
            draft=f"engraftment_withdraw:{held.id}",
        )
        self.ctx.open_sheet(sheet)

    def _state(self) -> LineageState:
        chosen = self._lineage.value()
        return self._states[chosen if isinstance(chosen, Lineage) else Lineage.NEUTROPHILS]

    def _on_lineage(self) -> None:
        """Fill in what the counts give for the chosen lineage."""
        state = self._state()
        offered = [s for s in CONFIRMABLE if s is not EngraftmentStatus.GRAFT_FAILURE or _fails(state)]
        self._status.set_choices(enum_choices(self.ctx.wording, "engraftment_status", offered))
        self._status.set_value(confirmable(state.derived.status))
        self._on.set_date(state.derived_on)
        self._on_status()

    def _on_status(self) -> None:
        self._on.setEnabled(self._status.value() is EngraftmentStatus.ENGRAFTED)

    def first_field(self) -> QWidget | None:
        return self._lineage

    def _entry(self) -> EngraftmentEntry:
        status = self._status.value()
        engrafted = status is EngraftmentStatus.ENGRAFTED
        return EngraftmentEntry(
            self.patient_id,
            self._state().lineage,
            status if isinstance(status, EngraftmentStatus) else None,
            self._on.date() if engrafted else None,
            self._note.text(),
        )

    def problems(self) -> Iterator[Problem]:
        from hsct_desktop.services import engraftment

        yield from engraftment.problems(self.ctx.ready(), self._entry(), self._state())

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {"status": self._status, "note": self._note, "lineage": self._lineage}
        return fields.get(field, self._on)

    def write(self) -> Changes:
        from hsct_desktop.services import engraftment

        try:
            return engraftment.confirm(self.ctx.ready(), self._entry(), self._state())
        except KnownError:
            # What has changed meanwhile stands in the sheet before anybody confirms again.
            self._states = _read(self.ctx, self.patient_id)
            self._show_panels()
            raise

    def content(self) -> Content:
        return {
            "lineage": str(self._lineage.value() or ""),
            "status": str(self._status.value() or ""),
            "on": self._on.typed(),
            "note": self._note.text(),
        }

    def restore(self, content: Content) -> None:
        self._lineage.set_value(Lineage(content["lineage"]) if content["lineage"] else None)
        self._on_lineage()
        self._status.set_value(EngraftmentStatus(content["status"]) if content["status"] else None)
        self._on_status()
        self._on.set_typed(content["on"])
        self._note.set_text(content["note"])


def _read(ctx: Context, patient_id: int) -> dict[Lineage, LineageState]:
    """Both lineages as they stand. KnownError before Day 0 has come."""
    from hsct_desktop.services import engraftment

    found = engraftment.for_patient(ctx.ready(), patient_id)
    if not found:
        raise KnownError("engraftment_before_day0")
    return {state.lineage: state for state in found}


def _fails(state: LineageState) -> bool:
    """Graft failure is a matter of neutrophils."""
    return state.lineage is Lineage.NEUTROPHILS
