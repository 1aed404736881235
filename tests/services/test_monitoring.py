"""Strips of the ward and of a patient from real records; they say what Today says, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
import sqlalchemy as sa

from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.monitoring import (
    MarkEntry,
    MarkKind,
    Square,
    SquareState,
    SquareWhy,
    open_hole,
    state_of_status,
)
from hsct_desktop.domain.patient import StateChange, StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.visit import AssessmentEntry, AssessmentState, NotDoneReason, VisitEntry, VisitStatus
from hsct_desktop.services import alerts, lab_results, monitoring, monitoring_print, states, today, undo, visits
from hsct_desktop.services.monitoring import PatientStrips, WardStrips
from hsct_desktop.services.workspace import Workspace, clock_on
from tests.services.ward import TODAY, days, plan, register, scheduled

CMV, D30 = "cmv_pcr", "Day +30"
NBSP = "\u00a0"


def strips(ws: Workspace, patient_id: int) -> PatientStrips:
    found = monitoring.for_patient(ws, patient_id)
    assert found is not None
    return found


def squares(ws: Workspace, patient_id: int, test: str = CMV) -> dict[str, Square]:
    row = next(row for row in strips(ws, patient_id).rows if row.test.id == test)
    return {one.key: one for one in row.strip.squares}


def said(found: WardStrips) -> list[str]:
    return [row.sentence.text.replace(NBSP, " ") for row in found.rows]


def measured(ws: Workspace, patient_id: int, text: str, ago: int, analyte: str = "CMV") -> None:
    cell = CellEntry(analyte, Sample(days(-ago), "07:00"), text, "")
    lab_results.put_cells(ws, patient_id, [cell], confirmed=True)


def seen(ws: Workspace, patient_id: int, label: str, ago: int, *lines: AssessmentEntry) -> None:
    entry = VisitEntry(patient_id, days(-ago), scheduled(ws, patient_id, label), "Ann Nurse", assessments=lines)
    visits.record(ws, entry, confirmed=True)


def followed(ws: Workspace, day: int, code: str = "MS-001", **person: object) -> int:
    """A patient on Day +`day`, registered on Day 0, so that what was not recorded since then is late."""
    ws.clock = clock_on(days(-day))
    found = register(ws, day, code, **person)
    ws.clock = clock_on(TODAY)
    return found


def test_nothing_before_there_is_a_day_0(ws: Workspace) -> None:
    who = register(ws, None)
    assert monitoring.for_patient(ws, who) is None
    assert monitoring.ward(ws, CMV).rows == ()


def test_a_week_without_a_test_is_a_hole_until_the_result_is_there(ws: Workspace) -> None:
    who = followed(ws, 40)
    assert squares(ws, who)["d30"].state is SquareState.MISSED
    found = monitoring.ward(ws, CMV)
    assert said(found) == ["Missed: week 4 after Day 0, never done"]
    assert {chip.test.id: chip.holes for chip in found.chips}["ebv_pcr"] == 1
    measured(ws, who, "neg", 9)
    assert squares(ws, who)["d30"].state is SquareState.DONE
    found = monitoring.ward(ws, CMV)
    assert said(found) == ["Next week 6 after Day 0, from 19 Nov"], "nobody has recorded the discharge"
    assert found.chips[0].holes == 0
    assert {chip.test.id: chip.holes for chip in found.chips}["ebv_pcr"] == 1


def test_a_visit_booked_before_its_window_is_a_hole_once_its_day_has_passed(ws: Workspace) -> None:
    """Today calls it late; the chips of the other tests count it as the strips show it."""
    who = followed(ws, 20)
    ws.clock = clock_on(days(-5))
    held = plan(ws, who)[D30]
    visits.book(ws, held.scheduled_id or 0, held.version or 0, days(-2), reason="comes from far")
    ws.clock = clock_on(TODAY)
    assert squares(ws, who)["d30"].status is VisitStatus.LATE
    assert {chip.test.id: chip.holes for chip in monitoring.ward(ws, CMV).chips}["ebv_pcr"] == 1


def test_a_visit_without_its_result_awaits_it_and_then_is_a_hole(ws: Workspace) -> None:
    first, second = followed(ws, 32, "A-1"), followed(ws, 40, "A-2", family_name="Verdi")
    seen(ws, first, D30, 1)
    seen(ws, second, D30, 9)
    assert squares(ws, first)["d30"].state is SquareState.AWAITED
    assert squares(ws, second)["d30"].state is SquareState.MISSED
    texts = said(monitoring.ward(ws, CMV))
    assert texts == ["Missed: week 4 after Day 0, never done", "Drawn 19 Nov, result awaited"]


def test_what_the_checklist_says_of_the_test(ws: Workspace) -> None:
    who = followed(ws, 40)
    lines = (
        AssessmentEntry(CMV, "CMV", AssessmentState.NOT_DONE, NotDoneReason.NOT_NEEDED),
        AssessmentEntry("ebv_pcr", "EBV", AssessmentState.NOT_DONE, NotDoneReason.NO_TIME),
        AssessmentEntry("fbc", "FBC", AssessmentState.ELSEWHERE, detail="Sassari"),
        AssessmentEntry("electrophoresis", "M", AssessmentState.DONE),
    )
    seen(ws, who, D30, 9, *lines)
    states = {test: squares(ws, who, test)["d30"].state for test in (CMV, "ebv_pcr", "fbc", "electrophoresis")}
    assert list(states.values()) == [
        SquareState.NOT_REQUIRED, SquareState.MISSED, SquareState.AWAITED, SquareState.DONE,
    ]  # fmt: skip
    assert said(monitoring.ward(ws, "fbc")) == ["Week 4 after Day 0 awaited from Sassari"]


def test_each_square_without_a_result_says_what_today_says(practised: Workspace) -> None:
    """Late on Today is a hole here and due today is due, visit by visit, for every test of every patient."""
    lists = today.lists(practised, TODAY)
    by_visit = {row.scheduled_id: row.status for row in lists.rows if row.scheduled_id and row.status}
    late = 0
    for test in practised.catalogue.monitoring:
        for row in monitoring.ward(practised, test).rows:
            for one in row.strip.squares:
                status = by_visit.get(one.scheduled_id)
                if status is not None:
                    assert one.status is status
                    assert one.state is state_of_status(status) or one.state.is_done
                    late += status is VisitStatus.LATE
    assert late


def test_the_chips_count_what_the_rows_show(practised: Workspace) -> None:
    """The holes that are counted without reading most results are those that the strips show."""
    counted = {chip.test.id: chip.holes for chip in monitoring.ward(practised, CMV).chips}
    assert counted[CMV] >= 1
    for test, holes in counted.items():
        rows = monitoring.ward(practised, test).rows
        assert holes == sum(open_hole(row.strip.squares, TODAY) for row in rows), test
        assert [row.sentence.rank for row in rows] == sorted(row.sentence.rank for row in rows)


def test_a_patients_strips_are_the_wards(practised: Workspace) -> None:
    for test in (CMV, "fbc", "immunoglobulins"):
        for row in monitoring.ward(practised, test).rows:
            own = next(one for one in strips(practised, row.patient_id).rows if one.test.id == test)
            assert [(s.key, s.state, s.on) for s in own.strip.squares] == [
                (s.key, s.state, s.on) for s in row.strip.squares
            ]
            assert own.strip.cells().keys() == row.strip.cells().keys()


def test_the_practice_ward_tells_its_stories(practised: Workspace) -> None:
    texts = said(monitoring.ward(practised, CMV))
    assert texts[0] == "Missed: weeks 9 and 10 after Day 0, last 26 Oct"
    assert texts[1] == "Above 1000 IU/mL since 03 Nov, now 2300 IU/mL"
    assert texts[2].startswith("Week 9 after Day 0 awaited from ")


def statements(ws: Workspace, act: Callable[[], object]) -> int:
    seen: list[object] = []

    def note(*arguments: object) -> None:
        seen.append(arguments[2])

    sa.event.listen(ws.store.engine, "before_cursor_execute", note)
    act()
    sa.event.remove(ws.store.engine, "before_cursor_execute", note)
    return len(seen)


def test_as_many_statements_for_many_patients_as_for_one(ws: Workspace) -> None:
    followed(ws, 40, "A-1")
    few = statements(ws, lambda: monitoring.ward(ws, CMV))
    for number in range(2, 6):
        measured(ws, followed(ws, 40 + number, f"A-{number}", family_name=f"Name {number}"), "neg", 12)
    assert statements(ws, lambda: monitoring.ward(ws, CMV)) == few
    assert len(monitoring.ward(ws, CMV).rows) == 5


# in hospital ---------------------------------------------------------------------------------------------------------


def admitted(ws: Workspace, day: int) -> int:
    """A patient on Day +`day` who was registered here before Day 0."""
    clock = ws.store.clock
    ws.store.clock = lambda: clock() - timedelta(days=day + 20)
    who = followed(ws, day)
    ws.store.clock = clock
    return who


def discharged(ws: Workspace, who: int, ago: int) -> None:
    states.change(ws, who, StateChange(StateChangeKind.DISCHARGED, days(-ago)))


def alerted(ws: Workspace) -> dict[int, dict[str, tuple[date, ...]]]:
    """What the rule of the missed PCR asks the strips."""
    with ws.read() as session:
        return monitoring.missed(ws, session, None, TODAY, {CMV, "ebv_pcr"})


def in_hospital(ws: Workspace, who: int, test: str = CMV) -> dict[str, SquareState]:
    return {key: one.state for key, one in squares(ws, who, test).items() if one.scheduled_id is None}


def test_a_week_in_hospital_without_its_pcr_is_a_hole_and_an_alert(ws: Workspace) -> None:
    who = admitted(ws, 16)
    measured(ws, who, "neg", 10, "EBV")
    assert in_hospital(ws, who) == {"inpatient-1": SquareState.MISSED, "inpatient-2": SquareState.DUE}
    assert in_hospital(ws, who, "ebv_pcr") == {"inpatient-1": SquareState.DONE, "inpatient-2": SquareState.DUE}
    found = monitoring.ward(ws, CMV)
    assert said(found) == ["Missed: week 1 after Day 0, never done · Due by Sat 21 Nov"]
    assert {chip.test.id: chip.holes for chip in found.chips}["chem"] == 1
    assert alerted(ws) == {who: {CMV: (days(-6),)}}
    measured(ws, who, "neg", 1)
    assert in_hospital(ws, who) == {"inpatient-1": SquareState.MISSED, "inpatient-2": SquareState.DONE}
    assert alerted(ws) == {}, "a later test was done"


def test_in_hospital_today_lists_no_visit(ws: Workspace) -> None:
    """The daily sheet is the ward's: its weeks stand on the strip alone."""
    who = admitted(ws, 16)
    rows = [row for row in today.lists(ws, TODAY).rows if row.patient_id == who and row.scheduled_id]
    assert {one.status for one in squares(ws, who).values() if one.scheduled_id is None} == {None}
    assert len({row.scheduled_id for row in rows}) == len(rows)
    assert all(row.scheduled_id in {one.scheduled_id for one in squares(ws, who).values()} for row in rows)


