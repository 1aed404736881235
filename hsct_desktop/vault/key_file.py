"""The key file beside a data file: who can open it, each by a slot of their own.

It is useless without a passphrase, and so is the data file without it. It is read with suspicion: whoever can write in
the folder can write there. After unlocking, its seal shows whether this program wrote it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import os
import re
import time
import uuid
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from hsct_desktop.domain.author import Role
from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.user_file import NotRegularError, open_regular
from hsct_desktop.vault.keys import key_file_key
from hsct_desktop.vault.slot import LEAST, MOST, NONCE_BYTES, SALT_BYTES, SEALED_BYTES, Cost, Slot

ENDING: Final = ".keys"
FORMAT: Final = "HSCT Desktop key file"
VERSION: Final = 1
MOST_BYTES: Final = 256 * 1024
MOST_SLOTS: Final = 200
KEPT: Final = 2
"""How many earlier key files stay beside it."""
LEFT_BEHIND: Final = 600
"""Seconds after which nobody writes a part of a key file any more."""
_MOST_TEXT: Final = 200
_MOST_NUMBER: Final = 2**53
_OWNER_ONLY: Final = 0o600
_KEYS: Final = frozenset({"format", "version", "db_id", "number", "practice", "slots", "seal"})
_SLOT_KEYS: Final = frozenset(
    {"uid", "label", "role", "administers", "kind", "must_change", "t", "m", "p", "salt", "nonce", "ciphertext"}
)


@dataclass(frozen=True)
class KeyFile:
    """The slots of one data file. `practice`: everybody may know its passphrase. `seal` is "" until it is written.

    `number` counts the changes of slots; the data file knows it as well, so that an older key file is told.
    """

    db_id: str
    slots: tuple[Slot, ...]
    practice: bool = False
    version: int = VERSION
    seal: str = ""
    number: int = 0

    def slot(self, uid: str) -> Slot | None:
        """That person's slot."""
        return next((slot for slot in self.slots if slot.uid == uid), None)

    @property
    def users(self) -> tuple[Slot, ...]:
        """The slots of people."""
        return tuple(slot for slot in self.slots if slot.kind == "user")

    @property
    def recovery(self) -> Slot | None:
        """The recovery key's slot."""
        return next((slot for slot in self.slots if slot.kind == "recovery"), None)

    def with_slot(self, slot: Slot) -> KeyFile:
        """With that slot added, or in the place of the one of the same person."""
        if self.slot(slot.uid) is None:
            return replace(self, slots=(*self.slots, slot))
        return replace(self, slots=tuple(slot if old.uid == slot.uid else old for old in self.slots))

    def without(self, uids: Iterable[str]) -> KeyFile:
        """Without the slots of these people."""
        gone = set(uids)
        return replace(self, slots=tuple(slot for slot in self.slots if slot.uid not in gone))


class _Damaged(ValueError):
    """What stands there is no key file of ours; raised from writing it is a mistake of the program."""


def key_file_of(path: Path) -> Path:
    """Where the key file of a data file lies."""
    return path.with_name(path.name + ENDING)


def earlier(place: Path) -> list[Path]:
    """Where the earlier key files lie, the last one first."""
    return [place.with_name(f"{place.name}.{number}") for number in range(1, KEPT + 1)]


def read(path: Path) -> KeyFile:
    """The key file of the data file at `path`.

    Raises KnownError key_file_missing, key_file_damaged, key_file_newer or key_file_weak.
    """
    return read_at(key_file_of(path))


def read_at(place: Path) -> KeyFile:
    """The key file that lies there, as `read` does."""
    name = str(place)
    try:
        with open_regular(place) as stream:
            content = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise KnownError("key_file_missing", file=name) from None
    except (NotRegularError, IsADirectoryError, ValueError):
        raise KnownError("key_file_damaged", file=name) from None
    except OSError as error:
        raise KnownError("key_file_unreadable", file=name) from error
    try:
        return _read(content, name)
    except (_Damaged, RecursionError):
        raise KnownError("key_file_damaged", file=name) from None


