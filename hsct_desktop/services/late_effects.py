"""Long-term follow-up of a patient: where each item stands, checks and their referrals."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from hsct_desktop.catalogue.wording import Wording, in_sentence, wording
from hsct_desktop.domain.fertility import FertilityRecord
from hsct_desktop.domain.lab_result import LabResult
from hsct_desktop.domain.late_effect import (
    Because,
    Check,
    CheckEntry,
    CheckResult,
    Done,
    LateEffectItem,
    LateEffectSection,
    LateEffectSource,
    LateEffectState,
    Standing,
    Syndrome,
    check_late_effect,
    settled,
    stand,
    syndrome_of,
)
from hsct_desktop.domain.names import clean, clean_lines
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.domain.rule_facts import RECORDS, RuleFacts, Truth
from hsct_desktop.domain.task import TaskEntry
from hsct_desktop.domain.visit import AssessmentState
from hsct_desktop.services import rule_facts
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.late_effect_lines import Line, line_of, line_words, lines
from hsct_desktop.services.person import (
    birth_date_of,
    changes,
    died_on,
    name_of,
    record_of,
    refuse_odd_numbers,
    refuse_problems,
    required_reason,
)
from hsct_desktop.services.products import grafts
from hsct_desktop.services.trends import text_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import lab_result, late_effect, task, transplant, visit
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.patient import PatientCard
from hsct_desktop.store.transplant import Course

COUNTS_FOR: Final = 400
"""Days that a value counts towards a syndrome: the yearly visit and its window."""
MOST_NAMED: Final = 3
"""Items that a sentence names; the others are counted."""
_KINDS: Final = frozenset({"long_term"})


@dataclass(frozen=True)
class LongTermRow:
    """An item as the page and the papers show it, in the reader's language; `syndrome` is "" where none is counted.

    `line` is what a visit's checklist says of it later than what was done last: not done, or done elsewhere. Where it
    settles the occasion, the standing has it in.
    """

    standing: Standing
    label: str
    state: str
    last: str
    why: str
    refer: str
    syndrome: str = ""
    line: Line | None = None

    @property
    def id(self) -> str:
        """The item's id."""
        return self.standing.item.id


@dataclass(frozen=True)
class LongTerm:
    """A patient's long-term follow-up: rows in the order of the catalogue, checks and fertility records as recorded."""

    on: date
    rows: tuple[LongTermRow, ...]
    checks: tuple[Check, ...]
    fertility: tuple[FertilityRecord, ...]

    def of(self, section: LateEffectSection) -> tuple[LongTermRow, ...]:
        """The rows of a section."""
        return tuple(row for row in self.rows if row.standing.item.section is section)

    @property
    def waiting(self) -> tuple[LongTermRow, ...]:
        """What is due, what is overdue first."""
        due = (row for row in self.rows if row.standing.state.waits)
        return tuple(sorted(due, key=lambda row: row.standing.state is not LateEffectState.OVERDUE))

    @property
    def abnormal(self) -> tuple[LongTermRow, ...]:
        """What was abnormal when it was done last."""
        return tuple(row for row in self.rows if row.standing.is_abnormal)


def for_patient(ws: Workspace, patient_id: int, on: date | None = None) -> LongTerm:
    """A patient's long-term follow-up as it stands on a day (today)."""
    with ws.read() as session:
        return long_term(ws, session, patient_id, ws.wording, on)


def long_term(
    ws: Workspace,
    session: ReadSession | WriteSession,
    patient_id: int,
    words: Wording,
    on: date | None = None,
    *,
    followed: bool | None = None,
) -> LongTerm:
    """The same within a session, in words of the caller's choice (a document writes its dates otherwise).

    `followed`: whether the patient was followed on that day; None: as it is today.
    """
    reading = _Reading(ws, session, patient_id, on or ws.today(), words)
    if followed is not None:
        reading.followed = followed
    rows = tuple(reading.row(item) for item in ws.catalogue.late_effects.values())
    return LongTerm(reading.on, rows, tuple(reading.checks), tuple(reading.fertility))


def due_at(ws: Workspace, patient_id: int, on: date | None = None) -> tuple[LongTermRow, ...]:
    """What is due or overdue on a day, what is overdue first."""
    return for_patient(ws, patient_id, on).waiting


