"""One column of a foreign table settled: what its cells prove of its form, and what they leave to be asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from hsct_desktop.domain.book import Cell
from hsct_desktop.domain.edss import Coding
from hsct_desktop.domain.import_assign import ANALYTE, VALUE, Guess, foreign_unit_of
from hsct_desktop.domain.import_codes import DIAGNOSIS, FORM_SIGN, CodeList, CodeLists, code_key
from hsct_desktop.domain.import_content import (
    DATES,
    NUMBERS,
    Reading,
    cells_of,
    date_form,
    decimal_sign,
    examples_of,
    may_be_days,
    share_read,
    share_that_fits,
    units_that_fit,
    unknown_codes,
)
from hsct_desktop.domain.import_field import DATE_OF, FieldType, ImportField, ImportKind
from hsct_desktop.domain.import_head import read_head
from hsct_desktop.domain.import_mapping import Confidence, MappedColumn, Question
from hsct_desktop.domain.import_number import LabText, folded_unit
from hsct_desktop.domain.import_table import ImportTable
from hsct_desktop.domain.import_value import words_of
from hsct_desktop.domain.problem import Problem

_AMBULATION: Final = "edss.ambulation"
_CODING: Final = "edss.coding"
_UNIT_COLUMN: Final = "lab_result.unit"
_FORM: Final = "patient.phenotype_id"
_DISEASE: Final = "patient.disease_id"
_BARE: Final = MappedColumn("")
_CODE_TYPES: Final = frozenset({FieldType.CODE, FieldType.CODES})
_HALF: Final = 0.5
"""Less of a column than this must not be unreadable, or its head is not believed."""
_SHOWN_ROWS: Final = 300
"""Rows by which a column that is not read is shown."""


@dataclass(frozen=True)
class Recognised:
    """A column with its meaning: `index` from 0, a few of its values, what it `asks` and what a question is about.

    `notes` of a question are the placeholders of its sentence (wording `import_column.asks.<question>`). `fits` are the
    fields to choose from (FIELD), `units` those to choose from (UNIT), `codes` the own codes that mean nothing yet
    (CODES). `defaults` are values of other fields that the column proves.
    """

    index: int
    column: MappedColumn
    examples: tuple[str, ...]
    confidence: Confidence
    asks: tuple[Question, ...] = ()
    notes: Mapping[Question, Mapping[str, object]] = field(default_factory=dict)
    fits: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    defaults: Mapping[str, str] = field(default_factory=dict)


class Settling:
    """The settling of one table's columns."""

    def __init__(
        self,
        table: ImportTable,
        kind: ImportKind,
        fields: Sequence[ImportField],
        codes: CodeLists,
        today: date,
        missing: Sequence[str],
        columns: Sequence[MappedColumn],
        defaults: Mapping[str, str],
    ) -> None:
        self.table, self.kind, self.codes, self.today, self.missing = table, kind, codes, today, missing
        self.remembered: Mapping[str, Mapping[str, str]] = {}
        self.by_id = {item.id: item for item in fields}
        plain = {column.field for column in columns if column.step is None}
        self.dated = frozenset() if kind is ImportKind.PATIENTS else plain & set(DATE_OF.values())
        self.says_units = _UNIT_COLUMN in plain or _UNIT_COLUMN in defaults
        self.analyte_column = next((at for at, column in enumerate(columns) if column.field == ANALYTE), None)
        self.has_coding = _CODING in plain or _CODING in defaults
        self.has_disease = _DISEASE in plain or _DISEASE in defaults

    def given(self, column: MappedColumn) -> Guess:
        """A column as somebody gave it: sure, but for a unit in its head that nobody has answered for."""
        head, item = read_head(column.head), self.by_id.get(column.field)
        if item is None:
            return Guess(column, head, Confidence.UNUSED)
        foreign = foreign_unit_of(column, head, item, self.codes)
        return Guess(column, head, Confidence.SURE, foreign_unit=foreign)

    def decided(self, index: int, guess: Guess) -> Guess:
        """A head that may name several fields, decided by what stands below it where only one is possible; one that
        merely holds a word of a field, and none of its values, names nothing."""
        if guess.confidence is not Confidence.ASKS or not guess.fits:
            return guess
        cells = cells_of(self.table, index)
        readings = {name: Reading(self.by_id[name], self.codes, self.missing) for name in guess.fits}
        possible = [
            name
            for name, reading in readings.items()
            if not cells or share_that_fits(cells, reading, guess.column, self.today) >= _HALF
        ]
        if not possible and guess.loose:
            return replace(guess, confidence=Confidence.UNUSED, fits=())
        types = {self.by_id[name].type for name in guess.fits}
        is_clear = len(possible) == 1 and cells and len(types) == len(guess.fits) > 1
        if is_clear and may_be_days(cells, readings[possible[0]], guess.column):
            column = replace(guess.column, field=possible[0])
            return replace(guess, column=column, confidence=Confidence.LIKELY, fits=())
        return guess

    def disease_of_forms(self, cells: Iterable[Cell]) -> str:
        """The one disease whose forms all cells name, "" for anything else."""
        read = Reading(self.by_id[_FORM], self.codes, self.missing).of(cells, _BARE)
        if any(isinstance(one, Problem) for one in read):
            return ""
        named = (self.codes.code(DIAGNOSIS, one) or "" for one in read if isinstance(one, str))
        found = {one.partition(FORM_SIGN)[0] for one in named}
        return next(iter(found)) if len(found) == 1 else ""

    def settled(self, index: int, guess: Guess, *, by_head: bool) -> Recognised:
        """A column with all that its cells prove, and its questions."""
        item = self.by_id.get(guess.column.field)
        if item is None:
            return self._open(index, guess)
        cells = cells_of(self.table, index)
        one = _Column(self, guess, item, cells)
        one.settle()
        if by_head and not one.asks and share_read(cells, one.reading, one.column) < _HALF:
            doubt = replace(guess, column=replace(guess.column, field=""), confidence=Confidence.ASKS, fits=(item.id,))
            return self._open(index, doubt)
        return Recognised(
            index,
            one.column,
            examples_of(cells),
            Confidence.ASKS if one.asks else one.confidence,
            tuple(one.asks),
            one.asks,
            units=one.units,
            codes=one.codes,
            defaults=one.defaults,
        )

    def _open(self, index: int, guess: Guess) -> Recognised:
        """A column without a field: it asks which of several it is, or is not read."""
        rows = self.table.rows[:_SHOWN_ROWS]
        cells = Counter(cell for row in rows if not (cell := row.at(index)).is_empty)
        notes: dict[Question, Mapping[str, object]] = {}
        if guess.confidence is Confidence.ASKS:
            notes[Question.FIELD] = {"head": guess.column.head}
        confidence = Confidence.ASKS if notes else Confidence.UNUSED
        column = replace(guess.column, field="")
        return Recognised(index, column, examples_of(cells), confidence, tuple(notes), notes, fits=guess.fits)


