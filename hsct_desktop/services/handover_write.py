"""One write on one patient while it is put into words: each of its edits is told once, and none is left over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from hsct_desktop.services.handover_values import Values
from hsct_desktop.store.base import UNDONE
from hsct_desktop.store.handover import Edit
from hsct_desktop.store.patient import REMOVED
from hsct_desktop.store.scheduled_visit import NO_LONGER_PLANNED

Told = tuple[str, str]
"""A sentence after the table that it speaks of."""
WITHOUT_REASON = frozenset({UNDONE, REMOVED, NO_LONGER_PLANNED})
"""Void reasons that the program gives: they tell a reader nothing."""


class Write:
    """The edits of a write that concern one patient (or the ward); tellers take what they put into words."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        self._left = list(edits)
        self._all = tuple(self._left)
        self.effect = ""
        """What the write did to the schedule as a whole, until a sentence about its cause has taken it up."""

    @property
    def left(self) -> list[Edit]:
        """What no sentence has told yet."""
        return list(self._left)

    def has(self, table: str, which: Callable[[Edit], bool] = lambda _edit: True) -> bool:
        """Whether the write did such a thing, told already or not."""
        return any(edit.table == table and which(edit) for edit in self._all)

    def peek(self, table: str) -> list[Edit]:
        """The edits of a table, left in place."""
        return [edit for edit in self._left if edit.table == table]

    def take(self, table: str, which: Callable[[Edit], bool] = lambda _edit: True) -> list[Edit]:
        """The edits of a table that fit, no longer to be told by anybody else."""
        found: list[Edit] = []
        left: list[Edit] = []
        for edit in self._left:
            (found if edit.table == table and which(edit) else left).append(edit)
        self._left = left
        return found

    def children(self, table: str, column: str, of: int) -> list[Edit]:
        """The edits of the rows that hang on a row, taken."""
        return self.take(table, lambda edit: edit.after[column] == of)

    def with_effect(self, v: Values, text: str) -> str:
        """The sentence with what it did to the schedule."""
        effect, self.effect = self.effect, ""
        return v.text("with_effect", text=text, effect=effect) if effect else text


def common(v: Values, edit: Edit, what: str, but: Iterable[str] = ()) -> Iterator[Told]:
    """What any row may undergo: taken back, standing again, changed column by column."""
    if edit.is_voided:
        reason = v.note(edit.after["void_reason"])
        key = "removed" if edit.after["void_reason"] in WITHOUT_REASON else "taken_back"
        yield edit.table, v.text(key, what=what, reason=reason)
    elif edit.is_back:
        yield edit.table, v.text("again", what=what)
    elif not edit.is_new and (fields := v.fields(edit, but)):
        yield edit.table, v.text("changed", what=what, fields=fields)


def listed(parts: Iterable[str]) -> str:
    """The parts that say something, as one sentence's details."""
    return "; ".join(part for part in parts if part)


def detailed(head: str, parts: Iterable[str]) -> str:
    """A sentence's head with its details."""
    details = listed(parts)
    return f"{head}; {details}" if details else head
