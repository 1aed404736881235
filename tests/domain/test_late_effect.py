"""Long-term items: when each is due by its own data, what counts as done; the metabolic syndrome in three values."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.dates import Offset, add_months, add_offset
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
    occasions,
    settled,
    stand,
    syndrome_of,
    window_around,
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


AGAIN = {
    "thyroid": 36, "heart": 36, "skin": 36, "dental": 36, "tmn": 36, "autoimmunity": 36, "lung": 36, "metabolic": 36,
    "vitamin_d": 36, "activity": 36, "bone": None, "eyes": None, "iron": None, "hormones_women": None,
}  # fmt: skip
"""Month in which each item is due again when it was done in month 25; None: never."""


@pytest.mark.parametrize(("name", "month"), AGAIN.items())
def test_what_is_done_in_month_25_is_due_again_in_the_month_of_the_schedule(name: str, month: int | None) -> None:
    found = stand(ITEMS[name], facts(months(25, 10)), DAY0, [check(months(25))])
    assert found.state is LateEffectState.DONE
    assert found.due == (None if month is None else months(month))


SCHEDULE = {
    "thyroid": (12, 24, 36, 48), "autoimmunity": (6, 12, 18, 24, 36), "metabolic": (6, 12, 24, 36),
    "lung": (6, 12, 24, 36), "breast": (12, 36, 60), "activity": (3, 12, 24, 36), "vitamin_d": (6, 12, 24, 36),
    "bone": (12,), "iron": (12,), "tmn": tuple(range(12, 121, 12)), "hormones_men": (12, 36, 60), "contraception": (0,),
}  # fmt: skip
"""The first months of each item, from the reference schedule; all of them where it ends."""


@pytest.mark.parametrize(("name", "due"), SCHEDULE.items())
def test_occasions_are_counted_from_day_0(name: str, due: tuple[int, ...]) -> None:
    found = list(islice(occasions(ITEMS[name], DAY0), 40))
    assert found[: len(due)] == [months(month) for month in due]
    assert name not in ("bone", "iron", "tmn", "contraception") or len(found) == len(due)


def result(on: date) -> Done:
    return Done(on, LateEffectSource.RESULT, CheckResult.NORMAL)


FURTHER = (
    ("iron", (0, 10), 12), ("iron", (6, 0), 12), ("iron", (12, -31), 12), ("iron", (12, -30), None),
    ("hormones_women", (0, 26), 12), ("thyroid", (6, 0), 12), ("thyroid", (11, -15), 12), ("thyroid", (12, -30), 24),
    ("thyroid", (12, 30), 24), ("thyroid", (15, 0), 24), ("thyroid", (24, -46), 24), ("thyroid", (24, -45), 36),
    ("thyroid", (36, -61), 36), ("thyroid", (36, -60), 48), ("metabolic", (12, -5), 24), ("lung", (12, -5), 24),
    ("autoimmunity", (18, 0), 24), ("autoimmunity", (24, -5), 36), ("tmn", (108, 5), 120), ("tmn", (120, 5), None),
)  # fmt: skip
"""An item, months and days after Day 0 of the only result, and the month in which it is due next."""


@pytest.mark.parametrize(("name", "done", "month"), FURTHER)
def test_a_result_fills_the_occasion_in_whose_window_it_lies(
    name: str, done: tuple[int, int], month: int | None
) -> None:
    item, due = ITEMS[name], None if month is None else months(month)
    assert next_due(item, DAY0, months(*done)) == due
    if due is not None:
        assert stand(item, facts(due), DAY0, [result(months(*done))]).state is LateEffectState.DUE


def test_an_early_result_is_shown_and_the_item_still_comes() -> None:
    early = Done(DAY0 + timedelta(days=10), LateEffectSource.RESULT, CheckResult.ABNORMAL, "FER 900")
    found = stand(ITEMS["iron"], facts(months(12)), DAY0, [early])
    assert (found.state, found.due, found.last) == (LateEffectState.DUE, months(12), early)
    assert not found.is_abnormal, "a routine result of the first weeks is not the check of the first year"
    seen = stand(ITEMS["thyroid"], facts(months(6)), DAY0, [check(months(5), CheckResult.ABNORMAL)])
    assert (seen.state, seen.is_abnormal) == (LateEffectState.NOT_YET, True)


REPEATED = st.sampled_from(sorted(name for name, item in ITEMS.items() if not item.before_mobilisation))


@given(REPEATED, st.integers(0, 6), st.floats(-1, 1), st.integers(0, 400))
def test_done_in_a_window_it_is_not_due_before_the_next_occasion(name: str, which: int, at: float, later: int) -> None:
    item = ITEMS[name]
    every = list(islice(occasions(item, DAY0), which + 2))
    occasion = every[min(which, len(every) - 1)]
    first, last = window_around(item, DAY0, occasion)
    done = occasion + (last - occasion if at > 0 else occasion - first) * at
    after = next((day for day in every if day > occasion), None)
    on = done + timedelta(days=later)
    found = stand(item, facts(on), DAY0, [check(done)])
    assert not found.state.waits or (after is not None and after <= on)
    assert found.due in (after, None)


@given(REPEATED, st.lists(st.integers(-400, 3000), max_size=5), st.integers(-400, 3000))
def test_a_check_outside_every_window_moves_no_occasion(name: str, done: list[int], extra: int) -> None:
    """Sooner than what is due next it changes nothing; after a window it makes up for that one and no other."""
    item, on = ITEMS[name], DAY0 + timedelta(days=extra)
    every = list(islice(occasions(item, DAY0), 14))
    windows = [window_around(item, DAY0, day) for day in every]
    if item.start.count == 0 or any(first <= on <= last for first, last in windows):
        return
    last = max((DAY0 + timedelta(days=d) for d in done if d < extra), default=None)
    before, after = next_due(item, DAY0, last), next_due(item, DAY0, on)
    missed = before is not None and on > window_around(item, DAY0, before)[1]
    assert after is None or after in every
    assert missed or after == before


def test_a_unit_sets_its_own_window_and_crowded_ones_share_the_days() -> None:
    own = replace(ITEMS["thyroid"], window=Offset(3, "m"))
    assert next_due(own, DAY0, months(9)) == months(24)
    crowded = replace(ITEMS["thyroid"], start=Offset(3, "m"), every=Offset(1, "m"), window=Offset(30, "d"))
    assert next_due(crowded, DAY0, months(3, 14)) == months(4), "nearer to month 3"
    assert next_due(crowded, DAY0, months(4, -14)) == months(5)


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
    assert stand(item, facts(months(121)), DAY0, [check(months(108))]).state is LateEffectState.DUE, "the tenth year"
    assert stand(item, facts(months(121)), DAY0, [check(months(120))]).state is LateEffectState.DONE
    assert stand(item, facts(months(123)), DAY0, [check(months(108))]).due is None
    assert stand(item, facts(months(123)), DAY0, []).state is LateEffectState.NOT_APPLICABLE
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


@pytest.mark.parametrize(
    ("name", "on", "today", "due", "state"),
    [
        ("dental", 12, 13, 24, LateEffectState.NOT_YET),
        ("dental", 12, 24, 24, LateEffectState.DUE),
        ("dental", 12, 27, 24, LateEffectState.OVERDUE),
        ("dental", 25, 26, 36, LateEffectState.NOT_YET),
    ],
)
def test_what_was_not_needed_is_asked_at_the_next_occasion(
    name: str, on: int, today: int, due: int, state: LateEffectState
) -> None:
    found = stand(ITEMS[name], facts(months(today)), DAY0, [])
    after = settled(found, DAY0, months(on), months(today), elsewhere=False)
    assert (after.due, after.state) == (months(due), state)


def test_a_settled_item_without_another_occasion_is_closed() -> None:
    once = replace(ITEMS["dental"], every=None, later_every=None, later_from=None)
    found = stand(once, facts(months(13)), DAY0, [])
    for elsewhere, state in ((True, LateEffectState.DONE), (False, LateEffectState.NOT_APPLICABLE)):
        after = settled(found, DAY0, months(12), months(13), elsewhere=elsewhere)
        assert (after.due, after.state, after.why.key[-5:]) == (None, state, "_once")
    early = stand(once, facts(months(6)), DAY0, [])
    assert settled(early, DAY0, months(5), months(6), elsewhere=True) == early, "nothing waited yet"


@given(
    st.sampled_from(sorted(ITEMS)), st.lists(st.integers(-400, 4000), max_size=6), st.integers(-100, 5000),
    st.sampled_from(["female", "male", "unknown"]),
)  # fmt: skip
def test_nothing_is_due_before_its_month_or_once_its_window_was_met(
    name: str, done: list[int], today: int, sex: str
) -> None:
    item, on = ITEMS[name], DAY0 + timedelta(days=today)
    found = stand(item, facts(on, sex), DAY0, [check(DAY0 + timedelta(days=d)) for d in done])
    if found.state.waits and not item.before_mobilisation:
        assert found.due is not None
        assert found.due <= on
        assert on >= add_offset(DAY0, item.start)
        if found.last is not None:
            assert found.last.on < window_around(item, DAY0, found.due)[0]


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
    assert counted({**MET, "DBP": "80"}) == (4, Truth.YES, {"fasting"})
    assert counted({**UNMET, "DBP": "84"}) == (0, Truth.NO, set())
    assert counted({**UNMET, "DBP": "85"})[0] == 1
    three = {**UNMET, "DBP": "80", **{code: MET[code] for code in ("WAIST", "TRIG", "HDL")}}
    assert counted(three) == (3, Truth.YES, set())
    assert counted({**three, "HDL": "1.3"}) == (2, Truth.NO, set())


def test_a_raised_glucose_may_not_have_been_fasting() -> None:
    two = {**UNMET, "DBP": "80", "WAIST": "95", "TRIG": "1.7"}
    assert counted({**two, "GLU": "5.6"}) == (2, Truth.UNKNOWN, {"fasting"})
    assert counted({**two, "GLU": "5.59"}) == (2, Truth.NO, set())


def test_cut_offs_follow_the_sex() -> None:
    assert counted({**UNMET, "WAIST": "95", "HDL": "1.1", "DBP": "80"}, "female")[0] == 2
    assert counted({**UNMET, "WAIST": "95", "HDL": "1.1", "DBP": "80"}, "male")[0] == 0
    assert counted({**UNMET, "WAIST": "103", "HDL": "0.99", "DBP": "80"}, "male")[0] == 2


def test_what_is_missing_is_named_and_makes_nothing_false() -> None:
    met, truth, missing = counted({"TRIG": "2.0", "GLU": "6.1", "HDL": "1.5"})
    assert (met, truth) == (1, Truth.UNKNOWN)
    assert missing == {"WAIST", "SBP", "DBP", "fasting"}
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
