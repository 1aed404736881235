"""The NCI's own table of CTCAE terms, as a spreadsheet or a CSV of it: its terms with the wording of each grade.

Only term, grades, definition and navigational note are read. The column of MedDRA codes is passed over: those codes
are licensed and are neither kept nor shown.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hsct_desktop.domain.problem import KnownError

MAX_ROWS = 5_000
"""A CTCAE version has fewer than a thousand terms; a longer table is none."""
MAX_TEXT = 4_000
"""The longest cell of either version has about 1,300 characters."""
WHOLE = 0.97
"""From this part of a version's terms on, a file counts as that version (the two share 93 of 100 terms)."""
_HEAD_ROWS = 30
_GRADES = range(1, 6)
_NO_GRADE = frozenset({"", "-", "–", "—"})


@dataclass(frozen=True)
class OfficialTerm:
    """A term as the NCI words it: `grades` holds only those that exist."""

    name: str
    grades: Mapping[int, str] = field(default_factory=dict)
    definition: str = ""
    note: str = ""


@dataclass(frozen=True)
class _Columns:
    """Where each column stands; None where there is none."""

    term: int
    grades: Mapping[int, int]
    definition: int | None
    note: int | None


def official_terms(rows: Sequence[Sequence[str]]) -> tuple[OfficialTerm, ...]:
    """The terms of a table whose first rows hold the heading somewhere.

    KnownError `ctcae_file_too_long`, `ctcae_file_columns`, `ctcae_file_text`, `ctcae_file_term_twice`.
    """
    if len(rows) > MAX_ROWS:
        raise KnownError("ctcae_file_too_long", rows=len(rows), limit=MAX_ROWS)
    for number, row in enumerate(rows[:_HEAD_ROWS]):
        columns = _columns(row)
        if columns is not None:
            return tuple(_terms(rows[number + 1 :], columns, number + 2))
    raise KnownError("ctcae_file_columns")


def recognised(terms: Iterable[OfficialTerm], names: Mapping[str, Collection[str]]) -> str:
    """Which version a table is, by its terms; `names` are the term names of each version.

    KnownError `ctcae_file_not_whole` for a part of a version, `ctcae_file_unknown` for anything else.
    """
    found = {folded(term.name) for term in terms}
    shares = {version: _share(found, {folded(name) for name in of}) for version, of in names.items()}
    version = max(shares, key=lambda key: (shares[key].both, -shares[key].strangers))
    best = shares[version]
    if best.both < WHOLE * len(names[version]):
        if best.both > len(found) / 2:
            raise KnownError("ctcae_file_not_whole", found=best.both, count=len(names[version]), version=version)
        raise KnownError("ctcae_file_unknown", known=", ".join(f"v{key}" for key in names))
    if best.strangers > (1 - WHOLE) * len(names[version]):
        raise KnownError("ctcae_file_unknown", known=", ".join(f"v{key}" for key in names))
    return version


def folded(name: str) -> str:
    """A term's name as two files may be compared by it: without case and spacing."""
    return re.sub(r"\s+", "", name).casefold()


@dataclass(frozen=True)
class _Share:
    both: int
    strangers: int


def _share(found: set[str], of_version: set[str]) -> _Share:
    return _Share(len(found & of_version), len(found - of_version))


def _columns(row: Sequence[str]) -> _Columns | None:
    """The columns that a heading names, None where it lacks the term or a grade."""
    at: dict[str, int] = {}
    for place, cell in enumerate(row):
        at.setdefault(_heading(cell), place)
    if "term" not in at or any(f"grade{grade}" not in at for grade in _GRADES):
        return None
    return _Columns(
        at["term"], {grade: at[f"grade{grade}"] for grade in _GRADES}, at.get("definition"), at.get("navigationalnote")
    )


def _heading(cell: str) -> str:
    """A column's name in small letters only: "CTCAE v5.0 Term" is "term", "Grade 1" is "grade1"."""
    name = re.sub(r"[\s_]+", "", cell).casefold().lstrip("\ufeff")
    return re.sub(r"^ctcae(?:v?[\d.]+)?(?=term$)", "", name)


def _terms(rows: Sequence[Sequence[str]], columns: _Columns, first: int) -> Iterable[OfficialTerm]:
    seen: dict[str, int] = {}
    for line, row in enumerate(rows, first):
        name = _cell(row, columns.term, line)
        if not name:
            continue
        if folded(name) in seen:
            raise KnownError("ctcae_file_term_twice", term=name, line=line, other=seen[folded(name)])
        seen[folded(name)] = line
        grades = {grade: _cell(row, place, line) for grade, place in columns.grades.items()}
        yield OfficialTerm(
            name,
            {grade: text for grade, text in grades.items() if text not in _NO_GRADE},
            _cell(row, columns.definition, line),
            _cell(row, columns.note, line),
        )


def _cell(row: Sequence[str], place: int | None, line: int) -> str:
    """A cell's text in one line, without control characters; "" where the row is too short."""
    text = row[place] if place is not None and place < len(row) else ""
    if len(text) > MAX_TEXT:
        raise KnownError("ctcae_file_text", line=line, limit=MAX_TEXT)
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
