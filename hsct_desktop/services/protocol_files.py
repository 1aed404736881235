"""The unit's own protocol files: copied from what is shipped, edited as text, each former text kept beside it."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from hsct_desktop.catalogue.error import CatalogueError, CatalogueProblem
from hsct_desktop.catalogue.protocol_json import protocol_to_json
from hsct_desktop.catalogue.protocol_text import ProtocolReading, check_text
from hsct_desktop.catalogue.source import read_text
from hsct_desktop.catalogue.wording import LANGUAGES, wording
from hsct_desktop.domain.permission import Right
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.domain.protocol import FollowUpProtocol
from hsct_desktop.services import files
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import protocol_approval, transplant
from hsct_desktop.store.durable import place_durably, replace_durably
from hsct_desktop.user_file import open_regular

FOLDER = "protocols"
_COMMENTS = re.compile(r"\A(?:#[^\n]*\n)+")
_LAST_NUMBER = re.compile(r"(\d+)(\D*)\Z")
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
"""Windows holds no file of such a name, whatever its ending."""
_MARK = "An assessment with `?` at its end, in quotes, is done only if indicated."


@dataclass(frozen=True)
class SavedFile:
    """What a save did: `backup` holds the former text, None when the text is the same."""

    file: Path
    protocol: FollowUpProtocol
    backup: Path | None
    text: str


def check(ws: Workspace, text: str, file: str = "") -> ProtocolReading:
    """Read a text while it is being typed: the protocol, or every mistake with its line; `file` names it.

    What would only hinder saving (the id of another file, a version that patients are on) is told as well.
    """
    reading = check_text(text, file or FOLDER, ws.catalogue.assessments)
    if reading.protocol is None:
        return reading
    problems = tuple(_own_problems(ws, reading.protocol, text, file))
    return ProtocolReading(reading.protocol, problems)


def text_of(ws: Workspace, protocol_id: str) -> str:
    """The file of a protocol as it is written."""
    return _read(ws.catalogue.protocol_file(protocol_id))


def text_of_file(ws: Workspace, file: str) -> str:
    """The text of a file of the unit's folder, also one with mistakes."""
    return _read(_own_file(ws, file))


def copy_to_unit(ws: Workspace, protocol_id: str, new_id: str = "") -> Path:
    """Copy a protocol's file into the unit's folder, under an id of its own (one is proposed), as version 1.

    With `new_id` the protocol's own id the copy replaces the shipped one, at the next version. Raises KnownError
    `protocol_file_exists`, `protocol_id_device`, `protocol_file_not_written`, CatalogueError for what can be no id.
    """
    ws.require(Right.CONFIGURE)
    protocol = ws.catalogue.protocol(protocol_id)
    new_id = new_id or proposed_id(ws, protocol_id)
    version = next_version(protocol.version) if new_id == protocol_id else "1"
    text = _copied(text_of(ws, protocol_id), protocol, new_id, version, ws.language)
    reading = check_text(text, f"{new_id}.yaml", ws.catalogue.assessments)
    if reading.problems:
        raise CatalogueError(reading.problems)
    if new_id.partition(".")[0].casefold() in _DEVICES:
        raise KnownError("protocol_id_device", id=new_id)
    folder = ws.catalogue.unit_folder or files.unit_folder()
    path = folder / FOLDER / f"{new_id}.yaml"
    others = {*ws.catalogue.protocols} - ({protocol_id} if new_id == protocol_id else set())
    taken = {known.casefold() for known in (*others, *(file.stem for file in ws.catalogue.own_protocol_files()))}
    if new_id.casefold() in taken or path.exists():  # some disks do not tell Mine.yaml from mine.yaml
        raise KnownError("protocol_file_exists", file=path.name)
    _write_bytes(path, text.encode(), new=True)
    ws.catalogue.read_again(folder)
    return path


def proposed_id(ws: Workspace, protocol_id: str) -> str:
    """An id for the unit's copy that nothing has yet: ahsct-ms-unit, ahsct-ms-unit-2."""
    own = (file.stem for file in ws.catalogue.own_protocol_files())
    taken = {known.casefold() for known in (*ws.catalogue.protocols, *own)}
    base = protocol_id if protocol_id.endswith("-unit") else f"{protocol_id[:70]}-unit"
    names = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name.casefold() not in taken)


def next_version(version: str) -> str:
    """The version after this one: the last number in it raised, or a 2 set behind."""
    if _LAST_NUMBER.search(version) is None:
        return f"{version}.2"
    return _LAST_NUMBER.sub(lambda found: f"{int(found[1]) + 1}{found[2]}", version)


def _copied(text: str, protocol: FollowUpProtocol, new_id: str, version: str, language: str) -> str:
    """The text with id, version, name and status of its own, and its origin in the first comment."""
    words = wording(language)
    copied = words.text("protocol.file.copied", id=protocol.id, version=protocol.version)
    text = _COMMENTS.sub("", text)
    own = {"id": new_id, "version": json.dumps(version), "status": words.text("protocol.file.status")}
    if new_id != protocol.id:
        names = {name: wording(name).text("protocol.file.label", label=protocol.label.text(name)) for name in LANGUAGES}
        own["label"] = f"{{{', '.join(f'{k}: {json.dumps(v, ensure_ascii=False)}' for k, v in names.items())}}}"
    for key, value in own.items():
        text = _with_line(text, key, value)
    return f"# {copied}\n# {_MARK}\n{text}"


