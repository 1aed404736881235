"""An error nobody expected leaves a report without patient data, one sentence, and a window that lives on."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views.crash import CrashHandler, report_text

NAME = "Rossi, Elena"


def fail(name: str) -> None:
    raise ValueError(f"cannot save {name}")


def raised() -> tuple[type[BaseException], BaseException]:
    with pytest.raises(ValueError) as caught:
        fail(NAME)
    return caught.type, caught.value


def test_the_report_has_type_place_and_versions_and_no_values() -> None:
    kind, error = raised()
    text = report_text(kind, error.__traceback__, datetime(2026, 11, 20, tzinfo=UTC))
    assert "ValueError" in text
    assert "test_crash.py" in text
    assert "in fail" in text
    assert "Python 3." in text
    assert "Rossi" not in text
    assert str(Path.home()) not in text


def test_the_report_names_what_led_to_the_error() -> None:
    def wrap() -> None:
        try:
            fail(NAME)
        except ValueError as error:
            raise RuntimeError(f"while saving {NAME}") from error

    with pytest.raises(RuntimeError) as caught:
        wrap()
    error = caught.value
    text = report_text(type(error), error.__traceback__, datetime(2026, 11, 20, tzinfo=UTC), error)
    assert text.index("RuntimeError") < text.index("ValueError") < text.index("in fail")
    assert "Rossi" not in text


def test_the_report_is_written_and_old_ones_go(qapp: QApplication, tmp_path: Path) -> None:
    handler = CrashHandler(tmp_path / "reports")
    kind, error = raised()
    told: list[str] = []
    handler.crashed.connect(told.append)
    for _ in range(25):
        handler.handle(kind, error, error.__traceback__)
    assert len(set(told)) == 25
    assert len(list((tmp_path / "reports").iterdir())) == 20
    assert Path(told[-1]).exists()
    if os.name != "nt":
        assert {path.stat().st_mode & 0o777 for path in (tmp_path / "reports").iterdir()} == {0o600}


def test_a_folder_that_refuses_is_no_second_crash(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("x")
    kind, error = raised()
    CrashHandler(tmp_path / "file" / "below").write(kind, error.__traceback__)
    assert "ValueError" in capsys.readouterr().err


def test_a_known_error_is_told_without_a_report(qapp: QApplication, tmp_path: Path) -> None:
    handler = CrashHandler(tmp_path / "reports")
    told: list[object] = []
    handler.known.connect(told.append)
    error = KnownError("stale_row")
    handler.handle(KnownError, error, None)
    assert told == [error]
    assert not (tmp_path / "reports").exists()


@pytest.mark.qt_no_exception_capture
def test_the_window_lives_on(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    shell.crashes.folder = tmp_path / "reports"
    before = sys.excepthook
    shell.crashes.install()
    try:
        QTimer.singleShot(0, lambda: fail(NAME))
        qtbot.waitUntil(lambda: bool(shell.window.error_strip.text()))
    finally:
        shell.crashes.remove()
    assert sys.excepthook is before
    assert str(tmp_path / "reports") in shell.window.error_strip.text()
    assert "Rossi" not in shell.window.error_strip.text()
    shell.window.trigger("go_patients")
    assert shell.window.place == "patients"
