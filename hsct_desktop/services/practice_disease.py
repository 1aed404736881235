"""Disease stories of the practice ward: history, relapses, EDSS, scans and scores before the transplant and after it.

What was examined after Day 0 stands on the days of the visits that were recorded; the values are data of the ward.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final

from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.disease_history import HistoryEntry, PhenotypeEntry
from hsct_desktop.domain.edss import FunctionalSystems
from hsct_desktop.domain.edss_assessment import EdssEntry
from hsct_desktop.domain.measure import MeasureEntry
from hsct_desktop.domain.mri import MriEntry, Region
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.relapse import Recovery, RelapseEntry, Steroid, System
from hsct_desktop.resource import resource
from hsct_desktop.services import practice_treatment
from hsct_desktop.services.practice_story import Story
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import disease_history, edss_assessment, measure_value, mri, relapse, scheduled_visit, visit
from hsct_desktop.store.base import WriteSession

REGIMENS: Final = {"cart-sle": "ld_flu_cy"}
"""What was given before the cells, by protocol."""
_RATER: Final = "Dr L. Serra"
_SITE: Final = "Radiology, own hospital"
_TESLA: Final = Decimal(3)
_KNOWN_MONTHS: Final = 15
"""What lies longer before Day 0 is known by its month only, as in most histories."""


@cache
def _courses() -> Mapping[str, Any]:
    held: dict[str, Any] = json.loads(resource("practice/disease.json").read_text(encoding="utf-8"))
    return dict(held["courses"])


def _course(story: Story) -> Mapping[str, Any]:
    """The disease of a story; empty where it has none."""
    found: Mapping[str, Any] = _courses().get(str(story.index)) or _usual(story)
    return found


def diagnosed(story: Story, today: date) -> date | None:
    """When the disease was diagnosed, before which nobody treats it; None where the story does not say."""
    months = _course(story).get("diagnosed")
    return None if months is None else add_months(story.day0 or today, months)


def phenotype(story: Story) -> str:
    """The form that the disease has had last; "" where the story tells of no change."""
    changes = _course(story).get("phenotypes", ())
    return str(changes[-1][0]) if changes else ""


def write(session: WriteSession, ws: Workspace, story: Story, patient_id: int) -> None:
    """Write a patient's disease within the write that registers the patient, after the recorded visits."""
    course = _course(story)
    practice_treatment.write(session, ws, story, patient_id, course.get("cells"))
    if not course:
        return
    told = _Told(story.day0 or ws.today(), _visit_days(session, patient_id), ws.today())
    history = HistoryEntry(patient_id, told.month(course["onset"]), told.month(course["diagnosed"]))
    disease_history.add(session, history)
    for phenotype_id, since in course.get("phenotypes", ()):
        disease_history.add_phenotype(session, PhenotypeEntry(patient_id, told.month(since), phenotype_id))
    for onset, steroid, systems, recovery in course.get("relapses", ()):
        entry = RelapseEntry(
            patient_id, told.around(onset), tuple(map(System, systems)), Steroid(steroid), Recovery(recovery)
        )
        relapse.add(session, entry)
    _write_examinations(session, course, told, patient_id)
    _write_scans(session, course, told, patient_id)
    for entry_of in _scores(course, told, patient_id):
        measure_value.add(session, entry_of)


class _Told:
    """Where the times of a story lie: months from Day 0, or the day of a recorded visit by its key."""

    def __init__(self, day0: date, visits: Mapping[str, date], today: date) -> None:
        self._day0, self._visits, self._today = day0, visits, today

    def month(self, months: int) -> PartialDate:
        """A month, as histories have it."""
        day = add_months(self._day0, months)
        return PartialDate(day.year, day.month)

    def around(self, months: int) -> PartialDate:
        """A month in the years before; near the transplant and after it the very day."""
        return self.month(months) if months < -_KNOWN_MONTHS else self.day(months)

    def day(self, months: int) -> PartialDate:
        """A whole day."""
        return whole(add_months(self._day0, months))

    def visit(self, key: str) -> PartialDate | None:
        """The day of a recorded visit, the ward's own day for "today"; None where it was not recorded."""
        found = self._today if key == "today" else self._visits.get(key)
        return None if found is None else whole(found)

    def at(self, when: int | str) -> PartialDate | None:
        """Months from Day 0, or a visit."""
        return self.visit(when) if isinstance(when, str) else self.day(when)


