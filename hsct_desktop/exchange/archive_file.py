"""An archive as a folder: a file of JSON lines for each table, a manifest, sums and a text that says what is what.

Nothing but the standard library is needed to read it, here or elsewhere. Every line is an object of all columns of a
row; bytes stand as {"base64": "..."}, everything else as the JSON value that it is stored as.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Final

from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.user_file import open_regular, size_of

FORMAT: Final = "hsct-desktop archive"
FORMAT_VERSION: Final = 1
MANIFEST: Final = "manifest.json"
SUMS: Final = "SHA256SUMS"
README: Final = "README.txt"
_TABLES: Final = "tables"
_MOST_MANIFEST: Final = 5_000_000
_MOST_LINE: Final = 100_000_000
"""The longest line: a paper of 20 MB takes 28 MB as base64."""

Value = int | float | str | bytes | None
Row = tuple[Value, ...]
Check = Callable[[Row], str | None]
Progress = Callable[[int], None]


@dataclass(frozen=True)
class TableFile:
    """One table of the archive: its file is `tables/<name>.jsonl`."""

    name: str
    columns: tuple[str, ...]
    rows: int = 0
    bytes: int = 0
    sha256: str = ""

    @property
    def file(self) -> str:
        """The name of its file below the folder, with a slash on every system."""
        return f"{_TABLES}/{self.name}.jsonl"


@dataclass(frozen=True)
class Manifest:
    """What the archive holds. `schema` is the revision of the tables, `kind` real or practice, `made_at` UTC text."""

    program: str
    schema: str
    kind: str
    made_at: str
    tables: tuple[TableFile, ...] = ()

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(table.rows for table in self.tables)


def write_archive(
    folder: Path,
    manifest: Manifest,
    rows: Callable[[TableFile], Iterable[Row]],
    readme: str,
    progress: Progress | None = None,
) -> Manifest:
    """Write everything into a folder that does not exist yet; the caller gives it its place once it is whole.

    `manifest.tables` say what to write. Raises OSError.
    """
    folder.mkdir(mode=0o700)
    return _write_parts(folder, manifest, rows, readme, progress)


def check_place(folder: Path) -> None:
    """Raise KnownError unless an archive may be written there."""
    if "\0" in str(folder):
        raise ValueError("a name that no folder can have")
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise KnownError("archive_place_is_file", path=folder)
    if folder.is_dir() and any(folder.iterdir()):
        raise KnownError("archive_folder_taken", path=folder)
    if not folder.exists() and not folder.parent.is_dir():
        raise KnownError("archive_folder_missing", folder=folder.parent)


def _write_parts(
    part: Path,
    manifest: Manifest,
    rows: Callable[[TableFile], Iterable[Row]],
    readme: str,
    progress: Progress | None,
) -> Manifest:
    (part / _TABLES).mkdir(mode=0o700)
    done = 0
    tables: list[TableFile] = []
    for table in manifest.tables:
        tables.append(_write_table(part / table.file, table, rows(table), done, progress))
        done += tables[-1].rows
    whole = replace(manifest, tables=tuple(tables))
    sums = {table.file: table.sha256 for table in tables}
    sums[README] = _write_file(part / README, readme.encode())
    sums[MANIFEST] = _write_file(part / MANIFEST, _manifest_text(whole).encode())
    _write_file(part / SUMS, "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())).encode())
    return whole


def _write_file(path: Path, content: bytes) -> str:
    with _new(path) as stream:
        stream.write(content)
        _force(stream)
    return hashlib.sha256(content).hexdigest()


def _new(path: Path) -> BinaryIO:
    """A new file that its owner alone may read."""
    return open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600))


def _force(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def _write_table(path: Path, table: TableFile, rows: Iterable[Row], done: int, progress: Progress | None) -> TableFile:
    digest, count, size = hashlib.sha256(), 0, 0
    with _new(path) as stream, _ended(rows):
        for row in rows:
            line = _line(table.columns, row)
            stream.write(line)
            digest.update(line)
            count, size = count + 1, size + len(line)
            if progress is not None and count % 1000 == 0:
                progress(done + count)
        _force(stream)
    return replace(table, rows=count, bytes=size, sha256=digest.hexdigest())


@contextmanager
def _ended(rows: Iterable[Row]) -> Iterator[None]:
    """Rows that are read while they are written: whatever ends the writing ends the reading, before its file closes."""
    try:
        yield
    finally:
        if isinstance(rows, Generator):
            rows.close()


def _line(columns: tuple[str, ...], row: Row) -> bytes:
    cells = {name: _written(value) for name, value in zip(columns, row, strict=True)}
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _written(value: Value) -> object:
    return {"base64": base64.b64encode(value).decode("ascii")} if isinstance(value, bytes) else value


def _manifest_text(manifest: Manifest) -> str:
    head = {"format": FORMAT, "format_version": FORMAT_VERSION}
    facts = asdict(manifest)
    facts["rows"] = manifest.rows
    facts["tables"] = [{"file": table.file, **asdict(table)} for table in manifest.tables]
    return json.dumps(head | facts, ensure_ascii=False, indent=1) + "\n"


class ArchiveFolder:
    """An archive that somebody brings: verified before anything is done with it, and again while it is read in."""

    def __init__(self, folder: Path) -> None:
        """Read manifest and sums. KnownError when it is no archive, a newer one, or its manifest was changed."""
        self.folder = folder
        self.manifest, self.sha256 = _manifest(folder)
        self._tables = {table.name: table for table in self.manifest.tables}

    @property
    def revision(self) -> str:
        """The revision of the tables."""
        return self.manifest.schema

    @property
    def kind(self) -> str:
        """The kind of the file that it was made of, as its manifest says."""
        return self.manifest.kind

    @property
    def made_at(self) -> str:
        """When it was made, UTC text."""
        return self.manifest.made_at

    @property
    def layout(self) -> Mapping[str, tuple[str, ...]]:
        """The columns of each table."""
        return {table.name: table.columns for table in self.manifest.tables}

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of a table. KnownError at whatever is not as the manifest says, at the latest after the last row."""
        yield from self.checked_rows(table, None)

    def verify(self, check: Callable[[str], Check], progress: Progress | None = None) -> None:
        """Read every line of every file; `check(table)` names the column whose value cannot be read. KnownError."""
        listed = {table.file for table in self.manifest.tables}
        for path in sorted((self.folder / _TABLES).glob("*.jsonl")):
            if f"{_TABLES}/{path.name}" not in listed:
                raise KnownError("archive_file_unknown", file=f"{_TABLES}/{path.name}")
        done = 0
        for table in self.manifest.tables:
            for _ in self.checked_rows(table.name, check(table.name)):
                done += 1
                if progress is not None and done % 1000 == 0:
                    progress(done)

    def checked_rows(self, name: str, check: Check | None) -> Iterator[Row]:
        """The rows of a table, each held against `check`."""
        table = self._tables[name]
        digest, count = hashlib.sha256(), 0
        with _opened(self.folder, table.file) as stream:
            if size_of(stream) != table.bytes:
                raise KnownError("archive_file_changed", file=table.file)
            while line := stream.readline(_MOST_LINE):
                digest.update(line)
                count += 1
                row = _row(table, line, count)
                if check is not None and (column := check(row)) is not None:
                    raise KnownError("archive_value_unreadable", file=table.file, line=count, column=column)
                yield row
        if digest.hexdigest() != table.sha256 or count != table.rows:
            raise KnownError("archive_file_changed", file=table.file)


