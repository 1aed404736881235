"""What the treatment page shows of a patient's course: mobilisation, collections, conditioning, cells, scans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from hsct_desktop.catalogue.items import Intensity, Regimen
from hsct_desktop.catalogue.wording import Wording, in_sentence
from hsct_desktop.domain.dates import add_offset
from hsct_desktop.domain.mri import Mri
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.protocol import FollowUpProtocol, Product, ProtocolItem
from hsct_desktop.domain.treatment import (
    Apheresis,
    CellInfusion,
    DoseLimits,
    Harvest,
    HarvestVerdict,
    InfusionTiming,
    harvest,
)
from hsct_desktop.services.cell_reactions import graded, since
from hsct_desktop.services.conditioning import ConditioningGrid, grid
from hsct_desktop.services.mri import found_words
from hsct_desktop.services.person import record_of
from hsct_desktop.services.products import product_of
from hsct_desktop.services.regimen_approvals import RegimenState, state_in
from hsct_desktop.services.summary import printed_days, printed_dose
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import mri, transplant, treatment
from hsct_desktop.store.base import ReadSession
from hsct_desktop.store.transplant import Course

SCAN: Final = "mri"
"""How the ids of checklist lines that are scans begin."""


@dataclass(frozen=True)
class RegimenCard:
    """A regimen with its words: drugs as described, class, source, notes, and its approval by the unit."""

    regimen: Regimen
    name: str
    intensity: str
    source: str
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    approval: RegimenState


@dataclass(frozen=True)
class CollectionRow:
    """A collection in words."""

    held: Apheresis
    day: str
    dose: str
    blood: str
    volume: str


@dataclass(frozen=True)
class InfusionRow:
    """Cells infused in words."""

    held: CellInfusion
    day: str
    what: str
    details: tuple[str, ...]


@dataclass(frozen=True)
class ScanLine:
    """A scan that the protocol asks for, and what was found; `found` None where none was recorded in its window."""

    label: str
    target: date
    earliest: date
    latest: date
    found: Mri | None
    words: str


@dataclass(frozen=True)
class TreatmentBoard:
    """The page. `statement` says what of a graft's follow-up does not apply to other cells, "" for a graft; `courses`
    are all courses of the patient with their words, the latest last.
    """

    patient_id: int
    course: Course
    product: Product
    statement: str
    mobilisation: RegimenCard | None
    collections: tuple[CollectionRow, ...]
    harvest: Harvest
    harvest_words: tuple[str, ...]
    conditioning: RegimenCard | None
    grid: ConditioningGrid
    infusions: tuple[InfusionRow, ...]
    hints: tuple[str, ...]
    scans: tuple[ScanLine, ...]
    courses: tuple[tuple[int, str], ...]

    @property
    def is_latest(self) -> bool:
        """Whether the course is the latest one, of which the day-by-day sheet is."""
        return self.courses[-1][0] == self.course.id


def for_patient(ws: Workspace, patient_id: int, transplant_id: int | None = None) -> TreatmentBoard:
    """The board of a course, the latest where none is asked for or the one asked for is gone. KnownError
    `treatment_no_course` before the first.
    """
    with ws.read() as session:
        record_of(session, patient_id)
        courses = transplant.of_patient(session, patient_id)
        if not courses:
            raise KnownError("treatment_no_course")
        course = next((one for one in courses if one.id == transplant_id), courses[-1])
        return _board(ws, session, course, tuple((one.id, _name(ws.wording, one)) for one in courses))


def _name(words: Wording, course: Course) -> str:
    day0 = course.entry.day0
    on = words.date(day0) if day0 is not None else words.text("treatment.course.no_day0")
    return words.text("treatment.course", number=course.number, on=on)


def _board(ws: Workspace, session: ReadSession, course: Course, courses: tuple[tuple[int, str], ...]) -> TreatmentBoard:
    words, entry, patient_id = ws.wording, course.entry, course.patient_id
    collected = [c for c in treatment.collections_of(session, patient_id) if c.entry.transplant_id == course.id]
    given = [c for c in treatment.conditioning_of(session, patient_id) if c.entry.transplant_id == course.id]
    infused = [c for c in treatment.infusions_of(session, patient_id) if c.entry.transplant_id == course.id]
    product = product_of(ws, entry.protocol_id)
    found = harvest([c.entry for c in collected], limits_of(ws))
    regimen = ws.catalogue.regimens.get(entry.conditioning_regimen_id)
    figures = ws.catalogue.treatment.values()
    return TreatmentBoard(
        patient_id,
        course,
        product,
        "" if product is Product.HSC else words.text(f"treatment.no_graft.{product.value}"),
        _card(ws, session, ws.catalogue.mobilisations.get(entry.mobilisation_regimen_id)),
        tuple(_collection(words, entry.day0, c) for c in collected),
        found,
        tuple(_harvest_words(ws, found, len(collected))),
        _card(ws, session, regimen),
        grid(regimen, given, entry.day0, ws.today(), figures, words),
        tuple(_infusion(words, entry.day0, c) for c in infused),
        tuple(_hints(words, course, infused, product)),
        tuple(_scans(ws, session, course, product)),
        courses,
    )


def limits_of(ws: Workspace) -> DoseLimits:
    """The unit's figures for a collection; the program's own where its file left one out."""
    own = {name: figure.value for name, figure in ws.catalogue.treatment.items()}
    usual = DoseLimits()
    return DoseLimits(
        own.get("cd34_minimum", usual.minimum),
        own.get("cd34_optimum_low", usual.optimum_low),
        own.get("cd34_optimum_high", usual.optimum_high),
        own.get("cd34_poor_blood", usual.poor_blood),
    )


def _card(ws: Workspace, session: ReadSession, regimen: Regimen | None) -> RegimenCard | None:
    if regimen is None:
        return None
    words = ws.wording
    stated = regimen.intensity is not Intensity.NOT_STATED
    intensity = in_sentence(words.enum("intensity", regimen.intensity)) if stated else ""
    source = regimen.origin.said(words)
    notes = [words.text("treatment.not_recommended")] if not regimen.recommended else []
    if regimen.unchecked:
        notes.append(words.text("summary.regimen_unchecked", regimen=regimen.label))
    notes += [regimen.dose_note.text(words.language)] if regimen.dose_note is not None else []
    notes += [note.text(words.language) for note in regimen.notes]
    lines = tuple(_order_words(regimen, words))
    name = regimen.label.text(words.language)
    return RegimenCard(regimen, name, intensity, source, lines, tuple(notes), state_in(ws, session, regimen.id))


def _order_words(regimen: Regimen, words: Wording) -> Iterator[str]:
    """A line a drug with its dose, days and note: all that somebody approves of it."""
    for order in regimen.orders:
        days = ""
        if order.days_text is not None:
            days = order.days_text.text(words.language)
        elif order.days:
            days = words.count("treatment.order_days", len(order.days), days=printed_days(order.days, words))
        note = order.note.text(words.language) if order.note is not None else ""
        parts = (order.drug.text(words.language), printed_dose(order, words), days, note)
        yield " · ".join(part for part in parts if part)


# collections --------------------------------------------------------------------------------------------------------


def _collection(words: Wording, day0: date | None, held: Apheresis) -> CollectionRow:
    entry = held.entry

    def amount(value: Decimal | None, unit: str) -> str:
        return "" if value is None else f"{words.number(value)} {unit}"

    return CollectionRow(
        held, _day(words, day0, entry.collected_on), amount(entry.cd34_dose, "×10⁶/kg"),
        amount(entry.blood_cd34, "/µL"), amount(entry.volume, "mL"),
    )  # fmt: skip


def _harvest_words(ws: Workspace, found: Harvest, sessions: int) -> Iterator[str]:
    words, limits = ws.wording, limits_of(ws)
    if not sessions:
        return
    figures = {
        "minimum": words.number(limits.minimum), "low": words.number(limits.optimum_low),
        "high": words.number(limits.optimum_high), "blood": words.number(limits.poor_blood),
        "source": _source(ws),
    }  # fmt: skip
    total = "" if found.total is None else words.number(found.total)
    number = words.count("treatment.sessions", sessions)
    if found.total is None:
        yield words.text("treatment.harvest.no_dose", sessions=number)
    else:
        yield words.text(f"treatment.harvest.{found.verdict.value}", total=total, sessions=number, **figures)
        if not found.complete:
            yield words.text("treatment.harvest.incomplete")
    if found.poor:
        by = "sum" if found.verdict is HarvestVerdict.BELOW else "blood"
        peak = "" if found.peak_blood is None else words.number(found.peak_blood)
        yield words.text(f"treatment.harvest.poor_{by}", peak=peak, **figures)


def _source(ws: Workspace) -> str:
    figure = ws.catalogue.treatment.get("cd34_minimum")
    return figure.origin.source if figure is not None else ""


# cells --------------------------------------------------------------------------------------------------------------


def _day(words: Wording, day0: date | None, on: date | None) -> str:
    if on is None:
        return ""
    return words.date(on) if day0 is None else f"{words.date(on)} · {words.day(day0, on)}"


def _infusion(words: Wording, day0: date | None, held: CellInfusion) -> InfusionRow:
    entry = held.entry
    what = words.enum("product", entry.kind)
    if entry.dose is not None:
        unit = words.text(f"treatment.dose.{entry.kind.value}", dose=words.number(entry.dose))
        what = f"{what}, {unit}"
    details = [entry.product]
    if entry.timing is not InfusionTiming.NOT_STATED:
        details.append(words.enum("infusion_timing", entry.timing))
    if entry.kind is Product.CAR_T:
        details += _car_t(words, held)
    return InfusionRow(held, _day(words, day0, entry.infused_on), what, tuple(d for d in (*details, entry.note) if d))


def _car_t(words: Wording, held: CellInfusion) -> Iterator[str]:
    entry = held.entry
    if entry.target:
        yield words.text("treatment.target", target=entry.target)
    if entry.lymphodepletion:
        yield words.text("treatment.lymphodepletion", text=entry.lymphodepletion)
    for name, grade, on in graded(entry):
        if grade is None:
            yield words.text("treatment.grade_unknown", what=name)
            continue
        said = words.text("treatment.grade", what=name, grade=grade)
        yield f"{said}, {since(words, entry.infused_on, on)}" if on is not None else said
    if entry.expansion_peak is not None:
        peak = f"{words.number(entry.expansion_peak)} {entry.expansion_unit}".strip()
        said = words.text("treatment.expansion", peak=peak)
        on = entry.expansion_on
        yield f"{said}, {since(words, entry.infused_on, on)}" if on is not None else said


def _hints(words: Wording, course: Course, infused: Sequence[CellInfusion], product: Product) -> Iterator[str]:
    """Where infusions and the course's own data disagree: said, never changed."""
    day0 = course.entry.day0
    first = min((c.entry.infused_on for c in infused if c.entry.infused_on is not None), default=None)
    if first is not None and day0 is None:
        yield words.text("treatment.hint.no_day0", on=first)
    elif first is not None and day0 is not None and first != day0:
        yield words.text("treatment.hint.day0_differs", on=first, day0=day0)
    kinds = {c.entry.kind for c in infused}
    if kinds and kinds != {product}:
        yield words.text("treatment.hint.other_product", protocol=words.enum("product", product))
    doses = [c.entry.dose for c in infused if c.entry.kind is Product.HSC and c.entry.dose is not None]
    registered = course.entry.cd34_dose
    if doses and registered is not None and sum(doses) != registered:
        yield words.text(
            "treatment.hint.dose_differs", infused=words.number(sum(doses, Decimal(0))),
            registered=words.number(registered),
        )  # fmt: skip


