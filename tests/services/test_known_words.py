"""Of what people type nothing leaves without identity but words that a list of the program has."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.data_class import NOT_EXPORTED, ColumnClass, DataClass
from hsct_desktop.domain.patient import AllergyStatus
from hsct_desktop.services import analysis_set, exports
from hsct_desktop.services.export_tables import TableWish, tables
from hsct_desktop.services.exports import ExportRequest, TableFormat, export
from hsct_desktop.services.known_words import KnownWords, LeftOut
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import records
from hsct_desktop.store.models import METADATA
from tests.services.conftest import open_workspace
from tests.services.ward import register

PERSONAL = ("0555 010 9469", "1975-10-11", "11.10.1975", "Rossi Elena", "IVMP M. Conti", "3331112222")
"""A telephone, a birth date, another patient, a member of staff: what people type into any field."""


def test_every_word_has_a_list(ws: Workspace) -> None:
    """Else it would leave out all, or worse none; nothing personal is an entry of any."""
    known = KnownWords(ws)
    lists = {one.words for table in records.tables().values() for one in table.columns.values()
             if one.kind is DataClass.WORD}  # fmt: skip
    assert len(lists) > 15
    assert "" not in lists
    assert [(name, text) for name in sorted(lists) for text in PERSONAL if known.word(name, text)] == []
    right = {"drug": "ACICLOVIR", "unit": "mg", "times": "08:00 20:00", "version": "5.0", "organism": "cmv",
             "visit": "Mese 9", "comparator": "<", "stop_rule": "pjp_6m_cd4",
             "platelet_preset": "seven_days"}  # fmt: skip
    assert [name for name, text in right.items() if not known.word(name, text)] == []


def test_of_typed_words_those_of_a_list_stay(ws: Workspace, tmp_path: Path) -> None:
    """A drug stays, another word does not: how many and where is told in the dictionary, the sheet and the result."""
    listed = {"allergy_status": AllergyStatus.LISTED, "allergies": ("Latex", "bactrim", "as Rossi said", "0555 1234")}
    register(ws, None, **listed)
    done = export(ws, ExportRequest(("patients",), TableFormat.CSV), tmp_path / "out")
    assert done.left_out == (LeftOut("allergy", "substance", 2),)
    read = {path.stem: list(csv.reader(io.StringIO(path.read_text("utf-8-sig")))) for path in done.files}
    at = read["allergy"][0].index("substance")
    assert [row[at] for row in read["allergy"][1:]] == ["Latex", "bactrim", "", ""]
    assert any("2 cells are empty" in row[4] for row in read["dictionary"] if row[2] == "substance")
    assert any("allergy.substance (2)" in row[1] for row in read["about"])
    assert any("allergy.substance (2)" in line for line in exports.told(ws.wording, done))
    whole = tables(ws, TableWish(("patients",), identified=True))
    own = next(table for table in whole.tables if table.name == "allergy")
    assert whole.left_out == ()
    assert {"as Rossi said", "0555 1234"} <= {value for row in own.rows for value in row}


@pytest.fixture(scope="module")
def planted(practice_file: Path, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A ward with somebody's data in every text column of every table, whatever its class, as no form would take it."""
    path = Path(shutil.copy(practice_file, tmp_path_factory.mktemp("planted") / "ward.hsct"))
    opened = open_workspace(path, catalogue)
    plant(path, lambda column: column.kind not in NOT_EXPORTED | {DataClass.PARTIAL_DATE})
    yield opened
    opened.store.close()


@pytest.fixture
def typed(practised: Workspace) -> Workspace:
    """A ward with somebody's data wherever a person can type or a catalogue's code stands."""
    read = ("version", "platelet_preset", "times", "comparator")  # by the program, which wrote them
    chosen = _TYPED - {DataClass.WORD}
    plant(
        practised.store.path,
        lambda one: one.kind in chosen or one.codes in _CATALOGUED or bool(one.words and one.words not in read),
    )
    return practised


_TYPED = {DataClass.FREE_TEXT, DataClass.WORD, DataClass.CONTACT, DataClass.IDENTITY, DataClass.PERSON}
_CATALOGUED = {"@drug", "@vaccine", "@regimen", "@phenotype", "@dmt", "@analyte", "@term", "@measure", "@mobilisation"}


def plant(path: Path, chosen: Callable[[ColumnClass], bool]) -> None:
    """Set the text columns chosen to each of the texts in turn."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        held = "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
        for kind, name in connection.execute(held).fetchall():
            connection.execute(f"DROP {kind} {name}")
        connection.execute("DELETE FROM lab_result WHERE id > 60")  # so many say no more
        for table in METADATA.sorted_tables:
            known = records.tables()[table.name]
            if known.kind:
                for number, one in enumerate(table.columns):
                    text = _planted(known.columns[one.name].kind, one, number)
                    if text is not None and chosen(known.columns[one.name]):
                        connection.execute(f"UPDATE {table.name} SET {one.name} = {text}")  # noqa: S608


def _planted(kind: DataClass, one: sa.Column[Any], number: int) -> str | None:
    """What a column is set to; None for one that holds no text."""
    texts = " ".join(f"WHEN {place} THEN '{text}'" for place, text in enumerate(PERSONAL))
    text = f"(CASE (id + {number}) % {len(PERSONAL)} {texts} END)"
    if isinstance(one.type, sa.JSON):
        return f"json_array({text})" if kind is DataClass.CODES else f"json_object({text}, {text})"
    if not isinstance(one.type, sa.Text) or isinstance(one.type, sa.Enum):
        return None
    return f"{text} || ' ' || id" if one.unique or one.name in _UNIQUE else text


_UNIQUE = {"code", "code_key"}


@pytest.mark.parametrize("form", list(TableFormat))
def test_nothing_personal_leaves_wherever_it_was_typed(planted: Workspace, tmp_path: Path, form: TableFormat) -> None:
    """Not in a byte of any file, the parts of a workbook among them."""
    target = tmp_path / ("out.xlsx" if form is TableFormat.XLSX else "out")
    done = export(planted, ExportRequest((), form, as_days=form is TableFormat.CSV), target)
    assert sum(one.cells for one in done.left_out) > 1000
    assert personal_in(done.files) == []


def test_what_was_planted_would_leave_with_identity(planted: Workspace, tmp_path: Path) -> None:
    """So the search above can find it: each text, in each kind of records that has a text at all."""
    done = export(planted, ExportRequest((), TableFormat.JSONL, identified=True), tmp_path / "out")
    found = personal_in(done.files)
    assert {text for _, text in found} == set(PERSONAL)
    assert len({name for name, _ in found}) > 35


def test_nothing_personal_leaves_in_the_analysis_set(typed: Workspace, tmp_path: Path) -> None:
    """Nor in its settings, and what was left out is told there."""
    made = analysis_set.write(typed, tmp_path / "set")
    assert personal_in(sorted((tmp_path / "set").iterdir())) == []
    told = json.loads((tmp_path / "set" / "settings.json").read_text("utf-8"))["left_out"]
    assert told == {f"{one.table}.{one.column}": one.cells for one in made.left_out}
    assert told["infections.organism"] > 0


def personal_in(files: Iterable[Path]) -> list[tuple[str, str]]:
    """What of it stands in files, those inside of a workbook as well."""
    parts = {path.name: path.read_bytes() for path in files}
    for path in files:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as book:
                parts |= {name: book.read(name) for name in book.namelist()}
    assert sum(map(len, parts.values())) > 10_000
    return [(name, text) for name, content in parts.items() for text in PERSONAL if text.encode() in content]
