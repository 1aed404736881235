"""The file of long-term items: the shipped one holds, a mistake is one sentence, a unit's file overrides."""

from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.late_effects import late_effects_to_json, load_late_effects
from hsct_desktop.catalogue.source import read_source
from hsct_desktop.domain.fertility import FertilityKind
from hsct_desktop.resource import resource

SHIPPED = Catalogue()
HEAD = 'version: "1"\nsource: "test"\nstatus: reference default\nitems:\n'
ITEM = '  - id: sleep\n    section: measures\n    label: {en: "Sleep", it: "Sonno"}\n'


def load(tmp_path: Path, text: str) -> list[str]:
    """The keys of what is wrong in a file of one item; [] where nothing is."""
    path = tmp_path / "late_effects.yaml"
    path.write_text(HEAD + ITEM + text, encoding="utf-8")
    try:
        load_late_effects(read_source(path, path.name), SHIPPED.analytes)
    except CatalogueError as error:
        return [problem.problem.key for problem in error.problems]
    return []


def test_the_compiled_items_are_those_of_the_file_and_name_what_exists() -> None:
    path = resource("catalogues/late_effects.yaml")
    compiled = resource("catalogues/late_effects.json").read_text(encoding="utf-8")
    assert late_effects_to_json(read_source(path, path.name), SHIPPED.analytes) == compiled
    for item in SHIPPED.late_effects.values():
        assert set(item.analytes) <= SHIPPED.analytes.analytes.keys(), item.id
        assert set(item.assessments) <= SHIPPED.assessments.keys(), item.id
        assert set(item.records) <= set(FertilityKind), item.id
        assert item.source, item.id


BAD = (
    ("", "late_effect_from_or_before"),
    ("    from: 12m\n    before: mobilisation\n", "late_effect_from_or_before"),
    ("    from: soon\n", "offset_unreadable"),
    ("    from: -3m\n", "late_effect_offset"),
    ("    from: 12m\n    every: 0m\n", "late_effect_offset"),
    ("    from: 12m\n    window: 0d\n", "late_effect_offset"),
    ("    from: 12m\n    later: {from: 24m, every: 12m}\n", "late_effect_later_without_every"),
    ("    from: 12m\n    done_by: {analytes: [XYZ]}\n", "analyte_unknown"),
    ("    from: 12m\n    done_by: {records: [baptism]}\n", "late_effect_record_unknown"),
    ("    from: 12m\n    when: {height: {from: tall}}\n", "alert_condition_unknown"),
    ("    from: 12m\n    thresholds: {old: 50}\n    when: {age: {from: old}}\n", "alert_number_bare"),
)


@pytest.mark.parametrize(("text", "key"), BAD)
def test_each_mistake_is_named(tmp_path: Path, text: str, key: str) -> None:
    assert key in load(tmp_path, text)


def test_a_unit_s_item_overrides_and_adds(tmp_path: Path) -> None:
    assert load(tmp_path, "    from: 12m\n") == []
    folder = tmp_path / "unit" / "catalogues"
    folder.mkdir(parents=True)
    own = (
        HEAD
        + ITEM
        + "    from: 3m\n"
        + ITEM.replace("sleep", "dental")
        + "    from: 6m\n    every: 6m\n    window: 2w\n"
    )
    (folder / "late_effects.yaml").write_text(own, encoding="utf-8")
    items = Catalogue(tmp_path / "unit").late_effects
    assert items["sleep"].start.count == 3
    assert str(items["dental"].window) == "2w"
    assert items["dental"].label.en == "Sleep"
    assert len(items) == len(SHIPPED.late_effects) + 1
