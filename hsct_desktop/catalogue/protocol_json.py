"""A protocol as canonical JSON: the snapshot that is pinned to a patient, so that a later edition changes nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from hsct_desktop.domain.dates import parse_offset
from hsct_desktop.domain.problem import InputError, KnownError
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


def protocol_to_json(protocol: FollowUpProtocol) -> str:
    """The whole protocol as JSON; equal protocols give equal texts (keys sorted, no white space)."""
    return json.dumps(_content(protocol), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def protocols_to_json(protocols: Mapping[str, FollowUpProtocol]) -> str:
    """The shipped protocols by the name of their file, compiled so that no YAML need be read; one a line."""
    held = (f"{json.dumps(name)}: {protocol_to_json(protocol)}" for name, protocol in protocols.items())
    return "{\n" + ",\n".join(held) + "\n}\n"


def protocols_from_json(text: str) -> dict[str, FollowUpProtocol]:
    """What `protocols_to_json` wrote, by the name of the file."""
    return {name: _read(content) for name, content in json.loads(text).items()}


def _content(protocol: FollowUpProtocol) -> dict[str, Any]:
    content: dict[str, Any] = {
        "id": protocol.id,
        "version": protocol.version,
        "label": _label(protocol.label),
        "source": protocol.source,
        "status": protocol.status,
        "items": [_item(item) for item in protocol.items],
    }
    if protocol.product is not Product.HSC:  # only where it is another: texts pinned before it could be said stay
        content["product"] = protocol.product.value
    return content


def protocol_from_json(text: str) -> FollowUpProtocol:
    """The protocol that `protocol_to_json` wrote; raise KnownError `protocol_snapshot_unreadable` for anything else."""
    try:
        return _read(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, InputError) as error:
        raise KnownError("protocol_snapshot_unreadable") from error


def _read(content: dict[str, Any]) -> FollowUpProtocol:
    return FollowUpProtocol(
        id=content["id"],
        version=content["version"],
        label=Label(**content["label"]),
        items=tuple(_read_item(item) for item in content["items"]),
        source=content["source"],
        status=content["status"],
        product=Product(content.get("product", Product.HSC)),
    )


def _label(label: Label) -> dict[str, str]:
    return {"en": label.en, "it": label.it}


def _item(item: ProtocolItem) -> dict[str, Any]:
    content: dict[str, Any] = {
        "id": item.id,
        "label": _label(item.label),
        "anchor": item.anchor,
        "offset": str(item.offset),
        "window": {"before": item.window.before, "after": item.window.after},
        "repeat": None if item.repeat is None else _repeat(item.repeat),
        "key": item.key,
        "place": item.place.value,
        "assessments": [
            {"id": a.id, "label": _label(a.label), "if_indicated": a.if_indicated} for a in item.assessments
        ],
        "optional": item.optional,
        "ebmt_form": item.ebmt_form,
    }
    if item.may_overlap:  # only where it is said: texts pinned before it could be said stay the same texts
        content["may_overlap"] = True
    return content


def _repeat(repeat: Repeat) -> dict[str, Any]:
    return {
        "every": str(repeat.every),
        "until_anchor": repeat.until_anchor,
        "until_offset": None if repeat.until_offset is None else str(repeat.until_offset),
        "first_number": repeat.first_number,
    }


def _read_item(content: dict[str, Any]) -> ProtocolItem:
    return ProtocolItem(
        id=content["id"],
        label=Label(**content["label"]),
        anchor=content["anchor"],
        offset=parse_offset(content["offset"]),
        window=Window(**content["window"]),
        repeat=None if content["repeat"] is None else _read_repeat(content["repeat"]),
        key=content["key"],
        place=Place(content["place"]),
        assessments=tuple(Assessment(a["id"], Label(**a["label"]), a["if_indicated"]) for a in content["assessments"]),
        optional=content["optional"],
        ebmt_form=content["ebmt_form"],
        may_overlap=content.get("may_overlap", False),
    )


def _read_repeat(content: dict[str, Any]) -> Repeat:
    until = content["until_offset"]
    return Repeat(
        every=parse_offset(content["every"]),
        until_anchor=content["until_anchor"],
        until_offset=None if until is None else parse_offset(until),
        first_number=content["first_number"],
    )
