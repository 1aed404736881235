"""The file of grading rules: checked with its line, compiled, and worded in both languages."""

from decimal import Decimal
from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.grading import grading_to_json
from hsct_desktop.catalogue.grading_json import grading_from_json, grading_rules, read_criterion, term_id
from hsct_desktop.catalogue.grading_words import question_text, rule_text, short_number
from hsct_desktop.catalogue.source import read_source, source_of
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.grading import Direction, GradingCase, asked_terms, grade_result
from hsct_desktop.domain.grading_rule import Reference
from hsct_desktop.resource import resource

HEAD = 'rules_version: "1"\nsource: "x"\nitems:\n'
RULE = '  - id: a\n    ctcae: ["5.0"]\n    analyte: HGB\n    direction: low\n    term: Anemia\n    steps:\n'


def test_the_compiled_file_is_fresh() -> None:
    path = resource("catalogues/grading.yaml")
    made = grading_to_json(read_source(path, path.name))
    assert made == resource("catalogues/grading.json").read_text(encoding="utf-8")


def test_both_versions_are_there_and_no_other() -> None:
    found = grading_from_json(resource("catalogues/grading.json").read_text(encoding="utf-8"))
    assert list(found) == ["5.0", "6.0"]
    assert {rules.rules_version for rules in found.values()} == {"2026-11"}
    assert grading_rules("5.0").of("CK")
    assert not grading_rules("6.0").of("CK")
    assert [rule.term for rule in grading_rules("6.0").asked_of("PHOS")] == ["Hypophosphatemia", "Hyperphosphatemia"]
    with pytest.raises(LookupError):
        grading_rules("4.03")


def test_every_rule_fits_its_analyte_and_its_term() -> None:
    for version in ("5.0", "6.0"):
        terms = {term.id: term for term in Catalogue().terms(version).all}
        for rule in grading_rules(version).rules:
            analyte = Catalogue().analytes.analytes[rule.analyte]
            assert all(analyte.factor_of(unit) is not None for unit in rule.printed_units), rule.id
            assert terms[rule.term_id].label.en == rule.term
            if not rule.asked:
                assert rule.grades <= set(terms[rule.term_id].grades), rule.id
            for steps in (rule.steps, rule.steps_abnormal, rule.steps_anticoagulated):
                assert [step.grade for step in steps] == sorted(step.grade for step in steps), rule.id
                signs = {b.op[0] for step in steps for c in step.criteria for b in c.bounds}
                assert signs <= {"<" if rule.direction is Direction.LOW else ">"}, rule.id


def test_criteria_are_read_as_written() -> None:
    read = read_criterion("> 1.5 x baseline if baseline <= 5 x ULN")
    assert (read.bounds[0].op, read.bounds[0].factor, read.bounds[0].reference) == (
        ">",
        Decimal("1.5"),
        Reference.BASELINE,
    )
    assert read.condition is not None
    assert (read.condition.op, read.condition.factor, read.condition.right) == ("<=", 5, Reference.ULN)
    fixed = read_criterion("< 10.0 g/dL | < 6.2 mmol/L")
    assert fixed.bounds[0].printed == {"g/dL": Decimal("10.0"), "mmol/L": Decimal("6.2")}
    assert [bound.reference for bound in read_criterion("> ULN and > baseline").bounds] == [
        Reference.ULN,
        Reference.BASELINE,
    ]
    assert term_id("GGT increased") == "ggt_increased"


@pytest.mark.parametrize(
    "text",
    ["", "10 g/dL", "< ten g/dL", "< 10", "< 10 g/dL | > 6 mmol/L", "< 1 g/dL | < 2 g/dL", "< 2 x UNL", "> ULN if LLN",
     "> ULN and < LLN", "< 10 g/dL | < LLN", "= LLN", "<10 g/dL"],
)  # fmt: skip
def test_a_limit_that_cannot_be_read_is_refused_with_its_line(text: str) -> None:
    source = source_of(f'{HEAD}{RULE}      - {{grade: 1, limits: ["{text}"]}}\n', "own.yaml")
    with pytest.raises(CatalogueError) as refused:
        grading_to_json(source)
    assert "own.yaml, line 10" in str(refused.value)
    assert "is not a limit" in str(refused.value)


