"""A record without its patient: nothing that names them is left in the file, and the chain of the log still holds."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3
from reportlab.pdfgen.canvas import Canvas

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.attachment import PaperEntry
from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.backup import Why
from hsct_desktop.domain.import_run import RowState
from hsct_desktop.domain.letter import FreeSection, LetterKind
from hsct_desktop.domain.patient import Consent
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.removal import Unsought
from hsct_desktop.domain.task import TaskEntry
from hsct_desktop.services import (
    archive,
    attachments,
    backups,
    drafts,
    letter_gather,
    letters,
    patients,
    pseudonymise,
    restoring,
    tasks,
    undo,
)
from hsct_desktop.services.workspace import Workspace, clock_on
from hsct_desktop.store import chain, patient_rows
from hsct_desktop.store import pseudonymise as store
from hsct_desktop.store import staff as stored
from hsct_desktop.store.engine import create_store, open_store
from tests.services.conftest import noon
from tests.services.importing import patients as patients_of
from tests.services.importing import run_of
from tests.services.ward import TODAY, register, see

FAMILY, GIVEN, CODE = "Quixotański", "Zénobie", "QX-4711"
PHONE, CARER = "0555 010 7788", "Dulcinéa Tobosowa"
BORN = date(1971, 9, 23)
KEY = bytes(range(32))
KEYS = {"plain": None, "encrypted": KEY}
PATIENT = 1
REASON = "end of the time for which records are kept"
FORMS = (FAMILY, "QUIXOTANSKI", "quixotanski", GIVEN, "Zenobie", CODE, "qx 4711", PHONE, "05550107788", CARER,
         "Dulcinea", "Windmill Road", "1971-09-23", "23.9.1971", "23 Sep 1971")  # fmt: skip


def paper(text: str) -> bytes:
    from io import BytesIO

    stream = BytesIO()
    canvas = Canvas(stream, pageCompression=0)
    canvas.drawString(50, 800, text)
    canvas.save()
    return stream.getvalue()


def filled(ws: Workspace) -> int:
    """A patient who is named in every kind of place."""
    patient_id = register(
        ws, 45, CODE, family_name=FAMILY, given_name=GIVEN, birth_date=BORN, phone=PHONE, carer_name=CARER,
        carer_phone="0555/0107799", address="7 Windmill Road\n00000 Sampletown", language="it",
        notes=f"{GIVEN} {FAMILY.upper()}, born 23.9.1971, call {PHONE}.", consent_registry=Consent.YES,
    )  # fmt: skip
    see(ws, patient_id, None)
    tasks.record(ws, task(patient_id, f"Ring Quixotanski on 0555-010-7788 or {CARER}"))
    attachments.add(ws, patient_id, PaperEntry(f"{FAMILY}.pdf", paper(f"Report of {CODE} {BORN}")))
    letter_id = letters.create(ws, letters.prepare(ws, patient_id, LetterKind.GP)).record_id or 0
    held = letters.get(ws, letter_id)
    words = replace(held.entry, texts={FreeSection.HISTORY: f"Dear colleague, {FAMILY} is well."})
    letters.revise(ws, letter_id, held.version, words)
    letters.sign(ws, letter_id, letters.get(ws, letter_id).version, "consultant", why="on behalf of the consultant")
    entry, version = patients.entry_of(ws, patient_id)
    patients.revise(ws, patient_id, version, replace(entry, family_name=f"{FAMILY}-Sancho"), distinct=True)
    drafts.keep(ws, "visit", patient_id, {"notes": f"{GIVEN} comes tomorrow"})
    drafts.keep(ws, "register", None, {"family_name": FAMILY})
    return patient_id


def task(patient_id: int, words: str) -> TaskEntry:
    return TaskEntry(words, TODAY + timedelta(days=3), patient_id)


def administrator(ws: Workspace) -> None:
    """Whoever works administers the file too."""
    assert ws.author is not None
    with ws.store.write(None, "staff.revise") as session:
        session.get_one(stored.Staff, ws.author.staff_id).administers = True
    ws.author = Author(ws.author.staff_id, ws.author.name, Role.PHYSICIAN, administers=True)


def opened(path: Path, catalogue: Catalogue, key: bytes | None) -> Workspace:
    """A file in which a physician who administers it works."""
    driver = sqlcipher3.dbapi2 if key is not None else None
    ws = Workspace(open_store(path, driver=driver, key=key, clock=noon), catalogue, None, "en", clock_on(TODAY))
    with ws.store.write(None, "staff.add") as session:
        row = next(iter(stored.all_of(session)), None) or stored.add(session, "Paula Physician", Role.PHYSICIAN)
    ws.author = Author(row.id, row.name, Role.PHYSICIAN)
    administrator(ws)
    return ws


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> dict[str, Path]:
    """A plain and an encrypted file with the patient, made once."""
    found = {}
    for name, key in KEYS.items():
        path = found[name] = tmp_path_factory.mktemp(name) / "unit.hsct"
        driver = sqlcipher3.dbapi2 if key is not None else None
        create_store(path, unit_name="Unit", driver=driver, key=key, clock=noon).close()
        ws = opened(path, catalogue, key)
        assert filled(ws) == PATIENT
        ws.store.close()
    return found


@pytest.fixture
def ward(
    request: pytest.FixtureRequest, templates: dict[str, Path], tmp_path: Path, catalogue: Catalogue
) -> Iterator[Workspace]:
    """A copy of the plain file, or of the encrypted one where a test asks for it."""
    name = getattr(request, "param", "plain")
    ws = opened(Path(shutil.copy(templates[name], tmp_path / "unit.hsct")), catalogue, KEYS[name])
    yield ws
    ws.store.close()


def content(path: Path, key: bytes | None) -> bytes:
    """Every byte of a closed file's pages, decrypted."""
    if key is None:
        return path.read_bytes()
    target = path.with_suffix(".plain")
    with closing(sqlcipher3.connect(str(path))) as connection:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master")
        connection.execute("ATTACH DATABASE ? AS plain KEY ''", (str(target),))
        connection.execute("SELECT sqlcipher_export('plain')")
    return target.read_bytes()


