"""Done elsewhere: visits and assessments whose report is awaited, and the reports' arrival with their papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from hsct_desktop.domain.attachment import PaperEntry
from hsct_desktop.domain.awaited_report import ArrivalEntry, ElsewhereEntry, age, check_arrival, check_elsewhere
from hsct_desktop.domain.names import clean, clean_lines
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.domain.reschedule import Decisions
from hsct_desktop.domain.visit import Closing, VisitEntry, is_outside_window
from hsct_desktop.services import attachments, signing, visits
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import (
    birth_date_of,
    changes,
    course_of,
    name_of,
    record_of,
    refuse_problems,
    required_reason,
)
from hsct_desktop.services.transplants import NO_DECISIONS
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import attachment, awaited_report, professional, scheduled_visit
from hsct_desktop.store.awaited_report import WHOLE_VISIT, AwaitedReport, Report
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.patient import PatientCard
from hsct_desktop.store.scheduled_visit import Scheduled
from hsct_desktop.store.visit import Visit

_KINDS = frozenset({"report", "visit", "schedule"})


@dataclass(frozen=True)
class ReportRow:
    """A report as lists show it: what it is on, where and when that was done, and for how many days one has waited.

    `visit` names the visit of an assessment, "" where the report is on the visit itself. `days` counts to the arrival
    of a report that came. `papers` is the number of its papers.
    """

    id: int
    version: int
    patient_id: int
    visit_id: int
    scheduled_id: int | None
    assessment_id: str
    label: str
    visit: str
    place: str
    done_on: date
    arrived_on: date | None
    note: str
    days: int
    papers: int = 0

    @property
    def is_whole_visit(self) -> bool:
        """Whether its arrival closes the visit."""
        return self.assessment_id == WHOLE_VISIT

    @property
    def is_waiting(self) -> bool:
        """Whether it has not come yet."""
        return self.arrived_on is None


@dataclass(frozen=True)
class ElsewhereForm:
    """What the form of a visit done elsewhere starts from; `place` is a proposal, "" when nothing is known."""

    patient_id: int
    scheduled_id: int
    version: int
    label: str
    target: date
    earliest: date
    latest: date
    booked: date | None
    day0: date | None
    birth_date: date
    place: str


def waiting(ws: Workspace, patient_id: int | None = None) -> list[ReportRow]:
    """The awaited reports, oldest first: of all followed patients, or of one patient whether followed or not."""
    with ws.read() as session:
        if patient_id is None:
            return [_row(ws, found, 0) for found in awaited_report.waiting(session)]
        return [row for row in rows(ws, session, patient_id) if row.is_waiting]


def for_patient(ws: Workspace, patient_id: int) -> list[ReportRow]:
    """A patient's reports, awaited and arrived, oldest first."""
    with ws.read() as session:
        return rows(ws, session, patient_id)


def for_visit(ws: Workspace, visit_id: int) -> list[ReportRow]:
    """The reports of a visit and of its assessments, awaited and arrived."""
    with ws.read() as session:
        return [_row(ws, found, 0) for found in awaited_report.of_visit(session, visit_id)]


def rows(ws: Workspace, session: ReadSession, patient_id: int) -> list[ReportRow]:
    """The rows of `for_patient` within a session."""
    of_report = [paper.awaited_report_id for paper in attachment.of_patient(session, patient_id)]
    return [_row(ws, found, of_report.count(found.id)) for found in awaited_report.of_patient(session, patient_id)]


def _row(ws: Workspace, found: Report, papers: int) -> ReportRow:
    visit_label = found.visit_label.text(ws.language) if found.visit_label is not None else ""
    return ReportRow(
        id=found.id,
        version=found.version,
        patient_id=found.patient_id,
        visit_id=found.visit_id,
        scheduled_id=found.scheduled_visit_id,
        assessment_id=found.assessment_id,
        label=found.words(ws.language),
        visit="" if found.is_whole_visit else visit_label or ws.wording.text("visit.unscheduled"),
        place=found.place,
        done_on=found.done_on,
        arrived_on=found.arrived_on,
        note=found.note,
        days=age(found.done_on, found.arrived_on or ws.today()),
        papers=papers,
    )


