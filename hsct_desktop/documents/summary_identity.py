"""Who the patient is, and the facts a colleague asks for first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import zip_longest

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from hsct_desktop.catalogue import irradiation_words
from hsct_desktop.documents.inputs import PrintedEngraftment, PrintedVisit, SummaryData
from hsct_desktop.documents.paper_words import PaperWording
from hsct_desktop.documents.styles import IDENTITY, NAME, NAME_LONG, NOTE
from hsct_desktop.documents.summary_words import (
    Limits,
    ahead,
    date_and_day,
    day0_words,
    full_name,
    label_of,
    late_visits,
    overdue_since,
    standing,
    window_of,
)
from hsct_desktop.documents.tables import facts
from hsct_desktop.documents.text import (
    DOT,
    NBSP,
    Text,
    bold,
    clipped,
    fitted,
    has_right_to_left,
    joined,
    lacks_glyphs,
    printable,
    within,
)
from hsct_desktop.domain.dates import age_in_years
from hsct_desktop.domain.engraftment import EngraftmentStatus
from hsct_desktop.domain.irradiation import IrradiationState
from hsct_desktop.domain.patient import AllergyStatus

LONG_NAME = 80
"""Longer names (two lines) are set smaller, never cut."""


def identity(data: SummaryData, words: PaperWording, limits: Limits, width: float) -> Iterator[Flowable]:
    """Name, birth date, sex, code, allergies and day; then the facts in two columns."""
    name = full_name(data)
    yield fitted(name, NAME if len(name) <= LONG_NAME else NAME_LONG, width)
    if any(lacks_glyphs(text) or has_right_to_left(printable(text)) for text in (data.family_name, data.given_name)):
        yield fitted(words.text("document.summary.name_signs"), NOTE, width)
    age = words.count("document.age_at_death" if data.is_dead else "document.age", _age(data))
    born: list[Text] = [f"{words.text(f'document.born.{data.sex}', date=data.birth_date)} ({age})"]
    born += [within(words.enum("sex", data.sex)), words.text("document.code", code=data.code.replace(" ", NBSP))]
    yield fitted(joined([*born, _allergies(data, words), _day(data, words)]), IDENTITY, width)
    table = facts(list(_facts(data, words.in_tables, limits)), width, 27 * mm)
    table.spaceBefore, table.spaceAfter = 5, 3
    yield table


def _age(data: SummaryData) -> int:
    """Full years on the day of the print, of the dead on the day of death."""
    return age_in_years(data.birth_date, data.as_of if data.is_dead else data.context.on)


def _allergies(data: SummaryData, words: PaperWording) -> Text:
    if data.allergy_status is AllergyStatus.LISTED:
        told = []
        if data.allergies or not data.intolerances:
            listed = ", ".join(data.allergies) or words.text("document.not_recorded")
            told.append(words.text("document.allergies", allergies=listed))
        if data.intolerances:
            told.append(words.text("document.intolerances", listed=", ".join(data.intolerances)))
        return bold(DOT.join(told))
    return words.text(f"document.allergy.{data.allergy_status}")


def _day(data: SummaryData, words: PaperWording) -> Text:
    ended = data.ended_on
    if ended is None:
        return day0_words(data, words) if data.day0 is None else bold(words.day(data.day0, data.context.on))
    day = f"({words.day(data.day0, ended)})" if data.day0 is not None else ""
    said = _ended(data, words, ended)
    return bold(f"{said} {day}".strip())


def _ended(data: SummaryData, words: PaperWording, on: dt.date) -> str:
    """How and when follow-up here ended."""
    key = f"died.{data.sex}" if data.is_dead else f"ended.{data.follow_up}"
    return words.text(f"document.summary.{key}", date=on)


def _facts(data: SummaryData, words: PaperWording, limits: Limits) -> Iterator[tuple[str, Text]]:
    missing = words.text("document.not_recorded")
    left = [
        ("disease", joined([data.disease, within(data.phenotype)], ", ") if data.disease else missing),
        ("indication", clipped(data.indication, limits.text) or missing),
        ("transplant", _transplant(data, words)),
    ]
    if data.has_transplant:
        left += [
            *_preparation(data, words),
            ("cells", _cells(data, words)),
            *([("engraftment", _engraftment(data, words))] if data.engraftment else []),
            ("protocol", clipped(data.protocol, limits.text) or missing),
            ("discharge", words.date(data.discharge) if data.discharge else missing),
        ]
    right = [
        ("follow_up", _follow_up(data, words, limits)),
        *([("death", clipped(data.death, limits.text))] if data.death else []),
        ("last_seen", date_and_day(data, words, data.last_seen) if data.last_seen else missing),
        ("next_visit", _next_visit(data, words, limits)),
        ("neurologist", clipped(data.neurologist, limits.text) or missing),
        ("gp", clipped(data.gp, limits.text) or missing),
        ("phone", clipped(data.phone, limits.text) or missing),
        ("carer", clipped(data.carer, limits.text) or missing),
        ("consent", _consent(data, words)),
    ]
    if data.irradiation is not None and data.irradiation.state is not IrradiationState.ENDED:
        right.insert(3, ("irradiated", bold(irradiation_words.sentence(words, data.irradiation))))
    while len(left) < len(right):  # without a transplant the columns are made even
        left.append(right.pop(0))
    for pair in zip_longest(left, right, fillvalue=None):
        for key, value in filter(None, pair):
            yield words.text(f"document.summary.label.{key}"), value


def _transplant(data: SummaryData, words: PaperWording) -> Text:
    if data.day0 is None:
        return day0_words(data, words)
    return joined([data.product or words.text("document.summary.autologous"), bold(day0_words(data, words))], "; ")


def _preparation(data: SummaryData, words: PaperWording) -> Iterator[tuple[str, Text]]:
    """Conditioning and mobilisation; of cells that are no graft only what was recorded."""
    if not data.product:
        yield "conditioning", _conditioning(data, words)
        yield "mobilisation", _mobilisation(data, words)
        return
    if data.conditioning_regimen:
        yield "lymphodepletion", _conditioning(data, words)
    if data.mobilisation_regimen or data.mobilisation_start:
        yield "mobilisation", _mobilisation(data, words)


def _conditioning(data: SummaryData, words: PaperWording) -> Text:
    if not data.conditioning_regimen:
        return words.text("document.not_recorded")
    known = words.text("document.summary.intensity", intensity=within(data.intensity)) if data.intensity else ""
    return joined([bold(data.conditioning_regimen), known], ", ")


def _mobilisation(data: SummaryData, words: PaperWording) -> Text:
    since = words.text("document.from", date=data.mobilisation_start) if data.mobilisation_start else ""
    known = data.mobilisation_regimen or since
    return joined([data.mobilisation_regimen, since], ", ") if known else words.text("document.not_recorded")


def _cells(data: SummaryData, words: PaperWording) -> Text:
    if data.product and not data.cd34_dose:
        said = data.cells_given or words.text("document.not_recorded")
        return joined([said, ", ".join(data.cell_reactions)], "; ")
    manipulation = within(data.graft_manipulation)
    if manipulation:
        manipulation = words.text("document.summary.manipulation", manipulation=manipulation)
    dose = data.cd34_dose or words.text("document.summary.cd34_missing")
    return joined([dose, manipulation], ", ")


def _engraftment(data: SummaryData, words: PaperWording) -> Text:
    """Each lineage with its day or what stands in its place; what no person has confirmed says so."""
    return joined([_engrafted(words, found) for found in data.engraftment], "; ")


def _engrafted(words: PaperWording, found: PrintedEngraftment) -> Text:
    status = within(words.enum("engraftment_status", found.status))
    what: Text = status
    if found.on is not None:  # of the transplant it belongs to, which need not be the latest that is planned
        what = bold(f"{words.date(found.on)} ({words.day(found.day0, found.on)})")
    parts: list[Text] = [joined([within(words.enum("lineage", found.lineage)), what], " ")]
    if found.on is not None and found.provisional:
        parts.append(within(words.enum("engraftment_status", EngraftmentStatus.PROVISIONAL)))
    if not found.confirmed:
        parts.append(words.text("document.summary.engraftment_unconfirmed"))
    return joined(parts, ", ")


def _follow_up(data: SummaryData, words: PaperWording, limits: Limits) -> Text:
    if data.ended_on is None or data.state is None:
        return within(words.enum("follow_up", data.follow_up))
    detail = clipped(data.state.detail, limits.text) or words.text("document.summary.reason_missing")
    return joined([bold(_ended(data, words, data.ended_on)), detail], ", ")


def _next_visit(data: SummaryData, words: PaperWording, limits: Limits) -> Text:
    """A visit that is overdue first, then the next one that can still take place in time."""
    if not data.follow_up.is_followed:
        return words.text(f"document.summary.none_ahead.{standing(data)}")
    late, coming = late_visits(data.visits), ahead(data.visits)
    parts: list[Text] = []
    if late:
        label, since = bold(label_of(late[0], limits)), overdue_since(late[0], data.context.on)
        overdue = words.text("document.summary.overdue", date=since) if since else words.enum("visit_status", "late")
        more = words.text("document.and_more", n=len(late) - 1) if len(late) > 1 else ""
        parts.append(joined([joined([bold(overdue), label], ": "), more], " "))
    if coming:
        following = joined(
            [bold(label_of(coming[0], limits)), _when(coming[0], words), window_of(coming[0], words)], ", "
        )
        parts.append(joined([words.text("document.summary.then"), following], " ") if late else following)
    else:
        parts.append(words.text("document.summary.none_ahead.now"))
    return joined(parts, "; ")


def _when(visit: PrintedVisit, words: PaperWording) -> str:
    if visit.booked:
        return words.text("document.booked", date=visit.booked, time=visit.booked_time).strip()
    return words.text("document.target", date=visit.target) if visit.target else ""


def _consent(data: SummaryData, words: PaperWording) -> str:
    care, registry = (within(words.enum("consent", c)) for c in (data.consent_care, data.consent_registry))
    return words.text("document.summary.consent", care=care, registry=registry)
