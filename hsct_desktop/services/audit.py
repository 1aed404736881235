"""The account of the data file: what was written by whom, when, where and why; and whether the log of it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from hsct_desktop.services.audit_words import AuditWords, field_words, stored_roles, table_words
from hsct_desktop.services.handover_values import Values
from hsct_desktop.services.undo import KINDS
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import audit_lines, chain, staff
from hsct_desktop.store.audit_lines import AuditLog
from hsct_desktop.store.base import ReadSession
from hsct_desktop.store.chain import Head
from hsct_desktop.store.handover import Edit

PAGE = 200
"""Lines of a page of history."""


@dataclass(frozen=True)
class HistoryFilter:
    """Which lines are wanted; `kinds` are those of `services.changes.Changes`."""

    kinds: frozenset[str] = frozenset()
    staff_id: int | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    with_reason_only: bool = False


@dataclass(frozen=True)
class HistoryLine:
    """What one write did to one field, in words; `seq` is the number of the entry in the log.

    `column` is "" for a new record; `redacted` where pseudonymising has taken values out of the line.
    """

    seq: int
    at: dt.datetime
    when: str
    who: str
    role: str
    workstation: str
    record: str
    field: str
    before: str
    after: str
    reason: str
    table: str
    row_id: int
    column: str
    kind: str
    undone: bool
    redacted: bool
    staff_id: int | None = None


@dataclass(frozen=True)
class HistoryPage:
    """Some lines, the last one first; `more` is what to ask on from, None at the end."""

    lines: tuple[HistoryLine, ...]
    more: int | None


@dataclass(frozen=True)
class FieldVersion:
    """What a field has read, since when and by whom; `voided` where the record was taken back then."""

    seq: int
    value: str
    who: str
    role: str
    at: dt.datetime
    when: str
    workstation: str
    reason: str
    voided: bool


def audit_words(ws: Workspace, session: ReadSession, found: AuditLog) -> AuditWords:
    """Words for those lines in the language of the window."""
    # Every day with its year: an account is read years later.
    values = Values(ws, ws.wording, found.log, staff.names(session), dt.date.min)
    return AuditWords(values, stored_roles(staff.all_of(session)))


def record_history(
    ws: Workspace,
    patient_id: int,
    wish: HistoryFilter | None = None,
    before_seq: int | None = None,
    limit: int = PAGE,
) -> HistoryPage:
    """What was written about a patient, the last line first, in a fixed number of statements.

    A page ends with all lines of its last entry: it may be a little longer than `limit`.
    """
    wanted = wish or HistoryFilter()
    with ws.read() as session:
        found = audit_lines.of_patient(session, patient_id)
        words = audit_words(ws, session, found)
    lines: list[HistoryLine] = []
    for edit in reversed(found.log.edits):
        if before_seq is not None and edit.seq >= before_seq:
            continue
        if len(lines) >= limit:
            return HistoryPage(tuple(lines), lines[-1].seq)
        if _is_wanted(wanted, edit):
            lines += [one for one in lines_of(words, found, edit) if one.reason or not wanted.with_reason_only]
    return HistoryPage(tuple(lines), None)


def _is_wanted(wanted: HistoryFilter, edit: Edit) -> bool:
    day = edit.at.astimezone().date()
    return (
        (not wanted.kinds or KINDS.get(edit.table, "") in wanted.kinds)
        and (wanted.staff_id is None or edit.staff_id == wanted.staff_id)
        and (wanted.since is None or day >= wanted.since)
        and (wanted.until is None or day <= wanted.until)
    )


def lines_of(words: AuditWords, found: AuditLog, edit: Edit) -> Iterator[HistoryLine]:
    """What one edit did, a line for each field."""
    said = found.said[edit.seq]
    at = edit.at.astimezone()
    who, role = words.who(edit.staff_id)
    reasons = " · ".join(dict.fromkeys(part for part in (said.reason, words.void_reason(edit)) if part))
    record = words.record(edit.table, edit.after)
    for column, name, before, after in words.parts(edit):
        yield HistoryLine(
            edit.seq, at, words.moment(at), who, role, said.workstation, record, name, before, after, reasons,
            edit.table, edit.row_id, column, KINDS.get(edit.table, ""), said.undone, said.redacted, edit.staff_id,
        )  # fmt: skip


def field_history(ws: Workspace, table: str, row_id: int, column: str) -> list[FieldVersion]:
    """What one field of one record has read, the last version first."""
    with ws.read() as session:
        found = audit_lines.of_row(session, table, row_id)
        words = audit_words(ws, session, found)
    versions: list[FieldVersion] = []
    for edit in found.log.edits:
        if not (edit.is_new or edit.changed(column) or edit.is_voided or edit.is_back):
            continue
        said = found.said[edit.seq]
        who, role = words.who(edit.staff_id)
        reason = " · ".join(part for part in (said.reason, words.void_reason(edit)) if part)
        versions.append(
            FieldVersion(
                edit.seq, words.value(table, column, edit.after), who, role, edit.at.astimezone(),
                words.moment(edit.at), said.workstation, reason, edit.after.get("voided_at") is not None,
            )
        )  # fmt: skip
    return versions[::-1]


def field_title(ws: Workspace, table: str, column: str) -> str:
    """What a field is called in its record: "Visits · Weight"."""
    return f"{table_words(ws.wording, table)} · {field_words(ws.wording, table, column)}"


# whether the log holds ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Anchor:
    """Where the log ended once, kept elsewhere: in a backup's manifest, on a signed paper."""

    where: str
    head: Head


