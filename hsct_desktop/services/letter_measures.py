"""The state of a disease that is followed by measures of its own: values before and now, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final, cast

from hsct_desktop.catalogue.wording import NBSP, in_sentence
from hsct_desktop.documents.letter_inputs import Block, LetterSection, Rows, Words
from hsct_desktop.documents.text import Text, bold
from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.measure import Direction, Measure, MeasureEntry
from hsct_desktop.domain.measure_outcome import ChangeTest, Since, VerdictKind
from hsct_desktop.domain.measure_verdict import LabReading, VerdictFacts
from hsct_desktop.services import letter_facts
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.measure_verdicts import Tone, VerdictLine, change_words, lab_reading, lines, readings
from hsct_desktop.services.measures import shown
from hsct_desktop.services.trends import text_of
from hsct_desktop.store import lab_result, measure_value

_NAME, _VALUE = 42.0, 42.0
"""Widths in mm of a measure's name and of a value with its day."""
STALE_MONTHS: Final = 13
"""A value older than that says nothing of today: the yearly visit that should have brought a newer one is over."""
FALLEN: Final = Decimal("0.1")
_HELD: Final = "letter_measures.values"


class Values:
    """The values of one patient up to the letter's day, by measure and day."""

    def __init__(self, ask: LetterAsk) -> None:
        self.ask = ask
        self.course = letter_facts.course(ask)
        self.last_day = letter_facts.until(ask)
        found = measure_value.of_patient(ask.session, ask.patient_id)
        self.held = [one for one in found if one.entry.value is not None and _is_by(one.entry, self.last_day)]
        self.by_measure: dict[str, list[MeasureEntry]] = {}
        for one in sorted((held.entry for held in self.held), key=day_of):
            self.by_measure.setdefault(one.measure_id, []).append(one)

    def verdicts(self) -> list[VerdictLine]:
        """What the values come to by the definitions of the disease, in the reader's words."""
        ask, course = self.ask, self.course
        book, words = ask.ws.catalogue.measure_book, letter_facts.words_of(ask)
        codes = book.courses.get(course.disease_id, ())
        labs: dict[str, list[LabReading]] = {}
        for result in lab_result.of_patient(ask.session, ask.patient_id, codes) if codes else ():
            if result.taken_on <= self.last_day:
                labs.setdefault(result.analyte, []).append(lab_reading(result, text_of(result, words)))
        facts = VerdictFacts(
            course.day0, readings(self.held, book.measures), labs, tuple(one.onset for one in course.relapses),
            course.last_seen, course.until,
        )  # fmt: skip
        return lines(words, book, course.disease_id, facts)

    def measures(self) -> list[Measure]:
        """The measures with a value: those of the disease first, in the order of the catalogue."""
        book = self.ask.ws.catalogue.measure_book
        offered = [one for one in book.of_disease(self.course.disease_id) if one.id in self.by_measure]
        return offered + [m for m in book.measures.values() if m.id in self.by_measure and m not in offered]

    def before(self, measure_id: str) -> MeasureEntry | None:
        """The last value up to Day 0."""
        day0 = self.course.day0
        held = [one for one in self.by_measure.get(measure_id, ()) if day0 is not None and day_of(one) <= day0]
        return held[-1] if held and letter_facts.is_transplanted(self.course) else None

    def last(self, measure_id: str) -> MeasureEntry | None:
        """The last value: of a transplanted patient the last one after Day 0."""
        held = self.by_measure.get(measure_id, [])
        if letter_facts.is_transplanted(self.course) and self.course.day0 is not None:
            held = [one for one in held if day_of(one) > self.course.day0]
        return held[-1] if held else None

    def up_to(self, measure_id: str, day: date) -> MeasureEntry | None:
        """The last value on or before a day."""
        held = [one for one in self.by_measure.get(measure_id, ()) if day_of(one) <= day]
        return held[-1] if held else None


def values(ask: LetterAsk) -> Values:
    """The values, read once for a letter."""
    if _HELD not in ask.held:
        ask.held[_HELD] = Values(ask)
    return cast(Values, ask.held[_HELD])


def _is_by(one: MeasureEntry, last: date) -> bool:
    return one.measured_on is not None and one.measured_on <= last


def day_of(one: MeasureEntry) -> date:
    """The day of a value that has one."""
    return one.measured_on or date.min


