"""The facts of trends and pictures from a real file: units, limits, rules, what is missed, engraftment."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.documents.summary import MOST_IN_ALL, write_summary
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.patient import PatientEntry, Sex
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.pictures.trend import TrendShown, differs_from_bands, said
from hsct_desktop.services import (
    alert_rules,
    course_counts,
    lab_results,
    overview,
    patients,
    printing,
    rule_sets,
    summary,
    toxicity_picture,
    trend_printing,
    trends,
)
from hsct_desktop.services.workspace import Workspace, clock_on
from tests.documents.reading import read
from tests.services.ward import TODAY
from tests.views import trend_ward

DAY0 = TODAY - timedelta(days=99)


@pytest.fixture
def patient_id(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> int:
    """A patient with the results and toxicities of the window's ward."""
    entry = PatientEntry("MS-0107", "Rossi", "Elena", TODAY.replace(year=1984), Sex.FEMALE, disease_id="ms")
    made = patients.register(ws, entry, TransplantEntry("ahsct-ms", DAY0, conditioning_regimen_id="beam_atg_halt_cd34"))
    assert made.patient_id is not None
    monkeypatch.setattr(trend_ward, "DAY0", DAY0)
    trend_ward.fill(ws)
    trend_ward.add_toxicities(ws, made.patient_id)
    return made.patient_id


def pages_of(path: Path) -> list[str]:
    return list(read(path.read_bytes()).pages)


def somebody(ws: Workspace, code: str) -> int:
    """A patient without a transplant and without any record."""
    entry = PatientEntry(code, "Bianchi", "Ada", TODAY.replace(year=1990), Sex.FEMALE, disease_id="ms")
    made = patients.register(ws, entry, None)
    assert made.patient_id is not None
    return made.patient_id


def put(ws: Workspace, patient_id: int, analyte: str, day: int, text: str, unit: str = "", time: str = "08:00") -> None:
    entry = CellEntry(analyte, Sample(DAY0 + timedelta(days=day), time), text, unit)
    lab_results.put_cells(ws, patient_id, [entry], confirmed=True)


def test_values_are_drawn_in_the_unit_people_read_and_said_as_typed(ws: Workspace, patient_id: int) -> None:
    put(ws, patient_id, "HGB", 97, "11.5", "g/dL")
    (series,) = trends.of_patient(ws, patient_id, ["HGB"]).series
    assert series.unit == "g/L"
    assert series.points[-1].value == 115.0
    assert series.points[-1].text == "11.5 g/dL"
    assert series.label == "Haemoglobin"
    assert trends.of_patient(ws, patient_id, ["HGB"], "it").series[0].points[-1].text == "11,5 g/dL"


def test_copies_are_a_series_of_their_own(ws: Workspace, patient_id: int) -> None:
    put(ws, patient_id, "CMV", 98, "5000", "copies/mL")
    first, second = trends.of_patient(ws, patient_id, ["CMV"]).series
    assert (first.unit, second.unit) == ("IU/mL", "copies/mL")
    assert [p.value for p in second.points] == [5000.0]
    assert all(p.text != "5000 copies/mL" for p in first.points)


def test_negative_and_below_the_limit_are_told_apart(ws: Workspace, patient_id: int) -> None:
    series = {s.code: s for s in trends.of_patient(ws, patient_id, ["ANC", "CMV"]).series}
    below = [p for p in series["ANC"].points if p.comparator == "<"]
    assert len(below) == 3
    assert below[0].text == "<0.1 ×10⁹/L"
    assert [p.text for p in series["CMV"].points if p.qualitative] == ["negative"] * 5
    assert series["ANC"].log
    assert not {s.code: s for s in trends.of_patient(ws, patient_id, ["PLT"]).series}["PLT"].log


def test_bands_and_rules_are_those_that_graded_the_values(ws: Workspace, patient_id: int) -> None:
    facts = trends.of_patient(ws, patient_id, ["ANC"])
    (series,) = facts.series
    assert {(b.grade, b.lower, b.upper) for b in series.bands} >= {
        (4, None, Decimal("0.5")), (3, Decimal("0.5"), Decimal("1.0")),
    }  # fmt: skip
    severe = next(p for p in series.points if p.value == 0.6)
    assert severe.grade == 3
    assert "<1" in severe.rule
    assert next(p for p in series.points if p.value == 4.1).rule == ""
    assert facts.ctcae == "v5.0"


