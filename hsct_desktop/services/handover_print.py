"""The shift handover as PDF."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from hsct_desktop.documents.handover import write_handover
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.services.handover import handover
from hsct_desktop.services.output_file import check_place, not_written
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.workspace import Workspace


def print_handover(
    ws: Workspace,
    since: datetime | date,
    path: Path,
    until: datetime | None = None,
    language: str | None = None,
) -> Path:
    """Write what changed from `since` to `until` (default: now) as PDF; the whole file or nothing. KnownError."""
    spoken = language or ws.language
    found = handover(ws, since, until, spoken, paper_wording(spoken, table=True))
    with ws.read() as session:
        context = print_context(ws, session, spoken, found.until.date())
    check_place(path, ws.store.path)
    try:
        write_handover(context, found, path)
    except OSError as error:
        raise not_written(error, path) from error
    return path
