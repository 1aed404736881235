"""Public holidays by country and region: names in the reader's language, one clear sentence for what is not known."""

import subprocess
import sys
from datetime import date

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.holidays import check_place, countries, country_holidays, read_place, regions
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.problem import InputError
from hsct_desktop.domain.working_days import ClosedBecause, ClosedDay, WorkingDays


def sentence(country: str, region: str, language: str = "en") -> str:
    with pytest.raises(InputError) as caught:
        country_holidays(country, region)
    return wording(language).problems(caught.value)


def test_italian_holidays_are_named_in_the_readers_language() -> None:
    assert country_holidays("IT", language="it")(2027)[date(2027, 12, 26)] == "Santo Stefano"
    assert country_holidays("IT", language="en")(2027)[date(2027, 12, 26)] == "Saint Stephen's Day"
    assert country_holidays("IT", language="it")(2027)[date(2027, 3, 29)] == "Lunedì dell'Angelo", "Easter moves"


def test_a_language_that_the_library_lacks_is_read_in_english() -> None:
    assert country_holidays("DE", language="it")(2027)[date(2027, 12, 25)] == "Christmas Day"
    assert country_holidays("CH", language="it")(2027)[date(2027, 12, 25)] == "Natale"


def test_a_region_adds_its_own_days() -> None:
    ambrose = date(2027, 12, 7)
    assert ambrose not in country_holidays("IT")(2027)
    assert country_holidays("it", "mi", "it")(2027)[ambrose] == "Sant'Ambrogio"
    assert country_holidays("IT", "Milano", "it")(2027) == country_holidays("IT", "IT-MI", "it")(2027)


def test_a_unit_without_a_country_has_no_holidays() -> None:
    assert not country_holidays("")(2027)


def test_each_country_answers_for_every_year_without_a_warning(recwarn: pytest.WarningsRecorder) -> None:
    for country in countries():
        of = country_holidays(country, language="it")
        assert all(day.year == year and name for year in (1990, 2027, 2100) for day, name in of(year).items())
    assert not list(recwarn)


def test_holidays_close_working_days_from_1990_to_2100() -> None:
    days = WorkingDays(frozenset(), country_holidays("IT", language="it"))
    for year in range(1990, 2101):
        assert days.closed(date(year, 1, 1)) == ClosedDay(date(year, 1, 1), ClosedBecause.HOLIDAY, "Capodanno")
        assert days.is_open(date(year, 1, 2))


def test_regions_have_names_and_every_country_has_one() -> None:
    assert regions("IT")["MI"] == "Milano"
    assert regions("IT")["FC"] == "Forlì-Cesena"
    assert list(regions("DE"))[1] == "BW", "sorted by name: Augsburg, Baden-Württemberg"
    assert not regions("JP")
    assert set(Catalogue().countries) == set(countries())
    assert Catalogue().countries["IT"].it == "Italia"


def test_what_is_not_known_is_one_clear_sentence() -> None:
    assert sentence("IT", "Millano").endswith("is Milano (MI), Biella (BI) meant?")
    assert "choose one of Augsburg, BW, BY" in sentence("DE", "qqqq")
    assert sentence("JP", "Tokyo").startswith("“Tokyo” cannot be chosen: JP has no regions")
    assert sentence("ITALY", "").endswith("by its two letters, for example IT, DE, GB.")
    assert sentence("%%", "", "it").endswith("ad esempio IT, DE, GB.")
    assert sentence("", "MI") == "The region “MI” needs its country; choose the country first."


def test_the_command_lines_way_of_writing() -> None:
    assert read_place("IT") == ("IT", "")
    assert read_place(" it-mi ") == ("IT", "MI") == check_place("it", "Milano")
    for text in ("", "-MI", "IT-XX"):
        with pytest.raises(InputError):
            read_place(text)


def test_the_library_is_loaded_when_first_asked() -> None:
    code = (
        "import sys; from hsct_desktop.catalogue import holidays as ours; of = ours.country_holidays(''); of(2027); "
        "assert 'holidays' not in sys.modules; ours.country_holidays('IT'); assert 'holidays' in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
