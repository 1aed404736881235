"""Consent to registry and research: with its day, changed on the card, and obeyed by whatever leaves the program."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hsct_desktop.domain.patient import Consent, PatientEntry, Purpose, check_patient
from hsct_desktop.domain.problem import InputError
from hsct_desktop.services import analysis_set, exports, patients, undo
from hsct_desktop.services.exports import ExportRequest, TableFormat
from hsct_desktop.services.import_patients import Card, PatientImporter
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import change_log
from tests.services.ward import ANNA, TODAY, days, register

ASKED = {"consent_research_on": TODAY, "consent_registry_on": TODAY}


@pytest.fixture
def four(ws: Workspace) -> Workspace:
    """One who said yes to both, one who refused, one who withdrew, one who was not asked."""
    answers = (Consent.YES, Consent.NO, Consent.WITHDRAWN, Consent.NOT_ASKED)
    for number, answer in enumerate(answers, 1):
        register(
            ws, 45, f"MS-00{number}", consent_research=answer, consent_registry=answer,
            **({} if answer is Consent.NOT_ASKED else ASKED),
        )  # fmt: skip
    return ws


def test_defaults_say_that_nobody_asked() -> None:
    assert (ANNA.consent_research, ANNA.consent_research_on) == (Consent.NOT_ASKED, None)
    assert ANNA.consents_to(Purpose.UNIT)
    assert not ANNA.consents_to(Purpose.RESEARCH)
    assert not ANNA.consents_to(Purpose.REGISTRY)


@pytest.mark.parametrize("answer", list(Consent))
def test_only_yes_is_consent(answer: Consent) -> None:
    entry = replace(ANNA, consent_registry=answer, consent_research=answer, **ASKED)
    assert entry.consents_to(Purpose.RESEARCH) is (answer is Consent.YES)
    assert entry.consents_to(Purpose.REGISTRY) is (answer is Consent.YES)
    assert entry.consents_to(Purpose.UNIT)


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"consent_research": Consent.YES}, [("consent_research_on", "consent_day_missing")]),
        ({"consent_research": Consent.WITHDRAWN}, [("consent_research_on", "consent_day_missing")]),
        ({"consent_research": Consent.NO, "consent_research_on": days(1)}, [("consent_research_on", "date_in_future")]),
        ({"consent_registry": Consent.YES}, []),  # of older files the day is not known
        ({"consent_registry": Consent.NO, "consent_registry_on": days(1)}, [("consent_registry_on", "date_in_future")]),
        (
            {"consent_registry": Consent.NO, "consent_registry_on": date(1980, 1, 1)},
            [("consent_registry_on", "before_birth")],
        ),
        ({"consent_research": Consent.NO, "consent_research_on": TODAY}, []),
    ],
)  # fmt: skip
def test_an_answer_has_its_day(changes: dict[str, Any], problems: list[tuple[str, str]]) -> None:
    found = [(one.field, one.key) for one in check_patient(replace(ANNA, **changes).cleaned(), TODAY)]
    assert found == problems


def test_who_was_not_asked_has_no_day() -> None:
    tidy = replace(ANNA, **ASKED).cleaned()
    assert (tidy.consent_registry_on, tidy.consent_research_on) == (None, None)


def test_withdrawn_on_the_card_and_undone(ws: Workspace) -> None:
    patient_id = register(ws, None, consent_research=Consent.YES, consent_research_on=days(-9))
    entry, version = patients.entry_of(ws, patient_id)
    assert (entry.consent_research, entry.consent_research_on) == (Consent.YES, days(-9))
    later = replace(entry, consent_research=Consent.WITHDRAWN, consent_research_on=TODAY)
    done = patients.revise(ws, patient_id, version, later, distinct=True)
    assert patients.entry_of(ws, patient_id)[0].consent_research is Consent.WITHDRAWN
    undo.undo(ws, done.txn)
    assert patients.entry_of(ws, patient_id)[0] == entry


def test_refused_by_the_service(ws: Workspace) -> None:
    with pytest.raises(InputError):
        register(ws, None, consent_research=Consent.YES)


@pytest.mark.parametrize(("purpose", "count"), [(Purpose.UNIT, 4), (Purpose.RESEARCH, 1), (Purpose.REGISTRY, 1)])
def test_tables_obey(four: Workspace, tmp_path: Path, purpose: Purpose, count: int) -> None:
    request = ExportRequest(format=TableFormat.XLSX, purpose=purpose)
    done = exports.export(four, request, tmp_path / "t.xlsx")
    assert (done.patients, done.without_consent) == (count, 4 - count)
    said = " ".join(exports.told(four.wording, done))
    assert ("3 patients left out: no consent." in said) is (count == 1)
    assert ("2 patients in it refused research" in said) is (purpose is Purpose.UNIT)
    book = openpyxl.load_workbook(tmp_path / "t.xlsx", read_only=True)
    for name in ("patient", "transplant", "scheduled_visit"):
        rows = list(book[name].iter_rows(values_only=True))[1:]
        assert len({row[0] for row in rows}) == count, name
    about = {str(row[0]): row[1] for row in book["about"].iter_rows(values_only=True)}
    assert about["Purpose"] == four.wording.enum("purpose", purpose)
    with four.read() as session:
        noted = json.loads(change_log.notes(session, "export", 1)[0].new)
    assert (noted["purpose"], noted["without_consent"]) == (purpose, 4 - count)


@pytest.mark.parametrize("purpose", list(Purpose))
def test_what_is_counted_beforehand_is_what_leaves(four: Workspace, tmp_path: Path, purpose: Purpose) -> None:
    found = exports.extent(four, purpose=purpose)
    done = exports.export(four, ExportRequest(purpose=purpose), tmp_path / "t.xlsx")
    assert (found.patients, found.without_consent) == (done.patients, done.without_consent)
    assert found.refused_research == done.refused_research
    assert sum(one.rows for one in found.kinds) == done.rows


@pytest.mark.parametrize(("purpose", "count"), [(Purpose.UNIT, 4), (Purpose.RESEARCH, 1), (Purpose.REGISTRY, 1)])
def test_the_analysis_set_obeys(four: Workspace, tmp_path: Path, purpose: Purpose, count: int) -> None:
    found = analysis_set.write(four, tmp_path / "set", purpose=purpose)
    assert (found.patients, found.without_consent) == (count, 4 - count)
    assert found.refused_research == (2 if purpose is Purpose.UNIT else 0)
    with (tmp_path / "set" / "patients.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert len(list(csv.reader(stream))) == count + 1
    settings = json.loads((tmp_path / "set" / "settings.json").read_text("utf-8"))
    assert (settings["purpose"], settings["left_out_without_consent"]) == (purpose, 4 - count)


def test_an_entry_of_before_reads_as_it_was() -> None:
    """Whoever makes an entry without the new fields says that nobody was asked about research."""
    entry = PatientEntry("X", "Y", "Z", ANNA.birth_date, consent_registry=Consent.YES)
    assert entry.consents_to(Purpose.REGISTRY)
    assert not entry.consents_to(Purpose.RESEARCH)


def test_another_answer_of_an_imported_table_has_no_day_yet() -> None:
    held = Card(1, replace(ANNA, consent_registry=Consent.YES, consent_registry_on=TODAY))
    told = PatientImporter().with_values(held, {"consent_registry": Consent.NO}).entry
    assert (told.consent_registry, told.consent_registry_on) == (Consent.NO, None)
    same = PatientImporter().with_values(held, {"phone": "1"}).entry
    assert same.consent_registry_on == TODAY
