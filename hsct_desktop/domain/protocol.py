"""The follow-up protocol as data: items that hang on an anchor with an offset, a window and, if wanted, a repeat."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hsct_desktop.domain.dates import Offset
from hsct_desktop.domain.label import Label as Label
from hsct_desktop.domain.problem import Problem

LONGEST_CHAIN = 50
"""How many visits may hang on one another; a longer chain is a mistake."""
LARGEST_NUMBER = 1000
"""With which a series may begin to number its visits."""
VISIT_ANCHOR = "visit:"
"""Prefix of an anchor that names a previous visit of the same protocol, such as `visit:m6`."""


class AnchorKind(StrEnum):
    """The dates of a transplant course on which items may hang."""

    MOBILISATION = "mobilisation"
    DAY0 = "day0"
    DISCHARGE = "discharge"


class Product(StrEnum):
    """The cells that a protocol is for: stem cells, stromal cells or CAR T cells; wording `enum.product.*`."""

    HSC = "hsc"
    MSC = "msc"
    CAR_T = "car_t"


class Place(StrEnum):
    """Where a visit takes place; wording `enum.place.*`."""

    UNIT = "unit"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Window:
    """Whole days before and after the target in which a visit counts as in time."""

    before: int
    after: int


@dataclass(frozen=True)
class Repeat:
    """Repeats `every` step from the item's first date, up to `until_offset` after `until_anchor`, or for life.

    `first_number` numbers the occurrences (3 for a yearly visit that starts in year 3).
    """

    every: Offset
    until_anchor: str | None = None
    until_offset: Offset | None = None
    first_number: int = 1

    @property
    def lifelong(self) -> bool:
        """Whether the repeat never ends."""
        return self.until_offset is None


@dataclass(frozen=True)
class Assessment:
    """One line of a visit's checklist; `if_indicated` marks those done only when needed."""

    id: str
    label: Label
    if_indicated: bool = False


@dataclass(frozen=True)
class ProtocolItem:
    """One visit of a protocol, or a series of visits when it repeats.

    `key` names an occurrence (`y{n}`); `label` may hold `{n}` likewise. `anchor` is an AnchorKind value or
    `visit:<item id>`. `ebmt_form` is the registry form that the visit feeds, empty for none. `may_overlap` says that
    its window may share days with that of another visit.
    """

    id: str
    label: Label
    anchor: str
    offset: Offset
    window: Window
    repeat: Repeat | None = None
    key: str = ""
    place: Place = Place.UNIT
    assessments: tuple[Assessment, ...] = ()
    optional: bool = False
    ebmt_form: str = ""
    may_overlap: bool = False

    @property
    def previous_visit(self) -> str | None:
        """The id of the visit this item hangs on, or None when it hangs on a date of the course."""
        return self.anchor.removeprefix(VISIT_ANCHOR) if self.anchor.startswith(VISIT_ANCHOR) else None

    def occurrence_key(self, number: int) -> str:
        """The name of the occurrence `number`; unique within a protocol."""
        if self.repeat is None:
            return self.id
        return (self.key or self.id + "-{n}").replace("{n}", str(number))

    def may_share_key(self, other: ProtocolItem) -> bool:
        """Whether an occurrence of this series could be named as one of the other's."""
        pattern = r"\d+".join(map(re.escape, (self.key or self.id + "-{n}").split("{n}")))
        return any(re.fullmatch(pattern, other.occurrence_key(n), re.ASCII) for n in (1, 10, 123))

    def occurrence_label(self, number: int) -> Label:
        """The label of the occurrence `number`."""
        return Label(self.label.en.replace("{n}", str(number)), self.label.it.replace("{n}", str(number)))


@dataclass(frozen=True)
class FollowUpProtocol:
    """A unit's follow-up protocol; `source` and `status` say where it comes from and that it is a default.

    `product` says for which cells it is: what follows a graft (engraftment, revaccination) concerns stem cells only.
    """

    id: str
    version: str
    label: Label
    items: tuple[ProtocolItem, ...]
    source: str = ""
    status: str = ""
    product: Product = Product.HSC

    def item(self, item_id: str) -> ProtocolItem | None:
        """The item of that id, or None."""
        return next((item for item in self.items if item.id == item_id), None)


