"""Handover sentences of statements, and of the unit's own numbers for rules that are not alerts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hsct_desktop.services.handover_values import Values
from hsct_desktop.services.handover_write import Told, Write, common, detailed
from hsct_desktop.store.handover import Edit, Row


def statements(v: Values, w: Write) -> Iterator[Told]:
    """What somebody confirmed, changed, took back."""
    for edit in w.take("statement"):
        row = edit.after
        on, what = v.day(row["stated_on"]), _said(v, row)
        if edit.is_new:
            note = v.text("quoted", text=v.note(row["note"])) if row["note"] else ""
            yield "statement", detailed(v.text("statement.new", on=on, what=what), [note])
        else:
            yield from common(v, edit, v.text("what.statement", on=on, what=what))


def _said(v: Values, row: Row) -> str:
    key = f"statement.said.{row['kind']}.{row['answer']}"
    return v.words.text(key) if v.words.has(key) else f"{row['kind']}: {row['answer']}"


def rule_settings(v: Values, w: Write) -> Iterator[Told]:
    """Numbers of stop rules and other rules that the unit set, changed, took back."""
    for edit in w.take("rule_setting"):
        name = _rule_name(v, edit.after)
        if edit.is_new or not (edit.is_voided or edit.is_back):
            yield "rule_setting", detailed(v.text("rule_setting", rule=name), _limits(v, edit))
        else:
            yield from common(v, edit, v.text("what.rule_setting", rule=name))


def _rule_name(v: Values, row: Row) -> str:
    """The rule's words where it is a stop rule of the catalogue, else its id."""
    for drug in v.ws.catalogue.drug_words.values():
        for rule in drug.rules:
            if rule.id == row["rule_id"]:
                return rule.text.text(v.words.language)
    return str(row["rule_id"])


def _limits(v: Values, edit: Edit) -> Iterator[str]:
    stored: Any = edit.after["thresholds"]
    limits = json.loads(stored) if isinstance(stored, str) else stored
    for name, amount in (limits if isinstance(limits, dict) else {}).items():
        yield f"{name} {amount['value'] or v.text('none')} {amount['unit']}"
