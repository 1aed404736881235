"""What the record answers of each derived criterion, below, on and above each limit, and what it leaves open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from hsct_desktop.domain.criteria import CHECKLISTS, Answer, ChecklistId
from hsct_desktop.domain.criteria_facts import Facts, Measured, admission_weight, derive, is_classical, sos_findings

DAY0 = date(2026, 10, 1)
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
SPITZER, MAIOLINO = ChecklistId.ES_SPITZER, ChecklistId.ES_MAIOLINO
SOS, FN = ChecklistId.SOS_EBMT2023, ChecklistId.FEBRILE_NEUTROPENIA


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


def m(code: str, day: int, value: str, sign: str = "", **more: str) -> Measured:
    ratios = {name: Decimal(text) for name, text in more.items()}
    return Measured(code, on(day), Decimal(value), sign, **ratios)  # type: ignore[arg-type]


def facts(*values: Measured, day: int = 11, engrafted: int | None = 11) -> Facts:
    held: dict[str, list[Measured]] = {}
    for one in values:
        held.setdefault(one.code, []).append(one)
    return Facts(on(day), DAY0, on(-7), None if engrafted is None else on(engrafted), held)


def daily(value: str, first: int = 7, last: int = 15) -> list[Measured]:
    return [m("TEMP", day, value) for day in range(first, last + 1)]


def answer(checklist: ChecklistId, name: str, given: Facts) -> Answer:
    return derive(checklist, given)[name].answer


def test_exactly_the_derived_criteria_are_answered() -> None:
    for checklist, criteria in CHECKLISTS.items():
        assert set(derive(checklist, facts())) == {c.id for c in criteria if c.derived}
        known = {name for name, found in derive(checklist, facts()).items() if found.answer is not UNKNOWN}
        assert known <= {"within_96h_of_engraftment"}


@pytest.mark.parametrize(("day", "expected"), [(6, NO), (7, YES), (11, YES), (15, YES), (16, NO)])
def test_within_96_hours_of_engraftment(day: int, expected: Answer) -> None:
    assert answer(SPITZER, "within_96h_of_engraftment", facts(day=day)) is expected
    assert answer(SPITZER, "within_96h_of_engraftment", facts(day=day, engrafted=None)) is UNKNOWN


@pytest.mark.parametrize(
    ("values", "expected", "missing"),
    [
        ([], UNKNOWN, "TEMP"),
        ([m("TEMP", 10, "38.3")], YES, ""),
        ([m("TEMP", 10, "38.2")], UNKNOWN, "days"),
        ([m("TEMP", 6, "39.5")], UNKNOWN, "TEMP"),
        ([m("TEMP", 16, "39.5")], UNKNOWN, "TEMP"),
        (daily("38.2"), NO, ""),
        (daily("38.2", last=14), UNKNOWN, "days"),
        ([*daily("37.0"), m("TEMP", 12, "38.3")], YES, ""),
    ],
)
def test_a_high_temperature_around_engraftment(values: list[Measured], expected: Answer, missing: str) -> None:
    found = derive(SPITZER, facts(*values))["temperature_38_3"]
    assert (found.answer, found.missing) == (expected, missing)


def test_days_without_a_temperature_are_counted() -> None:
    assert derive(SPITZER, facts(m("TEMP", 10, "37.0")))["temperature_38_3"].days_without == 8


@pytest.mark.parametrize(
    ("values", "expected", "missing"),
    [
        ([m("TEMP", 9, "39.0")], UNKNOWN, "TEMP"),
        ([m("TEMP", 10, "38.0")], YES, ""),
        ([m("TEMP", 10, "37.9")], UNKNOWN, "days"),
        (daily("37.9", 10, 15), NO, ""),
    ],
)
def test_fever_from_a_day_before_engraftment(values: list[Measured], expected: Answer, missing: str) -> None:
    found = derive(MAIOLINO, facts(*values))["fever_from_24h_before"]
    assert (found.answer, found.missing) == (expected, missing)


def test_without_engraftment_its_fever_cannot_be_told() -> None:
    found = derive(MAIOLINO, facts(*daily("39.0"), engrafted=None))["fever_from_24h_before"]
    assert (found.answer, found.missing) == (UNKNOWN, "engraftment")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([m("BILT", 11, "34")], YES),
        ([m("BILT", 11, "33.9")], UNKNOWN),
        ([m("BILT", 11, "10"), m("ALT", 11, "60", of_uln="1.9"), m("AST", 11, "60", of_uln="1.9")], NO),
        ([m("BILT", 11, "10"), m("ALT", 11, "80", of_uln="2")], YES),
        ([m("BILT", 11, "10"), m("AST", 11, "80", of_uln="2.1")], YES),
        ([m("BILT", 11, "10"), m("ALT", 11, "80"), m("AST", 11, "20", of_uln="0.5")], UNKNOWN),
        ([m("ALT", 11, "300")], UNKNOWN),
        ([m("BILT", 11, "40", ">")], YES),
        ([m("BILT", 11, "20", ">")], UNKNOWN),
    ],
)
def test_liver(values: list[Measured], expected: Answer) -> None:
    assert answer(SPITZER, "bilirubin_or_transaminases", facts(*values)) is expected


@pytest.mark.parametrize(
    ("values", "expected", "missing"),
    [
        ([m("CREA", 11, "120", of_baseline="2")], YES, ""),
        ([m("CREA", 11, "119", of_baseline="1.99")], NO, ""),
        ([m("CREA", 11, "300")], UNKNOWN, "baseline"),
        ([m("CREA", 10, "119", of_baseline="1.5"), m("CREA", 11, "300")], UNKNOWN, "baseline"),
        ([], UNKNOWN, "CREA"),
    ],
)
def test_creatinine(values: list[Measured], expected: Answer, missing: str) -> None:
    found = derive(SPITZER, facts(*values))["creatinine_2x"]
    assert (found.answer, found.missing) == (expected, missing)


@pytest.mark.parametrize(
    ("values", "expected", "missing"),
    [
        ([m("WEIGHT", -8, "60"), m("WEIGHT", 11, "61.5")], YES, ""),
        ([m("WEIGHT", -8, "60"), m("WEIGHT", 11, "61.4")], NO, ""),
        ([m("WEIGHT", 11, "61.5")], UNKNOWN, "admission"),
        ([m("WEIGHT", -8, "60")], UNKNOWN, "WEIGHT"),
    ],
)
def test_weight_against_admission(values: list[Measured], expected: Answer, missing: str) -> None:
    found = derive(SPITZER, facts(*values))["weight_2_5"]
    assert (found.answer, found.missing) == (expected, missing)


def test_the_weight_at_admission_is_the_last_before_conditioning_else_the_first_before_day_0() -> None:
    before, later, during = m("WEIGHT", -20, "60"), m("WEIGHT", -7, "61"), m("WEIGHT", -3, "62")
    assert admission_weight(facts(during, before, later)) == later
    assert admission_weight(facts(during, m("WEIGHT", -1, "63"))) == during
    assert admission_weight(facts(m("WEIGHT", -60, "50"), m("WEIGHT", 1, "70"))) is None
    assert admission_weight(replace(facts(before), conditioning=None)) is None


@pytest.mark.parametrize(("weight", "expected"), [("63.0", NO), ("63.1", YES)])
def test_sos_asks_for_more_than_five_per_cent(weight: str, expected: Answer) -> None:
    assert answer(SOS, "weight_5", facts(m("WEIGHT", -8, "60"), m("WEIGHT", 11, weight))) is expected


@pytest.mark.parametrize(
    ("day", "value", "expected"), [(11, "34", YES), (5, "34", YES), (4, "90", UNKNOWN), (11, "33.9", NO)]
)
def test_sos_looks_at_the_bilirubin_of_a_week(day: int, value: str, expected: Answer) -> None:
    assert answer(SOS, "bilirubin_2", facts(m("BILT", day, value))) is expected


@pytest.mark.parametrize(("day", "expected"), [(-1, None), (0, True), (21, True), (22, False)])
def test_classical_and_late(day: int, expected: bool | None) -> None:
    assert is_classical(facts(day=day)) is expected
    assert is_classical(replace(facts(day=day), day0=None)) is None


def test_the_severity_of_sos_takes_what_is_recorded() -> None:
    found, sources = sos_findings(
        facts(
            m("BILT", 9, "40"), m("BILT", 11, "85"), m("ALT", 11, "250", of_uln="6"),
            m("CREA", 11, "90", of_baseline="1.5"), m("WEIGHT", -8, "60"), m("WEIGHT", 11, "66"),
        )
    )  # fmt: skip
    assert (found.bilirubin, found.transaminases, found.creatinine) == (Decimal(5), Decimal(6), Decimal("1.5"))
    assert (found.weight_gain, found.bilirubin_doubled) == (Decimal(10), True)
    assert sources["bilirubin"].measured == m("BILT", 11, "85")


@pytest.mark.parametrize(("typed", "expected"), [("2", YES), ("2.0", YES), ("1.99", NO)])
def test_bilirubin_is_held_against_the_limit_of_the_unit_as_typed(typed: str, expected: Answer) -> None:
    value = Decimal(typed)
    given = facts(Measured("BILT", on(11), value * Decimal("17.104"), typed=value, unit="mg/dL"))
    assert answer(SOS, "bilirubin_2", given) is expected
    assert sos_findings(given)[0].bilirubin == value


@pytest.mark.parametrize(
    ("alt", "ast", "worst"),
    [("2.5", "10", "10"), ("10", "2.5", "10"), ("1.5", "1.9", "1.9"), ("1", "2", "2"), ("9", "9", "9")],
)
def test_the_worst_of_the_transaminases_counts(alt: str, ast: str, worst: str) -> None:
    given = facts(m("ALT", 11, "100", of_uln=alt), m("AST", 11, "400", of_uln=ast))
    found, sources = sos_findings(given)
    assert (found.transaminases, sources["transaminases"].ratio) == (Decimal(worst), Decimal(worst))
    spitzer = derive(SPITZER, facts(m("BILT", 11, "10"), *given.values["ALT"], *given.values["AST"]))
    assert spitzer["bilirubin_or_transaminases"].answer is (YES if Decimal(worst) >= 2 else NO)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([("BILT", 8, "40"), ("BILT", 11, "85")], None),
        ([("BILT", 9, "43"), ("BILT", 11, "85")], False),
        ([("BILT", 10, "10"), ("BILT", 11, "20")], False),
        ([("BILT", 10, "20"), ("BILT", 11, "40")], True),
    ],
)
def test_bilirubin_doubles_within_two_days(values: list[tuple[str, int, str]], expected: bool | None) -> None:
    found, _sources = sos_findings(facts(*(m(*value) for value in values)))
    assert found.bilirubin_doubled is expected


@pytest.mark.parametrize(
    ("value", "sign", "above", "at_least"),
    [("38.3", "", NO, YES), ("38.4", "", YES, YES), ("38.2", "", NO, NO)],
)
def test_temperature_of_febrile_neutropenia(value: str, sign: str, above: Answer, at_least: Answer) -> None:
    given = facts(m("TEMP", 5, value, sign), day=5, engrafted=None)
    assert answer(FN, "temperature_over_38_3", given) is above
    assert answer(FN, "temperature_38_3", given) is at_least


@pytest.mark.parametrize(
    ("value", "sign", "below_1", "below_half"),
    [
        ("0.49", "", YES, YES), ("0.5", "", YES, NO), ("0.99", "", YES, NO), ("1.0", "", NO, NO),
        ("0.5", "<", YES, YES), ("1.0", "<", YES, UNKNOWN), ("0.5", ">", UNKNOWN, NO), ("1.0", ">", NO, NO),
    ],
)  # fmt: skip
def test_neutrophils_of_febrile_neutropenia(value: str, sign: str, below_1: Answer, below_half: Answer) -> None:
    given = facts(m("ANC", 5, value, sign), day=5, engrafted=None)
    assert answer(FN, "anc_below_1", given) is below_1
    assert answer(FN, "anc_below_0_5", given) is below_half


def test_the_count_of_the_day_before_serves_where_the_day_has_none() -> None:
    yesterday, earlier = m("ANC", 4, "0.2"), m("ANC", 3, "0.2")
    assert answer(FN, "anc_below_0_5", facts(yesterday, day=5)) is YES
    assert derive(FN, facts(earlier, day=5))["anc_below_0_5"].missing == "ANC"
    assert answer(FN, "anc_below_0_5", facts(yesterday, m("ANC", 5, "0.8"), day=5)) is NO


def test_diarrhoea_comes_from_an_episode_and_its_absence_says_nothing() -> None:
    none = derive(MAIOLINO, facts())["diarrhoea"]
    assert (none.answer, none.missing) == (UNKNOWN, "diarrhoea")
    given = replace(facts(), diarrhoea=[(on(2), on(10), "Diarrhoea, grade 2")])
    assert derive(MAIOLINO, given)["diarrhoea"].answer is YES
    past = replace(facts(), diarrhoea=[(on(2), on(9), "Diarrhoea, grade 2")])
    assert derive(MAIOLINO, past)["diarrhoea"].answer is UNKNOWN
