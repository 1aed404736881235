"""Handover sentences of long-term checks, fertility records and possible pseudo-relapses."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from hsct_desktop.domain.fertility import FertilityKind
from hsct_desktop.services.handover_values import Values, low
from hsct_desktop.services.handover_write import Told, Write, common, detailed
from hsct_desktop.store.handover import Row


def late_effects(v: Values, w: Write) -> Iterator[Told]:
    """Long-term checks recorded, changed, taken back."""
    for edit in w.take("late_effect_check"):
        row = edit.after
        item = v.late_effect(row["item"])
        if edit.is_new:
            result = low(v.value("late_effect_check", "result", row))
            text = v.text("late_effect_check.new", item=item, on=v.day(row["done_on"]), result=result)
            yield "late_effect_check", detailed(text, _found(v, row))
        else:
            yield from common(v, edit, v.text("what.late_effect_check", item=item, on=v.day(row["done_on"])))


def _found(v: Values, row: Row) -> Iterator[str]:
    if row["value"] is not None:
        yield f"{v.words.number(Decimal(str(row['value'])))} {row['unit']}".strip()
    yield v.note(row["finding"])
    if row["refer_to"]:
        yield v.text("late_effect_check.referred", to=v.note(row["refer_to"]), on=v.day(row["referred_on"]))


def fertility(v: Values, w: Write) -> Iterator[Told]:
    """Fertility records made, changed, taken back; pregnancies that ended."""
    for edit in w.take("fertility_record"):
        row = edit.after
        kind = v.value("fertility_record", "kind", row)
        if edit.is_new:
            said = row["answer"] and low(v.value("fertility_record", "answer", row))
            text = v.text("fertility_record.new", kind=kind, on=v.day(row["recorded_on"]))
            yield "fertility_record", detailed(text, [said, _ended(v, row), _quoted(v, row["note"])])
            continue
        told: list[str] = []
        is_pregnancy = row["kind"] in (FertilityKind.PREGNANCY, FertilityKind.PARTNER_PREGNANCY)
        if is_pregnancy and edit.changed("ended_on") and row["ended_on"] and not (edit.is_voided or edit.is_back):
            told = ["ended_on", "outcome"]
            yield "fertility_record", v.text("fertility_record.ended", kind=kind, what=_ended(v, row))
        yield from common(v, edit, v.text("what.fertility_record", kind=kind, on=v.day(row["recorded_on"])), told)


def _ended(v: Values, row: Row) -> str:
    if row["ended_on"] is None:
        return ""
    outcome = low(v.value("fertility_record", "outcome", row)) if row["outcome"] else v.text("fertility_record.over")
    return v.text("fertility_record.until", on=v.day(row["ended_on"]), outcome=outcome)


def _quoted(v: Values, note: str | None) -> str:
    return v.text("quoted", text=v.note(note)) if note else ""


def rechecks(v: Values, w: Write) -> Iterator[Told]:
    """Possible pseudo-relapses taken up, dismissed, looked at again, taken back."""
    for edit in w.take("neuro_recheck"):
        row = edit.after
        cause = v.value("neuro_recheck", "because", row)
        what = v.text("what.neuro_recheck", on=v.day(row["found_on"]), cause=low(cause))
        if edit.is_new:
            decision = low(v.value("neuro_recheck", "decision", row))
            day = v.text("neuro_recheck.day", on=v.day(row["recheck_on"])) if row["recheck_on"] else ""
            text = v.text("neuro_recheck.new", what=what, decision=decision)
            yield "neuro_recheck", detailed(text, [day, _quoted(v, row["reason"])])
            continue
        told: list[str] = []
        if edit.changed("outcome") and row["outcome"] and not (edit.is_voided or edit.is_back):
            told = ["outcome", "outcome_on"]
            outcome = low(v.value("neuro_recheck", "outcome", row))
            text = v.text("neuro_recheck.outcome", what=what, on=v.day(row["outcome_on"]), outcome=outcome)
            yield "neuro_recheck", text
        yield from common(v, edit, what, told)
