"""Sign a visit, open it again with a reason, and say where its signature stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from hsct_desktop.domain.lab_result import LabResult
from hsct_desktop.domain.permission import Right, may
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.domain.signing import CLOCK_BACK, UNLOCKED_FOR, SignState, facts_of, state_of
from hsct_desktop.domain.visit import Closing
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import changes, name_of, record_of, required_reason
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import completed, lab_result, record_signature, scheduled_visit, staff, visit
from hsct_desktop.store.base import ReadSession, WriteSession, fetch
from hsct_desktop.store.change_log import latest_moment
from hsct_desktop.store.record_signature import Signed
from hsct_desktop.store.visit import RecordedVisit, Visit

_KINDS = frozenset({"visit"})


@dataclass(frozen=True)
class SignLine:
    """What stands about the signature under a visit, and what who works may do about it.

    `until` is when an unlocking ends, by the computer's clock; `because` why it was unlocked.
    """

    state: SignState
    is_complete: bool
    signed_by: str = ""
    signed_at: datetime | None = None
    unlocked_by: str = ""
    until: datetime | None = None
    because: str = ""
    may_sign: bool = False
    may_unlock: bool = False

    @property
    def is_locked(self) -> bool:
        """Whether nothing of it may change."""
        return self.state in (SignState.SIGNED, SignState.CHANGED)


def sign(ws: Workspace, visit_id: int, version: int | None = None) -> Changes:
    """Sign a recorded visit with its checklist and the results of its day, in the name of who works.

    From then on all of it is locked. KnownError: `visit_not_complete` while its report is awaited,
    `visit_signed_already` where it is signed as it stands, `clock_set_back` where the computer's clock lies behind the
    last entry, `stale_row`.
    """
    with ws.write("visit.sign") as session:
        row = fetch(session, Visit, visit_id, version)
        _refuse_clock(ws, session)
        if not _is_complete(session, row.scheduled_visit_id):
            raise KnownError("visit_not_complete")
        found = visit.get(session, visit_id)
        if found is None:
            raise KnownError("stale_row")
        held = record_signature.standing(session, visit_id)
        facts = facts_of(found.entry, _results(session, found, None))
        if held is not None and held.is_locked(completed.moment_of(session)) and held.facts_sha256 == facts:
            raise KnownError("visit_signed_already", name=_name(session, held.signed_by), at=held.signed_at)
        record_signature.sign(session, row, ws.require_author().staff_id, facts)
        text = ws.wording.text(
            "saved.visit_signed", name=name_of(record_of(session, row.patient_id)), on=row.visit_date
        )
        return _for_good(changes(session, _KINDS, text, row.patient_id, visit_id))


def unlock(ws: Workspace, visit_id: int, reason: str) -> Changes:
    """Open a signed visit for 30 minutes, with the reason; what was signed stays on record. KnownError
    `visit_not_signed`, `clock_set_back`, `stale_row`."""
    why = required_reason(reason)
    with ws.because(why), ws.write("visit.unlock") as session:
        row = fetch(session, Visit, visit_id)
        _refuse_clock(ws, session)
        held = record_signature.standing(session, visit_id)
        if held is None:
            raise KnownError("visit_not_signed")
        now = completed.moment_of(session)
        record_signature.unlock(session, held.id, now, now + UNLOCKED_FOR, why)
        minutes = int(UNLOCKED_FOR.total_seconds() // 60)
        name = name_of(record_of(session, row.patient_id))
        text = ws.wording.text("saved.visit_unlocked", name=name, on=row.visit_date, minutes=minutes)
        return _for_good(changes(session, _KINDS, text, row.patient_id, visit_id))


def _for_good(told: Changes) -> Changes:
    """Neither signing nor unlocking is undone, so that no toast offers it."""
    return replace(told, txn="")


def line_of(ws: Workspace, visit_id: int) -> SignLine:
    """Where the signature under a visit stands. KnownError `stale_row`."""
    with ws.read() as session:
        found = visit.get(session, visit_id)
        if found is None:
            raise KnownError("stale_row")
        is_complete = _is_complete(session, found.entry.scheduled_id)
        held = record_signature.standing(session, visit_id)
        may_sign, may_unlock = may(ws.author, Right.SIGN), may(ws.author, Right.UNLOCK)
        if held is None:
            return SignLine(SignState.OPEN, is_complete, may_sign=may_sign, may_unlock=may_unlock)
        return SignLine(
            _state(ws, session, found, held),
            is_complete,
            _name(session, held.signed_by),
            held.signed_at,
            _name(session, held.unlocked_by),
            held.unlocked_until,
            held.unlock_reason,
            may_sign,
            may_unlock,
        )


def states(ws: Workspace, patient_id: int) -> dict[int, SignState]:
    """Where the signatures under a patient's visits stand, by visit; those that nobody signed are left out."""
    with ws.read() as session:
        signed = record_signature.of_patient(session, patient_id)
        seen = visit.of_patient(session, patient_id) if signed else []
        return {one.id: _state(ws, session, one, signed[one.id]) for one in seen if one.id in signed}


