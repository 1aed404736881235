"""Which field each column of a foreign table may be: by its head, then by what stands in it. Doubt stays doubt."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from hsct_desktop.domain.analyte import Analyte
from hsct_desktop.domain.edss import is_edss
from hsct_desktop.domain.import_codes import CodeLists, code_key
from hsct_desktop.domain.import_field import DATE_OF, ImportField, ImportKind, RecordKind
from hsct_desktop.domain.import_head import Head, Match, fits_of, read_head
from hsct_desktop.domain.import_mapping import Confidence, MappedColumn, Step, head_key
from hsct_desktop.domain.import_number import folded_unit
from hsct_desktop.domain.import_rejects import is_reason
from hsct_desktop.domain.import_table import ImportTable
from hsct_desktop.domain.names import fold

VALUE: Final = "lab_result.value"
ANALYTE: Final = "lab_result.analyte"
_CODE: Final = "patient.code"
_FULL: Final = ("patient.full_name", "patient.full_name_given_first")
_PERSON_HEADS: Final = frozenset(
    (
        "name", "names", "nominativo", "paziente", "pazienti", "patient", "patients", "patientin", "patientenname",
        "paciente", "pacientes", "pz", "paz", "patient name", "nome paziente", "nome del paziente", "nom du patient",
        "nombre del paciente",
    )
)  # fmt: skip
"""Heads that may stand above codes or names."""
_IDLE_WORDS: Final = frozenset(
    (
        "a", "al", "del", "della", "di", "il", "la", "of", "the", "de", "du", "des", "der", "le", "el", "in", "am",
        "on", "paziente", "pazienti", "pz", "paz", "patient", "patients", "patienten", "pat", "paciente", "pt",
        "n", "nr",
    )
)  # fmt: skip
_HALF_NAMES: Final = {"patient.family_name": "patient.given_name", "patient.given_name": "patient.family_name"}
_CODE_LIKE = re.compile(r"(?=.*\d)[A-Za-z]{0,8}[-_/ .]?\d{1,8}[A-Za-z]?", re.ASCII)
_LOOKED_AT: Final = 500
"""Rows by which unknown columns are judged."""
_MOSTLY: Final = 0.9


@dataclass(frozen=True)
class Guess:
    """A column before its content is settled. `fits` are the fields to choose from where the head leaves a doubt;
    `foreign_unit` stands in the head and is none of the field's. `loose`: a word of the field stands among others."""

    column: MappedColumn
    head: Head
    confidence: Confidence
    fits: tuple[str, ...] = ()
    foreign_unit: str = ""
    loose: bool = False


def assigned(
    table: ImportTable,
    kind: ImportKind,
    fields: Sequence[ImportField],
    codes: CodeLists | None,
    *,
    by_content: bool = True,
) -> list[Guess]:
    """A guess for each column of the table, in their order. Without `codes` no laboratory test is known."""
    heads = [read_head(head) for head in table.heads]
    is_long = any(_is_exactly(head, ANALYTE, fields) for head in heads)
    has_values = any(item.id == VALUE for item in fields)
    guesses = []
    seen: dict[str, int] = {}
    for raw, head in zip(table.heads, heads, strict=True):
        nth = seen[head_key(raw)] = seen.get(head_key(raw), 0) + 1
        column = MappedColumn(raw, nth=nth)
        if is_reason(raw):  # of our own file of refused rows: nothing of it comes in
            guesses.append(Guess(column, head, Confidence.UNUSED))
            continue
        guess = _with_unit_behind(column, head, fields) or _by_head(column, head, fields)
        if codes is not None and has_values and not is_long and _is_weak(guess):
            guess = _as_analyte(column, head, codes) or guess
        guesses.append(guess)
    if by_content:
        have = {guess.column.field for guess in guesses}
        guesses = [_with_names(guess, index, table, have) for index, guess in enumerate(guesses)]
        have = {name for one in guesses for name in (one.column.field, *one.fits)}
        wanted = {item.id for item in fields} - have
        guesses = [_by_content(guess, index, table, wanted, codes) for index, guess in enumerate(guesses)]
    return _paired(guesses, kind)


def _is_weak(guess: Guess) -> bool:
    """Whether a head names no field by its very words."""
    return guess.confidence in (Confidence.UNUSED, Confidence.LIKELY) or guess.loose


def _is_exactly(head: Head, field_id: str, fields: Sequence[ImportField]) -> bool:
    return any(fit.field.id == field_id and fit.match >= Match.BARE for fit in fits_of(head, fields))


