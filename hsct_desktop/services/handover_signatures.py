"""Handover sentences of signatures under visits: signed, opened again with a reason, taken back."""

from __future__ import annotations

from collections.abc import Iterator

from hsct_desktop.services.handover_values import Values
from hsct_desktop.services.handover_write import Told, Write, common, detailed


def signatures(v: Values, w: Write) -> Iterator[Told]:
    """Visits signed, and signed visits opened again."""
    for edit in w.take("record_signature"):
        row = edit.after
        visit = v.log.row("visit", row["record_id"])
        named = v.text("what.visit", visit=v.visit(visit), on=v.day(visit["visit_date"])) if visit is not None else ""
        what = named or v.text("signature.entry")
        if edit.is_new:
            yield "record_signature", v.text("signature.signed", what=what)
            continue
        told: list[str] = []
        if edit.changed("unlocked_at") and row["unlocked_at"] and not (edit.is_voided or edit.is_back):
            told = ["unlock_reason"]
            yield "record_signature", detailed(v.text("signature.opened", what=what), [v.note(row["unlock_reason"])])
        yield from common(v, edit, v.text("what.signature", what=what), told)
