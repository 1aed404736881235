"""What outcomes read of single rows: transplants, examinations, relapses, scans, drugs, with their ids."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from hsct_desktop.domain.disease_modifying_therapy import DmtStatus
from hsct_desktop.domain.partial_date import PartialDate, standing_day


@dataclass(frozen=True)
class CourseTransplant:
    """A transplant of the patient; `number` 1 is the first."""

    id: int
    version: int
    number: int
    day0: date | None
    mobilisation: date | None = None
    regimen_id: str = ""
    protocol_id: str = ""


@dataclass(frozen=True)
class CoursePhenotype:
    """A phenotype of the disease list and since when."""

    id: int
    version: int
    phenotype_id: str
    since: PartialDate | None


@dataclass(frozen=True)
class CourseAssessment:
    """A neurological examination; `edss` is the clinician's, None where none was given. `is_own`: seen by the unit."""

    id: int
    version: int
    assessed: PartialDate
    edss: float | None
    is_own: bool = True

    @cached_property
    def on(self) -> date:
        """Its day, or the day that stands for it."""
        return standing_day(self.assessed)


@dataclass(frozen=True)
class CourseRelapse:
    """A relapse. `systems` are ids of `domain.relapse.System`, `steroid` "yes", "no" or "unknown"."""

    id: int
    version: int
    onset: PartialDate | None
    systems: tuple[str, ...] = ()
    steroid: str = "unknown"
    recovery: str = "unknown"

    @cached_property
    def on(self) -> date | None:
        """Its day, or the day that stands for it; None without a date."""
        return None if self.onset is None else standing_day(self.onset)


@dataclass(frozen=True)
class CourseScan:
    """A scan; counts are None where the report gives none, `pbvc` is the change in % since the scan compared with."""

    id: int
    version: int
    scanned: PartialDate
    region: str = "brain"
    new_t2: int | None = None
    gd: int | None = None
    cord_new: int | None = None
    cord_gd: int | None = None
    t2_lesions: int | None = None
    t2_volume: float | None = None
    pbvc: float | None = None
    compared_with_id: int | None = None

    @cached_property
    def on(self) -> date:
        """Its day, or the day that stands for it."""
        return standing_day(self.scanned)

    @property
    def shows_brain(self) -> bool:
        """Whether the brain was scanned: a scan of the cord alone is no reference and leaves the brain unseen."""
        return self.region != CORD_ONLY


CORD_ONLY: Final = "cord"


@dataclass(frozen=True)
class CourseTherapy:
    """A drug for the disease; `name` as typed where it is none of the list.

    `is_modifying`: it treats the disease itself, not a relapse of it.
    """

    id: int
    version: int
    drug_id: str
    name: str
    started: PartialDate | None
    stopped: PartialDate | None
    status: DmtStatus
    reason: str = ""
    is_modifying: bool = True


@dataclass(frozen=True)
class CourseMeasure:
    """A value of a measure (`catalogue.measures`), such as SDMT or T25FW."""

    id: int
    version: int
    measure_id: str
    on: date
    value: float | None


@dataclass(frozen=True)
class VolumeChange:
    """A change of brain volume in % between two days (a loss is negative); `scan_id` is the later scan, 0 without."""

    since: date
    on: date
    percent: float
    scan_id: int = 0


@dataclass(frozen=True)
class ChosenReference:
    """The scan that a person chose as re-baseline, and why."""

    id: int
    version: int
    scan_id: int
    reason: str
