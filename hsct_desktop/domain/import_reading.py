"""The rows of a foreign table as drafts of records, typed and dated, with everything that cannot be read and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from hsct_desktop.domain.book import Cell, CellKind
from hsct_desktop.domain.import_date import Moment
from hsct_desktop.domain.import_field import DATE_OF, FieldType, ImportField, ImportKind, RecordKind
from hsct_desktop.domain.import_layout import DAY_FIELDS, ONE_FOR_ALL, Column, Group, Layout, layout_of
from hsct_desktop.domain.import_mapping import ImportMapping, Step
from hsct_desktop.domain.import_number import LabText, folded_unit
from hsct_desktop.domain.import_row import CellProblem, Draft, Place, ReadRow
from hsct_desktop.domain.import_run import RowKey
from hsct_desktop.domain.import_settle import TAKEN_APART, settled
from hsct_desktop.domain.import_steps import day_problem, step_day, step_note
from hsct_desktop.domain.import_table import ImportTable, TableRow
from hsct_desktop.domain.import_value import NOT_DONE, CodeWords, Read
from hsct_desktop.domain.partial_date import PartialDate, shown, whole
from hsct_desktop.domain.problem import Problem

MAIN: Final = {
    ImportKind.PATIENTS: RecordKind.PATIENT,
    ImportKind.VISITS: RecordKind.VISIT,
    ImportKind.LAB_RESULTS: RecordKind.LAB_RESULT,
    ImportKind.ADVERSE_EVENTS: RecordKind.ADVERSE_EVENT,
    ImportKind.THERAPIES: RecordKind.THERAPY,
    ImportKind.VACCINATIONS: RecordKind.VACCINATION,
    ImportKind.EDSS: RecordKind.EDSS,
    ImportKind.RELAPSES: RecordKind.RELAPSE,
    ImportKind.MRI: RecordKind.MRI,
    ImportKind.CONTACTS: RecordKind.CONTACT,
}
"""The record that each row of a kind is."""
_WHO: Final = ("code", "family_name", "given_name", "full_name", "full_name_given_first", "birth_date")
_EMPTY: Final = "import_record_empty"

Day0Of = Callable[[str, date | None], date | None]
"""Day 0 of a person on record, by code and birth date; None without one."""


def read_rows(
    table: ImportTable,
    mapping: ImportMapping,
    fields: Mapping[str, ImportField],
    codes: CodeWords,
    today: date,
    corrections: Mapping[tuple[RowKey, int], str] | None = None,
    *,
    day0_of: Day0Of | None = None,
    step_note: Callable[[Step], str] = step_note,
) -> Iterator[ReadRow]:
    """Every row of a table in its order, one for one; nothing is left out and nothing raises for what a cell holds.

    InputError where the table lacks a column of the mapping.

    `corrections` are texts that stand in place of cells, by row and column. `day0_of` is asked where a row counts from
    a Day 0 that it does not hold; `step_note` words the note of a record dated so.
    """
    typed: dict[int, dict[int, str]] = {}
    for (key, column), text in (corrections or {}).items():
        if key.sheet == table.sheet:
            typed.setdefault(key.number, {})[column] = text
    reader = _Reader(table.sheet, mapping.kind, layout_of(table, mapping, fields, codes), fields, today)
    reader.day0_of, reader.step_note = day0_of, step_note
    for row in table.rows:
        yield reader.read(_corrected(row, typed[row.number]) if row.number in typed else row)


def _corrected(row: TableRow, typed: Mapping[int, str]) -> TableRow:
    cells = [row.at(index) for index in range(max(len(row.cells), *(index + 1 for index in typed)))]
    for index, text in typed.items():
        if index >= 0:
            cells[index] = Cell(text, CellKind.TEXT if text.strip() else CellKind.EMPTY)
    return replace(row, cells=tuple(cells))


@dataclass
class _Row:
    """A row on its way: what its cells gave by column, its drafts and problems, the columns that went into a draft."""

    row: TableRow
    reads: dict[int, Read]
    drafts: list[Draft] = field(default_factory=list)
    problems: dict[tuple[Place, str], CellProblem] = field(default_factory=dict)
    not_done: list[Place] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    unread: set[RecordKind] = field(default_factory=set)

    def place(self, column: Column | None) -> Place:
        """The cell of a column, the whole row without one."""
        return Place(self.row.number, -1 if column is None else column.index)

    def wrong(self, column: Column | None, problem: Problem) -> None:
        """Note a problem of a cell, or of the row; one that is known already once."""
        place = self.place(column)
        text = self.row.at(column.index).text if column is not None else ""
        self.problems.setdefault((place, problem.key), CellProblem(place, problem, text))

    def values_of(self, record: RecordKind) -> Mapping[str, object]:
        """The values of the first draft of a record."""
        return next((draft.values for draft in self.drafts if draft.record is record), {})

    def is_wrong(self, columns: Sequence[Column]) -> bool:
        """Whether one of those cells has a problem."""
        return any(isinstance(self.reads.get(column.index), Problem) for column in columns)


class _Reader:
    """Reads the rows of one table."""

    def __init__(
        self, sheet: str, kind: ImportKind, layout: Layout, fields: Mapping[str, ImportField], today: date
    ) -> None:
        self.sheet, self.kind, self.layout, self.today = sheet, kind, layout, today
        self.main = MAIN[kind]
        self.day0_of: Day0Of | None = None
        self.step_note: Callable[[Step], str] = step_note
        self.who = [c for c in layout.columns if c.field.record is RecordKind.PATIENT and c.field.name in _WHO]
        self.required = [one for one in fields.values() if one.required and one.record is self.main]
        self.of_main = [column for column in layout.columns if column.field.record is self.main]
        self.default_problems = [
            (record, Problem(name, read.key, read.params))
            for record, values in layout.defaults.items()
            for name, read in values.items()
            if isinstance(read, Problem)
        ]

    def read(self, table_row: TableRow) -> ReadRow:
        """One row."""
        row = _Row(table_row, {})
        for column in self.layout.columns:
            value = column.read(table_row.at(column.index))
            row.reads[column.index] = value
            if value is NOT_DONE:
                row.not_done.append(row.place(column))
            elif isinstance(value, Problem):
                row.wrong(column, value)
                row.unread.add(column.field.record)
        for record, problem in self.default_problems:
            row.wrong(None, problem)
            row.unread.add(record)
        for group in self.layout.groups:
            known = len(row.problems)
            self._draft(row, group)
            if len(row.problems) > known:
                row.unread.add(group.record)
        self._whose(row)
        self._one_for_each(row)
        if self.kind is not ImportKind.PATIENTS:
            self._holds_something(row)
        not_taken = tuple(self._left(row))
        problems = tuple(sorted(row.problems.values(), key=lambda one: one.place))
        return ReadRow(
            self.sheet, self.kind, table_row.number, tuple(row.drafts), problems, tuple(row.not_done), not_taken,
            frozenset(row.unread),
        )  # fmt: skip

    def _left(self, row: _Row) -> Iterator[Place]:
        """The cells that went into no record; each is told of, unless what was to stand beside it says why."""
        left = [one for one in self.layout.columns if one.index not in row.taken and _is_value(row.reads[one.index])]
        wrong = {place.column for place, _ in row.problems}
        is_empty = any(key == _EMPTY for _, key in row.problems)
        for column in (one for one in left if one.index not in wrong):
            yield row.place(column)
            if not is_empty and not self._is_explained(row, column):
                row.wrong(column, Problem(column.field.name, "import_not_taken", soft=True))

    def _is_explained(self, row: _Row, column: Column) -> bool:
        """Whether each record that the cell belongs to was not done or cannot be read."""
        groups = [one for one in self.layout.groups if one.has(column)]
        said = ((row.reads[index] for index in one.measured) for one in groups)
        return bool(groups) and all(any(one is NOT_DONE or isinstance(one, Problem) for one in of) for of in said)

    def _draft(self, row: _Row, group: Group) -> None:
        """The record of a group, where the row holds anything of it."""
        held = [column for column in group.columns if _is_value(row.reads[column.index])]
        if not any(column.index in group.measured for column in held):
            return
        values: dict[str, object] = {}
        places: dict[str, Place] = {}
        for column in held:
            self._put(row, column, _Put(values, places), row.reads[column.index])
        if group.record is RecordKind.LAB_RESULT:
            self._unit(row, held, values)
        for name, value in self.layout.defaults.get(group.record, {}).items():
            if _is_value(value):
                values.setdefault(name, _plain(value))
        if group.step is not None:
            self._dated(row, group, _Put(values, places))
        elif group.record in DAY_FIELDS and group.record is not self.main:
            self._has_day(row, group, values)
        for name, problem in settled(group.record, values):
            row.wrong(next((column for column in held if column.field.name == name), None), problem)
        for name in TAKEN_APART.keys() & places.keys():
            place = places.pop(name)
            places |= {part: places.get(part, place) for part in TAKEN_APART[name] if part in values}
        if group.record is self.main:
            self._complete(row, group, values)
        row.taken.update(column.index for column in held)
        row.drafts.append(Draft(group.record, values, places))

    def _put(self, row: _Row, column: Column, put: _Put, value: Read) -> None:
        """Take a value into a record; two columns of one field must say the same, lists and notes are put together."""
        name = column.field.name
        plain = _plain(value)
        if isinstance(value, Moment) and value.at and column.field.id == "lab_result.taken_on":
            put.values.setdefault("taken_at", value.at)
        if column.mapped.analyte and name == "value":
            put.values["analyte"] = column.mapped.analyte
        before = put.values.get(name)
        if name in put.places and before != plain:
            joined = _together(column.field, before, plain)
            if joined is None:
                other = next(one.head for one in self.layout.columns if one.index == put.places[name].column)
                row.wrong(column, Problem(name, "import_cells_differ", _twice(column, other, before)))
                return
            plain = joined
        put.values[name] = plain
        put.places.setdefault(name, row.place(column))

    def _unit(self, row: _Row, held: Sequence[Column], values: dict[str, object]) -> None:
        """The unit of a result: with the value itself, in a column of the row, or said of the whole column."""
        column = next(column for column in held if column.field.name == "value")
        read = row.reads[column.index]
        own, said = read.unit if isinstance(read, LabText) else "", str(values.get("unit", ""))
        if own and said and folded_unit(own) != folded_unit(said):
            row.wrong(column, Problem("unit", "import_units_differ", {"unit": own, "other": said}))
        if unit := own or said or column.mapped.unit:
            values["unit"] = unit

    def _dated(self, row: _Row, group: Group, put: _Put) -> None:
        """Give a stepped record its day: the row's own, else Day 0 and the step; a problem where there is none."""
        name = DAY_FIELDS[group.record]
        column = next(column for column in group.columns if column.index in group.measured)
        if group.day is not None:
            value = row.reads.get(group.day.index) if group.day.field.id == DATE_OF[group.record] else None
            value = group.day.read(row.row.at(group.day.index)) if value is None else value
            if isinstance(value, Problem):
                row.wrong(group.day, value)
            elif value is None or value is NOT_DONE:
                row.wrong(group.day, Problem(name, "import_step_day_missing", {"head": group.day.head}))
            else:
                put.values[name], put.places[name] = _plain(value), row.place(group.day)
                self._beside_step(row, group, put.values[name])
                row.taken.add(group.day.index)
            return
        if sum("day0" in draft.values for draft in row.drafts) > 1:
            row.wrong(column, Problem(name, "import_second_transplant", {"head": column.head}))
            return
        if group.step is None or (day0 := self._day0(row)) is None:
            if not row.is_wrong([one for one in self.layout.columns if one.field.id == "transplant.day0"]):
                row.wrong(column, Problem(name, "import_step_without_day0", {"head": column.head}))
            return
        day = step_day(day0, group.step)
        if day is None or day > self.today:
            params = {"head": column.head, "day": day or "–"}
            row.wrong(column, Problem(name, "import_step_in_future", params))
            return
        put.values[name] = day if group.record is RecordKind.LAB_RESULT else whole(day)
        put.places[name] = row.place(column)  # its head holds the step
        put.values["note"] = "\n".join(filter(None, (str(put.values.get("note", "")), self.step_note(group.step))))

    def _beside_step(self, row: _Row, group: Group, day: object) -> None:
        """Tell a day that is not the one of its column: a year typed wrong."""
        known = whole(day) if isinstance(day, date) else day
        if group.step is None or group.day is None or not isinstance(known, PartialDate):
            return
        if sum("day0" in draft.values for draft in row.drafts) > 1 or (day0 := self._day0(row)) is None:
            return
        if (found := day_problem(known, day0, group.step)) is not None:
            params = {"head": group.day.head, "day": shown(known), "wanted": found[1], "day0": day0}
            soft = found[0] != "import_step_day_before"
            row.wrong(group.day, Problem(DAY_FIELDS[group.record], found[0], params, soft=soft))

    def _has_day(self, row: _Row, group: Group, values: Mapping[str, object]) -> None:
        """What a wide row measured has a day, by a column or a step."""
        name = DAY_FIELDS[group.record]
        columns = [column for column in group.columns if column.field.name == name]
        if name in values or row.is_wrong(columns):
            return
        column = next(column for column in group.columns if column.index in group.measured)
        if columns:
            row.wrong(columns[0], Problem(name, "import_step_day_missing", {"head": columns[0].head}))
        else:
            row.wrong(column, Problem(name, "import_day_unsaid", {"head": column.head}))

    def _day0(self, row: _Row) -> date | None:
        """Day 0 of the row, else that of the person on record."""
        in_row = row.values_of(RecordKind.TRANSPLANT).get("day0")
        if isinstance(in_row, date) or self.day0_of is None:
            return in_row if isinstance(in_row, date) else None
        who = row.values_of(RecordKind.PATIENT)
        born = who.get("birth_date")
        return self.day0_of(str(who.get("code") or ""), born if isinstance(born, date) else None)

    def _complete(self, row: _Row, group: Group, values: Mapping[str, object]) -> None:
        """Name what the record cannot do without and does not have."""
        for one in self.required:
            columns = [column for column in group.columns if column.field.id == one.id]
            if one.name in values or row.is_wrong(columns) or (group.step is not None and not columns):
                continue
            self._missing(row, one, columns)
        if group.record is RecordKind.LAB_RESULT and not values.get("analyte"):
            columns = [column for column in group.columns if column.field.name == "analyte"]
            if not row.is_wrong(columns):
                row.wrong(columns[0] if columns else None, Problem("analyte", "import_test_missing"))

    def _missing(self, row: _Row, wanted: ImportField, columns: Sequence[Column]) -> None:
        column = columns[0] if columns else None
        if column is None:
            row.wrong(None, Problem(wanted.name, "import_column_missing", {"field": wanted.id}))
        elif row.reads[column.index] is NOT_DONE:
            params = {"head": column.head, "text": row.row.at(column.index).text.strip()}
            row.wrong(column, Problem(wanted.name, "import_cell_not_done", params))
        else:
            row.wrong(column, Problem(wanted.name, "import_cell_missing", {"head": column.head}))

    def _whose(self, row: _Row) -> None:
        """A row says whose it is: by a code, or by name and birth date."""
        who = row.values_of(RecordKind.PATIENT)
        is_named = who.get("family_name") and who.get("given_name")
        if who.get("code") or (is_named and who.get("birth_date")) or row.is_wrong(self.who):
            return
        if any(column.index == place.column for place, _ in row.problems for column in self.who):
            return
        if not is_named:
            row.wrong(self.who[0] if self.who else None, Problem("code", "import_whose_row"))
            return
        born = next((column for column in self.who if column.field.name == "birth_date"), None)
        row.wrong(born, Problem("birth_date", "import_birth_date_missing"))

    def _one_for_each(self, row: _Row) -> None:
        """With two transplants in a row, what stands in it once is nobody's: which of the two cannot be told."""
        groups = [group for group in self.layout.groups if group.record is RecordKind.TRANSPLANT]
        drafts = [draft for draft in row.drafts if draft.record is RecordKind.TRANSPLANT]
        if len(groups) < 2 or len(drafts) < 2:
            return
        repeated = {column.field.id for group in groups[1:] for column in group.columns}
        for column in self.layout.columns:
            name = column.field.name
            of_course = column.field.record in (RecordKind.TRANSPLANT, RecordKind.ENGRAFTMENT)
            is_single = of_course and column.field.id not in repeated and name not in ONE_FOR_ALL
            if is_single and _is_value(row.reads[column.index]):
                row.wrong(column, Problem(name, "import_second_transplant", {"head": column.head}))
                row.unread |= {RecordKind.TRANSPLANT, RecordKind.ENGRAFTMENT}

    def _holds_something(self, row: _Row) -> None:
        """A row of a kind holds a record of it, or says in a word that nothing was done."""
        if any(draft.record is self.main for draft in row.drafts) or row.is_wrong(self.of_main):
            return
        measured = frozenset(i for one in self.layout.groups if one.record is self.main for i in one.measured)
        if any(row.reads.get(index) is NOT_DONE for index in measured):
            return
        columns = [column for column in self.of_main if column.index in measured]
        row.wrong(columns[0] if columns else None, Problem("", _EMPTY))


@dataclass(frozen=True)
class _Put:
    """A record that is being put together."""

    values: dict[str, object]
    places: dict[str, Place]


def _is_value(value: Read) -> bool:
    return value is not None and value is not NOT_DONE and not isinstance(value, Problem)


def _plain(value: Read) -> object:
    """A value as its entry wants it."""
    if isinstance(value, Moment):
        return value.day
    return value.text if isinstance(value, LabText) else value


def _together(wanted: ImportField, before: object, value: object) -> object | None:
    """Lists and notes of two columns put together; None for what can be only one."""
    if isinstance(before, tuple) and isinstance(value, tuple):
        return tuple(dict.fromkeys((*before, *value)))
    if wanted.type is FieldType.TEXT and wanted.name in ("note", "notes"):
        return f"{before}\n{value}"
    return None


def _twice(column: Column, other: str, before: object) -> dict[str, object]:
    return {"head": column.head, "other": other, "text": str(before)}
