"""Papers kept inside the file: reading one from the disk, keeping it, listing, giving it back, taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from hsct_desktop.domain.attachment import MAX_BYTES, PaperEntry, PaperKind, check_paper, check_size, plain_name
from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import InputError, KnownError, refuse
from hsct_desktop.services import output_file, signing
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import changes, name_of, record_of, refuse_problems, required_reason
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import attachment
from hsct_desktop.store.attachment import Attachment, Paper
from hsct_desktop.store.awaited_report import AwaitedReport
from hsct_desktop.store.base import WriteSession, fetch, void
from hsct_desktop.store.visit import Visit
from hsct_desktop.user_file import open_regular, size_of


@dataclass(frozen=True)
class PaperRow:
    """A paper as lists show it: `size` in bytes; `on` is the day it was kept and `by` who did; `visit` its visit."""

    id: int
    version: int
    patient_id: int
    title: str
    file_name: str
    kind: PaperKind
    size: int
    visit_id: int | None
    visit: str
    visit_on: date | None
    report_id: int | None
    on: date
    by: str


def read(path: Path) -> PaperEntry:
    """Read a file to be kept; InputError (field `paper`) when it cannot be read, is empty, too large or no paper.

    A file that is too large is not read, nor is a pipe or a device.
    """
    try:
        with open_regular(path) as stream:
            refuse_problems(check_size(size_of(stream)))
            content = stream.read(MAX_BYTES + 1)
    except InputError:
        raise
    except (OSError, ValueError) as error:  # gone, not allowed, a folder, a pipe; a name that no file can have
        raise refuse("paper", "paper_unreadable", name=plain_name(path.name)) from error
    paper = PaperEntry(path.name, content)
    refuse_problems(check_paper(paper))
    return paper


def for_patient(ws: Workspace, patient_id: int) -> list[PaperRow]:
    """A patient's papers, latest first, without their bytes."""
    with ws.read() as session:
        return [_row(ws, found) for found in attachment.of_patient(session, patient_id)]


def for_visit(ws: Workspace, visit_id: int) -> list[PaperRow]:
    """The papers of a visit, latest first, without their bytes."""
    with ws.read() as session:
        return [_row(ws, found) for found in attachment.of_visit(session, visit_id)]


def one(ws: Workspace, attachment_id: int) -> PaperRow:
    """One paper without its bytes; KnownError `paper_gone` when it was taken back."""
    with ws.read() as session:
        found = attachment.get(session, attachment_id)
    if found is None:
        raise KnownError("paper_gone")
    return _row(ws, found)


def _row(ws: Workspace, found: Paper) -> PaperRow:
    label = found.visit_label.text(ws.language) if found.visit_label is not None else ""
    if not label and found.visit_on is not None:
        label = ws.wording.text("visit.unscheduled")
    return PaperRow(
        id=found.id,
        version=found.version,
        patient_id=found.patient_id,
        title=found.title,
        file_name=found.file_name,
        kind=found.kind,
        size=found.size,
        visit_id=found.visit_id if found.visit_on is not None else None,
        visit=label,
        visit_on=found.visit_on,
        report_id=found.awaited_report_id,
        on=found.added_at.astimezone().date(),
        by=found.added_by,
    )


def content(ws: Workspace, attachment_id: int) -> bytes:
    """The bytes of a paper, as they were kept; KnownError `paper_gone`, `paper_damaged` when they are not the same."""
    with ws.read() as session:
        return attachment.content(session, attachment_id)


def add(
    ws: Workspace, patient_id: int, paper: PaperEntry, visit_id: int | None = None, report_id: int | None = None
) -> Changes:
    """Keep a paper of a patient, of a visit and a report where it belongs to one. Raises InputError."""
    return add_all(ws, patient_id, (paper,), visit_id, report_id)


def add_all(
    ws: Workspace,
    patient_id: int,
    papers: Sequence[PaperEntry],
    visit_id: int | None = None,
    report_id: int | None = None,
    title: str = "",
) -> Changes:
    """Keep several papers in one write, all or none, by their own titles or else by `title`."""
    with ws.write("attachment.add") as session:
        card = record_of(session, patient_id)
        kept = [put(session, patient_id, paper, visit_id, report_id, title) for paper in papers]
        if not kept:
            raise refuse("paper", "paper_missing")
        text = ws.wording.text("saved.paper", name=name_of(card), paper=", ".join(row.title for row in kept))
        return changes(session, {"attachment"}, text, patient_id, kept[-1].id)


def put(
    session: WriteSession, patient_id: int, paper: PaperEntry, visit_id: int | None, report_id: int | None,
    title: str = "",
) -> Attachment:  # fmt: skip
    """Check and keep a paper within a write, by its own title or else by `title`; the row has its id."""
    if not clean(paper.title):
        paper = replace(paper, title=title)
    paper = paper.cleaned()
    refuse_problems(check_paper(paper))
    hangs_on: list[Visit | AwaitedReport] = []
    if visit_id is not None:
        hangs_on.append(fetch(session, Visit, visit_id))
    if report_id is not None:
        hangs_on.append(fetch(session, AwaitedReport, report_id))
    if any(row.patient_id != patient_id for row in hangs_on):
        raise KnownError("stale_row")
    return attachment.add(session, patient_id, paper, visit_id, report_id)


def void_paper(ws: Workspace, attachment_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back a paper, with the reason; it stays in the file, struck out. `version` is the one that was shown."""
    why = required_reason(reason)
    with ws.write("attachment.void") as session:
        row = fetch(session, Attachment, attachment_id, version)
        signing.refuse_signed(session, row.visit_id)
        void(session, row, why)
        card = record_of(session, row.patient_id)
        text = ws.wording.text("saved.paper_voided", name=name_of(card), paper=row.title)
        return changes(session, {"attachment"}, text, card.id, row.id)


def save_as(ws: Workspace, attachment_id: int, path: Path, *, overwrite: bool = False) -> Path:
    """Write a paper to a path as a whole, readable by its user alone. KnownError where that cannot be.

    A file that is there is replaced only with `overwrite`; a data file, a link or a device never is.
    """
    kept = content(ws, attachment_id)
    return output_file.write_file(kept, path, ws.store.path, output_file.PAPER, overwrite=overwrite)
