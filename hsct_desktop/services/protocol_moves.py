"""Patients move to another version of their protocol, or to another protocol, one by one or together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from hsct_desktop.catalogue.protocol_json import protocol_to_json
from hsct_desktop.domain.problem import KnownError, refuse
from hsct_desktop.domain.protocol import FollowUpProtocol
from hsct_desktop.domain.reschedule import Choice, Decisions
from hsct_desktop.services import replanning, settings
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import birth_date_of, changes, course_of, name_of, record_of
from hsct_desktop.services.replanning import Preview
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import transplant
from hsct_desktop.store.base import WriteSession, fetch
from hsct_desktop.store.transplant import Course, Transplant


@dataclass(frozen=True)
class PatientOnVersion:
    """A followed patient of an open course, and whether the course is pinned to the protocol as it reads now."""

    patient_id: int
    transplant_id: int
    version: int
    name: str
    birth_date: date
    code: str
    protocol_version: str
    is_current: bool


@dataclass(frozen=True)
class ProtocolMove:
    """One patient's move as confirmed: `version` is that of the course when its preview was shown."""

    transplant_id: int
    version: int
    decisions: Mapping[str, Choice] = field(default_factory=dict)


def patients_on(ws: Workspace, protocol_id: str) -> list[PatientOnVersion]:
    """The followed patients on a protocol, by name; those not on its present text can be moved to it."""
    now = transplant.digest(protocol_to_json(ws.catalogue.protocol(protocol_id)))
    found = []
    with ws.read() as session:
        for pinned in transplant.open_on_protocol(session, protocol_id):
            card = record_of(session, pinned.patient_id)
            if card.follow_up.is_followed:
                found.append(
                    PatientOnVersion(
                        pinned.patient_id,
                        pinned.transplant_id,
                        pinned.version,
                        name_of(card),
                        birth_date_of(card),
                        card.entry.code,
                        pinned.protocol_version,
                        pinned.sha256 == now,
                    )
                )
    return sorted(found, key=lambda one: (one.name.casefold(), one.birth_date))


def preview(ws: Workspace, patient_id: int, protocol_id: str) -> Preview:
    """What a patient's visits would look like on the protocol as it reads now; nothing is saved."""
    protocol = ws.catalogue.protocol(protocol_id)
    with ws.read() as session:
        course = course_of(session, patient_id)
        if course is None:
            raise KnownError("stale_row")
        return replanning.preview(ws, session, course, protocol=protocol)


def move(ws: Workspace, protocol_id: str, moves: Sequence[ProtocolMove]) -> Changes:
    """Move patients to the protocol as it reads now: all of them in one write, or none.

    KnownError `stale_row` when one of the courses has changed since its preview.
    """
    if not moves:
        raise refuse("patients", "nobody_chosen")
    protocol = ws.catalogue.protocol(protocol_id)
    with ws.write("protocol.move") as session:
        courses = [_move_one(session, ws, protocol, one) for one in moves]
        label, words = protocol.label.text(ws.language), ws.wording
        if len(courses) == 1:
            name = name_of(record_of(session, courses[0].patient_id))
            text = words.text("saved.protocol_moved", name=name, protocol=label, version=protocol.version)
            return changes(session, {"transplant", "schedule"}, text, courses[0].patient_id, courses[0].id)
        text = words.text("saved.protocol_moved_many", count=len(courses), protocol=label, version=protocol.version)
        return changes(session, {"transplant", "schedule"}, text, None)


def _move_one(session: WriteSession, ws: Workspace, protocol: FollowUpProtocol, one: ProtocolMove) -> Course:
    held = fetch(session, Transplant, one.transplant_id, one.version)
    content = protocol_to_json(protocol)
    snapshot = transplant.pin_protocol(session, protocol.id, protocol.version, content)
    transplant.repin(session, one.transplant_id, protocol.id, protocol.version, snapshot)
    course = course_of(session, held.patient_id)
    if course is None or course.id != one.transplant_id:
        raise KnownError("stale_row")
    days = settings.working_days_in(session, ws)
    replanning.reconcile(session, course, ws.today(), Decisions(one.decisions), days=days)
    return course
