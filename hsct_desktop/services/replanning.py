"""The before/after preview of a course whose dates or protocol change, and the write that carries it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from hsct_desktop.domain.protocol import FollowUpProtocol
from hsct_desktop.domain.reschedule import (
    Because,
    Choice,
    Decisions,
    HeldVisit,
    MoveKind,
    Replan,
    VisitMove,
    check_anchors,
    close_course,
)
from hsct_desktop.domain.reschedule import replan as compare
from hsct_desktop.domain.schedule import LIFELONG_AHEAD, Anchors, Horizon, PlannedVisit, plan, waiting
from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.domain.visit import Closing
from hsct_desktop.domain.working_days import ClosedDay, WorkingDays
from hsct_desktop.services import settings
from hsct_desktop.services.person import refuse_problems
from hsct_desktop.services.schedule import (
    BEFORE_REGISTRATION,
    COURSE_CLOSED,
    LEFT_OUT,
    NOT_CHOSEN,
    add_visits,
    pinned_protocol,
)
from hsct_desktop.services.supportive_therapies import localized, rule_words
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import scheduled_visit, supportive_therapy, transplant, visit
from hsct_desktop.store.base import ReadSession, WriteSession, fetch
from hsct_desktop.store.scheduled_visit import ScheduledVisit
from hsct_desktop.store.supportive_therapy import SupportiveTherapy
from hsct_desktop.store.transplant import Course, Transplant

KEEP_AHEAD = "schedule.keep_ahead"
"""The action of the program's own writes that keep lifelong visits planned ahead."""


@dataclass(frozen=True)
class Span:
    """Target and window of a visit."""

    target: date
    earliest: date
    latest: date


@dataclass(frozen=True)
class MoveRow:
    """A line of the preview. `proposed` is the nearest open day where the new target is `closed`.

    `series` names the protocol's item when the visit is one of a series, so that a page may fold its lines into one.
    `why` says in the reader's words why the visit asks, stays, goes or is proposed for another day.
    """

    key: str
    label: str
    kind: MoveKind
    before: Span | None
    after: Span | None
    booked: date | None
    proposed: date | None
    closed: ClosedDay | None
    because: Because | None
    choices: tuple[Choice, ...]
    series: str
    ebmt_form: str
    outside_window: bool
    why: str


@dataclass(frozen=True)
class StopMove:
    """A planned stop that follows a date of the course, because nobody has set it otherwise."""

    therapy_id: int
    name: str
    rule: str
    before: date
    after: date


@dataclass(frozen=True)
class Preview:
    """What a change would do; nothing is saved. `waiting` names the visits whose date is not known yet."""

    rows: tuple[MoveRow, ...]
    stops: tuple[StopMove, ...] = ()
    waiting: tuple[str, ...] = ()
    unchanged: int = 0

    @property
    def counts(self) -> dict[MoveKind, int]:
        """How many lines of each kind, kinds without one included."""
        return {kind: sum(row.kind is kind for row in self.rows) for kind in MoveKind}

    @property
    def asks(self) -> tuple[MoveRow, ...]:
        """The lines on which a person decides."""
        return tuple(row for row in self.rows if row.choices)

    @property
    def changes_anything(self) -> bool:
        """Whether confirming would change more than the date itself."""
        return bool(self.stops) or any(row.kind is not MoveKind.KEPT for row in self.rows)


@dataclass(frozen=True)
class Drawn:
    """A course's visits held against its protocol, within one session."""

    protocol: FollowUpProtocol
    rows: Mapping[str, ScheduledVisit]
    wanted: Mapping[str, PlannedVisit]
    replan: Replan
    anchors: Anchors
    held: Sequence[HeldVisit] = field(default=())


def draw(
    session: ReadSession | WriteSession,
    course: Course,
    today: date,
    language: str = "en",
    protocol: FollowUpProtocol | None = None,
    seen: Mapping[int, date] | None = None,
) -> Drawn | None:
    """Hold a course's visits against its pinned protocol (or the given one); None for a course without a protocol.

    `seen` holds, by scheduled visit, days on which visits took place beside those that are recorded: of a visit that
    is about to be saved.
    """
    protocol = protocol or pinned_protocol(session, course.protocol_snapshot_id)
    if protocol is None:
        return None
    rows = {row.key: row for row in scheduled_visit.rows_of_course(session, course.id)}
    recorded = [found.entry for found in visit.of_patient(session, course.patient_id)]
    dates = {e.scheduled_id: e.on for e in recorded if e.scheduled_id is not None and e.on is not None}
    dates.update(seen or {})
    held = [_held(row, dates.get(row.id), language) for row in rows.values()]
    seen_items = {one.item_id: one.seen_on for one in held if one.seen_on is not None}
    anchors = Anchors(course.entry.day0, course.entry.mobilisation_start, course.discharged_on, seen_items)
    stood = {one.item_id: (one.earliest, one.latest) for one in held if one.stands_closed}
    planned = plan(protocol, anchors, Horizon(today=_reached(protocol, held, today)), stood)
    wanted = {visit.key: visit for visit in _in_time(session, course.id, planned, held, today)}
    return Drawn(protocol, rows, wanted, compare(held, wanted.values(), today), anchors, held)


