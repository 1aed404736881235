"""The emergency summary: one page that somebody who does not know the patient reads before treating."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, Final

from reportlab.lib.colors import white
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer

from hsct_desktop.documents.fonts import BOLD, REGULAR, register_fonts
from hsct_desktop.documents.frame import Geometry, Pen, Sheet, build, shortened, sign_notes
from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.documents.letter_blocks import Pieces
from hsct_desktop.documents.letter_inputs import Block, LetterSection, Listed, Results, Rows, Words
from hsct_desktop.documents.letter_results import ARROWS, results
from hsct_desktop.documents.letter_type import LetterType, letter_type
from hsct_desktop.documents.letter_typeset import typeset_section, typeset_text
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import INK, RULE
from hsct_desktop.documents.tables import GAP, Cell, Grid, Look, Section
from hsct_desktop.documents.text import Text, bold, capitals, clipped, fitted, joined, texts_of, within
from hsct_desktop.domain.dates import age_in_years
from hsct_desktop.domain.patient import Sex

EMERGENCY: Final = Geometry(A4, 15, 195, 28.5, 28.5, 281, 283.5)
VALID: Final = dt.timedelta(days=7)
"""How long the page may be used; the state of a patient changes."""
_LABEL: Final = 29 * mm
_ALLERGY: Final = 72 * mm
_MARK: Final = 20 * mm
_FACTS: Final = Look(0, 1.6)
_LONGEST: Final = 260
_ENDLESS: Final = 1e6
_ACCENT: Final = "#173F4F"


@dataclass(frozen=True)
class Duty:
    """What to do, or not to do: the beginning in bold, then the rest."""

    do: bool
    head: str
    rest: str = ""


@dataclass(frozen=True)
class EmergencyData:
    """What the page says, in words of its language. `allergies` in full, or that none is known.

    `standing`: "graft" after a transplant, "cells" after other cells, "before" where neither was given.

    `facts` and `telephones` are labelled; `sections` are what is wrong now, what is old, medicines, last results.
    """

    context: PrintContext
    family_name: str
    given_name: str
    birth_date: dt.date
    sex: Sex
    code: str
    standing: str
    phone: str
    allergies: tuple[str, ...]
    facts: tuple[tuple[str, Text], ...]
    duties: tuple[Duty, ...]
    sections: tuple[LetterSection, ...]
    telephones: tuple[tuple[str, Text], ...]


@dataclass(frozen=True)
class _Rung:
    """How much is printed: the scale of the type, rows of a table or list, letters of a paragraph."""

    scale: float
    rows: int
    letters: int


_RUNGS: Final = tuple(
    _Rung(scale, rows, letters)
    for scale, rows, letters in (
        (1.08, 40, 2000), (1, 40, 2000), (0.96, 40, 2000), (0.96, 18, 900), (0.96, 14, 700), (0.96, 11, 560),
        (0.96, 8, 460), (0.96, 6, 360), (0.96, 4, 260), (0.96, 3, 180), (0.88, 2, 120),
    )
)  # fmt: skip
"""From the whole down to the least; what is left out is counted on the page."""


def write_emergency_summary(data: EmergencyData, target: Target) -> None:
    """Write the page as PDF to a path (whole or not at all; OSError) or an open binary file."""
    register_fonts()
    words, data = paper_wording(data.context.language), _typeset(data)
    made = b""
    for rung in _RUNGS:
        stream = io.BytesIO()
        pages = build(_sheet(data, words), list(_Page(data, words, rung).story()), stream)
        made = stream.getvalue()
        if pages == 1:
            break

    def make(out: BinaryIO) -> None:
        out.write(made)

    write_to(target, make)


def _typeset(data: EmergencyData) -> EmergencyData:
    """The page with its words as letters set them; who is called and the patient's name stay as they were typed."""
    language = data.context.language
    facts = tuple((label, typeset_text(text, language)) for label, text in data.facts)
    return replace(data, facts=facts, sections=tuple(typeset_section(one, language) for one in data.sections))


