"""The analytes as data: units and their spellings, groups, panels; a unit's own file."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from hsct_desktop.catalogue.analytes import analytes_to_json, load_analytes
from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.source import read_source
from hsct_desktop.domain.analyte import shown_unit
from hsct_desktop.resource import resource

TABLE = Catalogue().analytes


@pytest.mark.parametrize(
    ("code", "spelling", "unit"),
    [
        ("ANC", "x10^9/L", "10^9/L"), ("ANC", "×10⁹/L", "10^9/L"), ("ANC", "10*9/L", "10^9/L"),
        ("ANC", "10e9/L", "10^9/L"), ("ANC", "G/L", "10^9/L"), ("ANC", "/mm³", "/uL"), ("ANC", "K/µL", "10^3/uL"),
        ("HGB", "g/l", "g/L"), ("HGB", "G/DL", "g/dL"), ("CREA", "µmol/l", "umol/L"), ("CREA", "umol/L", "umol/L"),
        ("CD4", "cells/µL", "/uL"), ("CD4", "/mm3", "/uL"), ("ALT", "UI/L", "U/L"), ("INR", "", "1"),
        ("EGFR", "ml/min/1,73 m²", "mL/min/1.73m2"), ("CMV", "copie/ml", "copies/mL"), ("TSH", "µUI/mL", "uIU/mL"),
        ("PLT", "10^3/mm3", "10^3/uL"), ("RBC", "T/L", "10^12/L"), ("TEMP", "C", "°C"),
    ],
)  # fmt: skip
def test_spellings_of_units(code: str, spelling: str, unit: str) -> None:
    analyte = TABLE.analytes[code]
    assert analyte.unit_named(spelling) in {unit, "/mm3" if unit == "/uL" else unit}


@pytest.mark.parametrize(
    ("code", "unit"), [("ALT", "mg/dL"), ("EGFR", "mL/min"), ("HGB", "10^9/L"), ("UREA", "U/L"), ("CMV", "g/L")]
)
def test_foreign_units(code: str, unit: str) -> None:
    assert TABLE.analytes[code].unit_named(unit) is None


def test_factors() -> None:
    assert TABLE.analytes["CREA"].canonical(Decimal("1.0"), "mg/dL") == Decimal("88.42")
    assert TABLE.analytes["UREA"].canonical(Decimal(40), "mg/dL") != TABLE.analytes["BUN"].canonical(
        Decimal(40), "mg/dL"
    )
    assert TABLE.analytes["CA"].canonical(Decimal(4), "mEq/L") == Decimal(2)
    assert TABLE.analytes["CMV"].canonical(Decimal(500), "copies/mL") is None


def test_each_analyte_is_whole() -> None:
    for analyte in TABLE.analytes.values():
        assert analyte.units[analyte.unit] == 1
        assert analyte.group in TABLE.groups
        assert analyte.possible[0] <= analyte.probable[0] < analyte.probable[1] <= analyte.possible[1]
        assert analyte.usual in analyte.units


def test_panels_name_known_analytes() -> None:
    assert set(TABLE.panels) == {"daily", "weekly", "visit", "annual"}
    assert all(code in TABLE.analytes for panel in TABLE.panels.values() for code in panel.analytes)


@pytest.mark.parametrize(
    ("text", "code"), [("emoglobina", "HGB"), ("Platelets", "PLT"), ("gpt", "ALT"), ("NA", "NA"), ("nonsense", None)]
)
def test_names(text: str, code: str | None) -> None:
    found = TABLE.named(text)
    assert (found.code if found else None) == code


def test_the_compiled_file_is_fresh() -> None:
    source = read_source(resource("catalogues/analytes.yaml"), "analytes.yaml")
    assert analytes_to_json(load_analytes(source)) == resource("catalogues/analytes.json").read_text(encoding="utf-8")


def test_a_unit_overrides_and_adds(tmp_path: Path) -> None:
    (tmp_path / "catalogues").mkdir()
    (tmp_path / "catalogues/analytes.yaml").write_text(
        'items:\n  - id: "NFL"\n    label: {en: "Neurofilament", it: "Neurofilamenti"}\n'
        '    short: {en: "NfL", it: "NfL"}\n    group: chemistry\n    unit: "ng/L"\n'
        '    possible: ["0", "10000"]\n    probable: ["0", "500"]\n',
        encoding="utf-8",
    )
    own = Catalogue(tmp_path)
    assert own.analytes.analytes["NFL"].unit == "ng/L"
    assert "HGB" in own.analytes.analytes
    assert own.problems == ()


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("group: nowhere", "analyte_group_unknown"),
        ('possible: ["5", "1"]', "limits_reversed"),
        ("possible: [1.5, 3]", "amount_unreadable"),
    ],
)
def test_mistakes_of_a_unit_are_named(tmp_path: Path, line: str, key: str) -> None:
    good = {"group": "group: chemistry", "possible": 'possible: ["0", "10"]'}
    good[line.split(":")[0]] = line
    (tmp_path / "catalogues").mkdir()
    (tmp_path / "catalogues/analytes.yaml").write_text(
        'items:\n  - id: "NFL"\n    label: {en: "N", it: "N"}\n    short: {en: "N", it: "N"}\n'
        f'    {good["group"]}\n    unit: "ng/L"\n    {good["possible"]}\n    probable: ["0", "5"]\n',
        encoding="utf-8",
    )
    own = Catalogue(tmp_path)
    assert key in [problem.problem.key for problem in own.problems]
    assert "NFL" not in own.analytes.analytes


@pytest.mark.parametrize(("unit", "shown"), [("10^9/L", "×10⁹/L"), ("umol/L", "µmol/L"), ("/uL", "/µL"), ("1", "")])
def test_units_as_people_read_them(unit: str, shown: str) -> None:
    assert shown_unit(unit) == shown
