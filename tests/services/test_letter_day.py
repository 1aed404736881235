"""A letter of an earlier day, or of a discharge, tells what held then: what came later is not there yet."""

from __future__ import annotations

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
    letter_call,
    letter_facts,
    letter_medicines,
    letter_plan,
    letter_vaccines,
    patient_plan,
)
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import patient
from tests.services.conftest import open_workspace
from tests.services.letters import asked, lines, plain

NEUROLOGIST, GP, PATIENT, DISCHARGE, ANNUAL = LetterKind


@pytest.fixture(scope="module")
def ward(practice_ward: Path, tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Iterator[Workspace]:
    """The practice ward, only read."""
    path = shutil.copy(practice_ward, tmp_path_factory.mktemp("letter_day") / "ward.hsct")
    opened = open_workspace(Path(path), catalogue)
    yield opened
    opened.store.close()


def number(ws: Workspace, code: str) -> int:
    """A patient of the ward."""
    with ws.read() as session:
        found = patient.by_code(session, code)
    assert found is not None
    return found.id


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


def test_a_decision_on_vaccines_is_not_told_before_its_day(ward: Workspace) -> None:
    assert "plans no vaccines" in told(ward, letter_vaccines, "MS-0107")
    assert "plans no vaccines" not in told(ward, letter_vaccines, "MS-0107", on=date(2023, 2, 1))


def test_a_discharge_letter_has_the_vaccines_of_the_day_of_discharge(ward: Workspace) -> None:
    assert "Complete (last dose)" in told(ward, letter_vaccines, "MS-0112", GP)
    at_discharge = told(ward, letter_vaccines, "MS-0112", DISCHARGE)
    assert at_discharge.startswith("No vaccine dose is recorded since the transplant. Next: zoster, dose 1 (14 Jan")
