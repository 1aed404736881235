"""One proposed toxicity as a card: grade, kind, term, its rule and numbers; accepted or dismissed by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from hsct_desktop.domain.proposal import ProposalKind
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import TextField
from hsct_desktop.views.sheet import captioned
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip import Chip
from hsct_desktop.views.widgets.chip_choice import ChipChoice
from hsct_desktop.views.widgets.grade_badge import GradeBadge
from hsct_desktop.views.widgets.paint import box, focus_ring
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel, plain_tooltip

if TYPE_CHECKING:
    from hsct_desktop.services.proposals import ProposalRow

KINDS: Final = {
    ProposalKind.NEW: "accent", ProposalKind.WORSE: "warn", ProposalKind.BETTER: "success",
    ProposalKind.OVER: "success",
}  # fmt: skip
_SHORT_BELOW: Final = 860
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_DISMISS = (Qt.Key.Key_X, Qt.Key.Key_Delete)


class ProposalCard(QFrame):
    """A card that takes the focus: A accepts, Enter accepts and goes on to the details where `details`, X asks why not.

    `accepted` carries the row, the chosen grade and whether the details are wanted; `dismissed` the row and the reason.
    While the rules do not act (`acts` false) it only reads. `compact` is for a wide page: one line, below it what it
    asks and how the grade changed while `unfold` says so.
    """

    accepted = Signal(object, int, bool)
    dismissed = Signal(object, str)

    def __init__(
        self,
        ctx: Context,
        row: ProposalRow,
        *,
        acts: bool,
        details: bool = False,
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ctx, self.row, self._acts, self._details, self._compact = ctx, row, acts, details, compact
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if acts else Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._grades: ChipChoice | None = None
        self._keys: list[KeyButton] = []
        self._reason = captioned(TextField(), self.tr("Why it is dismissed"), "reason")
        self._reason.hide()
        self._reason.line().installEventFilter(self)
        self._column = QVBoxLayout(self)
        edge = Space.TIGHT if compact else Space.SMALL
        self._column.setContentsMargins(Space.SMALL if compact else Space.MEDIUM, edge, Space.SMALL, edge)
        self._column.setSpacing(Space.TIGHT)
        self._more: list[QWidget] = []
        self._head()
        self._course()
        self._question()
        if acts:
            if not compact:
                self._column.addWidget(self._buttons())
            self._column.addWidget(self._reason)
        self.setAccessibleName(self._spoken())
        self.unfold(not compact)

    def unfold(self, wanted: bool) -> bool:
        """Show or hide what stands below the first line of a compact card; whether anything was changed by it."""
        changed = any(part.isHidden() is wanted for part in self._more)
        for part in self._more:
            part.setVisible(wanted)
        return changed

    def is_folded(self) -> bool:
        """Whether something below the first line is hidden."""
        return any(part.isHidden() for part in self._more)

    def _head(self) -> None:
        words, proposal = self._ctx.wording, self.row.proposal
        line = QHBoxLayout()
        line.setSpacing(Space.SMALL)
        if proposal.grade:
            line.addWidget(GradeBadge(proposal.grade))
        line.addWidget(Chip(words.enum("proposal_kind", proposal.kind), KINDS[proposal.kind]))
        day = PlainLabel(words.day_month(proposal.on), "muted")
        self._column.addLayout(line)
        if not self._compact:
            line.addWidget(PlainLabel(self.row.term, "bold", wrap=True), 1)
            line.addWidget(day)
            self._column.addWidget(PlainLabel(self._facts(), "muted", wrap=True))
            return
        line.addWidget(ElidedLabel(self.row.term, "bold"))
        line.addWidget(ElidedLabel(" · ".join(p for p in (self._facts(), self.row.question) if p), "muted"), 1)
        line.addWidget(day)
        if self._acts:
            line.addWidget(self._buttons())

    def _facts(self) -> str:
        """The result with the rule that graded it."""
        from hsct_desktop.services.review import value_in_words

        words, proposal, result = self._ctx.wording, self.row.proposal, self.row.result
        value, unit = value_in_words(words, result)
        analyte = self._ctx.ready().catalogue.analytes.analytes.get(result.analyte)
        name = analyte.label.text(words.language) if analyte is not None else result.analyte
        said = f"{name} {value} {unit}".strip()
        if proposal.kind is ProposalKind.OVER:
            said = words.text("proposal.normal", value=said)
        elif self.row.rule:
            said = f"{said}: {self.row.rule}"
        return f"{said} · CTCAE v{proposal.ctcae_version}"

    def _course(self) -> None:
        """How the grade changed on the way, and what the record says by now."""
        from hsct_desktop.services import proposals

        words, proposal, episode = self._ctx.wording, self.row.proposal, self.row.episode
        parts = []
        if len(proposal.steps) > 1:
            steps = proposals.steps_in_words(self._ctx.ready(), proposal.steps)
            parts.append(steps[:1].upper() + steps[1:])
        if episode is not None and episode.grades:
            step = episode.grades[-1]
            parts.append(words.text("proposal.recorded", grade=int(step.grade), day=words.day_month(step.start)))
        if parts and self._compact:
            parts = [" · ".join(parts)]
        for said in parts:
            label = PlainLabel(said, "muted", wrap=True)
            if self._compact:
                self._more.append(label)
            self._column.addWidget(label)

    def _question(self) -> None:
        """Where a person must answer first: the question with the grades that the answer decides between."""
        if not self.row.question:
            return
        asked = PlainLabel(self.row.question, wrap=not self._compact)
        line = QHBoxLayout() if self._compact else QVBoxLayout()
        line.setSpacing(Space.SMALL if self._compact else Space.TIGHT)
        line.addWidget(asked)
        if self._compact:
            line.setContentsMargins(0, 0, 0, 0)
            asking = QWidget()
            asking.setLayout(line)
            self._more.append(asking)
            self._column.addWidget(asking)
        else:
            self._column.addLayout(line)
        if not self._acts or len(self.row.choices) < 2:
            return
        name = self.tr("Grade {}")
        choices: list[tuple[object, str]] = [(grade, name.format(grade)) for grade in self.row.choices]
        self._grades = ChipChoice(choices, multi=False, name=self.row.question)
        self._grades.set_values([self.row.proposal.grade])
        line.addWidget(self._grades, 1 if self._compact else 0)

    def _buttons(self) -> QWidget:
        buttons = QWidget()
        line = QHBoxLayout(buttons)
        line.setContentsMargins(0, 0 if self._compact else Space.TIGHT, 0, 0)
        line.setSpacing(Space.SMALL)
        for words, icon, key, act in (
            (self.tr("Accept"), "check", "A", lambda: self._on_accept()),
            (self.tr("Accept, add details"), "edit", "Enter", lambda: self._on_accept(details=True)),
            (self.tr("Dismiss"), "close", "X", self.ask_why),
        ):
            if key == "Enter" and not self._details:
                continue
            button = KeyButton(words, icon=icon, hint=key, small=True)
            # The keys act on the card itself: Tab goes from card to card.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setAccessibleName(words)
            button.clicked.connect(lambda _checked=False, act=act: act())
            line.addWidget(button)
            self._keys.append(button)
        if not self._compact:
            line.addStretch(1)
        return buttons

    def _spoken(self) -> str:
        words, proposal = self._ctx.wording, self.row.proposal
        kind = words.enum("proposal_kind", proposal.kind)
        grade = self.tr("grade {}").format(proposal.grade) if proposal.grade else ""
        parts = (self.tr("Proposed"), kind, self.row.term, grade, self.row.rule, words.date(proposal.on))
        return ", ".join(part for part in (*parts, self.row.question) if part)

    # acting -----------------------------------------------------------------------------------------------------

    def grade(self) -> int:
        """The grade chosen after the question; the proposed one where nothing is asked."""
        chosen = self._grades.value() if self._grades is not None else None
        return chosen if isinstance(chosen, int) else self.row.proposal.grade

    def accept(self, *, details: bool = False) -> None:
        """Make it part of the record."""
        if self._acts:
            self.accepted.emit(self.row, self.grade(), details)

    def _on_accept(self, *, details: bool = False) -> None:
        """A click; what a person must answer first is shown before anything is accepted."""
        if self.row.question and self.is_folded():
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            return
        self.accept(details=details)

    def ask_why(self) -> None:
        """Ask why it is dismissed; Enter in the field dismisses it."""
        if self._acts:
            self._reason.show()
            self._reason.line().setFocus(Qt.FocusReason.OtherFocusReason)

    def is_asking(self) -> bool:
        """Whether a reason is being typed."""
        return not self._reason.isHidden()

    def dismiss(self) -> None:
        """Dismiss with the reason that was typed; without one say that it is missing."""
        reason = self._reason.text().strip()
        if not reason:
            self._reason.set_error(self._ctx.wording.text("problem.reason_missing"))
            return
        self.dismissed.emit(self.row, reason)

    def _leave_reason(self) -> None:
        self._reason.set_error(None)
        self._reason.hide()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # keys -------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_mine(event):
            # On the patient's page these letters book and report; on a card they decide on the card.
            event.accept()
            return True
        return super().event(event)

    def _is_mine(self, event: QKeyEvent) -> bool:
        if not self._acts or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        return event.key() in (Qt.Key.Key_A, *_DISMISS) or (self._details and event.key() in _ENTER)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_mine(event):
            if event.key() in _DISMISS:
                self.ask_why()
            else:
                self.accept(details=event.key() in _ENTER)
            return
        if self._grades is not None and event.text().isdigit() and not event.modifiers():
            wanted = int(event.text())
            if wanted in self.row.choices:
                self._grades.set_values([wanted])
                return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc leaves the reason and not the whole sheet; Enter dismisses."""
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
                    self.dismiss()
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # What is proposed outweighs the words of the buttons: icon and key say the rest.
        short = self._compact and self.width() < _SHORT_BELOW
        for button in self._keys:
            words = button.accessibleName()
            button.setText("" if short else words)
            button.setToolTip(plain_tooltip(words) if short else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, fill="alt", edge="line_strong")
        if self.hasFocus():
            focus_ring(painter, rect)
