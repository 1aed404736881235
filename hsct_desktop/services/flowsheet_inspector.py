"""What stands behind a value: its rule in words, range, baseline, what was before, who typed it when, its versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from hsct_desktop.catalogue.grading_words import question_text, rule_text
from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.analyte import shown_unit
from hsct_desktop.domain.flowsheet import FlowColumn, FlowRow, is_expected
from hsct_desktop.domain.grading import GradedTerm
from hsct_desktop.domain.lab_result import BaselineValue, LabResult, baseline_before, baseline_of
from hsct_desktop.domain.lab_value import Qualitative
from hsct_desktop.domain.transfusion import BloodProduct, Irradiated
from hsct_desktop.services import lab_results
from hsct_desktop.services.flowsheet import Flowsheet, range_text, result_cell
from hsct_desktop.services.lab_grading import Grading, graded_then
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import history, lab_result
from hsct_desktop.store.history import Change

_TRANSFUSED = {"PLT": BloodProduct.PLATELETS, "HGB": BloodProduct.RED_CELLS, "HCT": BloodProduct.RED_CELLS}


@dataclass(frozen=True)
class Inspection:
    """A value in words. `facts` are pairs of a caption and what it says; `rule` says why the grade is what it is."""

    name: str
    value: str
    grade: int
    expected: bool
    rule: str
    facts: tuple[tuple[str, str], ...]
    question: str = ""
    from_visit: str = ""


@dataclass(frozen=True)
class Version:
    """A version of a value: as it was typed, its grade, when and by whom; `removed` for one that was taken back."""

    text: str
    grade: int
    at: datetime
    by: str
    removed: bool = False


@dataclass(frozen=True)
class Regraded:
    """What today's rules, range and baseline would make of a result, where that is another grade."""

    grade: int | None
    rule: str


def inspect(ws: Workspace, found: Flowsheet, row: FlowRow, column: FlowColumn) -> Inspection:
    """What stands behind a cell; without a value its row's range and the value before."""
    words = ws.wording
    result = column.values.get(row.code)
    if result is None or row.analyte is None:
        return _without_result(words, found, row, column)
    cell = result_cell(words, found, row, result)
    unit = "" if cell.text.count(" ") or result.qualitative is not Qualitative.NONE else row.shown_unit
    term = next((t for t in graded_then(result, row.analyte) if t.term_id == result.term_id), None)
    return Inspection(
        row.label, f"{cell.text} {unit}".strip(), cell.grade, is_expected(result, found.aplasia),
        _rule(words, result, term), tuple(_facts(words, found, row, column, result)),
        question_text(words, term.question) if term is not None and result.proposed != result.grade else "",
    )  # fmt: skip


def _without_result(words: Wording, found: Flowsheet, row: FlowRow, column: FlowColumn) -> Inspection:
    measured = column.vitals.get(row.code)
    facts = [(words.text("flowsheet.inspect.range"), row.range)] if row.range else []
    before = _before(words, found, row, column)
    if before:
        facts.append((words.text("flowsheet.inspect.before"), before))
    if measured is None:
        return Inspection(row.label, "", 0, False, "", tuple(facts))
    label = column.visit or words.text("flowsheet.visit")
    value = f"{words.number(measured)} {row.shown_unit}".strip()
    said = words.text("flowsheet.inspect.from_visit", visit=label)
    return Inspection(row.label, value, 0, False, said, tuple(facts), from_visit=said)


def _rule(words: Wording, result: LabResult, term: GradedTerm | None) -> str:
    """Why the grade is what it is, with its numbers."""
    if not result.term_id:
        return words.text("flowsheet.inspect.no_criteria") if result.value is not None else ""
    why = rule_text(words, term) if term is not None else ""
    if result.grade is None:
        return why or words.text("flowsheet.inspect.open")
    key = "graded" if result.grade else "normal"
    said = words.text(f"flowsheet.inspect.{key}", version=result.ctcae_version, grade=result.grade)
    if result.proposed is not None and result.proposed != result.grade:
        said = words.text("flowsheet.inspect.proposed", said=said, proposed=result.proposed)
    return ", ".join(part for part in (why if result.grade else "", said) if part)


