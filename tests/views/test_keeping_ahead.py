"""Visits for life stay planned ahead although nobody records anything, without anybody waiting for it."""

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import alerts, patients, rule_sets, undo, visits
from hsct_desktop.services.workspace import Workspace, clock_on
from hsct_desktop.store.change_log import last_entry
from hsct_desktop.views import keeping_ahead
from tests.views.ward import ON, physician


def years(shell: Shell) -> int:
    ws = shell.ctx.ready()
    lines = [row for hit in patients.browse(ws) for row in visits.for_patient(ws, hit.id, ws.today())]
    return sum(row.label.startswith("Year") for row in lines)


def test_nothing_is_written_while_enough_is_planned(shell: Shell, qtbot: QtBot) -> None:
    ws = shell.ctx.ready()
    with ws.read() as session:
        before = last_entry(session).seq
    qtbot.waitUntil(lambda: not shell.window.keeping_ahead.timer.isActive())
    with ws.read() as session:
        assert last_entry(session).seq == before


def test_a_new_day_years_later_plans_the_years_to_come(shell: Shell, qtbot: QtBot) -> None:
    ws, heard = shell.ctx.ready(), []
    qtbot.waitUntil(lambda: not shell.window.keeping_ahead.timer.isActive())
    before = years(shell)
    shell.ctx.news.changed.connect(lambda changes, by: heard.append((changes.kinds, by)))
    ws.clock = clock_on(ON + timedelta(days=5 * 366))
    shell.window.watch.look()
    qtbot.waitUntil(lambda: any(by is shell.window.keeping_ahead for _kinds, by in heard))
    assert years(shell) > before
    assert undo.undo_last(ws) is None, "nobody takes back what the program has planned"
    assert "schedule" in next(kinds for kinds, by in heard if by is shell.window.keeping_ahead)


def test_a_file_that_cannot_be_written_now_is_no_error(shell: Shell) -> None:
    def busy(*_args: object, **_words: object) -> object:
        raise KnownError("file_busy")

    ws = shell.ctx.ready()
    ws.clock = clock_on(ON + timedelta(days=5 * 366))
    ws.store.write = busy  # type: ignore[method-assign,assignment]
    shell.window.keeping_ahead.keep()
    assert not shell.window.error_strip.isVisible()


def test_without_a_file_there_is_nothing_to_keep(shell: Shell) -> None:
    shell.desk.close()
    shell.window.keeping_ahead.keep()
    assert shell.ctx.workspace is None


def test_the_ward_is_asked_in_parts(shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    ws = shell.ctx.ready()
    parts: list[list[int]] = []
    rule_sets.approve(physician(ws), "alerts", "Dr Serra", ON)
    whole = alerts.refresh_some
    monkeypatch.setattr(keeping_ahead, "AT_ONCE", 2)

    def asked(ws: Workspace, ids: list[int]) -> int:
        parts.append(list(ids))
        return whole(ws, ids)

    monkeypatch.setattr(alerts, "refresh_some", asked)
    ahead = shell.window.keeping_ahead
    ahead.keep()
    assert parts == [], "nobody is asked in the tick that plans"
    qtbot.waitUntil(lambda: not ahead.timer.isActive())
    assert [who for part in parts for who in part] == alerts.to_refresh(ws)
    assert 0 < max(len(part) for part in parts) <= 2
