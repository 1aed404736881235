"""Allergies: how they are read, and which drugs touch them, by name, class and cross-reaction; the shipped list."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.allergy import (
    Allergy,
    AllergyBook,
    AllergyKind,
    Why,
    allergy_hits,
    listed_allergies,
    read_allergy,
    same_drug,
)
from hsct_desktop.domain.names import fold

BOOK: AllergyBook = Catalogue().allergy_classes
NAMES = sorted({name for group in BOOK.classes.values() for drug in group.substances for name in drug.names})


def why(drug: str, allergy: str, *more: str) -> str:
    hits = allergy_hits([drug, *more], [read_allergy(allergy)], BOOK)
    return str(hits[0].why) if hits else ""


@pytest.mark.parametrize(
    ("drug", "allergy", "found"),
    [
        ("Co-trimoxazole", "Bactrim: rash", "name"),
        ("Cotrimossazolo (ogni giorno)", "allergia al cotrimossazolo", "name"),
        ("Co-trimoxazole", "sulfonamides", "class"),
        ("Cotrimossazolo", "SULFAMIDICI", "class"),
        ("Sulfadiazine", "co trimoxazole", "class"),
        ("Co-trimoxazole", "trimethoprim", "name"),
        ("Dapsone (G6PD first)", "sulfonamide", "cross"),
        ("Dapsone", "Co-trimoxazole: fever", "cross"),
        ("Atovaquone", "Co-trimoxazole: nausea", ""),
        ("Piperacillin/tazobactam", "Penicillin: rash", "class"),
        ("Piperacillina/tazobactam", "tazobactam piperacillina", "name"),
        ("Ceftriaxone", "Amoxicillin: anaphylaxis", "cross"),
        ("Meropenem", "penicilline", "cross"),
        ("Aztreonam", "ceftazidime", "cross"),
        ("Aztreonam", "Penicillin", ""),
        ("Levofloxacina", "ciprofloxacin", "class"),
        ("Posaconazole", "Fluconazolo", "class"),
        ("Valaciclovir (HSV dose)", "Aciclovir", "class"),
        ("Ibuprofen", "aspirina", "class"),
        ("Metamizole", "FANS", "cross"),
        ("Thymoglobulin", "rabbit", "class"),
        ("ATG", "coniglio: anafilassi", "class"),
        ("Pegfilgrastim", "PEG", "class"),
        ("Vaccino antinfluenzale", "uova", "class"),
        ("Iomeprolo", "mezzo di contrasto", "class"),
        ("Baclofen", "Baclofene", ""),
        ("Baclofen (own supply)", "baclofen", "name"),
        ("Ursodeoxycholic acid", "Penicillin", ""),
        ("", "Penicillin", ""),
        ("Aciclovir", "", ""),
    ],
)
def test_a_drug_against_an_allergy(drug: str, allergy: str, found: str) -> None:
    assert why(drug, allergy) == found


def test_all_names_of_a_drug_count() -> None:
    assert why("Baclofen", "Baclofene", "Baclofene") == Why.NAME


@given(st.sampled_from(NAMES), st.sampled_from(NAMES), st.randoms())
def test_neither_case_nor_accents_nor_word_order_matter(drug: str, allergy: str, chance: random.Random) -> None:
    words = fold(allergy).split()
    chance.shuffle(words)
    shuffled = " ".join(word.upper() for word in words)
    assert why(drug, f"{allergy}: rash") == why(drug, allergy)
    if len(words) == 1:
        assert why(fold(drug).title(), shuffled) == why(drug, allergy)
    else:
        assert bool(why(drug, shuffled)) == bool(why(drug, allergy))


@given(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=4), st.sampled_from(NAMES))
def test_another_allergy_hides_none(drug: str, allergies: list[str], added: str) -> None:
    before = allergy_hits([drug], map(read_allergy, allergies), BOOK)
    after = allergy_hits([drug], map(read_allergy, [*allergies, added]), BOOK)
    assert after[: len(before)] == before
    assert allergy_hits([added], [read_allergy(added)], BOOK)[0].why is Why.NAME


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_is_only_a_text(drug: str, allergy: str) -> None:
    hits = allergy_hits([drug], [read_allergy(allergy)], BOOK)
    assert len(hits) <= 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Aciclovir", "Aciclovir (HSV dose)", True),
        ("Aciclovir", "Aciclovir IV", True),
        ("Aciclovir", "Valaciclovir", False),
        ("Co-trimoxazole", "Bactrim", True),
        ("Co-trimoxazole", "Atovaquone", False),
        ("Herbal tea", "herbal TEA", True),
        ("Herbal tea", "Green tea", False),
    ],
)
def test_one_drug_or_two(one: str, other: str, same: bool) -> None:
    assert same_drug([one], [other], BOOK) is same


def test_read_and_listed() -> None:
    assert read_allergy("Penicillin: rash, 2014") == Allergy("Penicillin", None, "rash, 2014")
    assert read_allergy(" : rash").text == ": rash"
    assert read_allergy("Latex:").text == "Latex:"
    found = listed_allergies(["Latex", "Latex"], ["Co-trimoxazole: nausea", "Latex"])
    assert [(one.text, one.kind) for one in found] == [
        ("Latex", AllergyKind.ALLERGY),
        ("Co-trimoxazole: nausea", AllergyKind.INTOLERANCE),
    ]


def test_the_shipped_list_names_both_languages_and_a_source_for_each_crossing() -> None:
    assert {"sulfonamide", "penicillin", "cephalosporin", "carbapenem", "quinolone", "azole", "nsaid", "latex", "egg",
            "contrast_iodinated", "dmso", "rabbit_protein"} <= set(BOOK.classes)  # fmt: skip
    for group in BOOK.classes.values():
        assert group.label.en
        assert group.label.it
        assert group.names or group.substances, group.id
    assert all(cross.source and cross.note.en != cross.note.it for cross in BOOK.crosses)


def test_a_name_that_was_begun_stands_for_its_substance_where_it_can_be_no_other() -> None:
    allergy = [read_allergy("Ibuprofen: rash")]
    assert [hit.why for hit in allergy_hits(["ibup"], allergy, BOOK)] == [Why.NAME]
    for other in ("ibu", "para", "ibupx"):
        assert allergy_hits([other], allergy, BOOK) == (), other
    # Several substances begin so: it could be any of them, and is none.
    assert allergy_hits(["ceft"], [read_allergy("Ceftriaxone")], BOOK) == ()
