"""Long-term items from plain data (a YAML file as read, or the compiled JSON), with every mistake found on the way.

Needs neither YAML nor pydantic: the page of a patient must not wait for them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from hsct_desktop.catalogue.rule_reader import Loc, RuleReader, analyte_of
from hsct_desktop.domain.analyte import AnalyteTable
from hsct_desktop.domain.dates import Offset, parse_offset
from hsct_desktop.domain.fertility import FertilityKind
from hsct_desktop.domain.late_effect import GRACE, LateEffectItem, LateEffectSection, TotalRange
from hsct_desktop.domain.problem import InputError
from hsct_desktop.domain.protocol import Label

MOBILISATION: Final = "mobilisation"
_AT_ONCE: Final = Offset(0, "d")


class LateEffectReader(RuleReader):
    """Makes long-term items of data and collects what is wrong with it in `mistakes`."""

    def __init__(self, data: Mapping[str, Any], table: AnalyteTable) -> None:
        super().__init__(table)
        self.data = data

    def items(self) -> dict[str, LateEffectItem]:
        """All items that could be read, by id."""
        return {raw["id"]: self._item(("items", index), raw) for index, raw in enumerate(self.data["items"])}

    def _item(self, loc: Loc, raw: Mapping[str, Any]) -> LateEffectItem:
        source = raw.get("source") or self.data.get("source", "")
        done_by, later, total = raw.get("done_by") or {}, raw.get("later"), raw.get("total")
        self._check_done_by((*loc, "done_by"), done_by)
        if ("from" in raw) == ("before" in raw):
            self.report(loc, "late_effect_from_or_before", id=raw["id"])
        if later is not None and "every" not in raw:
            self.report((*loc, "later"), "late_effect_later_without_every", id=raw["id"])
        return LateEffectItem(
            raw["id"],
            LateEffectSection(raw["section"]),
            Label(**raw["label"]),
            self._offset((*loc, "from"), raw.get("from")) or _AT_ONCE,
            self._offset((*loc, "every"), raw.get("every")),
            self._offset((*loc, "until"), raw.get("until")),
            self._offset((*loc, "later", "from"), later["from"]) if later else None,
            self._offset((*loc, "later", "every"), later["every"]) if later else None,
            self._offset((*loc, "window"), raw.get("window")),
            self._offset((*loc, "grace"), raw.get("grace")) or GRACE,
            raw.get("before") == MOBILISATION,
            tuple(done_by.get("analytes", ())),
            tuple(done_by.get("assessments", ())),
            tuple(done_by.get("records", ())),
            self.rule(loc, raw["id"], raw, source) if "when" in raw else None,
            self.rule((*loc, "syndrome"), raw["id"], raw["syndrome"], source) if "syndrome" in raw else None,
            None if total is None else _total(total),
            Label(**raw["refer"]) if "refer" in raw else None,
            source,
        )

    def _offset(self, loc: Loc, text: str | None) -> Offset | None:
        """A time after Day 0 or between two checks; one before Day 0, or none between two, is a mistake."""
        if text is None:
            return None
        try:
            found = parse_offset(str(text))
        except InputError:
            self.report(loc, "offset_unreadable", text=str(text))
            return None
        if found.count < 0 or (found.count == 0 and loc[-1] != "from"):
            self.report(loc, "late_effect_offset", text=str(text))
        return found

    def _check_done_by(self, loc: Loc, done_by: Mapping[str, list[str]]) -> None:
        for code in done_by.get("analytes", ()):
            if analyte_of(self.table, code) is None:
                self.report((*loc, "analytes"), "analyte_unknown", code=code)
        for kind in done_by.get("records", ()):
            if kind not in list(FertilityKind):
                known = ", ".join(FertilityKind)
                self.report((*loc, "records"), "late_effect_record_unknown", name=kind, known=known)


def _total(raw: Mapping[str, str]) -> TotalRange:
    low, high = (Decimal(raw[name]) if raw.get(name) else None for name in ("low", "high"))
    return TotalRange(raw.get("unit", ""), low, high)


def late_effects_from_json(text: str, table: AnalyteTable) -> dict[str, LateEffectItem]:
    """The items as compiled; the file was checked when it was made."""
    return LateEffectReader(json.loads(text), table).items()
