"""What the letters due lack is read in view first, one that cannot be read stops no other, and the list stays put."""

import threading
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import letter_files
from hsct_desktop.services.letters_due import DueLetter
from hsct_desktop.views.letters_due_lacks import LackReader
from hsct_desktop.views.rows_model import Cell, Line, RowsTable

KIND = LetterKind.NEUROLOGIST
DAY = date(2026, 11, 20)
WS: Any = SimpleNamespace()


def due(count: int) -> list[DueLetter]:
    return [DueLetter(n, f"MS-{n}", "A, B", DAY, KIND, "Day +30", DAY, DAY, 0) for n in range(1, count + 1)]


def test_those_in_view_are_read_first_also_while_others_are_read(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    begun, go_on = threading.Event(), threading.Event()

    def with_missing(_ws: object, wanted: list[DueLetter]) -> list[DueLetter]:
        read.append(wanted[0].patient_id)
        begun.set()
        assert go_on.wait(10)
        return [replace(wanted[0], missing=())]

    monkeypatch.setattr(letter_files, "with_missing", with_missing)
    reader = LackReader()
    reader.show_first([(3, KIND)])
    reader.read(WS, due(6))
    assert begun.wait(10)
    reader.show_first([(5, KIND), (6, KIND)])
    go_on.set()
    qtbot.waitUntil(lambda: not reader.busy, timeout=10_000)
    assert read == [3, 5, 6, 1, 2, 4]
    reader.forget(5)
    reader.read(WS, due(6))
    qtbot.waitUntil(lambda: not reader.busy, timeout=10_000)
    assert read[6:] == [5]


def test_a_letter_that_cannot_be_read_stops_no_other(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def with_missing(_ws: object, wanted: list[DueLetter]) -> list[DueLetter]:
        if wanted[0].patient_id == 1:
            raise KnownError("stale_row")
        return wanted

    monkeypatch.setattr(letter_files, "with_missing", with_missing)
    reader = LackReader()
    errors: list[KnownError] = []
    reader.unread.connect(errors.append)
    reader.read(WS, due(3))
    qtbot.waitUntil(lambda: not reader.busy, timeout=10_000)
    assert set(reader.known) == {(2, KIND), (3, KIND)}
    assert [error.key for error in errors] == ["stale_row"]


def test_the_list_stays_where_it_was_scrolled_to(qtbot: QtBot) -> None:
    table = RowsTable("Letters", ("Patient", "Missing"), (100, -1))
    qtbot.addWidget(table)
    table.resize(300, 200)
    table.show()
    lines = [Line((Cell(f"P {n}"), Cell("…")), n) for n in range(100)]
    table.update_lines(lines)
    assert table.key() == 0
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    seen = table.keys_in_view()
    assert 99 in seen
    assert 0 not in seen
    table.update_lines([replace(line, cells=(line.cells[0], Cell("2 missing"))) for line in lines])
    assert table.keys_in_view() == seen
    assert table.rows.index(60, 1).data() == "2 missing"
    table.update_lines(lines[:10])
    assert table.keys_in_view()[0] == 0
