"""Names of patients stay in the encrypted data file and on the prints: nowhere else, whatever somebody does."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Options, Shell
from hsct_desktop.domain.backup import Why
from hsct_desktop.services import access, backups, patients
from hsct_desktop.views.crash import CrashHandler
from hsct_desktop.views.preferences import Preferences
from tests.e2e.conftest import Start
from tests.e2e.keyboard import Keyboard
from tests.e2e.test_main_job import PASSPHRASE, new_file
from tests.views.locked_ward import CONTI, copy_locked
from tests.views.ward import ON, PEOPLE

FAMILY, GIVEN, NOTE = "Xquibblefamily", "Zquobblegiven", "Wquabblenote"
CODE = "MS-QX77"
MARKERS = (FAMILY, GIVEN, NOTE, CODE)


def files_below(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in folder.rglob("*") if path.is_file())


def journey(shell: Shell, keys: Keyboard, printed: list[Path]) -> None:
    """Register, find, record, print, take back."""
    keys.press("Ctrl+N")
    for words in (CODE, FAMILY, GIVEN, "9/6/1987", "F", "mult"):
        keys.type(words)
        keys.press("Enter")
    keys.press("Ctrl+Enter")
    keys.type("14/10/2026")
    keys.press("Enter", "Ctrl+Enter", "Ctrl+Enter")
    keys.press("T")
    keys.type("febr")
    keys.press("Enter", "3", "Ctrl+Enter")
    keys.press("C", "Enter", "Enter", "1", "Enter", "Enter", "Enter")
    keys.type(NOTE)
    keys.press("Ctrl+Enter")
    for key in ("P", "Ctrl+P"):
        before = len(printed)
        keys.press(key)
        keys.wait_until(lambda before=before: len(printed) > before)
        keys.press("Esc")
    keys.press("Ctrl+K")
    keys.type("xquib")
    keys.press("Enter")


def sqlcipher_dump(path: Path, key: bytes) -> str:
    """All that was ever entered into the data file, for who has its key."""
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(str(path))
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        return "\n".join(str(row) for row in connection.execute("SELECT * FROM change_log"))
    finally:
        connection.close()


def titles() -> list[str]:
    return [widget.windowTitle() for widget in QApplication.topLevelWidgets()]


def test_names_are_in_no_file_but_the_prints_somebody_wanted(
    start: Start,
    qtbot: QtBot,
    tmp_path: Path,
    printed: list[Path],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    home = Path.home()
    before = {path: path.stat().st_mtime_ns for path in files_below(home)}
    shell = start(None)
    keys = Keyboard(shell.window, qtbot)
    data = tmp_path / "data" / "unit.hsct"
    data.parent.mkdir()
    new_file(keys, data)
    with caplog.at_level(0):
        journey(shell, keys, printed)
    (hit,) = patients.browse(shell.ctx.ready())
    assert hit.name == f"{FAMILY}, {GIVEN}"
    for title in titles():
        assert not any(marker in title for marker in MARKERS), title
    report = crash_report(shell, tmp_path / "reports")
    keys.press("Ctrl+Q")

    unlocked = access.unlock(data, PASSPHRASE)
    plain = sqlcipher_dump(data, unlocked.key)
    assert all(marker in plain for marker in MARKERS), "the marker is one that would be found"
    said = caplog.text + "".join(capfd.readouterr())
    assert not any(marker in said for marker in MARKERS)
    kept = list(files_below(tmp_path))  # the data file too: it is encrypted
    assert data in kept
    kept += [path for path in files_below(home) if before.get(path) != path.stat().st_mtime_ns]
    assert report in kept
    assert any(path.suffix == ".ini" for path in kept)
    for path in kept:
        # The unit's pattern of file names has the code, and no name of a person unless the unit wants it.
        assert not any(marker in str(path) for marker in MARKERS if marker != CODE or path.suffix != ".pdf"), path
        if path.suffix != ".pdf":
            text = path.read_bytes().decode("utf-8", "replace")
            assert not any(marker in text for marker in MARKERS), path
    assert not any(marker in path.name for path in printed for marker in (FAMILY, GIVEN, NOTE))


def crash_report(shell: Shell, folder: Path) -> Path:
    """What is written when something breaks with a patient's data in its hands."""
    handler = CrashHandler(folder)
    written: list[str] = []
    handler.crashed.connect(written.append)
    name = patients.browse(shell.ctx.ready())[0].name
    try:
        raise RuntimeError(f"cannot draw {name}")
    except RuntimeError:
        handler.handle(*sys.exc_info())  # type: ignore[arg-type]
    (path,) = written
    return Path(path)


def test_an_encrypted_file_and_all_beside_it_name_no_patient(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, locked_once: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Data, log, keys, lock, backup, manifest, settings, temporary files, the report of a crash with a patient open."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    path = copy_locked(locked_once, tmp_path / "unit.hsct")
    preferences = Preferences(tmp_path / "settings.ini")
    shell = Shell(qapp, Options(path, language="en", scheme="light", on=ON, passphrase=CONTI), preferences)
    with qtbot.waitSignal(shell.lock.unlocked, timeout=20_000):
        shell.window.show()
    (shown,) = (hit for hit in patients.browse(shell.ctx.ready()) if hit.name.startswith("Özdemir"))
    shell.ctx.show_patient(shown.id)
    qtbot.wait(1)
    assert shell.window.place == "patient"
    report = crash_report(shell, tmp_path / "reports")
    unlocked = shell.ctx.unlocked
    assert unlocked is not None
    backups.make(path, unlocked.key, Why.COMMAND)
    said = titles()
    shell.window.close()
    kept = list(files_below(tmp_path))
    assert {"unit.hsct", "unit.hsct.keys", report.name, "settings.ini"} <= {one.name for one in kept}
    assert any(one.name.endswith(".manifest.json") for one in kept)
    markers = [part for person in PEOPLE for part in (*person[:2], f"{person[3]:%Y-%m-%d}", f"{person[3]:%d/%m/%Y}")]
    for marker in markers:
        assert not any(marker in title for title in said)
        for one in kept:
            assert marker not in str(one.relative_to(tmp_path))
            assert marker.encode() not in one.read_bytes(), one
