"""Every setting as a topic that the palette finds by its label, its help and where it acts."""

from __future__ import annotations

from hsct_desktop.views.context import Context
from hsct_desktop.views.help_topics import Topic


def setting_topics(ctx: Context) -> list[Topic]:
    """The settings in the order of their page; none before a file is open, when most cannot be changed."""
    workspace = ctx.workspace
    if workspace is None:
        return []
    found = []
    for definition in workspace.catalogue.settings.values():
        group = workspace.catalogue.setting_table.groups[definition.group]
        words = [text.text(ctx.language) for text in (definition.label, definition.help, definition.acts, group)]
        found.append(Topic(words[0], words[1], " ".join(words), definition.id))
    return found
