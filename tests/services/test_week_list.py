"""The week list from a real file: late and due first, tries and tasks by day, nothing due among what can wait."""

from __future__ import annotations

from pathlib import Path

from hsct_desktop.documents.agenda_inputs import WeekListData
from hsct_desktop.domain.contact import ContactEntry, ContactOutcome
from hsct_desktop.domain.task import TaskEntry
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services import agenda, contacts, printing, tasks, today
from hsct_desktop.services.week_list import week_list_data
from hsct_desktop.services.workspace import Workspace, clock_on
from tests.documents.reading import read
from tests.services.test_agenda_papers import book
from tests.services.ward import TODAY, days, register


def visit_rows(data: WeekListData) -> list[tuple[str, str, VisitStatus | None]]:
    return [(row.code, row.task, row.status) for day in data.days for row in day.rows if row.kind is None]


def work(data: WeekListData) -> dict[str, list[str]]:
    """Tries and tasks by the date of their day."""
    return {str(day.day): [row.task for row in day.rows if row.kind is not None] for day in data.days}


def test_a_week_list_has_exactly_the_agendas_visits(practised: Workspace, tmp_path: Path) -> None:
    start = days(-4)
    data = week_list_data(practised, start, "en")
    shown = agenda.agenda(practised, start, days(2), "en")
    assert visit_rows(data) == [(visit.patient.code, visit.label, visit.status) for visit in shown.visits]
    text = read(printing.week_list(practised, start, tmp_path / "week.pdf").read_bytes()).text
    assert all(code in text for code, _task, _status in visit_rows(data))
    assert all(row.code in text for row in data.urgent)


def test_everybody_late_or_due_without_a_booking_is_on_the_list(practised: Workspace) -> None:
    """Today's own statuses decide, whatever week is printed."""
    for start in (days(-4), TODAY, days(3), days(30)):
        data = week_list_data(practised, start, "en")
        there = [(row.code, row.task) for row in data.urgent] + [(code, task) for code, task, _ in visit_rows(data)]
        wanted = [
            (row.code, row.task)
            for row in today.lists(practised, TODAY).rows
            if row.status in (VisitStatus.LATE, VisitStatus.DUE) and (row.booked is None or row.booked < TODAY)
        ]
        assert len(wanted) > 5
        assert [pair for pair in wanted if pair not in there] == []


def test_each_window_stands_once_and_what_is_due_never_waits(practised: Workspace) -> None:
    for start in (days(-4), TODAY, days(3)):
        end = start + (days(6) - TODAY)
        data = week_list_data(practised, start, "en")
        windows = agenda.agenda(practised, start, end, "en").windows
        waits = [w for w in windows if w.target > end and w.latest > end + (days(7) - TODAY)]
        late = {(row.code, row.task) for row in data.urgent}
        waits = [w for w in waits if (w.patient.code, w.label) not in late]
        assert data.other_windows == len(waits)
        assert not {w.status for w in waits} & {VisitStatus.DUE, VisitStatus.LATE}
        shown = [(row.code, row.task) for row in (*data.urgent, *data.to_book)]
        rest = {(w.patient.code, w.label) for w in windows} - {(w.patient.code, w.label) for w in waits}
        assert rest <= set(shown)
        assert len(shown) == len(set(shown))


def test_tries_and_tasks_stand_on_their_day_and_passed_ones_before(ws: Workspace, tmp_path: Path) -> None:
    who = register(ws, 45, phone="0555 010 7059")
    contacts.record(ws, ContactEntry(who, TODAY, outcome=ContactOutcome.NO_ANSWER, next_try=days(2)))
    tasks.record(ws, TaskEntry("Ask for the MRI", days(3), patient_id=who))
    tasks.record(ws, TaskEntry("Order gloves", days(-2)))
    tasks.record(ws, TaskEntry("In three weeks", days(20)))
    data = week_list_data(ws, TODAY, "en")
    found = work(data)
    assert found[str(days(2))] == ["Contact again"]
    assert found[str(days(3))] == ["Ask for the MRI"]
    assert sum(map(len, found.values())) == 2
    assert [row.task for row in data.urgent if row.kind is WorklistKind.TASKS] == ["Order gloves"]
    day = next(day for day in data.days if day.day == days(3))
    assert (day.rows[0].phone, day.rows[0].day) == ("0555 010 7059", 48)
    paper = read(printing.week_list(ws, TODAY, tmp_path / "w.pdf", "en").read_bytes())
    for text in ("Contact again", "Ask for the MRI", "Order gloves", "0555 010 7059"):
        assert paper.has(text)
    assert not paper.has("In three weeks")
    # A later week: neither what is done before it nor, a second time, what it has no day for.
    later = week_list_data(ws, days(7), "en")
    assert sum(map(len, work(later).values())) == 0
    assert work(week_list_data(ws, days(14), "en"))[str(days(20))] == ["In three weeks"]


def test_the_day_of_an_unbooked_row_is_that_of_the_first_day(ws: Workspace) -> None:
    register(ws, 58)
    data = week_list_data(ws, days(1), "en")
    assert [(row.task, row.day) for row in data.to_book] == [("Day +60", 59)]
    ws.clock = clock_on(days(3))
    data = week_list_data(ws, days(1), "en")
    assert [(row.task, row.day, row.status) for row in data.urgent] == [("Day +60", 59, VisitStatus.DUE)]
    assert data.to_book == ()


def test_patients_of_one_name_are_marked(ws: Workspace, tmp_path: Path) -> None:
    one = register(ws, 45)
    book(ws, one, "Day +60", 1)
    assert "\u25b2" not in read(printing.week_list(ws, TODAY, tmp_path / "a.pdf").read_bytes()).text
    register(ws, 400, code="MS-002")
    data = week_list_data(ws, TODAY, "en")
    rows = [*data.urgent, *(row for day in data.days for row in day.rows), *data.to_book]
    assert rows
    assert all(row.same_name for row in rows)
    assert "\u25b2" in read(printing.week_list(ws, TODAY, tmp_path / "b.pdf").read_bytes()).text


def test_a_narrowed_list_leaves_the_others_late_ones_out(ws: Workspace) -> None:
    register(ws, 58)
    tasks.record(ws, TaskEntry("Order gloves", days(4)))
    ws.clock = clock_on(days(3))
    assert week_list_data(ws, TODAY, "en").urgent
    data = week_list_data(ws, TODAY, "en", agenda.AgendaFilter("ahsct-ssc"))
    assert (data.urgent, visit_rows(data), sum(map(len, work(data).values()))) == ((), [], 0)
    kept = week_list_data(ws, TODAY, "en", agenda.AgendaFilter("ahsct-ms"))
    assert {row.code for row in kept.urgent} == {"MS-001"}