def test_the_weeks_in_hospital_end_with_the_discharge(ws: Workspace) -> None:
    who = admitted(ws, 30)
    assert list(in_hospital(ws, who)) == ["inpatient-1", "inpatient-2", "inpatient-3"]
    discharged(ws, who, 14)
    assert list(in_hospital(ws, who)) == ["inpatient-1", "inpatient-2"]
    assert "immunoglobulins" not in {row.test.id for row in strips(ws, who).rows if in_hospital(ws, who, row.test.id)}


def test_a_week_in_hospital_can_be_marked(ws: Workspace) -> None:
    who = admitted(ws, 16)
    monitoring.mark(ws, MarkEntry(who, CMV, "inpatient-1", MarkKind.DONE, days(-9), "before the transfer"))
    assert in_hospital(ws, who)["inpatient-1"] is SquareState.DONE


def test_a_visit_that_is_done_without_its_pcr_is_an_alert_after_the_days_of_the_result(practised: Workspace) -> None:
    """Week 10 of the practice ward: the visit took place, so no list of visits names it; the alert does."""
    who = monitoring.ward(practised, CMV).rows[0].patient_id
    hole = next(one for one in reversed(squares(practised, who).values()) if one.state is SquareState.MISSED)
    assert (hole.status, hole.why) == (VisitStatus.DONE, SquareWhy.NO_RESULT)
    assert hole.occasion is not None
    assert hole.scheduled_id not in {row.scheduled_id for row in today.lists(practised, TODAY).rows}
    (gap,) = [one for one in alerts.waiting(practised, who) if one.rule_id == "pcr_gap"]
    assert practised.wording.date(hole.occasion.latest) in " ".join(gap.evidence)


