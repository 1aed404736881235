"""The practice ward day after day, untouched: nobody is dropped, and every page says the same of each visit."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import pytest

from hsct_desktop.__main__ import main
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services import agenda, patients, today, transplants, visits
from hsct_desktop.services.today import TodayLists, TodayRow
from hsct_desktop.services.visits import VisitRow
from hsct_desktop.services.workspace import Workspace, clock_on
from tests.services.ward import TODAY

DAYS = 400
SAMPLE = range(0, DAYS, 50)
"""Where the eight stretches of five days begin; `make test` looks at every other one, 20 of the 400 days."""
STRETCH = 5
Thing = tuple[str, object]


def things(rows: Iterable[TodayRow]) -> Iterator[Thing]:
    """What each row is about, whichever list it stands on."""
    for row in rows:
        if row.scheduled_id is not None:
            yield ("visit", row.scheduled_id)
        elif row.therapy_id is not None:
            yield ("therapy", row.therapy_id)
        elif row.report is not None:
            yield ("report", row.report.id)
        elif row.task_id is not None:
            yield ("task", row.task_id)
        else:
            yield (row.kind.value, row.patient_id)


class Ward:
    """The ward as its pages show it on a day, without a write."""

    def __init__(self, ws: Workspace) -> None:
        self.ws = ws
        self._shown: tuple[date, dict[int, list[VisitRow]]] = (date.min, {})
        everybody = patients.find(ws, "", 1000)
        self.followed = {hit.id for hit in everybody if hit.follow_up.is_followed}
        self.everybody = {hit.id for hit in everybody}
        assert len(self.everybody) == 26
        assert self.followed
        assert self.followed < self.everybody
        self.open_course = {
            who for who in self.followed if (held := transplants.courses_of(ws, who)) and held[-1].closed_on is None
        }
        assert self.open_course

    def rows(self, on: date) -> dict[int, list[VisitRow]]:
        """What each patient's own page shows on a day; read once a day."""
        if self._shown[0] != on:
            self._shown = (on, {who: visits.for_patient(self.ws, who, on) for who in self.everybody})
        return self._shown[1]

    def statuses(self, on: date) -> dict[int, VisitStatus]:
        """The status of every scheduled visit as the patients' own pages have it."""
        rows = (row for lines in self.rows(on).values() for row in lines)
        return {row.scheduled_id: row.status for row in rows if row.scheduled_id is not None}

    def ahead(self, on: date) -> set[int]:
        """Who has a visit that can still take place in time."""
        rows = self.rows(on)
        return {who for who in self.followed if any(row.status.lies_ahead for row in rows[who])}


def check_day(ward: Ward, on: date) -> TodayLists:
    """Hold the rules of one day; the lists."""
    ward.ws.clock = clock_on(on)
    lists, statuses = today.lists(ward.ws, on), ward.statuses(on)
    assert sum(lists.counts.values()) == len(lists.rows)
    assert Counter(row.kind for row in lists.rows) == Counter({k: n for k, n in lists.counts.items() if n})
    listed = {row.patient_id for row in lists.rows}
    assert ward.open_course <= listed | ward.ahead(on), on
    assert ward.followed <= listed | ward.ahead(on), on
    visit_rows = [row for row in lists.rows if row.kind is not WorklistKind.TASKS and row.patient_id is not None]
    assert {row.patient_id for row in visit_rows} <= ward.followed
    for row in lists.rows:
        if row.scheduled_id is not None:
            assert row.status is statuses[row.scheduled_id], (on, row)
    late = {visit for visit, status in statuses.items() if status is VisitStatus.LATE}
    due = {visit for visit, status in statuses.items() if status is VisitStatus.DUE}
    by_list = {kind: {r.scheduled_id for r in lists.rows if r.kind is kind} for kind in WorklistKind}
    assert late == {v for v in by_list[WorklistKind.LATE] | by_list[WorklistKind.NEXT_TRIES] if v is not None}
    assert due == by_list[WorklistKind.DUE]
    check_agenda(ward, on, statuses)
    return lists


