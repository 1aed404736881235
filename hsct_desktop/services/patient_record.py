"""One patient's whole record, in words and as data: every row of every table that belongs to them, nobody else's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.documents.patient_export import RecordLine, RecordTable, Said
from hsct_desktop.domain.data_class import DAYS, ColumnClass, DataClass, Scope, TableClass
from hsct_desktop.services.alerts import RESOLVED
from hsct_desktop.services.code_labels import CodeLabels
from hsct_desktop.services.data_dictionary import Meanings
from hsct_desktop.services.visits import closing_words
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import patient_rows, record_rows, records, staff
from hsct_desktop.store.base import ReadSession, WriteSession, utc_text
from hsct_desktop.store.patient_rows import Row

_DERIVED: Final = {"patient": frozenset({"code_key", "folded_name", "search_text"})}
"""Worked out from other columns, for searching."""
_NOT_TOLD: Final = frozenset({
    "canonical", "entered_by", "baseline", "baseline_flag", "rules_version", "ctcae_version", "direction",
    "label_en", "label_it", "key", "item_id", "ebmt_form", "stop_rule_id", "order_key", "source_key", "moved",
})  # fmt: skip
"""How a value was worked out, and names that another field gives in words: the data hold them, the paper does not."""
_TOLD_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "transplant": ("number", "day0"), "visit": ("visit_date",), "scheduled_visit": ("label_{}", "target"),
    "adverse_event": ("label", "onset"), "supportive_therapy": ("name", "start"), "infection": ("organism", "found_on"),
    "lab_result": ("analyte", "taken_on"), "mri": ("region", "scanned"), "edss_assessment": ("assessed",),
    "attachment": ("title",), "letter": ("kind", "written_on"), "task": ("words",), "awaited_report": ("label",),
}  # fmt: skip
"""The columns by which a record is told where another one points at it."""
_SHORT: Final = 12
"""A longer text that a record holds twice (a code and its label of that day) is told once."""
_PROFESSIONALS: Final = frozenset({"neurologist_id", "gp_id", "professional_id"})
_ON_PAPER_TOO: Final = frozenset({"form", "saved_at", "at", "staff_id", "what", "workstation", "size", "sha256"})
"""The program's own bookkeeping that says something of the patient."""


@dataclass(frozen=True)
class PatientRecord:
    """The rows of a patient by table, in the order in which they are told, and the names of who is named in them."""

    patient_id: int
    tables: Mapping[str, list[Row]]
    log: list[Row]
    staff: Mapping[int, str]
    professionals: Mapping[int, str]
    laboratories: Mapping[int, str]

    @property
    def patient(self) -> Row:
        """The patient's own row."""
        return self.tables[patient_rows.PATIENT][0]

    @property
    def rows(self) -> int:
        """All rows of all tables."""
        return sum(map(len, self.tables.values()))


def gather(session: ReadSession | WriteSession, patient_id: int) -> PatientRecord:
    """Read the whole record, rows that were taken back among it."""
    found = patient_rows.of_patient(session, patient_id)
    order = list(records.tables())
    places = {name: order.index(name) if name in order else len(order) for name in found}
    colleagues = record_rows.rows(session, "professional", ("id", "name", "institution"), with_voided=True)
    names = {row["id"]: ", ".join(filter(None, (row["name"], row["institution"]))) for row in colleagues}
    tables = {name: found[name] for name in sorted(found, key=places.__getitem__)}
    named = record_rows.rows(session, "laboratory", ("id", "name"), with_voided=True)
    return PatientRecord(
        patient_id, tables, patient_rows.log_lines(session, patient_id), staff.names(session), names,
        {row["id"]: row["name"] for row in named},
    )  # fmt: skip


