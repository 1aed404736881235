"""Handover sentences of engraftment, transfusions and drugs for the disease."""

from __future__ import annotations

from collections.abc import Iterator

from hsct_desktop.services.handover_values import Values, low
from hsct_desktop.services.handover_write import Told, Write, common, detailed
from hsct_desktop.store.handover import Row


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
            note = v.text("quoted", text=v.note(row["note"])) if row["note"] else ""
            yield "transfusion", detailed(text, [*_course_of(v, row), note])
        else:
            yield from common(v, edit, v.text("what.transfusion", product=product, on=on))


def _course_of(v: Values, row: Row) -> Iterator[str]:
    """Why it was given, the counts before and after, and a reaction."""
    if row.get("indication"):
        yield low(v.value("transfusion", "indication", row))
    for column in ("pre_count", "post_count"):
        if row.get(column) is not None:
            yield v.text(f"transfusion.{column}", value=v.value("transfusion", column, row))
    if row.get("reaction") not in (None, "none"):
        yield v.text("transfusion.reaction", what=v.value("transfusion", "reaction", row))


def drugs_for_disease(v: Values, w: Write) -> Iterator[Told]:
    """Drugs for the disease recorded, changed, taken back."""
    for edit in w.take("disease_modifying_therapy"):
        row = edit.after
        known = v.ws.catalogue.dmts.get(row["drug_id"])
        drug = known.label.text(v.words.language) if known is not None else row["name"] or row["drug_id"]
        if edit.is_new:
            since = "-".join(part for part in (row["started"], row["stopped"]) if part)
            details = [since, low(v.value("disease_modifying_therapy", "status", row)), row["reason"]]
            details.append(v.text("quoted", text=v.note(row["note"])) if row["note"] else "")
            yield "dmt", detailed(v.text("dmt.new", drug=drug), details)
        else:
            yield from common(v, edit, v.text("what.disease_modifying_therapy", drug=drug))
