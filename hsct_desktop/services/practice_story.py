"""Invented courses for the practice ward: pure functions of a seed and a date, so that the same ward comes back."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from hsct_desktop.domain.adverse_event import Attribution
from hsct_desktop.domain.contact import ContactOutcome
from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.resource import resource


@dataclass(frozen=True)
class Stage:
    """Where a patient stands on the ward's date. `day` counts from infusion, None before any transplant.

    `unrecorded` visits were neither seen nor closed; `booked` maps a visit to days from the ward's date and a time;
    `kept` drugs run on past their planned stop. `elsewhere` visits were done at the home hospital, whose report is
    awaited; `scans` maps a visit whose MRI was done there to whether its report has come.
    """

    day: int | None
    unrecorded: tuple[str, ...] = ()
    booked: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    scans: Mapping[str, bool] = field(default_factory=dict)
    state: StateChangeKind | None = None
    state_day: int = 0
    state_detail: str = ""
    discharge_day: int = 19
    next_try: int | None = None
    protocol: str = ""
    """The protocol of cells that are no graft: no aplasia, nothing that follows from it."""


STAGES = (
    Stage(99, booked={"d100": (0, "10:30"), "m6": (82, "09:30")}),
    Stage(41, discharge_day=13, booked={"weekly-4": (0, "11:00")}),
    Stage(221, unrecorded=("m6",)),
    Stage(72, unrecorded=("d60",), next_try=0),
    Stage(794, unrecorded=("m24",), next_try=4),
    Stage(104, discharge_day=15, unrecorded=("d100",)),
    Stage(1772, unrecorded=("y5",), booked={"y5": (0, "14:00")}),
    Stage(28, unrecorded=("d30",), booked={"d30": (3, "09:00")}),
    Stage(361, unrecorded=("m12",), booked={"m12": (5, "15:30")}),
    Stage(186, unrecorded=("m6",)),
    Stage(190, kept=("pjp",), scans={"m6": False}),
    Stage(371, kept=("vzv",), scans={"m12": True}),
    Stage(63, elsewhere=("d60",)),
    Stage(148, unrecorded=("m5",)),
    Stage(12),
    Stage(66, unrecorded=("d60",)),
    Stage(6),
    Stage(-18),
    Stage(-4),
    Stage(240, state=StateChangeKind.DIED, state_day=160, state_detail="Sepsis"),
    Stage(520, state=StateChangeKind.TRANSFERRED, state_day=400, state_detail="Northfield Hospital"),
    Stage(1000, state=StateChangeKind.LOST, state_day=720, state_detail="no answer since the last letter"),
    Stage(3650),
    Stage(None),
    Stage(200, protocol="cart-sle"),
    Stage(180, protocol="msc-ms"),
)
"""The first patients of every practice ward, in the order of `people.json`: each situation a nurse meets once."""


@dataclass(frozen=True)
class Person:
    """An invented identity."""

    code: str
    family_name: str
    given_name: str
    birth_date: date
    sex: str
    disease_id: str


@dataclass(frozen=True)
class ToxicityStory:
    """An episode in days after infusion; `end` None while it lasts."""

    term_id: str
    steps: tuple[tuple[int, int], ...]
    end: int | None
    attributions: tuple[Attribution, ...]


@dataclass(frozen=True)
class TherapyStory:
    """A drug in days after infusion; `planned_months` counts calendar months after infusion."""

    therapy_id: str
    drug_id: str
    start: int
    stop: int | None = None
    planned_months: int | None = None
    pause: tuple[int, int] | None = None


@dataclass(frozen=True)
class ContactStory:
    """A telephone call, in days before the ward's date; the next try in days after it."""

    days_ago: int
    outcome: ContactOutcome
    note: str
    next_try: int | None = None