class RecordWords:
    """Puts rows into words, in the language of the workspace and with the dates of `words`."""

    def __init__(self, ws: Workspace, words: Wording, record: PatientRecord, files: Mapping[tuple[str, int], str]):
        self._words, self._record, self._files = words, record, files
        self._labels, self._meanings = CodeLabels(ws), Meanings(words)
        self._languages = ws.catalogue.languages
        self._zone = ws.clock().tzinfo
        self._by_id = {name: {row["id"]: row for row in rows if "id" in row} for name, rows in record.tables.items()}

    def tables(self) -> tuple[RecordTable, ...]:
        """Every table that has rows."""
        return tuple(
            RecordTable(self.title(name), tuple(self._line(of(name), row) for row in rows))
            for name, rows in self._record.tables.items()
        )

    def title(self, name: str) -> str:
        """What the records of a table are called."""
        own = f"patient_export.table.{name}"
        return self._words.text(own) if self._words.has(own) else self._meanings.table(name)

    def _line(self, table: TableClass, row: Row) -> RecordLine:
        known = [(column, text) for column in table.columns.values() if (text := self._said(table, column, row))]
        day = next(((column.name, text) for column, text in known if column.kind in DAYS), None)
        said: dict[str, Said] = {}
        for column, text in known:
            if day is None or column.name != day[0]:
                said.setdefault(text if len(text) > _SHORT else column.name, Said(self.label(table, column), text))
        entered = self._by(row, "created_at", "created_by")
        when = day[1] if day is not None else self._day(row.get("created_at"))
        return RecordLine(when, tuple(said.values()), entered, self._note(row), row.get("voided_at") is not None)

    def label(self, table: TableClass, column: ColumnClass) -> str:
        """What a field is called."""
        own = f"patient_export.field.{column.name}"
        if self._words.has(own):
            return self._words.text(own)
        if column.kind is DataClass.LINK and not self._words.has(f"handover.column.{column.name}"):
            return self.title(column.table)
        return self._meanings.field(table.name, column.name).removesuffix(" (JSON)")

    def _by(self, row: Row, at: str, by: str) -> str:
        """Who did something when; rows without such columns say nothing."""
        if row.get(at) is None:
            return ""
        name = self._record.staff.get(row.get(by) or 0, "") or self._words.text("patient_export.program")
        return f"{name}, {self._day(row[at])}"

    def _note(self, row: Row) -> str:
        if row.get("voided_at") is not None:
            who = self._by(row, "voided_at", "voided_by")
            return self._words.text("patient_export.voided", who=who, reason=row["void_reason"] or "–")
        changed = row.get("updated_at")
        if changed is None or changed == row["created_at"]:
            return ""
        return self._words.text("patient_export.changed", who=self._by(row, "updated_at", "updated_by"))

    def _day(self, at: datetime | None) -> str:
        return "" if at is None else self._words.date(at.astimezone(self._zone).date())

    # values -----------------------------------------------------------------------------------------------------

    def _said(self, table: TableClass, column: ColumnClass, row: Row) -> str:
        """A field in words, "" for what is empty or says nothing to a reader."""
        value = row.get(column.name)
        if column.name in _DERIVED.get(table.name, ()) or value is None or value == "" or column.name in _NOT_TOLD:
            return ""
        if column.name == "unit" or (column.name == "text" and row.get("value") is not None):
            return ""  # said with the number
        if column.kind in (DataClass.ID, DataClass.PATIENT):
            return ""
        if column.kind is DataClass.INTERNAL and column.name not in _ON_PAPER_TOO:
            return ""
        if column.kind is DataClass.CONTENT:
            return self._files.get((table.name, next(iter(row.values()))), self._words.text("patient_export.no_file"))
        return self._of_kind(table, column, row, value)

    def _of_kind(self, table: TableClass, column: ColumnClass, row: Row, value: Any) -> str:
        if column.kind is DataClass.LINK:
            return self._linked(column.table, value)
        if column.name == "closing_reason":
            return closing_words(self._words.language, str(value))
        if column.name == "acknowledged_why" and value == RESOLVED:
            return self._words.text("alert.resolved")
        if column.name == "language" and value in self._languages:
            return self._languages[value].label.text(self._words.language)
        if column.kind is DataClass.WORD:
            return self._labels.all_of(column.words).get(str(value), str(value))
        if column.kind is DataClass.PERSON or column.name in ("staff_id", "created_by"):
            return self._person(column.name, value)
        if column.kind is DataClass.CODE:
            return self._labels.label(column.codes, str(_stored(value)), row.get("ctcae_version") or "")
        if column.kind in (DataClass.CODES, DataClass.CODE_MAP, DataClass.NUMBERS):
            return self._several(column, value)
        if column.kind is DataClass.NUMBER:
            unit = row.get(column.unit[1:]) if column.unit.startswith("=") else column.unit
            unit = "" if self.label(table, column).endswith(")") else unit or ""  # the label says it
            return " ".join(part for part in (self._words.value(value), unit) if part)
        if column.kind is DataClass.STRUCTURE or column.name in ("texts", "content", "facts"):
            return _flat(value)
        return self._plain(value)

    def _linked(self, table: str, row_id: int) -> str:
        """The record that another one points at, by what it is and its day."""
        if table == "laboratory":
            return self._record.laboratories.get(row_id, "")
        row = self._by_id.get(table, {}).get(row_id)
        names = [name.format(self._words.language) for name in _TOLD_BY.get(table, ())]
        if row is None or not names:
            return self._words.text("patient_export.number", number=row_id)
        columns = of(table).columns
        said = (self._of_kind(of(table), columns[name], row, row[name]) for name in names if row[name] is not None)
        return ", ".join(part for part in said if part)

    def _plain(self, value: Any) -> str:
        if isinstance(value, bool):
            return self._words.enum("consent", "yes" if value else "no").lower()
        if isinstance(value, datetime):
            return self._words.moment(value.astimezone(self._zone))
        if isinstance(value, date):
            return self._words.date(value)
        return self._words.value(_stored(value)) if isinstance(value, Decimal) else str(_stored(value))

    def _person(self, column: str, value: Any) -> str:
        if not isinstance(value, int):
            return str(value)
        names = self._record.professionals if column in _PROFESSIONALS else self._record.staff
        return names.get(value, str(value))

    def _several(self, column: ColumnClass, value: Any) -> str:
        first, _, second = column.codes.partition(">")
        if not isinstance(value, Mapping):
            return ", ".join(self._labels.label(first, str(one)) for one in value)
        pairs = ((key, self._labels.label(second, str(one)) if second else str(one)) for key, one in value.items())
        return ", ".join(f"{self._labels.label(first, str(key))}: {said}" for key, said in pairs)


