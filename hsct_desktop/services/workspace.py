"""What every use case works with: the open file, the catalogue, who works, the language and the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.wording import Wording, wording
from hsct_desktop.domain.author import Author
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.store import staff
from hsct_desktop.store.base import ReadSession, WriteSession
from hsct_desktop.store.engine import Store


def local_now() -> dt.datetime:
    """The computer's clock in its own time zone."""
    return dt.datetime.now().astimezone()


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

    @contextmanager
    def read(self) -> Iterator[ReadSession]:
        """A short read."""
        with self.store.read() as session:
            yield session

    @contextmanager
    def write(self, action: str) -> Iterator[WriteSession]:
        """One write in one transaction, in the name of who works; `action` labels it in the change log.

        KnownError `author_left` when that person no longer works here: another window may have said so.
        """
        if self.joined is not None:
            with self.joined.begin_nested():
                yield self.joined
            return
        author = self.require_author()
        with self.store.write(author.staff_id, action=action) as session:
            if not staff.is_active(session, author.staff_id):
                raise KnownError("author_left", name=author.name)
            yield session


def clock_on(day: dt.date) -> Callable[[], dt.datetime]:
    """A clock that shows the given day at the computer's time of day, for practice and for `--on`."""

    def now() -> dt.datetime:
        return dt.datetime.combine(day, local_now().time()).astimezone()

    return now