class _Column:
    """One column that has a field."""

    def __init__(self, work: Settling, guess: Guess, item: ImportField, cells: Counter[Cell]) -> None:
        self.work, self.guess, self.item, self.cells = work, guess, item, cells
        self.column = guess.column
        self.confidence = guess.confidence
        self.reading = Reading(item, work.codes, work.missing)
        self.asks: dict[Question, Mapping[str, object]] = {}
        self.units: tuple[str, ...] = ()
        self.codes: tuple[str, ...] = ()
        self.defaults: Mapping[str, str] = {}

    def settle(self) -> None:
        """Prove or ask, one thing after the other: a date's order, a number's sign, its unit, its step, codes."""
        if self.item.type in DATES:
            self._dates()
        if self.item.type in NUMBERS:
            self._decimal()
        if self.item.id == VALUE and self.column.analyte:
            self._analyte_unit()
        elif self.item.id == VALUE:
            self._unit_of_each()
        elif self.guess.foreign_unit or self._unit_unknown():
            self.units = (self.item.unit, *self.item.units)
            self._ask(Question.UNIT, unit=self.guess.foreign_unit or self.column.unit)
        if self.item.steps and self.column.step is None and not self._is_dated():
            self._ask(Question.STEP, step=self.guess.head.step_asks)
        if self.item.type in _CODE_TYPES:
            self._codes()
        elif self.item.codes:
            self._shared_words()
        if self.item.id == _AMBULATION and not self.work.has_coding:
            self._coding()
        if self.item.id == _FORM and not self.work.has_disease and not self.asks:
            disease = self.work.disease_of_forms(self.cells)
            self.defaults = {_DISEASE: disease} if disease else {}

    def _ask(self, question: Question, **note: object) -> None:
        self.asks[question] = {"head": self.column.head, **note}

    def _less_sure(self) -> None:
        self.confidence = Confidence.LIKELY if self.confidence is Confidence.SURE else self.confidence

    def _dates(self) -> None:
        if self.column.date_order is not None:
            return
        from_1904 = self.work.table.starts_1904
        declared = self.guess.head.order
        form = date_form(self.cells, self.reading, self.column, self.work.today, from_1904=from_1904, declared=declared)
        two_digit = self.column.two_digit_until or form.two_digit_until
        serials = self.column.serials or form.serials
        if form.order is form.serials and form.order is not None:
            serials = None
        self.column = replace(self.column, date_order=form.order, serials=serials, two_digit_until=two_digit)
        if form.serials is not None or form.two_digit_until:
            self._less_sure()
        if form.asks:
            note = {"both": form.both, "total": form.total, "example": form.example}
            self._ask(Question.DATE_ORDER, **note, **({"serials": True} if _is_count(form.example) else {}))

    def _decimal(self) -> None:
        if self.column.decimal:
            return
        sign, asking = decimal_sign(self.cells, self.reading, self.column)
        self.column = replace(self.column, decimal=sign)
        if asking is not None:
            self._ask(Question.DECIMAL, text=asking.text)

    def _analyte_unit(self) -> None:
        """The unit by the head, else the only one in which every value is probable."""
        if self.column.unit:
            return
        analyte = self.work.codes.analytes.analytes.get(self.column.analyte)
        if analyte is None:
            return
        choices = (*analyte.units, *analyte.separate)
        if len(choices) == 1:
            self.column = replace(self.column, unit=choices[0])
            return
        fits = units_that_fit(self.cells, self.reading, self.column, analyte)
        if self.guess.foreign_unit or len(fits) != 1 or analyte.separate:
            self.units = tuple(dict.fromkeys((*fits, *choices)))
            self._ask(Question.UNIT, unit=self.guess.foreign_unit)
        else:
            self.column = replace(self.column, unit=fits[0])
            self._less_sure()

    def _unit_of_each(self) -> None:
        """One result a row: where neither row nor cell says its unit, and its test has several, it asks."""
        at = self.work.analyte_column
        if self.column.unit or self.work.says_units or at is None:
            return
        found = self.reading.of(self.cells, self.column)
        if not any(isinstance(read, LabText) and not read.unit and _has_digit(read.text) for read in found):
            return
        named = (self.work.codes.analyte(cell.text) for cell in cells_of(self.work.table, at))
        open_tests = {one.code: one for one in named if one is not None and len(one.units) + len(one.separate) > 1}
        if open_tests:
            only = next(iter(open_tests.values()))
            self.units = (*only.units, *only.separate) if len(open_tests) == 1 else ()
            self._ask(Question.UNIT, unit="")

    def _unit_unknown(self) -> bool:
        known = {folded_unit(unit) for unit in (self.item.unit, *self.item.units)}
        return bool(self.column.unit and self.item.unit) and folded_unit(self.column.unit) not in known

    def _is_dated(self) -> bool:
        """Whether each row says its own day, so that the column needs no step."""
        return self.item.id in self.work.dated or DATE_OF.get(self.item.record) in self.work.dated or self._is_day()

    def _is_day(self) -> bool:
        """Outside of the wide rows of patients a column of days is the day of its row."""
        return self.item.id in DATE_OF.values() and self.work.kind is not ImportKind.PATIENTS

    def _codes(self) -> None:
        unknown = unknown_codes(self.cells, self.reading, self.column)
        own = self.work.remembered.get(self.item.codes, {})
        if known := {code_key(text): own[code_key(text)] for text in unknown.codes if code_key(text) in own}:
            self.column = replace(self.column, codes={**known, **self.column.codes})
            self._less_sure()
            unknown = unknown_codes(self.cells, self.reading, self.column)
        codes = (*unknown.codes, *(self._two_meanings() if self.item.codes == "sex" else ()))
        if codes:
            self.codes = codes
            self._ask(Question.CODES, count=len(codes), codes=", ".join(codes[:8]))

    def _shared_words(self) -> None:
        """A text with a list stays as written where the list does not know it; a word for several asks which."""
        held = self.work.codes.list_named(self.item.codes)
        own = self.work.remembered.get(self.item.codes, {})
        is_list = self.item.type is FieldType.TEXTS
        texts = (text for cell in self.cells for text in (words_of(cell.text) if is_list else (cell.text.strip(),)))
        shared = [text for text in dict.fromkeys(texts) if self._may_be_several(held, text)]
        if known := {key: own[key] for text in shared if (key := code_key(text)) in own}:
            self.column = replace(self.column, codes={**known, **self.column.codes})
            self._less_sure()
        if codes := tuple(text for text in shared if code_key(text) not in known):
            self.codes = codes
            self._ask(Question.CODES, count=len(codes), codes=", ".join(codes[:8]))

    def _may_be_several(self, held: CodeList, text: str) -> bool:
        key = code_key(text)
        answered = {code_key(word) for word in self.column.codes}
        return key in held.ambiguous and key not in held.kept and key not in answered

    def _two_meanings(self) -> tuple[str, ...]:
        """M beside H or V: a man beside men, or mujer beside hombre and varón."""
        texts = dict.fromkeys(cell.text.strip() for cell in self.cells)
        open_texts = [text for text in texts if text.casefold() in ("m", "h", "v") and not self._is_mapped(text)]
        keys = {text.strip().casefold() for text in texts}
        return tuple(open_texts) if "m" in keys and keys & {"h", "v"} else ()

    def _is_mapped(self, text: str) -> bool:
        return bool({text, text.casefold()} & set(self.column.codes))

    def _coding(self) -> None:
        """Grades above 12 exist in one of the two codings only."""
        highest = max((value for value in self.reading.of(self.cells, self.column) if type(value) is int), default=0)
        if highest > Coding.SHORT.highest:
            self.defaults = {_CODING: Coding.NEUROSTATUS.value}
        elif self.cells:
            self._ask(Question.CODING, highest=highest)


def _is_count(text: str) -> bool:
    """Whether a text that may be a day is one as spreadsheets count them."""
    return text.strip().isdecimal() and len(text.strip()) == 5


def _has_digit(text: str) -> bool:
    return any(map(str.isdecimal, text))
