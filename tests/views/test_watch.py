"""A window that stays open: the day changes under it, and others write into its file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hsct_desktop.app import Shell
from hsct_desktop.domain.contact import ContactEntry, ContactKind, ContactOutcome, ContactWith
from hsct_desktop.domain.patient import StateChange, StateChangeKind
from hsct_desktop.services import contacts, states
from hsct_desktop.views.watch import EVERY_MS
from tests.views.ward import ON, open_workspace


def test_it_looks_while_a_file_is_open(shell: Shell) -> None:
    assert shell.window.watch.timer.isActive()
    assert shell.window.watch.timer.interval() == EVERY_MS
    shell.desk.close()
    assert not shell.window.watch.timer.isActive()


def test_at_midnight_today_is_of_the_new_day(shell: Shell) -> None:
    window, ws = shell.window, shell.ctx.ready()
    assert window.top_bar._day.text() == shell.ctx.wording.date_long(ON)
    days = {line.key: line.row.day for line in window.today_page.model.lines() if line.row is not None}
    after = ON + timedelta(days=1)
    ws.clock = lambda: datetime.combine(after, datetime.min.time(), tzinfo=UTC)
    window.watch.look()
    assert window.top_bar._day.text() == shell.ctx.wording.date_long(after)
    assert window.today_page._delegate.on == after
    same = [line for line in window.today_page.model.lines() if line.row is not None and line.key in days]
    assert same
    for line in same:
        assert line.row is not None
        assert line.row.day == (days[line.key] or 0) + 1


def test_what_another_program_writes_is_seen(shell: Shell, database: Path) -> None:
    patient_id = 1
    assert any(line.row and line.row.patient_id == patient_id for line in shell.window.today_page.model.lines())
    other = open_workspace(database)
    states.change(other, patient_id, StateChange(StateChangeKind.DIED, ON, "Sepsis"))
    other.store.close()
    shell.window.watch.look()
    assert not any(line.row and line.row.patient_id == patient_id for line in shell.window.today_page.model.lines())


def test_own_entries_are_no_news_of_others(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = ContactEntry(1, ON, ContactKind.CALL, ContactWith.PATIENT, ContactOutcome.REACHED)
    shell.ctx.save(lambda: contacts.record(shell.ctx.ready(), entry))
    told: list[object] = []
    shell.ctx.news.changed.connect(lambda changes, _by: told.append(changes))
    shell.window.watch.look()
    assert told == []


@pytest.mark.soak
@pytest.mark.parametrize(("width", "height"), [(960, 540), (960, 500), (800, 500)])
def test_the_window_fits_a_screen_at_200_percent(shell: Shell, width: int, height: int) -> None:
    shell.window.resize(width, height)
    assert (shell.window.width(), shell.window.height()) == (width, height)
    shell.ctx.show_patient(1)
    shell.window.trigger("record_visit")
    assert (shell.window.width(), shell.window.height()) == (width, height)


def test_what_the_window_itself_is_about_to_tell_is_not_read_twice(shell: Shell, database: Path) -> None:
    heard: list[object] = []
    shell.ctx.news.changed.connect(lambda changes, _initiator: heard.append(changes))
    other = open_workspace(database)
    states.change(other, 1, StateChange(StateChangeKind.DIED, ON, "Sepsis"))
    other.store.close()
    shell.ctx.writing = True
    shell.window.watch.look()
    assert heard == []
    shell.ctx.writing = False
    shell.window.watch.look()
    assert len(heard) == 1
