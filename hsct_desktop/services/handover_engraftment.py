"""Handover sentences of engraftment and transfusions."""

from __future__ import annotations

from collections.abc import Iterator

from hsct_desktop.services.handover_values import Values, low
from hsct_desktop.services.handover_write import Told, Write, common, detailed


def engraftments(v: Values, w: Write) -> Iterator[Told]:
    """Engraftment confirmed, corrected, taken back."""
    for edit in w.take("engraftment"):
        row = edit.after
        lineage = low(v.value("engraftment", "lineage", row))
        if edit.is_new:
            on = v.text("engraftment.on", on=v.day(row["engrafted_on"])) if row["engrafted_on"] else ""
            status = low(v.value("engraftment", "status", row))
            note = v.text("quoted", text=v.note(row["note"])) if row["note"] else ""
            text = v.text("engraftment.new", lineage=lineage, status=status)
            yield "engraftment", detailed(text, [on, note])
        else:
            yield from common(v, edit, v.text("what.engraftment", lineage=lineage))


def transfusions(v: Values, w: Write) -> Iterator[Told]:
    """Transfusions given, corrected, taken back."""
    for edit in w.take("transfusion"):
        row = edit.after
        product, on = low(v.value("transfusion", "product", row)), v.day(row["given_on"])
        if edit.is_new:
            text = v.count("transfusion.new", int(row["units"]), product=product, on=on)
            yield "transfusion", detailed(text, [v.text("quoted", text=v.note(row["note"])) if row["note"] else ""])
        else:
            yield from common(v, edit, v.text("what.transfusion", product=product, on=on))
