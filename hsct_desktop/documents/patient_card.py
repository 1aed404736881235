"""The card that a patient carries: bank-card size, front and back side by side, a fold between; in two languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.lib.colors import white
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Spacer

from hsct_desktop.catalogue.wording import LANGUAGES, in_sentence
from hsct_desktop.documents.fonts import BOLD, REGULAR, register_fonts
from hsct_desktop.documents.frame import SUMMARY, Pen, Sheet, build, shortened, sign_notes
from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import ACCENT, GREY, INK, RULE
from hsct_desktop.documents.text import DOT, Text, bold, capitals, clipped, joined, para, texts_of
from hsct_desktop.domain.irradiation import Irradiation, IrradiationState
from hsct_desktop.domain.patient import AllergyStatus, Sex
from hsct_desktop.domain.protocol import Product

WIDTH: Final = 85.6
HEIGHT: Final = 54.0
_LEFT: Final = (210 - 2 * WIDTH) / 2
TOPS: Final = (48.0, 126.0)
"""Where the cards begin, in mm from the top of the page."""
_ROUND: Final = 3.0
_IN: Final = 4.0
_BAND: Final = 10.6
QR_SIDE: Final = 18.0
QR_BELOW: Final = 22.4
"""Where the code begins below the top of a card."""
_QR_LEFT: Final = WIDTH - _IN - QR_SIDE
QR_FROM: Final = _LEFT + _QR_LEFT
"""Where it begins from the left of the page."""
_LISTED: Final = 120
_LONGEST_RULE: Final = 240
_SCALES: Final = (1.0, 0.95, 0.9, 0.85, 0.8)
_STATES: Final = {
    IrradiationState.UNTIL: "until",
    IrradiationState.NOT_YET: "from",
    IrradiationState.CANNOT_TELL: "at_least",
    IrradiationState.ENDED: "ended",
}


@dataclass(frozen=True)
class PatientCardData:
    """What the card says. `disease` and `regimen` are by language; `irradiation` is None where nothing is known of it;
    `live_from` is the day before which no live vaccine is given, None while Day 0 is not fixed or that day has passed.
    `rules` are the unit's own sentences for an emergency, each by language, its beginning up to the colon in bold.
    `is_graft` is False of cells that are no transplant, `is_recorded` while none of either is.
    `pregnant_since` is the day on which a pregnancy was recorded that goes on.
    """

    context: PrintContext
    family_name: str
    given_name: str
    birth_date: dt.date
    sex: Sex
    code: str
    day0: dt.date | None
    disease: Mapping[str, str]
    regimen: Mapping[str, str]
    irradiation: Irradiation | None
    live_from: dt.date | None
    allergies: tuple[str, ...]
    intolerances: tuple[str, ...]
    allergy_status: AllergyStatus
    phone: str
    rules: tuple[Mapping[str, str], ...] = ()
    is_graft: bool = True
    is_recorded: bool = True
    pregnant_since: dt.date | None = None
    product: Product = Product.HSC


def write_patient_card(data: PatientCardData, target: Target) -> None:
    """Write the cards as PDF, the context's language first, to a path (whole or not at all; OSError) or a stream."""
    register_fonts()
    words = paper_wording(data.context.language)
    others = [language for language in LANGUAGES if language != data.context.language]

    def draw(pen: Pen) -> None:
        left = _LEFT
        pen.text(left, 22, words.text("patient_card.title"), 15, font=BOLD, ink=ACCENT)
        pen.text(left, 28.5, words.text("patient_card.cut"), 8.9, ink=INK)
        pen.text(left, 33, words.text("patient_card.qr_holds"), 8.9, ink=INK)
        for top, language in zip(TOPS, (data.context.language, *others), strict=False):
            _Card(pen, data, paper_wording(language, table=True), top).draw()

    foot = (
        words.text("document.practice") if data.context.practice else "",
        words.text("document.intended_use"),
        sign_notes(words, list(texts_of(data))),
    )
    sheet = Sheet(SUMMARY, words.text("patient_card.title"), data.context, draw, draw, foot, words)

    def make(stream: BinaryIO) -> None:
        build(sheet, [Spacer(1, 1)], stream)

    write_to(target, make)


def _style(size: float, leading: float, font: str = REGULAR) -> ParagraphStyle:
    return ParagraphStyle(
        f"card-{size:.2f}-{font}", fontName=font, fontSize=size, leading=leading, textColor=INK, splitLongWords=1
    )


