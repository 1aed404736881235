"""The head of a column taken apart: its words, the unit in brackets, the step from Day 0; the fields it may name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from hsct_desktop.domain.import_field import ImportField
from hsct_desktop.domain.import_mapping import Step, StepUnit
from hsct_desktop.domain.names import fold

_BRACKETS = re.compile(r"^(?P<name>.*?)\s*[\[(](?P<unit>[^\])]*)[\])]\s*(?P<rest>.*)$", re.DOTALL)
_UNIT_WORDS: Final[Mapping[StepUnit, str]] = {
    StepUnit.DAYS: "d|day|days|g|gg|giorno|giorni|tag|tage|jour|jours|dia|dias|tg",
    StepUnit.WEEKS: "w|wk|wks|week|weeks|sett|settimana|settimane|woche|wochen|sem|semaine|semaines|semana|semanas",
    StepUnit.MONTHS: "m|mo|mos|mth|mths|month|months|mese|mesi|mon|monat|monate|mois|mes|meses",
    StepUnit.YEARS: "y|yr|yrs|year|years|a|aa|anno|anni|jahr|jahre|an|ans|ano|anos|annee|annees",
}
_STEP_UNITS: Final = {word: unit for unit, words in _UNIT_WORDS.items() for word in words.split("|")}
_UNITS: Final = "|".join(sorted(_STEP_UNITS, key=len, reverse=True))
_BEHIND = re.compile(rf"(?:(?<=[a-z0-9])[ ]|(?<![a-z0-9]))(?P<n>[+-]?\d{{1,4}}) ?(?P<unit>{_UNITS})\.?$")
_UNIT_FIRST = re.compile(rf"(?:^|[ ])(?P<unit>{_UNITS}|j|t)\.? ?(?P<n>[+-]?\d{{1,4}})$")
_BEFORE = re.compile(
    rf"^(?:(?P<n>[+-]?\d{{1,4}}) ?(?P<unit>{_UNITS})\.?|(?P<first>{_UNITS}|j)\.? ?(?P<m>[+-]?\d{{1,4}})) "
)
_BARE = re.compile(r"[ ](?P<n>[+-]?\d{1,4})$")
_SIGNED = re.compile(r"[ ]?(?P<n>[+-]\d{1,4})$")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_FILLERS: Final = _set("a al alla at al bei nach after dopo post apres despues of di de del della dell à")
_BASELINES: Final = _set(
    "bas base basale baseline bl basal basale basalwert ausgangswert ausgang t0 initial iniziale inicial"
)
_UNCLEAR: Final = _set(
    "pre prima before vor avant antes preop prae last latest ultimo ultima letzter letzte letztes dernier derniere "
    "current attuale aktuell actuel actual post dopo after nach apres despues fu followup"
)
"""Words that say of a repeated value that it was measured some time, but not when."""
_GENERIC: Final = _set(
    "data date datum fecha giorno day tag jour dia note notes nota notas code cod codice codigo id n no nr num numero "
    "type tipo art form forma unit unita value valore wert dose dosi end fine start inizio inicio beginn debut "
    "con with mit avec to from by del della esito outcome result stop time ora site sede group test"
)
"""Words that say nothing when they stand among others."""
_SHORTEST: Final = 3
"""Letters of a word that an abbreviation keeps at least."""


class Match(IntEnum):
    """How a head fits a field: its very words, them without unit or step, abbreviated, among other words."""

    NONE = 0
    AMONG = 1
    SHORT = 2
    BARE = 3
    EXACT = 4


@dataclass(frozen=True)
class Head:
    """A head: `text` folded whole, `name` without what stands in brackets, `unit` the text in them, `base` the name
    without a step. `step` is None where it has none; `step_asks` is what it says of a step without telling which: the
    6 of `EDSS_6`, the pre of `EDSS pre`.
    """

    text: str
    name: str
    unit: str = ""
    base: str = ""
    step: Step | None = None
    step_asks: str = ""


def read_head(head: str) -> Head:
    """Take a head apart."""
    match = _BRACKETS.match(head)
    name, unit = (f"{match['name']} {match['rest']}".strip(), match["unit"].strip()) if match else (head, "")
    base, step, asks = _split_step(name)
    if match is not None and step is None and not asks:  # EDSS (6 mesi)
        _, step, asks = _split_step(f"x {unit}")
        base, unit = (fold(name), "") if step is not None else (base, unit)
        asks = ""
    return Head(fold(head), fold(name), unit, base, step, asks)


def _plain(text: str) -> str:
    """The name for the search of steps: lower case without accents, signs kept before numbers."""
    text = text.replace("\u2212", "-").replace("\u2013", "-")
    signed = re.sub(r"(?<![^\W_])([+-])\s?(?=\d)", " \\1", text.replace("_", " "))
    parts = re.split(r"([+-]\d+)", signed)
    return " ".join(" ".join(part if part[:1] in "+-" and part[1:].isdigit() else fold(part) for part in parts).split())


def _split_step(name: str) -> tuple[str, Step | None, str]:
    """The folded name without its step, the step, and what it says of one without telling which."""
    text = _plain(name)
    for pattern in (_BEHIND, _UNIT_FIRST, _SIGNED):
        if (match := pattern.search(text)) and (base := _base(text[: match.start()])):
            return _found(base, match.groupdict())
    if (match := _BEFORE.match(text)) and (base := _base(text[match.end() :])):
        groups = match.groupdict()
        return _found(base, {"n": groups["n"] or groups["m"], "unit": groups["unit"] or groups["first"]})
    words = text.split()
    for at in (-1, 0):
        rest = fold(" ".join(words[:-1] if at else words[1:]))
        if rest and words[at] in _BASELINES:
            return rest, Step(0, StepUnit.DAYS), ""
        if rest and words[at] in _UNCLEAR:
            return rest, None, words[at]
    if (match := _BARE.search(text)) and (base := _base(text[: match.start()])):
        return (base, Step(0, StepUnit.DAYS), "") if int(match["n"]) == 0 else (base, None, match["n"])
    return fold(name), None, ""


def _base(text: str) -> str:
    words = fold(text).split()
    while words and words[-1] in _FILLERS:
        words.pop()
    while words and words[0] in _FILLERS:
        words.pop(0)
    return " ".join(words)


def _found(base: str, groups: Mapping[str, str | None]) -> tuple[str, Step | None, str]:
    """J+100 and PLT +28 are days; T12 is a point of time that nobody has told us."""
    count, unit = int(groups["n"] or 0), groups.get("unit")
    if count == 0:
        return base, Step(0, StepUnit.DAYS), ""
    if unit == "t" and not (groups["n"] or "").startswith(("+", "-")):
        return base, None, f"t{count}"
    known = StepUnit.DAYS if unit in (None, "j", "t") else _STEP_UNITS[unit]
    return base, Step(count, known), ""


@dataclass(frozen=True)
class Fit:
    """A field that a head may name and how well; `stepped`: what was compared is the head without its step."""

    field: ImportField
    match: Match
    stepped: bool = False


def fits_of(head: Head, fields: Sequence[ImportField]) -> tuple[Fit, ...]:
    """The fields that fit a head best: one, several that fit alike, or none."""
    found = [fit for item in fields if (fit := _fit(head, item)) is not None]
    best = max((_rank(head, fit) for fit in found), default=None)
    return tuple(fit for fit in found if _rank(head, fit) == best)


def _fit(head: Head, item: ImportField) -> Fit | None:
    words = folded_words(item)
    if not head.text:
        return None
    if head.text in words or head.name in words:
        return Fit(item, Match.EXACT if head.text in words else Match.BARE)
    if item.steps and (head.step is not None or head.step_asks) and head.base in words:
        return Fit(item, Match.BARE, stepped=True)
    if any(_is_short(head.name, word) for word in words):
        return Fit(item, Match.SHORT)
    if _longest_among(head.name, words):
        return Fit(item, Match.AMONG)
    if item.steps and (head.step is not None or head.step_asks) and _longest_among(head.base, words):
        return Fit(item, Match.AMONG, stepped=True)
    return None


def _rank(head: Head, fit: Fit) -> tuple[int, int]:
    length = 0
    if fit.match is Match.AMONG:
        length = _longest_among(head.base if fit.stepped else head.name, folded_words(fit.field))
    return int(fit.match), length


_FOLDED: dict[int, tuple[ImportField, frozenset[str]]] = {}


def folded_words(item: ImportField) -> frozenset[str]:
    """Every head of a field, folded, kept since fields are few and asked for each column."""
    held = _FOLDED.get(id(item))
    if held is None or held[0] is not item:
        held = (item, frozenset(fold(word) for words in item.words.values() for word in words))
        _FOLDED[id(item)] = held
    return held[1]


def _is_short(name: str, word: str) -> bool:
    """Whether a name abbreviates a head word by word: `data nasc` for `data nascita`."""
    ours, whole = name.split(), word.split()
    if len(ours) != len(whole) or ours == whole:
        return False
    return all(
        w == o or (len(o) >= _SHORTEST and w.startswith(o) and o not in _GENERIC)
        for o, w in zip(ours, whole, strict=True)
    )


def _longest_among(name: str, words: Iterable[str]) -> int:
    """Letters of the longest head that stands as whole words among others in a name; 0 without one."""
    return max((len(word) for word in _tellings(words) if f" {word} " in f" {name} "), default=0)


def _tellings(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        parts = word.split()
        if not all(part in _GENERIC for part in parts) and len(word) > _SHORTEST:
            yield word
