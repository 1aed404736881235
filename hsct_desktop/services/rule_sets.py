"""Sets of rules that act only after the unit has approved them: who, when, which text.

`grading` and `stops` act while the approved text is the present one. `alerts` act by the text that was approved, until
a person approves another: an update of the program never silences them. What the unit changes of an alert or stop rule
in Settings is a named person's act of its own, acts at once, and is listed until the set is approved again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from hsct_desktop.catalogue import alert_words
from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.analyte import shown_unit
from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import InputError, KnownError, Problem
from hsct_desktop.resource import resource
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import changes, required_reason
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import alert, rule_approval, rule_setting
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.rule_approval import Approval, RuleApproval

GRADING: Final = "grading"
ALERTS: Final = "alerts"
STOPS: Final = "stops"
SETS: Final = (GRADING, ALERTS, STOPS)
LONGEST_NAME, LONGEST_NOTE = 100, 400


@dataclass(frozen=True)
class SetText:
    """A set of rules as the program has it now."""

    rule_set: str
    version: str
    sha256: str
    content: str


@dataclass(frozen=True)
class SetState:
    """A set and its approval. `acts`: its rules act. `changed`: ids of rules the unit changed since the approval."""

    text: SetText
    approval: Approval | None
    acts: bool
    changed: tuple[str, ...] = ()

    @property
    def rule_set(self) -> str:
        """The set's id."""
        return self.text.rule_set

    @property
    def is_newer(self) -> bool:
        """Whether the present text is another than the approved one."""
        return self.approval is not None and self.approval.sha256 != self.text.sha256


@cache
def text_of(rule_set: str) -> SetText:
    """The present text of a set; KnownError `rule_set_unknown`."""
    if rule_set not in SETS:
        raise KnownError("rule_set_unknown", name=rule_set)
    content = resource(f"catalogues/{rule_set}.json").read_text(encoding="utf-8")
    held = json.loads(content)
    version = str(held["rules_version"] if rule_set == GRADING else held["version"])
    return SetText(rule_set, version, hashlib.sha256(content.encode()).hexdigest(), content)


def text_in_force(ws: Workspace, rule_set: str) -> SetText:
    """The present text of a set with what a unit's own file makes of it, which needs an approval of its own."""
    shipped, own = text_of(rule_set), ws.catalogue.stop_rules.text if rule_set == STOPS else ""
    if not own:
        return shipped
    return SetText(rule_set, shipped.version, hashlib.sha256(own.encode()).hexdigest(), own)


def is_approved(ws: Workspace, session: ReadSession | WriteSession, rule_set: str) -> bool:
    """Whether the rules of a set act in this file."""
    digest = rule_approval.digest_in_force(session, rule_set)
    return bool(digest) if rule_set == ALERTS else digest == text_in_force(ws, rule_set).sha256


def states(ws: Workspace) -> list[SetState]:
    """Every set with its approval, for the page."""
    with ws.read() as session:
        return [state_in(ws, session, rule_set) for rule_set in SETS]


def state_in(ws: Workspace, session: ReadSession | WriteSession, rule_set: str) -> SetState:
    """One set with its approval."""
    text, approval = text_in_force(ws, rule_set), rule_approval.in_force(session, rule_set)
    if rule_set == GRADING or approval is None:
        return SetState(text, approval, approval is not None and approval.sha256 == text.sha256)
    then, now = json.loads(approval.content)["unit"], _unit_part(session, rule_set)
    changed = tuple(sorted(rule for rule in then.keys() | now.keys() if then.get(rule) != now.get(rule)))
    return SetState(text, approval, rule_set == ALERTS or approval.sha256 == text.sha256, changed)


def _unit_part(session: ReadSession | WriteSession, rule_set: str) -> dict[str, Any]:
    """What the unit has changed of the rules, as an approval keeps it beside the text."""
    if rule_set != ALERTS:
        return {row.rule_id: row.thresholds for row in rule_setting.of_set(session, rule_set).values()}
    return {
        row.rule_id: {"enabled": row.enabled, "severity": row.severity, "thresholds": row.thresholds}
        for row in alert.unit_changes(session).values()
    }


def _kept(session: WriteSession, text: SetText) -> tuple[str, str, str]:
    """Version, digest and content of an approval; it holds what the unit had changed by then."""
    if text.rule_set == GRADING:
        return text.version, text.sha256, text.content
    content = json.dumps({"rules": text.content, "unit": _unit_part(session, text.rule_set)}, ensure_ascii=False)
    return text.version, text.sha256, content


def approved_rules(approval: Approval) -> str:
    """The text of the alert rules that an approval keeps."""
    return str(json.loads(approval.content)["rules"])


