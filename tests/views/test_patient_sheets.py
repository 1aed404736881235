"""The sheets: drafts survive, problems stand beside their fields, nothing is written until all is well."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.domain.adverse_event import Grade, Outcome
from hsct_desktop.domain.contact import ContactEntry, ContactOutcome
from hsct_desktop.domain.edss_assessment import EdssEntry
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.patient import FollowUp, StateChangeKind
from hsct_desktop.domain.supportive_therapy import Route, StopReason
from hsct_desktop.domain.visit import AssessmentState, NotDoneReason
from hsct_desktop.services import (
    adverse_events,
    contacts,
    drafts,
    neurology,
    patients,
    states,
    supportive_therapies,
    visits,
)
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.adverse_event_sheet import AdverseEventSheet
from hsct_desktop.views.booking_sheet import BookingSheet
from hsct_desktop.views.contact_sheet import ContactSheet
from hsct_desktop.views.context import Context
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.sheet import RecordSheet
from hsct_desktop.views.state_sheet import StateSheet
from hsct_desktop.views.stop_sheet import StopSheet
from hsct_desktop.views.therapy_sheet import TherapySheet
from hsct_desktop.views.visit_sheet import VisitSheet
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.field import FieldFrame
from tests.views.ward import ON


@pytest.fixture
def host(qtbot: QtBot, ctx: Context) -> QWidget:
    """A place for sheets over a patient's page."""
    place = QWidget()
    qtbot.addWidget(place)
    place.resize(1282, 700)
    ctx.set_sheet_place(place, 94)
    ctx.sheet_wanted.connect(lambda sheet: sheet.open_sheet())
    place.show()
    return place


@pytest.fixture
def pid(workspace: Workspace) -> int:
    return next(hit.id for hit in patients.browse(workspace) if hit.code == "MS-0107")


def error_of(widget: QWidget) -> str:
    assert isinstance(widget, FieldFrame)
    return widget.error()


def an_open_visit(workspace: Workspace, pid: int) -> int:
    rows = [row for row in visits.for_patient(workspace, pid, ON) if row.status.awaits]
    assert rows[0].scheduled_id is not None
    return rows[0].scheduled_id


def test_esc_keeps_the_draft_and_the_next_sheet_has_it(host: QWidget, ctx: Context, pid: int) -> None:
    sheet = AdverseEventSheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet._picker.look_for("naus")
    sheet._picker.take()
    sheet._more.note.set_text("since the morning")
    sheet.keep_draft()
    again = AdverseEventSheet(ctx, pid)
    ctx.open_sheet(again)
    assert again._picker.text() == "Nausea"
    assert again._more.note.text() == "since the morning"
    assert "draft kept" in again._sub.text()
    again._grades.choose(2)
    again.save()
    assert drafts.find(ctx.ready(), "adverse_event", pid) is None
    assert len(adverse_events.for_patient(ctx.ready(), pid)) == 1


@pytest.mark.soak
def test_a_draft_is_written_soon_after_the_last_key(host: QWidget, ctx: Context, pid: int, qtbot: QtBot) -> None:
    sheet = ContactSheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet._ui.note.set_text("calls back")
    assert drafts.find(ctx.ready(), "contact", pid) is None
    qtbot.waitUntil(lambda: drafts.find(ctx.ready(), "contact", pid) is not None, timeout=4000)


def test_an_untouched_sheet_leaves_no_draft(host: QWidget, ctx: Context, pid: int) -> None:
    for make in (AdverseEventSheet, TherapySheet, ContactSheet, StateSheet):
        sheet: RecordSheet = make(ctx, pid)
        ctx.open_sheet(sheet)
        sheet.keep_draft()
        assert drafts.find(ctx.ready(), sheet._draft_name, pid) is None


def test_only_existing_grades_and_serious_needs_a_criterion(host: QWidget, ctx: Context, pid: int) -> None:
    sheet = AdverseEventSheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet._picker.look_for("febrile neutropenia")
    assert not sheet._grades.choose(1)
    assert sheet._grades.choose(3)
    sheet._serious.set_value(True)
    sheet.save()
    assert "criterion" in error_of(sheet._criteria.frame())
    assert adverse_events.for_patient(ctx.ready(), pid) == []
    assert sheet.isVisible()


def test_grade_5_asks_the_cause_and_records_the_death(host: QWidget, ctx: Context, pid: int) -> None:
    sheet = AdverseEventSheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet._picker.look_for("sepsis")
    sheet._grades.choose(5)
    sheet.save()
    assert "cause" in error_of(sheet._cause).lower()
    assert states.for_patient(ctx.ready(), pid) == []
    sheet._cause.set_text("Septic shock")
    sheet.save()
    (state,) = states.for_patient(ctx.ready(), pid)
    assert (state.change.kind, state.change.on, state.change.detail) == (StateChangeKind.DIED, ON, "Septic shock")
    assert patients.banner(ctx.ready(), pid).follow_up is FollowUp.DEAD


