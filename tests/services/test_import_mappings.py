"""The unit's saved mappings: kept whole, found again for a table, their own codes remembered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.import_fields import import_fields
from hsct_desktop.domain.import_column import recognise
from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.domain.import_mapping import ImportMapping, MappedColumn
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.services import import_mappings
from hsct_desktop.services.workspace import Workspace
from tests.domain.recognising import TODAY, codes, table

PATIENTS = ImportKind.PATIENTS
OLD = ImportMapping(
    "Vecchio foglio",
    PATIENTS,
    (
        MappedColumn("Cod.", "patient.code"),
        MappedColumn("Condiz.", "transplant.conditioning_regimen_id", codes={"treo mel": "cy_atg", "1": "beam"}),
    ),
)


@pytest.fixture
def unit(ws: Workspace, tmp_path: Path) -> Path:
    """The unit's folder, empty."""
    folder = tmp_path / "unit folder"
    ws.catalogue = Catalogue(folder)
    return folder / "imports"


def test_a_mapping_is_kept_under_its_name_and_over_its_older_self(ws: Workspace, unit: Path) -> None:
    assert import_mappings.saved(ws) == []
    kept = import_mappings.save(ws, OLD)
    assert (kept.path.parent, kept.path.name) == (unit, "vecchio-foglio.yaml")
    assert import_mappings.load(ws, "VECCHIO foglio") == OLD
    import_mappings.save(ws, replace(OLD, columns=OLD.columns[:1]))
    assert import_mappings.everything(ws) == [replace(OLD, columns=OLD.columns[:1])]
    assert [path.name for path in unit.iterdir()] == ["vecchio-foglio.yaml"]


@pytest.mark.parametrize(
    ("name", "key"), [("  ", "import_mapping_name_missing"), ("??", "import_mapping_name_missing")]
)
def test_a_mapping_needs_a_name(ws: Workspace, unit: Path, name: str, key: str) -> None:
    with pytest.raises(InputError) as refused:
        import_mappings.save(ws, replace(OLD, name=name))
    assert refused.value.problems[0].key == key
    assert not unit.exists()


def test_a_name_of_another_kind_or_of_a_broken_file_is_taken(ws: Workspace, unit: Path) -> None:
    import_mappings.save(ws, OLD)
    (unit / "rotto.yaml").write_text("name: [", encoding="utf-8")
    for mapping in (replace(OLD, kind=ImportKind.VISITS), replace(OLD, name="rotto")):
        with pytest.raises(InputError) as refused:
            import_mappings.save(ws, mapping)
        assert refused.value.problems[0].key == "import_mapping_name_taken"
    assert [one.name for one in import_mappings.saved(ws) if one.error is not None] == ["rotto"]
    with pytest.raises(CatalogueError):
        import_mappings.load(ws, "rotto")
    with pytest.raises(KnownError, match="import_mapping_unknown"):
        import_mappings.load(ws, "nessuno")


@pytest.mark.parametrize("name", ["../../fuori", "CON", "a/b\\c:d", "=1+1", "x" * 300, "日本"])
def test_no_name_leads_out_of_the_folder(ws: Workspace, unit: Path, name: str) -> None:
    kept = import_mappings.save(ws, replace(OLD, name=name))
    assert kept.path.parent == unit
    assert kept.path.exists()
    assert import_mappings.load(ws, kept.name).columns == OLD.columns


def test_what_cannot_be_written_leaves_nothing(ws: Workspace, unit: Path) -> None:
    unit.parent.mkdir()
    unit.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(KnownError, match="import_mapping_not_written"):
        import_mappings.save(ws, OLD)
    assert [path.name for path in unit.parent.iterdir()] == ["imports"]


def test_the_mapping_that_reads_most_of_a_table_is_found(ws: Workspace, unit: Path) -> None:
    import_mappings.save(ws, OLD)
    import_mappings.save(ws, replace(OLD, name="corto", columns=OLD.columns[:1]))
    both, one, none = table(["Condiz.", "cod.", "x"]), table(["Cod."]), table(["ID"])
    found = import_mappings.fitting(ws, both, PATIENTS)
    assert found is not None
    assert found.name == "Vecchio foglio"
    short = import_mappings.fitting(ws, one)
    assert short is not None
    assert short.name == "corto"
    assert import_mappings.fitting(ws, none) is None
    assert import_mappings.fitting(ws, both, ImportKind.VISITS) is None
    import_mappings.save(ws, replace(OLD, name="doppio"))
    assert import_mappings.fitting(ws, both) is None


def test_own_words_are_remembered_and_bare_numbers_are_not(ws: Workspace, unit: Path) -> None:
    import_mappings.save(ws, OLD)
    remembered = import_mappings.remembered_codes(ws)
    assert remembered == {"regimen": {"treo mel": "cy_atg"}}
    made = table(["Condiz."], ["Treo-Mel"], ["BEAM"])
    (found,) = recognise(made, PATIENTS, import_fields()[PATIENTS], codes(), TODAY, remembered=remembered)
    assert (found.asks, found.column.codes) == ((), {"treo mel": "cy_atg"})
    other = replace(OLD, name="altro", columns=(replace(OLD.columns[1], codes={"Treo-Mel": "beam"}),))
    import_mappings.save(ws, other)
    assert import_mappings.remembered_codes(ws) == {"regimen": {}}


def test_how_a_table_was_read_is_remembered_for_the_same_heads(ws: Workspace, unit: Path) -> None:
    first = table(["Cod.", "Condiz."])
    import_mappings.remember(ws, first, replace(OLD, name="", sheet="Foglio1", header_row=3))
    refused = table(["condiz.", "Cod. ", "HSCT Desktop: why not"])
    assert import_mappings.last_used(ws, refused, PATIENTS) == replace(OLD, name="")
    assert import_mappings.last_used(ws, first, ImportKind.VISITS) is None
    assert import_mappings.last_used(ws, table(["Cod.", "Condiz.", "Altro"]), PATIENTS) is None
    assert import_mappings.remembered_codes(ws) == {"regimen": {"treo mel": "cy_atg"}}
    assert import_mappings.saved(ws) == []
    import_mappings.remember(ws, first, replace(OLD, columns=OLD.columns[:1]))
    found = import_mappings.last_used(ws, first, PATIENTS)
    assert found is not None
    assert len(found.columns) == 1
    (path,) = (unit / import_mappings.LAST).iterdir()
    path.write_text("name: [", encoding="utf-8")
    assert import_mappings.last_used(ws, first, PATIENTS) is None
