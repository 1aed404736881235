"""The NCI's own wording of CTCAE grades, which the unit loads from the NCI's file to stand beside our short wording.

Nothing of it is shipped. The file is read where somebody points to it and is not touched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from hsct_desktop.catalogue.catalogue import CTCAE_FILES
from hsct_desktop.catalogue.terms import Terms
from hsct_desktop.domain.attachment import plain_name
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.exchange.ctcae_file import OfficialTerm, folded, official_terms, recognised
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import official_wording, staff
from hsct_desktop.store.base import fetch, void
from hsct_desktop.store.official_wording import OfficialWording

REPLACED = "replaced"
"""The void reason of a wording that a newly loaded one took the place of."""
REMOVED = "removed"


@dataclass(frozen=True)
class Preview:
    """What a file holds, before anything is kept.

    `terms` counts the terms that will be kept. `strangers` are terms of the file that the version does not have with
    us, `absent` ours that the file lacks; `grades` are differences in which grades exist, as "term: grade".
    """

    ctcae_version: str
    source_name: str
    sha256: str
    terms: int
    strangers: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)

    @property
    def is_exact(self) -> bool:
        """Whether the file has exactly our terms with exactly their grades."""
        return not (self.strangers or self.absent or self.grades)


@dataclass(frozen=True)
class WordingRow:
    """A loaded wording as the page of settings shows it; `by` is who loaded it and `on` the day, where the ward is."""

    id: int
    version: int
    ctcae_version: str
    source_name: str
    terms: int
    on: date
    by: str


@dataclass(frozen=True)
class OfficialTexts:
    """The NCI's texts of one term; `grades` is empty where none is loaded."""

    grades: Mapping[int, str] = field(default_factory=dict)
    definition: str = ""
    note: str = ""


def load_file(ws: Workspace, path: Path, encoding: str | None = None) -> Preview:
    """Read the NCI's spreadsheet or a CSV of it and say which version it is; nothing is kept.

    KnownError `ctcae_file_...` for what is no such table, and all that `exchange.table_file` raises.
    """
    from hsct_desktop.exchange.table_file import read_bytes  # with the reader of spreadsheets: only when asked for

    content = read_bytes(path)
    terms = _terms_of(content, path.name, encoding)
    known = {version: ws.catalogue.terms(version) for version in CTCAE_FILES}
    version = recognised(terms, {key: [term.label.en for term in of.all] for key, of in known.items()})
    return _preview(known[version], terms, plain_name(path.name), hashlib.sha256(content).hexdigest())


def _terms_of(content: bytes, name: str, encoding: str | None) -> tuple[OfficialTerm, ...]:
    """The terms of a file; of a workbook's sheets the one named "clean" first, since others may mark changes."""
    from hsct_desktop.exchange.table_file import table_of

    first = table_of(content, name, encoding=encoding)
    others = [sheet for sheet in first.sheets if sheet != first.sheet]
    sheets = sorted([first.sheet, *others], key=lambda sheet: "clean" not in sheet.casefold())
    for sheet in sheets:
        table = first if sheet == first.sheet else table_of(content, name, sheet=sheet)
        try:
            return official_terms(table.rows)
        except KnownError as error:
            if error.key != "ctcae_file_columns" or sheet == sheets[-1]:
                raise
    raise KnownError("ctcae_file_columns")


def take(ws: Workspace, preview: Preview) -> Changes:
    """Keep the texts of a file; those of the same version that were kept before are voided."""
    texts = {term_id: dict(found) for term_id, found in preview.texts.items()}
    with ws.write("official_wording.take") as session:
        former = official_wording.in_force(session, preview.ctcae_version)
        if former is not None:
            void(session, former, REPLACED)
            session.flush()
        row = official_wording.add(session, preview.ctcae_version, preview.source_name, preview.sha256, texts)
        text = ws.wording.text("saved.official_wording", version=preview.ctcae_version)
        return Changes(frozenset({"rules"}), session.txn, text, record_id=row.id)


def remove(ws: Workspace, wording_id: int, version: int) -> Changes:
    """Take a loaded wording back; KnownError `stale_row` when it is no longer the one that was shown."""
    with ws.write("official_wording.void") as session:
        row = fetch(session, OfficialWording, wording_id, version)
        void(session, row, REMOVED)
        text = ws.wording.text("saved.official_wording_voided", version=row.ctcae_version)
        return Changes(frozenset({"rules"}), session.txn, text)


def loaded(ws: Workspace) -> list[WordingRow]:
    """What is loaded, by version, with who loaded it and when."""
    with ws.read() as session:
        names = staff.names(session)
        return [
            WordingRow(
                row.id, row.version, row.ctcae_version, row.source_name, row.terms,
                row.created_at.astimezone().date(),
                names.get(row.created_by, "") if row.created_by is not None else "",
            )
            for row in official_wording.loaded(session)
        ]  # fmt: skip


def of_term(ws: Workspace, ctcae_version: str, term_id: str) -> OfficialTexts:
    """The NCI's texts of a term in that version, as they were loaded."""
    with ws.read() as session:
        found = official_wording.of_term(session, ctcae_version, term_id)
    grades = {int(key): text for key, text in found.items() if key.isdigit()}
    return OfficialTexts(grades, found.get("definition", ""), found.get("note", ""))


def text_of(ws: Workspace, ctcae_version: str, term_id: str, grade: int) -> str:
    """The NCI's text of a grade, "" where none is loaded."""
    return of_term(ws, ctcae_version, term_id).grades.get(grade, "")


def _preview(ours: Terms, theirs: tuple[OfficialTerm, ...], source_name: str, sha256: str) -> Preview:
    by_name = {folded(term.label.en): term for term in ours.all}
    matched = [(by_name[folded(term.name)], term) for term in theirs if folded(term.name) in by_name]
    found = {term.id for term, _ in matched}
    texts = {term.id: dict(_kept(official, term.grades)) for term, official in matched}
    return Preview(
        ours.version,
        source_name,
        sha256,
        len(texts),
        tuple(term.name for term in theirs if folded(term.name) not in by_name),
        tuple(term.label.en for term in ours.all if term.id not in found),
        tuple(
            f"{term.label.en}: {grade}"
            for term, official in matched
            for grade in sorted(set(term.grades) ^ set(official.grades))
        ),
        texts,
    )


def _kept(official: OfficialTerm, grades: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    """What is kept of a term: the texts of the grades that exist, its definition and note."""
    yield from ((str(grade), official.grades[grade]) for grade in grades if grade in official.grades)
    yield from ((name, text) for name, text in (("definition", official.definition), ("note", official.note)) if text)