@dataclass(frozen=True)
class Story:
    """One invented patient from registration to the ward's date."""

    index: int
    person: Person
    stage: Stage
    registered: date
    day0: date | None
    mobilisation: date | None
    discharge: date | None
    cd34: Decimal | None
    toxicities: tuple[ToxicityStory, ...] = ()
    therapies: tuple[TherapyStory, ...] = ()
    contacts: tuple[ContactStory, ...] = ()
    weight: Decimal = Decimal(65)

    def chance(self, topic: str) -> random.Random:
        """A generator of its own for a topic, so that one more draw elsewhere changes nothing here."""
        return random.Random(f"{self.index}/{self.person.code}/{topic}")


@cache
def people() -> dict[str, Any]:
    """The invented people, staff and correspondents."""
    loaded: dict[str, Any] = json.loads(resource("practice/people.json").read_text(encoding="utf-8"))
    return loaded


def stories(count: int, seed: int, on: date) -> Iterator[Story]:
    """Yield `count` invented courses as they stand on a date."""
    for index in range(count):
        yield _story(index, random.Random(f"{seed}/{index}"), on)


def _story(index: int, chance: random.Random, on: date) -> Story:
    person = _person(index, chance, on)
    stage = STAGES[index] if index < len(STAGES) else _stage(chance)
    if stage.day is None:
        return Story(index, person, stage, on - timedelta(days=9), None, None, None, None)
    day0 = on - timedelta(days=stage.day)
    mobilisation = day0 - timedelta(days=chance.randint(28, 34))
    discharge = day0 + timedelta(days=stage.discharge_day)
    alive_day = min(stage.day, stage.state_day) if stage.state is not None else stage.day
    if stage.protocol:
        return Story(index, person, stage, mobilisation, day0, mobilisation, discharge, None)
    return Story(
        index,
        person,
        stage,
        registered=mobilisation - timedelta(days=chance.randint(5, 20)),
        day0=day0,
        mobilisation=mobilisation,
        discharge=discharge if discharge <= on else None,
        cd34=Decimal(chance.randint(28, 92)) / 10,
        toxicities=tuple(_toxicities(chance, alive_day)),
        therapies=tuple(_therapies(chance, stage, day0, alive_day)),
        contacts=tuple(_contacts(chance, stage)),
        weight=Decimal(chance.randint(480, 890)) / 10,
    )


def _person(index: int, chance: random.Random, on: date) -> Person:
    known = people()
    if index < len(known["first"]):
        family, given, born, sex, disease = known["first"][index]
        birth_date = date.fromisoformat(born)
    else:
        sex = chance.choices(("female", "male"), (7, 3))[0]
        family, given = chance.choice(known["family"]), chance.choice(known[f"given_{sex}"])
        birth_date = on - timedelta(days=chance.randint(24 * 365, 58 * 365))
        disease = chance.choices(("ms", "ssc", "sle", "nmosd", "cidp", "crohn"), (14, 2, 1, 1, 1, 1))[0]
    prefix = {"ms": "MS", "ssc": "SSC", "sle": "SLE", "nmosd": "NMO", "cidp": "CIDP", "crohn": "CD"}[disease]
    return Person(f"{prefix}-{101 + index:04d}", family, given, birth_date, sex, disease)


def _stage(chance: random.Random) -> Stage:
    day = chance.choice((chance.randint(-25, 100), chance.randint(100, 800), chance.randint(800, 4000)))
    fate = chance.random()
    if day > 200 and fate < 0.05:
        kinds = ((StateChangeKind.DIED, "infection"), (StateChangeKind.TRANSFERRED, "Northfield Hospital"))
        kind, detail = chance.choice((*kinds, (StateChangeKind.LOST, "moved away")))
        return Stage(day, state=kind, state_day=chance.randint(120, day - 1), state_detail=detail)
    keep = ("pjp",) if 183 < day < 260 and fate > 0.6 else ("vzv",) if 366 < day < 430 and fate > 0.6 else ()
    return Stage(day, unrecorded=("*last",) if fate > 0.9 else (), kept=keep, discharge_day=chance.randint(12, 24))


