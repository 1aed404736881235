"""What the record says of who does what until when: the derived lines of the care plan, by each page's functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hsct_desktop.catalogue.items import PlanSection
from hsct_desktop.catalogue.vaccine_words import named
from hsct_desktop.catalogue.wording import Wording, in_sentence
from hsct_desktop.domain.care_plan import CareActor, CareLine
from hsct_desktop.domain.dates import add_offset
from hsct_desktop.domain.late_effect import LateEffectState
from hsct_desktop.domain.monitoring import holes
from hsct_desktop.domain.protocol import ProtocolItem
from hsct_desktop.domain.supportive_therapy import Therapy, TherapyStatus
from hsct_desktop.domain.task import TaskRow
from hsct_desktop.domain.vaccine import VaccineLine, VaccinePlan, VaccineStatus
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.services import (
    irradiation,
    late_effects,
    monitoring,
    neuro_rechecks,
    schedule,
    stop_rules,
    supportive_therapies,
    vaccines,
    visits,
)
from hsct_desktop.services.monitoring import PatientStrips
from hsct_desktop.services.person import course_of, record_of
from hsct_desktop.services.vaccine_list import DueVaccines
from hsct_desktop.services.visits import VisitRow
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import scheduled_visit, task
from hsct_desktop.store.base import ReadSession

VISITS: Final = 3
"""So many of the next visits stand on the plan; late ones stand there all."""
LONG_TERM_AHEAD: Final = timedelta(days=92)
VACCINES_AHEAD: Final = timedelta(days=183)
MOST_TESTS: Final = 6
"""Tests that a visit's line names; the others are counted."""
_ACTIVE: Final = (TherapyStatus.RUNNING, TherapyStatus.INTERRUPTED)
_MRI: Final = ("mri_rebaseline", "mri")
_NEURO: Final = ("edss",)
OF_GP: Final = frozenset({"metabolic", "bowel", "vitamin_d"})
"""Long-term items that the family doctor looks after; the unit sees to the others."""
OF_PATIENT: Final = frozenset({"activity", "smoking", "contraception"})
"""Long-term items that stand among the patient's own duties."""
_DUTIES: Final = ("activity", "vitamin_d", "smoking")
_CONTRACEPTION: Final = "contraception"


def lines(ws: Workspace, patient_id: int, on: date, words: Wording) -> list[CareLine]:
    """The derived lines of a patient on a day, in words of the caller's choice; none where nobody follows."""
    strips = monitoring.for_patient(ws, patient_id, words.language) if on == ws.today() else None
    with ws.read() as session:
        return lines_in(ws, session, patient_id, on, words, strips)


def lines_in(
    ws: Workspace,
    session: ReadSession,
    patient_id: int,
    on: date,
    words: Wording,
    strips: PatientStrips | None = None,
) -> list[CareLine]:
    """The same within a session; without the strips no tests are named and no missed ones are told."""
    if not record_of(session, patient_id).follow_up.is_followed:
        return []
    reading = _Reading(ws, session, patient_id, on, words)
    return [
        *reading.visits(strips),
        *reading.missed(strips),
        *reading.therapies(),
        *reading.tasks(),
        *reading.long_term(),
        *reading.blood(),
        *reading.vaccines(),
        *reading.neurology(),
        *reading.patient(),
    ]


def duties_in(ws: Workspace, session: ReadSession, patient_id: int, on: date, words: Wording) -> list[CareLine]:
    """What the patient looks after, whatever became of the follow-up since that day."""
    return list(_Reading(ws, session, patient_id, on, words).duties())


