"""What the unlock page says that waits for each user: counts alone, never whose form or letter it is."""

from __future__ import annotations

from dataclasses import dataclass

from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import setting, waiting


@dataclass(frozen=True)
class Waiting:
    """Unfinished forms and unsigned letters of one user."""

    forms: int = 0
    letters: int = 0


def for_users(ws: Workspace) -> dict[str, Waiting]:
    """What waits, by the uid of the user; who is missing has nothing."""
    with ws.read() as session:
        forms, letters = waiting.forms(session), waiting.letters(session)
    return {uid: Waiting(forms.get(uid, 0), letters.get(uid, 0)) for uid in forms.keys() | letters.keys()}


def unit_name(ws: Workspace) -> str:
    """The unit's name, which the unlock page shows."""
    with ws.read() as session:
        return setting.get(session, setting.UNIT_NAME, "")
