"""Text from the record stands on the page as it is in the record, and nothing in it is taken for markup."""

import ast
import io
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

import hsct_desktop.documents
from hsct_desktop.documents.fonts import REGULAR, glyphs, register_fonts
from hsct_desktop.documents.styles import CELL
from hsct_desktop.documents.text import (
    UNKNOWN_SIGN,
    bold,
    bullet,
    capitals,
    clipped,
    fitted,
    has_right_to_left,
    joined,
    lacks_glyphs,
    line,
    numbered,
    para,
    printable,
    texts_of,
    within,
)
from tests.documents import samples
from tests.documents.reading import squeezed

HARD = (
    "ANC < 0.5",
    "Müller <mum>",
    "R&D &copy y &amp;",
    "<b>unclosed",
    "a <b or c> d",
    "</para>",
    '<img src="/etc/hostname">',
    '<font color="red">x</font>',
    'O\'Neil "Bob" & Sons',
    "Wiśniewski Łukasz Ő",
    "Παπαδοπούλου",
    "Шевченко",
)


MAKERS = (
    para,
    lambda text, style: bullet(text, style, 380),
    lambda text, style: fitted(text, style, 380),
    lambda text, style: fitted(bold(text), style, 60),
)


def drawn(*flowables) -> str:
    """Draw one under the other and read the text back."""
    register_fonts()
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(400, 6000), initialFontName=REGULAR, invariant=1)
    top = 5990.0
    for flowable in flowables:
        _, height = flowable.wrapOn(canvas, 380, 6000)
        top -= height
        flowable.drawOn(canvas, 10, top)
    canvas.showPage()
    canvas.save()
    document = pypdfium2.PdfDocument(stream.getvalue())
    text_page = document[0].get_textpage()
    text = text_page.get_text_bounded()
    text_page.close()
    document.close()
    return text


@pytest.mark.parametrize("text", HARD)
@pytest.mark.parametrize(
    "make", [para, lambda t, s: bullet(t, s, 380), lambda t, s: fitted(t, s, 380), lambda t, s: fitted(bold(t), s, 60)]
)
def test_hard_texts_survive(text, make):
    assert squeezed(text) in squeezed(drawn(make(text, CELL)))


# What the reader itself changes is left out: it joins hyphenated lines, resolves ligatures and composes marks.
_READ_AS_WRITTEN = st.characters(
    categories=("Lu", "Ll", "Nd", "Po", "Ps", "Pe", "Sm", "Sc", "Zs"), max_codepoint=0x058F
).filter(lambda sign: ord(sign) in glyphs() or sign == " ")


@given(st.text(_READ_AS_WRITTEN, min_size=1, max_size=300))
@example("<" * 200)
@example("&amp;" * 40)
def test_any_text_survives(text):
    shown = squeezed(printable(text))
    assert squeezed(drawn(para(text, CELL))) == shown
    assert squeezed(drawn(fitted(text, CELL, 380))) == shown


@given(st.text(max_size=80))
def test_no_text_breaks_a_page(text):
    page = drawn(para(text, CELL), fitted(text, CELL, 100), bullet(joined([bold(text), text]), CELL, 100))
    assert "\u2022" in page or "\u2013" in page


@given(st.text(max_size=80))
def test_what_is_printed_has_glyphs_and_nothing_invisible(text):
    shown = printable(text)
    assert all(ord(sign) in glyphs() for sign in shown)
    assert not set(shown) & set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00\x07\x1b\n")


def test_control_and_direction_marks_go():
    assert printable("Ro\u202essi\u200f\x07 Anna\r\nMaria") == "Rossi Anna  Maria"


def test_a_sign_without_glyph_is_visible():
    assert printable("王 Wang") == f"{UNKNOWN_SIGN} Wang"
    assert lacks_glyphs("王 Wang")
    assert not lacks_glyphs("Łukasz")


def test_right_to_left_words_are_drawn_joined_and_stay_as_they_are():
    once = printable("Levi \u05d3\u05d5\u05d3 (\u05dc\u05d5\u05d9) 12")
    assert not has_right_to_left(once)
    assert printable(once) == once
    assert once.startswith("Levi ")
    assert once.endswith(" 12")
    assert has_right_to_left("\u05d3\u05d5\u05d3")
    assert not has_right_to_left("David Ж Ω")


