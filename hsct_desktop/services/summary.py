"""Gathers everything that stands on a patient's summary, in words of the document's language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Final

from hsct_desktop.catalogue.items import Intensity, Order, Regimen
from hsct_desktop.catalogue.wording import Wording, wording
from hsct_desktop.documents.inputs import (
    PrintContext,
    PrintedContact,
    PrintedEngraftment,
    PrintedInfection,
    PrintedOrder,
    PrintedPhases,
    PrintedReport,
    PrintedVisit,
    SummaryData,
)
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.domain.adverse_event import Episode
from hsct_desktop.domain.dates import Offset
from hsct_desktop.domain.engraftment import EngraftmentStatus
from hsct_desktop.domain.infection import LineRelated
from hsct_desktop.domain.patient import PatientEntry
from hsct_desktop.domain.supportive_therapy import Therapy
from hsct_desktop.services import (
    adverse_events,
    cell_reactions,
    contacts,
    course_counts,
    death_reviews,
    disability_print,
    engraftment,
    infections,
    irradiation,
    long_term_printing,
    measure_summary,
    overview,
    schedule,
    stop_rules,
    supportive_therapies,
    toxicity_phases,
    toxicity_picture,
    trends,
    visits,
)
from hsct_desktop.services.contacts import ContactRow
from hsct_desktop.services.patients import disease_label, regimen_short
from hsct_desktop.services.person import birth_date_of, course_of, record_of, state_now
from hsct_desktop.services.products import is_graft, product_of
from hsct_desktop.services.visits import VisitRow
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import awaited_report, professional, setting, state_change, supportive_therapy
from hsct_desktop.store.base import ReadSession
from hsct_desktop.store.transplant import Course


def print_context(ws: Workspace, session: ReadSession, language: str, on: date) -> PrintContext:
    """What stands in head and foot of a document printed now."""
    name = ws.author.name if ws.author is not None else ""
    unit = setting.get(session, setting.UNIT_NAME)
    return PrintContext(language, unit, ws.clock(), name, on, ws.store.kind == "practice")


def summary_data(ws: Workspace, patient_id: int, language: str) -> SummaryData:
    """Everything on a patient's summary, in words of the document's language."""
    on, words = ws.today(), wording(language)
    with ws.read() as session:
        card = record_of(session, patient_id)
        course = course_of(session, patient_id)
        rows = visits.rows(ws, session, patient_id, on, language)
        episodes = adverse_events.episodes(ws, session, patient_id, language)
        therapies = supportive_therapies.therapies(ws, session, patient_id, language)
        ended = overview.follow_up_end(session, patient_id)
        states = [s.change for s in state_change.of_patient(session, patient_id)]
        seen = [row.seen_on for row in rows if row.seen_on is not None]
        return SummaryData(
            context=print_context(ws, session, language, on),
            birth_date=birth_date_of(card),
            follow_up=card.follow_up,
            state=state_now(states, card.follow_up),
            neurologist=_professional(session, words, card.entry.neurologist_id),
            gp=_professional(session, words, card.entry.gp_id),
            visits=tuple(_printed_visit(row) for row in rows if _is_printed(row)),
            episodes=tuple(toxicity_phases.as_counted(ws, session, patient_id, episodes, on)),
            therapies=tuple(_as_recorded(ws, session, patient_id, language)),
            reports=tuple(
                PrintedReport(report.words(language), report.place, report.done_on)
                for report in awaited_report.of_patient(session, patient_id)
                if report.arrived_on is None
            ),
            contacts=tuple(_printed_contact(words, call) for call in contacts.rows(session, patient_id)),
            last_seen=max(seen, default=None),
            engraftment=tuple(_engraftment(ws, session, patient_id)),
            infections=tuple(_infections(ws, session, patient_id, words)),
            irradiation=irradiation.verdict(ws, session, patient_id, on) if card.follow_up.is_followed else None,
            long_term=long_term_printing.printed(ws, session, patient_id, words),
            measures=measure_summary.printed(ws, session, patient_id, words),
            lifelong=_goes_on(session, course),
            death=death_reviews.printed(paper_wording(language).in_tables, session, patient_id),
            timeline=course_counts.with_counts(
                ws,
                session,
                patient_id,
                overview.timeline(ws, language, card, course, rows, episodes, therapies, on, ended),
                language,
            ),
            trend=trends.trends(ws, session, patient_id, _PRINTED_VALUES, language),
            toxicity=toxicity_picture.facts(ws, session, patient_id, language),
            phases=_phases(ws, session, patient_id, episodes, words),
            disability=disability_print.printed_in(session, ws, patient_id, paper_wording(language).in_tables),
            **_identity(ws, card.entry, language),
            **_course_data(ws, session, course, words),
        )


def _engraftment(ws: Workspace, session: ReadSession, patient_id: int) -> Iterator[PrintedEngraftment]:
    """The confirmed value of each lineage, else what the counts give; nothing where nothing was counted."""
    for state in engraftment.states(ws, session, patient_id):
        held = state.confirmed
        if held is not None:
            yield PrintedEngraftment(state.lineage, held.status, state.day0, held.on, True, held.provisional)
        elif state.status is not EngraftmentStatus.NO_VALUES:
            provisional = state.derived.provisional
            yield PrintedEngraftment(state.lineage, state.status, state.day0, state.on, False, provisional)


def _infections(ws: Workspace, session: ReadSession, patient_id: int, words: Wording) -> Iterator[PrintedInfection]:
    """The infections, the latest first."""
    for row in infections.rows(ws, session, patient_id, words.language):
        entry = row.infection.entry
        yield PrintedInfection(
            row.what,
            row.infection.found_on,
            words.enum("infection_certainty", entry.certainty) if entry.certainty is not None else "",
            entry.line_related is LineRelated.YES,
            entry.treatment,
            words.enum("outcome", entry.outcome),
            entry.ended_on,
        )


_PRINTED_VALUES: Final = ("HGB", "ANC", "PLT", "CMV")
"""The counts by which a graft is judged, and the virus that is looked for every week."""


def _phases(
    ws: Workspace, session: ReadSession, patient_id: int, episodes: list[Episode], words: Wording
) -> PrintedPhases | None:
    """The table of worst grades by phase; None where no phase can be told."""
    table = toxicity_phases.table(ws, session, patient_id, episodes, ws.today())
    if not table.rows:
        return None
    heads = table.heads(words)
    begun = tuple(table.begun(column) for column in range(len(heads)))
    return PrintedPhases(heads, begun, table.rows, table.note(words))


def _as_recorded(ws: Workspace, session: ReadSession, patient_id: int, language: str) -> list[Therapy]:
    """The therapies without the stop that a death implies: paper says itself that no stop is recorded."""
    found = supportive_therapy.of_patient(session, patient_id)
    states = stop_rules.briefs_in(ws, session, patient_id, ws.today(), language)
    localized = (supportive_therapies.localized(ws, therapy, language) for therapy in found)
    return [replace(therapy, rule_state=states.get(therapy.id, "")) for therapy in localized]


def _goes_on(session: ReadSession, course: Course | None) -> bool:
    """Whether the pinned protocol has a visit every year for life."""
    protocol = schedule.pinned_protocol(session, course.protocol_snapshot_id) if course is not None else None
    repeats = [item.repeat for item in protocol.items if item.repeat is not None] if protocol is not None else []
    return any(repeat.lifelong and repeat.every == YEARLY for repeat in repeats)


def _identity(ws: Workspace, entry: PatientEntry, language: str) -> dict[str, Any]:
    disease, phenotype = disease_label(ws, entry.disease_id, entry.phenotype_id, language)
    return {
        "family_name": entry.family_name,
        "given_name": entry.given_name,
        "sex": entry.sex,
        "code": entry.code,
        "allergy_status": entry.allergy_status,
        "allergies": entry.allergies,
        "intolerances": entry.intolerances,
        "disease": disease,
        "phenotype": phenotype,
        "indication": _indication(ws, entry.indication_id, language),
        "phone": entry.phone,
        "carer": " ".join(part for part in (entry.carer_name, entry.carer_phone) if part),
        "consent_care": entry.consent_care,
        "consent_registry": entry.consent_registry,
    }


_NO_COURSE: dict[str, Any] = {
    "day0": None,
    "mobilisation_start": None,
    "discharge": None,
    "mobilisation_regimen": "",
    "product": "",
    "conditioning_regimen": "",
    "intensity": "",
    "orders": (),
    "cd34_dose": "",
    "graft_manipulation": "",
    "protocol": "",
    "regimen_notes": (),
    "reference_regimen": True,
}


def _course_data(ws: Workspace, session: ReadSession, course: Course | None, words: Wording) -> dict[str, Any]:
    if course is None:
        return _NO_COURSE
    language = words.language
    entry = course.entry
    mobilisation = ws.catalogue.mobilisations.get(entry.mobilisation_regimen_id)
    conditioning = ws.catalogue.regimens.get(entry.conditioning_regimen_id)
    cells = "" if entry.cd34_dose is None else words.text("timeline.cells", dose=words.number(entry.cd34_dose))
    return {
        "day0": entry.day0,
        "mobilisation_start": entry.mobilisation_start,
        "discharge": course.discharged_on,
        "mobilisation_regimen": mobilisation.label.text(language) if mobilisation else entry.mobilisation_regimen_id,
        "conditioning_regimen": regimen_short(ws, entry.conditioning_regimen_id, language),
        "product": "" if is_graft(ws, course) else words.enum("product", product_of(ws, entry.protocol_id)),
        "intensity": _intensity(conditioning, words),
        "orders": (*_orders(mobilisation, "mobilisation", words), *_orders(conditioning, "conditioning", words)),
        "cd34_dose": cells,
        "cells_given": cell_reactions.cells_of(session, course, words),
        "cell_reactions": cell_reactions.in_words(session, course.patient_id, words),
        "graft_manipulation": words.enum("graft_manipulation", entry.graft_manipulation),
        "regimen_notes": tuple(_regimen_notes(conditioning, words)),
        "reference_regimen": not any(
            known is not None and known.origin.is_unit for known in (mobilisation, conditioning)
        ),
        "protocol": f"{entry.protocol_id} {course.protocol_version}",
    }


def _intensity(regimen: Regimen | None, words: Wording) -> str:
    """The class of a regimen; lymphodepletion has none."""
    if regimen is None or regimen.intensity is Intensity.NOT_STATED:
        return ""
    return words.enum("intensity", regimen.intensity)


def _orders(regimen: Regimen | None, step: str, words: Wording) -> list[PrintedOrder]:
    if regimen is None:
        return []
    return [_order(order, words.text(f"summary.{step}"), words) for order in regimen.orders]


def _order(order: Order, step: str, words: Wording) -> PrintedOrder:
    first_day = "M" if step == words.text("summary.mobilisation") else ""
    days = order.days_text.text(words.language) if order.days_text else printed_days(order.days, words, first_day)
    note = order.note.text(words.language) if order.note is not None else ""
    return PrintedOrder(step, order.drug.text(words.language), printed_dose(order, words), days, note, order.unchecked)


def printed_dose(order: Order, words: Wording) -> str:
    """The dose as described and, where it is stated too, that of the whole course."""
    total = words.text("summary.total_dose", dose=_as_printed(order.total, words)) if order.total else ""
    if not order.dose:
        return total or words.text("summary.dose_unknown")
    per = f"/{order.per}" if order.per else ""
    once = f"{order.dose} {order.unit}{per}".strip()
    every = f" {words.text('summary.every', interval=order.every)}" if order.every else ""
    dose = f"{_as_printed(once, words)}{every}"
    is_all = _as_printed(once, words) == _as_printed(order.total, words) and not every
    return dose if is_all or not total else f"{dose}, {total}"


def _regimen_notes(regimen: Regimen | None, words: Wording) -> Iterator[str]:
    """What the catalogue says of the conditioning regimen as a whole: not checked, doses not known."""
    if regimen is None:
        return
    if regimen.unchecked:
        yield words.text("summary.regimen_unchecked", regimen=regimen.label)
    if regimen.dose_note is not None:
        yield regimen.dose_note.text(words.language)


PRINTED_UNITS: Final = {"m2": "m²", "ug/": "µg/", "-": "\u2013"}
"""How the catalogue types units and ranges, and how they are printed."""
_PER_DAY: Final = re.compile("/d(?![a-z])")
YEARLY: Final = Offset(1, "y")


def _as_printed(dose: str, words: Wording) -> str:
    for typed, printed in PRINTED_UNITS.items():
        dose = dose.replace(typed, printed)
    dose = _PER_DAY.sub(words.text("summary.per_day"), dose)
    return words.decimal(dose)


def printed_days(days: tuple[int, ...], words: Wording, prefix: str = "") -> str:
    """Days after infusion, signed; days of mobilisation as M1, M2."""
    return ", ".join(f"{prefix}{day}" if prefix else words.signed_day(day) for day in days)


def _indication(ws: Workspace, indication_id: str, language: str) -> str:
    indication = ws.catalogue.indications.get(indication_id)
    return indication.label.text(language) if indication is not None else indication_id


def _professional(session: ReadSession, words: Wording, professional_id: int | None) -> str:
    held = professional.get(session, professional_id) if professional_id is not None else None
    if held is None:
        return ""
    entry = held.entry
    named = words.text("summary.professional", name=entry.name, institution=entry.institution)
    return " · ".join(part for part in (named if entry.institution else entry.name, entry.phone) if part)


def _is_printed(row: VisitRow) -> bool:
    """An optional visit that nobody wanted is left out; one that took place is not."""
    return not row.optional or row.status.awaits or row.seen_on is not None


def _printed_visit(row: VisitRow) -> PrintedVisit:
    return PrintedVisit(
        row.label,
        row.status,
        row.target,
        row.earliest,
        row.latest,
        row.booked,
        row.booked_time,
        row.seen_on,
        row.seen_by,
        row.outside_window,
        row.elsewhere,
        row.reason,
    )


def _printed_contact(words: Wording, call: ContactRow) -> PrintedContact:
    parts = (
        words.enum("contact_kind", call.kind),
        words.enum("contact_with", call.contact_with),
        words.enum("contact_outcome", call.outcome),
    )
    return PrintedContact(call.on, " · ".join(parts), call.note)
