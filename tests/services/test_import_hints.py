"""What an import tells of rows that come in: no sentence speaks of saving, which a table does not do."""

from __future__ import annotations

import re

import pytest

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.problem import Problem
from hsct_desktop.services.import_hints import SAVED_ONCE_MORE, told

_SLOTS = dict.fromkeys(
    re.findall(r"\w+", "onset analyte value unit low high typed drug change count all volume first last"), 1
)


@pytest.mark.parametrize("key", sorted(SAVED_ONCE_MORE))
@pytest.mark.parametrize("language", ["en", "it"])
def test_no_hint_of_an_import_asks_to_save(key: str, language: str) -> None:
    words = wording(language)
    asked = re.compile(r"\bsave\b|salvar", re.IGNORECASE)
    form = Problem("on", key, _SLOTS, soft=True)
    assert asked.search(words.problem(form))
    assert not asked.search(words.problem(told(form)))
    assert told(Problem("on", key, _SLOTS)).key == key
