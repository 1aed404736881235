"""A regimen in a letter: total doses with their days, as they were given, else as the regimen states them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from hsct_desktop.catalogue.items import Order, Regimen
from hsct_desktop.catalogue.wording import in_sentence
from hsct_desktop.domain.dose_sum import ReadDose, day_dose, read_dose
from hsct_desktop.domain.names import fold
from hsct_desktop.domain.treatment import ConditioningEntry, OrderState
from hsct_desktop.services.conditioning import drug_key
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_words import named_days
from hsct_desktop.services.summary import PRINTED_UNITS

PLACE: Final = "treatment"
_SUPPORTIVE: Final = (
    "filgrastim", "lenograstim", "pegfilgrastim", "g-csf", "mesna", "methylprednisolone", "prednisone",
    "hyperhydration", "plerixafor",
)  # fmt: skip
"""What goes with a regimen and is not told as part of it."""
_PER_DAY: Final = ("/d", "/day")
Orders = Mapping[str, Sequence[Order]]


def orders_of(regimen: Regimen | None) -> dict[str, list[Order]]:
    """The orders of a regimen by drug, in its order; without those that support it."""
    found: dict[str, list[Order]] = {}
    for order in regimen.orders if regimen is not None else ():
        if not _is_supportive(drug_key(order)):
            found.setdefault(drug_key(order), []).append(order)
    return found


def _is_supportive(key: str) -> bool:
    return key.startswith(_SUPPORTIVE)


# as the regimen states it -------------------------------------------------------------------------------------------


def described(ask: LetterAsk, orders: Orders) -> str:
    """Drugs with their total doses and days as the regimen states them; "" where it states no dose at all."""
    if not any(_stated(ask, group) for group in orders.values()):
        return ""
    return ", ".join(_described(ask, group) for group in orders.values())


def names(ask: LetterAsk, orders: Orders) -> str:
    """The drugs alone."""
    return ", ".join(_name(ask, group) for group in orders.values())


def _described(ask: LetterAsk, group: Sequence[Order]) -> str:
    name, total = _name(ask, group), _stated(ask, group)
    if not total:
        return ask.words.text("letter_transplant.dose_not_stated", name=name)
    days = [day for order in group for day in order.days]
    return _with_days(ask, _drug(ask, name, total), days)


def _name(ask: LetterAsk, group: Sequence[Order]) -> str:
    return in_sentence(group[0].drug.text(ask.language))


def _drug(ask: LetterAsk, name: str, total: str) -> str:
    return ask.words.text("letter_transplant.drug_total", name=name, total=total)


def _with_days(ask: LetterAsk, said: str, days: Sequence[int], more: Iterable[str] = ()) -> str:
    details = "; ".join(part for part in (named_days(ask.words, days), *more) if part)
    return ask.words.text("letter_transplant.drug_days", drug=said, days=details) if details else said


def _stated(ask: LetterAsk, group: Sequence[Order]) -> str:
    """The total dose of a drug that a regimen states or that its days make; the dose of a day where it names no days;
    "" where it states none.
    """
    totals = [order.total for order in group if order.total]
    if totals:
        return printed(ask, totals[-1])
    doses = [_day(order) for order in group for _ in order.days]
    if doses:
        return _summed(ask, doses)
    known = [order for order in group if order.dose]
    if len(known) != 1:
        return ""
    order = known[0]
    per = f"/{order.per}" if order.per else ""
    return printed(ask, f"{order.dose} {order.unit}{per}".strip())


def _day(order: Order) -> ReadDose | None:
    return day_dose(order.dose, order.unit, order.per, order.every)


def _summed(ask: LetterAsk, doses: Sequence[ReadDose | None]) -> str:
    """The doses of single days added up, "" where one cannot be read or they have several units."""
    read = [dose for dose in doses if dose is not None]
    if len(read) < len(doses) or len({dose.unit for dose in read}) != 1:
        return ""
    total = sum((dose.amount for dose in read), Decimal(0))
    return printed(ask, f"{total.normalize():f} {read[0].unit}")


def printed(ask: LetterAsk, dose: str) -> str:
    """A dose as paper writes it: 7.5–10 mg/kg, 1600 mg/m², 5 µg/kg per day."""
    for typed, shown in PRINTED_UNITS.items():
        dose = dose.replace(typed, shown)
    dose = ask.words.decimal(dose)
    ending = next((end for end in _PER_DAY if dose.endswith(end)), "")
    return ask.words.text("letter_transplant.per_day", dose=dose.removesuffix(ending)) if ending else dose


# as it was given ----------------------------------------------------------------------------------------------------


def given(ask: LetterAsk, orders: Orders, rows: Sequence[ConditioningEntry], day0: date) -> str:
    """Drugs with the doses that were given and their days; a drug of the regimen without a record is named so."""
    held: dict[str, list[ConditioningEntry]] = {}
    for row in rows:
        held.setdefault(row.order_key if row.order_key in orders else f"+{fold(row.drug)}", []).append(row)
    keys = [*orders, *(key for key in held if key not in orders and not _is_supportive(key.removeprefix("+")))]
    return ", ".join(_given(ask, orders.get(key, ()), held.get(key, []), day0) for key in keys)


def _given(ask: LetterAsk, group: Sequence[Order], rows: Sequence[ConditioningEntry], day0: date) -> str:
    words = ask.words
    name = _name(ask, group) if group else rows[0].drug
    ahead = [day for order in group for day in order.days if day0 + timedelta(days=day) >= ask.on]
    if not rows and group and (ahead or day0 > ask.on):
        return words.text("letter_transplant.drug_planned", drug=_described(ask, group))
    if not rows:
        ask.lacks("conditioning_drug", PLACE, drug=name)
        return words.text("letter_transplant.drug_missing", name=name)
    by_day = {(row.given_on - day0).days: row for row in rows if row.given_on is not None}
    left_out = [day for day, row in by_day.items() if row.state is OrderState.OMITTED]
    had = {day: row for day, row in by_day.items() if row.state is not OrderState.OMITTED}
    planned = {day: order for order in group for day in order.days}
    more = [words.text("letter_transplant.omitted", days=named_days(words, left_out))] if left_out else []
    unsaid = planned.keys() - by_day.keys() - set(ahead)
    if unsaid:
        ask.lacks("conditioning_days", PLACE, drug=name, days=named_days(words, sorted(unsaid)))
        more.append(words.text("letter_transplant.some_missing", days=named_days(words, sorted(unsaid))))
    if not had:
        return _with_days(ask, name, [], more)
    total = _total(ask, group, had, planned)
    if not total:
        ask.lacks("conditioning_dose", PLACE, drug=name)
        said = words.text("letter_transplant.dose_missing", name=name)
    else:
        said = _drug(ask, name, total)
    return _with_days(ask, said, sorted(had), more)


def _total(
    ask: LetterAsk, group: Sequence[Order], had: Mapping[int, ConditioningEntry], planned: Mapping[int, Order]
) -> str:
    """What was given in all: the regimen's own total where each day was given as it says, else the days' sum; the
    doses as typed where they state no amount per kg or m².
    """
    typed = [row.dose for row in had.values() if row.dose]
    unchanged = all(row.state is OrderState.GIVEN for row in had.values())
    if not typed and unchanged and (not planned or had.keys() == planned.keys()):
        return _stated(ask, group)
    doses = [_dose(row, planned.get(day)) for day, row in had.items()]
    found = _summed(ask, doses)
    if found or len(typed) < len(had):
        return found
    return " + ".join(printed(ask, text) for text in typed)


def _dose(row: ConditioningEntry, order: Order | None) -> ReadDose | None:
    if row.dose:
        return read_dose(row.dose)
    return _day(order) if order is not None and row.state is OrderState.GIVEN else None
