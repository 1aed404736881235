"""The plan of a letter: when, what, who, from the schedule, the care plan, the vaccines and the long-term list.

All as it stood on the last day that the letter tells of. The reader's own tasks are bold. The ward's own to-do list
stays on the ward; a line that a person wrote or changed in the care plan stands as written, one left out there is left
out here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, cast

from hsct_desktop.catalogue.wording import in_sentence
from hsct_desktop.documents.letter_inputs import LetterSection, Rows, Words
from hsct_desktop.documents.patient_plan import plain_label
from hsct_desktop.documents.text import Text, bold, joined, numbered
from hsct_desktop.domain.care_plan import CareActor, CareEdit
from hsct_desktop.domain.late_effect import LateEffectSection, LateEffectState
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.patient import FollowUp, Sex
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.services import (
    care_plan_lines,
    letter_facts,
    letter_findings,
    letter_plan_decisions,
    neuro_rechecks,
    schedule,
)
from hsct_desktop.services.care_plan_lines import LONG_TERM_AHEAD, OF_GP, OF_PATIENT
from hsct_desktop.services.late_effects import LongTermRow
from hsct_desktop.services.letter_ask import LetterAsk, Missing
from hsct_desktop.services.letter_care_words import as_typed, inside, long_term
from hsct_desktop.services.letter_facts import is_followed, state_on, until
from hsct_desktop.services.letter_plan_line import PlanLine
from hsct_desktop.services.letter_vaccines import DoseGroup, doses_ahead
from hsct_desktop.services.letter_visits import waiting
from hsct_desktop.services.visits import VisitRow
from hsct_desktop.store import awaited_report, scheduled_visit
from hsct_desktop.store import care_plan as care_plan_store

_HELD: Final = "letter_plan"
_WIDTHS: Final = (42.0, 0.0, 43.0)
_VISITS: Final = 3
"""Visits that a letter names; of weekly ones the next, and how many follow."""
_AHEAD: Final = timedelta(days=400)
"""Later visits than these wait for the next letter; the next one is always named."""
_CHECKS: Final = 14
"""Long-term checks that a row names; the others are counted."""
_READER: Final = {
    LetterKind.NEUROLOGIST: CareActor.NEUROLOGIST,
    LetterKind.GP: CareActor.GP,
    LetterKind.DISCHARGE: CareActor.GP,
    LetterKind.PATIENT: CareActor.PATIENT,
}
SCANS: Final = ("mri_rebaseline", "mri")
_NEUROLOGY: Final = {"mri": SCANS, "edss": ("edss",)}
"""What is asked of the neurologist, by the prefix of its lines in the care plan."""
_OF_VISITS: Final = frozenset({"visit", *_NEUROLOGY})
"""Prefixes of lines that end with their visit, whatever a person wrote in them."""


def section(ask: LetterAsk) -> LetterSection | None:
    """The plan as a table; for whom nobody here follows any more what is asked of the reader, None after death."""
    title, words = ask.words.text("letter.section.plan"), ask.words
    if not is_followed(ask):
        return LetterSection("plan", title, (Words(_not_followed(ask)),)) if not _has_died(ask) else None
    lines, missing = _read(ask)
    ask.missing.extend(missing)
    if not lines:
        return LetterSection("plan", title, (Words(words.text("letter_care.plan.none")),))
    heads = tuple(words.text(f"letter_care.plan.head.{name}") for name in ("when", "what", "who"))
    return LetterSection("plan", title, (Rows(heads, tuple(_row(ask, *group) for group in _by_visit(lines)), _WIDTHS),))


def plan_lines(ask: LetterAsk) -> tuple[PlanLine, ...]:
    """The rows by day, those without a day last; what is missing for them is noted by the section."""
    return _read(ask)[0]


def _read(ask: LetterAsk) -> tuple[tuple[PlanLine, ...], tuple[Missing, ...]]:
    """The rows with what they lack, read once: the box of the letter asks for them before the section does."""
    if _HELD not in ask.held:
        known = len(ask.missing)
        lines = _plan_lines(ask)
        ask.held[_HELD] = (lines, tuple(ask.missing[known:]))
        del ask.missing[known:]
    return cast(tuple[tuple[PlanLine, ...], tuple[Missing, ...]], ask.held[_HELD])


def _has_died(ask: LetterAsk) -> bool:
    return state_on(ask, ask.on) is FollowUp.DEAD


def _not_followed(ask: LetterAsk) -> str:
    """Of who is lost, elsewhere or wants no follow-up: that nothing is planned, and what we ask if they are seen."""
    sex = ask.card.entry.sex
    who = sex.value if sex in (Sex.FEMALE, Sex.MALE) else "other"
    reader = "patient" if ask.kind is LetterKind.PATIENT else f"colleague.{who}"
    return ask.words.text(f"letter_care.plan.not_followed.{state_on(ask, ask.on)}.{reader}")


def _plan_lines(ask: LetterAsk) -> tuple[PlanLine, ...]:
    reading = _Reading.of(ask)
    found = [*reading.infusion(), *letter_plan_decisions.lines(ask), *reading.visits(), *reading.neurology()]
    found += [*reading.vaccines(), *reading.long_term(), *reading.referrals(), *reading.others()]
    letter_plan_decisions.note_unchecked(ask, reading.waiting)
    return tuple(sorted(found, key=lambda line: (line.first or date.max, line.until or line.first or date.max)))


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

    whats = [shown(line.what if number else _capital(line.what), line) for number, line in enumerate(lines)]
    whos = [shown(_who(ask, line, inside=bool(number)), line) for number, line in enumerate(lines)]
    return bold(lines[0].when), joined(whats, "; "), joined(whos, "; ")


def _capital(text: str) -> str:
    """A text that begins a cell."""
    return f"{text[:1].upper()}{text[1:]}"


def _who(ask: LetterAsk, line: PlanLine, *, inside: bool) -> str:
    """Who does it; the patient reads "We; your neurologist" where several do."""
    if ask.kind is not LetterKind.PATIENT:
        return ask.words.text(f"letter_care.plan.who.{line.who}")
    who = ask.words.text(f"letter_care.plan.lay.{line.who}")
    return in_sentence(who) if inside and line.who is not CareActor.PATIENT else who


@dataclass(frozen=True)
class _Reading:
    """`waiting` are the visits that wait, one booked for the day itself as long as nobody has recorded it.

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
        own = tuple(edit for edit in held if not edit.source_key and edit.text)
        return cls(ask, waiting(ask), edits, own)

    @property
    def on(self) -> date:
        """The day of the plan: the last that the letter tells of."""
        return until(self.ask)

    @property
    def is_lay(self) -> bool:
        """Whether the patient reads it."""
        return self.ask.kind is LetterKind.PATIENT

    def text(self, key: str, **params: object) -> str:
        return self.ask.words.in_tables.text(f"letter_care.plan.{key}", **params)

    def _touched(self, key: str) -> bool:
        """Whether a person left a line out of the care plan or wrote it anew."""
        return key in self.edits

    def _as_written(self, edit: CareEdit) -> PlanLine:
        """A person's own line, as a duty, goes on until its day; any other of the record is to be done by it."""
        goes_on = not edit.source_key or edit.source_key.startswith("duty:")
        when = self.text("until" if goes_on else "by", day=edit.until) if edit.until else self.text("no_day")
        return PlanLine(edit.until, when, as_typed(self.ask, edit.text, "care_plan"), edit.who, goes_on=goes_on)

    # visits -----------------------------------------------------------------------------------------------------

    def infusion(self) -> Iterator[PlanLine]:
        """The day of the cells, while it lies ahead."""
        course = self.ask.course
        day0 = course.entry.day0 if course is not None else None
        if day0 is not None and day0 > self.on:
            what = self.text("lay.infusion" if self.is_lay else "infusion")
            yield PlanLine(day0, self.ask.words.in_tables.date(day0), what, CareActor.UNIT)

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
        near = [row for row in single if row.earliest is None or row.earliest <= self.on + _AHEAD]
        today = sum(row.booked == self.on for row in near)  # still to be recorded: the next ones count from there
        for row in (*late, *(near or single[:1])[: _VISITS + today]):
            yield self._visit(row, ())

    def _visit(self, row: VisitRow, more: Sequence[VisitRow]) -> PlanLine:
        """A visit; what is done near home is asked of the family doctor, with the results to the unit."""
        what = self._lay_label(row) if self.is_lay else self._label(row)
        if more and more[-1].latest is not None:
            words, last = self.ask.words.in_tables, more[-1].latest
            what = words.count("letter_care.plan.more_tests", len(more), what=what, day=last)
        if row.elsewhere and self.ask.card.entry.gp_id is None:
            self.ask.lacks("near_home", "overview", visit=row.label)
        who = CareActor.GP if row.elsewhere else CareActor.UNIT
        ends = self._open_until(row) if row.booked is None else None
        return PlanLine(*self._when(row), numbered(what), who, row.scheduled_id, ends)

    def _label(self, row: VisitRow) -> str:
        if row.elsewhere:
            return self.text("near_home", visit=row.label)
        if row.repeats:
            return row.label  # "Weekly blood test, week 3" says what it is
        return self.text("visit", visit=inside(row.label, self.ask.language))

    def _lay_label(self, row: VisitRow) -> str:
        """As the patient's own plan says it: no day or month that counts from the infusion."""
        words = self.ask.words
        if row.elsewhere:
            return self.text("lay.near_home", what=plain_label(row.label, words))
        return plain_label(row.label.partition(",")[0], words)

    def _open_until(self, row: VisitRow) -> date | None:
        """The last day of a window that is open; what a visit of today leaves undone has its window too."""
        is_now = row.booked is None or row.booked == self.on
        is_open = is_now and row.earliest is not None and row.earliest <= self.on
        return row.latest if is_open and row.status is not VisitStatus.LATE else None

    def _when(self, row: VisitRow) -> tuple[date | None, str]:
        """The booked day with its time; else the window; of a late visit that its day is still to be found."""
        words, on = self.ask.words.in_tables, self.on
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
            yield PlanLine(*self._when(row), "; ".join(whats), CareActor.NEUROLOGIST, number, self._open_until(row))
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
            if asked is not None and row_id is not None and not self._is_done(kind, row):
                taken = self._touched(f"{kind}:{row_id}")
                return None if taken else (row_id, self._asked(kind, asked.label.text(ask.language)))
        return None

    def _asked(self, kind: str, label: str) -> str:
        """What is asked for; who does a scan has to know of a pregnancy."""
        if self.is_lay:
            label = self.text(f"lay.{kind}")
        is_pregnant = kind == "mri" and any(letter_findings.pregnancy(self.ask))
        return self.text("in_pregnancy", what=label) if is_pregnant else label

    def _is_done(self, kind: str, row: VisitRow) -> bool:
        """Whether the window of a visit holds such an examination already: the visit alone still waits."""
        held, first = letter_facts.course(self.ask), row.earliest
        if first is None:
            return False
        if kind == "edss":
            return any(one.edss is not None and first <= one.on <= self.on for one in held.assessments)
        reports = awaited_report.of_patient(self.ask.session, self.ask.patient_id)
        awaited = any(one.assessment_id in SCANS and first <= one.done_on <= self.on for one in reports)
        return awaited or any(first <= one.on <= self.on for one in held.scans)

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
        lay = "_patient" if self.ask.kind is LetterKind.PATIENT else suffix
        put_off, now = [one for one in due if one.is_put_off], [one for one in due if not one.is_put_off]
        if put_off:
            what = self.text(f"vaccines_put_off{lay}", names=self._doses(put_off))
            who = CareActor.PATIENT if self.is_lay else CareActor.GP
            yield PlanLine(on, self.text("put_off"), what, who)
        if now:
            what = self.text(f"vaccines{suffix}", names=self._doses(now))
            yield PlanLine(on, self.text("now"), what, CareActor.GP)

    def _vaccines(self, groups: Sequence[DoseGroup]) -> str:
        return self.text("vaccines", names=self._doses(groups))

    def _doses(self, groups: Sequence[DoseGroup]) -> str:
        return "; ".join(self.text("dose", name=g.name, number=g.number) if g.number else g.name for g in groups)

    def long_term(self) -> Iterator[PlanLine]:
        """Long-term checks that are due by the next visit or soon after, together; an annual letter has a table of the
        unit's. In the order of their days, then of the list: the same in each language.
        """
        rows = [row for row in long_term(self.ask, self.on).rows if self._is_asked(row)]
        rows.sort(key=lambda row: row.standing.due or date.max)
        of_gp = [row for row in rows if row.id in OF_GP]
        of_unit = [row for row in rows if row.id not in OF_GP]
        if of_unit and self.ask.kind not in (LetterKind.PATIENT, LetterKind.ANNUAL):
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
        return is_news and is_open and due is not None and due <= self.on + LONG_TERM_AHEAD

    def _checks(self, who: CareActor, rows: Sequence[LongTermRow]) -> PlanLine:
        names = [self._check(row) for row in rows]
        shown, rest = names[:_CHECKS], len(names) - _CHECKS
        if rest > 0:
            shown.append(self.ask.words.in_tables.count("letter_care.plan.more", rest))
        first = min((due for row in rows if (due := row.standing.due) is not None), default=None)
        is_now = first is None or first <= self.on
        when = self.text("next_occasion") if is_now else self.text("from", day=first)
        what = self.text("lay.checks" if self.is_lay else "checks", names="; ".join(shown))
        return PlanLine(self.on if is_now else first, when, what, who)

    def _check(self, row: LongTermRow) -> str:
        lay = f"letter_care.plan.lay.check.{row.id}"
        if self.is_lay and self.ask.words.has(lay):
            return self.ask.words.text(lay)
        return in_sentence(row.label.partition(":")[0])

    def referrals(self) -> Iterator[PlanLine]:
        """To whom the patient is sent because of an abnormal check, by a day that lies ahead."""
        ask = self.ask
        held = long_term(ask, self.on)
        findings = {check.id: check.entry.finding for check in held.checks}
        for row in held.rows:
            sent = row.standing.referral
            if sent is not None and sent.referred_on is not None and sent.referred_on >= self.on:
                why = as_typed(ask, findings.get(sent.row_id or 0, ""), "long_term") or in_sentence(row.label)
                key = "lay.referral" if self.is_lay else "referral"
                what = self.text(key, to=as_typed(ask, sent.refer_to, "long_term"), why=why)
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
        """What the patient looks after, as the care plan has it, in words to the patient."""
        ask, words = self.ask, self.ask.words
        always: list[str] = []
        for line in care_plan_lines.duties_in(ask.ws, ask.session, ask.patient_id, self.on, words.in_tables):
            if self._touched(line.key):
                continue
            name, sex = line.key.removeprefix("duty:"), ask.card.entry.sex
            own = f"letter_care.plan.lay.duty.{name}"
            key = f"{own}.{sex}" if words.has(f"{own}.{sex}") else own
            what = words.text(key) if words.has(key) else line.text
            if line.until is None:
                always.append(what)
            else:
                yield PlanLine(line.until, self.text("until", day=line.until), what, line.who, goes_on=True)
        if always:
            yield PlanLine(None, self.text("always"), " ".join(always), CareActor.PATIENT, goes_on=True)
