"""Immune reconstitution of a patient in a real file: states, stop rules' limits, the picture and its page."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.reconstitution import Recovery
from hsct_desktop.domain.supportive_therapy import SupportiveTherapyEntry, TherapyClass
from hsct_desktop.pictures.primitives import Text
from hsct_desktop.pictures.reconstitution import LEAST_PANEL, Part, ReconstitutionFacts, layout
from hsct_desktop.services import lab_results, reconstitution, reconstitution_print, supportive_therapies
from hsct_desktop.services.workspace import Workspace
from tests.documents.reading import read
from tests.services.ward import TODAY, days, register


def put(ws: Workspace, pid: int, code: str, text: str, on: date = TODAY, unit: str = "") -> None:
    lab_results.put_cells(ws, pid, [CellEntry(code, Sample(on, "07:00"), text, unit)], confirmed=True)


def give(ws: Workspace, pid: int, name: str, kind: TherapyClass, drug: str, rule: str = "", of: str = "") -> None:
    entry = SupportiveTherapyEntry(
        pid, name, kind, days(-150), drug, Decimal(1), "mg", stop_rule_id=rule, indication=of
    )
    supportive_therapies.record(ws, entry)


def parts(facts: ReconstitutionFacts) -> dict[str, Part]:
    return {part.code: part for part in facts.parts}


@pytest.fixture
def pid(ws: Workspace) -> int:
    """Day +200: B cells late, CD4 low but in its time, NK not measured, neutrophils back."""
    found = register(ws, 200)
    put(ws, found, "ANC", "0.3", days(-195))
    put(ws, found, "ANC", "2.1", days(-180))
    put(ws, found, "CD19", "40", days(-5), "/uL")
    put(ws, found, "CD4", "129", days(-5), "/uL")
    put(ws, found, "IGG", "9.1", days(-5))
    put(ws, found, "ALC", "2.0", days(-210))  # before Day 0: says nothing of recovery
    give(ws, found, "Co-trimoxazole", TherapyClass.PJP, "cotrimoxazole", "pjp_6m_cd4", "pjp")
    return found


def test_each_part_stands_as_its_latest_value_and_its_time_say(ws: Workspace, pid: int) -> None:
    found = parts(reconstitution.for_patient(ws, pid))
    assert list(found) == ["ANC", "ALC", "NK", "CD19", "CD8", "CD4", "IGG", "IGA", "IGM"]
    states = {code: part.recovery for code, part in found.items()}
    assert states["ANC"] is states["IGG"] is Recovery.RECOVERED
    assert states["CD19"] is Recovery.BEHIND
    assert states["CD4"] is states["IGA"] is Recovery.EXPECTED
    assert states["NK"] is states["ALC"] is Recovery.UNKNOWN
    assert "40 /µL" in found["CD19"].latest
    assert found["CD19"].state.startswith("behind: expected by")
    assert [value.value for value in found["ANC"].values] == [0.3, 2.1]
    assert found["ALC"].values == ()


def test_the_drugs_that_wait_bring_the_limits_of_their_stop_rules(ws: Workspace, pid: int) -> None:
    facts = reconstitution.for_patient(ws, pid)
    (cover,) = facts.covers
    assert (cover.name, cover.rule, cover.stop) == ("Co-trimoxazole", "6 mo, CD4 ≥200", None)
    assert "CD4 129" in cover.verdict
    (limit,) = parts(facts)["CD4"].limits
    assert limit.value == 200.0
    assert "Co-trimoxazole" in limit.words


def test_igg_under_immunoglobulin_is_not_called_recovered(ws: Workspace, pid: int) -> None:
    give(ws, pid, "Immunoglobulin", TherapyClass.IMMUNOGLOBULIN, "", of="ivig")
    found = parts(reconstitution.for_patient(ws, pid))["IGG"]
    assert (found.recovery, found.state) == (Recovery.UNKNOWN, "cannot tell: immunoglobulin is running")


@pytest.mark.parametrize("day", [None, -5])
def test_before_day_0_there_is_nothing_to_show(ws: Workspace, day: int | None) -> None:
    with pytest.raises(KnownError, match="reconstitution_no_day0"):
        reconstitution.for_patient(ws, register(ws, day, "MS-088"))


@pytest.mark.parametrize("width", [LEAST_PANEL, 660.0, 1240.0])
def test_the_picture_keeps_within_its_width_and_names_every_state(ws: Workspace, pid: int, width: float) -> None:
    facts = reconstitution.for_patient(ws, pid)
    picture = layout(facts, width, ws.wording, lambda text, size, bold: len(text) * size * 0.6)
    assert picture.width == width
    assert all(hit.x >= 0 and hit.x + hit.width <= width + 1 for hit in picture.hits)
    assert all(-1 <= item.x <= width + 1 for item in picture.items if isinstance(item, Text))
    assert [hit.id for hit in picture.hits][: len(facts.parts)] == [part.code for part in facts.parts]
    boxes = [(hit.x, hit.y) for hit in picture.hits]
    assert len(set(boxes)) == len(boxes)
    if width > 400:
        assert all(any(text in part.state for text in picture.texts if text) for part in facts.parts)


@pytest.mark.parametrize("language", ["en", "it"])
def test_the_sheet_is_one_page(ws: Workspace, pid: int, tmp_path: Path, language: str) -> None:
    path = reconstitution_print.print_reconstitution(ws, pid, tmp_path / "sheet.pdf", language)
    found = read(path.read_bytes())
    assert len(found.pages) == 1
    assert found.has("BIANCHI Anna")
    assert found.has("CD19")
    assert found.has("behind: expected by" if language == "en" else "in ritardo: atteso entro il")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('{analyte: CD4, from: 6m, until: 24m, limit: "400"}', "alert_number_bare"),
        ('{analyte: CD4, from: 6m, until: 24m, limit: "400 mg"}', "alert_unit_foreign"),
        ('{analyte: XYZ, from: 6m, until: 24m, limit: "400 /uL"}', "analyte_unknown"),
        ('{analyte: CD4, from: soon, until: 24m, limit: "400 /uL"}', "offset_unreadable"),
    ],
)
def test_a_units_own_file_is_checked_and_a_broken_one_leaves_the_shipped(tmp_path: Path, text: str, key: str) -> None:
    folder = tmp_path / "catalogues"
    folder.mkdir()
    (folder / "reconstitution.yaml").write_text(f'version: "9"\nitems:\n  - {text}\n', encoding="utf-8")
    catalogue = Catalogue(tmp_path)
    assert catalogue.reconstitution["CD4"].limit.value == 400
    assert [problem.problem.key for problem in catalogue.problems] == [key]


def test_a_units_own_months_count(tmp_path: Path) -> None:
    folder = tmp_path / "catalogues"
    folder.mkdir()
    item = '{analyte: CD4, from: 3m, until: 12m, limit: "250 /uL"}'
    (folder / "reconstitution.yaml").write_text(f'version: "9"\nitems:\n  - {item}\n', encoding="utf-8")
    rules = Catalogue(tmp_path).reconstitution
    assert list(rules) == ["CD4"]
    assert str(rules["CD4"].last) == "12m"
