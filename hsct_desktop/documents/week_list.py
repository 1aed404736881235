"""The week list: who is late or due, day by day who comes and what to do, whom to book. A4 landscape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable

from hsct_desktop.catalogue.wording import EN_DASH
from hsct_desktop.documents.agenda import list_foot, list_head, narrowed
from hsct_desktop.documents.agenda_inputs import WeekDay, WeekListData, WeekRow
from hsct_desktop.documents.check_boxes import CheckBoxes
from hsct_desktop.documents.fonts import BOLD, register_fonts
from hsct_desktop.documents.frame import LIST, Pen, Sheet, build
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import HEAD, INK, ROW_ALERT, ROW_NAME, ROW_SMALL, ROW_TEXT, RULE, TEXT
from hsct_desktop.documents.tables import LIST as GROUP
from hsct_desktop.documents.tables import Cell, Grid
from hsct_desktop.documents.text import DOT, NBSP, capitals, clipped, fitted, line, numbered, para, printable, texts_of
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.domain.worklist import WorklistKind

_COLUMNS: Final = ("time", "patient", "phone", "day", "task", "to_do", "notes")
_WIDTHS: Final = tuple(width * mm for width in (14, 56, 38, 18, 56, 40, 51))
_GAP: Final = 6.0
_LONG: Final = 300
"""Characters of a text of a cell; a longer one ends with an ellipsis."""
MOST_WORDS: Final = 500
"""Characters of a task: as many as one may have, so that it is never cut."""


def write_week_list(data: WeekListData, target: Target) -> None:
    """Write the list as PDF to a path (whole or not at all; OSError) or an open binary file."""
    register_fonts()
    words = paper_wording(data.context.language)
    title = words.span(data.days[0].day, data.days[-1].day)
    plain = list_head(data.context, words, title, totals(data, words))

    def head(pen: Pen) -> None:
        plain(pen)
        _column_heads(pen, words)

    def make(stream: BinaryIO) -> None:
        foot = list_foot(data.context, words, list(texts_of(data)), *_notes(data, words))
        sheet = Sheet(LIST, words.text("agenda.paper.week"), data.context, head, head, foot, words)
        build(sheet, list(_story(data, words)), stream)

    write_to(target, make)


def _notes(data: WeekListData, words: PaperWording) -> Iterator[str]:
    """What the foot says of the rows; there, so that no sentence ever takes a page of its own."""
    if data.other_windows:
        yield words.count("agenda.paper.other_windows", data.other_windows)
    yield words.text("agenda.paper.key")
    if data.urgent or data.to_book:
        yield words.text("agenda.paper.day_key", day=data.days[0].day)


def totals(data: WeekListData, words: PaperWording) -> str:
    """The counts of the title, made from the very rows that are printed."""
    visits = sum(row.kind is None for day in data.days for row in day.rows)
    counted = [words.count("agenda.paper.urgent", len(data.urgent))] if data.urgent else []
    counted += [words.count("agenda.day.visits", visits)] if visits else [words.text("agenda.day.visits.none")]
    if data.to_book:
        counted.append(words.count("agenda.paper.to_book", len(data.to_book)))
    return narrowed(f"{words.text('agenda.paper.week')}{DOT}{', '.join(counted)}", data.only, words)


def _story(data: WeekListData, words: PaperWording) -> Iterator[Flowable]:
    if data.urgent:
        title = f"{words.text('agenda.paper.late_and_due')} ({len(data.urgent)})"
        yield from _group(title, [_row(row, words) for row in data.urgent], words)
    for day in data.days:
        yield from _group(day_title(day, words), [_row(row, words) for row in day.rows], words)
    if data.to_book:
        title = f"{words.text('agenda.paper.book_now')} ({len(data.to_book)})"
        yield from _group(title, [_row(row, words) for row in data.to_book], words)


def day_title(day: WeekDay, words: PaperWording) -> str:
    """A day's heading: the date, why it is closed or that it is a clinic day, how many places are taken."""
    date = words.date_long(day.day)
    parts = [date[:1].upper() + date[1:], day.closed, words.text("agenda.day.clinic") if day.clinic else ""]
    if day.taken or not day.closed:
        parts.append(words.text("agenda.day.booked", taken=day.taken, places=day.places))
    return DOT.join(part for part in parts if part)