# marks ---------------------------------------------------------------------------------------------------------------


def mark(who: int, kind: MarkKind | None, reason: str = "", ago: int = 2) -> MarkEntry:
    return MarkEntry(who, CMV, "d30", kind, days(-ago), reason)


def test_a_mark_fills_the_square_and_undo_empties_it(ws: Workspace) -> None:
    who = followed(ws, 40)
    saved = monitoring.mark(ws, mark(who, MarkKind.DONE, "Sassari"))
    assert "CMV PCR done elsewhere" in saved.text
    held = squares(ws, who)["d30"]
    assert (held.state, held.mark and held.mark.reason) == (SquareState.DONE, "Sassari")
    undo.undo(ws, saved.txn)
    assert squares(ws, who)["d30"].state is SquareState.MISSED


def test_what_another_window_said_meanwhile_is_not_replaced(ws: Workspace) -> None:
    who = followed(ws, 40)
    seen = squares(ws, who)["d30"].mark
    monitoring.mark(ws, mark(who, MarkKind.DONE, "Sassari"), over=seen)
    with pytest.raises(KnownError, match="stale_row"):
        monitoring.mark(ws, mark(who, MarkKind.ASKED), over=seen)
    monitoring.mark(ws, mark(who, MarkKind.ASKED), over=squares(ws, who)["d30"].mark)
    assert squares(ws, who)["d30"].state is SquareState.MISSED


