"""To whom a letter goes: the window's lines, the salutation with the right title, the language of the reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hsct_desktop.catalogue.wording import Wording, written_in
from hsct_desktop.domain.letter import LetterEntry, LetterKind
from hsct_desktop.domain.patient import Sex
from hsct_desktop.domain.professional import ProfessionalEntry
from hsct_desktop.store import professional
from hsct_desktop.store.base import ReadSession
from hsct_desktop.store.patient import PatientCard

MOST_LINES: Final = 6
"""Lines in the address window."""
_TITLES: Final = {
    "prof.ssa": "professor_f", "professoressa": "professor_f", "prof.": "professor", "prof": "professor",
    "professor": "professor", "dott.ssa": "doctor_f", "dottoressa": "doctor_f", "dr.ssa": "doctor_f",
    "dott.": "doctor_m", "dott": "doctor_m", "dottor": "doctor_m", "dr.": "doctor", "dr": "doctor",
    "mr": "mr", "mr.": "mr", "sig.": "mr", "mrs": "ms", "ms": "ms", "ms.": "ms", "mrs.": "ms", "sig.ra": "ms",
}  # fmt: skip
"""Titles as they are typed before a name, and how such a person is addressed."""
_NO_TITLES: Final = frozenset({"MS", "MR"})
"""A centre for multiple sclerosis or magnetic resonance is no lady or gentleman."""
_RANK: Final = ("professor_f", "professor", "doctor_f", "doctor_m", "doctor", "ms", "mr")
_PARTICLES: Final = frozenset(
    [
        "da",
        "dal",
        "dalla",
        "de",
        "del",
        "della",
        "delle",
        "dei",
        "degli",
        "di",
        "la",
        "le",
        "lo",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "zu",
    ]
)


@dataclass(frozen=True)
class Person:
    """A name taken apart: how the person is addressed ("" for a name without a title), the name without the title."""

    title: str
    name: str

    @property
    def surname(self) -> str:
        """The family name of a name written given name first, with the particles before it: De Luca, van der Berg."""
        words = self.name.split()
        first = len(words) - 1
        while first > 1 and words[first - 1].casefold() in _PARTICLES:
            first -= 1
        return " ".join(words[max(first, 0) :])


def person(text: str) -> Person:
    """Take a name as typed apart: `Prof.ssa Dott.ssa Francesca Neri` is addressed as a professor, a woman."""
    words, found = text.split(), []
    while words and words[0] not in _NO_TITLES and words[0].casefold().rstrip(",") in _TITLES:
        found.append(_TITLES[words.pop(0).casefold().rstrip(",")])
    title = min(found, key=_RANK.index, default="")
    if title == "professor" and "doctor_f" in found:
        title = "professor_f"
    return Person(title, " ".join(words))


def named(words: Wording, text: str) -> str:
    """A name as typed, its title spelt as the salutation spells it: "Dr J. Hart" is Dr. J. Hart in Italian."""
    who = person(text)
    return words.text(f"letter.named.{who.title}", name=who.name) if who.title and who.name else text


def readers_id(card: PatientCard, kind: LetterKind) -> int | None:
    """Whom of the file a letter of that kind is for: the GP of annual and discharge letters, else the neurologist."""
    entry = card.entry
    if kind is LetterKind.PATIENT:
        return None
    if kind is LetterKind.NEUROLOGIST:
        return entry.neurologist_id
    if kind is LetterKind.GP:
        return entry.gp_id
    return entry.gp_id if entry.gp_id is not None else entry.neurologist_id


def copies(session: ReadSession, card: PatientCard, reader_id: int | None) -> str:
    """Who gets a copy by default: the patient's other colleagues of the file, one a line."""
    ids = (card.entry.neurologist_id, card.entry.gp_id)
    held = [professional.get(session, known) for known in ids if known is not None and known != reader_id]
    return "\n".join(one.entry.name for one in held if one is not None)


def language_of(session: ReadSession, card: PatientCard, reader_id: int | None, own: str) -> str:
    """The reader's language where the program speaks it: a colleague's letters, else the patient's; else `own`."""
    if reader_id is not None:
        held = professional.get(session, reader_id)
        wanted = held.entry.letter_language if held is not None else ""
    else:
        wanted = card.entry.language
    return written_in(wanted, own)


@dataclass(frozen=True)
class Addressed:
    """The window's lines (the second is the name), the salutation, and whether a reader is recorded at all."""

    lines: tuple[str, ...]
    salutation: str
    known: bool = True


def addressed(session: ReadSession, words: Wording, card: PatientCard, entry: LetterEntry) -> Addressed:
    """To whom a letter goes, in words of the reader's language."""
    if entry.kind is LetterKind.PATIENT and entry.professional_id is None and not entry.reader:
        return _patient(words, card)
    held = professional.get(session, entry.professional_id) if entry.professional_id is not None else None
    if held is not None:
        return _colleague(words, held.entry)
    if entry.reader:
        return Addressed(_lines(words, person(entry.reader), ()), _salutation(words, person(entry.reader)))
    return Addressed(("", words.text("letter.not_recorded")), words.text("letter.salutation.none"), known=False)


def _patient(words: Wording, card: PatientCard) -> Addressed:
    own = card.entry
    title = {Sex.FEMALE: "ms", Sex.MALE: "mr"}.get(own.sex, "")
    name = f"{own.given_name} {own.family_name}".strip()
    rest = tuple(line for line in own.address.splitlines() if line)
    key = f"letter.salutation.patient.{title or 'other'}"
    salutation = words.text(key, surname=own.family_name, name=name)
    return Addressed(_lines(words, Person(title, name), rest), salutation, known=bool(rest))


def _colleague(words: Wording, entry: ProfessionalEntry) -> Addressed:
    """A longer address drops the department first."""
    who = person(entry.name)
    houses = [part.strip() for part in entry.institution.split(",") if part.strip()]
    street = [line for line in entry.address.splitlines() if line]
    while len(houses) > 1 and len(houses) + len(street) > MOST_LINES - 2:
        houses.pop(0)
    rest = [*houses, *street]
    if len(rest) > MOST_LINES - 2:
        # The town, at the end, must be there whatever else is not.
        rest = [*rest[: MOST_LINES - 3], ", ".join(rest[MOST_LINES - 3 :])]
    return Addressed(_lines(words, who, tuple(rest)), _salutation(words, who), known=bool(street))


def _lines(words: Wording, who: Person, rest: tuple[str, ...]) -> tuple[str, ...]:
    """The courtesy title stands above the name where the language has one, else before the name."""
    named = words.text(f"letter.window.{who.title}", name=who.name) if who.title else who.name
    courtesy, _line, name = named.rpartition("\n")
    return (courtesy, name, *rest)[:MOST_LINES]


def _salutation(words: Wording, who: Person) -> str:
    if not who.title or not who.name:
        return words.text("letter.salutation.none")
    return words.text(f"letter.salutation.{who.title}", surname=who.surname)
