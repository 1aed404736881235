"""Handover sentences of infections and of checklists of criteria."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from hsct_desktop.catalogue.criteria_words import severity_in_words, verdict_in_words
from hsct_desktop.catalogue.infections import PartName, shown
from hsct_desktop.domain.criteria import Answer
from hsct_desktop.services.handover_values import Values, low
from hsct_desktop.services.handover_write import Told, Write, common, detailed
from hsct_desktop.store.handover import Row


def infections(v: Values, w: Write) -> Iterator[Told]:
    """Infections found, ended, changed, taken back."""
    for edit in w.take("infection"):
        row = edit.after
        what = _what(v, row)
        if edit.is_new:
            yield "infection", _found(v, row, what)
            continue
        told: list[str] = []
        if edit.changed("ended_on") and not (edit.is_voided or edit.is_back):
            told = ["ended_on", "outcome"]
            key = "infection.ended" if row["ended_on"] else "infection.reopened"
            outcome = low(v.value("infection", "outcome", row))
            yield "infection", v.text(key, what=what, on=v.day(row["ended_on"]), outcome=outcome)
        yield from common(v, edit, v.text("what.infection", on=v.day(row["found_on"]), what=what), told)


def _found(v: Values, row: Row, what: str) -> str:
    line = low(v.value("infection", "line_related", row)) if row["line_related"] == "yes" else ""
    treatment = v.text("infection.treatment", text=v.note(row["treatment"])) if row["treatment"] else ""
    certainty = low(v.value("infection", "certainty", row))
    note = v.text("quoted", text=v.note(row["note"])) if row["note"] else ""
    text = v.text("infection.new", on=v.day(row["found_on"]), what=what)
    return detailed(text, [certainty, line, treatment, note])


def _what(v: Values, row: Row) -> str:
    """Organism and site, in the reader's language where the catalogue knows them."""
    parts: tuple[PartName, ...] = ("organism", "site")
    items, language = v.ws.catalogue.infections, v.words.language
    return ", ".join(shown(items, part, v.note(row[part]), language) for part in parts if row[part])


def criteria_checks(v: Values, w: Write) -> Iterator[Told]:
    """Checklists of criteria judged by a person, changed, taken back."""
    for edit in w.take("criteria_check"):
        row = edit.after
        checklist = v.words.enum("checklist", row["checklist_id"])
        if edit.is_new:
            decision = low(v.value("criteria_check", "decision", row))
            text = v.text("criteria_check.new", checklist=checklist, on=v.day(row["assessed_on"]), decision=decision)
            yield "criteria_check", detailed(text, _details(v, row))
        else:
            what = v.text("what.criteria_check", checklist=checklist, on=v.day(row["assessed_on"]))
            told = [column for column in ("answers", "verdict", "severity") if edit.changed(column)]
            if told and not (edit.is_voided or edit.is_back):
                now = detailed(v.text("criteria_check.now", what=what, answers=_counts(v, row)), _details(v, row)[:2])
                yield "criteria_check", now
            yield from common(v, edit, what, told)


def _details(v: Values, row: Row) -> list[str]:
    verdict = verdict_in_words(v.words, row["checklist_id"], row["verdict"])
    severity = severity_in_words(v.words, row["severity"])
    return [
        v.text("criteria_check.verdict", verdict=low(verdict)),
        v.text("criteria_check.severity", severity=low(severity)) if severity else "",
        v.text("quoted", text=v.note(row["note"])) if row["note"] else "",
    ]


def _counts(v: Values, row: Row) -> str:
    """How many criteria were answered how."""
    stored: dict[str, Any] = json.loads(row["answers"])
    found = Counter(str(said["answer"]) for said in stored.values() if "answer" in said)
    met, not_met, unknown = (found[answer.value] for answer in (Answer.YES, Answer.NO, Answer.UNKNOWN))
    return v.text("criteria_check.answers", met=met, not_met=not_met, unknown=unknown)
