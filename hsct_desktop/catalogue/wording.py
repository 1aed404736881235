"""The words shared by screen, paper and command line, in the reader's language, with dates and numbers by locale."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from hsct_desktop.domain.label import translate_labels
from hsct_desktop.resource import resource

if TYPE_CHECKING:  # words are needed before the first paint, the rules they speak of are not
    from hsct_desktop.domain.problem import InputError, KnownError, Problem
    from hsct_desktop.domain.worklist import Reason

LANGUAGES = ("en", "it")
"""The languages of the window, in which every file of words is complete; documents may know more."""
NBSP = "\u00a0"
MINUS = "\u2212"
EN_DASH = "\u2013"
HALF_A_YEAR_DAYS = 183


@runtime_checkable
class Worded(Protocol):
    """A value that has its own text in each language, such as a catalogue label."""

    def text(self, language: str) -> str: ...


def in_sentence(words: str) -> str:
    """Words that do not begin their sentence; an abbreviation keeps its capitals."""
    first = words.split(" ", 1)[0].split("-", 1)[0]
    return words[:1].lower() + words[1:] if first[1:].islower() else words  # IgG, CMV and S. aureus stay


@dataclass(frozen=True)
class Enumerated:
    """An enum's member as a value of a sentence: its label in each language, `lower` in the middle of one."""

    kind: str
    value: str
    lower: bool = False

    def text(self, language: str) -> str:
        """The label; an abbreviation keeps its capitals."""
        label = wording(language).enum(self.kind, self.value)
        return in_sentence(label) if self.lower else label


class MissingWordingError(LookupError):
    """A key that the wording files do not hold: a bug, found by tests."""


@cache
def document_languages() -> tuple[str, ...]:
    """What documents can be written in: the window's languages, and each with a file in `resources/i18n/documents`."""
    files = resource("i18n/documents").glob("*.json")
    return (*LANGUAGES, *sorted(path.stem for path in files if path.stem not in LANGUAGES))


def written_in(language: str | None, otherwise: str = "en") -> str:
    """The language itself where documents can be written in it."""
    return language if language is not None and language in document_languages() else otherwise


@cache
def wording(language: str) -> Wording:
    """The wording of a language, read once; English for a language that documents do not know."""
    return Wording(written_in(language))


