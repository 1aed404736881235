"""Reads the settings of confirmed disability from msprog's arguments as a file writes them, and writes them back.

Each wrong value is a problem in a sentence of its own, and all of them are told at once.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Final, TypeVar

from hsct_desktop.domain.disability_settings import (
    Around,
    Baseline,
    DisabilitySettings,
    EventRule,
    Outcome,
    Pair,
    Preceding,
    RelapseFree,
    StepConvention,
)
from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import InputError, Problem, refuse

NO_LIMIT: Final = "inf"
"""How a length without end is written."""
MOST_DAYS: Final = 1_000_000
"""A longer time (2,700 years) is a typing error, and "inf" the way to write that there is no limit."""
MOST_PERIODS: Final = 100
"""Confirmation periods of one setting."""
_POINTS: Final = ("prec", "event", "conf")
_UNTOLD: Final = 60
"""Characters of a wrong value that a sentence repeats."""
ONLY_DEFAULT: Final[Mapping[str, object]] = {
    "proceed_from": "firstconf",
    "sub_threshold_rebl": "none",
    "bl_geq": False,
    "skip_local_extrema": "none",
}
"""Arguments of msprog whose default is all that is offered; written out with it they change nothing."""
_Choice = TypeVar("_Choice", bound=StrEnum)


def read_settings(arguments: Mapping[str, object]) -> DisabilitySettings:
    """The settings of msprog's arguments; what is not written has its default. InputError with every problem."""
    problems: list[Problem] = []
    read: dict[str, object] = {}
    for name, value in arguments.items():
        try:
            if name in ONLY_DEFAULT:
                _check_default(name, value)
            else:
                read[_field_of(name)] = _reader(name)(name, value)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return DisabilitySettings(**read)  # type: ignore[arg-type]  # each reader gives what its field wants


def written_settings(settings: DisabilitySettings) -> dict[str, object]:
    """The same settings as arguments, all of them, for print and for a file."""
    free = settings.relapse_indep
    lengths = ("conf_tol_days", "relapse_to_bl", "relapse_to_event", "relapse_to_conf", "relapse_assoc")
    return {
        "outcome": settings.outcome.value,
        "value_col": settings.column,
        "event": settings.event.value,
        "baseline": settings.baseline.value,
        "conf_days": list(settings.conf_days),
        "check_intermediate": settings.check_intermediate,
        "require_sust_days": _number_out(settings.require_sust_days),
        **{name: [_number_out(days) for days in getattr(settings, name)] for name in lengths},
        "relapse_indep": {
            **{point: [_number_out(days) for days in getattr(free, point)] for point in _POINTS},
            "prec_type": free.prec_type.value,
        },
        "relapse_rebl": settings.relapse_rebl,
        "RAW_PIRA": settings.raw_pira,
        "impute_last_visit": int(settings.impute_last_visit),
        "step_convention": settings.step_convention.value,
    }


def _field_of(name: str) -> str:
    return "raw_pira" if name == "RAW_PIRA" else name


def _reader(name: str) -> Callable[[str, object], object]:
    reader = _READERS.get(name)
    if reader is None:
        known = [*_READERS, *ONLY_DEFAULT]
        near = difflib.get_close_matches(name.casefold(), {key.casefold() for key in known}, n=1)
        meant = next((key for key in known if near and key.casefold() == near[0]), None)
        if meant is not None:
            raise refuse(name[:_UNTOLD], "disability_setting_unknown_near", name=name[:_UNTOLD], near=meant)
        raise refuse(name[:_UNTOLD], "disability_setting_unknown", name=name[:_UNTOLD], known=", ".join(_READERS))
    return reader


def _told(value: object) -> str:
    """A wrong value as the sentence repeats it."""
    text = "null" if value is None else str(value).lower() if isinstance(value, bool) else clean(str(value))
    return text if len(text) <= _UNTOLD else text[:_UNTOLD] + "…"


def _check_default(name: str, value: object) -> None:
    wanted = ONLY_DEFAULT[name]
    if value != wanted or isinstance(value, bool) is not isinstance(wanted, bool):
        raise refuse(name, "disability_setting_only", name=name, only=_told(wanted))


def _choice(kind: type[_Choice], *, folded: bool = False) -> Callable[[str, object], _Choice]:
    def read(name: str, value: object) -> _Choice:
        text = str(value).casefold() if folded else str(value)
        if isinstance(value, str) and text in set(kind):
            return kind(text)
        raise refuse(name, "disability_choice", name=name, text=_told(value), choices=", ".join(kind))

    return read


