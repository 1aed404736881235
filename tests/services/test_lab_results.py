"""Results of the flowsheet on a real file: written whole or not at all, converted, graded, reviewed, undone."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from hsct_desktop.domain.lab_result import CellEntry, LabResult, Sample, cell_key
from hsct_desktop.domain.lab_value import Qualitative
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.reference_range import LaboratoryEntry, ReferenceRange
from hsct_desktop.services import lab_results, laboratories, patients, settings, undo
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import lab_result
from hsct_desktop.store.history import history
from tests.services.ward import TODAY, change_state, register

DAY0 = TODAY - timedelta(days=20)
MORNING = Sample(TODAY, "07:00")


@pytest.fixture
def patient(ws: Workspace) -> int:
    return register(ws, 20)


def put(
    ws: Workspace, patient: int, *cells: tuple[str, str], sample: Sample = MORNING, confirmed: bool = False
) -> None:
    entries = [CellEntry(analyte, sample, text) for analyte, text in cells]
    lab_results.put_cells(ws, patient, entries, confirmed=confirmed)


def stored(ws: Workspace, patient: int) -> dict[str, LabResult]:
    with ws.read() as session:
        return {result.analyte: result for result in lab_result.of_patient(session, patient)}


def refused(ws: Workspace, patient: int, *cells: tuple[str, str], sample: Sample = MORNING) -> list[str]:
    before = stored(ws, patient)
    with pytest.raises(InputError) as caught:
        put(ws, patient, *cells, sample=sample)
    assert stored(ws, patient) == before
    return [problem.key for problem in caught.value.problems]


def test_a_morning_is_kept_as_typed_and_converted_and_graded(ws: Workspace, patient: int) -> None:
    put(ws, patient, ("HGB", "9,1 g/dL"), ("ANC", "<0.1"), ("PLT", "13"), ("CMV", "neg"), ("CD4", "120"))
    found = stored(ws, patient)
    assert (found["HGB"].value, found["HGB"].unit, found["HGB"].canonical) == (Decimal("9.1"), "g/dL", Decimal(91))
    assert (found["HGB"].grade, found["HGB"].term_id, found["HGB"].ctcae_version) == (2, "anemia", "5.0")
    assert (found["ANC"].comparator, found["ANC"].grade) == ("<", 4)
    assert (found["PLT"].grade, found["PLT"].unit) == (4, "10^9/L")
    assert (found["CMV"].qualitative, found["CMV"].value, found["CMV"].grade) == (Qualitative.NEGATIVE, None, None)
    assert (found["CD4"].unit, found["CD4"].canonical) == ("/uL", Decimal("0.120"))
    assert all(result.reviewed_at is None for result in found.values())


def test_an_impossible_value_takes_nothing_of_the_whole_block(ws: Workspace, patient: int) -> None:
    assert refused(ws, patient, ("PLT", "13"), ("HGB", "1400")) == ["lab_value_impossible"]


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        (("ALT", "30 mg/dL"), "unit_not_of_analyte"),
        (("ALT", "-3"), "lab_value_negative"),
        (("ALT", "inf"), "lab_value_unreadable"),
        (("ALT", "<b>3</b>"), "lab_value_unreadable"),
        (("ALT", "=2+3"), "lab_value_unreadable"),
        (("XYZ", "3"), "analyte_unknown"),
        (("HGB", "14"), "lab_value_improbable"),
        (("PLT", "12.000"), "lab_value_thousands"),
    ],
)
def test_bad_values_are_named(ws: Workspace, patient: int, cell: tuple[str, str], key: str) -> None:
    assert refused(ws, patient, cell) == [key]


@pytest.mark.parametrize(
    ("sample", "key"),
    [
        (Sample(TODAY + timedelta(days=1)), "sample_in_future"),
        (Sample(date(1950, 1, 1)), "sample_before_birth"),
        (Sample(TODAY, "25:00"), "time_unreadable"),
    ],
)
def test_bad_samples_are_named(ws: Workspace, patient: int, sample: Sample, key: str) -> None:
    assert refused(ws, patient, ("PLT", "13"), sample=sample) == [key]


def test_the_improbable_is_asked_about_once(ws: Workspace, patient: int) -> None:
    assert refused(ws, patient, ("HGB", "14")) == ["lab_value_improbable"]
    put(ws, patient, ("HGB", "14"), confirmed=True)
    assert stored(ws, patient)["HGB"].canonical == Decimal(14)


def test_a_sample_that_stands_twice_in_a_block_with_other_values(ws: Workspace, patient: int) -> None:
    assert refused(ws, patient, ("PLT", "13"), ("PLT", "14")) == ["sample_twice"]
    put(ws, patient, ("PLT", "13"), ("PLT", "13"))
    assert stored(ws, patient)["PLT"].value == 13


def test_what_reads_the_same_changes_nothing(ws: Workspace, patient: int) -> None:
    put(ws, patient, ("PLT", "13"))
    first = stored(ws, patient)["PLT"]
    changes = lab_results.put_cells(ws, patient, [CellEntry("PLT", MORNING, " 13,0 ")])
    assert changes.kinds == frozenset()
    assert stored(ws, patient)["PLT"] == first


def test_a_changed_value_waits_for_review_again_and_keeps_its_versions(ws: Workspace, patient: int) -> None:
    put(ws, patient, ("PLT", "13"))
    first = stored(ws, patient)["PLT"]
    lab_results.review(ws, patient, {first.id: first.version})
    seen = stored(ws, patient)["PLT"]
    assert seen.reviewed_by == ws.require_author().staff_id
    put(ws, patient, ("PLT", "31"))
    changed = stored(ws, patient)["PLT"]
    assert (changed.reviewed_at, changed.grade, changed.id) == (None, 3, first.id)
    said = [entry.new.get("text") for entry in lab_results.versions(ws, first.id)]
    assert [text for text in said if text] == ["13", "31"]


def test_a_value_is_taken_back_and_undone(ws: Workspace, patient: int) -> None:
    put(ws, patient, ("PLT", "13"), ("HGB", "98"))
    cleared = lab_results.put_cells(ws, patient, [CellEntry("PLT", MORNING, "")])
    assert set(stored(ws, patient)) == {"HGB"}
    undo.undo(ws, cleared.txn)
    assert stored(ws, patient)["PLT"].value == 13


def test_undo_takes_back_a_whole_block(ws: Workspace, patient: int) -> None:
    written = lab_results.put_cells(
        ws, patient, [CellEntry(code, MORNING, "3") for code in ("K", "ALT", "MG")], confirmed=True
    )
    assert len(stored(ws, patient)) == 3
    undo.undo(ws, written.txn)
    assert stored(ws, patient) == {}


def test_calcium_is_graded_with_the_albumin_of_its_sample_whichever_came_first(ws: Workspace, patient: int) -> None:
    put(ws, patient, ("CA", "1.90"))
    alone = stored(ws, patient)["CA"]
    assert (alone.grade, alone.corrected) == (None, None)
    put(ws, patient, ("ALB", "30"))
    both = stored(ws, patient)["CA"]
    assert both.corrected == Decimal("2.10")
    put(ws, patient, ("ALB", "45"))
    assert stored(ws, patient)["CA"].corrected == Decimal("1.80")
    assert stored(ws, patient)["CA"].grade == 2
    lab_results.put_cells(ws, patient, [CellEntry("ALB", MORNING, "")])
    assert stored(ws, patient)["CA"].corrected is None


def test_the_baseline_is_the_last_value_before_conditioning(ws: Workspace, patient: int) -> None:
    put(ws, patient, ("ALT", "30"), sample=Sample(DAY0 - timedelta(days=40)))
    put(ws, patient, ("ALT", "50"), sample=Sample(DAY0 - timedelta(days=10)))
    put(ws, patient, ("ALT", "90"), sample=Sample(DAY0 + timedelta(days=1)))
    put(ws, patient, ("ALT", "200"))
    with ws.read() as session:
        by_day = {result.taken_on: result for result in lab_result.of_patient(session, patient)}
    assert by_day[TODAY].baseline == Decimal(50)
    assert by_day[DAY0 + timedelta(days=1)].baseline == Decimal(50)


def test_nothing_is_regraded_silently(ws: Workspace, patient: int) -> None:
    put(ws, patient, ("ALT", "200"))
    before = stored(ws, patient)["ALT"]
    put(ws, patient, ("ALT", "50"), sample=Sample(DAY0 - timedelta(days=10)))
    with ws.read() as session:
        (after,) = lab_result.by_id(session, [before.id])
        assert len(history(session, "lab_result", before.id)) == 1
    assert after == before
    assert lab_results.graded_now(ws, patient, [before.id])[before.id].baseline == Decimal(50)
    lab_results.regrade(ws, patient, [before.id])
    with ws.read() as session:
        (regraded,) = lab_result.by_id(session, [before.id])
    assert regraded.baseline == Decimal(50)


def test_albumin_that_comes_later_leaves_the_version_and_the_limits_of_then(ws: Workspace, patient: int) -> None:
    put(ws, patient, ("CA", "1.90"), ("ALB", "40"))
    assert (stored(ws, patient)["CA"].ctcae_version, stored(ws, patient)["CA"].grade) == ("5.0", 2)
    settings.put(ws, "grading.ctcae_version", "6.0")
    put(ws, patient, ("ALB", "60"), confirmed=True)
    assert (stored(ws, patient)["CA"].ctcae_version, stored(ws, patient)["CA"].grade) == ("5.0", 3)


def test_a_value_that_somebody_changed_meanwhile_is_not_written_over(ws: Workspace, patient: int) -> None:
    put(ws, patient, ("PLT", "90"))
    seen = stored(ws, patient)["PLT"].version
    put(ws, patient, ("PLT", "95"))
    for text in ("91", ""):
        with pytest.raises(InputError) as caught:
            lab_results.put_cells(ws, patient, [CellEntry("PLT", MORNING, text, seen=seen)])
        assert [problem.key for problem in caught.value.problems] == ["result_changed_meanwhile"]
    with pytest.raises(InputError):
        lab_results.put_cells(ws, patient, [CellEntry("PLT", MORNING, "91", seen=0)])
    assert stored(ws, patient)["PLT"].text == "95"
    lab_results.put_cells(ws, patient, [CellEntry("PLT", MORNING, "91", seen=stored(ws, patient)["PLT"].version)])
    assert stored(ws, patient)["PLT"].text == "91"


def test_nobody_reviews_another_patients_result(ws: Workspace, patient: int) -> None:
    put(ws, patient, ("PLT", "90"))
    found = stored(ws, patient)["PLT"]
    other = register(ws, 20, "MS-002")
    with pytest.raises(KnownError, match="stale_row"):
        lab_results.review(ws, other, {found.id: found.version})
    assert stored(ws, patient)["PLT"].reviewed_at is None


def test_no_anaemia_is_said_so_without_an_upper_limit(ws: Workspace, patient: int) -> None:
    laboratories.put_laboratory(ws, LaboratoryEntry("Own", own=True))
    (card,) = laboratories.everything(ws)
    entry = ReferenceRange("HGB", "g/L", lln=Decimal(120), uln=None)
    laboratories.put_ranges(ws, card.id, [entry])
    put(ws, patient, ("HGB", "130"))
    assert (stored(ws, patient)["HGB"].term_id, stored(ws, patient)["HGB"].grade) == ("anemia", 0)


def test_no_result_after_death(ws: Workspace, patient: int) -> None:
    change_state(ws, patient, StateChangeKind.DIED, TODAY - timedelta(days=3))
    assert refused(ws, patient, ("PLT", "13")) == ["after_death"]


def test_cells_of_one_day_at_two_laboratories_stand_apart(ws: Workspace, patient: int) -> None:
    put(ws, patient, ("PLT", "13"), sample=Sample(TODAY))
    put(ws, patient, ("PLT", "19"), sample=Sample(TODAY, "18:30"))
    with ws.read() as session:
        assert [result.value for result in lab_result.of_patient(session, patient)] == [13, 19]
    assert cell_key("PLT", MORNING) != cell_key("PLT", Sample(TODAY))


def test_a_patient_with_results_is_still_found(ws: Workspace, patient: int) -> None:
    put(ws, patient, ("PLT", "13"))
    assert patients.banner(ws, patient).name


def test_a_baseline_is_judged_by_the_laboratory_that_measured_it(ws: Workspace, patient: int) -> None:
    for name, own, uln in (("Own", True, 40), ("City", False, 55)):
        laboratories.put_laboratory(ws, LaboratoryEntry(name, own=own))
        card = next(card for card in laboratories.everything(ws) if card.entry.name == name)
        laboratories.put_ranges(ws, card.id, [ReferenceRange("ALT", "U/L", None, Decimal(uln))])
    city = next(card.id for card in laboratories.everything(ws) if card.entry.name == "City")
    put(ws, patient, ("ALT", "50"), sample=Sample(DAY0 - timedelta(days=20), laboratory_id=city))
    put(ws, patient, ("ALT", "140"))
    assert (stored(ws, patient)["ALT"].baseline_flag, stored(ws, patient)["ALT"].grade) == ("normal", 2)


@pytest.mark.parametrize(
    ("analyte", "text", "term"), [("GLU", "30", "hyperglycemia"), ("PHOS", "0.2", "hypophosphatemia")]
)
def test_what_no_number_grades_is_asked(ws: Workspace, patient: int, analyte: str, text: str, term: str) -> None:
    laboratories.put_laboratory(ws, LaboratoryEntry("Own", own=True))
    (card,) = laboratories.everything(ws)
    units = "mmol/L"
    laboratories.put_ranges(ws, card.id, [ReferenceRange(analyte, units, Decimal("0.8"), Decimal("6"))])
    put(ws, patient, (analyte, text), confirmed=True)
    found = stored(ws, patient)[analyte]
    assert (found.term_id, found.grade) == (term, None)
    (asked,) = [term for term in lab_results.graded_in(ws, found) if term.term_id == found.term_id]
    assert asked.question
