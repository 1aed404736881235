"""Real services called as each role on a real file: each is done or refused as the table says, and a refusal leaves
nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.permission import RIGHTS, Right, holders
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.task import TaskEntry
from hsct_desktop.services import (
    drafts,
    exports,
    import_runs,
    import_take,
    permissions,
    rule_sets,
    settings,
    signing,
    staff,
    tasks,
    undo,
    visits,
)
from hsct_desktop.services.exports import ExportRequest, TableFormat
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import staff as stored
from tests.services import importing
from tests.services.ward import TODAY, register, row_counts, see

ROLES = tuple(Role)


def become(ws: Workspace, role: Role, *, administers: bool = False) -> Author:
    """Who works is somebody new of that role, as the file knows them."""
    with ws.store.write(None, "staff.add") as session:
        row = stored.add(session, f"New {role} {administers}", role, administers=administers)
        made = row.id
    ws.author = staff.author(ws, made)
    return ws.author


def keeper(ws: Workspace) -> None:
    """Somebody administers the file, so that nobody else needs to."""
    with ws.store.write(None, "staff.add") as session:
        stored.add(session, "Karl Keeper", Role.ADMINISTRATOR)


class Acts:
    """One real act for each right, prepared by somebody who may do everything."""

    def __init__(self, ws: Workspace, folder: Path) -> None:
        self.ws, self.folder = ws, folder
        self.patient_id = register(ws)
        self.open_visit = see(ws, self.patient_id, None)
        self.signed_visit = see(ws, self.patient_id, None, TODAY.replace(day=18))
        signing.sign(ws, self.signed_visit)
        self.run = importing.run_of(ws, importing.patients(["X-1", "Verdi", "Ada", "1980-02-01", "f", "ms", ""]))

    def __getitem__(self, right: Right) -> Callable[[], object]:
        ws = self.ws
        found: dict[Right, Callable[[], object]] = {
            Right.READ: lambda: visits.for_patient(ws, self.patient_id, TODAY),
            Right.OWN: lambda: drafts.keep(ws, "form", self.patient_id, {"a": 1}),
            Right.RECORD: lambda: tasks.record(ws, TaskEntry("call", TODAY)),
            Right.SIGN: lambda: signing.sign(ws, self.open_visit),
            Right.UNLOCK: lambda: signing.unlock(ws, self.signed_visit, "typing error"),
            Right.APPROVE: lambda: rule_sets.approve(ws, "alerts", "Dr Serra", TODAY),
            Right.CONFIGURE: lambda: settings.put(ws, "calendar.places", "8"),
            Right.IMPORT: lambda: import_take.take(ws, self.run),
            Right.EXPORT: lambda: exports.export(ws, ExportRequest(("edss",), TableFormat.CSV), self.folder / "a.csv"),
            Right.EXPORT_IDENTIFIED: lambda: exports.export(
                ws, ExportRequest(("people",), identified=True), self.folder / "b.xlsx"
            ),
            Right.USERS: lambda: staff.add(ws, "Somebody Else", Role.NURSE),
        }
        return found[right]


CALLED = (
    Right.READ, Right.OWN, Right.RECORD, Right.SIGN, Right.UNLOCK, Right.APPROVE, Right.CONFIGURE, Right.IMPORT,
    Right.EXPORT, Right.EXPORT_IDENTIFIED, Right.USERS,
)  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_each_kind_of_service_follows_the_table(ws: Workspace, tmp_path: Path, role: Role) -> None:
    acts = Acts(ws, tmp_path)
    keeper(ws)
    become(ws, role)
    for right in CALLED:
        before = row_counts(ws)
        if right in RIGHTS[role]:
            acts[right]()
            continue
        with pytest.raises(KnownError) as refused:
            acts[right]()
        assert refused.value.key in ("not_permitted", "export_role"), right
        assert row_counts(ws) == before, right


@pytest.mark.parametrize("right", [Right.AUDIT, Right.BACKUP, Right.RESTORE, Right.PSEUDONYMISE])
def test_what_is_no_write_is_asked_for(ws: Workspace, right: Right) -> None:
    keeper(ws)
    for role in ROLES:
        become(ws, role)
        if right in RIGHTS[role]:
            assert ws.require(right) == ws.author
        else:
            with pytest.raises(KnownError, match="not_permitted"):
                ws.require(right)


def test_a_nurse_who_administers_adds_users_and_approves_nothing(ws: Workspace) -> None:
    keeper(ws)
    become(ws, Role.NURSE, administers=True)
    staff.add(ws, "Somebody Else", Role.NURSE)
    with pytest.raises(KnownError, match="not_permitted"):
        rule_sets.approve(ws, "alerts", "Dr Serra", TODAY)


def test_in_a_file_that_nobody_administers_somebody_begins(ws: Workspace) -> None:
    become(ws, Role.NURSE)
    staff.add(ws, "Somebody Else", Role.NURSE)
    become(ws, Role.READ_ONLY)
    with pytest.raises(KnownError, match="not_permitted"):
        staff.add(ws, "One More", Role.NURSE)


def test_the_refusal_says_who_may(ws: Workspace) -> None:
    ws.author = replace(ws.require_author(), role=Role.NURSE, name="M. Conti")
    with pytest.raises(KnownError) as refused:
        rule_sets.approve(ws, "alerts", "Dr Serra", TODAY)
    assert ws.wording.known_error(refused.value) == (
        "Only a physician may approve rules, protocols and regimens; M. Conti works here as nurse. Nothing was changed."
    )
    assert permissions.why_not(ws, Right.AUDIT).startswith("Only a physician, a data manager or an administrator may")
    assert permissions.why_not(ws, Right.RECORD) == ""
    ws.language = "it"
    assert permissions.why_not(ws, Right.UNLOCK).startswith("Solo un medico può sbloccare una registrazione firmata;")


def test_every_right_has_somebody_to_name(ws: Workspace) -> None:
    for language in ("en", "it"):
        for right in Right:
            assert permissions.Holders(right).text(language)
            assert holders(right)


def test_a_role_that_another_window_has_changed_counts_at_once(ws: Workspace) -> None:
    author = become(ws, Role.PHYSICIAN)
    with ws.store.write(None, "staff.revise") as session:
        stored.revise(session, author.staff_id, author.name, Role.READ_ONLY, True)
    before = row_counts(ws)
    with pytest.raises(KnownError, match="not_permitted"):
        tasks.record(ws, TaskEntry("call", TODAY))
    assert row_counts(ws) == before


def test_who_administered_until_a_moment_ago_changes_no_users_and_reads_no_report(ws: Workspace) -> None:
    keeper(ws)
    author = become(ws, Role.ADMINISTRATOR)
    with ws.store.write(None, "staff.revise") as session:
        stored.revise(session, author.staff_id, author.name, Role.NURSE, True)
    before = row_counts(ws)
    with pytest.raises(KnownError, match="not_permitted"):
        staff.add(ws, "Somebody Else", Role.ADMINISTRATOR)
    assert row_counts(ws) == before
    for right in (Right.AUDIT, Right.EXPORT_IDENTIFIED, Right.RESTORE):
        with pytest.raises(KnownError, match="not_permitted"):
            ws.require(right)
    with ws.store.write(None, "staff.revise") as session:
        stored.revise(session, author.staff_id, author.name, Role.ADMINISTRATOR, False)
    with pytest.raises(KnownError, match="author_left"):
        ws.require(Right.AUDIT)


def test_one_undoes_what_one_entered_and_may_enter(ws: Workspace) -> None:
    saved = tasks.record(ws, TaskEntry("call", TODAY))
    approved = rule_sets.approve(ws, "alerts", "Dr Serra", TODAY)
    mine = ws.require_author()
    become(ws, Role.PHYSICIAN)
    with pytest.raises(KnownError, match="undo_of_another"):
        undo.undo(ws, saved.txn)
    ws.author = mine
    with ws.store.write(None, "staff.revise") as session:
        stored.revise(session, mine.staff_id, mine.name, Role.NURSE, True)
    ws.author = staff.author(ws, mine.staff_id)
    with pytest.raises(KnownError, match="not_permitted"):
        undo.undo(ws, approved.txn)
    undo.undo(ws, saved.txn)


def test_an_import_is_taken_back_by_whoever_may_import(ws: Workspace) -> None:
    run = importing.run_of(ws, importing.patients(["X-1", "Verdi", "Ada", "1980-02-01", "f", "ms", ""]))
    taken = import_take.take(ws, run)
    become(ws, Role.DATA_MANAGER)
    assert taken.run_id is not None
    assert import_runs.undo(ws, taken.run_id).kinds
