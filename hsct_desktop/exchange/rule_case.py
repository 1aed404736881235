"""One patient's facts as JSON, for `calc rules`: what a key does not say is not known.

The shape is described in README, "Rules on a file". Every mistake is a KnownError that names the place and the remedy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from hsct_desktop.domain.analyte import AnalyteTable
from hsct_desktop.domain.dates import parse_day
from hsct_desktop.domain.exposure import Agent
from hsct_desktop.domain.fertility import ANSWERS, FertilityKind
from hsct_desktop.domain.lab_value import read_value
from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.rule_facts import (
    RECORDS,
    Dose,
    Exposure,
    Given,
    Reading,
    RuleFacts,
    Said,
    Toxic,
    Transfused,
    Truth,
)
from hsct_desktop.domain.statement import StatementKind
from hsct_desktop.domain.supportive_therapy import TherapyClass
from hsct_desktop.exchange.json_file import read_json

MAX_BYTES: Final = 8_000_000
_KEYS: Final = {
    "day0": "course", "anchors": "course", "sex": "person", "birth_date": "person", "disease": "person",
    "results": "", "therapies": "therapy", "statements": "statement", "exposures": "exposure",
    "engrafted": "engraftment", "toxicities": "toxicity", "infections": "infection", "vaccines": "vaccine",
    "transfusions": "transfusion", "overdue": "schedule", "last_contact": "contact", "pregnant": "fertility",
    "contraception": "fertility", "subject": "",
}  # fmt: skip
"""The keys of a case, and the record that each makes known."""
_TRUTHS: Final = {"yes": Truth.YES, "no": Truth.NO, "unknown": Truth.UNKNOWN}


def read_case(path: Path, on: date, table: AnalyteTable, ages: Mapping[str, int]) -> RuleFacts:
    """The facts of a file on a day. KnownError `case_*` for what cannot be read."""
    data = read_json(path, MAX_BYTES, "case_file_too_large")
    if not isinstance(data, dict):
        raise KnownError("case_not_object", path=path)
    return facts_of(data, on, table, ages)


def facts_of(data: Mapping[str, Any], on: date, table: AnalyteTable, ages: Mapping[str, int]) -> RuleFacts:
    """The facts of a case that was read."""
    for name in data:
        if name not in _KEYS:
            raise KnownError("case_key_unknown", name=_shown(name), known=", ".join(_KEYS))
    known = {_KEYS[name] for name, held in data.items() if held is not None and _KEYS[name] != "course"}
    if "day0" in data:  # null: surely none yet; other days of the course do not tell Day 0
        known.add("course")
    reader = _Reader(data, on, table)
    return RuleFacts(
        on, reader.day("day0"), reader.readings(), reader.engrafted(), reader.toxicities(), reader.therapies(),
        tuple(reader.days("infections")), ages, frozenset(), RECORDS - known, reader.anchors(), {},
        reader.exposures(), reader.statements(), reader.doses(), reader.transfusions(), reader.overdue(),
        reader.day("last_contact"), reader.flag("pregnant"), reader.text("sex"), reader.day("birth_date"),
        reader.text("disease"), reader.subject(), contraception=reader.contraception(),
    )  # fmt: skip


_ROWS: Final = {
    "results": ("analyte", "date", "value", "unit"),
    "therapies": ("class", "drug", "name", "start", "stop", "indication"),
    "toxicities": ("term", "grade", "since", "end"),
    "vaccines": ("vaccine", "date", "live"),
    "transfusions": ("product", "date", "irradiated"),
    "statements": ("answer", "on"),
    "exposures": ("had", "last", "running"),
    "contraception": ("answer", "on"),
}
"""The keys of a row: one that is mistyped would leave a fact out in silence."""


def _check_keys(row: Mapping[str, Any], name: str, place: str) -> None:
    """KnownError for a key that such a row does not have."""
    for key in row:
        if key not in _ROWS[name]:
            raise KnownError("case_row_key_unknown", place=f"{place}.{_shown(key)}", known=", ".join(_ROWS[name]))


def _shown(value: object) -> str:
    return clean(str(value))[:60]


class _Reader:
    def __init__(self, data: Mapping[str, Any], on: date, table: AnalyteTable) -> None:
        self.data, self.on, self.table = data, on, table

    def text(self, name: str, held: Mapping[str, Any] | None = None, place: str = "") -> str:
        """A text, "" where there is none."""
        value = (self.data if held is None else held).get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise KnownError("case_text_wanted", place=place or name, text=_shown(value))
        return value

    def flag(self, name: str) -> bool | None:
        """True, false, or None where it is not said."""
        value = self.data.get(name)
        if value is not None and not isinstance(value, bool):
            raise KnownError("case_flag_wanted", place=name, text=_shown(value))
        return value

    def day(self, name: str) -> date | None:
        """A day, None where there is none."""
        value = self.data.get(name)
        return None if value is None else self._day(value, name)

    def days(self, name: str) -> list[date]:
        """A list of days."""
        return [self._day(value, f"{name}[{index}]") for index, value in enumerate(self._list(name))]

    def _day(self, value: object, place: str) -> date:
        try:
            return parse_day(value)  # type: ignore[arg-type]
        except (ValueError, TypeError) as error:
            raise KnownError("case_day_wanted", place=place, text=_shown(value)) from error

    def _list(self, name: str) -> list[Any]:
        value = self.data.get(name)
        if value is not None and not isinstance(value, list):
            raise KnownError("case_list_wanted", place=name)
        return value or []

    def _mapping(self, name: str) -> dict[str, Any]:
        value = self.data.get(name)
        if value is not None and not isinstance(value, dict):
            raise KnownError("case_object_wanted", place=name)
        return value or {}

    def _rows(self, name: str, make: Callable[[Mapping[str, Any], str], Any]) -> tuple[Any, ...]:
        found = []
        for index, row in enumerate(self._list(name)):
            place = f"{name}[{index}]"
            if not isinstance(row, dict):
                raise KnownError("case_object_wanted", place=place)
            _check_keys(row, name, place)
            found.append(make(row, place))
        return tuple(found)

    def _in(self, row: Mapping[str, Any], name: str, place: str) -> Any:
        if row.get(name) is None:
            raise KnownError("case_part_missing", place=place, name=name)
        return row[name]

    def _on(self, row: Mapping[str, Any], name: str, place: str) -> date:
        return self._day(self._in(row, name, place), f"{place}.{name}")

    def _until(self, row: Mapping[str, Any], name: str, place: str) -> date | None:
        return None if row.get(name) is None else self._on(row, name, place)

    def _one_of(self, value: object, known: Iterable[str], place: str) -> str:
        words = list(known)
        if not isinstance(value, str) or value not in words:
            raise KnownError("case_word_unknown", place=place, text=_shown(value), known=", ".join(words))
        return value

    def readings(self) -> dict[str, tuple[Reading, ...]]:
        """Measured values by analyte, newest first."""
        found: dict[str, list[Reading]] = {}
        for reading in self._rows("results", self._reading):
            found.setdefault(reading.analyte, []).append(reading)
        return {code: tuple(sorted(held, key=lambda r: r.moment, reverse=True)) for code, held in found.items()}

    def _reading(self, row: Mapping[str, Any], place: str) -> Reading:
        code = _shown(self._in(row, "analyte", place)).upper()
        analyte = self.table.analytes.get(code)
        if analyte is None:
            raise KnownError("case_analyte_unknown", place=place, text=code)
        typed = _shown(self._in(row, "value", place))
        try:
            value = read_value(typed)
        except InputError as error:
            raise KnownError("case_value_unreadable", place=place, text=typed) from error
        written = self.text("unit", row, f"{place}.unit") or value.unit or analyte.unit
        unit = analyte.unit_named(written)
        if unit is None:
            raise KnownError("case_unit_unknown", place=place, text=_shown(written))
        canonical = None if value.value is None else analyte.canonical(value.value, unit)
        return Reading(
            code, self._on(row, "date", place), analyte.unit if canonical is not None else unit,
            value.value if canonical is None else canonical, comparator=value.comparator,
            qualitative=value.qualitative.value, text=typed, typed_unit=unit, typed=value.value, row=place,
        )  # fmt: skip

    def therapies(self) -> tuple[Given, ...]:
        """Therapies; one that has begun and not stopped runs."""
        return self._rows("therapies", self._therapy)

    def _therapy(self, row: Mapping[str, Any], place: str) -> Given:
        kind = self._one_of(self._in(row, "class", place), TherapyClass, f"{place}.class")
        start, stop = self._on(row, "start", place), self._until(row, "stop", place)
        if stop is not None and stop < start:
            raise KnownError("case_stop_before_start", place=place)
        running = start <= self.on and (stop is None or stop >= self.on)
        drug = self.text("drug", row, f"{place}.drug")
        number = int(place.rpartition("[")[2].rstrip("]")) + 1
        name = self.text("name", row, f"{place}.name") or drug
        indication = self.text("indication", row, f"{place}.indication")
        return Given(number, kind, drug, name, start, stop, running, indication)

    def subject(self) -> Given | None:
        """The therapy that stop rules judge: its number in `therapies`, counted from 1."""
        value = self.data.get("subject")
        if value is None or self.data.get("therapies") is None:
            return None  # of therapies that nobody knows none can be judged
        held = self.therapies()
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= len(held):
            raise KnownError("case_subject_unknown", text=_shown(value), most=len(held))
        return held[value - 1]

    def toxicities(self) -> tuple[Toxic, ...]:
        """Toxicities with their latest grade."""
        return self._rows("toxicities", self._toxicity)

    def _toxicity(self, row: Mapping[str, Any], place: str) -> Toxic:
        grade = self._in(row, "grade", place)
        if not isinstance(grade, int) or isinstance(grade, bool) or not 1 <= grade <= 5:
            raise KnownError("case_grade_wanted", place=place, text=_shown(grade))
        term = _shown(self._in(row, "term", place))
        ended = self._until(row, "end", place)
        return Toxic(0, term, term.replace("_", " "), grade, self._on(row, "since", place), ended is None)

    def engrafted(self) -> dict[str, date | None]:
        """Day of engraftment by lineage; null: surely not yet."""
        found: dict[str, date | None] = {}
        for name, value in self._mapping("engrafted").items():
            self._one_of(name, ("neutrophils", "platelets"), "engrafted")
            found[name] = None if value is None else self._day(value, f"engrafted.{name}")
        return found

    def anchors(self) -> dict[str, date]:
        """Days of the course."""
        known = ("mobilisation", "harvest", "conditioning", "discharge")
        found = {}
        for name, value in self._mapping("anchors").items():
            self._one_of(name, known, "anchors")
            if value is not None:
                found[name] = self._day(value, f"anchors.{name}")
        return found

    def statements(self) -> dict[str, Said]:
        """What was confirmed, by kind."""
        found = {}
        for name, row in self._mapping("statements").items():
            place = f"statements.{_shown(name)}"
            self._one_of(name, StatementKind, "statements")
            if not isinstance(row, dict):
                raise KnownError("case_object_wanted", place=place)
            _check_keys(row, "statements", place)
            answer = self._one_of(self._in(row, "answer", place), _TRUTHS, f"{place}.answer")
            found[name] = Said(answer, self._on(row, "on", place), place)
        return found

    def exposures(self) -> dict[str, Exposure]:
        """What the patient has had: `had` yes, no or unknown, `last`, `running` (left out: not known)."""
        found = {}
        for name, row in self._mapping("exposures").items():
            place = f"exposures.{_shown(name)}"
            self._one_of(name, Agent, "exposures")
            if not isinstance(row, dict):
                raise KnownError("case_object_wanted", place=place)
            _check_keys(row, "exposures", place)
            truth = _TRUTHS[self._one_of(self._in(row, "had", place), _TRUTHS, f"{place}.had")]
            last = self._until(row, "last", place)
            found[name] = Exposure(truth, last, (place,), self._runs(row, truth, place), ((last, last),))
        return found

    def _runs(self, row: Mapping[str, Any], truth: Truth, place: str) -> bool | None:
        """Whether it is given today; None where it was had and nobody says so."""
        value = row.get("running")
        if value is None:
            return False if truth is Truth.NO else None
        if not isinstance(value, bool):
            raise KnownError("case_flag_wanted", place=f"{place}.running", text=_shown(value))
        return value

    def contraception(self) -> Said | None:
        """What was recorded last of contraception."""
        row = self._mapping("contraception")
        if not row:
            return None
        _check_keys(row, "contraception", "contraception")
        known = ANSWERS[FertilityKind.CONTRACEPTION]
        answer = self._one_of(self._in(row, "answer", "contraception"), known, "contraception.answer")
        return Said(answer, self._on(row, "on", "contraception"), "contraception")

    def doses(self) -> tuple[Dose, ...]:
        """Vaccine doses."""
        return self._rows("vaccines", self._dose)

    def _dose(self, row: Mapping[str, Any], place: str) -> Dose:
        vaccine = _shown(self._in(row, "vaccine", place))
        live = row.get("live")
        if live is not None and not isinstance(live, bool):
            raise KnownError("case_flag_wanted", place=f"{place}.live", text=_shown(live))
        return Dose(vaccine, self._on(row, "date", place), live is True, place)

    def transfusions(self) -> tuple[Transfused, ...]:
        """Blood products."""
        return self._rows("transfusions", self._transfusion)

    def _transfusion(self, row: Mapping[str, Any], place: str) -> Transfused:
        answer = self._one_of(row.get("irradiated") or "unknown", _TRUTHS, f"{place}.irradiated")
        return Transfused(_shown(self._in(row, "product", place)), self._on(row, "date", place), answer, place)

    def overdue(self) -> dict[str, tuple[date, ...]]:
        """Last days of missed windows by what was missed."""
        found = {}
        for name, days in self._mapping("overdue").items():
            if not isinstance(days, list):
                raise KnownError("case_list_wanted", place=f"overdue.{_shown(name)}")
            found[name] = tuple(self._day(value, f"overdue.{_shown(name)}") for value in days)
        return found
