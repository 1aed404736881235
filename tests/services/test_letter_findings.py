"""What a letter must not let its reader overlook: new results, grades as they hold now, a pregnancy, a death."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.documents.letter_inputs import LetterData, Results, Words
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.domain.letter import LetterEntry, LetterKind
from hsct_desktop.services import (
    letter_address,
    letter_care_rules,
    letter_findings,
    letter_gather,
    letter_mri,
    letter_results,
    letter_since,
    letter_today,
    letter_transplant,
)
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.base import ReadSession
from tests.services.conftest import open_workspace
from tests.services.letters import lines, plain
from tests.services.ward import TODAY

NEUROLOGIST, GP, PATIENT, DISCHARGE, ANNUAL = LetterKind


@pytest.fixture(scope="module")
def ward(practice_file: Path, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The practice ward, only read."""
    path = shutil.copy(practice_file, tmp_path_factory.mktemp("letter_findings") / "ward.hsct")
    opened = open_workspace(Path(path), catalogue)
    yield opened
    opened.store.close()


def ask_of(
    ws: Workspace,
    session: ReadSession,
    code: str,
    kind: LetterKind = NEUROLOGIST,
    *,
    language: str = "en",
    on: date = TODAY,
    since: date | None = None,
) -> LetterAsk:
    patient_id = session.execute(sa.text("SELECT id FROM patient WHERE code = :code"), {"code": code}).scalar_one()
    return letter_gather.make_ask(ws, session, LetterEntry(patient_id, kind, language, on, since_on=since))


def boxed(ws: Workspace, code: str, kind: LetterKind = NEUROLOGIST, **more: object) -> str:
    with ws.read() as session:
        box = letter_since.box(ask_of(ws, session, code, kind, **more))  # type: ignore[arg-type]
    return "\n".join(plain(item).replace("*", "") for item in box.items) if box is not None else ""


def found(ws: Workspace, code: str, **more: object) -> list[str]:
    with ws.read() as session:
        ask = ask_of(ws, session, code, **more)  # type: ignore[arg-type]
        return [one.analyte.code for one in letter_findings.results(ask)]


@pytest.mark.parametrize(
    ("code", "news"),
    [
        ("MS-0106", "platelets 42 ×10⁹/L ↓ (19 Nov 2026; 118 on 13 Nov 2026)"),
        ("SLE-0113", "potassium 5.7 mmol/L ↑ (17 Nov 2026; 4.2 on 29 Oct 2026)"),
        ("SSC-0105", "TSH 7.1 mIU/L ↑ (14 Nov 2026; 5.7 on 12 Mar 2026)"),
        ("MS-0114", "IgG 4.3 g/L ↓ (19 Nov 2026; 4.7 on 24 Oct 2026)"),
        ("CD-0116", "EBV DNA 410 IU/mL (13 Nov 2026; 400 on 2 Nov 2026)"),
    ],
)
def test_a_first_letter_begins_with_results_that_are_new_or_worse(ward: Workspace, code: str, news: str) -> None:
    """Dropping platelets weeks after they had come back must not stand in a table alone."""
    assert news in boxed(ward, code)


def test_so_does_a_letter_since_the_last_one(ward: Workspace) -> None:
    said = boxed(ward, "MS-0106", since=date(2026, 11, 1))
    assert "Results to note: platelets 42 ×10⁹/L ↓ (19 Nov 2026; 118 on 13 Nov 2026)" in said


def test_what_belongs_to_the_treatment_is_no_news(ward: Workspace) -> None:
    assert not {"PLT", "ANC", "WBC", "HGB"} & set(found(ward, "MS-0115")), "aplasia on Day +12"
    assert not {"CD4", "CD19", "ALC"} & set(found(ward, "MS-0106")), "lymphocytes for two years"
    assert "CMV" not in found(ward, "MS-0101"), "told by its toxicity already"
    assert "FERR" not in found(ward, "NMO-0110", on=date(2026, 6, 2)), "no virus"


