"""The changes that the before/after preview shows before they are written: what each asks, previews and writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from hsct_desktop.domain.entry import parse_date
from hsct_desktop.domain.patient import StateChange, StateChangeKind
from hsct_desktop.domain.problem import KnownError, refuse
from hsct_desktop.domain.reschedule import Decisions, MoveKind
from hsct_desktop.views.context import Context

if TYPE_CHECKING:
    from hsct_desktop.domain.transplant import TransplantEntry
    from hsct_desktop.domain.visit import VisitEntry
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.replanning import Preview
    from hsct_desktop.services.states import StateRow

_SIGNS: Final = "+-\u2212\u2013\u2011"


def read_day(text: str, today: date, present: date | None) -> date:
    """A day as typed beside the present one: `+6` and `-2` count from there, all else is read as everywhere.

    Without a present day signed numbers count from today. InputError (field `date`) for what is no day.
    """
    typed = text.strip()
    if present is not None and typed[:1] in _SIGNS and typed:
        return parse_date(typed, present, present)
    return parse_date(typed, today, present)


def asks_or_changes(preview: Preview | None) -> bool:
    """Whether a preview shows anything that is worth a look before it is written."""
    return preview is not None and any(preview.counts[kind] for kind in MoveKind if kind is not MoveKind.KEPT)


@dataclass(frozen=True)
class Way:
    """Where one goes from the preview: `back` to the form it came from, `done` once it is written."""

    back: Callable[[], None] | None = None
    done: Callable[[], None] | None = None


class Change(QObject):
    """One change of a patient's plan. A subclass says its words, its preview and its write.

    `asks_day` is true where the page asks for the new day; `before` is the present one, None when it is not known.
    """

    asks_day = False
    asks_reason = False

    def __init__(self, ctx: Context, patient_id: int, way: Way | None = None) -> None:
        super().__init__()
        self.ctx = ctx
        self.patient_id = patient_id
        self.way = way or Way()
        self.before: date | None = None
        self.confirmed = False

    def title(self) -> str:
        """The heading."""
        raise NotImplementedError

    def detail(self) -> str:
        """What stands beside the heading where no day is asked."""
        return ""

    def verb(self) -> str:
        """The words of the button that carries it out."""
        raise NotImplementedError

    def preview(self, day: date | None) -> Preview:
        """What it would do. InputError for what cannot be, KnownError for what is gone."""
        raise NotImplementedError

    def write(self, day: date | None, decisions: Decisions, reason: str) -> Changes:
        """Carry it out in one write."""
        raise NotImplementedError

    def reload(self) -> None:
        """Read anew what it starts from, after somebody else has changed it."""


class MoveDay0(Change):
    """Another Day 0, or the first one."""

    asks_day = asks_reason = True

    def __init__(self, ctx: Context, patient_id: int) -> None:
        super().__init__(ctx, patient_id)
        self.reload()

    def reload(self) -> None:
        from hsct_desktop.services import transplants

        found = transplants.entry_of(self.ctx.ready(), self.patient_id)
        if found is None:
            raise KnownError("stale_row")
        self._entry, self._version, self._course_id = found
        self.before = self._entry.day0

    def title(self) -> str:
        return self.tr("Move Day 0") if self.before is not None else self.tr("Enter Day 0")

    def verb(self) -> str:
        return self.title()

    def _changed(self, day: date | None) -> TransplantEntry:
        if day is None:
            raise refuse("day0", "date_missing")
        return replace(self._entry, day0=day)

    def preview(self, day: date | None) -> Preview:
        from hsct_desktop.services import transplants

        return transplants.preview_change(self.ctx.ready(), self.patient_id, self._changed(day))

    def write(self, day: date | None, decisions: Decisions, reason: str) -> Changes:
        from hsct_desktop.services import transplants

        entry = self._changed(day)
        return transplants.revise(self.ctx.ready(), self._course_id, self._version, entry, decisions, reason)


class StateChanged(Change):
    """A discharge, by which the visits that hang on it get their dates."""

    def __init__(self, ctx: Context, patient_id: int, entry: StateChange, way: Way) -> None:
        super().__init__(ctx, patient_id, way)
        self._entry = entry
        self.reload()

    def reload(self) -> None:
        from hsct_desktop.services import states

        self.before = states.discharged_on(self.ctx.ready(), self.patient_id)

    def title(self) -> str:
        return self.ctx.wording.enum("state_change", self._entry.kind)

    def detail(self) -> str:
        return self.ctx.wording.date_weekday(self._entry.on)

    def verb(self) -> str:
        return self.tr("Save discharge")

    def preview(self, day: date | None) -> Preview:
        from hsct_desktop.services import states

        found = states.preview(self.ctx.ready(), self.patient_id, self._entry)
        if found is None:
            raise KnownError("stale_row")
        return found

    def write(self, day: date | None, decisions: Decisions, reason: str) -> Changes:
        from hsct_desktop.services import states

        return states.change(self.ctx.ready(), self.patient_id, self._entry, decisions)


class StateTakenBack(Change):
    """A discharge that is taken back, with the reason given."""

    def __init__(self, ctx: Context, patient_id: int, row: StateRow, why: str, way: Way) -> None:
        super().__init__(ctx, patient_id, way)
        self._row, self._why = row, why

    def title(self) -> str:
        return self.tr("Take back the discharge")

    def detail(self) -> str:
        return self.ctx.wording.date_weekday(self._row.change.on)

    def verb(self) -> str:
        return self.tr("Take back")

    def preview(self, day: date | None) -> Preview:
        from hsct_desktop.services import states

        found = states.preview_take_back(self.ctx.ready(), self._row.id)
        if found is None:
            raise KnownError("stale_row")
        return found

    def write(self, day: date | None, decisions: Decisions, reason: str) -> Changes:
        from hsct_desktop.services import states

        return states.take_back(self.ctx.ready(), self._row.id, self._why, self._row.version, decisions)


class VisitRecorded(Change):
    """A visit on whose day others hang."""

    def __init__(self, ctx: Context, entry: VisitEntry, label: str, way: Way) -> None:
        super().__init__(ctx, entry.patient_id, way)
        self._entry, self._label = entry, label

    def title(self) -> str:
        return self.tr("Record visit")

    def detail(self) -> str:
        on = self._entry.on
        return self._label if on is None else f"{self._label}, {self.ctx.wording.date_weekday(on)}"

    def verb(self) -> str:
        return self.tr("Record visit")

    def preview(self, day: date | None) -> Preview:
        from hsct_desktop.services import visits

        found = visits.preview_record(self.ctx.ready(), self._entry)
        if found is None:
            raise KnownError("stale_row")
        return found

    def write(self, day: date | None, decisions: Decisions, reason: str) -> Changes:
        from hsct_desktop.services import visits

        return visits.record(self.ctx.ready(), self._entry, self.confirmed, decisions)


class NextCourse(Change):
    """The next transplant: its own course opens, the present one closes."""

    def __init__(self, ctx: Context, patient_id: int, version: int, entry: TransplantEntry, way: Way) -> None:
        super().__init__(ctx, patient_id, way)
        self._version, self._entry = version, entry

    def title(self) -> str:
        return self.tr("Next transplant")

    def detail(self) -> str:
        day0 = self._entry.day0
        return self.tr("Day 0 {}").format(self.ctx.wording.date_weekday(day0)) if day0 is not None else ""

    def verb(self) -> str:
        return self.tr("Open the next course")

    def reload(self) -> None:
        from hsct_desktop.services import transplants

        found = transplants.entry_of(self.ctx.ready(), self.patient_id)
        if found is None:
            raise KnownError("stale_row")
        self._version = found[1]

    def preview(self, day: date | None) -> Preview:
        from hsct_desktop.services import transplants

        return transplants.preview_next(self.ctx.ready(), self.patient_id, self._entry)

    def write(self, day: date | None, decisions: Decisions, reason: str) -> Changes:
        from hsct_desktop.services import transplants

        return transplants.open_next(self.ctx.ready(), self.patient_id, self._version, self._entry, decisions)


def discharge(ctx: Context, patient_id: int, entry: StateChange, way: Way) -> Change | None:
    """The preview of a discharge; None where nothing asks, moves, goes or comes. InputError as the service says it."""
    if entry.kind is not StateChangeKind.DISCHARGED:
        return None
    from hsct_desktop.services import states

    found = states.preview(ctx.ready(), patient_id, entry)
    return StateChanged(ctx, patient_id, entry, way) if asks_or_changes(found) else None


def taken_back(ctx: Context, patient_id: int, row: StateRow, why: str, way: Way) -> Change | None:
    """The preview of a discharge that is taken back; None where it would change no visit."""
    from hsct_desktop.services import states

    found = states.preview_take_back(ctx.ready(), row.id)
    return StateTakenBack(ctx, patient_id, row, why, way) if asks_or_changes(found) else None


def recorded(ctx: Context, entry: VisitEntry, label: str, way: Way) -> Change | None:
    """The preview of a visit about to be recorded; None where no other hangs on its day."""
    from hsct_desktop.services import visits

    return VisitRecorded(ctx, entry, label, way) if visits.preview_record(ctx.ready(), entry) is not None else None
