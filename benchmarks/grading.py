"""Grading laboratory results by CTCAE: results per second, in the engine alone and as a whole process (`calc labs`).

python -m benchmarks.grading [runs]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

from benchmarks.pairs import PAIRS, spread
from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.grading_json import grading_rules
from hsct_desktop.domain.grading import GradingCase, grade_result

RESULTS = 50_000
RANGES = {
    "HGB": ("g/L", "120", "160"),
    "WBC": ("10^9/L", "4.0", "10.0"),
    "ANC": ("10^9/L", "1.8", "7.0"),
    "PLT": ("/uL", "150000", "400000"),
    "CREA": ("mg/dL", "0.6", "1.2"),
    "K": ("mmol/L", "3.5", "5.1"),
    "CA": ("mEq/L", "4.2", "5.1"),
    "ALT": ("U/L", "5", "40"),
    "BILT": ("umol/L", "3", "21"),
    "FIB": ("g/L", "2.0", "4.0"),
}
"""Unit and range of each analyte: printed limits, multiples, baselines and a converted unit."""


def cases(count: int) -> list[GradingCase]:
    """Results from far below to far above the range, half of them with a baseline."""
    made = []
    for n in range(count):
        code, (unit, low, high) = list(RANGES.items())[n % len(RANGES)]
        lln, uln = Decimal(low), Decimal(high)
        value = uln * (n % 397 + 1) / 100
        made.append(GradingCase(code, value, unit, lln, uln, uln * 2 if n % 2 else None))
    return made


def engine(results: list[GradingCase]) -> float:
    """Seconds for the grades of all results."""
    rules, analytes = grading_rules("5.0"), Catalogue().analytes.analytes
    start = time.perf_counter()
    for result in results:
        grade_result(rules, result, analytes[result.analyte])
    return time.perf_counter() - start


def process(source: Path, target: Path) -> float:
    """Seconds for the whole process."""
    command = [sys.executable, "-m", "hsct_desktop", "calc", "labs", str(source), "--output", str(target)]
    start = time.perf_counter()
    subprocess.run([*command, "--overwrite"], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def write_table(path: Path, results: list[GradingCase]) -> None:
    """The results as `calc labs` reads them."""
    lines = [
        f"{n},{r.analyte},{r.value},{r.unit},{r.lln},{r.uln},{'' if r.baseline is None else r.baseline}"
        for n, r in enumerate(results)
    ]
    path.write_text("\n".join(["case,analyte,value,unit,lln,uln,baseline", *lines, ""]), encoding="utf-8")


def main(runs: int = PAIRS) -> None:
    """Print results per second."""
    results = cases(RESULTS)
    spread(f"grading {RESULTS} results, engine", [RESULTS / engine(results) for _ in range(runs)], "results/s")
    with tempfile.TemporaryDirectory() as name:
        source, target = Path(name) / "in.csv", Path(name) / "out.csv"
        write_table(source, results)
        seconds = [process(source, target) for _ in range(runs)]
    spread(f"grading {RESULTS} results, whole process", [RESULTS / s for s in seconds], "results/s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS)
