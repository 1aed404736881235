"""How a part of the immune system stands to what is expected."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.domain.dates import Offset
from hsct_desktop.domain.reconstitution import Recovery, RecoveryRule, recovery
from hsct_desktop.domain.rule_facts import Amount

UNTIL = date(2026, 6, 1)
BEFORE, AFTER = date(2026, 5, 1), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("latest", "on", "comparator", "expected"),
    [
        ((BEFORE, 250.0), AFTER, "", Recovery.RECOVERED),
        ((AFTER, 200.0), AFTER, "", Recovery.RECOVERED),
        ((AFTER, 250.0), AFTER, ">", Recovery.RECOVERED),
        ((BEFORE, 100.0), BEFORE, "", Recovery.EXPECTED),
        (None, BEFORE, "", Recovery.EXPECTED),
        ((UNTIL, 100.0), UNTIL, "", Recovery.EXPECTED),
        ((AFTER, 199.9), AFTER, "", Recovery.BEHIND),
        ((AFTER, 200.0), AFTER, "<", Recovery.BEHIND),
        ((BEFORE, 100.0), AFTER, "", Recovery.UNKNOWN),
        (None, AFTER, "", Recovery.UNKNOWN),
        ((AFTER, None), AFTER, "", Recovery.UNKNOWN),
        ((AFTER, 500.0), AFTER, "<", Recovery.UNKNOWN),
        ((AFTER, 100.0), AFTER, ">", Recovery.UNKNOWN),
    ],
)
def test_a_value_against_its_limit_and_time(
    latest: tuple[date, float | None] | None, on: date, comparator: str, expected: Recovery
) -> None:
    assert recovery(UNTIL, 200.0, latest, on, comparator) is expected


@given(st.dates(BEFORE, AFTER), st.none() | st.tuples(st.dates(BEFORE, AFTER), st.floats(0, 1000)))
def test_what_is_not_measured_is_never_recovered_nor_behind(on: date, latest: tuple[date, float | None] | None) -> None:
    assert recovery(UNTIL, 200.0, None, on) in (Recovery.EXPECTED, Recovery.UNKNOWN)
    assert recovery(UNTIL, None, latest, on) not in (Recovery.RECOVERED, Recovery.BEHIND)


def test_the_expected_time_counts_from_day_0() -> None:
    rule = RecoveryRule("CD4", Offset(6, "m"), Offset(24, "m"), Amount(None, "/uL"))
    assert rule.span(date(2026, 4, 13)) == (date(2026, 10, 13), date(2028, 4, 13))
