"""What a write changed: the only thing that travels from a service to the pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Changes:
    """The kinds of record that changed, whose they are, and the sentence that says so.

    `kinds` are among patient, transplant, visit, schedule, adverse_event, therapy, contact, state, staff,
    professional, setting, report, attachment, task, filter, protocol, result, laboratory, rules, alert, infection,
    engraftment, transfusion, dmt, statement, vaccine, monitoring, long_term, recheck, care_plan, disease, neurology,
    measure, mri, selection, treatment, letter, registry, phrase and import.
    `txn` names the write for undo. `put_back` are
    the rows, by table and id, that an undo has put back.
    """

    kinds: frozenset[str]
    txn: str
    text: str = ""
    patient_id: int | None = None
    record_id: int | None = None
    put_back: frozenset[tuple[str, int]] = frozenset()
