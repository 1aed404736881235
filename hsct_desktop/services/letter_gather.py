"""Puts a letter together: the parts in the order of its kind, address, subject and signature, in the reader's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from hsct_desktop.catalogue.wording import written_in
from hsct_desktop.documents.letter_inputs import Block, LetterData, LetterSection, Stamp, State, Words
from hsct_desktop.documents.paper_words import PaperWording
from hsct_desktop.documents.text import DOT, capitals, lacks_glyphs, texts_of
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.dates import age_in_years, whole_months
from hsct_desktop.domain.letter import FreeSection, Letter, LetterEntry, LetterKind
from hsct_desktop.domain.patient import FollowUp, Sex
from hsct_desktop.services import (
    letter_address,
    letter_call,
    letter_care_rules,
    letter_course,
    letter_diagnosis,
    letter_fertility,
    letter_late_effects,
    letter_medicines,
    letter_mri,
    letter_plan,
    letter_results,
    letter_since,
    letter_today,
    letter_transplant,
    letter_vaccines,
)
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_facts import is_dead, running_words, state_on, until
from hsct_desktop.services.letterhead import letterhead
from hsct_desktop.services.person import birth_date_of, course_of, died_on, record_of
from hsct_desktop.services.products import is_graft
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import patient
from hsct_desktop.store.base import ReadSession
from hsct_desktop.store.held import hold
from hsct_desktop.store.letter import get as letter_of
from hsct_desktop.store.transplant import Course

_PSEUDONYMISED: Final = "pseudonymised"
_MOST_SIGNS: Final = 20
"""So many signs that cannot be printed are named."""
EARLY_MONTHS: Final = 3
"""Before that the day after the infusion says it better than months."""
MONTHS_A_YEAR: Final = 12
WINDOW_MONTHS: Final = 3
"""So long before an anniversary of Day 0 a letter is that of the year that ends with it, as the visits are."""
Provider = Callable[[LetterAsk], LetterSection | None]
_NEUROLOGIST: Final = (
    "diagnosis", "transplant", "course", "history", "today", "mri", "picture", "results", "medicines", "vaccines",
    "fertility", "assessment", "plan",
)  # fmt: skip
ORDER: Final[Mapping[LetterKind, tuple[str, ...]]] = {
    LetterKind.NEUROLOGIST: _NEUROLOGIST,
    LetterKind.GP: (
        "diagnosis", "transplant", "course", "history", "today", "medicines", "vaccines", "fertility", "results",
        "mri", "assessment", "plan",
    ),
    LetterKind.DISCHARGE: (
        "transplant", "care_rules", "diagnosis", "course", "history", "today", "results", "medicines", "vaccines",
        "fertility", "assessment", "plan",
    ),
    LetterKind.ANNUAL: (
        "diagnosis", "transplant", "history", "today", "late_effects", "mri", "picture", "course", "results",
        "medicines", "vaccines", "fertility", "assessment", "plan",
    ),
    LetterKind.PATIENT: ("history", "assessment", "medicines", "vaccines", "plan"),
}  # fmt: skip
"""The sections of each letter in their order; one that has nothing to say is left out."""
_FREE: Final = {"history": FreeSection.HISTORY, "assessment": FreeSection.IMPRESSION, "plan": FreeSection.PLAN}
_PROVIDERS: Final[Mapping[str, Provider]] = {
    "diagnosis": letter_diagnosis.section,
    "transplant": letter_transplant.section,
    "course": letter_course.section,
    "care_rules": letter_care_rules.section,
    "today": letter_today.section,
    "mri": letter_mri.section,
    "picture": letter_mri.picture,
    "results": letter_results.section,
    "medicines": letter_medicines.section,
    "vaccines": letter_vaccines.section,
    "fertility": letter_fertility.section,
    "plan": letter_plan.section,
    "late_effects": letter_late_effects.section,
}


def make_ask(ws: Workspace, session: ReadSession, entry: LetterEntry) -> LetterAsk:
    """What the parts of a letter are gathered from; they ask for the same rows, which are read once."""
    hold(session)
    return LetterAsk(
        ws=ws,
        session=session,
        patient_id=entry.patient_id,
        kind=entry.kind,
        words=running_words(written_in(entry.language)),
        on=entry.written_on,
        since=entry.since_on,
        card=record_of(session, entry.patient_id),
        course=course_of(session, entry.patient_id),
    )


def gather(ask: LetterAsk, letter: Letter | LetterEntry) -> LetterData:
    """The whole letter as a draft; what it wants and the record does not hold is added to `ask.missing`."""
    entry = letter.entry if isinstance(letter, Letter) else letter
    words, own = ask.words, ask.card.entry
    whom = _addressed(ask, entry)
    context = replace(print_context(ask.ws, ask.session, words.language, entry.written_on), language=words.language)
    name = _name(ask)
    data = LetterData(
        context=context,
        kind=entry.kind,
        letterhead=letterhead(ask.ws, ask.session, words.language),
        state=_draft(ask, letter),
        address=whom.lines,
        reference=tuple(_reference(ask, entry, name)),
        subject=_subject(ask, name),
        who=(name, DOT.join((_born(ask, words), own.code))),
        salutation=whom.salutation,
        box=letter_since.box(ask),
        sections=tuple(_sections(ask, entry)),
        call=letter_call.call(ask),
        closing=words.text("letter.closing"),
        signature=(doctor_of(ask.ws),) if doctor_of(ask.ws) else (),
    )
    _say_unprintable(ask, data, name)
    return data


def _addressed(ask: LetterAsk, entry: LetterEntry) -> letter_address.Addressed:
    """To whom it goes; a letter to a patient who has died goes to nobody until somebody else is named."""
    if entry.kind is LetterKind.PATIENT and is_dead(ask) and entry.professional_id is None and not entry.reader:
        missing = ask.lacks("addressee_dead", "overview", on=_died_on(ask))
        return letter_address.Addressed(("", missing), "")
    if not is_dead(ask) and state_on(ask, ask.on) is FollowUp.DEAD:  # a discharge letter that is written afterwards
        ask.lacks("died_since", "overview", on=died_on(ask.session, ask.patient_id))
    whom = letter_address.addressed(ask.session, ask.words, ask.card, entry)
    if not whom.known:
        ask.lacks(_nobody(entry), "overview")
    return whom


def _died_on(ask: LetterAsk) -> date | None:
    return died_on(ask.session, ask.patient_id) if is_dead(ask) else None


def _say_unprintable(ask: LetterAsk, data: LetterData, name: str) -> None:
    """Tell before anything is printed which signs neither our fonts nor the computer's can draw."""
    lacking = dict.fromkeys(s for text in texts_of(data) if lacks_glyphs(text) for s in text if lacks_glyphs(s))
    if lacking:
        signs = " ".join(list(lacking)[:_MOST_SIGNS])
        ask.lacks("signs", "patient" if lacks_glyphs(name) else "letter", signs=signs)


