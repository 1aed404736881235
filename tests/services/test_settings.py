"""Settings of the unit: one undoable write, checked together, and the working days they make."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.working_days import ClosedBecause, ClosedDay
from hsct_desktop.services import settings, unit
from hsct_desktop.services.undo import undo, undo_last
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import setting
from tests.services.ward import keys, row_counts

SUNDAY, MONDAY, TUESDAY = date(2027, 2, 7), date(2027, 2, 8), date(2027, 2, 9)
EPIPHANY, AMBROSE = date(2027, 1, 6), date(2027, 12, 7)


@contextmanager
def statements(ws: Workspace) -> Iterator[list[str]]:
    """The SQL statements that run meanwhile."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    engine = ws.store.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(engine, "before_cursor_execute", note)


def test_before_anything_is_said_weekends_are_closed(ws: Workspace) -> None:
    days = settings.working_days(ws)
    assert days.closed(SUNDAY) == ClosedDay(SUNDAY, ClosedBecause.WEEKDAY)
    assert days.is_open(EPIPHANY)
    assert days.is_clinic_day(MONDAY)
    assert days.places == 6
    assert settings.tags(ws) == ()
    assert not any(row.is_set for row in settings.all_values(ws))


def test_settings_make_working_days(ws: Workspace) -> None:
    settings.put_all(
        ws,
        {
            settings.COUNTRY: "it",
            settings.REGION: "Milano",
            settings.CLOSED_WEEKDAYS: "sun",
            settings.CLOSED_DAYS: "8/2/2027 Ward moves",
            settings.OPEN_DAYS: "6/1/2027",
            settings.CLINIC_DAYS: "tue, thu",
            settings.PLACES_A_DAY: "9",
            settings.TAGS: "Trial A\nSardinia",
        },
    )
    days = settings.working_days(ws, "it")
    assert days.closed(AMBROSE) == ClosedDay(AMBROSE, ClosedBecause.HOLIDAY, "Sant'Ambrogio")
    assert days.closed(MONDAY) == ClosedDay(MONDAY, ClosedBecause.UNIT, "Ward moves")
    assert days.is_open(date(2027, 2, 6))
    assert days.is_open(EPIPHANY)
    assert days.is_clinic_day(TUESDAY)
    assert not days.is_clinic_day(date(2027, 2, 10))
    assert days.places == 9
    assert settings.tags(ws) == ("Trial A", "Sardinia")
    assert settings.value(ws, settings.COUNTRY) == "IT"
    assert settings.value(ws, settings.REGION) == "MI"
    assert settings.value(ws, settings.CLOSED_DAYS) == "2027-02-08 Ward moves"
    english = settings.working_days(ws, "en").closed(AMBROSE)
    assert english is not None
    assert english.name == "Saint Ambrose's Day"


def test_a_change_is_one_write_that_can_be_undone(ws: Workspace) -> None:
    saved = settings.put_all(ws, {settings.COUNTRY: "IT", settings.PLACES_A_DAY: "9"})
    assert saved.kinds == {"setting"}
    assert not settings.working_days(ws).is_open(EPIPHANY)
    undone = undo_last(ws)
    assert undone is not None
    assert undone.kinds == {"setting"}
    assert undone.text == "Undone: settings changed"
    assert settings.working_days(ws).is_open(EPIPHANY)
    assert [row.definition.id for row in settings.all_values(ws) if row.is_set] == []
    undo(ws, undone.txn)
    assert settings.working_days(ws).places == 9


def test_what_says_the_same_offers_nothing_to_undo(ws: Workspace) -> None:
    settings.put(ws, settings.CLOSED_DAYS, "24/12/2026 Christmas Eve")
    before = row_counts(ws)
    assert settings.put(ws, settings.CLOSED_DAYS, "2026-12-24 - Christmas Eve").txn == ""
    assert row_counts(ws) == before


def test_back_to_the_default(ws: Workspace) -> None:
    settings.put(ws, settings.CLOSED_WEEKDAYS, "")
    assert settings.working_days(ws).is_open(SUNDAY), "nothing closed is something said"
    settings.put(ws, settings.CLOSED_WEEKDAYS, None)
    assert not settings.working_days(ws).is_open(SUNDAY)
    assert not any(row.is_set for row in settings.all_values(ws))


