"""Which CTCAE version grades what is recorded from now on."""

from __future__ import annotations

from typing import Final

from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import setting
from hsct_desktop.store.base import ReadSession, WriteSession

CTCAE_VERSION: Final = "grading.ctcae_version"
"""The unit's choice for new events and results; a recorded one keeps the version that graded it."""


def ctcae_version(ws: Workspace, session: ReadSession | WriteSession | None = None) -> str:
    """The version for a new event or result, such as "5.0"; within the caller's session where there is one."""
    if session is None:
        with ws.read() as own:
            return ctcae_version(ws, own)
    return setting.get(session, CTCAE_VERSION, ws.catalogue.settings[CTCAE_VERSION].default)
