"""The occasions of a serial test in hospital, where no visit is scheduled: one a week from Day 0 to discharge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from hsct_desktop.domain.monitoring import LAST_WEEK, InPatient, Occasion, column_of
from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.domain.visit import VisitFacts

KEY: Final = "inpatient"
"""The key of the third week's square is `inpatient-3`."""
_LONGEST: Final = timedelta(days=7 * LAST_WEEK)
"""A stay without an end has no more weeks than the strip."""


def inpatient_occasions(
    asked: InPatient,
    planned: Sequence[Occasion],
    day0: date,
    discharged: date | None,
    registered: date,
    follow_up: FollowUp,
    on: date,
) -> list[Occasion]:
    """The occasions in hospital on a day, beside the `planned` ones of the same test.

    A week counts when the patient is in hospital on its first day (the day of discharge is one): the next visit comes a
    week or more later. It ends before the first visit of a narrow window (shorter than
    `every`: the protocol's weekly visits), and none stands in the column of a visit. What had passed before the patient
    was `registered` here is required of nobody, like the visits.
    """
    occasions = []
    taken = {column_of(day0, one.target) for one in planned}
    visits = [one.earliest for one in planned if one.target > day0 and (one.latest - one.earliest).days < asked.every]
    home = min(visits, default=date.max)
    stay = discharged if discharged is not None else min(on, day0 + _LONGEST)
    start = day0 + timedelta(days=asked.start)
    before = (asked.every - 1) // 2
    for number in range(1, _LONGEST.days // asked.every + 1):
        target = start + timedelta(days=asked.every * number)
        earliest = start if number == 1 else target - timedelta(days=before)
        if earliest > stay or target >= home:
            break
        if column_of(day0, target) in taken:
            continue
        latest = min(target + timedelta(days=asked.every - 1 - before), home - timedelta(days=1))
        if latest < registered:
            continue
        facts = VisitFacts(target, earliest, latest, follow_up=follow_up)
        occasions.append(Occasion(f"{KEY}-{number}", None, target, earliest, latest, facts))
    return occasions