def refuse_locked(session: WriteSession, results: Iterable[LabResult]) -> None:
    """KnownError `entry_signed` where one of some results belongs to a visit that is signed and locked."""
    now = completed.moment_of(session)
    for one in results:
        for held in record_signature.over_result(session, one.patient_id, one.taken_on, one.id):
            if held.is_locked(now):
                raise KnownError("entry_signed", name=_name(session, held.signed_by), at=held.signed_at)


class Locks:
    """Whether recorded results of a file that is being read belong to signed visits; asked once for each patient."""

    def __init__(self, ws: Workspace, session: ReadSession | WriteSession) -> None:
        self._session, self._now = session, now(ws)
        self._held: dict[int, tuple[dict[int, date], dict[int, Signed]]] = {}

    def over(self, one: LabResult) -> Problem | None:
        """Problem `lab_signed` with the visit's day and who signed, None for a result that may change."""
        if one.patient_id not in self._held:
            signed = record_signature.of_patient(self._session, one.patient_id)
            seen = visit.of_patient(self._session, one.patient_id) if signed else []
            days = {found.id: found.entry.on for found in seen if found.entry.on is not None}
            self._held[one.patient_id] = days, signed
        days, signed = self._held[one.patient_id]
        for held in signed.values():
            is_of_day = days.get(held.record_id) == one.taken_on and one.id <= held.through_result_id
            if is_of_day and held.is_locked(self._now):
                name = _name(self._session, held.signed_by)
                return Problem("value", "lab_signed", {"on": one.taken_on, "name": name})
        return None


def refuse_signed(session: WriteSession, visit_id: int | None) -> None:
    """KnownError `entry_signed` where a visit is signed and locked: what hangs on it is not taken away meanwhile."""
    held = record_signature.standing(session, visit_id) if visit_id is not None else None
    if held is not None and held.is_locked(completed.moment_of(session)):
        raise KnownError("entry_signed", name=_name(session, held.signed_by), at=held.signed_at)


def now(ws: Workspace) -> datetime:
    """The clock by which an unlocking ends."""
    return ws.store.machine_clock()


def _state(ws: Workspace, session: ReadSession, found: RecordedVisit, held: Signed) -> SignState:
    facts = facts_of(found.entry, _results(session, found, held.through_result_id))
    until = None if held.is_locked(now(ws)) else held.unlocked_until
    return state_of(held.facts_sha256, facts, until, now(ws))


def _results(session: ReadSession | WriteSession, found: RecordedVisit, through: int | None) -> list[LabResult]:
    """The results of a visit's day, those that came after its signature left out."""
    day: date | None = found.entry.on
    held = lab_result.on_days(session, found.entry.patient_id, [day]) if day is not None else []
    return [one for one in held if through is None or one.id <= through]


def _is_complete(session: ReadSession | WriteSession, scheduled_id: int | None) -> bool:
    planned = scheduled_visit.get(session, scheduled_id) if scheduled_id is not None else None
    return planned is None or planned.closing is Closing.DONE


def _name(session: ReadSession | WriteSession, staff_id: int | None) -> str:
    return staff.names(session).get(staff_id, "") if staff_id is not None else ""


def _refuse_clock(ws: Workspace, session: WriteSession) -> None:
    """A signature says when; a clock that was set back would say what is not so."""
    last = latest_moment(session)
    if last is not None and now(ws) < last - CLOCK_BACK:
        raise KnownError("clock_set_back", now=now(ws).astimezone(), last=last.astimezone())