def at_visit(ws: Workspace, patient_id: int, checklist: Collection[str] = ()) -> str:
    """The late effects that wait, in a sentence for a visit and for the patient's row of Today; "" where none does.

    What the visit's own checklist asks (ids of its lines) is left out: its line stands there. Fertility and measures
    are not repeated here: they stand on the page and in the care plan.
    """
    late = [row for row in due_at(ws, patient_id) if row.standing.item.section is LateEffectSection.LATE]
    names = [row.label for row in late if not set(row.standing.item.assessments) & set(checklist)]
    if not names:
        return ""
    shown, rest = names[:MOST_NAMED], len(names) - MOST_NAMED
    if rest > 0:
        shown.append(ws.wording.text("late.more", n=rest))
    return ws.wording.count("late.at_visit", len(names), names="; ".join(shown))


@dataclass(frozen=True)
class PlanRow:
    """An item for the care plan: what, by which day, to whom a referral goes by default, and whether it is overdue."""

    id: str
    label: str
    due: date | None
    refer: str
    overdue: bool


def plan_rows(
    ws: Workspace, session: ReadSession | WriteSession, patient_id: int, language: str, until: date
) -> list[PlanRow]:
    """What is due up to a day, by day: the long-term part of the care plan. Its days are those of the page."""
    found = [
        PlanRow(row.id, row.label, row.standing.due, row.refer, row.standing.state is LateEffectState.OVERDUE)
        for row in long_term(ws, session, patient_id, wording(language)).rows
        if row.standing.state is not LateEffectState.NOT_APPLICABLE
        and row.standing.due is not None
        and row.standing.due <= until
    ]
    return sorted(found, key=lambda row: (row.due or date.max, row.label))


class _Reading:
    """All that is recorded of a patient and that says what was done: read once, in few statements."""

    def __init__(
        self, ws: Workspace, session: ReadSession | WriteSession, patient_id: int, on: date, words: Wording
    ) -> None:
        self.ws, self.on, self.words = ws, on, words
        self.items = ws.catalogue.late_effects
        card = record_of(session, patient_id)
        self.followed = card.follow_up.is_followed
        self.courses = grafts(ws, transplant.of_patient(session, patient_id))
        self.checks = late_effect.checks_of(session, patient_id)
        self.fertility = late_effect.fertility_of(session, patient_id)
        seen = visit.of_patient(session, patient_id)
        self.lines = list(_lines_done(seen))
        self.not_done = lines(session, patient_id, seen, on)
        self.results = _results(session, patient_id, self.items.values())
        self.facts = facts(ws, session, patient_id, on, self.items.values())

    def row(self, item: LateEffectItem) -> LongTermRow:
        """An item with its words."""
        found, language = self._stand(item), self.words.language
        day0 = self._day0(item)
        line = line_of(found, self.not_done, day0)
        if line is not None and line.settles and day0 is not None:
            found = settled(found, day0, line.on, self.on, elsewhere=line.is_elsewhere)
        syndrome = syndrome_of(item, self.facts)
        refer = item.refer.text(language) if item.refer is not None else ""
        if (referral := found.referral) is not None:
            by = self.words.date(referral.referred_on) if referral.referred_on is not None else ""
            refer = " · ".join(part for part in (referral.refer_to, by) if part)
        counted = "" if syndrome is None else syndrome_words(self.ws, self.words, syndrome)
        return LongTermRow(
            found,
            item.label.text(language),
            self.words.enum("late_effect_state", found.state),
            "; ".join(part for part in (self._last(found), line_words(self.words, line) if line else "") if part),
            why_words(self.words, found.why),
            refer,
            counted,
            line,
        )

    def _day0(self, item: LateEffectItem) -> date | None:
        return _first(self.courses, latest=item.section is LateEffectSection.FERTILITY)

    def _stand(self, item: LateEffectItem) -> Standing:
        mobilised = min((c.entry.mobilisation_start for c in self.courses if c.entry.mobilisation_start), default=None)
        found = stand(item, self.facts, self._day0(item), list(self._done(item)), mobilised)
        if self.followed or not (found.state.waits or found.state is LateEffectState.ASKS):
            return found
        return replace(found, state=LateEffectState.NOT_APPLICABLE, due=None, why=Because("not_followed"))

    def _done(self, item: LateEffectItem) -> Iterator[Done]:
        for check in self.checks:
            if check.entry.item == item.id:
                yield self._of_check(check)
        for on, assessment in self.lines:
            if assessment in item.assessments:
                yield Done(on, LateEffectSource.VISIT)
        for code in item.analytes:
            yield from (self._of_result(result) for result in self.results.get(code, ()))
        for record in self.fertility:
            if record.entry.kind.value in item.records:
                said = self.words.enum("fertility_answer", record.entry.answer)
                yield Done(record.recorded_on, LateEffectSource.FERTILITY, None, said, row_id=record.id)

    def _of_check(self, check: Check) -> Done:
        entry = check.entry
        value = "" if entry.value is None else f"{self.words.number(entry.value)} {entry.unit}".strip()
        said = " · ".join(part for part in (value, entry.finding) if part)
        return Done(
            check.done_on, LateEffectSource.CHECK, entry.result, said, entry.refer_to, entry.referred_on, check.id
        )

    def _of_result(self, result: LabResult) -> Done:
        known = self.ws.catalogue.analytes.analytes.get(result.analyte)
        name = known.short.text(self.words.language) if known is not None else result.analyte
        judged = result.lln is not None or result.uln is not None
        normal = CheckResult.ABNORMAL if result.flag else CheckResult.NORMAL
        said = f"{name} {text_of(result, self.words)}"
        return Done(result.taken_on, LateEffectSource.RESULT, normal if judged else None, said)

    def _last(self, found: Standing) -> str:
        """What was done last: the day, the result, what was found."""
        last = found.last
        if last is None:
            return ""
        result = in_sentence(self.words.enum("check_result", last.result)) if last.result is not None else ""
        source = "" if last.words or result else in_sentence(self.words.enum("late_effect_source", last.source))
        return " · ".join(part for part in (self.words.date(last.on), result, last.words, source) if part)