def approve(ws: Workspace, rule_set: str, by: str, on: date | None, note: str = "") -> Changes:
    """Record that the set as it reads now was approved. InputError (fields `approved_by`, `approved_on`, `note`)."""
    text, name, comment = text_in_force(ws, rule_set), clean(by), clean(note)
    day = checked_day(name, on, comment, ws.today())
    with ws.write("rules.approve") as session:
        row = rule_approval.add(session, rule_set, _kept(session, text), name, day, comment)
        label = ws.wording.text(f"rules.set.{rule_set}")
        sentence = ws.wording.text("saved.rules_approved", rules=label, version=text.version)
        return changes(session, {"rules", "alert"}, sentence, None, row.id)


def checked_day(name: str, on: date | None, note: str, today: date) -> date:
    """The day of an approval; InputError (fields `approved_by`, `approved_on`, `note`) for what is wrong with it."""
    problems = []
    if not name:
        problems.append(Problem("approved_by", "approved_by_missing"))
    if len(name) > LONGEST_NAME:
        problems.append(Problem("approved_by", "too_long", {"limit": LONGEST_NAME}))
    if len(note) > LONGEST_NOTE:
        problems.append(Problem("note", "too_long", {"limit": LONGEST_NOTE}))
    if on is not None and on > today:
        problems.append(Problem("approved_on", "approved_on_future"))
    if on is None:
        raise InputError([*problems, Problem("approved_on", "approved_on_missing")])
    if problems:
        raise InputError(problems)
    return on


def withdraw(ws: Workspace, approval_id: int, version: int, reason: str) -> Changes:
    """Take back an approval with a reason; with all older ones of its set, which acts no more."""
    why = required_reason(reason)
    with ws.write("rules.withdraw") as session:
        row = fetch(session, RuleApproval, approval_id, version)
        rule_set = row.rule_set
        for older in rule_approval.all_of(session, rule_set):
            void(session, fetch(session, RuleApproval, older.id), why)
        session.flush()
        label = ws.wording.text(f"rules.set.{rule_set}")
        sentence = ws.wording.text("saved.rules_withdrawn", rules=label)
        return changes(session, {"rules", "alert"}, sentence, None, approval_id)


def approve_for_practice(session: WriteSession, ws: Workspace, by: str) -> None:
    """Approve every set in a new practice file, within the write that makes it."""
    for rule_set in SETS:
        kept = _kept(session, text_in_force(ws, rule_set))
        rule_approval.add(session, rule_set, kept, by, ws.today(), ws.wording.text("rules.practice_note"))


@dataclass(frozen=True)
class ReadRule:
    """A rule of a set in words, for whoever reads the set before approving it."""

    name: str
    lines: tuple[str, ...]


def reading(ws: Workspace, rule_set: str, ctcae: str = "5.0") -> list[ReadRule]:
    """The rules of a set as they read now: the limits of each grade in a CTCAE version, or the alerts with theirs."""
    if rule_set == ALERTS:
        return _read_alerts(ws)
    if rule_set == STOPS:
        return _read_stops(ws)
    items = json.loads(text_of(GRADING).content)["items"]
    return [_read_grading(ws, item) for item in items if ctcae in item["ctcae"]]


def _read_grading(ws: Workspace, item: dict[str, Any]) -> ReadRule:
    words = ws.wording
    lines = [_steps(words, item["steps"])] if item["steps"] else []
    for name in ("abnormal", "anticoagulated"):
        if item.get(f"steps_{name}"):
            lines.append(words.text(f"rules.{name}", steps=_steps(words, item[f"steps_{name}"])))
    test = alert_words.analyte(words, ws.catalogue.analytes, item["analyte"])
    return ReadRule(f"{test} · {item['term']}", tuple(lines))


def _shown(limit: str) -> str:
    """A limit of the file as people read it: `< 3000 /mm³ | < 3.0 ×10⁹/L`."""
    return " ".join({"x": "×"}.get(part, shown_unit(part)) for part in limit.split(" "))


def _steps(words: Wording, steps: list[dict[str, Any]]) -> str:
    parts = []
    for step in steps:
        limits = " · ".join(_shown(limit) for limit in step["limits"]) or words.text("rules.person")
        text = words.text("rules.grade", grade=step["grade"], limits=limits)
        parts.append(words.text("rules.asks", step=text) if step["ask"] and step["limits"] else text)
    return "; ".join(parts)


def _read_alerts(ws: Workspace) -> list[ReadRule]:
    from hsct_desktop.services import alert_rules

    words, found = ws.wording, []
    for row in alert_rules.listing(ws):
        limits = [alert_rules.limit_words(ws, limit) for limit in row.thresholds]
        severity = words.text(f"alert.severity.{row.severity}")
        state = "" if row.acts else words.text("rules.off" if not row.enabled else "rules.unset")
        head = " · ".join(part for part in (severity, state, "; ".join(limits)) if part)
        found.append(ReadRule(row.label, tuple(part for part in (head, row.action, row.note, row.source) if part)))
    return found


def _read_stops(ws: Workspace) -> list[ReadRule]:
    from hsct_desktop.services import stop_settings

    rows = stop_settings.listing(ws)
    return [ReadRule(f"{row.therapy} · {row.short}", (row.text, *row.asks, row.source)) for row in rows]
