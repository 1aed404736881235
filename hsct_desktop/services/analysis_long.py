"""The long tables of the analysis set: one row a visit, examination, relapse, scan, result, toxicity, drug or dose.

Every row has its day from Day 0 of the transplant in whose course it lies: the last one whose Day 0 had come, else the
first. What was typed stays in the file, but for words that a list of the program has: it may name somebody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.data_table import DataColumn, DataTable, DataType, DataValue
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.services.analysis_facts import Facts, number
from hsct_desktop.services.analysis_safety import class_of
from hsct_desktop.services.code_labels import OTHER
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import (
    disease_modifying_therapy,
    edss_assessment,
    lab_result,
    measure_value,
    mri,
    relapse,
    supportive_therapy,
    transfusion,
    vaccination,
    visit,
)
from hsct_desktop.store.base import ReadSession

Row = tuple[DataValue, ...]
_ID, _TEXT, _CODE, _CODES = DataType.ID, DataType.TEXT, DataType.CODE, DataType.CODES
_WHOLE, _NUMBER, _YES_NO, _DATE, _PARTIAL = (
    DataType.WHOLE, DataType.NUMBER, DataType.YES_NO, DataType.DATE, DataType.PARTIAL_DATE,
)  # fmt: skip
Column = tuple[str, DataType, str, str]
"""Name, type, unit, list of codes, or of the words of a text."""
SYSTEMS: Final = (
    "visual", "brainstem", "pyramidal", "cerebellar", "sensory", "bowel_bladder", "cerebral", "ambulation",
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """A patient with the transplants by which days are counted, first one first."""

    facts: Sequence[Facts]

    @property
    def id(self) -> int:
        """The patient's id."""
        return self.facts[0].card.id

    def at(self, on: date | PartialDate | None) -> Row:
        """Pseudonym, number of the transplant, day from its Day 0, and the date as it is known."""
        known = on.first if isinstance(on, PartialDate) else on
        whole = known is not None and (not isinstance(on, PartialDate) or on.is_whole)
        held = [one for one in self.facts if one.day0 is not None]
        place = None
        if known is not None and held:
            place = next((one for one in reversed(held) if one.day0 is not None and one.day0 <= known), held[0])
        elif held:
            place = held[0]
        shown = on.text if isinstance(on, PartialDate) else on
        name = self.facts[0].pseudonym
        return name, _number_of(place), place.day(known) if place is not None and whole else None, shown


def _number_of(place: Facts | None) -> int | None:
    return None if place is None or place.row is None else place.row.number


