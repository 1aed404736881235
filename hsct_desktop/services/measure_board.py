"""The outcome measures of a patient for page and paper: picture, verdicts in words, table of all values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, localcontext
from typing import Final

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.analyte import Analyte, shown_unit
from hsct_desktop.domain.lab_result import LabResult
from hsct_desktop.domain.measure import Direction, Measure, MeasureValue
from hsct_desktop.domain.measure_outcome import LevelTest
from hsct_desktop.domain.measure_verdict import LabReading, Reading, VerdictFacts
from hsct_desktop.pictures.disability_facts import Series
from hsct_desktop.pictures.measure_facts import CourseValue, Level, MeasureCourse, MeasureFacts
from hsct_desktop.services import disability_picture
from hsct_desktop.services.disability_picture import DisabilityBoard
from hsct_desktop.services.measure_verdicts import VerdictLine, lab_reading, lines, readings, signed_change
from hsct_desktop.services.measures import shown
from hsct_desktop.services.trends import text_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import lab_result, measure_value

_SIGNS: Final = {">": ">", ">=": "\u2265", "<": "<", "<=": "\u2264"}
_DIGITS: Final = 12
"""Significant digits of a converted laboratory value."""


@dataclass(frozen=True)
class ValueCell:
    """A value in the table; `id` None where none was recorded, `words` its items and note."""

    text: str = ""
    id: int | None = None
    words: str = ""


@dataclass(frozen=True)
class ValueRow:
    """The values of one day, in the order of the columns."""

    on: date
    day: str
    cells: tuple[ValueCell, ...]


@dataclass(frozen=True)
class MeasureBoard:
    """Everything that page and paper show. `settings` say by what the verdicts were made."""

    disease_id: str
    disease: str
    day0: date | None
    facts: MeasureFacts
    lines: tuple[VerdictLine, ...]
    columns: tuple[str, ...]
    rows: tuple[ValueRow, ...]
    settings: str

    @property
    def is_empty(self) -> bool:
        """Whether no value of any measure is recorded."""
        return not self.rows


def for_patient(ws: Workspace, patient_id: int, words: Wording | None = None) -> MeasureBoard:
    """A patient's measures today. KnownError `stale_row`."""
    said = words or ws.wording
    # Relapses and drugs are drawn as in the course of disability, so that the two pictures cannot drift apart.
    drawn = disability_picture.board(ws, patient_id, said)
    with ws.read() as session:
        values = measure_value.of_patient(session, patient_id)
        codes = ws.catalogue.measure_book.courses.get(drawn.course.disease_id, ())
        results = lab_result.of_patient(session, patient_id, codes) if codes else []
    return _Reader(ws, said, drawn, values, results).board()


