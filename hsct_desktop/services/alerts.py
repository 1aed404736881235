"""Alerts: what the unit's rules say of what is recorded, kept in the same write as what fired them.

One alert stands for each rule and patient. While nobody has seen it, it follows its facts when they grow worse or
newer (the change log keeps what it said before), never when they grow milder; one that is not red stops saying what is
no longer so. Once acknowledged, a worse severity or a new value fires anew. It ends when its facts surely no longer
fire it, not when they are merely too old to tell; a red one that ends stays on the lists until a person has seen it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from hsct_desktop.catalogue import alert_words
from hsct_desktop.catalogue.rule_reader import MCV
from hsct_desktop.domain.alert import SURE, AlertRule, AlertRules, Severity, Verdict, judge_all
from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import KnownError, refuse
from hsct_desktop.domain.rule_facts import RECORDS, RuleFacts, Truth
from hsct_desktop.services import alert_rules, rule_facts
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.derived_readings import PARTS_OF_MCV
from hsct_desktop.services.person import MAX_REASON, birth_date_of, changes, name_of, record_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import alert
from hsct_desktop.store import alert_facts as store_facts
from hsct_desktop.store.alert import StoredAlert
from hsct_desktop.store.base import ReadSession, WriteSession

REFRESH: Final = "alert.refresh"
RESOLVED: Final = "~resolved"
"""Why an alert counts as seen whose gap was closed: a reason of the program, worded when it is shown."""
VITALS: Final = frozenset(store_facts.VITALS)
"""The analytes that a visit changes."""
OF_VISITS: Final = VITALS | {"schedule", "contact"}
"""All that a visit changes."""


@dataclass(frozen=True)
class AlertLine:
    """An alert in words. `missing` says what is not known; `ended_on` that its facts no longer fire it."""

    id: int
    version: int
    patient_id: int
    rule_id: str
    rules_version: str
    severity: Severity
    possible: bool
    label: str
    headline: str
    evidence: tuple[str, ...]
    missing: tuple[str, ...]
    action: str
    fired_on: date
    ended_on: date | None
    acknowledged_at: datetime | None
    acknowledged_by: str
    acknowledged_why: str
    place: int = 0
    """Of its rule in the table of rules: the most urgent stand first."""

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to see it."""
        return self.acknowledged_at is None and (self.ended_on is None or self.severity is Severity.RED)


@dataclass(frozen=True)
class OpenQuestion:
    """A rule that cannot be told today, and what is missing; `sentence` says both."""

    rule_id: str
    label: str
    missing: tuple[str, ...]
    sentence: str = ""


@dataclass(frozen=True)
class PatientAlerts:
    """A patient's alerts: to be seen (worst first), seen before (latest first), rules that cannot tell."""

    approved: bool
    waiting: tuple[AlertLine, ...]
    past: tuple[AlertLine, ...]
    cannot_tell: tuple[OpenQuestion, ...]


def after_results(session: WriteSession, ws: Workspace, patient_id: int, codes: Collection[str] | None = None) -> None:
    """Evaluate a patient's rules within a write that changed something.

    `codes` names what changed: codes of analytes, "toxicity", "therapy", "infection", "engraftment"; only the rules
    that read one of them are asked. None asks all.
    """
    rules = alert_rules.acting(ws, session)
    if rules is None:
        return
    touched = None if codes is None else frozenset(_touched(codes))
    asked = [r for r in rules.rules.values() if touched is None or r.needs() & touched]
    if not asked:
        return
    session.flush()
    held = alert.standing(session, patient_id)
    verdicts = _verdicts(ws, session, [patient_id], rules, asked, {patient_id: {a.rule_id for a in held}})
    _settle(session, patient_id, rules, held, verdicts.get(patient_id, []), ws.today())


def after_many(session: WriteSession, ws: Workspace, patient_ids: Collection[int]) -> None:
    """As `after_results` with all rules, of many patients at once: what an import brought."""
    rules = alert_rules.acting(ws, session)
    if rules is None or not patient_ids:
        return
    session.flush()
    verdicts, held = of_ward(ws, session, rules, patient_ids)
    for who, found in verdicts.items():
        _settle(session, who, rules, held.get(who, ()), found, ws.today())


