"""Engraftment: each edge of the definitions, and what must hold for any series."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.catalogue.engraftment_words import sentence
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.engraftment import (
    Count,
    Derived,
    EngraftmentRules,
    EngraftmentStatus,
    PlateletPreset,
    day_ranges,
    neutrophils,
    platelets,
    so_far,
)

ENGRAFTED, PROVISIONAL = EngraftmentStatus.ENGRAFTED, EngraftmentStatus.PROVISIONAL
SEVEN = PlateletPreset.SEVEN_DAYS


def series(text: str) -> list[Count]:
    """Counts written as "0:2 1:0.4 2:<0.1"."""
    found = []
    for cell in text.split():
        day, written = cell.split(":")
        number = written.lstrip("<>=")
        found.append(Count(int(day), Decimal(number), written[: len(written) - len(number)]))
    return found


def daily(start: int, *values: str) -> list[Count]:
    """One count a day from `start` on."""
    return [Count(start + i, Decimal(value)) for i, value in enumerate(values)]


NEUTROPHILS = {
    "three days in a row": ("0:2 1:0.4 2:0.1 3:0.5 4:0.6 5:0.7", ENGRAFTED, 3, ()),
    "exactly on the limit": ("0:0.1 1:0.5 2:0.5 3:0.5", ENGRAFTED, 1, ()),
    "just below the limit": ("0:0.1 1:0.499 2:0.5 3:0.5 4:0.5", ENGRAFTED, 2, ()),
    "a dip starts anew": ("0:0.1 1:0.6 2:0.7 3:0.49 4:0.6 5:0.8 6:1.0", ENGRAFTED, 4, ()),
    "counts before the nadir do not count": ("0:3 1:2 2:1 3:0.4 4:0.1 5:0.6 6:0.6 7:0.6", ENGRAFTED, 5, ()),
    "the nadir is on Day 0": ("0:0.3 1:0.6 2:0.7 3:0.8", ENGRAFTED, 1, ()),
    "before Day 0 nothing counts": ("-2:0.2 -1:0.9 0:0.9 1:0.9 2:0.4 3:1 4:1 5:1", ENGRAFTED, 3, ()),
    "a low count before Day 0 is no nadir": ("-1:0.2 0:0.9 1:0.9 2:0.9", EngraftmentStatus.NEVER_BELOW, None, ()),
    "a day is missing between": ("0:0.1 1:0.2 2:0.6 4:0.7 5:0.9", PROVISIONAL, 2, (3,)),
    "days are missing before": ("0:0.1 1:0.2 4:0.6 5:0.7 6:0.9", PROVISIONAL, 4, (2, 3)),
    "missing before and between": ("0:0.1 2:0.6 4:0.7 6:0.9", PROVISIONAL, 2, (1, 3, 5)),
    "a day missing after the third": ("0:0.1 1:0.6 2:0.7 3:0.9 6:0.9", ENGRAFTED, 1, ()),
    "a day missing in aplasia": ("0:0.1 2:0.1 3:0.1 4:0.6 5:0.7 6:0.9", ENGRAFTED, 4, ()),
    "days missing in aplasia": ("0:0.1 6:0.1 7:0.1 8:0.6 9:0.7 10:0.9", ENGRAFTED, 8, ()),
    "an earlier rise with a missing day": ("0:0.1 1:0.6 2:0.7 4:0.1 5:0.6 6:0.7 7:0.9", PROVISIONAL, 5, (3,)),
    "an earlier rise too short in any case": ("0:0.1 1:0.6 3:0.1 5:0.1 6:0.6 7:0.7 8:0.9", ENGRAFTED, 6, ()),
    "two counts at the end": ("0:0.1 1:0.6 2:0.7", EngraftmentStatus.NOT_YET, None, ()),
    "no recovery so far": ("0:2 1:0.1 2:0.1", EngraftmentStatus.NOT_YET, None, ()),
    "never below": ("0:2 1:0.5 2:0.6", EngraftmentStatus.NEVER_BELOW, None, ()),
    "never below with a gap": ("0:2 1:0.5 4:0.6", EngraftmentStatus.NEVER_BELOW, None, (2, 3)),
    "no counts": ("", EngraftmentStatus.NO_VALUES, None, ()),
    "only before Day 0": ("-3:1 -1:0.1", EngraftmentStatus.NO_VALUES, None, ()),
    "not in order": ("5:0.7 0:2 4:0.6 1:0.4 3:0.5 2:0.1", ENGRAFTED, 3, ()),
    "the lowest of a day counts": ("0:0.1 1:0.6 1:0.4 2:0.7 3:0.8 4:0.8", ENGRAFTED, 2, ()),
    "two counts of one day are one day": ("0:0.1 1:0.6 1:0.7 2:0.7", EngraftmentStatus.NOT_YET, None, ()),
    "less than 0.1 is below": ("0:2 1:<0.1 2:0.6 3:0.7 4:0.8", ENGRAFTED, 2, ()),
    "less than 0.5 is below": ("0:2 1:<0.5 2:0.6 3:0.7 4:0.8", ENGRAFTED, 2, ()),
    "less than 1 may be either": ("0:0.1 1:<1 2:0.6 3:0.7 4:0.8", PROVISIONAL, 2, (1,)),
    "more than 0.5 is not below": ("0:0.1 1:>0.5 2:0.6 3:0.7", ENGRAFTED, 1, ()),
    "more than 0.4 may be either": ("0:0.1 1:>0.4 2:0.6 3:0.7 4:0.8", PROVISIONAL, 2, (1,)),
    "failed on Day 30": ("0:2 5:0.1 29:0.2 30:0.3", EngraftmentStatus.GRAFT_FAILURE, None, ()),
    "failed, counted later": ("0:2 5:0.1 28:0.2 40:0.3", EngraftmentStatus.GRAFT_FAILURE, None, ()),
    "Day 30 has not come": ("0:2 5:0.1 29:0.2", EngraftmentStatus.NOT_YET, None, ()),
    "two counts up to Day 30": ("0:2 5:0.1 28:0.2 29:0.6 30:0.7", EngraftmentStatus.NOT_YET, None, ()),
    "begun on Day 30": ("0:2 5:0.1 29:0.2 30:0.5 31:0.7 32:0.9", ENGRAFTED, 30, ()),
    "low on Day 30, rising": ("0:2 5:0.1 30:0.2 31:0.6 32:0.7", EngraftmentStatus.GRAFT_FAILURE, None, ()),
    "nobody counted around Day 30": ("0:2 5:0.1 28:0.2 33:0.7", EngraftmentStatus.NOT_YET, None, ()),
    "a rise lost before Day 30": ("0:0.1 10:0.6 11:0.6 12:0.1 30:0.1", EngraftmentStatus.GRAFT_FAILURE, None, ()),
    "late": ("0:2 29:0.1 30:0.1 31:0.1 32:0.1 33:0.6 34:0.7 35:0.8", ENGRAFTED, 33, ()),
}


@pytest.mark.parametrize(("text", "status", "day", "missing"), NEUTROPHILS.values(), ids=NEUTROPHILS)
def test_neutrophils(text: str, status: EngraftmentStatus, day: int | None, missing: tuple[int, ...]) -> None:
    found = neutrophils(series(text))

    assert (found.status, found.day, found.missing) == (status, day, missing)
    assert found.provisional == bool(missing)


PLATELETS = {
    "three values in a row": ("0:90 3:15 4:20 5:20 6:25", [], ENGRAFTED, 4, ()),
    "just below the limit": ("3:15 4:19.9 5:20 6:25 7:30", [], ENGRAFTED, 5, ()),
    "a dip starts anew": ("3:15 4:22 5:21 6:19 7:20 8:25 9:30", [], ENGRAFTED, 7, ()),
    "never below": ("0:90 1:60 2:20", [], EngraftmentStatus.NEVER_BELOW, None, ()),
    "counts before the nadir do not count": ("0:90 1:60 2:40 3:15 4:22 5:30 6:40", [], ENGRAFTED, 4, ()),
    "transfused 8 days before": ("10:15 11:30 12:30 13:30", [3], ENGRAFTED, 11, ()),
    "transfused exactly 7 days before": ("10:15 11:30 12:30 13:30 14:30", [4], ENGRAFTED, 12, ()),
    "transfused the day before": ("10:15 11:30 12:30 13:30 14:30", [10], EngraftmentStatus.NOT_YET, None, ()),
    "transfused that day": ("10:15 11:30 12:30 13:30", [11], EngraftmentStatus.NOT_YET, None, ()),
    "transfused on the second day": ("10:15 11:30 12:30 13:30", [12], ENGRAFTED, 11, ()),
    "transfused before Day 0": ("0:15 1:22 2:23 3:24 4:25 5:26", [-5], ENGRAFTED, 3, ()),
    "few counts after discharge": ("10:15 12:30 15:50 18:80", [], PROVISIONAL, 12, (11, 13, 14, 16, 17)),
    "counts missing while transfusions still show": ("9:15 10:30 12:30 17:30 18:40 19:50", [9], ENGRAFTED, 17, ()),
    "no failure of platelets": ("5:10 20:10 35:10", [], EngraftmentStatus.NOT_YET, None, ()),
    "less than 20 is below": ("3:<20 4:20 5:20 6:25", [], ENGRAFTED, 4, ()),
}  # fmt: skip


@pytest.mark.parametrize(("text", "given_on", "status", "day", "missing"), PLATELETS.values(), ids=PLATELETS)
def test_platelets_by_three_values(
    text: str, given_on: list[int], status: EngraftmentStatus, day: int | None, missing: tuple[int, ...]
) -> None:
    found = platelets(series(text), given_on)

    assert (found.status, found.day, found.missing) == (status, day, missing)


SEVEN_DAYS = {
    "seven days": (daily(3, "15", *["25"] * 7), [], ENGRAFTED, 4, ()),
    "six days": (daily(3, "15", *["25"] * 6), [], EngraftmentStatus.NOT_YET, None, ()),
    "a dip on the seventh": (daily(3, "15", *["25"] * 6, "19", *["25"] * 7), [], ENGRAFTED, 11, ()),
    "transfused the day before": (daily(3, "15", *["25"] * 7), [3], ENGRAFTED, 4, ()),
    "transfused on the first": (daily(3, "15", *["25"] * 8), [4], ENGRAFTED, 5, ()),
    "transfused on the seventh": (daily(3, "15", *["25"] * 14), [10], ENGRAFTED, 11, ()),
    "a day is missing": (series("3:15 4:25 5:25 7:25 8:25 9:25 10:25"), [], PROVISIONAL, 4, (6,)),
    "few counts": (series("3:15 4:25 12:60"), [], PROVISIONAL, 4, tuple(range(5, 11))),
    "never below": (daily(0, *["25"] * 9), [], EngraftmentStatus.NEVER_BELOW, None, ()),
}


@pytest.mark.parametrize(("counts", "given_on", "status", "day", "missing"), SEVEN_DAYS.values(), ids=SEVEN_DAYS)
def test_platelets_by_seven_days(
    counts: list[Count], given_on: list[int], status: EngraftmentStatus, day: int | None, missing: tuple[int, ...]
) -> None:
    found = platelets(counts, given_on, SEVEN)

    assert (found.status, found.day, found.missing) == (status, day, missing)


def test_the_evidencing_counts_are_named() -> None:
    found = neutrophils(series("0:2 1:0.4 2:0.1 3:0.5 5:0.6 6:0.7 7:0.9"))

    assert [(count.day, str(count)) for count in found.evidence] == [(3, "0.5"), (5, "0.6"), (6, "0.7")]
    assert found.nadir == Count(1, Decimal("0.4"))


def test_counts_that_begin_recovery_are_named() -> None:
    assert [c.day for c in neutrophils(series("0:0.1 1:0.6 2:0.1 3:0.6 4:0.7")).evidence] == [3, 4]


def test_counts_left_open_are_named() -> None:
    assert neutrophils(series("0:0.1 1:<1 2:0.6")).unusable == (Count(1, Decimal(1), "<"),)


def test_a_low_count_rules_a_day_with_an_open_one() -> None:
    found = neutrophils(series("0:2 1:<1 1:0.3 2:0.6 3:0.6 4:0.6"))

    assert (found.day, found.unusable) == (2, ())


def test_three_low_counts_after_engraftment_are_flagged() -> None:
    found = neutrophils(series("0:0.1 1:0.6 2:0.7 3:0.8 40:0.4 41:0.3 42:0.9 50:0.4 55:0.4 57:0.2 58:0.1"))

    assert (found.status, found.day) == (ENGRAFTED, 1)
    assert [count.day for count in found.fall] == [50, 55, 57]


def test_two_low_counts_after_engraftment_are_not() -> None:
    assert neutrophils(series("0:0.1 1:0.6 2:0.7 3:0.8 40:0.4 41:0.3 42:0.9")).fall == ()


def test_late_engraftment_says_that_failure_had_been_met() -> None:
    assert neutrophils(daily(0, *["0.1"] * 31, "0.6", "0.6", "0.6")).late
    assert not neutrophils(daily(0, *["0.1"] * 30, "0.6", "0.6", "0.6")).late


def test_platelets_given_among_the_three_values_are_named() -> None:
    assert platelets(series("10:15 11:30 12:30 13:30"), [12, 20]).transfused == (12,)


def test_never_below_names_platelets_that_were_given() -> None:
    assert platelets(series("0:90 1:60"), [-3, 1]).transfused == (1,)


@pytest.mark.parametrize(
    ("last", "engrafted", "status"),
    [
        (6, None, EngraftmentStatus.NOT_YET),
        (20, None, EngraftmentStatus.NOT_YET),
        (21, None, EngraftmentStatus.NEVER_BELOW),
        (11, 12, EngraftmentStatus.NOT_YET),
        (12, 12, EngraftmentStatus.NEVER_BELOW),
    ],
)
def test_never_below_is_not_said_too_early(last: int, engrafted: int | None, status: EngraftmentStatus) -> None:
    found = platelets(daily(0, *["25"] * (last + 1)), [])
    assert found.status is EngraftmentStatus.NEVER_BELOW

    now = so_far(found, engrafted)

    assert (now.status, now.provisional, now.last_day) == (status, False, last)
    early = status is EngraftmentStatus.NOT_YET
    assert ("too early" in sentence(wording("en"), now)) == early
    assert ("troppo presto" in sentence(wording("it"), now)) == early


def test_what_is_below_stays_as_it_is() -> None:
    found = platelets(series("0:90 1:15"), [])
    assert so_far(found, None) == found


def test_death_ends_the_series() -> None:
    counts = series("0:2 1:0.1 9:0.6 10:0.7 11:0.8")

    assert neutrophils(counts, until=10).status is EngraftmentStatus.NOT_REACHED
    assert neutrophils(counts, until=11).day == 9


def test_another_transfusion_free_interval() -> None:
    """CIBMTR's worked example: platelets given on Day 0, 23 on Day 6, 25 on Day 7: Day 7 is reported."""
    counts = daily(0, "10", "30", "25", "10", "15", "19", "23", "25", "40", "50")

    assert platelets(counts, [0], rules=EngraftmentRules(transfusion_free=6)).day == 7
    assert platelets(counts, [0]).status is EngraftmentStatus.NOT_YET


