"""The facts of the picture of disability: a patient's course, its confirmed changes, words for its stretches."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from hsct_desktop.catalogue import outcome_words
from hsct_desktop.catalogue.items import Disease
from hsct_desktop.catalogue.wording import Wording, in_sentence
from hsct_desktop.domain.confirmed_disability import Assessed, Event, Kind, Unconfirmed
from hsct_desktop.domain.disease_course import Change as DiseaseChange
from hsct_desktop.domain.disease_course import CourseScan, CourseTherapy, DiseaseCourse
from hsct_desktop.domain.disease_modifying_therapy import DmtStatus
from hsct_desktop.domain.edss import SYSTEMS
from hsct_desktop.domain.edss_assessment import EdssAssessment
from hsct_desktop.domain.measure import Direction
from hsct_desktop.domain.neda_clinical import doubt_before, event_doubt, relapses_after
from hsct_desktop.domain.neda_mri import ReferenceScan, reference_scan
from hsct_desktop.domain.outcome_evidence import Reason
from hsct_desktop.domain.outcome_settings import REBASELINE_LAST
from hsct_desktop.domain.partial_date import PartialDate, standing_day
from hsct_desktop.domain.relapse import Steroid
from hsct_desktop.domain.relapse_rate import RelapseRate, rate_after, rate_before
from hsct_desktop.pictures.disability_facts import (
    Attack,
    Cause,
    Change,
    DisabilityFacts,
    Drug,
    OpenChange,
    Phase,
    PhaseKind,
    Scan,
    Series,
    Turn,
    Visit,
)
from hsct_desktop.services import disease_course
from hsct_desktop.services.patients import regimen_short
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import awaited_report, edss_assessment
from hsct_desktop.store.base import ReadSession

TESTS: Final = ("sdmt", "t25fw", "hpt9_right", "hpt9_left")
"""The timed tests in the order of their curves."""
DOT: Final = " \u00b7 "
_SCANS: Final = frozenset({"mri", "mri_rebaseline"})
"""The assessments of protocols that are scans."""
_TURNS: Final = {Kind.CDW: Turn.WORSENING, Kind.CDI: Turn.IMPROVEMENT}


@dataclass(frozen=True)
class Latest:
    """The latest examination in words: `day` ("Today, Day +1772"), the EDSS and grades, the timed tests and by whom."""

    day: str
    findings: str
    tests: str


@dataclass(frozen=True)
class DisabilityBoard:
    """What the tab shows of a patient besides the verdicts; `latest` is None before any examination."""

    course: DiseaseCourse
    facts: DisabilityFacts
    latest: Latest | None


def for_patient(ws: Workspace, patient_id: int, words: Wording | None = None) -> DisabilityFacts:
    """The picture's facts today. KnownError `stale_row`; InputError where two EDSS of one day are recorded."""
    return board(ws, patient_id, words).facts


def board(ws: Workspace, patient_id: int, words: Wording | None = None) -> DisabilityBoard:
    """The picture's facts with the latest examination, from one reading. Errors as `for_patient`."""
    with ws.read() as session:
        return board_in(session, ws, patient_id, words or ws.wording)


def board_in(session: ReadSession, ws: Workspace, patient_id: int, words: Wording) -> DisabilityBoard:
    """The same within a session."""
    course = disease_course.course_in(session, ws, patient_id)
    last = course.assessments[-1] if course.assessments else None
    latest = _latest(ws, course, edss_assessment.get(session, last.id), words) if last is not None else None
    return DisabilityBoard(course, facts_in(session, ws, course, words), latest)


def facts_in(session: ReadSession, ws: Workspace, course: DiseaseCourse, words: Wording) -> DisabilityFacts:
    """The picture's facts of a course that was read."""
    reports = [one for one in awaited_report.of_patient(session, course.patient_id) if one.arrived_on is None]
    raters = edss_assessment.raters(session, course.patient_id)
    awaited = tuple(report.done_on for report in reports if report.assessment_id in _SCANS)
    return _Reader(ws, course, words, raters, awaited).facts()


def _latest(ws: Workspace, course: DiseaseCourse, held: EdssAssessment, words: Wording) -> Latest:
    entry = held.entry
    parts = [words.text("disability.no_edss") if entry.edss is None else f"EDSS {words.number(entry.edss, 1)}"]
    for name in SYSTEMS:
        grade = getattr(entry.systems, name)
        if grade is not None:
            parts.append(f"{in_sentence(words.text(f'neurology.system.{name}'))} {grade}")
    if entry.systems.ambulation is not None:
        key = f"neurology.ambulation.{entry.systems.coding}.{entry.systems.ambulation}"
        parts.append(in_sentence(words.text(key)))
    tests = []
    for value in course.measures:
        measure = ws.catalogue.measures.get(value.measure_id) if value.on == held.day else None
        if measure is not None and value.value is not None:
            number = words.number(Decimal(str(value.value)).normalize())
            unit = measure.unit.text(words.language) if measure.unit is not None else ""
            tests.append(f"{measure.short.text(words.language)} {number} {unit}".strip())
    if entry.rater:
        tests.append(words.text("disability.by", name=entry.rater))
    day = words.text("disability.latest.today") if held.day == ws.today() else words.date(held.day)
    since = words.day(course.day0, held.day) if course.day0 is not None else ""
    return Latest(day, DOT.join(part for part in (since, *parts) if part), DOT.join(tests))


