"""The treatment on a real file: collections, conditioning against the regimen, cells, approval, other cell products."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from hsct_desktop.documents.summary import write_summary
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.patient import StateChange, StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.treatment import (
    ApheresisEntry,
    ConditioningEntry,
    HarvestVerdict,
    InfusionEntry,
    Mark,
    OrderState,
)
from hsct_desktop.services import (
    alerts,
    cell_reactions,
    day_sheet,
    engraftment,
    irradiation,
    lab_results,
    late_effects,
    overview,
    patients,
    regimen_approvals,
    rule_sets,
    states,
    summary,
    therapy_plan,
    toxicity_phases,
    transplants,
    treatment,
    treatment_board,
    undo,
    vaccines,
)
from hsct_desktop.services.conditioning import drug_names, same_drug
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import treatment as treatment_store
from tests.documents.reading import made
from tests.services.ward import ANNA, TODAY, course, days, register

DAY = 6


def course_id(ws: Workspace, patient: int) -> int:
    return transplants.courses_of(ws, patient)[-1].id


def patient_on(ws: Workspace, protocol: str, day: int = DAY, regimen: str = "", code: str = "X-1") -> int:
    entry = course(day, protocol, conditioning_regimen_id=regimen, mobilisation_start=None, cd34_dose=None)
    saved = patients.register(ws, replace(ANNA, code=code), entry, distinct=True)
    assert saved.patient_id is not None
    return saved.patient_id


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def low_count(ws: Workspace, who: int) -> None:
    lab_results.put_cells(ws, who, [CellEntry("ANC", Sample(days(-1), "08:00"), "0.3")], confirmed=True)


def key(refused: pytest.ExceptionInfo[InputError]) -> list[tuple[str, str]]:
    return [(p.field, p.key) for p in refused.value.problems]


def marks(ws: Workspace, patient: int, drug: str) -> dict[int, Mark]:
    grid = treatment_board.for_patient(ws, patient).grid
    row = next(row for row in grid.rows if row.key == drug or row.name == drug)
    return {day: square.mark for day, square in row.squares.items() if square.mark is not Mark.NONE}


def test_collections_are_summed_changed_and_taken_back(ws: Workspace) -> None:
    patient = register(ws, DAY)
    held = course_id(ws, patient)
    first = ApheresisEntry(patient, held, 1, days(-20), Decimal("1.2"), Decimal(15))
    treatment.record_apheresis(ws, first)
    with pytest.raises(InputError) as refused:
        treatment.record_apheresis(ws, replace(first, collected_on=days(-19)))
    assert key(refused) == [("session", "session_twice")]
    with pytest.raises(InputError) as refused:
        treatment.record_apheresis(ws, replace(first, session=2, collected_on=days(-19), cd34_dose=Decimal(2000000)))
    assert key(refused) == [("cd34_dose", "cell_dose_in_cells")]
    saved = treatment.record_apheresis(ws, replace(first, session=2, collected_on=days(-19), cd34_dose=Decimal("1.5")))
    board = treatment_board.for_patient(ws, patient)
    assert (board.harvest.total, board.harvest.verdict) == (Decimal("2.7"), HarvestVerdict.OPTIMAL)
    assert any("Poor mobiliser" in said and "15/µL" in said for said in board.harvest_words)
    second = board.collections[1].held
    treatment.revise_apheresis(ws, second.id, second.version, replace(second.entry, cd34_dose=Decimal("0.6")))
    with pytest.raises(KnownError, match="stale_row"):
        treatment.revise_apheresis(ws, second.id, second.version, second.entry)
    assert treatment_board.for_patient(ws, patient).harvest.verdict is HarvestVerdict.BELOW
    treatment.void_apheresis(ws, second.id, "wrong patient")
    assert len(treatment_board.for_patient(ws, patient).collections) == 1
    with pytest.raises(KnownError):
        undo.undo(ws, saved.txn)


def test_conditioning_stands_against_the_regimen(ws: Workspace) -> None:
    patient = register(ws, DAY)
    held, day0 = course_id(ws, patient), days(-DAY)
    assert marks(ws, patient, "etoposide") == dict.fromkeys((-5, -4, -3, -2), Mark.OPEN)
    saved = treatment.confirm_planned(ws, patient, held, [("etoposide", -5), ("cytarabine", -5), ("etoposide", -4)])
    left_out = ConditioningEntry(
        patient, held, day0 - timedelta(days=3), "etoposide", "Etoposide", OrderState.OMITTED, "", "creatinine"
    )
    treatment.record_given(ws, left_out)
    treatment.record_given(
        ws, replace(left_out, given_on=day0 - timedelta(days=2), state=OrderState.CHANGED, dose="100 mg/m2", note="")
    )
    treatment.record_given(ws, ConditioningEntry(patient, held, day0, "", "Rituximab", OrderState.GIVEN, "500 mg"))
    expected = {-5: Mark.GIVEN, -4: Mark.GIVEN, -3: Mark.OMITTED, -2: Mark.CHANGED}
    assert marks(ws, patient, "etoposide") == expected
    assert marks(ws, patient, "Rituximab") == {0: Mark.EXTRA}
    with pytest.raises(InputError) as refused:
        treatment.record_given(ws, left_out)
    assert key(refused) == [("given_on", "order_twice")]
    with pytest.raises(InputError) as refused:
        treatment.confirm_planned(ws, patient, held, [("etoposide", 0)])
    assert key(refused) == [("given_on", "order_planned")]
    with pytest.raises(KnownError, match="nothing_to_confirm"):
        treatment.confirm_planned(ws, patient, held, [("etoposide", -5)])
    undo.undo(ws, saved.txn)
    assert marks(ws, patient, "etoposide") == expected | {-5: Mark.OPEN, -4: Mark.OPEN}


@pytest.mark.parametrize("typed", ["Carmustine", " CARMUSTINE ", "carmustina"])
def test_a_drug_has_one_record_a_day_however_it_is_named(ws: Workspace, typed: str) -> None:
    patient = register(ws, DAY)
    held, on = course_id(ws, patient), days(-DAY - 6)
    saved = treatment.record_given(ws, ConditioningEntry(patient, held, on, "", typed))
    assert marks(ws, patient, "carmustine") == {-6: Mark.GIVEN}  # it takes the planned square
    with pytest.raises(KnownError, match="nothing_to_confirm"):
        treatment.confirm_planned(ws, patient, held, [("carmustine", -6)])
    for again in ("carmustine ", "Carmustina", "CARMUSTINE"):
        with pytest.raises(InputError) as refused:
            treatment.record_given(ws, ConditioningEntry(patient, held, on, "", again))
        assert key(refused) == [("given_on", "order_twice")]
    assert saved.record_id is not None
    treatment.void_given(ws, saved.record_id, "twice")
    treatment.confirm_planned(ws, patient, held, [("carmustine", -6)])
    with pytest.raises(InputError):
        treatment.record_given(ws, ConditioningEntry(patient, held, on, "", typed))


def test_a_route_or_a_brand_does_not_make_another_drug(ws: Workspace) -> None:
    names = drug_names(ws.catalogue.regimens.values())

    def known(drug: str, order: str = "") -> str:
        return same_drug(ConditioningEntry(1, 1, None, order, drug), names)

    assert known("busulfan") == known("Busulfano EV") == known("", "busulfan-iv")
    assert known("Timoglobulina") == known("ATG di coniglio") == known("", "rabbit-atg-thymoglobulin")
    assert len({known("ATG"), known("Rabbit ATG"), known("Equine ATG"), known("Rituximab"), known("Etoposide")}) == 5


def test_two_records_of_a_drug_on_a_day_both_stand_in_the_grid(ws: Workspace) -> None:
    patient = register(ws, DAY)
    entry = ConditioningEntry(patient, course_id(ws, patient), days(-DAY - 6), "carmustine", "Carmustine")
    with ws.write("conditioning.record") as session:  # as a file of an older program may hold them
        for one in (entry, replace(entry, order_key=""), replace(entry, order_key="", drug="Thiotepa")):
            treatment_store.add_conditioning(session, one)
        treatment_store.add_conditioning(session, replace(entry, order_key="", drug="thiotepa"))
    grid = treatment_board.for_patient(ws, patient).grid
    shown = [square.held.entry.drug for row in grid.rows for square in row.squares.values() if square.held is not None]
    assert sorted(shown) == ["Carmustine", "Carmustine", "Thiotepa", "thiotepa"]


def test_a_day_to_come_cannot_be_confirmed(ws: Workspace) -> None:
    patient = register(ws, -2)  # Day 0 in two days
    held = course_id(ws, patient)
    assert marks(ws, patient, "melphalan") == {-1: Mark.PLANNED}
    with pytest.raises(InputError) as refused:
        treatment.confirm_planned(ws, patient, held, [("melphalan", -1)])
    assert key(refused) == [("given_on", "treatment_in_future")]


@pytest.mark.parametrize(
    ("dose", "said"),
    [
        ("5 mg/kg", "11 mg/kg, above 10 mg/kg"),
        ("4 mg/kg", ""),
        ("350 mg", "a recorded dose states no amount in mg/kg"),
    ],
)
def test_sums_above_the_figures_are_hints(ws: Workspace, dose: str, said: str) -> None:
    patient = register(ws, DAY)
    held, day0 = course_id(ws, patient), days(-DAY)
    atg = ConditioningEntry(patient, held, day0, "rabbit-atg-thymoglobulin", "Rabbit ATG", OrderState.GIVEN, "6 mg/kg")
    treatment.record_given(ws, atg)
    treatment.record_given(ws, replace(atg, given_on=day0 + timedelta(days=1), dose=dose))
    hints = treatment_board.for_patient(ws, patient).grid.hints
    assert [said in hint for hint in hints] == ([True] if said else []), hints


@pytest.mark.parametrize(
    ("names", "dose", "said"),
    [
        (("Cyclophosphamide", "ciclofosfamide ev"), "110 mg/kg", "220 mg/kg, above 200 mg/kg"),
        (("Cyclophosphamide", "Endoxan"), "100 mg/kg", ""),
        (("Thymoglobulin", "rATG"), "5.5 mg/kg", "11.0 mg/kg, above 10 mg/kg"),
    ],
)
def test_drugs_beside_the_regimen_count_in_the_sums(
    ws: Workspace, names: tuple[str, ...], dose: str, said: str
) -> None:
    patient = register(ws, DAY)
    held, day0 = course_id(ws, patient), days(-DAY)
    for ahead, name in enumerate(names):
        given_on = day0 - timedelta(days=5 - ahead)
        treatment.record_given(ws, ConditioningEntry(patient, held, given_on, "", name, OrderState.GIVEN, dose))
    hints = treatment_board.for_patient(ws, patient).grid.hints
    assert [said in hint for hint in hints] == ([True] if said else []), hints


def test_cells_infused_are_held_against_day_0(ws: Workspace) -> None:
    patient = register(ws, DAY)
    cells = InfusionEntry(patient, course_id(ws, patient), Product.HSC, days(-DAY + 1), dose=Decimal("3.9"))
    with pytest.raises(InputError) as refused:
        treatment.record_infusion(ws, cells)
    assert key(refused) == [("infused_on", "infused_not_day0")]
    treatment.record_infusion(ws, cells, confirmed=True)
    board = treatment_board.for_patient(ws, patient)
    assert len(board.hints) == 2  # another day than Day 0, another dose than the transplant's data
    assert "5.2" in board.hints[1]
    assert board.infusions[0].held.entry.timing.value == "not_stated"
    (row,) = board.infusions
    treatment.revise_infusion(ws, row.held.id, row.held.version, cells, confirmed=True)
    with pytest.raises(InputError) as refused:
        treatment.record_infusion(ws, cells)
    assert key(refused) == [("infused_on", "infused_not_day0"), ("infused_on", "infused_twice")]
    (row,) = treatment_board.for_patient(ws, patient).infusions
    treatment.void_infusion(ws, row.held.id, "typed twice", row.held.version)
    assert treatment_board.for_patient(ws, patient).infusions == ()


def test_car_t_cells_keep_grades_and_expansion_and_other_cells_do_not(ws: Workspace) -> None:
    patient = patient_on(ws, "cart-sle", regimen="ld_flu_cy")
    full = InfusionEntry(
        patient, course_id(ws, patient), Product.CAR_T, days(-DAY), "trial product", Decimal("1.0"), target="CD19",
        crs_grade=2, crs_on=days(-4), icans_grade=0, expansion_peak=Decimal(120), expansion_unit="cells/uL",
    )  # fmt: skip
    treatment.record_infusion(ws, full)
    (row,) = treatment_board.for_patient(ws, patient).infusions
    assert "CRS grade 2, Day\u00a0+2" in row.details
    assert "ICANS grade 0" in row.details
    assert cell_reactions.for_patient(ws, patient) == ("CRS grade 2, Day\u00a0+2",)
    printed = summary.summary_data(ws, patient, "en")
    assert plain(printed.cells_given) == "1.0 ×10⁶ CAR T cells/kg, 14 Nov 2026, target CD19"
    assert printed.cell_reactions == ("CRS grade 2, Day\u00a0+2",)
    paper = made(lambda stream: write_summary(printed, stream))
    assert not paper.has("CD34+ dose not recorded")
    assert paper.has("Recorded with the cells: CRS grade 2")
    assert paper.has("Lymphodepletion")
    timeline = overview.overview(ws, patient, TODAY).timeline
    assert timeline.product is Product.CAR_T
    treatment.revise_infusion(ws, row.held.id, row.held.version, replace(full, kind=Product.HSC))
    (row,) = treatment_board.for_patient(ws, patient).infusions
    assert (row.held.entry.crs_grade, row.held.entry.target) == (None, "")
    assert cell_reactions.for_patient(ws, patient) == ()
    assert any("Other cells" in hint for hint in treatment_board.for_patient(ws, patient).hints)


def test_a_regimen_is_approved_as_it_reads_and_withdrawn(ws: Workspace) -> None:
    patient = register(ws, DAY)
    card = treatment_board.for_patient(ws, patient).conditioning
    assert card is not None
    assert not card.approval.is_approved
    # Whoever approves reads the days that the paper will name.
    assert "days −5, −4, −3, −2" in next(line for line in card.lines if line.startswith("Etoposide"))
    assert "day −6" in card.lines[0]
    with pytest.raises(InputError) as refused:
        regimen_approvals.approve(ws, "beam_atg_ms", " ", None)
    assert key(refused) == [("approved_by", "approved_by_missing"), ("approved_on", "approved_on_missing")]
    regimen_approvals.approve(ws, "beam_atg_ms", "Dr Serra", TODAY)
    state = regimen_approvals.state(ws, "beam_atg_ms")
    assert state.is_approved
    assert state.approval is not None
    other = regimen_approvals.text_of(replace(card.regimen, notes=()))
    assert other.sha256 != state.approval.sha256  # another text needs an approval of its own
    assert not regimen_approvals.state(ws, "cy200_ratg6").is_approved
    assert [one.rule_set for one in rule_sets.states(ws)] == list(rule_sets.SETS)
    regimen_approvals.withdraw(ws, state.approval.id, state.approval.version, "new text")
    assert not regimen_approvals.state(ws, "beam_atg_ms").is_approved
    with pytest.raises(KnownError, match="regimen_unknown"):
        regimen_approvals.approve(ws, "nope", "Dr Serra", TODAY)


def test_the_sheet_names_drugs_only_of_an_approved_regimen_and_never_a_dose(ws: Workspace) -> None:
    patient = register(ws, DAY)
    bare = day_sheet.day_sheet_data(ws, patient, "en")
    assert bare.banner.startswith("NOT AN ORDER")
    drugs = {"carmustine", "etoposide", "cytarabine", "melphalan", "atg", "beam", "filgrastim"}
    assert not any(drug in repr(bare).lower() for drug in drugs)
    regimen_approvals.approve(ws, "beam_atg_ms", "Dr Serra", TODAY)
    treatment.confirm_planned(ws, patient, course_id(ws, patient), [("carmustine", -6)])
    # What is not of the approved regimen is not named, whatever somebody typed.
    other = ConditioningEntry(patient, course_id(ws, patient), days(-DAY), "", "Rituximab 500 mg")
    treatment.record_given(ws, other)
    data = day_sheet.day_sheet_data(ws, patient, "en")
    assert data.banner == ""
    named = {plain(day.label): plain(" ".join(day.drugs)) for day in data.days if day.drugs}
    assert named["Day −6"] == "☑ Carmustine"
    assert named["Day −5"] == "☐ Etoposide ☐ Cytarabine"
    assert "Filgrastim" in data.lead[1]
    said = " ".join([*data.lead, *named.values()])
    assert not any(unit in said for unit in ("mg", "m²", "/kg", "300"))
    assert (plain(data.days[0].label), plain(data.days[-1].label)) == ("Day −7", "Day +21")


def test_day_0_on_the_sheet_is_no_infusion_until_one_is_recorded(ws: Workspace) -> None:
    patient = register(ws, DAY)

    def said() -> dict[str, str]:
        return {plain(day.label): day.cells for day in day_sheet.day_sheet_data(ws, patient, "en").days if day.cells}

    assert said() == {"Day 0": "☐ infusion not recorded"}
    entry = InfusionEntry(patient, course_id(ws, patient), Product.HSC, days(1 - DAY))
    treatment.record_infusion(ws, entry, confirmed=True)
    assert said() == {"Day 0": "☐ infusion not recorded", "Day +1": "☑ cells infused"}
    planned = patients.register(ws, replace(ANNA, code="MS-003"), course(-9), distinct=True).patient_id
    assert planned is not None
    assert [day.cells for day in day_sheet.day_sheet_data(ws, planned, "en").days if day.cells] == [
        "☐ infusion planned"
    ]


def test_the_sheet_ends_at_discharge_or_death_and_grows_with_a_long_stay(ws: Workspace) -> None:
    patient = register(ws, 30)
    assert plain(day_sheet.day_sheet_data(ws, patient, "it").days[-1].label) == "Giorno +37"
    states.change(ws, patient, StateChange(StateChangeKind.DIED, days(-20), "sepsis"))
    assert plain(day_sheet.day_sheet_data(ws, patient, "it").days[-1].label) == "Giorno +10"
    nobody = register(ws, None, "MS-002")
    with pytest.raises(KnownError, match="treatment_no_course"):
        day_sheet.day_sheet_data(ws, nobody, "en")


def test_stromal_cells_wait_for_no_engraftment_and_no_vaccine(ws: Workspace) -> None:
    graft, other = register(ws, 200), patient_on(ws, "msc-ms", 200)
    for who in (graft, other):
        low_count(ws, who)
    assert engraftment.for_patient(ws, graft) != ()
    assert engraftment.for_patient(ws, other) == ()
    assert vaccines.for_patient(ws, graft).day0 is not None
    assert vaccines.for_patient(ws, other).day0 is None
    assert therapy_plan.plan(ws, other).proposals == ()
    assert toxicity_phases.by_phase(ws, other).phases is None


def test_stromal_cells_ask_for_no_irradiated_blood_and_no_late_checks(ws: Workspace) -> None:
    other = patient_on(ws, "msc-ms", 400)
    waits = [row for row in late_effects.for_patient(ws, other).rows if row.standing.state.waits]
    assert len(waits) <= 1  # fertility, which counts from no Day 0
    found = irradiation.for_patient(ws, other)
    assert found is not None
    assert "Stromal cells" in " ".join(found.grounds)
    board = treatment_board.for_patient(ws, other)
    assert "no graft" in board.statement
    assert [scan.label for scan in board.scans][:3] == ["Week 4, scan", "Week 12, scan", "Week 24, scan"]


def test_no_graft_failure_is_told_of_cells_that_do_not_engraft(ws: Workspace) -> None:
    rule_sets.approve(ws, rule_sets.ALERTS, "Dr Serra", TODAY)
    for protocol, code in (("ahsct-sle", "A-1"), ("cart-sle", "A-2"), ("msc-ms", "A-3")):
        who = patient_on(ws, protocol, 25, code=code)
        low_count(ws, who)
        fired = {line.rule_id for line in alerts.waiting(ws, who)}
        assert ("anc_not" in fired) is (protocol == "ahsct-sle"), protocol
