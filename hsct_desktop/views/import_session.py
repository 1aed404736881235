"""What an import assistant holds: the file, how its sheets are read, what a person decided, what the dry run found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from hsct_desktop.domain.import_run import Decisions, RowKey
from hsct_desktop.views.context import Context
from hsct_desktop.views.jobs import Jobs

if TYPE_CHECKING:
    from hsct_desktop.domain.book import Book
    from hsct_desktop.domain.import_column import Recognised
    from hsct_desktop.domain.import_mapping import ImportMapping, MappedColumn
    from hsct_desktop.domain.problem import InputError, KnownError
    from hsct_desktop.services.import_check import DryRun, SheetPlan
    from hsct_desktop.services.import_take import Taken
    from hsct_desktop.views.import_reading import Checked, Planned, SheetChoice, SheetGuess

_SOON_MS: Final = 150
_DRAFT_MS: Final = 1500
_MOST_PAST: Final = 200
"""Decisions that can be taken back one after the other."""
DRAFT: Final = "import"


class CancelledError(Exception):
    """A person stopped the work: nothing of it stays."""


@dataclass(frozen=True)
class _Before:
    """How things stood before somebody decided something; `what` and `detail` say what that was."""

    what: str
    detail: dict[str, object]
    decisions: Decisions
    plans: tuple[SheetPlan, ...]
    recognised: Mapping[str, tuple[Recognised, ...]]
    decided: frozenset[tuple[str, str, int]]


class ImportSession(QObject):
    """All work runs beside the window. `opened`: a file was read and its sheets are known; `planned`: columns are;
    `checked`: a dry run is there; `previewed`, `taken` carry what was found; `failed` what was raised; `working` tells
    that work began or ended."""

    opened = Signal()
    planned = Signal()
    checked = Signal()
    previewed = Signal(object)
    taken = Signal(object)
    failed = Signal(object)
    working = Signal(bool)

    def __init__(self, ctx: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._jobs = Jobs(self)
        self._cancelled = False
        self._again = False
        self._turn = 0
        """Counts the files: work for an earlier one tells nothing any more."""
        self.progress, self.doing = (0, 0), "reading"
        self._soon = _timer(self, _SOON_MS, self._check)
        self._draft = _timer(self, _DRAFT_MS, self.keep)
        self.forget()

    def forget(self) -> None:
        """Begin without a file; what is still under way is stopped, and what it finds is nobody's."""
        self._cancelled = True
        self._ctx.writing = False
        self._turn += 1
        self._soon.stop()
        self._draft.stop()
        self.path: Path | None = None
        self.encoding = ""
        self.book: Book | None = None
        self.guesses: tuple[SheetGuess, ...] = ()
        self.plans: tuple[SheetPlan, ...] = ()
        self.decided: set[tuple[str, str, int]] = set()
        """Columns, by sheet, head and number, that somebody looked at and changed."""
        self.recognised: dict[str, tuple[Recognised, ...]] = {}
        self.decisions = Decisions()
        self.wrong: InputError | None = None
        self.run: DryRun | None = None
        self.done: Taken | None = None
        self.restored = False
        self._past: list[_Before] = []
        self.chosen: tuple[SheetChoice, ...] = ()
        self.as_last: frozenset[str] = frozenset()
        """The sheets that are read as the last ones with the same heads."""

    # work beside the window ---------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether work is under way."""
        return self._jobs.busy

    @property
    def settled(self) -> bool:
        """Whether neither work is under way nor a dry run about to begin."""
        return not self._jobs.busy and not self._soon.isActive()

    def cancel(self) -> None:
        """Stop what is under way; nothing of it stays."""
        self._cancelled, self._again = True, False

    def shut(self) -> None:
        """Stop and wait, at the end of the program."""
        self._cancelled = True
        self._jobs.wait()

    def tell(self, done: int, total: int) -> None:
        """Called by the work, in its thread."""
        if total:
            self.progress = (done, total)
        if self._cancelled or self._jobs.ending:
            raise CancelledError

    def do(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
        doing: str = "reading",
    ) -> bool:
        """Start work unless some is under way; what it raises goes to `failed`, else to the signal of that name.
        `doing` is wording `import_page.doing.*`."""
        if self._jobs.busy:
            return False
        self.doing = doing
        self._cancelled, self._again, self.progress = False, False, (0, 0)
        turn = self._turn

        def ended(result: object) -> None:
            if turn == self._turn:
                done(result)
            self._rest()

        def gone_wrong(error: Exception) -> None:
            if turn == self._turn:
                (failed or self.failed.emit)(error)
            self._rest()

        self._jobs.run(work, ended, gone_wrong)
        self.working.emit(True)
        return True

    def _rest(self) -> None:
        """Work has ended; what was changed meanwhile is checked next."""
        if self._jobs.busy:
            return  # the next work has already begun
        self.working.emit(False)
        if self._again:
            self._again = False
            self._soon.start()

    # the file -------------------------------------------------------------------------------------------------------

    def open(self, path: Path, encoding: str = "") -> None:
        """Read a file and find out what its sheets are."""
        from hsct_desktop.views.import_reading import read_file

        if self._jobs.busy:
            return
        if self._draft.isActive():
            self.keep()
        self.forget()
        self.path, self.encoding = path, encoding
        workspace = self._ctx.ready()
        self.do(lambda: read_file(workspace, path, encoding, lambda: self.tell(0, 0)), self._on_read)

    def _on_read(self, found: tuple[Book, tuple[SheetGuess, ...]]) -> None:
        self.book, self.guesses = found
        self.opened.emit()

    def plan(self, chosen: Sequence[SheetChoice], *, anew: bool = False) -> None:
        """Understand the columns of the chosen sheets, each of a kind; what a draft of this very file holds, or the
        last one with the same heads, is taken up again unless all begins `anew`."""
        from hsct_desktop.views.import_reading import plan_sheets

        book, workspace = self.book, self._ctx.ready()
        if book is None:
            return
        self.chosen = tuple(chosen)
        draft = {} if anew else self._find_draft(book.sha256)
        self.do(lambda: plan_sheets(workspace, book, chosen, draft, anew=anew), self._on_planned)

    def begin_anew(self) -> None:
        """Understand the columns as if nobody had answered anything yet; corrections of rows are dropped too."""
        self._draft.stop()
        self.plan(self.chosen, anew=True)

    def _on_planned(self, found: Planned) -> None:
        from hsct_desktop.views.import_reading import decisions_from

        draft = found.draft
        self.plans, self.recognised = found.plans, dict(found.recognised)
        self.restored, self.as_last = bool(draft), found.as_last
        self.decisions = decisions_from(draft.get("decisions", {}))
        self.decided = {(str(s), str(h), int(n)) for s, h, n in draft.get("decided", [])}
        self.run = self.done = None
        self._past = []
        self.planned.emit()
        self._check()

    def plan_of(self, sheet: str) -> SheetPlan | None:
        """The plan of a sheet."""
        return next((plan for plan in self.plans if plan.sheet == sheet), None)

    def use(self, sheet: str, mapping: ImportMapping, *, decided: bool = False) -> None:
        """Read a sheet by another mapping; `decided`: somebody saved it, so nothing of it is asked again."""
        if decided:
            self._note("mapping", name=mapping.name)
        self.plans = tuple(replace(p, mapping=mapping) if p.sheet == sheet else p for p in self.plans)
        if decided:
            self.decided |= {(sheet, column.head, column.nth) for column in mapping.columns}
        self.touched()
        self.planned.emit()

    def set_column(self, sheet: str, column: MappedColumn) -> None:
        """Understand one column in another way; it asks no more."""
        plan = self.plan_of(sheet)
        if plan is None:
            return
        self._note("column", head=column.head)
        others = plan.mapping.columns
        at = [n for n, known in enumerate(others) if (known.head, known.nth) == (column.head, column.nth)]
        columns = tuple(column if n in at else known for n, known in enumerate(others)) + (() if at else (column,))
        self.decided.add((sheet, column.head, column.nth))
        self._believe(sheet, column)
        self.use(sheet, replace(plan.mapping, columns=columns))

    def _believe(self, sheet: str, column: MappedColumn) -> None:
        """Show the answer at once; the check that follows may find another question."""
        from hsct_desktop.domain.import_mapping import Confidence

        known = Confidence.SURE if column.field else Confidence.UNUSED
        self.recognised[sheet] = tuple(
            replace(one, column=column, asks=(), confidence=known)
            if (one.column.head, one.column.nth) == (column.head, column.nth) else one
            for one in self.recognised.get(sheet, ())
        )  # fmt: skip

    def set_defaults(self, sheet: str, name: str, value: str) -> None:
        """Give a field without a column one value for all rows; "" takes it away."""
        plan = self.plan_of(sheet)
        if plan is not None:
            self._note("default")
            defaults = {k: v for k, v in {**plan.mapping.defaults, name: value}.items() if v}
            self.use(sheet, replace(plan.mapping, defaults=defaults))

    # what a person decides ------------------------------------------------------------------------------------------

    def correct(self, cells: Iterable[tuple[RowKey, int, str]]) -> None:
        """Type over cells; rows that were left out come back."""
        changed = {(key, column): text for key, column, text in cells}
        rows = {key for key, _column in changed}
        self._decide(replace(
            self.decisions, cells={**self.decisions.cells, **changed}, skipped=self.decisions.skipped - rows
        ), "cells", rows)  # fmt: skip

    def as_in_file(self, key: RowKey, column: int) -> None:
        """Take a correction back."""
        cells = {place: text for place, text in self.decisions.cells.items() if place != (key, column)}
        self._decide(replace(self.decisions, cells=cells), "as_in_file", [key])

    def skip(self, rows: Iterable[RowKey], *, skipped: bool = True) -> None:
        """Leave rows out by choice, or take them back in."""
        held, named = self.decisions.skipped, frozenset(rows)
        changed = replace(self.decisions, skipped=held | named if skipped else held - named)
        self._decide(changed, "skipped" if skipped else "taken_back", named)

    def choose(self, fields: Iterable[tuple[RowKey, str]], *, takes_file: bool) -> None:
        """Choose for fields in conflict: the file's value or the recorded one."""
        named, held = frozenset(fields), self.decisions
        take, keep = held.take_file - named, held.keep_record - named
        take, keep = (take | named, keep) if takes_file else (take, keep | named)
        changed = replace(held, take_file=take, keep_record=keep)
        self._decide(changed, "take_file" if takes_file else "keep_record", {key for key, _field in named})

    def say_person(self, key: RowKey, patient_id: int | None) -> None:
        """Say who a row is; None for a person of their own."""
        self._decide(replace(self.decisions, persons={**self.decisions.persons, key: patient_id}), "person", [key])

    def _decide(self, decisions: Decisions, what: str, rows: Collection[RowKey]) -> None:
        self._note(what, n=len(rows), row=min((key.number for key in rows), default=0))
        self.decisions = decisions
        self.touched()

    def _note(self, what: str, **detail: object) -> None:
        """Something is about to be decided: keep how it stands now."""
        held = _Before(what, detail, self.decisions, self.plans, dict(self.recognised), frozenset(self.decided))
        self._past = [*self._past[-_MOST_PAST + 1 :], held]

    def take_back(self) -> tuple[str, dict[str, object]] | None:
        """Take the last decision back and say what it was; None when nothing was decided."""
        if not self._past or self.done is not None:
            return None
        before = self._past.pop()
        self.decisions, self.plans = before.decisions, before.plans
        self.recognised, self.decided = dict(before.recognised), set(before.decided)
        self.touched()
        self.planned.emit()
        return before.what, before.detail

    def touched(self) -> None:
        """Something was changed: the dry run is made anew, and a crash loses nothing of it."""
        self._soon.start()
        self._draft.start()

    # the dry run and the taking -------------------------------------------------------------------------------------

    def _check(self) -> None:
        from hsct_desktop.views.import_reading import check_sheets

        book, plans, decisions = self.book, self.plans, self.decisions
        recognised, decided = dict(self.recognised), set(self.decided)
        if book is None or not plans or self.done is not None:
            return
        if self._jobs.busy:
            self._again = True
            return
        workspace = self._ctx.ready()
        self.do(
            lambda: check_sheets(workspace, book, plans, recognised, decided, decisions, self.tell),
            self._on_checked,
            self._on_not_checked,
            "checking",
        )

    def check(self) -> None:
        """Make the dry run that was stopped."""
        self._soon.start()

    def _on_not_checked(self, error: Exception) -> None:
        self.run = None  # what was found before belongs to other decisions
        self.failed.emit(error)

    def _on_checked(self, found: Checked) -> None:
        if self._again:
            return  # something was changed meanwhile: the next check counts
        self.recognised = dict(found.recognised)
        self.run, self.wrong = found.run, found.error
        self.checked.emit()

    def preview(self) -> None:
        """See what the first Today would show."""
        from hsct_desktop.services import import_today

        run, workspace = self.run, self._ctx.ready()
        if run is not None:
            self.do(lambda: import_today.first_today(workspace, run), self.previewed.emit, doing="checking")

    def take(self) -> None:
        """Take it in, all in one write; the answers are remembered for the next file with the same heads."""
        from hsct_desktop.views.import_reading import take_in

        run, workspace = self.run, self._ctx.ready()
        if run is not None:
            self._ctx.writing = self.do(
                lambda: take_in(workspace, run, self.tell), self._on_taken, doing="taking"
            )  # fmt: skip

    def _on_taken(self, found: tuple[Taken, KnownError | None]) -> None:
        self.done, not_kept = found
        self._drop()
        self.taken.emit(self.done)
        if not_kept is not None:
            self._ctx.report_error(not_kept)

    # the draft --------------------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Keep mapping and decisions, so that neither Esc nor a crash loses them."""
        from hsct_desktop.services import drafts
        from hsct_desktop.views.import_reading import draft_of

        self._draft.stop()
        workspace = self._ctx.workspace
        if workspace is None or workspace.author is None or self.book is None or not self.plans or self.done:
            return
        drafts.keep(workspace, DRAFT, None, draft_of(self.book.sha256, self.plans, self.decisions, self.decided))

    def _find_draft(self, sha256: str) -> dict[str, Any]:
        from hsct_desktop.services import drafts

        found = drafts.find(self._ctx.ready(), DRAFT, None)
        return found.content if found is not None and found.content.get("sha256") == sha256 else {}

    def _drop(self) -> None:
        from hsct_desktop.services import drafts

        self._draft.stop()
        if self._ctx.ready().author is not None:
            drafts.drop(self._ctx.ready(), DRAFT, None)


def _timer(parent: QObject, after_ms: int, do: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(after_ms)
    timer.timeout.connect(do)
    return timer
