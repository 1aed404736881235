"""A correspondent: the referring neurologist or the GP, with the address and language of letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from hsct_desktop.domain.problem import Problem


class ProfessionalKind(StrEnum):
    """What the correspondent is to the patient; wording `enum.professional_kind.*`."""

    NEUROLOGIST = "neurologist"
    GP = "gp"
    OTHER = "other"


@dataclass(frozen=True)
class ProfessionalEntry:
    """A correspondent's card; `letter_language` is an ISO 639-1 code such as `it`."""

    name: str
    kind: ProfessionalKind = ProfessionalKind.NEUROLOGIST
    institution: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    letter_language: str = "en"


def check_professional(entry: ProfessionalEntry) -> Iterator[Problem]:
    """Yield what is wrong with a correspondent's card."""
    if not entry.name.strip():
        yield Problem("name", "professional_name_missing")
    elif len(entry.name) > 200:
        yield Problem("name", "too_long", {"limit": 200})
