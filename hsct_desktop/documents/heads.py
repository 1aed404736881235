"""The heads of the work papers, each kind drawn in one place; lengths in mm, read in the order in which they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth

from hsct_desktop.documents.fonts import BOLD, REGULAR
from hsct_desktop.documents.frame import Pen, running_head, shortened
from hsct_desktop.documents.styles import ACCENT, GREY, INK
from hsct_desktop.documents.text import DOT, ELLIPSIS, NBSP, printable

_ABOUT: Final = (9.4, 8.6, 7.8)
"""Sizes of the line about the patient: a long name of a disease costs size before it costs what stands last."""


def title_head(pen: Pen, title: str, unit: str, beside: str, *, size: float = 7.4, ink: Any = GREY) -> None:
    """A plan's first page: its title, the unit above it at the right, and `beside` the title what must be known."""
    left, right = pen.geometry.left, pen.geometry.right
    pen.right(right, 13.6, shortened(unit, 8.9, right - left), 8.9, ink=INK)
    end = pen.text(left, 20, title, 14.5, font=BOLD, ink=ACCENT)
    pen.right(right, 20, shortened(beside, size, right - end - 8), size, ink=ink)
    pen.rule(23.5, 1.3, ACCENT)


def later_head(pen: Pen, name: str, facts: Sequence[str], title: str) -> None:
    """Every later page: whose paper it is, and which."""
    about = "".join(f"{DOT}{fact}" for fact in facts if fact)
    running_head(pen, 15, name, about.strip(NBSP), title)
    pen.rule(17.5, 0.7, ACCENT)


def name_head(pen: Pen, name: str, about: Sequence[str], unit: str) -> None:
    """A page that is a picture: the name above, what it shows and of whom below, the unit at the right."""
    left, right = pen.geometry.left, pen.geometry.right
    beside = right - left - stringWidth(printable(name), BOLD, 13) / mm - 6
    shown = shortened(unit, 7.6, max(60, beside))
    start = right - stringWidth(shown, REGULAR, 7.6) / mm
    pen.text(left, 15, shortened(name, 13, start - left - 6, BOLD), 13, font=BOLD, ink=INK)
    pen.right(right, 15, shown, 7.6)
    line = DOT.join(part for part in about if part)
    fits = (size for size in _ABOUT if not shortened(line, size, right - left).endswith(ELLIPSIS))
    size = next(fits, _ABOUT[-1])
    pen.text(left, 20.5, shortened(line, size, right - left), size, ink=INK)
    pen.rule(23.5, 1.3, ACCENT)


def list_head(
    pen: Pen, title: str, name: str, facts: Sequence[str], right_lines: tuple[str, str], *, warning: str = ""
) -> None:
    """A wide table: title and warning above, name and facts below, unit and time of printing at the right."""
    left, right = pen.geometry.left, pen.geometry.right
    lines = [shortened(text, 7.6, 90) for text in right_lines]
    start = right - max(stringWidth(text, REGULAR, 7.6) for text in lines) / mm
    end = pen.text(left, 10.8, title, 8.9, ink=ACCENT)
    if warning:
        pen.text(end, 10.8, f"{DOT}{warning}", 8.9, font=BOLD, ink=INK)
    for y, text in zip((10.8, 14.4), lines, strict=True):
        pen.right(right, y, text, 7.6)
    end = pen.text(left, 15.4, shortened(name, 13, (start - left) / 2, BOLD), 13, font=BOLD, ink=INK)
    about = "".join(f"{DOT}{fact}" for fact in facts if fact)
    pen.text(end, 15.4, shortened(about, 9.4, start - end - 4), 9.4, ink=INK)
    pen.rule(18, 1.3, INK)