def is_archive(folder: Path) -> bool:
    """Whether the folder says that it is one."""
    return os.path.isfile(folder / MANIFEST)


@contextmanager
def _opened(folder: Path, name: str) -> Iterator[BinaryIO]:
    """An ordinary file; what is wrong with it is told at once, as is a stick that was pulled out meanwhile."""
    try:
        with open_regular(folder / name) as stream:
            yield stream
    except FileNotFoundError as error:
        raise KnownError("archive_file_missing", file=name) from error
    except OSError as error:
        raise KnownError("archive_file_unreadable", file=name) from error


def _row(table: TableFile, line: bytes, number: int) -> Row:
    try:
        found = json.loads(line)
        if not isinstance(found, dict) or found.keys() != set(table.columns):
            raise ValueError("other columns")
        return tuple(_value(found[column]) for column in table.columns)
    except (ValueError, RecursionError) as error:
        raise KnownError("archive_line_unreadable", file=table.file, line=number) from error


def _value(cell: Any) -> Value:
    if isinstance(cell, dict):
        if cell.keys() != {"base64"} or not isinstance(cell["base64"], str):
            raise ValueError("neither a value nor bytes")
        return base64.b64decode(cell["base64"], validate=True)
    if isinstance(cell, bool) or not isinstance(cell, int | float | str | None):
        raise ValueError("no stored value")
    if isinstance(cell, str) and ("\0" in cell or not _is_text(cell)):
        raise ValueError("no text")
    if isinstance(cell, float) and math.isnan(cell):
        raise ValueError("no number")
    if isinstance(cell, int) and not -(2**63) <= cell < 2**63:
        raise ValueError("no whole number that is stored")
    return cell


