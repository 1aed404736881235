"""A protocol on paper, as a unit reads, signs and files it: picture, visits, which test when, sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from hsct_desktop.catalogue.protocol_words import VisitWords
from hsct_desktop.catalogue.wording import EN_DASH
from hsct_desktop.documents.drawing import PictureFlowable, paper_measure
from hsct_desktop.documents.fonts import BOLD, register_fonts
from hsct_desktop.documents.frame import SUMMARY, Pen, Sheet, build, running_head, shortened, sign_notes
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.protocol_inputs import MatrixRow, ProtocolData, matrix_of
from hsct_desktop.documents.styles import ACCENT, HEAD, INK, NAME, NOTE, TEXT
from hsct_desktop.documents.tables import GAP, Section, facts, grid
from hsct_desktop.documents.text import Text, bold, clipped, numbered, para, texts_of
from hsct_desktop.domain.protocol import ProtocolItem
from hsct_desktop.pictures.primitives import PIXELS_PER_POINT
from hsct_desktop.pictures.protocol_timeline import layout, note

_VISIT_WIDTHS: Final = tuple(width * mm for width in (15, 43, 37, 19, 28, 17, 16))
_FACT_LABEL: Final = 62.0
_LEAST_TEST: Final = 46 * mm
"""Least room for the name of a test beside the columns of the visits."""
_WIDEST_ID: Final = 60.0
_PICTURE_ROWS: Final = 30
"""Visits in one picture: more would not fit a page."""
LONGEST_LABEL, LONGEST_SOURCE, LONGEST_WORD = 160, 1500, 80
"""Characters of a name, of the sources, of a short word: longer ones are cut, so that a row fits a page."""


def write_protocol(data: ProtocolData, target: Target) -> None:
    """Write a sound protocol as PDF to a path (whole or not at all; OSError) or an open binary file."""
    register_fonts()
    words = paper_wording(data.context.language)

    def make(stream: BinaryIO) -> None:
        build(_sheet(data, words), list(_story(data, words)), stream)

    write_to(target, make)


def _sheet(data: ProtocolData, words: PaperWording) -> Sheet:
    context, protocol = data.context, data.protocol
    title = words.text("protocol.doc.title")
    which = words.text("protocol.doc.version_of", id=protocol.id, version=clipped(protocol.version, LONGEST_WORD))
    key = "printed" if context.printed_by else "printed_at"
    printed = words.text(f"document.{key}", moment=context.printed_at, name=clipped(context.printed_by, 40))

    def head_first(pen: Pen) -> None:
        left, right = pen.geometry.left, pen.geometry.right
        end = pen.text(left, 20, title, 14.5, font=BOLD, ink=ACCENT)
        unit = shortened(context.unit_name or words.text("document.unit_missing"), 8.9, right - end - 8)
        pen.right(right, 20, unit, 8.9, ink=INK)
        pen.rule(23.5, 1.3, ACCENT)

    def head_later(pen: Pen) -> None:
        running_head(pen, 15, data.title, "", shortened(which, 8, 80))
        pen.rule(17.5, 0.7, ACCENT)

    practice = words.text("document.practice") if context.practice else ""
    signs = sign_notes(words, [*texts_of(protocol), data.approval_in(words)])
    foot = (which, data.approval_in(words), printed, words.text("document.intended_use"), practice, signs)
    return Sheet(SUMMARY, title, context, head_first, head_later, foot, words)


def _story(data: ProtocolData, words: PaperWording) -> Iterator[Flowable]:
    width = SUMMARY.width
    yield para(clipped(data.title, LONGEST_LABEL), NAME)
    yield Spacer(1, 4)
    yield _facts(data, words, width)
    yield Section(words.text("protocol.doc.picture"), note(data.protocol, words), width)
    items = data.protocol.items
    for start in range(0, len(items), _PICTURE_ROWS):
        rows = items[start : start + _PICTURE_ROWS]
        picture = layout(data.protocol, width * PIXELS_PER_POINT, paper_measure, words.in_tables, rows)
        yield PictureFlowable(picture, width)
    yield from _visits(data, words, width)
    yield from _tests(data, words, width)
    yield from _sources(data, words, width)


def _facts(data: ProtocolData, words: PaperWording, width: float) -> Flowable:
    protocol = data.protocol
    approved: Text = data.approval_in(words)
    pairs: list[tuple[str, Text]] = [
        (words.text("protocol.doc.id"), protocol.id),
        (words.text("protocol.doc.version"), bold(clipped(protocol.version, LONGEST_WORD))),
        (words.text("protocol.doc.status"), clipped(data.status, LONGEST_WORD) or EN_DASH),
        (words.text("protocol.doc.approval"), approved if data.approval is not None else bold(approved)),
    ]
    if data.approval is not None and data.approval.note:
        pairs.append((words.text("protocol.doc.note"), clipped(data.approval.note, LONGEST_SOURCE)))
    return facts(pairs, width, _FACT_LABEL)


def _visits(data: ProtocolData, words: PaperWording, width: float) -> Iterator[Flowable]:
    yield CondPageBreak(40 * mm)
    yield Section(words.text("protocol.doc.visits"), words.text("protocol.doc.visits_note"), width)
    heads = [
        words.text(f"protocol.doc.head.{key}") for key in ("id", "visit", "when", "window", "repeats", "place", "form")
    ]
    yield grid(heads, [_visit_row(visit, words) for visit in data.visits], _VISIT_WIDTHS)


def _visit_row(visit: VisitWords, words: PaperWording) -> list[Text]:
    name = clipped(visit.label, LONGEST_LABEL)
    if visit.optional:
        name = f"{name} ({words.text('protocol.optional')})"
    when, repeats = numbered(clipped(visit.when, LONGEST_LABEL)), numbered(visit.repeats)
    cells = (when, visit.window, repeats, visit.place, visit.form)
    return [visit.id, bold(name), *(cell or EN_DASH for cell in cells)]


def _tests(data: ProtocolData, words: PaperWording, width: float) -> Iterator[Flowable]:
    """The test matrix; visits that do not fit beside one another go into a table below."""
    items = data.protocol.items
    first = True
    while items:
        widths = _id_widths(items, width)
        shown, items = items[: len(widths)], items[len(widths) :]
        rows = matrix_of(shown, data.context.language)
        if not rows:
            continue
        yield CondPageBreak(40 * mm)
        if first:
            yield Section(words.text("protocol.doc.tests"), words.text("protocol.doc.tests_note"), width)
        else:
            yield Spacer(1, 6)
        first = False
        heads = [words.text("protocol.doc.head.test"), *(_short(item) for item in shown)]
        yield grid(heads, [_test_row(row) for row in rows], [width - sum(widths), *widths])


def _short(item: ProtocolItem) -> str:
    return shortened(item.id, HEAD.fontSize, _WIDEST_ID / mm, BOLD)


def _id_widths(items: Sequence[ProtocolItem], width: float) -> list[float]:
    """Widths of the columns of as many visits as fit beside the tests' names, at least one."""
    widths: list[float] = []
    for item in items:
        own = max(stringWidth(_short(item), BOLD, HEAD.fontSize) + 1, 16) + GAP
        if widths and sum(widths) + own > width - _LEAST_TEST:
            break
        widths.append(own)
    return widths


def _test_row(row: MatrixRow) -> list[Text]:
    signs: dict[bool | None, Text] = {True: bold("X"), False: "(X)", None: EN_DASH}
    return [clipped(row.label, LONGEST_LABEL), *(signs[mark] for mark in row.marks)]


def _sources(data: ProtocolData, words: PaperWording, width: float) -> Iterator[Flowable]:
    yield CondPageBreak(25 * mm)
    yield Section(words.text("protocol.doc.sources"), "", width)
    yield para(clipped(data.protocol.source, LONGEST_SOURCE) or words.text("protocol.doc.no_source"), TEXT)
    yield Spacer(1, 3)
    yield para(words.text("protocol.doc.disclaimer"), NOTE)
