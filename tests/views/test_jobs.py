"""Jobs run beside the window and tell their outcome in the window's thread."""

import threading

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.views.jobs import Jobs


@pytest.mark.parametrize("works", [True, False])
def test_the_outcome_comes_to_the_windows_thread(qtbot: QtBot, qapp: QApplication, works: bool) -> None:
    jobs = Jobs()
    seen: list[tuple[str, object, int]] = []
    at_work: list[int] = []

    def work() -> int:
        at_work.append(threading.get_ident())
        if not works:
            raise OSError("full")
        return 7

    jobs.run(
        work,
        lambda result: seen.append(("done", result, threading.get_ident())),
        lambda error: seen.append(("failed", type(error), threading.get_ident())),
    )
    qtbot.waitUntil(lambda: not jobs.busy)
    assert seen == [("done", 7, threading.get_ident()) if works else ("failed", OSError, threading.get_ident())]
    assert at_work[0] != threading.get_ident()
    assert jobs.wait()