def _convention(name: str, value: object) -> StepConvention:
    """5.5 or 6.0, as a number or as text."""
    for convention in StepConvention:
        if not isinstance(value, bool) and (value == convention.value or value == float(convention.value)):
            return convention
    raise refuse(name, "disability_choice", name=name, text=_told(value), choices=", ".join(StepConvention))


def _yes_no(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise refuse(name, "disability_yes_no", name=name, text=_told(value))
    return value


def _zero_one(name: str, value: object) -> bool:
    """0 or 1; a chance between them would give another answer each time."""
    if isinstance(value, int | float) and value in (0, 1):
        return bool(value)
    raise refuse(name, "disability_zero_one", name=name, text=_told(value))


def _column(name: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise refuse(name, "disability_column", name=name, text=_told(value))
    return value.strip()


def _number(value: object) -> float | None:
    """A length in days from 0 to `MOST_DAYS`, `INF` for "inf"; None for all else."""
    if value == NO_LIMIT:
        return math.inf
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST_DAYS:
        return None
    return value


def _number_out(days: float | None) -> float | str | None:
    return NO_LIMIT if days == math.inf else days


def _length(name: str, value: object) -> float:
    number = _number(value)
    if number is None:
        raise refuse(name, "disability_length", name=name, text=_told(value), most=MOST_DAYS)
    return number


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else (value,)


def _pair(*, same: bool) -> Callable[[str, object], Pair]:
    """One or two lengths; a single one stands for both (`same`), or for the first with 0 as the second."""

    def read(name: str, value: object) -> Pair:
        numbers = [_number(item) for item in _listed(value)]
        if not 1 <= len(numbers) <= 2 or None in numbers:
            raise refuse(name, "disability_lengths", name=name, text=_told(value), most=MOST_DAYS)
        found = [number for number in numbers if number is not None]
        return (found[0], found[-1] if same or len(found) == 2 else 0)

    return read


def _periods(name: str, value: object) -> tuple[int, ...]:
    """One or several confirmation periods in whole days, each once."""
    numbers = [_number(item) for item in _listed(value)]
    periods = tuple(int(number) for number in numbers if number is not None and number == number // 1 <= MOST_DAYS)
    if not 1 <= len(numbers) <= MOST_PERIODS or len(set(periods)) < len(numbers):
        raise refuse(name, "disability_periods", name=name, text=_told(value), most=MOST_DAYS, count=MOST_PERIODS)
    return periods


def _independent(name: str, value: object) -> RelapseFree:
    wrong = refuse(name, "disability_relapse_free", name=name, text=_told(value), most=MOST_DAYS)
    if not isinstance(value, Mapping) or not set(_POINTS) <= set(value) <= {*_POINTS, "prec_type"}:
        raise wrong
    around: list[Around] = []
    for point in _POINTS:
        pair = _listed(value[point])
        lengths = [_number(item) for item in pair]
        if len(pair) != 2 or any(item is not None and _number(item) is None for item in pair):
            raise wrong
        around.append((lengths[0], lengths[1]))
    prec, event, conf = around
    # What is left open on one side of a gap must be open on the other: together they join two intervals.
    joins = [prec[0] is not None, (prec[1] is None) == (event[0] is None), (event[1] is None) == (conf[0] is None)]
    if not all(joins) or conf[1] is None:
        raise refuse(name, "disability_relapse_free_joined", name=name)
    return RelapseFree(prec, event, conf, _choice(Preceding)("prec_type", value.get("prec_type", "baseline")))


_READERS: Final[Mapping[str, Callable[[str, object], object]]] = {
    "outcome": _choice(Outcome, folded=True),
    "value_col": _column,
    "event": _choice(EventRule),
    "baseline": _choice(Baseline),
    "conf_days": _periods,
    "conf_tol_days": _pair(same=True),
    "check_intermediate": _yes_no,
    "require_sust_days": _length,
    "relapse_to_bl": _pair(same=False),
    "relapse_to_event": _pair(same=False),
    "relapse_to_conf": _pair(same=False),
    "relapse_assoc": _pair(same=False),
    "relapse_indep": _independent,
    "relapse_rebl": _yes_no,
    "RAW_PIRA": _yes_no,
    "impute_last_visit": _zero_one,
    "step_convention": _convention,
}