def traces(content: bytes) -> list[str]:
    """What of the identity stands in bytes, however it is written."""
    text = content.decode("utf-8", "replace").casefold()
    escaped = {json.dumps(form)[1:-1] for form in FORMS}
    digits = re.sub(r"[\s./()\-]", "", text)
    found = [form for form in {*FORMS, *escaped} if form.casefold() in text]
    return found + [number for number in ("05550107788", "05550107799") if number in digits]


@pytest.mark.parametrize("ward", KEYS, indirect=True)
def test_nothing_that_names_the_patient_is_left(ward: Workspace, templates: dict[str, Path], tmp_path: Path) -> None:
    patient_id = PATIENT
    other = register(ward, 30, "QX-1", family_name="Bianchi", given_name="Anna")
    found = pseudonymise.preview(ward, patient_id)
    assert (found.papers, found.letters, found.drafts) == (1, 1, 1)
    assert found.times >= 5
    assert not found.elsewhere
    path, key = ward.store.path, KEY if ward.store.is_encrypted else None
    with ward.read() as session:
        assert chain.verify(session).first_bad is None
    done = pseudonymise.pseudonymise(ward, patient_id, " qx-4711 ", REASON)
    with ward.read() as session:
        assert chain.verify(session).first_bad is None
    assert (ward.store.path.parent / "unit.hsct-wal").stat().st_size == 0
    entry, _ = patients.entry_of(ward, patient_id)
    assert entry.birth_date == date(1971, 7, 1)
    assert entry.code in done.text
    assert entry.code.startswith("P-")
    assert patients.entry_of(ward, other)[0].family_name == "Bianchi"
    ward.store.close()
    held = Path(shutil.copy(templates["plain" if key is None else "encrypted"], tmp_path / "before.hsct"))
    assert {FAMILY, PHONE, "1971-09-23"} <= set(traces(content(held, key)))  # what is looked for is found where it is
    assert traces(content(path, key)) == []
    assert not path.with_name("unit.hsct-wal").exists() or not traces(path.with_name("unit.hsct-wal").read_bytes())


