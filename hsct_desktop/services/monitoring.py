"""Monitoring strips of the ward for one test and of one patient for all, and what a person marks on a square."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from types import EllipsisType, MappingProxyType
from typing import Final

from hsct_desktop.catalogue.protocol_json import protocol_from_json
from hsct_desktop.domain.dates import day_number
from hsct_desktop.domain.monitoring import (
    USUAL_COLUMNS,
    Column,
    Mark,
    MarkEntry,
    MarkKind,
    MonitoringTest,
    Occasion,
    Sample,
    SquareState,
    Strip,
    check_mark,
    from_on,
    holes,
    in_order,
    open_hole,
    shown_in,
    square,
    squares_of,
    strip,
)
from hsct_desktop.domain.monitoring_inpatient import inpatient_occasions
from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.protocol import FollowUpProtocol
from hsct_desktop.domain.reactivation import ViralLoad, reaches
from hsct_desktop.domain.rule_facts import Amount
from hsct_desktop.domain.visit import Closing, VisitFacts
from hsct_desktop.services import alert_rules, monitoring_words
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.monitoring_words import Sentence
from hsct_desktop.services.person import (
    changes,
    course_of,
    display_name,
    name_of,
    record_of,
    refuse_problems,
    required_reason,
)
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import monitoring as stored
from hsct_desktop.store import monitoring_facts, patient_facts
from hsct_desktop.store.awaited_report import WHOLE_VISIT
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.monitoring import MonitoringMark
from hsct_desktop.store.monitoring_facts import Monitored, PlannedVisit, Recorded, SampleRow

KINDS: Final = frozenset({"monitoring"})
_NO_MARKS: Final[Mapping[str, Mark]] = MappingProxyType({})


@dataclass(frozen=True)
class StripRow:
    """One patient's strip of a test with the sentence beside it; `day` counts from Day 0."""

    patient_id: int
    name: str
    code: str
    birth_date: date
    day: int
    day0: date
    same_name: bool
    strip: Strip
    sentence: Sentence


@dataclass(frozen=True)
class TestChip:
    """A test with the number of patients who have a hole in it."""

    test: MonitoringTest
    holes: int


@dataclass(frozen=True)
class WardStrips:
    """The strips of a test, those with a hole first, and the holes of every test that anybody needs."""

    test: MonitoringTest
    on: date
    chips: tuple[TestChip, ...]
    columns: tuple[Column, ...]
    rows: tuple[StripRow, ...]


@dataclass(frozen=True)
class TestRow:
    """One test of a patient: the latest values, the strip, how often the protocol asks for it, what stands out."""

    test: MonitoringTest
    latest: str
    strip: Strip
    asked: str
    sentence: Sentence


@dataclass(frozen=True)
class PatientStrips:
    """All tests of a patient that the protocol asks for or that have a result."""

    patient_id: int
    name: str
    code: str
    birth_date: date
    day: int
    day0: date
    protocol: str
    same_name: bool
    on: date
    columns: tuple[Column, ...]
    rows: tuple[TestRow, ...]


# the ward ------------------------------------------------------------------------------------------------------------


def ward(ws: Workspace, test_id: str = "", language: str | None = None) -> WardStrips:
    """The strips of one test of all followed patients with a Day 0, in eleven statements however many they are."""
    tests = ws.catalogue.monitoring
    test = tests.get(test_id) or next(iter(tests.values()))
    on = ws.today()
    with ws.read() as session:
        recorded = monitoring_facts.read(session)
        values = test.above is not None
        read = monitoring_facts.samples if values else monitoring_facts.days
        samples = read(session, test.analytes)
        thresholds = _thresholds(ws, session)
        namesakes = patient_facts.with_namesakes(session)
        series = _Series(recorded, on)
        counts = _holes(ws, session, series, test)
    judge = _Judge(ws, thresholds)
    rows = []
    spoken = monitoring_words.Words(ws, language)
    for one in recorded.people:
        held = samples.get(one.id, [])
        found = series.strip(one, test, [judge.sample(test, row) for row in held])
        if not found.squares and not found.extra:
            continue  # their protocol does not ask for this test, and nobody took it
        sentence = spoken.sentence(found, on, held, thresholds.get(test.id), recorded.reports)
        rows.append(_row(one, found, sentence, on, one.id in namesakes))
    rows.sort(key=lambda row: (row.sentence.rank, row.sentence.order, row.name, row.patient_id))
    counts[test.id] = sum(row.sentence.is_hole for row in rows)
    return WardStrips(test, on, _chips(tests, recorded, counts, test), _columns(row.strip for row in rows), tuple(rows))


