"""Today: who is late, due, expected this week, due to stop a drug, or without a next visit, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.views.audit_desk import VerifiedNote
from hsct_desktop.views.context import NOBODY, Context, Subject
from hsct_desktop.views.side_list import ITEM_HEIGHT, ListChips, ListItem, SideList
from hsct_desktop.views.sized_table import SizedTable
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.tokens import Width
from hsct_desktop.views.today_delegate import NAME_LEFT, TodayDelegate, TodayHeader, paint_head
from hsct_desktop.views.today_filters import EVERYBODY, FilterLine, FilterPanel, filter_items
from hsct_desktop.views.today_inspector import TodayInspector
from hsct_desktop.views.today_model import GLYPHS, Column, Line, TodayModel, lines_of, longest, place_again
from hsct_desktop.views.widgets.empty_state import EmptyState
from hsct_desktop.views.widgets.glyphs import paint_status_glyph
from hsct_desktop.views.widgets.paint import colour, text, text_width

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.filters import Narrowing
    from hsct_desktop.services.today import TodayLists, TodayRow
    from hsct_desktop.views.preferences import Preferences

_SIDE_WIDTH: Final = 168
_SIDE_WIDEST: Final = 230
_NAME_WIDEST: Final = 260
_RULER_WIDE: Final = 212
_RULER_SLIM: Final = 138
_TASK_LEAST: Final = 140
_TASK_WIDEST: Final = 200
_WHY_LEAST: Final = 160
_WHY_SHORTEST: Final = 110
_SHOWN_KINDS: Final = {
    "patient", "transplant", "visit", "schedule", "therapy", "contact", "state", "report", "task", "filter",
    "result", "statement", "dmt", "engraftment", "infection", "transfusion", "rules",
    "vaccine",
}  # fmt: skip

_OWN_ROWS: Final = {
    "scheduled_visit": "scheduled_id", "supportive_therapy": "therapy_id", "task": "task_id",
    "awaited_report": "report_id",
}  # fmt: skip
"""Tables whose rows stand on the lists themselves, with the row's field that says which one."""

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ScrollHint = QAbstractItemView.ScrollHint
_VISIBLE: Final = ScrollHint.EnsureVisible


class TodayTable(SizedTable):
    """The rows; left and right go from list to list, Enter opens the patient."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self._step(1 if event.key() == Qt.Key.Key_Right else -1)
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._to_end(last=event.key() == Qt.Key.Key_End)
        elif event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            # It saves a sheet: pressed once more behind the last one, it opens nothing.
            event.accept()
        else:
            super().keyPressEvent(event)

    def lines(self) -> list[Line]:
        """What the model shows."""
        model = self.model()
        return model.lines() if isinstance(model, TodayModel) else []

    def choose(self, row: int) -> None:
        """Select a row and bring it into sight, with the head above it where there is one."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self.model().index(row, 0), flags)
        self.scrollTo(self.model().index(row, 0))

    def scrollTo(self, index: QModelIndex | QPersistentModelIndex, hint: ScrollHint = _VISIBLE) -> None:
        super().scrollTo(index, hint)
        hidden = self.rowHeight(0) - self.rowViewportPosition(index.row())
        if index.row() > 0 and hidden > 0:
            # The head that stays at the upper edge would cover the row.
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - hidden)

    def _step(self, direction: int) -> None:
        """The first row of the next or previous list, round at the ends."""
        starts = [i + 1 for i, line in enumerate(self.lines()) if line.row is None]
        if not starts:
            return
        here = max((n for n, start in enumerate(starts) if start <= self.currentIndex().row()), default=0)
        self.choose(starts[(here + direction) % len(starts)])

    def _to_end(self, *, last: bool) -> None:
        rows = [i for i, line in enumerate(self.lines()) if line.row is not None]
        if rows:
            self.choose(rows[-1] if last else rows[0])


