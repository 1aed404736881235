"""Find, open and register patients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hsct_desktop.domain.dates import age_in_years, day_number
from hsct_desktop.domain.entry import parse_date
from hsct_desktop.domain.names import clean, fold
from hsct_desktop.domain.patient import (
    AllergyStatus,
    FollowUp,
    PatientEntry,
    Sex,
    StateChange,
    check_patient,
    check_stays_pseudonymised,
    folded_name,
)
from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.transplant import TransplantEntry, check_transplant
from hsct_desktop.domain.visit import VisitStatus, visit_status
from hsct_desktop.services import alerts, schedule
from hsct_desktop.services.alerts import AlertLine
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.choices import check_course_choices, check_patient_choices
from hsct_desktop.services.person import (
    birth_date_of,
    changes,
    course_of,
    display_name,
    name_of,
    record_of,
    refuse_odd_numbers,
    refuse_problems,
    state_now,
)
from hsct_desktop.services.products import product_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import draft, patient, patient_facts, staff, state_change
from hsct_desktop.store.base import ReadSession, WriteSession
from hsct_desktop.store.patient import PatientFound
from hsct_desktop.store.patient_facts import OpenVisitFacts
from hsct_desktop.store.transplant import Course

REGISTRATION_FORM = "registration"
"""The draft's name of a registration that is not finished."""
MOST_FOUND = 500
"""How many patients a list holds at most; whoever looks for one types another word."""


@dataclass(frozen=True)
class PatientHit:
    """A patient in a list of search results or on the Patients page."""

    id: int
    family_name: str
    given_name: str
    birth_date: date
    sex: Sex
    code: str
    disease: str
    day: int | None
    follow_up: FollowUp
    same_name: bool
    next_visit: str

    @property
    def name(self) -> str:
        """The name as lists show it."""
        return display_name(self.family_name, self.given_name)


@dataclass(frozen=True)
class Banner:
    """What stands fixed above a patient's page."""

    id: int
    version: int
    family_name: str
    given_name: str
    birth_date: date
    age: int
    sex: Sex
    code: str
    same_name: tuple[PatientHit, ...]
    disease: str
    phenotype: str
    day: int | None
    day0: date | None
    day0_planned: bool
    regimen: str
    allergy_status: AllergyStatus
    allergies: tuple[str, ...]
    follow_up: FollowUp
    state: StateChange | None
    phone: str
    interpreter: bool
    language: str
    counts: dict[str, int]
    tags: tuple[str, ...] = ()
    intolerances: tuple[str, ...] = ()
    nurse: str = ""
    alerts: tuple[AlertLine, ...] = ()
    disease_id: str = ""

    @property
    def name(self) -> str:
        """The name as lists show it."""
        return display_name(self.family_name, self.given_name)


@dataclass(frozen=True)
class Duplicates:
    """Who may be the same person: a taken code blocks, the same folded name and birth date asks."""

    same_code: PatientHit | None
    same_person: tuple[PatientHit, ...]


def find(ws: Workspace, text: str, limit: int = 12) -> list[PatientHit]:
    """Patients by words of the name in any order, accents folded, by code or by birth date; followed ones first."""
    with ws.read() as session:
        found = _search(ws, session, text, max(limit, MOST_FOUND))
        found.sort(key=lambda hit: not hit.follow_up.is_followed)
        return _hits(ws, session, found[:limit])


def browse(ws: Workspace, text: str = "", limit: int = MOST_FOUND) -> list[PatientHit]:
    """All patients in whatever state, by name; `text` filters as in `find`."""
    with ws.read() as session:
        return _hits(ws, session, _search(ws, session, text, limit))


def _search(ws: Workspace, session: ReadSession, text: str, limit: int) -> list[PatientFound]:
    born = _typed_birth_date(ws, text)
    if born is not None and (found := patient.find(session, [], limit, born)):
        return found
    words = fold(text).split()
    if not words and text.strip():  # signs alone are in nobody's name; no words at all would find everybody
        return []
    return patient.find(session, words, limit)


def _typed_birth_date(ws: Workspace, text: str) -> date | None:
    try:
        return parse_date(text, ws.today(), full_year=True)
    except InputError:  # not a date: then it is part of a name or code
        return None


def _hits(ws: Workspace, session: ReadSession, found: list[PatientFound]) -> list[PatientHit]:
    if not found:
        return []
    awaited: dict[int, OpenVisitFacts] = {}
    for visit in patient_facts.open_visits(session, [p.id for p in found]):
        awaited.setdefault(visit.patient_id, visit)
    shared = patient_facts.with_namesakes(session)
    return [_hit(ws, p, awaited.get(p.id), p.id in shared) for p in found]