@dataclass(frozen=True)
class Long:
    """A long table: its columns after pseudonym, transplant and day, and the rows of one patient.

    `dated` says whether its dates may be known in part.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[Workspace, ReadSession, Person], Iterator[Row]]
    dated: DataType = DataType.DATE

    def table(self, words: Wording, rows: Sequence[Row]) -> DataTable:
        """The table with its columns in words."""
        place = (
            ("patient", _ID, "", ""), ("transplant_number", _WHOLE, "", ""), ("day", _WHOLE, "days", ""),
            ("date", self.dated, "", ""),
        )  # fmt: skip
        columns = tuple(_column(words, self.name, one) for one in (*place, *self.columns))
        return DataTable(self.name, words.text(f"analysis.{self.name}.title"), columns, rows)


def _column(words: Wording, table: str, column: Column) -> DataColumn:
    name, kind, unit, listed = column
    codes, of_words = ("", listed) if kind is _TEXT else (listed, "")
    return DataColumn(name, kind, _meaning(words, table, name), unit, codes, of_words)


def _meaning(words: Wording, table: str, column: str) -> str:
    own = f"analysis.{table}.{column}"
    return words.text(own if words.has(own) else f"analysis.any.{column}")


def _visits(ws: Workspace, session: ReadSession, person: Person) -> Iterator[Row]:
    for one in visit.of_patient(session, person.id):
        seen = one.entry.vitals
        yield (
            *person.at(one.entry.on), one.entry.scheduled_id is not None, one.outside_window,
            number(seen.temperature), seen.systolic, seen.diastolic, seen.pulse, seen.saturation, number(seen.weight),
            seen.karnofsky,
        )  # fmt: skip


def _edss(ws: Workspace, session: ReadSession, person: Person) -> Iterator[Row]:
    for one in edss_assessment.of_patient(session, person.id):
        entry = one.entry
        grades = tuple(getattr(entry.systems, name) for name in SYSTEMS)
        coding = None if entry.systems.ambulation is None else entry.systems.coding.value
        yield *person.at(entry.assessed), number(entry.edss), *grades, coding, entry.source.value


def _relapses(ws: Workspace, session: ReadSession, person: Person) -> Iterator[Row]:
    for one in relapse.of_patient(session, person.id):
        entry = one.entry
        systems = "; ".join(system.value for system in entry.systems) or None
        yield *person.at(entry.onset), systems, entry.steroid.value, entry.recovery.value


def _mri(ws: Workspace, session: ReadSession, person: Person) -> Iterator[Row]:
    for one in mri.of_patient(session, person.id):
        entry = one.entry
        yield (
            *person.at(entry.scanned), entry.region.value, number(entry.field_tesla), entry.new_t2, entry.gd,
            entry.t2_lesions, number(entry.t2_volume), number(entry.pbvc), entry.cord_new, entry.cord_gd,
        )  # fmt: skip


def _labs(ws: Workspace, session: ReadSession, person: Person) -> Iterator[Row]:
    known = ws.catalogue.analytes.analytes
    for one in lab_result.of_patient(session, person.id):
        analyte = known.get(one.analyte)
        unit = analyte.unit if analyte is not None and one.canonical is not None else None
        yield (
            *person.at(one.taken_on), one.taken_at or None, one.analyte, one.comparator or None,
            number(one.canonical), unit or None, number(one.value), one.unit or None, one.qualitative.value or None,
            number(one.lln), number(one.uln), one.term_id or None, one.ctcae_version or None, one.grade,
        )  # fmt: skip


def _toxicities(ws: Workspace, session: ReadSession, person: Person) -> Iterator[Row]:
    for one in person.facts[0].episodes:
        placed = person.at(one.onset)
        first = min(step.start for step in one.grades if step.grade is one.worst)
        put_down = "; ".join(agent.value for agent in one.attributions) or None
        yield (
            *placed, one.term_id, class_of(ws, one) or None, one.ctcae_version, int(one.worst), person.at(first)[2],
            person.at(one.end)[2] if one.end is not None else None, one.outcome.value, one.serious, one.baseline,
            put_down,
        )  # fmt: skip


def _therapies(ws: Workspace, session: ReadSession, person: Person) -> Iterator[Row]:
    for one in supportive_therapy.of_patient(session, person.id):
        stop = person.at(one.stop)[2] if one.stop is not None else None
        reason = one.stop_reason.value if one.stop_reason is not None else None
        yield *person.at(one.start), one.catalogue_id or OTHER, one.therapy_class.value, stop, reason


def _drugs(ws: Workspace, session: ReadSession, person: Person) -> Iterator[Row]:
    held = disease_modifying_therapy.of_patient(session, person.id)
    for one in sorted(held, key=lambda held: (held.entry.started.text if held.entry.started else "", held.id)):
        entry = one.entry
        stopped = entry.stopped
        stop = person.at(stopped)[2] if stopped is not None and stopped.is_whole else None
        yield (
            *person.at(entry.started), entry.drug_id or OTHER, entry.status.value, stop,
            stopped.text if stopped is not None else None,
        )  # fmt: skip


def _vaccinations(ws: Workspace, session: ReadSession, person: Person) -> Iterator[Row]:
    for one in vaccination.of_patient(session, person.id):
        yield *person.at(one.given_on), one.vaccine, one.dose_number


def _infections(ws: Workspace, session: ReadSession, person: Person) -> Iterator[Row]:
    for one in person.facts[0].infections:
        entry = one.entry
        certainty = entry.certainty.value if entry.certainty is not None else None
        yield (
            *person.at(entry.found_on), entry.kind.value, certainty, entry.organism or None, number(entry.anc_at_onset),
            entry.outcome.value, person.at(entry.ended_on)[2] if entry.ended_on is not None else None,
        )  # fmt: skip


def _measures(ws: Workspace, session: ReadSession, person: Person) -> Iterator[Row]:
    for one in measure_value.of_patient(session, person.id):
        yield *person.at(one.entry.measured_on), one.entry.measure_id, number(one.entry.value)


def _transfusions(ws: Workspace, session: ReadSession, person: Person) -> Iterator[Row]:
    for one in transfusion.of_patient(session, person.id):
        yield *person.at(one.given_on), one.product.value, one.units


LONG: Final = (
    Long("visits", (
        ("scheduled", _YES_NO, "", ""), ("outside_window", _YES_NO, "", ""), ("temperature", _NUMBER, "°C", ""),
        ("systolic", _WHOLE, "mmHg", ""), ("diastolic", _WHOLE, "mmHg", ""), ("pulse", _WHOLE, "1/min", ""),
        ("saturation", _WHOLE, "%", ""), ("weight", _NUMBER, "kg", ""), ("karnofsky", _WHOLE, "%", ""),
    ), _visits),
    Long("edss", (
        ("edss", _NUMBER, "", ""), *((name, _WHOLE, "", "") for name in SYSTEMS), ("coding", _CODE, "", "edss_coding"),
        ("source", _CODE, "", "edss_source"),
    ), _edss, _PARTIAL),
    Long("relapses", (
        ("systems", _CODES, "", "system"), ("steroid", _CODE, "", "steroid"),
        ("recovery", _CODE, "", "relapse_recovery"),
    ), _relapses, _PARTIAL),
    Long("mri", (
        ("region", _CODE, "", "mri_region"), ("field_tesla", _NUMBER, "T", ""), ("new_t2", _WHOLE, "", ""),
        ("gd", _WHOLE, "", ""), ("t2_lesions", _WHOLE, "", ""), ("t2_volume", _NUMBER, "mL", ""),
        ("pbvc", _NUMBER, "%", ""), ("cord_new", _WHOLE, "", ""), ("cord_gd", _WHOLE, "", ""),
    ), _mri, _PARTIAL),
    Long("labs", (
        ("taken_at", _TEXT, "", "times"), ("analyte", _CODE, "", "analyte"), ("comparator", _TEXT, "", "comparator"),
        ("value", _NUMBER, "unit", ""), ("unit", _TEXT, "", "unit"),
        ("value_as_reported", _NUMBER, "unit_as_reported", ""),
        ("unit_as_reported", _TEXT, "", "unit"), ("qualitative", _CODE, "", "qualitative"),
        ("lln", _NUMBER, "unit_as_reported", ""), ("uln", _NUMBER, "unit_as_reported", ""),
        ("term", _CODE, "", "term"),
        ("ctcae_version", _TEXT, "", "version"), ("grade", _WHOLE, "", ""),
    ), _labs),
    Long("toxicities", (
        ("term", _CODE, "", "term"), ("soc", _TEXT, "", "soc"), ("ctcae_version", _TEXT, "", "version"),
        ("worst_grade", _WHOLE, "", ""), ("worst_day", _WHOLE, "days", ""), ("end_day", _WHOLE, "days", ""),
        ("outcome", _CODE, "", "outcome"), ("serious", _YES_NO, "", ""), ("baseline", _YES_NO, "", ""),
        ("attributions", _CODES, "", "attribution"),
    ), _toxicities),
    Long("therapies", (
        ("drug", _CODE, "", "drug"), ("therapy_class", _CODE, "", "therapy_class"),
        ("stop_day", _WHOLE, "days", ""), ("stop_reason", _CODE, "", "stop_reason"),
    ), _therapies),
    Long("disease_drugs", (
        ("drug", _CODE, "", "dmt"), ("status", _CODE, "", "dmt_status"), ("stop_day", _WHOLE, "days", ""),
        ("stop_date", _PARTIAL, "", ""),
    ), _drugs, _PARTIAL),
    Long("vaccinations", (("vaccine", _CODE, "", "vaccine"), ("dose_number", _WHOLE, "", "")), _vaccinations),
    Long("infections", (
        ("kind", _CODE, "", "infection_kind"), ("certainty", _CODE, "", "infection_certainty"),
        ("organism", _TEXT, "", "organism"), ("anc_at_onset", _NUMBER, "10^9/L", ""), ("outcome", _CODE, "", "outcome"),
        ("end_day", _WHOLE, "days", ""),
    ), _infections),
    Long("measures", (("measure", _CODE, "", "measure"), ("value", _NUMBER, "", "")), _measures),
    Long("transfusions", (("product", _CODE, "", "blood_product"), ("units", _WHOLE, "", "")), _transfusions),
)  # fmt: skip
"""The long tables, in the order in which they are told."""