def _name(ask: LetterAsk) -> str:
    """SURNAME Given to colleagues, Given Surname to the patient."""
    own = ask.card.entry
    if ask.kind is LetterKind.PATIENT:
        return f"{own.given_name} {own.family_name}".strip()
    return f"{capitals(own.family_name)} {own.given_name}".strip()


def doctor_of(ws: Workspace) -> str:
    """Who would sign: the physician who works; "" while somebody else prepares the letter."""
    return ws.author.name if ws.author is not None and ws.author.role is Role.PHYSICIAN else ""


def _nobody(entry: LetterEntry) -> str:
    """What is missing where nobody is addressed, or nothing but a name."""
    has_name = entry.professional_id is not None or entry.reader or entry.kind is LetterKind.PATIENT
    return "address" if has_name else "reader"


def _draft(ask: LetterAsk, letter: Letter | LetterEntry) -> State:
    if not isinstance(letter, Letter):
        return State()
    return State(Stamp.DRAFT, letter.number, replaces=_replaced(ask, letter))


def _replaced(ask: LetterAsk, letter: Letter) -> str:
    """Which letter this one replaces: "letter of 18 Nov 2026"; "" where it is the first."""
    before = letter_of(ask.session, letter.replaces_id) if letter.replaces_id is not None else None
    return ask.words.text("letter.letter_of", date=before.entry.written_on) if before is not None else ""


