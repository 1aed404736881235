"""Record outcome measures of a day: one form for every disease, made from the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.measure import Measure, MeasureEntry, MeasureValue, check_day, check_measure
from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import DayField, NotesField
from hsct_desktop.views.measure_fields import MeasureBlock, value_field
from hsct_desktop.views.neurology_fields import Reader, field_grid, holds_text
from hsct_desktop.views.past_entries import PastEntries, PastEntry
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.sheet import Content, RecordSheet, captioned
from hsct_desktop.views.widgets.panel import rule
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes

_IN_A_ROW: Final = 3
_MOST_PAST: Final = 12
"""So many values are listed below the form, the latest first."""


class MeasureSheet(RecordSheet):
    """The measures of a patient's disease on a day, or one recorded value to be revised."""

    def __init__(self, ctx: Context, patient_id: int, row_id: int | None = None) -> None:
        super().__init__(ctx, patient_id, "", draft="measure" if row_id is None else f"measure:{row_id}")
        self._heading = self.tr("Record scores") if row_id is None else self.tr("Revise a score")
        self.set_title(self._heading, "")
        self._row_id = row_id
        from hsct_desktop.services import measures

        ws = ctx.ready()
        self._facts = measures.form_facts(ws, patient_id)
        self._held: MeasureEntry | None = None
        self._version = 0
        if row_id is not None:
            self._held, self._version = measures.entry_of(ws, row_id)
        self._measures = self._offered()
        self._build()
        self._fill()
        self._show_last()
        self.begin()

    def _offered(self) -> list[Measure]:
        if self._held is not None:
            known = self.ctx.ready().catalogue.measures.get(self._held.measure_id)
            return [known] if known is not None else []
        return list(self._facts.measures)

    # building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        words = self.ctx.wording
        self._day = captioned(DayField(), self.tr("Date"), "measuredOn")
        self._day.bind(self.ctx, self._facts.day0)
        self._day.edited.connect(self._show_last)
        self._blocks = {
            measure.id: MeasureBlock(measure, words, shows_items=self._begins_with_items(measure))
            for measure in self._measures
            if measure.items
        }
        self._values = {measure.id: value_field(measure, words) for measure in self._measures if not measure.items}
        self._note = captioned(NotesField(), self.tr("Note"), "note")
        for block in self._blocks.values():
            block.edited.connect(self.changed)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(9)
        column.addWidget(self._day)
        for part in self._parts():
            column.addWidget(part)
        column.addWidget(self._note)
        column.addWidget(self._past())
        column.addStretch(1)
        self.set_body(body)

    def _parts(self) -> Iterator[QWidget]:
        """Measures with items one below the other, the others beside one another, those of all diseases last."""
        blocks = list(self._blocks.values())
        for number, block in enumerate(blocks):
            if number:
                yield rule()
            yield block
        own = [self._values[m.id] for m in self._measures if m.id in self._values and m.diseases]
        general = [self._values[m.id] for m in self._measures if m.id in self._values and not m.diseases]
        if own:
            if blocks:
                yield rule()
            yield field_grid(own, _IN_A_ROW)
        if general:
            if own or blocks:
                yield PlainLabel(self.tr("For every disease"), "bold")
            yield field_grid(general, _IN_A_ROW)

    def _begins_with_items(self, measure: Measure) -> bool:
        """Items are shown as they were used the last time; at first they are shown."""
        if self._held is not None:
            return bool(self._held.items) or self._held.value is None
        found = [one for one in self._facts.values if one.entry.measure_id == measure.id]
        return not found or bool(found[-1].entry.items)

    def _fill(self) -> None:
        held = self._held
        self._day.set_date(held.measured_on if held is not None else self.ctx.today())
        if held is None:
            return
        self._put(held.measure_id, held.value, dict(held.items))
        self._note.set_text(held.note)

    def _put(self, measure_id: str, value: Decimal | None, items: dict[str, str]) -> None:
        text = self.ctx.wording.number(value) if value is not None else ""
        if measure_id in self._blocks and items:
            self._blocks[measure_id].set_items(items)
        elif measure_id in self._blocks:
            self._blocks[measure_id].total.set_text(text)
        elif measure_id in self._values:
            self._values[measure_id].set_text(text)

    def _show_last(self) -> None:
        """The value of the last time, muted below its field."""
        on = self._day.date() or self.ctx.today()
        for measure in self._measures:
            last = self._facts.last(measure.id, on, self._row_id)
            text = self._last_words(last) if last is not None else ""
            if measure.id in self._blocks:
                self._blocks[measure.id].set_last(text)
            else:
                self._values[measure.id].set_understood(text)

    def _last_words(self, last: MeasureValue) -> str:
        value = last.entry.value
        if value is None or last.entry.measured_on is None:
            return ""
        words = self.ctx.wording
        return self.tr("last {}").format(f"{words.number(value)}, {words.date(last.entry.measured_on)}")

    # what was recorded before -----------------------------------------------------------------------------------

    def _past(self) -> QWidget:
        if self._row_id is not None:
            row_id, held = self._row_id, self._held
            shown = [one for one in self._facts.values if held is not None and one.id == row_id]
        else:
            shown = list(reversed(self._facts.values))[:_MOST_PAST]
        return PastEntries(self.ctx.wording, [self._past_entry(one) for one in shown])

    def _past_entry(self, held: MeasureValue) -> PastEntry:
        from hsct_desktop.services.measures import shown

        measure = self.ctx.ready().catalogue.measures.get(held.entry.measure_id)
        words = self.ctx.wording
        what = held.entry.measure_id
        if measure is not None:
            what = f"{measure.short.text(words.language)} {shown(words, measure, held.entry.value)}"
        revise = None if self._row_id is not None else self._opener(held.id)
        return PastEntry(
            held.entry.measured_on or "",
            what,
            held.entry.note,
            lambda: self.ctx.open_sheet(MeasureBackSheet(self.ctx, self.patient_id, held, what)),
            revise,
        )

    def _opener(self, row_id: int) -> Callable[[], None]:
        return lambda: self.ctx.open_sheet(MeasureSheet(self.ctx, self.patient_id, row_id))

    # the sheet --------------------------------------------------------------------------------------------------

    def first_field(self) -> QWidget | None:
        """The first thing to type: the day is today already."""
        for measure in self._measures:
            block = self._blocks.get(measure.id)
            if block is not None:
                fields = list(block.scores.values())
                return fields[0].line() if block.toggle.isChecked() and fields else block.total.line()
        first = next(iter(self._values.values()), None)
        return first.line() if first is not None else None

    def says_when_left(self, target: QWidget) -> bool:
        return holds_text(target)

    def _read(self) -> tuple[list[MeasureEntry], list[Problem]]:
        """What was typed, measures left empty left out; and what cannot be read."""
        reader, found = Reader(), list[MeasureEntry]()
        for measure in self._measures:
            entry = reader(partial(self._entry, measure))
            if entry is not None:
                found.append(entry)
        # One note for the form: it stays with the first value.
        noted = [replace(entry, note=self._note.text() if not n else "") for n, entry in enumerate(found)]
        return noted, reader.problems

    def _entries(self) -> list[MeasureEntry]:
        """What was typed. InputError for a total that is no number."""
        entries, problems = self._read()
        if problems:
            raise InputError(problems)
        return entries

    def _entry(self, measure: Measure) -> MeasureEntry | None:
        block = self._blocks.get(measure.id)
        items = block.items() if block is not None else {}
        value = block.value() if block is not None else self._number(measure.id)
        if value is None and not items and self._held is None:
            return None
        assessment = self._held.edss_assessment_id if self._held is not None else None
        return MeasureEntry(self.patient_id, measure.id, self._day.date(), value, items, assessment)

    def _number(self, measure_id: str) -> Decimal | None:
        """The number of a plain field; its problem stands at the measure, however its name is spelt."""
        try:
            return self._values[measure_id].number()
        except InputError as error:
            raise InputError(replace(problem, field=measure_id) for problem in error.problems) from None

    def problems(self) -> Iterator[Problem]:
        entries, unreadable = self._read()
        yield from unreadable
        if not entries and not unreadable:
            yield from check_day(self._day.date(), self._facts.birth_date, self.ctx.today())
            yield Problem("", "measures_missing")
            return
        told: set[str] = set()
        for entry in entries:
            measure = next(m for m in self._measures if m.id == entry.measure_id)
            for problem in check_measure(measure, entry, self._facts.birth_date, self.ctx.today()):
                if problem.field != "measured_on" or problem.key not in told:
                    told.add(problem.key)
                    yield problem
            if entry.measured_on is not None:
                yield from self._twice(measure, entry.measured_on)

    def _twice(self, measure: Measure, on: date) -> Iterator[Problem]:
        from hsct_desktop.services.measures import twice

        other = self._facts.on(measure.id, on, self._row_id)
        if other is not None:
            yield twice(self.ctx.wording, measure, other)

    def target_of(self, field: str) -> QWidget:
        measure_id, _, item = field.partition(".")
        block = self._blocks.get(measure_id)
        if block is not None:
            return block.scores[item] if item in block.scores and block.toggle.isChecked() else block.total
        if field == "note":
            return self._note
        if measure_id in self._values:
            return self._values[measure_id]
        return self._day if field == "measured_on" else self._first_frame()

    def _first_frame(self) -> QWidget:
        """Where a problem of the whole form stands."""
        for measure in self._measures:
            if measure.id in self._blocks:
                return self._blocks[measure.id].total
            return self._values[measure.id]
        return self._day

    def write(self) -> Changes:
        from hsct_desktop.services import measures

        ws, entries = self.ctx.ready(), self._entries()
        if self._row_id is None:
            return measures.record(ws, entries, confirmed=self.confirmed)
        return measures.revise(ws, self._row_id, self._version, entries[0], confirmed=self.confirmed)

    def content(self) -> Content:
        return {
            "day": self._day.typed(),
            "note": self._note.text(),
            "values": {name: field.text() for name, field in self._values.items()}
            | {name: block.typed_total() for name, block in self._blocks.items()},
            "items": {name: block.scored() for name, block in self._blocks.items()},
            "hidden": [n for n, block in self._blocks.items() if block.scored() and not block.toggle.isChecked()],
        }

    def restore(self, content: Content) -> None:
        self._day.set_typed(content["day"])
        self._note.set_text(content["note"])
        values = content["values"]
        for name, field in self._values.items():
            field.set_text(values.get(name, ""))
        for name, block in self._blocks.items():
            items = content["items"].get(name, {})
            if items:
                block.toggle.setChecked(name not in content.get("hidden", ()))
            # The total first: the items then take its place, and it is kept behind them.
            block.set_items({})
            block.total.set_text(values.get(name, ""))
            block.set_items(items)


class MeasureBackSheet(ReasonSheet):
    """Asks why a recorded value is taken back."""

    def __init__(self, ctx: Context, patient_id: int, held: MeasureValue, what: str) -> None:
        from hsct_desktop.services import measures

        on = held.entry.measured_on
        super().__init__(
            ctx,
            patient_id,
            "",
            f"{what}, {ctx.wording.date(on)}" if on is not None else what,
            lambda ws, reason: measures.void_measure(ws, held.id, reason, held.version),
            draft=f"measure_void:{held.id}",
        )
        self._heading = self.tr("Take back a score")
        self.set_title(self._heading)
