"""What passed its window: visits, yearly data; for rules that ask about gaps in the follow-up."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import overdue
from hsct_desktop.store.base import ReadSession, WriteSession


def of_patients(
    ws: Workspace, session: ReadSession | WriteSession, ids: Collection[int] | None, today: date
) -> dict[int, dict[str, tuple[date, ...]]]:
    """By patient and kind ("visit", "annual"): the last days of the windows that passed, oldest first."""
    found: dict[int, dict[str, list[date]]] = {}
    for who, latest, form in overdue.VISITS.rows(session, ids, on_day=today.isoformat()):
        by = found.setdefault(who, {})
        by.setdefault("visit", []).append(date.fromisoformat(latest))
        if form in overdue.ANNUAL:
            by.setdefault("annual", []).append(date.fromisoformat(latest))
    for who, latest in overdue.INCOMPLETE.rows(session, ids, on_day=today.isoformat()):
        found.setdefault(who, {}).setdefault("annual", []).append(date.fromisoformat(latest))
    return {who: {what: tuple(sorted(days)) for what, days in by.items()} for who, by in found.items()}
