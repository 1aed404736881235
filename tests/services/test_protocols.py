"""The unit's protocols: list, versions, approval, what they would give for any dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.protocol import Window
from hsct_desktop.domain.working_days import WEEKENDS_ONLY, ClosedBecause
from hsct_desktop.resource import resource
from hsct_desktop.services import protocols, undo
from hsct_desktop.services.protocol_what_if import what_if
from hsct_desktop.services.protocols import PRESENT, Origin
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import TODAY, change_state, days, keys, register, row_counts


def with_wider_window(ws: Workspace) -> None:
    """From here on the catalogue of this file has another text of the MS protocol."""
    ws.catalogue = Catalogue()
    protocol = ws.catalogue.protocol("ahsct-ms")
    items = tuple(replace(i, window=Window(9, 9)) if i.id == "d30" else i for i in protocol.items)
    changed = replace(protocol, version="2", items=items)
    ws.catalogue.__dict__["protocols"] = {**ws.catalogue.protocols, "ahsct-ms": changed}


def test_the_list_counts_who_follows_which_text(ws: Workspace) -> None:
    rows = {row.id: row for row in protocols.listing(ws)}
    assert list(rows) == list(ws.catalogue.protocols)
    assert rows["ahsct-ms"].origin is Origin.SHIPPED
    assert (rows["ahsct-ms"].patients, rows["ahsct-ms"].older, rows["ahsct-ms"].visits) == (0, 0, 12)
    register(ws)
    lost = register(ws, code="MS-002")
    change_state(ws, lost, StateChangeKind.LOST)
    assert [(r.patients, r.older) for r in protocols.listing(ws) if r.id == "ahsct-ms"] == [(1, 0)]
    with_wider_window(ws)
    register(ws, code="MS-003")
    assert [(r.version, r.patients, r.older) for r in protocols.listing(ws) if r.id == "ahsct-ms"] == [("2", 1, 1)]


def test_a_protocol_that_is_gone_stays_in_the_list_while_patients_follow_it(ws: Workspace) -> None:
    register(ws)
    ws.catalogue = Catalogue()
    left = {key: p for key, p in ws.catalogue.protocols.items() if key != "ahsct-ms"}
    ws.catalogue.__dict__["protocols"] = left
    last = protocols.listing(ws)[-1]
    assert (last.id, last.origin, last.file, last.patients) == ("ahsct-ms", Origin.RECORD, None, 1)
    assert protocols.read(ws, "ahsct-ms").protocol.id == "ahsct-ms"


def test_versions_and_what_differs(ws: Workspace) -> None:
    assert [(v.snapshot_id, v.is_present) for v in protocols.versions(ws, "ahsct-ms")] == [(PRESENT, True)]
    register(ws)
    with_wider_window(ws)
    now, before = protocols.versions(ws, "ahsct-ms")
    assert (now.is_present, now.version, now.patients) == (True, "2", 0)
    assert (before.is_present, before.version, before.patients, before.courses) == (False, "1", 1, 1)
    lines = [(line.sign, line.item, line.text) for line in protocols.diff(ws, "ahsct-ms", before.snapshot_id)]
    assert lines == [("~", "", "version: 1 → 2"), ("~", "Day +30", "window: ±7 days → ±9 days")]
    with pytest.raises(KnownError, match="protocol_text_unknown"):
        protocols.protocol_of(ws, "ahsct-ms", 999)
    with pytest.raises(KnownError, match="protocol_unknown"):
        protocols.versions(ws, "ahsct-ms") and protocols.protocol_of(ws, "nope")


def test_approval_is_of_the_very_text(ws: Workspace) -> None:
    saved = protocols.approve(ws, "ahsct-ms", " Dr  Who ", TODAY, "SOP 12")
    assert saved.kinds == frozenset({"protocol"})
    approval = protocols.listing(ws)[0].approval
    assert approval is not None
    assert (approval.approved_by, approval.approved_on, approval.note) == ("Dr Who", TODAY, "SOP 12")
    assert "Dr Who" in protocols.read(ws, "ahsct-ms").approval_words
    kept = protocols.versions(ws, "ahsct-ms")[0].snapshot_id
    with_wider_window(ws)
    assert protocols.listing(ws)[0].approval is None
    assert protocols.read(ws, "ahsct-ms").approval_words == "not approved by the unit"
    assert protocols.read(ws, "ahsct-ms", kept).approval is not None


def test_approval_is_checked_and_nothing_half_written(ws: Workspace) -> None:
    before = row_counts(ws)
    for by, on, note, expected in [
        ("", TODAY, "", {("approved_by", "approved_by_missing")}),
        ("A", days(1), "", {("approved_on", "approved_on_future")}),
        ("", None, "", {("approved_by", "approved_by_missing"), ("approved_on", "approved_on_missing")}),
        ("x" * 101, TODAY, "y" * 401, {("approved_by", "too_long"), ("note", "too_long")}),
    ]:
        with pytest.raises(InputError) as refused:
            protocols.approve(ws, "ahsct-ms", by, on, note)
        assert keys(refused.value) == expected
    assert row_counts(ws) == before
    protocols.approve(ws, "ahsct-ms", "Dr Who", TODAY)
    with pytest.raises(InputError) as twice:
        protocols.approve(ws, "ahsct-ms", "Dr No", TODAY)
    assert keys(twice.value) == {("approved_by", "approved_already")}


def test_approval_is_withdrawn_with_a_reason_and_each_step_undone(ws: Workspace) -> None:
    saved = protocols.approve(ws, "ahsct-ms", "Dr Who", TODAY)
    approval = protocols.listing(ws)[0].approval
    assert approval is not None
    with pytest.raises(InputError):
        protocols.withdraw(ws, approval.id, approval.version, " ")
    gone = protocols.withdraw(ws, approval.id, approval.version, "wrong file")
    assert protocols.listing(ws)[0].approval is None
    with pytest.raises(KnownError, match="stale_row"):
        protocols.withdraw(ws, approval.id, approval.version, "again")
    assert undo.undo(ws, gone.txn).kinds == frozenset({"protocol"})
    assert protocols.listing(ws)[0].approval is not None
    undo.undo(ws, saved.txn)
    assert protocols.listing(ws)[0].approval is None


def test_what_if_shows_closed_days_and_the_day_instead(ws: Workspace) -> None:
    protocol = ws.catalogue.protocol("ahsct-ms")
    found = what_if(ws, protocol, date(2026, 8, 31), working_days=WEEKENDS_ONLY)
    rows = {row.key: row for row in found.rows}
    assert found.waiting == ("Weekly blood test, week n",)
    assert max(rows, key=lambda key: rows[key].target) == "y5"
    assert rows["d30"].day == 30
    m6 = rows["m6"]
    assert m6.target == date(2027, 2, 28)
    assert m6.closed is not None
    assert m6.closed.because is ClosedBecause.WEEKDAY
    assert m6.proposal is not None
    assert m6.proposal.day == date(2027, 3, 1)
    assert "weekly-3" in {r.key for r in what_if(ws, protocol, date(2026, 8, 31), discharge=date(2026, 9, 18)).rows}


def test_what_if_refuses_dates_that_no_course_has(ws: Workspace) -> None:
    protocol = ws.catalogue.protocol("ahsct-ms")
    with pytest.raises(InputError) as refused:
        what_if(ws, protocol, TODAY, mobilisation=TODAY, discharge=days(-1))
    assert keys(refused.value) == {("mobilisation", "mobilisation_after_day0"), ("discharge", "discharge_before_day0")}


def test_what_if_of_a_text_that_is_being_written(ws: Workspace) -> None:
    text = resource("protocols/ahsct-ms.yaml").read_text(encoding="utf-8")
    changed = text.replace("offset: 30d", "offset: 31d")
    rows = {row.key: row.target for row in what_if(ws, changed, TODAY).rows}
    assert rows["d30"] == days(31)
    with pytest.raises(CatalogueError):
        what_if(ws, changed.replace("31d", "31"), TODAY)
