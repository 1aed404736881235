"""The care plan of a patient: the lines that follow from the record with a person's edits; changed, left out, moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.care_plan import (
    MOST_OWN,
    CareActor,
    CareEdit,
    CareEntry,
    CarePlan,
    CareRow,
    CareState,
    check_entry,
    merged,
)
from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import KnownError, refuse
from hsct_desktop.services.care_plan_lines import lines, lines_in
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import changes, name_of, record_of, refuse_problems
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import care_plan as stored
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.care_plan import CarePlanItem

KINDS: Final = frozenset({"care_plan"})


def plan(ws: Workspace, patient_id: int, on: date | None = None, words: Wording | None = None) -> CarePlan:
    """A patient's plan on a day (today), in words of the caller's choice (the window's). KnownError `stale_row`."""
    day = on or ws.today()
    derived = lines(ws, patient_id, day, words or ws.wording)
    with ws.read() as session:
        return merged(derived, stored.of_patient(session, patient_id), day)


def plan_in(ws: Workspace, session: ReadSession, patient_id: int, on: date, words: Wording) -> CarePlan:
    """The same within a session, for a document: the tests of the visits are not named."""
    derived = lines_in(ws, session, patient_id, on, words)
    return merged(derived, stored.of_patient(session, patient_id), on)


def row_of(ws: Workspace, patient_id: int, key: str) -> CareRow:
    """One line as it stands now; KnownError `stale_row` when it is gone."""
    found = plan(ws, patient_id).row(key)
    if found is None:
        raise KnownError("stale_row")
    return found


def until_words(words: Wording, row: CareRow, on: date) -> str:
    """By when: the day, since when it is late or due, "" without a day."""
    if row.until is None:
        return ""
    if row.is_late:
        return words.text("care_plan.late", day=row.until)
    if row.is_booked:
        return words.text("care_plan.on", day=row.until)
    key = "since" if row.until < on and row.state is CareState.DERIVED else "until"
    return words.text(f"care_plan.{key}", day=row.until)


def record(ws: Workspace, entry: CareEntry) -> Changes:
    """Add a line of one's own. InputError says what is wrong with it."""
    entry = _sound(ws, entry)
    with ws.write("care_plan.record") as session:
        held = stored.of_patient(session, entry.patient_id)
        if sum(not one.source_key for one in held) >= MOST_OWN:
            raise refuse("text", "care_too_many", limit=MOST_OWN)
        row = stored.add(session, entry.patient_id, _edit(entry))
        return _saved(session, ws, "recorded", entry.patient_id, row.id)


def revise(ws: Workspace, key: str, version: int, entry: CareEntry) -> Changes:
    """Write a line anew: `version` is that of a person's earlier words, 0 where the line is still the record's.

    KnownError `stale_row` when somebody else changed it meanwhile. A line moved to somebody else goes to its day there.
    """
    entry = _sound(ws, entry)
    found = row_of(ws, entry.patient_id, key)
    with ws.write("care_plan.revise") as session:
        held = _held(session, entry.patient_id, found, version)
        place = held.position if held is not None and held.who is entry.who else 0
        edit = replace(_edit(entry), source_key=_source(found), position=place)
        row_id = _put(session, entry.patient_id, held, edit)
        return _saved(session, ws, "revised", entry.patient_id, row_id)


def hide(ws: Workspace, patient_id: int, key: str, version: int) -> Changes:
    """Leave a line out of the plan: one of the record is kept aside, one of a person's own is taken back."""
    found = row_of(ws, patient_id, key)
    with ws.write("care_plan.hide") as session:
        held = _held(session, patient_id, found, version)
        if found.state in (CareState.OWN, CareState.GONE) and held is not None:
            row_id = _void(session, ws, held)
        else:
            edit = held or CareEdit(0, 0, _source(found), found.who, "")
            row_id = _put(session, patient_id, held, replace(edit, hidden=True))
        return _saved(session, ws, "hidden", patient_id, row_id)


def restore(ws: Workspace, patient_id: int, key: str, version: int) -> Changes:
    """Put a line back that was left out, with the words it had; one that a person changed as the record has it."""
    found = row_of(ws, patient_id, key)
    with ws.write("care_plan.restore") as session:
        held = _held(session, patient_id, found, version)
        if held is None or not held.source_key:
            raise KnownError("stale_row")
        again = held.hidden and bool(held.text)
        row_id = _put(session, patient_id, held, replace(held, hidden=False)) if again else _void(session, ws, held)
        return _saved(session, ws, "restored", patient_id, row_id)


def move(ws: Workspace, patient_id: int, key: str, by: int, version: int) -> Changes:
    """Move a line up (-1) or down (1) among those of the same person. KnownError `stale_row` where there is no room."""
    held_plan = plan(ws, patient_id)
    found = held_plan.row(key)
    listed = held_plan.of(found.who) if found is not None else ()
    if found not in listed or not 0 <= (at := listed.index(found) + by) < len(listed):
        raise KnownError("stale_row")
    with ws.write("care_plan.move") as session:
        row_id = _place(session, patient_id, found, _held(session, patient_id, found, version), at + 1)
        other = listed[at]
        if other.edit is not None and other.edit.position:
            # Two lines at one place would leave their order to chance: they change places.
            _place(session, patient_id, other, other.edit, at + 1 - by)
        return _saved(session, ws, "moved", patient_id, row_id)


def _place(session: WriteSession, patient_id: int, row: CareRow, held: CareEdit | None, position: int) -> int:
    edit = held or CareEdit(0, 0, _source(row), row.who, "")
    return _put(session, patient_id, held, replace(edit, who=row.who, position=position))


def _sound(ws: Workspace, entry: CareEntry) -> CareEntry:
    entry = replace(entry, text=clean(entry.text))
    refuse_problems(check_entry(entry, ws.today()))
    return entry


def _edit(entry: CareEntry) -> CareEdit:
    return CareEdit(0, 0, "", entry.who or CareActor.UNIT, entry.text, entry.until)


def _source(row: CareRow) -> str:
    return "" if row.state is CareState.OWN else row.key


def _held(session: WriteSession, patient_id: int, row: CareRow, version: int) -> CareEdit | None:
    """What a person recorded of a line, as whoever writes saw it. KnownError `stale_row` where that has changed."""
    known = {one.id: one for one in stored.of_patient(session, patient_id)}
    held = known.get(row.edit.id) if row.edit is not None else None
    if held is None:
        held = next((one for one in known.values() if one.source_key and one.source_key == row.key), None)
    if (held.version if held is not None else 0) != version:
        raise KnownError("stale_row")
    return held


def _put(session: WriteSession, patient_id: int, held: CareEdit | None, edit: CareEdit) -> int:
    if held is None:
        return stored.add(session, patient_id, edit).id
    return stored.revise(session, replace(edit, id=held.id, version=held.version)).id


def _void(session: WriteSession, ws: Workspace, held: CareEdit) -> int:
    void(session, fetch(session, CarePlanItem, held.id, held.version), ws.wording.text("care_plan.put_back"))
    return held.id


def _saved(session: WriteSession, ws: Workspace, key: str, patient_id: int, row_id: int) -> Changes:
    text = ws.wording.text(f"saved.care_plan.{key}", name=name_of(record_of(session, patient_id)))
    return changes(session, KINDS, text, patient_id, row_id)
