"""Handover sentences of laboratories and their reference ranges."""

from __future__ import annotations

from collections.abc import Iterator

from hsct_desktop.services.handover_values import Values
from hsct_desktop.services.handover_write import Told, Write, common
from hsct_desktop.store.handover import Row


def laboratories(v: Values, w: Write) -> Iterator[Told]:
    """Laboratories and ranges added, changed, taken back; ranges added together are one sentence."""
    for edit in w.take("laboratory"):
        what = v.text("what.laboratory", name=edit.after["name"])
        if edit.is_new:
            yield "laboratory", v.text("added", what=what)
        else:
            yield from common(v, edit, what)
    added: dict[int, int] = {}
    for edit in w.take("reference_range"):
        if edit.is_new:
            laboratory_id = int(edit.after["laboratory_id"])
            added[laboratory_id] = added.get(laboratory_id, 0) + 1
        else:
            yield from common(v, edit, _range(v, edit.after))
    for laboratory_id, count in added.items():
        yield "reference_range", v.count("ranges.new", count, name=_laboratory(v, laboratory_id))


def _range(v: Values, row: Row) -> str:
    analyte = v.ws.catalogue.analytes.analytes.get(str(row["analyte"]))
    label = analyte.label.text(v.words.language) if analyte is not None else str(row["analyte"])
    return v.text("what.reference_range", analyte=label, name=_laboratory(v, int(row["laboratory_id"])))


def _laboratory(v: Values, laboratory_id: int) -> str:
    row = v.log.row("laboratory", laboratory_id)
    return str(row["name"]) if row is not None else v.text("none")
