"""The plan in words: one date everywhere, combinations under one name on paper, conditions once, the GP's language."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.professional import ProfessionalEntry, ProfessionalKind
from hsct_desktop.domain.rule_facts import Truth
from hsct_desktop.domain.vaccination import VaccinationEntry
from hsct_desktop.domain.vaccine import VaccineDecision, VaccineStatus
from hsct_desktop.pictures.vaccines import DoseSign
from hsct_desktop.services import lab_results, patients, professionals, vaccine_board, vaccine_printing, vaccines
from hsct_desktop.services.vaccine_board import Group, VaccineBoard
from hsct_desktop.services.workspace import Workspace
from tests.documents.reading import read
from tests.services.ward import days, register


def give(ws: Workspace, pid: int, vaccine: str, on: int, **more: object) -> None:
    entry = VaccinationEntry(pid, vaccine, days(on), lot="A21CE55", given_by="GP Dr Melis")
    vaccines.record(ws, replace(entry, **more), confirmed=True)  # type: ignore[arg-type]


def board(ws: Workspace, pid: int, language: str = "en") -> VaccineBoard:
    return vaccine_board.board(vaccines.for_patient(ws, pid), ws.catalogue.vaccines, wording(language))


@pytest.fixture
def pid(ws: Workspace) -> int:
    """A patient twelve months after Day 0 with a series begun, one dose too early, and a pneumococcal series."""
    who = register(ws, 371)
    for on in (-180, -164, -130):
        give(ws, who, "hexavalent", on)
    for on in (-270, -230, -190):
        give(ws, who, "pcv20", on)
    return who


def test_tab_plan_and_paper_say_the_same_dates(ws: Workspace, pid: int) -> None:
    plan, found = vaccines.for_patient(ws, pid), board(ws, pid)
    data = vaccine_printing.plan_data(ws, pid, "en")
    words = paper_wording("en", table=True)
    assert plan.due
    for line in plan.due:
        dose = line.next
        assert dose is not None
        (mark,) = [mark for mark in found.series[line.series.id].facts.doses if mark.sign is DoseSign.DUE]
        assert (mark.on, mark.until) == (dose.due_from, dose.due_to)
        assert dose.due_from is not None
        assert dose.due_to is not None
        span = words.range(dose.due_from, dose.due_to)
        if line.status is VaccineStatus.OVERDUE:
            span = words.date(dose.due_to)
        assert any(span in row.planned and row.due for part in data.series for row in part.doses)
        assert any(span in said for said in data.due)


def test_every_series_stands_in_one_group_and_the_titles_count_their_rows(ws: Workspace, pid: int) -> None:
    found = board(ws, pid)
    assert found.planner is not None
    for group in found.planner.groups:
        assert group.title.endswith(f", {len(group.rows)}")
    assert sorted(row.id for row in found.planner.rows) == sorted(found.series)
    assert {vaccine_board.group_of(one.line) for one in found.series.values()} >= {Group.DUE, Group.ASKS, Group.HELD}


def test_a_dose_that_does_not_count_is_listed_with_its_reason(ws: Workspace, pid: int) -> None:
    lines = board(ws, pid).series["dtap"].given
    assert [line.number for line in lines] == ["1", "–", "2"]
    assert lines[1].said.startswith("Too early, not counted")
    assert [line.product for line in lines] == ["Hexavalent DTaP-IPV-Hib-HBV"] * 3
    assert lines[0].month == "6.3"
    assert board(ws, pid, "it").series["dtap"].given[0].month == "6,3"


def test_the_summary_counts_what_counts_and_what_does_not(ws: Workspace, pid: int) -> None:
    assert board(ws, pid).series["dtap"].summary.startswith("2 given, 1 not counted, dose 3 due")


def test_parts_of_a_combination_with_the_same_doses_stand_together_on_paper(ws: Workspace, pid: int) -> None:
    data = vaccine_printing.plan_data(ws, pid, "en")
    names = [part.name for part in data.series]
    assert "DTaP + IPV + Hib" in names
    (together,) = [part for part in data.series if part.name == "DTaP + IPV + Hib"]
    assert [row.number for row in together.doses] == ["1", "–", "2", "3"]
    assert together.doses[0].batch == "Hexavalent · A21CE55"
    assert together.doses[1].void
    assert together.doses[3].due


def test_conditions_of_live_vaccines_stand_once_each(ws: Workspace, pid: int) -> None:
    data = vaccine_printing.plan_data(ws, pid, "en")
    assert data.live is not None
    asks = [condition.asks for condition in data.live.conditions]
    assert len(asks) == len(set(asks))
    assert "24 months since Day 0" in asks
    assert data.live.conditions[0].state == "not_met"
    assert "Measles, mumps, rubella" in data.live.names
    held = vaccines.for_patient(ws, pid).line("mmr").next
    assert held is not None
    assert data.live.not_before == held.earliest


def test_a_held_row_counts_what_is_not_met_and_what_is_not_known(ws: Workspace, pid: int) -> None:
    one = board(ws, pid).series["mmr"]
    truths = [verdict.truth for verdict in one.line.conditions]
    assert f"{truths.count(Truth.NO)} not met" in one.facts.why
    assert f"{truths.count(Truth.UNKNOWN)} unknown" in one.facts.why
    assert one.facts.held_until is not None
    assert one.facts.earliest is None


def test_what_was_decided_is_printed_with_its_reason(ws: Workspace, pid: int) -> None:
    vaccines.decide(ws, pid, "hpv", VaccineDecision.LEAVE_OUT, reason="not offered at this age")
    data = vaccine_printing.plan_data(ws, pid, "en")
    assert any("not offered at this age" in said for said in data.left_out)
    assert not any("Papillomavirus" in said for said in data.open_questions)
    assert any("Hepatitis A" in said for said in data.open_questions)
    assert board(ws, pid).series["hpv"].facts.kind == "quiet"


def test_the_plan_speaks_the_language_of_the_gps_letters(ws: Workspace, pid: int, tmp_path: Path) -> None:
    card = professionals.add(ws, ProfessionalEntry("Dr Melis", ProfessionalKind.GP, letter_language="it"))
    entry, version = patients.entry_of(ws, pid)
    patients.revise(ws, pid, version, replace(entry, gp_id=card.record_id))
    page = read(vaccine_printing.vaccine_plan(ws, pid, tmp_path / "plan.pdf").read_bytes())
    assert page.has("Piano vaccinale dopo trapianto")
    assert page.has("Dr Melis")
    assert len(page.pages) <= 2
    english = read(vaccine_printing.vaccine_plan(ws, pid, tmp_path / "plan-en.pdf", "en").read_bytes())
    assert english.has("Vaccine plan after stem-cell transplant")
    assert english.has("A21CE55")


def test_another_guideline_prints_its_own_source(ws: Workspace, pid: int) -> None:
    assert vaccine_printing.plan_data(ws, pid, "en").variant == "ECIL-7"
    other = vaccine_printing.plan_data(ws, pid, "en", "agiho")
    assert other.variant == "AGIHO"
    assert "PMC6005139" in other.source


def test_without_day_0_there_is_neither_picture_nor_paper(ws: Workspace, tmp_path: Path) -> None:
    who = register(ws, None, "MS-002")
    assert board(ws, who).planner is None
    with pytest.raises(KnownError, match="vaccines_no_day0"):
        vaccine_printing.vaccine_plan(ws, who, tmp_path / "plan.pdf")
    assert not (tmp_path / "plan.pdf").exists()


@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("day", [5, 95, 200, 371, 760, 2000])
def test_every_text_is_there_at_every_time(ws: Workspace, language: str, day: int) -> None:
    who = register(ws, day)
    give(ws, who, "pcv13", -2)
    found = board(ws, who, language)
    for one in found.series.values():
        assert one.facts.why
        assert one.facts.state
        assert one.summary
        assert one.reasons
        assert all(fact.asks and fact.found for fact in one.reasons)
        assert one.line.status is not VaccineStatus.NEVER
    assert vaccine_printing.plan_data(ws, who, language).series


def test_what_is_due_but_delayed_says_so_in_its_state_and_before_its_day(ws: Workspace, pid: int) -> None:
    before = {key: one.facts for key, one in board(ws, pid).series.items() if one.line.status.is_due}
    assert all("delayed" not in facts.state for facts in before.values())
    lab_results.put_cells(ws, pid, [CellEntry("PLT", Sample(days(-3), ""), "42")], confirmed=True)
    after = board(ws, pid).series
    for key, facts in before.items():
        now = after[key].facts
        assert now.state == {"due now": "due, delayed", "overdue": "overdue, delayed"}[facts.state]
        assert (now.kind, now.why.startswith("Delayed: platelets below")) == ("wait", True)
    assert all("delayed" not in one.facts.state for key, one in after.items() if key not in before)


def test_a_held_dose_is_never_drawn_in_the_past(ws: Workspace) -> None:
    who = register(ws, 1200)
    found = board(ws, who)
    line = found.series["mmr"]
    assert line.is_held
    assert line.facts.held_until is not None
    assert line.facts.held_until < found.plan.on
    days_of = [mark.on for mark in line.facts.doses]
    assert days_of[0] == found.plan.on
    assert days_of == sorted(days_of)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "8.9 g/L, {}: does not delay"), ("it", "8,9 g/L, {}: non rinvia")]
)
def test_paper_says_what_was_looked_at_and_whether_it_delays(ws: Workspace, language: str, said: str) -> None:
    who = register(ws, 371)
    cells = [CellEntry("IGG", Sample(days(-3), ""), "8.9 g/L"), CellEntry("PLT", Sample(days(-3), ""), "42")]
    lab_results.put_cells(ws, who, cells, confirmed=True)
    data = vaccine_printing.plan_data(ws, who, language)
    checked = {name: found.replace("\u00a0", " ") for name, found in data.checked}
    on = paper_wording(language, table=True).date(days(-3)).replace("\u00a0", " ")
    assert checked["IgG"] == said.format(on)
    assert len(data.delaying) == 1