def test_a_value_that_is_coming_back_is_no_news(ward: Workspace) -> None:
    assert "CRP" not in found(ward, "MS-0112", kind=DISCHARGE), "7 after 10 mg/L"
    assert "CRP" in found(ward, "MS-0115", on=date(2026, 11, 18))


def test_platelets_that_had_come_back_and_fall_again_are_news_before_day_60(ward: Workspace) -> None:
    with ward.read() as session:
        ask = ask_of(ward, session, "MS-0101", on=date(2026, 10, 5))
        (plates,) = [one for one in letter_results.all_found(ask) if one.analyte.code == "PLT"]
        values = letter_results.series(ask, "PLT")
        low = next(one for one in values if one.grade == 4)
        fallen = [one if one is not values[-1] else _like(low, values[-1]) for one in values]
        ask.held["letter_results.series"] = {"PLT": fallen}
        ask.held.pop("letter_results.found")
        assert plates.last.flag == ""
        assert [one.analyte.code for one in letter_findings.results(ask)] == ["PLT"]


def _like(low: object, last: object) -> object:
    from dataclasses import replace

    return replace(low, taken_on=last.taken_on, taken_at=last.taken_at)  # type: ignore[type-var,attr-defined]


def test_the_table_has_the_value_before_and_every_virus_that_was_found(ward: Workspace) -> None:
    """The "previous" is the last value before, not that of months ago; a virus has no range and is never left out."""
    for code, name, value, previous in (
        ("MS-0106", "Platelets", "42", "118"),
        ("CD-0116", "EBV DNA", "410", "400"),
        ("MS-0119", "White cells", "3.6", "4.1"),
    ):
        with ward.read() as session:
            section = letter_results.section(ask_of(ward, session, code))
        assert section is not None
        told = {
            one.name.rstrip("\u00a0*"): (one.value, one.previous)
            for block in section.blocks
            if isinstance(block, Results)
            for one in block.lines
        }
        assert told[name] == (value, previous), code
        assert "previous: the last value before" in section.note


@pytest.mark.parametrize(
    ("language", "grade"),
    [("en", "oral mucositis since 13 Nov 2026, now grade 3"), ("it", "mucosite orale dal 13 novembre 2026, ora di")],
)
def test_a_grade_is_not_said_to_hold_since_the_onset(ward: Workspace, language: str, grade: str) -> None:
    said = boxed(ward, "MS-0115", language=language)
    assert grade in said
    assert "anaemia since 11 Jul 2026, now grade 1 (worst grade 2)" in boxed(ward, "MS-0106")


def test_a_new_sign_of_the_nervous_system_is_news_at_any_grade(ward: Workspace) -> None:
    said = boxed(ward, "MS-0114")
    assert said.index("urinary tract infection grade 2") < said.index("paraesthesia grade 1 since 19 Nov 2026")


def test_a_pregnancy_stands_in_the_box(ward: Workspace) -> None:
    for kind in (NEUROLOGIST, GP, ANNUAL):
        assert "Pregnant (recorded 20 Jul 2026)." in boxed(ward, "MS-0107", kind)
    assert "Gravidanza in corso (registrata il 20 luglio 2026)." in boxed(ward, "MS-0107", language="it")
    assert "Pregnant" not in boxed(ward, "MS-0107", on=date(2026, 7, 19))


# whom and when ----------------------------------------------------------------------------------------------------


def gathered(ws: Workspace, code: str, kind: LetterKind, **more: object) -> tuple[LetterData, list[str]]:
    with ws.read() as session:
        ask = ask_of(ws, session, code, kind, **more)  # type: ignore[arg-type]
        entry = LetterEntry(ask.patient_id, kind, ask.language, ask.on)
        return letter_gather.gather(ask, entry), [one.key for one in ask.missing]


