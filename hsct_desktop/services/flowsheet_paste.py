"""What stands in the cells into which a block is about to be pasted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hsct_desktop.domain.analyte import shown_unit
from hsct_desktop.domain.lab_result import CellEntry, LabResult
from hsct_desktop.domain.problem import Problem
from hsct_desktop.services.lab_grading import Grader
from hsct_desktop.services.lab_results import ReadCell, read_cell
from hsct_desktop.services.person import record_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import lab_result


@dataclass(frozen=True)
class Replaced:
    """A cell of a block in which another value stands: the analyte's name, the old value and the new one with units."""

    entry: CellEntry
    name: str
    old: str
    new: str


def look(ws: Workspace, patient_id: int, cells: Sequence[CellEntry]) -> tuple[list[CellEntry], list[Replaced]]:
    """The cells with the version that stands in each (`CellEntry.seen`), and those that would replace another value.

    The same value in another unit is no other value. KnownError `stale_row` without the patient.
    """
    found: list[CellEntry] = []
    replaced: list[Replaced] = []
    with ws.read() as session:
        grader = Grader(ws, session, record_of(session, patient_id))
        days = {cell.sample.taken_on for cell in cells}
        held = {(r.analyte, r.sample): r for r in lab_result.on_days(session, patient_id, days)}
        for cell in cells:
            stored = held.get((cell.analyte, cell.sample))
            seen = replace(cell, seen=stored.version if stored is not None else 0)
            found.append(seen)
            problems: list[Problem] = []
            read = read_cell(ws, grader, cell, problems) if stored is not None else None
            if stored is not None and read is not None and not _is_same(stored, read):
                name = read.analyte.label.text(ws.language)
                replaced.append(Replaced(seen, name, _said(stored.text, stored.unit), _said(read.text, read.unit)))
    return found, replaced


def _is_same(stored: LabResult, read: ReadCell) -> bool:
    if (stored.comparator, stored.qualitative) != (read.value.comparator, read.value.qualitative):
        return False
    if (stored.value, stored.unit) == (read.value.value, read.unit):
        return True
    return stored.canonical is not None and stored.canonical == read.canonical


def _said(text: str, unit: str) -> str:
    """A value as it was typed, with its unit."""
    return text if any(sign.isalpha() for sign in text) else f"{text} {shown_unit(unit)}".strip()
