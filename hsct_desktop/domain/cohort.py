"""The figures of a group of transplanted patients, by regimen or another key: medians with ranges, and counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from hsct_desktop.domain.neda import Neda
from hsct_desktop.domain.outcome_settings import DAYS_A_MONTH


@dataclass(frozen=True)
class CohortPatient:
    """One patient's part: whole months, EDSS values, and the verdicts at the end of the patient's own follow-up.

    `group` is what the table goes by. Months count from diagnosis to infusion and from infusion to the last day seen;
    None where a date or value is not known. `worsened` is None where confirmed worsening cannot be told; the
    verdicts are None where nobody was seen after the infusion.
    """

    group: str
    months_to_transplant: int | None
    edss_before: float | None
    edss_last: float | None
    months_followed: int | None
    neda: Neda | None
    neda_without_rebaseline: Neda | None
    worsened: bool | None
    relapses: int
    died: bool


@dataclass(frozen=True)
class Share:
    """How many of those who could be assessed, and how many could not."""

    number: int
    assessed: int
    unknown: int

    @property
    def text(self) -> str:
        """As the table has it: "17/20", and "17/18, 2 unknown" where somebody could not be assessed."""
        return _with_unknown(f"{self.number}/{self.assessed}", self.unknown)


@dataclass(frozen=True)
class CohortRow:
    """A line of the table; the figures "median (least-most)" are empty where nobody has a value."""

    group: str
    n: int
    months_to_transplant: str
    edss_before: str
    edss_last: str
    months_followed: str
    neda: Share
    neda_without_rebaseline: Share
    worsened: Share
    relapses: int
    deaths: int


def months_between(first: date | None, last: date | None) -> int | None:
    """Whole months between two days, to the nearest; None where one is not known."""
    return None if first is None or last is None else round((last - first).days / DAYS_A_MONTH)


def median_and_range(values: Iterable[float | None]) -> str:
    """ "7 (5-12)": the median (of an even number: the mean of the two middle ones), the least and the most.

    Who has no value is counted behind it, "7 (5-12), 2 unknown"; "" where nobody has one.
    """
    told = list(values)
    known = [value for value in told if value is not None]
    if not known:
        return ""
    figure = f"{median(known):g} ({min(known):g}-{max(known):g})"
    return _with_unknown(figure, len(told) - len(known))


def _with_unknown(figure: str, unknown: int) -> str:
    return f"{figure}, {unknown} unknown" if unknown else figure


def cohort_row(group: str, patients: Sequence[CohortPatient]) -> CohortRow:
    """The figures of one group."""
    return CohortRow(
        group,
        len(patients),
        median_and_range(p.months_to_transplant for p in patients),
        median_and_range(p.edss_before for p in patients),
        median_and_range(p.edss_last for p in patients),
        median_and_range(p.months_followed for p in patients),
        _neda([p.neda for p in patients]),
        _neda([p.neda_without_rebaseline for p in patients]),
        _share([p.worsened for p in patients]),
        sum(p.relapses for p in patients),
        sum(p.died for p in patients),
    )


def _neda(verdicts: Sequence[Neda | None]) -> Share:
    told = {Neda.NEDA: True, Neda.EDA: False, Neda.UNKNOWN: None, None: None}
    return _share([told[verdict] for verdict in verdicts])


def _share(answers: Sequence[bool | None]) -> Share:
    known = [answer for answer in answers if answer is not None]
    return Share(sum(known), len(known), len(answers) - len(known))
