"""Signing a visit: what of it is signed, and where the signature stands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from hsct_desktop.domain.lab_result import LabResult
from hsct_desktop.domain.visit import VisitEntry

UNLOCKED_FOR: Final = timedelta(minutes=30)
"""How long a physician opens a signed entry."""
CLOCK_BACK: Final = timedelta(minutes=5)
"""How far the clock may lie behind the last entry; nobody signs on a computer whose clock was set back by more."""


REASON: Final = "reason"
"""The field of the problem that asks for a reason, in whatever form."""
REASON_MISSING: Final = "change_reason_missing"


class SignState(StrEnum):
    """Where the signature under a visit stands; wording `enum.sign_state.*`.

    CHANGED: signed, opened and changed since, and not signed anew.
    """

    OPEN = "open"
    SIGNED = "signed"
    UNLOCKED = "unlocked"
    CHANGED = "changed"


class ChangeReason(StrEnum):
    """Why something that is complete changes, for who does not type it; wording `enum.change_reason.*`."""

    TYPING_ERROR = "typing_error"
    SEEN_ON_REPORT = "seen_on_report"
    LATE_INFORMATION = "late_information"
    WRONG_PATIENT = "wrong_patient"
    OTHER = "other"


def facts_of(entry: VisitEntry, results: Sequence[LabResult]) -> str:
    """The SHA-256 of all that is signed: the visit with its vital signs, its checklist, the results of its day.

    Grades are worked out from the results by rules and limits, and are no part of it.
    """
    vitals = {one.name: _text(getattr(entry.vitals, one.name)) for one in fields(entry.vitals)}
    lines = sorted([a.assessment_id, a.label, _text(a.state), _text(a.reason), a.detail] for a in entry.assessments)
    measured = [
        [r.id, r.analyte, _text(r.taken_on), r.taken_at, _text(r.laboratory_id), r.text, r.comparator, _text(r.value),
         r.qualitative.value, r.unit, r.note]
        for r in sorted(results, key=lambda one: one.id)
    ]  # fmt: skip
    facts = {
        "patient": entry.patient_id, "scheduled": entry.scheduled_id, "on": _text(entry.on), "by": entry.seen_by,
        "vitals": vitals, "notes": entry.notes, "checklist": lines, "results": measured,
    }  # fmt: skip
    told = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode(errors="backslashreplace")).hexdigest()


def _text(value: object) -> str:
    return "" if value is None else str(value)


def state_of(signed_sha256: str, sha256: str, until: datetime | None, now: datetime) -> SignState:
    """Where a signature stands: `sha256` is that of the facts as they are, `until` when an unlocking ends."""
    if until is not None and now < until:
        return SignState.UNLOCKED
    return SignState.SIGNED if signed_sha256 == sha256 else SignState.CHANGED
