"""Which key file belongs to a data file: each change of a slot has a number, which both of them keep.

The key file is written first, then the data file, in one act. So a key file may be ahead by a change that a crash cut
off, never behind: one that is behind was put back. Its slots count only as far as they are still those of now.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services.access import Unlocked
from hsct_desktop.store import setting
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.engine import Store
from hsct_desktop.vault import key_file
from hsct_desktop.vault.key_file import KeyFile, key_file_of
from hsct_desktop.vault.slot import Slot


@dataclass(frozen=True)
class Known:
    """What a data file knows of its key file: the number of the last change, and a print of each slot."""

    number: int
    prints: dict[str, str]

    @classmethod
    def of(cls, text: str) -> Known:
        """As it stands in the setting; of a file whose slots were never changed there is nothing."""
        if not text:
            return cls(0, {})
        found = json.loads(text)
        return cls(int(found["number"]), dict(found["slots"]))

    def fits(self, slot: Slot | None) -> bool:
        """Whether a slot is the one of now."""
        return slot is not None and self.prints.get(slot.uid) == _print(slot)


def known_text(keys: KeyFile) -> str:
    """What the data file keeps of a key file."""
    return json.dumps({"number": keys.number, "slots": {slot.uid: _print(slot) for slot in keys.slots}}, sort_keys=True)


def _print(slot: Slot) -> str:
    return hashlib.sha256(slot.salt + slot.nonce + slot.ciphertext).hexdigest()


def check(text: str, keys: KeyFile, unlocked: Unlocked) -> None:
    """Refuse a slot of an older key file that was changed or taken away since. KnownError `key_file_older`."""
    known = Known.of(text)
    if keys.number < known.number and not known.fits(keys.slot(unlocked.uid)):
        raise KnownError("key_file_older", file=str(key_file_of(unlocked.path)))


def check_open(store: Store, unlocked: Unlocked) -> None:
    """As `check`, for a file that was just opened. KnownError key_file_*."""
    with store.read() as session:
        text = setting.get(session, setting.KEYS_KNOWN)
    check(text, current(unlocked), unlocked)


def current(unlocked: Unlocked) -> KeyFile:
    """The key file as it stands, which this program wrote. KnownError key_file_*.

    Somebody may have written in it since it was unlocked: nothing of that may be sealed anew.
    """
    keys = key_file.read(unlocked.path)
    if not key_file.is_sealed(keys, unlocked.key):
        raise KnownError("key_file_changed", file=str(key_file_of(unlocked.path)))
    return keys


def as_known(keys: KeyFile, text: str) -> KeyFile:
    """Of an older key file what still holds; any other one as it is."""
    known = Known.of(text)
    if keys.number >= known.number:
        return keys
    gone = [slot.uid for slot in keys.slots if not known.fits(slot)]
    return replace(keys.without(gone), number=known.number)


class Change:
    """A write about users together with the change of the key file that belongs to it: both, or neither.

    `with Change(unlocked, change) as keys, ws.write(action) as session, keys.following(session): ...`. A plain file
    (`unlocked` is None) has no key file.
    """

    def __init__(self, unlocked: Unlocked | None, change: Callable[[KeyFile], KeyFile]) -> None:
        self._unlocked, self._change = unlocked, change
        self._before: KeyFile | None = None

    def __enter__(self) -> Change:
        return self

    @contextmanager
    def following(self, session: WriteSession) -> Iterator[None]:
        """The key file is written last, when the list took the change and before it is committed. KnownError
        key_file_*."""
        yield
        session.flush()
        if self._unlocked is None:
            return
        before = as_known(current(self._unlocked), setting.get(session, setting.KEYS_KNOWN))
        wanted = replace(self._change(before), number=before.number + 1)
        if wanted.slots != before.slots:
            setting.put(session, setting.KEYS_KNOWN, known_text(wanted))
            self._before = before
            key_file.write(self._unlocked.path, wanted, self._unlocked.key)

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """The data file was not written: nor is the key file to be another one. Who is killed here is ahead by one."""
        if not isinstance(error, Exception) or self._unlocked is None or self._before is None:
            return
        now = current(self._unlocked)
        if now.number > self._before.number:
            key_file.write(self._unlocked.path, replace(self._before, number=now.number + 1), self._unlocked.key)
