"""The change log is verified beside the window: it says how far it holds, and who changed it is not left unsaid."""

from __future__ import annotations

import sqlite3
import time

import pytest
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.services import audit
from hsct_desktop.views.audit_desk import AuditDesk, VerifiedNote


def desk(shell: Shell) -> AuditDesk:
    return shell.window.audit


def note(shell: Shell) -> VerifiedNote:
    found = shell.window.findChild(VerifiedNote, "verified_note")
    assert isinstance(found, VerifiedNote)
    return found


def verified(shell: Shell, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shell.ctx.log_verified, timeout=20_000):
        shell.ctx.verify_wanted.emit()


def test_the_first_page_says_how_far_the_log_was_verified(shell: Shell, qtbot: QtBot) -> None:
    assert note(shell).isHidden()
    verified(shell, qtbot)
    seq = audit.head(shell.ctx.ready()).seq
    assert note(shell).text().replace("\xa0", " ").startswith(f"Verified to entry {seq}, ")
    assert (note(shell).isHidden(), note(shell).property("role")) == (False, "caption")
    assert not desk(shell).verifying


def test_a_log_that_was_changed_outside_is_said_in_the_window(shell: Shell, qtbot: QtBot) -> None:
    other = sqlite3.connect(shell.ctx.ready().store.path, isolation_level=None)
    other.execute("DROP TRIGGER log_stays_update")
    other.execute("UPDATE change_log SET staff_id = 2 WHERE seq = 40")
    other.close()
    said: list[str] = []
    shell.ctx.error_wanted.connect(said.append)
    verified(shell, qtbot)
    assert len(said) == 1
    assert said[0].startswith("Entry 40 of the change log")
    assert (note(shell).text(), note(shell).property("role")) == (said[0], "danger")


def test_a_file_that_is_left_meanwhile_says_nothing(
    shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = shell.ctx.ready()
    steps: list[int] = []

    def slow(ws: object, progress: object, *, whole: bool) -> object:
        for step in range(400):
            steps.append(step)
            time.sleep(0.01)
            progress(step, 400)  # type: ignore[operator]
        raise AssertionError("read to the end")

    monkeypatch.setattr(audit, "verify", slow)
    shell.ctx.verify_wanted.emit()
    qtbot.waitUntil(lambda: bool(steps))
    assert desk(shell).verifying
    shell.ctx.workspace = None
    shell.ctx.workspace_changed.emit()
    qtbot.waitUntil(lambda: not shell.window.jobs.busy, timeout=10_000)
    assert not desk(shell).verifying
    assert len(steps) < 400
    shell.ctx.workspace = workspace
