"""Contacts, staff, correspondents, drafts, the unit's name, making files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.contact import ContactEntry, ContactKind, ContactOutcome, ContactWith
from hsct_desktop.domain.patient import PatientEntry
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.professional import ProfessionalEntry, ProfessionalKind
from hsct_desktop.services import contacts, drafts, files, overview, patients, professionals, staff, unit
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import ANNA, TODAY, days, keys, register, row_counts


def test_contacts(ws: Workspace) -> None:
    who = register(ws)
    contacts.record(ws, ContactEntry(who, days(-3), ContactKind.LETTER, ContactWith.GP, ContactOutcome.SENT))
    saved = contacts.record(ws, ContactEntry(who, TODAY, note="Well\n<b>tired</b>", next_try=days(2)))
    assert [(c.on, c.by, c.note) for c in overview.overview(ws, who, TODAY).last_contacts] == [
        (TODAY, "Ann Nurse", "Well\n<b>tired</b>"),
        (days(-3), "Ann Nurse", ""),
    ]
    before = row_counts(ws)
    for entry, key in [
        (ContactEntry(who, days(1)), "date_in_future"),
        (ContactEntry(who, None), "date_missing"),
        (ContactEntry(who, TODAY, next_try=days(-1)), "next_try_in_past"),
        (ContactEntry(who, TODAY, note="x" * 4001), "too_long"),
    ]:
        with pytest.raises(InputError) as error:
            contacts.record(ws, entry)
        assert {k for _, k in keys(error.value)} == {key}
    assert row_counts(ws) == before
    contacts.void_contact(ws, saved.record_id or 0, "other patient")
    assert len(contacts.for_patient(ws, who)) == 1


def test_staff(ws: Workspace, other: Author) -> None:
    assert [row.name for row in staff.everybody(ws)] == ["Ann Nurse", "Otto Other"]
    with pytest.raises(InputError) as error:
        staff.add(ws, " ANN  NURSE", Role.NURSE)
    assert keys(error.value) == {("name", "staff_name_taken")}
    for name, key in (("  ", "staff_name_missing"), ("x" * 101, "too_long")):
        with pytest.raises(InputError) as error:
            staff.add(ws, name, Role.OTHER)
        assert keys(error.value) == {("name", key)}
    staff.revise(ws, other.staff_id, "Otto Other", Role.PHYSICIAN, active=False)
    with pytest.raises(KnownError, match="stale_row"):
        staff.author(ws, other.staff_id)
    assert [row.active for row in staff.everybody(ws)] == [True, False]


def test_professionals(ws: Workspace) -> None:
    card = ProfessionalEntry(" Dr  A. Sanna ", institution="MS Centre", phone="0555 010 1000", letter_language="it")
    saved = professionals.add(ws, card)
    professionals.add(ws, ProfessionalEntry("Dr Émile", ProfessionalKind.GP))
    assert [c.entry.name for c in professionals.everybody(ws)] == ["Dr A. Sanna", "Dr Émile"]
    (held,) = professionals.everybody(ws, ProfessionalKind.NEUROLOGIST)
    professionals.revise(ws, held.id, held.version, replace(held.entry, phone="0555 010 2000"))
    with pytest.raises(KnownError, match="stale_row"):
        professionals.revise(ws, held.id, held.version, held.entry)
    with pytest.raises(InputError):
        professionals.add(ws, ProfessionalEntry("\u200e"))
    who = register(ws, neurologist_id=saved.record_id)
    people = overview.overview(ws, who, TODAY).people
    assert ("neurologist", "Dr A. Sanna", "0555 010 2000") in [(p.role, p.name, p.phone) for p in people]


def test_drafts_are_kept_restored_dropped_and_private(ws: Workspace, other: Author) -> None:
    who = register(ws)
    content = {"notes": "half a sente", "rows": [1, None], "àè": "<b>"}
    drafts.keep(ws, "visit", who, {"notes": "h"})
    drafts.keep(ws, "visit", who, content)
    drafts.keep(ws, "patient", None, {"family_name": "Bia"})
    found = drafts.find(ws, "visit", who)
    assert found is not None
    assert found.content == content
    assert drafts.find(ws, "visit", None) is None
    mine, ws.author = ws.author, other
    assert drafts.find(ws, "visit", who) is None
    drafts.drop(ws, "visit", who)
    ws.author = mine
    assert drafts.find(ws, "visit", who) is not None
    drafts.drop(ws, "visit", who)
    assert drafts.find(ws, "visit", who) is None
    new = drafts.find(ws, "patient", None)
    assert new is not None
    assert new.content == {"family_name": "Bia"}


def test_the_units_name(ws: Workspace) -> None:
    assert unit.unit_name(ws) == "Unit of the tests"
    unit.set_unit_name(ws, "  Unità   di <TCSE> ")
    assert unit.unit_name(ws) == "Unità di <TCSE>"
    for name in (" ", "x" * 201):
        with pytest.raises(InputError):
            unit.set_unit_name(ws, name)
    assert unit.unit_name(ws) == "Unità di <TCSE>"


@pytest.mark.parametrize(
    ("unit_name", "person", "key"),
    [(" ", "Ann", "unit_name_missing"), ("Unit", "\u200e", "staff_name_missing"), ("x" * 101, "Ann", "too_long")],
)
def test_a_file_that_is_refused_is_not_there(tmp_path: Path, unit_name: str, person: str, key: str) -> None:
    path = tmp_path / "new.hsct"
    with pytest.raises(InputError) as error:
        files.create(path, unit_name, person, Role.NURSE)
    assert {k for _, k in keys(error.value)} == {key}
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_never_replaces_another(fresh_file: Path) -> None:
    before = fresh_file.read_bytes()
    with pytest.raises(KnownError, match="file_exists"):
        files.create(fresh_file, "Unit", "Ann", Role.NURSE)
    assert fresh_file.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *a, **k: str(tmp_path / "file" / "data"))
    assert files.unit_folder().name == "unit"
    with pytest.raises(KnownError, match="folder_not_made"):
        files.default_folder()


def test_two_windows_cannot_take_one_code(ws: Workspace) -> None:
    entry: PatientEntry = ANNA
    patients.register(ws, entry, None)
    with pytest.raises(InputError):
        patients.register(ws, entry, None, distinct=True)
