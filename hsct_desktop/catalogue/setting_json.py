"""The shipped settings as compiled JSON, so that a value can be read before anybody needs YAML or pydantic.

`resources/catalogues/settings.json` is made from `settings.yaml` by `make assets` and checked to be fresh.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.setting import SettingChoice, SettingDefinition, SettingScope, SettingTable, SettingType


def table_to_json(table: SettingTable) -> str:
    """The compiled file's content."""
    content = {
        "groups": {group: asdict(title) for group, title in table.groups.items()},
        "settings": [asdict(definition) for definition in table.settings.values()],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def table_from_json(text: str) -> SettingTable:
    """The table as compiled."""
    content = json.loads(text)
    settings = [_definition(stored) for stored in content["settings"]]
    groups = {group: Label(**title) for group, title in content["groups"].items()}
    return SettingTable(groups, {definition.id: definition for definition in settings})


def _definition(stored: dict[str, Any]) -> SettingDefinition:
    labels = {name: Label(**stored[name]) for name in ("label", "help", "acts")}
    choices = tuple(SettingChoice(choice["id"], Label(**choice["label"])) for choice in stored["choices"])
    kinds = {"type": SettingType(stored["type"]), "scope": SettingScope(stored["scope"])}
    return SettingDefinition(**{**stored, **labels, **kinds, "choices": choices})