def _touched(codes: Collection[str]) -> Iterator[str]:
    """What changed, with what is worked out from it."""
    yield from codes
    if any(code in PARTS_OF_MCV for code in codes):
        yield MCV.code
    if _GIVEN & set(codes):
        yield "exposure"
    if _ON_STRIPS & set(codes):
        yield "monitoring"
    if "vaccine" in codes:
        yield "vaccine_plan"


_GIVEN: Final = frozenset({"therapy", "statement", "transfusion", "dmt"})
"""The records of which a patient's exposures are made."""
_ON_STRIPS: Final = frozenset({"schedule", "monitoring", "CMV", "EBV"})
"""What fills a square of a strip that a rule asks about."""


def _verdicts(
    ws: Workspace,
    session: ReadSession | WriteSession,
    ids: Collection[int] | None,
    rules: AlertRules,
    asked: Sequence[AlertRule],
    standing: Mapping[int, Collection[str]],
) -> dict[int, list[Verdict]]:
    """What the rules say of some patients, or with None of all that are followed.

    Those out of scope or off are asked only where an alert of theirs stands; who is not followed any more has none.
    """
    today = ws.today()
    reader = rule_facts.FactReader(ws, session, ids, today, rules.ages)
    facts = {who: held for who, held in reader.bare().items() if reader.is_followed(who)}
    apply = {who: [r for r in asked if r.acts and _in_scope(r, held.day0, today)] for who, held in facts.items()}
    wanted = {rule.id: rule for held in apply.values() for rule in held}
    facts = reader.with_values(facts, _windows(wanted.values(), rules.ages))
    # A rule that reads no value is open until its records are read.
    by_value = {rule.id for rule in wanted.values() if rule.needs() - RECORDS}
    found = {
        who: [
            *judge_all([rule for rule in apply[who] if rule.id in by_value], held),
            *(Verdict(rule, Truth.UNKNOWN) for rule in apply[who] if rule.id not in by_value),
        ]
        for who, held in facts.items()
    }
    # What the values alone rule out is not asked any further: as a rule nothing else has to be read. Engraftment is
    # derived from all counts of a course, so that it comes last.
    for kinds in _BY_COST:
        left = {who: [v.rule for v in verdicts if v.truth is not Truth.NO] for who, verdicts in found.items()}
        needs = frozenset().union(*(rule.needs() for held in left.values() for rule in held)) & kinds
        open_ones = {who: facts[who] for who, held in left.items() if any(rule.needs() & needs for rule in held)}
        for who, more in reader.with_records(open_ones, needs).items():
            facts[who] = more
            closed = [v for v in found[who] if v.truth is Truth.NO]
            found[who] = [*closed, *judge_all(left[who], more)]
    return {who: [*_silent(asked, found.get(who), standing.get(who, ())), *found.get(who, [])] for who in reader.people}


def _silent(asked: Sequence[AlertRule], found: Sequence[Verdict] | None, standing: Collection[str]) -> list[Verdict]:
    """Rules that do not apply but of which an alert stands: it ends. All of them, where nothing was asked at all."""
    heard = {verdict.rule.id for verdict in found or ()}
    return [Verdict(r, Truth.NO) for r in asked if r.id not in heard and (found is None or r.id in standing)]


def _windows(rules: Iterable[AlertRule], ages: Mapping[str, int]) -> dict[str, int]:
    """How many days back the values of each analyte are needed."""
    found: dict[str, int] = {}
    for rule in rules:
        for code, days in rule.windows(ages).items():
            if code not in RECORDS:
                found[code] = max(found.get(code, 0), days)
    return found


_DEAR: Final = frozenset({"exposure", "statement", "monitoring", "vaccine_plan"})
_LAST: Final = frozenset({"engraftment"})
_BY_COST: Final = (RECORDS - _DEAR - _LAST, _DEAR, _LAST)


def _in_scope(rule: AlertRule, day0: date | None, today: date) -> bool:
    if rule.scope is None:
        return True
    return rule.scope.judge(RuleFacts(today, day0), rule.thresholds).truth is Truth.YES


