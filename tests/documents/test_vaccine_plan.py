"""The vaccine plan for the GP, written and read back: one page, every dose with its lot, nothing cut, data as data."""

from dataclasses import replace

import pytest

from hsct_desktop.documents.dose_table import ROOMY, TIGHT, DoseRow, DoseTable, SeriesRows
from hsct_desktop.documents.fonts import register_fonts
from hsct_desktop.documents.vaccine_plan import VaccinePlanData, write_vaccine_plan
from tests.documents.reading import Read, base_fonts, made
from tests.documents.vaccine_plans import EMPTY, ITALIAN, PLAN, SERIES, done
from tests.pictures.vaccine_plans import PLAN as COURSE


def paper(data: VaccinePlanData) -> Read:
    return made(lambda stream: write_vaccine_plan(data, stream))


@pytest.mark.parametrize("data", [PLAN, ITALIAN], ids=["en", "it"])
def test_everything_stands_on_one_page(data: VaccinePlanData) -> None:
    read = paper(data)
    assert len(read.pages) == 1
    for series in SERIES:
        assert read.has(series.name)
        for dose in series.doses:
            assert read.has(dose.planned)
            assert read.has(dose.batch)
    for text in (*data.due, *data.never, *data.open_questions, *data.left_out, *data.serology, data.gp, data.phone):
        assert read.has(text), text
    assert data.live is not None
    for condition in data.live.conditions:
        assert read.has(condition.asks)
        assert read.has(condition.found)


def test_a_name_is_data_and_the_patient_is_told_by_birth_date_and_code() -> None:
    read = paper(PLAN)
    assert read.has("BRUNO Chiara <b>")
    assert read.has("15 Jan 1989")
    assert read.has("MS-0086")


def test_the_live_vaccines_are_forbidden_before_their_day_and_for_ever() -> None:
    assert paper(PLAN).has("LIVE VACCINES: DO NOT GIVE before 14 Nov 2027")
    italian = paper(ITALIAN)
    assert italian.has("VACCINI VIVI: NON SOMMINISTRARE prima del 14 novembre 2027")
    assert italian.has("✗ non soddisfatta")
    assert italian.has("Mai:")


def test_it_says_on_what_it_rests_and_that_the_unit_decides() -> None:
    read = paper(PLAN)
    assert read.has("Intervals: ECIL-7 (Cordonnier 2019)")
    assert read.has("the unit's own procedure")
    assert read.has("no dose advice")
    assert read.has("Example: invented data")
    assert read.has("Household members: influenza every autumn")


def test_what_delays_stands_beside_what_is_due() -> None:
    read = paper(replace(PLAN, delaying=("Put off and ask us: IgG below 3 g/L (2.1 g/L).",)))
    assert read.has("Put off and ask us: IgG below 3 g/L (2.1 g/L).")


def test_without_doses_it_says_that_nothing_is_due() -> None:
    read = paper(EMPTY)
    assert len(read.pages) == 1
    assert read.has("no dose is due now")
    assert read.has("general practitioner (not recorded)")
    assert read.has("Telephone: not recorded")


def many(series: int) -> tuple[SeriesRows, ...]:
    days = range(1, 5)
    return tuple(
        SeriesRows(f"Series {n}", "three doses", tuple(done(d, f"{d:02d} Mar 2026", f"LOT-{n}-{d}") for d in days))
        for n in range(series)
    )


@pytest.mark.parametrize(("series", "course"), [(11, True), (17, False)])
def test_a_long_record_takes_a_second_page_with_the_course_where_it_has_room(series: int, course: bool) -> None:
    read = paper(replace(PLAN, series=many(series), course=COURSE))
    assert len(read.pages) == 2
    assert all(read.has(f"LOT-{n}-{d}") for n in range(series) for d in range(1, 5))
    assert read.has("Hexavalent") is course


def test_every_font_is_embedded() -> None:
    assert all("DejaVu" in font for font in base_fonts(paper(PLAN).raw))


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert paper(PLAN).raw == paper(PLAN).raw


def test_a_series_is_never_split_over_two_pages() -> None:
    register_fonts()
    rows = tuple(DoseRow(str(n), "from 1 Jan 2027", "", "") for n in range(1, 5))
    table = DoseTable(("a",) * 6, [SeriesRows("One", "", rows), SeriesRows("Two", "", rows)], (90.0,) * 6)
    assert table.split(540, 10) == []
    first, second = table.split(540, table.height - 1)
    assert isinstance(first, DoseTable)
    assert isinstance(second, DoseTable)
    assert [one.name for one in first.series] == ["One"]
    assert [one.name for one in second.series] == ["Two"]
    assert table.split(540, table.height) == [table]


def test_long_words_make_a_series_as_high_as_they_need() -> None:
    register_fonts()
    row = DoseRow("1", "from 1 Jan 2027", "", "")
    short = DoseTable(("a",) * 6, [SeriesRows("One", "", (row,))], (90.0,) * 6)
    long = DoseTable(("a",) * 6, [SeriesRows("One " * 12, "and more words " * 8, (row,))], (90.0,) * 6)
    tight = DoseTable(("a",) * 6, [SeriesRows("One", "", (row,))], (90.0,) * 6, TIGHT)
    assert long.height > short.height + 60
    assert short.height - tight.height == pytest.approx(ROOMY - TIGHT)
