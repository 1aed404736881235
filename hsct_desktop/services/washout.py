"""Time without a drug before mobilisation in words: the figure, the unit's table and its source, never a verdict."""

from __future__ import annotations

from collections.abc import Iterator

from hsct_desktop.catalogue.wording import EN_DASH, Wording
from hsct_desktop.domain.dates import Offset
from hsct_desktop.domain.disease_modifying_therapy import DiseaseModifyingTherapyEntry
from hsct_desktop.domain.dmt import Dmt, Washout
from hsct_desktop.domain.washout import CountedTo, FreeTime, WashoutState, counted_to, free_time
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import transplant
from hsct_desktop.store.base import ReadSession, WriteSession

_WEEK = 7
_YEAR = 365
_DAYS_UP_TO = 13
"""Up to so many days a time is said in days, beyond in whole weeks, and from two years on in years."""


def counted_to_of(session: ReadSession | WriteSession, ws: Workspace, patient_id: int) -> CountedTo:
    """The day up to which a patient's times without drugs are counted."""
    courses = transplant.of_patient(session, patient_id)
    return counted_to([(course.entry.mobilisation_start, course.entry.day0) for course in courses], ws.today())


def of_drug(entry: DiseaseModifyingTherapyEntry, drug: Dmt | None, to: CountedTo) -> FreeTime | None:
    """The time without a drug; None where the list says nothing of it."""
    return free_time(entry, drug.washout, to) if drug is not None else None


def short(words: Wording, free: FreeTime) -> str:
    """The figure for a cell: "7–11 weeks"; a word where there is none."""
    if free.least is None or free.most is None or free.state is WashoutState.GIVEN_AFTER:
        return words.text(f"history.washout.short.{free.state.value}")
    return _span(words, max(free.least, 0), free.most)


def _span(words: Wording, least: int, most: int) -> str:
    if most <= _DAYS_UP_TO:
        unit, low, high = "days", least, most
    elif least < 2 * _YEAR:
        unit, low, high = "weeks", least // _WEEK, most // _WEEK
    else:
        unit, low, high = "years", least // _YEAR, most // _YEAR
    said = f"{low}" if low == high else f"{low}{EN_DASH}{high}"
    one = "one" if (low, high) == (1, 1) else "other"
    return words.text(f"history.washout.{unit}.{one}", n=said)


def sentence(words: Wording, name: str, drug: Dmt, free: FreeTime) -> str:
    """The whole hint: the time, up to what, what the unit's table says and whence, what others state."""
    until = words.text(f"history.washout.until.{free.to.anchor.value}", on=free.to.on)
    key = free.state.value if free.least is None or free.state is WashoutState.GIVEN_AFTER else "free"
    time = short(words, free) if key == "free" else ""
    told = words.text(f"history.washout.{key}", drug=name, time=time, until=until)
    source = free.washout.source or words.text("history.washout.unit" if drug.is_unit else "history.washout.own")
    table = words.text("history.washout.table", time=_stated(words, free.washout), source=source)
    others = "; ".join(_published(words, drug))
    rest = words.text("history.washout.others", what=others) if others else ""
    return " ".join(part for part in (told, table, rest, words.text("history.washout.hint")) if part)


def _published(words: Wording, drug: Dmt) -> Iterator[str]:
    for one in drug.published:
        summary = words.text("history.washout.summary") if one.is_summary else ""
        whence = ", ".join(part for part in (one.source, summary) if part)
        yield f"{_stated(words, one)} ({whence})" if whence else _stated(words, one)


def _stated(words: Wording, washout: Washout) -> str:
    """A time of the table: "12 to 26 weeks", "3 months"."""
    if washout.most is None or washout.most == washout.least:
        return _offset(words, washout.least)
    if washout.most.unit == washout.least.unit:
        both = f"{washout.least.count}{EN_DASH}{washout.most.count}"
        return words.text(f"history.washout.unit.{washout.most.unit}.other", n=both)
    return f"{_offset(words, washout.least)} {EN_DASH} {_offset(words, washout.most)}"


def _offset(words: Wording, offset: Offset) -> str:
    return words.count(f"history.washout.unit.{offset.unit}", offset.count)
