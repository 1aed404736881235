"""The sheet on a real file: which rows and columns stand there, what cells and inspector say, and on paper."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings

from hsct_desktop.domain.flowsheet import FlowCell, FlowColumn, RowKind, fever_days
from hsct_desktop.domain.lab_paste import PasteTarget, place_block
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.domain.problem import InputError
from hsct_desktop.domain.reference_range import LaboratoryEntry, ReferenceRange
from hsct_desktop.domain.transfusion import BloodProduct, Irradiated, TransfusionEntry
from hsct_desktop.domain.visit import VisitEntry, Vitals
from hsct_desktop.services import (
    flowsheet,
    flowsheet_inspector,
    flowsheet_print,
    lab_results,
    laboratories,
    transfusions,
    visits,
)
from hsct_desktop.services.flowsheet import Flowsheet
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import lab_result
from tests.domain.test_lab_paste import BLOCKS
from tests.services.ward import TODAY, change_state, register

DAY0 = TODAY - timedelta(days=20)


@pytest.fixture
def patient(ws: Workspace) -> int:
    return register(ws, 20)


def put(ws: Workspace, patient: int, *cells: tuple[str, str, int], at: str = "", lab: int | None = None) -> None:
    """Results by analyte, text and day after infusion."""
    entries = [CellEntry(code, Sample(DAY0 + timedelta(days=day), at, lab), text) for code, text, day in cells]
    lab_results.put_cells(ws, patient, entries, confirmed=True)


def own_ranges(ws: Workspace, *ranges: tuple[str, str, str | None, str]) -> None:
    """The hospital's laboratory with ranges: analyte, unit, limits."""
    saved = laboratories.put_laboratory(ws, LaboratoryEntry("Own", own=True))
    for code, unit, lln, uln in ranges:
        limits = ReferenceRange(code, unit, None if lln is None else Decimal(lln), Decimal(uln))
        laboratories.put_range(ws, saved.record_id or 0, limits)


def column(found: Flowsheet, day: int, at: str = "") -> FlowColumn:
    return next(c for c in found.columns if c.number == day and c.sample.taken_at == at)


def cell(ws: Workspace, found: Flowsheet, code: str, day: int, at: str = "") -> FlowCell:
    row = next(row for row in found.rows if row.code == code)
    return flowsheet.cell(ws.wording, found, row, column(found, day, at))


def inspected(ws: Workspace, found: Flowsheet, code: str, day: int) -> flowsheet_inspector.Inspection:
    row = next(row for row in found.rows if row.code == code)
    return flowsheet_inspector.inspect(ws, found, row, column(found, day))


def test_the_daily_sheet_has_every_day_from_conditioning_to_today(ws: Workspace, patient: int) -> None:
    found = flowsheet.sheet(ws, patient, "daily")
    days = [c.number for c in found.columns]
    assert days[-1] == 20
    assert days[0] is not None
    assert days[0] < 0
    assert days == list(range(days[0], 21))
    assert [c.today for c in found.columns][-1]
    assert all(c.weekend == (c.sample.taken_on.weekday() >= 5) for c in found.columns)


def test_other_panels_have_samples_visits_and_today(ws: Workspace, patient: int) -> None:
    put(ws, patient, ("HGB", "98", 3), ("HGB", "99", 10))
    visits.record(ws, VisitEntry(patient, DAY0 + timedelta(days=12), None, "Ann"), confirmed=True)
    assert [c.number for c in flowsheet.sheet(ws, patient, "weekly").columns] == [3, 10, 12, 20]


def test_after_death_there_is_no_column(ws: Workspace, patient: int) -> None:
    change_state(ws, patient, StateChangeKind.DIED, TODAY - timedelta(days=3))
    assert max(c.sample.taken_on for c in flowsheet.sheet(ws, patient, "daily").columns) == TODAY - timedelta(days=3)


def test_rows_come_in_groups_with_unit_and_range_of_the_own_laboratory(ws: Workspace, patient: int) -> None:
    own_ranges(ws, ("HGB", "g/dL", "12", "15.5"), ("ALT", "U/L", None, "34"))
    rows = {row.code: row for row in flowsheet.sheet(ws, patient, "daily").rows}
    assert (rows["HGB"].shown_unit, rows["HGB"].range) == ("g/dL", "12–15.5")
    assert rows["ALT"].range == "<34"
    assert rows["blood"].kind is RowKind.GROUP
    assert rows["platelets"].kind is RowKind.UNITS


