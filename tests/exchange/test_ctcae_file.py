"""The NCI's table of CTCAE terms: which columns are read, which version it is, and what is refused."""

import pytest

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.exchange.ctcae_file import MAX_ROWS, OfficialTerm, official_terms, recognised

HEAD = [
    "MedDRA Code", "MedDRA SOC", "CTCAE Term", "Grade 1 ", "Grade  2", "Grade 3", "Grade 4", "Grade 5", "Definition ",
    "Navigational Note", "CTCAE v5.0 Change",
]  # fmt: skip
NAUSEA = ["10028813", "Gut", " Nausea ", "less\n appetite", "eats less", "tube", " -", "-", "feeling sick", "see also"]


def refused(rows: list[list[str]]) -> KnownError:
    with pytest.raises(KnownError) as caught:
        official_terms(rows)
    return caught.value


def test_the_nci_s_columns_are_read_and_the_codes_left_behind() -> None:
    (term,) = official_terms([HEAD, NAUSEA])
    assert term == OfficialTerm("Nausea", {1: "less appetite", 2: "eats less", 3: "tube"}, "feeling sick", "see also")
    assert "10028813" not in repr(term)


def test_a_heading_below_other_rows_and_rows_without_a_term() -> None:
    rows = [["Common Terminology Criteria", ""], [], HEAD, [], ["", "Gut"], NAUSEA, ["1", "Gut", "Vomiting", "a"]]
    nausea, vomiting = official_terms(rows)
    assert (nausea.name, vomiting) == ("Nausea", OfficialTerm("Vomiting", {1: "a"}))


@pytest.mark.parametrize("term", ["term", "\ufeffterm", "CTCAE Term", "CTCAE v6.0 Term", "ctcae_term", "CTCAE\nTerm"])
def test_the_column_of_terms_by_its_names(term: str) -> None:
    head = [term, "grade1", "grade2", "grade3", "grade4", "grade5"]
    assert official_terms([head, ["Nausea", "a"]]) == (OfficialTerm("Nausea", {1: "a"}),)


@pytest.mark.parametrize("lacking", ["CTCAE Term", "Grade 1 ", "Grade 5"])
def test_another_table_is_refused(lacking: str) -> None:
    assert refused([[cell for cell in HEAD if cell != lacking], NAUSEA]).key == "ctcae_file_columns"
    assert refused([]).key == "ctcae_file_columns"


def test_what_no_such_table_holds_is_refused() -> None:
    assert refused([HEAD] + [NAUSEA] * MAX_ROWS).params == {"rows": MAX_ROWS + 1, "limit": MAX_ROWS}
    twice = refused([HEAD, NAUSEA, [], [*NAUSEA[:2], "NAUSEA"]])
    assert (twice.key, twice.params) == ("ctcae_file_term_twice", {"term": "NAUSEA", "line": 4, "other": 2})
    assert refused([HEAD, [*NAUSEA[:3], "a" * 5000]]).key == "ctcae_file_text"


def test_signs_that_cannot_be_printed_become_blanks() -> None:
    (term,) = official_terms([HEAD, ["", "", "Nau\u202esea", "a\x00b\tc"]])
    assert (term.name, term.grades) == ("Nau sea", {1: "a b c"})


OLD = [f"shared {n}" for n in range(93)] + [f"old {n}" for n in range(7)]
NEW = [f"shared {n}" for n in range(93)] + [f"new {n}" for n in range(8)]


@pytest.mark.parametrize(
    ("names", "version"),
    [
        (OLD, "5.0"),
        (NEW, "6.0"),
        ([name.upper() for name in OLD], "5.0"),
        (OLD[:97], "5.0"),
        ([*NEW, "a stranger"], "6.0"),
    ],
)
def test_a_version_is_recognised_by_its_terms(names: list[str], version: str) -> None:
    assert recognised(map(OfficialTerm, names), {"5.0": OLD, "6.0": NEW}) == version


@pytest.mark.parametrize(
    ("names", "key"),
    [
        (OLD[:50], "ctcae_file_not_whole"),
        (OLD[:96], "ctcae_file_not_whole"),
        (OLD[:93], "ctcae_file_not_whole"),
        ([*OLD, *(f"more {n}" for n in range(4))], "ctcae_file_unknown"),
        (["shared 1", "a", "b"], "ctcae_file_unknown"),
        ([], "ctcae_file_unknown"),
    ],
)
def test_half_a_file_and_a_stranger_are_no_version(names: list[str], key: str) -> None:
    with pytest.raises(KnownError) as caught:
        recognised(map(OfficialTerm, names), {"5.0": OLD, "6.0": NEW})
    assert caught.value.key == key
