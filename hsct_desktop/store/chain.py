"""The chain of the change log: every line is bound to the one before it by a key, so that no line changes unseen.

digest = HMAC(key, nonce, table, op, row, old, new); mac = HMAC(key, mac before, digest, seq, at, who, write, action,
workstation, reason). The key is derived from the file's data key. A plain file has none: it is chained with a key that
everybody can read here, which shows an accident and no intent. Who has the key can make the whole chain anew; for this
its head is kept in backups and on signed papers.

A line of a patient who was pseudonymised holds what is left of its values and no nonce: the digest stays, what it was
the digest of cannot be guessed any more. The line that says so is chained like any other and names each such line with
the SHA-256 of what it must read now.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

PUBLISHED_KEY: Final = b"HSCT Desktop: a plain file's log"
"""What a plain file is chained with: no secret."""
CONTEXT: Final = "hsct_write_context"
"""Where a connection holds who writes, and with which key its log is chained."""
NONCE: Final = 16
REDACTION: Final = "redaction"
"""What a note about pseudonymised lines is about."""
NEW_KEY: Final = "chain"
"""What a note about a chain that was made with another key is about."""
Progress = Callable[[int, int], None]
"""Called with the lines verified and all lines."""
_STEP = 20_000


def key_of(data_key: bytes | None) -> bytes:
    """The key of a file's chain: HKDF-SHA256 of its data key, the published one for a plain file."""
    if data_key is None:
        return PUBLISHED_KEY
    secret = hmac.digest(b"\0" * 32, data_key, "sha256")
    return hmac.digest(secret, b"hsct-desktop audit chain\x01", "sha256")


def framed(*values: object) -> bytes:
    """Values as bytes that no other values make: each behind its length."""
    parts = ["-" if value is None else f"{len(text := str(value))}:{text}" for value in values]
    return "".join(parts).encode("utf-8", "surrogatepass")


def digest_of(
    key: bytes, nonce: bytes, table: str, op: str, row_id: int, old: str | None, new: str | None
) -> bytes:  # fmt: skip
    """What binds a line to its values."""
    return hmac.digest(key, nonce + framed(table, op, row_id, old, new), "sha256")


def mac_of(key: bytes, before: bytes | None, line: tuple[object, ...], digest: bytes) -> bytes:
    """What binds a line to the one before it; `line` is seq, at, staff, txn, action, workstation and reason."""
    return hmac.digest(key, (before or b"") + digest + framed(*line), "sha256")


def left_of(table: str, op: str, row_id: int, old: str | None, new: str | None) -> str:
    """The SHA-256 by which a redaction names what a line reads now."""
    return hashlib.sha256(framed(table, op, row_id, old, new)).hexdigest()


@dataclass(frozen=True)
class Head:
    """The last line of the log; `mac` is empty in a log without lines."""

    seq: int
    mac: bytes

    @property
    def short(self) -> str:
        """As it is printed on a signed paper."""
        return self.mac.hex()[:12]


@dataclass(frozen=True)
class ChainState:
    """How far a chain holds: `first_bad` is None where all of it does, else the number of the first line that does not.

    `entries` of them hold, the head is the last one of these.
    """

    first_bad: int | None
    entries: int
    head_seq: int
    head_mac: bytes

    @property
    def head(self) -> Head:
        """The last line that holds."""
        return Head(self.head_seq, self.head_mac)


_COLUMNS: Final = (
    "seq, at, staff_id, txn, action, workstation, reason, table_name, op, row_id, old, new, "
    "nonce, digest, mac, redacted"
)
_HEAD: Final = "SELECT seq, mac FROM change_log ORDER BY seq DESC LIMIT 1"


def _connection(of: Session | sa.Connection) -> sa.Connection:
    return of.connection() if isinstance(of, Session) else of


def head(of: Session | sa.Connection) -> Head:
    """Where the chain ends now."""
    row = _connection(of).exec_driver_sql(_HEAD).first()
    return Head(0, b"") if row is None else Head(row[0], row[1] or b"")


def holds(of: Session | sa.Connection, anchor: Head) -> bool:
    """Whether the log still has the line that was its last one when an anchor was made; a log that was cut has not."""
    if anchor.seq == 0:
        return True
    found = _connection(of).exec_driver_sql("SELECT mac FROM change_log WHERE seq = ?", (anchor.seq,)).scalar()
    return isinstance(found, bytes) and len(anchor.mac) >= NONCE and hmac.compare_digest(found, anchor.mac)


def verify(
    of: Session | sa.Connection,
    key: bytes | None = None,
    since: Head | None = None,
    progress: Progress | None = None,
) -> ChainState:
    """Look at every line behind `since` (a place that was verified; None: at all of them), in their order.

    The chain's key is the file's own where none is given.
    """
    connection = _connection(of)
    start = since or Head(0, b"")
    if not holds(connection, start):
        return ChainState(start.seq, 0, 0, b"")
    check = _Check(key or connection.info[CONTEXT].key, start)
    total = max(0, head(connection).seq - start.seq)
    rows = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM change_log WHERE seq > ? ORDER BY seq",  # noqa: S608 - names of our own
        (start.seq,),
    )
    try:
        for count, row in enumerate(_driven(rows), 1):
            if not check.line(row):
                break
            if progress is not None and count % _STEP == 0:
                progress(count, total)
    finally:
        rows.close()
    bad = check.bad if check.bad is not None else _redacted_otherwise(connection, check)
    last = check.last if bad is None or check.bad is not None else _before(connection, bad)
    return ChainState(bad, max(0, last.seq - start.seq), last.seq, last.mac)


