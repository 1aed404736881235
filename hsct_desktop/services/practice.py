"""Writes the practice ward: invented patients at every stage, through the same checks as real entries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from hsct_desktop.domain.adverse_event import AdverseEventEntry, Grade, GradeStep, Outcome
from hsct_desktop.domain.alert import Severity
from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.contact import ContactEntry
from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.patient import (
    AllergyStatus,
    Consent,
    PatientEntry,
    Sex,
    StateChange,
    StateChangeKind,
)
from hsct_desktop.domain.patient_filter import FilterRule
from hsct_desktop.domain.problem import refuse
from hsct_desktop.domain.professional import ProfessionalEntry, ProfessionalKind
from hsct_desktop.domain.reference_range import LaboratoryEntry
from hsct_desktop.domain.schedule import Anchors
from hsct_desktop.domain.supportive_therapy import Interruption, StopReason, SupportiveTherapyEntry
from hsct_desktop.domain.task import TaskEntry
from hsct_desktop.domain.transplant import GraftManipulation, TransplantEntry
from hsct_desktop.domain.visit import AssessmentEntry, AssessmentState, Closing, NotDoneReason, VisitEntry, Vitals
from hsct_desktop.services import (
    adverse_events,
    alert_rules,
    contacts,
    practice_blood,
    practice_care,
    practice_disease,
    practice_letters,
    practice_longterm,
    practice_medication,
    practice_plan,
    practice_reports,
    practice_results,
    practice_selection,
    practice_stops,
    practice_treatment,
    practice_vaccines,
    rule_sets,
    schedule,
    states,
    supportive_therapies,
    tasks,
    visits,
)
from hsct_desktop.services.laboratories import put_ranges_in, range_book
from hsct_desktop.services.practice_counts import case_of
from hsct_desktop.services.practice_story import Story, TherapyStory, ToxicityStory, people, stories
from hsct_desktop.services.workspace import Workspace, clock_on
from hsct_desktop.store import laboratory, patient, professional, saved_filter, scheduled_visit, setting, staff
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.engine import Store, create_store
from hsct_desktop.store.patient import PatientCard
from hsct_desktop.store.scheduled_visit import Scheduled
from hsct_desktop.store.staff import Staff

DEFAULT_PATIENTS = 26
DEFAULT_SEED = 7
EARLIEST_DAY, LATEST_DAY = date(2000, 1, 1), date(2200, 1, 1)
"""The days a ward can stand on: the first of its patients are born by 1996."""


def create(
    path: Path,
    patients: int = DEFAULT_PATIENTS,
    seed: int = DEFAULT_SEED,
    on: date | None = None,
    *,
    key: bytes | None = None,
    file_id: str = "",
    last: Callable[[Store], None] | None = None,
) -> Store:
    """Make a practice file with `patients` invented patients as they stand on a date (today by default).

    There is a whole ward or none. Raises KnownError for a path that cannot be used. The program makes encrypted ones
    only (`services.access.create_practice`), which gives `key` and what is done `last`; without a key the file is
    plain, for tests.
    """
    from hsct_desktop.catalogue.catalogue import Catalogue

    if on is not None and not EARLIEST_DAY <= on <= LATEST_DAY:
        raise refuse("on", "practice_day_out_of_range", earliest=EARLIEST_DAY, latest=LATEST_DAY)

    def write(store: Store) -> None:
        ws = Workspace(store, Catalogue())
        if on is not None:
            ws.clock = clock_on(on)
        fill(ws, patients, seed)
        if last is not None:
            last(store)

    return create_store(path, "practice", key=key, file_id=file_id, unit_name=people()["ward"], fill=write)


def fill(ws: Workspace, patients: int, seed: int) -> None:
    """Write staff, correspondents and the invented patients, one transaction for each patient."""
    known = people()
    with ws.store.write(None, "practice.people") as session:
        crew = [staff.add(session, name, Role(role)) for name, role in known["staff"]]
        neurologists = [_correspondent(session, card, ProfessionalKind.NEUROLOGIST) for card in known["neurologists"]]
        for name, text in known["settings"].items():
            setting.put(session, name, text)
        gps = [_correspondent(session, card, ProfessionalKind.GP) for card in known["gps"]]
        last = ws.today().year - 1
        for name, rule in (
            ("All MS", FilterRule(diseases=("ms",))),
            ("My patients", FilterRule(mine=True)),
            (f"{last} cohort", FilterRule(years=(last,))),
        ):
            saved_filter.add(session, name, None, rule)
        for name, own in known["laboratories"]:
            note = known["laboratory_note"] if own else ""
            added = laboratory.put_laboratory(session, LaboratoryEntry(name, own, note))
            if own:  # the other prints none: its results show what that means
                put_ranges_in(session, ws, added, practice_results.ranges(ws.catalogue.example_ranges))
    nurses = [row.id for row in crew if row.role is Role.NURSE]
    ws.author = Author(crew[0].id, crew[0].name, crew[0].role)
    registered: list[tuple[int, Story]] = []
    for story in map(practice_stops.told, map(practice_results.told, stories(patients, seed, ws.today()))):
        with ws.write("practice.patient") as session:
            registered.append((_write(session, ws, story, neurologists, gps, nurses), story))
    _write_laboratory(ws, registered, crew)
    _write_tasks(ws, [patient_id for patient_id, _story in registered], [row.id for row in crew])
    doctor = next(row for row in crew if row.role is Role.PHYSICIAN)
    practice_letters.write(ws, registered, Author(doctor.id, doctor.name, doctor.role))


def _write_laboratory(ws: Workspace, registered: list[tuple[int, Story]], crew: list[Staff]) -> None:
    """Approve the rules, then write the results: an alert fires by all that is recorded, not by half of it."""
    physician = next(row for row in crew if row.role is Role.PHYSICIAN)
    with ws.write("practice.rules") as session:
        rule_sets.approve_for_practice(session, ws, physician.name)
    doctor = Author(physician.id, physician.name, physician.role)
    practice_treatment.approve_and_confirm(ws, registered, doctor)
    alert_rules.change(ws, "cmv", None, True, Severity.AMBER, {"copies": "1000"})
    nurses = tuple(row.id for row in crew if row.role is Role.NURSE)
    for patient_id, story in registered:
        with ws.write("practice.laboratory") as session:
            card = _card(session, patient_id)
            team = practice_results.Crew(nurses, physician.id)
            practice_results.write(session, ws, card, story, team, range_book(session))
            practice_stops.write(session, ws, patient_id, story)
            practice_plan.write(session, ws, patient_id, story)
        practice_results.merge(ws, patient_id, story)


def _write_tasks(ws: Workspace, registered: list[int], crew: list[int]) -> None:
    """A ward's to-do list, written as a nurse would: a handover has something to tell."""
    for words, days, about, owner, is_done in people()["tasks"]:
        if about is not None and about >= len(registered):
            continue  # a ward of a few patients only
        whose = registered[about] if about is not None else None
        due = ws.today() + timedelta(days=days)
        saved = tasks.record(ws, TaskEntry(words, due, whose, crew[owner] if owner is not None else None))
        if is_done and saved.record_id is not None:
            tasks.done(ws, saved.record_id, tasks.get(ws, saved.record_id).version)


