"""Half-filled forms, kept inside the data file so that a crash or Esc loses nothing and nothing leaks beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import draft


@dataclass(frozen=True)
class Draft:
    """A form's content as it was left, and when (local time)."""

    content: dict[str, Any]
    saved_at: datetime


def keep(ws: Workspace, form: str, patient_id: int | None, content: dict[str, Any]) -> datetime:
    """Keep what stands in a form; return when (local time)."""
    staff_id = ws.require_author().staff_id
    text = json.dumps(content, ensure_ascii=False)
    with ws.write("draft.keep") as session:
        draft.put(session, form, patient_id, staff_id, text)
        return session.now.astimezone()


def find(ws: Workspace, form: str, patient_id: int | None) -> Draft | None:
    """The draft that who works left in a form, None when there is none."""
    if ws.author is None:
        return None
    with ws.read() as session:
        held = draft.get(session, form, patient_id, ws.author.staff_id)
    return None if held is None else Draft(json.loads(held.content), held.saved_at.astimezone())


def drop(ws: Workspace, form: str, patient_id: int | None) -> None:
    """Forget a draft: its form was saved or discarded."""
    staff_id = ws.require_author().staff_id
    with ws.write("draft.drop") as session:
        draft.delete(session, form, patient_id, staff_id)
