"""Letters as files: one for the command line, all that are due as a batch, one PDF each or one print job."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.documents.merged import Part, bound
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.domain.letter import Letter, LetterEntry
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.services import file_names, letters
from hsct_desktop.services.letter_ask import LetterAsk, Missing
from hsct_desktop.services.letter_gather import gather, make_ask
from hsct_desktop.services.letters_due import DueLetter
from hsct_desktop.services.output_file import check_place
from hsct_desktop.services.pdf_copy import refuse_password, save
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.user_file import open_regular, size_of

JOB: Final = "letters"
"""How the file of a print job begins."""
_ENDS: Final = frozenset(
    {"print_folder_missing", "output_disk_full", "output_no_rights", "file_locked", "font_missing", "print_over_data"}
)
"""What would stop every other letter too: the batch ends with it. Anything else stops the one letter."""
Progress = Callable[[int, int], bool]
"""Told how many of how many letters are made; False ends the batch."""
_Made = tuple[str, bytes, tuple[Missing, ...]]
_Work = tuple[int, Callable[[], _Made]]


@dataclass(frozen=True)
class WrittenLetter:
    """A letter that was written to a file, with what its record lacks."""

    path: Path
    missing: tuple[Missing, ...]


@dataclass(frozen=True)
class NotMade:
    """A letter that could not be made, by its key (a patient where it is due, else the letter), and why."""

    key: int
    error: KnownError | InputError


@dataclass(frozen=True)
class Batch:
    """What became of a batch: each letter with its file, whether it was ended early, the print job if one was made.

    `not_made` are the letters that could not be made while the others could.
    """

    done: tuple[WrittenLetter, ...]
    cancelled: bool = False
    merged: Path | None = None
    not_made: tuple[NotMade, ...] = ()


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
    begun = letters.draft_of(ws, one.patient_id, one.kind)
    entry = begun.entry if begun is not None else letters.prepare(ws, one.patient_id, one.kind)
    with ws.read() as session:
        ask = make_ask(ws, session, entry)
        gather(ask, begun or entry)
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

    A draft that somebody has begun goes with its own words. A file that lies there already is never replaced: the new
    one gets a number. A letter that cannot be made is told in the outcome, the others go on. With `one_job` all stand
    in one PDF for the printer instead. A `password` closes every file, InputError says what it lacks. KnownError
    `print_folder_missing` and the others of a place that cannot be written to.
    """
    work = _of_due(ws, due, language, on)
    return _write_all(ws, work, folder, one_job=one_job, password=password, progress=progress)


def write_job(
    ws: Workspace,
    due: Sequence[DueLetter],
    letter_ids: Sequence[int],
    folder: Path,
    *,
    progress: Progress = lambda _done, _all: True,
) -> Batch:
    """One PDF for the printer with signed letters as they were signed, then those that are due; as `write_batch`."""
    work = [*_of_signed(ws, letter_ids), *_of_due(ws, due, None, None)]
    return _write_all(ws, work, folder, one_job=True, password="", progress=progress)


def _of_due(ws: Workspace, due: Sequence[DueLetter], language: str | None, on: date | None) -> list[_Work]:
    def make(one: DueLetter) -> _Made:
        letter = letters.draft_of(ws, one.patient_id, one.kind) if language is None and on is None else None
        entry = letter.entry if letter is not None else _entry(ws, one, language, on)
        made = letters.preview(ws, letter or entry)
        return name_of(ws, entry), made.content, made.missing

    return [(key, partial(make, one)) for key, one in {one.patient_id: one for one in due}.items()]


def _of_signed(ws: Workspace, letter_ids: Sequence[int]) -> list[_Work]:
    def make(letter_id: int) -> _Made:
        held = letters.get(ws, letter_id)
        return name_of(ws, held.entry), letters.pdf(ws, letter_id), ()

    return [(letter_id, partial(make, letter_id)) for letter_id in letter_ids]


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
    work = _of_signed(ws, letter_ids)
    return _write_all(ws, work, folder, one_job=one_job, password=password, progress=progress)


def _write_all(
    ws: Workspace,
    work: Sequence[_Work],
    folder: Path,
    *,
    one_job: bool,
    password: str,
    progress: Progress,
) -> Batch:
    """One after the other, each by its key: made, it has a name, its PDF and what it lacks."""
    if not folder.is_dir():
        raise KnownError("print_folder_missing", folder=folder)
    refuse_password(password)
    done: list[WrittenLetter] = []
    parts: list[Part] = []
    not_made: list[NotMade] = []
    place = _Place(ws, folder, password)
    for number, (key, make) in enumerate(work):
        if not progress(number, len(work)):
            return Batch(tuple(done), cancelled=True, not_made=tuple(not_made))
        try:
            name, content, missing = make()
            path = place.named(name) if one_job else place.save(name, content)
        except (KnownError, InputError) as error:
            if isinstance(error, KnownError) and error.key in _ENDS:
                raise
            not_made.append(NotMade(key, error))
            continue
        if one_job:
            parts.append(Part(path.stem, content))
        done.append(WrittenLetter(path, missing))
    progress(len(work), len(work))
    return Batch(tuple(done), merged=_job(ws, parts, place) if parts else None, not_made=tuple(not_made))


def _job(ws: Workspace, parts: Sequence[Part], place: _Place) -> Path:
    """All letters in one PDF for the printer."""
    title = paper_wording(ws.language).text("letter_paper.job", date=ws.today())
    return place.save(f"{JOB}-{ws.today().isoformat()}", bound(parts, title, ws.language))


class _Place:
    """A folder that gets files of which none replaces another: a signed letter may lie there, or somebody reads one."""

    def __init__(self, ws: Workspace, folder: Path, password: str) -> None:
        self._ws, self._folder, self._password = ws, folder, password
        self._taken: set[str] = set()

    def named(self, name: str) -> Path:
        """A file's path that no other letter of the batch has: codes may differ in signs alone that no file bears."""
        return next(self._paths(name))

    def save(self, name: str, content: bytes) -> Path:
        """Write a file under the first name that is free; the very same one that lies there already stays."""
        if not self._folder.is_dir():
            raise KnownError("print_folder_missing", folder=self._folder)
        path = next(path for path in self._paths(name) if not os.path.lexists(path) or self._is_same(path, content))
        return path if os.path.lexists(path) else save(self._ws, content, path, self._password)

    def _paths(self, name: str) -> Iterator[Path]:
        for number in itertools.count(1):
            file = f"{name}.pdf" if number == 1 else f"{name}-{number}.pdf"
            if file.casefold() not in self._taken:
                self._taken.add(file.casefold())
                yield self._folder / file

    def _is_same(self, path: Path, content: bytes) -> bool:
        """Whether a file holds just what would be written; one closed with a password is never looked into."""
        if self._password or path.is_symlink() or not path.is_file():
            return False
        try:
            with open_regular(path) as stream:
                return size_of(stream) == len(content) and stream.read() == content
        except OSError:  # somebody else's, or another program holds it: it stays, and ours gets a number
            return False


def name_of(ws: Workspace, entry: LetterEntry) -> str:
    """A letter's file name without its ending, by the unit's pattern; no name of a person unless the unit wants it."""
    return file_names.name_for(ws, entry.patient_id, entry.kind.value, entry.written_on, entry.language)
