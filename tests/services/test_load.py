"""The load of a day: counted from what is booked now, without the visit that is being booked."""

from __future__ import annotations

import pytest

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.services import load, visits
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import change_state, days, register, scheduled


def test_only_open_visits_of_followed_patients_count(ws: Workspace) -> None:
    people = [register(ws, 45, f"A-{n}", given_name=f"P{n}") for n in range(3)]
    ids = [scheduled(ws, who, "Day +60") for who in people]
    assert load.others_on(ws, days(15)) == 0
    for visit_id in ids:
        visits.book(ws, visit_id, None, days(15), "", "")
    assert load.others_on(ws, days(15)) == 3
    assert load.others_on(ws, days(15), ids[0]) == 2
    change_state(ws, people[1], StateChangeKind.LOST)
    assert load.others_on(ws, days(15), ids[0]) == 1
    visits.book(ws, ids[2], None, days(16), "", "holiday")
    assert (load.others_on(ws, days(15), ids[0]), load.others_on(ws, days(16))) == (0, 1)


@pytest.mark.parametrize(
    ("others", "places", "en", "full"),
    [
        (0, 8, "Nobody else that day", False),
        (1, 8, "1 other that day", False),
        (3, 8, "3 others that day", False),
        (8, 8, "8 others that day · full: 8 places", True),
    ],
)
def test_the_hint(others: int, places: int, en: str, full: bool) -> None:
    assert load.load_words(wording("en"), others, places) == (en, full)
    assert load.load_words(wording("it"), others, places)[1] is full
