"""The words of the printed page: where the reader's language writes dates on paper otherwise than on the screen.

In Italian a date in running text has its month in full (18 novembre 2026, 1° dicembre 2026), in a table it is figures
(18/11/2026); in English both are 18 Nov 2026.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Final

from hsct_desktop.catalogue.wording import EN_DASH, NBSP, Wording, written_in

_ARTICLES: Final = {"il": "l'", "del": "dell'", "dal": "dall'", "al": "all'", "nel": "nell'", "sul": "sull'"}
_BEFORE_DATE: Final = re.compile(r"\b(il|del|dal|al|nel|sul) \{(\w+)\}", re.IGNORECASE)
_VOWEL_DAYS: Final = (8, 11)
"""Otto and undici begin with a vowel: l'8 maggio, dall'11 maggio."""


class PaperWording(Wording):
    """The wording of a document; `in_tables` is the same for table cells, labelled facts and pictures."""

    def __init__(self, language: str, *, table: bool = False) -> None:
        super().__init__(language)
        self._table = table

    @property
    def in_tables(self) -> PaperWording:
        """The same words with dates as tables have them."""
        return paper_wording(self.language, table=True)

    def text(self, key: str, **params: object) -> str:
        """The sentence, its placeholders filled; in running Italian an article fits its date: il 7, l'8 maggio."""
        if self.language == "it" and not self._table:
            vowels = {name for name, v in params.items() if isinstance(v, dt.date) and v.day in _VOWEL_DAYS}
            if vowels:
                return self._elided(key, vowels).format(**{name: self.value(v) for name, v in params.items()})
        return super().text(key, **params)

    def _elided(self, key: str, vowels: set[str]) -> str:
        """The template of a key with its articles elided before the dates of these names."""

        def article(found: re.Match[str]) -> str:
            if found[2] not in vowels:
                return found[0]
            short = _ARTICLES[found[1].lower()]
            return f"{short.capitalize() if found[1][0].isupper() else short}{{{found[2]}}}"

        return _BEFORE_DATE.sub(article, self.template(key))

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


def paper_wording(language: str, *, table: bool = False) -> PaperWording:
    """The wording of a document in a language, read once; English for a language that documents do not know."""
    return _made(written_in(language), table)


@cache
def _made(language: str, table: bool) -> PaperWording:
    return PaperWording(language, table=table)
