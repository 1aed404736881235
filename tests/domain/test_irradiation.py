"""Irradiated blood products: cases of the rule, and that less knowledge never says "not required"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.irradiation import CourseDates, Irradiation, IrradiationRule, IrradiationState, irradiation
from hsct_desktop.domain.rule_facts import Amount, Exposure, Said, Truth

RULE = IrradiationRule(
    Amount(Decimal(14), "d"), Amount(Decimal(3), "months"), Amount(Decimal(6), "months"),
    ("purine_analogue", "alemtuzumab"),
)  # fmt: skip
DAY0 = date(2026, 11, 14)
START = date(2026, 10, 1)
COURSE = CourseDates(START, DAY0, "transplant:1")
YES, NO, UNKNOWN = Exposure(Truth.YES), Exposure(Truth.NO), Exposure(Truth.UNKNOWN)
NOT_YET, UNTIL, BANK = IrradiationState.NOT_YET, IrradiationState.UNTIL, IrradiationState.BLOOD_BANK
CANNOT_TELL, ENDED = IrradiationState.CANNOT_TELL, IrradiationState.ENDED


def verdict(
    today: date, *courses: CourseDates, tbi: Exposure = NO, purine: Exposure = NO, alemtuzumab: Exposure = NO,
    released: date | None = None,
) -> Irradiation:  # fmt: skip
    exposures = {"tbi": tbi, "purine_analogue": purine, "alemtuzumab": alemtuzumab}
    said = Said("yes", released, "statement:7") if released is not None else None
    return irradiation(RULE, courses, exposures, said, today)


@pytest.mark.parametrize(
    ("today", "tbi", "purine", "alemtuzumab", "state", "on"),
    [
        (date(2026, 9, 16), NO, NO, NO, NOT_YET, date(2026, 9, 17)),
        (date(2026, 9, 17), NO, NO, NO, UNTIL, date(2027, 2, 14)),
        (date(2026, 10, 20), NO, NO, NO, UNTIL, date(2027, 2, 14)),
        (DAY0, NO, NO, NO, UNTIL, date(2027, 2, 14)),
        (date(2027, 2, 13), NO, NO, NO, UNTIL, date(2027, 2, 14)),
        (date(2027, 2, 14), NO, NO, NO, ENDED, date(2027, 2, 14)),
        (date(2027, 2, 14), YES, NO, NO, UNTIL, date(2027, 5, 14)),
        (date(2027, 5, 13), YES, NO, NO, UNTIL, date(2027, 5, 14)),
        (date(2027, 5, 14), YES, NO, NO, ENDED, date(2027, 5, 14)),
        (date(2027, 1, 1), UNKNOWN, NO, NO, CANNOT_TELL, date(2027, 2, 14)),
        (date(2027, 3, 1), UNKNOWN, NO, NO, CANNOT_TELL, None),
        (date(2027, 5, 14), UNKNOWN, NO, NO, ENDED, date(2027, 5, 14)),
        (date(2027, 3, 1), NO, YES, NO, BANK, None),
        (date(2032, 3, 1), NO, NO, YES, BANK, None),
        (date(2026, 9, 1), NO, YES, NO, BANK, None),
        (date(2026, 9, 1), NO, UNKNOWN, NO, CANNOT_TELL, None),
        (date(2027, 3, 1), NO, UNKNOWN, NO, CANNOT_TELL, None),
        (date(2027, 3, 1), NO, NO, UNKNOWN, CANNOT_TELL, None),
        (date(2027, 1, 1), NO, NO, UNKNOWN, CANNOT_TELL, date(2027, 2, 14)),
        (date(2027, 1, 1), UNKNOWN, YES, UNKNOWN, BANK, None),
    ],
)  # fmt: skip
def test_the_cases_of_one_course(
    today: date, tbi: Exposure, purine: Exposure, alemtuzumab: Exposure, state: IrradiationState, on: date | None
) -> None:
    found = verdict(today, COURSE, tbi=tbi, purine=purine, alemtuzumab=alemtuzumab)
    assert (found.state, found.on) == (state, on)
    assert found.required is (state in (UNTIL, BANK, CANNOT_TELL))


@pytest.mark.parametrize(
    ("course", "today", "state", "on"),
    [
        (CourseDates(), DAY0, CANNOT_TELL, None),
        (CourseDates(START), date(2026, 9, 16), NOT_YET, date(2026, 9, 17)),
        (CourseDates(START), date(2027, 9, 1), UNTIL, None),
        (CourseDates(None, DAY0), date(2026, 10, 30), CANNOT_TELL, None),
        (CourseDates(None, DAY0), date(2026, 10, 31), UNTIL, date(2027, 2, 14)),
        (CourseDates(None, DAY0), date(2027, 2, 14), ENDED, date(2027, 2, 14)),
        (CourseDates(None, date(2026, 11, 30)), date(2027, 2, 27), UNTIL, date(2027, 2, 28)),
    ],
)
def test_days_that_are_not_fixed(course: CourseDates, today: date, state: IrradiationState, on: date | None) -> None:
    found = verdict(today, course)
    assert (found.state, found.on) == (state, on)


def test_without_a_course_nothing_can_be_told() -> None:
    assert verdict(DAY0).state is CANNOT_TELL
    assert verdict(DAY0, purine=YES).state is BANK


def test_a_second_course_begins_anew_and_the_longer_one_counts() -> None:
    second = CourseDates(date(2028, 1, 20), date(2028, 3, 1))
    assert verdict(date(2027, 1, 1), COURSE, second).on == date(2027, 2, 14)
    assert verdict(date(2027, 6, 1), COURSE, second).state is NOT_YET
    assert verdict(date(2028, 2, 1), COURSE, second).on == date(2028, 6, 1)
    assert verdict(date(2028, 6, 1), COURSE, second).on == date(2028, 6, 1)


@pytest.mark.parametrize(
    ("released", "purine", "state", "on"),
    [
        (date(2027, 4, 1), YES, ENDED, date(2027, 4, 1)),
        (date(2027, 1, 10), YES, ENDED, date(2027, 2, 14)),
        (date(2026, 10, 1), YES, BANK, None),
        (date(2027, 4, 1), Exposure(Truth.YES, date(2027, 4, 2)), BANK, None),
        (date(2027, 4, 1), Exposure(Truth.YES, date(2027, 4, 1)), ENDED, date(2027, 4, 1)),
        (date(2027, 4, 1), Exposure(Truth.YES, None, (), True), BANK, None),
        (date(2027, 4, 1), UNKNOWN, CANNOT_TELL, None),
        (date(2027, 6, 1), YES, BANK, None),
    ],
    ids=["after", "early", "before day 0", "drug later", "same day", "drug runs", "nobody said", "in the future"],
)  # fmt: skip
def test_a_release_ends_what_only_the_blood_bank_can_end(
    released: date, purine: Exposure, state: IrradiationState, on: date | None
) -> None:
    found = verdict(date(2027, 5, 20), COURSE, purine=purine, released=released)
    assert (found.state, found.on) == (state, on)


def test_a_release_does_not_shorten_the_months_after_day_0() -> None:
    assert verdict(date(2027, 1, 20), COURSE, purine=YES, released=date(2027, 1, 10)).on == date(2027, 2, 14)


def test_the_grounds_name_what_is_missing_and_the_rows() -> None:
    cladribine = Exposure(Truth.YES, date(2023, 12, 31), ("disease_modifying_therapy:4",))
    found = verdict(date(2027, 1, 1), COURSE, tbi=UNKNOWN, purine=cladribine, alemtuzumab=UNKNOWN)
    assert found.missing == ("tbi", "alemtuzumab")
    assert [ground.rows for ground in found.grounds if ground.what == "purine_analogue"] == [cladribine.rows]
    assert [ground.rows for ground in found.grounds if ground.what == "day0"] == [("transplant:1",)]


def test_the_shipped_numbers_are_those_of_the_reference() -> None:
    shipped = Catalogue().irradiation
    assert (str(shipped.before.value), shipped.before.unit) == ("14", "d")
    assert (str(shipped.after.value), str(shipped.after_tbi.value), shipped.after.unit) == ("3", "6", "months")
    assert shipped.lasting == ("purine_analogue", "alemtuzumab")


days = st.integers(-500, 500).map(lambda n: DAY0 + timedelta(days=n))
maybe_days = st.none() | days
courses = st.builds(CourseDates, maybe_days, maybe_days)
known = st.builds(
    Exposure, st.sampled_from([Truth.NO, Truth.YES, Truth.UNKNOWN]), maybe_days, st.just(()), st.booleans()
)
exposures = st.fixed_dictionaries({"tbi": known, "purine_analogue": known, "alemtuzumab": known})
said = st.none() | st.builds(Said, st.sampled_from(["yes", "no", "unknown"]), days)


@given(st.lists(courses, min_size=1, max_size=2), exposures, said, days, st.data())
def test_removing_a_fact_never_makes_it_not_required(
    held: list[CourseDates], exposed: dict[str, Exposure], released: Said | None, today: date, data: st.DataObject
) -> None:
    whole = irradiation(RULE, held, exposed, released, today)
    removed = data.draw(st.sampled_from([*exposed, "release", "mobilisation", "day0"]))
    fewer, at = list(held), data.draw(st.integers(0, len(held) - 1))
    if removed == "mobilisation":
        fewer[at] = replace(held[at], mobilisation=None)
    elif removed == "day0":
        fewer[at] = replace(held[at], day0=None)
    rest = {agent: one for agent, one in exposed.items() if agent != removed}
    after = irradiation(RULE, fewer, rest, None if removed == "release" else released, today)
    assert after.required or not whole.required
