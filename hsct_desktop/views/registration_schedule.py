"""The last step of registration: the whole schedule before anything is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from hsct_desktop.catalogue.closed_words import proposal_in_brief, proposal_words
from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.domain.working_days import WEEKENDS_ONLY, ClosedDay, Proposal
from hsct_desktop.pictures.ruler import RulerFacts, schedule_header, schedule_ruler
from hsct_desktop.views.context import Context
from hsct_desktop.views.painting import measure, paint
from hsct_desktop.views.rows_model import PAINT, Cell, Line, RowsTable
from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.theme.tokens import Height, Space, current
from hsct_desktop.views.widgets.chip import Chip
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.paint import box
from hsct_desktop.views.widgets.panel import Panel, rule
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.table import Index, RowDelegate
from hsct_desktop.views.working_days import working_days

if TYPE_CHECKING:
    from hsct_desktop.services.schedule import PreviewRow, SchedulePreview

_RULER: Final = 3
_BOX: Final = 14


class _Header(QHeaderView):
    """Column names; above the rulers the days around the target."""

    def __init__(self, wording: Wording, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._wording = wording
        self.setFixedHeight(Height.HEADER)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setHighlightSections(False)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        super().paintSection(painter, rect, section)
        painter.restore()
        if section == _RULER:
            width = float(rect.width() - 2 * Space.CELL)
            picture = schedule_header(width, rect.height() - 1.0, self._wording, measure)
            paint(painter, picture, current(), rect.left() + Space.CELL, rect.top())


class _Delegate(RowDelegate):
    """Paints tick boxes and rulers."""

    def __init__(self, step: ScheduleStep) -> None:
        super().__init__(step.table)
        self._step = step

    def paint_content(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        what = index.data(PAINT)
        if isinstance(what, RulerFacts):
            picture = schedule_ruler(what, rect.width(), rect.height(), self._step.working)
            paint(painter, picture, current(), rect.left(), rect.top())
            return
        if isinstance(what, str):
            self._paint_box(painter, rect, ticked=what in self._step.chosen)
            rect = rect.adjusted(_BOX + 10, 0, 0, 0)
        super().paint_content(painter, rect, index)

    def _paint_box(self, painter: QPainter, rect: QRectF, *, ticked: bool) -> None:
        square = QRectF(rect.left(), round(rect.center().y() - _BOX / 2), _BOX, _BOX)
        box(painter, square, fill="accent" if ticked else "surface", edge="accent" if ticked else "control", radius=3)
        if ticked:
            paint_icon(painter, square.adjusted(1, 1, -1, -1), "check", "on_accent")


class _Table(RowsTable):
    """Space ticks; so does a click on the box."""

    toggled = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.toggled.emit(self.key())
        else:
            super().keyPressEvent(event)


class ScheduleStep(QWidget):
    """Every visit with its window; optional ones and those whose window has closed start unticked."""

    edited = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.chosen: set[str] = set()
        self.working = WEEKENDS_ONLY
        self._by_hand: dict[str, bool] = {}
        self._preview: SchedulePreview | None = None
        heads = [self.tr("Visit"), self.tr("Date"), self.tr("Window"), "", self.tr("What, or why")]
        self.table = _Table(self.tr("Planned schedule"), heads, [230, 120, 180, 256, -1])
        self.table.setHorizontalHeader(_Header(ctx.wording, self.table))
        self.table.set_widths([230, 120, 180, 256, -1])
        self.table.setItemDelegate(_Delegate(self))
        self.table.set_drop_order((3, 4, 2))
        self.table.toggled.connect(self.toggle)
        self.table.entered.connect(self.toggle)
        self.table.clicked.connect(self._on_click)
        self._dates = Chip("", "accent")
        self._left_out = Chip("", "plain")
        self._closed = Chip("", "warn", icon="alert")
        self._waiting = AlertNote("", "", "wait")
        self._problem = AlertNote("", "", "warn")
        self._panel = Panel(self.tr("Planned schedule"), flush=True)
        for chip in (self._dates, self._left_out, self._closed):
            self._panel.add_to_head(chip)
        self._panel.add(self.table, 1)
        self._summary = Panel()
        self._summary.setFixedWidth(250)
        self._lay_out()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(Space.SMALL)
        left.addWidget(self._summary)
        left.addWidget(self._waiting)
        left.addWidget(self._problem)
        left.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.PANEL_GAP)
        row.addLayout(left)
        row.addWidget(self._panel, 1)
        self._waiting.setFixedWidth(250)
        self._problem.setFixedWidth(250)

    def show_summary(self, name: str, facts: list[tuple[str, str]], lines: list[str]) -> None:
        """The patient at the left: name, a line of identity, then facts with their captions."""
        body = self._summary.body()
        while body.count():
            item = body.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        body.setSpacing(6)
        body.addWidget(PlainLabel(name, "sheet", wrap=True))
        for line in lines:
            body.addWidget(PlainLabel(line, wrap=True))
        body.addWidget(rule())
        for caption, fact in facts:
            if fact:
                pair = QWidget()
                row = QHBoxLayout(pair)
                row.setContentsMargins(0, 0, 0, 0)
                label = PlainLabel(caption, "muted")
                label.setFixedWidth(82)
                row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
                row.addWidget(PlainLabel(fact, wrap=True), 1)
                body.addWidget(pair)

    def show_preview(self, preview: SchedulePreview) -> None:
        """Show a schedule."""
        self._preview = preview
        self.working = working_days(self._ctx)
        self.chosen = {row.key for row in preview.rows if self._by_hand.get(row.key, row.chosen)}
        self._show()
        self._waiting.setVisible(bool(preview.waiting))
        waiting = ", ".join(preview.waiting)
        self._waiting.set_note(self.tr("Planned later, when their day is known"), waiting)

    def show_problem(self, sentence: str) -> None:
        """Say why there is no schedule."""
        self._problem.setVisible(bool(sentence))
        self._problem.set_note(sentence)

    def _show(self) -> None:
        if self._preview is None:
            return
        rows = self._preview.rows
        titles = {
            "before_day0": self.tr("Before Day 0"),
            "to_day_100": self.tr("Day 0 to Day +100"),
            "long_term": self.tr("Long-term; every year for life, two planned ahead"),
        }
        lines: list[Line] = []
        for group, title in titles.items():
            part = [row for row in rows if row.group == group]
            if part:
                lines.append(Line((Cell(title),), group=len(part)))
                lines += [self._line(row) for row in part]
        self.table.set_lines(lines)
        left_out, closed = len(rows) - len(self.chosen), sum(row.closed for row in rows)
        self._dates.set_text(self.tr("{} dates").format(len(self.chosen)))
        self._left_out.set_text(self.tr("{} left out").format(left_out))
        self._closed.set_text(self.tr("{} closed before today").format(closed))
        self._left_out.setVisible(bool(left_out))
        self._closed.setVisible(bool(closed))

    def _line(self, row: PreviewRow) -> Line:
        words, ticked = self._ctx.wording, row.key in self.chosen
        token = "" if ticked else "muted"
        window = self.tr("fixed") if row.earliest == row.latest else words.range(row.earliest, row.latest)
        status = VisitStatus.OPEN if ticked else VisitStatus.UPCOMING
        closed, open_day = self._on_closed_day(row)
        proposed = open_day.day if open_day is not None else None
        facts = RulerFacts(row.target, row.earliest, row.latest, status, None, not ticked, proposed)
        why = proposal_in_brief(words, closed, open_day) if closed is not None else ""
        whole = proposal_words(words, closed, open_day) if closed is not None else ""
        note, tip = (" · ".join(part for part in (row.note, words_) if part) for words_ in (why, whole))
        cells = (
            Cell(row.label, token, bold=ticked, paint=row.key),
            Cell(words.date_weekday(row.target), token),
            Cell(window, "muted"),
            Cell(paint=facts, tip=window),
            Cell(note, "warn" if row.closed else "muted", tip=tip),
        )
        return Line(cells, row.key)

    def _on_closed_day(self, row: PreviewRow) -> tuple[ClosedDay | None, Proposal | None]:
        """Why a target's day is closed and the open day nearest to it; a fixed day has no other."""
        if row.closed or row.earliest == row.latest:
            return None, None
        closed = self.working.closed(row.target)
        if closed is None:
            return None, None
        return closed, self.working.propose(row.target, row.earliest, row.latest, self._ctx.today())

    def _on_click(self, index: Index) -> None:
        place = self.table.visualRect(index)
        at = self.table.viewport().mapFromGlobal(self.table.cursor().pos())
        if index.column() == 0 and at.x() < place.left() + Space.CELL + _BOX + 6:
            self.toggle(self.table.key())

    def toggle(self, key: object) -> None:
        """Take a visit into the schedule, or leave it out."""
        if not isinstance(key, str):
            return
        self.set_ticked(key, key not in self.chosen)

    def set_ticked(self, key: str, ticked: bool) -> None:
        """Tick a visit or not."""
        self._by_hand[key] = ticked
        (self.chosen.add if ticked else self.chosen.discard)(key)
        self._show()
        self.edited.emit()

    def content(self) -> dict[str, bool]:
        """What was ticked and unticked by hand, for the draft."""
        return dict(self._by_hand)

    def restore(self, by_hand: dict[str, bool]) -> None:
        """Put a draft back."""
        self._by_hand = dict(by_hand)
