"""What passed its window: visits, yearly data, tests of the strips, vaccines; for rules that ask about gaps."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final

from hsct_desktop.domain.care_conditions import Overdue
from hsct_desktop.domain.vaccine import VaccineLine
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import overdue
from hsct_desktop.store.base import ReadSession, WriteSession

RECORDS: Final = frozenset({"schedule", "monitoring", "vaccine_plan"})
"""The records of which this module knows what is overdue."""
Session = ReadSession | WriteSession
Windows = dict[int, dict[str, tuple[date, ...]]]


def of_patients(
    ws: Workspace, session: Session, ids: Collection[int] | None, today: date, records: Collection[str]
) -> Windows:
    """By patient and what was missed ("visit", "annual", "vaccine", a test): the last days of the windows that passed.

    Of `records` "schedule", "monitoring" and "vaccine_plan" are read.
    """
    found: dict[int, dict[str, tuple[date, ...]]] = {}
    parts = []
    if "schedule" in records:
        parts.append(_schedule(session, ids, today))
    if "monitoring" in records:
        from hsct_desktop.services import monitoring  # it asks for the unit's alert thresholds: the way back

        parts.append(monitoring.missed(ws, session, ids, today, _tests(ws, session)))
    if "vaccine_plan" in records:
        from hsct_desktop.services import vaccine_list  # a dose asks the alerts: the way back

        due = vaccine_list.due(ws, session, today, ids)
        late = {one.patient_id: tuple(filter(None, map(end_of_window, one.overdue))) for one in due}
        parts.append({who: {"vaccine": days} for who, days in late.items() if days})
    for part in parts:
        for who, by in part.items():
            found.setdefault(who, {}).update(by)
    return found


def _tests(ws: Workspace, session: Session) -> frozenset[str]:
    """The tests about which a rule asks."""
    from hsct_desktop.services import alert_rules

    rules = alert_rules.acting(ws, session)
    asked = (c for rule in rules.rules.values() if rule.acts for c in rule.conditions()) if rules is not None else ()
    return frozenset(c.what for c in asked if isinstance(c, Overdue))


def end_of_window(line: VaccineLine) -> date | None:
    """The last day on which the next dose of a series was due."""
    return line.next.due_to if line.next is not None else None


def _schedule(session: Session, ids: Collection[int] | None, today: date) -> Windows:
    found: dict[int, dict[str, list[date]]] = {}
    for who, latest, form in overdue.VISITS.rows(session, ids, on_day=today.isoformat()):
        by = found.setdefault(who, {})
        by.setdefault("visit", []).append(date.fromisoformat(latest))
        if form in overdue.ANNUAL:
            by.setdefault("annual", []).append(date.fromisoformat(latest))
    for who, latest in overdue.INCOMPLETE.rows(session, ids, on_day=today.isoformat()):
        found.setdefault(who, {}).setdefault("annual", []).append(date.fromisoformat(latest))
    return {who: {what: tuple(sorted(days)) for what, days in by.items()} for who, by in found.items()}