def test_days_as_ranges() -> None:
    assert day_ranges([5, 3, 4, 8]) == [(3, 5), (8, 8)]


ANC = st.sampled_from(["0.1", "0.3", "0.49", "0.5", "0.7", "2"]).map(Decimal)
SERIES = st.dictionaries(st.integers(0, 25), ANC, max_size=20)
GIVEN = st.sets(st.integers(-3, 25), max_size=3)
PRESETS = st.sampled_from(PlateletPreset)


def counts_of(values: dict[int, Decimal], times: int = 1) -> list[Count]:
    """The series as counts; platelets are neutrophils times 40."""
    return [Count(day, value * times) for day, value in values.items()]


@given(SERIES, st.integers(26, 90), ANC)
def test_a_later_count_never_moves_a_day_that_was_found(values: dict[int, Decimal], later: int, value: Decimal) -> None:
    before = neutrophils(counts_of(values))
    after = neutrophils(counts_of({**values, later: value}))

    assert before.day is None or (after.day, after.status, after.evidence) == (
        before.day,
        before.status,
        before.evidence,
    )


@given(SERIES, GIVEN, PRESETS, st.integers(26, 90), ANC)
def test_a_later_platelet_count_never_moves_a_day_that_was_found(
    values: dict[int, Decimal], given_on: set[int], preset: PlateletPreset, later: int, value: Decimal
) -> None:
    before = platelets(counts_of(values, 40), given_on, preset)
    after = platelets(counts_of({**values, later: value}, 40), given_on, preset)

    assert before.day is None or (after.day, after.status) == (before.day, before.status)


