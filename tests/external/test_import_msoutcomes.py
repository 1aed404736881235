"""Published tables through the whole import: read, recognised, tried, taken; every EDSS is read back from the record.

MSoutcomes is an export of a registry (ambulation in the short coding, 259 visits without an EDSS), das2021 the cohort
of a paper with its EDSS and MRI tables. Both are tried where they stand beside the checkout.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.import_fields import import_fields
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.edss import Coding
from hsct_desktop.domain.edss_assessment import EdssAssessment
from hsct_desktop.domain.import_column import mapping_of, recognise, review
from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.domain.import_mapping import ImportMapping, MappedColumn
from hsct_desktop.domain.import_run import RowState
from hsct_desktop.domain.import_table import find_table
from hsct_desktop.exchange.book_file import read_book
from hsct_desktop.services import files, staff
from hsct_desktop.services.import_check import DryRun, dry_run, prepare
from hsct_desktop.services.import_codes import code_lists
from hsct_desktop.services.import_take import Taken, take
from hsct_desktop.services.workspace import Workspace, clock_on
from hsct_desktop.store import edss_assessment, mri, patient
from hsct_desktop.store.engine import open_store
from tests.external.conftest import BESIDE

TODAY = date(2026, 11, 20)


def beside(name: str) -> Path:
    """The published file of that name; skips the test where it does not stand beside the checkout."""
    found = sorted(BESIDE.glob(f"*/data/{name}"))
    if not found:
        pytest.skip(f"{name} does not stand beside the checkout")
    return found[0]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """An empty file of a unit."""
    path = tmp_path / "unit.hsct"
    files.create(path, "Unit of the tests", "Ann Nurse", Role.NURSE).close()
    opened = Workspace(open_store(path), Catalogue(), None, "en", clock_on(TODAY))
    opened.author = staff.author(opened, staff.everybody(opened)[0].id)
    yield opened
    opened.store.close()


def recognised(
    ws: Workspace, path: Path, kind: ImportKind, defaults: Mapping[str, str]
) -> tuple[ImportMapping, set[str]]:
    """The mapping that is recognised, with some values for all rows, and the heads that still ask."""
    table, codes = find_table(read_book(path).sheets[0]), code_lists(ws.catalogue)
    fields = import_fields()[kind]
    base = ImportMapping("test", kind, (), defaults=dict(defaults))
    mapping = mapping_of(recognise(table, kind, fields, codes, TODAY), kind, base)
    again = review(table, mapping, fields, codes, TODAY)
    return mapping, {one.column.head for one in again if one.asks}


def tried(ws: Workspace, path: Path, mapping: ImportMapping) -> DryRun:
    book = read_book(path)
    return dry_run(ws, book, prepare(ws, book, [mapping]))


def taken(ws: Workspace, path: Path, kind: ImportKind, defaults: Mapping[str, str]) -> Taken:
    """A file taken in as it is recognised, which must leave no question open."""
    mapping, open_heads = recognised(ws, path, kind, defaults)
    assert open_heads == set()
    return take(ws, tried(ws, path, mapping))


def recorded(ws: Workspace) -> dict[tuple[str, str], EdssAssessment]:
    """Every examination by the patient's code and the day."""
    with ws.read() as session:
        by_patient = edss_assessment.all_standing(session)
        codes = {card.id: card.entry.code for card in patient.cards_of(session, by_patient)}
    return {(codes[key], one.entry.assessed.text): one for key, rows in by_patient.items() for one in rows}


def write_people(path: Path, codes: list[str]) -> Path:
    """The patients of a table that names only codes, as a unit would keep them."""
    lines = [f"{code};Cognome {at};Nome;{date(1960, 1, 1 + at % 28):%d/%m/%Y};F;SM" for at, code in enumerate(codes)]
    path.write_text("\n".join(["Codice;Cognome;Nome;Data di nascita;Sesso;Diagnosi", *lines]), encoding="utf-8")
    return path


