"""Alerts in words: what was seen, against which limit, what is not known; for screen and paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from hsct_desktop.catalogue.rule_reader import analyte_of
from hsct_desktop.catalogue.wording import NBSP, Wording, in_sentence
from hsct_desktop.domain.alert import AlertRule
from hsct_desktop.domain.analyte import AnalyteTable, shown_unit
from hsct_desktop.domain.rule_facts import Amount, Missing, missing_of

Names = Callable[[str, str], str]
"""The label of what a rule calls by id: its kind ("test", "vaccine", ...) and the id."""


def plain_names(_kind: str, name: str) -> str:
    """The id itself, where no catalogue is at hand."""
    return name.replace("_", " ")


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
    return plain.replace(".", words.decimal("."), 1) if _NUMBER.match(plain) else plain


_NUMBER: Final = re.compile(r"\s*[<>≤≥]?=?\s*\d+(?:[.,]\d+)?(?![\d.,])")
"""A number at the begin of a text, perhaps with its unit behind it; none with a mark of thousands."""


def evidence_lines(
    words: Wording, table: AnalyteTable, facts: Sequence[Mapping[str, Any]], names: Names = plain_names
) -> tuple[str, ...]:
    """All that an alert saw, one line each; the windows of one test that passed share a line."""
    gaps: dict[str, list[Mapping[str, Any]]] = {}
    for seen in facts:
        if seen.get("kind") == "overdue":
            gaps.setdefault(str(seen["what"]), []).append(seen)
    lines = []
    for seen in facts:
        if seen.get("kind") != "overdue":
            lines.append(evidence(words, table, seen, names))
        elif held := gaps.pop(str(seen["what"]), []):
            lines.append(_overdue(words, held, names))
    return tuple(lines)


def _overdue(words: Wording, held: Sequence[Mapping[str, Any]], names: Names) -> str:
    """What was not done in the windows that closed on these days: "CMV DNA PCR: none in the window that closed ..."."""
    name = str(held[0]["what"])
    days = sorted(date.fromisoformat(str(seen["on"])) for seen in held)
    named = f"rule.overdue.{name}"
    what = words.text(named) if words.has(named) else names("test", name)
    listed = ", ".join(words.date(on) for on in days)
    return words.text(f"alert.overdue.{'one' if len(days) == 1 else 'other'}", what=_capital(what), on=listed)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def evidence(words: Wording, table: AnalyteTable, seen: Mapping[str, Any], names: Names = plain_names) -> str:
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
    if kind == "overdue":
        return _overdue(words, [seen], names)
    if kind == "vaccine":
        return words.text("alert.on", what=names("vaccine", str(seen["text"])), on=on)
    if kind in _OTHERS:
        return _other(words, seen, on)
    what = str(seen.get("text") or words.text("alert.infection"))
    return words.text("alert.since" if kind == "therapy" else "alert.on", what=what, on=on)


_OTHERS: Final = frozenset({"statement", "exposure", "contact", "transfusion", "contraception"})


def _other(words: Wording, seen: Mapping[str, Any], on: date) -> str:
    """What somebody said, was exposed to: with its day."""
    kind = seen["kind"]
    if kind == "contact":
        return words.text("alert.last_contact", on=on)
    if kind == "statement":
        what = words.text(f"statement.said.{seen['what']}.{seen['text']}")
    elif kind == "contraception":
        what = words.text("alert.no_contraception")
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
    if found.kind in ("value", "value_day0", "value_on", "limit", "baseline", "earlier", "unit"):
        name = analyte(words, table, what)
        if found.kind == "value" and found.since is not None:
            return words.text("alert.missing.value_since", what=name, since=found.since)
        wanted = shown_unit(found.what.partition(" ")[2]) if found.kind == "unit" else ""
        return words.text(f"alert.missing.{found.kind}", what=name, unit=wanted, on=found.since or "")
    if found.kind == "engraftment":
        return words.text(f"alert.missing.engraftment.{found.what}")
    if found.kind == "asked":
        return words.text(f"alert.missing.asked.{found.what}")
    if found.kind == "statement":
        what = in_sentence(words.text(f"enum.statement_kind.{found.what}"))
        key = "alert.missing.statement" if found.since is None else "alert.missing.statement_since"
        return words.text(key, what=what, since=found.since or "")
    if found.kind == "exposure" and found.what == "irradiated":
        return words.text("alert.missing.irradiated", on=found.since or "")
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