def _correspondent(session: WriteSession, card: list[str], kind: ProfessionalKind) -> int:
    name, institution, address, phone, language = card
    return professional.add(session, ProfessionalEntry(name, kind, institution, address, phone, "", language)).id


def _write(
    session: WriteSession, ws: Workspace, story: Story, neurologists: list[int], gps: list[int], nurses: list[int]
) -> int:
    chance = story.chance("people")
    entry = _patient_entry(story, chance.choice(neurologists), chance.choice(gps)).cleaned()
    _, far_away, trial = people()["settings"]["ward.tags"].split("\n")
    if story.index == practice_medication.SWITCHED:
        entry = replace(entry, intolerances=(practice_medication.INTOLERANCE,), allergy_status=AllergyStatus.LISTED)
    tags = tuple(tag for tag, every in ((trial, 4), (far_away, 7)) if story.index % every == 2)
    entry = replace(entry, nurse_id=nurses[story.index % len(nurses)], tags=tags)
    course = _course_entry(ws, story)
    now = session.now
    # As if registered before mobilisation: nothing was closed by then, so every visit was chosen.
    session.now = datetime.combine(story.registered, time(9), tzinfo=UTC)
    patient_id = patient.add(session, entry).id
    if course is not None:
        everything = frozenset(row.key for row in schedule.preview(ws, course).rows if not row.optional)
        schedule.open_course(session, ws, patient_id, course, everything)
    session.now = now
    card = _card(session, patient_id)
    if course is not None:
        if story.discharge is not None:
            states.put(session, ws, card, StateChange(StateChangeKind.DISCHARGED, story.discharge))
        _keep_visits(session, ws, card, story)
        practice_reports.settle(session, ws, card, story)
        for toxicity in story.toxicities:
            adverse_events.put(session, ws, card, _episode(card, story, toxicity))
        for therapy in practice_medication.told(story).therapies:
            supportive_therapies.put(session, ws, card, _therapy(ws, card, story, therapy))
        practice_medication.write(session, ws, card, story)
    practice_disease.write(session, ws, story, patient_id)
    practice_longterm.write(session, ws, story.index, patient_id, story.mobilisation)
    practice_blood.write(session, ws, story, patient_id)
    practice_selection.write(session, ws, story, patient_id)
    if not story.stage.protocol:
        practice_vaccines.write(session, ws, story, patient_id)
    practice_care.write(session, ws, story.index, patient_id)
    for contact in story.contacts:
        on = ws.today() - timedelta(days=contact.days_ago)
        again = None if contact.next_try is None else ws.today() + timedelta(days=contact.next_try)
        entry_made = ContactEntry(patient_id, on, outcome=contact.outcome, note=contact.note, next_try=again)
        contacts.put(session, ws, entry_made)
    if story.stage.state is not None and story.day0 is not None:
        on = story.day0 + timedelta(days=story.stage.state_day)
        states.put(session, ws, card, StateChange(story.stage.state, on, story.stage.state_detail))
    return patient_id


