"""Gathers what alert rules ask for of one patient: only what the rules at hand read, in few statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from hsct_desktop.catalogue.rule_reader import MCV, analyte_of
from hsct_desktop.domain.alert import AlertRule
from hsct_desktop.domain.criteria_facts import ADMISSION, Facts, Measured, admission_weight
from hsct_desktop.domain.engraftment import EngraftmentStatus
from hsct_desktop.domain.lab_result import conditioning_start
from hsct_desktop.domain.rule_facts import Given, Reading, RuleFacts, Toxic
from hsct_desktop.domain.supportive_therapy import TherapyStatus
from hsct_desktop.services.course_days import course_days
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import adverse_event, alert_facts, supportive_therapy
from hsct_desktop.store.base import ReadSession, WriteSession

OTHERS: Final = frozenset({"toxicity", "therapy", "infection", "engraftment"})
LOOKING_BACK: Final = timedelta(days=400)
"""How far back infections are read: the longest window of a rule is a year."""
PARTS_OF_MCV: Final = ("HCT", "RBC")


def read(
    ws: Workspace,
    session: ReadSession | WriteSession,
    patient_id: int,
    day0: date | None,
    rules: Sequence[AlertRule],
    ages: Mapping[str, int],
) -> RuleFacts:
    """The values that the rules read; what else they ask for is left unread (`read_others`)."""
    windows: dict[str, int] = {}
    for rule in rules:
        for code, days in rule.windows(ages).items():
            windows[code] = max(windows.get(code, 0), days)
    wanted = {code: days for code, days in windows.items() if code not in OTHERS}
    readings = _readings(ws, session, patient_id, day0, wanted) if wanted else {}
    return RuleFacts(ws.today(), day0, readings, ages=ages, unread=OTHERS)


def read_others(
    ws: Workspace, session: ReadSession | WriteSession, patient_id: int, facts: RuleFacts, needs: Collection[str]
) -> RuleFacts:
    """The facts with what was left unread, as far as `needs` names it."""
    if "toxicity" in needs:
        facts = replace(facts, toxicities=_toxicities(session, patient_id))
    if "therapy" in needs:
        facts = replace(facts, therapies=_therapies(session, patient_id, facts.today))
    if "infection" in needs:
        facts = replace(facts, infections=alert_facts.infections(session, patient_id, facts.today - LOOKING_BACK))
    if "engraftment" in needs:
        facts = replace(facts, engrafted=_engrafted(ws, session, patient_id))
    return replace(facts, unread=facts.unread - set(needs))


def _readings(
    ws: Workspace, session: ReadSession | WriteSession, patient_id: int, day0: date | None, wanted: dict[str, int]
) -> dict[str, tuple[Reading, ...]]:
    table, today = ws.catalogue.analytes, ws.today()
    if MCV.code in wanted:
        wanted |= dict.fromkeys(PARTS_OF_MCV, wanted[MCV.code])
    start = _conditioning(ws, session, patient_id, day0) if "WEIGHT" in wanted else None
    if start is not None and start <= today:
        wanted["WEIGHT"] = max(wanted["WEIGHT"], (today - (start - ADMISSION)).days)
    since = {code: today - timedelta(days=days) for code, days in wanted.items()}
    units = {code: analyte.unit for code in wanted if (analyte := analyte_of(table, code)) is not None}
    found = alert_facts.values(session, patient_id, since, units)
    vital = wanted.keys() & alert_facts.VITALS.keys()
    if vital:
        for reading in alert_facts.vitals(session, patient_id, min(since[code] for code in vital), vital):
            found[reading.analyte] = (*found.get(reading.analyte, ()), reading)
        found |= {code: tuple(sorted(found.get(code, ()), key=lambda r: r.moment, reverse=True)) for code in vital}
    if "WEIGHT" in found and start is not None and day0 is not None:
        found["WEIGHT"] = _with_admission(found["WEIGHT"], Facts(today, day0, start))
    if MCV.code in wanted and MCV.code not in found:
        found[MCV.code] = _volumes(found.get("HCT", ()), found.get("RBC", ()))
    return found


def _conditioning(
    ws: Workspace, session: ReadSession | WriteSession, patient_id: int, day0: date | None
) -> date | None:
    """The first day of conditioning of the course with that Day 0, as the checklists have it."""
    if day0 is None or day0 > ws.today():
        return None
    courses = [course for course in course_days(ws, session, patient_id) if course.day0 == day0]
    return conditioning_start(courses[-1]) if courses else None


def _with_admission(weights: tuple[Reading, ...], course: Facts) -> tuple[Reading, ...]:
    """Weights after that at admission with it as their baseline: the one that the SOS/VOD checklist takes."""
    held = [Measured("WEIGHT", w.on, w.value, w.comparator, w.at) for w in weights if w.value is not None]
    admission = admission_weight(replace(course, values={"WEIGHT": held}))
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
