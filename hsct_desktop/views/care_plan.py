"""The care plan as a page of the patient: who does what until when, by keyboard; what a person changed says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.care_plan import CareActor, CarePlan, CareRow, CareState
from hsct_desktop.views.care_plan_sheet import CareLineSheet
from hsct_desktop.views.context import Context
from hsct_desktop.views.over_page import OverPage
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.workspace import Workspace
    from hsct_desktop.views.printing import Printer


class CarePlanPage(OverPage):
    """The plan by who does it. Enter changes a line, Ins adds one, Del leaves it out or puts it back, Esc leaves."""

    def __init__(self, ctx: Context, patient_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.patient_id = patient_id
        self.plan: CarePlan | None = None
        heads = [self.tr("What"), self.tr("Until"), self.tr("Where it comes from")]
        self.table = RowsTable(self.tr("Care plan"), heads, [-1, 0, 0])
        self.table.entered.connect(self.edit)
        self.table.moved.connect(self._on_move)
        self._title = PlainLabel(ctx.wording.text("care_plan.title"), "page")
        self._count = ElidedLabel("", "muted")
        self._detail = PlainLabel("", "muted", wrap=True)
        self._buttons = self._make_buttons()
        self._lay_out()
        self.read()

    def _make_buttons(self) -> dict[str, KeyButton]:
        made: dict[str, tuple[KeyButton, Callable[[], object]]] = {
            "edit": (KeyButton(self.tr("Change"), icon="edit", hint="Enter", small=True), self._edit_chosen),
            "add": (KeyButton(self.tr("Add a line"), icon="plus", hint="Ins", small=True), self.add),
            "hide": (KeyButton(self.tr("Leave out"), icon="close", hint="Del", small=True), self.hide_chosen),
            "restore": (KeyButton(self.tr("As the record has it"), icon="undo", small=True), self.restore_chosen),
            "print": (KeyButton(self.tr("Print"), icon="print", hint="Ctrl+P", small=True), self._print),
            "back": (KeyButton(self.tr("Back"), hint="Esc", small=True), self.closed.emit),
        }
        for button, slot in made.values():
            button.clicked.connect(slot)
        keys: dict[str, Callable[[], object]] = {
            "Ins": self.add, "N": self.add, "Del": self.hide_chosen,
            "Alt+Up": lambda: self.move_chosen(-1), "Alt+Down": lambda: self.move_chosen(1),
        }  # fmt: skip
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        return {name: button for name, (button, _) in made.items()}

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(Space.SMALL)
        bar.addWidget(self._title)
        bar.addWidget(self._count, 1)
        for button in self._buttons.values():
            bar.addWidget(button)
        panel = Panel(flush=True)
        panel.add(self.table, 1)
        below = Panel()
        below.add(self._detail)
        below.setMinimumHeight(44)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.PAGE_EDGE, Space.MEDIUM, Space.PAGE_EDGE, Space.MEDIUM)
        column.setSpacing(Space.SMALL)
        column.addLayout(bar)
        column.addWidget(panel, 1)
        column.addWidget(below)

    # showing ----------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read the plan; the mark stays on its line."""
        from hsct_desktop.services import care_plan

        self.plan = found = care_plan.plan(self._ctx.ready(), self.patient_id)
        words = self._ctx.wording
        lines: list[Line] = []
        for who in CareActor:
            rows = found.of(who)
            lines.append(Line((Cell(words.enum("care_actor", who)),), group=len(rows)))
            lines += [self._line(row, found) for row in rows]
        if found.hidden:
            lines.append(Line((Cell(words.text("care_plan.hidden")),), group=len(found.hidden)))
            lines += [self._line(row, found, left_out=True) for row in found.hidden]
        said = words.count("care_plan.touched", found.touched) if found.touched else ""
        self._count.setText(said)
        self.table.set_lines(lines)
        self._on_move()

    def _line(self, row: CareRow, found: CarePlan, *, left_out: bool = False) -> Line:
        from hsct_desktop.services import care_plan

        words = self._ctx.wording
        token = "muted" if left_out else "danger" if row.is_late else ""
        until = care_plan.until_words(words, row, found.on)
        came = words.enum("care_state", row.state)
        if left_out:
            came = words.text("care_plan.hidden")
        cells = (
            Cell(row.text, "muted" if left_out else "", bold=row.by_person, tip=row.text),
            Cell(until, token, status="late" if row.is_late and not left_out else ""),
            Cell(came, "" if row.by_person else "muted", tip=self._about(row)),
        )
        return Line(cells, row.key)

    def _about(self, row: CareRow) -> str:
        """What the record says beside a person's words."""
        words, source = self._ctx.wording, row.source
        if row.state is CareState.GONE:
            return words.text("care_plan.record_gone")
        if row.state is not CareState.EDITED or source is None:
            return ""
        day = words.text("care_plan.until", day=source.until) if source.until is not None else ""
        who = words.enum("care_actor", source.who) if source.who is not row.who else ""
        said = " · ".join(part for part in (who, source.text, day) if part)
        return words.text("care_plan.record_says", text=said)

    def chosen(self) -> CareRow | None:
        """The line under the mark."""
        key = self.table.key()
        return self.plan.row(key) if self.plan is not None and isinstance(key, str) else None

    def _is_left_out(self, row: CareRow) -> bool:
        return self.plan is not None and row in self.plan.hidden

    def _on_move(self) -> None:
        row = self.chosen()
        left_out = row is not None and self._is_left_out(row)
        self._buttons["edit"].setEnabled(row is not None and not left_out)
        self._buttons["hide"].setEnabled(row is not None)
        self._buttons["hide"].setText(self.tr("Put back") if left_out else self.tr("Leave out"))
        self._buttons["restore"].setVisible(row is not None and row.state is CareState.EDITED and not left_out)
        self._detail.setText((self._about(row) or row.text) if row is not None else "")

    def focus_first(self) -> None:
        """Give the keys to the table."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    # acting -----------------------------------------------------------------------------------------------------

    def _edit_chosen(self) -> None:
        self.edit(self.table.key())

    def edit(self, key: object) -> None:
        """Change a line; one that was left out is put back."""
        row = self.plan.row(key) if self.plan is not None and isinstance(key, str) else None
        if row is None:
            return
        if self._is_left_out(row):
            self.restore_chosen()
        else:
            self._ctx.open_sheet(CareLineSheet(self._ctx, self.patient_id, row))

    def add(self) -> None:
        """A line of one's own, for whoever the mark is on."""
        row = self.chosen()
        self._ctx.open_sheet(CareLineSheet(self._ctx, self.patient_id, None, row.who if row is not None else None))

    def hide_chosen(self) -> None:
        """Leave the line out; one that is left out is put back."""
        from hsct_desktop.services import care_plan

        row = self.chosen()
        if row is not None and self._is_left_out(row):
            self.restore_chosen()
        elif row is not None:
            self._write(lambda ws: care_plan.hide(ws, self.patient_id, row.key, _version(row)))

    def restore_chosen(self) -> None:
        """Put the line back, or back to what the record says."""
        from hsct_desktop.services import care_plan

        row = self.chosen()
        if row is not None and row.edit is not None and row.source is not None:
            self._write(lambda ws: care_plan.restore(ws, self.patient_id, row.key, _version(row)))

    def move_chosen(self, by: int) -> None:
        """Move the line up or down among those of the same person."""
        from hsct_desktop.services import care_plan

        row = self.chosen()
        if row is not None and not self._is_left_out(row) and self._can_move(row, by):
            self._write(lambda ws: care_plan.move(ws, self.patient_id, row.key, by, _version(row)))

    def _can_move(self, row: CareRow, by: int) -> bool:
        rows = self.plan.of(row.who) if self.plan is not None else ()
        return row in rows and 0 <= rows.index(row) + by < len(rows)

    def _write(self, write: Callable[[Workspace], Changes]) -> None:
        """What was written comes back as news; what was refused is read anew."""
        if self._ctx.save(lambda: write(self._ctx.ready()), initiator=self) is None:
            self.read()

    def _print(self) -> None:
        self._ctx.action_wanted.emit("print_care_plan")

    def print_shown(self, printer: Printer) -> None:
        """What Ctrl+P prints here."""
        printer.care_plan(self.patient_id)


def _version(row: CareRow) -> int:
    return row.edit.version if row.edit is not None else 0