def whole(day: date) -> PartialDate:
    """A day that is wholly known."""
    return PartialDate(day.year, day.month, day.day)


def _visit_days(session: WriteSession, patient_id: int) -> dict[str, date]:
    keys = {planned.id: planned.key for planned in scheduled_visit.of_patient(session, patient_id)}
    seen = visit.of_patient(session, patient_id)
    return {
        keys[held.entry.scheduled_id]: held.entry.on
        for held in seen
        if held.entry.scheduled_id in keys and held.entry.on is not None
    }


def _write_examinations(session: WriteSession, course: Mapping[str, Any], told: _Told, patient_id: int) -> None:
    for months, edss in course.get("edss", ()):
        edss_assessment.add(session, EdssEntry(patient_id, told.around(months), Decimal(edss), rater=_RATER))
    seen = dict(course.get("after", {}))
    if "today" in course:
        seen["today"] = course["today"]
    for key, edss in seen.items():
        if (on := told.visit(key)) is not None:
            grades = _grades(course, key)
            edss_assessment.add(session, EdssEntry(patient_id, on, Decimal(edss), grades, _RATER))


def _grades(course: Mapping[str, Any], key: str) -> FunctionalSystems:
    """The functional systems of a visit, in their usual order with ambulation last; none where the story has none."""
    found = course.get("grades", {}).get(key)
    return FunctionalSystems(*found) if found else FunctionalSystems()


def _write_scans(session: WriteSession, course: Mapping[str, Any], told: _Told, patient_id: int) -> None:
    scans = [(told.around(months), new, gd, "") for months, new, gd in course.get("mri", ())]
    for key, (new, gd) in course.get("scans", {}).items():
        if (on := told.visit(key)) is not None:
            scans.append((on, new, gd, key))
    before: int | None = None
    for on, new, gd, key in scans:
        change = course.get("pbvc", {}).get(key)
        count, volume = course.get("lesions", {}).get(key, (None, None))
        entry = MriEntry(
            patient_id, on, Region.BRAIN, _SITE, _TESLA, new, gd, t2_lesions=count,
            t2_volume=None if volume is None else Decimal(volume), pbvc=None if change is None else Decimal(change),
            compared_with_id=before,
        )  # fmt: skip
        before = mri.add(session, entry).id


def _scores(course: Mapping[str, Any], told: _Told, patient_id: int) -> Iterator[MeasureEntry]:
    for measure_id, values in course.get("scores", {}).items():
        for when, value, *items in values:
            if (on := told.at(when)) is not None and on.is_whole:
                yield MeasureEntry(patient_id, measure_id, on.first, Decimal(value), items[0] if items else {})


def _usual(story: Story) -> dict[str, Any]:
    """A few years of activity, then an EDSS that stays: who has multiple sclerosis and no story of their own."""
    if story.person.disease_id != "ms":
        return {}
    chance = story.chance("disease")
    begin = -chance.randint(36, 110)
    relapses = sorted(chance.sample(range(begin + 6, -5), 2))
    edss = Decimal(chance.choice(("2.5", "3.0", "3.5", "4.0", "4.5")))
    first, mid = Decimal("1.5"), edss - 1
    return {
        "onset": begin,
        "diagnosed": begin + chance.randint(1, 8),
        "relapses": [[begin, "yes", ["visual"], "complete"]]
        + [[at, "yes", [chance.choice(("pyramidal", "sensory", "brainstem"))], "partial"] for at in relapses],
        "edss": [[begin + 9, first], [relapses[-1] + 1, mid], [-2, edss]],
        "mri": [[begin + 9, 3, 1], [relapses[-1] + 1, chance.randint(2, 6), chance.randint(0, 3)], [-2, 1, 0]],
        "after": dict.fromkeys(("m6", "m12", "m18", "m24", *(f"y{n}" for n in range(3, 11))), edss),
        "scans": {key: [0, 0] for key in ("m6", "m12", "m24", *(f"y{n}" for n in range(3, 11)))},
    }
