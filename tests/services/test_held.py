"""One reading asks for the same rows once; a session that holds nothing, or that writes, always asks the file."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import lab_result, patient, setting, transplant
from hsct_desktop.store.base import ReadSession
from hsct_desktop.store.held import hold


def statements(session: ReadSession) -> list[str]:
    """What is asked of the file from here on."""
    asked: list[str] = []
    event.listen(session.connection(), "before_cursor_execute", lambda _c, _k, sql, *_: asked.append(sql))
    return asked


@pytest.mark.parametrize("is_held", [True, False])
def test_the_same_question_is_asked_once(ws: Workspace, is_held: bool) -> None:
    with ws.read() as session:
        if is_held:
            hold(session)
        asked = statements(session)
        first = [lab_result.of_patient(session, 1), transplant.of_patient(session, 1), patient.get(session, 1)]
        count = len(asked)
        again = [lab_result.of_patient(session, 1), transplant.of_patient(session, 1), patient.get(session, 1)]
        assert first == again
        assert (len(asked) == count) is is_held


def test_each_caller_gets_a_list_of_its_own(ws: Workspace) -> None:
    with ws.read() as session:
        hold(session)
        found = transplant.of_patient(session, 1)
        found.clear()
        assert transplant.of_patient(session, 1) is not found


def test_a_session_that_writes_holds_nothing(ws: Workspace) -> None:
    with ws.write("setting.put") as session:
        hold(session)
        asked = []
        event.listen(session.connection(), "before_cursor_execute", lambda _c, _k, sql, *_: asked.append(sql))
        assert setting.get(session, "unit.name") == setting.get(session, "unit.name")
        assert len(asked) == 2