def one(ws: Workspace, report_id: int) -> ReportRow:
    """One report; KnownError `stale_row` when it is gone."""
    with ws.read() as session:
        found = awaited_report.get(session, report_id)
        if found is None:
            raise KnownError("stale_row")
        return next(row for row in rows(ws, session, found.patient_id) if row.id == report_id)


# done elsewhere -------------------------------------------------------------------------------------------------


def form(ws: Workspace, scheduled_id: int) -> ElsewhereForm:
    """What the form of a visit done elsewhere starts from; KnownError `stale_row` for a visit that is not open."""
    with ws.read() as session:
        planned = _open(session, scheduled_id)
        card = record_of(session, planned.patient_id)
        course = course_of(session, planned.patient_id)
        place = _usual_place(session, card)
    return ElsewhereForm(
        patient_id=planned.patient_id,
        scheduled_id=planned.id,
        version=planned.version,
        label=planned.label.text(ws.language),
        target=planned.target,
        earliest=planned.earliest,
        latest=planned.latest,
        booked=planned.booked,
        day0=course.entry.day0 if course is not None else None,
        birth_date=birth_date_of(card),
        place=place,
    )


def _open(session: ReadSession | WriteSession, scheduled_id: int) -> Scheduled:
    planned = scheduled_visit.get(session, scheduled_id)
    if planned is None or planned.closing is not Closing.NONE:
        raise KnownError("stale_row")
    return planned


def _usual_place(session: ReadSession, card: PatientCard) -> str:
    """Where the patient goes elsewhere: the place of the latest visit done there, else the neurologist's hospital."""
    reports = [found for found in awaited_report.of_patient(session, card.id) if found.is_whole_visit and found.place]
    if reports:
        return reports[-1].place
    if card.entry.neurologist_id is None:
        return ""
    held = professional.get(session, card.entry.neurologist_id)
    return held.entry.institution if held is not None else ""


def done_elsewhere(
    ws: Workspace,
    scheduled_id: int,
    version: int,
    on: date | None,
    place: str,
    note: str = "",
    confirmed: bool = False,
    decisions: Decisions = NO_DECISIONS,
) -> Changes:
    """Record that a scheduled visit took place elsewhere: it is closed, and its report awaited, in one write.

    A day outside the window is recorded and marked, and asks the reason as `note`; a day before the patient was
    registered asks first (soft problem) unless `confirmed`. Visits that hang on its day follow, those that ask as
    decided (else kept). Raises InputError; nothing is written then. KnownError `stale_row` for a visit that somebody
    has changed or closed.
    """
    entry = ElsewhereEntry(scheduled_id, on, clean(place), clean_lines(note))
    with ws.write("visit.elsewhere") as session:
        planned = _open(session, scheduled_id)
        if planned.version != version:
            raise KnownError("stale_row")
        card = record_of(session, planned.patient_id)
        row_id, label = put_elsewhere(session, ws, card, planned, entry, confirmed=confirmed, decisions=decisions)
        text = ws.wording.text("saved.elsewhere", name=name_of(card), visit=label)
        return changes(session, _KINDS, text, card.id, row_id)


def put_elsewhere(
    session: WriteSession, ws: Workspace, card: PatientCard, planned: Scheduled, entry: ElsewhereEntry,
    *, confirmed: bool = False, decisions: Decisions = NO_DECISIONS,
) -> tuple[int, str]:  # fmt: skip
    """Check and write a visit done elsewhere within a write; the id of its awaited report, and what it is called."""
    refuse_problems(_elsewhere_problems(ws, card, planned, entry))
    seen = VisitEntry(card.id, entry.on, planned.id, entry.place, notes=entry.note)
    visit_id, label = visits.put(
        session, ws, card, seen, confirmed=confirmed, decisions=decisions, closing=Closing.AWAITED
    )
    row = awaited_report.add(session, fetch(session, Visit, visit_id), WHOLE_VISIT, label, entry.place, entry.note)
    return row.id, label


def _elsewhere_problems(
    ws: Workspace, card: PatientCard, planned: Scheduled, entry: ElsewhereEntry
) -> Iterator[Problem]:
    yield from check_elsewhere(entry, birth_date_of(card), ws.today())
    outside = entry.on is not None and is_outside_window(entry.on, planned.earliest, planned.latest)
    if outside and not entry.note:
        yield Problem("note", "outside_reason_missing", {"earliest": planned.earliest, "latest": planned.latest})


