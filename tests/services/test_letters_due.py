"""Letters due: one a patient, for the visit that asks for it, until one is signed; the batch makes their files."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import sqlalchemy as sa

from hsct_desktop.domain.letter import DispatchEntry, FreeSection, LetterKind, SentBy
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.services import letter_files, letters, letters_due, settings
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.patient import Patient
from tests.documents.structure import structure
from tests.services.ward import TODAY, change_state, days, plan, register, see


def due(ws: Workspace, on: date | None = None) -> list[tuple[str, LetterKind, str]]:
    return [(one.code, one.kind, one.visit) for one in letters_due.due(ws, on)]


def sign(ws: Workspace, patient_id: int, kind: LetterKind) -> None:
    saved = letters.create(ws, letters.prepare(ws, patient_id, kind))
    assert saved.record_id is not None
    letters.sign(ws, saved.record_id, letters.get(ws, saved.record_id).version, "consultant", why="cover")


def test_a_planned_visit_asks_for_a_letter_until_one_is_signed(ws: Workspace) -> None:
    patient_id = register(ws, 45)
    assert due(ws) == []
    see(ws, patient_id, "Day +30", days(-15))
    assert due(ws) == [("MS-001", LetterKind.NEUROLOGIST, "Day +30")]
    (one,) = letters_due.due(ws)
    assert (one.due, one.late) == (days(-1), 1)
    sign(ws, patient_id, LetterKind.GP)
    assert due(ws) == []


def test_the_unit_chooses_after_which_visits(ws: Workspace) -> None:
    patient_id = register(ws, 45)
    change_state(ws, patient_id, StateChangeKind.DISCHARGED, days(-20), "")
    weekly = next(label for label in plan(ws, patient_id) if label.startswith("Weekly"))
    see(ws, patient_id, weekly, days(-10))
    assert due(ws) == []
    see(ws, patient_id, None, days(-3))
    assert due(ws) == []
    settings.put(ws, "letters.after_visit", "all")
    assert [visit for _code, _kind, visit in due(ws)] == ["Visit outside the schedule"]
    settings.put(ws, "letters.after_visit", "none")
    see(ws, patient_id, "Day +30", days(-15))
    assert due(ws) == []


def test_day_100_asks_in_any_case_and_an_annual_review_for_its_own_letter(ws: Workspace) -> None:
    settings.put(ws, "letters.after_visit", "none")
    early, late = register(ws, 105, "A-1"), register(ws, 370, "B-2")
    see(ws, early, "Day +100", days(-5))
    see(ws, late, "Month 12", days(-5))
    assert due(ws) == [("A-1", LetterKind.NEUROLOGIST, "Day +100"), ("B-2", LetterKind.ANNUAL, "Month 12")]
    sign(ws, late, LetterKind.NEUROLOGIST)
    assert [code for code, _kind, _visit in due(ws)] == ["A-1", "B-2"]
    sign(ws, late, LetterKind.ANNUAL)
    assert [code for code, _kind, _visit in due(ws)] == ["A-1"]


def test_a_visit_of_long_ago_asks_no_more(ws: Workspace) -> None:
    patient_id = register(ws, 105)
    see(ws, patient_id, "Day +100", days(-5))
    assert due(ws, TODAY + timedelta(days=360))
    assert not due(ws, TODAY + timedelta(days=361))


@pytest.fixture
def two(ws: Workspace) -> Workspace:
    for code in ("A/1", "A:1"):
        see(ws, register(ws, 105, code), "Day +100", days(-5))
    return ws


def test_a_batch_makes_a_file_each_without_names_of_people(two: Workspace, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    def progress(done: int, every: int) -> bool:
        told.append((done, every))
        return True

    made = letter_files.write_batch(two, letters_due.due(two), tmp_path, progress=progress)
    names = sorted(path.name for path in tmp_path.glob("*.pdf"))
    assert names == ["A-1-neurologist-2026-11-20-2.pdf", "A-1-neurologist-2026-11-20.pdf"]
    assert told == [(0, 2), (1, 2), (2, 2)]
    assert all("reader" in [one.key for one in done.missing] for done in made.done)


def test_a_batch_for_the_printer_is_one_file(two: Workspace, tmp_path: Path) -> None:
    made = letter_files.write_batch(two, letters_due.due(two), tmp_path, one_job=True)
    assert made.merged == tmp_path / "letters-2026-11-20.pdf"
    assert [path.name for path in tmp_path.glob("*.pdf")] == ["letters-2026-11-20.pdf"]
    single = letter_files.write(two, letters.prepare(two, letters_due.due(two)[0].patient_id, LetterKind.NEUROLOGIST),
                                tmp_path / "one.pdf")  # fmt: skip
    pages = len(pypdfium2.PdfDocument(single.path))
    assert len(pypdfium2.PdfDocument(made.merged)) == 2 * pages
    job = structure(made.merged.read_bytes())
    assert (job.title, job.author, job.language) == ("Letters of 20\u00a0Nov\u00a02026", "Unit of the tests", "en")
    assert job.bookmarks == (("A-1-neurologist-2026-11-20", 1), ("A-1-neurologist-2026-11-20-2", 1 + pages))
    assert job.labels == tuple(str(number + 1) for number in range(2 * pages))
    assert job.loose == frozenset()


def test_a_cancelled_batch_leaves_whole_files_only(two: Workspace, tmp_path: Path) -> None:
    made = letter_files.write_batch(two, letters_due.due(two), tmp_path, progress=lambda done, _every: done < 1)
    assert made.cancelled
    assert len(made.done) == 1
    assert [path.suffix for path in tmp_path.iterdir() if path.is_file() and "A-1" in path.name] == [".pdf"]
    stopped = letter_files.write_batch(
        two, letters_due.due(two), tmp_path / ".", one_job=True, progress=lambda done, _every: done < 1
    )
    assert stopped.merged is None


def test_a_batch_replaces_nothing_that_lies_there(two: Workspace, tmp_path: Path) -> None:
    found, name = letters_due.due(two)[:1], "A-1-neurologist-2026-11-20"
    (tmp_path / f"{name}.pdf").write_bytes(b"%PDF-1.7 the letter as it was signed")
    (tmp_path / f"{name}-2.pdf").mkdir()
    (tmp_path / f"{name}-3.pdf").symlink_to(tmp_path / f"{name}.pdf")
    first = letter_files.write_batch(two, found, tmp_path).done[0].path
    assert first.name == f"{name}-4.pdf"
    assert (tmp_path / f"{name}.pdf").read_bytes() == b"%PDF-1.7 the letter as it was signed"
    assert letter_files.write_batch(two, found, tmp_path).done[0].path == first  # the very same letter once more
    sign(two, found[0].patient_id, LetterKind.NEUROLOGIST)
    (line,) = letters.unsent(two)
    kept = letter_files.write_signed(two, [line.letter.id], tmp_path).done[0].path
    assert kept.name == f"{name}-5.pdf"


def test_a_letter_that_cannot_be_made_stops_no_other(two: Workspace, tmp_path: Path) -> None:
    found = letters_due.due(two)
    with two.write("patient.revise") as session:
        session.execute(sa.update(Patient).where(Patient.id == found[0].patient_id).values(voided_at=session.now))
    for one_job in (False, True):
        made = letter_files.write_batch(two, found, tmp_path, one_job=one_job)
        assert [(one.key, str(one.error)) for one in made.not_made] == [(found[0].patient_id, "stale_row")]
        assert len(made.done) == 1
        assert (made.merged is None) is not one_job


def test_a_folder_that_vanishes_ends_the_batch(two: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()

    def progress(done: int, _every: int) -> bool:
        if done == 1:
            shutil.rmtree(folder)
        return True

    with pytest.raises(KnownError) as caught:
        letter_files.write_batch(two, letters_due.due(two), folder, progress=progress)
    assert caught.value.key == "print_folder_missing"


def test_a_draft_goes_with_its_own_words(two: Workspace, tmp_path: Path) -> None:
    one = letters_due.due(two)[0]
    entry = letters.prepare(two, one.patient_id, one.kind)
    letters.create(two, replace(entry, texts={FreeSection.IMPRESSION: "A thought of the doctor."}))
    (first, second) = letter_files.write_batch(two, letters_due.due(two), tmp_path).done
    assert "assessment" not in [missing.key for missing in first.missing]
    told = letter_files.with_missing(two, letters_due.due(two)[:1])  # as the list of what is due tells it
    assert {missing.key for missing in told[0].missing} == {missing.key for missing in first.missing}
    assert "assessment" in [missing.key for missing in second.missing]


def test_signed_letters_that_have_not_left_are_printed_as_they_were_signed(two: Workspace, tmp_path: Path) -> None:
    for one in letters_due.due(two):
        sign(two, one.patient_id, LetterKind.GP)
    waiting = letters.unsent(two)
    assert [line.reader for line in waiting] == ["GP", "GP"]
    ids = [line.letter.id for line in waiting]
    made = letter_files.write_signed(two, ids, tmp_path)
    assert [done.path.read_bytes() for done in made.done] == [letters.pdf(two, letter_id) for letter_id in ids]
    letters.dispatch(two, DispatchEntry(ids[0], SentBy.POST, "GP", TODAY))
    letters.correct(two, ids[1])
    assert [line.letter.id for line in letters.unsent(two)] == ids[1:]


def test_a_password_closes_each_file_of_a_batch(two: Workspace, tmp_path: Path) -> None:
    for one_job in (False, True):
        made = letter_files.write_batch(
            two, letters_due.due(two), tmp_path, one_job=one_job, password="rain over Turin"
        )
        for path in [made.merged] if made.merged else [one.path for one in made.done]:
            with pytest.raises(pikepdf.PasswordError):
                pikepdf.open(path)
            with pikepdf.open(path, password="rain over Turin") as pdf:
                assert len(pdf.pages) > 0


def test_a_password_too_short_is_refused_before_anything_is_made(two: Workspace, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        letter_files.write_batch(two, letters_due.due(two), tmp_path, password="short")
    assert [problem.key for problem in refused.value.problems] == ["password_short"]
    assert not list(tmp_path.glob("*.pdf"))


def test_the_unit_names_its_files(two: Workspace, tmp_path: Path) -> None:
    settings.put(two, "letters.file_name", "{date}_{kind}_{code}_{language}")
    made = letter_files.write_batch(two, letters_due.due(two)[:1], tmp_path)
    on = two.today().isoformat()
    assert re.fullmatch(rf"{on}_neurologist_.+_(en|it)", made.done[0].path.stem)
    with pytest.raises(InputError) as refused:
        settings.put(two, "letters.file_name", "{kind}-{date}")
    assert [problem.key for problem in refused.value.problems] == ["file_pattern_lacks"]


def test_a_batch_needs_its_folder(two: Workspace, tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        letter_files.write_batch(two, letters_due.due(two), tmp_path / "none")
    assert caught.value.key == "print_folder_missing"


def test_what_is_missing_is_told_in_words_of_both_languages(two: Workspace) -> None:
    from hsct_desktop.catalogue.wording import wording

    found = letters_due.due(two)
    assert found[0].missing == ()
    for one in letter_files.with_missing(two, found):
        for language in ("en", "it"):
            said = list(letter_files.missing_words(wording(language), one.missing))
            assert said
            assert len(said) == len(set(said))


def test_one_job_holds_the_signed_letters_and_those_that_are_due(two: Workspace, tmp_path: Path) -> None:
    first, second = letters_due.due(two)
    sign(two, first.patient_id, LetterKind.NEUROLOGIST)
    (line,) = letters.unsent(two)
    told: list[tuple[int, int]] = []
    made = letter_files.write_job(
        two, [second], [line.letter.id], tmp_path, progress=lambda done, every: told.append((done, every)) is None
    )
    assert [path.name for path in tmp_path.glob("*.pdf")] == ["letters-2026-11-20.pdf"]
    assert made.merged == tmp_path / "letters-2026-11-20.pdf"
    assert (len(made.done), told) == (2, [(0, 2), (1, 2), (2, 2)])
    assert len(structure(made.merged.read_bytes()).bookmarks) == 2