class StickyHead(QWidget):
    """Keeps the head of the list in sight whose rows are at the upper edge of the table."""

    def __init__(self, table: TodayTable) -> None:
        super().__init__(table.viewport())
        self._table = table
        self._line: Line | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        table.verticalScrollBar().valueChanged.connect(self.follow)
        table.resized.connect(self.follow)
        self.hide()

    def follow(self) -> None:
        """Show the head that has scrolled away; a following head pushes it up."""
        lines, table = self._table.lines(), self._table
        first = table.rowAt(0)
        heads = [i for i, line in enumerate(lines) if line.row is None and i <= first]
        if not heads or (heads[-1] == first and table.rowViewportPosition(first) == 0):
            self.hide()
            return
        height = table.rowHeight(heads[-1])
        following = next((i for i in range(heads[-1] + 1, len(lines)) if lines[i].row is None), None)
        pushed = 0 if following is None else min(0, table.rowViewportPosition(following) - height)
        self._line = lines[heads[-1]]
        self.setGeometry(0, pushed, table.viewport().width(), height)
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._line is not None:
            paint_head(QPainter(self), QRectF(self.rect()), self._line)


class HintLine(QWidget):
    """The keys of Today at the left, the signs at the right."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(30)
        self._keys = (
            self.tr("Enter opens the patient"),
            self.tr("R records the visit"),
            self.tr("O values"),
            self.tr("V results seen"),
            self.tr("C contact"),
            self.tr("S stop"),
            self.tr("B book"),
            self.tr("W why"),
            self.tr("X missed"),
            self.tr("→ moves between lists"),
        )
        self._signs = (
            ("late", ctx.wording.enum("visit_status", "late")),
            ("due", ctx.wording.enum("visit_status", "due")),
            ("open", self.tr("Window open")),
            ("booked", ctx.wording.enum("visit_status", "booked")),
        )
        self._target = self.tr("Target")
        self.left = 0.0
        self.with_signs = True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, colour("line"))
        caption = font("caption")
        height = float(self.height())
        right = float(self.width() - 16)
        if self.with_signs:
            right = self._paint_signs(painter, right, height)
        x = self.left
        for words in self._keys:
            width = text_width(words, caption)
            if x + width > right:
                break
            text(painter, QRectF(x, 0, width + 1, height), words, "muted", type_=caption)
            x += width + 22

    def _paint_signs(self, painter: QPainter, right: float, height: float) -> float:
        caption = font("caption")
        for sign, words in reversed([*self._signs, ("", self._target)]):
            width = text_width(words, caption)
            text(painter, QRectF(right - width, 0, width + 1, height), words, "muted", type_=caption)
            right -= width + 20
            if sign:
                paint_status_glyph(painter, QRectF(right, height / 2 - 8, 16, 16), sign)
            else:
                painter.fillRect(QRectF(right + 7, height / 2 - 7, 2, 14), colour("accent"))
            right -= 12
        return right


class _Card(QFrame):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")


class TodayPage(QWidget):
    """The page. `counted` tells how many visits are late after each reading."""

    counted = Signal(int)

    def __init__(self, ctx: Context, preferences: Preferences | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._preferences = preferences
        self._whole: TodayLists | None = None
        self._lists: TodayLists | None = None
        self._narrowing: Narrowing | None = None
        self._filter: int | None = None
        self._chosen = ""
        self._sheet_width = 0
        self._acted = False
        """Whether a row was chosen in this file: from then on nobody is chosen but by hand, or in the row's place."""
        self._build()
        self._lay_out()
        ctx.news.changed.connect(self._on_news)
        ctx.workspace_changed.connect(self._on_reader)
        ctx.author_changed.connect(self._on_reader)

    def _build(self) -> None:
        ctx = self._ctx
        headers = (
            self.tr("Patient"), self.tr("Born"), self.tr("Code"), self.tr("Day"),
            self.tr("Visit or task"), self.tr("Window"), self.tr("Why it is here"),
        )  # fmt: skip
        self.model = TodayModel(headers, self)
        self.table = TodayTable(self.tr("Today"))
        self.table.setModel(self.model)
        self._delegate = TodayDelegate(ctx.today(), self)
        self.table.setItemDelegate(self._delegate)
        self._header = TodayHeader(ctx.wording, self.table)
        self.table.setHorizontalHeader(self._header)
        self.table.resized.connect(self._size_columns)
        self.table.opened.connect(self.open_selected)
        self._sticky = StickyHead(self.table)
        self.lists = SideList(self.tr("Lists"))
        self._side = _SIDE_WIDTH
        self.chips = ListChips(self.tr("Lists"))
        for choice in (self.lists, self.chips):
            choice.chosen.connect(self.choose_list)
        self.filters, self.filter_line = FilterPanel(), FilterLine()
        for place in (self.filters, self.filter_line):
            place.chosen.connect(self.choose_filter)
            place.new_wanted.connect(self.new_filter)
            place.change_wanted.connect(self.change_filter)
        self.empty = EmptyState(self.tr("Opening the file …"))
        self.empty.activated.connect(self._on_empty_button)
        self.empty.other_activated.connect(lambda: ctx.action_wanted.emit("open_file"))
        self.inspector = TodayInspector(ctx)
        self.table.selectionModel().currentRowChanged.connect(self._inspect)
        self.hints = HintLine(ctx)
        self.verified = VerifiedNote(ctx)

    def _lay_out(self) -> None:
        card = _Card()
        self._stack = QStackedLayout(card)
        self._stack.setContentsMargins(1, 1, 1, 1)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self._stack.setCurrentWidget(self.empty)
        self._content = QVBoxLayout()
        self._content.setSpacing(10)
        self._content.addWidget(self.chips)
        self._content.addWidget(self.filter_line)
        self._content.addWidget(card, 1)
        self._content.addWidget(self.inspector)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(12, 0, 16, 0)
        self._row.setSpacing(12)
        self.side = QWidget()
        column = QVBoxLayout(self.side)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        column.addWidget(self.lists)
        column.addWidget(self.filters)
        column.addStretch(1)
        column.addWidget(self.verified)
        self._row.addWidget(self.side)
        self._row.addLayout(self._content, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._row, 1)
        column.addWidget(self.hints)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setTabOrder(self.lists, self.filters.list)
        self.setTabOrder(self.filters.change, self.table)
        self._set_items()
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 240)

    def refresh(self) -> None:
        """Read the lists anew; the selection stays on its row, or goes to the one that took its place."""
        workspace = self._ctx.workspace
        if workspace is None:
            self._lists = self._whole = self._narrowing = None
            sentence = self.tr("No file is open: make one for your unit, or open the one you have.")
            self.empty.set_text(sentence, self.tr("New file…"), self.tr("Open file…"))
            self._show()
            return
        from hsct_desktop.services import filters, today

        self._whole = today.lists(workspace, self._ctx.today())
        self._narrowing = filters.narrowing(workspace)
        self._delegate.on = self._whole.on
        self._narrow()
        # The number in the rail is of all who are late, whatever a filter hides.
        self.counted.emit(self._whole.counts[WorklistKind.LATE])

    def _narrow(self, *, other: bool = False) -> None:
        whole, narrowing = self._whole, self._narrowing
        if whole is None or narrowing is None:
            return
        chosen = narrowing.find(self._filter)
        self._filter = chosen.id if chosen is not None else None
        self._lists = narrowing.apply(whole, chosen.rule if chosen is not None else None)
        counts, damaged = narrowing.counts(whole), self.tr("{name} (damaged)")
        items = filter_items(self.tr("All patients"), damaged, narrowing.filters, counts, len(whole.rows))
        key = EVERYBODY if chosen is None else str(chosen.id)
        self.filters.set_filters(items, key)
        self.filter_line.show_filter(items, key, len(self._lists.rows), len(whole.rows))
        self._show(other=other)

    def choose_filter(self, key: str) -> None:
        """Narrow all lists by a filter, by no one for an empty key; it is remembered for who works."""
        self._filter = int(key) if key else None
        self._narrow(other=True)
        workspace = self._ctx.workspace
        if self._preferences is not None and workspace is not None and workspace.author is not None:
            self._preferences.set_filter_id(workspace.store.path, workspace.author.staff_id, self._filter)

    def new_filter(self) -> None:
        """Open the sheet for a new filter."""
        from hsct_desktop.views.filter_sheet import FilterSheet

        self._ctx.open_sheet(FilterSheet(self._ctx))

    def change_filter(self) -> None:
        """Open the sheet of the filter that is chosen."""
        from hsct_desktop.views.filter_sheet import FilterSheet

        held = self._narrowing.find(self._filter) if self._narrowing is not None else None
        if held is not None:
            self._ctx.open_sheet(FilterSheet(self._ctx, held))

    def _on_reader(self) -> None:
        """Another file or another person: their last filter."""
        workspace = self._ctx.workspace
        self._filter = None
        self._acted = False
        if self._preferences is not None and workspace is not None and workspace.author is not None:
            self._filter = self._preferences.filter_id(workspace.store.path, workspace.author.staff_id)
        self.refresh()

    def choose_list(self, key: str) -> None:
        """Show one list, or all of them for an empty key."""
        self._chosen = key
        self._show(other=True)

    @property
    def chosen_list(self) -> str:
        """Which list is shown, "" for all."""
        return self._chosen

    def subject(self) -> Subject | None:
        """Whom the letters act on: the selected row."""
        line = self._current()
        if line is None or line.row is None:
            return None
        row = line.row
        return Subject(
            NOBODY if row.patient_id is None else row.patient_id, row.scheduled_id, row.therapy_id, row.task_id,
            row.report_id, self._results_after(line), vaccine=_series_of(row),
        )  # fmt: skip

    def _results_after(self, line: Line) -> tuple[int, ...]:
        """The patients whose results stand below those of a row's patient, then those above; from another list all."""
        listed = (o.row.patient_id for o in self.model.lines() if o.row is not None and o.row.results is not None)
        ids = [found for found in listed if found is not None]
        own = None if line.row is None else line.row.patient_id
        at = ids.index(own) if own in ids else -1
        return (*ids[at + 1 :], *ids[: max(at, 0)])

    def open_selected(self) -> None:
        """Open the patient of the selected row, the task that it is, the results to be seen, or the vaccine due."""
        subject, line = self.subject(), self._current()
        if subject is not None and subject.task_id is not None:
            self._ctx.action_wanted.emit("edit_task")
        elif line is not None and line.kind is WorklistKind.RESULTS_TO_REVIEW:
            self._ctx.action_wanted.emit("review_results")
        elif subject is not None and subject.therapy_id is not None:
            self._ctx.show_patient(subject.patient_id, f"therapy@{subject.therapy_id}")
        elif subject is not None and subject.vaccine:
            self._ctx.show_patient(subject.patient_id, f"vaccines@{subject.vaccine}")
        elif subject is not None and subject.has_patient:
            self._ctx.show_patient(subject.patient_id)

    def set_sheet(self, width: int) -> None:
        """A side sheet of that width lies over the right of the page; 0 when there is none."""
        self._sheet_width = width
        self._arrange()
        # The rows have moved: the one that the sheet is about stays in sight, once the table has its new height.
        QTimer.singleShot(0, self, self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self.table.scrollTo(index)

    def focus_first(self) -> None:
        """Put the keyboard into the rows, or onto the one button where there are none."""
        target = self.table if self._stack.currentWidget() is self.table else self.empty.button()
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _current(self) -> Line | None:
        index = self.table.currentIndex()
        return self.model.line(index.row()) if index.isValid() and index.row() < self.model.rowCount() else None

    def _on_news(self, changes: Changes, _initiator: object) -> None:
        if not changes.kinds & _SHOWN_KINDS:
            return
        before = {row.id for row in self._narrowing.filters} if self._narrowing is not None else set()
        self.refresh()
        self._choose_put_back(changes)
        if "filter" in changes.kinds and changes.record_id is not None and changes.record_id not in before:
            # Whoever has just made a filter wants to see what it leaves.
            self.choose_filter(str(changes.record_id))

    def _choose_put_back(self, changes: Changes) -> None:
        """After an undo its own row is chosen again: the next key acts on whom the undo was for."""
        if not changes.put_back:
            return
        wanted = {(_OWN_ROWS[table], row_id) for table, row_id in changes.put_back if table in _OWN_ROWS}
        rows = [(place, line.row) for place, line in enumerate(self.model.lines()) if line.row is not None]
        own = [place for place, row in rows if any(getattr(row, name) == row_id for name, row_id in wanted)]
        of_patient = [p for p, row in rows if changes.patient_id is not None and row.patient_id == changes.patient_id]
        found = own or of_patient
        if found and self.table.currentIndex().row() not in found:
            self.table.choose(found[0])

    def _show(self, *, other: bool = False) -> None:
        """Show the lists; `other`: somebody asked for other ones, where the first row may be chosen."""
        before, row = self._current(), self.table.currentIndex().row()
        kind = WorklistKind(self._chosen) if self._chosen else None
        lines = lines_of(self._lists, self._ctx.wording, kind) if self._lists is not None else []
        self._delegate.forget()
        self.model.set_lines(lines)
        self.table.clearSpans()
        for position, line in enumerate(lines):
            if line.row is None:
                self.table.setSpan(position, 0, 1, len(Column))
        self._set_items()
        self._stack.setCurrentWidget(self.table if lines else self.empty)
        if not lines:
            self._word_empty()
        self._arrange()
        self._select_again(lines, before, row, other=other)
        self._sticky.follow()
        self._inspect()

    def _inspect(self) -> None:
        """Say in full why the selected row is there."""
        line = self._current()
        shown = line.row if line is not None and self._ctx.workspace is not None else None
        self.inspector.show_row(shown)
        self.inspector.setVisible(shown is not None)

    def _select_again(self, lines: list[Line], before: Line | None, row: int, *, other: bool) -> None:
        place = place_again(lines, before, row)
        if place is None and (other or not self._acted):
            place = next((n for n, line in enumerate(lines) if line.row is not None), None)
        if place is not None:
            self.table.choose(place)
            self._acted = True

    def _set_items(self) -> None:
        counts = self._lists.counts if self._lists is not None else {}
        rows = len(self._lists.rows) if self._lists is not None else 0
        items = [ListItem("", self.tr("All lists"), "today", rows)]
        words = self._ctx.wording
        items += [ListItem(k, words.enum("worklist", k), GLYPHS[k], counts.get(k, 0)) for k in WorklistKind]
        self.lists.set_items(items, self._chosen)
        widest = max(text_width(item.name, font(bold=True)) for item in items)
        self._side = int(min(max(_SIDE_WIDTH, widest + 72), _SIDE_WIDEST))
        self.lists.setFixedHeight(len(items) * ITEM_HEIGHT + 2)
        self.side.setFixedWidth(self._side)
        self.chips.set_items(items, self._chosen)

    def _word_empty(self) -> None:
        if self._lists is None:
            return
        if not self._chosen and self._nobody_registered():
            self.empty.set_text(self.tr("No patient is registered yet."), self.tr("New patient"))
        elif not self._chosen:
            sentence = self.tr("Nobody is late or due, and nothing is to stop. The next visits are in Patients.")
            self.empty.set_text(sentence, self.tr("New patient"))
        else:
            sentences = {
                WorklistKind.LATE: self.tr("Nobody is late."),
                WorklistKind.DUE: self.tr("Nobody is due today."),
                WorklistKind.THIS_WEEK: self.tr("Nobody is expected in the next seven days."),
                WorklistKind.TO_STOP: self.tr("No therapy may stop or has reached its planned stop."),
                WorklistKind.DO_NOT_STOP: self.tr("No therapy is held by its rule."),
                WorklistKind.VACCINES: self.tr("No vaccine is due."),
                WorklistKind.RESULTS_TO_REVIEW: self.tr("Every result has been seen."),
                WorklistKind.REPORTS_AWAITED: self.tr("No report is awaited."),
                WorklistKind.NEXT_TRIES: self.tr("Nobody waits for another call."),
                WorklistKind.NO_NEXT_VISIT: self.tr("Every followed patient has a next visit."),
                WorklistKind.TASKS: self.tr("No task is open for the next seven days."),
            }
            self.empty.set_text(sentences[WorklistKind(self._chosen)], self.tr("Show all lists"))

    def _nobody_registered(self) -> bool:
        from hsct_desktop.services import patients

        return not patients.browse(self._ctx.ready(), limit=1)

    def _on_empty_button(self) -> None:
        if self._lists is None:
            self._ctx.action_wanted.emit("new_file")
        elif self._chosen:
            self.choose_list("")
        else:
            self._ctx.show_registration()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Lay out for the width: first code goes, then the ruler narrows and goes; names, dates and reasons stay."""
        window = self.window().width()
        beside_sheet = self._sheet_width > 0
        as_chips = beside_sheet or window < Width.WHOLE_BELOW
        self.side.setVisible(not as_chips)
        self.filter_line.set_as_menu(as_chips and self._lists is not None)
        self.chips.setVisible(as_chips)
        self._row.setContentsMargins(16 if as_chips else 12, 2 if as_chips else 0, 16 + self._sheet_width, 0)
        self.hints.left = 16.0 if as_chips else self._side + 24.0
        self.hints.with_signs = not beside_sheet and window >= Width.NARROW_BELOW
        self.hints.update()
        self._row.activate()
        self._size_columns()

    def _size_columns(self) -> None:
        table, window = self.table, self.window().width()
        widths = self._column_widths(_RULER_WIDE if window >= Width.NARROW_BELOW else _RULER_SLIM)
        if self._sheet_width > 0 or window < Width.NARROW_BELOW:
            widths[Column.CODE] = 0
        task = min(max(int(self._widest(Column.TASK)) + 24, _TASK_LEAST), _TASK_WIDEST)
        rest = table.viewport().width() - sum(widths.values()) - task
        beside_sheet = self._sheet_width > 0
        written = False
        if beside_sheet or window < Width.WHOLE_BELOW or rest < _WHY_LEAST:
            # Without the ruler its dates are written, except beside a sheet, which says them itself.
            written = not beside_sheet
            dates = int(self._widest(Column.RULER)) + 17 if written else 0
            rest += widths[Column.RULER] - dates
            widths[Column.RULER] = dates
        self._delegate.written = self._header.written = written
        # The reason goes to the tooltip before anything else is cut.
        widths[Column.TASK] = task if rest >= _WHY_SHORTEST else task + rest
        widths[Column.WHY] = rest if rest >= _WHY_SHORTEST else 0
        for column, width in widths.items():
            table.setColumnHidden(column, width == 0)
            table.setColumnWidth(column, width)

    def _column_widths(self, ruler: int) -> dict[Column, int]:
        """Widths that the words ask for: names and dates are never cut."""
        lines = self.model.lines()
        names = [
            text_width(line.words[Column.PATIENT], font(bold=True)) + NAME_LEFT + (31 if line.row.same_name else 12)
            for line in longest(lines, Column.PATIENT)
            if line.row is not None
        ]
        return {
            Column.PATIENT: int(min(max([*names, 167]), _NAME_WIDEST)),
            Column.BORN: int(max(self._widest(Column.BORN) + 17, 84)),
            Column.CODE: int(max(self._widest(Column.CODE) + 17, 70)),
            Column.DAY: 54,
            Column.RULER: ruler,
        }

    def _widest(self, column: Column) -> float:
        head = text_width(str(self.model.headerData(column, Qt.Orientation.Horizontal)), font("caption"))
        return max([head, *(text_width(line.words[column]) for line in longest(self.model.lines(), column))])


def _series_of(row: TodayRow) -> str:
    """The vaccine series of a row that has waited longest; "" for rows about something else."""
    return row.vaccines.first.series.id if row.vaccines is not None else ""
