"""The key file: written whole, read with suspicion."""

import json
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.vault import key_file
from hsct_desktop.vault.key_file import KeyFile, key_file_of
from hsct_desktop.vault.slot import Cost, wrap

CHEAP = Cost(2, 19 * 1024, 1)
KEY = bytes(range(32))
ANNA = wrap(KEY, "f", "u1", "correct horse battery", label="Anna", role="nurse", administers=True, cost=CHEAP)
LUCA = wrap(KEY, "f", "u2", "another long one", label="Dr Lucà", role="physician", must_change=True, cost=CHEAP)
SEALED = wrap(KEY, "f", "recovery", "AAAA", kind="recovery", cost=CHEAP)
KEYS = KeyFile("f", (ANNA, LUCA, SEALED))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ward.hsct"


def _error(path: Path) -> str:
    with pytest.raises(KnownError) as caught:
        key_file.read(path)
    assert caught.value.params["file"] == str(key_file_of(path))
    return caught.value.key


def test_is_read_as_it_was_written(path: Path) -> None:
    key_file.write(path, KEYS, KEY)
    found = key_file.read(path)
    assert found.slots == KEYS.slots
    assert [slot.label for slot in found.users] == ["Anna", "Dr Lucà"]
    assert found.recovery == SEALED
    assert not found.practice
    assert key_file.is_sealed(found, KEY)
    assert not key_file.is_sealed(found, bytes(32))


@pytest.mark.skipif(os.name == "nt", reason="Windows goes by the rights of the folder")
def test_belongs_to_its_owner_alone(path: Path) -> None:
    for _ in range(3):
        key_file.write(path, KEYS, KEY)
    places = [key_file_of(path), *key_file.earlier(key_file_of(path))]
    assert [stat.S_IMODE(place.stat().st_mode) for place in places] == [0o600] * 3


def test_keeps_the_two_before_it_and_nothing_else(path: Path) -> None:
    for number in range(1, 6):
        key_file.write(path, KeyFile(f"f{number}", (ANNA,)), KEY)
    last, before = key_file.earlier(key_file_of(path))
    assert [key_file.read_at(one).db_id for one in (key_file_of(path), last, before)] == ["f5", "f4", "f3"]
    assert sorted(p.name for p in path.parent.iterdir()) == ["ward.hsct.keys", "ward.hsct.keys.1", "ward.hsct.keys.2"]


def test_a_new_one_never_takes_the_place_of_another(path: Path) -> None:
    key_file.write_new(path, KEYS, KEY)
    with pytest.raises(KnownError, match="file_exists"):
        key_file.write_new(path, KeyFile("g", (ANNA,)), KEY)
    assert key_file.read(path).db_id == "f"
    key_file.set_aside(path)
    key_file.write_new(path, KeyFile("g", (ANNA,)), KEY)
    assert key_file.read_at(key_file.earlier(key_file_of(path))[0]).db_id == "f"
    assert not list(path.parent.glob("*.part"))


def test_missing(path: Path) -> None:
    assert _error(path) == "key_file_missing"


def test_a_folder_or_a_pipe_is_none(path: Path) -> None:
    key_file_of(path).mkdir()
    assert _error(path) == "key_file_damaged"
    key_file_of(path).rmdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(key_file_of(path))
        assert _error(path) == "key_file_damaged"


def test_every_truncation_is_seen(path: Path) -> None:
    key_file.write(path, KEYS, KEY)
    place = key_file_of(path)
    content = place.read_bytes()
    for length in (*range(0, len(content) - 2, 37), len(content) - 3):
        place.write_bytes(content[:length])
        assert _error(path) == "key_file_damaged", length


def test_every_flipped_byte_is_seen_or_breaks_the_seal(path: Path) -> None:
    key_file.write(path, KEYS, KEY)
    place = key_file_of(path)
    content = place.read_bytes()
    text = json.loads(content)
    for at in range(0, len(content), 7):
        flipped = bytearray(content)
        flipped[at] ^= 1
        place.write_bytes(bytes(flipped))
        assert _seen(path) or json.loads(flipped) == text, at


def _seen(path: Path) -> bool:
    """Whether somebody who opens it learns that it is not as it was written."""
    try:
        found = key_file.read(path)
    except KnownError as error:
        return error.key in {"key_file_damaged", "key_file_weak", "key_file_newer"}
    return not key_file.is_sealed(found, KEY)


def _slot(**changed: Any) -> Callable[[dict[str, Any]], None]:
    return lambda found: found["slots"][0].update(changed)


def _file(**changed: Any) -> Callable[[dict[str, Any]], None]:
    return lambda found: found.update(changed)


