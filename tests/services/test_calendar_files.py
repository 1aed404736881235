"""Calendar files of a real ward: what a calendar shows after each act, read back by two libraries."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.patient import ENDS_FOLLOW_UP, StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.visit import NewDate, NextTry, NothingMore, VisitStatus
from hsct_desktop.services import calendar_files, patients, states, transplants, undo, visits
from hsct_desktop.services import settings as unit_settings
from hsct_desktop.services.workspace import Workspace
from tests.services.calendars import Read, of_patient, of_unit, read
from tests.services.conftest import open_workspace
from tests.services.ward import TODAY, change_state, days, plan, register, scheduled, see

VISIT, NEXT = "Day +60", "Day +100"
LONG_AGO, FAR_OFF = date(1990, 1, 1), date(2060, 1, 1)


def event_of(ws: Workspace, patient_id: int, label: str = VISIT, **how: bool) -> Read:
    (found,) = (e for e in of_patient(ws, patient_id, **how).values() if f"· {label}" in e.summary)
    return found


def book(ws: Workspace, patient_id: int, on: date, time: str = "", label: str = VISIT, reason: str = "moved") -> None:
    row = plan(ws, patient_id)[label]
    visits.book(ws, row.scheduled_id or 0, row.version, on, time, reason)


def act(ws: Workspace, patient_id: int, what: Callable[..., object], label: str = VISIT) -> None:
    row = plan(ws, patient_id)[label]
    what(ws, row.scheduled_id, row.version, "why")


def test_an_open_window_is_tentative_on_its_proposed_day(ws: Workspace) -> None:
    who = register(ws, 45)
    row, event = plan(ws, who)[VISIT], event_of(ws, who)
    assert row.target is not None
    assert (event.status, event.summary) == ("TENTATIVE", f"MS-001 · {VISIT} (to be booked)")
    assert abs(event.day - row.target) <= timedelta(days=2)
    assert event.day.weekday() < 5
    assert event.description.startswith("Window: ")
    assert "\u00a0" not in event.description
    assert {e.status for e in of_patient(ws, who).values()} == {"TENTATIVE"}


def test_a_target_on_a_closed_day_is_said(ws: Workspace) -> None:
    who = register(ws, 45)
    shown = {e.summary: e for e in of_patient(ws, who).values()}
    moved = [row for row in plan(ws, who).values() if row.target and row.target.weekday() > 4 and row.status.awaits]
    assert moved
    for row in moved:
        event = shown[f"MS-001 · {row.label} (to be booked)"]
        assert event.day != row.target
        assert "is a closed day" in event.description


def test_booked_all_day_and_timed(ws: Workspace) -> None:
    who = register(ws, 45)
    before = event_of(ws, who)
    book(ws, who, days(16))
    whole_day = event_of(ws, who)
    assert (whole_day.status, whole_day.start, whole_day.summary) == ("CONFIRMED", days(16), f"MS-001 · {VISIT}")
    book(ws, who, days(16), "09:30")
    timed = event_of(ws, who)
    assert timed.start == datetime(days(16).year, days(16).month, days(16).day, 9, 30)
    assert timed.start.tzinfo is None
    assert before.uid == whole_day.uid == timed.uid
    assert before.sequence < whole_day.sequence < timed.sequence


def test_a_moved_visit_moves_with_the_same_uid(ws: Workspace) -> None:
    who = register(ws, 45)
    book(ws, who, days(16), "09:30")
    before = event_of(ws, who)
    book(ws, who, days(17), "10:00")
    after = event_of(ws, who)
    assert (after.uid, after.day, after.status) == (before.uid, days(17), "CONFIRMED")
    assert after.sequence > before.sequence
    book(ws, who, days(300))
    assert "Booked outside its window" in event_of(ws, who).description


def miss(ws: Workspace, scheduled_id: int, version: int, reason: str) -> None:
    visits.mark_missed(ws, scheduled_id, version, reason, NothingMore())


@pytest.mark.parametrize("close", [miss, visits.cancel, visits.not_applicable])
def test_what_is_off_is_cancelled_and_stays(ws: Workspace, close: Callable[..., object]) -> None:
    who = register(ws, 55)
    book(ws, who, days(16))
    before = event_of(ws, who)
    act(ws, who, close)
    after = event_of(ws, who)
    assert (after.uid, after.status, after.day) == (before.uid, "CANCELLED", days(16))
    assert after.summary == f"MS-001 · {VISIT} (cancelled)"
    assert "why" not in after.description
    assert after.sequence > before.sequence
    visits.reopen(ws, scheduled(ws, who, VISIT), plan(ws, who)[VISIT].version)
    again = event_of(ws, who)
    assert (again.status, again.day) == ("CONFIRMED", days(16))
    assert again.sequence > after.sequence


def test_a_visit_that_took_place_stands_on_its_day_and_goes_back_when_it_is_voided(ws: Workspace) -> None:
    who = register(ws, 62)
    book(ws, who, days(3), "11:00")
    before = event_of(ws, who)
    visit_id = see(ws, who, VISIT, days(-1))
    done = event_of(ws, who)
    assert (done.uid, done.status, done.start) == (before.uid, "CONFIRMED", days(-1))
    entry, version = visits.entry_of(ws, visit_id)
    visits.revise(ws, visit_id, version, replace(entry, on=days(-2)), confirmed=True)
    revised = event_of(ws, who)
    assert (revised.start, revised.sequence > done.sequence > before.sequence) == (days(-2), True)
    visits.void_visit(ws, visit_id, "another patient")
    assert event_of(ws, who).on == before.on
    assert event_of(ws, who).sequence > revised.sequence


@pytest.mark.parametrize("kind", sorted(ENDS_FOLLOW_UP))
def test_nothing_is_left_of_who_is_no_longer_followed(ws: Workspace, kind: StateChangeKind) -> None:
    who = register(ws, 62)
    see(ws, who, VISIT)
    book(ws, who, days(38), "09:00", NEXT)
    before = of_patient(ws, who)
    change = change_state(ws, who, kind)
    after = of_patient(ws, who)
    assert after.keys() == before.keys()
    assert {e.status for e in after.values() if e.day > TODAY} == {"CANCELLED"}
    assert all(after[uid].sequence > before[uid].sequence for uid in before)
    assert event_of(ws, who).status == "CONFIRMED"  # it did take place
    assert not any(e.status != "CANCELLED" and e.day > TODAY for e in of_unit(ws, LONG_AGO, FAR_OFF).values())
    states.take_back(ws, change, "the patient rang")
    back = of_patient(ws, who)
    assert {uid: e.on for uid, e in back.items()} == {uid: e.on for uid, e in before.items()}
    assert all(back[uid].sequence > after[uid].sequence for uid in before)


def test_undo_brings_back_what_the_calendar_showed(ws: Workspace) -> None:
    who = register(ws, 45)
    book(ws, who, days(16), "09:30")
    before = of_patient(ws, who)
    for again in range(2):
        book(ws, who, days(17 + again))
        moved = of_patient(ws, who)
        undo.undo_last(ws)
        after = of_patient(ws, who)
        assert {uid: e.on for uid, e in after.items()} == {uid: e.on for uid, e in before.items()}
        assert all(after[uid].sequence >= moved[uid].sequence >= before[uid].sequence for uid in before)


def test_a_registration_taken_back_is_cancelled_in_the_units_file(ws: Workspace) -> None:
    register(ws, 45)
    before = of_unit(ws, LONG_AGO, FAR_OFF)
    undo.undo_last(ws)
    after = of_unit(ws, LONG_AGO, FAR_OFF)
    assert before.keys() == after.keys()
    assert before
    assert {e.status for e in after.values()} == {"CANCELLED"}
    assert all(after[uid].sequence > before[uid].sequence for uid in before)


def test_a_moved_day0_moves_the_events(ws: Workspace) -> None:
    who = register(ws, 45)
    before = of_patient(ws, who)
    found = transplants.entry_of(ws, who)
    assert found is not None
    entry, course, version = found
    transplants.revise(ws, course, version, replace(entry, day0=days(-39)), reason="mistyped")
    after = of_patient(ws, who)
    assert before.keys() <= after.keys()
    moved = [uid for uid in before if after[uid].on != before[uid].on]
    assert moved
    assert all(after[uid].sequence > before[uid].sequence for uid in moved)


def test_what_never_stood_in_a_calendar_is_left_out(ws: Workspace) -> None:
    """A course entered late: visits whose window had closed, and optional ones, were cancelled from the start."""
    who = register(ws, 100)
    never = [r for r in plan(ws, who).values() if r.status in (VisitStatus.HISTORY, VisitStatus.CANCELLED)]
    assert never
    shown = of_patient(ws, who).values()
    assert not any(f"· {row.label} (" in e.summary for row in never for e in shown)
    row = next(r for r in never if r.latest and r.latest < TODAY)
    visits.reopen(ws, row.scheduled_id or 0, row.version)
    assert event_of(ws, who, row.label).status == "TENTATIVE"
    undo.undo_last(ws)
    assert event_of(ws, who, row.label).status == "CANCELLED"  # it did stand there: it must not vanish


def test_names_only_on_request(ws: Workspace) -> None:
    who = register(ws, 45)
    content = calendar_files.patient(ws, who)
    for private in (b"Bianchi", b"Anna", b"1985", b"Latex"):
        assert private not in content
        assert private not in calendar_files.unit(ws, LONG_AGO, FAR_OFF)
    assert event_of(ws, who, names=True).summary == f"Bianchi, Anna (MS-001) · {VISIT} (to be booked)"
    named = calendar_files.patient(ws, who, names=True)
    head = named[: named.index(b"BEGIN:VEVENT")]
    assert b"Bianchi" not in head
    assert b"MS-001" not in head
    assert b"X-WR-CALNAME:HSCT follow-up\\, Unit of the tests" in head


def test_italian(ws: Workspace) -> None:
    who = register(ws, 45)
    events = read(calendar_files.patient(ws, who, language="it")).values()
    assert any(e.summary.endswith("(da prenotare)") and e.description.startswith("Finestra: ") for e in events)


@pytest.mark.soak
def test_the_same_file_twice(practised: Workspace) -> None:
    first = calendar_files.unit(practised, LONG_AGO, FAR_OFF)
    assert first == calendar_files.unit(practised, LONG_AGO, FAR_OFF)
    assert len(read(first)) > 100


@pytest.mark.soak
def test_the_units_file_keeps_to_its_days_and_holds_what_each_patients_holds(practised: Workspace) -> None:
    first, last = days(0), days(30)
    found = of_unit(practised, first, last)
    everything = of_unit(practised, LONG_AGO, FAR_OFF)
    assert {event.status for event in everything.values()} == {"CONFIRMED", "TENTATIVE", "CANCELLED"}
    people = [row.id for row in patients.find(practised, "", 100)]
    assert {uid: e for who in people for uid, e in of_patient(practised, who).items()} == everything
    assert {uid for uid, e in everything.items() if first <= e.day <= last} <= found.keys()
    assert len(found) < len(everything)


def test_a_visit_moved_out_of_the_span_is_in_its_file(ws: Workspace) -> None:
    who = register(ws, 45)
    book(ws, who, days(16))
    first, last = days(16), days(16)
    uid = event_of(ws, who).uid
    assert of_unit(ws, first, last)[uid].day == days(16)
    book(ws, who, days(200))
    assert of_unit(ws, first, last)[uid].day == days(200)
    with pytest.raises(KeyError):
        of_unit(ws, days(1), days(1))[uid]


def test_a_visit_whose_record_went_elsewhere_is_in_the_file_of_the_day_on_which_it_stood(ws: Workspace) -> None:
    who = register(ws, 62)
    visit_id = see(ws, who, VISIT, days(-60))
    uid = event_of(ws, who).uid
    assert of_unit(ws, days(-60), days(-60))[uid].day == days(-60)
    entry, version = visits.entry_of(ws, visit_id)
    visits.revise(ws, visit_id, version, replace(entry, on=days(-1)), confirmed=True)
    assert of_unit(ws, days(-60), days(-60))[uid].day == days(-1)
    visits.void_visit(ws, visit_id, "another patient")
    assert uid in of_unit(ws, days(-60), days(-60))


# --- what cannot be written


def test_a_calendar_file_is_replaced_whole(ws: Workspace, tmp_path: Path) -> None:
    register(ws, 45)
    path = tmp_path / "calendar.ics"
    for _ in range(2):
        calendar_files.save(ws, content := calendar_files.unit(ws, LONG_AGO, FAR_OFF), path)
        assert path.read_bytes() == content
    if os.name != "nt":
        assert path.stat().st_mode & 0o077 == 0


def test_places_that_are_refused(ws: Workspace, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear colleague")
    link = tmp_path / "link.ics"
    link.symlink_to(letter)
    places = {
        tmp_path: "is_folder",
        tmp_path / "no" / "such.ics": "folder_missing",
        letter: "over_other",
        link: "not_regular",
        ws.store.path: "over_data",
        tmp_path / ("x" * 300): "not_writable",
    }
    before = sorted(tmp_path.iterdir())
    for place, key in places.items():
        with pytest.raises(KnownError) as error:
            calendar_files.save(ws, b"BEGIN:VCALENDAR", place)
        assert error.value.key.endswith(key)
        for language in ("en", "it"):
            sentence = replace_language(ws, language).wording.known_error(error.value)
            assert sentence.count("PDF") == 0
            assert sentence.endswith(".")
    assert sorted(tmp_path.iterdir()) == before
    assert letter.read_text() == "Dear colleague"


def replace_language(ws: Workspace, language: str) -> Workspace:
    return replace(ws, language=language)


def test_a_full_disk_leaves_the_earlier_file(ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "calendar.ics"
    calendar_files.save(ws, b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", path)

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(KnownError) as error:
        calendar_files.save(ws, b"BEGIN:VCALENDAR\r\nX", path)
    assert error.value.key == "output_disk_full"
    assert path.read_bytes().endswith(b"END:VCALENDAR\r\n")
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".part"] == []


# --- SEQUENCE only rises, whatever is done

ACTS = ("book", "move", "miss", "cancel", "not_applicable", "reopen", "see", "void", "state", "back", "undo", "day0")


class Acts:
    """Does random things to one patient of a real file; what the program refuses is not done."""

    def __init__(self, ws: Workspace, who: int) -> None:
        self.ws, self.who = ws, who
        self.states: list[int] = []
        self.seen: list[int] = []

    def do(self, name: str, number: int) -> None:
        rows = [row for row in plan(self.ws, self.who).values() if row.scheduled_id is not None]
        row = rows[number % len(rows)]
        try:
            getattr(self, name)(row, number)
        except (InputError, KnownError):
            return

    def book(self, row: visits.VisitRow, number: int) -> None:
        time = "" if number % 2 else f"{8 + number % 10:02d}:30"
        visits.book(self.ws, row.scheduled_id or 0, row.version, days(number % 90), time, "random")

    move = book

    def miss(self, row: visits.VisitRow, number: int) -> None:
        follow_up = (NothingMore(), NextTry(days(3)), NewDate(days(number % 90)))[number % 3]
        visits.mark_missed(self.ws, row.scheduled_id or 0, row.version, "random", follow_up)

    def cancel(self, row: visits.VisitRow, _number: int) -> None:
        visits.cancel(self.ws, row.scheduled_id or 0, row.version, "random")

    def not_applicable(self, row: visits.VisitRow, _number: int) -> None:
        visits.not_applicable(self.ws, row.scheduled_id or 0, row.version, "random")

    def reopen(self, row: visits.VisitRow, _number: int) -> None:
        visits.reopen(self.ws, row.scheduled_id or 0, row.version)

    def see(self, row: visits.VisitRow, number: int) -> None:
        self.seen.append(see(self.ws, self.who, row.label, days(-(number % 40))))

    def void(self, _row: visits.VisitRow, number: int) -> None:
        if self.seen:
            visits.void_visit(self.ws, self.seen.pop(number % len(self.seen)), "random")

    def state(self, _row: visits.VisitRow, number: int) -> None:
        kinds = sorted(ENDS_FOLLOW_UP)
        self.states.append(change_state(self.ws, self.who, kinds[number % len(kinds)]))

    def back(self, _row: visits.VisitRow, number: int) -> None:
        if self.states:
            states.take_back(self.ws, self.states.pop(number % len(self.states)), "random")

    def undo(self, _row: visits.VisitRow, _number: int) -> None:
        undo.undo_last(self.ws)

    def day0(self, _row: visits.VisitRow, number: int) -> None:
        found = transplants.entry_of(self.ws, self.who)
        if found is not None:
            entry, course, version = found
            transplants.revise(self.ws, course, version, replace(entry, day0=days(-(30 + number % 40))), reason="x")


@pytest.fixture(scope="module")
def with_patient(fresh_file: Path, tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> tuple[Path, int]:
    path = Path(shutil.copy(fresh_file, tmp_path_factory.mktemp("acts") / "unit.hsct"))
    ws = open_workspace(path, catalogue)
    who = register(ws, 45)
    ws.store.close()
    return path, who


@pytest.mark.soak
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 1000)), min_size=1, max_size=8))
@settings(max_examples=max(4, settings.default.max_examples // 10))
def test_the_sequence_rises_with_every_change_and_never_falls(
    with_patient: tuple[Path, int],
    tmp_path_factory: pytest.TempPathFactory,
    catalogue: Catalogue,
    acts: list[tuple[str, int]],
) -> None:
    folder = tmp_path_factory.mktemp("example")
    source, who = with_patient
    ws = open_workspace(Path(shutil.copy(source, folder / "unit.hsct")), catalogue)
    try:
        doing = Acts(ws, who)
        shown = of_unit(ws, LONG_AGO, FAR_OFF)
        this_month = set(of_unit(ws, days(0), days(30)))
        for name, number in acts:
            doing.do(name, number)
            now = of_unit(ws, LONG_AGO, FAR_OFF)
            assert shown.keys() <= now.keys()
            for uid, before in shown.items():
                assert now[uid].sequence >= before.sequence
                assert now[uid].on == before.on or now[uid].sequence > before.sequence, (name, before, now[uid])
            followed = patients.banner(ws, who).follow_up.is_followed
            assert followed or not [e for e in now.values() if e.status != "CANCELLED" and e.day > TODAY]
            month = of_unit(ws, days(0), days(30))
            assert this_month <= month.keys()
            shown, this_month = now, set(month)
    finally:
        ws.store.close()
        shutil.rmtree(folder)


def test_a_day_that_the_unit_closes_moves_what_is_proposed_for_it(ws: Workspace) -> None:
    who = register(ws, 45)
    book(ws, who, days(17), label=NEXT)
    before = event_of(ws, who)
    unit_settings.put(ws, unit_settings.CLOSED_DAYS, f"{before.day.isoformat()} Feast of the ward")
    after = event_of(ws, who)
    assert (after.uid, after.status) == (before.uid, "TENTATIVE")
    assert after.day != before.day
    assert after.sequence > before.sequence
    assert event_of(ws, who, NEXT).day == days(17)  # what is booked stays where a person put it
    undo.undo_last(ws)
    assert event_of(ws, who).on == before.on
    assert event_of(ws, who).sequence > after.sequence
