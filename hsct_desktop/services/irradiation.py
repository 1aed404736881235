"""Whether a patient's blood products must be irradiated, for banner, sheets, papers and letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from hsct_desktop.catalogue import irradiation_words
from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.irradiation import CourseDates, Irradiation, irradiation
from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.domain.protocol import Product
from hsct_desktop.services import rule_facts
from hsct_desktop.services.person import died_on
from hsct_desktop.services.products import product_of
from hsct_desktop.services.rule_facts import Wanted
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import patient, transplant
from hsct_desktop.store.base import ReadSession, WriteSession

RELEASED: Final = "irradiation_released"
"""The kind of statement that keeps the blood bank's word."""
_WANTED: Final = Wanted(frozenset({"exposure", "statement"}), {})


@dataclass(frozen=True)
class IrradiationLine:
    """The verdict of a day in one language: the banner's chip ("" for none), a sentence, what it rests on."""

    verdict: Irradiation
    chip: str
    sentence: str
    grounds: tuple[str, ...]

    @property
    def required(self) -> bool:
        """Whether products must be irradiated; what cannot be told counts as yes."""
        return self.verdict.required

    @property
    def is_open(self) -> bool:
        """Whether something is missing without which the end cannot be told."""
        return bool(self.verdict.missing) and self.required


def for_patient(
    ws: Workspace, patient_id: int, on: date | None = None, words: Wording | None = None
) -> IrradiationLine | None:
    """The verdict for today or another day; None for the dead and for who is not in the file."""
    with ws.read() as session:
        return of_patient(ws, session, patient_id, on, words)


def of_patient(
    ws: Workspace,
    session: ReadSession | WriteSession,
    patient_id: int,
    on: date | None = None,
    words: Wording | None = None,
) -> IrradiationLine | None:
    """The same within a session."""
    card, day = patient.get(session, patient_id), on or ws.today()
    if card is None or (card.follow_up is FollowUp.DEAD and (died_on(session, patient_id) or day) <= day):
        return None
    found = verdict(ws, session, patient_id, day)
    words = words or ws.wording
    grounds = tuple(irradiation_words.ground(words, one) for one in found.grounds)
    return IrradiationLine(
        found, irradiation_words.chip(words, found), irradiation_words.sentence(words, found), grounds
    )


def verdict(ws: Workspace, session: ReadSession | WriteSession, patient_id: int, on: date) -> Irradiation:
    """What the rule says of a patient on a day, by what is recorded now."""
    facts = rule_facts.of_patient(ws, session, patient_id, _WANTED, on, {})
    courses = [
        CourseDates(
            course.entry.mobilisation_start,
            course.entry.day0,
            f"transplant:{course.id}",
            product_of(ws, course.entry.protocol_id) is not Product.MSC,
        )
        for course in transplant.of_patient(session, patient_id)
    ]
    return irradiation(ws.catalogue.irradiation, courses, facts.exposures, facts.statements.get(RELEASED), on)
