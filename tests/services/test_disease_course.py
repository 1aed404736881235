"""The disease course read from a real file: the rows of one patient, of all, with a fixed number of statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from hsct_desktop.domain.disease_modifying_therapy import DiseaseModifyingTherapyEntry, DmtStatus
from hsct_desktop.domain.edss_assessment import EdssEntry
from hsct_desktop.domain.mri import MriEntry
from hsct_desktop.domain.neda import Neda, verdict
from hsct_desktop.domain.outcome_settings import OutcomeSettings, Preset
from hsct_desktop.domain.partial_date import PartialDate, parse_partial
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.relapse import RelapseEntry
from hsct_desktop.services import disease_course, settings
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import disease_course as rows
from hsct_desktop.store import disease_modifying_therapy, edss_assessment, mri, relapse
from tests.services.ward import TODAY, days, register


def known(on: date) -> PartialDate:
    return PartialDate(on.year, on.month, on.day)


def fill(ws: Workspace, pid: int, day0: date, years: int = 2) -> None:
    """Yearly examinations and scans from two years before Day 0 to `years` after it, one relapse and a drug before."""
    with ws.write("patient.revise") as session:
        for year in range(-2, years + 1):
            on = known(day0 + timedelta(days=year * 365 - 3))
            edss_assessment.add(session, EdssEntry(pid, on, Decimal("4.5") if year <= 0 else Decimal("3.0")))
            mri.add(session, MriEntry(pid, on, new_t2=0, gd=0))
        mri.add(session, MriEntry(pid, known(day0 + timedelta(days=190)), new_t2=4, gd=0))
        relapse.add(session, RelapseEntry(pid, PartialDate(day0.year - 2, 5)))
        drug = DiseaseModifyingTherapyEntry(
            pid, "natalizumab", "", PartialDate(day0.year - 3), PartialDate(day0.year - 1), DmtStatus.STOPPED
        )
        disease_modifying_therapy.add(session, drug)


@contextmanager
def counted(ws: Workspace) -> Iterator[list[str]]:
    said: list[str] = []
    engine = ws.store.engine

    def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            said.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def test_a_course_holds_what_was_recorded(ws: Workspace) -> None:
    pid = register(ws, 800)
    fill(ws, pid, days(-800))
    course = disease_course.of_patient(ws, pid)
    assert course.day0 == days(-800)
    assert course.today == TODAY
    assert [seen.edss for seen in course.assessments] == [4.5, 4.5, 4.5, 3.0, 3.0]
    assert course.relapses[0].onset == parse_partial(f"{days(-800).year - 2}-05")
    assert course.therapies[0].drug_id == "natalizumab"
    assert course.disease_id == "ms"
    assert course.last_seen == days(-800) + timedelta(days=727)
    assert course.edss_reference is not None
    assert course.edss_reference.value == 4.5
    found = verdict(course, 24)
    assert found.neda3 is Neda.NEDA, found.why
    assert verdict(replace(course, settings=OutcomeSettings(rebaseline_months=0)), 24).neda3 is Neda.EDA


def test_everybody_is_read_with_as_many_statements_as_one(ws: Workspace) -> None:
    one, two, three = (register(ws, 500, f"MS-00{n}") for n in range(3))
    for pid in (one, two):
        fill(ws, pid, days(-500), 1)
    with counted(ws) as for_one:
        alone = disease_course.of_patient(ws, one)
    with counted(ws) as for_all:
        everybody = disease_course.of_all(ws)
    assert len(for_one) == len(for_all) == rows.STATEMENTS + 1  # and the settings
    assert everybody[one] == alone
    assert set(everybody) >= {one, two, three}
    assert everybody[three].assessments == ()


def test_the_settings_of_the_unit_are_read(ws: Workspace) -> None:
    settings.put_all(ws, {"outcomes.preset": "mist", "outcomes.rebaseline": "0", "outcomes.meda_new_t2": "3"})
    found = disease_course.settings(ws)
    assert (found.preset, found.rebaseline_months, found.meda_new_t2) == (Preset.MIST, 0, 3)


def test_what_is_gone_is_told(ws: Workspace) -> None:
    pid = register(ws, 100)
    with pytest.raises(KnownError, match="stale_row"):
        disease_course.of_patient(ws, pid + 999)
    with pytest.raises(KnownError, match="stale_row"):
        disease_course.of_patient(ws, pid, transplant_id=999)


@pytest.mark.parametrize(("disease_id", "between", "apart"), [("nmosd", 25, 31), ("nmosd", 200, 0), ("ms", 25, 0)])
def test_the_disease_says_which_onsets_are_one_attack(ws: Workspace, disease_id: str, between: int, apart: int) -> None:
    pid = register(ws, 800, disease_id=disease_id, phenotype_id="")
    first = TODAY - timedelta(days=820)
    with ws.write("patient.revise") as session:
        for onset in (first, first + timedelta(days=between)):
            relapse.add(session, RelapseEntry(pid, known(onset)))
    found = disease_course.of_patient(ws, pid)
    assert found.attack_apart == apart
    assert len(found.joined_relapses) == (1 if apart else 0)
