"""Long-term items: when each is due by its own data, what counts as done; the metabolic syndrome in three values."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.dates import add_months, add_offset
from hsct_desktop.domain.late_effect import (
    Check,
    CheckEntry,
    CheckResult,
    Done,
    LateEffectItem,
    LateEffectSource,
    LateEffectState,
    TotalRange,
    check_late_effect,
    next_due,
    stand,
    syndrome_of,
)
from hsct_desktop.domain.rule_facts import RECORDS, Reading, RuleFacts, Truth

DAY0 = date(2024, 1, 31)
BORN = date(1985, 3, 7)
ITEMS = Catalogue().late_effects


def months(count: int, days: int = 0) -> date:
    """The day so many months after Day 0."""
    return add_months(DAY0, count) + timedelta(days=days)


def facts(on: date, sex: str = "female", born: date | None = BORN, **more: object) -> RuleFacts:
    return RuleFacts(on, sex=sex, birth_date=born, disease="ms", unknown=RECORDS - {"person"}, **more)  # type: ignore[arg-type]


def check(on: date, result: CheckResult = CheckResult.NORMAL) -> Done:
    return Done(on, LateEffectSource.CHECK, result)


FIRST = {
    "thyroid": 12, "autoimmunity": 6, "bone": 12, "heart": 12, "lung": 6, "metabolic": 6, "urine_protein": 6,
    "skin": 12, "cervix": 12, "dental": 12, "eyes": 12, "iron": 12, "tmn": 12, "eq5d5l": 6, "sf36": 12, "fact_bmt": 12,
    "msis29": 12, "psychosocial": 6, "cycles": 6, "hormones_women": 12, "wish": 6, "activity": 3, "vitamin_d": 6,
    "smoking": 6,
}  # fmt: skip
"""Month in which each item of a woman of 40 is due first, from the reference schedule."""


@pytest.mark.parametrize(("name", "first"), FIRST.items())
def test_each_item_is_due_from_its_month_on_and_then_overdue(name: str, first: int) -> None:
    item, due = ITEMS[name], months(first)
    before, on = stand(item, facts(due - timedelta(days=1)), DAY0, []), stand(item, facts(due), DAY0, [])
    late = stand(item, facts(add_offset(due, item.grace) + timedelta(days=1)), DAY0, [])
    assert (before.state, before.due) == (LateEffectState.NOT_YET, due)
    assert (on.state, on.due) == (LateEffectState.DUE, due)
    assert (late.state, late.due) == (LateEffectState.OVERDUE, due)


EVERY = {
    "thyroid": 12, "heart": 12, "skin": 12, "dental": 12, "tmn": 12, "autoimmunity": 12, "lung": 12, "metabolic": 12,
    "bone": None, "eyes": None, "iron": None, "hormones_women": None,
}  # fmt: skip
"""Months after which each item is due again when it was done in month 25; None: never."""


@pytest.mark.parametrize(("name", "every"), EVERY.items())
def test_each_item_comes_again_after_its_interval(name: str, every: int | None) -> None:
    done = months(25)
    found = stand(ITEMS[name], facts(months(25, 10)), DAY0, [check(done)])
    assert found.state is LateEffectState.DONE
    assert found.due == (None if every is None else add_months(done, every))


def test_autoimmunity_is_looked_for_twice_a_year_until_two_years() -> None:
    assert next_due(ITEMS["autoimmunity"], DAY0, months(6)) == add_months(months(6), 6)
    assert next_due(ITEMS["autoimmunity"], DAY0, months(24)) == add_months(months(24), 12)


WHOM = (
    ("bone", "male", BORN, LateEffectState.NOT_APPLICABLE),
    ("cervix", "male", BORN, LateEffectState.NOT_APPLICABLE),
    ("cervix", "unknown", BORN, LateEffectState.ASKS),
    ("breast", "female", BORN, LateEffectState.NOT_APPLICABLE),
    ("breast", "female", date(1970, 1, 1), LateEffectState.DUE),
    ("breast", "female", date(1950, 1, 1), LateEffectState.NOT_APPLICABLE),
    ("bowel", "male", date(1970, 1, 1), LateEffectState.DUE),
    ("bowel", "male", None, LateEffectState.ASKS),
    ("hormones_men", "male", BORN, LateEffectState.DUE),
    ("hormones_women", "male", BORN, LateEffectState.NOT_APPLICABLE),
    ("cycles", "female", date(1960, 1, 1), LateEffectState.NOT_APPLICABLE),
)


@pytest.mark.parametrize(("name", "sex", "born", "state"), WHOM)
def test_whom_an_item_concerns(name: str, sex: str, born: date | None, state: LateEffectState) -> None:
    found = stand(ITEMS[name], facts(months(13), sex, born), DAY0, [])
    assert found.state in (state, LateEffectState.OVERDUE if state is LateEffectState.DUE else state)
    assert bool(found.why.missing) == (state is LateEffectState.ASKS)


def test_the_blood_count_for_myeloid_neoplasms_ends_after_ten_years() -> None:
    item = ITEMS["tmn"]
    assert stand(item, facts(months(119)), DAY0, [check(months(100))]).state is LateEffectState.OVERDUE
    assert stand(item, facts(months(121)), DAY0, [check(months(100))]).due is None
    assert stand(item, facts(months(121)), DAY0, []).state is LateEffectState.NOT_APPLICABLE
    assert stand(ITEMS["thyroid"], facts(months(400)), DAY0, []).state is LateEffectState.OVERDUE


def test_what_was_not_done_or_lies_ahead_counts_for_nothing() -> None:
    on = months(13)
    for done in (check(months(12), CheckResult.NOT_DONE), check(on + timedelta(days=1))):
        assert stand(ITEMS["dental"], facts(on), DAY0, [done]).state is LateEffectState.DUE


def test_a_routine_count_of_the_first_weeks_is_no_long_term_check() -> None:
    count = Done(DAY0 + timedelta(days=20), LateEffectSource.RESULT, CheckResult.ABNORMAL, "WBC 0.3")
    found = stand(ITEMS["tmn"], facts(DAY0 + timedelta(days=28)), DAY0, [count])
    assert found.state is LateEffectState.NOT_YET
    assert not found.is_abnormal


def test_fertility_is_preserved_before_mobilisation_or_it_is_asked() -> None:
    item, on = ITEMS["preservation"], DAY0 - timedelta(days=40)
    begun = DAY0 - timedelta(days=30)
    assert stand(item, facts(on), DAY0, [], begun).state is LateEffectState.DUE
    assert stand(item, facts(on), DAY0, [], begun).due == begun
    assert stand(item, facts(on), None, []).state is LateEffectState.DUE
    assert stand(item, facts(begun), DAY0, [], begun).state is LateEffectState.ASKS
    banked = Done(on - timedelta(days=3), LateEffectSource.FERTILITY)
    assert stand(item, facts(months(40)), DAY0, [banked], begun).state is LateEffectState.DONE


def test_contraception_is_asked_for_six_months() -> None:
    item = ITEMS["contraception"]
    assert stand(item, facts(DAY0), DAY0, []).state is LateEffectState.DUE
    assert stand(item, facts(months(6, 1)), DAY0, []).state is LateEffectState.NOT_APPLICABLE


@given(
    st.sampled_from(sorted(ITEMS)), st.lists(st.integers(-400, 4000), max_size=6), st.integers(-100, 5000),
    st.sampled_from(["female", "male", "unknown"]),
)  # fmt: skip
def test_nothing_is_due_before_its_month_or_again_before_its_interval(
    name: str, done: list[int], today: int, sex: str
) -> None:
    item, on = ITEMS[name], DAY0 + timedelta(days=today)
    found = stand(item, facts(on, sex), DAY0, [check(DAY0 + timedelta(days=d)) for d in done])
    if found.state.waits and not item.before_mobilisation:
        assert found.due is not None
        assert found.due <= on
        assert on >= add_offset(DAY0, item.start)
        shortest = item.every
        if found.last is not None and shortest is not None:
            assert on >= add_offset(found.last.on, shortest)


@given(st.sampled_from(sorted(ITEMS)), st.integers(0, 4000), st.integers(0, 4000))
def test_the_due_day_is_the_same_on_every_day_until_something_is_done(name: str, first: int, second: int) -> None:
    """A strip, the visit and the paper of another day name the same day."""
    item = ITEMS[name]
    one, other = (stand(item, facts(DAY0 + timedelta(days=d)), DAY0, []) for d in (first, second))
    if one.due is not None and other.due is not None:
        assert one.due == other.due


# metabolic syndrome -------------------------------------------------------------------------------------------------

MET = {"WAIST": "95", "TRIG": "1.7", "HDL": "1.29", "SBP": "130", "GLU": "5.6"}
UNMET = {"WAIST": "88", "TRIG": "1.69", "HDL": "1.3", "SBP": "129", "GLU": "5.59"}
UNITS = {"WAIST": "cm", "TRIG": "mmol/L", "HDL": "mmol/L", "SBP": "mmHg", "DBP": "mmHg", "GLU": "mmol/L"}


def values(found: dict[str, str]) -> dict[str, tuple[Reading, ...]]:
    on = months(12)
    return {c: (Reading(c, on, UNITS[c], Decimal(v), text=v, typed_unit=UNITS[c], typed=Decimal(v)),)
            for c, v in found.items()}  # fmt: skip


def counted(found: dict[str, str], sex: str = "female") -> tuple[int, Truth, set[str]]:
    syndrome = syndrome_of(ITEMS["metabolic"], facts(months(13), sex, readings=values(found)))
    assert syndrome is not None
    assert (len(syndrome.criteria), syndrome.least) == (5, 3)
    return syndrome.met, syndrome.truth, {missing.what for missing in syndrome.missing}


def test_three_of_five_criteria_make_a_metabolic_syndrome() -> None:
    assert counted({**MET, "DBP": "80"}) == (5, Truth.YES, set())
    assert counted({**UNMET, "DBP": "84"}) == (0, Truth.NO, set())
    assert counted({**UNMET, "DBP": "85"})[0] == 1
    three = {**UNMET, "DBP": "80", **{code: MET[code] for code in ("WAIST", "TRIG", "GLU")}}
    assert counted(three) == (3, Truth.YES, set())
    assert counted({**three, "GLU": "5.5"}) == (2, Truth.NO, set())


def test_cut_offs_follow_the_sex() -> None:
    assert counted({**UNMET, "WAIST": "95", "HDL": "1.1", "DBP": "80"}, "female")[0] == 2
    assert counted({**UNMET, "WAIST": "95", "HDL": "1.1", "DBP": "80"}, "male")[0] == 0
    assert counted({**UNMET, "WAIST": "103", "HDL": "0.99", "DBP": "80"}, "male")[0] == 2


def test_what_is_missing_is_named_and_makes_nothing_false() -> None:
    met, truth, missing = counted({"TRIG": "2.0", "GLU": "6.1", "HDL": "1.5"})
    assert (met, truth) == (2, Truth.UNKNOWN)
    assert missing == {"WAIST", "SBP", "DBP"}
    assert counted({"TRIG": "1.0", "GLU": "5.0", "HDL": "1.5"})[1] is Truth.NO
    assert counted({})[:2] == (0, Truth.UNKNOWN)


@given(
    st.dictionaries(st.sampled_from(sorted(UNITS)), st.sampled_from(["low", "high"])), st.sampled_from(sorted(UNITS))
)
def test_a_value_taken_away_never_tells_the_opposite(found: dict[str, str], gone: str) -> None:
    table = {"low": {**UNMET, "DBP": "80"}, "high": {**MET, "DBP": "90"}}
    held = {code: table[which][code] for code, which in found.items()}
    rest = {code: value for code, value in held.items() if code != gone}
    before, after = counted(held)[1], counted(rest)[1]
    assert after in (before, Truth.UNKNOWN)


# bad input ----------------------------------------------------------------------------------------------------------

TODAY = date(2026, 11, 20)
SOUND = CheckEntry(1, "eq5d5l", TODAY, CheckResult.NORMAL, Decimal(70))
BAD = (
    (CheckEntry(1, "skin", None, CheckResult.NORMAL), "date_missing"),
    (CheckEntry(1, "skin", TODAY + timedelta(days=1), CheckResult.NORMAL), "date_in_future"),
    (CheckEntry(1, "skin", BORN - timedelta(days=1), CheckResult.NORMAL), "before_birth"),
    (CheckEntry(1, "skin", TODAY, None), "late_effect_result_missing"),
    (CheckEntry(1, "eq5d5l", TODAY, CheckResult.NORMAL, Decimal(101)), "late_effect_total"),
    (CheckEntry(1, "eq5d5l", TODAY, CheckResult.NOT_DONE, Decimal(50)), "late_effect_value_of_nothing"),
    (CheckEntry(1, "skin", TODAY, CheckResult.ABNORMAL), "late_effect_finding_missing"),
    (CheckEntry(1, "skin", TODAY, CheckResult.ABNORMAL, finding="naevus", refer_to="Dermatologist"),
     "late_effect_referral_day"),
    (CheckEntry(1, "skin", TODAY, CheckResult.ABNORMAL, finding="naevus", referred_on=TODAY),
     "late_effect_referral_to"),
    (CheckEntry(1, "skin", TODAY, CheckResult.ABNORMAL, finding="naevus", refer_to="Dermatologist",
                referred_on=TODAY - timedelta(days=1)), "late_effect_referral_before"),
    (CheckEntry(1, "skin", TODAY, CheckResult.NORMAL, finding="x" * 401), "too_long"),
)  # fmt: skip


@pytest.mark.parametrize(("entry", "key"), BAD)
def test_one_problem_for_each_thing_that_cannot_be(entry: CheckEntry, key: str) -> None:
    total = ITEMS[entry.item].total
    assert [p.key for p in check_late_effect(entry, total, BORN, TODAY)] == [key]


def test_a_sound_check_and_one_after_death() -> None:
    assert not list(check_late_effect(SOUND, TotalRange("", Decimal(0), Decimal(100)), BORN, TODAY))
    found = list(check_late_effect(SOUND, None, BORN, TODAY, TODAY - timedelta(days=3)))
    assert [p.key for p in found] == ["after_death"]


def test_an_item_that_is_done_once_has_no_interval() -> None:
    bone: LateEffectItem = ITEMS["bone"]
    assert next_due(bone, DAY0, DAY0 - timedelta(days=90)) == months(12), (
        "the baseline is not the check of the first year"
    )
    assert next_due(bone, DAY0, months(14)) is None
    assert Check(1, 1, SOUND, TODAY).done_on == TODAY
