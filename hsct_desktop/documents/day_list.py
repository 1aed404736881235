"""The day list of Today: A4 landscape, for a clipboard, good in black and white."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, Final

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Table

from hsct_desktop.catalogue.wording import EN_DASH, Wording, wording
from hsct_desktop.documents.check_boxes import CheckBoxes
from hsct_desktop.documents.fonts import BOLD, REGULAR, register_fonts
from hsct_desktop.documents.frame import LIST, Pen, Sheet, build, shortened, sign_notes
from hsct_desktop.documents.inputs import DayListData, DayListRow
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.styles import (
    HEAD,
    INK,
    ROW_ALERT,
    ROW_NAME,
    ROW_SMALL,
    ROW_TEXT,
    RULE,
    TEXT,
    TINT_DARK,
)
from hsct_desktop.documents.text import DOT, NBSP, Line, clipped, fitted, para, printable, texts_of
from hsct_desktop.domain.worklist import WorklistKind

ORDER: Final = (
    WorklistKind.DUE,
    WorklistKind.LATE,
    WorklistKind.THIS_WEEK,
    WorklistKind.TO_STOP,
    WorklistKind.NO_NEXT_VISIT,
)
"""The groups as the day goes: who comes, whom to call, who comes next, what to stop, who is forgotten."""

_COLUMNS: Final = ("time", "patient", "day", "visit", "why", "to_do", "notes")
_WIDTHS: Final = tuple(width * mm for width in (14, 46, 28, 32, 74, 46, 33))
_GAP: Final = 5.0


def write_day_list(data: DayListData, target: Target) -> None:
    """Write the list as PDF to a path (whole or not at all; OSError) or an open binary file."""
    register_fonts()
    words = wording(data.context.language)

    def make(stream: BinaryIO) -> None:
        build(_sheet(data, words), list(_story(data, words)), stream)

    write_to(target, make)


def in_order(rows: Sequence[DayListRow]) -> list[tuple[WorklistKind, list[DayListRow]]]:
    """The groups that have rows, in the order of the day; who is due stands by the booked time, the rest as it came."""
    groups = [(kind, [row for row in rows if row.kind is kind]) for kind in ORDER]
    due = WorklistKind.DUE
    return [(k, sorted(g, key=lambda r: (not r.time, r.time)) if k is due else g) for k, g in groups if g]


def totals(data: DayListData, words: Wording) -> str:
    """The counts of the title, made from the very rows that are printed."""
    counts = [words.count(f"document.day_list.count.{kind}", len(rows)) for kind, rows in in_order(data.rows)]
    lead = f"{words.text('document.day_list.title')}{DOT}{words.count('document.day_list.rows', len(data.rows))}"
    return f"{lead}: {', '.join(counts)}" if counts else lead


def _sheet(data: DayListData, words: Wording) -> Sheet:
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
        counts = totals(data, words)
        room = start - 5 - end
        size = next((s for s in (9.4, 8.9, 8.4, 7.9, 7.4) if stringWidth(counts, REGULAR, s) <= room * mm), 6.9)
        pen.text(end, 14.6, shortened(counts, size, room), size, ink=INK)
        pen.rule(17.3, 1.3, INK)

    practice = words.text("document.practice") if context.practice else ""
    foot = (
        words.text("document.day_list.foot"),
        practice,
        words.text("document.day_list.key"),
        words.text("document.intended_use"),
        sign_notes(words, list(texts_of(data))),
    )
    return Sheet(LIST, title, context, head, head, foot, words)


def _story(data: DayListData, words: Wording) -> Iterator[Flowable]:
    groups = in_order(data.rows)
    if not groups:
        yield para(words.text("document.day_list.empty"), TEXT)
        return
    yield _table(groups, words)


def _table(groups: Sequence[tuple[WorklistKind, list[DayListRow]]], words: Wording) -> Table:
    heads = [Line(words.text(f"document.day_list.head.{column}"), HEAD) for column in _COLUMNS]
    cells: list[list[object]] = [list(heads)]
    style: list[Any] = [
        ("FONTNAME", (0, 0), (-1, -1), REGULAR),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0.6),
        ("RIGHTPADDING", (0, 0), (-1, -1), _GAP),
        ("TOPPADDING", (0, 0), (-1, -1), 2.6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.2),
        ("LINEBELOW", (0, 0), (-1, 0), 0.9, INK),
        ("LINEBELOW", (0, 1), (-1, -1), 0.5, RULE),
        ("LINEBEFORE", (-1, 0), (-1, -1), 0.5, RULE),
        ("LEFTPADDING", (-1, 0), (-1, -1), 3),
    ]
    for kind, rows in groups:
        at = len(cells)
        title = f"{words.text(f'document.day_list.group.{kind}')}{NBSP}({len(rows)})"
        cells.append([Line(title, ROW_NAME), *[""] * (len(_COLUMNS) - 1)])
        style += [
            ("SPAN", (0, at), (-1, at)),
            ("BACKGROUND", (0, at), (-1, at), TINT_DARK),
            ("LEFTPADDING", (0, at), (-1, at), 3),
            ("TOPPADDING", (0, at), (-1, at), 1.6),
            ("BOTTOMPADDING", (0, at), (-1, at), 2.2),
            ("NOSPLIT", (0, at), (-1, at + 1)),
        ]
        cells.extend(_row(row, words) for row in rows)
    return Table(cells, colWidths=_WIDTHS, repeatRows=1, style=style, splitInRow=0, hAlign="LEFT")


def _row(row: DayListRow, words: Wording) -> list[object]:
    inner = [width - _GAP - 0.6 for width in _WIDTHS]
    name = f"{row.family_name.upper()} {row.given_name}".strip()
    born = f"{words.date(row.birth_date)}{DOT}{row.code}"
    day = EN_DASH if row.day is None else words.signed_day(row.day)
    why: list[Flowable] = [fitted(row.why, ROW_TEXT, inner[4])] if row.why else []
    if row.attention:
        why.append(fitted(f"\u25b2{NBSP}{row.attention}", ROW_ALERT, inner[4]))
    tasks = tuple(printable(task) for task in row.to_do if task)
    return [
        fitted(row.time or EN_DASH, ROW_NAME, inner[0]),
        [fitted(name, ROW_NAME, inner[1]), fitted(born, ROW_SMALL, inner[1])],
        [fitted(day, ROW_NAME, inner[2]), fitted(row.disease or EN_DASH, ROW_SMALL, inner[2])],
        [fitted(row.task or EN_DASH, ROW_NAME, inner[3]), fitted(_window(row, words), ROW_SMALL, inner[3])],
        why or [fitted(EN_DASH, ROW_TEXT, inner[4])],
        CheckBoxes(tasks, inner[5]) if tasks else fitted(EN_DASH, ROW_TEXT, inner[5]),
        "",
    ]


def _window(row: DayListRow, words: Wording) -> str:
    if row.earliest is not None and row.latest is not None:
        return words.range(row.earliest, row.latest)
    single = row.earliest or row.latest
    return words.date(single) if single else EN_DASH
