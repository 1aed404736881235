"""Phrases of letters on the page of settings: those of the program and the unit's own, and the sheet that edits one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from hsct_desktop.catalogue.wording import LANGUAGES
from hsct_desktop.domain.letter import FreeSection, LetterKind
from hsct_desktop.domain.phrase import PLACEHOLDERS, PhraseEntry, check_phrase
from hsct_desktop.domain.problem import Problem
from hsct_desktop.views.context import NOBODY, Context
from hsct_desktop.views.form_fields import ChipsField, ChoiceField, NotesField, TextField
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, enum_choices
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.phrases import ListedPhrase

_HEIGHT: Final = 340
_LINES: Final = 6


class PhrasesPanel(Panel):
    """Every phrase by the section in which it is offered; Enter opens one, New adds one of the unit."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Phrases of letters"), self.tr("Enter opens a phrase"), flush=True, parent=parent)
        self._ctx = ctx
        self.setObjectName("phrases")
        self.new = KeyButton(self.tr("New phrase"), icon="plus", small=True)
        self.new.clicked.connect(lambda: self._open(None))
        self.back = KeyButton(self.tr("Take back…"), small=True)
        self.back.clicked.connect(self._take_back)
        for button in (self.back, self.new):
            self.add_to_head(button)
        heads = [self.tr("Phrase"), self.tr("Text"), self.tr("Languages"), self.tr("From")]
        self.table = RowsTable(self.tr("Phrases of letters"), heads, [260, -1, 90, 110])
        self.table.setFixedHeight(_HEIGHT)
        self.table.entered.connect(self._open)
        self.table.moved.connect(self._show_state)
        self.add(self.table)
        self.rows: list[ListedPhrase] = []
        ctx.news.changed.connect(self._on_news)
        self.refresh()

    def refresh(self) -> None:
        """Read the phrases anew."""
        workspace = self._ctx.workspace
        for widget in (self.table, self.new):
            widget.setEnabled(workspace is not None)
        self.rows = []
        if workspace is not None:
            from hsct_desktop.services import phrases

            order = list(FreeSection)
            self.rows = sorted(phrases.everything(workspace), key=lambda one: order.index(one.entry.section))
        words = self._ctx.wording
        lines: list[Line] = []
        for section, some in groupby(enumerate(self.rows), key=lambda pair: pair[1].entry.section):
            found = [self._line(number, one) for number, one in some]
            lines.append(Line((Cell(words.enum("free_section", section), bold=True),), group=len(found)))
            lines += found
        self.table.set_lines(lines)
        self._show_state()

    def _line(self, number: int, one: ListedPhrase) -> Line:
        text = one.entry.texts.get(self._ctx.language) or next(iter(one.entry.texts.values()), "")
        languages = ", ".join(language for language in LANGUAGES if one.entry.texts.get(language))
        from_ = self.tr("the unit") if one.held is not None else self.tr("the program")
        said = " ".join(text.split()) or self.tr("hidden: it has no text")
        return Line(
            (
                Cell(one.label, bold=one.held is not None),
                Cell(said, token="" if text else "muted", tip=text),
                Cell(languages or "–", token="muted"),
                Cell(from_, token="muted"),
            ),
            key=number,
        )

    def _chosen(self) -> ListedPhrase | None:
        key = self.table.key()
        return self.rows[key] if isinstance(key, int) and key < len(self.rows) else None

    def _show_state(self) -> None:
        chosen = self._chosen()
        self.back.setEnabled(chosen is not None and chosen.held is not None)

    def _open(self, key: object) -> None:
        one = self.rows[key] if isinstance(key, int) and key < len(self.rows) else None
        self._ctx.open_sheet(PhraseSheet(self._ctx, one))

    def _take_back(self) -> None:
        chosen = self._chosen()
        if chosen is None or chosen.held is None:
            return
        from hsct_desktop.services import phrases

        held = chosen.held
        sheet = ReasonSheet(
            self._ctx, NOBODY, self.tr("Take back a phrase"), chosen.label,
            lambda ws, reason: phrases.void_phrase(ws, held.id, reason, held.version),
            draft=f"void_phrase:{held.id}",
        )  # fmt: skip
        self._ctx.open_sheet(sheet)

    def _on_news(self, changes: Changes, _initiator: object) -> None:
        if "phrase" in changes.kinds:
            self.refresh()


