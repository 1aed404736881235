"""What who works may do, and the sentence that says so where they may not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hsct_desktop.catalogue.wording import Enumerated, wording
from hsct_desktop.domain.author import Author
from hsct_desktop.domain.permission import Right, holders, may, right_for
from hsct_desktop.domain.problem import KnownError

if TYPE_CHECKING:
    from hsct_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class Holders:
    """Who has a right, as a value of a sentence: "a physician", "a nurse or a physician"."""

    right: Right

    def text(self, language: str) -> str:
        """The roles with their articles, the last one after "or"."""
        words = wording(language)
        named = [words.text(f"permission.a.{role}") for role in holders(self.right)]
        if len(named) < 2:
            return "".join(named)
        return words.text("permission.or", first=", ".join(named[:-1]), last=named[-1])


def require(author: Author, right: Right) -> None:
    """KnownError `not_permitted` where somebody has not a right: what it is, their role, and who has it."""
    if may(author, right):
        return
    raise KnownError(
        "not_permitted",
        who=Holders(right),
        what=Enumerated("right", right, lower=True),
        name=author.name,
        role=Enumerated("role", author.role, lower=True),
    )


def may_write(ws: Workspace, action: str) -> bool:
    """Whether who works may do the write of that name; with nobody working nobody may."""
    return may(ws.author, right_for(action))


def why_not(ws: Workspace, right: Right) -> str:
    """One sentence that says why who works may not do something; "" where they may, or where nobody works yet."""
    if ws.author is None or may(ws.author, right):
        return ""
    try:
        require(ws.author, right)
    except KnownError as error:
        return ws.wording.known_error(error)
    return ""