def _born(ask: LetterAsk, words: PaperWording) -> str:
    born = words.text(f"document.born.{ask.card.entry.sex.value}", date=birth_date_of(ask.card))
    return words.text("document.year_only", born=born) if _is_pseudonymised(ask) else born


def _is_pseudonymised(ask: LetterAsk) -> bool:
    """Whether the birth date is 1 July of its year, in the place of the real one."""
    if _PSEUDONYMISED not in ask.held:
        ask.held[_PSEUDONYMISED] = ask.patient_id in patient.pseudonymised(ask.session, (ask.patient_id,))
    return bool(ask.held[_PSEUDONYMISED])


def _reference(ask: LetterAsk, entry: LetterEntry, name: str) -> Iterator[tuple[str, str]]:
    """What stands beside the window; of a signed letter the doctor is who signed."""
    words, own = ask.words, ask.card.entry
    born = birth_date_of(ask.card)
    sex = words.text(f"letter.sex.{own.sex.value}") if own.sex in (Sex.FEMALE, Sex.MALE) else ""
    age = words.count("letter.age", age_in_years(born, min(ask.on, _died_on(ask) or ask.on)), date=born)
    if _is_pseudonymised(ask):
        age = words.text("document.year_only", born=age)
    yield words.text("letter.ref.date"), words.date(entry.written_on)
    yield words.text("letter.ref.patient"), name
    yield words.text(f"letter.ref.born.{own.sex.value}"), DOT.join(part for part in (age, sex) if part)
    yield words.text("letter.ref.code"), own.code
    if doctor := doctor_of(ask.ws):
        yield words.text("letter.ref.doctor"), doctor
    if entry.copies:
        copies = [letter_address.named(words, line) for line in entry.copies.splitlines()]
        yield words.text("letter.ref.copies"), "; ".join(copies)


def _subject(ask: LetterAsk, name: str) -> str:
    """Who, born when, what the letter is about and how far after the transplant it was written."""
    words, course, kind = ask.words, ask.course, ask.kind.value
    person = f"{name}, {_born(ask, words)}"
    day0 = course.entry.day0 if course is not None else None
    if course is None or day0 is None:
        about = words.text(f"letter.subject.{kind}.none")
    elif is_dead(ask) and ask.on >= day0:
        about = _of_the_dead(ask, course, day0)
    elif ask.kind is LetterKind.PATIENT:
        about = _to_the_patient(ask, course, day0)
    elif ask.on < day0:
        _as_asked(ask, is_so=ask.kind not in (LetterKind.DISCHARGE, LetterKind.ANNUAL))
        about = words.text("letter.subject.before", day0=day0)
    else:
        about = _after(ask, _topic(ask, course, day0), day0)
    return words.text("letter.subject", who=person, about=about)


def _after(ask: LetterAsk, topic: str, day0: date) -> str:
    """The topic with Day 0 and the day after it: of a discharge letter that of the discharge, else today."""
    last, words = until(ask), ask.words
    key = "discharged" if ask.kind is LetterKind.DISCHARGE and last < ask.on else "after"
    return words.text(f"letter.subject.{key}", topic=topic, day0=day0, on=last,
                      day=words.signed_day((last - day0).days))  # fmt: skip


def _of_the_dead(ask: LetterAsk, course: Course, day0: date) -> str:
    """The course after the transplant up to the day of death: nobody has a follow-up any more."""
    words, died = ask.words, _died_on(ask) or ask.on
    what = words.text(f"letter.after.{'graft' if is_graft(ask.ws, course) else 'cells'}")
    topic = words.text("letter.topic.course", what=what)
    if died < day0:
        return words.text("letter.subject.died_before", topic=topic, died=died)
    return words.text("letter.subject.died", topic=topic, day0=day0, died=died,
                      day=words.signed_day((died - day0).days))  # fmt: skip


def _as_asked(ask: LetterAsk, *, is_so: bool) -> None:
    """Name it where the subject is not that of the letter asked for: its time has not come."""
    if not is_so:
        ask.lacks(f"too_early_{ask.kind.value}", "overview")