def _card(session: WriteSession, patient_id: int) -> PatientCard:
    card = patient.get(session, patient_id)
    assert card is not None, "written a moment ago"
    return card


def _patient_entry(story: Story, neurologist_id: int, gp_id: int) -> PatientEntry:
    person, chance = story.person, story.chance("identity")
    phenotypes = {"ms": ("rr", "rr", "rr", "sp"), "ssc": ("diffuse",)}.get(person.disease_id, ("",))
    listed = chance.random() < 0.25
    research = Consent.YES if story.chance("research").random() < 0.85 else Consent.NO
    return PatientEntry(
        code=person.code,
        family_name=person.family_name,
        given_name=person.given_name,
        birth_date=person.birth_date,
        sex=Sex(person.sex),
        phone=f"0555 010 {chance.randint(1000, 9999)}",
        carer_name=chance.choice(("", f"{chance.choice(people()['given_male'])} {person.family_name}")),
        carer_phone=f"0555 010 {chance.randint(1000, 9999)}",
        address=f"{chance.randint(1, 99)} Example Street\n00000 Sampletown",
        language=chance.choice(("it", "it", "en")),
        interpreter=chance.random() < 0.1,
        allergy_status=AllergyStatus.LISTED if listed else AllergyStatus.NONE_KNOWN,
        allergies=(chance.choice(("Penicillin: rash", "Ibuprofen: wheals", "Latex", "Metamizole")),) if listed else (),
        consent_care=Consent.YES,
        consent_registry=Consent.YES if chance.random() < 0.9 else Consent.NO,
        disease_id=person.disease_id,
        phenotype_id=practice_disease.phenotype(story) or chance.choice(phenotypes),
        indication_id="refractory",
        neurologist_id=neurologist_id,
        gp_id=gp_id,
        consent_registry_on=story.registered,
        consent_research=research,
        consent_research_on=story.registered,
    )


