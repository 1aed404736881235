"""The report of the change log on paper: what was asked for, how much was written by whom, every line. A4 upright."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from hsct_desktop.documents.audit_report_inputs import AuditLine, AuditReport
from hsct_desktop.documents.fonts import register_fonts
from hsct_desktop.documents.frame import SUMMARY, Geometry, Pen, Sheet, build, sign_notes
from hsct_desktop.documents.heads import later_head, title_head
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import NOTE
from hsct_desktop.documents.tables import Section, facts, grid
from hsct_desktop.documents.text import DOT, Text, clipped, para, texts_of

PAGE: Final = Geometry(SUMMARY.size, 20, 195, 27, 21, 280, 283.5)
MOST_LINES: Final = 3000
"""Lines on paper; the rest is counted and stands in the CSV."""
_COUNTS: Final = tuple(width * mm for width in (60, 75, 20, 20))
_LINES: Final = tuple(width * mm for width in (33, 28, 38, 24, 52))
_LABEL: Final = 38 * mm
_LEAST: Final = 60.0
_LONG: Final = 240
_ARROW: Final = " \u2192 "


def write_audit_report(data: AuditReport, target: Target) -> None:
    """Write the report as PDF to a path (whole or not at all; OSError) or an open binary file."""
    register_fonts()
    words = paper_wording(data.context.language, table=True)
    title = words.text("audit.report.title")

    def first(pen: Pen) -> None:
        title_head(pen, title, data.context.unit_name or words.text("document.unit_missing"), _printed(data, words))

    def later(pen: Pen) -> None:
        later_head(pen, title, (), data.context.unit_name)

    def make(stream: BinaryIO) -> None:
        foot = (
            words.text("audit.report.foot"),
            words.text("document.practice") if data.context.practice else "",
            sign_notes(words, list(texts_of(data))),
        )
        build(Sheet(PAGE, title, data.context, first, later, foot, words), list(_story(data, words)), stream)

    write_to(target, make)


def _printed(data: AuditReport, words: PaperWording) -> str:
    key = "printed" if data.context.printed_by else "printed_at"
    return words.text(f"document.{key}", moment=data.context.printed_at, name=clipped(data.context.printed_by, 40))


def _story(data: AuditReport, words: PaperWording) -> Iterator[Flowable]:
    told: list[tuple[str, Text]] = [(label, clipped(text, _LONG)) for label, text in data.facts]
    yield facts([*told, (words.text("audit.report.log"), data.verified)], PAGE.width, _LABEL)
    if data.counts:
        yield Section(words.text("audit.report.counts"), "", PAGE.width)
        heads = [words.text(f"audit.report.head.{name}") for name in ("who", "kind", "new", "changed")]
        rows = [(clipped(one.who, 60), one.kind, str(one.new), str(one.changed)) for one in data.counts]
        yield grid(heads, rows, _COUNTS)
    if not data.lines:
        return
    yield CondPageBreak(_LEAST)
    yield Section(words.text("audit.report.lines"), str(data.total), PAGE.width)
    heads = [words.text(f"audit.report.head.{name}") for name in ("when", "who", "record", "field", "change")]
    yield grid(heads, [_row(line, words) for line in data.lines[:MOST_LINES]], _LINES)
    if data.shown < data.total or len(data.lines) > MOST_LINES:
        yield Spacer(1, 4)
        yield para(words.text("audit.report.more", total=data.total), NOTE)


def _row(line: AuditLine, words: PaperWording) -> tuple[Text, ...]:
    change = _ARROW.join(clipped(part, _LONG) for part in (line.before, line.after) if part)
    reason = words.text("audit.report.reason", reason=clipped(line.reason, _LONG)) if line.reason else ""
    undone = words.text("audit.report.undone") if line.undone else ""
    return (
        f"{line.when}{DOT}{line.seq}",
        DOT.join(part for part in (clipped(line.who, 40), line.role, clipped(line.workstation, 30)) if part),
        DOT.join(part for part in (clipped(line.patient, 30), clipped(line.record, 90)) if part),
        clipped(line.field, 60),
        "; ".join(part for part in (change, reason, undone) if part),
    )
