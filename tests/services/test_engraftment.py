"""Engraftment on a real file: derived from what is stored, confirmed by a person, contradicted by later counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.engraftment import EngraftmentStatus, Lineage, PlateletPreset
from hsct_desktop.domain.engraftment_entry import EngraftmentEntry
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.transfusion import BloodProduct, TransfusionEntry
from hsct_desktop.services import engraftment, lab_results, settings, summary, transfusions, undo
from hsct_desktop.services.engraftment import LineageState
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import TODAY, change_state, keys, register, row_counts

DAY0 = TODAY - timedelta(days=45)
RISING = {1: "0.4", 5: "<0.1", 8: "0.3", 9: "0.6", 10: "0.8", 11: "1.2"}


@pytest.fixture
def patient(ws: Workspace) -> int:
    return register(ws, 45)


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


def count(ws: Workspace, patient: int, analyte: str, values: dict[int, str]) -> None:
    cells = [CellEntry(analyte, Sample(on(day), "07:00"), text) for day, text in values.items()]
    lab_results.put_cells(ws, patient, cells, confirmed=True)


def give(ws: Workspace, patient: int, day: int, product: BloodProduct = BloodProduct.PLATELETS) -> int:
    return transfusions.record(ws, TransfusionEntry(patient, on(day), product)).record_id or 0


def both(ws: Workspace, patient: int) -> tuple[LineageState, LineageState]:
    anc, plt = engraftment.for_patient(ws, patient)
    return anc, plt


def entry(patient: int, day: int | None = 9, **more: object) -> EngraftmentEntry:
    found = EngraftmentEntry(
        patient, Lineage.NEUTROPHILS, EngraftmentStatus.ENGRAFTED, None if day is None else on(day)
    )
    return replace(found, **more)  # type: ignore[arg-type]


def test_stored_counts_give_the_day_with_their_evidence(ws: Workspace, patient: int) -> None:
    count(ws, patient, "ANC", {-8: "3", **RISING})
    count(ws, patient, "PLT", {8: "15", **dict.fromkeys(range(9, 20), "25")})
    give(ws, patient, 8)
    give(ws, patient, 12, BloodProduct.RED_CELLS)
    anc, plt = both(ws, patient)

    assert (anc.derived_on, anc.status, anc.confirmed) == (on(9), EngraftmentStatus.ENGRAFTED, None)
    assert [(day, str(value)) for day, _, value in anc.evidence()] == [(9, "0.6"), (10, "0.8"), (11, "1.2")]
    assert (plt.derived_on, plt.derived.preset) == (on(16), PlateletPreset.THREE_VALUES)
    assert engraftment.marks(ws, patient) == {"ANC": (on(9), False), "PLT": (on(16), False)}


def test_the_setting_chooses_the_preset_and_the_free_days(ws: Workspace, patient: int) -> None:
    count(ws, patient, "PLT", {8: "15", **dict.fromkeys(range(9, 20), "25")})
    give(ws, patient, 8)
    settings.put(ws, "engraftment.transfusion_free", "6")
    assert both(ws, patient)[1].derived_on == on(15)
    settings.put(ws, "engraftment.platelet_preset", "seven_days")
    assert both(ws, patient)[1].derived_on == on(9)


def test_platelets_that_still_fall_are_not_called_never_below(ws: Workspace) -> None:
    patient = register(ws, 6)
    for ago, plt in zip(range(6, -1, -1), ("180", "140", "110", "85", "60", "42", "31"), strict=True):
        cell = CellEntry("PLT", Sample(TODAY - timedelta(days=ago)), plt)
        lab_results.put_cells(ws, patient, [cell], confirmed=True)
    assert both(ws, patient)[1].status is EngraftmentStatus.NOT_YET


def test_nothing_before_day0(ws: Workspace) -> None:
    assert engraftment.for_patient(ws, register(ws, None)) == ()
    later = register(ws, -3, code="MS-002")
    assert engraftment.for_patient(ws, later) == ()
    with pytest.raises(InputError, match="engraftment_without_day0"):
        engraftment.confirm(ws, entry(later))


def test_the_confirmed_value_prints_and_later_counts_that_contradict_it_are_said(ws: Workspace, patient: int) -> None:
    count(ws, patient, "ANC", RISING)
    (shown, _) = both(ws, patient)
    (before,) = summary.summary_data(ws, patient, "en").engraftment
    saved = engraftment.confirm(ws, entry(patient), shown)
    (held, _) = both(ws, patient)

    assert (before.on, before.confirmed) == (on(9), False)
    assert saved.kinds == {"engraftment", "alert"}
    assert held.confirmed is not None
    assert (held.confirmed.on, held.confirmed.by, held.confirmed.evidence[0]) == (on(9), "Ann Nurse", (on(9), "0.6"))
    assert not held.differs
    assert engraftment.marks(ws, patient)["ANC"] == (on(9), True)

    count(ws, patient, "ANC", {10: "0.2", 12: "1.4", 13: "2"})
    (now, _) = both(ws, patient)
    assert (now.on, now.derived_on, now.differs) == (on(9), on(11), True)
    assert "The counts now say something else" in now.remarks(wording("en"))[0]
    assert "Day +11" in now.remarks(wording("en"))[0].replace("\u00a0", " ")
    after = summary.summary_data(ws, patient, "it").engraftment[0]
    assert (after.on, after.confirmed, after.status) == (on(9), True, EngraftmentStatus.ENGRAFTED)


def test_what_was_seen_and_what_stands_must_be_the_same(ws: Workspace, patient: int) -> None:
    count(ws, patient, "ANC", RISING)
    (shown, _) = both(ws, patient)
    count(ws, patient, "ANC", {9: "0.2", 12: "1.1"})
    before = row_counts(ws)
    with pytest.raises(KnownError, match="engraftment_changed"):
        engraftment.confirm(ws, entry(patient), shown)
    assert row_counts(ws) == before


def test_another_answer_than_the_counts_needs_a_note(ws: Workspace, patient: int) -> None:
    count(ws, patient, "ANC", RISING)
    for wrong in (entry(patient, 8), entry(patient, None, status=EngraftmentStatus.GRAFT_FAILURE)):
        with pytest.raises(InputError) as caught:
            engraftment.confirm(ws, wrong)
        assert keys(caught.value) == {("note", "engraftment_note_missing")}
    engraftment.confirm(ws, entry(patient, 8, note="counted at the other hospital"))
    assert both(ws, patient)[0].on == on(8)


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"status": None}, ("status", "engraftment_status_missing")),
        ({"on": None, "note": "x"}, ("on", "date_missing")),
        ({"on": on(-1), "note": "x"}, ("on", "engraftment_before_day0")),
        ({"on": on(60), "note": "x"}, ("on", "date_in_future")),
        ({"note": "x" * 4001}, ("note", "too_long")),
        (
            {"lineage": Lineage.PLATELETS, "status": EngraftmentStatus.GRAFT_FAILURE, "on": None, "note": "x"},
            ("status", "graft_failure_of_platelets"),
        ),
    ],
)
def test_a_wrong_confirmation_is_refused(
    ws: Workspace, patient: int, wrong: dict[str, object], problem: tuple[str, str]
) -> None:
    count(ws, patient, "ANC", RISING)
    before = row_counts(ws)
    with pytest.raises(InputError) as caught:
        engraftment.confirm(ws, entry(patient, **wrong))  # type: ignore[arg-type]
    assert keys(caught.value) == {problem}
    assert row_counts(ws) == before


def test_confirmed_again_in_its_place_taken_back_and_undone(ws: Workspace, patient: int) -> None:
    count(ws, patient, "ANC", RISING)
    first = engraftment.confirm(ws, entry(patient))
    second = engraftment.confirm(ws, entry(patient, 10, note="by the round"))
    assert second.record_id == first.record_id
    (held, _) = both(ws, patient)
    assert held.confirmed is not None
    with pytest.raises(InputError, match="reason_missing"):
        engraftment.withdraw(ws, held.confirmed.id, " ")
    with pytest.raises(KnownError, match="stale_row"):
        engraftment.withdraw(ws, held.confirmed.id, "wrong", held.confirmed.version - 1)
    gone = engraftment.withdraw(ws, held.confirmed.id, "wrong patient", held.confirmed.version)
    assert both(ws, patient)[0].confirmed is None
    back = undo.undo(ws, gone.txn)
    assert back.kinds == {"engraftment"}
    assert "confirmation of engraftment taken back" in back.text
    assert both(ws, patient)[0].on == on(10)


def test_death_ends_the_series(ws: Workspace, patient: int) -> None:
    count(ws, patient, "ANC", {1: "0.4", 9: "0.6", 10: "0.7"})
    change_state(ws, patient, StateChangeKind.DIED, on(11))
    anc, plt = both(ws, patient)

    assert anc.status is EngraftmentStatus.NOT_REACHED
    assert plt.status is EngraftmentStatus.NO_VALUES


def test_transfusions_are_listed_revised_and_taken_back(ws: Workspace, patient: int) -> None:
    late, early = give(ws, patient, 12), give(ws, patient, 5, BloodProduct.RED_CELLS)
    assert [held.id for held in transfusions.for_patient(ws, patient)] == [early, late]
    held, version = transfusions.entry_of(ws, late)
    transfusions.revise(ws, late, version, replace(held, units=2, note=" reaction "))
    with pytest.raises(KnownError, match="stale_row"):
        transfusions.revise(ws, late, version, held)
    shown = transfusions.for_patient(ws, patient)[1]
    assert (shown.units, shown.note, shown.product) == (2, "reaction", BloodProduct.PLATELETS)
    gone = transfusions.void_transfusion(ws, late, "double entry", shown.version)
    assert [held.id for held in transfusions.for_patient(ws, patient)] == [early]
    assert undo.undo(ws, gone.txn).kinds == {"transfusion"}
    assert len(transfusions.for_patient(ws, patient)) == 2


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"units": 0}, ("units", "units_out_of_range")),
        ({"units": None}, ("units", "units_missing")),
        ({"units": 51}, ("units", "units_out_of_range")),
        ({"given_on": None}, ("given_on", "date_missing")),
        ({"given_on": TODAY + timedelta(days=1)}, ("given_on", "date_in_future")),
        ({"given_on": date(1980, 1, 1)}, ("given_on", "before_birth")),
        ({"note": "x" * 4001}, ("note", "too_long")),
    ],
)
def test_a_wrong_transfusion_is_refused(
    ws: Workspace, patient: int, wrong: dict[str, object], problem: tuple[str, str]
) -> None:
    before = row_counts(ws)
    with pytest.raises(InputError) as caught:
        transfusions.record(ws, replace(TransfusionEntry(patient, TODAY), **wrong))  # type: ignore[arg-type]
    assert keys(caught.value) == {problem}
    assert row_counts(ws) == before


def test_no_transfusion_after_death(ws: Workspace, patient: int) -> None:
    change_state(ws, patient, StateChangeKind.DIED, on(11))
    with pytest.raises(InputError, match="after_death"):
        give(ws, patient, 12)
