"""The plot of the EDSS: steps from examination to examination, and confirmed changes as bars with their words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hsct_desktop.domain.partial_date import standing_day
from hsct_desktop.pictures.disability_board import Board
from hsct_desktop.pictures.disability_facts import Change, Turn, Visit
from hsct_desktop.pictures.disability_labels import Box
from hsct_desktop.pictures.disability_words import change_name, change_words, edss, visit_words
from hsct_desktop.pictures.primitives import Disc, Line, Polygon

WALKING_AID = 6.0
"""EDSS from which a walking aid is needed for 100 m (Kurtzke 1983)."""
_LIFT = 13.0
"""Pixels by which a bar of confirmation stands above the line that it speaks of."""
_CAP = 3.5
_TRIES = 6
_NEAR = 56.0
"""Pixels from a bar to the pole before which its words may stand."""
_COLOURS = {Turn.WORSENING: "danger", Turn.IMPROVEMENT: "success"}


class CoursePlot:
    """Draws the EDSS of a board between `top` and `bottom`, which is EDSS 0."""

    def __init__(self, board: Board, top: float, bottom: float) -> None:
        self._board = board
        self._top, self._bottom = top, bottom
        self._step = (bottom - top) / board.facts.top
        self._visits = board.facts.graded

    def y(self, value: float) -> float:
        """The height of an EDSS."""
        return self._bottom - value * self._step

    def draw(self) -> None:
        """Scale, line, marks, then words in what room is left."""
        self._scale()
        shown = list(self._shown())
        self._line(shown)
        for visit in shown:
            if self._board.shows(visit.on):
                self._mark(visit)
        for change in sorted(self._board.facts.changes, key=lambda c: c.onset):
            self._change(change)
        self._values(shown)

    def _scale(self) -> None:
        board = self._board
        board.title(board.wording.text("disability.edss"), self._top)
        every = 1 if self._step >= 11 else 2
        for value in range(board.facts.top + 1):
            y = self.y(value)
            if value % every == 0:
                board.write(board.left - 8, y, str(value), anchor="end", size=board.style.number)
            board.back.append(Line(board.left, y, board.right, y, "grid"))
        y = self.y(WALKING_AID)
        board.back.append(Line(board.left, y, board.right, y, "lineStrong", 1, (4, 3)))
        board.levels = (y,)
        words = board.wording.text("disability.walking_aid", edss=edss(WALKING_AID, board.wording))
        self._aid = (words, y - 7)

    def _shown(self) -> Iterator[Visit]:
        """The visits of the axis, with the last one before it, from which the line comes in."""
        before: Visit | None = None
        for visit in self._visits:
            on = standing_day(visit.on)
            if on < self._board.axis.first:
                before = visit
            elif on <= self._board.axis.last:
                if before is not None:
                    yield before
                    before = None
                yield visit
            else:
                # The line leaves the plot towards the first visit beyond it.
                yield visit
                return
        if before is not None:
            yield before

    def _line(self, visits: list[Visit]) -> None:
        board, axis = self._board, self._board.axis
        day0 = board.facts.day0
        if len(visits) == 1 and day0 is not None and standing_day(visits[0].on) < axis.first <= day0:
            # Nobody has examined since Day 0: the reference comes in and ends there.
            y = self.y(visits[0].edss or 0.0)
            board.items.append(Line(axis.left, y, axis.clamped(day0), y, "s1", 2))
        for visit, following in zip(visits, visits[1:], strict=False):
            y, then = self.y(visit.edss or 0.0), self.y(following.edss or 0.0)
            start, end = axis.clamped(standing_day(visit.on)), axis.clamped(standing_day(following.on))
            board.items.append(Line(start, y, end, y, "s1", 2))
            board.taken.add(Box(start, y - 3, end, y + 3))
            if then != y and board.shows(following.on):
                board.items.append(Line(end, min(y, then) - 1, end, max(y, then) + 1, "s1", 2))
                board.taken.add(Box(end - 3, min(y, then), end + 3, max(y, then)))

    def _mark(self, visit: Visit) -> None:
        board = self._board
        x, y, radius = board.x(visit.on), self.y(visit.edss or 0.0), board.style.dot
        board.whisker(visit.on, y, "s1")
        if visit.hollow:
            board.front.append(Disc(x, y, radius + 0.5, "surface", "s1", 1.75))
        else:
            board.items.append(Disc(x, y, radius, "s1"))
        board.taken.add(Box(x - radius - 1, y - radius - 1, x + radius + 1, y + radius + 1))
        board.hit(x - 6, x + 6, y, 14, visit_words(visit, board.facts, board.wording), f"edss:{visit.id}")

    # confirmed changes ------------------------------------------------------------------------------------------

    def _change(self, change: Change) -> None:
        board = self._board
        until = change.confirmed[0] if change.confirmed else change.onset
        if until < board.axis.first or change.onset > board.axis.last:
            return
        left, right = board.axis.clamped(change.onset), board.axis.clamped(until)
        right = max(right, left + 4)
        colour = _COLOURS[change.turn]
        highest = self._highest(change.onset, until)
        middle, label = self._place(change, left, right, highest)
        board.items.append(Line(left, middle, right, middle, colour, 1.5))
        for end in (left, right):
            board.items.append(Line(end, middle - _CAP, end, middle + _CAP, colour, 1.5))
        if label is not None:
            box, text = label
            board.label(box, text, colour, bold=True)
        else:
            # Without its words the bar still says which way: up for worse, as the EDSS goes.
            tip = -_CAP - 1 if change.turn is Turn.WORSENING else _CAP + 1
            x = (left + right) / 2
            board.items.append(Polygon(((x - 4, middle), (x, middle + tip), (x + 4, middle)), colour))
        said = change_words(change, board.facts, board.wording)
        board.hit(left, right, middle, 2 * _CAP + 5, said, change.id)

    def _highest(self, first: date, last: date) -> float:
        """The upper edge of the line between two days, in pixels."""
        found = [v.edss or 0.0 for v in self._visits if first <= standing_day(v.on) <= last]
        return self.y(max(found, default=0.0))

    def _place(self, change: Change, left: float, right: float, highest: float) -> tuple[float, tuple[Box, str] | None]:
        """Where the bar stands, and its words where they have room: above the line, higher, else below it."""
        board = self._board
        whole = change_name(change, board.wording)
        short = whole.rpartition(", ")[2]
        lifts = [highest - _LIFT * n for n in range(1, _TRIES)]
        lifts += [self.y(min(change.before, change.after)) + _LIFT * n for n in range(1, _TRIES)]
        tries = [y for y in lifts if self._top + 4 <= y <= self._bottom - 4]
        for on_dashes in (False, True):
            for text in dict.fromkeys((whole, short)):
                for y in tries:
                    bar = Box(left - 1, y - _CAP - 1, right + 1, y + _CAP + 1)
                    if not board.taken.is_free(bar):
                        continue
                    places = [*self._beside(text, left, right, y), *self._before_poles(text, left, y, on_dashes)]
                    found = next((b for b in places if self._fits(b, bar, on_dashes)), None)
                    if found is not None:
                        board.taken.add(bar, found)
                        return y, (found, text)
        y = next(
            (y for y in tries if board.taken.is_free(Box(left, y - 3, right, y + 3))), max(highest - _LIFT, self._top)
        )
        board.taken.add(Box(left, y - 3, right, y + 3))
        return y, None

    def _beside(self, text: str, left: float, right: float, y: float) -> Iterator[Box]:
        """The places of a bar's words: above its middle, from its start, to its end, then beside it."""
        board, above = self._board, y - _CAP - 7.5
        yield board.box((left + right) / 2, above, text, "middle", bold=True)
        yield board.box(left, above, text, bold=True)
        yield board.box(right, above, text, "end", bold=True)
        yield board.box(right + 6, y, text, bold=True)
        yield board.box(left - 6, y, text, "end", bold=True)

    def _before_poles(self, text: str, left: float, y: float, last_try: bool) -> Iterator[Box]:
        """Between poles that leave no room for them the words stand before the poles, at the height of their bar."""
        if last_try:
            yield from (self._board.box(pole - 6, y, text, "end", bold=True) for pole in self._near(left)[:1])

    def _near(self, x: float) -> list[float]:
        """The poles shortly before a place, the first of them first."""
        return sorted(pole for pole in self._board.poles if x - _NEAR <= pole <= x)

    def _fits(self, box: Box, bar: Box, on_dashes: bool) -> bool:
        board = self._board
        # The bar itself is not in the way of the words that stand beside it.
        inside = box.top >= self._top - 10 and box.bottom <= self._bottom
        return inside and not box.touches(bar) and board.is_free(box, on_dashes=on_dashes)

    # values -----------------------------------------------------------------------------------------------------

    def _values(self, shown: list[Visit]) -> None:
        """The last value and whether it is confirmed, the reference, the best and the worst, where there is room."""
        board, facts = self._board, self._board.facts
        visible = [v for v in shown if board.shows(v.on)]
        if visible:
            self._last(visible[-1])
        day0 = facts.day0
        before = [v for v in self._visits if day0 is not None and standing_day(v.on) <= day0]
        after = [v for v in self._visits if day0 is not None and standing_day(v.on) > day0 and not v.hollow]
        worth = [before[-1]] if before else []
        worth += [min(after, key=lambda v: (v.edss or 0.0, -standing_day(v.on).toordinal()))] if after else []
        worst = max(self._visits, key=lambda v: v.edss or 0.0, default=None)
        if worst is not None and all(visit.edss != worst.edss for visit in worth):
            worth.append(worst)
        for visit in dict.fromkeys(worth):
            if visit in visible and visit is not visible[-1]:
                self._value(visit)
        if visible != shown and shown and not board.shows(shown[0].on):
            self._value(shown[0], board.left + 14)
        self._walking_aid()

    def _walking_aid(self) -> None:
        """The words on the line of EDSS 6, where nothing else stands."""
        board, (words, middle) = self._board, self._aid
        room = board.right - board.left - board.text_width(words) - 8
        places = (board.box(board.left + 4 + room * share, middle, words) for share in (0, 0.06, 0.2, 0.4, 0.6, 0.8, 1))
        box = next((box for box in places if board.is_free(box)), None)
        if box is not None:
            board.write(box.left + 2, middle, words)

    def _value(self, visit: Visit, at: float | None = None) -> None:
        board = self._board
        text, y = edss(visit.edss or 0.0, board.wording), self.y(visit.edss or 0.0)
        x = board.x(visit.on) if at is None else at
        places = [
            board.box(x, y - 12, text, "middle", bold=True), board.box(x, y + 13, text, "middle", bold=True),
            board.box(x + 8, y - 9, text, bold=True), board.box(x - 8, y - 9, text, "end", bold=True),
        ]  # fmt: skip
        box = board.place(places)
        if box is not None:
            board.label(box, text, "s1", bold=True)

    def _last(self, visit: Visit) -> None:
        """The latest value, in words where its step is unconfirmed."""
        board = self._board
        value = edss(visit.edss or 0.0, board.wording)
        if not visit.hollow:
            self._value(visit)
            return
        key = "today" if standing_day(visit.on) == board.facts.today else "last"
        text = board.wording.text(f"disability.unconfirmed.{key}", edss=value)
        x, y = board.x(visit.on), self.y(visit.edss or 0.0)
        places = [
            board.box(x - 8, y - 12, text, "end"), board.box(x - 8, y - 24, text, "end"),
            board.box(x - 8, y + 13, text, "end"), board.box(x + 8, y - 12, text),
            *(board.box(pole - 6, y, text, "end") for pole in self._near(x)[:1]),
        ]  # fmt: skip
        box = board.place(places)
        if box is None:
            self._value(visit)
            return
        board.label(box, text)
