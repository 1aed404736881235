"""Shift handover: what changed since a time, by patient, in sentences, with the tasks and tries due until tomorrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hsct_desktop.catalogue.wording import Wording, wording
from hsct_desktop.domain.dates import day_number
from hsct_desktop.domain.handover import Handover, HandoverLine, HandoverPatient, HandoverTry
from hsct_desktop.domain.names import fold
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services import today
from hsct_desktop.services.handover_clinical import NOT_TOLD, TELLERS
from hsct_desktop.services.handover_since import midnight, shown
from hsct_desktop.services.handover_values import Values
from hsct_desktop.services.handover_visits import read_effect
from hsct_desktop.services.handover_write import Told, Write, common
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import handover as log_of
from hsct_desktop.store import patient_facts, staff, task
from hsct_desktop.store.handover import Edit, Log, PatientInHandover
from hsct_desktop.store.history import UNDO

NOT_A_SHIFT = ("practice.", "file.create", "export.")
"""Writes that no shift made: the invented past of a practice ward, the making of a file, the notes of what was exported
(the sheet of exports tells them)."""
_OF_PARENT = {
    "visit_assessment": ("visit", "visit_id"),
    "adverse_event_grade": ("adverse_event", "adverse_event_id"),
    "therapy_interruption": ("supportive_therapy", "supportive_therapy_id"),
}


@dataclass(frozen=True)
class _Clock:
    """The wall clock of the workspace, which may show another day than the machine whose clock the log goes by."""

    now: datetime
    ahead: timedelta

    def logged(self, moment: datetime) -> datetime:
        """A time of the workspace as the change log has it."""
        return moment - self.ahead

    def shown(self, at: datetime) -> datetime:
        """A time of the change log as the workspace shows it."""
        return shown(at + self.ahead, self.now)


def handover(
    ws: Workspace,
    since: datetime | date,
    until: datetime | None = None,
    language: str | None = None,
    words: Wording | None = None,
) -> Handover:
    """What changed from `since` (a date: its midnight) to `until` (default: now), by patient.

    A write and its undo cancel each other; an undo of an earlier write is told. `words` overrides the language's
    screen wording (paper writes dates otherwise). Times are the workspace's local ones. The number of statements does
    not grow with the patients.
    """
    clock = _clock(ws)
    start = since if isinstance(since, datetime) else midnight(since, clock.now)
    end = until or clock.now
    spoken = words or wording(language or ws.language)
    on = shown(end, clock.now).date()
    with ws.read() as session:
        log = log_of.changes_since(session, clock.logged(start), clock.logged(until) if until is not None else None)
        names = staff.names(session)
        namesakes = patient_facts.with_namesakes(session)
        edits = list(_told_edits(log))
        whose = log_of.people(session, {found for edit in edits if (found := _patient_of(log, edit)) is not None})
        tasks = task.open_until(session, on + timedelta(days=1), namesakes)
    values = Values(ws, spoken, log, names, on)
    lines = _lines(values, edits, clock)
    patients = [_patient(who, lines[who.id], namesakes, on) for who in whose.values() if lines.get(who.id)]
    order = {who.id: (fold(who.family_name), fold(who.given_name), who.birth_date) for who in whose.values()}
    return Handover(
        shown(start, clock.now),
        shown(end, clock.now),
        tuple(sorted(patients, key=lambda patient: (*order[patient.id], patient.code))),
        tuple(lines.get(None, ())),
        tuple(tasks),
        tuple(_tries(ws, on, spoken)),
    )


def _clock(ws: Workspace) -> _Clock:
    now = ws.clock()
    ahead = now - ws.store.machine_clock()
    return _Clock(now, timedelta(seconds=round(ahead.total_seconds())))


def _told_edits(log: Log) -> Iterator[Edit]:
    """The edits that stand: without those that were undone in the same time, and without what no shift made."""
    cancelled: set[str] = set()
    actions = {edit.txn: edit.action for edit in log.edits}
    for txn, action in reversed(actions.items()):
        undone = action.removeprefix(UNDO)
        if txn not in cancelled and action.startswith(UNDO) and undone in actions:
            cancelled |= {txn, undone}
    for edit in log.edits:
        if edit.txn not in cancelled and not edit.action.startswith(NOT_A_SHIFT):
            yield edit


def _patient_of(log: Log, edit: Edit) -> int | None:
    if edit.table == "patient":
        return edit.row_id
    if edit.table in _OF_PARENT:
        parent, column = _OF_PARENT[edit.table]
        row = log.row(parent, edit.after[column])
        return None if row is None else int(row["patient_id"])
    found = edit.after.get("patient_id")
    return found if isinstance(found, int) else None


def _lines(values: Values, edits: Iterable[Edit], clock: _Clock) -> Mapping[int | None, list[HandoverLine]]:
    """The sentences by patient (None: the ward's own), oldest first."""
    writes: dict[tuple[str, int | None], list[Edit]] = {}
    for edit in edits:
        writes.setdefault((edit.txn, _patient_of(values.log, edit)), []).append(edit)
    found: dict[int | None, list[HandoverLine]] = {}
    for (_, patient_id), of_write in writes.items():
        first = of_write[0]
        by = values.text("program") if first.staff_id is None else values.names.get(first.staff_id, "")
        told = [HandoverLine(clock.shown(first.at), by, text, table) for table, text in sentences(values, of_write)]
        found.setdefault(patient_id, []).extend(told)
    return found


def sentences(values: Values, edits: list[Edit]) -> list[Told]:
    """What one write did to one patient, in sentences; whatever no teller knows is told column by column."""
    write = Write(edits)
    read_effect(values, write)
    told = [sentence for teller in TELLERS for sentence in teller(values, write)]
    rest = [edit for edit in write.left if edit.table not in NOT_TOLD]
    told += [sentence for edit in rest for sentence in common(values, edit, values.text("what.other"))]
    if edits[0].action.startswith(UNDO):
        told = [(table, values.text("by_undo", text=text)) for table, text in told]
    return [(table, _with_fate(values, edits, table, text)) for table, text in told]


def _with_fate(values: Values, edits: list[Edit], table: str, text: str) -> str:
    """A new entry that was taken back later in the same time says so."""
    made = [edit for edit in edits if edit.table == table and edit.is_new]
    rows = [values.log.row(table, edit.row_id) for edit in made]
    if rows and all(row is not None and row.get("voided_at") is not None for row in rows):
        return values.text("taken_back_since", text=text)
    return text


def _patient(who: PatientInHandover, lines: list[HandoverLine], namesakes: frozenset[int], on: date) -> HandoverPatient:
    day = None if who.day0 is None else day_number(who.day0, on)
    return HandoverPatient(
        who.id, who.code, who.family_name, who.given_name, who.birth_date, who.follow_up, day, who.id in namesakes,
        tuple(lines),
    )  # fmt: skip


def _tries(ws: Workspace, on: date, words: Wording) -> Iterator[HandoverTry]:
    """Whom to try to reach again by tomorrow, as Today's list has them."""
    rows = [row for row in today.lists(ws, on, words.language).rows if row.kind is WorklistKind.NEXT_TRIES]
    for row in rows:
        if row.patient_id is None or row.birth_date is None:
            continue
        if row.sort_day <= on + timedelta(days=1):
            yield HandoverTry(
                row.patient_id, row.code, row.family_name, row.given_name, row.birth_date, row.same_name, row.sort_day,
                words.reasons(row.reasons, on), row.phone,
            )  # fmt: skip
