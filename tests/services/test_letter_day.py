"""A letter of an earlier day, or of a discharge, tells what held then: what came later is not there yet."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.services import (
    letter_call,
    letter_facts,
    letter_medicines,
    letter_plan,
    letter_vaccines,
)
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import patient
from tests.services.conftest import open_workspace
from tests.services.letters import asked

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
    assert section is not None and type(section.blocks[0]).__name__ == "Rows"
