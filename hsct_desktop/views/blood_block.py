"""Blood and drugs for the disease on the Therapy tab: the irradiation rule with its reasons, and two lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hsct_desktop.domain.irradiation import IrradiationState
from hsct_desktop.domain.statement import StatementKind
from hsct_desktop.domain.transfusion import Irradiated, Transfusion, TransfusionReaction
from hsct_desktop.views.context import Context
from hsct_desktop.views.rows_model import Cell, Line
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.therapy_list import TherapyTable
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel, plain_tooltip

if TYPE_CHECKING:
    from hsct_desktop.services.disease_modifying_therapies import DmtRow
    from hsct_desktop.services.irradiation import IrradiationLine

KINDS = {
    IrradiationState.NOT_YET: "quiet",
    IrradiationState.UNTIL: "accent",
    IrradiationState.BLOOD_BANK: "accent",
    IrradiationState.CANNOT_TELL: "warn",
    IrradiationState.ENDED: "quiet",
}
"""How the rule's chip looks; what it says stands in its words."""


class IrradiationStrip(Panel):
    """The rule as a sentence, what it rests on, and what can be done about it; hidden for the dead."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._patient_id = 0
        self._said: QLabel = PlainLabel("", "bold", wrap=True)
        self._said.setObjectName("irradiationSaid")
        self._why = PlainLabel("", "caption", wrap=True)
        self._release = self._button(self.tr("Blood bank has released…"), "check", "", self._open_release)
        self._card = self._button(self.tr("Patient card"), "print", "Shift+J", self._print_card)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._said)
        words.addWidget(self._why)
        inside = QWidget()
        inside.setProperty("role", "clear")
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.SMALL)
        row.addLayout(words, 1)
        row.addWidget(self._release)
        row.addWidget(self._card)
        self.add(inside)

    def _button(self, words: str, icon: str, key: str, act: Callable[[], None]) -> KeyButton:
        button = KeyButton(words, icon=icon, hint=key, small=True)
        button.clicked.connect(act)
        return button

    def show_line(self, patient_id: int, line: IrradiationLine | None) -> None:
        """Show what the rule says of a patient."""
        self._patient_id = patient_id
        self.setVisible(line is not None)
        if line is not None:
            self._said.setText(line.sentence)
            self._said.setToolTip(plain_tooltip("\n".join((line.sentence, *line.grounds))))
            self._why.setText(" · ".join(line.grounds))
            self._release.setVisible(line.verdict.state is IrradiationState.BLOOD_BANK)

    def _open_release(self) -> None:
        from hsct_desktop.views.statement_sheet import StatementSheet

        self._ctx.open_sheet(StatementSheet(self._ctx, self._patient_id, StatementKind.IRRADIATION_RELEASED))

    def _print_card(self) -> None:
        self._ctx.action_wanted.emit("print_patient_card")


class DmtPanel(Panel):
    """Drugs for the disease: Enter revises, Del takes back."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(flush=True)
        self._ctx = ctx
        self._patient_id = 0
        self._rows: dict[int, DmtRow] = {}
        self._complete = KeyButton(self.tr("List is complete"), icon="check", small=True)
        self._complete.clicked.connect(self._confirm)
        add = KeyButton(self.tr("Record"), icon="plus", hint="Shift+D", small=True)
        add.clicked.connect(lambda: ctx.action_wanted.emit("record_dmt"))
        self._state = _head(self, self.tr("Drugs for the disease"), self._complete, add)
        heads = [self.tr("Drug"), self.tr("When"), self.tr("Line"), self.tr("Reason")]
        self.table = TherapyTable(self.tr("Drugs for the disease"), heads, [0, 0, 0, -1])
        self.table.set_drop_order((2, 3))
        self.table.entered.connect(self._open)
        _on_delete(self.table, self._take_back)
        self._nothing = PlainLabel(self.tr("No drug for the disease has been recorded."), "muted", wrap=True)
        self._nothing.setContentsMargins(Space.PANEL_INSIDE, 0, Space.PANEL_INSIDE, Space.SMALL)
        self.add(self.table)
        self.add(self._nothing)

    def show_patient(self, patient_id: int) -> None:
        """Read the drugs of a patient and what was said of the list."""
        from hsct_desktop.services import disease_modifying_therapies as dmts
        from hsct_desktop.services import statements

        ws, self._patient_id = self._ctx.ready(), patient_id
        rows = dmts.for_patient(ws, patient_id)
        self._rows = {row.held.id: row for row in rows}
        self.table.set_lines([self._line(row) for row in rows])
        self.table.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        said = statements.latest(ws, patient_id)
        complete = StatementKind.PRIOR_DRUGS_COMPLETE
        self._state.setText(statements.line(ws, complete, said.get(complete)))
        # What the one press would say is said already: the statement's own sheet changes it.
        self._complete.setVisible(not said.keys() >= {complete, *dmts.SAID_OF})

    def _line(self, row: DmtRow) -> Line:
        entry = row.held.entry
        reason = " · ".join(part for part in (entry.reason, entry.note.partition("\n")[0]) if part)
        tip = "\n".join(part for part in (row.name, entry.reason, entry.note) if part)
        cells = (Cell(row.name, bold=True, tip=tip), Cell(row.span), Cell(row.line, "muted"), Cell(reason, "muted"))
        return Line(cells, row.held.id)

    def _open(self, key: object) -> None:
        from hsct_desktop.views.disease_modifying_therapy_sheet import DmtSheet

        if isinstance(key, int):
            self._ctx.open_sheet(DmtSheet(self._ctx, self._patient_id, key))

    def _take_back(self) -> None:
        from hsct_desktop.views.disease_modifying_therapy_sheet import DmtBackSheet

        row = self._rows.get(self.table.key())
        if row is not None:
            self._ctx.open_sheet(DmtBackSheet(self._ctx, self._patient_id, row))

    def _confirm(self) -> None:
        from hsct_desktop.services import disease_modifying_therapies as dmts

        self._ctx.save(lambda: dmts.confirm_complete(self._ctx.ready(), self._patient_id))


