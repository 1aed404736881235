"""What becomes of a course's visits when its dates or its protocol change: decided before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.protocol import AnchorKind, FollowUpProtocol, ProtocolItem
from hsct_desktop.domain.schedule import Anchors, PlannedVisit
from hsct_desktop.domain.visit import Closing, is_outside_window


class MoveKind(StrEnum):
    """What happens to a visit; wording `enum.move_kind.*`, in the order of the preview."""

    ASKS = "asks"
    MOVED = "moved"
    KEPT = "kept"
    DROPPED = "dropped"
    ADDED = "added"


class Choice(StrEnum):
    """What a person may decide about a visit that asks; wording `enum.move_choice.*`."""

    KEEP = "keep"
    MOVE = "move"
    DROP = "drop"


class Because(StrEnum):
    """Why a visit asks or stays; wording `enum.move_because.*`."""

    BOOKED = "booked"
    MOVED_BY_HAND = "moved_by_hand"
    NO_LONGER_PLANNED = "no_longer_planned"
    COURSE_CLOSED = "course_closed"
    COURSE_OPEN = "course_open"
    DONE = "done"
    REPORT_AWAITED = "report_awaited"
    MISSED = "missed"
    CANCELLED = "cancelled"
    NOT_APPLICABLE = "not_applicable"
    HISTORY = "history"


_KEPT = {
    Closing.DONE: Because.DONE,
    Closing.AWAITED: Because.REPORT_AWAITED,
    Closing.MISSED: Because.MISSED,
    Closing.CANCELLED: Because.CANCELLED,
    Closing.NOT_APPLICABLE: Because.NOT_APPLICABLE,
    Closing.HISTORY: Because.HISTORY,
}


@dataclass(frozen=True)
class HeldVisit:
    """A visit as it stands. `left_out`: closed by the program, for its window had passed or nobody
    chose it. `seen_on`: the day on which it took place. `by_next_course`: closed because the next transplant came.
    """

    id: int
    key: str
    item_id: str
    label: str
    target: date
    earliest: date
    latest: date
    booked: date | None = None
    moved: int = 0
    closing: Closing = Closing.NONE
    left_out: bool = False
    seen_on: date | None = None
    by_next_course: bool = False
    booked_time: str = ""

    @property
    def stands_closed(self) -> bool:
        """Whether a person closed it: such a visit is history, nothing moves it."""
        return self.closing is not Closing.NONE and not self.left_out

    def has_dates_of(self, planned: PlannedVisit) -> bool:
        """Whether target and window are those of the plan."""
        return (self.target, self.earliest, self.latest) == (planned.target, planned.earliest, planned.latest)


@dataclass(frozen=True)
class VisitMove:
    """One line of the preview. `held` is None for an added visit, `after` for one that is no longer planned.

    `choices` is empty unless the visit asks; the first choice is the one that changes least.
    """

    kind: MoveKind
    held: HeldVisit | None
    after: PlannedVisit | None
    because: Because | None = None
    choices: tuple[Choice, ...] = ()

    @property
    def key(self) -> str:
        """The visit's name within its course."""
        if self.held is not None:
            return self.held.key
        return self.after.key if self.after is not None else ""

    @property
    def booking_leaves_window(self) -> bool:
        """Whether a booking that is kept would lie outside the new window."""
        held, after = self.held, self.after
        return (
            held is not None
            and after is not None
            and held.booked is not None
            and is_outside_window(held.booked, after.earliest, after.latest)
        )


@dataclass(frozen=True)
class Replan:
    """All lines: the asking ones first, then by date. `unchanged` counts the open visits that stay as they are."""

    moves: tuple[VisitMove, ...]
    unchanged: int = 0

    @property
    def counts(self) -> dict[MoveKind, int]:
        """How many lines of each kind, kinds without one included."""
        return {kind: sum(move.kind is kind for move in self.moves) for kind in MoveKind}

    @property
    def changes_anything(self) -> bool:
        """Whether any visit asks, moves, goes or comes."""
        return any(move.kind is not MoveKind.KEPT for move in self.moves)


@dataclass(frozen=True)
class Decisions:
    """What a person decided about the visits that ask, by key; a visit without a decision is kept as it is."""

    by_key: Mapping[str, Choice] = field(default_factory=dict)

    def of(self, move: VisitMove) -> Choice:
        """The decision on a visit that asks; what it does not offer counts as not decided."""
        chosen = self.by_key.get(move.key, Choice.KEEP)
        return chosen if chosen in move.choices else Choice.KEEP


def replan(held: Iterable[HeldVisit], wanted: Iterable[PlannedVisit], today: date | None = None) -> Replan:
    """Compare what stands with what the protocol plans now; to a window that is over no booking can move.

    A visit closed by a person stays. One that is booked asks: its window follows in any case, its booking only if
    somebody says so. All others follow; what is not planned any more is dropped, what is new is added.
    """
    plan_of = {planned.key: planned for planned in wanted}
    moves: list[VisitMove] = []
    unchanged = 0
    for visit in held:
        move = _move(visit, plan_of.pop(visit.key, None), today)
        if move is not None:
            moves.append(move)
        elif visit.closing is Closing.NONE:
            unchanged += 1
    moves += [VisitMove(MoveKind.ADDED, None, planned) for planned in plan_of.values()]
    return Replan(_in_order(moves), unchanged)


