"""The outcomes panel of a patient in a real file, in both languages; the literature beside it."""

from dataclasses import replace
from datetime import date

import pytest

from hsct_desktop.catalogue import outcome_words
from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.disease_course import CourseAssessment, CourseScan, DiseaseCourse
from hsct_desktop.domain.disease_modifying_therapy import DiseaseModifyingTherapyEntry, DmtStatus
from hsct_desktop.domain.mri import MriEntry
from hsct_desktop.domain.neda import Neda, State
from hsct_desktop.domain.outcome_settings import OutcomeSettings, Preset, ReferenceDay
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.relapse import RelapseEntry
from hsct_desktop.services import disease_course, outcomes, settings
from hsct_desktop.services.outcomes import Figure, OutcomePanel
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import disease_modifying_therapy, mri, relapse, transplant
from tests.services.test_disease_course import fill, known
from tests.services.ward import course, days, register


@pytest.fixture
def pid(ws: Workspace) -> int:
    """Day +800: two good years, re-baselined."""
    found = register(ws, 800)
    fill(ws, found, days(-800))
    return found


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def figure(panel: OutcomePanel, name: str) -> Figure:
    return next(one for one in (*panel.at_horizons, *panel.figures) if one.name == name)


def test_the_panel_says_what_holds_and_what_it_rests_on(ws: Workspace, pid: int) -> None:
    panel = outcomes.panel(ws, pid, 24)
    assert panel.neda is not None
    assert (panel.neda.verdict.neda3, panel.neda.said) == (Neda.NEDA, "no evidence of activity")
    assert [(line.title, line.said) for line in panel.neda.components] == [
        ("Relapses", "none"), ("EDSS worsening", "none"), ("MRI", "clear"),
    ]  # fmt: skip
    visits = [plain(line.text) for line in panel.neda.components[1].evidence]
    assert visits == ["EDSS 4.5, 08 Sep 2024 (reference)", "EDSS 3.0, 08 Sep 2025", "EDSS 3.0, 08 Sep 2026"]
    assert figure(panel, "neda3_24").value == "yes"
    assert (figure(panel, "neda3_60").value, figure(panel, "neda3_60").state) == ("cannot tell", State.UNKNOWN)
    assert figure(panel, "best_edss").value == "3.0, from 4.5"
    assert plain(figure(panel, "improvement").value) == "08 Sep 2025"
    assert figure(panel, "plain_improvement").value == "yes"
    assert figure(panel, "drug_free").value == "yes"
    assert figure(panel, "rate_after").value == "0.00 a year"
    assert figure(panel, "relapse_free").value == "2.0 years so far"


@pytest.mark.parametrize(("day", "months"), [(1, 12), (365, 12), (366, 24), (731, 60), (1826, 60), (4000, 60)])
def test_the_panel_opens_at_the_next_horizon(ws: Workspace, day: int, months: int) -> None:
    panel = outcomes.panel(ws, register(ws, day))
    assert panel.horizon_months == months
    assert [figure.name for figure in panel.at_horizons] == ["neda3_12", "neda3_24", "neda3_60"]


def test_nothing_is_awaited_of_the_dead(ws: Workspace) -> None:
    pid = register(ws, 300)
    dead = replace(disease_course.of_patient(ws, pid), died_on=days(-60))
    panel = outcomes.panel_of(ws, dead, 24)
    assert panel.neda is not None
    assert {line.said for line in panel.neda.components} == {"cannot tell"}
    assert panel.neda.said == "cannot tell"
    assert figure(panel, "improvement").value == "cannot tell"
    assert "died" in panel.neda.components[2].why
    assert "died" in panel.neda.why


def test_the_panel_speaks_italian(ws: Workspace, pid: int) -> None:
    panel = outcomes.panel(ws, pid, 24, words=wording("it"))
    assert panel.neda is not None
    assert [line.said for line in panel.neda.components] == ["nessuna", "nessuno", "negativa"]
    assert figure(panel, "best_edss").value == "3,0, da 4,5"
    assert "RM di riferimento" in panel.settings_text


def test_activity_is_named_with_its_day(ws: Workspace, pid: int) -> None:
    with ws.write("patient.revise") as session:
        relapse.add(session, RelapseEntry(pid, known(days(-300))))
        mri.add(session, MriEntry(pid, known(days(-200)), new_t2=2, gd=1))
        drug = DiseaseModifyingTherapyEntry(pid, "ocr", "", known(days(-100)), None, DmtStatus.RUNNING)
        disease_modifying_therapy.add(session, drug)
    panel = outcomes.panel(ws, pid, 24)
    assert panel.neda is not None
    assert [line.state for line in panel.neda.components] == [State.BROKEN, State.HELD, State.BROKEN]
    assert plain(panel.neda.components[0].why) == "1 relapse after Day 0, on 24 Jan 2026 (Day +500)"
    assert plain(panel.neda.components[2].why) == "Scan of 04 May 2026: 2 new or enlarging T2, 1 Gd+"
    assert plain(panel.neda.components[2].evidence[-2].text) == "Scan 04 May 2026: 2 new or enlarging T2, 1 Gd+"
    assert figure(panel, "without_therapy").why == "Ocrelizumab was given after Day 0"
    assert figure(panel, "failure").value == "1.4 years"


