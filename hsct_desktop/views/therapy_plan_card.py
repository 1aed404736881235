"""One therapy that the plan proposes: what, why, the usual dose; accepted, changed or declined by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from hsct_desktop.domain.rule_facts import Truth
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import TextField
from hsct_desktop.views.sheet import captioned
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip import Chip
from hsct_desktop.views.widgets.paint import box, colour, focus_ring
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel, plain_tooltip

if TYPE_CHECKING:
    from hsct_desktop.services.therapy_plan import Proposal

_SHORT_BELOW: Final = 900
"""Width in pixels below which the buttons show icon and key only."""
_EDGE: Final = 3
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_DECLINE: Final = (Qt.Key.Key_X, Qt.Key.Key_Delete)
_CHANGE: Final = Qt.Key.Key_C


class PlanCard(QFrame):
    """A line that takes the focus: Enter accepts, C changes, X asks why not; with the keys it says all it knows.

    `accepted` and `changed` carry the proposal, `declined` the proposal and the reason.
    """

    accepted = Signal(object)
    changed = Signal(object)
    declined = Signal(object, str)

    def __init__(self, ctx: Context, proposal: Proposal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx, self.proposal = ctx, proposal
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._keys: list[KeyButton] = []
        self._reason = captioned(TextField(), self.tr("Why it is declined"), "reason")
        self._reason.hide()
        self._reason.line().installEventFilter(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(Space.MEDIUM + _EDGE, Space.TIGHT, Space.SMALL, Space.TIGHT)
        self._column.setSpacing(Space.TIGHT)
        self._more: list[QWidget] = []
        self._head()
        for said in self._details():
            label = PlainLabel(said, "muted", wrap=True)
            self._more.append(label)
            self._column.addWidget(label)
        self._column.addWidget(self._reason)
        self.setAccessibleName(self._spoken())
        self.unfold(False)

    def unfold(self, wanted: bool) -> bool:
        """Show or hide what stands below the first line; whether anything was changed by it."""
        changed = any(part.isHidden() is wanted for part in self._more)
        for part in self._more:
            part.setVisible(wanted)
        return changed

    def _head(self) -> None:
        words, proposal = self._ctx.wording, self.proposal
        line = QHBoxLayout()
        line.setSpacing(Space.SMALL)
        line.addWidget(ElidedLabel(proposal.label, "bold"))
        if proposal.truth is Truth.UNKNOWN:
            line.addWidget(Chip(words.text("therapy_plan.cannot_tell"), "wait"))
        if proposal.refused:
            line.addWidget(Chip(words.enum("plan_answer", "declined"), "warn"))
        line.addWidget(ElidedLabel(self._offer(), "muted"), 1)
        line.addWidget(self._buttons())
        self._column.addLayout(line)

    def _offer(self) -> str:
        """The drug with its usual dose, and in a word why: when it starts, or what is missing."""
        words, proposal = self._ctx.wording, self.proposal
        usual = words.text("therapy_plan.usual", dose=proposal.usual) if proposal.usual else ""
        asked = ", ".join(proposal.missing)
        reason = asked if proposal.truth is Truth.UNKNOWN and asked else proposal.start
        return " · ".join(part for part in (proposal.drug, usual, reason) if part)

    def _details(self) -> list[str]:
        words, proposal = self._ctx.wording, self.proposal
        found = [words.text("therapy_plan.why", why="; ".join(proposal.why))] if proposal.why else []
        if proposal.missing:
            found.append(words.text("therapy_plan.missing", what=", ".join(proposal.missing)))
        stop = words.text("therapy_plan.no_stop")
        if proposal.planned_stop is not None:
            stop = words.text("therapy_plan.stop_on", rule=proposal.stop_rule, on=proposal.planned_stop)
        elif proposal.stop_rule:
            stop = words.text("therapy_plan.stop", rule=proposal.stop_rule)
        watch = words.text("therapy_plan.watch", what=proposal.monitoring) if proposal.monitoring else ""
        found.append(" · ".join(part for part in (stop, watch) if part))
        source = words.text("therapy_plan.source", source=proposal.source)
        return [*found, " · ".join(part for part in (source, proposal.refused) if part)]

    def _buttons(self) -> QWidget:
        buttons = QWidget()
        line = QHBoxLayout(buttons)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.SMALL)
        for words, icon, key, act in (
            (self.tr("Accept"), "check", "Enter", self.accept),
            (self.tr("Change"), "edit", "C", self.change),
            (self.tr("Decline"), "close", "X", self.ask_why),
        ):
            button = KeyButton(words, icon=icon, hint=key, small=True)
            # The keys act on the line itself: Tab goes from line to line.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setAccessibleName(words)
            button.clicked.connect(lambda _checked=False, act=act: act())
            line.addWidget(button)
            self._keys.append(button)
        return buttons

    def _spoken(self) -> str:
        words, proposal = self._ctx.wording, self.proposal
        key = "cannot_tell" if proposal.truth is Truth.UNKNOWN else "proposes"
        return ", ".join(p for p in (words.text(f"therapy_plan.{key}"), proposal.label, self._offer()) if p)

    # acting -----------------------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Start it as it is usual."""
        self.accepted.emit(self.proposal)

    def change(self) -> None:
        """Start it otherwise: the sheet opens."""
        self.changed.emit(self.proposal)

    def ask_why(self) -> None:
        """Ask why it is declined; Enter in the field declines it."""
        self._reason.show()
        self._reason.line().setFocus(Qt.FocusReason.OtherFocusReason)

    def is_asking(self) -> bool:
        """Whether a reason is being typed."""
        return not self._reason.isHidden()

    def decline(self) -> None:
        """Decline with the reason that was typed; without one say that it is missing."""
        reason = self._reason.text().strip()
        if not reason:
            self._reason.set_error(self._ctx.wording.text("problem.reason_missing"))
            return
        self.declined.emit(self.proposal, reason)

    def _leave_reason(self) -> None:
        self._reason.set_error(None)
        self._reason.hide()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # keys -------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_mine(event):
            # On the patient's page these letters log a contact and miss a visit; on a line they decide on it.
            event.accept()
            return True
        return super().event(event)

    def _is_mine(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return plain and event.key() in (_CHANGE, *_DECLINE, *_ENTER)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._is_mine(event):
            super().keyPressEvent(event)
        elif event.key() in _DECLINE:
            self.ask_why()
        elif event.key() == _CHANGE:
            self.change()
        else:
            self.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc leaves the reason and not the page; Enter declines."""
        if isinstance(event, QKeyEvent) and watched is self._reason.line():
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            mine = plain and event.key() in (Qt.Key.Key_Escape, *_ENTER)
            if mine and event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if mine and event.type() == QEvent.Type.KeyPress:
                if event.key() == Qt.Key.Key_Escape:
                    self._leave_reason()
                else:
                    self.decline()
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # What is proposed outweighs the words of the buttons: icon and key say the rest.
        short = self.width() < _SHORT_BELOW
        for button in self._keys:
            words = button.accessibleName()
            button.setText("" if short else words)
            button.setToolTip(plain_tooltip(words) if short else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, fill="alt", edge="line_strong")
        edge = QRectF(Space.TIGHT, Space.TIGHT, _EDGE, rect.height() - 2 * Space.TIGHT)
        painter.fillRect(edge, colour(f"therapy.{self.proposal.therapy_class}.hue"))
        if self.hasFocus():
            focus_ring(painter, rect)
