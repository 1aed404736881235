"""Public holidays by country and region, for any year; the `holidays` library is loaded when first asked."""

from __future__ import annotations

import difflib
import warnings
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, partial
from types import MappingProxyType
from typing import Any

from hsct_desktop.domain.names import fold
from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.domain.working_days import HolidaysOf, no_holidays

COUNTRY, REGION = "calendar.country", "calendar.region"
"""The fields that problems name: the settings of that id."""
EXAMPLES = ("IT", "DE", "GB")
_BETWEEN = "; "
"""Between two holidays of one day."""


def country_holidays(country: str, region: str = "", language: str = "en") -> HolidaysOf:
    """The public holidays of a country (ISO 3166-1 code) and region (code or name); of none without a country.

    Names are in `language` where the library has it, else in English, else in the country's own. A year for which the
    library knows nothing is empty. Raise InputError for an unknown country or region.
    """
    if not country.strip():
        if region.strip():
            raise InputError([Problem(REGION, "holiday_region_alone", {"region": region})])
        return no_holidays
    known, part = check_place(country, region)
    return partial(_of_year, known, part, language)


def read_place(text: str) -> tuple[str, str]:
    """Country and region of `IT` or `IT-MI`, as the command line takes them; raise InputError for unknown ones."""
    country, _, region = text.strip().partition("-")
    if not country:
        raise _country_error(text)
    return check_place(country, region)


def check_place(country: str, region: str) -> tuple[str, str]:
    """The codes of a country and of its region ("" for none), however they were written; raise InputError."""
    code = country.strip().upper()
    if code not in countries():
        raise _country_error(country)
    wanted = region.strip()
    if not wanted:
        return code, ""
    names = regions(code)
    for known in names:
        if wanted.casefold() in (known.casefold(), f"{code}-{known}".casefold()):
            return code, known
    for name, known in _aliases(code).items():
        if fold(name) == fold(wanted):
            return code, known
    raise InputError([_region_problem(code, wanted, names)])


def _country_error(text: str) -> InputError:
    return InputError([Problem(COUNTRY, "holiday_country_unknown", {"text": text, "examples": ", ".join(EXAMPLES)})])


def _region_problem(country: str, region: str, names: Mapping[str, str]) -> Problem:
    params: dict[str, object] = {"region": region, "country": country}
    if not names:
        return Problem(REGION, "holiday_region_none", params)
    words = {fold(word): known for known, name in names.items() for word in (known, name)}
    near = [words[word] for word in difflib.get_close_matches(fold(region), words, n=3)]
    if near:
        found = ", ".join(f"{names[known]} ({known})" for known in dict.fromkeys(near))
        return Problem(REGION, "holiday_region_unknown_near", {**params, "near": found})
    return Problem(REGION, "holiday_region_unknown", {**params, "known": ", ".join(names)})


@cache
def countries() -> tuple[str, ...]:
    """The ISO 3166-1 codes of all countries whose holidays are known, sorted; their names are in the catalogue."""
    import holidays

    return tuple(sorted(holidays.list_supported_countries(include_aliases=False)))


@cache
def regions(country: str) -> Mapping[str, str]:
    """The regions with holidays of their own by code, each with its name, sorted by name; none for some countries."""
    names: dict[str, str] = {code: code for code in _entity(country).subdivisions}
    for name, code in _aliases(country).items():
        # Of several names, the longest is written out: "Provence" and not "PAC", "Forlì-Cesena" and not its plain form.
        if not name.isupper() and (names[code] == code or (len(name), name) > (len(names[code]), names[code])):
            names[code] = name
    return MappingProxyType(dict(sorted(names.items(), key=lambda pair: fold(pair[1]))))


def _aliases(country: str) -> Mapping[str, str]:
    found: Mapping[str, str] = getattr(_entity(country), "subdivisions_aliases", {})
    return found


def _entity(country: str) -> Any:
    """The library's class of a country."""
    import holidays

    return getattr(holidays, country)


@cache
def _of_year(country: str, region: str, language: str, year: int) -> Mapping[date, str]:
    spoken = next(_spoken(country, language), None)
    with warnings.catch_warnings():
        # A country tells on the error stream that its movable feasts are not known yet for some far year.
        warnings.simplefilter("ignore", UserWarning)
        found = _entity(country)(subdiv=region or None, years=year, language=spoken)
    return MappingProxyType({day: name.replace("\n", _BETWEEN) for day, name in found.items()})


def _spoken(country: str, language: str) -> Iterator[str]:
    """The library's names for the reader's language and then for English, British before others."""
    known = sorted(_entity(country).supported_languages, key=lambda name: (name != "en_GB", name))
    for wanted in (language, "en"):
        yield from (name for name in known if name.partition("_")[0] == wanted)