def _in_time(
    session: ReadSession | WriteSession,
    course_id: int,
    planned: Iterable[PlannedVisit],
    held: Sequence[HeldVisit],
    today: date,
) -> Iterator[PlannedVisit]:
    """The plan without visits that a moved date would add to a series that runs already, into days that are over.

    Nobody can do a blood test of last month: it would only be late. One that stood there before comes back as it was.
    """
    known, running = {one.key for one in held}, {one.item_id for one in held}
    dropped: Mapping[str, ScheduledVisit] | None = None
    for one in planned:
        repeat = one.item.repeat
        bounded = repeat is not None and not repeat.lifelong
        if bounded and one.key not in known and one.latest < today and one.item.id in running:
            dropped = scheduled_visit.dropped_of_course(session, course_id) if dropped is None else dropped
            if one.key not in dropped:
                continue
        yield one


def _held(row: ScheduledVisit, seen_on: date | None, language: str) -> HeldVisit:
    return HeldVisit(
        row.id,
        row.key,
        row.item_id,
        row.label_it if language == "it" else row.label_en,
        row.target,
        row.earliest,
        row.latest,
        row.booked,
        row.moved,
        row.closing,
        row.closing is not Closing.NONE and row.closing_reason in LEFT_OUT,
        seen_on,
        row.closing is Closing.CANCELLED and row.closing_reason == COURSE_CLOSED,
        row.booked_time,
    )


def _reached(protocol: FollowUpProtocol, held: Sequence[HeldVisit], today: date) -> date:
    """The day from which lifelong visits are counted ahead: today, or the target of one that is over early."""
    lifelong = {item.id for item in protocol.items if item.repeat is not None and item.repeat.lifelong}
    over = [h.target for h in held if h.item_id in lifelong and (h.closing.took_place or h.closing is Closing.MISSED)]
    return max([today, *over])


def reconcile(
    session: WriteSession,
    course: Course,
    today: date,
    decisions: Decisions = Decisions(),  # noqa: B008  - frozen
    reason: str = "",
    days: WorkingDays | None = None,
    protocol: FollowUpProtocol | None = None,
) -> None:
    """Bring a course's visits in step with its dates, as `draw` shows it and with what was decided."""
    drawn = draw(session, course, today, protocol=protocol)
    if drawn is None:
        return
    # What was over before the course was entered here is history and not late; what came after it counts.
    since = min(today, fetch(session, Transplant, course.id).created_at.astimezone().date())
    for move in drawn.replan.moves:
        row = drawn.rows.get(move.key)
        if row is not None and move.kind in (MoveKind.ASKS, MoveKind.DROPPED):
            _decide(session, row, move, decisions.of(move), today, reason, days)
    for key, row in drawn.rows.items():
        planned = drawn.wanted.get(key)
        if planned is None or _stands_closed(row):
            continue
        scheduled_visit.move_plan(row, planned)
        if row.booked is None:
            _keep_or_leave_out(row, since)
    _add(session, course, drawn, since, today)


def _stands_closed(row: ScheduledVisit) -> bool:
    return row.closing is not Closing.NONE and row.closing_reason not in LEFT_OUT


def _decide(
    session: WriteSession,
    row: ScheduledVisit,
    move: VisitMove,
    choice: Choice,
    today: date,
    reason: str,
    days: WorkingDays | None,
) -> None:
    if move.kind is MoveKind.DROPPED or choice is Choice.DROP:
        scheduled_visit.drop(session, row)
    elif choice is Choice.MOVE and move.after is not None:
        day = _day_for(move.after, days, today)
        scheduled_visit.book(session, row.id, None, day, "", reason)


def _day_for(planned: PlannedVisit, days: WorkingDays | None, today: date) -> date:
    """The day to which a booking moves: the new target, or the nearest open day in its window."""
    if days is None:
        return planned.target
    proposal = days.propose(planned.target, planned.earliest, planned.latest, not_before=today)
    return proposal.day if proposal is not None else planned.target


