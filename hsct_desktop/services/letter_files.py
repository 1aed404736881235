"""Letters as files: one for the command line, all that are due as a batch, one PDF each or one print job."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.documents.merged import Part, bound
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.domain.letter import Letter, LetterEntry
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import file_names, letters
from hsct_desktop.services.letter_ask import LetterAsk, Missing
from hsct_desktop.services.letter_gather import gather, make_ask
from hsct_desktop.services.letters_due import DueLetter
from hsct_desktop.services.output_file import check_place
from hsct_desktop.services.pdf_copy import refuse_password, save
from hsct_desktop.services.workspace import Workspace

JOB: Final = "letters"
"""How the file of a print job begins."""
_MOST_JOBS: Final = 1000
Progress = Callable[[int, int], bool]
"""Told how many of how many letters are made; False ends the batch."""


@dataclass(frozen=True)
class WrittenLetter:
    """A letter that was written to a file, with what its record lacks."""

    path: Path
    missing: tuple[Missing, ...]


@dataclass(frozen=True)
class Batch:
    """What became of a batch: each letter with its file, whether it was ended early, the print job if one was made."""

    done: tuple[WrittenLetter, ...]
    cancelled: bool = False
    merged: Path | None = None


def write(ws: Workspace, letter: Letter | LetterEntry, path: Path, password: str = "") -> WrittenLetter:
    """Write a letter as PDF, the whole file or nothing; closed with the password where one is given."""
    check_place(path, ws.store.path)
    refuse_password(password)
    made = letters.preview(ws, letter)
    return WrittenLetter(save(ws, made.content, path, password), made.missing)


def missing_words(words: Wording, missing: Sequence[Missing]) -> Iterator[str]:
    """What a letter lacks, each once, in words."""
    said = (words.text(f"letter.missing.{one.key}", **one.params) for one in missing)
    yield from dict.fromkeys(said)


def with_missing(ws: Workspace, due: Sequence[DueLetter]) -> list[DueLetter]:
    """The letters due, each with what its record lacks: each letter is gathered, none is drawn."""
    return [replace(one, missing=tuple(_asked(ws, one).missing)) for one in due]


def _asked(ws: Workspace, one: DueLetter) -> LetterAsk:
    entry = letters.prepare(ws, one.patient_id, one.kind)
    with ws.read() as session:
        ask = make_ask(ws, session, entry)
        gather(ask, entry)
    return ask


def write_batch(
    ws: Workspace,
    due: Sequence[DueLetter],
    folder: Path,
    *,
    language: str | None = None,
    on: date | None = None,
    one_job: bool = False,
    password: str = "",
    progress: Progress = lambda _done, _all: True,
) -> Batch:
    """Make each letter that is due into a folder as a draft, whole files only; ended early, what is finished stays.

    A draft that somebody has begun goes with its own words. With `one_job` all stand in one PDF for the printer
    instead, written only when all are made. A `password` closes every file, InputError says what it lacks. KnownError
    `print_folder_missing` and the others of a place that cannot be written to.
    """
    chosen = {one.patient_id: one for one in due}

    def make(patient_id: int) -> tuple[str, bytes, tuple[Missing, ...]]:
        one = chosen[patient_id]
        letter = letters.draft_of(ws, patient_id, one.kind) if language is None and on is None else None
        entry = letter.entry if letter is not None else _entry(ws, one, language, on)
        made = letters.preview(ws, letter or entry)
        return name_of(ws, entry), made.content, made.missing

    return _write_all(ws, list(chosen), make, folder, one_job=one_job, password=password, progress=progress)


def _entry(ws: Workspace, one: DueLetter, language: str | None, on: date | None) -> LetterEntry:
    return letters.prepare(ws, one.patient_id, one.kind, language=language, on=on)


def write_signed(
    ws: Workspace,
    letter_ids: Sequence[int],
    folder: Path,
    *,
    one_job: bool = False,
    password: str = "",
    progress: Progress = lambda _done, _all: True,
) -> Batch:
    """Write signed letters into a folder as they were signed, or as one PDF for the printer; as `write_batch`."""

    def make(letter_id: int) -> tuple[str, bytes, tuple[Missing, ...]]:
        held = letters.get(ws, letter_id)
        return name_of(ws, held.entry), letters.pdf(ws, letter_id), ()

    return _write_all(ws, letter_ids, make, folder, one_job=one_job, password=password, progress=progress)


def _write_all(
    ws: Workspace,
    keys: Sequence[int],
    make: Callable[[int], tuple[str, bytes, tuple[Missing, ...]]],
    folder: Path,
    *,
    one_job: bool,
    password: str,
    progress: Progress,
) -> Batch:
    """One after the other; `make` gives a letter's name, its PDF and what it lacks."""
    if not folder.is_dir():
        raise KnownError("print_folder_missing", folder=folder)
    refuse_password(password)
    done: list[WrittenLetter] = []
    parts: list[Part] = []
    taken: set[str] = set()
    for number, key in enumerate(keys):
        if not progress(number, len(keys)):
            return Batch(tuple(done), cancelled=True)
        name, content, missing = make(key)
        path = folder / _free(name, taken)
        if one_job:
            parts.append(Part(path.stem, content))
        else:
            save(ws, content, path, password)
        done.append(WrittenLetter(path, missing))
    progress(len(keys), len(keys))
    if not parts:
        return Batch(tuple(done))
    job = _free_job(folder, f"{JOB}-{ws.today().isoformat()}")
    title = paper_wording(ws.language).text("letter_paper.job", date=ws.today())
    return Batch(tuple(done), merged=save(ws, bound(parts, title, ws.language), job, password))


def _free_job(folder: Path, stem: str) -> Path:
    """The print job's file: an earlier one of that day may be open in a program and is never overwritten."""
    names = (f"{stem}.pdf", *(f"{stem}-{number}.pdf" for number in range(2, _MOST_JOBS)))
    return next((folder / name for name in names if not (folder / name).exists()), folder / names[0])


def name_of(ws: Workspace, entry: LetterEntry) -> str:
    """A letter's file name without its ending, by the unit's pattern; no name of a person unless the unit wants it."""
    return file_names.name_for(ws, entry.patient_id, entry.kind.value, entry.written_on, entry.language)


def _free(name: str, taken: set[str]) -> str:
    """The file's name; codes that differ in signs alone that no file may bear get a number."""
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{name}-{number}"
    taken.add(free.casefold())
    return f"{free}.pdf"