def _read(content: bytes, name: str) -> KeyFile:
    if len(content) > MOST_BYTES:
        raise _Damaged
    try:
        found = json.loads(content.decode("utf-8"), object_pairs_hook=_once)
    except ValueError:
        raise _Damaged from None
    if not isinstance(found, dict) or found.get("format") != FORMAT or type(found.get("version")) is not int:
        raise _Damaged
    if found["version"] > VERSION:
        raise KnownError("key_file_newer", file=name)
    if found["version"] < 1 or found.keys() != _KEYS or not isinstance(found["slots"], list):
        raise _Damaged
    if not isinstance(found["practice"], bool):
        raise _Damaged
    if type(found["number"]) is not int or not 0 <= found["number"] <= _MOST_NUMBER:
        raise _Damaged
    if not 1 <= len(found["slots"]) <= MOST_SLOTS:
        raise _Damaged
    slots = tuple(_slot(part, name) for part in found["slots"])
    if len({slot.uid for slot in slots}) < len(slots) or sum(slot.kind == "recovery" for slot in slots) > 1:
        raise _Damaged
    seal = _text(found["seal"])
    return KeyFile(_text(found["db_id"]), slots, found["practice"], found["version"], seal, found["number"])


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of two keys of the same name nobody can say which one counts."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _slot(found: Any, name: str) -> Slot:
    if not isinstance(found, dict) or found.keys() != _SLOT_KEYS:
        raise _Damaged
    for flag in ("administers", "must_change"):
        if not isinstance(found[flag], bool):
            raise _Damaged
    if found["kind"] not in ("user", "recovery"):
        raise _Damaged
    label, role = _text(found["label"]), _text(found["role"])
    if label != clean(label) or (found["kind"] == "user" and (not label or role not in set(Role))):
        raise _Damaged
    return Slot(
        _text(found["uid"]),
        label,
        role,
        found["administers"],
        found["kind"],
        found["must_change"],
        _cost(found, name),
        _bytes(found["salt"], SALT_BYTES),
        _bytes(found["nonce"], NONCE_BYTES),
        _bytes(found["ciphertext"], SEALED_BYTES),
    )


def _cost(found: Mapping[str, Any], name: str) -> Cost:
    """Refused before anything is computed: an edited cost must neither weaken a slot nor eat the memory."""
    for part in ("t", "m", "p"):
        if type(found[part]) is not int:
            raise _Damaged
        if not getattr(LEAST, part) <= found[part] <= getattr(MOST, part):
            raise KnownError("key_file_weak", file=name)
    return Cost(found["t"], found["m"], found["p"])


def _text(found: Any) -> str:
    if not isinstance(found, str) or len(found) > _MOST_TEXT or "\0" in found:
        raise _Damaged
    try:
        found.encode("utf-8")
    except UnicodeEncodeError:
        raise _Damaged from None
    return found


def _bytes(found: Any, length: int) -> bytes:
    try:
        content = base64.b64decode(_text(found), validate=True)
    except (binascii.Error, ValueError):
        raise _Damaged from None
    if len(content) != length:
        raise _Damaged
    return content


def is_sealed(keys: KeyFile, data_key: bytes) -> bool:
    """Whether this program wrote the key file as it stands, knowing the data key."""
    return hmac.compare_digest(keys.seal.encode(), _seal(keys, data_key).encode())


def _seal(keys: KeyFile, data_key: bytes) -> str:
    text = json.dumps(_facts(replace(keys, seal="")), sort_keys=True)
    return hmac.new(key_file_key(data_key), text.encode(), hashlib.sha256).hexdigest()


def write(path: Path, keys: KeyFile, data_key: bytes) -> None:
    """Write the key file of a data file, sealed with the data key: whole or not at all. The last two are kept.

    Raises KnownError key_file_not_written; then the key file stands as before.
    """
    place = key_file_of(path)
    with _part(place, keys, data_key) as part, _told(place):
        _keep_earlier(place)
        os.replace(part.path, place)
        _sync_folder(place.parent)


