"""The import assistant in the real window: new patients are numbered, and the file that is read is never written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.views.import_page import ImportPage

TABLE = "Cognome;Nome;Nato il;Sesso;Malattia\nSolinas;Maria;14/07/1985;F;sclerosi multipla\n"


def settle(qtbot: QtBot, page: ImportPage) -> None:
    for _ in range(2):
        QCoreApplication.processEvents()
        qtbot.waitUntil(lambda: page.session.settled, timeout=20_000)
    QCoreApplication.processEvents()


@pytest.fixture
def page(qtbot: QtBot, shell: Shell, tmp_path: Path) -> ImportPage:
    """The assistant with a table that has no codes."""
    shell.window.show_page("import_file")
    made = shell.window.page("import_file")
    assert isinstance(made, ImportPage)
    path = tmp_path / "reparto.csv"
    path.write_text(TABLE, encoding="utf-8")
    made.open(path)
    settle(qtbot, made)
    return made


def states(page: ImportPage) -> dict[str, int]:
    assert page.session.run is not None
    return {state.value: n for state, n in page.session.run.counts.items() if n}


def test_new_patients_of_a_table_without_codes_are_numbered(qtbot: QtBot, page: ImportPage) -> None:
    assert states(page) == {"refused": 1}
    told = page.verdict.problems.rows[0]
    assert [name for name, _words in told.told.actions] == ["number", "show", "skip"]
    told.links[0].click()
    series = page.columns.series
    assert series.line.hasFocus()
    QTest.keyClicks(series.line, "XX")
    QTest.keyClick(series.line, Qt.Key.Key_Return)
    assert series.said.text().startswith("XX is no form")
    assert page.session.plans[0].mapping.defaults.get("patient.code") is None
    QTest.keyClicks(series.line, "-###")
    QTest.keyClick(series.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, page)
    assert "XX-001, XX-002" in series.said.text()
    assert states(page) == {"new": 1}
    assert page.stack.currentWidget() is page.work
    page.session.take_back()
    settle(qtbot, page)
    assert (series.line.text(), states(page)) == ("", {"refused": 1})


@pytest.mark.parametrize(
    "write",
    [
        lambda page, path: page.files.refused_to(path),
        lambda page, path: page.files.report_to(path),
        lambda page, path: page.files.template_to(ImportKind.EDSS, path),
    ],
    ids=["refused rows", "report", "template"],
)
def test_no_file_goes_over_the_one_that_is_read(
    qtbot: QtBot,
    shell: Shell,
    page: ImportPage,
    write: Callable[[ImportPage, Path], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[Exception] = []
    monkeypatch.setattr(shell.ctx, "report_error", told.append)
    path = page.session.path
    assert path is not None
    write(page, path.parent / "." / path.name)
    settle(qtbot, page)
    assert [getattr(error, "key", "") for error in told] == ["import_over_source"]
    assert path.read_text(encoding="utf-8") == TABLE
