"""The limits of grading.yaml against the published grade texts: terms, grades and every number with its unit."""

import csv
import re
from decimal import Decimal
from pathlib import Path

from hsct_desktop.catalogue.grading_json import grading_rules
from hsct_desktop.domain.grading_rule import GradingRule

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
OWN = {
    "hgb_high": {"20", "40"},  # g/L beside the printed g/dL
    "wbc_high": {"100"},
    "alc_high": {"4", "20"},  # 10^9/L beside the printed /mm3
    "na_low": {"130"},  # v5.0 prints 125-129
    "egfr_low": {"60", "30"},  # v5.0 prints 59 - 30 and 29 - 15
    "crcl_low": {"50", "26"},  # printed 26 - 49 and 10 - 25
    "fib_low": {"0.5"},  # g/L beside the printed mg/dL
}
"""Numbers that we read into a text: an exact conversion of a count or a mass, a range of whole numbers without gaps."""


def texts(path: Path) -> dict[str, dict[int, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return {row["term"]: {n: row[f"grade{n}"] for n in range(1, 6)} for row in csv.DictReader(stream)}


def numbers(text: str) -> set[Decimal]:
    return {Decimal(found.replace(",", "")) for found in _NUMBER.findall(text)}


def test_each_term_and_each_grade_given_exists(table: tuple[str, Path]) -> None:
    version, path = table
    published = texts(path)
    for rule in grading_rules(version).rules:
        assert rule.term in published, rule.id
        missing = {grade for grade in rule.grades if not published[rule.term][grade].strip()}
        assert not missing, (rule.id, missing)


def printed(rule: GradingRule) -> list[tuple[int, str, Decimal]]:
    """Grade, unit ("" for a factor) and number of each limit."""
    steps = [*rule.steps, *rule.steps_abnormal, *rule.steps_anticoagulated]
    bounds = [(step.grade, bound) for step in steps for c in step.criteria for bound in c.bounds]
    fixed = [(grade, unit, number) for grade, bound in bounds for unit, number in bound.printed.items()]
    return fixed + [(grade, "", bound.factor) for grade, bound in bounds if bound.factor != 1]


def test_each_number_stands_in_the_text_of_its_grade(table: tuple[str, Path]) -> None:
    version, path = table
    published = texts(path)
    compared = 0
    for rule in grading_rules(version).rules:
        own = {Decimal(number) for number in OWN.get(rule.id, ())}
        for grade, unit, number in printed(rule):
            said = numbers(published[rule.term][grade]) | own
            if rule.id == "fib_low" and not unit:  # printed as the fall from the baseline in per cent
                said |= {1 - share / 100 for share in said}
            assert number in said, (rule.id, grade, unit, number)
            compared += 1
    assert compared > 150


def test_each_printed_number_is_a_limit_of_ours(table: tuple[str, Path]) -> None:
    """No limit was passed over: the number after each comparison sign, in every unit that the text prints, is ours."""
    version, path = table
    published = texts(path)
    first = re.compile(r"[<>]\s?(\d[\d,]*(?:\.\d+)?)")
    rules = [rule for rule in grading_rules(version).rules if not rule.asked]
    for rule in rules:
        ours = {number for other in rules if other.term == rule.term for _, _, number in printed(other)}
        for grade in rule.grades:
            text = re.split("if abnormal|or proteinuria", published[rule.term][grade])[0]
            found = {Decimal(number.replace(",", "")) for number in first.findall(text)} - {0, 1}
            assert found <= ours, (rule.id, grade, found - ours)
