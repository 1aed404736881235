"""The parts of which the catalogue's file models are made; strict, so that a number is never taken for a text."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from hsct_desktop.domain.dates import Offset, parse_offset
from hsct_desktop.domain.problem import InputError
from hsct_desktop.domain.protocol import AnchorKind, Label

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")
_UNTIL = re.compile(r"([a-z0-9]+)\s*\+\s*([0-9]+[dwmy])")
_DAYS = re.compile(r"(-?)(\d{1,4})([dw])")


class FileModel(BaseModel):
    """A mapping of a catalogue file: unknown keys and wrong types are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True)


class LabelModel(FileModel):
    """A text in both languages."""

    en: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
    it: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]

    def label(self) -> Label:
        """The domain's label."""
        return Label(self.en, self.it)


def label_or_none(model: LabelModel | None) -> Label | None:
    """The domain's label of an optional text."""
    return None if model is None else model.label()


def _wrong(key: str, value: object) -> PydanticCustomError:
    return PydanticCustomError(key, "{text}", {"text": str(value)})


def _read_id(value: Any) -> Any:
    if isinstance(value, str) and _ID.fullmatch(value) is None:
        raise _wrong("id_unreadable", value)
    return value


def _read_offset(value: Any) -> Any:
    if value is None:
        return value
    try:
        return parse_offset(str(value))
    except InputError:
        raise _wrong("offset_unreadable", value) from None


def _read_days(value: Any) -> Any:
    if value is None:
        return value
    match = _DAYS.fullmatch(str(value).strip())
    if match is None:
        raise _wrong("days_unreadable", value)
    if match[1]:
        raise _wrong("window_negative", value)
    return int(match[2]) * (7 if match[3] == "w" else 1)


def _read_until(value: Any) -> Any:
    if value is None or isinstance(value, Until):
        return value
    match = _UNTIL.fullmatch(str(value).strip())
    if match is None or match[1] not in [kind.value for kind in AnchorKind]:
        raise _wrong("until_unreadable", value)
    return Until(match[1], parse_offset(match[2]))


class Until:
    """A date as anchor plus offset, written `day0 + 100d`."""

    def __init__(self, anchor: str, offset: Offset) -> None:
        self.anchor = anchor
        self.offset = offset


Id = Annotated[str, BeforeValidator(_read_id)]
"""Latin letters, digits, `-`, `_` and `.`, at most 80."""
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
"""A text that is not empty."""
OffsetField = Annotated[Offset, BeforeValidator(_read_offset)]
"""`30d`, `-2w`, `6m`, `1y`."""
Days = Annotated[int, BeforeValidator(_read_days)]
"""Whole days written `7d` or `2w`, not negative."""
UntilField = Annotated[Until, BeforeValidator(_read_until)]
"""`day0 + 100d`."""
NonEmpty = Field(min_length=1)
"""For lists that must hold something."""
