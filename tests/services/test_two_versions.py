"""A patient graded by two CTCAE versions: each grade shown says its version, on screen and on paper."""

from hsct_desktop.pictures.timeline import TimelineFacts
from hsct_desktop.services import adverse_events, overview, summary
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import TODAY, days, register, toxicity


def labels(facts: TimelineFacts) -> list[str]:
    return sorted(episode.label for episode in facts.episodes)


def test_the_pictures_keep_terms_of_two_versions_in_rows_of_their_own(ws: Workspace) -> None:
    patient_id = register(ws)
    adverse_events.record(ws, toxicity(patient_id, "nausea", 3, onset=days(-20)))
    assert labels(overview.overview(ws, patient_id, TODAY).timeline) == ["Nausea"]
    adverse_events.record(ws, toxicity(patient_id, "nausea", 2, onset=days(-5), ctcae_version="6.0"))
    assert labels(overview.overview(ws, patient_id, TODAY).timeline) == ["Nausea (v5.0)", "Nausea (v6.0)"]
    data = summary.summary_data(ws, patient_id, "it")
    assert labels(data.timeline) == ["Nausea (v5.0)", "Nausea (v6.0)"]
    assert {(e.label, e.ctcae_version) for e in data.episodes} == {("Nausea", "5.0"), ("Nausea", "6.0")}
