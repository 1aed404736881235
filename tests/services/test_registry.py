"""The registry sheet: which days a form tells of, what is missing, that it was typed in, its files."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from hsct_desktop.documents.registry_inputs import ItemState, RegistrySheet
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.registry import RegistryFact, RegistryForm, period
from hsct_desktop.services import registry, undo
from hsct_desktop.services.registry_facts import _SAY, place_of
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import TODAY, days, register, see


def item(found: RegistrySheet, name: str) -> tuple[str, ItemState]:
    return next((one.value, one.state) for one in found.items if one.id == name)


def test_forms_follow_each_other_without_a_gap() -> None:
    day0, on = date(2024, 2, 29), date(2027, 3, 1)
    spans = [period(form, day0, on) for form in RegistryForm]
    assert [span.due for span in spans] == [day0, date(2024, 6, 8), date(2024, 8, 29), date(2027, 2, 28)]
    assert spans[3].year == 3
    assert spans[1].first == day0
    assert (spans[2].first - spans[1].last).days == 1
    first_year = period(RegistryForm.ANNUAL, day0, date(2025, 3, 10))
    assert (first_year.year, (first_year.first - spans[2].last).days) == (1, 1)
    assert first_year.last == date(2025, 3, 10)


def test_every_fact_is_answered_and_has_a_place() -> None:
    assert set(_SAY) == set(RegistryFact)
    assert {fact for fact in RegistryFact if not place_of(fact)} == {RegistryFact.NOT_HELD}


def test_what_is_missing_is_marked_and_named(ws: Workspace) -> None:
    patient_id = register(ws, 120)
    found = registry.sheet(ws, patient_id, RegistryForm.DAY100, "en")
    assert item(found, "neutrophils") == ("", ItemState.MISSING)
    assert item(found, "infections") == ("", ItemState.NONE)
    assert item(found, "code") == ("MS-001", ItemState.HELD)
    assert {one.place for one in found.missing} <= {"flowsheet", "disease", "visits", "overview", "settings"}
    see(ws, patient_id, None, days(-20))
    seen = registry.sheet(ws, patient_id, RegistryForm.DAY100, "it")
    assert item(seen, "last_contact")[1] is ItemState.HELD


def test_a_form_that_is_not_due_or_has_no_day_0(ws: Workspace) -> None:
    patient_id = register(ws, 45)
    with pytest.raises(KnownError) as refused:
        registry.sheet(ws, patient_id, RegistryForm.DAY100)
    assert refused.value.key == "registry_not_due"


def test_typed_in_by_and_on(ws: Workspace) -> None:
    patient_id = register(ws, 120)
    with pytest.raises(InputError):
        registry.record_typed(ws, patient_id, RegistryForm.DAY0, None, " ")
    saved = registry.record_typed(ws, patient_id, RegistryForm.DAY0, TODAY, "D. Manager")
    assert saved.kinds == {"registry"}
    assert "D. Manager" in registry.sheet(ws, patient_id, RegistryForm.DAY0, "en").typed
    assert not registry.sheet(ws, patient_id, RegistryForm.DAY100, "en").typed
    undo.undo(ws, saved.txn)
    assert registry.typed(ws, patient_id) == []


def test_files(ws: Workspace, tmp_path: Path) -> None:
    found = registry.sheet(ws, register(ws, 120, "=1+1"), RegistryForm.DAY100, "it")
    table = registry.write(ws, found, tmp_path / "r.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["item"] for row in rows] == [one.id for one in found.items]
    assert rows[1]["value"] == "'=1+1"
    pdf = pypdfium2.PdfDocument(registry.write(ws, found, tmp_path / "r.pdf"))
    text = pdf[0].get_textpage().get_text_bounded()
    assert "Scheda per il registro" in text
    assert "non registrato" in text
