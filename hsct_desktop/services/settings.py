"""The unit's settings: read, changed together in one write that can be undone, and the working days they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.holidays import check_place, country_holidays
from hsct_desktop.domain.problem import InputError, KnownError, Problem
from hsct_desktop.domain.setting import (
    SettingDefinition,
    SettingScope,
    SettingType,
    check,
    days_of,
    texts_of,
    tidied,
    weekdays_of,
    whole_of,
)
from hsct_desktop.domain.working_days import PLACES, HolidaysOf, WorkingDays, no_holidays
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import setting
from hsct_desktop.store.base import ReadSession, WriteSession

COUNTRY, REGION = "calendar.country", "calendar.region"
CLOSED_WEEKDAYS, CLINIC_DAYS = "calendar.closed_weekdays", "calendar.clinic_days"
CLOSED_DAYS, OPEN_DAYS = "calendar.closed_days", "calendar.open_days"
PLACES_A_DAY = "calendar.places"
TAGS = "ward.tags"
TYPED_LANGUAGE = "letters.typed_language"
BY_COUNTRY = "country"
_LANGUAGE_OF = {"IT": "it", "SM": "it", "VA": "it"}
AGENDA_VIEW = "agenda.view"
"""A setting of the workstation: `views.preferences` keeps it."""
_CALENDAR = (COUNTRY, REGION, CLOSED_WEEKDAYS, CLOSED_DAYS, OPEN_DAYS, CLINIC_DAYS, PLACES_A_DAY)


@dataclass(frozen=True)
class SettingRow:
    """A setting with its value as plain text; `is_set` is False while the default holds.

    `problems` say why a stored value can no longer be used: the rest of the calendar holds without it.
    """

    definition: SettingDefinition
    text: str
    is_set: bool = False
    problems: tuple[Problem, ...] = ()


def all_values(ws: Workspace) -> list[SettingRow]:
    """Every setting of the unit with its value, in the order of the page."""
    with ws.read() as session:
        stored = setting.all_of(session)
    values = _values(ws.catalogue, stored)
    return [
        SettingRow(d, values[d.id], d.id in stored, tuple(_problems_of(d, values)))
        for d in ws.catalogue.settings.values()
        if d.scope is SettingScope.UNIT
    ]


def value(ws: Workspace, setting_id: str) -> str:
    """The plain text of one setting, its default while it is unset. KeyError for an id that is not in the table."""
    with ws.read() as session:
        return setting.get(session, setting_id, ws.catalogue.settings[setting_id].default)


def tags(ws: Workspace) -> tuple[str, ...]:
    """The ward's own tags, in its order."""
    return texts_of(value(ws, TAGS))


def typed_language(session: ReadSession | WriteSession, catalogue: Catalogue) -> str:
    """The language in which the unit types its record: as chosen, else that of its country, else English."""
    chosen = setting.get(session, TYPED_LANGUAGE, catalogue.settings[TYPED_LANGUAGE].default)
    if chosen != BY_COUNTRY:
        return chosen
    return _LANGUAGE_OF.get(setting.get(session, COUNTRY, catalogue.settings[COUNTRY].default), "en")


def put(ws: Workspace, setting_id: str, text: str | None) -> Changes:
    """Change one setting; None goes back to the default. InputError (field: its id) with all that is wrong."""
    return put_all(ws, {setting_id: text})


def put_all(ws: Workspace, texts: Mapping[str, str | None], shown: Mapping[str, str] | None = None) -> Changes:
    """Change several settings in one write; None goes back to the default.

    Another country takes the region with it unless a region comes along. `shown` are the values from which somebody
    began: KnownError `stale_row` when another window has changed one of them since. InputError with all that is wrong.
    """
    definitions = ws.catalogue.settings
    with ws.write("setting.put") as session:
        stored = setting.all_of(session)
        before = _values(ws.catalogue, stored)
        if any(before[name] != text for name, text in (shown or {}).items()):
            raise KnownError("stale_row")
        wanted = {name: definitions[name].default if text is None else text for name, text in texts.items()}
        wanted |= dict.fromkeys(_orphans(definitions, before, wanted), "")
        tidy = _checked(ws, before, wanted)
        for name, text in tidy.items():
            setting.put(session, name, None if name in texts and texts[name] is None else text)
        # Where every text says what was kept already, nothing was written and there is nothing to undo.
        changed = setting.all_of(session) != stored
        return Changes(frozenset({"setting"}), session.txn if changed else "", ws.wording.text("saved.setting"))


def working_days(ws: Workspace, language: str | None = None) -> WorkingDays:
    """On which days the unit works, holidays named in `language` (the reader's, unless told)."""
    with ws.read() as session:
        return working_days_in(session, ws, language)


