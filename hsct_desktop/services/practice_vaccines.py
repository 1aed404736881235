"""Vaccines of the practice ward: a dose too early, a series started again, one to catch up, live vaccines held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hsct_desktop.domain.statement import StatementAnswer, StatementEntry, StatementKind
from hsct_desktop.domain.vaccination import VaccinationEntry
from hsct_desktop.domain.vaccine import EVERY, VaccineChoice, VaccineDecision
from hsct_desktop.services.practice_story import Story
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import statement, vaccination
from hsct_desktop.store.base import WriteSession

RESTARTED, LIVE_HELD, NOTHING_YET, CATCH_UP, TOO_EARLY = 2, 4, 5, 8, 11
"""Place in the ward of each story's patient (see `practice_story.STAGES`)."""
LONG_AGO: Final = 900
"""Days after Day 0 from which a patient of the ward is vaccinated by the family doctor."""
_USUAL: Final = (
    ("rzv", 62), ("pcv20", 93), ("hib", 94), ("covid", 95), ("pcv20", 125), ("hib", 126), ("covid", 127), ("rzv", 128),
    ("pcv20", 157), ("hib", 158), ("pentavalent", 185), ("hbv", 185), ("menacwy", 187), ("menb", 187),
    ("pentavalent", 217), ("hbv", 217), ("menacwy", 246), ("menb", 249), ("pentavalent", 250), ("hbv", 369),
    ("pcv20", 370),
)  # fmt: skip
"""Products and days after Day 0 as a unit gives them that misses nothing."""
_EARLY: Final = (
    ("pcv20", 98), ("pcv20", 130), ("pcv20", 164), ("covid", 168), ("hexavalent", 192), ("hexavalent", 219),
    ("covid", 226), ("hexavalent", 252), ("hexavalent", 285), ("menacwy", 288), ("rzv", 350), ("menb", 350),
)  # fmt: skip
"""The second hexavalent dose came 27 days after the first."""
_STOPPED: Final = (("rzv", 62), ("rzv", 128), ("pcv20", 93), ("pcv20", 126), ("pcv20", 158), ("hexavalent", 190))
"""A series that was begun and forgotten: it goes on where it stands."""
_BEFORE: Final = (("hbv", -2600), ("hbv", -2570), ("hbv", -2400), ("dtap_ipv", -1500))
_KNOWN: Final = (StatementKind.IMMUNOSUPPRESSION, StatementKind.RELAPSE, StatementKind.BLOOD_ELSEWHERE)
"""What is known of the patient whose live vaccines wait for the serologies alone."""
_FLU_IN: Final = (10, 20)
"""Month and day on which the ward gives influenza vaccine."""
_SITES: Final = ("left deltoid", "right deltoid")
_BY: Final = "A. Piras"


@dataclass(frozen=True)
class _Given:
    product: str
    on: date
    reason: str = ""


def write(session: WriteSession, ws: Workspace, story: Story, patient_id: int) -> None:
    """Write what a patient was given, within the write that registers the patient."""
    day0 = story.day0
    if day0 is None or day0 > ws.today() or story.index == NOTHING_YET:
        return
    age = (ws.today() - day0).days
    if story.index == TOO_EARLY:
        _decide(session, patient_id, VaccineChoice("pcv", VaccineDecision.PLAN, "pcv20", "", ws.today()))
    elif age >= LONG_AGO or story.stage.state is not None:
        out = VaccineChoice(EVERY, VaccineDecision.LEAVE_OUT, "", "vaccinated by the family doctor", ws.today())
        _decide(session, patient_id, out)
        return
    doses = sorted(_given(story, day0, ws.today()), key=lambda given: (given.on, given.product))
    entries = (
        VaccinationEntry(
            patient_id, given.product, given.on, lot=f"FX {4471 + number % 7}", site=_SITES[number % 2], given_by=_BY,
            reason=given.reason,
        )
        for number, given in enumerate(doses)
    )  # fmt: skip
    vaccination.add_all(session, entries)
    if story.index == LIVE_HELD:
        for kind in _KNOWN:
            answered = StatementEntry(patient_id, kind, StatementAnswer.NO, ws.today() - timedelta(days=8))
            statement.add(session, answered)


def _given(story: Story, day0: date, today: date) -> Iterator[_Given]:
    courses = {TOO_EARLY: _EARLY, CATCH_UP: _STOPPED}
    for product, day in courses.get(story.index, _USUAL):
        on = day0 + timedelta(days=day)
        if on <= today:
            yield _Given(product, on, "too early: seen at the family doctor" if (product, day) == _EARLY[5] else "")
    if story.index == RESTARTED:
        for product, day in _BEFORE:
            yield _Given(product, day0 + timedelta(days=day), "vaccinated before the transplant")
    if story.index not in (TOO_EARLY, CATCH_UP):
        for year in range(day0.year, today.year + 1):
            on = date(year, *_FLU_IN)
            if day0 + timedelta(days=184) <= on <= today:
                yield _Given("flu", on)


def _decide(session: WriteSession, patient_id: int, choice: VaccineChoice) -> None:
    vaccination.decide(session, patient_id, choice)
