"""The plan of a letter: when, what, who, from the schedule, the care plan, the vaccines and the long-term list.

The reader's own tasks are bold. The ward's own to-do list stays on the ward; a line that a person wrote or changed in
the care plan stands as written, one left out there is left out here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hsct_desktop.catalogue.wording import in_sentence
from hsct_desktop.documents.letter_inputs import LetterSection, Rows, Words
from hsct_desktop.documents.text import Text, bold, numbered
from hsct_desktop.domain.care_plan import CareActor, CarePlan, CareRow, CareState
from hsct_desktop.domain.late_effect import LateEffectSection
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.services import care_plan, schedule, visits
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_care_words import as_typed, inside, long_term
from hsct_desktop.services.letter_vaccines import DoseGroup, doses_ahead
from hsct_desktop.services.visits import VisitRow
from hsct_desktop.store import scheduled_visit

_WIDTHS: Final = (43.0, 0.0, 38.0)
_VISITS: Final = 3
"""Visits that a letter names; of weekly ones the next, and how many follow."""
_AHEAD: Final = timedelta(days=400)
"""Later visits than these wait for the next letter; the next one is always named."""
_CHECKS: Final = 6
"""Long-term checks that a row names; the others are counted."""
_READER: Final = {
    LetterKind.NEUROLOGIST: CareActor.NEUROLOGIST,
    LetterKind.GP: CareActor.GP,
    LetterKind.DISCHARGE: CareActor.GP,
    LetterKind.PATIENT: CareActor.PATIENT,
}
_NEUROLOGY: Final = {"mri": ("mri_rebaseline", "mri"), "edss": ("edss",)}
"""What is asked of the neurologist, by the prefix of its lines in the care plan."""


@dataclass(frozen=True)
class PlanLine:
    """A row of the plan: its first day (None: no day), when in words, what, who."""

    first: date | None
    when: str
    what: str
    who: CareActor


def section(ask: LetterAsk) -> LetterSection | None:
    """The plan as a table; None where nobody here follows the patient any more."""
    if not ask.card.follow_up.is_followed:
        return None
    lines = plan_lines(ask)
    title, words = ask.words.text("letter.section.plan"), ask.words
    if not lines:
        return LetterSection("plan", title, (Words(words.text("letter_care.plan.none")),))
    heads = tuple(words.text(f"letter_care.plan.head.{name}") for name in ("when", "what", "who"))
    return LetterSection("plan", title, (Rows(heads, tuple(_row(ask, line) for line in lines), _WIDTHS),))


def plan_lines(ask: LetterAsk) -> tuple[PlanLine, ...]:
    """The rows by day, those without a day last; notes as missing that no visit lies ahead. Read once for the letter."""
    found = ask.held.get("letter_plan")
    if not isinstance(found, tuple):
        found = ask.held["letter_plan"] = _plan_lines(ask)
    return found


def _plan_lines(ask: LetterAsk) -> tuple[PlanLine, ...]:
    reading = _Reading.of(ask)
    found = [*reading.visits(), *reading.neurology(), *reading.vaccines(), *reading.long_term()]
    found += [*reading.referrals(), *reading.others()]
    return tuple(sorted(found, key=lambda line: line.first or date.max))


def reader_tasks(ask: LetterAsk) -> tuple[PlanLine, ...]:
    """What the reader of the letter is asked to do: for the box at its beginning."""
    if not ask.card.follow_up.is_followed:
        return ()
    return tuple(line for line in plan_lines(ask) if line.who is _READER.get(ask.kind))


def _row(ask: LetterAsk, line: PlanLine) -> tuple[Text, ...]:
    is_own = line.who is CareActor.PATIENT and ask.kind is LetterKind.PATIENT
    who = ask.words.text("letter_care.plan.who.you" if is_own else f"letter_care.plan.who.{line.who}")
    if line.who is _READER.get(ask.kind):
        return bold(line.when), bold(line.what), bold(who)
    return bold(line.when), line.what, who


@dataclass(frozen=True)
class _Reading:
    """`waiting` are the visits that wait, today's left out: the letter tells of it."""

    ask: LetterAsk
    plan: CarePlan
    waiting: tuple[VisitRow, ...]

    @classmethod
    def of(cls, ask: LetterAsk) -> _Reading:
        plan = care_plan.plan_in(ask.ws, ask.session, ask.patient_id, ask.on, ask.words.in_tables)
        hidden = {row.key for row in plan.hidden}
        found = [
            row
            for row in visits.rows(ask.ws, ask.session, ask.patient_id, ask.on, ask.language)
            if row.status.awaits and row.booked != ask.on and (not row.optional or row.booked is not None)
        ]
        shown = [row for row in found if f"visit:{row.scheduled_id}" not in hidden]
        ordered = sorted(shown, key=lambda row: (row.booked or row.target or date.max, row.scheduled_id or 0))
        return cls(ask, plan, tuple(ordered))

    def text(self, key: str, **params: object) -> str:
        return self.ask.words.in_tables.text(f"letter_care.plan.{key}", **params)

    def _left_out(self, key: str) -> bool:
        return any(row.key == key for row in self.plan.hidden)

    def _own(self, key: str) -> PlanLine | None:
        """The line as a person wrote it, where somebody did."""
        row = self.plan.row(key)
        return self._as_written(row) if row is not None and row.state is CareState.EDITED else None

    def _as_written(self, row: CareRow) -> PlanLine:
        is_duty = row.key.startswith("duty:") and not row.by_person
        when = self.text("by", day=row.until) if row.until is not None else self.text("always" if is_duty else "no_day")
        what = as_typed(self.ask, row.text, "care_plan") if row.by_person else row.text
        return PlanLine(row.until, when, what, row.who)

    # visits -----------------------------------------------------------------------------------------------------

    def visits(self) -> Iterator[PlanLine]:
        """The next visits; of weekly blood tests the next one, and how many more until when."""
        ahead = [row for row in self.waiting if row.status is not VisitStatus.LATE]
        if not ahead:
            self.ask.lacks("next_visit", "visits")
        weekly, single = [row for row in ahead if row.repeats], [row for row in ahead if not row.repeats]
        late = [row for row in self.waiting if row.status is VisitStatus.LATE and not row.repeats]
        if weekly:
            yield self._visit(weekly[0], weekly[1:])
        near = [row for row in single if row.earliest is None or row.earliest <= self.ask.on + _AHEAD]
        for row in (*late, *(near or single[:1])[:_VISITS]):
            yield self._visit(row, ())

    def _visit(self, row: VisitRow, more: Sequence[VisitRow]) -> PlanLine:
        own = self._own(f"visit:{row.scheduled_id}")
        if own is not None:
            return own
        is_named = row.elsewhere or row.repeats  # "Month 4, blood test near home" says what it is
        what = row.label if is_named else self.text("visit", visit=inside(row.label, self.ask.language))
        if more and more[-1].latest is not None:
            words, last = self.ask.words.in_tables, more[-1].latest
            what = words.count("letter_care.plan.more_tests", len(more), what=what, day=last)
        return PlanLine(*self._when(row), numbered(what), CareActor.UNIT)

    def _when(self, row: VisitRow) -> tuple[date | None, str]:
        """The booked day with its time; else the window; of a late visit that its day is still to be found."""
        words, on = self.ask.words.in_tables, self.ask.on
        if row.booked is not None:
            return row.booked, self.text("at", day=row.booked, time=row.booked_time) if row.booked_time else words.date(
                row.booked
            )
        if row.status is VisitStatus.LATE:
            return on, self.text("to_arrange")
        if row.earliest is None or row.latest is None:
            return None, self.text("no_day")
        if row.earliest <= on:
            return on, self.text("by", day=row.latest)
        return row.earliest, words.span(row.earliest, row.latest)

    # what the neurologist does ----------------------------------------------------------------------------------

    def neurology(self) -> Iterator[PlanLine]:
        """The next MRI and the next EDSS on the days of their visits; a second look at a possible pseudo-relapse."""
        wanted: dict[int, list[str]] = {}
        rows = {row.scheduled_id: row for row in self.waiting if row.scheduled_id is not None}
        for kind, ids in _NEUROLOGY.items():
            found = self._first_asking(kind, ids)
            if found is not None:
                wanted.setdefault(found[0], []).append(found[1])
        for number, whats in wanted.items():
            first, when = self._when(rows[number])
            yield PlanLine(first, when, "; ".join(whats), CareActor.NEUROLOGIST)
        for row in self.plan.of(CareActor.NEUROLOGIST):
            if row.key.startswith("recheck:") and not row.by_person:
                yield self._as_written(row)

    def _first_asking(self, kind: str, ids: tuple[str, ...]) -> tuple[int, str] | None:
        """The first visit whose checklist asks for it without condition, and what it asks in words."""
        ask = self.ask
        snapshot = ask.course.protocol_snapshot_id if ask.course is not None else None
        protocol = schedule.pinned_protocol(ask.session, snapshot)
        items = {item.id: item for item in protocol.items} if protocol is not None else {}
        planned = {one.id: one.item_id for one in scheduled_visit.of_patient(ask.session, ask.patient_id)}
        for row in self.waiting:
            item, row_id = items.get(planned.get(row.scheduled_id or 0, "")), row.scheduled_id
            asked = next((a for a in item.assessments if a.id in ids and not a.if_indicated), None) if item else None
            if asked is not None and row_id is not None:
                key = f"{kind}:{row_id}"
                taken = self._left_out(key) or self._own(key) is not None
                return None if taken else (row_id, asked.label.text(ask.language))
        return None

    # others -----------------------------------------------------------------------------------------------------

    def vaccines(self) -> Iterator[PlanLine]:
        """What is due in one row, then what comes next."""
        found = doses_ahead(self.ask)
        due, ahead = [group for group in found if group.is_due], [group for group in found if not group.is_due]
        if due and not self._left_out("vaccines_due"):
            yield PlanLine(self.ask.on, self.text("now"), self._vaccines(due), CareActor.GP)
        if ahead and not self._left_out("vaccines_next"):
            together = [group for group in ahead if group.first == ahead[0].first]
            whens = {group.when for group in together}
            when = whens.pop() if len(whens) == 1 else self.text("from", day=ahead[0].first)
            yield PlanLine(ahead[0].first, when, self._vaccines(together), CareActor.GP)

    def _vaccines(self, groups: Sequence[DoseGroup]) -> str:
        named = (self.text("dose", name=g.name, number=g.number) if g.number else g.name for g in groups)
        return self.text("vaccines", names="; ".join(named))

    def long_term(self) -> Iterator[PlanLine]:
        """Long-term checks that are due by the next visit or soon after, together; an annual letter has its table."""
        if self.ask.kind is LetterKind.ANNUAL:
            return
        table = self.ask.ws.catalogue.late_effects
        actors = (CareActor.GP,) if self.ask.kind is LetterKind.PATIENT else (CareActor.UNIT, CareActor.GP)
        for who in actors:
            rows = [row for row in self.plan.of(who) if row.key.startswith("late:") and not row.by_person]
            # Questionnaires and the records of fertility are the unit's own papers, no news to a colleague.
            rows = [
                row for row in rows
                if (item := table.get(row.key.removeprefix("late:"))) is not None
                and item.section is not LateEffectSection.FERTILITY and item.total is None
            ]  # fmt: skip
            if rows:
                yield self._checks(who, rows)

    def _checks(self, who: CareActor, rows: Sequence[CareRow]) -> PlanLine:
        names = [row.text.partition(":")[0] for row in rows]
        shown, rest = names[:_CHECKS], len(names) - _CHECKS
        if rest > 0:
            shown.append(self.text("more", n=rest))
        first = min((row.until for row in rows if row.until is not None), default=None)
        is_now = first is None or first <= self.ask.on
        when = self.text("next_occasion") if is_now else self.text("from", day=first)
        listed = "; ".join(in_sentence(name) for name in shown)
        return PlanLine(self.ask.on if is_now else first, when, self.text("checks", names=listed), who)

    def referrals(self) -> Iterator[PlanLine]:
        """To whom the patient is sent because of an abnormal check, by a day that lies ahead."""
        ask = self.ask
        held = long_term(ask)
        for row in held.rows:
            sent = row.standing.referral
            if sent is not None and sent.referred_on is not None and sent.referred_on >= ask.on:
                why = as_typed(ask, sent.words.replace(" \u00b7 ", ", "), "long_term") or in_sentence(row.label)
                what = self.text("referral", to=as_typed(ask, sent.refer_to, "long_term"), why=why)
                when = ask.words.in_tables.date(sent.referred_on)
                yield PlanLine(sent.referred_on, when, what, CareActor.UNIT)

    def others(self) -> Iterator[PlanLine]:
        """What a person added to the care plan or changed in it; the patient's own duties in the patient's letter."""
        for row in self.plan.rows:
            is_visit = row.key.startswith("visit:") and row.state is CareState.EDITED
            if (
                row.by_person
                and not is_visit
                or self.ask.kind is LetterKind.PATIENT
                and row.who is CareActor.PATIENT
                and row.key.startswith("duty:")
            ):
                yield self._as_written(row)
