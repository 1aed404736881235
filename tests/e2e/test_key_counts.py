"""The journeys that a ward does a hundred times a day take no more keys than they were designed for.

Typed words count a letter each; values of a form and the Enter behind each of them are not the journey's.
"""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.adverse_event import AdverseEventEntry, Grade, GradeStep
from hsct_desktop.domain.contact import ContactEntry, ContactKind, ContactOutcome, ContactWith
from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.supportive_therapy import StopReason, SupportiveTherapyEntry, TherapyClass
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services import adverse_events, contacts, letters, patients, supportive_therapies, transplants, visits
from hsct_desktop.store import lab_result
from hsct_desktop.views.pdf_pages import PdfPages
from hsct_desktop.views.pdf_view import PdfView
from hsct_desktop.views.today_model import Line
from tests.e2e.conftest import Start
from tests.e2e.keyboard import Keyboard
from tests.e2e.test_main_job import overview_words, rows
from tests.views.ward import ON

FEBRILE_NEUTROPENIA, STOP, PHONE, CONTACT, VISIT, REGISTER, PRINT, DAY0, LETTER = 13, 5, 5, 7, 12, 8, 2, 5, 5


@pytest.fixture
def shell(start: Start, database: Path) -> Shell:
    """The program on that file, with Today in front."""
    return start(database)


@pytest.fixture
def keys(shell: Shell, qtbot: QtBot) -> Keyboard:
    return Keyboard(shell.window, qtbot)


def the_shown(shell: Shell) -> int:
    subject = shell.window.subject()
    assert subject is not None
    return subject.patient_id


def test_febrile_neutropenia(shell: Shell, keys: Keyboard) -> None:
    keys.press("Ctrl+K")
    keys.type("ros")
    keys.press("Enter", "T")
    keys.type("febr")
    keys.press("Enter", "3", "Ctrl+Enter")
    (episode,) = adverse_events.for_patient(shell.ctx.ready(), the_shown(shell))
    assert (episode.label, episode.worst, episode.onset) == ("Febrile neutropenia", Grade.SEVERE, ON)
    assert keys.keys <= FEBRILE_NEUTROPENIA


def test_stop_a_prophylaxis_that_is_due_to_stop(shell: Shell, keys: Keyboard) -> None:
    keys.press("Left", "Left")
    row = shell.window.today_page.model.line(shell.window.today_page.table.currentIndex().row()).row
    assert row is not None
    assert row.kind is WorklistKind.TO_STOP
    keys.press("S", "N", "Ctrl+Enter")
    (therapy,) = supportive_therapies.for_patient(shell.ctx.ready(), row.patient_id)
    assert (therapy.stop, therapy.stop_reason is not None) == (ON, True)
    assert all(line.kind is not WorklistKind.TO_STOP for line in rows(shell))
    assert keys.keys <= STOP


@pytest.fixture
def practised(start: Start, practice_ward: Path, tmp_path: Path) -> Shell:
    """The program on the practice ward."""
    return start(Path(shutil.copy(practice_ward, tmp_path / "practice.hsct")))


def chosen(shell: Shell) -> Line:
    page = shell.window.today_page
    return page.model.line(page.table.currentIndex().row())


def test_stop_a_prophylaxis_of_the_practice_ward_whose_rule_is_met(practised: Shell, qtbot: QtBot) -> None:
    keys = Keyboard(practised.window, qtbot)
    keys.press("Right", "Right", "Right")
    first = chosen(practised)
    assert first.row is not None
    assert first.kind is WorklistKind.TO_STOP
    keys.press("S", "Ctrl+Enter")
    held = supportive_therapies.for_patient(practised.ctx.ready(), first.row.patient_id)
    (ended,) = [therapy for therapy in held if therapy.id == first.row.therapy_id]
    assert (ended.stop, ended.stop_reason) == (ON, StopReason.RULE_MET)
    assert keys.keys <= STOP
    # The next key acts on a neighbour of the same list, never on another one.
    after = practised.window.today_page.table.currentIndex()
    assert not after.isValid() or chosen(practised).kind is WorklistKind.TO_STOP
    held_row = next(n for n, line in enumerate(practised.window.today_page.model.lines())
                    if line.row is not None and line.kind is WorklistKind.DO_NOT_STOP)  # fmt: skip
    practised.window.today_page.table.choose(held_row)
    waiting = chosen(practised).row
    assert waiting is not None
    keys.press("S", "Ctrl+Enter")
    open_still = supportive_therapies.for_patient(practised.ctx.ready(), waiting.patient_id)
    assert next(therapy for therapy in open_still if therapy.id == waiting.therapy_id).stop is None


