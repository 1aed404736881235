"""The words of the printed page: where the reader's language writes dates on paper otherwise than on the screen.

In Italian a date in running text has its month in full (18 novembre 2026, 1° dicembre 2026), in a table it is figures
(18/11/2026); in English both are 18 Nov 2026. An article before a day that begins with a vowel is elided, before
figures too: dall’8 maggio, dell’11/11/2026. Italian papers have one apostrophe: ’.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from hsct_desktop.catalogue.wording import EN_DASH, NBSP, Wording, written_in

_ARTICLES: Final = {"il": "l’", "del": "dell’", "dal": "dall’", "al": "all’", "nel": "nell’", "sul": "sull’"}
_BEFORE_VALUE: Final = re.compile(r"\b(il|del|dal|al|nel|sul) \{(\w+)\}", re.IGNORECASE)
_VOWEL_DAY: Final = re.compile(r"0?(8|11)(?=/\d|[ \u00a0][a-zà-ù]{3})")
"""Otto and undici begin with a vowel: l’8 maggio, dall’11/05/2026."""
_APOSTROPHE: Final = re.compile("(?<=[^\\W\\d_])'")


@cache
def _parts(template: str) -> tuple[tuple[str, str, str], ...]:
    """Every article before a placeholder in a template: what stands there, the article, the placeholder's name."""
    return tuple((found[0], found[1], found[2]) for found in _BEFORE_VALUE.finditer(template))


class PaperWording(Wording):
    """The wording of a document; `in_tables` is the same for table cells, labelled facts and pictures."""

    def __init__(self, language: str, *, table: bool = False) -> None:
        super().__init__(language)
        self._table = table

    @property
    def in_tables(self) -> PaperWording:
        """The same words with dates as tables have them."""
        return paper_wording(self.language, table=True)

    def template(self, key: str) -> str:
        """As the file has it; in Italian with the apostrophe of papers, whoever wrote the file."""
        found = super().template(key)
        return _APOSTROPHE.sub("’", found) if self.language == "it" and "'" in found else found

    def text(self, key: str, **params: object) -> str:
        """The sentence, its placeholders filled; in Italian an article fits its date: il 7, l’8 maggio, l’8/05/2026."""
        template = self.template(key)
        if not params:
            return template
        values = {name: self.value(value) for name, value in params.items()}
        if self.language == "it":
            template = _elided(template, values)
        return template.format(**values)

    def date(self, day: dt.date) -> str:
        """Day, month and year: 18 Nov 2026; 18 novembre 2026, in a table 18/11/2026."""
        if self.language != "it":
            return super().date(day).lstrip("0")
        if self._table:
            return f"{day:%d/%m}/{day.year:04d}"
        return f"{self.day_month(day)}{NBSP}{day.year:04d}"

    def day_month(self, day: dt.date) -> str:
        """Day and month without the year: 18 Nov; 18 novembre, in a table 18/11."""
        if self.language != "it":
            return super().day_month(day).lstrip("0")
        if self._table:
            return f"{day:%d/%m}"
        number = "1°" if day.day == 1 else str(day.day)
        return f"{number}{NBSP}{self.text('date.month.long').split()[day.month - 1]}"

    def span(self, first: dt.date, last: dt.date) -> str:
        """Two dates as tight as they can be said: one day alone, 12–15 Sep 2026, else as `range` has it."""
        if first == last:
            return self.date(last)
        tight = (first.year, first.month) == (last.year, last.month) and not (self._table and self.language == "it")
        return f"{first.day}{EN_DASH}{self.date(last).lstrip('0')}" if tight else self.range(first, last)


def _elided(template: str, values: Mapping[str, str]) -> str:
    """A template with its articles elided before dates whose day begins with a vowel, these without a leading zero."""
    for whole, article, name in _parts(template):
        day = _VOWEL_DAY.match(values.get(name, ""))
        if day is not None:
            short = _ARTICLES[article.lower()]
            if article[0].isupper():
                short = short.capitalize()
            rest = values[name][day.end() :].replace("{", "{{").replace("}", "}}")
            template = template.replace(whole, f"{short}{day[1]}{rest}")
    return template


def paper_wording(language: str, *, table: bool = False) -> PaperWording:
    """The wording of a document in a language, read once; English for a language that documents do not know."""
    return _made(written_in(language), table)


@cache
def _made(language: str, table: bool) -> PaperWording:
    return PaperWording(language, table=table)
