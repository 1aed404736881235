"""Where the lines of a paragraph end: as ReportLab breaks them, for text in runs of two weights and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth

Runs = tuple[tuple[str, bool], ...]
_FUZZ = 1e-8


@dataclass(frozen=True)
class Row:
    """A line: its runs, and by how many points each of its spaces is wider (negative where it is squeezed)."""

    runs: Runs
    stretch: float = 0.0


@dataclass(frozen=True)
class _Word:
    """A word in its weights; `space` is the run after it, one space in its weight, or empty where a word is joined."""

    parts: Runs
    width: float
    space_width: float
    space_bold: bool


def is_plain(style: ParagraphStyle) -> bool:
    """Whether a style asks for nothing beyond lines that begin at the left."""
    wanted = (
        style.alignment, style.firstLineIndent, style.wordWrap, style.backColor, style.borderWidth, style.endDots,
        style.bulletIndent, style.textTransform, style.shaping, style.hyphenationLang, style.embeddedHyphenation,
        style.uriWasteReduce, getattr(style, "autoLeading", ""),
    )  # fmt: skip
    return not any(wanted) and style.bulletAnchor == "start"


def rows_of(runs: Runs, style: ParagraphStyle, fonts: tuple[str, str], width: float) -> list[Row] | None:
    """The lines of a paragraph in `width` points; None where a word is wider than a line and must itself be cut.

    `fonts` are the plain and the bold one. A line may be a little too long where its spaces can give way.
    """
    room, squeeze = width - style.leftIndent - style.rightIndent, float(style.spaceShrinkage)
    words = _words(runs, style.fontSize, fonts)
    rows: list[Row] = []
    line: list[_Word] = []
    taken = spaces = 0.0
    for word in words:
        if word.width > room:
            return None
        gap = line[-1].space_width if line else 0.0
        longer = taken + gap + word.width
        if line and longer > room + squeeze * (spaces + gap):
            rows.append(_row(line, room - taken))
            line, taken, spaces = [word], word.width, 0.0
        else:
            line.append(word)
            taken, spaces = longer, spaces + gap
    if line:
        rows.append(_row(line, room - taken))
    return rows


def _words(runs: Runs, size: float, fonts: tuple[str, str]) -> list[_Word]:
    space = [stringWidth(" ", font, size) for font in fonts]
    words: list[_Word] = []
    parts: list[tuple[str, bool]] = []
    wide = 0.0

    def end(is_bold: bool) -> None:
        nonlocal wide
        if parts:
            words.append(_Word(tuple(parts), wide, space[is_bold], is_bold))
            parts.clear()
            wide = 0.0

    for text, is_bold in runs:
        pieces = text.split(" ")
        for number, piece in enumerate(pieces):
            if number:
                end(is_bold)
            if piece:
                parts.append((piece, is_bold))
                wide += stringWidth(piece, fonts[is_bold], size)
    end(False)
    return words


def _row(words: list[_Word], left: float) -> Row:
    """The words joined, runs of one weight as one; a line that is too long has narrower spaces."""
    runs: list[tuple[list[str], bool]] = []

    def add(text: str, is_bold: bool) -> None:
        if runs and runs[-1][1] == is_bold:
            runs[-1][0].append(text)
        else:
            runs.append(([text], is_bold))

    for number, word in enumerate(words):
        for text, is_bold in word.parts:
            add(text, is_bold)
        if number < len(words) - 1:
            add(" ", word.space_bold)
    made = tuple(("".join(texts), is_bold) for texts, is_bold in runs)
    if left > -_FUZZ:
        return Row(made)
    gaps = sum(text.count(" ") + text.count("\u00a0") for text, _ in made)
    return Row(made, left / gaps if gaps else 0.0)
