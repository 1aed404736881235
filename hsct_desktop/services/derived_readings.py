"""Values that are worked out from others before rules look at them: mean cell volume, weight against admission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from hsct_desktop.catalogue.rule_reader import MCV
from hsct_desktop.domain.criteria_facts import Facts, Measured, admission_weight
from hsct_desktop.domain.rule_facts import Reading, RuleFacts

PARTS_OF_MCV: Final = ("HCT", "RBC")
WEIGHT: Final = "WEIGHT"
BACK_TO_ADMISSION: Final = 400
"""Days back in which weights are read, so that the one at admission is among them while its rules apply."""


def with_parts(days: Mapping[str, int]) -> dict[str, int]:
    """The days back by analyte, with those of what values are worked out from."""
    wanted = dict(days)
    if MCV.code in wanted:
        wanted |= dict.fromkeys(PARTS_OF_MCV, wanted[MCV.code])
    if WEIGHT in wanted:
        wanted[WEIGHT] = max(wanted[WEIGHT], BACK_TO_ADMISSION)
    return wanted


def completed(
    readings: Mapping[str, tuple[Reading, ...]], wanted: Mapping[str, int], facts: RuleFacts
) -> dict[str, tuple[Reading, ...]]:
    """The readings with what is worked out from them."""
    found = dict(readings)
    start, day0 = facts.anchors.get("conditioning"), facts.day0
    if WEIGHT in found and start is not None and day0 is not None and day0 <= facts.today:
        found[WEIGHT] = _with_admission(found[WEIGHT], Facts(facts.today, day0, start))
    if MCV.code in wanted and MCV.code not in found:
        found[MCV.code] = _volumes(found.get("HCT", ()), found.get("RBC", ()))
    return found


def _with_admission(weights: tuple[Reading, ...], course: Facts) -> tuple[Reading, ...]:
    """Weights after that at admission with it as their baseline: the one that the SOS/VOD checklist takes."""
    held = [Measured("WEIGHT", w.on, w.value, w.comparator, w.at) for w in weights if w.value is not None]
    admission = admission_weight(replace(course, values={"WEIGHT": held}))
    if admission is None:
        return weights
    return tuple(replace(w, typed=w.value, baseline=admission.value) if w.on > admission.on else w for w in weights)


def _volumes(haematocrits: tuple[Reading, ...], red_cells: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """The mean red cell volume in fL of each sample with haematocrit (L/L) and red cells (10^12/L)."""
    cells = {r.moment: r.exact for r in red_cells if r.exact}
    found = []
    for haematocrit in haematocrits:
        count, part = cells.get(haematocrit.moment), haematocrit.exact
        if count and part is not None:
            volume = (part * 1000 / count).quantize(Decimal("0.1"))
            found.append(
                Reading(
                    MCV.code, haematocrit.on, MCV.unit, volume, haematocrit.at, text=f"{volume}",
                    typed_unit=MCV.unit, row=haematocrit.row,
                )
            )  # fmt: skip
    return tuple(found)