def test_a_revised_episode_keeps_its_course(host: QWidget, ctx: Context, pid: int) -> None:
    sheet = AdverseEventSheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet._picker.look_for("mucositis oral")
    sheet._grades.choose(1)
    sheet._onset.set_typed("-6")
    sheet._course._append().fill(3, "-3")
    sheet.save()
    (episode,) = adverse_events.for_patient(ctx.ready(), pid)
    again = AdverseEventSheet(ctx, pid, episode.id)
    ctx.open_sheet(again)
    again._end.set_typed("t")
    assert again._outcome.value() is Outcome.RESOLVED
    again.save()
    (episode,) = adverse_events.for_patient(ctx.ready(), pid)
    assert [step.grade for step in episode.grades] == [Grade.MILD, Grade.SEVERE]
    assert episode.end == ON


def test_the_visit_form_refuses_what_cannot_be_read(
    host: QWidget, ctx: Context, workspace: Workspace, pid: int
) -> None:
    scheduled = an_open_visit(workspace, pid)
    sheet = VisitSheet(ctx, pid, scheduled)
    ctx.open_sheet(sheet)
    sheet._ui.pulse.set_text("7x")
    sheet._ui.bloodPressure.set_text("118")
    sheet._ui.on.set_typed("31/2")
    sheet.save()
    for field in (sheet._ui.pulse, sheet._ui.bloodPressure, sheet._ui.on):
        assert error_of(field)
    assert sheet.isVisible()
    assert all(row.seen_on is None for row in visits.for_patient(workspace, pid, ON))


def test_the_visit_form_writes_the_checklist(host: QWidget, ctx: Context, workspace: Workspace, pid: int) -> None:
    sheet = VisitSheet(ctx, pid, an_open_visit(workspace, pid))
    ctx.open_sheet(sheet)
    sheet._ui.temperature.set_text("36,7")
    sheet._ui.bloodPressure.set_text("118/74")
    first, second = sheet._rows._rows[:2]
    first.set_state(AssessmentState.NOT_DONE)
    second.set_state(AssessmentState.ELSEWHERE)
    second._place.setText("Dr Sanna, 24 Nov")
    sheet._rows.mark_all_done()
    sheet.save()
    assert sheet.isVisible(), "not done without a reason is refused"
    first._reason.setCurrentIndex(first._reasons.index(NotDoneReason.DECLINED))
    sheet.save()
    (row,) = [row for row in visits.for_patient(workspace, pid, ON) if row.visit_id is not None]
    entry, _version = visits.entry_of(workspace, row.visit_id or 0)
    assert (entry.vitals.systolic, str(entry.vitals.temperature)) == (118, "36.7")
    states_ = {line.assessment_id: line for line in entry.assessments}
    assert states_[first.assessment_id].reason is NotDoneReason.DECLINED
    assert states_[second.assessment_id].detail == "Dr Sanna, 24 Nov"
    assert row.done >= 1


def test_an_examination_of_the_day_ticks_its_line(host: QWidget, ctx: Context, workspace: Workspace, pid: int) -> None:
    asked = (
        row.scheduled_id
        for row in visits.for_patient(workspace, pid, ON)
        if row.status.awaits and "edss" in {a.id for a in visits.form(workspace, pid, row.scheduled_id).assessments}
    )
    seen = EdssEntry(pid, PartialDate(ON.year, ON.month, ON.day), Decimal("3.5"))
    neurology.record(workspace, seen, {"sdmt": Decimal(49)})
    sheet = VisitSheet(ctx, pid, next(asked))
    ctx.open_sheet(sheet)
    edss, tests = sheet._rows.row("edss"), sheet._rows.row("ms_function")
    assert edss is not None
    assert (edss.state(), edss._note.text()) == (AssessmentState.DONE, "recorded: EDSS 3.5")
    if tests is not None:
        assert (tests.state(), tests._note.text()) == (None, "recorded: SDMT 49"), "one of four tests is not the line"
    sheet._ui.on.set_typed("-1")
    assert (edss.state(), edss._note.text()) == (None, "")
    edss.set_state(AssessmentState.NOT_DONE)
    sheet._ui.on.set_typed("t")
    assert edss.state() is AssessmentState.NOT_DONE, "what a person said stands"