def test_what_was_recorded_stays(ward: Workspace) -> None:
    patient_id = PATIENT
    with ward.read() as session:
        before = patient_rows.of_patient(session, patient_id)
        lines = len(patient_rows.log_lines(session, patient_id))
    pseudonymise.pseudonymise(ward, patient_id, CODE, REASON)
    with ward.read() as session:
        after = patient_rows.of_patient(session, patient_id)
        assert len(patient_rows.log_lines(session, patient_id)) > lines
    assert {name: len(rows) for name, rows in before.items() if name != "draft"} == {
        name: len(rows) for name, rows in after.items()
    }
    assert after["attachment"][0]["sha256"] == before["attachment"][0]["sha256"]
    assert after["letter"][0]["sha256"] == before["letter"][0]["sha256"]
    assert after["task"][0]["words"] == "Ring [removed] on [removed] or [removed]"
    assert [row["target"] for row in after["scheduled_visit"]] == [row["target"] for row in before["scheduled_visit"]]
    assert patients.entry_of(ward, patient_id)[0].consent_registry is Consent.YES


def test_papers_and_letters_say_that_they_were_removed(ward: Workspace) -> None:
    patient_id = PATIENT
    paper_id = attachments.for_patient(ward, patient_id)[0].id
    with ward.read() as session:
        letter_id = patient_rows.of_patient(session, patient_id)["letter"][0]["id"]
    pseudonymise.pseudonymise(ward, patient_id, CODE, REASON)
    with pytest.raises(KnownError, match="paper_removed"):
        attachments.content(ward, paper_id)
    with pytest.raises(KnownError, match="letter_removed"):
        letters.pdf(ward, letter_id)


def test_it_cannot_be_undone(ward: Workspace) -> None:
    patient_id = PATIENT
    done = pseudonymise.pseudonymise(ward, patient_id, CODE, REASON)
    with pytest.raises(KnownError, match="pseudonymised_stays"):
        undo.undo(ward, done.txn)
    with pytest.raises(KnownError, match="pseudonymised_already"):
        pseudonymise.pseudonymise(ward, patient_id, patients.entry_of(ward, patient_id)[0].code, REASON)


@pytest.mark.parametrize(
    ("code", "reason", "key"),
    [
        ("QX-4712", REASON, "pseudonymise_code"),
        ("", REASON, "pseudonymise_code"),
        (CODE, "", "reason_missing"),
        (CODE, "Mrs Quixotanski asked for it", "reason_names_patient"),
    ],
)
def test_refused_before_anything_is_written(ward: Workspace, code: str, reason: str, key: str) -> None:
    patient_id = PATIENT
    with ward.read() as session:
        before = chain.head(session)
    with pytest.raises(InputError) as refused:
        pseudonymise.pseudonymise(ward, patient_id, code, reason)
    assert [problem.key for problem in refused.value.problems] == [key]
    with ward.read() as session:
        assert chain.head(session) == before
    assert patients.entry_of(ward, patient_id)[0].code == CODE


@pytest.mark.parametrize("role", [Role.NURSE, Role.PHYSICIAN, Role.DATA_MANAGER, Role.READ_ONLY])
def test_who_may(ward: Workspace, role: Role) -> None:
    patient_id = PATIENT
    assert ward.author is not None
    ward.author = Author(ward.author.staff_id, ward.author.name, role)
    for act in (
        lambda: pseudonymise.preview(ward, patient_id),
        lambda: pseudonymise.pseudonymise(ward, patient_id, CODE, REASON),
    ):
        with pytest.raises(KnownError, match="not_permitted"):
            act()
    assert patients.entry_of(ward, patient_id)[0].family_name.startswith(FAMILY)


