"""The unit's own data in the file: its name on every print."""

from __future__ import annotations

from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import refuse
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import setting

MAX_UNIT_NAME = 100
"""What fits the head of every print."""


def unit_name(ws: Workspace) -> str:
    """The unit's name, "" while none was given."""
    with ws.read() as session:
        return setting.get(session, setting.UNIT_NAME)


def set_unit_name(ws: Workspace, name: str) -> Changes:
    """Name the unit."""
    tidy = checked_unit_name(name)
    with ws.write("unit.name") as session:
        setting.put(session, setting.UNIT_NAME, tidy)
        return Changes(frozenset({"setting"}), session.txn, ws.wording.text("saved.setting"))


def checked_unit_name(name: str) -> str:
    """The tidied name; InputError when it is missing or too long."""
    tidy = clean(name)
    if not tidy:
        raise refuse("unit_name", "unit_name_missing")
    if len(tidy) > MAX_UNIT_NAME:
        raise refuse("unit_name", "too_long", limit=MAX_UNIT_NAME)
    return tidy
