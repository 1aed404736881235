"""The left of the import: which column of the file is understood as what, and what one of them asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QWidget

from hsct_desktop.domain.import_mapping import Confidence
from hsct_desktop.views.context import Context
from hsct_desktop.views.import_code_series import CodeSeries
from hsct_desktop.views.rows_model import PAINT, Cell, Line, RowsTable
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.choice_box import ChoiceBox
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.paint import box, colour, text, text_width
from hsct_desktop.views.widgets.panel import Panel, rule
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel
from hsct_desktop.views.widgets.table import Index, RowDelegate

WIDTH: Final = 490
_HEAD: Final = (84, 124)
"""Least and greatest width of the file's own heads."""
_WIDTHS: Final = (-1, 78, 112)
_BAR: Final = (38, 7)
_SHARES: Final = {Confidence.SURE: 1.0, Confidence.LIKELY: 0.75, Confidence.ASKS: 0.34, Confidence.UNUSED: 0.0}
_TOKENS: Final = {
    Confidence.SURE: "success", Confidence.LIKELY: "accent", Confidence.ASKS: "warn", Confidence.UNUSED: "muted",
}  # fmt: skip


@dataclass(frozen=True)
class ColumnLine:
    """A column as the page words it; `key` says which."""

    key: object
    head: str
    means: str
    example: str
    confidence: Confidence


@dataclass(frozen=True)
class Answer:
    """One way to answer a column's question; its number is its key."""

    value: object
    words: str


@dataclass(frozen=True)
class Asked:
    """What a column asks: a fact, a sentence, and answers; without answers the column is opened."""

    key: object
    fact: str
    sentence: str
    answers: tuple[Answer, ...] = ()


