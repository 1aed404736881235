"""The head of a column taken apart: its words, the unit in brackets, the step from Day 0; the fields it may name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from hsct_desktop.domain.import_field import ImportField
from hsct_desktop.domain.import_mapping import DateOrder, Step, StepUnit
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
_ATTACHED = re.compile(rf"(?<![^\W_])({_UNITS}|j|t)-(?=\d)")
_SIGNED_NUMBER = re.compile(r"(\+ ?\d+|(?:(?<=\s)|^)-\d+)")
_SQUARES: Final = ("m2", "m3", "m²", "m³")
"""Units that look like months."""
_MIDDLE = re.compile(rf"[ ](?P<n>[+-]?\d{{1,4}}) ?(?P<unit>{_UNITS})\.?[ ]")
_DAY_OR_YEAR = re.compile(r"[ ](?P<n>\d{1,4}) ?j$")
"""In French a day, in German a year."""
_BARE = re.compile(r"[ ](?P<n>[+-]?\d{1,4})$")
_SIGNED = re.compile(r"[ ]?(?P<n>[+-]\d{1,4})$")


_LETTERS: Final = {"d": "[dgtj]", "m": "m", "y": "(?:[yaj]{2})"}
_FORMS: Final = {
    order: re.compile(
        rf"(?<![^\W\d_])(?:{a}{{1,2}}([./-]){b}{{1,2}}\1{c}{{1,2}}|{a}{{2}}{b}{{2}}{c}{{2}})(?![^\W\d_])", re.IGNORECASE
    )
    for order, (a, b, c) in {
        DateOrder.DAY_FIRST: map(_LETTERS.get, "dmy"),
        DateOrder.MONTH_FIRST: map(_LETTERS.get, "mdy"),
        DateOrder.YEAR_FIRST: map(_LETTERS.get, "ymd"),
    }.items()
}
"""How heads write the form of their dates: gg/mm/aaaa, dd.mm.yyyy, TT.MM.JJJJ, jj/mm/aaaa, mm/dd/yy, aaaa-mm-dd."""
_EMPTY_BRACKETS = re.compile(r"[\[(][\s,;:]*[\])]")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_FILLERS: Final = _set("a al alla at al bei nach after dopo post apres despues of di de del della dell à")
_BASELINES: Final = _set(
    "bas base basale baseline bl basal basale basalwert ausgangswert ausgang t0 initial iniziale inicial"
)
_UNCLEAR: Final = _set(
    "pre pra prima before vor avant antes preop prae last latest ultimo ultima letzter letzte letztes dernier derniere "
    "current attuale aktuell actuel actual post dopo after nach apres despues fu followup"
)
"""Words that say of a repeated value that it was measured some time, but not when."""
_TRANSPLANT: Final = _set(
    "tx hsct ahsct asct sct hct bmt tmo tph tcse szt trapianto transplant transplantation greffe autogreffe trasplante "
    "autotrapianto"
)
_AFTER: Final = _set("post after dopo nach apres despues")
"""Words behind a step that say no more than that it counts from the transplant."""
_GENERIC: Final = _set(
    "data date datum fecha giorno day tag jour dia note notes nota notas code cod codice codigo id n no nr num numero "
    "type tipo art form forma unit unita value valore wert dose dosi end fine start inizio inicio beginn debut "
    "con with mit avec to from by del della esito outcome result stop time ora site sede group test"
)
"""Words that say nothing when they stand among others."""
_SHORTEST: Final = 3
"""Letters of a word that an abbreviation keeps at least."""
_MOST_WORDS: Final = 16
"""Words of a head that are looked at."""
_MOST_INDEXES: Final = 32


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
    6 of `EDSS_6`, the pre of `EDSS pre`. `order` is the form of dates that it declares: (gg/mm/aaaa).
    """

    text: str
    name: str
    unit: str = ""
    base: str = ""
    step: Step | None = None
    step_asks: str = ""
    order: DateOrder | None = None


