"""The NCI's own wording: recognised, shown before it is kept, kept, replaced, taken back; nothing kept of bad files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.author import Author
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import official_wording
from hsct_desktop.services.official_wording import OfficialTexts
from hsct_desktop.services.undo import undo, undo_last
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.official_wording import OfficialWording
from tests.exchange.ctcae_tables import CODE, HEAD, csv_text, nci_rows, workbook

Rows = list[list[str]]


@pytest.fixture(scope="session")
def old(catalogue: Catalogue) -> Rows:
    return nci_rows(catalogue.terms("5.0"))


@pytest.fixture(scope="session")
def new(catalogue: Catalogue) -> Rows:
    return nci_rows(catalogue.terms("6.0"))


def written(tmp_path: Path, content: str | bytes, name: str = "ctcae.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def contents(ws: Workspace) -> list[tuple[str, str, bool]]:
    """Every row ever kept: version, content, and whether it stands."""
    with ws.read() as session:
        return [(row.ctcae_version, row.content, not row.is_voided) for row in session.query(OfficialWording)]


@pytest.mark.parametrize("kind", ["csv", "utf-8-sig", "utf-16", "semicolon", "xlsx", "clean sheet"])
def test_each_kind_of_file_holds_the_same(ws: Workspace, tmp_path: Path, new: Rows, kind: str) -> None:
    text, marked = csv_text(new), [new[0], *([*row[:3], "old new"] for row in new[1:])]
    files = {
        "csv": text.encode(),
        "utf-8-sig": text.encode("utf-8-sig"),
        "utf-16": text.encode("utf-16"),
        "semicolon": text.replace('","', '";"').encode(),
        "xlsx": workbook({"Sheet1": new}),
        "clean sheet": workbook({"Changes marked": marked, "Clean Copy": new}),
    }
    preview = official_wording.load_file(ws, written(tmp_path, files[kind], "the file.any"))
    assert (preview.ctcae_version, preview.terms, preview.source_name) == ("6.0", 850, "the file.any")
    assert preview.is_exact
    assert preview.texts["nausea"]["1"] == "official Nausea of grade 1"
    assert contents(ws) == []


def test_what_is_kept_stands_beside_ours(ws: Workspace, tmp_path: Path, old: Rows, new: Rows) -> None:
    assert official_wording.text_of(ws, "5.0", "nausea", 1) == ""
    for rows in (old, new):
        saved = official_wording.take(ws, official_wording.load_file(ws, written(tmp_path, csv_text(rows))))
        assert saved.kinds == {"rules"}
    texts = official_wording.of_term(ws, "5.0", "asystole")
    assert list(texts.grades) == [1, 4, 5]
    assert texts.definition == "what Asystole is"
    assert list(official_wording.of_term(ws, "6.0", "asystole").grades) == [3, 4, 5]
    assert official_wording.of_term(ws, "6.0", "lung_infection") == OfficialTexts()
    assert official_wording.text_of(ws, "6.0", "pneumonia", 2) == "official Pneumonia of grade 2"
    first, second = official_wording.loaded(ws)
    assert (first.ctcae_version, first.terms, first.by) == ("5.0", 837, "Ann Nurse")
    assert (second.ctcae_version, second.terms, second.source_name) == ("6.0", 850, "ctcae.csv")


def test_codes_never_reach_the_data_file(ws: Workspace, tmp_path: Path, old: Rows) -> None:
    path = written(tmp_path, csv_text(old))
    assert CODE.encode() in path.read_bytes()
    official_wording.take(ws, official_wording.load_file(ws, path))
    ws.store.close()
    kept = b"".join(part.read_bytes() for part in tmp_path.glob("unit.hsct*"))
    assert b"official Nausea of grade 1" in kept
    assert CODE.encode() not in kept


def test_a_version_loaded_again_replaces_the_former(ws: Workspace, tmp_path: Path, old: Rows, other: Author) -> None:
    path = written(tmp_path, csv_text(old))
    official_wording.take(ws, official_wording.load_file(ws, path))
    changed = [[cell.replace("official", "newer") for cell in row] for row in old]
    ws.author = other
    saved = official_wording.take(ws, official_wording.load_file(ws, written(tmp_path, csv_text(changed), "b.csv")))
    (row,) = official_wording.loaded(ws)
    assert (row.source_name, row.by) == ("b.csv", "Otto Other")
    assert official_wording.text_of(ws, "5.0", "nausea", 1) == "newer Nausea of grade 1"
    assert [stands for _, _, stands in contents(ws)] == [False, True]
    undo(ws, saved.txn)
    assert official_wording.text_of(ws, "5.0", "nausea", 1) == "official Nausea of grade 1"
    assert [stands for _, _, stands in contents(ws)] == [True, False]


def test_a_wording_is_taken_back_and_the_taking_back_undone(ws: Workspace, tmp_path: Path, old: Rows) -> None:
    official_wording.take(ws, official_wording.load_file(ws, written(tmp_path, csv_text(old))))
    (row,) = official_wording.loaded(ws)
    official_wording.remove(ws, row.id, row.version)
    assert official_wording.loaded(ws) == []
    assert official_wording.text_of(ws, "5.0", "nausea", 1) == ""
    with pytest.raises(KnownError, match="stale_row"):
        official_wording.remove(ws, row.id, row.version)
    undone = undo_last(ws)
    assert undone is not None
    assert undone.text == "Undone: NCI wording removed"
    assert official_wording.text_of(ws, "5.0", "nausea", 1) != ""


def test_what_differs_from_ours_is_told_and_not_kept(ws: Workspace, tmp_path: Path, old: Rows) -> None:
    rows = [list(row) for row in old if row[2] != "Vomiting "]
    nausea = next(row for row in rows if row[2] == "Nausea ")
    nausea[5], nausea[7] = "-", "death"
    rows.append([CODE, "Gut", "Tummy ache", "a", "b", "-", "-", "-", "", ""])
    preview = official_wording.load_file(ws, written(tmp_path, csv_text(rows)))
    assert preview.strangers == ("Tummy ache",)
    assert preview.absent == ("Vomiting",)
    assert preview.grades == ("Nausea: 3", "Nausea: 5")
    assert not preview.is_exact
    official_wording.take(ws, preview)
    assert list(official_wording.of_term(ws, "5.0", "nausea").grades) == [1, 2]
    assert "Tummy" not in contents(ws)[0][1]


def test_a_formula_gives_its_stored_value_and_is_never_computed(ws: Workspace, tmp_path: Path, old: Rows) -> None:
    at = next(number for number, row in enumerate(old, 1) if row[2] == "Nausea ")
    path = written(tmp_path, workbook({"S": old}, [(f"D{at}", "as stored")]), "f.xlsx")
    assert official_wording.load_file(ws, path).texts["nausea"]["1"] == "as stored"
    equals = csv_text(old).replace("official Nausea of grade 1", "=cmd|' /C calc'!A1")
    preview = official_wording.load_file(ws, written(tmp_path, equals))
    assert preview.texts["nausea"]["1"] == "=cmd|' /C calc'!A1"


def test_another_encoding_is_asked_for_and_never_guessed(ws: Workspace, tmp_path: Path, old: Rows) -> None:
    text = csv_text(old).replace("official Nausea of grade 1", "rüstig café")
    path = written(tmp_path, text.encode("cp1252"))
    with pytest.raises(KnownError) as caught:
        official_wording.load_file(ws, path)
    assert caught.value.key == "tablefile_not_utf8"
    assert official_wording.load_file(ws, path, "cp1252").texts["nausea"]["1"] == "rüstig café"


def bomb(old: Rows) -> bytes:
    """A small workbook beside a part that unpacks to sixty million blanks."""
    stream = io.BytesIO(workbook({"S": old[:3]}))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/nothing.bin", b" " * 60_000_000)
    return stream.getvalue()


BAD: dict[str, tuple[Callable[[Rows], bytes], str]] = {
    "no table": (lambda _rows: b"Dear all,\r\nsee below\r\n", "columns"),
    "a column too few": (lambda rows: csv_text([row[:7] for row in rows]).encode(), "columns"),
    "half a file": (lambda rows: csv_text(rows[:400]).encode(), "only 399 of the 837 terms of CTCAE v5.0"),
    "cut in a cell": (lambda rows: csv_text(rows).encode()[:60_000].rstrip(b'"\r\n'), "cut.csv"),
    "another list": (lambda rows: csv_text([[*r[:2], f"{r[2]} x", *r[3:]] for r in rows]).encode(), "columns"),
    "other terms": (lambda rows: csv_text([HEAD, *([r[0], r[1], f"x{r[2]}"] for r in rows[1:])]).encode(), "no known"),
    "a term twice": (lambda rows: csv_text([*rows, rows[1]]).encode(), "again in line 839"),
    "too many rows": (lambda rows: csv_text(rows * 7).encode(), "5866 rows"),
    "a bomb": (bomb, "cut.csv"),
    "too large": (lambda _rows: b"a,b\r\n" * 4_100_000, "cut.csv"),
    "nothing": (lambda _rows: b"", "cut.csv"),
    "bytes": (lambda _rows: bytes(range(256)) * 40, "cut.csv"),
    "a damaged workbook": (lambda rows: workbook({"S": rows})[:9000], "cut.csv"),
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_file_is_one_sentence_and_nothing_is_kept(ws: Workspace, tmp_path: Path, old: Rows, bad: str) -> None:
    make, said = BAD[bad]
    with pytest.raises(KnownError) as caught:
        official_wording.load_file(ws, written(tmp_path, make(old), "cut.csv"))
    for language in ("en", "it"):
        sentence = wording(language).known_error(caught.value)
        assert sentence
        assert "{" not in sentence
    assert said in wording("en").known_error(caught.value)
    assert contents(ws) == []


@pytest.mark.parametrize("place", ["missing.csv", "folder"])
def test_what_is_no_file_is_said(ws: Workspace, tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(KnownError) as caught:
        official_wording.load_file(ws, tmp_path / place)
    assert place in wording("it").known_error(caught.value)
