"""Handover sentences of results and of decisions on proposed toxicities; the results of one write are one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hsct_desktop.domain.analyte import shown_unit
from hsct_desktop.domain.proposal import DecisionKind
from hsct_desktop.services.handover_values import Values
from hsct_desktop.services.handover_write import WITHOUT_REASON, Told, Write, common, detailed
from hsct_desktop.store.handover import Edit, Row

MOST_NAMED = 3
"""Results of one write that are named each; more are counted."""
_VALUE = ("analyte", "taken_on", "taken_at", "laboratory_id", "text", "unit", "note")
_TABLE = "lab_result"


def results(v: Values, w: Write) -> Iterator[Told]:
    """Results new, changed, taken back, standing again, graded again, seen."""
    sorts: dict[str, list[Edit]] = {}
    for edit in w.take(_TABLE):
        sorts.setdefault(_sort(edit), []).append(edit)
    for sort, edits in sorts.items():
        if sort == "new":
            yield _TABLE, _new(v, edits)
        elif sort == "seen":
            yield _TABLE, _counted(v, "results.seen", edits)
        elif sort == "unseen":
            yield _TABLE, _counted(v, "results.unseen", edits)
        elif len(edits) <= MOST_NAMED:
            for edit in edits:
                yield from common(v, edit, _named(v, edit.before or edit.after), ["reviewed_by"])
        else:
            yield _TABLE, detailed(_counted(v, f"results.{sort}", edits), _reasons(v, edits))


def _sort(edit: Edit) -> str:
    """What a write did to a result; a change of the value outweighs what follows from it."""
    if edit.is_new:
        return "new"
    if edit.is_voided or edit.is_back:
        return "gone" if edit.is_voided else "back"
    if any(edit.changed(column) for column in _VALUE):
        return "changed"
    if edit.changed("reviewed_by") and edit.after["reviewed_by"] is not None:
        return "seen"
    return "graded" if edit.changed("grade") or not edit.changed("reviewed_by") else "unseen"


def _reasons(v: Values, edits: Sequence[Edit]) -> list[str]:
    """Why results were taken back, each reason once."""
    given = (edit.after["void_reason"] for edit in edits if edit.is_voided)
    return list(dict.fromkeys(v.note(reason) for reason in given if reason not in WITHOUT_REASON))


def _new(v: Values, edits: Sequence[Edit]) -> str:
    if len(edits) > MOST_NAMED or len({edit.after["taken_on"] for edit in edits}) > 1:
        return _counted(v, "results.new", edits) + _worst(v, [edit.after for edit in edits])
    named = ", ".join(_value(v, edit.after) for edit in edits)
    return v.text("results.named", on=v.day(edits[0].after["taken_on"]), results=named)


def _counted(v: Values, key: str, edits: Sequence[Edit]) -> str:
    return v.count(key, len(edits), days=_days(v, [edit.after for edit in edits]))


def _days(v: Values, rows: Sequence[Row]) -> str:
    first, last = min(row["taken_on"] for row in rows), max(row["taken_on"] for row in rows)
    if first == last:
        return v.text("results.day", on=v.day(first))
    return v.text("results.days", first=v.day(first), last=v.day(last))


def _worst(v: Values, rows: Sequence[Row]) -> str:
    """The worst grade; grades of two CTCAE versions are never compared, but each said with its own."""
    worst: dict[str, int] = {}
    for row in rows:
        if row["grade"]:
            version = str(row["ctcae_version"])
            worst[version] = max(int(row["grade"]), worst.get(version, 0))
    if not worst:
        return ""
    if len(worst) == 1:
        return v.text("results.worst", grade=next(iter(worst.values())))
    each = ", ".join(f"{grade} (v{version})" for version, grade in sorted(worst.items()))
    return v.text("results.worst", grade=each)


def _label(v: Values, row: Row) -> str:
    analyte = v.ws.catalogue.analytes.analytes.get(str(row["analyte"]))
    return analyte.label.text(v.words.language) if analyte is not None else str(row["analyte"])


def _value(v: Values, row: Row) -> str:
    """ "Platelets 40 ×10⁹/L (grade 3)": the value as typed, with its unit where the text names none."""
    text, unit = v.note(row["text"]), shown_unit(str(row["unit"] or ""))
    if row["qualitative"] in ("neg", "pos"):
        text, unit = v.words.enum("qualitative", row["qualitative"]), ""
    if any(sign.isalpha() for sign in text):
        unit = ""
    said = " ".join(part for part in (_label(v, row), text, unit) if part)
    return v.text("results.graded_value", value=said, grade=row["grade"]) if row["grade"] else said


def _named(v: Values, row: Row) -> str:
    return v.text("what.lab_result", analyte=_label(v, row), on=v.day(row["taken_on"]))


def decisions(v: Values, w: Write) -> Iterator[Told]:
    """Proposed toxicities accepted or dismissed; an accepted one is told by the toxicity that it became."""
    told = w.has("adverse_event") or w.has("adverse_event_grade")
    for edit in w.take("grade_decision"):
        row = edit.after
        accepted = row["decision"] == DecisionKind.ACCEPTED
        if accepted and told:
            continue
        what = v.text("what.grade_decision", term=v.term_of(row), grade=row["grade"])
        if edit.is_new:
            key = "decision.accepted" if accepted else "decision.dismissed"
            text = v.text(key, term=v.term_of(row), grade=row["grade"])
            reason = v.text("quoted", text=v.note(row["reason"])) if row["reason"] else ""
            yield "grade_decision", detailed(text, [reason])
        else:
            yield from common(v, edit, what)