def test_extend_a_prophylaxis_instead(shell: Shell, keys: Keyboard) -> None:
    keys.press("Left", "Left")
    row = shell.window.today_page.model.line(shell.window.today_page.table.currentIndex().row()).row
    assert row is not None
    keys.press("Shift+S")
    (therapy,) = supportive_therapies.for_patient(shell.ctx.ready(), row.patient_id)
    assert (therapy.stop, therapy.planned_stop) == (None, add_months(ON, 1))
    assert all(line.kind is not WorklistKind.TO_STOP for line in rows(shell))
    assert keys.keys <= STOP


def test_answer_the_phone(shell: Shell, keys: Keyboard) -> None:
    ws = shell.ctx.ready()
    patient_id = next(hit.id for hit in patients.browse(ws) if hit.code == "MS-0112")
    since = ON - timedelta(days=30)
    grades = (GradeStep(since, Grade.MODERATE),)
    adverse_events.record(ws, AdverseEventEntry(patient_id, "fatigue", "5.0", since, grades))
    supportive_therapies.record(ws, SupportiveTherapyEntry(patient_id, "Aciclovir", TherapyClass.ANTIVIRAL, since))
    call = ContactEntry(
        patient_id, ON, ContactKind.CALL, ContactWith.PATIENT, ContactOutcome.REACHED, "Well, no fever", None
    )
    contacts.record(ws, call)
    keys.press("Ctrl+K")
    keys.type("ozd")
    keys.press("Enter")
    words = overview_words(shell)
    for wanted in ("Day +60", "Fatigue", "Aciclovir", "Well, no fever"):
        assert wanted in words
    assert keys.keys <= PHONE


def test_called_no_answer_try_friday(shell: Shell, keys: Keyboard) -> None:
    patient_id = the_shown(shell)
    keys.press("C", "N")
    keys.type("fri")
    keys.press("Enter", "Ctrl+Enter")
    (row,) = contacts.for_patient(shell.ctx.ready(), patient_id)
    assert (row.outcome, row.next_try) == (ContactOutcome.NO_ANSWER, ON + timedelta(days=7))
    assert keys.keys <= CONTACT
    # The late visit waits for Friday under Next tries, and says so.
    moved = [line for line in rows(shell) if line.row is not None and line.row.patient_id == patient_id]
    assert WorklistKind.LATE not in {line.kind for line in moved}
    assert any(line.kind is WorklistKind.NEXT_TRIES and line.row.why.startswith("Next try") for line in moved)


def plan_of(shell: Shell, patient_id: int) -> set[tuple[object, ...]]:
    """All that a schedule shows, and Day 0."""
    ws = shell.ctx.ready()
    lines = visits.for_patient(ws, patient_id, ON)
    shown = {(v.label, v.target, v.earliest, v.latest, v.booked, v.status, v.move_reason) for v in lines}
    found = transplants.entry_of(ws, patient_id)
    return shown | {("Day 0", found[0].day0 if found is not None else None)}


def test_day0_moved_by_six_days(shell: Shell, keys: Keyboard) -> None:
    ws = shell.ctx.ready()
    keys.press("Ctrl+K")
    keys.type("ange")
    keys.press("Enter")
    patient_id = the_shown(shell)
    booked = next(v for v in visits.for_patient(ws, patient_id, ON) if v.label == "Day +60")
    assert booked.scheduled_id is not None
    visits.book(ws, booked.scheduled_id, booked.version, ON + timedelta(days=30))
    before = plan_of(shell, patient_id)
    keys.keys = 0
    keys.press("D")
    keys.type("+6")
    keys.press("Enter")
    assert plan_of(shell, patient_id) == before, "the preview saves nothing"
    keys.press("Ctrl+Enter")
    assert keys.keys <= DAY0
    after = plan_of(shell, patient_id)
    assert ("Day 0", ON - timedelta(days=22)) in after
    moved = {(v.label, v.target) for v in visits.for_patient(ws, patient_id, ON)}
    assert ("Day +60", (booked.target or ON) + timedelta(days=6)) in moved
    assert ON + timedelta(days=30) in {v.booked for v in visits.for_patient(ws, patient_id, ON)}, "kept unless decided"
    keys.press("Ctrl+Z")
    assert plan_of(shell, patient_id) == before


def test_day0_moves_from_today_and_from_the_list(shell: Shell, keys: Keyboard) -> None:
    patient_id = the_shown(shell)
    before = plan_of(shell, patient_id)
    keys.press("D")
    keys.type("-2")
    keys.press("Enter", "Esc")
    assert plan_of(shell, patient_id) == before
    assert shell.window.place == "today", "leaving goes back to where one came from"
    keys.press("Ctrl+2", "Tab")
    chosen = the_shown(shell)
    before = plan_of(shell, chosen)
    keys.press("D")
    keys.type("-2")
    keys.press("Enter", "Ctrl+Enter")
    assert plan_of(shell, chosen) != before
    keys.press("Ctrl+Z")
    assert plan_of(shell, chosen) == before


