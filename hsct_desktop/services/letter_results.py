"""The results of a letter, at most 14 tests: those out of range, the unit's own list, and what changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, cast

from hsct_desktop.catalogue.wording import EN_DASH, NBSP, in_sentence
from hsct_desktop.documents.letter_inputs import Block, LetterSection, ResultLine, Results, Words
from hsct_desktop.domain.analyte import Analyte, shown_unit
from hsct_desktop.domain.lab_result import LabResult
from hsct_desktop.domain.lab_value import Qualitative
from hsct_desktop.services import letter_facts
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_words import sourced_unit
from hsct_desktop.store import lab_result, setting

TESTS: Final = "letter.tests"
"""The setting that holds the tests which every letter shows."""
MOST: Final = 14
OLDEST: Final = timedelta(days=400)
"""An older value is shown only of a test of the unit's list."""
LONGEST_NAME: Final = 17
"""A longer name takes two lines of its column."""
_CLINICAL: Final = "clinical"
"""The group of vital signs, which stand in the section on how the patient is."""
_VIRAL: Final = "viral"
_LISTED: Final = re.compile("[,;\n]")
_TIMES: Final = "\u00d7"
_HELD: Final = "letter_results.found"
_SERIES: Final = "letter_results.series"


@dataclass(frozen=True)
class Found:
    """The last result of a test, the one that the last letter (a first one: before the treatment) knew, the one before.

    `before` is that of the last day before on which the test was taken.
    """

    analyte: Analyte
    last: LabResult
    previous: LabResult | None
    before: LabResult | None = None

    @property
    def distance(self) -> float:
        """How far out of its range the last value lies, as a share of the limit; 0 inside it."""
        return distance(self.last)

    @property
    def is_virus_found(self) -> bool:
        """Whether it is the viral load of a virus that was found."""
        return _is_load(self.analyte) and _is_positive(self.last)

    @property
    def has_changed(self) -> bool:
        """Whether it has left its range, come back to it, or turned from negative to positive or the other way."""
        if self.previous is None:
            return False
        return (self.last.flag, self.last.qualitative) != (self.previous.flag, self.previous.qualitative)


def distance(result: LabResult) -> float:
    """How far out of its range a value lies, as a share of the limit; 0 inside it."""
    value, limit = result.value, result.lln if result.flag == "low" else result.uln
    return float(abs(value - limit) / limit) if result.flag and value is not None and limit else 0.0


def _is_load(analyte: Analyte) -> bool:
    return analyte.log and analyte.group == _VIRAL


def _is_positive(result: LabResult) -> bool:
    """Whether a search found something: a number above the laboratory's limit, or positive without one."""
    return result.qualitative is Qualitative.POSITIVE or (bool(result.value) and result.comparator != "<")


def is_virus_found(ask: LetterAsk, result: LabResult) -> bool:
    """Whether a result is a viral load that is not below the laboratory's limit."""
    analyte = ask.ws.catalogue.analytes.analytes.get(result.analyte)
    return analyte is not None and _is_load(analyte) and _is_positive(result)


def section(ask: LetterAsk) -> LetterSection | None:
    """The section; a sentence where no result is recorded."""
    title, text = letter_facts.words_of(ask).text("letter.section.results"), letter_facts.words_of(ask).text
    found, listed = all_found(ask), fixed(ask)
    if not found:
        ask.lacks("results", letter_facts.FLOWSHEET)
        return LetterSection("results", title, (Words(text("letter.today.results.none")),))
    shown = chosen(found, listed, letter_facts.until(ask))
    usual = _usual_day(shown)
    blocks: list[Block] = [Results(tuple(_line(ask, one, usual) for one in shown))]
    others = _other_days(ask, shown, usual)
    if others:
        blocks.append(Words(others))
    first = letter_facts.until(ask) - OLDEST
    more = sum(is_out(one) and one not in shown and one.last.taken_on >= first for one in found)
    if more:
        blocks.append(Words(letter_facts.words_of(ask).count("letter.today.results.more", more)))
    held = {one.analyte.code for one in found}
    absent = [in_sentence(analyte.label.text(ask.language)) for analyte in listed if analyte.code not in held]
    if absent:
        names = ", ".join(absent)
        ask.lacks("tests", letter_facts.FLOWSHEET, tests=names)
        blocks.append(Words(text("letter.today.results.absent", list=names)))
    return LetterSection("results", title, tuple(blocks), _note(ask, shown, usual))