@pytest.mark.parametrize(
    ("code", "kind", "on", "about"),
    [
        ("MS-0120", NEUROLOGIST, TODAY, "– course after autologous haematopoietic stem-cell transplantation (Day 0: "
         "25 Mar 2026; died on 1 Sep 2026, Day +160)"),
        ("MS-0112", DISCHARGE, TODAY, "(Day 0: 14 Nov 2025; discharged on 3 Dec 2025, Day +19)"),
        ("MS-0112", DISCHARGE, date(2025, 12, 3), "(Day 0: 14 Nov 2025; today Day +19)"),
        ("MS-0107", ANNUAL, TODAY, "– annual review 5 years after"),
        ("MS-0107", ANNUAL, date(2026, 3, 1), "– annual review 4 years after"),
    ],
)  # fmt: skip
def test_the_subject_has_the_day_that_the_letter_tells_of(
    ward: Workspace, code: str, kind: LetterKind, on: date, about: str
) -> None:
    data, _ = gathered(ward, code, kind, on=on)
    assert about in data.subject.replace("\u00a0", " ")


def test_years_are_never_rounded_up(ward: Workspace) -> None:
    assert boxed(ward, "SSC-0123").startswith("Day +3650 (9.9 years)")
    assert boxed(ward, "SSC-0123", on=date(2026, 11, 22)).startswith("Day +3652 (10 years)")


def test_a_letter_to_a_patient_who_has_died_goes_to_nobody_and_says_so(ward: Workspace) -> None:
    data, missing = gathered(ward, "MS-0120", PATIENT)
    assert missing[0] == "addressee_dead"
    assert (data.salutation, data.address) == ("", ("", "not recorded"))
    assert "your" not in data.subject
    assert [section.title for section in data.sections] == ["Medicines and prophylaxis"]
    assert "(30 years)" in dict(data.reference)["Born"], "at her death"
    data, missing = gathered(ward, "MS-0120", PATIENT, on=date(2026, 8, 27))
    assert "addressee_dead" not in missing
    assert data.salutation.endswith("Nguyễn,")


def test_a_letter_before_its_time_says_so(ward: Workspace) -> None:
    for kind in (DISCHARGE, ANNUAL):
        assert f"too_early_{kind}" in gathered(ward, "MS-0119", kind)[1]
        assert f"too_early_{kind}" not in gathered(ward, "MS-0107", kind)[1]
    assert "too_early_annual" in gathered(ward, "MS-0106", ANNUAL)[1]


# the disease ------------------------------------------------------------------------------------------------------


def status(ws: Workspace, code: str, **more: object) -> str:
    with ws.read() as session:
        section = letter_mri.section(ask_of(ws, session, code, **more))  # type: ignore[arg-type]
    assert section is not None
    words = [block.text for block in section.blocks if isinstance(block, Words)]
    return " ".join(map(plain, words)).replace("*", "")


def test_neda_is_that_of_the_last_whole_year(ward: Workspace) -> None:
    assert "NEDA-3 at 4 years: yes" in status(ward, "MS-0107")
    assert "NEDA-3 at 3 years: yes" in status(ward, "MS-0107", on=date(2025, 3, 1))


def test_an_edss_of_before_the_last_relapse_is_called_so(ward: Workspace) -> None:
    assert "EDSS 3.5 (30 Sep 2026), before transplant 3.5. No EDSS is recorded since the relapse of 25 Oct 2026." in (
        boxed(ward, "MS-0114")
    )
    assert "since the relapse of" not in boxed(ward, "MS-0114", on=date(2026, 10, 24))


def test_activity_between_day_0_and_the_reference_scan_is_told(ward: Workspace) -> None:
    assert "MRI of the brain, 23 Jun 2026: 1 new or enlarging T2 lesion, 1 enhancing lesion" in status(ward, "MS-0126")


def test_a_reference_scan_that_was_made_is_not_called_planned(ward: Workspace) -> None:
    said = status(ward, "MS-0111")
    assert "The reference scan was made on 14 Nov 2026 (Neurology, Ospedale San Basilio), report awaited" in said
    assert "planned" not in said
    assert "No reported MRI since the transplant" in said
    assert said.count("14 Nov 2026 (Neurology") == 1


