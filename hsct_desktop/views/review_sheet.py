"""Results to review: what nobody has seen yet of a patient, with what it proposes; seen in one write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.views.context import RULES, Context
from hsct_desktop.views.proposal_card import ProposalCard
from hsct_desktop.views.proposal_desk import ProposalDesk
from hsct_desktop.views.review_rows import CaptionRow, ResultRow, SampleHead
from hsct_desktop.views.sheet import name_patient
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.side_sheet import SideSheet

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.review import ReviewList

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}
_SHOWN_KINDS = frozenset({"result", "adverse_event", "rules", "engraftment", "transplant"})
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ReviewSheet(SideSheet):
    """The results of a patient that wait, by sample. Up and Down go through them, Tab from proposal to proposal.

    Ctrl+Enter marks all that is shown as seen and goes on with the next patient of `then` who has results to see.
    """

    def __init__(
        self, ctx: Context, patient_id: int, then: Sequence[int] = (), *, place: int = 1, of: int = 0
    ) -> None:  # fmt: skip
        super().__init__(ctx.sheet_host(), "", top=ctx.sheet_top())
        self.ctx, self.patient_id, self._then = ctx, patient_id, tuple(then)
        self._place, self._of = place, of or 1 + len(self._then)
        self._desk = ProposalDesk(ctx, patient_id, lambda _saved: self._read_anew(), self)
        self._values: dict[int, tuple[int, str]] = {}
        self._olds: dict[int, str] = {}
        self._stops_in_order: list[QWidget] = []
        self._open_expected = False
        self.found: ReviewList
        self._read()
        self._fill()
        name_patient(self, ctx, patient_id)
        self.draft_button().setText(self.tr("Close"))
        self.saved.connect(self.see)
        ctx.news.changed.connect(self._on_news)

    # reading ----------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        """Read what waits; what reads otherwise than this sheet showed it is marked."""
        from hsct_desktop.services import review

        self.found = review.for_patient(self.ctx.ready(), self.patient_id)
        for row in self.found.results:
            result, value = row.result, f"{row.value} {row.unit}".strip()
            before = self._values.get(result.id)
            if before is not None and before[0] != result.version:
                self._olds[result.id] = before[1]
            self._values[result.id] = (result.version, value)

    def _read_anew(self) -> None:
        """After a decision or a refusal: the present state, the focus where it was."""
        focused = self.window().focusWidget()
        at = next((n for n, stop in enumerate(self._stops_in_order) if _holds(stop, focused)), 0)
        at_card = at < len(self._stops_in_order) and isinstance(self._stops_in_order[at], ProposalCard)
        scrolled = self._scroll.verticalScrollBar().value()
        self._read()
        self._fill()
        stops = self._stops_in_order
        cards = [n for n, stop in enumerate(stops) if isinstance(stop, ProposalCard)]
        following = [n for n in cards if n >= at] or cards[-1:]
        to = following[0] if at_card and following else min(at, len(stops) - 1)
        if stops:
            stops[to].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.save_button().setFocus(Qt.FocusReason.OtherFocusReason)
        # The new rows have their places only once they are laid out.
        QTimer.singleShot(0, self, lambda: self._scroll.verticalScrollBar().setValue(scrolled))

    def _on_news(self, changes: Changes, initiator: object) -> None:
        """What an undo or a colleague changed is shown; a value that reads otherwise now is marked."""
        about = changes.patient_id in (self.patient_id, None) and changes.kinds & _SHOWN_KINDS
        if about and initiator is not self and not self.isHidden():
            self._read_anew()

    # showing ----------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        self._say_head()
        self._stops_in_order = []
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(0)
        if not self.found.approved and self._proposed():
            column.addWidget(self._not_approved())
            column.addSpacing(Space.SMALL)
        if self.found.samples:
            column.addWidget(CaptionRow())
        else:
            column.addWidget(AlertNote(self.tr("Every result has been seen"), "", "success"))
        for sample in self.found.samples:
            column.addWidget(SampleHead(sample, self.ctx.wording))
            for found in sample.results:
                row = ResultRow(found, self.ctx.wording, self._olds.get(found.result.id, ""))
                self._add_stop(column, row)
                for proposal in found.proposals:
                    column.addSpacing(Space.TIGHT)
                    self._add_stop(column, self._desk.card(proposal, acts=self.found.approved))
                    column.addSpacing(Space.TIGHT)
            column.addSpacing(Space.MEDIUM)
        if self.found.left:
            column.addWidget(PlainLabel(self.ctx.wording.count("review.left", self.found.left), "muted", wrap=True))
        self._add_expected(column)
        column.addStretch(1)
        before = self._scroll.takeWidget()
        if before is not None:
            # It may be the card in it that has just spoken.
            before.hide()
            before.deleteLater()
        self.set_body(body)
        body.show()
        waits = bool(self.found.samples)
        self.save_button().setText(self._save_words() if waits else self.tr("Close"))
        self.draft_button().setVisible(waits)

    def _proposed(self) -> int:
        return sum(len(row.proposals) for row in self.found.results) + len(self.found.expected)

    def _say_head(self) -> None:
        results = len(self.found.results)
        new = sum(len(row.proposals) for row in self.found.results)
        parts = [self.tr("patient {} of {}").format(self._place, self._of)] if self._of > 1 else []
        parts += [self.ctx.wording.count("review.results", results)] if results else []
        parts += [self.ctx.wording.count("review.proposals", new)] if new else []
        self.set_title(self.tr("Results to review"), " · ".join(parts))

    def _save_words(self) -> str:
        if self.found.left:
            return self.tr("Seen, older results")
        return self.tr("Seen, next patient") if self._then else self.tr("Seen")

    def _not_approved(self) -> AlertNote:
        note = AlertNote(
            self.tr("Rules not approved: proposals do not act"),
            self.tr("A responsible person of the unit reads and approves them. Results can be marked as seen."),
            "info",
        )
        button = KeyButton(self.tr("Rules and approval"), icon="settings", small=True)
        button.setObjectName("review_to_rules")
        button.clicked.connect(self._to_rules)
        note.add(button)
        return note

    def _to_rules(self) -> None:
        self.keep_draft()
        self.ctx.show_setting(RULES)

    def _add_expected(self, column: QVBoxLayout) -> None:
        """What aplasia explains: counted, and shown when somebody asks."""
        if not self.found.expected:
            return
        words = self.ctx.wording.count("review.expected", len(self.found.expected))
        button = KeyButton(words, icon="chevron-down" if self._open_expected else "chevron-right", kind="link")
        button.setObjectName("review_expected")
        button.clicked.connect(self._fold)
        column.addWidget(button)
        if not self._open_expected:
            return
        for proposal in self.found.expected:
            column.addSpacing(Space.TIGHT)
            self._add_stop(column, self._desk.card(proposal, acts=self.found.approved))

    def _fold(self) -> None:
        self._open_expected = not self._open_expected
        self._read_anew()
        button = self.findChild(KeyButton, "review_expected")
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_stop(self, column: QVBoxLayout, stop: QWidget) -> None:
        stop.installEventFilter(self)
        self._stops_in_order.append(stop)
        column.addWidget(stop)

    def rows(self) -> list[ResultRow]:
        """The results as shown."""
        return [stop for stop in self._stops_in_order if isinstance(stop, ResultRow)]

    def cards(self) -> list[ProposalCard]:
        """The proposals as shown."""
        return [stop for stop in self._stops_in_order if isinstance(stop, ProposalCard)]

    # acting -----------------------------------------------------------------------------------------------------

    def open_sheet(self, first: QWidget | None = None) -> None:
        # One reads from the top: the first result, whether or not anything is proposed.
        super().open_sheet(first or next(iter(self._stops_in_order), None))

    def see(self) -> None:
        """Mark all that is shown as seen, as it was shown; what was changed meanwhile refuses and is shown anew."""
        from hsct_desktop.services import lab_results

        if not self.found.samples:
            self.close_sheet()
            return
        asking = next((card for card in self.cards() if card.is_asking()), None)
        if asking is not None:
            # A reason half typed is not lost: it is what this key finishes first.
            asking.dismiss()
            return
        shown = self.found.versions
        saved = self.ctx.save(lambda: lab_results.review(self.ctx.ready(), self.patient_id, shown), initiator=self)
        if saved is None:
            self._read_anew()
            return
        self.close_sheet()
        self._go_on()

    def _go_on(self) -> None:
        """The older results of the patient, then the next patient of the list who has anything to see."""
        from hsct_desktop.services import review

        # A patient with more than is shown at once, or with a result that came meanwhile, comes once more.
        following = review.next_waiting(self.ctx.ready(), (self.patient_id, *self._then))
        if following is None:
            return
        if following == self.patient_id:
            self.ctx.open_sheet(ReviewSheet(self.ctx, following, self._then, place=self._place, of=self._of))
            return
        at = self._then.index(following) + 1
        self.ctx.open_sheet(ReviewSheet(self.ctx, following, self._then[at:], place=self._place + at, of=self._of))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        stops = getattr(self, "_stops_in_order", [])
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched in stops:
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            step = _STEPS.get(Qt.Key(event.key()))
            if plain and step is not None:
                self._step(stops.index(watched), step)
                return True
            if plain and event.key() in _ENTER and isinstance(watched, ResultRow):
                self._to_flowsheet(watched)
                return True
        return super().eventFilter(watched, event)

    def _step(self, at: int, by: int) -> None:
        to = max(0, min(len(self._stops_in_order) - 1, at + by))
        stop = self._stops_in_order[to]
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(stop, 0, 32)

    def _to_flowsheet(self, row: ResultRow) -> None:
        """The day of a result in the flowsheet, with all that stood before it."""
        self.keep_draft()
        self.ctx.show_patient(self.patient_id, f"flowsheet@{row.found.result.taken_on.isoformat()}")


def _holds(stop: QWidget, focused: QWidget | None) -> bool:
    return focused is not None and (stop is focused or stop.isAncestorOf(focused))