# arrival --------------------------------------------------------------------------------------------------------


def arrived(
    ws: Workspace,
    report_id: int,
    version: int,
    on: date | None,
    note: str = "",
    papers: Sequence[PaperEntry] = (),
) -> Changes:
    """Record that a report came, with its papers, in one write; a report on a whole visit closes the visit as done.

    Raises InputError (nothing is written then); KnownError `stale_row` when somebody has recorded it meanwhile.
    """
    entry = ArrivalEntry(on, clean_lines(note))
    with ws.write("report.arrived") as session:
        row = fetch(session, AwaitedReport, report_id, version)
        if row.arrived_on is not None:
            raise KnownError("stale_row")
        card = record_of(session, row.patient_id)
        label = put_arrival(session, ws, row, entry, papers)
        text = ws.wording.text("saved.report", name=name_of(card), report=label)
        kinds = _KINDS | ({"attachment"} if papers else frozenset())
        return changes(session, kinds, text, card.id, report_id)


def put_arrival(
    session: WriteSession, ws: Workspace, row: AwaitedReport, entry: ArrivalEntry, papers: Sequence[PaperEntry] = ()
) -> str:
    """Check and write a report's arrival within a write; what the report is on."""
    refuse_problems(check_arrival(entry, row.done_on, ws.today()))
    label = _label(ws, session, row.id)
    note = "\n".join(part for part in (row.note, entry.note) if part)
    awaited_report.arrive(session, row.id, None, entry.on, note)
    _close_visit(session, row, Closing.DONE)
    for paper in papers:
        attachments.put(session, row.patient_id, paper, row.visit_id, row.id, title=label)
    return label


def _label(ws: Workspace, session: WriteSession, report_id: int) -> str:
    found = awaited_report.get(session, report_id)
    return found.words(ws.language) if found is not None else ""


def title(ws: Workspace, row: ReportRow) -> str:
    """What a report is on in the reader's language; of an assessment no catalogue knows, the label that was kept."""
    known = ws.catalogue.assessments.get(row.assessment_id)
    return known.text(ws.language) if known is not None else row.label


def _close_visit(session: WriteSession, row: AwaitedReport, closing: Closing) -> None:
    """The visit that a report on it as a whole closes, or opens to waiting again."""
    if row.assessment_id == WHOLE_VISIT and row.scheduled_visit_id is not None:
        scheduled_visit.close(session, row.scheduled_visit_id, None, closing, visit_id=row.visit_id)


def await_again(ws: Workspace, report_id: int, version: int) -> Changes:
    """Take back an arrival recorded by mistake: the report is awaited again; papers that came with it stay."""
    with ws.write("report.await_again") as session:
        row = fetch(session, AwaitedReport, report_id, version)
        if row.arrived_on is None:
            raise KnownError("stale_row")
        signing.refuse_signed(session, row.visit_id)
        awaited_report.arrive(session, report_id, version, None, row.note)
        _close_visit(session, row, Closing.AWAITED)
        card = record_of(session, row.patient_id)
        text = ws.wording.text("saved.report_awaited_again", name=name_of(card), report=_label(ws, session, row.id))
        return changes(session, _KINDS, text, card.id, report_id)


def void_report(ws: Workspace, report_id: int, reason: str, version: int | None = None) -> Changes:
    """Wait no longer for a report, with the reason; `version` is the one that was shown.

    A report on a whole visit goes with the record of that visit, which is then open again: nobody falls off the lists.
    """
    why = required_reason(reason)
    with ws.because(why), ws.write("report.void") as session:
        row = fetch(session, AwaitedReport, report_id, version)
        signing.refuse_signed(session, row.visit_id)
        card, label = record_of(session, row.patient_id), _label(ws, session, row.id)
        if row.assessment_id == WHOLE_VISIT:
            visits.take_back(session, ws, fetch(session, Visit, row.visit_id), why)
        else:
            void(session, row, why)
        text = ws.wording.text("saved.report_voided", name=name_of(card), report=label)
        return changes(session, _KINDS, text, card.id, report_id)
