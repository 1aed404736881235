"""Record a long-term check: which item, when, normal or not, what was found, to whom to refer; those before below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.late_effect import Check, CheckEntry, CheckResult, LateEffectItem, check_late_effect
from hsct_desktop.domain.problem import Problem
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChipsField, ChoiceField, DayField, NotesField, NumberField, TextField
from hsct_desktop.views.past_entries import PastEntries, PastEntry
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, enum_choices, field_row

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes

_MOST_PAST: Final = 12
"""So many checks of the item are listed below the form, the latest first."""


@dataclass(frozen=True)
class _Fields:
    item: ChoiceField
    done_on: DayField
    result: ChipsField
    value: NumberField
    finding: TextField
    refer_to: TextField
    referred_on: DayField
    note: NotesField


class CheckSheet(RecordSheet):
    """A check of a long-term item, new or to be revised. An abnormal one proposes to whom to refer."""

    def __init__(self, ctx: Context, patient_id: int, item: str = "", check_id: int | None = None) -> None:
        # Each item has a draft of its own: what was begun for one is not saved for another.
        draft = f"late_effect:{item}" if check_id is None else f"late_effect_check:{check_id}"
        super().__init__(ctx, patient_id, "", draft=draft)
        self._heading = self.tr("Record long-term check") if check_id is None else self.tr("Revise long-term check")
        self.set_title(self._heading, "")
        self._check_id, self._version = check_id, 0
        from hsct_desktop.services import late_effects, patients

        banner = patients.banner(ctx.ready(), patient_id)
        self._birth_date, self._day0 = banner.birth_date, banner.day0
        held = late_effects.for_patient(ctx.ready(), patient_id)
        self._checks = held.checks
        self._items = {row.id: row for row in held.rows if not row.standing.item.records}
        waiting = next((row.id for row in held.waiting if row.id in self._items), next(iter(self._items)))
        self._first = item if item in self._items else waiting
        self._proposed = ""
        self._build()
        self._fill()
        self.begin()

    # building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._f = f = _Fields(
            captioned(ChoiceField(), self.tr("Item"), "item"),
            captioned(DayField(), self.tr("Done on"), "doneOn"),
            captioned(ChipsField(), self.tr("Result"), "result"),
            captioned(NumberField(), self.tr("Value or total"), "value"),
            captioned(TextField(), self.tr("Finding"), "finding"),
            captioned(TextField(), self.tr("Refer to"), "referTo"),
            captioned(DayField(), self.tr("To be seen by"), "referredOn"),
            captioned(NotesField(), self.tr("Note"), "note"),
        )
        for day in (f.done_on, f.referred_on):
            day.bind(self.ctx, self._day0)
        f.item.set_choices([(row.id, row.label) for row in self._items.values()])
        f.result.set_choices(enum_choices(self.ctx.wording, "check_result", CheckResult))
        f.item.edited.connect(self._on_item)
        f.result.edited.connect(self._on_result)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(11)
        for part in (
            f.item,
            f.result,
            field_row(f.done_on, f.value),
            f.finding,
            field_row(f.refer_to, f.referred_on),
            f.note,
        ):
            column.addWidget(part)
        self._past_place = QVBoxLayout()
        column.addLayout(self._past_place)
        self._past: QWidget | None = None
        column.addStretch(1)
        self.set_body(body)

    def _fill(self) -> None:
        entry = CheckEntry(self.patient_id, self._first, self.ctx.today(), None)
        if self._check_id is not None:
            from hsct_desktop.services import late_effects

            held = late_effects.check_of(self.ctx.ready(), self._check_id)
            entry, self._version = held.entry, held.version
            self._f.item.setEnabled(False)
        f = self._f
        f.item.set_value(entry.item)
        f.done_on.set_date(entry.done_on)
        f.result.set_value(entry.result)
        f.value.set_text("" if entry.value is None else self.ctx.wording.number(entry.value))
        f.finding.set_text(entry.finding)
        f.refer_to.set_text(entry.refer_to)
        f.referred_on.set_date(entry.referred_on)
        f.note.set_text(entry.note)
        self._on_item()

    def _item(self) -> LateEffectItem:
        return self._items[str(self._f.item.value() or self._first)].standing.item

    def _on_item(self) -> None:
        """Unit, range and what was recorded before follow the item."""
        from hsct_desktop.services import late_effects

        item = self._item()
        self._f.value.set_understood(late_effects.total_words(self.ctx.wording, item))
        self._f.value.set_unit(item.total.unit if item.total is not None else "")
        self._show_past(item.id)
        self.changed()

    def _on_result(self) -> None:
        """An abnormal result proposes the usual referral where nobody has typed one; another takes it away again."""
        refer, f = self._items[self._item().id].standing.item.refer, self._f
        typed = f.refer_to.text()
        if typed in ("", self._proposed):
            abnormal = f.result.value() is CheckResult.ABNORMAL and refer is not None
            self._proposed = refer.text(self.ctx.language) if abnormal and refer is not None else ""
            f.refer_to.set_text(self._proposed)
        self.changed()

    # what was recorded before -----------------------------------------------------------------------------------

    def _show_past(self, item_id: str) -> None:
        if self._past is not None:
            self._past.hide()
            self._past_place.removeWidget(self._past)
            self._past.deleteLater()
        held = [check for check in reversed(self._checks) if check.entry.item == item_id and check.id != self._check_id]
        lines = [] if self._check_id is not None else [self._past_entry(check) for check in held[:_MOST_PAST]]
        self._past = PastEntries(self.ctx.wording, lines, wide=True)
        self._past_place.addWidget(self._past)

    def _past_entry(self, held: Check) -> PastEntry:
        words, entry = self.ctx.wording, held.entry
        what = words.enum("check_result", entry.result) if entry.result is not None else ""
        value = "" if entry.value is None else f"{words.number(entry.value)} {entry.unit}".strip()
        referred = "" if not entry.refer_to else self.tr("referred to {}").format(entry.refer_to)
        detail = " · ".join(part for part in (value, entry.finding, referred, entry.note) if part)
        return PastEntry(
            held.done_on, what, detail, lambda: self._take_back(held, what),
            lambda: self.ctx.open_sheet(CheckSheet(self.ctx, self.patient_id, entry.item, held.id)),
        )  # fmt: skip

    def _take_back(self, held: Check, what: str) -> None:
        from hsct_desktop.services import late_effects

        sheet = ReasonSheet(
            self.ctx,
            self.patient_id,
            self.tr("Take back a check"),
            f"{self._items[held.entry.item].label}, {what}, {self.ctx.wording.date(held.done_on)}",
            lambda ws, reason: late_effects.void_check(ws, held.id, reason, held.version),
            draft=f"late_effect_void:{held.id}",
        )
        self.ctx.open_sheet(sheet)

    # the sheet --------------------------------------------------------------------------------------------------

    def first_field(self) -> QWidget | None:
        return self._f.result

    def _entry(self) -> CheckEntry:
        f, result, item = self._f, self._f.result.value(), self._item()
        return CheckEntry(
            self.patient_id, item.id, f.done_on.date(), result if isinstance(result, CheckResult) else None,
            f.value.number(), item.total.unit if item.total is not None else "", f.finding.text(),
            f.refer_to.text().strip(), f.referred_on.date(), f.note.text(),
        )  # fmt: skip

    def problems(self) -> Iterator[Problem]:
        yield from check_late_effect(self._entry(), self._item().total, self._birth_date, self.ctx.today())

    def target_of(self, field: str) -> QWidget:
        f = self._f
        fields: dict[str, QWidget] = {
            "item": f.item, "result": f.result, "value": f.value, "finding": f.finding, "refer_to": f.refer_to,
            "referred_on": f.referred_on, "note": f.note,
        }  # fmt: skip
        return fields.get(field, f.done_on)

    def write(self) -> Changes:
        from hsct_desktop.services import late_effects

        ws, entry = self.ctx.ready(), self._entry()
        if self._check_id is None:
            return late_effects.record(ws, entry)
        return late_effects.revise(ws, self._check_id, self._version, entry)

    def content(self) -> Content:
        f = self._f
        return {
            "item": str(f.item.value() or ""),
            "done_on": f.done_on.typed(),
            "result": str(f.result.value() or ""),
            "value": f.value.text(),
            "finding": f.finding.text(),
            "refer_to": f.refer_to.text(),
            "referred_on": f.referred_on.typed(),
            "note": f.note.text(),
        }

    def restore(self, content: Content) -> None:
        f = self._f
        if content["item"] in self._items:
            f.item.set_value(content["item"])
        f.done_on.set_typed(content["done_on"])
        f.result.set_value(CheckResult(content["result"]) if content["result"] else None)
        f.value.set_text(content["value"])
        f.finding.set_text(content["finding"])
        f.refer_to.set_text(content["refer_to"])
        f.referred_on.set_typed(content["referred_on"])
        f.note.set_text(content["note"])
