"""Handover sentences of the care plan: lines added, changed, left out, moved."""

from __future__ import annotations

from collections.abc import Iterator

from hsct_desktop.services.handover_values import Values
from hsct_desktop.services.handover_write import Told, Write, common
from hsct_desktop.store.handover import Edit, Row


def care_plan_items(v: Values, w: Write) -> Iterator[Told]:
    """Lines that a person wrote, changed, left out of the plan or moved in it."""
    for edit in w.take("care_plan_item"):
        if edit.is_new:
            yield "care_plan_item", _new(v, edit.after)
        else:
            yield from _changed(v, edit)


def _new(v: Values, row: Row) -> str:
    what = _what(v, row)
    if row["hidden"]:
        return v.text("care_plan_item.hidden", who=_who(v, row))
    if not row["text"]:
        return v.text("care_plan_item.moved", who=_who(v, row))
    return v.text("care_plan_item.own_words" if row["source_key"] else "care_plan_item.new", what=what)


def _changed(v: Values, edit: Edit) -> Iterator[Told]:
    told: list[str] = []
    row = edit.after
    if edit.changed("text") and row["text"] and not (edit.is_voided or edit.is_back):
        told = ["text"]
        yield "care_plan_item", v.text("care_plan_item.own_words", what=_what(v, row))
    yield from common(v, edit, _what(v, row), told)


def _who(v: Values, row: Row) -> str:
    return v.value("care_plan_item", "who", row)


def _what(v: Values, row: Row) -> str:
    key = "what.care_plan_item" if row["text"] else "what.care_plan_line"
    return v.text(key, who=_who(v, row), text=v.note(row["text"]))
