"""The NCI's wording loaded from the public CSVs, and from workbooks made of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import files, official_wording, staff
from hsct_desktop.services.workspace import Workspace
from tests.exchange.ctcae_tables import workbook


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    path = tmp_path / "unit.hsct"
    files.create(path, "Unit of the tests", "Ann Nurse", Role.NURSE).close()
    opened = Workspace(files.open_file(path), Catalogue())
    opened.author = staff.author(opened, staff.everybody(opened)[0].id)
    yield opened
    opened.store.close()


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_grade_has_the_text_of_the_public_table(
    ws: Workspace, tmp_path: Path, table: tuple[str, Path], kind: str
) -> None:
    version, path = table
    head, *rows = rows_of(path)
    if kind == "xlsx":
        names = {"soc": "MedDRA SOC", "term": "CTCAE Term", "definition": "Definition"} | {
            f"grade{n}": f"Grade {n}" for n in range(1, 6)
        }
        path = tmp_path / "ctcae.xlsx"
        path.write_bytes(workbook({"Clean Copy": [[names.get(cell, cell) for cell in head], *rows]}))
    preview = official_wording.load_file(ws, path)
    assert (preview.ctcae_version, preview.terms) == (version, {"5.0": 837, "6.0": 850}[version])
    assert preview.is_exact
    official_wording.take(ws, preview)
    ids = {term.label.en: term.id for term in ws.catalogue.terms(version).all}
    for row in rows[::40]:
        cells = dict(zip(head, row, strict=True))
        texts = official_wording.of_term(ws, version, ids[cells["term"]])
        published = {n: " ".join(cells[f"grade{n}"].split()) for n in range(1, 6) if cells[f"grade{n}"].strip()}
        assert dict(texts.grades) == published
        assert texts.definition == " ".join(cells["definition"].split())


def test_half_of_a_public_table_is_refused(ws: Workspace, tmp_path: Path, table: tuple[str, Path]) -> None:
    version, path = table
    half = tmp_path / "half.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    half.write_text("".join(lines[: len(lines) // 2]), encoding="utf-8")
    with pytest.raises(KnownError) as caught:
        official_wording.load_file(ws, half)
    assert (caught.value.key, caught.value.params["version"]) == ("ctcae_file_not_whole", version)
    assert official_wording.loaded(ws) == []