def _toxicities(chance: random.Random, day: int) -> Iterator[ToxicityStory]:
    """Frequent toxicities at their usual times; rates after Silfverberg 2024 and the Florence series, as decoration."""
    conditioning, infection = (Attribution.CONDITIONING,), (Attribution.INFECTION,)
    usual: list[tuple[float, str, tuple[tuple[int, int], ...], int, tuple[Attribution, ...]]] = [
        (0.8, "febrile_neutropenia", ((6, 3),), 10, (*conditioning, *infection)),
        (0.75, "mucositis_oral", ((4, 1), (6, 2), (8, 3), (12, 2), (14, 1)), 17, conditioning),
        (0.85, "nausea", ((-5, 1), (-3, 2), (3, 1)), 9, conditioning),
        (0.6, "diarrhea", ((3, 2), (7, 1)), 9, conditioning),
        (0.3, "infusion_related_reaction", ((0, 2),), 1, (Attribution.OTHER,)),
        (0.7, "fatigue", ((12, 2), (45, 1)), 120, (*conditioning, Attribution.DISEASE)),
        (0.34, "cytomegalovirus_infection_reactivation", ((33, 1), (38, 2)), 60, infection),
        (0.25, "alanine_aminotransferase_increased", ((71, 1), (85, 2)), 110, (Attribution.SUPPORTIVE_DRUG,)),
        (0.2, "urinary_tract_infection", ((52, 2),), 59, infection),
        (0.1, "shingles", ((240, 2),), 262, infection),
        (0.12, "hypothyroidism", ((640, 1), (700, 2)), 5000, (Attribution.OTHER,)),
    ]
    for rate, term, steps, end, attributions in usual:
        happens, shift = chance.random() < rate, chance.choice((-1, 0, 0, 1))
        seen = tuple((at + shift, grade) for at, grade in steps if at + shift <= day)
        if happens and seen:
            yield ToxicityStory(term, seen, end + shift if end + shift <= day else None, attributions)


def _therapies(chance: random.Random, stage: Stage, day0: date, day: int) -> Iterator[TherapyStory]:
    """The prophylaxis of the catalogue with its usual dates (see resources/catalogues/therapies.yaml)."""
    engrafted = chance.randint(10, 13)
    usual = [
        TherapyStory("gcsf", "filgrastim", 5, engrafted),
        TherapyStory("fungal", "fluconazole", -1, engrafted),
        TherapyStory("bact", "levofloxacin", -1, engrafted - 3),
        TherapyStory("vzv", "aciclovir", -7, planned_months=12),
        TherapyStory("pjp", "cotrimoxazole", 14, planned_months=6, pause=(30, 33) if chance.random() < 0.3 else None),
        TherapyStory("sos", "ursodeoxycholic_acid", -7, 90),
    ]
    for therapy in usual:
        if therapy.start > day:
            continue
        stop = therapy.stop
        if therapy.planned_months is not None and therapy.therapy_id not in stage.kept:
            stop = (add_months(day0, therapy.planned_months) - day0).days
        stopped = stop if stop is not None and stop <= day else None
        pause = therapy.pause if therapy.pause is not None and therapy.pause[1] <= day else None
        yield TherapyStory(therapy.therapy_id, therapy.drug_id, therapy.start, stopped, therapy.planned_months, pause)


def _contacts(chance: random.Random, stage: Stage) -> Iterator[ContactStory]:
    if stage.day is None or stage.day < 20 or stage.state is not None:
        return
    missed = bool(stage.unrecorded) and not stage.booked
    if missed:
        yield ContactStory(7, ContactOutcome.NO_ANSWER, "", stage.next_try)
    # Who was spoken to since would no longer be one whom nobody reaches.
    earlier = 20 if missed else 0
    yield ContactStory(chance.randint(2, 20) + earlier, ContactOutcome.REACHED, chance.choice(NOTES))


NOTES = (
    "Well, tired; no fever",
    "Asks about vaccines; told to wait for month 6",
    "Walks 700 m without a stick",
    "Wants to return to work part time",
    "Cough for two days, no fever; will call again if worse",
)
