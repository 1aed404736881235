"""What is kept of a year of backups, how old a proof may be, and what an occasion asks for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.domain.backup import (
    DANGER_AFTER,
    WARN_AFTER,
    Due,
    Head,
    Held,
    Keep,
    Last,
    Level,
    Proof,
    Why,
    drill_due,
    due,
    kept,
    level,
    next_drill,
)

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
SOUND = (Proof.PROVEN, Proof.DRILLED)


def held(days: float, proof: Proof = Proof.PROVEN, now: datetime = NOW) -> Held:
    at = now - timedelta(days=days)
    return Held(f"{at:%Y%m%d-%H%M%S}", at, proof)


def test_twelve_days_ten_weeks_nine_months() -> None:
    found = kept([held(day) for day in range(600)], NOW)
    counts = {keep: list(found.values()).count(keep) for keep in Keep}
    assert (counts[Keep.DAILY], counts[Keep.WEEKLY], counts[Keep.MONTHLY]) == (12, 10, 9)
    assert sum(counts.values()) == 31
    oldest = min(found)
    assert oldest < "20260201"  # about a year, less where weeks and months overlap


def test_of_this_day_all_stay_until_it_is_over() -> None:
    today = [held(hour / 24) for hour in (1, 4, 9)]
    found = kept([*today, held(1), held(1.1)], NOW)
    assert [found[one.name] for one in today] == [Keep.DAILY, Keep.TODAY, Keep.TODAY]
    assert held(1.1).name not in found
    tomorrow = kept([*today, held(1)], NOW + timedelta(days=1))
    assert set(tomorrow) == {today[0].name, held(1).name}


def test_a_proven_one_goes_before_a_newer_one_that_was_not_read_back() -> None:
    newer, proven = held(1, Proof.UNREAD), held(1.2)
    assert kept([newer, proven], NOW) == {proven.name: Keep.DAILY}


def test_what_is_damaged_or_of_another_key_or_of_a_day_to_come_stays() -> None:
    found = kept([held(800, Proof.DAMAGED), held(700, Proof.OTHER_KEY), held(-30), held(0)], NOW)
    assert sorted(found.values()) == [Keep.AHEAD, Keep.ASIDE, Keep.ASIDE, Keep.DAILY]


def test_the_last_proven_one_never_goes() -> None:
    unread = [held(day, Proof.UNREAD) for day in range(500)]
    old = held(900)
    assert kept([*unread, old], NOW)[old.name] is Keep.LAST_PROVEN


@given(
    st.lists(st.tuples(st.floats(-3, 900), st.sampled_from(Proof)), max_size=60),
    st.integers(0, 400),
)
def test_whatever_is_there_the_newest_proven_and_all_damaged_stay(found: list[tuple[float, Proof]], later: int) -> None:
    now = NOW + timedelta(days=later)
    backups = [held(days, proof) for days, proof in found]
    names = kept(backups, now)
    assert {one.name for one in backups if one.proof is Proof.DAMAGED} <= names.keys()
    sound = [one for one in backups if one.proof in SOUND and one.made_at <= now + WARN_AFTER]
    if sound:
        assert max(sound, key=lambda one: (one.made_at, one.name)).name in names
    kinds = list(names.values())
    assert kinds.count(Keep.DAILY) <= 12
    assert kinds.count(Keep.WEEKLY) <= 10
    assert kinds.count(Keep.MONTHLY) <= 9


def test_a_year_lived_day_by_day_keeps_weeks_and_months() -> None:
    there: list[Held] = []
    for day in range(500, -1, -1):
        now = NOW - timedelta(days=day)
        there.append(held(day))
        there = [one for one in there if one.name in kept(there, now)]
    found = kept(there, NOW)
    assert list(found.values()).count(Keep.DAILY) == 12
    assert list(found.values()).count(Keep.WEEKLY) == 10
    assert list(found.values()).count(Keep.MONTHLY) == 9


@pytest.mark.parametrize(
    ("passed", "expected"),
    [
        (timedelta(), Level.OK),
        (WARN_AFTER, Level.OK),
        (WARN_AFTER + timedelta(seconds=1), Level.WARN),
        (DANGER_AFTER, Level.WARN),
        (DANGER_AFTER + timedelta(seconds=1), Level.DANGER),
        (timedelta(minutes=-5), Level.OK),
        (timedelta(minutes=-6), Level.WARN),
    ],
)
def test_how_old_a_proof_may_be(passed: timedelta, expected: Level) -> None:
    assert level(NOW - passed, NOW) is expected


def test_without_a_proof_it_is_urgent() -> None:
    assert level(None, NOW) is Level.DANGER


HEAD, KEYS = Head(10, "ab"), "k1"


def last(hours: float, head: Head = HEAD, keys: str = KEYS) -> Last:
    at = NOW - timedelta(hours=hours)
    return Last(head, keys, at, at)


def tried(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("why", "found", "tried_at", "expected"),
    [
        (Why.START, None, None, Due.COPY),
        (Why.INTERVAL, None, None, Due.COPY),
        (Why.INTERVAL, None, tried(10), Due.NOTHING),
        (Why.INTERVAL, None, tried(31), Due.COPY),
        (Why.INTERVAL, None, tried(-90), Due.COPY),
        (Why.UPGRADE, last(1), None, Due.COPY),
        (Why.START, last(1), None, Due.NOTHING),
        (Why.START, last(21), None, Due.PROVE),
        (Why.START, last(-21), None, Due.PROVE),
        (Why.KEY, last(1), None, Due.PROVE),
        (Why.COMMAND, last(1), None, Due.PROVE),
        (Why.LOCK, last(0.1, Head(9, "aa")), None, Due.COPY),
        (Why.EXIT, last(0.1, Head(10, "ac")), None, Due.COPY),
        (Why.EXIT, last(0.1, keys="k0"), None, Due.COPY),
        (Why.INTERVAL, last(0.4, Head(9, "aa")), None, Due.NOTHING),
        (Why.INTERVAL, last(0.6, Head(9, "aa")), None, Due.COPY),
        (Why.INTERVAL, last(3, Head(9, "aa")), tried(10), Due.NOTHING),
        (Why.INTERVAL, last(-3, Head(9, "aa")), None, Due.COPY),
        (Why.INTERVAL, last(3), None, Due.NOTHING),
    ],
)
def test_what_an_occasion_asks_for(why: Why, found: Last | None, tried_at: datetime | None, expected: Due) -> None:
    assert due(why, NOW, HEAD, KEYS, found, tried_at) is expected


def test_a_trial_comes_each_month() -> None:
    assert drill_due([], NOW)
    assert drill_due([None], NOW)
    assert not drill_due([NOW - timedelta(days=29), None], NOW)
    assert drill_due([NOW - timedelta(days=30)], NOW)
    assert drill_due([NOW + timedelta(days=1)], NOW)
    assert next_drill([None]) is None
    assert next_drill([datetime(2026, 11, 9, tzinfo=UTC), None]) == datetime(2026, 12, 9, tzinfo=UTC)
