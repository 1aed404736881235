"""What stands around a letter's text: letterhead, address in the window, reference block, marks, heads, foot, state.

Lengths in mm from the top left corner of A4. Where a sliding sheet can ever show through the window (left: x 10-110,
y 45-95; right: x 90-210, y 50-90) nothing stands but address and return line.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from hsct_desktop.documents.frame import Geometry, Pen, Sheet, foot_lines, running_head, shortened, sign_notes
from hsct_desktop.documents.letter_inputs import LetterData, Letterhead, Stamp, Window
from hsct_desktop.documents.letter_logo import logo_of
from hsct_desktop.documents.letter_type import LetterType
from hsct_desktop.documents.page_canvas import PageCanvas
from hsct_desktop.documents.paper_words import PaperWording
from hsct_desktop.documents.styles import HAIRLINE, INK, RULE
from hsct_desktop.documents.text import DOT, printable, texts_of

LEFT, RIGHT = 25.0, 190.0
_WHITE: Final = HexColor("#FFFFFF")
_MARK: Final = HexColor("#E8E8E8")
"""9 % grey: the word across a page."""
_RULE_Y: Final = 29.0
_ADDRESS_STEP: Final = 12.8 / mm
_LINES: Final = 6
_BAR: Final = 5.4
"""Height of the bar or frame that tells a draft or a replaced letter."""
_FOOT: Final = 6.9
_STEP: Final = 3.3
_NO_WORDS: Final = frozenset({"logo", "accent", "fingerprint"})


def geometry(head: Letterhead, feet: int) -> Geometry:
    """The page's text area; on pre-printed paper between what is printed, `feet` lines of foot included."""
    first = 97.0 if head.window is Window.LEFT else 91.0
    first = max(first, first + head.shift[1])
    later, bottom, foot = 21.0, 278.5, 281.5
    if head.preprinted:
        later = head.clear_top + 14.5
        foot = min(280.0, head.clear_bottom - 1) - _STEP * feet
        bottom = foot - 3
    return Geometry(A4, LEFT, RIGHT, first, later, bottom, foot)


def sheet_of(data: LetterData, words: PaperWording, type_: LetterType) -> Sheet:
    """The sheet of a letter: title without a name, heads, foot, marks of its state."""
    foot = _foot_texts(data, words)
    first, *others = foot
    lines = [*foot_lines((first,), (RIGHT - LEFT - 22) * mm, _FOOT)]
    lines += [line for text in others for line in foot_lines((text,), (RIGHT - LEFT) * mm, _FOOT)]
    place = geometry(data.letterhead, len(lines))
    title = words.text(f"letter_paper.title.{data.kind}", date=data.context.on)
    return Sheet(
        place, title, data.context,
        partial(_first_page, data, words, type_), partial(_later_page, data, words, type_),
        foot, words, _FOOT, partial(_foot, tuple(lines), words, data.letterhead.preprinted),
    )  # fmt: skip


# --- foot ---------------------------------------------------------------------------------------------------------


def _foot_texts(data: LetterData, words: PaperWording) -> tuple[str, ...]:
    """The unit's own line, then version and state, then what the program is."""
    context, table = data.context, words.in_tables
    about = [table.text("letter_paper.record_of", date=context.on), words.text("letter_paper.use")]
    said = [data.letterhead.foot, _state_line(data, words), " ".join(about)]
    if context.practice:
        said[-1] += DOT + words.text("document.practice")
    said.append(sign_notes(words, list(texts_of(data, _NO_WORDS))))
    return tuple(text for text in said if text)


def _state_line(data: LetterData, words: PaperWording) -> str:
    state, table = data.state, words.in_tables
    if state.stamp is Stamp.DRAFT:
        return table.text("letter_paper.foot.draft", moment=data.context.printed_at)
    parts = [words.text("letter_paper.foot.version", n=state.number)]
    if state.stamp is Stamp.REPLACED:
        parts.append(words.text("letter_paper.foot.replaced", by=state.by_next))
    if state.signed_at is not None:
        parts.append(table.text("letter_paper.foot.signed", moment=state.signed_at))
    if state.fingerprint:
        parts.append(words.text("letter_paper.foot.fingerprint", code=spaced(state.fingerprint)))
    if state.log_mark:
        parts.append(words.text("letter_paper.foot.log", seq=str(state.log_entry), mark=spaced(state.log_mark)))
    return DOT.join(parts)


def spaced(fingerprint: str) -> str:
    """The first twelve characters in groups of four."""
    return "\u00a0".join(fingerprint[start : start + 4] for start in range(0, min(12, len(fingerprint)), 4))


def _foot(lines: Sequence[str], words: PaperWording, preprinted: bool, pen: Pen, number: int, total: int) -> None:
    place = pen.geometry
    if not preprinted:
        pen.rule(place.foot, 0.5, HAIRLINE)
    pen.right(place.right, place.foot + _STEP, words.text("document.page", number=number, total=total), _FOOT + 0.4)
    for row, text in enumerate(lines, start=1):
        pen.text(place.left, place.foot + _STEP * row, text, _FOOT)


