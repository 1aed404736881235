"""What is measured: an analyte with its units, and the limits of what can be true of a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from hsct_desktop.domain.protocol import Label

_SIGNS = str.maketrans(
    {"µ": "u", "μ": "u", "×": "", "*": "^", "⁹": "^9", "⁶": "^6", "³": "^3", "²": "^2", "¹": "^1", " ": "", ",": ".",
     "\u00a0": "", "\u202f": "", "·": ""}
)  # fmt: skip
_SAME = {
    "g/l": "10^9/l", "k/ul": "10^3/ul", "t/l": "10^12/l", "m/ul": "10^6/ul", "/mm^3": "/ul", "10^3/mm^3": "10^3/ul",
    "10^3/mm3": "10^3/ul", "10^6/mm3": "10^6/ul", "10^6/mm^3": "10^6/ul", "cells/ul": "/ul", "cell/ul": "/ul",
    "cells/mm3": "/ul", "/mm3": "/ul", "cells/mm^3": "/ul", "cell/mm3": "/ul", "ui/l": "u/l", "iu/l": "u/l",
    "ui/ml": "iu/ml", "miu/l": "mu/l", "mui/l": "mu/l", "uui/ml": "uiu/ml", "copie/ml": "copies/ml",
    "copias/ml": "copies/ml", "kopien/ml": "copies/ml", "cp/ml": "copies/ml", "geq/ml": "copies/ml", "sec": "s",
    "c": "°c", "mcmol/l": "umol/l", "mcg/l": "ug/l", "ml/min/1.73m^2": "ml/min/1.73m2", "ml/min": "ml/min",
    "bpm": "/min", "ratio": "1", "": "1",
}  # fmt: skip
"""Spellings of one unit. Which of two meanings is right (g/L, giga per litre) the analyte's own units decide."""
_SHOWN = {
    "1": "", "10^12/L": "×10¹²/L", "10^9/L": "×10⁹/L", "10^6/L": "×10⁶/L", "10^6/uL": "×10⁶/µL",
    "10^3/uL": "×10³/µL", "mL/min/1.73m2": "mL/min/1.73 m²", "/mm3": "/mm³",
}  # fmt: skip


@lru_cache(maxsize=512)
def _folded(unit: str) -> str:
    plain = unit.translate(_SIGNS).casefold().removeprefix("x").replace("10e", "10^").replace("10^^", "10^")
    return plain.replace("/mmc", "/mm3")  # Italian: millimetri cubi


@lru_cache(maxsize=256)
def shown_unit(unit: str) -> str:
    """A unit as people read it: `×10⁹/L`, `µmol/L`; nothing for a ratio."""
    return _SHOWN.get(
        unit, unit.replace("umol", "µmol").replace("/uL", "/µL").replace("ug/", "µg/").replace("uI", "µI")
    )


@dataclass(frozen=True)
class Analyte:
    """One test. `units` are the factors to the canonical `unit` (value x factor = canonical value), itself included.

    `usual` is the unit in which people type and read it. `separate` units belong to the test and are never converted.
    Outside `possible` (canonical unit) a value is a typing error, outside `probable` one asks. `log`: so drawn.
    """

    code: str
    label: Label
    short: Label
    group: str
    unit: str
    usual: str
    units: Mapping[str, Decimal]
    possible: tuple[Decimal, Decimal]
    probable: tuple[Decimal, Decimal]
    separate: tuple[str, ...] = ()
    loinc: str = ""
    log: bool = False
    also: tuple[str, ...] = ()

    @cached_property
    def _known(self) -> Mapping[str, str]:
        """Its units by their folded spelling: long files ask for every value."""
        return {_folded(unit): unit for unit in (*self.units, *self.separate)}

    def unit_named(self, text: str) -> str | None:
        """The unit of this analyte that a spelling means (`x10^9/L`, `G/L`, `/µl`), None when it is none of them."""
        if text in self.units:
            return text
        wanted, known = _folded(text), self._known
        if wanted in known:
            return known[wanted]
        # G/L is 10^9/L only with its capital: platelets in g/L are a mistake, and so is haemoglobin in 10^9/L.
        same = wanted if wanted == "g/l" and not text.strip().startswith("G") else _SAME.get(wanted, wanted)
        named = ((unit, folded if folded == "g/l" else _SAME.get(folded, folded)) for folded, unit in known.items())
        return next((unit for unit, folded in named if folded == same), None)

    def factor_of(self, text: str) -> Decimal | None:
        """The factor from that unit to the canonical one; None for a foreign unit and for one never converted."""
        unit = self.unit_named(text)
        return None if unit is None else self.units.get(unit)

    def canonical(self, value: Decimal, unit: str) -> Decimal | None:
        """The value in the canonical unit, None where the unit is not converted."""
        factor = self.factor_of(unit)
        return None if factor is None else value * factor


@dataclass(frozen=True)
class LabPanel:
    """The rows that the flowsheet shows at one phase of the follow-up, as codes of analytes."""

    id: str
    label: Label
    analytes: tuple[str, ...]


@dataclass(frozen=True)
class AnalyteTable:
    """All analytes by code in the order of the sheet, their groups and the panels."""

    analytes: Mapping[str, Analyte]
    groups: Mapping[str, Label]
    panels: Mapping[str, LabPanel]

    def named(self, text: str) -> Analyte | None:
        """The analyte of a code, a label or a further name, None unless it is exactly one."""
        wanted = text.strip().casefold()
        found = [a for a in self.analytes.values() if wanted in _names(a)]
        return found[0] if len(found) == 1 else self.analytes.get(text.strip().upper())


@lru_cache(maxsize=256)
def _names_of(code: str, words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word.casefold() for word in (code, *words))


def _names(analyte: Analyte) -> frozenset[str]:
    labels = (analyte.label.en, analyte.label.it, analyte.short.en, analyte.short.it)
    return _names_of(analyte.code, (*labels, *analyte.also))
