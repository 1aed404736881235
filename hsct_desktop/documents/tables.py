"""Tables, labelled facts and section headings in the one manner of the work papers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Table, TableStyle

from hsct_desktop.documents.fonts import REGULAR
from hsct_desktop.documents.styles import CELL, CELL_GREY, HAIRLINE, HEAD, INK, NOTE_RIGHT, RULE, SECTION
from hsct_desktop.documents.text import Line, Text, fitted

GAP: Final = 6.0
"""Room between two columns, in points."""

_BARE: Final = [
    ("FONTNAME", (0, 0), (-1, -1), REGULAR),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
]
BARE_STYLE: Final = TableStyle(_BARE)
_FACTS_STYLE: Final = TableStyle([*_BARE, ("BOTTOMPADDING", (0, 0), (-1, -1), 2.6)])
_SECTION_STYLE: Final = TableStyle(
    [
        *_BARE,
        ("LINEABOVE", (0, 0), (-1, 0), 0.5, RULE),
        ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
        ("TOPPADDING", (0, 0), (-1, -1), 2.4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.2),
    ]
)
_TABLE_STYLE: Final = TableStyle(
    [
        *_BARE,
        ("RIGHTPADDING", (0, 0), (-2, -1), GAP),
        ("TOPPADDING", (0, 0), (-1, -1), 1.4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.7),
        ("TOPPADDING", (0, 0), (-1, 0), 0.6),
        ("LINEBELOW", (0, 1), (-1, -2), 0.35, HAIRLINE),
        ("LINEBELOW", (0, 0), (-1, 0), 0.9, INK),
        ("LINEBELOW", (0, -1), (-1, -1), 0.9, INK),
    ]
)


class Grid(Table):
    """A table that says how high its rows are."""

    @property
    def row_heights(self) -> list[float]:
        """Heights in points, known once the table has been wrapped."""
        return [float(height) for height in self._rowHeights]  # type: ignore[attr-defined]


def section(title: str, note: Text, width: float) -> Table:
    """A section's rule, heading and, at the right, what the reader must know of it."""
    title_width = min(stringWidth(title, SECTION.fontName, SECTION.fontSize) + 12, width)
    cells = [[Line(title, SECTION), fitted(note, NOTE_RIGHT, width - title_width)]]
    table = Table(cells, colWidths=[title_width, width - title_width], style=_SECTION_STYLE, hAlign="LEFT")
    table.spaceBefore, table.spaceAfter = 5.5, 2
    return table


def grid(heads: Sequence[str], rows: Sequence[Sequence[Text | Flowable]], widths: Sequence[float]) -> Grid:
    """A table with its head line repeated on each page; `widths` in points; rows are never split.

    A cell is plain text, Markup, or a ready flowable.
    """
    inner = [width - GAP for width in widths[:-1]] + [widths[-1]]
    cells: list[list[Flowable]] = [[_cell(h, HEAD, w) for h, w in zip(heads, inner, strict=True)]]
    cells += [[_cell(c, CELL, w) for c, w in zip(row, inner, strict=True)] for row in rows]
    return Grid(cells, colWidths=list(widths), repeatRows=1, style=_TABLE_STYLE, splitInRow=0, hAlign="LEFT")


def _cell(content: Text | Flowable, style: ParagraphStyle, width: float) -> Flowable:
    return content if isinstance(content, Flowable) else fitted(content, style, width)


def facts(pairs: Sequence[tuple[str, Text]], width: float, label: float) -> Table:
    """Labelled facts in two columns, read line by line; `label` is the width of a label in points."""
    half = width / 2
    columns = [label, half - label, label, half - label]
    rows = []
    for left in range(0, len(pairs), 2):
        row: list[Flowable | str] = []
        for name, value in (*pairs[left : left + 2], ("", ""))[:2]:
            row.append(fitted(name, CELL_GREY, label - GAP) if name else "")
            row.append(fitted(value, CELL, half - label - GAP) if name else "")
        rows.append(row)
    return Table(rows, colWidths=columns, style=_FACTS_STYLE, splitInRow=0, hAlign="LEFT")
