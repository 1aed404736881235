"""In the account each record is named by what makes it known, and no value stands there as the program stores it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from hsct_desktop.services import audit
from hsct_desktop.services.audit_names import NAMES
from hsct_desktop.services.handover_values import BOOKKEEPING, DERIVED
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import audit_lines, change_log
from hsct_desktop.store.models import METADATA

_RAW = re.compile(r'[{\[]"|"[}\]]|\b[a-z]+_[a-z]+\b|\b\d{4}-\d\d(-\d\d)?\b|[@~][a-z]|[a-z]:\d')
"""JSON, ids of the catalogue, stored dates, the program's own marks, "lab_result:17"."""
_TYPED = {"sha256", "code", "email", "content", "rules_version", "file_name", "screening_number", "address"}
_TABLES = [table.name for table in change_log.logged_tables(METADATA)]


@pytest.mark.parametrize("language", ["en", "it"])
def test_no_record_of_a_ward_is_nameless_and_no_value_raw(practised: Workspace, language: str) -> None:
    ws = replace(practised, language=language)
    raw: set[tuple[str, str, str]] = set()
    with ws.read() as session:
        parts = [audit_lines.of_time(session, "", "~", None, [name], 120) for name in _TABLES]
        told = [(found, audit.audit_words(ws, session, found)) for found in parts]
    for found, words in told:
        for edit in found.log.edits:
            record = words.record(edit.table, edit.after)
            if edit.table in NAMES and edit.table != "awaited_report":
                assert " · " in record, record
            hidden = BOOKKEEPING | DERIVED.get(edit.table, set()) | _TYPED
            values = {name: words.value(edit.table, name, edit.after) for name in edit.after if name not in hidden}
            raw |= {(edit.table, name, value) for name, value in values.items() if _RAW.search(value)}
            raw |= {(edit.table, "", record)} if _RAW.search(record) else set()
    assert raw == set()


def test_a_corrected_result_says_which_test_it_is(practised: Workspace) -> None:
    with practised.read() as session:
        found = audit_lines.of_time(session, "", "~", None, ["lab_result"], 1)
        words = audit.audit_words(practised, session, found)
    (edit,) = found.log.edits
    test = practised.catalogue.analytes.analytes[edit.after["analyte"]].label.text("en")
    assert words.record("lab_result", edit.after).split(" · ")[:2] == ["Laboratory results", test]


def test_fields_are_called_what_they_are() -> None:
    from hsct_desktop.catalogue.wording import wording
    from hsct_desktop.services.audit_words import field_words

    words = wording("it")
    found = {
        f"{table}.{column}": field_words(words, table, column)
        for table, column in (
            ("vaccination", "given_on"), ("conditioning_given", "given_on"), ("transfusion", "given_on"),
            ("vaccine_decision", "product"), ("cell_infusion", "product"), ("cell_infusion", "target"),
        )
    }  # fmt: skip
    assert found == {
        "vaccination.given_on": "Somministrata il", "conditioning_given.given_on": "Somministrato il",
        "transfusion.given_on": "Data di trasfusione", "vaccine_decision.product": "Prodotto",
        "cell_infusion.product": "Prodotto", "cell_infusion.target": "Antigene bersaglio",
    }  # fmt: skip
    assert field_words(wording("en"), "care_plan_item", "text") == "Words"
