"""Time without a drug before mobilisation: a range where the date is partial, a state and never a verdict."""

from __future__ import annotations

from datetime import date

import pytest

from hsct_desktop.domain.dates import parse_offset
from hsct_desktop.domain.disease_modifying_therapy import DiseaseModifyingTherapyEntry, DmtStatus
from hsct_desktop.domain.dmt import Washout
from hsct_desktop.domain.partial_date import parse_partial
from hsct_desktop.domain.washout import CountedTo, WashoutAnchor, WashoutState, counted_to, free_time

TO = CountedTo(date(2026, 6, 1), WashoutAnchor.MOBILISATION)
OCR = Washout(parse_offset("12w"), parse_offset("26w"))
CLAD = Washout(parse_offset("24w"))
MONTHS = Washout(parse_offset("3m"), parse_offset("6m"))
GA = Washout(parse_offset("0w"), parse_offset("4w"))
STEROID = Washout(parse_offset("0w"))


def given(stopped: str, started: str = "2020", status: DmtStatus = DmtStatus.STOPPED) -> DiseaseModifyingTherapyEntry:
    return DiseaseModifyingTherapyEntry(7, "x", "", parse_partial(started), parse_partial(stopped), status)


@pytest.mark.parametrize(
    ("washout", "stopped", "state", "days"),
    [
        (OCR, "2026-03-09", WashoutState.WITHIN, (84, 84)),  # 12 weeks to the day
        (OCR, "2026-03-10", WashoutState.SHORTER, (83, 83)),
        (OCR, "2025-12-01", WashoutState.LONGER, (182, 182)),  # 26 weeks to the day
        (OCR, "2025-12-02", WashoutState.WITHIN, (181, 181)),
        (OCR, "2026-03", WashoutState.OPEN, (62, 92)),
        (OCR, "2026", WashoutState.OPEN, (-213, 151)),
        (OCR, "2024", WashoutState.LONGER, (517, 882)),
        (OCR, "2026-06-01", WashoutState.GIVEN_AFTER, (0, 0)),
        (OCR, "2026-07-15", WashoutState.GIVEN_AFTER, (-44, -44)),
        (CLAD, "2025-12-15", WashoutState.LONGER, (168, 168)),
        (CLAD, "2025-12-16", WashoutState.SHORTER, (167, 167)),
        (MONTHS, "2026-03-01", WashoutState.WITHIN, (92, 92)),
        (MONTHS, "2026-03-02", WashoutState.SHORTER, (91, 91)),
        (GA, "2026-05-31", WashoutState.WITHIN, (1, 1)),
        (GA, "2026-05-04", WashoutState.LONGER, (28, 28)),
    ],
)
def test_the_time_and_where_it_stands(
    washout: Washout, stopped: str, state: WashoutState, days: tuple[int, int]
) -> None:
    found = free_time(given(stopped), washout, TO)
    assert found is not None
    assert (found.state, (found.least, found.most)) == (state, days)


def test_what_says_nothing() -> None:
    assert free_time(given("2026-03-01"), None, TO) is None
    assert free_time(given("2026-03-01"), STEROID, TO) is None  # no time is asked for
    assert free_time(given("", "2026-06-02", DmtStatus.RUNNING), OCR, TO) is None  # begun after mobilisation


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (DmtStatus.RUNNING, WashoutState.RUNNING),
        (DmtStatus.STOPPED, WashoutState.UNKNOWN),
        (DmtStatus.UNKNOWN, WashoutState.UNKNOWN),
    ],
)
def test_without_a_last_day_no_time_is_made_up(status: DmtStatus, state: WashoutState) -> None:
    found = free_time(given("", status=status), OCR, TO)
    assert found is not None
    assert (found.state, found.least, found.most, found.asks) == (state, None, None, True)


@pytest.mark.parametrize(
    ("courses", "on", "anchor"),
    [
        ([], date(2026, 11, 20), WashoutAnchor.TODAY),
        ([(date(2026, 6, 1), date(2026, 7, 1))], date(2026, 6, 1), WashoutAnchor.MOBILISATION),
        ([(None, date(2026, 7, 1))], date(2026, 7, 1), WashoutAnchor.DAY0),
        ([(None, date(2026, 12, 1))], date(2026, 11, 20), WashoutAnchor.TODAY),  # Day 0 planned, mobilisation not
        ([(date(2026, 12, 1), None)], date(2026, 12, 1), WashoutAnchor.MOBILISATION),  # planned
        ([(date(2020, 1, 1), None), (date(2026, 6, 1), None)], date(2026, 6, 1), WashoutAnchor.MOBILISATION),
    ],
)
def test_up_to_which_day_it_is_counted(
    courses: list[tuple[date | None, date | None]], on: date, anchor: WashoutAnchor
) -> None:
    assert counted_to(courses, date(2026, 11, 20)) == CountedTo(on, anchor)
