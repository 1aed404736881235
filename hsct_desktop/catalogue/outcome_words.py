"""Outcomes in sentences: why a component holds, what it rests on, how long, and by which settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from hsct_desktop.catalogue.wording import EN_DASH, Wording
from hsct_desktop.domain.neda import Neda, Verdict
from hsct_desktop.domain.outcome_evidence import Component, Evidence, Reason, Role, Seen, State
from hsct_desktop.domain.outcome_settings import DAYS_A_MONTH, DAYS_A_YEAR, OutcomeSettings, Preset
from hsct_desktop.domain.partial_date import PartialDate, shown

PLACES: Final = {"rate": 2, "limit": 1}
"""Decimals of the amounts of a sentence; EDSS values are written as they are."""
_TOLD_ROLES: Final = frozenset({Role.REFERENCE, Role.ONSET, Role.CONFIRMATION, Role.UNREAD, Role.LEFT_OUT})


def sentence(words: Wording, reason: Reason, day: Callable[[date], str] | None = None) -> str:
    """Why, as one sentence; `day` writes a date where it is no date of the calendar."""
    key = f"outcomes.why.{reason.key}"
    params = {name: _plain(words, name, value, day) for name, value in reason.params.items()}
    if words.has(f"{key}.one"):
        n = params.pop("n")
        return words.count(key, n if isinstance(n, int) else 0, **params)
    return words.text(key, **params)


def _plain(words: Wording, name: str, value: object, day: Callable[[date], str] | None) -> object:
    if isinstance(value, PartialDate):
        value = shown(value)
    if isinstance(value, date) and day is not None:
        return day(value)
    if isinstance(value, float) and name in PLACES:
        return words.number(value, PLACES[name])
    return words.signed_day(value) if name == "day" and isinstance(value, int) else value


def said(words: Wording, name: str, component: Component, today: date | None = None) -> str:
    """A component's state in a word or two, as it stands at the right of its title.

    A scan that may still be made in its time is awaited, one whose time is over cannot be told any more.
    """
    key = f"outcomes.said.{name}.{component.state.value}"
    if component.state is not State.UNKNOWN:
        return words.text(key)
    last = component.why.params.get("last")
    if component.why.key == "edss_unconfirmed":
        key = f"outcomes.said.{name}.unconfirmed"
    elif component.why.key in _AWAITED and today is not None and isinstance(last, date) and today <= last:
        key = f"outcomes.said.{name}.awaited"
    return words.text(key)


_AWAITED: Final = frozenset({"reference_awaited", "scan_missing", "scan_none", "edss_missing", "edss_none"})


def evidence_text(words: Wording, seen: Evidence) -> str:
    """A visit, scan, relapse or drug with its day, how well that is known, and what it stands for."""
    on: object = seen.on if seen.on is not None else words.text("outcomes.evidence.undated")
    if seen.known is not None:
        on = shown(seen.known)
    key = f"outcomes.evidence.{seen.kind.value}"
    if seen.kind is Seen.SCAN and (seen.new_t2 or seen.gd) and seen.role in (Role.ACTIVE, Role.UNREAD, Role.LEFT_OUT):
        counted = "lesions" if None not in (seen.new_t2, seen.gd) else "t2" if seen.gd is None else "gd"
        text = words.text(f"{key}.{counted}", on=on, t2=seen.new_t2, gd=seen.gd)
    else:
        text = words.text(key, on=on, **({"value": seen.value} if seen.kind is Seen.EDSS else {}))
    if seen.role in _TOLD_ROLES:
        role = words.enum("evidence_role", seen.role.value)
        text = words.text("outcomes.evidence.role", text=text, role=role)
    is_vague = not seen.is_exact and seen.on is not None
    return words.text("outcomes.evidence.inexact", text=text) if is_vague else text


def duration(words: Wording, days: int) -> str:
    """A time as people say it: 4.9 years, 1 year, 7 months, 12 days.

    The shortest run of that many months of the calendar makes them (28 days 1, 181 days 6), 365 days make a year.
    """
    if days >= _YEAR:
        years = round(days / DAYS_A_YEAR, 1)
        return words.text("outcomes.year") if years == 1 else words.text("outcomes.years", n=words.number(years, 1))
    months = min(int((days + _SHORT_MONTHS) / DAYS_A_MONTH), 11)
    return words.count("outcomes.months", months) if months else words.count("outcomes.days", days)


_YEAR: Final = 365
_SHORT_MONTHS: Final = 2.5
"""No run of months of the calendar is shorter than as many mean months by more days than this."""


def at_horizon(words: Wording, what: str, months: float) -> str:
    """What is judged, and when: NEDA-3 at 2 years."""
    if months % 12 == 0:
        return words.count("outcomes.at.years", int(months // 12), what=what)
    return words.text("outcomes.at.months", what=what, n=words.number(months))


def span(
    words: Wording, verdict: Verdict, day0: date, last: date, reference: date | None, settings: OutcomeSettings
) -> str:
    """Which time a verdict covers, and from which scan lesions count."""
    until = min(verdict.ends_on, last)
    text = words.text("outcomes.span", first=day0, dash=EN_DASH, last=until)
    if not settings.rebaseline_months:
        return words.text("outcomes.span.not_rebaselined", span=text)
    return text if reference is None else words.text("outcomes.span.rebaselined", span=text, reference=reference)


def answer(words: Wording, state: Neda | State) -> str:
    """Yes, no or cannot tell."""
    return words.text(f"outcomes.answer.{state.value}")


def settings_lines(words: Wording, settings: OutcomeSettings) -> tuple[str, ...]:
    """The decisions that made a result, one sentence part each; printed wherever the result is."""
    text = words.text
    is_mist = settings.preset is Preset.MIST
    gd = "yes" if settings.needs_gadolinium else "no"
    step = "mist" if is_mist else settings.step.value.replace(".", "_")
    return (
        text(f"outcomes.settings.reference.{settings.reference.value}"),
        text(f"outcomes.settings.step.{step}"),
        text(f"outcomes.settings.confirmed.{settings.preset.value}"),
        text("outcomes.settings.relapse"),
        text(f"outcomes.settings.mri.{settings.rebaseline_months}"),
        text(f"outcomes.settings.gd.{gd}"),
        text("outcomes.settings.horizon"),
        text("outcomes.settings.volume"),
        text("outcomes.settings.meda", limit=settings.meda_new_t2),
    )


def joined(parts: Mapping[str, str] | tuple[str, ...]) -> str:
    """Parts of one sentence, divided by semicolons."""
    return "; ".join(parts)
