"""A vaccine dose as somebody records it, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.vaccine import (
    GivenDose,
    PlannedDose,
    VaccineCatalogue,
    VaccineKind,
    VaccinePlan,
    VaccineProduct,
    VaccineStatus,
)

MOST_DOSES: Final = 20
"""A higher number of a dose is a typing error."""
MAX_LOT: Final = 60
MAX_NAME: Final = 120
MAX_NOTE: Final = 4000
MAX_REASON: Final = 400


@dataclass(frozen=True)
class VaccinationEntry:
    """What the vaccine form hands over; `dose_number` as documented, None where nobody wrote one.

    `reason` answers what the form asked: why a dose was given against a rule.
    """

    patient_id: int
    vaccine: str
    given_on: date | None
    dose_number: int | None = None
    lot: str = ""
    site: str = ""
    given_by: str = ""
    reason: str = ""
    note: str = ""


NEW: Final = -1
"""The id of a dose that is not recorded yet, in the plans that judge it."""


def dose_of(entry: VaccinationEntry, row_id: int = NEW) -> GivenDose | None:
    """The dose of an entry; None while its day is not readable."""
    if entry.given_on is None:
        return None
    return GivenDose(
        entry.vaccine,
        entry.given_on,
        entry.dose_number,
        entry.lot,
        entry.site,
        entry.given_by,
        entry.reason,
        entry.note,
        row_id,
    )


def check_vaccination(
    entry: VaccinationEntry,
    catalogue: VaccineCatalogue,
    birth_date: date,
    today: date,
    others: Sequence[GivenDose],
) -> Iterator[Problem]:
    """Yield what is wrong with a dose, beside what the plan says of it: see `check_with_plan`.

    `others` are the patient's other doses.
    """
    yield from _check_texts(entry)
    if entry.dose_number is not None and not 1 <= entry.dose_number <= MOST_DOSES:
        text = str(entry.dose_number)
        yield Problem("dose_number", "vaccine_dose_unreadable", {"text": text, "most": MOST_DOSES})
    is_known = entry.vaccine in catalogue.products
    if not entry.vaccine:
        yield Problem("vaccine", "vaccine_missing")
    elif not is_known:
        known = ", ".join(catalogue.products)
        yield Problem("vaccine", "vaccine_unknown", {"vaccine": entry.vaccine, "known": known})
    dose = dose_of(entry)
    if dose is None:
        yield Problem("given_on", "date_missing")
    elif dose.given_on < birth_date:
        yield Problem("given_on", "before_birth", {"birth_date": birth_date})
    elif dose.given_on > today:
        yield Problem("given_on", "date_in_future")
    elif is_known:
        twin = same_day(catalogue.products, dose, others)
        if twin is not None:
            params = {"vaccine": catalogue.products[twin].label, "given_on": dose.given_on}
            yield Problem("given_on", "vaccine_twice_on_a_day", params)


def check_with_plan(
    entry: VaccinationEntry, catalogue: VaccineCatalogue, others: Sequence[GivenDose], before: VaccinePlan,
    after: VaccinePlan,
) -> Iterator[Problem]:  # fmt: skip
    """Yield what asks for a reason: a dose out of order, one that does not count, a live vaccine that is held, and any
    dose while a delay rule is surely true; one that cannot be told asks nothing.

    `before` is the plan of the dose's day without it, `after` the one with it. A dose that was given is recorded: its
    reason is kept with it. Nothing is asked once a reason stands.
    """
    dose = dose_of(entry)
    if dose is None or entry.vaccine not in catalogue.products or entry.reason.strip():
        return
    if before.day0 is not None and dose.given_on < before.day0:
        params = {"given_on": dose.given_on, "day0": before.day0}
        yield Problem("reason", "vaccine_before_day0_why", params, soft=True)
        return
    if gap_before(catalogue, dose, others):
        number = dose.dose_number or 0
        order = {"vaccine": catalogue.products[dose.vaccine].label, "dose": number, "before": number - 1}
        yield Problem("reason", "vaccine_dose_order_why", order, soft=True)
    yield from _against_plan(dose, catalogue.products[dose.vaccine], before, after)
    if before.delaying:
        labels = [found.condition.label for found in before.delaying]
        what = Label("; ".join(label.en for label in labels), "; ".join(label.it for label in labels))
        said = {"vaccine": catalogue.products[dose.vaccine].label, "what": what}
        yield Problem("reason", "vaccine_delayed_why", said, soft=True)


def _against_plan(
    dose: GivenDose, product: VaccineProduct, before: VaccinePlan, after: VaccinePlan
) -> Iterator[Problem]:
    for component in product.components:
        line = before.line(component)
        params = {"vaccine": line.series.label, "given_on": dose.given_on}
        if line.series.kind is VaccineKind.NEVER:
            yield Problem("reason", "vaccine_never_why", params, soft=True)
        elif line.status is VaccineStatus.HELD:
            conditions = len(line.open_conditions)
            yield Problem("reason", "vaccine_held_why", {**params, "conditions": conditions}, soft=True)
        elif (row := _row_of(dose, after, component)) is not None and row.status is VaccineStatus.NOT_COUNTED:
            from_on = row.earliest or dose.given_on
            yield Problem("reason", "vaccine_too_early_why", {**params, "from_on": from_on}, soft=True)


def _row_of(dose: GivenDose, plan: VaccinePlan, component: str) -> PlannedDose | None:
    rows = plan.line(component).given
    return next((row for row in rows if row.given is not None and row.given.id == dose.id), None)


def same_day(products: Mapping[str, VaccineProduct], dose: GivenDose, others: Iterable[GivenDose]) -> str | None:
    """The vaccine that another dose of the same day brought too, alone or in a combination; None for none."""
    own = products[dose.vaccine].components
    for other in others:
        if other.given_on == dose.given_on and other.vaccine in products:
            shared = [part for part in products[other.vaccine].components if part in own]
            if shared:
                return shared[0]
    return None


def gap_before(catalogue: VaccineCatalogue, dose: GivenDose, others: Iterable[GivenDose]) -> bool:
    """Whether a numbered dose stands before the one that precedes it, or that one is nowhere.

    Doses that others documented without a number may be any; yearly vaccines are not numbered through.
    """
    if dose.dose_number is None or dose.dose_number < 2:
        return False
    of_first = next(iter(catalogue.series.values()))
    own = {part for part in catalogue.products[dose.vaccine].components if of_first[part].yearly is None}
    if not own:
        return False
    earlier = (
        other
        for other in others
        if other.given_on < dose.given_on
        and other.vaccine in catalogue.products
        and own & set(catalogue.products[other.vaccine].components)
    )
    return not any(other.dose_number in (None, dose.dose_number - 1) for other in earlier)


def _check_texts(entry: VaccinationEntry) -> Iterator[Problem]:
    for name, text, limit in (
        ("lot", entry.lot, MAX_LOT),
        ("site", entry.site, MAX_NAME),
        ("given_by", entry.given_by, MAX_NAME),
        ("reason", entry.reason, MAX_REASON),
        ("note", entry.note, MAX_NOTE),
    ):
        if len(text) > limit:
            yield Problem(name, "too_long", {"limit": limit})
