"""The change log in a reader's words: what a record and a field are called, what a value reads, who wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.author import Role
from hsct_desktop.services import audit_names, audit_values
from hsct_desktop.services.handover_values import BOOKKEEPING, DERIVED, Values
from hsct_desktop.services.handover_write import WITHOUT_REASON
from hsct_desktop.store.handover import Edit, Row


class AuditWords:
    """Words for lines of the log, in one language."""

    def __init__(self, values: Values, roles: Mapping[int, Role]) -> None:
        self._values, self._roles = values, roles

    @property
    def words(self) -> Wording:
        """The words of the reader's language."""
        return self._values.words

    def table(self, name: str) -> str:
        """What the records of a table are called."""
        return table_words(self.words, name)

    def field(self, table: str, column: str) -> str:
        """What a column is called, beginning with a capital."""
        return field_words(self.words, table, column)

    def record(self, table: str, row: Row) -> str:
        """Which record it is: what its kind is called, what makes it known among them, and its day."""
        return " · ".join(part for part in (self.table(table), *self._known_by(table, row)) if part)

    def _known_by(self, table: str, row: Row) -> Iterator[str]:
        name, day = audit_names.NAMES.get(table), audit_names.DAYS.get(table)
        if name is not None:
            yield name(self._values, row)
        if day is not None and row.get(day):
            yield self.value(table, day, row)

    def value(self, table: str, column: str, row: Row) -> str:
        """What a column of a row reads; a dash for nothing."""
        told = audit_values.told(self._values, table, column, row)
        if told is not None:
            return told
        if table == "scheduled_visit" and column == "closing" and row.get(column):
            return self.words.text(f"export.code.visit_closing.{row[column]}")
        if table == "scheduled_visit" and column == "closing_reason" and row.get(column):
            return self._values.closing(str(row[column]))
        if column.endswith("_at") and row.get(column):
            return self.moment(datetime.fromisoformat(str(row[column])))
        return self._values.value(table, column, row)

    def moment(self, at: datetime) -> str:
        """A time of the log as the wall clock here has it."""
        return self.words.moment(at.astimezone())

    def who(self, staff_id: int | None) -> tuple[str, str]:
        """Name and role of who wrote a line; the program's own writes are its."""
        if staff_id is None:
            return self._values.text("program"), ""
        role = self._roles.get(staff_id)
        return self._values.names.get(staff_id, f"{staff_id}"), "" if role is None else self.words.enum("role", role)

    def parts(self, edit: Edit) -> Iterator[tuple[str, str, str, str]]:
        """What an edit did: column, field, before and after; one line where only bookkeeping changed."""
        if edit.is_new:
            yield "", self.words.text("audit.new"), "", self._all(edit)
        elif edit.is_voided or edit.is_back:
            stands, gone = self.words.text("audit.stands"), self.words.text("audit.taken_back")
            yield "voided_at", self.words.text("audit.state"), *((stands, gone) if edit.is_voided else (gone, stands))
        elif edit.before is not None:
            changed = _changed(edit)
            if not changed:
                yield "version", self.words.text("audit.saved_again"), "", ""
            for column in changed:
                before, after = (self.value(edit.table, column, row) for row in (edit.before, edit.after))
                yield column, self.field(edit.table, column), before, after

    def void_reason(self, edit: Edit) -> str:
        """Why a record was taken back, as somebody has said."""
        reason = str(edit.after.get("void_reason") or "") if edit.is_voided else ""
        return "" if reason in WITHOUT_REASON else reason

    def _all(self, edit: Edit) -> str:
        """The columns of a new record that somebody filled in."""
        left_out = BOOKKEEPING | DERIVED.get(edit.table, set())
        filled = [name for name, stored in edit.after.items() if name not in left_out and stored not in (None, "")]
        return "; ".join(
            f"{self.field(edit.table, name)}: {self.value(edit.table, name, edit.after)}" for name in filled
        )


def _changed(edit: Edit) -> list[str]:
    """The columns that somebody changed; what is worked out from others only where nothing else changed."""
    changed = [name for name in edit.after if name not in BOOKKEEPING and edit.changed(name)]
    typed = [name for name in changed if name not in DERIVED.get(edit.table, set())]
    return typed or changed


def table_words(words: Wording, name: str) -> str:
    """What the records of a table are called."""
    keys = (f"export.table.{name}", f"audit.table.{name}")
    return next((words.text(key) for key in keys if words.has(key)), name)


def field_keys(table: str, column: str) -> tuple[str, ...]:
    """The texts that may name a column, the first that there is: its own of the table, the shift handover's, the
    export's, its own of any table."""
    return (
        f"audit.field.{table}.{column}", f"handover.column.{column}", f"export.field.{table}.{column}",
        f"export.field.{column}", f"audit.field.{column}",
    )  # fmt: skip


def field_words(words: Wording, table: str, column: str) -> str:
    """What a column is called, beginning with a capital; its own name where it has no words."""
    text = next((words.text(key) for key in field_keys(table, column) if words.has(key)), column)
    return text[:1].upper() + text[1:]


def stored_roles(rows: Any) -> dict[int, Role]:
    """The role of every member of staff by id."""
    return {row.id: row.role for row in rows}
