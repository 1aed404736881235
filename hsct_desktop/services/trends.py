"""The trends of a patient: values in the unit people read, with what graded them, and what was given meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext
from typing import Final

from hsct_desktop.catalogue.grading_json import grading_rules
from hsct_desktop.catalogue.grading_words import rule_text
from hsct_desktop.catalogue.wording import Wording, wording
from hsct_desktop.domain.analyte import Analyte, shown_unit
from hsct_desktop.domain.grading import Band, bands
from hsct_desktop.domain.lab_result import LabResult
from hsct_desktop.domain.problem import InputError
from hsct_desktop.domain.visit import Closing
from hsct_desktop.pictures.timeline import TimelineFacts
from hsct_desktop.pictures.trend import TrendFacts, TrendPoint, TrendSeries
from hsct_desktop.pictures.trend_panels import COLOURS, FROM_ZERO, LOG_COUNTS
from hsct_desktop.services import alert_rules, overview, schedule, supportive_therapies
from hsct_desktop.services.course_counts import with_engraftment
from hsct_desktop.services.lab_grading import graded_then
from hsct_desktop.services.person import course_of, record_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import lab_result, scheduled_visit, transfusion
from hsct_desktop.store.base import ReadSession

THRESHOLDS: Final = {"CMV": "cmv", "EBV": "ebv"}
"""The alert rule that holds the unit's limit of a viral load, and the name of the limit in it."""
LIMIT: Final = "copies"
ASSESSMENTS: Final = {"CMV": "cmv_pcr", "EBV": "ebv_pcr"}
"""Samples whose missed visits are marked: the viruses that are looked for every week."""
_MINUTES = 24 * 60


def of_patient(ws: Workspace, patient_id: int, analytes: Sequence[str], language: str | None = None) -> TrendFacts:
    """The trends of some analytes by code; an analyte without any value keeps an empty series."""
    with ws.read() as session:
        return trends(ws, session, patient_id, analytes, language or ws.language)


def trends(ws: Workspace, session: ReadSession, patient_id: int, analytes: Sequence[str], language: str) -> TrendFacts:
    """As `of_patient`, within a session."""
    words = wording(language)
    known = [ws.catalogue.analytes.analytes[code] for code in analytes if code in ws.catalogue.analytes.analytes]
    results: dict[str, list[LabResult]] = {}
    for result in lab_result.of_patient(session, patient_id, [a.code for a in known]):
        results.setdefault(result.analyte, []).append(result)
    missed = _missed(ws, session, patient_id, [a.code for a in known], words)
    series = [s for a in known for s in _series(ws, session, a, results.get(a.code, []), missed, words)]
    versions = {r.ctcae_version for rows in results.values() for r in rows if r.grade}
    return TrendFacts(
        course_facts(ws, session, patient_id, language),
        tuple(series),
        tuple(transfusion.of_patient(session, patient_id)),
        ctcae=", ".join(f"v{version}" for version in sorted(versions)),
    )


def course_facts(ws: Workspace, session: ReadSession, patient_id: int, language: str) -> TimelineFacts:
    """The course in which trends stand: Day 0, milestones, drugs."""
    card, course = record_of(session, patient_id), course_of(session, patient_id)
    drugs = supportive_therapies.therapies(ws, session, patient_id, language)
    ended = overview.follow_up_end(session, patient_id)
    facts = overview.timeline(ws, language, card, course, [], [], drugs, ws.today(), ended)
    return with_engraftment(ws, session, patient_id, facts, language)


def recorded(ws: Workspace, patient_id: int) -> dict[str, int]:
    """How many values of each analyte the patient has."""
    found: dict[str, int] = {}
    with ws.read() as session:
        for result in lab_result.of_patient(session, patient_id):
            found[result.analyte] = found.get(result.analyte, 0) + 1
    return found


# --- series -------------------------------------------------------------------------------------------------------


def _series(
    ws: Workspace,
    session: ReadSession,
    analyte: Analyte,
    results: Sequence[LabResult],
    missed: Mapping[str, tuple[tuple[date, str], ...]],
    words: Wording,
) -> Iterator[TrendSeries]:
    """The values of an analyte; those in a unit that is never converted are a series of their own."""
    by_unit: dict[str, list[LabResult]] = {}
    for result in results:
        foreign = result.qualitative == "" and analyte.factor_of(result.unit) is None
        by_unit.setdefault(result.unit if foreign else analyte.usual, []).append(result)
    for unit, rows in by_unit.items() or [(analyte.usual, [])]:
        lln, uln, grades = _limits(analyte, unit, rows)
        yield TrendSeries(
            code=analyte.code,
            label=analyte.label.text(words.language),
            unit=shown_unit(unit),
            points=tuple(_point(analyte, unit, result, words) for result in rows),
            log=analyte.log or analyte.code in LOG_COUNTS,
            colour=COLOURS.get(analyte.code, "s1"),
            lln=lln,
            uln=uln,
            bands=grades,
            threshold=_threshold(ws, session, analyte, unit),
            missed=missed.get(analyte.code, ()),
            zero_floor=analyte.code in FROM_ZERO,
            short=analyte.short.text(words.language),
        )


