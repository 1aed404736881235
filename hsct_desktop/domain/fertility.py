"""Fertility, contraception and pregnancy: what is recorded, and what cannot be true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from hsct_desktop.domain.late_effect import MAX_NOTE, check_day
from hsct_desktop.domain.patient import Sex
from hsct_desktop.domain.problem import Problem


class FertilityKind(StrEnum):
    """What a fertility record is about; wording `enum.fertility_kind.*`. A partner's pregnancy is a kind of its own."""

    PRESERVATION = "preservation"
    CYCLES = "cycles"
    WISH = "wish"
    CONTRACEPTION = "contraception"
    PREGNANCY = "pregnancy"
    PARTNER_PREGNANCY = "partner_pregnancy"

    @property
    def is_pregnancy(self) -> bool:
        """Whether it has an outcome."""
        return self in (FertilityKind.PREGNANCY, FertilityKind.PARTNER_PREGNANCY)


class PregnancyOutcome(StrEnum):
    """How a pregnancy ended; wording `enum.pregnancy_outcome.*`. It goes on while there is none."""

    LIVE_BIRTH = "live_birth"
    MISCARRIAGE = "miscarriage"
    TERMINATION = "termination"
    ECTOPIC = "ectopic"
    STILLBIRTH = "stillbirth"
    UNKNOWN = "unknown"


class FertilityAnswer(StrEnum):
    """What may be answered, or was preserved; wording `enum.fertility_answer.*`. ANSWERS says what fits which kind."""

    SPERM = "sperm"
    OOCYTES = "oocytes"
    EMBRYOS = "embryos"
    OVARIAN_TISSUE = "ovarian_tissue"
    GNRH = "gnrh"
    DECLINED = "declined"
    NOT_OFFERED = "not_offered"
    REGULAR = "regular"
    IRREGULAR = "irregular"
    ABSENT = "absent"
    MENOPAUSE = "menopause"
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    NOT_NEEDED = "not_needed"


ANSWERS: Final[Mapping[FertilityKind, tuple[FertilityAnswer, ...]]] = {
    FertilityKind.PRESERVATION: (
        FertilityAnswer.SPERM,
        FertilityAnswer.OOCYTES,
        FertilityAnswer.EMBRYOS,
        FertilityAnswer.OVARIAN_TISSUE,
        FertilityAnswer.GNRH,
        FertilityAnswer.DECLINED,
        FertilityAnswer.NOT_OFFERED,
    ),
    FertilityKind.CYCLES: (
        FertilityAnswer.REGULAR,
        FertilityAnswer.IRREGULAR,
        FertilityAnswer.ABSENT,
        FertilityAnswer.MENOPAUSE,
    ),
    FertilityKind.WISH: (FertilityAnswer.YES, FertilityAnswer.NO, FertilityAnswer.UNSURE),
    FertilityKind.CONTRACEPTION: (FertilityAnswer.YES, FertilityAnswer.NO, FertilityAnswer.NOT_NEEDED),
}
"""What may be answered to each kind. Pregnancies have an outcome instead."""
OF_MEN: Final = frozenset({FertilityAnswer.SPERM})
OF_WOMEN: Final = frozenset({FertilityAnswer.OOCYTES, FertilityAnswer.OVARIAN_TISSUE})
LONGEST_PREGNANCY: Final = 310
"""Days; a pregnancy that is said to have lasted longer has a mistyped date (44 weeks and a few days)."""


@dataclass(frozen=True)
class FertilityEntry:
    """What the form hands over. `recorded_on` is the day it was done or asked, or on which a pregnancy began (or was
    found); `ended_on` and `outcome` end a pregnancy, `ended_on` alone a contraception."""

    patient_id: int
    kind: FertilityKind
    recorded_on: date | None
    answer: str = ""
    ended_on: date | None = None
    outcome: PregnancyOutcome | None = None
    note: str = ""


@dataclass(frozen=True)
class FertilityRecord:
    """A recorded answer, preservation or pregnancy."""

    id: int
    version: int
    entry: FertilityEntry
    recorded_on: date

    @property
    def is_open_pregnancy(self) -> bool:
        """Whether a pregnancy goes on as far as anybody has recorded."""
        return self.entry.kind.is_pregnancy and self.entry.ended_on is None


def check_fertility(
    entry: FertilityEntry,
    sex: Sex,
    birth_date: date,
    today: date,
    mobilisation: date | None = None,
    died: date | None = None,
) -> Iterator[Problem]:
    """Yield what is wrong with a fertility record. Preservation after mobilisation began asks once."""
    yield from check_day("recorded_on", entry.recorded_on, birth_date, today, died, required=True)
    yield from check_day("ended_on", entry.ended_on, birth_date, today, died)
    yield from _check_sex(entry, sex)
    if entry.kind in ANSWERS and entry.answer not in ANSWERS[entry.kind]:
        yield Problem("answer", "fertility_answer_missing")
    yield from _check_end(entry)
    is_late = mobilisation is not None and entry.recorded_on is not None and entry.recorded_on >= mobilisation
    if entry.kind is FertilityKind.PRESERVATION and is_late and entry.answer not in ("", "declined", "not_offered"):
        yield Problem("recorded_on", "fertility_after_mobilisation", {"mobilisation": mobilisation}, soft=True)
    if len(entry.note) > MAX_NOTE:
        yield Problem("note", "too_long", {"limit": MAX_NOTE})


def _check_sex(entry: FertilityEntry, sex: Sex) -> Iterator[Problem]:
    if sex is Sex.MALE and entry.kind is FertilityKind.PREGNANCY:
        yield Problem("kind", "fertility_pregnancy_of_man")
    elif sex is Sex.MALE and (entry.kind is FertilityKind.CYCLES or entry.answer in OF_WOMEN):
        yield Problem("answer", "fertility_not_of_man")
    elif sex is Sex.FEMALE and entry.answer in OF_MEN:
        yield Problem("answer", "fertility_not_of_woman")


def _check_end(entry: FertilityEntry) -> Iterator[Problem]:
    start, end = entry.recorded_on, entry.ended_on
    if start is not None and end is not None and end < start:
        yield Problem("ended_on", "end_before_onset", {"onset": start})
    if not entry.kind.is_pregnancy:
        return
    if entry.outcome is None and end is not None:
        yield Problem("outcome", "fertility_outcome_missing")
    if entry.outcome is not None and end is None:
        yield Problem("ended_on", "fertility_outcome_day")
    if start is not None and end is not None and (end - start).days > LONGEST_PREGNANCY:
        yield Problem("ended_on", "fertility_too_long", {"days": LONGEST_PREGNANCY})


def offered_kinds(sex: Sex) -> tuple[FertilityKind, ...]:
    """The kinds that a form offers for a sex."""
    left_out = {FertilityKind.PREGNANCY, FertilityKind.CYCLES} if sex is Sex.MALE else set()
    return tuple(kind for kind in FertilityKind if kind not in left_out)


def offered_answers(kind: FertilityKind, sex: Sex) -> tuple[FertilityAnswer, ...]:
    """The answers that a form offers for a kind and a sex."""
    strange = OF_WOMEN if sex is Sex.MALE else OF_MEN if sex is Sex.FEMALE else frozenset()
    return tuple(answer for answer in ANSWERS.get(kind, ()) if answer not in strange)
