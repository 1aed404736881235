"""What the blood counts add to the picture of a course: their curves, transfusions, and the days of engraftment."""

from __future__ import annotations

from dataclasses import replace

from hsct_desktop.catalogue.wording import Wording, wording
from hsct_desktop.pictures.timeline import Counts, Milestone, MilestoneKind, TimelineFacts
from hsct_desktop.services import engraftment
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import lab_result, transfusion
from hsct_desktop.store.base import ReadSession


def with_engraftment(
    ws: Workspace, session: ReadSession, patient_id: int, facts: TimelineFacts, language: str
) -> TimelineFacts:
    """The course with its days of engraftment, confirmed or for want of that derived, as milestones."""
    states = [state for state in engraftment.states(ws, session, patient_id) if state.on is not None]
    words = wording(language)
    marks = tuple(_mark(state, words) for state in states)
    first = next((s.on for s in states if engraftment.ANALYTES[s.lineage] == "ANC"), facts.engraftment)
    return replace(facts, milestones=(*facts.milestones, *marks), engraftment=first)


def _mark(state: engraftment.LineageState, words: Wording) -> Milestone:
    """ANC +11; with a question mark while no person has confirmed it."""
    on = state.on or state.day0
    day = words.signed_day((on - state.day0).days)
    key = "picture.engrafted" if state.confirmed is not None else "picture.engrafted_derived"
    label = words.text(key, analyte=engraftment.ANALYTES[state.lineage], day=day)
    return Milestone(label, on, MilestoneKind.ENGRAFTMENT)


def with_counts(
    ws: Workspace, session: ReadSession, patient_id: int, facts: TimelineFacts, language: str
) -> TimelineFacts:
    """The course with its counts and its days of engraftment."""
    facts = with_engraftment(ws, session, patient_id, facts, language)
    return replace(facts, counts=counts(session, patient_id))


def counts(session: ReadSession, patient_id: int) -> Counts | None:
    """Neutrophils and platelets in ×10⁹/L and what was transfused; None where nothing was counted."""
    found: dict[str, list[tuple[float, float]]] = {"ANC": [], "PLT": []}
    for result in lab_result.of_patient(session, patient_id, ["ANC", "PLT"]):
        if result.canonical is not None:
            found[result.analyte].append((float(result.taken_on.toordinal()), float(result.canonical)))
    if not any(found.values()):
        return None
    given = tuple(transfusion.of_patient(session, patient_id))
    return Counts(tuple(found["ANC"]), tuple(found["PLT"]), given)
