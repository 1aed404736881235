"""The shipped analytes as compiled into `catalogues/analytes.json`, made from `analytes.yaml` by `make assets`."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from hsct_desktop.domain.analyte import Analyte, AnalyteTable, LabPanel
from hsct_desktop.domain.protocol import Label


def analytes_from_json(text: str) -> AnalyteTable:
    """The table as compiled."""
    content = json.loads(text)
    panels = [LabPanel(p["id"], Label(**p["label"]), tuple(p["analytes"])) for p in content["panels"]]
    return AnalyteTable(
        {stored["code"]: _analyte(stored) for stored in content["analytes"]},
        {group: Label(**label) for group, label in content["groups"].items()},
        {panel.id: panel for panel in panels},
    )


def _analyte(stored: dict[str, Any]) -> Analyte:
    read = {
        **stored,
        "label": Label(**stored["label"]),
        "short": Label(**stored["short"]),
        "units": {unit: Decimal(factor) for unit, factor in stored["units"].items()},
        "possible": tuple(map(Decimal, stored["possible"])),
        "probable": tuple(map(Decimal, stored["probable"])),
        "separate": tuple(stored["separate"]),
        "also": tuple(stored["also"]),
    }
    return Analyte(**read)
