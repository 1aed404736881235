"""Fertility records: what cannot be is refused in one sentence each; a partner's pregnancy is a kind of its own."""

from datetime import date, timedelta

import pytest

from hsct_desktop.domain.fertility import (
    FertilityEntry,
    FertilityKind,
    PregnancyOutcome,
    check_fertility,
    offered_answers,
    offered_kinds,
)
from hsct_desktop.domain.patient import Sex

TODAY, BORN, MOBILISED = date(2026, 11, 20), date(1985, 3, 7), date(2024, 5, 2)
MAN, WOMAN = Sex.MALE, Sex.FEMALE
PREGNANCY, PARTNER = FertilityKind.PREGNANCY, FertilityKind.PARTNER_PREGNANCY
BIRTH = PregnancyOutcome.LIVE_BIRTH


def entry(
    kind: FertilityKind, on: date | None = TODAY, answer: str = "", ended: date | None = None,
    outcome: PregnancyOutcome | None = None, note: str = "",
) -> FertilityEntry:  # fmt: skip
    return FertilityEntry(1, kind, on, answer, ended, outcome, note)


BAD = (
    (entry(PREGNANCY), MAN, "fertility_pregnancy_of_man"),
    (entry(PREGNANCY, TODAY + timedelta(days=1)), WOMAN, "date_in_future"),
    (entry(PREGNANCY, None), WOMAN, "date_missing"),
    (entry(PREGNANCY, TODAY, ended=TODAY - timedelta(days=1), outcome=BIRTH), WOMAN, "end_before_onset"),
    (entry(PARTNER, TODAY - timedelta(days=9), ended=TODAY), MAN, "fertility_outcome_missing"),
    (entry(PARTNER, TODAY - timedelta(days=9), outcome=BIRTH), MAN, "fertility_outcome_day"),
    (entry(PREGNANCY, TODAY - timedelta(days=400), ended=TODAY, outcome=BIRTH), WOMAN, "fertility_too_long"),
    (entry(FertilityKind.PRESERVATION, MOBILISED, "sperm"), MAN, "fertility_after_mobilisation"),
    (entry(FertilityKind.PRESERVATION, BORN - timedelta(days=1), "sperm"), MAN, "before_birth"),
    (entry(FertilityKind.PRESERVATION, MOBILISED - timedelta(days=9), "oocytes"), MAN, "fertility_not_of_man"),
    (entry(FertilityKind.PRESERVATION, MOBILISED - timedelta(days=9), "sperm"), WOMAN, "fertility_not_of_woman"),
    (entry(FertilityKind.CYCLES, TODAY, "regular"), MAN, "fertility_not_of_man"),
    (entry(FertilityKind.WISH), WOMAN, "fertility_answer_missing"),
    (entry(FertilityKind.WISH, TODAY, "maybe"), WOMAN, "fertility_answer_missing"),
    (entry(FertilityKind.WISH, TODAY, "yes", note="x" * 4001), WOMAN, "too_long"),
)


@pytest.mark.parametrize(("given", "sex", "key"), BAD)
def test_one_problem_for_each_thing_that_cannot_be(given: FertilityEntry, sex: Sex, key: str) -> None:
    assert [p.key for p in check_fertility(given, sex, BORN, TODAY, MOBILISED)] == [key]


GOOD = (
    (entry(PARTNER), MAN),
    (entry(PREGNANCY, TODAY - timedelta(days=270), ended=TODAY, outcome=BIRTH), WOMAN),
    (entry(FertilityKind.PRESERVATION, MOBILISED - timedelta(days=9), "sperm"), MAN),
    (entry(FertilityKind.PRESERVATION, TODAY, "declined"), MAN),
    (entry(FertilityKind.CYCLES, TODAY, "absent"), Sex.UNKNOWN),
)


@pytest.mark.parametrize(("given", "sex"), GOOD)
def test_what_can_be_is_taken(given: FertilityEntry, sex: Sex) -> None:
    assert not list(check_fertility(given, sex, BORN, TODAY, MOBILISED))


def test_a_preservation_after_mobilisation_only_asks() -> None:
    found = list(check_fertility(entry(FertilityKind.PRESERVATION, TODAY, "sperm"), MAN, BORN, TODAY, MOBILISED))
    assert [p.soft for p in found] == [True]


def test_the_form_offers_what_fits_the_sex() -> None:
    assert FertilityKind.PREGNANCY not in offered_kinds(MAN)
    assert FertilityKind.PARTNER_PREGNANCY in offered_kinds(MAN)
    assert set(offered_kinds(WOMAN)) == set(FertilityKind)
    assert "sperm" not in offered_answers(FertilityKind.PRESERVATION, WOMAN)
    assert "oocytes" not in offered_answers(FertilityKind.PRESERVATION, MAN)
    assert offered_answers(PREGNANCY, WOMAN) == ()
