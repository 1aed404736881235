"""The EDSS that follows from functional systems and ambulation (Neurostatus 04/10.2), in rules of our own words.

The clinician's EDSS is the value of record; what is computed here stands beside it and never replaces it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from hsct_desktop.domain.problem import Problem

SYSTEMS: Final = ("visual", "brainstem", "pyramidal", "cerebellar", "sensory", "bowel_bladder", "cerebral")
"""The seven functional systems in the order of the form; wording `neurology.system.*`."""
GRADES: Final = (*SYSTEMS, "ambulation")
HIGHEST: Final[Mapping[str, int]] = {
    "visual": 6, "brainstem": 5, "pyramidal": 6, "cerebellar": 5, "sensory": 6, "bowel_bladder": 6, "cerebral": 5,
}  # fmt: skip
"""The highest grade of each functional system (the lowest is 0)."""
_SCALE: Final = frozenset({Decimal(0)} | {Decimal(halves) / 2 for halves in range(2, 21)})
"""Every value of the EDSS."""
_CONVERTED: Final[Mapping[str, tuple[int, ...]]] = {
    "visual": (0, 1, 2, 2, 3, 3, 4),
    "bowel_bladder": (0, 1, 2, 3, 3, 4, 5),
}
"""Grades that are converted before they are counted."""


class Coding(StrEnum):
    """How ambulation is graded: 0-16 of Neurostatus, or 0 and the 12 grades of registries.

    Wording `enum.edss_coding.*`.
    """

    NEUROSTATUS = "neurostatus"
    SHORT = "short"

    @property
    def highest(self) -> int:
        """The highest grade of ambulation."""
        return 16 if self is Coding.NEUROSTATUS else 12


def _edss(*texts: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(text) for text in texts)


_ALONE: Final[Mapping[Coding, Mapping[int, Decimal]]] = {
    Coding.NEUROSTATUS: dict(
        zip(
            range(3, 17),
            _edss(
                "5.0", "5.5", "6.0", "6.0", "6.0", "6.5", "6.5", "7.0", "7.5", "8.0", "8.5", "9.0", "9.5", "10.0",
            ),
            strict=True,
        )
    ),
    Coding.SHORT: dict(
        zip(range(3, 13), _edss("5.0", "5.5", "6.0", "6.5", "7.0", "7.5", "8.0", "8.5", "9.0", "9.5"), strict=True)
    ),
}  # fmt: skip
"""Grades of ambulation that decide the EDSS alone."""
_AT_LEAST: Final[Mapping[Coding, Mapping[int, Decimal]]] = {
    Coding.NEUROSTATUS: {1: Decimal("2.0"), 2: Decimal("4.5")},
    # The short coding has no grade for "fully ambulatory, not unrestricted": its 1 stands for EDSS 4.0, its 2 for 4.5.
    Coding.SHORT: {1: Decimal("4.0"), 2: Decimal("4.5")},
}
"""Grades of ambulation below which the EDSS does not fall, whatever the functional systems say."""


@dataclass(frozen=True)
class FunctionalSystems:
    """Grades as given, unconverted; None where one was not graded. `coding` says how ambulation is graded."""

    visual: int | None = None
    brainstem: int | None = None
    pyramidal: int | None = None
    cerebellar: int | None = None
    sensory: int | None = None
    bowel_bladder: int | None = None
    cerebral: int | None = None
    ambulation: int | None = None
    coding: Coding = Coding.NEUROSTATUS

    @property
    def is_empty(self) -> bool:
        """Whether nothing was graded."""
        return all(getattr(self, name) is None for name in GRADES)

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of what was not graded, in the order of the form."""
        return tuple(name for name in GRADES if getattr(self, name) is None)


@dataclass(frozen=True)
class ComputedEdss:
    """What follows from the grades: `edss` is None where a grade is missing (`missing` names them) or out of range.

    `rule` names the rule that decided (wording `edss.rule.<rule>`), `params` are its placeholders.
    """

    edss: Decimal | None
    rule: str
    params: Mapping[str, object]
    missing: tuple[str, ...] = ()


def is_edss(value: Decimal) -> bool:
    """Whether an EDSS has this value: 0, or 1.0 to 10.0 by 0.5 (there is no 0.5, and no minus before the 0)."""
    # Looked up and not calculated: arithmetic would round a number with more digits than its precision.
    return value.is_finite() and not value.is_signed() and value in _SCALE


