"""Statements: what somebody confirmed about a patient, such as "no immunosuppression or disease-modifying drug"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.statement import (
    Statement,
    StatementAnswer,
    StatementEntry,
    StatementKind,
    check_statement,
)
from hsct_desktop.domain.supportive_therapy import TherapyClass
from hsct_desktop.services import alerts, supportive_therapies
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import (
    birth_date_of,
    changes,
    died_on,
    name_of,
    record_of,
    refuse_problems,
    required_reason,
)
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import statement
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.patient import PatientCard

_ASKED: Final = frozenset({"statement"})
_WRITES: Final = frozenset({"statement", "alert"})


def for_patient(ws: Workspace, patient_id: int) -> list[Statement]:
    """A patient's statements, newest first."""
    with ws.read() as session:
        return statement.of_patient(session, patient_id)


def latest(ws: Workspace, patient_id: int) -> dict[StatementKind, Statement]:
    """The statement that counts of each kind that was ever stated."""
    with ws.read() as session:
        return latest_of(session, patient_id)


def latest_of(session: ReadSession | WriteSession, patient_id: int) -> dict[StatementKind, Statement]:
    """The same within a session."""
    found: dict[StatementKind, Statement] = {}
    for held in statement.of_patient(session, patient_id):
        found.setdefault(held.entry.kind, held)
    return found


def record(ws: Workspace, entry: StatementEntry) -> Changes:
    """Record a statement. InputError says what is wrong."""
    with ws.write("statement.record") as session:
        card = record_of(session, entry.patient_id)
        entry = replace(entry, note=clean(entry.note))
        died = died_on(session, entry.patient_id)
        refuse_problems(check_statement(entry, birth_date_of(card), ws.today(), died))
        refuse_problems(_contradictions(session, ws, entry))
        row_id = statement.add(session, entry).id
        alerts.after_results(session, ws, entry.patient_id, _ASKED)
        return changes(session, _WRITES, _saved(ws, card, entry), entry.patient_id, row_id)


def confirm_none(ws: Workspace, patient_id: int) -> Changes:
    """Confirm for today that no immunosuppression and no disease-modifying drug is running."""
    return record(ws, StatementEntry(patient_id, StatementKind.IMMUNOSUPPRESSION, StatementAnswer.NO, ws.today()))


def void_statement(ws: Workspace, statement_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back a statement made by mistake, with the reason; the one before it counts again."""
    why = required_reason(reason)
    with ws.write("statement.void") as session:
        row = fetch(session, statement.Statement, statement_id, version)
        void(session, row, why)
        session.flush()
        alerts.after_results(session, ws, row.patient_id, _ASKED)
        text = ws.wording.text("saved.statement_voided", name=name_of(record_of(session, row.patient_id)))
        return changes(session, _WRITES, text, row.patient_id, statement_id)


def in_words(ws: Workspace, entry: StatementEntry) -> str:
    """The statement as a clause: "no immunosuppression or disease-modifying drug running"."""
    answer = entry.answer if entry.answer is not None else StatementAnswer.UNKNOWN
    return ws.wording.text(f"statement.said.{entry.kind.value}.{answer.value}")


def _contradictions(session: WriteSession, ws: Workspace, entry: StatementEntry) -> Iterator[Problem]:
    """What this file itself says against "no immunosuppression": a drug of that class that lasts on that day."""
    on = entry.stated_on
    if entry.kind is not StatementKind.IMMUNOSUPPRESSION or entry.answer is not StatementAnswer.NO or on is None:
        return
    for therapy in supportive_therapies.therapies(ws, session, entry.patient_id):
        lasts = therapy.start <= on and (therapy.stop is None or therapy.stop > on)
        if therapy.therapy_class is TherapyClass.IMMUNOSUPPRESSION and lasts:
            yield Problem("answer", "statement_contradicted", {"drug": therapy.name})


def _saved(ws: Workspace, card: PatientCard, entry: StatementEntry) -> str:
    return ws.wording.text("saved.statement", name=name_of(card), what=in_words(ws, entry))


def line(ws: Workspace, kind: StatementKind, held: Statement | None) -> str:
    """What is known of a kind in one line, with the day and who said it."""
    words = ws.wording
    if held is None or held.entry.stated_on is None:
        return words.text("statement.none", what=words.enum("statement_kind", kind))
    said = in_words(ws, held.entry)
    what, on = said[:1].upper() + said[1:], held.entry.stated_on
    if held.by:
        return words.text("statement.confirmed_by", what=what, on=on, who=held.by)
    return words.text("statement.confirmed", what=what, on=on)
