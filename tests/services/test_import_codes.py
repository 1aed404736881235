"""Words of old tables for the program's codes: known in five languages, and never one meaning of several."""

from __future__ import annotations

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.import_codes import FILE, import_words, load_import_words
from hsct_desktop.catalogue.import_fields import import_fields
from hsct_desktop.catalogue.source import source_of
from hsct_desktop.domain.import_codes import code_key, code_list
from hsct_desktop.services.import_codes import choices
from tests.domain.recognising import codes

CATALOGUE = Catalogue()
KEPT = codes().list_named("drug").kept


def test_every_list_that_a_field_names_is_there_and_has_its_choices() -> None:
    names = {item.codes for of in import_fields().values() for item in of if item.codes}
    assert names <= set(codes())
    for name in names:
        for language in ("en", "it"):
            offered = choices(CATALOGUE, name, language)
            assert offered, name
            assert all(label for _, label in offered)
        if name != "term":
            assert {code for code, _ in offered} >= set(codes()[name].values()), name


def test_every_foreign_word_belongs_to_a_code_that_exists() -> None:
    known = {name: {code for code, _ in choices_of(name)} for name in import_words()}
    assert {name: set(of) - known[name] for name, of in import_words().items() if set(of) - known[name]} == {}


def choices_of(name: str) -> list[tuple[str, str]]:
    return choices(CATALOGUE, name, "en")


SHARED = {("dmt", "mtx")} | {
    ("drug", word) for words in import_words()["drug"].values() for word in words if code_key(word) in KEPT
}
"""Words that stand for several on purpose: trade names of one class, and MTX (methotrexate or mitoxantrone)."""


def test_no_foreign_word_was_lost_to_another_code() -> None:
    lost = [
        (name, code, word)
        for name, of in import_words().items()
        for code, words in of.items()
        for word in words
        if codes().code(name, word) != code and not (code in codes().meant(name, word) and (name, word) in SHARED)
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("sex", "Femme", "female"), ("sex", "H", "male"), ("sex", "uomo", "male"), ("sex", "w", "female"),
        ("sex", "Donna", "female"), ("sex", "1", None), ("sex", "U", None), ("sex", "D", None),
        ("phenotype", "SM-RR", "rr"), ("phenotype", "RRMS", "rr"), ("phenotype", "schubförmig", "rr"),
        ("phenotype", "EMSP", "sp"), ("regimen", "BEAM ATG", "beam_atg_ms"), ("regimen", "BEAM", "beam"),
        ("regimen", "Cy-ATG", "cy_atg"), ("mobilisation", "CY 2 + G-CSF", "mob_cy2_gcsf"),
        ("dmt", "Tysabri", "nat"), ("drug", "Zovirax", None), ("drug", "aciclovir", "aciclovir"),
        ("mobilisation", "Cy 4g + G-CSF", "mob_cy4_gcsf"), ("mobilisation", "EDX 2 g/m2", "mob_cy2_gcsf"),
        ("mobilisation", "Cy 4 g/mq", "mob_cy4_gcsf"), ("mobilisation", "CTX 4,5 g/m²", "mob_cy4_5_gcsf"),
        ("mobilisation", "Cy 3 g/m2", None), ("term", "Durchfall", "diarrhea"), ("term", "Polmonite", None),
        ("dmt", "CTX", "cyc"), ("dmt", "MTX", None), ("dmt", "Glatiramer", "ga"), ("dmt", "Interferone", "ifn"),
        ("drug", "Bactrim", None), ("drug", "Noxafil", "posaconazole"), ("drug", "Deltacortene", "prednisone"),
        ("drug", "UDCA", "ursodeoxycholic_acid"), ("drug", "Hizentra", "scig"), ("drug", "G-CSF", None),
        ("drug_class", "Ciclosporina", "immunosuppression"), ("drug_class", "Voriconazol", "antifungal"),
        ("drug_class", "Omeprazolo", "other"), ("drug_class", "Foobaril", None),
        ("vaccine", "Infanrix", "dtap"), ("vaccine", "Infanrix hexa", "hexavalent"), ("vaccine", "Prevenar", "pcv"),
        ("vaccine", "Boostrix Polio", "dtap_ipv"), ("vaccine", "Infanrix Quinta", "pentavalent"),
        ("vaccine", "Td", None), ("vaccine", "Revaxis", None), ("vaccine", "Shingrix", "rzv"),
        ("vaccine", "Zoster", None),
        ("term", "Neutropenia febbrile", "febrile_neutropenia"),
        ("disease", "Sclérose en plaques", "ms"), ("steroid", "Sì", "yes"), ("analyte", "Leukozyten", "WBC"),
        ("analyte", "PCR", "CRP"), ("nowhere", "x", None),
    ],
)  # fmt: skip
def test_a_word_means_its_code_or_nothing(name: str, text: str, code: str | None) -> None:
    assert codes().code(name, text) == code


def test_words_of_several_codes_are_told_and_mean_none() -> None:
    assert codes().meant("drug", "Zovirax") == ("aciclovir_iv", "aciclovir_hsv", "aciclovir")
    made = code_list([("a", "Same"), ("b", "sàme"), ("a", "b"), ("b", "other")])
    assert made.words == {"a": "a", "b": "b", "other": "b"}
    assert made.ambiguous == {"same": ("a", "b")}


def test_signs_are_codes_too() -> None:
    assert [code_key(text) for text in ("+", "++", "-1", "1", " Sì ", "SM-RR")] == ["+", "++", "-1", "1", "si", "sm rr"]


def test_a_mistake_in_the_words_is_told() -> None:
    with pytest.raises(Exception, match="must be a text"):
        load_import_words(source_of("lists: {sex: {female: [3]}}", FILE))
