"""When to call the unit at once, and its telephone: the box that ends a letter."""

from __future__ import annotations

from typing import Final

from hsct_desktop.catalogue.items import PlanSection
from hsct_desktop.documents.letter_inputs import Box
from hsct_desktop.documents.text import Text
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.services.agenda_papers import UNIT_PHONE
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_facts import state_on
from hsct_desktop.store import setting

NEUROLOGICAL: Final = frozenset({"ms", "nmosd", "cidp", "mg"})
"""Diseases whose old symptoms come back with fever."""


def call(ask: LetterAsk) -> Box | None:
    """The unit's reasons to call, in colleagues' words or the patient's, also of who is followed no more or elsewhere:
    late effects of the treatment concern the unit. None after death.
    """
    if state_on(ask, ask.on) is FollowUp.DEAD:
        return None
    words = ask.words
    items: list[Text] = []
    flags = "; ".join(_flags(ask))
    if flags:
        items.append(f"{flags[:1].upper()}{flags[1:]}.")
    if ask.card.entry.disease_id in NEUROLOGICAL and ask.kind is not LetterKind.PATIENT:
        items.append(words.text("letter_care.call.fever_first"))
    return Box(_title(ask), tuple(items)) if items else None


def _title(ask: LetterAsk) -> str:
    """The heading with the telephone; without a number it says so."""
    default = ask.ws.catalogue.settings[UNIT_PHONE].default
    phone = str(setting.get(ask.session, UNIT_PHONE, default) or "").strip()
    key = "patient" if ask.kind is LetterKind.PATIENT else "colleague"
    if phone:
        return ask.words.text(f"letter_care.call.{key}", phone=phone)
    ask.lacks("unit_phone", "settings")
    return ask.words.text(f"letter_care.call.{key}_no_phone")


def _flags(ask: LetterAsk) -> list[str]:
    """Each reason that the unit shows on its patients' plans, in the reader's words."""
    found = []
    for line in ask.ws.catalogue.patient_plan.values():
        if line.section is PlanSection.CALL and line.shown:
            label = line.label if ask.kind is LetterKind.PATIENT else line.colleague or line.label
            found.append(label.text(ask.language).rstrip("."))
    return found
