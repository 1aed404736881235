"""The criteria of the selection and the trials: what is shipped, a unit's own, mistakes by line."""

from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.selection import Checked, Reading

OWN = """
items:
  - id: ms_age
    diseases: [ms]
    group: disease
    label: {en: Age, it: Eta}
    reads: age
    limit: {below: "50", text: {en: "< {n}", it: "< {n}"}}
"""


def own(tmp_path: Path, text: str, name: str = "selection") -> Catalogue:
    folder = tmp_path / "unit" / "catalogues"
    folder.mkdir(parents=True)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return Catalogue(tmp_path / "unit")


def test_what_others_state_says_how_it_is_known() -> None:
    shipped = Catalogue().selection
    assert {one.checked for one in shipped["ms_edss"].sources} == {Checked.SUMMARY, Checked.TEXT}
    assert all(one.limit_text is not None for one in shipped.values() if one.limit is not None)
    assert [one.id for one in shipped.values() if one.setting and one.limit is None] == []


def test_the_settings_of_the_limits_begin_with_the_numbers_of_the_file() -> None:
    catalogue = Catalogue()
    named = {one.setting: one for one in catalogue.selection.values() if one.setting}
    assert len(named) == 5
    for setting_id, one in named.items():
        assert one.limit is not None
        assert str(one.limit.number) == catalogue.settings[setting_id].default


def test_a_unit_replaces_a_criterion_and_keeps_the_others(tmp_path: Path) -> None:
    catalogue = own(tmp_path, OWN)
    found = catalogue.selection
    assert (str(found["ms_age"].limit.number if found["ms_age"].limit else ""), found["ms_age"].is_unit) == ("50", True)
    assert found["ms_edss"].reading is Reading.EDSS
    assert not catalogue._problems


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        (OWN.replace('"50"', '"fifty"'), 8, "number_unreadable"),
        (OWN.replace("diseases: [ms]", "diseases: [xx]"), 4, "disease_unknown"),
        (OWN.replace("reads: age", "reads: values\n    of: [nothing]"), 8, "selection_of_unknown"),
    ],
)
def test_a_mistake_is_named_by_its_line_and_the_shipped_criterion_stays(
    tmp_path: Path, text: str, line: int, key: str
) -> None:
    catalogue = own(tmp_path, text)
    assert not catalogue.selection["ms_age"].is_unit
    [[problem]] = catalogue._problems.values()
    assert (problem.line, problem.problem.key) == (line, key)
    assert wording("it").problem(problem.problem)