def _topic(ask: LetterAsk, course: Course, day0: date) -> str:
    """What the letter is about, with the time since Day 0 in whole months or years."""
    words, kind = ask.words, ask.kind
    cells = "graft" if is_graft(ask.ws, course) else "cells"
    after, since = words.text(f"letter.after.{cells}"), words.text(f"letter.from.{cells}")
    months = whole_months(day0, ask.on)
    if kind is LetterKind.DISCHARGE:
        return words.text("letter.topic.discharge", what=after)
    years = (months + WINDOW_MONTHS) // MONTHS_A_YEAR
    _as_asked(ask, is_so=kind is not LetterKind.ANNUAL or bool(years))
    if kind is LetterKind.ANNUAL and years:
        return words.count("letter.topic.annual", years, what=since)
    if months >= EARLY_MONTHS:
        return words.text("letter.topic.since", time=_time(words, months), what=since)
    return words.text("letter.topic.early", what=after)


def _to_the_patient(ask: LetterAsk, course: Course, day0: date) -> str:
    """The same without the words of the trade."""
    words, months = ask.words, whole_months(day0, ask.on)
    if ask.on < day0:
        return words.text("letter.subject.patient.before", day0=day0)
    if not is_graft(ask.ws, course):
        return words.text("letter.subject.patient.cells", day0=day0)
    if months < EARLY_MONTHS:
        return words.text("letter.subject.patient.early", day0=day0)
    return words.text("letter.subject.patient.after", time=_time(words, months), day0=day0)


def _time(words: PaperWording, months: int) -> str:
    """Whole months in words, from two years on years and months: "18 months", "4 years and 10 months"."""
    if months < 2 * MONTHS_A_YEAR:
        return words.count("letter.time.months", months)
    years = words.count("letter.time.years", months // MONTHS_A_YEAR)
    rest = words.count("letter.time.months", months % MONTHS_A_YEAR)
    return words.text("letter.time.both", years=years, months=rest) if months % MONTHS_A_YEAR else years


def _sections(ask: LetterAsk, entry: LetterEntry) -> Iterator[LetterSection]:
    found: dict[str, LetterSection] = {}
    for name in ORDER[entry.kind]:
        section = _section(ask, entry, name)
        if section is not None:
            found[name] = section
    _join_fertility(ask, found)
    yield from found.values()


def _section(ask: LetterAsk, entry: LetterEntry, name: str) -> LetterSection | None:
    """A section; in the patient's letter under a heading in plain words, unless it cannot be theirs any more."""
    section = _of_record(ask, entry, name)
    if section is None or ask.kind is not LetterKind.PATIENT or is_dead(ask):
        return section
    return replace(section, title=ask.words.text(f"letter.section.patient.{name}"))


def _of_record(ask: LetterAsk, entry: LetterEntry, name: str) -> LetterSection | None:
    """A section of the record, with the doctor's own words before it where they belong there."""
    provider = _PROVIDERS.get(name)
    section = provider(ask) if provider is not None else None
    if name not in _FREE:
        return section
    own = tuple(_paragraphs(entry.texts.get(_FREE[name], "")))
    if name == "assessment" and not own and entry.kind is LetterKind.PATIENT:
        ask.lacks("how_you_are", "letter")
    elif name == "assessment" and not own:
        ask.lacks("assessment", "letter")
        own = (Words(ask.words.text("letter.assessment_missing")),)
    if section is None:
        return LetterSection(name, ask.words.text(f"letter.section.{name}"), own) if own else None
    return replace(section, blocks=(*own, *section.blocks))


def _paragraphs(text: str) -> Iterator[Block]:
    """One paragraph a line of the doctor's text."""
    yield from (Words(line) for line in text.splitlines() if line.strip())


def _join_fertility(ask: LetterAsk, found: dict[str, LetterSection]) -> None:
    """Vaccines and fertility stand under one heading where both are plain words."""
    both = [found[name] for name in ("vaccines", "fertility") if name in found]
    plain = all(isinstance(block, Words) for section in both for block in section.blocks)
    if len(both) == 2 and plain and not any(section.brief for section in both):
        title = ask.words.text("letter.section.vaccines_and_fertility")
        found["vaccines"] = replace(both[0], title=title, blocks=(*both[0].blocks, *both[1].blocks))
        del found["fertility"]
