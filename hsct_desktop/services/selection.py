"""The selection for transplant: the checklist as it stands, ticks, the meeting that is prepared and then signed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from hsct_desktop.catalogue.selection_words import limit_words, recorded_words, source_words
from hsct_desktop.catalogue.wording import Wording, wording
from hsct_desktop.domain.names import clean, clean_lines
from hsct_desktop.domain.patient import Sex
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.domain.selection import Criterion, Hint, Line, Mark, Reading, SelectionGroup, Tick
from hsct_desktop.domain.selection_meeting import (
    FrozenLine,
    MeetingEntry,
    SelectionMeeting,
    check_mark,
    check_meeting,
)
from hsct_desktop.domain.selection_reading import line as line_of
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import (
    birth_date_of,
    changes,
    check_alive,
    died_on,
    name_of,
    record_of,
    refuse_problems,
    required_reason,
)
from hsct_desktop.services.selection_facts import facts
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import selection as store
from hsct_desktop.store import setting
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.patient import PatientCard

KINDS: Final = frozenset({"selection"})
_ORDER: Final = {group: number for number, group in enumerate(SelectionGroup)}


@dataclass(frozen=True)
class CheckRow:
    """A criterion in words. `is_own`: the unit set its limit itself, otherwise it is a proposal.

    `now` is what the record says today of the meeting's day where that differs from what was signed, else "".
    """

    id: str
    group: SelectionGroup
    label: str
    recorded: str
    limit: str
    is_own: bool
    hint: Hint
    mark: Mark
    sources: tuple[str, ...] = ()
    note: str = ""
    now: str = ""


@dataclass(frozen=True)
class Checklist:
    """The checklist of a meeting; without one it shows the record as it is today, for the first tick to begin one."""

    patient_id: int
    meeting: SelectionMeeting | None
    on: date
    rows: tuple[CheckRow, ...]
    meetings: tuple[SelectionMeeting, ...]

    @property
    def is_signed(self) -> bool:
        """Whether nothing of it can be changed any more."""
        return self.meeting is not None and self.meeting.is_signed

    @property
    def prepared(self) -> SelectionMeeting | None:
        """The meeting that is being prepared, None without one."""
        return next((one for one in reversed(self.meetings) if not one.is_signed), None)

    def row(self, criterion_id: str) -> CheckRow | None:
        """One line, None when it is not there."""
        return next((row for row in self.rows if row.id == criterion_id), None)

    def count(self, tick: Tick | None) -> int:
        """So many lines have that tick; None counts those without any."""
        return sum(row.mark.tick is tick for row in self.rows)

    @property
    def changed(self) -> int:
        """So many lines of which the record says something else than when the meeting signed."""
        return sum(bool(row.now) for row in self.rows)


def checklist(ws: Workspace, patient_id: int, meeting_id: int | None = None, words: Wording | None = None) -> Checklist:
    """A patient's checklist: of a meeting, else of the one in preparation, else of the last signed, else of today
    (of the day of death).

    KnownError `stale_row` when patient or meeting are gone.
    """
    said = words or ws.wording
    with ws.read() as session:
        card = record_of(session, patient_id)
        meetings = store.meetings_of(session, patient_id)
        meeting = _chosen(meetings, meeting_id)
        # Of the dead the record ends with the day of death.
        on = (meeting.entry.held_on if meeting is not None else None) or died_on(session, patient_id) or ws.today()
        live = lines(ws, session, card, on, meeting.marks if meeting is not None else {})
        own = _own_settings(session)
    if meeting is not None and meeting.is_signed:
        rows = _signed_rows(meeting, live, own, said)
    else:
        rows = tuple(_row(one, own, said) for one in live)
    return Checklist(patient_id, meeting, on, rows, tuple(meetings))


def _chosen(meetings: Sequence[SelectionMeeting], meeting_id: int | None) -> SelectionMeeting | None:
    if meeting_id is not None:
        found = next((one for one in meetings if one.id == meeting_id), None)
        if found is None:
            raise KnownError("stale_row")
        return found
    offered = [one for one in meetings if not one.is_signed] or meetings
    return offered[-1] if offered else None


def criteria_for(ws: Workspace, card: PatientCard) -> list[Criterion]:
    """The criteria that concern a patient, in the order of their groups."""
    disease = card.entry.disease_id or "other"
    found = [one for one in ws.catalogue.selection.values() if not one.diseases or disease in one.diseases]
    if card.entry.sex is Sex.MALE:
        found = [one for one in found if one.reading is not Reading.PREGNANCY]
    return sorted(found, key=lambda one: _ORDER[one.group])


def _own_settings(session: ReadSession | WriteSession) -> Mapping[str, str]:
    return setting.all_of(session)


def lines(
    ws: Workspace, session: ReadSession | WriteSession, card: PatientCard, on: date, marks: Mapping[str, Mark]
) -> list[Line]:
    """The criteria as they stand on a day by the record, with what people said of them."""
    criteria = criteria_for(ws, card)
    known = facts(ws, session, card, on, criteria)
    stored = _own_settings(session)
    return [line_of(one, known, _number(ws, stored, one.setting), marks.get(one.id)) for one in criteria]


def _number(ws: Workspace, stored: Mapping[str, str], setting_id: str) -> Decimal | None:
    """The unit's number in place of the file's; None where the criterion has no setting."""
    definition = ws.catalogue.settings.get(setting_id)
    return Decimal(stored.get(setting_id, definition.default)) if definition is not None else None


def _row(one: Line, own: Mapping[str, str], words: Wording) -> CheckRow:
    criterion = one.criterion
    return CheckRow(
        criterion.id,
        criterion.group,
        criterion.label.text(words.language),
        recorded_words(words, one.found),
        limit_words(words, criterion, one.limit),
        criterion.is_unit or criterion.setting in own,
        one.hint,
        one.mark,
        tuple(source_words(words, source) for source in criterion.sources),
        criterion.note.text(words.language) if criterion.note is not None else "",
    )


def _signed_rows(
    meeting: SelectionMeeting, live: Iterable[Line], own: Mapping[str, str], words: Wording
) -> tuple[CheckRow, ...]:
    """The lines as they were signed; beside each what the record says today, where that is something else."""
    known = {one.criterion.id: one for one in live}
    return tuple(_signed_row(frozen, known.get(frozen.id), own, words) for frozen in meeting.lines)


def _signed_row(frozen: FrozenLine, one: Line | None, own: Mapping[str, str], words: Wording) -> CheckRow:
    language = words.language
    row = CheckRow(
        frozen.id,
        SelectionGroup(frozen.group),
        frozen.label[language],
        frozen.recorded[language],
        frozen.limit[language],
        True,
        Hint(frozen.hint),
        frozen.mark,
    )
    if one is None:  # the catalogue no longer has the criterion: what was signed stands for itself
        return row
    today = _row(one, own, words)
    now = "" if one.found.text == frozen.value else today.recorded or words.text("selection.value.empty")
    return replace(row, is_own=today.is_own, sources=today.sources, note=today.note, now=now)


def _frozen(one: Line) -> FrozenLine:
    in_all = [wording(language) for language in store.LANGUAGES]
    criterion = one.criterion
    return FrozenLine(
        criterion.id,
        {words.language: criterion.label.text(words.language) for words in in_all},
        criterion.group.value,
        one.found.text,
        {words.language: recorded_words(words, one.found) for words in in_all},
        {words.language: limit_words(words, criterion, one.limit) for words in in_all},
        one.hint.value,
        one.mark,
    )


# writing --------------------------------------------------------------------------------------------------------


def mark(ws: Workspace, patient_id: int, meeting: tuple[int, int] | None, criterion_id: str, said: Mark) -> Changes:
    """Tick or comment a criterion of a meeting (id and version); None begins the meeting with it.

    InputError for an exception without words; KnownError `stale_row`, `selection_signed`.
    """
    said = Mark(said.tick, clean_lines(said.comment))
    refuse_problems(check_mark(said))
    with ws.write("selection.mark") as session:
        card = record_of(session, patient_id)
        if criterion_id not in {one.id for one in criteria_for(ws, card)}:
            raise KnownError("stale_row")
        row = _begun(session, patient_id) if meeting is None else store.prepared(session, *meeting)
        if row.patient_id != patient_id:
            raise KnownError("stale_row")
        held = next(one for one in store.meetings_of(session, patient_id) if one.id == row.id)
        store.put_marks(session, row, {**held.marks, criterion_id: said})
        text = ws.wording.text("saved.selection.mark", name=name_of(card))
        return changes(session, KINDS, text, patient_id, row.id)


def _begun(session: WriteSession, patient_id: int) -> store.SelectionMeeting:
    """A new meeting; KnownError `stale_row` while another one is being prepared."""
    if any(not one.is_signed for one in store.meetings_of(session, patient_id)):
        raise KnownError("stale_row")
    return store.add_meeting(session, MeetingEntry(patient_id))


def begin(ws: Workspace, patient_id: int) -> Changes:
    """Begin a new meeting, all its criteria without a tick. KnownError `stale_row` while one is being prepared."""
    with ws.write("selection.begin") as session:
        card = record_of(session, patient_id)
        row = _begun(session, patient_id)
        text = ws.wording.text("saved.selection.begin", name=name_of(card))
        return changes(session, KINDS, text, patient_id, row.id)


def problems(ws: Workspace, entry: MeetingEntry, meeting_id: int | None) -> list[Problem]:
    """What is wrong with the sheet of a meeting, as it shows it beside its fields."""
    with ws.read() as session:
        card = record_of(session, entry.patient_id)
        held = next((one for one in store.meetings_of(session, entry.patient_id) if one.id == meeting_id), None)
        return _problems(ws, session, card, entry, held.marks if held is not None else {})


def _problems(
    ws: Workspace,
    session: ReadSession | WriteSession,
    card: PatientCard,
    entry: MeetingEntry,
    marks: Mapping[str, Mark],
) -> list[Problem]:
    criteria = criteria_for(ws, card)
    asked = {one.id: marks[one.id] for one in criteria if one.id in marks}
    found = list(check_meeting(entry, asked, len(criteria), birth_date_of(card), ws.today()))
    return found + list(check_alive(session, entry.patient_id, entry.held_on, "held_on"))


def standing_problems(session: ReadSession | WriteSession, patient_id: int, meeting_id: int) -> Iterator[Problem]:
    """What is wrong with a recorded meeting beside the others: one is being prepared at a time."""
    held = store.meetings_of(session, patient_id)
    own = next(one for one in held if one.id == meeting_id)
    if not own.is_signed and any(not one.is_signed for one in held if one.id != meeting_id):
        yield Problem("", "selection_in_preparation")
    yield from check_alive(session, patient_id, own.entry.held_on, "held_on")


def save(ws: Workspace, meeting: tuple[int, int] | None, entry: MeetingEntry, *, confirmed: bool = False) -> Changes:
    """Write the sheet of a meeting (id and version, None for a new one); with `signed_by` it is signed and frozen.

    InputError says what is missing; with `confirmed` open ticks are let through. KnownError `selection_signed`.
    """
    entry = _tidied(entry)
    with ws.write("selection.sign" if entry.is_signed else "selection.meeting") as session:
        card = record_of(session, entry.patient_id)
        row = _begun(session, entry.patient_id) if meeting is None else store.prepared(session, *meeting)
        if row.patient_id != entry.patient_id:
            raise KnownError("stale_row")
        held = next(one for one in store.meetings_of(session, entry.patient_id) if one.id == row.id)
        refuse_problems(_problems(ws, session, card, entry, held.marks), confirmed=confirmed)
        _put(session, ws, card, row, entry, held.marks)
        key = "saved.selection.sign" if entry.is_signed else "saved.selection.meeting"
        return changes(session, KINDS, ws.wording.text(key, name=name_of(card)), entry.patient_id, row.id)


def _put(
    session: WriteSession,
    ws: Workspace,
    card: PatientCard,
    row: store.SelectionMeeting,
    entry: MeetingEntry,
    marks: Mapping[str, Mark],
) -> None:
    """Write the sheet of a meeting; one that is signed keeps its lines as they stand."""
    found: list[Line] = []
    if entry.is_signed and entry.held_on is not None:
        found = lines(ws, session, card, entry.held_on, marks)
    store.put_meeting(session, row, entry, [_frozen(one) for one in found])


def put_signed(
    session: WriteSession, ws: Workspace, card: PatientCard, entry: MeetingEntry, marks: Mapping[str, Mark]
) -> None:
    """Write a meeting that was held and signed, within a write of the caller."""
    _put(session, ws, card, _begun(session, entry.patient_id), entry, marks)


def _tidied(entry: MeetingEntry) -> MeetingEntry:
    return replace(
        entry,
        members="\n".join(name for name in map(clean, entry.members.splitlines()) if name),
        reason=clean_lines(entry.reason),
        signed_by=clean(entry.signed_by),
        note=clean_lines(entry.note),
    )


def void_meeting(ws: Workspace, meeting_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back a meeting with the reason; it stays in the file and its history. KnownError `stale_row`."""
    why = required_reason(reason)
    with ws.write("selection.void") as session:
        row = fetch(session, store.SelectionMeeting, meeting_id, version)
        void(session, row, why)
        session.flush()
        text = ws.wording.text("saved.selection.void", name=name_of(record_of(session, row.patient_id)))
        return changes(session, KINDS, text, row.patient_id, meeting_id)


def entry_of(ws: Workspace, patient_id: int, meeting_id: int | None) -> tuple[MeetingEntry, int]:
    """The sheet of a meeting and its version; a blank one of today for None. KnownError `stale_row`."""
    if meeting_id is None:
        return MeetingEntry(patient_id, ws.today()), 0
    with ws.read() as session:
        held = _chosen(store.meetings_of(session, patient_id), meeting_id)
    if held is None:
        raise KnownError("stale_row")
    return held.entry, held.version
