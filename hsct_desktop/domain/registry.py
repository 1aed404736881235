"""The registry's forms: facts that are typed into a registry by hand, and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.problem import Problem

MAX_NOTE = 400
MAX_NAME = 200
MAX_REFERENCE = 80


class RegistryForm(StrEnum):
    """At which point of follow-up a form is filled in; wording `enum.registry_form.*`."""

    DAY0 = "day0"
    DAY100 = "day100"
    MONTH6 = "month6"
    ANNUAL = "annual"


class RegistryFact(StrEnum):
    """What of the record an item of a form is filled from; NOT_HELD is looked up elsewhere."""

    UNIT = "unit"
    CODE = "code"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    CONSENT = "consent"
    DISEASE = "disease"
    PHENOTYPE = "phenotype"
    ONSET = "onset"
    DIAGNOSED = "diagnosed"
    EDSS_BEFORE = "edss_before"
    RELAPSES_BEFORE = "relapses_before"
    MRI_BEFORE = "mri_before"
    PRIOR_THERAPIES = "prior_therapies"
    DAY0 = "day0"
    NUMBER = "number"
    PRODUCT = "product"
    MOBILISATION = "mobilisation"
    MOBILISED_FROM = "mobilised_from"
    COLLECTIONS = "collections"
    CELL_DOSE = "cell_dose"
    INFUSED = "infused"
    MANIPULATION = "manipulation"
    CONDITIONING = "conditioning"
    CONDITIONING_DRUGS = "conditioning_drugs"
    NEUTROPHILS = "neutrophils"
    PLATELETS = "platelets"
    LAST_PLATELETS = "last_platelets"
    DISCHARGE = "discharge"
    TOXICITIES = "toxicities"
    INFECTIONS = "infections"
    RELAPSES = "relapses"
    MRI = "mri"
    EDSS = "edss"
    MEASURES = "measures"
    KARNOFSKY = "karnofsky"
    NEW_THERAPIES = "new_therapies"
    LATE_EFFECTS = "late_effects"
    PREGNANCY = "pregnancy"
    LAST_CONTACT = "last_contact"
    VITAL_STATUS = "vital_status"
    DEATH_CAUSE = "death_cause"
    NOT_HELD = "not_held"


_SLACK = {RegistryForm.DAY0: 0, RegistryForm.DAY100: 14, RegistryForm.MONTH6: 30, RegistryForm.ANNUAL: 60}
"""Days after its date up to which a visit belongs to a form."""
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """The days of which a form tells, both included, and the date at which it is due; `year` of an annual one."""

    first: date
    last: date
    due: date
    year: int = 0

    def holds(self, on: date | None) -> bool:
        """Whether a day lies in it."""
        return on is not None and self.first <= on <= self.last


def due_on(form: RegistryForm, day0: date, year: int = 1) -> date:
    """The date of a form; `year` counts the annual ones from 1."""
    if form is RegistryForm.DAY100:
        return day0 + timedelta(days=100)
    if form is RegistryForm.MONTH6:
        return add_months(day0, 6)
    return add_months(day0, 12 * year) if form is RegistryForm.ANNUAL else day0


def _end(form: RegistryForm, day0: date, year: int = 1) -> date:
    return due_on(form, day0, year) + timedelta(days=_SLACK[form])


def years_of(day0: date, on: date) -> int:
    """How many anniversaries of Day 0 have come."""
    return max(0, on.year - day0.year - ((on.month, on.day) < (day0.month, day0.day)))


def period(form: RegistryForm, day0: date, on: date, year: int = 0, until: date | None = None) -> Period:
    """The days of a form as it is filled in on a day; `year` 0 is the annual one of the last anniversary, at least 1.

    Forms follow each other without a gap: what a visit shortly after the date shows belongs to the form before it.
    `until` is the last day that belongs to this transplant, where another one follows.
    """
    if form is RegistryForm.DAY0:
        return Period(date.min, day0, day0)
    before = day0 - _DAY
    if form is RegistryForm.MONTH6:
        before = _end(RegistryForm.DAY100, day0)
    year = (year or max(1, years_of(day0, on))) if form is RegistryForm.ANNUAL else 0
    if year:
        before = _end(form, day0, year - 1) if year > 1 else _end(RegistryForm.MONTH6, day0)
    end = min(_end(form, day0, year or 1), on, until or date.max)
    return Period(before + _DAY, end, due_on(form, day0, year or 1), year)


@dataclass(frozen=True)
class FormDue:
    """A form of one transplant: its days, and whether it can be filled in yet."""

    form: RegistryForm
    span: Period
    is_open: bool


def forms_due(day0: date, on: date, died: date | None = None, until: date | None = None) -> tuple[FormDue, ...]:
    """Every form of a transplant in their order, with each year that has begun to be due, the next one at least.

    A form is open from its date, or from the day of death that falls into it; none follows a death or, for a transplant
    that another one follows, its last day.
    """
    kinds = [(form, 0) for form in (RegistryForm.DAY0, RegistryForm.DAY100, RegistryForm.MONTH6)]
    kinds += [(RegistryForm.ANNUAL, year) for year in range(1, max(1, years_of(day0, on)) + 1)]
    found = []
    for form, year in kinds:
        span = period(form, day0, on, year, until)
        ends = [day for day in (died, until) if day is not None]
        if form is not RegistryForm.DAY0 and any(day < span.first for day in ends):
            continue
        ended = died is not None and span.holds(died) and died <= on
        found.append(FormDue(form, span, span.due <= on or (ended and day0 <= on)))
    return tuple(found)


@dataclass(frozen=True)
class RegistryEntry:
    """That a form was typed into the registry: by whom, on which day, under which number of the registry.

    `year` counts the annual forms, 0 for every other one.
    """

    patient_id: int
    transplant_id: int
    form: RegistryForm
    typed_on: date | None
    typed_by_name: str
    note: str = ""
    year: int = 0
    reference: str = ""


@dataclass(frozen=True)
class TypedFacts:
    """What each item of a form said when it was typed in, by the item's id, in the language it was read in."""

    language: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RegistryTyped:
    """A recorded entry with its version and the facts as they stood then."""

    id: int
    version: int
    entry: RegistryEntry
    facts: TypedFacts = TypedFacts()


def check_typed(entry: RegistryEntry, day0: date | None, today: date) -> Iterator[Problem]:
    """Yield what is wrong with a note that a form was typed in."""
    if entry.typed_on is None:
        yield Problem("typed_on", "registry_day_missing")
    elif entry.typed_on > today:
        yield Problem("typed_on", "date_in_future")
    elif day0 is not None and entry.typed_on < day0:
        yield Problem("typed_on", "registry_before_day0", {"day0": day0})
    if not entry.typed_by_name.strip():
        yield Problem("typed_by_name", "registry_name_missing")
    elif len(entry.typed_by_name) > MAX_NAME:
        yield Problem("typed_by_name", "too_long", {"limit": MAX_NAME})
    if len(entry.reference) > MAX_REFERENCE:
        yield Problem("reference", "too_long", {"limit": MAX_REFERENCE})
    if len(entry.note) > MAX_NOTE:
        yield Problem("note", "too_long", {"limit": MAX_NOTE})
