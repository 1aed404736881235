"""What stands in tables without identity: words and codes that the program knows, nothing else that somebody typed.

A typed word may hold anything: a telephone, a birth date, whoever's name. No screening finds them all. So a cell leaves
only where its text is an entry of the list of its column (`ColumnClass.words`, `ColumnClass.codes`): a drug, an
organism, a unit, a code. How many others were left out is told column by column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from hsct_desktop.catalogue.catalogue import CTCAE_FILES
from hsct_desktop.catalogue.wording import LANGUAGES, wording
from hsct_desktop.domain.data_table import DataColumn, DataTable, DataType, DataValue
from hsct_desktop.domain.label import Label
from hsct_desktop.domain.names import fold
from hsct_desktop.domain.partial_date import parse_partial
from hsct_desktop.services.code_labels import CATALOGUE, OTHER, CodeLabels
from hsct_desktop.services.workspace import Workspace

_SHAPES: Final = {
    "version": re.compile(r"[0-9]{1,4}([.-][0-9]{1,2})?"),
    "times": re.compile(r"[0-9]{1,2}:[0-9]{2}( [0-9]{1,2}:[0-9]{2}){0,7}"),
}
"""What is told by its shape: the version of rules, times of the day."""
_POINTS: Final = re.compile(r"-?[0-9]{1,4}(\.[0-9]{1,4})?")
"""What a part of a measure is given."""
_FIXED: Final[Mapping[str, tuple[str, ...]]] = {
    "comparator": ("<", ">"),
    "baseline_flag": ("low", "normal", "high"),
    "certainty": ("sure", "possible"),
    "media_type": ("application/pdf", "image/png", "image/jpeg"),
    "language": LANGUAGES,
}
_DOSE_UNITS: Final = (
    "mg", "g", "µg", "mcg", "mL", "IU", "UI", "MU", "MIU", "mmol", "mEq", "mg/kg", "µg/kg", "g/kg", "IU/kg", "mg/m²",
    "mg/m2", "g/m²", "mg/h", "mg/mL", "/µL", "%", "10^6/kg",
    "mIU/L", "IU/L", "ng/mL", "pmol/L",
)  # fmt: skip
_MOST_OCCURRENCES: Final = 60
"""Repetitions of a visit whose names are known: a schedule runs for decades at most."""
_PART: Final = ";"


@dataclass(frozen=True)
class LeftOut:
    """How many cells of a column were left out since no list of the program has what they say."""

    table: str
    column: str
    cells: int


class KnownWords:
    """The lists of words by name: those of the catalogue in every language, the unit's own entries among them."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._labels = CodeLabels(ws)
        self._lists: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self._answers: dict[tuple[str, str], bool] = {}

    def code(self, listed: str, code: str) -> bool:
        """Whether a list of codes has a code, or it stands for whatever is none of the list."""
        name = listed if listed.startswith(CATALOGUE) or self._labels.is_enum(listed) else CATALOGUE + listed
        return code == OTHER or code in self._labels.all_of(name)

    def word(self, listed: str, text: str) -> bool:
        """Whether a list of words has a text, whatever its case, accents and punctuation."""
        known = self._answers.get((listed, text))
        if known is None:
            known = self._answers[listed, text] = self._look(listed, text)
        return known

    def _look(self, listed: str, text: str) -> bool:
        if listed in _SHAPES:
            return _SHAPES[listed].fullmatch(text) is not None
        if listed not in self._lists:
            words = _LISTS[listed](self._ws) if listed in _LISTS else _FIXED.get(listed) or self._labels.all_of(listed)
            exact = frozenset(words) - {""}
            self._lists[listed] = exact, frozenset(map(fold, exact)) - {""}
        exact, folded = self._lists[listed]
        return text in exact or fold(text) in folded

    def only(self, table: DataTable) -> tuple[DataTable, list[LeftOut]]:
        """A table with no others in its words, codes and partial dates, and what was left out, told in its columns."""
        columns, out, told = list(table.columns), dict[int, tuple[int, set[DataValue]]](), list[LeftOut]()
        for index, column in enumerate(table.columns):
            strange = self._strange(column, {row[index] for row in table.rows} - {None})
            if not strange:
                continue
            out[index] = index, strange
            if [one.name for one in columns[index + 1 : index + 2]] == [f"{column.name}_label"]:
                out[index + 1] = index, strange  # of a code that is not known the label says the same
            told.append(LeftOut(table.name, column.name, sum(row[index] in strange for row in table.rows)))
            meaning = self._ws.wording.count("export.meaning.left_out", told[-1].cells, meaning=column.meaning)
            columns[index] = replace(column, meaning=meaning)
        if not told:
            return table, told
        return replace(table, columns=tuple(columns), rows=[_without(row, out) for row in table.rows]), told

    def _strange(self, column: DataColumn, values: set[DataValue]) -> set[DataValue]:
        """Those of a column's values that do not leave."""
        test = self._test(column)
        return set() if test is None else {value for value in values if not test(str(value))}

    def _test(self, column: DataColumn) -> Callable[[str], bool] | None:
        if column.type is DataType.PARTIAL_DATE:
            return _is_partial
        if column.type is DataType.TEXT and column.words:
            return lambda text: self.word(column.words, text)
        if column.type is DataType.CODE:
            return lambda text: self.code(column.codes, text)
        if column.type is DataType.CODES:
            return lambda text: all(self._pair(column.codes, part.strip()) for part in text.split(_PART))
        return None

    def _pair(self, codes: str, part: str) -> bool:
        """A code, or a code with what it is given."""
        (first, _, second), (code, _, given) = codes.partition(">"), part.partition("=")
        if not self.code(first, code):
            return False
        return not given or (self.code(second, given) if second else _POINTS.fullmatch(given) is not None)


