"""Rows of foreign tables: typed drafts, repeated columns dated by their steps, and every row there with its reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsct_desktop.catalogue.import_fields import import_fields
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.book import EMPTY, Cell, CellKind
from hsct_desktop.domain.import_field import ImportKind, RecordKind
from hsct_desktop.domain.import_mapping import DateOrder, ImportMapping, MappedColumn, Step, StepUnit, check_mapping
from hsct_desktop.domain.import_names import split_name
from hsct_desktop.domain.import_reading import read_rows
from hsct_desktop.domain.import_row import Place, ReadRow
from hsct_desktop.domain.import_run import RowKey
from hsct_desktop.domain.import_steps import step_day, step_note
from hsct_desktop.domain.import_table import ImportTable, TableRow
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.problem import InputError

TODAY = date(2026, 11, 23)
D = DateOrder.DAY_FIRST
CODES = {
    "analyte": {"hb": "hb", "plt": "plt"},
    "regimen": {"beam": "beam_atg", "beam atg": "beam_atg"},
    "protocol": {"hsct_ms": "hsct_ms", "hsct ms": "hsct_ms"},
    "edss_coding": {"registry": "registry"},
    "term": {"nausea": "nausea"},
    "diagnosis": {"smrr": "ms/rr", "sm": "ms", "ms/rr": "ms/rr", "ssc": "ssc"},
    "phenotype": {"rr": "rr", "sp": "sp"},
}
FIELDS = import_fields()[ImportKind.PATIENTS]
CODE = MappedColumn("Cod", "patient.code")


def table(heads: str, *lines: str) -> ImportTable:
    """A table of texts; `|` parts the cells."""
    rows = [
        TableRow(number, tuple(Cell(text, CellKind.TEXT) if text else EMPTY for text in line.split("|")))
        for number, line in enumerate(lines, start=2)
    ]
    return ImportTable("Foglio1", tuple(heads.split("|")), tuple(rows), (), 1)


def rows_of(
    kind: ImportKind,
    columns: Iterable[MappedColumn],
    read: ImportTable,
    defaults: Mapping[str, str] | None = None,
    corrections: Mapping[tuple[RowKey, int], str] | None = None,
    day0: date | None = None,
) -> list[ReadRow]:
    mapping = ImportMapping("m", kind, tuple(columns), defaults=defaults or {})
    fields = {field.id: field for field in import_fields()[kind]}
    found = list(
        read_rows(read, mapping, fields, CODES, TODAY, corrections, day0_of=lambda code, born: day0 if code else None)
    )
    assert [row.number for row in found] == [row.number for row in read.rows], "rows out are the rows in"
    return found


def values(row: ReadRow, record: RecordKind) -> list[dict[str, object]]:
    return [dict(draft.values) for draft in row.drafts if draft.record is record]


def keys(row: ReadRow) -> list[tuple[int, str]]:
    """The columns and keys of the problems; each has its sentence in both languages."""
    assert all(wording(language).problem(one.problem) for one in row.problems for language in ("en", "it"))
    return [(one.place.column, one.problem.key) for one in row.problems]


WIDE = [
    MappedColumn("Paziente", "patient.full_name"),
    MappedColumn("Nato il", "patient.birth_date", date_order=D),
    MappedColumn("TMO", "transplant.day0", date_order=D),
    MappedColumn("EDSS_0", "edss.edss", decimal=",", step=Step(0)),
    MappedColumn("EDSS_6m", "edss.edss", decimal=",", step=Step(6)),
    MappedColumn("EDSS_12m", "edss.edss", decimal=",", step=Step(12, date_head="data 12m")),
    MappedColumn("data 12m", "edss.assessed", date_order=D, step=Step(12)),
    MappedColumn("Hb 6m", "lab_result.value", analyte="hb", unit="g/dL", decimal=",", step=Step(6)),
    MappedColumn("Gd 6m", "mri.gd", step=Step(6)),
    MappedColumn("T2 6m", "mri.new_t2", step=Step(6)),
]
HEADS = "Paziente|Nato il|TMO|EDSS_0|EDSS_6m|EDSS_12m|data 12m|Hb 6m|Gd 6m|T2 6m"


def test_a_wide_row_becomes_dated_records() -> None:
    (row,) = rows_of(
        ImportKind.PATIENTS, WIDE, table(HEADS, "SOLINAS Maria|7/3/1985|31/8/2023|3,5|3|2,5|5/9/2024|12,1|0|n.d.")
    )
    assert keys(row) == []
    assert values(row, RecordKind.PATIENT) == [
        {"birth_date": date(1985, 3, 7), "family_name": "SOLINAS", "given_name": "Maria"}
    ]
    edss = [(one["assessed"], one["edss"], one.get("note")) for one in values(row, RecordKind.EDSS)]
    assert edss == [
        (PartialDate(2023, 8, 31), Decimal("3.5"), "day from Day 0, from the import"),
        (PartialDate(2024, 2, 29), Decimal(3), "day from Day 0 + 6 months, from the import"),
        (PartialDate(2024, 9, 5), Decimal("2.5"), None),
    ]
    (lab,) = values(row, RecordKind.LAB_RESULT)
    assert (lab["analyte"], lab["value"], lab["unit"], lab["taken_on"]) == ("hb", "12.1", "g/dL", date(2024, 2, 29))
    (mri,) = values(row, RecordKind.MRI)
    assert (mri["gd"], "new_t2" in mri, mri["scanned"]) == (0, False, PartialDate(2024, 2, 29))
    assert row.not_done == (Place(2, 9),)
    days = [draft.places["assessed"] for draft in row.drafts if "assessed" in draft.places]
    assert days == [Place(2, 3), Place(2, 4), Place(2, 6)]


def test_steps_without_a_value_make_no_record() -> None:
    (row,) = rows_of(ImportKind.PATIENTS, WIDE, table(HEADS, "Solinas, Maria|7/3/1985|31/8/2023||?||5/9/2024|||"))
    assert keys(row) == [(6, "import_not_taken")]
    assert row.problems[0].problem.soft, "the row comes in"
    assert row.not_taken == (Place(2, 6),)
    assert {draft.record for draft in row.drafts} == {RecordKind.PATIENT, RecordKind.TRANSPLANT}


def test_a_step_without_its_day_is_refused() -> None:
    without_day0, without_own, wrong_day0, ahead = rows_of(
        ImportKind.PATIENTS, WIDE,
        table(
            HEADS,
            "Solinas Maria|7/3/1985||3,5||||||", "Solinas Maria|7/3/1985|31/8/2023|||2,5||||",
            "Solinas Maria|7/3/1985|31/9/2023|3,5||||||", "Solinas Maria|7/3/1985|31/8/2026||3|||||",
        ),
    )  # fmt: skip
    assert keys(without_day0) == [(3, "import_step_without_day0")]
    assert keys(without_own) == [(6, "import_step_day_missing")]
    assert keys(wrong_day0) == [(2, "date_does_not_exist")], "one mistake, one problem"
    assert keys(ahead) == [(4, "import_step_in_future")]


def test_a_measurement_of_a_wide_row_has_a_day() -> None:
    columns = [CODE, MappedColumn("EDSS", "edss.edss"), MappedColumn("data EDSS", "edss.assessed", date_order=D)]
    dated, undated, wrong, only_day = rows_of(
        ImportKind.PATIENTS, columns, table("Cod|EDSS|data EDSS", "1|3|4/2019", "1|3|", "1|3|13/2019", "1||4/2019")
    )
    assert values(dated, RecordKind.EDSS) == [{"edss": Decimal(3), "assessed": PartialDate(2019, 4)}]
    assert [keys(row) for row in (undated, wrong, only_day)] == [
        [(2, "import_step_day_missing")], [(2, "import_month_unknown")], [(2, "import_not_taken")],
    ]  # fmt: skip
    assert values(only_day, RecordKind.EDSS) == []
    (unsaid,) = rows_of(ImportKind.PATIENTS, columns[:2], table("Cod|EDSS", "1|3"))
    assert keys(unsaid) == [(1, "import_day_unsaid")]


def test_day_0_of_the_record_serves_where_the_row_has_none() -> None:
    columns = [CODE, MappedColumn("EDSS 1a", "edss.edss", step=Step(1, StepUnit.YEARS))]
    (row,) = rows_of(ImportKind.EDSS, columns, table("Cod|EDSS 1a", "A1|3"), day0=date(2024, 2, 29))
    assert values(row, RecordKind.EDSS)[0]["assessed"] == PartialDate(2025, 2, 28)
    (without,) = rows_of(ImportKind.EDSS, columns, table("Cod|EDSS 1a", "A1|3"))
    assert keys(without) == [(1, "import_step_without_day0")]


def test_a_correction_passes_the_same_reader() -> None:
    wide = table(HEADS, "Solinas Maria|31/4/1985||3-4||||||")
    key = RowKey("Foglio1", 2)
    (row,) = rows_of(ImportKind.PATIENTS, WIDE, wide, corrections={(key, 1): "30/4/1985", (key, 3): ""})
    assert keys(row) == []
    assert values(row, RecordKind.PATIENT)[0]["birth_date"] == date(1985, 4, 30)
    (still,) = rows_of(ImportKind.PATIENTS, WIDE, wide, corrections={(key, 1): "32/4/1985", (key, 3): ""})
    assert [(one.text, one.problem.key) for one in still.problems] == [("32/4/1985", "date_does_not_exist")]
    (other,) = rows_of(ImportKind.PATIENTS, WIDE, wide, corrections={(RowKey("Foglio2", 2), 1): "30/4/1985"})
    assert keys(other) == [(1, "date_does_not_exist"), (3, "import_two_values")]


def test_a_row_says_whose_it_is() -> None:
    columns = [
        CODE, MappedColumn("Cognome", "patient.family_name"), MappedColumn("Nome", "patient.given_name"),
        MappedColumn("Nato", "patient.birth_date", date_order=D), MappedColumn("Note", "patient.notes"),
    ]  # fmt: skip
    heads = "Cod|Cognome|Nome|Nato|Note"
    read = rows_of(
        ImportKind.PATIENTS, columns,
        table(heads, "A1||||x", "|Na|Li|1/2/1980|", "|Na|Li||", "|Na|||", "||||x",
              "|Na|Li|1/2/80|", "?|Na|Li|1/2/1980|"),
    )  # fmt: skip
    assert [keys(row) for row in read] == [
        [], [], [(3, "import_birth_date_missing")], [(0, "import_whose_row")], [(0, "import_whose_row")],
        [(3, "import_year_digits")], [],
    ]  # fmt: skip


LONG = [
    CODE,
    MappedColumn("Data", "lab_result.taken_on", date_order=D),
    MappedColumn("Esame", "lab_result.analyte"),
    MappedColumn("Valore", "lab_result.value", decimal=","),
    MappedColumn("UM", "lab_result.unit"),
    MappedColumn("ora", "lab_result.taken_at"),
]


def test_long_laboratory_rows() -> None:
    heads = "Cod|Data|Esame|Valore|UM|ora"
    read = rows_of(
        ImportKind.LAB_RESULTS, LONG,
        table(
            heads, "1|1/2/2024 08:30|Hb|<0,1|g/dL|",
            "1|1/2/2024|PLT|98 G/L||8.05", "1||Hb|9|g/dL|", "1|?|Hb|9|g/dL|",
            "1|1/2/2024|Hb|n.d.||", "1|1/2/2024|Hb|||", "1|1/2/2024||9||", "1|1/2/2024|Hb|9||mattina",
            "1|1/2/2024|??|9||",
        ),
    )  # fmt: skip
    assert [keys(row) for row in read] == [
        [], [], [(1, "import_cell_missing")], [(1, "import_cell_not_done")], [], [(3, "import_record_empty")],
        [(2, "import_test_missing")], [(5, "import_time_unreadable")], [(2, "import_unsure")],
    ]  # fmt: skip
    first = {"taken_on": date(2024, 2, 1), "taken_at": "08:30", "analyte": "hb", "value": "<0.1", "unit": "g/dL"}
    assert values(read[0], RecordKind.LAB_RESULT) == [first]
    second = values(read[1], RecordKind.LAB_RESULT)[0]
    assert (second["value"], second["unit"], second["taken_at"]) == ("98", "G/L", "08:05")
    assert (read[4].not_done, values(read[4], RecordKind.LAB_RESULT)) == ((Place(6, 3),), [])


def test_the_unit_of_a_result_is_that_of_its_cell_its_row_or_its_column() -> None:
    columns = [
        CODE, MappedColumn("Data", "lab_result.taken_on", date_order=D),
        MappedColumn("Hb", "lab_result.value", analyte="hb", unit="g/dL"), MappedColumn("UM", "lab_result.unit"),
    ]  # fmt: skip
    lines = [
        "1|1/2/2024|12|",
        "1|1/2/2024|120|g/L",
        "1|1/2/2024|120 g/l|",
        "1|1/2/2024|120 g/l|G/L",
        "1|1/2/2024|12 g/dL|g/L",
    ]
    *good, bad = rows_of(ImportKind.LAB_RESULTS, columns, table("Cod|Data|Hb|UM", *lines))
    assert [values(row, RecordKind.LAB_RESULT)[0]["unit"] for row in good] == ["g/dL", "g/L", "g/l", "g/l"]
    assert [keys(row) for row in good] == [[]] * 4
    assert keys(bad) == [(2, "import_units_differ")]


def test_several_tests_of_a_row_share_its_sample_and_each_has_its_own_limits() -> None:
    columns = [
        *LONG[:2], MappedColumn("Hb", "lab_result.value", analyte="hb", unit="g/dL"),
        MappedColumn("lln", "lab_result.lln"), MappedColumn("PLT", "lab_result.value", analyte="plt", unit="10^9/L"),
        MappedColumn("lln", "lab_result.lln", nth=2), MappedColumn("lab", "lab_result.laboratory"),
    ]  # fmt: skip
    full, half = rows_of(
        ImportKind.LAB_RESULTS, columns,
        table("Cod|Data|Hb|lln|PLT|lln|lab", "1|1/2/2024|12|11.5|98|150|Centrale", "1|1/2/2024|12||||"),
    )  # fmt: skip
    found = [
        (one["analyte"], one["lln"], one["unit"], one["laboratory"]) for one in values(full, RecordKind.LAB_RESULT)
    ]
    assert found == [("hb", Decimal("11.5"), "g/dL", "Centrale"), ("plt", Decimal(150), "10^9/L", "Centrale")]
    assert [one["analyte"] for one in values(half, RecordKind.LAB_RESULT)] == ["hb"]


def test_two_transplants_in_one_row_each_take_their_own_columns() -> None:
    columns = [
        CODE, MappedColumn("TMO", "transplant.day0", date_order=D),
        MappedColumn("Cond", "transplant.conditioning_regimen_id"),
        MappedColumn("TMO", "transplant.day0", nth=2, date_order=D),
        MappedColumn("Cond", "transplant.conditioning_regimen_id", nth=2),
    ]  # fmt: skip
    assert list(check_mapping(ImportMapping("m", ImportKind.PATIENTS, tuple(columns)), FIELDS)) == []
    both, one = rows_of(
        ImportKind.PATIENTS, columns,
        table("Cod|TMO|Cond|TMO|Cond", "1|1/2/2020|BEAM|3/4/2023|BEAM-ATG", "2|1/2/2020|BEAM||"),
        {"transplant.protocol_id": "hsct_ms"},
    )  # fmt: skip
    assert [v["day0"] for v in values(both, RecordKind.TRANSPLANT)] == [date(2020, 2, 1), date(2023, 4, 3)]
    assert {v["protocol_id"] for v in values(both, RecordKind.TRANSPLANT)} == {"hsct_ms"}
    assert len(values(one, RecordKind.TRANSPLANT)) == 1
    single = [*columns[:4], MappedColumn("EDSS_6m", "edss.edss", step=Step(6))]
    single.append(MappedColumn("PLT>20", "engraftment.platelets_day"))
    (row,) = rows_of(
        ImportKind.PATIENTS, single, table("Cod|TMO|Cond|TMO|EDSS_6m|PLT>20", "1|1/2/2020|BEAM|3/4/2023|3|14")
    )
    assert keys(row) == [(column, "import_second_transplant") for column in (2, 4, 5)]


def test_two_columns_of_one_field_agree_or_are_put_together_or_refused() -> None:
    columns = [
        CODE, MappedColumn("Note", "patient.notes"), MappedColumn("Oss", "patient.notes"),
        MappedColumn("DMT1", "history.dmts"), MappedColumn("DMT2", "history.dmts"),
        MappedColumn("Tel", "patient.phone"), MappedColumn("Cell", "patient.phone"),
    ]  # fmt: skip
    mapping = ImportMapping("m", ImportKind.PATIENTS, tuple(columns))
    assert [problem.key for problem in check_mapping(mapping, FIELDS)] == ["import_columns_alike"], (
        "the telephone alone"
    )
    same, other = rows_of(
        ImportKind.PATIENTS, columns, table("Cod|Note|Oss|DMT1|DMT2|Tel|Cell", "1|a|b|x|y; x|7|7", "1|||||7|8")
    )
    assert values(same, RecordKind.PATIENT) == [{"code": "1", "notes": "a\nb", "phone": "7"}]
    assert values(same, RecordKind.HISTORY) == [{"dmts": ("x", "y")}]
    assert keys(other) == [(6, "import_cells_differ")]


def test_blood_pressure_is_two_numbers() -> None:
    columns = [CODE, MappedColumn("d", "visit.on", date_order=D), MappedColumn("PA", "visit.blood_pressure")]
    good, bad = rows_of(ImportKind.VISITS, columns, table("Cod|d|PA", "1|1/2/2024|120/80", "1|1/2/2024|120"))
    assert values(good, RecordKind.VISIT) == [{"on": date(2024, 2, 1), "systolic": 120, "diastolic": 80}]
    assert keys(bad) == [(2, "blood_pressure_unreadable")]


def test_what_stands_whole_and_in_parts_must_agree() -> None:
    columns = [
        CODE, MappedColumn("Paz", "patient.full_name"), MappedColumn("Cognome", "patient.family_name"),
        MappedColumn("Nome", "patient.given_name"),
    ]  # fmt: skip
    lines = ["1|De Luca Maria Rosa|DE LUCA|Maria Rosa", "1|Na Li|Na|Lu", "1|Solinas Maria|Rossi|"]
    same, other, half = rows_of(ImportKind.PATIENTS, columns, table("Cod|Paz|Cognome|Nome", *lines))
    assert keys(same) == []
    assert keys(other) == [(1, "import_name_differs")]
    assert keys(half) == [(1, "import_name_differs")]
    pressures = [
        CODE, MappedColumn("d", "visit.on", date_order=D), MappedColumn("PA", "visit.blood_pressure"),
        MappedColumn("max", "visit.systolic"),
    ]  # fmt: skip
    (row,) = rows_of(ImportKind.VISITS, pressures, table("Cod|d|PA|max", "1|1/2/2024|120/80|130"))
    assert keys(row) == [(2, "import_pressure_differs")]


def test_required_values_and_defaults() -> None:
    columns = [CODE, MappedColumn("Evento", "adverse_event.term_id"), MappedColumn("G", "adverse_event.grade")]
    without, wrong = (
        rows_of(ImportKind.ADVERSE_EVENTS, columns, table("Cod|Evento|G", "1|nausea|2"), defaults)[0]
        for defaults in ({}, {"adverse_event.onset": "1/2/2024"})
    )
    assert keys(without) == [(-1, "import_column_missing")]
    assert keys(wrong) == [(-1, "import_date_form"), (-1, "import_column_missing")]
    (given_one,) = rows_of(
        ImportKind.ADVERSE_EVENTS, columns, table("Cod|Evento|G", "1|nausea|2"), {"adverse_event.onset": "2024-02-01"}
    )
    assert values(given_one, RecordKind.ADVERSE_EVENT) == [{"term_id": "nausea", "grade": 2, "onset": date(2024, 2, 1)}]


@pytest.mark.parametrize(
    ("text", "family_first", "found"),
    [
        ("Solinas Maria", True, ("Solinas", "Maria")),
        ("Maria Solinas", False, ("Solinas", "Maria")),
        ("Solinas, Maria Grazia", True, ("Solinas", "Maria Grazia")),
        ("De Luca, Maria", False, ("De Luca", "Maria")),
        ("De Luca Maria", True, ("De Luca", "Maria")),
        ("van der Berg Anna", True, ("van der Berg", "Anna")),
        ("Maria De Luca", False, ("De Luca", "Maria")),
        ("SOLINAS Maria Grazia", True, ("SOLINAS", "Maria Grazia")),
        ("Maria Grazia DE LUCA", False, ("DE LUCA", "Maria Grazia")),
        ("Solinas Maria Grazia", True, None),
        ("Maria Grazia Solinas", False, None),
        ("De Luca Maria Grazia", True, None),
        ("Di Maria", True, None),
        ("Solinas", True, None),
        ("Solinas,", True, None),
        ("a, b, c", True, None),
    ],
)
def test_whole_names_are_taken_apart_where_that_can_be_told(
    text: str, family_first: bool, found: tuple[str, str] | None
) -> None:
    assert split_name(text, family_first=family_first) == found


def test_days_of_steps_and_what_their_notes_say() -> None:
    day0 = date(2024, 1, 31)
    steps = [Step(0), Step(1), Step(-6), Step(100, StepUnit.DAYS), Step(2, StepUnit.WEEKS), Step(-1, StepUnit.YEARS)]
    assert [step_day(day0, step) for step in steps] == [
        day0, date(2024, 2, 29), date(2023, 7, 31), date(2024, 5, 10), date(2024, 2, 14), date(2023, 1, 31),
    ]  # fmt: skip
    assert step_day(day0, Step(200, StepUnit.YEARS)) is None
    assert [step_note(step).partition(",")[0] for step in steps[1:4]] == [
        "day from Day 0 + 1 month", "day from Day 0 − 6 months", "day from Day 0 + 100 days",
    ]  # fmt: skip


TAKEN_APART_IDS = {"patient.full_name", "patient.full_name_given_first", "visit.blood_pressure"}
TEXTS = st.sampled_from(
    ["", "n.d.", "?", "3", "3,5", "12/3/2019", "2019-03-12", "31/4/2019", "marzo 2019", "x", "BEAM"]
)
CELLS = st.builds(Cell, TEXTS | st.text(max_size=8), st.sampled_from(CellKind))


def drawn_columns(data: st.DataObject, kind: ImportKind) -> tuple[MappedColumn, ...]:
    """Columns of the kind's fields, some twice, some with a step."""
    steps = st.none() | st.builds(Step, st.integers(-3, 30), st.sampled_from(StepUnit))
    chosen = data.draw(st.lists(st.sampled_from(import_fields()[kind]), min_size=1, max_size=8))
    return tuple(
        MappedColumn(
            f"c{index}", field.id, date_order=D, analyte="hb" if field.id == "lab_result.value" else "",
            step=data.draw(steps) if field.steps else None,
        )
        for index, field in enumerate(chosen)
    )  # fmt: skip


