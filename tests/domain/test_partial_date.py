"""Dates known in part: as stored and as typed."""

from __future__ import annotations

from datetime import date

import pytest

from hsct_desktop.domain.partial_date import PartialDate, parse_partial, read_partial
from hsct_desktop.domain.problem import InputError

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2019-04-30", date(2019, 4, 30), date(2019, 4, 30)),
    ],
)
def test_a_stored_date_spans_the_days_that_it_may_be(text: str, first: date, last: date) -> None:
    found = parse_partial(text)
    assert found is not None
    assert (found.first, found.last, found.text) == (first, last, text)
    assert found.is_whole is (first == last)


@pytest.mark.parametrize(
    "text", ["19", "2019-13", "2019-02-30", "2019-4", "0000", "2019-00", "2019-04-00", "x", "2019-04-30T00"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_partial(text)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", None),
        ("2019", PartialDate(2019)),
        ("4/2019", PartialDate(2019, 4)),
        ("04.2019", PartialDate(2019, 4)),
        ("2019-04", PartialDate(2019, 4)),
        ("apr 2019", PartialDate(2019, 4)),
        ("Aprile 2019", PartialDate(2019, 4)),
        ("30/4/2019", PartialDate(2019, 4, 30)),
        ("30 apr 2019", PartialDate(2019, 4, 30)),
        ("2019-04-30", PartialDate(2019, 4, 30)),
        ("t", PartialDate(2026, 11, 20)),
    ],
)
def test_a_typed_date_is_read_as_far_as_it_goes(typed: str, expected: PartialDate | None) -> None:
    assert read_partial(typed, TODAY) == expected


@pytest.mark.parametrize(
    "typed", ["13/2019", "0/2019", "2019-04-00", "apr 0000", "spring 2019", "31/2/2019", "abc", "0000"]
)
def test_a_typed_text_that_is_no_date_says_so(typed: str) -> None:
    with pytest.raises(InputError) as refused:
        read_partial(typed, TODAY, field="started")
    assert [(p.field, p.key) for p in refused.value.problems] == [("started", "partial_unreadable")]