def _keep_or_leave_out(row: ScheduledVisit, since: date) -> None:
    """What the program left out because its window had closed is open again when its dates allow it, and the reverse.

    A mistyped Day 0, put right, must not cost a patient the visits. The reason stays with a visit that was opened
    again, so that moving the date back leaves it out again; what a person chose has no such reason and stays open.
    """
    by_program = row.closing_reason == BEFORE_REGISTRATION
    if not by_program and not (row.optional and row.closing_reason == NOT_CHOSEN):
        return
    if row.latest < since:
        row.closing, row.closing_reason = Closing.HISTORY, BEFORE_REGISTRATION
    elif row.optional:
        row.closing, row.closing_reason = Closing.CANCELLED, NOT_CHOSEN
    else:
        row.closing = Closing.NONE


def _add(session: WriteSession, course: Course, drawn: Drawn, since: date, today: date) -> None:
    """Write what is planned now; a visit that was planned once before is taken up as it was."""
    fresh = [planned for key, planned in drawn.wanted.items() if key not in drawn.rows]
    if not fresh:
        return
    dropped = scheduled_visit.dropped_of_course(session, course.id)
    for planned in fresh:
        row = dropped.get(planned.key)
        if row is not None:
            scheduled_visit.take_up(row)
            scheduled_visit.move_plan(row, planned)
            _keep_or_leave_out(row, since)
    new = [planned for planned in fresh if planned.key not in dropped]
    chosen = frozenset(planned.key for planned in new if not planned.optional and planned.latest >= since)
    add_visits(session, course.id, course.patient_id, new, today, chosen)


def closing_of(session: ReadSession | WriteSession, course: Course, start: date | None, language: str = "en") -> Replan:
    """What becomes of a course's visits when the next transplant's course begins on `start`."""
    rows = scheduled_visit.rows_of_course(session, course.id)
    recorded = [found.entry for found in visit.of_patient(session, course.patient_id)]
    dates = {e.scheduled_id: e.on for e in recorded if e.scheduled_id is not None}
    return close_course((_held(row, dates.get(row.id), language) for row in rows), start)


def make_way(session: WriteSession, course: Course, start: date | None, decisions: Decisions) -> None:
    """Close what a course had planned from the day on which the next one begins; a kept booking stays.

    What had gone and lies before that day now is open again.
    """
    for move in closing_of(session, course, start).moves:
        if move.held is None or move.kind is MoveKind.KEPT:
            continue
        if move.kind is MoveKind.ADDED:
            scheduled_visit.close(session, move.held.id, None, Closing.NONE)
        elif move.kind is MoveKind.DROPPED or decisions.of(move) is Choice.DROP:
            scheduled_visit.close(session, move.held.id, None, Closing.CANCELLED, COURSE_CLOSED)


def start_of(entry: TransplantEntry) -> date | None:
    """The first day of a course: mobilisation, else Day 0; None while neither is known."""
    return min((day for day in (entry.mobilisation_start, entry.day0) if day is not None), default=None)


def before_of(session: ReadSession | WriteSession, course: Course) -> Course | None:
    """The course of the transplant before, None for the first."""
    earlier = [one for one in transplant.of_patient(session, course.patient_id) if one.number < course.number]
    return earlier[-1] if earlier else None


def preview(
    ws: Workspace,
    session: ReadSession,
    course: Course,
    changed: Course | None = None,
    protocol: FollowUpProtocol | None = None,
    seen: Mapping[int, date] | None = None,
) -> Preview:
    """What the course would look like with the dates of `changed`, another protocol or a visit about to be saved.

    InputError `anchor_past_done_visits` when a date would move past a visit that took place after it.
    """
    changed = changed or course
    drawn = draw(session, changed, ws.today(), ws.language, protocol, seen)
    if drawn is None:
        return Preview(())
    before = Anchors(course.entry.day0, course.entry.mobilisation_start, course.discharged_on)
    refuse_problems(check_anchors(drawn.protocol, drawn.held, before, drawn.anchors))
    days = settings.working_days_in(session, ws)
    moves = drawn.replan.moves
    earlier = before_of(session, course)
    if earlier is not None and start_of(course.entry) != start_of(changed.entry):
        moves += tuple(closing_of(session, earlier, start_of(changed.entry), ws.language).moves)
    rows = tuple(row_of(ws, move, days) for move in moves)
    names = tuple(item.occurrence_label(1).text(ws.language) for item in waiting(drawn.protocol, drawn.anchors))
    stops = tuple(stop_moves(ws, session, course.patient_id, anchors_for_stops(session, course), drawn.anchors))
    return Preview(rows, stops, names, drawn.replan.unchanged)


