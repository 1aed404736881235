"""Where the table of a sheet begins and ends: titles, headers of several rows, pages, totals, notes; no record lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsct_desktop.domain.book import EMPTY, Cell, CellKind, Merged, Sheet
from hsct_desktop.domain.import_table import ImportTable, LineKind, find_table

ANNA = ("MS-1", "Rossi Anna", "d:1980-01-02", "4.5")
LUIGI = ("MS-2", "Carta Luigi", "d:1979-05-06", "n.d.")
TOP = ("Cod.", "Data TX", "EDSS", "", "")
HEAD = ("Cod.", "Paziente", "nato il", "EDSS")
BLANK: tuple[str, ...] = ()


def cell(text: str) -> Cell:
    """A number where it is one, a day behind `d:`, a text behind `t:`."""
    if not text:
        return EMPTY
    if text.startswith("d:"):
        return Cell(text[2:], CellKind.DATE)
    if text.startswith("t:"):
        return Cell(text[2:], CellKind.TEXT)
    kind = CellKind.NUMBER if re.fullmatch(r"-?\d+(\.\d+)?", text) else CellKind.TEXT
    return Cell(text, kind)


def sheet(*rows: Sequence[str], merged: Sequence[tuple[int, int, int, int]] = ()) -> Sheet:
    """A sheet of texts."""
    return Sheet("S", tuple(tuple(cell(text) for text in row) for row in rows), tuple(Merged(*m) for m in merged))


def shown(table: ImportTable) -> str:
    """Each line of the sheet as a letter: T, H, _ blank, R record, S total, P header of a page, N note, E example."""
    letters = {
        LineKind.TITLE: "T", LineKind.HEADER: "H", LineKind.BLANK: "_", LineKind.TOTAL: "S", LineKind.NOTE: "N",
        LineKind.REPEATED_HEADER: "P", LineKind.EXAMPLE: "E",
    }  # fmt: skip
    lines = {row.number: "R" for row in table.rows} | {line.number: letters[line.kind] for line in table.left_out}
    return "".join(lines[number] for number in sorted(lines))


CASES: dict[str, tuple[Sheet, str]] = {
    "plain": (sheet(HEAD, ANNA, LUIGI), "HRR"),
    "titles": (sheet(("Follow-up reparto",), ("aggiornato al", "d:2021-04-03"), BLANK, HEAD, ANNA), "TT_HR"),
    "a title of two": (sheet(("Reparto", "2019"), ("Cod.", "nato il", "EDSS"), ("1", "d:1980-01-02", "4")), "THR"),
    "blank rows": (sheet(HEAD, BLANK, ANNA, ("", " "), LUIGI), "H_R_R"),
    "pages": (sheet(("Titolo",), HEAD, ANNA, BLANK, ("Titolo",), HEAD, LUIGI), "THR_TPR"),
    "total": (sheet(HEAD, ANNA, ("Totale", "2", "", "4.5")), "HRS"),
    "total of a kind of patients": (sheet(HEAD, ANNA, ("Totale", "120 pazienti"), LUIGI), "HRSR"),
    "mean with its label anywhere": (sheet(HEAD, ANNA, ("", "", "Media:", "4.2")), "HRS"),
    "counted": (sheet(HEAD, ANNA, ("n=1",), BLANK, ("N.B. i pazienti in rosso",)), "HRS_N"),
    "sums without a word": (sheet(HEAD, ANNA, ("", "1", "", "4.5")), "HRS"),
    "sums between records stay rows": (sheet(HEAD, ANNA, ("", "1", "", "4.5"), LUIGI), "HRRR"),
    "short words are totals below only": (sheet(HEAD, ("Min", "3"), ANNA, BLANK, ("min", "3")), "HRR_S"),
    "somebody called Summe with a birth date": (sheet(HEAD, ("Summe", "Anna", "d:1980-01-02")), "HR"),
    "a long name in a row of its own": (sheet(HEAD, ANNA, ("", "Maria José da Silva e Souza Carvalho")), "HRR"),
    "notes below": (sheet(HEAD, ANNA, ("rosso = da richiamare",), BLANK, ("Chi non viene va poi chiamato",)), "HRN_N"),
    "an example": (sheet(HEAD, ("ESEMPIO", "Rossi", "d:1980-01-02", "3"), ANNA), "HER"),
    "no header": (sheet(ANNA, LUIGI), "RR"),
    "no header, days as text": (sheet(("MS-1", "Rossi", "02/01/1980"), ("MS-2", "Carta", "03/01/1980")), "RR"),
    "no header, decimals": (sheet(("MS-1", "Rossi", "t:4,5"), ("MS-2", "Carta", "t:4,0")), "RR"),
    "only a header": (sheet(HEAD), "H"),
    "one column": (sheet(("Codice",), ("MS-1",), ("MS-2",)), "HRR"),
    "numbers alone, from column B": (sheet(("", "Nr.", "EDSS"), ("", "1", "4"), ("", "2", "3")), "HRR"),
    "a joined title between": (sheet(HEAD, ANNA, ("Anno 2020", "", "", ""), LUIGI, merged=[(2, 0, 2, 3)]), "HRTR"),
    "nothing": (sheet(BLANK), "_"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_each_line_is_a_record_or_listed(name: str) -> None:
    found, expected = CASES[name]
    assert shown(find_table(found)) == expected


HEADS: dict[str, tuple[Sheet, tuple[str, ...], int]] = {
    "joined over steps": (
        sheet((*TOP, "note"), ("", "", "0", "6m", "12m", ""), ("A", "d:2019-01-02", "4", "3", "2"),
              merged=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4), (0, 5, 1, 5)]),
        ("Cod.", "Data TX", "EDSS 0", "EDSS 6m", "EDSS 12m", "note"), 2,
    ),
    "joined groups above a full row": (
        sheet(("Anagrafica", "", "Esami", ""), ("Cod.", "nato il", "Hb", "PLT"), ("A", "d:1980-01-02", "12", "99"),
              merged=[(0, 0, 0, 1), (0, 2, 0, 3)]),
        ("Anagrafica Cod.", "Anagrafica nato il", "Esami Hb", "Esami PLT"), 2,
    ),
    "joined groups above the heads of the others": (
        sheet(("", "", "Esami", "", "EDSS", ""), ("Cod.", "nato il", "Hb", "PLT", "0", "6m"),
              ("A", "d:1980-01-02", "12", "99", "4", "3"), merged=[(0, 2, 0, 3), (0, 4, 0, 5)]),
        ("Cod.", "nato il", "Esami Hb", "Esami PLT", "EDSS 0", "EDSS 6m"), 2,
    ),
    "joined over numbers": (
        sheet(("Cod.", "EDSS", "", ""), ("", "0", "6", "12"), ("A", "4", "3", "2"), merged=[(0, 1, 0, 3)]),
        ("Cod.", "EDSS 0", "EDSS 6", "EDSS 12"), 2,
    ),
    "not joined, steps below": (
        sheet((*TOP, "note"), ("", "", "0", "6m", "12m"), ("A", "d:2019-01-02", "4", "", "2", "x")),
        ("Cod.", "Data TX", "EDSS 0", "EDSS 6m", "EDSS 12m", "note"), 2,
    ),
    "a joined title is no part": (
        sheet(("Titolo", "", "", ""), HEAD, ANNA, merged=[(0, 0, 0, 3)]), HEAD, 2,
    ),
    "twice and none": (
        sheet(("Cod.", "EDSS", "EDSS", ""), ("A", "4", "3", "x")), ("Cod.", "EDSS", "EDSS", ""), 1,
    ),
    "line breaks": (sheet(("Cod.\npaziente", "Data  TX"), ("A", "d:2019-01-02")), ("Cod. paziente", "Data TX"), 1),
    "empty columns at the end": (sheet(("Cod.", "EDSS", "", ""), ("A", "4", "", "")), ("Cod.", "EDSS"), 1),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADS)
def test_heads_are_put_together(name: str) -> None:
    found, heads, row = HEADS[name]
    table = find_table(found)
    assert (table.heads, table.header_row) == (heads, row)
    assert all(len(line.cells) == len(heads) for line in table.rows)


def test_a_record_below_a_header_is_never_a_second_row_of_it() -> None:
    heads = ("Cod.", "nome", "EDSS", "", "note")
    table = find_table(sheet(heads, ("A", "", "4", "x", ""), ("B", "", "3", "", "")))
    assert (table.heads, [row.number for row in table.rows]) == (heads, [2, 3])


def test_a_record_without_a_code_below_blank_heads_stays_a_record() -> None:
    table = find_table(sheet(("Cod.", "EDSS", "", "note"), ("", "4", "3", ""), ("B", "3", "2", "x")))
    assert (table.header_row, [row.number for row in table.rows]) == (1, [2, 3])


def test_a_declared_header_row_wins() -> None:
    table = find_table(sheet(("a", "b"), ("c", "d"), ("e", "f")), header_row=2)
    assert (shown(table), table.heads, table.header_row) == ("THR", ("c", "d"), 2)
    assert find_table(sheet(("a", "b")), header_row=9).header_row == 1


def test_a_cell_joined_down_the_records_holds_for_each() -> None:
    found = sheet(
        ("Cod.", "Data", "EDSS"), ("A", "d:2019-01-02", "4"), ("", "d:2020-01-02", "3"), merged=[(1, 0, 2, 0)]
    )
    assert [row.at(0).text for row in find_table(found).rows] == ["A", "A"]


ANY = st.one_of(
    st.sampled_from(
        ["", " ", "Totale", "Cod.", "EDSS", "4.5", "12", "n=3", "d:2019-01-02", "t:01/02/2019", "t:4,5", "note"]
    ),
    st.text(max_size=6),
)


@settings(max_examples=60)
@given(st.lists(st.lists(ANY, max_size=5), max_size=9), st.integers(0, 10))
def test_every_line_is_told_once_and_no_day_is_left_out(rows: list[list[str]], header_row: int) -> None:
    table = find_table(sheet(*rows), header_row)
    told = sorted([*(row.number for row in table.rows), *(line.number for line in table.left_out)])
    assert told == list(range(1, len(rows) + 1))
    out = {line.number for line in table.left_out if line.kind in (LineKind.TOTAL, LineKind.NOTE)}
    assert not any(text.startswith("d:") and text[2:] for number in out for text in rows[number - 1])
    assert all(a.number < b.number for a, b in pairwise(table.rows))


ENDS: list[tuple[tuple[str, ...], ...]] = [
    (),
    (("Totale", "", "", "", "4"),),
    ((), ("n=8",), ("N.B. rosso = da richiamare",)),
    (("", "", "", "", "4.1"), ()),
    ((), ("media", "", "", "", "4.1", "4", "3")),
]


@st.composite
def wards(draw: st.DrawFn) -> tuple[Sheet, list[int], int]:
    """A sheet as a ward keeps it: titles, a header of one or two rows, pages, blank lines, totals, notes. With the row
    numbers of its patients and of the header's last row."""
    lines: list[tuple[str, ...]] = []
    merged: list[tuple[int, int, int, int]] = []
    for _ in range(draw(st.integers(0, 2))):
        lines.append(
            draw(st.sampled_from([("Follow-up",), ("aggiornato", "d:2021-04-03"), ("Reparto", "", "2020"), ()]))
        )
    two = draw(st.booleans())

    def head() -> None:
        at = len(lines)
        lines.append(
            ("Cod.", "Paziente", "nato il", "sesso", *(("EDSS", "", "") if two else ("EDSS 0", "EDSS 6m", "EDSS 12m")))
        )
        if two:
            lines.append(("", "", "", "", "0", "6m", "12m"))
            merged.extend([(at, 4, at, 6), *((at, column, at + 1, column) for column in range(4))])

    head()
    header, patients = len(lines), []
    for number in range(draw(st.integers(1, 8))):
        if number and draw(st.integers(0, 4)) == 0:
            lines.append(())
            head()
        grades = draw(st.lists(st.sampled_from(["", "4", "3.5", "t:3-4", "n.d.", "t:4,5"]), min_size=3, max_size=3))
        who = draw(st.sampled_from(["Rossi Anna", "Totale Mario", "Summe", "Media Luca", ""]))
        lines.append(
            (f"MS-{number:03d}", who, draw(st.sampled_from(["d:1980-01-02", "t:02/01/1980", ""])), "F", *grades)
        )
        patients.append(len(lines))
        if draw(st.integers(0, 5)) == 0:
            lines.append(("Totale", str(number + 1)))
    lines.extend(draw(st.sampled_from(ENDS)))
    return sheet(*lines, merged=merged), patients, header


@settings(max_examples=60)
@given(wards())
def test_of_a_wards_sheet_the_patients_are_the_rows(ward: tuple[Sheet, list[int], int]) -> None:
    found, patients, header = ward
    table = find_table(found)
    assert table.header_row == header
    assert table.heads == ("Cod.", "Paziente", "nato il", "sesso", "EDSS 0", "EDSS 6m", "EDSS 12m")
    assert [row.number for row in table.rows] == patients
