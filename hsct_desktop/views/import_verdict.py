"""The right of the import: the sum of the rows, the problems by kind, the rows themselves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.import_field import FieldType, ImportKind
from hsct_desktop.domain.import_numbering import CODE as CODE_FIELD
from hsct_desktop.domain.import_row import CellProblem, Place
from hsct_desktop.domain.import_run import Decisions, ProblemGroup, RowKey, RowState, RowVerdict
from hsct_desktop.views.context import Context
from hsct_desktop.views.counts_line import CountsLine
from hsct_desktop.views.import_facts import RowFacts, columns_of, numbered
from hsct_desktop.views.import_foot import SignedLine
from hsct_desktop.views.import_grid import ImportGrid
from hsct_desktop.views.import_grid_model import WHOLE_ROW, ColumnLook, GridRows, as_written, column_of
from hsct_desktop.views.import_problems import ProblemsPanel, Told
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.chip_choice import ChipChoice
from hsct_desktop.views.widgets.panel import Panel, rule
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.domain.import_table import TableRow
    from hsct_desktop.services.import_check import DryRun, SheetPlan

ALL: Final = "all"
NOT_DONE: Final = "not_done"
SAME_PERSON: Final = "import_same_person"
OTHER_NAME, OTHER_BIRTH = "import_name_other", "import_birth_date_other"
"""The code is somebody's, who is called or was born otherwise."""
NO_CODE: Final = "code_missing"
SHOW, CORRECT, SKIP, EMPTY_, COMPARE, KEEP, TAKE, BACK, DECIDE, CODE, NUMBER = (
    "show", "correct", "skip", "empty", "compare", "keep", "take", "back", "decide", "code", "number",
)  # fmt: skip
_WHO: Final = frozenset({
    "code", "family_name", "given_name", "full_name", "full_name_given_first", "birth_date",
})  # fmt: skip
"""Fields that say whose row it is: emptied, the next of them would be complained of."""
_FILTERS: Final = (RowState.REFUSED, RowState.CONFLICT, RowState.CHANGED, RowState.NEW, RowState.SAME)
_RIGHT: Final = (FieldType.NUMBER, FieldType.WHOLE, FieldType.VALUE)
_BOLD: Final = ("patient.family_name", "patient.full_name", "patient.full_name_given_first")
MOST_KINDS: Final = 100
"""Kinds of problems in the list."""
_TALL: Final = 640
"""From this height on all five kinds of problem are seen at once."""
_SUM_TOKENS: Final = {"new": "success", "changed": "accent", "conflict": "warn", "refused": "danger"}


