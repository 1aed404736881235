"""Handover sentences of changes of dose, of allergies and intolerances."""

from __future__ import annotations

from collections.abc import Iterator

from hsct_desktop.domain.allergy import Allergy, AllergyKind
from hsct_desktop.services.handover_values import Values
from hsct_desktop.services.handover_write import Told, Write, common, detailed
from hsct_desktop.store.handover import Row


def allergies(v: Values, w: Write) -> Iterator[Told]:
    """Allergies and intolerances entered, changed, taken out."""
    for edit in w.take("allergy"):
        kind = "intolerance" if edit.after["kind"] == AllergyKind.INTOLERANCE else "allergy"
        if edit.is_new:
            yield "allergy", v.text(f"{kind}.new", substance=allergy_text(v, edit.after))
        else:
            yield from common(v, edit, v.text(f"what.{kind}", substance=edit.after["substance"]))


def allergy_text(v: Values, row: Row) -> str:
    """A row as it is listed: "Penicillin: rash"."""
    return v.note(Allergy(row["substance"], None, row["reaction"] or "").text)


def doses(v: Values, w: Write) -> Iterator[Told]:
    """Doses of therapies changed, corrected, taken back."""
    for edit in w.take("therapy_dose"):
        row = edit.after
        therapy = v.log.row("supportive_therapy", row["supportive_therapy_id"])
        drug = v.drug(therapy) if therapy is not None else v.text("none")
        if edit.is_new:
            times = v.text("times", times=row["times"]) if row["times"] else ""
            reason = v.text("quoted", text=v.note(row["reason"])) if row["reason"] else ""
            text = v.text("therapy_dose.new", drug=drug, on=v.day(row["from_on"]))
            yield "therapy_dose", detailed(text, [_dose(v, row, therapy), times, reason])
        else:
            yield from common(v, edit, v.text("what.therapy_dose", drug=drug, on=v.day(row["from_on"])))


def _dose(v: Values, row: Row, therapy: Row | None) -> str:
    """Dose and frequency of a change, worded as those of its therapy."""
    if therapy is None:
        return ""
    return v.dose({**therapy, **{name: row[name] for name in ("dose", "unit", "frequency")}})


def reasons(v: Values, row: Row) -> Iterator[str]:
    """The times of day of a new therapy, and why it is given in spite of what was asked."""
    if row["times"]:
        yield v.text("times", times=row["times"])
    for column in ("allergy_why", "overlap_why"):
        if row[column]:
            yield v.text(f"therapy.{column}", reason=v.note(row[column]))
