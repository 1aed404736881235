"""The patient summary: A4 pages on the first of which a colleague on the telephone finds what is recorded.

Alone it takes two pages, with pictures behind them; with the record it is whole, in at most six pages.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final

from reportlab.platypus import Flowable, PageBreak

from hsct_desktop.documents.fonts import BOLD, register_fonts
from hsct_desktop.documents.frame import SUMMARY, Pen, Sheet, build, foot_line, running_head, shortened, sign_notes
from hsct_desktop.documents.inputs import SummaryData
from hsct_desktop.documents.letter_inputs import LetterSection
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import ACCENT, INK
from hsct_desktop.documents.summary_annex import annex, disease, has_annex, toxicities, values
from hsct_desktop.documents.summary_clinical import course, infections, toxicity
from hsct_desktop.documents.summary_identity import identity
from hsct_desktop.documents.summary_long_term import long_term
from hsct_desktop.documents.summary_measures import measures
from hsct_desktop.documents.summary_open_points import open_points
from hsct_desktop.documents.summary_record import record
from hsct_desktop.documents.summary_regimen import regimen
from hsct_desktop.documents.summary_therapies import therapies
from hsct_desktop.documents.summary_visits import coming_visits, contacts, past_visits
from hsct_desktop.documents.summary_words import Limits, day0_words, full_name
from hsct_desktop.documents.text import DOT, NBSP, clipped, texts_of

MOST_PAGES: Final = 2
MOST_IN_ALL: Final = 6
"""Pages with the pictures and the record behind them."""
_LIMITS: Final = (
    Limits(course=300, points=12, episodes=24, therapies=20, coming=6, past=14, orders=16, contacts=5, text=240),
    Limits(course=250, points=9, episodes=14, therapies=12, coming=4, past=8, orders=12, contacts=3, text=160),
    Limits(course=210, points=7, episodes=10, therapies=9, coming=3, past=5, orders=10, contacts=2, text=90),
    Limits(course=170, points=5, episodes=7, therapies=6, coming=2, past=3, orders=8, contacts=1, text=44),
    Limits(course=150, points=3, episodes=5, therapies=4, coming=2, past=2, orders=5, contacts=1, text=30),
)
"""What a page shows before it says how much it leaves out; the first that fits two pages is taken."""
_WITH_RECORD: Final = (
    (Limits(course=200, points=12, episodes=24, therapies=20, coming=4, past=8, orders=16, contacts=5, text=240), 60),
    (Limits(course=200, points=12, episodes=24, therapies=20, coming=4, past=6, orders=16, contacts=3, text=160), 20),
    (Limits(course=200, points=9, episodes=16, therapies=14, coming=4, past=4, orders=12, contacts=3, text=120), 12),
    (_LIMITS[2], 8),
    (_LIMITS[3], 5),
    (_LIMITS[4], 3),
)
"""What the pages with the record show, and rows of its tables; the first that fits six pages is taken."""
_REPEATED: Final = frozenset({"timeline", "trend", "toxicity", "phases"})
"""Fields whose texts stand in other fields too."""


def write_summary(data: SummaryData, target: Target, more: Sequence[LetterSection] = ()) -> None:
    """Write the summary as PDF to a path (whole or not at all; OSError) or an open binary file.

    `more` is the record behind it, on the pages that follow.
    """
    register_fonts()
    pdf = _fitted_pdf(data, more)
    write_to(target, lambda stream: _pour(pdf, stream))


def _pour(pdf: bytes, stream: BinaryIO) -> None:
    stream.write(pdf)


def _fitted_pdf(data: SummaryData, more: Sequence[LetterSection]) -> bytes:
    words = paper_wording(data.context.language)
    sheet = _sheet(data, words)
    pdf = b""
    if more:
        for limits, most_rows in _WITH_RECORD:
            stream = io.BytesIO()
            pages = build(
                sheet, list(_whole(data, words, limits, record(more, words, SUMMARY.width, most_rows))), stream
            )
            pdf = stream.getvalue()
            if pages <= MOST_IN_ALL:
                break
        return pdf
    for limits in _LIMITS:
        stream = io.BytesIO()
        pages = build(sheet, list(_story(data, words, limits)), stream)
        pdf = stream.getvalue()
        if pages <= MOST_PAGES:
            break
    if has_annex(data):
        stream = io.BytesIO()
        story = [*_story(data, words, limits), PageBreak(), *annex(data, words, SUMMARY.width)]
        build(sheet, story, stream)
        pdf = stream.getvalue()
    return pdf


def _whole(
    data: SummaryData, words: PaperWording, limits: Limits, behind: dict[str, list[Flowable]]
) -> Iterator[Flowable]:
    """The summary with the record: how it stands, what was given, what happened, what was measured, letters."""
    width = SUMMARY.width
    yield from identity(data, words, limits, width)
    yield from open_points(data, words, limits, width)
    yield from course(data, words, limits, width)
    yield from measures(data, words, limits, width)
    yield from behind.pop("drugs", ())
    given = behind.pop("transplant", None)
    yield from given if given is not None else regimen(data, words, limits, width)
    yield from toxicity(data, words, limits, width)
    yield from toxicities(data, words, width)
    yield from infections(data, words, limits, width)
    yield from behind.pop("transfusions", ())
    yield from therapies(data, words, limits, width)
    yield from values(data, words, width)
    yield from behind.pop("results_over_time", ())
    if data.disability is not None:
        yield from disease(data.disability, words, width)
    yield from behind.pop("scans", ())
    yield from behind.pop("edss", ())
    yield from behind.pop("vaccines", ())
    yield from long_term(data, words, limits, width)
    yield from coming_visits(data, words, limits, width)
    yield from past_visits(data, words, limits, width)
    yield from contacts(data, words, limits, width)
    for rest in behind.values():
        yield from rest


def _story(data: SummaryData, words: PaperWording, limits: Limits) -> Iterator[Flowable]:
    width = SUMMARY.width
    yield from identity(data, words, limits, width)
    yield from open_points(data, words, limits, width)
    yield from course(data, words, limits, width)
    yield from measures(data, words, limits, width)
    yield from toxicity(data, words, limits, width)
    yield from infections(data, words, limits, width)
    yield from therapies(data, words, limits, width)
    yield from long_term(data, words, limits, width)
    yield from coming_visits(data, words, limits, width)
    yield from past_visits(data, words, limits, width)
    yield from regimen(data, words, limits, width)
    yield from contacts(data, words, limits, width)


def _sheet(data: SummaryData, words: PaperWording) -> Sheet:
    context = data.context
    title = words.text("document.summary.title")
    name = full_name(data)
    # Months in full would leave no room for the name.
    born = words.in_tables.text(f"document.born.{data.sex}", date=data.birth_date)
    day0 = day0_words(data, words.in_tables)
    state = words.text("document.unsigned", moment=context.printed_at)
    key = "printed_by" if context.printed_by else "printed_by_nobody"
    by = words.text(f"document.{key}", name=clipped(context.printed_by, 40))
    grades = words.text("document.grades", version=_ctcae_versions(data)) if data.episodes else ""

    def head_first(pen: Pen) -> None:
        left, right = pen.geometry.left, pen.geometry.right
        end = pen.text(left, 20, title, 14.5, font=BOLD, ink=ACCENT)
        unit = shortened(context.unit_name or words.text("document.unit_missing"), 8.9, right - end - 8)
        pen.right(right, 16.4, unit, 8.9, ink=INK)
        pen.right(right, 20, words.text("document.state_of", moment=context.printed_at), 7.4)
        pen.rule(23.5, 1.3, ACCENT)

    def head_later(pen: Pen) -> None:
        running_head(
            pen,
            15,
            name,
            foot_line("", f"{DOT}{born}", data.code, day0).strip(NBSP),
            f"{title}, {words.in_tables.date(context.on)}",
        )
        pen.rule(17.5, 0.7, ACCENT)

    practice = words.text("document.practice") if context.practice else ""
    signs = sign_notes(words, list(texts_of(data, _REPEATED)))
    foot = (state, by, grades, words.text("document.intended_use"), practice, data.code, signs)
    return Sheet(SUMMARY, title, context, head_first, head_later, foot, words)


def _ctcae_versions(data: SummaryData) -> str:
    return ", ".join(sorted({f"v{clipped(episode.ctcae_version, 10)}" for episode in data.episodes}))
