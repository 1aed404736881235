"""Triggers that keep a signed visit as it was signed: itself, its checklist, and the results of its day.

The services refuse such a write with a sentence that names who signed; these stop whatever passes them by: statements
about many rows, an undo, another tool. While a physician has it unlocked they let everything through, and so does
pseudonymising, which takes names out of notes. The clock is that of the change log.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

LOCKED: Final = "this entry is signed"
"""What the triggers say; `store.known_error` makes a sentence of it."""

VISIT_FACTS: Final = (
    "patient_id", "scheduled_visit_id", "visit_date", "seen_by", "temperature", "systolic", "diastolic", "pulse",
    "saturation", "weight", "karnofsky", "notes", "voided_at",
)  # fmt: skip
LINE_FACTS: Final = ("visit_id", "assessment_id", "label", "state", "reason", "detail", "voided_at")
RESULT_FACTS: Final = (
    "patient_id", "analyte", "taken_on", "taken_at", "laboratory_id", "text", "comparator", "value", "qualitative",
    "unit", "canonical", "note", "voided_at",
)  # fmt: skip
"""What was signed of each: grades are worked out from it, and that somebody has seen a result is no part of it."""
_SIGNATURE_FACTS: Final = (
    "kind", "record_id", "patient_id", "signed_by", "signed_at", "facts_sha256", "through_result_id",
)  # fmt: skip

_SHUT: Final = (
    "s.kind = 'visit' AND s.voided_at IS NULL AND "
    "(s.unlocked_until IS NULL OR hsct_now() < s.unlocked_at OR hsct_now() >= s.unlocked_until)"
)


def statements() -> dict[str, str]:
    """The triggers by name, as SQLite stores them."""
    of_visit = f"EXISTS (SELECT 1 FROM record_signature AS s WHERE s.record_id = {{}} AND {_SHUT})"  # noqa: S608
    of_result = (
        "EXISTS (SELECT 1 FROM visit AS v JOIN record_signature AS s ON s.record_id = v.id "  # noqa: S608 - our names
        "WHERE v.patient_id = OLD.patient_id AND v.visit_date = OLD.taken_on AND v.voided_at IS NULL "
        f"AND OLD.id <= s.through_result_id AND {_SHUT})"
    )
    return dict(
        (
            _on("visit", "update", VISIT_FACTS, of_visit.format("OLD.id")),
            _on("visit_assessment", "update", LINE_FACTS, of_visit.format("OLD.visit_id")),
            _on("visit_assessment", "insert", (), of_visit.format("NEW.visit_id")),
            _on("lab_result", "update", RESULT_FACTS, of_result),
            _on("record_signature", "update", _SIGNATURE_FACTS, "1"),
        )
    )


def _on(table: str, op: str, facts: Iterable[str], shut: str) -> tuple[str, str]:
    name = f"signed_{table}_{op}"
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in facts)
    when = " AND ".join((*((f"({changed})",) if changed else ()), "hsct_redacts() IS NOT 1", shut))
    head = f"CREATE TRIGGER {name} BEFORE {op.upper()} ON {table} WHEN {when}"
    return name, f"{head} BEGIN SELECT RAISE(ABORT, '{LOCKED}'); END"
