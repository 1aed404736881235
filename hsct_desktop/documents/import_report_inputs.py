"""What the report of an import is made from: counts, columns, problems, refused rows, worded by the services."""

from __future__ import annotations

from dataclasses import dataclass

from hsct_desktop.documents.inputs import PrintContext


@dataclass(frozen=True)
class ReportColumn:
    """A column of the file and what it was taken for; `field` "" was left out. `form` says how its cells were read.

    `field_id`, `confidence` and `asks` (the open questions) are the program's own words, for the JSON.
    """

    sheet: str
    head: str
    field: str
    form: str
    field_id: str = ""
    confidence: str = ""
    examples: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReportRow:
    """One thing to say of a row: the cell as it stands, and why. `column` "" is the whole row."""

    sheet: str
    row: int
    code: str
    column: str
    value: str
    reason: str
    remedy: str = ""


@dataclass(frozen=True)
class ReportConflict:
    """A field whose recorded value differs from the file's; `takes_file`: the file's was chosen."""

    sheet: str
    row: int
    code: str
    column: str
    field: str
    recorded: str
    in_file: str
    takes_file: bool


@dataclass(frozen=True)
class ReportSheet:
    """A sheet of the file: its name ("" for CSV), what its rows are, how many, the lines that are no records."""

    name: str
    kind: str
    kind_id: str
    rows: int
    left_out: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class ImportReport:
    """An import, or what it would do (`is_dry`). `counts` are rows by state in words, `totals` by the program's own.

    `groups` are the problems put together, each with the rows that have it ("4–10, 12"). `states` has every row: sheet,
    number, code, state in words.
    """

    context: PrintContext
    file: str
    sha256: str
    is_dry: bool
    sheets: tuple[ReportSheet, ...]
    totals: dict[str, int]
    counts: tuple[tuple[str, int], ...]
    new_patients: int
    corrected: int
    skipped: int
    columns: tuple[ReportColumn, ...]
    groups: tuple[tuple[str, str], ...]
    refused: tuple[ReportRow, ...]
    hints: tuple[ReportRow, ...]
    conflicts: tuple[ReportConflict, ...]
    states: tuple[tuple[str, int, str, str], ...] = ()

    @property
    def read(self) -> int:
        """The rows read."""
        return sum(count for _, count in self.counts)
