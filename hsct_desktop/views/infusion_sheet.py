"""Record cells infused: stem cells, stromal cells or CAR T cells, each with its own fields."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.treatment import GRADES, CellInfusion, InfusionEntry, InfusionTiming, check_infusion
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChipsField, DayField, NotesField, NumberField, TextField
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, enum_choices, field_row
from hsct_desktop.views.treatment_sheets import Field, content_of, put_back, stacked

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.treatment_board import TreatmentBoard


class InfusionSheet(RecordSheet):
    """Cells infused, new or to be revised; a new one has the course's product and its Day 0."""

    def __init__(self, ctx: Context, board: TreatmentBoard, held: CellInfusion | None = None) -> None:
        name = f"infusion:{board.course.id}" if held is None else f"infusion:{held.id}:revise"
        super().__init__(ctx, board.patient_id, "", draft=name)
        self._heading = self.tr("Record cells infused") if held is None else self.tr("Revise cells infused")
        self.set_title(self._heading, "")
        self._board, self._held = board, held
        from hsct_desktop.services import treatment

        self._days = treatment.days_for(ctx.ready(), board.patient_id, board.course.id)
        self._build()
        self._fill()
        self._on_kind()
        self.begin()

    def _build(self) -> None:
        words = self.ctx.wording
        self._kind = captioned(ChipsField(), self.tr("Cells"), "kind")
        self._kind.set_choices(enum_choices(words, "product", Product))
        self._kind.edited.connect(self._on_kind)
        self._on = captioned(DayField(), self.tr("Infused on"), "infusedOn")
        self._on.bind(self.ctx, self._board.course.entry.day0)
        self._dose = captioned(NumberField(), self.tr("Dose"), "dose")
        self._dose.set_unit("×10⁶/kg")
        self._product = captioned(TextField(), self.tr("Product"), "product")
        self._product.set_hint(self.tr("name or number of the bag, source"))
        self._timing = captioned(ChipsField(), self.tr("Time of infusion"), "timing")
        self._timing.set_choices(enum_choices(words, "infusion_timing", InfusionTiming))
        self._target = captioned(TextField(), self.tr("Target"), "target")
        self._target.set_hint(self.tr("for example CD19"))
        self._depletion = captioned(TextField(), self.tr("Lymphodepletion"), "lymphodepletion")
        self._note = captioned(NotesField(), self.tr("Note"), "note")
        self._crs, self._crs_on = self._grade(self.tr("CRS, highest grade"), self.tr("CRS on"), "crs")
        self._icans, self._icans_on = self._grade(self.tr("ICANS, highest grade"), self.tr("ICANS on"), "icans")
        self._peak = captioned(NumberField(), self.tr("Peak of expansion"), "expansionPeak")
        self._unit = captioned(TextField(), self.tr("Unit"), "expansionUnit")
        self._peak_on = captioned(DayField(), self.tr("Peak on"), "expansionOn")
        self._peak_on.bind(self.ctx, self._board.course.entry.day0)
        self._fields: dict[str, Field] = {
            "kind": self._kind, "infused_on": self._on, "dose": self._dose, "product": self._product,
            "timing": self._timing, "target": self._target, "lymphodepletion": self._depletion, "note": self._note,
            "crs_grade": self._crs, "crs_on": self._crs_on, "icans_grade": self._icans, "icans_on": self._icans_on,
            "expansion_peak": self._peak, "expansion_unit": self._unit, "expansion_on": self._peak_on,
        }  # fmt: skip
        self._car_t = (
            field_row(self._target, self._depletion),
            self._crs, self._crs_on, self._icans, self._icans_on,
            field_row(self._peak, self._unit, self._peak_on),
        )  # fmt: skip
        body = (self._kind, field_row(self._on, self._dose), self._product, self._timing, *self._car_t, self._note)
        self.set_body(stacked(*body))

    def _grade(self, caption: str, day: str, name: str) -> tuple[ChipsField, DayField]:
        grade = captioned(ChipsField(), caption, f"{name}Grade")
        grade.set_choices([(number, str(number)) for number in GRADES])
        on = captioned(DayField(), day, f"{name}On")
        on.bind(self.ctx, self._board.course.entry.day0)
        return grade, on

    def _fill(self) -> None:
        board, words = self._board, self.ctx.wording
        entry = InfusionEntry(board.patient_id, board.course.id, board.product, self._first_day())
        if self._held is not None:
            entry = self._held.entry
        self._kind.set_value(entry.kind)
        self._on.set_date(entry.infused_on)
        for amount, value in ((self._dose, entry.dose), (self._peak, entry.expansion_peak)):
            amount.set_text("" if value is None else words.number(value))
        for line, text in (
            (self._product, entry.product), (self._target, entry.target), (self._depletion, entry.lymphodepletion),
            (self._unit, entry.expansion_unit),
        ):  # fmt: skip
            line.set_text(text)
        self._timing.set_value(entry.timing)
        self._crs.set_value(entry.crs_grade)
        self._icans.set_value(entry.icans_grade)
        for day, on in (
            (self._crs_on, entry.crs_on), (self._icans_on, entry.icans_on), (self._peak_on, entry.expansion_on),
        ):  # fmt: skip
            day.set_date(on)
        self._note.set_text(entry.note)

    def _first_day(self) -> date:
        day0 = self._board.course.entry.day0
        return day0 if day0 is not None and day0 <= self.ctx.today() else self.ctx.today()

    def _on_kind(self) -> None:
        """Only the fields of the chosen cells."""
        kind = self._kind.value()
        self._timing.setVisible(kind is Product.MSC)
        for part in self._car_t:
            part.setVisible(kind is Product.CAR_T)
        self.changed()

    def first_field(self) -> QWidget | None:
        return self._dose.line()

    def _entry(self) -> InfusionEntry:
        kind, timing = self._kind.value(), self._timing.value()
        crs, icans = self._crs.value(), self._icans.value()
        return InfusionEntry(
            self.patient_id, self._board.course.id, kind if isinstance(kind, Product) else self._board.product,
            self._on.date(), self._product.text(), self._dose.number(),
            timing if isinstance(timing, InfusionTiming) else InfusionTiming.NOT_STATED,
            self._target.text(), self._depletion.text(),
            crs if isinstance(crs, int) else None, self._crs_on.date(),
            icans if isinstance(icans, int) else None, self._icans_on.date(),
            self._peak.number(), self._unit.text(), self._peak_on.date(), self._note.text(),
        )  # fmt: skip

    def problems(self) -> Iterator[Problem]:
        yield from check_infusion(self._entry(), self._days)

    def target_of(self, field: str) -> QWidget:
        return self._fields.get(field, self._on)

    def write(self) -> Changes:
        from hsct_desktop.services import treatment

        ws, entry, held = self.ctx.ready(), self._entry(), self._held
        if held is None:
            return treatment.record_infusion(ws, entry, confirmed=self.confirmed)
        return treatment.revise_infusion(ws, held.id, held.version, entry, confirmed=self.confirmed)

    def content(self) -> Content:
        return content_of(self._fields)

    def restore(self, content: Content) -> None:
        kinds = {"kind": Product, "timing": InfusionTiming, "crs_grade": int, "icans_grade": int}
        put_back(self._fields, content, kinds)
        self._on_kind()
