"""Engraftment of a patient: derived from counts and transfusions, confirmed by a person, whose word is what prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from hsct_desktop.catalogue import engraftment_words
from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.engraftment import (
    RULES,
    Count,
    Derived,
    EngraftmentRules,
    EngraftmentStatus,
    Lineage,
    PlateletPreset,
    neutrophils,
    platelets,
    so_far,
)
from hsct_desktop.domain.engraftment_entry import EngraftmentEntry, check_engraftment, confirmable
from hsct_desktop.domain.names import clean_lines
from hsct_desktop.domain.problem import KnownError, Problem, refuse
from hsct_desktop.domain.transfusion import BloodProduct
from hsct_desktop.services import alerts
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import changes, died_on, name_of, record_of, refuse_problems, required_reason
from hsct_desktop.services.products import grafts
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import engraftment, lab_result, setting, transfusion, transplant
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.transplant import Course

ANALYTES = {Lineage.NEUTROPHILS: "ANC", Lineage.PLATELETS: "PLT"}
PRESET = "engraftment.platelet_preset"
TRANSFUSION_FREE = "engraftment.transfusion_free"
FALL_VALUES = "engraftment.fall_values"


@dataclass(frozen=True)
class Confirmed:
    """What a person confirmed of a lineage; `on` is empty where nothing engrafted."""

    id: int
    version: int
    status: EngraftmentStatus
    on: date | None
    preset: str
    provisional: bool
    evidence: tuple[tuple[date, str], ...]
    note: str
    by: str
    at: datetime


@dataclass(frozen=True)
class LineageState:
    """A lineage of a course: what the counts give, and what a person confirmed of it."""

    lineage: Lineage
    course_id: int
    day0: date
    derived: Derived
    confirmed: Confirmed | None

    @property
    def derived_on(self) -> date | None:
        """The day that the counts give."""
        return None if self.derived.day is None else self.day0 + timedelta(days=self.derived.day)

    @property
    def on(self) -> date | None:
        """The day that counts: the confirmed one, for want of a confirmation the derived one."""
        return self.derived_on if self.confirmed is None else self.confirmed.on

    @property
    def status(self) -> EngraftmentStatus:
        """What is confirmed, for want of it what the counts say."""
        return self.derived.status if self.confirmed is None else self.confirmed.status

    @property
    def differs(self) -> bool:
        """Whether the counts now give something else than what was confirmed."""
        if self.confirmed is None:
            return False
        return (confirmable(self.derived.status), self.derived_on) != (self.confirmed.status, self.confirmed.on)

    def sentence(self, words: Wording) -> str:
        """What the counts give, as a sentence."""
        return engraftment_words.sentence(words, self.derived, self.day0)

    def remarks(self, words: Wording) -> list[str]:
        """What a person should know; first of all that the counts no longer give what was confirmed."""
        said = engraftment_words.remarks(words, self.derived, self.day0)
        if self.differs:
            said.insert(0, words.text("engraftment.remark.differs", now=self.sentence(words)))
        return said

    def evidence(self) -> list[tuple[int, date, Count]]:
        """The counts that give it: day after the infusion, date, count."""
        return [(count.day, self.day0 + timedelta(days=count.day), count) for count in self.derived.evidence]


def for_patient(ws: Workspace, patient_id: int) -> tuple[LineageState, ...]:
    """Neutrophils and platelets of the latest course whose Day 0 has come; nothing before that."""
    with ws.read() as session:
        return states(ws, session, patient_id)


def states(
    ws: Workspace,
    session: ReadSession | WriteSession,
    patient_id: int,
    transplant_id: int | None = None,
    on: date | None = None,
) -> tuple[LineageState, ...]:
    """As `for_patient`, within a session; of the course asked for, where one is.

    With `on` as it stood on that day: what was counted, given or confirmed for a later one is not there yet.
    """
    course, until = _course(ws, session, patient_id, transplant_id)
    if on is not None and until is not None and until > on:
        until = None
    if course is None or course.entry.day0 is None:
        return ()
    day0 = course.entry.day0
    held = {row.lineage: row for row in engraftment.of_course(session, course.id)}
    found = []
    for derived in derive(ws, session, patient_id, day0, until, on):
        row = held.get(derived.lineage.value)
        confirmed = None
        if row is not None and (on is None or row.engrafted_on is None or row.engrafted_on <= on):
            confirmed = Confirmed(
                row.id, row.version, EngraftmentStatus(row.status), row.engrafted_on, row.preset, row.provisional,
                row.evidence, row.note, row.confirmed_by, row.confirmed_at,
            )  # fmt: skip
        found.append(LineageState(derived.lineage, course.id, day0, derived, confirmed))
    return tuple(found)


def derive(
    ws: Workspace,
    session: ReadSession | WriteSession,
    patient_id: int,
    day0: date,
    until: date | None,
    on: date | None = None,
) -> tuple[Derived, Derived]:
    """What the stored counts and platelet transfusions give for a course whose last day that counts is `until`.

    With `on` those up to that day, the course going on.
    """
    known = on or date.max
    last = None if until is None else (until - day0).days
    counts: dict[str, list[Count]] = {code: [] for code in ANALYTES.values()}
    for result in lab_result.of_patient(session, patient_id, list(counts)):
        if result.canonical is not None and result.taken_on <= known:
            day = (result.taken_on - day0).days
            counts[result.analyte].append(Count(day, result.canonical, result.comparator))
    given = [
        (held.given_on - day0).days
        for held in transfusion.of_patient(session, patient_id)
        if held.product is BloodProduct.PLATELETS and held.given_on <= min(until or known, known)
    ]
    return derived_from(counts, given, last, *rules_of(ws, session))


def derived_from(
    counts: Mapping[str, Iterable[Count]],
    given: Iterable[int],
    last: int | None,
    rules: EngraftmentRules,
    preset: PlateletPreset,
) -> tuple[Derived, Derived]:
    """What counts by analyte and days of platelet transfusions give; `last` is the last day that counts, if any."""
    white = neutrophils(counts["ANC"], last, rules)
    plates = platelets(counts["PLT"], given, preset, last, rules)
    if last is not None:
        return white, plates
    return so_far(white, None, rules), so_far(plates, white.day, rules)


def rules_of(ws: Workspace, session: ReadSession | WriteSession) -> tuple[EngraftmentRules, PlateletPreset]:
    """The unit's figures and its way of finding platelet engraftment."""
    preset, free, fall = (
        setting.get(session, key, ws.catalogue.settings[key].default) for key in (PRESET, TRANSFUSION_FREE, FALL_VALUES)
    )
    return replace(RULES, transfusion_free=int(free), fall_values=int(fall)), PlateletPreset(preset)


