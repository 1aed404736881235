"""Why a result has its grade, and what a person is asked: one compact text for screen, paper and command line."""

from __future__ import annotations

from decimal import Context, Decimal

from hsct_desktop.catalogue.wording import NBSP, Wording, in_sentence
from hsct_desktop.domain.analyte import shown_unit
from hsct_desktop.domain.grading import GradedTerm, RuleText
from hsct_desktop.domain.grading_rule import Basis, Reference

_SIGNS = {"<=": "≤", ">=": "≥"}
_SHORT = Context(prec=6)
"""Digits shown of a number that a conversion or a multiple has made long."""


def rule_text(words: Wording, graded: GradedTerm) -> str:
    """The limit that decided, with its numbers: ">3 × ULN (34 U/L), baseline normal"."""
    rule = graded.rule
    if rule.key in ("comparator", "asked"):
        return words.text(f"grading.{rule.key}")
    if rule.key == "open":
        name = "" if rule.reference is None else words.enum("reference", rule.reference.value)
        return words.text("grading.open", reference=name)
    parts = [_limit(words, rule)]
    basis = Basis.BASELINE_MISSING if graded.baseline_missing else rule.basis
    if basis is not Basis.PLAIN:
        parts.append(in_sentence(words.enum("basis", basis.value)))
    if rule.converted is not None:
        value = short_number(words, rule.converted)
        parts.append(_tidy(words.text("grading.converted", value=value, unit=shown_unit(rule.unit))))
    return ", ".join(part for part in parts if part)


def question_text(words: Wording, question: str) -> str:
    """What a person must answer; nothing for no question."""
    return words.text(f"grading.ask.{question}") if question else ""


def short_number(words: Wording, number: Decimal) -> str:
    """A number as the locale writes it, without needless zeros, at six digits."""
    plain = _SHORT.plus(number).normalize()
    return words.number(plain if plain else Decimal(0))


def _reference(words: Wording, reference: Reference) -> str:
    return in_sentence(words.enum("reference", reference.value))


def _limit(words: Wording, rule: RuleText) -> str:
    if not rule.op:
        return ""
    values = {
        "op": _SIGNS.get(rule.op, rule.op),
        "unit": shown_unit(rule.unit),
        "factor": f"{short_number(words, rule.factor)} ×",
        "number": "" if rule.number is None else short_number(words, rule.number),
        "value": "" if rule.reference_value is None else short_number(words, rule.reference_value),
    }
    if rule.reference is None:
        return _tidy(words.text("grading.limit.fixed", **values))
    values["reference"] = _reference(words, rule.reference)
    form = "rise" if rule.number is not None else "multiple" if rule.factor != 1 else "reference"
    return _tidy(words.text(f"grading.limit.{form}", **values))


def _tidy(text: str) -> str:
    """A ratio has no unit: no blank is left where it would stand."""
    return text.replace(" )", ")").replace(NBSP, " ").strip()