def check_agenda(ward: Ward, on: date, statuses: dict[int, VisitStatus]) -> None:
    """The agenda of the weeks around the day says the same of each visit, and leaves none of them out."""
    first, last = on - timedelta(days=14), on + timedelta(days=28)
    found = agenda.agenda(ward.ws, first, last)
    shown = {v.scheduled_id: v.status for v in found.visits if v.scheduled_id is not None}
    shown |= {window.scheduled_id: window.status for window in found.windows}
    assert shown.items() <= statuses.items(), on
    rows = [row for who in ward.followed for row in ward.rows(on)[who] if row.status.awaits]
    touching = {
        row.scheduled_id
        for row in rows
        if row.earliest is not None and row.latest is not None
        if (row.booked is None and row.earliest <= last and row.latest >= first)
        or (row.booked is not None and first <= row.booked <= last)
    }
    assert touching <= shown.keys(), on


def check_move(before: TodayLists, after: TodayLists, ahead: set[int]) -> None:
    """Without a write nothing leaves the lists overnight: it moves on to another list, or becomes late."""
    listed = {row.patient_id for row in after.rows}
    left = set(things(before.rows)) - set(things(after.rows))
    for kind, name in left:
        # A patient's own row (no next visit, a try) makes room for the row of a visit; the patient stays in sight.
        assert kind in ("no_next_visit", "next_tries"), (after.on, kind, name)
        assert name in listed or name in ahead
    was = {row.scheduled_id: row.kind for row in before.rows if row.scheduled_id is not None}
    now = {row.scheduled_id: row for row in after.rows if row.scheduled_id is not None}
    for visit, kind in was.items():
        row = now[visit]
        if kind is WorklistKind.THIS_WEEK:
            assert row.kind in (WorklistKind.THIS_WEEK, WorklistKind.DUE, WorklistKind.LATE, WorklistKind.NEXT_TRIES)
        elif kind is WorklistKind.DUE:
            assert row.kind is not WorklistKind.THIS_WEEK or row.booked is not None
        elif row.kind not in (WorklistKind.LATE, WorklistKind.NEXT_TRIES):
            assert row.booked == after.on  # late, and booked for this very day


def check_command_line(ward: Ward, first: date, days: list[TodayLists], capsys: pytest.CaptureFixture[str]) -> None:
    """The command line prints those very rows."""
    command = ["worklist", "--database", str(ward.ws.store.path), "--on", first.isoformat(), "--format", "json"]
    assert main([*command, "--days", str(len(days))]) == 0
    printed = Counter(
        (row["on"], row["list"], row["code"], row["target"], row["booked"], row["status"])
        for row in json.loads(capsys.readouterr().out)
        if row["earliest"]
    )
    expected = Counter(
        (
            lists.on.isoformat(),
            row.kind.value,
            row.code,
            row.target.isoformat() if row.target is not None else None,
            row.booked.isoformat() if row.booked is not None else None,
            row.status.value if row.status is not None else "",
        )
        for lists in days
        for row in lists.rows
        if row.scheduled_id is not None
    )
    assert printed == expected


def walk(ward: Ward, first: date, count: int, capsys: pytest.CaptureFixture[str]) -> list[TodayLists]:
    """Go through days one after the other, each checked alone and against the day before."""
    days: list[TodayLists] = []
    for index in range(count):
        lists = check_day(ward, first + timedelta(days=index))
        if days:
            check_move(days[-1], lists, ward.ahead(lists.on))
        days.append(lists)
    check_command_line(ward, first, days, capsys)
    return days


@pytest.mark.parametrize(
    "offset", [pytest.param(offset, marks=pytest.mark.soak) if offset != 200 else offset for offset in SAMPLE]
)
def test_a_stretch_of_the_four_hundred_days(
    practised: Workspace, offset: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(walk(Ward(practised), TODAY + timedelta(days=offset), STRETCH, capsys)) == STRETCH


@pytest.mark.soak
def test_four_hundred_days(practised: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    days = walk(Ward(practised), TODAY, DAYS, capsys)
    assert {row.kind for lists in days for row in lists.rows} >= {
        WorklistKind.LATE, WorklistKind.DUE, WorklistKind.THIS_WEEK, WorklistKind.TO_STOP,
    }  # fmt: skip


def test_the_walk_finds_what_is_dropped(practised: Workspace) -> None:
    """The rules can fail: a day's lists without one of its rows break them."""
    ward = Ward(practised)
    lists = check_day(ward, TODAY)
    for kind in (WorklistKind.LATE, WorklistKind.DUE, WorklistKind.TO_STOP):
        dropped = next(row for row in lists.rows if row.kind is kind)
        rest = TodayLists(lists.on, tuple(row for row in lists.rows if row is not dropped))
        with pytest.raises(AssertionError):
            check_move(lists, rest, set())
