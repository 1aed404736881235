"""The unit's protocols: which there are, how they read, who approved them, which versions patients are on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from hsct_desktop.catalogue.error import CatalogueProblem
from hsct_desktop.catalogue.protocol_json import protocol_from_json, protocol_to_json
from hsct_desktop.catalogue.protocol_words import DiffLine, differences, status
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.documents.protocol_inputs import PrintedApproval, ProtocolData
from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import InputError, KnownError, Problem
from hsct_desktop.domain.protocol import FollowUpProtocol
from hsct_desktop.domain.protocol_diff import compare
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import changes, required_reason
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import protocol_approval, transplant
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.protocol_approval import Approval, KeptText, ProtocolApproval

PRESENT = 0
"""Stands for the text as the catalogue reads now, where else the id of a kept text is given."""
LONGEST_NAME, LONGEST_NOTE = 100, 400


class Origin(StrEnum):
    """Where a protocol's text comes from; wording `protocol.origin.*`."""

    SHIPPED = "shipped"
    UNIT = "unit"
    RECORD = "record"


@dataclass(frozen=True)
class ProtocolRow:
    """A protocol in the list of the page.

    `file` is None for one that only the data file still holds. `patients` are followed on the present text, `older`
    on other texts of it.
    """

    id: str
    label: str
    version: str
    origin: Origin
    file: Path | None
    visits: int
    status: str
    approval: Approval | None
    patients: int
    older: int


@dataclass(frozen=True)
class BrokenFile:
    """A file of the unit's folder that is not used, and why."""

    file: Path
    problems: tuple[CatalogueProblem, ...]


@dataclass(frozen=True)
class Version:
    """One text of a protocol. `snapshot_id` is PRESENT for one that is in the catalogue but not in the file yet."""

    snapshot_id: int
    protocol_id: str
    version: str
    kept_at: datetime | None
    is_present: bool
    approval: Approval | None
    patients: int
    courses: int


def listing(ws: Workspace) -> list[ProtocolRow]:
    """Every protocol of the catalogue, then those that only patients of the file still follow."""
    with ws.read() as session:
        kept, approvals = protocol_approval.kept_texts(session), protocol_approval.in_force(session)
        rows = [_row(ws, protocol, kept, approvals) for protocol in ws.catalogue.protocols.values()]
        gone = {
            text.protocol_id: text for text in kept if text.courses and text.protocol_id not in ws.catalogue.protocols
        }
        rows += [_gone_row(ws, session, text, kept, approvals) for text in gone.values()]
    return rows


def _row(ws: Workspace, protocol: FollowUpProtocol, kept: list[KeptText], approvals: list[Approval]) -> ProtocolRow:
    digest = _digest(protocol)
    own = [text for text in kept if text.protocol_id == protocol.id]
    return ProtocolRow(
        protocol.id,
        protocol.label.text(ws.language),
        protocol.version,
        Origin.UNIT if ws.catalogue.is_own(protocol.id) else Origin.SHIPPED,
        ws.catalogue.protocol_file(protocol.id),
        len(protocol.items),
        status(protocol, ws.wording),
        _approval_of(approvals, digest),
        sum(text.patients for text in own if text.sha256 == digest),
        sum(text.patients for text in own if text.sha256 != digest),
    )


def _gone_row(
    ws: Workspace, session: ReadSession, text: KeptText, kept: list[KeptText], approvals: list[Approval]
) -> ProtocolRow:
    protocol = _kept(session, text)
    others = [t.patients for t in kept if t.protocol_id == text.protocol_id and t.id != text.id]
    return ProtocolRow(
        protocol.id,
        protocol.label.text(ws.language),
        protocol.version,
        Origin.RECORD,
        None,
        len(protocol.items),
        status(protocol, ws.wording),
        _approval_of(approvals, text.sha256),
        text.patients,
        sum(others),
    )


def _digest(protocol: FollowUpProtocol) -> str:
    return transplant.digest(protocol_to_json(protocol))


def _approval_of(approvals: Iterable[Approval], sha256: str) -> Approval | None:
    """The latest approval of a text."""
    return next((a for a in reversed(list(approvals)) if a.sha256 == sha256), None)


def _kept(session: ReadSession | WriteSession, text: KeptText) -> FollowUpProtocol:
    content = transplant.protocol_content(session, text.id)
    if content is None:
        raise KnownError("protocol_snapshot_unreadable")
    return protocol_from_json(content)


def broken_files(ws: Workspace) -> list[BrokenFile]:
    """The unit's protocol files that are not used, each with its mistakes."""
    by_name: dict[str, list[CatalogueProblem]] = {}
    for problem in ws.catalogue.problems:
        by_name.setdefault(problem.file, []).append(problem)
    folder = ws.catalogue.unit_folder
    if folder is None:
        return []
    named = {file.relative_to(folder.parent).as_posix(): file for file in ws.catalogue.own_protocol_files()}
    return [BrokenFile(file, tuple(by_name[name])) for name, file in named.items() if name in by_name]


