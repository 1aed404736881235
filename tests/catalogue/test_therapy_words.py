"""The compiled words are the catalogue's own, need no YAML, and give way to a unit's file."""

import subprocess
import sys
from pathlib import Path

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.therapy_words import words_from_json, words_of, words_to_json


def test_compiled_words_equal_the_catalogue() -> None:
    assert dict(Catalogue().drug_words) == words_of(Catalogue().therapies)


def test_words_read_back() -> None:
    words = words_of(Catalogue().therapies)
    assert words_from_json(words_to_json(words)) == words


def test_the_shipped_words_need_neither_yaml_nor_pydantic() -> None:
    code = (
        "import sys; from hsct_desktop.catalogue.catalogue import Catalogue; "
        "assert Catalogue().drug_words['aciclovir'].label.it == 'Aciclovir'; "
        "assert not {'yaml', 'pydantic'} & set(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_units_own_words_win(tmp_path: Path) -> None:
    (tmp_path / "catalogues").mkdir()
    own = (
        "items:\n  - id: vzv\n    label: {en: Own, it: Proprio}\n    therapy_class: antiviral\n    source: own\n"
        "    status: reference default\n    drugs:\n"
        "      - {id: aciclovir, label: {en: Own aciclovir, it: Aciclovir proprio}}\n"
    )
    (tmp_path / "catalogues" / "therapies.yaml").write_text(own, encoding="utf-8")
    catalogue = Catalogue(tmp_path)
    assert catalogue.drug_words["aciclovir"].label.en == "Own aciclovir", catalogue.problems
