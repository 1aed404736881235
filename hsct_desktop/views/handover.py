"""Shift handover: what changed since a time, by patient, to read aloud and to print; a tab of the unit's page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedLayout, QStyleOptionViewItem, QVBoxLayout, QWidget

from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.views.context import NOBODY, Context, Subject
from hsct_desktop.views.rows_model import PAINT, Cell, Line, RowsTable
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.chip_choice import ChipChoice
from hsct_desktop.views.widgets.empty_state import EmptyState
from hsct_desktop.views.widgets.paint import colour, text, text_width
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.table import RowDelegate, TableRole

if TYPE_CHECKING:
    from hsct_desktop.domain.handover import Handover, HandoverPatient
    from hsct_desktop.domain.task import TaskPatient
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.views.printing import Printer

Index = QModelIndex | QPersistentModelIndex
SHIFT, MORNING, YESTERDAY, TYPED = "shift", "morning", "yesterday", "typed"
_WHAT: Final = 2
_PAD: Final = 6
_WIDTHS: Final = (124, 132, -1)
_FIELD: Final = 190


class HandoverDelegate(RowDelegate):
    """What changed wraps into as many lines as it needs; a head names the patient, and muted who that is."""

    def paint_group(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        words, facts = str(index.data() or ""), index.data(PAINT)
        text(painter, rect, words, type_=font(bold=True))
        left = text_width(words, font(bold=True)) + Space.MEDIUM
        text(painter, rect.adjusted(left, 0, 0, 0), str(facts or ""), "muted")

    def paint_content(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        painter.setFont(font(bold=bool(index.data(TableRole.BOLD))))
        painter.setPen(colour(str(index.data(TableRole.TOKEN) or "text")))
        wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect.adjusted(0, _PAD, 0, 0), int(wrap), str(index.data() or ""))

    def height(self, words: str, width: float, *, bold: bool = False) -> int:
        """How high a row must be for words in a column of that width."""
        room = QRectF(0, 0, max(width - 2 * Space.CELL, 40), 10_000)
        metrics = QFontMetricsF(font(bold=bold))
        return int(metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), words).height() + 2 * _PAD + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.setClipRect(option.rect)
        super().paint(painter, option, index)
        painter.setClipping(False)


class HandoverTable(RowsTable):
    """The lines under their patients; each row as high as its words ask for."""

    def __init__(self, name: str, heads: tuple[str, ...]) -> None:
        super().__init__(name, heads, _WIDTHS, row=Height.ROW)
        self._delegate = HandoverDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fit_rows(self) -> None:
        """Give every row the height of its words."""
        for row, line in enumerate(self.rows.lines):
            height = Height.ROW
            if line.group is None:
                cells = zip(range(len(line.cells)), line.cells, strict=True)
                height = max(height, *(self._height(number, cell) for number, cell in cells))
            self.setRowHeight(row, height)

    def _height(self, column: int, cell: Cell) -> int:
        return self._delegate.height(cell.words, self.columnWidth(column), bold=cell.bold)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_rows()


class HandoverPage(QWidget):
    """The page. `since` may be chosen or typed; the list is read anew when the page is shown and at each change."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.shown: Handover | None = None
        choices = [
            (SHIFT, self.tr("Last 12 hours")),
            (MORNING, self.tr("Since 7:00")),
            (YESTERDAY, self.tr("Since yesterday")),
            (TYPED, self.tr("Since …")),
        ]
        self.choice = ChipChoice(choices, multi=False, name=self.tr("Since when"))
        self.choice.set_values([SHIFT])
        self.choice.changed.connect(self._on_choice)
        self.since = QLineEdit()
        self.since.setAccessibleName(self.tr("Since when"))
        self.since.setPlaceholderText(self.tr("07:00 or 2026-11-20"))
        self.since.setFixedWidth(_FIELD)
        self.since.editingFinished.connect(self._on_typed)
        self.since.hide()
        self._wrong = PlainLabel("", "danger")
        self._span = PlainLabel("", "muted")
        heads = (self.tr("When"), self.tr("Who"), self.tr("What changed"))
        self.table = HandoverTable(self.tr("Shift handover"), heads)
        self.table.entered.connect(self._open)
        self.empty = EmptyState("")
        self.empty.activated.connect(lambda: self.choice.set_values([YESTERDAY]))
        self._lay_out()
        ctx.news.changed.connect(self._on_news)
        ctx.workspace_changed.connect(self._on_workspace)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(Space.MEDIUM)
        for widget in (self.choice, self.since, self._wrong):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self._span)
        card = Panel(flush=True)
        inside = QWidget()
        self._stack = QStackedLayout(inside)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        card.add(inside, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.LARGE, Space.SMALL, Space.LARGE, Space.LARGE)
        column.setSpacing(Space.MEDIUM)
        column.addLayout(top)
        column.addWidget(card, 1)

    # what the unit's page asks of its tabs ----------------------------------------------------------------------

    def focus_first(self) -> None:
        """Read what changed up to now and put the keyboard into it."""
        self.refresh()
        shown = self._stack.currentWidget()
        target = self.table if shown is self.table else self.empty.button()
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def subject(self) -> Subject | None:
        """Whom the letters act on: the patient or the task of the chosen line."""
        key = self.table.key()
        return key if isinstance(key, Subject) else None

    def print_name(self) -> str:
        """What the print button says."""
        return self.tr("Print handover")

    def print_shown(self, printer: Printer) -> None:
        """Print what is shown, up to now."""
        start = self._start()
        if start is not None:
            printer.handover(start)

    # reading ----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the changes since the chosen time."""
        workspace, start = self._ctx.workspace, self._start()
        if workspace is None or start is None:
            self.shown = None
            self.table.set_lines([])
            return
        from hsct_desktop.services import handover

        self.shown = handover.handover(workspace, start)
        words = self._ctx.wording
        span = self.tr("{since} to {until}")
        self._span.setText(span.format(since=words.moment(self.shown.since), until=words.moment(self.shown.until)))
        self.table.set_lines(list(self._lines(self.shown)))
        self.table.fit_rows()
        self.empty.set_text(
            self.tr("Nothing was changed in this time, and nothing is to do."), self.tr("Since yesterday")
        )
        self._stack.setCurrentWidget(self.empty if self.shown.is_quiet else self.table)

    def _start(self) -> datetime | None:
        """From when; None while nothing is open or what was typed cannot be read, which is said."""
        if self._ctx.workspace is None:
            return None
        from hsct_desktop.services import handover_since

        now = self._ctx.workspace.clock()
        self._wrong.setText("")
        if self.choice.value() == MORNING:
            return handover_since.this_morning(now)
        if self.choice.value() == YESTERDAY:
            return handover_since.yesterday(now)
        if self.choice.value() == TYPED and self.since.text().strip():
            try:
                return handover_since.parse_since(self.since.text(), now)
            except InputError as error:
                self._wrong.setText(self._ctx.wording.problems(error))
                return None
        return handover_since.shift_start(now)

    def _lines(self, found: Handover) -> Iterator[Line]:
        words = self._ctx.wording
        for patient in found.patients:
            yield self._head(patient, len(patient.lines))
            key = Subject(patient.id)
            for line in patient.lines:
                yield Line((Cell(self._when(line.at)), Cell(line.by, "muted"), Cell(line.text)), key)
        if found.ward:
            yield Line((Cell(self.tr("The ward"), bold=True),), group=len(found.ward))
            for line in found.ward:
                yield Line((Cell(self._when(line.at)), Cell(line.by, "muted"), Cell(line.text)), Subject(NOBODY))
        if found.tasks:
            yield Line((Cell(self.tr("Open tasks, due by tomorrow"), bold=True),), group=len(found.tasks))
        today = found.until.date()
        for task in found.tasks:
            due = words.day_month(task.due)
            late = task.is_overdue(today)
            cell = Cell(self.tr("{} overdue").format(due) if late else due, "danger" if late else "", late)
            what = Cell(" · ".join([task.words, *self._who(task.patient)]))
            patient_id = task.patient.id if task.patient is not None else NOBODY
            key = Subject(patient_id, task_id=task.id)
            yield Line((cell, Cell(task.owner or self.tr("The unit"), "muted"), what), key)
        if found.tries:
            yield Line((Cell(self.tr("To try to reach again, by tomorrow"), bold=True),), group=len(found.tries))
        for again in found.tries:
            name = ", ".join(part for part in (again.family_name, again.given_name) if part)
            parts = [name, words.date(again.birth_date), again.code, again.phone, again.text]
            what = Cell(" · ".join(part for part in parts if part))
            yield Line((Cell(words.day_month(again.on)), Cell(), what), Subject(again.patient_id))

    def _when(self, at: datetime) -> str:
        return f"{self._ctx.wording.day_month(at.date())} {at:%H:%M}"

    def _head(self, patient: HandoverPatient, count: int) -> Line:
        words = self._ctx.wording
        name = ", ".join(part for part in (patient.family_name, patient.given_name) if part)
        facts = [words.date(patient.birth_date), patient.code]
        if patient.day is not None:
            facts.append(words.text("date.day_after_infusion", day=words.signed_day(patient.day)))
        if not patient.follow_up.is_followed:
            facts.append(words.enum("follow_up", patient.follow_up))
        if patient.same_name:
            facts.append(words.text("summary.same_name"))
        who = " · ".join(facts)
        return Line((Cell(name, bold=True, tip=f"{name} · {who}", paint=who),), group=count)

    def _who(self, patient: TaskPatient | None) -> list[str]:
        if patient is None:
            return []
        name = ", ".join(part for part in (patient.family_name, patient.given_name) if part)
        followed = patient.follow_up.is_followed
        state = [] if followed else [self._ctx.wording.enum("follow_up", patient.follow_up)]
        return [name, self._ctx.wording.date(patient.birth_date), patient.code, *state]

    # events -----------------------------------------------------------------------------------------------------

    def _open(self, key: object) -> None:
        """Enter: the task's sheet, or the patient's page."""
        if not isinstance(key, Subject):
            return
        if key.task_id is not None:
            self._ctx.action_wanted.emit("edit_task")
        elif key.has_patient:
            self._ctx.show_patient(key.patient_id)

    def _on_choice(self, _values: object) -> None:
        typed = self.choice.value() == TYPED
        self.since.setVisible(typed)
        if typed:
            self.since.setFocus(Qt.FocusReason.OtherFocusReason)
        self._read_again()

    def _on_typed(self) -> None:
        if self.choice.value() == TYPED:
            self._read_again()

    def _on_news(self, _changes: Changes, _initiator: object) -> None:
        if self.isVisible():
            self._read_again()

    def _on_workspace(self) -> None:
        self.shown = None
        self.table.set_lines([])
        if self.isVisible():
            self._read_again()

    def _read_again(self) -> None:
        try:
            self.refresh()
        except KnownError as error:
            self._ctx.report_error(error)
