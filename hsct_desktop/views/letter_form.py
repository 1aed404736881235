"""The form of a letter: to whom, in which language, since when, and the sections in the doctor's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPlainTextEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from hsct_desktop.domain.letter import FreeSection, LetterEntry, LetterKind
from hsct_desktop.views.banner import surface
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChoiceField, DayField, TextField
from hsct_desktop.views.letter_missing import MissingPanel
from hsct_desktop.views.professional_card import LETTER_LANGUAGES
from hsct_desktop.views.sheet import captioned, field_row
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.field import FieldFrame
from hsct_desktop.views.widgets.flow_layout import FlowLayout
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.segmented import SegmentedChoice

if TYPE_CHECKING:
    from hsct_desktop.services.phrases import OfferedPhrase

_NONE: Final = 0
"""The reader's choice for nobody of the file."""
_LINES: Final = {FreeSection.HISTORY: 3, FreeSection.IMPRESSION: 5, FreeSection.PLAN: 3}
_MOST_CHIPS: Final = 3


class LetterForm(QWidget):
    """The fields. `edited` tells of another value, `kind_chosen` of another kind of letter, which is another letter."""

    edited = Signal()
    kind_chosen = Signal(object)

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._entry: LetterEntry | None = None
        self._filling = False
        self._offered: list[OfferedPhrase] = []
        self._section = FreeSection.IMPRESSION
        kinds = {
            LetterKind.NEUROLOGIST: self.tr("Neurologist"), LetterKind.GP: self.tr("GP"),
            LetterKind.PATIENT: self.tr("Patient"), LetterKind.DISCHARGE: self.tr("Discharge"),
            LetterKind.ANNUAL: self.tr("Annual"),
        }  # fmt: skip
        listed = [(kind, f"{words} {number}") for number, (kind, words) in enumerate(kinds.items(), 1)]
        self.kind = SegmentedChoice(listed, name=self.tr("Letter to"))
        self.reader = captioned(ChoiceField(), self.tr("Reader"), "reader")
        self.language = captioned(ChoiceField(), self.tr("Language"), "language")
        self.since = captioned(DayField(), self.tr("Since the letter of"), "sinceOn")
        self.copies = captioned(TextField(), self.tr("Copies to"), "copies")
        self.missing = MissingPanel(ctx)
        self.texts = {section: self._text_field(section) for section in FreeSection}
        self._phrases = QWidget()
        self._phrase_flow = FlowLayout(self._phrases)
        self._prepare_fields()
        self._lay_out()

    # building ---------------------------------------------------------------------------------------------------

    def _text_field(self, section: FreeSection) -> FieldFrame:
        area = QPlainTextEdit()
        area.setTabChangesFocus(True)
        area.setFixedHeight(area.fontMetrics().lineSpacing() * _LINES[section] + 16)
        area.setObjectName(f"letter_{section.value}")
        area.textChanged.connect(self._on_edit)
        area.installEventFilter(self)
        return FieldFrame(self._ctx.wording.enum("free_section", section), area)

    def _prepare_fields(self) -> None:
        self.language.set_choices(LETTER_LANGUAGES)
        self.since.bind(self._ctx)
        self.copies.set_hint(self.tr("names, separated by ;"))
        self.kind.chosen.connect(self._on_kind)
        self.reader.edited.connect(self._on_edit)
        self.language.edited.connect(self._on_language)
        self.since.edited.connect(self._on_edit)
        self.copies.edited.connect(self._on_edit)

    def _lay_out(self) -> None:
        self.kind.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        body = surface(QWidget())
        column = QVBoxLayout(body)
        column.setContentsMargins(Space.LARGE, 0, Space.LARGE, Space.MEDIUM)
        column.setSpacing(Space.SMALL)
        column.addWidget(self.kind)
        row = QHBoxLayout()
        row.setSpacing(10)
        self.language.setFixedWidth(104)
        self.since.setFixedWidth(122)
        row.addWidget(self.reader, 1)
        row.addWidget(self.language)
        row.addWidget(self.since)
        column.addLayout(row)
        column.addWidget(self.missing)
        column.addWidget(self.texts[FreeSection.HISTORY])
        column.addWidget(self.texts[FreeSection.IMPRESSION])
        column.addWidget(self._phrases)
        column.addWidget(self.texts[FreeSection.PLAN])
        column.addWidget(field_row(self.copies))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    # the letter in the form -------------------------------------------------------------------------------------

    def show_entry(self, entry: LetterEntry, *, final: bool) -> None:
        """Fill the form; a final letter is only looked at."""
        self._filling = True
        self._entry = entry
        self.kind.set_value(entry.kind)
        self._offer_readers(entry)
        self.language.set_value(entry.language)
        self.since.set_date(entry.since_on)
        self.copies.set_text("; ".join(entry.copies.splitlines()))
        for section, field in self.texts.items():
            area = self.area(section)
            if area.toPlainText() != entry.texts.get(section, ""):
                area.setPlainText(entry.texts.get(section, ""))
            area.setReadOnly(final)
            field.setVisible(not final or bool(entry.texts.get(section)))
        for part in (self.reader, self.language, self.since, self.copies):
            part.setEnabled(not final)
        self._phrases.setVisible(not final)
        self._filling = False
        if not final:
            self._offer_phrases()

    def _offer_readers(self, entry: LetterEntry) -> None:
        from hsct_desktop.services import patients, professionals

        ws = self._ctx.ready()
        if entry.kind is LetterKind.PATIENT:
            own = patients.banner(ws, entry.patient_id)
            self.reader.set_choices([(_NONE, f"{own.given_name} {own.family_name}")])
        else:
            known: list[tuple[object, str]] = [
                (card.id, " · ".join(part for part in (card.entry.name, card.entry.institution) if part))
                for card in professionals.everybody(ws)
            ]
            self.reader.set_choices([*known, (_NONE, entry.reader or self.tr("nobody recorded"))])
        self.reader.set_value(entry.professional_id or _NONE)

    def entry(self) -> LetterEntry:
        """The letter as the form has it. RuntimeError before one is shown."""
        if self._entry is None:
            raise RuntimeError("no letter is shown")
        reader, language = self.reader.value(), self.language.value()
        copies = "\n".join(name.strip() for name in self.copies.text().split(";") if name.strip())
        since = self._entry.since_on if self.since.unreadable() else self.since.date()
        return replace(
            self._entry,
            professional_id=reader if isinstance(reader, int) and reader != _NONE else None,
            language=language if isinstance(language, str) else self._entry.language,
            since_on=since,
            copies=copies,
            texts={section: text for section in FreeSection if (text := self.area(section).toPlainText()).strip()},
        )

    def area(self, section: FreeSection) -> QPlainTextEdit:
        """Where a section is typed."""
        held = self.texts[section].focusProxy()
        if not isinstance(held, QPlainTextEdit):
            raise RuntimeError("a free section is typed into several lines")
        return held

    def reader_name(self) -> str:
        """To whom the letter goes, as the form shows it; empty for nobody."""
        return self.reader.box().currentText().partition(" · ")[0] if self._knows_reader() else ""

    def _knows_reader(self) -> bool:
        entry = self.entry()
        return entry.professional_id is not None or entry.kind is LetterKind.PATIENT or bool(entry.reader)

    def _on_kind(self, kind: object) -> None:
        if not self._filling and isinstance(kind, LetterKind):
            self.kind_chosen.emit(kind)

    def _on_edit(self) -> None:
        if not self._filling and self._entry is not None:
            self.edited.emit()

    def _on_language(self) -> None:
        self._on_edit()
        if not self._filling and self._entry is not None:
            self._offer_phrases()

    # phrases ----------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            for section in FreeSection:
                if self.area(section) is watched and section is not self._section:
                    self._section = section
                    self._offer_phrases()
        return super().eventFilter(watched, event)

    def _offer_phrases(self) -> None:
        from hsct_desktop.services import phrases

        while (item := self._phrase_flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._offered = phrases.offered(self._ctx.ready(), self.entry(), self._section)
        if not self._offered:
            return
        self._phrases.setAccessibleName(self._ctx.wording.enum("free_section", self._section))
        self._phrase_flow.addWidget(PlainLabel(self.tr("Phrases"), "caption"))
        for phrase in self._offered[:_MOST_CHIPS]:
            button = KeyButton(phrase.label, small=True)
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            button.clicked.connect(lambda _checked=False, one=phrase: self.insert(one))
            self._phrase_flow.addWidget(button)
        more = KeyButton(self.tr("All"), hint="Ctrl+J", small=True)
        more.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        more.clicked.connect(self.choose_phrase)
        self._phrase_flow.addWidget(more)

    def offered(self) -> Sequence[OfferedPhrase]:
        """The phrases for the section with the focus."""
        return self._offered

    def choose_phrase(self) -> None:
        """Open the list of phrases beside the text; digits, arrows and Enter choose."""
        if self._offered and self.texts[self._section].isVisible() and self._phrases.isVisible():
            area = self.area(self._section)
            self.phrase_menu().popup(area.viewport().mapToGlobal(area.cursorRect().bottomLeft() + QPoint(0, 4)))

    def phrase_menu(self) -> QMenu:
        """The list of the phrases for the section with the focus."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, phrase in enumerate(self._offered, 1):
            plain = phrase.label.replace("&", "&&")
            action = menu.addAction(f"&{number}  {plain}" if number < 10 else plain)
            action.triggered.connect(lambda _checked=False, one=phrase: self.insert(one))
        return menu

    def insert(self, phrase: OfferedPhrase) -> None:
        """Put a phrase where the cursor stands, apart from the words before it; what it lacks is told."""
        area = self.area(self._section)
        cursor = area.textCursor()
        before = area.toPlainText()[: cursor.selectionStart()]
        gap = "" if not before or before[-1].isspace() else " "
        cursor.insertText(gap + phrase.text)
        cursor.movePosition(QTextCursor.MoveOperation.NoMove)
        area.setTextCursor(cursor)
        area.setFocus()
        if phrase.missing:
            self._ctx.toast(self.tr("The record lacks what the phrase tells of: look at “not recorded” in its text."))
