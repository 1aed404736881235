"""The shift handover on paper: A4 upright, by patient, good in black and white."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable

from hsct_desktop.documents.fonts import BOLD, REGULAR, register_fonts
from hsct_desktop.documents.frame import SUMMARY, Pen, Sheet, build, running_head, shortened, sign_notes
from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import INK, ROW_NAME, ROW_SMALL, ROW_TEXT, TEXT
from hsct_desktop.documents.tables import LIST as GROUP
from hsct_desktop.documents.tables import TABLE, Cell, Grid, Section
from hsct_desktop.documents.text import DOT, capitals, clipped, fitted, para, texts_of
from hsct_desktop.domain.handover import Handover, HandoverLine, HandoverPatient
from hsct_desktop.domain.task import TaskRow

MOST_TEXT: Final = 900
"""Characters of one change; a longer one ends with an ellipsis, so that a row always fits a page."""
_WIDTH: Final = SUMMARY.width
_LINES: Final = tuple(width * mm for width in (19, 27, 129))
_TASKS: Final = tuple(width * mm for width in (6, 31, 70, 44, 24))
_TRIES: Final = tuple(width * mm for width in (6, 31, 58, 80))
_GAP: Final = 6.0


def write_handover(context: PrintContext, data: Handover, target: Target) -> None:
    """Write the handover as PDF to a path (whole or not at all; OSError) or an open binary file."""
    register_fonts()
    words = paper_wording(context.language)

    def make(stream: BinaryIO) -> None:
        build(_sheet(context, data, words), list(_story(data, words.in_tables)), stream)

    write_to(target, make)


def _sheet(context: PrintContext, data: Handover, words: PaperWording) -> Sheet:
    title = words.text("document.handover.title")
    span = words.text("document.handover.span", since=data.since, until=data.until)
    key = "printed" if context.printed_by else "printed_at"
    printed = words.text(f"document.{key}", moment=context.printed_at, name=clipped(context.printed_by, 40))
    unit = context.unit_name or words.text("document.unit_missing")

    def first(pen: Pen) -> None:
        left, right = pen.geometry.left, pen.geometry.right
        end = pen.text(left, 16, title, 15, font=BOLD, ink=INK)
        pen.text(left, 21.2, span, 9.4, font=REGULAR, ink=INK)
        pen.right(right, 12.4, shortened(unit, 7.6, right - end - 6), 7.6)
        pen.right(right, 16, printed, 7.6)
        pen.rule(23.5, 1.3, INK)

    def later(pen: Pen) -> None:
        running_head(pen, 15, title, f"{DOT}{span}", unit if len(unit) < 40 else "")
        pen.rule(17.5, 0.5, INK)

    foot = (
        words.text("document.day_list.foot"),
        words.text("document.practice") if context.practice else "",
        words.text("document.handover.key"),
        words.text("document.intended_use"),
        sign_notes(words, list(texts_of(data))),
    )
    return Sheet(SUMMARY, title, context, first, later, foot, words)


def _story(data: Handover, words: PaperWording) -> Iterator[Flowable]:
    if not (data.patients or data.ward):
        yield para(words.text("document.handover.quiet"), TEXT)
    for patient in data.patients:
        yield from _grouped(_identity(patient, words), patient.lines, words)
    if data.ward:
        yield from _grouped((fitted(words.text("document.handover.ward"), ROW_NAME, _WIDTH - _GAP),), data.ward, words)
    yield from _tasks(data, words)
    yield from _tries(data, words)


def _grouped(head: Cell, lines: tuple[HandoverLine, ...], words: PaperWording) -> Iterator[Flowable]:
    """One patient's changes under their name, which is repeated where they go on overleaf."""
    table = Grid([_line(line, words) for line in lines], _LINES, GROUP_PLAIN, _spanning(head))
    yield CondPageBreak(table.least_height)
    yield table


GROUP_PLAIN: Final = GROUP.__class__(
    GROUP.above, GROUP.below, GROUP.inset, GROUP.head_above, GROUP.head_below, GROUP.head_tint, GROUP.head_inset,
    GROUP.head_rule, GROUP.row_rule, GROUP.end_rule, None,
)  # fmt: skip
"""The lists' look without the column to write in."""


def _spanning(head: Cell) -> list[Cell]:
    """A head over the whole width, laid out for it, not for the first column."""
    return [[_Wide(part) for part in head]]


