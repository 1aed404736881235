"""Episodes of a toxicity put together and taken apart, each in one write and one undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hsct_desktop.domain.adverse_event import AdverseEventEntry
from hsct_desktop.domain.episode import gaps, merged
from hsct_desktop.domain.episode import split as split_entry
from hsct_desktop.domain.problem import InputError, KnownError, Problem, refuse
from hsct_desktop.domain.signing import REASON_MISSING
from hsct_desktop.domain.toxicity_phase import was_there_before
from hsct_desktop.services import adverse_events
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.course_days import course_days
from hsct_desktop.services.person import changes, name_of, record_of, required_reason
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import adverse_event
from hsct_desktop.store.base import ReadSession, WriteSession

Chosen = tuple[int, int]
"""An episode that was shown: its id and its version."""


def preview(ws: Workspace, chosen: Sequence[Chosen]) -> AdverseEventEntry:
    """What merging would give, nothing written. InputError says why the episodes are not one."""
    with ws.read() as session:
        return merged(_entries(session, chosen))


def merge(ws: Workspace, chosen: Sequence[Chosen], reason: str) -> Changes:
    """Make one of several episodes of a term: the earliest holds all grades, the others are taken back and point to it.

    InputError: fewer than two, of another patient, term or CTCAE version; KnownError `stale_row` when one has changed.
    """
    why = required_reason(reason)
    with ws.because(why), ws.write("adverse_event.merge") as session:
        entries = _entries(session, chosen)
        whole = merged(entries)
        pairs = sorted(zip(chosen, entries, strict=True), key=lambda pair: (pair[1].onset or date.max, pair[0]))
        (event_id, version), _first = pairs[0]
        for (other, of_version), _entry in pairs[1:]:
            adverse_event.absorb(session, other, of_version, event_id, why)
        card = record_of(session, whole.patient_id)
        label, kinds = adverse_events.change(session, ws, card, event_id, version, whole, known=entries)
        text = ws.wording.count("saved.adverse_event_merged", len(pairs), name=name_of(card), term=label)
        return changes(session, kinds, text + gap_words(ws, whole), whole.patient_id, event_id)


def split(ws: Workspace, event_id: int, version: int, on: date | None) -> Changes:
    """Make two episodes of one: the first ends on the day before `on`, resolved; the second begins on `on`.

    A baseline toxicity that flares up after treatment has begun is none in its second part.
    """
    if on is None:
        raise refuse("on", "date_missing")
    with ws.write("adverse_event.split") as session:
        ((_, entry),) = _found(session, [(event_id, version)])
        first, second = split_entry(entry, on)
        course = next(iter(course_days(ws, session, entry.patient_id)), None)
        starts = second.onset or on
        second = replace(second, baseline=bool(entry.baseline) and was_there_before(starts, course))
        card = record_of(session, entry.patient_id)
        try:
            label, kinds = adverse_events.change(session, ws, card, event_id, version, first)
            _row_id, _label, more = adverse_events.put(session, ws, card, second, known=(entry,))
        except InputError as error:
            # Whatever is wrong with a part, the day of the split is the one thing that was entered.
            told = [p if p.key == REASON_MISSING else Problem("on", p.key, p.params) for p in error.problems]
            raise InputError(told) from error
        text = ws.wording.text("saved.adverse_event_split", name=name_of(card), term=label, on=starts)
        return changes(session, kinds | more, text, entry.patient_id, event_id)


def gap_words(ws: Workspace, entry: AdverseEventEntry) -> str:
    """Which days of an episode nothing covers, as a sentence to follow another; "" for none."""
    spans = gaps(entry.grades)
    if not spans:
        return ""
    days = "; ".join(
        ws.wording.text("saved.gap", first=first, last=last) if last > first else ws.wording.date(first)
        for first, last in spans
    )
    return ". " + ws.wording.text("saved.gaps", days=days)


def _entries(session: ReadSession | WriteSession, chosen: Sequence[Chosen]) -> list[AdverseEventEntry]:
    return [entry for _version, entry in _found(session, chosen)]


def _found(session: ReadSession | WriteSession, chosen: Sequence[Chosen]) -> list[tuple[int, AdverseEventEntry]]:
    """The chosen episodes as they were shown, each once; KnownError `stale_row` when one has changed or gone since."""
    found = []
    for event_id, version in dict.fromkeys(chosen):
        row = adverse_event.entry_of(session, event_id)
        if row is None or row[0] != version:
            raise KnownError("stale_row")
        found.append(row)
    return found
