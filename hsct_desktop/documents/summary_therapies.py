"""Supportive therapies on the patient summary: what runs, what was stopped when and why, what paused."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from hsct_desktop.catalogue.wording import EN_DASH
from hsct_desktop.documents.inputs import SummaryData
from hsct_desktop.documents.paper_words import PaperWording
from hsct_desktop.documents.summary_words import Limits, left_out, sentence, standing, together
from hsct_desktop.documents.tables import Section, grid
from hsct_desktop.documents.text import DOT, Text, bold, clipped, joined, within
from hsct_desktop.domain.supportive_therapy import Interruption, Therapy, TherapyStatus

MOST_PAUSES = 3
"""Finished pauses that a row names; the others are counted."""
_ACTIVE = (TherapyStatus.RUNNING, TherapyStatus.INTERRUPTED)


def therapies(data: SummaryData, words: PaperWording, limits: Limits, width: float) -> Iterator[Flowable]:
    """Supportive therapies: those that run (or ran at the end of follow-up) first, then the latest stopped."""
    title = words.text("document.summary.section.therapies")
    if not data.therapies:
        yield from sentence(title, words.text("document.summary.no_therapies"))
        return
    on = data.as_of
    rank = {TherapyStatus.RUNNING: 0, TherapyStatus.INTERRUPTED: 0, TherapyStatus.PLANNED: 1, TherapyStatus.STOPPED: 2}
    ordered = sorted(data.therapies, key=lambda t: (rank[t.status(on)], -(t.stop or t.start).toordinal(), t.id))
    note = DOT.join([_running(data, words), words.text("document.dash_note")])
    columns = ("drug", "dose", "start", "planned_stop", "stopped")
    heads = [words.text(f"document.summary.head.{column}") for column in columns]
    widths = [w * mm for w in (34, 38, 21, 38, 44)]
    rows = [_row(data, therapy, words.in_tables, limits) for therapy in ordered[: limits.therapies]]
    yield from together(Section(title, note, width), grid(heads, rows, widths))
    yield from left_out(words, "therapies", len(ordered) - limits.therapies)


def _running(data: SummaryData, words: PaperWording) -> str:
    """How many run now, ran when follow-up ended or ran until death."""
    running = sum(t.status(data.as_of) in _ACTIVE for t in data.therapies)
    stands = standing(data)
    if not running:
        return words.text(f"document.summary.none_running.{stands}", date=data.as_of)
    return words.count(f"document.summary.running.{stands}", running, date=data.as_of)


def _row(data: SummaryData, therapy: Therapy, words: PaperWording, limits: Limits) -> list[Text]:
    active = therapy.status(data.as_of) in _ACTIVE and not data.is_dead
    name = clipped(therapy.name, limits.text)
    dose = therapy.dose or words.text("document.summary.dose_missing")
    details = (dose, within(words.enum("route", therapy.route)), therapy.frequency)
    return [
        bold(name) if active else name,
        joined([clipped(detail, limits.text) for detail in details], ", "),
        words.date(therapy.start),
        _planned_stop(therapy, words, limits),
        joined([_standing(data, therapy, words, limits), *_pauses(data, therapy, words)], "; "),
    ]


def _planned_stop(therapy: Therapy, words: PaperWording, limits: Limits) -> Text:
    """The planned date, the written rule, or both."""
    rule = clipped(", ".join(part for part in (therapy.rule_in_brief, therapy.rule_state) if part), limits.text)
    if therapy.planned_stop is None:
        return rule or EN_DASH
    return joined([words.date(therapy.planned_stop), within(rule)], "; ")


def _standing(data: SummaryData, therapy: Therapy, words: PaperWording, limits: Limits) -> Text:
    """When and why it was stopped; else how it stands, or stood when follow-up here ended."""
    if therapy.stop is not None:
        detail = within(clipped(therapy.stop_detail, limits.text))
        reason = within(words.enum("stop_reason", therapy.stop_reason)) if therapy.stop_reason else ""
        return joined([joined([words.date(therapy.stop), reason], ", "), detail], ": ")
    status = therapy.status(data.as_of)
    if data.follow_up.is_followed or status not in _ACTIVE:
        return _now(data, therapy, status, words, limits)
    if data.is_dead:
        return words.text("document.summary.until_death", date=data.as_of)
    return bold(words.text(f"document.summary.last_recorded.{status}", date=data.as_of))


def _now(data: SummaryData, therapy: Therapy, status: TherapyStatus, words: PaperWording, limits: Limits) -> Text:
    """Running, planned, or interrupted since when and why."""
    said: Text = bold(within(words.enum("therapy_status", status)))
    pause = _lasting(data, therapy)
    if status is not TherapyStatus.INTERRUPTED or pause is None:
        return said
    since = joined([said, words.text("document.since", date=pause.start)], " ")
    return joined([since, within(clipped(pause.reason, limits.text))], ": ")


def _lasting(data: SummaryData, therapy: Therapy) -> Interruption | None:
    """The pause that lasts on the day of the record."""
    on = data.as_of
    return next((p for p in therapy.interruptions if p.start <= on <= (p.end or on)), None)


def _pauses(data: SummaryData, therapy: Therapy, words: PaperWording) -> Iterator[str]:
    """The finished pauses, and of a therapy that a death or a leave left without a stop the lasting one."""
    finished = [p for p in therapy.interruptions if p.end is not None and p.end < data.as_of]
    for pause in finished[-MOST_PAUSES:]:
        yield words.text("document.summary.interrupted", days=words.span(pause.start, pause.end or pause.start))
    if len(finished) > MOST_PAUSES:
        yield words.text("document.and_more", n=len(finished) - MOST_PAUSES)
    lasting = _lasting(data, therapy)
    if lasting is not None and therapy.stop is None and not data.follow_up.is_followed:
        yield words.text("document.summary.interrupted_since", date=lasting.start)
