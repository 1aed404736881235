"""Values of a foreign row that stand together in one cell, taken apart: names, blood pressure, time of day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hsct_desktop.domain.entry import parse_blood_pressure
from hsct_desktop.domain.import_codes import FORM_SIGN
from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.domain.import_names import split_name
from hsct_desktop.domain.names import fold
from hsct_desktop.domain.problem import InputError, Problem

_TIME = re.compile(r"([01]?\d|2[0-3])[:.h]([0-5]\d)(?:[:.][0-5]\d)?", re.ASCII)
_FULL_NAMES: Final = {"full_name": True, "full_name_given_first": False}
"""Fields of whole names, and whether the family name comes first."""

TAKEN_APART: Final = {
    "full_name": ("family_name", "given_name"),
    "full_name_given_first": ("family_name", "given_name"),
    "blood_pressure": ("systolic", "diastolic"),
    "disease_id": ("disease_id", "phenotype_id"),
}
"""Fields that are taken apart, and into what."""


def settled(record: RecordKind, values: dict[str, object]) -> Iterator[tuple[str, Problem]]:
    """Take apart what stands together, in place; yield the field and problem of what cannot be."""
    if record is RecordKind.PATIENT:
        yield from _names(values)
        yield from _form(values)
    elif record is RecordKind.VISIT and "blood_pressure" in values:
        yield from _pressure(values)
    elif record is RecordKind.LAB_RESULT and "taken_at" in values:
        match = _TIME.fullmatch(str(values["taken_at"]))
        if match is None:
            text = values.pop("taken_at")
            yield "taken_at", Problem("taken_at", "import_time_unreadable", {"text": text})
        else:
            values["taken_at"] = f"{int(match[1]):02d}:{match[2]}"


def _names(values: dict[str, object]) -> Iterator[tuple[str, Problem]]:
    """A whole name beside its parts must be the same name."""
    for name, family_first in _FULL_NAMES.items():
        if name not in values:
            continue
        text = str(values.pop(name))
        known = [str(values[part]) for part in ("family_name", "given_name") if part in values]
        if len(known) == 2:
            if sorted(fold(" ".join(known)).split()) != sorted(fold(text).split()):
                yield name, Problem(name, "import_name_differs", {"text": text, "other": " ".join(known)})
            continue
        parts = split_name(text, family_first=family_first)
        if parts is None:
            yield name, Problem(name, "import_name_split", {"text": text})
        elif known and fold(known[0]) not in map(fold, parts):
            yield name, Problem(name, "import_name_differs", {"text": text, "other": known[0]})
        else:
            values["family_name"], values["given_name"] = parts


def _form(values: dict[str, object]) -> Iterator[tuple[str, Problem]]:
    """A disease that names one of its forms says both; a form of its own beside it must be the same."""
    disease, _, form = str(values.get("disease_id", "")).partition(FORM_SIGN)
    if not form:
        return
    values["disease_id"] = disease
    if (other := values.setdefault("phenotype_id", form)) != form:
        yield "disease_id", Problem("disease_id", "import_form_differs", {"form": form, "other": other})


def _pressure(values: dict[str, object]) -> Iterator[tuple[str, Problem]]:
    text = str(values.pop("blood_pressure"))
    try:
        systolic, diastolic = parse_blood_pressure(text)
    except InputError as error:
        problem = error.problems[0]
        yield "blood_pressure", Problem("blood_pressure", problem.key, problem.params)
        return
    for name, value in (("systolic", systolic), ("diastolic", diastolic)):
        if values.setdefault(name, value) != value:
            params = {"text": text, "other": values[name]}
            yield "blood_pressure", Problem("blood_pressure", "import_pressure_differs", params)
