"""The unit's own data in the file: its name on every print."""

from __future__ import annotations

from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import refuse
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import setting


def unit_name(ws: Workspace) -> str:
    """The unit's name, "" while none was given."""
    with ws.read() as session:
        return setting.get(session, setting.UNIT_NAME)


def set_unit_name(ws: Workspace, name: str) -> Changes:
    """Name the unit."""
    tidy = clean(name)
    if not tidy or len(tidy) > 200:
        raise refuse("unit_name", "unit_name_missing" if not tidy else "too_long", limit=200)
    with ws.write("unit.name") as session:
        setting.put(session, setting.UNIT_NAME, tidy)
        return Changes(frozenset({"setting"}), session.txn, ws.wording.text("saved.setting"))
