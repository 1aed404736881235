"""Irradiated blood, transfusions and drugs for the disease on a real file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.disease_modifying_therapy import DiseaseModifyingTherapyEntry, DmtStatus
from hsct_desktop.domain.irradiation import IrradiationState
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.partial_date import parse_partial
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.statement import StatementAnswer, StatementEntry, StatementKind
from hsct_desktop.domain.transfusion import (
    BloodProduct,
    Irradiated,
    TransfusionEntry,
    TransfusionIndication,
    TransfusionReaction,
)
from hsct_desktop.services import disease_modifying_therapies as dmts
from hsct_desktop.services import irradiation, lab_results, statements, transfusions, undo
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import TODAY, change_state, register


def entry(
    patient: int, drug_id: str = "nat", started: str = "2019", stopped: str = "2021-03", **more: object
) -> DiseaseModifyingTherapyEntry:
    made = DiseaseModifyingTherapyEntry(patient, drug_id, "", parse_partial(started), parse_partial(stopped))
    return replace(made, **more)  # type: ignore[arg-type]


def state(ws: Workspace, patient: int, on: date | None = None) -> tuple[IrradiationState, date | None]:
    found = irradiation.for_patient(ws, patient, on)
    assert found is not None
    return found.verdict.state, found.verdict.on


def say(ws: Workspace, patient: int, kind: StatementKind, answer: StatementAnswer, on: date = TODAY) -> None:
    statements.record(ws, StatementEntry(patient, kind, answer, on))


def test_what_is_missing_is_named_until_somebody_says_that_the_list_is_complete(ws: Workspace) -> None:
    patient = register(ws, 45)
    found = irradiation.for_patient(ws, patient)
    assert found is not None
    assert found.verdict.missing == ("purine_analogue", "alemtuzumab")
    assert found.is_open
    dmts.record(ws, entry(patient))
    saved = dmts.confirm_complete(ws, patient)
    assert state(ws, patient) == (IrradiationState.UNTIL, date(2027, 1, 6))
    undo.undo(ws, saved.txn)
    assert state(ws, patient)[0] is IrradiationState.CANNOT_TELL


def test_cladribine_leads_to_the_blood_bank_until_it_has_spoken(ws: Workspace) -> None:
    patient = register(ws, 150)
    dmts.record(ws, entry(patient, "clad"))
    dmts.confirm_complete(ws, patient)
    found = irradiation.for_patient(ws, patient)
    assert found is not None
    assert (found.chip, found.verdict.state) == (
        "Irradiated blood until the blood bank says", IrradiationState.BLOOD_BANK,
    )  # fmt: skip
    assert any("Purine analogue, last on 31" in line.replace("\u00a0", " ") for line in found.grounds)
    say(ws, patient, StatementKind.IRRADIATION_RELEASED, StatementAnswer.YES)
    assert state(ws, patient) == (IrradiationState.ENDED, TODAY)
    say(ws, patient, StatementKind.IRRADIATION_RELEASED, StatementAnswer.NO)
    assert state(ws, patient)[0] is IrradiationState.BLOOD_BANK


def test_a_drug_that_is_only_named_leaves_the_question_open(ws: Workspace) -> None:
    patient = register(ws, 150)
    dmts.record(ws, entry(patient, "", name="Study drug XY"))
    dmts.confirm_complete(ws, patient)
    found = irradiation.for_patient(ws, patient)
    assert found is not None
    assert found.verdict.missing == ("purine_analogue", "alemtuzumab")
    for kind in dmts.SAID_OF:
        say(ws, patient, kind, StatementAnswer.NO)
    assert state(ws, patient)[0] is IrradiationState.ENDED


def test_before_the_harvest_it_is_active_and_the_dead_need_nothing(ws: Workspace) -> None:
    patient = register(ws, -40)
    dmts.confirm_complete(ws, patient)
    assert state(ws, patient, TODAY - timedelta(days=5)) == (
        IrradiationState.NOT_YET, TODAY - timedelta(days=4),
    )  # fmt: skip
    assert state(ws, patient)[0] is IrradiationState.UNTIL
    change_state(ws, patient, StateChangeKind.DIED)
    assert irradiation.for_patient(ws, patient) is None


def test_a_paper_reads_in_its_own_language(ws: Workspace) -> None:
    patient = register(ws, 45)
    dmts.confirm_complete(ws, patient)
    found = irradiation.for_patient(ws, patient, words=wording("it"))
    assert found is not None
    assert found.sentence.replace("\u00a0", " ") == "Emocomponenti irradiati fino al 06 gen 2027."


# transfusions ---------------------------------------------------------------------------------------------------


def given(patient: int, **more: object) -> TransfusionEntry:
    return replace(TransfusionEntry(patient, TODAY), **more)  # type: ignore[arg-type]


def test_a_transfusion_keeps_its_counts_and_its_reaction(ws: Workspace) -> None:
    patient = register(ws, 12)
    made = given(
        patient, indication=TransfusionIndication.BLEEDING, pre_count=Decimal("7"), post_count=Decimal("31"),
        reaction=TransfusionReaction.FEBRILE,
    )  # fmt: skip
    saved = transfusions.record(ws, made)
    assert saved.record_id is not None
    assert transfusions.entry_of(ws, saved.record_id)[0] == made
    (held,) = transfusions.for_patient(ws, patient)
    assert (held.indication, held.pre_count, held.post_count, held.reaction) == (
        TransfusionIndication.BLEEDING, Decimal(7), Decimal(31), TransfusionReaction.FEBRILE,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field", "key"),
    [
        ({"given_on": TODAY + timedelta(days=1)}, "given_on", "date_in_future"),
        ({"pre_count": Decimal(5000)}, "pre_count", "blood_count_impossible"),
        ({"pre_count": Decimal(-1)}, "pre_count", "blood_count_impossible"),
        ({"product": BloodProduct.RED_CELLS, "post_count": Decimal("8.5")}, "post_count", "blood_count_impossible"),
        ({"product": BloodProduct.PLASMA, "pre_count": Decimal(8)}, "pre_count", "count_of_no_product"),
        ({"reaction": TransfusionReaction.OTHER}, "note", "reaction_note_missing"),
        ({"irradiated": Irradiated.NO}, "note", "irradiation_note_missing"),
    ],
)
def test_what_cannot_be_is_refused(ws: Workspace, change: dict[str, object], field: str, key: str) -> None:
    patient = register(ws, 12)
    with pytest.raises(InputError) as refused:
        transfusions.record(ws, given(patient, **change))
    assert [(p.field, p.key) for p in refused.value.problems] == [(field, key)]
    assert transfusions.for_patient(ws, patient) == []


def test_a_product_that_was_not_irradiated_keeps_its_reason(ws: Workspace) -> None:
    patient = register(ws, 12)
    transfusions.record(ws, given(patient, irradiated=Irradiated.NO, note="massive bleeding, none at hand"))
    assert transfusions.for_patient(ws, patient)[0].note == "massive bleeding, none at hand"


def test_once_the_time_is_over_nobody_asks(ws: Workspace) -> None:
    patient = register(ws, 200)
    dmts.confirm_complete(ws, patient)
    transfusions.record(ws, given(patient, irradiated=Irradiated.NO))
    assert len(transfusions.for_patient(ws, patient)) == 1
    with pytest.raises(InputError) as refused:
        transfusions.record(ws, given(patient, irradiated=Irradiated.NO, given_on=TODAY - timedelta(days=150)))
    assert [problem.key for problem in refused.value.problems] == ["irradiation_note_missing"]


def test_counts_of_the_day_are_proposed(ws: Workspace) -> None:
    patient = register(ws, 12)
    cells = [CellEntry("PLT", Sample(TODAY, at), text) for at, text in (("06:00", "9"), ("18:00", "34"))]
    lab_results.put_cells(ws, patient, [*cells, CellEntry("HGB", Sample(TODAY, "06:00"), "81")], confirmed=True)
    assert transfusions.counts_on(ws, patient, BloodProduct.PLATELETS, TODAY) == (Decimal(9), Decimal(34))
    assert transfusions.counts_on(ws, patient, BloodProduct.RED_CELLS, TODAY) == (Decimal(81), None)
    assert transfusions.counts_on(ws, patient, BloodProduct.PLASMA, TODAY) == (None, None)
    assert transfusions.counts_on(ws, patient, BloodProduct.PLATELETS, TODAY - timedelta(days=1)) == (None, None)


# drugs for the disease ------------------------------------------------------------------------------------------


def test_a_drug_is_kept_with_partial_dates_and_shown_by_name(ws: Workspace) -> None:
    patient = register(ws, 45)
    dmts.record(ws, entry(patient, "", "2016-04", "", name="tysabri", status=DmtStatus.STOPPED, reason="PML risk"))
    dmts.record(ws, entry(patient, "ocr", "2021-05-02", "2026-07-01"))
    dmts.record(ws, entry(patient, "", "2012", "2014", name="Interferon something"))
    rows = dmts.for_patient(ws, patient)
    assert [(row.name, row.span.replace("\u00a0", " "), row.line) for row in rows] == [
        ("Ocrelizumab", "02 May 2021 to 01 Jul 2026", "Second line"),
        ("Natalizumab", "from 04/2016, stop not known", "Second line"),
        ("Interferon something", "2012 to 2014", ""),
    ]
    assert rows[1].held.entry.drug_id == "nat"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"drug_id": ""}, ["dmt_missing"]),
        ({"started": "2022"}, ["dmt_stop_before_start"]),
        ({"started": "2027", "stopped": ""}, ["dmt_in_future"]),
        ({"stopped": "2026-12"}, ["dmt_in_future"]),
        ({"started": "1970"}, ["before_birth"]),
        ({"status": DmtStatus.RUNNING}, ["dmt_stop_while_running"]),
        ({"note": "x" * 4001}, ["too_long"]),
    ],
)
def test_what_is_wrong_with_a_drug_is_said(ws: Workspace, change: dict[str, Any], expected: list[str]) -> None:
    patient = register(ws, 45)
    with pytest.raises(InputError) as refused:
        dmts.record(ws, entry(patient, **change))
    assert [problem.key for problem in refused.value.problems] == expected


def test_overlaps_ask_and_uncertain_dates_do_not(ws: Workspace) -> None:
    patient = register(ws, 45)
    dmts.record(ws, entry(patient, "nat", "2019", "2021"))
    dmts.record(ws, entry(patient, "nat", "2021", "2022"))
    with pytest.raises(InputError) as refused:
        dmts.record(ws, entry(patient, "nat", "2018", "2020"))
    assert [(p.key, p.soft) for p in refused.value.problems] == [("dmt_overlaps", True)]
    dmts.record(ws, entry(patient, "nat", "2018", "2020"), confirmed=True)
    assert len(dmts.for_patient(ws, patient)) == 3
    with pytest.raises(InputError, match="dmt_together"):
        dmts.record(ws, entry(patient, "ga", "2018", "2020"))
    dmts.record(ws, entry(patient, "ster", "2019-11-04", "2019-11-08"))
    assert len(dmts.for_patient(ws, patient)) == 4


def test_two_running_drugs_ask(ws: Workspace) -> None:
    patient = register(ws, 45)
    dmts.record(ws, entry(patient, "ocr", "2026-01", "", status=DmtStatus.RUNNING))
    with pytest.raises(InputError) as refused:
        dmts.record(ws, entry(patient, "ifn", "2026-03", "", status=DmtStatus.RUNNING))
    assert [problem.key for problem in refused.value.problems] == ["dmt_twice_running"]


def test_a_drug_is_changed_taken_back_and_undone(ws: Workspace) -> None:
    patient = register(ws, 45)
    saved = dmts.record(ws, entry(patient, "alem"))
    assert saved.kinds == {"dmt", "alert"}
    assert saved.record_id is not None
    held, version = dmts.entry_of(ws, saved.record_id)
    dmts.revise(ws, saved.record_id, version, replace(held, drug_id="ocr"))
    with pytest.raises(KnownError) as stale:
        dmts.revise(ws, saved.record_id, version, held)
    assert stale.value.key == "stale_row"
    gone = dmts.void_dmt(ws, saved.record_id, "wrong patient")
    assert dmts.for_patient(ws, patient) == []
    assert undo.undo(ws, gone.txn).text == "Undone: drug for the disease taken back, Bianchi, Anna"
    assert [row.name for row in dmts.for_patient(ws, patient)] == ["Ocrelizumab"]
