"""The unit's own protocol files: copy, edit, save, and what is refused with nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import files, protocol_files, protocols
from hsct_desktop.services.protocols import Origin
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import course, register


@pytest.fixture
def unit(ws: Workspace, tmp_path: Path) -> Path:
    """A folder of the unit, empty."""
    folder = tmp_path / "unit"
    folder.mkdir()
    ws.catalogue = Catalogue(folder)
    return folder


def state(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in (folder / "protocols").glob("*")}


def keys(error: CatalogueError) -> list[tuple[int, str]]:
    return [(problem.line, problem.problem.key) for problem in error.problems]


def test_a_copy_has_a_name_of_its_own_and_is_in_use_at_once(ws: Workspace, unit: Path) -> None:
    path = protocol_files.copy_to_unit(ws, "ahsct-ms")
    assert path == unit / "protocols" / "ahsct-ms-unit.yaml"
    own = ws.catalogue.protocol("ahsct-ms-unit")
    shipped = ws.catalogue.protocol("ahsct-ms")
    assert own.items == shipped.items
    assert (own.version, own.status) == ("1", "own protocol")
    assert own.label.text("en") == "Autologous HSCT for multiple sclerosis, unit’s own"
    assert own.label.text("it") == "TCSE autologo per sclerosi multipla, del centro"
    assert path.read_text(encoding="utf-8").startswith("# Copied from ahsct-ms, version 1.\n")
    assert [r.origin for r in protocols.listing(ws) if r.id == own.id] == [Origin.UNIT]
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    assert protocol_files.copy_to_unit(ws, "ahsct-ms").name == "ahsct-ms-unit-2.yaml"
    assert protocol_files.proposed_id(ws, "ahsct-ms-unit") == "ahsct-ms-unit-3"


def test_a_copy_under_the_same_id_replaces_the_shipped_one_at_the_next_version(ws: Workspace, unit: Path) -> None:
    protocol_files.copy_to_unit(ws, "ahsct-ms", "ahsct-ms")
    assert ws.catalogue.protocol("ahsct-ms").version == "2"
    assert ws.catalogue.is_own("ahsct-ms")
    before = state(unit)
    for new_id in ("ahsct-ms", "ahsct-ssc"):
        with pytest.raises(KnownError, match="protocol_file_exists"):
            protocol_files.copy_to_unit(ws, "ahsct-generic", new_id)
    with pytest.raises(CatalogueError):
        protocol_files.copy_to_unit(ws, "ahsct-ms", "../evil")
    assert state(unit) == before
    assert list(unit.iterdir()) == [unit / "protocols"]


def test_a_unit_without_a_folder_gets_one(ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ws.catalogue = Catalogue()
    monkeypatch.setattr(files, "unit_folder", lambda: tmp_path / "new" / "unit")
    path = protocol_files.copy_to_unit(ws, "ahsct-ssc")
    assert path.is_relative_to(tmp_path / "new" / "unit")
    assert ws.catalogue.is_own("ahsct-ssc-unit")


def test_saving_keeps_each_former_text(ws: Workspace, unit: Path) -> None:
    path = protocol_files.copy_to_unit(ws, "ahsct-ms")
    first = protocol_files.text_of_file(ws, path.name)
    second = first.replace("before: 7d", "before: 5d", 1)
    saved = protocol_files.save_text(ws, path.name, second, shown=first)
    assert saved.backup == path.with_name("ahsct-ms-unit.1.bak")
    assert saved.backup.read_text(encoding="utf-8") == first
    assert protocol_files.text_of(ws, "ahsct-ms-unit") == second
    item = ws.catalogue.protocol("ahsct-ms-unit").item("d30")
    assert item is not None
    assert item.window.before == 5
    assert protocol_files.save_text(ws, path.name, second).backup is None
    assert protocol_files.save_text(ws, path.name, first).backup == path.with_name("ahsct-ms-unit.2.bak")
    shipped = {"ahsct-ms", "ahsct-generic", "ahsct-ssc", "ahsct-sle", "msc-ms", "cart-sle"}
    assert shipped | {"ahsct-ms-unit"} <= set(ws.catalogue.protocols)
    assert ws.catalogue.problems == ()


def test_a_text_with_mistakes_is_refused_whole(ws: Workspace, unit: Path) -> None:
    path = protocol_files.copy_to_unit(ws, "ahsct-ms")
    before = state(unit)
    text = protocol_files.text_of(ws, "ahsct-ms-unit")
    with pytest.raises(CatalogueError) as refused:
        protocol_files.save_text(ws, path.name, text.replace("offset: 60d", "offset: 40d"))
    assert [key for _, key in keys(refused.value)] == ["protocol_windows_overlap"]
    with pytest.raises(CatalogueError) as taken:
        protocol_files.save_text(ws, path.name, "")
    assert keys(taken.value) == [(1, "yaml_top_not_mapping")]
    for name in ("other.yaml", "../ward.hsct", str(path)):
        with pytest.raises(KnownError, match="protocol_file_unknown"):
            protocol_files.save_text(ws, name, text)
    with pytest.raises(KnownError, match="protocol_file_changed"):
        protocol_files.save_text(ws, path.name, text, shown="what stood here an hour ago")
    assert state(unit) == before


def test_the_id_of_another_file_is_refused(ws: Workspace, unit: Path) -> None:
    protocol_files.copy_to_unit(ws, "ahsct-ms")
    path = protocol_files.copy_to_unit(ws, "ahsct-ms")
    text = protocol_files.text_of_file(ws, path.name).replace("id: ahsct-ms-unit-2", "id: ahsct-ms-unit")
    reading = protocol_files.check(ws, text, path.name)
    assert [(p.line, p.problem.key) for p in reading.problems] == [(3, "unit_id_twice")]
    with pytest.raises(CatalogueError):
        protocol_files.save_text(ws, path.name, text)


def test_a_changed_text_that_patients_are_on_needs_a_new_version(ws: Workspace, unit: Path) -> None:
    path = protocol_files.copy_to_unit(ws, "ahsct-ms")
    text = protocol_files.text_of_file(ws, path.name)
    changed = text.replace("before: 7d", "before: 5d", 1)
    _follow(ws)
    with pytest.raises(CatalogueError) as refused:
        protocol_files.save_text(ws, path.name, changed)
    assert keys(refused.value) == [(4, "protocol_version_pinned")]
    assert "such as “2”" in refused.value.text("en")
    protocol_files.save_text(ws, path.name, text + "# a comment changes no plan\n")
    saved = protocol_files.save_text(ws, path.name, changed.replace('version: "1"', 'version: "2"'))
    assert saved.protocol.version == "2"
    row = next(r for r in protocols.listing(ws) if r.id == "ahsct-ms-unit")
    assert (row.patients, row.older) == (0, 1)


def _follow(ws: Workspace) -> None:
    """Somebody is put on the unit's own protocol."""
    from hsct_desktop.services import transplants

    transplants.add(ws, register(ws, None), course(protocol="ahsct-ms-unit"))


