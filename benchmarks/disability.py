"""Confirmed worsening of 5,000 patients x 15 visits; with a Python that has pymsprog, both sides in turn.

    python -m benchmarks.disability [pairs] [python-with-pymsprog]

Both sides get visits in memory and answer `event=multiple, baseline=roving, RAW_PIRA` and the defaults; reading files,
starting Python and importing are left out on both. Seconds are those of the processor, so that a busy machine is
fair to both. pymsprog takes minutes: three pairs at most.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from benchmarks.pairs import PAIRS, spread
from hsct_desktop.domain.confirmed_disability import Assessed, course
from hsct_desktop.domain.disability_arguments import read_settings

AIM: Final = 500
PATIENTS, VISITS, THEIR_PAIRS = 5000, 15, 3
SETTINGS: Final[dict[str, dict[str, Any]]] = {
    "first worsening, fixed reference": {},
    "all events, roving reference, RAW and PIRA": {"event": "multiple", "baseline": "roving", "RAW_PIRA": True},
}
_THEIRS: Final = """
import json, sys, time, warnings
import pandas
from pymsprog import MSprog
warnings.simplefilter("ignore")
visits, relapses = (json.loads(sys.stdin.readline()) for _ in range(2))
visits = pandas.DataFrame(visits, columns=["id", "date", "EDSS"])
relapses = pandas.DataFrame(relapses, columns=["id", "date"])
for line in sys.stdin:
    start = time.process_time()
    MSprog(visits, "id", "EDSS", "date", "edss", relapse=relapses, rsubj_col="id", rdate_col="date", verbose=0,
           include_dates=True, include_value=True, **json.loads(line))
    print(time.process_time() - start, flush=True)
"""
Ward = list[tuple[list[Assessed], list[date]]]


def main(pairs: int = PAIRS, python: str = "") -> None:
    """Print patients a second of each setting, and the ratio where there is something to compare with."""
    ward = _ward()
    visits = sum(len(seen) for seen, _ in ward)
    print(f"{len(ward)} patients, {visits} visits, {sum(len(onsets) for _, onsets in ward)} relapses")
    for name, kw in SETTINGS.items():
        ours = _ours(ward, kw)
        ours()
        spread(name, [len(ward) / ours() for _ in range(pairs)], "patients/s")
    if python:
        _race(ward, python, min(pairs, THEIR_PAIRS))


def _ours(ward: Ward, kw: dict[str, Any]) -> Callable[[], float]:
    settings = read_settings(kw)

    def timed() -> float:
        start = time.process_time()
        for seen, onsets in ward:
            course(seen, onsets, settings)
        return time.process_time() - start

    return timed


def _race(ward: Ward, python: str, pairs: int) -> None:
    """One child answers each line of arguments with its seconds; the sides take turns."""
    with subprocess.Popen([python, "-c", _THEIRS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        rows = [[number, seen.on.isoformat(), seen.value] for number, (of, _) in enumerate(ward) for seen in of]
        onsets = [[number, on.isoformat()] for number, (_, of) in enumerate(ward) for on in of]
        child.stdin.write(f"{json.dumps(rows)}\n{json.dumps(onsets)}\n")
        for name, kw in SETTINGS.items():
            ours = _ours(ward, kw)
            ratios, theirs = [], []
            for _ in range(pairs):
                own = ours()
                child.stdin.write(json.dumps(kw) + "\n")
                child.stdin.flush()
                theirs.append(float(child.stdout.readline()))
                ratios.append(theirs[-1] / own)
            spread(f"pymsprog, {name}", [len(ward) / seconds for seconds in theirs], "patients/s")
            told = f"min {min(ratios):.0f}  median {statistics.median(ratios):.0f}  max {max(ratios):.0f}"
            print(f"{name}: times pymsprog {told} (aim >= {AIM}; {pairs} pairs)")


def _ward() -> Ward:
    """Another EDSS at two visits of five, by half a point or one; a visit every two to six months; up to 3 relapses."""
    chance = random.Random(7)
    found: Ward = []
    for _ in range(PATIENTS):
        on, at = date(2015, 1, 1) + timedelta(chance.randrange(2000)), chance.randrange(2, 13)
        start, seen = on, []
        for _ in range(VISITS):
            seen.append(Assessed(on, at / 2))
            on += timedelta(chance.randint(60, 180))
            at = min(max(2, at + chance.choice([-2, -1, 0, 0, 0, 0, 0, 0, 1, 2])), 18)
        days = (on - start).days
        onsets = [start + timedelta(chance.randrange(days)) for _ in range(chance.choice([0, 0, 1, 2, 3]))]
        found.append((seen, onsets))
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS, sys.argv[2] if len(sys.argv) > 2 else "")
