"""How long a warm patient summary takes against the same text drawn straight on a canvas with the same fonts.

    python benchmarks/pdf.py [pairs]

Both sides run in turn in one process; printed are the least, the median and the greatest ratio. Aim: 1.6 or less.
"""

from __future__ import annotations

import gc
import io
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pypdfium2
import pypdfium2.raw as pdfium
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from hsct_desktop.documents.fonts import BOLD, REGULAR
from hsct_desktop.documents.summary import write_summary
from tests.documents import samples

AIM = 1.6


@dataclass(frozen=True)
class Run:
    """A piece of text as the summary set it, in points from the lower left corner."""

    x: float
    y: float
    font: str
    size: float
    text: str


def summary() -> bytes:
    """The rich sample as the program writes it."""
    stream = io.BytesIO()
    write_summary(samples.rich(), stream)
    return stream.getvalue()


def runs_of(pdf: bytes) -> list[list[Run]]:
    """Every piece of text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for page in document:
        text_page = page.get_textpage()
        runs = []
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], textpage=text_page):
            text = item.extract()
            if text.strip():
                left, bottom, _, _ = item.get_bounds()
                font = BOLD if "Bold" in item.get_font().get_base_name() else REGULAR
                runs.append(Run(left, bottom, font, item.get_font_size(), text))
        pages.append(runs)
        text_page.close()
        page.close()
    document.close()
    return pages


def raw(pages: list[list[Run]]) -> bytes:
    """The same text on a bare canvas."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1, initialFontName=REGULAR)
    for runs in pages:
        for run in runs:
            canvas.setFont(run.font, run.size)
            canvas.drawString(run.x, run.y, run.text)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def seconds(work: Callable[[], object]) -> float:
    """Time of one run, the collector held off so that it does not hit one side only."""
    gc.collect()
    gc.disable()
    start = time.perf_counter()
    work()
    taken = time.perf_counter() - start
    gc.enable()
    return taken


def main(pairs: int = 15) -> None:
    """Warm up, measure in turn, print."""
    pages = runs_of(summary())
    raw(pages)
    ratios, ours, theirs = [], [], []
    for number in range(max(pairs, 9)):
        sides = [lambda: raw(pages), summary] if number % 2 else [summary, lambda: raw(pages)]
        times = [seconds(side) for side in sides]
        mine, bare = reversed(times) if number % 2 else times
        ratios.append(mine / bare)
        ours.append(mine)
        theirs.append(bare)
    print(f"summary {statistics.median(ours) * 1000:.1f} ms, raw canvas {statistics.median(theirs) * 1000:.1f} ms")
    print(f"runs of text: {sum(map(len, pages))} on {len(pages)} pages; pairs: {len(ratios)}")
    print(f"ratio min {min(ratios):.2f}, median {statistics.median(ratios):.2f}, max {max(ratios):.2f} (aim <= {AIM})")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
