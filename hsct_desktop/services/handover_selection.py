"""Handover sentences of the selection, of trials, and of a death adjudicated."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from hsct_desktop.services.handover_values import Values, low
from hsct_desktop.services.handover_write import Told, Write, common, detailed
from hsct_desktop.store.handover import Edit, Row


def selection_meetings(v: Values, w: Write) -> Iterator[Told]:
    """Meetings begun, criteria ticked, meetings signed, changed, taken back."""
    for edit in w.take("selection_meeting"):
        row, what = edit.after, v.text("what.selection_meeting", on=v.value("selection_meeting", "held_on", edit.after))
        if edit.is_new:
            yield "selection_meeting", detailed(v.text("selection_meeting.new"), _ticks(v, edit))
            continue
        stands = not (edit.is_voided or edit.is_back)
        told: list[str] = []
        if stands and edit.changed("signed_by") and row["signed_by"]:
            told = ["signed_by", "decision", "held_on"]
            decision = low(v.value("selection_meeting", "decision", row))
            day = v.value("selection_meeting", "held_on", row)
            text = v.text("selection_meeting.signed", on=day, name=v.note(row["signed_by"]), decision=decision)
            yield "selection_meeting", text
        elif stands and edit.changed("lines") and (ticks := _ticks(v, edit)):
            yield "selection_meeting", detailed(v.text("selection_meeting.ticked"), ticks)
        yield from common(v, edit, what, told)


def _marks(row: Row | None) -> dict[str, tuple[str, str]]:
    stored = json.loads(row["lines"] or "[]") if row is not None else []
    return {one["id"]: (one["tick"], one["comment"]) for one in stored if isinstance(one, Mapping)}


def _ticks(v: Values, edit: Edit) -> list[str]:
    """Each criterion whose tick or comment is another than before."""
    before, after = _marks(edit.before), _marks(edit.after)
    return [
        _tick(v, name, *after.get(name, ("", "")))
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    ]


def _tick(v: Values, criterion_id: str, tick: str, comment: str) -> str:
    known = v.ws.catalogue.selection.get(criterion_id)
    name = known.label.text(v.words.language) if known is not None else criterion_id
    said = low(v.words.enum("selection_tick", tick)) if tick else v.text("selection_meeting.no_tick")
    text = v.text("selection_meeting.tick", criterion=name, tick=said)
    return f"{text} ({v.note(comment)})" if comment else text


def trials(v: Values, w: Write) -> Iterator[Told]:
    """Trials recorded, changed, taken back."""
    for edit in w.take("trial_enrolment"):
        row = edit.after
        known = v.ws.catalogue.trials.get(row["trial_id"])
        what = v.text("what.trial_enrolment", name=known.name if known is not None else v.note(row["name"]))
        if edit.is_new:
            named = ("arm", "screening_number", "enrolled_on", "left_on")
            parts = [_named(v, "trial_enrolment", name, row) for name in named if row[name] not in (None, "")]
            yield "trial_enrolment", detailed(v.text("added", what=what), parts)
        else:
            yield from common(v, edit, what)


def death_reviews(v: Values, w: Write) -> Iterator[Told]:
    """Deaths adjudicated, the review changed or taken back."""
    for edit in w.take("death_review"):
        row = edit.after
        if edit.is_new:
            relation = low(v.value("death_review", "relation", row))
            text = v.text("death_review.new", relation=relation, on=v.day(row["reviewed_on"]))
            yield "death_review", detailed(text, [v.note(row["cause"])])
        else:
            yield from common(v, edit, v.text("what.death_review"))


def _named(v: Values, table: str, column: str, row: Row) -> str:
    return f"{v.text(f'column.{column}')} {v.value(table, column, row)}"
