"""What is asked before a drug is given: a recorded allergy or intolerance, another course of the same drug.

Both ask for a reason, which the therapy keeps; neither refuses. A drug that the lists do not know is not cleared by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.allergy import Allergy, AllergyHit, AllergyKind, Why, allergy_hits, same_drug
from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.supportive_therapy import SupportiveTherapyEntry, Therapy
from hsct_desktop.domain.therapy_overlap import Span, overlapping
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import patient, supportive_therapy
from hsct_desktop.store.base import ReadSession, WriteSession


def asks(ws: Workspace, entry: SupportiveTherapyEntry, therapy_id: int | None = None) -> tuple[Problem, ...]:
    """What the sheet asks about an entry, whether answered or not: fields `allergy_why`, `overlap_why`."""
    with ws.read() as session:
        return tuple(_asks(ws, session, entry, therapy_id))


def unanswered(
    ws: Workspace, session: ReadSession | WriteSession, entry: SupportiveTherapyEntry, therapy_id: int | None = None
) -> Iterator[Problem]:
    """What is asked and not answered by a reason in the entry."""
    for problem in _asks(ws, session, entry, therapy_id):
        if not getattr(entry, problem.field):
            yield problem


def touched(ws: Workspace, session: ReadSession, patient_id: int, therapies: Sequence[Therapy]) -> dict[int, str]:
    """Which of a patient's therapies touch a recorded allergy: its words in the reader's language, by therapy."""
    known = patient.allergies_of(session, patient_id)
    if not known:
        return {}
    found = {therapy.id: hits_of(ws, [therapy.name], therapy.catalogue_id, known) for therapy in therapies}
    return {key: "; ".join(_words(ws, hit) for hit in hits) for key, hits in found.items() if hits}


def hits_of(ws: Workspace, names: Sequence[str], catalogue_id: str, known: Iterable[Allergy]) -> tuple[AllergyHit, ...]:
    """The recorded allergies that a drug or vaccine touches, by all its names."""
    listed = list(known)
    return allergy_hits(_names(ws, names, catalogue_id), listed, ws.catalogue.allergy_classes) if listed else ()


def _asks(
    ws: Workspace, session: ReadSession | WriteSession, entry: SupportiveTherapyEntry, therapy_id: int | None
) -> Iterator[Problem]:
    known = patient.allergies_of(session, entry.patient_id) if entry.stop is None else ()
    yield from asked(ws, entry, known, supportive_therapy.of_patient(session, entry.patient_id), therapy_id)


def asked(
    ws: Workspace,
    entry: SupportiveTherapyEntry,
    known: Iterable[Allergy],
    others: Iterable[Therapy],
    therapy_id: int | None = None,
) -> Iterator[Problem]:
    """What is asked of an entry beside `known` allergies and other therapies, of which `therapy_id` is itself."""
    for hit in hits_of(ws, [entry.name], entry.catalogue_id, known if entry.stop is None else ())[:1]:
        is_allergy = hit.allergy.kind is not AllergyKind.INTOLERANCE
        told = {"allergy": hit.allergy.text, "why": why_words(ws.wording, ws, hit)}
        yield Problem("allergy_why", "allergy_to_drug" if is_allergy else "intolerance_of_drug", told)
    if entry.start is not None:
        yield from _overlaps(ws, entry, entry.start, [held for held in others if held.id != therapy_id])


def _overlaps(
    ws: Workspace, entry: SupportiveTherapyEntry, start: date, others: Sequence[Therapy]
) -> Iterator[Problem]:
    if not others:
        return
    book, names = ws.catalogue.allergy_classes, _names(ws, [entry.name], entry.catalogue_id)
    same = [held for held in others if same_drug(names, _names(ws, [held.name], held.catalogue_id), book)]
    span = Span(start, entry.stop, entry.planned_stop)
    for held in list(overlapping(span, same, ws.today()))[:1]:
        words = ws.wording
        days = words.range(held.start, held.stop) if held.stop else words.text("medication.since", on=held.start)
        yield Problem("overlap_why", "course_overlaps", {"drug": held.name, "span": days})


def _names(ws: Workspace, names: Sequence[str], catalogue_id: str) -> list[str]:
    """All names under which a drug is known here."""
    drug = ws.catalogue.drug_words.get(catalogue_id)
    return [*names, drug.label.en, drug.label.it] if drug is not None else list(names)


def _words(ws: Workspace, hit: AllergyHit) -> str:
    words = ws.wording
    kind = words.enum("allergy_kind", hit.allergy.kind or AllergyKind.ALLERGY)
    return words.text("medication.mark", kind=kind, allergy=hit.allergy.text, why=why_words(words, ws, hit))


def why_words(words: Wording, ws: Workspace, hit: AllergyHit) -> str:
    """Why a drug touches an allergy: the drug itself, its class, a cross-reaction with its note."""
    told = words.enum("allergy_match", hit.why)
    if hit.why is Why.CROSS and hit.cross is not None:
        told = f"{told}: {hit.cross.note.text(words.language)}"
    if hit.why is Why.CLASS:
        told = f"{told}: {ws.catalogue.allergy_classes.classes[hit.class_id].label.text(words.language)}"
    return told[:1].lower() + told[1:]