def check_edss_value(value: Decimal | None, field: str = "edss") -> Iterator[Problem]:
    """Yield a problem for a number that is no EDSS: 0.5, 4.25, 11."""
    if value is not None and not is_edss(value):
        yield Problem(field, "edss_value", {"text": value})


def highest_of(name: str, coding: Coding) -> int:
    """The highest grade that a functional system or ambulation can have."""
    return coding.highest if name == "ambulation" else HIGHEST[name]


def check_grades(systems: FunctionalSystems) -> Iterator[Problem]:
    """Yield a problem for each grade that does not exist."""
    for name in GRADES:
        grade, highest = getattr(systems, name), highest_of(name, systems.coding)
        if grade is not None and not 0 <= grade <= highest:
            key = f"edss_grade_{systems.coding.value}" if name == "ambulation" else "edss_grade"
            yield Problem(name, key, {"grade": grade, "highest": highest})


def computed_edss(systems: FunctionalSystems, *, cerebral_one_counts: bool = True) -> ComputedEdss:
    """The EDSS of the grades, with the rule that decided. ValueError for a grade out of range (see `check_grades`).

    Where ambulation decides alone nothing else is asked. With `cerebral_one_counts=False` a cerebral grade 1 (mild
    fatigue, signs only) is left out, as some units do.
    """
    if bad := [problem.field for problem in check_grades(systems)]:
        raise ValueError(f"grades out of range: {', '.join(bad)}")
    alone = _ALONE[systems.coding].get(systems.ambulation) if systems.ambulation is not None else None
    if alone is not None:
        return ComputedEdss(alone, "ambulation", {"grade": systems.ambulation})
    if missing := systems.missing:
        return ComputedEdss(None, "missing", {}, missing)
    if systems.cerebral == 1 and not cerebral_one_counts:
        systems = replace(systems, cerebral=0)
    edss, rule, params = _of_counts(converted(systems))
    floor = _AT_LEAST[systems.coding].get(systems.ambulation or 0)
    if floor is not None and edss < floor:
        return ComputedEdss(floor, "at_least", {"grade": systems.ambulation, "edss": edss})
    return ComputedEdss(edss, rule, params)


def converted(systems: FunctionalSystems) -> tuple[int, ...]:
    """The seven grades as they are counted. ValueError while one is missing."""
    grades = []
    for name in SYSTEMS:
        grade = getattr(systems, name)
        if grade is None:
            raise ValueError(f"not graded: {name}")
        grades.append(_CONVERTED[name][grade] if name in _CONVERTED else grade)
    return tuple(grades)


def _of_counts(grades: tuple[int, ...]) -> tuple[Decimal, str, dict[str, object]]:
    """EDSS, rule and its placeholders for seven converted grades."""
    highest = max(grades)
    ones, twos, threes, fours = (grades.count(grade) for grade in (1, 2, 3, 4))
    said: dict[str, object] = {"ones": ones, "twos": twos, "threes": threes, "fours": fours, "highest": highest}
    if highest >= 5:
        return Decimal("5.0"), "five", said
    if fours:
        return _of_fours(fours, threes, twos), "fours", said
    if threes:
        return _of_threes(threes, twos), "threes", said
    if twos:
        return _of_twos(twos), "twos", said
    return Decimal(("0", "1.0", "1.5")[min(ones, 2)]), "ones" if ones else "none", said


def _of_fours(fours: int, threes: int, twos: int) -> Decimal:
    if fours >= 2 or threes >= 3:
        return Decimal("5.0")
    return Decimal("4.5") if threes or twos else Decimal("4.0")


def _of_threes(threes: int, twos: int) -> Decimal:
    if threes >= 5:
        return Decimal("5.0") if threes >= 6 else Decimal("4.5")
    if threes >= 3:
        return Decimal("4.0")
    if threes == 2:
        return Decimal("4.0") if twos else Decimal("3.5")
    if twos >= 3:
        return Decimal("4.0")
    return Decimal("3.5") if twos else Decimal("3.0")


def _of_twos(twos: int) -> Decimal:
    return Decimal({1: "2.0", 2: "2.5", 3: "3.0", 4: "3.0", 5: "3.5"}.get(twos, "4.0"))


def grades_of(systems: FunctionalSystems) -> dict[str, int | None]:
    """The grades by name, as a store or a table keeps them."""
    return {field.name: getattr(systems, field.name) for field in fields(systems) if field.name in GRADES}
