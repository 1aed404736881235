"""`practice --cohort das2021` and `calc cohort`: the figures of a published table come out cell for cell."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.commands.running import Capture, refuse, run

COHORT = """\
conditioning,n,diagnosis_to_hsct_months,edss_pre,edss_last,followup_months
Bu-Cy-ATG,4,7 (5-12),3 (2-6.5),1.5 (1-4),27 (24-50)
BEAM-ATG,4,3 (1-14),3 (1.5-8),0.5 (0-1.5),90.5 (48-118)
Cy-ATG,12,4 (1-20),5.5 (2-9.5),3 (0-6.5),27 (12-37)
Total,20,5 (1-20),5 (1.5-9.5),2 (0-6.5),30 (12-118)
"""
"""Das et al., Mult Scler J 2021: the table by regimen."""


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from hsct_desktop.services import practice_cohort

    path = tmp_path_factory.mktemp("cohort") / "das.hsct"
    practice_cohort.create(path, "das2021").close()
    return path


def test_the_published_table_comes_out_cell_for_cell(cohort: Path, capsys: Capture) -> None:
    told = run("calc", "cohort", "--database", cohort, "--by", "regimen", "--format", "csv", capsys=capsys)[0]
    rows = list(csv.reader(io.StringIO(told)))
    published = list(csv.reader(io.StringIO(COHORT)))
    assert rows[0][0] == "regimen"
    assert rows[0][1:6] == published[0][1:]
    assert [row[:6] for row in rows[1:]] == published[1:]
    total = dict(zip(rows[0], rows[-1], strict=True))
    # Three patients had new lesions on the scan of month 6 only.
    assert (total["neda3"], total["neda3_without_rebaseline"]) == ("20/20", "17/20")
    assert (total["confirmed_worsening"], total["relapses"], total["deaths"]) == ("0/20", "0", "0")


def test_json_has_the_same_cells_and_another_disease_nobody(cohort: Path, capsys: Capture) -> None:
    command = ("calc", "cohort", "--database", cohort, "--format", "json")
    rows = json.loads(run(*command, capsys=capsys)[0])
    assert [row["regimen"] for row in rows] == ["Bu-Cy-ATG", "BEAM-ATG", "Cy-ATG", "Total"]
    assert rows[-1]["n"] == 20
    assert [row["n"] for row in json.loads(run(*command, "--disease", "ssc", capsys=capsys)[0])] == [0]


def test_the_practice_ward_has_every_course(ward: Path, capsys: Capture) -> None:
    rows = json.loads(run("calc", "cohort", "--database", ward, "--format", "json", capsys=capsys)[0])
    total = rows[-1]
    assert total["regimen"] == "Total"
    assert sum(row["n"] for row in rows[:-1]) == total["n"] > 12
    assert "unknown" in total["neda3"]


def test_other_cells_are_told_beside_and_counted_when_asked(ward: Path, capsys: Capture) -> None:
    command = ("calc", "cohort", "--database", ward, "--format", "json")
    told, beside = run(*command, capsys=capsys)
    assert beside == (
        "hsct-desktop: 1 patient of this disease had mesenchymal stromal cells alone and is not counted here; "
        "--product msc counts this one.\n"
    )
    stem = json.loads(told)[-1]["n"]
    told, beside = run(*command, "--product", "msc", capsys=capsys)
    assert json.loads(told)[-1]["n"] == 1
    assert f"{stem} patients of this disease had stem cells alone and are not counted here" in beside
    assert run(*command, "--disease", "mg", capsys=capsys)[1] == ""


def test_a_disease_that_does_not_exist_is_refused(ward: Path, capsys: Capture) -> None:
    said = refuse("calc", "cohort", "--database", ward, "--disease", "MS", capsys=capsys)
    assert "“MS” is no disease of the list" in said
    assert "ms, ssc, sle" in said


def test_a_cohort_is_always_the_same(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "x.hsct"
    command = ("practice", "--cohort", "das2021", "--database", path, "--patients", "3", "--seed", "0")
    assert "--patients, --seed: not with --cohort" in refuse(*command, capsys=capsys)
    assert not path.exists()


def test_a_file_must_be_named(capsys: Capture) -> None:
    assert refuse("calc", "cohort", capsys=capsys)
