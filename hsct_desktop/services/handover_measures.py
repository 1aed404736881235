"""Handover sentences of outcome measures: values recorded, changed, taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal

from hsct_desktop.services.handover_values import Values
from hsct_desktop.services.handover_write import Told, Write, common, detailed
from hsct_desktop.services.measures import shown
from hsct_desktop.store.handover import Row


def measures(v: Values, w: Write) -> Iterator[Told]:
    """Values of measures recorded, changed, taken back; those of one day in one line."""
    new = w.take("measure_value", lambda edit: edit.is_new)
    by_day: dict[str, list[Row]] = {}
    for edit in new:
        by_day.setdefault(str(edit.after["measured_on"]), []).append(edit.after)
    for day, rows in by_day.items():
        what = ", ".join(_value(v, row) for row in rows)
        notes = [v.text("quoted", text=v.note(row["note"])) for row in rows if row["note"]]
        yield "measure_value", detailed(v.text("measure_value.new", on=v.day(day), what=what), notes)
    for edit in w.take("measure_value"):
        row = edit.after
        name = measure_name(v, str(row["measure_id"]))
        yield from common(v, edit, v.text("what.measure_value", on=v.day(row["measured_on"]), measure=name))


def measure_name(v: Values, measure_id: str) -> str:
    """A measure's short name; its id where the catalogue no longer has it."""
    known = v.ws.catalogue.measures.get(measure_id)
    return known.short.text(v.words.language) if known is not None else measure_id


def _value(v: Values, row: Row) -> str:
    known = v.ws.catalogue.measures.get(str(row["measure_id"]))
    value = None if row["value"] is None else Decimal(str(row["value"]))
    if known is None:
        return f"{row['measure_id']} {row['value']}"
    return f"{known.short.text(v.words.language)} {shown(v.words, known, value)}"


def items_words(v: Values, measure_id: str, stored: str) -> str:
    """The items of a value with their scores; those that are 0 are left out."""
    known = v.ws.catalogue.measures.get(measure_id)
    language = v.words.language
    found = []
    for item_id, score in json.loads(stored).items():
        item = known.item(item_id) if known is not None else None
        if score != "0":
            found.append(f"{item.label.text(language) if item is not None else item_id} {score}")
    return ", ".join(found) or v.text("none")