def _by_head(column: MappedColumn, head: Head, fields: Sequence[ImportField]) -> Guess:
    known = {item.id for item in fields}
    if head.name in _PERSON_HEADS:
        last = _CODE if head.name not in ("name", "names") else "patient.family_name"
        return Guess(column, head, Confidence.ASKS, tuple(name for name in (*_FULL, last) if name in known))
    fits = fits_of(head, fields)
    if not fits:
        return Guess(column, head, Confidence.UNUSED)
    if len(fits) > 1 or (fits[0].match is Match.AMONG and not _covers(head, fits[0].field)):
        loose = fits[0].match is Match.AMONG
        return Guess(column, head, Confidence.ASKS, tuple(fit.field.id for fit in fits), loose=loose)
    fit = fits[0]
    step = head.step if fit.field.steps else None
    unit, foreign = _unit_of(head, fit.field)
    sure = Confidence.SURE if fit.match >= Match.BARE else Confidence.LIKELY
    return Guess(replace(column, field=fit.field.id, step=step, unit=unit), head, sure, foreign_unit=foreign)


def _with_unit_behind(column: MappedColumn, head: Head, fields: Sequence[ImportField]) -> Guess | None:
    """A field with its unit behind it, without brackets: CD34 x10^6/kg."""
    words = column.head.split()
    if head.unit or len(words) < 2 or not any(sign in column.head for sign in "/^%°"):
        return None
    for at in range(len(words) - 1, 0, -1):
        name, behind = read_head(" ".join(words[:at])), " ".join(words[at:])
        fits = fits_of(name, fields)
        if len(fits) == 1 and fits[0].match >= Match.BARE and fits[0].field.unit:
            unit, foreign = _unit_of(replace(name, unit=behind), fits[0].field)
            if unit and not foreign:
                step = name.step if fits[0].field.steps else None
                return Guess(replace(column, field=fits[0].field.id, unit=unit, step=step), head, Confidence.SURE)
    return None


def _covers(head: Head, item: ImportField) -> bool:
    """Whether a head is one of the field's with words beside it that change nothing: of the patient."""
    words = (fold(word) for of in item.words.values() for word in of)
    return any(" " in w and _says_no_more(f" {head.name} ".replace(f" {w} ", " ")) for w in words if w in head.name)


def _says_no_more(rest: str) -> bool:
    return all(word in _IDLE_WORDS for word in rest.split())


def _unit_of(head: Head, item: ImportField) -> tuple[str, str]:
    """The unit in the head as the mapping keeps it, and one that the field does not know."""
    if not head.unit or not item.unit:
        return "", ""
    known = {folded_unit(unit): unit for unit in (item.unit, *item.units)}
    found = known.get(folded_unit(head.unit))
    return (found, "") if found is not None else ("", head.unit)


def _as_analyte(column: MappedColumn, head: Head, codes: CodeLists) -> Guess | None:
    """A column of a wide laboratory table: its head is a test, with its unit or step."""
    for name in dict.fromkeys((head.text, head.name, head.base)):
        if (analyte := codes.analyte(name)) is not None:
            if "%" in head.unit and analyte.unit_named("%") is None:
                return None  # the share of a kind of cells is no count of them
            return _of_analyte(column, head, analyte, head.unit, name == head.base)
    words = column.head.replace("/", " /").split()  # CD4/uL
    for at in range(len(words) - 1, 0, -1):
        analyte = codes.analyte(" ".join(words[:at]))
        if analyte is not None and analyte.unit_named(" ".join(words[at:])) is not None:
            return _of_analyte(column, head, analyte, " ".join(words[at:]), False)
    return None


def _of_analyte(column: MappedColumn, head: Head, analyte: Analyte, unit: str, stepped: bool) -> Guess:
    known = analyte.unit_named(unit) if unit else None
    if known is None and len(analyte.units) + len(analyte.separate) == 1 and not unit:
        known = analyte.unit
    step = head.step if stepped else None
    mapped = replace(column, field=VALUE, analyte=analyte.code, unit=known or "", step=step)
    return Guess(mapped, head, Confidence.SURE, foreign_unit=unit if known is None else "")


def foreign_unit_of(column: MappedColumn, head: Head, item: ImportField, codes: CodeLists) -> str:
    """The unit in the head of a column that nobody has given another, where its field or test does not know it."""
    if column.unit or not head.unit:
        return ""
    analyte = codes.analytes.analytes.get(column.analyte)
    if analyte is not None:
        return "" if analyte.unit_named(head.unit) is not None else head.unit
    return _unit_of(head, item)[1]