def _next_visit(ws: Workspace, follow_up: FollowUp, awaited: OpenVisitFacts | None) -> str:
    """The visit that waits to be recorded, a late one before those ahead; or why there is none."""
    words = ws.wording
    if not follow_up.is_followed:
        return words.enum("follow_up", follow_up)
    if awaited is None:
        return words.text("palette.no_next_visit")
    label = awaited.label.text(ws.language)
    if visit_status(awaited.facts, ws.today()) is VisitStatus.LATE:
        return words.text("palette.late", visit=label)
    return f"{label} · {words.date(awaited.day)}"


def _hit(ws: Workspace, found: PatientFound, awaited: OpenVisitFacts | None, same_name: bool) -> PatientHit:
    return PatientHit(
        found.id,
        found.family_name,
        found.given_name,
        found.birth_date,
        found.sex,
        found.code,
        disease_short(ws, found.disease_id),
        None if found.day0 is None else day_number(found.day0, ws.today()),
        found.follow_up,
        same_name,
        _next_visit(ws, found.follow_up, awaited),
    )


def disease_short(ws: Workspace, disease_id: str, language: str | None = None) -> str:
    """The disease's abbreviation (MS, SSc); the id where the catalogue no longer has it."""
    disease = ws.catalogue.diseases.get(disease_id)
    return disease.short.text(language or ws.language) if disease is not None else disease_id


def disease_label(ws: Workspace, disease_id: str, phenotype_id: str, language: str | None = None) -> tuple[str, str]:
    """The disease and its phenotype in words ("" for none)."""
    disease = ws.catalogue.diseases.get(disease_id)
    if disease is None:
        return disease_id, phenotype_id
    phenotype = disease.phenotype(phenotype_id)
    spoken = language or ws.language
    return disease.label.text(spoken), phenotype.label.text(spoken) if phenotype is not None else ""


def regimen_short(ws: Workspace, regimen_id: str, language: str | None = None) -> str:
    """The conditioning regimen as banners show it."""
    regimen = ws.catalogue.regimens.get(regimen_id)
    return regimen.short.text(language or ws.language) if regimen is not None else regimen_id


def _treatment(ws: Workspace, course: Course) -> str:
    """The regimen of a course; before it the cells, where they are no graft."""
    regimen, product = regimen_short(ws, course.entry.conditioning_regimen_id), product_of(ws, course.entry.protocol_id)
    cells = "" if product is Product.HSC else ws.wording.enum("product", product)
    return ", ".join(part for part in (cells, regimen) if part)


def banner(ws: Workspace, patient_id: int) -> Banner:
    """What stands above the patient's page; KnownError `stale_row` for a patient who is not there (any more)."""
    with ws.read() as session:
        record = record_of(session, patient_id)
        course = course_of(session, patient_id)
        counts = patient_facts.counts(session, patient_id)
        folded = folded_name(record.entry.family_name, record.entry.given_name)
        namesakes = _hits(ws, session, patient.same_name(session, folded, patient_id)) if folded else []
        states = [s.change for s in state_change.of_patient(session, patient_id)]
        nurse = staff.names(session).get(record.entry.nurse_id or 0, "")
        waiting = alerts.waiting_in(ws, session, patient_id)
    entry, today = record.entry, ws.today()
    born = birth_date_of(record)
    # The dead grow no older, and no day after infusion passes for whoever is no longer followed.
    left = states[-1].on if states and not record.follow_up.is_followed else today
    disease, phenotype = disease_label(ws, entry.disease_id, entry.phenotype_id)
    day0 = course.entry.day0 if course is not None else None
    return Banner(
        id=patient_id,
        version=record.version,
        family_name=entry.family_name,
        given_name=entry.given_name,
        birth_date=born,
        age=age_in_years(born, left if record.follow_up is FollowUp.DEAD else today),
        sex=entry.sex,
        code=entry.code,
        same_name=tuple(namesakes),
        disease=disease,
        phenotype=phenotype,
        day=None if day0 is None else day_number(day0, left),
        day0=day0,
        day0_planned=day0 is not None and day0 > today,
        regimen=_treatment(ws, course) if course is not None else "",
        allergy_status=entry.allergy_status,
        allergies=entry.allergies,
        follow_up=record.follow_up,
        state=state_now(states, record.follow_up),
        phone=entry.phone,
        interpreter=entry.interpreter,
        language=entry.language,
        counts=counts,
        tags=entry.tags,
        intolerances=entry.intolerances,
        nurse=nurse,
        alerts=waiting,
        disease_id=entry.disease_id,
    )


def entry_of(ws: Workspace, patient_id: int) -> tuple[PatientEntry, int]:
    """The patient's card and its version, for the form that edits it."""
    with ws.read() as session:
        record = record_of(session, patient_id)
    return record.entry, record.version


def preview(ws: Workspace, entry: PatientEntry, course: TransplantEntry) -> schedule.SchedulePreview:
    """The schedule as it would be saved; raises InputError for dates that cannot be."""
    _refuse_course(ws, course, entry.birth_date)
    return schedule.preview(ws, course)


