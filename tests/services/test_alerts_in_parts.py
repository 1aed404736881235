"""The rules of a ward asked in parts, in idle time, leave the same alerts as asked at once."""

from __future__ import annotations

from datetime import timedelta

from hsct_desktop.services import alerts, rule_sets
from hsct_desktop.services.workspace import Workspace, clock_on
from hsct_desktop.store import alert
from tests.services.ward import TODAY, register


def standing(ws: Workspace) -> set[tuple[int, str]]:
    with ws.read() as session:
        return {(who, a.rule_id) for who, held in alert.standing_of_all(session).items() for a in held}


def test_parts_make_what_the_whole_makes(ws: Workspace) -> None:
    rule_sets.approve(ws, "alerts", "Dr Serra", TODAY)
    people = [register(ws, 150, f"MS-00{n}") for n in range(5)]
    assert alerts.to_refresh(ws) == people
    ws.clock = clock_on(TODAY + timedelta(days=300))
    before = standing(ws)
    first = alerts.refresh_some(ws, people[:2])
    assert first > 0
    assert {who for who, _ in standing(ws) - before} <= set(people[:2])
    rest = sum(alerts.refresh_some(ws, [who]) for who in people[2:])
    made = standing(ws)
    assert {who for who, _ in made - before} == set(people)
    assert rest > 0
    assert alerts.refresh(ws) == 0
    assert standing(ws) == made


def test_nobody_is_asked_while_no_rules_act(ws: Workspace) -> None:
    register(ws, 150)
    assert alerts.to_refresh(ws) == []
    assert alerts.refresh_some(ws, [1]) == 0
