"""Approvals and kept texts in a real file of each driver: whose text, who follows it, what counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.store import protocol_approval, transplant
from hsct_desktop.store.base import fetch, void
from hsct_desktop.store.engine import Store
from hsct_desktop.store.patient import Patient
from hsct_desktop.store.protocol_approval import ProtocolApproval
from hsct_desktop.store.transplant import Transplant

ON = date(2026, 11, 20)


@pytest.fixture
def pinned(store: Store, nurse: int, register: Callable[..., tuple[int, int]]) -> tuple[tuple[int, int], int]:
    """A patient's id and course, put on a text; the id of that text."""
    who = register()
    with store.write(nurse, "repin") as session:
        snapshot = transplant.pin_protocol(session, "own", "1", '{"id":"own"}')
        transplant.repin(session, who[1], "own", "1", snapshot)
    return who, snapshot


def counts(store: Store, snapshot: int) -> tuple[int, int]:
    with store.read() as session:
        return next((t.patients, t.courses) for t in protocol_approval.kept_texts(session) if t.id == snapshot)


def test_who_is_followed_on_a_text(store: Store, nurse: int, pinned: tuple[tuple[int, int], int]) -> None:
    (patient_id, course_id), snapshot = pinned
    assert counts(store, snapshot) == (1, 1)
    with store.write(nurse, "close") as session:
        transplant.close(session, course_id, ON)
    assert counts(store, snapshot) == (0, 1)
    with store.write(nurse, "open") as session:
        fetch(session, Transplant, course_id).closed_on = None
        fetch(session, Patient, patient_id).follow_up = FollowUp.LOST
    assert counts(store, snapshot) == (0, 1)
    with store.write(nurse, "void") as session:
        void(session, fetch(session, Patient, patient_id), "entered twice")
    assert counts(store, snapshot) == (0, 0)


def test_a_text_that_nobody_follows_is_kept_with_its_approval(store: Store, nurse: int) -> None:
    with store.write(nurse, "protocol.approve") as session:
        snapshot = transplant.pin_protocol(session, "own", "7", '{"id":"own","version":"7"}')
        row = protocol_approval.add(session, snapshot, "Dr Who", ON, "note")
        assert row.id
    assert counts(store, snapshot) == (0, 0)
    with store.read() as session:
        (approval,) = protocol_approval.in_force(session)
    assert (approval.protocol_id, approval.approved_by, approval.approved_on, approval.note) == (
        "own", "Dr Who", ON, "note",
    )  # fmt: skip
    assert approval.sha256 == transplant.digest('{"id":"own","version":"7"}')
    with store.write(nurse, "protocol.withdraw") as session:
        void(session, fetch(session, ProtocolApproval, approval.id, approval.version), "wrong file")
    with store.read() as session:
        assert protocol_approval.in_force(session) == []
