"""What the record of a day already answers of a visit's checklist: the neurological examination, tests and scores."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from hsct_desktop.catalogue.edss_words import edss_text
from hsct_desktop.services.measures import shown
from hsct_desktop.services.person import record_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import edss_assessment, measure_value

EDSS: Final = "edss"
FUNCTION: Final = "ms_function"
ACTIVITY: Final = "disease_activity"
_TESTS: Final = ("t25fw", "hpt9_right", "hpt9_left", "sdmt")
"""What the line of timed tests asks for; it is answered when none is missing."""


@dataclass(frozen=True)
class Recorded:
    """What stands in the record, in words, and whether it answers the whole line."""

    words: str
    is_whole: bool = True


def on_day(ws: Workspace, patient_id: int, on: date) -> dict[str, Recorded]:
    """What the record of a day says of a checklist, by the id of the line. KnownError `stale_row`."""
    with ws.read() as session:
        disease_id = record_of(session, patient_id).entry.disease_id
        examined = [one.entry for one in edss_assessment.of_patient(session, patient_id) if one.day == on]
        values = [one.entry for one in measure_value.of_patient(session, patient_id) if one.entry.measured_on == on]
    found: dict[str, Recorded] = {}
    for entry in examined:
        if entry.edss is not None and entry.assessed.is_whole:
            edss = edss_text(ws.wording, entry.edss)
            found[EDSS] = Recorded(ws.wording.text("neurology.past.edss", edss=edss))
    told: dict[str, list[str]] = {}
    measures = ws.catalogue.measures
    for value in values:
        measure = measures.get(value.measure_id)
        if measure is None or value.value is None:
            continue
        line = FUNCTION if measure.id in _TESTS else ACTIVITY if disease_id in measure.diseases else ""
        told.setdefault(line, []).append(f"{measure.short.text(ws.language)} {shown(ws.wording, measure, value.value)}")
    given = {value.measure_id for value in values if value.value is not None}
    if FUNCTION in told:
        found[FUNCTION] = Recorded(", ".join(told[FUNCTION]), given.issuperset(_TESTS))
    if ACTIVITY in told:
        found[ACTIVITY] = Recorded(", ".join(told[ACTIVITY]))
    return found
