"""Whether a patient's blood products must be irradiated: until a date, until the blood bank says, not any more.

Three-valued over TBI and prior drugs. What cannot be told is treated as required: a product that was irradiated for
nothing harms nobody, transfusion-associated graft-versus-host disease is fatal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hsct_desktop.domain.exposure import Agent
from hsct_desktop.domain.rule_condition import day_after, days_before
from hsct_desktop.domain.rule_facts import Amount, Exposure, Said, Truth


@dataclass(frozen=True)
class IrradiationRule:
    """The numbers of the rule, each with its unit (d or months), and the drugs after which the blood bank decides."""

    before: Amount
    after: Amount
    after_tbi: Amount
    lasting: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True)
class CourseDates:
    """The days of a course that the rule counts from, and its row; cells that are no graft ask for nothing."""

    mobilisation: date | None = None
    day0: date | None = None
    row: str = ""
    is_graft: bool = True


class IrradiationState(StrEnum):
    """What holds on the day; worded by `catalogue.irradiation_words`."""

    NOT_YET = "not_yet"
    UNTIL = "until"
    BLOOD_BANK = "blood_bank"
    CANNOT_TELL = "cannot_tell"
    ENDED = "ended"

    @property
    def is_required(self) -> bool:
        """Whether products must be irradiated; what cannot be told counts as yes."""
        return self in (IrradiationState.UNTIL, IrradiationState.BLOOD_BANK, IrradiationState.CANNOT_TELL)


@dataclass(frozen=True)
class Ground:
    """One line of the explanation: `what` ("window", "day0", "tbi", an agent, "release"), whether it holds, the day
    that belongs to it, and the rows it rests on. UNKNOWN means that this is missing.
    """

    what: str
    truth: Truth
    on: date | None = None
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Irradiation:
    """The verdict of a day. `on` is the last day's end (UNTIL: from that day on not required; None where Day 0 is not
    fixed), the first day (NOT_YET), since when not (ENDED), or until when at least (CANNOT_TELL, None: not known).
    """

    state: IrradiationState
    on: date | None = None
    grounds: tuple[Ground, ...] = ()

    @property
    def required(self) -> bool:
        """Whether products must be irradiated; what cannot be told counts as yes."""
        return self.state.is_required

    @property
    def is_never(self) -> bool:
        """Whether products did not have to be irradiated at any time: cells that are no graft, no lasting drug."""
        said = {ground.what for ground in self.grounds}
        is_no = all(ground.truth is Truth.NO for ground in self.grounds)
        return self.state is IrradiationState.ENDED and is_no and "graft" in said and not said & {"window", "day0"}

    @property
    def missing(self) -> tuple[str, ...]:
        """What nobody has said or recorded."""
        return tuple(ground.what for ground in self.grounds if ground.truth is Truth.UNKNOWN)


class _Stage(StrEnum):
    BEFORE = "before"
    DURING = "during"
    PERHAPS = "perhaps"
    OVER = "over"


@dataclass(frozen=True)
class _Span:
    """What the calendar says of one course: the stage and the day that belongs to it, and the earliest end."""

    stage: _Stage
    on: date | None
    ground: Ground


_NOBODY_SAID = Exposure(Truth.UNKNOWN)


def irradiation(
    rule: IrradiationRule,
    courses: Sequence[CourseDates],
    exposures: Mapping[str, Exposure],
    released: Said | None,
    today: date,
) -> Irradiation:
    """The verdict for `today`. `released` is what was last said of a release by the blood bank, None for nothing."""
    tbi = exposures.get(Agent.TBI, _NOBODY_SAID)
    spans = [_span(rule, course, tbi.truth, today) for course in courses]
    grounds = [span.ground for span in spans] or [Ground("day0", Truth.UNKNOWN)]
    if any(course.is_graft and course.day0 is not None and course.day0 <= today for course in courses):
        grounds.append(Ground("tbi", tbi.truth, None, tbi.rows))
    lasting = [(agent, exposures.get(agent, _NOBODY_SAID)) for agent in rule.lasting]
    grounds += [Ground(agent, held.truth, held.last_on, held.rows) for agent, held in lasting]
    is_free = _is_released(released, courses, [held for _, held in lasting], today)
    if released is not None and released.answer == "yes":
        rows = (released.row,) if released.row else ()
        grounds.append(Ground("release", Truth.of(is_free), released.on, rows))
    given = [held for _, held in lasting if held.truth is Truth.YES]
    unsaid = any(held.truth is Truth.UNKNOWN for _, held in lasting)
    state, on = _verdict(spans, bool(given) and not is_free, unsaid, tbi.truth)
    if state is IrradiationState.ENDED and given and released is not None:
        on = max(day for day in (on, released.on) if day is not None)
    return Irradiation(state, on, tuple(grounds))


def _verdict(spans: Sequence[_Span], lasts: bool, unsaid: bool, tbi: Truth) -> tuple[IrradiationState, date | None]:
    stages = {span.stage for span in spans}
    during = [span.on for span in spans if span.stage is _Stage.DURING]
    until = None if None in during else max((on for on in during if on is not None), default=None)
    if lasts:
        return IrradiationState.BLOOD_BANK, None
    if unsaid or not spans or _Stage.PERHAPS in stages or (during and tbi is Truth.UNKNOWN):
        return IrradiationState.CANNOT_TELL, until
    if during:
        return IrradiationState.UNTIL, until
    if _Stage.BEFORE in stages:
        return IrradiationState.NOT_YET, min(s.on for s in spans if s.stage is _Stage.BEFORE and s.on is not None)
    return IrradiationState.ENDED, max(span.on for span in spans if span.on is not None)


def _span(rule: IrradiationRule, course: CourseDates, tbi: Truth, today: date) -> _Span:
    """What the calendar says of a course; without a day of mobilisation the harvest may be near at any time."""
    day0, rows = course.day0, (course.row,) if course.row else ()
    if not course.is_graft and day0 is not None:
        return _Span(_Stage.OVER, day0, Ground("graft", Truth.NO, None, rows))
    begin = days_before(course.mobilisation, rule.before) if course.mobilisation is not None else None
    if day0 is not None:
        first, last = sorted((day_after(day0, rule.after), day_after(day0, rule.after_tbi)))
        sure_end = last if tbi is Truth.YES else day_after(day0, rule.after) if tbi is Truth.NO else first
        open_end = sure_end if tbi is not Truth.UNKNOWN else last
        if today >= open_end:
            return _Span(_Stage.OVER, open_end, Ground("day0", Truth.NO, open_end, rows))
        if today >= sure_end:
            return _Span(_Stage.PERHAPS, None, Ground("day0", Truth.NO, sure_end, rows))
        if begin is None and today >= days_before(day0, rule.before):
            begin = today
        if begin is not None and today >= begin:
            return _Span(_Stage.DURING, sure_end, Ground("day0", Truth.YES, sure_end, rows))
    if begin is None:
        return _Span(_Stage.PERHAPS, None, Ground("mobilisation", Truth.UNKNOWN, None, rows))
    stage = _Stage.DURING if today >= begin else _Stage.BEFORE
    on = None if stage is _Stage.DURING else begin
    return _Span(stage, on, Ground("window", Truth.of(stage is _Stage.DURING), begin, rows))


def _is_released(
    released: Said | None, courses: Sequence[CourseDates], lasting: Sequence[Exposure], today: date
) -> bool:
    """Whether the blood bank's word holds: given after every Day 0 that has come, and after the last of each drug.

    It answers for what is recorded; what nobody has said anything about stays open.
    """
    if released is None or released.answer != "yes" or released.on > today:
        return False
    return not any(_later(courses, lasting, released.on, today))


def _later(courses: Sequence[CourseDates], lasting: Sequence[Exposure], on: date, today: date) -> Iterator[bool]:
    for course in courses:
        yield course.day0 is not None and on < course.day0 <= today
    for held in lasting:
        yield held.running or (held.last_on is not None and held.last_on > on)
