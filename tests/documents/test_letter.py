"""Letters read back from the PDF: places in the window, order, ladder, states, bad input."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.colors import HexColor

from hsct_desktop.documents.letter import write_letter
from hsct_desktop.documents.letter_fit import Rung, given_back, rungs
from hsct_desktop.documents.letter_inputs import (
    Box,
    Labelled,
    LetterData,
    LetterSection,
    Listed,
    ResultLine,
    Results,
    Rows,
    Stamp,
    State,
    Window,
    Words,
)
from hsct_desktop.documents.letter_logo import MOST_BYTES, logo_problem
from hsct_desktop.documents.letter_replaced import overprint
from hsct_desktop.documents.letter_type import LEAST_SCALE, accent_of, contrast, letter_type
from hsct_desktop.documents.styles import ACCENT
from hsct_desktop.documents.text import UNKNOWN_SIGN, bold, has_right_to_left, printable
from tests.documents import letter_samples as samples
from tests.documents.reading import Read, base_fonts, font_programs, made, places, read, squeezed

MM = 72 / 25.4
REPLACED = replace(samples.SIGNED, stamp=Stamp.REPLACED, by_next="versione 2 del 25/11/2026")


@cache
def letter(
    language: str = "it", state: State = samples.SIGNED, window: Window = Window.RIGHT, pre: bool = False
) -> Read:
    data = samples.typical(language, state)
    head = replace(data.letterhead, window=window, preprinted=pre)
    return made(lambda stream: write_letter(replace(data, letterhead=head), stream))


def written(data: LetterData) -> Read:
    return made(lambda stream: write_letter(data, stream))


def in_mm(paper: Read) -> list[tuple[int, float, float, str]]:
    """Page, x and y of the top of each run of text."""
    found = []
    for line in places(paper.raw):
        page, x, y = line[:14].split()
        found.append((int(page), float(x) / MM, float(y) / MM, line[15:]))
    return found


# --- the page -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [samples.SIGNED, State(), REPLACED], ids=["signed", "draft", "replaced"])
@pytest.mark.parametrize("language", ["en", "it"])
def test_the_usual_letter_takes_two_pages_in_every_state(language: str, state: State) -> None:
    assert len(letter(language, state).pages) == 2


def test_everything_stands_in_the_order_in_which_it_is_read() -> None:
    paper = squeezed(letter().text)
    said = [
        "Azienda Ospedaliera",
        "Francesca Neri",
        "controllo a 12 mesi",
        "Gentile Dottoressa",
        "Dalla mia ultima lettera",
        "Diagnosi",
        "BEAM-ATG (dosi totali)",
        "Decorso e tossicità",
        "Figura 1.",
        "Emoglobina",
        "Creatinina",
        "Colecalciferolo",
        "Valutazione",
        "Densitometria",
        "Chiamare subito",
        "Con i più cordiali saluti",
        "Firmata elettronicamente",
    ]
    found = [paper.find(squeezed(printable(text))) for text in said]
    assert -1 not in found
    assert found == sorted(found)


@pytest.mark.parametrize(("window", "zone"), [(Window.LEFT, (10, 110, 45, 95)), (Window.RIGHT, (90, 210, 50, 90))])
@pytest.mark.parametrize("state", [samples.SIGNED, State()], ids=["signed", "draft"])
@pytest.mark.parametrize("pre", [False, True], ids=["plain", "preprinted"])
def test_nothing_but_the_address_can_show_in_the_window(
    window: Window, zone: tuple[int, int, int, int], state: State, pre: bool
) -> None:
    data = samples.typical("it", state)
    left, right, top, bottom = zone
    seen = {
        text
        for x, y, size, text in runs(letter("it", state, window, pre).raw)
        if left <= x < right and top <= y < bottom and size < 20
    }
    return_line = {data.letterhead.return_line} if window is Window.LEFT else set()
    assert seen == set(data.address) | return_line


def runs(raw: bytes) -> Iterator[tuple[float, float, float, str]]:
    """What is written on the first page, in the order in which it was written: left, top in mm, size, text."""
    page = pypdfium2.PdfDocument(raw)[0]
    text_page = page.get_textpage()
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], textpage=text_page):
        x, _, _, top = item.get_bounds()
        if item.extract().strip():
            yield x / MM, (page.get_height() - top) / MM, item.get_font_size(), item.extract().strip()


@pytest.mark.parametrize("window", list(Window))
def test_on_preprinted_paper_nothing_stands_in_head_and_foot(window: Window) -> None:
    paper = letter("it", samples.SIGNED, window, True)
    heights = [y for _, _, y, _ in in_mm(paper)]
    assert min(heights) >= 45
    assert max(heights) <= 279
    assert paper.has("Versione 1")
    assert paper.has("pagina 1 di")
    assert not paper.has("Azienda Ospedaliera Sant’Aurelio")


def test_a_long_address_drops_the_department_and_keeps_six_lines() -> None:
    data = samples.typical()
    lines = (*data.address[:2], "Ambulatorio delle malattie rare", *data.address[2:])
    paper = written(replace(data, address=lines))
    assert not paper.has("Ambulatorio delle malattie rare")
    assert all(paper.has(line) for line in data.address)


def test_later_pages_say_whose_letter_it_is() -> None:
    assert letter().pages[1].startswith("ROSSETTI Chiara · nata il 14/03/1989 · R-0147")
    assert "Lettera del 18/11/2026" in letter().pages[1]


# --- states -------------------------------------------------------------------------------------------------------


def test_a_draft_says_so_on_every_page() -> None:
    paper = letter("it", State())
    for page in paper.pages:
        assert "BOZZA – NON FIRMATA – NON INVIARE" in page
        assert "non firmata" in page.splitlines()[-2]
    assert paper.has("Non firmata")
    assert not paper.has("Firmata elettronicamente")


def test_a_signed_letter_has_version_time_and_fingerprint_and_no_mark() -> None:
    paper = letter()
    assert paper.has("Versione 1 · firmata il 18/11/2026 16:42 · impronta 7f3a 91c2 e04b")
    assert not paper.has("BOZZA")
    assert paper.has("Firmata elettronicamente il 18 novembre 2026 alle 16:42")


@pytest.mark.parametrize("again", [False, True], ids=["drawn", "overprinted"])
def test_a_replaced_letter_names_the_next_one(again: bool) -> None:
    signed = letter()
    paper = read(overprint(signed.raw, REPLACED, "it")) if again else letter("it", REPLACED)
    assert paper.has("SOSTITUITA dalla versione 2 del 25/11/2026 – non usare questa copia")
    assert all("SOSTITUITA dalla versione 2 del 25/11/2026" in page for page in paper.pages)
    assert "non usare questa copia" not in paper.pages[1]
    assert len(base_fonts(paper.raw)) > 0
    for page in signed.pages if again else ():
        assert all(squeezed(line) in squeezed(paper.text) for line in page.splitlines())


def test_a_new_version_says_which_letter_it_replaces() -> None:
    state = replace(samples.SIGNED, number=2, replaces="lettera del 18 novembre 2026")
    paper = written(samples.typical("it", state))
    assert paper.has("Sostituisce la lettera del 18 novembre 2026")
    assert paper.has("Versione 2")


def test_the_word_of_a_draft_lies_below_the_text_and_above_the_tint() -> None:
    with pikepdf.open(io.BytesIO(letter("it", State()).raw)) as pdf:
        code = pdf.pages[0].Contents.read_bytes()
    tint, mark, first = (
        code.index(b".945098 .952941 .956863 rg"),
        code.index(b".909804 .909804 .909804 rg"),
        code.index(b".09019"),
    )
    assert tint < mark < first


# --- ladder -------------------------------------------------------------------------------------------------------


def long_letter(extra: int) -> LetterData:
    data = samples.typical()
    more = LetterSection(
        "history", "Anamnesi", (Words("\n".join(f"Riga {n} della storia clinica." for n in range(extra))),)
    )
    return replace(data, sections=(*data.sections[:1], more, *data.sections[1:]))


def test_short_of_room_the_transplant_is_told_in_brief_first_and_never_the_plan() -> None:
    brief = written(long_letter(3))
    assert len(brief.pages) == 2
    assert brief.has("dettagli nella mia lettera del 20 maggio 2026")
    assert brief.has("Grado 2:")
    for kept in ("Aciclovir", "novembre 2027", "Chiamare subito", "Dalla mia ultima lettera"):
        assert brief.has(kept)


def test_the_ladder_gives_up_the_least() -> None:
    every = list(rungs(samples.typical()))
    steps = [step for step in every if not step.picture_later]
    assert [step.picture_later for step in every] == [False, *[False, True] * 5]
    assert [len(step.brief) for step in steps] == [0, 0, 1, 2, 2, 2]
    assert steps[2].brief == {"transplant"}
    assert [step.small_picture for step in steps] == [False] * 4 + [True] * 2
    assert [step.tight for step in steps] == [False] * 5 + [True]
    assert min(step.scale for step in steps) == LEAST_SCALE


def test_what_fits_is_told_in_full_again() -> None:
    data = samples.typical()
    rung = Rung(brief=frozenset(("transplant", "course")))
    assert given_back(data, rung) == ("course", "transplant")
    assert given_back(data, Rung()) == ()
    assert written(long_letter(2)).has("dettagli nella mia lettera") != written(long_letter(2)).has("Mobilizzazione")


def test_where_nothing_helps_nothing_is_given_up() -> None:
    paper = written(long_letter(160))
    assert len(paper.pages) > 2
    assert paper.has("Riga 159 della storia clinica.")


def test_a_heading_never_ends_a_page() -> None:
    titles = {section.title for section in samples.typical().sections}
    for extra in range(0, 18, 3):
        for page in written(long_letter(extra)).pages:
            lines = [line.strip() for line in page.splitlines() if line.strip()]
            assert lines[-3] not in titles


# --- blocks -------------------------------------------------------------------------------------------------------


def results_of(lines: tuple[ResultLine, ...]) -> Read:
    section = LetterSection("results", "Esami", (Results(lines),))
    return written(replace(samples.poor(), sections=(section,)))


def test_numbers_stand_on_their_decimal_mark_and_words_at_the_left() -> None:
    paper = results_of(samples.lab_lines(8))
    page = pypdfium2.PdfDocument(paper.raw)[0].get_textpage()
    marks = []
    for value in ("12,4", "4,60", "2,91", "0,92"):
        finder = page.search(value.strip(), match_case=True)
        found = finder.get_next()
        assert found is not None
        marks.append(round(page.get_charbox(found[0] + value.index(","))[0], 0))
    assert max(marks) - min(marks) <= 1


@pytest.mark.parametrize(("count", "heads"), [(8, 1), (9, 2), (14, 2)])
def test_more_than_eight_results_stand_in_two_columns(count: int, heads: int) -> None:
    paper = results_of(samples.lab_lines(count))
    assert paper.text.count("Riferimento") == heads


def test_a_flagged_result_is_bold_with_its_arrow_and_an_empty_cell_a_dash() -> None:
    paper = results_of((ResultLine("TSH", "6,80", "high", "mU/L", "", ""),))
    assert paper.has("6,80 ↑")
    assert paper.text.count("–") >= 2
    assert any("Bold" in name for name in base_fonts(paper.raw))


def test_sixty_drugs_break_over_pages_with_their_heads_and_no_row_is_cut() -> None:
    rows = tuple((bold(f"Farmaco {n}"), "x " * 60, "fine") for n in range(60))
    section = LetterSection("medicines", "Terapia", (Rows(("Nome", "Dose", "Fine"), rows, (40, 60, 0)),))
    paper = written(replace(samples.poor(), sections=(section,)))
    assert len(paper.pages) > 2
    assert all("Nome Dose Fine" in " ".join(page.split()) for page in paper.pages[: len(paper.pages) - 1])
    assert all(paper.has(f"Farmaco {n}") for n in range(60))


def test_texts_of_any_length_find_room() -> None:
    huge = "parola " * 900
    sections = (
        LetterSection(
            "a", "A" * 300, (Words(huge), Listed((huge, "")), Labelled((("Etichetta " * 30, huge),))), note=huge[:300]
        ),
        LetterSection("b", "B", (Rows(("Uno", "Due"), ((huge, bold(huge)),), (30, 0)),)),
        LetterSection("c", "C", (Results((ResultLine(huge, huge, "low", huge, huge, huge),)),)),
        LetterSection("d", "", ()),
        LetterSection("e", "Vuoto", (Words(""), Rows((), (), ()), Results(()), Listed(()), Labelled(()))),
    )
    box = Box(huge[:200], (huge, huge))
    data = replace(
        samples.typical(),
        sections=sections,
        box=box,
        call=box,
        subject=huge[:300],
        salutation=huge[:300],
        address=(huge,) * 9,
        reference=((huge, huge),) * 12,
        who=(huge, huge),
    )
    paper = written(data)
    assert paper.text.count("parola") > 5000
    assert not paper.has("Vuoto")


@settings(max_examples=12, deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_any_text_in_any_field_comes_back_or_is_flagged(text: str) -> None:
    data = replace(
        samples.poor(),
        subject=f"Riga {text}",
        salutation=text,
        reference=((text, text),),
        closing=text,
        box=Box(text, (text, bold(text))),
        call=Box(text, (text,)),
        signature=(text, text),
        sections=(LetterSection("x", f"T {text}", (Words(text), Listed((text,)), Rows((text,), ((text,),), (0,)))),),
    )
    paper = written(data)
    shown = printable(f"Riga {text}")
    if UNKNOWN_SIGN in shown:
        assert paper.has("\ufffd =")
    if has_right_to_left(shown):
        assert "Right-to-left" in paper.text or "destra a sinistra" in paper.text
    elif has_right_to_left(text):  # the reader turns them round as it likes
        assert {sign for sign in letters_of(text) if has_right_to_left(sign)} <= set(letters_of(paper.text))
    else:
        assert letters_of(shown) in letters_of(paper.text)


def letters_of(text: str) -> str:
    """The text as readers agree on it: ligatures as letters, no white space, no accents put apart, which each orders
    otherwise, no hyphens, which the one used here takes for the end of a broken word.
    """
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in squeezed(apart) if unicodedata.category(sign) not in ("Mn", "Mc", "Me", "Pd", "Cc"))


def test_markup_is_text() -> None:
    paper = written(replace(samples.poor(), subject="<b>&amp; </para> {0}", salutation="=1+1|cmd"))
    assert paper.has("<b>&amp; </para> {0}")
    assert paper.has("=1+1|cmd")


# --- letterhead ---------------------------------------------------------------------------------------------------


def picture_bytes(width: int = 60, height: int = 30) -> bytes:
    """A small PNG made by the reader's own bitmap."""
    stream = io.BytesIO()
    pypdfium2.PdfDocument(letter().raw)[0].render(scale=0.1).to_pil().resize((width, height)).save(stream, "PNG")
    return stream.getvalue()


