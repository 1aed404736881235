"""What the plan of vaccines says, in the reader's language: screen, paper and command line word it here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from hsct_desktop.catalogue import alert_words
from hsct_desktop.catalogue.protocol_words import step
from hsct_desktop.catalogue.wording import Wording, in_sentence, wording
from hsct_desktop.domain.dates import Offset
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.rule_facts import Missing
from hsct_desktop.domain.vaccine import EVERY, ConditionVerdict, VaccineCatalogue
from hsct_desktop.domain.worklist import Reason


def why_text(words: Wording, reasons: Iterable[Reason]) -> str:
    """The reasons of a series or a dose in one line, joined by a middle dot; never empty for a plan's own."""
    said = [reason_text(words, reason) for reason in reasons]
    return " · ".join([*said[:1], *map(in_sentence, said[1:])])


def reason_text(words: Wording, reason: Reason) -> str:
    """One reason."""
    params = {name: _value(words, value) for name, value in reason.params.items()}
    if reason.key == "season":
        first, last = reason.params["first"], reason.params["last"]
        if isinstance(first, date) and isinstance(last, date):
            params["years"] = str(first.year) if first.year == last.year else f"{first.year}/{last.year % 100:02d}"
    if reason.key == "left_out" and not reason.params["reason"]:
        return words.text("vaccine.why.left_out_bare")
    if "number" in params and words.has(f"vaccine.why.{reason.key}.one"):
        number = reason.params["number"]
        return words.count(f"vaccine.why.{reason.key}", number if isinstance(number, int) else 0, **params)
    return words.text(f"vaccine.why.{reason.key}", **params)


_GENERA: Final = frozenset({"Haemophilus"})
"""Bacteria after which a vaccine is named."""


def named(label: Label, language: str) -> str:
    """A label within a sentence; names such as IgG, MenACWY and DTaP keep their capitals, and so does a genus."""
    text = label.text(language)
    first = text.split(" ", 1)[0]
    return text if first in _GENERA or any(letter.isupper() for letter in first[1:]) else in_sentence(text)


def missing_text(words: Wording, missing: Missing) -> str:
    """What is not known, as the conditions of live vaccines name it."""
    since = "" if missing.since is None else ".since"
    key = f"vaccine.missing.{missing.what}{since}"
    if not words.has(key):
        key = f"vaccine.missing.other{since}"
    return words.text(key, what=missing.what, since=missing.since or "")


def product_name(catalogue: VaccineCatalogue, product: str, language: str) -> str:
    """The name of a product, its own id where the catalogue does not know it any more."""
    if product == EVERY:
        return wording(language).text("vaccine.every")
    found = catalogue.products.get(product)
    return product if found is None else found.label.text(language)


def condition_text(words: Wording, verdict: ConditionVerdict, day0: date | None, on: date) -> str:
    """What was found of a condition: from when it is met, what shows it, or what is not known."""
    if verdict.missing:
        return " · ".join(dict.fromkeys(missing_text(words, missing) for missing in verdict.missing))
    said = [_evidence_text(words, evidence) for evidence in verdict.evidence]
    if verdict.from_on is not None and verdict.from_on > on:
        said.append(words.text("vaccine.condition.from", on=verdict.from_on))
    elif not said:
        said.append(words.text(f"vaccine.condition.{verdict.truth.name.lower()}"))
    return " · ".join(text for text in dict.fromkeys(said) if text)


def _evidence_text(words: Wording, evidence: object) -> str:
    if not isinstance(evidence, dict):
        return ""
    on = date.fromisoformat(evidence["on"]) if evidence.get("on") else None
    what = str(evidence.get("what") or "")
    kind = str(evidence.get("kind") or "")
    text = str(evidence.get("text") or "")
    if kind == "value" and on is not None:
        return words.text("vaccine.condition.since", what=alert_words.measured(words, evidence), on=on)
    if kind == "statement" and on is not None:
        return words.text("vaccine.condition.stated", answer=words.enum("statement_answer", text), on=on)
    if kind == "exposure" and on is not None:
        named = words.text(f"vaccine.exposure.{what}") if words.has(f"vaccine.exposure.{what}") else what
        return words.text("vaccine.condition.last", what=named, on=on)
    if on is not None and text:
        return words.text("vaccine.condition.since", what=text, on=on)
    return text


def _value(words: Wording, value: object) -> object:
    if isinstance(value, Offset):
        return step(value, words)
    if isinstance(value, Label):
        return named(value, words.language)
    if isinstance(value, tuple):
        return "; ".join(str(_value(words, part)) for part in value)
    return value