def _refuse_course(ws: Workspace, course: TransplantEntry, birth_date: date | None) -> None:
    refuse_odd_numbers(course)
    refuse_problems([*check_transplant(course, birth_date, ws.today()), *check_course_choices(ws, course)])


def duplicates(
    ws: Workspace, code: str, family_name: str, given_name: str, birth_date: date | None, except_id: int | None = None
) -> Duplicates:
    """Who has the same code, and who the same folded name and birth date."""
    folded = folded_name(family_name, given_name)
    with ws.read() as session:
        found = patient.duplicates(session, clean(code), folded, birth_date or date.min, except_id)
        same_code = _hits(ws, session, [found.same_code] if found.same_code is not None else [])
        same_person = _hits(ws, session, found.same_person if folded else [])
    return Duplicates(same_code[0] if same_code else None, tuple(same_person))


def _duplicate_problems(session: WriteSession, entry: PatientEntry, except_id: int | None = None) -> Iterator[Problem]:
    """Asked within the write itself, so that nobody else can take the code in between."""
    folded = folded_name(entry.family_name, entry.given_name)
    found = patient.duplicates(session, entry.code, folded, entry.birth_date or date.min, except_id)
    if (taken := found.same_code) is not None:
        holder = display_name(taken.family_name, taken.given_name)
        yield Problem("code", "code_taken", {"code": entry.code, "name": holder})
    for other in found.same_person if folded else []:
        known = display_name(other.family_name, other.given_name)
        yield Problem("family_name", "same_person", {"name": known, "code": other.code}, soft=True)


def register(
    ws: Workspace,
    entry: PatientEntry,
    course: TransplantEntry | None,
    chosen: frozenset[str] | None = None,
    distinct: bool = False,
) -> Changes:
    """Register a patient, with the transplant and its whole schedule when there is one, in one write.

    The draft of the registration goes with it. `chosen` are the keys of the preview that are ticked. `distinct` says
    that somebody has looked and this is another person than the one of the same name and birth date. Raises
    InputError; nothing is written then.
    """
    tidy, today = entry.cleaned(), ws.today()
    problems = list(check_patient(tidy, today))
    if course is not None:
        refuse_odd_numbers(course)
        problems += [*check_transplant(course, tidy.birth_date, today), *check_course_choices(ws, course)]
    with ws.write("patient.register") as session:
        problems += check_patient_choices(session, ws, tidy)
        refuse_problems([*problems, *_duplicate_problems(session, tidy)], confirmed=distinct)
        row = patient.add(session, tidy)
        kinds = {"patient"}
        if course is not None:
            schedule.open_course(session, ws, row.id, course, chosen)
            kinds |= {"transplant", "schedule"}
        draft.delete(session, REGISTRATION_FORM, None, ws.require_author().staff_id)
        name = display_name(tidy.family_name, tidy.given_name)
        return changes(session, kinds, ws.wording.text("saved.registered", name=name), row.id, row.id)


def revise(ws: Workspace, patient_id: int, version: int, entry: PatientEntry, distinct: bool = False) -> Changes:
    """Change a patient's card; `version` is the one the form was filled from."""
    tidy = entry.cleaned()
    with ws.write("patient.revise") as session:
        problems = [*check_patient(tidy, ws.today()), *_duplicate_problems(session, tidy, patient_id)]
        before = record_of(session, patient_id).entry
        problems += check_patient_choices(session, ws, tidy, before)
        if patient.pseudonymised(session, (patient_id,)):
            problems += check_stays_pseudonymised(before, tidy)
        refuse_problems(problems, confirmed=distinct)
        patient.revise(session, patient_id, version, tidy)
        name = display_name(tidy.family_name, tidy.given_name)
        return changes(session, {"patient"}, ws.wording.text("saved.patient", name=name), patient_id, patient_id)


def glance(ws: Workspace, patient_id: int) -> str:
    """One line for the palette: next visit, open toxicities now of grade 2 and up, running drugs, last contact."""
    from hsct_desktop.services import overview

    view = overview.overview(ws, patient_id, ws.today())
    words = ws.wording
    parts = []
    if view.next_visits:
        visit = view.next_visits[0]
        parts.append(f"{visit.label} {words.date(visit.booked or visit.target)}" if visit.target else visit.label)
    graded = [(e.label, e.grades[-1].grade) for e in view.open_episodes]
    parts += [words.text("palette.grade", label=label, grade=int(grade)) for label, grade in graded if grade >= 2]
    drugs = ", ".join(therapy.name for therapy in view.therapies)
    parts += [drugs] if drugs else []
    if view.last_contacts:
        contact = view.last_contacts[0]
        parts.append(f"{words.enum('contact_kind', contact.kind)} {words.day_month(contact.on)}")
    return " · ".join(parts)


def name(ws: Workspace, patient_id: int) -> str:
    """The patient's name as lists show it."""
    with ws.read() as session:
        return name_of(record_of(session, patient_id))
