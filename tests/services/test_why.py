"""Why a visit stands where it stands: rule, anchor, window, version, and who moved it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from hsct_desktop.domain.author import Author
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import undo, visits, why
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import history
from tests.services.ward import days, plan, register, scheduled


def test_rule_anchor_window_and_version(ws: Workspace) -> None:
    who = register(ws, 45)
    found = why.explain(ws, scheduled(ws, who, "Day +60"))
    row = plan(ws, who)["Day +60"]
    words = ws.wording
    assert found.rule == f"60 days after Day 0 ({words.date(days(-45))})"
    for part in ("±7 days", words.date(row.target), words.range(row.earliest, row.latest)):
        assert part in found.window
    assert found.protocol == "Autologous HSCT for multiple sclerosis, version 1"
    assert found.history == ()
    assert found.lines[-1] == "Nobody has booked or moved it."


def test_who_moved_it_when_and_why(ws: Workspace, other: Author) -> None:
    who = register(ws, 45)
    visit_id = scheduled(ws, who, "Day +60")
    first, me = ws.wording.date(days(15)), ws.require_author().name
    visits.book(ws, visit_id, None, days(15), "", "")
    ws.author = other
    moved = visits.book(ws, visit_id, None, days(17), "", "train strike")
    with ws.read() as session:
        at = ws.wording.date(
            history.of_rows(session, "scheduled_visit", [visit_id])[visit_id][-1].at.astimezone().date()
        )
    second = ws.wording.date(days(17))
    assert why.explain(ws, visit_id).history == (
        f"Booked for {first} by {me} on {at}",
        f"Booking moved from {first} to {second} by {other.name} on {at}: train strike",
    )
    undo.undo(ws, moved.txn)
    assert "(undone)" in why.explain(ws, visit_id).history[-1]
    italian = why.explain(ws, visit_id, "it")
    assert italian.rule.startswith("60 giorni dopo il giorno 0")
    assert "spostata" in italian.history[1]


def test_a_visit_of_a_series_says_which_it_is(ws: Workspace) -> None:
    who = register(ws, 800)
    label = next(label for label in plan(ws, who) if label.startswith("Year"))
    rule = why.explain(ws, scheduled(ws, who, label)).rule
    assert "every year" in rule
    assert f"number {label.split()[1]}" in rule


@pytest.mark.parametrize("people", [1, 5])
def test_many_are_explained_in_as_many_statements_as_one(ws: Workspace, people: int) -> None:
    ids = [scheduled(ws, register(ws, 45, f"A-{n}", given_name=f"P{n}"), "Day +60") for n in range(people)]
    statements: list[str] = []
    sa.event.listen(ws.store.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    with ws.read() as session:
        found = why.explain_many(session, ids, "en")
    assert set(found) == set(ids)
    assert sum(s.startswith("SELECT") for s in statements) == 4


def test_what_is_gone_is_said(ws: Workspace) -> None:
    with pytest.raises(KnownError, match="row_gone"):
        why.explain(ws, 4711)