def test_mentions_in_other_records_are_named_and_stay(ward: Workspace) -> None:
    patient_id = PATIENT
    other = register(ward, 30, "QX-1", family_name="Bianchi", given_name="Anna", notes=f"shares a room with {CODE}")
    found = pseudonymise.preview(ward, patient_id)
    assert [(one.record, one.times) for one in found.elsewhere] == [("Patients", 1)]
    pseudonymise.pseudonymise(ward, patient_id, CODE, REASON)
    assert patients.entry_of(ward, other)[0].notes == f"shares a room with {CODE}"


def test_a_reader_in_the_way_is_said_and_cleared_later(ward: Workspace) -> None:
    patient_id = PATIENT
    second = open_store(ward.store.path, clock=noon)
    try:
        with second.read() as session:
            patient_rows.of_patient(session, patient_id)
            with pytest.raises(KnownError):
                pseudonymise.pseudonymise(ward, patient_id, CODE, REASON)
    finally:
        second.close()
    assert patients.entry_of(ward, patient_id)[0].code != CODE
    pseudonymise.clean_up(ward)
    ward.store.close()
    assert traces(content(ward.store.path, None)) == []


def test_what_stood_before_a_correction_is_looked_for_too(ward: Workspace) -> None:
    wrong = date(1985, 3, 7)
    other = register(ward, 30, "QX-2", family_name="Wronglee", given_name="Ann", birth_date=wrong, notes="x")
    entry, version = patients.entry_of(ward, other)
    notes = "Wronglee, born 7.3.1985, or March 7th 1985, now Rightlee 8.3.1985"
    right = replace(entry, family_name="Rightlee", birth_date=date(1985, 3, 8), notes=notes)
    patients.revise(ward, other, version, right)
    pseudonymise.pseudonymise(ward, other, "QX-2", REASON)
    said = "[removed], born [removed], or [removed], now [removed] [removed]"
    assert patients.entry_of(ward, other)[0].notes == said


def test_what_is_too_short_to_be_looked_for_is_said(ward: Workspace) -> None:
    other = register(ward, 30, "QX-2", family_name="Li", given_name="Bo", phone="12345", notes="Mrs Li rang")
    found = pseudonymise.preview(ward, other)
    assert found.unsought == Unsought(parts=2, phones=1)
    told = pseudonymise.stays(ward, found, None)
    assert sum("not looked for" in line for line in told) == 2
    assert not any("not looked for" in line for line in pseudonymise.stays(ward, pseudonymise.preview(ward, 1), None))


@pytest.mark.parametrize(("language", "said"), [("en", "the year alone"), ("it", "solo l’anno")])
def test_a_letter_says_that_the_day_of_birth_is_not_the_real_one(ward: Workspace, language: str, said: str) -> None:
    def shown() -> str:
        asked = replace(letters.prepare(ward, PATIENT, LetterKind.GP), language=language)
        with ward.read() as session:
            data = letter_gather.gather(letter_gather.make_ask(ward, session, asked), asked)
        return " ".join([data.subject, *data.who, *(text for line in data.reference for text in line)])

    assert said not in shown()
    pseudonymise.pseudonymise(ward, PATIENT, CODE, REASON)
    assert shown().count(said) == 3


@pytest.mark.parametrize(
    "changed",
    [
        {"family_name": "Quixotanski"}, {"birth_date": BORN}, {"phone": PHONE}, {"code": CODE},
        {"carer_name": CARER}, {"address": "7 Windmill Road"},
    ],
)  # fmt: skip
def test_nobody_brings_the_identity_back(ward: Workspace, changed: dict[str, Any]) -> None:
    pseudonymise.pseudonymise(ward, PATIENT, CODE, REASON)
    entry, version = patients.entry_of(ward, PATIENT)
    with pytest.raises(InputError) as refused:
        patients.revise(ward, PATIENT, version, replace(entry, **changed))
    assert [(one.field, one.key) for one in refused.value.problems] == [(next(iter(changed)), "stays_pseudonymised")]
    patients.revise(ward, PATIENT, version, replace(entry, notes="died abroad"))
    assert patients.entry_of(ward, PATIENT)[0] == replace(entry, notes="died abroad")


