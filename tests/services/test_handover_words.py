"""Not one change may be missing: every column of every logged table is put into words, in both languages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.services.handover import NOT_A_SHIFT, sentences
from hsct_desktop.services.handover_clinical import NOT_TOLD
from hsct_desktop.services.handover_values import BOOKKEEPING, DERIVED, Values
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.base import Base
from hsct_desktop.store.change_log import UNLOGGED
from hsct_desktop.store.handover import Edit, Log
from tests.services.conftest import open_workspace
from tests.services.ward import TODAY


@pytest.fixture(scope="module")
def ws(fresh_file: Path, tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Iterator[Workspace]:
    """One open file for all: they only read."""
    path = tmp_path_factory.mktemp("words") / "unit.hsct"
    opened = open_workspace(Path(shutil.copy(fresh_file, path)), catalogue)
    yield opened
    opened.store.close()


TABLES = [table for table in Base.metadata.sorted_tables if table.name not in UNLOGGED | NOT_TOLD]
COLUMNS = [
    (table.name, column.name)
    for table in TABLES
    for column in table.columns
    if column.name not in BOOKKEEPING | DERIVED.get(table.name, set())
]
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
KNOWN = {
    "disease_id": ("ms", "ssc"),
    "closing": ("none", "missed"),
    "state": ("done", "not_done"),
    "ctcae_version": ("5.0", "5.0"),
    "product": ("red_cells", "platelets"),
    "irradiated": ("yes", "no"),
    "lineage": ("neutrophils", "platelets"),
    "sex": ("female", "male"),
    "status": ("engrafted", "not_reached"),
    "seriousness_also": ('["hospital"]', '["disability"]'),
    "causality": ('{"infection": "possible"}', '{"atg": "probable"}'),
}
"""Values where any text would not do."""
KNOWN_OF = {
    ("allergy", "kind"): ("allergy", "intolerance"),
    ("infection", "kind"): ("viral", "fungal"),
    ("infection", "certainty"): ("proven", "possible"),
    ("infection", "line_related"): ("yes", "no"),
    ("infection", "outcome"): ("ongoing", "resolved"),
    ("infection", "anc_at_onset"): ("0.2", "0.4"),
    ("criteria_check", "checklist_id"): ("sos_ebmt2023", "es_spitzer"),
    ("criteria_check", "answers"): ('{"ascites": {"answer": "no"}}', '{"ascites": {"answer": "yes"}}'),
    ("criteria_check", "verdict"): ("clinical", "unknown"),
    ("criteria_check", "severity"): ("3", "4"),
    ("criteria_check", "decision"): ("confirmed", "excluded"),
    ("grade_decision", "decision"): ("dismissed", "accepted"),
    ("therapy_decision", "decision"): ("declined", "accepted"),
    ("therapy_decision", "phase"): ("conditioning", "aplasia"),
    ("monitoring_mark", "mark"): ("asked", "done"),
    ("statement", "kind"): ("immunosuppression", "relapse"),
    ("statement", "answer"): ("no", "yes"),
    ("transfusion", "indication"): ("low_count", "bleeding"),
    ("transfusion", "pre_count"): ("8", "9.5"),
    ("transfusion", "post_count"): ("21", "30"),
    ("transfusion", "reaction"): ("none", "febrile"),
    ("disease_modifying_therapy", "drug_id"): ("nat", "clad"),
    ("disease_modifying_therapy", "started"): ("2019", "2020-04"),
    ("disease_modifying_therapy", "stopped"): ("2021", "2021-05-02"),
    ("disease_modifying_therapy", "status"): ("stopped", "unknown"),
    ("late_effect_check", "result"): ("normal", "abnormal"),
    ("late_effect_check", "value"): ("2.5", "7.4"),
    ("fertility_record", "kind"): ("preservation", "wish"),
    ("fertility_record", "answer"): ("sperm", "embryos"),
    ("fertility_record", "outcome"): ("live_birth", "miscarriage"),
    ("neuro_recheck", "because"): ("fever", "atg"),
    ("neuro_recheck", "decision"): ("accepted", "dismissed"),
    ("neuro_recheck", "outcome"): ("resolved", "persists"),
    ("vaccine_decision", "decision"): ("plan", "leave_out"),
    ("vaccine_decision", "product"): ("pcv13", "pcv20"),
    ("care_plan_item", "who"): ("unit", "gp"),
    ("edss_assessment", "assessed"): ("2019", "2020-04"),
    ("edss_assessment", "edss"): ("3.5", "4.0"),
    ("edss_assessment", "coding"): ("neurostatus", "short"),
    ("edss_assessment", "source"): ("own", "outside"),
    ("mri", "scanned"): ("2019", "2020-04"),
    ("mri", "region"): ("brain", "cord"),
    ("mri", "field_tesla"): ("1.5", "3"),
    ("mri", "t2_volume"): ("8.4", "9"),
    ("mri", "pbvc"): ("-0.3", "-0.5"),
    ("measure_value", "measure_id"): ("incat", "mrss"),
    ("measure_value", "value"): ("4", "5"),
    ("measure_value", "items"): ('{"arm": "1"}', '{"arm": "2"}'),
    ("relapse", "onset"): ("2019", "2020-04"),
    ("relapse", "systems"): ('["visual"]', '["sensory", "pyramidal"]'),
    ("relapse", "steroid"): ("yes", "no"),
    ("relapse", "recovery"): ("complete", "partial"),
    ("disease_history", "onset"): ("2012", "2012-05"),
    ("disease_history", "diagnosed"): ("2013-01-20", ""),
    ("phenotype_change", "since"): ("2012", "2018-06"),
    ("phenotype_change", "phenotype_id"): ("rr", "sp"),
    ("apheresis", "blood_cd34"): ("35", "41.5"),
    ("apheresis", "volume"): ("180", "200"),
    ("conditioning_given", "state"): ("given", "changed"),
    ("conditioning_given", "dose"): ("50 mg/kg", "40 mg/kg"),
    ("cell_infusion", "kind"): ("hsc", "car_t"),
    ("cell_infusion", "product"): ("cells", "other cells"),
    ("cell_infusion", "target"): ("CD19", "BCMA"),
    ("cell_infusion", "timing"): ("early", "delayed"),
    ("cell_infusion", "expansion_peak"): ("120", "85"),
    ("selection_meeting", "decision"): ("accepted", "deferred"),
    ("selection_meeting", "lines"): ('[{"id": "ms_age", "tick": "met", "comment": ""}]', "[]"),
    ("trial_enrolment", "trial_id"): ("beat_ms", "ram_ms"),
    ("death_review", "relation"): ("treatment", "other"),
    ("letter", "kind"): ("neurologist", "gp"),
    ("letter", "status"): ("draft", "signed"),
    ("letter", "texts"): ('{"plan": "before"}', '{"history": "after"}'),
    ("letter_dispatch", "way"): ("post", "fax"),
    ("registry_entry", "form"): ("day0", "day100"),
    ("rule_setting", "thresholds"): ("{}", '{"months": {"value": "9", "unit": "months"}}'),
}
"""The same where the name of the column alone would not do."""


def pair(column: sa.Column[Any]) -> tuple[Any, Any]:
    """Two stored values of a column."""
    kind = column.type
    if (column.table.name, column.name) in KNOWN_OF:
        return KNOWN_OF[column.table.name, column.name]
    if column.name in KNOWN and (column.table.name, column.name) != ("state_change", "state"):
        return KNOWN[column.name]
    if isinstance(kind, sa.Enum):
        return kind.enums[0], kind.enums[1]
    if isinstance(kind, sa.Boolean):
        return 0, 1
    if isinstance(kind, sa.Integer):
        return 1, 2
    if isinstance(kind, sa.Date):
        return "2026-11-20", "2026-11-27"
    if isinstance(kind, sa.JSON):
        return '["infection"]', '["atg"]'
    digits = column.name in ("dose", "cd34_dose", "temperature", "weight")
    return ("1.5", "2.5") if digits else ("before", "after")


def row(table: sa.Table) -> dict[str, Any]:
    """A stored row of id 1 that stands."""
    empty = {
        "voided_at": None,
        "voided_by": None,
        "void_reason": None,
        "closing_reason": "",
        "specify": "",
        "merged_into": None,
    }
    return {column.name: pair(column)[0] for column in table.columns} | {
        name: value for name, value in empty.items() if name in table.columns
    }


ROWS = {(table.name, 1): row(table) for table in TABLES}


def tell(ws: Workspace, table: str, before: Mapping[str, Any] | None, after: Mapping[str, Any], language: str) -> str:
    edit = Edit(1, AT, 1, "txn", "some.action", table, 1, before, after)
    log = Log((edit,), ROWS | {(table, 1): after})
    told = sentences(Values(ws, wording(language), log, {1: "Ann", 2: "Otto"}, TODAY), [edit])
    return " | ".join(text for _, text in told)


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_changed_column_is_told(ws: Workspace, table: str, column: str) -> None:
    before = ROWS[table, 1]
    after = before | {column: pair(Base.metadata.tables[table].columns[column])[1]}
    for language in ("en", "it"):
        assert tell(ws, table, before, after, language)


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_a_row_made_taken_back_and_put_back_is_told(ws: Workspace, table: str) -> None:
    stands = ROWS[table, 1]
    made = tell(ws, table, None, stands, "en")
    assert made
    assert tell(ws, table, None, stands, "it") != made
    if "voided_at" in stands:
        gone = stands | {"voided_at": "2026-11-20T09:00:00.000000Z", "void_reason": "wrong patient"}
        assert "wrong patient" in tell(ws, table, stands, gone, "en") or table == "adverse_event_grade"
        assert tell(ws, table, stands, gone, "it")
        assert tell(ws, table, gone, stands, "en")


def test_what_is_left_out_is_named_and_exists() -> None:
    for table, columns in DERIVED.items():
        assert columns <= set(Base.metadata.tables[table].columns.keys()), table
    assert set(Base.metadata.tables) >= NOT_TOLD


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    english, italian = wording("en"), wording("it")
    keys = sorted(key for key in english.keys if key.startswith("handover."))
    assert keys == sorted(key for key in italian.keys if key.startswith("handover."))
    for key in keys:
        found = [set(re.findall(r"\{(\w+)\}", words.text(key))) for words in (english, italian)]
        assert found[0] == found[1], key


def test_every_column_word_is_used() -> None:
    named = {f"handover.column.{column}" for _, column in COLUMNS}
    worded = {key for key in wording("en").keys if key.startswith("handover.column.")}
    assert worded == named


def test_no_write_of_a_shift_is_left_out_by_its_name() -> None:
    """What a write did is told by its tables, whatever it is called; only these names leave a write out."""
    labels: set[str] = set()
    for path in (Path(__file__).parents[2] / "hsct_desktop").rglob("*.py"):
        labels |= set(re.findall(r'write\((?:None, )?f?"([^"\n]+)"', path.read_text(encoding="utf-8")))
    assert len(labels) > 30
    assert "visit.record" in labels
    left_out = {label for label in labels if label.startswith(NOT_A_SHIFT)}
    practice = {"practice.people", "practice.patient", "practice.rules", "practice.laboratory"}
    assert left_out == {*practice, "file.create"}