class TransfusionPanel(Panel):
    """Transfusions, the latest first: Enter revises, Del takes back."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(flush=True)
        self._ctx = ctx
        self._patient_id = 0
        self._held: dict[int, Transfusion] = {}
        add = KeyButton(self.tr("Record"), icon="plus", hint="J", small=True)
        add.clicked.connect(lambda: ctx.action_wanted.emit("record_transfusion"))
        self._state = _head(self, self.tr("Transfusions"), add)
        heads = [self.tr("Day"), self.tr("Product"), self.tr("Irradiated"), self.tr("Counts"), self.tr("Remarks")]
        self.table = TherapyTable(self.tr("Transfusions"), heads, [0, 0, 0, 0, -1])
        self.table.set_drop_order((4, 3))
        self.table.entered.connect(self._open)
        _on_delete(self.table, self._take_back)
        self._nothing = PlainLabel(self.tr("No transfusion has been recorded."), "muted", wrap=True)
        self._nothing.setContentsMargins(Space.PANEL_INSIDE, 0, Space.PANEL_INSIDE, Space.SMALL)
        self.add(self.table)
        self.add(self._nothing)

    def show_patient(self, patient_id: int) -> None:
        """Read the transfusions of a patient."""
        from hsct_desktop.services import transfusions

        self._patient_id = patient_id
        held = list(reversed(transfusions.for_patient(self._ctx.ready(), patient_id)))
        self._held = {one.id: one for one in held}
        self.table.set_lines([self._line(one) for one in held])
        self.table.setVisible(bool(held))
        self._nothing.setVisible(not held)
        self._state.setText(self.tr("{} units").format(sum(one.units for one in held)) if held else "")

    def _line(self, one: Transfusion) -> Line:
        words = self._ctx.wording
        product = f"{words.enum('blood_product', one.product)} × {one.units}"
        counts = [words.number(count) if count is not None else "?" for count in (one.pre_count, one.post_count)]
        shown = " → ".join(counts) if (one.pre_count, one.post_count) != (None, None) else ""
        is_reaction = one.reaction not in (None, TransfusionReaction.NONE)
        remarks = [
            words.enum("transfusion_reaction", one.reaction) if is_reaction and one.reaction is not None else "",
            words.enum("transfusion_indication", one.indication) if one.indication is not None else "",
            one.note.partition("\n")[0],
        ]
        not_irradiated = one.irradiated is Irradiated.NO
        cells = (
            Cell(words.date(one.given_on)),
            Cell(product, bold=True),
            Cell(words.enum("irradiated", one.irradiated), "danger" if not_irradiated else "muted"),
            Cell(shown),
            Cell(" · ".join(part for part in remarks if part), "danger" if is_reaction else "muted", tip=one.note),
        )
        return Line(cells, one.id)

    def _open(self, key: object) -> None:
        from hsct_desktop.views.transfusion_sheet import TransfusionSheet

        if isinstance(key, int):
            self._ctx.open_sheet(TransfusionSheet(self._ctx, self._patient_id, key))

    def _take_back(self) -> None:
        from hsct_desktop.views.transfusion_sheet import TransfusionBackSheet

        one = self._held.get(self.table.key())
        if one is not None:
            self._ctx.open_sheet(TransfusionBackSheet(self._ctx, self._patient_id, one))


class BloodBlock(QWidget):
    """The strip, and below it the drugs for the disease beside the transfusions."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.setProperty("role", "clear")
        self.strip, self.drugs, self.transfusions = IrradiationStrip(ctx), DmtPanel(ctx), TransfusionPanel(ctx)
        lists = QHBoxLayout()
        lists.setSpacing(Space.PANEL_GAP)
        for panel in (self.drugs, self.transfusions):
            lists.addWidget(panel, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.PANEL_GAP)
        column.addWidget(self.strip)
        column.addLayout(lists)

    def show_patient(self, patient_id: int) -> None:
        """Read what concerns blood and drugs for the disease of a patient."""
        from hsct_desktop.services import irradiation

        self.strip.show_line(patient_id, irradiation.for_patient(self._ctx.ready(), patient_id))
        self.drugs.show_patient(patient_id)
        self.transfusions.show_patient(patient_id)


def _head(panel: Panel, title: str, *buttons: QWidget) -> ElidedLabel:
    """A title row for a panel whose table reaches its edges; returns the muted words beside the title."""
    state = ElidedLabel("", "caption")
    line = QWidget()
    line.setProperty("role", "clear")
    row = QHBoxLayout(line)
    row.setContentsMargins(Space.PANEL_INSIDE, Space.SMALL, Space.PANEL_INSIDE, 0)
    row.setSpacing(Space.SMALL)
    row.addWidget(PlainLabel(title, "bold"))
    row.addWidget(state, 1)
    for button in buttons:
        row.addWidget(button)
    panel.add(line)
    panel.setAccessibleName(title)
    return state


def _on_delete(table: QWidget, act: Callable[[], None]) -> None:
    shortcut = QShortcut(QKeySequence("Del"), table)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(act)
