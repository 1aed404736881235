"""Handover sentences of the therapy plan: what was declined, and answers that were changed or taken back."""

from __future__ import annotations

from collections.abc import Iterator

from hsct_desktop.domain.therapy_plan import PlanAnswer
from hsct_desktop.services.handover_values import Values, low
from hsct_desktop.services.handover_write import Told, Write, common
from hsct_desktop.store.handover import Row


def therapy_decisions(v: Values, w: Write) -> Iterator[Told]:
    """Answers to proposals of the plan. Where one began a therapy in the same write, that is what is told."""
    for edit in w.take("therapy_decision"):
        row = edit.after
        item = item_of(v, row)
        if not edit.is_new:
            yield from common(v, edit, v.text("what.therapy_decision", item=item))
        elif row["decision"] == PlanAnswer.DECLINED:
            phase = low(v.value("therapy_decision", "phase", row))
            yield "therapy_decision", v.text("therapy_declined", item=item, phase=phase, reason=v.note(row["reason"]))
        elif not w.has("supportive_therapy", lambda made: made.is_new):
            yield "therapy_decision", v.text("therapy_accepted", item=item)


def item_of(v: Values, row: Row) -> str:
    """The item of the catalogue in the reader's language."""
    found = v.ws.catalogue.therapies.get(row["item"])
    return found.label.text(v.words.language) if found is not None else str(row["item"])
