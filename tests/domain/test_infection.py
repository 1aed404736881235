"""What an infection must say, and what cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from hsct_desktop.domain.adverse_event import Outcome
from hsct_desktop.domain.infection import Infection, InfectionCertainty, InfectionEntry, check_infection

TODAY = date(2026, 11, 20)
BORN = date(1985, 3, 7)
YESTERDAY = TODAY - timedelta(days=1)
SOUND = InfectionEntry(1, TODAY, certainty=InfectionCertainty.PROVEN, organism="Escherichia coli", site="Bloodstream")


def found(entry: InfectionEntry, died: date | None = None) -> list[tuple[str, str, bool]]:
    return [(problem.field, problem.key, problem.soft) for problem in check_infection(entry, BORN, TODAY, died)]


def test_a_sound_infection_has_no_problem() -> None:
    assert found(SOUND) == []
    assert found(replace(SOUND, ended_on=TODAY, outcome=Outcome.RESOLVED, anc_at_onset=Decimal("0.1"))) == []
    assert found(replace(SOUND, organism="", certainty=InfectionCertainty.POSSIBLE)) == []


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"found_on": None}, ("found_on", "date_missing", False)),
        ({"found_on": BORN - timedelta(days=1)}, ("found_on", "before_birth", False)),
        ({"found_on": TODAY + timedelta(days=1)}, ("found_on", "date_in_future", False)),
        ({"organism": " ", "site": ""}, ("organism", "infection_empty", False)),
        ({"organism": ""}, ("organism", "infection_proven_without_organism", True)),
        ({"certainty": None}, ("certainty", "infection_certainty_missing", False)),
        (
            {"treated_from": TODAY, "treated_until": YESTERDAY},
            ("treated_until", "end_before_onset", False),
        ),
        ({"ended_on": YESTERDAY, "outcome": Outcome.RESOLVED}, ("ended_on", "end_before_onset", False)),
        ({"outcome": Outcome.RESOLVED}, ("ended_on", "end_missing", False)),
        ({"ended_on": TODAY}, ("outcome", "outcome_missing", False)),
        ({"treated_until": TODAY + timedelta(days=1)}, ("treated_until", "date_in_future", False)),
        ({"anc_at_onset": Decimal(-1)}, ("anc_at_onset", "infection_neutrophils", False)),
        ({"anc_at_onset": Decimal(800)}, ("anc_at_onset", "infection_neutrophils", False)),
        ({"organism": "x" * 201}, ("organism", "too_long", False)),
        ({"treatment": "x" * 4001}, ("treatment", "too_long", False)),
    ],
)
def test_each_mistake_is_named_at_its_field(changed: dict[str, object], problem: tuple[str, str, bool]) -> None:
    assert found(replace(SOUND, **changed)) == [problem]  # type: ignore[arg-type]


def test_nothing_lies_after_the_death() -> None:
    assert found(SOUND, died=YESTERDAY) == [("found_on", "after_death", False)]


def test_an_infection_is_open_until_it_has_ended() -> None:
    assert Infection(1, 1, SOUND, TODAY).is_open
    assert not Infection(1, 1, replace(SOUND, ended_on=TODAY, outcome=Outcome.RESOLVED), TODAY).is_open
    assert Infection(1, 1, replace(SOUND, outcome=Outcome.UNKNOWN), TODAY).is_open