def test_another_country_takes_the_region_with_it(ws: Workspace) -> None:
    settings.put_all(ws, {settings.COUNTRY: "IT", settings.REGION: "MI"})
    settings.put(ws, settings.PLACES_A_DAY, "7")
    assert settings.value(ws, settings.REGION) == "MI"
    settings.put(ws, settings.COUNTRY, "DE")
    assert settings.value(ws, settings.REGION) == ""
    undo_last(ws)
    assert (settings.value(ws, settings.COUNTRY), settings.value(ws, settings.REGION)) == ("IT", "MI")


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ({settings.PLACES_A_DAY: "0"}, {(settings.PLACES_A_DAY, "setting_number_out_of_range")}),
        ({settings.COUNTRY: "XX"}, {(settings.COUNTRY, "holiday_country_unknown")}),
        ({settings.REGION: "MI"}, {(settings.REGION, "holiday_region_alone")}),
        ({settings.COUNTRY: "DE", settings.REGION: "MI"}, {(settings.REGION, "holiday_region_unknown")}),
        ({settings.COUNTRY: "XX", settings.REGION: "MI"}, {(settings.COUNTRY, "holiday_country_unknown")}),
        (
            {settings.CLOSED_DAYS: "soon", settings.TAGS: "a\nA"},
            {(settings.CLOSED_DAYS, "setting_day_unreadable"), (settings.TAGS, "setting_text_twice")},
        ),
        ({settings.CLINIC_DAYS: "sat"}, {(settings.CLINIC_DAYS, "setting_clinic_closed")}),
        (
            {settings.CLOSED_WEEKDAYS: "mon", settings.CLINIC_DAYS: "mon"},
            {(settings.CLINIC_DAYS, "setting_clinic_closed")},
        ),
        (
            {settings.CLOSED_DAYS: "1/2/2027", settings.OPEN_DAYS: "1/2/2027"},
            {(settings.OPEN_DAYS, "setting_open_and_closed")},
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_is_written(ws: Workspace, texts: dict[str, str], told: set[object]) -> None:
    before = row_counts(ws)
    with pytest.raises(InputError) as error:
        settings.put_all(ws, {**texts, settings.PLACES_A_DAY: texts.get(settings.PLACES_A_DAY, "8")})
    assert keys(error.value) == told
    assert row_counts(ws) == before


def test_a_closed_weekday_that_is_a_clinic_day_is_told_where_it_is_changed(ws: Workspace) -> None:
    settings.put(ws, settings.CLINIC_DAYS, "tue, thu")
    with pytest.raises(InputError) as error:
        settings.put(ws, settings.CLOSED_WEEKDAYS, "thu, sun")
    assert keys(error.value) == {(settings.CLOSED_WEEKDAYS, "setting_clinic_closed")}
    assert ws.wording.problems(error.value).startswith("A clinic day cannot be closed every week: Thursday;")


def test_two_windows_do_not_overwrite_each_other(ws: Workspace) -> None:
    settings.put(ws, settings.TAGS, "Trial A")
    with pytest.raises(KnownError, match="stale_row"):
        settings.put_all(ws, {settings.TAGS: "Trial B"}, {settings.TAGS: ""})
    settings.put_all(ws, {settings.TAGS: "Trial A\nTrial B"}, {settings.TAGS: "Trial A"})
    assert settings.tags(ws) == ("Trial A", "Trial B")


def test_an_unreadable_region_in_the_file_costs_no_other_holiday(ws: Workspace) -> None:
    with ws.write("patient.revise") as session:
        setting.put(session, settings.COUNTRY, "IT")
        setting.put(session, settings.REGION, "qqqq")
        setting.put(session, settings.PLACES_A_DAY, "many")
    days = settings.working_days(ws)
    assert not days.is_open(EPIPHANY)
    assert days.places == 6
    told = {row.definition.id: [p.key for p in row.problems] for row in settings.all_values(ws) if row.problems}
    assert told == {
        settings.REGION: ["holiday_region_unknown"],
        settings.PLACES_A_DAY: ["setting_number_out_of_range"],
    }


def test_an_unknown_country_in_the_file_means_no_holidays(ws: Workspace) -> None:
    with ws.write("patient.revise") as session:
        setting.put(session, settings.COUNTRY, "??")
    assert settings.working_days(ws).is_open(EPIPHANY)
    assert not settings.working_days(ws).is_open(SUNDAY)


def test_working_days_cost_one_statement(ws: Workspace) -> None:
    settings.put_all(ws, {settings.COUNTRY: "IT", settings.REGION: "MI"})
    with ws.read() as session, statements(ws) as seen:
        first = settings.working_days_in(session, ws)
        assert not first.is_open(AMBROSE)
        assert len([text for text in seen if text.startswith("SELECT")]) == 1
        assert settings.working_days_in(session, ws) is first, "made once for the same settings"


def test_a_units_own_defaults_hold_until_it_says_otherwise(ws: Workspace, tmp_path: Path) -> None:
    (tmp_path / "own" / "catalogues").mkdir(parents=True)
    text = "items:\n  - {id: calendar.places, default: 3}\n  - {id: calendar.country, default: IT}\n"
    (tmp_path / "own" / "catalogues" / "settings.yaml").write_text(text, encoding="utf-8")
    ws.catalogue = Catalogue(tmp_path / "own")
    assert settings.working_days(ws).places == 3
    assert not settings.working_days(ws).is_open(EPIPHANY)
    settings.put(ws, settings.PLACES_A_DAY, "4")
    assert settings.working_days(ws).places == 4


def test_a_setting_of_the_workstation_is_not_kept_in_the_file(ws: Workspace) -> None:
    with pytest.raises(ValueError, match="workstation"):
        settings.put(ws, settings.AGENDA_VIEW, "week")
    assert settings.AGENDA_VIEW not in [row.definition.id for row in settings.all_values(ws)]


def test_the_units_name_is_not_touched(ws: Workspace) -> None:
    settings.put(ws, settings.TAGS, "x")
    assert unit.unit_name(ws) == "Unit of the tests"