# --- heads --------------------------------------------------------------------------------------------------------


def _first_page(data: LetterData, words: PaperWording, type_: LetterType, pen: Pen) -> None:
    _watermark(pen, data, words, type_)
    if not data.letterhead.preprinted:
        unit = data.context.unit_name or words.text("document.unit_missing")
        _letterhead(pen, data.letterhead, type_, unit)
    down = _state_first(pen, data, words, type_)
    right = data.letterhead.window is Window.RIGHT
    place = (LEFT, 88.0, 48.5 + (down if right else 0.0), 83.0) if right else (125.0, RIGHT, 53.5, 88.0)
    _reference(pen, data, type_, place)
    _address(pen, data, type_)
    _fold_marks(pen)


def _later_page(data: LetterData, words: PaperWording, type_: LetterType, pen: Pen) -> None:
    _watermark(pen, data, words, type_)
    top = data.letterhead.clear_top if data.letterhead.preprinted else 4.5
    if data.state.stamp is Stamp.DRAFT:
        _bar(pen, words.text("letter_paper.bar.draft"), (LEFT, RIGHT), top, type_, filled=True)
    base = top + 9.0 if data.letterhead.preprinted else 15.0
    name, facts = data.who
    of = words.in_tables.text("letter_paper.of", date=data.context.on)
    running_head(pen, base, name, f"{DOT}{facts}" if facts else "", of)
    pen.rule(base + 2.5, 0.9, type_.accent)


def _letterhead(pen: Pen, head: Letterhead, type_: LetterType, unit: str) -> None:
    """Logo, name and department at the left, how to reach the unit at the right, a rule below."""
    start = LEFT
    logo = logo_of(head.logo)
    if logo is not None:
        wide, high = logo.getSize()
        scale = min(15.0 / high, 45.0 / wide)
        low = A4[1] - (12 + 15.0) * mm
        pen.canvas.drawImage(logo, LEFT * mm, low, wide * scale * mm, high * scale * mm, mask="auto")
        start += wide * scale + 4
    contact = [shortened(text, 7.4, 85, type_.regular) for text in head.contact[:4]]
    widest = max((stringWidth(text, type_.regular, 7.4) / mm for text in contact), default=0.0)
    room = RIGHT - widest - start - 5
    name = head.name or unit
    size = _fitting(name, 13.2, 9, room, type_.strong)
    pen.text(start, 18.6, shortened(name, size, room, type_.strong), size, font=type_.strong, ink=type_.accent)
    size = _fitting(head.department, 8.9, 7, room, type_.regular)
    pen.text(start, 24.3, shortened(head.department, size, room, type_.regular), size, font=type_.regular, ink=INK)
    for number, text in enumerate(contact):
        pen.right(RIGHT, 24.6 - 3.55 * (len(contact) - 1 - number), text, 7.4, font=type_.regular)
    pen.rule(_RULE_Y, 0.9, type_.accent)


def _fitting(text: str, size: float, least: float, width: float, font: str) -> float:
    """The size at which the text fits into `width` mm, not below `least`."""
    wide = stringWidth(printable(text), font, size)
    return size if wide <= width * mm else max(least, size * width * mm / wide)


def _reference(pen: Pen, data: LetterData, type_: LetterType, place: tuple[float, float, float, float]) -> None:
    """Labels in grey and their values, wrapped once where they are long, within its field."""
    left, right, top, bottom = place
    pairs = [(label, value) for label, value in data.reference if label or value]
    label = max((stringWidth(printable(text), type_.regular, 7.6) / mm for text, _ in pairs), default=0.0) + 3.5
    label = min(max(label, 15.0), (right - left) / 2)
    room, step = right - left - label, 4.75
    most = int((bottom - top) / step) + 1
    lines: list[tuple[str, str, bool]] = []
    for number, (name, value) in enumerate(pairs):
        is_name = value == data.who[0]
        font = type_.strong if is_name else type_.regular
        spare = most - len(lines) - (len(pairs) - number)
        cut = simpleSplit(printable(value), font, 8.9, room * mm) or [""]
        if len(cut) > min(1 + max(spare, 0), 2):
            keep = min(1 + max(spare, 0), 2)
            cut = [*cut[: keep - 1], shortened(" ".join(cut[keep - 1 :]), 8.9, room, font)]
        lines += [(name if not row else "", text, is_name) for row, text in enumerate(cut)]
    for row, (name, value, is_name) in enumerate(lines[:most]):
        y = top + step * row
        pen.text(left, y, shortened(name, 7.6, label - 1, type_.regular), 7.6, font=type_.regular)
        pen.text(left + label, y, value, 8.9, font=type_.strong if is_name else type_.regular, ink=INK)


