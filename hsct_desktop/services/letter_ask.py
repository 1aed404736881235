"""What each part of a letter is made from: the patient in one reading, the reader's words, what is found missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from hsct_desktop.documents.paper_words import PaperWording
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.base import ReadSession
from hsct_desktop.store.patient import PatientCard
from hsct_desktop.store.transplant import Course


@dataclass(frozen=True)
class Missing:
    """A fact that the letter wants and the record does not hold: wording `letter.missing.<key>`.

    `place` is the tab or page where it is entered (`views.over_pages` and the patient's tabs), "" where none is.
    """

    key: str
    place: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class LetterAsk:
    """One letter being gathered: `on` is its day, `since` that of the letter before it, `words` the reader's.

    `course` is the transplant that the letter tells of. Parts add to `missing` what they mark in the text.
    """

    ws: Workspace
    session: ReadSession
    patient_id: int
    kind: LetterKind
    words: PaperWording
    on: date
    since: date | None
    card: PatientCard
    course: Course | None
    missing: list[Missing] = field(default_factory=list)
    held: dict[str, object] = field(default_factory=dict)
    """What one part has read that others need too, by the name of its module."""

    @property
    def language(self) -> str:
        """The reader's language."""
        return self.words.language

    def lacks(self, key: str, place: str, **params: object) -> str:
        """Note what is missing and return what stands for it in the text: "not recorded"."""
        self.missing.append(Missing(key, place, params))
        return self.words.text("letter.not_recorded")
