"""What every use case works with: the open file, the catalogue, who works, the language and the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.wording import Wording, wording
from hsct_desktop.domain.author import Author
from hsct_desktop.domain.names import clean
from hsct_desktop.domain.permission import Right, may, right_for
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import permissions
from hsct_desktop.store import staff
from hsct_desktop.store.base import ReadSession, WriteSession
from hsct_desktop.store.engine import Store


def local_now() -> dt.datetime:
    """The computer's clock in its own time zone."""
    return dt.datetime.now().astimezone()


_WITHOUT_WRITE = frozenset({Right.AUDIT, Right.EXPORT_IDENTIFIED, Right.RESTORE})


@dataclass
class Workspace:
    """The open file and everything a use case needs beside its own arguments."""

    store: Store
    catalogue: Catalogue
    author: Author | None = None
    language: str = "en"
    clock: Callable[[], dt.datetime] = local_now
    joined: WriteSession | None = None
    """The open write that every write of this workspace joins."""
    reason: str = ""
    """Why who works changes what is completed or signed, while `because` says so; "" otherwise."""

    def within(self, session: WriteSession) -> Workspace:
        """This workspace inside a write that is open: each of its own writes becomes a part of that one, and a refused
        part is taken back alone. Reads still see what was recorded before.
        """
        return replace(self, joined=session)

    def today(self) -> dt.date:
        """The day that counts for every list and check: the clock's date, without time zone."""
        return self.clock().date()

    @property
    def wording(self) -> Wording:
        """The words of the reader's language."""
        return wording(self.language)

    def require_author(self) -> Author:
        """Who works; KnownError `nobody_working` when nobody was chosen."""
        if self.author is None:
            raise KnownError("nobody_working")
        return self.author

    def require(self, right: Right) -> Author:
        """Who works, who has a right. KnownError `not_permitted` says who has it, `nobody_working` without anybody."""
        author = self.require_author()
        if right is Right.USERS and may(author, Right.RECORD) and not self._is_administered():
            return author  # somebody has to begin: in a file that nobody administers yet, whoever records
        permissions.require(author, right)
        if right in _WITHOUT_WRITE:  # a write looks again by itself
            permissions.require(self._as_listed(author), right)
        return author

    def _as_listed(self, author: Author) -> Author:
        """Somebody as the list has them now: another window may have changed the role. KnownError `author_left`."""
        with self.read() as session:
            now = staff.now(session, author.staff_id)
        if now is None:
            raise KnownError("author_left", name=author.name)
        return now

    def _is_administered(self) -> bool:
        with self.read() as session:
            return staff.is_administered(session)

    @contextmanager
    def because(self, reason: str) -> Iterator[None]:
        """Within it each write bears this reason in the change log, as one of what is completed or signed must."""
        before, self.reason = self.reason, clean(reason)
        try:
            yield
        finally:
            self.reason = before

    @contextmanager
    def read(self) -> Iterator[ReadSession]:
        """A short read."""
        with self.store.read() as session:
            yield session

    @contextmanager
    def write(self, action: str) -> Iterator[WriteSession]:
        """One write in one transaction, in the name of who works; `action` labels it in the change log.

        KnownError `not_permitted` where their role does not allow it, `author_left` when that person no longer works
        here: another window may have said so. Nothing has been written then. A part of a joined write needs what it
        would need alone.
        """
        right = right_for(action)
        author = self.require(right)
        if self.joined is not None:
            with self.joined.begin_nested():
                yield self.joined
            return
        with self.store.write(author.staff_id, action=action, reason=self.reason) as session:
            now = staff.now(session, author.staff_id)
            if now is None:
                raise KnownError("author_left", name=author.name)
            if right is not Right.USERS or staff.is_administered(session):
                permissions.require(now, right)  # another window may have changed the role
            yield session


def clock_on(day: dt.date) -> Callable[[], dt.datetime]:
    """A clock that shows the given day at the computer's time of day, for practice and for `--on`."""

    def now() -> dt.datetime:
        return dt.datetime.combine(day, local_now().time()).astimezone()

    return now
