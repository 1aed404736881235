"""Immune reconstitution of a patient: values since Day 0 against what is expected, and the drugs that wait for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hsct_desktop.catalogue.items import StopRule
from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.analyte import Analyte, shown_unit
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.reconstitution import Recovery, RecoveryRule, recovery
from hsct_desktop.domain.rule_facts import Amount
from hsct_desktop.domain.supportive_therapy import Therapy, TherapyClass
from hsct_desktop.domain.value_conditions import Value as Asked
from hsct_desktop.pictures.reconstitution import Cover, Part, ReconstitutionFacts, RuleLimit, Value
from hsct_desktop.pictures.trend_facts import TrendPoint, TrendSeries
from hsct_desktop.services import stop_rules, supportive_therapies, trends
from hsct_desktop.services.person import course_of, record_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.base import ReadSession

INDICATIONS: Final = ("pjp", "vzv", "hsv", "ivig", "fungal")
"""What waits for the immune system, in the order shown: Pneumocystis, herpes viruses, immunoglobulins, moulds."""
_REPLACED: Final = frozenset({"IGG"})
"""What an immunoglobulin that is running raises: the value then says nothing of the patient's own."""
Limits = dict[str, list[RuleLimit]]


def for_patient(ws: Workspace, patient_id: int, words: Wording | None = None) -> ReconstitutionFacts:
    """The picture's facts today. KnownError `reconstitution_no_day0` before Day 0, `stale_row`."""
    said, on = words or ws.wording, ws.today()
    with ws.read() as session:
        record_of(session, patient_id)
        course = course_of(session, patient_id)
        day0 = course.entry.day0 if course is not None else None
        if day0 is None or day0 > on:
            raise KnownError("reconstitution_no_day0")
        rules = ws.catalogue.reconstitution
        found = trends.trends(ws, session, patient_id, list(rules), said.language)
        covers, limits = _covers(ws, session, patient_id, day0, said)
    reading = _Reading(said, day0, on, _REPLACED if _is_replaced(covers) else frozenset())
    parts = []
    for code, rule in rules.items():
        analyte = ws.catalogue.analytes.analytes[code]
        series = next((s for s in found.series if s.code == code and s.unit == shown_unit(analyte.usual)), None)
        parts.append(reading.part(analyte, rule, series, limits.get(code, ())))
    return ReconstitutionFacts(day0, on, tuple(parts), tuple(covers))


@dataclass(frozen=True)
class _Reading:
    """One patient on one day, in one language."""

    words: Wording
    day0: date
    on: date
    replaced: frozenset[str]

    def part(
        self, analyte: Analyte, rule: RecoveryRule, series: TrendSeries | None, limits: Sequence[RuleLimit]
    ) -> Part:
        """A part with how it stands and its latest value since Day 0."""
        points = [p for p in (series.points if series is not None else ()) if self.day0 <= p.on <= self.on]
        known = [p for p in points if p.value is not None]
        own = _in_usual(analyte, rule.limit)
        printed = series.lln if series is not None and not rule.own_limit else None
        limit = printed if printed is not None else own
        first, last = rule.span(self.day0)
        latest = points[-1] if points else None
        found = recovery(
            last, limit, (latest.on, latest.value) if latest is not None else None, self.on,
            latest.comparator if latest is not None else "",
        )  # fmt: skip
        if found is Recovery.RECOVERED and analyte.code in self.replaced:
            found = Recovery.UNKNOWN
        name = analyte.label.text(self.words.language)
        values = tuple(Value(p.on, p.value, p.is_open) for p in known if p.value is not None)
        return Part(
            analyte.code, name, shown_unit(analyte.usual), values, limit, first, last, found,
            self._state(found, last, analyte.code, latest), self._latest(latest, found), tuple(limits),
        )  # fmt: skip

    def _state(self, found: Recovery, last: date, code: str, latest: TrendPoint | None) -> str:
        if found is Recovery.UNKNOWN and code in self.replaced:
            return self.words.text("reconstitution.state.replaced")
        if found is Recovery.UNKNOWN and latest is None:
            return self.words.text("reconstitution.state.never")
        key = "expected_until" if found is Recovery.EXPECTED else f"state.{found}"
        return self.words.text(f"reconstitution.{key}", day=last)

    def _latest(self, latest: TrendPoint | None, found: Recovery) -> str:
        if latest is None:
            return "" if found is Recovery.UNKNOWN else self.words.text("reconstitution.no_value")
        return self.words.text("reconstitution.latest", value=latest.text, day=latest.on)


def _is_replaced(covers: Sequence[Cover]) -> bool:
    return any(cover.kind is TherapyClass.IMMUNOGLOBULIN and cover.stop is None for cover in covers)


def _in_usual(analyte: Analyte, amount: Amount) -> float | None:
    """An amount in the unit in which people read the analyte; None where it cannot be converted."""
    here, there = analyte.factor_of(amount.unit), analyte.factor_of(analyte.usual)
    return float(amount.value * here / there) if amount.value is not None and here and there else None


# the drugs that wait --------------------------------------------------------------------------------------------


def _covers(
    ws: Workspace, session: ReadSession, patient_id: int, day0: date, words: Wording
) -> tuple[list[Cover], Limits]:
    """The drugs given since Day 0 that wait for it, by indication; and the limits that their stop rules ask for."""
    rules = stop_rules.rules_in_force(ws, session)
    briefs = stop_rules.briefs_in(ws, session, patient_id, ws.today(), words.language)
    found: list[tuple[int, Cover]] = []
    limits: Limits = {}
    for one in supportive_therapies.therapies(ws, session, patient_id, words.language):
        of = stop_rules.indication(ws, one.catalogue_id, one.indication)
        if of not in INDICATIONS or one.start > ws.today() or (one.stop is not None and one.stop < day0):
            continue
        rule = one.stop_rule_short or one.stop_rule
        brief = briefs.get(one.id, "") if one.stop is None else words.text("reconstitution.ended", day=one.stop)
        planned = one.planned_stop if one.stop is None else None
        found.append((
            INDICATIONS.index(of),
            Cover(one.id, one.name, one.therapy_class, one.start, one.stop, planned, rule, brief),
        ))  # fmt: skip
        if one.stop is None:
            _add_limits(ws, limits, one, rules, words)
    found.sort(key=lambda pair: (pair[0], pair[1].start, pair[1].id))
    return [cover for _, cover in found], limits


def _add_limits(ws: Workspace, limits: Limits, one: Therapy, rules: Mapping[str, StopRule], words: Wording) -> None:
    """The values that the stop rule of a running drug asks for: "Co-trimoxazole: stop from 200 /µL"."""
    rule = rules.get(one.stop_rule_id)
    for condition in rule.rule.conditions() if rule is not None and rule.rule is not None else ():
        if not isinstance(condition, Asked) or rule is None or rule.rule is None:
            continue
        amount, analyte = rule.rule.thresholds[condition.limit], ws.catalogue.analytes.analytes.get(condition.analyte)
        value = _in_usual(analyte, amount) if analyte is not None else None
        if analyte is not None and value is not None:
            unit = shown_unit(analyte.usual)
            number = words.number(int(value) if value == int(value) else round(value, 2))
            said = words.text("reconstitution.rule_limit", name=one.name, value=f"{number} {unit}")
            limits.setdefault(condition.analyte, []).append(RuleLimit(value, said))