def _course(
    ws: Workspace, session: ReadSession | WriteSession, patient_id: int, asked: int | None
) -> tuple[Course | None, date | None]:
    """The latest course of stem cells whose Day 0 has come, or the one asked for; the last day that counts for it."""
    courses = [c for c in grafts(ws, transplant.of_patient(session, patient_id)) if c.entry.day0 is not None]
    today = ws.today()
    begun = [c for c in courses if c.entry.day0 is not None and c.entry.day0 <= today]
    if asked is None:
        return (begun[-1] if begun else None), died_on(session, patient_id)
    course = next((c for c in begun if c.id == asked), None)
    later = [c.entry.day0 for c in begun if course is not None and c.number > course.number and c.entry.day0]
    if later:
        return course, min(later) - timedelta(days=1)
    return course, died_on(session, patient_id)


def marks(ws: Workspace, patient_id: int) -> dict[str, tuple[date, bool]]:
    """The days of engraftment by analyte (ANC, PLT), and whether a person confirmed them."""
    return {
        ANALYTES[state.lineage]: (state.on, state.confirmed is not None)
        for state in for_patient(ws, patient_id)
        if state.on is not None
    }


def neutrophil_day(ws: Workspace, session: ReadSession | WriteSession, patient_id: int) -> date | None:
    """The day of neutrophil engraftment, confirmed or for want of that derived; ends aplasia in lists and pictures."""
    return next((state.on for state in states(ws, session, patient_id)), None)


