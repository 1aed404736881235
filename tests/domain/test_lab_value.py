"""Laboratory values as people and printouts write them, and the limits of what can be true."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.lab_value import LabValue, Qualitative, check_value, parsed, plain, read_value
from hsct_desktop.domain.problem import InputError

ANALYTES = Catalogue().analytes.analytes


@pytest.mark.parametrize(
    ("text", "value", "comparator", "unit"),
    [
        ("9,8", "9.8", "", ""), ("9.8", "9.8", "", ""), ("<0.1", "0.1", "<", ""), ("< 0,1", "0.1", "<", ""),
        (" >500 ", "500", ">", ""), ("≥500", "500", ">", ""), ("<=0.1", "0.1", "<", ""), ("98 g/L", "98", "", "g/L"),
        ("2.3 L", "2.3", "", ""), ("3,2 H", "3.2", "", ""), ("*3.1", "3.1", "", ""), ("12 ↑", "12", "", ""),
        ("1.234,5", "1234.5", "", ""), ("1,234.5", "1234.5", "", ""), ("1.200.000", "1200000", "", ""),
        ("2,3e4", "23000", "", ""), ("4.5 ×10⁹/L", "4.5", "", "×10⁹/L"), ("4.5 10^9/L", "4.5", "", "10^9/L"),
        ("5.1 mmol / L", "5.1", "", "mmol / L"), ("\u22123", "-3", "", ""), ("0,000", "0.000", "", ""),
    ],
)  # fmt: skip
def test_numbers(text: str, value: str, comparator: str, unit: str) -> None:
    found = read_value(text)
    assert (found.value, found.comparator, found.unit) == (Decimal(value), comparator, unit)


@pytest.mark.parametrize("text", ["neg", "NEG.", "Negativo", "n.d.", "not detected", "non rilevabile"])
def test_negative(text: str) -> None:
    assert read_value(text) == LabValue(None, qualitative=Qualitative.NEGATIVE)


def test_positive() -> None:
    assert read_value("Positivo").qualitative is Qualitative.POSITIVE


@pytest.mark.parametrize(
    "text", ["", "abc", "=1+1", "<", "5,6,7", "1 200", "NaN", "inf", "٣", "<b>3</b>", "3; DROP TABLE", "1e99", "9" * 50]
)
def test_what_is_no_value(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_value(text)
    assert [problem.field for problem in caught.value.problems] == ["value"]


@pytest.mark.parametrize(
    ("text", "ambiguous"),
    [("12.000", True), ("12,000", True), ("0.123", False), ("12.00", False), ("1234", False), ("1.234,5", False)],
)
def test_three_decimals_may_be_thousands(text: str, ambiguous: bool) -> None:
    assert read_value(text).ambiguous is ambiguous


@pytest.mark.parametrize(
    ("code", "text", "unit", "keys"),
    [
        ("HGB", "98", "g/L", []),
        ("HGB", "9.8", "g/dL", []),
        ("HGB", "1400", "g/L", ["lab_value_impossible"]),
        ("HGB", "14", "g/L", ["lab_value_improbable"]),
        ("HGB", "300", "g/L", ["lab_value_improbable"]),
        ("HGB", "301", "g/L", ["lab_value_impossible"]),
        ("HGB", "-1", "g/L", ["lab_value_negative"]),
        ("HGB", "98", "mg/dL", ["unit_not_of_analyte"]),
        ("ALT", "30", "", ["unit_not_of_analyte"]),
        ("INR", "1.1", "", []),
        ("ANC", "<0.1", "10^9/L", []),
        ("PLT", ">4000", "10^9/L", ["lab_value_impossible"]),
        ("PLT", ">500", "10^9/L", []),
        ("PLT", "<4000", "10^9/L", []),
        ("HGB", "<0.1", "g/L", ["lab_value_impossible"]),
        ("HGB", ">0.1", "g/L", []),
        ("CMV", "neg", "IU/mL", []),
        ("CMV", "2300", "copies/mL", []),
        ("EGFR", "80", "mL/min", ["unit_not_of_analyte"]),
        ("CRCL", "80", "mL/min", []),
        ("UREA", "40", "mg/dL", []),
    ],
)
def test_values_in_units(code: str, text: str, unit: str, keys: list[str]) -> None:
    assert [problem.key for problem in check_value(ANALYTES[code], read_value(text), unit)] == keys


def test_only_the_improbable_is_soft() -> None:
    problems = [
        *check_value(ANALYTES["HGB"], read_value("14"), "g/L"),
        *check_value(ANALYTES["HGB"], read_value("1400"), "g/L"),
    ]
    assert [problem.soft for problem in problems] == [True, False]


def test_limits_are_said_in_the_unit_as_typed() -> None:
    (problem,) = check_value(ANALYTES["HGB"], read_value("98"), "g/dL")
    assert (problem.params["low"], problem.params["high"], problem.params["unit"]) == ("1", "30", "g/dL")


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = parsed(text)
    assert found is None or found.value is None or found.value.is_finite()


@given(st.decimals(0, 99999, places=3), st.sampled_from(["", "<", ">"]), st.sampled_from([".", ","]))
def test_what_is_written_is_read_back(number: Decimal, comparator: str, sign: str) -> None:
    found = read_value(comparator + format(number, "f").replace(".", sign))
    assert (found.value, found.comparator) == (number, comparator)


@given(st.decimals(0, 10**9, places=3))
def test_plain_keeps_the_number(number: Decimal) -> None:
    assert Decimal(plain(number)) == number
