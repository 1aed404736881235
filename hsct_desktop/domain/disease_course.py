"""A patient's disease over the years as outcomes read it: what was seen, when, and how well the day is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from hsct_desktop.domain.confirmed_disability import Assessed, DisabilityCourse
from hsct_desktop.domain.disease_series import Series, after_transplant, before_transplant, onsets
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
        """The scans up to the end of this course."""
        return tuple(scan for scan in self.scans if self.until is None or scan.on <= self.until)

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

    @property
    def reference_until(self) -> date | None:
        """The last day on which the EDSS reference may lie: Day 0, or the first day of mobilisation; None unknown."""
        return self.mobilisation if self.settings.reference is ReferenceDay.MOBILISATION else self.day0

    @cached_property
    def edss_reference(self) -> Assessed | None:
        """The last EDSS on or before Day 0 (or mobilisation), None where there is none."""
        last = self.reference_until
        held = self.series.up_to(last) if last is not None else ()
        return held[-1] if held else None

    @cached_property
    def before(self) -> DisabilityCourse:
        """Confirmed changes up to Day 0, all of them, the reference moving with each; all years without a Day 0.

        InputError where two EDSS of one day are recorded.
        """
        return before_transplant(self.series, onsets(self.relapses), self.day0, self.settings)

    @cached_property
    def after(self) -> DisabilityCourse | None:
        """Confirmed changes after Day 0 against the EDSS reference, each told once; None without Day 0 or reference."""
        if self.day0 is None or self.edss_reference is None:
            return None
        relapses = onsets(self.relapses)
        return after_transplant(self.series, relapses, self.day0, self.edss_reference, self.until, self.settings)

    @cached_property
    def seen_after(self) -> tuple[Assessed, ...]:
        """The examinations with an EDSS after Day 0, within this course."""
        return self.series.later(self.day0, self.until) if self.day0 is not None else ()
