"""What was signed stays as it is, whoever writes; of one letter there is one next version."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.services import letters, undo
from hsct_desktop.services.workspace import Workspace, clock_on
from hsct_desktop.store import letter as store
from hsct_desktop.store.patient import Patient
from tests.services.ward import TODAY, register

WHY = "on behalf of the consultant"


def begun(ws: Workspace, patient_id: int, kind: LetterKind = LetterKind.GP) -> int:
    return letters.create(ws, letters.prepare(ws, patient_id, kind)).record_id or 0


def sign(ws: Workspace, letter_id: int) -> str:
    version = letters.get(ws, letter_id).version
    changed = "a dose" if letters.get(ws, letter_id).replaces_id else ""
    return letters.sign(ws, letter_id, version, "consultant", changed=changed, why=WHY).txn


@pytest.fixture
def letter_id(ws: Workspace) -> int:
    found = begun(ws, register(ws))
    sign(ws, found)
    return found


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE letter SET signer_name = 'Dr Other' WHERE id = :id",
        "UPDATE letter SET sha256 = '00', version = version + 1 WHERE id = :id",
        "UPDATE letter SET status = 'draft' WHERE id = :id",
        "UPDATE letter SET voided_at = '2026-11-20T12:00:00.000000Z' WHERE id = :id",
        "UPDATE letter_content SET facts = '{}' WHERE letter_id = :id",
        "INSERT OR REPLACE INTO letter_content SELECT letter_id, content, '{}' FROM letter_content",
    ],
)
def test_no_write_changes_what_was_signed(ws: Workspace, letter_id: int, statement: str) -> None:
    held, content = letters.get(ws, letter_id), letters.pdf(ws, letter_id)
    with pytest.raises(sa.exc.IntegrityError), ws.write("letter.revise") as session:
        session.execute(sa.text(statement), {"id": letter_id})
    assert (letters.get(ws, letter_id), letters.pdf(ws, letter_id)) == (held, content)
    with ws.read() as session:
        assert store.facts(session, letter_id) != {}


def test_another_tool_replaces_no_content(ws: Workspace, letter_id: int) -> None:
    forged = "INSERT OR REPLACE INTO letter_content SELECT letter_id, content, '{}' FROM letter_content"
    assert ws.store.path is not None
    with closing(sqlite3.connect(ws.store.path)) as other, pytest.raises(sqlite3.Error):
        other.execute(forged)
    with ws.read() as session:
        assert store.facts(session, letter_id)["letter"]


def test_a_signature_is_not_undone_but_what_comes_after_it_is(ws: Workspace) -> None:
    draft = begun(ws, register(ws))
    signature = sign(ws, draft)
    with pytest.raises(KnownError) as caught:
        undo.undo(ws, signature)
    assert caught.value.key == "letter_is_signed"
    next_version = letters.correct(ws, draft)
    undo.undo(ws, next_version.txn)
    with ws.read() as session:
        assert store.correction_of(session, draft) is None


def test_a_letter_has_one_next_version(ws: Workspace, letter_id: int) -> None:
    first = letters.correct(ws, letter_id).record_id or 0
    gone = letters.void_draft(ws, first, "begun by mistake")
    second = letters.correct(ws, letter_id).record_id or 0
    with pytest.raises(KnownError) as caught:
        undo.undo(ws, gone.txn)
    assert caught.value.key == "undo_in_the_way"
    assert [line.letter.id for line in letters.for_patient(ws, letters.get(ws, letter_id).entry.patient_id)] == [
        second, letter_id,
    ]  # fmt: skip


def test_of_two_next_versions_of_an_older_file_one_is_signed(ws: Workspace, letter_id: int) -> None:
    held = letters.get(ws, letter_id)
    with ws.write("letter.correct") as session:
        first, second = (store.add(session, held.entry, 2, letter_id).id for _ in range(2))
    sign(ws, first)
    with pytest.raises(KnownError) as caught:
        sign(ws, second)
    assert caught.value.key == "letter_replaced_already"
    assert letters.get(ws, letter_id).replaced_by_id == first


def test_the_next_version_stays_of_its_kind(ws: Workspace, letter_id: int) -> None:
    draft = letters.get(ws, letters.correct(ws, letter_id).record_id or 0)
    with pytest.raises(InputError) as caught:
        letters.revise(ws, draft.id, draft.version, replace(draft.entry, kind=LetterKind.PATIENT))
    assert [problem.key for problem in caught.value.problems] == ["letter_version_kind"]
    assert letters.revise(ws, draft.id, draft.version, replace(draft.entry, reader="Dr Else")).record_id == draft.id


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"professional_id": 99_999}, "letter_reader_gone"),
        ({"language": "xx"}, "letter_language_unknown"),
        ({"language": "../../etc"}, "letter_language_unknown"),
        ({"written_on": date(1, 1, 1)}, "date_out_of_range"),
        ({"since_on": date(1, 1, 1)}, "date_out_of_range"),
    ],
)
def test_a_letter_that_cannot_be_made_is_refused(ws: Workspace, change: dict[str, object], key: str) -> None:
    patient_id = register(ws)
    entry = replace(letters.prepare(ws, patient_id, LetterKind.GP), **change)  # type: ignore[arg-type]
    acts = [letters.create, letters.check, *([letters.preview] if key == "date_out_of_range" else [])]
    for act in acts:
        with pytest.raises(InputError) as caught:
            act(ws, entry)
        assert [problem.key for problem in caught.value.problems] == [key]
    assert letters.for_patient(ws, patient_id) == []


def test_nobody_signs_a_letter_of_tomorrow(ws: Workspace) -> None:
    draft = begun(ws, register(ws))
    ws.clock = clock_on(TODAY - timedelta(days=300))
    with pytest.raises(InputError) as caught:
        sign(ws, draft)
    assert [problem.key for problem in caught.value.problems] == ["letter_in_future"]


def test_no_letter_of_who_was_taken_back_waits_to_be_sent(ws: Workspace, letter_id: int) -> None:
    assert [line.letter.id for line in letters.unsent(ws)] == [letter_id]
    with ws.write("patient.revise") as session:
        session.execute(sa.update(Patient).values(voided_at=session.now))
    assert letters.unsent(ws) == []


def test_words_are_the_next_version_of_no_other_patients_letter(ws: Workspace, letter_id: int) -> None:
    other = letters.prepare(ws, register(ws, code="MS-002"), LetterKind.GP)
    own = letters.prepare(ws, letters.get(ws, letter_id).entry.patient_id, LetterKind.NEUROLOGIST)
    for entry in (other, own):
        kept = letters.get(ws, letters.keep_apart(ws, letter_id, entry).record_id or 0)
        assert (kept.replaces_id, kept.number, kept.entry.patient_id) == (None, 1, entry.patient_id)
