"""The practice ward: every situation is there, it is clearly invented, and the lists hold what they promise."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.dates import day_number
from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.visit import Closing, VisitStatus, visit_status
from hsct_desktop.domain.worklist import NEAR_TRY, WorklistKind
from hsct_desktop.resource import resource
from hsct_desktop.services import adverse_events, disease_course, overview, patients, practice, today, unit, visits
from hsct_desktop.services.workspace import Workspace, clock_on
from hsct_desktop.store import patient, scheduled_visit
from hsct_desktop.store.scheduled_visit import Scheduled
from tests.services.ward import TODAY, days, export

CATALOGUE = Catalogue()


def test_twenty_six_patients_at_every_stage(practised: Workspace) -> None:
    hits = {hit.code: hit for hit in patients.browse(practised)}
    assert len(hits) == 26
    followed = [hit.day for hit in hits.values() if hit.follow_up is FollowUp.FOLLOWED]
    assert {-18, -4, 6, 12, 41, 99, 104, 221, 1772, None} <= set(followed)
    assert {hit.follow_up for hit in hits.values()} == {
        FollowUp.FOLLOWED,
        FollowUp.DEAD,
        FollowUp.TRANSFERRED,
        FollowUp.LOST,
    }
    lists = {(row.kind, row.task, row.day) for row in today.lists(practised, TODAY).rows}
    assert (WorklistKind.LATE, "Month 6, MRI re-baseline", 221) in lists
    assert (WorklistKind.DUE, "Year 5", 1772) in lists
    assert {kind for kind, _, _ in lists} == set(WorklistKind)
    diseases = [hit.disease for hit in hits.values()]
    assert diseases.count("MS") > 12
    assert {"SSc", "SLE", "NMOSD", "CIDP"} <= set(diseases)
    twins = [hit for hit in hits.values() if hit.same_name]
    assert [(hit.name, hit.birth_date) for hit in sorted(twins, key=lambda h: h.code)] == [
        ("Rossi, Elena", date(1984, 3, 14)),
        ("Rossi, Elena", date(1991, 9, 2)),
    ]
    names = " ".join(hit.name for hit in hits.values())
    for letters in ("é", "Ż", "'", "&", "<", "Иван", "Ελένη", "ليلى"):
        assert letters in names, letters


def test_no_drug_before_the_disease_and_the_card_has_its_last_form(practised: Workspace) -> None:
    courses = disease_course.of_all(practised).values()
    begun = [(course.onset, drug.started) for course in courses for drug in course.therapies if course.onset]
    assert len(begun) > 40
    assert all(start is None or start.last >= onset.first for onset, start in begun if onset)
    forms = [(course.phenotypes[-1].phenotype_id, course.phenotype_id) for course in courses if course.phenotypes]
    assert forms == [("sp", "sp")] * 2


def test_it_says_practice_and_rings_nobody(practised: Workspace) -> None:
    assert practised.store.kind == "practice"
    assert "ractice" in unit.unit_name(practised)
    content = resource("practice/people.json").read_text(encoding="utf-8")
    numbers = re.findall(r'"(0[\d ]{6,})"', content)
    with closing(sqlite3.connect(practised.store.path)) as connection:
        rows = connection.execute("SELECT phone, carer_phone FROM patient UNION SELECT phone, '' FROM professional")
        numbers += [number for row in rows for number in row if number]
    assert len(numbers) > 20
    assert all("555" in number for number in numbers)  # reserved for stories, or no area code at all
    assert "+39" not in content
    assert json.loads(content)["note"].startswith("Synthetic")


def test_a_visit_of_a_practice_patient_asks_nothing(practised: Workspace) -> None:
    """They count as registered before mobilisation: a visit of yesterday is nothing unusual."""
    row = next(r for r in today.lists(practised, TODAY).rows if r.code == "MS-0106")
    entry = visits.VisitEntry(row.patient_id, days(-1), row.scheduled_id, "Ann")
    saved = visits.record(practised, entry)
    assert visits.entry_of(practised, saved.record_id or 0)[0].on == days(-1)


def test_each_page_opens(practised: Workspace) -> None:
    for language in ("en", "it"):
        practised.language = language
        for hit in patients.browse(practised):
            patients.banner(practised, hit.id)
            patients.glance(practised, hit.id)
            view = overview.overview(practised, hit.id, TODAY)
            assert bool(view.next_visits) == (hit.follow_up.is_followed and hit.day is not None), hit.code
            adverse_events.for_patient(practised, hit.id)


@pytest.mark.parametrize("on", [date(1999, 12, 31), date(1, 1, 1), date(9999, 12, 31)])
def test_a_day_that_no_ward_stands_on(tmp_path: Path, on: date) -> None:
    with pytest.raises(InputError):
        practice.create(tmp_path / "w.hsct", 1, 1, on)
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_and_a_missing_folder_are_refused(practice_file: Path, tmp_path: Path) -> None:
    before = practice_file.read_bytes()
    with pytest.raises(KnownError, match="file_exists"):
        practice.create(practice_file, 1)
    assert practice_file.read_bytes() == before
    for place, key in (("no/w.hsct", "folder_missing"), (".", "file_is_folder"), ("x" * 300, "file_name_too_long")):
        with pytest.raises(KnownError, match=key):
            practice.create(tmp_path / place, 1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("count", [pytest.param(27, marks=pytest.mark.soak), pytest.param(100, marks=pytest.mark.soak)])
def test_more_patients_than_situations(tmp_path: Path, count: int) -> None:
    store = practice.create(tmp_path / "w.hsct", count, 3, TODAY)
    ws = Workspace(store, CATALOGUE, None, "en", clock_on(TODAY))
    assert len(patients.browse(ws)) == count
    check_lists(ws, TODAY)
    store.close()
    assert [path.name for path in tmp_path.iterdir()] == ["w.hsct"]


@pytest.mark.soak
@settings(max_examples=max(2, settings.default.max_examples // 50))
@given(
    count=st.integers(1, 4) | st.just(26),
    seed=st.integers(-5, 10**6),
    made=st.dates(date(2005, 1, 1), date(2060, 12, 31)) | st.just(date(2028, 2, 29)),
    later=st.integers(-40, 500),
)
def test_any_ward(tmp_path_factory: pytest.TempPathFactory, count: int, seed: int, made: date, later: int) -> None:
    folder = tmp_path_factory.mktemp("any")
    exports = []
    for name in ("a", "b") if count < 7 else ("a",):
        store = practice.create(folder / f"{name}.hsct", count, seed, made)
        ws = Workspace(store, CATALOGUE, None, "en", clock_on(made))
        check_lists(ws, made)
        check_lists(ws, made + timedelta(days=later))
        exports.append(export(ws, made))
        store.close()
    assert exports[0] == exports[-1]


def comes(visit: Scheduled, status: VisitStatus, on: date) -> bool:
    """Whether a visit can still take place in time, or is late but booked for a day to come."""
    return status.lies_ahead or (status is VisitStatus.LATE and visit.booked is not None and visit.booked > on)


def check_lists(ws: Workspace, on: date) -> None:
    """What must hold of Today on any day."""
    lists = today.lists(ws, on)
    assert sum(lists.counts.values()) == len(lists.rows)
    assert all(lists.counts[kind] == len([r for r in lists.rows if r.kind is kind]) for kind in WorklistKind)
    keys = [row.key for row in lists.rows]
    assert len(set(keys)) == len(keys)
    assert all(row.why.strip() and row.task.strip() for row in lists.rows)
    with ws.read() as session:
        people = {found.id: found for found in patient.find(session, [], 1000)}
        planned = {who: scheduled_visit.of_patient(session, who) for who in people}
    # A task stays somebody's work, also one about nobody or about a patient who left.
    others = [row for row in lists.rows if row.kind is not WorklistKind.TASKS]
    assert all(people[row.patient_id].follow_up.is_followed for row in others)
    status = {
        visit.id: visit_status(visit.facts(people[who].follow_up), on) for who in people for visit in planned[who]
    }
    without = {
        who
        for who, found in people.items()
        if found.follow_up.is_followed and not any(comes(visit, status[visit.id], on) for visit in planned[who])
    }
    assert without == {row.patient_id for row in lists.rows if row.kind is WorklistKind.NO_NEXT_VISIT}
    listed = {row.scheduled_id: row for row in lists.rows if row.scheduled_id is not None}
    for row in listed.values():
        assert row.status is status[row.scheduled_id or 0]
        assert row.day == day_number(people[row.patient_id].day0 or on, on)
    for visits_of in planned.values():
        for visit in visits_of:
            if status[visit.id] in (VisitStatus.LATE, VisitStatus.DUE):
                row = listed[visit.id]
                near = row.next_try is not None and (row.next_try - on).days <= NEAR_TRY
                late = WorklistKind.NEXT_TRIES if near else WorklistKind.LATE
                assert row.kind is (late if status[visit.id] is VisitStatus.LATE else WorklistKind.DUE)
            if visit.closing is not Closing.NONE:
                assert visit.id not in listed
