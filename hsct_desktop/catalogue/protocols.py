"""Follow-up protocols as YAML files, turned into the domain's protocol."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from hsct_desktop.catalogue.error import CatalogueError, CatalogueProblem
from hsct_desktop.catalogue.fields import Days, FileModel, Id, LabelModel, NonEmpty, OffsetField, Text, UntilField
from hsct_desktop.catalogue.source import MOST_PROBLEMS, Source, read_source
from hsct_desktop.domain.protocol import (
    Assessment,
    FollowUpProtocol,
    Label,
    Place,
    Product,
    ProtocolItem,
    Repeat,
    Window,
)
from hsct_desktop.domain.protocol_check import check_whole

IF_INDICATED = "?"
"""Stands after the id of an assessment that is done only when needed."""


class _Window(FileModel):
    before: Days = 0
    after: Days = 0


class _Repeat(FileModel):
    every: OffsetField
    until: UntilField | None = None
    lifelong: bool = False
    first_number: int = 1


class _Item(FileModel):
    id: Id
    label: LabelModel
    anchor: Text
    offset: OffsetField
    window: _Window
    repeat: _Repeat | None = None
    key: str = ""
    place: Annotated[Place, Field(strict=False)] = Place.UNIT
    assessments: list[Text] = Field(default_factory=list)
    optional: bool = False
    ebmt: Literal["", "day100", "6months", "annual"] = ""
    may_overlap: bool = False


class _Protocol(FileModel):
    id: Id
    version: Text
    label: LabelModel
    source: str = ""
    status: str = ""
    product: Annotated[Product, Field(strict=False)] = Product.HSC
    assessments: dict[str, LabelModel] = Field(default_factory=dict)
    items: Annotated[list[_Item], NonEmpty]


class _AssessmentItem(FileModel):
    id: Id
    label: LabelModel


class _Assessments(FileModel):
    source: str = ""
    status: str = ""
    items: list[_AssessmentItem]


def load_assessments(source: Source) -> dict[str, Label]:
    """The shared checklist lines by id; raise CatalogueError."""
    return {item.id: item.label.label() for item in source.validate(_Assessments).items}


def load_protocol(path: Path, assessments: Mapping[str, Label] | None = None, name: str = "") -> FollowUpProtocol:
    """Read a protocol file. `assessments` are the shared checklist lines to which the file's own are added.

    Raise CatalogueError with every problem found, each with its line; `name` stands for the path in sentences.
    """
    return protocol_from(read_source(path, name), assessments or {})


def protocol_from(source: Source, assessments: Mapping[str, Label]) -> FollowUpProtocol:
    """The protocol that a source holds; raise CatalogueError."""
    model = source.validate(_Protocol)
    known = {**assessments, **{key: label.label() for key, label in model.assessments.items()}}
    problems = list(islice(_check_model(source, model, known), MOST_PROBLEMS))
    if problems:
        raise CatalogueError(problems)
    protocol = FollowUpProtocol(
        id=model.id,
        version=model.version,
        label=model.label.label(),
        items=tuple(_item(item, known) for item in model.items),
        source=model.source,
        status=model.status,
        product=model.product,
    )
    problems = list(_check_dates(source, protocol))
    if problems:
        raise CatalogueError(problems)
    return protocol


def _item(model: _Item, known: Mapping[str, Label]) -> ProtocolItem:
    repeat = model.repeat
    return ProtocolItem(
        id=model.id,
        label=model.label.label(),
        anchor=model.anchor,
        offset=model.offset,
        window=Window(model.window.before, model.window.after),
        repeat=None if repeat is None else _repeat(repeat),
        key=model.key,
        place=model.place,
        assessments=tuple(_assessment(text, known) for text in model.assessments),
        optional=model.optional,
        ebmt_form=model.ebmt,
        may_overlap=model.may_overlap,
    )


def _repeat(model: _Repeat) -> Repeat:
    if model.until is None:
        return Repeat(model.every, first_number=model.first_number)
    return Repeat(model.every, model.until.anchor, model.until.offset, model.first_number)


def _assessment(text: str, known: Mapping[str, Label]) -> Assessment:
    name = text.removesuffix(IF_INDICATED)
    return Assessment(name, known[name], if_indicated=text.endswith(IF_INDICATED))


def _check_model(source: Source, model: _Protocol, known: Mapping[str, Label]) -> Iterator[CatalogueProblem]:
    """What the file says that no protocol can hold: unknown assessments, repeats without an end."""
    for index, item in enumerate(model.items):
        seen: set[str] = set()
        for number, text in enumerate(item.assessments):
            loc = ("items", index, "assessments", number)
            name = text.removesuffix(IF_INDICATED)
            if name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                key = "assessment_unknown_near" if near else "assessment_unknown"
                yield source.problem(loc, key, name=name, near="".join(near))
            elif name in seen:
                yield source.problem(loc, "assessment_twice", name=name)
            seen.add(name)
        repeat = item.repeat
        if repeat is not None and repeat.lifelong == (repeat.until is not None):
            yield source.problem(("items", index, "repeat"), "repeat_end_unclear")


_PARTS = {
    "protocol_item_twice": "id",
    "protocol_key_without_number": "key",
    "protocol_key_twice": "key",
    "protocol_key_collides": "key",
    "protocol_repeat_on_visit": "anchor",
    "protocol_too_far": "offset",
    "protocol_repeat_overlaps": "window",
}
"""At which part of an item a problem shows; the others tell it by their name."""


def _check_dates(source: Source, protocol: FollowUpProtocol) -> Iterator[CatalogueProblem]:
    """The domain's checks with their lines."""
    index = {item.id: number for number, item in enumerate(protocol.items)}
    for problem in check_whole(protocol):
        if problem.field == "items":
            yield source.problem(("items",), problem.key, **problem.params)
            continue
        part = "window" if "window" in problem.key else "repeat" if "repeat" in problem.key else "anchor"
        part = _PARTS.get(problem.key, part)
        yield source.problem(
            ("items", index[problem.field.removeprefix("items.")], part), problem.key, **problem.params
        )
