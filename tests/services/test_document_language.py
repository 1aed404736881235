"""A language of documents is one file: words by key, labels of the catalogues by their English text."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import string
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from hsct_desktop.catalogue import wording as words_module
from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.wording import LANGUAGES, document_languages, wording, written_in
from hsct_desktop.commands import parsers
from hsct_desktop.documents import paper_words
from hsct_desktop.domain import label
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.protocol import Label
from hsct_desktop.resource import resource
from hsct_desktop.services import letter_files, letters, printing
from hsct_desktop.services.workspace import Workspace
from tests.documents.reading import read
from tests.services.conftest import open_workspace

AT = dt.datetime(2026, 11, 20, 16, 42, tzinfo=dt.UTC)
MONTHS = "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."


def forget() -> None:
    """What was read of the languages of documents."""
    for kept in (document_languages, wording, paper_words._made):
        kept.cache_clear()
    label._FURTHER.clear()


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """One more language, not finished: its file, where the program looks for such files."""
    path = tmp_path / "documents" / "fr.json"
    path.parent.mkdir()
    texts = {
        "language.own_name": "Français", "number.decimal": ",", "date.month.short": MONTHS,
        "letter.section.diagnosis": "Diagnostic", "letter.section.plan": "Suite prévue",
    }  # fmt: skip
    labels = {"Multiple sclerosis": "Sclérose en plaques", "Year {n}": "Année {n}"}
    path.write_text(json.dumps({"texts": texts, "labels": labels}), encoding="utf-8")

    def there(name: str) -> Path:
        head, _, rest = name.partition("i18n/documents")
        return resource(name) if head or name == rest else path.parent / rest.lstrip("/")

    monkeypatch.setattr(words_module, "resource", there)
    forget()
    yield path
    forget()


def test_a_file_more_is_a_language_more(french: Path) -> None:
    assert document_languages() == ("en", "it", "fr")
    words = wording("fr")
    assert (words.text("letter.section.diagnosis"), words.number(Decimal("5.84"))) == ("Diagnostic", "5,84")
    assert paper_words.paper_wording("fr").date(dt.date(2026, 2, 1)).split() == ["1", "févr.", "2026"]
    assert words.text("letter.section.transplant") == wording("en").text("letter.section.transplant")
    assert Label("Multiple sclerosis", "Sclerosi multipla").text("fr") == "Sclérose en plaques"
    assert [Label(f"Year {n}", f"Anno {n}").text("fr") for n in (3, 12)] == ["Année 3", "Année 12"]
    assert Label("Crohn's disease", "Malattia di Crohn").text("fr") == "Crohn's disease"


def test_the_command_line_knows_it(french: Path) -> None:
    given = ["letter", "MS-0101", "--to", "gp", "--language", "fr", "--output", "x.pdf"]
    assert parsers.read_arguments(given).language == "fr"


def test_a_letter_and_a_summary_in_it(french: Path, practice_file: Path, tmp_path: Path) -> None:
    ws = ward(practice_file, tmp_path)
    entry = letters.prepare(ws, 1, LetterKind.NEUROLOGIST, language="fr")
    done = letter_files.write(ws, entry, tmp_path / "letter.pdf")
    page = read(done.path.read_bytes())
    assert page.has("Diagnostic")
    assert page.has("Suite prévue")
    assert page.has("20 nov. 2026")
    assert read(printing.summary(ws, 1, tmp_path / "summary.pdf", "fr").read_bytes()).has("20 nov. 2026")
    ws.store.close()


def ward(practice_file: Path, folder: Path) -> Workspace:
    opened = open_workspace(Path(shutil.copy(practice_file, folder / "ward.hsct")), Catalogue())
    opened.clock = lambda: AT
    return opened


def test_an_unknown_language_is_english() -> None:
    assert document_languages()[:2] == LANGUAGES
    assert (written_in("xx"), written_in("xx", "it"), written_in("it")) == ("en", "it", "it")
    assert wording("xx").language == "en"


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_shipped_files_know_their_keys() -> None:
    """Each text stands under a key that there is, with no placeholder that there is not."""
    english = wording("en")
    for path in sorted(resource("i18n/documents").glob("*.json")):
        texts: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))["texts"]
        assert path.stem not in LANGUAGES
        assert texts.keys() <= english.keys
        assert {key for key, text in texts.items() if placeholders(text) - placeholders(english.template(key))} == set()
    assert english.has("language.own_name")
