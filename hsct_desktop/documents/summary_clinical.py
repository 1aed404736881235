"""Course, toxicity and infections on the patient summary; what is left out is always said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from hsct_desktop.catalogue.wording import EN_DASH
from hsct_desktop.documents.course import course_picture
from hsct_desktop.documents.inputs import PrintedInfection, SummaryData
from hsct_desktop.documents.paper_words import PaperWording
from hsct_desktop.documents.styles import LEAD, LEFT_OUT
from hsct_desktop.documents.summary_words import Limits, date_and_number, left_out, sentence, standing, together
from hsct_desktop.documents.tables import Section, grid
from hsct_desktop.documents.text import NBSP, Markup, Text, bold, clipped, fitted, joined, line, within
from hsct_desktop.domain.adverse_event import Episode, by_severity
from hsct_desktop.domain.ctcae import by_version, is_mixed

SEVERE_GRADE = 3
"""Grades from here on are always listed first (the grade from which CTCAE speaks of a severe event)."""


def course(data: SummaryData, words: PaperWording, limits: Limits, width: float) -> Iterator[Flowable]:
    """The timeline from mobilisation to the day of the print."""
    note = words.text("document.summary.course_note") if data.day0 else ""
    head = Section(words.text("document.summary.section.course"), note, width)
    yield from together(head, *course_picture(data.timeline, words.in_tables, width, limits.course))


def toxicity(data: SummaryData, words: PaperWording, limits: Limits, width: float) -> Iterator[Flowable]:
    """The worst grade in a sentence, then the episodes: grade 3 and higher and open ones first, baseline ones last."""
    title = words.text("document.summary.section.toxicity")
    if not data.episodes:
        none = words.text("document.summary.no_toxicity")
        if data.cell_reactions:
            none = words.text("document.summary.no_other_toxicity", what=", ".join(data.cell_reactions))
        yield from sentence(title, none)
        return
    ordered = sorted(by_severity(data.episodes), key=lambda e: (e.baseline, not (e.worst >= SEVERE_GRADE or e.is_open)))
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
        said = by_version(rest).items()
        left = [(v, words.count("document.summary.more_episodes", len(of), grade=_worst(of))) for v, of in said]
        mixed = is_mixed(data.episodes)
        yield line(" ".join(_versioned(words, v, text) if mixed else text for v, text in left), LEFT_OUT)


def infections(data: SummaryData, words: PaperWording, limits: Limits, width: float) -> Iterator[Flowable]:
    """The infections, those that go on first; the section is left out where none is recorded."""
    if not data.infections:
        return
    ordered = sorted(data.infections, key=lambda one: one.ended_on is not None)
    shown = ordered[: limits.coming]
    head = Section(words.text("document.summary.section.infections"), "", width)
    columns = ("infection", "onset", "certainty", "treatment", "outcome")
    heads = [words.text(f"document.summary.head.{column}") for column in columns]
    widths = [w * mm for w in (48, 31, 28, 42, 26)]
    rows = [_infection_row(data, one, words.in_tables, limits) for one in shown]
    yield from together(head, grid(heads, rows, widths))
    yield from left_out(words, "infections", len(ordered) - len(shown))


def _infection_row(data: SummaryData, one: PrintedInfection, words: PaperWording, limits: Limits) -> list[Text]:
    certainty = within(one.certainty)
    if one.line_related:
        certainty = f"{certainty}, {words.text('document.summary.line_related')}" if certainty else certainty
    ended = f" ({words.date(one.ended_on)})" if one.ended_on is not None else ""
    return [
        clipped(one.what, limits.text),
        date_and_number(data, words, one.found_on),
        certainty or EN_DASH,
        clipped(one.treatment, limits.text) or EN_DASH,
        f"{within(one.outcome)}{ended}",
    ]


def _worst(episodes: Sequence[Episode]) -> int:
    return max(int(episode.worst) for episode in episodes)


def _versioned(words: PaperWording, version: str, text: str) -> str:
    """What is said of grades when the patient has those of several versions."""
    return words.text("document.summary.of_version", version=clipped(version, 10), text=text)


def _worst_sentence(data: SummaryData, words: PaperWording, limits: Limits) -> Markup:
    """The worst grade and how many are severe, of each CTCAE version by itself; then how many are open.

    What was there before treatment and has not risen since counts in neither.
    """
    parts: list[Text] = []
    counted = [episode for episode in data.episodes if not episode.baseline]
    for version, episodes in by_version(counted).items():
        parts.append(_worst_of(episodes, version if is_mixed(data.episodes) else "", words, limits))
        severe = sum(e.worst >= SEVERE_GRADE for e in episodes)
        parts += [words.count("document.summary.severe", severe)] if severe else []
    if all(e.worst < SEVERE_GRADE for e in counted):
        parts.append(words.text("document.summary.no_severe"))
    return joined([*parts, _open_sentence(data, words)], " ")


def _worst_of(episodes: Sequence[Episode], version: str, words: PaperWording, limits: Limits) -> Markup:
    """The worst grade of a version with the terms that reached it; `version` "" says none."""
    worst = _worst(episodes)
    terms = list(dict.fromkeys(clipped(e.label, limits.text) for e in by_severity(episodes) if e.worst == worst))
    named = ", ".join(terms[:3]) + (
        f" {words.text('document.and_more_items', n=len(terms) - 3)}" if len(terms) > 3 else ""
    )
    lead = words.text("document.summary.worst", grade=worst)
    return joined([bold(_versioned(words, version, lead) if version else lead), f"{named}."], ": ")


def _open_sentence(data: SummaryData, words: PaperWording) -> str:
    still = sum(e.is_open and e.onset <= data.as_of for e in data.episodes)
    stands, when = standing(data), data.as_of
    if still:
        return words.count(f"document.summary.still_open.{stands}", still, date=when)
    return words.text(f"document.summary.none_open.{stands}", date=when)


def _episode_row(data: SummaryData, episode: Episode, words: PaperWording, limits: Limits) -> list[Text]:
    severe = episode.worst >= SEVERE_GRADE
    label = clipped(episode.label, limits.text)
    if is_mixed(data.episodes):
        label = words.text("document.summary.term_of_version", term=label, version=clipped(episode.ctcae_version, 10))
    if episode.baseline:
        label = words.text("document.summary.baseline_term", term=label)
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