def fixed(ask: LetterAsk) -> list[Analyte]:
    """The tests of the unit's list, in its order; a name that nothing goes by is noted as missing."""
    table = ask.ws.catalogue.analytes
    found: dict[str, Analyte] = {}
    for text in _LISTED.split(setting.get(ask.session, TESTS, ask.ws.catalogue.settings[TESTS].default)):
        analyte = table.named(text)
        if analyte is not None:
            found[analyte.code] = analyte
        elif text.strip():
            ask.lacks("test_unknown", "", test=text.strip())
    return list(found.values())


def all_found(ask: LetterAsk) -> list[Found]:
    """Every test with its last result and the one before, in the order of the flowsheet; read once for a letter."""
    if _HELD not in ask.held:
        ask.held[_HELD] = list(_found(ask))
    return cast(list[Found], ask.held[_HELD])


def _found(ask: LetterAsk) -> Iterator[Found]:
    before = previous_day(ask)
    for code, analyte in ask.ws.catalogue.analytes.analytes.items():
        held = series(ask, code)
        if not held or analyte.group == _CLINICAL:
            continue
        earlier = [one for one in held[:-1] if before is not None and one.taken_on <= before]
        others = [one for one in held if one.taken_on < held[-1].taken_on]
        yield Found(analyte, held[-1], earlier[-1] if earlier else None, others[-1] if others else None)


def series(ask: LetterAsk, code: str) -> list[LabResult]:
    """All results of a test up to the last day that the letter tells of, by day and time; read once for a letter."""
    if _SERIES not in ask.held:
        by_code: dict[str, list[LabResult]] = {}
        last = letter_facts.until(ask)
        found = lab_result.of_patient(ask.session, ask.patient_id)
        for result in sorted(found, key=lambda one: (one.taken_on, one.taken_at)):
            if result.taken_on <= last and (result.value is not None or result.qualitative):
                by_code.setdefault(result.analyte, []).append(result)
        ask.held[_SERIES] = by_code
    return cast(dict[str, list[LabResult]], ask.held[_SERIES]).get(code, [])


def up_to(ask: LetterAsk, code: str, day: date) -> LabResult | None:
    """The last result of a test on or before a day."""
    return next((one for one in reversed(series(ask, code)) if one.taken_on <= day), None)


def previous_day(ask: LetterAsk) -> date | None:
    """The last day of a "previous" value: that of the letter before, else the last day before the treatment began."""
    if ask.since is not None:
        return ask.since
    course = letter_facts.course(ask)
    begun = course.mobilisation or course.day0
    return begun if letter_facts.is_transplanted(course) else None


def chosen(found: Sequence[Found], listed: Sequence[Analyte], last: date) -> list[Found]:
    """At most 14 tests: out of range by grade, the unit's list, what changed; in the order of the flowsheet."""
    codes = [analyte.code for analyte in listed]
    recent = [one for one in found if one.last.taken_on >= last - OLDEST]
    flagged = sorted(filter(is_out, recent), key=lambda one: -(one.last.grade or 0))
    own = sorted((one for one in found if one.analyte.code in codes), key=lambda one: codes.index(one.analyte.code))
    changed = [one for one in recent if one.has_changed]
    kept = list(dict.fromkeys(one.analyte.code for one in (*flagged, *own, *changed)))[:MOST]
    return [one for one in found if one.analyte.code in kept]


def is_out(one: Found) -> bool:
    """Whether the last value is out of the laboratory's range, or tells of a virus in the blood."""
    return bool(one.last.flag) or one.is_virus_found


def latest(ask: LetterAsk, codes: Sequence[str]) -> tuple[Block, ...]:
    """The last results of some tests with the value before each, as blocks; nothing where none is recorded."""
    found = [one for one in all_found(ask) if one.analyte.code in codes]
    if not found:
        return ()
    usual = _usual_day(found)
    others = _other_days(ask, found, usual)
    lines = Results(tuple(_line(ask, one, usual) for one in found))
    return (lines, Words(others)) if others else (lines,)


def latest_day(ask: LetterAsk, codes: Sequence[str]) -> date | None:
    """The day on which most of these tests were last taken."""
    found = [one for one in all_found(ask) if one.analyte.code in codes]
    return _usual_day(found) if found else None


def _usual_day(shown: Sequence[Found]) -> date:
    """The day on which most of the tests were taken, the latest of those."""
    days = [one.last.taken_on for one in shown]
    return max(days, key=lambda day: (days.count(day), day))


