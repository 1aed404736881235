"""Handover sentences of courses and visits: anchors that moved, visits planned, booked, recorded, closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.domain.visit import AssessmentState, Closing
from hsct_desktop.services.handover_values import Values, low
from hsct_desktop.services.handover_write import WITHOUT_REASON, Told, Write, common, detailed
from hsct_desktop.store.handover import Edit, Row

NAMED: Final = 3
"""So many visits that a write planned, moved or dropped are named; more are counted."""
_ANCHORS: Final = ("day0", "mobilisation_start", "discharged_on")
_WINDOW: Final = ("target", "earliest", "latest")
_BOOKING: Final = ("booked", "booked_time")
_VITALS: Final = ("temperature", "systolic", "diastolic", "pulse", "saturation", "weight", "karnofsky")


def read_effect(v: Values, w: Write) -> None:
    """Take what the write did to the schedule without a person naming the visit: it is told with its cause."""
    groups: dict[str, list[Edit]] = {}
    for edit in w.peek("scheduled_visit"):
        if kind := _effect_of(edit):
            groups.setdefault(kind, []).append(edit)
    for edits in groups.values():
        for found in edits:
            # A visit that was moved and booked anew is also told as booked: only what is told here is taken.
            w.take("scheduled_visit", lambda edit, found=found: edit is found and not _by_hand(edit))  # type: ignore[misc]
    w.effect = ", ".join(_effect_words(v, kind, groups[kind]) for kind in sorted(groups, key=_ORDER.index))


_ORDER: Final = ("moved", "planned", "left_out", "dropped")


def _effect_of(edit: Edit) -> str:
    program = str(edit.after["closing_reason"]).startswith("@") and edit.after["closing"] != Closing.NONE
    if edit.is_new:
        return "left_out" if program else "planned"
    if edit.is_voided:
        return "dropped" if edit.after["void_reason"] in WITHOUT_REASON else ""
    if edit.is_back:
        return "planned"
    if edit.changed("closing") and program:
        return "left_out"
    was_left_out = str((edit.before or {}).get("closing_reason", "")).startswith("@")
    if edit.changed("closing") and was_left_out and edit.after["closing"] == Closing.NONE:
        return "planned"
    return "moved" if any(edit.changed(column) for column in _WINDOW) else ""


def _by_hand(edit: Edit) -> bool:
    """Whether the edit also says what a person decided about this one visit."""
    if edit.is_new or edit.is_voided or edit.is_back:
        return False
    return any(edit.changed(column) for column in (*_BOOKING, "closing")) and not _effect_is_closing(edit)


def _effect_is_closing(edit: Edit) -> bool:
    return _effect_of(edit) in ("left_out", "planned") and not any(edit.changed(column) for column in _BOOKING)


def _effect_words(v: Values, kind: str, edits: list[Edit]) -> str:
    if len(edits) > NAMED:
        return v.count(f"effect.{kind}", len(edits))
    visits = ", ".join(_effect_visit(v, kind, edit) for edit in edits)
    return v.text(f"effect.{kind}.named", visits=visits)


def _effect_visit(v: Values, kind: str, edit: Edit) -> str:
    label = v.scheduled(edit.after)
    if kind == "moved" and edit.changed("target"):
        old, new = v.day((edit.before or {})["target"]), v.day(edit.after["target"])
        return v.text("effect.from_to", visit=label, old=old, new=new)
    return v.text("effect.on", visit=label, on=v.day(edit.after["target"])) if kind in ("planned", "moved") else label


def transplants(v: Values, w: Write) -> Iterator[Told]:
    """A course opened, closed, its anchors moved; an anchor brings its visits along in the same sentence."""
    discharged = w.has("state_change", lambda e: e.after["kind"] == StateChangeKind.DISCHARGED)
    for edit in w.take("transplant"):
        row = edit.after
        what = v.text("what.transplant", number=row["number"])
        if edit.is_new:
            regimen = v.value("transplant", "conditioning_regimen_id", row)
            protocol = v.text("transplant.protocol", name=v.value("transplant", "protocol_id", row))
            text = v.text("transplant.new", number=row["number"], day0=v.value("transplant", "day0", row))
            yield "transplant", w.with_effect(v, detailed(text, [regimen, protocol]))
            continue
        if not (edit.is_voided or edit.is_back):
            skip = {"discharged_on"} if discharged else set()
            for column in (c for c in _ANCHORS if c not in skip and edit.changed(c)):
                yield "transplant", w.with_effect(v, _anchor(v, edit, column))
            if edit.changed("closed_on") and row["closed_on"] is not None:
                skip.add("closed_on")
                text = v.text("transplant.closed", number=row["number"], on=v.day(row["closed_on"]))
                yield "transplant", text
            skip |= {*_ANCHORS, *(["move_reason"] if any(edit.changed(column) for column in _ANCHORS) else [])}
            yield from ((t, w.with_effect(v, s)) for t, s in common(v, edit, what, skip))
        else:
            yield from ((t, w.with_effect(v, s)) for t, s in common(v, edit, what))


def _anchor(v: Values, edit: Edit, column: str) -> str:
    old, new = (edit.before or {}).get(column), edit.after[column]
    name = v.text(f"anchor.{column}")
    if old is None:
        text = v.text("anchor.set", anchor=name, new=v.day(new))
    elif new is None:
        text = v.text("anchor.cleared", anchor=name, old=v.day(old))
    else:
        text = v.text("anchor.moved", anchor=name, old=v.day(old), new=v.day(new))
    reason = v.note(edit.after.get("move_reason")) if edit.changed("move_reason") else ""
    return v.text("with_reason", text=text, reason=reason) if reason else text


def visits(v: Values, w: Write) -> Iterator[Told]:
    """Visits that took place: recorded, changed, taken back."""
    for edit in w.take("visit"):
        lines = w.children("visit_assessment", "visit_id", edit.row_id)
        what = v.text("what.visit", visit=v.visit(edit.after), on=v.day(edit.after["visit_date"]))
        if edit.is_new:
            yield "visit", _recorded(v, w, edit, lines)
            continue
        told = list(common(v, edit, what))
        yield from told
        if not (edit.is_voided or edit.is_back) and (changed := _checklist_changes(v, lines)):
            yield "visit", v.text("changed", what=what, fields=changed)
    # Lines of the checklist that changed without their visit.
    while lines := w.peek("visit_assessment")[:1]:
        row = v.log.row("visit", lines[0].after["visit_id"])
        lines = w.children("visit_assessment", "visit_id", lines[0].after["visit_id"])
        what = v.text("what.visit", visit=v.visit(row), on=v.day(row["visit_date"] if row is not None else None))
        if changed := _checklist_changes(v, lines):
            yield "visit", v.text("changed", what=what, fields=changed)


def _recorded(v: Values, w: Write, edit: Edit, lines: list[Edit]) -> str:
    row = edit.after
    kept = w.take("scheduled_visit", lambda e: e.row_id == row["scheduled_visit_id"] and _only_closed(e))
    awaited = any(e.after["closing"] == Closing.AWAITED for e in kept)
    text = v.text(
        "visit.awaited" if awaited else "visit.recorded",
        visit=v.visit(row), on=v.day(row["visit_date"]), by=row["seen_by"] or v.text("none"),
    )  # fmt: skip
    vitals = [f"{v.text(f'column.{c}')} {v.value('visit', c, row)}" for c in _VITALS if row[c] is not None]
    states: dict[str, list[Row]] = {}
    for line in lines:
        states.setdefault(line.after["state"], []).append(line.after)
    done = len(states.get(AssessmentState.DONE, []))
    return detailed(text, [
        v.text("visit.outside") if row["outside_window"] else "",
        v.count("visit.done", done) if done else "",
        *(_lines_in_state(v, state, states) for state in (AssessmentState.NOT_DONE, AssessmentState.ELSEWHERE)),
        ", ".join(vitals),
        v.text("quoted", text=v.note(row["notes"])) if row["notes"] else "",
    ])  # fmt: skip


def _only_closed(edit: Edit) -> bool:
    """Whether an edit of a scheduled visit says no more than that it took place."""
    return edit.changed("closing") and edit.after["closing"] in (Closing.DONE, Closing.AWAITED)


def _lines_in_state(v: Values, state: AssessmentState, states: dict[str, list[Row]]) -> str:
    rows = states.get(state, [])
    if not rows:
        return ""
    return v.text(f"visit.{state}", what=", ".join(_line(v, row) for row in rows))


def _line(v: Values, row: Row) -> str:
    why = [low(v.words.enum("not_done_reason", row["reason"]))] if row["reason"] else []
    why += [v.note(row["detail"])] if row["detail"] else []
    return f"{v.assessment(row)} ({', '.join(why)})" if why else v.assessment(row)


def _checklist_changes(v: Values, lines: list[Edit]) -> str:
    changed = []
    for line in lines:
        label = v.assessment(line.after)
        if line.is_new:
            changed.append(f"{label}: {low(v.value('visit_assessment', 'state', line.after))}")
        elif line.is_voided or line.is_back:
            changed += [text for _, text in common(v, line, label)]
        elif fields := v.fields(line):
            changed.append(f"{label}: {fields}")
    return "; ".join(changed)


def schedule(v: Values, w: Write) -> Iterator[Told]:
    """Visits booked, moved, closed or opened again by a person; then what the write did to the schedule by itself."""
    for edit in w.take("scheduled_visit"):
        row, told = edit.after, False
        if edit.changed("closing"):
            told = True
            yield "scheduled_visit", _closing(v, edit)
        if any(edit.changed(column) for column in _BOOKING):
            told = True
            yield "scheduled_visit", _booking(v, edit)
        if not told:
            yield from common(v, edit, v.text("what.scheduled", visit=v.scheduled(row)))
    if w.effect:
        yield "scheduled_visit", w.with_effect(v, v.text("schedule"))


def _closing(v: Values, edit: Edit) -> str:
    label, row = v.scheduled(edit.after), edit.after
    if row["closing"] == Closing.NONE:
        return v.text("scheduled.reopened", visit=label)
    text = v.text(f"scheduled.{row['closing']}", visit=label)
    reason = v.closing(row["closing_reason"])
    return v.text("with_reason", text=text, reason=reason) if reason else text


def _booking(v: Values, edit: Edit) -> str:
    label, row, before = v.scheduled(edit.after), edit.after, edit.before or {}
    new = _at(v, row)
    if row["booked"] is None:
        text = v.text("scheduled.unbooked", visit=label, old=_at(v, before))
    elif before.get("booked") is None:
        text = v.text("scheduled.booked", visit=label, on=new)
    else:
        text = v.text("scheduled.moved", visit=label, old=_at(v, before), new=new)
    reason = v.note(row["move_reason"]) if edit.changed("move_reason") or row["moved"] else ""
    return v.text("with_reason", text=text, reason=reason) if reason else text


def _at(v: Values, row: Row) -> str:
    return f"{v.day(row['booked'])} {row['booked_time'] or ''}".strip()
