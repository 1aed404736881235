"""Long-term checks, fertility and possible pseudo-relapses in a real file: recorded, taken back, undone, on paper."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hsct_desktop.domain.adverse_event import AdverseEventEntry, Grade, GradeStep
from hsct_desktop.domain.fertility import FertilityEntry, FertilityKind, PregnancyOutcome
from hsct_desktop.domain.infection import InfectionCertainty, InfectionEntry
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.late_effect import CheckEntry, CheckResult, LateEffectState
from hsct_desktop.domain.neuro_recheck import RecheckOffer, RecheckOutcome
from hsct_desktop.domain.patient import Sex, StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.visit import AssessmentEntry, AssessmentState, NotDoneReason, VisitEntry, Vitals
from hsct_desktop.services import (
    adverse_events,
    care_plan,
    fertility,
    infections,
    lab_results,
    late_effects,
    neuro_rechecks,
    tasks,
    undo,
    visits,
)
from hsct_desktop.services.late_effects import LongTermRow
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import TODAY, change_state, days, register


@pytest.fixture
def pid(ws: Workspace) -> int:
    """A woman of 41, 400 days after her transplant."""
    return register(ws, 400, sex=Sex.FEMALE)


def row(ws: Workspace, pid: int, item: str) -> LongTermRow:
    return next(one for one in late_effects.for_patient(ws, pid).rows if one.id == item)


def put(ws: Workspace, pid: int, code: str, text: str, on: date = TODAY, unit: str = "") -> None:
    lab_results.put_cells(ws, pid, [CellEntry(code, Sample(on, "07:00"), text, unit)], confirmed=True)


def abnormal(pid: int, **more: object) -> CheckEntry:
    entry = CheckEntry(pid, "thyroid", days(-5), CheckResult.ABNORMAL, Decimal("7.4"), "mIU/L", "TSH raised twice",
                       "Thyroid clinic", days(10))  # fmt: skip
    return replace(entry, **more)  # type: ignore[arg-type]


def test_a_check_is_done_and_its_referral_is_a_task(ws: Workspace, pid: int) -> None:
    assert row(ws, pid, "thyroid").standing.state is LateEffectState.DUE
    saved = late_effects.record(ws, abnormal(pid))
    assert saved.kinds == {"long_term", "task"}
    found = row(ws, pid, "thyroid")
    assert (found.standing.state, found.standing.is_abnormal) == (LateEffectState.DONE, True)
    assert found.standing.due == date(2027, 10, 16)
    assert found.refer.startswith("Thyroid clinic · 30")
    assert "TSH raised twice" in found.last
    put(ws, pid, "TSH", "7.0")
    assert row(ws, pid, "thyroid").refer == found.refer, "a routine result does not end a referral"
    assert [(t.words.split(":")[0], t.due) for t in tasks.for_patient(ws, pid)] == [("Thyroid clinic", days(10))]
    undo.undo(ws, saved.txn)
    assert row(ws, pid, "thyroid").standing.referral is None
    assert not tasks.for_patient(ws, pid)


def test_a_check_is_changed_once_and_taken_back(ws: Workspace, pid: int) -> None:
    saved = late_effects.record(ws, abnormal(pid, refer_to="", referred_on=None))
    assert saved.record_id is not None
    held = late_effects.check_of(ws, saved.record_id)
    late_effects.revise(ws, held.id, held.version, abnormal(pid))
    assert len(tasks.for_patient(ws, pid)) == 1
    with pytest.raises(KnownError, match="stale_row"):
        late_effects.revise(ws, held.id, held.version, abnormal(pid))
    late_effects.revise(ws, held.id, held.version + 1, abnormal(pid, finding="TSH raised"))
    assert len(tasks.for_patient(ws, pid)) == 1, "the same referral is no second task"
    late_effects.void_check(ws, held.id, "wrong patient")
    assert row(ws, pid, "thyroid").standing.last is None


def test_a_result_a_line_of_a_visit_and_a_record_count_as_done(ws: Workspace, pid: int) -> None:
    put(ws, pid, "TSH", "2.1", days(-3))
    found = row(ws, pid, "thyroid")
    assert found.standing.state is LateEffectState.DONE
    assert "TSH 2.1" in found.last.replace("\u00a0", " ")
    line = AssessmentEntry("dental", "Dental check", AssessmentState.DONE)
    visits.record(ws, VisitEntry(pid, days(-2), seen_by="Dr Serra", assessments=(line,)), confirmed=True)
    assert row(ws, pid, "dental").standing.due == date(2027, 10, 16)
    fertility.record(ws, FertilityEntry(pid, FertilityKind.WISH, days(-1), "yes"))
    assert row(ws, pid, "wish").standing.state is LateEffectState.DONE


def say(ws: Workspace, pid: int, item: str, state: AssessmentState, reason: NotDoneReason | None, detail: str) -> int:
    """A visit two days ago with that line; its write."""
    line = AssessmentEntry(item, "As asked", state, reason, detail)
    entry = VisitEntry(pid, days(-2), seen_by="Dr Serra", assessments=(line,))
    return visits.record(ws, entry, confirmed=True).txn


@pytest.mark.parametrize(
    ("state", "reason", "detail", "said", "why"),
    [
        (AssessmentState.NOT_DONE, NotDoneReason.NOT_NEEDED, "", "not done · not needed", "Not needed on 18 Nov 2026"),
        (AssessmentState.ELSEWHERE, None, "Turin", "elsewhere · Turin · report awaited", "Done elsewhere on 18 Nov"),
    ],
)  # fmt: skip
def test_what_a_visit_settled_waits_nowhere(
    ws: Workspace, pid: int, state: AssessmentState, reason: NotDoneReason | None, detail: str, said: str, why: str
) -> None:
    """Page, visit, care plan and letter take the same row; the next occasion stays where Day 0 puts it."""
    before = row(ws, pid, "dental")
    assert before.standing.state.waits
    txn = say(ws, pid, "dental", state, reason, detail)
    found = row(ws, pid, "dental")
    assert not found.standing.state.waits
    assert found.standing.due == date(2027, 10, 16)
    assert found.last.replace("\u00a0", " ").endswith(said)
    assert found.why.replace("\u00a0", " ").startswith(why)
    assert found.label not in late_effects.at_visit(ws, pid)
    assert "late:dental" not in {line.key for line in care_plan.plan(ws, pid).rows}
    undo.undo(ws, txn)
    assert row(ws, pid, "dental").standing == before.standing


def test_who_declined_is_asked_again(ws: Workspace, pid: int) -> None:
    before = row(ws, pid, "dental").standing
    say(ws, pid, "dental", AssessmentState.NOT_DONE, NotDoneReason.DECLINED, "")
    found = row(ws, pid, "dental")
    assert found.standing == before
    assert "declined" in found.last


def test_the_metabolic_syndrome_names_what_is_missing(ws: Workspace, pid: int) -> None:
    put(ws, pid, "TRIG", "2.2")
    put(ws, pid, "GLU", "6.4")
    assert "Waist" in row(ws, pid, "metabolic").syndrome
    assert "1 of 5" in row(ws, pid, "metabolic").syndrome
    assert row(ws, pid, "metabolic").syndrome.endswith("Glucose raised, fasting not recorded.")
    visits.record(
        ws, VisitEntry(pid, TODAY, seen_by="Dr Serra", vitals=Vitals(systolic=135, diastolic=80)), confirmed=True
    )
    assert row(ws, pid, "metabolic").syndrome.startswith("Metabolic syndrome cannot be told: 2 of 5 criteria met")
    put(ws, pid, "WAIST", "80")
    put(ws, pid, "HDL", "1.6")
    assert row(ws, pid, "metabolic").syndrome == (
        "Metabolic syndrome cannot be told: 2 of 5 criteria met, 3 needed. Glucose raised, fasting not recorded."
    )


def test_an_early_result_is_shown_and_closes_nothing(ws: Workspace) -> None:
    fresh = register(ws, 370, "MS-004", sex=Sex.FEMALE, given_name="Ines")
    put(ws, fresh, "FER", "900", days(-360), "ug/L")
    put(ws, fresh, "FSH", "30", days(-344), "IU/L")
    for name in ("iron", "hormones_women"):
        found = row(ws, fresh, name)
        assert found.standing.state is LateEffectState.DUE, name
        assert found.standing.due == date(2026, 11, 15), name
        assert "2025" in found.last, name
    put(ws, fresh, "FER", "120", days(-2), "ug/L")
    assert row(ws, fresh, "iron").standing.state is LateEffectState.DONE


def test_a_man_s_pregnancy_is_refused_and_his_partner_s_is_taken(ws: Workspace) -> None:
    man = register(ws, 400, "MS-002", sex=Sex.MALE, given_name="Ivo")
    with pytest.raises(InputError) as refused:
        fertility.record(ws, FertilityEntry(man, FertilityKind.PREGNANCY, TODAY))
    assert [p.key for p in refused.value.problems] == ["fertility_pregnancy_of_man"]
    began = days(-200)
    saved = fertility.record(ws, FertilityEntry(man, FertilityKind.PARTNER_PREGNANCY, began))
    assert saved.record_id is not None
    birth = FertilityEntry(man, FertilityKind.PARTNER_PREGNANCY, began, "", days(-1), PregnancyOutcome.LIVE_BIRTH)
    fertility.revise(ws, saved.record_id, 1, birth)
    assert "live birth" in fertility.line(ws.wording, fertility.for_patient(ws, man))
    fertility.void_record(ws, saved.record_id, "entered twice")
    assert not fertility.for_patient(ws, man)


def test_sperm_banked_after_mobilisation_asks_once(ws: Workspace) -> None:
    man = register(ws, 400, "MS-002", sex=Sex.MALE)
    late = FertilityEntry(man, FertilityKind.PRESERVATION, days(-420), "sperm")
    with pytest.raises(InputError) as asked:
        fertility.record(ws, late)
    assert all(p.soft for p in asked.value.problems)
    assert fertility.record(ws, late, confirmed=True).record_id
    assert row(ws, man, "preservation").standing.state is LateEffectState.DONE


def test_nothing_is_due_of_whom_nobody_follows(ws: Workspace, pid: int) -> None:
    assert late_effects.due_at(ws, pid)
    change_state(ws, pid, StateChangeKind.DIED)
    assert not late_effects.due_at(ws, pid)
    with ws.read() as session:
        assert not late_effects.plan_rows(ws, session, pid, "en", days(900))


def test_the_care_plan_says_the_days_of_the_page(ws: Workspace, pid: int) -> None:
    page = {r.id: r.standing.due for r in late_effects.for_patient(ws, pid).rows}
    with ws.read() as session:
        plan = late_effects.plan_rows(ws, session, pid, "it", days(400))
    assert len(plan) > 10
    assert all(one.due == page[one.id] for one in plan)
    assert "Visita odontoiatrica" in [one.label for one in plan]


# pseudo-relapse -----------------------------------------------------------------------------------------------------


def worsened(ws: Workspace, pid: int, on: date, grade: int = 2) -> int:
    entry = AdverseEventEntry(pid, "paresthesia", "5.0", on, (GradeStep(on, Grade(grade)),))
    saved = adverse_events.record(ws, entry)
    assert saved.record_id is not None
    return saved.record_id


def fever(ws: Workspace, pid: int, on: date, value: str = "38.6") -> None:
    put(ws, pid, "TEMP", value, on)


def offer_of(ws: Workspace, pid: int) -> RecheckOffer:
    return neuro_rechecks.for_patient(ws, pid).offers[0][0]


def test_a_worsening_beside_fever_becomes_a_task_and_is_concluded(ws: Workspace, pid: int) -> None:
    worsened(ws, pid, days(-2))
    assert not neuro_rechecks.for_patient(ws, pid).offers
    fever(ws, pid, days(-3), "37.9")
    assert not neuro_rechecks.for_patient(ws, pid).offers
    fever(ws, pid, days(-3), "38.0")
    ((offer, text),) = neuro_rechecks.for_patient(ws, pid).offers
    assert text.replace("\u00a0", " ").startswith("Possible pseudo-relapse: Paresthesia on 18 Nov 2026 beside fever")
    saved = neuro_rechecks.accept(ws, pid, offer, days(4))
    assert not neuro_rechecks.for_patient(ws, pid).offers
    assert [(t.due, "afebrile" in t.words) for t in tasks.for_patient(ws, pid)] == [(days(4), True)]
    with pytest.raises(KnownError, match="stale_row"):
        neuro_rechecks.accept(ws, pid, offer, days(4))
    ((held, _),) = neuro_rechecks.for_patient(ws, pid).held
    neuro_rechecks.conclude(ws, held.id, held.version, RecheckOutcome.RESOLVED, TODAY)
    assert not tasks.for_patient(ws, pid)
    with ws.read() as session:
        english = neuro_rechecks.letter_sentence(ws, session, pid, "en")
        italian = neuro_rechecks.letter_sentence(ws, session, pid, "it")
    assert english.endswith("pseudo-relapse.")
    assert "pseudo-ricaduta" in italian
    undo.undo_last(ws)
    undo.undo(ws, saved.txn)
    assert neuro_rechecks.for_patient(ws, pid).offers


def test_a_dismissed_offer_stays_away_until_it_gets_worse_again(ws: Workspace, pid: int) -> None:
    worsened(ws, pid, days(-4))
    infections.record(ws, InfectionEntry(pid, days(-6), certainty=InfectionCertainty.PROBABLE, site="Lung"))
    with pytest.raises(InputError):
        neuro_rechecks.dismiss(ws, pid, offer_of(ws, pid), " ")
    neuro_rechecks.dismiss(ws, pid, offer_of(ws, pid), "new lesion on MRI")
    found = neuro_rechecks.for_patient(ws, pid)
    assert not found.offers
    assert "new lesion on MRI" in found.held[0][1]
    with ws.read() as session:
        assert neuro_rechecks.letter_sentence(ws, session, pid, "en") == ""
    worsened(ws, pid, days(-1), 3)
    assert len(neuro_rechecks.for_patient(ws, pid).offers) == 1


def test_what_worsened_long_ago_and_other_toxicities_are_not_offered(ws: Workspace, pid: int) -> None:
    worsened(ws, pid, days(-61))
    fever(ws, pid, days(-61))
    nausea = AdverseEventEntry(pid, "nausea", "5.0", days(-1), (GradeStep(days(-1), Grade(2)),))
    adverse_events.record(ws, nausea)
    fever(ws, pid, days(-1))
    assert not neuro_rechecks.for_patient(ws, pid).has_any


def test_the_ward_of_practice_tells_the_long_term_stories(practised: Workspace) -> None:
    from hsct_desktop.services import patients

    by_code = {hit.code: hit.id for hit in patients.browse(practised)}
    assert row(practised, by_code["SSC-0105"], "thyroid").standing.is_abnormal
    assert row(practised, by_code["SSC-0123"], "bone").standing.state is LateEffectState.OVERDUE
    assert row(practised, by_code["CIDP-0109"], "preservation").standing.state is LateEffectState.DONE
    assert any(r.is_open_pregnancy for r in fertility.for_patient(practised, by_code["MS-0107"]))
    assert len(neuro_rechecks.for_patient(practised, by_code["MS-0114"]).offers) == 1


def test_a_visit_is_told_what_it_does_not_ask_for(ws: Workspace, pid: int) -> None:
    text = late_effects.at_visit(ws, pid)
    assert "long-term items due at this visit" in text
    assert text.endswith("more")
    asked = [line for item in ws.catalogue.late_effects.values() for line in item.assessments]
    left = late_effects.at_visit(ws, pid, asked)
    assert left.startswith("4 long-term items"), left
    assert "Quality of life" in left
    ws.language = "it"
    assert "controlli a lungo termine" in late_effects.at_visit(ws, pid)
    fresh = register(ws, 20, "MS-009", given_name="Rita")
    assert late_effects.at_visit(ws, fresh) == ""
