"""The tab "Long term": late effects, fertility and measures of a patient, each with what was done and what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.late_effect import LateEffectSection, LateEffectSource, LateEffectState
from hsct_desktop.views.context import Context
from hsct_desktop.views.fertility_sheet import FertilitySheet
from hsct_desktop.views.late_effect_sheet import CheckSheet
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.domain.fertility import FertilityRecord
    from hsct_desktop.services.late_effects import LongTerm, LongTermRow

_SIGNS: Final = {
    LateEffectState.NOT_YET: "upcoming",
    LateEffectState.DUE: "due",
    LateEffectState.OVERDUE: "late",
    LateEffectState.DONE: "done",
    LateEffectState.ASKS: "open",
}
"""The sign of a visit in the same state stands for an item too."""
_TOKENS: Final = {LateEffectState.OVERDUE: "danger", LateEffectState.DUE: "warn"}
_NEEDS: Final = {0: 260, 2: 170}
_RECORD: Final = "record:"
"""Key of a line that is a fertility record, not an item; the id of the record follows."""


class _ItemTable(RowsTable):
    """The items; their names and results ask for room before the referral gets any."""

    def _need(self, column: int) -> int:
        return _NEEDS.get(column, super()._need(column))


class LongTermTab(QWidget):
    """The table; Enter records the item under the mark, Y a check of any item, Del takes the last record back."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._patient_id = 0
        self._held: LongTerm | None = None
        heads = [
            self.tr("Item"), self.tr("State"), self.tr("Done last, result"), self.tr("Next due"), self.tr("Refer to"),
        ]  # fmt: skip
        self.table = _ItemTable(self.tr("Long-term items"), heads, [-1, 0, -1, 0, 210])
        self.table.set_drop_order((4,))
        self.table.entered.connect(self.record)
        self.table.moved.connect(self._on_move)
        self._count = PlainLabel("", "muted")
        self._buttons = {
            "record": KeyButton(self.tr("Record"), icon="edit", hint="Enter", small=True),
            "check": KeyButton(self.tr("New check"), icon="check", hint="Y", small=True),
            "fertility": KeyButton(self.tr("Fertility, pregnancy"), icon="plus", small=True),
            "void": KeyButton(self.tr("Take back"), icon="undo", hint="Del", small=True),
        }
        self._buttons["record"].clicked.connect(lambda: self.record(self.table.key()))
        self._buttons["check"].clicked.connect(lambda: ctx.action_wanted.emit("long_term_check"))
        self._buttons["fertility"].clicked.connect(self._new_fertility)
        self._buttons["void"].clicked.connect(self._void)
        shortcut = QShortcut(QKeySequence("Del"), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._void)
        self._detail = PlainLabel("", wrap=True)
        self._source = PlainLabel("", "caption", wrap=True)
        self._lay_out()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(Space.SMALL)
        bar.addWidget(self._count, 1)
        for button in self._buttons.values():
            bar.addWidget(button)
        panel = Panel(flush=True)
        panel.add(self.table, 1)
        below = Panel()
        below.add(self._detail)
        below.add(self._source)
        below.setMinimumHeight(64)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.PAGE_EDGE, Space.MEDIUM, Space.PAGE_EDGE, Space.MEDIUM)
        column.setSpacing(Space.SMALL)
        column.addLayout(bar)
        column.addWidget(panel, 1)
        column.addWidget(below)

    def show_patient(self, patient_id: int) -> None:
        """Read the long-term items of a patient."""
        from hsct_desktop.services import late_effects

        other = patient_id != self._patient_id
        self._patient_id = patient_id
        self._held = late_effects.for_patient(self._ctx.ready(), patient_id)
        waiting = self._held.waiting
        overdue = sum(row.standing.state is LateEffectState.OVERDUE for row in waiting)
        count = self.tr("{due} due, {overdue} overdue, {abnormal} abnormal")
        self._count.setText(
            count.format(due=len(waiting) - overdue, overdue=overdue, abnormal=len(self._held.abnormal))
        )
        first = waiting[0].id if waiting else None
        self.table.set_lines(self._lines(self._held), first if other else None)
        self._on_move()

    def _lines(self, held: LongTerm) -> list[Line]:
        lines: list[Line] = []
        for section in LateEffectSection:
            rows = [row for row in held.of(section) if row.standing.state is not LateEffectState.NOT_APPLICABLE]
            part = [self._line(row) for row in rows]
            if section is LateEffectSection.FERTILITY:
                part += [self._record_line(record) for record in held.fertility if record.entry.kind.is_pregnancy]
            if part:
                lines += [Line((Cell(self._ctx.wording.enum("late_effect_section", section)),), group=len(part)), *part]
        others = [row for row in held.rows if row.standing.state is LateEffectState.NOT_APPLICABLE]
        if others:
            head = Cell(self.tr("Does not concern this patient, or no longer"))
            lines += [Line((head,), group=len(others)), *(self._line(row) for row in others)]
        return lines

    def _line(self, row: LongTermRow) -> Line:
        words, standing = self._ctx.wording, row.standing
        strange = standing.state is LateEffectState.NOT_APPLICABLE
        token = _TOKENS.get(standing.state, "")
        referred = standing.referral is not None
        cells = (
            Cell(row.label, "muted" if strange else "", bold=not strange, tip=row.label),
            Cell(row.state, "muted" if strange else token, status=_SIGNS.get(standing.state, "")),
            Cell(row.last, "danger" if standing.is_abnormal else "", tip=row.last),
            Cell(words.date(standing.due) if standing.due is not None else "", token),
            Cell(row.refer, "" if referred else "muted", tip=row.refer),
        )
        return Line(cells, row.id)

    def _record_line(self, record: FertilityRecord) -> Line:
        from hsct_desktop.services import fertility

        words = self._ctx.wording
        told = fertility.in_words(words, record.entry)
        state = self.tr("Going on") if record.is_open_pregnancy else self.tr("Ended")
        cells = (
            Cell(words.enum("fertility_kind", record.entry.kind), bold=True),
            Cell(state, "warn" if record.is_open_pregnancy else "", status="open" if record.is_open_pregnancy else ""),
            Cell(f"{words.date(record.recorded_on)} · {told}", tip=record.entry.note),
            Cell(""),
            Cell(""),
        )
        return Line(cells, f"{_RECORD}{record.id}")

    # acting -----------------------------------------------------------------------------------------------------

    def chosen(self) -> LongTermRow | None:
        """The item under the mark; None on a fertility record."""
        key, held = self.table.key(), self._held
        return next((row for row in held.rows if row.id == key), None) if held is not None else None

    def chosen_item(self) -> str:
        """The id of the item under the mark, "" without one."""
        row = self.chosen()
        return row.id if row is not None else ""

    def _chosen_record(self) -> int | None:
        key = self.table.key()
        return int(key.removeprefix(_RECORD)) if isinstance(key, str) and key.startswith(_RECORD) else None

    def _on_move(self) -> None:
        row = self.chosen()
        self._detail.setText("" if row is None else " ".join(part for part in (f"{row.why}.", row.syndrome) if part))
        self._source.setText("" if row is None else row.standing.item.source)
        last = row.standing.last if row is not None else None
        own = last is not None and last.row_id is not None
        self._buttons["void"].setEnabled(own or self._chosen_record() is not None)

    def record(self, key: object) -> None:
        """Record the item of a line, or revise the fertility record that the line is."""
        record_id = self._chosen_record()
        row = self.chosen()
        if record_id is not None:
            self._ctx.open_sheet(FertilitySheet(self._ctx, self._patient_id, record_id=record_id))
        elif row is not None and row.standing.item.records:
            self._ctx.open_sheet(FertilitySheet(self._ctx, self._patient_id, kind=row.standing.item.records[0]))
        elif row is not None:
            self._ctx.open_sheet(CheckSheet(self._ctx, self._patient_id, row.id))

    def _new_fertility(self) -> None:
        self._ctx.open_sheet(FertilitySheet(self._ctx, self._patient_id))

    def _void(self) -> None:
        """Take back what was recorded last of the item under the mark."""
        from hsct_desktop.services import fertility, late_effects

        row, record_id = self.chosen(), self._chosen_record()
        last = row.standing.last if row is not None else None
        if last is not None and row is not None and last.row_id is not None:
            number = last.row_id
            what = f"{row.label}, {self._ctx.wording.date(last.on)}"
            if last.source is LateEffectSource.FERTILITY:
                record_id = number
            else:
                draft = f"late_effect_void:{number}"
                sheet = ReasonSheet(
                    self._ctx, self._patient_id, self.tr("Take back a check"), what,
                    lambda ws, reason: late_effects.void_check(ws, number, reason), draft=draft,
                )  # fmt: skip
                self._ctx.open_sheet(sheet)
                return
        if record_id is not None:
            held = record_id
            told = fertility.in_words(self._ctx.wording, fertility.entry_of(self._ctx.ready(), held).entry)
            sheet = ReasonSheet(
                self._ctx, self._patient_id, self.tr("Take back a fertility record"), told,
                lambda ws, reason: fertility.void_record(ws, held, reason), draft=f"fertility_void:{held}",
            )  # fmt: skip
            self._ctx.open_sheet(sheet)
