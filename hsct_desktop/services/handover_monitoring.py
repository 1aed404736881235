"""Handover sentences of what somebody said of a square of the monitoring strips."""

from __future__ import annotations

from collections.abc import Iterator

from hsct_desktop.services.handover_values import Values
from hsct_desktop.services.handover_write import Told, Write, common, detailed
from hsct_desktop.store.handover import Row


def monitoring_marks(v: Values, w: Write) -> Iterator[Told]:
    """A test done elsewhere, asked for, or not required; changed, taken back."""
    for edit in w.take("monitoring_mark"):
        row = edit.after
        test, on = _test(v, row), v.day(row["on_day"])
        if edit.is_new:
            reason = v.text("quoted", text=v.note(row["reason"])) if row["reason"] else ""
            kind = v.value("monitoring_mark", "mark", row)
            yield "monitoring_mark", detailed(v.text("monitoring_mark.new", test=test, mark=kind, on=on), [reason])
        else:
            yield from common(v, edit, v.text("what.monitoring_mark", test=test, on=on))


def _test(v: Values, row: Row) -> str:
    known = v.ws.catalogue.monitoring.get(row["test"])
    return known.label.text(v.words.language) if known is not None else str(row["test"])
