"""Tables leave the program: pseudonymised unless somebody who may asks for identity, whole or not at all, and noted."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.wording import LANGUAGES, wording
from hsct_desktop.documents.output import part_of
from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.data_class import NOT_EXPORTED, DataClass
from hsct_desktop.domain.data_table import DataTable, DataType, unguarded
from hsct_desktop.domain.names import fold
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.services import exports, staff, undo
from hsct_desktop.services.code_labels import CodeLabels
from hsct_desktop.services.data_dictionary import dictionary
from hsct_desktop.services.export_tables import OLDEST_SAID, TableWish, tables
from hsct_desktop.services.exports import ExportRequest, TableFormat, export
from hsct_desktop.services.pseudonym import SECRET, pseudonym, secret
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import change_log, records, setting
from hsct_desktop.store.patient import Patient
from tests.services.conftest import open_workspace
from tests.services.ward import register, work_as

KEY = b"a secret of the tests"


@pytest.fixture(scope="module")
def ward(practice_file: Path, catalogue: Catalogue) -> Iterator[Workspace]:
    """The practice ward, which these tests only read."""
    opened = open_workspace(practice_file, catalogue)
    yield opened
    opened.store.close()


@pytest.fixture(scope="module")
def plain(ward: Workspace) -> dict[str, DataTable]:
    """All of the ward without identity, with days from Day 0."""
    return {table.name: table for table in tables(ward, TableWish(as_days=True), KEY).tables}


@pytest.fixture(scope="module")
def whole(ward: Workspace) -> dict[str, DataTable]:
    """All of the ward with identity."""
    return {table.name: table for table in tables(ward, TableWish(identified=True)).tables}


@pytest.fixture
def physician(ws: Workspace) -> Workspace:
    """The empty file with a physician at work."""
    saved = staff.add(ws, "Paula Physician", Role.PHYSICIAN)
    ws.author = staff.author(ws, saved.record_id or 0)
    return ws


def column(table: DataTable, name: str) -> list[Any]:
    at = [one.name for one in table.columns].index(name)
    return [row[at] for row in table.rows]


def texts(found: dict[str, DataTable]) -> list[str]:
    return [value for table in found.values() for row in table.rows for value in row if isinstance(value, str)]


# without identity ---------------------------------------------------------------------------------------------------


def test_nobody_is_named(plain: dict[str, DataTable], whole: dict[str, DataTable]) -> None:
    """No code, name, telephone or member of staff of the file stands anywhere in a pseudonymised export."""
    told = {
        fold(value)
        for table, names in (
            ("patient", ("patient", "family_name", "phone", "carer_name", "carer_phone", "address")),
            ("staff", ("name",)), ("professional", ("name", "phone", "email")),
        )
        for name in names
        for value in column(whole[table], name)
        if value
    }  # fmt: skip
    assert len(told) > 60
    kept = {fold(text) for text in texts(plain)}
    assert [text for text in kept if any(f" {one} " in f" {text} " for one in told)] == []
    assert {"staff", "professional", "patient_tag"}.isdisjoint(plain)


def test_no_class_that_names_somebody_leaves(plain: dict[str, DataTable]) -> None:
    """Held against the classes: whatever is added to the models later is left out or kept by its class."""
    for name, table in plain.items():
        known = records.tables()[name].columns
        kinds = {known[one.name].kind for one in table.columns if one.name in known and one.name != "id"}
        assert not kinds & {DataClass.IDENTITY, DataClass.CONTACT, DataClass.PERSON, DataClass.FREE_TEXT}, name
        assert not kinds & NOT_EXPORTED, name


def test_no_day_of_the_calendar_is_left_where_days_count_from_day0(plain: dict[str, DataTable]) -> None:
    """Neither as a date nor in a text; the limits of the unit's laboratories are nobody's."""
    of_patients = {name: table for name, table in plain.items() if name not in ("laboratory", "reference_range")}
    days = [one.name for table in of_patients.values() for one in table.columns if one.type is DataType.DATE]
    assert days == []
    assert [text for text in texts(of_patients) if re.search(r"\b(19|20)\d\d-\d\d-\d\d\b", text)] == []
    assert 0 in column(plain["transplant"], "day0_day")


def test_days_are_those_between_the_dates(plain: dict[str, DataTable], whole: dict[str, DataTable]) -> None:
    """Counted from the first Day 0, also where the patient has a second; of a year alone the years are told."""
    first: dict[str, date] = {}
    for who, day in zip(column(whole["transplant"], "patient"), column(whole["transplant"], "day0"), strict=True):
        first[who] = min(day, first.get(who, day)) if day is not None else first.get(who, day)
    taken = zip(column(whole["lab_result"], "patient"), column(whole["lab_result"], "taken_on"), strict=True)
    wanted = [(day - first[who]).days if first.get(who) else None for who, day in taken]
    assert Counter(column(plain["lab_result"], "taken_on_day")) == Counter(wanted)
    known = zip(column(whole["disease_history"], "patient"), column(whole["disease_history"], "onset"), strict=True)
    years = [int(text[:4]) - first[who].year for who, text in known if first.get(who) and text]
    assert Counter(column(plain["disease_history"], "onset_years")) - Counter([None]) == Counter(years)
    whole_days = [text for text in column(whole["disease_history"], "onset") if text and len(text) == 10]
    assert sum(day is not None for day in column(plain["disease_history"], "onset_day")) == len(whole_days)


def test_a_patient_without_day0_keeps_the_rows_and_is_told(ws: Workspace) -> None:
    """Their days are empty, and how many such patients there are is said."""
    register(ws, None)
    made = tables(ws, TableWish(("patients",), as_days=True), KEY)
    assert (made.patients, made.without_day0) == (1, 1)
    card = next(table for table in made.tables if table.name == "patient")
    assert column(card, "age_at_day0") == [None]


def test_pseudonyms_are_stable_and_say_nothing(ward: Workspace, plain: dict[str, DataTable]) -> None:
    """The same in every table and export of a file, another under another secret, none twice."""
    own = column(plain["patient"], "patient")
    assert len(set(own)) == len(own) > 20
    assert set(column(plain["lab_result"], "patient")) <= set(own)
    assert column(tables(ward, TableWish(("patients",)), KEY).tables[0], "patient") == own
    assert set(column(tables(ward, TableWish(("patients",)), b"other").tables[0], "patient")).isdisjoint(own)
    assert re.fullmatch(r"P-[0-9A-HJKMNP-TV-Z]{12}", pseudonym(KEY, 1))
    assert "id" not in [one.name for one in plain["patient"].columns]


def test_records_are_found_by_their_links_but_not_by_their_order(
    plain: dict[str, DataTable], whole: dict[str, DataTable]
) -> None:
    """A number of a record would tell who was entered after whom, and so would the order of the rows."""
    ids = {name: set(column(table, "id")) for name, table in plain.items() if name != "patient"}
    assert all(len(found) == len(plain[name].rows) for name, found in ids.items())
    assert {one[:2] for found in ids.values() for one in found} == {"R-"}
    links = [
        (name, one.name, known[one.name].table)
        for name, table in plain.items()
        if (known := records.tables()[name].columns)
        for one in table.columns
        if one.name in known and known[one.name].kind is DataClass.LINK
    ]
    assert len(links) > 20
    lost = [one for one in links if not set(column(plain[one[0]], one[1])) - {None} <= ids[one[2]]]
    assert lost == []
    for table in plain.values():
        if table.columns[0].name == "patient":
            assert column(table, "patient") == sorted(column(table, "patient"), key=lambda who: who or "")
    per_patient = Counter(Counter(column(whole["lab_result"], "patient")).values())
    assert Counter(Counter(column(plain["lab_result"], "patient")).values()) == per_patient


def test_the_secret_is_made_once_and_stays_in_the_file(ws: Workspace) -> None:
    """It is not in an export, and a damaged one is one sentence."""
    assert secret(ws) == secret(ws)
    assert len(secret(ws)) == 32
    with ws.write("patient.revise") as session:
        setting.put(session, SECRET, "no hexadecimal")
    with pytest.raises(KnownError) as refused:
        secret(ws)
    assert refused.value.key == "export_secret_damaged"


def test_the_very_old_are_of_one_age(ws: Workspace) -> None:
    """An age of 97 would name somebody."""
    register(ws, birth_date=date(1927, 1, 1))
    made = tables(ws, TableWish(("patients",)), KEY)
    assert column(made.tables[0], "age_at_day0") == [OLDEST_SAID]


# what leaves --------------------------------------------------------------------------------------------------------


def test_values_are_of_their_columns_type(whole: dict[str, DataTable], plain: dict[str, DataTable]) -> None:
    """Of every cell of the ward, with identity and without."""
    types: dict[DataType, tuple[type, ...]] = {
        DataType.WHOLE: (int,), DataType.NUMBER: (Decimal,), DataType.YES_NO: (bool,), DataType.DATE: (date,),
    }  # fmt: skip
    wrong = [
        (table.name, one.name, value)
        for found in (whole, plain)
        for table in found.values()
        for row in table.rows
        for one, value in zip(table.columns, row, strict=True)
        if value is not None and type(value) not in types.get(one.type, (str,))
    ]
    assert wrong == []


@pytest.mark.soak
def test_counts_beforehand_are_the_rows_that_leave(practised: Workspace, catalogue: Catalogue) -> None:
    """Also when a patient, a transplant and a toxicity were taken back: what hangs on them does not leave."""
    with practised.write("patient.revise") as session:
        for table, where in (("patient", "id = 3"), ("transplant", "id = 1"), ("adverse_event", "id < 9")):
            session.connection().exec_driver_sql(
                f"UPDATE {table} SET voided_at = updated_at, void_reason = 'test' WHERE {where}"  # noqa: S608
            )
    wish = TableWish(identified=True)
    made = tables(practised, wish)
    rows: dict[str, int] = {}
    for table in made.tables:
        kind = records.tables()[table.name].kind
        rows[kind] = rows.get(kind, 0) + len(table.rows)
    assert {one.kind: one.rows for one in exports.extent(practised, identified=True).kinds} == rows
    assert exports.extent(practised).patients == made.patients
    assert exports.extent(practised).without_day0 == made.without_day0
    assert made.patients == 25
    with_voided = tables(practised, replace(wish, with_voided=True))
    assert with_voided.patients == 26
    assert with_voided.rows > made.rows
    patients = next(table for table in with_voided.tables if table.name == "patient")
    assert sum(column(patients, "voided")) == 1


def test_every_field_has_its_meaning_in_both_languages() -> None:
    """A column without words would stand in the dictionary under its bare name."""
    for words in map(wording, LANGUAGES):
        lacking = [
            f"{table.name}.{one.name}"
            for table in records.tables().values()
            if table.kind
            for one in table.columns.values()
            if one.kind not in NOT_EXPORTED | {DataClass.ID, DataClass.PATIENT, DataClass.LINK}
            and not any(
                words.has(f"{prefix}.{one.name}")
                for prefix in (f"export.field.{table.name}", "export.field", "handover.column")
            )
            and one.name not in ("code_key", "folded_name", "search_text")
        ]  # fmt: skip
        assert lacking == []
        assert [kind for kind in records.kinds() if not words.has(f"export.kind.{kind}")] == []
        assert [
            name for name, one in records.tables().items() if one.kind and not words.has(f"export.table.{name}")
        ] == []


def test_every_list_of_codes_has_its_words(ward: Workspace) -> None:
    """Each list that a column names is an enum of the wording or a catalogue."""
    labels = CodeLabels(ward)
    named = {part for table in records.tables().values() if table.kind for one in table.columns.values()
             for part in one.codes.split(">") if part}  # fmt: skip
    assert len(named) > 60
    assert [codes for codes in sorted(named) if not labels.all_of(codes)] == []


def test_the_dictionary_tells_every_field_and_code(ward: Workspace, plain: dict[str, DataTable]) -> None:
    """And nothing twice."""
    fields, codes = dictionary(ward, list(plain.values()))
    assert [(row[0], row[2]) for row in fields.rows] == [
        (t.name, one.name) for t in plain.values() for one in t.columns
    ]
    assert all(row[4] for row in fields.rows)
    known = {(row[0], row[1]) for row in codes.rows}
    assert len(known) == len(codes.rows)
    used = {("sex", value) for value in column(plain["patient"], "sex")}
    used |= {("term", value) for value in column(plain["adverse_event"], "term_id")}
    assert used <= known
    named = {part for row in fields.rows for part in str(row[6] or "").split("; ") if part}
    assert named == {listed for listed, _ in known}
    assert {"causality", "monitoring", "attribution"} <= named
    assert ("attribution", "conditioning") in known


# files --------------------------------------------------------------------------------------------------------------


def note_of(ws: Workspace) -> dict[str, Any]:
    with ws.read() as session:
        return dict(json.loads(change_log.notes(session, "export", 1)[0].new))


def test_a_workbook_is_written_and_noted(physician: Workspace, tmp_path: Path) -> None:
    """All records, a dictionary, numbers as numbers; the change log says what, how many and by whom."""
    register(physician, code="00123", family_name="-Rossi", given_name="=1+1")
    target = tmp_path / "all.xlsx"
    done = export(physician, ExportRequest(identified=True, reason=" audit "), target)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames[0] == "about"
    assert book.sheetnames[-2:] == ["dictionary", "codes"]
    assert len(book.sheetnames) == done.tables + 3
    cells = {head.value: cell for head, cell in zip(*book["patient"].iter_rows(min_row=1, max_row=2), strict=True)}
    assert (cells["patient"].value, cells["family_name"].value, cells["given_name"].value) == (
        "00123",
        "-Rossi",
        "=1+1",
    )
    assert {cell.data_type for cell in (cells["patient"], cells["given_name"])} == {"s"}
    assert book["transplant"]["D2"].is_date or any(cell.is_date for cell in book["transplant"][2])
    noted = note_of(physician)
    assert (noted["identified"], noted["reason"], noted["patients"]) == (True, "audit", 1)
    assert [(one.by, one.identified, one.kinds, one.reason) for one in exports.past(physician)] == [
        ("Paula Physician", True, "All records", "audit")
    ]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    assert (done.patients, done.path, done.files) == (1, target, (target,))


@pytest.mark.parametrize("form", [TableFormat.CSV, TableFormat.JSONL])
def test_a_folder_has_a_file_for_each_table(ws: Workspace, tmp_path: Path, form: TableFormat) -> None:
    """With the dictionary; a nurse may, without identity."""
    register(ws, family_name="-Rossi")
    target = tmp_path / "out"
    done = export(ws, ExportRequest(format=form, delimiter=";", as_days=True), target)
    names = {path.stem for path in done.files}
    assert {"about", "dictionary", "codes", "patient", "lab_result"} <= names
    assert {path.suffix for path in target.iterdir()} == {f".{form}"}
    assert "Rossi" not in "".join(path.read_text(encoding="utf-8") for path in target.iterdir())
    assert note_of(ws)["identified"] is False
    again = ExportRequest(("edss",), form, overwrite=True)
    assert {path.stem for path in export(ws, again, target).files} == {
        "about",
        "dictionary",
        "codes",
        "edss_assessment",
    }


def test_one_table_as_one_csv_file(physician: Workspace, tmp_path: Path) -> None:
    """And a name that begins with a minus reads back."""
    register(physician, family_name="-Rossi")
    target = tmp_path / "people.csv"
    with pytest.raises(KnownError) as several:
        export(physician, ExportRequest(("patients",), TableFormat.CSV), target)
    assert several.value.key == "export_one_table"
    export(physician, ExportRequest(("lab_results",), TableFormat.CSV), target)
    assert target.read_bytes().startswith(b"\xef\xbb\xbfpatient,id,analyte")
    folder = tmp_path / "all"
    export(physician, ExportRequest(("patients",), TableFormat.CSV, identified=True), folder)
    with (folder / "patient.csv").open(encoding="utf-8-sig", newline="") as stream:
        row = next(csv.DictReader(stream))
    assert unguarded(row["family_name"]) == "-Rossi"


REFUSED = [
    ("nurse asks for identity", ExportRequest(identified=True), "a.xlsx", "export_role"),
    ("unknown kind", ExportRequest(("people ", "x")), "a.xlsx", "export_kind_unknown"),
    ("people without identity", ExportRequest(("people",)), "a.xlsx", "export_only_people"),
    ("people among others", ExportRequest(("edss", "people")), "a.xlsx", "export_only_people"),
    ("another ending", ExportRequest(), "a.csv", "export_ending"),
    ("no folder", ExportRequest(), "none/a.xlsx", "export_folder_missing"),
    ("a file lies there", ExportRequest(), "held.xlsx", "export_over_other"),
    ("a folder with other files", ExportRequest(format=TableFormat.CSV, overwrite=True), "full", "export_folder_full"),
    ("a file where a folder should be", ExportRequest(format=TableFormat.JSONL), "held.xlsx", "export_over_other"),
    ("no folder for the folder", ExportRequest(format=TableFormat.CSV), "none/out", "export_folder_missing"),
]


@pytest.mark.parametrize(("request_", "name", "key"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED])
def test_refused_in_one_sentence(ws: Workspace, tmp_path: Path, request_: ExportRequest, name: str, key: str) -> None:
    """Nothing is written, nothing is noted, what lay there stays."""
    (tmp_path / "held.xlsx").write_text("mine")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.docx").write_text("mine")
    before = sorted(path.name for path in tmp_path.iterdir())
    work_as(ws, Role.NURSE)
    with pytest.raises(KnownError) as refused:
        export(ws, request_, tmp_path / name)
    assert refused.value.key == key
    assert all(wording(language).known_error(refused.value) for language in LANGUAGES)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert (tmp_path / "held.xlsx").read_text() == "mine"
    assert exports.past(ws) == []


def test_nobody_at_work_exports_nothing(ws: Workspace, tmp_path: Path) -> None:
    """An export has a name in the change log."""
    ws.author = None
    with pytest.raises(KnownError) as refused:
        export(ws, ExportRequest(), tmp_path / "a.xlsx")
    assert refused.value.key == "nobody_working"


def test_a_reason_too_long(physician: Workspace, tmp_path: Path) -> None:
    """It is refused beside its field."""
    with pytest.raises(InputError) as refused:
        export(physician, ExportRequest(identified=True, reason="x" * 401), tmp_path / "a.xlsx")
    assert [one.key for one in refused.value.problems] == ["too_long"]


@pytest.mark.parametrize("step", [3, 100])
def test_cancelled_in_the_middle_nothing_is_left(ws: Workspace, tmp_path: Path, step: int) -> None:
    """Neither a file nor a note."""

    class StoppedError(Exception):
        """Somebody cancelled."""

    seen: list[int] = []

    def stop(done: int, of: int) -> None:
        seen.append(done)
        assert 0 <= done <= of
        if len(seen) > step:
            raise StoppedError

    before = set(tmp_path.iterdir())
    with pytest.raises(StoppedError):
        export(ws, ExportRequest(format=TableFormat.CSV), tmp_path / "out", stop)
    assert set(tmp_path.iterdir()) == before
    assert exports.past(ws) == []
    assert seen == sorted(seen)


@pytest.mark.parametrize("role", list(Role))
def test_who_may_export_identities(ws: Workspace, role: Role) -> None:
    """Physicians, data managers and administrators."""
    ws.author = Author(1, "Somebody", role)
    assert exports.may_identify(ws) is (role in (Role.PHYSICIAN, Role.DATA_MANAGER, Role.ADMINISTRATOR))


def test_an_export_is_nothing_to_undo(ws: Workspace, tmp_path: Path) -> None:
    """What left cannot be called back, and the secret stays, so that the pseudonyms do."""
    export(ws, ExportRequest(("edss",), TableFormat.CSV), tmp_path / "a.csv")
    before = secret(ws)
    assert undo.undo_last(ws) is None
    assert secret(ws) == before
    assert len(exports.past(ws)) == 1


@pytest.mark.parametrize(
    ("number", "key"),
    [(errno.ENOSPC, "output_disk_full"), (errno.EACCES, "output_no_rights"), (errno.EIO, "export_not_writable")],
)
@pytest.mark.parametrize("form", list(TableFormat))
def test_a_disk_that_is_full_or_gone(
    ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: TableFormat, number: int, key: str
) -> None:
    """One sentence; neither a part nor a note is left, and an older export stays."""
    ending = ".xlsx" if form is TableFormat.XLSX else ""
    target = tmp_path / f"out{ending}"
    export(ws, ExportRequest(("edss",), form), target)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if ".hsct" not in path.name}

    def fail(_stream: int) -> None:
        raise OSError(number, "gone")

    monkeypatch.setattr(exports.os, "fsync", fail)
    with pytest.raises(KnownError) as refused:
        export(ws, ExportRequest(("edss",), form, overwrite=True), target)
    assert refused.value.key == key
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if ".hsct" not in path.name} == before
    assert list(tmp_path.glob(".*")) == []
    assert len(exports.past(ws)) == 1


def test_what_a_killed_export_left_is_swept(ws: Workspace, tmp_path: Path) -> None:
    """Its folder held patients' data; that of a process at work stays."""
    dead = part_of(tmp_path / "old.xlsx")
    dead = dead.with_name(dead.name.replace(f"-{os.getpid()}.", "-999999999."))
    dead.mkdir()
    (dead / "part").write_text("somebody")
    other = part_of(tmp_path / "other.xlsx").with_name(".note.part")
    other.mkdir()
    export(ws, ExportRequest(("edss",)), tmp_path / "new.xlsx")
    assert not dead.exists()
    assert other.exists()
    assert stat.S_IMODE((tmp_path / "new.xlsx").stat().st_mode) == 0o600