def _row(one: Monitored, found: Strip, sentence: Sentence, on: date, same_name: bool) -> StripRow:
    name = display_name(one.family_name, one.given_name)
    return StripRow(
        one.id, name, one.code, one.birth_date, day_number(one.day0, on), one.day0, same_name, found, sentence
    )  # fmt: skip


def _chips(
    tests: Mapping[str, MonitoringTest], recorded: Recorded, counts: Mapping[str, int], chosen: MonitoringTest
) -> tuple[TestChip, ...]:
    """The tests that a protocol of the ward asks for, and the chosen one."""
    asked = {test for content in recorded.contents.values() for test in _asked(content)}
    return tuple(
        TestChip(test, counts.get(test.id, 0)) for test in tests.values() if test.id in asked or test is chosen
    )


def _columns(strips: Iterable[Strip]) -> tuple[Column, ...]:
    """The usual columns, and that of later years where anything stands in it."""
    used = {shown_in(one.column) for found in strips for one in (*found.squares, *found.extra)}
    return tuple(sorted({*USUAL_COLUMNS, *used}))


def _holes(ws: Workspace, session: ReadSession, series: _Series, chosen: MonitoringTest) -> dict[str, int]:
    """How many patients have an open hole in each test but the chosen one.

    Most are told without the results: a result fills a hole, it never makes one. Those of the others are read at once,
    and only the end of each series is judged.
    """
    ends: dict[int, list[tuple[MonitoringTest, list[Occasion]]]] = {}
    first: dict[int, date] = {}
    for one in series.recorded.people:
        for test in ws.catalogue.monitoring.values():
            if test is not chosen and (occasion := series.candidate(one, test)) is not None:
                since, end = from_on(series.of(one, test), occasion, one.day0)
                ends.setdefault(one.id, []).append((test, end))
                first[one.id] = min(first.get(one.id, since), since)
    codes = {code for tests in ends.values() for test, _end in tests for code in test.analytes}
    held = monitoring_facts.days_since(session, sorted(codes), first)
    found: dict[str, int] = {}
    for one in series.recorded.people:
        for test, end in ends.get(one.id, ()):
            samples = [Sample(r.on, r.id) for r in held.get(one.id, ()) if r.analyte in test.analytes]
            if open_hole(squares_of(test, end, samples, series.marks(one, test), one.day0, series.on), series.on):
                found[test.id] = found.get(test.id, 0) + 1
    return found


def missed(
    ws: Workspace,
    session: ReadSession | WriteSession,
    ids: Collection[int] | None,
    on: date,
    asked_for: Collection[str],
) -> dict[int, dict[str, tuple[date, ...]]]:
    """By patient and test the last days of the windows of an open hole, as the strips have it; None: all followed.

    Only the tests `asked_for` are looked at.
    """
    alone = next(iter(ids)) if ids is not None and len(ids) == 1 else 0
    recorded = monitoring_facts.read(session, alone)
    series = _Series(recorded, on)
    people = [one for one in recorded.people if ids is None or one.id in ids]
    tests = [test for test in ws.catalogue.monitoring.values() if test.id in asked_for]
    open_ones = {
        one.id: asked for one in people if (asked := [t for t in tests if series.candidate(one, t) is not None])
    }
    if not open_ones:
        return {}
    codes = sorted({code for asked in open_ones.values() for test in asked for code in test.analytes})
    held = monitoring_facts.days_of(session, codes, list(open_ones), min(one.day0 for one in people))
    found: dict[int, dict[str, tuple[date, ...]]] = {}
    for one in people:
        for test in open_ones.get(one.id, ()):
            samples = [Sample(r.on, r.id) for r in held.get(one.id, ()) if r.analyte in test.analytes]
            gap = holes(series.strip(one, test, samples), on)
            if gap:
                days = tuple(square.occasion.latest for square in gap if square.occasion is not None)
                found.setdefault(one.id, {})[test.id] = days
    return found


def _lies_ahead(facts: VisitFacts, on: date) -> bool:
    """Whether nothing can be wrong with a visit yet; one booked before its window may be late before it opens."""
    is_open = facts.closing is Closing.NONE and (facts.booked is None or facts.booked > on)
    return is_open and facts.earliest > on


# one patient --------------------------------------------------------------------------------------------------------


