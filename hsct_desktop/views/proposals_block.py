"""Proposed toxicities above those recorded: cards to accept or dismiss, expected ones folded behind their count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from hsct_desktop.views.context import RULES, Context
from hsct_desktop.views.proposal_card import ProposalCard
from hsct_desktop.views.proposal_desk import ProposalDesk
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.proposals import ProposalList

_HIGHEST: Final = 236
"""So much room the cards take at most; further ones scroll, so that the recorded toxicities stay in sight."""
_SHOWN: Final = 3
"""So many lines stand here until somebody asks for more."""
_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ProposalsBlock(Panel):
    """What a patient's results propose beyond the record; hidden while they propose nothing.

    Each is one line, unfolded while the keys act on it; of many the first ones, and more when asked for. Up and Down go
    from card to card; `left` tells that the keys have gone on below the last one.
    """

    left = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx.wording.text("proposal.title"), "-", parent=parent)
        self._ctx = ctx
        self._patient_id = 0
        self._open_expected = self._open_rest = False
        self._most = _SHOWN
        self._focus_at: int | None = None
        self._cards: list[ProposalCard] = []
        self.found: ProposalList | None = None
        self._rules = KeyButton(self.tr("Rules and approval"), icon="settings", small=True)
        self._rules.clicked.connect(lambda: ctx.show_setting(RULES))
        self.add_to_head(self._rules)
        self._rest_button = KeyButton("", kind="link")
        self._rest_button.clicked.connect(self._switch_rest)
        self.add_to_head(self._rest_button)
        self._fold_button = KeyButton("", kind="link")
        self._fold_button.clicked.connect(self._fold)
        self.add_to_head(self._fold_button)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setAutoFillBackground(False)
        self.add(self._area)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def set_most(self, lines: int | None) -> None:
        """So many lines at most stand here unasked, None the usual three: a low window has no room for more."""
        lines = _SHOWN if lines is None else lines
        if lines != self._most:
            self._most = lines
            self._show()

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """The card on which the keys act says all it has to say; the others are one line."""
        if new is None or self.isHidden():
            return
        changed = [card.unfold(_holds(card, new)) for card in self._cards]
        if any(changed):
            self._fit()

    def show_patient(self, patient_id: int) -> None:
        """Read what is proposed for a patient."""
        from hsct_desktop.services import proposals

        if patient_id != self._patient_id:
            self._open_expected = self._open_rest = False
        self._patient_id = patient_id
        focused = self.window().focusWidget()
        held = next((n for n, card in enumerate(self._cards) if _holds(card, focused)), None)
        self._focus_at = held if held is not None else self._focus_at
        self.found = proposals.for_patient(self._ctx.ready(), patient_id)
        self._show()

    def cards(self) -> list[ProposalCard]:
        """The proposals as shown."""
        return self._cards

    def last_card(self) -> ProposalCard | None:
        """The card next to what stands below, shown now if a low page had room for none; None where nothing is."""
        if not self._cards and self._rest():
            self._switch_rest()
        return self._cards[-1] if self._cards and not self.isHidden() else None

    def _go_to(self, place: int) -> None:
        if place >= len(self._cards) and self._rest():
            self._switch_rest()
        if place >= len(self._cards):
            self.left.emit()
        elif place >= 0:
            self._cards[place].setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(self._cards[place], 0, Space.SMALL)

    def _show(self) -> None:
        found = self.found
        if found is None:
            return
        self.setVisible(bool(found.new or found.expected))
        self._say_head(found)
        body = QWidget()
        body.setProperty("role", "clear")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        # Kept: a connection alone does not keep what it calls.
        self._desk = desk = ProposalDesk(self._ctx, self._patient_id, self._decided, self)
        new = found.new if self._open_rest else found.new[: self._most]
        rows = (*new, *(found.expected if self._open_expected else ()))
        self._cards = [desk.card(row, acts=found.approved, wide=True) for row in rows]
        before_it: QWidget = self._fold_button
        for card in self._cards:
            card.installEventFilter(self)
            column.addWidget(card)
            card.show()
        if not found.approved and rows:
            column.addWidget(PlainLabel(self._ctx.wording.text("error.rules_not_approved"), "muted", wrap=True))
        column.addStretch(1)
        before = self._area.takeWidget()
        if before is not None:
            # It may be the card in it that has just spoken.
            before.hide()
            before.deleteLater()
        self._area.setWidget(body)
        body.show()
        for card in self._cards:
            # Made later than the table below, they would come after it.
            QWidget.setTabOrder(before_it, card)
            before_it = card
        self._area.setVisible(bool(rows))
        self._fit()
        self._focus_again()

    def _say_head(self, found: ProposalList) -> None:
        words = self._ctx.wording
        note = words.count("review.proposals", len(found.new)) if found.new else ""
        self.set_title(words.text("proposal.title"), note)
        self._rules.setVisible(not found.approved)
        further = len(found.new) - self._most
        self._rest_button.setVisible(further > 0)
        self._rest_button.setText(self.tr("{} more").format(further) if self._most else self.tr("Show them"))
        self._rest_button.set_icon("chevron-down" if self._open_rest else "chevron-right")
        self._fold_button.setVisible(bool(found.expected))
        self._fold_button.setText(words.count("proposal.expected", len(found.expected)))
        self._fold_button.set_icon("chevron-down" if self._open_expected else "chevron-right")

    def _rest(self) -> int:
        """How many new ones are not shown."""
        return 0 if self._open_rest or self.found is None else max(0, len(self.found.new) - self._most)

    def _switch_rest(self) -> None:
        focused = self.window().focusWidget()
        self._focus_at = next((n for n, card in enumerate(self._cards) if _holds(card, focused)), None)
        self._open_rest = not self._open_rest
        self._show()

    def _fit(self) -> None:
        """As high as the cards, until they would push away what is recorded."""
        body = self._area.widget()
        if body is None:
            return
        width = max(self._area.viewport().width(), 300)
        layout = body.layout()
        wanted = layout.totalHeightForWidth(width) if layout is not None and layout.hasHeightForWidth() else -1
        height = wanted if wanted > 0 else body.sizeHint().height()
        self._area.setFixedHeight(min(height, _HIGHEST))

    def _focus_again(self) -> None:
        """After a decision the next card has the keys."""
        at, self._focus_at = self._focus_at, None
        if at is None:
            return
        if self._cards:
            self._cards[min(at, len(self._cards) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.left.emit()

    def _decided(self, saved: Changes | None) -> None:
        """What was written has come back as news already; what was refused is read anew here."""
        if saved is None:
            self.show_patient(self._patient_id)

    def _fold(self) -> None:
        self._open_expected = not self._open_expected
        self._show()

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