def number_of(ask: LetterAsk, measure: Measure, one: MeasureEntry) -> str:
    """A value with its unit."""
    return _tight(shown(letter_facts.words_of(ask), measure, one.value or Decimal(0)))


def _tight(text: str) -> str:
    """Letters write a percentage without a space: 90%."""
    return text.replace(f"{NBSP}%", "%")


def section(ask: LetterAsk) -> LetterSection | None:
    """The table of values and the verdicts under it."""
    found, words = values(ask), letter_facts.words_of(ask)
    title = words.text("letter.today.title.status")
    measures = found.measures()
    if not measures:
        missing = ask.lacks("measures", letter_facts.DISEASE)
        return LetterSection("mri", title, (Words(words.text("letter.today.measures.none", missing=missing)),))
    table = Rows(_heads(ask), tuple(_row(ask, found, measure) for measure in measures), (_NAME, _VALUE, _VALUE, 0.0))
    blocks: list[Block] = [table]
    said = list(_verdicts(ask)) if letter_facts.is_transplanted(found.course) else []
    if said:
        blocks.append(Words(letter_facts.sentences(said)))
    return LetterSection("mri", title, tuple(blocks))


def _heads(ask: LetterAsk) -> tuple[str, ...]:
    text = letter_facts.words_of(ask).text
    before = letter_facts.before_words(ask)
    return (
        text("letter.today.measures.measure"), f"{before[:1].upper()}{before[1:]}", text("letter.today.measures.last"),
        text("letter.today.measures.change"),
    )  # fmt: skip


def _row(ask: LetterAsk, found: Values, measure: Measure) -> tuple[Text, ...]:
    before, last = found.before(measure.id), found.last(measure.id)
    change = letter_facts.words_of(ask).text("letter.today.measures.no_change")
    if before is not None and last is not None and before.value is not None and last.value is not None:
        change = _tight(change_words(letter_facts.words_of(ask), before.value, last.value))
    name = measure.short.text(letter_facts.words_of(ask).language)
    is_after = letter_facts.is_transplanted(found.course)
    then = _cell(ask, measure, before) if before is not None or not is_after else _missing(ask, "measure_before", name)
    now = _cell(ask, measure, last) if last is not None else _missing(ask, "measure_since", name)
    return bold(name), then, now, change


def _missing(ask: LetterAsk, key: str, name: str) -> str:
    return ask.lacks(key, letter_facts.DISEASE, measure=name)


def _cell(ask: LetterAsk, measure: Measure, one: MeasureEntry | None) -> str:
    if one is None:
        return letter_facts.words_of(ask).text("letter.today.measures.no_change")
    return f"{number_of(ask, measure, one)} ({letter_facts.words_of(ask).in_tables.date(day_of(one))})"


def _verdicts(ask: LetterAsk) -> Iterator[Text]:
    """What the values come to by the unit's definitions: what is met first, then what changed, then the rest."""
    words = letter_facts.words_of(ask)
    groups: dict[str, list[str]] = {}
    for line in values(ask).verdicts():
        state = _state(ask, line)
        if state in ("met", "worsening"):
            head = words.text(f"letter.today.measures.{'met' if state == 'met' else 'worse'}", title=line.title)
            yield letter_facts.lead(head, " ".join(_details(ask, line)))
        elif state in ("absent", "not_met", "same") and _is_stale(ask, line):
            groups.setdefault("stale", []).append(_valued(ask, line))
        else:
            groups.setdefault(state, []).append(_valued(ask, line) if state == "absent" else _listed(ask, line))
    for state in _GROUPS:
        if state in groups:
            yield words.text(f"letter.today.measures.group.{state}", list=", ".join(groups[state]))
    if "open" in groups:
        yield words.text("letter.today.measures.open", list=", ".join(groups["open"]))
    yield from _fallen(ask)
    yield words.text("letter.today.measures.criteria", before=letter_facts.before_words(ask))


_GROUPS: Final = ("worse", "better", "same", "not_met", "absent", "stale")
"""Verdicts that are told together, in this order."""


def _listed(ask: LetterAsk, line: VerdictLine) -> str:
    """A title within a list, lung progression (FVC), and that its rule was not read at its source where it was not."""
    head, colon, tail = in_sentence(line.title).partition(": ")
    title = f"{head} ({tail})" if colon else head
    if not line.unchecked:
        return title
    return letter_facts.words_of(ask).text("letter.today.measures.title_unchecked", title=title)