def for_patient(ws: Workspace, patient_id: int, language: str | None = None) -> PatientStrips | None:
    """All strips of a patient's latest course; None before there is a Day 0. KnownError `stale_row`."""
    on = ws.today()
    with ws.read() as session:
        record_of(session, patient_id)
        recorded = monitoring_facts.read(session, patient_id)
        if not recorded.people:
            return None
        tests = ws.catalogue.monitoring
        codes = sorted({code for test in tests.values() for code in (*test.analytes, *test.lead)})
        held = monitoring_facts.samples(session, codes, patient_id).get(patient_id, [])
        thresholds = _thresholds(ws, session)
        namesakes = patient_facts.with_namesakes(session)
    one = recorded.people[0]
    judge, spoken, series = _Judge(ws, thresholds), monitoring_words.Words(ws, language), _Series(recorded, on)
    protocol = _protocol(recorded.contents[one.snapshot_id]) if one.snapshot_id in recorded.contents else None
    rows = []
    for test in tests.values():
        own = [row for row in held if row.analyte in test.analytes]
        found = series.strip(one, test, [judge.sample(test, row) for row in own])
        if found.squares or found.extra:
            sentence = spoken.sentence(found, on, own, thresholds.get(test.id), recorded.reports)
            asked = spoken.asked(protocol, test.id) if protocol is not None else ""
            rows.append(TestRow(test, spoken.latest(test, held), found, asked, sentence))
    return PatientStrips(
        one.id, display_name(one.family_name, one.given_name), one.code, one.birth_date, day_number(one.day0, on),
        one.day0, f"{one.protocol_id} {one.protocol_version}".strip(), one.id in namesakes, on,
        _columns(row.strip for row in rows), tuple(rows),
    )  # fmt: skip


# facts to squares ---------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _protocol(content: str) -> FollowUpProtocol:
    return protocol_from_json(content)


@lru_cache(maxsize=64)
def _asked(content: str) -> Mapping[str, frozenset[str]]:
    """By test the items of a protocol that require it; what is done only if indicated requires nothing."""
    found: dict[str, set[str]] = {}
    for item in _protocol(content).items:
        for line in item.assessments:
            if not line.if_indicated:
                found.setdefault(line.id, set()).add(item.id)
    return {test: frozenset(items) for test, items in found.items()}


class _Series:
    """The occasions of each patient's tests on a day, each drawn up once."""

    def __init__(self, recorded: Recorded, on: date) -> None:
        self.recorded = recorded
        self.on = on
        self._made: dict[tuple[int, str], list[Occasion]] = {}

    def of(self, one: Monitored, test: MonitoringTest) -> list[Occasion]:
        """By target: the visits whose checklist requires the test, and the weeks in hospital of a test that they do."""
        if (held := self._made.get((one.id, test.id))) is not None:
            return held
        recorded, visits = self.recorded, self._visits(one, test)
        found = [_occasion(recorded, test, visit) for visit in visits]
        if test.inpatient is not None and self._asked(one, test):
            stay = (one.day0, one.discharged_on, one.registered_on, one.follow_up)
            found.extend(inpatient_occasions(test.inpatient, found, *stay, self.on))
        found = self._made[one.id, test.id] = in_order(found)
        return found

    def _asked(self, one: Monitored, test: MonitoringTest) -> frozenset[str]:
        content = self.recorded.contents.get(one.snapshot_id or 0)
        return _asked(content).get(test.id, frozenset()) if content is not None else frozenset()

    def _visits(self, one: Monitored, test: MonitoringTest) -> list[PlannedVisit]:
        asked = self._asked(one, test)
        visits = self.recorded.visits.get(one.id, ()) if asked else ()
        return [visit for visit in visits if visit.item_id in asked]

    def _backwards(self, one: Monitored, test: MonitoringTest) -> Iterator[Occasion]:
        """The occasions that do not lie ahead, the last first, drawn up only as far as somebody looks."""
        if test.inpatient is not None:
            yield from (found for found in reversed(self.of(one, test)) if not _lies_ahead(found.facts, self.on))
            return
        for visit in reversed(self._visits(one, test)):
            if not _lies_ahead(visit.facts, self.on):
                yield _occasion(self.recorded, test, visit)

    def marks(self, one: Monitored, test: MonitoringTest) -> Mapping[str, Mark]:
        """What people said of the squares."""
        return self.recorded.marks.get((one.id, test.id), _NO_MARKS)

    def strip(self, one: Monitored, test: MonitoringTest, samples: Sequence[Sample]) -> Strip:
        """The strip of a test from its results."""
        return strip(test, self.of(one, test), samples, self.marks(one, test), one.day0, self.on)

    def candidate(self, one: Monitored, test: MonitoringTest) -> Occasion | None:
        """The latest occasion whose time has come, where it is a hole as long as no result is known."""
        marks = self.marks(one, test)
        for occasion in self._backwards(one, test):
            state = square(test, occasion, None, marks.get(occasion.key), one.day0, self.on).state
            if state is SquareState.MISSED:
                return occasion
            if state in (SquareState.DONE, SquareState.ABOVE, SquareState.AWAITED):
                return None
        return None


