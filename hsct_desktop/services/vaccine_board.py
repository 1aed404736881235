"""Words a re-vaccination plan: the picture's facts, the doses of a series, what holds a live vaccine, what delays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from hsct_desktop.catalogue.vaccine_words import condition_text, named, product_name, why_text
from hsct_desktop.catalogue.wording import EN_DASH, Wording, in_sentence
from hsct_desktop.domain.dates import add_offset
from hsct_desktop.domain.rule_facts import Truth
from hsct_desktop.domain.vaccine import (
    ConditionVerdict,
    PlannedDose,
    VaccineCatalogue,
    VaccineKind,
    VaccineLine,
    VaccinePlan,
    VaccineStatus,
)
from hsct_desktop.pictures.vaccines import DoseMark, DoseSign, GroupFacts, PlannerFacts, SeriesFacts

DAYS_PER_MONTH: Final = 30.4375


class Group(StrEnum):
    """The groups of rows, in the order shown; wording `vaccine_picture.group.*`."""

    DUE = "due"
    ON_COURSE = "on_course"
    ASKS = "asks"
    HELD = "held"
    DONE = "done"


@dataclass(frozen=True)
class GivenLine:
    """A dose given: its number ("–" when it does not count), month from Day 0, what else was written down."""

    id: int
    version: int
    number: str
    on: date
    month: str
    product: str
    lot: str
    site: str
    by: str
    counted: bool
    said: str


@dataclass(frozen=True)
class Fact:
    """A condition or a reason in two columns; `truth` is None where nothing is judged."""

    truth: Truth | None
    asks: str
    found: str


@dataclass(frozen=True)
class SeriesBoard:
    """A series as the page shows it below the table."""

    line: VaccineLine
    facts: SeriesFacts
    summary: str
    given: tuple[GivenLine, ...]
    reasons: tuple[Fact, ...]

    @property
    def is_held(self) -> bool:
        """Whether conditions of a live vaccine hold it."""
        return self.line.status is VaccineStatus.HELD

    @property
    def next_number(self) -> int | None:
        """The number of the dose that would come next; None when none is left to give."""
        return self.line.next.number if self.line.next is not None else None


@dataclass(frozen=True)
class VaccineBoard:
    """A plan in words. `planner` is None without a Day 0; `delays` are the delay rules, `never` what is never given."""

    plan: VaccinePlan
    planner: PlannerFacts | None
    series: Mapping[str, SeriesBoard]
    delays: tuple[Fact, ...]
    never: tuple[str, ...]

    @property
    def given_any(self) -> bool:
        """Whether any dose was recorded."""
        return any(one.given for one in self.series.values())


def board(plan: VaccinePlan, catalogue: VaccineCatalogue, words: Wording) -> VaccineBoard:
    """The plan in the words of a language."""
    shown = [line for line in plan.lines if line.series.kind is not VaccineKind.NEVER]
    series = {line.series.id: _series(plan, line, catalogue, words) for line in shown}
    planner = None
    if plan.day0 is not None:
        planner = PlannerFacts(plan.day0, plan.on, tuple(_groups([series[line.series.id] for line in shown], words)))
    never = [line.series.label.text(words.language) for line in plan.lines if line.series.kind is VaccineKind.NEVER]
    return VaccineBoard(
        plan, planner, series, tuple(_fact(plan, verdict, words) for verdict in plan.delays), tuple(never)
    )


def _groups(rows: Sequence[SeriesBoard], words: Wording) -> Iterator[GroupFacts]:
    for group in Group:
        part = tuple(row.facts for row in rows if group_of(row.line) is group)
        if part:
            yield GroupFacts(words.text(f"vaccine_picture.group.{group}", n=len(part)), part)


def group_of(line: VaccineLine) -> Group:
    """The group in which a series stands."""
    if line.status.is_due:
        return Group.DUE
    by_status = {
        VaccineStatus.ASKS: Group.ASKS,
        VaccineStatus.HELD: Group.HELD,
        VaccineStatus.DONE: Group.DONE,
        VaccineStatus.LEFT_OUT: Group.DONE,
    }
    return by_status.get(line.status, Group.ON_COURSE)


_CHIPS: Final = {
    VaccineStatus.DUE: "accent",
    VaccineStatus.OVERDUE: "danger",
    VaccineStatus.ASKS: "warn",
    VaccineStatus.HELD: "wait",
    VaccineStatus.DONE: "success",
    VaccineStatus.LEFT_OUT: "quiet",
}


def _series(plan: VaccinePlan, line: VaccineLine, catalogue: VaccineCatalogue, words: Wording) -> SeriesBoard:
    series = line.series
    detail = series.detail.text(words.language) if series.detail is not None else ""
    state = "on_course" if line.status is VaccineStatus.PLANNED and line.counted else str(line.status)
    is_delayed = plan.delays_line(line)
    facts = SeriesFacts(
        series.id,
        series.label.text(words.language),
        detail,
        words.text(f"vaccine_picture.state.{state}{'_delayed' if is_delayed else ''}"),
        "wait" if is_delayed else _CHIPS.get(line.status, "plain"),
        tuple(_marks(plan, line, words)),
        _earliest(plan, line),
        _held_until(line),
        _next_or_why(plan, line, words),
    )
    given = tuple(_given_line(plan, line, dose, catalogue, words) for dose in line.given)
    return SeriesBoard(line, facts, _summary(line, words), given, tuple(_reasons(plan, line, words)))


def _next_or_why(plan: VaccinePlan, line: VaccineLine, words: Wording) -> str:
    """What delays a dose that is due; then the day that matters: see `_when_or_why`."""
    said = _when_or_why(line, words)
    if not plan.delays_line(line):
        return said
    what = "; ".join(named(found.condition.label, words.language) for found in plan.delaying)
    return f"{words.text('vaccine_picture.delayed', what=what)} · {in_sentence(said)}"


def _when_or_why(line: VaccineLine, words: Wording) -> str:
    """The day that matters, then the reasons: until when a dose is due, from when one is planned or was held."""
    why, dose = why_text(words, line.why), line.next
    if dose is None:
        return why
    first = dose.due_from or dose.earliest
    if line.status is VaccineStatus.HELD:
        return _held(line, words)
    if line.status is VaccineStatus.OVERDUE and dose.due_to is not None:
        return words.text("vaccine_picture.overdue", number=dose.number, date=dose.due_to)
    if line.status is VaccineStatus.DUE and dose.due_to is not None:
        day = words.text("vaccine_picture.until", number=dose.number, date=dose.due_to)
    elif line.status is VaccineStatus.PLANNED and first is not None:
        day = words.text("vaccine_picture.from", number=dose.number, date=first)
    else:
        return why
    return f"{day} · {in_sentence(why)}"


def _held(line: VaccineLine, words: Wording) -> str:
    """Not before which day, and how many conditions are not met or not known."""
    until = _held_until(line)
    parts = [words.text("vaccine_picture.not_before", date=until)] if until is not None else []
    for truth, key in ((Truth.NO, "not_met"), (Truth.UNKNOWN, "unknown")):
        count = sum(verdict.truth is truth for verdict in line.conditions)
        if count:
            parts.append(words.count(f"vaccine_picture.{key}", count))
    return " · ".join(parts) or why_text(words, line.why)


def _earliest(plan: VaccinePlan, line: VaccineLine) -> date | None:
    earliest = line.series.earliest
    if plan.day0 is None or earliest is None or line.status is VaccineStatus.HELD:
        return None
    return add_offset(plan.day0, earliest)


def _held_until(line: VaccineLine) -> date | None:
    """The first day on which a held vaccine could be given, as far as time alone decides."""
    if line.status is not VaccineStatus.HELD or line.next is None:
        return None
    return line.next.earliest or line.next.due_from


def _marks(plan: VaccinePlan, line: VaccineLine, words: Wording) -> Iterator[DoseMark]:
    held = _held_until(line)
    # Nobody can give a held dose in the past: what time alone allowed then moves to the day of the plan.
    later = max(plan.on - held, timedelta()) if held is not None else timedelta()
    for dose in line.doses:
        mark = _mark(line, dose, words, later)
        if mark is not None:
            yield mark


def _mark(line: VaccineLine, dose: PlannedDose, words: Wording, later: timedelta) -> DoseMark | None:
    """The sign of a dose, one still to give so much `later`; None for one that nobody chose, or that has no day."""
    if dose.given is not None:
        counted = dose.status is VaccineStatus.GIVEN
        key = "given" if counted else "not_counted"
        said = words.text(f"vaccine_picture.dose.{key}", number=dose.number, date=dose.given.given_on)
        said = said if counted else f"{said}: {why_text(words, dose.why)}"
        return DoseMark(DoseSign(key), dose.number, dose.given.given_on, said)
    first = dose.due_from or dose.earliest
    if first is None or line.status in (VaccineStatus.ASKS, VaccineStatus.LEFT_OUT):
        return None
    if dose.status.is_due:
        return DoseMark(DoseSign.DUE, dose.number, first, _when(dose, words), dose.due_to)
    return DoseMark(DoseSign.PLANNED, dose.number, first + later, _when(dose, words))


def _when(dose: PlannedDose, words: Wording) -> str:
    """When a dose still to give is due, in words."""
    first = dose.due_from or dose.earliest
    if first is None:
        return words.text("vaccine_picture.dose.open", number=dose.number)
    key = "due" if dose.status.is_due else "planned"
    span = words.range(first, dose.due_to) if dose.due_to is not None and dose.due_to > first else words.date(first)
    if key == "planned" and (dose.due_to is None or dose.due_to <= first):
        key = "from"
    return words.text(f"vaccine_picture.dose.{key}", number=dose.number, span=span)


def _summary(line: VaccineLine, words: Wording) -> str:
    """How many doses count, and when the next one is due."""
    parts = [words.count("vaccine_picture.counted", line.counted)]
    lost = len(line.given) - line.counted
    if lost:
        parts.append(words.count("vaccine_picture.lost", lost))
    if line.next is not None and line.status not in (VaccineStatus.ASKS, VaccineStatus.LEFT_OUT, VaccineStatus.HELD):
        parts.append(_when(line.next, words))
    return ", ".join(parts)


def _given_line(
    plan: VaccinePlan, line: VaccineLine, dose: PlannedDose, catalogue: VaccineCatalogue, words: Wording
) -> GivenLine:
    held = dose.given
    if held is None:
        raise ValueError("not given")
    counted = dose.status is VaccineStatus.GIVEN
    month = words.number((held.given_on - plan.day0).days / DAYS_PER_MONTH, 1) if plan.day0 is not None else EN_DASH
    product = "" if held.vaccine == line.series.id else product_name(catalogue, held.vaccine, words.language)
    return GivenLine(
        held.id,
        held.version,
        str(dose.number) if counted else EN_DASH,
        held.given_on,
        month,
        product,
        held.lot,
        held.site,
        held.given_by,
        counted,
        "" if counted else why_text(words, dose.why),
    )


def _fact(plan: VaccinePlan, verdict: ConditionVerdict, words: Wording) -> Fact:
    asks = verdict.condition.label.text(words.language)
    return Fact(verdict.truth, asks, condition_text(words, verdict, plan.day0, plan.on))


def _reasons(plan: VaccinePlan, line: VaccineLine, words: Wording) -> Iterator[Fact]:
    """What holds a live vaccine; of the others why each open dose stands where it stands, and what else is to know."""
    for verdict in line.conditions:
        yield _fact(plan, verdict, words)
    if line.conditions:
        return
    for dose in line.to_give:
        yield Fact(None, _when(dose, words), why_text(words, dose.why))
    if not line.to_give:
        yield Fact(None, words.text(f"vaccine_picture.state.{line.status}"), why_text(words, line.why))
    if line.check is not None:
        check = line.check
        found = words.range(check.due_from, check.due_to)
        if check.result_on is not None:
            found = words.text("vaccine_picture.check.found", date=check.result_on)
        yield Fact(check.protected if check.result_on else None, words.text("vaccine_picture.check"), found)
    if line.series.note is not None:
        yield Fact(None, words.text("vaccine_picture.note"), line.series.note.text(words.language))
    if line.series.source:
        yield Fact(None, words.text("vaccine_picture.source"), line.series.source)
