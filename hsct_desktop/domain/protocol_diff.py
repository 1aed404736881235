"""What differs between two protocols, as data: visits added, taken out and changed, and in which of their parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hsct_desktop.domain.protocol import Assessment, FollowUpProtocol, ProtocolItem


class ProtocolPart(StrEnum):
    """What of a protocol or of one of its visits may differ; wording `enum.protocol_part.*`."""

    ID = "id"
    VERSION = "version"
    LABEL = "label"
    SOURCE = "source"
    STATUS = "status"
    ANCHOR = "anchor"
    OFFSET = "offset"
    WINDOW = "window"
    REPEAT = "repeat"
    PLACE = "place"
    OPTIONAL = "optional"
    OVERLAP = "overlap"
    FORM = "form"
    KEY = "key"
    ASSESSMENTS = "assessments"


_HEAD: Mapping[ProtocolPart, Callable[[FollowUpProtocol], object]] = {
    ProtocolPart.ID: lambda p: p.id,
    ProtocolPart.VERSION: lambda p: p.version,
    ProtocolPart.LABEL: lambda p: p.label,
    ProtocolPart.SOURCE: lambda p: p.source,
    ProtocolPart.STATUS: lambda p: p.status,
}
_ITEM: Mapping[ProtocolPart, Callable[[ProtocolItem], object]] = {
    ProtocolPart.LABEL: lambda i: i.label,
    ProtocolPart.ANCHOR: lambda i: i.anchor,
    ProtocolPart.OFFSET: lambda i: i.offset,
    ProtocolPart.WINDOW: lambda i: i.window,
    ProtocolPart.REPEAT: lambda i: i.repeat,
    ProtocolPart.PLACE: lambda i: i.place,
    ProtocolPart.OPTIONAL: lambda i: i.optional,
    ProtocolPart.OVERLAP: lambda i: i.may_overlap,
    ProtocolPart.FORM: lambda i: i.ebmt_form,
    ProtocolPart.KEY: lambda i: i.key,
    ProtocolPart.ASSESSMENTS: lambda i: i.assessments,
}


@dataclass(frozen=True)
class AssessmentChanges:
    """What differs in a visit's checklist; `changed` holds a line before and after. All empty: only the order."""

    added: tuple[Assessment, ...] = ()
    removed: tuple[Assessment, ...] = ()
    changed: tuple[tuple[Assessment, Assessment], ...] = ()


@dataclass(frozen=True)
class ItemChange:
    """A visit that both protocols have, in the parts named."""

    before: ProtocolItem
    after: ProtocolItem
    parts: tuple[ProtocolPart, ...]
    assessments: AssessmentChanges = AssessmentChanges()


@dataclass(frozen=True)
class ProtocolDiff:
    """What differs between two protocols; visits are the same when their ids are."""

    before: FollowUpProtocol
    after: FollowUpProtocol
    head: tuple[ProtocolPart, ...]
    added: tuple[ProtocolItem, ...]
    removed: tuple[ProtocolItem, ...]
    changed: tuple[ItemChange, ...]
    reordered: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether both protocols are the same to the last word."""
        return not (self.head or self.added or self.removed or self.changed or self.reordered)

    @property
    def changes_plans(self) -> bool:
        """Whether a patient moved from one to the other would get other visits, dates or checklists."""
        return bool(self.added or self.removed or self.changed)


def compare(before: FollowUpProtocol, after: FollowUpProtocol) -> ProtocolDiff:
    """What `after` has otherwise than `before`, in the order of `after` (what was taken out: of `before`)."""
    old = {item.id: item for item in before.items}
    new = {item.id: item for item in after.items}
    both = [(old[item_id], item) for item_id, item in new.items() if item_id in old]
    return ProtocolDiff(
        before,
        after,
        tuple(part for part, value in _HEAD.items() if value(before) != value(after)),
        tuple(item for item_id, item in new.items() if item_id not in old),
        tuple(item for item_id, item in old.items() if item_id not in new),
        tuple(change for a, b in both if (change := _item_change(a, b)) is not None),
        [item_id for item_id in old if item_id in new] != [item_id for item_id in new if item_id in old],
    )


def _item_change(before: ProtocolItem, after: ProtocolItem) -> ItemChange | None:
    parts = tuple(part for part, value in _ITEM.items() if value(before) != value(after))
    return ItemChange(before, after, parts, _assessment_changes(before, after)) if parts else None


def _assessment_changes(before: ProtocolItem, after: ProtocolItem) -> AssessmentChanges:
    old = {a.id: a for a in before.assessments}
    new = {a.id: a for a in after.assessments}
    return AssessmentChanges(
        tuple(a for a_id, a in new.items() if a_id not in old),
        tuple(a for a_id, a in old.items() if a_id not in new),
        tuple((old[a_id], a) for a_id, a in new.items() if a_id in old and old[a_id] != a),
    )
