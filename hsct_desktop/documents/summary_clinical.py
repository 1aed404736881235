"""Course and toxicity on the patient summary; what is left out is always said."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from hsct_desktop.catalogue.wording import EN_DASH
from hsct_desktop.documents.course import course_picture
from hsct_desktop.documents.inputs import SummaryData
from hsct_desktop.documents.paper_words import PaperWording
from hsct_desktop.documents.styles import LEAD, LEFT_OUT
from hsct_desktop.documents.summary_words import Limits, date_and_number, sentence, standing, together
from hsct_desktop.documents.tables import Section, grid
from hsct_desktop.documents.text import NBSP, Markup, Text, bold, clipped, fitted, joined, line, within
from hsct_desktop.domain.adverse_event import Episode, by_severity

SEVERE_GRADE = 3
"""Grades from here on are always listed first (the grade from which CTCAE speaks of a severe event)."""


def course(data: SummaryData, words: PaperWording, limits: Limits, width: float) -> Iterator[Flowable]:
    """The timeline from mobilisation to the day of the print."""
    note = words.text("document.summary.course_note") if data.day0 else ""
    head = Section(words.text("document.summary.section.course"), note, width)
    yield from together(head, *course_picture(data.timeline, words.in_tables, width, limits.course))


def toxicity(data: SummaryData, words: PaperWording, limits: Limits, width: float) -> Iterator[Flowable]:
    """The worst grade in a sentence, then the episodes: grade 3 and higher and open ones first."""
    title = words.text("document.summary.section.toxicity")
    if not data.episodes:
        yield from sentence(title, words.text("document.summary.no_toxicity"))
        return
    ordered = sorted(by_severity(data.episodes), key=lambda e: not (e.worst >= SEVERE_GRADE or e.is_open))
    shown = ordered[: limits.episodes]
    head = Section(title, words.count("document.summary.episodes", len(ordered)), width)
    columns = ("term", "grades", "onset", "end", "attribution", "outcome")
    heads = [words.text(f"document.summary.head.{column}") for column in columns]
    widths = [w * mm for w in (43, 30, 31, 23, 27, 21)]
    rows = [_episode_row(data, episode, words.in_tables, limits) for episode in shown]
    lead = fitted(_worst_sentence(data, words, limits), LEAD, width)
    yield from together(head, lead, grid(heads, rows, widths))
    rest = ordered[limits.episodes :]
    if rest:
        worst = max(int(e.worst) for e in rest)
        yield line(words.count("document.summary.more_episodes", len(rest), grade=worst), LEFT_OUT)


def _worst_sentence(data: SummaryData, words: PaperWording, limits: Limits) -> Markup:
    severe = [e for e in data.episodes if e.worst >= SEVERE_GRADE]
    worst = max(e.worst for e in data.episodes)
    terms = list(dict.fromkeys(clipped(e.label, limits.text) for e in by_severity(data.episodes) if e.worst is worst))
    named = ", ".join(terms[:3]) + (f" {words.text('document.and_more', n=len(terms) - 3)}" if len(terms) > 3 else "")
    lead = bold(words.text("document.summary.worst", grade=int(worst)))
    count = words.count("document.summary.severe", len(severe)) if severe else words.text("document.summary.no_severe")
    still = sum(e.is_open and e.onset <= data.as_of for e in data.episodes)
    stands, when = standing(data), data.as_of
    open_now = words.text(f"document.summary.none_open.{stands}", date=when)
    if still:
        open_now = words.count(f"document.summary.still_open.{stands}", still, date=when)
    return joined([joined([lead, f"{named}."], ": "), count, open_now], " ")


def _episode_row(data: SummaryData, episode: Episode, words: PaperWording, limits: Limits) -> list[Text]:
    severe = episode.worst >= SEVERE_GRADE
    label = clipped(episode.label, limits.text)
    causes = ", ".join(within(words.enum("attribution", a)) for a in episode.attributions) or EN_DASH
    end = words.date(episode.end) if episode.end else EN_DASH
    outcome = within(words.enum("outcome", episode.outcome))
    if episode.is_open:
        end = words.text(f"document.open.{standing(data)}")
        outcome = words.text("document.summary.not_resolved") if data.is_dead else outcome
    return [
        bold(label) if severe else label,
        _grades(episode),
        date_and_number(data, words, episode.onset),
        bold(end) if episode.is_open and not data.is_dead else end,
        causes,
        outcome,
    ]


def _grades(episode: Episode) -> Text:
    """The grades in their order, the worst in bold: 2 → 4 → 1."""
    numbers = [str(int(step.grade)) for step in episode.grades]
    worst = str(int(episode.worst))
    return joined([bold(n) if n == worst else n for n in numbers], f"{NBSP}\u2192 ")
