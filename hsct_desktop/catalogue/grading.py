"""The grading rules from their file, checked and compiled to JSON, so that grading needs neither YAML nor pydantic."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from hsct_desktop.catalogue.error import CatalogueError, CatalogueProblem
from hsct_desktop.catalogue.fields import FileModel, Id, NonEmpty, Text
from hsct_desktop.catalogue.grading_json import read_criterion
from hsct_desktop.catalogue.source import Source
from hsct_desktop.domain.grading_rule import Direction


def _read_limit(value: Any) -> Any:
    try:
        read_criterion(value)
    except (ValueError, AttributeError):  # no limit, or not even a text
        raise PydanticCustomError("limit_unreadable", "{text}", {"text": str(value)}) from None
    return value


Limit = Annotated[str, BeforeValidator(_read_limit)]


class _Step(FileModel):
    grade: Annotated[int, Field(ge=1, le=4)]
    limits: Annotated[list[Limit], NonEmpty]
    ask: str = ""
    fasting: bool = False


class _Rule(FileModel):
    id: Id
    ctcae: Annotated[list[Text], NonEmpty]
    analyte: Id
    direction: Annotated[Direction, Field(strict=False)]
    term: Text
    steps: Annotated[list[_Step], NonEmpty]
    abnormal: Annotated[Direction, Field(strict=False)] | None = None
    steps_abnormal: list[_Step] = Field(default_factory=list)
    steps_anticoagulated: list[_Step] = Field(default_factory=list)
    asked: str = ""


class _Grading(FileModel):
    rules_version: Text
    source: Text
    status: str = ""
    items: Annotated[list[_Rule], NonEmpty]


def grading_to_json(source: Source) -> str:
    """The checked file as the program reads it; raise CatalogueError."""
    file = source.validate(_Grading)
    if problems := list(_doubles(source, file)):
        raise CatalogueError(problems)
    return json.dumps(file.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"


def _doubles(source: Source, file: _Grading) -> Iterator[CatalogueProblem]:
    """A rule stands once for each version, or nobody knows which of the two grades."""
    seen: set[tuple[str, str]] = set()
    for index, rule in enumerate(file.items):
        if any((rule.id, version) in seen for version in rule.ctcae):
            yield source.problem(("items", index, "id"), "item_twice", id=rule.id)
        seen |= {(rule.id, version) for version in rule.ctcae}
