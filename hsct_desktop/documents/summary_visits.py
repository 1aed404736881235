"""Visits to come, visits kept and missed, and the last contacts on the patient summary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from hsct_desktop.catalogue.wording import EN_DASH
from hsct_desktop.documents.inputs import PrintedVisit, SummaryData
from hsct_desktop.documents.paper_words import PaperWording
from hsct_desktop.documents.styles import BULLET, LEFT_OUT
from hsct_desktop.documents.summary_words import (
    Limits,
    date_and_number,
    label_of,
    left_out,
    planned_day,
    sentence,
    standing,
    together,
)
from hsct_desktop.documents.tables import Section, grid
from hsct_desktop.documents.text import DOT, NBSP, Text, bold, bullet, clipped, joined, line, within
from hsct_desktop.domain.visit import VisitStatus


def coming_visits(data: SummaryData, words: PaperWording, limits: Limits, width: float) -> Iterator[Flowable]:
    """The next visits with their windows; late ones stand first."""
    title = words.text("document.summary.section.coming")
    if not data.follow_up.is_followed:
        yield from sentence(title, words.text(f"document.summary.not_followed.{standing(data)}", date=data.as_of))
        return
    waiting = sorted((v for v in data.visits if v.status.awaits), key=lambda v: (v.status.lies_ahead, planned_day(v)))
    if not waiting:
        yield from sentence(title, words.text("document.summary.no_coming"))
        return
    shown = waiting[: limits.coming]
    heads = [words.text(f"document.summary.head.{k}") for k in ("visit", "target", "window", "booked", "status")]
    widths = [w * mm for w in (44, 26, 46, 34, 25)]
    rows = [_coming_row(visit, words.in_tables, limits) for visit in shown]
    yield from together(Section(title, words.text("document.summary.window_note"), width), grid(heads, rows, widths))
    rest = waiting[limits.coming :]
    if rest:
        last = max(map(planned_day, rest))
        key = "document.summary.more_coming_lifelong" if data.lifelong else "document.summary.more_coming"
        yield line(words.count(key, len(rest), date=last), LEFT_OUT)
    elif data.lifelong:
        yield line(words.text("document.summary.lifelong"), LEFT_OUT)


def _coming_row(visit: PrintedVisit, words: PaperWording, limits: Limits) -> list[Text]:
    status = within(words.enum("visit_status", visit.status))
    place = f" ({words.text('document.elsewhere')})" if visit.elsewhere else ""
    booked = f"{words.date(visit.booked)}{NBSP}{visit.booked_time}".strip() if visit.booked else EN_DASH
    return [
        label_of(visit, limits) + place,
        words.date(visit.target) if visit.target else EN_DASH,
        words.range(visit.earliest, visit.latest) if visit.earliest and visit.latest else EN_DASH,
        booked,
        bold(status) if visit.status in (VisitStatus.LATE, VisitStatus.DUE) else status,
    ]


def past_visits(data: SummaryData, words: PaperWording, limits: Limits, width: float) -> Iterator[Flowable]:
    """Visits kept, here or elsewhere, missed and cancelled, the latest first."""
    title = words.text("document.summary.section.past")
    closed = (VisitStatus.DONE, VisitStatus.REPORT_AWAITED, VisitStatus.MISSED, VisitStatus.CANCELLED)
    past = sorted((v for v in data.visits if v.status in closed), key=_past_day, reverse=True)
    past = [v for v in past if v.status is not VisitStatus.CANCELLED or v.reason or v.booked]
    history = sum(v.status is VisitStatus.HISTORY for v in data.visits)
    tally = [*((s, sum(v.status is s for v in past)) for s in closed), (VisitStatus.HISTORY, history)]
    note = DOT.join(words.count(f"document.summary.tally.{s}", n) for s, n in tally if n)
    if not past:
        yield from sentence(title, note or words.text("document.summary.no_past"))
        return
    heads = [words.text(f"document.summary.head.{k}") for k in ("visit", "status", "seen_on", "window", "seen_by")]
    widths = [w * mm for w in (44, 22, 33, 42, 34)]
    rows = [_past_row(data, visit, words.in_tables, limits) for visit in past[: limits.past]]
    yield from together(Section(title, note, width), grid(heads, rows, widths))
    yield from left_out(words, "past", len(past) - limits.past)


def _past_day(visit: PrintedVisit) -> dt.date:
    return visit.seen_on or visit.booked or visit.target or dt.date.min


def _past_row(data: SummaryData, visit: PrintedVisit, words: PaperWording, limits: Limits) -> list[Text]:
    done = visit.status is VisitStatus.DONE
    seen: Text = date_and_number(data, words, visit.seen_on) if visit.seen_on else EN_DASH
    window: list[Text] = [words.range(visit.earliest, visit.latest)] if visit.earliest and visit.latest else []
    if visit.outside_window:
        window.append(bold(words.text("document.outside_window")))
    took_place = done or visit.status is VisitStatus.REPORT_AWAITED
    who = clipped(visit.seen_by if took_place else visit.reason, limits.text)
    status = within(words.enum("visit_status", visit.status))
    return [
        label_of(visit, limits),
        status if done else bold(status),
        seen,
        joined(window, "; ") if window else EN_DASH,
        who or EN_DASH,
    ]


def contacts(data: SummaryData, words: PaperWording, limits: Limits, width: float) -> Iterator[Flowable]:
    """The last contacts, each in a line or two."""
    title = words.text("document.summary.section.contacts")
    if not data.contacts:
        yield from sentence(title, words.text("document.summary.no_contacts"))
        return
    ordered = sorted(data.contacts, key=lambda c: c.on, reverse=True)
    bullets = []
    for contact in ordered[: limits.contacts]:
        said = joined([contact.text, clipped(contact.note, limits.text)], ": ")
        bullets.append(bullet(joined([bold(words.date(contact.on)), said]), BULLET, width))
    yield from together(Section(title, "", width), *bullets)
    yield from left_out(words, "contacts", len(ordered) - limits.contacts)
