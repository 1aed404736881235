"""A drug for the disease itself as the catalogue has it: its names, line, what rules ask about in it, washout."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from hsct_desktop.domain.dates import Offset
from hsct_desktop.domain.protocol import Label


class DmtLine(StrEnum):
    """Where a drug stands in the treatment of the disease; wording `enum.dmt_line.*`."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    SECOND_OR_THIRD = "second_or_third"
    NEWER = "newer"
    OLDER = "older"
    OFF_LABEL = "off_label"
    AUXILIARY = "auxiliary"
    OTHER = "other"


@dataclass(frozen=True)
class Washout:
    """A time without the drug before mobilisation: at least, at most (None: the same), and who states it.

    `is_summary` says that this is known only from a text that reports the source.
    """

    least: Offset
    most: Offset | None = None
    source: str = ""
    is_summary: bool = False


@dataclass(frozen=True)
class Dmt:
    """A drug of the list. `agents` it surely holds, `may` it may have held (`domain.exposure.Agent`).

    `washout` is this program's default, `published` what others state; no rule acts by them. `therapies` are ids of the
    same drug in the list of supportive therapies. `source` states the line; `is_unit` says that the unit's own list has
    the drug so, `is_unchecked` that line and washout are clinical practice that was not checked at a source.
    """

    id: str
    label: Label
    line: DmtLine
    also: tuple[str, ...] = ()
    relapse: bool = False
    agents: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    washout: Washout | None = None
    published: tuple[Washout, ...] = ()
    note: Label | None = None
    therapies: tuple[str, ...] = ()
    source: str = ""
    is_unit: bool = False
    is_unchecked: bool = False


def meant(drugs: Iterable[Dmt], text: str) -> Dmt | None:
    """The drug that a text names, by its label in either language or a further name; None for any other text."""
    wanted = text.strip().casefold()
    if not wanted:
        return None
    return next((d for d in drugs if wanted in (d.id, *map(str.casefold, (d.label.en, d.label.it, *d.also)))), None)
