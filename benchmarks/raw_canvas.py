"""The yardstick of the benchmarks of PDF: what stands on a finished PDF's pages drawn again on a bare canvas.

The canvas and its fonts are ReportLab's own, from the same font files; nothing is laid out, each text is written where
it stood. `Page.lines` are the rules, areas and pictures of the page.
"""

from __future__ import annotations

import ctypes
import gc
import io
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import pypdfium2
import pypdfium2.raw as pdfium
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from hsct_desktop.documents.fonts import BOLD, REGULAR
from hsct_desktop.resource import resource

AIM = 1.6
PAIRS = 21
_NAMES = {REGULAR: "raw", BOLD: "raw-bold"}
Points = tuple[tuple[int, float, float], ...]


@dataclass(frozen=True)
class Run:
    """A piece of text as a document set it, in points from the lower left corner."""

    x: float
    y: float
    font: str
    size: float
    text: str


@dataclass(frozen=True)
class Path:
    """A line or an area as a document drew it: its points, each with what leads to it, and how it is painted."""

    points: Points
    fill: tuple[float, float, float] | None
    stroke: tuple[float, float, float] | None
    width: float


@dataclass(frozen=True)
class Page:
    """What stands on a page."""

    runs: tuple[Run, ...]
    paths: tuple[Path, ...]


def pages_of(pdf: bytes) -> list[Page]:
    """All that stands on the pages of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for page in document:
        text_page = page.get_textpage()
        texts = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], textpage=text_page)
        runs = tuple(run for run in map(_run, texts) if run.text.strip())
        paths = tuple(map(_path, page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])))
        pages.append(Page(runs, paths))
        text_page.close()
        page.close()
    document.close()
    return pages


def _run(item: pypdfium2.PdfTextObj) -> Run:
    matrix = item.get_matrix()
    font = BOLD if "Bold" in item.get_font().get_base_name() else REGULAR
    return Run(matrix.e, matrix.f, font, item.get_font_size(), item.extract())


def _path(item: pypdfium2.PdfObject) -> Path:
    raw, at = item.raw, item.get_matrix()
    mode, stroked, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    pdfium.FPDFPath_GetDrawMode(raw, mode, stroked)
    pdfium.FPDFPageObj_GetStrokeWidth(raw, width)
    points = []
    for number in range(pdfium.FPDFPath_CountSegments(raw)):
        segment = pdfium.FPDFPath_GetPathSegment(raw, number)
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        points.append((kind, at.a * x.value + at.c * y.value + at.e, at.b * x.value + at.d * y.value + at.f))
    fill = _colour(pdfium.FPDFPageObj_GetFillColor, raw) if mode.value else None
    stroke = _colour(pdfium.FPDFPageObj_GetStrokeColor, raw) if stroked.value else None
    return Path(tuple(points), fill, stroke, width.value)


def _colour(ask: Callable[..., int], raw: object) -> tuple[float, float, float]:
    parts = [ctypes.c_uint() for _ in range(4)]
    ask(raw, *parts)
    return parts[0].value / 255, parts[1].value / 255, parts[2].value / 255


@cache
def _register() -> None:
    for name, own in _NAMES.items():
        pdfmetrics.registerFont(TTFont(own, str(resource(f"fonts/{name}.ttf"))))


def raw(pages: Sequence[Page], *, lines: bool) -> bytes:
    """The same text on a bare canvas, with `lines` the rules, areas and pictures as well."""
    _register()
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1, pageCompression=1)
    canvas.setFont(_NAMES[REGULAR], 10)
    for page in pages:
        if lines:
            for path in page.paths:
                _draw(canvas, path)
        canvas.setFillColorRGB(0, 0, 0)
        for run in page.runs:
            canvas.setFont(_NAMES[run.font], run.size)
            canvas.drawString(run.x, run.y, run.text)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _draw(canvas: Canvas, path: Path) -> None:
    made = canvas.beginPath()
    bent: list[float] = []
    for kind, x, y in path.points:
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            made.moveTo(x, y)
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            made.lineTo(x, y)
        else:
            bent += (x, y)
            if len(bent) == 6:
                made.curveTo(*bent)
                bent.clear()
    if path.fill is not None:
        canvas.setFillColorRGB(*path.fill)
    if path.stroke is not None:
        canvas.setStrokeColorRGB(*path.stroke)
        canvas.setLineWidth(path.width)
    canvas.drawPath(made, stroke=path.stroke is not None, fill=path.fill is not None)


def taken(work: Callable[[], object]) -> tuple[float, float]:
    """Wall time and processor time in seconds of one run, the collector held off so that it hits neither side."""
    gc.collect()
    gc.disable()
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    found = time.perf_counter() - wall, time.process_time() - cpu
    gc.enable()
    return found


def in_turn(sides: Sequence[Callable[[], object]], rounds: int) -> Iterator[tuple[tuple[float, float], ...]]:
    """Each round runs every side once, in an order that goes on by one; yields what each took."""
    for side in sides:
        side()
    for number in range(rounds):
        shift = number % len(sides)
        order = [*range(shift, len(sides)), *range(shift)]
        found = {index: taken(sides[index]) for index in order}
        yield tuple(found[index] for index in range(len(sides)))


def compare(name: str, made: Callable[[], bytes], rounds: int = PAIRS) -> None:
    """Print what a document takes against its text, and against its text, rules and pictures, on a bare canvas."""
    pages = pages_of(made())
    rows = list(in_turn([made, lambda: raw(pages, lines=False), lambda: raw(pages, lines=True)], max(rounds, 9)))
    count = sum(len(page.runs) for page in pages), sum(len(page.paths) for page in pages)
    print(f"{name}: {len(pages)} pages, {count[0]} runs of text, {count[1]} lines and areas; {len(rows)} rounds")
    for clock, label in enumerate(("wall time", "processor")):
        ours, text, drawn = ([row[side][clock] for row in rows] for side in range(3))
        middle = [f"{statistics.median(side) * 1000:.1f}" for side in (ours, text, drawn)]
        print(f"  {label}: {middle[0]} ms; its text raw {middle[1]} ms; text, rules and picture raw {middle[2]} ms")
        _ratio(f"  {label} / its text drawn raw", ours, text, AIM)
        _ratio(f"  {label} / text, rules and picture drawn raw", ours, drawn, None)


def _ratio(title: str, ours: Sequence[float], theirs: Sequence[float], aim: float | None) -> None:
    found = sorted(one / other for one, other in zip(ours, theirs, strict=True))
    wanted = f" (aim <= {aim})" if aim is not None else ""
    print(f"{title}: min {found[0]:.2f}, median {statistics.median(found):.2f}, max {found[-1]:.2f}{wanted}")
