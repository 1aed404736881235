"""The patient's therapies: running, planned, stopped, each with its bar on one axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStyleOptionViewItem, QVBoxLayout, QWidget

from hsct_desktop.domain.supportive_therapy import Therapy, TherapyStatus
from hsct_desktop.pictures.primitives import Line as Stroke
from hsct_desktop.pictures.primitives import Picture, Rect
from hsct_desktop.pictures.ruler import RulerScale, therapy_bar
from hsct_desktop.views.context import Context
from hsct_desktop.views.painting import paint
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.rows_model import PAINT, Cell, Line, RowsTable
from hsct_desktop.views.theme.tokens import Space, current
from hsct_desktop.views.therapy_sheet import StopSheet, TherapySheet
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.empty_state import EmptyState
from hsct_desktop.views.widgets.paint import colour
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.table import Index, RowDelegate

_EDGE: Final = 3
_AHEAD: Final = timedelta(days=60)


@dataclass(frozen=True)
class _Bar:
    """A therapy on the axis of the table."""

    therapy: Therapy
    first: date
    last: date
    today: date


class _Delegate(RowDelegate):
    """Paints the class of a drug as an edge, and its bar."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        return size + QSize(_EDGE + 7, 0) if isinstance(index.data(PAINT), str) else size

    def paint_content(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        what = index.data(PAINT)
        if isinstance(what, _Bar):
            paint(painter, bar_picture(what, rect.width(), rect.height()), current(), rect.left(), rect.top())
            return
        if isinstance(what, str):
            painter.fillRect(
                QRectF(rect.left(), rect.top() + 4, _EDGE, rect.height() - 8), colour(f"therapy.{what}.hue")
            )
            rect = rect.adjusted(_EDGE + 7, 0, 0, 0)
        super().paint_content(painter, rect, index)


def bar_picture(bar: _Bar, width: float, height: float) -> Picture:
    """The bar of a therapy from its start to its stop, open to today, dashed to the planned stop."""
    therapy = bar.therapy
    scale = RulerScale(bar.first, bar.last, 2, width - 4)
    middle, hue = height / 2, f"therapy.{therapy.therapy_class}.hue"
    end = therapy.stop or max(bar.today, therapy.start)
    items = [*therapy_bar(therapy.therapy_class, scale.x(therapy.start), scale.x(end), middle, 12)]
    for pause in therapy.interruptions:
        left, right = scale.x(pause.start), scale.x(pause.end or end)
        items.append(Rect(left, middle - 6, max(2.0, right - left), 12, "surface", hue, dash=(2, 2)))
    planned = therapy.planned_stop
    if therapy.stop is None and planned is not None and planned > end:
        left, right = scale.x(end), min(scale.x(planned), scale.right)
        items.append(Rect(left, middle - 6, max(1.0, right - left), 12, None, hue, dash=(3, 2)))
        if scale.shows(planned):
            items.append(Stroke(right, middle - 7, right, middle + 7, "text", 2))
    items.append(Stroke(scale.x(bar.today), 0, scale.x(bar.today), height, "today", 1.5))
    return Picture(width, height, tuple(items))


class TherapyTab(QWidget):
    """Table of therapies; Enter revises, S stops."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._patient_id = 0
        self._therapies: list[Therapy] = []
        heads = [
            self.tr("Drug"), self.tr("Dose as ordered"), self.tr("Start"), self.tr("Course"), self.tr("Planned stop"),
            self.tr("Stopped"), self.tr("Rule, or reason for stopping"),
        ]  # fmt: skip
        self.table = RowsTable(self.tr("Therapies"), heads, [0, 0, 0, 240, 0, 0, -1])
        self.table.setItemDelegate(_Delegate(self.table))
        self.table.set_drop_order((3, 6, 5, 2))
        self.table.entered.connect(self.open_therapy)
        self.table.moved.connect(self._on_move)
        self._empty = EmptyState(self.tr("No therapy has been recorded for this patient."),
                                 self.tr("Record therapy"), icon="pill", hint="M")  # fmt: skip
        self._empty.activated.connect(lambda: ctx.action_wanted.emit("record_therapy"))
        self._panel = Panel(flush=True)
        self._panel.add(self.table, 1)
        self._buttons = {
            "edit": KeyButton(self.tr("Revise"), icon="edit", hint="Enter", small=True),
            "stop": KeyButton(self.tr("Stop"), icon="stop", hint="S", small=True),
            "void": KeyButton(self.tr("Take back"), icon="undo", hint="Del", small=True),
        }
        self._buttons["edit"].clicked.connect(lambda: self.open_therapy(self.table.key()))
        self._buttons["stop"].clicked.connect(self.stop_chosen)
        self._buttons["void"].clicked.connect(self._void)
        shortcut = QShortcut(QKeySequence("Del"), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._void)
        bar = QHBoxLayout()
        bar.setSpacing(Space.SMALL)
        given = KeyButton(self.tr("Transfusion"), icon="drop", hint="J", small=True)
        given.clicked.connect(lambda: ctx.action_wanted.emit("record_transfusion"))
        bar.addWidget(given)
        bar.addStretch(1)
        for button in self._buttons.values():
            bar.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.PAGE_EDGE, Space.MEDIUM, Space.PAGE_EDGE, Space.MEDIUM)
        column.setSpacing(Space.SMALL)
        column.addLayout(bar)
        column.addWidget(self._panel, 1)
        column.addWidget(self._empty, 1)

    def show_patient(self, patient_id: int) -> None:
        """Read the therapies of a patient."""
        from hsct_desktop.services import supportive_therapies

        self._patient_id = patient_id
        self._therapies = supportive_therapies.for_patient(self._ctx.ready(), patient_id)
        some = bool(self._therapies)
        for part in (self._panel, *self._buttons.values()):
            part.setVisible(some)
        self._empty.setVisible(not some)
        self.table.set_lines(self._lines())

    def _lines(self) -> list[Line]:
        today, lines = self._ctx.today(), []
        listed = [therapy for therapy in self._therapies if therapy.is_listed(today)]
        planned = [therapy for therapy in listed if therapy.status(today) is TherapyStatus.PLANNED]
        groups = (
            (self.tr("Current"), [therapy for therapy in listed if therapy not in planned]),
            (self.tr("Planned"), planned),
            (self.tr("Stopped"), [therapy for therapy in self._therapies if not therapy.is_listed(today)]),
        )
        first, last = _span(self._therapies, today)
        for title, part in groups:
            if part:
                lines.append(Line((Cell(title),), group=len(part)))
                lines += [self._line(therapy, _Bar(therapy, first, last, today)) for therapy in part]
        return lines

    def _line(self, therapy: Therapy, bar: _Bar) -> Line:
        words, today = self._ctx.wording, self._ctx.today()
        route = words.enum("route", therapy.route)
        dose = " · ".join(part for part in (therapy.dose, route, therapy.frequency) if part)
        planned = words.date(therapy.planned_stop) if therapy.planned_stop else self.tr("none")
        due = therapy.is_to_stop(today)
        cells = (
            Cell(
                therapy.name,
                bold=True,
                paint=str(therapy.therapy_class),
                tip=f"{therapy.name} · {therapy.note}".rstrip(" ·"),
            ),
            Cell(dose),
            Cell(words.date(therapy.start)),
            Cell(paint=bar, tip=self._interruptions(therapy) or words.enum("therapy_status", therapy.status(today))),
            Cell(planned, "warn" if due else "" if therapy.planned_stop else "muted"),
            Cell(words.date(therapy.stop) if therapy.stop else ""),
            Cell(self._why(therapy), "muted"),
        )
        return Line(cells, therapy.id)

    def _why(self, therapy: Therapy) -> str:
        words, parts = self._ctx.wording, []
        if therapy.is_to_stop(self._ctx.today()):
            parts.append(self.tr("planned stop has come"))
        if therapy.status(self._ctx.today()) is TherapyStatus.INTERRUPTED:
            parts.append(words.enum("therapy_status", TherapyStatus.INTERRUPTED))
        if therapy.stop_reason is not None:
            parts += [words.enum("stop_reason", therapy.stop_reason), therapy.stop_detail]
        else:
            parts.append(therapy.rule_in_brief)
        return " · ".join(part for part in parts if part)

    def _interruptions(self, therapy: Therapy) -> str:
        words = self._ctx.wording
        found = []
        for pause in therapy.interruptions:
            span = (
                words.range(pause.start, pause.end)
                if pause.end
                else self.tr("since {}").format(words.date(pause.start))
            )
            found.append(self.tr("Interrupted {}").format(span) + (f": {pause.reason}" if pause.reason else ""))
        return "\n".join(found)

    # acting -----------------------------------------------------------------------------------------------------

    def chosen(self) -> Therapy | None:
        """The therapy under the mark."""
        key = self.table.key()
        return next((therapy for therapy in self._therapies if therapy.id == key), None)

    def _on_move(self) -> None:
        therapy = self.chosen()
        for button in self._buttons.values():
            button.setEnabled(therapy is not None)
        self._buttons["stop"].setEnabled(therapy is not None and therapy.stop is None)

    def open_therapy(self, key: object) -> None:
        """Open a therapy to revise it."""
        if isinstance(key, int):
            self._ctx.open_sheet(TherapySheet(self._ctx, self._patient_id, key))

    def stop_chosen(self) -> None:
        """End the chosen therapy."""
        therapy = self.chosen()
        if therapy is not None and therapy.stop is None:
            self._ctx.open_sheet(StopSheet(self._ctx, self._patient_id, therapy.id))

    def _void(self) -> None:
        from hsct_desktop.services import supportive_therapies

        therapy = self.chosen()
        if therapy is None:
            return
        sheet = ReasonSheet(
            self._ctx,
            self._patient_id,
            self.tr("Take back a therapy"),
            f"{therapy.name}, {self._ctx.wording.date(therapy.start)}",
            lambda ws, reason: supportive_therapies.void_therapy(ws, therapy.id, reason, therapy.version),
            draft=f"void_therapy:{therapy.id}",
        )
        self._ctx.open_sheet(sheet)


def _span(therapies: Sequence[Therapy], today: date) -> tuple[date, date]:
    """The days of the table's axis: from the first start to a while after today."""
    starts = [therapy.start for therapy in therapies]
    return min([*starts, today]) - timedelta(days=2), max([*starts, today]) + _AHEAD