def _is_partial(text: str) -> bool:
    try:
        return parse_partial(text) is not None
    except ValueError:
        return False


def _without(row: tuple[DataValue, ...], out: Mapping[int, tuple[int, set[DataValue]]]) -> tuple[DataValue, ...]:
    return tuple(None if at in out and row[out[at][0]] in out[at][1] else value for at, value in enumerate(row))


# the lists ----------------------------------------------------------------------------------------------------------


def _both(labels: Iterable[Label]) -> Iterator[str]:
    for label in labels:
        yield from (label.text(language) for language in LANGUAGES)


def _drugs(ws: Workspace) -> Iterator[str]:
    """Drugs of every list, for the disease, supportive or of a regimen, and what people are allergic to."""
    known = ws.catalogue
    yield from _both(one.label for one in known.drug_words.values())
    for drug in known.drugs.values():
        yield from (*_both([drug.label]), *drug.also)
    for dmt in known.dmts.values():
        yield from (*_both([dmt.label]), *dmt.also)
    for regimen in (*known.regimens.values(), *known.mobilisations.values()):
        yield from _both(order.drug for order in regimen.orders)
    for group in known.allergy_classes.classes.values():
        yield from (*_both([group.label]), *group.names)
        yield from (name for one in group.substances for name in one.names)


def _visits(ws: Workspace) -> Iterator[str]:
    """Visits of every protocol by key and name, and the registry forms that they feed."""
    for protocol in ws.catalogue.protocols.values():
        for item in protocol.items:
            yield from (item.id, item.ebmt_form)
            for number in range(1, _MOST_OCCURRENCES + 1):
                yield from (item.occurrence_key(number), *_both([item.occurrence_label(number)]))


def _units(ws: Workspace) -> Iterator[str]:
    yield from _DOSE_UNITS
    for analyte in ws.catalogue.analytes.analytes.values():
        yield from (analyte.unit, *analyte.units, *analyte.separate)
    yield from (one.total.unit for one in ws.catalogue.late_effects.values() if one.total is not None)


def _classes(ws: Workspace) -> Iterator[str]:
    for version in CTCAE_FILES:
        for term in ws.catalogue.terms(version).all:
            yield from (term.soc_id, *_both([term.soc_label, term.soc_short]))


def _suggested(part: str) -> Callable[[Workspace], Iterator[str]]:
    def words(ws: Workspace) -> Iterator[str]:
        for one in ws.catalogue.infections.values():
            if one.part == part:
                yield from (*_both([one.label]), *one.also)

    return words


def _worded(*prefixes: str) -> Callable[[Workspace], Iterator[str]]:
    """The texts of the wording below some keys, in every language."""

    def words(_: Workspace) -> Iterator[str]:
        for one in map(wording, LANGUAGES):
            yield from (one.text(key) for key in one.keys if key.startswith(prefixes))

    return words


def _verdicts(ws: Workspace) -> Iterator[str]:
    """Categories of the checklists, and the grades of a severity."""
    yield from ("no", "unknown", *map(str, range(6)))
    yield from (key.rpartition(".")[2] for key in ws.wording.keys if key.startswith("criteria_category."))


_LISTS: Final[Mapping[str, Callable[[Workspace], Iterator[str]]]] = {
    "drug": _drugs,
    "visit": _visits,
    "unit": _units,
    "soc": _classes,
    "organism": _suggested("organism"),
    "site": _suggested("site"),
    "specimen": _suggested("specimen"),
    "vaccine_site": _worded("vaccine_site."),
    "verdict": _verdicts,
    "frequency": lambda ws: _both(one.frequency for one in ws.catalogue.drug_words.values()),
    "stop_rule": lambda ws: (
        word
        for one in ws.catalogue.drug_words.values()
        for rule in one.rules
        for word in (rule.id, *_both(label for label in (rule.text, rule.short) if label is not None))
    ),
    "trial": lambda ws: (
        word for one in ws.catalogue.trials.values() for word in (one.name, *_both([one.label, *one.arms]))
    ),
}
"""The lists that are gathered from the catalogue and the wording, by name."""
