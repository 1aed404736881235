"""The working part of the import: columns at the left, what the dry run says of every row at the right."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hsct_desktop.domain.import_numbering import CODE
from hsct_desktop.domain.import_run import ProblemGroup, RowKey, RowState, RowVerdict
from hsct_desktop.views import import_verdict as verdict_panel
from hsct_desktop.views.context import Context
from hsct_desktop.views.import_columns import WIDTH, ColumnsPanel
from hsct_desktop.views.import_files import ImportFiles
from hsct_desktop.views.import_foot import Step
from hsct_desktop.views.import_session import ImportSession
from hsct_desktop.views.import_verdict import VerdictPanel
from hsct_desktop.views.import_words import ColumnWords
from hsct_desktop.views.theme.tokens import Space

_NARROW: Final = 1040
"""Below this width columns and rows stand one at a time."""
_WIDE: Final = 1200
_NARROW_COLUMNS: Final = 400


class WorkView(QWidget):
    """`shown` tells that another sheet, or another state of one, is shown."""

    shown = Signal()

    def __init__(self, ctx: Context, session: ImportSession, words: ColumnWords, files: ImportFiles) -> None:
        super().__init__()
        self._ctx, self.session, self.words, self.files = ctx, session, words, files
        self._sheet = ""
        self._part = Step.COLUMNS
        self.columns, self.verdict = ColumnsPanel(ctx), VerdictPanel(ctx)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.PANEL_GAP)
        row.addWidget(self.columns)
        row.addWidget(self.verdict, 1)
        self.columns.opened.connect(self.open_column)
        self.columns.answered.connect(self._on_answer)
        self.columns.sheet_chosen.connect(self.show_sheet)
        self.columns.mapping_chosen.connect(self._use_mapping)
        self.columns.save_wanted.connect(self._save_mapping)
        self.columns.anew_wanted.connect(session.begin_anew)
        self.columns.series.chosen.connect(lambda text: session.set_defaults(self._sheet, CODE, text))
        self.verdict.corrected.connect(lambda key, column, text: session.correct([(key, column, text)]))
        self.verdict.restored.connect(session.as_in_file)
        self.verdict.acted.connect(self._on_problem)
        self.verdict.sheet_wanted.connect(self.show_sheet)

    # what is shown --------------------------------------------------------------------------------------------------

    @property
    def sheet(self) -> str:
        """The sheet that is shown."""
        return self._sheet

    def show_planned(self) -> None:
        """Show the sheets as they are understood now, the one shown before first."""
        known = self.session.plan_of(self._sheet) is not None
        self.show_sheet(self._sheet if known else self.session.plans[0].sheet)

    def show_checked(self) -> None:
        """Show what the dry run found."""
        self.verdict.show_run(self.session.run, self.words.asking_heads())
        self._show_columns()

    def show_part(self, part: Step) -> None:
        """Show columns or rows where there is no room for both, and give that part the keys."""
        self._part = part
        self._show_parts()
        (self.columns.columns if part is Step.COLUMNS else self.verdict.grid).setFocus()

    def other_part(self) -> None:
        """From the columns to the rows, and back."""
        focus = self.window().focusWidget()
        in_columns = focus is not None and self.columns.isAncestorOf(focus)
        self.show_part(Step.DRY_RUN if in_columns else Step.COLUMNS)

    def go_on_to_rows(self) -> None:
        """No column asks any more: where there is room for one part only, the rows are shown."""
        if self.width() < _NARROW and self.isVisible():
            self.show_part(Step.DRY_RUN)

    def focus_first(self) -> None:
        """Put the keyboard onto what asks, else onto the columns."""
        if not self.columns.go_to_question(stay=True):
            self.columns.columns.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_sheet(self, sheet: str) -> None:
        """Show columns and rows of a sheet."""
        plan = self.session.plan_of(sheet)
        if plan is None:
            return
        self._sheet = sheet
        self._show_sheets()
        self.columns.set_mappings(self.words.saved_names(plan), plan.mapping.name)
        self.columns.show_known(self._known(sheet))
        lacks = verdict_panel.lacks_codes(plan)
        self.columns.series.show_series(sheet, plan.mapping.defaults.get(CODE, "") if lacks else None)
        self._show_columns()
        self.verdict.show_plan(plan, self.words.type_of)
        self.shown.emit()

    def _known(self, sheet: str) -> str:
        """Where the answers of a sheet come from, when nobody has given them now."""
        if self.session.restored:
            return self.tr("As you left it: answers and corrections")
        return self.tr("Answered as for the last file with these heads") if sheet in self.session.as_last else ""

    def _show_sheets(self) -> None:
        asks, words = Counter(self.words.asking()), self._ctx.wording
        named = []
        for plan in self.session.plans:
            name = plan.sheet or self.tr("the file")
            asked = asks[plan.sheet]
            named.append((plan.sheet, f"{name} · {words.count('import_page.asks', asked)}" if asked else name))
        self.columns.set_sheets(named, self._sheet)

    def _show_columns(self) -> None:
        self._show_sheets()
        plan = self.session.plan_of(self._sheet)
        if plan is not None:
            self.columns.show_columns(*self.words.lines(plan))

    def _show_parts(self) -> None:
        """In a narrow window columns and rows stand one at a time, by the step."""
        narrow = self.width() < _NARROW
        self.columns.setVisible(not narrow or self._part is Step.COLUMNS)
        self.verdict.setVisible(not narrow or self._part is not Step.COLUMNS)
        if narrow:
            self.columns.setMinimumWidth(0)
            self.columns.setMaximumWidth(16_777_215)
        else:
            self.columns.setFixedWidth(WIDTH if self.width() > _WIDE else _NARROW_COLUMNS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_parts()

    # questions and problems gone to -----------------------------------------------------------------------------------

    def next_question(self) -> None:
        """Go to the next column that asks, on whichever sheet."""
        asking = self.words.asking()
        if asking and self._sheet not in asking:
            self.show_sheet(asking[0])
        self._part = Step.COLUMNS
        self._show_parts()
        self.columns.go_to_question()

    def next_problem(self) -> None:
        """Go to the next cell of which something is said."""
        self._part = Step.DRY_RUN
        self._show_parts()
        self.verdict.next_problem()

    def correct(self) -> None:
        """Type over the cell under the cursor."""
        if self.verdict.grid.isVisible():
            self.verdict.grid.correct()

    def go_to_asking(self) -> None:
        """Go to the first column that asks."""
        sheet = self.words.asking()[0]
        if sheet != self._sheet:
            self.show_sheet(sheet)
        self.next_question()

    def go_to_asking_row(self) -> None:
        """Open the first rows that ask beside the record."""
        run = self.session.run
        if run is not None:
            self._merge([row for row in run.rows if row.same_person or row.state is RowState.CONFLICT])

    # columns --------------------------------------------------------------------------------------------------------

    def open_column(self, key: Any) -> None:
        """Open the sheet in which a column is understood in another way."""
        from hsct_desktop.views.import_column_sheet import ColumnSheet

        plan = self.session.plan_of(self._sheet)
        if plan is not None and key is not None:
            sheet = ColumnSheet(self._ctx, self.session, self.words, plan, key)
            sheet.taken.connect(lambda: self.columns.go_to_question(stay=True))
            self._ctx.open_sheet(sheet)

    def _on_answer(self, key: Any, value: object) -> None:
        plan = self.session.plan_of(self._sheet)
        if plan is not None:
            self.words.answer(plan, key, value)
            if not self.columns.go_to_question() and self.words.asking():
                self.next_question()

    def _use_mapping(self, name: str) -> None:
        plan = self.session.plan_of(self._sheet)
        found = self.words.saved(plan, name) if plan is not None else None
        if found is not None:
            self.session.use(self._sheet, found, decided=True)

    def _save_mapping(self, name: str) -> None:
        plan = self.session.plan_of(self._sheet)
        if plan is not None:
            self.files.save_mapping(plan, name)
            self.show_sheet(self._sheet)

    # problems -------------------------------------------------------------------------------------------------------

    def _on_problem(self, name: str, group: object) -> None:
        session, panel = self.session, self.verdict
        if name == verdict_panel.COMPARE:
            self.compare(group)
        elif name == verdict_panel.CODE:
            panel.show_group(group, correct=True, code=True)
        elif name == verdict_panel.DECIDE and isinstance(group, ProblemGroup):
            self._decide(group)
        elif name == verdict_panel.NUMBER and isinstance(group, ProblemGroup):
            self._number(group.rows[0].sheet)
        elif name in (verdict_panel.KEEP, verdict_panel.TAKE):
            head = group.head if isinstance(group, ProblemGroup) else ""
            fields = [
                (v.key, c.field) for v in panel.verdicts_of(group) for c in v.conflicts if self._is_of(v.key, c, head)
            ]
            session.choose(fields, takes_file=name == verdict_panel.TAKE)
        elif name == verdict_panel.EMPTY_ and isinstance(group, ProblemGroup):
            session.correct([(key, column, "") for key, column in panel.cells_of(group)])
        elif name in (verdict_panel.SKIP, verdict_panel.BACK):
            session.skip(panel.rows_of(group), skipped=name == verdict_panel.SKIP)

    def _decide(self, group: ProblemGroup) -> None:
        """Open the column whose question a kind of problem comes from."""
        sheet = group.rows[0].sheet
        plan = self.session.plan_of(sheet)
        if plan is None:
            return
        if sheet != self._sheet:
            self.show_sheet(sheet)
        key = next((k for k in self.words.asking_keys(plan) if k[0] == group.head), None)
        self.columns.columns.choose(key)
        self.open_column(key)

    def _number(self, sheet: str) -> None:
        """Ask for the codes of the new patients of a sheet that has none."""
        if sheet != self._sheet:
            self.show_sheet(sheet)
        self._part = Step.COLUMNS
        self._show_parts()
        self.columns.series.begin()

    def _is_of(self, key: RowKey, conflict: Any, head: str) -> bool:
        plan = self.session.plan_of(key.sheet)
        heads = plan.table.heads if plan is not None else ()
        column = conflict.place.column
        return not head or (0 <= column < len(heads) and heads[column] == head)

    def compare(self, group: object) -> None:
        """Open the rows of a kind of problem beside what is recorded."""
        self._merge([row for row in self.verdict.verdicts_of(group) if row.conflicts or row.same_person])

    def _merge(self, rows: list[RowVerdict]) -> None:
        from hsct_desktop.views.import_merge_sheet import MergeSheet

        if rows:
            self._ctx.open_sheet(MergeSheet(self._ctx, self.session, rows, self.words.field, self.verdict.who))
