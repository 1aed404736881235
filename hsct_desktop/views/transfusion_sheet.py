"""Record a transfusion; below, what was given before, each with a way to revise it and a way back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.transfusion import (
    COUNTS,
    BloodProduct,
    Irradiated,
    Transfusion,
    TransfusionEntry,
    TransfusionIndication,
    TransfusionReaction,
    check_transfusion,
)
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChipsField, ChoiceField, DayField, NotesField, NumberField
from hsct_desktop.views.past_entries import PastEntries, PastEntry
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, enum_choices, field_row
from hsct_desktop.views.widgets.note import AlertNote

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.irradiation import IrradiationLine

_MOST_PAST: Final = 30
"""So many transfusions are listed below the form, the latest first."""


@dataclass(frozen=True)
class _Fields:
    """The fields of the form."""

    product: ChipsField
    on: DayField
    units: NumberField
    irradiated: ChipsField
    indication: ChoiceField
    reaction: ChoiceField
    pre: NumberField
    post: NumberField
    note: NotesField


class TransfusionSheet(RecordSheet):
    """A transfusion, new or to be revised: day, product, units, irradiated or not, counts, reaction."""

    def __init__(self, ctx: Context, patient_id: int, transfusion_id: int | None = None) -> None:
        name = "transfusion" if transfusion_id is None else f"transfusion:{transfusion_id}"
        super().__init__(ctx, patient_id, "", draft=name)
        self._heading = self.tr("Record transfusion") if transfusion_id is None else self.tr("Revise transfusion")
        self.set_title(self._heading, "")
        self._transfusion_id = transfusion_id
        self._version = 0
        self._proposed = {"pre": "", "post": ""}
        self._lines: dict[date, IrradiationLine | None] = {}
        from hsct_desktop.services import patients

        banner = patients.banner(ctx.ready(), patient_id)
        self._birth_date, self._day0 = banner.birth_date, banner.day0
        self._build()
        self._fill()
        self.begin()

    # building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        words = self.ctx.wording
        self._f = f = _Fields(
            captioned(ChipsField(), self.tr("Product"), "product"),
            captioned(DayField(), self.tr("Given on"), "givenOn"),
            captioned(NumberField(), self.tr("Units"), "units"),
            captioned(ChipsField(), self.tr("Irradiated"), "irradiated"),
            captioned(ChoiceField(), self.tr("Indication"), "indication"),
            captioned(ChoiceField(), self.tr("Reaction"), "reaction"),
            captioned(NumberField(), self.tr("Count before"), "preCount"),
            captioned(NumberField(), self.tr("Count after"), "postCount"),
            captioned(NotesField(), self.tr("Note"), "note"),
        )
        f.on.bind(self.ctx, self._day0)
        f.product.set_choices(enum_choices(words, "blood_product", BloodProduct))
        f.irradiated.set_choices(enum_choices(words, "irradiated", Irradiated))
        none = self.tr("not recorded")
        f.indication.set_choices(enum_choices(words, "transfusion_indication", TransfusionIndication), none)
        f.reaction.set_choices(enum_choices(words, "transfusion_reaction", TransfusionReaction), none)
        f.product.edited.connect(self._on_day_or_product)
        f.on.dateChanged.connect(lambda _day: self._on_day_or_product())
        f.indication.edited.connect(self.changed)
        f.reaction.edited.connect(self.changed)
        self._rule = AlertNote("", "", "info")
        self._lay_form()

    def _lay_form(self) -> None:
        f, body = self._f, QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(11)
        self._counts = field_row(f.pre, f.post)
        for part in (
            f.product,
            field_row(f.on, f.units),
            self._rule,
            f.irradiated,
            f.indication,
            self._counts,
            f.reaction,
            f.note,
            self._past(),
        ):
            column.addWidget(part)
        column.addStretch(1)
        self.set_body(body)

    def _fill(self) -> None:
        entry = TransfusionEntry(self.patient_id, self.ctx.today())
        if self._transfusion_id is not None:
            from hsct_desktop.services import transfusions

            entry, self._version = transfusions.entry_of(self.ctx.ready(), self._transfusion_id)
        f, words = self._f, self.ctx.wording
        f.units.set_text(str(entry.units))
        f.irradiated.set_value(entry.irradiated)
        f.indication.set_value(entry.indication)
        f.reaction.set_value(entry.reaction)
        f.pre.set_text("" if entry.pre_count is None else words.number(entry.pre_count))
        f.post.set_text("" if entry.post_count is None else words.number(entry.post_count))
        f.note.set_text(entry.note)
        f.product.set_value(entry.product)
        f.on.set_date(entry.given_on)
        self._on_day_or_product()

    # what follows from day and product --------------------------------------------------------------------------

    def _product(self) -> BloodProduct:
        product = self._f.product.value()
        return product if isinstance(product, BloodProduct) else BloodProduct.PLATELETS

    def _on_day_or_product(self) -> None:
        """Counts in the product's unit, those of the day proposed; the rule for irradiation on that day."""
        counted = COUNTS.get(self._product())
        self._counts.setVisible(counted is not None)
        if counted is not None:
            self._f.pre.set_unit(counted.unit)
            self._f.post.set_unit(counted.unit)
        if self._transfusion_id is None:
            self._propose_counts()
        line = self._irradiation(self._f.on.date())
        self._rule.setVisible(line is not None)
        if line is not None:
            kind = "warn" if line.is_open else "info"
            self._rule.set_note(line.sentence, " · ".join(line.grounds), kind)

    def _propose_counts(self) -> None:
        """Fill in the counts of the day where nobody has typed one."""
        from hsct_desktop.services import transfusions

        found = transfusions.counts_on(self.ctx.ready(), self.patient_id, self._product(), self._f.on.date())
        for name, field, count in (("pre", self._f.pre, found[0]), ("post", self._f.post, found[1])):
            if field.text() in ("", self._proposed[name]):
                self._proposed[name] = "" if count is None else self.ctx.wording.number(count)
                field.set_text(self._proposed[name])

    def _irradiation(self, on: date | None) -> IrradiationLine | None:
        """What the rule says of a day; read once for each day that was typed."""
        if on is None:
            return None
        if on not in self._lines:
            from hsct_desktop.services import irradiation

            self._lines[on] = irradiation.for_patient(self.ctx.ready(), self.patient_id, on)
        return self._lines[on]

    # what was given before --------------------------------------------------------------------------------------

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
            held.given_on,
            what,
            detail,
            lambda: self.ctx.open_sheet(TransfusionBackSheet(self.ctx, self.patient_id, held)),
            lambda: self.ctx.open_sheet(TransfusionSheet(self.ctx, self.patient_id, held.id)),
        )

    # the sheet --------------------------------------------------------------------------------------------------

    def first_field(self) -> QWidget | None:
        return self._f.product

    def _entry(self) -> TransfusionEntry:
        f, product = self._f, self._product()
        irradiated, indication, reaction = f.irradiated.value(), f.indication.value(), f.reaction.value()
        has_counts = product in COUNTS
        return TransfusionEntry(
            self.patient_id,
            f.on.date(),
            product,
            f.units.whole(),
            irradiated if isinstance(irradiated, Irradiated) else Irradiated.UNKNOWN,
            f.note.text(),
            indication if isinstance(indication, TransfusionIndication) else None,
            f.pre.number() if has_counts else None,
            f.post.number() if has_counts else None,
            reaction if isinstance(reaction, TransfusionReaction) else None,
        )

    def problems(self) -> Iterator[Problem]:
        entry = self._entry()
        line = self._irradiation(entry.given_on) if entry.irradiated is Irradiated.NO else None
        required = line is not None and line.required
        yield from check_transfusion(entry, self._birth_date, self.ctx.today(), must_be_irradiated=required)

    def target_of(self, field: str) -> QWidget:
        f = self._f
        fields: dict[str, QWidget] = {
            "units": f.units, "note": f.note, "product": f.product, "pre_count": f.pre, "post_count": f.post,
        }  # fmt: skip
        return fields.get(field, f.on)

    def write(self) -> Changes:
        from hsct_desktop.services import transfusions

        ws, entry = self.ctx.ready(), self._entry()
        if self._transfusion_id is None:
            return transfusions.record(ws, entry)
        return transfusions.revise(ws, self._transfusion_id, self._version, entry)

    def content(self) -> Content:
        f = self._f
        chosen: dict[str, ChipsField | ChoiceField] = {
            "product": f.product, "irradiated": f.irradiated, "indication": f.indication, "reaction": f.reaction,
        }  # fmt: skip
        return {
            "on": f.on.typed(),
            **{name: str(field.value() or "") for name, field in chosen.items()},
            "units": f.units.text(),
            "pre": f.pre.text(),
            "post": f.post.text(),
            "note": f.note.text(),
        }

    def restore(self, content: Content) -> None:
        f = self._f
        f.product.set_value(BloodProduct(content["product"]) if content["product"] else None)
        f.on.set_typed(content["on"])
        f.units.set_text(content["units"])
        f.irradiated.set_value(Irradiated(content["irradiated"]) if content["irradiated"] else None)
        # Drafts from before counts and reactions have none of them.
        indication, reaction = content.get("indication"), content.get("reaction")
        f.indication.set_value(TransfusionIndication(indication) if indication else None)
        f.reaction.set_value(TransfusionReaction(reaction) if reaction else None)
        f.pre.set_text(content.get("pre", ""))
        f.post.set_text(content.get("post", ""))
        f.note.set_text(content["note"])


class TransfusionBackSheet(ReasonSheet):
    """Asks why a recorded transfusion is taken back."""

    def __init__(self, ctx: Context, patient_id: int, held: Transfusion) -> None:
        from hsct_desktop.services import transfusions

        what = f"{ctx.wording.enum('blood_product', held.product)} × {held.units}"
        super().__init__(
            ctx,
            patient_id,
            "",
            f"{what}, {ctx.wording.date(held.given_on)}",
            lambda ws, reason: transfusions.void_transfusion(ws, held.id, reason, held.version),
            draft=f"transfusion_void:{held.id}",
        )
        self._heading = self.tr("Take back a transfusion")
        self.set_title(self._heading)