@dataclass(frozen=True)
class _Reading:
    """One patient on one day."""

    ws: Workspace
    session: ReadSession
    patient_id: int
    on: date
    words: Wording

    def text(self, key: str, **params: object) -> str:
        return self.words.text(f"care_plan.{key}", **params)

    # unit -------------------------------------------------------------------------------------------------------

    def _awaiting(self) -> list[VisitRow]:
        """Visits that wait, in the order of their days; optional ones only when booked."""
        found = visits.rows(self.ws, self.session, self.patient_id, self.on, self.words.language)
        waits = [row for row in found if row.status.awaits and (not row.optional or row.booked is not None)]
        return sorted(waits, key=lambda row: (row.booked or row.target or date.max, row.scheduled_id or 0))

    def visits(self, strips: PatientStrips | None) -> Iterator[CareLine]:
        """The visits that are late, and the next ones; the first says its tests."""
        waiting = self._awaiting()
        late = [row for row in waiting if row.status is VisitStatus.LATE]
        ahead = [row for row in waiting if row.status is not VisitStatus.LATE][:VISITS]
        for number, row in enumerate((*late, *ahead)):
            said = self._visit(row)
            tests = self._tests(strips, row.scheduled_id) if number == 0 else ""
            text = self.text("visit_tests", visit=said, tests=tests) if tests else said
            is_late = row.status is VisitStatus.LATE
            key, until = f"visit:{row.scheduled_id}", row.booked or row.latest
            yield CareLine(key, CareActor.UNIT, text, until, is_late, row.booked is not None)

    def _visit(self, row: VisitRow) -> str:
        if row.booked is not None:
            key = "visit_booked_at" if row.booked_time else "visit_booked"
            return self.text(key, visit=row.label, time=row.booked_time)
        if row.earliest is not None and row.earliest > self.on:
            return self.text("visit_from", visit=row.label, day=row.earliest)
        return self.text("visit", visit=row.label)

    def _tests(self, strips: PatientStrips | None, scheduled_id: int | None) -> str:
        """The serial tests of a visit, as its squares have them."""
        rows = strips.rows if strips is not None else ()
        named = [
            (row.test.short or row.test.label).text(self.words.language)
            for row in rows
            if any(one.scheduled_id == scheduled_id and not one.state.is_done for one in row.strip.squares)
        ]
        return self._listed(named, MOST_TESTS)

    def _listed(self, names: list[str], most: int) -> str:
        shown, rest = names[:most], len(names) - most
        if rest > 0:
            shown.append(self.text("more", n=rest))
        return ", ".join(shown)

    def missed(self, strips: PatientStrips | None) -> Iterator[CareLine]:
        """The tests with a hole that nothing has filled since, since the oldest of them."""
        found = {
            (row.test.short or row.test.label).text(self.words.language): days
            for row in (strips.rows if strips is not None else ())
            if row.sentence.is_hole
            and (days := [s.occasion.latest for s in holes(row.strip, self.on) if s.occasion is not None])
        }
        if found:
            first = min(min(days) for days in found.values())
            text = self.text("tests_missed", tests=self._listed(list(found), MOST_TESTS))
            yield CareLine("tests_missed", CareActor.UNIT, text, first, is_late=True)

    def therapies(self) -> Iterator[CareLine]:
        """Each running drug with a planned stop or a rule; the others in one line, so that none is forgotten."""
        held = supportive_therapies.therapies(self.ws, self.session, self.patient_id, self.words.language)
        active = [one for one in held if one.stop is None and one.status(self.on) in _ACTIVE]
        verdicts = stop_rules.of_patient(self.ws, self.session, self.patient_id, self.on)
        briefs = stop_rules.briefs_in(self.ws, self.session, self.patient_id, self.on, self.words.language)
        ends = [one for one in active if one.planned_stop is not None or one.id in briefs]
        for one in ends:
            to_stop = stop_rules.is_to_stop(one, verdicts.get(one.id), self.on)
            is_late = to_stop and one.planned_stop is not None and one.planned_stop < self.on
            waits = not to_stop and one.planned_stop is not None and one.planned_stop <= self.on
            until = None if waits else one.planned_stop
            yield CareLine(f"therapy:{one.id}", CareActor.UNIT, self._therapy(one, briefs, waits), until, is_late)
        rest = list(dict.fromkeys(one.name for one in active if one not in ends))
        if rest:
            yield CareLine("therapies_open", CareActor.UNIT, self.text("therapies_open", names=", ".join(rest)))

    def _therapy(self, one: Therapy, briefs: Mapping[int, str], waits: bool) -> str:
        """`waits`: its planned stop has come, and its rule holds it: that day is no day to do anything by."""
        brief = briefs.get(one.id)
        if brief is None:
            return self.text("therapy", name=one.name)
        key = "therapy_held" if waits else "therapy_rule"
        return self.text(key, name=one.name, brief=brief, day=one.planned_stop or "")

    def tasks(self) -> Iterator[CareLine]:
        """Open tasks; the second look at a possible pseudo-relapse is the neurologist's."""
        looks = {
            one.task_id: one
            for one, _ in neuro_rechecks.rechecks(self.ws, self.session, self.patient_id, self.words).held
            if one.is_open
        }
        for row in task.of_patient(self.session, self.patient_id, frozenset()):
            look = looks.get(row.id)
            key = f"task:{row.id}" if look is None else f"recheck:{look.id}"
            who = CareActor.UNIT if look is None else CareActor.NEUROLOGIST
            yield CareLine(key, who, self._task(row), row.due, row.is_overdue(self.on))

    def _task(self, row: TaskRow) -> str:
        return self.text("task_of", task=row.words, owner=row.owner) if row.owner else row.words

    def long_term(self) -> Iterator[CareLine]:
        """Long-term items that are due, or will be within a quarter of a year."""
        until = self.on + LONG_TERM_AHEAD
        found = late_effects.plan_rows(self.ws, self.session, self.patient_id, self.words.language, until)
        for row in found:
            if row.id not in OF_PATIENT:
                who = CareActor.GP if row.id in OF_GP else CareActor.UNIT
                yield CareLine(f"late:{row.id}", who, row.label, row.due, row.overdue)

    def blood(self) -> Iterator[CareLine]:
        """Whether blood products must be irradiated, and until when."""
        found = irradiation.of_patient(self.ws, self.session, self.patient_id, self.on, self.words)
        if found is not None and found.chip:
            until = found.verdict.on if found.required else None
            yield CareLine("irradiation", CareActor.UNIT, found.sentence.rstrip("."), until)

    # family doctor ----------------------------------------------------------------------------------------------

    def vaccines(self) -> Iterator[CareLine]:
        """What is due now, what comes next, and which live vaccines wait."""
        plan = vaccines.plan_of(self.ws, self.session, self.patient_id, self.on)
        if plan.day0 is None:
            return
        if plan.due:
            due = DueVaccines(self.patient_id, plan.due, plan.on, plan)
            key = "vaccines_put_off" if any(map(plan.delays_line, plan.due)) else "vaccines_due"
            text = self.text(key, names=due.words(self.words.language))
            yield CareLine("vaccines_due", CareActor.GP, text, due.until, bool(due.overdue))
            if plan.delaying:
                what = "; ".join(named(one.condition.label, self.words.language) for one in plan.delaying)
                yield CareLine("vaccines_delay", CareActor.GP, self.text("vaccines_delay", what=what))
        yield from self._vaccines_next(plan)
        held = [line for line in plan.lines if line.status is VaccineStatus.HELD]
        if held:
            days = [line.next.earliest for line in held if line.next is not None and line.next.earliest is not None]
            text = self.text("vaccines_live", names=self._series(held))
            first = min(days, default=self.on)
            yield CareLine("vaccines_live", CareActor.GP, text, first if first > self.on else None)

    def _vaccines_next(self, plan: VaccinePlan) -> Iterator[CareLine]:
        """The series whose doses come together next."""
        ahead = [
            (line.next.due_from or line.next.earliest, line)
            for line in plan.lines
            if line.status is VaccineStatus.PLANNED and line.next is not None
        ]
        days = sorted(day for day, _ in ahead if day is not None and day <= self.on + VACCINES_AHEAD)
        if not days:
            return
        together = tuple(line for day, line in ahead if day == days[0])
        due = DueVaccines(self.patient_id, together, days[0], plan)
        text = self.text("vaccines_next", day=days[0], names=due.words(self.words.language))
        yield CareLine("vaccines_next", CareActor.GP, text, due.until)

    def _series(self, found: Iterable[VaccineLine]) -> str:
        return ", ".join(
            in_sentence((line.series.short or line.series.label).text(self.words.language)) for line in found
        )

    # neurologist ------------------------------------------------------------------------------------------------

    def neurology(self) -> Iterator[CareLine]:
        """The next MRI and the next EDSS of the protocol, with the windows of their visits."""
        course = course_of(self.session, self.patient_id)
        protocol = schedule.pinned_protocol(self.session, course.protocol_snapshot_id if course is not None else None)
        if protocol is None:
            return
        items = {item.id: item for item in protocol.items}
        planned = {one.id: one.item_id for one in scheduled_visit.of_patient(self.session, self.patient_id)}
        waiting = self._awaiting()
        for kind, wanted in (("mri", _MRI), ("edss", _NEURO)):
            for row in waiting:
                label = self._asked(items.get(planned.get(row.scheduled_id or 0, "")), wanted)
                if label:
                    late = row.status is VisitStatus.LATE
                    text = self.text("neurology", what=in_sentence(label), visit=row.label)
                    key = f"{kind}:{row.scheduled_id}"
                    until = row.booked or row.latest
                    yield CareLine(key, CareActor.NEUROLOGIST, text, until, late, row.booked is not None)
                    break

    def _asked(self, item: ProtocolItem | None, wanted: tuple[str, ...]) -> str:
        asked = item.assessments if item is not None else ()
        found = next((a for a in asked if a.id in wanted and not a.if_indicated), None)
        return found.label.text(self.words.language) if found is not None else ""

    # patient ----------------------------------------------------------------------------------------------------

    def patient(self) -> Iterator[CareLine]:
        """The next visit, when to call, and what the patient looks after."""
        who, language = CareActor.PATIENT, self.words.language
        ahead = next((row for row in self._awaiting() if row.booked is not None and row.booked >= self.on), None)
        if ahead is not None:
            key = "come_at" if ahead.booked_time else "come"
            said = self.text(key, visit=ahead.label, time=ahead.booked_time)
            yield CareLine("come", who, said, ahead.booked, is_booked=True)
        plan = self.ws.catalogue.patient_plan.values()
        heading = " ".join(
            one.label.text(language) for one in plan if one.section is PlanSection.CALL_HEADING and one.shown
        )
        fever = self.ws.catalogue.patient_plan.get("fever")
        if fever is not None and fever.shown:
            yield CareLine("fever", who, self.text("fever", call=heading, fever=fever.label.text(language)))
        held = supportive_therapies.therapies(self.ws, self.session, self.patient_id, language)
        if any(one.stop is None and one.status(self.on) in _ACTIVE for one in held):
            yield CareLine("medicines", who, self.text("medicines"))
        yield from self.duties()

    def duties(self) -> Iterator[CareLine]:
        """What the patient looks after at home."""
        who = CareActor.PATIENT
        for row in late_effects.long_term(self.ws, self.session, self.patient_id, self.words, self.on).rows:
            if row.standing.state is LateEffectState.NOT_APPLICABLE:
                continue
            if row.id == _CONTRACEPTION:
                yield from self._contraception()
            elif row.id in _DUTIES:
                yield CareLine(f"duty:{row.id}", who, self.text(f"duty.{row.id}"))
        yield CareLine("duty:sun", who, self.text("duty.sun"))

    def _contraception(self) -> Iterator[CareLine]:
        """Until the item's last day from the latest Day 0; before it, without a day."""
        item, course = self.ws.catalogue.late_effects[_CONTRACEPTION], course_of(self.session, self.patient_id)
        if course is None:
            return
        day0 = course.entry.day0
        until = add_offset(day0, item.until) if day0 is not None and item.until is not None else None
        if until is None or until >= self.on:
            yield CareLine("duty:contraception", CareActor.PATIENT, self.text("duty.contraception"), until)
