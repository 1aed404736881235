"""What holds for every course of disability and every setting: drawn at random, many relapses and awkward days."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.domain.confirmed_disability import Assessed, Cause, Kind, after_reference, course
from hsct_desktop.domain.disability_settings import (
    INF,
    Baseline,
    DisabilitySettings,
    EventRule,
    Outcome,
    Preceding,
    RelapseFree,
)

START = date(2020, 1, 1)
EDSS = [0.0, *(half / 2 for half in range(2, 21))]
LENGTHS = st.sampled_from([0, 7, 30, 90])
PAIRS = st.tuples(LENGTHS, st.sampled_from([0, 0, 30]))
JOINED = [((0, None), (None, 30), (90, 30)), ((30, 30), (90, None), (None, 30)), ((0, None), (None, None), (None, 0))]
FREE = st.one_of(
    st.builds(RelapseFree, PAIRS, PAIRS, PAIRS, st.sampled_from(Preceding)),
    st.sampled_from(JOINED).map(lambda around: RelapseFree(*around)),
)
SETTINGS = st.builds(
    DisabilitySettings,
    event=st.sampled_from(EventRule),
    baseline=st.sampled_from(Baseline),
    conf_days=st.sampled_from([(84,), (168,), (84, 168), (168, 84), (28, 336)]),
    conf_tol_days=st.sampled_from([(7, 730.5), (14, INF), (7, 30)]),
    check_intermediate=st.booleans(),
    require_sust_days=st.sampled_from([0, 0, 168, INF]),
    relapse_to_bl=PAIRS,
    relapse_to_event=PAIRS,
    relapse_to_conf=PAIRS,
    relapse_assoc=PAIRS,
    relapse_indep=FREE,
    relapse_rebl=st.booleans(),
    raw_pira=st.booleans(),
    impute_last_visit=st.booleans(),
)
DAYS = st.lists(st.integers(1, 200), max_size=20).map(lambda gaps: [sum(gaps[:at]) for at in range(len(gaps) + 1)])


@dataclass(frozen=True)
class Patient:
    """Visits in order, relapses, and some of them on visit days."""

    visits: list[Assessed]
    relapses: list[date]


@st.composite
def patients(draw: Any) -> Patient:
    days = [START + timedelta(number) for number in draw(DAYS)]
    steps = draw(st.lists(st.sampled_from([-3, -1, 0, 0, 0, 1, 2, 4]), min_size=len(days), max_size=len(days)))
    at, visits = draw(st.integers(0, 19)), []
    for on, step in zip(days, steps, strict=True):
        at = min(max(0, at + step), 19)
        visits.append(Assessed(on, EDSS[at]))
    anywhere = st.integers(-100, 3000).map(lambda number: START + timedelta(number))
    return Patient(visits, draw(st.lists(st.one_of(anywhere, st.sampled_from(days)), max_size=5)))


@given(patients(), SETTINGS)
def test_an_onset_lies_after_its_baseline_and_before_its_confirmation(
    who: Patient, settings: DisabilitySettings
) -> None:
    found = course(who.visits, who.relapses, settings)
    for event in found.events:
        step = settings.step(event.baseline.value)
        sign = 1 if event.kind is Kind.CDW else -1
        assert event.baseline.on < event.onset.on
        assert all(event.onset.on < on <= who.visits[-1].on for on in event.confirmed_on)
        assert sign * (event.onset.value - event.baseline.value) >= step
        held = [visit for visit in who.visits if visit.on in event.confirmed_on]
        assert all(sign * (visit.value - event.baseline.value) >= step for visit in held)
        assert event.confirmed_on or (settings.impute_last_visit and event.onset == who.visits[-1])
        assert (event.cause is not None) == (settings.tells_causes and event.kind is Kind.CDW)
    assert all(one.onset.on < other.onset.on for one, other in pairwise(found.events))
    assert len(found.events) <= 1 or settings.event is EventRule.MULTIPLE
    assert all(passed.baseline.on < passed.onset.on for passed in found.unconfirmed)


@given(patients(), SETTINGS, st.integers())
def test_the_order_of_rows_does_not_matter(who: Patient, settings: DisabilitySettings, seed: int) -> None:
    visits, relapses = list(who.visits), list(who.relapses)
    random.Random(seed).shuffle(visits)
    random.Random(seed + 1).shuffle(relapses)
    assert course(visits, relapses, settings) == course(who.visits, who.relapses, settings)


@given(patients(), SETTINGS, st.integers(1, 1000), st.sampled_from(EDSS))
def test_a_later_visit_never_changes_a_confirmed_first_event(
    who: Patient, settings: DisabilitySettings, later: int, value: float
) -> None:
    """What a later visit may change is how long the event was held, and that an imputed one is imputed no more.

    Without sustained change asked for, with the first period alone, and without new references, which look ahead.
    """
    settings = replace(
        settings, require_sust_days=0, impute_last_visit=False, conf_days=(84,), relapse_rebl=False,
        event=EventRule.FIRST_CDW if settings.event is EventRule.MULTIPLE else settings.event,
    )  # fmt: skip
    before = course(who.visits, who.relapses, settings).events
    more = [*who.visits, Assessed(who.visits[-1].on + timedelta(later), value)]
    after = course(more, who.relapses, settings).events
    for event in before:
        (same,) = after
        assert (same.kind, same.onset, same.baseline) == (event.kind, event.onset, event.baseline)
        assert same.confirmed_on == event.confirmed_on
        # A further confirming visit, free of relapses around it, may turn "undefined" into PIRA, nothing else.
        assert same.cause is event.cause or (event.cause, same.cause) == (Cause.UNDEFINED, Cause.PIRA)
        assert same.sustained_days >= event.sustained_days


class Mirrored(DisabilitySettings):
    """The same rules on the scale turned upside down: 10 - x, where low is worse and the steps stand mirrored."""

    @property
    def is_higher_worse(self) -> bool:  # type: ignore[override]
        return False

    def step(self, reference: float) -> float:
        return DisabilitySettings.step(self, 10 - reference)


SWAPPED = {
    EventRule.FIRST_CDW: EventRule.FIRST_CDI, EventRule.FIRST_CDI: EventRule.FIRST_CDW,
    Baseline.ROVING_IMPR: Baseline.ROVING_WORS, Baseline.ROVING_WORS: Baseline.ROVING_IMPR,
}  # fmt: skip
PLAIN = SETTINGS.map(lambda settings: replace(settings, impute_last_visit=False, raw_pira=False)).filter(
    lambda settings: settings.event not in (EventRule.FIRST_PIRA, EventRule.FIRST_RAW)
)


def of_mirror(who: Patient) -> list[Assessed]:
    return [Assessed(visit.on, 10 - visit.value) for visit in who.visits]


@given(patients(), PLAIN)
def test_worsening_upwards_is_worsening_downwards_on_the_mirrored_scale(
    who: Patient, settings: DisabilitySettings
) -> None:
    mirrored = course(of_mirror(who), who.relapses, Mirrored(**vars_of(settings)))
    expected = course(who.visits, who.relapses, settings).events
    assert [(e.kind, e.onset.on, e.baseline.on, e.confirmed_on, e.sustained_days) for e in mirrored.events] == [
        (e.kind, e.onset.on, e.baseline.on, e.confirmed_on, e.sustained_days) for e in expected
    ]


class Turned(Mirrored):
    """Mirrored steps only: what was worsening is improvement."""

    @property
    def is_higher_worse(self) -> bool:  # type: ignore[override]
        return True


@given(patients(), PLAIN)
def test_worsening_and_improvement_are_mirror_images(who: Patient, settings: DisabilitySettings) -> None:
    swapped = replace(
        settings,
        event=SWAPPED.get(settings.event, settings.event),
        baseline=SWAPPED.get(settings.baseline, settings.baseline),
    )
    turned = course(of_mirror(who), who.relapses, Turned(**vars_of(swapped))).events
    other = {Kind.CDW: Kind.CDI, Kind.CDI: Kind.CDW}
    expected = course(who.visits, who.relapses, settings).events
    assert [(other[e.kind], e.onset.on, e.baseline.on, e.confirmed_on) for e in turned] == [
        (e.kind, e.onset.on, e.baseline.on, e.confirmed_on) for e in expected
    ]


def vars_of(settings: DisabilitySettings) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in DisabilitySettings.__dataclass_fields__}


@given(patients(), SETTINGS)
def test_an_open_onset_is_confirmed_by_some_later_visit(who: Patient, settings: DisabilitySettings) -> None:
    """Open means open: one more visit, on the first day on which the window allows it, makes an event of it."""
    settings = replace(
        settings, event=EventRule.MULTIPLE, baseline=Baseline.FIXED, conf_days=(84,), conf_tol_days=(7, 730.5),
        require_sust_days=0, relapse_rebl=False, impute_last_visit=False,
    )  # fmt: skip
    found = course(who.visits, who.relapses, settings)
    last = who.visits[-1]
    for passed in found.unconfirmed:
        if passed.is_open:
            on = max(last.on + timedelta(1), passed.onset.on + timedelta(77))
            while any(abs((on - relapse).days) < 91 for relapse in who.relapses):
                on += timedelta(1)
            if (on - passed.onset.on).days > 814:
                continue
            more = course([*who.visits, Assessed(on, passed.onset.value)], who.relapses, settings)
            assert passed.onset in [event.onset for event in more.events]
        else:
            more = course([*who.visits, Assessed(last.on + timedelta(90), passed.onset.value)], who.relapses, settings)
            assert passed.onset not in [event.onset for event in more.events]


@given(patients(), SETTINGS)
def test_after_a_reference_every_onset_lies_after_it(who: Patient, settings: DisabilitySettings) -> None:
    reference = who.visits[len(who.visits) // 2]
    found = after_reference(reference, who.visits, who.relapses, settings)
    assert (found.first, found.baseline) == (reference, reference)
    assert all(event.onset.on > reference.on for event in (*found.events, *found.unconfirmed))
    if settings.baseline is Baseline.FIXED and not settings.relapse_rebl:
        assert all(event.baseline == reference for event in (*found.events, *found.unconfirmed))


@given(patients(), SETTINGS)
def test_sdmt_takes_the_same_rules_downwards(who: Patient, settings: DisabilitySettings) -> None:
    visits = [Assessed(visit.on, 100 - 4 * visit.value) for visit in who.visits]
    for event in course(visits, who.relapses, replace(settings, outcome=Outcome.SDMT)).events:
        assert (event.onset.value < event.baseline.value) == (event.kind is Kind.CDW)
