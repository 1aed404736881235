"""What waits for somebody: late and unbooked visits, stops, awaited reports, open toxicity, no next visit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from reportlab.platypus import Flowable

from hsct_desktop.documents.inputs import PrintedReport, PrintedVisit, SummaryData
from hsct_desktop.documents.paper_words import PaperWording
from hsct_desktop.documents.styles import BULLET
from hsct_desktop.documents.summary_words import (
    Limits,
    ahead,
    label_of,
    late_visits,
    left_out,
    sentence,
    standing,
    together,
    window_of,
)
from hsct_desktop.documents.tables import Section
from hsct_desktop.documents.text import DOT, Markup, bold, bullet, clipped, joined
from hsct_desktop.domain.adverse_event import Episode, by_severity
from hsct_desktop.domain.supportive_therapy import Therapy
from hsct_desktop.domain.visit import VisitStatus

_IN_WINDOW = (VisitStatus.OPEN, VisitStatus.DUE)
OPEN_GRADE = 2
"""An open toxicity of this grade or higher is an open point (the grade that the ward asks for on the telephone)."""


def open_points(data: SummaryData, words: PaperWording, limits: Limits, width: float) -> Iterator[Flowable]:
    """What waits for somebody, or waited when follow-up here ended; nothing waits for the dead."""
    title = words.text("document.summary.section.open")
    if data.is_dead:
        yield from sentence(title, words.text("document.summary.nothing_open.death", date=data.as_of))
        return
    groups = _open_groups(data, words, limits)
    points = [point for _, found in groups for point in found]
    if not points:
        yield from sentence(title, words.text(f"document.summary.nothing_open.{standing(data)}", date=data.as_of))
        return
    counts = [words.count(f"document.summary.count.{key}", len(found)) for key, found in groups if found]
    if not data.follow_up.is_followed:
        counts.append(words.text("document.summary.as_of", date=data.as_of))
    note = DOT.join([words.count("document.summary.points", len(points)), *counts])
    bullets = [bullet(point, BULLET, width) for point in points[: limits.points]]
    yield from together(Section(title, note, width), *bullets[:2])
    yield from bullets[2:]
    yield from left_out(words, "points", len(points) - limits.points)


def _open_groups(data: SummaryData, words: PaperWording, limits: Limits) -> list[tuple[str, list[Markup]]]:
    on, followed = data.as_of, data.follow_up.is_followed
    late = late_visits(data.visits) if followed else []
    unbooked = [v for v in ahead(data.visits) if v.status in _IN_WINDOW and v.booked is None] if followed else []
    stops = [t for t in data.therapies if t.is_to_stop(on)]
    toxic = [e for e in by_severity(data.episodes) if e.is_open and _current(e, on) >= OPEN_GRADE]
    no_next = followed and not ahead(data.visits)
    return [
        ("late", [_late_point(visit, words, limits, on) for visit in late]),
        ("unbooked", [_unbooked_point(visit, words, limits) for visit in unbooked]),
        ("no_next", [bold(words.text("document.summary.no_next"))] if no_next else []),
        ("to_stop", [_stop_point(therapy, words, limits) for therapy in stops]),
        ("report", [_report_point(report, words, limits) for report in data.reports if followed]),
        ("toxicity", [_toxicity_point(data, episode, words, limits) for episode in toxic]),
    ]


def _unbooked_point(visit: PrintedVisit, words: PaperWording, limits: Limits) -> Markup:
    closes = words.text("document.summary.window_closes", date=visit.latest) if visit.latest else ""
    return joined([bold(label_of(visit, limits)), joined([closes, words.text("document.not_booked")], ", ")], ": ")


def _late_point(visit: PrintedVisit, words: PaperWording, limits: Limits, on: dt.date) -> Markup:
    since = visit.latest or visit.booked or visit.target
    late = words.count("document.summary.late", (on - since).days) if since is not None and since < on else ""
    key = "summary.booked_passed" if visit.booked else "not_booked"
    booked = words.text(f"document.{key}", date=visit.booked)
    return joined([joined([bold(label_of(visit, limits)), late], " "), window_of(visit, words), booked], ", ")


def _stop_point(therapy: Therapy, words: PaperWording, limits: Limits) -> Markup:
    stop = words.text("document.summary.stop_planned", date=therapy.planned_stop)
    said = ", ".join(part for part in (therapy.rule_in_brief, therapy.rule_state) if part)
    rule = f"({clipped(said, limits.text)})" if said else ""
    return joined([joined([bold(clipped(therapy.name, limits.text)), stop], ": "), rule], " ")


def _report_point(report: PrintedReport, words: PaperWording, limits: Limits) -> Markup:
    done = words.text("document.summary.done_on", date=report.done_on)
    place = clipped(report.place, limits.text)
    waits = joined([words.text("document.summary.report_awaited"), place, done], ", ")
    return joined([bold(clipped(report.label, limits.text)), waits], ": ")


def _toxicity_point(data: SummaryData, episode: Episode, words: PaperWording, limits: Limits) -> Markup:
    on = data.as_of
    grade = words.text("document.grade", grade=int(_current(episode, on)))
    since = words.text("document.since", date=episode.onset)
    return joined([bold(clipped(episode.label, limits.text)), since, grade], ", ")


def _current(episode: Episode, on: dt.date) -> int:
    """The grade that holds on the day; of an episode that the record dates later, its worst."""
    held = episode.grade_on(on)
    return int(episode.worst if held is None else held)
