"""A letter of an earlier day, or of a discharge, tells what held then: what came later is not there yet."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.documents.letter_inputs import Rows
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.services import (
    care_plan,
    letter_call,
    letter_facts,
    letter_fertility,
    letter_medicines,
    letter_plan,
    letter_vaccines,
    letters,
    patient_plan,
)
from hsct_desktop.services.workspace import Workspace
from tests.services.conftest import open_workspace
from tests.services.letters import asked, lines, number, plain

NEUROLOGIST, GP, PATIENT, DISCHARGE, ANNUAL = LetterKind


@pytest.fixture(scope="module")
def ward(practice_ward: Path, tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Iterator[Workspace]:
    """The practice ward, only read."""
    path = shutil.copy(practice_ward, tmp_path_factory.mktemp("letter_day") / "ward.hsct")
    opened = open_workspace(Path(path), catalogue)
    yield opened
    opened.store.close()


# who is followed ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "on", "state"),
    [
        ("MS-0120", date(2026, 8, 27), FollowUp.FOLLOWED),
        ("MS-0120", date(2026, 9, 1), FollowUp.DEAD),
        ("MS-0122", date(2025, 3, 15), FollowUp.FOLLOWED),
        ("MS-0122", None, FollowUp.LOST),
    ],
)
def test_the_follow_up_is_that_of_the_letters_day(ward: Workspace, code: str, on: date | None, state: FollowUp) -> None:
    """Who died or was lost later has a plan, vaccines and a number to call in a letter of before."""
    with asked(ward, number(ward, code), on=on) as ask:
        followed = state is FollowUp.FOLLOWED
        assert letter_facts.state_on(ask) is state
        assert (letter_facts.is_followed(ask), letter_facts.is_dead(ask)) == (followed, state is FollowUp.DEAD)
        if state is not FollowUp.LOST:  # who was lost is to be found: that the plan says otherwise
            assert (letter_plan.section(ask) is not None) is followed
            assert (letter_call.call(ask) is not None) is followed
        assert (letter_vaccines.section(ask) is None) is (state is FollowUp.DEAD)


def test_of_who_died_later_nothing_was_taken_until_death_yet(ward: Workspace) -> None:
    with asked(ward, number(ward, "MS-0120"), on=date(2026, 8, 27)) as ask:
        section = letter_medicines.section(ask)
    assert section is not None
    assert isinstance(section.blocks[0], Rows)


# vaccines -------------------------------------------------------------------------------------------------------


def told(ws: Workspace, part: ModuleType, code: str, kind: LetterKind = NEUROLOGIST, **more: object) -> str:
    """All that a section says, its tables row by row; "" where there is none."""
    with asked(ws, number(ws, code), kind=kind, **more) as ask:  # type: ignore[arg-type]
        section = part.section(ask)
    blocks = section.blocks if section is not None else ()
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Rows):
            found += [" | ".join(map(plain, row)) for row in block.rows]
        else:
            found += lines(replace(section, blocks=(block,)))
    return "\n".join(found).replace("*", "")


def test_doses_that_are_due_are_not_asked_for_while_something_puts_them_off(ward: Workspace) -> None:
    """Platelets of 42 the day before: no reader is told to inject, each that nobody does until the unit says so."""
    named = "PCV + Hib + COVID-19 + zoster, dose 1"
    brief = told(ward, letter_vaccines, "MS-0106")
    assert f"Due, but do not give until we say so: {named}" in brief
    assert "Put off because of: platelets below 50 ×10⁹/L, no intramuscular injection (42 ×10⁹/L, 19 Nov 2026)" in brief
    table = told(ward, letter_vaccines, "MS-0106", GP)
    assert "PCV + Hib + COVID-19 + zoster | 1 | put off: do not give until we say so" in table
    assert "Doses that are due: do not give until we say so." in table
    plan = told(ward, letter_plan, "MS-0106")
    assert f"until we say so | Do not give for now the vaccines that are due: {named} | GP" in plan
    everything = "\n".join((brief, table, plan, told(ward, letter_plan, "MS-0106", GP)))
    assert "Due now" not in everything
    assert "now | Vaccines" not in everything


def test_the_gps_box_and_the_patients_own_plan_say_so_too(ward: Workspace) -> None:
    with asked(ward, number(ward, "MS-0106"), kind=GP) as ask:
        whats = [(line.when, line.what) for line in letter_plan.reader_tasks(ask)]
    assert whats[0] == ("until we say so", "Do not give the vaccines marked as put off in the table")
    said = [plain(line) for line in patient_plan.patient_plan_data(ward, number(ward, "MS-0106"), "it").vaccines]
    assert said[0].startswith("*Per ora no:* pneumococco")
    assert said[0].endswith("Non si faccia vaccinare finché non Glielo diciamo noi.")
    assert not any("Adesso" in line for line in said)


def test_the_care_plan_does_not_ask_for_them_either(ward: Workspace) -> None:
    texts = [row.text for row in care_plan.plan(ward, number(ward, "MS-0106")).rows if row.key.startswith("vaccines_")]
    assert texts[0].startswith("Do not vaccinate until the unit says so, although due: PCV 1")
    assert any(text.startswith("Before vaccinating ask the unit: platelets below 50") for text in texts)


def test_a_decision_on_vaccines_is_not_told_before_its_day(ward: Workspace) -> None:
    assert "plans no vaccines" in told(ward, letter_vaccines, "MS-0107")
    assert "plans no vaccines" not in told(ward, letter_vaccines, "MS-0107", on=date(2023, 2, 1))


def test_a_discharge_letter_has_the_vaccines_of_the_day_of_discharge(ward: Workspace) -> None:
    assert "Complete (last dose)" in told(ward, letter_vaccines, "MS-0112", GP)
    at_discharge = told(ward, letter_vaccines, "MS-0112", DISCHARGE)
    assert at_discharge.startswith("No vaccine dose is recorded since the transplant. Next: zoster, dose 1 (14 Jan")


# medicines ------------------------------------------------------------------------------------------------------


def test_before_day_0_no_drug_is_told_that_was_started_for_what_came_later(ward: Workspace) -> None:
    day = told(ward, letter_medicines, "MS-0101", on=date(2026, 8, 15))
    assert "Levofloxacin | 500 mg once a day, by mouth | 12 Aug 2026 | no day set; rule: ANC > 0.5" in day
    assert "23 Aug 2026" not in day, "its stop came later and was not planned"
    assert not {"Meropenem", "Valganciclovir", "Filgrastim"} & set(re.findall(r"^\w+", day, re.M))


def test_a_drug_for_the_disease_runs_from_its_start_to_its_stop(ward: Workspace) -> None:
    assert "Ocrelizumab" in told(ward, letter_medicines, "MS-0122")
    assert "Ocrelizumab" not in told(ward, letter_medicines, "MS-0122", on=date(2025, 3, 15))


def test_a_discharge_letter_has_the_medicines_of_the_day_of_discharge(ward: Workspace) -> None:
    """Those of that day are taken, what was stopped years later is not stopped yet, nobody asks for a stop."""
    with asked(ward, number(ward, "MS-0112"), kind=DISCHARGE) as ask:
        section = letter_medicines.section(ask)
        assert section is not None
        assert isinstance(section.blocks[0], Rows)
        assert [plain(row[0]) for row in section.blocks[0].rows] == [
            "*Aciclovir*", "*Ursodeoxycholic acid*", "*Co-trimoxazole*",
        ]  # fmt: skip
        assert plain(section.blocks[0].rows[0][3]).startswith("14 Nov 2026; not before month 12")
        assert not [one for one in ask.missing if one.key == "medicine_stop_passed"]
    assert "May 2026" not in "".join(lines(replace(section, blocks=section.blocks[1:])))


def test_a_rule_is_met_only_by_what_the_record_shows_and_else_told_in_whole(ward: Workspace) -> None:
    """Of a rule with alternatives the one that was met; a stop "at engraftment" before it is listed."""
    assert "levofloxacin (23 Aug 2026), stop rule met (meropenem being given)" in told(
        ward, letter_medicines, "MS-0101", DISCHARGE
    )
    assert "stop rule met (ANC 1.5 ×10⁹/L on 23 Apr 2026)" in told(ward, letter_medicines, "MS-0103", DISCHARGE)
    with asked(ward, number(ward, "MS-0115")) as ask:
        section = letter_medicines.section(ask)
        assert section is not None
        said = "".join(lines(replace(section, blocks=section.blocks[1:])))
        listed = [(one.params["name"], one.params["day"]) for one in ask.missing if one.key == "medicine_rule_not_met"]
    assert "stop rule met" not in said
    assert "(15 Nov 2026), by its stop rule (ANC > 0.5 ×10⁹/L or start of IV antibiotics)" in said
    assert listed == [("Filgrastim", date(2026, 11, 18)), ("Fluconazole", date(2026, 11, 18))]


def test_no_short_rule_drops_an_alternative(catalogue: Catalogue) -> None:
    """A picture or list that shows the short words says each way in which the rule can be met."""
    said = {
        rule.id: rule.short.en
        for drug in catalogue.drug_words.values()
        for rule in drug.rules
        if rule.short is not None and " or " in rule.text.en
    }
    assert said.keys() >= {"bact_anc", "gcsf_engrafted", "cmv_2w"}
    assert [key for key, short in said.items() if " or " not in short] == []


def test_what_the_record_names_elsewhere_is_told_and_listed(ward: Workspace) -> None:
    with asked(ward, number(ward, "MS-0114")) as ask:
        section = letter_medicines.section(ask)
        assert "Also recorded: ciprofloxacin, for an infection, since 17 Nov 2026" in (
            lines(replace(section, blocks=section.blocks[1:])) if section is not None else []
        )
        assert [one.params["name"] for one in ask.missing if one.key == "medicine_elsewhere"] == ["ciprofloxacin"]
    assert "prednisolone 15 mg/d (20 Oct 2026)" in told(ward, letter_medicines, "SLE-0113")
    assert "Also recorded" not in told(ward, letter_medicines, "MS-0101")


def test_the_patient_is_to_call_where_a_planned_stop_has_passed(ward: Workspace) -> None:
    row = "until we tell you; the planned day (14 Nov 2026) has passed: call us now"
    assert row in told(ward, letter_medicines, "MS-0112", PATIENT)


# fertility ------------------------------------------------------------------------------------------------------


def test_fertility_is_that_of_the_day_of_discharge_or_of_the_letter(ward: Workspace) -> None:
    """A pregnancy of years later is not in progress at discharge; contraception is asked of no pregnant woman."""
    now = told(ward, letter_fertility, "MS-0107")
    assert "Pregnancy in progress" in now
    assert "Contraception" not in now
    at_discharge = told(ward, letter_fertility, "MS-0107", DISCHARGE)
    assert at_discharge.startswith("Contraception at least until 13 Jul 2022.")
    assert "regnancy" not in at_discharge


def test_of_who_died_or_was_lost_later_fertility_is_still_asked(ward: Workspace) -> None:
    assert told(ward, letter_fertility, "MS-0120") == ""
    assert "Not recorded" in told(ward, letter_fertility, "MS-0120", on=date(2026, 8, 27))


def test_of_who_died_later_blood_products_are_still_irradiated(ward: Workspace) -> None:
    assert "Transfusions: Irradiated blood products until" in told(
        ward, letter_medicines, "MS-0120", on=date(2026, 5, 20)
    )
    assert "Transfusions" not in told(ward, letter_medicines, "MS-0120")


# plan -----------------------------------------------------------------------------------------------------------


def test_visits_kept_later_lay_ahead_then_and_a_later_booking_was_not_made_yet(ward: Workspace) -> None:
    day = told(ward, letter_plan, "MS-0107", on=date(2023, 2, 1))
    assert "13 Jun – 12 Aug 2023 | Visit: month 18; EDSS, functional systems | Transplant centre; Neurology" in day
    assert "29 Nov 2023 – 27 Feb 2024 | Visit: month 24; Brain MRI" in day
    assert "2026" not in day
    assert "Visit: month 12; Brain MRI" in told(ward, letter_plan, "MS-0112", on=date(2026, 5, 20))


def test_a_visit_of_today_that_nobody_has_recorded_is_not_lost(ward: Workspace) -> None:
    now = told(ward, letter_plan, "MS-0107")
    assert (
        now.splitlines()[0]
        == "20 Nov 2026, 14:00 | Visit: year 5; Brain MRI (pregnancy in progress) | Transplant centre; Neurology"
    )
    with asked(ward, number(ward, "MS-0107")) as ask:
        scan = next(line for line in letter_plan.reader_tasks(ask) if line.what.startswith("Brain MRI"))
    assert scan.until == date(2027, 3, 14), "the window of the visit, no day that has passed when the letter is read"


def test_the_duties_of_who_died_later_stand_in_the_letter_of_before(ward: Workspace) -> None:
    day = told(ward, letter_plan, "MS-0120", PATIENT, on=date(2026, 8, 27))
    assert "always | Take vitamin D as prescribed. Do not smoke." in day


def test_a_discharge_letter_plans_from_the_day_of_discharge(ward: Workspace) -> None:
    plan = told(ward, letter_plan, "MS-0112", DISCHARGE)
    assert plan.startswith("7–21 Dec 2025 | Visit: Day +30 | Transplant centre")
    assert "at the next visit" not in plan


def test_a_discharge_letter_written_after_the_death_says_so_to_who_writes_it(ward: Workspace) -> None:
    entry = letters.prepare(ward, number(ward, "MS-0120"), DISCHARGE, language="en")
    found = letters.preview(ward, entry).missing
    assert [one.params["on"] for one in found if one.key == "died_since"] == [date(2026, 9, 1)]
    assert told(ward, letter_fertility, "MS-0120", DISCHARGE) == ""


def test_the_patients_letter_says_it_in_plain_words(ward: Workspace) -> None:
    text = told(ward, letter_vaccines, "MS-0106", PATIENT)
    assert text.startswith(
        "No vaccine is recorded since your transplant.\nTo wait: do not have these until we tell you:"
    )
    assert "Do not have these vaccines for now: pneumococcal" in told(ward, letter_plan, "MS-0106", PATIENT)