class _ConfidenceDelegate(RowDelegate):
    """Paints a bar as long as a column is sure, and says it in a word."""

    def paint_content(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        share = index.data(PAINT)
        if share is None:
            super().paint_content(painter, rect, index)
            return
        wide, high = _BAR
        bar = QRectF(rect.left(), round(rect.center().y() - high / 2), wide, high)
        token = str(index.data(Qt.ItemDataRole.UserRole + 101) or "muted")
        if share < 0.99:
            box(painter, bar, fill="surface", edge="line_strong", radius=1)
        if share:
            painter.fillRect(QRectF(bar.left(), bar.top(), wide * share, high), colour(token))
        text(painter, rect.adjusted(wide + 7, 0, 4, 0), str(index.data() or ""), token)


class ColumnsTable(RowsTable):
    """Digits 1 to 9 answer what the column under the mark asks."""

    answered = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        if len(typed) == 1 and typed in "123456789" and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.answered.emit(int(typed) - 1)
        elif event.key() == Qt.Key.Key_F2:
            self.entered.emit(self.key())
        else:
            super().keyPressEvent(event)


class QuestionCard(AlertNote):
    """A question with its answers, each with the number that gives it."""

    answered = Signal(object)
    opened = Signal()

    def __init__(self) -> None:
        super().__init__("", "", "warn", icon="help")
        self._asked: Asked | None = None
        self._place = QWidget()
        self._answers = QHBoxLayout(self._place)
        self._answers.setContentsMargins(Space.TIGHT, 0, 0, 0)
        self._answers.setSpacing(Space.TIGHT)
        self.add_beside(self._place)

    def ask(self, asked: Asked | None, open_words: str) -> None:
        """Ask, or be quiet."""
        self._asked = asked
        while (item := self._answers.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.setVisible(asked is not None)
        if asked is None:
            return
        self.set_note(asked.fact, asked.sentence)
        for number, answer in enumerate(asked.answers, start=1):
            button = KeyButton(answer.words, hint=str(number), small=True)
            button.setAutoDefault(True)
            button.clicked.connect(lambda _checked=False, value=answer.value: self.answered.emit(value))
            self._answers.addWidget(button)
        if not asked.answers:
            button = KeyButton(open_words, hint="Enter", small=True)
            button.setAutoDefault(True)
            button.clicked.connect(self.opened)
            self._answers.addWidget(button)

    def answer(self, number: int) -> bool:
        """Give the answer of a number counting from 0; False where there is none."""
        if self._asked is None or not 0 <= number < len(self._asked.answers):
            return False
        self.answered.emit(self._asked.answers[number].value)
        return True


class ColumnsPanel(Panel):
    """`opened` asks for a column's sheet, `answered` carries a column's key and the answer to its question,
    `sheet_chosen` another sheet, `mapping_chosen` the name of a saved mapping, `save_wanted` a name to save under;
    `anew_wanted`: all that was answered before is forgotten."""

    opened = Signal(object)
    answered = Signal(object, object)
    sheet_chosen = Signal(str)
    mapping_chosen = Signal(str)
    save_wanted = Signal(str)
    anew_wanted = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(" ", " ", flush=True, parent=parent)
        self._ctx = ctx
        self._asked: dict[object, Asked] = {}
        self.body().setSpacing(0)
        self.sheet = ChoiceBox()
        self.sheet.setAccessibleName(self.tr("Sheet"))
        self.sheet.setFixedHeight(24)
        self.sheet.activated.connect(lambda _at: self.sheet_chosen.emit(str(self.sheet.currentData())))
        self.add_to_head(self.sheet)
        heads = (self.tr("In the file"), self.tr("Understood as"), self.tr("Example"), self.tr("Confidence"))
        self.columns = ColumnsTable(self.tr("Columns"), heads, (_HEAD[0], *_WIDTHS), row=27)
        self.columns.setItemDelegate(_ConfidenceDelegate(self.columns))
        self.columns.entered.connect(self.opened)
        self.columns.clicked.connect(self._on_click)
        self.columns.moved.connect(self._on_moved)
        self.columns.answered.connect(self._on_digit)
        self.columns.set_drop_order((2,))
        self.add(rule())
        self.add(self.columns, 1)
        self.question = QuestionCard()
        self.question.answered.connect(lambda value: self.answered.emit(self.columns.key(), value))
        self.question.opened.connect(lambda: self.opened.emit(self.columns.key()))
        inset = QHBoxLayout()
        inset.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
        inset.addWidget(self.question)
        self.body().addLayout(inset)
        self.series = CodeSeries()
        self.add(self.series)
        self.add(self._known_line())
        self.add(self._foot())

    def _known_line(self) -> QWidget:
        """One line that says where the answers come from."""
        self.known = QFrame()
        self.known.setProperty("role", "sheet-foot")
        self._known_words = ElidedLabel("", "muted")
        self.anew = KeyButton(self.tr("Start anew"), kind="link", small=True)
        self.anew.clicked.connect(self.anew_wanted)
        row = QHBoxLayout(self.known)
        row.setContentsMargins(Space.MEDIUM, 2, Space.SMALL, 2)
        row.addWidget(self._known_words, 1)
        row.addWidget(self.anew)
        self.known.hide()
        return self.known

    def show_known(self, words: str) -> None:
        """Say where the answers come from; "" for nowhere."""
        self._known_words.setText(words)
        self.known.setVisible(bool(words))

    def _foot(self) -> QWidget:
        foot = QFrame()
        foot.setProperty("role", "sheet-foot")
        self.name = ChoiceBox()
        self.name.setEditable(True)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.name.setAccessibleName(self.tr("Mapping"))
        line = self.name.lineEdit()
        if line is not None:
            line.setPlaceholderText(self.tr("name of the mapping"))
        self.name.activated.connect(lambda _at: self.mapping_chosen.emit(self.name.currentText()))
        self.save = KeyButton(self.tr("Save mapping"))
        self.save.clicked.connect(lambda: self.save_wanted.emit(self.name.currentText().strip()))
        row = QHBoxLayout(foot)
        row.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
        row.setSpacing(Space.SMALL)
        row.addWidget(PlainLabel(self.tr("Mapping"), "muted"))
        row.addWidget(self.name, 1)
        row.addWidget(self.save)
        return foot

    def set_sheets(self, sheets: Sequence[tuple[str, str]], chosen: str) -> None:
        """The sheets that are taken, as `(name, words)`; one alone is not offered."""
        self.sheet.clear()
        for name, words in sheets:
            self.sheet.addItem(words, name)
        self.sheet.setCurrentIndex(max(0, self.sheet.findData(chosen)))
        self.sheet.setVisible(len(sheets) > 1)

    def set_mappings(self, names: Sequence[str], chosen: str) -> None:
        """The saved mappings, and the name of the one in use."""
        self.name.clear()
        self.name.addItems(list(names))
        self.name.setCurrentIndex(-1)
        self.name.setEditText(chosen)

    def show_columns(self, lines: Sequence[ColumnLine], asked: Sequence[Asked]) -> None:
        """Show the columns; the mark stays where it is, or goes to the first that asks when none was marked."""
        words = self._ctx.wording
        self._asked = {one.key: one for one in asked}
        shown = [
            Line(
                (
                    Cell(line.head, bold=True),
                    Cell(line.means, "muted" if line.confidence is Confidence.UNUSED else ""),
                    Cell(line.example, "muted"),
                    Cell(
                        words.enum("import_confidence", line.confidence.value), _TOKENS[line.confidence],
                        paint=_SHARES[line.confidence] or 0.001,
                    ),
                ),
                line.key,
            )
            for line in lines
        ]  # fmt: skip
        first = next((line.key for line in lines if line.key in self._asked), None)
        wide = max((text_width(line.head, font(bold=True)) for line in lines), default=0.0) + 2 * Space.CELL + 4
        self.columns.set_widths((int(min(max(wide, _HEAD[0]), _HEAD[1])), *_WIDTHS))
        self.columns.set_lines(shown, self.columns.key() or first)
        counts = [(c, sum(line.confidence is c for line in lines)) for c in Confidence]
        note = " · ".join(words.count(f"import_page.{c.value}", n) for c, n in counts if n)
        self.set_title(self.tr("Columns, {0}").format(len(lines)), note)

    def go_to_question(self, *, stay: bool = False) -> bool:
        """Put the mark on the next column that asks (`stay`: it is there when this one does); False when none does."""
        lines = [line.key for line in self.columns.rows.lines]
        if stay and self.columns.key() in self._asked:
            self.columns.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        at = lines.index(self.columns.key()) if self.columns.key() in lines else -1
        after = [key for key in (*lines[at + 1 :], *lines[: at + 1]) if key in self._asked]
        if not after:
            return False
        self.columns.choose(after[0])
        self.columns.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _on_moved(self) -> None:
        asked = self._asked.get(self.columns.key())
        self.question.ask(asked, self.tr("Decide"))

    def _on_click(self) -> None:
        # What asks is answered in its card; a double click opens it all the same.
        if self.columns.key() not in self._asked:
            self.opened.emit(self.columns.key())

    def _on_digit(self, number: int) -> None:
        self.question.answer(number)
