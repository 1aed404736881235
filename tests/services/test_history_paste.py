"""A block of a spreadsheet in the history: read by its headings, written as one entry, and taken back as one."""

from __future__ import annotations

import pytest

from hsct_desktop.domain.problem import InputError
from hsct_desktop.services.history_paste import Pasted, read_block, write_block
from hsct_desktop.services.history_rows import HistoryTable
from hsct_desktop.services.history_tables import tables
from hsct_desktop.services.undo import undo, undo_last
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import register


@pytest.fixture
def found(ws: Workspace) -> dict[str, HistoryTable]:
    made = {table.name: table for table in tables(ws, register(ws))}
    for table in made.values():
        table.rows()
    return made


def paste(table: HistoryTable, text: str, column: int = 0) -> Pasted:
    """As the page does it."""
    rows = []
    for row in read_block(table, text, column).rows:
        texts = [""] * len(table.columns)
        for at, cell in row.cells.items():
            texts[at] = table.read_cell(table.columns[at], cell)
        rows.append(None if row.beyond else tuple(texts))
    return write_block(table, rows)


def keys(pasted: Pasted) -> list[str]:
    """What became of each row."""
    return [
        result.problems[0].key if isinstance(result, InputError) else "saved" if result else ""
        for result in pasted.results
    ]


def test_a_block_is_one_entry_and_one_undo_takes_it_back(ws: Workspace, found: dict[str, HistoryTable]) -> None:
    table = found["edss"]
    paste(table, "3/2019\t2")
    pasted = paste(table, "3/2021\t3,5\tslow\n5/2021\t4.25\n6/2021\t4\n6/2021\t5\n")
    assert keys(pasted) == ["saved", "edss_value", "saved", "edss_twice"]
    assert pasted.changes is not None
    assert (pasted.changes.text, set(pasted.changes.kinds)) == ("2 rows saved.", {"neurology", "measure"})
    assert [row.texts[:2] for row in table.rows()] == [("03/2019", "2.0"), ("03/2021", "3.5"), ("06/2021", "4.0")]
    back = undo_last(ws)
    assert back is not None
    assert back.text == "Undone: pasted rows of the history, Bianchi, Anna"
    assert [row.texts[:2] for row in table.rows()] == [("03/2019", "2.0")]
    undo(ws, back.txn)
    assert len(table.rows()) == 3


def test_a_block_for_another_table_writes_nothing(ws: Workspace, found: dict[str, HistoryTable]) -> None:
    pasted = paste(found["relapses"], "3/2021\t3.5\n2020\tsensory\n4/2021\t4.0\n")
    assert (pasted.misfit, pasted.wrong, pasted.changes) == (True, 2, None)
    assert keys(pasted) == ["choice_unreadable", "", "choice_unreadable"]
    assert found["relapses"].rows() == []
    wide = paste(found["edss"], "3/2021\t3.5\tslow\tvery\n4/2021\t4.0\tslow\tvery\n")
    assert (wide.misfit, keys(wide)) == (True, ["", ""])
    assert found["edss"].rows() == []
    saved = undo_last(ws)
    assert saved is not None
    assert saved.text.startswith("Undone: registration")  # the block left nothing to take back


def test_what_is_only_asked_does_not_make_a_block_unfit(found: dict[str, HistoryTable]) -> None:
    pasted = paste(found["relapses"], "10/4/2019\n12/4/2019\n14/4/2019\n")
    assert (keys(pasted), pasted.misfit) == (["saved", "relapse_near", "relapse_near"], False)


@pytest.mark.parametrize("heads", ["EDSS\tNote\tDate", "edss\tNOTA\tData"])
def test_headings_in_either_language_say_where_the_cells_go(found: dict[str, HistoryTable], heads: str) -> None:
    block = read_block(found["edss"], f"{heads}\n3.5\tslow\t3/2021\n", 0)
    assert (block.headed, [dict(row.cells) for row in block.rows]) == (True, [{1: "3.5", 2: "slow", 0: "3/2021"}])


def test_a_line_break_in_a_copied_cell_makes_no_row(found: dict[str, HistoryTable]) -> None:
    rows = read_block(found["edss"], '3/2021\t3.5\t"slow\r\nagain"\r\n4/2021\t4\r\n', 0).rows
    assert [dict(row.cells) for row in rows] == [{0: "3/2021", 1: "3.5", 2: "slow\nagain"}, {0: "4/2021", 1: "4"}]
    (row,) = read_block(found["edss"], '3/2021\t3.5\t"slow" he said\n', 0).rows
    assert row.cells[2] == '"slow" he said'


def test_a_row_copied_from_the_table_goes_where_it_was_and_what_follows_is_worked_out_anew(
    found: dict[str, HistoryTable],
) -> None:
    table = found["therapies"]
    paste(table, "Natalizumab\t3/2015\t5/2019\tJCV")
    copied = "\t".join(table.rows()[0].texts)
    (row,) = read_block(table, copied, 0).rows
    assert row.cells == {0: "Natalizumab", 2: "03/2015", 3: "05/2019", 4: "JCV"}
    (wide,) = read_block(table, copied + "\tmore", 0).rows
    assert wide.beyond == ("more",)