@pytest.mark.parametrize(
    "name",
    [
        "\u0645\u062d\u0645\u062f",
        "\u0639\u0628\u062f \u0627\u0644\u0631\u062d\u0645\u0646",
        "\u05d3\u05d5\u05d3 (\u05dc\u05d5\u05d9)",
    ],
)
@pytest.mark.parametrize("make", [para, lambda text, style: para(bold(text), style)], ids=["plain", "bold"])
def test_names_from_the_right_read_back_in_their_order(name, make):
    assert squeezed(name) in squeezed(drawn(make(name, CELL)))


def test_two_scripts_from_the_right_are_laid_out_by_letters():
    assert printable("\u05d3\u05d5\u05d3 (\u0628\u062d)") == "(\u062d\u0628) \u05d3\u05d5\u05d3"


def test_hebrew_reads_back_in_its_order():
    assert squeezed("דוד") in squeezed(drawn(para("דוד", CELL)))


def test_a_line_stands_on_the_base_line_of_a_paragraph():
    def base(flowable) -> float:
        stream = io.BytesIO()
        canvas = Canvas(stream, pagesize=(400, 100), initialFontName=REGULAR)
        flowable.wrapOn(canvas, 380, 100)
        flowable.drawOn(canvas, 10, 50)
        canvas.save()
        document = pypdfium2.PdfDocument(stream.getvalue())
        text_page = document[0].get_textpage()
        bottom = text_page.get_charbox(0)[1]
        text_page.close()
        document.close()
        return bottom

    assert base(line("Hx", CELL)) == pytest.approx(base(para("Hx", CELL)), abs=0.02)
    assert base(line("Hx", CELL)) == pytest.approx(base(para(joined(["Hx", "y"]), CELL)), abs=0.02)


def test_clipped_says_so():
    assert clipped("abcdef", 6) == "abcdef"
    assert clipped("abcdefg", 6) == "abcde…"


def test_numbers_are_not_torn_apart():
    assert printable("call 0555 010 3131 today") == "call 0555\u00a0010\u00a03131 today"
    assert printable("CD4 ≥ 200, 0.7 × 10, 37.8 °C") == "CD4 ≥\u00a0200, 0.7\u00a0×\u00a010, 37.8\u00a0°C"


def test_a_label_inside_a_line_is_small_unless_it_is_an_abbreviation():
    labels = {"Resolved": "resolved", "ATG": "ATG", "IV": "IV", "": "", "Regola": "regola"}
    assert {label: within(label) for label in labels} == labels


def test_all_texts_of_an_input_are_found():
    found = set(texts_of(samples.rich()))
    assert {"Rossetti", "R-0147", "Febrile neutropenia", "Aciclovir", "Dr. M. Conti"} <= found


def test_only_one_module_makes_paragraphs():
    folder = Path(hsct_desktop.documents.__file__).parent
    users = []
    for path in folder.glob("*.py"):
        names = {node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)}
        if "Paragraph" in names:
            users.append(path.name)
    assert users == ["text.py"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Παπαδοπούλου", "ΠΑΠΑΔΟΠΟΥΛΟΥ"),
        ("Μάιος", "ΜΑΪΟΣ"),
        ("Καΐρης", "ΚΑΪΡΗΣ"),
        ("D’Angelò", "D’ANGELÒ"),
        ("Özdemir", "ÖZDEMIR"),
    ],
)
def test_greek_capitals_carry_no_accents(name, shown):
    assert capitals(name) == shown


@pytest.mark.parametrize("label", ["Weekly blood test, week 4", "Day +60", "giorno −7"])
def test_a_label_keeps_its_number(label):
    head, _, number = label.rpartition(" ")
    assert numbered(label) == f"{head}\u00a0{number}"


def test_a_number_keeps_its_unit_and_words_stay_apart():
    assert printable("960 mg") == "960\u00a0mg"
    assert printable("day 5 gave 4 more") == "day 5 gave 4 more"
