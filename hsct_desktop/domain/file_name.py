"""Names of files that every system takes: no separators, no control or direction marks, no device names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from hsct_desktop.domain.problem import Problem

LONGEST: Final = 80
LONGEST_PART: Final = 40
"""Of one value in a pattern; no code of a patient is longer."""
LONGEST_FIXED: Final = 40
"""Of what a pattern says beside its placeholders: the code, the paper and the day must not be cut away."""
LONGEST_PATTERNED: Final = 160
MOST_BYTES: Final = 200
"""In UTF-8. File systems take 255 for a name with its ending and what an unfinished file bears besides."""
_SEPARATORS: Final = re.compile(r'[\s/\\:*?"<>|]+')
_DEVICES: Final = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])(\..*)?", re.IGNORECASE
)
"""What Windows takes for a device, whatever ending it bears; raised figures too."""


PLACEHOLDERS: Final = ("code", "kind", "date", "language", "surname", "given")
"""What a unit's pattern may name in braces: the patient's code, the paper, its day and language, the patient."""
_LONGEST: Final = {"surname": 24, "given": 24}
"""Bytes of a person's name: with all placeholders and the longest fixed text a name stays within MOST_BYTES."""
NEEDED: Final = ("code", "kind", "date")
"""Without these the file of one patient, paper or day would take the place of another's."""
USUAL_PATTERN: Final = "{code}-{kind}-{date}"
_NAMED: Final = re.compile(r"\{([^{}]*)\}")


def check_pattern(field: str, text: str) -> Iterator[Problem]:
    """Yield what is wrong with a pattern for file names: braces that name nothing, or one that is needed missing."""
    named = _NAMED.findall(text)
    known = ", ".join(f"{{{one}}}" for one in PLACEHOLDERS)
    for name in dict.fromkeys(named):
        if name not in PLACEHOLDERS:
            yield Problem(field, "phrase_placeholder_unknown", {"name": name, "known": known})
    if set("{}") & set(_NAMED.sub("", text)):
        yield Problem(field, "file_pattern_brace_alone")
    if len(_NAMED.sub("", text).encode(errors="replace")) > LONGEST_FIXED or len(set(named)) < len(named):
        yield Problem(field, "file_pattern_long", {"limit": LONGEST_FIXED})
    lacking = [f"{{{one}}}" for one in NEEDED if one not in named]
    if lacking:
        yield Problem(field, "file_pattern_lacks", {"lacking": ", ".join(lacking)})


def patterned(pattern: str, values: Mapping[str, str]) -> str:
    """A file name by a pattern; the usual pattern where this one is wrong. Values are never read as patterns."""
    chosen = USUAL_PATTERN if any(check_pattern("", pattern)) else pattern
    filled = _NAMED.sub(lambda found: file_part(values.get(found[1], ""), _LONGEST.get(found[1], LONGEST_PART)), chosen)
    return file_name(re.sub("-{2,}", "-", filled), LONGEST_PATTERNED)


def file_part(text: str, longest: int = LONGEST_PART) -> str:
    """A value within a name: without signs that no name bears, and no longer than leaves room for the others."""
    return _fitting(_plain(text), longest)


def _plain(text: str) -> str:
    return "".join(sign for sign in _SEPARATORS.sub("-", text) if unicodedata.category(sign)[0] != "C")


def _fitting(text: str, most: int) -> str:
    """As much of a text as fits into so many bytes of UTF-8, no sign cut in two."""
    return text.encode()[:most].decode(errors="ignore")


def file_name(text: str, longest: int = LONGEST) -> str:
    """A text as the name of a file, without its ending; "document" where nothing of it can stand."""
    name = _fitting(_plain(text)[:longest], MOST_BYTES).strip(" .-")
    return f"_{name}" if _DEVICES.fullmatch(name) else name or "document"
