"""The plan of a letter: when, what, who, from the schedule, the care plan, the vaccines and the long-term list.

The reader's own tasks are bold. The ward's own to-do list stays on the ward; a line that a person wrote or changed in
the care plan stands as written, one left out there is left out here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hsct_desktop.catalogue.wording import in_sentence
from hsct_desktop.documents.letter_inputs import LetterSection, Rows, Words
from hsct_desktop.documents.text import Text, bold, joined, numbered
from hsct_desktop.domain.care_plan import CareActor, CareEdit
from hsct_desktop.domain.late_effect import LateEffectSection, LateEffectState
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.services import care_plan, neuro_rechecks, schedule, visits
from hsct_desktop.services.care_plan_lines import LONG_TERM_AHEAD, OF_GP, OF_PATIENT
from hsct_desktop.services.late_effects import LongTermRow
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_care_words import as_typed, inside, long_term
from hsct_desktop.services.letter_facts import is_followed, until
from hsct_desktop.services.letter_vaccines import DoseGroup, doses_ahead
from hsct_desktop.services.visits import VisitRow
from hsct_desktop.store import care_plan as care_plan_store
from hsct_desktop.store import scheduled_visit

_WIDTHS: Final = (42.0, 0.0, 43.0)
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
_OF_VISITS: Final = frozenset({"visit", *_NEUROLOGY})
"""Prefixes of lines that end with their visit, whatever a person wrote in them."""


@dataclass(frozen=True)
class PlanLine:
    """A row of the plan: its first day (None: no day), when in words, what, who; `visit`: at which it is done.

    `until` is the last day of what may be done since today.
    """

    first: date | None
    when: str
    what: str
    who: CareActor
    visit: int | None = None
    until: date | None = None


def section(ask: LetterAsk) -> LetterSection | None:
    """The plan as a table; None where nobody here follows the patient any more."""
    if not is_followed(ask):
        return None
    lines = plan_lines(ask)
    title, words = ask.words.text("letter.section.plan"), ask.words
    if not lines:
        return LetterSection("plan", title, (Words(words.text("letter_care.plan.none")),))
    heads = tuple(words.text(f"letter_care.plan.head.{name}") for name in ("when", "what", "who"))
    return LetterSection("plan", title, (Rows(heads, tuple(_row(ask, *group) for group in _by_visit(lines)), _WIDTHS),))


def plan_lines(ask: LetterAsk) -> tuple[PlanLine, ...]:
    """The rows by day, those without a day last; read once. Notes as missing that no visit lies ahead."""
    found = ask.held.get("letter_plan")
    if not isinstance(found, tuple):
        found = ask.held["letter_plan"] = _plan_lines(ask)
    return found


def _plan_lines(ask: LetterAsk) -> tuple[PlanLine, ...]:
    reading = _Reading.of(ask)
    found = [*reading.infusion(), *reading.visits(), *reading.neurology(), *reading.vaccines(), *reading.long_term()]
    found += [*reading.referrals(), *reading.others()]
    return tuple(sorted(found, key=lambda line: line.first or date.max))


def reader_tasks(ask: LetterAsk) -> tuple[PlanLine, ...]:
    """What the reader of the letter is asked to do: for the box at its beginning."""
    if not is_followed(ask):
        return ()
    return tuple(line for line in plan_lines(ask) if line.who is _READER.get(ask.kind))


def _by_visit(lines: Sequence[PlanLine]) -> Iterator[tuple[PlanLine, ...]]:
    """Lines of one visit together, at the place of the first of them; every other line for itself."""
    seen: set[int] = set()
    for line in lines:
        if line.visit is None:
            yield (line,)
        elif line.visit not in seen:
            seen.add(line.visit)
            yield tuple(other for other in lines if other.visit == line.visit)


def _row(ask: LetterAsk, *lines: PlanLine) -> tuple[Text, ...]:
    """One row; what each of several does is bold with the reader's name where the reader does it."""
    reader = _READER.get(ask.kind)

    def shown(text: str, line: PlanLine) -> Text:
        return bold(text) if line.who is reader else text

    whats = [shown(line.what, line) for line in lines]
    whos = [shown(_who(ask, line), line) for line in lines]
    return bold(lines[0].when), joined(whats, "; "), joined(whos, "; ")


def _who(ask: LetterAsk, line: PlanLine) -> str:
    is_own = line.who is CareActor.PATIENT and ask.kind is LetterKind.PATIENT
    return ask.words.text("letter_care.plan.who.you" if is_own else f"letter_care.plan.who.{line.who}")


