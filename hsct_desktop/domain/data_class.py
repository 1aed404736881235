"""What a stored column holds: who it could identify, what kind of value it is, in which unit or list of codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class DataClass(StrEnum):
    """The class of a column.

    IDENTITY: code, name, birth date, numbers of a registry or trial. CONTACT: telephone, address, carer, e-mail,
    language. PERSON: staff and colleagues, by name or id. FREE_TEXT: what somebody typed, which may hold anything.
    WORD: a word of which the program has a list (drug, organism, unit), though another may have been typed.
    STRUCTURE: several values in one (days among them). LINK: the id of another record. INTERNAL: the program's own
    bookkeeping. CONTENT: bytes.
    """

    ID = "id"
    PATIENT = "patient"
    LINK = "link"
    IDENTITY = "identity"
    CONTACT = "contact"
    PERSON = "person"
    FREE_TEXT = "free_text"
    WORD = "word"
    CODE = "code"
    CODES = "codes"
    CODE_MAP = "code_map"
    NUMBER = "number"
    NUMBERS = "numbers"
    YES_NO = "yes_no"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    MOMENT = "moment"
    STRUCTURE = "structure"
    INTERNAL = "internal"
    CONTENT = "content"


NAMES_SOMEBODY: Final = frozenset({
    DataClass.IDENTITY, DataClass.CONTACT, DataClass.PERSON, DataClass.FREE_TEXT, DataClass.STRUCTURE,
})  # fmt: skip
"""What a pseudonymised table leaves out."""
NOT_EXPORTED: Final = frozenset({DataClass.INTERNAL, DataClass.CONTENT})
"""What only a complete copy of the file holds."""
DAYS: Final = frozenset({DataClass.DATE, DataClass.PARTIAL_DATE, DataClass.MOMENT})
"""What tells a day of the calendar."""


class Scope(StrEnum):
    """Whose a table is. PATIENT: records of patients. UNIT: lists of the unit that explain them (laboratories and their
    limits). PEOPLE: staff and colleagues. FILE: settings, texts, approvals and the file's own books."""

    PATIENT = "patient"
    UNIT = "unit"
    PEOPLE = "people"
    FILE = "file"


@dataclass(frozen=True)
class ColumnClass:
    """A column: its class; `codes` the list of a CODE (an enum of the wording, or `@name` of a catalogue); `unit` that
    of a NUMBER, `=column` where another column of the row says it; `table` what a LINK points at; `words` the list of a
    WORD: a table without identity holds no other."""

    name: str
    kind: DataClass
    codes: str = ""
    unit: str = ""
    table: str = ""
    words: str = ""


@dataclass(frozen=True)
class TableClass:
    """A table: `kind` is the group of records it is exported with ("" for none), `parent` the column through which its
    rows belong to a patient ("" where none does; "patient_id" in most)."""

    name: str
    scope: Scope
    kind: str
    parent: str
    columns: Mapping[str, ColumnClass]
