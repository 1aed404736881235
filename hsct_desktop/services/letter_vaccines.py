"""The vaccines of a letter: what counts so far, what is due and next, what puts it off, live vaccines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hsct_desktop.catalogue.vaccine_words import condition_text, named
from hsct_desktop.catalogue.wording import EN_DASH
from hsct_desktop.documents.letter_inputs import Block, LetterSection, Rows, Words
from hsct_desktop.documents.text import Text, bold, joined
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.vaccine import EVERY, PlannedDose, VaccineLine, VaccinePlan, VaccineStatus
from hsct_desktop.services import products
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_care_words import as_typed, vaccine_plan
from hsct_desktop.services.letter_facts import is_dead, is_followed, until

AHEAD: Final = timedelta(days=183)
"""So far ahead doses are named: until about the next letter."""
_WIDTHS: Final = (70.0, 22.0, 0.0)
_TABLE: Final = frozenset({LetterKind.GP})
"""To whom a table goes: who gives the injections."""
_IN_BRIEF: Final = frozenset({LetterKind.NEUROLOGIST, LetterKind.ANNUAL})
"""Who reads in brief what was given."""


@dataclass(frozen=True)
class DoseGroup:
    """Doses given together: their vaccines in one name, the number ("" for a yearly one), when, and whether due now.

    `first` is the day by which they are ordered: of what is due its last day, else its first. `is_put_off`: due, but
    not to be given until the unit says so.
    """

    name: str
    number: str
    when: str
    first: date
    is_due: bool
    is_yearly: bool
    is_put_off: bool


def section(ask: LetterAsk) -> LetterSection | None:
    """None before Day 0, after death, and after stromal cells, which take no immunity away."""
    course = ask.course
    if course is None or is_dead(ask):
        return None
    product = products.product_of(ask.ws, course.entry.protocol_id)
    plan = vaccine_plan(ask)
    if plan.day0 is None or plan.day0 > until(ask):
        if product is not Product.CAR_T or course.entry.day0 is None or course.entry.day0 > until(ask):
            return None
        blocks: tuple[Block, ...] = (Words(ask.words.text("letter_care.vaccines.no_plan")),)
    else:
        blocks = tuple(_Reading(ask, plan, plan.day0).blocks())
    return LetterSection("vaccines", ask.words.text("letter.section.vaccines"), blocks)


def doses_ahead(ask: LetterAsk) -> tuple[DoseGroup, ...]:
    """What is due now and comes next, by day; nothing before Day 0 or where nobody follows."""
    if not is_followed(ask):
        return ()
    plan = vaccine_plan(ask)
    if plan.day0 is None or plan.day0 > until(ask):
        return ()
    reading = _Reading(ask, plan, plan.day0)
    return (*reading.groups(plan.due), *reading.coming())


@dataclass(frozen=True)
class _Reading:
    ask: LetterAsk
    plan: VaccinePlan
    day0: date

    def text(self, key: str, **params: object) -> str:
        """A sentence; in the patient's letter in plain words, where there are any."""
        full, words = f"letter_care.vaccines.{key}", self.ask.words
        if self.ask.kind is LetterKind.PATIENT and words.has(f"{full}.patient"):
            full = f"{full}.patient"
        return words.text(full, **params)

    def cell(self, key: str, **params: object) -> str:
        return self.ask.words.in_tables.text(f"letter_care.vaccines.{key}", **params)

    def blocks(self) -> Iterator[Block]:
        said: list[Text] = [*self._given()]
        due, next_ones = self.groups(self.plan.due), self.coming()
        now, put_off = [one for one in due if not one.is_put_off], [one for one in due if one.is_put_off]
        followed = is_followed(self.ask)
        in_table = followed and self.ask.kind in _TABLE and bool(due or next_ones)
        if followed and not in_table:
            said += self._ahead("due", now)
        if followed and put_off:
            said += [*([] if in_table else self._ahead("put_off", put_off)), *self._why_put_off(in_table)]
        if followed and not in_table:
            # The annual letter goes to the family doctor and has to last until the next: it names all of them.
            said += self._ahead("next", next_ones if self.ask.kind is LetterKind.ANNUAL else _first_day(next_ones))
        if followed:
            said += self._live()
        if self.ask.kind is LetterKind.PATIENT:
            yield from (Words(text) for text in said if text)  # one thought a line
        else:
            yield Words(joined(said, " "))
        if in_table:
            heads = tuple(self.text(f"head.{name}") for name in ("vaccine", "dose", "when"))
            yield Rows(heads, tuple(self._row(group) for group in (*due, *next_ones)), _WIDTHS)

    # given ------------------------------------------------------------------------------------------------------

    def _given(self) -> Iterator[Text]:
        left = self._left_to_others()
        if left:
            yield left
        lines = [line for line in self.plan.lines if line.counted]
        done = [line for line in lines if line.status is VaccineStatus.DONE]
        going = [line for line in lines if line.status is not VaccineStatus.DONE]
        if self.ask.kind in _IN_BRIEF:
            yield from self._given_in_brief(done, going)
        else:
            if done:
                yield self.text("complete", names=self._grouped(done, self._last))
            if going:
                yield self.text("given", names=self._grouped(going, self._count))
        if not lines and not left:
            yield self.text("none_given")

    def _given_in_brief(self, done: Sequence[VaccineLine], going: Sequence[VaccineLine]) -> Iterator[Text]:
        """Which courses are complete, which under way with their doses; the day of the last dose of all."""
        if done:
            yield self.text("complete_brief", names=", ".join(map(self._short, done)))
        if going:
            doses = self._grouped(going, lambda line: self.ask.words.count("letter_care.vaccines.doses", line.counted))
            yield self.text("going_brief", names=doses)
        if done or going:
            yield self.text("last_dose", day=max(map(self._last_day, (*done, *going))))

    def _left_to_others(self) -> str:
        """What the recorder wrote of all vaccines together, such as that the family doctor gives them."""
        out = [line.choice for line in self.plan.lines if line.status is VaccineStatus.LEFT_OUT]
        choice = next((one for one in out if one is not None and one.vaccine == EVERY), None)
        if choice is None:
            return ""
        why = as_typed(self.ask, choice.reason, "vaccines")
        return self.text("left_to_others", why=why) if why else self.text("left")

    def _grouped(self, lines: Sequence[VaccineLine], what: Callable[[VaccineLine], str]) -> str:
        together: dict[str, list[str]] = {}
        for line in lines:
            together.setdefault(what(line), []).append(self._short(line))
        return "; ".join(f"{' + '.join(names)} ({said})" for said, names in together.items())

    def _last(self, line: VaccineLine) -> str:
        return self.ask.words.date(self._last_day(line))

    def _last_day(self, line: VaccineLine) -> date:
        return max(d.given.given_on for d in line.given if d.given is not None and d.status is VaccineStatus.GIVEN)

    def _count(self, line: VaccineLine) -> str:
        """How many doses count and the last day; a yearly vaccine has only its day."""
        if line.series.yearly is not None:
            return self._last(line)
        return self.ask.words.count("letter_care.vaccines.count", line.counted, day=self._last_day(line))

    def _short(self, line: VaccineLine) -> str:
        series, language = line.series, self.ask.language
        is_lay = self.ask.kind is LetterKind.PATIENT
        return named(series.label, language) if series.short is None or is_lay else series.short.text(language)

    # ahead ------------------------------------------------------------------------------------------------------

    def coming(self) -> list[DoseGroup]:
        """The doses that are planned within half a year, by day."""
        last = self.plan.on + AHEAD
        ahead = [
            line
            for line in self.plan.lines
            if line.status is VaccineStatus.PLANNED and (day := _from(line)) is not None and day <= last
        ]
        return self.groups(ahead)

    def groups(self, lines: Iterable[VaccineLine]) -> list[DoseGroup]:
        """Doses of one number and one window under one name, the longest due first."""
        together: dict[tuple[str, str, date, bool, bool, bool], list[str]] = {}
        for line in lines:
            is_due = line.status.is_due
            day = (_until(line) if is_due else _from(line)) or self.plan.on
            name = self._short(line) if line.next is not None else self.text("serology")
            yearly, put_off = line.series.yearly is not None, self.plan.delays_line(line)
            key = (self._number(line), self._when(line), day, is_due, yearly, put_off)
            together.setdefault(key, []).append(name)
        found = [DoseGroup(" + ".join(names), *key) for key, names in together.items()]
        return sorted(found, key=lambda group: group.first)

    def _number(self, line: VaccineLine) -> str:
        follow = line.next
        if follow is None or line.series.yearly is not None or len(line.series.doses) < 2:
            return ""
        return str(follow.number)

    def _when(self, line: VaccineLine) -> str:
        """Overdue since, by when, or from when to when a dose is to be given."""
        first, last = _from(line), _until(line)
        if line.status is VaccineStatus.OVERDUE and last is not None:
            return self.cell("overdue", day=last)
        if line.status is VaccineStatus.DUE and last is not None:
            return self.cell("by", day=last)
        if first is None:
            return EN_DASH
        if last is None or last <= first:
            return self.cell("from", day=first)
        return self.ask.words.in_tables.span(first, last)

    def _ahead(self, key: str, groups: Sequence[DoseGroup]) -> Iterator[Text]:
        if groups:
            named = "; ".join(self._named(group) for group in groups)
            yield joined([bold(self.text(key)), f"{named}."], " ")

    def _named(self, group: DoseGroup) -> str:
        what = self.text("dose_of", name=group.name, number=group.number) if group.number else group.name
        return f"{what} ({group.when})"

    def _row(self, group: DoseGroup) -> tuple[Text, ...]:
        number = group.number or self.text("single" if not group.is_yearly else "yearly")
        if group.is_put_off:
            return bold(group.name), number, bold(self.text("put_off.row"))
        return (bold(group.name), number, bold(group.when)) if group.is_due else (group.name, number, group.when)

    # what waits -------------------------------------------------------------------------------------------------

    def _why_put_off(self, in_table: bool) -> Iterator[Text]:
        """What puts off a dose that is due, with the value that shows it; before a table what is asked as well."""
        said = []
        for verdict in self.plan.delaying:
            what = named(verdict.condition.label, self.ask.language).replace(": ", ", ")
            found = condition_text(self.ask.words, verdict, self.day0, self.plan.on)
            shown = "" if found == self.ask.words.text("vaccine.condition.yes") else f" ({found})"
            said.append(f"{what}{shown}")
        yield bold(self.text("put_off.table" if in_table else "put_off.why", what="; ".join(said)))

    def _live(self) -> Iterator[Text]:
        held = [line for line in self.plan.lines if line.status is VaccineStatus.HELD]
        if not held:
            return
        days = [line.next.earliest for line in held if line.next is not None and line.next.earliest is not None]
        names = ", ".join(self._short(line) for line in held)
        first = min(days, default=self.plan.on)
        key = "live_before" if first > self.plan.on else "live_asks"
        rest = f"{key}.rest_brief" if self.ask.kind in _IN_BRIEF else f"{key}.rest"
        yield joined([bold(self.text(f"{key}.head", day=first)), self.text(rest, names=names)], " ")


def _from(line: VaccineLine) -> date | None:
    """The first day of the next dose's window, or of the serology's."""
    follow: PlannedDose | None = line.next
    if follow is not None:
        return follow.due_from or follow.earliest
    return line.check.due_from if line.check is not None else None


def _until(line: VaccineLine) -> date | None:
    """The last day of that window."""
    follow: PlannedDose | None = line.next
    if follow is not None:
        return follow.due_to
    return line.check.due_to if line.check is not None else None


def _first_day(groups: Sequence[DoseGroup]) -> list[DoseGroup]:
    return [group for group in groups if group.first == groups[0].first]
