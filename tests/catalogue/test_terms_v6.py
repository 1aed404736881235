"""CTCAE v6.0 beside v5.0: what moved has new limits, what was renamed is still found, what stayed is the same."""

import re

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.terms import Terms


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue()


@pytest.fixture(scope="module")
def v5(catalogue: Catalogue) -> Terms:
    return catalogue.terms("5.0")


@pytest.fixture(scope="module")
def v6(catalogue: Catalogue) -> Terms:
    return catalogue.terms("6.0")


# The limits of CTCAE v6.0 by grade where they differ from v5.0, as the texts must hold them in this order.
NUMBERS = [
    ("neutrophil_count_decreased", ["<1.5 1.0", "<1.0 0.5", "<0.5 0.1", "<0.1"]),
    ("thrombocytopenia", ["75", "<75 50", "<50 10", "<10"]),
    ("alanine_aminotransferase_increased", ["3 1 1.5", ">3 5 >1.5 2", ">5 20 5 >2 4", ">20 >4"]),
    ("aspartate_aminotransferase_increased", ["3 1 1.5", ">3 5 >1.5 2", ">5 20 5 >2 4", ">20 >4"]),
    ("blood_bilirubin_increased", ["1.5 1 1.5", ">1.5 3 >1.5 2.5", ">3 10 >2.5 10", ">10 >10"]),
    ("ggt_increased", ["2.5 1 1.5", ">2.5 5 >1.5 3", ">5 20 >3 10", ">20 >10"]),
    ("alkaline_phosphatase_increased", [""]),
    ("creatinine_increased", ["1.5", ">1.5 3 >1.5 3", ">3 6 >3", ">6"]),
    ("hyperglycemia", ["8.9 160", ">8.9 13.9 250", ">13.9 27.8 500", ">27.8 500"]),
    ("hyponatremia", ["130", "125 <130", "125 <130 120 <125", "<120"]),
    ("lipase_increased", ["1.5", ">1.5 3 >3 5", ">3 5 >5", ">5"]),
    ("creatinine_clearance_decreased", ["26 49", "10 25"]),
    ("chronic_kidney_disease", ["60 2", "<60 30", "<30 15", "<15"]),
    ("hypertension", ["140 159 90 99", "160 179 100 109 1 >140 >20 >15", "≥180 ≥110 1", ""]),
]


@pytest.mark.parametrize(("term_id", "limits"), NUMBERS)
def test_grades_hold_the_limits_of_their_version(v6: Terms, term_id: str, limits: list[str]) -> None:
    term = v6.term(term_id)
    assert term is not None
    for grade, expected in zip(term.grades, limits, strict=False):
        text = term.wording[grade].en.replace("×10⁹/L", "").replace("1.73 m²", "")
        assert " ".join(re.findall(r"[<>≥≤]?\d+(?:\.\d+)?", text)) == expected, (term_id, grade, text)


@pytest.mark.parametrize(
    ("old", "language", "term_id"),
    [
        ("Lung infection", "en", "pneumonia"),
        ("Infezione polmonare", "it", "pneumonia"),
        ("Thromboembolic event", "en", "venous_thromboembolism"),
        ("Edema limbs", "en", "peripheral_edema"),
        ("Ejection fraction decreased", "en", "left_ventricular_dysfunction"),
        ("Platelet count decreased", "en", "thrombocytopenia"),
        ("Conta piastrinica diminuita", "it", "thrombocytopenia"),
        ("Lymphocyte count decreased", "en", "lymphopenia"),
        ("Proteinuria", "en", "urinary_protein_increased"),
        ("CPK increased", "en", "investigations_other_specify"),
        ("TMA", "en", "thrombotic_microangiopathy"),
        ("febr", "en", "febrile_neutropenia"),
        ("polmonite", "it", "pneumonia"),
        ("attecchimento", "it", "immune_system_disorders_other_specify"),
    ],
)
def test_a_name_of_before_finds_the_new_one_first(v6: Terms, old: str, language: str, term_id: str) -> None:
    assert v6.search(old, language)[0].item.id == term_id


def test_every_name_that_v6_has_no_more_finds_something_in_it(v5: Terms, v6: Terms) -> None:
    for language in ("en", "it"):
        names = {term.label.text(language) for term in v6.all}
        gone = [term for term in v5.all if term.label.text(language) not in names]
        assert gone
        for term in gone:
            assert v6.search(term.label.text(language), language), (term.id, language)


@pytest.mark.soak
def test_every_name_of_v5_finds_something_in_v6(v5: Terms, v6: Terms) -> None:
    for term in v5.all:
        for language in ("en", "it"):
            assert v6.search(term.label.text(language), language), (term.id, language)


def test_what_both_name_alike_has_one_id_and_one_italian_name(v5: Terms, v6: Terms) -> None:
    before = {term.label.en: term for term in v5.all}
    both = [(before[term.label.en], term) for term in v6.all if term.label.en in before]
    assert len(both) == 790
    assert [new.id for old, new in both if (old.id, old.label) != (new.id, new.label)] == []
    names = {term.label.en for term in v6.all}
    assert len(names - set(before)) == 60
    assert len(set(before) - names) == 47


def test_grades_that_only_one_version_has(v5: Terms, v6: Terms) -> None:
    def grades(terms: Terms, term_id: str) -> tuple[int, ...]:
        term = terms.term(term_id)
        assert term is not None
        return term.grades

    for term_id, old, new in [
        ("hypertension", (1, 2, 3, 4, 5), (2, 3, 4, 5)),
        ("alkaline_phosphatase_increased", (1, 2, 3, 4), (1,)),
        ("rash_maculo_papular", (1, 2, 3), (1, 2, 3, 4, 5)),
        ("tumor_lysis_syndrome", (3, 4, 5), (1, 2, 3, 4, 5)),
        ("hyperglycemia", (1, 2, 3, 4, 5), (1, 2, 3, 4)),
    ]:
        assert (grades(v5, term_id), grades(v6, term_id)) == (old, new), term_id


def test_only_the_version_asked_for_is_read() -> None:
    catalogue = Catalogue()
    assert catalogue._terms == {}
    catalogue.terms("6.0")
    assert list(catalogue._terms) == ["6.0"]
    assert catalogue.terms("6.0") is catalogue.terms("6.0")
