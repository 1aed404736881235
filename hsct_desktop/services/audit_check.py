"""Everything that can be held against the change log: its chain, the rows of the file, the places kept elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hsct_desktop.domain.backup import Proof
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import audit, backups
from hsct_desktop.services.audit import Anchor, VerifiedLine
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import archive_check, change_log
from hsct_desktop.store.chain import Head
from hsct_desktop.store.restore import RESTORE


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: `check` is chain, anchor, rows, kept or triggers; `text` says what was found."""

    check: str
    holds: bool
    text: str


def anchors_of(ws: Workspace, key: bytes | None, place: Path | None = None) -> list[Anchor]:
    """Where the backups of this file say that the log ended: of one backup or manifest, or of a folder; the usual
    folder by default.

    KnownError `audit_anchor_missing` where nothing is there, `audit_anchor_unreadable` where what was named by itself
    cannot be trusted.
    """
    if place is not None and not place.exists():
        raise KnownError("audit_anchor_missing", file=str(place))
    if place is not None and place.is_file():
        row = backups.row_of(_backup_of(place, ws.store.path.suffix), key)
        if row.head.seq == 0 or row.proof is Proof.OTHER_KEY:
            raise KnownError("audit_anchor_unreadable", file=str(place))
        rows = [row]
    else:
        with ws.read() as session:
            restored = change_log.notes(session, RESTORE, 1)
        # A restore takes entries away and says so: what was copied before it knows more than the file.
        rows = [
            row for row in backups.all_in(ws.store.path, key, place) if not restored or row.made_at > restored[0].at
        ]
    found = [Anchor(row.path.name, Head(row.head.seq, bytes.fromhex(row.head.mac))) for row in rows if row.head.seq]
    if place is not None and not found:
        raise KnownError("audit_anchor_missing", file=str(place))
    return found


def _backup_of(place: Path, suffix: str) -> Path:
    """The backup beside its manifest."""
    stem = place.name.removesuffix(".manifest.json")
    return place if stem == place.name else place.with_name(stem + suffix)


def check(
    ws: Workspace, anchors: list[Anchor], progress: Callable[[int, int], None] | None = None
) -> tuple[VerifiedLine, list[Finding]]:
    """Look at everything; whoever asks decides what to do where something does not hold."""
    line = audit.verify(ws, progress, whole=True, anchors=anchors)
    return line, list(_findings(ws, line, anchors))


def _findings(ws: Workspace, line: VerifiedLine, anchors: list[Anchor]) -> Iterator[Finding]:
    text = ws.wording.text
    chained = text("audit.broken", seq=line.first_bad) if line.first_bad else text("audit.check.chain", seq=line.seq)
    yield Finding("chain", line.first_bad is None, chained)
    for anchor in anchors:
        held = anchor.where not in line.missing
        key = "audit.check.anchor" if held else "audit.cut"
        yield Finding("anchor", held, text(key, where=anchor.where, seq=anchor.head.seq))
    yield _rows(ws)
    yield _kept(ws)
    with ws.read() as session:
        notes = change_log.notes(session, "sqlite_master", 50)
    for note in notes:
        lost = json.loads(note.new)
        named = sorted({*lost.get("missing", ()), *lost.get("changed", ()), *lost.get("foreign", ())})
        when = ws.wording.moment(note.at.astimezone())
        yield Finding("triggers", True, text("audit.check.triggers", when=when, names=", ".join(named)))


def _rows(ws: Workspace) -> Finding:
    """Every row is as the log holds it: what was written past it is found here."""
    try:
        with ws.read() as session:
            archive_check.check_rows(session.connection())
    except KnownError as error:
        return Finding("rows", False, ws.wording.known_error(error))
    return Finding("rows", True, ws.wording.text("audit.check.rows"))


def _kept(ws: Workspace) -> Finding:
    """The log holds no bytes of signed letters and papers, but their SHA-256."""
    try:
        with ws.read() as session:
            archive_check.check_kept_bytes(session.connection())
    except KnownError as error:
        kind = error.key.removeprefix("archive_").removesuffix("_otherwise")
        return Finding("kept", False, ws.wording.text(f"audit.kept.{kind}", row=error.params["row"]))
    return Finding("kept", True, ws.wording.text("audit.check.kept"))
