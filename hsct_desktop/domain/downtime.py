"""When the downtime pack is written by itself: each evening, and later where the evening was missed.

Times are the wall clock's, without a zone.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

USUAL_TIME: Final = dt.time(18)
"""After the day's last entries, before the day shift goes home."""

NOON: Final = dt.time(12)


def last_evening(at: dt.time, now: dt.datetime) -> dt.datetime:
    """The evening that counts: today's once its time has come, else yesterday's."""
    today = dt.datetime.combine(now.date(), at)
    return today if now >= today else today - dt.timedelta(days=1)


def day_of_pack(at: dt.time, now: dt.datetime) -> dt.date:
    """Which day a pack is for: from the evening on the next one, on whose morning the program may be down.

    A time before noon is no evening: such packs are for the day itself.
    """
    evening = at >= NOON and now.time() >= at
    return now.date() + dt.timedelta(days=1) if evening else now.date()


def is_due(written: dt.datetime | None, at: dt.time, now: dt.datetime) -> bool:
    """Whether a pack has to be written by itself: none was since the last evening.

    So it is written at its time, at a start later the same evening, and at the next day's start where the program was
    closed in the evening. A pack that claims to come from the future was written by a wrong clock: it counts as none.
    """
    return written is None or written > now or written < last_evening(at, now)
