"""How many visits a day already holds, for whoever books one more."""

from __future__ import annotations

from datetime import date

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import worklist


def others_on(ws: Workspace, day: date, except_id: int | None = None) -> int:
    """The open visits of followed patients booked for a day, beside the one that is being booked."""
    with ws.read() as session:
        return worklist.booked_on(session, day, except_id)


def load_words(words: Wording, others: int, places: int) -> tuple[str, bool]:
    """The hint in words, and whether the day's places are taken without the visit to book."""
    hint = words.count("load.others", others) if others else words.text("load.nobody")
    full = others >= places
    return (f"{hint} · {words.count('load.full', places)}" if full else hint), full