@pytest.mark.parametrize(
    ("version", "after"), [("1", "2"), ("1.9", "1.10"), ("2026-a", "2027-a"), ("draft", "draft.2")]
)
def test_the_next_version(version: str, after: str) -> None:
    assert protocol_files.next_version(version) == after


def test_a_broken_file_is_named_with_its_mistakes_and_can_be_mended(ws: Workspace, unit: Path) -> None:
    path = protocol_files.copy_to_unit(ws, "ahsct-ms")
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace("anchor: day0", "anchor: day1", 1), encoding="utf-8")
    ws.catalogue.read_again(unit)
    assert "ahsct-ms-unit" not in ws.catalogue.protocols
    (broken,) = protocols.broken_files(ws)
    assert broken.file == path
    assert [p.problem.key for p in broken.problems] == ["protocol_anchor_unknown"]
    protocol_files.save_text(ws, path.name, good)
    assert protocols.broken_files(ws) == []
    assert "ahsct-ms-unit" in ws.catalogue.protocols


def test_a_folder_that_cannot_be_written_is_a_sentence(ws: Workspace, unit: Path) -> None:
    (unit / "protocols").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(KnownError, match="protocol_file_not_written"):
        protocol_files.copy_to_unit(ws, "ahsct-ms")
    assert [p.name for p in unit.iterdir()] == ["protocols"]


@pytest.mark.parametrize("new_id", ["con", "NUL", "aux.own", "com1", "LPT9"])
def test_names_that_windows_cannot_hold(ws: Workspace, unit: Path, new_id: str) -> None:
    with pytest.raises(KnownError, match="protocol_id_device") as error:
        protocol_files.copy_to_unit(ws, "ahsct-ms", new_id)
    assert new_id in ws.wording.known_error(error.value)
    assert list(unit.iterdir()) == []


def test_names_that_differ_by_case_alone(ws: Workspace, unit: Path) -> None:
    protocol_files.copy_to_unit(ws, "ahsct-ms", "Mine")
    before = state(unit)
    for new_id in ("mine", "AHSCT-SSC", "AHSCT-MS"):
        with pytest.raises(KnownError, match="protocol_file_exists"):
            protocol_files.copy_to_unit(ws, "ahsct-ms", new_id)
    assert state(unit) == before


def test_half_a_sign_is_a_mistake_with_its_line(ws: Workspace, unit: Path) -> None:
    path = protocol_files.copy_to_unit(ws, "ahsct-ms")
    before = state(unit)
    text = protocol_files.text_of_file(ws, path.name) + "# a comment \ud800\n"
    line = text.count("\n")
    reading = protocol_files.check(ws, text, path.name)
    assert [(p.line, p.problem.key) for p in reading.problems] == [(line, "protocol_text_half_sign")]
    with pytest.raises(CatalogueError) as refused:
        protocol_files.save_text(ws, path.name, text)
    assert keys(refused.value) == [(line, "protocol_text_half_sign")]
    assert state(unit) == before
