"""The flowsheet of a patient: analytes by samples, read at once, and what stands behind one of its values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from hsct_desktop.catalogue.wording import Wording, wording
from hsct_desktop.domain.analyte import Analyte, shown_unit
from hsct_desktop.domain.dates import day_number
from hsct_desktop.domain.flowsheet import (
    ALL,
    DAILY,
    EMPTY,
    FlowCell,
    FlowColumn,
    FlowRow,
    RowKind,
    days_shown,
    fever_days,
    in_unit,
    is_expected,
    range_words,
    shown_value,
)
from hsct_desktop.domain.lab_result import CourseDays, LabResult, Sample, conditioning_start
from hsct_desktop.domain.lab_value import Qualitative
from hsct_desktop.domain.proposal import Aplasia
from hsct_desktop.domain.transfusion import BloodProduct, Transfusion
from hsct_desktop.domain.visit import Vitals
from hsct_desktop.services import engraftment, laboratories, proposals
from hsct_desktop.services.course_days import course_days
from hsct_desktop.services.laboratories import RangeBook, result_laboratory
from hsct_desktop.services.person import birth_date_of, died_on, record_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import lab_result, laboratory, scheduled_visit, staff, transfusion, transplant, visit
from hsct_desktop.store.base import ReadSession
from hsct_desktop.store.patient import PatientCard

TEMPERATURE: Final = "TEMP"
CLINICAL: Final = "clinical"
"""The group of what is measured at the bedside; transfused units stand in it too."""
_UNIT_ROWS: Final = (BloodProduct.PLATELETS, BloodProduct.RED_CELLS)


@dataclass(frozen=True)
class Flowsheet:
    """A sheet as read: rows, columns by time, and the facts that its cells and its inspector share."""

    patient_id: int
    panel: str
    rows: tuple[FlowRow, ...]
    columns: tuple[FlowColumn, ...]
    day0: date | None
    today: date
    last_day: date
    laboratories: Mapping[int | None, str]
    staff: Mapping[int, str]
    courses: tuple[CourseDays, ...]
    aplasia: tuple[Aplasia, ...]
    transfusions: tuple[Transfusion, ...]
    results: int

    @property
    def codes(self) -> tuple[str, ...]:
        """The analytes of the rows that may be typed into."""
        return tuple(row.code for row in self.rows if row.is_typed)


@dataclass(frozen=True)
class PanelChoice:
    """A panel that the sheet offers, with its name."""

    id: str
    label: str


def panels(ws: Workspace, language: str | None = None) -> list[PanelChoice]:
    """The panels of the catalogue, and all analytes."""
    words = wording(language or ws.language)
    held = ws.catalogue.analytes.panels.values()
    return [
        *(PanelChoice(panel.id, panel.label.text(words.language)) for panel in held),
        PanelChoice(ALL, words.text("flowsheet.all")),
    ]


def panel_of_phase(ws: Workspace, patient_id: int) -> str:
    """The panel with which the sheet opens: daily until Day +30 or discharge, weekly to Day +100, then visit."""
    today = ws.today()
    with ws.read() as session:
        courses = transplant.of_patient(session, patient_id)
    begun = [c for c in courses if c.entry.day0 is not None]
    offered = set(ws.catalogue.analytes.panels)
    if not begun or begun[-1].entry.day0 is None:
        wanted = "visit"
    else:
        number = (today - begun[-1].entry.day0).days
        home = begun[-1].discharged_on
        inside = number <= 30 and (home is None or today <= home)
        wanted = DAILY if inside else "weekly" if number <= 100 else "visit" if number % 365 < 335 else "annual"
    return wanted if wanted in offered else next(iter(offered), ALL)


def sheet(
    ws: Workspace, patient_id: int, panel: str, extra: Iterable[Sample] = (), language: str | None = None
) -> Flowsheet:
    """The sheet of a panel; `extra` are samples of which nothing is recorded yet. KnownError `stale_row`."""
    words = wording(language or ws.language)
    with ws.read() as session:
        card = record_of(session, patient_id)
        book = laboratories.range_book(session)
        results = lab_result.of_patient(session, patient_id, _codes_read(ws, panel))
        courses = tuple(course_days(ws, session, patient_id))
        discharges = [course.discharged_on for course in transplant.of_patient(session, patient_id)]
        seen = visit.of_patient(session, patient_id)
        labels = {planned.id: planned.label for planned in scheduled_visit.of_patient(session, patient_id)}
        given = tuple(transfusion.of_patient(session, patient_id))
        died = died_on(session, patient_id)
        engrafted = engraftment.states(ws, session, patient_id)
        expected = proposals.aplasia(ws, session, patient_id)
        people = {person.id: person.name for person in staff.all_of(session)}
        labs = _laboratory_names(session)
    today = ws.today()
    last = min(today, died) if died is not None else today
    read = _Read(ws, words, panel, results, given, last, courses)
    read.visits = [
        (v.entry.on, v.entry.vitals, _label(labels.get(v.entry.scheduled_id or 0), words.language))
        for v in seen
        if v.entry.on is not None
    ]
    rows = tuple(_rows(ws, words, panel, book, card, given, results, read.vitals_measured()))
    columns = _columns(read, rows, discharges, list(extra), labs, engrafted)
    return Flowsheet(
        patient_id, panel, rows, columns, read.day0(last), today, last, labs, people, courses,
        expected, given, len(results),
    )  # fmt: skip


def _codes_read(ws: Workspace, panel: str) -> list[str] | None:
    """The analytes whose results the sheet needs: those of the panel, and temperature for the marks; None for all."""
    held = ws.catalogue.analytes.panels.get(panel)
    return None if held is None else [*held.analytes, TEMPERATURE]


class _Read:
    """What was read of one patient, by day."""

    def __init__(
        self,
        ws: Workspace,
        words: Wording,
        panel: str,
        results: Sequence[LabResult],
        given: Sequence[Transfusion],
        last: date,
        courses: Sequence[CourseDays],
    ) -> None:
        self.words, self.today = words, ws.today()
        self.panel, self.last, self.courses = panel, last, courses
        self.given = given
        self.visits: list[tuple[date, Vitals, str]] = []
        self.by_sample: dict[tuple[date, str, int | None], dict[str, LabResult]] = {}
        for result in results:
            key = (result.taken_on, result.taken_at, result.laboratory_id)
            self.by_sample.setdefault(key, {})[result.analyte] = result

    def day0(self, on: date) -> date | None:
        """Day 0 of the course that counts on a day: the latest whose conditioning has begun, else the first."""
        known = [(conditioning_start(course), course.day0) for course in self.courses if course.day0 is not None]
        begun = [day0 for start, day0 in known if start is not None and start <= on]
        return max(begun, default=min((day0 for _start, day0 in known), default=None))

    def vitals_measured(self) -> set[str]:
        return {code for _day, vitals, _label in self.visits for code in _vitals(vitals)}


def _label(label: object, language: str) -> str:
    text = getattr(label, "text", None)
    return str(text(language)) if callable(text) else ""


def _laboratory_names(session: ReadSession) -> dict[int | None, str]:
    """The laboratories' names by what a result keeps: None is the hospital's own."""
    found: dict[int | None, str] = {None: ""}
    for card in laboratory.laboratories(session):
        found[result_laboratory(card)] = card.entry.name
    return found


def _vitals(vitals: Vitals) -> dict[str, Decimal]:
    """Vital signs of a visit by the code of their row."""
    held = {
        TEMPERATURE: vitals.temperature, "WEIGHT": vitals.weight, "SBP": vitals.systolic, "DBP": vitals.diastolic,
        "PULSE": vitals.pulse, "SPO2": vitals.saturation,
    }  # fmt: skip
    return {code: Decimal(value) for code, value in held.items() if value is not None}


# rows -------------------------------------------------------------------------------------------------------------


def _rows(
    ws: Workspace,
    words: Wording,
    panel: str,
    book: RangeBook,
    card: PatientCard,
    given: Sequence[Transfusion],
    results: Sequence[LabResult],
    measured: set[str],
) -> Iterator[FlowRow]:
    table = ws.catalogue.analytes
    held = table.panels.get(panel)
    codes = list(table.analytes) if held is None else [code for code in held.analytes if code in table.analytes]
    products = {transfusion.product for transfusion in given}
    wanted = {BloodProduct.PLATELETS} | products if panel in (DAILY, ALL) else products
    groups: dict[str, list[str]] = {}
    for code in codes:
        groups.setdefault(table.analytes[code].group, []).append(code)
    if wanted & set(_UNIT_ROWS):
        groups.setdefault(CLINICAL, [])
    for group in table.groups:
        if group not in groups:
            continue
        yield FlowRow(RowKind.GROUP, group, table.groups[group].text(words.language))
        for code in groups[group]:
            yield _row(ws, words, table.analytes[code], book, card)
        if group == CLINICAL:
            for product in _UNIT_ROWS:
                if product in wanted:
                    yield FlowRow(RowKind.UNITS, product.value, words.text(f"flowsheet.units.{product.value}"))


def _row(ws: Workspace, words: Wording, analyte: Analyte, book: RangeBook, card: PatientCard) -> FlowRow:
    unit = analyte.unit_named(book.usual_unit(analyte.code, None) or analyte.usual) or analyte.unit
    found = book.find(analyte.code, None, card.entry.sex, birth_date_of(card), ws.today())
    text = ""
    if found is not None:
        text = range_text(
            words,
            in_unit(found.lln, analyte, found.unit, unit),
            in_unit(found.uln, analyte, found.unit, unit),
        )
    return FlowRow(
        RowKind.ANALYTE, analyte.code, analyte.label.text(words.language), unit, shown_unit(unit), text, analyte,
        analyte.short.text(words.language),
    )  # fmt: skip


def range_text(words: Wording, lln: Decimal | None, uln: Decimal | None) -> str:
    """A range as rows and sentences write it: 120-155 with its dash, <34, >60; nothing without limits."""
    kind, low, high = range_words(lln, uln)
    if not kind:
        return ""
    return words.text(
        f"flowsheet.range.{kind}", low=low if low is not None else "", high=high if high is not None else ""
    )


# columns ----------------------------------------------------------------------------------------------------------


def _columns(
    read: _Read,
    rows: Sequence[FlowRow],
    discharges: Sequence[date | None],
    extra: Sequence[Sample],
    labs: Mapping[int | None, str],
    engrafted: Sequence[engraftment.LineageState],
) -> tuple[FlowColumn, ...]:
    codes = {row.code for row in rows if row.is_typed}
    samples = {key for key, values in read.by_sample.items() if not codes.isdisjoint(values)}
    samples |= {(sample.taken_on, sample.taken_at, sample.laboratory_id) for sample in extra}
    days = {read.last} | {day for day, _vitals, _label in read.visits}
    if read.panel == DAILY:
        days |= days_shown(read.courses, discharges, read.last)
    if any(row.kind is RowKind.UNITS for row in rows):
        days |= {given.given_on for given in read.given}
    taken = {day for day, _at, _lab in samples}
    samples |= {(day, "", None) for day in days - taken}
    facts = _DayFacts(read, engrafted)
    ordered = sorted(samples, key=lambda key: (key[0], key[1], key[2] or 0))
    per_day: dict[date, int] = {}
    for day, _at, _lab in ordered:
        per_day[day] = per_day.get(day, 0) + 1
    columns: list[FlowColumn] = []
    before: date | None = None
    for day, at, lab in ordered:
        column = facts.column(Sample(day, at, lab), first=day != before, several=per_day[day] > 1)
        gap = read.panel == DAILY and before is not None and (day - before).days > 1
        columns.append(replace(column, laboratory=labs.get(lab, ""), after_gap=gap))
        before = day
    return tuple(columns)


class _DayFacts:
    """What stands in the heads and the read-only cells of a day."""

    def __init__(self, read: _Read, engrafted: Sequence[engraftment.LineageState]) -> None:
        words = read.words
        self._read = read
        self._vitals: dict[date, dict[str, Decimal]] = {}
        self._visits: dict[date, str] = {}
        for day, vitals, label in read.visits:
            self._vitals.setdefault(day, {}).update(_vitals(vitals))
            self._visits.setdefault(day, label or words.text("flowsheet.visit"))
        self._units: dict[date, dict[str, int]] = {}
        for given in read.given:
            held = self._units.setdefault(given.given_on, {})
            held[given.product.value] = held.get(given.product.value, 0) + given.units
        self._marks: dict[date, list[str]] = {}
        for state in engrafted:
            if state.on is not None:
                mark = words.text(f"flowsheet.mark.{state.lineage.value}")
                self._marks.setdefault(state.on, []).append(mark)
        for day in fever_days(self._temperatures()):
            self._marks.setdefault(day, []).append(words.text("flowsheet.mark.fever"))

    def _temperatures(self) -> Iterator[tuple[date, Decimal]]:
        for (day, _at, _lab), values in self._read.by_sample.items():
            found = values.get(TEMPERATURE)
            if found is not None and found.canonical is not None and not found.comparator:
                yield day, found.canonical
        for day, vitals in self._vitals.items():
            if TEMPERATURE in vitals:
                yield day, vitals[TEMPERATURE]

    def column(self, sample: Sample, *, first: bool, several: bool) -> FlowColumn:
        """The column of a sample; what belongs to the day as a whole stands in its first one."""
        day = sample.taken_on
        values = self._read.by_sample.get((day, sample.taken_at, sample.laboratory_id), {})
        day0 = self._read.day0(day)
        number = None if day0 is None else day_number(day0, day)
        return FlowColumn(
            sample, number, "", self._visits.get(day, "") if first else "",
            tuple(self._marks.get(day, ())) if first else (), day == self._read.today, day.weekday() >= 5,
            several, False, values, self._vitals.get(day, {}) if first else {},
            self._units.get(day, {}) if first else {},
        )  # fmt: skip


# cells ------------------------------------------------------------------------------------------------------------


def cell(words: Wording, found: Flowsheet, row: FlowRow, column: FlowColumn) -> FlowCell:
    """What a cell shows."""
    if row.kind is RowKind.UNITS:
        units = column.units.get(row.code)
        return EMPTY if units is None else FlowCell(words.text("flowsheet.given", units=units))
    result = column.values.get(row.code)
    if result is not None:
        return result_cell(words, found, row, result)
    measured = column.vitals.get(row.code)
    return EMPTY if measured is None else FlowCell(words.number(measured), from_visit=True)


def result_cell(words: Wording, found: Flowsheet, row: FlowRow, result: LabResult) -> FlowCell:
    """What a result shows in its cell, in the row's unit."""
    number, unit = shown_value(result, row.analyte, row.unit)
    if result.qualitative is not Qualitative.NONE:
        number = words.enum("qualitative", result.qualitative.value)
    elif words.language == "it":
        number = number.replace(".", ",")
    return FlowCell(
        f"{number} {unit}".strip(), result.flag, result.grade or 0, is_expected(result, found.aplasia),
        bool(result.term_id) and result.grade is None, result.reviewed_at is None, result=result,
    )  # fmt: skip


def reread(ws: Workspace, found: Flowsheet, days: Iterable[date]) -> Flowsheet:
    """The sheet with the results of some days read again, which is all that typing a value changes."""
    wanted = set(days)
    fresh: dict[tuple[date, str, int | None], dict[str, LabResult]] = {}
    with ws.read() as session:
        for result in lab_result.on_days(session, found.patient_id, wanted):
            key = (result.taken_on, result.taken_at, result.laboratory_id)
            fresh.setdefault(key, {})[result.analyte] = result
    columns = tuple(
        replace(column, values=fresh.get((s.taken_on, s.taken_at, s.laboratory_id), {}))
        if (s := column.sample).taken_on in wanted
        else column
        for column in found.columns
    )
    return replace(found, columns=columns)