@settings(max_examples=100)
@given(data=st.data(), kind=st.sampled_from(ImportKind))
def test_any_table_gives_each_row_once_and_no_cell_is_dropped_silently(data: st.DataObject, kind: ImportKind) -> None:
    columns = drawn_columns(data, kind)
    lines = data.draw(st.lists(st.lists(CELLS, max_size=len(columns)), max_size=4))
    rows = tuple(TableRow(number, tuple(cells)) for number, cells in enumerate(lines, start=2))
    read = ImportTable("S", tuple(column.head for column in columns), rows, (), 1)
    often = Counter(column.field for column in columns)
    for row, given_row in zip(rows_of(kind, columns, read), rows, strict=True):
        assert row.drafts or row.problems or row.not_done
        assert {one.place.row for one in row.problems} <= {row.number}
        assert keys(row) is not None
        told = {place.column for place in (*row.not_done, *row.not_taken)} | {one.place.column for one in row.problems}
        told |= {place.column for draft in row.drafts for place in draft.places.values()}
        for index, column in enumerate(columns):
            once = often[column.field] == 1  # a field that stands twice may say the same twice
            if once and column.field not in TAKEN_APART_IDS and not given_row.at(index).is_empty:
                assert index in told, column.field


def test_what_stands_beside_no_value_is_told_unless_a_cell_says_why() -> None:
    columns = [
        CODE, MappedColumn("Data", "edss.assessed", date_order=D), MappedColumn("EDSS", "edss.edss"),
        MappedColumn("Medico", "edss.rater"),
    ]  # fmt: skip
    lines = ("1|4/2019|n.d.|Rossi", "1|4/2019|3-4|Rossi", "1|4/2019||Rossi", "1|4/2019|3|Rossi")
    not_done, unread, empty, taken = rows_of(ImportKind.EDSS, columns, table("Cod|Data|EDSS|Medico", *lines))
    assert [keys(row) for row in (not_done, unread, empty)] == [
        [], [(2, "import_two_values")], [(2, "import_record_empty")],
    ]  # fmt: skip
    for row in (not_done, unread, empty):
        assert [place.column for place in row.not_taken] == [1, 3]
    assert (keys(taken), taken.not_taken) == ([], ())
    assert [row.unread for row in (unread, taken)] == [{RecordKind.EDSS}, frozenset()]


