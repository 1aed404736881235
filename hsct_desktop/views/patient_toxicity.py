"""The patient's toxicities by system, with the course of their grades, and the worst grade in each phase."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.adverse_event import Episode
from hsct_desktop.domain.dates import day_number
from hsct_desktop.views.adverse_event_sheet import CTCAE_VERSION, AdverseEventSheet
from hsct_desktop.views.context import Context
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.rows_model import PAINT, Cell, Line, RowsTable
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip_choice import ChipChoice
from hsct_desktop.views.widgets.empty_state import EmptyState
from hsct_desktop.views.widgets.grade_badge import SIZE_COURSE, paint_grade
from hsct_desktop.views.widgets.paint import text
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.table import Index, RowDelegate

if TYPE_CHECKING:
    from collections.abc import Callable

_EN_DASH: Final = "\u2013"
_MOST_BADGES: Final = 7


class _Delegate(RowDelegate):
    """Paints the course of an episode as badges."""

    def paint_content(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        grades = index.data(PAINT)
        if not isinstance(grades, tuple):
            super().paint_content(painter, rect, index)
            return
        step, shown = SIZE_COURSE + 2, grades
        if len(grades) > _MOST_BADGES:
            shown = grades[: _MOST_BADGES - 1]
        top = rect.center().y() - SIZE_COURSE / 2
        for number, grade in enumerate(shown):
            paint_grade(painter, QRectF(rect.left() + number * step, top, SIZE_COURSE, SIZE_COURSE), grade)
        if shown is not grades:
            text(painter, rect.adjusted(len(shown) * step + 2, 0, 0, 0), f"+{len(grades) - len(shown)}", "muted")


class ToxicityTab(QWidget):
    """Filter, table and summary of the episodes."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._patient_id = 0
        self._day0: date | None = None
        self._episodes: list[Episode] = []
        self._filters: dict[str, Callable[[Episode], bool]] = {
            "all": lambda _episode: True,
            "open": lambda episode: episode.is_open,
            "severe": lambda episode: episode.worst >= 3,
        }
        names: list[tuple[object, str]] = [
            ("all", self.tr("All")),
            ("open", self.tr("Open")),
            ("severe", self.tr("Grade ≥3")),
        ]
        self._choice = ChipChoice(
            names, multi=False, name=self.tr("Which toxicities"), counts=dict.fromkeys(self._filters, 0)
        )
        self._choice.set_values(["all"])
        self._choice.changed.connect(lambda _values: self._show())
        heads = [
            self.tr("Term, worst grade"), self.tr("Course"), self.tr("Onset") + "\t", self.tr("End") + "\t",
            self.tr("Length") + "\t", self.tr("Attribution"),
        ]  # fmt: skip
        self.table = RowsTable(self.tr("Toxicities"), heads, [-1, 136, 82, 64, 70, 220], row=27)
        self.table.setItemDelegate(_Delegate(self.table))
        self.table.set_drop_order((4, 5))
        self.table.entered.connect(self.open_event)
        phases = [
            self.tr("Worst grade by phase"), self.tr("Before Day 0"), self.tr("Day 0 to +30"), self.tr("To Day +100"),
            self.tr("Later"),
        ]  # fmt: skip
        self._phases = RowsTable(self.tr("Worst grade by phase"), phases, [-1, 118, 118, 118, 118], row=24)
        self._phases.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._phases.setSelectionMode(RowsTable.SelectionMode.NoSelection)
        self._empty = EmptyState(self.tr("No toxicity has been recorded for this patient."),
                                 self.tr("Record toxicity"), icon="alert", hint="T")  # fmt: skip
        self._empty.activated.connect(lambda: ctx.action_wanted.emit("record_toxicity"))
        self._void_button = KeyButton(self.tr("Take back"), icon="undo", hint="Del", small=True)
        self._void_button.clicked.connect(self._void)
        shortcut = QShortcut(QKeySequence("Del"), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._void)
        self._lay_out()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(Space.SMALL)
        bar.addWidget(self._choice, 1)
        self._version = PlainLabel(self.tr("CTCAE v{}").format(CTCAE_VERSION), "muted")
        bar.addWidget(self._version)
        bar.addWidget(self._void_button)
        self._upper, self._lower = Panel(flush=True), Panel(flush=True)
        self._upper.add(self.table, 1)
        self._lower.add(self._phases, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.PAGE_EDGE, Space.MEDIUM, Space.PAGE_EDGE, Space.MEDIUM)
        column.setSpacing(Space.PANEL_GAP)
        column.addLayout(bar)
        column.addWidget(self._upper, 100)
        column.addWidget(self._lower)
        column.addWidget(self._empty, 100)
        column.addStretch(1)
        self._column = column

    def show_patient(self, patient_id: int, day0: date | None) -> None:
        """Read the toxicities of a patient."""
        from hsct_desktop.services import adverse_events

        if patient_id != self._patient_id:
            self._choice.set_values(["all"])
        self._patient_id, self._day0 = patient_id, day0
        self._episodes = adverse_events.for_patient(self._ctx.ready(), patient_id)
        for name, belongs in self._filters.items():
            self._choice.chip(name).set_count(sum(map(belongs, self._episodes)))
        self._show()

    def _show(self) -> None:
        belongs = self._filters[str(self._choice.value() or "all")]
        shown = [episode for episode in self._episodes if belongs(episode)]
        some = bool(self._episodes)
        for part in (self._choice, self._version, self._void_button, self._upper, self._lower):
            part.setVisible(some)
        self._empty.setVisible(not some)
        self._column.setStretch(4, 0 if some else 1)
        self.table.set_lines(self._lines(shown))
        lines = self._phase_lines()
        self._phases.rows.set_lines(lines)
        height = _height(self.table, 27)
        self._upper.setMaximumHeight(height)
        self._upper.setMinimumHeight(min(height, 300))
        self._lower.setFixedHeight(min(_height(self._phases, 24), 190))

    def _lines(self, episodes: Sequence[Episode]) -> list[Line]:
        systems = sorted({episode.soc for episode in episodes})
        lines: list[Line] = []
        for system in systems:
            part = [episode for episode in episodes if episode.soc == system]
            part.sort(key=lambda episode: (-episode.worst, episode.onset))
            lines.append(Line((Cell(system),), group=len(part)))
            lines += [self._line(episode) for episode in part]
        return lines

    def _day(self, on: date | None) -> str:
        if on is None:
            return "…"
        return self._ctx.wording.signed_day(day_number(self._day0, on)) if self._day0 else self._ctx.wording.date(on)

    def _line(self, episode: Episode) -> Line:
        words, today = self._ctx.wording, self._ctx.today()
        grades = tuple(int(step.grade) for step in episode.grades)
        end = words.date(episode.end) if episode.end else words.enum("outcome", episode.outcome)
        put_down = " · ".join(words.enum("attribution", a) for a in episode.attributions)
        name = episode.label + (self.tr(", serious") if episode.serious else "")
        cells = (
            Cell(name, bold=True, grade=int(episode.worst), tip=name),
            Cell(paint=grades, tip=" → ".join(map(str, grades))),
            Cell(self._day(episode.onset), tip=words.date(episode.onset)),
            Cell(self._day(episode.end) if not episode.is_open else "…", tip=end),
            Cell(self.tr("{} d").format(episode.days(today))),
            Cell(put_down, "muted"),
        )
        return Line(cells, episode.id)

    def _phase_lines(self) -> list[Line]:
        if self._day0 is None:
            return []
        edges = ((-100000, -1), (0, 30), (31, 100), (101, 1000000))
        lines = []
        for system in sorted({episode.soc for episode in self._episodes}):
            worst = [self._worst(system, first, last) for first, last in edges]
            cells = [Cell(grade=grade) if grade else Cell(_EN_DASH, "muted") for grade in worst]
            lines.append(Line((Cell(system), *cells)))
        return lines

    def _worst(self, system: str, first: int, last: int) -> int:
        """The worst grade that held on any day of a phase, 0 for none."""
        day0, today = self._day0, self._ctx.today()
        if day0 is None:
            return 0
        held = [
            int(grade)
            for episode in self._episodes
            if episode.soc == system
            for start, end, grade in episode.spans(today)
            if day_number(day0, start) <= last and day_number(day0, end) >= first
        ]
        return max(held, default=0)

    def open_event(self, key: object) -> None:
        """Open an episode to revise it."""
        if isinstance(key, int):
            self._ctx.open_sheet(AdverseEventSheet(self._ctx, self._patient_id, key))

    def _void(self) -> None:
        from hsct_desktop.services import adverse_events

        key = self.table.key()
        episode = next((e for e in self._episodes if e.id == key), None)
        if episode is None:
            return
        sheet = ReasonSheet(
            self._ctx,
            self._patient_id,
            self.tr("Take back a toxicity"),
            f"{episode.label}, {self._ctx.wording.date(episode.onset)}",
            lambda ws, reason: adverse_events.void_event(ws, episode.id, reason, episode.version),
            draft=f"void_event:{episode.id}",
        )
        self._ctx.open_sheet(sheet)


def _height(table: RowsTable, row: int) -> int:
    return Height.HEADER + row * len(table.rows.lines) + 3
