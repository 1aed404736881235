"""The small signs of a letter's text: typographic apostrophes, and spaces at which a line must not break."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from hsct_desktop.documents.letter_inputs import (
    Block,
    Box,
    Curve,
    Labelled,
    LetterData,
    LetterSection,
    Listed,
    Rows,
    Words,
)
from hsct_desktop.documents.text import NBSP, Markup, Text

_APOSTROPHE: Final = re.compile(r"(?<=[^\W\d_])'(?=\w)")
_UNITS: Final = (
    "mmHg|cm|mm|m|s|min|ore|ora|hours|giorni|days|settimane|weeks|mesi|months|anni|years|copie|copies|dosi|doses|/"
)
_BOUND: Final = re.compile(
    rf"(?<=[0-9]) (?=(?:{_UNITS})(?!\w))|(?<=[0-9]) (?=\u2026 [+\u22120-9])|(?<=[0-9][ {NBSP}]\u2026) (?=[+\u22120-9])"
)
"""A number and what it counts; a span of days (g −5 … −2)."""


def typeset(data: LetterData) -> LetterData:
    """The letter with its words as a printer sets them; names, address and reference stay as they were typed."""
    apostrophe = data.context.language == "it"
    return replace(
        data,
        box=_box(data.box, apostrophe),
        sections=tuple(_section(section, apostrophe) for section in data.sections),
        call=_box(data.call, apostrophe),
    )


def typeset_section(section: LetterSection, language: str) -> LetterSection:
    """A part of another paper as letters set it."""
    return _section(section, language == "it")


def typeset_text(text: Text, language: str) -> Text:
    """A text of another paper as letters set it."""
    return _text(text, language == "it")


def _box(box: Box | None, it: bool) -> Box | None:
    return None if box is None else Box(box.title, tuple(_text(item, it) for item in box.items))


def _section(section: LetterSection, it: bool) -> LetterSection:
    brief = None if section.brief is None else tuple(_block(block, it) for block in section.brief)
    note = _text_of(section.note, it)
    return replace(section, note=note, blocks=tuple(_block(block, it) for block in section.blocks), brief=brief)


def _block(block: Block, it: bool) -> Block:
    if isinstance(block, Words):
        return Words(_text(block.text, it))
    if isinstance(block, Labelled):
        return Labelled(tuple((label, _text(value, it)) for label, value in block.rows))
    if isinstance(block, Listed):
        return Listed(tuple(_text(item, it) for item in block.items))
    if isinstance(block, Rows):
        return replace(block, rows=tuple(tuple(_text(cell, it) for cell in row) for row in block.rows))
    if isinstance(block, Curve):
        return replace(block, caption=_text_of(block.caption, it))
    return block


def _text(text: Text, it: bool) -> Text:
    if isinstance(text, Markup):
        return Markup(tuple((_text_of(run, it), is_bold) for run, is_bold in text.runs))
    return _text_of(text, it)


@lru_cache(maxsize=4096)
def _text_of(text: str, it: bool) -> str:
    text = _BOUND.sub(NBSP, text)
    return _APOSTROPHE.sub("\u2019", text) if it else text