class _Reader:
    """One patient's values in one language."""

    def __init__(
        self,
        ws: Workspace,
        words: Wording,
        drawn: DisabilityBoard,
        values: Sequence[MeasureValue],
        results: Sequence[LabResult],
    ) -> None:
        self._ws, self._words = ws, words
        self._course, self._frame = drawn.course, drawn.facts
        self._values, self._results = values, results
        self._book = ws.catalogue.measure_book
        self._readings = readings(values, self._book.measures)
        self._facts = VerdictFacts(
            self._course.day0,
            self._readings,
            self._labs(),
            tuple(relapse.onset for relapse in self._course.relapses),
            self._course.last_seen,
            self._course.until,
        )

    def board(self) -> MeasureBoard:
        """Picture, verdicts and table."""
        course, words = self._course, self._words
        disease = self._ws.catalogue.diseases.get(course.disease_id)
        columns = self._columns()
        day0 = course.day0
        key = "measure.settings" if day0 is not None else "measure.settings.no_day0"
        settings = words.text(key, day0=day0, version=self._book.version)
        return MeasureBoard(
            course.disease_id,
            disease.label.text(words.language) if disease is not None else "",
            day0,
            self._picture(),
            tuple(lines(words, self._book, course.disease_id, self._facts)),
            tuple(measure.short.text(words.language) for measure in columns),
            tuple(self._rows(columns)),
            settings,
        )

    def _labs(self) -> dict[str, list[LabReading]]:
        found: dict[str, list[LabReading]] = {}
        for result in self._results:
            found.setdefault(result.analyte, []).append(lab_reading(result, text_of(result, self._words)))
        return found

    # the table --------------------------------------------------------------------------------------------------

    def _columns(self) -> list[Measure]:
        """The measures with a value: those of the disease first, then whatever else was recorded."""
        offered = self._book.of_disease(self._course.disease_id)
        known = [measure for measure in offered if measure.id in self._readings]
        rest = [m for m in self._book.measures.values() if m.id in self._readings and m not in offered]
        return known + rest

    def _rows(self, columns: Sequence[Measure]) -> Iterable[ValueRow]:
        by_day: dict[date, dict[str, MeasureValue]] = {}
        for held in self._values:
            if held.entry.measured_on is not None:
                by_day.setdefault(held.entry.measured_on, {})[held.entry.measure_id] = held
        for on in sorted(by_day, reverse=True):
            cells = tuple(self._cell(measure, by_day[on].get(measure.id)) for measure in columns)
            yield ValueRow(on, self._day(on), cells)

    def _day(self, on: date) -> str:
        return self._words.day(self._course.day0, on) if self._course.day0 is not None else ""

    def _cell(self, measure: Measure, held: MeasureValue | None) -> ValueCell:
        if held is None or held.entry.value is None:
            return ValueCell()
        text = shown(self._words, measure, held.entry.value)
        return ValueCell(text, held.id, self._value_words(measure, held.entry.value, held.entry.items, held.entry.note))

    def _value_words(self, measure: Measure, value: Decimal, items: Mapping[str, str], note: str = "") -> str:
        """A value with the name of its band, its items that are not 0, and its note."""
        language = self._words.language
        band = measure.band_of(value)
        scored = [f"{item.label.text(language)} {items[item.id]}" for item in measure.items if items.get(item.id)]
        if len(scored) > len(measure.items) // 2:
            scored = [text for text in scored if not text.endswith(" 0")]
        name = f"{measure.short.text(language)} {shown(self._words, measure, value)}"
        parts = (name, band.label.text(language) if band is not None else "", ", ".join(scored), note)
        return "\n".join(part for part in parts if part)

    # the picture ------------------------------------------------------------------------------------------------

    def _picture(self) -> MeasureFacts:
        courses = [self._measure(measure) for measure in self._columns()]
        courses += self._laboratory()
        series = tuple(Series(c.id, c.name, "", tuple((v.on, v.value) for v in c.values)) for c in courses)
        frame = replace(
            self._frame, visits=(), scans=(), changes=(), unconfirmed=(), series=series, phases=(), rebaseline=None
        )
        offered = self._book.of_disease(self._course.disease_id)
        missing = [m.short.text(self._words.language) for m in offered if m.diseases and m.id not in self._readings]
        return MeasureFacts(frame, tuple(courses), tuple(missing))

    def _measure(self, measure: Measure) -> MeasureCourse:
        words, of = self._words, self._readings[measure.id]
        before = self._facts.before(measure.id)
        change = measure.meaningful_from(before.value) if before is not None else None
        band = None
        if before is not None and change is not None:
            band = (float(before.value - change), float(before.value + change))
        return MeasureCourse(
            measure.id,
            measure.short.text(words.language),
            tuple(self._value(measure, reading) for reading in of),
            self._latest(measure, before, of[-1]),
            "" if measure.direction is Direction.NEITHER else words.text(f"measure.better.{measure.direction}"),
            float(before.value) if before is not None else None,
            band,
            levels=tuple(self._levels(measure)),
            floor=float(measure.low) if measure.low is not None else None,
            ceiling=float(measure.high) if measure.high is not None else None,
        )

    def _value(self, measure: Measure, reading: Reading) -> CourseValue:
        text = shown(self._words, measure, reading.value)
        day = self._words.date(reading.on)
        if self._course.day0 is not None:
            day = f"{day}, {self._words.day(self._course.day0, reading.on)}"
        said = f"{self._value_words(measure, reading.value, reading.items)}\n{day}"
        return CourseValue(reading.on, float(reading.value), text, said, str(reading.id))

    def _latest(self, measure: Measure, before: Reading | None, last: Reading) -> str:
        """The last value, and its change where it came after the baseline."""
        text = shown(self._words, measure, last.value)
        if before is None or last.on <= before.on:
            return text
        change = signed_change(self._words, before.value, last.value)
        return self._words.text("measure.latest", value=text, change=change)

    def _levels(self, measure: Measure) -> Iterable[Level]:
        """The limits that definitions of the disease ask of its total."""
        for outcome in self._book.outcomes_of(self._course.disease_id):
            for condition in outcome.conditions:
                test = condition.test
                if not outcome.kind.is_good or not isinstance(test, LevelTest) or test.without or test.only:
                    continue
                if test.measure_id == measure.id and test.limit.number > 0:
                    name = outcome.label.text(self._words.language)
                    label = condition.label.text(self._words.language)
                    short = f"{_SIGNS[test.limit.sign]} {self._words.number(test.limit.number)}"
                    said = label if len(outcome.conditions) > 1 else f"{name} {short}"
                    yield Level(float(test.limit.number), said, short)

    def _laboratory(self) -> Iterable[MeasureCourse]:
        by_code: dict[str, list[LabResult]] = {}
        for result in self._results:
            by_code.setdefault(result.analyte, []).append(result)
        for code in self._book.courses.get(self._course.disease_id, ()):
            analyte = self._ws.catalogue.analytes.analytes.get(code)
            if analyte is not None and code in by_code:
                course = self._analyte(analyte, by_code[code])
                if course.values:
                    yield course

    def _analyte(self, analyte: Analyte, results: Sequence[LabResult]) -> MeasureCourse:
        values = [value for result in results if (value := self._lab_value(analyte, result)) is not None]
        judged = next((r for r in reversed(results) if r.lln is not None or r.uln is not None), None)
        low = _converted(analyte, judged.lln, judged.unit) if judged is not None else None
        high = _converted(analyte, judged.uln, judged.unit) if judged is not None else None
        return MeasureCourse(
            f"lab_{analyte.code}",
            analyte.short.text(self._words.language),
            tuple(values),
            text_of(results[-1], self._words),
            self._reference_words(low, high, shown_unit(analyte.usual)),
            reference=(low, high),
            floor=0.0,
        )

    def _reference_words(self, low: float | None, high: float | None, unit: str) -> str:
        words = self._words
        if low is not None and high is not None:
            text = words.text("measure.reference", low=words.number(_tidy(low)), high=words.number(_tidy(high)))
        elif low is not None:
            text = words.text("measure.reference.low", low=words.number(_tidy(low)))
        elif high is not None:
            text = words.text("measure.reference.high", high=words.number(_tidy(high)))
        else:
            return unit
        return text

    def _lab_value(self, analyte: Analyte, result: LabResult) -> CourseValue | None:
        """A result as a mark of the picture; a negative one stands at 0, one without any number nowhere."""
        text = text_of(result, self._words)
        value = _converted(analyte, result.value, result.unit)
        if value is None and result.qualitative == "neg":
            value = 0.0
        if value is None:
            return None
        said = f"{analyte.label.text(self._words.language)} {text}\n{self._words.date(result.taken_on)}"
        is_open = bool(result.comparator) or bool(result.qualitative)
        return CourseValue(result.taken_on, value, text, said, str(result.id), is_open)


def _converted(analyte: Analyte, value: Decimal | None, unit: str) -> float | None:
    """A value in the unit in which people read the analyte; None where it cannot be converted."""
    here, there = analyte.factor_of(unit), analyte.factor_of(analyte.usual)
    if value is None or not here or not there:
        return None
    with localcontext() as context:
        context.prec = _DIGITS
        return float(value * here / there)


def _tidy(value: float) -> float | int:
    return int(value) if value == int(value) else round(value, 3)
