"""Conditioning by day as it was given against the regimen: planned, given, changed, left out; sums as hints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from hsct_desktop.catalogue.items import Order, Regimen
from hsct_desktop.catalogue.treatment import TreatmentFigure
from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.dose_sum import ReadDose, day_dose, read_dose, summed
from hsct_desktop.domain.names import fold
from hsct_desktop.domain.treatment import ConditioningEntry, ConditioningGiven, Mark, OrderState
from hsct_desktop.services.summary import printed_dose

USUAL_DAYS: Final = (-7, 2)
"""The days of the grid where nothing is planned or recorded outside them, counted from Day 0."""
_ROUTES: Final = frozenset({"iv", "ev", "sc", "im", "po"})
"""Routes written beside the name of a drug, English and Italian."""


@dataclass(frozen=True)
class DaySquare:
    """A drug on a day. `says` is the dose as the regimen describes it, "" where nothing is planned."""

    day: int
    on: date | None
    mark: Mark
    says: str
    held: ConditioningGiven | None


@dataclass(frozen=True)
class DrugRow:
    """A drug of the regimen, or one that it does not have (`key` "").

    `when` is what the regimen says of days that numbers cannot tell; `note` what it says beside.
    """

    key: str
    name: str
    squares: Mapping[int, DaySquare]
    when: str = ""
    note: str = ""
    unchecked: bool = False


@dataclass(frozen=True)
class ConditioningGrid:
    """Drugs over days, and the sentences of sums that lie above the unit's figures."""

    days: tuple[int, ...]
    rows: tuple[DrugRow, ...]
    hints: tuple[str, ...] = ()

    @property
    def open(self) -> int:
        """How many planned days have passed of which nothing is recorded."""
        return sum(square.mark is Mark.OPEN for row in self.rows for square in row.squares.values())


def drug_key(order: Order) -> str:
    """By which a drug of a regimen is known: its English name in small letters, words joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", order.drug.en.lower()).strip("-")


def drug_names(regimens: Iterable[Regimen]) -> dict[str, str]:
    """Every name of the drugs of some regimens, folded, and by which of them each drug is known.

    A drug has its names in all languages, each also without what stands in brackets and without its route.
    """
    found: dict[str, str] = {}
    for order in (order for regimen in regimens for order in regimen.orders):
        spellings = [_spellings(name) for name in (order.drug.en, order.drug.it)]
        known = found.get(spellings[0][0], spellings[0][0])
        for name in (name for names in spellings for name in names):
            found.setdefault(name, known)
    return found


def same_drug(entry: ConditioningEntry, names: Mapping[str, str]) -> str:
    """By what a recorded drug is known among `names`, however it was entered: from the regimen or by its name."""
    (plain, *_rest) = _spellings(entry.order_key.replace("-", " ") or entry.drug)
    return names.get(plain, plain)


def _spellings(name: str) -> tuple[str, ...]:
    """A name folded, without brackets and route first, since by that a drug is known."""
    bare = " ".join(word for word in fold(re.sub(r"\(.*?\)", " ", name)).split() if word not in _ROUTES)
    brands = (fold(brand) for brand in re.findall(r"\((.*?)\)", name))
    return (bare or fold(name), fold(name), *brands)


def grid(
    regimen: Regimen | None,
    given: Sequence[ConditioningGiven],
    day0: date | None,
    today: date,
    figures: Iterable[TreatmentFigure],
    words: Wording,
) -> ConditioningGrid:
    """The grid of a course; without a Day 0 only what is planned."""
    orders = _by_drug(regimen)
    held = _held(given, orders, day0, drug_names([regimen] if regimen is not None else ()))
    planned = {day for group in orders.values() for order in group for day in order.days}
    recorded = {day for days in held.values() for day in days}
    first, last = USUAL_DAYS
    days = tuple(range(min({*planned, *recorded, first}), max({*planned, *recorded, last}) + 1))
    rows = [_row(key, orders.get(key, ()), held.get(key, {}), days, day0, today, words) for key in {**orders, **held}]
    return ConditioningGrid(days, tuple(rows), tuple(_hints(orders, held, figures, words)))


def _by_drug(regimen: Regimen | None) -> dict[str, list[Order]]:
    found: dict[str, list[Order]] = {}
    for order in regimen.orders if regimen is not None else ():
        found.setdefault(drug_key(order), []).append(order)
    return found


def _held(
    given: Sequence[ConditioningGiven], orders: Mapping[str, object], day0: date | None, names: Mapping[str, str]
) -> dict[str, dict[int, ConditioningGiven]]:
    """What is recorded by drug and day; a drug that the regimen does not have is known by its name.

    Of two records of a drug on a day, which no form lets through, the second has a row of its own: none is hidden.
    """
    rows = {same_drug(ConditioningEntry(0, 0, order_key=key), names): key for key in orders}
    found: dict[str, dict[int, ConditioningGiven]] = {}
    for one in given:
        entry = one.entry
        if day0 is None or entry.given_on is None:
            continue
        key = entry.order_key if entry.order_key in orders else rows.get(same_drug(entry, names))
        key, day, place = key or f"+{fold(entry.drug)}", (entry.given_on - day0).days, 1
        while day in found.get(_numbered(key, place), {}):
            place += 1
        found.setdefault(_numbered(key, place), {})[day] = one
    return found


def _numbered(key: str, place: int) -> str:
    return key if place == 1 else f"{key}#{place}"


def _row(
    key: str,
    orders: Sequence[Order],
    held: Mapping[int, ConditioningGiven],
    days: Sequence[int],
    day0: date | None,
    today: date,
    words: Wording,
) -> DrugRow:
    language = words.language
    says = {day: printed_dose(order, words) for order in orders for day in order.days}
    name = orders[0].drug.text(language) if orders else next(iter(held.values())).entry.drug
    squares = {}
    for day in days:
        on = day0 + timedelta(days=day) if day0 is not None else None
        one = held.get(day)
        squares[day] = DaySquare(
            day, on, _mark(day in says, one, on, today, fixed=bool(says) or not orders), says.get(day, ""), one
        )
    when = [order.days_text.text(language) for order in orders if order.days_text is not None]
    when += [printed_dose(order, words) for order in orders if not order.days]
    note = [order.note.text(language) for order in orders if order.note is not None]
    own = key if orders else ""
    return DrugRow(own, name, squares, " · ".join(when), " · ".join(note), any(order.unchecked for order in orders))


def _mark(planned: bool, one: ConditioningGiven | None, on: date | None, today: date, *, fixed: bool) -> Mark:
    """What became of a square; `fixed`: the regimen names the days of the drug, so that another day is an extra one."""
    if one is not None:
        if one.entry.state is OrderState.GIVEN:
            return Mark.GIVEN if planned or not fixed else Mark.EXTRA
        return Mark.CHANGED if one.entry.state is OrderState.CHANGED else Mark.OMITTED
    if not planned:
        return Mark.NONE
    return Mark.OPEN if on is not None and on < today else Mark.PLANNED


def _hints(
    orders: Mapping[str, Sequence[Order]],
    held: Mapping[str, Mapping[int, ConditioningGiven]],
    figures: Iterable[TreatmentFigure],
    words: Wording,
) -> Iterator[str]:
    """Sums of what is recorded, and planned where nothing is recorded yet, that lie above the unit's figures."""
    for figure in figures:
        if not (figure.agent or figure.drug):
            continue
        keys = [key for key, group in orders.items() if _concerns(figure, key, group)]
        keys += [key for key in held if key not in orders and _is_one_of(figure, key.partition("#")[0], keys)]
        doses, unread = _doses(keys, orders, held)
        found = summed(doses, figure.unit)
        amount = max([found.amount, *(_described(one, figure.unit) for key in keys for one in orders.get(key, ()))])
        params = {
            "what": figure.label, "sum": words.number(amount), "limit": words.number(figure.value),
            "unit": figure.unit.replace("m2", "m²"), "source": figure.origin.source,
        }  # fmt: skip
        if amount > figure.value:
            yield words.text("treatment.hint.sum", **params)
        elif unread:
            yield words.count("treatment.hint.sum_unread", unread, **params)


