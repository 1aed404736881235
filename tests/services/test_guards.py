"""What an attacker, a second window or a slip of the hand must not be able to do through the services."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.contact import ContactEntry
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.professional import ProfessionalEntry
from hsct_desktop.domain.visit import Closing, VisitEntry, Vitals
from hsct_desktop.services import (
    adverse_events,
    contacts,
    drafts,
    files,
    patients,
    practice,
    printing,
    professionals,
    staff,
    states,
    supportive_therapies,
    transplants,
    undo,
    unit,
    visits,
)
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import staff as store_staff
from hsct_desktop.store.history import history
from tests.services.conftest import open_workspace
from tests.services.ward import (
    ANNA,
    TODAY,
    change_state,
    course,
    drug,
    keys,
    register,
    row_counts,
    see,
    toxicity,
)

NAN = Decimal("NaN")
POSIX = pytest.mark.skipif(os.name == "nt", reason="neither pipes nor links")


# --- undo


def test_an_earlier_session_is_not_taken_back(ws: Workspace, catalogue: Catalogue) -> None:
    who = register(ws)
    see(ws, who, None)
    ws.store.close()
    reopened = open_workspace(ws.store.path, catalogue)
    before = row_counts(reopened)
    assert undo.undo_last(reopened) is None
    assert row_counts(reopened) == before
    contacts.record(reopened, ContactEntry(who, TODAY))
    saved = undo.undo_last(reopened)
    assert saved is not None
    assert saved.text == "Undone: contact recorded, Bianchi, Anna"
    assert undo.undo_last(reopened) is None
    reopened.store.close()


def test_the_text_names_what_is_taken_back(ws: Workspace) -> None:
    who = register(ws)
    see(ws, who, None)
    ws.language = "it"
    for text in ("Annullato: visita registrata, Bianchi, Anna", "Annullato: registrazione del paziente, Bianchi, Anna"):
        saved = undo.undo_last(ws)
        assert saved is not None
        assert saved.text == text
    put_back = undo.undo(ws, saved.txn)
    assert put_back.text == "La registrazione annullata è di nuovo valida"
    professionals.add(ws, ProfessionalEntry("Dr X"))
    saved = undo.undo_last(ws)
    assert saved is not None
    assert saved.text == "Annullato: corrispondente aggiunto"


def test_every_action_has_its_words() -> None:
    actions = {f"state.{kind}" for kind in StateChangeKind} | {
        f"visit.{c}" for c in (Closing.MISSED, Closing.CANCELLED)
    }
    for path in Path(undo.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "write":
                actions |= {a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    never_undone = ("practice.", "draft.", "user.", "recovery.", "passphrase.", "keys.", "access", "archive.")
    named = {a for a in actions if not a.startswith(never_undone) and a != ""}
    assert "visit.record" in named
    for language in ("en", "it"):
        assert [a for a in named if not wording(language).has(f"undone.{a}")] == []


# --- stale edits


def voided_visit(ws: Workspace, who: int) -> Callable[[int], Changes]:
    row = see(ws, who, None)
    return lambda version: visits.void_visit(ws, row, "wrong", version)


def voided_therapy(ws: Workspace, who: int) -> Callable[[int], Changes]:
    row = supportive_therapies.record(ws, drug(who)).record_id or 0
    return lambda version: supportive_therapies.void_therapy(ws, row, "wrong", version)


def voided_event(ws: Workspace, who: int) -> Callable[[int], Changes]:
    row = adverse_events.record(ws, toxicity(who, "nausea", 1)).record_id or 0
    return lambda version: adverse_events.void_event(ws, row, "wrong", version)


def voided_contact(ws: Workspace, who: int) -> Callable[[int], Changes]:
    row = contacts.record(ws, ContactEntry(who, TODAY)).record_id or 0
    return lambda version: contacts.void_contact(ws, row, "wrong", version)


def taken_back(ws: Workspace, who: int) -> Callable[[int], Changes]:
    row = change_state(ws, who, StateChangeKind.LOST)
    return lambda version: states.take_back(ws, row, "wrong", version)


def revised_staff(ws: Workspace, who: int) -> Callable[[int], Changes]:
    row = staff.add(ws, "Nina New", Role.NURSE).record_id or 0
    return lambda version: staff.revise(ws, row, "Nina Newer", Role.NURSE, True, version)


VOIDS = [voided_visit, voided_therapy, voided_event, voided_contact, taken_back, revised_staff]


@pytest.mark.parametrize("prepare", VOIDS, ids=lambda p: p.__name__)
def test_what_changed_since_it_was_shown_is_not_taken_back(
    ws: Workspace, prepare: Callable[[Workspace, int], Callable[[int], Changes]]
) -> None:
    take_back = prepare(ws, register(ws))
    before = row_counts(ws)
    with pytest.raises(KnownError, match="stale_row"):
        take_back(7)
    assert row_counts(ws) == before
    take_back(1)


@pytest.mark.parametrize("reason", [" \u200e ", "x" * 401])
def test_a_reason_is_asked_everywhere_and_never_endless(ws: Workspace, reason: str) -> None:
    who = register(ws)
    attempts = [
        lambda: visits.void_visit(ws, see(ws, who, None), reason),
        lambda: supportive_therapies.void_therapy(ws, 1, reason),
        lambda: adverse_events.void_event(ws, 1, reason),
        lambda: contacts.void_contact(ws, 1, reason),
        lambda: states.take_back(ws, 1, reason),
    ]
    for attempt in attempts:
        with pytest.raises(InputError) as error:
            attempt()
        assert keys(error.value) == {("reason", "too_long" if len(reason) > 400 else "reason_missing")}


# --- staff


def test_nobody_is_added_by_nobody(ws: Workspace) -> None:
    ws.author = None
    with pytest.raises(KnownError, match="nobody_working"):
        staff.add(ws, "Mallory", Role.PHYSICIAN)
    assert len(staff.everybody(ws)) == 1


def test_who_left_writes_no_more(ws: Workspace, other: Author) -> None:
    who = register(ws)
    staff.revise(ws, other.staff_id, other.name, Role.PHYSICIAN, active=False)
    ws.author = other
    for attempt in (
        lambda: contacts.record(ws, ContactEntry(who, TODAY)),
        lambda: staff.add(ws, "Mallory", Role.PHYSICIAN),
        lambda: drafts.keep(ws, "visit", who, {}),
    ):
        with pytest.raises(KnownError, match="author_left") as error:
            attempt()
        assert "Otto Other" in ws.wording.known_error(error.value)


def test_somebody_always_works_here(ws: Workspace, other: Author) -> None:
    assert ws.author is not None
    staff.revise(ws, other.staff_id, other.name, Role.PHYSICIAN, active=False)
    with pytest.raises(InputError) as error:
        staff.revise(ws, ws.author.staff_id, ws.author.name, Role.NURSE, active=False)
    assert keys(error.value) == {("active", "last_active_staff")}
    assert [row.active for row in staff.everybody(ws)] == [True, False]


def test_an_undo_leaves_somebody_at_work(ws: Workspace, other: Author) -> None:
    """Otto came back, Ann left; to undo the first would leave nobody."""
    ann, otto = ws.require_author(), other
    staff.revise(ws, otto.staff_id, otto.name, Role.PHYSICIAN, active=False)
    back = staff.revise(ws, otto.staff_id, otto.name, Role.PHYSICIAN, active=True)
    ws.author = otto
    staff.revise(ws, ann.staff_id, ann.name, Role.NURSE, active=False)
    with pytest.raises(KnownError, match="last_active_staff"):
        undo.undo(ws, back.txn, anybodys=True)
    assert staff.author(ws, otto.staff_id) == otto


def test_an_author_of_entries_stays_on_the_list(ws: Workspace) -> None:
    added = staff.add(ws, "Nina New", Role.NURSE)
    mine = ws.author
    ws.author = staff.author(ws, added.record_id or 0)
    contacts.record(ws, ContactEntry(register(ws), TODAY))
    ws.author = mine
    with pytest.raises(KnownError, match="staff_has_entries"):
        undo.undo(ws, added.txn)
    unused = staff.add(ws, "Mistyped", Role.NURSE)
    undo.undo(ws, unused.txn)
    assert [row.name for row in staff.everybody(ws)] == ["Ann Nurse", "Nina New"]


# --- making files


def test_a_file_and_its_first_member_of_staff_are_one_act(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_staff, "add", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        files.create(tmp_path / "new.hsct", "Unit", "Ann", Role.NURSE)
    assert list(tmp_path.iterdir()) == []


def test_a_practice_ward_never_replaces_a_file_that_appears_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ward.hsct"
    monkeypatch.setattr(practice, "fill", lambda *_: path.write_text("precious"))
    with pytest.raises(KnownError, match="file_exists") as error:
        practice.create(path)
    assert error.value.params["file"] == str(path)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("ward.hsct", "precious")]


def test_one_limit_for_the_name_of_the_unit(ws: Workspace, tmp_path: Path) -> None:
    fits, long = "x" * unit.MAX_UNIT_NAME, "x" * (unit.MAX_UNIT_NAME + 1)
    unit.set_unit_name(ws, fits)
    files.create(tmp_path / "new.hsct", fits, "Ann", Role.NURSE).close()
    for attempt in (
        lambda: unit.set_unit_name(ws, long),
        lambda: files.create(tmp_path / "other.hsct", long, "Ann", Role.NURSE),
    ):
        with pytest.raises(InputError) as error:
            attempt()
        assert keys(error.value) == {("unit_name", "too_long")}


# --- entries


def test_the_draft_of_a_registration_goes_with_it(ws: Workspace) -> None:
    drafts.keep(ws, patients.REGISTRATION_FORM, None, {"family_name": "Bia"})
    drafts.keep(ws, "visit", None, {"notes": "kept"})
    register(ws)
    assert drafts.find(ws, patients.REGISTRATION_FORM, None) is None
    assert drafts.find(ws, "visit", None) is not None


@pytest.mark.parametrize("amount", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_amounts_that_are_no_numbers(ws: Workspace, amount: str) -> None:
    who, odd = register(ws), Decimal(amount)
    weighed = VisitEntry(who, TODAY, None, "Ann", Vitals(weight=odd))
    for attempt, field in (
        (lambda: supportive_therapies.record(ws, drug(who, dose=odd)), "dose"),
        (lambda: visits.record(ws, weighed, True), "weight"),
        (lambda: patients.register(ws, replace(ANNA, code="MS-2"), course(cd34_dose=odd), distinct=True), "cd34_dose"),
        (lambda: patients.preview(ws, ANNA, course(cd34_dose=odd)), "cd34_dose"),
    ):
        with pytest.raises(InputError) as error:
            attempt()
        assert keys(error.value) == {(field, "number_unreadable")}


@pytest.mark.parametrize(
    "change",
    [
        {"disease_id": "no"}, {"phenotype_id": "no"}, {"indication_id": "no"}, {"neurologist_id": 99}, {"gp_id": 99},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_choices_that_are_not_offered_for_a_patient(ws: Workspace, change: dict[str, object]) -> None:
    with pytest.raises(InputError) as error:
        patients.register(ws, replace(ANNA, **change), None)  # type: ignore[arg-type]
    assert keys(error.value) == {(field, "unknown_choice") for field in change}
    assert ws.wording.problems(error.value)
    who = register(ws)
    entry, version = patients.entry_of(ws, who)
    with pytest.raises(InputError):
        patients.revise(ws, who, version, replace(entry, **change))  # type: ignore[arg-type]


@pytest.mark.parametrize("field", ["protocol_id", "mobilisation_regimen_id", "conditioning_regimen_id"])
def test_choices_that_are_not_offered_for_a_course(ws: Workspace, field: str) -> None:
    who, odd = register(ws, None), replace(course(), **{field: "no"})
    for attempt in (
        lambda: patients.preview(ws, ANNA, odd),
        lambda: patients.register(ws, replace(ANNA, code="MS-2"), odd, distinct=True),
        lambda: transplants.add(ws, who, odd),
    ):
        with pytest.raises(InputError) as error:
            attempt()
        assert keys(error.value) == {(field, "unknown_choice")}


def test_what_the_catalogue_no_longer_has_may_stay(ws: Workspace) -> None:
    who = register(ws)
    del ws.catalogue.regimens, ws.catalogue.diseases  # both are read anew by the next test that asks
    ws.catalogue.__dict__ |= {"regimens": {}, "diseases": {}}
    try:
        entry, version = patients.entry_of(ws, who)
        patients.revise(ws, who, version, replace(entry, phone="0555 010 1"))
        held = transplants.entry_of(ws, who)
        assert held is not None
        transplants.revise(ws, held[2], held[1], replace(held[0], cd34_dose=Decimal("4.1")))
    finally:
        del ws.catalogue.regimens, ws.catalogue.diseases


def test_no_more_than_fifty_allergies(ws: Workspace) -> None:
    many = tuple(f"substance {n}" for n in range(51))
    with pytest.raises(InputError) as error:
        patients.register(ws, replace(ANNA, allergies=many), None)
    assert keys(error.value) == {("allergies", "too_many")}
    patients.register(ws, replace(ANNA, allergies=many[:50]), None)


def test_codes_that_look_alike_are_one(ws: Workspace) -> None:
    register(ws, code="MS-0ﬁ")
    for code in ("ms-0FI", "ＭＳ-0fi", "MS-０ﬁ"):
        assert patients.duplicates(ws, code, "", "", None).same_code is not None
        with pytest.raises(InputError) as error:
            register(ws, code=code)
        assert ("code", "code_taken") in keys(error.value)


# --- prints


@POSIX
def test_a_print_replaces_no_link_device_pipe_or_part_of_the_data_file(practised: Workspace, tmp_path: Path) -> None:
    path, data = tmp_path / "x.pdf", practised.store.path
    (tmp_path / "target.pdf").write_bytes(b"%PDF-1.4 old")
    path.symlink_to(tmp_path / "target.pdf")
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "hard.pdf").hardlink_to(data)
    for place in (path, tmp_path / "pipe.pdf", Path("/dev/null")):
        with pytest.raises(KnownError, match="print_not_regular") as error:
            printing.day_list(practised, TODAY, place)
        assert practised.wording.known_error(error.value)
    own = [data, tmp_path / "hard.pdf", *(data.with_name(data.name + end) for end in ("-wal", "-shm", "-journal"))]
    for place in own:
        with pytest.raises(KnownError, match="print_over_data"):
            printing.day_list(practised, TODAY, place)
    assert (tmp_path / "target.pdf").read_bytes() == b"%PDF-1.4 old"
    with practised.read() as session:
        assert history(session, "staff", 1)


@POSIX
def test_a_print_is_for_its_user_alone(practised: Workspace, tmp_path: Path) -> None:
    held = os.umask(0)
    try:
        path = printing.day_list(practised, TODAY, tmp_path / "x.pdf")
    finally:
        os.umask(held)
    assert path.stat().st_mode & 0o777 == 0o600
