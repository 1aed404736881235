"""Record a neurology visit: functional systems with one key each, EDSS beside the computed one, timed tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.catalogue.edss_words import ambulation_label, edss_text, grades_words, rule_words
from hsct_desktop.domain.edss import (
    GRADES,
    Coding,
    ComputedEdss,
    FunctionalSystems,
    check_grades,
    computed_edss,
    highest_of,
)
from hsct_desktop.domain.edss_assessment import EdssAssessment, EdssEntry, EdssSource, check_edss
from hsct_desktop.domain.measure import check_value
from hsct_desktop.domain.partial_date import PartialDate, read_partial, shown
from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChipsField, ChoiceField, NotesField, NumberField, TextField
from hsct_desktop.views.grade_field import GradeField
from hsct_desktop.views.neurology_fields import Reader, as_typed, field_grid, holds_text
from hsct_desktop.views.past_entries import PastEntries, PastEntry
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, enum_choices, field_row
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.neurology import NeurologyRow

_IN_A_ROW: Final = 4
_VALUES_IN_A_ROW: Final = 3
_MOST_PAST: Final = 12
"""So many examinations are listed below the form, the latest first."""


class NeurologySheet(RecordSheet):
    """A neurology visit, new or to be revised. The clinician's EDSS is what counts; the computed one stands beside."""

    def __init__(self, ctx: Context, patient_id: int, row_id: int | None = None) -> None:
        super().__init__(ctx, patient_id, "", draft="neurology" if row_id is None else f"neurology:{row_id}")
        self._heading = self.tr("Record neurology visit") if row_id is None else self.tr("Revise neurology visit")
        self.set_title(self._heading, "")
        self._row_id = row_id
        from hsct_desktop.services import neurology_sheet

        self._facts = neurology_sheet.facts(ctx.ready(), patient_id, row_id)
        self._build()
        self._fill()
        self._show_all()
        self.begin()

    # building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        words = self.ctx.wording
        self._date = captioned(TextField(), self.tr("Date"), "assessed")
        self._date.set_hint(self.tr("a day; before the transplant also 04/2019 or 2019"))
        self._source = captioned(ChipsField(), self.tr("Examined"), "source")
        self._source.set_choices(enum_choices(words, "edss_source", EdssSource))
        self._there = AlertNote("", "", "warn")
        there = KeyButton(self.tr("Revise that one"), icon="edit", small=True)
        there.setObjectName("reviseThatOne")
        there.clicked.connect(self._revise_there)
        self._there.add(there)
        self._grades = {name: self._grade_field(name) for name in GRADES}
        self._coding = captioned(ChoiceField(), self.tr("Ambulation graded"), "coding")
        self._coding.set_choices(enum_choices(words, "edss_coding", Coding))
        self._walks = PlainLabel("", "caption", wrap=True)
        self._edss = captioned(NumberField(), self.tr("EDSS (clinician)"), "edss")
        self._computed = PlainLabel("", "bold")
        self._rule = PlainLabel("", "caption", wrap=True)
        self._differs = AlertNote("", "", "warn")
        self._change = PlainLabel("", "caption", wrap=True)
        self._values = {measure.id: self._value_field(measure.id) for measure in self._facts.measures}
        self._rater = captioned(TextField(), self.tr("Rater"), "rater")
        self._note = captioned(NotesField(), self.tr("Note"), "note")
        self._date.edited.connect(self._show_all)
        self._edss.edited.connect(self._show_edss)
        self._coding.edited.connect(self._on_coding)
        for field in self._grades.values():
            field.edited.connect(self._show_edss)
        self._lay_form()

    def _grade_field(self, name: str) -> GradeField:
        words = name.split("_")
        object_name = words[0] + "".join(word.capitalize() for word in words[1:])
        field = GradeField(highest_of(name, Coding.NEUROSTATUS))
        return captioned(field, self.ctx.wording.text(f"neurology.short.{name}"), object_name)

    def _value_field(self, measure_id: str) -> NumberField:
        language = self.ctx.language
        measure = next(one for one in self._facts.measures if one.id == measure_id)
        field = captioned(NumberField(), measure.short.text(language), measure_id)
        field.set_unit(measure.unit.text(language) if measure.unit is not None else "")
        field.setToolTip(measure.label.text(language))
        return field

    def _lay_form(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(9)
        column.addWidget(field_row(self._date, self._source))
        column.addWidget(self._there)
        column.addWidget(PlainLabel(self.tr("Functional systems"), "bold"))
        column.addWidget(field_grid([self._grades[name] for name in GRADES], _IN_A_ROW))
        column.addWidget(self._walks)
        column.addWidget(self._edss_row())
        column.addWidget(self._differs)
        column.addWidget(self._change)
        if self._values:
            column.addWidget(PlainLabel(self.tr("Timed tests and totals"), "bold"))
            column.addWidget(field_grid(list(self._values.values()), _VALUES_IN_A_ROW))
        for part in (field_row(self._rater, self._coding), self._note, self._past()):
            column.addWidget(part)
        column.addStretch(1)
        self.set_body(body)

    def _edss_row(self) -> QWidget:
        """The clinician's field, and beside it what follows from the grades."""
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.MEDIUM)
        layout.addWidget(self._edss, 1)
        said = QVBoxLayout()
        said.setContentsMargins(0, 20, 0, 0)
        said.setSpacing(0)
        said.addWidget(self._computed)
        said.addWidget(self._rule)
        said.addStretch(1)
        layout.addLayout(said, 2)
        return row

    def _fill(self) -> None:
        entry, words = self._facts.entry, self.ctx.wording
        today = self.ctx.today()
        day = entry.assessed if entry is not None else PartialDate(today.year, today.month, today.day)
        self._date.set_text(as_typed(day))
        systems = entry.systems if entry is not None else FunctionalSystems(coding=self._last_coding())
        self._coding.set_value(systems.coding)
        self._source.set_value(entry.source if entry is not None else EdssSource.OWN)
        for name, field in self._grades.items():
            grade = getattr(systems, name)
            field.set_text("" if grade is None else str(grade))
        if entry is None:
            return
        self._edss.set_text("" if entry.edss is None else edss_text(words, entry.edss))
        for measure_id, value in self._facts.own.items():
            if measure_id in self._values and value is not None:
                self._values[measure_id].set_text(words.number(value))
        self._rater.set_text(entry.rater)
        self._note.set_text(entry.note)

    def _last_coding(self) -> Coding:
        """A unit that codes ambulation in one way goes on with it."""
        graded = [held.entry.systems for held in self._facts.others if held.entry.systems.ambulation is not None]
        return graded[-1].coding if graded else Coding.NEUROSTATUS

    # what stands beside the fields ------------------------------------------------------------------------------

    def _read_day(self) -> PartialDate | None:
        """The day typed, None when nothing is; InputError for what is no date."""
        return read_partial(self._date.text(), self.ctx.today(), self._facts.day0, "assessed")

    def _day(self) -> date:
        """The day to compare with; today while none can be read."""
        try:
            day = self._read_day()
        except InputError:
            day = None
        return day.first if day is not None else self.ctx.today()

    def _same_day(self) -> EdssAssessment | None:
        """The examination with an EDSS that stands on the day typed already."""
        day = self._day()
        return next((held for held in self._facts.others if held.entry.edss is not None and held.day == day), None)

    def _show_there(self) -> None:
        """Say before anything is typed that the day has its EDSS."""
        held = self._same_day()
        self._there.setVisible(held is not None)
        if held is not None and held.entry.edss is not None:
            words = self.ctx.wording
            fact = self.tr("An EDSS of {} is recorded on this day.").format(edss_text(words, held.entry.edss))
            self._there.set_note(fact, self.tr("A second one is refused: revise it, or type another day."))

    def _revise_there(self) -> None:
        held = self._same_day()
        if held is not None:
            self.ctx.open_sheet(NeurologySheet(self.ctx, self.patient_id, held.id))

    def _show_all(self) -> None:
        self._show_day()
        self._show_there()
        self._show_last()
        self._on_coding()

    def _show_day(self) -> None:
        try:
            day = self._read_day()
        except InputError:
            day = None
        if day is None or not day.is_whole:
            self._date.set_understood(str(self.ctx.wording.value(shown(day))) if day is not None else "")
            return
        words = self.ctx.wording.date_weekday(day.first)
        day0 = self._facts.day0
        self._date.set_understood(f"{words} · {self.ctx.wording.day(day0, day.first)}" if day0 is not None else words)

    def _show_last(self) -> None:
        """The values of the last time, muted below their fields."""
        on, words = self._day(), self.ctx.wording
        last = self._facts.last(on)
        for name, field in self._grades.items():
            before = getattr(last.entry.systems, name) if last is not None else None
            field.set_understood(self.tr("last {}").format(before) if before is not None else "")
        edss = last.entry.edss if last is not None else None
        told = (
            f"{edss_text(words, edss)}, {words.value(shown(last.entry.assessed))}" if last and edss is not None else ""
        )
        self._edss.set_understood(self.tr("last {}").format(told) if told else "")
        for measure_id, value_field in self._values.items():
            held = self._facts.last_value(measure_id, on)
            number = held.entry.value if held is not None else None
            value_field.set_understood(self.tr("last {}").format(words.number(number)) if number is not None else "")

    def _on_coding(self) -> None:
        self._grades["ambulation"].set_highest(highest_of("ambulation", self._coding_chosen()))
        self._show_edss()
        self.changed()

    def _coding_chosen(self) -> Coding:
        value = self._coding.value()
        return value if isinstance(value, Coding) else Coding.NEUROSTATUS

    def _show_edss(self) -> None:
        """What follows from the grades beside the clinician's value, and what has changed."""
        words, systems = self.ctx.wording, self._readable_systems()
        found = None
        if systems is not None and not list(check_grades(systems)):
            found = computed_edss(systems, cerebral_one_counts=self._facts.cerebral_one_counts)
        walks = systems.ambulation if systems is not None else None
        label = ambulation_label(words, self._coding_chosen(), walks) if walks is not None else ""
        self._walks.setText(self.tr("Ambulation {}: {}").format(walks, label) if label else "")
        self._walks.setVisible(bool(label))
        self._say_computed(found, systems)
        self._say_differs(found)
        self._say_change()

    def _readable_systems(self) -> FunctionalSystems | None:
        try:
            return self._systems()
        except InputError:
            return None

    def _say_computed(self, found: ComputedEdss | None, systems: FunctionalSystems | None) -> None:
        words = self.ctx.wording
        value = found.edss if found is not None else None
        if found is None or systems is None or systems.is_empty:
            self._computed.setText(self.tr("Computed: –"))
            self._rule.setText(self.tr("follows from the grades"))
            return
        self._computed.setText(
            words.text("neurology.sheet.computed", edss=edss_text(words, value))
            if value is not None
            else self.tr("Computed: –")
        )
        self._rule.setText(rule_words(words, found))

    def _say_differs(self, found: ComputedEdss | None) -> None:
        """A difference is said, and nothing more: the clinician's value is the one of record."""
        stated, value = self._stated(), found.edss if found is not None else None
        differs = stated is not None and value is not None and stated != value
        if differs and value is not None and stated is not None:
            words = self.ctx.wording
            fact = self.tr("EDSS {} and the grades ({}) differ.").format(
                edss_text(words, stated), edss_text(words, value)
            )
            self._differs.set_note(fact, self.tr("Check the grades; the clinician's value is the one of record."))
        self._differs.setVisible(differs)

    def _say_change(self) -> None:
        from hsct_desktop.services import neurology_sheet

        stated = self._stated()
        said = "" if stated is None else neurology_sheet.change_words(
            self.ctx.wording, self._facts, self._day(), stated
        )  # fmt: skip
        self._change.setText(said)
        self._change.setVisible(bool(said))

    def _stated(self) -> Decimal | None:
        try:
            return self._edss.number()
        except InputError:
            return None

    # what was recorded before -----------------------------------------------------------------------------------

    def _past(self) -> QWidget:
        from hsct_desktop.services import neurology

        if self._row_id is not None:
            return PastEntries(self.ctx.wording, [])
        held = neurology.for_patient(self.ctx.ready(), self.patient_id)[:_MOST_PAST]
        return PastEntries(self.ctx.wording, [self._past_entry(row) for row in held], wide=True)

    def _past_entry(self, row: NeurologyRow) -> PastEntry:
        words, held = self.ctx.wording, row.held
        computed = row.computed.edss
        parts = [
            words.text("neurology.past.computed", edss=edss_text(words, computed))
            if row.differs and computed is not None
            else "",
            grades_words(words, held.entry.systems),
            held.entry.rater,
        ]
        return PastEntry(
            shown(held.entry.assessed),
            what_of(self.ctx, row),
            " · ".join(part for part in parts if part),
            lambda: self.ctx.open_sheet(NeurologyBackSheet(self.ctx, self.patient_id, row)),
            lambda: self.ctx.open_sheet(NeurologySheet(self.ctx, self.patient_id, held.id)),
        )

    # the sheet --------------------------------------------------------------------------------------------------

    def first_field(self) -> QWidget | None:
        return self._grades["visual"].line() if self._row_id is None else None

    def says_when_left(self, target: QWidget) -> bool:
        return holds_text(target)

    def _systems(self) -> FunctionalSystems:
        """The grades typed; InputError with everything that is no number."""
        read = Reader()
        grades = {name: read(field.grade) for name, field in self._grades.items()}
        read.refuse()
        return FunctionalSystems(**grades, coding=self._coding_chosen())

    def _entry(self) -> EdssEntry:
        """The entry as it stands; InputError with everything that cannot be read."""
        read = Reader()
        day, systems, edss = read(self._read_day), read(self._systems), read(self._edss.number)
        if day is None and not any(problem.field == "assessed" for problem in read.problems):
            read.problems.append(Problem("assessed", "date_missing"))
        read.refuse()
        source = self._source.value()
        return EdssEntry(
            self.patient_id,
            day or PartialDate(1),
            edss,
            systems or FunctionalSystems(),
            self._rater.text(),
            source if isinstance(source, EdssSource) else EdssSource.OWN,
            self._note.text(),
        )

    def _measured(self) -> dict[str, Decimal | None]:
        """The timed tests and totals typed; InputError for what is no number."""
        read = Reader()
        values = {measure_id: read(field.number) for measure_id, field in self._values.items()}
        read.refuse()
        return values

    def problems(self) -> Iterator[Problem]:
        read = Reader()
        entry, values = read(self._entry), read(self._measured) or {}
        yield from read.problems
        for measure in self._facts.measures:
            value = values.get(measure.id)
            if value is not None:
                yield from check_value(measure, value)
        if entry is not None:
            given = any(value is not None for value in values.values()) or bool(read.problems)
            yield from check_edss(entry, self._facts.life, self._facts.others, has_values=given)
            if given and not entry.assessed.is_whole:
                yield Problem("assessed", "neurology_values_need_day")

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {
            "assessed": self._date, "rater": self._rater, "note": self._note, "coding": self._coding, **self._grades,
            **self._values,
        }  # fmt: skip
        return fields.get(field, self._edss)

    def write(self) -> Changes:
        from hsct_desktop.services import neurology

        ws, entry, values = self.ctx.ready(), self._entry(), self._measured()
        if self._row_id is None:
            return neurology.record(ws, entry, values, confirmed=self.confirmed)
        return neurology.revise(ws, self._row_id, self._facts.version, entry, values, confirmed=self.confirmed)

    def _lines(self) -> dict[str, TextField | NotesField]:
        return {
            "assessed": self._date, "edss": self._edss, "rater": self._rater, "note": self._note, **self._grades,
            **{f"value.{measure_id}": field for measure_id, field in self._values.items()},
        }  # fmt: skip

    def content(self) -> Content:
        chosen = {"source": str(self._source.value() or ""), "coding": str(self._coding.value() or "")}
        return {name: line.text() for name, line in self._lines().items()} | chosen

    def restore(self, content: Content) -> None:
        self._coding.set_value(Coding(content["coding"]) if content["coding"] else None)
        self._source.set_value(EdssSource(content["source"]) if content["source"] else None)
        for name, line in self._lines().items():
            line.set_text(content.get(name, ""))
        self._show_all()


def what_of(ctx: Context, row: NeurologyRow) -> str:
    """An examination in a word: its EDSS."""
    edss = row.held.entry.edss
    if edss is None:
        return ctx.wording.text("neurology.past.without")
    return ctx.wording.text("neurology.past.edss", edss=edss_text(ctx.wording, edss))


class NeurologyBackSheet(ReasonSheet):
    """Asks why a recorded neurology visit is taken back."""

    def __init__(self, ctx: Context, patient_id: int, row: NeurologyRow) -> None:
        from hsct_desktop.services import neurology

        held = row.held
        super().__init__(
            ctx,
            patient_id,
            "",
            f"{what_of(ctx, row)}, {ctx.wording.value(shown(held.entry.assessed))}",
            lambda ws, reason: neurology.void_assessment(ws, held.id, reason, held.version),
            draft=f"neurology_void:{held.id}",
        )
        self._heading = self.tr("Take back a neurology visit")
        self.set_title(self._heading)
