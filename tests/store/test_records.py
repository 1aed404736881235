"""Every table and column has one class: a new one without makes these fail."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from hsct_desktop.domain.data_class import NAMES_SOMEBODY, NOT_EXPORTED, DataClass, Scope
from hsct_desktop.store import record_lists, records
from hsct_desktop.store.models import METADATA

COLUMNS = [(table.name, column.name) for table in METADATA.sorted_tables for column in table.columns]
KEPT = [
    (table.name, column)
    for table in records.tables().values()
    for column in table.columns.values()
    if column.kind not in NAMES_SOMEBODY | NOT_EXPORTED
]
_TYPES = {
    DataClass.DATE: ("Date",),
    DataClass.MOMENT: ("UtcDateTime",),
    DataClass.YES_NO: ("Boolean",),
    DataClass.NUMBER: ("ExactDecimal", "Integer"),
    DataClass.PARTIAL_DATE: ("Text",),
    DataClass.CODES: ("JSON",),
    DataClass.CODE_MAP: ("JSON",),
    DataClass.NUMBERS: ("JSON",),
    DataClass.CODE: ("Text", "Enum"),
    DataClass.WORD: ("Text",),
    DataClass.CONTENT: ("LargeBinary", "Text"),
}


def test_every_table_and_every_column_has_a_class() -> None:
    """And nothing is classified that no file has."""
    found = [(table.name, name) for table in records.tables().values() for name in table.columns]
    assert sorted(found) == sorted(COLUMNS)


def test_a_column_classified_twice_is_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the second class would win without a word."""
    monkeypatch.setattr(records, "_LISTS", (record_lists.UNIT.replace("yes_no own", "yes_no own name"),))
    with pytest.raises(ValueError, match="laboratory.name is classified twice"):
        records.tables.__wrapped__()


def test_the_class_fits_the_stored_type() -> None:
    """A date that were classified as a plain word would leave as a calendar day."""
    stored = {(table, one): type(METADATA.tables[table].columns[one.name].type).__name__ for table, one in KEPT}
    wrong = [(table, one.name) for (table, one), name in stored.items() if name not in _TYPES.get(one.kind, (name,))]
    assert wrong == []


def test_no_day_hides_in_another_class() -> None:
    """Every column of the type date is classified as one, or as identity, or belongs to the file's own books."""
    other = {DataClass.DATE, DataClass.IDENTITY, DataClass.INTERNAL}
    days = [(table, name) for table, name in COLUMNS if isinstance(METADATA.tables[table].columns[name].type, sa.Date)]
    assert days
    assert [one for one in days if records.tables()[one[0]].columns[one[1]].kind not in other] == []


def test_what_may_hold_a_name_is_never_kept() -> None:
    """Free texts bear the same names in all tables; a reason may be one of a list."""
    free = {"note", "notes", "reason", "detail", "narrative", "cause", "words", "texts", "tag", "address"}
    kept = [(table, column.name) for table, column in KEPT if column.kind is not DataClass.CODE]
    assert [one for one in kept if one[1] in free] == []


def test_links_point_at_tables_that_exist() -> None:
    """A link without its table could not be followed."""
    links = [(table, column) for table, column in KEPT if column.kind is DataClass.LINK]
    assert links
    assert [(table, column.name) for table, column in links if column.table not in records.tables()] == []


def test_rows_of_patients_know_their_patient() -> None:
    """Each table of patients has the column by which its rows belong to one."""
    of_patients = [table for table in records.tables().values() if table.scope is Scope.PATIENT]
    assert len(of_patients) > 40
    assert [table.name for table in of_patients if table.parent not in table.columns or not table.kind] == []