def write_new(path: Path, keys: KeyFile, data_key: bytes) -> None:
    """Write the key file of a data file that is being made. Raises KnownError file_exists when there is one.

    One that lies there without a data file is kept as an earlier one first (`set_aside`).
    """
    place = key_file_of(path)
    with _part(place, keys, data_key) as part, _told(place):
        if os.name == "nt":
            os.rename(part.path, place)  # refuses an existing file there
        else:
            _link_or_copy(part, place)
        _sync_folder(place.parent)


def set_aside(path: Path) -> None:
    """Keep a key file whose data file is gone as the last earlier one: it may be wanted for a backup."""
    place = key_file_of(path)
    if place.exists():
        with _told(place):
            _keep_earlier(place)
            place.unlink(missing_ok=True)


def sweep(path: Path) -> None:
    """Remove what a program that was killed left of a key file it wrote: it may hold slots that were taken away."""
    place = key_file_of(path)
    pattern = re.compile(re.escape(place.name) + r"\.[0-9a-f]{8}(\.\d{1,10})?\.part")
    with suppress(OSError):  # a folder that only reads is none to sweep
        for part in place.parent.iterdir():
            if pattern.fullmatch(part.name) and time.time() - part.lstat().st_mtime > LEFT_BEHIND:
                part.unlink()


@dataclass(frozen=True)
class _Part:
    """A finished file under another name; removed on leaving."""

    path: Path
    content: bytes

    def __enter__(self) -> _Part:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self.path.unlink(missing_ok=True)


def _part(place: Path, keys: KeyFile, data_key: bytes) -> _Part:
    sealed = replace(keys, seal=_seal(keys, data_key))
    content = (json.dumps(_facts(sealed), indent=1, ensure_ascii=False) + "\n").encode()
    if _read(content, str(place)) != sealed:
        raise _Damaged("a key file that would not be read back as it was")
    part = place.with_name(f"{place.name}.{uuid.uuid4().hex[:8]}.part")
    with _told(place):
        _write_durably(part, content)
    return _Part(part, content)


def _write_durably(place: Path, content: bytes) -> None:
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:
        place.unlink(missing_ok=True)
        raise


def _link_or_copy(part: _Part, place: Path) -> None:
    try:
        os.link(part.path, place)
    except FileExistsError:
        raise
    except OSError:  # a disk without links
        _write_durably(place, part.content)


def _keep_earlier(place: Path) -> None:
    """The file moves one place back as a copy: there is a key file under its own name at every moment."""
    if not place.exists():
        return
    last, before = earlier(place)
    if last.exists():
        os.replace(last, before)
    copy = place.with_name(f"{place.name}.{uuid.uuid4().hex[:8]}.part")
    _write_durably(copy, place.read_bytes())
    os.replace(copy, last)


class _told:
    """What the disk says as one known error."""

    def __init__(self, place: Path) -> None:
        self._place = place

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, FileExistsError):
            raise KnownError("file_exists", file=str(self._place)) from error
        if isinstance(error, OSError):
            raise KnownError("key_file_not_written", file=str(self._place)) from error


def _sync_folder(folder: Path) -> None:
    """Force the folder's list of names to the disk; Windows has no such call and does not need it."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _facts(keys: KeyFile) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": keys.version,
        "db_id": keys.db_id,
        "number": keys.number,
        "practice": keys.practice,
        "slots": [_slot_facts(slot) for slot in keys.slots],
        "seal": keys.seal,
    }


def _slot_facts(slot: Slot) -> dict[str, Any]:
    return {
        "uid": slot.uid,
        "label": slot.label,
        "role": slot.role,
        "administers": slot.administers,
        "kind": slot.kind,
        "must_change": slot.must_change,
        "t": slot.cost.t,
        "m": slot.cost.m,
        "p": slot.cost.p,
        "salt": _base64(slot.salt),
        "nonce": _base64(slot.nonce),
        "ciphertext": _base64(slot.ciphertext),
    }


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
