"""NEDA against a second, plain reading of its rules on cases drawn at random: numbers only, no course, no wording."""

from __future__ import annotations

import random
from typing import Any

import pytest

from hsct_desktop.domain.neda import State, verdict
from hsct_desktop.domain.outcome_settings import OutcomeSettings
from hsct_desktop.exchange.neda_cases import case_of

Answer = tuple[str, bool | None, bool | None, bool | None]
GRADES = [0, 1, 1.5, 2, 3, 4, 4.5, 5, 5.5, 6, 6.5]
HOLDS = {State.HELD: True, State.BROKEN: False, State.UNKNOWN: None}


def worsening_free(case: dict[str, Any], end: float) -> bool | None:
    visits = sorted((visit["day"], visit["edss"]) for visit in case["visits"])
    before, after = [v for v in visits if v[0] <= 0], [v for v in visits if v[0] > 0]
    if not before:
        return None
    reference = before[-1][1]
    least = reference + (1.5 if reference == 0 else 1.0 if reference <= 5 else 0.5)
    found: bool | None = True
    for index, (onset, edss) in enumerate(after):
        if onset > end or edss < least:
            continue
        later = after[index + 1 :]
        confirming = [
            n for n, (day, _) in enumerate(later)
            if day >= onset + 154 and not any(day - 30 < relapse <= day for relapse in case["relapse_days"])
        ]  # fmt: skip
        if confirming and all(value >= least for _, value in later[: confirming[0] + 1]):
            return False
        if not confirming and all(value >= least for _, value in later):
            found = None
    return found if any(end - 365.25 <= day <= end + 60 for day, _ in after) else None


def mri_free(case: dict[str, Any], end: float) -> bool | None:
    scans = sorted((scan["day"], scan["new_t2"], scan["gd"]) for scan in case["mri"])
    window = [s for s in scans if 150 <= s[0] <= 274][:1]
    references = window if case["mri_rebaseline_months"] else [s for s in scans if s[0] < 0][-1:]
    if not references:
        return None
    after = [s for s in scans if max(references[0][0], 0) < s[0] <= end + 60]
    if any(new or gd for _, new, gd in after):
        return False
    if any(None in scan for scan in after):
        return None
    return True if any(day >= end - 365.25 for day, _, _ in after) else None


def plainly(case: dict[str, Any]) -> Answer:
    end = case["horizon_months"] * 30.4375
    relapse_free = not any(1 <= day <= end for day in case["relapse_days"])
    parts = relapse_free, worsening_free(case, end), mri_free(case, end)
    return ("EDA" if False in parts else "unknown" if None in parts else "NEDA", *parts)


def drawn(luck: random.Random) -> dict[str, Any]:
    usual = luck.choice(GRADES)

    def days(most: int) -> list[int]:
        return luck.sample(range(-100, 900), luck.randint(0, most))

    return {
        "visits": [{"day": day, "edss": luck.choice([usual] * 20 + GRADES)} for day in days(8)],
        "relapse_days": days(luck.choice([0, 0, 2])),
        "mri": [
            {"day": day, "new_t2": luck.choice([0] * 20 + [1, None]), "gd": luck.choice([0] * 20 + [1, None])}
            for day in days(9)
        ],
        "horizon_months": luck.choice([6, 12, 18, 24]),
        "mri_rebaseline_months": luck.choice([0, 6]),
    }


def judged(case: dict[str, Any]) -> Answer:
    read = case_of(case, OutcomeSettings())
    found = verdict(read.course, read.horizon_months)
    return (found.neda3.value, *(HOLDS[part.state] for part in found.components))


@pytest.mark.parametrize("seed", range(4))
def test_both_readings_of_the_rules_agree(seed: int) -> None:
    luck = random.Random(seed)
    seen = set()
    for _ in range(150):
        case = drawn(luck)
        assert judged(case) == plainly(case), case
        seen.add(plainly(case)[0])
    assert seen == {"NEDA", "EDA", "unknown"}
