"""What a column of somebody's table can mean: the kinds of import, their records and fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class ImportKind(StrEnum):
    """What the rows of a table are; wording `enum.import_kind.*`. PATIENTS: one wide row for each patient."""

    PATIENTS = "patients"
    VISITS = "visits"
    LAB_RESULTS = "lab_results"
    ADVERSE_EVENTS = "adverse_events"
    THERAPIES = "therapies"
    VACCINATIONS = "vaccinations"
    EDSS = "edss"
    RELAPSES = "relapses"
    MRI = "mri"
    CONTACTS = "contacts"


class RecordKind(StrEnum):
    """A record that a row can hold: a wide row holds several; wording `enum.import_record.*`."""

    PATIENT = "patient"
    TRANSPLANT = "transplant"
    HISTORY = "history"
    STATE = "state"
    ENGRAFTMENT = "engraftment"
    VISIT = "visit"
    LAB_RESULT = "lab_result"
    ADVERSE_EVENT = "adverse_event"
    THERAPY = "therapy"
    VACCINATION = "vaccination"
    EDSS = "edss"
    RELAPSE = "relapse"
    MRI = "mri"
    CONTACT = "contact"


DATE_OF: Final = {
    RecordKind.LAB_RESULT: "lab_result.taken_on",
    RecordKind.EDSS: "edss.assessed",
    RecordKind.MRI: "mri.scanned",
}
"""The day of each record whose columns may repeat by steps from Day 0."""


class FieldType(StrEnum):
    """How a cell of the field is read. CODE: one of a list, with own codes mapped once. PARTIAL_DATE: 2019, 2019-04 or
    a day. VALUE: a laboratory value (`<0,1`, `neg`). CODES, TEXTS: several in one cell, parted by ; or line ends."""

    TEXT = "text"
    TEXTS = "texts"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    NUMBER = "number"
    WHOLE = "whole"
    YES_NO = "yes_no"
    CODE = "code"
    CODES = "codes"
    VALUE = "value"


@dataclass(frozen=True)
class ImportField:
    """One meaning of a column. `id` is `record.name`, `name` being the field of the entry that is filled.

    `codes` names the list of CODE fields (`sex`, `disease`, `regimen`, `analyte`, ...). `unit` is the unit of the
    record, `units` others by what a value in them is multiplied with. `words` are heads by language, compared folded.
    `steps`: whether a column may repeat with steps from Day 0 (EDSS_0, EDSS_6m).
    """

    id: str
    type: FieldType
    required: bool = False
    codes: str = ""
    unit: str = ""
    units: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    steps: bool = False

    @property
    def record(self) -> RecordKind:
        """The record that it belongs to."""
        return RecordKind(self.id.partition(".")[0])

    @property
    def name(self) -> str:
        """The field of the record's entry."""
        return self.id.partition(".")[2]

    @property
    def may_repeat(self) -> bool:
        """Whether two columns may hold it without a step: lists and notes are put together, and what a transplant has
        of its own is that of the row's second transplant."""
        if self.record is RecordKind.TRANSPLANT:
            return self.name != "protocol_id"
        return self.type in (FieldType.TEXTS, FieldType.CODES) or self.name in ("note", "notes")
