"""Laboratories and their reference ranges: the book that grading asks, and the entries of the Settings page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hsct_desktop.domain.names import clean, clean_lines
from hsct_desktop.domain.patient import Sex
from hsct_desktop.domain.problem import InputError, KnownError, Problem
from hsct_desktop.domain.reference_range import (
    LaboratoryEntry,
    ReferenceRange,
    check_laboratory,
    check_range,
    overlaps,
    pick,
    why_none,
)
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import changes, refuse_problems
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import laboratory
from hsct_desktop.store.base import ReadSession, WriteSession
from hsct_desktop.store.laboratory import LaboratoryCard, RangeRow
from hsct_desktop.store.patient import REMOVED

_KINDS = frozenset({"laboratory"})


class RangeBook:
    """All reference ranges, read at once. A laboratory of None is the hospital's own."""

    def __init__(self, rows: Iterable[tuple[RangeRow, bool]]) -> None:
        self._ranges: dict[tuple[int | None, str], list[ReferenceRange]] = {}
        for row, own in rows:
            for key in (row.laboratory_id, None) if own else (row.laboratory_id,):
                self._ranges.setdefault((key, row.range.analyte), []).append(row.range)

    def find(
        self, analyte: str, laboratory_id: int | None, sex: Sex, birth_date: date, on: date
    ) -> ReferenceRange | None:
        """The limits for a patient's sample of a day, None where the laboratory has none that hold."""
        return pick(self._ranges.get((laboratory_id, analyte), ()), sex, birth_date, on)

    def why_none(self, analyte: str, laboratory_id: int | None, sex: Sex, birth_date: date, on: date) -> str:
        """Why there are no limits: the key of a sentence `range.none.*` (`missing`, `outdated`, `patient`), or ""."""
        return why_none(self._ranges.get((laboratory_id, analyte), ()), sex, birth_date, on)

    def usual_unit(self, analyte: str, laboratory_id: int | None) -> str | None:
        """The unit of the laboratory's latest range of an analyte, None where it has none."""
        found = self._ranges.get((laboratory_id, analyte), ())
        newest = max(found, key=lambda known: known.valid_from or date.min, default=None)
        return None if newest is None else newest.unit


def range_book(session: ReadSession | WriteSession) -> RangeBook:
    """The book as it stands, in one statement."""
    return RangeBook(laboratory.ranges_in_use(session))


def everything(ws: Workspace) -> list[LaboratoryCard]:
    """Every laboratory, the own one first."""
    with ws.read() as session:
        return laboratory.laboratories(session)


def result_laboratory(card: LaboratoryCard) -> int | None:
    """What a result keeps as its laboratory: nothing for the own one, so that typing and files meet in one sample."""
    return None if card.entry.own else card.id


def put_laboratory(
    ws: Workspace, entry: LaboratoryEntry, laboratory_id: int | None = None, version: int | None = None
) -> Changes:
    """Add a laboratory, or change the one of that id. InputError; KnownError `stale_row`."""
    tidy = replace(entry, name=clean(entry.name), note=clean_lines(entry.note))
    with ws.write("laboratory.put") as session:
        others = [card.entry for card in laboratory.laboratories(session) if card.id != laboratory_id]
        refuse_problems(check_laboratory(tidy, others))
        row_id = laboratory.put_laboratory(session, tidy, laboratory_id, version)
        return changes(session, _KINDS, ws.wording.text("saved.laboratory", name=tidy.name), None, row_id)


def remove_laboratory(ws: Workspace, laboratory_id: int, version: int) -> Changes:
    """Take a laboratory out of the lists; its results keep its name. KnownError `stale_row`."""
    with ws.write("laboratory.remove") as session:
        name = _card(session, laboratory_id).entry.name
        laboratory.remove_laboratory(session, laboratory_id, version, REMOVED)
        return changes(session, _KINDS, ws.wording.text("saved.laboratory_removed", name=name), None, laboratory_id)


def ranges(ws: Workspace, laboratory_id: int) -> list[RangeRow]:
    """A laboratory's ranges in the order of the analytes' table."""
    with ws.read() as session:
        found = laboratory.ranges(session, laboratory_id)
    order = {code: number for number, code in enumerate(ws.catalogue.analytes.analytes)}
    return sorted(found, key=lambda row: order.get(row.range.analyte, len(order)))