def test_a_visit_with_vital_signs(shell: Shell, keys: Keyboard) -> None:
    row = rows(shell)[0].row
    assert row is not None
    keys.press("R", "Enter", "Enter")
    data(keys, "36,7", "118/74", "78", "98", "59.8", "80")
    keys.press("Ctrl+D", "Ctrl+Enter")
    found = next(
        v for v in visits.for_patient(shell.ctx.ready(), row.patient_id, ON) if v.scheduled_id == row.scheduled_id
    )
    assert found.seen_on == ON
    assert found.done > 0
    assert keys.keys <= VISIT


def test_a_visit_with_vital_signs_and_blood_count(shell: Shell, keys: Keyboard) -> None:
    row = rows(shell)[0].row
    assert row is not None
    assert row.patient_id is not None
    keys.press("R", "Enter", "Enter")
    data(keys, "36,7", "118/74", "78", "98", "59.8", "80")
    keys.press("Ctrl+Right")
    values = {"HGB": "98", "WBC": "2,1", "ANC": "0.62", "ALC": "<0.1", "PLT": "34"}
    data(keys, *values.values())
    keys.press("Ctrl+Enter")
    with shell.ctx.ready().read() as session:
        found = {result.analyte: result for result in lab_result.of_patient(session, row.patient_id)}
    assert {code: result.text for code, result in found.items()} == values
    assert {result.taken_on for result in found.values()} == {ON}
    (seen,) = [
        v for v in visits.for_patient(shell.ctx.ready(), row.patient_id, ON) if v.scheduled_id == row.scheduled_id
    ]
    assert seen.seen_on == ON
    assert shell.window.place == "today", "back to where the visit was"
    assert keys.keys <= VISIT


def test_a_morning_of_blood_counts(shell: Shell, keys: Keyboard) -> None:
    keys.press("Ctrl+K")
    keys.type("ange")
    keys.press("Enter", "O")
    assert keys.keys <= 7
    data(keys, "98", "2,1", "0.62")
    with shell.ctx.ready().read() as session:
        found = [result.text for result in lab_result.of_patient(session, the_shown(shell))]
    assert found == ["98", "2,1", "0.62"]


def test_print_the_list(shell: Shell, keys: Keyboard, printed: list[Path]) -> None:
    keys.press("Ctrl+P")
    keys.wait_until(lambda: printed)
    assert keys.keys <= PRINT


def test_register_a_patient_and_get_the_whole_schedule(shell: Shell, keys: Keyboard) -> None:
    before = len(patients.browse(shell.ctx.ready()))
    keys.press("Ctrl+N")
    data(keys, "MS-0200", "Lindqvist", "Tove", "9/6/1987", "F", "mult")
    keys.press("Ctrl+Enter")
    data(keys, "14/10/2026")
    keys.press("Ctrl+Enter", "Ctrl+Enter")
    assert len(patients.browse(shell.ctx.ready())) == before + 1
    assert keys.keys <= REGISTER


def data(keys: Keyboard, *values: str) -> None:
    """Fill fields one after the other, without counting."""
    before = keys.keys
    for value in values:
        keys.type(value)
        keys.press("Enter")
    keys.keys = before


def test_the_letter_to_the_neurologist_in_italian(
    practised: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L, Ctrl+Enter to sign, Ctrl+Enter signs, Ctrl+P, and Enter in the system's dialog: on paper, signed."""
    ws = practised.ctx.ready()
    patient_id = next(hit.id for hit in patients.find(ws, "MS-0114"))
    practised.ctx.show_patient(patient_id)
    before = len(letters.for_patient(ws, patient_id))
    printed: list[bytes] = []
    keys = Keyboard(practised.window, qtbot)

    def dialog(view: PdfView) -> bool:
        keys.keys += 1
        printed.append(view.content())
        return True

    monkeypatch.setattr(PdfView, "print_shown", dialog)
    keys.press("L", "Ctrl+Enter", "Ctrl+Enter", "Ctrl+P")
    lines = letters.for_patient(ws, patient_id)
    assert len(lines) == before + 1
    held = lines[0].letter
    assert (held.entry.kind, held.entry.language) == (LetterKind.NEUROLOGIST, "it")
    assert held.signature is not None
    assert (held.signature.name, held.signature.role) == ("Dr L. Serra", "dirigente medico, Ematologia")
    assert printed == [letters.pdf(ws, held.id)]
    pages = PdfPages(printed[0])
    said = " ".join(" ".join(pages.text(number) for number in range(len(pages))).split())
    pages.close()
    assert "Dalla mia ultima lettera" in said
    assert "electronically" not in said
    assert "BOZZA" not in said
    assert keys.keys <= LETTER