def _occasion(recorded: Recorded, test: MonitoringTest, visit: PlannedVisit) -> Occasion:
    facts = visit.facts
    line = recorded.lines.get((visit.id, test.id))
    reports = recorded.reports
    report = reports.get((visit.id, test.id)) or reports.get((visit.id, WHOLE_VISIT))
    awaited = report.done_on if report is not None and report.arrived_on is None else None
    return Occasion(
        visit.key, visit.id, facts.target, facts.earliest, facts.latest, facts, visit.seen_on,
        line.state if line is not None else None, line.reason if line is not None else None, awaited,
        report.arrived_on if report is not None else None, report.place if report is not None else "",
    )  # fmt: skip


def _thresholds(ws: Workspace, session: ReadSession) -> dict[str, Amount]:
    """The unit's threshold of each test that has one."""
    rules = alert_rules.present(ws, session).rules
    found: dict[str, Amount] = {}
    for test in ws.catalogue.monitoring.values():
        rule = rules.get(test.above.rule) if test.above is not None else None
        amount = rule.thresholds.get(test.above.threshold) if rule is not None and test.above is not None else None
        if amount is not None and amount.number is not None:
            found[test.id] = amount
    return found


class _Judge:
    """Holds results against the unit's thresholds."""

    def __init__(self, ws: Workspace, thresholds: Mapping[str, Amount]) -> None:
        self._thresholds = thresholds
        self._units = {code: known.unit for code, known in ws.catalogue.analytes.analytes.items()}

    def sample(self, test: MonitoringTest, row: SampleRow) -> Sample:
        """The result as the strip sees it."""
        limit = self._thresholds.get(test.id)
        if limit is None or limit.number is None or test.above is None or row.analyte != test.above.analyte:
            return Sample(row.on, row.id)
        converted = row.amount is not None
        amount = row.amount if converted else row.typed
        unit = self._units.get(row.analyte, "") if converted else row.typed_unit
        found = row.qualitative == "pos" or (amount is not None and amount > 0 and row.comparator != "<")
        load = ViralLoad(row.on, found, amount if found else None, unit, row.comparator)
        return Sample(row.on, row.id, reaches(load, limit.number, limit.kept_unit))


# marks --------------------------------------------------------------------------------------------------------------


def mark(ws: Workspace, entry: MarkEntry, *, over: Mark | None | EllipsisType = ...) -> Changes:
    """Say of a square that the test was done elsewhere, asked for, or is not required. InputError says what is wrong.

    What was said of the square before is replaced. `over` is what the person saw there (None: nothing): KnownError
    `stale_row` where somebody has said something else meanwhile.
    """
    with ws.write("monitoring.mark") as session:
        card = record_of(session, entry.patient_id)
        if entry.test not in ws.catalogue.monitoring:
            raise KnownError("stale_row")
        course = course_of(session, entry.patient_id)
        entry = replace(entry, reason=clean(entry.reason))
        refuse_problems(check_mark(entry, course.entry.day0 if course is not None else None, ws.today()))
        _replace(session, ws, entry, over)
        row_id = stored.add(session, entry).id
        words, kind = ws.wording, entry.kind or MarkKind.DONE
        test = ws.catalogue.monitoring[entry.test].label.text(ws.language)
        text = words.text(f"saved.monitoring_mark.{kind.value}", test=test, name=name_of(card))
        return changes(session, KINDS, text, entry.patient_id, row_id)


def _replace(session: WriteSession, ws: Workspace, entry: MarkEntry, over: Mark | None | EllipsisType) -> None:
    held = stored.of_square(session, entry.patient_id, entry.test, entry.key)
    if over is not ... and over != held:
        raise KnownError("stale_row")
    if held is not None:
        row = fetch(session, MonitoringMark, held.id, held.version)
        void(session, row, ws.wording.text("monitoring.mark_replaced"))
        session.flush()


def take_back_mark(ws: Workspace, mark_id: int, version: int, reason: str) -> Changes:
    """Take back what was said of a square, with the reason. KnownError `stale_row`."""
    why = required_reason(reason)
    with ws.write("monitoring.void_mark") as session:
        row = fetch(session, MonitoringMark, mark_id, version)
        void(session, row, why)
        session.flush()
        card = record_of(session, row.patient_id)
        text = ws.wording.text("saved.monitoring_mark_voided", name=name_of(card))
        return changes(session, KINDS, text, row.patient_id, mark_id)
