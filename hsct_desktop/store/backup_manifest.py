"""What stands beside each backup: whose it is, what is in it, when it was read back; sealed, so that a change is seen.

The seal is an HMAC with a key derived from the data key; a file without a key has a published one, which shows
accidents and no intent.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from hsct_desktop.domain.backup import Head, Why
from hsct_desktop.store import building
from hsct_desktop.store.backup import KEYS
from hsct_desktop.store.durable import replace_durably
from hsct_desktop.user_file import open_regular

VERSION = 1
ENDING = ".manifest.json"
PLAIN_KEY = hashlib.sha256(b"hsct-desktop: the manifest of a file without a key").digest()
MOST_BYTES = 64_000
_STAMP = r"-\d{8}-\d{6}(-\d+)?"


class ManifestError(Exception):
    """A manifest cannot be trusted; `reason` is `missing`, `manifest` (changed or damaged), `newer` or `other_key`.

    `file_id` is what it says of itself, "" when it cannot be read at all.
    """

    def __init__(self, reason: str, file_id: str = "") -> None:
        self.reason = reason
        self.file_id = file_id
        super().__init__(reason)


@dataclass(frozen=True)
class Manifest:
    """What was known of a backup when it was made, and what became of its proofs since."""

    file: str
    file_id: str
    kind: str
    revision: str
    app_version: str
    made_at: datetime
    why: Why
    head: Head
    counts: Mapping[str, int]
    size: int
    sha256: str
    keys_sha256: str
    proven_at: datetime | None = None
    drilled_at: datetime | None = None
    damaged: str = ""


def manifest_of(backup: Path) -> Path:
    """Where the manifest of a backup lies."""
    return backup.with_name(backup.name.removesuffix(backup.suffix) + ENDING)


def name_for(path: Path, at: datetime) -> str:
    """What a backup of a file is called."""
    return f"{path.stem}-{at:%Y%m%d-%H%M%S}{path.suffix}"


def backups_in(folder: Path, path: Path) -> list[Path]:
    """Everything in a folder that is called like a backup of that file."""
    return _matching(folder, path, re.escape(path.suffix))


def stray_in(folder: Path, path: Path) -> list[Path]:
    """Keys and manifests whose backup never got its name: the copying was cut off just before."""
    found = [*_matching(folder, path, re.escape(path.suffix + KEYS)), *_matching(folder, path, re.escape(ENDING))]
    return [one for one in found if not one.with_name(_stem(one, path) + path.suffix).exists()]


def parts_in(folder: Path, path: Path) -> list[Path]:
    """What is half written: copies that were cut off, or are being made just now."""
    endings = "|".join(re.escape(end) for end in (path.suffix, path.suffix + KEYS, ENDING))
    return _matching(folder, path, rf"({endings})\.[0-9a-f]{{8}}\.\d{{1,10}}\.part(-wal|-shm|-journal)?")


def time_in_name(backup: Path) -> datetime | None:
    """When a backup was made by its name, on this computer's clock; None for another name."""
    found = re.search(r"-(\d{8}-\d{6})(-\d+)?$", backup.name.removesuffix(backup.suffix))
    try:
        return None if found is None else datetime.strptime(found[1], "%Y%m%d-%H%M%S").astimezone()
    except ValueError:
        return None


def _matching(folder: Path, path: Path, ending: str) -> list[Path]:
    pattern = re.compile(re.escape(path.stem) + _STAMP + ending)
    return sorted(one for one in folder.iterdir() if pattern.fullmatch(one.name))


def _stem(one: Path, path: Path) -> str:
    return one.name.removesuffix(ENDING).removesuffix(path.suffix + KEYS)


def key_id(key: bytes) -> str:
    """Tells one sealing key from another and says nothing about it."""
    return hmac.new(key, b"which key", hashlib.sha256).hexdigest()[:16]


def write(backup: Path, manifest: Manifest, key: bytes) -> None:
    """Put the manifest beside its backup, in the place of an older one; whole or not at all."""
    place = manifest_of(backup)
    content = json.dumps(sealed(manifest, key), ensure_ascii=True, indent=1, sort_keys=True).encode()
    with building.part_of(place) as part:
        part.write_bytes(content)
        replace_durably(part, place)


def sealed(manifest: Manifest, key: bytes) -> dict[str, Any]:
    """A manifest as it is written, with its seal."""
    facts = asdict(manifest)
    for name, value in facts.items():
        facts[name] = value.isoformat() if isinstance(value, datetime) else value
    del facts["head"]
    facts |= {"audit_seq": manifest.head.seq, "audit_mac": manifest.head.mac}
    facts |= {"version": VERSION, "key_id": key_id(key), "why": str(manifest.why), "counts": dict(manifest.counts)}
    return {**facts, "hmac": _seal(facts, key)}


def _seal(facts: Mapping[str, Any], key: bytes) -> str:
    plain = json.dumps(facts, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, plain.encode(), hashlib.sha256).hexdigest()


def read(backup: Path, key: bytes) -> Manifest:
    """The manifest beside a backup. ManifestError says why it cannot be trusted."""
    try:
        with open_regular(manifest_of(backup)) as stream:
            content = stream.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise ManifestError("missing") from error
    except OSError as error:
        raise ManifestError("manifest") from error
    return parsed(content, backup.name, key)


def parsed(content: bytes, name: str, key: bytes) -> Manifest:
    """A manifest from its bytes; it must be that of the backup of that name."""
    try:
        facts = json.loads(content) if len(content) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        raise ManifestError("manifest") from None
    if not isinstance(facts, dict):
        raise ManifestError("manifest")
    whose = str(facts.get("file_id") or "")
    seal = facts.pop("hmac", None)
    if not isinstance(seal, str) or not hmac.compare_digest(_seal(facts, key).encode(), seal.encode()):
        is_other = isinstance(seal, str) and facts.get("key_id") not in (None, key_id(key))
        raise ManifestError("other_key" if is_other else "manifest", whose)
    if facts.get("version") != VERSION:
        raise ManifestError("newer", whose)
    try:
        found = _manifest(facts)
    except (KeyError, TypeError, ValueError) as error:  # sealed by us and yet not understood: a later form
        raise ManifestError("newer", whose) from error
    if found.file != name:
        raise ManifestError("manifest", whose)
    return found


def _manifest(facts: Mapping[str, Any]) -> Manifest:
    known: dict[str, Any] = {one.name: facts[one.name] for one in fields(Manifest) if one.name != "head"}
    for name in ("made_at", "proven_at", "drilled_at"):
        known[name] = None if known[name] is None else datetime.fromisoformat(known[name])
    known["why"] = Why(known["why"])
    known["head"] = Head(int(facts["audit_seq"]), str(facts["audit_mac"]))
    return Manifest(**known)


def remove(backup: Path) -> None:
    """Take a backup away, its keys and manifest last: what is cut off halfway is swept as strays.

    Where somebody holds it (Windows), or it is another user's, it stays until the next time.
    """
    with suppress(PermissionError):
        for place in (backup, backup.with_name(backup.name + KEYS), manifest_of(backup)):
            place.unlink(missing_ok=True)


def sweep(folder: Path, path: Path, now: datetime) -> None:
    """Remove what interrupted copies left: of a process that is no more at once, else after a day."""
    for one in (*parts_in(folder, path), *stray_in(folder, path)):
        building.sweep_one(one, now)
