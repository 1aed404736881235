"""Record that a registry form was typed in: by whom, when, under which number of the registry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.registry import MAX_NAME, MAX_REFERENCE, RegistryEntry, RegistryTyped
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import DayField, NotesField, TextField
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, field_row
from hsct_desktop.views.widgets.note import AlertNote

if TYPE_CHECKING:
    from hsct_desktop.documents.registry_inputs import RegistrySheet
    from hsct_desktop.services.changes import Changes


class TypedSheet(RecordSheet):
    """What was shown is what was typed in: later changes of the record are found by it. `held` is one to change."""

    def __init__(
        self, ctx: Context, blank: RegistryEntry, shown: RegistrySheet, held: RegistryTyped | None = None
    ) -> None:
        name = f"{blank.transplant_id}:{blank.form.value}:{blank.year}:{held.id if held is not None else 0}"
        super().__init__(ctx, blank.patient_id, "", shown.title, draft=f"registry:{name}")
        self._heading = self.tr("Typed into the registry")
        self.set_title(self._heading, shown.title)
        self._given, self._sheet, self._held = blank, shown, held
        self._by = captioned(TextField(), self.tr("By"), "typedBy")
        self._on = captioned(DayField(), self.tr("On"), "typedOn")
        self._reference = captioned(TextField(), self.tr("Number in the registry (may stay empty)"), "reference")
        self._notes = captioned(NotesField(), self.tr("Note"), "note")
        self._by.line().setMaxLength(MAX_NAME)
        self._reference.line().setMaxLength(MAX_REFERENCE)
        self._on.bind(ctx)
        self._fill(held.entry if held is not None else blank)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(11)
        if shown.missing:
            column.addWidget(self._note(len(shown.missing)))
        for part in (field_row(self._by, self._on), self._reference, self._notes):
            column.addWidget(part)
        column.addStretch(1)
        self.set_body(body)
        self.begin()

    def _note(self, lacking: int) -> AlertNote:
        said = self.tr("1 item is not recorded yet") if lacking == 1 else self.tr("{} items are not recorded yet")
        later = self.tr("What is recorded later is then marked as changed since the form was typed in.")
        return AlertNote(said.format(lacking), later, "warn")

    def _fill(self, entry: RegistryEntry) -> None:
        self._by.set_text(entry.typed_by_name)
        self._on.set_date(entry.typed_on)
        self._reference.set_text(entry.reference)
        self._notes.set_text(entry.note)

    def first_field(self) -> QWidget | None:
        return self._by.line()

    def entry(self) -> RegistryEntry:
        """The record as it stands in the form."""
        given = self._given
        return RegistryEntry(
            given.patient_id, given.transplant_id, given.form, self._on.date(), self._by.text(), self._notes.text(),
            given.year, self._reference.text(),
        )  # fmt: skip

    def problems(self) -> Iterable[Problem]:
        from hsct_desktop.services import registry

        found = registry.check(self.ctx.ready(), self.entry())
        # An unreadable day says so itself.
        return [one for one in found if not (one.field == "typed_on" and self._on.unreadable())]

    def target_of(self, field: str) -> QWidget:
        return {"typed_on": self._on, "reference": self._reference, "note": self._notes}.get(field, self._by)

    def write(self) -> Changes:
        from hsct_desktop.services import registry

        held, entry = self._held, self.entry()
        if held is not None:
            return registry.revise_typed(self.ctx.ready(), held.id, held.version, entry)
        return registry.record_typed(self.ctx.ready(), entry, self._sheet)

    def content(self) -> Content:
        return {
            "by": self._by.text(), "on": self._on.typed(), "reference": self._reference.text(),
            "note": self._notes.text(),
        }  # fmt: skip

    def restore(self, content: Content) -> None:
        self._by.set_text(content["by"])
        self._on.set_typed(content["on"])
        self._reference.set_text(content["reference"])
        self._notes.set_text(content["note"])