def test_a_value_in_another_unit_keeps_its_grade_and_says_so(ws: Workspace) -> None:
    """4.95 mmol/L of haemoglobin is grade 2, as g/L it lies in the band of grade 3; the latest unit makes the bands."""
    pid = somebody(ws, "MS-0201")
    put(ws, pid, "HGB", 10, "4.95", "mmol/L")
    put(ws, pid, "HGB", 11, "95", "g/L")
    (series,) = trends.of_patient(ws, pid, ["HGB"]).series
    first, second = series.points
    assert (first.grade, second.grade) == (2, 2)
    assert [differs_from_bands(series, p) for p in (first, second)] == [True, False]
    put(ws, pid, "HGB", 12, "6.0", "mmol/L")
    facts = trends.of_patient(ws, pid, ["HGB"])
    assert [differs_from_bands(facts.series[0], p) for p in facts.series[0].points] == [False] * 3
    words = wording("en")
    told = said(replace(facts, series=(series,)), facts.course.day(DAY0 + timedelta(days=10)), words)
    assert [(c.grade, "not by the bands" in c.note) for c in told if c.label] == [(2, True)]


def test_times_of_a_day_keep_their_order(ws: Workspace, patient_id: int) -> None:
    put(ws, patient_id, "PLT", 98, "150", time="18:00")
    put(ws, patient_id, "PLT", 98, "90", time="06:00")
    points = trends.of_patient(ws, patient_id, ["PLT"]).series[0].points
    assert [p.value for p in points[-2:]] == [90.0, 150.0]
    assert points[-1].day - points[-2].day == pytest.approx(0.5)
    assert points[-1].on == DAY0 + timedelta(days=98)


def test_an_analyte_without_values_has_an_empty_series_and_an_unknown_one_none(ws: Workspace, patient_id: int) -> None:
    facts = trends.of_patient(ws, patient_id, ["TSH", "NOPE"])
    assert [(s.code, s.points) for s in facts.series] == [("TSH", ())]
    assert trends.recorded(ws, patient_id)["PLT"] == len(trend_ward.PLT)


def test_drugs_transfusions_and_engraftment_stand_in_the_course(ws: Workspace, patient_id: int) -> None:
    facts = trends.of_patient(ws, patient_id, ["PLT"])
    assert [t.name for t in facts.course.therapies] == ["Aciclovir", "Co-trimoxazole"]
    assert len(facts.transfusions) == 3
    marks = [m.label for m in facts.course.milestones if m.kind == "engraftment"]
    assert marks[0] == "ANC +11?", "derived and not confirmed: with a question mark"
    assert facts.course.engraftment == DAY0 + timedelta(days=11)


def test_the_overview_has_the_counts_of_the_course(ws: Workspace, patient_id: int) -> None:
    timeline = overview.overview(ws, patient_id, TODAY).timeline
    assert timeline.counts is not None
    assert timeline.counts.neutrophils[-1] == (float((DAY0 + timedelta(days=96)).toordinal()), 1.3)
    assert len(timeline.counts.transfusions) == 3
    other = patients.register(
        ws, PatientEntry("MS-1", "Bianchi", "Ada", TODAY.replace(year=1990), Sex.FEMALE, disease_id="ms"), None
    )
    assert other.patient_id is not None
    with ws.read() as session:
        assert course_counts.counts(session, other.patient_id) is None


def test_the_toxicity_picture_knows_treatment_and_aplasia(ws: Workspace, patient_id: int) -> None:
    facts = toxicity_picture.of_patient(ws, patient_id, "it")
    (atg,) = facts.agents
    assert (atg.label, atg.first, atg.last) == ("ATG", DAY0 - timedelta(days=2), DAY0 - timedelta(days=1))
    low = next(e for e in facts.course.episodes if e.term_id == "neutrophil_count_decreased")
    assert facts.is_expected(low, DAY0, DAY0 + timedelta(days=9))
    assert not facts.is_expected(low, DAY0, DAY0 + timedelta(days=20))
    oral = next(e for e in facts.course.episodes if e.term_id == "mucositis_oral")
    assert not facts.is_expected(oral, DAY0, DAY0 + timedelta(days=9))