@dataclass(frozen=True)
class _Reader:
    """One course in one language."""

    ws: Workspace
    course: DiseaseCourse
    words: Wording
    raters: Mapping[int, str]
    awaited: tuple[date, ...] = ()

    @property
    def today(self) -> date:
        return self.course.today or self.ws.today()

    @property
    def day0(self) -> date | None:
        """Day 0 where it has come or is planned."""
        return self.course.day0

    @property
    def end(self) -> date:
        return self.course.died_on or self.today

    def facts(self) -> DisabilityFacts:
        course, words = self.course, self.words
        after = course.after
        history = [(event, doubt_before(course, event)) for event in course.before.events]
        doubts = [(event, event_doubt(course, event)) for event in (after.events if after is not None else ())]
        sure = [*self._surely(event for event, doubt in history if doubt is None)]
        sure += [self._change(event) for event, doubt in doubts if doubt is None]
        waiting = [(one, doubt_before(course, one)) for one in course.before.unconfirmed]
        unheld = [one for one, doubt in waiting if doubt is None]
        unheld += after.unconfirmed if after is not None else ()
        unsure: list[tuple[DiseaseChange, Reason]] = []
        unsure += [(event, doubt) for event, doubt in (*history, *doubts) if doubt is not None]
        unsure += [(one, doubt) for one, doubt in waiting if doubt is not None]
        hollow = {one.onset.on for one in unheld} | {event.onset.on for event, _ in unsure}
        reference = self._reference()
        rebaseline = self._rebaseline(reference)
        transplant = course.transplant
        died = course.died_on
        return DisabilityFacts(
            self.today,
            self.day0,
            tuple(self._visits(hollow)),
            tuple(self._relapses()),
            (*self._scans(reference, rebaseline), *self._awaited(reference)),
            tuple(self._drugs()),
            tuple(sure),
            (*(self._open(one) for one in unheld), *(self._unsure(event, doubt) for event, doubt in unsure)),
            tuple(self._series()),
            tuple(self._phases(rebaseline)),
            rebaseline,
            regimen_short(self.ws, transplant.regimen_id, words.language) if transplant is not None else "",
            tuple(t.day0 for t in course.transplants if t.day0 is not None and t.day0 != self.day0),
            died,
            words.text("disability.died") if died is not None else "",
            sum(relapse.onset is None for relapse in course.relapses),
            self._without_relapse(),
            self._without_drug(),
        )

    # examinations and relapses ----------------------------------------------------------------------------------

    def _visits(self, hollow: Container[date | None]) -> Iterator[Visit]:
        days = {row.id: day for day, row in self.course.series.by_day.items()}
        for seen in self.course.assessments:
            rater, at = self.raters.get(seen.id, ""), days.get(seen.id)
            yield Visit(seen.id, seen.assessed, seen.edss, at in hollow, rater, at)

    def _surely(self, events: Iterable[Event]) -> Iterator[Change]:
        """Changes before Day 0 with the examinations that confirm them whatever the days; the next start from there."""
        moved: dict[date, Assessed] = {}
        edss = {visit.on: visit for visit in self.course.series.visits}
        for event in events:
            last = self.course.surely_confirmed_on(event)
            moved |= dict.fromkeys(event.confirmed_on, edss[last])
            baseline = moved.get(event.baseline.on, event.baseline)
            yield self._change(event, baseline, (last,))

    def _change(self, event: Event, start: Assessed | None = None, confirmed: tuple[date, ...] = ()) -> Change:
        settings = self.course.settings.disability()
        step = self.words.number(settings.step(event.baseline.value), 1)
        before = self.words.number(event.baseline.value, 1)
        weeks = settings.conf_days[0] // 7
        cause = Cause[event.cause.name] if event.cause is not None else None
        if cause is not None and not self.course.is_cause_sure(event):
            cause = Cause.UNDEFINED
        return Change(
            _TURNS[event.kind],
            cause,
            event.onset.on,
            (start or event.baseline).on,
            event.baseline.value,
            event.onset.value,
            confirmed or event.confirmed_on,
            self.words.text("disability.rule", step=step, before=before, weeks=weeks),
            event.is_sustained_to_end,
        )

    def _open(self, one: Unconfirmed) -> OpenChange:
        why = self.words.text(f"disability.unheld.{one.reason}")
        return OpenChange(_TURNS[one.kind], one.onset.on, one.baseline.value, one.onset.value, one.is_open, why)

    def _unsure(self, event: DiseaseChange, doubt: Reason) -> OpenChange:
        """A change that is confirmed or not, as the missing day of another row may have it."""
        why = outcome_words.sentence(self.words, doubt)
        before, after = event.baseline.value, event.onset.value
        return OpenChange(_TURNS[event.kind], event.onset.on, before, after, is_open=True, why=f"{why}.")

    def _relapses(self) -> Iterator[Attack]:
        for relapse in self.course.relapses:
            if relapse.onset is None:
                continue
            systems = tuple(self.words.enum("system", system).lower() for system in relapse.systems)
            recovery = self.words.enum("relapse_recovery", relapse.recovery)
            said = self.words.text("disability.recovery", recovery=recovery)
            yield Attack(relapse.id, relapse.onset, Steroid(relapse.steroid), systems, said)

    def _without_relapse(self) -> str:
        """That none is recorded since Day 0, and until when somebody looked; "" where it cannot be said."""
        course, day0, seen = self.course, self.day0, self.course.last_seen
        if day0 is None or seen is None or seen <= day0:
            return ""
        sure, unsure = relapses_after(course, course.day(self.end))
        stated = course.relapse_stated_on
        joined = any(one.onset is not None and one.onset.last > day0 for one in course.joined_relapses)
        if sure or unsure or joined or (stated is not None and stated > day0):
            return ""
        return self.words.text("disability.without_relapse", until=min(seen, self.end))

    # scans ------------------------------------------------------------------------------------------------------

    def _reference(self) -> ReferenceScan | None:
        return reference_scan(self.course) if self.day0 is not None and self.day0 <= self.today else None

    def _rebaseline(self, reference: ReferenceScan | None) -> date | None:
        """The day from which lesions count, where that is later than Day 0."""
        if reference is None or reference.scan is None or self.day0 is None:
            return None
        return reference.scan.on if reference.scan.on > self.day0 else None

    def _scans(self, reference: ReferenceScan | None, rebaseline: date | None) -> Iterator[Scan]:
        chosen = reference.scan if reference is not None else None
        person = self.course.reference
        for scan in self.course.scans:
            is_reference = chosen is not None and scan.id == chosen.id and rebaseline is not None
            by_person = reference is not None and reference.by_person and person is not None
            reason = person.reason if is_reference and by_person and person is not None else ""
            yield Scan(
                scan.id, scan.scanned, _lesions(scan.new_t2, scan.cord_new), _lesions(scan.gd, scan.cord_gd),
                is_reference, reason, counts=self._counts(scan, chosen),
            )  # fmt: skip

    def _counts(self, scan: CourseScan, chosen: CourseScan | None) -> bool:
        """Scans before the transplant tell its history; after it, those later than the reference count."""
        if self.day0 is None or scan.on <= self.day0:
            return True
        return chosen is not None and scan.on > chosen.on and scan not in self.course.scans_left_out

    def _awaited(self, reference: ReferenceScan | None) -> Iterator[Scan]:
        """Scans done elsewhere whose report has not come, and the re-baseline while its window is open."""
        for done_on in self.awaited:
            yield Scan(0, _whole(done_on), awaited=True, is_done=True)
        if reference is None or reference.scan is not None or self.day0 is None or self.course.died_on is not None:
            return
        last = self.day0 + timedelta(days=REBASELINE_LAST)
        if self.course.settings.rebaseline_months and last >= self.today:
            yield Scan(0, _whole(last), awaited=True)

    # drugs and tests --------------------------------------------------------------------------------------------

    def _drugs(self) -> Iterator[Drug]:
        for drug in self.course.therapies:
            known = self.ws.catalogue.dmts.get(drug.drug_id)
            name = known.label.text(self.words.language) if known is not None else drug.name or drug.drug_id
            runs = drug.status is DmtStatus.RUNNING and drug.stopped is None
            ended = drug.status is DmtStatus.STOPPED
            yield Drug(drug.id, name, drug.started, drug.stopped, runs, drug.reason, ended)

    def _without_drug(self) -> str:
        """That no drug is recorded since Day 0; nothing where the list of drugs was said to be incomplete."""
        day0, incomplete = self.day0, self.course.therapies_incomplete_on
        if day0 is None or day0 > self.today or any(_may_follow(drug, day0) for drug in self.course.therapies):
            return ""
        if incomplete is not None and incomplete > day0:
            return ""
        return self.words.text("disability.no_drug_recorded")

    def _series(self) -> Iterator[Series]:
        found: dict[str, list[tuple[date, float]]] = {}
        for value in self.course.measures:
            if value.measure_id in TESTS and value.value is not None:
                found.setdefault(value.measure_id, []).append((value.on, float(value.value)))
        if not found:
            return
        measures, language = self.ws.catalogue.measures, self.words.language
        for name in TESTS:
            measure = measures.get(name)
            if name in found and measure is not None:
                unit = measure.unit.text(language) if measure.unit is not None else ""
                points = tuple(sorted(found[name]))
                decimals = 0 if all(value == int(value) for _, value in points) else 1
                less = measure.direction is Direction.LOWER
                yield Series(name, measure.short.text(language), unit, points, less, decimals)

    # phases -----------------------------------------------------------------------------------------------------

    def _phases(self, rebaseline: date | None) -> Iterator[Phase]:
        day0 = self.day0
        first = self._first_day()
        until = day0 if day0 is not None and day0 <= self.today else None
        if first is not None and (until is None or first < until):
            yield from self._before(first, until)
        if until is None:
            return
        counted = rebaseline or (until if not self.course.settings.rebaseline_months else None)
        if counted is None or counted > until:
            waiting = self.words.text("disability.phase.waiting")
            yield Phase(PhaseKind.WAITING, until, counted, waiting)
        if counted is not None and counted < self.end:
            said = self.words.text("disability.phase.counted")
            rated = self._rated(said, rate_after(self.course), "short")
            yield Phase(PhaseKind.COUNTED, counted, None, rated, self.words.text("disability.phase.counted.brief"))

    def _first_day(self) -> date | None:
        """The onset, else the first day of which anything is known."""
        course = self.course
        if course.onset is not None:
            return standing_day(course.onset)
        days = [seen.on for seen in course.assessments] + [scan.on for scan in course.scans]
        days += [relapse.on for relapse in course.relapses if relapse.on is not None]
        days += [standing_day(drug.started) for drug in course.therapies if drug.started is not None]
        return min(days, default=None)

    def _before(self, first: date, until: date | None) -> Iterator[Phase]:
        """The forms of the disease up to Day 0, with the rate of relapses."""
        disease = self.ws.catalogue.diseases.get(self.course.disease_id)
        end = until or self.end
        changes: list[tuple[date, str]] = []
        for form in self.course.phenotypes:
            name = self._form(disease, form.phenotype_id)
            since = standing_day(form.since) if form.since is not None else first
            if since < end:
                changes.append((max(since, first), name))
        changes.sort()
        if not changes and self.course.registered_phenotype_id:
            name = self._form(disease, self.course.registered_phenotype_id)
            changes.append((first, self.words.text("disability.phase.card", phase=name)))
        elif not changes or changes[0][0] > first:
            changes.insert(0, (first, ""))
        for (start, name), following in zip(changes, [*(c[0] for c in changes[1:]), until], strict=True):
            last = following or self.end
            if last > start:
                words = name or self._unnamed(disease, following)
                # The rate is that of all years, so it stands where all of them are one stretch.
                rate = rate_before(self.course) if len(changes) == 1 and until is not None else None
                yield Phase(PhaseKind.BEFORE, start, following, self._rated(words, rate))

    def _form(self, disease: Disease | None, phenotype_id: str) -> str:
        phenotype = disease.phenotype(phenotype_id) if disease is not None else None
        return phenotype.label.text(self.words.language) if phenotype is not None else phenotype_id

    def _unnamed(self, disease: Disease | None, until: date | None) -> str:
        """A stretch whose form nobody recorded: there is none before the diagnosis, and not every disease has forms."""
        if (disease is None or not disease.phenotypes) and until is not None:
            return self.words.text("disability.phase.before")
        diagnosed = self.course.diagnosed
        before = until is not None and diagnosed is not None and until <= standing_day(diagnosed)
        return self.words.text(f"disability.phase.{'undiagnosed' if before else 'unnamed'}")

    def _rated(self, said: str, rate: RelapseRate | None, form: str = "rated") -> str:
        """A stretch with its relapses a year, where they can be told."""
        if rate is None or rate.per_year is None:
            return said
        return self.words.text(f"disability.phase.{form}", phase=said, rate=self.words.number(rate.per_year, 2))


def _whole(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def _lesions(brain: int | None, cord: int | None) -> int | None:
    """Lesions of brain and cord together; None where neither was told."""
    return None if brain is None and cord is None else (brain or 0) + (cord or 0)


def _may_follow(drug: CourseTherapy, day0: date) -> bool:
    """Whether a drug may have been given after Day 0."""
    if drug.started is not None and drug.started.last > day0:
        return True
    if drug.stopped is not None:
        return drug.stopped.last > day0
    return drug.status is not DmtStatus.STOPPED
