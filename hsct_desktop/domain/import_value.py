"""One cell of a foreign table as a value of a field: typed, not done, or a problem that says the remedy. No guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from typing import Final, Literal

from hsct_desktop.domain.book import Cell, CellKind
from hsct_desktop.domain.import_codes import code_key
from hsct_desktop.domain.import_date import Moment, read_moment, read_partial_day
from hsct_desktop.domain.import_field import FieldType, ImportField, RecordKind
from hsct_desktop.domain.import_mapping import MISSING_WORDS, DateOrder, MappedColumn
from hsct_desktop.domain.import_number import LabText, Units, read_lab, read_number, units_of
from hsct_desktop.domain.names import clean, clean_lines, has_marks
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.problem import InputError, Problem, refuse


class NotDone(Enum):
    """The one value of a cell that says in a word that nothing was done or is known; never shown."""

    NOT_DONE = "not_done"


NOT_DONE: Final = NotDone.NOT_DONE
Value = str | int | bool | Decimal | PartialDate | tuple[str, ...] | Moment | LabText
Read = Value | Literal[NotDone.NOT_DONE] | Problem | None
"""What a cell gives; None for an empty one. DATE gives a `Moment`, VALUE a `LabText`."""
CodeWords = Mapping[str, Mapping[str, str]]
"""By the name of a list: what each word (by `code_key`) means."""
MOST_TEXT: Final = 4000
MOST_NOTES: Final = 20000
MOST_TYPED: Final = 200
"""The longest text of a note, of the notes of a visit or a person, and of any number, date or code."""
_NAMES: Final = frozenset(
    {
        "patient.code", "patient.family_name", "patient.given_name", "patient.full_name", "patient.carer_name",
        "patient.full_name_given_first", "visit.seen_by", "edss.rater", "vaccination.given_by",
    }
)  # fmt: skip
"""Here letters are a name, even `Na`; signs alone (`?`, `-`) are none."""
_FREE: Final = frozenset(
    {"notes", "note", "specify", "stop_detail", "address", "cause", "lost_reason", "withdrew_reason", "transferred_to"}
)
"""Fields whose text is kept as it stands, whatever it says."""
_LINES: Final = frozenset({"notes", "note"})
_YES: Final = frozenset({"yes", "y", "true", "si", "sì", "sí", "s", "vero", "ja", "j",
         "wahr", "oui", "o", "vrai", "verdadero", "x", "✓", "✔", "☑"})  # fmt: skip
_NO: Final = frozenset({"no", "n", "false", "falso", "nein", "falsch", "non", "faux", "☐"})
_UNSEEN_ENDS: Final = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"
_BLANKS: Final = {ord(c): " " for c in "\u00a0\u1680\u202f\u205f\u3000"} | dict.fromkeys(range(0x2000, 0x200B), " ")
_HYPHENS: Final = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2011": "-", "\u2010": "-", "\u2044": "/"})
PARTS: Final = re.compile(r"[;\n\r]+")
"""What parts several texts or codes of one cell."""
_MORE_PARTS = re.compile(r"\s*[,+/]\s*|\s+(?:e|and|und|et|y)\s+")
_GRADE = re.compile(r"(?:(?:g|grade|grado|grad|ctcae|°)\.? ?)?([0-5]|I{1,3}|IV|V)", re.IGNORECASE)
_ROMAN: Final = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
_DAY = re.compile(r"(?:d|g|gg|j|t|day|days|giorno|giorni|tag|jour|dia|día)\.? ?\+? ?([0-9]{1,3})", re.IGNORECASE)
_MOST_CACHED: Final = 20_000
_OPEN_ENDS: Final = frozenset({"therapy.stop", "therapy.planned_stop", "adverse_event.end"})
_STILL_RUNNING: Final = frozenset({
    "in corso", "tuttora in corso", "ancora in corso", "tuttora", "continua", "ongoing", "still ongoing",
    "still running", "continuing", "continued", "laufend", "fortlaufend", "andauernd", "anhaltend", "lauft", "en cours",
    "en curso",
})  # fmt: skip
"""What stands in the place of an end that has not come: it is told like "not done"."""


def reader_of(
    field: ImportField, column: MappedColumn, codes: CodeWords, missing: Sequence[str] = MISSING_WORDS
) -> Callable[[Cell], Read]:
    """What reads the cells of a column, an empty one as None; equal cells are read once."""
    reader = _Reader(field, column, codes.get(field.codes, {}), missing)
    known: dict[Cell, Read] = {}

    def read(cell: Cell) -> Read:
        if cell in known:
            return known[cell]
        if len(known) >= _MOST_CACHED:
            known.clear()
        found = known[cell] = reader.read(cell)
        return found

    return read


def words_of(text: str) -> tuple[str, ...]:
    """The texts that a cell of several may hold: its parts, and what commas and the like part within them."""
    parts = [part.strip() for part in PARTS.split(text)]
    pieces = (piece.strip() for part in parts for piece in _MORE_PARTS.split(part))
    return tuple(dict.fromkeys(one for one in (*parts, *pieces) if one))


def typed_text(text: str) -> str:
    """A typed value with one kind of blank and without unseen signs at its ends; InputError where one is within."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    bare = text.translate(_BLANKS).strip().strip(_UNSEEN_ENDS).strip()
    if has_marks(bare):
        raise refuse("cell", "import_unseen", text=clean(bare))
    return " ".join(bare.split())


