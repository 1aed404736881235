"""Handover sentences of neurology visits, scans and the choice of the re-baseline."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from hsct_desktop.services.handover_values import Values
from hsct_desktop.services.handover_write import Told, Write, common, detailed
from hsct_desktop.store.handover import Row

_GRADES = ("visual", "brainstem", "pyramidal", "cerebellar", "sensory", "bowel_bladder", "cerebral", "ambulation")
_FOUND = ("new_t2", "gd", "t2_lesions", "t2_volume", "pbvc", "cord_new", "cord_gd")


def examinations(v: Values, w: Write) -> Iterator[Told]:
    """Neurology visits recorded, changed, taken back."""
    for edit in w.take("edss_assessment"):
        row = edit.after
        on = v.partial(row["assessed"])
        if edit.is_new:
            parts = [*_given(v, "edss_assessment", row, _GRADES), v.note(row["rater"]), _quoted(v, row["note"])]
            yield "edss_assessment", detailed(_examined(v, row, on), parts)
        else:
            yield from common(v, edit, v.text("what.edss_assessment", on=on))


def _examined(v: Values, row: Row, on: str) -> str:
    if row["edss"] is None:
        return v.text("edss_assessment.without", on=on)
    return v.text("edss_assessment.new", on=on, edss=v.words.number(Decimal(str(row["edss"])), 1))


def scans(v: Values, w: Write) -> Iterator[Told]:
    """Scans recorded, changed, taken back."""
    for edit in w.take("mri"):
        row = edit.after
        on = v.partial(row["scanned"])
        if edit.is_new:
            columns = ("region", "site", *_FOUND, "compared_with_id")
            told = detailed(v.text("mri.new", on=on), [*_given(v, "mri", row, columns), _quoted(v, row["note"])])
            yield "mri", told
        else:
            yield from common(v, edit, v.text("what.mri", on=on))


def references(v: Values, w: Write) -> Iterator[Told]:
    """The re-baseline chosen by a person, changed, given back to the rule."""
    for edit in w.take("mri_reference"):
        row = edit.after
        on = v.value("mri_reference", "mri_id", row)
        if edit.is_new:
            yield "mri_reference", detailed(v.text("mri_reference.new", on=on), [v.note(row["reason"])])
        else:
            yield from common(v, edit, v.text("what.mri_reference", on=on))


def _given(v: Values, table: str, row: Row, columns: tuple[str, ...]) -> Iterator[str]:
    """The columns that hold something, each after its name."""
    for column in columns:
        if row[column] is not None and row[column] != "":
            yield f"{v.text(f'column.{column}')} {v.value(table, column, row)}"


def _quoted(v: Values, note: str | None) -> str:
    return v.text("quoted", text=v.note(note)) if note else ""