def of(name: str) -> TableClass:
    """A table by its class; one that was never classified is told column by column."""
    known = records.tables().get(name)
    if known is not None:
        return known
    columns = {column: ColumnClass(column, DataClass.FREE_TEXT) for column in patient_rows.columns_of(name)}
    return TableClass(name, Scope.FILE, "", "", columns)


def _flat(value: Any) -> str:
    """A structure, or a text that holds one, as one line."""
    if isinstance(value, str):
        try:
            return _flat(json.loads(value))
        except ValueError:
            return value
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {said}" for key, one in value.items() if (said := _flat(one)))
    if isinstance(value, list | tuple):
        return ", ".join(said for one in value if (said := _flat(one)))
    return "" if value is None else str(value)


# as data ------------------------------------------------------------------------------------------------------------


def fields(ws: Workspace, name: str) -> Iterator[dict[str, str]]:
    """What each column of a table is: its meaning, class, type, unit and list of codes."""
    meanings, table = Meanings(ws.wording), of(name)
    for column, kind in patient_rows.columns_of(name).items():
        known = table.columns.get(column, ColumnClass(column, DataClass.INTERNAL))
        told = {"name": column, "meaning": meanings.field(name, column), "class": known.kind.value, "type": kind}
        for key, text in (("unit", known.unit), ("codes", known.codes), ("table", known.table)):
            if text:
                told[key] = text.replace("@", "").removeprefix("=") if key != "unit" else text
        yield told


def as_data(row: Row, files: Mapping[str, str]) -> dict[str, Any]:
    """A row as JSON has it: days and moments as ISO text, amounts as text with a point, bytes as the name of a file."""
    return {name: files.get(name, "") if isinstance(value, bytes) else _stored(value) for name, value in row.items()}


def _stored(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else value
