"""The CTCAE terms as the forms use them: which grades exist, their text, and finding a term at once."""

import time
from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.items import REFERENCE_DEFAULT
from hsct_desktop.catalogue.search import Index, fold_in_place
from hsct_desktop.catalogue.source import read_source
from hsct_desktop.catalogue.terms import Terms, load_terms
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.protocol import Label


@pytest.fixture(scope="module")
def terms() -> Terms:
    return Catalogue().terms()


def test_all_terms_of_the_version_are_there(terms: Terms) -> None:
    assert terms.version == "5.0"
    assert len(terms.all) == 837
    assert terms.origin.status == REFERENCE_DEFAULT
    assert terms.origin.source
    assert sorted(terms.general_scale) == [1, 2, 3, 4, 5]
    assert terms.term("no such term") is None


def test_every_grade_shown_has_its_text(terms: Terms) -> None:
    for term in terms.all:
        assert tuple(term.wording) == term.grades
        assert all(text.en and text.it for text in term.wording.values())


def test_a_term_with_own_wording_and_one_on_the_general_scale(terms: Terms) -> None:
    febrile = terms.term("febrile_neutropenia")
    assert febrile is not None
    assert febrile.grades == (3, 4, 5)
    assert "38" in febrile.wording[3].en
    assert febrile.soc_id == "blood"
    assert 3 in febrile.own_wording
    plain = next(term for term in terms.all if not term.own_wording)
    assert plain.wording[plain.grades[0]] == terms.general_scale[plain.grades[0]]


def test_the_rule_for_the_domain(terms: Terms) -> None:
    nausea = terms.term("nausea")
    assert nausea is not None
    rule = nausea.rule("it")
    assert (rule.grades, rule.other, rule.label) == ((1, 2, 3), False, "Nausea")
    assert any(term.other and term.rule().other for term in terms.all)


@pytest.mark.parametrize(
    ("typed", "language", "first"),
    [
        ("naus", "en", "nausea"),
        ("MUCO", "en", "mucositis_oral"),
        ("neu feb", "en", "febrile_neutropenia"),
        ("neutropenia feb", "it", "febrile_neutropenia"),
        ("fn", "en", "febrile_neutropenia"),
        ("diarrhoea", "en", "diarrhea"),
        ("diarrea", "en", "diarrhea"),
        ("febbre", "it", "fever"),
        ("febr", "en", "febrile_neutropenia"),
        ("febr", "it", "febrile_neutropenia"),
        ("ALT", "en", "alanine_aminotransferase_increased"),
        ("ALT", "it", "alanine_aminotransferase_increased"),
        ("ast", "en", "aspartate_aminotransferase_increased"),
        ("UTI", "en", "urinary_tract_infection"),
        ("PRES", "en", "reversible_posterior_leukoencephalopathy_syndrome"),
        ("rash", "en", "rash_maculo_papular"),
        ("rash", "it", "rash_maculo_papular"),
        ("mucosite", "it", "mucositis_oral"),
        ("polmonite", "it", "lung_infection"),
        ("engraftment syndrome", "en", "immune_system_disorders_other_specify"),
        ("attecchimento", "it", "immune_system_disorders_other_specify"),
        ("PTLD", "en", "neoplasms_benign_malignant_and_unspecified_incl_cysts_and_polyps_other_specify"),
        ("relapse", "en", "nervous_system_disorders_other_specify"),
        ("ricaduta", "it", "nervous_system_disorders_other_specify"),
        ("ipertransaminasemia", "it", "alanine_aminotransferase_increased"),
    ],
)
def test_a_term_is_found_by_a_few_letters(terms: Terms, typed: str, language: str, first: str) -> None:
    assert terms.search(typed, language)[0].item.id == first


def test_gastrointestinal_bleeding_leads_to_its_two_sites(terms: Terms) -> None:
    found = {match.item.id for match in terms.search("GI bleed", "en")}
    assert found == {"lower_gastrointestinal_hemorrhage", "upper_gastrointestinal_hemorrhage"}


