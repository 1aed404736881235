"""The table of settings: complete, compiled, and with defaults that a unit may change."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.setting_json import table_from_json, table_to_json
from hsct_desktop.catalogue.settings import load_settings
from hsct_desktop.catalogue.source import read_source
from hsct_desktop.domain.setting import SettingScope, SettingTable, SettingType, tidied
from hsct_desktop.resource import resource


@pytest.fixture(scope="module")
def table() -> SettingTable:
    return load_settings(read_source(resource("catalogues/settings.yaml")))


def unit_says(tmp_path: Path, text: str) -> Catalogue:
    folder = tmp_path / "unit" / "catalogues"
    folder.mkdir(parents=True)
    (folder / "settings.yaml").write_text(text, encoding="utf-8")
    return Catalogue(tmp_path / "unit")


def refused(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "settings.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_settings(read_source(file, "settings.yaml"))
    return caught.value.text().splitlines()


def test_the_compiled_table_is_the_written_one(table: SettingTable) -> None:
    assert Catalogue().setting_table == table
    assert table_from_json(table_to_json(table)) == table


def test_some_settings_have_a_value_from_the_start(table: SettingTable) -> None:
    defaults = {name: d.default for name, d in table.settings.items() if d.default}
    expected = {
        "calendar.closed_weekdays": "sat, sun",
        "calendar.places": "6",
        "agenda.view": "month",
        "grading.ctcae_version": "5.0",
    }
    assert defaults == defaults | expected
    assert table.settings["calendar.region"].of == "calendar.country"
    assert table.settings["agenda.view"].scope is SettingScope.WORKSTATION
    assert table.settings["ward.tags"].type is SettingType.TEXTS


def test_each_setting_says_what_it_is_and_where_it_acts(table: SettingTable) -> None:
    for definition in table.settings.values():
        assert definition.group in table.groups
        assert tidied(definition, definition.default) == definition.default
        for language in ("en", "it"):
            assert definition.help.text(language).endswith("."), definition.id
            assert not definition.label.text(language).endswith("."), definition.id
            assert definition.acts.text(language), definition.id


def test_a_value_is_read_without_yaml() -> None:
    code = (
        "import sys; from hsct_desktop.catalogue.catalogue import Catalogue; "
        "assert Catalogue().settings['calendar.places'].default == '6'; "
        "assert not {'yaml', 'pydantic', 'holidays'} & set(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_unit_gives_its_own_defaults(tmp_path: Path, table: SettingTable) -> None:
    own = unit_says(
        tmp_path,
        "items:\n  - {id: calendar.places, default: 8}\n  - {id: calendar.closed_weekdays, default: [fri, sat]}\n"
        "  - {id: calendar.country, default: IT}\n  - {id: calendar.region, default: MI}\n",
    )
    assert not own.problems
    assert own.settings["calendar.places"] == replace(table.settings["calendar.places"], default="8")
    assert own.settings["calendar.closed_weekdays"].default == "fri, sat"
    assert list(own.settings) == list(table.settings)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{id: calendar.places, default: 99}", "“99” does not fit; write a whole number from 1 to 60."),
        ("{id: calendar.closed_days, default: [24/12]}", "Line 1: “24/12” does not begin with a day; write it"),
        ("{id: calendar.plaaces, default: 9}", "there is no setting “calendar.plaaces”; known are agenda.view"),
        ("{id: calendar.country, default: XX}", "The holidays of “XX” are not known;"),
        ("{id: calendar.region, default: MI}", "The region “MI” needs its country;"),
        ("{id: calendar.places, default: 9, type: text}", "“type”"),
    ],
)
def test_a_units_mistake_is_told_with_its_line_and_changes_nothing(tmp_path: Path, line: str, sentence: str) -> None:
    own = unit_says(tmp_path, f"items:\n  - {line}\n")
    told = [problem.text() for problem in own.problems]
    assert told[0].startswith("unit/catalogues/settings.yaml, line 2")
    assert sentence in told[0]
    assert own.settings == Catalogue().settings


def test_a_mistake_in_the_table_itself_is_told_with_its_line(tmp_path: Path) -> None:
    labels = "label: {en: a, it: a}, help: {en: a., it: a.}, acts: {en: a, it: a}"
    told = refused(
        tmp_path,
        "groups: [{id: g, label: {en: G, it: G}}]\nitems:\n"
        f"  - {{id: a, type: integer, group: h, minimum: 1, maximum: 3, default: 9, {labels}}}\n"
        f"  - {{id: b, type: region, group: g, of: c, {labels}}}\n",
    )
    assert told == [
        "settings.yaml, line 3, in item “a”: there is no group “h”; known are g.",
        "settings.yaml, line 4, in item “b”: a region, and nothing else, names the setting of its country in “of”: “c” "
        "is none.",
        "settings.yaml, line 3, in item “a”: “9” does not fit; write a whole number from 1 to 3.",
    ]
