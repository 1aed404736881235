"""Cells of foreign tables: read as written, said to be not done, or refused with a remedy; nothing is guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.book import EMPTY, Cell, CellKind
from hsct_desktop.domain.import_date import Moment
from hsct_desktop.domain.import_field import FieldType, ImportField
from hsct_desktop.domain.import_mapping import MISSING_WORDS, DateOrder, MappedColumn
from hsct_desktop.domain.import_number import LabText
from hsct_desktop.domain.import_value import NOT_DONE, Read, reader_of
from hsct_desktop.domain.lab_value import read_value
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.problem import Problem

CODES = {
    "sex": {"f": "female", "female": "female", "donna": "female", "m": "male", "male": "male"},
    "dmt": {"tysabri": "natalizumab", "natalizumab": "natalizumab", "avonex": "interferon_beta_1a"},
    "analyte": {"na": "NA", "sodio": "NA", "hb": "HGB"},
    "system": {"visivo": "visual", "visual": "visual", "piramidale": "pyramidal", "pyramidal": "pyramidal"},
}
DAY = ImportField("visit.on", FieldType.DATE)
PARTIAL = ImportField("history.onset", FieldType.PARTIAL_DATE)
WEIGHT = ImportField("visit.weight", FieldType.NUMBER, unit="kg", units={"lb": "0.45359237", "g": "0.001"})
CD34 = ImportField("transplant.cd34_dose", FieldType.NUMBER, unit="10^6/kg")
COUNT = ImportField("mri.gd", FieldType.WHOLE)
GRADE = ImportField("adverse_event.grade", FieldType.WHOLE)
LAB = ImportField("lab_result.value", FieldType.VALUE)
YES_NO = ImportField("adverse_event.serious", FieldType.YES_NO)
SEX = ImportField("patient.sex", FieldType.CODE, codes="sex")
ANALYTE = ImportField("lab_result.analyte", FieldType.CODE, codes="analyte")
SYSTEMS = ImportField("relapse.systems", FieldType.CODES, codes="system")
DMTS = ImportField("history.dmts", FieldType.TEXTS, codes="dmt")
ALLERGIES = ImportField("patient.allergies", FieldType.TEXTS)
FAMILY = ImportField("patient.family_name", FieldType.TEXT)
PHONE = ImportField("patient.phone", FieldType.TEXT)
NOTES = ImportField("patient.notes", FieldType.TEXT)
FIELDS = (DAY, PARTIAL, WEIGHT, CD34, COUNT, GRADE, LAB, YES_NO, SEX, SYSTEMS, DMTS, ALLERGIES, FAMILY, PHONE, NOTES)
FIRST = {"d": DateOrder.DAY_FIRST, "m": DateOrder.MONTH_FIRST, "y": DateOrder.YEAR_FIRST, "": None}
SERIAL = MappedColumn("", date_order=DateOrder.SERIAL_1900)


def read_cell(cell: Cell, field: ImportField, column: MappedColumn, missing: Sequence[str] = MISSING_WORDS) -> Read:
    return reader_of(field, column, CODES, missing)(cell)


def read(text: str, field: ImportField, column: MappedColumn | None = None, kind: CellKind = CellKind.TEXT) -> Read:
    return read_cell(Cell(text, kind), field, column or MappedColumn(""))


def key(found: Read) -> str:
    """The key of a problem; "" for what was read."""
    return found.key if isinstance(found, Problem) else ""


@pytest.mark.parametrize(
    ("order", "text", "day"),
    [
        ("d", "12/3/2019", date(2019, 3, 12)),
        ("d", "12.03.2019", date(2019, 3, 12)),
        ("d", "12. 3. 2019", date(2019, 3, 12)),
        ("d", "12-3-2019", date(2019, 3, 12)),
        ("d", "12 3 2019", date(2019, 3, 12)),
        ("d", "12 / 03 / 2019", date(2019, 3, 12)),
        ("d", "12032019", date(2019, 3, 12)),
        ("d", "\u00a012/3/2019\u200e ", date(2019, 3, 12)),
        ("d", "12\u201303\u20132019", date(2019, 3, 12)),
        ("m", "12/3/2019", date(2019, 12, 3)),
        ("m", "12032019", date(2019, 12, 3)),
        ("y", "2019/3/12", date(2019, 3, 12)),
        ("y", "20190312", date(2019, 3, 12)),
        ("d", "29/02/2020", date(2020, 2, 29)),
        # The standard's form and a month in words have one reading, whatever the column declares.
        ("d", "2019-03-12", date(2019, 3, 12)),
        ("", "2019-03-12", date(2019, 3, 12)),
        ("d", "12 marzo 2019", date(2019, 3, 12)),
        ("d", "12-mar-2019", date(2019, 3, 12)),
        ("d", "12. März 2019", date(2019, 3, 12)),
        ("d", "1er février 2019", date(2019, 2, 1)),
        ("d", "1° agosto 2019", date(2019, 8, 1)),
        ("d", "12 de mayo de 2019", date(2019, 5, 12)),
        ("m", "March 12, 2019", date(2019, 3, 12)),
        ("m", "12 August 2019", date(2019, 8, 12)),
        ("", "3rd December 2019", date(2019, 12, 3)),
    ],
)
def test_a_date_is_the_day_that_is_written(order: str, text: str, day: date) -> None:
    assert read(text, DAY, MappedColumn("", date_order=FIRST[order])) == Moment(day)


@pytest.mark.parametrize(
    ("order", "text", "problem"),
    [
        ("d", "31/04/2019", "date_does_not_exist"),
        ("d", "29/02/2019", "date_does_not_exist"),
        ("d", "03/25/2019", "date_does_not_exist"),
        ("d", "2019/03/12", "import_date_form"),
        ("y", "12/03/2019", "import_date_form"),
        ("", "25/12/2019", "import_date_order_unknown"),
        ("", "12032019", "import_date_order_unknown"),
        ("d", "12/3/19", "import_year_digits"),
        ("d", "12-mar-19", "import_year_digits"),
        ("d", "12/3", "import_date_unreadable"),
        ("d", "12/3-2019", "import_date_unreadable"),
        ("d", "t", "import_date_unreadable"),
        ("d", "+3", "import_date_unreadable"),
        ("d", "lun 12/3/2019", "import_date_unreadable"),
        ("d", "1/1/0219", "import_date_year"),
        ("d", "1/1/2919", "import_date_year"),
        ("d", "marzo 2019", "import_date_needs_day"),
        ("d", "2019", "import_date_needs_day"),
        ("d", "12/3/2019?", "import_unsure"),
        ("d", "circa 12/3/2019", "import_approximate"),
        ("d", "2018-2019", "import_two_values"),
        ("d", "12/3/2019 e 15/3/2020", "import_two_values"),
        ("d", "1/2/2024-5/2/2024", "import_two_values"),
        ("d", "12/\u202e03/2019", "import_unseen"),
        ("d", "12/\x0003/2019", "import_unseen"),
        ("d", "١٢/٣/٢٠١٩", "import_date_unreadable"),
        ("d", "1" * 300, "import_too_long"),
    ],
)
def test_a_date_in_doubt_is_refused(order: str, text: str, problem: str) -> None:
    assert key(read(text, DAY, MappedColumn("", date_order=FIRST[order]))) == problem


@pytest.mark.parametrize(
    ("until", "text", "day"),
    [(2026, "12/3/19", date(2019, 3, 12)), (2026, "12/3/27", date(1927, 3, 12)), (2026, "12-mar-26", date(2026, 3, 12)),
     (2008, "12/3/85", date(1985, 3, 12)), (1999, "1/1/00", date(1900, 1, 1))],
)  # fmt: skip
def test_years_of_two_digits_are_read_where_the_column_says_until_when(until: int, text: str, day: date) -> None:
    column = MappedColumn("", date_order=DateOrder.DAY_FIRST, two_digit_until=until)
    assert read(text, DAY, column) == Moment(day)
    assert key(read(text, DAY, replace(column, two_digit_until=0))) == "import_year_digits"


def test_a_month_in_words_with_a_short_year_needs_an_order_that_tells_them_apart() -> None:
    column = MappedColumn("", date_order=DateOrder.YEAR_FIRST, two_digit_until=2026)
    assert key(read("12-mar-19", DAY, column)) == "import_year_digits"
    assert key(read("12-mar-19", DAY, replace(column, date_order=None))) == "import_year_digits"


def test_stored_dates_are_taken_as_they_are_whatever_the_column_declares() -> None:
    for column in (MappedColumn(""), MappedColumn("", date_order=DateOrder.MONTH_FIRST), SERIAL):
        assert read("2019-03-12", DAY, column, CellKind.DATE) == Moment(date(2019, 3, 12))
        assert read("2019-03-12 08:30", DAY, column, CellKind.MOMENT) == Moment(date(2019, 3, 12), "08:30")
        assert read("2019-03-12 00:00", DAY, column, CellKind.MOMENT) == Moment(date(2019, 3, 12))
    assert key(read("0019-03-12", DAY, None, CellKind.DATE)) == "import_date_year"
    assert key(read("08:30", DAY, None, CellKind.TIME)) == "import_date_unreadable"


def test_a_time_behind_a_day_is_no_part_of_the_day() -> None:
    column = MappedColumn("", date_order=DateOrder.DAY_FIRST)
    assert read("12/3/2019 8:05", DAY, column) == Moment(date(2019, 3, 12), "08:05")
    assert read("2019-03-12T00:00:00", DAY, column) == Moment(date(2019, 3, 12))
    assert key(read("12/3/2019 25:05", DAY, column)) == "import_date_unreadable"


@pytest.mark.parametrize(
    ("system", "number", "day"),
    [("1900", "43536", date(2019, 3, 12)), ("1904", "42074", date(2019, 3, 12)), ("1900", "1", date(1900, 1, 1)),
     ("1900", "59", date(1900, 2, 28)), ("1900", "61", date(1900, 3, 1)), ("1904", "0", date(1904, 1, 1)),
     ("1900", "43536.75", date(2019, 3, 12))],
)  # fmt: skip
def test_serial_days_count_as_spreadsheets_do(system: str, number: str, day: date) -> None:
    serial = DateOrder(f"serial_{system}")
    assert read(number, DAY, MappedColumn("", date_order=serial), CellKind.NUMBER) == Moment(day)
    mixed = MappedColumn("", date_order=DateOrder.DAY_FIRST, serials=serial)
    assert read(number, DAY, mixed, CellKind.NUMBER) == Moment(day)
    assert read("12/3/2019", DAY, mixed) == Moment(date(2019, 3, 12))


@pytest.mark.parametrize(
    ("number", "problem"),
    [("60", "import_serial_no_day"), ("0", "import_serial_no_day"), ("2019", "import_serial_is_year"),
     ("-5", "import_serial_no_day"), ("99999999", "import_date_year"), ("9" * 20, "import_date_year")],
)  # fmt: skip
def test_numbers_that_are_no_day_are_refused(number: str, problem: str) -> None:
    assert key(read(number, DAY, SERIAL, CellKind.NUMBER)) == problem


def test_a_number_is_no_date_unless_the_column_says_how_it_counts() -> None:
    assert key(read("43536", DAY, None, CellKind.NUMBER)) == "import_number_not_date"
    day_first = MappedColumn("", date_order=DateOrder.DAY_FIRST)
    assert key(read("43536", DAY, day_first, CellKind.NUMBER)) == "import_number_not_date"
    assert key(read("43536", DAY, day_first)) == "import_number_not_date"
    assert read("43536", DAY, SERIAL) == Moment(date(2019, 3, 12)), "as a CSV file has it"
    assert key(read("12/3/2019", DAY, SERIAL)) == "import_date_form"


@pytest.mark.parametrize(
    ("text", "found"),
    [("2019", PartialDate(2019)), ("04/2019", PartialDate(2019, 4)), ("4.2019", PartialDate(2019, 4)),
     ("2019-04", PartialDate(2019, 4)), ("marzo 2019", PartialDate(2019, 3)), ("Mar-2019", PartialDate(2019, 3)),
     ("2019 avril", PartialDate(2019, 4)), ("agosto de 2019", PartialDate(2019, 8)),
     ("30/4/2019", PartialDate(2019, 4, 30)), ("2019-04-30", PartialDate(2019, 4, 30))],
)  # fmt: skip
def test_histories_take_a_month_or_a_year(text: str, found: PartialDate) -> None:
    assert read(text, PARTIAL, MappedColumn("", date_order=DateOrder.DAY_FIRST)) == found


@pytest.mark.parametrize(
    ("text", "problem"),
    [("primavera 2019", "import_partial_unreadable"), ("inizio 2019", "import_partial_unreadable"),
     ("13/2019", "import_month_unknown"), ("00/2019", "import_month_unknown"), ("2019?", "import_unsure"),
     ("ca. 2019", "import_approximate"), ("2018/2019", "import_two_values"), ("4/19", "import_partial_unreadable"),
     ("mar-19", "import_partial_unreadable"), ("0204", "import_date_year"), ("30/2/2019", "date_does_not_exist")],
)  # fmt: skip
def test_a_part_of_a_date_in_doubt_is_refused(text: str, problem: str) -> None:
    assert key(read(text, PARTIAL, MappedColumn("", date_order=DateOrder.DAY_FIRST))) == problem


def test_a_year_stored_as_a_number_is_the_year() -> None:
    assert read("2019", PARTIAL, None, CellKind.NUMBER) == PartialDate(2019)
    assert read("2019", PARTIAL, SERIAL, CellKind.NUMBER) == PartialDate(2019)
    assert key(read("43536", PARTIAL, None, CellKind.NUMBER)) == "import_number_not_date"
    assert read("43536", PARTIAL, SERIAL, CellKind.NUMBER) == PartialDate(2019, 3, 12)


@pytest.mark.parametrize(
    ("decimal", "text", "found"),
    [(",", "12,5", "12.5"), (".", "12.5", "12.5"), ("", "12,5", "12.5"), ("", "12.5", "12.5"), (",", "1.234", "1234"),
     (".", "1.234", "1.234"), ("", "1.234,5", "1234.5"), ("", "1,234.5", "1234.5"), ("", "0,123", "0.123"),
     ("", "1.234.567", "1234567"), ("", "1 234,5", "1234.5"), ("", "1'234.5", "1234.5"), ("", "1\u202f234", "1234"),
     ("", "−3", "-3"), ("", "+3", "3"), ("", ",5", "0.5"), (",", "72,0 kg", "72.0"), ("", "72000 g", "72.000")],
)  # fmt: skip
def test_numbers_are_read_by_the_declared_sign(decimal: str, text: str, found: str) -> None:
    assert read(text, WEIGHT, MappedColumn("", decimal=decimal)) == Decimal(found)


@pytest.mark.parametrize(
    ("decimal", "text", "problem"),
    [("", "1.234", "import_decimal_unknown"), ("", "1,234", "import_decimal_unknown"),
     (",", "12.5", "import_decimal_other"), (".", "12,5", "import_decimal_other"),
     (",", "1,234.5", "import_decimal_other"),
     ("", "12.34.5", "import_number_unreadable"), ("", "1 2", "import_number_unreadable"),
     ("", "3-4", "import_two_values"), ("", "3–4", "import_two_values"), ("", "3 o 4", "import_two_values"),
     ("", "120/80", "import_two_values"), ("", "4?", "import_unsure"), ("", "ca. 3", "import_approximate"),
     ("", "~3", "import_approximate"), ("", "<0,1", "import_comparator"), ("", "> 500", "import_comparator"),
     ("", "tre", "import_number_unreadable"), ("", "70 st", "import_unit_unknown"),
     ("", "=A1", "import_number_unreadable"),
     ("", "٣", "import_number_unreadable"), ("", "1" * 40, "import_number_unreadable")],
)  # fmt: skip
def test_a_number_in_doubt_is_refused(decimal: str, text: str, problem: str) -> None:
    assert key(read(text, WEIGHT, MappedColumn("", decimal=decimal))) == problem


def test_units_are_converted_exactly_and_that_of_the_cell_goes_before() -> None:
    pounds = MappedColumn("", unit="lb")
    assert read("100", WEIGHT, pounds, CellKind.NUMBER) == Decimal("45.359237")
    assert read("100 lb", WEIGHT) == Decimal("45.359237")
    assert read("70 kg", WEIGHT, pounds) == Decimal(70)
    assert key(read("70", WEIGHT, MappedColumn("", unit="stone"))) == "import_unit_unknown"
    for text in ("4.2 10^6/kg", "4,2 x10⁶/kg", "4.2 x 10^6/kg", "4.2"):
        assert read(text, CD34) == Decimal("4.2")


def test_a_date_that_the_spreadsheet_made_of_a_number_is_no_number() -> None:
    for field in (WEIGHT, COUNT, LAB):
        assert key(read("2019-04-03", field, None, CellKind.DATE)) == "import_date_not_number"


def test_whole_numbers_are_whole() -> None:
    assert read("3", COUNT) == 3
    assert read("3.0", COUNT, None, CellKind.NUMBER) == 3
    assert key(read("3,5", COUNT)) == "import_whole_number"
    assert key(read("TRUE", COUNT, None, CellKind.BOOL)) == "import_number_unreadable"
    assert [read(text, GRADE) for text in ("G3", "grado 2", "grade 4", "1", "III", "grado iv")] == [3, 2, 4, 1, 3, 4]
    assert key(read("2-3", GRADE)) == "import_two_values"
    day = ImportField("engraftment.neutrophils_day", FieldType.WHOLE)
    assert [read(text, day) for text in ("+11", "d+11", "gg 11", "Tag 11", "11")] == [11] * 5
    assert key(read("<10", day)) == "import_comparator"
    assert key(read("d+11", COUNT)) == "import_number_unreadable"


@pytest.mark.parametrize(
    ("decimal", "text", "found", "unit"),
    [("", "9,8", "9.8", ""), (",", "<0,1", "<0.1", ""), ("", ">500", ">500", ""), ("", "≤ 0,1", "≤0.1", ""),
     ("", "neg", "neg", ""), ("", "Positivo", "Positivo", ""), (",", "12.000", "12000", ""),
     ("", "98 g/L", "98", "g/L"),
     ("", "4,1 x10⁹/L", "4.1", "10^9/L"), ("", "2.3 *", "2.3", ""), ("", "9,8 H", "9.8", ""),
     ("", "80 mL/min/1.73m2", "80", "mL/min/1.73m2")],
)  # fmt: skip
def test_laboratory_values_keep_their_limits_and_units(decimal: str, text: str, found: str, unit: str) -> None:
    assert read(text, LAB, MappedColumn("", decimal=decimal)) == LabText(found, unit)
    assert read_value(found)


@pytest.mark.parametrize(
    ("text", "problem"),
    [("3-4", "import_two_values"), ("4?", "import_unsure"), ("1.234", "import_decimal_unknown"),
     ("ca. 3", "import_approximate"), ("++", "import_lab_unreadable"), ("12 5", "import_lab_unreadable"),
     ("12-", "import_lab_unreadable"), ("coagulato", "import_lab_unreadable"), ("9,8 (rep)", "import_lab_unreadable")],
)  # fmt: skip
def test_a_laboratory_value_in_doubt_is_refused(text: str, problem: str) -> None:
    assert key(read(text, LAB)) == problem


@pytest.mark.parametrize("text", ["in corso", "Ongoing", "laufend", "en cours", "EN CURSO", "in corso."])
def test_an_end_that_has_not_come_is_told_and_is_no_date(text: str) -> None:
    for name in ("therapy.stop", "adverse_event.end"):
        assert read(text, ImportField(name, FieldType.DATE)) is NOT_DONE
    assert key(read(text, DAY)) == "import_date_unreadable"
    assert key(read("in corso?", ImportField("therapy.stop", FieldType.DATE))) == "import_unsure"


def test_yes_and_no_in_five_languages() -> None:
    assert {read(text, YES_NO) for text in ("sì", "Si", "YES", "ja", "oui", "sí", "x", "vero")} == {True}
    assert {read(text, YES_NO) for text in ("no", "Nein", "non", "FALSO")} == {False}
    assert read("TRUE", YES_NO, None, CellKind.BOOL) is True
    assert key(read("1", YES_NO)) == "import_yes_no", "1 may be yes or no: the mapping says which"
    assert read("1", YES_NO, MappedColumn("", codes={"1": "no", "2": "yes"})) is False
    assert key(read("forse", YES_NO)) == "import_yes_no"


def test_codes_are_known_words_or_mapped_once() -> None:
    assert read("Donna", SEX) == "female"
    assert key(read("2", SEX, None, CellKind.NUMBER)) == "import_word_unknown"
    own = MappedColumn("", codes={"1": "male", "2": "female", "9": ""})
    assert read("2", SEX, own, CellKind.NUMBER) == "female"
    assert read("9", SEX, own, CellKind.NUMBER) is NOT_DONE
    assert key(read("F?", SEX)) == "import_unsure"
    assert read("+", LAB, MappedColumn("", codes={"+": "pos", "-": "neg"})) == LabText("pos")
    assert read("-", LAB, MappedColumn("", codes={"+": "pos", "-": "neg"})) == LabText("neg")


def test_several_in_one_cell() -> None:
    assert read("visivo; Piramidale", SYSTEMS) == ("visual", "pyramidal")
    assert read("visivo e piramidale, visual", SYSTEMS) == ("visual", "pyramidal")
    assert key(read("visivo; altro", SYSTEMS)) == "import_word_unknown"
    assert read("Tysabri, Avonex", DMTS) == ("natalizumab", "interferon_beta_1a")
    assert read("Tysabri, poi altro", DMTS) == ("Tysabri, poi altro",), "a comma parts only what is known"
    assert read("Tysabri; copolimero\nAvonex", DMTS) == ("natalizumab", "copolimero", "interferon_beta_1a")
    assert read("penicillina; lattice;", ALLERGIES) == ("penicillina", "lattice")


def test_words_for_not_done_are_not_done_but_names_stay_names() -> None:
    for field in (DAY, PARTIAL, WEIGHT, COUNT, LAB, YES_NO, SEX, SYSTEMS, DMTS, PHONE):
        assert {read(text, field) for text in ("n.d.", "?", "-", "ND", " – ")} == {NOT_DONE}, field.id
    assert read("Na", FAMILY) == "Na"
    assert read("?", FAMILY) is NOT_DONE
    assert read("Na", ANALYTE) == "NA", "sodium"
    assert read("nd", ANALYTE) is NOT_DONE
    assert read("n.d.", NOTES) == "n.d."
    assert read_cell(Cell("k.A.", CellKind.TEXT), COUNT, MappedColumn(""), ("k.A.",)) is NOT_DONE
    assert read_cell(Cell("n.d.", CellKind.TEXT), COUNT, MappedColumn(""), ()) != NOT_DONE


def test_empty_cells_errors_and_formulas() -> None:
    for field in FIELDS:
        assert read_cell(EMPTY, field, MappedColumn("")) is None
        assert read("  \u00a0 ", field) is None
        assert key(read("#N/A", field, None, CellKind.ERROR)) == "import_cell_error"
        assert key(read("", field, None, CellKind.FORMULA)) == "import_cell_formula"


def test_texts_are_cleaned_as_everywhere() -> None:
    assert read(" Solinas\u202e \x00Maria\t ", FAMILY) == "Solinas Maria"
    assert read("uno\ndue\x07", NOTES) == "uno\ndue"
    assert read("<b>=1+1", NOTES) == "<b>=1+1"
    assert read("00123", FAMILY) == "00123"
    assert key(read("\x00", FAMILY)) == "import_unseen"
    assert key(read("a" * 4001, PHONE)) == "import_too_long"
    assert read("a" * 5000, NOTES) == "a" * 5000


CELLS = st.builds(Cell, st.text(max_size=30), st.sampled_from(CellKind)) | st.builds(
    Cell, st.from_regex(r"[<>~]?[0-9]{1,4}[-/., ]{0,2}[0-9a-z]{0,4}[-/., ]{0,2}[0-9]{0,4}[?]?", fullmatch=True),
    st.sampled_from([CellKind.TEXT, CellKind.NUMBER, CellKind.DATE, CellKind.MOMENT]),
)  # fmt: skip
COLUMNS = st.builds(
    MappedColumn, st.just(""), date_order=st.none() | st.sampled_from(DateOrder),
    decimal=st.sampled_from(["", ",", "."]),
    unit=st.sampled_from(["", "kg", "lb"]), codes=st.dictionaries(st.text(max_size=3), st.text(max_size=5), max_size=2),
    two_digit_until=st.sampled_from([0, 2026]),
)  # fmt: skip


@settings(max_examples=200)
@given(cell=CELLS, field=st.sampled_from(FIELDS), column=COLUMNS)
def test_any_cell_is_a_value_or_not_done_or_a_problem_with_a_sentence(
    cell: Cell, field: ImportField, column: MappedColumn
) -> None:
    found = read_cell(cell, field, column)
    if isinstance(found, Problem):
        assert found.field == field.name
        assert all(wording(language).problem(found) for language in ("en", "it"))
    elif found is None:
        assert cell.is_empty
    else:
        assert found is NOT_DONE or isinstance(found, str | int | Decimal | PartialDate | tuple)


@settings(max_examples=200)
@given(
    day=st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    written=st.sampled_from(DateOrder),
    declared=st.none() | st.sampled_from(DateOrder),
    sign=st.sampled_from("/.- "),
    field=st.sampled_from([DAY, PARTIAL]),
)
def test_a_date_is_never_another_day_than_written(
    day: date, written: DateOrder, declared: DateOrder | None, sign: str, field: ImportField
) -> None:
    parts = {
        DateOrder.DAY_FIRST: (day.day, day.month, day.year),
        DateOrder.MONTH_FIRST: (day.month, day.day, day.year),
        DateOrder.YEAR_FIRST: (day.year, day.month, day.day),
    }
    start = date(1904, 1, 1) if written is DateOrder.SERIAL_1904 else date(1899, 12, 30)
    serial = (day - start).days
    text = sign.join(map(str, parts[written])) if written in parts else str(serial)
    found = read(text, field, MappedColumn("", date_order=declared))
    same = found in (Moment(day), PartialDate(day.year, day.month, day.day))
    if declared is not written:
        assert same or isinstance(found, Problem) or _is_said_otherwise(found, day, declared, text)
    elif written in parts or (serial > 60 and not 1900 <= serial <= 2100):
        assert same


def _is_said_otherwise(found: Read, day: date, declared: DateOrder | None, text: str) -> bool:
    """Day and month change places where the column declares the other order; a bare number may be a year of its own."""
    other = found.day if isinstance(found, Moment) else found.first if isinstance(found, PartialDate) else None
    if declared in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST) and other is not None:
        return (other.day, other.month, other.year) == (day.month, day.day, day.year) or text == str(other.year)
    if declared in (DateOrder.SERIAL_1900, DateOrder.SERIAL_1904) and other is not None:
        return abs(other - day) == timedelta(days=1462) or text == str(other.year) or day < date(1900, 3, 1)
    return text == str(getattr(found, "year", ""))