@dataclass(frozen=True)
class _Reading:
    """`waiting` are the visits that wait, today's left out: the letter tells of it.

    `edits` are what persons changed in the care plan by the line's key, `own` their own lines.
    """

    ask: LetterAsk
    waiting: tuple[VisitRow, ...]
    edits: Mapping[str, CareEdit]
    own: tuple[CareEdit, ...]

    @classmethod
    def of(cls, ask: LetterAsk) -> _Reading:
        held = sorted(care_plan_store.of_patient(ask.session, ask.patient_id), key=lambda edit: edit.id)
        edits = {edit.source_key: edit for edit in held if edit.source_key and (edit.hidden or edit.text)}
        waiting = [
            row
            for row in visits.rows(ask.ws, ask.session, ask.patient_id, ask.on, ask.language)
            if row.status.awaits and row.booked != ask.on and (not row.optional or row.booked is not None)
        ]
        waiting.sort(key=lambda row: (row.booked or row.target or date.max, row.scheduled_id or 0))
        return cls(ask, tuple(waiting), edits, tuple(edit for edit in held if not edit.source_key and edit.text))

    def text(self, key: str, **params: object) -> str:
        return self.ask.words.in_tables.text(f"letter_care.plan.{key}", **params)

    def _touched(self, key: str) -> bool:
        """Whether a person left a line out of the care plan or wrote it anew."""
        return key in self.edits

    def _as_written(self, edit: CareEdit) -> PlanLine:
        when = self.text("by", day=edit.until) if edit.until is not None else self.text("no_day")
        return PlanLine(edit.until, when, as_typed(self.ask, edit.text, "care_plan"), edit.who)

    # visits -----------------------------------------------------------------------------------------------------

    def infusion(self) -> Iterator[PlanLine]:
        """The day of the cells, while it lies ahead."""
        course = self.ask.course
        day0 = course.entry.day0 if course is not None else None
        if day0 is not None and day0 > self.ask.on:
            yield PlanLine(day0, self.ask.words.in_tables.date(day0), self.text("infusion"), CareActor.UNIT)

    def visits(self) -> Iterator[PlanLine]:
        """The next visits; of weekly blood tests the next one, and how many more until when."""
        shown = [row for row in self.waiting if not self._touched(f"visit:{row.scheduled_id}")]
        if all(row.status is VisitStatus.LATE for row in self.waiting):
            self.ask.lacks("next_visit", "visits")
        ahead = [row for row in shown if row.status is not VisitStatus.LATE]
        weekly, single = [row for row in ahead if row.repeats], [row for row in ahead if not row.repeats]
        late = [row for row in shown if row.status is VisitStatus.LATE and not row.repeats]
        if weekly:
            yield self._visit(weekly[0], weekly[1:])
        near = [row for row in single if row.earliest is None or row.earliest <= self.ask.on + _AHEAD]
        for row in (*late, *(near or single[:1])[:_VISITS]):
            yield self._visit(row, ())

    def _visit(self, row: VisitRow, more: Sequence[VisitRow]) -> PlanLine:
        is_named = row.elsewhere or row.repeats  # "Month 4, blood test near home" says what it is
        what = row.label if is_named else self.text("visit", visit=inside(row.label, self.ask.language))
        if more and more[-1].latest is not None:
            words, last = self.ask.words.in_tables, more[-1].latest
            what = words.count("letter_care.plan.more_tests", len(more), what=what, day=last)
        return PlanLine(*self._when(row), numbered(what), CareActor.UNIT, row.scheduled_id)

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
            row = rows[number]
            first, when = self._when(row)
            is_open = row.booked is None and row.earliest is not None and row.earliest <= self.ask.on
            until = row.latest if is_open and row.status is not VisitStatus.LATE else None
            yield PlanLine(first, when, "; ".join(whats), CareActor.NEUROLOGIST, number, until)
        looks = neuro_rechecks.rechecks(self.ask.ws, self.ask.session, self.ask.patient_id, self.ask.words.in_tables)
        for look, sentence in looks.held:
            if look.is_open and look.recheck_on is not None and not self._touched(f"recheck:{look.id}"):
                when = self.ask.words.in_tables.date(look.recheck_on)
                yield PlanLine(look.recheck_on, when, sentence.rstrip("."), CareActor.NEUROLOGIST)

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
                taken = self._touched(f"{kind}:{row_id}")
                return None if taken else (row_id, asked.label.text(ask.language))
        return None

    # others -----------------------------------------------------------------------------------------------------

    def vaccines(self) -> Iterator[PlanLine]:
        """What is due in one row, then what comes next; who does not give them reads of the first only, and who does
        has them in a table of the letter.
        """
        found, on = doses_ahead(self.ask), until(self.ask)
        due, ahead = [group for group in found if group.is_due], [group for group in found if not group.is_due]
        if due and not self._touched("vaccines_due"):
            yield from self._vaccines_due(due, on)
            if self.ask.kind in (LetterKind.GP, LetterKind.NEUROLOGIST):
                return  # what comes later stands with the vaccines
        if ahead and not self._touched("vaccines_next"):
            together = [group for group in ahead if group.first == ahead[0].first]
            whens = {group.when for group in together}
            when = whens.pop() if len(whens) == 1 else self.text("from", day=ahead[0].first)
            yield PlanLine(ahead[0].first, when, self._vaccines(together), CareActor.GP)

    def _vaccines_due(self, due: Sequence[DoseGroup], on: date) -> Iterator[PlanLine]:
        """What is to be given now; before it what is due and must not be given until the unit says so."""
        suffix = "_table" if self.ask.kind is LetterKind.GP else ""
        put_off, now = [one for one in due if one.is_put_off], [one for one in due if not one.is_put_off]
        if put_off:
            what = self.text(f"vaccines_put_off{suffix}", names=self._doses(put_off))
            yield PlanLine(on, self.text("put_off"), what, CareActor.GP)
        if now:
            what = self.text(f"vaccines{suffix}", names=self._doses(now))
            yield PlanLine(on, self.text("now"), what, CareActor.GP)

    def _vaccines(self, groups: Sequence[DoseGroup]) -> str:
        return self.text("vaccines", names=self._doses(groups))

    def _doses(self, groups: Sequence[DoseGroup]) -> str:
        return "; ".join(self.text("dose", name=g.name, number=g.number) if g.number else g.name for g in groups)

    def long_term(self) -> Iterator[PlanLine]:
        """Long-term checks that are due by the next visit or soon after, together; an annual letter has its table."""
        if self.ask.kind is LetterKind.ANNUAL:
            return
        rows = [row for row in long_term(self.ask).rows if self._is_asked(row)]
        rows.sort(key=lambda row: (row.standing.due or date.max, row.label))
        of_gp = [row for row in rows if row.id in OF_GP]
        of_unit = [row for row in rows if row.id not in OF_GP]
        if of_unit and self.ask.kind is not LetterKind.PATIENT:
            yield self._checks(CareActor.UNIT, of_unit)
        if of_gp and self.ask.kind is not LetterKind.NEUROLOGIST:
            yield self._checks(CareActor.GP, of_gp)

    def _is_asked(self, row: LongTermRow) -> bool:
        """Whether an item is due within the care plan's time. Questionnaires, what is recorded of fertility and the
        patient's own duties are the unit's papers, no news to a colleague.
        """
        item, due = row.standing.item, row.standing.due
        is_news = item.section is not LateEffectSection.FERTILITY and item.total is None and item.id not in OF_PATIENT
        is_open = row.standing.state is not LateEffectState.NOT_APPLICABLE and not self._touched(f"late:{row.id}")
        return is_news and is_open and due is not None and due <= self.ask.on + LONG_TERM_AHEAD

    def _checks(self, who: CareActor, rows: Sequence[LongTermRow]) -> PlanLine:
        names = [row.label.partition(":")[0] for row in rows]
        shown, rest = names[:_CHECKS], len(names) - _CHECKS
        if rest > 0:
            shown.append(self.text("more", n=rest))
        first = min((row.standing.due for row in rows if row.standing.due is not None), default=None)
        is_now = first is None or first <= self.ask.on
        when = self.text("next_occasion") if is_now else self.text("from", day=first)
        listed = "; ".join(in_sentence(name) for name in shown)
        return PlanLine(self.ask.on if is_now else first, when, self.text("checks", names=listed), who)

    def referrals(self) -> Iterator[PlanLine]:
        """To whom the patient is sent because of an abnormal check, by a day that lies ahead."""
        ask = self.ask
        held = long_term(ask)
        findings = {check.id: check.entry.finding for check in held.checks}
        for row in held.rows:
            sent = row.standing.referral
            if sent is not None and sent.referred_on is not None and sent.referred_on >= ask.on:
                why = as_typed(ask, findings.get(sent.row_id or 0, ""), "long_term") or in_sentence(row.label)
                what = self.text("referral", to=as_typed(ask, sent.refer_to, "long_term"), why=why)
                when = ask.words.in_tables.date(sent.referred_on)
                yield PlanLine(sent.referred_on, when, what, CareActor.UNIT)

    def others(self) -> Iterator[PlanLine]:
        """What a person added to the care plan or changed in it; the patient's own duties in the patient's letter."""
        waiting = {str(row.scheduled_id) for row in self.waiting}
        for key, edit in self.edits.items():
            kind, _, number = key.partition(":")
            is_over = kind in _OF_VISITS and number not in waiting
            if edit.text and not edit.hidden and not is_over:
                yield self._as_written(edit)
        for edit in self.own:
            yield self._as_written(edit)
        if self.ask.kind is LetterKind.PATIENT:
            yield from self._duties()

    def _duties(self) -> Iterator[PlanLine]:
        ask = self.ask
        for row in care_plan.plan_in(ask.ws, ask.session, ask.patient_id, ask.on, ask.words.in_tables).rows:
            if row.key.startswith("duty:") and not row.by_person:
                when = self.text("by", day=row.until) if row.until is not None else self.text("always")
                yield PlanLine(row.until, when, row.text, row.who)
