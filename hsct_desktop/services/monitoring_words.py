"""What is said beside a monitoring strip: what is missing, due, above or awaited, and how often the protocol asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from hsct_desktop.catalogue import alert_words
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.analyte import shown_unit
from hsct_desktop.domain.monitoring import (
    Column,
    MarkKind,
    MonitoringTest,
    Square,
    SquareState,
    SquareWhy,
    Strip,
    Unit,
    above_since,
    holes,
)
from hsct_desktop.domain.protocol import AnchorKind, FollowUpProtocol, ProtocolItem
from hsct_desktop.domain.rule_facts import Amount
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.monitoring_facts import ReportOf, SampleRow

RECENT = timedelta(days=7)
"""A test done so recently is said to be done; later the next occasion is said."""
_EACH_VISIT = 4
"""After a weekly test so many months are said as "each visit"."""
HOLE, ABOVE, DUE, AWAITED, QUIET, ENDED, NEVER = range(7)
"""The order of the rows: holes first, what asks for nothing last."""


@dataclass(frozen=True)
class Sentence:
    """What stands beside a strip; `tone` is the name of a colour, `rank` and `order` sort the rows."""

    text: str
    tone: str
    rank: int
    order: date

    @property
    def is_hole(self) -> bool:
        """Whether the patient has an open hole in the test."""
        return self.rank == HOLE


def items_asking(protocol: FollowUpProtocol, test_id: str) -> list[tuple[ProtocolItem, bool]]:
    """The items whose checklist names a test, and whether it is done only if indicated."""
    return [(item, line.if_indicated) for item in protocol.items for line in item.assessments if line.id == test_id]


class Words:
    """Words strips in one language."""

    def __init__(self, ws: Workspace, language: str | None = None) -> None:
        self._table = ws.catalogue.analytes.analytes
        self.language = language or ws.language
        self._words = wording(self.language)

    # the sentence -----------------------------------------------------------------------------------------------

    def sentence(
        self,
        strip: Strip,
        on: date,
        held: Sequence[SampleRow],
        threshold: Amount | None,
        reports: Mapping[tuple[int, str], ReportOf],
    ) -> Sentence:
        """What asks for something first: a hole, a value above, what is due, what is awaited, else what comes next."""
        values = [row for row in held if row.on <= on]
        missed, due = holes(strip, on), strip.of_state(SquareState.DUE)
        awaited = tuple(one for one in strip.of_state(SquareState.AWAITED) if one.on is None or one.on <= on)
        since = above_since(strip)
        parts = []
        if missed:
            parts.append(self._missed(missed, strip, on))
        if since is not None:
            parts.append(self._above(since, values, threshold, on))
        if due:
            parts.append(self._due(due[0], on))
        if awaited:
            parts.append(self._awaited(awaited, first=not parts))
        if parts:
            rank = HOLE if missed else ABOVE if since is not None else DUE if due else AWAITED
            order = missed[-1].occasion if missed else due[0].occasion if due else None
            tone = ("danger", "warn", "accent", "wait")[rank]
            return Sentence(" · ".join(parts), tone, rank, order.latest if order is not None else since or on)
        return self._quiet(strip, on, values)

    def _quiet(self, strip: Strip, on: date, values: Sequence[SampleRow]) -> Sentence:
        """Nothing is asked for now: done lately, next, or ended."""
        done = [one for one in (*strip.squares, *strip.extra) if one.state.is_done and one.on is not None]
        last = max(done, key=lambda one: one.on or date.min, default=None)
        ahead = next((one for one in strip.squares if one.state is SquareState.PLANNED), None)
        if last is not None and last.on is not None and on - last.on <= RECENT:
            said = self._words.text("monitoring.done_on", on=self._words.day_month(last.on))
            value = self._named(strip.test, values[-1]) if values and len(strip.test.lead) == 1 else ""
            return Sentence(f"{said}, {value}" if value else said, "muted", QUIET, last.on)
        if ahead is not None and ahead.occasion is not None:
            start, column = ahead.occasion.earliest, self.columns([ahead.column])
            key = "monitoring.next_booked" if ahead.occasion.facts.booked is not None else "monitoring.next"
            day = ahead.occasion.facts.booked or start
            return Sentence(
                self._words.text(key, what=column, on=self._near(day, on)), "muted", QUIET, start
            )  # fmt: skip
        if strip.decided:
            ended = self._words.text("monitoring.ended", what=self.columns([strip.decided[-1].column]))
            return Sentence(ended, "muted", ENDED, on)
        return Sentence(self._words.text("monitoring.never"), "muted", NEVER, on)

    def _missed(self, missed: Sequence[Square], strip: Strip, on: date) -> str:
        said = self._words.text("monitoring.missed", what=self.columns([one.column for one in missed]))
        asked = next((one.mark for one in reversed(missed) if one.mark and one.mark.kind is MarkKind.ASKED), None)
        if asked is not None:
            return f"{said}, {self._words.text('monitoring.asked_on', on=self._near(asked.on, on))}"
        done = [one.on for one in (*strip.squares, *strip.extra) if one.state.is_done and one.on is not None]
        if not done:
            return f"{said}, {self._words.text('monitoring.never_done')}"
        return f"{said}, {self._words.text('monitoring.last', on=self._near(max(done), on))}"

    def _above(self, since: date, values: Sequence[SampleRow], threshold: Amount | None, on: date) -> str:
        limit = alert_words.amount(self._words, threshold) if threshold is not None else ""
        now = self._value(values[-1]) if values else ""
        return self._words.text("monitoring.above", limit=limit, since=self._near(since, on), now=now)

    def _due(self, one: Square, on: date) -> str:
        occasion = one.occasion
        if occasion is None or occasion.facts.booked == on:
            return self._words.text("monitoring.due_today")
        latest = occasion.latest
        day = f"{self._words.weekday(latest)} {self._words.day_month(latest)}"
        return self._words.text("monitoring.due_by", on=day)

    def _awaited(self, awaited: Sequence[Square], *, first: bool) -> str:
        one = awaited[-1]
        if one.why is SquareWhy.RESULT_AWAITED and one.on is not None:
            said = self._words.text("monitoring.drawn", on=self._words.day_month(one.on))
        elif one.occasion is not None and one.occasion.place:
            what = self.columns([square.column for square in awaited])
            said = self._words.text("monitoring.awaited_from", what=what, place=one.occasion.place)
        else:
            said = self._words.text("monitoring.awaited", what=self.columns([square.column for square in awaited]))
        return said[:1].upper() + said[1:] if first else said

    def _near(self, day: date, on: date) -> str:
        return self._words.day_month(day) if abs((day - on).days) < 180 else self._words.date(day)

    # squares and columns ------------------------------------------------------------------------------------------

    def columns(self, columns: Sequence[Column]) -> str:
        """Columns in words: "weeks 9 and 11", "week 14, month 4"."""
        parts = []
        for unit in Unit:
            numbers = sorted({column.number for column in columns if column.unit is unit})
            if numbers:
                key = f"monitoring.{unit.name.lower()}.{'one' if len(numbers) == 1 else 'other'}"
                parts.append(self._words.text(key, n=self._list([str(n) for n in numbers])))
        return ", ".join(parts)

    def _list(self, words: Sequence[str]) -> str:
        if len(words) < 2:
            return "".join(words)
        return self._words.text("monitoring.and", first=", ".join(words[:-1]), last=words[-1])

    def square(self, test: MonitoringTest, column: Column, squares: Sequence[Square]) -> str:
        """A cell in words, for whoever cannot see it and for its tooltip."""
        where = self.columns([one.column for one in squares] or [column])
        head = f"{test.label.text(self.language)}, {where}"
        if not squares:
            return f"{head}: {self._words.enum('square_state', SquareState.NOT_REQUIRED)}"
        return f"{head}: {'; '.join(self._square(one) for one in squares)}"

    def _square(self, one: Square) -> str:
        parts = [self._words.enum("square_state", one.state)]
        if one.on is not None:
            parts.append(self._words.date(one.on))
        if one.why not in (SquareWhy.RESULT, SquareWhy.VISIT) or (
            one.why is SquareWhy.VISIT and one.state is SquareState.AWAITED
        ):
            parts.append(self._words.enum("square_why", one.why))
        if one.occasion is not None and not one.state.is_done:
            window = self._words.range(one.occasion.earliest, one.occasion.latest)
            parts.append(self._words.text("monitoring.window", window=window))
            if one.status is not None and one.status.awaits:
                status = self._words.enum("visit_status", one.status)
                parts.append(self._words.text("monitoring.visit_is", status=status.lower()))
        if one.mark is not None:
            said = self._words.enum("monitoring_mark", one.mark.kind)
            parts.append(f"{said} {self._words.day_month(one.mark.on)}")
            parts.extend([one.mark.reason] if one.mark.reason else [])
        return ", ".join(parts)

    # values -------------------------------------------------------------------------------------------------------

    def _value(self, row: SampleRow) -> str:
        if row.qualitative:
            return self._words.text(f"monitoring.value.{row.qualitative}")
        if row.typed is None:
            return ""
        return f"{row.comparator}{self._number(row.typed)} {shown_unit(row.typed_unit)}".strip()

    def _named(self, test: MonitoringTest, row: SampleRow) -> str:
        """A value with its analyte's name where the test's own name does not say it: "ALT 20 U/L"."""
        value, name = self._value(row), self._short(row.analyte)
        said_already = name in test.label.text(self.language)
        return value if said_already or not value else f"{name} {value}"

    def _number(self, amount: Decimal) -> str:
        plain = amount.normalize()
        return self._words.number(plain.quantize(Decimal(1)) if plain == plain.to_integral() else plain)

    def latest(self, test: MonitoringTest, held: Sequence[SampleRow]) -> str:
        """The latest values of a test: "ANC 1.3 · PLT 160", one alone with its unit."""
        last = {row.analyte: row for row in held if row.analyte in test.lead}
        shown = [code for code in test.lead if code in last]
        if not shown:
            return ""
        if len(test.lead) == 1:
            return self._named(test, last[shown[0]])
        return " · ".join(f"{self._short(code)} {self._bare(last[code])}" for code in shown)

    def _short(self, code: str) -> str:
        known = self._table.get(code)
        return known.short.text(self.language) if known is not None else code

    def _bare(self, row: SampleRow) -> str:
        if row.typed is None:
            return self._value(row)
        return f"{row.comparator}{self._number(row.typed)}"

    # how often ----------------------------------------------------------------------------------------------------

    def asked(self, protocol: FollowUpProtocol, test_id: str) -> str:
        """How often a protocol asks for a test: "weekly to Day +100, months 4, 5 and 6, then every year"."""
        asking = items_asking(protocol, test_id)
        required = [item for item, if_indicated in asking if not if_indicated and not item.optional]
        parts = list(self._parts(required))
        if any(if_indicated for _item, if_indicated in asking[-1:]):
            parts.append(self._words.text("monitoring.asked.if_indicated" if parts else "monitoring.asked.only_if"))
        return ", ".join(parts)

    def _parts(self, required: Sequence[ProtocolItem]) -> Iterator[str]:
        until = 0
        for item in required:
            repeat = item.repeat
            if repeat is not None and repeat.until_offset is not None:
                if repeat.until_anchor == AnchorKind.DAY0 and repeat.until_offset.unit == "d":
                    until = repeat.until_offset.count
                key = "weekly" if str(repeat.every) in ("7d", "1w") else "often"
                yield self._words.text(
                    f"monitoring.asked.{key}", until=self._words.signed_day(until), every=str(repeat.every)
                )  # fmt: skip
        single = [item for item in required if item.repeat is None and item.anchor == AnchorKind.DAY0]
        days = [i.offset.count for i in single if i.offset.unit == "d" and i.offset.count > until]
        if days:
            yield self._words.text("monitoring.asked.days", days=", ".join(self._words.signed_day(n) for n in days))
        months = [i.offset.count * (12 if i.offset.unit == "y" else 1) for i in single if i.offset.unit in "my"]
        if until and len(months) > _EACH_VISIT:
            yield self._words.text("monitoring.asked.each_visit")
        elif months:
            key = "monitoring.month.one" if len(months) == 1 else "monitoring.month.other"
            yield self._words.text(key, n=self._list([str(n) for n in months]))
        if any(item.repeat is not None and item.repeat.lifelong for item in required):
            yield self._words.text("monitoring.asked.lifelong")
