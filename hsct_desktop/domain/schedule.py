"""From a protocol and the dates of a course to planned visits, correct to the day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from hsct_desktop.domain.dates import Offset, add_offset
from hsct_desktop.domain.problem import InputError, refuse
from hsct_desktop.domain.protocol import AnchorKind, FollowUpProtocol, Label, ProtocolItem

LIFELONG_AHEAD = 2
"""How many occurrences of a lifelong repeat are kept planned ahead of today."""
MOST_VISITS = 500
"""More visits than any patient could keep: a repeat that a mistyped protocol draws out over decades of days."""

# Asked for each visit of each patient: written out once, an enum's member is slower to reach than a text.
_DAY0, _MOBILISATION, _DISCHARGE = AnchorKind.DAY0.value, AnchorKind.MOBILISATION.value, AnchorKind.DISCHARGE.value


@dataclass(frozen=True)
class Anchors:
    """The known dates of a course. `visits` holds, by item id, the date on which a visit took place."""

    day0: date | None = None
    mobilisation: date | None = None
    discharge: date | None = None
    visits: Mapping[str, date] = field(default_factory=dict)

    def of(self, anchor: str) -> date | None:
        """The date of a course anchor, None while it is not known."""
        if anchor == _DAY0:
            return self.day0
        if anchor == _MOBILISATION:
            return self.mobilisation
        return self.discharge if anchor == _DISCHARGE else None


@dataclass(frozen=True)
class PlannedVisit:
    """One dated visit of a schedule: seen in time from `earliest` to `latest`, best on `target`."""

    key: str
    item: ProtocolItem
    label: Label
    target: date
    earliest: date
    latest: date
    number: int = 0

    @property
    def optional(self) -> bool:
        """Whether the visit is left out unless somebody wants it."""
        return self.item.optional


@dataclass(frozen=True)
class Horizon:
    """How far lifelong repeats are drawn out: to `until`, or `LIFELONG_AHEAD` occurrences beyond `today`."""

    until: date | None = None
    today: date | None = None

    def goes_on(self, occurrence: date, ahead: int) -> bool:
        """Whether an occurrence is still wanted when `ahead` of them already lie after today."""
        if self.until is not None:
            return occurrence <= self.until
        return self.today is None or occurrence <= self.today or ahead < LIFELONG_AHEAD


def plan(
    protocol: FollowUpProtocol,
    anchors: Anchors,
    horizon: Horizon,
    stood: Mapping[str, tuple[date, date]] | None = None,
) -> tuple[PlannedVisit, ...]:
    """Draw up the schedule, sorted by target and then by the protocol's order.

    Items whose anchor is not known yet are left out (see `waiting`). A visit that hangs on a previous visit counts from
    that visit's date, or from its target while it has not taken place. A named visit that is not optional absorbs a
    repeat whose target falls inside its window; one that is over absorbs by the window in which it stood (`stood`:
    first and last day by item). `Horizon.until` bounds every row. Raises InputError for dates outside the calendar and
    for a plan of more than MOST_VISITS visits.
    """
    named: dict[str, PlannedVisit] = {}
    for item in protocol.items:
        if item.repeat is None and (visit := _named(protocol, item, anchors)) is not None:
            named[item.id] = visit
    stood = stood or {}
    absorbing = [stood.get(v.item.id, (v.earliest, v.latest)) for v in named.values() if not v.optional]
    repeats = [
        visit
        for item in protocol.items
        if item.repeat is not None
        for visit in _occurrences(item, anchors, horizon)
        if not any(first <= visit.target <= last for first, last in absorbing)
    ]
    order = {item.id: index for index, item in enumerate(protocol.items)}
    visits = [*named.values(), *repeats]
    if horizon.until is not None:
        visits = [v for v in visits if v.target <= horizon.until]
    if len(visits) > MOST_VISITS:
        raise refuse("protocol_id", "protocol_too_many_visits", count=len(visits), limit=MOST_VISITS)
    return tuple(sorted(visits, key=lambda v: (v.target, order[v.item.id], v.number)))


def waiting(protocol: FollowUpProtocol, anchors: Anchors) -> tuple[ProtocolItem, ...]:
    """The items that cannot be planned yet because the date they hang on is not known."""
    return tuple(
        item
        for item in protocol.items
        if _anchor_date(protocol, item, anchors) is None or _end_is_unknown(item, anchors)
    )


def _end_is_unknown(item: ProtocolItem, anchors: Anchors) -> bool:
    """Whether a series ends on a date of the course that is not known yet: how far it goes cannot be said."""
    repeat = item.repeat
    if repeat is None or repeat.until_offset is None:
        return False
    return anchors.of(repeat.until_anchor or item.anchor) is None


def _anchor_date(protocol: FollowUpProtocol, item: ProtocolItem, anchors: Anchors) -> date | None:
    previous = item.previous_visit
    if previous is None:
        return anchors.of(item.anchor)
    if previous in anchors.visits:
        return anchors.visits[previous]
    before = protocol.item(previous)
    visit = _named(protocol, before, anchors) if before is not None else None
    return visit.target if visit is not None else None


def _named(protocol: FollowUpProtocol, item: ProtocolItem, anchors: Anchors) -> PlannedVisit | None:
    start = _anchor_date(protocol, item, anchors)
    return None if start is None else _visit(item, add_offset(start, item.offset), 0)


def _visit(item: ProtocolItem, target: date, number: int) -> PlannedVisit:
    try:
        earliest = target - timedelta(days=item.window.before)
        latest = target + timedelta(days=item.window.after)
    except OverflowError:
        raise refuse("date", "date_out_of_range") from None
    label = item.occurrence_label(number)
    return PlannedVisit(item.occurrence_key(number), item, label, target, earliest, latest, number)


def _occurrences(item: ProtocolItem, anchors: Anchors, horizon: Horizon) -> Iterator[PlannedVisit]:
    start = anchors.of(item.anchor)
    repeat = item.repeat
    if start is None or repeat is None or _end_is_unknown(item, anchors):
        return
    first = add_offset(start, item.offset)
    end = _repeat_end(repeat.until_anchor, repeat.until_offset, anchors, start)
    ahead = 0
    for step in range(MOST_VISITS):
        target = _step(start, first, item.offset, repeat.every, step)
        if target is None or (end is not None and target > end):
            return
        if repeat.lifelong and not horizon.goes_on(target, ahead):
            return
        if horizon.today is not None and target > horizon.today:
            ahead += 1
        yield _visit(item, target, repeat.first_number + step)
    raise refuse("protocol_id", "protocol_repeats_too_often", item=item.id, limit=MOST_VISITS)


def _step(start: date, first: date, offset: Offset, every: Offset, step: int) -> date | None:
    """The date of occurrence `step`, None past the calendar's end.

    Steps of the offset's own unit are counted from the anchor, so that a month end that clamped once does not stay
    clamped (Day 0 on 29 February: year 3 is 28 February, year 4 is 29 February again).
    """
    try:
        if every.unit == offset.unit:
            return add_offset(start, Offset(offset.count + every.count * step, every.unit))
        return add_offset(first, every, step)
    except InputError:
        return None


def _repeat_end(until_anchor: str | None, until_offset: Offset | None, anchors: Anchors, start: date) -> date | None:
    if until_offset is None:
        return None
    base = anchors.of(until_anchor) if until_anchor is not None else start
    return None if base is None else add_offset(base, until_offset)
