"""What somebody confirmed about a patient where no record of this file can say it, such as "no immunosuppression"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hsct_desktop.domain.problem import Problem

MAX_NOTE = 400


class StatementKind(StrEnum):
    """The question that a statement answers; wording `enum.statement_kind.*`, in full `statement.question.*`."""

    IMMUNOSUPPRESSION = "immunosuppression"
    RELAPSE = "relapse"
    UNSTABLE = "unstable"
    BLOOD_ELSEWHERE = "blood_elsewhere"
    MEASLES_IMMUNE = "measles_immune"
    RUBELLA_IMMUNE = "rubella_immune"
    VARICELLA_IMMUNE = "varicella_immune"
    PRIOR_PURINE_ANALOGUE = "prior_purine_analogue"
    PRIOR_ALEMTUZUMAB = "prior_alemtuzumab"
    PRIOR_DRUGS_COMPLETE = "prior_drugs_complete"
    PREGNANCY = "pregnancy"
    ANTI_HBC = "anti_hbc"
    REDUCED_MOBILITY = "reduced_mobility"
    IRRADIATION_RELEASED = "irradiation_released"


class StatementAnswer(StrEnum):
    """The answer; wording `enum.statement_answer.*`. "Unknown" takes back what was said before it."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class StatementEntry:
    """One answer as of a day. `stated_on` is None while the day is not readable."""

    patient_id: int
    kind: StatementKind
    answer: StatementAnswer | None
    stated_on: date | None
    note: str = ""


@dataclass(frozen=True)
class Statement:
    """A recorded answer with who gave it; `by` is a name, "" where nobody is known."""

    id: int
    version: int
    entry: StatementEntry
    by: str = ""


def check_statement(
    entry: StatementEntry, birth_date: date, today: date, died: date | None = None
) -> Iterator[Problem]:
    """Yield what is wrong with a statement: its answer, its day, the length of its note."""
    if entry.answer is None:
        yield Problem("answer", "statement_answer_missing")
    if entry.stated_on is None:
        yield Problem("stated_on", "date_missing")
    elif entry.stated_on < birth_date:
        yield Problem("stated_on", "before_birth", {"birth_date": birth_date})
    elif died is not None and entry.stated_on > died:
        yield Problem("stated_on", "after_death", {"died": died})
    elif entry.stated_on > today:
        yield Problem("stated_on", "date_in_future")
    if len(entry.note) > MAX_NOTE:
        yield Problem("note", "too_long", {"limit": MAX_NOTE})
