"""What of a patient's record somebody looks at."""

from __future__ import annotations

from enum import StrEnum


class Look(StrEnum):
    """What was looked at; wording `enum.look.*`."""

    PAGE = "page"
    PAPER = "paper"
    EXPORT = "export"
    HISTORY = "history"
    LIST = "list"
    CALENDAR = "calendar"
    DOCUMENT = "document"
