"""What the columns of somebody's table mean and how sure that is; what cannot be proved asks and is never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from hsct_desktop.domain.import_assign import VALUE, Guess, assigned
from hsct_desktop.domain.import_codes import CodeLists
from hsct_desktop.domain.import_column_settled import Recognised, Settling
from hsct_desktop.domain.import_field import ImportField, ImportKind, RecordKind
from hsct_desktop.domain.import_mapping import (
    MISSING_WORDS,
    Confidence,
    ImportMapping,
    MappedColumn,
    Question,
    head_key,
    places_of,
)
from hsct_desktop.domain.import_table import ImportTable

__all__ = ["Recognised", "guess_kind", "mapping_of", "recognise", "review"]
_LEAST_SCORE: Final = 3
_ANYWHERE: Final = frozenset({"patient.code", "patient.family_name", "patient.given_name", "patient.notes"})
"""Fields that tables of every kind have."""


def recognise(
    table: ImportTable,
    kind: ImportKind,
    fields: Sequence[ImportField],
    codes: CodeLists,
    today: date,
    missing: Sequence[str] = MISSING_WORDS,
    remembered: Mapping[str, Mapping[str, str]] | None = None,
) -> tuple[Recognised, ...]:
    """Every column of a table in its order, by its head and by what stands in it. `fields` are those of the kind.

    `remembered` are own codes that other mappings of the unit know, by list and `code_key`.
    """
    guesses = assigned(table, kind, fields, codes)
    work = Settling(table, kind, fields, codes, today, missing, [guess.column for guess in guesses], {})
    work.remembered = remembered or {}
    guesses = [work.decided(index, guess) for index, guess in enumerate(guesses)]
    first = [work.settled(index, guess, by_head=True) for index, guess in enumerate(guesses)]
    return _without_doubles(first, guesses, by_head=True)


def review(
    table: ImportTable, mapping: ImportMapping, fields: Sequence[ImportField], codes: CodeLists, today: date
) -> tuple[Recognised, ...]:
    """The columns under a mapping that somebody gave or changed: what it leaves open is proved or asked, what it says
    stays. Columns that it does not know are UNUSED. InputError where its heads are missing (`places_of`)."""
    places = places_of(mapping, table)
    columns = [places.columns.get(index) or _unknown(table, index) for index in range(len(table.heads))]
    work = Settling(table, mapping.kind, fields, codes, today, mapping.missing, columns, mapping.defaults)
    guesses = [work.given(column) for column in columns]
    found = [work.settled(index, guess, by_head=False) for index, guess in enumerate(guesses)]
    repeating = frozenset(item.id for item in fields if item.may_repeat)
    return _without_doubles(found, guesses, by_head=False, repeating=repeating)


def mapping_of(recognised: Iterable[Recognised], kind: ImportKind, base: ImportMapping | None = None) -> ImportMapping:
    """The mapping of recognised columns; sheet, header row, name, words and defaults stay those of `base`."""
    columns = list(recognised)
    start = base or ImportMapping("", kind, ())
    proved = {name: value for one in columns for name, value in one.defaults.items()}
    return replace(
        start, kind=kind, columns=tuple(one.column for one in columns), defaults={**proved, **start.defaults}
    )


def guess_kind(
    table: ImportTable, fields: Mapping[ImportKind, Sequence[ImportField]], codes: CodeLists | None = None
) -> ImportKind | None:
    """What the rows of a table are, by how many of its heads belong to each kind; None where that is not clear."""
    scores = {kind: _score(table, kind, of, codes) for kind, of in fields.items()}
    ordered = sorted(scores.values(), reverse=True)
    if not ordered or ordered[0] < _LEAST_SCORE or (len(ordered) > 1 and ordered[0] == ordered[1]):
        return None
    return next(kind for kind, score in scores.items() if score == ordered[0])


def _score(table: ImportTable, kind: ImportKind, fields: Sequence[ImportField], codes: CodeLists | None) -> int:
    """Points for each head that names a field of the kind; none where a required one is missing."""
    by_id = {item.id: item for item in fields}
    points, have = 0, set()
    for guess in assigned(table, kind, fields, codes, by_content=False):
        item = by_id.get(guess.column.field)
        if item is None:
            continue
        have.add(item.id)
        is_loose = kind is ImportKind.PATIENTS and item.steps and guess.head.step is None
        is_telling = item.id not in _ANYWHERE and (item.record is not RecordKind.PATIENT or kind is ImportKind.PATIENTS)
        if is_telling and not is_loose:
            points += 2 if guess.confidence is Confidence.SURE else 1
    if any(item.required and item.id not in have and item.id != VALUE for item in fields):
        return 0
    return points


def _unknown(table: ImportTable, index: int) -> MappedColumn:
    key = head_key(table.heads[index])
    nth = sum(1 for head in table.heads[: index + 1] if head_key(head) == key)
    return MappedColumn(table.heads[index], nth=nth)


def _without_doubles(
    found: Sequence[Recognised], guesses: Sequence[Guess], *, by_head: bool, repeating: frozenset[str] = frozenset()
) -> tuple[Recognised, ...]:
    """Two columns for one field of one day ask, unless one is it by its very head and the other only by likeness.

    What a person chose stays chosen and asks all the same, except for fields that may stand twice (`repeating`).
    """
    same: dict[object, list[int]] = {}
    for one in found:
        waits = Question.STEP in one.asks
        is_free = one.column.step is None and one.column.field in repeating
        if one.column.field and not (waits or is_free):
            same.setdefault((one.column.field, one.column.analyte, one.column.step), []).append(one.index)
    doubled: set[int] = set()
    for indexes in same.values():
        if len(indexes) > 1:
            sure = [index for index in indexes if by_head and guesses[index].confidence is Confidence.SURE]
            doubled.update(indexes if len(sure) != 1 else set(indexes) - set(sure))
    return tuple(_doubled(one, by_head) if one.index in doubled else one for one in found)


def _doubled(one: Recognised, by_head: bool) -> Recognised:
    note = {"head": one.column.head}
    bare = MappedColumn(one.column.head, nth=one.column.nth)
    return replace(
        one,
        column=bare if by_head else one.column,
        confidence=Confidence.ASKS,
        asks=(Question.FIELD,),
        notes={Question.FIELD: note},
        fits=(one.column.field,),
    )
