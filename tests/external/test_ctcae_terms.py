"""Every term offers exactly the grades that exist in the public CSV of its version, and no other term is offered."""

import csv
from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.exchange.ctcae_file import official_terms, recognised


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def test_every_term_offers_exactly_the_grades_of_the_public_table(table: tuple[str, Path]) -> None:
    version, path = table
    head, *rows = rows_of(path)
    soc, term, grades = head.index("soc"), head.index("term"), [head.index(f"grade{n}") for n in range(1, 6)]
    published = [(row[soc], row[term], tuple(n for n, at in enumerate(grades, 1) if row[at].strip())) for row in rows]
    ours = [(term.soc_label.en, term.label.en, term.grades) for term in Catalogue().terms(version).all]
    assert len(published) == {"5.0": 837, "6.0": 850}[version]
    assert ours == published


def test_the_reader_finds_the_same_terms_and_grades(table: tuple[str, Path]) -> None:
    version, path = table
    read = official_terms(rows_of(path))
    terms = {key: Catalogue().terms(key).all for key in ("5.0", "6.0")}
    assert [(term.name, tuple(term.grades)) for term in read] == [(t.label.en, t.grades) for t in terms[version]]
    assert recognised(read, {key: [term.label.en for term in of] for key, of in terms.items()}) == version
    assert all(text for term in read for text in term.grades.values())


@pytest.mark.parametrize("ours", ["5.0", "6.0"])
def test_no_short_wording_is_the_published_sentence(ours: str, table: tuple[str, Path]) -> None:
    """Longer texts of ours are our own in either version; a short phrase may well be the same."""
    theirs = {" ".join(text.casefold().split()) for row in rows_of(table[1]) for text in row}
    wording = {term.wording[grade].en for term in Catalogue().terms(ours).all for grade in term.own_wording}
    assert [text for text in wording if len(text.split()) > 6 and text.casefold() in theirs] == []
