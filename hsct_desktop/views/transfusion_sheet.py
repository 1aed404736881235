"""Record a transfusion; below, what was given before, each with a way to revise it and a way back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.transfusion import (
    BloodProduct,
    Irradiated,
    Transfusion,
    TransfusionEntry,
    check_transfusion,
)
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChipsField, DayField, NotesField, NumberField
from hsct_desktop.views.past_entries import PastEntries, PastEntry
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, enum_choices, field_row

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes

_MOST_PAST: Final = 30
"""So many transfusions are listed below the form, the latest first."""


class TransfusionSheet(RecordSheet):
    """A transfusion, new or to be revised: day, product, units, irradiated or not."""

    def __init__(self, ctx: Context, patient_id: int, transfusion_id: int | None = None) -> None:
        name = "transfusion" if transfusion_id is None else f"transfusion:{transfusion_id}"
        super().__init__(ctx, patient_id, "", draft=name)
        self._heading = self.tr("Record transfusion") if transfusion_id is None else self.tr("Revise transfusion")
        self.set_title(self._heading, "")
        self._transfusion_id = transfusion_id
        self._version = 0
        from hsct_desktop.services import patients

        banner = patients.banner(ctx.ready(), patient_id)
        self._birth_date, self._day0 = banner.birth_date, banner.day0
        self._on = captioned(DayField(), self.tr("Given on"), "givenOn")
        self._product = captioned(ChipsField(), self.tr("Product"), "product")
        self._units = captioned(NumberField(), self.tr("Units"), "units")
        self._irradiated = captioned(ChipsField(), self.tr("Irradiated"), "irradiated")
        self._note = captioned(NotesField(), self.tr("Note"), "note")
        self._on.bind(ctx, self._day0)
        self._product.set_choices(enum_choices(ctx.wording, "blood_product", BloodProduct))
        self._irradiated.set_choices(enum_choices(ctx.wording, "irradiated", Irradiated))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(12)
        for part in (self._product, field_row(self._on, self._units), self._irradiated, self._note, self._past()):
            column.addWidget(part)
        column.addStretch(1)
        self.set_body(body)
        self._fill()
        self.begin()

    def _fill(self) -> None:
        entry = TransfusionEntry(self.patient_id, self.ctx.today())
        if self._transfusion_id is not None:
            from hsct_desktop.services import transfusions

            entry, self._version = transfusions.entry_of(self.ctx.ready(), self._transfusion_id)
        self._on.set_date(entry.given_on)
        self._product.set_value(entry.product)
        self._units.set_text(str(entry.units))
        self._irradiated.set_value(entry.irradiated)
        self._note.set_text(entry.note)

    def _past(self) -> QWidget:
        from hsct_desktop.services import transfusions

        if self._transfusion_id is not None:
            return PastEntries(self.ctx.wording, [])
        held = transfusions.for_patient(self.ctx.ready(), self.patient_id)[-_MOST_PAST:]
        return PastEntries(self.ctx.wording, [self._past_entry(one) for one in reversed(held)])

    def _past_entry(self, held: Transfusion) -> PastEntry:
        words = self.ctx.wording
        what = f"{words.enum('blood_product', held.product)} × {held.units}"
        parts = [words.enum("irradiated", held.irradiated) if held.irradiated is not Irradiated.UNKNOWN else ""]
        parts += [words.day(self._day0, held.given_on)] if self._day0 is not None else []
        detail = " · ".join(part for part in (*reversed(parts), held.note) if part)
        return PastEntry(
            held.given_on, what, detail, lambda: self._take_back(held, what), lambda: self._revise(held.id)
        )

    def _revise(self, transfusion_id: int) -> None:
        self.ctx.open_sheet(TransfusionSheet(self.ctx, self.patient_id, transfusion_id))

    def _take_back(self, held: Transfusion, what: str) -> None:
        from hsct_desktop.services import transfusions

        sheet = ReasonSheet(
            self.ctx,
            self.patient_id,
            self.tr("Take back a transfusion"),
            f"{what}, {self.ctx.wording.date(held.given_on)}",
            lambda ws, reason: transfusions.void_transfusion(ws, held.id, reason, held.version),
            draft=f"transfusion_void:{held.id}",
        )
        self.ctx.open_sheet(sheet)

    def first_field(self) -> QWidget | None:
        return self._product

    def _entry(self) -> TransfusionEntry:
        product, irradiated = self._product.value(), self._irradiated.value()
        return TransfusionEntry(
            self.patient_id,
            self._on.date(),
            product if isinstance(product, BloodProduct) else BloodProduct.PLATELETS,
            self._units.whole(),
            irradiated if isinstance(irradiated, Irradiated) else Irradiated.UNKNOWN,
            self._note.text(),
        )

    def problems(self) -> Iterator[Problem]:
        yield from check_transfusion(self._entry(), self._birth_date, self.ctx.today())

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {"units": self._units, "note": self._note, "product": self._product}
        return fields.get(field, self._on)

    def write(self) -> Changes:
        from hsct_desktop.services import transfusions

        ws, entry = self.ctx.ready(), self._entry()
        if self._transfusion_id is None:
            return transfusions.record(ws, entry)
        return transfusions.revise(ws, self._transfusion_id, self._version, entry)

    def content(self) -> Content:
        return {
            "on": self._on.typed(),
            "product": str(self._product.value() or ""),
            "units": self._units.text(),
            "irradiated": str(self._irradiated.value() or ""),
            "note": self._note.text(),
        }

    def restore(self, content: Content) -> None:
        self._on.set_typed(content["on"])
        self._product.set_value(BloodProduct(content["product"]) if content["product"] else None)
        self._units.set_text(content["units"])
        self._irradiated.set_value(Irradiated(content["irradiated"]) if content["irradiated"] else None)
        self._note.set_text(content["note"])
