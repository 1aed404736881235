"""Many rows at once are stored and logged as rows that were typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hsct_desktop.domain.patient import PatientEntry
from hsct_desktop.domain.protocol import Place
from hsct_desktop.domain.visit import Closing
from hsct_desktop.store import patient
from hsct_desktop.store.bulk import insert_many
from hsct_desktop.store.engine import Store
from hsct_desktop.store.history import changes_of
from hsct_desktop.store.scheduled_visit import ScheduledVisit
from hsct_desktop.store.transplant import Transplant

COURSE = {
    "number": 1, "day0": date(2024, 3, 12), "mobilisation_start": None, "mobilisation_regimen_id": "",
    "conditioning_regimen_id": "", "cd34_dose": Decimal("5.10"), "graft_manipulation": "none", "discharged_on": None,
    "protocol_id": "p", "protocol_version": "1", "protocol_snapshot_id": None, "closed_on": None,
}  # fmt: skip
VISIT = {
    "key": "a", "item_id": "a", "number": 0, "label_en": "a", "label_it": "a", "target": date(2024, 4, 1),
    "earliest": date(2024, 3, 30), "latest": date(2024, 4, 9), "place": Place.UNIT, "optional": False,
    "ebmt_form": "", "booked": None, "visit_id": None,
}  # fmt: skip


def test_rows_are_typed_stamped_defaulted_and_logged(store: Store) -> None:
    with store.write(None, "test") as session:
        one = patient.add(session, PatientEntry("P1", "Solinas", "Maria", date(1980, 5, 1), disease_id="ms")).id
    with store.write(None, "bulk") as session:
        (course,) = insert_many(session, Transplant, [{**COURSE, "patient_id": one}])
        rows = [{**VISIT, "key": key, "patient_id": one, "transplant_id": course} for key in ("a", "b")]
        ids = insert_many(session, ScheduledVisit, rows)
        txn = session.txn
    with store.read() as session:
        held, first = session.get(Transplant, course), session.get(ScheduledVisit, ids[0])
        logged = [(change.table, change.row_id) for change in changes_of(session, txn)]
    assert held is not None
    assert (held.day0, held.cd34_dose, held.version) == (date(2024, 3, 12), Decimal("5.10"), 1)
    assert held.created_at == held.updated_at
    assert first is not None
    assert (first.closing, first.booked_time, first.place, first.optional) == (Closing.NONE, "", Place.UNIT, False)
    assert logged == [("transplant", course), ("scheduled_visit", ids[0]), ("scheduled_visit", ids[1])]


def test_rows_that_name_other_columns_are_no_rows(store: Store) -> None:
    with pytest.raises(KeyError), store.write(None, "bulk") as session:
        insert_many(session, ScheduledVisit, [VISIT, {"key": "b"}])


def test_no_rows_write_nothing(store: Store) -> None:
    with store.write(None, "bulk") as session:
        assert insert_many(session, Transplant, []) == []
