"""The patient's visits: those to come, then those that are closed, with what can be done about each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeySequence, QPainter, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.signing import SignState
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.pictures.glyphs import sign_of
from hsct_desktop.pictures.ruler import RulerFacts, visit_ruler
from hsct_desktop.views.booking_sheet import BookingSheet, Mode
from hsct_desktop.views.context import Context
from hsct_desktop.views.painting import paint
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.report_sheets import ArrivalSheet, ElsewhereSheet
from hsct_desktop.views.rows_model import PAINT, Cell, Line, RowsTable
from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.theme.tokens import Space, current
from hsct_desktop.views.visit_sheet import VisitSheet
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.empty_state import EmptyState
from hsct_desktop.views.widgets.paint import native_keys
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import ElidedLabel, plain_tooltip
from hsct_desktop.views.widgets.table import Index, RowDelegate

if TYPE_CHECKING:
    from hsct_desktop.services.visits import VisitRow


_LOCK = 12
_ROOM = "\u2003\u2003"
"""Keeps the place of the lock in a column as wide as its words."""


class _Delegate(RowDelegate):
    """Paints the ruler of a visit around today, and the lock of a signed one."""

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._ctx = ctx

    def paint_content(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        facts = index.data(PAINT)
        if isinstance(facts, SignState):
            super().paint_content(painter, rect, index)
            icon, token = ("alert", "danger") if facts is SignState.CHANGED else ("lock", "success")
            token = "warn" if facts is SignState.UNLOCKED else token
            paint_icon(painter, QRectF(rect.right() - _LOCK, rect.top(), _LOCK, rect.height()), icon, token)
        elif isinstance(facts, RulerFacts):
            picture = visit_ruler(facts, self._ctx.today(), rect.width(), rect.height())
            paint(painter, picture, current(), rect.left(), rect.top())
        else:
            super().paint_content(painter, rect, index)


class VisitsTab(QWidget):
    """A table of visits and the keys that act on the chosen one."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._patient_id = 0
        self._rows: dict[str, VisitRow] = {}
        self._signed: dict[int, SignState] = {}
        heads = [
            self.tr("Visit"), self.tr("Day") + "\t", self.tr("Target"), self.tr("Window"), self.tr("Today ± 5 weeks"),
            self.tr("Booked"), self.tr("Seen"), self.tr("Checklist"), self.tr("Why"),
        ]  # fmt: skip
        self.table = RowsTable(self.tr("Visits"), heads, [0, 62, 0, 0, 170, 0, 0, 0, -1])
        self.table.setItemDelegate(_Delegate(ctx, self.table))
        self.table.set_drop_order((7, 4, 6, 5, 3))
        self._note = ElidedLabel("", "muted")
        self._empty = EmptyState(self.tr("No visit is planned: the patient has no transplant course yet."),
                                 self.tr("Enter the transplant"), icon="edit")  # fmt: skip
        self._empty.activated.connect(lambda: ctx.show_registration(self._patient_id))
        self._panel = Panel(flush=True)
        self._panel.add(self.table, 1)
        self._buttons = self._make_buttons()
        self._hints = {button: button.hint() for button in self._buttons.values()}
        self._lay_out()
        self.table.entered.connect(self.open_row)
        self.table.moved.connect(self._on_move)

    def _make_buttons(self) -> dict[str, KeyButton]:
        made = {
            "record": (KeyButton(self.tr("Record"), icon="edit", hint="Enter", small=True), self._record_chosen, ""),
            "book": (
                KeyButton(self.tr("Book"), icon="calendar", hint="B", small=True),
                lambda: self.close_row("book"),
                "",
            ),
            "missed": (KeyButton(self.tr("Missed"), hint="X", small=True), lambda: self.close_row("missed"), ""),
            "elsewhere": (KeyButton(self.tr("Elsewhere"), icon="hourglass", hint="H", small=True), self._elsewhere, ""),
            "arrived": (KeyButton(self.tr("Report arrived"), icon="inbox", hint="A", small=True), self._arrived, ""),
            "cancel": (KeyButton(self.tr("Cancel visit"), small=True), lambda: self.close_row("cancel"), ""),
            "not_applicable": (
                KeyButton(self.tr("Not applicable"), hint="Shift+X", small=True),
                lambda: self.close_row("not_applicable"),
                "",
            ),
            "unbook": (
                KeyButton(self.tr("Give up booking"), hint="Shift+B", small=True),
                lambda: self.close_row("unbook"),
                "",
            ),
            "reopen": (KeyButton(self.tr("Reopen"), icon="undo", small=True), self._reopen, ""),
            "void": (KeyButton(self.tr("Take back"), icon="undo", hint="Del", small=True), self._void, "Del"),
        }
        buttons = {}
        for name, (button, slot, key) in made.items():
            button.clicked.connect(slot)
            buttons[name] = button
            if key:
                shortcut = QShortcut(QKeySequence(key), self.table)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(button.click)
        return buttons

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(Space.SMALL)
        bar.addWidget(self._note, 1)
        for button in self._buttons.values():
            bar.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.PAGE_EDGE, Space.MEDIUM, Space.PAGE_EDGE, Space.MEDIUM)
        column.setSpacing(Space.SMALL)
        column.addLayout(bar)
        column.addWidget(self._panel, 1)
        column.addWidget(self._empty, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_buttons()

    def _fit_buttons(self) -> None:
        """Where a sheet leaves little room, what cannot be done with the chosen visit is not offered."""
        buttons = list(self._buttons.values())
        for button, hint in self._hints.items():
            button.set_hint(hint)
        room = self.width() - 2 * Space.PAGE_EDGE
        shown = buttons if self._rows else []
        for button in reversed(buttons):
            if sum(b.sizeHint().width() + Space.SMALL for b in shown) > room and not button.isEnabled():
                shown = [b for b in shown if b is not button]
        # Then the keys go, which the tooltips name.
        for keys in (True, False):
            for button in shown:
                hint = self._hints[button]
                button.set_hint(hint if keys else "")
                button.setToolTip(plain_tooltip(f"{button.text()} ({native_keys(hint)})") if hint and not keys else "")
            if sum(b.sizeHint().width() + Space.SMALL for b in shown) <= room:
                break
        for button in buttons:
            button.setVisible(button in shown)

    def show_patient(self, patient_id: int) -> None:
        """Read the visits of a patient."""
        from hsct_desktop.services import signing, visits

        other = patient_id != self._patient_id
        self._patient_id = patient_id
        rows = visits.for_patient(self._ctx.ready(), patient_id, self._ctx.today())
        self._signed = signing.states(self._ctx.ready(), patient_id)
        self._rows = {_key(row): row for row in rows}
        # What a person closed as not applicable is over; what a patient's leaving made so would be to come again.
        ahead = [r for r in rows if r.status.awaits or (r.status is VisitStatus.NOT_APPLICABLE and not r.reason)]
        closed = [row for row in rows if row not in ahead][::-1]
        lines: list[Line] = []
        for title, part in ((self.tr("To come"), ahead), *self._closed_groups(closed)):
            if part:
                lines.append(Line((Cell(title),), group=len(part)))
                lines += [self._line(row) for row in part]
        self._panel.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self._fit_buttons()
        self.table.set_lines(lines, _key(ahead[0]) if other and ahead else None)

    def _closed_groups(self, closed: list[VisitRow]) -> Iterator[tuple[str, list[VisitRow]]]:
        """What is over: of the present course, then course by course of those before it."""
        yield self.tr("Closed"), [row for row in closed if row.past_course is None]
        past = {row.past_course for row in closed if row.past_course is not None}
        for course in sorted(past, key=lambda one: -one.number):
            day0 = self._ctx.wording.date(course.day0) if course.day0 is not None else "–"
            title = self.tr("Transplant {number}, Day 0 {day0}").format(number=course.number, day0=day0)
            yield title, [row for row in closed if row.past_course == course]

    def _line(self, row: VisitRow) -> Line:
        words = self._ctx.wording
        facts = None
        if row.target and row.earliest and row.latest:
            facts = RulerFacts(row.target, row.earliest, row.latest, row.status, row.booked, row.optional)
        window = words.range(row.earliest, row.latest) if row.earliest and row.latest else ""
        if row.earliest is not None and row.earliest == row.latest:
            window = self.tr("fixed")
        booked = words.date(row.booked) + (f" {row.booked_time}" if row.booked_time else "") if row.booked else ""
        seen = words.date(row.seen_on) if row.seen_on else ""
        counts = ((self.tr("{} done"), row.done), (self.tr("{} elsewhere"), row.elsewhere_count),
                  (self.tr("{} not done"), row.not_done))  # fmt: skip
        checklist = " · ".join(label.format(number) for label, number in counts if number)
        status = words.enum("visit_status", row.status)
        cells = (
            Cell(
                row.label,
                bold=True,
                status=sign_of(row.status, booked=row.booked is not None),
                tip=f"{row.label}: {status}",
            ),
            Cell(words.signed_day(row.day) if row.day is not None else ""),
            Cell(words.date(row.target) if row.target else ""),
            Cell(window, "muted"),
            Cell(paint=facts, tip=status),
            Cell(booked),
            self._seen_cell(row, seen),
            Cell(checklist, "muted"),
            Cell(self._why(row, status), "muted"),
        )
        return Line(cells, _key(row))

    def _seen_cell(self, row: VisitRow, seen: str) -> Cell:
        """The day it took place, with a lock where it is signed."""
        state = self._signed.get(row.visit_id or 0)
        told = self._ctx.wording.enum("sign_state", state) if state is not None else ""
        tip = " · ".join(part for part in (f"{seen} {row.seen_by}", told) if part.strip())
        return Cell(f"{seen}{_ROOM}" if state is not None else seen, tip=tip, paint=state)

    def _why(self, row: VisitRow, status: str) -> str:
        parts = [status if row.status is not VisitStatus.DONE else row.seen_by]
        if row.status is VisitStatus.REPORT_AWAITED:
            parts.append(row.seen_by)
        state = self._signed.get(row.visit_id or 0)
        if state is not None:
            # First: it is what counts where a sheet leaves the column little room.
            parts.insert(0, self._ctx.wording.enum("sign_state", state).lower())
        if row.outside_window:
            parts.append(self.tr("outside the window"))
        parts += [part for part in (row.reason, row.move_reason) if part]
        if row.optional:
            parts.append(self.tr("optional"))
        if row.past_course is not None and row.status.awaits:
            parts.append(self.tr("of transplant {}").format(row.past_course.number))
        if row.elsewhere:
            parts.append(self.tr("elsewhere"))
        return " · ".join(part for part in parts if part)

    # acting -----------------------------------------------------------------------------------------------------

    def chosen(self) -> VisitRow | None:
        """The visit under the mark."""
        return self._rows.get(self.table.key() or "")

    def _on_move(self) -> None:
        row = self.chosen()
        awaits = row is not None and row.status.awaits
        by_hand = (VisitStatus.MISSED, VisitStatus.CANCELLED, VisitStatus.NOT_APPLICABLE, VisitStatus.HISTORY)
        shut = row is not None and row.status in by_hand and bool(row.reason)
        recorded = row is not None and row.visit_id is not None
        report = self.awaited_report()
        enabled = {"record": awaits or recorded, "book": awaits, "missed": awaits, "cancel": awaits, "reopen": shut}
        enabled |= {"not_applicable": awaits, "unbook": awaits and row is not None and row.booked is not None}
        enabled |= {"elsewhere": awaits, "arrived": report is not None}
        for name, button in self._buttons.items():
            button.setEnabled(enabled.get(name, recorded))
        self._buttons["record"].setText(self.tr("Open record") if recorded else self.tr("Record"))
        moves = row is not None and row.booked is not None
        self._buttons["book"].setText(self.tr("Move") if moves else self.tr("Book"))
        self._fit_buttons()

    def _record_chosen(self) -> None:
        self.open_row(self.table.key())

    def open_row(self, key: object) -> None:
        """Record the visit, or open what was recorded."""
        row = self._rows.get(str(key))
        if row is None:
            return
        if row.visit_id is not None:
            self._ctx.open_sheet(VisitSheet(self._ctx, self._patient_id, visit_id=row.visit_id))
        elif row.status.awaits:
            self._ctx.open_sheet(VisitSheet(self._ctx, self._patient_id, row.scheduled_id))

    def close_row(self, mode: Mode) -> None:
        """Book or move the visit, or close it without a record."""
        row = self.chosen()
        if row is not None and row.scheduled_id is not None and row.status.awaits:
            self._ctx.open_sheet(BookingSheet(self._ctx, row.scheduled_id, mode))

    def awaited_report(self) -> int | None:
        """The report that is awaited of the visit under the mark: of the whole visit, or the only one of its lines."""
        from hsct_desktop.services import reports

        row = self.chosen()
        if row is None or row.visit_id is None:
            return None
        awaited = [r for r in reports.for_visit(self._ctx.ready(), row.visit_id) if r.is_waiting]
        whole = [r for r in awaited if r.is_whole_visit]
        found = whole or awaited
        return found[0].id if len(found) == 1 else None

    def _elsewhere(self) -> None:
        """Say that the visit took place elsewhere."""
        row = self.chosen()
        if row is not None and row.scheduled_id is not None and row.status.awaits:
            self._ctx.open_sheet(ElsewhereSheet(self._ctx, row.scheduled_id))

    def _arrived(self) -> None:
        """The awaited report of the visit came."""
        report_id = self.awaited_report()
        if report_id is not None:
            self._ctx.open_sheet(ArrivalSheet(self._ctx, report_id))

    def _reopen(self) -> None:
        from hsct_desktop.services import visits

        row = self.chosen()
        if row is not None and row.scheduled_id is not None:
            scheduled_id, version = row.scheduled_id, row.version
            self._ctx.save(lambda: visits.reopen(self._ctx.ready(), scheduled_id, version))

    def _void(self) -> None:
        from hsct_desktop.services import visits

        row = self.chosen()
        if row is None or row.visit_id is None:
            return
        visit_id = row.visit_id
        _entry, version = visits.entry_of(self._ctx.ready(), visit_id)
        seen = self._ctx.wording.date(row.seen_on) if row.seen_on else ""
        sheet = ReasonSheet(
            self._ctx,
            self._patient_id,
            self.tr("Take back the record of a visit"),
            f"{row.label}, {seen}",
            lambda ws, reason: visits.void_visit(ws, visit_id, reason, version),
            draft=f"void_visit:{visit_id}",
        )
        self._ctx.open_sheet(sheet)


def _key(row: VisitRow) -> str:
    return f"s{row.scheduled_id}" if row.scheduled_id is not None else f"v{row.visit_id}"