def _first(courses: list[Course], *, latest: bool) -> date | None:
    """The Day 0 from which items count: the first transplant's; fertility counts from the latest."""
    days = [course.entry.day0 for course in courses if course.entry.day0 is not None]
    return (days[-1] if latest else days[0]) if days else None


def _lines_done(seen: Iterable[visit.RecordedVisit]) -> Iterator[tuple[date, str]]:
    """The lines of checklists that were done, with their days."""
    for held in seen:
        for line in held.entry.assessments:
            if line.state is AssessmentState.DONE and held.entry.on is not None:
                yield held.entry.on, line.assessment_id


def _results(
    session: ReadSession | WriteSession, patient_id: int, items: Iterable[LateEffectItem]
) -> dict[str, list[LabResult]]:
    codes = sorted({code for item in items for code in item.analytes})
    found: dict[str, list[LabResult]] = {}
    for result in lab_result.of_patient(session, patient_id, codes):
        found.setdefault(result.analyte, []).append(result)
    return found


def facts(
    ws: Workspace, session: ReadSession | WriteSession, patient_id: int, on: date, items: Iterable[LateEffectItem]
) -> RuleFacts:
    """What the rules of long-term items ask for, the values of a syndrome among it."""
    needs = {need for item in items for rule in (item.rule, item.syndrome) if rule is not None for need in rule.needs()}
    ages = dict.fromkeys(needs - RECORDS, COUNTS_FOR)
    return rule_facts.of_patient(ws, session, patient_id, rule_facts.Wanted.by(needs, ages, COUNTS_FOR), on, ages)


def why_words(words: Wording, why: Because) -> str:
    """Why an item stands as it does, in a sentence."""
    keys = dict.fromkeys(f"late.missing.{m.what}" for m in why.missing)
    named = dict.fromkeys(words.text(key if words.has(key) else "late.missing.other") for key in keys)
    return words.text(f"late.why.{why.key}", missing=", ".join(named), **why.params)