class _Reader:
    """Reads the cells of one column."""

    def __init__(
        self, field: ImportField, column: MappedColumn, codes: Mapping[str, str], missing: Sequence[str]
    ) -> None:
        self.field, self.column, self.codes = field, column, codes
        self.ids = frozenset(codes.values())
        self.own = _own_codes(column.codes)
        self.missing = frozenset(word.strip().casefold() for word in missing)
        self.units: Units = units_of(field.unit, field.units)
        self.is_free = field.type is FieldType.TEXT and field.name in _FREE
        readers: dict[FieldType, Callable[[Cell, str], Value]] = {
            FieldType.TEXT: self._text, FieldType.TEXTS: self._texts, FieldType.DATE: self._date,
            FieldType.PARTIAL_DATE: self._partial, FieldType.NUMBER: self._number, FieldType.WHOLE: self._whole,
            FieldType.YES_NO: self._yes_no, FieldType.CODE: self._code, FieldType.CODES: self._codes,
            FieldType.VALUE: self._lab,
        }  # fmt: skip
        self.as_type = readers[field.type]

    def read(self, cell: Cell) -> Read:
        """The cell's value; whatever cannot be read is a problem, never an error."""
        try:
            return self._read(cell)
        except InputError as error:
            problem = error.problems[0]
            return Problem(self.field.name, problem.key, problem.params)

    def _read(self, cell: Cell) -> Read:
        if cell.kind is CellKind.ERROR:
            raise refuse("cell", "import_cell_error", text=clean(cell.text))
        if cell.kind is CellKind.FORMULA:
            raise refuse("cell", "import_cell_formula")
        if cell.is_empty:
            return None
        bare = cell.text.strip()
        if (meant := self._mapped(bare)) is not None:
            if not meant:
                return NOT_DONE
            cell, bare = Cell(meant, CellKind.TEXT), meant
        elif self._is_missing(bare):
            return NOT_DONE
        return self.as_type(cell, bare)

    def _mapped(self, bare: str) -> str | None:
        """What the file's own code stands for; None where it is no code."""
        if not self.own:
            return None
        keys = (bare,) if "?" in bare else (bare, code_key(bare))
        return next((self.own[key] for key in keys if key and key in self.own), None)

    def _is_missing(self, bare: str) -> bool:
        if self.field.id in _OPEN_ENDS and "?" not in bare and code_key(bare) in _STILL_RUNNING:
            return True
        if self.is_free or bare.strip(_UNSEEN_ENDS).casefold() not in self.missing:
            return False
        if self.field.id in _NAMES:
            return not any(map(str.isalpha, bare))
        return self.field.type is not FieldType.CODE or self._known(clean(bare)) is None  # Na: sodium

    def _text(self, cell: Cell, bare: str) -> str:
        has_lines = self.field.name in _LINES
        text = clean_lines(bare) if has_lines else clean(bare)
        if not text:
            raise refuse("cell", "import_unseen", text="")
        limit = MOST_NOTES if self.field.name == "notes" else MOST_TEXT
        if len(text) > limit:
            raise refuse("cell", "import_too_long", limit=limit, count=len(text))
        return self._known(text) or text if self.codes else text

    def _known(self, text: str) -> str | None:
        if text in self.ids:
            return text
        return None if "?" in text else self.codes.get(code_key(text))  # the fold drops the doubt

    def _texts(self, cell: Cell, bare: str) -> tuple[str, ...]:
        """Several texts; a comma parts them only where each of the parts is a known word."""
        found: list[str] = []
        for part in PARTS.split(bare):
            mapped = self._mapped(part.strip()) if part.strip() else ""
            text = mapped if mapped is not None else self._text(cell, part)
            pieces = [self._meant(piece) for piece in _MORE_PARTS.split(part)] if self.codes and text else []
            if text in self.ids or len(pieces) < 2 or None in pieces:
                pieces = [text]
            found += [piece for piece in pieces if piece and piece not in found]
        return tuple(found)

    def _meant(self, text: str) -> str | None:
        return self._mapped(text.strip()) or self._known(clean(text))

    def _typed(self, text: str) -> str:
        if len(text) > MOST_TYPED:
            raise refuse("cell", "import_too_long", limit=MOST_TYPED, count=len(text))
        return typed_text(text)

    def _date(self, cell: Cell, bare: str) -> Moment:
        return read_moment(cell, self._typed(bare).translate(_HYPHENS), self.column)

    def _partial(self, cell: Cell, bare: str) -> PartialDate:
        return read_partial_day(cell, self._typed(bare).translate(_HYPHENS), self.column)

    def _number(self, cell: Cell, bare: str) -> Decimal:
        return read_number(cell, self._typed(bare), self.column.decimal, self.column.unit, self.units)

    def _whole(self, cell: Cell, bare: str) -> int:
        typed = self._typed(bare)
        form = _GRADE if self.field.name == "grade" else _DAY if self.field.record is RecordKind.ENGRAFTMENT else None
        if form is not None and (match := form.fullmatch(typed)) is not None:
            return _ROMAN.get(match[1].upper()) or int(match[1])
        number = read_number(cell, typed, self.column.decimal, self.column.unit, self.units)
        if number != number.to_integral_value() or abs(number.adjusted()) > 12:
            raise refuse("number", "import_whole_number", text=typed)
        return int(number)

    def _yes_no(self, cell: Cell, bare: str) -> bool:
        word = self._typed(bare).casefold()
        if word in _YES or word in _NO:
            return word in _YES
        raise refuse("cell", "import_unsure" if "?" in word else "import_yes_no", text=word)

    def _lab(self, cell: Cell, bare: str) -> LabText:
        return read_lab(cell, self._typed(bare), self.column.decimal)

    def _code(self, cell: Cell, bare: str) -> str:
        text = clean(bare)
        found = self._known(text) if text else None
        if found is None:
            raise refuse("cell", "import_unsure" if "?" in text else "import_word_unknown", text=text[:MOST_TYPED])
        return found

    def _codes(self, cell: Cell, bare: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for part in filter(str.strip, PARTS.split(bare)):
            whole = self._meant(part)
            for piece in [part] if whole is not None else filter(str.strip, _MORE_PARTS.split(part)):
                found[self._code(cell, self._mapped(piece.strip()) or piece)] = None
        return tuple(found)


def _own_codes(codes: Mapping[str, str]) -> Mapping[str, str]:
    """The file's own codes as they are looked up: as they stand and folded."""
    return {code_key(word): meant for word, meant in codes.items()} | dict(codes)


def default_column(field: ImportField) -> MappedColumn:
    """How the mapping's default of a field is read: as the program itself writes it."""
    return MappedColumn("", field.id, decimal=".", date_order=DateOrder.YEAR_FIRST)
