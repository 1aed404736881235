"""A checklist of criteria as a person filled and judged it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from hsct_desktop.domain.criteria import (
    CHECKLISTS,
    Answer,
    ChecklistId,
    CriteriaDecision,
    SosFindings,
    SosSeverity,
    Verdict,
    judge,
    sos_severity,
)
from hsct_desktop.domain.problem import Problem

MAX_NOTE: Final = 4000


@dataclass(frozen=True)
class Said:
    """The answer to one criterion: from the record with its evidence in words, or by a person."""

    answer: Answer
    by_person: bool = False
    evidence: str = ""


@dataclass(frozen=True)
class CriteriaCheckEntry:
    """What the form hands over; `findings` are those of the severity of SOS/VOD, None for another checklist."""

    patient_id: int
    checklist: ChecklistId
    assessed_on: date | None
    said: Mapping[str, Said] = field(default_factory=dict)
    decision: CriteriaDecision | None = None
    findings: SosFindings | None = None
    note: str = ""

    @property
    def answers(self) -> dict[str, Answer]:
        """The answers alone."""
        return {name: said.answer for name, said in self.said.items()}

    @property
    def verdict(self) -> Verdict:
        """What the rules make of the answers."""
        return judge(self.checklist, self.answers)

    @property
    def severity(self) -> SosSeverity | None:
        """The severity of SOS/VOD; None for another checklist, while no category is met, and while it is open."""
        if self.findings is None or not self.verdict.category:
            return None
        return sos_severity(self.findings)[0]


def check_criteria(
    entry: CriteriaCheckEntry, birth_date: date, today: date, died: date | None = None
) -> Iterator[Problem]:
    """Yield what is wrong: day, decision, a decision against the rules without a note.

    ValueError for a criterion of another checklist.
    """
    known = {criterion.id for criterion in CHECKLISTS[entry.checklist]}
    if not set(entry.said) <= known:
        raise ValueError(f"not of {entry.checklist}: {set(entry.said) - known}")
    if entry.assessed_on is None:
        yield Problem("assessed_on", "date_missing")
    elif entry.assessed_on < birth_date:
        yield Problem("assessed_on", "before_birth", {"birth_date": birth_date})
    elif died is not None and entry.assessed_on > died:
        yield Problem("assessed_on", "after_death", {"died": died})
    elif entry.assessed_on > today:
        yield Problem("assessed_on", "date_in_future")
    if entry.decision is None:
        yield Problem("decision", "criteria_decision_missing")
    elif _is_against(entry) and not entry.note.strip():
        yield Problem("note", "criteria_note_missing")
    if len(entry.note) > MAX_NOTE:
        yield Problem("note", "too_long", {"limit": MAX_NOTE})


def _is_against(entry: CriteriaCheckEntry) -> bool:
    """Whether the person decides otherwise than the rules: they may, and say why."""
    status = entry.verdict.status
    if entry.decision is CriteriaDecision.CONFIRMED:
        return status is not Answer.YES
    return entry.decision is CriteriaDecision.EXCLUDED and status is Answer.YES
