"""Walks the visits of one patient for confirmed changes of disability: day numbers and values in, indices out.

The rules are msprog's (see `disability_settings`), the code is our own. Days are ordinals in rising order, so that no
date arithmetic stands in a loop and relapses are found by bisection. Answers equal those of pymsprog 1.0.7 except
where that is at fault:

* `event` first... with `relapse_rebl`: a search that starts again after a relapse may find an onset twice or find a
  later event first. pymsprog then picks by place in the order of detection out of a list in the order of onset: it
  reports another event (an improvement for `firstCDW`) or ends with IndexError. Here the event that ended the search
  is taken; of one onset found twice the last finding, as pymsprog does.
* Several `conf_days`, of which a change that is not kept (not held long enough, or skipped by firstPIRA and firstRAW)
  reaches only some; and an imputed last visit that is skipped: pymsprog ends with ValueError (smallest: EDSS 4, 3, 3,
  4 on days 0, 90, 180, 300, conf_days [84, 168], require_sust_days inf, firstCDI). Here the search goes on.
* SDMT 0 as reference has a step of 0: pymsprog calls a second 0 an improvement. Here no change is no event.
* Relapses in another order than by date make it choose another new reference (`relapse_rebl`). Here order is nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from hsct_desktop.domain.disability_event import Assessed, Cause, Event, Kind, Unconfirmed, Unheld
from hsct_desktop.domain.disability_settings import DisabilitySettings, EventRule, Pair, Preceding


class Scan:
    """The search over one patient's visits; `run` fills `found` (by onset), `passed` and `first_reference`.

    `seen` and `relapses` (ordinals) rise; `fixed_first` keeps the first visit as reference even close to a relapse.
    """

    __slots__ = (
        "_count", "_days", "_fixed_first", "_found", "_high", "_is_over", "_low", "_next", "_reference", "_relapse",
        "_relapses", "_seen", "_settings", "_settled", "_stretch", "_values", "first_reference", "found", "passed",
    )  # fmt: skip

    def __init__(
        self,
        seen: Sequence[Assessed],
        days: Sequence[int],
        relapses: Sequence[int],
        settings: DisabilitySettings,
        *,
        fixed_first: bool = False,
    ) -> None:
        self._seen, self._days, self._relapses, self._settings = seen, days, relapses, settings
        self._values = [visit.value for visit in seen]
        self._count = len(days)
        self._fixed_first = fixed_first
        self._reference, self._next, self._settled = 0, 1, -1
        self._high = self._low = 0.0
        self._is_over = False
        self._relapse: int | None = None
        self._found = 0
        self._stretch: tuple[Kind, int, int, bool] | None = None
        self.found: dict[int, Event] = {}
        self.passed: list[Unconfirmed] = []
        self.first_reference: int | None = None

    def run(self) -> None:
        """Go over the visits until the settings' event is found or no visit is left."""
        rebases = self._settings.relapse_rebl and len(self._relapses) > 0
        while not self._is_over:
            if self._reference != self._settled and not self._settle():
                return
            onset = self._change()
            if onset is None:
                return
            if rebases and self._crossed(onset):
                self._next = onset
            else:
                self._judge(onset)
            if rebases and not self._rebase():
                return

    # --- the reference

    def _settle(self) -> bool:
        """Move the reference on while it stands too close to a relapse; False when no visit is left after it."""
        if self._relapses and not (self._fixed_first and self._reference == 0):
            distance = self._settings.relapse_to_bl
            while not self._is_clear(self._reference, distance):
                self._reference += 1
                if self._reference == self._count:
                    return False
        self._settled = self._reference
        if self.first_reference is None:
            self.first_reference = self._reference
        if self._next <= self._reference:
            self._next = self._reference + 1
        reference = self._values[self._reference]
        step = self._settings.step(reference)
        self._high, self._low = reference + step, reference - step
        return self._next < self._count

    def _is_clear(self, index: int, distance: Pair) -> bool:
        """Whether a visit keeps its distance from the last and the next relapse."""
        relapses, day = self._relapses, self._days[index]
        after = bisect_right(relapses, day)
        if after and day - relapses[after - 1] < distance[0]:
            return False
        if not distance[1]:
            return True
        following = bisect_left(relapses, day)
        return following == len(relapses) or relapses[following] - day >= distance[1]

    def _offset(self) -> float:
        """How long after a relapse an onset may still be its consequence, so that no new reference is taken yet."""
        return 0 if self._settings.event is EventRule.FIRST_PIRA else self._settings.relapse_assoc[0]

    def _crossed(self, onset: int) -> bool:
        """Whether a relapse lies between reference and onset: then a new reference comes first."""
        at = bisect_right(self._relapses, self._days[self._reference])
        self._relapse = at if at < len(self._relapses) else None
        return self._relapse is not None and self._days[onset] > self._relapses[at] + self._offset()

    def _rebase(self) -> bool:
        """Take a new reference after a relapse that the search has passed; False when no visit is left for it."""
        days = self._days
        if self._next >= len(days) or self._relapse is None:
            return True
        at = bisect_right(self._relapses, days[self._reference])
        if at == len(self._relapses) or self._relapses[at] + self._offset() >= days[self._next]:
            return True
        self._reference = bisect_left(days, self._relapses[self._relapse], self._reference)
        self._next = self._reference + 1
        return self._reference < len(days) - 1

    # --- onset and confirmation

    def _change(self) -> int | None:
        """The first visit from here on that is a step away from the reference."""
        values, high, low, reference = self._values, self._high, self._low, self._values[self._reference]
        distance = self._settings.relapse_to_event if self._relapses else (0, 0)
        for index in range(self._next, self._count):
            if low < values[index] < high or values[index] == reference:
                continue
            if distance == (0, 0) or self._is_clear(index, distance):
                return index
        return None

    def _lost(self, start: int, is_up: bool) -> int:
        """The first visit from `start` at which a change upwards or downwards is gone; the number of visits if none."""
        values, count = self._values, self._count
        if is_up:
            high = self._high
            while start < count and values[start] >= high:
                start += 1
        else:
            low = self._low
            while start < count and values[start] <= low:
                start += 1
        return start

    def _confirming(self, onset: int) -> list[int]:
        """Per confirmation period the first visit that may confirm, the number of visits where there is none."""
        days, day, count, relapses = self._days, self._days[onset], self._count, self._relapses
        distance = self._settings.relapse_to_conf
        found = []
        for first, last in self._settings.windows:
            at = bisect_left(days, day + first, onset + 1)
            until = day + last
            while relapses and at < count and days[at] <= until and not self._is_clear(at, distance):
                at += 1
            found.append(at if at < count and days[at] <= until else count)
        return found

    def _judge(self, onset: int) -> None:
        """Decide on one onset: an event, or passed over; and where the search goes on."""
        settings, count, days = self._settings, self._count, self._days
        is_up = self._values[onset] >= self._high
        kind = Kind.CDW if is_up == settings.is_higher_worse else Kind.CDI
        lost = self._lost(onset + 1, is_up)
        all_must_hold = settings.check_intermediate
        self._next = onset + 1
        if all_must_hold and lost < count and days[lost - 1] - days[onset] < settings.earliest_confirmation:
            self._pass(onset, kind, lost, Unheld.LOST)  # gone before any visit could confirm it: the usual case
            return
        confirming = self._confirming(onset)
        first = min(confirming)
        holds = lost > first
        if first < count and not all_must_hold:
            holds = self._lost(first, is_up) > first
            if holds:
                lost = self._lost(first + 1, is_up)
        if not holds and not (settings.impute_last_visit and kind is Kind.CDW and onset == count - 1):
            self._pass(onset, kind, lost, self._reason(onset, lost, first))
            return
        confirmed = [at for at in confirming if at < lost]
        is_event = self._is_sustained(onset, lost, is_up) and self._take(onset, kind, lost, confirmed)
        if confirmed:
            moves = settings.moves_when_worse if kind is Kind.CDW else settings.moves_when_better
            if moves:
                self._reference = confirmed[0]
            if moves or is_event:
                self._next = confirmed[0] + 1

    def _is_sustained(self, onset: int, lost: int, is_up: bool) -> bool:
        """Whether a confirmed change is held as long as the settings want it; noted where it is not."""
        wanted = self._settings.require_sust_days
        if not wanted:
            return True
        days, count = self._days, self._count
        if self._settings.check_intermediate:
            is_held = lost == count or days[lost] - days[onset] >= wanted
        else:
            is_long = days[count - 1] - days[onset] >= wanted
            at = bisect_left(days, days[onset] + wanted, onset + 1) if is_long else count - 1
            is_held = self._lost(at, is_up) > at
        if not is_held:
            kind = Kind.CDW if is_up == self._settings.is_higher_worse else Kind.CDI
            self._pass(onset, kind, lost, Unheld.NOT_SUSTAINED)
        return is_held

    def _take(self, onset: int, kind: Kind, lost: int, confirmed: Sequence[int]) -> bool:
        """Keep an event that is wanted, and end the search where one is enough.

        False for a worsening of another cause than the wanted one: where it does not move the reference either, it
        leaves no trace.
        """
        seen, days, settings = self._seen, self._days, self._settings
        cause = None
        if kind is Kind.CDW and settings.tells_causes:
            cause = self._cause(onset, lost, min(confirmed, default=onset))
        is_wanted = settings.wants(kind, cause)
        if not is_wanted and settings.skips_other_causes and kind is Kind.CDW:
            return False
        if is_wanted:
            # Of an onset that is found again after a new reference the last finding stays (`relapse_rebl`).
            self.found[onset] = Event(
                kind,
                cause,
                seen[onset],
                seen[self._reference],
                tuple([seen[at].on for at in confirmed]),
                days[lost - 1] - days[onset],
                lost == self._count,
            )
            if not settings.is_any:
                self._is_over = True
            elif settings.is_first_of_all:  # as msprog: after a new reference the second may have the earlier onset
                self._found += 1
                self._is_over = self._found > 1
        return True

    # --- onsets that nothing confirms

    def _reason(self, onset: int, lost: int, first: int) -> Unheld:
        """Why nothing confirms an onset; `first` is the first visit that may confirm, the number of visits if none."""
        if first < self._count or (lost < self._count and self._settings.check_intermediate):
            return Unheld.LOST
        is_seen = any(self._visits_in(window, onset) for window in self._settings.windows)
        return Unheld.RELAPSE if is_seen else Unheld.NO_VISIT

    def _pass(self, onset: int, kind: Kind, lost: int, reason: Unheld) -> None:
        """Note an onset, once for each stretch of visits at which the step holds.

        It is open while every visit since holds it and the next day still lies in a confirmation window.
        """
        is_open = False
        if reason is Unheld.NO_VISIT or reason is Unheld.RELAPSE:
            next_day = self._days[-1] - self._days[onset] + 1
            is_open = any(next_day <= last for _, last in self._settings.windows)
        known = self._stretch
        if known is not None and known[:2] == (kind, self._reference) and onset < known[2] and known[3] >= is_open:
            return
        self._stretch = (kind, self._reference, lost, is_open)
        baseline = self._seen[self._reference]
        self.passed.append(Unconfirmed(kind, self._seen[onset], baseline, reason, is_open))

    # --- RAW and PIRA

    def _cause(self, onset: int, lost: int, first: int) -> Cause:
        """RAW shortly after a relapse, PIRA where the wanted intervals are free of relapses, else neither.

        `first` is the first visit that confirms, the onset itself for one that is imputed.
        """
        relapses, day = self._relapses, self._days[onset]
        if not relapses:
            return Cause.PIRA
        before, after = self._settings.relapse_assoc
        at = bisect_right(relapses, day)
        if at and day - relapses[at - 1] <= before:
            return Cause.RAW
        if at < len(relapses) and relapses[at] - day <= after:
            return Cause.RAW
        preceding = self._days[self._preceding(onset, first)]
        if self._is_free((preceding, day, self._days[first])):
            return Cause.PIRA
        others = self._all_confirming(onset, lost)  # one that is free is enough
        is_free = any(self._is_free((preceding, day, self._days[visit])) for visit in others)
        return Cause.PIRA if is_free else Cause.UNDEFINED

    def _visits_in(self, window: Pair, onset: int) -> range:
        """The visits after an onset that lie in a confirmation window."""
        days, day = self._days, self._days[onset]
        start = bisect_left(days, day + window[0], onset + 1)
        return range(start, bisect_right(days, day + window[1], start))

    def _all_confirming(self, onset: int, lost: int) -> Iterator[int]:
        """Every visit that confirms, period by period."""
        distance = self._settings.relapse_to_conf
        for window in self._settings.windows:
            for index in self._visits_in(window, onset):
                if index < lost and self._is_clear(index, distance):
                    yield index

    def _is_free(self, points: tuple[int, int, int]) -> bool:
        """Whether no relapse lies in the intervals around the preceding visit, the onset and a confirming visit."""
        free = self._settings.relapse_indep
        start: float = 0
        for point, (before, after) in zip(points, (free.prec, free.event, free.conf), strict=True):
            if before is not None:
                start = point - before
            if after is None or point + after <= start:
                continue
            if bisect_left(self._relapses, start) < bisect_right(self._relapses, point + after):
                return False
        return True

    def _preceding(self, onset: int, confirming: int) -> int:
        """The visit that PIRA looks at before an onset; the first one where none is a step away."""
        wanted = self._settings.relapse_indep.prec_type
        if wanted is Preceding.BASELINE:
            return self._reference
        if wanted is Preceding.LAST:
            return onset - 1
        return next((index for index in range(onset - 1, 0, -1) if self._is_step_from(index, onset, confirming)), 0)

    def _is_step_from(self, index: int, onset: int, confirming: int) -> bool:
        """Whether the worsening of `onset` holds also against the visit `index`, up to the confirming visit."""
        sign = 1 if self._settings.is_higher_worse else -1
        reference = self._values[index]
        step = self._settings.step(reference)
        between = range(onset, confirming + 1) if self._settings.check_intermediate else (onset, confirming)
        return all(sign * (self._values[visit] - reference) >= step for visit in between)
