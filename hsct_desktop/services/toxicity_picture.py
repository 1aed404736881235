"""The facts of the toxicity picture: a patient's course with its episodes, its treatment and its aplasia."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from hsct_desktop.catalogue.items import Order
from hsct_desktop.catalogue.wording import Wording, wording
from hsct_desktop.pictures.toxicity import Agent, ToxicityFacts
from hsct_desktop.services import adverse_events, overview, proposals
from hsct_desktop.services.course_counts import with_engraftment
from hsct_desktop.services.person import course_of, record_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.base import ReadSession
from hsct_desktop.store.transplant import Course

_ATG: Final = "atg"
"""How the catalogue's orders name antithymocyte globulin, in any case."""


def of_patient(ws: Workspace, patient_id: int, language: str | None = None) -> ToxicityFacts:
    """The picture of a patient, terms in the reader's language."""
    with ws.read() as session:
        return facts(ws, session, patient_id, language or ws.language)


def facts(ws: Workspace, session: ReadSession, patient_id: int, language: str) -> ToxicityFacts:
    """As `of_patient`, within a session."""
    card, course = record_of(session, patient_id), course_of(session, patient_id)
    episodes = adverse_events.episodes(ws, session, patient_id, language)
    ended = overview.follow_up_end(session, patient_id)
    timeline = overview.timeline(ws, language, card, course, [], episodes, [], ws.today(), ended)
    timeline = replace(timeline, milestones=())
    timeline = with_engraftment(ws, session, patient_id, timeline, language)
    agents = tuple(_agents(ws, course, wording(language)))
    return ToxicityFacts(timeline, agents, proposals.aplasia(ws, session, patient_id))


def _agents(ws: Workspace, course: Course | None, words: Wording) -> Iterator[Agent]:
    """Conditioning as a whole and its ATG, as far as the regimen names their days."""
    regimen = ws.catalogue.regimens.get(course.entry.conditioning_regimen_id) if course is not None else None
    if course is None or course.entry.day0 is None or regimen is None:
        return
    serum = [order for order in regimen.orders if _is_atg(order)]
    rest = [order for order in regimen.orders if not _is_atg(order)]
    for key, orders in (("conditioning", rest), ("atg", serum)):
        days = [day for order in orders for day in order.days]
        if days:
            yield Agent(words.text(f"toxicity.picture.{key}"), *_dates(course.entry.day0, days))


def _is_atg(order: Order) -> bool:
    return _ATG in order.drug.text("en").casefold()


def _dates(day0: date, days: list[int]) -> tuple[date, date]:
    return day0 + timedelta(days=min(days)), day0 + timedelta(days=max(days))