def test_asked_for_keeps_the_hole_and_is_said(ws: Workspace) -> None:
    who = followed(ws, 40)
    monitoring.mark(ws, mark(who, MarkKind.ASKED))
    assert said(monitoring.ward(ws, CMV)) == ["Missed: week 4 after Day 0, asked for 18 Nov"]


def test_a_later_mark_takes_the_place_of_the_one_before(ws: Workspace) -> None:
    who = followed(ws, 40)
    monitoring.mark(ws, mark(who, MarkKind.ASKED))
    monitoring.mark(ws, mark(who, MarkKind.NOT_REQUIRED, "moved away"))
    held = squares(ws, who)["d30"]
    assert held.state is SquareState.NOT_REQUIRED
    assert held.mark is not None
    monitoring.take_back_mark(ws, held.mark.id, held.mark.version, "wrong patient")
    assert squares(ws, who)["d30"].mark is None
    with pytest.raises(KnownError, match="stale_row"):
        monitoring.take_back_mark(ws, held.mark.id, held.mark.version, "again")


def test_a_mark_without_its_reason_writes_nothing(ws: Workspace) -> None:
    who = followed(ws, 40)
    with pytest.raises(InputError) as caught:
        monitoring.mark(ws, mark(who, MarkKind.NOT_REQUIRED))
    assert [problem.key for problem in caught.value.problems] == ["reason_missing"]
    assert squares(ws, who)["d30"].mark is None


# paper ---------------------------------------------------------------------------------------------------------------


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    found = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return found.replace(NBSP, " ")


def test_the_ward_on_paper_says_what_the_page_says(practised: Workspace, tmp_path: Path) -> None:
    text = text_of(monitoring_print.print_ward(practised, CMV, tmp_path / "w.pdf"))
    found = monitoring.ward(practised, CMV)
    assert "Monitoring strips: CMV PCR" in text
    flat = " ".join(text.split())
    for row in found.rows[:4]:
        assert row.code in text
        assert row.sentence.text.replace(NBSP, " ") in flat
    assert f"{len(found.rows)} patients" in text


def test_a_patient_on_paper_in_italian(practised: Workspace, tmp_path: Path) -> None:
    who = monitoring.ward(practised, CMV).rows[0]
    text = text_of(monitoring_print.print_patient(practised, who.patient_id, tmp_path / "p.pdf", "it"))
    assert "Strisce di monitoraggio" in text
    assert who.code in text
    assert "Mancante: settimane 9 e 10" in text


def test_strips_without_a_day_0_are_refused(ws: Workspace, tmp_path: Path) -> None:
    who = register(ws, None)
    with pytest.raises(InputError) as caught:
        monitoring_print.print_patient(ws, who, tmp_path / "p.pdf")
    assert [problem.key for problem in caught.value.problems] == ["strips_need_day0"]
