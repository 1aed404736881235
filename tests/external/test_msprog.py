"""`calc disability` on msprog's toy cohort: every row of the published answers, and msprog's own answers where it is.

The second test runs where HSCT_MSPROG_PYTHON names a Python in which `pymsprog` 1.0.7 is installed: random cohorts
with random arguments are answered by both sides (HSCT_MSPROG_COHORTS of them, 40 unless told).
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from hsct_desktop.__main__ import main
from tests.external.conftest import BESIDE
from tests.external.msprog_cases import Answer, Cohort, answer, cohorts

THEIRS = Path(__file__).with_name("msprog_answers.py")


def toy(name: str) -> Path:
    found = sorted(BESIDE.glob(f"*/data/msprog/{name}"))
    if not found:
        pytest.skip(f"{name}, of msprog's toy data, does not stand beside the checkout")
    return found[0]


def test_every_published_row_is_answered_alike(tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    files = [str(toy("toy_visits.csv")), "--relapses", str(toy("toy_relapses.csv"))]
    settings = toy("toy_settings.json")
    assert main(["calc", "disability", *files, "--settings", str(settings), "--output", str(output)]) == 0
    expected = toy("toy_expected.csv").read_text(encoding="utf-8").splitlines()
    assert len(expected) > len(json.loads(settings.read_text(encoding="utf-8"))) > 5
    assert output.read_text(encoding="utf-8").splitlines() == expected


def test_random_cohorts_are_answered_alike() -> None:
    python = os.environ.get("HSCT_MSPROG_PYTHON")
    if not python:
        pytest.skip("HSCT_MSPROG_PYTHON names no Python with pymsprog 1.0.7 to compare with")
    asked = cohorts(int(os.environ.get("HSCT_MSPROG_SEED", "1")), int(os.environ.get("HSCT_MSPROG_COHORTS", "40")))
    compared = known = 0
    for cohort, theirs in zip(asked, _theirs(python, asked), strict=True):
        kw = cohort["kw"]
        may_mix = kw["event"] != "multiple" and kw.get("relapse_rebl", False)
        for patient, rows in answer(cohort).items():
            compared += 1
            if isinstance(theirs[patient], str):  # it ended with an error of its own: nothing to compare
                assert theirs[patient].startswith(("ValueError: zero-size array", "IndexError")), theirs[patient]
            elif rows != theirs[patient]:
                assert may_mix, (cohort, patient, rows, theirs[patient])
                known += 1  # the second fault named in `domain.disability_scan`
    assert compared > 11 * len(asked)
    assert known <= compared / 1000


def _theirs(python: str, asked: list[Cohort]) -> list[dict[str, Answer | str]]:
    text = "".join(json.dumps(cohort) + "\n" for cohort in asked)
    done = subprocess.run([python, str(THEIRS)], input=text, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]
