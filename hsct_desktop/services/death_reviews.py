"""A death adjudicated: record, revise, void; and the treatment-related mortality that follows from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from hsct_desktop.catalogue.wording import Wording, in_sentence
from hsct_desktop.domain.death_review import (
    TRM_DAYS,
    DeathReview,
    DeathReviewEntry,
    Mortality,
    Treated,
    check_review,
    treatment_related_mortality,
)
from hsct_desktop.domain.names import clean, clean_lines
from hsct_desktop.domain.patient import FollowUp, StateChange, StateChangeKind
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.domain.protocol import Product
from hsct_desktop.services import disease_course
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import changes, died_on, name_of, record_of, refuse_problems, required_reason
from hsct_desktop.services.products import product_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import death_review as store
from hsct_desktop.store import state_change
from hsct_desktop.store.base import ReadSession, fetch, void

KINDS: Final = frozenset({"treatment"})


@dataclass(frozen=True)
class DeathState:
    """A patient's death and what is known of it: the cause as recorded with the state, the review (None: not yet)."""

    died_on: date
    cause: str
    review: DeathReview | None


def of_patient(ws: Workspace, patient_id: int) -> DeathState | None:
    """The death of a patient and its review; None for whoever is not recorded as dead."""
    with ws.read() as session:
        return state_in(session, patient_id)


def state_in(session: ReadSession, patient_id: int) -> DeathState | None:
    """The same within a session."""
    if record_of(session, patient_id).follow_up is not FollowUp.DEAD:
        return None
    death = _death(session, patient_id)
    return None if death is None else DeathState(death.on, death.detail, store.of_patient(session, patient_id))


def _death(session: ReadSession, patient_id: int) -> StateChange | None:
    found = [one.change for one in state_change.of_patient(session, patient_id)]
    return next((change for change in found if change.kind is StateChangeKind.DIED), None)


def problems(ws: Workspace, entry: DeathReviewEntry) -> list[Problem]:
    """What is wrong with a review, as the sheet shows it beside its fields."""
    with ws.read() as session:
        return list(check_review(entry, died_on(session, entry.patient_id), ws.today()))


def save(ws: Workspace, entry: DeathReviewEntry, version: int = 0) -> Changes:
    """Record what was adjudicated, or change it; `version` is that of the review that was read, 0 where there was none.

    InputError says what is missing; KnownError `stale_row` where somebody else has written it meanwhile.
    """
    entry = _tidied(entry)
    with ws.write("death_review.revise" if version else "death_review.record") as session:
        card = record_of(session, entry.patient_id)
        refuse_problems(check_review(entry, died_on(session, entry.patient_id), ws.today()))
        held = store.of_patient(session, entry.patient_id)
        if (held.version if held is not None else 0) != version:
            raise KnownError("stale_row")
        row = store.add(session, entry) if held is None else store.revise(session, held.id, version, entry)
        return changes(session, KINDS, ws.wording.text("saved.death_review", name=name_of(card)), card.id, row.id)


def _tidied(entry: DeathReviewEntry) -> DeathReviewEntry:
    members = "\n".join(name for name in map(clean, entry.members.splitlines()) if name)
    return replace(entry, cause=clean(entry.cause), members=members, reason=clean_lines(entry.reason))


def void_review(ws: Workspace, review_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back a review with the reason: the death is then not adjudicated. KnownError `stale_row`."""
    why = required_reason(reason)
    with ws.write("death_review.void") as session:
        row = fetch(session, store.DeathReview, review_id, version)
        void(session, row, why)
        session.flush()
        text = ws.wording.text("saved.death_review_voided", name=name_of(record_of(session, row.patient_id)))
        return changes(session, KINDS, text, row.patient_id, review_id)


@dataclass(frozen=True)
class Deaths:
    """Mortality to each day; `others` counts the patients who had other cells alone, by product."""

    rows: tuple[Mortality, ...]
    others: Mapping[Product, int]


def deaths(ws: Workspace, days: Sequence[int] = (TRM_DAYS,), product: Product = Product.HSC) -> Deaths:
    """Deaths of the unit's patients to each of `days` after their latest infusion of a product; fixed statements.

    What lies after the workspace's day is not known yet: infusions, deaths and what was seen.
    """
    courses, today = disease_course.of_all(ws), ws.today()
    with ws.read() as session:
        reviews = store.of_all(session)
    treated: list[Treated] = []
    others: Counter[Product] = Counter()
    for patient_id, course in courses.items():
        died = course.died_on if course.died_on is not None and course.died_on <= today else None
        # Whoever died before the planned day was never infused.
        done = [
            (one.day0, product_of(ws, one.protocol_id))
            for one in course.transplants
            if one.day0 is not None and one.day0 <= (died or today)
        ]
        wanted = [day0 for day0, cells in done if cells is product]
        if wanted:
            review = reviews.get(patient_id)
            seen = min(course.last_seen, today) if course.last_seen is not None else None
            relation = review.entry.relation if review is not None else None
            treated.append(Treated(patient_id, wanted[-1], seen, died, relation))
        elif done:
            others[done[-1][1]] += 1
    return Deaths(tuple(treatment_related_mortality(treated, to) for to in days), others)


def mortality(ws: Workspace, days: Sequence[int] = (TRM_DAYS,)) -> list[Mortality]:
    """The same of stem cells, without who had other cells."""
    return list(deaths(ws, days).rows)


def sentence(words: Wording, state: DeathState) -> str:
    """What was adjudicated of a death, in one line; that nobody has yet."""
    if state.review is None:
        return words.text("death.open", day=state.died_on)
    entry = state.review.entry
    relation = in_sentence(words.enum("death_relation", entry.relation)) if entry.relation is not None else ""
    said = {"day": state.died_on, "relation": relation, "on": entry.reviewed_on}
    if entry.cause:
        return words.text("death.judged_cause", cause=entry.cause, **said)
    return words.text("death.judged", **said)


def printed(words: Wording, session: ReadSession, patient_id: int) -> str:
    """The same for a document, with who judged; "" for whoever is not recorded as dead."""
    state = state_in(session, patient_id)
    if state is None:
        return ""
    if state.review is None:
        return words.text("death.paper.open")
    entry = state.review.entry
    relation = words.enum("death_relation", entry.relation) if entry.relation is not None else ""
    said = {"relation": relation, "members": ", ".join(entry.members.splitlines()), "on": entry.reviewed_on}
    if entry.cause:
        return words.text("death.paper.judged", cause=entry.cause, **said)
    return words.text("death.paper.judged_bare", **said)
