"""The build's hook: a wheel carries `resources/` inside the package; an editable install reads it where it is."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ResourcesHook(BuildHookInterface[Any]):
    """Adds the resources to the wheel; hatchling's own setting would leave a copy beside editable installs too."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before each build; `version` is "standard" or "editable"."""
        if version != "editable":
            build_data["force_include"]["resources"] = "hsct_desktop/_resources"