class PhraseSheet(RecordSheet):
    """One phrase in every language of the letters. A phrase of the program is changed as one of the unit's own."""

    def __init__(self, ctx: Context, one: ListedPhrase | None) -> None:
        held = one.held if one is not None else None
        name = f"phrase:{held.id}" if held is not None else f"phrase_of:{one.label}" if one is not None else "phrase"
        super().__init__(ctx, NOBODY, "", draft=name)
        self._held = held
        self._heading = self.tr("New phrase") if one is None else self.tr("Phrase")
        self.set_title(self._heading, "")
        self._entry = one.entry if one is not None else PhraseEntry("")
        self._build(one.label if one is not None else "")
        self.begin()

    def _build(self, label: str) -> None:
        words = self.ctx.wording
        self._label = captioned(TextField(), self.tr("Name in the list"), "label")
        self._section = captioned(ChoiceField(), self.tr("Section"), "section")
        self._kinds = captioned(ChipsField(), self.tr("Only in these letters (none: in all)"), "kinds")
        self._section.set_choices(enum_choices(words, "free_section", FreeSection))
        self._kinds.set_choices(enum_choices(words, "letter_kind", LetterKind), multi=True)
        self._section.edited.connect(self.changed)
        captions = {"en": self.tr("Text in English"), "it": self.tr("Text in Italian")}
        self._texts = {one: captioned(NotesField(), captions.get(one, one), one) for one in LANGUAGES}
        self._label.set_text(label)
        self._section.set_value(self._entry.section)
        self._kinds.choice().set_values(self._entry.kinds)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(11)
        for part in (self._label, self._section, self._kinds):
            column.addWidget(part)
        for language, field in self._texts.items():
            field.set_lines(_LINES)
            field.set_text(self._entry.texts.get(language, ""))
            column.addWidget(field)
        column.addLayout(self._explained())
        for sentence in self._sentences():
            column.addWidget(PlainLabel(sentence, "caption", wrap=True))
        column.addStretch(1)
        self.set_body(body)

    def _explained(self) -> QGridLayout:
        """What may stand in braces, each with what fills it: to be read while typing."""
        meant = {
            "patient": self.tr("the patient's name"), "age": self.tr("age in years on the letter's day"),
            "day0": self.tr("date of Day 0"), "day": self.tr("the letter's day, counted from Day 0: +180"),
            "months": self.tr("whole months since Day 0"), "edss": self.tr("the last EDSS"),
            "edss_date": self.tr("the day of that EDSS"), "date": self.tr("the letter's date"),
            "phone": self.tr("the unit's telephone"), "unit": self.tr("the unit's name"),
        }  # fmt: skip
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.MEDIUM)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(PlainLabel(self.tr("Filled from the record:"), "muted"), 0, 0, 1, 2)
        for row, name in enumerate(PLACEHOLDERS, start=1):
            grid.addWidget(PlainLabel(f"{{{name}}}", "caption"), row, 0)
            grid.addWidget(PlainLabel(meant[name], "caption", wrap=True), row, 1)
        return grid

    def _sentences(self) -> Iterator[str]:
        yield self.tr("A language without a text gets the English one, marked as not translated.")
        if self._held is None and self._entry.label:
            yield self.tr(
                "This phrase came with the program: saved, it becomes the unit's own. Without any text it is hidden."
            )

    def first_field(self) -> QWidget | None:
        return self._label.line()

    def _now(self) -> PhraseEntry:
        section = self._section.value()
        others = {language: text for language, text in self._entry.texts.items() if language not in self._texts}
        return PhraseEntry(
            self._label.text(),
            section if isinstance(section, FreeSection) else self._entry.section,
            frozenset(kind for kind in self._kinds.choice().values() if isinstance(kind, LetterKind)),
            {**others, **{language: field.text() for language, field in self._texts.items() if field.text().strip()}},
            self._entry.position,
        )

    def problems(self) -> Iterator[Problem]:
        from hsct_desktop.services import phrases

        now = self._now()
        yield from check_phrase(now, hides=phrases.is_shipped(self.ctx.ready(), now.label))

    def target_of(self, field: str) -> QWidget:
        return self._texts.get(field, self._label)

    def write(self) -> Changes:
        from hsct_desktop.services import phrases

        if self._held is None:
            return phrases.record(self.ctx.ready(), self._now())
        return phrases.revise(self.ctx.ready(), self._held.id, self._held.version, self._now())

    def content(self) -> Content:
        now = self._now()
        return {
            "label": now.label,
            "section": now.section.value,
            "kinds": sorted(kind.value for kind in now.kinds),
            "texts": {language: field.text() for language, field in self._texts.items()},
        }

    def restore(self, content: Content) -> None:
        self._label.set_text(str(content["label"]))
        self._section.set_value(FreeSection(content["section"]))
        self._kinds.choice().set_values(LetterKind(kind) for kind in content["kinds"])
        for language, text in content["texts"].items():
            if language in self._texts:
                self._texts[language].set_text(text)
