"""The unit's saved mappings: files beside its protocols, found again for a table, their own codes remembered.

What was answered for a table that came in is kept without being asked for, under its kind and its heads.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.import_fields import import_fields
from hsct_desktop.catalogue.import_mapping_file import mapping_from, mapping_text
from hsct_desktop.catalogue.source import read_text
from hsct_desktop.domain.file_name import file_part
from hsct_desktop.domain.import_codes import code_key
from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.domain.import_mapping import ImportMapping, head_key, places_of
from hsct_desktop.domain.import_rejects import is_reason
from hsct_desktop.domain.import_table import ImportTable
from hsct_desktop.domain.names import clean, fold
from hsct_desktop.domain.problem import InputError, KnownError, refuse
from hsct_desktop.services import files
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.durable import place_durably, replace_durably

FOLDER: Final = "imports"
LAST: Final = "last-used"
"""Within it: how tables that came in were read, a file for each kind and set of heads."""
SUFFIX: Final = ".yaml"
LONGEST_NAME: Final = 80


@dataclass(frozen=True)
class SavedMapping:
    """A mapping's file. `error` is what hinders reading it; `mapping` is None then."""

    name: str
    path: Path
    mapping: ImportMapping | None
    error: CatalogueError | None = None


def folder(ws: Workspace) -> Path:
    """Where the unit's mappings lie; it need not exist."""
    return (ws.catalogue.unit_folder or files.unit_folder()) / FOLDER


def saved(ws: Workspace) -> list[SavedMapping]:
    """Every mapping of the unit by name; files with mistakes stand among them with what is wrong."""
    try:
        paths = sorted(path for path in folder(ws).iterdir() if path.suffix == SUFFIX and not path.name.startswith("."))
    except OSError:
        return []
    found = [_read(path) for path in paths]
    return sorted(found, key=lambda one: fold(one.name))


def _read(path: Path) -> SavedMapping:
    try:
        mapping = read_file(path)
    except CatalogueError as error:
        return SavedMapping(path.stem, path, None, error)
    return SavedMapping(mapping.name or path.stem, path, mapping)


def read_file(path: Path) -> ImportMapping:
    """The mapping of a file, wherever it lies. CatalogueError with every mistake and its line."""
    return mapping_from(read_text(path, path.name), path.name)


def load(ws: Workspace, name: str) -> ImportMapping:
    """The unit's mapping of that name. KnownError `import_mapping_unknown`; CatalogueError for one with mistakes."""
    for one in saved(ws):
        if fold(one.name) == fold(name):
            if one.error is not None:
                raise one.error
            if one.mapping is not None:
                return one.mapping
    raise KnownError("import_mapping_unknown", name=clean(name))


def everything(ws: Workspace) -> list[ImportMapping]:
    """The unit's sound mappings by name."""
    return [one.mapping for one in saved(ws) if one.mapping is not None]


def save(ws: Workspace, mapping: ImportMapping) -> SavedMapping:
    """Keep a mapping under its name for the unit, over an older one of that name and kind; whole or not at all.

    InputError (field `name`) `import_mapping_name_missing`, `import_mapping_name_taken` by one of another kind or by a
    file with mistakes; KnownError `import_mapping_not_written`.
    """
    known = clean(mapping.name)[:LONGEST_NAME].strip()
    if not fold(known):
        raise refuse("name", "import_mapping_name_missing")
    same = next((one for one in saved(ws) if fold(one.name) == fold(known)), None)
    if same is not None and (same.mapping is None or same.mapping.kind is not mapping.kind):
        raise refuse("name", "import_mapping_name_taken", name=known, file=same.path.name)
    path = same.path if same is not None else _free_path(folder(ws), known)
    kept = replace(mapping, name=known)
    write_file(path, kept, ws.language, over=same is not None)
    return SavedMapping(known, path, kept)


def _free_path(where: Path, name: str) -> Path:
    """A path for a new file: two names may fold to one on some disks."""
    stem = re.sub(r"\s+", "-", file_part(fold(name) or name)) or "import"
    taken = {path.name.casefold() for path in where.iterdir()} if where.is_dir() else set()
    names = (f"{stem}{SUFFIX}" if n == 1 else f"{stem}-{n}{SUFFIX}" for n in range(1, len(taken) + 2))
    return where / next(one for one in names if one.casefold() not in taken)


