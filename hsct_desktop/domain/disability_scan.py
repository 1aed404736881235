"""Walks the visits of one patient for confirmed changes of disability: day numbers and values in, indices out.

The rules are msprog's (see `disability_settings`), the code is our own. Days are ordinals in rising order, so that no
date arithmetic stands in a loop and relapses are found by bisection.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from hsct_desktop.domain.disability_settings import DisabilitySettings, EventRule, Pair, Preceding


class Cause(StrEnum):
    """How a worsening stands to relapses: associated, independent, or neither (wording `enum.disability_cause.*`)."""

    PIRA = "PIRA"
    RAW = "RAW"
    UNDEFINED = "undefined"


class Kind(StrEnum):
    """Confirmed disability worsening or improvement (wording `enum.disability_kind.*`)."""

    CDW = "CDW"
    CDI = "CDI"


class Unheld(StrEnum):
    """Why nothing confirms an onset (wording `enum.unheld.*`)."""

    LOST = "lost"
    NO_VISIT = "no_visit"
    RELAPSE = "relapse"
    NOT_SUSTAINED = "not_sustained"


@dataclass(frozen=True)
class Found:
    """A confirmed change by indices of visits: `confirmed` per confirmation period that holds, `last` the last held."""

    kind: Kind
    cause: Cause | None
    onset: int
    reference: int
    confirmed: tuple[int, ...]
    last: int


@dataclass(frozen=True)
class Passed:
    """An onset that nothing confirms; `lost` is the first visit after it at which the step is gone."""

    kind: Kind
    onset: int
    reference: int
    reason: Unheld
    is_open: bool
    lost: int


@dataclass
class Scan:
    """The search over one patient's visits; `run` fills `found`, `passed` and `first_reference`.

    `days` and `relapses` rise; `fixed_first` keeps the first visit as reference even close to a relapse.
    """

    days: Sequence[int]
    values: Sequence[float]
    relapses: Sequence[int]
    settings: DisabilitySettings
    fixed_first: bool = False
    found: dict[int, Found] = field(default_factory=dict)
    passed: list[Passed] = field(default_factory=list)
    first_reference: int | None = None
    _reference: int = 0
    _next: int = 1
    _events: int = 0
    _is_over: bool = False
    _relapse: int | None = None

    def run(self) -> None:
        """Go over the visits until the settings' event is found or no visit is left."""
        rebases = self.settings.relapse_rebl and len(self.relapses) > 0
        while self._settle():
            onset = self._change()
            if onset is None:
                return
            if rebases and self._crossed(onset):
                self._next = onset
            else:
                self._judge(onset)
            if rebases and not self._rebase():
                return
            if self._is_over:
                return

    def _settle(self) -> bool:
        """Move the reference on while it stands too close to a relapse; False when no visit is left after it."""
        last = len(self.days) - 1
        distance = self.settings.relapse_to_bl
        keeps = self.fixed_first and self._reference == 0
        while not keeps and self._reference <= last and not self._is_clear(self._reference, distance):
            self._reference += 1
        if self._reference <= last and self.first_reference is None:
            self.first_reference = self._reference
        self._next = max(self._next, self._reference + 1)
        return self._next <= last

    def _is_clear(self, index: int, distance: Pair) -> bool:
        """Whether a visit keeps its distance from the last and the next relapse."""
        relapses = self.relapses
        if not relapses:
            return True
        day = self.days[index]
        after = bisect_right(relapses, day)
        if after and day - relapses[after - 1] < distance[0]:
            return False
        if not distance[1]:
            return True
        following = bisect_left(relapses, day)
        return following == len(relapses) or relapses[following] - day >= distance[1]

    def _change(self) -> int | None:
        """The first visit from here on that is a step away from the reference."""
        values, reference = self.values, self.values[self._reference]
        step = self.settings.step(reference)
        distance = self.settings.relapse_to_event
        for index in range(self._next, len(values)):
            change = values[index] - reference
            if (change >= step or -change >= step) and change and self._is_clear(index, distance):
                return index
        return None

    def _lost(self, start: int, onset: int) -> int:
        """The first visit from `start` at which the change of `onset` is gone; the number of visits if none."""
        values, reference = self.values, self.values[self._reference]
        step = self.settings.step(reference)
        is_up = values[onset] > reference
        for index in range(start, len(values)):
            change = values[index] - reference
            if (change if is_up else -change) < step:
                return index
        return len(values)

    def _visits_in(self, window: Pair, onset: int) -> range:
        """The visits after an onset that lie in a confirmation window."""
        days, day = self.days, self.days[onset]
        start = bisect_left(days, day + window[0], onset + 1)
        return range(start, bisect_right(days, day + window[1], start))

    def _candidates(self, onset: int) -> list[list[int]]:
        """Per confirmation period the visits that may confirm."""
        distance = self.settings.relapse_to_conf
        return [
            [index for index in self._visits_in(window, onset) if self._is_clear(index, distance)]
            for window in self.settings.windows
        ]

    def _judge(self, onset: int) -> None:
        """Decide on one onset: an event, or passed over; and where the search goes on."""
        candidates = self._candidates(onset)
        firsts = [visits[0] for visits in candidates if visits]
        lost = self._lost(onset + 1, onset)
        is_up = self.values[onset] > self.values[self._reference]
        kind = Kind.CDW if is_up == self.settings.is_higher_worse else Kind.CDI
        last = len(self.days) - 1
        if firsts:
            first = min(firsts)
            if self.settings.check_intermediate:
                holds = lost > first
            else:
                holds = self._lost(first, onset) > first
                lost = self._lost(first + 1, onset) if holds else lost
        else:
            holds = self.settings.impute_last_visit and kind is Kind.CDW and onset == last
        if not holds:
            self._pass(onset, kind, lost, candidates)
            self._next = onset + 1
            return
        confirming = [[index for index in visits if index < lost] for visits in candidates]
        confirmed = tuple(visits[0] for visits in confirming if visits)
        is_event = False
        if self._is_sustained(onset, lost):
            cause = self._cause(onset, lost, confirming) if kind is Kind.CDW and self.settings.tells_causes else None
            is_event = not self._is_skipped(cause)
            if is_event:
                self.found.pop(onset, None)
                self.found[onset] = Found(kind, cause, onset, self._reference, confirmed, lost - 1)
                self._events += 1
                self._is_over = self._is_wanted(kind, cause)
        else:
            self.passed.append(Passed(kind, onset, self._reference, Unheld.NOT_SUSTAINED, False, lost))
        self._go_on(kind, onset, confirmed, is_event)

    def _go_on(self, kind: Kind, onset: int, confirmed: tuple[int, ...], is_event: bool) -> None:
        """Where the search goes on, and whether the reference moves there."""
        moves = self.settings.moves_when_worse if kind is Kind.CDW else self.settings.moves_when_better
        if confirmed and moves:
            self._reference = confirmed[0]
        self._next = (confirmed[0] if confirmed and (moves or is_event) else onset) + 1

    def _is_sustained(self, onset: int, lost: int) -> bool:
        """Whether a confirmed change is held as long as the settings want it."""
        wanted = self.settings.require_sust_days
        days = self.days
        if not wanted:
            return True
        if self.settings.check_intermediate:
            return lost == len(days) or days[lost] - days[onset] >= wanted
        last = len(days) - 1
        far = days[last] - days[onset] >= wanted
        at = bisect_left(days, days[onset] + wanted, onset + 1) if far else last
        return self._lost(at, onset) > at

    def _is_skipped(self, cause: Cause | None) -> bool:
        """Whether a worsening of the other cause leaves no trace: only where it does not move the reference either."""
        if cause is None or self.settings.moves_when_worse:
            return False
        event = self.settings.event
        if event is EventRule.FIRST_PIRA:
            return cause is not Cause.PIRA
        return event is EventRule.FIRST_RAW and cause is not Cause.RAW

    def _is_wanted(self, kind: Kind, cause: Cause | None) -> bool:
        """Whether the search ends with an event of that kind."""
        event = self.settings.event
        if event is EventRule.MULTIPLE:
            return False
        if event is EventRule.FIRST:
            return self._events > 1
        return is_of(event, kind, cause)

    def _cause(self, onset: int, lost: int, confirming: list[list[int]]) -> Cause:
        """RAW shortly after a relapse, PIRA where the wanted intervals are free of relapses, else neither."""
        relapses, day = self.relapses, self.days[onset]
        if not relapses:
            return Cause.PIRA
        before, after = self.settings.relapse_assoc
        at = bisect_right(relapses, day)
        if at and day - relapses[at - 1] <= before:
            return Cause.RAW
        following = bisect_left(relapses, day)
        if following < len(relapses) and relapses[following] - day <= after:
            return Cause.RAW
        visits = sorted({index for of_period in confirming for index in of_period}) or [onset]
        preceding = self.days[self._preceding(onset, visits[0])]
        is_free = any(self._is_free(preceding, day, self.days[visit]) for visit in visits)
        return Cause.PIRA if is_free else Cause.UNDEFINED

    def _is_free(self, *points: int) -> bool:
        """Whether no relapse lies in the intervals around the preceding visit, the onset and a confirming visit."""
        free = self.settings.relapse_indep
        start: float = 0
        for point, (before, after) in zip(points, (free.prec, free.event, free.conf), strict=True):
            if before is not None:
                start = point - before
            if after is None or point + after <= start:
                continue
            if bisect_left(self.relapses, start) < bisect_right(self.relapses, point + after):
                return False
        return True

    def _preceding(self, onset: int, confirming: int) -> int:
        """The visit that PIRA looks at before an onset."""
        wanted = self.settings.relapse_indep.prec_type
        if wanted is Preceding.BASELINE:
            return self._reference
        if wanted is Preceding.LAST:
            return onset - 1
        return next((index for index in range(onset - 1, 0, -1) if self._is_step_from(index, onset, confirming)), 0)

    def _is_step_from(self, index: int, onset: int, confirming: int) -> bool:
        """Whether the worsening of `onset` holds also against the visit `index`, up to the confirming visit."""
        sign = 1 if self.settings.is_higher_worse else -1
        reference = self.values[index]
        step = self.settings.step(reference)
        between = range(onset, confirming + 1) if self.settings.check_intermediate else (onset, confirming)
        return all(sign * (self.values[visit] - reference) >= step for visit in between)

    def _offset(self) -> float:
        """How long after a relapse an onset may still be its consequence, so that no new reference is taken yet."""
        return 0 if self.settings.event is EventRule.FIRST_PIRA else self.settings.relapse_assoc[0]

    def _crossed(self, onset: int) -> bool:
        """Whether a relapse lies between reference and onset: then a new reference comes first."""
        at = bisect_right(self.relapses, self.days[self._reference])
        self._relapse = at if at < len(self.relapses) else None
        return self._relapse is not None and self.days[onset] > self.relapses[at] + self._offset()

    def _rebase(self) -> bool:
        """Take a new reference after a relapse that the search has passed; False when no visit is left for it."""
        days = self.days
        if self._next >= len(days) or self._relapse is None:
            return True
        at = bisect_right(self.relapses, days[self._reference])
        if at == len(self.relapses) or self.relapses[at] + self._offset() >= days[self._next]:
            return True
        self._reference = bisect_left(days, self.relapses[self._relapse], self._reference)
        self._next = self._reference + 1
        return self._reference < len(days) - 1

    def _pass(self, onset: int, kind: Kind, lost: int, candidates: list[list[int]]) -> None:
        """Note an onset that nothing confirms, once for each stretch of visits at which the step holds."""
        has_visit = any(candidates)
        held_to_end = lost == len(self.days) or not self.settings.check_intermediate
        wait = self.days[-1] - self.days[onset]
        is_open = held_to_end and not has_visit and any(wait + 1 <= window[1] for window in self.settings.windows)
        reason = Unheld.LOST if has_visit or lost < len(self.days) else Unheld.NO_VISIT
        if reason is Unheld.NO_VISIT and any(self._visits_in(window, onset) for window in self.settings.windows):
            reason = Unheld.RELAPSE
        for other in reversed(self.passed):
            is_same = other.kind is kind and other.reference == self._reference and onset < other.lost
            if is_same and (other.is_open or not is_open):
                return
        self.passed.append(Passed(kind, onset, self._reference, reason, is_open, lost))


def is_of(event: EventRule, kind: Kind, cause: Cause | None) -> bool:
    """Whether an event of that kind and cause is one that `event` asks for."""
    if event is EventRule.FIRST_CDW:
        return kind is Kind.CDW
    if event is EventRule.FIRST_CDI:
        return kind is Kind.CDI
    if event is EventRule.FIRST_PIRA:
        return cause is Cause.PIRA
    if event is EventRule.FIRST_RAW:
        return cause is Cause.RAW
    return True
