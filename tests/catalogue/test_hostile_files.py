"""A crafted file in the unit's folder is told with its line: no code runs, nothing else is read, nothing is awaited."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import PARTS, Catalogue
from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.import_mapping_file import mapping_from
from hsct_desktop.resource import resource

MARKER = "it-ran"
FILES = (*(f"catalogues/{part}.yaml" for part in PARTS), "protocols/crafted.yaml")
RUNS = {
    "call": "!!python/object/apply:os.system ['touch {marker}']",
    "new": "!!python/object/new:os.system ['touch {marker}']",
    "evaluated": '!!python/object/apply:builtins.eval [\'open("{marker}", "w")\']',
    "module": "!!python/module:antigravity",
    "name": "!!python/name:os.system",
    "local": "!touch {marker}",
}


def unit(folder: Path, name: str, text: str) -> Catalogue:
    path = folder / "unit" / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return Catalogue(folder / "unit")


def told(catalogue: Catalogue) -> list[tuple[str, int]]:
    return [(Path(problem.file).name, problem.line) for problem in catalogue.problems]


@pytest.mark.parametrize("tag", RUNS.values(), ids=RUNS)
def test_a_tag_runs_nothing(tmp_path: Path, tag: str) -> None:
    crafted = tag.format(marker=tmp_path / MARKER)
    catalogue = unit(tmp_path, "protocols/crafted.yaml", f"id: crafted\nlabel: {crafted}\n")
    assert {name for name, _ in told(catalogue)} == {"crafted.yaml"}
    assert "crafted" not in catalogue.protocols
    assert not (tmp_path / MARKER).exists()


@pytest.mark.parametrize("name", FILES)
def test_no_kind_of_file_runs_code(tmp_path: Path, name: str) -> None:
    crafted = RUNS["call"].format(marker=tmp_path / MARKER)
    catalogue = unit(tmp_path, name, f"items:\n  - {crafted}\n")
    assert Path(name).name in {one for one, _ in told(catalogue)}
    assert not (tmp_path / MARKER).exists()


def test_a_mapping_of_an_import_runs_nothing(tmp_path: Path) -> None:
    crafted = RUNS["call"].format(marker=tmp_path / MARKER)
    with pytest.raises(CatalogueError):
        mapping_from(f"name: x\nkind: patients\ncolumns: {crafted}\n")
    assert not (tmp_path / MARKER).exists()


@pytest.mark.parametrize("named", ["{from.__class__.__mro__}", "{from:>999999999999}", "{zz}", "{", "{0}", "{from!r}"])
def test_braces_in_a_template_are_names_and_nothing_else(tmp_path: Path, named: str) -> None:
    shipped = resource("catalogues/vaccines.yaml").read_text(encoding="utf-8")
    catalogue = unit(tmp_path, "catalogues/vaccines.yaml", shipped.replace("{from}", named, 1))
    (problem,) = (one for one in catalogue.problems if one.line == 25)
    assert problem.problem.key == "vaccine_placeholder"


@pytest.mark.parametrize("named", ["{day0.__class__}", "{day0!r:>99999999999}", "{unknown}", "{"])
def test_braces_in_a_phrase_of_letters_are_names_and_nothing_else(tmp_path: Path, named: str) -> None:
    crafted = f"items:\n  - id: evil\n    label: {{en: a, it: b}}\n    text: {{en: '{named}', it: '{named}'}}\n"
    assert [name for name, _ in told(unit(tmp_path, "catalogues/phrases.yaml", crafted))] == ["phrases.yaml"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_a_pipe_in_the_folder_is_not_waited_for(tmp_path: Path) -> None:
    folder = tmp_path / "unit" / "protocols"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "pipe.yaml")
    assert [name for name, _ in told(Catalogue(tmp_path / "unit"))] == ["pipe.yaml"]
