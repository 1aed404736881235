"""What a nurse on the telephone needs first: next visit, toxicities, drugs, contacts, and the course as a picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hsct_desktop.catalogue.items import Intensity
from hsct_desktop.catalogue.wording import Wording, in_sentence, wording
from hsct_desktop.domain.adverse_event import Episode, by_severity
from hsct_desktop.domain.ctcae import told_apart
from hsct_desktop.domain.patient import ENDS_FOLLOW_UP, follow_up_of
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.supportive_therapy import Therapy
from hsct_desktop.domain.task import TaskRow
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.pictures.timeline import Milestone, TimelineFacts, TimelineVisit
from hsct_desktop.services import (
    adverse_events,
    contacts,
    engraftment,
    supportive_therapies,
    toxicity_phases,
    visits,
)
from hsct_desktop.services.contacts import ContactRow
from hsct_desktop.services.course_counts import with_counts
from hsct_desktop.services.course_days import conditioning_start
from hsct_desktop.services.engraftment import LineageState
from hsct_desktop.services.person import course_of, record_of
from hsct_desktop.services.products import product_of
from hsct_desktop.services.visits import VisitRow
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import professional, state_change, task
from hsct_desktop.store.base import ReadSession
from hsct_desktop.store.patient import PatientCard
from hsct_desktop.store.transplant import Course

NEXT_VISITS = 3
LAST_CONTACTS = 3
WORST_FROM = 3
"""From this grade on a past toxicity stands under "worst so far"."""


@dataclass(frozen=True)
class Person:
    """Somebody to ring: their role (`patient`, `carer`, `neurologist`, `gp`), name and telephone."""

    role: str
    name: str
    phone: str


@dataclass(frozen=True)
class Overview:
    """The first page of a patient; `as_of` is the day it speaks of: the end of follow-up where that has come."""

    next_visits: tuple[VisitRow, ...]
    open_episodes: tuple[Episode, ...]
    worst_episodes: tuple[Episode, ...]
    episode_count: int
    therapies: tuple[Therapy, ...]
    last_contacts: tuple[ContactRow, ...]
    people: tuple[Person, ...]
    timeline: TimelineFacts
    as_of: date
    tasks: tuple[TaskRow, ...] = ()
    engraftment: tuple[LineageState, ...] = ()


def overview(ws: Workspace, patient_id: int, on: date) -> Overview:
    """Gather a patient's first page for a day; late visits stand before those ahead."""
    with ws.read() as session:
        card = record_of(session, patient_id)
        rows = visits.rows(ws, session, patient_id, on)
        episodes = adverse_events.episodes(ws, session, patient_id)
        therapies = supportive_therapies.therapies(ws, session, patient_id)
        last = contacts.rows(session, patient_id)[:LAST_CONTACTS]
        people = _people(session, card)
        course = course_of(session, patient_id)
        ended = follow_up_end(session, patient_id)
        to_do = task.of_patient(session, patient_id, frozenset())
        engrafted = engraftment.states(ws, session, patient_id)
        counted = toxicity_phases.as_counted(ws, session, patient_id, episodes, on)
        picture = timeline(ws, ws.language, card, course, rows, episodes, therapies, on, ended)
        picture = with_counts(ws, session, patient_id, picture, ws.language)
    awaiting = [row for row in rows if row.status.awaits]
    over = [e for e in by_severity(counted) if not e.is_open and e.worst >= WORST_FROM and not e.baseline]
    return Overview(
        next_visits=tuple(awaiting[:NEXT_VISITS]),
        open_episodes=tuple(by_severity([e for e in episodes if e.is_open])),
        worst_episodes=tuple(over),
        episode_count=len(episodes),
        therapies=tuple(t for t in therapies if t.is_listed(on)),
        as_of=ended if ended is not None and not card.follow_up.is_followed else on,
        last_contacts=tuple(last),
        people=tuple(people),
        timeline=picture,
        tasks=tuple(to_do),
        engraftment=engrafted,
    )


def _people(session: ReadSession, card: PatientCard) -> Iterable[Person]:
    entry = card.entry
    found = [Person("patient", "", entry.phone)]
    if entry.carer_name or entry.carer_phone:
        found.append(Person("carer", entry.carer_name, entry.carer_phone))
    for role, professional_id in (("neurologist", entry.neurologist_id), ("gp", entry.gp_id)):
        held = professional.get(session, professional_id) if professional_id is not None else None
        if held is not None:
            found.append(Person(role, held.entry.name, held.entry.phone))
    return found


def follow_up_end(session: ReadSession, patient_id: int) -> date | None:
    """The day on which follow-up ended (death, transfer, withdrawal, loss), None while it goes on."""
    changes = [s.change for s in state_change.of_patient(session, patient_id)]
    if follow_up_of(changes).is_followed:
        return None
    ends = [change.on for change in changes if change.kind in ENDS_FOLLOW_UP]
    return ends[-1] if ends else None


def timeline(
    ws: Workspace,
    language: str,
    card: PatientCard,
    course: Course | None,
    rows: list[VisitRow],
    episodes: list[Episode],
    therapies: list[Therapy],
    on: date,
    ended: date | None,
) -> TimelineFacts:
    """The facts of the course's picture; labels in `language`."""
    day0 = course.entry.day0 if course is not None else None
    return TimelineFacts(
        today=on,
        day0=day0,
        mobilisation=course.entry.mobilisation_start if course is not None else None,
        discharge=course.discharged_on if course is not None else None,
        conditioning=conditioning_start(ws, course) if course is not None else None,
        milestones=tuple(_milestones(language, course, on)) if course is not None else (),
        visits=tuple(_timeline_visit(row) for row in rows if row.target is not None and _is_drawn(row)),
        episodes=told_apart(episodes),
        therapies=tuple(therapies),
        follow_up=card.follow_up,
        follow_up_end=ended,
        product=product_of(ws, course.entry.protocol_id) if course is not None else Product.HSC,
        intensity=_intensity(ws, wording(language), course),
    )


def _intensity(ws: Workspace, words: Wording, course: Course | None) -> str:
    """The class of a course's conditioning in a word, "" where the regimen states none."""
    regimen = ws.catalogue.regimens.get(course.entry.conditioning_regimen_id) if course is not None else None
    stated = regimen is not None and regimen.intensity is not Intensity.NOT_STATED
    return in_sentence(words.enum("intensity", regimen.intensity)) if regimen is not None and stated else ""


def _milestones(language: str, course: Course, on: date) -> Iterable[Milestone]:
    entry = course.entry
    if entry.cd34_dose is not None and entry.day0 is not None and entry.day0 <= on:
        words = wording(language)
        yield Milestone(words.text("timeline.cells", dose=words.number(entry.cd34_dose)), entry.day0)


def _is_drawn(row: VisitRow) -> bool:
    """A visit with a window; not one that nobody chose, nor one that went with its course when the next began."""
    went = row.past_course is not None and row.status is VisitStatus.CANCELLED
    optional = row.optional and not row.status.awaits
    return row.earliest is not None and row.latest is not None and not went and not optional


def _timeline_visit(row: VisitRow) -> TimelineVisit:
    target = row.target or date.min
    return TimelineVisit(
        row.label,
        target,
        row.earliest or target,
        row.latest or target,
        row.status,
        row.booked,
        row.seen_on,
        repeats=row.repeats,
        optional=row.optional,
        id=row.scheduled_id or 0,
    )
