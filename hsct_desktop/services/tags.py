"""The ward's own tags: which ones there are to choose from. A patient's tags are part of the patient's card."""

from __future__ import annotations

from hsct_desktop.services import settings
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import tag


def choices(ws: Workspace) -> tuple[str, ...]:
    """The tags of the setting in the ward's order, then those that a patient still bears though they left it."""
    offered = settings.tags(ws)
    with ws.read() as session:
        borne = tag.in_use(session)
    return tuple(dict.fromkeys((*offered, *borne)))