class Wording:
    """Texts, dates and numbers in one language. Files: `resources/i18n/wording/<area>.<language>.json`.

    A language of documents alone has one file, `resources/i18n/documents/<language>.json`: `texts` by these keys and
    `labels` of the catalogues by their English text. What it lacks is said in English.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts: dict[str, str] = {}
        for path in sorted(resource("i18n/wording").glob(f"*.{language if language in LANGUAGES else 'en'}.json")):
            self._texts |= json.loads(path.read_text(encoding="utf-8"))
        if language not in LANGUAGES:
            own = json.loads(resource(f"i18n/documents/{language}.json").read_text(encoding="utf-8"))
            self._texts |= own["texts"]
            translate_labels(language, own["labels"])
        self._decimal = self._texts["number.decimal"]

    @property
    def keys(self) -> frozenset[str]:
        """Every key of the language."""
        return frozenset(self._texts)

    def has(self, key: str) -> bool:
        """Whether the language holds that key."""
        return key in self._texts

    def template(self, key: str) -> str:
        """The sentence of that key with its placeholders as they stand."""
        try:
            return self._texts[key]
        except KeyError:
            raise MissingWordingError(f"{key} ({self.language})") from None

    def text(self, key: str, **params: object) -> str:
        """The sentence of that key, placeholders filled; dates and numbers are written as the locale writes them."""
        template = self.template(key)
        return template.format(**{name: self.value(v) for name, v in params.items()}) if params else template

    def count(self, key: str, n: int, **params: object) -> str:
        """The sentence `<key>.one` or `<key>.other`, with `{n}` filled."""
        return self.text(f"{key}.{'one' if n == 1 else 'other'}", n=n, **params)

    def enum(self, kind: str, value: str) -> str:
        """The label of an enum's member: `enum.<kind>.<value>`."""
        return self.text(f"enum.{kind}.{value}")

    def problem(self, problem: Problem) -> str:
        """One sentence that says what is wrong and what to do."""
        return self.text(f"problem.{problem.key}", **problem.params)

    def problems(self, error: InputError) -> str:
        """All problems of a refused entry, as sentences one after the other."""
        return " ".join(self.problem(p) for p in error.problems)

    def known_error(self, error: KnownError) -> str:
        """The sentence of a failure that the user can act on."""
        return self.text(f"error.{error.key}", **error.params)

    def reasons(self, reasons: Iterable[Reason], on: dt.date) -> str:
        """The reasons for a row on the lists of a day, joined by a middle dot; near dates go without their year."""
        said = [self.text(f"why.{r.key}", **{name: self._near(v, on) for name, v in r.params.items()}) for r in reasons]
        return " · ".join([*said[:1], *map(in_sentence, said[1:])])

    def _near(self, value: object, on: dt.date) -> object:
        """A date less than half a year away is clear without its year."""
        is_near = isinstance(value, dt.date) and abs((value - on).days) < HALF_A_YEAR_DAYS
        return self.day_month(value) if is_near and isinstance(value, dt.date) else value

    def value(self, value: object) -> str:
        """A placeholder's value as the locale writes it."""
        if isinstance(value, str | int):
            return str(value)
        if isinstance(value, dt.datetime):
            return self.moment(value)
        if isinstance(value, dt.date):
            return self.date(value)
        if isinstance(value, Decimal | float):
            return self.number(value)
        if isinstance(value, Worded):
            return value.text(self.language)
        return str(value)

    def date(self, day: dt.date) -> str:
        """Day, short month and year, bound by no-break spaces: 18 Nov 2026, 18 nov 2026."""
        return f"{day.day:02d}{NBSP}{self._month(day, 'short')}{NBSP}{day.year:04d}"

    def day_month(self, day: dt.date) -> str:
        """Day and short month without the year: 18 Nov."""
        return f"{day.day:02d}{NBSP}{self._month(day, 'short')}"

    def date_long(self, day: dt.date) -> str:
        """Weekday, day, month in full, year: Friday 20 November 2026, venerdì 20 novembre 2026 (1° for the first)."""
        number = "1°" if self.language == "it" and day.day == 1 else str(day.day)
        return f"{self.weekday(day, 'long')} {number}{NBSP}{self._month(day, 'long')}{NBSP}{day.year:04d}"

    def date_weekday(self, day: dt.date) -> str:
        """Short weekday before the date: Fri 20 Nov 2026."""
        return f"{self.weekday(day, 'short')}{NBSP}{self.date(day)}"

    def weekday(self, day: dt.date, form: str = "short") -> str:
        """The name of the weekday, `short` or `long`."""
        return self.text(f"date.weekday.{form}").split()[day.weekday()]

    def _month(self, day: dt.date, form: str) -> str:
        return self.text(f"date.month.{form}").split()[day.month - 1]

    def moment(self, at: dt.datetime) -> str:
        """Date and time to the minute, in the time zone that `at` carries."""
        return f"{self.date(at.date())}{NBSP}{at:%H:%M}"

    def range(self, first: dt.date, last: dt.date) -> str:
        """Two dates with a spaced dash; the year stands once when both share it: 07 Nov – 05 Dec 2026."""
        start = self.day_month(first) if first.year == last.year else self.date(first)
        return f"{start} {EN_DASH} {self.date(last)}"

    def number(self, value: Decimal | float | int, places: int | None = None) -> str:
        """A number with the locale's decimal mark and a true minus; `places` fixes the decimals."""
        text = (
            f"{value:.{places}f}" if places is not None else f"{value:f}" if isinstance(value, Decimal) else f"{value}"
        )
        return self.decimal(text.replace("-", MINUS))

    def decimal(self, number: str) -> str:
        """A number written with a point, with the locale's decimal mark instead."""
        return number.replace(".", self._decimal)

    def signed_day(self, day: int) -> str:
        """The day after infusion as a bare signed number: +23, −5, 0."""
        return f"+{day}" if day > 0 else f"{MINUS}{-day}" if day < 0 else "0"

    def day(self, day0: dt.date, on: dt.date) -> str:
        """The day after infusion in words: Day +23, giorno −5."""
        return self.text("date.day_after_infusion", day=self.signed_day((on - day0).days))
