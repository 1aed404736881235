"""Whatever a file can store leaves it and comes back: any text, number and bytes, in archives and refused rows."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.domain.book import EMPTY, Cell, CellKind
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.exchange.archive_file import ArchiveFolder, Manifest, TableFile, write_archive
from hsct_desktop.exchange.book_file import book_of
from hsct_desktop.exchange.import_rejects import RejectSheet, rejects_csv

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20)
VALUE = st.one_of(st.none(), TEXT, st.binary(max_size=20), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False))
AWKWARD = st.sampled_from(
    ["=1+1", "'=1", "''-x", " @x", "\t=", "a;b", 'a"b', "a\nb", "-158", "+39 02", "00123", " ", "'"]
)


@given(st.lists(st.tuples(VALUE, VALUE), max_size=6))
def test_any_stored_value_comes_back(rows: list[tuple[object, object]]) -> None:
    place = Path(tempfile.mkdtemp())
    try:
        head = Manifest("1", "0008", "real", "2026-11-20T12:00:00.000000Z", (TableFile("thing", ("id", "value")),))
        made = write_archive(place / "archive", head, lambda table: rows, "read me")  # type: ignore[arg-type]
        back = ArchiveFolder(place / "archive")
        assert back.manifest == made
        found = list(back.rows("thing"))
        assert found == rows
        assert [[type(value) for value in row] for row in found] == [[type(value) for value in row] for row in rows]
    finally:
        shutil.rmtree(place)


@pytest.mark.parametrize(
    "line",
    ['{"id": 1}', '{"id": 1, "value": true}', '{"id": 1, "value": NaN}', '{"id": 1, "value": {"base64": "é"}}', "[]",
     '{"id": 1, "value": [1]}', '{"id": 1, "value": 9223372036854775808}', "{", "[" * 5000,
     '{"id": 1, "value": "\\ud800"}', '{"id": 1, "value": "\\u0000"}'],
)  # fmt: skip
def test_a_line_that_is_no_row_is_told(line: str, tmp_path: Path) -> None:
    head = Manifest("1", "0008", "real", "2026-11-20T12:00:00.000000Z", (TableFile("thing", ("id", "value")),))
    write_archive(tmp_path / "archive", head, lambda table: [], "read me")
    content = f"{line}\n".encode()
    (tmp_path / "archive/tables/thing.jsonl").write_bytes(content)
    facts = json.loads((tmp_path / "archive/manifest.json").read_text(encoding="utf-8"))
    facts["tables"][0] |= {"rows": 1, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    text = json.dumps(facts).encode()
    (tmp_path / "archive/manifest.json").write_bytes(text)
    (tmp_path / "archive/SHA256SUMS").write_text(
        f"{hashlib.sha256(text).hexdigest()}  manifest.json\n", encoding="utf-8"
    )
    with pytest.raises(KnownError, match="archive_line_unreadable"):
        list(ArchiveFolder(tmp_path / "archive").rows("thing"))


@given(st.lists(st.lists(st.one_of(TEXT, AWKWARD), min_size=2, max_size=4), min_size=1, max_size=4))
def test_refused_rows_of_any_text_come_back_as_they_were(rows: list[list[str]]) -> None:
    cells = [[Cell(text.replace("\0", "0"), CellKind.TEXT) if text else EMPTY for text in row] for row in rows]
    width = max(map(len, cells))
    heads = [Cell(f"Head {number}", CellKind.TEXT) for number in range(width)]
    content = rejects_csv(RejectSheet("", [heads], [(row, "why") for row in cells], "HSCT Desktop: why refused"))
    found = book_of(content, "refused.csv").sheets[0].rows
    assert [row[-1].text for row in found] == ["HSCT Desktop: why refused", *["why"] * len(cells)]
    assert [[cell.text for cell in row[:width]] for row in found[1:]] == [
        [cell.text for cell in row] + [""] * (width - len(row)) for row in cells
    ]