def _group(title: str, cells: list[list[Cell]], words: PaperWording) -> Iterator[Flowable]:
    again = words.text("document.day_list.continued", group=title)
    if not cells:
        cells = [[(), (para(words.text("agenda.day.visits.none"), TEXT),), (), (), (), (), ()]]
    table = Grid(cells, _WIDTHS, GROUP, [(line(title, ROW_NAME),)], [(line(again, ROW_NAME),)])
    yield CondPageBreak(table.least_height)
    yield table


def _column_heads(pen: Pen, words: PaperWording) -> None:
    x = pen.geometry.left
    for column, width in zip(_COLUMNS, _WIDTHS, strict=True):
        inset = 0.2 if column != "notes" else 1
        pen.text(x + inset, 22, words.text(f"agenda.paper.head.{column}"), HEAD.fontSize, font=BOLD)
        x += width / mm
    pen.rule(24.4, 0.9, INK)
    pen.upright(pen.geometry.right - _WIDTHS[-1] / mm, 19, 24.4, 0.5, RULE)


def _row(row: WeekRow, words: PaperWording) -> list[Cell]:
    inner = [width - _GAP for width in _WIDTHS]
    words = words.in_tables
    tasks = _tasks(row, words)
    return [
        (fitted(row.time or EN_DASH, ROW_NAME, inner[0]),),
        tuple(_who(row, words, inner[1])),
        _phone(row, words, inner[2]),
        (fitted(EN_DASH if row.day is None else words.signed_day(row.day), ROW_NAME, inner[3]),),
        (
            fitted(_task(row), ROW_NAME, inner[4]),
            *(fitted(text, ROW_SMALL, inner[4]) for text in (_standing(row, words), clipped(row.why, _LONG)) if text),
        ),
        (CheckBoxes(tasks, inner[5]) if tasks else fitted(EN_DASH, ROW_TEXT, inner[5]),),
        (),
    ]


def _who(row: WeekRow, words: PaperWording, width: float) -> Iterator[Flowable]:
    """Name, birth date and code, and whether another patient has the same name."""
    name = f"{capitals(row.family_name)} {row.given_name}".strip() or words.text("document.day_list.no_patient")
    yield fitted(name, ROW_NAME, width)
    if row.birth_date is not None:
        yield fitted(f"{words.date(row.birth_date)}{DOT}{row.code}", ROW_SMALL, width)
    if row.same_name:
        yield fitted(f"\u25b2{NBSP}{words.text('summary.same_name')}", ROW_ALERT, width)


def _phone(row: WeekRow, words: PaperWording, width: float) -> tuple[Flowable, ...]:
    if row.birth_date is None:
        return (fitted(EN_DASH, ROW_TEXT, width),)
    phone = clipped(row.phone, 60) or words.text("document.day_list.no_phone")
    return (fitted(phone, ROW_TEXT if row.phone else ROW_SMALL, width),)


def _task(row: WeekRow) -> str:
    """What is to be done, a visit's number bound to its word."""
    return clipped(row.task, MOST_WORDS) if row.kind is WorklistKind.TASKS else numbered(clipped(row.task, _LONG))


def _standing(row: WeekRow, words: PaperWording) -> str:
    """How the visit stands, where it is done, and its window."""
    parts = [words.enum("visit_status", row.status)] if row.status is not None else []
    if row.elsewhere:
        parts.append(words.text("agenda.paper.elsewhere"))
    if row.earliest is not None and row.latest is not None:
        parts.append(words.range(row.earliest, row.latest))
    return DOT.join(parts)


def _tasks(row: WeekRow, words: PaperWording) -> tuple[str, ...]:
    """Boxes to tick: none for what is over."""
    if row.status is not None and not row.status.awaits:
        return ()
    if row.kind is not None:
        keys: tuple[str, ...] = ("done",) if row.kind is WorklistKind.TASKS else ("call",)
    elif row.status is VisitStatus.LATE or not row.booked:
        keys = ("call", "book")
    else:
        keys = ("came", "next")
    return tuple(printable(words.text(f"agenda.paper.to_do.{key}")) for key in keys)
