"""Drugs for the disease itself: record, revise, void, list; and the one answer that a list is complete."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.disease_modifying_therapy import (
    DiseaseModifyingTherapy,
    DiseaseModifyingTherapyEntry,
    DmtStatus,
    check_dmt,
    check_overlaps,
)
from hsct_desktop.domain.dmt import Dmt, DmtLine, meant
from hsct_desktop.domain.exposure import with_classes
from hsct_desktop.domain.names import clean, clean_lines
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.domain.statement import StatementAnswer, StatementEntry, StatementKind
from hsct_desktop.services import alerts
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import (
    birth_date_of,
    changes,
    check_alive,
    name_of,
    record_of,
    refuse_problems,
    required_reason,
)
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import disease_modifying_therapy as store
from hsct_desktop.store import statement
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.patient import PatientCard

_TOUCHED: Final = frozenset({"exposure", "statement"})
_WRITES: Final = frozenset({"dmt", "alert"})
SAID_OF: Final = {
    StatementKind.PRIOR_PURINE_ANALOGUE: "purine_analogue",
    StatementKind.PRIOR_ALEMTUZUMAB: "alemtuzumab",
}
"""What a complete list says yes or no to."""


@dataclass(frozen=True)
class DmtRow:
    """A drug for the disease as lists show it: its name in the reader's language, its time, its line in words."""

    held: DiseaseModifyingTherapy
    name: str
    span: str
    line: str
    drug: Dmt | None


def for_patient(ws: Workspace, patient_id: int) -> list[DmtRow]:
    """A patient's drugs for the disease, the latest first."""
    with ws.read() as session:
        return [row_of(ws, held) for held in store.of_patient(session, patient_id)]


def row_of(ws: Workspace, held: DiseaseModifyingTherapy) -> DmtRow:
    """An entry with its words."""
    words, drug = ws.wording, ws.catalogue.dmts.get(held.entry.drug_id)
    line = line_words(words, drug) if drug is not None else ""
    return DmtRow(held, drug_name(ws, held.entry), span(words, held.entry), line, drug)


def line_words(words: Wording, drug: Dmt) -> str:
    """The drug's line of treatment: "Second line", "First line (relapse)"."""
    line = words.enum("dmt_line", drug.line)
    return words.text("dmt.line_relapse", line=line) if drug.relapse else line


def remarks(words: Wording, drug: Dmt) -> str:
    """What the list remarks on a drug: its note, and that something of it was not checked; "" for nothing."""
    note = drug.note.text(words.language) if drug.note is not None else ""
    return " ".join(part for part in (note, words.text("dmt.unchecked") if drug.is_unchecked else "") if part)


def line_source(words: Wording, drug: Dmt) -> str:
    """Who states the drug's line of treatment; "" for a drug of no line."""
    has_line = drug.line in (DmtLine.FIRST, DmtLine.SECOND, DmtLine.THIRD, DmtLine.SECOND_OR_THIRD)
    return words.text("dmt.line_source", line=line_words(words, drug), source=drug.source) if has_line else ""


def drug_name(ws: Workspace, entry: DiseaseModifyingTherapyEntry) -> str:
    """The drug's name in the reader's language; as typed where the list does not have it."""
    drug = ws.catalogue.dmts.get(entry.drug_id)
    return drug.label.text(ws.wording.language) if drug is not None else entry.name or entry.drug_id


def span(words: Wording, entry: DiseaseModifyingTherapyEntry) -> str:
    """From when until when, as far as it is known: "04/2019 to 2021", "since 2023"."""
    start = partial(words, entry.started) if entry.started is not None else ""
    stop = partial(words, entry.stopped) if entry.stopped is not None else ""
    if entry.status is DmtStatus.RUNNING:
        return words.text("dmt.since", start=start) if start else words.text("dmt.running")
    known = ("start" if start else "") + ("stop" if stop else "")
    status = "" if stop else f"_{entry.status.value}"
    return words.text(f"dmt.span.{known or 'none'}{status}", start=start, stop=stop)


def partial(words: Wording, day: PartialDate) -> str:
    """A date in words as far as it is known: "2019", "04/2019", "30 Apr 2019"."""
    if day.is_whole:
        return words.date(day.first)
    return f"{day.month:02d}/{day.year}" if day.month is not None else str(day.year)


def entry_of(ws: Workspace, row_id: int) -> tuple[DiseaseModifyingTherapyEntry, int]:
    """An entry and its version, for the form that edits it. KnownError `stale_row`."""
    with ws.read() as session:
        held = store.get(session, row_id)
    if held is None:
        raise KnownError("stale_row")
    return held.entry, held.version


