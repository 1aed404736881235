"""Course and toxicity in a letter: grades 3 and up, then 2, grade 1 while open; infections, viral loads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from hsct_desktop.catalogue.wording import in_sentence
from hsct_desktop.documents.letter_inputs import LetterSection, Words
from hsct_desktop.documents.text import Markup, Text, bold
from hsct_desktop.domain.adverse_event import Outcome
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.reactivation import Reactivation
from hsct_desktop.services import letter_infections
from hsct_desktop.services.cell_reactions import graded
from hsct_desktop.services.infections import InfectionRow
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_episodes import LYMPHOPENIA, Counted, Window, counted, window_of
from hsct_desktop.services.letter_facts import is_dead, is_followed
from hsct_desktop.services.letter_infections import TERMS, Viral, course_of_virus
from hsct_desktop.services.letter_words import day_of, from_day, listed, sentences
from hsct_desktop.services.products import product_of
from hsct_desktop.store import treatment
from hsct_desktop.store.transplant import Course

ID: Final = "course"
SEVERE: Final = 3
_BY_DAY: Final = 100
"""Up to this day after Day 0 a toxicity is told by its days, later by its dates."""
_MOST_SPANS: Final = 3
"""More episodes of a term are counted, not listed."""
_SETTLED: Final = timedelta(days=30)
_NEAR: Final = timedelta(days=14)
"""A toxicity of a virus belongs to the DNA found so many days around its first day."""


def section(ask: LetterAsk) -> LetterSection | None:
    """The section; None before Day 0 of the first course, when nothing has happened yet."""
    course = ask.course
    if course is None or course.entry.day0 is None or course.entry.day0 > ask.on:
        return None
    told = _Told(ask, course, course.entry.day0)
    title = ask.words.text("letter.section.course")
    return LetterSection(ID, title, (Words(told.full()),), told.note(), (Words(told.brief()),), 1)


@dataclass(frozen=True)
class _Item:
    """A term with its worst grade, and all episodes of it that reached this list."""

    grade: int
    text: str
    is_open: bool


class _Told:
    """One course in the reader's words."""

    def __init__(self, ask: LetterAsk, course: Course, day0: date) -> None:
        self.ask, self.course, self.day0 = ask, course, day0
        self.window: Window = window_of(ask, course)
        self.all = counted(ask, course, self.window)
        self.infections = {row.infection.id: row for row in letter_infections.of_window(ask, self.window)}
        self.virals: list[Viral] = letter_infections.virals(ask, self.window, day0)
        self._told_infections: set[int] = set()
        self._told_virals: set[tuple[str, date]] = set()

    def say(self, key: str, **params: object) -> str:
        """A text of this section."""
        return self.ask.words.text(f"letter_transplant.{key}", **params)

    def gap(self, said: str, key: str, place: str) -> str:
        """Note what is missing, and the words that say so in the text."""
        self.ask.lacks(key, place)
        return self.say(said)

    @property
    def product(self) -> Product:
        """The cells of the course."""
        return product_of(self.ask.ws, self.course.entry.protocol_id)

    @cached_property
    def is_dead(self) -> bool:
        """Whether the patient had died by the letter's day; the death itself is told with the patient's state."""
        return is_dead(self.ask) and self.window.last < self.ask.on

    def note(self) -> str:
        """What the grades are and by which version of CTCAE."""
        versions = sorted({one.episode.ctcae_version for one in self.all})
        if not versions:
            return ""
        return self.say("note", versions=listed(self.ask.words, [f"v{version}" for version in versions]))

    # the whole ------------------------------------------------------------------------------------------------------

    def full(self) -> Markup:
        """All of it as one paragraph, the grades in bold."""
        parts: list[Text] = [*self._graded(self.items), *self.reactions]
        parts += self._other_infections()
        parts += [in_capital(text) for text in self._viral_sentences()]
        return sentences([*parts, self.closing])

    def brief(self) -> Markup:
        """Grades 3 and up, what is still open below, and that the rest is left out."""
        chosen = [item for item in self.items if item.grade >= SEVERE or item.is_open]
        parts: list[Text] = [*self._graded(chosen), *self.reactions]
        parts.append(self.closing)
        if any(item.grade < SEVERE for item in self.items if item not in chosen):
            parts.append(self.say("left_out"))
        return sentences(parts)

    def _graded(self, items: Sequence[_Item]) -> Iterator[Text]:
        """Each grade with its terms, the worst first; of grade 1 only what is open."""
        for grade in range(5, 0, -1):
            found = [item.text for item in items if item.grade == grade and (grade > 1 or item.is_open)]
            if found:
                yield bold(self.say("grade_open" if grade == 1 else "grade", grade=grade))
                yield f"{'; '.join(found)}."

    @cached_property
    def items(self) -> list[_Item]:
        """The terms that are told, in the order of their first day."""
        by_term: dict[tuple[str, str], list[Counted]] = {}
        for one in sorted(self.all, key=lambda held: (held.first, held.episode.id)):
            if one.spans and (one.worst > 1 or one.is_open):
                by_term.setdefault((one.episode.term_id, one.episode.label), []).append(one)
        return [self._item(held) for held in by_term.values()]

    def _item(self, held: Sequence[Counted]) -> _Item:
        worst = max(one.worst for one in held)
        is_open = any(one.is_open for one in held)
        label = self._label(held[0])
        if len(held) > _MOST_SPANS:
            first, last = held[0].episode.onset, held[-1].episode.onset
            said = self.say("episodes", n=len(held), first=self._when(first), last=self._when(last))
            details = [said, *([self.say("one_open")] if is_open else [])]
            self._told_infections |= {one.episode.infection_id for one in held if one.episode.infection_id}
        else:
            details = ["; ".join(self._details(one, worst)) for one in held]
        return _Item(worst, self.say("item", term=label, details="; ".join(details)), is_open)

    def _label(self, one: Counted) -> str:
        key = f"letter_transplant.term.{one.episode.term_id}"
        if self.ask.words.has(key) and not one.episode.extra.get("specify"):
            return self.ask.words.text(key)
        return in_sentence(one.episode.label)

    # one toxicity ---------------------------------------------------------------------------------------------------

    def _details(self, one: Counted, worst: int) -> Iterator[str]:
        """When, what became of it, and what was found and done."""
        when = [self._span(one)]
        if one.worst < worst:
            when.append(self.say("its_grade", grade=one.worst))
        if one.is_open and self.is_dead:
            when.append(self.say("open_at_death"))
        elif one.is_open:
            now = int(one.spans[-1].grade)
            if now != one.worst:
                when.append(self.say("now", grade=now))
            elif worst > 1:
                when.append(self.say("ongoing"))
        elif one.episode.outcome is Outcome.RESOLVED_WITH_SEQUELAE:
            when.append(self.say("sequelae"))
        elif one.episode.outcome is Outcome.FATAL:
            when.append(self.say("fatal"))
        yield ", ".join(when)
        yield from self._found(one)

    def _span(self, one: Counted) -> str:
        first, last = one.spans[0].first, one.spans[-1].last
        if one.is_open:
            if self._by_day(first):
                return self.say("since_day", day=self._signed(first))
            return from_day(self.ask.words, first)
        if self._by_day(first) and self._by_day(last):
            if first == last:
                return day_of(self.ask.words, self.day0, first)
            return self.say("days", day=self.say("run", first=self._signed(first), last=self._signed(last)))
        return self.ask.words.span(first, last)

    def _by_day(self, on: date) -> bool:
        return abs((on - self.day0).days) <= _BY_DAY

    def _signed(self, on: date) -> str:
        return self.ask.words.signed_day((on - self.day0).days)

    def _when(self, on: date) -> str:
        return day_of(self.ask.words, self.day0, on) if self._by_day(on) else self.ask.words.date(on)

    def _found(self, one: Counted) -> Iterator[str]:
        """The infection that belongs to it, and the viral load."""
        code = TERMS.get(one.episode.term_id, "")
        row = self.infections.get(one.episode.infection_id or 0)
        if row is not None and row.infection.id not in self._told_infections:
            self._told_infections.add(row.infection.id)
            said = letter_infections.details(self.ask, row, term=self._label(one), virus=bool(code))
            if said:
                yield said
        period = self._period(code, one)
        if period is not None and (code, period.first.on) not in self._told_virals:
            self._told_virals.add((code, period.first.on))
            name = next(viral.name for viral in self.virals if viral.code == code)
            yield self.say("viral.dna", name=name, course=course_of_virus(self.ask, period))

    def _period(self, code: str, one: Counted) -> Reactivation | None:
        """The period of DNA in blood that a toxicity of its virus speaks of."""
        last = one.episode.end or self.window.last
        for viral in self.virals:
            for period in viral.periods:
                if viral.code == code and one.episode.onset - _NEAR <= period.first.on <= last + _NEAR:
                    return period
        return None

    # the rest -------------------------------------------------------------------------------------------------------

    def _other_infections(self) -> Iterator[Text]:
        """The infections that stand with no toxicity told above."""
        _ = self.items
        rows = [row for key, row in self.infections.items() if key not in self._told_infections]
        if rows:
            yield bold(self.say("infections"))
            yield "; ".join(self._infection(row) for row in rows) + "."

    def _infection(self, row: InfectionRow) -> str:
        said = letter_infections.details(self.ask, row, dated=True)
        is_open = row.infection.is_open and not self.is_dead
        return f"{said}, {self.say('ongoing')}" if is_open else said

    def _viral_sentences(self) -> Iterator[str]:
        _ = self.items
        if self.virals:
            yield from letter_infections.sentences_of(self.ask, self.virals, frozenset(self._told_virals))
        elif self.product is Product.HSC:
            yield self.gap("viral.missing", "viral_loads", "flowsheet")

    @cached_property
    def reactions(self) -> tuple[Text, ...]:
        """Cytokine release and neurotoxicity after CAR T cells (ASTCT)."""
        return tuple(self._reactions())

    def _reactions(self) -> Iterator[Text]:
        for held in treatment.infusions_of(self.ask.session, self.ask.patient_id):
            entry = held.entry
            if entry.kind is Product.CAR_T and entry.transplant_id == self.course.id:
                said = [self._reaction(*reaction) for reaction in graded(entry)]
                yield bold(self.say("reactions"))
                yield f"{'; '.join(said)}."

    def _reaction(self, name: str, grade: int | None, on: date | None) -> str:
        if grade is None:
            self.ask.lacks("reaction", "treatment", what=name)
            return self.say("reaction_missing", name=name)
        if grade == 0:
            return self.say("reaction_none", name=name)
        said = self.say("reaction", name=name, grade=grade)
        return f"{said} ({day_of(self.ask.words, self.day0, on)})" if on is not None else said

    @cached_property
    def closing(self) -> str:
        """What can be said of grades 3 and up, and what is told apart from it; of the dead only the latter."""
        if not self.all:
            return self.gap("no_episode", "toxicity", "toxicity")
        severe = [span for one in self.all for span in one.spans if span.grade >= SEVERE]
        late = [span for span in severe if span.last > self.day0 + _SETTLED]
        apart = self._apart()
        key = "none_severe" if not severe else "none_late"
        if self.is_dead or (severe and (late or self.window.last <= self.day0 + _SETTLED)):
            return self.say("apart", apart=apart) if apart else ""
        said = self.say(f"{key}_apart", apart=apart) if apart else self.say(key)
        if is_followed(self.ask):
            return f"{said}."
        return self.say("followed_until", said=said, on=self.window.last)

    def _apart(self) -> str:
        """The expected low counts that were left out, by name."""
        names = dict.fromkeys(
            self._label(one)
            for one in self.all
            if not one.spans or (one.worst < one.episode.worst and one.episode.term_id not in LYMPHOPENIA)
        )
        return listed(self.ask.words, list(names))


def in_capital(text: str) -> str:
    """A sentence with its first letter large."""
    return text[:1].upper() + text[1:]
