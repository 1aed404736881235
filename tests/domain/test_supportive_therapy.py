"""Therapies: status to the day, and refusals."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hsct_desktop.domain.supportive_therapy import (
    Interruption,
    StopReason,
    SupportiveTherapyEntry,
    Therapy,
    TherapyClass,
    TherapyStatus,
    check_supportive_therapy,
)

BIRTH, TODAY = date(1984, 3, 14), date(2026, 11, 20)
PJP = Therapy(1, "Co-trimoxazole", TherapyClass.PJP, date(2026, 9, 1), planned_stop=date(2026, 11, 20))
ENTRY = SupportiveTherapyEntry(1, "Aciclovir", TherapyClass.ANTIVIRAL, date(2026, 8, 6), dose=Decimal(800), unit="mg")


def test_status_edges() -> None:
    stopped = replace(PJP, stop=date(2026, 10, 1), interruptions=(Interruption(date(2026, 9, 10), date(2026, 9, 12)),))
    expected = {
        date(2026, 8, 31): TherapyStatus.PLANNED,
        date(2026, 9, 1): TherapyStatus.RUNNING,
        date(2026, 9, 10): TherapyStatus.INTERRUPTED,
        date(2026, 9, 12): TherapyStatus.INTERRUPTED,
        date(2026, 9, 13): TherapyStatus.RUNNING,
        date(2026, 10, 1): TherapyStatus.RUNNING,
        date(2026, 10, 2): TherapyStatus.STOPPED,
    }
    assert {day: stopped.status(day) for day in expected} == expected


def test_to_stop_from_the_planned_day_on_until_it_is_stopped() -> None:
    assert not PJP.is_to_stop(date(2026, 11, 19))
    assert PJP.is_to_stop(TODAY)
    assert PJP.is_to_stop(date(2027, 11, 20))
    assert not replace(PJP, stop=TODAY).is_to_stop(TODAY)
    assert not replace(PJP, planned_stop=None).is_to_stop(TODAY)
    assert replace(PJP, interruptions=(Interruption(date(2026, 11, 1)),)).is_to_stop(TODAY)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"name": " "}, ("name", "therapy_name_missing")),
        ({"unit": ""}, ("unit", "dose_without_unit")),
        ({"dose": None}, ("dose", "unit_without_dose")),
        ({"dose": Decimal(0)}, ("dose", "dose_not_positive")),
        ({"start": None}, ("start", "date_missing")),
        ({"start": date(1980, 1, 1)}, ("start", "before_birth")),
        ({"planned_stop": date(2026, 8, 5)}, ("planned_stop", "stop_before_start")),
        ({"stop": date(2026, 8, 5), "stop_reason": StopReason.PLANNED}, ("stop", "stop_before_start")),
        ({"stop": date(2026, 11, 21), "stop_reason": StopReason.PLANNED}, ("stop", "stop_in_future")),
        ({"stop": date(2026, 11, 1)}, ("stop_reason", "stop_reason_missing")),
        ({"stop": date(2026, 11, 1), "stop_reason": StopReason.OTHER}, ("stop_detail", "stop_detail_missing")),
        ({"stop_reason": StopReason.PLANNED}, ("stop", "stop_date_missing")),
        ({"interruptions": (Interruption(date(2026, 9, 2), date(2026, 9, 1)),)}, ("interruptions", "end_before_onset")),
        (
            {"interruptions": (Interruption(date(2026, 9, 2)), Interruption(date(2026, 9, 9)))},
            ("interruptions", "interruption_overlaps"),
        ),
    ],
)
def test_contradictions_are_refused(change: dict[str, object], expected: tuple[str, str]) -> None:
    assert (expected) in {(p.field, p.key) for p in check_supportive_therapy(replace(ENTRY, **change), BIRTH, TODAY)}


def test_a_sound_therapy_passes() -> None:
    assert list(check_supportive_therapy(ENTRY, BIRTH, TODAY)) == []
