"""What a nurse types is read to the day, or refused with a reason."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.domain.entry import parse_blood_pressure, parse_date, parse_decimal
from hsct_desktop.domain.problem import InputError

TODAY = date(2026, 11, 20)  # a Friday
DAY0 = date(2026, 8, 13)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("t", TODAY),
        (" T ", TODAY),
        ("oggi", TODAY),
        ("ieri", date(2026, 11, 19)),
        ("+3", date(2026, 11, 23)),
        ("-1w", date(2026, 11, 13)),
        ("\u22121w", date(2026, 11, 13)),
        ("+2m", date(2027, 1, 20)),
        ("fri", date(2026, 11, 27)),
        ("sat", date(2026, 11, 21)),
        ("venerdì", date(2026, 11, 27)),
        ("lun", date(2026, 11, 23)),
        ("d+100", date(2026, 11, 21)),
        ("d100", date(2026, 11, 21)),
        ("g+100", date(2026, 11, 21)),
        ("d-5", date(2026, 8, 8)),
        ("12/3", date(2027, 3, 12)),
        ("12/1", date(2027, 1, 12)),
        ("30/6", date(2026, 6, 30)),
        ("12/3/2025", date(2025, 3, 12)),
        ("12.3.25", date(2025, 3, 12)),
        ("2026-03-12", date(2026, 3, 12)),
        ("12 mar 2026", date(2026, 3, 12)),
        ("12 maggio 2026", date(2026, 5, 12)),
        ("12set26", date(2026, 9, 12)),
        ("29/2", date(2028, 2, 29)),
    ],
)
def test_typed_dates(text: str, expected: date) -> None:
    today = date(2027, 11, 20) if text == "29/2" else TODAY
    assert parse_date(text, today, DAY0) == expected


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "date_missing"),
        ("soon", "date_unreadable"),
        ("31/2/2026", "date_does_not_exist"),
        ("30/2", "date_does_not_exist"),
        ("29/2/2025", "date_does_not_exist"),
        ("13/13/2026", "date_does_not_exist"),
        ("12/3/202", "date_unreadable"),
        ("1/2/3/4", "date_unreadable"),
    ],
)
def test_refused_dates_say_why(text: str, key: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_date(text, TODAY, DAY0)
    assert caught.value.problems[0].key == key


def test_day_after_infusion_needs_day0() -> None:
    with pytest.raises(InputError) as caught:
        parse_date("d+100", TODAY)
    assert caught.value.problems[0].key == "date_needs_day0"


@pytest.mark.parametrize("text", ["14/3/84", "14/3", "14 mar 84"])
def test_birth_dates_with_two_digit_years_are_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_date(text, TODAY, full_year=True)
    assert caught.value.problems[0].key == "year_needs_four_digits"


@pytest.mark.parametrize("text", ["t", "+3", "fri", "d+100"])
def test_birth_dates_are_never_relative(text: str) -> None:
    with pytest.raises(InputError):
        parse_date(text, TODAY, DAY0, full_year=True)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_complete_dates_read_back(day: date) -> None:
    for text in (day.isoformat(), f"{day.day}/{day.month}/{day.year}", f"{day.day:02}.{day.month:02}.{day.year}"):
        assert parse_date(text, TODAY, full_year=True) == day


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 28), st.integers(1, 12))
def test_day_and_month_alone_mean_the_nearest_such_day(today: date, day: int, month: int) -> None:
    found = parse_date(f"{day}/{month}", today)
    assert (found.day, found.month) == (day, month)
    assert abs(found - today) <= timedelta(days=184)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_never_a_crash(text: str) -> None:
    for full_year in (False, True):
        refused = None
        try:
            found = parse_date(text, TODAY, DAY0, full_year=full_year)
        except InputError as error:
            refused = error
        assert refused.problems if refused else isinstance(found, date)


def test_numbers_read_comma_and_point() -> None:
    assert parse_decimal("6,2") == parse_decimal("6.2") == Decimal("6.2")
    assert parse_decimal("\u22121") == Decimal(-1)
    for text in ("", "1.2.3", "1,234.5", "six", "1e5", "NaN", "٣"):
        with pytest.raises(InputError):
            parse_decimal(text)


def test_blood_pressure() -> None:
    assert parse_blood_pressure(" 118 / 74 ") == (118, 74)
    with pytest.raises(InputError):
        parse_blood_pressure("118")
