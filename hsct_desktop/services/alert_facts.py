"""Gathers what alert rules ask for of one patient: only what the rules at hand read, in few statements."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from hsct_desktop.catalogue.alert_rules import MCV, analyte_of
from hsct_desktop.domain.alert_facts import AlertFacts, Given, Reading, Toxic
from hsct_desktop.domain.engraftment import EngraftmentStatus
from hsct_desktop.domain.lab_result import USUAL_CONDITIONING_START
from hsct_desktop.domain.supportive_therapy import TherapyStatus
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import adverse_event, alert_facts, supportive_therapy
from hsct_desktop.store.base import ReadSession, WriteSession

LOOKING_BACK: Final = timedelta(days=400)
"""How far back values are read: the longest window of a rule is a year."""
OTHERS: Final = frozenset({"toxicity", "therapy", "infection", "engraftment"})
_PARTS_OF_MCV: Final = ("HCT", "RBC")


def read(
    ws: Workspace,
    session: ReadSession | WriteSession,
    patient_id: int,
    day0: date | None,
    needs: Collection[str],
    ages: dict[str, int],
) -> AlertFacts:
    """The facts that `needs` names: codes of analytes, "toxicity", "therapy", "infection", "engraftment"."""
    today = ws.today()
    facts = AlertFacts(today, day0, _readings(ws, session, patient_id, day0, set(needs) - OTHERS), ages=ages)
    if "toxicity" in needs:
        facts = replace(facts, toxicities=_toxicities(session, patient_id))
    if "therapy" in needs:
        facts = replace(facts, therapies=_therapies(session, patient_id, today))
    if "infection" in needs:
        facts = replace(facts, infections=alert_facts.infections(session, patient_id, today - LOOKING_BACK))
    if "engraftment" in needs:
        facts = replace(facts, engrafted=_engrafted(ws, session, patient_id))
    return facts


def _readings(
    ws: Workspace, session: ReadSession | WriteSession, patient_id: int, day0: date | None, codes: set[str]
) -> dict[str, tuple[Reading, ...]]:
    since, table, today = ws.today() - LOOKING_BACK, ws.catalogue.analytes, ws.today()
    native = {code for code in codes if code != MCV.code}
    if MCV.code in codes:
        native |= {*_PARTS_OF_MCV, *((MCV.code,) if MCV.code in table.analytes else ())}
    found = {}
    for code in native:
        analyte = analyte_of(table, code)
        if analyte is not None:
            found[code] = alert_facts.values(session, patient_id, code, analyte.unit, since)
    vital = native & alert_facts.VITALS.keys()
    if vital:
        for reading in alert_facts.vitals(session, patient_id, since, vital):
            found[reading.analyte] = (*found.get(reading.analyte, ()), reading)
        found |= {code: tuple(sorted(found.get(code, ()), key=lambda r: r.moment, reverse=True)) for code in vital}
    if "WEIGHT" in found and day0 is not None and day0 <= today:
        found["WEIGHT"] = _with_admission(found["WEIGHT"], day0)
    if MCV.code in codes and MCV.code not in found:
        found[MCV.code] = _volumes(found["HCT"], found["RBC"])
    return found


def _with_admission(weights: tuple[Reading, ...], day0: date) -> tuple[Reading, ...]:
    """Weights after the beginning of conditioning with the weight at admission as their baseline.

    It is the last one up to that day, for want of it the first one before Day 0.
    """
    start = day0 + USUAL_CONDITIONING_START
    before = [w for w in weights if w.on <= start and w.value is not None]
    after = [w for w in weights if start < w.on < day0 and w.value is not None]
    admission = before[0] if before else after[-1] if after else None
    if admission is None:
        return weights
    return tuple(replace(w, typed=w.value, baseline=admission.value) if w.on > admission.on else w for w in weights)


def _volumes(haematocrits: tuple[Reading, ...], red_cells: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """The mean red cell volume in fL of each sample with haematocrit (L/L) and red cells (10^12/L)."""
    cells = {r.moment: r.exact for r in red_cells if r.exact}
    found = []
    for haematocrit in haematocrits:
        count, part = cells.get(haematocrit.moment), haematocrit.exact
        if count and part is not None:
            volume = (part * 1000 / count).quantize(Decimal("0.1"))
            found.append(
                Reading(
                    MCV.code, haematocrit.on, MCV.unit, volume, haematocrit.at, text=f"{volume}",
                    typed_unit=MCV.unit, row=haematocrit.row,
                )
            )  # fmt: skip
    return tuple(found)


def _toxicities(session: ReadSession | WriteSession, patient_id: int) -> tuple[Toxic, ...]:
    """Toxicities that were not there before conditioning."""
    return tuple(
        Toxic(e.id, e.term_id, e.extra.get("specify") or e.label, int(e.grades[-1].grade), e.onset, e.is_open)
        for e in adverse_event.of_patient(session, patient_id)
        if e.grades and not e.baseline
    )


def _therapies(session: ReadSession | WriteSession, patient_id: int, today: date) -> tuple[Given, ...]:
    return tuple(
        Given(
            t.id, t.therapy_class.value, t.catalogue_id, t.name, t.start, t.stop,
            t.status(today) is TherapyStatus.RUNNING,
        )
        for t in supportive_therapy.of_patient(session, patient_id)
    )  # fmt: skip


def _engrafted(ws: Workspace, session: ReadSession | WriteSession, patient_id: int) -> dict[str, date | None]:
    """Day of engraftment by lineage: confirmed, for want of it derived; counts that were never low count from Day 0."""
    from hsct_desktop.services import engraftment

    found: dict[str, date | None] = {}
    for state in engraftment.states(ws, session, patient_id):
        if state.status is EngraftmentStatus.NEVER_BELOW:
            found[state.lineage.value] = state.day0
        elif state.status.has_date or state.status is not EngraftmentStatus.NO_VALUES:
            found[state.lineage.value] = state.on
    return found
