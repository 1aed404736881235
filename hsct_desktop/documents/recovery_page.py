"""The page with the recovery key: folded in three with the key inside, label outside, what to do with it below."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import BinaryIO, Final

from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.platypus import Spacer

from hsct_desktop.documents.fonts import BOLD, REGULAR, register_fonts
from hsct_desktop.documents.frame import SUMMARY, Pen, Sheet, build, shortened, sign_notes
from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import ACCENT, GREY, INK, RULE

_FOLDS: Final = (99.0, 198.0)
"""A third and two thirds of A4, in mm from the top."""
_LEFT: Final = 20.0
_WIDE: Final = 175.0
_KEY_SIZE: Final = 17.0
_TEXT: Final = 9.4
_STEP: Final = 4.6


@dataclass(frozen=True)
class RecoveryPage:
    """What the page says; `file_id` is the data file's own id, of which the first eight signs are shown."""

    context: PrintContext
    key: str
    made_on: dt.date
    file_id: str


def write_recovery_page(data: RecoveryPage, target: Target) -> None:
    """Write the page as PDF to a path (whole or not at all; OSError) or a stream."""
    register_fonts()
    words = paper_wording(data.context.language)

    def draw(pen: Pen) -> None:
        _outside(pen, data, words)
        for fold in _FOLDS:
            _fold(pen, fold, words)
        _inside(pen, data, words)
        _use(pen, words)

    notes = sign_notes(words, [data.context.unit_name])
    sheet = Sheet(SUMMARY, words.text("recovery.title"), data.context, draw, draw, (notes,), words)

    def make(stream: BinaryIO) -> None:
        build(sheet, [Spacer(1, 1)], stream)

    write_to(target, make)


def _outside(pen: Pen, data: RecoveryPage, words: PaperWording) -> None:
    pen.text(_LEFT, 28, words.text("recovery.title"), 20, font=BOLD, ink=ACCENT)
    _paragraph(pen, 36, words.text("recovery.outside"), 11, font=BOLD)
    facts = (
        (words.text("recovery.unit"), data.context.unit_name),
        (words.text("recovery.made"), words.date(data.made_on)),
        (words.text("recovery.file"), data.file_id[:8]),
    )
    for number, (name, value) in enumerate(facts):
        y = 52 + number * 6
        pen.text(_LEFT, y, name, _TEXT)
        pen.text(_LEFT + 30, y, shortened(value, _TEXT, _WIDE - 30, BOLD), _TEXT, font=BOLD, ink=INK)
    _line_to_fill(pen, 84, words.text("recovery.sealed_by"))


def _inside(pen: Pen, data: RecoveryPage, words: PaperWording) -> None:
    pen.text(_LEFT, 114, words.text("recovery.key"), 11, font=BOLD, ink=INK)
    groups = data.key.split("-")
    for row in range(3):
        for column, group in enumerate(groups[row * 3 : row * 3 + 3]):
            pen.text(_LEFT + column * 45, 128 + row * 12, group, _KEY_SIZE, font=BOLD, ink=INK)
            if row * 3 + column + 1 < len(groups):
                pen.text(_LEFT + column * 45 + 27, 128 + row * 12, "–", _KEY_SIZE, ink=GREY)
    y = _paragraph(pen, 164, words.text("recovery.letters"), _TEXT)
    _paragraph(pen, y + 2, words.text("recovery.holds"), _TEXT)


def _use(pen: Pen, words: PaperWording) -> None:
    pen.text(_LEFT, 211, words.text("recovery.use"), 11, font=BOLD, ink=INK)
    y = 218.0
    for number in range(1, 5):
        pen.text(_LEFT, y, f"{number}.", _TEXT, ink=INK)
        y = _paragraph(pen, y, words.text(f"recovery.step_{number}"), _TEXT, left=_LEFT + 6) + 1
    pen.text(_LEFT, y + 4, words.text("recovery.drill"), _TEXT, ink=INK)
    for number in range(2):
        pen.rule(y + 13 + number * 9, 0.5, RULE)


def _fold(pen: Pen, y: float, words: PaperWording) -> None:
    pen.canvas.setDash(2, 2)
    pen.rule(y, 0.5, RULE)
    pen.canvas.setDash()
    pen.right(_LEFT + _WIDE, y - 1.2, words.text("recovery.fold"), 6.9)


def _line_to_fill(pen: Pen, y: float, words: str) -> None:
    pen.rule(y, 0.5, RULE)
    pen.text(_LEFT, y + 3.6, words, 6.9)


def _paragraph(pen: Pen, y: float, text: str, size: float, *, font: str = REGULAR, left: float = _LEFT) -> float:
    """Write a text in as many lines as it needs; returns the base line behind it, in mm."""
    for line in simpleSplit(text, font, size, (_LEFT + _WIDE - left) * mm):
        pen.text(left, y, line, size, font=font, ink=INK)
        y += _STEP * size / _TEXT
    return y
