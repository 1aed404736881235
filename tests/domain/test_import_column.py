"""What columns of old tables mean: recognised by head and content, with every doubt asked and none guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsct_desktop.catalogue.import_fields import import_fields
from hsct_desktop.catalogue.import_mapping_file import mapping_from, mapping_text
from hsct_desktop.domain.import_column import guess_kind, mapping_of, review
from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.domain.import_head import read_head
from hsct_desktop.domain.import_mapping import (
    Confidence,
    DateOrder,
    ImportMapping,
    MappedColumn,
    Question,
    Step,
    StepUnit,
    asked_as,
    check_mapping,
    places_of,
)
from hsct_desktop.domain.import_table import ImportTable
from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import InputError
from tests.domain.recognising import TODAY, codes, column, recognised, table

PATIENTS, EDSS, LABS = ImportKind.PATIENTS, ImportKind.EDSS, ImportKind.LAB_RESULTS
OLD = table(
    ["Cod.", "Cognome", "Nome", "nato/a il", "sesso", "Malattia", "forma", "Data TX", "Condiz.", "CD34 (x10^6/kg)",
     "EDSS_0", "EDSS_6m", "Data EDSS 6m", "att. ANC", "ultimo contr.", "colore", "Note"],
    ["MS-01", "Solinas", "Maria", "12/03/1980", "F", "SM", "SMRR", "25/06/2019", "BEAM-ATG", "5,4", "4", "3,5",
     "12/01/2020", 11, "30/4/21", "rosso", "va bene"],
    ["MS-02", "Rossi", "Anna", "28/04/1975", "F", "SM", "SP", "01/02/2020", "BEAM ATG", "6,1", "6.5", "n.d.", "", 12,
     "31/1/21", "", ""],
)  # fmt: skip


def test_the_wide_table_of_an_italian_unit_is_understood() -> None:
    found = {one.column.head: one for one in recognised(OLD, PATIENTS)}
    assert {head: one.column.field for head, one in found.items()} == {
        "Cod.": "patient.code", "Cognome": "patient.family_name", "Nome": "patient.given_name",
        "nato/a il": "patient.birth_date", "sesso": "patient.sex", "Malattia": "patient.disease_id",
        "forma": "patient.phenotype_id", "Data TX": "transplant.day0",
        "Condiz.": "transplant.conditioning_regimen_id", "CD34 (x10^6/kg)": "transplant.cd34_dose",
        "EDSS_0": "edss.edss", "EDSS_6m": "edss.edss", "Data EDSS 6m": "edss.assessed",
        "att. ANC": "engraftment.neutrophils_day", "ultimo contr.": "state.last_contact", "colore": "",
        "Note": "patient.notes",
    }  # fmt: skip
    assert [one.column.head for one in found.values() if one.asks] == ["Data EDSS 6m"]
    assert found["colore"].confidence is Confidence.UNUSED
    assert found["CD34 (x10^6/kg)"].column.unit == "10^6/kg"
    assert found["EDSS_6m"].column.step == Step(6, StepUnit.MONTHS, "Data EDSS 6m")
    assert found["Data TX"].column.date_order is DateOrder.DAY_FIRST
    assert found["ultimo contr."].column.two_digit_until == TODAY.year
    assert found["sesso"].examples == ("F",)


def test_what_was_recognised_is_a_mapping_that_reads_the_table_in_any_order() -> None:
    mapping = mapping_of(recognised(OLD, PATIENTS), PATIENTS)
    assert list(check_mapping(mapping, import_fields()[PATIENTS])) == []
    turned = replace(OLD, heads=(*reversed(OLD.heads), "anno"))
    places = places_of(mapping, turned)
    assert places.columns[len(OLD.heads) - 1].field == "patient.code"
    assert places.extra == (len(OLD.heads),)


def test_a_missing_head_is_named() -> None:
    mapping = mapping_of(recognised(OLD, PATIENTS), PATIENTS)
    with pytest.raises(InputError) as refused:
        places_of(mapping, table(["Cod.", "Cod."], ["1", "2"]))
    keys = {problem.field: problem.key for problem in refused.value.problems}
    assert keys["column:Cod."] == "import_head_twice"
    assert keys["column:Data TX"] == "import_head_missing"
    assert "column:colore" not in keys


DAYS = st.tuples(st.integers(1, 12), st.integers(1, 12), st.integers(1950, 2025), st.sampled_from("/.-"))


@settings(max_examples=40)
@given(st.lists(DAYS, min_size=1, max_size=12), st.booleans())
def test_a_column_that_fits_both_orders_is_never_given_one(days: list[tuple[int, int, int, str]], short: bool) -> None:
    texts = [f"{first}{sign}{second}{sign}{year % 100 if short else year:02d}" for first, second, year, sign in days]
    for head in ("Data TX", "nato/a il", "esordio"):
        found = column(head, *texts)
        assert found.column.date_order is None
        assert found.asks == (Question.DATE_ORDER,)
        assert found.notes[Question.DATE_ORDER]["both"] == len(texts)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["03/04/1980", "25/12/1980"], DateOrder.DAY_FIRST),
        (["03/04/1980", "12/25/1980"], DateOrder.MONTH_FIRST),
        (["2019/04/03", "2020/1/2"], DateOrder.YEAR_FIRST),
        (["3.4.2019", "13.4.2019", "?", "n.d."], DateOrder.DAY_FIRST),
        (["20190403"], DateOrder.YEAR_FIRST),
        (["27/3/19", "1/2/20"], DateOrder.DAY_FIRST),
        (["12 marzo 2019", "2019-04-03", date(2020, 1, 2)], None),
    ],
)
def test_a_day_above_twelve_proves_the_order(texts: list[object], order: DateOrder | None) -> None:
    found = column("Data TX", *texts)
    assert found.column.date_order is order
    assert found.asks == ()


@pytest.mark.parametrize(
    ("head", "order"),
    [
        ("nato il (gg/mm/aaaa)", DateOrder.DAY_FIRST),
        ("DOB (dd/mm/yyyy)", DateOrder.DAY_FIRST),
        ("DOB [MM/DD/YYYY]", DateOrder.MONTH_FIRST),
        ("Geburtsdatum (TT.MM.JJJJ)", DateOrder.DAY_FIRST),
        ("Date de naissance (jj/mm/aaaa)", DateOrder.DAY_FIRST),
        ("fecha de nacimiento dd-mm-aaaa", DateOrder.DAY_FIRST),
        ("date of birth yyyy/mm/dd", DateOrder.YEAR_FIRST),
        ("DOB ddmmyyyy", DateOrder.DAY_FIRST),
    ],
)
def test_a_head_declares_the_form_of_its_dates(head: str, order: DateOrder) -> None:
    early = ["1980/03/04"] if order is DateOrder.YEAR_FIRST else ["03/04/1980", "05/06/1971", "31/31/1980"]
    found = column(head, *early)
    assert (found.column.field, found.column.date_order) == ("patient.birth_date", order)
    assert (found.confidence, found.asks) == (Confidence.SURE, ())


@pytest.mark.parametrize("texts", [["03/04/1980", "12/25/1980"], ["12/25/1980"], ["13/12/1980", "12/13/1980"]])
def test_values_against_the_declared_form_ask(texts: list[str]) -> None:
    found = column("nato il (gg/mm/aaaa)", *texts)
    assert (found.column.date_order, found.asks) == (None, (Question.DATE_ORDER,))
    assert str(found.notes[Question.DATE_ORDER]["example"]).startswith("12/")


def test_a_declared_form_leaves_serial_days_and_other_words_alone() -> None:
    mixed = column("nato il (gg/mm/aaaa)", "03/04/1980", 29316)
    assert (mixed.column.date_order, mixed.column.serials) == (DateOrder.DAY_FIRST, DateOrder.SERIAL_1900)
    for head in ("mm Hg", "Data mm/aaaa", "J M A", "Data (gg/mm/aaaa o mm/gg/aaaa)"):
        assert read_head(head).order is None


@pytest.mark.parametrize("texts", [["25/12/1980", "12/25/1980"], ["19/03/12", "18/11/05"], ["43567"]])
def test_contradictions_years_first_and_bare_digits_ask(texts: list[str]) -> None:
    found = column("Data TX", *texts)
    assert found.column.date_order is None
    assert found.asks == (Question.DATE_ORDER,)


HEADS = st.sampled_from(
    [
        "Cod.",
        "Data TX",
        "EDSS_6",
        "EDSS 6m",
        "Hb",
        "PLT (x)",
        "sesso",
        "Paziente",
        "CD34",
        "Date",
        "1. TX",
        "",
        "x\u200b",
    ]
) | st.text(max_size=20)
VALUES = (
    st.none()
    | st.integers(-5, 60_000)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.dates(date(1900, 1, 1), date(2100, 1, 1))
    | st.sampled_from(["1.234", "n.d.", "12/3/19", "<0,1", "3-4", "?", "F", "H", "M", "SMRR", "marzo 2019", "43567"])
    | st.text(max_size=15)
)


@settings(max_examples=40)
@given(st.data(), st.sampled_from(ImportKind), st.integers(1, 5))
def test_any_table_is_understood_or_asks_and_its_mapping_says_the_same(
    data: st.DataObject, kind: ImportKind, width: int
) -> None:
    heads = data.draw(st.lists(HEADS, min_size=width, max_size=width))
    rows = data.draw(st.lists(st.lists(VALUES, min_size=width, max_size=width), max_size=4))
    made = table(heads, *rows)
    found = recognised(made, kind)
    assert [one.index for one in found] == list(range(width))
    assert all((one.confidence is Confidence.ASKS) == bool(one.asks) for one in found)
    assert all(bool(one.column.field) or one.confidence in (Confidence.ASKS, Confidence.UNUSED) for one in found)
    mapping = mapping_of(found, kind)
    again = review(made, mapping, import_fields()[kind], codes(), TODAY)
    assert [one.column for one in again] == [one.column for one in found]
    assert [one.asks for one in again if one.column.field] == [one.asks for one in found if one.column.field]
    assert mapping_from(mapping_text(mapping)).columns == tuple(
        replace(one.column, head=clean(one.column.head)) for one in found
    )


def test_one_column_says_nothing_of_another() -> None:
    made = table(["Cod.", "Data TX", "nato/a il"], ["a", "25/12/2019", "03/04/1980"])
    assert [one.asks for one in recognised(made, PATIENTS)] == [(), (), (Question.DATE_ORDER,)]


def test_numbers_in_a_column_of_days_count_as_the_workbook_does() -> None:
    assert column("Data TX", 43567, 43570).column.date_order is DateOrder.SERIAL_1900
    assert column("Data TX", 43567, starts_1904=True).column.date_order is DateOrder.SERIAL_1904
    mixed = column("Data TX", 43567, "25/12/2019")
    assert (mixed.column.date_order, mixed.column.serials) == (DateOrder.DAY_FIRST, DateOrder.SERIAL_1900)
    assert mixed.confidence is Confidence.LIKELY
    onset = column("esordio", 2019, 2020)
    assert (onset.column.date_order, onset.column.serials, onset.asks) == (None, None, ())


def test_a_birth_date_never_has_two_digits_silently() -> None:
    assert column("nato/a il", "25/3/80", "1/2/75").column.two_digit_until == 0


@pytest.mark.parametrize(
    ("values", "sign", "asks"),
    [
        (["5,4", "6.1"], "", False),
        (["1.234", "5,4"], ",", False),
        (["1.234", "5.4"], ".", False),
        (["1.234", "12.345"], "", True),
        (["1.234", "5.4", "5,4"], "", True),
        ([1.234, 5.4], "", False),
    ],
)
def test_the_decimal_sign_is_proved_or_asked(values: list[object], sign: str, asks: bool) -> None:
    found = column("CD34", *values)
    assert (found.column.decimal, Question.DECIMAL in found.asks) == (sign, asks)


@pytest.mark.parametrize(
    ("head", "values", "unit", "asks"),
    [
        ("Hb (g/dL)", ["12,1"], "g/dL", False),
        ("Hb g/l", ["121"], "g/L", False),
        ("Hb", ["12.1", "13"], "g/dL", False),
        ("Hb", ["121", "98"], "g/L", False),
        ("Hb", ["8.1", "9"], "", True),
        ("Hb (mg)", ["12.1"], "", True),
        ("Neutrofili", ["2,35", "0,05"], "10^9/L", False),
        ("Neutrofili", ["2350", "4500"], "/uL", False),
        ("PLT", ["150", "20"], "", True),
        ("INR", ["1.1"], "1", False),
        ("CMV DNA", ["150"], "", True),
        ("Leukozyten (G/L)", ["4"], "10^9/L", False),
        ("GB (10^3/mmc)", ["4"], "10^3/uL", False),
        ("VFG ml/min/1,73 m2", ["88"], "mL/min/1.73m2", False),
        ("PLT +28 (10^9/L)", ["88"], "10^9/L", False),
    ],
)
def test_units_come_from_the_head_or_from_the_only_plausible_range(
    head: str, values: list[str], unit: str, asks: bool
) -> None:
    made = table(["Cod.", "data", head], *(["a", "2020-01-02", value] for value in values))
    found = recognised(made, LABS)[2]
    assert (found.column.field, found.column.unit) == ("lab_result.value", unit)
    assert (Question.UNIT in found.asks) == asks
    assert bool(found.units) == asks


@pytest.mark.parametrize(
    ("heads", "row", "asks"),
    [
        (["ID", "Date", "Test", "Result"], ["a", "2020-01-02", "Hb", "12.1"], True),
        (["ID", "Date", "Test", "Result", "Unit"], ["a", "2020-01-02", "Hb", "12.1", "g/dL"], False),
        (["ID", "Date", "Test", "Result"], ["a", "2020-01-02", "Hb", "12.1 g/dL"], False),
        (["ID", "Date", "Test", "Result"], ["a", "2020-01-02", "INR", "1.1"], False),
        (["ID", "Date", "Test", "Result"], ["a", "2020-01-02", "CMV DNA", "neg"], False),
    ],
)
def test_a_result_in_a_row_of_its_own_needs_its_unit(heads: list[str], row: list[str], asks: bool) -> None:
    found = recognised(table(heads, row), LABS)[3]
    assert (found.column.field, Question.UNIT in found.asks) == ("lab_result.value", asks)


@pytest.mark.parametrize("head", ["Linfociti (%)", "Neutrofili %", "CD4 %", "% CD4"])
def test_a_share_of_cells_is_no_count_of_them(head: str) -> None:
    found = recognised(table(["Cod.", "data", head], ["a", "2020-01-02", "30"]), LABS)[2]
    assert (found.column.field, found.confidence) == ("", Confidence.UNUSED)


def test_a_unit_that_the_field_does_not_know_asks() -> None:
    made = table(["Cod.", "data", "Peso (lb)", "Temp (°C)"], ["a", "2020-01-02", "150", "36,5"])
    weight, temperature = recognised(made, ImportKind.VISITS)[2:]
    assert (weight.asks, weight.units[0]) == ((Question.UNIT,), "kg")
    assert temperature.asks == ()
    mapping = mapping_of(recognised(made, ImportKind.VISITS), ImportKind.VISITS)
    again = review(made, mapping, import_fields()[ImportKind.VISITS], codes(), TODAY)
    assert [one.asks for one in again] == [(), (), (Question.UNIT,), ()]
    answered = replace(mapping, columns=(*mapping.columns[:2], replace(weight.column, unit="kg"), mapping.columns[3]))
    again = review(made, answered, import_fields()[ImportKind.VISITS], codes(), TODAY)
    assert [one.asks for one in again] == [(), (), (), ()]


QUESTIONS = {
    Question.DATE_ORDER: ("Data TX", "03/04/2019"),
    Question.DECIMAL: ("CD34", "1.234"),
    Question.UNIT: ("CD34 (mg)", "4"),
    Question.STEP: ("EDSS pre", "4"),
    Question.CODES: ("Condiz.", "Treo-Mel"),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_stays_until_it_is_answered(question: Question) -> None:
    head, value = QUESTIONS[question]
    made = table([head], [value])
    found = recognised(made, PATIENTS)
    again = review(made, mapping_of(found, PATIENTS), import_fields()[PATIENTS], codes(), TODAY)
    assert [one.asks for one in found] == [one.asks for one in again] == [(question,)]


def test_a_unit_of_a_test_that_is_not_known_goes_on_asking() -> None:
    made = table(["Cod.", "data", "Hb (mg)"], ["a", "2020-01-02", "12.1"])
    found = recognised(made, LABS)
    again = review(made, mapping_of(found, LABS), import_fields()[LABS], codes(), TODAY)
    assert [one.asks for one in found] == [one.asks for one in again] == [(), (), (Question.UNIT,)]


@pytest.mark.parametrize(
    "head", ["CD34 x10^6/kg", "CD34+ (x10e6/kg)", "CD34 x10⁶/kg", "CD34 [x106/kg]", "CD34 (x10⁶/kg)"]
)
def test_a_unit_stands_in_brackets_or_behind(head: str) -> None:
    found = column(head, "5,4")
    assert (found.column.field, found.column.unit, found.asks) == ("transplant.cd34_dose", "10^6/kg", ())


def test_own_codes_ask_once_and_are_then_known() -> None:
    found = column("Condiz.", "BEAM-ATG", "Treo-Mel", "n.d.", "BEAM + rATG")
    assert (found.asks, found.codes) == ((Question.CODES,), ("Treo-Mel",))
    answered = replace(found.column, codes={"treo mel": "cy_atg"})
    made = table(["Condiz."], ["BEAM-ATG"], ["Treo-Mel"])
    again = review(made, ImportMapping("", PATIENTS, (answered,)), import_fields()[PATIENTS], codes(), TODAY)
    assert again[0].asks == ()


def test_codes_of_diseases_and_forms_mixed_in_a_column_are_known() -> None:
    found = column("Malattia", "SMRR", "SMSP", "SM-RR", "MS (RRMS)", "SSc", "LES", "dcSSc", "n.d.")
    assert (found.column.field, found.confidence, found.codes) == ("patient.disease_id", Confidence.SURE, ())
    torn = column("Malattia", "SMRR", "RRMS/SPMS", "SM progressiva")
    assert (torn.asks, torn.codes) == ((Question.CODES,), ("RRMS/SPMS", "SM progressiva"))


def test_a_column_of_forms_alone_says_the_disease() -> None:
    made = table(["Cod.", "forma"], ["a", "SMRR"], ["b", "SM SP"], ["c", "n.d."])
    mapping = mapping_of(recognised(made, PATIENTS), PATIENTS)
    assert mapping.columns[1].field == "patient.phenotype_id"
    assert mapping.defaults == {"patient.disease_id": "ms"}
    both = recognised(table(["Malattia", "forma"], ["SMRR", "RR"]), PATIENTS)
    assert [one.column.field for one in both] == ["patient.disease_id", "patient.phenotype_id"]
    assert mapping_of(both, PATIENTS).defaults == {}


def test_two_transplants_in_a_row_ask() -> None:
    found = recognised(table(["Pat.-Nr.", "1. TX", "2. TX"], ["a", "25.3.2019", "26.3.2021"]), PATIENTS)
    assert [one.fits for one in found[1:]] == [("transplant.day0",), ("transplant.day0",)]
    assert [one.asks for one in found[1:]] == [(Question.FIELD,), (Question.FIELD,)]


def test_m_is_no_man_beside_hombre() -> None:
    assert column("sexo", "H", "M").codes == ("H", "M")
    assert column("sesso", "F", "M").asks == ()
    assert column("sexe", "H", "F").asks == ()
    assert column("Geschlecht", "m", "w").asks == ()
    assert column("sesso", "1", "2").codes == ("1", "2")


def test_ambulation_asks_for_its_coding_unless_the_grades_prove_it() -> None:
    heads = ["ID", "date", "EDSS", "amb"]
    asking = recognised(table(heads, ["a", "2020-01-02", "4", "11"]), EDSS)
    assert asking[3].asks == (Question.CODING,)
    proved = recognised(table(heads, ["a", "2020-01-02", "8", "14"]), EDSS)
    assert mapping_of(proved, EDSS).defaults == {"edss.coding": "neurostatus"}
    given_by = mapping_of(asking, EDSS, ImportMapping("", EDSS, (), defaults={"edss.coding": "short"}))
    again = review(table(heads, ["a", "2020-01-02", "4", "11"]), given_by, import_fields()[EDSS], codes(), TODAY)
    assert [one.asks for one in again] == [(), (), (), ()]


def test_a_value_without_its_day_asks_for_the_step() -> None:
    assert column("EDSS_6", "4").asks == (Question.STEP,)
    assert column("EDSS pre", "4").asks == (Question.STEP,)
    assert column("EDSS 6m", "4").asks == ()
    assert column("EDSS", "4", kind=EDSS).asks == (Question.STEP,)
    dated = recognised(table(["ID", "data", "EDSS"], ["a", "2020-01-02", "4"]), EDSS)
    assert dated[2].asks == ()


def test_two_columns_for_one_field_ask() -> None:
    made = table(["Cod.", "Data TX", "Data trapianto"], ["a", "2019-01-02", "2022-01-02"])
    found = recognised(made, PATIENTS)
    assert [one.asks for one in found] == [(), (Question.FIELD,), (Question.FIELD,)]
    assert [one.fits for one in found[1:]] == [("transplant.day0",), ("transplant.day0",)]
    chosen = [replace(one.column, field="transplant.day0") if one.fits else one.column for one in found]
    assert after(made, chosen) == ([(), (), ()], []), "two transplants of a row, as the person says"
    born = [
        replace(column, field="patient.birth_date") if column.field != "patient.code" else column for column in chosen
    ]
    assert after(made, born) == ([(), (Question.FIELD,), (Question.FIELD,)], ["import_columns_alike"])


def after(made: ImportTable, columns: Sequence[MappedColumn]) -> tuple[list[tuple[Question, ...]], list[str]]:
    """What is still asked under chosen columns, and what is wrong with their mapping."""
    fields, mapping = import_fields()[PATIENTS], ImportMapping("", PATIENTS, tuple(columns))
    asked = [one.asks for one in review(made, mapping, fields, codes(), TODAY)]
    return asked, [problem.key for problem in check_mapping(mapping, fields)]


@pytest.mark.parametrize(
    ("head", "values", "fits"),
    [
        ("Paziente", ["Anna Rossi"], ("patient.full_name", "patient.full_name_given_first", "patient.code")),
        ("Name", ["Rossi"], ("patient.full_name", "patient.full_name_given_first", "patient.family_name")),
        ("Data TX", ["sì", "no"], ("transplant.day0",)),
        ("Data diagnosi tumore", ["2019"], ("history.diagnosed",)),
        ("col. B", ["F", "M"], ("patient.sex",)),
        ("col. B", ["MS-0017", "MS-0018"], ("patient.code",)),
        ("col. B", ["2,5", "4", "6.0"], ("edss.edss",)),
    ],
)
def test_a_column_that_may_be_a_field_asks_for_it(head: str, values: list[str], fits: tuple[str, ...]) -> None:
    found = column(head, *values)
    assert (found.column.field, found.asks, found.fits) == ("", (Question.FIELD,), fits)


@pytest.mark.parametrize(
    ("head", "values", "field"),
    [
        ("Paziente", ["MS-01", "MS-02"], "patient.code"),
        ("Patient", ["Müller, Hans"], "patient.full_name"),
        ("GD", ["25/3/1980"], "patient.birth_date"),
        ("attecchimento PMN", ["11"], "engraftment.neutrophils_day"),
        ("attecchimento PMN", ["25/3/2020"], "engraftment.neutrophils_on"),
        ("PLT>20", ["14"], "engraftment.platelets_day"),
        ("months_diagnosis_to_hsct", ["9", "12"], ""),
        ("peso specifico urine", ["1010"], ""),
    ],
)
def test_content_decides_where_a_head_leaves_a_doubt(head: str, values: list[str], field: str) -> None:
    found = column(head, *values)
    assert (found.column.field, found.asks) == (field, ())


KINDS = {
    ImportKind.EDSS: ["ID", "dateEDSS", "EDSS", "FSpyr", "FScrbl", "FSamb"],
    ImportKind.LAB_RESULTS: ["Cod. paz.", "data prelievo", "Hb", "PLT", "Creatinina"],
    ImportKind.ADVERSE_EVENTS: ["codice", "tossicità", "grado", "inizio", "fine"],
    ImportKind.THERAPIES: ["codice", "farmaco", "dose", "inizio", "fine", "via"],
    ImportKind.VACCINATIONS: ["Code", "Impfstoff", "Impfdatum", "Charge"],
    ImportKind.RELAPSES: ["codice", "data ricaduta", "sintomi", "recupero"],
    ImportKind.MRI: ["patient_id", "date", "new_or_enlarging_t2", "gd_lesions"],
    ImportKind.CONTACTS: ["codice", "data contatto", "tipo", "esito"],
    ImportKind.VISITS: ["codice", "data visita", "peso", "temp"],
    ImportKind.PATIENTS: ["patient_id", "sex", "birth_date", "hsct_date", "conditioning", "edss_pre"],
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_kind_of_rows_is_told_by_their_heads(kind: ImportKind) -> None:
    assert guess_kind(table(KINDS[kind]), import_fields(), codes()) is kind


@pytest.mark.parametrize("heads", [["codice", "data"], ["a", "b"], [], ["codice", "note"]])
def test_a_kind_that_is_not_clear_is_not_guessed(heads: list[str]) -> None:
    assert guess_kind(table(heads), import_fields(), codes()) is None


def test_each_mistake_of_a_mapping_is_named() -> None:
    wrong = ImportMapping(
        "x",
        ImportKind.VISITS,
        (
            MappedColumn("a", "edss.edss"),
            MappedColumn("b", "visit.weight", step=Step(6)),
            MappedColumn("c", "visit.pulse", decimal=";"),
            MappedColumn("c", "visit.notes"),
        ),
        defaults={"nowhere": "1"},
    )
    keys = [problem.key for problem in check_mapping(wrong, import_fields()[ImportKind.VISITS])]
    assert keys == [
        "import_column_twice", "import_column_twice", "import_column_field", "import_column_step",
        "import_column_decimal", "import_default_unknown", "import_who_wanted", "import_column_wanted",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "texts", "field"),
    [
        ("PLT>20", [9, 12, 18], "engraftment.platelets_day"),
        ("Thrombo > 20", ["12", "g +14", "?"], "engraftment.platelets_day"),
        ("Piastrine >20.000", [12, 31], "engraftment.platelets_day"),
        ("PLT>20", ["3/4/2019", "13/4/2019"], "engraftment.platelets_on"),
        ("ANC>0.5", [8, 11], "engraftment.neutrophils_day"),
        ("N>0,5", [9, 11], "engraftment.neutrophils_day"),
        ("GN > 500", [9, 11], "engraftment.neutrophils_day"),
        ("Neutro > 0,5", [9, 11], "engraftment.neutrophils_day"),
        ("attecchimento neutrofili", [9, 40], "engraftment.neutrophils_day"),
        ("recupero neutrofili", [date(2019, 4, 3)], "engraftment.neutrophils_on"),
    ],
)
def test_thresholds_of_engraftment_with_days_below_are_engraftment(head: str, texts: list[object], field: str) -> None:
    found = column(head, *texts)
    assert (found.column.field, found.confidence, found.asks) == (field, Confidence.LIKELY, ())


@pytest.mark.parametrize("texts", [[45, 120, 230], [25000, 31000], [0, 1, 2], ["0,6", "0,9"]])
def test_counts_of_cells_are_no_days_of_engraftment(texts: list[object]) -> None:
    for head in ("PLT>20", "attecchimento neutrofili"):
        assert column(head, *texts).asks == (Question.FIELD,)


@pytest.mark.parametrize("head", ["PLT", "ANC", "Piastrine"])
def test_a_bare_count_is_a_laboratory_value(head: str) -> None:
    assert column(head, 245, 120).column.field == "lab_result.value"


def test_a_text_that_means_several_drugs_of_a_list_asks_and_one_of_a_single_class_does_not() -> None:
    found = column("Farmaci precedenti", "natalizumab, MTX", "Ocrevus; CTX", "mtx")
    assert (found.asks, found.codes) == ((Question.CODES,), ("MTX", "mtx"))
    answered = column("Farmaci precedenti", "natalizumab, CTX", "Ocrevus; endoxan")
    assert answered.asks == ()


def test_heads_that_need_what_stands_beside_or_below_them() -> None:
    made = table(
        ["Surname", "Name", "Day 0", "Mobilization", "CD4/uL"],
        ["Solinas", "Maria", "25/06/2019", "Cy 4g + G-CSF", "210"],
        ["Rossi", "Anna", "28/02/2020", "Cy 2 g/mq", "350"],
    )
    found = recognised(made, PATIENTS)
    assert [one.column.field for one in found] == [
        "patient.family_name", "patient.given_name", "transplant.day0", "transplant.mobilisation_regimen_id",
        "lab_result.value",
    ]  # fmt: skip
    assert (found[4].column.analyte, found[4].column.unit) == ("CD4", "/uL")
    assert column("Mobilisation", "25/06/2019", "03/07/2020").column.field == "transplant.mobilisation_start"
    grades = recognised(table(["Code", "Date", "BS", "BB"], ["MS-1", "2019-04-30", 1, 2]), EDSS)
    assert [one.column.field for one in grades[2:]] == ["edss.brainstem", "edss.bowel_bladder"]


def test_days_that_a_text_file_counts_ask_from_which_year() -> None:
    found = column("Data TX", "46106", "46107")
    assert found.asks == (Question.DATE_ORDER,)
    assert asked_as(Question.DATE_ORDER, found.notes[Question.DATE_ORDER]) == "import_column.asks.date_count"
    dates = column("Data TX", "01/02/2020", "03/04/2020")
    assert asked_as(Question.DATE_ORDER, dates.notes[Question.DATE_ORDER]) == "import_column.asks.date_order"
