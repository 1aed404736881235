"""What the plan proposes in the present phase, above the list of therapies: decided one by one, by the keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from hsct_desktop.domain.problem import InputError
from hsct_desktop.domain.therapy_plan import PlanAnswer
from hsct_desktop.views.context import Context
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.therapy_plan_card import PlanCard
from hsct_desktop.views.therapy_plan_sheet import PlanSheet
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.therapy_plan import Answered, Plan, Proposal
    from hsct_desktop.services.workspace import Workspace

_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class PlanBlock(Panel):
    """The proposals of a patient's present phase; hidden while there is nothing to decide and nothing was decided.

    Up and Down go from line to line; `left` tells that the keys have gone on below the last one.
    """

    left = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx.wording.text("therapy_plan.title_none"), "-", parent=parent)
        self._ctx = ctx
        self._patient_id = 0
        self._open_answered = False
        self._focus_at: int | None = None
        self._cards: list[PlanCard] = []
        self.found: Plan | None = None
        self._answered_button = KeyButton("", kind="link", small=True)
        self._answered_button.clicked.connect(self._switch_answered)
        self.add_to_head(self._answered_button)
        self._print = KeyButton(self.tr("Print plan"), icon="print", small=True)
        self._print.clicked.connect(lambda: ctx.print_therapy_plan(self._patient_id))
        self.add_to_head(self._print)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """The line on which the keys act says all it has to say; the others are one line."""
        if new is not None and not self.isHidden():
            for card in self._cards:
                card.unfold(_holds(card, new))

    def show_patient(self, patient_id: int) -> None:
        """Read what is proposed for a patient."""
        from hsct_desktop.services import therapy_plan

        if patient_id != self._patient_id:
            self._open_answered = False
        self._patient_id = patient_id
        focused = self.window().focusWidget()
        held = next((n for n, card in enumerate(self._cards) if _holds(card, focused)), None)
        self._focus_at = held if held is not None else self._focus_at
        self.found = therapy_plan.plan(self._ctx.ready(), patient_id)
        self._show()

    def cards(self) -> list[PlanCard]:
        """The proposals as shown."""
        return self._cards

    def _show(self) -> None:
        found = self.found
        if found is None:
            return
        self.setVisible(bool(found.proposals or found.answered))
        self._say_head(found)
        self._cards = [self._card(proposal) for proposal in found.proposals]
        rows: list[QWidget] = list(self._cards)
        if not rows:
            rows.append(PlainLabel(self._ctx.wording.text("therapy_plan.nothing"), "muted"))
        if self._open_answered:
            rows += [self._line(answered) for answered in found.answered]
        self._replace(rows)
        self._focus_again()

    def _say_head(self, found: Plan) -> None:
        words, proposed = self._ctx.wording, len(found.proposed)
        asked = len(found.proposals) - proposed
        title = words.count("therapy_plan.title", proposed) if proposed else words.text("therapy_plan.title_none")
        questions = words.count("therapy_plan.asks", asked) if asked else ""
        phase = words.enum("therapy_phase", found.span.phase)
        if found.span.first > date.min:
            phase = words.text("therapy_plan.phase_since", phase=phase, day=found.span.first)
        self.set_title(title, " · ".join(part for part in (phase, questions) if part))
        self._answered_button.setVisible(bool(found.answered))
        self._answered_button.setText(self.tr("Decided: {}").format(len(found.answered)))
        self._answered_button.set_icon("chevron-down" if self._open_answered else "chevron-right")

    def _replace(self, rows: list[QWidget]) -> None:
        """Show these lines in place of those before; Tab goes through them in their order."""
        body = self.body()
        while (item := body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                # It may be the line in it that has just spoken.
                widget.hide()
                widget.deleteLater()
        previous: QWidget = self._print
        for row in rows:
            self.add(row)
            row.show()
            QWidget.setTabOrder(previous, row)
            previous = row

    def _card(self, proposal: Proposal) -> PlanCard:
        card = PlanCard(self._ctx, proposal)
        card.accepted.connect(self._accept)
        card.changed.connect(self._change)
        card.declined.connect(self._decline)
        card.installEventFilter(self)
        return card

    def _line(self, answered: Answered) -> QWidget:
        """An answer of this phase; a refusal can be taken back."""
        line = QWidget()
        line.setProperty("role", "clear")
        row = QHBoxLayout(line)
        row.setContentsMargins(Space.MEDIUM, 0, Space.SMALL, 0)
        row.setSpacing(Space.SMALL)
        row.addWidget(ElidedLabel(answered.label))
        row.addWidget(ElidedLabel(answered.text, "muted"), 1)
        if answered.decision.answer is PlanAnswer.DECLINED:
            again = KeyButton(self.tr("Propose again"), icon="undo", small=True)
            again.clicked.connect(lambda: self._reopen(answered))
            row.addWidget(again)
        return line

    def _switch_answered(self) -> None:
        self._open_answered = not self._open_answered
        self._show()

    # deciding ---------------------------------------------------------------------------------------------------

    def _accept(self, proposal: Proposal) -> None:
        """Start the usual drug; where a person must say more first, such as about an allergy, the sheet opens."""
        from hsct_desktop.services import therapy_plan

        try:
            self._write(lambda ws: therapy_plan.accept(ws, self._patient_id, proposal.item))
        except InputError:
            self._change(proposal)

    def _change(self, proposal: Proposal) -> None:
        self._ctx.open_sheet(PlanSheet(self._ctx, self._patient_id, proposal))

    def _decline(self, proposal: Proposal, reason: str) -> None:
        from hsct_desktop.services import therapy_plan

        try:
            self._write(lambda ws: therapy_plan.decline(ws, self._patient_id, proposal.item, reason))
        except InputError as error:
            self._ctx.report_error(error)

    def _write(self, write: Callable[[Workspace], Changes]) -> None:
        """What is written comes back as news; what was refused is read anew here."""
        if self._ctx.save(lambda: write(self._ctx.ready()), initiator=self) is None:
            self.show_patient(self._patient_id)

    def _reopen(self, answered: Answered) -> None:
        from hsct_desktop.services import therapy_plan

        decision = answered.decision
        sheet = ReasonSheet(
            self._ctx,
            self._patient_id,
            self.tr("Propose again"),
            f"{answered.label}: {answered.text}",
            lambda ws, reason: therapy_plan.reopen(ws, decision.id, decision.version, reason),
            draft=f"reopen_plan:{decision.id}",
        )
        self._ctx.open_sheet(sheet)

    # keys -------------------------------------------------------------------------------------------------------

    def first_stop(self) -> QWidget | None:
        """Where the keys begin: the first proposal, None where nothing is proposed."""
        return self._cards[0] if self._cards and not self.isHidden() else None

    def _focus_again(self) -> None:
        """After a decision the next line has the keys."""
        at, self._focus_at = self._focus_at, None
        if at is None:
            return
        if self._cards:
            self._cards[min(at, len(self._cards) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.left.emit()

    def _go_to(self, place: int) -> None:
        if place >= len(self._cards):
            self.left.emit()
        elif place >= 0:
            self._cards[place].setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        cards = getattr(self, "_cards", [])
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched in cards:
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self._go_to(cards.index(watched) + step)
                return True
        return super().eventFilter(watched, event)


def _holds(card: QWidget, focused: QWidget | None) -> bool:
    return focused is not None and (card is focused or card.isAncestorOf(focused))
