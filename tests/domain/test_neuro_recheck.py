"""A neurological worsening beside fever, infection or ATG: when it is offered, and for which day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.domain.neuro_recheck import (
    Causes,
    Near,
    Recheck,
    RecheckCause,
    RecheckDecision,
    RecheckOffer,
    RecheckOutcome,
    Worsening,
    check_decision,
    check_outcome,
    offers,
    recheck_day,
)

TODAY = date(2026, 11, 20)
NEAR = Near(7, 2)
WORSE = Worsening(5, "Paresthesia", TODAY - timedelta(days=3))


def days(*counts: int) -> frozenset[date]:
    """Days by their distance from the worsening."""
    return frozenset(WORSE.on + timedelta(days=count) for count in counts)


def offered(causes: Causes, held: tuple[Recheck, ...] = ()) -> RecheckOffer | None:
    found = offers([WORSE], causes, held, NEAR, TODAY)
    return found[0] if found else None


CASES = (
    (Causes(fever=days(0)), RecheckCause.FEVER, 0),
    (Causes(fever=days(-7)), RecheckCause.FEVER, -7),
    (Causes(fever=days(-8)), None, 0),
    (Causes(fever=days(1)), RecheckCause.FEVER, 1),
    (Causes(fever=days(2)), None, 0),
    (Causes(infection=days(-4)), RecheckCause.INFECTION, -4),
    (Causes(atg=days(-1, 0)), RecheckCause.ATG, 0),
    (Causes(fever=days(-6), infection=days(0), atg=days(0)), RecheckCause.FEVER, -6),
    (Causes(), None, 0),
)


@pytest.mark.parametrize(("causes", "because", "on"), CASES)
def test_a_cause_within_the_unit_s_days_makes_an_offer(causes: Causes, because: RecheckCause | None, on: int) -> None:
    found = offered(causes)
    assert (found.because if found else None) is because
    if found is not None:
        assert found.because_on == WORSE.on + timedelta(days=on)


def held(found_on: date, episode: int | None = 5) -> Recheck:
    return Recheck(1, 1, 1, episode, found_on, RecheckCause.FEVER, None, RecheckDecision.DISMISSED, "no", None, None,
                   None, None)  # fmt: skip


def test_what_was_decided_is_not_offered_again_but_a_later_worsening_is() -> None:
    causes = Causes(fever=days(0))
    assert offered(causes, (held(WORSE.on),)) is None
    assert offered(causes, (held(WORSE.on - timedelta(days=1)),)) is not None
    assert offered(causes, (held(WORSE.on, 6),)) is not None


@pytest.mark.parametrize(
    ("fever", "day"),
    [((), 0), ((0,), 0), ((0, 1, 2), 1), ((0, 1, 2, 3), 2), ((-7,), 0)],
)
def test_the_second_look_comes_days_after_the_fever_and_never_before_today(fever: tuple[int, ...], day: int) -> None:
    assert recheck_day(WORSE.on, days(*fever), NEAR, TODAY) == TODAY + timedelta(days=day)


@given(st.frozensets(st.integers(-30, 3), max_size=8), st.integers(1, 30), st.integers(1, 30))
def test_the_second_look_is_never_early(fever: frozenset[int], within: int, afebrile: int) -> None:
    found = recheck_day(WORSE.on, days(*fever), Near(within, afebrile), TODAY)
    assert found >= TODAY
    assert found >= WORSE.on + timedelta(days=afebrile)
    if any(day >= 0 for day in fever) and within >= 3:
        assert found >= WORSE.on + timedelta(days=max(fever) + afebrile)


def test_bad_days_are_refused() -> None:
    assert [p.key for p in check_decision(None, WORSE.on, TODAY)] == ["date_missing"]
    assert [p.key for p in check_decision(WORSE.on - timedelta(days=1), WORSE.on, TODAY)] == [
        "recheck_before_worsening"
    ]
    assert [p.key for p in check_decision(TODAY + timedelta(days=93), WORSE.on, TODAY)] == ["recheck_too_far"]
    assert not list(check_decision(TODAY, WORSE.on, TODAY))
    born = date(1985, 3, 7)
    found = check_outcome(None, TODAY + timedelta(days=1), WORSE.on, born, TODAY, None)
    assert [p.key for p in found] == ["recheck_outcome_missing", "date_in_future"]
    early = check_outcome(RecheckOutcome.RESOLVED, WORSE.on - timedelta(days=1), WORSE.on, born, TODAY, None)
    assert [p.key for p in early] == ["recheck_before_worsening"]


def test_the_latest_worsening_is_offered_first() -> None:
    later = Worsening(6, "Ataxia", TODAY)
    found = offers([WORSE, later], Causes(infection=days(0, 3)), (), NEAR, TODAY)
    assert [one.worsening.label for one in found] == ["Ataxia", "Paresthesia"]
    assert not offers([Worsening(7, "Ataxia", TODAY + timedelta(days=1))], Causes(infection=days(3)), (), NEAR, TODAY)
