"""Gathers the frozen picture that rules look at: of one patient or the whole ward, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from hsct_desktop.catalogue.rule_reader import analyte_of
from hsct_desktop.domain.adverse_event import Outcome
from hsct_desktop.domain.engraftment import Count, EngraftmentStatus, Lineage
from hsct_desktop.domain.fertility import FertilityAnswer, FertilityKind
from hsct_desktop.domain.lab_result import CourseDays, conditioning_start
from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.domain.rule_facts import (
    RECORDS,
    Dose,
    Given,
    Reading,
    RuleFacts,
    Said,
    Toxic,
    Transfused,
)
from hsct_desktop.domain.supportive_therapy import Interruption, TherapyStatus, therapy_status
from hsct_desktop.domain.transfusion import BloodProduct
from hsct_desktop.services import engraftment, overdue
from hsct_desktop.services import exposures as sources_of
from hsct_desktop.services.derived_readings import completed, with_parts
from hsct_desktop.services.products import no_grafts
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import rule_facts as store
from hsct_desktop.store.alert_facts import VITALS
from hsct_desktop.store.base import ReadSession, WriteSession

READ_AT_ONCE: Final = frozenset({"course", "person"})
"""What is read with the patient."""
_RECORDS_OF: Final = {
    "therapies": {"therapy"}, "statements": {"statement"}, "earlier": {"statement"}, "transfusions": {"transfusion"},
    "exposures": {"exposure"}, "engrafted": {"engraftment"}, "toxicities": {"toxicity"}, "infections": {"infection"},
    "doses": {"vaccine"}, "pregnant": {"fertility"}, "contraception": {"fertility"}, "last_contact": {"contact"},
    "overdue": overdue.RECORDS,
}  # fmt: skip
"""Which records each field of the facts makes known."""
COUNTS: Final = ("ANC", "PLT")
BEFORE_DAY0: Final = timedelta(days=60)
"""How long before Day 0 counts are read from which engraftment is derived."""
Session = ReadSession | WriteSession


@dataclass(frozen=True)
class Wanted:
    """What some rules read: records of `rule_facts.RECORDS`, and for how many days back values of which analytes."""

    records: frozenset[str]
    days: Mapping[str, int]

    @classmethod
    def by(cls, needs: Iterable[str], ages: Mapping[str, int], default: int = 400) -> Wanted:
        """What conditions need; values as far back as they count, or `default` days."""
        needs = frozenset(needs)
        codes = needs - RECORDS
        return cls(needs & RECORDS, {code: max(ages.get(code, 0), default) for code in codes})


def of_patients(
    ws: Workspace, session: Session, ids: Collection[int] | None, wanted: Wanted, today: date, ages: Mapping[str, int]
) -> dict[int, RuleFacts]:
    """The facts of some patients, or with None of all that are followed; what is not wanted is left unread."""
    reader = FactReader(ws, session, ids, today, ages)
    return reader.with_records(reader.with_values(reader.bare(), wanted.days), wanted.records)


def followed(session: Session) -> list[int]:
    """The patients who are followed."""
    return [row[0] for row in store.PEOPLE.rows(session, None)]


def of_patient(
    ws: Workspace, session: Session, patient_id: int, wanted: Wanted, today: date, ages: Mapping[str, int]
) -> RuleFacts:
    """The facts of one patient."""
    found = of_patients(ws, session, [patient_id], wanted, today, ages)
    return found.get(patient_id) or RuleFacts(today, unread=RECORDS)


def _bare(
    ws: Workspace,
    person: tuple[Any, ...],
    courses: list[Any],
    today: date,
    ages: Mapping[str, int],
    others: frozenset[str],
) -> RuleFacts:
    """`others` are the protocols whose cells are no graft."""
    birth_date, sex, disease, _ = person
    day0, anchors, regimens = None, {}, {}
    if courses:
        _, day0_text, mobilisation, mobilised_by, conditioned_by, discharged, _ = courses[-1]
        own = _day(day0_text)
        # What rules count from Day 0 is counted from the graft: cells that are none have no engraftment to wait for.
        graft = _grafts(courses, others)
        day0 = _day(graft[-1][1]) if graft else None
        regimens = sources_of.regimens(ws, mobilised_by, conditioned_by)
        days = {
            "mobilisation": _day(mobilisation),
            "conditioning": conditioning_start(CourseDays(None, _first_day(ws, conditioned_by, own), own)),
            "discharge": _day(discharged),
        }
        anchors = {name: on for name, on in days.items() if on is not None}
    return RuleFacts(
        today, day0, ages=ages, unread=RECORDS - READ_AT_ONCE, anchors=anchors,
        regimens=regimens, sex=sex, birth_date=_day(birth_date), disease=disease,
    )  # fmt: skip


def _grafts(courses: list[Any], others: frozenset[str]) -> list[Any]:
    """The courses of stem cells among the rows of courses."""
    return [course for course in courses if course[6] not in others]


def _first_day(ws: Workspace, regimen_id: str, day0: date | None) -> date | None:
    regimen = ws.catalogue.regimens.get(regimen_id)
    first = min((day for order in regimen.orders for day in order.days), default=0) if regimen is not None else 0
    return None if day0 is None or first >= 0 else day0 + timedelta(days=first)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class FactReader:
    """Reads one kind of record after the other: what a first judgement rules out need not be read any further."""

    def __init__(
        self, ws: Workspace, session: Session, ids: Collection[int] | None, today: date, ages: Mapping[str, int]
    ) -> None:
        self.ws, self.session, self.ids, self.today, self.ages = ws, session, ids, today, ages
        self.others = no_grafts(ws)
        self.people: dict[int, tuple[Any, ...]] = {}
        self.courses: dict[int, list[Any]] = {}
        if ids is None or ids:
            self.people = {row[0]: row[1:] for row in store.PEOPLE.rows(session, ids)}
            self.courses = store.grouped(store.COURSES.rows(session, ids))

    def bare(self) -> dict[int, RuleFacts]:
        """Who the patients are and the days of their courses; all else is unread."""
        return {
            who: _bare(self.ws, person, self.courses.get(who, []), self.today, self.ages, self.others)
            for who, person in self.people.items()
        }

    def is_followed(self, who: int) -> bool:
        """Whether the unit follows a patient."""
        return who in self.people and self.people[who][3] == FollowUp.FOLLOWED

    def with_values(self, facts: dict[int, RuleFacts], days: Mapping[str, int]) -> dict[int, RuleFacts]:
        """The facts with the values of some analytes, each as many days back as is said."""
        if not days or not facts:
            return facts
        found = self._readings(self._whose(facts), days)
        for who, readings in found.items():
            if who in facts:
                facts[who] = replace(facts[who], readings=completed(readings, days, facts[who]))
        return facts

    def _whose(self, facts: Mapping[int, RuleFacts]) -> Collection[int] | None:
        return self.ids if len(facts) == len(self.people) else list(facts)

    def with_records(self, facts: dict[int, RuleFacts], records: Collection[str]) -> dict[int, RuleFacts]:
        """The facts with some of `RECORDS` read."""
        wanted = frozenset(records) - READ_AT_ONCE
        if not wanted or not facts:
            return facts
        return _RecordReader(self, self._whose(facts)).filled(facts, wanted)

    def _readings(
        self, ids: Collection[int] | None, days: Mapping[str, int]
    ) -> dict[int, dict[str, tuple[Reading, ...]]]:
        wanted = with_parts(days)
        since = {code: self.today - timedelta(days=back) for code, back in wanted.items()}
        table = self.ws.catalogue.analytes
        units = {code: analyte.unit for code in wanted if (analyte := analyte_of(table, code)) is not None}
        found = store.readings(self.session, ids, since, units)
        vital = wanted.keys() & VITALS.keys()
        if vital:
            first = min(since[code] for code in vital)
            for who, readings in store.vitals(self.session, ids, first, vital).items():
                by = found.setdefault(who, {})
                for reading in readings:
                    by.setdefault(reading.analyte, []).append(reading)
                for code in vital & by.keys():
                    by[code].sort(key=lambda r: r.moment, reverse=True)
        return {who: {code: tuple(held) for code, held in by.items()} for who, by in found.items()}


class _RecordReader:
    def __init__(self, reader: FactReader, ids: Collection[int] | None) -> None:
        self.ws, self.session, self.today, self.courses = reader.ws, reader.session, reader.today, reader.courses
        self.ids, self.others = ids, reader.others
        self.earlier: dict[int, dict[str, tuple[Said, ...]]] = {}
        """Statements before the last one of their kind, filled with the statements."""

    def filled(self, base: dict[int, RuleFacts], records: Collection[str]) -> dict[int, RuleFacts]:
        """The facts with all that is wanted."""
        given: dict[int, dict[str, Any]] = {who: {"unread": facts.unread - set(records)} for who, facts in base.items()}
        therapies = self._therapies() if {"therapy", "exposure"} & set(records) else {}
        statements = self._statements() if {"statement", "exposure", "fertility"} & set(records) else {}
        transfusions = self._transfusions() if {"transfusion", "exposure"} & set(records) else {}
        fertility = store.grouped(self._rows(store.FERTILITY)) if "fertility" in records else {}
        found: dict[str, Callable[[], Mapping[int, Any]]] = {
            "therapies": lambda: therapies if "therapy" in records else {},
            "statements": lambda: statements if "statement" in records else {},
            "earlier": lambda: self.earlier if "statement" in records else {},
            "transfusions": lambda: transfusions if "transfusion" in records else {},
            "exposures": lambda: self._exposures(base, therapies, statements, transfusions),
            "engrafted": lambda: self._engrafted(base),
            "toxicities": self._toxicities,
            "infections": lambda: self._days(store.INFECTIONS),
            "doses": self._doses,
            "pregnant": lambda: self._pregnant(base, statements, fertility),
            "contraception": lambda: _contraception(fertility),
            "last_contact": self._last_contact,
            "overdue": lambda: self._overdue(base, records),
        }
        for field, read in found.items():
            if _RECORDS_OF[field] & set(records):
                for who, value in read().items():
                    if who in given:
                        given[who][field] = value
        return {who: replace(facts, **given[who]) for who, facts in base.items()}

    def _rows(self, statement: store.OfPatients, **given: Any) -> store.Rows:
        return statement.rows(self.session, self.ids, **given)

    def _therapies(self) -> dict[int, tuple[Given, ...]]:
        pauses: dict[int, list[Interruption]] = {}
        for _, therapy_id, start, end in self._rows(store.PAUSES):
            pauses.setdefault(therapy_id, []).append(Interruption(date.fromisoformat(start), _day(end)))
        found: dict[int, list[Given]] = {}
        stop_rule_set = self.ws.catalogue.stop_rules
        for who, therapy_id, kind, drug, name, start_text, stop_text, own in self._rows(store.THERAPIES):
            start, stop = date.fromisoformat(start_text), _day(stop_text)
            status = therapy_status(start, stop, tuple(pauses.get(therapy_id, ())), self.today)
            running = status is TherapyStatus.RUNNING
            found.setdefault(who, []).append(
                Given(therapy_id, kind, drug, name, start, stop, running, stop_rule_set.indication(drug, own))
            )
        return {who: tuple(held) for who, held in found.items()}

    def _statements(self) -> dict[int, dict[str, Said]]:
        found: dict[int, dict[str, Said]] = {}
        for who, kind, answer, on, row_id in self._rows(store.STATEMENTS):
            held = found.setdefault(who, {})
            if kind in held:
                before = self.earlier.setdefault(who, {})
                before[kind] = (*before.get(kind, ()), held[kind])
            held[kind] = Said(answer, date.fromisoformat(on), f"statement:{row_id}")
        return found

    def _transfusions(self) -> dict[int, tuple[Transfused, ...]]:
        found: dict[int, list[Transfused]] = {}
        for who, row_id, product, on, irradiated in self._rows(store.TRANSFUSIONS):
            given = Transfused(product, date.fromisoformat(on), irradiated, f"transfusion:{row_id}")
            found.setdefault(who, []).append(given)
        return {who: tuple(held) for who, held in found.items()}

    def _exposures(
        self,
        base: Mapping[int, RuleFacts],
        therapies: Mapping[int, tuple[Given, ...]],
        statements: Mapping[int, Mapping[str, Said]],
        transfusions: Mapping[int, tuple[Transfused, ...]],
    ) -> dict[int, Any]:
        drugs = store.grouped(self._rows(store.DRUGS))
        return {
            who: sources_of.exposures_of(
                self.ws, self.courses.get(who, []), drugs.get(who, []), therapies.get(who, ()),
                transfusions.get(who, ()), statements.get(who, {}), self.today,
            )
            for who in base
        }  # fmt: skip

    def _engrafted(self, base: Mapping[int, RuleFacts]) -> dict[int, dict[str, date | None]]:
        """Confirmed days of the latest course that has begun; for want of them what the counts since Day 0 give."""
        confirmed: dict[int, dict[str, tuple[str, str | None]]] = {}
        for _, course_id, lineage, status, on in self._rows(store.ENGRAFTED):
            confirmed.setdefault(course_id, {})[lineage] = (status, on)
        begun = {who: course for who in base if (course := self._begun(who)) is not None}
        open_ones = {who for who, (course_id, _) in begun.items() if len(confirmed.get(course_id, {})) < len(Lineage)}
        derived = self._derived({who: begun[who][1] for who in open_ones})
        found: dict[int, dict[str, date | None]] = {}
        for who, (course_id, day0) in begun.items():
            own = dict(derived.get(who, {}))
            for lineage, (status, on) in confirmed.get(course_id, {}).items():
                own[lineage] = day0 if status == EngraftmentStatus.NEVER_BELOW else _day(on)
            found[who] = own
        return found

    def _begun(self, who: int) -> tuple[int, date] | None:
        """Id and Day 0 of the latest course whose Day 0 has come."""
        days = ((course[0], _day(course[1])) for course in _grafts(self.courses.get(who, []), self.others))
        past = [(course_id, on) for course_id, on in days if on is not None and on <= self.today]
        return past[-1] if past else None

    def _derived(self, day0s: Mapping[int, date]) -> dict[int, dict[str, date | None]]:
        if not day0s:
            return {}
        # Values before Day 0 tell whether counts were low when they began to rise.
        since = dict.fromkeys(COUNTS, min(day0s.values()) - BEFORE_DAY0)
        units = {code: self.ws.catalogue.analytes.analytes[code].unit for code in COUNTS}
        held = store.readings(self.session, list(day0s), since, units)
        given: dict[int, list[int]] = {}
        for who, _, product, on, _ in store.TRANSFUSIONS.rows(self.session, list(day0s)):
            if product == BloodProduct.PLATELETS and who in day0s:
                given.setdefault(who, []).append((date.fromisoformat(on) - day0s[who]).days)
        rules, preset = engraftment.rules_of(self.ws, self.session)
        found: dict[int, dict[str, date | None]] = {}
        for who, day0 in day0s.items():
            counts = {
                code: [
                    Count((r.on - day0).days, r.value, r.comparator)
                    for r in held.get(who, {}).get(code, ())
                    if r.value is not None and r.unit == units[code]
                ]
                for code in COUNTS
            }
            for one in engraftment.derived_from(counts, given.get(who, ()), None, rules, preset):
                if one.status is EngraftmentStatus.NEVER_BELOW:
                    found.setdefault(who, {})[one.lineage.value] = day0
                elif one.status is not EngraftmentStatus.NO_VALUES:
                    on = None if one.day is None else day0 + timedelta(days=one.day)
                    found.setdefault(who, {})[one.lineage.value] = on
        return found

    def _toxicities(self) -> dict[int, tuple[Toxic, ...]]:
        latest: dict[int, dict[int, Toxic]] = {}
        for who, event_id, term, label, grade, onset, ended, outcome, specify in self._rows(store.TOXICITIES):
            is_open = ended is None and not Outcome(outcome).is_over
            toxic = Toxic(event_id, term, specify or label, grade, date.fromisoformat(onset), is_open)
            latest.setdefault(who, {})[event_id] = toxic
        return {who: tuple(events.values()) for who, events in latest.items()}

    def _days(self, statement: store.OfPatients) -> dict[int, tuple[date, ...]]:
        return {
            who: tuple(date.fromisoformat(row[0]) for row in rows)
            for who, rows in store.grouped(self._rows(statement)).items()
        }

    def _doses(self) -> dict[int, tuple[Dose, ...]]:
        found: dict[int, list[Dose]] = {}
        for who, row_id, vaccine, on in self._rows(store.DOSES):
            live = sources_of.is_live(self.ws, vaccine)
            found.setdefault(who, []).append(Dose(vaccine, date.fromisoformat(on), live, f"vaccination:{row_id}"))
        return {who: tuple(doses) for who, doses in found.items()}

    def _pregnant(
        self,
        base: Mapping[int, RuleFacts],
        statements: Mapping[int, Mapping[str, Said]],
        rows: Mapping[int, list[Any]],
    ) -> dict[int, bool | None]:
        """True while a recorded pregnancy has not ended; else what was said last; not known where nobody said."""
        found: dict[int, bool | None] = {}
        for who in base:
            said = statements.get(who, {}).get("pregnancy")
            held = rows.get(who, [])
            lasting = any(kind == FertilityKind.PREGNANCY and ended is None for _, kind, _, ended, _ in held)
            found[who] = True if lasting else {"yes": True, "no": False}.get(said.answer) if said is not None else None
        return found

    def _overdue(self, base: Mapping[int, RuleFacts], records: Collection[str]) -> dict[int, Any]:
        found = overdue.of_patients(self.ws, self.session, self.ids, self.today, records)
        return {who: {**base[who].overdue, **by} for who, by in found.items() if who in base}

    def _last_contact(self) -> dict[int, date]:
        found: dict[int, date] = {}
        for statement in (store.SEEN, store.SPOKEN):
            for who, on in self._rows(statement):
                day = date.fromisoformat(on)
                found[who] = max(day, found.get(who, day))
        return found


def _contraception(rows: Mapping[int, list[Any]]) -> dict[int, Said]:
    """What was recorded last of contraception, by patient."""
    found: dict[int, Said] = {}
    for who, held in rows.items():
        for row_id, kind, on, ended, answer in held:
            if kind == FertilityKind.CONTRACEPTION:
                # A contraception that ended is none from that day on.
                said, since = ("no", ended) if answer == FertilityAnswer.YES and ended else (answer, on)
                found[who] = Said(said, date.fromisoformat(since), f"fertility_record:{row_id}")
    return found