def read_head(head: str) -> Head:
    """Take a head apart."""
    declared, head = _declared(head)
    match = _BRACKETS.match(head)
    name, unit = (f"{match['name']} {match['rest']}".strip(), match["unit"].strip()) if match else (head, "")
    base, step, asks = _split_step(name)
    if match is not None and step is None and not asks and unit not in _SQUARES:  # EDSS (6 mesi)
        whole, within, _ = _split_step(f"x {unit}")
        if within is not None and whole == "x":
            base, step, unit = fold(name), within, ""
    if not unit and "%" in head:
        unit = "%"
    return Head(fold(head), fold(name), unit, base, step, asks, declared)


def _declared(head: str) -> tuple[DateOrder | None, str]:
    """The form of dates that a head declares, and the head without it; one that declares two declares none."""
    found = {order: match for order, form in _FORMS.items() if (match := form.search(head))}
    if len(found) != 1:
        return None, head
    ((order, match),) = found.items()
    rest = _EMPTY_BRACKETS.sub(" ", f"{head[: match.start()]} {head[match.end() :]}").strip()
    return (order, rest) if fold(rest) else (None, head)


_DASHED = re.compile(r"\s[-\u2012\u2013\u2014\u2212]\s+(?=\d)")
"""A dash with blanks on both sides before a number: it parts, or it says before Day 0."""


def _plain(text: str) -> str:
    """The name for the search of steps: lower case without accents, signs kept before numbers."""
    text = text.replace("\u2212", "-").replace("\u2013", "-").replace("_", " ").casefold()
    text = _ATTACHED.sub(r"\1 -", text)  # D-7 is a day before, EDSS-6m has a hyphen
    parts = _SIGNED_NUMBER.split(text)
    return " ".join(" ".join(part.replace(" ", "") if at % 2 else fold(part) for at, part in enumerate(parts)).split())


def _split_step(name: str) -> tuple[str, Step | None, str]:
    """The folded name without its step, the step, and what it says of one without telling which."""
    if dash := _DASHED.search(name):
        base, step, asks = _split_step(_DASHED.sub(" ", name))
        says = asks or name[dash.start() :].strip()
        return (base, None, says) if step is not None and step.count else (base, step, asks)
    text = _without_transplant(_plain(name))
    for pattern in (_BEHIND, _UNIT_FIRST, _SIGNED):
        if (match := pattern.search(text)) and (base := _base(text[: match.start()])):
            return _found(base, match.groupdict())
    if (match := _BEFORE.match(text)) and (base := _base(text[match.end() :])):
        groups = match.groupdict()
        return _found(base, {"n": groups["n"] or groups["m"], "unit": groups["unit"] or groups["first"]})
    if (match := _DAY_OR_YEAR.search(text)) and (base := _base(text[: match.start()])):
        return base, None, f"{match['n']} j"
    words = text.split()
    for at in (-1, 0):
        rest = fold(" ".join(words[:-1] if at else words[1:]))
        if rest and words[at] in _BASELINES:
            return rest, Step(0, StepUnit.DAYS), ""
        if rest and words[at] in _UNCLEAR:
            return rest, None, words[at]
    if (match := _MIDDLE.search(text)) and (base := fold(f"{text[: match.start()]} {text[match.end() :]}")):
        return _found(base, match.groupdict())
    if (match := _BARE.search(text)) and (base := _base(text[: match.start()])):
        return (base, Step(0, StepUnit.DAYS), "") if int(match["n"]) == 0 else (base, None, match["n"])
    return fold(name), None, ""


