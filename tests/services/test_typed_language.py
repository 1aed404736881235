"""The language in which the unit types its record, and what a letter in another one asks to be looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.patient import AllergyStatus
from hsct_desktop.services import files, letter_medicines, settings
from hsct_desktop.services.workspace import Workspace
from tests.services.letters import asked
from tests.services.ward import register


@pytest.mark.parametrize(
    ("chosen", "country", "spoken"), [("", "", "en"), ("", "IT", "it"), ("en", "IT", "en"), ("it", "", "it")]
)
def test_words_are_looked_at_where_the_letter_is_not_in_the_language_the_unit_types(
    ws: Workspace, chosen: str, country: str, spoken: str
) -> None:
    allergic = {"allergy_status": AllergyStatus.LISTED, "allergies": ("Latex", "contrast medium")}
    pid = register(ws, 200, **allergic)
    settings.put_all(ws, {"letters.typed_language": chosen or None, "calendar.country": country})
    for window in ("en", "it"):
        ws.language = window  # what the window speaks does not matter
        for language in ("en", "it"):
            with asked(ws, pid, language) as ask:
                letter_medicines.section(ask)
                listed = [one.params["text"] for one in ask.missing if one.key == "as_typed"]
            assert listed == ([] if language == spoken else ["contrast medium"]), "the name of an allergen is no alarm"


def test_a_file_begins_with_the_language_of_who_makes_it(tmp_path: Path) -> None:
    for language in ("it", "en"):
        store = files.create(tmp_path / f"{language}.hsct", "Unit", "Ann Nurse", Role.NURSE, language)
        with store.read() as session:
            assert settings.typed_language(session, Catalogue()) == language
        store.close()
