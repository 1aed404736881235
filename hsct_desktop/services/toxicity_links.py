"""What a toxicity can be linked with, what gives evidence for it, and what the record says of its day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from hsct_desktop.domain.lab_result import LabResult
from hsct_desktop.services import visits
from hsct_desktop.services.trends import text_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import adverse_event, lab_result, supportive_therapy, visit
from hsct_desktop.store.base import ReadSession

FEVER_TERM: Final = "febrile_neutropenia"
"""The term whose day asks for neutrophils and temperature."""
FEVER_RULE: Final = "fn"
"""The alert rule whose action the unit wants read with it."""
_ASKED: Final = ("ANC", "TEMP")

Linked = tuple[int, str]
"""A row's id and what it is called."""


@dataclass(frozen=True)
class Linkable:
    """What a patient's toxicity may be linked with, latest first."""

    visits: tuple[Linked, ...]
    therapies: tuple[Linked, ...]
    infections: tuple[Linked, ...]


@dataclass(frozen=True)
class DayContext:
    """What the record says of the day of a febrile neutropenia, in words, and what the unit's rule says is to be done.

    `missing` names what is not recorded: an unknown neutrophil count is said and never taken for a good one.
    """

    facts: str
    missing: str
    action: str


def linkable(ws: Workspace, patient_id: int) -> Linkable:
    """The patient's visits that took place, therapies and infections."""
    with ws.read() as session:
        rows = visits.rows(ws, session, patient_id, ws.today())
        seen = [(row.visit_id, row.seen_on, row.label) for row in rows if row.visit_id is not None and row.seen_on]
        drugs = supportive_therapy.of_patient(session, patient_id)
        infections = adverse_event.infections_of(session, patient_id)
    words, known = ws.wording, ws.catalogue.drug_words
    named = [(d.id, d.start, _drug(d.name, known.get(d.catalogue_id), ws.language)) for d in drugs]
    found = [(key, on, ", ".join(filter(None, (organism, site)))) for key, on, organism, site in infections]
    return Linkable(*(
        tuple((key, f"{words.date(on)} · {label}") for key, on, label in sorted(part, key=lambda r: (r[1], r[0]))[::-1])
        for part in (seen, named, found)
    ))  # fmt: skip


def _drug(name: str, known: object, language: str) -> str:
    label = getattr(known, "label", None)
    return name if label is None else str(label.text(language))


def last_visit(ws: Workspace, patient_id: int, before: date) -> date | None:
    """The day of the patient's last visit before a day, None without one."""
    with ws.read() as session:
        days = [seen.entry.on for seen in visit.of_patient(session, patient_id)]
    return max((day for day in days if day is not None and day < before), default=None)


def evidence(ws: Workspace, result_ids: Iterable[int]) -> list[Linked]:
    """The results that gave grades, in words, by day; those taken back since are left out."""
    with ws.read() as session:
        return [
            (result.id, f"{in_words(ws, result)} · {ws.wording.date(result.taken_on)}")
            for result in lab_result.by_id(session, list(result_ids))
        ]


def in_words(ws: Workspace, result: LabResult) -> str:
    """A result in the unit in which it was typed, after the short name of its analyte."""
    known = ws.catalogue.analytes.analytes.get(result.analyte)
    name = known.short.text(ws.language) if known is not None else result.analyte
    return f"{name} {text_of(result, ws.wording)}"


def day_context(ws: Workspace, patient_id: int, term_id: str, on: date | None) -> DayContext | None:
    """What is recorded of the day of a febrile neutropenia; None for other terms and without a day."""
    if term_id != FEVER_TERM or on is None:
        return None
    with ws.read() as session:
        facts = _facts(ws, session, patient_id, on)
    words = ws.wording
    missing = [words.text(f"service.context.no_{code.lower()}") for code in _ASKED if code not in facts]
    rule = ws.catalogue.alerts.rules.get(FEVER_RULE)
    action = rule.action.text(ws.language) if rule is not None else ""
    return DayContext(
        " · ".join(facts.values()),
        " ".join(missing),
        words.text("service.context.rule", rule=FEVER_RULE, action=action) if action else "",
    )


def _facts(ws: Workspace, session: ReadSession, patient_id: int, on: date) -> dict[str, str]:
    """The day's last neutrophils and highest temperature, by analyte."""
    found: dict[str, str] = {}
    measured: list[tuple[Decimal, str]] = []
    for result in lab_result.on_days(session, patient_id, [on]):
        if result.analyte == "ANC":
            found["ANC"] = in_words(ws, result)
        elif result.analyte == "TEMP" and result.canonical is not None:
            measured.append((result.canonical, in_words(ws, result)))
    for seen in visit.of_patient(session, patient_id):
        temperature = seen.entry.vitals.temperature
        if seen.entry.on == on and temperature is not None:
            said = ws.wording.text("service.context.temperature", value=ws.wording.number(temperature))
            measured.append((temperature, said))
    if measured:
        found["TEMP"] = max(measured, key=lambda pair: pair[0])[1]
    return found