def _without_transplant(text: str) -> str:
    """`edss 6 mesi post tx` and `edss vor tx` without the word of what everything here counts from."""
    words = text.split()
    if len(words) > 2 and words[-1] in _TRANSPLANT and words[-2] in _AFTER | _UNCLEAR:
        words.pop()
    if len(words) > 2 and words[-1] in _AFTER and any(any(map(str.isdigit, word)) for word in words[1:]):
        words.pop()
    return " ".join(words)


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
    if not head.text:
        return ()
    index = _index_of(fields)
    has_step = head.step is not None or bool(head.step_asks)
    for name, match in ((head.text, Match.EXACT), (head.name, Match.BARE)):
        if found := index.exact.get(name):
            return tuple(Fit(item, match) for item in found)
    stepped = [item for item in index.exact.get(head.base, ()) if item.steps] if has_step else []
    if stepped:
        return tuple(Fit(item, Match.BARE, stepped=True) for item in stepped)
    if found := index.abbreviated(head.name):
        return tuple(Fit(item, Match.SHORT) for item in found)
    if found := index.among(head.name):
        return tuple(Fit(item, Match.AMONG) for item in found)
    found = [item for item in index.among(head.base) if item.steps] if has_step else []
    return tuple(Fit(item, Match.AMONG, stepped=True) for item in found)


class _Index:
    """The heads of some fields, ready for thousands of columns."""

    def __init__(self, fields: Sequence[ImportField]) -> None:
        self.fields = fields
        self.exact: dict[str, list[ImportField]] = {}
        self.short: dict[tuple[int, str], list[str]] = {}
        for item in fields:
            for word in {fold(word) for words in item.words.values() for word in words}:
                self.exact.setdefault(word, []).append(item)
        for word in self.exact:
            self.short.setdefault(_short_key(word.split()), []).append(word)

    def abbreviated(self, name: str) -> list[ImportField]:
        """The fields of whose heads a name is an abbreviation."""
        words = (word for word in self.short.get(_short_key(name.split()), ()) if _is_short(name, word))
        return list({item.id: item for word in words for item in self.exact[word]}.values())

    def among(self, name: str) -> list[ImportField]:
        """The fields whose head stands among the words of a name, by the longest of them."""
        parts = name.split()[:_MOST_WORDS]
        ends = range(1, len(parts) + 1)
        pieces = {" ".join(parts[start:end]) for end in ends for start in range(end)}
        known = [piece for piece in pieces if piece in self.exact and (_is_telling(piece) or _is_all(piece, parts))]
        longest = max(map(len, known), default=0)
        words = sorted(piece for piece in known if len(piece) == longest)
        return list({item.id: item for word in words for item in self.exact[word]}.values())


_INDEXES: dict[int, _Index] = {}


def _index_of(fields: Sequence[ImportField]) -> _Index:
    """The index of these fields, kept: there are ten kinds of import."""
    held = _INDEXES.get(id(fields))
    if held is None or held.fields is not fields:
        if len(_INDEXES) > _MOST_INDEXES:
            _INDEXES.clear()
        held = _INDEXES[id(fields)] = _Index(fields)
    return held


def _short_key(parts: Sequence[str]) -> tuple[int, str]:
    """What a head and its abbreviation share: how many words, and how the first begins."""
    return len(parts), parts[0][:_SHORTEST] if parts else ""


def _is_short(name: str, word: str) -> bool:
    """Whether a name abbreviates a head word by word: `data nasc` for `data nascita`."""
    ours, whole = name.split(), word.split()
    if len(ours) != len(whole) or ours == whole:
        return False
    pairs = zip(ours, whole, strict=True)
    return all(w == o or (len(o) >= _SHORTEST and _is_cut(o, w) and o not in _GENERIC) for o, w in pairs)


def _is_cut(short: str, word: str) -> bool:
    """Whether a word was cut within its letters: PLT is not PLT20 cut short."""
    return word.startswith(short) and word[len(short) :].isalpha()


def _is_all(word: str, parts: Sequence[str]) -> bool:
    """Whether a short head stands beside numbers alone: 1. TX."""
    others = [part for part in parts if part not in word.split()]
    return word not in _GENERIC and all(part.isdecimal() for part in others)


def _is_telling(word: str) -> bool:
    """Whether a head says something also among other words."""
    return len(word) > _SHORTEST and not all(part in _GENERIC for part in word.split())