def test_the_order_of_matches() -> None:
    entries = [
        ("within", Label("Retumber", "x"), ()),
        ("synonym words", Label("E", "x"), ("low umber",)),
        ("synonym start", Label("D", "x"), ("umberish",)),
        ("label words, long", Label("The umber that is long", "x"), ()),
        ("label words, later", Label("The umber", "x"), ()),
        ("label start", Label("Umbers", "x"), ()),
        ("exact synonym", Label("Z", "x"), ("Umber",)),
    ]
    index = Index(entries, lambda item: item != "label words, later")
    assert [m.item for m in index.search("umber")] == [
        "exact synonym",
        "label start",
        "label words, long",
        "label words, later",
        "synonym start",
        "synonym words",
        "within",
    ]


def test_labels_that_start_so_come_before_words_within_and_synonyms(terms: Terms) -> None:
    found = terms.search("neutro", "en", 50)
    ranks = [0 if fold_in_place(m.shown).startswith("neutro") else 1 if not m.via else 2 for m in found]
    assert ranks == sorted(ranks)
    assert {0, 1} <= set(ranks)


def test_matches_carry_the_place_to_highlight(terms: Terms) -> None:
    for match in terms.search("ras mac", "en"):
        text = match.via or match.shown
        assert sorted(fold_in_place(text[a:b]) for a, b in match.spans) == ["mac", "ras"]
    synonym = terms.search("fn", "en")[0]
    assert synonym.via == "FN"
    assert synonym.spans == ((0, 2),)


def test_search_limits() -> None:
    index = Index([(1, Label("Città", "Città"), ()), (2, Label("A & <b>", "A & <b>"), ("è",))])
    assert [m.item for m in index.search("CITTA")] == [1]
    assert index.search("citta")[0].spans == ((0, 5),)
    assert [m.item for m in index.search("e")] == [2]
    assert index.search("") == index.search("  &") == index.search("tta") == []
    assert index.search("ITTA")[0].spans == ((1, 5),)
    assert index.search("a a") == []
    assert index.search("c" * 5000) == []


def test_nothing_found_and_the_limit(terms: Terms) -> None:
    assert terms.search("qqq") == []
    assert len(terms.search("a", "en", 7)) == 7


def test_an_unknown_version_is_a_known_error() -> None:
    with pytest.raises(KnownError, match="ctcae_version_unknown"):
        Catalogue().terms("4.03")


def test_loading_and_typing_are_quick() -> None:
    """Bounds with room for a busy machine: about 0.1 s and 3 ms when it is not."""
    start = time.process_time()
    terms = Catalogue().terms()
    assert time.process_time() - start < 0.6
    terms.search("x")
    start = time.process_time()
    for typed in ("m", "mu", "muc", "muco"):
        terms.search(typed, "en")
    assert (time.process_time() - start) / 4 < 0.03


FILE = """\
version: "5.0"
general_scale:
  1: {en: a, it: a}
  2: {en: b, it: b}
  3: {en: c, it: c}
  4: {en: d, it: d}
  5: {en: e, it: e}
soc:
  - id: s
    label: {en: S, it: S}
    short: {en: S, it: S}
    terms:
      - id: t
        label: {en: T, it: T}
        grades: [1, 2]
        wording:
          2: {en: bad, it: male}
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[1, 2]", "[1, 6]", "line 15, in item “t”: “6” is not a CTCAE grade"),
        ("[1, 2]", "[1, 1]", "“1” is not a CTCAE grade"),
        ("[1, 2]", "[1]", "line 17, in item “t”: “2” is not a CTCAE grade of this term"),
        ("[1, 2]", "[]", "“grades” is empty"),
        ("[1, 2]", "[one]", "must be a whole number, not one"),
        ("  5: {en: e, it: e}\n", "", "the key “5” is missing"),
        ("      - id: t\n", "      - id: t\n        grade: 1\n", "unknown key “grade”; did you mean “grades”?"),
    ],
)
def test_a_bad_term_file_is_told_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(FILE, encoding="utf-8")
    assert load_terms(read_source(path)).all[0].wording[2].it == "male"
    path.write_text(FILE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as error:
        load_terms(read_source(path))
    assert said in str(error.value)
