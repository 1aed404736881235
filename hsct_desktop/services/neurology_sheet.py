"""What the neurology sheet shows beside its fields: the values of the last time, and what has changed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from hsct_desktop.catalogue.edss_words import edss_text
from hsct_desktop.catalogue.wording import MINUS, Wording
from hsct_desktop.domain.confirmed_disability import Assessed
from hsct_desktop.domain.disability_settings import DisabilitySettings
from hsct_desktop.domain.edss_assessment import EdssAssessment, EdssEntry, Life
from hsct_desktop.domain.measure import Measure, MeasureValue
from hsct_desktop.domain.partial_date import shown
from hsct_desktop.services import disease_course, measures, neurology, patients
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import edss_assessment, measure_value

_TENTH: Final = Decimal("0.1")


@dataclass(frozen=True)
class SheetFacts:
    """What a form needs of a patient. `others` are the examinations by day without the one that is being revised;
    `values` those of the measures likewise, `own` what was measured with the one that is revised, by measure.
    `reference` is the EDSS that verdicts after Day 0 compare with, None before any Day 0 or without one.
    """

    entry: EdssEntry | None
    version: int
    life: Life
    day0: date | None
    measures: tuple[Measure, ...]
    others: tuple[EdssAssessment, ...]
    values: tuple[MeasureValue, ...]
    own: Mapping[str, Decimal | None]
    reference: Assessed | None
    settings: DisabilitySettings
    cerebral_one_counts: bool

    def last(self, on: date) -> EdssAssessment | None:
        """The last examination before a day."""
        earlier = [held for held in self.others if held.day < on]
        return earlier[-1] if earlier else None

    def last_value(self, measure_id: str, on: date) -> MeasureValue | None:
        """The last value of a measure before a day."""
        earlier = [
            held for held in self.values
            if held.entry.measure_id == measure_id and held.entry.measured_on is not None
            and held.entry.measured_on < on
        ]  # fmt: skip
        return earlier[-1] if earlier else None


def facts(ws: Workspace, patient_id: int, row_id: int | None = None) -> SheetFacts:
    """What the form needs, for a new examination or the one of that id. KnownError `stale_row`."""
    banner = patients.banner(ws, patient_id)
    counts, course = neurology.cerebral_one_counts(ws), disease_course.of_patient(ws, patient_id)
    entry, version = neurology.entry_of(ws, row_id) if row_id is not None else (None, 0)
    with ws.read() as session:
        held = edss_assessment.of_patient(session, patient_id)
        values = measure_value.of_patient(session, patient_id)
    own = {v.entry.measure_id: v.entry.value for v in values if row_id and v.entry.edss_assessment_id == row_id}
    return SheetFacts(
        entry,
        version,
        neurology.life(ws, patient_id),
        banner.day0,
        tuple(measures.with_edss(ws, banner.disease_id)),
        tuple(one for one in held if one.id != row_id),
        tuple(v for v in values if row_id is None or v.entry.edss_assessment_id != row_id),
        own,
        course.edss_reference if course.day0 is not None else None,
        course.settings.disability(),
        counts,
    )


def change_words(words: Wording, found: SheetFacts, on: date, edss: Decimal) -> str:
    """The change since the last EDSS and since the reference before Day 0, with what would be a worsening."""
    last = next((held for held in reversed(found.others) if held.entry.edss is not None and held.day < on), None)
    reference = found.reference if found.life.day0 is not None and on > found.life.day0 else None
    parts = []
    if last is not None and last.entry.edss is not None and (reference is None or last.day != reference.on):
        said = _difference(words, "since", shown(last.entry.assessed), last.entry.edss, edss)
        parts.append(said if reference is not None else f"{said}{_step(words, found, last.entry.edss, edss)}")
    if reference is not None:
        before = Decimal(str(reference.value)).quantize(_TENTH)
        day = next((shown(held.entry.assessed) for held in found.others if held.day == reference.on), reference.on)
        parts.append(_difference(words, "reference", day, before, edss) + _step(words, found, before, edss))
    return "\n".join(part[:1].upper() + part[1:] for part in parts)


def _difference(words: Wording, key: str, on: date | str, before: Decimal, now: Decimal) -> str:
    change = signed(words, now - before) if now != before else words.text("neurology.change.none")
    return words.text(
        f"neurology.change.{key}", on=on, before=edss_text(words, before), now=edss_text(words, now), change=change
    )


def _step(words: Wording, found: SheetFacts, before: Decimal, now: Decimal) -> str:
    """What the change is, or how large a worsening would be."""
    step = Decimal(str(found.settings.step(float(before))))
    if now - before >= step:
        return "; " + words.text("neurology.change.worse")
    if before - now >= step:
        return "; " + words.text("neurology.change.better")
    return "; " + words.text("neurology.change.step", step=signed(words, step))


def signed(words: Wording, change: Decimal) -> str:
    """A change with its sign and one decimal: +0.5, −1.0."""
    return f"{'+' if change > 0 else MINUS if change < 0 else ''}{words.number(abs(change), 1)}"