def test_a_value_of_another_unit_is_shown_in_the_rows_unit_and_named_as_typed(ws: Workspace, patient: int) -> None:
    put(ws, patient, ("HGB", "9,8 g/dL", 3), ("PLT", "0.50", 3), ("CMV", "2300 copies/mL", 3))
    found = flowsheet.sheet(ws, patient, "all")
    assert [cell(ws, found, code, 3).text for code in ("HGB", "PLT", "CMV")] == ["98", "0.50", "2300 copies/mL"]
    assert ("As typed", "9,8 g/dL") in inspected(ws, found, "HGB", 3).facts


def test_cytopenias_of_aplasia_are_expected_until_engraftment(ws: Workspace, patient: int) -> None:
    put(ws, patient, *[("ANC", value, day) for day, value in enumerate(["0.1", "0.2", "0.6", "0.7", "0.8", "0.4"], 8)])
    found = flowsheet.sheet(ws, patient, "daily")
    assert [(c.grade, c.expected) for c in (cell(ws, found, "ANC", day) for day in (8, 13))] == [(4, True), (4, False)]
    assert column(found, 10).marks == ("ANC ≥0.5",)


def test_several_samples_of_a_day_stand_beside_each_other(ws: Workspace, patient: int) -> None:
    saved = laboratories.put_laboratory(ws, LaboratoryEntry("Como"))
    put(ws, patient, ("PLT", "13", 8), at="07:00")
    put(ws, patient, ("PLT", "29", 8), at="18:30", lab=saved.record_id)
    of_day = [c for c in flowsheet.sheet(ws, patient, "daily").columns if c.number == 8]
    assert [(c.sample.taken_at, c.laboratory, c.several) for c in of_day] == [
        ("07:00", "", True),
        ("18:30", "Como", True),
    ]


def test_vitals_of_a_visit_and_transfusions_stand_in_their_day(ws: Workspace, patient: int) -> None:
    day = DAY0 + timedelta(days=5)
    visits.record(ws, VisitEntry(patient, day, None, "Ann", Vitals(temperature=Decimal("38.4"))), confirmed=True)
    given_ = TransfusionEntry(patient, day, BloodProduct.PLATELETS, 2, Irradiated.YES)
    transfusions.record(ws, given_)
    found = flowsheet.sheet(ws, patient, "daily")
    shown = cell(ws, found, "TEMP", 5)
    assert (shown.text, shown.from_visit) == ("38.4", True)
    assert cell(ws, found, "platelets", 5).text == "▲2"
    assert column(found, 5).marks == ("fever",)


def test_the_inspector_says_rule_range_baseline_before_and_who(ws: Workspace, patient: int) -> None:
    own_ranges(ws, ("PLT", "10^9/L", "150", "400"))
    put(ws, patient, ("PLT", "230", -10))
    put(ws, patient, ("PLT", "14", 7))
    transfusions.record(
        ws, TransfusionEntry(patient, DAY0 + timedelta(days=7), BloodProduct.PLATELETS, 1, Irradiated.YES)
    )
    put(ws, patient, ("PLT", "13", 8))
    said = inspected(ws, flowsheet.sheet(ws, patient, "daily"), "PLT", 8)
    facts = {caption: words.replace("\u00a0", " ") for caption, words in said.facts}
    assert (said.value, said.grade) == ("13 ×10⁹/L", 4)
    assert said.rule == "<25 ×10⁹/L, CTCAE v5.0 grade 4"
    assert (facts["Range"], facts["Baseline"]) == ("150–400", "230 (Day −10)")
    assert facts["Before"] == "14 · last transfusion Day +7, 1 unit, irradiated"
    assert facts["Typed"].startswith("Ann Nurse ")


