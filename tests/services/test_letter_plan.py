"""The plan of a letter: what is to be decided and confirmed, checks that nobody planned, the patient's own words."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.documents.letter_inputs import Rows
from hsct_desktop.domain.care_plan import CareActor
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.patient import Sex
from hsct_desktop.services import (
    letter_facts,
    letter_gather,
    letter_medicines,
    letter_plan,
    letter_since,
    letter_vaccines,
    letters,
)
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_plan_line import PlanLine
from hsct_desktop.services.workspace import Workspace
from tests.services.conftest import open_workspace
from tests.services.letters import asked, lines, number, plain
from tests.services.ward import register

NEUROLOGIST, GP, PATIENT, DISCHARGE, ANNUAL = LetterKind


@pytest.fixture(scope="module")
def ward(practice_ward: Path, tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Iterator[Workspace]:
    """The practice ward, only read."""
    path = shutil.copy(practice_ward, tmp_path_factory.mktemp("letter_plan") / "ward.hsct")
    opened = open_workspace(Path(path), catalogue)
    yield opened
    opened.store.close()


def planned(ws: Workspace, code: str, kind: LetterKind = NEUROLOGIST, language: str = "en") -> tuple[PlanLine, ...]:
    with asked(ws, number(ws, code), language, kind=kind) as ask:
        return letter_plan.plan_lines(ask)


def cells(ask: LetterAsk) -> list[tuple[str, ...]]:
    section = letter_plan.section(ask)
    assert section is not None
    return [tuple(plain(cell).replace("*", "") for cell in row)
            for block in section.blocks if isinstance(block, Rows) for row in block.rows]  # fmt: skip


# decisions ------------------------------------------------------------------------------------------------------


def test_a_stop_that_is_overdue_asks_for_a_decision_of_the_unit_and_for_a_call_of_the_patient(ward: Workspace) -> None:
    colleague = next(line for line in planned(ward, "MS-0112", GP) if "aciclovir" in line.what)
    assert (colleague.when, colleague.who) == ("now", CareActor.UNIT)
    assert plain(colleague.what) == "Decision to stop or go on, planned day passed: aciclovir (14 Nov 2026)"
    own = next(line for line in planned(ward, "MS-0112", PATIENT, "it") if "aciclovir" in line.what)
    assert (own.when, own.what) == ("ora", "Ci chiami: decidiamo insieme se continuare aciclovir.")
    assert own.who is CareActor.PATIENT


def test_an_unconfirmed_worsening_asks_for_the_edss_from_the_first_day_that_may_confirm_it(ward: Workspace) -> None:
    with asked(ward, number(ward, "MS-0111"), "it") as ask:
        line = next(line for line in letter_plan.plan_lines(ask) if "conferma" in line.what)
        rule = letter_facts.course(ask).settings.disability()
    assert line.what == "EDSS di conferma del peggioramento da 4,0 a 5,0 del 14/11/2026"
    assert line.first is not None
    assert (line.first - date(2026, 11, 14)).days == rule.conf_days[0] - rule.conf_tol_days[0]
    assert (line.when, line.who) == ("dal 17/04/2027", CareActor.NEUROLOGIST)
    assert not [line for line in planned(ward, "MS-0101") if "confirm" in line.what]


# checks that nobody planned -------------------------------------------------------------------------------------


def test_a_virus_still_found_and_a_new_severe_value_without_a_check_are_listed_not_ordered(ward: Workspace) -> None:
    with asked(ward, number(ward, "MS-0101")) as ask:
        told = cells(ask)
        virus = next(one for one in ask.missing if one.key == "reactivation_check")
    assert virus.params == {"name": "CMV DNA", "day": date(2026, 11, 19), "by": date(2026, 11, 27)}
    assert not any("CMV" in cell for row in told for cell in row)
    with asked(ward, number(ward, "MS-0106")) as ask:
        cells(ask)
        values = [one.params for one in ask.missing if one.key == "value_check"]
    assert [(one["name"], one["day"]) for one in values] == [("Platelets", date(2026, 11, 19))]
    with asked(ward, number(ward, "MS-0101"), on=date(2026, 11, 18)) as ask:
        cells(ask)
        assert not [one for one in ask.missing if one.key.endswith("_check")], "an earlier day: nobody can act on it"


def test_what_the_box_reads_first_is_still_listed_by_the_section(ward: Workspace) -> None:
    """The box takes back what it notes: the sections name what is missing."""
    with asked(ward, number(ward, "MS-0101")) as ask:
        letter_since.box(ask)
        assert not ask.missing
        cells(ask)
        assert "reactivation_check" in {one.key for one in ask.missing}


def test_near_home_is_asked_of_the_family_doctor_and_without_one_listed(ward: Workspace, ws: Workspace) -> None:
    with asked(ward, number(ward, "MS-0101"), kind=GP) as ask:
        tasks = [plain(line.what) for line in letter_plan.reader_tasks(ask)]
    assert tasks[0] == "Month 4, blood test near home; results to us"
    with asked(ws, register(ws, 100, sex=Sex.MALE)) as ask:
        cells(ask)
        assert "near_home" in {one.key for one in ask.missing}


# long-term checks -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["MS-0107", "CIDP-0109"])
def test_both_languages_name_the_same_checks_none_hidden(ward: Workspace, code: str) -> None:
    english = [line.what.count("; ") for line in planned(ward, code, GP) if "Screening" in line.what]
    italian = [line.what.count("; ") for line in planned(ward, code, GP, "it") if "Screening" in line.what]
    assert english == italian
    assert "therapy-related myeloid neoplasm" in " ".join(line.what for line in planned(ward, "MS-0107", GP))


def test_an_annual_letter_names_the_family_doctors_checks(ward: Workspace) -> None:
    checks = [line for line in planned(ward, "MS-0112", ANNUAL) if "Screening" in line.what]
    assert [(line.what, line.who) for line in checks] == [
        ("Screening for late effects: metabolic syndrome; vitamin D, sun exposure", CareActor.GP)
    ]


# the patient's words --------------------------------------------------------------------------------------------

JARGON = re.compile(
    r"EDSS|screening|sindrome|metabol|terapia e profilassi|follow-up|partner|syndrome|prophyla|\bGP\b$", re.I
)
TITLES = {
    "en": {"Your medicines", "Your vaccinations", "What happens next"},
    "it": {"Le Sue medicine", "Le Sue vaccinazioni", "Che cosa fare e quando"},
}


@pytest.mark.parametrize("language", TITLES)
def test_the_patients_letter_has_plain_headings_and_misses_how_the_patient_is(ward: Workspace, language: str) -> None:
    entry = letters.prepare(ward, number(ward, "MS-0112"), PATIENT, language=language)
    with ward.read() as session:
        ask = letter_gather.make_ask(ward, session, entry)
        data = letter_gather.gather(ask, entry)
    assert {section.title for section in data.sections} == TITLES[language]
    assert "how_you_are" in {one.key for one in ask.missing}


@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("code", ["MS-0101", "MS-0112", "MS-0103", "MS-0119"])
def test_the_patient_reads_plain_short_sentences(ward: Workspace, code: str, language: str) -> None:
    with asked(ward, number(ward, code), language, kind=PATIENT) as ask:
        for when, what, who in cells(ask):
            assert not JARGON.search(what), what
            for sentence in re.split(r"[.:;] ", what):
                assert len(sentence.split()) <= 15, sentence
            assert when
            assert who[0].isupper()


def test_contraception_speaks_to_a_woman_or_a_man_until_its_day(ward: Workspace, ws: Workspace) -> None:
    woman = next(line for line in planned(ward, "MS-0119", PATIENT, "it") if "contraccettivo" in line.what)
    assert woman.when.startswith("fino al")
    assert woman.what.endswith("In questo periodo eviti una gravidanza.")
    with asked(ws, register(ws, 20, sex=Sex.MALE), "it", kind=PATIENT) as ask:
        man = next(line for line in letter_plan.plan_lines(ask) if "contraccettivo" in line.what)
    assert man.what.endswith("eviti di concepire un figlio.")


def test_the_box_says_until_when_something_goes_on(ward: Workspace) -> None:
    with asked(ward, number(ward, "MS-0103"), kind=GP) as ask:
        box = letter_since.box(ask)
    assert box is not None
    assert "blood count every 4 weeks, results to the unit (until 20 Apr 2027)" in plain(box.items[-1])


def test_the_patients_duties_stand_in_one_row_and_blood_in_plain_words(ward: Workspace) -> None:
    always = [line.what for line in planned(ward, "MS-0101", PATIENT, "it") if line.when == "sempre"]
    assert len(always) == 1
    assert always[0].startswith("Si muova ogni giorno, per quanto la malattia lo permette. Prenda la vitamina D")
    with asked(ward, number(ward, "MS-0106"), "it", kind=PATIENT) as ask:
        section = letter_medicines.section(ask)
    assert section is not None
    assert "Sangue: Se Le serve sangue, deve essere irradiato. Lo dica sempre ai medici." in lines(
        replace(section, blocks=section.blocks[1:])
    )


def test_what_is_to_be_done_first_stands_first(ward: Workspace) -> None:
    """Of two windows that are open the one that closes first; the family doctor reads until when."""
    whens = [plain(line.when) for line in planned(ward, "CD-0116")]
    assert whens[:2] == ["by 21 Nov 2026", "by 24 Nov 2026"]
    near_home = next(line for line in planned(ward, "MS-0114", GP) if line.who is CareActor.GP)
    assert near_home.until == date(2026, 12, 5)


def test_the_patient_reads_of_vaccines_one_thought_a_line_and_no_laboratory_value(ward: Workspace) -> None:
    with asked(ward, number(ward, "MS-0106"), "it", kind=PATIENT) as ask:
        said = lines(letter_vaccines.section(ask))
    assert said[0] == "Dopo il trapianto non risulta ancora alcun vaccino."
    assert "*Le spieghiamo noi il motivo.*" in said
    assert not any("10⁹" in line for line in said)
    put_off = planned(ward, "MS-0106", PATIENT, "it")[0]
    assert put_off.what.startswith("Per ora non faccia questi vaccini: pneumococco")
    assert put_off.who is CareActor.PATIENT


def test_the_annual_letter_names_every_dose_of_the_next_half_year(ward: Workspace) -> None:
    with asked(ward, number(ward, "MS-0112"), kind=ANNUAL) as ask:
        annual = " ".join(lines(letter_vaccines.section(ask)))
        coming = [group for group in letter_vaccines.doses_ahead(ask) if not group.is_due]
    assert len({group.first for group in coming}) > 1
    for group in coming:
        assert group.name in annual.partition("Next:")[2]
