"""Names in one cell: where the family name ends, if that can be told."""

from __future__ import annotations

from typing import Final

_PARTICLES: Final = frozenset(
    {
        "d", "da", "dal", "dall", "dalla", "dalle", "de", "dei", "del", "dell", "della", "delle", "dello", "degli",
        "der", "den", "di", "do", "dos", "du", "la", "las", "le", "li", "lo", "los", "san", "santa", "ten", "ter",
        "van", "vom", "von", "zu", "zum", "zur", "el", "al", "ben", "bin", "st", "saint",
    }
)  # fmt: skip
"""Words that begin a family name and are none by themselves."""


def split_name(text: str, *, family_first: bool) -> tuple[str, str] | None:
    """Family and given name of a cell; None where they cannot be told apart.

    A comma parts them, the family name before it. Else two words; or a family name in capitals (`DE LUCA Maria Rosa`);
    or one that begins with a particle, with a single given name (`De Luca Maria`).
    """
    if "," in text:
        family, _, given = (part.strip() for part in text.partition(","))
        return (family, given) if family and given and "," not in given else None
    words = text.split()
    if len(words) < 2:
        return None
    count = _by_capitals(words, family_first) or _by_words(words, family_first)
    if count is None:
        return None
    if family_first:
        return " ".join(words[:count]), " ".join(words[count:])
    return " ".join(words[-count:]), " ".join(words[:-count])


def _by_capitals(words: list[str], family_first: bool) -> int | None:
    """How many words the family name has, if it alone is in capitals."""
    loud = [word.isupper() and len(word.strip(".'\u2019-")) > 1 for word in words]
    if not family_first:
        loud.reverse()
    count = next((at for at, is_loud in enumerate(loud) if not is_loud), len(loud))
    return count if 0 < count < len(loud) and not any(loud[count:]) else None


def _by_words(words: list[str], family_first: bool) -> int | None:
    """How many words the family name has: one of two, or all but one where it begins with a particle."""
    family = words if family_first else words[1:]
    lead = next(
        (at for at, word in enumerate(family) if word.casefold().strip("'\u2019") not in _PARTICLES), len(family)
    )
    if len(words) == 2:
        return 1 if lead == 0 else None
    return lead + 1 if lead and lead + 1 == len(words) - 1 else None