def _facts(
    words: Wording, found: Flowsheet, row: FlowRow, column: FlowColumn, result: LabResult
) -> Iterator[tuple[str, str]]:
    unit = shown_unit(result.unit)
    if result.unit != row.unit and result.value is not None:
        yield words.text("flowsheet.inspect.as_typed"), f"{result.text} {'' if _names_unit(result) else unit}".strip()
    limits = range_text(words, result.lln, result.uln)
    yield words.text("flowsheet.inspect.range"), limits or words.text("flowsheet.inspect.no_range")
    if result.corrected is not None:
        yield words.text("flowsheet.inspect.corrected"), f"{words.number(result.corrected)} mmol/L"
    if result.baseline is not None:
        yield words.text("flowsheet.inspect.baseline"), _baseline(words, found, result)
    before = _before(words, found, row, column)
    if before:
        yield words.text("flowsheet.inspect.before"), before
    by = found.staff.get(result.updated_by or 0, "")
    key = result.entered_by if result.entered_by in ("typed", "pasted", "file") else "typed"
    yield words.text(f"flowsheet.inspect.{key}"), f"{by} {_moment(words, result.updated_at)}".strip()


def _names_unit(result: LabResult) -> bool:
    return any(sign.isalpha() for sign in result.text)


def _baseline(words: Wording, found: Flowsheet, result: LabResult) -> str:
    """The baseline with its day."""
    baseline = result.baseline or Decimal(0)
    said = words.number(baseline)
    before = baseline_before(found.courses, result.taken_on)
    values = [
        BaselineValue(held.taken_on, held.taken_at, held.canonical)
        for column in found.columns
        if (held := column.values.get(result.analyte)) is not None and held.is_exact and held.canonical is not None
    ]
    of = baseline_of(values, before)
    return said if of is None else f"{said} ({_day(words, found, of.taken_on)})"


def _day(words: Wording, found: Flowsheet, on: date) -> str:
    return words.day(found.day0, on) if found.day0 is not None else words.date(on)


def _before(words: Wording, found: Flowsheet, row: FlowRow, column: FlowColumn) -> str:
    """The value before, and the last transfusion where it bears on it."""
    earlier = [other for other in found.columns if other.sample.sort_key < column.sample.sort_key]
    held = next((other.values[row.code] for other in reversed(earlier) if row.code in other.values), None)
    parts = [] if held is None else [result_cell(words, found, row, held).text]
    product = _TRANSFUSED.get(row.code)
    given = [t for t in found.transfusions if t.product is product and t.given_on <= column.sample.taken_on]
    if product is not None and given:
        last = given[-1]
        units = words.count("flowsheet.inspect.units", last.units)
        said = words.text("flowsheet.inspect.transfused", day=_day(words, found, last.given_on), units=units)
        irradiated = last.irradiated is Irradiated.YES
        parts.append(f"{said}, {words.text('flowsheet.inspect.irradiated')}" if irradiated else said)
    return " · ".join(parts)


def _moment(words: Wording, at: datetime) -> str:
    local = at.astimezone()
    return f"{words.day_month(local.date())} {local:%H:%M}"


def now_graded(ws: Workspace, found: Flowsheet, row: FlowRow, result: LabResult) -> Regraded | None:
    """What holds today would grade the result otherwise; None where it would not."""
    now: Grading | None = lab_results.graded_now(ws, found.patient_id, [result.id]).get(result.id)
    if now is None:
        return None
    columns = now.columns()
    if (columns["grade"], columns["term_id"]) == (result.grade, result.term_id):
        return None
    leading = now.leading
    return Regraded(columns["grade"], rule_text(ws.wording, leading) if leading is not None else "")


def versions(ws: Workspace, found: Flowsheet, row: FlowRow, result: LabResult) -> list[Version]:
    """The versions of a value, newest first, the present one and those taken back included.

    What only was seen or graded again is no version.
    """
    with ws.read() as session:
        ids = lab_result.ids_of_cell(session, found.patient_id, result.analyte, result.sample)
        by_row = history.of_rows(session, "lab_result", ids)
    listed: list[Version] = []
    held: dict[int, dict[str, object]] = {}
    for change in sorted((change for changes in by_row.values() for change in changes), key=lambda change: change.seq):
        now = held[change.row_id] = {**held.get(change.row_id, {}), **change.new}
        if change.inserted or {"text", "unit", "voided_at"} & change.new.keys():
            listed.append(_version(found, row, now, change))
    return listed[::-1]


def _version(found: Flowsheet, row: FlowRow, held: dict[str, object], change: Change) -> Version:
    text, unit = str(held.get("text") or ""), str(held.get("unit") or "")
    if unit and unit != row.unit and not any(sign.isalpha() for sign in text):
        text = f"{text} {shown_unit(unit)}"
    grade, by, at = held.get("grade"), held.get("updated_by"), held.get("updated_at")
    # As the value itself says it: the same person and moment stand beside it everywhere.
    own = at if isinstance(at, datetime) else datetime.fromisoformat(at) if isinstance(at, str) else change.at
    return Version(
        text, grade if isinstance(grade, int) else 0, own.astimezone(),
        found.staff.get(by if isinstance(by, int) else change.staff_id or 0, ""), bool(held.get("voided_at")),
    )  # fmt: skip