def _with_line(text: str, key: str, value: str) -> str:
    """The text with another value of a key of its top level, where that value stands on the key's own line."""
    found = re.search(rf"^{key}:[ ]+\S.*$", text, re.MULTILINE)
    if found is None or found[0].count("{") != found[0].count("}"):
        return text
    return f"{text[: found.start()]}{key}: {value}{text[found.end() :]}"


def save_text(ws: Workspace, file: str, text: str, shown: str | None = None) -> SavedFile:
    """Write the text of a file (`mine.yaml`) of the unit's folder; the former one is kept as `mine.1.bak`, and so on.

    Raises CatalogueError with every mistake, and then nothing is written: also for a text that patients would not know
    from theirs, since it has the same version. KnownError `protocol_file_unknown`, `protocol_file_not_written`, and
    `protocol_file_changed` when the file no longer holds `shown`, the text on which the editing began.
    """
    ws.require(Right.CONFIGURE)
    path = _own_file(ws, file)
    reading = check(ws, text, file)
    if reading.protocol is None or reading.problems:
        raise CatalogueError(reading.problems)
    if shown is not None and _read(path) != shown:
        raise KnownError("protocol_file_changed", file=file)
    former = _bytes_of(path)
    backup = None
    if former != text.encode():
        backup = _keep(path, former)
        _write_bytes(path, text.encode(), new=False)
        ws.catalogue.read_again(path.parent.parent)
    return SavedFile(path, reading.protocol, backup, ws.wording.text("saved.protocol_file", file=file))


def _bytes_of(path: Path) -> bytes:
    try:
        with open_regular(path) as stream:
            return stream.read()
    except OSError as error:
        raise KnownError("protocol_file_not_written", path=path, reason=error.strerror or "") from error


def _read(path: Path) -> str:
    return read_text(path, path.name)


def _own_file(ws: Workspace, file: str) -> Path:
    """The path of a file of the unit's folder by its bare name; nothing outside of it can be named."""
    found = next((path for path in ws.catalogue.own_protocol_files() if path.name == file), None)
    if found is None:
        raise KnownError("protocol_file_unknown", file=file)
    return found


def _own_problems(ws: Workspace, protocol: FollowUpProtocol, text: str, file: str) -> list[CatalogueProblem]:
    """What stands in the way of saving a sound text: its id is another file's, or its version another text's."""
    found = []
    other = _other_file(ws, protocol.id, file)
    if other:
        taken = Problem("id", "unit_id_twice", {"id": protocol.id, "other": other})
        found.append(CatalogueProblem(file, _line_of(text, "id"), taken))
    digest = transplant.digest(protocol_to_json(protocol))
    with ws.read() as session:
        kept = protocol_approval.kept_texts(session)
    same = [t for t in kept if (t.protocol_id, t.protocol_version) == (protocol.id, protocol.version)]
    on_it = sum(t.courses for t in same if t.sha256 != digest)
    if on_it:
        versions = {t.protocol_version for t in kept if t.protocol_id == protocol.id}
        params = {"n": on_it, "version": protocol.version, "next": _free_version(protocol.version, versions)}
        pinned = Problem("version", "protocol_version_pinned", params)
        found.append(CatalogueProblem(file, _line_of(text, "version"), pinned))
    return found


def _other_file(ws: Workspace, protocol_id: str, file: str) -> str:
    """The unit's file that holds that id already, empty for none."""
    if protocol_id in ws.catalogue.protocols and ws.catalogue.is_own(protocol_id):
        name = ws.catalogue.protocol_file(protocol_id).name
        return name if name != file else ""
    return ""


def _free_version(version: str, taken: set[str]) -> str:
    while version in taken:
        version = next_version(version)
    return version


def _line_of(text: str, key: str) -> int:
    lines = text.splitlines()
    return next((number for number, line in enumerate(lines, start=1) if line.startswith(f"{key}:")), 0)


def _keep(path: Path, former: bytes) -> Path:
    """Put the former text beside the file, under the next number."""
    number = 1
    while (backup := path.with_name(f"{path.stem}.{number}.bak")).exists():
        number += 1
    _write_bytes(backup, former, new=True)
    return backup


def _write_bytes(path: Path, content: bytes, *, new: bool) -> None:
    """The whole file or nothing; with `new` an existing one is refused."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        os.makedirs(path.parent, exist_ok=True)
    except OSError as error:
        raise KnownError("protocol_file_not_written", path=path, reason=error.strerror or "") from error
    try:
        part.write_bytes(content)
        (place_durably if new else replace_durably)(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        if isinstance(error, FileExistsError):
            raise KnownError("protocol_file_exists", file=path.name) from None
        raise KnownError("protocol_file_not_written", path=path, reason=error.strerror or "") from error