def _address(pen: Pen, data: LetterData, type_: LetterType) -> None:
    """At most six lines, the name bold; a longer address drops its third line, the department, first."""
    head = data.letterhead
    lines = [line for line in data.address if line.strip()]
    name = data.address[1] if len(data.address) > 1 else ""
    while len(lines) > _LINES:
        del lines[2]
    x, y, room = (25.0, 66.0, 80.0) if head.window is Window.LEFT else (112.0, 57.5, 76.0)
    x, y = x + head.shift[0], y + head.shift[1]
    if head.window is Window.LEFT and head.return_line:
        text = shortened(head.return_line, 6.5, room, type_.regular)
        end = pen.text(x, y - 4.6, text, 6.5, font=type_.regular)
        pen.canvas.setStrokeColor(RULE)
        pen.canvas.setLineWidth(0.3)
        pen.canvas.line(x * mm, A4[1] - (y - 3.9) * mm, end * mm, A4[1] - (y - 3.9) * mm)
    for row, text in enumerate(lines):
        font = type_.strong if text == name else type_.regular
        size = _fitting(text, 9.6, 7.4, room, font)
        pen.text(x, y + _ADDRESS_STEP * row, shortened(text, size, room, font), size, font=font, ink=INK)


def _fold_marks(pen: Pen) -> None:
    """Where the sheet folds into thirds and where it is punched."""
    pen.canvas.setStrokeColor(RULE)
    pen.canvas.setLineWidth(0.4)
    for y, long in ((105.0, 5.0), (148.5, 7.0), (210.0, 5.0)):
        pen.canvas.line(4 * mm, A4[1] - y * mm, (4 + long) * mm, A4[1] - y * mm)


# --- state --------------------------------------------------------------------------------------------------------


def _state_first(pen: Pen, data: LetterData, words: PaperWording, type_: LetterType) -> float:
    """The bar of a draft or the frame of a replaced letter; returns by how much it pushes the block below, in mm."""
    state = data.state
    if state.stamp is Stamp.SIGNED:
        return 0.0
    if state.stamp is Stamp.DRAFT:
        return state_bar(pen, words.text("letter_paper.bar.draft"), data.letterhead, type_, filled=True)
    by = words.text("letter_paper.bar.replaced", by=state.by_next)
    return state_bar(pen, by, data.letterhead, type_, filled=False)


def state_bar(pen: Pen, text: str, head: Letterhead, type_: LetterType, *, filled: bool) -> float:
    """The bar or frame on page 1; returns by how much it pushes a block below it, in mm."""
    if not head.preprinted:
        _bar(pen, text, (LEFT, RIGHT), 31.5, type_, filled=filled)
        return 0.0
    # Below what is printed, and beside what the window may show.
    edges = (LEFT, RIGHT) if head.window is Window.RIGHT else (112.0, RIGHT)
    _bar(pen, text, edges, head.clear_top, type_, filled=filled, height=4.6)
    return max(head.clear_top + 4.6 + 4 - 48.5, 0.0)


def _bar(
    pen: Pen,
    text: str,
    edges: tuple[float, float],
    top: float,
    type_: LetterType,
    *,
    filled: bool,
    height: float = _BAR,
) -> None:
    """A black bar with white words, or a frame with black ones."""
    left, right = edges
    canvas: Canvas = pen.canvas
    low = A4[1] - (top + height) * mm
    canvas.setFillColor(INK)
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(1.2)
    canvas.rect(left * mm, low, (right - left) * mm, height * mm, stroke=0 if filled else 1, fill=1 if filled else 0)
    size = _fitting(text, 8.4, 6.5, right - left - 6, type_.strong)
    shown = shortened(text, size, right - left - 4, type_.strong)
    wide = stringWidth(shown, type_.strong, size) / mm
    base = top + height / 2 + size * 0.36 / mm
    pen.text((left + right - wide) / 2, base, shown, size, font=type_.strong, ink=_WHITE if filled else INK)


def _watermark(pen: Pen, data: LetterData, words: PaperWording, type_: LetterType) -> None:
    """The word across the page, above tints, below text."""
    if data.state.stamp is Stamp.SIGNED or not isinstance(pen.canvas, PageCanvas):
        return
    word = words.text(f"letter_paper.mark.{data.state.stamp}")
    pen.canvas.over_ground(lambda canvas: mark_across(canvas, word, type_, _MARK))


def mark_across(canvas: Canvas, word: str, type_: LetterType, ink: Color) -> None:
    """A word from corner to corner, no part of the text for who has the page read aloud."""
    size = min(150.0, 640.0 / (stringWidth(word, type_.strong, 1.0)))
    canvas._code.append("/Artifact BMC")  # type: ignore[attr-defined]
    canvas.saveState()
    canvas.translate(A4[0] / 2, A4[1] * 0.46)
    canvas.rotate(52)
    canvas.setFillColor(ink)
    canvas.setFont(type_.strong, size)
    canvas.drawCentredString(0, -size * 0.36, word)
    canvas.restoreState()
    canvas._code.append("EMC")  # type: ignore[attr-defined]