def problems(
    session: ReadSession | WriteSession,
    ws: Workspace,
    card: PatientCard,
    entry: DiseaseModifyingTherapyEntry,
    row_id: int | None = None,
) -> Iterator[Problem]:
    """What is wrong with an entry, as the form shows it beside its fields."""
    yield from check_dmt(entry, birth_date_of(card), ws.today())
    for name, day in (("started", entry.started), ("stopped", entry.stopped)):
        yield from check_alive(session, entry.patient_id, day.first if day is not None else None, name)
    others = [held for held in store.of_patient(session, entry.patient_id) if held.id != row_id]
    yield from check_overlaps(entry, [(held, drug_name(ws, held.entry)) for held in others], _beside(ws))


def _beside(ws: Workspace) -> frozenset[str]:
    """The drugs that are given beside others: for a relapse, or auxiliary."""
    drugs = ws.catalogue.dmts.values()
    return frozenset(drug.id for drug in drugs if drug.relapse or drug.line is DmtLine.AUXILIARY)


def _tidied(ws: Workspace, entry: DiseaseModifyingTherapyEntry) -> DiseaseModifyingTherapyEntry:
    """The entry without stray blanks; a name that the list has becomes the list's drug."""
    name = clean(entry.name)
    known = ws.catalogue.dmts.get(entry.drug_id) or meant(ws.catalogue.dmts.values(), name)
    drug_id, name = (known.id, "") if known is not None else ("", name)
    return replace(entry, drug_id=drug_id, name=name, reason=clean(entry.reason), note=clean_lines(entry.note))


def record(ws: Workspace, entry: DiseaseModifyingTherapyEntry, *, confirmed: bool = False) -> Changes:
    """Record a drug for the disease; with `confirmed` what only asks for a second look is let through."""
    with ws.write("dmt.record") as session:
        card = record_of(session, entry.patient_id)
        entry = _tidied(ws, entry)
        refuse_problems(problems(session, ws, card, entry), confirmed=confirmed)
        row_id = store.add(session, entry).id
        alerts.after_results(session, ws, entry.patient_id, _TOUCHED)
        return changes(session, _WRITES, _saved(ws, card, entry), entry.patient_id, row_id)


def revise(
    ws: Workspace, row_id: int, version: int, entry: DiseaseModifyingTherapyEntry, *, confirmed: bool = False
) -> Changes:
    """Change a drug for the disease."""
    with ws.write("dmt.revise") as session:
        card = record_of(session, entry.patient_id)
        entry = _tidied(ws, entry)
        refuse_problems(problems(session, ws, card, entry, row_id), confirmed=confirmed)
        if store.revise(session, row_id, version, entry).patient_id != entry.patient_id:
            raise KnownError("stale_row")
        alerts.after_results(session, ws, entry.patient_id, _TOUCHED)
        return changes(session, _WRITES, _saved(ws, card, entry), entry.patient_id, row_id)


def void_dmt(ws: Workspace, row_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back an entry made by mistake, with the reason."""
    why = required_reason(reason)
    with ws.write("dmt.void") as session:
        row = fetch(session, store.DiseaseModifyingTherapy, row_id, version)
        void(session, row, why)
        session.flush()
        text = ws.wording.text("saved.dmt_voided", name=name_of(record_of(session, row.patient_id)))
        alerts.after_results(session, ws, row.patient_id, _TOUCHED)
        return changes(session, _WRITES, text, row.patient_id, row_id)


def confirm_complete(ws: Workspace, patient_id: int) -> Changes:
    """Confirm for today that the list holds every drug for the disease, and so that it holds, or does not hold, a
    purine analogue and alemtuzumab: one write. A drug that may be one of them leaves that question to a person.
    """
    with ws.write("dmt.complete") as session:
        card, today = record_of(session, patient_id), ws.today()
        drugs = [ws.catalogue.dmts.get(held.entry.drug_id) for held in store.of_patient(session, patient_id)]
        agents = with_classes(agent for drug in drugs if drug is not None for agent in drug.agents)
        perhaps = with_classes(agent for drug in drugs if drug is not None for agent in drug.may)
        unknown = any(drug is None for drug in drugs)
        answers = {StatementKind.PRIOR_DRUGS_COMPLETE: StatementAnswer.YES}
        for kind, agent in SAID_OF.items():
            if agent in agents:
                answers[kind] = StatementAnswer.YES
            elif not unknown and agent not in perhaps:
                answers[kind] = StatementAnswer.NO
        for kind, answer in answers.items():
            statement.add(session, StatementEntry(patient_id, kind, answer, today))
        alerts.after_results(session, ws, patient_id, _TOUCHED)
        text = ws.wording.text("saved.dmt_complete", name=name_of(card))
        return changes(session, {"statement", "alert"}, text, patient_id)


def _saved(ws: Workspace, card: PatientCard, entry: DiseaseModifyingTherapyEntry) -> str:
    return ws.wording.text("saved.dmt", name=name_of(card), drug=drug_name(ws, entry))