def _driven(rows: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of the driver itself: a million lines are too many for more than that."""
    while batch := rows.cursor.fetchmany(2000):
        yield from batch


def _before(connection: sa.Connection, bad: int) -> Head:
    row = connection.exec_driver_sql(
        "SELECT seq, mac FROM change_log WHERE seq < ? ORDER BY seq DESC LIMIT 1", (bad,)
    ).first()
    return Head(0, b"") if row is None else Head(row[0], row[1])


class _Check:
    """The lines of a chain one after the other; what pseudonymising says of them is compared in the end."""

    def __init__(self, key: bytes, start: Head) -> None:
        self._key = key
        self.last = start
        self.bad: int | None = None
        self.redacted: dict[int, tuple[int, str]] = {}
        """Lines without their values: the line that must say so, and what they read now."""
        self.named: dict[int, tuple[int, str]] = {}
        """What the notes say: the latest one of each line."""

    def line(self, row: tuple[Any, ...]) -> bool:
        """Whether the next line follows the last one and reads as it was written."""
        seq, at, staff_id, txn, action, workstation, reason, table, op, row_id, old, new = row[:12]
        nonce, digest, mac, redacted = row[12:]
        sound = (
            seq == self.last.seq + 1
            and isinstance(mac, bytes)
            and isinstance(digest, bytes)
            and mac_of(self._key, self.last.mac, (seq, at, staff_id, txn, action, workstation, reason), digest) == mac
        )
        if sound and redacted is None:
            sound = isinstance(nonce, bytes) and len(nonce) == NONCE
            sound = sound and digest_of(self._key, nonce, table, op, row_id, old, new) == digest
        elif sound:
            sound = nonce is None
            self.redacted[seq] = redacted, left_of(table, op, row_id, old, new)
        if not sound:
            self.bad = seq if seq <= self.last.seq + 1 else self.last.seq + 1  # a gap: the first one that is missing
            return False
        if table == REDACTION and row_id == 0:
            self.named |= {line: (seq, left) for line, left in _named(new)}
        self.last = Head(seq, mac)
        return True


def _named(new: str | None) -> Iterator[tuple[int, str]]:
    """The lines of a note about redaction with what they read now."""
    for line, left in json.loads(new or "{}").get("lines", {}).items():
        yield int(line), str(left)


def _redacted_otherwise(connection: sa.Connection, check: _Check) -> int | None:
    """The first line without values of which no note says so, or that reads otherwise than its note says."""
    found = dict(check.redacted)
    for seq in check.named.keys() - found.keys():  # lines before the place that was verified
        row = connection.exec_driver_sql(
            "SELECT redacted, table_name, op, row_id, old, new FROM change_log WHERE seq = ?", (seq,)
        ).first()
        found[seq] = (0, "") if row is None else (row[0] or 0, left_of(*row[1:]))
    wrong = [seq for seq, said in found.items() if check.named.get(seq) != said]
    return min(wrong, default=None)


_UNCHAINED: Final = (
    "SELECT seq, at, staff_id, txn, action, workstation, reason, table_name, op, row_id, old, new, digest, redacted "
    "FROM change_log WHERE seq > ? ORDER BY seq LIMIT ?"
)


def chain_all(connection: sa.Connection, key: bytes) -> None:
    """Chain every line of a log anew, in a file whose triggers are dropped: an older file, or another key.

    Lines without their values keep their digest.
    """
    driver: Any = connection.connection.driver_connection
    last, before = 0, b""
    while rows := driver.execute(_UNCHAINED, (last, _STEP)).fetchall():
        marks = list(_chained(rows, key, before))
        driver.executemany("UPDATE change_log SET nonce = ?, digest = ?, mac = ? WHERE seq = ?", marks)
        before, last = marks[-1][2:]


def _chained(
    rows: Iterable[tuple[Any, ...]], key: bytes, before: bytes
) -> Iterator[tuple[bytes | None, bytes, bytes, int]]:
    for *line, table, op, row_id, old, new, digest, redacted in rows:
        nonce = os.urandom(NONCE) if redacted is None else None
        own = digest or b"" if nonce is None else digest_of(key, nonce, table, op, row_id, old, new)
        before = mac_of(key, before, tuple(line), own)
        yield nonce, own, before, line[0]


def is_chained(connection: sa.Connection) -> bool:
    """Whether the log's lines bear their marks: those of an older file do not yet."""
    return connection.exec_driver_sql("SELECT 1 FROM change_log WHERE mac IS NULL LIMIT 1").first() is None


def anchor_of(text: Mapping[str, Any]) -> Head | None:
    """The place in the log that a manifest names (`audit_seq`, `audit_mac`), None where it names none."""
    seq, mac = text.get("audit_seq"), text.get("audit_mac")
    if not isinstance(seq, int) or not isinstance(mac, str):
        return None
    try:
        return Head(seq, bytes.fromhex(mac))
    except ValueError:
        return None