def _concerns(figure: TreatmentFigure, key: str, orders: Sequence[Order]) -> bool:
    by_agent = figure.agent != "" and any(order.agent == figure.agent for order in orders)
    return by_agent or (figure.drug != "" and key.startswith(figure.drug))


def _is_one_of(figure: TreatmentFigure, key: str, own: Sequence[str]) -> bool:
    """Whether a drug that the regimen does not have, or has a second record of a day, belongs to a figure's sum."""
    return key in own or any(name in figure.names for name in _spellings(key.removeprefix("+")))


def _doses(
    keys: Iterable[str],
    orders: Mapping[str, Sequence[Order]],
    held: Mapping[str, Mapping[int, ConditioningGiven]],
) -> tuple[list[ReadDose], int]:
    """The doses of the days of some drugs, and how many that were given say none per kg or m2."""
    found: list[ReadDose] = []
    unread = 0
    for key in keys:
        planned = {day: order for order in orders.get(key, ()) for day in order.days}
        recorded = held.get(key, {})
        for day in planned.keys() | recorded.keys():
            one = recorded.get(day)
            if one is not None and one.entry.state is OrderState.OMITTED:
                continue
            dose = _dose(one, planned.get(day))
            if dose is not None:
                found.append(dose)
            elif one is not None and one.entry.dose:
                unread += 1
    return found, unread


def _dose(one: ConditioningGiven | None, order: Order | None) -> ReadDose | None:
    if one is not None and one.entry.dose:
        return read_dose(one.entry.dose)
    return day_dose(order.dose, order.unit, order.per, order.every) if order is not None else None


def _described(order: Order, unit: str) -> Decimal:
    """The dose of the whole course as the regimen has it, 0 where it is a range or in another unit."""
    found = read_dose(order.total)
    return found.amount if found is not None and found.unit == unit else Decimal(0)
