"""A patient's disease over the years as outcomes read it: what was seen, when, and how well the day is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from hsct_desktop.domain.confirmed_disability import Assessed, DisabilityCourse, Event, Kind
from hsct_desktop.domain.disease_series import (
    RELAPSE_REACH,
    Series,
    after_transplant,
    before_transplant,
    tried_days,
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
from hsct_desktop.domain.partial_date import PartialDate, all_days, whole

__all__ = [
    "ChosenReference", "CourseAssessment", "CourseMeasure", "CoursePhenotype", "CourseRelapse", "CourseScan",
    "CourseTherapy", "CourseTransplant", "DiseaseCourse", "VolumeChange",
]  # fmt: skip


@dataclass(frozen=True)
class DiseaseCourse:
    """Everything that outcomes read of one patient, about one transplant (`transplant`, the latest with a Day 0).

    Lists are in order of their days. `until` is the last day that belongs to that transplant's course (the day before
    the next one's mobilisation or Day 0), None while none follows. `looked` are the days on which somebody saw or
    reached the patient, so that a relapse would be known; `relapse_stated_on` that of the last statement on relapses,
    where it says that there was one. `therapies_incomplete_on` is the day of the last statement on the list of drugs,
    where it says that it is not complete. `volume_changes` are those that no scan carries. `death_relation` is
    "treatment", "disease", "other", "undetermined" or "". `today` is None where no day bounds what may lie ahead.
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
        relative to Day 0; None where no possible day alters them.
        """
        told = self._told(kind, last)
        return next((row for row, other in self._readings if other._told(kind, last) != told), None)

    def doubt_of(self, event: Event) -> CourseAssessment | CourseRelapse | None:
        """The row on whose missing day it depends whether a change after Day 0 is confirmed; None for a sure one."""
        told = (event.onset, True)
        return next((row for row, other in self._readings if told not in other._told(event.kind, None)), None)

    def _told(self, kind: Kind, last: int | None) -> list[tuple[Assessed, bool]]:
        """The onsets of a kind after Day 0, each with whether it is confirmed or still open."""
        after = self.after
        if after is None:
            return []
        found = [(event.onset, True) for event in after.events if event.kind is kind]
        found += [(one.onset, False) for one in after.unconfirmed if one.kind is kind and one.is_open]
        return [one for one in found if last is None or self.day(one[0].on) <= last]

    @cached_property
    def _readings(self) -> tuple[tuple[CourseAssessment | CourseRelapse, DiseaseCourse], ...]:
        """The other courses that the same records may be: rows of unknown day on each day that they may have."""
        return () if self.day0 is None else (*self._by_assessment(), *self._by_relapse(self.day0))

    def _by_assessment(self) -> Iterator[tuple[CourseAssessment, DiseaseCourse]]:
        reference = self.edss_reference
        earliest = self.series.by_day[reference.on].assessed.first if reference is not None else date.min
        taken = {one.on for one in self.assessments if one.assessed.is_whole}
        vague = [
            one for one in self.assessments
            if one.edss is not None and not one.assessed.is_whole and one.assessed.last >= earliest
            and (self.until is None or one.assessed.first <= self.until)
        ]  # fmt: skip
        for one in vague:
            for day in all_days(one.assessed):
                if day not in taken:
                    yield one, self._with_days({one.id: day})
        if len(vague) > 1:
            yield vague[0], self._with_days({one.id: one.on for one in vague})

    def _with_days(self, days: Mapping[int, date]) -> DiseaseCourse:
        return replace(self, assessments=tuple(
            replace(one, assessed=whole(days[one.id])) if one.id in days else one for one in self.assessments
        ))  # fmt: skip

    def _by_relapse(self, day0: date) -> Iterator[tuple[CourseRelapse, DiseaseCourse]]:
        for one in self.relapses:
            if one.onset is None or one.onset.is_whole or one.onset.last < day0 - RELAPSE_REACH:
                continue
            for day in tried_days(one.onset):
                moved = replace(one, onset=whole(day))
                yield one, replace(self, relapses=tuple(moved if other is one else other for other in self.relapses))

    @cached_property
    def seen_after(self) -> tuple[Assessed, ...]:
        """The examinations with an EDSS after Day 0, within this course."""
        return self.series.later(self.day0, self.until) if self.day0 is not None else ()
