"""Course, toxicity, supportive therapy and regimen on the patient summary; what is left out is always said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from hsct_desktop.catalogue.wording import EN_DASH, Wording
from hsct_desktop.documents.course import course_picture
from hsct_desktop.documents.inputs import SummaryData
from hsct_desktop.documents.styles import LEAD, LEFT_OUT
from hsct_desktop.documents.summary_words import Limits, date_and_number, left_out, sentence, together
from hsct_desktop.documents.tables import Section, grid
from hsct_desktop.documents.text import DOT, NBSP, Markup, Text, bold, clipped, fitted, joined, line, within
from hsct_desktop.domain.adverse_event import Episode, by_severity
from hsct_desktop.domain.supportive_therapy import Therapy, TherapyStatus

SEVERE_GRADE = 3
"""Grades from here on are always listed first (the grade from which CTCAE speaks of a severe event)."""


def course(data: SummaryData, words: Wording, limits: Limits, width: float) -> Iterator[Flowable]:
    """The timeline from mobilisation to the day of the print."""
    note = words.text("document.summary.course_note") if data.day0 else ""
    head = Section(words.text("document.summary.section.course"), note, width)
    yield from together(head, *course_picture(data.timeline, words, width, limits.course))


def toxicity(data: SummaryData, words: Wording, limits: Limits, width: float) -> Iterator[Flowable]:
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
    widths = [w * mm for w in (46, 28, 31, 21, 28, 21)]
    rows = [_episode_row(data, episode, words, limits) for episode in shown]
    lead = fitted(_worst_sentence(data, words, limits), LEAD, width)
    yield from together(head, lead, grid(heads, rows, widths))
    rest = ordered[limits.episodes :]
    if rest:
        worst = max(int(e.worst) for e in rest)
        yield line(words.count("document.summary.more_episodes", len(rest), grade=worst), LEFT_OUT)


def _worst_sentence(data: SummaryData, words: Wording, limits: Limits) -> Markup:
    severe = [e for e in data.episodes if e.worst >= SEVERE_GRADE]
    worst = max(e.worst for e in data.episodes)
    terms = list(dict.fromkeys(clipped(e.label, limits.text) for e in by_severity(data.episodes) if e.worst is worst))
    named = ", ".join(terms[:3]) + (f" {words.text('document.and_more', n=len(terms) - 3)}" if len(terms) > 3 else "")
    lead = bold(words.text("document.summary.worst", grade=int(worst)))
    count = words.count("document.summary.severe", len(severe)) if severe else words.text("document.summary.no_severe")
    still = sum(e.is_open for e in data.episodes)
    open_now = words.count("document.summary.still_open", still) if still else words.text("document.summary.none_open")
    return joined([joined([lead, f"{named}."], ": "), count, open_now], " ")


def _episode_row(data: SummaryData, episode: Episode, words: Wording, limits: Limits) -> list[Text]:
    severe = episode.worst >= SEVERE_GRADE
    label = clipped(episode.label, limits.text)
    causes = ", ".join(within(words.enum("attribution", a)) for a in episode.attributions) or EN_DASH
    end = words.date(episode.end) if episode.end else EN_DASH
    if episode.is_open:
        end = words.text("document.open")
    return [
        bold(label) if severe else label,
        _grades(episode),
        date_and_number(data, words, episode.onset),
        bold(end) if episode.is_open else end,
        causes,
        within(words.enum("outcome", episode.outcome)),
    ]


def _grades(episode: Episode) -> Text:
    """The grades in their order, the worst in bold: 2 → 4 → 1."""
    numbers = [str(int(step.grade)) for step in episode.grades]
    worst = str(int(episode.worst))
    return joined([bold(n) if n == worst else n for n in numbers], f"{NBSP}\u2192 ")


def therapies(data: SummaryData, words: Wording, limits: Limits, width: float) -> Iterator[Flowable]:
    """Supportive therapies: those that run first, then the stopped ones, the most recent stop first."""
    title = words.text("document.summary.section.therapies")
    if not data.therapies:
        yield from sentence(title, words.text("document.summary.no_therapies"))
        return
    on = data.context.on
    rank = {TherapyStatus.RUNNING: 0, TherapyStatus.INTERRUPTED: 0, TherapyStatus.PLANNED: 1, TherapyStatus.STOPPED: 2}
    ordered = sorted(data.therapies, key=lambda t: (rank[t.status(on)], -(t.stop or t.start).toordinal(), t.id))
    running = sum(rank[t.status(on)] == 0 for t in ordered)
    note = DOT.join([words.count("document.summary.running", running), words.text("document.dash_note")])
    columns = ("drug", "dose", "start", "planned_stop", "stopped")
    heads = [words.text(f"document.summary.head.{column}") for column in columns]
    widths = [w * mm for w in (34, 38, 21, 42, 40)]
    rows = [_therapy_row(data, therapy, words, limits) for therapy in ordered[: limits.therapies]]
    yield from together(Section(title, note, width), grid(heads, rows, widths))
    yield from left_out(words, "therapies", len(ordered) - limits.therapies)


def _therapy_row(data: SummaryData, therapy: Therapy, words: Wording, limits: Limits) -> list[Text]:
    status = therapy.status(data.context.on)
    active = status in (TherapyStatus.RUNNING, TherapyStatus.INTERRUPTED)
    name = clipped(therapy.name, limits.text)
    details = (therapy.dose, within(words.enum("route", therapy.route)), therapy.frequency)
    return [
        bold(name) if active else name,
        joined([clipped(detail, limits.text) for detail in details], ", "),
        words.date(therapy.start),
        _planned_stop(therapy, words, limits),
        _stopped(therapy, words, limits, data.context.on),
    ]


def _planned_stop(therapy: Therapy, words: Wording, limits: Limits) -> Text:
    """The planned date, the written rule, or both."""
    rule = clipped(therapy.rule_in_brief, limits.text)
    if therapy.planned_stop is None:
        return rule or EN_DASH
    return joined([words.date(therapy.planned_stop), within(rule)], "; ")


def _stopped(therapy: Therapy, words: Wording, limits: Limits, on: dt.date) -> Text:
    """When and why it was stopped; else how it stands, and of a pause that lasts since when and why."""
    detail = within(clipped(therapy.stop_detail, limits.text))
    if therapy.stop is not None:
        reason = within(words.enum("stop_reason", therapy.stop_reason)) if therapy.stop_reason else ""
        return joined([joined([words.date(therapy.stop), reason], ", "), detail], ": ")
    status = therapy.status(on)
    parts: list[Text] = [bold(within(words.enum("therapy_status", status)))]
    for pause in therapy.interruptions:
        if status is TherapyStatus.INTERRUPTED and pause.start <= on <= (pause.end or on):
            parts.append(f"{words.text('document.since', date=pause.start)}")
            detail = within(clipped(pause.reason, limits.text))
    return joined([joined(parts, " "), detail], ": ")


def regimen(data: SummaryData, words: Wording, limits: Limits, width: float) -> Iterator[Flowable]:
    """The regimen as the catalogue describes it: never to be taken for doses given."""
    title = words.text("document.summary.section.regimen")
    if not data.orders:
        yield from sentence(title, words.text("document.summary.no_regimen"))
        return
    heads = [words.text(f"document.summary.head.{k}") for k in ("step", "drug", "described_dose", "days")]
    rows: list[list[Text]] = []
    step = ""
    for order in data.orders[: limits.orders]:
        rows.append(
            [
                bold(clipped(order.step, limits.text)) if order.step != step else "",
                clipped(order.drug, limits.text),
                clipped(order.dose, limits.text) or words.text("document.not_recorded"),
                clipped(order.days, limits.text) or EN_DASH,
            ]
        )
        step = order.step
    widths = [w * mm for w in (36, 55, 54, 30)]
    yield from together(Section(title, words.text("document.summary.regimen_note"), width), grid(heads, rows, widths))
    yield from left_out(words, "orders", len(data.orders) - limits.orders)