@pytest.mark.parametrize(
    ("edit", "key"),
    [
        (_slot(m=64 * 1024 * 1024), "key_file_weak"),
        (_slot(m=10**30), "key_file_weak"),
        (_slot(t=10**9), "key_file_weak"),
        (_slot(p=2**31), "key_file_weak"),
        (_slot(m=8), "key_file_weak"),
        (_slot(t=1), "key_file_weak"),
        (_slot(p=0), "key_file_weak"),
        (_slot(m=-1), "key_file_weak"),
        (_slot(m=65536.0), "key_file_damaged"),
        (_slot(t="3"), "key_file_damaged"),
        (_slot(t=True), "key_file_damaged"),
        (_slot(salt="AA=="), "key_file_damaged"),
        (_slot(salt="no base64!"), "key_file_damaged"),
        (_slot(nonce=None), "key_file_damaged"),
        (_slot(ciphertext="A" * 5000), "key_file_damaged"),
        (_slot(label="An\0na"), "key_file_damaged"),
        (_slot(label="<b>" + "x" * 500), "key_file_damaged"),
        (_slot(label="An\u202ena"), "key_file_damaged"),
        (_slot(label=""), "key_file_damaged"),
        (_slot(label=["Anna"]), "key_file_damaged"),
        (_slot(role="king"), "key_file_damaged"),
        (_slot(administers=1), "key_file_damaged"),
        (_slot(must_change=None), "key_file_damaged"),
        (_slot(kind="master"), "key_file_damaged"),
        (_slot(kind="recovery"), "key_file_damaged"),
        (_slot(uid="u2"), "key_file_damaged"),
        (_slot(uid="\ud800"), "key_file_damaged"),
        (_slot(more=1), "key_file_damaged"),
        (_file(version=2), "key_file_newer"),
        (_file(version=0), "key_file_damaged"),
        (_file(version=True), "key_file_damaged"),
        (_file(format="another"), "key_file_damaged"),
        (_file(slots=[]), "key_file_damaged"),
        (_file(slots={}), "key_file_damaged"),
        (_file(slots=[None]), "key_file_damaged"),
        (_file(db_id=7), "key_file_damaged"),
        (_file(practice="no"), "key_file_damaged"),
        (_file(more=""), "key_file_damaged"),
    ],
)
def test_what_somebody_edited_is_refused_with_one_sentence(
    path: Path, edit: Callable[[dict[str, Any]], None], key: str
) -> None:
    key_file.write(path, KEYS, KEY)
    found = json.loads(key_file_of(path).read_bytes())
    edit(found)
    key_file_of(path).write_text(json.dumps(found), encoding="utf-8")
    assert _error(path) == key


@pytest.mark.parametrize(
    "content",
    [
        b"\0" * 400,
        b"\xff\xfe{}",
        b"[]",
        b"null",
        b"7",
        b"NaN",
        b"[" * 200_000,
        b" " * 300_000,
        b'{"format": "HSCT Desktop key file", "format": "HSCT Desktop key file"}',
        b"SQLite format 3\0" + bytes(100),
        b'{"format": "HSCT Desktop key file", "version": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_no_key_file_is_refused(path: Path, content: bytes) -> None:
    key_file_of(path).write_bytes(content)
    assert _error(path) == "key_file_damaged"


def test_too_many_slots_are_refused(path: Path) -> None:
    key_file.write(path, KEYS, KEY)
    found = json.loads(key_file_of(path).read_bytes())
    found["slots"] = [{**found["slots"][0], "uid": f"u{number}"} for number in range(key_file.MOST_SLOTS + 1)]
    key_file_of(path).write_text(json.dumps(found, indent=None, separators=(",", ":")), encoding="utf-8")
    assert _error(path) == "key_file_damaged"


def test_what_cannot_be_written_leaves_the_old_one(path: Path) -> None:
    key_file.write(path, KEYS, KEY)
    with pytest.raises(ValueError):
        key_file.write(path, KeyFile("f", (ANNA, ANNA, SEALED, SEALED)), KEY)
    assert key_file.read(path).slots == KEYS.slots


def test_a_full_or_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="key_file_not_written"):
        key_file.write(tmp_path / "gone" / "ward.hsct", KEYS, KEY)


def test_what_a_killed_program_left_of_a_key_file_goes(path: Path) -> None:
    place = key_file_of(path)
    key_file.write(path, KEYS, KEY)
    old = [place.with_name(place.name + ending) for ending in (".0a1b2c3d.part", ".0a1b2c3d.4711.part")]
    young, other = place.with_name(place.name + ".ffffffff.part"), place.with_name("other.keys.0a1b2c3d.part")
    for part in (*old, young, other):
        part.write_bytes(place.read_bytes())
    for part in (*old, other):
        os.utime(part, (time.time() - key_file.LEFT_BEHIND - 60,) * 2)
    key_file.sweep(path)
    assert [part.exists() for part in (*old, young, other, place)] == [False, False, True, True, True]