def _sheet(data: EmergencyData, words: PaperWording) -> Sheet:
    context = data.context
    title = words.text("emergency.title")

    def head(pen: Pen) -> None:
        canvas, left, right = pen.canvas, pen.geometry.left, pen.geometry.right
        canvas.setFillColor(INK)
        canvas.rect(left * mm, pen.geometry.size[1] - 25 * mm, (right - left) * mm, 16 * mm, stroke=0, fill=1)
        pen.text(left + 4, 16, title, 18, font=BOLD, ink=white)
        pen.text(left + 4, 21.5, words.text(f"emergency.read_first.{data.standing}"), 9, ink=white)
        phone = data.phone or words.text("emergency.phone_missing")
        pen.right(right - 4, 14.5, words.text("emergency.unit_day_and_night" if data.phone else "emergency.unit"), 8.5,
                  ink=white)  # fmt: skip
        pen.right(right - 4, 21, shortened(phone, 15, 85, BOLD), 15 if data.phone else 9, font=BOLD, ink=white)

    foot = (
        words.text("document.unsigned", moment=words.moment(context.printed_at)),
        words.text("emergency.valid", until=context.on + VALID),
        words.text("document.intended_use"),
        context.unit_name,
        words.text("document.practice") if context.practice else "",
        sign_notes(words, list(texts_of(data))),
    )
    return Sheet(EMERGENCY, title, context, head, head, foot, words)


class _Pieces(Pieces):
    """Results with the word beside the arrow: nobody who reads in haste may take one for the other."""

    def results(self, block: Results) -> Flowable:
        """Side by side from five results on."""
        signs = {sign: f"{arrow} {self.words.text(f'emergency.sign.{sign}')}" for sign, arrow in ARROWS.items()}
        return results(block.lines, self.words.in_tables, self.type, self.width, signs=signs, most=4)


class _Page:
    def __init__(self, data: EmergencyData, words: PaperWording, rung: _Rung) -> None:
        self.data, self.words, self.rung = data, words, rung
        self.type: LetterType = letter_type(rung.scale, False, _ACCENT)
        self.width = EMERGENCY.width
        self.pieces = _Pieces(self.type, words, self.width, small=True)

    def story(self) -> Iterator[Flowable]:
        yield self._who()
        yield Spacer(1, 5)
        yield self._labelled(self.data.facts)
        if self.data.duties:
            yield Spacer(1, 4)
            yield Duties(self.data.duties, self.words, self.type, self.width)
        for section in self.data.sections:
            yield from self.pieces.section(section, [*self._cut(section.blocks)])
        title = self.words.text("emergency.telephones")
        yield Section(title, "", self.width, self.type.section, self.type.note, top_rule=True)
        yield self._in_two(self.data.telephones)

    def _who(self) -> Flowable:
        data, words = self.data, self.words
        years = age_in_years(data.birth_date, data.context.on)
        about: list[Text] = [
            joined((words.text(f"document.born.{data.sex.value}", date=data.birth_date),
                    f"({words.count('document.age', years)})"), " "),
            within(words.enum("sex", data.sex)),
            bold(words.text("document.code", code=data.code)),
        ]  # fmt: skip
        name = clipped(f"{capitals(data.family_name)} {data.given_name}".strip(), _LONGEST)
        return Who(name, joined(about), data.allergies, words, self.type, self.width)

    def _labelled(self, rows: Sequence[tuple[str, Text]]) -> Flowable:
        widths = [_LABEL, self.width - _LABEL]
        cells: list[list[Cell]] = [
            [(fitted(label, self.type.label, _LABEL - GAP),),
             (fitted(self._shortened(text), self.type.text, widths[1] - GAP),)]
            for label, text in rows
        ]  # fmt: skip
        return Grid(cells, widths, _FACTS)

    def _in_two(self, rows: Sequence[tuple[str, Text]]) -> Flowable:
        """Labelled texts in two columns, read line by line."""
        half = self.width / 2
        widths = [_LABEL, half - _LABEL] * 2
        cells: list[list[Cell]] = []
        for left, right in zip(rows[::2], [*rows[1::2], ("", "")], strict=False):
            cells.append([
                part
                for label, text in (left, right)
                for part in ((fitted(label, self.type.label, _LABEL - GAP),),
                             (fitted(self._shortened(text), self.type.text, half - _LABEL - GAP),))
            ])  # fmt: skip
        return Grid(cells, widths, _FACTS)

    def _cut(self, blocks: Sequence[Block]) -> Iterator[Block]:
        """What there is room for; what is left out is counted."""
        for block in blocks:
            if isinstance(block, Words):
                yield Words(self._shortened(block.text))
            elif isinstance(block, Rows):
                yield replace(block, rows=block.rows[: self.rung.rows])
                yield from self._more(len(block.rows))
            elif isinstance(block, Listed):
                yield replace(block, items=tuple(self._shortened(one) for one in block.items[: self.rung.rows]))
                yield from self._more(len(block.items))
            else:
                yield block

    def _more(self, number: int) -> Iterator[Block]:
        if number > self.rung.rows:
            yield Words(bold(self.words.count("emergency.more", number - self.rung.rows)))

    def _shortened(self, text: Text) -> Text:
        """The beginning of a long text, with an ellipsis."""
        if isinstance(text, str):
            return clipped(text, self.rung.letters)
        runs, room = [], self.rung.letters
        for run, is_bold in text.runs:
            if room > 0:
                piece = clipped(run, room)
                runs.append(bold(piece) if is_bold else piece)
            room -= len(run)
        return joined(runs, "")