def _course_entry(ws: Workspace, story: Story) -> TransplantEntry | None:
    if story.day0 is None:
        return None
    disease = ws.catalogue.diseases[story.person.disease_id]
    if story.stage.protocol:
        return TransplantEntry(
            story.stage.protocol,
            story.day0,
            conditioning_regimen_id=practice_disease.REGIMENS.get(story.stage.protocol, ""),
        )
    chance = story.chance("regimen")
    regimens = {
        "ms": ("beam_atg_ms", "beam_atg_ms", "cy200_ratg6"),
        "ssc": ("ssc_astis",),
        "crohn": ("crohn_cy_atg",),
    }.get(disease.id, ("cy200_ratg6",))
    regimen_id = case_of(story).regimen or chance.choice(regimens)
    collected = story.mobilisation is not None and ws.today() > story.mobilisation + timedelta(days=13)
    selected = ws.catalogue.regimens[regimen_id].graft_manipulation or GraftManipulation.NONE
    return TransplantEntry(
        protocol_id=disease.protocol_id,
        day0=story.day0,
        mobilisation_start=story.mobilisation,
        mobilisation_regimen_id="mob_cy4_gcsf" if regimen_id == "ssc_astis" else "mob_cy2_gcsf",
        conditioning_regimen_id=regimen_id,
        cd34_dose=story.cd34 if collected else None,
        graft_manipulation=selected if collected else GraftManipulation.UNKNOWN,
    )


def _keep_visits(session: WriteSession, ws: Workspace, card: PatientCard, story: Story) -> None:
    today = ws.today()
    left = today
    if story.stage.state is not None and story.day0 is not None:
        left = story.day0 + timedelta(days=story.stage.state_day)
    # Lifelong visits are kept two ahead, so that recording one plans the next: go on until nothing past is open.
    while passed := [v for v in scheduled_visit.of_patient(session, card.id) if _is_past(v, story, left)]:
        _unrecord_last(story, passed)
        for planned in passed:
            _keep(session, ws, card, story, planned, left)
    for planned in scheduled_visit.of_patient(session, card.id):
        if planned.closing is Closing.NONE and planned.key in story.stage.booked:
            days, time = story.stage.booked[planned.key]
            scheduled_visit.book(session, planned.id, None, today + timedelta(days=days), time, "")


def _is_past(planned: Scheduled, story: Story, left: date) -> bool:
    unrecorded = planned.key in story.stage.unrecorded or planned.key in story.stage.booked
    return planned.closing is Closing.NONE and planned.target < left and not unrecorded


def _unrecord_last(story: Story, passed: list[Scheduled]) -> None:
    """A stage may leave its latest past visit unrecorded, whichever that is."""
    if "*last" in story.stage.unrecorded and len(passed) > 1:
        passed.remove(passed[-1])