def confirmed_in_words(words: Wording, state: LineageState) -> str:
    """What a person confirmed: "ANC ≥ 0.5 ×10⁹/L since Day +12 (13 Jan 2026)", or the status."""
    held = state.confirmed
    if held is None:
        return ""
    if held.on is None:
        return words.enum("engraftment_status", held.status)
    limit = engraftment_words.limit_in_words(words, state.lineage)
    when = engraftment_words.when(words, (held.on - state.day0).days, state.day0)
    return words.text("engraftment.says.engrafted", limit=limit, when=when).removesuffix(".")


def confirm(
    ws: Workspace, entry: EngraftmentEntry, shown: LineageState | None = None, *, confirmed: bool = False
) -> Changes:
    """Confirm a lineage: what the counts give, or with a note something else.

    `shown` is what the person saw: KnownError `stale_row` when the counts or the confirmation are others by now.
    """
    with ws.write("engraftment.confirm") as session:
        card = record_of(session, entry.patient_id)
        state = _state(ws, session, entry.patient_id, entry.lineage)
        if shown is not None and shown != state:
            raise KnownError("engraftment_changed")
        entry = replace(entry, note=clean_lines(entry.note))
        given = (confirmable(state.derived.status), state.derived_on)
        refuse_problems(check_engraftment(entry, state.day0, ws.today(), given), confirmed=confirmed)
        row_id = put(session, entry, state)
        lineage = ws.wording.enum("lineage", entry.lineage)
        text = ws.wording.text("saved.engraftment", name=name_of(card), lineage=lineage)
        alerts.after_results(session, ws, entry.patient_id, {"engraftment"})
        return changes(session, {"engraftment", "alert"}, text, entry.patient_id, row_id)


def problems(ws: Workspace, entry: EngraftmentEntry, state: LineageState) -> Iterator[Problem]:
    """What is wrong with a confirmation as it stands, for the form."""
    given = (confirmable(state.derived.status), state.derived_on)
    yield from check_engraftment(entry, state.day0, ws.today(), given)


def _state(ws: Workspace, session: WriteSession, patient_id: int, lineage: Lineage) -> LineageState:
    for state in states(ws, session, patient_id):
        if state.lineage is lineage:
            return state
    raise refuse("lineage", "engraftment_without_day0")


def put(session: WriteSession, entry: EngraftmentEntry, state: LineageState) -> int:
    """Within a write, store a checked confirmation with the counts that stand behind it; its id."""
    held = state.confirmed
    key = (entry.patient_id, state.course_id, entry.lineage.value)
    if entry.status is None:
        raise ValueError("an entry is checked before it is stored")
    engrafted = entry.status is EngraftmentStatus.ENGRAFTED
    values = {
        "status": entry.status.value,
        "engrafted_on": entry.on if engrafted else None,
        "preset": state.derived.preset.value if state.derived.preset is not None else "",
        "provisional": state.derived.provisional,
        "evidence": [[on.isoformat(), str(count)] for _, on, count in state.evidence()],
        "note": entry.note,
    }
    return engraftment.put(session, key, values, None if held is None else (held.id, held.version)).id


def withdraw(ws: Workspace, engraftment_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back a confirmation with the reason: what the counts give stands again, unconfirmed."""
    why = required_reason(reason)
    with ws.write("engraftment.withdraw") as session:
        row = fetch(session, engraftment.Engraftment, engraftment_id, version)
        void(session, row, why)
        lineage = ws.wording.enum("lineage", row.lineage)
        name = name_of(record_of(session, row.patient_id))
        text = ws.wording.text("saved.engraftment_withdrawn", name=name, lineage=lineage)
        alerts.after_results(session, ws, row.patient_id, {"engraftment"})
        return changes(session, {"engraftment", "alert"}, text, row.patient_id, engraftment_id)