@dataclass(frozen=True)
class VerifiedLine:
    """How far the log was verified; `text` says it. `holds` is None while nobody has looked yet.

    `first_bad` is the number of the first entry that is not as it was written; `missing` are the places kept elsewhere
    that the log has not: it was cut, or it is another one.
    """

    holds: bool | None
    seq: int
    when: str
    head: Head
    text: str
    first_bad: int | None = None
    missing: tuple[str, ...] = ()
    anchored: str = ""

    @property
    def head_short(self) -> str:
        """As signed papers show it."""
        return self.head.short


def head(ws: Workspace) -> Head:
    """Where the log ends now."""
    with ws.read() as session:
        return chain.head(session)


def verified(ws: Workspace) -> VerifiedLine:
    """What is known of the log without looking at it: how far this session has verified it."""
    known = ws.store.verified
    if isinstance(known, VerifiedLine):
        return known
    return VerifiedLine(None, 0, "", Head(0, b""), ws.wording.text("audit.not_verified_yet"))


def verify(
    ws: Workspace,
    progress: Callable[[int, int], None] | None = None,
    *,
    whole: bool = False,
    anchors: Iterable[Anchor] = (),
) -> VerifiedLine:
    """Verify what was written since this session last looked, or the whole log, and the places kept elsewhere.

    It reads beside whoever writes and takes some seconds for a million entries: not for the thread of the window.
    What `progress` (entries done, of) raises ends it.
    """
    known = ws.store.verified
    since = known.head if isinstance(known, VerifiedLine) and known.holds and not whole else None
    with ws.read() as session:
        found = chain.verify(session, since=since, progress=progress)
        kept = [(anchor, chain.holds(session, anchor.head)) for anchor in anchors]
    line = _verified(ws, found, kept)
    ws.store.verified = line
    return line


def _verified(ws: Workspace, found: chain.ChainState, kept: list[tuple[Anchor, bool]]) -> VerifiedLine:
    words = ws.wording
    when = words.moment(ws.store.machine_clock().astimezone())
    missing = tuple(anchor.where for anchor, held in kept if not held)
    last = max((anchor for anchor, held in kept if held), key=lambda anchor: anchor.head.seq, default=None)
    anchored = words.text("audit.anchored", where=last.where, seq=last.head.seq) if last is not None else ""
    if found.first_bad is not None:
        text = words.text("audit.broken", seq=found.first_bad)
    elif missing:
        text = words.text("audit.cut", where=missing[0])
    else:
        text = words.text("audit.verified", seq=found.head_seq, when=when)
    holds = found.first_bad is None and not missing
    return VerifiedLine(holds, found.head_seq, when, found.head, text, found.first_bad, missing, anchored)
