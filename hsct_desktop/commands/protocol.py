"""`protocol check`, `protocol diff`, `protocol show`: protocols by id, by id@version, or from a file."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from hsct_desktop.catalogue.catalogue import SUFFIXES, Catalogue
from hsct_desktop.catalogue.error import CatalogueError, CatalogueProblem
from hsct_desktop.catalogue.protocol_text import check_file
from hsct_desktop.catalogue.protocol_words import differences
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.commands.opened import check_pdf_output, sign_as_command_line, workspace
from hsct_desktop.commands.output import Row, show
from hsct_desktop.commands.parsers import EXIT_REFUSED
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.domain.protocol import FollowUpProtocol
from hsct_desktop.domain.protocol_diff import compare

if TYPE_CHECKING:
    from hsct_desktop.documents.protocol_inputs import ProtocolData
    from hsct_desktop.services.workspace import Workspace

COLUMNS = ["id", "visit", "when", "window", "repeats", "where", "tests"]


def run(arguments: argparse.Namespace) -> int:
    """Do what stands behind `protocol`; the exit code."""
    return {"check": _check, "diff": _diff, "show": _show}[arguments.protocol_command](arguments)


def _check(arguments: argparse.Namespace) -> int:
    """One line for each sound file, one on standard error for each mistake; 2 when there is any."""
    known = _catalogue().assessments
    seen: dict[str, Path] = {}
    broken = False
    for path in arguments.files:
        reading = check_file(path, known)
        problems = reading.problems
        if reading.protocol is not None:
            protocol = reading.protocol
            if protocol.id in seen:
                twice = Problem("id", "unit_id_twice", {"id": protocol.id, "other": seen[protocol.id]})
                problems = (CatalogueProblem(str(path), 0, twice),)
            seen.setdefault(protocol.id, path)
        for problem in problems:
            print(problem.text("en"), file=sys.stderr)
        if problems:
            broken = True
        elif reading.protocol is not None:
            print(f"{path}: ok ({protocol.id}, version {protocol.version}, {len(protocol.items)} visits)")
    return EXIT_REFUSED if broken else 0


def _diff(arguments: argparse.Namespace) -> int:
    """What the second has otherwise than the first, one line each."""
    words = wording("en")
    with _place(arguments) as ws:
        before, after = _named(arguments.a, ws), _named(arguments.b, ws)
    lines = differences(compare(before, after), words)
    for line in lines:
        print(f"{line.sign} {line.item}: {line.text}" if line.item else f"{line.sign} {line.text}")
    if not lines:
        print(words.text("protocol.diff.same"))
    return 0


def _show(arguments: argparse.Namespace) -> int:
    """The protocol as a table to read, or with --output as PDF."""
    if arguments.output is not None:
        check_pdf_output(arguments)
    with _place(arguments) as ws:
        data = _document(_named(arguments.id, ws), ws, arguments.language)
        database = ws.store.path if ws is not None else None
    if arguments.output is None:
        _print(data)
    else:
        from hsct_desktop.services import protocol_printing

        print(protocol_printing.write(data, arguments.output, database))
    return 0


@contextmanager
def _place(arguments: argparse.Namespace) -> Iterator[Workspace | None]:
    """The data file, where the options name one: it knows the versions patients are on and who approved them."""
    if arguments.database is None and not arguments.practice:
        yield None
        return
    with workspace(arguments) as ws:
        sign_as_command_line(ws, getattr(arguments, "language", None) or "en")
        yield ws


def _catalogue() -> Catalogue:
    from hsct_desktop.services import files

    folder = files.unit_folder()
    return Catalogue(folder if os.path.isdir(folder) else None)


def _named(name: str, ws: Workspace | None) -> FollowUpProtocol:
    """The protocol that a word of the command line names: a file, an id, or an id with a version."""
    if Path(name).suffix in SUFFIXES or os.path.isfile(name):
        reading = check_file(Path(name), _catalogue().assessments)
        if reading.protocol is None:
            raise CatalogueError(reading.problems)
        return reading.protocol
    catalogue = ws.catalogue if ws is not None else _catalogue()
    if broken := [problem for problem in catalogue.problems if "/protocols/" in problem.file]:
        raise CatalogueError(broken)  # what is shipped must not pass for the unit's own
    protocol_id, _, version = name.partition("@")
    return _of_version(catalogue, ws, protocol_id, version) if version else _present(catalogue, ws, protocol_id)


def _present(catalogue: Catalogue, ws: Workspace | None, protocol_id: str) -> FollowUpProtocol:
    if ws is None:
        return catalogue.protocol(protocol_id)
    from hsct_desktop.services import protocols

    return protocols.protocol_of(ws, protocol_id)


def _of_version(catalogue: Catalogue, ws: Workspace | None, protocol_id: str, version: str) -> FollowUpProtocol:
    """The text of that version, the present one before the newest that the data file keeps."""
    known: list[str] = []
    if protocol_id in catalogue.protocols:
        present = catalogue.protocol(protocol_id)
        if present.version == version:
            return present
        known.append(present.version)
    if ws is not None:
        from hsct_desktop.services import protocols

        for text in protocols.versions(ws, protocol_id):
            if text.version == version:
                return protocols.protocol_of(ws, protocol_id, text.snapshot_id)
            known.append(text.version)
    if not known:
        return catalogue.protocol(protocol_id)  # raises: the id is unknown
    raise KnownError("protocol_version_unknown", id=protocol_id, version=version, known=", ".join(dict.fromkeys(known)))


def _document(protocol: FollowUpProtocol, ws: Workspace | None, language: str) -> ProtocolData:
    from hsct_desktop.documents.inputs import PrintContext
    from hsct_desktop.services import protocols
    from hsct_desktop.services.workspace import local_now

    if ws is not None:
        return protocols.document_in(ws, protocol, language)
    now = local_now()
    return protocols.document(protocol, PrintContext(language, "", now, "", now.date()), approval_known=False)


def _print(data: ProtocolData) -> None:
    protocol = data.protocol
    words = wording(data.context.language)
    print(f"{data.title} ({words.text('protocol.doc.version_of', id=protocol.id, version=protocol.version)})")
    print(f"{words.text('protocol.doc.approval')}: {data.approval_words}".replace("\u00a0", " "))
    if protocol.source:
        print(f"{words.text('protocol.doc.sources')}: {protocol.source}")
    print()
    rows: list[Row] = []
    for item, visit in zip(protocol.items, data.visits, strict=True):
        tests = ", ".join(a.id + ("?" if a.if_indicated else "") for a in item.assessments)
        name = f"{visit.label} ({words.text('protocol.optional')})" if visit.optional else visit.label
        cells = (visit.id, name, visit.when, visit.window, visit.repeats, visit.place, tests)
        rows.append(dict(zip(COLUMNS, cells, strict=True)))
    show(rows, COLUMNS, "table")
