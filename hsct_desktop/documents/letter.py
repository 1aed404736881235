"""A letter as PDF: to colleague or patient, as draft, signed or replaced; the same input gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, Spacer

from hsct_desktop.documents.fonts import register_fonts
from hsct_desktop.documents.frame import Sheet, laid_out
from hsct_desktop.documents.letter_blocks import Pieces
from hsct_desktop.documents.letter_boxes import act, read_first
from hsct_desktop.documents.letter_fit import Rung, given_back, rungs
from hsct_desktop.documents.letter_frame import sheet_of
from hsct_desktop.documents.letter_inputs import LetterData, Stamp
from hsct_desktop.documents.letter_type import LetterType, letter_type
from hsct_desktop.documents.letter_typeset import typeset
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.page_canvas import PageCanvas
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import INK
from hsct_desktop.documents.text import DOT, bold, joined, para


def write_letter(data: LetterData, target: Target) -> int:
    """Write the letter to a path (whole or not at all; OSError) or an open binary file; returns its pages.

    A letter longer than `most_pages` is set in the way of `rungs` that takes the fewest pages and gives up the least.
    """
    register_fonts()
    words = paper_wording(data.context.language)
    data = typeset(data)
    canvas = _fitted(data, words)

    def pour(stream: BinaryIO) -> None:
        canvas.save_to(stream)

    write_to(target, pour)
    return canvas.pages


def _fitted(data: LetterData, words: PaperWording) -> PageCanvas:
    """The first way of `rungs` on few pages, then whatever of it can be told in full without another page."""
    best: PageCanvas | None = None
    for rung in rungs(data):
        made = _made(data, words, rung)
        if best is None or made.pages < best.pages:
            best = made
        if best.pages <= data.most_pages:
            for name in given_back(data, rung):
                fuller = replace(rung, brief=rung.brief - {name})
                made = _made(data, words, fuller)
                if made.pages <= best.pages:
                    best, rung = made, fuller
            break
    assert best is not None
    return best


def _made(data: LetterData, words: PaperWording, rung: Rung) -> PageCanvas:
    head = data.letterhead
    type_ = letter_type(rung.scale, head.wide, head.accent)
    sheet = sheet_of(data, words, letter_type(1.0, head.wide, head.accent))
    return laid_out(sheet, list(_story(data, words, type_, rung, sheet)), io.BytesIO())


def _story(data: LetterData, words: PaperWording, type_: LetterType, rung: Rung, sheet: Sheet) -> Iterator[Flowable]:
    width = sheet.geometry.width
    pieces = Pieces(type_, words, width, rung.small_picture, rung.tight)
    if data.subject:
        yield para(data.subject, type_.subject)
    if data.state.replaces:
        replaces = words.text("letter_paper.replaces", letter=data.state.replaces)
        changed = words.text("letter_paper.changed", text=data.state.changed) if data.state.changed else ""
        yield para(joined([bold(f"{replaces}."), changed], " ") if changed else bold(replaces), type_.text)
    yield Spacer(1, 4)
    if data.salutation:
        yield para(data.salutation, type_.text)
    if data.box is not None and data.box.items:
        yield read_first(data.box, type_, width)
    for section in rung.ordered(data.sections):
        yield from pieces.section(section, rung.blocks(section))
    end: list[Flowable] = []
    if data.call is not None and (data.call.items or data.call.title):
        end += [Spacer(1, 3), act(data.call, type_, width)]
    yield KeepTogether([*end, *_signature(data, words, type_, rung.pen_room)])


def _signature(data: LetterData, words: PaperWording, type_: LetterType, pen_room: float) -> Iterator[Flowable]:
    """The closing words, who signs, and how it was signed; on a draft a line to sign on."""
    state = data.state
    if data.closing:
        yield Spacer(1, 5)
        yield para(data.closing, type_.text)
    is_draft = state.stamp is Stamp.DRAFT
    yield Spacer(1, pen_room * mm if is_draft else 8)
    if is_draft:
        yield HRFlowable(width="38%", thickness=0.8, color=INK, spaceBefore=0, spaceAfter=2.5, hAlign="LEFT")
    name, *about = data.signature or tuple(text for text in (state.signer, state.role) if text) or ("",)
    if name:
        yield para(joined([bold(name), *about[:1]], DOT), type_.signature)
    yield from (para(line, type_.note) for line in about[1:] if line)
    if is_draft:
        yield para(words.text("letter_paper.not_signed"), type_.small_strong)
    elif state.signed_at is not None and not about[1:]:
        day, time = state.signed_at.date(), f"{state.signed_at:%H:%M}"
        by = "" if not state.signer or state.signer in name else ", ".join(filter(None, (state.signer, state.role)))
        said = words.text("letter_paper.signed", date=day, time=time)
        yield para(joined([said, by], DOT), type_.note)
