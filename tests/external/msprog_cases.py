"""Random cohorts with random arguments, made awkward: many relapses, visits on relapse days, EDSS 0, one visit."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from hsct_desktop.commands.calc_disability import cells
from hsct_desktop.domain.confirmed_disability import Assessed, course
from hsct_desktop.domain.disability_arguments import read_settings

Cohort = dict[str, Any]
Answer = list[list[Any]]
EDSS = (0.0, *(half / 2 for half in range(2, 21)))
EVENTS = ("first", "firstCDW", "firstCDI", "firstPIRA", "firstRAW", "multiple")
BASELINES = ("fixed", "roving", "roving_impr", "roving_wors")
PERIODS = (84, 168, 28, 0, [84, 168], [168, 84], [84, 168, 336], [28, 84], [336])
TOLERANCES = ([7, 730.5], [14, "inf"], 7, 30, [30], [0, "inf"], [7, 30], "inf", 0, [45, 45])


def cohorts(seed: int, count: int, patients: int = 12) -> list[Cohort]:
    """As many cohorts; every second one has long courses and much re-baselining."""
    chance = random.Random(seed)
    return [_cohort(chance, patients, is_long=number % 2 == 1) for number in range(count)]


def answer(cohort: Cohort) -> dict[str, Answer]:
    """Our rows for each patient, as `calc disability` writes them without setting and id."""
    settings = read_settings(cohort["kw"])
    found: dict[str, Answer] = {}
    for patient in dict.fromkeys(visit[0] for visit in cohort["visits"]):
        visits = [Assessed(date.fromisoformat(on), value) for who, on, value in cohort["visits"] if who == patient]
        relapses = [date.fromisoformat(on) for who, on in cohort["relapses"] if who == patient]
        found[patient] = [list(row) for row in cells(course(visits, relapses, settings))]
    return found


def _cohort(chance: random.Random, patients: int, *, is_long: bool) -> Cohort:
    kw = _arguments(chance, is_long=is_long)
    visits: list[Any] = []
    relapses: list[Any] = []
    for number in range(patients):
        own = _visits(chance, f"p{number}", is_sdmt=kw.get("outcome") == "sdmt", is_long=is_long)
        visits += own
        relapses += _relapses(chance, own, is_long=is_long)
    return {"visits": visits, "relapses": relapses, "kw": kw}


def _arguments(chance: random.Random, *, is_long: bool) -> dict[str, Any]:
    often = chance.random
    kw: dict[str, Any] = {"event": chance.choice(EVENTS), "baseline": chance.choice(BASELINES)}
    offered: dict[str, tuple[float, Any]] = {
        "outcome": (0.2, lambda: "sdmt"),
        "conf_days": (0.7, lambda: chance.choice(PERIODS)),
        "conf_tol_days": (0.7, lambda: chance.choice(TOLERANCES)),
        "check_intermediate": (0.3, lambda: often() < 0.3),
        "require_sust_days": (0.35, lambda: chance.choice([0, 84, 168, 365, "inf", 90.5, 28])),
        "relapse_to_bl": (0.4, lambda: _pair(chance, [0, 30, 60, 90, 7])),
        "relapse_to_event": (0.4, lambda: _pair(chance, [0, 30, 60, 7])),
        "relapse_to_conf": (0.4, lambda: _pair(chance, [0, 30, 60, 90])),
        "relapse_assoc": (0.4, lambda: _pair(chance, [90, 30, 0, 180, 60])),
        "relapse_indep": (0.4, lambda: _independent(chance)),
        "relapse_rebl": (0.7 if is_long else 0.25, lambda: True),
        "RAW_PIRA": (0.6, lambda: often() < 0.8),
        "impute_last_visit": (0.3, lambda: chance.choice([0, 1])),
    }
    return kw | {name: make() for name, (share, make) in offered.items() if often() < share}


def _pair(chance: random.Random, lengths: list[int]) -> Any:
    first = chance.choice(lengths)
    return chance.choice([first, first, [first], [first, chance.choice([0, 30, 7])]])


def _independent(chance: random.Random) -> dict[str, Any]:
    around: dict[str, Any] = {
        point: [chance.choice([0, 30, 90]), chance.choice([0, 30, 90])] for point in ("prec", "event", "conf")
    }
    for one, other in (("prec", "event"), ("event", "conf")):
        if chance.random() < 0.35:
            around[one][1] = around[other][0] = None
    return around | {"prec_type": chance.choice(["baseline", "last", "last_delta"])}


def _visits(chance: random.Random, patient: str, *, is_sdmt: bool, is_long: bool) -> list[Any]:
    count = chance.choice([5, 10, 15, 20, 30, 40] if is_long else [1, 2, 3, 4, 5, 6, 8, 12, 20])
    gap = chance.choice([20, 45, 90, 120])
    spread = chance.choice([0.5, 1, 2]) * (5 if is_sdmt else 1.5)
    low, high = (1, 110) if is_sdmt else (0, len(EDSS) - 1)
    on, at = date(2020, 1, 1) + timedelta(chance.randrange(400)), chance.randint(low, high)
    found = []
    for _ in range(count):
        found.append([patient, on.isoformat(), float(at) if is_sdmt else EDSS[at]])
        usual = max(1, int(chance.gauss(gap, gap / 2)))
        on += timedelta(usual if chance.random() < 0.8 else chance.choice([1, 7, 30, 77, 84, 90]))
        if chance.random() < (0.3 if is_long else 0.6):
            at = min(max(low, at + round(chance.gauss(0, spread))), high)
    return found


def _relapses(chance: random.Random, visits: list[Any], *, is_long: bool) -> list[Any]:
    days = [date.fromisoformat(visit[1]) for visit in visits]
    found = []
    for _ in range(chance.choice([2, 3, 5, 8, 12] if is_long else [0, 0, 1, 1, 2, 3, 5, 8])):
        kind = chance.random()
        off = 0 if kind < 0.25 else chance.choice([-91, -90, -89, -60, -31, -30, -29, -7, -1, 1, 7, 30, 90])
        if kind < 0.45:
            found.append(chance.choice(days) + timedelta(off))
        else:
            found.append(days[0] + timedelta(chance.randrange(-120, (days[-1] - days[0]).days + 90)))
    return [[visits[0][0], on.isoformat()] for on in sorted(found)]