def test_a_relapse_treatment_is_no_therapy_of_the_disease(ws: Workspace, pid: int) -> None:
    with ws.write("patient.revise") as session:
        pulse = DiseaseModifyingTherapyEntry(pid, "ster", "", known(days(-100)), known(days(-97)))
        disease_modifying_therapy.add(session, pulse)
    assert figure(outcomes.panel(ws, pid), "without_therapy").state is State.HELD


def test_before_day_0_nothing_is_counted(ws: Workspace) -> None:
    panel = outcomes.panel(ws, register(ws, -20))
    assert (panel.neda, panel.at_horizons, panel.figures) == (None, (), ())
    assert plain(panel.why) == "Day 0 is planned for 10 Dec 2026: nothing is counted yet"
    year = CourseAssessment(6, 1, PartialDate(2026), 3.5)
    course = replace(panel.course, assessments=(year,), scans=(CourseScan(6, 1, PartialDate(2026, 12)),))
    assert plain(outcomes.panel_of(ws, course).why).split("; ") == [
        "Day 0 is planned for 10 Dec 2026: nothing is counted yet",
        "The EDSS 3.5 of 2026 is left out, since from Day 0 on the day must be known: complete its date",
        "The scan of 12/2026 is left out, since from Day 0 on the day must be known: complete its date",
    ]
    unknown = outcomes.panel(ws, register(ws, None, "MS-003"))
    assert unknown.why == "Day 0 is not known yet"
    without = outcomes.panel(ws, register(ws, None, "MS-002"))
    assert without.neda is None


def test_the_units_decisions_change_the_result_and_are_named(ws: Workspace, pid: int) -> None:
    settings.put_all(ws, {"outcomes.rebaseline": "0", "outcomes.horizon": "24"})
    panel = outcomes.panel(ws, pid)
    assert panel.neda is not None
    assert (panel.horizon_months, panel.neda.verdict.neda3) == (24, Neda.EDA)
    assert "MRI counted from the last scan before Day 0" in panel.settings_text


@pytest.mark.parametrize("preset", Preset)
@pytest.mark.parametrize("reference", ReferenceDay)
def test_every_setting_has_its_words(ws: Workspace, preset: Preset, reference: ReferenceDay) -> None:
    held = OutcomeSettings(preset=preset, reference=reference, rebaseline_months=0, needs_gadolinium=False)
    for language in ("en", "it"):
        panel = outcomes.panel_of(ws, DiseaseCourse(1, settings=held), words=wording(language))
        assert len(set(panel.settings)) == 9


