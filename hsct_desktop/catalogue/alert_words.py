"""Alerts in words: what was seen, against which limit, what is not known; for screen and paper."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from hsct_desktop.catalogue.rule_reader import analyte_of
from hsct_desktop.catalogue.wording import NBSP, Wording
from hsct_desktop.domain.alert import AlertRule
from hsct_desktop.domain.analyte import AnalyteTable, shown_unit
from hsct_desktop.domain.rule_facts import Amount, Missing, missing_of

COUNTED: Final = frozenset({"d", "months", "years", "values", "times", "signs"})
"""Units that are words with a plural."""


def amount(words: Wording, value: Amount) -> str:
    """An amount as people read it: 38.0 °C, 5 × ULN, 21 days, 34 µmol/L (2 mg/dL); "not set" for none."""
    if value.value is None:
        return words.text("alert.not_set")
    number = words.number(value.value)
    if value.unit in COUNTED:
        return words.count(f"alert.unit.{value.unit}", int(value.value))
    if value.unit == "grade":
        return words.text("alert.unit.grade", n=number)
    said = f"{number}{NBSP}{unit(words, value.unit)}".strip()
    return said if value.also is None else f"{said} ({amount(words, value.also)})"


def unit(words: Wording, name: str) -> str:
    """A unit of a threshold as people read it."""
    named = f"alert.unit.{name}"
    return words.text(named) if words.has(named) else shown_unit(name)


def analyte(words: Wording, table: AnalyteTable, code: str) -> str:
    """The short name of an analyte."""
    found = analyte_of(table, code)
    return code if found is None else found.short.text(words.language)


def headline(words: Wording, table: AnalyteTable, seen: Mapping[str, Any], rule: AlertRule | None) -> str:
    """What an alert is called in a chip: the value that fired it, else the toxicity, else the rule."""
    if seen.get("kind") == "value":
        return _measured(words, table, seen)
    if seen.get("kind") == "toxicity":
        return words.text("alert.toxicity", term=seen["text"], grade=seen["grade"])
    return rule.label.text(words.language) if rule is not None else ""


def _measured(words: Wording, table: AnalyteTable, seen: Mapping[str, Any]) -> str:
    return f"{analyte(words, table, str(seen['analyte']))} {measured(words, seen)}"


def measured(words: Wording, seen: Mapping[str, Any]) -> str:
    """A value that somebody measured, as its evidence has it, with its unit: 8.9 g/L, 8,9 g/L."""
    text = _number(words, str(seen["text"]))
    shown = shown_unit(str(seen["unit"]))
    has_unit = not shown or not any(ch.isdigit() for ch in text) or text.rstrip().endswith(shown)
    return text if has_unit else f"{text}{NBSP}{shown}"


def plain_number(text: str) -> str:
    """A value as typed with a decimal point: "0,42" and "0.42" are one value; what is no number stays as it is."""
    return text.replace(",", ".") if _NUMBER.match(text) else text


def _number(words: Wording, text: str) -> str:
    """A value as typed in the language of the reader, as the flowsheet shows it: 0.42, 0,42."""
    plain = plain_number(text)
    return plain.replace(".", ",", 1) if words.language == "it" and _NUMBER.match(plain) else plain


_NUMBER: Final = re.compile(r"\s*[<>≤≥]?=?\s*\d+(?:[.,]\d+)?(?![\d.,])")
"""A number at the begin of a text, perhaps with its unit behind it; none with a mark of thousands."""


def evidence(words: Wording, table: AnalyteTable, seen: Mapping[str, Any]) -> str:
    """One thing that an alert saw: value, day, what came before, and the limit."""
    kind = seen.get("kind")
    if kind == "no_therapy":
        return words.text("alert.no_therapy")
    if "on" not in seen:
        return words.text(f"enum.agent.{seen['what']}")
    on = date.fromisoformat(str(seen["on"]))
    if kind == "value":
        parts = [words.text("alert.on", what=_measured(words, table, seen), on=on)]
        if "before" in seen:
            before = date.fromisoformat(str(seen["before_on"]))
            parts.append(words.text("alert.before", text=_number(words, str(seen["before"])), on=before))
        if "limit" in seen:
            parts.append(limit(words, str(seen["op"]), Amount(Decimal(seen["limit"]), str(seen["limit_unit"]))))
        return " · ".join(parts)
    if kind == "toxicity":
        what = words.text("alert.toxicity", term=seen["text"], grade=seen["grade"])
        return words.text("alert.since", what=what, on=on)
    if kind in _OTHERS:
        return _other(words, seen, on)
    what = str(seen.get("text") or words.text("alert.infection"))
    return words.text("alert.since" if kind == "therapy" else "alert.on", what=what, on=on)


_OTHERS: Final = frozenset({"statement", "exposure", "overdue", "contact", "transfusion"})


def _other(words: Wording, seen: Mapping[str, Any], on: date) -> str:
    """What somebody said, was exposed to, missed: with its day."""
    kind = seen["kind"]
    if kind == "contact":
        return words.text("alert.last_contact", on=on)
    if kind == "overdue":
        named = f"rule.overdue.{seen['what']}"
        what = words.text(named) if words.has(named) else str(seen["what"])
        return words.text("alert.overdue", what=what, on=on)
    if kind == "statement":
        what = words.text(f"statement.said.{seen['what']}.{seen['text']}")
    elif kind == "transfusion":
        what = words.text("alert.not_irradiated", what=words.text(f"enum.blood_product.{seen['text']}"))
    else:
        what = words.text(f"enum.agent.{seen['what']}")
    return words.text("alert.on", what=what, on=on)


def limit(words: Wording, op: str, value: Amount) -> str:
    """A limit and which side of it fires."""
    return words.text(f"alert.limit.{_OPS.get(op, op)}", limit=amount(words, value))


_OPS: Final = {"<": "below", "<=": "at_most", ">": "above", ">=": "at_least"}


def missing(words: Wording, table: AnalyteTable, keys: Sequence[str]) -> list[str]:
    """What is not known, one phrase each."""
    return [_missing(words, table, missing_of(key)) for key in keys]


def _missing(words: Wording, table: AnalyteTable, found: Missing) -> str:
    what = found.what.partition(" ")[0] if found.kind == "unit" else found.what
    if found.kind in ("value", "limit", "baseline", "earlier", "unit"):
        name = analyte(words, table, what)
        if found.kind == "value" and found.since is not None:
            return words.text("alert.missing.value_since", what=name, since=found.since)
        wanted = shown_unit(found.what.partition(" ")[2]) if found.kind == "unit" else ""
        return words.text(f"alert.missing.{found.kind}", what=name, unit=wanted)
    if found.kind == "engraftment":
        return words.text(f"alert.missing.engraftment.{found.what}")
    if found.kind == "asked":
        return words.text(f"alert.missing.asked.{found.what}")
    if found.kind == "statement":
        what = words.text(f"enum.statement_kind.{found.what}")
        key = "alert.missing.statement" if found.since is None else "alert.missing.statement_since"
        return words.text(key, what=what, since=found.since or "")
    if found.kind == "exposure":
        return words.text("alert.missing.exposure", what=words.text(f"enum.agent.{found.what}"))
    if found.kind == "regimen":
        return words.text(f"alert.missing.regimen.{found.what}")
    if found.kind in ("anchor", "record"):
        named = "rule.anchor" if found.kind == "anchor" else "rule.record"
        return words.text(f"alert.missing.{found.kind}", what=words.text(f"{named}.{found.what}"))
    return words.text("alert.missing.therapy", what=found.what)


def role_of(rule: AlertRule, name: str) -> tuple[str, str]:
    """What a threshold does where it stands first, such as "value <" or "within", and the code of its analyte."""
    roles = (r for condition in rule.conditions() for r in condition.roles())
    return next(((role, code) for held, role, code in roles if held == name), ("", ""))


def threshold_name(words: Wording, table: AnalyteTable, rule: AlertRule, name: str) -> str:
    """What a threshold of a rule means, from the place where it stands: "ANC below", "within", "from, after Day 0"."""
    role, code = role_of(rule, name)
    kind, _, op = role.partition(" ")
    key = f"alert.role.{_OPS[op]}" if kind == "value" else f"alert.role.{kind}"
    return words.text(key, what=analyte(words, table, code) if code else "").strip()
