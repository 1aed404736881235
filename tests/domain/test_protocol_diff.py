"""What differs between two protocols: everything that can, and nothing that does not."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings

from hsct_desktop.domain.dates import Offset
from hsct_desktop.domain.protocol import Assessment, FollowUpProtocol, Label, Place, ProtocolItem, Repeat, Window
from hsct_desktop.domain.protocol_diff import AssessmentChanges, ProtocolPart, compare
from tests.domain.protocols import WILD

FBC, MRI = Assessment("fbc", Label("Blood count", "Emocromo")), Assessment("mri", Label("MRI", "RM"))
ITEM = ProtocolItem("m6", Label("Month 6", "Mese 6"), "day0", Offset(6, "m"), Window(30, 30), assessments=(FBC, MRI))
OTHER = replace(ITEM, id="m12", offset=Offset(12, "m"))
PROTOCOL = FollowUpProtocol("p", "1", Label("P", "P"), (ITEM, OTHER), "book", "draft")

CHANGES: list[tuple[ProtocolPart, dict[str, object]]] = [
    (ProtocolPart.LABEL, {"label": Label("Month six", "Mese 6")}),
    (ProtocolPart.ANCHOR, {"anchor": "discharge"}),
    (ProtocolPart.OFFSET, {"offset": Offset(26, "w")}),
    (ProtocolPart.WINDOW, {"window": Window(30, 31)}),
    (ProtocolPart.REPEAT, {"repeat": Repeat(Offset(1, "y"))}),
    (ProtocolPart.PLACE, {"place": Place.ELSEWHERE}),
    (ProtocolPart.OPTIONAL, {"optional": True}),
    (ProtocolPart.OVERLAP, {"may_overlap": True}),
    (ProtocolPart.FORM, {"ebmt_form": "annual"}),
    (ProtocolPart.KEY, {"key": "x{n}"}),
    (ProtocolPart.ASSESSMENTS, {"assessments": (FBC,)}),
]


@pytest.mark.parametrize(("part", "change"), CHANGES)
def test_each_part_of_a_visit_is_told_alone(part: ProtocolPart, change: dict[str, object]) -> None:
    after = replace(PROTOCOL, items=(replace(ITEM, **change), OTHER))  # type: ignore[arg-type]
    diff = compare(PROTOCOL, after)
    assert [(c.before.id, c.parts) for c in diff.changed] == [("m6", (part,))]
    assert (diff.head, diff.added, diff.removed, diff.reordered) == ((), (), (), False)
    assert diff.changes_plans


def test_every_field_of_a_visit_is_looked_at() -> None:
    assert {next(iter(change)) for _, change in CHANGES} | {"id"} == {field.name for field in fields(ProtocolItem)}


def test_what_is_done_at_a_visit() -> None:
    new = Assessment("dxa", Label("Bone density", "Densitometria"))
    changed = replace(MRI, if_indicated=True)
    diff = compare(PROTOCOL, replace(PROTOCOL, items=(replace(ITEM, assessments=(new, changed)), OTHER)))
    assert diff.changed[0].assessments == AssessmentChanges((new,), (FBC,), ((MRI, changed),))
    turned = compare(PROTOCOL, replace(PROTOCOL, items=(replace(ITEM, assessments=(MRI, FBC)), OTHER)))
    assert turned.changed[0].parts == (ProtocolPart.ASSESSMENTS,)
    assert turned.changed[0].assessments == AssessmentChanges()


def test_visits_come_go_and_change_places() -> None:
    third = replace(ITEM, id="m18")
    diff = compare(PROTOCOL, replace(PROTOCOL, items=(third, ITEM)))
    assert (diff.added, diff.removed, diff.changed, diff.reordered) == ((third,), (OTHER,), (), False)
    turned = compare(PROTOCOL, replace(PROTOCOL, items=(OTHER, ITEM)))
    assert turned.reordered
    assert not turned.changes_plans


def test_the_head() -> None:
    after = replace(PROTOCOL, id="q", version="2", label=Label("Q", "P"), source="", status="final")
    diff = compare(PROTOCOL, after)
    assert diff.head == ("id", "version", "label", "source", "status")
    assert not diff.changes_plans


@settings(max_examples=max(20, settings.default.max_examples // 10), deadline=None)
@given(WILD, WILD)
def test_a_comparison_is_empty_only_for_equal_protocols(one: FollowUpProtocol, two: FollowUpProtocol) -> None:
    def unique(protocol: FollowUpProtocol) -> FollowUpProtocol:
        return replace(protocol, items=tuple({item.id: item for item in protocol.items}.values()))

    one, two = unique(one), unique(two)
    assert compare(one, one).is_empty
    assert compare(one, two).is_empty == (one == two)
    back, forth = compare(two, one), compare(one, two)
    assert {item.id for item in forth.added} == {item.id for item in back.removed}
    assert {c.before.id: c.parts for c in forth.changed} == {c.after.id: c.parts for c in back.changed}