def syndrome_words(ws: Workspace, words: Wording, syndrome: Syndrome) -> str:
    """How many criteria are met, and what is missing to tell."""
    table = ws.catalogue.analytes.analytes
    asked = [m for m in syndrome.missing if m.kind == "asked"]
    names = [table[m.what].short.text(words.language) if m.what in table else m.what
             for m in syndrome.missing if m not in asked]  # fmt: skip
    total, truth = len(syndrome.criteria), syndrome.truth
    key = "met" if truth is Truth.YES else "not_met" if truth is Truth.NO else "open"
    said = [words.text(f"late.syndrome.{key}", met=syndrome.met, total=total, least=syndrome.least)]
    if names:
        said.append(words.text("late.syndrome.missing", names=", ".join(dict.fromkeys(names))))
    said += [words.text(f"late.syndrome.{m.what}") for m in asked]
    return " ".join(said)


def total_words(words: Wording, item: LateEffectItem) -> str:
    """The range of an item's total, "" without one."""
    total = item.total
    if total is None or total.low is None or total.high is None:
        return ""
    return words.text("late.total", low=words.number(total.low), high=words.number(total.high))


# checks -------------------------------------------------------------------------------------------------------------


def check_of(ws: Workspace, check_id: int) -> Check:
    """A recorded check, for the form that edits it. KnownError `stale_row`."""
    with ws.read() as session:
        return late_effect.get_check(session, check_id)


def check_problems(
    session: ReadSession | WriteSession, ws: Workspace, card: PatientCard, entry: CheckEntry
) -> Iterator[Problem]:
    """What is wrong with a check."""
    item = ws.catalogue.late_effects.get(entry.item)
    if item is None:
        yield Problem("item", "unknown_choice", {"id": entry.item})
        return
    died = died_on(session, entry.patient_id)
    yield from check_late_effect(entry, item.total, birth_date_of(card), ws.today(), died)


def record(ws: Workspace, entry: CheckEntry) -> Changes:
    """Record a check. A referral by a day that lies ahead becomes a task, in the same write."""
    with ws.write("late_effect.record") as session:
        card = record_of(session, entry.patient_id)
        entry = _sound(session, ws, card, entry)
        row_id = late_effect.add_check(session, entry).id
        return _written(session, ws, card, entry, row_id, refers=bool(entry.refer_to))


def revise(ws: Workspace, check_id: int, version: int, entry: CheckEntry) -> Changes:
    """Change a check. A referral that was not there before becomes a task. KnownError `stale_row`."""
    with ws.write("late_effect.revise") as session:
        card = record_of(session, entry.patient_id)
        entry = _sound(session, ws, card, entry)
        held = late_effect.get_check(session, check_id).entry
        if (held.patient_id, held.item) != (entry.patient_id, entry.item):
            raise KnownError("stale_row")
        late_effect.revise_check(session, check_id, version, entry)
        refers = bool(entry.refer_to) and not held.refer_to
        return _written(session, ws, card, entry, check_id, refers=refers)


def void_check(ws: Workspace, check_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back a check recorded by mistake, with the reason; what was done before it counts again."""
    why = required_reason(reason)
    with ws.write("late_effect.void") as session:
        row = fetch(session, late_effect.LateEffectCheck, check_id, version)
        void(session, row, why)
        text = ws.wording.text("saved.late_effect_voided", name=name_of(record_of(session, row.patient_id)))
        return changes(session, _KINDS, text, row.patient_id, check_id)


def _sound(session: WriteSession, ws: Workspace, card: PatientCard, entry: CheckEntry) -> CheckEntry:
    refuse_odd_numbers(entry)
    tidy = replace(
        entry,
        finding=clean(entry.finding),
        refer_to=clean(entry.refer_to),
        note=clean_lines(entry.note),
        unit=clean(entry.unit) if entry.value is not None else "",
    )
    refuse_problems(check_problems(session, ws, card, tidy))
    return tidy


def _written(
    session: WriteSession, ws: Workspace, card: PatientCard, entry: CheckEntry, row_id: int, *, refers: bool
) -> Changes:
    item: Mapping[str, LateEffectItem] = ws.catalogue.late_effects
    label = item[entry.item].label.text(ws.language)
    kinds = set(_KINDS)
    if refers and entry.referred_on is not None and entry.referred_on >= ws.today():
        found = entry.finding or label
        words = ws.wording.text("late.task", item=label, to=entry.refer_to, finding=found)
        task.add(session, TaskEntry(words[:400], entry.referred_on, entry.patient_id))
        kinds.add("task")
    text = ws.wording.text("saved.late_effect", name=name_of(card), item=label)
    return changes(session, kinds, text, entry.patient_id, row_id)
