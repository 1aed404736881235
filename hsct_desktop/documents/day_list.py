"""The day list of Today: A4 landscape, for a clipboard, good in black and white."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import BinaryIO, Final

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable

from hsct_desktop.catalogue.wording import EN_DASH
from hsct_desktop.documents.check_boxes import CheckBoxes
from hsct_desktop.documents.fonts import BOLD, REGULAR, register_fonts
from hsct_desktop.documents.frame import LIST, Pen, Sheet, build, shortened, sign_notes
from hsct_desktop.documents.inputs import DayListData, DayListRow
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import (
    HEAD,
    INK,
    ROW_ALERT,
    ROW_NAME,
    ROW_SMALL,
    ROW_TEXT,
    RULE,
    TEXT,
)
from hsct_desktop.documents.tables import LIST as GROUP
from hsct_desktop.documents.tables import Cell, Grid
from hsct_desktop.documents.text import DOT, NBSP, capitals, clipped, fitted, line, numbered, para, printable, texts_of
from hsct_desktop.domain.worklist import WorklistKind

ORDER: Final = (
    WorklistKind.DUE,
    WorklistKind.LATE,
    WorklistKind.NEXT_TRIES,
    WorklistKind.TASKS,
    WorklistKind.THIS_WEEK,
    WorklistKind.TO_STOP,
    WorklistKind.DO_NOT_STOP,
    WorklistKind.VACCINES,
    WorklistKind.RESULTS_TO_REVIEW,
    WorklistKind.REPORTS_AWAITED,
    WorklistKind.NO_NEXT_VISIT,
)
"""The groups as the day goes: who comes, whom to call, what to do, who comes next, what is awaited or forgotten."""

_VISITS: Final = (WorklistKind.DUE, WorklistKind.LATE, WorklistKind.THIS_WEEK, WorklistKind.NEXT_TRIES)
_DRUGS: Final = (WorklistKind.TO_STOP, WorklistKind.DO_NOT_STOP)
_COLUMNS: Final = ("time", "patient", "day", "visit", "why", "to_do", "notes")
_WIDTHS: Final = tuple(width * mm for width in (14, 44, 26, 42, 74, 44, 29))
_GAP: Final = 6.0
MOST_TEXT: Final = 500
"""Characters of a reason or a task; longer ones end with an ellipsis, so that a row always fits a page."""
_LINES: Final = (7.6, 11.1, 14.6)
"""Where lines of counts stand, in mm from the top."""


def write_day_list(data: DayListData, target: Target) -> None:
    """Write the list as PDF to a path (whole or not at all; OSError) or an open binary file."""
    register_fonts()
    words = paper_wording(data.context.language)

    def make(stream: BinaryIO) -> None:
        build(_sheet(data, words), list(_story(data, words)), stream)

    write_to(target, make)


def in_order(rows: Sequence[DayListRow]) -> list[tuple[WorklistKind, list[DayListRow]]]:
    """The groups that have rows, in the order of the day; who is due stands by the booked time, the rest as it came."""
    groups = [(kind, [row for row in rows if row.kind is kind]) for kind in ORDER]
    due = WorklistKind.DUE
    return [(k, sorted(g, key=lambda r: (not r.time, r.time)) if k is due else g) for k, g in groups if g]


def totals(data: DayListData, words: PaperWording) -> str:
    """The counts of the title, made from the very rows that are printed."""
    counts = [words.count(f"document.day_list.count.{kind}", len(rows)) for kind, rows in in_order(data.rows)]
    lead = f"{words.text('document.day_list.title')}{DOT}{words.count('document.day_list.rows', len(data.rows))}"
    return f"{lead}: {', '.join(counts)}" if counts else lead


def _sheet(data: DayListData, words: PaperWording) -> Sheet:
    context = data.context
    title = words.text("document.day_list.title")
    day = words.date_long(context.on)
    day = day[:1].upper() + day[1:]
    key = "printed" if context.printed_by else "printed_at"
    printed = words.text(f"document.{key}", moment=context.printed_at, name=clipped(context.printed_by, 40))
    unit = context.unit_name or words.text("document.unit_missing")

    def head(pen: Pen) -> None:
        left, right = pen.geometry.left, pen.geometry.right
        end = pen.text(left, 14.6, day, 15, font=BOLD, ink=INK) + 5
        lines = ((10.8, unit), (14.4, printed))
        start = min(pen.right(right, y, shortened(line, 7.6, 90), 7.6) for y, line in lines)
        _totals(pen, totals(data, words), end, start - 5 - end)
        pen.rule(17.3, 1.3, INK)
        if data.rows:
            _column_heads(pen, words)

    practice = words.text("document.practice") if context.practice else ""
    foot = (
        words.text("document.day_list.foot"),
        practice,
        words.text("document.day_list.key"),
        words.text("document.intended_use"),
        sign_notes(words, list(texts_of(data))),
    )
    return Sheet(LIST, title, context, head, head, foot, words)


def _totals(pen: Pen, counts: str, left: float, room: float) -> None:
    """The counts beside the day in one line, or in two where all lists have rows: no count is ever cut."""
    size = next((s for s in (9.4, 8.9, 8.4, 7.9, 7.4) if stringWidth(counts, REGULAR, s) <= room * mm), None)
    if size is not None:
        pen.text(left, 14.6, counts, size, ink=INK)
        return
    lines, size = _broken(counts.split(", "), room * mm)
    for y, said in zip(_LINES[-len(lines) :], lines, strict=True):
        pen.text(left, y, said, size, ink=INK)


def _broken(parts: Sequence[str], room: float) -> tuple[list[str], float]:
    """The counts in as few lines and as large as they fit; the last resort is small type, never a count cut."""
    tried = [(number, size) for number in (2, 3) for size in (8.4, 7.9, 7.4, 6.9)] + [(3, 6.0), (3, 5.0)]
    for number, size in tried:
        lines = _balanced(parts, number, size)
        if max(stringWidth(line_, REGULAR, size) for line_ in lines) <= room:
            break
    return lines, size


def _balanced(parts: Sequence[str], number: int, size: float) -> list[str]:
    """The parts in so many lines, cut where the longest is shortest."""
    ways = []
    for cuts in combinations(range(1, len(parts)), min(number, len(parts)) - 1):
        edges = (0, *cuts, len(parts))
        lines = [", ".join(parts[start:end]) for start, end in pairwise(edges)]
        ways.append([f"{said}," for said in lines[:-1]] + lines[-1:])
    return min(ways, key=lambda lines: max(stringWidth(said, REGULAR, size) for said in lines))


def _story(data: DayListData, words: PaperWording) -> Iterator[Flowable]:
    groups = in_order(data.rows)
    if not groups:
        yield para(words.text("document.day_list.empty"), TEXT)
    for kind, rows in groups:
        title = f"{words.text(f'document.day_list.group.{kind}')}{NBSP}({len(rows)})"
        again = words.text("document.day_list.continued", group=title)
        cells = [_row(row, words) for row in rows]
        table = Grid(cells, _WIDTHS, GROUP, [(line(title, ROW_NAME),)], [(line(again, ROW_NAME),)])
        yield CondPageBreak(table.least_height)
        yield table


def _column_heads(pen: Pen, words: PaperWording) -> None:
    """The line of column names, on every page that has rows."""
    x = pen.geometry.left
    for column, width in zip(_COLUMNS, _WIDTHS, strict=True):
        inset = 0.2 if column != "notes" else 1
        pen.text(x + inset, 22, words.text(f"document.day_list.head.{column}"), HEAD.fontSize, font=BOLD)
        x += width / mm
    pen.rule(24.4, 0.9, INK)
    pen.upright(pen.geometry.right - _WIDTHS[-1] / mm, 19, 24.4, 0.5, RULE)


def _row(row: DayListRow, words: PaperWording) -> list[Cell]:
    inner = [width - _GAP for width in _WIDTHS]
    words = words.in_tables
    name = f"{capitals(row.family_name)} {row.given_name}".strip() or words.text("document.day_list.no_patient")
    who = [fitted(name, ROW_NAME, inner[1])]
    if row.birth_date is not None:
        who.append(fitted(f"{words.date(row.birth_date)}{DOT}{row.code}", ROW_SMALL, inner[1]))
    day = EN_DASH if row.day is None else words.signed_day(row.day)
    why = [fitted(clipped(row.why, MOST_TEXT), ROW_TEXT, inner[4])] if row.why else []
    if row.attention:
        why.append(fitted(f"\u25b2{NBSP}{clipped(row.attention, MOST_TEXT)}", ROW_ALERT, inner[4]))
    tasks = tuple(printable(clipped(task, MOST_TEXT)) for task in row.to_do if task)
    return [
        (fitted(row.time or EN_DASH, ROW_NAME, inner[0]),),
        (*who, *_phone(row, words, inner[1])),
        (fitted(day, ROW_NAME, inner[2]), fitted(row.disease or EN_DASH, ROW_SMALL, inner[2])),
        (fitted(_task(row), ROW_NAME, inner[3]), *_window(row, words, inner[3])),
        tuple(why) or (fitted(EN_DASH, ROW_TEXT, inner[4]),),
        (CheckBoxes(tasks, inner[5]) if tasks else fitted(EN_DASH, ROW_TEXT, inner[5]),),
        (),
    ]


def _phone(row: DayListRow, words: PaperWording, width: float) -> tuple[Flowable, ...]:
    """The patient's telephone where somebody has to call, to book or to confirm."""
    if not row.calls:
        return ()
    if not row.phone:
        return (fitted(words.text("document.day_list.no_phone"), ROW_SMALL, width),)
    return (fitted(words.text("document.day_list.phone", phone=clipped(row.phone, 60)), ROW_TEXT, width),)


def _task(row: DayListRow) -> str:
    """What is to be done, a visit's number bound to its word."""
    return (row.task if row.kind in _DRUGS else numbered(row.task)) or EN_DASH


def _window(row: DayListRow, words: PaperWording, width: float) -> tuple[Flowable, ...]:
    """The window of a visit; what is no visit has none."""
    if row.kind not in _VISITS:
        return ()
    single = row.earliest or row.latest
    text = words.date(single) if single is not None else EN_DASH
    if row.earliest is not None and row.latest is not None:
        text = words.range(row.earliest, row.latest)
    return (fitted(text, ROW_SMALL, width),)