class _Card:
    """One card in one language; lengths in mm from its top left corner."""

    def __init__(self, pen: Pen, data: PatientCardData, words: PaperWording, top: float) -> None:
        self.pen, self.data, self.words, self.top = pen, data, words, top
        self.canvas = pen.canvas
        self.height = float(pen.geometry.size[1])

    def draw(self) -> None:
        """Frame and marks, front, back."""
        language = self.words.text(f"patient_card.language.{self.words.language}")
        self.pen.text(_LEFT, self.top - 3.4, language, 7.6)
        self.pen.right(_LEFT + 2 * WIDTH, self.top - 3.4, self.words.text("patient_card.sides"), 7.6)
        self._marks()
        self._front()
        self._back()

    def _y(self, y: float) -> float:
        return self.height - (self.top + y) * mm

    def _marks(self) -> None:
        """Corner marks to cut by, 1.5 mm off the card, and the fold as a dashed line outside it."""
        canvas, right = self.canvas, _LEFT + 2 * WIDTH
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        for y in (0.0, HEIGHT):
            for start, end in ((_LEFT - 4.5, _LEFT - 1.5), (right + 1.5, right + 4.5)):
                canvas.line(start * mm, self._y(y), end * mm, self._y(y))
        canvas.setDash(1.5, 1.5)
        for y in (-4.0, HEIGHT + 1.0):
            canvas.line((_LEFT + WIDTH) * mm, self._y(y), (_LEFT + WIDTH) * mm, self._y(y + 3))
        canvas.setDash()

    def _frame(self, left: float) -> None:
        self.canvas.setStrokeColor(INK)
        self.canvas.setLineWidth(1.1)
        self.canvas.roundRect(left * mm, self._y(HEIGHT), WIDTH * mm, HEIGHT * mm, _ROUND * mm)

    # front ------------------------------------------------------------------------------------------------------

    def _front(self) -> None:
        data, words, x = self.data, self.words, _LEFT + _IN
        self._band()
        wide = WIDTH - 2 * _IN
        name = f"{capitals(data.family_name)} {data.given_name}".strip()
        self._line(x, 15.6, shortened(name, 10.4, wide, BOLD), 10.4, BOLD)
        born = words.text(f"document.born.{data.sex}", date=data.birth_date)
        about = DOT.join((born, words.text("patient_card.code", code=data.code)))
        self._line(x, 19.8, shortened(about, 8.9, wide), 8.9)
        y = 25.2
        for caption, value in (self._blood(), self._live()):
            self._line(x, y, caption, 7, ink=GREY)
            part = para(value, _style(*_fitting(value, _QR_LEFT - _IN - 2)))
            y += self._flow(part, x, y + 0.7, _QR_LEFT - _IN - 2) + 4.3
        self._line(x, 45.6, words.text("patient_card.unit"), 7)
        phone = data.phone or words.text("patient_card.phone_missing") + " ____________________"
        self._line(x, 50.6, shortened(phone, 12.6, wide, BOLD), 12.6, BOLD)
        if data.phone:
            self._qr()
        self._frame(_LEFT)

    def _band(self) -> None:
        """The black bar that says what this is; it follows the round corners."""
        canvas = self.canvas
        canvas.saveState()
        path = canvas.beginPath()
        path.roundRect(_LEFT * mm, self._y(HEIGHT), WIDTH * mm, HEIGHT * mm, _ROUND * mm)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.setFillColor(INK)
        canvas.rect(_LEFT * mm, self._y(_BAND), WIDTH * mm, _BAND * mm, stroke=0, fill=1)
        canvas.restoreState()
        self._line(_LEFT + _IN, 5.1, self.words.text(f"patient_card.head{self._cells()}"), 10.8, BOLD, white)
        self._line(_LEFT + _IN, 8.9, self.words.text("patient_card.show"), 7.2, ink=white)

    def _blood(self) -> tuple[str, str]:
        """Caption and value of the rule for blood products."""
        found, words = self.data.irradiation, self.words
        state = found.state if found is not None else IrradiationState.CANNOT_TELL
        if found is not None and found.is_never:
            return words.text("patient_card.blood"), words.text("patient_card.blood.never")
        if found is not None and found.on is not None and state in _STATES:
            return _dated(words.text(f"patient_card.blood.{_STATES[state]}", on=found.on))
        key = "bank" if state is IrradiationState.BLOOD_BANK else "ask"
        return words.text("patient_card.blood.now"), words.text(f"patient_card.blood.{key}")

    def _live(self) -> tuple[str, str]:
        words, day = self.words, self.data.live_from
        if day is not None:
            return _dated(words.text("patient_card.live.before", on=day))
        return words.text("patient_card.live.now"), words.text("patient_card.live.ask")

    def _qr(self) -> None:
        """Code and telephone as a QR code: enough to reach the unit, nothing about the person."""
        code: Any = QRCode(None, QRErrorCorrectLevel.M)
        code.addData(f"{self.data.code} {self.data.phone}")
        code.make()
        count = code.getModuleCount()
        side = QR_SIDE / count
        self.canvas.setFillColor(INK)
        for row in range(count):
            for column in range(count):
                if code.isDark(row, column):
                    x = (_LEFT + _QR_LEFT + column * side) * mm
                    self.canvas.rect(x, self._y(QR_BELOW + (row + 1) * side), side * mm, side * mm, stroke=0, fill=1)
        caption = self.words.text("patient_card.qr")
        middle = _LEFT + _QR_LEFT + QR_SIDE / 2 - stringWidth(caption, REGULAR, 6.5) / mm / 2
        self._line(middle, 43.0, caption, 6.5, ink=GREY)

    # back -------------------------------------------------------------------------------------------------------

    def _back(self) -> None:
        left, wide = _LEFT + WIDTH + _IN, WIDTH - 2 * _IN
        for scale in _SCALES:
            parts = list(self._parts(scale))
            heights = [part.wrap(wide * mm, 1e6)[1] / mm for part in parts]
            if sum(heights) + 1.6 * len(parts) <= HEIGHT - 10:
                break
        y = 3.4
        for number, (part, height) in enumerate(zip(parts, heights, strict=True)):
            self._flow(part, left, y, wide)
            y += height + 1.0
            if number == 0:
                y += 0.6
                self.canvas.setStrokeColor(RULE)
                self.canvas.setLineWidth(0.6)
                self.canvas.line(left * mm, self._y(y), (left + wide) * mm, self._y(y))
                y += 0.8
        printed = self.words.text("patient_card.printed", on=self.data.context.on)
        practice = self.words.text("document.practice") if self.data.context.practice else ""
        foot = DOT.join(part for part in (practice, printed) if part)
        self._line(left, HEIGHT - 2.6, shortened(foot, 5.8, wide), 5.8, ink=GREY)
        self._frame(_LEFT + WIDTH)

    def _parts(self, scale: float) -> Iterator[Flowable]:
        words, first, rest = self.words, _style(8.8 * scale, 11.4 * scale), _style(7.9 * scale, 10.0 * scale)
        yield para(
            joined((bold(self._given()), self._why(), bold(self._allergies()), bold(self._pregnancy())), " "), first
        )
        for rule in self.data.rules:
            what, colon, do = clipped(rule.get(words.language, ""), _LONGEST_RULE).partition(":")
            yield para(joined((bold(f"{what}{colon}"), do.strip()), " "), rest)
        yield para(words.text("patient_card.drugs"), rest)

    def _pregnancy(self) -> str:
        day = self.data.pregnant_since
        return self.words.text("patient_card.pregnant", on=day) if day is not None else ""

    def _given(self) -> str:
        day0, words = self.data.day0, self.words
        if not self.data.is_recorded:
            return words.text("patient_card.none")
        key = "no_day" if day0 is None else "given" if day0 <= self.data.context.on else "planned"
        cells = in_sentence(words.enum("product", self.data.product))
        return words.text(f"patient_card.{key}{self._cells()}", on=day0, cells=cells)

    def _cells(self) -> str:
        """The end of the keys that differ where the cells are no transplant."""
        return "" if self.data.is_graft else ".cells"

    def _why(self) -> str:
        words, language = self.words, self.words.language
        disease, regimen = self.data.disease.get(language, ""), self.data.regimen.get(language, "")
        parts = [
            words.text("patient_card.for", disease=clipped(disease, 60)) if disease else "",
            words.text("patient_card.regimen", regimen=clipped(regimen, 60)) if regimen else "",
        ]
        return " ".join(part for part in parts if part) + "."

    def _allergies(self) -> str:
        data, words = self.data, self.words
        listed = (("allergies", data.allergies), ("intolerances", data.intolerances))
        found = [words.text(f"patient_card.{key}", list=clipped(", ".join(of), _LISTED)) for key, of in listed if of]
        if found:
            return " ".join(found)
        known = data.allergy_status is AllergyStatus.NONE_KNOWN
        return words.text("patient_card.no_allergies" if known else "patient_card.allergies_missing")

    # drawing ----------------------------------------------------------------------------------------------------

    def _line(self, x: float, y: float, text: str, size: float, font: str = REGULAR, ink: object = INK) -> None:
        self.pen.text(x, self.top + y, text, size, font=font, ink=ink)

    def _flow(self, part: Flowable, x: float, y: float, width: float) -> float:
        """Draw a flowable with its top at `y`; its height in mm."""
        _, height = part.wrap(width * mm, 1e6)
        part.drawOn(self.canvas, x * mm, self._y(y) - height)
        return float(height) / mm


def _dated(said: str) -> tuple[str, str]:
    """Caption and date of a sentence that ends with its date, the article at the caption's end: until | 8 Jan 2027."""
    start = next(number for number, letter in enumerate(said) if letter.isdigit())
    return said[:start].strip(), said[start:]


def _fitting(text: Text, width: float) -> tuple[float, float, str]:
    """Size, leading and font of a value: large on one line, smaller where it needs two."""
    size = 9.6 if isinstance(text, str) and stringWidth(text, BOLD, 9.6) <= width * mm else 8.2
    return size, size * 1.16, BOLD