@pytest.mark.parametrize("language", ["en", "it"])
def test_the_summary_holds_the_pictures_of_values_and_toxicities(
    ws: Workspace, patient_id: int, tmp_path: Path, language: str
) -> None:
    path = printing.summary(ws, patient_id, tmp_path / "summary.pdf", language)
    words = wording(language)
    pages = pages_of(path)
    assert len(pages) <= MOST_IN_ALL
    for key in ("toxicity.picture.paper", "toxicity.picture.phases"):
        assert sum(words.text(key) in page for page in pages) == 1
    series = trends.of_patient(ws, patient_id, ["HGB", "ANC", "PLT", "CMV"], language).series
    assert any(words.text("trend.paper.values") in page and all(one.label in page for one in series) for page in pages)


def test_a_patient_without_values_and_toxicities_has_no_such_page(ws: Workspace, tmp_path: Path) -> None:
    made = patients.register(
        ws, PatientEntry("MS-2", "Verdi", "Ida", TODAY.replace(year=1990), Sex.FEMALE, disease_id="ms"), None
    )
    assert made.patient_id is not None
    data = summary.summary_data(ws, made.patient_id, "en")
    write_summary(data, tmp_path / "plain.pdf")
    assert not any("Worst grade by phase" in page or "Values" in page for page in pages_of(tmp_path / "plain.pdf"))


def test_the_trend_sheet_names_patient_days_analytes_and_marks(ws: Workspace, patient_id: int, tmp_path: Path) -> None:
    shown = TrendShown(("ANC", "PLT", "HGB", "ALT", "CMV", "TSH"), (-30.0, 110.0))
    path = trend_printing.trend(ws, patient_id, shown, tmp_path / "trend.pdf", "it")
    pages = pages_of(path)
    text = "\n".join(pages)
    for wanted in ("ROSSI Elena", "MS-0107", "Neutrofili", "CMV-DNA", "n.r.", "andamento non noto", "piastrine"):
        assert wanted in text, wanted
    assert "TSH" not in text, "nothing is drawn of it"


def test_more_plots_than_a_page_holds_go_on_overleaf(ws: Workspace, patient_id: int, tmp_path: Path) -> None:
    codes = ("ANC", "PLT", "HGB", "ALT", "CMV", "AST", "ALP", "GGT", "LDH", "CREA", "CRP", "IGA")
    for code in codes[5:]:
        put(ws, patient_id, code, 90, "40")
        put(ws, patient_id, code, 95, "41")
    path = trend_printing.trend(ws, patient_id, TrendShown(codes, (-30.0, 110.0)), tmp_path / "long.pdf", "en")
    pages = pages_of(path)
    assert len(pages) >= 2
    series = trends.of_patient(ws, patient_id, codes).series
    assert len(series) == len(codes)
    assert all(any(one.label in page or one.short in page for page in pages) for one in series)


def test_a_place_that_is_none_is_a_known_error(ws: Workspace, patient_id: int, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    with pytest.raises(KnownError) as refused:
        trend_printing.trend(ws, patient_id, TrendShown(("ANC",), (0.0, 9.0)), blocked / "trend.pdf")
    assert refused.value.key == "print_folder_missing"


def test_the_threshold_is_the_units_own_once_its_rules_are_approved(ws: Workspace, patient_id: int) -> None:
    def thresholds() -> dict[str, float | None]:
        return {s.unit: s.threshold for s in trends.of_patient(ws, patient_id, ["CMV"]).series}

    put(ws, patient_id, "CMV", 98, "5000", "copies/mL")
    rule = ws.catalogue.alerts.rules["cmv"]
    texts = {"copies": "1000 IU/mL", "times": "2", "factor": "2", "rises": "1"}
    alert_rules.change(ws, "cmv", None, True, rule.severity, texts)
    assert thresholds() == {"IU/mL": None, "copies/mL": None}, "nobody has approved the rules"
    rule_sets.approve(ws, rule_sets.ALERTS, "Dr Serra", TODAY)
    assert thresholds() == {"IU/mL": 1000.0, "copies/mL": None}


def test_long_courses_print_the_first_months_of_their_values(ws: Workspace, patient_id: int, tmp_path: Path) -> None:
    words = wording("en")
    short = "\n".join(pages_of(printing.summary(ws, patient_id, tmp_path / "short.pdf", "en")))
    assert words.text("trend.paper.values_note.whole") in short
    ws.clock = clock_on(TODAY + timedelta(days=700))
    long = "\n".join(pages_of(printing.summary(ws, patient_id, tmp_path / "long.pdf", "en")))
    assert words.text("trend.paper.values_note.to_100") in long
    assert "+98" in long
