"""The same picture on paper: its words come back from the PDF, its colours are print's."""

from io import BytesIO

import pypdfium2
import pytest
from reportlab.platypus import SimpleDocTemplate

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.documents.drawing import PictureFlowable, paper_measure, print_colour
from hsct_desktop.documents.fonts import REGULAR
from hsct_desktop.pictures.glyphs import grade_badge
from hsct_desktop.pictures.primitives import PIXELS_PER_POINT, Picture, Rect, Text
from hsct_desktop.pictures.timeline import PAPER, layout
from hsct_desktop.views.theme.tokens import LIGHT
from tests.pictures.course import COURSE

WIDTH_PT = 496.0


def pdf_of(picture: Picture, width: float = WIDTH_PT) -> bytes:
    stream = BytesIO()
    page = (width + 40, max(300.0, picture.height))
    document = SimpleDocTemplate(
        stream, pagesize=page, leftMargin=14, rightMargin=14, topMargin=14, bottomMargin=14, initialFontName=REGULAR
    )
    document.build([PictureFlowable(picture, width)])
    return stream.getvalue()


def course(language: str = "en") -> Picture:
    return layout(COURSE, WIDTH_PT * PIXELS_PER_POINT, paper_measure, wording(language), style=PAPER)


def pixels(pdf: bytes, scale: float = 1.0) -> pypdfium2.PdfBitmap:
    return pypdfium2.PdfDocument(pdf)[0].render(scale=scale)


@pytest.mark.parametrize("language", ["en", "it"])
def test_every_word_of_the_picture_is_read_back(language: str) -> None:
    picture = course(language)
    text = pypdfium2.PdfDocument(pdf_of(picture))[0].get_textpage().get_text_range()
    found = " ".join(text.replace("\xa0", " ").split())
    for label in picture.texts:
        assert label.replace("\xa0", " ") in found


def test_type_has_the_size_it_says() -> None:
    textpage = pypdfium2.PdfDocument(pdf_of(course()))[0].get_textpage()
    start = textpage.get_text_range().index("Mucositis")
    name = next(i for i in course().items if isinstance(i, Text) and i.text == "Mucositis oral")
    assert pypdfium2.raw.FPDFText_GetFontSize(textpage, start) == pytest.approx(name.size)


def test_fonts_are_embedded() -> None:
    pdf = pdf_of(course())
    assert b"/FontFile2" in pdf
    assert b"/BaseFont /Helvetica" not in pdf


def test_grade_bars_go_from_white_to_black() -> None:
    badges = tuple(item for grade in range(1, 6) for item in grade_badge(grade, 10 + 30 * grade, 10))
    picture = Picture(240, 40, badges)
    bitmap = pixels(pdf_of(picture, 240), 4.0)
    array = bytes(bitmap.buffer)

    def grey(x: float, y: float) -> int:
        # One point of the page is four pixels; the frame has 6 points of its own beside the margin of 14.
        column, row = int((20 + x) * 4), int((20 + y) * 4)
        return array[row * bitmap.stride + column * bitmap.n_channels]

    levels = [grey(10 + 30 * grade + 3, 13) for grade in range(1, 6)]
    assert levels[0] == 255
    assert levels[0] > levels[1] > levels[2] > levels[3]
    assert levels[3] < 40
    assert levels[4] < 40


def test_every_colour_of_a_picture_prints_as_grey() -> None:
    names = [n for n in vars(LIGHT) if isinstance(getattr(LIGHT, n), str) and n != "name"]
    for name in names:
        first, *rest = name.split("_")
        token = first + "".join(word.capitalize() for word in rest)
        red, green, blue = (int(print_colour(token)[i : i + 2], 16) for i in (1, 3, 5))
        assert max(red, green, blue) - min(red, green, blue) <= 6, token
    with pytest.raises(KeyError):
        print_colour("mauve")


def test_flowable_takes_the_room_of_its_picture() -> None:
    flowable = PictureFlowable(Picture(400, 100, (Rect(0, 0, 10, 10, "text"),)))
    assert flowable.wrap(1000, 1000) == (300, 75)
    assert PictureFlowable(flowable.picture, 200).wrap(1000, 1000) == (200, 50)


def test_a_sign_that_the_font_lacks_shows_as_one_and_invisible_signs_go() -> None:
    name = "Nat\U0001f9eaali\u202ezumab\u0007"
    picture = Picture(600, 40, (Text(0, 20, name, "text", 8.0),), ())
    found = pypdfium2.PdfDocument(pdf_of(picture))[0].get_textpage().get_text_range().strip()
    assert found == "Nat\ufffdalizumab"
    assert paper_measure(name, 8.0, False) == paper_measure(found, 8.0, False)