def _settle(
    session: WriteSession,
    patient_id: int,
    rules: AlertRules,
    held: Sequence[StoredAlert],
    verdicts: Iterable[Verdict],
    today: date,
) -> int:
    """Bring the stored alerts in step with what the rules say; how many rows changed."""
    count = 0
    for verdict in verdicts:
        own = [a for a in held if a.rule_id == verdict.rule.id]
        last = own[-1] if own else None
        if verdict.fires:
            count += _fire(session, patient_id, rules, last, verdict, today)
        elif verdict.truth is Truth.NO:
            for stored in own:
                if stored.ended_on is None:
                    alert.change(session, stored.id, {"ended_on": today, **_resolved(session, stored)})
                    count += 1
    return count


def _resolved(session: WriteSession, stored: StoredAlert) -> dict[str, Any]:
    """A gap that somebody closed by recording what was missing has been seen by that person; a finding has not."""
    if stored.acknowledged_at is not None or any(fact.get("row") for fact in stored.facts):
        return {}
    return {"acknowledged_at": session.now, "acknowledged_by": session.author_id, "acknowledged_why": RESOLVED}


def _fire(
    session: WriteSession, patient_id: int, rules: AlertRules, last: StoredAlert | None, verdict: Verdict, today: date
) -> int:
    values = _columns(verdict, rules.version)
    if last is None:
        alert.fire(session, patient_id, {**values, "fired_on": today, "ended_on": None})
        return 1
    worse, milder = _compared(last, verdict)
    news = _seen(values["facts"]) - _seen(last.facts)
    if last.acknowledged_at is not None:
        if not (worse or news):
            return 0
        alert.change(session, last.id, {"ended_on": today})
        alert.fire(session, patient_id, {**values, "fired_on": today, "ended_on": None})
        return 1
    if last.ended_on is not None:
        # A red one had ended unseen and fires again: it goes on, with all that has happened to it in the log.
        alert.change(session, last.id, {"ended_on": None, **({} if milder else values)})
        return 1
    if not milder and (worse or news or last.missing != tuple(values["missing"]) or _eases(last, values)):
        alert.change(session, last.id, values)
        return 1
    return 0


def _eases(last: StoredAlert, values: Mapping[str, Any]) -> bool:
    """Whether some of what a standing alert saw is gone: it says what is so today, but a red one grows no milder."""
    return values["severity"] != Severity.RED and _seen(values["facts"]) < _seen(last.facts)


def _compared(last: StoredAlert, verdict: Verdict) -> tuple[bool, bool]:
    """Whether the verdict is worse, and whether it is milder, than an alert that stands."""
    before = (Severity(last.severity).rank, last.certainty != SURE)
    now = ((verdict.severity or Severity.INFO).rank, verdict.certainty != SURE)
    return now < before, now > before


def _seen(facts: Iterable[Any]) -> set[tuple[str, str]]:
    """What an alert saw, so that a new value is told from one that was seen before; toxicities by their grade."""
    return {
        (str(fact["row"]), alert_words.plain_number(str(fact.get("text", "")))) for fact in facts if fact.get("row")
    }


def _columns(verdict: Verdict, version: str) -> dict[str, Any]:
    first = dict(verdict.evidence[0]) if verdict.evidence else {}
    limit = {name: first[name] for name in ("op", "limit", "limit_unit") if name in first}
    return {
        "rule_id": verdict.rule.id,
        "rules_version": version,
        "severity": (verdict.severity or Severity.INFO).value,
        "certainty": verdict.certainty,
        "value": {name: value for name, value in first.items() if name not in limit},
        "threshold": limit,
        "facts": [dict(seen) for seen in verdict.evidence],
        "missing": [found.key for found in verdict.missing],
    }


def refresh(ws: Workspace) -> int:
    """Ask all rules of all followed patients: some fire because a day has passed. How many alerts changed.

    A write of the program, made when a file is opened and on each new day; nothing is written where nothing changed.
    """
    return refresh_some(ws, None)


def to_refresh(ws: Workspace) -> list[int]:
    """The followed patients whose rules are to be asked; nobody while no rules act."""
    with ws.read() as session:
        return [] if alert_rules.acting(ws, session) is None else rule_facts.followed(session)