def put_range(
    ws: Workspace, laboratory_id: int, entry: ReferenceRange, range_id: int | None = None, version: int | None = None
) -> Changes:
    """Add a range to a laboratory, or change the one of that id; results keep the limits that graded them.

    InputError for a foreign unit, LLN above ULN, and an overlap with another range; KnownError `stale_row`.
    """
    with ws.write("reference_range.put") as session:
        name = _card(session, laboratory_id).entry.name
        others = [row.range for row in laboratory.ranges(session, laboratory_id) if row.id != range_id]
        tidy = tidied(ws, entry)
        refuse_problems(check_range(tidy, ws.catalogue.analytes.analytes.get(tidy.analyte), others))
        row_id = laboratory.put_range(session, laboratory_id, tidy, range_id, version)
        return changes(session, _KINDS, ws.wording.count("saved.ranges", 1, name=name), None, row_id)


def remove_range(ws: Workspace, range_id: int, version: int, laboratory_id: int) -> Changes:
    """Take a range back. KnownError `stale_row`."""
    with ws.write("reference_range.remove") as session:
        name = _card(session, laboratory_id).entry.name
        laboratory.remove_range(session, range_id, version, REMOVED)
        return changes(session, _KINDS, ws.wording.text("saved.range_removed", name=name), None, range_id)


@dataclass(frozen=True)
class RangesTaken:
    """How many ranges were added, how many the laboratory had already, and which overlap with one of its own."""

    added: int
    same: int
    overlapping: tuple[ReferenceRange, ...]
    changes: Changes


def put_ranges(ws: Workspace, laboratory_id: int, entries: Sequence[ReferenceRange]) -> RangesTaken:
    """Add many ranges in one write. What the laboratory has already is left; so is what overlaps, and it is named.

    InputError for a range that can be none.
    """
    with ws.write("reference_range.put_many") as session:
        taken = put_ranges_in(session, ws, laboratory_id, entries)
        name = _card(session, laboratory_id).entry.name
        text = ws.wording.count("saved.ranges", taken[0], name=name)
        told = changes(session, _KINDS if taken[0] else (), text, None, laboratory_id)
        return RangesTaken(*taken, replace(told, txn=told.txn if taken[0] else ""))


def put_ranges_in(
    session: WriteSession, ws: Workspace, laboratory_id: int, entries: Sequence[ReferenceRange]
) -> tuple[int, int, tuple[ReferenceRange, ...]]:
    """Add ranges within a write: how many were added, how many were there, which overlap."""
    held = [row.range for row in laboratory.ranges(session, laboratory_id)]
    added, same, overlapping = 0, 0, []
    problems: list[Problem] = []
    for entry in (tidied(ws, entry) for entry in entries):
        if entry in held:
            same += 1
        elif wrong := list(check_range(entry, ws.catalogue.analytes.analytes.get(entry.analyte), ())):
            problems += wrong
        elif any(overlaps(entry, other) for other in held):
            overlapping.append(entry)
        else:
            laboratory.put_range(session, laboratory_id, entry)
            held.append(entry)
            added += 1
    if problems:
        raise InputError(problems)
    return added, same, tuple(overlapping)


def copy_example(ws: Workspace, laboratory_id: int) -> RangesTaken:
    """Copy the shipped example ranges into a laboratory; what it has already stays as it is."""
    return put_ranges(ws, laboratory_id, ws.catalogue.example_ranges)


def tidied(ws: Workspace, entry: ReferenceRange) -> ReferenceRange:
    """The range with the analyte's own spelling of code and unit."""
    code = entry.analyte.strip().upper()
    analyte = ws.catalogue.analytes.analytes.get(code)
    unit = (analyte.unit_named(entry.unit) if analyte is not None else None) or clean(entry.unit)
    return replace(entry, analyte=code, unit=unit)


def _card(session: ReadSession | WriteSession, laboratory_id: int) -> LaboratoryCard:
    found = next((card for card in laboratory.laboratories(session) if card.id == laboratory_id), None)
    if found is None:
        raise KnownError("stale_row")
    return found