def row_of(ws: Workspace, move: VisitMove, days: WorkingDays) -> MoveRow:
    """A line of the preview in the reader's words."""
    held, after = move.held, move.after
    label = after.label.text(ws.language) if after is not None else held.label if held is not None else ""
    stays = move.kind is MoveKind.KEPT
    proposal = None if after is None or stays else days.propose(after.target, after.earliest, after.latest, ws.today())
    closed = None if after is None or stays else days.closed(after.target)
    elsewhere = proposal is not None and after is not None and proposal.day != after.target
    wanted = closed is not None or Choice.MOVE in move.choices
    proposed = proposal.day if proposal is not None and elsewhere and wanted else None
    is_series = after is not None and after.item.repeat is not None
    lands = proposed or (after.target if after is not None else None)
    # A move to the very day that is booked is no choice.
    choices = (Choice.KEEP,) if held is not None and held.booked is not None and held.booked == lands else move.choices
    stood = Span(held.target, held.earliest, held.latest) if held is not None else None
    comes = Span(after.target, after.earliest, after.latest) if after is not None and not stays else None
    row = MoveRow(
        move.key,
        label,
        move.kind,
        stood if move.kind is not MoveKind.ADDED else None,
        stood if move.kind is MoveKind.ADDED and after is None else comes,
        held.booked if held is not None else None,
        proposed,
        closed,
        move.because,
        choices,
        after.item.id if is_series and after is not None else "",
        after.item.ebmt_form if after is not None else "",
        move.booking_leaves_window,
        "",
    )
    return replace(row, why=" · ".join(_reasons(ws, row, held.booked_time if held is not None else "")))


def _reasons(ws: Workspace, row: MoveRow, booked_time: str) -> Iterator[str]:
    words = ws.wording
    if row.because is not None:
        yield words.enum("move_because", row.because)
    if row.outside_window:
        yield words.text("move.booking_outside")
    if booked_time and Choice.MOVE in row.choices:
        yield words.text("move.time_given_up", time=booked_time)
    if row.closed is not None and row.after is not None:
        if row.proposed is not None:
            yield words.text("move.closed_proposed", day=row.after.target, proposed=row.proposed)
        else:
            yield words.text("move.closed", day=row.after.target)


def stop_moves(
    ws: Workspace, session: ReadSession | WriteSession, patient_id: int, before: Anchors, after: Anchors
) -> Iterator[StopMove]:
    """The planned stops that stand where the rule put them by the old dates, and where the new dates put them."""
    for found in supportive_therapy.of_patient(session, patient_id):
        drug = ws.catalogue.drug_words.get(found.catalogue_id)
        if drug is None or found.stop is not None or found.planned_stop is None:
            continue
        rule = rule_words(drug, found.stop_rule_id, found.stop_rule)
        if rule is None or rule.earliest is None:
            continue
        old, new = rule.earliest.on(before, found.start), rule.earliest.on(after, found.start)
        if old == found.planned_stop and new is not None and new != old and new >= found.start:
            shown = localized(ws, found, ws.language)
            yield StopMove(found.id, shown.name, shown.rule_in_brief, found.planned_stop, new)


def move_stops(ws: Workspace, session: WriteSession, patient_id: int, before: Anchors, after: Anchors) -> bool:
    """Let the planned stops follow the course's dates; whether any did."""
    moves = list(stop_moves(ws, session, patient_id, before, after))
    for move in moves:
        fetch(session, SupportiveTherapy, move.therapy_id).planned_stop = move.after
    session.flush()
    return bool(moves)


def keep_ahead(ws: Workspace) -> int:
    """Keep lifelong visits two ahead as time goes by, in the name of the program; how many courses it concerned.

    Nobody records anything for a patient who does not come: the years to come must be planned all the same.
    """
    with ws.read() as session:
        behind = _behind(session, ws.today())
    if not behind:
        return 0
    with ws.store.write(None, action=KEEP_AHEAD) as session:
        for course in _behind(session, ws.today()):
            reconcile(session, course, ws.today())
    return len(behind)


def _behind(session: ReadSession | WriteSession, today: date) -> list[Course]:
    ahead = scheduled_visit.series_ahead(session, today)
    lifelong: dict[int | None, list[str]] = {}
    found = []
    for course in transplant.open_courses(session):
        snapshot = course.protocol_snapshot_id
        if snapshot not in lifelong:
            protocol = pinned_protocol(session, snapshot)
            items = protocol.items if protocol is not None else ()
            lifelong[snapshot] = [i.id for i in items if i.repeat is not None and i.repeat.lifelong]
        planned = course.entry.day0 is not None
        if planned and any(ahead.get((course.id, item), 0) < LIFELONG_AHEAD for item in lifelong[snapshot]):
            found.append(course)
    return found


def anchors_for_stops(session: ReadSession | WriteSession, course: Course) -> Anchors:
    """The dates by which a planned stop stands where its rule put it: of a course without Day 0, those before it."""
    earlier = before_of(session, course) if course.entry.day0 is None else None
    return anchors_of(earlier if earlier is not None else course)


def anchors_of(course: Course) -> Anchors:
    """The dates of a course, without those of its visits."""
    return Anchors(course.entry.day0, course.entry.mobilisation_start, course.discharged_on)
