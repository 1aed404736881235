"""The first columns of the table of patients: who, which disease, what it was like before, which treatment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Final

from hsct_desktop.domain.cohort import months_between
from hsct_desktop.domain.data_table import DataType
from hsct_desktop.domain.dates import age_in_years
from hsct_desktop.domain.death_review import Treated, treatment_related_mortality
from hsct_desktop.domain.partial_date import PartialDate, standing_day
from hsct_desktop.domain.relapse_rate import RelapseRate, rate_before
from hsct_desktop.services.analysis_facts import HUNDREDTH, Facts, Told, number, years
from hsct_desktop.services.code_labels import OTHER
from hsct_desktop.services.export_tables import OLDEST_SAID
from hsct_desktop.services.workspace import Workspace

MORTALITY_DAYS: Final = (100, 365, 1826)
"""Day 100, one and five years (EBMT Handbook 2024, chapter 6), as `mortality` reports."""
_RELAPSE_YEARS: Final = (1, 2)


def person() -> Iterator[Told]:
    """Patient, disease and its course before Day 0."""
    yield Told("patient", DataType.ID, lambda f: f.pseudonym)
    yield Told("transplant_number", DataType.WHOLE, lambda f: None if f.row is None else f.row.number)
    yield Told("sex", DataType.CODE, lambda f: f.card.entry.sex.value, codes="sex")
    yield Told("disease", DataType.CODE, lambda f: f.course.disease_id or None, codes="disease")
    yield Told("phenotype", DataType.CODE, lambda f: f.course.phenotype_id or None, codes="phenotype")
    yield Told("indication", DataType.CODE, lambda f: f.card.entry.indication_id or None, codes="indication")
    yield Told("day0", DataType.DATE, lambda f: f.day0)
    yield Told("age_at_day0", DataType.WHOLE, _age, unit="years")
    yield Told("onset", DataType.PARTIAL_DATE, lambda f: _text(f.course.onset))
    yield Told("diagnosed", DataType.PARTIAL_DATE, lambda f: _text(f.course.diagnosed))
    yield Told("onset_to_day0", DataType.NUMBER, lambda f: _since(f, f.course.onset), unit="years")
    yield Told("diagnosis_to_day0_months", DataType.WHOLE, _months, unit="months")
    yield Told("drugs_before", DataType.WHOLE, lambda f: None if f.day0 is None else len(f.earlier_drugs))
    yield Told("drugs_before_ids", DataType.CODES, _drugs, codes="dmt")
    for span in _RELAPSE_YEARS:
        told = {"months": 12 * span}
        yield Told(
            f"relapses_{span}y_before", DataType.WHOLE, partial(_relapses, span),
            "relapses_before", params=told,
        )  # fmt: skip
        yield Told(
            f"arr_{span}y_before", DataType.NUMBER, partial(_rate, span),
            "arr_before", "per year", params=told,
        )  # fmt: skip


def baseline(ws: Workspace) -> Iterator[Told]:
    """EDSS and measures on or before Day 0."""
    yield Told("edss_baseline", DataType.NUMBER, lambda f: _reference(f)[0])
    yield Told("edss_baseline_day", DataType.WHOLE, lambda f: _reference(f)[1], unit="days")
    for measure in ws.catalogue.measure_book.measures.values():
        unit = measure.unit.text("en") if measure.unit is not None else ""
        yield Told(
            f"baseline_{measure.id}", DataType.NUMBER, partial(_measure, measure.id),
            "baseline_measure", unit, params={"measure": measure.label},
        )  # fmt: skip


def treatment(ws: Workspace) -> Iterator[Told]:
    """Mobilisation, conditioning and the cells."""
    yield Told("product", DataType.CODE, lambda f: f.product or None, codes="product")
    for name, field, codes in _CHOSEN:
        yield Told(name, DataType.CODE, partial(_chosen, field), codes=codes)
    yield Told("conditioning_intensity", DataType.CODE, partial(_intensity, ws), codes="intensity")
    yield Told("mobilisation_day", DataType.WHOLE, _mobilised, unit="days")
    yield Told("cd34_dose", DataType.NUMBER, lambda f: number(f.row.entry.cd34_dose) if f.row else None, unit="10^6/kg")
    yield Told("discharge_day", DataType.WHOLE, lambda f: f.day(f.row.discharged_on) if f.row else None, unit="days")


_CHOSEN: Final = (
    ("protocol", "protocol_id", "protocol"),
    ("mobilisation_regimen", "mobilisation_regimen_id", "mobilisation"),
    ("conditioning_regimen", "conditioning_regimen_id", "regimen"),
    ("graft_manipulation", "graft_manipulation", "graft_manipulation"),
)


def _chosen(field: str, facts: Facts) -> str | None:
    return None if facts.row is None else str(getattr(facts.row.entry, field)) or None


def _intensity(ws: Workspace, facts: Facts) -> str | None:
    regimen = ws.catalogue.regimens.get(facts.row.entry.conditioning_regimen_id) if facts.row is not None else None
    return None if regimen is None else regimen.intensity.value


def _mobilised(facts: Facts) -> int | None:
    return None if facts.row is None else facts.day(facts.row.entry.mobilisation_start)


def life() -> Iterator[Told]:
    """How long each was followed, who died of what, and where each stands."""
    yield Told("status", DataType.CODE, lambda f: f.card.follow_up.value, codes="follow_up")
    yield Told("last_seen_day", DataType.WHOLE, lambda f: f.day(_last_seen(f)), unit="days")
    yield Told("followed_days", DataType.WHOLE, lambda f: f.day(_followed_until(f)), unit="days")
    yield Told("died", DataType.YES_NO, lambda f: None if f.day0 is None else _died(f) is not None)
    yield Told("death_day", DataType.WHOLE, lambda f: f.day(_died(f)), unit="days")
    yield Told("death_relation", DataType.CODE, _death_relation, codes="death_relation")
    for days in MORTALITY_DAYS:
        yield Told(f"trm_{days}", DataType.YES_NO, partial(_related, days), "trm", params={"days": days})


def _age(facts: Facts) -> int | None:
    """Completed years on Day 0: more would tell the day of birth."""
    born, day0 = facts.card.entry.birth_date, facts.day0
    if born is None or day0 is None:
        return None
    return min(age_in_years(born, day0), OLDEST_SAID)


def _text(known: PartialDate | None) -> str | None:
    return None if known is None else known.text


def _since(facts: Facts, known: PartialDate | None) -> Decimal | None:
    day = facts.day(standing_day(known)) if known is not None else None
    return None if day is None else years(-day)


def _months(facts: Facts) -> int | None:
    known = facts.course.diagnosed
    return months_between(None if known is None else standing_day(known), facts.day0)


def _drugs(facts: Facts) -> str | None:
    return "; ".join(dict.fromkeys(one.drug_id or OTHER for one in facts.earlier_drugs)) or None


def _relapses(span: int, facts: Facts) -> int | None:
    """Nobody told the history where no relapse is recorded at all: that is no 0."""
    rate = rate_before(facts.course, span)
    return None if rate is None or not rate.is_told or rate.unsure else rate.relapses


def _rate(span: int, facts: Facts) -> Decimal | None:
    return per_year(rate_before(facts.course, span))


def per_year(rate: RelapseRate | None) -> Decimal | None:
    """A rate with two digits, None where it cannot be told."""
    found = None if rate is None else rate.per_year
    return None if found is None else Decimal(str(found)).quantize(HUNDREDTH)


def _reference(facts: Facts) -> tuple[Decimal | None, int | None]:
    reference = facts.course.edss_reference if facts.day0 is not None else None
    if reference is None:
        return None, None
    return number(reference.value), facts.day(reference.on)


def _measure(measure_id: str, facts: Facts) -> Decimal | None:
    """The last value on or before Day 0; values come in order of their days."""
    if facts.day0 is None:
        return None
    held = [
        one.value for one in facts.course.measures
        if one.measure_id == measure_id and one.value is not None and one.on <= facts.day0
    ]  # fmt: skip
    return number(held[-1]) if held else None


def _died(facts: Facts) -> date | None:
    died = facts.course.died_on
    return died if died is not None and facts.day0 is not None and facts.day0 <= died <= facts.today else None


def _last_seen(facts: Facts) -> date | None:
    seen = facts.course.last_seen
    return None if seen is None or facts.day0 is None or seen < facts.day0 else seen


def _followed_until(facts: Facts) -> date | None:
    died, course_end = _died(facts), facts.course.until
    if died is not None and (course_end is None or died <= course_end):
        return died
    return _last_seen(facts)


def _death_relation(facts: Facts) -> str | None:
    return facts.relation.value if facts.relation is not None and _died(facts) is not None else None


def _related(days: int, facts: Facts) -> bool | None:
    """Whether the treatment caused death by that day; None where that is not known or was not adjudicated."""
    if facts.day0 is None:
        return None
    one = Treated(facts.card.id, facts.day0, _last_seen(facts), _died(facts), facts.relation)
    found = treatment_related_mortality([one], days)
    return None if found.undecided or found.open else bool(found.related)
