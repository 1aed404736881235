"""The pages of a letter as the window asks for them; the services are loaded when they are first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hsct_desktop.domain.letter import Letter, LetterEntry
    from hsct_desktop.services.letters import Preview
    from hsct_desktop.services.workspace import Workspace


def draft_pages(ws: Workspace, letter: Letter | LetterEntry) -> Preview:
    """The pages of a draft from the record as it stands now. InputError, KnownError."""
    from hsct_desktop.services import letters

    return letters.preview(ws, letter)


def signed_pages(ws: Workspace, letter_id: int) -> bytes:
    """The pages of a letter as it was signed. KnownError."""
    from hsct_desktop.services import letters

    return letters.pdf(ws, letter_id)


def differ(read: Preview | None, made: Preview) -> bool:
    """Whether pages say anything else than those that were read."""
    return read is not None and read.fingerprint != made.fingerprint
