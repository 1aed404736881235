"""The imports that were done: which there are, and taking one back whole."""

from __future__ import annotations

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import undo as undo_service
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import import_run
from hsct_desktop.store.import_run import RunRow


def everything(ws: Workspace) -> list[RunRow]:
    """Every import, the latest first; those that were taken back say when."""
    with ws.read() as session:
        return import_run.all_of(session)


def undo(ws: Workspace, run_id: int) -> Changes:
    """Take an import back as one step, whoever took it: who may import, may take one back.

    KnownError `undo_done_already` the second time, `undo_changed_since` when something of it was changed since, and the
    others of `services.undo`; `stale_row` for an import that is not there.
    """
    with ws.read() as session:
        run = import_run.get(session, run_id)
    if run is None:
        raise KnownError("stale_row")
    return undo_service.undo(ws, run.txn, anybodys=True)