def close_course(held: Iterable[HeldVisit], start: date | None) -> Replan:
    """What becomes of a course's visits when the next one begins on `start` (None: nobody knows yet).

    From that day on open visits go and booked ones ask; what lies before it stays, late visits too, and comes back when
    the next course begins later than was thought.
    """
    moves = []
    unchanged = 0
    for visit in held:
        goes = start is not None and visit.target >= start
        if visit.by_next_course:
            if not goes:
                moves.append(VisitMove(MoveKind.ADDED, visit, None, Because.COURSE_OPEN))
        elif visit.stands_closed:
            moves.append(VisitMove(MoveKind.KEPT, visit, None, _KEPT[visit.closing]))
        elif visit.closing is Closing.NONE and goes and visit.booked is not None:
            moves.append(VisitMove(MoveKind.ASKS, visit, None, Because.COURSE_CLOSED, (Choice.KEEP, Choice.DROP)))
        elif visit.closing is Closing.NONE and goes:
            moves.append(VisitMove(MoveKind.DROPPED, visit, None, Because.COURSE_CLOSED))
        else:
            unchanged += visit.closing is Closing.NONE
    return Replan(_in_order(moves), unchanged)


def _move(visit: HeldVisit, after: PlannedVisit | None, today: date | None) -> VisitMove | None:
    """What happens to one visit; None where nothing does."""
    if visit.stands_closed:
        return VisitMove(MoveKind.KEPT, visit, after, _KEPT[visit.closing])
    if after is None:
        if visit.booked is None:
            return VisitMove(MoveKind.DROPPED, visit, None, Because.NO_LONGER_PLANNED)
        return VisitMove(MoveKind.ASKS, visit, None, Because.NO_LONGER_PLANNED, (Choice.KEEP, Choice.DROP))
    if visit.has_dates_of(after):
        return None
    if visit.booked is None:
        return VisitMove(MoveKind.MOVED, visit, after)
    because = Because.MOVED_BY_HAND if visit.moved else Because.BOOKED
    over = today is not None and after.latest < today
    return VisitMove(MoveKind.ASKS, visit, after, because, (Choice.KEEP,) if over else (Choice.KEEP, Choice.MOVE))


def _in_order(moves: list[VisitMove]) -> tuple[VisitMove, ...]:
    order = {kind: index for index, kind in enumerate(MoveKind)}

    def place(move: VisitMove) -> tuple[int, date, str]:
        day = move.after.target if move.after is not None else move.held.target if move.held is not None else date.min
        return order[move.kind], day, move.key

    return tuple(sorted(moves, key=place))


def root_anchor(protocol: FollowUpProtocol, item: ProtocolItem) -> str:
    """The date of the course on which an item hangs in the end, through the visits between."""
    seen = {item.id}
    while (previous := item.previous_visit) is not None and previous not in seen:
        before = protocol.item(previous)
        if before is None:
            break
        seen.add(previous)
        item = before
    return item.anchor


def lies_after_anchor(protocol: FollowUpProtocol, item: ProtocolItem) -> bool:
    """Whether an item, and each visit on which it hangs, comes on or after what it hangs on."""
    seen = {item.id}
    step: ProtocolItem | None = item
    while step is not None:
        if step.offset.count < 0:
            return False
        previous = step.previous_visit
        step = protocol.item(previous) if previous is not None and previous not in seen else None
        seen.add(previous or "")
    return True


def check_anchors(
    protocol: FollowUpProtocol, held: Iterable[HeldVisit], before: Anchors, after: Anchors
) -> Iterator[Problem]:
    """Yield each date of the course that would move past a visit which took place after it, or go from under one."""
    items = {item.id: (root_anchor(protocol, item), lies_after_anchor(protocol, item)) for item in protocol.items}
    said: set[str] = set()
    for visit in held:
        anchor, follows = items.get(visit.item_id, ("", False))
        old, new, on = before.of(anchor), after.of(anchor), visit.seen_on
        if on is None or not follows or old == new or anchor in said or (old is not None and on < old):
            continue
        facts = {"visit": visit.label, "on": on}
        if new is None and anchor == AnchorKind.DAY0.value:
            said.add(anchor)
            yield Problem(ANCHOR_FIELDS[anchor], "day0_needed_by_done_visits", facts)
        elif new is not None and on < new:
            said.add(anchor)
            yield Problem(ANCHOR_FIELDS[anchor], "anchor_past_done_visits", {**facts, "to": new})


ANCHOR_FIELDS = {
    AnchorKind.DAY0.value: "day0",
    AnchorKind.MOBILISATION.value: "mobilisation_start",
    AnchorKind.DISCHARGE.value: "on",
}
"""The field of the form in which a date of the course is entered."""
