"""Invented people for the documents: rich, poor, before Day 0, dead, with very much; and day lists of any length."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hsct_desktop.documents.inputs import (
    DayListData,
    DayListRow,
    PrintContext,
    PrintedContact,
    PrintedOrder,
    PrintedVisit,
    SummaryData,
)
from hsct_desktop.domain.adverse_event import Attribution, Episode, Grade, GradeStep, Outcome
from hsct_desktop.domain.patient import AllergyStatus, Consent, FollowUp, Sex, StateChange, StateChangeKind
from hsct_desktop.domain.supportive_therapy import Interruption, Route, StopReason, Therapy, TherapyClass
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.pictures.timeline import TimelineFacts, TimelineVisit

ON = dt.date(2026, 11, 18)
DAY0 = dt.date(2025, 11, 13)


def context(language: str = "en", practice: bool = True) -> PrintContext:
    """Printed on 18 November 2026, ten past five."""
    unit = "Sant’Aurelio Hospital · Haematology, transplant programme"
    return PrintContext(language, unit, dt.datetime(2026, 11, 18, 17, 10), "G. Ferrante", ON, practice)


def _day(number: int) -> dt.date:
    return DAY0 + dt.timedelta(days=number)


def episode(
    number: int, label: str, grades: list[tuple[int, int]], end: int | None, causes: tuple[Attribution, ...] = ()
) -> Episode:
    """An episode from (day after infusion, grade) steps; `end` a day after infusion or None while it is open."""
    steps = tuple(GradeStep(_day(day), Grade(grade)) for day, grade in grades)
    over = None if end is None else _day(end)
    outcome = Outcome.ONGOING if end is None else Outcome.RESOLVED
    return Episode(number, f"t{number}", label, steps[0].start, over, steps, outcome, attributions=causes)


def _episodes(it: bool) -> tuple[Episode, ...]:
    conditioning, atg, infection = Attribution.CONDITIONING, Attribution.ATG, Attribution.INFECTION
    return (
        episode(
            1, "Neutropenia" if not it else "Conta dei neutrofili diminuita", [(2, 3), (4, 4)], 10, (conditioning,)
        ),
        episode(
            2, "Piastrinopenia" if it else "Platelet count decreased", [(3, 4), (16, 3), (22, 2)], 31, (conditioning,)
        ),
        episode(3, "Neutropenia febbrile" if it else "Febrile neutropenia", [(5, 3)], 9, (conditioning, infection)),
        episode(4, "Mucosite orale" if it else "Mucositis oral", [(3, 2), (6, 3), (11, 1)], 14, (conditioning,)),
        episode(5, "Diarrea" if it else "Diarrhoea", [(4, 2)], 11, (conditioning,)),
        episode(6, "Nausea", [(-8, 2)], 7, (conditioning,)),
        episode(7, "Reazione correlata a infusione" if it else "Infusion related reaction", [(1, 2)], 3, (atg,)),
        episode(8, "Riattivazione di CMV" if it else "Cytomegalovirus reactivation", [(33, 2)], 57, (infection, atg)),
        episode(9, "Fatigue" if not it else "Astenia", [(-7, 2), (98, 1)], None),
        episode(
            10, "Linfociti CD4 diminuiti" if it else "CD4 lymphocytes decreased", [(30, 3), (100, 2)], None, (atg,)
        ),
        episode(11, "Alopecia", [(6, 2)], 120, (conditioning,)),
        episode(12, "TSH aumentato" if it else "Blood TSH increased", [(356, 1)], None, (Attribution.OTHER, atg)),
    )


def _therapies(it: bool) -> tuple[Therapy, ...]:
    rule = "linfociti CD4 ≥ 200/µL, non prima del mese 6" if it else "CD4 ≥ 200/µL, not before month 6"
    daily, twice = ("2 volte al giorno", "lun, mer, ven") if it else ("twice a day", "Mon, Wed, Fri")
    running = (
        Therapy(1, "Aciclovir", TherapyClass.ANTIVIRAL, _day(-7), "800 mg", Route.ORAL, daily, dt.date(2026, 11, 13)),
        Therapy(
            2,
            "Cotrimossazolo" if it else "Co-trimoxazole",
            TherapyClass.PJP,
            _day(28),
            "960 mg",
            Route.ORAL,
            twice,
            stop_rule=rule,
            interruptions=(
                Interruption(dt.date(2026, 9, 12), dt.date(2026, 9, 15)),
                Interruption(dt.date(2026, 11, 10)),
            ),
        ),
    )
    return (*running, *_stopped_therapies(it, daily))


def _stopped_therapies(it: bool, daily: str) -> tuple[Therapy, ...]:
    return (
        Therapy(
            3,
            "Fluconazolo" if it else "Fluconazole",
            TherapyClass.ANTIFUNGAL,
            _day(-2),
            "200 mg",
            Route.ORAL,
            "",
            _day(75),
            "",
            _day(75),
            StopReason.PLANNED,
        ),
        Therapy(
            4,
            "Filgrastim",
            TherapyClass.GCSF,
            _day(5),
            "5 µg/kg",
            Route.SUBCUTANEOUS,
            "",
            None,
            "ANC > 1,0 × 10⁹/L" if it else "ANC > 1.0 × 10⁹/L",
            _day(10),
            StopReason.RULE_MET,
        ),
        Therapy(
            5,
            "Valganciclovir",
            TherapyClass.ANTIVIRAL,
            _day(34),
            "900 mg",
            Route.ORAL,
            daily,
            None,
            "",
            _day(48),
            StopReason.TOXICITY,
            "neutrofili 0,7 × 10⁹/L" if it else "neutrophils 0.7 × 10⁹/L",
        ),
    )


def _visit(label: str, status: VisitStatus, target: int, half: int, **more: object) -> PrintedVisit:
    window = {"target": _day(target), "earliest": _day(target - half), "latest": _day(target + half)}
    return PrintedVisit(label, status, **window, **more)  # type: ignore[arg-type]


def _visits(it: bool) -> tuple[PrintedVisit, ...]:
    day, month, year = ("giorno +", "Mese ", "Anno ") if it else ("Day +", "Month ", "Year ")
    who = "Dr. M. Conti"
    nurse = "Inf. A. Galli" if it else "Nurse A. Galli"
    seen = [(f"{day}30", 30, 7, 31, nurse), (f"{day}60", 60, 7, 62, who), (f"{day}100", 100, 14, 101, who)]
    done = [
        _visit(label, VisitStatus.DONE, target, half, seen_on=_day(on), seen_by=by)
        for label, target, half, on, by in seen
    ]
    reason = "influenza; richiamata il 20 mag" if it else "influenza; called on 20 May"
    return (
        *done,
        _visit(f"{month}6", VisitStatus.DONE, 181, 30, seen_on=_day(215), seen_by=who, outside_window=True),
        _visit(f"{month}9", VisitStatus.MISSED, 273, 30, reason=reason),
        _visit(f"{month}12", VisitStatus.LATE, 330, 30, booked=dt.date(2026, 11, 9)),
        _visit(f"{month}18", VisitStatus.UPCOMING, 546, 60, booked=dt.date(2027, 5, 12), booked_time="09:30"),
        _visit(f"{month}24", VisitStatus.UPCOMING, 730, 60),
        _visit(f"{year}3", VisitStatus.UPCOMING, 1096, 90),
        _visit(f"{year}4", VisitStatus.UPCOMING, 1461, 90),
        _visit(f"{year}5", VisitStatus.UPCOMING, 1826, 90),
    )


def _orders(it: bool) -> tuple[PrintedOrder, ...]:
    mobilisation, conditioning = ("Mobilizzazione", "Condizionamento") if it else ("Mobilisation", "Conditioning")
    to = "da −5 a −2" if it else "−5 to −2"
    daily, total = ("/die", "totale") if it else (" per day", "total")
    return (
        PrintedOrder(mobilisation, "ciclofosfamide" if it else "cyclophosphamide", "2 g/m²", "M1"),
        PrintedOrder(mobilisation, "filgrastim", "10 µg/kg/die" if it else "10 µg/kg per day", "M5 – M11"),
        PrintedOrder(conditioning, "carmustina" if it else "carmustine", "300 mg/m²", "−6"),
        PrintedOrder(conditioning, "etoposide", f"200 mg/m²{daily}, 800 mg/m² in {total}", to),
        PrintedOrder(conditioning, "citarabina" if it else "cytarabine", "2 × 200 mg/m²", to),
        PrintedOrder(conditioning, "melphalan" if not it else "melfalan", "140 mg/m²", "−1"),
        PrintedOrder(
            conditioning,
            "ATG di coniglio" if it else "rabbit ATG",
            "3,75 mg/kg" if it else "3.75 mg/kg",
            "+1, +2",
            "giorni da pratica clinica: controllare" if it else "days from clinical practice: check",
            True,
        ),
    )


def timeline(
    visits: tuple[PrintedVisit, ...],
    episodes: tuple[Episode, ...],
    therapies: tuple[Therapy, ...],
    day0: dt.date | None = DAY0,
    died: dt.date | None = None,
) -> TimelineFacts:
    """The same facts as the timeline picture takes them."""
    placed = tuple(
        TimelineVisit(v.label, v.target, v.earliest, v.latest, v.status, booked=v.booked, visit_date=v.seen_on)
        for v in visits
        if v.target and v.earliest and v.latest
    )
    before = None if day0 is None else day0 - dt.timedelta(days=38)
    follow_up = FollowUp.DEAD if died else FollowUp.FOLLOWED
    return TimelineFacts(
        ON,
        day0,
        before,
        visits=placed,
        episodes=episodes,
        therapies=therapies,
        follow_up=follow_up,
        follow_up_end=died,
    )


def rich(language: str = "en") -> SummaryData:
    """A year after transplant, with something in every section."""
    it = language == "it"
    call = "telefonata con la paziente, raggiunta" if it else "call with the patient, reached"
    note = "febbre 37,8 °C; emocromo domani" if it else "fever 37.8 °C; blood count tomorrow"
    return SummaryData(
        context=context(language),
        family_name="Rossetti",
        given_name="Chiara",
        birth_date=dt.date(1989, 3, 14),
        sex=Sex.FEMALE,
        code="R-0147",
        allergy_status=AllergyStatus.NONE_KNOWN,
        allergies=(),
        disease="Sclerosi multipla" if it else "Multiple sclerosis",
        phenotype="recidivante-remittente" if it else "relapsing-remitting",
        indication="Malattia refrattaria a terapia" if it else "Refractory to treatment",
        follow_up=FollowUp.FOLLOWED,
        state=None,
        neurologist="Dr. P. Lombardi, Ospedale San Rocco" if it else "Dr P. Lombardi, San Rocco Hospital",
        gp="Dr. E. Moretti",
        phone="+39 000 555 0147",
        carer="Luca Rossetti, +39 000 555 0148",
        consent_care=Consent.YES,
        consent_registry=Consent.NO,
        day0=DAY0,
        mobilisation_start=_day(-38),
        discharge=_day(20),
        mobilisation_regimen="CY 2 g/m² + G-CSF",
        conditioning_regimen="BEAM-ATG",
        intensity="Intermedia" if it else "Intermediate",
        orders=_orders(it),
        cd34_dose="CD34+ 5,84 × 10⁶/kg" if it else "CD34+ 5.84 × 10⁶/kg",
        graft_manipulation="Non manipolate" if it else "Not manipulated",
        lifelong=True,
        protocol="AHSCT, sclerosi multipla (ahsct-ms 1)" if it else "AHSCT, multiple sclerosis (ahsct-ms 1)",
        last_seen=_day(215),
        visits=_visits(it),
        episodes=_episodes(it),
        therapies=_therapies(it),
        contacts=(
            PrintedContact(dt.date(2026, 11, 17), call, note),
            PrintedContact(dt.date(2026, 11, 9), "telefonata, nessuna risposta" if it else "call, no answer"),
        ),
        timeline=timeline(_visits(it), _episodes(it), _therapies(it)),
    )


def poor(language: str = "en") -> SummaryData:
    """Registered this morning: hardly anything is recorded yet."""
    return replace(
        rich(language),
        sex=Sex.UNKNOWN,
        allergy_status=AllergyStatus.NOT_RECORDED,
        phenotype="",
        indication="",
        neurologist="",
        gp="",
        phone="",
        carer="",
        consent_care=Consent.NOT_ASKED,
        consent_registry=Consent.NOT_ASKED,
        day0=None,
        mobilisation_start=None,
        discharge=None,
        mobilisation_regimen="",
        conditioning_regimen="",
        intensity="",
        orders=(),
        cd34_dose="",
        graft_manipulation="",
        protocol="",
        last_seen=None,
        visits=(),
        episodes=(),
        therapies=(),
        contacts=(),
        timeline=timeline((), (), (), day0=None),
    )


def before_day0(language: str = "en") -> SummaryData:
    """In mobilisation, with a planned Day 0 three weeks ahead."""
    it = language == "it"
    day0 = ON + dt.timedelta(days=21)
    label = "giorno +30" if it else "Day +30"
    target = day0 + dt.timedelta(days=30)
    week = dt.timedelta(days=7)
    visits = (PrintedVisit(label, VisitStatus.UPCOMING, target, target - week, target + week),)
    return replace(
        rich(language),
        day0=day0,
        mobilisation_start=ON - dt.timedelta(days=10),
        discharge=None,
        last_seen=None,
        cd34_dose="",
        visits=visits,
        episodes=(),
        therapies=(),
        contacts=(),
        timeline=timeline(visits, (), (), day0=day0),
    )


def dead(language: str = "en") -> SummaryData:
    """Died on Day +110 of an infection."""
    it = language == "it"
    died = _day(110)
    fatal = Episode(
        90,
        "sepsis",
        "Sepsi" if it else "Sepsis",
        _day(104),
        died,
        (GradeStep(_day(104), Grade(4)), GradeStep(died, Grade(5))),
        Outcome.FATAL,
        attributions=(Attribution.INFECTION,),
    )
    visits = tuple(v for v in _visits(it) if v.status is VisitStatus.DONE)[:3]
    closed = tuple(
        replace(e, end=died, outcome=Outcome.UNKNOWN) if e.is_open and e.onset < died else e for e in _episodes(it)[:10]
    )
    closed = tuple(replace(e, end=None, outcome=Outcome.ONGOING) if e.term_id == "t10" else e for e in closed)
    given = (_therapies(it)[0], replace(_therapies(it)[1], dose="", interruptions=()), _therapies(it)[2])
    return replace(
        rich(language),
        allergy_status=AllergyStatus.LISTED,
        allergies=("penicillina: anafilassi (2014)",) if it else ("penicillin: anaphylaxis (2014)",),
        follow_up=FollowUp.DEAD,
        state=StateChange(StateChangeKind.DIED, died, "sepsi" if it else "sepsis"),
        last_seen=_day(101),
        visits=visits,
        episodes=(*closed, fatal),
        therapies=given,
        timeline=timeline(visits, (*closed, fatal), given, died=died),
    )


def left(language: str = "en") -> SummaryData:
    """Transferred in July, with drugs running and toxicity open; visits that were planned for later are void."""
    data = rich(language)
    moved = dt.date(2026, 7, 20)
    visits = tuple(
        v if v.status is VisitStatus.DONE else replace(v, status=VisitStatus.NOT_APPLICABLE) for v in data.visits
    )
    return replace(
        data,
        follow_up=FollowUp.TRANSFERRED,
        state=StateChange(
            StateChangeKind.TRANSFERRED, moved, "Ospedale San Rocco" if language == "it" else "San Rocco"
        ),
        visits=visits,
        episodes=data.episodes[:11],
        timeline=replace(
            timeline(visits, data.episodes[:11], data.therapies), follow_up=FollowUp.TRANSFERRED, follow_up_end=moved
        ),
    )


def crowded(language: str = "en") -> SummaryData:
    """Ten years on: 40 episodes, 30 therapies, 60 visits and long texts in every field."""
    data = rich(language)
    episodes = tuple(
        replace(data.episodes[n % 12], id=n, label=f"{data.episodes[n % 12].label} {n}: " + "long specified text " * 4)
        for n in range(40)
    )
    therapies = tuple(
        replace(
            data.therapies[n % 5], id=n, name=f"{data.therapies[n % 5].name} {n} " + "W" * 60, stop_rule="rule " * 60
        )
        for n in range(30)
    )
    visits = tuple(
        replace(data.visits[n % 11], label=f"{data.visits[n % 11].label} ({n}) " + "label " * 20, reason="reason " * 60)
        for n in range(60)
    )
    contacts = tuple(PrintedContact(_day(n), "call", "note " * 500) for n in range(20))
    return replace(
        data,
        family_name="Wolfeschlegelsteinhausen" * 8,
        given_name="Maria Antonietta " * 12,
        allergy_status=AllergyStatus.LISTED,
        allergies=tuple(f"substance {n}: rash" for n in range(20)),
        neurologist="Dr Name " * 25,
        gp="Dr Name " * 25,
        carer="carer " * 33,
        episodes=episodes,
        therapies=therapies,
        visits=visits,
        contacts=contacts,
        orders=data.orders * 3,
        timeline=timeline(visits, episodes, therapies),
    )


_PEOPLE = (
    ("Wiśniewski", "Łukasz", "R-0163"),
    ("De Luca", "Marta", "R-0160"),
    ("Okafor", "Ngozi", "R-0155"),
    ("Rossetti", "Chiara", "R-0147"),
    ("Hoffmann", "Jürgen", "R-0131"),
    ("Fabbri", "Sofia", "R-0152"),
    ("van Dijk", "Pieter", "R-0149"),
    ("D’Angelo", "Zoë", "R-0166"),
    ("Hämäläinen", "Aino", "R-0144"),
    ("Παπαδοπούλου", "Ελένη", "R-0171"),
    ("Müller & Sohn", "<Max>", "R-0172"),
)
_KINDS = (
    *[WorklistKind.LATE] * 3,
    *[WorklistKind.DUE] * 5,
    *[WorklistKind.THIS_WEEK] * 2,
    *[WorklistKind.TO_STOP] * 2,
    WorklistKind.NO_NEXT_VISIT,
)


def _row(number: int, kind: WorklistKind, it: bool) -> DayListRow:
    family, given, code = _PEOPLE[number % len(_PEOPLE)]
    late = kind is WorklistKind.LATE
    visit = kind in (WorklistKind.LATE, WorklistKind.DUE, WorklistKind.THIS_WEEK)
    why = ("finestra fino al 05 dic 2026" if it else "window until 05 Dec 2026") if visit else ""
    days = f"{number + 4} giorni di ritardo" if it else f"{number + 4} days late"
    return DayListRow(
        kind=kind,
        time=f"{9 + number % 8:02d}:30" if kind is WorklistKind.DUE and number % 3 else "",
        family_name=family,
        given_name=given,
        birth_date=dt.date(1960 + number % 40, 1 + number % 12, 1 + number % 28),
        code=f"{code}-{number}",
        day=None if kind is WorklistKind.NO_NEXT_VISIT else 30 + 37 * number,
        disease=("SM, BEAM-ATG" if it else "MS, BEAM-ATG"),
        task=("Aciclovir" if kind is WorklistKind.TO_STOP else ("Mese 6" if it else "Month 6") if visit else ""),
        earliest=dt.date(2026, 11, 6) if visit else None,
        latest=dt.date(2026, 12, 5) if visit else None,
        why=why or ("sospensione prevista 13 nov 2026" if it else "planned stop 13 Nov 2026"),
        attention=days if late else "",
        phone="0555 010 7059" if number % 2 == 0 else "",
        calls=kind in (WorklistKind.LATE, WorklistKind.THIS_WEEK, WorklistKind.NO_NEXT_VISIT),
        to_do=(("Chiamare",) if it else ("Call",))
        if late
        else (("EDSS", "Emocromo", "IgG, CD4", "Lettera") if it else ("EDSS", "FBC, chem", "IgG, CD4", "Letter")),
    )


def day_list(count: int = 13, language: str = "en") -> DayListData:
    """A day list of `count` rows over all five groups."""
    rows = tuple(_row(n, _KINDS[n % len(_KINDS)], language == "it") for n in range(count))
    return DayListData(context(language), rows)