def _is_text(text: str) -> bool:
    """JSON can escape halves of a character, which no file can store."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _manifest(folder: Path) -> tuple[Manifest, str]:
    if not os.path.isdir(folder):  # also of a name that no folder can have
        raise KnownError("archive_no_folder", path=folder)
    if not is_archive(folder):
        raise KnownError("archive_none", path=folder)
    content = _small(folder, MANIFEST)
    try:
        facts = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise KnownError("archive_file_unreadable", file=MANIFEST) from error
    if not isinstance(facts, dict) or facts.get("format") != FORMAT:
        raise KnownError("archive_none", path=folder)
    version = facts.get("format_version")
    if type(version) is not int or version < FORMAT_VERSION:
        raise KnownError("archive_file_unreadable", file=MANIFEST)
    if version > FORMAT_VERSION:
        raise KnownError("archive_newer", version=clean(str(facts.get("program", "")))[:40])
    digest = hashlib.sha256(content).hexdigest()
    if _sums(folder).get(MANIFEST) != digest:
        raise KnownError("archive_file_changed", file=MANIFEST)
    try:
        return _of_facts(facts), digest
    except (LookupError, TypeError, ValueError) as error:
        raise KnownError("archive_file_unreadable", file=MANIFEST) from error


def _of_facts(facts: Mapping[str, Any]) -> Manifest:
    tables = tuple(
        TableFile(_name(one["name"]), tuple(map(_name, one["columns"])), _count(one["rows"]), _count(one["bytes"]),
                  _text(one["sha256"]))
        for one in facts["tables"]
    )  # fmt: skip
    if len({table.name for table in tables}) != len(tables):
        raise ValueError("a table stands twice")
    program, schema, kind, made_at = (_text(facts[name]) for name in ("program", "schema", "kind", "made_at"))
    return Manifest(program, schema, kind, made_at, tables)


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**63:
        raise ValueError("no count")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or not _is_text(value):
        raise ValueError("no text")
    return value


def _name(text: Any) -> str:
    """A name of a table or column: it becomes part of a path and a statement, so it may be nothing else."""
    if not isinstance(text, str) or not text.isascii() or not text.isidentifier():
        raise ValueError("no name")
    return text


def _sums(folder: Path) -> dict[str, str]:
    lines = _small(folder, SUMS).decode("utf-8", "replace").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _small(folder: Path, name: str) -> bytes:
    with _opened(folder, name) as stream:
        content: bytes = stream.read(_MOST_MANIFEST + 1) or b""
    if len(content) > _MOST_MANIFEST:
        raise KnownError("archive_file_unreadable", file=name)
    return content