def write_file(path: Path, mapping: ImportMapping, language: str = "en", *, over: bool = True) -> None:
    """Write a mapping to be read and given away; the whole file or nothing. KnownError `import_mapping_not_written`,
    `import_mapping_exists`."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KnownError("import_mapping_not_written", path=path, reason=error.strerror or "") from error
    try:
        part.write_text(mapping_text(mapping, language), encoding="utf-8", newline="\n")
        (replace_durably if over else place_durably)(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        if isinstance(error, FileExistsError):
            raise KnownError("import_mapping_exists", name=path.name) from None
        raise KnownError("import_mapping_not_written", path=path, reason=error.strerror or "") from error


def fitting(ws: Workspace, table: ImportTable, kind: ImportKind | None = None) -> ImportMapping | None:
    """The unit's mapping that reads most columns of a table and misses none; None where there is none, or two alike."""
    able = [(_columns_read(one, table), one) for one in everything(ws) if kind in (None, one.kind)]
    most = max((count for count, _ in able), default=0)
    best = [mapping for count, mapping in able if count == most > 0]
    return best[0] if len(best) == 1 else None


def remember(ws: Workspace, table: ImportTable, mapping: ImportMapping) -> None:
    """Keep how a table was read for the next one of its kind with the same heads. KnownError
    `import_mapping_not_written`."""
    columns = tuple(column for column in mapping.columns if not is_reason(column.head))
    kept = replace(mapping, columns=columns, sheet="", header_row=0, encoding="", delimiter="")
    write_file(_last_path(ws, table, mapping.kind), kept, ws.language)


def last_used(ws: Workspace, table: ImportTable, kind: ImportKind) -> ImportMapping | None:
    """How the last table of that kind with these heads was read; None where there was none, or its file is broken."""
    path = _last_path(ws, table, kind)
    try:
        mapping = read_file(path) if path.is_file() else None
    except CatalogueError:
        return None
    return mapping if mapping is not None and mapping.kind is kind and _columns_read(mapping, table) else None


def _last_path(ws: Workspace, table: ImportTable, kind: ImportKind) -> Path:
    """The heads in any order; the column of reasons is nobody's, so that a file of refused rows has the same."""
    heads = sorted(head_key(head) for head in table.heads if head_key(head) and not is_reason(head))
    return folder(ws) / LAST / f"{kind.value}-{hashlib.sha256(chr(10).join(heads).encode()).hexdigest()[:16]}{SUFFIX}"


def _last_mappings(ws: Workspace) -> list[ImportMapping]:
    try:
        paths = sorted(path for path in (folder(ws) / LAST).iterdir() if path.suffix == SUFFIX)
    except OSError:
        return []
    return [one.mapping for path in paths if (one := _read(path)).mapping is not None]


def _columns_read(mapping: ImportMapping, table: ImportTable) -> int:
    try:
        return sum(1 for _ in places_of(mapping, table).used())
    except InputError:
        return 0


def remembered_codes(ws: Workspace) -> Mapping[str, Mapping[str, str]]:
    """Own codes that the unit's mappings know, the saved and the last used, by list and as they are compared.

    Only words: a bare number means something else in the next table. One that two mappings read differently is none.
    """
    found: dict[str, dict[str, set[str]]] = {}
    for name, own, means in _codes_of([*everything(ws), *_last_mappings(ws)]):
        if any(map(str.isalpha, own)):
            found.setdefault(name, {}).setdefault(code_key(own), set()).add(means)
    return {name: {own: next(iter(to)) for own, to in codes.items() if len(to) == 1} for name, codes in found.items()}


def _codes_of(mappings: Sequence[ImportMapping]) -> Iterator[tuple[str, str, str]]:
    for mapping in mappings:
        lists = {item.id: item.codes for item in import_fields()[mapping.kind]}
        for column in mapping.columns:
            name = lists.get(column.field, "")
            yield from ((name, own, means) for own, means in column.codes.items() if name)
