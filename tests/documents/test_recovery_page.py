"""The page with the recovery key, read back: the key whole and readable, in both languages, on one page."""

from __future__ import annotations

import datetime as dt

import pypdfium2
import pytest

from hsct_desktop.services import recovery_page
from hsct_desktop.vault.recovery import normalised

KEY = "OXDK-WDPA-R3U7-VIF6-63VS-AEFZ-OARM-KRQ5-QW7D"
DAY = dt.date(2026, 11, 20)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    return str(text)


@pytest.mark.parametrize(("language", "title"), [("en", "Recovery key"), ("it", "Chiave di recupero")])
def test_the_key_stands_on_it_whole(language: str, title: str) -> None:
    text = text_of(recovery_page.pdf("Ward 7", KEY, language, DAY, "0123456789abcdef"))
    assert title in text
    places = [text.index(group) for group in KEY.split("-")]
    assert places == sorted(places)
    assert "Ward 7" in text
    assert "01234567" in text
    assert "0123456789" not in text


def test_what_was_read_off_it_is_the_key() -> None:
    text = text_of(recovery_page.pdf("Ward 7", KEY, "en", DAY, "id"))
    read = "-".join(group for group in text.split() if len(group) == 4 and group in KEY.split("-"))
    assert normalised(read) == KEY


def test_a_long_name_of_the_unit_stays_on_the_page() -> None:
    pdf = recovery_page.pdf("Unità di trapianto <b> & terapie cellulari " * 8, KEY, "it", DAY, "id")
    assert "QW7D" in text_of(pdf)


def test_no_name_of_a_key_in_the_metadata() -> None:
    document = pypdfium2.PdfDocument(recovery_page.pdf("Ward 7", KEY, "en", DAY, "id"))
    told = " ".join(str(value) for value in document.get_metadata_dict().values())
    document.close()
    assert "OXDK" not in told
