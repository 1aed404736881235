"""The codes that cells of foreign tables may hold: by list, the words that mean one, and those that mean several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from hsct_desktop.domain.analyte import Analyte, AnalyteTable
from hsct_desktop.domain.names import clean, fold

ANALYTES: Final = "analyte"
"""The list of laboratory tests."""
DIAGNOSIS: Final = "diagnosis"
"""The list of diseases, and of diseases with one of their forms (`ms/rr`)."""
FORM_SIGN: Final = "/"
"""What parts the disease from its form in a code of that list."""


def code_key(text: str) -> str:
    """A code as it is compared: folded; signs alone (`+`, `++`) and signed numbers as they stand."""
    typed = clean(text).casefold()
    if typed[:1] in "+-" and typed[1:2].isdigit():
        return typed
    return fold(typed) or typed


@dataclass(frozen=True)
class CodeList:
    """A list: ids by folded word, and the words that several ids share, which never mean one of them silently.

    Texts that stand in `kept`, one of the shared words, may stay as they are written: what matters their ids share.
    """

    words: Mapping[str, str]
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()


def code_list(pairs: Iterable[tuple[str, str]], *, ids_first: bool = True) -> CodeList:
    """The list of (id, word) pairs; an id itself goes before words of others, unless ids are words as all are (MTX)."""
    found: dict[str, dict[str, None]] = {}
    ids: dict[str, str] = {}
    for code, word in pairs:
        ids[code_key(code)] = code
        if key := code_key(word):
            found.setdefault(key, {})[code] = None
    if not ids_first:
        for key, code in ids.items():
            found.setdefault(key, {})[code] = None
    words = {key: next(iter(codes)) for key, codes in found.items() if len(codes) == 1} | (ids if ids_first else {})
    ambiguous = {key: tuple(codes) for key, codes in found.items() if key not in words}
    return CodeList(words, ambiguous)


class CodeLists(Mapping[str, Mapping[str, str]]):
    """Every list by its name, each made when it is first asked for: list name -> {folded word: id}."""

    def __init__(self, makers: Mapping[str, Callable[[], CodeList]], analytes: AnalyteTable) -> None:
        self.analytes = analytes
        self._makers = makers
        self._made: dict[str, CodeList] = {}

    def __getitem__(self, name: str) -> Mapping[str, str]:
        return self.list_named(name).words

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    def list_named(self, name: str) -> CodeList:
        """The list of that name, empty for one that nobody knows."""
        if name not in self._made:
            maker = self._makers.get(name)
            self._made[name] = maker() if maker is not None else CodeList({})
        return self._made[name]

    def code(self, name: str, text: str) -> str | None:
        """The id that a text means in a list, None unless it is exactly one."""
        return self[name].get(code_key(text))

    def meant(self, name: str, text: str) -> tuple[str, ...]:
        """The ids that a text may mean: none, one, or those that share the word."""
        held, key = self.list_named(name), code_key(text)
        return (held.words[key],) if key in held.words else held.ambiguous.get(key, ())

    def analyte(self, text: str) -> Analyte | None:
        """The laboratory test that a head or cell names, None unless it is exactly one."""
        code = self.code(ANALYTES, text)
        return self.analytes.analytes.get(code) if code is not None else None