@pytest.mark.parametrize("form", list(TableFormat))
def test_any_text_in_any_field_comes_back(physician: Workspace, tmp_path: Path, form: TableFormat) -> None:
    """Whatever stands in the file, whichever column it stands in: the very same text, never a formula."""
    nasty = ["=1+1", "-Rossi", "'=x", "@x", "+39 0555", 'a;b,c\n"d"', "http://x.org", "00123", "\u2028", "\uff1d1 "]
    people = [register(physician, code=f"MS-{number}") for number in range(len(nasty))]
    names = ("family_name", "given_name", "phone", "carer_name", "carer_phone", "address", "language", "notes")
    with physician.write("patient.revise") as session:
        for who, text in zip(people, nasty, strict=True):
            session.execute(sa.update(Patient).where(Patient.id == who).values(dict.fromkeys(names, text)))
    target = tmp_path / ("out.xlsx" if form is TableFormat.XLSX else "out")
    export(physician, ExportRequest(("patients",), form, identified=True), target)
    read = [[str(row[name]) for name in names] for row in _patients(target, form)]
    assert read == [[text] * len(names) for text in nasty]


def _patients(path: Path, form: TableFormat) -> list[dict[str, Any]]:
    """The table of patients as an ordinary reader has it."""
    if form is TableFormat.XLSX:
        head, *cells = openpyxl.load_workbook(path)["patient"].iter_rows()
        assert {cell.data_type for row in cells for cell in row} <= {"s", "n", "b", "d"}
        return [{one.value: cell.value for one, cell in zip(head, row, strict=True)} for row in cells]
    text = (path / f"patient.{form}").read_bytes().decode("utf-8-sig")
    if form is TableFormat.JSONL:
        return [json.loads(line) for line in text.splitlines()]
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return [{name: unguarded(value) for name, value in row.items()} for row in rows]
