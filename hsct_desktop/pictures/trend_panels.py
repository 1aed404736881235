"""Which analytes are drawn together, and what each keeps wherever it is drawn: its colour and its kind of axis."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

PANELS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "after_transplant": ("ANC", "PLT", "HGB", "ALT", "CMV"),
        "blood_count": ("HGB", "WBC", "ANC", "ALC", "PLT"),
        "liver": ("ALT", "AST", "ALP", "GGT", "BILT"),
        "viral": ("CMV", "EBV"),
        "immune": ("IGG", "CD4", "CD8", "CD19"),
        "thyroid": ("TSH", "FT4"),
    }
)
"""Analytes by the id of their chip; wording `trend.panel.*`."""
COLOURS: Final[Mapping[str, str]] = MappingProxyType(
    {"ANC": "s1", "PLT": "s2", "CD4": "s3", "IGG": "s3", "CMV": "s4", "EBV": "s4"}
)
"""Fixed meanings of the chart colours; every other analyte is drawn as s1."""
LOG_COUNTS: Final = frozenset({"ANC", "WBC", "ALC"})
"""Counts that fall to nothing and rise again: what happens around 0.5 is seen on a logarithmic axis only."""
FROM_ZERO: Final = frozenset({"PLT", "CD4", "CD8", "CD19", "ALT", "AST", "ALP", "GGT", "BILT", "CRP", "TSH"})
"""Scales that begin at 0 whatever the values are."""
