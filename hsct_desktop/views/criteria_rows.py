"""The criteria of a checklist, one a line: what it asks, what the record says, yes, no or unknown by a key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.criteria import Answer, Criterion
from hsct_desktop.domain.criteria_check import Said
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.panel import rule
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.segmented import SegmentedChoice

_KEYS: Final = {"y": Answer.YES, "s": Answer.YES, "n": Answer.NO, "u": Answer.UNKNOWN, "?": Answer.UNKNOWN}
"""Letters of both languages; 1, 2 and 3 work too."""
_STEP: Final[dict[int, int]] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_OPEN: Final = Said(Answer.UNKNOWN)


def answer_choice(words: Wording, name: str) -> SegmentedChoice:
    """Yes, no, unknown; unknown stands until somebody answers."""
    choices: list[tuple[object, str]] = [(answer, words.enum("answer", answer)) for answer in Answer]
    return SegmentedChoice(choices, Answer.UNKNOWN, name=name)


class AnswerRow(QWidget):
    """A question with its evidence below it and the three answers at the right. `answered`: a person chose."""

    answered = Signal()
    left = Signal(int)

    def __init__(self, words: Wording, question: str) -> None:
        super().__init__()
        self._question = PlainLabel(question, wrap=True)
        self._evidence = PlainLabel("", "caption", wrap=True)
        self.choice = answer_choice(words, question)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, Space.TIGHT, 0, Space.TIGHT)
        row.setSpacing(Space.SMALL)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._question)
        column.addWidget(self._evidence)
        row.addLayout(column, 1)
        row.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignTop)
        self.choice.chosen.connect(lambda _value: self.answered.emit())
        for segment in self.choice.findChildren(QAbstractButton):
            segment.installEventFilter(self)
        self.setFocusProxy(self.choice)
        self.set_evidence("")

    def take_focus(self, reason: Qt.FocusReason) -> None:
        """Put the focus on the choice's own buttons."""
        target = self.choice.focusProxy() or self.choice
        target.setFocus(reason)

    def answer(self) -> Answer:
        """What stands."""
        value = self.choice.value()
        return value if isinstance(value, Answer) else Answer.UNKNOWN

    def set_answer(self, answer: Answer) -> None:
        """Answer."""
        self.choice.set_value(answer)

    def set_evidence(self, words: str) -> None:
        """Show what the record says."""
        self._evidence.setText(words)
        self._evidence.setVisible(bool(words))
        self.choice.setAccessibleDescription(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            wanted = _KEYS.get(event.text().casefold()) if not _is_command(event) else None
            step = _STEP.get(event.key()) if not _is_command(event) else None
            if wanted is None and step is None:
                return super().eventFilter(watched, event)
            if event.type() == QEvent.Type.ShortcutOverride:
                # The letters answer here; on the page behind, the same ones open sheets.
                event.accept()
            else:
                if wanted is not None:
                    self.choice.set_value(wanted)
                self.left.emit(step or 1)
            return True
        return super().eventFilter(watched, event)


def _is_command(event: QKeyEvent) -> bool:
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return bool(event.modifiers() & modifiers)


class CriteriaRows(QWidget):
    """The criteria of one checklist by group. An answer that differs from the record's is the person's."""

    edited = Signal()

    def __init__(self, words: Wording, criteria: Sequence[Criterion]) -> None:
        super().__init__()
        self._recorded: dict[str, Said] = {}
        self._filling = False
        self.rows: dict[str, AnswerRow] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        group = ""
        for criterion in criteria:
            if criterion.group != group:
                group = criterion.group
                column.addSpacing(Space.SMALL if self.rows else 0)
                column.addWidget(PlainLabel(words.text(f"criterion_group.{group}"), "bold"))
                column.addWidget(rule())
            row = AnswerRow(words, words.text(f"criterion.{criterion.id}"))
            row.setObjectName(criterion.id)
            row.answered.connect(self._on_answer)
            row.left.connect(lambda step, row=row: self._go(row, step))
            self.rows[criterion.id] = row
            column.addWidget(row)
            column.addWidget(rule())

    def fill(self, recorded: Mapping[str, Said]) -> None:
        """Show what the record says; what a person has answered stays."""
        by_person = {name for name, said in self.said().items() if said.by_person}
        self._recorded = dict(recorded)
        self._filling = True
        for name, row in self.rows.items():
            if name not in by_person:
                row.set_answer(recorded.get(name, _OPEN).answer)
        self._filling = False
        self._show_evidence()

    def said(self) -> dict[str, Said]:
        """The answers as they stand, each with what the record says."""
        found = {}
        for name, row in self.rows.items():
            recorded, answer = self._recorded.get(name, _OPEN), row.answer()
            found[name] = Said(answer, answer is not recorded.answer, recorded.evidence)
        return found

    def answers(self) -> dict[str, Answer]:
        """The answers alone."""
        return {name: row.answer() for name, row in self.rows.items()}

    def set_answers(self, answers: Mapping[str, Answer]) -> None:
        """Answer as a draft has it."""
        for name, answer in answers.items():
            if name in self.rows:
                self.rows[name].set_answer(answer)

    def first(self) -> AnswerRow:
        """The first row that nobody and nothing has answered, else the first."""
        rows = list(self.rows.values())
        return next((row for row in rows if row.answer() is Answer.UNKNOWN), rows[0])

    def _on_answer(self) -> None:
        if not self._filling:
            self._show_evidence()
            self.edited.emit()

    def _show_evidence(self) -> None:
        for name, said in self.said().items():
            told = said.evidence
            if said.by_person and told and self._recorded[name].answer is not Answer.UNKNOWN:
                told = self.tr("the record says otherwise: {}").format(told)
            self.rows[name].set_evidence(told)

    def _go(self, row: AnswerRow, step: int) -> None:
        """To the next or the one before; past the last one on to the next field."""
        rows = list(self.rows.values())
        at = rows.index(row) + step
        if at == len(rows):
            row.take_focus(Qt.FocusReason.OtherFocusReason)
            row.choice.focusNextPrevChild(True)
        elif at >= 0:
            rows[at].take_focus(Qt.FocusReason.TabFocusReason)