def protocol_of(ws: Workspace, protocol_id: str, snapshot_id: int = PRESENT) -> FollowUpProtocol:
    """A protocol as the catalogue has it now, or as kept in the file.

    KnownError `protocol_unknown`, `protocol_text_unknown`.
    """
    if snapshot_id == PRESENT and protocol_id in ws.catalogue.protocols:
        return ws.catalogue.protocol(protocol_id)
    with ws.read() as session:
        own = [text for text in protocol_approval.kept_texts(session) if text.protocol_id == protocol_id]
        if not own:
            return ws.catalogue.protocol(protocol_id)
        wanted = [text for text in own if snapshot_id in (text.id, PRESENT)]
        if not wanted:
            raise KnownError("protocol_text_unknown", id=protocol_id)
        return _kept(session, wanted[-1])


def versions(ws: Workspace, protocol_id: str) -> list[Version]:
    """The texts of a protocol, the present one first, then the newest."""
    present = ws.catalogue.protocols.get(protocol_id)
    digest = _digest(present) if present is not None else ""
    with ws.read() as session:
        approvals = protocol_approval.in_force(session)
        kept = [text for text in protocol_approval.kept_texts(session) if text.protocol_id == protocol_id]
    found = [_version(text, approvals, text.sha256 == digest) for text in reversed(kept)]
    if present is not None and not any(version.is_present for version in found):
        found.insert(0, Version(PRESENT, protocol_id, present.version, None, True, None, 0, 0))
    return sorted(found, key=lambda version: not version.is_present)


def _version(text: KeptText, approvals: list[Approval], is_present: bool) -> Version:
    return Version(
        text.id,
        text.protocol_id,
        text.protocol_version,
        text.created_at,
        is_present,
        _approval_of(approvals, text.sha256),
        text.patients,
        text.courses,
    )


def diff(ws: Workspace, protocol_id: str, before: int, after: int = PRESENT) -> list[DiffLine]:
    """What differs between two texts of a protocol (ids as in `versions`), in the reader's words."""
    old, new = protocol_of(ws, protocol_id, before), protocol_of(ws, protocol_id, after)
    return differences(compare(old, new), ws.wording)


def approve(ws: Workspace, protocol_id: str, by: str, on: date | None, note: str = "") -> Changes:
    """Record that the protocol as it reads now was approved; the very text is kept in the file.

    InputError (fields `approved_by`, `approved_on`, `note`); `approved_already` while an approval of it stands.
    """
    protocol = ws.catalogue.protocol(protocol_id)
    with ws.write("protocol.approve") as session:
        name, comment = clean(by), clean(note)
        standing = _approval_of(protocol_approval.in_force(session), _digest(protocol))
        day = _checked_day(name, on, comment, standing, ws.today())
        snapshot = transplant.pin_protocol(session, protocol.id, protocol.version, protocol_to_json(protocol))
        row = protocol_approval.add(session, snapshot, name, day, comment)
        label = protocol.label.text(ws.language)
        text = ws.wording.text("saved.protocol_approved", protocol=label, version=protocol.version)
        return changes(session, {"protocol"}, text, None, row.id)


def _checked_day(name: str, on: date | None, note: str, standing: Approval | None, today: date) -> date:
    problems = []
    if not name:
        problems.append(Problem("approved_by", "approved_by_missing"))
    if len(name) > LONGEST_NAME:
        problems.append(Problem("approved_by", "too_long", {"limit": LONGEST_NAME}))
    if len(note) > LONGEST_NOTE:
        problems.append(Problem("note", "too_long", {"limit": LONGEST_NOTE}))
    if on is not None and on > today:
        problems.append(Problem("approved_on", "approved_on_future"))
    if standing is not None:
        by = {"name": standing.approved_by, "on": standing.approved_on}
        problems.append(Problem("approved_by", "approved_already", by))
    if on is None:
        raise InputError([*problems, Problem("approved_on", "approved_on_missing")])
    if problems:
        raise InputError(problems)
    return on


def withdraw(ws: Workspace, approval_id: int, version: int, reason: str) -> Changes:
    """Take back an approval with a reason; KnownError `stale_row` when it changed since `version`."""
    why = required_reason(reason)
    with ws.write("protocol.withdraw") as session:
        row = fetch(session, ProtocolApproval, approval_id, version)
        text = next(t for t in protocol_approval.kept_texts(session) if t.id == row.protocol_snapshot_id)
        void(session, row, why)
        label = _kept(session, text).label.text(ws.language)
        return changes(
            session, {"protocol"}, ws.wording.text("saved.protocol_withdrawn", protocol=label), None, approval_id
        )


def read(ws: Workspace, protocol_id: str, snapshot_id: int = PRESENT, language: str | None = None) -> ProtocolData:
    """A protocol as a document, for the page and for paper."""
    return document_in(ws, protocol_of(ws, protocol_id, snapshot_id), language or ws.language)


def document_in(ws: Workspace, protocol: FollowUpProtocol, language: str) -> ProtocolData:
    """The document of any protocol, with what the file knows of its approval."""
    with ws.read() as session:
        context = print_context(ws, session, language, ws.today())
        approval = _approval_of(protocol_approval.in_force(session), _digest(protocol))
    printed = None if approval is None else PrintedApproval(approval.approved_by, approval.approved_on, approval.note)
    return document(protocol, context, printed)


def document(
    protocol: FollowUpProtocol,
    context: PrintContext,
    approval: PrintedApproval | None = None,
    *,
    approval_known: bool = True,
) -> ProtocolData:
    """The document of a protocol; `approval_known` is False where no data file could be asked."""
    words = wording(context.language)
    return ProtocolData(context, protocol, status(protocol, words), approval, approval_known)
