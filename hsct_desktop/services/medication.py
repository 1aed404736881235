"""The medication page: a patient's therapies, what touches a recorded allergy, and the facts of the picture."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hsct_desktop.domain.supportive_therapy import Therapy
from hsct_desktop.pictures.timeline_facts import TimelineFacts
from hsct_desktop.services import overview, supportive_therapies, therapy_checks
from hsct_desktop.services.course_counts import with_engraftment
from hsct_desktop.services.person import course_of, record_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.base import ReadSession


@dataclass(frozen=True)
class MedicationPage:
    """What the page shows; `touched` has the words of the recorded allergy that a therapy touches, by its id."""

    therapies: tuple[Therapy, ...]
    facts: TimelineFacts
    touched: dict[int, str] = field(default_factory=dict)


def page(ws: Workspace, patient_id: int) -> MedicationPage:
    """The medication of a patient as of today, in the reader's language."""
    with ws.read() as session:
        found = tuple(supportive_therapies.therapies(ws, session, patient_id))
        marks = therapy_checks.touched(ws, session, patient_id, [t for t in found if t.is_listed(ws.today())])
        return MedicationPage(found, facts(ws, session, patient_id, found, ws.language), marks)


def facts(
    ws: Workspace, session: ReadSession, patient_id: int, therapies: tuple[Therapy, ...], language: str
) -> TimelineFacts:
    """The course with its therapies and nothing else, for the picture."""
    card, course = record_of(session, patient_id), course_of(session, patient_id)
    ended = overview.follow_up_end(session, patient_id)
    timeline = overview.timeline(ws, language, card, course, [], [], list(therapies), ws.today(), ended)
    return with_engraftment(ws, session, patient_id, replace(timeline, milestones=()), language)
