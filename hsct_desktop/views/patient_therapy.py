"""The medication page of a patient: what is given, planned, paused and stopped, as a picture and as a list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from hsct_desktop.domain.supportive_therapy import Therapy
from hsct_desktop.views.blood_block import BloodBlock
from hsct_desktop.views.context import Context
from hsct_desktop.views.medication_picture import MedicationPicture
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.statement_line import StatementLine
from hsct_desktop.views.stop_sheet import StopSheet
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.therapy_dose_sheet import DoseSheet
from hsct_desktop.views.therapy_list import ROW, TherapyLines, TherapyTable
from hsct_desktop.views.therapy_plan import PlanBlock
from hsct_desktop.views.therapy_sheet import TherapySheet
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.empty_state import EmptyState
from hsct_desktop.views.widgets.panel import Panel

_BAR_IN_ONE_LINE: Final = 860
"""Narrower than this the two groups of buttons have no room beside each other, in pixels."""


class TherapyTab(QWidget):
    """A scrolling column: statements, what the plan proposes, the picture, the list. Enter revises, S stops.

    Slots for widgets of other areas, from above: `statement_slot`, `plan_slot` (columns), `beside_slot` (a row: what
    stands beside the picture). A widget that has nothing to say hides itself.
    """

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._patient_id = 0
        self._therapies: list[Therapy] = []
        self._lines = TherapyLines(ctx, self)
        self.table = TherapyTable(self.tr("Therapies"), self._lines.heads(), [0, 0, 0, 0, 0, -1])
        self.table.set_drop_order((5, 2))
        self.table.entered.connect(self.open_therapy)
        self.table.moved.connect(self._on_move)
        self._empty = EmptyState(self.tr("No therapy has been recorded for this patient."),
                                 self.tr("Record therapy"), icon="pill", hint="M")  # fmt: skip
        self._empty.activated.connect(lambda: ctx.action_wanted.emit("record_therapy"))
        self._panel = Panel(flush=True)
        self._panel.add(self.table)
        self.picture = MedicationPicture()
        self.picture.activated.connect(self._on_picture)
        self.table.above_wanted.connect(self.picture.canvas.setFocus)
        self._picture_panel = Panel()
        self._picture_panel.add(self.picture)
        self._buttons = {
            "dose": self._button(self.tr("Change dose"), "edit", "Ctrl+D", self.change_dose),
            "edit": self._button(self.tr("Revise"), "edit", "Enter", lambda: self.open_therapy(self.table.key())),
            "extend": self._button(
                self.tr("Extend"), "extend", "Shift+S", lambda: ctx.action_wanted.emit("extend_therapy")
            ),
            "stop": self._button(self.tr("Stop"), "stop", "S", self.stop_chosen),
            "void": self._button(self.tr("Take back"), "undo", "Del", self._void),
        }
        for key, act in (("Del", self._void), ("Ctrl+D", self.change_dose)):
            shortcut = QShortcut(QKeySequence(key), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self.statement_slot, self.plan_slot = _column(), _column()
        self.statement = StatementLine(ctx)
        self.statement_slot.addWidget(self.statement)
        self.plan = PlanBlock(ctx)
        self.plan.left.connect(self.focus_list)
        self.plan_slot.addWidget(self.plan)
        self.beside_slot = QHBoxLayout()
        self.beside_slot.setSpacing(Space.PANEL_GAP)
        self.beside_slot.addWidget(self._picture_panel, 3)
        self._lay_out()

    def _button(self, words: str, icon: str, key: str, act: Callable[[], None]) -> KeyButton:
        button = KeyButton(words, icon=icon, hint=key, small=True)
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        ask = self._ctx.action_wanted.emit
        plan = self._button(self.tr("Medicine plan"), "print", "Shift+M", lambda: ask("print_medicine_plan"))
        immune = self._button(self.tr("Immunity"), "cell", "Shift+I", lambda: ask("show_reconstitution"))
        given = self._button(self.tr("Transfusion"), "drop", "J", lambda: ask("record_transfusion"))
        self._given = (plan, self._panel, self._picture_panel, *self._buttons.values())
        self._bar = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._bar.setSpacing(Space.SMALL)
        for group, stretch_first in (((given, plan, immune), False), (tuple(self._buttons.values()), True)):
            row = QHBoxLayout()
            row.setSpacing(Space.SMALL)
            for button in group:
                row.addWidget(button)
            row.insertStretch(0 if stretch_first else -1, 1)
            self._bar.addLayout(row, 1)
        inside = QWidget()
        inside.setProperty("role", "clear")
        column = QVBoxLayout(inside)
        column.setContentsMargins(Space.PAGE_EDGE, Space.MEDIUM, Space.PAGE_EDGE, Space.MEDIUM)
        column.setSpacing(Space.PANEL_GAP)
        column.addLayout(self._bar)
        column.addLayout(self.statement_slot)
        column.addLayout(self.plan_slot)
        column.addLayout(self.beside_slot)
        column.addWidget(self._panel)
        column.addWidget(self._empty, 1)
        self.blood = BloodBlock(self._ctx)
        column.addWidget(self.blood)
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Whatever takes the keys is seen, from wherever one came; of the list the row under the mark."""
        if new is None or not self._area.isAncestorOf(new):
            return
        if new is self.table:
            self._show_chosen()
        else:
            self._area.ensureWidgetVisible(new)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside a sheet the buttons stand in two lines."""
        super().resizeEvent(event)
        narrow = self.width() < _BAR_IN_ONE_LINE
        self._bar.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        for line in range(self._bar.count()):
            self._bar.setStretch(line, 0 if narrow else 1)

    def show_patient(self, patient_id: int) -> None:
        """Read the therapies of a patient."""
        from hsct_desktop.services import medication, stop_rules

        self._patient_id = patient_id
        page = medication.page(self._ctx.ready(), patient_id)
        rules = stop_rules.briefs(self._ctx.ready(), patient_id)
        self._therapies = list(page.therapies)
        some = bool(self._therapies)
        for part in self._given:
            part.setVisible(some)
        self._empty.setVisible(not some)
        self.statement.show_patient(patient_id)
        self.plan.show_patient(patient_id)
        self.blood.show_patient(patient_id)
        self.table.set_lines(self._lines.lines(self._therapies, page.touched, rules))
        if some:
            self.picture.set_facts(page.facts, self._ctx.wording)

    def first_stop(self) -> QWidget | None:
        """Where the keys begin: the list, or what the plan proposes while nothing has been recorded yet."""
        return self.table if self._therapies else self.plan.first_stop()

    def focus_plan(self) -> None:
        """Give the keys to the first proposal of the plan."""
        first = self.plan.first_stop()
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(first)

    def focus_list(self) -> None:
        """Give the keys to the list."""
        if self._therapies:
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    # acting -----------------------------------------------------------------------------------------------------

    def choose(self, therapy_id: int) -> None:
        """Put the mark on a therapy and bring its row into sight."""
        self.table.choose(therapy_id)
        self.focus_list()

    def chosen(self) -> Therapy | None:
        """The therapy under the mark."""
        key = self.table.key()
        return next((therapy for therapy in self._therapies if therapy.id == key), None)

    def _on_move(self) -> None:
        therapy = self.chosen()
        for button in self._buttons.values():
            button.setEnabled(therapy is not None)
        for name in ("stop", "extend"):
            self._buttons[name].setEnabled(therapy is not None and therapy.stop is None)
        if self.table.hasFocus():
            self._show_chosen()

    def _show_chosen(self) -> None:
        """Scroll the page until the row under the mark is seen."""
        row = self.table.visualRect(self.table.currentIndex())
        inside = self._area.widget()
        if inside is not None and row.isValid():
            place = self.table.viewport().mapTo(inside, row.center())
            self._area.ensureVisible(place.x(), place.y(), 0, 2 * ROW)

    def open_therapy(self, key: object) -> None:
        """Open a therapy to revise it."""
        if isinstance(key, int):
            self._ctx.open_sheet(TherapySheet(self._ctx, self._patient_id, key))

    def _on_picture(self, name: str) -> None:
        """A bar of the picture was opened."""
        kind, _, key = name.partition(":")
        if kind == "therapy" and key.isdigit():
            self.table.choose(int(key))
            self.open_therapy(int(key))

    def change_dose(self) -> None:
        """Record a change of dose of the chosen therapy."""
        therapy = self.chosen()
        if therapy is not None:
            self._ctx.open_sheet(DoseSheet(self._ctx, self._patient_id, therapy.id))

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


def _column() -> QVBoxLayout:
    """An empty column that others fill."""
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.PANEL_GAP)
    return column
