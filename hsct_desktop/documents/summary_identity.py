"""Who the patient is, and the facts a colleague asks for first."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.documents.inputs import PrintedVisit, SummaryData
from hsct_desktop.documents.styles import IDENTITY, NAME, NAME_LONG, NOTE
from hsct_desktop.documents.summary_words import Limits, ahead, date_and_day, full_name, window_of
from hsct_desktop.documents.tables import facts
from hsct_desktop.documents.text import (
    NBSP,
    Text,
    bold,
    clipped,
    fitted,
    has_right_to_left,
    joined,
    lacks_glyphs,
    within,
)
from hsct_desktop.domain.dates import age_in_years
from hsct_desktop.domain.patient import AllergyStatus, FollowUp

LONG_NAME = 80
"""Longer names (two lines) are set smaller, never cut."""


def identity(data: SummaryData, words: Wording, limits: Limits, width: float) -> Iterator[Flowable]:
    """Name, birth date, sex, code, allergies and day; then the facts in two columns."""
    name = full_name(data)
    yield fitted(name, NAME if len(name) <= LONG_NAME else NAME_LONG, width)
    if any(lacks_glyphs(text) or has_right_to_left(text) for text in (data.family_name, data.given_name)):
        yield fitted(words.text("document.summary.name_signs"), NOTE, width)
    age = words.count("document.age", age_in_years(data.birth_date, data.context.on))
    born: list[Text] = [f"{words.text(f'document.born.{data.sex}', date=data.birth_date)} ({age})"]
    born += [within(words.enum("sex", data.sex)), words.text("document.code", code=data.code.replace(" ", NBSP))]
    yield fitted(joined([*born, _allergies(data, words), _day(data, words)]), IDENTITY, width)
    table = facts(list(_facts(data, words, limits)), width, 27 * mm)
    table.spaceBefore, table.spaceAfter = 5, 3
    yield table


def _allergies(data: SummaryData, words: Wording) -> Text:
    if data.allergy_status is AllergyStatus.LISTED:
        listed = ", ".join(data.allergies) or words.text("document.not_recorded")
        return bold(words.text("document.allergies", allergies=listed))
    return words.text(f"document.allergy.{data.allergy_status}")


def _day(data: SummaryData, words: Wording) -> Text:
    if data.day0 is None:
        return words.text("document.summary.no_day0")
    if data.follow_up is FollowUp.DEAD and data.state is not None:
        return bold(
            words.text(f"document.summary.died.{data.sex}", date=data.state.on, day=words.day(data.day0, data.state.on))
        )
    return bold(words.day(data.day0, data.context.on))


def _facts(data: SummaryData, words: Wording, limits: Limits) -> Iterator[tuple[str, Text]]:
    missing = words.text("document.not_recorded")
    left = [
        ("disease", joined([data.disease, within(data.phenotype)], ", ") if data.disease else missing),
        ("indication", clipped(data.indication, limits.text) or missing),
        ("transplant", _transplant(data, words)),
        ("conditioning", _conditioning(data, words)),
        ("mobilisation", _mobilisation(data, words)),
        ("cells", _cells(data, words)),
        ("protocol", clipped(data.protocol, limits.text) or missing),
        ("discharge", words.date(data.discharge) if data.discharge else missing),
    ]
    right = [
        ("follow_up", _follow_up(data, words, limits)),
        ("last_seen", date_and_day(data, words, data.last_seen) if data.last_seen else missing),
        ("next_visit", _next_visit(data, words, limits)),
        ("neurologist", clipped(data.neurologist, limits.text) or missing),
        ("gp", clipped(data.gp, limits.text) or missing),
        ("phone", clipped(data.phone, limits.text) or missing),
        ("carer", clipped(data.carer, limits.text) or missing),
        ("consent", _consent(data, words)),
    ]
    for pair in zip(left, right, strict=True):
        for key, value in pair:
            yield words.text(f"document.summary.label.{key}"), value


def _transplant(data: SummaryData, words: Wording) -> Text:
    if data.day0 is None:
        return words.text("document.summary.no_day0")
    key = "day0_planned" if data.day0 > data.context.on else "day0"
    day0 = bold(words.text(f"document.summary.{key}", date=data.day0))
    return joined([words.text("document.summary.autologous"), day0], "; ")


def _conditioning(data: SummaryData, words: Wording) -> Text:
    if not data.conditioning_regimen:
        return words.text("document.not_recorded")
    known = words.text("document.summary.intensity", intensity=within(data.intensity)) if data.intensity else ""
    return joined([bold(data.conditioning_regimen), known], ", ")


def _mobilisation(data: SummaryData, words: Wording) -> Text:
    since = words.text("document.from", date=data.mobilisation_start) if data.mobilisation_start else ""
    known = data.mobilisation_regimen or since
    return joined([data.mobilisation_regimen, since], ", ") if known else words.text("document.not_recorded")


def _cells(data: SummaryData, words: Wording) -> Text:
    manipulation = within(data.graft_manipulation)
    if manipulation:
        manipulation = words.text("document.summary.manipulation", manipulation=manipulation)
    dose = data.cd34_dose or words.text("document.summary.cd34_missing")
    return joined([dose, manipulation], ", ")


def _follow_up(data: SummaryData, words: Wording, limits: Limits) -> Text:
    label = within(words.enum("follow_up", data.follow_up))
    if data.follow_up.is_followed or data.state is None:
        return label
    detail = clipped(data.state.detail, limits.text) or words.text("document.summary.reason_missing")
    return joined([bold(label), words.date(data.state.on), detail], ", ")


def _next_visit(data: SummaryData, words: Wording, limits: Limits) -> Text:
    coming = ahead(data.visits)
    if not coming:
        return words.text("document.summary.none_ahead")
    visit = coming[0]
    return joined([bold(clipped(visit.label, limits.text)), _when(visit, words), window_of(visit, words)], ", ")


def _when(visit: PrintedVisit, words: Wording) -> str:
    if visit.booked:
        return words.text("document.booked", date=visit.booked, time=visit.booked_time).strip()
    return words.text("document.target", date=visit.target) if visit.target else ""


def _consent(data: SummaryData, words: Wording) -> str:
    care, registry = (within(words.enum("consent", c)) for c in (data.consent_care, data.consent_registry))
    return words.text("document.summary.consent", care=care, registry=registry)