def test_no_import_brings_the_identity_back(ward: Workspace) -> None:
    pseudonymise.pseudonymise(ward, PATIENT, CODE, REASON)
    entry, _ = patients.entry_of(ward, PATIENT)
    heads = {"Code": "patient.code", "Born": "patient.birth_date", "Phone": "patient.phone", "GP": "patient.gp"}
    row = [entry.code, f"{entry.birth_date}", PHONE, "Dr Panza"]
    run = run_of(ward, patients_of(row, heads=heads))
    assert run.rows[0].state is RowState.REFUSED
    assert {told.problem.key for told in run.rows[0].problems} == {"stays_pseudonymised"}


def test_an_archive_of_it_is_read_in(ward: Workspace, tmp_path: Path) -> None:
    pseudonymise.pseudonymise(ward, PATIENT, CODE, REASON)
    archive.write(ward, tmp_path / "archive")
    whole = b"".join(one.read_bytes() for one in (tmp_path / "archive").rglob("*") if one.is_file())
    assert traces(whole) == []
    archive.read_in(tmp_path / "archive", tmp_path / "again.hsct")
    with closing(sqlite3.connect(tmp_path / "again.hsct")) as connection:
        assert connection.execute("SELECT count(*) FROM patient WHERE pseudonymised_at IS NOT NULL").fetchone() == (1,)


def test_the_last_old_backup_goes_within_a_year(tmp_path: Path) -> None:
    now = datetime(2026, 11, 20, 12).astimezone()

    class Row:
        made_at = now

    found = pseudonymise.old_backups(tmp_path / "unit.hsct", None, now, lambda _path, _key: [Row()])
    assert found.count == 1
    assert found.gone_on is not None
    assert timedelta(days=250) < found.gone_on - now.date() < timedelta(days=500)
    assert pseudonymise.old_backups(tmp_path / "unit.hsct", None, now, lambda _path, _key: []).gone_on is None


def test_copies_beside_the_file_are_named(ward: Workspace) -> None:
    path = ward.store.path
    names = [f"unit-before-{why}.hsct" for why in ("encryption", "restore-2", "restore", "upgrade-0008-20261120")]
    for name in names:
        path.with_name(name).write_bytes(b"x")
    path.with_name("unit-before-restore.hsct.keys").write_bytes(b"x")
    held = pseudonymise.old_backups(path, None, noon())
    assert held.beside == tuple(names)
    told = "\n".join(pseudonymise.stays(ward, pseudonymise.preview(ward, PATIENT), held))
    assert all(name in told for name in names)
    assert f"{path.parent}" not in told


@pytest.mark.parametrize("ward", KEYS, indirect=True)
def test_a_restore_says_that_the_identity_would_come_back(ward: Workspace) -> None:
    path, key = ward.store.path, KEY if ward.store.is_encrypted else None
    before = backups.make(path, key, Why.LOCK)
    pseudonymise.pseudonymise(ward, PATIENT, CODE, REASON)
    after = backups.make(path, key, Why.LOCK)
    assert restoring.preview(before.path, key, ward).identities == 1
    assert restoring.preview(after.path, key, ward).identities == 0


def test_the_programs_own_words_stay(ward: Workspace) -> None:
    patient_id = register(ward, 30, "DAY-1", family_name="Day", given_name="Li", notes="Day and Li Day came")
    with ward.read() as session:
        labels = [row["label_en"] for row in patient_rows.of_patient(session, patient_id)["scheduled_visit"]]
    assert any(label.startswith("Day ") for label in labels)
    pseudonymise.pseudonymise(ward, patient_id, "DAY-1", REASON)
    with ward.read() as session:
        after = patient_rows.of_patient(session, patient_id)
    assert [row["label_en"] for row in after["scheduled_visit"]] == labels
    assert after["patient"][0]["notes"] == "[removed] and [removed] came"


def test_every_text_of_a_patient_is_looked_at() -> None:
    """A table that comes later is found by its classes; this names those that hold nothing typed."""
    without = {name for name in patient_rows.owned() if not store.text_columns(name)}
    assert without <= {"draft", "access_log", "attachment_content", "letter_content"}