def test_a_visit_outside_its_window_is_warned_of_and_marked(
    host: QWidget, ctx: Context, workspace: Workspace, pid: int
) -> None:
    late = next(r for r in visits.for_patient(workspace, pid, ON) if r.latest and r.latest < ON and r.status.awaits)
    sheet = VisitSheet(ctx, pid, late.scheduled_id)
    ctx.open_sheet(sheet)
    assert "Outside the window" in sheet._ui.on.warning()
    sheet.save()
    row = next(r for r in visits.for_patient(workspace, pid, ON) if r.scheduled_id == late.scheduled_id)
    assert row.outside_window


def test_the_stop_rule_proposes_its_earliest_day(host: QWidget, ctx: Context, workspace: Workspace, pid: int) -> None:
    sheet = TherapySheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet._picker.look_for("acic")
    assert sheet._picker.take()
    assert sheet._ui.dose.text() == "", "no dose is computed or filled in"
    sheet._ui.stopRule.box().setCurrentIndex(1)
    day0 = patients.banner(workspace, pid).day0
    assert day0 is not None
    proposed = sheet._ui.plannedStop.date()
    assert proposed is not None
    assert proposed > day0
    sheet._ui.dose.set_text("800")
    sheet.save()
    assert "unit" in error_of(sheet._ui.unit)
    sheet._ui.unit.set_text("mg")
    sheet.save()
    (therapy,) = supportive_therapies.for_patient(workspace, pid)
    assert therapy.planned_stop == proposed
    assert therapy.catalogue_id.startswith("aciclovir")


def test_a_free_drug_is_taken_as_written(host: QWidget, ctx: Context, workspace: Workspace, pid: int) -> None:
    sheet = TherapySheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet._picker.look_for("Herbal tea <b>&")
    assert sheet._picker.take()
    sheet.save()
    assert "route" in error_of(sheet._ui.route), "nobody has said how it is given"
    sheet._ui.route.set_value(Route.ORAL)
    sheet.save()
    (therapy,) = supportive_therapies.for_patient(workspace, pid)
    assert therapy.name == "Herbal tea <b>&"


def test_a_free_drug_keeps_nothing_of_a_drug_passed_on_the_way(host: QWidget, ctx: Context, pid: int) -> None:
    sheet = TherapySheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet._picker.look_for("aciclovir")
    sheet._picker.take()
    assert sheet._ui.route.value() is not None
    sheet._picker.look_for("aciclovir of my own making")
    sheet._picker.take()
    assert sheet._ui.route.value() is None
    assert sheet._ui.frequency.text() == ""


def test_a_drug_is_stopped_for_a_reason_that_somebody_gives(
    host: QWidget, ctx: Context, workspace: Workspace, qtbot: QtBot
) -> None:
    patient = next(hit.id for hit in patients.browse(workspace) if supportive_therapies.for_patient(workspace, hit.id))
    (therapy,) = supportive_therapies.for_patient(workspace, patient)
    sheet = StopSheet(ctx, patient, therapy.id)
    ctx.open_sheet(sheet)
    assert sheet._ui.reason.value() is None
    sheet.save()
    assert sheet.isVisible()
    assert error_of(sheet._ui.reason)
    qtbot.keyClick(sheet._ui.reason.box(), "N")  # type: ignore[arg-type]
    assert sheet._ui.reason.value() is StopReason.NOT_NEEDED
    sheet.save()
    (stopped,) = supportive_therapies.for_patient(workspace, patient)
    assert (stopped.stop, stopped.stop_reason) == (ON, StopReason.NOT_NEEDED)


def test_an_interruption_knows_day_0_and_complains_once(host: QWidget, ctx: Context, pid: int) -> None:
    sheet = TherapySheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet._pauses._on_add()
    row = sheet._pauses._rows[0]
    row.start.set_typed("d+5")
    day0 = patients.banner(ctx.ready(), pid).day0
    assert day0 is not None
    assert row.start.date() == day0 + timedelta(days=5)
    row.start.set_typed("nonsense")
    sheet.save()
    assert "nonsense" in row.start.error()
    assert sheet._pauses._note.text() == ""


def test_the_sentence_that_knows_better_stays_after_saving(host: QWidget, ctx: Context, pid: int) -> None:
    sheet = ContactSheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet._ui.on.set_typed("d+3")
    sheet._ui.on.check()
    before = sheet._ui.on.error()
    assert "Day 0" in before
    sheet.save()
    assert sheet._ui.on.error() == before


def test_an_end_before_the_onset_is_said_once(host: QWidget, ctx: Context, pid: int) -> None:
    sheet = AdverseEventSheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet._picker.look_for("nausea")
    sheet._picker.take()
    sheet._grades.choose(2)
    sheet._end.set_date(ON - timedelta(days=3))
    assert [problem.key for problem in sheet.hard_problems()] == ["end_before_onset"]


