"""Words the before/after preview as lines of a table: what asks, moves, stays, goes, comes, and which stops follow."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from hsct_desktop.domain.reschedule import Because, Choice, MoveKind
from hsct_desktop.domain.working_days import WorkingDays
from hsct_desktop.pictures.move_ruler import MoveFacts, MoveSpan, describe_move
from hsct_desktop.views.context import Context
from hsct_desktop.views.rows_model import Cell, Line

if TYPE_CHECKING:
    from hsct_desktop.services.replanning import MoveRow, Preview, Span, StopMove

FOLD_FROM: Final = 3
"""So many dates of one series, or more, stand on one line."""
ORDER: Final = (MoveKind.ASKS, MoveKind.MOVED, MoveKind.DROPPED, MoveKind.ADDED, MoveKind.KEPT)
NOTE: Final = " · "
"""Separates the name of a group from what is said about it."""
STOP: Final = "stop"
OPENED: Final = "date:"
"""Begins the key of a date below the line of its series."""
_CHIPS: Final = {
    MoveKind.ASKS.value: ("warn", "help"),
    MoveKind.MOVED.value: ("accent", "move"),
    MoveKind.KEPT.value: ("success", "check"),
    MoveKind.DROPPED.value: ("danger", "minus"),
    MoveKind.ADDED.value: ("accent", "plus"),
    STOP: ("plain", "stop"),
}


@dataclass(frozen=True)
class KindFacts:
    """What happens to a visit, as its chip shows it."""

    words: str
    kind: str
    icon: str


@dataclass(frozen=True)
class ChoiceFacts:
    """What can be chosen on a line, which of it is, and why it asks."""

    labels: tuple[str, ...]
    chosen: int
    why: str


@dataclass(frozen=True)
class Folded:
    """Rows of one kind that stand on one line: one visit, or the dates of a series."""

    rows: tuple[MoveRow, ...]

    @property
    def first(self) -> MoveRow:
        """The earliest."""
        return self.rows[0]

    @property
    def key(self) -> str:
        """What the line stands for."""
        return f"{self.first.kind}:{self.first.key}"


def fold(rows: Iterable[MoveRow]) -> list[Folded]:
    """Put the dates of a series on one line where they are many; those that ask stay apart."""
    series: dict[tuple[str, str], list[MoveRow]] = {}
    for row in rows:
        if row.series and not row.choices:
            series.setdefault((row.kind, row.series), []).append(row)
    found: list[Folded] = []
    done: set[tuple[str, str]] = set()
    for row in rows:
        name = (row.kind.value, row.series)
        together = series.get((row.kind, row.series), [])
        if row.choices or len(together) < FOLD_FROM:
            found.append(Folded((row,)))
        elif name not in done:
            done.add(name)
            found.append(Folded(tuple(together)))
    return found


def series_name(labels: Iterable[str]) -> str:
    """What the names of a series share: "Weekly blood test" of "Weekly blood test, week 1" and its sisters."""
    shared = os.path.commonprefix(list(labels))
    head, comma, _rest = shared.rpartition(",")
    return (head if comma else shared.rstrip("0123456789 +\u2212-")).strip()


class MoveLines(QObject):
    """Makes the lines of a preview; `chosen` holds the decisions by the key of the visit."""

    def __init__(self, ctx: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx

    def lines(
        self, preview: Preview, chosen: Mapping[str, Choice], days: WorkingDays, opened: Container[str] = ()
    ) -> list[Line]:
        """Groups with their lines: what changes first, then what stays, then the stops.

        The dates of a series whose key is `opened` stand below its line.
        """
        made: list[Line] = []
        for kind in ORDER:
            rows = [row for row in preview.rows if row.kind is kind]
            if rows:
                folded = fold(rows)
                made.append(Line((Cell(self._title(kind, rows, folded)),), group=0))
                for one in folded:
                    made.append(self._line(one, chosen, days))
                    if len(one.rows) > 1 and one.key in opened:
                        made += [self._one_date(row, chosen, days) for row in one.rows]
        if preview.stops:
            title = self.tr("Stop dates that follow, {}").format(len(preview.stops))
            made.append(Line((Cell(title),), group=0))
            made += [self._stop(stop) for stop in preview.stops]
        return made

    def _title(self, kind: MoveKind, rows: list[MoveRow], folded: list[Folded]) -> str:
        counted = str(len(rows))
        if len(folded) != len(rows):
            one, other = self.tr("1 row with {dates} dates"), self.tr("{rows} rows with {dates} dates")
            counted = (one if len(folded) == 1 else other).format(rows=len(folded), dates=len(rows))
        if kind is MoveKind.ASKS:
            title = self.tr("Asks, {}").format(counted)
            return title + NOTE + self.tr("decide each; nothing is saved until you confirm")
        if kind is MoveKind.KEPT:
            only_done = all(row.because is Because.DONE for row in rows)
            return (self.tr("Kept because done, {}") if only_done else self.tr("Kept because closed, {}")).format(
                counted
            )
        titles = {
            MoveKind.MOVED: self.tr("Moved, {}"),
            MoveKind.DROPPED: self.tr("Dropped, {}"),
            MoveKind.ADDED: self.tr("Added, {}"),
        }
        return titles[kind].format(counted)

    def _chip(self, kind: str) -> Cell:
        words = {
            MoveKind.ASKS.value: self.tr("asks"),
            MoveKind.MOVED.value: self.tr("moved"),
            MoveKind.KEPT.value: self.tr("kept"),
            MoveKind.DROPPED.value: self.tr("dropped"),
            MoveKind.ADDED.value: self.tr("added"),
            STOP: self.tr("follows"),
        }[kind]
        look, icon = _CHIPS[kind]
        return Cell(words, paint=KindFacts(words, look, icon))

    def _line(self, folded: Folded, chosen: Mapping[str, Choice], days: WorkingDays) -> Line:
        row, words = folded.first, self._ctx.wording
        label = row.label
        if len(folded.rows) > 1:
            label = self.tr("{name}, {n} dates").format(
                name=series_name(r.label for r in folded.rows), n=len(folded.rows)
            )
        facts = facts_of(row)
        day = row.proposed or (row.after.target if row.after is not None else None)
        stays = row.kind is MoveKind.KEPT
        if stays and row.before is not None:
            day = row.before.target
        cells = (
            self._chip(row.kind.value),
            Cell(label, bold=True),
            Cell(words.date_weekday(row.before.target) if row.before is not None else "–", "muted"),
            Cell(words.date_weekday(day) if day is not None else "–", "muted" if stays else "", bold=not stays),
            Cell(describe_move(facts, words), paint=facts),
            self._why(folded, chosen, days),
        )
        return Line(cells, folded.key)

    def _one_date(self, row: MoveRow, chosen: Mapping[str, Choice], days: WorkingDays) -> Line:
        """A date of a series that was opened, below the line of the series."""
        line = self._line(Folded((row,)), chosen, days)
        return Line(line.cells, f"{OPENED}{line.key}")

    def _why(self, folded: Folded, chosen: Mapping[str, Choice], days: WorkingDays) -> Cell:
        row = folded.first
        if row.choices:
            labels = tuple(self._choice(row, choice, days) for choice in row.choices)
            at = row.choices.index(chosen.get(row.key, row.choices[0]))
            picked = self.tr("{} is chosen").format(labels[at])
            words = "; ".join((", ".join(labels), picked, row.why))
            return Cell(words, paint=ChoiceFacts(labels, at, row.why))
        parts = [row.why]
        if len(folded.rows) > 1:
            last = folded.rows[-1]
            span = last.after or last.before
            if span is not None:
                last_one = self.tr("first one shown, last {}").format(self._ctx.wording.date(span.target))
                parts = [last_one, self.tr("→ shows all"), row.why]
        if row.ebmt_form and row.kind is MoveKind.MOVED:
            parts.append(self._ctx.wording.text(f"why.ebmt_{row.ebmt_form}"))
        return Cell(NOTE.join(part for part in parts if part), "muted")

    def _choice(self, row: MoveRow, choice: Choice, days: WorkingDays) -> str:
        words = self._ctx.wording
        if choice is Choice.KEEP and row.booked is not None:
            return self.tr("Keep {}").format(f"{words.weekday(row.booked)} {words.day_month(row.booked)}")
        if choice is Choice.MOVE and row.after is not None:
            found = days.propose(row.after.target, row.after.earliest, row.after.latest, self._ctx.today())
            day = found.day if found is not None else row.after.target
            return self.tr("Move to {}").format(f"{words.weekday(day)} {words.day_month(day)}")
        return words.enum("move_choice", choice)

    def _stop(self, stop: StopMove) -> Line:
        words = self._ctx.wording
        before, after = (MoveSpan(day, day, day) for day in (stop.before, stop.after))
        facts = MoveFacts(before, after)
        cells = (
            self._chip(STOP),
            Cell(stop.name, bold=True),
            Cell(words.date_weekday(stop.before), "muted"),
            Cell(words.date_weekday(stop.after), bold=True),
            Cell(describe_move(facts, words), paint=facts),
            Cell(stop.rule, "muted"),
        )
        return Line(cells, f"{STOP}:{stop.therapy_id}")


def _span(span: Span | None) -> MoveSpan | None:
    return MoveSpan(span.target, span.earliest, span.latest) if span is not None else None


def facts_of(row: MoveRow) -> MoveFacts:
    """The ruler of a row."""
    kept = row.kind is MoveKind.KEPT
    return MoveFacts(_span(row.before), _span(row.after), row.booked if not kept else None, row.proposed, kept)


def all_facts(preview: Preview) -> Iterator[MoveFacts]:
    """The rulers of all rows, to find the scale they share."""
    for row in preview.rows:
        yield facts_of(row)
    for stop in preview.stops:
        yield MoveFacts(MoveSpan(stop.before, stop.before, stop.before), MoveSpan(stop.after, stop.after, stop.after))
