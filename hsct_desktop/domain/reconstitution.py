"""Immune reconstitution: when each part is expected back after Day 0, and how its latest value stands to that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hsct_desktop.domain.dates import Offset, add_offset
from hsct_desktop.domain.rule_facts import Amount


class Recovery(StrEnum):
    """How a part stands on a day; wording `enum.recovery.*`.

    `unknown`: nothing was measured since it should have come back; what nobody measured is never "recovered".
    """

    RECOVERED = "recovered"
    EXPECTED = "expected"
    BEHIND = "behind"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class RecoveryRule:
    """The expected time from Day 0 (`first` to `last`) in which an analyte reaches `limit`, the lower limit.

    `own_limit`: the limit goes before the laboratory's.
    """

    analyte: str
    first: Offset
    last: Offset
    limit: Amount
    own_limit: bool = False
    source: str = ""

    def span(self, day0: date) -> tuple[date, date]:
        """The first and last day on which it is expected."""
        return add_offset(day0, self.first), add_offset(day0, self.last)


def recovery(
    until: date, limit: float | None, latest: tuple[date, float | None] | None, on: date, comparator: str = ""
) -> Recovery:
    """How a part stands on a day: `until` is the last expected day, `latest` the latest value since Day 0 with its day.

    A value "<" its number is not known to reach a limit, one ">" its number reaches any limit up to that.
    """
    if latest is None:
        return Recovery.EXPECTED if on <= until else Recovery.UNKNOWN
    measured, value = latest
    if limit is None or value is None:
        return Recovery.UNKNOWN
    if value >= limit and comparator != "<":
        return Recovery.RECOVERED
    if comparator == ">" or (comparator == "<" and value > limit):
        return Recovery.UNKNOWN
    if measured > until:
        return Recovery.BEHIND
    return Recovery.UNKNOWN if on > until else Recovery.EXPECTED