def refresh_some(ws: Workspace, ids: Collection[int] | None) -> int:
    """As `refresh`, of some followed patients: a ward can be asked in parts while nobody waits. None asks of all."""
    with ws.read() as session:
        rules = alert_rules.acting(ws, session)
        if rules is None:
            return 0
        due = _would_change(ws, session, rules, ids)
    if not due:
        return 0
    with ws.store.write(None, REFRESH) as session:
        verdicts, held = of_ward(ws, session, rules, due)
        return sum(
            _settle(session, who, rules, held.get(who, ()), found, ws.today()) for who, found in verdicts.items()
        )


def of_ward(
    ws: Workspace, session: ReadSession | WriteSession, rules: AlertRules, ids: Collection[int] | None
) -> tuple[dict[int, list[Verdict]], dict[int, list[StoredAlert]]]:
    """What all rules say of some patients, or with None of all that are followed, and the alerts that stand."""
    held = alert.standing_of_all(session, ids)
    standing = {who: {a.rule_id for a in alerts} for who, alerts in held.items()}
    return _verdicts(ws, session, ids, rules, list(rules.rules.values()), standing), held


def _would_change(ws: Workspace, session: ReadSession, rules: AlertRules, ids: Collection[int] | None) -> list[int]:
    """The followed patients of whom an alert would fire, grow worse or end today, all or some."""
    verdicts, held = of_ward(ws, session, rules, ids)
    return [who for who, found in verdicts.items() if _changes(found, {a.rule_id: a for a in held.get(who, ())})]


def _changes(verdicts: Iterable[Verdict], standing: Mapping[str, StoredAlert]) -> bool:
    for verdict in verdicts:
        last = standing.get(verdict.rule.id)
        if verdict.fires and (last is None or last.ended_on is not None or _moves(last, verdict)):
            return True
        if verdict.truth is Truth.NO and not verdict.fires and last is not None and last.ended_on is None:
            return True
    return False


def _moves(last: StoredAlert, verdict: Verdict) -> bool:
    """Whether a standing alert is to say more, worse or (not a red one) less than it does."""
    worse, milder = _compared(last, verdict)
    before, now = _seen(last.facts), _seen(verdict.evidence)
    if worse or now - before:
        return not milder or last.acknowledged_at is not None
    eased = last.acknowledged_at is None and verdict.severity is not Severity.RED
    return not milder and eased and now < before


def for_patient(ws: Workspace, patient_id: int) -> PatientAlerts:
    """A patient's alerts in words, for the sheet."""
    with ws.read() as session:
        rules = alert_rules.acting(ws, session)
        stored = alert.of_patient(session, patient_id)
        verdicts: list[Verdict] = []
        if rules is not None:
            everything = list(rules.rules.values())
            verdicts = _verdicts(ws, session, [patient_id], rules, everything, {}).get(patient_id, [])
    lines = [line(ws, row) for row in stored]
    past = [found for found in lines if not found.is_open]
    questions = tuple(_question(ws, v) for v in verdicts if v.truth is Truth.UNKNOWN and not v.fires and _is_near(v))
    past.sort(key=lambda found: found.id, reverse=True)
    return PatientAlerts(rules is not None, by_severity(f for f in lines if f.is_open), tuple(past), questions)


def _question(ws: Workspace, verdict: Verdict) -> OpenQuestion:
    label, missing = verdict.rule.label.text(ws.language), _missing(ws, [m.key for m in verdict.missing])
    said = ws.wording.text("alert.cannot_tell", label=label, missing=", ".join(missing))
    return OpenQuestion(verdict.rule.id, label, missing, said)


_OPEN_LIMITS: Final = frozenset({"limit", "baseline", "unit"})


def _is_near(verdict: Verdict) -> bool:
    """Whether a finding is there, or a value that nothing can be held against: else every rule would be named."""
    return bool(verdict.signs) or any(m.kind in _OPEN_LIMITS for m in verdict.missing)


def by_severity(lines: Iterable[AlertLine]) -> tuple[AlertLine, ...]:
    """Worst first, sure before possible, then the latest, then as the table has them."""
    return tuple(sorted(lines, key=lambda a: (a.severity.rank, a.possible, -a.fired_on.toordinal(), a.place)))