SHORT = {"edss.coding": Coding.SHORT.value}
GRADES = {
    "FSvis": "visual", "FSbstem": "brainstem", "FSpyr": "pyramidal", "FScrbl": "cerebellar", "FSsens": "sensory",
    "FSsph": "bowel_bladder", "FScereb": "cerebral", "FSamb": "ambulation",
}  # fmt: skip


def test_the_visits_of_a_registry_come_in_and_every_edss_comes_back(ws: Workspace, tmp_path: Path) -> None:
    path = beside("msoutcomes/sample_visits.csv")
    visits = rows_of(path)
    people = write_people(tmp_path / "people.csv", sorted({row["ID"] for row in visits}))
    assert taken(ws, people, ImportKind.PATIENTS, {}).counts[RowState.NEW] == 40

    assert recognised(ws, path, ImportKind.EDSS, {})[1] == {"FSamb"}  # which coding a registry has nobody guesses
    mapping = recognised(ws, path, ImportKind.EDSS, SHORT)[0]
    run = tried(ws, path, mapping)
    told = Counter(problem.problem.key for row in run.rows for problem in row.problems if not problem.problem.soft)
    done = take(ws, run)
    print(dict(done.counts), dict(told))
    assert run.read == 798 == run.taken + run.counts[RowState.REFUSED]

    refused = {row.key.number for row in run.rows if row.state is RowState.REFUSED}
    held, came = recorded(ws), 0
    for number, row in enumerate(visits, start=2):
        if number in refused:
            continue
        found = held[row["ID"], row["dateEDSS"]].entry
        if row["EDSS"]:
            assert found.edss == Decimal(row["EDSS"]), number
            came += 1
        for head, name in GRADES.items():
            if row[head]:
                assert getattr(found.systems, name) == int(row[head]), (number, name)
    assert all(one.entry.systems.coding is Coding.SHORT for one in held.values() if one.entry.systems.ambulation)
    empty = [row for row in visits if not row["EDSS"] and not any(row[head] for head in GRADES)]
    assert came == len([one for one in held.values() if one.entry.edss is not None]) == 539
    assert (dict(told), len(refused)) == ({"import_record_empty": len(empty)}, len(empty))

    again = tried(ws, path, mapping)
    assert again.counts[RowState.NEW] == again.counts[RowState.CHANGED] == 0
    assert not again.writes


COHORT = {"patient.family_name": "Synthetic", "patient.given_name": "Patient", "patient.disease_id": "ms"}


def test_the_cohort_of_a_paper_comes_in_with_its_edss_and_scans(ws: Workspace) -> None:
    cohort, edss, scans = (beside(f"das2021/das2021_synthetic_{name}.csv") for name in ("cohort", "edss", "mri"))
    mapping, asks = recognised(ws, cohort, ImportKind.PATIENTS, COHORT)
    assert asks == {"edss_pre", "edss_last"}  # whose day they have nobody says
    left = tuple(MappedColumn(one.head) if one.head in asks else one for one in mapping.columns)
    run = tried(ws, cohort, ImportMapping("test", mapping.kind, left, defaults=COHORT))
    assert (run.counts[RowState.NEW], run.read) == (20, 20)
    take(ws, run)

    done = taken(ws, edss, ImportKind.EDSS, {})
    rows = rows_of(edss)
    assert done.counts[RowState.NEW] == len(rows) == 129
    found = {key: one.entry.edss for key, one in recorded(ws).items()}
    assert found == {(row["patient_id"], row["date"]): Decimal(row["edss"]) for row in rows}

    run = tried(ws, scans, recognised(ws, scans, ImportKind.MRI, {})[0])
    refused = [row.key.number for row in run.rows if row.state is RowState.REFUSED]
    listed = list(enumerate(rows_of(scans), start=2))
    baseline = [number for number, row in listed if not row["new_or_enlarging_t2"].isdigit()]
    assert refused == baseline  # "baseline" is no number: one says in the mapping that it is none, or corrects it
    take(ws, run)
    with ws.read() as session:
        gd = Counter(one.entry.gd for held in mri.all_standing(session).values() for one in held)
    expected = Counter(int(row["gd_lesions"]) for number, row in listed if number not in refused)
    assert gd == expected
