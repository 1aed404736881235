"""What the parts of a letter share: dates in a sentence, days after the infusion, months, amounts, lists of words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from hsct_desktop.catalogue.wording import NBSP, Wording, in_sentence
from hsct_desktop.documents.text import Markup, Text, joined
from hsct_desktop.domain.partial_date import PartialDate

__all__ = [
    "amount", "cells", "day_of", "from_day", "in_sentence", "listed", "months", "named_days", "on_day", "on_day_of",
    "sentences", "sourced_unit", "to_day",
]  # fmt: skip

_GROUPED: Final = 5
"""Numbers of so many digits and more are written in groups of three."""


def on_day(words: Wording, day: date) -> str:
    """On a day: on 13 Nov 2025, il 13 novembre 2025, l’8 novembre 2025."""
    return words.text("letter_transplant.on", day=day)


def from_day(words: Wording, day: date) -> str:
    """From a day on: from 13 Nov 2025, dal 13 novembre 2025."""
    return words.text("letter_transplant.from", day=day)


def to_day(words: Wording, day: date) -> str:
    """Until a day, that day included: to 3 Dec 2025, al 3 dicembre 2025."""
    return words.text("letter_transplant.to", day=day)


def day_of(words: Wording, day0: date, on: date) -> str:
    """A day after the infusion as letters write it: Day +10, g +10."""
    return words.text("letter_transplant.day", day=words.signed_day((on - day0).days))


def on_day_of(words: Wording, day: date, day0: date | None) -> str:
    """On a date with its day after the infusion: on 13 Nov 2025 (Day +10); the date alone where Day 0 is not known."""
    said = on_day(words, day)
    return said if day0 is None else f"{said} ({day_of(words, day0, day)})"


def named_days(words: Wording, days: Sequence[int]) -> str:
    """Days after the infusion: Day −6; Days −5 to −2; Days +1, +2."""
    ordered = sorted(set(days))
    if not ordered:
        return ""
    runs: list[list[int]] = [[ordered[0]]]
    for day in ordered[1:]:
        if day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    said = ", ".join(_run(words, run) for run in runs)
    return words.text("letter_transplant.day" if len(ordered) == 1 else "letter_transplant.days", day=said)


def _run(words: Wording, run: Sequence[int]) -> str:
    if len(run) > 2:
        first, last = words.signed_day(run[0]), words.signed_day(run[-1])
        return words.text("letter_transplant.run", first=first, last=last)
    return ", ".join(words.signed_day(day) for day in run)


def months(words: Wording, day: PartialDate) -> date | str:
    """A date as far as it is known, the month in full: 2016, June 2016; a day as such, for the sentence to write it."""
    if day.is_whole:
        return day.first
    if day.month is None:
        return str(day.year)
    return f"{words.text('date.month.long').split()[day.month - 1]}{NBSP}{day.year}"


def sourced_unit(words: Wording, unit: str) -> str:
    """A unit as the reader's language writes it: IU/mL, UI/mL."""
    return unit.replace("IU", "UI") if words.language == "it" else unit


def amount(words: Wording, number: Decimal, grouped: int = _GROUPED) -> str:
    """A number, its thousands in groups from `grouped` digits on: 1600, 38 000."""
    plain = format(number.normalize(), "f")
    whole, point, rest = plain.partition(".")
    if len(whole.lstrip("-")) >= grouped:
        whole = f"{int(whole):,}".replace(",", NBSP)
        return f"{whole}{point and words.number(Decimal(f'0.{rest}'))[1:]}"
    return words.number(Decimal(plain))


def cells(words: Wording, dose: Decimal) -> str:
    """A dose of cells with one decimal at least: 6.0, 5.84."""
    return words.number(dose, 1) if dose == round(dose, 1) else words.number(dose.normalize())


def listed(words: Wording, parts: Sequence[str]) -> str:
    """Words in a row, the last with "and": a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    key = "and_vowel" if parts[-1][:1].casefold() == "e" else "and"
    return words.text(f"letter_transplant.{key}", first=", ".join(parts[:-1]), last=parts[-1])


def sentences(parts: Iterable[Text]) -> Markup:
    """Sentences one after the other, empty ones left out."""
    return joined(parts, " ")