def waiting(ws: Workspace, patient_id: int) -> tuple[AlertLine, ...]:
    """A patient's alerts that somebody has still to see, worst first."""
    with ws.read() as session:
        return waiting_in(ws, session, patient_id)


def waiting_in(ws: Workspace, session: ReadSession, patient_id: int) -> tuple[AlertLine, ...]:
    """As `waiting`, within a session."""
    return by_severity(line(ws, row) for row in alert.waiting(session, patient_id))


@dataclass(frozen=True)
class UnitAlert:
    """An alert on the list of the unit, with whose it is."""

    alert: AlertLine
    name: str
    birth_date: date
    code: str


def of_unit(ws: Workspace, severities: Sequence[Severity] = (Severity.RED,)) -> list[UnitAlert]:
    """The alerts of followed patients that somebody has still to see, worst and latest first: red ones by default."""
    with ws.read() as session:
        stored = alert.waiting_of_followed(session, [severity.value for severity in severities])
        cards = {patient_id: record_of(session, patient_id) for patient_id in {row.patient_id for row in stored}}
    found = by_severity(line(ws, row) for row in stored)
    return [
        UnitAlert(a, name_of(cards[a.patient_id]), birth_date_of(cards[a.patient_id]), cards[a.patient_id].entry.code)
        for a in found
    ]


def count_of_unit(ws: Workspace) -> int:
    """How many rows `of_unit` has."""
    with ws.read() as session:
        return len(alert.waiting_of_followed(session, [Severity.RED.value]))


def line(ws: Workspace, row: StoredAlert, language: str | None = None) -> AlertLine:
    """A stored alert in words. What it says stays what it saw, whatever the rules say today."""
    from hsct_desktop.catalogue.rule_words import names_of
    from hsct_desktop.catalogue.wording import wording

    words, table = wording(language or ws.language), ws.catalogue.analytes
    names = names_of(ws.catalogue, words.language)
    rule = ws.catalogue.alerts.rules.get(row.rule_id)
    first = {**row.value, **row.threshold}
    label = rule.label.text(words.language) if rule is not None else row.rule_id
    return AlertLine(
        row.id, row.version, row.patient_id, row.rule_id, row.rules_version, Severity(row.severity),
        row.certainty != SURE, label, alert_words.headline(words, table, first, rule) or label,
        alert_words.evidence_lines(words, table, row.facts, names), _missing(ws, row.missing, language),
        rule.action.text(words.language) if rule is not None else "", row.fired_on, row.ended_on, row.acknowledged_at,
        row.acknowledged_by,
        words.text("alert.resolved") if row.acknowledged_why == RESOLVED else row.acknowledged_why,
        _place(ws, row.rule_id),
    )  # fmt: skip


def _place(ws: Workspace, rule_id: str) -> int:
    rules = list(ws.catalogue.alerts.rules)
    return rules.index(rule_id) if rule_id in rules else len(rules)


def _missing(ws: Workspace, keys: Sequence[str], language: str | None = None) -> tuple[str, ...]:
    from hsct_desktop.catalogue.wording import wording

    return tuple(alert_words.missing(wording(language or ws.language), ws.catalogue.analytes, keys))


def acknowledge(ws: Workspace, alert_id: int, version: int, why: str = "") -> Changes:
    """Note who has seen an alert, when and why; a red one asks for the reason (InputError `alert_why_missing`)."""
    reason = clean(why)
    with ws.write("alert.acknowledge") as session:
        held = alert.one(session, alert_id)
        if held is None or held.acknowledged_at is not None:
            raise KnownError("stale_row")
        if held.severity == Severity.RED and not reason:
            raise refuse("why", "alert_why_missing")
        if len(reason) > MAX_REASON:
            raise refuse("why", "too_long", limit=MAX_REASON)
        alert.acknowledge(session, alert_id, version, reason)
        card = record_of(session, held.patient_id)
        text = ws.wording.text("saved.alert_seen", what=f"{name_of(card)}, {line(ws, held).headline}")
        return changes(session, {"alert"}, text, held.patient_id, alert_id)
