"""The unit's CTCAE version holds for what is recorded from now on."""

import pytest

from hsct_desktop.domain.problem import InputError
from hsct_desktop.services import adverse_events, grading_settings, settings
from hsct_desktop.services.grading_settings import CTCAE_VERSION, ctcae_version
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import register, toxicity


def test_the_version_is_5_until_the_unit_says_otherwise(ws: Workspace) -> None:
    assert ctcae_version(ws) == "5.0"
    settings.put(ws, CTCAE_VERSION, "6.0")
    assert ctcae_version(ws) == "6.0"
    with ws.read() as session:
        assert grading_settings.ctcae_version(ws, session) == "6.0"
    settings.put(ws, CTCAE_VERSION, None)
    assert ctcae_version(ws) == "5.0"


def test_no_other_version_can_be_chosen(ws: Workspace) -> None:
    with pytest.raises(InputError) as caught:
        settings.put(ws, CTCAE_VERSION, "4.03")
    assert [problem.field for problem in caught.value.problems] == [CTCAE_VERSION]
    assert ctcae_version(ws) == "5.0"


def test_what_is_recorded_keeps_its_version(ws: Workspace) -> None:
    patient_id = register(ws)
    adverse_events.record(ws, toxicity(patient_id, "lung_infection", 3))
    settings.put(ws, CTCAE_VERSION, "6.0")
    adverse_events.record(ws, toxicity(patient_id, "pneumonia", 2, ctcae_version=ctcae_version(ws)))
    with ws.read() as session:
        kept = {e.label: e.ctcae_version for e in adverse_events.episodes(ws, session, patient_id)}
    assert kept == {"Lung infection": "5.0", "Pneumonia": "6.0"}


def test_a_term_or_grade_of_the_other_version_is_refused(ws: Workspace) -> None:
    patient_id = register(ws)
    for term, grade in (("lung_infection", 3), ("hypertension", 1)):
        with pytest.raises(InputError):
            adverse_events.record(ws, toxicity(patient_id, term, grade, ctcae_version="6.0"))
    other = toxicity(patient_id, "cardiac_disorders_other_specify", 2, ctcae_version="6.0")
    with pytest.raises(InputError, match="specify_missing"):
        adverse_events.record(ws, other)
    with ws.read() as session:
        assert adverse_events.episodes(ws, session, patient_id) == []