def _keep(
    session: WriteSession, ws: Workspace, card: PatientCard, story: Story, planned: Scheduled, left: date
) -> None:
    if planned.key in story.stage.elsewhere:
        practice_reports.keep(session, ws, card, planned, left)
        return
    chance = story.chance(planned.key)
    if chance.random() < 0.04:
        scheduled_visit.close(session, planned.id, None, Closing.MISSED, "did not come, reached by telephone")
        return
    reach = max(1, (planned.latest - planned.target).days // 3)
    shift = chance.randint(-reach, reach)
    on = min(planned.target + timedelta(days=0 if planned.key in story.stage.scans else shift), left)
    checklist = tuple(practice_reports.scanned(line, story, planned) for line in _line(ws, card, planned, story))
    vitals = Vitals(
        Decimal(chance.randint(360, 372)) / 10,
        chance.randint(105, 138),
        chance.randint(62, 86),
        chance.randint(58, 92),
        chance.randint(95, 99),
        story.weight + Decimal(chance.randint(-20, 20)) / 10,
        chance.choice((70, 80, 80, 90, 90, 100)),
    )
    entry = VisitEntry(
        card.id, on, planned.id, chance.choice(("M. Conti", "G. Ferrante", "Dr L. Serra")), vitals, checklist
    )
    visits.put(session, ws, card, entry, confirmed=True)


def _line(ws: Workspace, card: PatientCard, planned: Scheduled, story: Story) -> list[AssessmentEntry]:
    chance = story.chance(f"{planned.key}/checklist")
    usual = ws.catalogue.diseases[card.entry.disease_id].protocol_id
    item = ws.catalogue.protocol(story.stage.protocol or usual).item(planned.item_id)
    lines = []
    for assessment in item.assessments if item is not None else ():
        label, draw = assessment.label.en, chance.random()
        if assessment.if_indicated or draw < 0.05:
            reason = NotDoneReason.NOT_NEEDED if assessment.if_indicated else NotDoneReason.DECLINED
            lines.append(AssessmentEntry(assessment.id, label, AssessmentState.NOT_DONE, reason))
        elif draw < 0.12:
            lines.append(AssessmentEntry(assessment.id, label, AssessmentState.ELSEWHERE, detail="home hospital"))
        else:
            lines.append(AssessmentEntry(assessment.id, label, AssessmentState.DONE))
    return lines


def _day(story: Story, day: int) -> date:
    assert story.day0 is not None, "only courses have days"
    return story.day0 + timedelta(days=day)


def _episode(card: PatientCard, story: Story, toxicity: ToxicityStory) -> AdverseEventEntry:
    return AdverseEventEntry(
        card.id,
        toxicity.term_id,
        "5.0",
        _day(story, toxicity.steps[0][0]),
        tuple(GradeStep(_day(story, day), Grade(grade)) for day, grade in toxicity.steps),
        None if toxicity.end is None else _day(story, toxicity.end),
        Outcome.ONGOING if toxicity.end is None else Outcome.RESOLVED,
        toxicity.attributions,
    )


def _therapy(ws: Workspace, card: PatientCard, story: Story, therapy: TherapyStory) -> SupportiveTherapyEntry:
    item = ws.catalogue.therapies[therapy.therapy_id]
    drug = next(d for d in item.drugs if d.id == therapy.drug_id)
    rule = item.stop_rules[0] if item.stop_rules else None
    dose, unit = _usual_dose(drug.dose.en)
    stopped = None if therapy.stop is None else _day(story, therapy.stop)
    planned = add_months(_day(story, 0), therapy.planned_months) if therapy.planned_months is not None else None
    if planned is None and rule is not None and rule.earliest is not None:
        planned = rule.earliest.on(Anchors(story.day0), _day(story, therapy.start))
    pauses = therapy.pause and (
        Interruption(_day(story, therapy.pause[0]), _day(story, therapy.pause[1]), "low counts"),
    )
    return SupportiveTherapyEntry(
        card.id,
        drug.label.en,
        drug.therapy_class,
        _day(story, therapy.start),
        drug.id,
        dose,
        unit,
        drug.route,
        drug.frequency.en,
        planned,
        rule.id if rule is not None else "",
        rule.text.en if rule is not None else "",
        stopped,
        None if stopped is None else StopReason.PLANNED if planned is not None else StopReason.RULE_MET,
        interruptions=pauses or (),
    )


def _usual_dose(text: str) -> tuple[Decimal | None, str]:
    """Dose and unit of a usual-dose text such as "800 mg"; none where the catalogue leaves the dose to the unit."""
    number, _, unit = text.split(",")[0].partition(" ")
    return (Decimal(number), unit) if number.replace(".", "", 1).isdigit() and unit else (None, "")
