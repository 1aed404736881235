"""Names fold for search; invisible characters never reach a list."""

from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.domain.names import clean, clean_lines, fold


def test_accents_and_letters_without_accent_form_fold() -> None:
    assert fold("Żółć Łukasz") == "zolc lukasz"
    assert fold("D'Angelo") == fold("D’Angelo") == "dangelo"
    assert fold("Özdemir, Ayşe") == "ozdemir ayse"
    assert fold("Σοφία") == fold("ΣΟΦΙΑ")
    assert fold("Straße") == "strasse"
    assert fold("O'Brien-Smith") == "obrien smith"


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_direction_marks_and_controls_vanish() -> None:
    assert clean("  Ro\u202essi\u200f \x00 Elena\n") == "Rossi Elena"
    assert clean("محمد") == "محمد"
    assert clean_lines("a\u202e\n b\tc \n") == "a\nb c"


def test_a_sign_that_decomposes_to_a_capital_folds_wholly() -> None:
    assert fold("ᴬnna") == "anna"
