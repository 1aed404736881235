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
LONGEST_PATTERNED: Final = 120
_SEPARATORS: Final = re.compile(r'[\s/\\:*?"<>|]+')
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
"""What Windows takes for a device, whatever ending it bears."""


PLACEHOLDERS: Final = ("code", "kind", "date", "language", "surname", "given")
"""What a unit's pattern may name in braces: the patient's code, the paper, its day and language, the patient."""
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
    lacking = [f"{{{one}}}" for one in NEEDED if one not in named]
    if lacking:
        yield Problem(field, "file_pattern_lacks", {"lacking": ", ".join(lacking)})


def patterned(pattern: str, values: Mapping[str, str]) -> str:
    """A file name by a pattern; the usual pattern where this one is wrong. Values are never read as patterns."""
    chosen = USUAL_PATTERN if any(check_pattern("", pattern)) else pattern
    filled = _NAMED.sub(lambda found: file_part(values.get(found[1], "")), chosen)
    return file_name(re.sub("-{2,}", "-", filled), LONGEST_PATTERNED)


def file_part(text: str) -> str:
    """A value within a name: without signs that no name bears, and no longer than leaves room for the others."""
    return "".join(s for s in _SEPARATORS.sub("-", text) if unicodedata.category(s)[0] != "C")[:LONGEST_PART]


def file_name(text: str, longest: int = LONGEST) -> str:
    """A text as the name of a file, without its ending; "document" where nothing of it can stand."""
    plain = "".join(sign for sign in _SEPARATORS.sub("-", text) if unicodedata.category(sign)[0] != "C")
    name = plain[:longest].strip(" .-")
    return f"_{name}" if _DEVICES.fullmatch(name) else name or "document"
