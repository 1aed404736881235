"""The form of a letter: to whom, in which language, since when, and the sections in the doctor's own words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from hsct_desktop.domain.letter import FreeSection, LetterEntry, LetterKind, check_letter
from hsct_desktop.domain.problem import Problem
from hsct_desktop.views.banner import surface
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChoiceField, DayField, TextField
from hsct_desktop.views.letter_facts import LetterFacts
from hsct_desktop.views.letter_missing import MissingPanel
from hsct_desktop.views.letter_texts import GrowingText, PhraseLine
from hsct_desktop.views.professional_card import letter_languages
from hsct_desktop.views.sheet import captioned, field_row
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.field import FieldFrame
from hsct_desktop.views.widgets.segmented import SegmentedChoice

if TYPE_CHECKING:
    from hsct_desktop.services.phrases import OfferedPhrase

_NONE: Final = 0
"""The reader's choice for nobody of the file."""
_LINES: Final = {FreeSection.IMPRESSION: 4, FreeSection.HISTORY: 2, FreeSection.PLAN: 2}
_MORE: Final = {FreeSection.IMPRESSION: 6, FreeSection.HISTORY: 4, FreeSection.PLAN: 4}
"""Lines of each section at least, and those given to it where the window has room for them."""


class LetterForm(QWidget):
    """The fields. `edited` tells of another value, `kind_chosen` of another kind of letter, which is another letter.

    `refused` tells that somebody types into a signed letter.
    """

    edited = Signal()
    refused = Signal()
    kind_chosen = Signal(object)

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._entry: LetterEntry | None = None
        self._filling = self._sharing = False
        self._offered: list[OfferedPhrase] = []
        self._section = FreeSection.IMPRESSION
        kinds = {
            LetterKind.NEUROLOGIST: self.tr("Neurologist"), LetterKind.GP: self.tr("GP"),
            LetterKind.PATIENT: self.tr("Patient"), LetterKind.DISCHARGE: self.tr("Discharge"),
            LetterKind.ANNUAL: self.tr("Annual"),
        }  # fmt: skip
        listed = [(kind, f"{words} {number}") for number, (kind, words) in enumerate(kinds.items(), 1)]
        self.kind = SegmentedChoice(listed, name=self.tr("Letter to"), by_letter=True)
        self.reader = captioned(ChoiceField(), self.tr("Reader"), "reader")
        self.language = captioned(ChoiceField(), self.tr("Language"), "language")
        self.since = captioned(DayField(), self.tr("Since the letter of"), "sinceOn")
        self.copies = captioned(TextField(), self.tr("Copies to"), "copies")
        self.missing = MissingPanel(ctx)
        self.facts = LetterFacts(ctx)
        self.texts = {section: self._text_field(section) for section in FreeSection}
        self._phrases = PhraseLine()
        self._prepare_fields()
        self._lay_out()

    # building ---------------------------------------------------------------------------------------------------

    def _text_field(self, section: FreeSection) -> FieldFrame:
        area = GrowingText(_LINES[section])
        area.setObjectName(f"letter_{section.value}")
        area.textChanged.connect(self._on_edit)
        area.grown.connect(self.give_room)
        area.refused.connect(self.refused)
        area.installEventFilter(self)
        return FieldFrame(self._ctx.wording.enum("free_section", section), area)

    def _prepare_fields(self) -> None:
        self.language.set_choices(letter_languages())
        self.since.bind(self._ctx)
        self.copies.set_hint(self.tr("names, separated by ;"))
        self.kind.chosen.connect(self._on_kind)
        self.reader.edited.connect(self._on_edit)
        self.language.edited.connect(self._on_language)
        self.since.edited.connect(self._on_edit)
        self.copies.edited.connect(self._on_edit)
        self._phrases.chosen.connect(self.insert)
        self._phrases.all_wanted.connect(self.choose_phrase)

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
        column.addWidget(self.facts)
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
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        self._scroll = scroll
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.give_room()

    def give_room(self) -> None:
        """Share out the room that is left below: the doctor's words are read without scrolling."""
        areas = {section: self.area(section) for section in _LINES if self.texts[section].isVisibleTo(self)}
        body = self._scroll.widget()
        layout = body.layout() if body is not None else None
        if not areas or layout is None or self._sharing:
            return
        self._sharing = True
        for area in areas.values():
            area.give(0)
        line = self.fontMetrics().lineSpacing()
        layout.activate()
        spare = (self.height() - layout.minimumSize().height()) // line
        for section, area in areas.items():
            lines = 0 if area.isReadOnly() else max(0, min(spare, _MORE[section]))
            area.give(lines)
            spare -= lines
        self._sharing = False

    # the letter in the form -------------------------------------------------------------------------------------

    def show_entry(self, entry: LetterEntry, *, final: bool, same: bool = False) -> None:
        """Fill the form; a final letter is only looked at. In the `same` letter the cursor stays where it is."""
        self._filling = True
        self._entry = entry
        self.kind.set_value(entry.kind)
        self._offer_readers(entry)
        self.language.set_value(entry.language)
        self.since.set_date(entry.since_on)
        self.copies.set_text("; ".join(entry.copies.splitlines()))
        for section, field in self.texts.items():
            area = self.area(section)
            area.show_words(entry.texts.get(section, ""), follow=same)
            area.set_final(final)
            field.setVisible(not final or bool(entry.texts.get(section)))
        for part in (self.reader, self.language, self.since, self.copies):
            part.setEnabled(not final)
        self._phrases.setVisible(not final)
        self._filling = False
        if not final:
            self._offer_phrases()
        self.show_problems(())
        self.give_room()

    def order_tabs(self) -> None:
        """Tab goes as the eye does: from the day on to what is missing, then to the texts."""
        stops = [self.since.editor(), *self.facts.doors(), *self.missing.doors(), self.area(FreeSection.HISTORY)]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

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

    def entry(self, *, words_only: bool = False) -> LetterEntry:
        """The letter as the form has it, or of it the doctor's words only. RuntimeError before one is shown."""
        if self._entry is None:
            raise RuntimeError("no letter is shown")
        texts = {section: text for section in FreeSection if (text := self.area(section).toPlainText()).strip()}
        if words_only:
            return replace(self._entry, texts=texts)
        reader, language = self.reader.value(), self.language.value()
        copies = "\n".join(name.strip() for name in self.copies.text().split(";") if name.strip())
        return replace(
            self._entry,
            professional_id=reader if isinstance(reader, int) and reader != _NONE else None,
            language=language if isinstance(language, str) else self._entry.language,
            since_on=self._entry.since_on if self._since_problems() else self.since.date(),
            copies=copies,
            texts=texts,
        )

    def _since_problems(self) -> list[Problem]:
        """Why the day of the letter before cannot stand; the letter keeps the one it had."""
        day = self.since.date()
        if self._entry is not None and day is not None and day > self._entry.written_on:
            return [Problem("since_on", "letter_since_after")]
        return self.since.reading_problems()

    def problems(self, *, typing: bool = False) -> list[Problem]:
        """What is wrong in the fields as they stand; a day is not yet unreadable to who is `typing` it."""
        since = [] if typing and self.since.unreadable() else self._since_problems()
        return [*since, *check_letter(self.entry(), self._ctx.today())]

    def show_problems(self, problems: Iterable[Problem], *, go: bool = False) -> None:
        """Say beside each field what is wrong with it, and `go` to the first; where nothing is, nothing is said."""
        told: dict[str, Problem] = {}
        for problem in problems:
            told.setdefault(problem.field, problem)
        fields: dict[str, FieldFrame] = {"since_on": self.since, "reader": self.reader, "copies": self.copies}
        fields |= {section.value: field for section, field in self.texts.items()}
        if "since_on" not in told and self.since.unreadable():
            del fields["since_on"]  # it says so itself once it was left
        for name, field in fields.items():
            field.set_error(self._ctx.wording.problem(told[name]) if name in told else None)
        first = next((fields[name] for name in told if name in fields), None)
        if go and first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._scroll.ensureWidgetVisible(first)

    def area(self, section: FreeSection) -> GrowingText:
        """Where a section is typed."""
        held = self.texts[section].focusProxy()
        if not isinstance(held, GrowingText):
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
            self.show_problems(self.problems(typing=True))
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

        self._offered = phrases.offered(self._ctx.ready(), self.entry(), self._section)
        self._phrases.show_phrases(self._offered, self._ctx.wording.enum("free_section", self._section))

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
