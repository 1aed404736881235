"""A supportive therapy: what is given, how, from when, until when and why it ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.therapy_dose import DoseStep, check_dose, step_on
from hsct_desktop.domain.times_of_day import check_times

MAX_NOTE = 4000


class TherapyClass(StrEnum):
    """Class of a supportive therapy; wording `enum.therapy_class.*`, colour token of the same name."""

    ANTIVIRAL = "antiviral"
    PJP = "pjp"
    ANTIFUNGAL = "antifungal"
    ANTIBACTERIAL = "antibacterial"
    GCSF = "gcsf"
    IMMUNOGLOBULIN = "immunoglobulin"
    TRANSFUSION = "transfusion"
    IMMUNOSUPPRESSION = "immunosuppression"
    OTHER = "other"


class Route(StrEnum):
    """Route of administration; wording `enum.route.*`."""

    ORAL = "oral"
    INTRAVENOUS = "iv"
    SUBCUTANEOUS = "sc"
    INTRAMUSCULAR = "im"
    INHALED = "inhaled"
    TOPICAL = "topical"
    OTHER = "other"


class StopReason(StrEnum):
    """Why a therapy ended; wording `enum.stop_reason.*`."""

    PLANNED = "planned"
    RULE_MET = "rule_met"
    TOXICITY = "toxicity"
    SWITCHED = "switched"
    NOT_NEEDED = "not_needed"
    PATIENT_WISH = "patient_wish"
    DEATH = "death"
    OTHER = "other"


class TherapyStatus(StrEnum):
    """Where a therapy stands on a day; wording `enum.therapy_status.*`."""

    PLANNED = "planned"
    RUNNING = "running"
    INTERRUPTED = "interrupted"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Interruption:
    """A pause: from `start` up to and including `end` (None while it lasts)."""

    start: date
    end: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class SupportiveTherapyEntry:
    """What the therapy form hands over.

    `catalogue_id` is empty for a free entry; `dose` comes with `unit` or not at all. `stop_rule` is the catalogue's
    written rule as shown (or the unit's own words); `stop_rule_id` its id.
    """

    patient_id: int
    name: str
    therapy_class: TherapyClass
    start: date | None
    catalogue_id: str = ""
    dose: Decimal | None = None
    unit: str = ""
    route: Route = Route.ORAL
    frequency: str = ""
    planned_stop: date | None = None
    stop_rule_id: str = ""
    stop_rule: str = ""
    stop: date | None = None
    stop_reason: StopReason | None = None
    stop_detail: str = ""
    interruptions: tuple[Interruption, ...] = ()
    note: str = ""
    indication: str = ""
    """The item of the therapy catalogue that it is given for; empty where the drug tells or nobody said."""
    times: str = ""
    """Times of day as `domain.times_of_day` reads them."""
    allergy_why: str = ""
    overlap_why: str = ""


@dataclass(frozen=True)
class Therapy:
    """A recorded therapy as lists, pictures and documents need it."""

    id: int
    name: str
    therapy_class: TherapyClass
    start: date
    dose: str = ""
    route: Route = Route.ORAL
    frequency: str = ""
    planned_stop: date | None = None
    stop_rule: str = ""
    stop: date | None = None
    stop_reason: StopReason | None = None
    stop_detail: str = ""
    interruptions: tuple[Interruption, ...] = ()
    catalogue_id: str = ""
    note: str = ""
    version: int = 1
    stop_rule_short: str = ""
    stop_rule_id: str = ""
    rule_state: str = ""
    """What its stop rule says today in a few words, where somebody has asked it."""
    indication: str = ""
    times: str = ""
    doses: tuple[DoseStep, ...] = ()
    """Every dose along the course, the first one included; empty while it was never changed."""
    allergy_why: str = ""
    overlap_why: str = ""

    @property
    def rule_in_brief(self) -> str:
        """The stop rule in a few words, for lists and pictures; in full where there is no short form."""
        return self.stop_rule_short or self.stop_rule

    def with_changes(self, changes: tuple[DoseStep, ...]) -> Therapy:
        """The therapy, as first ordered, with the changes of its dose."""
        first = DoseStep(self.start, self.dose, self.frequency, self.times)
        return replace(self, doses=(first, *changes)) if changes else self

    def as_of(self, on: date) -> Therapy:
        """The therapy with the dose, frequency and times that hold on a day; `doses` keeps the course of them."""
        step = step_on(self.doses, on)
        if step is None:
            return self
        return replace(self, dose=step.dose, frequency=step.frequency, times=step.times)

    def status(self, on: date) -> TherapyStatus:
        """The status on a day; on the day of the stop the drug was still given."""
        return therapy_status(self.start, self.stop, self.interruptions, on)

    def pause_on(self, on: date) -> Interruption | None:
        """The interruption in which a day lies, None where it lies in none."""
        return next((p for p in self.interruptions if p.start <= on and (p.end is None or on <= p.end)), None)

    def is_listed(self, on: date) -> bool:
        """Whether lists of what is given name it: from the day of its stop it stands among the stopped."""
        return self.stop is None or self.stop > on

    def is_to_stop(self, on: date) -> bool:
        """Whether the planned stop has come and the therapy still runs (or is only interrupted)."""
        active = self.status(on) in (TherapyStatus.RUNNING, TherapyStatus.INTERRUPTED)
        return active and self.stop is None and self.planned_stop is not None and self.planned_stop <= on


def therapy_status(start: date, stop: date | None, pauses: tuple[Interruption, ...], on: date) -> TherapyStatus:
    """Planned before its start, stopped after the day of its stop, interrupted inside a pause, else running."""
    if stop is not None and on > stop:
        return TherapyStatus.STOPPED
    if on < start:
        return TherapyStatus.PLANNED
    if any(pause.start <= on and (pause.end is None or on <= pause.end) for pause in pauses):
        return TherapyStatus.INTERRUPTED
    return TherapyStatus.RUNNING


def check_supportive_therapy(entry: SupportiveTherapyEntry, birth_date: date, today: date) -> Iterator[Problem]:
    """Yield what is wrong with a therapy entry."""
    if not entry.name.strip():
        yield Problem("name", "therapy_name_missing")
    elif len(entry.name) > 200:
        yield Problem("name", "too_long", {"limit": 200})
    yield from check_dose(entry.dose, entry.unit)
    yield from check_times(entry.times)
    if entry.start is None:
        yield Problem("start", "date_missing")
        return
    if entry.start < birth_date:
        yield Problem("start", "before_birth", {"birth_date": birth_date})
    if entry.planned_stop is not None and entry.planned_stop < entry.start:
        yield Problem("planned_stop", "stop_before_start", {"start": entry.start})
    yield from _check_stop(entry, entry.start, today)
    yield from _check_interruptions(entry, entry.start)
    if len(entry.note) > MAX_NOTE:
        yield Problem("note", "too_long", {"limit": MAX_NOTE})


def _check_stop(entry: SupportiveTherapyEntry, start: date, today: date) -> Iterator[Problem]:
    if entry.stop is None:
        if entry.stop_reason is not None:
            yield Problem("stop", "stop_date_missing")
        return
    if entry.stop < start:
        yield Problem("stop", "stop_before_start", {"start": start})
    if entry.stop > today:
        yield Problem("stop", "stop_in_future")
    if entry.stop_reason is None:
        yield Problem("stop_reason", "stop_reason_missing")
    elif entry.stop_reason is StopReason.OTHER and not entry.stop_detail.strip():
        yield Problem("stop_detail", "stop_detail_missing")


def _check_interruptions(entry: SupportiveTherapyEntry, start: date) -> Iterator[Problem]:
    previous_end: date | None = start
    for pause in sorted(entry.interruptions, key=lambda p: p.start):
        if previous_end is None or pause.start < previous_end:
            yield Problem("interruptions", "interruption_overlaps", {"start": pause.start})
        if pause.end is not None and pause.end < pause.start:
            yield Problem("interruptions", "end_before_onset", {"onset": pause.start})
        if entry.stop is not None and (pause.end or pause.start) > entry.stop:
            yield Problem("interruptions", "interruption_after_stop", {"stop": entry.stop})
        previous_end = pause.end