def test_every_reason_has_its_sentence() -> None:
    """Keys of reasons stand in the domain; each has words, with placeholders that the domain fills."""
    import ast

    from hsct_desktop.catalogue.wording import Wording
    from hsct_desktop.resource import resource

    package = resource("i18n").parent.parent / "hsct_desktop" / "domain"
    keys = set()
    for name in ("neda", "neda_horizon", "neda_clinical", "neda_mri", "neda_brain", "outcomes", "remission"):
        for node in ast.walk(ast.parse((package / f"{name}.py").read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Reason", "_untold") and node.args:
                keys |= {part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant)} - {None}
    english: Wording = wording("en")
    assert len(keys) > 40
    missing = {
        key for key in keys if not english.has(f"outcomes.why.{key}") and not english.has(f"outcomes.why.{key}.one")
    }
    assert missing == set()


def test_the_course_in_question_can_be_an_earlier_one(ws: Workspace, pid: int) -> None:
    with ws.write("patient.revise") as session:
        transplant.add(session, pid, course(100), "1", None)
        mri.add(session, MriEntry(pid, known(days(-50)), new_t2=3, gd=1))
    latest = disease_course.of_patient(ws, pid)
    assert latest.transplant is not None
    assert (latest.transplant.number, latest.day0, latest.until) == (2, days(-100), None)
    first_id = latest.transplants[0].id
    first = disease_course.of_patient(ws, pid, first_id)
    assert (first.day0, first.until) == (days(-800), days(-131))
    early = outcomes.panel(ws, pid, 12, transplant_id=first_id)
    assert early.neda is not None
    assert early.neda.verdict.neda3 is Neda.NEDA
    late = outcomes.panel(ws, pid, 24, transplant_id=first_id)
    assert late.neda is not None
    assert late.neda.said == "cannot tell"
    assert "next transplant" in late.neda.why


def test_published_results_of_the_patients_group(ws: Workspace, pid: int) -> None:
    held = disease_course.of_patient(ws, pid)
    rows = outcomes.literature(ws, held)
    assert [row.id for row in rows][:2] == ["boffa_2021", "das_2021"]  # BEAM-ATG
    assert rows[0].deaths == ""  # not checked, so not shown
    assert all(row.results and row.source for row in rows)
    italian = outcomes.literature(ws, held, wording("it"))
    assert [row.results for row in italian] != [row.results for row in rows]
    assert outcomes.literature(ws, replace(held, disease_id="sle")) == ()
    assert held.transplant is not None
    for other in ("msc-ms", "cart-sle"):  # other cells: nothing of stem cells is comparable
        assert outcomes.literature(ws, replace(held, transplant=replace(held.transplant, protocol_id=other))) == ()


def test_the_studies_name_diseases_forms_and_regimens_that_exist() -> None:
    catalogue = Catalogue()
    forms = {form.id for form in catalogue.diseases["ms"].phenotypes}
    for study in catalogue.literature.values():
        assert study.diseases <= set(catalogue.diseases)
        assert study.phenotypes <= forms
        assert study.regimens <= set(catalogue.regimens)


def test_a_month_before_day_0_is_told_as_such(ws: Workspace, pid: int) -> None:
    with ws.write("patient.revise") as session:
        month = PartialDate(days(-800).year, days(-800).month)
        relapse.add(session, RelapseEntry(pid, month))
    panel = outcomes.panel(ws, pid, 24)
    assert panel.neda is not None
    assert panel.neda.components[0].state is State.UNKNOWN
    assert (
        panel.neda.components[0].evidence[0].text == "Relapse 09/2024 (cannot tell): date known by month or year only"
    )
    assert "A relapse of 09/2024 may lie" in panel.neda.components[0].why


@pytest.mark.parametrize(("language", "why", "said"), [
    ("en", "The EDSS 3.5 of 09/2024 may lie before or after Day 0", "EDSS 3.5, 09/2024 (left out)"),
    ("it", "L'EDSS 3,5 del 09/2024 può precedere o seguire il giorno 0", "EDSS 3,5, 09/2024 (escluso)"),
])  # fmt: skip
def test_an_edss_of_the_month_of_day_0_is_left_out_and_named(ws: Workspace, language: str, why: str, said: str) -> None:
    held = disease_course.of_patient(ws, register(ws, 800))
    month = CourseAssessment(7, 1, PartialDate(days(-800).year, days(-800).month), 3.5)
    later = CourseAssessment(8, 1, known(days(-100)), 3.0)
    panel = outcomes.panel_of(ws, replace(held, assessments=(month, later)), 24, wording(language))
    assert panel.neda is not None
    line = panel.neda.components[1]
    assert (line.state, plain(line.why)[: len(why)]) == (State.UNKNOWN, why)
    assert plain(line.evidence[-1].text).startswith(said)
    # With another reference it is left out all the same, and each figure that rests on the EDSS says so.
    before = CourseAssessment(6, 1, known(days(-830)), 3.5)
    panel = outcomes.panel_of(ws, replace(held, assessments=(before, month, later)), 24, wording("en"))
    assert panel.neda is not None
    assert (panel.neda.components[1].state, figure(panel, "plain_improvement").value) == (State.HELD, "cannot tell")
    for text in (panel.neda.components[1].why, figure(panel, "last_edss").why, figure(panel, "plain_improvement").why):
        assert "; The EDSS 3.5 of 09/2024 is left out" in text


def test_what_lies_ahead_is_not_told_as_missing(ws: Workspace) -> None:
    held = disease_course.of_patient(ws, register(ws, 20))
    held = replace(held, assessments=(CourseAssessment(6, 1, known(days(-40)), 3.5),))
    panel = outcomes.panel_of(ws, held, 12)
    assert panel.neda is not None
    assert plain(panel.neda.components[1].why).startswith("No EDSS after Day 0 yet; one is needed between")


@pytest.mark.parametrize(
    ("days_", "said"),
    [
        (0, "0 days"), (1, "1 day"), (27, "27 days"), (28, "1 month"), (31, "1 month"), (58, "1 month"),
        (59, "2 months"), (62, "2 months"), (181, "6 months"), (184, "6 months"), (334, "11 months"),
        (364, "11 months"), (365, "1 year"), (366, "1 year"), (400, "1.1 years"), (729, "2.0 years"),
        (730, "2.0 years"), (731, "2.0 years"), (1826, "5.0 years"),
    ],
)  # fmt: skip
def test_times_as_people_say_them(days_: int, said: str) -> None:
    assert outcome_words.duration(wording("en"), days_) == said


def test_every_run_of_whole_months_is_that_many() -> None:
    for number in range(1, 12):
        for month in range(1, 13):
            first = date(2025, month, 1)
            last = date(2025 + (month + number - 1) // 12, (month + number - 1) % 12 + 1, 1)
            said = "1 month" if number == 1 else f"{number} months"
            assert outcome_words.duration(wording("en"), (last - first).days) == said


def test_a_rate_names_the_days_that_it_counts(ws: Workspace, pid: int) -> None:
    panel = outcomes.panel(ws, pid, 24)
    assert plain(figure(panel, "rate_after").why) == "0 relapses in 2.0 years (12 Sep 2024 to 08 Sep 2026)"
    assert plain(figure(panel, "rate_1").why) == "0 relapses in 1 year (13 Sep 2023 to 11 Sep 2024)"
