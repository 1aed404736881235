"""A recorded death beside the rest of the record: nothing lies after it, and its adjudication belongs to it alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.partial_date import PartialDate, shown
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError, Problem
from hsct_desktop.services.person import died_on
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import after_death, death_review, state_change
from hsct_desktop.store.base import ReadSession, WriteSession, void
from hsct_desktop.store.history import Change, history
from hsct_desktop.store.state_change import RecordedChange

_NAMED: Final = 4
"""How many of the entries after a death a sentence names."""
_TABLES: Final = frozenset({"state_change", "death_review"})


def recorded_after(
    session: ReadSession | WriteSession, ws: Workspace, patient_id: int, died: date
) -> Iterator[Problem]:
    """Nobody is seen, examined or treated after their death: name what surely lies after it, the latest first."""
    found = after_death.of_patient(session, patient_id, died)
    if found:
        named = ", ".join(_named(ws.wording, kind, last) for kind, last in found[:_NAMED])
        key = "died_before_entries" if len(found) <= _NAMED else "died_before_more"
        yield Problem("on", key, {"entries": named})


def _named(words: Wording, kind: str, last: PartialDate) -> str:
    return words.text("death.entry.dated", what=words.text(f"death.entry.{kind}"), day=shown(last))


def void_reviews(session: WriteSession, patient_id: int, reason: str) -> bool:
    """Take back what was adjudicated of a death that is taken back itself; whether there was anything."""
    held = death_review.rows_of(session, patient_id)
    for row in held:
        void(session, row, reason)
    session.flush()
    return bool(held)


def refuse_undo(session: WriteSession, ws: Workspace, reverted: Sequence[Change]) -> None:
    """Refuse an undo that leaves an adjudication without its death, a second one, or entries after a death.

    Call it inside the undo's write. KnownError `undo_in_the_way` with the sentence.
    """
    judged = {_patient_of(session, change) for change in reverted if change.table in _TABLES}
    for patient_id in sorted(judged):
        _refuse(ws, _contradictions(session, ws, patient_id))
    by_table: dict[str, set[int]] = {}
    for change in reverted:
        if not change.inserted:
            by_table.setdefault(change.table, set()).add(change.row_id)
    back = [after_death.patients_of(session, table, ids) for table, ids in by_table.items()]
    for patient_id in sorted(set().union(*back) - judged):
        died = died_on(session, patient_id)
        if died is not None:
            _refuse(ws, recorded_after(session, ws, patient_id, died))


def _refuse(ws: Workspace, found: Iterator[Problem]) -> None:
    problem = next(found, None)
    if problem is not None:
        raise KnownError("undo_in_the_way", why=ws.wording.problems(InputError([problem])))


def _patient_of(session: WriteSession, change: Change) -> int:
    """Whose row a change is about: only the first entry of a row names all columns."""
    first = change if change.inserted else history(session, change.table, change.row_id)[0]
    return int(first.new["patient_id"])


def _contradictions(session: WriteSession, ws: Workspace, patient_id: int) -> Iterator[Problem]:
    recorded = state_change.of_patient(session, patient_id)
    deaths = [held for held in recorded if held.change.kind is StateChangeKind.DIED]
    reviews = death_review.rows_of(session, patient_id)
    if len(deaths) > 1:
        yield Problem("on", "death_twice", {"first": deaths[0].change.on, "second": deaths[1].change.on})
    if reviews and not deaths:
        yield Problem("relation", "death_review_alone", {"on": reviews[0].reviewed_on})
    if len(reviews) > 1:
        yield Problem("relation", "death_review_twice", {"on": reviews[1].reviewed_on})
    for death in deaths:
        if any(not _is_of(session, row, death) for row in reviews):
            yield Problem("relation", "death_review_of_another", {"on": reviews[0].reviewed_on})
        yield from recorded_after(session, ws, patient_id, death.change.on)


def _is_of(session: WriteSession, review: death_review.DeathReview, death: RecordedChange) -> bool:
    """A death is adjudicated after it was recorded: what was written before judged another one."""
    written = history(session, "death_review", review.id)[0].seq
    return review.reviewed_on >= death.change.on and written > history(session, "state_change", death.id)[0].seq