class Who(Flowable):
    """Name, birth date and code at the left; allergies in a frame at the right."""

    def __init__(
        self, name: str, about: Text, allergies: Sequence[str], words: PaperWording, type_: LetterType, width: float
    ) -> None:
        super().__init__()
        self.width = width
        left, inner = width - _ALLERGY - 12, _ALLERGY - 14
        bigger = _strong(type_, 15 if len(name) < 40 else 11)
        self._left = [fitted(name, bigger, left), fitted(about, type_.text, left)]
        strong = _strong(type_, 10 if len(allergies) < 4 else 8.4)
        self._right = [fitted(words.text("emergency.allergies"), type_.label, inner)]
        self._right += [fitted(bold(clipped(one, 120)), strong, inner) for one in allergies[:6]]
        if len(allergies) > 6:
            self._right.append(fitted(bold(words.count("emergency.more", len(allergies) - 6)), strong, inner))
        self._heights = [
            sum(part.wrap(room, _ENDLESS)[1] for part in parts)
            for parts, room in ((self._left, left), (self._right, inner))
        ]
        self.height = max(self._heights[0] + 8, self._heights[1] + 11)

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        """Its own size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the words of the patient, then the frame and what stands in it."""
        canvas: Canvas = self.canv
        y = self.height - 6
        for part in self._left:
            y -= part.height
            part.drawOn(canvas, 0, y)
        x = self.width - _ALLERGY
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(1.6)
        canvas.rect(x, 0.8, _ALLERGY - 0.8, self.height - 1.6)
        y = self.height - 5
        for part in self._right:
            y -= part.height
            part.drawOn(canvas, x + 7, y)


def _strong(type_: LetterType, size: float) -> ParagraphStyle:
    """The bold style of the page in another size."""
    return ParagraphStyle(
        f"emergency-{size}", parent=type_.text, fontName=type_.strong, fontSize=size, leading=size * 1.25
    )


class Duties(Flowable):
    """The frame of what to do and what not to do, the latter with white words on black."""

    def __init__(self, duties: Sequence[Duty], words: PaperWording, type_: LetterType, width: float) -> None:
        super().__init__()
        self.width, self._duties = width, duties
        inner = width - _MARK - 14
        self._marks = [words.text("emergency.do" if duty.do else "emergency.do_not") for duty in duties]
        self._texts = [fitted(_said(duty), type_.text, inner) for duty in duties]
        self._heights = [text.wrap(inner, _ENDLESS)[1] + 8 for text in self._texts]
        self.height = sum(self._heights)

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        """Its own size."""
        return self.width, self.height

    def getSpaceAfter(self) -> float:
        """Room below."""
        return 2.0

    def draw(self) -> None:
        """Draw row by row: the mark, the sentence, the rule between rows; last the frame."""
        canvas: Canvas = self.canv
        y = self.height
        for number, (duty, height) in enumerate(zip(self._duties, self._heights, strict=True)):
            y -= height
            if not duty.do:
                canvas.setFillColor(INK)
                canvas.rect(0, y, _MARK, height, stroke=0, fill=1)
            canvas.setFillColor(INK if duty.do else white)
            canvas.setFont(BOLD, 9)
            canvas.drawCentredString(_MARK / 2, y + height / 2 - 3.2, self._marks[number])
            self._texts[number].drawOn(canvas, _MARK + 7, y + 4)
            canvas.setLineWidth(0.5)
            canvas.setStrokeColor(RULE)
            if number < len(self._duties) - 1:
                canvas.line(0, y, self.width, y)
        canvas.setFont(REGULAR, 9)
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.6)
        canvas.line(_MARK, 0, _MARK, self.height)
        canvas.setLineWidth(1.4)
        canvas.rect(0.7, 0, self.width - 1.4, self.height)


def _said(duty: Duty) -> Text:
    return joined((bold(duty.head), duty.rest), " ")