def working_days_in(session: ReadSession | WriteSession, ws: Workspace, language: str | None = None) -> WorkingDays:
    """The working days within a session, in one statement."""
    values = _values(ws.catalogue, setting.all_of(session))
    return _working_days(tuple(values[name] for name in _CALENDAR), language or ws.language)


@lru_cache(maxsize=16)
def _working_days(texts: tuple[str, ...], language: str) -> WorkingDays:
    """The working days that the texts of `_CALENDAR` make; what cannot be read counts as not said."""
    values = dict(zip(_CALENDAR, texts, strict=True))
    return WorkingDays(
        closed_weekdays=weekdays_of(values[CLOSED_WEEKDAYS]),
        holidays=_holidays(values[COUNTRY], values[REGION], language),
        unit_days=days_of(values[CLOSED_DAYS]),
        clinic_weekdays=weekdays_of(values[CLINIC_DAYS]),
        places=whole_of(values[PLACES_A_DAY]) or PLACES,
        open_days=frozenset(days_of(values[OPEN_DAYS])),
    )


def _holidays(country: str, region: str, language: str) -> HolidaysOf:
    """The holidays; of the whole country where a newer library no longer knows the region (the page says so)."""
    for place in ((country, region), (country, "")):
        try:
            return country_holidays(*place, language)
        except InputError:
            continue
    return no_holidays


def _values(catalogue: Catalogue, stored: Mapping[str, str]) -> dict[str, str]:
    return {name: stored.get(name, definition.default) for name, definition in catalogue.settings.items()}


def _orphans(
    definitions: Mapping[str, SettingDefinition], before: Mapping[str, str], wanted: Mapping[str, str]
) -> Iterator[str]:
    """The regions whose country changes without them."""
    for name, definition in definitions.items():
        if definition.of in wanted and name not in wanted and wanted[definition.of] != before[definition.of]:
            yield name


def _checked(ws: Workspace, before: Mapping[str, str], wanted: Mapping[str, str]) -> dict[str, str]:
    """The wanted texts as they are kept; InputError with everything that is wrong."""
    values = {**before, **wanted}
    definitions = [ws.catalogue.settings[name] for name in wanted]
    if any(definition.scope is not SettingScope.UNIT for definition in definitions):
        raise ValueError("a setting of the workstation is not kept in the data file")
    problems = [problem for definition in definitions for problem in _problems_of(definition, values)]
    problems += _together(ws, values, wanted) if not problems else []
    if problems:
        raise InputError(problems)
    return {definition.id: _kept(definition, values) for definition in definitions}


def _kept(definition: SettingDefinition, values: Mapping[str, str]) -> str:
    """The text as it is kept: codes for countries and regions, however they were typed."""
    text = tidied(definition, values[definition.id])
    if not text or definition.type not in (SettingType.COUNTRY, SettingType.REGION):
        return text
    return (
        check_place(text, "")[0]
        if definition.type is SettingType.COUNTRY
        else check_place(values[definition.of], text)[1]
    )


def _problems_of(definition: SettingDefinition, values: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with one value; a region is looked up in its country."""
    text = values[definition.id]
    yield from check(definition, text)
    try:
        if definition.type is SettingType.COUNTRY:
            country_holidays(text)
        elif definition.type is SettingType.REGION:
            country_holidays(values[definition.of], text)
    except InputError as error:
        # An unknown country is told at the country; its region can only wait for it.
        yield from (problem for problem in error.problems if problem.field == definition.id)


def _together(ws: Workspace, values: Mapping[str, str], wanted: Mapping[str, str]) -> Iterator[Problem]:
    """What two settings say against each other, told at the one that is being changed."""
    names = ws.wording.text("date.weekday.long").split()
    both = weekdays_of(values[CLINIC_DAYS]) & weekdays_of(values[CLOSED_WEEKDAYS])
    if both and wanted.keys() & {CLINIC_DAYS, CLOSED_WEEKDAYS}:
        days = ", ".join(names[day] for day in sorted(both))
        yield Problem(
            CLINIC_DAYS if CLINIC_DAYS in wanted else CLOSED_WEEKDAYS, "setting_clinic_closed", {"days": days}
        )
    twice = sorted(days_of(values[CLOSED_DAYS]).keys() & days_of(values[OPEN_DAYS]).keys())
    if twice and wanted.keys() & {CLOSED_DAYS, OPEN_DAYS}:
        where = OPEN_DAYS if OPEN_DAYS in wanted else CLOSED_DAYS
        yield Problem(where, "setting_open_and_closed", {"day": twice[0]})
