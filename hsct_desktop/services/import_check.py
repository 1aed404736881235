"""The dry run of an import: every row read is new, changed, the same, in conflict or refused; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from hsct_desktop.domain.book import Book
from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.domain.import_mapping import ImportMapping
from hsct_desktop.domain.import_run import Decisions, ProblemGroup, RowState, RowVerdict
from hsct_desktop.domain.import_table import ImportTable
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from hsct_desktop.services.import_judge import Judgement

STEP: Final = 500
"""Rows between two reports of progress."""

Progress = Callable[[int, int], None]
"""Told how many of how many rows are done; what it raises (a person cancels) ends the work, of which nothing stays."""

NO_DECISIONS: Final = Decisions()


@dataclass(frozen=True)
class SheetPlan:
    """One sheet that is to come in: its table, and how that is read."""

    sheet: str
    table: ImportTable
    mapping: ImportMapping

    @property
    def kind(self) -> ImportKind:
        """What its rows are."""
        return self.mapping.kind


@dataclass(frozen=True)
class DryRun:
    """What an import would do. The counts are of rows, their sum is the number of rows read. `asks` is the number of
    rows about which somebody has still to decide; `judgement` is for the taking alone."""

    file_name: str
    sha256: str
    plans: tuple[SheetPlan, ...]
    decisions: Decisions
    rows: tuple[RowVerdict, ...]
    counts: Mapping[RowState, int] = field(default_factory=dict)
    groups: tuple[ProblemGroup, ...] = ()
    asks: int = 0
    new_patients: int = 0
    judgement: Judgement | None = field(default=None, compare=False, repr=False)

    @property
    def read(self) -> int:
        """The rows read."""
        return len(self.rows)

    @property
    def taken(self) -> int:
        """The rows that are not refused: rows read = taken + refused."""
        return self.read - self.counts[RowState.REFUSED]

    @property
    def writes(self) -> bool:
        """Whether taking it would write anything at all."""
        return self.judgement is not None and self.judgement.writes


def prepare(ws: Workspace, book: Book, mappings: Sequence[ImportMapping]) -> tuple[SheetPlan, ...]:
    """Find the table of each mapping's sheet; patients come first, so that other rows find those who are new.

    KnownError `import_sheet_unknown` with the sheets there are.
    """
    plans = [_plan(book, mapping) for mapping in mappings]
    return tuple(sorted(plans, key=lambda plan: plan.kind is not ImportKind.PATIENTS))


def _plan(book: Book, mapping: ImportMapping) -> SheetPlan:
    from hsct_desktop.domain.import_table import find_table

    shown = next((sheet for sheet in book.sheets if not sheet.hidden), None)
    sheet = book.sheet(mapping.sheet) if mapping.sheet else shown
    if sheet is None:
        names = ", ".join(one.name for one in book.sheets) or "–"
        raise KnownError("import_sheet_unknown", sheet=mapping.sheet, sheets=names)
    return SheetPlan(sheet.name, find_table(sheet, mapping.header_row), mapping)


def dry_run(
    ws: Workspace,
    book: Book,
    plans: Sequence[SheetPlan],
    decisions: Decisions = NO_DECISIONS,
    progress: Progress | None = None,
) -> DryRun:
    """Read and judge every row; nothing is written."""
    # What reads catalogues and every kind of record is not needed by whoever only names these types.
    from hsct_desktop.services.import_judge import judge, read

    rows = read(ws, plans, decisions, progress)
    empty = DryRun(book.name, book.sha256, tuple(plans), decisions, ())
    return judged(ws, empty, judge(ws, rows, decisions, progress))


def judged(ws: Workspace, run: DryRun, judgement: Judgement) -> DryRun:
    """The same import as another judgement has it."""
    from hsct_desktop.services.import_groups import groups_of, unread_columns

    told = groups_of(ws.wording, {plan.sheet: plan.table for plan in run.plans}, judgement.verdicts)
    unread = [group for plan in run.plans for group in unread_columns(ws.wording, plan.table, plan.mapping)]
    counts = Counter(verdict.state for verdict in judgement.verdicts)
    return replace(
        run,
        rows=judgement.verdicts,
        counts={state: counts[state] for state in RowState},
        groups=(*told, *unread),
        asks=sum(_is_asked(verdict) for verdict in judgement.verdicts),
        new_patients=judgement.new_patients,
        judgement=judgement,
    )


def _is_asked(verdict: RowVerdict) -> bool:
    return bool(verdict.same_person) or verdict.state is RowState.CONFLICT
