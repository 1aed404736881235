"""Whether a protocol's dates make sense for a usual course: windows, series, their ends, how many visits in all.

A course has its own dates, a protocol does not: it is judged by nominal ones, Day 0 on the first of each month of a
common and a leap year, so that short months count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from hsct_desktop.domain.dates import Offset, add_offset
from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.protocol import AnchorKind, FollowUpProtocol, Place, ProtocolItem, Repeat, check_protocol
from hsct_desktop.domain.schedule import LIFELONG_AHEAD, MOST_VISITS

NOMINAL_DAYS: Mapping[str, int] = {AnchorKind.MOBILISATION: -30, AnchorKind.DAY0: 0, AnchorKind.DISCHARGE: 18}
"""Days after Day 0 on which a usual course begins mobilisation and leaves hospital; judges protocols, plans nobody."""
NOMINAL_DAY0S = tuple(date(year, month, 1) for year in (2027, 2028) for month in range(1, 13))
FOLLOW_UP_YEARS = 40
"""How long a patient may be followed: so long a lifelong series must stay within the number of visits."""
FURTHEST_YEARS = 100
"""How far from its course a visit may lie; what lies further off is a typing error."""
_EARLIEST_DAYS: Mapping[str, int] = {AnchorKind.MOBILISATION: -180, AnchorKind.DAY0: 0, AnchorKind.DISCHARGE: 0}
_LATEST_DAYS: Mapping[str, int] = {AnchorKind.MOBILISATION: -1, AnchorKind.DAY0: 0, AnchorKind.DISCHARGE: 180}
"""Days after Day 0 between which the dates of a course lie, half a year apart at most: so long a series may become."""
_DAYS_A_YEAR = 365.25
_DAYS_A_STEP, _MONTHS_A_STEP = {"d": 1, "w": 7}, {"m": 1, "y": 12}


@dataclass(frozen=True)
class _Span:
    item: ProtocolItem
    earliest: date
    target: date
    latest: date


def check_whole(protocol: FollowUpProtocol) -> Iterator[Problem]:
    """Yield everything that is wrong with a protocol; `field` is `items.<id>`, or `items` for all of it together.

    Its dates are looked at once nothing else is wrong.
    """
    if len(protocol.items) > MOST_VISITS:
        yield _too_many(len(protocol.items))
        return
    problems = list(check_protocol(protocol))
    yield from problems or _check_dates(protocol)


def _check_dates(protocol: FollowUpProtocol) -> Iterator[Problem]:
    far = [item for item in protocol.items if _is_too_far(protocol, item)]
    for item in far:
        yield Problem(f"items.{item.id}", "protocol_too_far", {"item": item.id, "limit": FURTHEST_YEARS})
    if far:
        return
    broken = [problem for item in protocol.items for problem in _check_series(item)]
    yield from broken
    yield from _check_overlaps(protocol)
    if not broken:
        yield from _check_number(protocol)


def _is_too_far(protocol: FollowUpProtocol, item: ProtocolItem) -> bool:
    """Whether a visit, its window included, lies too far from the date of the course on which it hangs in the end."""
    items = {other.id: other for other in protocol.items}
    low = high = 0.0
    step: ProtocolItem | None = item
    while step is not None:
        days = _days(step.offset)
        low, high = low + min(days, 0), high + max(days, 0)
        step = items.get(step.previous_visit) if step.previous_visit is not None else None
    reach = (high + item.window.after, item.window.before - low)
    return max(reach) > FURTHEST_YEARS * _DAYS_A_YEAR + 1


def _days(offset: Offset) -> float:
    """About how many days an offset is."""
    return offset.count * {"d": 1, "w": 7, "m": _DAYS_A_YEAR / 12, "y": _DAYS_A_YEAR}[offset.unit]


def _check_series(item: ProtocolItem) -> Iterator[Problem]:
    """A series that ends before it begins, whose windows share days, or that comes too often for a lifetime."""
    repeat, where = item.repeat, f"items.{item.id}"
    if repeat is None:
        return
    if _begins_after_end(item, repeat):
        yield Problem(where, "protocol_repeat_ends_before", {"item": item.id, "until": _until(repeat)})
        return
    if not item.may_overlap and item.window.before + item.window.after >= _shortest_step(item, repeat):
        yield Problem(where, "protocol_repeat_overlaps", {"item": item.id, "every": str(repeat.every)})
    if _most_visits(item, repeat) >= MOST_VISITS:
        limit = {"item": item.id, "limit": MOST_VISITS}
        if repeat.lifelong:
            yield Problem(where, "protocol_repeat_lifelong_many", {**limit, "years": FOLLOW_UP_YEARS})
        else:
            yield Problem(where, "protocol_repeat_many", limit)


def _until(repeat: Repeat) -> str:
    return f"{repeat.until_anchor} + {repeat.until_offset}"


def _first_and_end(item: ProtocolItem, until: Offset, anchor: str, day0: date) -> tuple[date, date]:
    """The first target of a series and its last possible one."""
    return add_offset(_nominal(day0, item.anchor), item.offset), add_offset(_nominal(day0, anchor), until)


def _nominal(day0: date, anchor: str) -> date:
    return day0 + timedelta(days=NOMINAL_DAYS[anchor])


def _begins_after_end(item: ProtocolItem, repeat: Repeat) -> bool:
    until, anchor = repeat.until_offset, repeat.until_anchor or item.anchor
    if until is None:
        return False
    return all(first > end for first, end in (_first_and_end(item, until, anchor, day0) for day0 in NOMINAL_DAY0S))


def _shortest_step(item: ProtocolItem, repeat: Repeat) -> int:
    """The fewest days between two visits of a series."""
    steps = []
    for day0 in NOMINAL_DAY0S:
        first = add_offset(_nominal(day0, item.anchor), item.offset)
        steps.append((add_offset(first, repeat.every) - first).days)
    return min(steps)


def _most_visits(item: ProtocolItem, repeat: Repeat) -> int:
    """How many visits a series gives at most, two ahead of the last day for a lifelong one."""
    return max(_number_of(item, repeat, day0) for day0 in NOMINAL_DAY0S)


def _number_of(item: ProtocolItem, repeat: Repeat, day0: date) -> int:
    """The visits of a series in the longest course that is thought of; a lifelong one as long as patients live."""
    first = add_offset(day0 + timedelta(days=_EARLIEST_DAYS[item.anchor]), item.offset)
    if repeat.until_offset is None:
        last = add_offset(day0, Offset(FOLLOW_UP_YEARS, "y"))
    else:
        end = _LATEST_DAYS[repeat.until_anchor or item.anchor]
        last = add_offset(day0 + timedelta(days=end), repeat.until_offset)
    every = repeat.every
    if every.unit in _DAYS_A_STEP:
        steps = (last - first).days // (every.count * _DAYS_A_STEP[every.unit])
    else:
        months = (last.year - first.year) * 12 + last.month - first.month
        steps = months // (every.count * _MONTHS_A_STEP[every.unit])
    return max(0, steps + 1) + (LIFELONG_AHEAD if repeat.lifelong else 0)


def _check_overlaps(protocol: FollowUpProtocol) -> Iterator[Problem]:
    """Two visits at the same place whose windows share days: a visit on such a day would be both or either."""
    told: set[tuple[str, str]] = set()
    for day0 in NOMINAL_DAY0S:
        targets = _targets(protocol, day0)
        for place in Place:
            for before, after in _neighbours(protocol, targets, place):
                pair = (before.item.id, after.item.id)
                if after.earliest <= before.latest and pair not in told:
                    told.update({pair, pair[::-1]})
                    yield _overlap(before, after, day0)


def _neighbours(protocol: FollowUpProtocol, targets: Mapping[str, date], place: Place) -> Iterator[tuple[_Span, _Span]]:
    """Each named visit with the one before it whose window lasts longest, those that may overlap left out."""
    spans = [
        _Span(item, target - timedelta(days=item.window.before), target, target + timedelta(days=item.window.after))
        for item in protocol.items
        if item.place == place and not (item.optional or item.may_overlap) and (target := targets.get(item.id))
    ]
    longest: _Span | None = None
    for span in sorted(spans, key=lambda s: (s.earliest, s.target)):
        if longest is not None:
            yield longest, span
        longest = span if longest is None or span.latest > longest.latest else longest


def _targets(protocol: FollowUpProtocol, day0: date) -> dict[str, date]:
    """The target of each named visit by its id, each counted from the target of the one on which it hangs."""
    items = {item.id: item for item in protocol.items}
    found: dict[str, date] = {}

    def target(item: ProtocolItem) -> date:
        if item.id not in found:
            previous = item.previous_visit
            start = _nominal(day0, item.anchor) if previous is None else target(items[previous])
            found[item.id] = add_offset(start, item.offset)
        return found[item.id]

    for item in protocol.items:
        if item.repeat is None:
            target(item)
    return found


def _overlap(before: _Span, after: _Span, day0: date) -> Problem:
    """Named at the visit that stands later in time, in days after infusion, as a protocol counts."""
    params = {
        "item": after.item.id,
        "other": before.item.id,
        "first": (after.earliest - day0).days,
        "last": (min(before.latest, after.latest) - day0).days,
    }
    return Problem(f"items.{after.item.id}", "protocol_windows_overlap", params)


def _check_number(protocol: FollowUpProtocol) -> Iterator[Problem]:
    series = [(item, item.repeat) for item in protocol.items if item.repeat is not None]
    count = len(protocol.items) - len(series) + sum(_most_visits(item, repeat) for item, repeat in series)
    if count > MOST_VISITS:
        yield _too_many(count)


def _too_many(count: int) -> Problem:
    return Problem("items", "protocol_too_many_visits", {"count": count, "limit": MOST_VISITS})