def check_protocol(protocol: FollowUpProtocol) -> Iterator[Problem]:
    """Yield what no plan can be made from: doubled ids, unknown anchors, circles, impossible repeats.

    What its dates would get wrong is told by `protocol_check.check_whole`.
    """
    seen: set[str] = set()
    items = {item.id: item for item in reversed(protocol.items)}
    for item in protocol.items:
        where = f"items.{item.id}"
        if item.id in seen:
            yield Problem(where, "protocol_item_twice", {"item": item.id})
        seen.add(item.id)
        if item.window.before + item.window.after < 0:
            yield Problem(where, "protocol_window_inverted", {"item": item.id})
        elif item.window.before < 0 or item.window.after < 0:
            yield Problem(where, "protocol_window_negative", {"item": item.id})
        yield from _check_anchor(items, item, where)
        yield from _check_repeat(item, where)
    yield from _check_series(protocol)


def _check_series(protocol: FollowUpProtocol) -> Iterator[Problem]:
    """Two series whose visits would share a name."""
    series = [item for item in protocol.items if item.repeat is not None]
    for index, item in enumerate(series):
        for other in series[index + 1 :]:
            if item.id != other.id and item.may_share_key(other):
                yield Problem(f"items.{other.id}", "protocol_key_twice", {"item": other.id, "other": item.id})
        for single in protocol.items:
            if single.repeat is None and item.may_share_key(single):
                yield Problem(f"items.{item.id}", "protocol_key_collides", {"item": item.id, "other": single.id})


def _check_anchor(items: Mapping[str, ProtocolItem], item: ProtocolItem, where: str) -> Iterator[Problem]:
    known = [kind.value for kind in AnchorKind]
    previous = item.previous_visit
    if previous is None:
        if item.anchor not in known:
            yield Problem(where, "protocol_anchor_unknown", {"item": item.id, "anchor": item.anchor})
        return
    target = items.get(previous)
    if item.repeat is not None:
        yield Problem(where, "protocol_repeat_on_visit", {"item": item.id})
    elif target is None:
        yield Problem(where, "protocol_anchor_unknown", {"item": item.id, "anchor": item.anchor})
    elif target.repeat is not None:
        yield Problem(where, "protocol_anchor_repeats", {"item": item.id, "anchor": item.anchor})
    elif (depth := _chain(items, item)) is None:
        yield Problem(where, "protocol_anchor_circular", {"item": item.id})
    elif depth > LONGEST_CHAIN:
        yield Problem(where, "protocol_anchor_chain", {"item": item.id, "limit": LONGEST_CHAIN})


def _chain(items: Mapping[str, ProtocolItem], start: ProtocolItem) -> int | None:
    """On how many visits an item hangs, one after the other; None for a circle."""
    seen = {start.id}
    item: ProtocolItem | None = start
    while item is not None and (previous := item.previous_visit) is not None:
        if previous in seen:
            return None
        seen.add(previous)
        item = items.get(previous)
    return len(seen) - 1


def _check_repeat(item: ProtocolItem, where: str) -> Iterator[Problem]:
    repeat = item.repeat
    if repeat is None:
        return
    if repeat.every.count <= 0:
        yield Problem(where, "protocol_repeat_not_positive", {"item": item.id})
    if not 0 <= repeat.first_number <= LARGEST_NUMBER:
        yield Problem(where, "protocol_repeat_number", {"item": item.id, "limit": LARGEST_NUMBER})
    if repeat.until_anchor is not None and repeat.until_anchor not in [kind.value for kind in AnchorKind]:
        yield Problem(where, "protocol_anchor_unknown", {"item": item.id, "anchor": repeat.until_anchor})
    if item.key and "{n}" not in item.key:
        yield Problem(where, "protocol_key_without_number", {"item": item.id})