def _test(ask: LetterAsk, line: VerdictLine) -> object:
    """What the first condition of a definition asks."""
    outcome = ask.ws.catalogue.measure_book.outcomes.get(line.id)
    return outcome.conditions[0].test if outcome is not None else None


def _last(ask: LetterAsk, line: VerdictLine) -> MeasureEntry | None:
    """The newest value of the measure that a definition asks of first."""
    return values(ask).last(getattr(_test(ask, line), "measure_id", ""))


def _is_stale(ask: LetterAsk, line: VerdictLine) -> bool:
    """Whether the newest value is too old to say today that something is not so."""
    last = _last(ask, line)
    return last is not None and add_months(day_of(last), STALE_MONTHS) < letter_facts.until(ask)


def _valued(ask: LetterAsk, line: VerdictLine) -> str:
    """A title with the values that it rests on and their days."""
    test, last, words = _test(ask, line), _last(ask, line), letter_facts.words_of(ask)
    title = _listed(ask, line)
    if last is None:
        return title
    measure = ask.ws.catalogue.measures[last.measure_id]
    before = values(ask).before(last.measure_id)
    if isinstance(test, ChangeTest) and test.since is Since.BASELINE and before is not None:
        return words.text("letter.today.measures.from_to", title=title, before=number_of(ask, measure, before),
                          before_on=day_of(before), value=number_of(ask, measure, last), on=day_of(last))  # fmt: skip
    return words.text("letter.today.measures.last_value", title=title, on=day_of(last))


def _fallen(ask: LetterAsk) -> Iterator[str]:
    """Measures that are worse than the best value after the treatment by a tenth of it: the baseline hides that."""
    found, words = values(ask), letter_facts.words_of(ask)
    day0 = found.course.day0
    for measure in found.measures():
        last = found.last(measure.id)
        since = [one for one in found.by_measure[measure.id] if day0 is not None and day_of(one) > day0]
        if last is None or not since or measure.direction is Direction.NEITHER:
            continue
        sign = 1 if measure.direction is Direction.HIGHER else -1
        best = max(since, key=lambda one: (sign * (one.value or 0), day_of(one)))
        loss = sign * ((best.value or Decimal(0)) - (last.value or Decimal(0)))
        if loss > 0 and loss >= abs(best.value or Decimal(0)) * FALLEN:
            yield words.text(
                "letter.today.measures.fallen", name=measure.short.text(ask.language),
                best=number_of(ask, measure, best), best_on=day_of(best), value=number_of(ask, measure, last),
                on=day_of(last), after=letter_facts.after_words(ask),
            )  # fmt: skip


def in_brief(ask: LetterAsk) -> str:
    """Which definitions are met, what got worse first: for the box at the beginning."""
    words, groups = letter_facts.words_of(ask), dict[str, list[str]]()
    if not letter_facts.is_transplanted(values(ask).course):
        return ""
    for line in values(ask).verdicts():
        groups.setdefault(_state(ask, line), []).append(_listed(ask, line))
    told = [key for key in ("worsening", "worse", "met") if key in groups]
    return " ".join(words.text(f"letter.today.measures.group.{key}", list=", ".join(groups[key])) for key in told)


def _state(ask: LetterAsk, line: VerdictLine) -> str:
    """The answer of a line: that of a definition, or of a change that may go either way."""
    if line.tone is Tone.UNKNOWN:
        return "open"
    words = letter_facts.words_of(ask)
    outcomes = ask.ws.catalogue.measure_book.outcomes_of(ask.card.entry.disease_id)
    kind = next((outcome.kind for outcome in outcomes if outcome.id == line.id), None)
    for pair in ("better", "worse", "same"):
        if line.state == words.text(f"measure.state.pair.{pair}"):
            return pair
    is_yes = kind is not None and line.state == words.text(f"measure.state.{kind}.yes")
    if kind is VerdictKind.WORSENING:
        return "worsening" if is_yes else "absent"
    return "met" if is_yes else "not_met"


def _details(ask: LetterAsk, line: VerdictLine) -> Iterator[str]:
    """Since when it is met, by which rule, and that the rule was not read at its source where it was not."""
    yield from (text for text in (line.more, line.rule) if text)
    if line.unchecked:
        yield letter_facts.words_of(ask).text("letter.today.measures.unchecked")