def test_what_is_not_met_says_with_which_values_and_nothing_of_old_ones(ward: Workspace) -> None:
    said = status(ward, "SSC-0123")
    old = said[said.index("Not assessable today, last value more than 13 months old:") :]
    assert "lung progression (FVC) from 81% (22 Sep 2016) to 74% (4 Nov 2024)" in old
    assert "not met" not in said
    assert "FVC: best value since the transplant 86% (17 Nov 2018), now 74% (4 Nov 2024)." in said
    assert "Criteria of worsening not met: skin progression from 31" in status(ward, "SSC-0123", on=date(2025, 1, 1))


def test_where_pages_run_short_a_relapse_is_told_once_in_the_box(ward: Workspace) -> None:
    since = date(2026, 7, 29)
    with ward.read() as session:
        ask = ask_of(ward, session, "MS-0114", since=since)
        section = letter_mri.section(ask)
        first = letter_mri.section(ask_of(ward, session, "MS-0114"))
    assert section is not None
    assert first is not None
    whole, brief = "\n".join(lines(section)), "\n".join(lines(section, brief=True))
    assert ("Relapse, 25 Oct 2026" in whole, "Relapse, 25 Oct 2026" in brief) == (True, False)
    assert ("Criteria:" in whole, "Criteria:" in brief, "NEDA-3 at 1 year: no" in brief) == (True, False, True)
    assert "Relapse, 25 Oct 2026" in boxed(ward, "MS-0114", since=since)
    assert first.brief is None


# words ------------------------------------------------------------------------------------------------------------


def test_nothing_is_said_twice_nor_in_the_plural_of_one(ward: Workspace) -> None:
    said = boxed(ward, "SSC-0105", GP)
    assert "vaccines due now: see the table of vaccinations;" in said
    assert "Stopped: co-trimoxazole" in boxed(ward, "CIDP-0109", since=date(2026, 5, 20))
    assert "Sospeso: cotrimossazolo" in boxed(ward, "CIDP-0109", since=date(2026, 5, 20), language="it")


def test_what_a_person_typed_is_listed_in_a_letter_of_another_language(ward: Workspace) -> None:
    with ward.read() as session:
        ask = ask_of(ward, session, "MS-0120", language="it")
        letter_today.section(ask)
    assert "Sepsis" in [one.params["text"] for one in ask.missing if one.key == "as_typed"]


def test_a_copy_has_the_title_that_the_salutation_has() -> None:
    it, en = paper_wording("it"), paper_wording("en")
    assert letter_address.named(it, "Prof.ssa Dott.ssa Francesca Neri") == "Prof.ssa Francesca Neri"
    assert (letter_address.named(it, "Dr J. Hart"), letter_address.named(en, "Dr J. Hart")) == (
        "Dr. J. Hart",
        "Dr J. Hart",
    )
    assert letter_address.named(it, "Archivio") == "Archivio"


def test_stromal_cells_without_conditioning_ask_for_no_rules_of_a_transplant(ward: Workspace) -> None:
    with ward.read() as session:
        assert letter_care_rules.section(ask_of(ward, session, "MS-0126", DISCHARGE)) is None
        assert letter_care_rules.section(ask_of(ward, session, "MS-0112", DISCHARGE)) is not None


def test_engraftment_is_told_with_the_counts_of_then(ward: Workspace) -> None:
    """Not with those of months later: what came after the letter's day is not there yet."""
    with ward.read() as session:
        ask = ask_of(ward, session, "NMO-0110", on=date(2026, 6, 2), language="it")
        rows = "\n".join(lines(letter_transplant.section(ask))).replace("\u00a0", " ")
    assert "piastrine: attecchimento non ancora raggiunto (ultimo valore 2 giugno 2026)" in rows
