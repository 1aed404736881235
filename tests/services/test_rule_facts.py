"""The picture that rules look at: the same for one patient and for the ward, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from hsct_desktop.domain.fertility import FertilityEntry, FertilityKind
from hsct_desktop.domain.rule_facts import RECORDS, RuleFacts, Said
from hsct_desktop.services import fertility, rule_facts
from hsct_desktop.services.rule_facts import Wanted
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import alert_facts as store_facts
from hsct_desktop.store.base import ReadSession
from tests.services.ward import days, register

CODES = ("CD4", "IGG", "ANC", "TEMP")


def wanted(ws: Workspace) -> Wanted:
    return Wanted.by(RECORDS | set(CODES), ws.catalogue.alerts.ages)


def ward(ws: Workspace, session: ReadSession, ids: list[int] | None) -> dict[int, RuleFacts]:
    return rule_facts.of_patients(ws, session, ids, wanted(ws), ws.today(), ws.catalogue.alerts.ages)


@contextmanager
def counted(session: ReadSession) -> Iterator[list[str]]:
    """The statements that run inside."""
    seen: list[str] = []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    engine = session.connection().engine
    sa.event.listen(engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(engine, "before_cursor_execute", note)


def test_a_patient_alone_looks_as_in_the_ward(practised: Workspace) -> None:
    with practised.read() as session:
        everybody = ward(practised, session, None)
        assert set(everybody) == set(store_facts.followed(session))
        assert len(everybody) > 10
        for patient_id, facts in everybody.items():
            assert ward(practised, session, [patient_id]) == {patient_id: facts}


def test_the_ward_takes_as_many_statements_as_one_patient(practised: Workspace) -> None:
    with practised.read() as session:
        ward(practised, session, None)  # the unit's own numbers are read once and then known
        with counted(session) as for_all:
            found = ward(practised, session, None)
        alone = []
        for patient_id in found:
            with counted(session) as for_one:
                ward(practised, session, [patient_id])
            alone.append(len(for_one))
    assert max(alone) <= len(for_all) <= max(alone) + 2
    assert len(for_all) < 60


def test_what_is_not_wanted_is_left_unread(practised: Workspace) -> None:
    with practised.read() as session:
        only = Wanted.by({"therapy"}, {})
        found = rule_facts.of_patients(practised, session, None, only, practised.today(), {})
    assert all(facts.unread == RECORDS - {"therapy", "course", "person"} for facts in found.values())
    assert any(facts.therapies for facts in found.values())


def test_nobody_is_read_for_no_ids(practised: Workspace) -> None:
    with practised.read() as session:
        assert ward(practised, session, []) == {}


def test_the_last_word_on_contraception_is_read_and_one_that_ended_is_none(ws: Workspace) -> None:
    who = register(ws, 100)
    fertility.record(ws, FertilityEntry(who, FertilityKind.CONTRACEPTION, days(-90), "yes", days(-20)), confirmed=True)
    asked = Wanted.by({"fertility"}, {})
    with ws.read() as session:
        found = rule_facts.of_patient(ws, session, who, asked, ws.today(), {})
    assert (found.contraception, found.pregnant) == (Said("no", days(-20), "fertility_record:1"), None)
    fertility.record(ws, FertilityEntry(who, FertilityKind.CONTRACEPTION, days(-5), "not_needed"), confirmed=True)
    with ws.read() as session:
        found = rule_facts.of_patient(ws, session, who, asked, ws.today(), {})
    assert found.contraception is not None
    assert found.contraception.answer == "not_needed"
