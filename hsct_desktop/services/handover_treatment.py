"""Handover sentences of the treatment: collections, conditioning by day, cells infused."""

from __future__ import annotations

from collections.abc import Iterator

from hsct_desktop.services.handover_values import Values, low
from hsct_desktop.services.handover_write import Told, Write, common, detailed
from hsct_desktop.store.handover import Row


def collections(v: Values, w: Write) -> Iterator[Told]:
    """Collections recorded, changed, taken back."""
    for edit in w.take("apheresis"):
        row = edit.after
        if edit.is_new:
            text = v.text("apheresis.new", session=row["session"], on=v.day(row["collected_on"]))
            dose = v.value("apheresis", "cd34_dose", row)
            parts = [v.text("apheresis.dose", dose=dose)] if row["cd34_dose"] is not None else []
            parts += [_named(v, "apheresis", name, row) for name in ("blood_cd34", "volume") if row[name] is not None]
            yield "apheresis", detailed(text, [*parts, _quoted(v, row)])
        else:
            yield from common(v, edit, v.text("what.apheresis", on=v.day(row["collected_on"])))


def conditioning(v: Values, w: Write) -> Iterator[Told]:
    """Days of conditioning recorded, changed, taken back."""
    for edit in w.take("conditioning_given"):
        row = edit.after
        drug, on = v.note(row["drug"]), v.day(row["given_on"])
        if edit.is_new:
            text = v.text(f"conditioning_given.new.{row['state']}", drug=drug, on=on)
            yield "conditioning_given", detailed(text, [v.note(row["dose"]), _quoted(v, row)])
        else:
            yield from common(v, edit, v.text("what.conditioning_given", drug=drug, on=on))


def infusions(v: Values, w: Write) -> Iterator[Told]:
    """Cells infused recorded, changed, taken back."""
    for edit in w.take("cell_infusion"):
        row, on = edit.after, v.day(edit.after["infused_on"])
        if not edit.is_new:
            yield from common(v, edit, v.text("what.cell_infusion", on=on))
            continue
        text = v.text("cell_infusion.new", kind=v.value("cell_infusion", "kind", row), on=on)
        dose = v.value("cell_infusion", "dose", row)
        parts = [v.text("cell_infusion.dose", dose=dose)] if row["dose"] is not None else []
        parts += [v.note(row["product"])] if row["product"] else []
        parts += [low(v.value("cell_infusion", "timing", row))] if row["timing"] else []
        told = ("target", "lymphodepletion", "crs_grade", "crs_on", "icans_grade", "icans_on", "expansion_peak",
                "expansion_unit", "expansion_on")  # fmt: skip
        parts += [_named(v, "cell_infusion", name, row) for name in told if row[name] not in (None, "")]
        yield "cell_infusion", detailed(text, [*parts, _quoted(v, row)])


def _named(v: Values, table: str, column: str, row: Row) -> str:
    return f"{v.text(f'column.{column}')} {v.value(table, column, row)}"


def _quoted(v: Values, row: Row) -> str:
    return v.text("quoted", text=v.note(row["note"])) if row["note"] else ""
