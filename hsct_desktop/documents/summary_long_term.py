"""Long-term follow-up on the patient summary: what is overdue or abnormal, fertility, possible pseudo-relapses."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable

from hsct_desktop.documents.inputs import PrintedLongTerm, SummaryData
from hsct_desktop.documents.paper_words import PaperWording
from hsct_desktop.documents.styles import BULLET
from hsct_desktop.documents.summary_words import Limits, left_out, together
from hsct_desktop.documents.tables import Section
from hsct_desktop.documents.text import Markup, Text, bold, bullet, clipped, joined

_MOST_OVERDUE = 6
"""Overdue items that are named; the others are counted."""


def long_term(data: SummaryData, words: PaperWording, limits: Limits, width: float) -> Iterator[Flowable]:
    """The section; left out where nothing is overdue, abnormal or recorded."""
    held = data.long_term
    if held is None or data.is_dead:
        return
    points = [*_abnormal(held, words, limits), *_overdue(held, words, limits), *_rest(held, words, limits)]
    if not points:
        return
    bullets = [bullet(point, BULLET, width) for point in points[: limits.points]]
    yield from together(Section(words.text("document.summary.section.long_term"), "", width), *bullets[:2])
    yield from bullets[2:]
    yield from left_out(words, "points", len(points) - limits.points)


def _abnormal(held: PrintedLongTerm, words: PaperWording, limits: Limits) -> Iterator[Markup]:
    """What was abnormal, with the referral and its day."""
    for one in held.abnormal:
        said: list[Text] = [clipped(one.last, limits.text)]
        if one.refer_to:
            to = clipped(one.refer_to, limits.text)
            key = "referred_by" if one.referred_on is not None else "referred"
            said.append(words.in_tables.text(f"document.summary.{key}", to=to, day=one.referred_on))
        yield joined([bold(clipped(one.label, limits.text)), joined(said, "; ")], ": ")


def _overdue(held: PrintedLongTerm, words: PaperWording, limits: Limits) -> Iterator[Markup]:
    """One point for all that is overdue: late effects first, each with the day since which it is due."""
    if not held.overdue:
        return
    shown = [
        words.in_tables.text("document.summary.overdue_since", what=clipped(label, limits.text), day=day)
        for label, day in held.overdue[:_MOST_OVERDUE]
    ]
    rest = len(held.overdue) - len(shown)
    if rest > 0:
        shown.append(words.text("document.and_more_items", n=rest))
    yield joined([bold(words.text("document.summary.long_term_overdue")), ", ".join(shown)], ": ")


def _rest(held: PrintedLongTerm, words: PaperWording, limits: Limits) -> Iterator[Markup]:
    if held.fertility:
        head = bold(words.text("document.summary.fertility"))
        yield joined([head, clipped(held.fertility, 4 * limits.text)], ": ")
    for sentence in held.rechecks:
        yield joined([clipped(sentence, 4 * limits.text)], "")