# scans of stromal cells ---------------------------------------------------------------------------------------------


def _scans(ws: Workspace, session: ReadSession, course: Course, product: Product) -> Iterator[ScanLine]:
    """The scans that the protocol of stromal cells asks for, each with the one nearest to its day in its window."""
    protocol, day0 = ws.catalogue.protocols.get(course.entry.protocol_id), course.entry.day0
    if product is not Product.MSC or day0 is None or protocol is None:
        return
    held = [one for one in mri.of_patient(session, course.patient_id) if one.entry.scanned.is_whole]
    for item in _scanned(protocol):
        target = add_offset(day0, item.offset)
        earliest, latest = target - timedelta(days=item.window.before), target + timedelta(days=item.window.after)
        inside = [one for one in held if earliest <= one.entry.scanned.first <= latest]
        near = min(inside, key=lambda one: abs((one.entry.scanned.first - target).days), default=None)
        said = found_words(ws.wording, near.entry) if near is not None else ""
        yield ScanLine(item.label.text(ws.language), target, earliest, latest, near, said)


def _scanned(protocol: FollowUpProtocol) -> list[ProtocolItem]:
    return [
        item
        for item in protocol.items
        if item.repeat is None and any(a.id.startswith(SCAN) and not a.if_indicated for a in item.assessments)
    ]
