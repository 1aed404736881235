"""Phrases of letters: those that come with the program and the unit's own, filled with a patient's facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from hsct_desktop.catalogue.wording import LANGUAGES
from hsct_desktop.documents.paper_words import PaperWording
from hsct_desktop.domain.dates import age_in_years
from hsct_desktop.domain.letter import FreeSection, LetterEntry, LetterKind
from hsct_desktop.domain.names import clean, clean_lines, fold
from hsct_desktop.domain.phrase import Phrase, PhraseEntry, check_phrase, filled, placeholders, text_for
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.letter_facts import running_words
from hsct_desktop.services.letterhead import NAME, UNIT_PHONE
from hsct_desktop.services.person import birth_date_of, changes, course_of, record_of, refuse_problems, required_reason
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import edss_assessment, setting
from hsct_desktop.store import phrase as store
from hsct_desktop.store.base import ReadSession, fetch, void
from hsct_desktop.store.letter import Phrase as PhraseRow

_KINDS: Final = frozenset({"phrase"})


@dataclass(frozen=True)
class ListedPhrase:
    """A phrase in Settings; `held` is the unit's own row, None for one that came with the program."""

    label: str
    entry: PhraseEntry
    held: Phrase | None


@dataclass(frozen=True)
class OfferedPhrase:
    """A phrase for one letter, filled. `translated` is False where another language's text stands in, marked so;
    `missing` are the placeholders for which the record holds nothing.
    """

    label: str
    text: str
    translated: bool
    missing: tuple[str, ...]


def everything(ws: Workspace) -> list[ListedPhrase]:
    """Every phrase: the shipped ones that no own phrase of that name replaces, then the unit's own."""
    with ws.read() as session:
        own = store.all_of(session)
    taken = {fold(held.entry.label) for held in own}
    shipped = [
        ListedPhrase(one.label.text(ws.language), one.entry, None)
        for one in ws.catalogue.phrases.values()
        if not {fold(one.label.en), fold(one.label.it)} & taken
    ]
    return [*shipped, *(ListedPhrase(held.entry.label, held.entry, held) for held in own)]


def offered(ws: Workspace, entry: LetterEntry, section: FreeSection) -> list[OfferedPhrase]:
    """The phrases for a section of a letter, filled in the reader's language."""
    fitting = [one for one in everything(ws) if _fits(one.entry, section, entry.kind)]
    words = running_words(entry.language)
    with ws.read() as session:
        values = values_of(ws, session, entry.patient_id, words, entry.written_on)
    return [_offered(one, values, words) for one in fitting]


def _fits(entry: PhraseEntry, section: FreeSection, kind: LetterKind) -> bool:
    return entry.section is section and (not entry.kinds or kind in entry.kinds) and any(entry.texts.values())


def _offered(one: ListedPhrase, values: dict[str, str], words: PaperWording) -> OfferedPhrase:
    text, translated = text_for(one.entry, words.language)
    said = filled(text, values, words.text("letter.not_recorded"))
    if not translated:
        said = words.text("letter.phrase.untranslated", text=said)
    missing = tuple(dict.fromkeys(name for name in placeholders(text) if not values.get(name)))
    return OfferedPhrase(one.label, said, translated, missing)


def values_of(ws: Workspace, session: ReadSession, patient_id: int, words: PaperWording, on: date) -> dict[str, str]:
    """What a patient's facts put into placeholders, in words of the reader's language; absent for what is unknown."""
    card, course = record_of(session, patient_id), course_of(session, patient_id)
    own = card.entry
    values = {
        "patient": f"{own.given_name} {own.family_name}".strip(),
        "age": str(age_in_years(birth_date_of(card), on)),
        "date": words.date(on),
        "phone": setting.get(session, UNIT_PHONE, ws.catalogue.settings[UNIT_PHONE].default),
        "unit": setting.get(session, NAME) or setting.get(session, setting.UNIT_NAME),
    }
    day0 = course.entry.day0 if course is not None else None
    if day0 is not None:
        values["day0"] = words.date(day0)
        values["day"] = words.signed_day((on - day0).days)
        months = (on.year - day0.year) * 12 + on.month - day0.month - (on.day < day0.day)
        values |= {"months": str(months)} if months >= 0 else {}
    scored = [e for e in edss_assessment.of_patient(session, patient_id) if e.entry.edss is not None and e.day <= on]
    if scored and scored[-1].entry.edss is not None:
        values |= {"edss": words.number(scored[-1].entry.edss, 1), "edss_date": words.date(scored[-1].day)}
    return values


def record(ws: Workspace, entry: PhraseEntry) -> Changes:
    """Add a phrase of the unit; one with a shipped phrase's name takes its place."""
    entry = _checked(ws, entry)
    with ws.write("phrase.record") as session:
        row_id = store.add(session, entry).id
        return changes(session, _KINDS, ws.wording.text("saved.phrase", label=entry.label), None, row_id)


def revise(ws: Workspace, row_id: int, version: int, entry: PhraseEntry) -> Changes:
    """Change a phrase of the unit. KnownError `stale_row`."""
    entry = _checked(ws, entry)
    with ws.write("phrase.revise") as session:
        store.revise(session, row_id, version, entry)
        return changes(session, _KINDS, ws.wording.text("saved.phrase", label=entry.label), None, row_id)


def void_phrase(ws: Workspace, row_id: int, reason: str, version: int | None = None) -> Changes:
    """Take a phrase of the unit away, with the reason; a shipped one of that name is offered again."""
    why = required_reason(reason)
    with ws.write("phrase.void") as session:
        row = fetch(session, PhraseRow, row_id, version)
        void(session, row, why)
        session.flush()
        return changes(session, _KINDS, ws.wording.text("saved.phrase_voided", label=row.label), None, row_id)


def is_shipped(ws: Workspace, label: str) -> bool:
    """Whether a phrase of that name came with the program: one of the unit takes its place, or hides it."""
    shipped = ws.catalogue.phrases.values()
    return any(fold(clean(label)) in (fold(one.label.en), fold(one.label.it)) for one in shipped)


def _checked(ws: Workspace, entry: PhraseEntry) -> PhraseEntry:
    texts = {name: clean_lines(text) for name, text in _languages(entry) if text.strip()}
    tidy = replace(entry, label=clean(entry.label), texts=texts)
    refuse_problems(check_phrase(tidy, hides=is_shipped(ws, tidy.label)))
    return tidy


def _languages(entry: PhraseEntry) -> Iterator[tuple[str, str]]:
    """The texts in the order in which the editor shows them."""
    order = [*LANGUAGES, *(name for name in entry.texts if name not in LANGUAGES)]
    yield from ((name, entry.texts[name]) for name in order if name in entry.texts)
