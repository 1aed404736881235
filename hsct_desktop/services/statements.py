"""Statements: what somebody confirmed about a patient, such as "no immunosuppression or disease-modifying drug"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from hsct_desktop.domain.names import clean
from hsct_desktop.domain.statement import (
    Statement,
    StatementAnswer,
    StatementEntry,
    StatementKind,
    check_statement,
)
from hsct_desktop.services import alerts
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


def _saved(ws: Workspace, card: PatientCard, entry: StatementEntry) -> str:
    return ws.wording.text("saved.statement", name=name_of(card), what=in_words(ws, entry))
