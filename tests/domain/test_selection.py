"""The selection's rules: what the record says, how it stands to a limit, meetings, trials, deaths to day 100."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hsct_desktop.domain.death_review import DeathRelation, Treated, treatment_related_mortality
from hsct_desktop.domain.partial_date import PartialDate, parse_partial
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.selection import (
    Criterion,
    Dated,
    DrugGiven,
    EdssGiven,
    Found,
    Hint,
    Limit,
    Reading,
    Scan,
    SelectionFacts,
    SelectionGroup,
)
from hsct_desktop.domain.selection_reading import hint_of, line, read, with_number

ON = date(2026, 11, 20)
FACTS = SelectionFacts(ON, date(1985, 3, 7))
D = Decimal
INFINITE = D("Infinity")


def day(text: str) -> PartialDate:
    found = parse_partial(text)
    assert found is not None
    return found


def criterion(reading: Reading, limit: Limit | None = None, *of: str) -> Criterion:
    label = Label("x", "x")
    return Criterion("c", SelectionGroup.DISEASE, ("ms",), label, reading, limit, of=of)


@pytest.mark.parametrize(
    ("limit", "low", "high", "wanted"),
    [
        (Limit(below=D(45)), D(44), D(44), Hint.WITHIN),
        (Limit(below=D(45)), D(45), D(45), Hint.OUTSIDE),
        (Limit(most=D("5.5")), D("5.5"), D("5.5"), Hint.WITHIN),
        (Limit(most=D("5.5")), D("6.0"), D("6.0"), Hint.OUTSIDE),
        (Limit(above=D(20)), D(20), D(20), Hint.OUTSIDE),
        (Limit(below=D(10)), D("9.5"), D("10.4"), Hint.UNKNOWN),
        (Limit(least=D(1)), D(1), INFINITE, Hint.WITHIN),
        (Limit(least=D(1)), D(0), INFINITE, Hint.UNKNOWN),
        (Limit(least=D(1)), D(0), D(0), Hint.OUTSIDE),
        (Limit(least=D(18), most=D(65)), D(17), D(17), Hint.OUTSIDE),
        (Limit(least=D(18), most=D(65)), D(18), D(18), Hint.WITHIN),
        (Limit(least=D(18), most=D(65)), D(17), D(70), Hint.UNKNOWN),
        (Limit(most=D(1)), None, None, Hint.UNKNOWN),
        (None, D(1), D(1), Hint.PERSON),
    ],
)
def test_a_value_against_a_limit(limit: Limit | None, low: Decimal | None, high: Decimal | None, wanted: Hint) -> None:
    assert hint_of(Found((), low, high), limit) is wanted


@pytest.mark.parametrize(
    ("onset", "diagnosed", "numbers", "keys"),
    [
        ("2016-11-20", "", (D("10.0"), D("10.0")), ["onset"]),  # ten years to the day are not below ten
        ("2016-11-21", "", (D("9.9"), D("9.9")), ["onset"]),
        ("2016", "", (D("9.8"), D("10.8")), ["onset_about"]),
        ("", "2020-02-29", (D("6.6"), D("6.6")), ["diagnosed"]),
        ("2012-05-01", "2020-02-29", (D("14.5"), D("14.5")), ["onset", "diagnosed"]),
        ("2027-01-01", "", (None, None), ["no_onset"]),
        ("", "", (None, None), ["no_onset"]),
    ],
)
def test_the_duration_is_that_of_the_onset_else_of_the_diagnosis(
    onset: str, diagnosed: str, numbers: tuple[Decimal | None, ...], keys: list[str]
) -> None:
    facts = replace(FACTS, onset=parse_partial(onset), diagnosed=parse_partial(diagnosed))
    found = read(criterion(Reading.DURATION), facts)
    assert (found.low, found.high) == numbers
    assert [key for key, _said in found.parts] == keys


LOOKED = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("relapses", "scans", "looked", "wanted"),
    [
        (("2026-01", "2026-06-03"), (), None, Hint.WITHIN),
        (("2026-06-03",), (), LOOKED, Hint.UNKNOWN),  # one is too few, and nobody has seen a scan
        (("2026-06-03",), (("2026-09-01", 0, 0),), None, Hint.OUTSIDE),
        ((), (("2026-09-01", 0, 1),), None, Hint.WITHIN),
        ((), (("2026-09-01", 2, None),), None, Hint.WITHIN),
        ((), (("2026-09-01", 0, None),), LOOKED, Hint.UNKNOWN),  # gadolinium is not recorded
        ((), (("2026-09-01", 0, 0),), None, Hint.UNKNOWN),  # nobody looked: no relapse recorded is not none
        ((), (("2026-09-01", 0, 0),), LOOKED, Hint.OUTSIDE),
        ((), (("2026-09-01", 0, 0),), date(2025, 11, 20), Hint.UNKNOWN),  # twelve months ago to the day is before it
        ((), (("2025-11-20", 3, 1),), LOOKED, Hint.UNKNOWN),
        (("2025-11", "2026-06-03"), (("2026-09-01", 0, 0),), LOOKED, Hint.UNKNOWN),  # the month straddles the limit
        ((), (("2025-11", 3, 1),), LOOKED, Hint.UNKNOWN),
        (("2026-12-01", "2026-12-02"), (("2026-09-01", 0, 0),), LOOKED, Hint.OUTSIDE),  # after the meeting
        ((), (), None, Hint.UNKNOWN),
    ],
)
def test_activity_is_relapses_or_scans_and_outside_only_where_somebody_looked(
    relapses: tuple[str, ...], scans: tuple[tuple[str, int | None, int | None], ...], looked: date | None, wanted: Hint
) -> None:
    facts = replace(
        FACTS,
        relapses=tuple(map(day, relapses)),
        scans=tuple(Scan(day(on), t2, gd) for on, t2, gd in scans),
        looked_on=looked,
    )
    assert line(criterion(Reading.ACTIVITY, Limit(least=D(2))), facts).hint is wanted


@pytest.mark.parametrize(
    ("given", "low", "high"),
    [
        ((("7.0", "2026-11-10"), ("5.0", "2026-11")), "5.0", "7.0"),  # which came last is not known
        ((("7.0", "2026-10-10"), ("5.0", "2026-11")), "5.0", "5.0"),
        ((("5.0", "2026-11-10"), ("5.0", "2026-11")), "5.0", "5.0"),
    ],
)
def test_the_last_edss_is_every_one_that_may_have_been_the_last(
    given: tuple[tuple[str, str], ...], low: str, high: str
) -> None:
    facts = replace(FACTS, edss=tuple(EdssGiven(D(value), day(on)) for value, on in given))
    found = line(criterion(Reading.EDSS, Limit(most=D("6.0"))), facts)
    assert (found.found.low, found.found.high) == (D(low), D(high))
    assert found.hint is (Hint.WITHIN if high == "5.0" else Hint.UNKNOWN)


def test_a_therapy_counts_once_and_only_before_the_meeting() -> None:
    names = {name: Label(name, name) for name in ("nat", "ocr", "ga")}
    drugs = (
        DrugGiven("nat", names["nat"], day("2019")),
        DrugGiven("nat", names["nat"], day("2022")),
        DrugGiven("ga", names["ga"], None),
        DrugGiven("ocr", names["ocr"], day("2027")),
    )
    asked = criterion(Reading.THERAPIES, Limit(least=D(1)), "nat", "ocr")
    found = line(asked, replace(FACTS, drugs=drugs))
    assert (found.found.low, found.hint) == (D(1), Hint.PERSON)
    assert line(asked, replace(FACTS, drugs=drugs[2:3])).hint is Hint.UNKNOWN
    assert line(asked, replace(FACTS, drugs=drugs[2:3], drugs_complete_on=ON)).hint is Hint.OUTSIDE
    every = line(criterion(Reading.THERAPIES, None), replace(FACTS, drugs=drugs)).found
    assert [key for key, _params in every.parts] == ["therapies"], "a criterion that names no drug counts them all"


def test_a_change_is_held_against_the_value_nearest_to_a_year_before() -> None:
    label = Label("FVC", "FVC")
    held = tuple(
        Dated(D(value), date.fromisoformat(on), label)
        for value, on in (
            (90, "2024-01-01"),
            (88, "2025-08-01"),
            (85, "2025-10-20"),
            (80, "2026-06-01"),
            (70, "2026-11-01"),
        )
    )
    found = read(criterion(Reading.CHANGE, None, "fvc", "dlco"), replace(FACTS, values={"fvc": held}))
    assert [(key, said["value"]) for key, said in found.parts] == [("value_bare", D(70)), ("value_before", D(85))]
    assert hint_of(found, None) is Hint.PERSON


def test_a_units_number_takes_the_place_of_the_files() -> None:
    assert with_number(Limit(below=D(45)), D(50)) == Limit(below=D(50))
    assert line(criterion(Reading.AGE, Limit(below=D(45))), FACTS, D(41)).hint is Hint.OUTSIDE


@pytest.mark.parametrize(
    ("died", "last", "relation", "where"),
    [
        ("2026-01-01", None, DeathRelation.TREATMENT, "related"),  # on Day 0
        ("2026-04-11", None, DeathRelation.TREATMENT, "related"),  # Day 100
        ("2026-04-12", None, DeathRelation.TREATMENT, ""),  # Day 101
        ("2025-12-31", None, DeathRelation.TREATMENT, ""),
        ("2026-02-01", None, DeathRelation.DISEASE, "disease"),
        ("2026-02-01", None, DeathRelation.OTHER, "other"),
        ("2026-02-01", None, DeathRelation.UNDETERMINED, "undecided"),
        ("2026-02-01", None, None, "undecided"),
        (None, "2026-04-11", None, ""),
        (None, "2026-04-10", None, "open"),
        (None, None, None, "open"),
    ],
)
def test_deaths_to_day_100_by_what_was_adjudicated(
    died: str | None, last: str | None, relation: DeathRelation | None, where: str
) -> None:
    days = [date.fromisoformat(text) if text else None for text in (last, died)]
    found = treatment_related_mortality([Treated(7, date(2026, 1, 1), days[0], days[1], relation)])
    assert found.treated == 1
    lists = {name: getattr(found, name) for name in ("related", "disease", "other", "undecided", "open")}
    assert [name for name, ids in lists.items() if ids == (7,)] == ([where] if where else [])
    assert found.non_relapse == (where in ("related", "other"))
