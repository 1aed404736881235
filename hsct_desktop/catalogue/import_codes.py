"""Further words for the program's codes, as old tables write them, from their file; read when something is imported."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Final

from hsct_desktop.catalogue.fields import FileModel, NonEmpty, Text
from hsct_desktop.catalogue.source import Source, read_source
from hsct_desktop.resource import resource

FILE: Final = "catalogues/import_codes.yaml"


class _File(FileModel):
    lists: Annotated[dict[str, dict[str, Annotated[list[Text], NonEmpty]]], NonEmpty]


@lru_cache(maxsize=1)
def import_words() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The shipped words by list and code. Raise CatalogueError."""
    return load_import_words(read_source(resource(FILE), FILE))


def load_import_words(source: Source) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The words of a file by list and code. Raise CatalogueError."""
    file = source.validate(_File)
    return {name: {code: tuple(words) for code, words in codes.items()} for name, codes in file.lists.items()}