def texts_of(table: ImportTable, index: int) -> list[str]:
    """What stands in a column, of the first rows."""
    cells = (row.at(index) for row in table.rows[:_LOOKED_AT])
    return [" ".join(cell.text.split()) for cell in cells if not cell.is_empty]


def _share(texts: Sequence[str], good: Iterator[bool]) -> float:
    return sum(good) / len(texts) if texts else 0.0


def _with_names(guess: Guess, index: int, table: ImportTable, have: Container[str]) -> Guess:
    """Settle heads above names and codes by what stands below them, where that leaves no doubt."""
    half = _HALF_NAMES.get(guess.column.field)
    if half is None and guess.head.name not in _PERSON_HEADS:
        return guess
    texts = texts_of(table, index)
    if half is not None and half not in have and _share(texts, (" " in text for text in texts)) > 1 - _MOSTLY:
        fits = (guess.column.field, *_FULL)
        return replace(guess, column=replace(guess.column, field=""), confidence=Confidence.ASKS, fits=fits)
    if guess.head.name not in _PERSON_HEADS or not texts:
        return guess
    other = [one for one, half in _HALF_NAMES.items() if one not in have and half in have]
    if guess.head.name == "name" and len(other) == 1 and not any("," in text for text in texts):  # Surname; Name
        return replace(guess, column=replace(guess.column, field=other[0]), confidence=Confidence.LIKELY, fits=())
    like_codes = _share(texts, (_CODE_LIKE.fullmatch(text) is not None for text in texts)) >= _MOSTLY
    if like_codes and _CODE in guess.fits and _CODE not in have:
        return replace(guess, column=replace(guess.column, field=_CODE), confidence=Confidence.LIKELY, fits=())
    if all("," in text for text in texts):
        return replace(guess, column=replace(guess.column, field=_FULL[0]), confidence=Confidence.LIKELY, fits=())
    return guess


def _by_content(guess: Guess, index: int, table: ImportTable, wanted: Container[str], codes: CodeLists | None) -> Guess:
    """A column whose head says nothing asks for what its cells look like, where the table lacks just that."""
    if guess.confidence is not Confidence.UNUSED or is_reason(guess.column.head):
        return guess
    texts = texts_of(table, index)
    found = ""
    if len(set(texts)) >= 2 and "patient.sex" in wanted and codes is not None and _are_sexes(texts, codes):
        found = "patient.sex"
    elif len(texts) >= 3 and "edss.edss" in wanted and _are_edss(texts):
        found = "edss.edss"
    elif len(texts) >= 2 and _CODE in wanted and all(_is_coded(text) for text in texts):
        found = _CODE
    return replace(guess, confidence=Confidence.ASKS, fits=(found,)) if found else guess


def _are_sexes(texts: Sequence[str], codes: CodeLists) -> bool:
    known = codes["sex"]
    return all(code_key(text) in known and not text.isdecimal() for text in texts)


def _are_edss(texts: Sequence[str]) -> bool:
    """Whether all are values of the scale, and some a half."""
    plain = [text.replace(",", ".") for text in texts]
    if not all(re.fullmatch(r"\d{1,2}(\.\d)?", text) for text in plain):
        return False
    values = [Decimal(text) for text in plain]
    return all(is_edss(value) for value in values) and any(value % 1 for value in values)


def _is_coded(text: str) -> bool:
    """Letters and a number with a hyphen between, such as MS-0017."""
    return re.fullmatch(r"[A-Za-z]{1,8}[-_]\d{1,8}", text, re.ASCII) is not None


def _paired(guesses: Sequence[Guess], kind: ImportKind) -> list[Guess]:
    """Values with steps beside the column of their own day, where there is just one: its head is written down."""
    dates: dict[tuple[str, Step | None, str], list[Guess]] = {}
    for guess in guesses:
        if guess.column.field in DATE_OF.values():
            dates.setdefault((guess.column.field, guess.column.step, guess.head.step_asks), []).append(guess)
    paired = []
    for guess in guesses:
        record = guess.column.field.partition(".")[0]
        day = DATE_OF.get(RecordKind(record)) if record and guess.column.field not in DATE_OF.values() else None
        found = dates.get((day or "", guess.column.step, guess.head.step_asks), [])
        says_step = guess.column.step is not None or bool(guess.head.step_asks) or kind is ImportKind.PATIENTS
        if day is not None and len(found) == 1 and found[0].column.nth == 1 and says_step:
            step = replace(guess.column.step or Step(), date_head=found[0].column.head)
            guess = replace(guess, column=replace(guess.column, step=step))
        paired.append(guess)
    return paired
