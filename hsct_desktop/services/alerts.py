"""Alerts: what the unit's rules say of what is recorded, kept in the same write as what fired them."""

from __future__ import annotations

from collections.abc import Collection

from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.base import WriteSession


def after_results(
    session: WriteSession, ws: Workspace, patient_id: int, codes: Collection[str] | None = None
) -> None:
    """Evaluate the alert rules of a patient after a write; `codes` are the analytes that changed, None for any."""
