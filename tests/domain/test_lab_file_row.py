"""Cells of a laboratory's file: read only in the form that the mapping declares."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.lab_file import DateFormat, LabMapping, MappedColumn, Role, from_json, places_of, to_json
from hsct_desktop.domain.lab_file_row import (
    LONGEST,
    LONGEST_LIMITS,
    RowReader,
    read_day,
    read_declared,
    read_limits,
    read_time,
)
from hsct_desktop.domain.lab_file_suggestion import meant, suggest
from hsct_desktop.domain.problem import InputError


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("9,1", ",", "9.1"), ("9.1", ".", "9.1"), ("1.234", ",", "1234"), ("1,234", ".", "1234"),
        ("1.234,5", ",", "1234.5"), ("1,234", ",", "1.234"), ("<0,1", ",", "0.1"), ("> 500", ",", "500"),
        ("9,1 g/dL", ",", "9.1"), ("12.345.678", ",", "12345678"),
    ],
)  # fmt: skip
def test_numbers_with_the_declared_sign(text: str, decimal: str, value: str) -> None:
    found = read_declared(text, decimal)
    assert found.value == Decimal(value)
    assert not found.ambiguous


@pytest.mark.parametrize(
    ("text", "decimal"), [("9.1", ","), ("9,1", "."), ("1.23.4", ","), ("1,2,3", ","), ("9,", ",")]
)
def test_numbers_with_another_sign_are_refused(text: str, decimal: str) -> None:
    with pytest.raises(InputError, match="lab_decimal_other"):
        read_declared(text, decimal)


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("12,0 - 16,0", ("12.0", "16.0")), ("12,0–16,0", ("12.0", "16.0")), ("[4,0-10,0]", ("4.0", "10.0")),
        ("<5", (None, "5")), ("> 90", ("90", None)), ("fino a 40", (None, "40")), ("", (None, None)),
        ("vedi nota", (None, None)),
    ],
)  # fmt: skip
def test_limits_in_one_text(text: str, limits: tuple[str | None, str | None]) -> None:
    assert read_limits(text, ",") == tuple(None if limit is None else Decimal(limit) for limit in limits)


def test_limits_that_cannot_be_read() -> None:
    assert read_limits("12.0 - 16.0", ",") is None
    assert read_limits("grado 3 di 4", ",") is None


@settings(max_examples=max(27, settings.default.max_examples // 10))
@given(st.dates(date(1900, 1, 1)), st.sampled_from(list(DateFormat)), st.sampled_from("/.-"))
def test_a_day_is_read_in_its_own_form_alone(day: date, form: DateFormat, sign: str) -> None:
    shapes = {
        DateFormat.DAY_FIRST: f"{day.day:02d}{sign}{day.month:02d}{sign}{day.year:04d}",
        DateFormat.MONTH_FIRST: f"{day.month:02d}{sign}{day.day:02d}{sign}{day.year:04d}",
        DateFormat.YEAR_FIRST: f"{day.year:04d}{sign}{day.month:02d}{sign}{day.day:02d}",
        DateFormat.COMPACT: f"{day.year:04d}{day.month:02d}{day.day:02d}",
    }
    assert read_day(shapes[form], form) == (day, "")
    assert read_day(f"{shapes[form]} 7:05", form) == (day, "07:05")
    for other in (DateFormat.YEAR_FIRST, DateFormat.COMPACT):
        if other is not form:
            assert read_day(shapes[form], other) is None
    assert read_day(shapes[form][:-1] if form is DateFormat.COMPACT else shapes[form][2:], form) != (day, "")


def test_times() -> None:
    assert [read_time(text) for text in ("8:30", "08:30:59", "23.59", "24:00", "8", "x")] == [
        "08:30", "08:30", "23:59", "", "", "",
    ]  # fmt: skip


@settings(max_examples=max(27, settings.default.max_examples // 10))
@given(st.text(max_size=30), st.sampled_from(",."))
def test_no_text_brings_the_reading_down(text: str, decimal: str) -> None:
    with suppress(InputError):
        value = read_declared(text, decimal).value
        assert value is None or value.is_finite()
    limits = read_limits(text, decimal)
    assert limits is None or len(limits) == 2


def test_a_mapping_survives_its_storing_and_nonsense_is_refused() -> None:
    rows = [["Title"], ["Codice", "Nato il", "Data", "Hb (g/dL)", "x"], ["1", "13/03/1984", "02/01/2026", "9,1", ""]]
    found = suggest(rows, Catalogue().analytes, str, "City")
    assert from_json("City", to_json(found.mapping)) == found.mapping
    for content in ({"columns": [3]}, {"columns": []} | {"decimal": 3}, {"columns": [{"header": "x", "role": "y"}]}):
        with pytest.raises(InputError, match="lab_mapping_unreadable"):
            from_json("x", content)


def test_a_first_mapping_is_what_the_headers_say() -> None:
    rows = [
        ["Laboratorio", ""],
        ["Codice", "Nato il", "Data prelievo", "Hb (g/dL)", "Piastrine", "Commento"],
        ["1", "03/04/1984", "02/01/2026", "9,1", "45", ""],
    ]
    found = suggest(rows, Catalogue().analytes, type("Stored", (str,), {}))
    assert [(c.role, c.analyte, c.unit) for c in found.mapping.columns] == [
        (Role.PATIENT, "", ""), (Role.BIRTH_DATE, "", ""), (Role.DATE, "", ""), (Role.RESULT, "HGB", "g/dL"),
        (Role.RESULT, "PLT", ""), (Role.UNUSED, "", ""),
    ]  # fmt: skip
    assert (found.mapping.header_row, found.decimals) == (2, (",",))
    assert found.date_formats == (DateFormat.DAY_FIRST, DateFormat.MONTH_FIRST)
    assert isinstance(found.mapping, LabMapping)


COLUMNS = (
    MappedColumn("code", Role.PATIENT), MappedColumn("born", Role.BIRTH_DATE), MappedColumn("day", Role.DATE),
    MappedColumn("time", Role.TIME), MappedColumn("hb", Role.RESULT, "HGB", "g/dL"), MappedColumn("unit", Role.UNIT),
    MappedColumn("limits", Role.LIMITS),
)  # fmt: skip
ROW = ["MS-001", "07/03/1985", "19/11/2026", "08:30", "9,1", "g/dL", "12,0 - 16,0"]


@pytest.mark.parametrize("at", range(len(ROW)))
def test_a_cell_that_is_too_long_is_refused_by_its_row_before_it_is_read(at: int) -> None:
    mapping = LabMapping("x", COLUMNS)
    reader = RowReader(mapping, places_of(mapping, [column.header for column in COLUMNS]), Catalogue().analytes)
    most = LONGEST_LIMITS if COLUMNS[at].role is Role.LIMITS else LONGEST
    fits, too_long = list(ROW), list(ROW)
    fits[at] = ROW[at].ljust(most)
    too_long[at] = ROW[at].ljust(30_000)
    (taken,), (refused,) = reader.read(2, fits), reader.read(3, too_long)
    assert (taken.problem, taken.text) == (None, "9,1")
    assert refused.problem is not None
    assert (refused.row, refused.column, refused.problem.key) == (3, at, "lab_cell_too_long")
    assert len(refused.text) <= LONGEST


def test_a_name_that_is_too_long_means_nothing() -> None:
    analytes = Catalogue().analytes
    assert meant("Hb (g/dL)", analytes) is not None
    assert meant("Hb" + " " * 300 + "(g/dL)", analytes) is None