@pytest.mark.parametrize(
    "rest",
    [
        "      - {grade: 5, limits: ['< LLN']}\n",
        "      - {grade: 1, limits: []}\n",
        "      - {grade: 1, limit: ['< LLN']}\n",
        "      []\n",
        f"      - {{grade: 1, limits: ['< LLN']}}\n{RULE}      - {{grade: 1, limits: ['< LLN']}}\n",
    ],
)
def test_a_rule_that_cannot_grade_is_refused(rest: str) -> None:
    with pytest.raises(CatalogueError) as refused:
        grading_to_json(source_of(HEAD + RULE + rest, "own.yaml"))
    assert "own.yaml" in str(refused.value)


def test_every_question_is_worded_in_both_languages_and_none_is_left_over() -> None:
    rules = [rule for version in ("5.0", "6.0") for rule in grading_rules(version).rules]
    steps = [s for rule in rules for s in (*rule.steps, *rule.steps_abnormal, *rule.steps_anticoagulated)]
    asked = {step.ask for step in steps} | {rule.asked for rule in rules}
    for language in ("en", "it"):
        words = wording(language)
        worded = {key.removeprefix("grading.ask.") for key in words.keys if key.startswith("grading.ask.")}
        assert worded == asked - {""}
        assert all(question_text(words, question) for question in asked - {""})
        assert question_text(words, "") == ""


def said(language: str, version: str, case: GradingCase, direction: Direction) -> str:
    analyte = Catalogue().analytes.analytes[case.analyte]
    (term,) = [g for g in grade_result(grading_rules(version), case, analyte) if g.direction is direction]
    return rule_text(wording(language), term)


def case(code: str, value: str, unit: str, *limits: str | None, comparator: str = "") -> GradingCase:
    known = [None if text is None else Decimal(text) for text in limits] + [None] * (3 - len(limits))
    return GradingCase(code, Decimal(value), unit, *known, comparator=comparator)


@pytest.mark.parametrize(
    ("of", "direction", "english", "italian"),
    [
        (case("HGB", "79", "g/L"), "low", "<80 g/L", "<80 g/L"),
        (case("HGB", "6.1", "mmol/L"), "low", "<6.2 mmol/L", "<6,2 mmol/L"),
        (case("HGB", "120", "g/L"), "low", "LLN is missing", "LIN mancante"),
        (case("HGB", "130", "g/L", "120"), "low", "≥LLN (120 g/L)", "≥LIN (120 g/L)"),
        (case("HGB", "191", "g/L", None, "170"), "high", ">ULN (170 g/L) + 20 g/L", ">LSN (170 g/L) + 20 g/L"),
        (case("ALT", "121", "U/L", None, "40", "30"), "high", ">3 × ULN (40 U/L), baseline normal",
         ">3 × LSN (40 U/L), basale normale"),
        (case("ALT", "121", "U/L", None, "40", "80"), "high", "≥1.5 × baseline (80 U/L), baseline abnormal",
         "≥1,5 × basale (80 U/L), basale alterato"),
        (case("CREA", "90", "umol/L", None, "60"), "high", ">ULN (60 µmol/L), baseline missing",
         ">LSN (60 µmol/L), basale mancante"),
        (case("ANC", "0.4", "10^9/L"), "low", "<0.5 ×10⁹/L", "<0,5 ×10⁹/L"),
        (case("ANC", "0.6", "10^9/L", comparator="<"), "low", "the true value may lie in several grades",
         "il valore vero può ricadere in più gradi"),
        (case("INR", "2.6", ""), "high", ">2.5", ">2,5"),
        (case("CA", "3.9", "mEq/L"), "low", "<2 mmol/L, 1.95 mmol/L as converted",
         "<2 mmol/L, 1,95 mmol/L dopo conversione"),
    ],
)  # fmt: skip
def test_the_rule_says_the_limit_and_its_numbers(of: GradingCase, direction: str, english: str, italian: str) -> None:
    assert said("en", "5.0", of, Direction(direction)) == english
    assert said("it", "5.0", of, Direction(direction)) == italian


def test_a_term_without_numbers_says_so() -> None:
    analyte = Catalogue().analytes.analytes["PHOS"]
    (term,) = asked_terms(grading_rules("5.0"), case("PHOS", "0.3", "mmol/L", "0.8"), analyte)
    assert rule_text(wording("en"), term) == "not graded by numbers"
    assert short_number(wording("en"), Decimal("0.000")) == "0"


def test_grading_needs_neither_yaml_nor_pydantic(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys\n"
        "from hsct_desktop.catalogue.grading_json import grading_rules\n"
        "assert grading_rules('5.0').rules\n"
        "assert not {'yaml', 'pydantic'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
