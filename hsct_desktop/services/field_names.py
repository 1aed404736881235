"""From a form and its field to the row and the column where the value is kept: for the history of a field."""

from __future__ import annotations

import re
from typing import Final

from hsct_desktop.store.models import METADATA

_TABLES: Final = {
    "adverse_event": "adverse_event",
    "apheresis": "apheresis",
    "dmt": "disease_modifying_therapy",
    "fertility_record": "fertility_record",
    "filter": "saved_filter",
    "infection": "infection",
    "infusion": "cell_infusion",
    "late_effect_check": "late_effect_check",
    "measure": "measure_value",
    "mri": "mri",
    "neurology": "edss_assessment",
    "phrase": "phrase",
    "relapse": "relapse",
    "stop": "supportive_therapy",
    "task": "task",
    "therapy": "supportive_therapy",
    "transfusion": "transfusion",
    "trial": "trial_enrolment",
    "vaccination": "vaccination",
    "visit_record": "visit",
}
"""The table of each form of an existing record, by what its draft is called before the id."""
_ALIASES: Final = {
    ("visit", "on"): "visit_date",
    ("visit", "blood_pressure"): "systolic",
    ("supportive_therapy", "from"): "start",
    ("supportive_therapy", "until"): "planned_stop",
}
"""Fields whose column has another name."""
_ROW: Final = re.compile(r"(?P<form>[a-z_]+):(?P<id>\d+)(:revise)?")
_ENDINGS: Final = ("", "_on", "_id", "_date", "_text")


def row_of(draft: str) -> tuple[str, int] | None:
    """Table and id of the record that a form edits, by the name of its draft; None for a new record."""
    found = _ROW.fullmatch(draft)
    table = _TABLES.get(found["form"]) if found is not None else None
    return (table, int(found["id"])) if found is not None and table is not None else None


def column_of(table: str, field: str) -> str:
    """The column of a field by its name in the form; "" where it has none of its own."""
    columns = METADATA.tables[table].columns
    wanted = _ALIASES.get((table, field), field)
    return next((wanted + ending for ending in _ENDINGS if wanted + ending in columns), "")