def test_versions_newest_first_and_what_today_would_give(ws: Workspace, patient: int) -> None:
    put(ws, patient, ("ALT", "200", 8))
    put(ws, patient, ("ALT", "90", 8))
    put(ws, patient, ("ALT", "", 8))
    put(ws, patient, ("ALT", "90", 8))
    own_ranges(ws, ("ALT", "U/L", None, "34"))
    found = flowsheet.sheet(ws, patient, "daily")
    row = next(row for row in found.rows if row.code == "ALT")
    result = column(found, 8).values["ALT"]
    versions = flowsheet_inspector.versions(ws, found, row, result)
    assert [(v.text, v.removed) for v in versions] == [("90", False), ("90", True), ("90", False), ("200", False)]
    now = flowsheet_inspector.now_graded(ws, found, row, result)
    assert now is not None
    assert now.grade == 1
    lab_results.regrade(ws, patient, [result.id])
    again = flowsheet.sheet(ws, patient, "daily")
    assert flowsheet_inspector.now_graded(ws, again, row, column(again, 8).values["ALT"]) is None


def test_reading_one_day_again_shows_what_was_written(ws: Workspace, patient: int) -> None:
    put(ws, patient, ("HGB", "98", 3), ("HGB", "97", 4))
    found = flowsheet.sheet(ws, patient, "daily")
    put(ws, patient, ("HGB", "88", 3))
    again = flowsheet.reread(ws, found, {DAY0 + timedelta(days=3)})
    assert [cell(ws, again, "HGB", day).text for day in (3, 4)] == ["88", "97"]
    assert again.columns == flowsheet.sheet(ws, patient, "daily").columns


@pytest.mark.parametrize(
    ("day", "panel"), [(5, "daily"), (45, "weekly"), (200, "visit"), (350, "annual"), (None, "visit")]
)
def test_the_panel_follows_the_phase(ws: Workspace, day: int | None, panel: str) -> None:
    assert flowsheet.panel_of_phase(ws, register(ws, day, code=f"P-{day}")) == panel


def test_fever_is_marked_where_it_begins() -> None:
    days = [date(2026, 8, day) for day in range(1, 6)]
    values = map(Decimal, ("37.0", "38.0", "38.9", "37.5", "38.1"))
    assert fever_days(zip(days, values, strict=True)) == {days[1], days[4]}


def test_on_paper_in_both_languages(ws: Workspace, patient: int, tmp_path: Path) -> None:
    own_ranges(ws, ("PLT", "10^9/L", "150", "400"))
    put(ws, patient, *[("PLT", f"{13 + day}", day) for day in range(1, 20)], ("K", "2.9", 3))
    for language, words in (("en", ("Platelets", "Daily", "CTCAE v5.0")), ("it", ("Piastrine", "2,9", "Giornaliero"))):
        path = tmp_path / f"{language}.pdf"
        span = DAY0 + timedelta(days=1), TODAY
        flowsheet_print.print_flowsheet(ws, patient, "daily", span, path, language)
        document = pypdfium2.PdfDocument(path)
        text = "".join(page.get_textpage().get_text_range() for page in document)
        assert len(document) == 2, "fourteen days stand on a page"
        document.close()
        for word in (*words, "BIANCHI", "MS-001"):
            assert word in text
        assert "Creatin" not in text, "a row without a value is not printed"


@pytest.mark.soak
@given(text=BLOCKS)
@settings(
    max_examples=max(13, settings.default.max_examples // 10),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_pasted_text_is_written_whole_or_not_at_all(ws: Workspace, text: str) -> None:
    code = f"H-{abs(hash(text))}"
    held = flowsheet_patient(ws, code)
    found = flowsheet.sheet(ws, held, "daily")
    samples = [c.sample for c in found.columns]
    table = ws.catalogue.analytes
    plan = place_block(text, PasteTarget(table, found.codes, samples[-3:], samples, TODAY, found.day0))
    with ws.read() as session:
        before = lab_result.of_patient(session, held)
    try:
        lab_results.put_cells(ws, held, plan.cells, entered_by=lab_results.PASTED)
    except InputError:
        with ws.read() as session:
            assert lab_result.of_patient(session, held) == before
    else:
        with ws.read() as session:
            stored = {(r.analyte, r.sample) for r in lab_result.of_patient(session, held)}
        assert {(c.analyte, c.sample) for c in plan.cells} <= stored


def flowsheet_patient(ws: Workspace, code: str) -> int:
    """One patient of the property test, registered once for each text."""
    from hsct_desktop.services import patients

    found = next((hit.id for hit in patients.browse(ws) if hit.code == code), None)
    return found if found is not None else register(ws, 20, code=code)
