"""The list of a patient's medication: current, planned, interrupted, stopped; each row in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QStyleOptionViewItem

from hsct_desktop.domain.supportive_therapy import Interruption, Therapy, TherapyStatus
from hsct_desktop.views.context import Context
from hsct_desktop.views.rows_model import PAINT, Cell, Line, RowsTable
from hsct_desktop.views.theme.tokens import Height
from hsct_desktop.views.widgets.paint import colour
from hsct_desktop.views.widgets.table import Index, RowDelegate

_EDGE: Final = 3
ROW: Final = 29


class _Delegate(RowDelegate):
    """Paints the class of a drug as an edge before its name."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        return size + QSize(_EDGE + 7, 0) if isinstance(index.data(PAINT), str) else size

    def paint_content(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        what = index.data(PAINT)
        if isinstance(what, str):
            edge = QRectF(rect.left(), rect.top() + 4, _EDGE, rect.height() - 8)
            painter.fillRect(edge, colour(f"therapy.{what}.hue"))
            rect = rect.adjusted(_EDGE + 7, 0, 0, 0)
        super().paint_content(painter, rect, index)


class TherapyTable(RowsTable):
    """The list, as high as its rows: the page around it scrolls. `above_wanted`: Up on the first row."""

    above_wanted = Signal()

    def __init__(self, name: str, heads: Sequence[str], widths: Sequence[int]) -> None:
        super().__init__(name, heads, widths, row=ROW)
        self.setItemDelegate(_Delegate(self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_lines(self, lines: Sequence[Line], choose: object = None) -> None:
        super().set_lines(lines, choose)
        self.setFixedHeight(Height.HEADER + ROW * len(lines) + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        above = self.rows.lines[: max(0, self.currentIndex().row())]
        if event.key() == Qt.Key.Key_Up and all(line.group is not None for line in above):
            self.above_wanted.emit()
            return
        super().keyPressEvent(event)


class TherapyLines(QObject):
    """Words the rows of the list for a day."""

    def __init__(self, ctx: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._touched: dict[int, str] = {}
        self._rules: dict[int, str] = {}

    def heads(self) -> list[str]:
        """The heads of the columns."""
        return [
            self.tr("Drug"),
            self.tr("Dose as ordered"),
            self.tr("Times of day"),
            self.tr("Since"),
            self.tr("Stop"),
            self.tr("Rule, or reason for stopping"),
        ]

    def lines(
        self,
        therapies: Sequence[Therapy],
        touched: Mapping[int, str] | None = None,
        rules: Mapping[int, str] | None = None,
    ) -> list[Line]:
        """The groups with their rows. By the therapy's id, `touched` has the recorded allergy that a drug touches,
        `rules` what its stop rule says today.
        """
        self._touched, self._rules = dict(touched or {}), dict(rules or {})
        today = self._ctx.today()
        titles = {
            TherapyStatus.RUNNING: self.tr("Current"),
            TherapyStatus.PLANNED: self.tr("Planned"),
            TherapyStatus.INTERRUPTED: self.tr("Interrupted"),
            TherapyStatus.STOPPED: self.tr("Stopped"),
        }
        found = []
        for status, title in titles.items():
            part = [therapy for therapy in therapies if listed_as(therapy, today) is status]
            if status is TherapyStatus.STOPPED:
                part.sort(key=lambda therapy: therapy.stop or today, reverse=True)
            if part:
                found.append(Line((Cell(title),), group=len(part)))
                found += [self._line(therapy, today) for therapy in part]
        return found

    def _line(self, therapy: Therapy, today: date) -> Line:
        words = self._ctx.wording
        dose = " · ".join(
            part for part in (therapy.dose, words.enum("route", therapy.route), therapy.frequency) if part
        )
        token, stop = self._stop(therapy, today)
        told = [therapy.name, therapy.note, self._touched.get(therapy.id, ""), *self._reasons(therapy)]
        tip = "\n".join(part for part in told if part)
        cells = (
            Cell(therapy.name, bold=True, paint=str(therapy.therapy_class), tip=tip),
            Cell(dose, tip="\n".join([dose, *self._doses(therapy)])),
            Cell(therapy.times.replace(" ", " · ")),
            Cell(words.date(therapy.start)),
            Cell(stop, token),
            Cell(self._why(therapy, today), "danger" if self._is_asked(therapy) else "muted"),
        )
        return Line(cells, therapy.id)

    def _stop(self, therapy: Therapy, today: date) -> tuple[str, str]:
        """Token and words of the end: when it was stopped, else when that is planned."""
        words = self._ctx.wording
        if therapy.stop is not None:
            return "", self.tr("stopped {}").format(words.date(therapy.stop))
        if therapy.planned_stop is None:
            return "muted", self.tr("none planned")
        planned = self.tr("planned {}").format(words.date(therapy.planned_stop))
        return ("warn" if therapy.is_to_stop(today) else ""), planned

    def _why(self, therapy: Therapy, today: date) -> str:
        words, parts = self._ctx.wording, []
        if self._is_asked(therapy):
            parts.append(self._touched[therapy.id])
        if therapy.is_to_stop(today):
            parts.append(self.tr("planned stop has come"))
        pause = therapy.pause_on(today)
        if pause is not None and therapy.is_listed(today):
            parts.append(self.pause_words(pause))
        if therapy.stop_reason is not None:
            parts += [words.enum("stop_reason", therapy.stop_reason), therapy.stop_detail]
        else:
            parts += [therapy.rule_in_brief, self._rules.get(therapy.id, "")]
        return " · ".join(part for part in parts if part)

    def _is_asked(self, therapy: Therapy) -> bool:
        """Whether it touches a recorded allergy and nobody has said why it is given all the same."""
        return therapy.id in self._touched and not therapy.allergy_why

    def _reasons(self, therapy: Therapy) -> list[str]:
        reasons = []
        if therapy.allergy_why:
            reasons.append(self.tr("Given in spite of it: {}").format(therapy.allergy_why))
        if therapy.overlap_why:
            reasons.append(self.tr("Beside another course: {}").format(therapy.overlap_why))
        return reasons

    def _doses(self, therapy: Therapy) -> list[str]:
        """The doses along the course, the latest first."""
        words = self._ctx.wording
        steps = reversed(therapy.doses)
        return [
            words.text(
                "medication.dose_from",
                on=words.date(step.from_on),
                dose=" ".join(part for part in (step.dose, step.frequency, step.times, step.reason) if part),
            )
            for step in steps
        ]

    def pause_words(self, pause: Interruption) -> str:
        """An interruption: since when or from when to when, and why."""
        words = self._ctx.wording
        if pause.end is None:
            said = self.tr("interrupted since {}").format(words.date(pause.start))
        else:
            said = self.tr("interrupted {}").format(words.range(pause.start, pause.end))
        return f"{said}: {pause.reason}" if pause.reason else said


def listed_as(therapy: Therapy, today: date) -> TherapyStatus:
    """The section of the list a therapy stands in: from the day of its stop it stands among the stopped."""
    return therapy.status(today) if therapy.is_listed(today) else TherapyStatus.STOPPED