def _line(ask: LetterAsk, one: Found, usual: date) -> ResultLine:
    last = one.last
    name = name_of(ask, one.analyte)
    if last.taken_on != usual:
        name = f"{name}{NBSP}*"
    unit = unit_of(ask, last) or EN_DASH
    return ResultLine(name, value_of(ask, last), last.flag, unit, _limits(ask, last), previous_words(ask, one))


def name_of(ask: LetterAsk, analyte: Analyte) -> str:
    """The name of a test, short where the column would break it."""
    name = analyte.label.text(ask.language)
    return name if len(name) <= LONGEST_NAME else analyte.short.text(ask.language)


def _other_days(ask: LetterAsk, shown: Sequence[Found], usual: date) -> str:
    """The days of the tests that were taken on another day than most, the latest first; "" where there are none."""
    words = letter_facts.words_of(ask)
    by_day: dict[date, list[str]] = {}
    for one in sorted(shown, key=lambda one: one.last.taken_on, reverse=True):
        if one.last.taken_on != usual:
            by_day.setdefault(one.last.taken_on, []).append(in_sentence(name_of(ask, one.analyte)))
    said = [words.text("letter.today.results.other_day", on=on, tests=", ".join(of)) for on, of in by_day.items()]
    return words.text("letter.today.results.other_days", list="; ".join(said)) if said else ""


def unit_of(ask: LetterAsk, result: LabResult, *, in_table: bool = True) -> str:
    """The unit as the laboratory gave it, in the reader's spelling; "" for a ratio and a result without a number.

    In a table it stands in a column of its own and needs no sign of multiplication.
    """
    unit = shown_unit(result.unit)
    return sourced_unit(ask.words, unit.lstrip(_TIMES) if in_table else unit) if result.value is not None else ""


def value_of(ask: LetterAsk, result: LabResult) -> str:
    """A result as the laboratory gave it; "n.d." for a search that found nothing, abbreviated."""
    if result.qualitative is Qualitative.NEGATIVE:
        analyte = ask.ws.catalogue.analytes.analytes.get(result.analyte)
        key = "not_detected" if analyte is not None and analyte.log else "negative"
        return letter_facts.words_of(ask).text(f"letter.today.results.{key}")
    if result.qualitative is Qualitative.POSITIVE:
        return letter_facts.words_of(ask).text("letter.today.results.positive")
    return f"{result.comparator} {_number(ask, result)}".strip().replace(" ", NBSP)


def _number(ask: LetterAsk, result: LabResult) -> str:
    """The number as typed; viral loads always in groups of three."""
    value = result.value or Decimal(0)
    analyte = ask.ws.catalogue.analytes.analytes.get(result.analyte)
    if analyte is not None and analyte.log and value == value.to_integral_value():
        return f"{int(value):,}".replace(",", NBSP)
    return letter_facts.grouped(letter_facts.words_of(ask), value)


def _limits(ask: LetterAsk, result: LabResult) -> str:
    number = letter_facts.words_of(ask).number
    if result.lln is not None and result.uln is not None:
        return f"{number(result.lln)}{EN_DASH}{number(result.uln)}"
    if result.uln is not None:
        return f"<{NBSP}{number(result.uln)}"
    return f">{NBSP}{number(result.lln)}" if result.lln is not None else EN_DASH


def previous_words(ask: LetterAsk, one: Found) -> str:
    """The value of the day before, with its unit where that is another one."""
    if one.before is None:
        return EN_DASH
    value = value_of(ask, one.before)
    same = one.before.unit == one.last.unit or one.before.value is None
    return value if same else f"{value}{NBSP}{unit_of(ask, one.before)}"


def _note(ask: LetterAsk, shown: Sequence[Found], usual: date) -> str:
    """The day of the results and what the signs and the last column mean."""
    text = letter_facts.words_of(ask).text
    parts = [text("letter.today.results.day", on=usual)]
    if any(one.before is not None for one in shown):
        parts.append(text("letter.today.results.previous"))
    if any(one.last.flag for one in shown):
        parts.append(text("letter.today.results.signs"))
    lines = [_line(ask, one, usual) for one in shown]
    missed = text("letter.today.results.not_detected")
    if any(missed in (line.value, line.previous) for line in lines):
        parts.append(text("letter.today.results.abbreviation"))
    if any(EN_DASH in (line.limits, line.previous, line.unit) for line in lines):
        parts.append(text("letter.today.results.dash"))
    return "; ".join(parts)
