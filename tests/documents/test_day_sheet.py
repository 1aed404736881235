"""The day-by-day sheet read back: a row for each day, the words of each column, boxes, no order, two languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hsct_desktop.documents.day_sheet import DaySheetData, SheetDay, widths_of, write_day_sheet
from hsct_desktop.documents.frame import LIST
from hsct_desktop.documents.inputs import PrintContext
from tests.documents.reading import Read, made

CONTEXT = PrintContext(
    "en", "Unit of the tests", datetime(2026, 11, 20, 8, tzinfo=UTC), "Dr L. Serra", date(2026, 11, 20)
)
DAY0 = date(2026, 11, 14)
COLUMNS = ("day", "temperature", "vitals", "weight", "fluid", "mucositis", "anc", "plt", "drugs", "ticks")


def day(number: int, *drugs: str, **known: str) -> SheetDay:
    return SheetDay(f"Day {number}", DAY0 + timedelta(days=number), number == 0, known, drugs)


DATA = DaySheetData(
    CONTEXT, "Neri", "Paola", date(1990, 5, 4), "female", "MS-0200", "", ("Regimen of <A> & B.",), COLUMNS,
    (day(-6, "☐\u00a0Carmustine", anc="3.4"), day(-5, "☑\u00a0Etoposide", "☒\u00a0Cytarabine"), day(0)), "☐\u00a0Line",
)  # fmt: skip


def read(data: DaySheetData) -> Read:
    return made(lambda stream: write_day_sheet(data, stream))


def test_every_day_has_its_row_with_what_is_known() -> None:
    found = read(DATA)
    for text in ("Day-by-day sheet", "NERI Paola", "MS-0200", "Regimen of <A> & B.", "Day -6", "Day 0", "3.4"):
        assert found.has(text), text
    for text in ("Temp. °C", "Weight kg", "Mucositis", "Carmustine", "Etoposide", "Cytarabine", "no prescription"):
        assert found.has(text), text
    assert not found.has("NOT AN ORDER")


@pytest.mark.parametrize(("language", "said"), [("en", "Day-by-day sheet"), ("it", "Foglio giornaliero")])
def test_it_speaks_both_languages(language: str, said: str) -> None:
    context = replace(CONTEXT, language=language)
    found = read(replace(DATA, context=context, banner="NOT AN ORDER."))
    assert found.has(said)
    assert found.has("NOT AN ORDER.")


def test_a_long_stay_goes_on_with_its_heads_and_fits_the_page() -> None:
    days = tuple(day(number) for number in range(-7, 60))
    long = read(replace(DATA, days=days, banner="NOT AN ORDER. No regimen."))
    assert len(long.pages) > 2
    assert all("Mucositis" in page and "NERI" in page for page in long.pages)
    assert all("NOT AN ORDER" in page for page in long.pages)
    assert long.has("Day 59")
    assert sum(widths_of(COLUMNS)) == pytest.approx(LIST.width)


def test_day_0_says_whether_cells_are_recorded() -> None:
    found = read(replace(DATA, days=(replace(day(0), cells="☐ infusion not recorded"),)))
    assert found.has("infusion not recorded")