@pytest.mark.parametrize("kind", [StateChangeKind.LOST, StateChangeKind.WITHDREW])
def test_who_leaves_follow_up_leaves_it_for_a_reason(
    host: QWidget, ctx: Context, workspace: Workspace, pid: int, kind: StateChangeKind
) -> None:
    sheet = StateSheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet._ui.kind.set_value(kind)
    sheet.save()
    assert error_of(sheet._ui.detail)
    assert states.for_patient(workspace, pid) == []


def test_a_contact_says_what_came_of_it(host: QWidget, ctx: Context, workspace: Workspace, pid: int) -> None:
    sheet = ContactSheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet.save()
    assert contacts.for_patient(workspace, pid) == []
    assert "outcome" in sheet._ui.outcome.frame().error()
    sheet._ui.outcome.set_value(ContactOutcome.REACHED)
    sheet.save()
    assert len(contacts.for_patient(workspace, pid)) == 1


def test_no_answer_asks_for_the_next_try(host: QWidget, ctx: Context, workspace: Workspace, pid: int) -> None:
    sheet = ContactSheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet.no_answer()
    sheet._ui.nextTry.set_typed("fri")
    sheet.save()
    (row,) = contacts.for_patient(workspace, pid)
    assert row.outcome is ContactOutcome.NO_ANSWER
    assert row.next_try == ON + timedelta(days=7)


def test_a_death_needs_its_cause(host: QWidget, ctx: Context, workspace: Workspace, pid: int) -> None:
    sheet = StateSheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet.save()
    assert sheet.isVisible()
    sheet._ui.kind.set_value(StateChangeKind.DIED)
    sheet.save()
    assert "cause" in error_of(sheet._ui.detail)
    assert states.for_patient(workspace, pid) == []
    sheet._ui.detail.set_text("Sepsis")
    sheet.save()
    assert patients.banner(workspace, pid).follow_up is FollowUp.DEAD


def test_a_move_asks_for_its_reason(host: QWidget, ctx: Context, workspace: Workspace, pid: int) -> None:
    row = next(r for r in visits.for_patient(workspace, pid, ON) if r.status.awaits and r.earliest and r.earliest > ON)
    assert row.target is not None
    for day, reason, moved in ((row.target, "", True), (row.target + timedelta(days=1), "", False)):
        sheet = BookingSheet(ctx, row.scheduled_id or 0)
        ctx.open_sheet(sheet)
        sheet._ui.on.set_date(day)
        sheet._ui.reason.set_text(reason)
        sheet.save()
        assert (not sheet.isVisible()) is moved
    booked = next(r for r in visits.for_patient(workspace, pid, ON) if r.scheduled_id == row.scheduled_id)
    assert booked.booked == row.target


def test_a_contact_is_taken_back_from_the_sheet(
    host: QWidget, ctx: Context, workspace: Workspace, pid: int, qtbot: QtBot
) -> None:
    opened: list[QWidget] = []
    ctx.sheet_wanted.connect(opened.append)
    contacts.record(workspace, ContactEntry(pid, ON, outcome=ContactOutcome.NO_ANSWER, note="rang twice"))
    sheet = ContactSheet(ctx, pid)
    ctx.open_sheet(sheet)
    back = next(button for button in sheet.findChildren(KeyButton) if button.text() == "Take back")
    back.click()
    asking = opened[-1]
    assert isinstance(asking, ReasonSheet)
    asking._reason.set_text("wrong patient")
    asking.save()
    assert contacts.for_patient(workspace, pid) == []


def test_a_failed_write_keeps_the_form(host: QWidget, ctx: Context, workspace: Workspace, pid: int) -> None:
    told: list[str] = []
    ctx.error_wanted.connect(told.append)
    sheet = ContactSheet(ctx, pid)
    ctx.open_sheet(sheet)
    sheet._ui.note.set_text("must not be lost")
    sheet._ui.outcome.set_value(ContactOutcome.REACHED)
    author, workspace.author = workspace.author, None
    sheet.save()
    assert told
    assert sheet.isVisible()
    assert sheet._ui.note.text() == "must not be lost"
    workspace.author = author
    sheet.save()
    assert contacts.for_patient(workspace, pid)[0].note == "must not be lost"


def test_over_today_the_sheet_names_the_patient(host: QWidget, ctx: Context, pid: int) -> None:
    ctx.set_sheet_place(host, 48)
    sheet = ContactSheet(ctx, pid)
    ctx.open_sheet(sheet)
    assert not sheet._sub_head.isHidden()
    assert date(1984, 3, 14) == patients.banner(ctx.ready(), pid).birth_date
