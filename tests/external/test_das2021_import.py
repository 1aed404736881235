"""A published cohort's look-alike comes in from its tables by the command line, and gives the published figures.

The tables stand beside the checkout and are not part of it.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from hsct_desktop.__main__ import main
from hsct_desktop.domain.author import Role
from hsct_desktop.services import files
from tests.external.conftest import BESIDE

DAS = "das2021_synthetic"
SAID = (
    '  - {field: "patient.disease_id", value: "ms"}', '  - {field: "patient.family_name", value: "Syn"}',
    '  - {field: "patient.given_name", value: "Thetic"}',
)  # fmt: skip
"""What the table leaves out: everybody has MS, nobody a name."""


@pytest.fixture(scope="module")
def tables() -> Path:
    """The folder of the cohort; skips where it does not stand beside the checkout."""
    found = sorted(BESIDE.glob("*/data/das2021"))
    if not found:
        pytest.skip("the tables of das2021 do not stand beside the checkout")
    return found[0]


def bring(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    code = main([str(part) for part in ("import", *arguments)])
    return code, capsys.readouterr().out


@pytest.mark.soak
def test_the_cohort_comes_in_and_gives_the_published_table(
    tables: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unit, mapping, report = tmp_path / "das.hsct", tmp_path / "map.yaml", tmp_path / "report.json"
    files.create(unit, "Das", "Dr Das", Role.PHYSICIAN).close()
    cohort = (tables / f"{DAS}_cohort.csv", "--kind", "patients", "--database", unit)
    code, recognised = bring(capsys, *cohort)
    assert code == 2  # on which days edss_pre and edss_last were found, nobody may guess
    asked = recognised.replace("columns:\n", "\n".join(("defaults:", *SAID, "columns:", "")), 1)
    for head, answer in (("edss_pre", 'edss.edss\n    step: "0 days"'), ("edss_last", '""')):
        before = f'  - head: "{head}"\n    field: edss.edss'
        assert before in asked
        asked = asked.replace(before, f'  - head: "{head}"\n    field: {answer}')
    mapping.write_text(asked, encoding="utf-8")
    assert bring(capsys, *cohort, "--mapping", mapping)[0] == 0
    assert bring(capsys, tables / f"{DAS}_edss.csv", "--kind", "edss", "--database", unit, "--report", report)[0] == 0
    assert json.loads(report.read_text(encoding="utf-8"))["new"] == 129
    code, recognised = bring(capsys, tables / f"{DAS}_mri.csv", "--kind", "mri", "--database", unit, "--dry-run")
    assert code == 3  # "baseline" is no number of lesions: said to mean that none was counted
    mapping.write_text(recognised[: recognised.index("97 read")].replace('"missing"]', '"baseline"]'), encoding="utf-8")
    scans = (tables / f"{DAS}_mri.csv", "--kind", "mri", "--database", unit, "--mapping", mapping)
    assert bring(capsys, *scans)[0] == 0
    assert bring(capsys, *scans)[1].startswith("97 read = 0 new + 0 changed + 97 same")

    assert main(["calc", "cohort", "--database", str(unit), "--format", "csv"]) == 0
    found = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    with (tables / "das2021_expected_table.csv").open(encoding="utf-8", newline="") as stream:
        for wanted in csv.DictReader(stream):
            row = next(one for one in found if one["regimen"] == wanted["conditioning"])
            assert {key: row[key] for key in wanted if key != "conditioning"} == {
                key: value for key, value in wanted.items() if key != "conditioning"
            }
