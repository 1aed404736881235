"""Patients move to a new version of their protocol when somebody says so, and not before."""

from __future__ import annotations

from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.reschedule import Choice, MoveKind
from hsct_desktop.services import patients, protocol_moves, undo, visits
from hsct_desktop.services.protocol_moves import ProtocolMove
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import ANNA, course, days, keys, plan, scheduled, see

TEXT = """
id: ours
version: "{version}"
label: {{en: Ours, it: Nostro}}
source: test
status: unit
items:
  - id: d10
    label: {{en: Day 10, it: Giorno 10}}
    anchor: day0
    offset: 10d
    window: {{before: 2d, after: 2d}}
    assessments: [vitals]
  - id: later
    label: {{en: Later, it: Dopo}}
    anchor: day0
    offset: {offset}
    window: {{before: 5d, after: 5d}}
    assessments: [vitals]
{more}"""
THIRD = """  - id: third
    label: {en: Third, it: Terza}
    anchor: day0
    offset: 90d
    window: {before: 5d, after: 5d}
    assessments: [vitals]
"""


def write(ws: Workspace, folder: Path, version: str, offset: str, more: str = "") -> None:
    (folder / "protocols").mkdir(parents=True, exist_ok=True)
    text = TEXT.format(version=version, offset=offset, more=more)
    (folder / "protocols" / "ours.yaml").write_text(text, encoding="utf-8")
    ws.catalogue = Catalogue(folder)
    assert ws.catalogue.problems == ()


def two_patients(ws: Workspace) -> tuple[int, int]:
    anna = patients.register(ws, ANNA, course(12, "ours")).patient_id or 0
    other = patients.register(ws, ANNA.__class__(**{**ANNA.__dict__, "code": "MS-002", "given_name": "Bea"}),
                              course(20, "ours"), distinct=True)  # fmt: skip
    return anna, other.patient_id or 0


def test_who_is_not_moved_stays_on_the_old_version(ws: Workspace, tmp_path: Path) -> None:
    write(ws, tmp_path, "1", "60d")
    anna, bea = two_patients(ws)
    see(ws, anna, "Day 10", days(-2))
    visits.book(ws, scheduled(ws, anna, "Later"), 1, days(47))
    assert [one.is_current for one in protocol_moves.patients_on(ws, "ours")] == [True, True]
    write(ws, tmp_path, "2", "70d", THIRD)
    on = protocol_moves.patients_on(ws, "ours")
    assert [(one.name, one.protocol_version, one.is_current) for one in on] == [
        ("Bianchi, Anna", "1", False),
        ("Bianchi, Bea", "1", False),
    ]
    shown = protocol_moves.preview(ws, anna, "ours")
    kinds = {row.label: row.kind for row in shown.rows}
    assert kinds == {"Day 10": MoveKind.KEPT, "Later": MoveKind.ASKS, "Third": MoveKind.ADDED}
    move = ProtocolMove(on[0].transplant_id, on[0].version, {"later": Choice.MOVE})
    saved = protocol_moves.move(ws, "ours", [move])
    assert (plan(ws, anna)["Later"].target, plan(ws, anna)["Later"].booked) == (
        days(58),
        days(59),
    )  # days(58) is Sunday
    assert "Third" in plan(ws, anna)
    assert (plan(ws, bea)["Later"].target, "Third" in plan(ws, bea)) == (days(40), False)
    assert [one.is_current for one in protocol_moves.patients_on(ws, "ours")] == [True, False]
    undo.undo(ws, saved.txn)
    assert (plan(ws, anna)["Later"].booked, "Third" in plan(ws, anna)) == (days(47), False)
    assert [one.is_current for one in protocol_moves.patients_on(ws, "ours")] == [False, False]


def test_all_move_together_or_nobody(ws: Workspace, tmp_path: Path) -> None:
    write(ws, tmp_path, "1", "60d")
    anna, bea = two_patients(ws)
    write(ws, tmp_path, "2", "70d")
    moves = [ProtocolMove(one.transplant_id, one.version) for one in protocol_moves.patients_on(ws, "ours")]
    with pytest.raises(KnownError, match="stale_row"):
        protocol_moves.move(ws, "ours", [moves[0], ProtocolMove(moves[1].transplant_id, 99)])
    assert plan(ws, anna)["Later"].target == days(48)
    with pytest.raises(InputError) as error:
        protocol_moves.move(ws, "ours", [])
    assert keys(error.value) == {("patients", "nobody_chosen")}
    saved = protocol_moves.move(ws, "ours", moves)
    assert saved.text == "Moved to Ours 2: 2 patients"
    assert [plan(ws, who)["Later"].target for who in (anna, bea)] == [days(58), days(50)]
    undone = undo.undo(ws, saved.txn)
    assert (undone.text, undone.patient_id) == ("Undone: change of protocol, 2 patients", None)
    assert [plan(ws, who)["Later"].target for who in (anna, bea)] == [days(48), days(40)]
    moved = protocol_moves.move(ws, "ours", [_now(ws, anna)])
    undone = undo.undo(ws, moved.txn)
    assert (undone.text.startswith("Undone: change of protocol, "), undone.patient_id) == (True, anna)


def _now(ws: Workspace, who: int) -> ProtocolMove:
    (one,) = (one for one in protocol_moves.patients_on(ws, "ours") if one.patient_id == who)
    return ProtocolMove(one.transplant_id, one.version)
