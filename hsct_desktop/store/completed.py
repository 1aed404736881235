"""What is completed changes for a reason only, and what is signed not at all: seen before anything goes to the file.

A visit is completed once it was recorded as done, a toxicity once it has its end, an entry once it was signed. This
looks at what the forms write, row by row. Statements about many rows are imports and undoing: those need no reason, and
the triggers of `store.record_lock` keep them out of what is signed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import event

from hsct_desktop.domain.problem import KnownError, refuse
from hsct_desktop.domain.signing import REASON as REASON_FIELD
from hsct_desktop.domain.visit import Closing
from hsct_desktop.store import record_signature, staff
from hsct_desktop.store.adverse_event import AdverseEvent, AdverseEventGrade
from hsct_desktop.store.base import Recorded, WriteSession
from hsct_desktop.store.chain import CONTEXT
from hsct_desktop.store.change_log import REASON, WriteContext
from hsct_desktop.store.lab_result import LabResult
from hsct_desktop.store.record_lock import LINE_FACTS, RESULT_FACTS, VISIT_FACTS
from hsct_desktop.store.record_signature import Signed
from hsct_desktop.store.scheduled_visit import ScheduledVisit
from hsct_desktop.store.visit import Visit, VisitAssessment

_OPEN: Final = "completed_in_this_write"
_NO_CHANGE: Final = ("import.", "practice.")
"""Writes that bring what was recorded elsewhere: each has a line of its own that says from where."""
_BOOKKEEPING: Final = frozenset(
    {"id", "version", "created_at", "created_by", "updated_at", "updated_by", "voided_by", "void_reason"}
)
_WATCHED: Final = (Visit, AdverseEvent, LabResult)


def _facts_of(model: type[Recorded]) -> tuple[str, ...]:
    return tuple(column.key for column in sa.inspect(model).columns if column.key not in _BOOKKEEPING)


_FACTS: Final[dict[type[Recorded], tuple[str, ...]]] = {
    Visit: VISIT_FACTS,
    VisitAssessment: LINE_FACTS,
    LabResult: RESULT_FACTS,
    AdverseEvent: _facts_of(AdverseEvent),
    AdverseEventGrade: _facts_of(AdverseEventGrade),
}


def context_of(session: WriteSession) -> WriteContext:
    """Who, when and why of an open write."""
    context: WriteContext = session.info[CONTEXT]
    return context


def moment_of(session: WriteSession) -> datetime:
    """When an open write happens by the clock of the change log."""
    return datetime.fromisoformat(context_of(session).fact(0))


@event.listens_for(WriteSession, "before_flush")
def _guard(session: WriteSession, *_: object) -> None:
    """KnownError `entry_signed`; InputError `change_reason_missing` on the field `reason`."""
    open_now: set[Any] = session.info.setdefault(_OPEN, set())
    open_now.update(row for row in session.new if isinstance(row, _WATCHED))
    touched = [row for row in (*session.new, *session.dirty) if _is_changed(row)]
    if not touched:
        return
    signed = [found for row in touched for found in _signatures(session, row)]
    for one in signed:
        if one.is_locked(moment_of(session)):
            raise KnownError("entry_signed", name=staff.names(session).get(one.signed_by, ""), at=one.signed_at)
    if session.action.startswith(_NO_CHANGE) or context_of(session).fact(REASON):
        return
    if signed or any(_is_completed(session, row, open_now) for row in touched):
        raise refuse(REASON_FIELD, "change_reason_missing")
    open_now.update(row for row in touched if isinstance(row, AdverseEvent))


def _is_changed(row: object) -> bool:
    """Whether a fact of a row that is watched differs from what the file has."""
    facts = next((names for model, names in _FACTS.items() if isinstance(row, model)), ())
    state = sa.inspect(row)
    return bool(facts) and any(state.attrs[name].history.has_changes() for name in facts)


def _before(row: Recorded, name: str) -> Any:
    """What the file has in a column, before this flush."""
    past = sa.inspect(row).attrs[name].history
    if past.deleted:
        return past.deleted[0]
    return None if past.added else getattr(row, name)


def _is_voided_with_reason(row: Recorded) -> bool:
    return row.voided_at is not None and bool(row.void_reason)


def _is_completed(session: WriteSession, row: object, open_now: set[Any]) -> bool:
    """Whether a changed row belongs to what was completed before this write, and nobody says why it changes.

    Taking a whole entry back asks for its reason on its own.
    """
    if isinstance(row, VisitAssessment):
        visit = session.get(Visit, row.visit_id)
        return visit is not None and not visit.is_voided and visit not in open_now and _is_done(session, visit)
    if isinstance(row, AdverseEventGrade):
        episode = session.get(AdverseEvent, row.adverse_event_id)
        return episode is not None and episode not in open_now and _before(episode, "ended_on") is not None
    if not isinstance(row, Visit | AdverseEvent) or row in open_now or _is_voided_with_reason(row):
        return False
    return _is_done(session, row) if isinstance(row, Visit) else _before(row, "ended_on") is not None


def _is_done(session: WriteSession, visit: Visit) -> bool:
    """Whether a recorded visit is complete: one whose report is awaited is not."""
    if visit.scheduled_visit_id is None:
        return True
    planned = session.get(ScheduledVisit, visit.scheduled_visit_id)
    return planned is None or _before(planned, "closing") is not Closing.AWAITED


def _signatures(session: WriteSession, row: object) -> Iterator[Signed]:
    """The standing signatures over what a changed row belongs to."""
    if isinstance(row, Visit | VisitAssessment):
        record_id = row.id if isinstance(row, Visit) else row.visit_id
        found = record_signature.standing(session, record_id) if record_id is not None else None
        if found is not None:
            yield found
    elif isinstance(row, LabResult) and row.id is not None:
        yield from record_signature.over_result(session, row.patient_id, _before(row, "taken_on"), row.id)
