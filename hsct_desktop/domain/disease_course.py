"""A patient's disease over the years as outcomes read it: what was seen, when, and how well the day is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from hsct_desktop.domain.confirmed_disability import Assessed, Cause, DisabilityCourse, Event, Kind, Unconfirmed
from hsct_desktop.domain.disease_readings import Readings, blamed, readings
from hsct_desktop.domain.disease_series import (
    RELAPSE_REACH,
    Series,
    after_transplant,
    before_transplant,
)
from hsct_desktop.domain.disease_types import (
    ChosenReference,
    CourseAssessment,
    CourseMeasure,
    CoursePhenotype,
    CourseRelapse,
    CourseScan,
    CourseTherapy,
    CourseTransplant,
    VolumeChange,
)
from hsct_desktop.domain.outcome_settings import DEFAULTS, OutcomeSettings, ReferenceDay
from hsct_desktop.domain.partial_date import PartialDate

__all__ = [
    "ChosenReference", "CourseAssessment", "CourseMeasure", "CoursePhenotype", "CourseRelapse", "CourseScan",
    "CourseTherapy", "CourseTransplant", "DiseaseCourse", "VolumeChange",
]  # fmt: skip

Change = Event | Unconfirmed
_Named = tuple[Kind, int, float]


@dataclass(frozen=True)
class DiseaseCourse:
    """Everything that outcomes read of one patient, about one transplant (`transplant`, the latest with a Day 0).

    Lists are in order of their days. `until` is the last day that belongs to that transplant's course (the day before
    the next one's mobilisation or Day 0), None while none follows. `looked` are the days on which somebody saw or
    reached the patient, so that a relapse would be known; `relapse_stated_on` that of the last statement on relapses,
    where it says that there was one. `therapies_incomplete_on` is the day of the last statement on the list of drugs,
    where it says that it is not complete. `volume_changes` are those that no scan carries. `death_relation` is
    "treatment", "disease", "other", "undetermined" or "". `today` is None where no day bounds what may lie ahead.
    `attack_apart`: an onset less than so many days after that of an attack belongs to it, where the disease counts so.
    """

    patient_id: int
    disease_id: str = ""
    transplant: CourseTransplant | None = None
    transplants: tuple[CourseTransplant, ...] = ()
    until: date | None = None
    diagnosed: PartialDate | None = None
    onset: PartialDate | None = None
    phenotypes: tuple[CoursePhenotype, ...] = ()
    assessments: tuple[CourseAssessment, ...] = ()
    relapses: tuple[CourseRelapse, ...] = ()
    scans: tuple[CourseScan, ...] = ()
    reference: ChosenReference | None = None
    therapies: tuple[CourseTherapy, ...] = ()
    therapies_incomplete_on: date | None = None
    measures: tuple[CourseMeasure, ...] = ()
    registered_phenotype_id: str = ""
    volume_changes: tuple[VolumeChange, ...] = ()
    looked: tuple[date, ...] = ()
    relapse_stated_on: date | None = None
    died_on: date | None = None
    death_relation: str = ""
    today: date | None = None
    settings: OutcomeSettings = DEFAULTS
    attack_apart: int = 0

    @property
    def day0(self) -> date | None:
        """The infusion, None before it is known."""
        return None if self.transplant is None else self.transplant.day0

    @property
    def mobilisation(self) -> date | None:
        """The first day of mobilisation, None where it is not recorded."""
        return None if self.transplant is None else self.transplant.mobilisation

    @property
    def phenotype_id(self) -> str:
        """The form of the disease: the latest of its history, else that of the registration; "" unknown."""
        return self.phenotypes[-1].phenotype_id if self.phenotypes else self.registered_phenotype_id

    @property
    def last_seen(self) -> date | None:
        """The last day on which somebody saw or reached the patient, within this course."""
        return max((day for day in self.looked if self.until is None or day <= self.until), default=None)

    @cached_property
    def joined_relapses(self) -> tuple[CourseRelapse, ...]:
        """The onsets that surely belong to the attack before them, by the rule of the disease."""
        joined: list[CourseRelapse] = []
        begun: PartialDate | None = None
        dated = [one for one in self.relapses if one.onset is not None] if self.attack_apart else []
        for one in sorted(dated, key=lambda one: one.onset.first if one.onset is not None else date.max):
            if one.onset is not None and begun is not None and (one.onset.last - begun.first).days < self.attack_apart:
                joined.append(one)
            else:
                begun = one.onset
        return tuple(joined)

    @cached_property
    def scans_in_course(self) -> tuple[CourseScan, ...]:
        """The scans up to the end of this course, but for those left out."""
        left_out = {scan.id for scan in self.scans_left_out}
        return tuple(
            scan for scan in self.scans if scan.id not in left_out and (self.until is None or scan.on <= self.until)
        )

    @cached_property
    def scans_left_out(self) -> tuple[CourseScan, ...]:
        """The scans of which it is not sure that they lie before Day 0, and whose day after it is not known."""
        return tuple(
            scan for scan in self.scans
            if not scan.scanned.is_whole and self.day0 is not None and scan.scanned.last >= self.day0
            and (self.until is None or scan.scanned.first <= self.until)
        )  # fmt: skip

    @cached_property
    def scan_days(self) -> tuple[tuple[int, CourseScan], ...]:
        """The scans of this course with their days relative to Day 0. ValueError without a Day 0."""
        return tuple((self.day(scan.on), scan) for scan in self.scans_in_course)

    def day(self, on: date) -> int:
        """A day relative to Day 0. ValueError without a Day 0."""
        if self.day0 is None:
            raise ValueError("no Day 0")
        return (on - self.day0).days

    def date_of(self, day: float) -> date:
        """The date of a day relative to Day 0, fractions cut. ValueError without a Day 0."""
        if self.day0 is None:
            raise ValueError("no Day 0")
        return self.day0 + timedelta(days=int(day))

    @cached_property
    def series(self) -> Series:
        """The examinations with an EDSS, each on a day of its own."""
        return Series.of(self.assessments, self.day0)

    def known_day(self, seen: Assessed) -> PartialDate:
        """What is known of the day of an examination of the series."""
        return self.series.by_day[seen.on].assessed

    @property
    def reference_until(self) -> date | None:
        """The last day on which the EDSS reference may lie: Day 0, or the first day of mobilisation; None unknown."""
        return self.mobilisation if self.settings.reference is ReferenceDay.MOBILISATION else self.day0

    @cached_property
    def edss_reference(self) -> Assessed | None:
        """The last EDSS that surely lies on or before Day 0 (or mobilisation), None where there is none."""
        last = self.reference_until
        held = self.series.up_to(last) if last is not None else ()
        return next((seen for seen in reversed(held) if last is not None and self.known_day(seen).last <= last), None)

    @cached_property
    def before(self) -> DisabilityCourse:
        """Confirmed changes up to Day 0, all of them, the reference moving with each; all years without a Day 0.

        InputError where two EDSS of one day are recorded.
        """
        return before_transplant(self.series, self.relapses, self.day0, self.settings)

    @cached_property
    def after(self) -> DisabilityCourse | None:
        """Confirmed changes after Day 0 against the EDSS reference, each told once; None without Day 0 or reference."""
        if self.day0 is None or self.edss_reference is None:
            return None
        return after_transplant(self.series, self.relapses, self.day0, self.edss_reference, self.until, self.settings)

    @cached_property
    def edss_left_out(self) -> tuple[CourseAssessment, ...]:
        """The EDSS that are neither reference nor evidence of this course until somebody gives their day."""
        return tuple(one for one in self.series.left_out if self.until is None or one.assessed.first <= self.until)

    def edss_doubt(self, kind: Kind, last: int | None = None) -> CourseAssessment | CourseRelapse | None:
        """The row on whose missing day it depends which changes of a kind are confirmed, or may still be, up to a day
        relative to Day 0; None where no possible days alter them.
        """
        if not self._may_change(kind):
            return None
        told = self._told(kind, last)
        return self._readings.doubt(lambda other: told == other._told(kind, last), lambda one: one._told(kind, last))

    def doubt_of(self, event: Event) -> CourseAssessment | CourseRelapse | None:
        """The row on whose missing day it depends whether a change after Day 0 is confirmed; None for a sure one."""
        told = (event.onset, True)

        def is_told(other: DiseaseCourse) -> bool:
            return told in other._told(event.kind, None)

        return self._readings.doubt(is_told, is_told)

    def doubt_before(self, change: Change) -> CourseAssessment | CourseRelapse | None:
        """The row on whose missing day it depends whether a change before Day 0 is confirmed, or from which EDSS; None
        where no possible days alter it.
        """
        if self._readings_before.found.too_many:
            return self._pieces[self._named(change)][0]
        return self._readings_before.doubt(*self._telling(change))

    def surely_confirmed_on(self, event: Event) -> date:
        """The examination that confirms a change before Day 0 at the latest, whatever the days: as it stands in the
        series.
        """
        told = self._named(event)
        held = self._pieces[told][1] if self._readings_before.found.too_many else self._readings_before
        return max((on for on, _ in self._confirming(held, told)), default=event.confirmed_on[0])

    def is_cause_sure(self, event: Event) -> bool:
        """Whether a worsening stands to relapses as it is told whatever the days, those of examinations included."""
        if self.day0 is not None and event.onset.on > self.day0:
            told = event.onset, event.cause
            return all(told in other._causes_after for other in self._readings.courses)
        name = self._named(event)
        held = self._pieces[name][1] if self._readings_before.found.too_many else self._readings_before
        found = (other._told_before.get(name) for other in held.courses)
        return all(one is not None and one.cause is event.cause for one in found)

    def progression_doubt(self) -> CourseAssessment | CourseRelapse | None:
        """The row on whose missing day it depends which worsening without relapse is the first; None for a sure one."""
        told = self._first_progression
        return self._readings.doubt(
            lambda other: told == other._first_progression, lambda other: other._first_progression
        )

    @cached_property
    def _causes_after(self) -> tuple[tuple[Assessed, Cause | None], ...]:
        return () if self.after is None else tuple((e.onset, e.cause) for e in self.after.events if e.kind is Kind.CDW)

    @property
    def _first_progression(self) -> Assessed | None:
        return next((onset for onset, cause in self._causes_after if cause is Cause.PIRA), None)

    def _telling(self, change: Change) -> tuple[Callable[[DiseaseCourse], bool], Callable[[DiseaseCourse], bool]]:
        """Whether another course tells of a change before Day 0 what this one tells; and once more, to compare."""
        told, is_event = self._named(change), isinstance(change, Event)

        def is_told(other: DiseaseCourse) -> bool:
            return is_event is (told in other._told_before)

        return is_told, is_told

    @cached_property
    def _told_before(self) -> Mapping[_Named, Event]:
        return {self._named(event): event for event in self.before.events}

    def _named(self, change: Change) -> _Named:
        """A change by its kind, its examination whatever its day, and the EDSS that it starts from."""
        return change.kind, self.series.by_day[change.onset.on].id, change.baseline.value

    @cached_property
    def _pieces(self) -> Mapping[_Named, tuple[CourseAssessment | CourseRelapse | None, _Readings]]:
        """The doubts of a long history, read piece by piece: each change with the rows around it.

        What follows a change in doubt is in doubt, since the reference may be another; so is what follows one whose
        confirming examination, the next reference, is not always before it or not always of one EDSS.
        """
        found: dict[_Named, tuple[CourseAssessment | CourseRelapse | None, _Readings]] = {}
        open_: CourseAssessment | CourseRelapse | None = None
        references: set[tuple[date, float]] = set()
        changes: list[Change] = [*self.before.events, *self.before.unconfirmed]
        for change in sorted(changes, key=lambda one: one.onset.on):
            near, told = self._nearby(change), self._named(change)
            doubt = open_ or near.doubt(*self._telling(change))
            if any(on >= change.onset.on or edss != change.baseline.value for on, edss in references):
                doubt = doubt or near.vague
            found[told] = doubt, near
            if isinstance(change, Event):
                open_, references = doubt, self._confirming(near, told) if doubt is None else set()
        return found

    def _confirming(self, held: _Readings, told: _Named) -> set[tuple[date, float]]:
        """The examinations that confirm a change first, in one reading or another: day in this series, and EDSS."""
        days = {row.id: on for on, row in self.series.by_day.items()}
        rows = (
            other.series.by_day[other._told_before[told].confirmed_on[0]]
            for other in held.courses
            if told in other._told_before
        )
        return {(days[row.id], float(row.edss or 0.0)) for row in rows if row.id in days}

    def _nearby(self, change: Change) -> _Readings:
        """The readings of the rows around a change: from its reference to two examinations after the confirming one."""
        days = list(self.series.by_day)
        decided = change.confirmed_on[0] if isinstance(change, Event) else change.onset.on
        first = self.known_day(change.baseline).first
        last = self.series.rows[min(days.index(decided) + 2, len(days) - 1)].assessed.last
        seen = [
            one for one in self.assessments
            if one.edss is not None and one.assessed.last >= first and one.assessed.first <= last
        ]  # fmt: skip
        near = [
            one for one in self.relapses
            if one.onset is not None and first - RELAPSE_REACH <= one.onset.last and one.onset.first <= last
        ]  # fmt: skip
        return self._read(seen, near, (self.day0,))

    def _told(self, kind: Kind, last: int | None) -> list[tuple[Assessed, bool]]:
        """The onsets of a kind after Day 0, each with whether it is confirmed or still open."""
        after = self.after
        if after is None:
            return []
        found = [(event.onset, True) for event in after.events if event.kind is kind]
        found += [(one.onset, False) for one in after.unconfirmed if one.kind is kind and one.is_open]
        return [one for one in found if last is None or self.day(one[0].on) <= last]

    def _may_change(self, kind: Kind) -> bool:
        """Whether any examination lies a step from one that may be the reference, whatever their days."""
        last, sign = self.reference_until, 1 if kind is Kind.CDW else -1
        seen, step = self._from_reference, self.settings.disability().step
        from_ = {float(one.edss or 0.0) for one in seen if last is not None and one.assessed.first <= last}
        return any(sign * (float(one.edss or 0.0) - value) >= step(value) for one in seen for value in from_)

    @cached_property
    def _from_reference(self) -> tuple[CourseAssessment, ...]:
        """The examinations that are the reference or may lie after it, within this course."""
        reference = self.edss_reference
        if reference is None:
            return ()
        earliest = self.known_day(reference).first
        return tuple(
            one for one in self.assessments
            if one.edss is not None and one.assessed.last >= earliest
            and (self.until is None or one.assessed.first <= self.until)
        )  # fmt: skip

    @cached_property
    def _readings(self) -> _Readings:
        """The other courses that the same records from the reference on may be."""
        if self.day0 is None or self.edss_reference is None:
            return _Readings()
        near = [one for one in self.relapses if one.onset is not None and one.onset.last >= self.day0 - RELAPSE_REACH]
        first = self.date_of(self.settings.first_onset_day - 1)
        borders = (self.day0, self.reference_until, self.until, first)
        return self._read(self._from_reference, near, borders)

    @cached_property
    def _readings_before(self) -> _Readings:
        """The other courses that the same records up to Day 0 may be."""
        last = self.day0 or date.max
        seen = [one for one in self.assessments if one.edss is not None and one.assessed.first <= last]
        near = [one for one in self.relapses if one.onset is not None and one.onset.first <= last]
        return self._read(seen, near, (self.day0,))

    def _read(
        self, seen: Sequence[CourseAssessment], near: Sequence[CourseRelapse], borders: Iterable[date | None]
    ) -> _Readings:
        found = readings(seen, near, self.settings.disability(), [day for day in borders if day is not None])
        others = (replace(self, assessments=one.assessments, relapses=one.relapses) for one in found.all)
        vague = next((one for one in seen if not one.assessed.is_whole), None)
        return _Readings(found, tuple(others), vague or next((one for one in near if not _is_known(one)), None))

    @cached_property
    def seen_after(self) -> tuple[Assessed, ...]:
        """The examinations with an EDSS after Day 0, within this course."""
        return self.series.later(self.day0, self.until) if self.day0 is not None else ()


def _is_known(relapse: CourseRelapse) -> bool:
    return relapse.onset is not None and relapse.onset.is_whole


@dataclass(frozen=True)
class _Readings:
    """The courses that the same records may be, one for each reading of their days; `vague` is a row without day."""

    found: Readings = field(default_factory=Readings)
    courses: tuple[DiseaseCourse, ...] = ()
    vague: CourseAssessment | CourseRelapse | None = None

    def doubt(
        self, is_same: Callable[[DiseaseCourse], bool], told: Callable[[DiseaseCourse], object]
    ) -> CourseAssessment | CourseRelapse | None:
        """The row that leaves open what `is_same` holds of every reading; `told` is what to compare between them."""
        if not self.found.too_many and all(map(is_same, self.courses)):
            return None
        by_day = None if self.found.too_many else blamed(self.found, [told(one) for one in self.courses])
        return by_day or self.vague