def _limits(
    analyte: Analyte, unit: str, rows: Sequence[LabResult]
) -> tuple[float | None, float | None, tuple[Band, ...]]:
    """The reference range and the grades' bands by which the latest graded value was judged, in the unit shown.

    The limits are those printed for the unit of that value, converted for the picture: they are not the same in each.
    """
    factor = analyte.factor_of(unit)
    latest = next((r for r in reversed(rows) if r.ctcae_version), None)
    if latest is None or factor is None:
        return None, None, ()
    typed = analyte.factor_of(latest.unit) or factor
    own = latest.unit if analyte.factor_of(latest.unit) else unit
    try:
        rules = grading_rules(latest.ctcae_version)
        found = bands(rules, analyte, own, latest.lln, latest.uln, latest.baseline)
    except (InputError, KeyError):
        found = ()
    lln, uln = (_float(_in_unit(limit, typed, factor)) for limit in (latest.lln, latest.uln))
    shown = (replace(b, lower=_in_unit(b.lower, typed, factor), upper=_in_unit(b.upper, typed, factor)) for b in found)
    return lln, uln, tuple(shown)


def _in_unit(value: Decimal | None, here: Decimal, there: Decimal) -> Decimal | None:
    if value is None or here == there:
        return value
    with localcontext() as context:
        context.prec = 12
        return value * here / there


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _point(analyte: Analyte, unit: str, result: LabResult, words: Wording) -> TrendPoint:
    factor = analyte.factor_of(unit)
    value = result.value
    if factor is not None and result.canonical is not None:
        # Calcium stands among the grades where it was graded: corrected by albumin.
        canonical = result.canonical if result.corrected is None else result.corrected
        value = canonical / factor if factor != 1 else canonical
    return TrendPoint(
        day=result.taken_on.toordinal() + _share(result.taken_at),
        value=_float(value),
        text=text_of(result, words),
        comparator=result.comparator,
        qualitative=result.qualitative,
        grade=result.grade,
        rule=_rule(analyte, result, words) if result.grade else "",
        reviewed=result.reviewed_at is not None,
        id=result.id,
    )


def _share(taken_at: str) -> float:
    """The share of the day at a time of "HH:MM"; the morning round where none is recorded."""
    if len(taken_at) != len("HH:MM"):
        return 0.0
    return (int(taken_at[:2]) * 60 + int(taken_at[3:])) / _MINUTES


def text_of(result: LabResult, words: Wording) -> str:
    """A result as typed, with its unit: "<0.1 ×10⁹/L", "negative"."""
    if result.qualitative:
        return words.text(f"trend.qualitative.{result.qualitative}")
    if result.value is None:
        return result.text
    return f"{result.comparator}{words.number(result.value)} {shown_unit(result.unit)}".strip()


def _rule(analyte: Analyte, result: LabResult, words: Wording) -> str:
    """The limit that gave the stored grade; nothing where today's rules would give another one."""
    terms = graded_then(result, analyte)
    same = next((t for t in terms if t.term_id == result.term_id and t.grade == result.grade), None)
    return rule_text(words, same) if same is not None else ""


def _threshold(ws: Workspace, session: ReadSession, analyte: Analyte, unit: str) -> float | None:
    """The unit's limit of a viral load, as its approved alert rule has it; None while there is none in that unit."""
    rules = alert_rules.acting(ws, session) if analyte.code in THRESHOLDS else None
    rule = rules.rules.get(THRESHOLDS[analyte.code]) if rules is not None else None
    limit = rule.thresholds.get(LIMIT) if rule is not None and rule.enabled else None
    if limit is None or limit.value is None or analyte.unit_named(limit.unit) != unit:
        return None
    return float(limit.value)


def _missed(
    ws: Workspace, session: ReadSession, patient_id: int, codes: Sequence[str], words: Wording
) -> dict[str, tuple[tuple[date, str], ...]]:
    """For each virus the days of missed visits of the present plan that were to look for it."""
    wanted = {code: ASSESSMENTS[code] for code in codes if code in ASSESSMENTS}
    course = course_of(session, patient_id)
    protocol = schedule.pinned_protocol(session, course.protocol_snapshot_id) if wanted and course else None
    if protocol is None:
        return {}
    asked = {item.id: {use.id for use in item.assessments} for item in protocol.items}
    lost = [s for s in scheduled_visit.of_patient(session, patient_id) if s.closing is Closing.MISSED]
    found: dict[str, tuple[tuple[date, str], ...]] = {}
    for code, assessment in wanted.items():
        days = [s for s in lost if assessment in asked.get(s.item_id, ())]
        said = ((s.target, words.text("trend.missed", visit=s.label)) for s in days)
        found[code] = tuple(said)
    return found
