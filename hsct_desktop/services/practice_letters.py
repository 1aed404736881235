"""Letters that the practice ward has written: signed and sent months ago, or signed yesterday and not sent yet.

So a new letter has a last one since when it tells, in each language, and the lists of letters are not empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from hsct_desktop.domain.author import Author
from hsct_desktop.domain.letter import DispatchEntry, FreeSection, LetterKind, SentBy
from hsct_desktop.services import letters
from hsct_desktop.services.practice_story import Story
from hsct_desktop.services.workspace import Workspace

_AT: Final = time(10, 12)


@dataclass(frozen=True)
class _Written:
    """A letter of a story: by its number, written so many days after infusion, or before the ward's day."""

    after_day0: int | None
    before_today: int
    role: str
    words: str
    way: SentBy | None


_LETTERS: Final = {
    11: _Written(187, 0, "Consultant haematologist", "Stable course at six months.", SentBy.EMAIL),
    13: _Written(34, 0, "dirigente medico, Ematologia", "Decorso regolare, attecchimento stabile.", SentBy.POST),
    4: _Written(None, 1, "dirigente medico, Ematologia", "Quadro cutaneo e polmonare stabile.", None),
}
"""The first is read in English, the others in Italian: each by its patient's neurologist; the last has not left."""


def write(ws: Workspace, registered: Iterable[tuple[int, Story]], physician: Author) -> None:
    """Write, sign and send them as on their days, in the name of a physician."""
    for patient_id, story in registered:
        told = _LETTERS.get(story.index)
        if told is None or story.day0 is None:
            continue
        on = story.day0 + timedelta(days=told.after_day0) if told.after_day0 is not None else ws.today()
        on -= timedelta(days=told.before_today)
        if on < ws.today():
            with _as_on(ws, on, physician):
                _write(ws, patient_id, told, on)


@contextmanager
def _as_on(ws: Workspace, on: date, physician: Author) -> Iterator[None]:
    moment = datetime.combine(on, _AT, tzinfo=UTC)
    ward, kept, author = ws.clock, ws.store.clock, ws.author
    ws.clock, ws.store.clock, ws.author = (lambda: moment), (lambda: moment), physician
    try:
        yield
    finally:
        ws.clock, ws.store.clock, ws.author = ward, kept, author


def _write(ws: Workspace, patient_id: int, told: _Written, on: date) -> None:
    entry = letters.prepare(ws, patient_id, LetterKind.NEUROLOGIST)
    draft = letters.create(ws, replace(entry, texts={FreeSection.IMPRESSION: told.words})).record_id
    assert draft is not None, "a new draft has its id"
    letters.sign(ws, draft, letters.get(ws, draft).version, told.role)
    if told.way is not None:
        reader = next(line.reader for line in letters.for_patient(ws, patient_id) if line.letter.id == draft)
        letters.dispatch(ws, DispatchEntry(draft, told.way, reader, on))
