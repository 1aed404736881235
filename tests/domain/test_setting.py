"""Plain texts of settings: read, checked with the line that is wrong, kept in one form."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.problem import InputError
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.setting import (
    DaySpan,
    SettingChoice,
    SettingDefinition,
    SettingScope,
    SettingType,
    check,
    days_of,
    spans_of,
    spans_text,
    texts_of,
    tidied,
    typed_date,
    weekdays_of,
    weekdays_text,
)

WORDS = Label("x", "x")


def a_setting(kind: SettingType) -> SettingDefinition:
    choices = (SettingChoice("month", WORDS), SettingChoice("week", WORDS))
    return SettingDefinition(
        "s",
        kind,
        SettingScope.UNIT,
        "g",
        WORDS,
        WORDS,
        WORDS,
        minimum=1,
        maximum=60,
        longest=20,
        most=6,
        choices=choices,
    )


DAYS, TEXTS = a_setting(SettingType.DAYS), a_setting(SettingType.TEXTS)
WEEKDAYS, PLACES = a_setting(SettingType.WEEKDAYS), a_setting(SettingType.INTEGER)


def wrong(definition: SettingDefinition, text: str, language: str = "en") -> list[str]:
    return [wording(language).problem(problem) for problem in check(definition, text)]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("24/12/2026 Christmas Eve", "2026-12-24 Christmas Eve"),
        ("24.12.2026", "2026-12-24"),
        ("2026-12-24 - Christmas Eve", "2026-12-24 Christmas Eve"),
        ("10/8/2027 - 20/8/2027 Summer", "2027-08-10 – 2027-08-20 Summer"),
        ("2027-08-10–2027-08-20", "2027-08-10 – 2027-08-20"),
        ("29/2/2028: 2 doctors only", "2028-02-29 2 doctors only"),
        ("01/02/2027 - 3 beds", "2027-02-01 3 beds"),
    ],
)
def test_a_day_is_read_as_people_write_it(line: str, kept: str) -> None:
    assert tidied(DAYS, line) == kept
    assert tidied(DAYS, kept) == kept


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("\n24/12", "Line 2: “24/12” does not begin with a day; write it like 24/12/2026 Christmas Eve."),
        ("29/02/2027", "Line 1: “29/02/2027” does not begin with a day; write it like 24/12/2026 Christmas Eve."),
        ("24/12/20261", "Line 1: “24/12/20261” does not begin with a day; write it like 24/12/2026 Christmas Eve."),
        ("24/12/1889", "Line 1: the year in “24/12/1889” does not fit; write one from 1990 to 2100."),
        ("3/2/2027 - 1/2/2027", "Line 1: the last day of “3/2/2027 - 1/2/2027” comes before the first; write the "
         "earlier one first."),
        ("1/1/2027 - 1/2/2028", "Line 1: “1/1/2027 - 1/2/2028” is longer than 366 days; correct the year, or split "
         "it."),
        ("1/2/2027\n1/2/2027 x", "Line 2: 01\u00a0Feb\u00a02027 is already in line 1; keep one of them."),
        ("1/2/2027 " + "x" * 21, "Line 1: the text is too long; shorten it to 20 characters."),
        ("\n".join(f"{day}/3/2027" for day in range(1, 8)), "The list has 7 entries; keep at most 6."),
    ],
)  # fmt: skip
def test_a_wrong_day_is_told_with_its_line(text: str, sentence: str) -> None:
    assert wrong(DAYS, text) == [sentence]
    with pytest.raises(InputError):
        tidied(DAYS, text)


def test_every_wrong_line_is_told_at_once() -> None:
    assert len(wrong(DAYS, "x\n1/2/2027\ny", "it")) == 2


@given(st.lists(st.tuples(st.dates(date(1990, 1, 1), date(2100, 11, 30)), st.integers(0, 20)), max_size=6))
def test_days_read_back_as_written(found: list[tuple[date, int]]) -> None:
    spans = tuple(
        sorted((DaySpan(day, day + timedelta(days=n), "x") for day, n in found), key=lambda s: (s.first, s.last))
    )
    assert spans_of(spans_text(spans)) == spans
    assert spans_of(spans_text(spans, typed_date)) == spans
    assert set(days_of(spans_text(spans))) == {day for span in spans for day in span.days()}


def test_a_span_holds_each_of_its_days() -> None:
    assert days_of("28/2/2028 - 1/3/2028 move") == {
        date(2028, 2, 28): "move",
        date(2028, 2, 29): "move",
        date(2028, 3, 1): "move",
    }


def test_weekdays() -> None:
    assert tidied(WEEKDAYS, " SUN;sat\n") == "sat, sun"
    assert not wrong(WEEKDAYS, "")
    assert wrong(WEEKDAYS, "sabato")[0].startswith("“sabato” is no weekday; write them as mon,")
    assert wrong(WEEKDAYS, "mon tue wed thu fri sat sun") == [
        "No more than 6 weekdays can be chosen; leave at least one out."
    ]


@given(st.frozensets(st.integers(0, 6)))
def test_weekdays_read_back(days: frozenset[int]) -> None:
    assert weekdays_of(weekdays_text(days)) == days


@pytest.mark.parametrize("text", ["", "0", "61", "6.5", "six", "-1", "٣", "9" * 30])
def test_a_number_out_of_range_is_told_with_the_range(text: str) -> None:
    assert wrong(PLACES, text) == [f"“{text}” does not fit; write a whole number from 1 to 60."]


def test_a_number_in_range_is_kept_plainly() -> None:
    assert [tidied(PLACES, text) for text in (" 6 ", "060", "+1")] == ["6", "60", "1"]


def test_a_list_of_tags() -> None:
    assert texts_of(" trial A \n\n high  risk\n") == ("trial A", "high risk")
    assert tidied(TEXTS, " trial A \n\n high  risk\n") == "trial A\nhigh risk"
    assert wrong(TEXTS, "Età\n\neta") == ["Line 3: “eta” is already in line 1; keep one of them."]
    assert wrong(TEXTS, "x" * 21) == ["Line 1: the text is too long; shorten it to 20 characters."]
    assert wrong(TEXTS, "\n".join("abcdefg")) == ["The list has 7 entries; keep at most 6."]
    assert not wrong(TEXTS, "+\n++"), "signs alone are told apart as written"


def test_a_choice_is_one_of_those_offered() -> None:
    assert tidied(a_setting(SettingType.CHOICE), "week ") == "week"
    assert wrong(a_setting(SettingType.CHOICE), "year") == ["“year” cannot be chosen; choose one of month, week."]
    assert wrong(a_setting(SettingType.YES_NO), "maybe") == ["“maybe” cannot be chosen; choose one of yes, no."]
    assert wrong(a_setting(SettingType.TEXT), "x" * 21) == ["The text is too long; shorten it to 20 characters."]
