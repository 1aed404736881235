"""The selection for transplant: the meeting with its checklist, trials a patient takes part in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain import selection_meeting as domain
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.selection import Mark, MeetingDecision, Tick
from hsct_desktop.domain.selection_meeting import FrozenLine, MeetingEntry, TrialEntry
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch

LANGUAGES: Final = ("en", "it")
"""A signed line keeps its words in both, so that it reads the same when the catalogue has changed."""


class SelectionMeeting(Recorded, Base):
    """A meeting that decided: `lines` are the criteria as they stood (id, value, limit, hint, tick, comment).

    `decision` is "accepted", "declined", "deferred" or "" while it is being prepared; `members` one name a line. While
    nobody has signed, a line holds only what a person said of it.
    """

    __tablename__ = "selection_meeting"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    held_on: Mapped[date | None]
    members: Mapped[str]
    decision: Mapped[str]
    reason: Mapped[str]
    signed_by: Mapped[str]
    lines: Mapped[list[dict[str, str]]] = mapped_column(sa.JSON)
    note: Mapped[str]


class TrialEnrolment(Recorded, Base):
    """A trial of the list (`trial_id`, or "" and `name` as typed) with its arm and screening number."""

    __tablename__ = "trial_enrolment"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    trial_id: Mapped[str]
    name: Mapped[str]
    arm: Mapped[str]
    screening_number: Mapped[str]
    enrolled_on: Mapped[date | None]
    left_on: Mapped[date | None]
    note: Mapped[str]


_MEETING: Final = (
    SelectionMeeting.id, SelectionMeeting.version, SelectionMeeting.patient_id, SelectionMeeting.held_on,
    SelectionMeeting.members, SelectionMeeting.decision, SelectionMeeting.reason, SelectionMeeting.signed_by,
    SelectionMeeting.lines, SelectionMeeting.note,
)  # fmt: skip
_MEETINGS: Final = (
    sa.select(*_MEETING)
    .where(SelectionMeeting.voided_at.is_(None), SelectionMeeting.patient_id == sa.bindparam("patient_id"))
    .order_by(SelectionMeeting.id)
)
_TRIAL: Final = (
    TrialEnrolment.id, TrialEnrolment.version, TrialEnrolment.patient_id, TrialEnrolment.trial_id,
    TrialEnrolment.name, TrialEnrolment.arm, TrialEnrolment.screening_number, TrialEnrolment.enrolled_on,
    TrialEnrolment.left_on, TrialEnrolment.note,
)  # fmt: skip
_TRIALS: Final = (
    sa.select(*_TRIAL)
    .where(TrialEnrolment.voided_at.is_(None), TrialEnrolment.patient_id == sa.bindparam("patient_id"))
    .order_by(TrialEnrolment.id)
)


def add_meeting(session: WriteSession, entry: MeetingEntry) -> SelectionMeeting:
    """Begin a meeting without any tick; the row has its id."""
    row = SelectionMeeting(patient_id=entry.patient_id, lines=[])
    _fill(row, entry)
    session.add(row)
    session.flush()
    return row


def prepared(session: WriteSession, row_id: int, version: int | None) -> SelectionMeeting:
    """The meeting to change; KnownError `stale_row`, and `selection_signed` for one that is signed."""
    row = fetch(session, SelectionMeeting, row_id, version)
    if row.signed_by:
        raise KnownError("selection_signed")
    return row


def put_marks(session: WriteSession, row: SelectionMeeting, marks: Mapping[str, Mark]) -> None:
    """Write what people said of the criteria of a meeting that is being prepared."""
    row.lines = [{"id": name, **_said(mark)} for name, mark in marks.items() if mark != Mark()]
    session.flush()


def put_meeting(
    session: WriteSession, row: SelectionMeeting, entry: MeetingEntry, lines: Iterable[FrozenLine] = ()
) -> None:
    """Write the sheet of a meeting; with `lines` it is signed, and they are its criteria for good."""
    _fill(row, entry)
    if entry.is_signed:
        row.lines = [_frozen(line) for line in lines]
    session.flush()


def _fill(row: SelectionMeeting, entry: MeetingEntry) -> None:
    row.held_on, row.members, row.reason = entry.held_on, entry.members, entry.reason
    row.decision = entry.decision.value if entry.decision is not None else ""
    row.signed_by, row.note = entry.signed_by, entry.note


def meetings_of(session: Session, patient_id: int) -> list[domain.SelectionMeeting]:
    """A patient's meetings in the order in which they were begun (one statement)."""
    return [_meeting(row) for row in session.execute(_MEETINGS, {"patient_id": patient_id})]


def _said(mark: Mark) -> dict[str, str]:
    return {"tick": mark.tick.value if mark.tick is not None else "", "comment": mark.comment}


def _mark(held: Mapping[str, str]) -> Mark:
    return Mark(Tick(held["tick"]) if held["tick"] else None, held["comment"])


def _frozen(line: FrozenLine) -> dict[str, str]:
    words = {
        f"{name}_{language}": texts[language]
        for name, texts in (("label", line.label), ("recorded", line.recorded), ("limit", line.limit))
        for language in LANGUAGES
    }
    return {"id": line.id, "group": line.group, "value": line.value, "hint": line.hint, **words, **_said(line.mark)}


def _thawed(held: Mapping[str, str]) -> FrozenLine:
    label, recorded, limit = (
        {language: held[f"{name}_{language}"] for language in LANGUAGES} for name in ("label", "recorded", "limit")
    )
    return FrozenLine(held["id"], label, held["group"], held["value"], recorded, limit, held["hint"], _mark(held))


def _meeting(row: Any) -> domain.SelectionMeeting:
    decision = MeetingDecision(row.decision) if row.decision else None
    entry = MeetingEntry(row.patient_id, row.held_on, row.members, decision, row.reason, row.signed_by, row.note)
    marks = {held["id"]: _mark(held) for held in row.lines}
    lines = tuple(_thawed(held) for held in row.lines) if row.signed_by else ()
    return domain.SelectionMeeting(row.id, row.version, entry, marks, lines)


def add_trial(session: WriteSession, entry: TrialEntry) -> TrialEnrolment:
    """Record a checked enrolment; the row has its id."""
    row = TrialEnrolment(patient_id=entry.patient_id)
    _fill_trial(row, entry)
    session.add(row)
    session.flush()
    return row


def revise_trial(session: WriteSession, row_id: int, version: int, entry: TrialEntry) -> TrialEnrolment:
    """Change an enrolment. KnownError `stale_row`."""
    row = fetch(session, TrialEnrolment, row_id, version)
    _fill_trial(row, entry)
    session.flush()
    return row


def _fill_trial(row: TrialEnrolment, entry: TrialEntry) -> None:
    row.trial_id, row.name, row.arm, row.note = entry.trial_id, entry.name, entry.arm, entry.note
    row.screening_number, row.enrolled_on, row.left_on = entry.screening_number, entry.enrolled_on, entry.left_on


def trials_of(session: Session, patient_id: int) -> list[domain.TrialEnrolment]:
    """A patient's enrolments as they were entered (one statement)."""
    return [_trial(row) for row in session.execute(_TRIALS, {"patient_id": patient_id})]


def _trial(row: Any) -> domain.TrialEnrolment:
    entry = TrialEntry(
        row.patient_id, row.trial_id, row.name, row.arm, row.screening_number, row.enrolled_on, row.left_on, row.note
    )
    return domain.TrialEnrolment(row.id, row.version, entry)
