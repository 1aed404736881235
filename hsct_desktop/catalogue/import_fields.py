"""What columns of old tables can mean, from the file of their fields; read when something is imported, not before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Final

from pydantic import Field

from hsct_desktop.catalogue.analytes import Number
from hsct_desktop.catalogue.error import CatalogueError, CatalogueProblem
from hsct_desktop.catalogue.fields import FileModel, NonEmpty, Text
from hsct_desktop.catalogue.source import Source, read_source
from hsct_desktop.domain.import_field import FieldType, ImportField, ImportKind, RecordKind
from hsct_desktop.domain.names import fold
from hsct_desktop.resource import resource

FILE: Final = "catalogues/import_fields.yaml"
HEAD_LANGUAGES: Final = ("en", "it", "de", "fr", "es")
"""The languages in which heads are known."""
_WITH_CODES: Final = frozenset({FieldType.CODE, FieldType.CODES, FieldType.TEXT, FieldType.TEXTS})
_LISTED: Final = frozenset({FieldType.CODE, FieldType.CODES})
_RECORDS: Final = frozenset(RecordKind)


class _Words(FileModel):
    en: Annotated[list[Text], NonEmpty]
    it: Annotated[list[Text], NonEmpty]
    de: Annotated[list[Text], NonEmpty]
    fr: Annotated[list[Text], NonEmpty]
    es: Annotated[list[Text], NonEmpty]


class _Field(FileModel):
    id: Text
    type: Annotated[FieldType, Field(strict=False)]
    codes: str = ""
    unit: str = ""
    units: dict[str, Number] = Field(default_factory=dict)
    steps: bool = False
    words: _Words


class _Kind(FileModel):
    fields: Annotated[list[Text], NonEmpty]
    required: list[Text]


class _Kinds(FileModel):
    patients: _Kind
    visits: _Kind
    lab_results: _Kind
    adverse_events: _Kind
    therapies: _Kind
    vaccinations: _Kind
    edss: _Kind
    relapses: _Kind
    mri: _Kind
    contacts: _Kind


class _File(FileModel):
    kinds: _Kinds
    who: Annotated[list[Text], NonEmpty]
    fields: Annotated[list[_Field], NonEmpty]


@lru_cache(maxsize=1)
def import_fields() -> Mapping[ImportKind, tuple[ImportField, ...]]:
    """The shipped fields of each kind, those that say whose a row is first. Raise CatalogueError."""
    return load_import_fields(read_source(resource(FILE), FILE))


def load_import_fields(source: Source) -> Mapping[ImportKind, tuple[ImportField, ...]]:
    """The fields of a file by kind. Raise CatalogueError with every mistake found."""
    file = source.validate(_File)
    problems = list(_problems(source, file))
    if problems:
        raise CatalogueError(problems)
    items = {item.id: item for item in file.fields}
    return {kind: tuple(_fields_of(kind, file, items)) for kind in ImportKind}


def _kind(file: _File, kind: ImportKind) -> _Kind:
    held: _Kind = getattr(file.kinds, kind.value)
    return held


def _fields_of(kind: ImportKind, file: _File, items: Mapping[str, _Field]) -> Iterator[ImportField]:
    held = _kind(file, kind)
    named = {*file.who, *held.fields}
    for item in items.values():
        if item.id in named or item.id.partition(".")[0] in named:
            yield _field(item, item.id in held.required)


def _field(item: _Field, required: bool) -> ImportField:
    words = {language: tuple(getattr(item.words, language)) for language in HEAD_LANGUAGES}
    units = {unit: _plain(factor) for unit, factor in item.units.items()}
    return ImportField(item.id, item.type, required, item.codes, item.unit, units, words, item.steps)


def _plain(factor: Decimal) -> str:
    return format(factor, "f")


def _problems(source: Source, file: _File) -> Iterator[CatalogueProblem]:
    seen: set[str] = set()
    for index, item in enumerate(file.fields):
        at = ("fields", index, "id")
        record, _, name = item.id.partition(".")
        if record not in _RECORDS or not name:
            yield source.problem(at, "import_field_id", id=item.id)
        if item.id in seen:
            yield source.problem(at, "item_twice", id=item.id)
        seen.add(item.id)
        if (item.type in _LISTED and not item.codes) or (item.codes and item.type not in _WITH_CODES):
            yield source.problem(("fields", index, "codes"), "import_field_codes", id=item.id)
        if item.units and not item.unit:
            yield source.problem(("fields", index, "units"), "import_field_unit", id=item.id)
    known = seen | _RECORDS
    for index, name in enumerate(file.who):
        if name not in seen:
            yield source.problem(("who", index), "import_field_unknown", id=name)
    for kind in ImportKind:
        for key in ("fields", "required"):
            for index, name in enumerate(getattr(_kind(file, kind), key)):
                if name not in (known if key == "fields" else seen):
                    yield source.problem(("kinds", kind.value, key, index), "import_field_unknown", id=name)
    yield from _word_problems(source, file)


def _word_problems(source: Source, file: _File) -> Iterator[CatalogueProblem]:
    """Two fields of one record and type with the same head could never be told apart, not even by what is below."""
    for index, item in enumerate(file.fields):
        for other in file.fields[:index]:
            if (other.id.partition(".")[0], other.type) == (item.id.partition(".")[0], item.type):
                for word in sorted(_folded(item) & _folded(other)):
                    params = {"id": item.id, "other": other.id, "word": word}
                    yield source.problem(("fields", index, "words"), "import_field_word_twice", **params)


def _folded(item: _Field) -> frozenset[str]:
    return frozenset(fold(word) for language in HEAD_LANGUAGES for word in getattr(item.words, language))