@pytest.mark.parametrize("from_1904", [True, False])
def test_days_are_counted_as_the_workbook_counts_them(from_1904: bool) -> None:
    right, wrong = DateOrder.SERIAL_1904, DateOrder.SERIAL_1900
    right, wrong = (right, wrong) if from_1904 else (wrong, right)
    cells = (Cell("1", CellKind.TEXT), Cell("31000", CellKind.NUMBER))
    book = ImportTable("S", ("Cod", "Nato"), (TableRow(2, cells),), (), 1, from_1904)
    for column in (MappedColumn("Nato", "patient.birth_date", date_order=wrong),
                   MappedColumn("Nato", "patient.birth_date", date_order=D, serials=wrong)):  # fmt: skip
        with pytest.raises(InputError) as refused:
            rows_of(ImportKind.PATIENTS, [CODE, column], book)
        assert [(one.key, one.params["head"]) for one in refused.value.problems] == [("import_days_otherwise", "Nato")]
    assert keys(rows_of(ImportKind.PATIENTS, [CODE, replace(column, serials=right)], book)[0]) == []
    typed = table("Cod|Nato", "1|31000")  # the digits of a text file: whose days they count, the mapping says
    column = MappedColumn("Nato", "patient.birth_date", date_order=wrong)
    assert keys(rows_of(ImportKind.PATIENTS, [CODE, column], typed)[0]) == []


@pytest.mark.parametrize(
    ("cells", "disease", "form", "wrong"),
    [
        ("SMRR|", "ms", "rr", []),
        ("SMRR|RR", "ms", "rr", []),
        ("SM|SP", "ms", "sp", []),
        ("ours|", "ms", "rr", []),
        ("SSc|", "ssc", None, []),
        ("SMRR|SP", "ms", "sp", [(1, "import_form_differs")]),
    ],
)
def test_a_disease_may_name_its_form(cells: str, disease: str, form: str | None, wrong: list[tuple[int, str]]) -> None:
    columns = [
        CODE, MappedColumn("Dx", "patient.disease_id", codes={"ours": "ms/rr"}),
        MappedColumn("Forma", "patient.phenotype_id"),
    ]  # fmt: skip
    (row,) = rows_of(ImportKind.PATIENTS, columns, table("Cod|Dx|Forma", f"MS-1|{cells}"))
    (patient,) = [draft for draft in row.drafts if draft.record is RecordKind.PATIENT]
    assert (patient.values["disease_id"], patient.values.get("phenotype_id")) == (disease, form)
    assert patient.places.keys() == patient.values.keys()
    assert keys(row) == wrong