@given(SERIES, GIVEN, PRESETS)
def test_the_day_is_a_measured_one_after_the_nadir(
    values: dict[int, Decimal], given_on: set[int], preset: PlateletPreset
) -> None:
    for found, times in (
        (neutrophils(counts_of(values)), 1),
        (platelets(counts_of(values, 40), given_on, preset), 40),
    ):
        _holds(found, {day: value * times for day, value in values.items()})
        assert not set(found.missing) & set(values)


def _holds(found: Derived, values: dict[int, Decimal]) -> None:
    limit = EngraftmentRules().limit(found.lineage)
    assert (found.day is not None) == found.status.has_date
    if found.day is None:
        return
    assert found.nadir is not None
    assert found.nadir.day < found.day
    assert found.nadir.value < limit
    assert found.evidence[0].day == found.day
    span = [value for day, value in values.items() if found.day <= day <= found.evidence[-1].day]
    assert min(span) >= limit
    assert len(span) == len(found.evidence)


@given(SERIES, GIVEN)
def test_no_platelets_were_given_in_the_seven_days_before(values: dict[int, Decimal], given_on: set[int]) -> None:
    day = platelets(counts_of(values, 40), given_on).day

    assert day is None or not given_on & set(range(day - 7, day + 1))


@given(SERIES, st.integers(0, 25), ANC)
def test_a_sure_day_moves_by_no_count_on_an_unmeasured_day(
    values: dict[int, Decimal], day: int, value: Decimal
) -> None:
    before = neutrophils(counts_of(values))
    known = before.nadir is not None and before.nadir.day < day and day not in values
    if before.status is ENGRAFTED and known:
        assert neutrophils(counts_of({**values, day: value})).day == before.day


@given(SERIES)
def test_the_order_of_the_rows_changes_nothing(values: dict[int, Decimal]) -> None:
    counts = counts_of(values)

    assert neutrophils(counts) == neutrophils(reversed(counts))
