"""Which passphrases and PINs are good enough: long, and not what anybody would try first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from hsct_desktop.domain.names import fold
from hsct_desktop.domain.problem import Problem

SHORTEST: Final = 12
LONGEST: Final = 1000
PIN_SHORTEST, PIN_LONGEST = 4, 8
_NAME_LETTERS: Final = 3
"""Shorter parts of a name ("de", "Dr") stand in many words."""
_ENOUGH: Final = 8
"""What must be left to guess: a known piece counts for 2, a sign for 1, the same one for at most 2."""
_PIECE: Final = 2
_ROWS: Final = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1q2w3e4r5t6y7u8i9o0p", "azertyuiop", "qsdfghjklm",
)  # fmt: skip
"""Keys and letters side by side, also backwards."""
_RUN: Final = 3
_YEAR: Final = re.compile(r"(19|20)\d\d")
_WRITTEN_AS: Final = str.maketrans("@$!013457", "asioleast")


def check_passphrase(
    text: str, names: Iterable[str] = (), common: Collection[str] = (), again: str | None = None
) -> Iterator[Problem]:
    """Yield what is wrong with a passphrase (field "passphrase"), or with the second typing of it (field "again").

    `names` are those of the person and the unit, `common` the folded words that everybody tries.
    """
    if any(unicodedata.category(c)[0] == "C" or unicodedata.category(c) in ("Zl", "Zp") for c in text):
        yield Problem("passphrase", "passphrase_signs")
    elif text != text.strip():
        yield Problem("passphrase", "passphrase_spaces")
    elif len(unicodedata.normalize("NFC", text)) < SHORTEST:
        yield Problem("passphrase", "passphrase_short", {"least": SHORTEST})
    elif len(text) > LONGEST:
        yield Problem("passphrase", "too_long", {"limit": LONGEST})
    elif _left_to_guess(text, common) < _ENOUGH:
        yield Problem("passphrase", "passphrase_common")
    elif _left_to_guess(text, {*common, *_parts(names)}) < _ENOUGH:
        yield Problem("passphrase", "passphrase_has_name")
    if again is not None and again != text:
        yield Problem("again", "passphrase_differs")


def check_pin(text: str, again: str | None = None) -> Iterator[Problem]:
    """Yield what is wrong with a PIN (field "pin"), or with the second typing of it (field "again")."""
    if not re.fullmatch(rf"[0-9]{{{PIN_SHORTEST},{PIN_LONGEST}}}", text):
        yield Problem("pin", "pin_digits")
    elif len(set(text)) == 1 or _run_at(text, 0) == len(text):
        yield Problem("pin", "pin_simple")
    if again is not None and again != text:
        yield Problem("again", "passphrase_differs")


def _parts(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from (part for part in fold(name).split() if len(part) >= _NAME_LETTERS)


def _left_to_guess(text: str, words: Collection[str]) -> int:
    """How much of a text is neither a known word nor a year nor a row of keys, read plainly and with signs as letters.

    Letters written as signs ("p@ssw0rd") are the letters: the weaker reading counts.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return min(_score(plain, words), _score(plain.translate(_WRITTEN_AS), words))


def _score(text: str, words: Collection[str]) -> int:
    longest = max(map(len, words), default=0)
    seen: dict[str, int] = {}
    score = at = 0
    while at < len(text):
        length = max(_word_at(text, at, words, longest), _run_at(text, at), _same_at(text, at), _year_at(text, at))
        if length >= _RUN:
            piece, worth, most = text[at : at + length], _PIECE, 1
        else:
            length, piece, worth, most = 1, text[at], 1 if text[at].isalnum() else 0, 2
        seen[piece] = seen.get(piece, 0) + 1
        if seen[piece] <= most:
            score += worth
        at += length
    return score


def _word_at(text: str, at: int, words: Collection[str], longest: int) -> int:
    for length in range(min(longest, len(text) - at), _RUN - 1, -1):
        if text[at : at + length] in words:
            return length
    return 0


def _run_at(text: str, at: int) -> int:
    """How many signs from there lie side by side on a keyboard, in the alphabet or among the digits."""
    best = 0
    for row in _ROWS:
        for order in (row, row[::-1]):
            length = 1
            while at + length < len(text) and text[at : at + length + 1] in order:
                length += 1
            best = max(best, length)
    return best


def _same_at(text: str, at: int) -> int:
    length = 1
    while at + length < len(text) and text[at + length] == text[at]:
        length += 1
    return length


def _year_at(text: str, at: int) -> int:
    return 4 if _YEAR.match(text, at) else 0