class VerdictPanel(QWidget):
    """What the dry run found. `corrected` carries a row, a column and what was typed, `restored` a row and a column to
    be as in the file; `acted` an action on a kind of
    problem: its name and the group (a `ProblemGroup`, NOT_DONE or SAME_PERSON)."""

    corrected = Signal(object, int, str)
    restored = Signal(object, int)
    acted = Signal(str, object)
    sheet_wanted = Signal(str)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._run: DryRun | None = None
        self._plan: SheetPlan | None = None
        self._looks: Sequence[ColumnLook] = ()
        self._group: object = None
        self._asking: Collection[tuple[str, str]] = ()
        self._verdicts: dict[RowKey, RowVerdict] = {}
        self._facts = RowFacts((), Decisions(), ctx.wording)
        self.counts = CountsLine()
        self.sum = SignedLine("success")
        sums = Panel()
        row = QHBoxLayout()
        row.setContentsMargins(Space.TIGHT, Space.TIGHT, 0, 0)
        row.addWidget(self.counts, 1)
        row.addWidget(self.sum)
        sums.body().addLayout(row)
        self.problems = ProblemsPanel()
        self.problems.acted.connect(self._on_act)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.PANEL_GAP)
        column.addWidget(sums)
        column.addWidget(self.problems)
        column.addWidget(self._rows_panel(), 1)

    def _rows_panel(self) -> Panel:
        panel = Panel(flush=True)
        panel.body().setSpacing(0)
        self._filter_place = QHBoxLayout()
        self._filter_place.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
        self._filter_place.setSpacing(Space.MEDIUM)
        self._filter_place.addWidget(PlainLabel(self.tr("Rows"), "bold"))
        self.filter: ChipChoice | None = None
        hint = ElidedLabel(self.tr("F8 next problem · F2 correct the cell"), "caption")
        self._filter_place.addWidget(hint)
        panel.body().addLayout(self._filter_place)
        panel.add(rule())
        self.grid = ImportGrid(self._ctx.wording, self.tr("Rows"))
        self.grid.moved.connect(self._tell_cell)
        self.grid.model_.corrected.connect(self.corrected)
        self.grid.restored.connect(self.restored)
        panel.add(self.grid, 1)
        foot = QFrame()
        foot.setProperty("role", "sheet-foot")
        self.line = SignedLine()
        inset = QHBoxLayout(foot)
        inset.setContentsMargins(Space.MEDIUM, 7, Space.MEDIUM, 7)
        inset.addWidget(self.line)
        panel.add(foot)
        return panel

    # filling --------------------------------------------------------------------------------------------------------

    def show_plan(self, plan: SheetPlan | None, types: Callable[[str], FieldType | None]) -> None:
        """Show the rows of a sheet; `types` says the type of a field."""
        self._plan = plan
        self._looks = _looks(plan, types) if plan is not None else ()
        self._show_rows()

    def show_run(self, run: DryRun | None, asking: Collection[tuple[str, str]] = ()) -> None:
        """Show what a dry run found, or nothing; `asking` are sheet and head of columns that ask."""
        self._run, self._asking = run, asking
        self._verdicts = {verdict.key: verdict for verdict in run.rows} if run is not None else {}
        if run is not None:
            self._facts = RowFacts(run.plans, run.decisions, self._ctx.wording)
        if isinstance(self._group, ProblemGroup):
            same = (self._group.key, self._group.head)
            groups = run.groups if run is not None else ()
            self._group = next((group for group in groups if (group.key, group.head) == same), None)
        self._show_sum()
        self._show_problems()
        self._show_filter()
        self._show_rows()

    def _show_sum(self) -> None:
        run, words = self._run, self._ctx.wording
        if run is None:
            self.counts.show_sum(None, ())
            self.sum.say("", "")
            return
        said = {state: words.text(f"import_page.state.{state.value}") for state in RowState}
        parts = [(run.counts.get(state, 0), said[state]) for state in RowState]
        shown = [(n, word) for n, word in parts if n]
        tokens = {said[RowState(value)]: token for value, token in _SUM_TOKENS.items()}
        self.counts.show_sum((len(run.rows), words.text("import_page.state.read")), shown, tokens)
        counted = sum(run.counts.values()) == len(run.rows)
        self.sum.say(self.tr("every row is counted") if counted else "", "", "check" if counted else "", "success")

    def _show_problems(self) -> None:
        run, words = self._run, self._ctx.wording
        told = [self._told(group) for group in run.groups] if run is not None else []
        asked = [verdict for verdict in self._verdicts.values() if verdict.same_person]
        if asked and not any(one.key.key == SAME_PERSON for one in told if isinstance(one.key, ProblemGroup)):
            count = words.count("import_page.rows", len(asked))
            actions = ((COMPARE, self.tr("Compare")), (SHOW, self.tr("Show")))
            said = self.tr("Same name and birth date as somebody in the record")
            told.insert(0, Told(SAME_PERSON, "warn", count, said, actions))
        not_done = sum(len(verdict.not_done) for verdict in self._verdicts.values())
        if not_done:
            count = words.count("import_page.cells", not_done)
            said = self.tr("Words for “not done” are read as not done").replace(
                "“", "«" if words.language == "it" else "“"
            )
            told.append(Told(NOT_DONE, "info", count, said, ((SHOW, self.tr("Show")),)))
        kinds = len(told)
        if kinds > MOST_KINDS:
            more = words.count("import_page.more_kinds", kinds - MOST_KINDS)
            told = [*told[:MOST_KINDS], Told("more", "info", "", more, ())]
        behind = sum(v.state in (RowState.REFUSED, RowState.CONFLICT) for v in self._verdicts.values())
        title = words.count("import_page.kinds", kinds)
        note = words.count("import_page.behind", behind) if behind else ""
        self.problems.show_kinds(title, note, told)
        self.problems.choose(self._group)

    def _told(self, group: ProblemGroup) -> Told:
        words = self._ctx.wording
        asks = bool(group.rows) and (group.rows[0].sheet, group.head) in self._asking
        conflict = group.state is RowState.CONFLICT
        decided = conflict and not any(row.state is RowState.CONFLICT for row in self.verdicts_of(group))
        person = group.key == SAME_PERSON
        if asks and group.state is RowState.REFUSED:
            actions = [(DECIDE, self.tr("Decide")), (SHOW, self.tr("Show"))]
        elif person:
            actions = [(COMPARE, self.tr("Say who")), (SHOW, self.tr("Show")), (SKIP, self.tr("Skip these"))]
        elif conflict:
            actions = [(COMPARE, self.tr("Compare")), (KEEP, self.tr("Keep record")), (TAKE, self.tr("Take file"))]
        elif group.key == "import_skipped":
            actions = [(SHOW, self.tr("Show")), (BACK, self.tr("Take back in"))]
        elif group.key == NO_CODE and self._lacks_codes(group):
            actions = [(NUMBER, self.tr("Number them…")), (SHOW, self.tr("Show")), (SKIP, self.tr("Skip these"))]
        elif group.state is RowState.REFUSED:
            actions = [(SHOW, self.tr("Show")), (CORRECT, self.tr("Correct"))]
            if group.key in (OTHER_NAME, OTHER_BIRTH) and self._facts.code_column(group.rows[0].sheet) is not None:
                actions.append((CODE, self.tr("Correct the code")))
            elif group.head and group.text and not self._is_who(group):
                actions.append((EMPTY_, self.tr("Leave empty")))
            actions.append((SKIP, self.tr("Skip these")))
        else:
            actions = [(SHOW, self.tr("Show"))]
        count = words.count("import_page.rows", len(group.rows))
        kind = (
            "info"
            if decided
            else "warn"
            if conflict or asks or person
            else "danger"
            if group.state is RowState.REFUSED
            else "info"
        )
        said = f"{group.head}: {self._group_words(group)}" if group.head else self._group_words(group)
        return Told(group, kind, count, said, tuple(actions))

    def _lacks_codes(self, group: ProblemGroup) -> bool:
        plans = self._run.plans if self._run is not None else ()
        return any(plan.sheet == group.rows[0].sheet and lacks_codes(plan) for plan in plans)

    def _group_words(self, group: ProblemGroup) -> str:
        if group.sample is not None:
            return self._ctx.wording.problem(group.sample)
        return group.text

    def _show_filter(self) -> None:
        before = self.filter.value() if self.filter is not None else ALL
        if self.filter is not None:
            self._filter_place.removeWidget(self.filter)
            self.filter.deleteLater()
            self.filter = None
        if self._run is None:
            return
        words = self._ctx.wording
        present = [(s, n) for s in _FILTERS if (n := self._run.counts.get(s, 0))]
        choices = [
            (ALL, self.tr("All")),
            *((s.value, words.text(f"import_page.filter.{s.value}")) for s, _n in present),
        ]
        counts: dict[object, int] = {ALL: len(self._run.rows), **{s.value: n for s, n in present}}
        self.filter = ChipChoice(choices, multi=False, name=self.tr("State"), counts=counts)
        values = [value for value, _label in choices]
        self.filter.set_values([before if before in values and self._group is None else ALL])
        self.filter.changed.connect(self._on_filter)
        self._filter_place.insertWidget(1, self.filter, 1)

    def _on_filter(self) -> None:
        self._group = None
        self.problems.choose(None)
        self._show_rows()

    def _wanted(self) -> Iterable[TableRow]:
        if self._plan is None:
            return ()
        rows, sheet = self._plan.table.rows, self._plan.sheet
        if self._group is not None:
            named = set(self.rows_of(self._group))
            return (row for row in rows if RowKey(sheet, row.number) in named)
        state = self.filter.value() if self.filter is not None else ALL
        if state in (ALL, None):
            return rows
        return (row for row in rows if (v := self._verdicts.get(RowKey(sheet, row.number))) and v.state.value == state)

    def _show_rows(self) -> None:
        plan = self._plan
        if plan is None:
            self.grid.show_rows(None)
            return
        verdicts = {key.number: verdict for key, verdict in self._verdicts.items() if key.sheet == plan.sheet}
        decisions = self._run.decisions if self._run is not None else None
        self.grid.show_rows(GridRows(plan.table, self._looks, verdicts, decisions), list(self._wanted()))

    # problems -------------------------------------------------------------------------------------------------------

    def rows_of(self, group: object) -> list[RowKey]:
        """The rows of a kind of problem."""
        if isinstance(group, ProblemGroup):
            return list(group.rows)
        if group == NOT_DONE:
            return [key for key, verdict in self._verdicts.items() if verdict.not_done]
        return [key for key, verdict in self._verdicts.items() if verdict.same_person]

    def verdicts_of(self, group: object) -> list[RowVerdict]:
        """The rows of a kind of problem with what is said of them."""
        return [self._verdicts[key] for key in self.rows_of(group) if key in self._verdicts]

    def cells_of(self, group: ProblemGroup) -> list[tuple[RowKey, int]]:
        """The cells of which a kind of problem speaks."""
        return [
            (verdict.key, told.place.column)
            for verdict in self.verdicts_of(group)
            for told in verdict.problems
            if told.problem.key == group.key and told.place.column >= 0
        ]

    def _is_who(self, group: ProblemGroup) -> bool:
        return group.sample is not None and group.sample.field.rpartition(".")[2] in _WHO

    def who(self, verdict: RowVerdict) -> str:
        """The person of a row by name and birth date, as the file has them."""
        return self._facts.who(verdict.key)

    def _on_act(self, name: str, group: object) -> None:
        if name in (SHOW, CORRECT):
            self.show_group(group, correct=name == CORRECT)
        else:
            self.acted.emit(name, group)

    def show_group(self, group: object, *, correct: bool = False, code: bool = False) -> None:
        """Show the rows of a kind of problem alone, the cursor on the first cell (`code`: on the first code);
        `correct`: type over it."""
        rows = self.rows_of(group)
        if rows and self._plan is not None and rows[0].sheet != self._plan.sheet:
            self.sheet_wanted.emit(rows[0].sheet)
        self._group = group
        self.problems.choose(group)
        self._show_rows()
        cells = self.cells_of(group) if isinstance(group, ProblemGroup) else []
        at_code = self._facts.code_column(rows[0].sheet) if rows and code else None
        if at_code is not None:
            self.grid.go_to(rows[0].number, at_code)
        elif cells:
            self.grid.go_to(cells[0][0].number, cells[0][1])
        elif isinstance(group, ProblemGroup) and group.sample is not None and rows:
            told = CellProblem(Place(rows[0].number, WHOLE_ROW), group.sample)
            self.grid.go_to(rows[0].number, column_of(told, [look.field for look in self._looks]))
        self.grid.setFocus()
        if correct:
            self.grid.correct()

    def next_problem(self) -> None:
        """Go to the next cell of which something is said."""
        self.grid.next_problem()

    def _tell_cell(self) -> None:
        here, mark = self.grid.here(), self.grid.mark_here()
        if here is None or self._run is None or self._plan is None:
            self.line.say("", "")
            return
        head = self._looks[here[1]].head if here[1] < len(self._looks) else ""
        name = self._facts.name(RowKey(self._plan.sheet, here[0]))
        place = self.tr("Row {0}, {1}").format(here[0], ", ".join(part for part in (name, head) if part))
        at = self.grid.currentIndex()
        corrected = self.grid.model_.marks(at.row()).get(at.column())
        if (mark is None or not mark.sentence) and corrected is not None and corrected.corrected:
            stood = as_written(self.grid.model_.lines[at.row()].at(at.column()), self._ctx.wording)
            words = self.tr("Corrected; the file has “{0}”. Delete puts it back.").format(stood)
            self.line.say(place, words, "edit", "accent")
            return
        if mark is None or not mark.sentence:
            asks = (self._plan.sheet, head) in self._asking
            words = self.tr("The column asks: F7.") if asks else self.tr("Nothing is wrong with this cell.")
            self.line.say(place, words, "help" if asks else "", "warn")
            return
        sign, token = {"danger": ("alert", "danger"), "warn": ("help", "warn")}.get(mark.kind, ("info", "info"))
        self.line.say(place, mark.sentence, sign, token)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.problems.set_most(5 if self.height() >= _TALL - 80 else 3 if self.height() > 420 else 2)


def lacks_codes(plan: SheetPlan) -> bool:
    """Whether a sheet registers patients and none of its columns holds their codes."""
    return plan.kind is ImportKind.PATIENTS and not columns_of(plan, [CODE_FIELD])


def _looks(plan: SheetPlan, types: Callable[[str], FieldType | None]) -> list[ColumnLook]:
    known = {(column.head, column.nth): column.field for column in plan.mapping.columns}
    fields = [(key[0], known.get(key, "")) for key in numbered(plan.table)]
    return [ColumnLook(head, types(field) in _RIGHT, field in _BOLD, bool(field), field) for head, field in fields]