def test_a_logo_is_drawn_left_of_the_name() -> None:
    data = samples.typical()
    with_logo = replace(data, letterhead=replace(data.letterhead, logo=picture_bytes()))
    names = {text: x for page, x, _, text in in_mm(written(with_logo)) if page == 1}
    assert names["Azienda Ospedaliera Sant’Aurelio"] > 50
    with pikepdf.open(io.BytesIO(written(with_logo).raw)) as pdf:
        assert len(pdf.pages[0].get_images()) == 1


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "no_image"),
        (b"%PDF-1.7", "no_image"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "no_image"),
        (b"\xff\xd8\xff broken", "no_image"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0\1\0\0" * 2 + b"\0" * 9, "too_large"),
        (b"\0" * (MOST_BYTES + 1), "too_large"),
    ],
)
def test_what_is_no_logo_is_named_and_left_out(data: bytes, problem: str) -> None:
    assert logo_problem(data) == problem
    head = replace(samples.HEAD, logo=data)
    assert written(replace(samples.poor(), letterhead=head)).has("Azienda Ospedaliera")


def test_a_picture_is_a_logo() -> None:
    assert logo_problem(picture_bytes()) is None


@pytest.mark.parametrize("text", ["", "#zz", "#FFFF00", "red"])
def test_an_accent_too_pale_or_no_colour_is_the_houses(text: str) -> None:
    assert accent_of(text) == ACCENT


def test_an_accent_of_enough_contrast_is_taken() -> None:
    assert accent_of("#5A0020") == HexColor("#5A0020")
    assert contrast(HexColor("#000000")) == pytest.approx(21)


def test_the_wide_face_is_set_throughout() -> None:
    data = samples.typical()
    paper = written(replace(data, letterhead=replace(data.letterhead, wide=True)))
    fonts = {name.partition("+")[2] for name in base_fonts(paper.raw)}
    assert {"DejaVuSans", "DejaVuSans-Bold"} <= fonts
    assert letter_type(1.0, True, "#173F4F").text.fontName == "DejaVuSans"


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert written(samples.typical()).raw == written(samples.typical()).raw
    assert font_programs(letter().raw) == len(base_fonts(letter().raw))
