"""Done elsewhere: recorded, awaited, arrived, taken back, undone; each whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hsct_desktop.domain.attachment import PaperEntry
from hsct_desktop.domain.author import Author
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.professional import ProfessionalEntry, ProfessionalKind
from hsct_desktop.domain.visit import AssessmentEntry, AssessmentState, NotDoneReason, VisitEntry, VisitStatus
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services import attachments, patients, professionals, reports, states, today, undo, visits
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.summary import summary_data
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import TODAY, change_state, days, keys, plan, register, row_counts, scheduled

PDF = PaperEntry("report.pdf", b"%PDF-1.4 synthetic")
LABEL = "Day +60"
MRI = AssessmentEntry("mri", "MRI brain", AssessmentState.ELSEWHERE, detail="Northfield, 18 Nov")


def elsewhere(
    ws: Workspace, patient_id: int, on: date | None = TODAY, place: str = "Northfield", note: str = ""
) -> Changes:
    row = plan(ws, patient_id)[LABEL]
    assert row.scheduled_id is not None
    return reports.done_elsewhere(ws, row.scheduled_id, row.version, on, place, note)


@pytest.fixture
def pid(ws: Workspace) -> int:
    """A patient on Day +60, whose visit of that day stands open."""
    return register(ws, 60)


def table(ws: Workspace, patient_id: int) -> list[object]:
    """The Visits tab and the reports, without the versions that each write moves on."""
    return [*(replace(row, version=0) for row in plan(ws, patient_id).values()), *reports.for_patient(ws, patient_id)]


def test_a_visit_done_elsewhere_is_awaited_and_its_report_closes_it(ws: Workspace, pid: int) -> None:
    row = plan(ws, pid)[LABEL]
    place = "  Northfield\u202e Hospital "
    saved = reports.done_elsewhere(
        ws, row.scheduled_id or 0, row.version, days(-2), place, "by telephone", confirmed=True
    )
    assert saved.kinds == {"report", "visit", "schedule"}
    assert saved.text == "Done elsewhere, report awaited: Bianchi, Anna, Day +60"
    row = plan(ws, pid)[LABEL]
    assert row.status is VisitStatus.REPORT_AWAITED
    assert (row.seen_on, row.seen_by, row.outside_window) == (days(-2), "Northfield Hospital", False)
    (waiting,) = reports.waiting(ws)
    assert (waiting.label, waiting.visit, waiting.place, waiting.days) == (LABEL, "", "Northfield Hospital", 2)
    assert (waiting.note, waiting.is_whole_visit, waiting.is_waiting) == ("by telephone", True, True)

    came = reports.arrived(ws, waiting.id, waiting.version, TODAY, "by post", (PDF,))
    assert came.kinds == {"report", "visit", "schedule", "attachment"}
    assert came.text == "Report arrived: Bianchi, Anna, Day +60"
    assert plan(ws, pid)[LABEL].status is VisitStatus.DONE
    assert reports.waiting(ws) == []
    (report,) = reports.for_patient(ws, pid)
    assert (report.arrived_on, report.note, report.papers, report.days) == (TODAY, "by telephone\nby post", 1, 2)
    (paper,) = attachments.for_patient(ws, pid)
    assert (paper.title, paper.file_name, paper.visit, paper.visit_on) == (LABEL, "report.pdf", LABEL, days(-2))
    assert attachments.content(ws, paper.id) == PDF.content
    assert attachments.for_visit(ws, report.visit_id) == [paper]


def test_undo_takes_back_each_step_whole(ws: Workspace, pid: int) -> None:
    before = table(ws, pid)
    done = elsewhere(ws, pid)
    waiting = table(ws, pid)
    (report,) = reports.waiting(ws)
    came = reports.arrived(ws, report.id, report.version, TODAY, "", (PDF, PDF))
    with pytest.raises(KnownError, match="undo_changed_since"):
        undo.undo(ws, done.txn)
    taken = undo.undo(ws, came.txn)
    assert taken.text == "Undone: report arrived, Bianchi, Anna"
    assert {"report", "attachment", "schedule"} <= taken.kinds
    assert attachments.for_patient(ws, pid) == []
    assert [replace(r, version=0) if isinstance(r, reports.ReportRow) else r for r in table(ws, pid)] == [
        replace(r, version=0) if isinstance(r, reports.ReportRow) else r for r in waiting
    ]
    assert undo.undo(ws, done.txn).text == "Undone: visit done elsewhere, Bianchi, Anna"
    assert table(ws, pid) == before


def test_an_arrival_undone_can_be_done_again(ws: Workspace, pid: int) -> None:
    elsewhere(ws, pid)
    (report,) = reports.waiting(ws)
    came = reports.arrived(ws, report.id, report.version, TODAY, "", (PDF,))
    taken = undo.undo(ws, came.txn)
    undo.undo(ws, taken.txn)
    (paper,) = attachments.for_patient(ws, pid)
    assert attachments.content(ws, paper.id) == PDF.content
    assert plan(ws, pid)[LABEL].status is VisitStatus.DONE


@pytest.mark.parametrize(
    ("on", "place", "wrong"),
    [
        (days(1), "x", {("on", "elsewhere_in_future")}),
        (None, "x", {("on", "date_missing")}),
        (date(1985, 3, 6), "x", {("on", "before_birth"), ("note", "outside_reason_missing")}),
        (TODAY, " \u200b ", {("place", "place_missing")}),
        (days(-30), "x", {("note", "outside_reason_missing")}),
    ],
)
def test_what_is_refused_writes_nothing(
    ws: Workspace, pid: int, on: date | None, place: str, wrong: set[tuple[str, str]]
) -> None:
    counts = row_counts(ws)
    with pytest.raises(InputError) as error:
        elsewhere(ws, pid, on, place)
    assert keys(error.value) == wrong
    assert row_counts(ws) == counts


def test_outside_the_window_is_recorded_and_marked_with_its_reason(ws: Workspace, pid: int) -> None:
    saved = reports.done_elsewhere(
        ws,
        scheduled(ws, pid, LABEL),
        plan(ws, pid)[LABEL].version,
        days(-30),
        "Northfield",
        "seen early",
        confirmed=True,
    )
    assert saved.record_id is not None
    assert plan(ws, pid)[LABEL].outside_window
    (report,) = reports.waiting(ws)
    assert report.note == "seen early"
    assert visits.entry_of(ws, report.visit_id)[0].notes == "seen early"


def test_a_day_before_registration_asks_first(ws: Workspace, pid: int) -> None:
    with pytest.raises(InputError) as error:
        elsewhere(ws, pid, days(-3), "Northfield")
    assert [(p.key, p.soft) for p in error.value.problems] == [("visit_before_registration", True)]


def test_after_death_and_before_day_0_are_refused(ws: Workspace, pid: int) -> None:
    with pytest.raises(InputError) as error:
        elsewhere(ws, pid, days(-90), "x", "early")
    assert ("on", "visit_before_day0") in keys(error.value)
    change_state(ws, pid, StateChangeKind.DIED, days(-1))
    with pytest.raises(InputError) as error:
        elsewhere(ws, pid, TODAY)
    assert ("on", "after_death") in keys(error.value)


def test_two_people_record_the_same_visit(ws: Workspace, pid: int) -> None:
    row = plan(ws, pid)[LABEL]
    elsewhere(ws, pid)
    with pytest.raises(KnownError, match="stale_row"):
        reports.done_elsewhere(ws, row.scheduled_id or 0, row.version, TODAY, "Northfield")
    with pytest.raises(KnownError, match="stale_row"):
        visits.record(ws, VisitEntry(pid, TODAY, row.scheduled_id, "Ann"), True)
    with pytest.raises(KnownError, match="stale_row"):
        visits.reopen(ws, row.scheduled_id or 0, plan(ws, pid)[LABEL].version)
    assert len(reports.for_patient(ws, pid)) == 1


def test_a_booking_made_meanwhile_makes_it_stale(ws: Workspace, pid: int) -> None:
    row = plan(ws, pid)[LABEL]
    visits.book(ws, row.scheduled_id or 0, row.version, TODAY)
    with pytest.raises(KnownError, match="stale_row"):
        reports.done_elsewhere(ws, row.scheduled_id or 0, row.version, TODAY, "Northfield")


def test_two_people_record_the_same_arrival(ws: Workspace, other: Author, pid: int) -> None:
    elsewhere(ws, pid)
    (report,) = reports.waiting(ws)
    reports.arrived(ws, report.id, report.version, TODAY, "", (PDF,))
    ws.author = other
    counts = row_counts(ws)
    for version in (report.version, report.version + 1):
        with pytest.raises(KnownError, match="stale_row"):
            reports.arrived(ws, report.id, version, TODAY, "", (PDF,))
    assert row_counts(ws) == counts


@pytest.mark.parametrize(
    ("on", "key"), [(days(-1), "arrival_before_done"), (days(1), "date_in_future"), (None, "date_missing")]
)
def test_an_arrival_on_an_impossible_day(ws: Workspace, pid: int, on: date | None, key: str) -> None:
    elsewhere(ws, pid)
    (report,) = reports.waiting(ws)
    counts = row_counts(ws)
    with pytest.raises(InputError) as error:
        reports.arrived(ws, report.id, report.version, on)
    assert keys(error.value) == {("on", key)}
    assert row_counts(ws) == counts


def test_one_bad_paper_of_two_keeps_the_report_awaited(ws: Workspace, pid: int) -> None:
    elsewhere(ws, pid)
    (report,) = reports.waiting(ws)
    counts = row_counts(ws)
    with pytest.raises(InputError) as error:
        reports.arrived(ws, report.id, report.version, TODAY, "", (PDF, PaperEntry("letter.docx", b"PK\x03\x04")))
    assert keys(error.value) == {("paper", "paper_other_kind")}
    assert row_counts(ws) == counts
    assert reports.waiting(ws) == [report]


def test_who_is_no_longer_followed_leaves_the_list_and_comes_back(ws: Workspace, pid: int) -> None:
    elsewhere(ws, pid, TODAY)
    (report,) = reports.waiting(ws)
    change = states.change(ws, pid, states.StateChange(StateChangeKind.TRANSFERRED, TODAY, "Southfield"))
    assert reports.waiting(ws) == []
    assert reports.waiting(ws, pid) == [report]
    undo.undo(ws, change.txn)
    assert reports.waiting(ws) == [report]


def test_the_oldest_report_comes_first(ws: Workspace) -> None:
    for code, ago in (("MS-002", 1), ("MS-003", 4), ("MS-004", 0)):
        row = plan(ws, found := register(ws, 60, code))[LABEL]
        reports.done_elsewhere(ws, row.scheduled_id or 0, row.version, days(-ago), "x", confirmed=True)
        assert found
    assert [row.days for row in reports.waiting(ws)] == [4, 1, 0]


# one line of a checklist ----------------------------------------------------------------------------------------


def see_with(ws: Workspace, pid: int, *lines: AssessmentEntry) -> int:
    saved = visits.record(ws, VisitEntry(pid, TODAY, scheduled(ws, pid, LABEL), "Ann", assessments=lines), True)
    return saved.record_id or 0


def change_lines(ws: Workspace, visit_id: int, *lines: AssessmentEntry) -> Changes:
    entry, version = visits.entry_of(ws, visit_id)
    return visits.revise(ws, visit_id, version, replace(entry, assessments=lines), True)


def test_a_line_elsewhere_is_awaited_while_the_visit_is_done(ws: Workspace, pid: int) -> None:
    visit_id = see_with(ws, pid, MRI, AssessmentEntry("exam", "Examination", AssessmentState.DONE))
    assert plan(ws, pid)[LABEL].status is VisitStatus.DONE
    (report,) = reports.waiting(ws)
    assert (report.label, report.visit, report.place, report.assessment_id) == ("MRI brain", LABEL, MRI.detail, "mri")
    assert (report.visit_id, report.done_on, report.is_whole_visit) == (visit_id, TODAY, False)
    reports.arrived(ws, report.id, report.version, TODAY, "", (PDF,))
    assert reports.waiting(ws) == []
    assert plan(ws, pid)[LABEL].status is VisitStatus.DONE


def test_the_report_follows_its_line(ws: Workspace, pid: int) -> None:
    visit_id = see_with(ws, pid, MRI)
    change_lines(ws, visit_id, replace(MRI, detail="Southfield"))
    (report,) = reports.waiting(ws)
    assert report.place == "Southfield"
    changed = change_lines(ws, visit_id, AssessmentEntry("mri", "MRI brain", AssessmentState.DONE))
    assert reports.waiting(ws) == []
    undo.undo(ws, changed.txn)
    assert [row.id for row in reports.waiting(ws)] == [report.id]
    change_lines(ws, visit_id)
    assert reports.waiting(ws) == []
    change_lines(ws, visit_id, MRI)
    assert [row.place for row in reports.waiting(ws)] == [MRI.detail]


def test_a_report_that_came_stays_whatever_becomes_of_its_line(ws: Workspace, pid: int) -> None:
    visit_id = see_with(ws, pid, MRI)
    (report,) = reports.waiting(ws)
    reports.arrived(ws, report.id, report.version, TODAY)
    change_lines(ws, visit_id, replace(MRI, state=AssessmentState.NOT_DONE, reason=NotDoneReason.NO_TIME))
    change_lines(ws, visit_id, MRI)
    assert [(row.id, row.is_waiting) for row in reports.for_patient(ws, pid)] == [(report.id, False)]


def test_a_report_taken_back_is_not_awaited_again_by_another_change(ws: Workspace, pid: int) -> None:
    visit_id = see_with(ws, pid, MRI)
    (report,) = reports.waiting(ws)
    with pytest.raises(InputError):
        reports.void_report(ws, report.id, " ")
    assert reports.void_report(ws, report.id, "told by telephone", report.version).text.startswith("Report no longer")
    change_lines(ws, visit_id, MRI, AssessmentEntry("exam", "Examination", AssessmentState.DONE))
    assert reports.waiting(ws) == []


def test_a_visit_moved_to_another_day_takes_its_reports_along(ws: Workspace, pid: int) -> None:
    visit_id = see_with(ws, pid, MRI)
    entry, version = visits.entry_of(ws, visit_id)
    visits.revise(ws, visit_id, version, replace(entry, on=days(-3)), True)
    assert [row.days for row in reports.waiting(ws)] == [3]


# taking back ----------------------------------------------------------------------------------------------------


def test_taking_back_the_visit_takes_back_its_reports_and_keeps_its_papers(ws: Workspace, pid: int) -> None:
    visit_id = see_with(ws, pid, MRI)
    (report,) = reports.waiting(ws)
    reports.arrived(ws, report.id, report.version, TODAY, "", (PDF,))
    taken = visits.void_visit(ws, visit_id, "wrong patient")
    assert reports.for_patient(ws, pid) == []
    (paper,) = attachments.for_patient(ws, pid)
    assert (paper.visit_id, paper.visit) == (None, "")
    undo.undo(ws, taken.txn)
    assert [row.id for row in reports.for_patient(ws, pid)] == [report.id]
    assert attachments.for_patient(ws, pid)[0].visit == LABEL


def test_nobody_falls_off_the_lists_when_a_whole_visit_is_waited_for_no_longer(ws: Workspace, pid: int) -> None:
    before = plan(ws, pid)[LABEL].status
    elsewhere(ws, pid)
    (report,) = reports.waiting(ws)
    reports.void_report(ws, report.id, "it was another patient", report.version)
    assert reports.for_patient(ws, pid) == []
    assert plan(ws, pid)[LABEL].status is before


def test_an_arrival_recorded_by_mistake_is_awaited_again(ws: Workspace, pid: int) -> None:
    elsewhere(ws, pid)
    (report,) = reports.waiting(ws)
    with pytest.raises(KnownError, match="stale_row"):
        reports.await_again(ws, report.id, report.version)
    reports.arrived(ws, report.id, report.version, TODAY, "", (PDF,))
    now = reports.one(ws, report.id)
    reports.await_again(ws, report.id, now.version)
    assert plan(ws, pid)[LABEL].status is VisitStatus.REPORT_AWAITED
    assert [(row.id, row.papers) for row in reports.waiting(ws, pid)] == [(report.id, 1)]


# the form -------------------------------------------------------------------------------------------------------


def test_the_place_proposed_is_the_last_one_else_the_neurologists(ws: Workspace) -> None:
    card = professionals.add(ws, ProfessionalEntry("Dr N", ProfessionalKind.NEUROLOGIST, "Westfield Hospital"))
    pid = register(ws, 60, neurologist_id=card.record_id)
    form = reports.form(ws, scheduled(ws, pid, LABEL))
    assert (form.label, form.place, form.patient_id) == (LABEL, "Westfield Hospital", pid)
    elsewhere(ws, pid, place="Eastfield")
    with pytest.raises(KnownError, match="stale_row"):
        reports.form(ws, scheduled(ws, pid, LABEL))
    (open_one, *_rest) = [row for row in plan(ws, pid).values() if row.status.awaits and row.scheduled_id]
    assert reports.form(ws, open_one.scheduled_id or 0).place == "Eastfield"


def test_labels_are_in_the_readers_language(ws: Workspace, pid: int) -> None:
    elsewhere(ws, pid)
    ws.language = "it"
    (report,) = reports.waiting(ws)
    assert report.label == "Giorno +60"


def test_the_tab_counts_what_it_lists(ws: Workspace, pid: int) -> None:
    elsewhere(ws, pid)
    attachments.add(ws, pid, PDF)
    assert patients.banner(ws, pid).counts["documents"] == 2
    (report,) = reports.waiting(ws)
    reports.arrived(ws, report.id, report.version, TODAY, "", (PDF,))
    assert patients.banner(ws, pid).counts["documents"] == 2
    (report,) = reports.for_patient(ws, pid)
    papers = attachments.for_patient(ws, pid)
    attachments.void_paper(ws, papers[0].id, "wrong", papers[0].version)
    assert patients.banner(ws, pid).counts["documents"] == 2  # the paper, and the report without one


def test_today_lists_the_same_reports(ws: Workspace, pid: int) -> None:
    elsewhere(ws, pid)
    see_with(ws, register(ws, 60, "MS-002"), MRI)
    rows = [row for row in today.lists(ws, TODAY).rows if row.kind is WorklistKind.REPORTS_AWAITED]
    assert [(row.report_id, row.task) for row in rows] == [(row.id, row.label) for row in reports.waiting(ws)]
    assert len(rows) == 2


def test_the_summary_names_what_is_awaited(ws: Workspace, pid: int) -> None:
    elsewhere(ws, pid)
    data = summary_data(ws, pid, "it")
    assert [(r.label, r.place, r.done_on) for r in data.reports] == [("Giorno +60", "Northfield", TODAY)]
    assert [v.seen_by for v in data.visits if v.status is VisitStatus.REPORT_AWAITED] == ["Northfield"]
