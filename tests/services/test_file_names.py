"""Names of files that leave: by the unit's pattern, whatever stands in the record."""

from __future__ import annotations

import pytest

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import file_names, settings
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import TODAY, register


def test_nobody_is_named_unless_the_unit_wants_it(ws: Workspace) -> None:
    who = register(ws, 45, "MS/1 ", family_name="Rossi", given_name="../../Eva")
    assert file_names.name_for(ws, who, "summary", TODAY, "en") == "MS-1-summary-2026-11-20"
    settings.put(ws, file_names.PATTERN, "{surname}_{given}_{kind}_{code}_{date}")
    assert file_names.name_for(ws, who, "summary", TODAY, "en") == "Rossi_..-..-Eva_summary_MS-1_2026-11-20"


def test_without_a_language_it_is_the_patients_own(ws: Workspace) -> None:
    settings.put(ws, file_names.PATTERN, "{code}-{kind}-{date}-{language}")
    italian = register(ws, 45, "A-1", language="it")
    other = register(ws, 45, "B-1", language="Klingon")
    assert file_names.name_for(ws, italian, "plan", TODAY, None).endswith("-it")
    assert file_names.name_for(ws, other, "plan", TODAY, None).endswith("-en")
    assert file_names.name_for(ws, italian, "plan", TODAY, "en").endswith("-en")


def test_a_patient_who_is_gone_has_no_file(ws: Workspace) -> None:
    with pytest.raises(KnownError, match="stale_row"):
        file_names.name_for(ws, 999, "plan", TODAY, "en")