class _Wide(Flowable):
    """A flowable that takes the whole width whatever column it stands in."""

    def __init__(self, inner: Flowable) -> None:
        super().__init__()
        self._inner = inner
        self.height = 0.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The whole width."""
        _, self.height = self._inner.wrap(_WIDTH - _GAP, available_height)
        return available_width, self.height

    def draw(self) -> None:
        """Draw what it holds."""
        self._inner.drawOn(self.canv, 0, 0)


def _identity(patient: HandoverPatient, words: PaperWording) -> Cell:
    name = f"{capitals(patient.family_name)} {patient.given_name}".strip()
    facts = [words.date(patient.birth_date), patient.code]
    facts += (
        [words.text("date.day_after_infusion", day=words.signed_day(patient.day))] if patient.day is not None else []
    )
    facts += [] if patient.follow_up.is_followed else [words.enum("follow_up", patient.follow_up)]
    parts: list[Flowable] = [fitted(name, ROW_NAME, _WIDTH - _GAP), fitted(DOT.join(facts), ROW_SMALL, _WIDTH - _GAP)]
    if patient.same_name:
        parts.append(fitted(f"\u25b2 {words.text('summary.same_name')}", ROW_SMALL, _WIDTH - _GAP))
    return parts


def _line(line: HandoverLine, words: PaperWording) -> list[Cell]:
    inner = [width - _GAP for width in _LINES]
    when = f"{words.day_month(line.at.date())} {line.at:%H:%M}"
    return [
        (fitted(when, ROW_SMALL, inner[0]),),
        (fitted(clipped(line.by, 60), ROW_SMALL, inner[1]),),
        (fitted(clipped(line.text, MOST_TEXT), ROW_TEXT, inner[2]),),
    ]


def _tasks(data: Handover, words: PaperWording) -> Iterator[Flowable]:
    if not data.tasks:
        return
    on = data.until.date()
    rows = [_task(task, words, task.is_overdue(on)) for task in data.tasks]
    yield from _section(words.text("document.handover.tasks"), Grid(rows, _TASKS, TABLE))


def _section(title: str, table: Grid) -> Iterator[Flowable]:
    head = Section(title, "", _WIDTH)
    yield CondPageBreak(head.height + head.ABOVE + head.AFTER + table.least_height)
    yield head
    yield table


def _task(task: TaskRow, words: PaperWording, overdue: bool) -> list[Cell]:
    inner = [width - _GAP for width in _TASKS]
    patient = task.patient
    whose: tuple[Flowable, ...] = (fitted(words.text("document.handover.nobody"), ROW_SMALL, inner[3]),)
    if patient is not None:
        name = f"{capitals(patient.family_name)} {patient.given_name}".strip()
        born = f"{words.date(patient.birth_date)}{DOT}{patient.code}"
        whose = (fitted(name, ROW_TEXT, inner[3]), fitted(born, ROW_SMALL, inner[3]))
    due = words.date_weekday(task.due)
    when: tuple[Flowable, ...] = (fitted(due, ROW_NAME if overdue else ROW_TEXT, inner[1]),)
    if overdue:
        when = (*when, fitted(words.text("document.handover.overdue"), ROW_SMALL, inner[1]))
    owner = task.owner or words.text("handover.task.unit")
    return [
        (fitted("\u2610", ROW_TEXT, inner[0] + _GAP),),
        when,
        (fitted(clipped(task.words, MOST_TEXT), ROW_TEXT, inner[2]),),
        whose,
        (fitted(clipped(owner, 60), ROW_SMALL, inner[4]),),
    ]


def _tries(data: Handover, words: PaperWording) -> Iterator[Flowable]:
    if not data.tries:
        return
    inner = [width - _GAP for width in _TRIES]
    rows: list[list[Cell]] = []
    for found in data.tries:
        name = f"{capitals(found.family_name)} {found.given_name}".strip()
        phone = words.text("document.day_list.phone", phone=clipped(found.phone, 60)) if found.phone else ""
        born = DOT.join(part for part in (words.date(found.birth_date), found.code, phone) if part)
        rows.append([
            (fitted("\u2610", ROW_TEXT, inner[0] + _GAP),),
            (fitted(words.date_weekday(found.on), ROW_TEXT, inner[1]),),
            (fitted(name, ROW_TEXT, inner[2]), fitted(born, ROW_SMALL, inner[2])),
            (fitted(clipped(found.text, MOST_TEXT), ROW_TEXT, inner[3]),),
        ])  # fmt: skip
    yield from _section(words.text("document.handover.tries"), Grid(rows, _TRIES, TABLE))
