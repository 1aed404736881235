"""The file of what columns can mean: every field is one of the program's own records, every head tells one field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields as fields_of

import pytest

from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.import_fields import FILE, HEAD_LANGUAGES, import_fields, load_import_fields
from hsct_desktop.catalogue.source import source_of
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.adverse_event import AdverseEventEntry
from hsct_desktop.domain.contact import ContactEntry
from hsct_desktop.domain.disease_history import HistoryEntry
from hsct_desktop.domain.edss import FunctionalSystems
from hsct_desktop.domain.edss_assessment import EdssEntry
from hsct_desktop.domain.import_field import FieldType, ImportKind, RecordKind
from hsct_desktop.domain.lab_result import LabResult, Sample
from hsct_desktop.domain.mri import MriEntry
from hsct_desktop.domain.names import fold
from hsct_desktop.domain.patient import PatientEntry
from hsct_desktop.domain.relapse import RelapseEntry
from hsct_desktop.domain.supportive_therapy import SupportiveTherapyEntry
from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.domain.vaccination import VaccinationEntry
from hsct_desktop.domain.visit import VisitEntry, Vitals
from hsct_desktop.resource import resource

ENTRIES: Mapping[RecordKind, tuple[type, ...]] = {
    RecordKind.PATIENT: (PatientEntry,),
    RecordKind.TRANSPLANT: (TransplantEntry,),
    RecordKind.HISTORY: (HistoryEntry,),
    RecordKind.VISIT: (VisitEntry, Vitals),
    RecordKind.LAB_RESULT: (LabResult, Sample),
    RecordKind.ADVERSE_EVENT: (AdverseEventEntry,),
    RecordKind.THERAPY: (SupportiveTherapyEntry,),
    RecordKind.VACCINATION: (VaccinationEntry,),
    RecordKind.EDSS: (EdssEntry, FunctionalSystems),
    RecordKind.RELAPSE: (RelapseEntry,),
    RecordKind.MRI: (MriEntry,),
    RecordKind.CONTACT: (ContactEntry,),
}
TAKEN_APART = {
    "patient.full_name", "patient.full_name_given_first", "patient.neurologist", "patient.gp", "history.dmts",
    "visit.blood_pressure", "lab_result.laboratory", "adverse_event.grade",
}  # fmt: skip
"""Fields of tables that become others of the records."""
ALL = {item.id: item for of in import_fields().values() for item in of}


def test_every_field_is_one_of_its_entry() -> None:
    for item in ALL.values():
        known = {one.name for entry in ENTRIES.get(item.record, ()) for one in fields_of(entry)}
        if item.record in ENTRIES and item.id not in TAKEN_APART:
            assert item.name in known, item.id


def test_every_kind_has_who_and_its_required_fields() -> None:
    for kind, of in import_fields().items():
        ids = [item.id for item in of]
        assert ids[:4] == ["patient.code", "patient.family_name", "patient.given_name", "patient.full_name"]
        assert len(set(ids)) == len(ids)
        assert all(item.words.keys() == set(HEAD_LANGUAGES) for item in of), kind
    required = {item.id for of in import_fields().values() for item in of if item.required}
    assert {"visit.on", "lab_result.value", "therapy.start", "edss.assessed"} <= required


def test_no_head_tells_two_fields_that_content_cannot_part() -> None:
    for kind, of in import_fields().items():
        seen: dict[tuple[str, FieldType], str] = {}
        for item in of:
            if kind is ImportKind.PATIENTS and item.id in ("edss.assessed", "mri.scanned", "lab_result.taken_on"):
                continue  # days of steps: a bare date asks
            for word in {fold(word) for words in item.words.values() for word in words}:
                assert word
                assert seen.setdefault((word, item.type), item.id) == item.id, (kind, word)


def test_every_field_has_its_name_in_both_languages() -> None:
    for language in ("en", "it"):
        assert [name for name in ALL if not wording(language).has(f"import_field.{name}")] == []


def shipped() -> str:
    return resource(FILE).read_text(encoding="utf-8")


FORMS = {
    "yaml_choice_unknown": ("- id: visit.on\n    type: date", "- id: visit.on\n    type: day"),
    "yaml_key_unknown_near": ("    steps: true\n", "    step: true\n"),
    "yaml_key_missing": ("      de: [dolmetscher]\n", ""),
}
MEANINGS = {
    "import_field_id": ("- id: visit.on\n", "- id: visits.on\n"),
    "item_twice": ("- id: visit.pulse\n", "- id: visit.weight\n"),
    "import_field_codes": ("    codes: sex\n", ""),
    "import_field_unit": ("    unit: kg\n", ""),
    "import_field_unknown": ("who: [patient.code", "who: [patient.cod"),
    "import_field_word_twice": ("it: [sesso, genere]", "it: [sesso, malattia]"),
}


@pytest.mark.parametrize("mistakes", [FORMS, MEANINGS], ids=["form", "meaning"])
def test_every_mistake_in_the_file_is_told_with_its_line(mistakes: Mapping[str, tuple[str, str]]) -> None:
    text = shipped()
    for old, new in mistakes.values():
        assert old in text
        text = text.replace(old, new, 1)
    with pytest.raises(CatalogueError) as refused:
        load_import_fields(source_of(text, FILE))
    assert {problem.problem.key for problem in refused.value.problems} >= set(mistakes)
    assert all(problem.line > 0 and problem.text("it") for problem in refused.value.problems)
